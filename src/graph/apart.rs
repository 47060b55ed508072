//! Flows that are planned or have ended, told apart from the answer (design rule 12).

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::{ActivityId, Date, End, FlowKind, Recorded, Reference, Scope, SystemId};

use super::current::{Currency, InUse};
use super::flow_graph::{Apart, FlowGraph};
use super::gap::Gap;
use super::gaps::Gaps;
use super::query::{FlowQuery, Followed};
use super::receiver::InActivity;
use super::thing::Thing;

/// A flow that is not in use on the day, and may bear on the question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotCurrent {
    /// The activity that records it; in JSON its id and its name.
    #[serde(flatten, serialize_with = "with_name")]
    pub activity: InActivity,
    /// Its F-number in that activity.
    pub number: usize,
    /// What kind of flow it is: `source`, `store`, `recipient` or `onward`.
    pub kind: &'static str,
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// Its first day.
    pub begins: Recorded<Date>,
    /// Its last day.
    pub ends: Recorded<Date>,
}

fn with_name<S: Serializer>(activity: &InActivity, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("activity", &activity.id)?;
    map.serialize_entry("activity_name", &activity.name)?;
    map.end()
}

/// The planned flows and those that have ended, as an answer lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotInUse {
    /// Those that have not begun, in the order of activities and numbers.
    pub planned: Vec<NotCurrent>,
    /// Those that have ended.
    pub ended: Vec<NotCurrent>,
}

/// The flows found so far that are not in use.
#[derive(Debug, Default)]
pub(super) struct SetApart(BTreeMap<(ActivityId, usize), (Currency, NotCurrent)>);

impl SetApart {
    /// Takes over what was found elsewhere, in other activities.
    pub(super) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Notes the flows of a graph that bear on a question and are of interest to it; what an ended
    /// source brought or an ended store held is a gap.
    pub(super) fn note(
        &mut self,
        graph: &FlowGraph<'_>,
        query: &FlowQuery,
        gaps: &mut Gaps,
        is_of_interest: &dyn Fn(&FlowGraph<'_>, &NotCurrentFlow<'_>) -> bool,
    ) {
        if graph.apart.is_empty() {
            return;
        }
        let followed = query.followed(graph.register, &graph.mentioned());
        for apart in &graph.apart {
            let activity = apart.record;
            let load = graph.load(apart.flow);
            let may_bear = followed.iter().any(|followed| {
                load.may_carry(followed) && query.may_be_about(activity, apart.flow, followed)
            });
            if !may_bear || !query.covers(apart.activity) {
                continue;
            }
            self.note_gap(graph, apart, &followed, gaps);
            let flow = NotCurrentFlow { apart };
            if is_of_interest(graph, &flow) {
                let told = flow.told(graph);
                let key = (apart.activity.clone(), apart.number);
                self.0.insert(key, (apart.currency, told));
            }
        }
    }

    /// What was had by a flow that has ended, and is named, may still be there.
    fn note_gap<'r>(
        &self,
        graph: &FlowGraph<'r>,
        apart: &Apart<'r>,
        followed: &[Followed],
        gaps: &mut Gaps,
    ) {
        let is_had = matches!(apart.kind, FlowKind::Source | FlowKind::Store);
        let names = followed
            .iter()
            .find(|followed| graph.load(apart.flow).names(followed));
        let (Currency::Ended, Some(names), true) = (apart.currency, names, is_had) else {
            return;
        };
        let what = match (names.id(), &apart.flow.carries) {
            (Some(id), _) => graph.name(&id.reference()),
            (None, Recorded::Value(Scope::These(list))) => list
                .iter()
                .filter(|id| graph.is_personal(id))
                .map(|id| graph.name(&id.reference()))
                .collect::<Vec<_>>()
                .join(", "),
            _ => "personal data".to_owned(),
        };
        let until = match InUse::of_flow(apart.record, apart.flow).ends {
            Recorded::Value(last) => crate::model::day_in_words(*last),
            _ => String::new(),
        };
        let how = if apart.kind == FlowKind::Source {
            "came"
        } else {
            "was kept"
        };
        let name = graph.name(&apart.activity.reference());
        gaps.note(
            Gap::Ended,
            format!("{what} that {how} until {until} ({name} F{})", apart.number),
        );
    }

    /// The flows, planned and ended.
    pub(super) fn list(self) -> NotInUse {
        let mut not_in_use = NotInUse::default();
        for (currency, flow) in self.0.into_values() {
            match currency {
                Currency::Planned => not_in_use.planned.push(flow),
                Currency::Ended => not_in_use.ended.push(flow),
                Currency::Current => {}
            }
        }
        not_in_use
    }
}

