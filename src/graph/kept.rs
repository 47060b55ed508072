//! Which retention rules of an activity apply in a system (design section 3).
//!
//! For the same data and people: the rules that name the system. Those that name no system apply only
//! where none names it, and it is then not recorded for which systems they hold.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::model::{
    Activity, DataId, Date, FlowKind, PeopleId, Recorded, Retention, Scope, SystemId,
};

use super::by_words::{data_by_words, in_use};
use super::flow_graph::FlowGraph;
use super::naming::Naming;
use super::node::Place;
use super::query::{Followed, Subjects};
use super::step_kind::StepKind;

/// A system in use for which no rule of its activity says how long some data is kept in it, though rules say so elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlimited<'r> {
    /// The system.
    pub system: &'r SystemId,
    /// The categories.
    pub data: Vec<&'r DataId>,
    /// Whether that is all that the system is known to hold.
    pub is_all: bool,
}

/// The systems in which an activity keeps data for which it has rules, and none of them for that system.
pub fn without_limit<'r>(
    activity: &'r Activity,
    on: Date,
    is_within: &impl Fn(&DataId, &[DataId]) -> bool,
) -> Vec<Unlimited<'r>> {
    let rules = activity.retention.items();
    let is_for = |rule: &Retention, id: &DataId| match &rule.data {
        Recorded::Value(scope) => scope.is_all() || is_within(id, Scope::listed(scope)),
        // It may be for this data.
        Recorded::NotRecorded => true,
        Recorded::None => false,
    };
    let applies = |rule: &Retention, system: &SystemId| match &rule.systems {
        Recorded::Value(systems) => systems.contains(system),
        Recorded::NotRecorded => true,
        Recorded::None => false,
    };
    let by_words = data_by_words(activity, on).into_iter();
    let held: Vec<&DataId> = by_words
        .filter(|(_, by)| by.is_held)
        .map(|(id, _)| id)
        .collect();
    let mut found: Vec<Unlimited<'r>> = Vec::new();
    for (_, flow) in in_use(activity, on).filter(|(kind, _)| *kind == FlowKind::Store) {
        let Some(system) = &flow.system else {
            continue;
        };
        let there: Vec<&DataId> = match &flow.carries {
            Recorded::Value(scope) if !scope.is_all() => Scope::listed(scope).iter().collect(),
            Recorded::None => continue,
            _ => held.clone(),
        };
        let lacks = |id: &&&DataId| {
            let limits: Vec<&Retention> = rules.iter().filter(|rule| is_for(rule, id)).collect();
            !limits.is_empty() && !limits.iter().any(|rule| applies(rule, system))
        };
        let data: Vec<&DataId> = there.iter().filter(lacks).copied().collect();
        let is_unknown = there.is_empty() && !rules.is_empty();
        let is_without = is_unknown && !rules.iter().any(|rule| applies(rule, system));
        let is_known = found.iter().any(|one| one.system == system);
        if (is_without || !data.is_empty()) && !is_known {
            let is_all = data.len() == there.len();
            found.push(Unlimited {
                system,
                data,
                is_all,
            });
        }
    }
    found
}

/// A retention rule that bears on some data in a system.
struct Bearing<'r> {
    number: usize,
    rule: &'r Retention,
    /// Whether it is surely for all of this data.
    is_sure: bool,
    /// Whether it names the system.
    names_system: bool,
}

impl<'r> Bearing<'r> {
    fn of(
        number: usize,
        rule: &'r Retention,
        system: &SystemId,
        followed: &Followed,
    ) -> Option<Self> {
        let names_system = match &rule.systems {
            Recorded::NotRecorded => false,
            Recorded::None => return None,
            Recorded::Value(systems) => systems.contains(system).then_some(true)?,
        };
        let is_sure = match &rule.data {
            Recorded::NotRecorded => false,
            Recorded::None => return None,
            Recorded::Value(Scope::All(_)) => true,
            Recorded::Value(Scope::These(_)) if followed.id().is_none() => false,
            Recorded::Value(Scope::These(list)) => match followed.named_in(list)? {
                Naming::Itself | Naming::Broader => true,
                Naming::Including => false,
            },
        };
        Some(Self {
            number,
            rule,
            is_sure,
            names_system,
        })
    }
}

