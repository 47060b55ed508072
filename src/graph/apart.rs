//! Flows and engagements that are planned or have ended, told apart from the answer (design rule 12).

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::{ActivityId, Date, End, FlowKind, Recorded, Reference, Scope, SystemId};

use super::current::{Currency, InUse};
use super::engagement::NotInForce;
use super::flow_graph::{Apart, FlowGraph};
use super::follow::Following;
use super::gap::Gap;
use super::gaps::Gaps;
use super::query::{Fit, FlowQuery, Followed};
use super::receiver::InActivity;
use super::step_kind::StepKind;
use super::thing::Thing;
use super::would_leave::systems_of;

/// A flow or an engagement that is not in use on the day, and may bear on the question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotCurrent {
    /// The activity that records it, or whose data it would be; in JSON its id and its name.
    #[serde(flatten, serialize_with = "with_name")]
    pub activity: InActivity,
    /// Its F-number in that activity; an engagement has none.
    pub number: Option<usize>,
    /// What kind of flow it is: `source`, `store`, `recipient` or `onward`; of an engagement `sub-processor`.
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
    /// The whole activities that have not begun or have ended, and would hold what is asked about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<NotDone>,
}

/// An activity that is not done on the day, and is not recorded as retired.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotDone {
    /// Whether it is planned or has ended.
    pub state: Currency,
    /// The activity; in JSON its id and its name.
    #[serde(flatten, serialize_with = "with_name")]
    pub activity: InActivity,
    /// Its first day.
    pub begins: Recorded<Date>,
    /// Its last day.
    pub ends: Recorded<Date>,
}

impl NotCurrent {
    /// When it is in use.
    pub fn in_use(&self) -> InUse<'_> {
        InUse {
            begins: &self.begins,
            ends: &self.ends,
        }
    }
}

impl NotDone {
    /// When it is done.
    pub fn in_use(&self) -> InUse<'_> {
        InUse {
            begins: &self.begins,
            ends: &self.ends,
        }
    }
}

impl NotInUse {
    /// What is not listed already.
    #[must_use]
    pub fn beside(mut self, listed: &Self) -> Self {
        self.planned.retain(|one| !listed.planned.contains(one));
        self.ended.retain(|one| !listed.ended.contains(one));
        self.activities
            .retain(|one| !listed.activities.contains(one));
        self
    }

    /// The activities that are planned, or those that have ended.
    pub fn activities_that_are(&self, state: Currency) -> impl Iterator<Item = &NotDone> {
        self.activities.iter().filter(move |one| one.state == state)
    }
}

/// The flows found so far that are not in use.
#[derive(Debug, Default)]
pub(super) struct SetApart {
    flows: BTreeMap<Key, (Currency, NotCurrent)>,
    activities: BTreeSet<NotDone>,
}

/// Whether what is not in use is of interest to a question.
type IsOfInterest<'q> = dyn for<'r> Fn(&FlowGraph<'r>, &NotCurrentFlow<'r>) -> bool + 'q;

/// What tells those from others: flows by their numbers, then engagements by who engages whom, and when.
type Key = (ActivityId, bool, usize, String, String, Option<Date>);

impl SetApart {
    /// Takes over what was found elsewhere, in other activities.
    pub(super) fn join(&mut self, other: Self) {
        self.flows.extend(other.flows);
        self.activities.extend(other.activities);
    }

    /// Notes the flows of a graph that bear on a question and are of interest to it; what an ended
    /// source brought or an ended store held is a gap.
    pub(super) fn note(
        &mut self,
        graph: &FlowGraph<'_>,
        query: &FlowQuery,
        gaps: &mut Gaps,
        is_of_interest: &IsOfInterest<'_>,
    ) {
        let none = graph.apart.is_empty() && graph.not_done.is_empty();
        if none && graph.not_in_force.is_empty() {
            return;
        }
        let followed = query.followed(&graph.shared, &graph.mentioned());
        self.note_engagements(graph, query, &followed, is_of_interest);
        for id in &graph.not_done {
            if query.covers(id) && graph.would_hold(id, &followed, query) {
                self.activities.extend(graph.not_done_on_the_day(id));
            }
        }
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
            let flow = NotCurrentFlow::Flow(*apart);
            if is_of_interest(graph, &flow) {
                self.insert(apart.currency, flow.told(graph));
            }
        }
    }

    /// Notes the engagements that would bear on a question and are of interest to it.
    fn note_engagements(
        &mut self,
        graph: &FlowGraph<'_>,
        query: &FlowQuery,
        followed: &[Followed],
        is_of_interest: &IsOfInterest<'_>,
    ) {
        if graph.not_in_force.is_empty() {
            return;
        }
        for followed in followed {
            let following = Following::new(graph, followed, query);
            for (edge, engagement) in &graph.not_in_force {
                let activity = graph.graph[*edge].activity;
                let engagement = NotCurrentFlow::Engagement(activity, *engagement);
                if following.step(*edge).is_some()
                    && query.covers(activity)
                    && is_of_interest(graph, &engagement)
                {
                    self.insert(engagement.currency(), engagement.told(graph));
                }
            }
        }
    }

    fn insert(&mut self, currency: Currency, told: NotCurrent) {
        let first = told.begins.value().or(told.ends.value()).copied();
        let key = (
            told.activity.id.clone(),
            told.number.is_none(),
            told.number.unwrap_or_default(),
            told.from.id.clone(),
            told.to.id.clone(),
            first,
        );
        self.flows.insert(key, (currency, told));
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
            (Some(id), _) => graph.name(&id),
            (None, Recorded::Value(Scope::These(list))) => list
                .iter()
                .filter(|id| graph.is_personal(id))
                .map(|id| graph.name(&id))
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
        let name = graph.name(&apart.activity);
        gaps.note(
            Gap::Ended,
            format!("{what} that {how} until {until} ({name} F{})", apart.number),
        );
    }

    /// The flows, planned and ended.
    pub(super) fn list(self) -> NotInUse {
        let mut not_in_use = NotInUse {
            activities: self.activities.into_iter().collect(),
            ..NotInUse::default()
        };
        for (currency, flow) in self.flows.into_values() {
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
            touched.push(flow.activity().reference());
            about.is_empty() || touched.iter().any(|record| about.contains(record))
        });
        let mut not_in_use = apart.list();
        let is_named = |one: &NotDone| about.contains(&one.activity.id.reference());
        not_in_use
            .activities
            .retain(|one| about.is_empty() || is_named(one));
        not_in_use
    }

    /// Whether an activity would hold something of what is asked about, by its own list or a flow.
    fn would_hold(&self, id: &ActivityId, followed: &[Followed], query: &FlowQuery) -> bool {
        let Some(activity) = self.record(id) else {
            return false;
        };
        let own = activity.data.items();
        let own = followed.iter().filter(|one| one.named_in(own).is_some());
        let mut fits = own.map(|one| {
            query.fit(
                activity,
                &Recorded::NotRecorded,
                (activity.data.items(), true),
                one,
            )
        });
        fits.any(|fit| fit != Fit::Never)
            || activity.flows().any(|(kind, flow)| {
                let listed = flow.carries.value().map_or(&[][..], Scope::listed);
                let mut named = followed.iter().filter(|one| one.named_in(listed).is_some());
                kind != FlowKind::Onward && named.any(|one| query.may_be_about(activity, flow, one))
            })
    }

    fn not_done_on_the_day(&self, id: &ActivityId) -> Option<NotDone> {
        let activity = self.record(id)?;
        let in_use = InUse::of_activity(activity);
        Some(NotDone {
            state: in_use.on(self.on),
            activity: InActivity::of(self, id),
            begins: in_use.begins.clone(),
            ends: in_use.ends.clone(),
        })
    }
}