impl FlowGraph<'_> {
    /// The flows that are not in use on the day and may bear on a question: of these activities, or
    /// touching these records; all where none is named.
    pub fn not_in_use(&self, query: &FlowQuery, about: &BTreeSet<Reference>) -> NotInUse {
        let mut apart = SetApart::default();
        apart.note(self, query, &mut Gaps::default(), &|graph, flow| {
            let mut touched = flow.touches(graph);
            touched.push(flow.apart.activity.reference());
            about.is_empty() || touched.iter().any(|record| about.contains(record))
        });
        apart.list()
    }
}

/// A flow that is not in use, as a question looks at it.
pub(super) struct NotCurrentFlow<'a> {
    apart: &'a Apart<'a>,
}

impl NotCurrentFlow<'_> {
    /// What kind of flow it is.
    pub(super) fn kind(&self) -> FlowKind {
        self.apart.kind
    }

    /// The records it touches: its ends, its systems and who runs them.
    pub(super) fn touches(&self, graph: &FlowGraph<'_>) -> Vec<Reference> {
        let flow = self.apart.flow;
        let ends = [&flow.from, &flow.to]
            .into_iter()
            .flatten()
            .map(End::reference);
        let systems: Vec<&SystemId> = flow.system.iter().chain(flow.through.value()).collect();
        let operators = systems
            .iter()
            .filter_map(|system| graph.operator(system))
            .map(crate::model::PartyId::reference);
        let itself = systems.iter().map(|system| system.reference());
        ends.chain(operators).chain(itself).collect()
    }

    /// Whether a country it ends in, or passes, is recorded as outside the UK, or a transfer is.
    pub(super) fn leaves_uk(&self, graph: &FlowGraph<'_>) -> bool {
        let flow = self.apart.flow;
        let mut places: Vec<super::whereabouts::Whereabouts> = flow
            .system
            .iter()
            .chain(flow.through.value())
            .map(|system| graph.system_is_in(system))
            .collect();
        if let Some(End::Party(party)) = &flow.to {
            places.push(graph.party_is_in(party, None));
        }
        let is_abroad = places.iter().any(|place| {
            let countries = super::whereabouts::countries(place);
            countries.iter().any(|country| !country.is_uk())
        });
        is_abroad || matches!(flow.transfer, Recorded::Value(_))
    }

    fn told(&self, graph: &FlowGraph<'_>) -> NotCurrent {
        let Apart {
            activity,
            record,
            number,
            kind,
            flow,
            ..
        } = *self.apart;
        let in_use = InUse::of_flow(record, flow);
        let here = activity.reference();
        let end = |end: &Option<End>| end.as_ref().map(End::reference);
        let system = flow.system.as_ref().map(SystemId::reference);
        let from = end(&flow.from).unwrap_or_else(|| here.clone());
        let to = end(&flow.to).or(system).unwrap_or(here);
        NotCurrent {
            activity: InActivity::of(graph, activity),
            number,
            kind: kind.word(),
            from: graph.thing(&from),
            to: graph.thing(&to),
            begins: in_use.begins.clone(),
            ends: in_use.ends.clone(),
        }
    }
}