impl<'r> FlowGraph<'r> {
    /// The retention rules that apply to data in a system, with their numbers in its activity, of those
    /// about the people asked about if some are.
    pub(super) fn kept(
        &self,
        place: NodeIndex,
        followed: &Followed,
        asked: Option<&Subjects>,
    ) -> Vec<(usize, &'r Retention)> {
        let node = self.at(place);
        let (Place::System(system) | Place::SystemOfAnEnd(system)) = node.place else {
            return Vec::new();
        };
        let activity = self.record(node.activity);
        let rules = activity.map_or(&[][..], |activity| activity.retention.items());
        let there = self.people_there(place, asked);
        let bearing: Vec<Bearing<'r>> = (1..)
            .zip(rules)
            .filter_map(|(number, rule)| Bearing::of(number, rule, system, followed))
            .filter(|bearing| there.has_some(&bearing.rule.people))
            .collect();
        let named = || {
            let named = bearing.iter().filter(|it| it.names_system && it.is_sure);
            named.map(|it| &it.rule.people)
        };
        let applies =
            |one: &&Bearing<'r>| one.names_system || !there.are_covered(&one.rule.people, named);
        let applying = bearing.iter().filter(applies);
        applying
            .map(|bearing| (bearing.number, bearing.rule))
            .collect()
    }

    /// Whose data is or may be in a system, of those asked about.
    fn people_there<'p>(&'p self, place: NodeIndex, asked: Option<&'p Subjects>) -> There<'p> {
        let known = self.register.people.keys();
        let wanted = asked.into_iter().flat_map(|asked| &asked.narrower);
        let with_broader = known.chain(wanted).map(|id| {
            let mut broader = BTreeSet::new();
            let mut next = Some(id);
            while let Some(id) = next.filter(|id| broader.insert(*id)) {
                let record = self.register.people.get(id);
                next = record.and_then(|record| record.broader.as_ref());
            }
            if let Some(asked) = asked.filter(|asked| asked.narrower.contains(id)) {
                broader.extend(&asked.broader);
            }
            (id, broader)
        });
        let into = self.graph.edges_directed(place, Direction::Incoming);
        // A system that starts a feed has what it feeds.
        let fed = self.graph.edges(place);
        let fed = fed.filter(|edge| edge.weight().kind == StepKind::Feed);
        let there: Vec<_> = into
            .chain(fed)
            .map(|edge| self.people_of(edge.id()))
            .collect();
        // What one flow says of its people says nothing of another's.
        let is_open = there.iter().any(Recorded::is_not_recorded);
        let is_there = |broader: &BTreeSet<&PeopleId>| {
            let mut named = there.iter().filter_map(Recorded::value).flatten();
            is_open || named.any(|id| broader.contains(id))
        };
        let is_asked = |id: &PeopleId| asked.is_none_or(|asked| asked.narrower.contains(id));
        let there_and_asked = with_broader.filter(|(id, it)| is_asked(id) && is_there(it));
        There {
            with_broader: there_and_asked.collect(),
            others: is_open && asked.is_none(),
        }
    }
}

/// Whose data is or may be in a place.
struct There<'p> {
    /// Categories of people, each with itself and everything broader.
    with_broader: BTreeMap<&'p PeopleId, BTreeSet<&'p PeopleId>>,
    /// Whether it may be anybody's.
    others: bool,
}

impl There<'_> {
    /// Whether a rule is or may be about some of them.
    fn has_some(&self, people: &Recorded<Vec<PeopleId>>) -> bool {
        people.is_not_recorded() || self.with_broader.values().any(|it| is_about(people, it))
    }

    /// Whether some rules are about everybody there whom a rule is about.
    fn are_covered<'n, N: Iterator<Item = &'n Recorded<Vec<PeopleId>>>>(
        &self,
        people: &Recorded<Vec<PeopleId>>,
        named: impl Fn() -> N,
    ) -> bool {
        if named().any(Recorded::is_not_recorded) {
            return true;
        }
        let all = self.with_broader.values();
        let mut concerned = all.filter(|it| is_about(people, it)).peekable();
        let is_open = people.is_not_recorded() && self.others || concerned.peek().is_none();
        !is_open && concerned.all(|it| named().any(|other| is_about(other, it)))
    }
}

/// Whether the people of a rule take in some, given with everything broader.
fn is_about(people: &Recorded<Vec<PeopleId>>, broader: &BTreeSet<&PeopleId>) -> bool {
    people.is_not_recorded() || people.items().iter().any(|id| broader.contains(id))
}

/// What a retention rule says of the purpose for which data is kept: its words, where it names one.
pub(super) fn purpose_of<'r>(activity: &'r Activity, rule: &Retention) -> Option<&'r str> {
    let named = rule.purpose.value()?;
    let mut purposes = activity.purpose.items().iter();
    let purpose = purposes.find(|purpose| purpose.id.as_ref() == Some(named))?;
    Some(&purpose.text)
}