/// A flow or an engagement that is not in use, as a question looks at it.
pub(super) enum NotCurrentFlow<'r> {
    /// A flow.
    Flow(Apart<'r>),
    /// An engagement, by which somebody would have data of an activity.
    Engagement(&'r ActivityId, NotInForce<'r>),
}

impl<'r> NotCurrentFlow<'r> {
    /// The activity that records it, or whose data it would be.
    fn activity(&self) -> &ActivityId {
        match self {
            Self::Flow(apart) => apart.activity,
            Self::Engagement(activity, _) => activity,
        }
    }

    fn currency(&self) -> Currency {
        match self {
            Self::Flow(apart) => apart.currency,
            Self::Engagement(_, engagement) => engagement.currency,
        }
    }

    /// What kind of step it would be.
    pub(super) fn kind(&self) -> StepKind {
        match self {
            Self::Flow(apart) => apart.kind.into(),
            Self::Engagement(..) => StepKind::SubProcessor,
        }
    }

    /// The records it touches: its ends, its systems and who runs them.
    pub(super) fn touches(&self, graph: &FlowGraph<'_>) -> Vec<Reference> {
        let flow = match self {
            Self::Flow(apart) => apart.flow,
            Self::Engagement(_, engagement) => {
                let engaged = engagement.entry.party.reference();
                return vec![engagement.engager.reference(), engaged];
            }
        };
        let ends = [&flow.from, &flow.to]
            .into_iter()
            .flatten()
            .map(End::reference);
        let systems: Vec<&SystemId> = systems_of(flow).collect();
        let operators = systems
            .iter()
            .filter_map(|system| graph.operator(system))
            .map(crate::model::PartyId::reference);
        let itself = systems.iter().map(|system| system.reference());
        ends.chain(operators).chain(itself).collect()
    }

    /// Whether it would take data out of the UK, as far as is recorded.
    pub(super) fn leaves_uk(&self, graph: &FlowGraph<'r>) -> bool {
        match self {
            Self::Flow(apart) => graph.would_leave(apart),
            Self::Engagement(_, NotInForce { entry, .. }) => {
                graph.would_receive_abroad(&entry.party, Some(entry))
            }
        }
    }

    fn told(&self, graph: &FlowGraph<'_>) -> NotCurrent {
        let Apart {
            activity,
            record,
            number,
            kind,
            flow,
            ..
        } = match *self {
            Self::Flow(apart) => apart,
            Self::Engagement(activity, NotInForce { engager, entry, .. }) => {
                return NotCurrent {
                    activity: InActivity::of(graph, activity),
                    number: None,
                    kind: self.kind().word(),
                    from: graph.thing(&engager),
                    to: graph.thing(&entry.party),
                    begins: entry.begins.clone(),
                    ends: entry.ends.clone(),
                };
            }
        };
        let in_use = InUse::of_flow(record, flow);
        let here = activity.reference();
        let end = |end: &Option<End>| end.as_ref().map(End::reference);
        let system = flow.system.as_ref().map(SystemId::reference);
        let from = end(&flow.from).unwrap_or_else(|| here.clone());
        let to = end(&flow.to).or(system).unwrap_or(here);
        NotCurrent {
            activity: InActivity::of(graph, activity),
            number: Some(number),
            kind: kind.word(),
            from: graph.thing(&from),
            to: graph.thing(&to),
            begins: in_use.begins.clone(),
            ends: in_use.ends.clone(),
        }
    }
}
