//! Which retention rules of an activity apply in a system (design section 3).
//!
//! For the same data and people: the rules that name the system. Those that name no system apply only
//! where none names it, and it is then not recorded for which systems they hold.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::model::{Activity, PeopleId, Recorded, Retention, Scope, SystemId};

use super::flow_graph::FlowGraph;
use super::naming::Naming;
use super::node::Place;
use super::query::{Followed, Subjects};

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
        let activity = self.register.activities.get(node.activity);
        let rules = activity.map_or(&[][..], |activity| activity.retention.items());
        let bearing: Vec<Bearing<'r>> = (1..)
            .zip(rules)
            .filter_map(|(number, rule)| Bearing::of(number, rule, system, followed))
            .filter(|bearing| self.is_about_whom(bearing.rule, place, asked))
            .collect();
        let applies = |one: &&Bearing<'r>| {
            let named = || {
                bearing
                    .iter()
                    .filter(|other| other.names_system && other.is_sure)
            };
            one.names_system || !self.are_all_covered(one.rule, named, place, asked)
        };
        let applying = bearing.iter().filter(applies);
        applying
            .map(|bearing| (bearing.number, bearing.rule))
            .collect()
    }

    /// Whether some rules are about everybody whom a rule is about in a place.
    fn are_all_covered<'b, R: Iterator<Item = &'b Bearing<'r>>>(
        &self,
        rule: &Retention,
        others: impl Fn() -> R,
        place: NodeIndex,
        asked: Option<&Subjects>,
    ) -> bool
    where
        'r: 'b,
    {
        if others().any(|other| other.rule.people.is_not_recorded()) {
            return true;
        }
        let there = self.people_into(place);
        let mut people: Vec<&PeopleId> = match &rule.people {
            Recorded::Value(people) => people.iter().collect(),
            _ => there.value().into_iter().flatten().copied().collect(),
        };
        if let Some(asked) = asked
            && people.iter().any(|id| asked.narrower.contains(*id))
        {
            people.retain(|id| asked.narrower.contains(*id));
        }
        let is_covered = |id: &&PeopleId| {
            let above = self.people_above(id);
            others().any(|other| {
                other
                    .rule
                    .people
                    .items()
                    .iter()
                    .any(|one| above.contains(one))
            })
        };
        !people.is_empty() && people.iter().all(is_covered)
    }

    /// Whether a rule is or may be about the people asked about, and about those whose data is there.
    fn is_about_whom(&self, rule: &Retention, place: NodeIndex, asked: Option<&Subjects>) -> bool {
        let people = match &rule.people {
            Recorded::NotRecorded => return true,
            Recorded::None => return false,
            Recorded::Value(people) => people,
        };
        let is_asked = |id: &PeopleId| {
            asked.is_none_or(|asked| asked.narrower.contains(id) || asked.broader.contains(id))
        };
        let there = self.people_into(place);
        let is_there = |id: &PeopleId| match &there {
            Recorded::NotRecorded => true,
            Recorded::None => false,
            Recorded::Value(there) => there.iter().any(|other| {
                self.people_above(id).contains(*other) || self.people_above(other).contains(id)
            }),
        };
        people.iter().any(|id| is_asked(id) && is_there(id))
    }

    /// A category of people with everything broader.
    fn people_above<'p>(&self, id: &'p PeopleId) -> BTreeSet<&'p PeopleId>
    where
        'r: 'p,
    {
        let mut above = BTreeSet::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| above.insert(*id)) {
            let record = self.register.people.get(id);
            next = record.and_then(|record| record.broader.as_ref());
        }
        above
    }
}

/// What a retention rule says of the purpose for which data is kept: its words, where it names one.
pub(super) fn purpose_of<'r>(activity: &'r Activity, rule: &Retention) -> Option<&'r str> {
    let named = rule.purpose.value()?;
    let mut purposes = activity.purpose.items().iter();
    let purpose = purposes.find(|purpose| purpose.id.as_ref() == Some(named))?;
    Some(&purpose.text)
}
