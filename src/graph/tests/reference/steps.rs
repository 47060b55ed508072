//! The steps that flows are made of (rules 3 to 5, 8, 10 and 12).

use super::category::Category;
use super::*;
use crate::model::{
    Activity, ActivityId, End, Flow, FlowKind, FlowRole, PartyId, PeopleId, Recorded, Scope,
    SubProcessor, SystemId,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'r> {
    Activity(&'r ActivityId),
    Party(&'r PartyId),
    System(&'r SystemId),
    People(&'r PeopleId),
}

/// A place as one activity sees it: sharing a party or system joins nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node<'r> {
    pub(super) view: &'r str,
    pub(super) place: Place<'r>,
}

impl Node<'_> {
    pub(super) fn reference(&self) -> Reference {
        match self.place {
            Place::Activity(id) => id.reference(),
            Place::Party(id) => id.reference(),
            Place::System(id) => id.reference(),
            Place::People(id) => id.reference(),
        }
    }
}

/// By what a step is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// From outside into the system through which a source comes; routes only begin with it.
    Outside,
    /// From another activity.
    Source,
    Store,
    Recipient,
    Onward,
    /// From one system to another.
    Feed,
    /// To whoever runs the system.
    Operator,
    /// To whom a party engages.
    Engagement,
    /// To a joint controller, which data it has not being recorded.
    Joint,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'r> {
    pub(super) means: Means,
    pub(super) from: Node<'r>,
    pub(super) to: Node<'r>,
    pub(super) number: Option<usize>,
    /// Its flow; for whoever runs a system, the flow that leads to the system.
    pub(super) flow: Option<&'r Flow>,
    /// The flow whose purpose it serves, by which the data came here.
    pub(super) serves: Option<&'r Flow>,
    /// The activity that lists the flow.
    pub(super) by: Option<&'r Activity>,
    /// Whether the step is the last of its flow, so that the flow's own words are about its end.
    pub(super) is_last: bool,
    /// Who engages, and the engagement.
    pub(super) engagement: Option<(&'r PartyId, &'r SubProcessor)>,
    pub(super) role: Option<ReceiverRole>,
    /// Whether the party at its end has the data on its own account, by the words of its flow.
    pub(super) on_own_account: bool,
}

pub(super) fn is_current(flow: &Flow, on: Date) -> bool {
    is_within(&flow.begins, &flow.ends, on)
}

pub(super) fn is_within(begins: &Recorded<Date>, ends: &Recorded<Date>, on: Date) -> bool {
    begins.value().is_none_or(|day| *day <= on) && ends.value().is_none_or(|day| *day >= on)
}

/// Whether an activity is done on a day; of a retired one that is looked at, whatever its last day.
pub(super) fn is_done(activity: &Activity, on: Date) -> bool {
    let has_ended = activity.ends.value().is_some_and(|day| *day < on);
    activity.begins.value().is_none_or(|day| *day <= on) && (activity.is_retired() || !has_ended)
}

/// The current flows of every activity, with their F-numbers.
pub(super) fn current(
    register: &Register,
    on: Date,
) -> impl Iterator<Item = (&ActivityId, &Activity, usize, FlowKind, &Flow)> {
    register.activities.iter().flat_map(move |(id, activity)| {
        let numbered = activity.flows().zip(1..);
        numbered
            .filter(move |((_, flow), _)| is_current(flow, on))
            .map(move |((kind, flow), number)| (id, activity, number, kind, flow))
    })
}

pub(super) fn at<'r>(register: &'r Register, view: &'r ActivityId, end: &'r End) -> Node<'r> {
    let place = match end {
        End::Party(id) => Place::Party(id),
        End::People(id) => Place::People(id),
        End::System(id) => Place::System(id),
        End::Activity(id) => Place::Activity(id),
    };
    let view = match end {
        // What is not among the activities looked at, such as a retired one, joins nothing.
        End::Activity(id) if register.activities.contains_key(id) => id,
        _ => view,
    };
    Node {
        view: view.as_str(),
        place,
    }
}

/// The steps of a flow; none of a source from outside but that into its system.
pub(super) fn of_flow<'r>(
    register: &'r Register,
    id: &'r ActivityId,
    activity: &'r Activity,
    number: usize,
    kind: FlowKind,
    flow: &'r Flow,
) -> Vec<Step<'r>> {
    let view = id.as_str();
    let system = |system: &'r SystemId| Node {
        view,
        place: Place::System(system),
    };
    let here = Node {
        view,
        place: Place::Activity(id),
    };
    let from = flow.from.as_ref().map_or(here, |end| at(register, id, end));
    let to = match (&flow.system, &flow.to) {
        (Some(store), _) => system(store),
        (None, Some(end)) => at(register, id, end),
        (None, None) => here,
    };
    let is_outside = kind == FlowKind::Source
        && !matches!(&flow.from, Some(End::Activity(id)) if register.activities.contains_key(id));
    let means = match kind {
        FlowKind::Source if is_outside => Means::Outside,
        FlowKind::Source => Means::Source,
        FlowKind::Store => Means::Store,
        FlowKind::Recipient => Means::Recipient,
        FlowKind::Onward => Means::Onward,
        FlowKind::Feed => Means::Feed,
    };
    let step = |from: Node<'r>, to: Node<'r>, is_last: bool| {
        let role = match to.place {
            Place::Party(party) => Some(legal::role_of_recipient(
                register,
                (view, Some(flow)),
                party,
                flow.role,
            )),
            _ => None,
        };
        Step {
            means,
            from,
            to,
            number: Some(number),
            flow: Some(flow),
            serves: Some(flow),
            by: Some(activity),
            is_last,
            engagement: None,
            role,
            on_own_account: role.is_some() && flow.role == Some(FlowRole::Controller),
        }
    };
    // Nothing passes on its way where it begins or ends.
    let middle = flow.through.value();
    let middle = middle.filter(|it| ![from.place, to.place].contains(&Place::System(it)));
    if is_outside {
        // What the source runs itself is the source's own (rule 4).
        let is_its_own = |system: &SystemId| match (from.place, legal::operator(register, system)) {
            (Place::Party(source), Recorded::Value(operator)) => {
                legal::are_one(register, source, operator)
            }
            _ => false,
        };
        let middle = middle.filter(|it| !is_its_own(it));
        return middle
            .map(|it| step(from, system(it), false))
            .into_iter()
            .collect();
    }
    match middle {
        None if from == to => Vec::new(),
        None => vec![step(from, to, true)],
        // Nobody receives from itself.
        Some(it) if from == to => vec![step(from, system(it), false)],
        Some(it) => vec![step(from, system(it), false), step(system(it), to, true)],
    }
}

/// Whether a flow may carry a category, whatever its start has.
fn may_carry(category: &Category<'_>, flow: &Flow) -> bool {
    match &flow.carries {
        Recorded::None => false,
        Recorded::NotRecorded | Recorded::Value(Scope::All(_)) => true,
        Recorded::Value(Scope::These(list)) => {
            flow.and_more || category.mentioned_in(list).is_some()
        }
    }
}

/// The steps by which parties hand on what they name and are no source of (rule 10); whether they
/// are at the end of a route is for the routes to say.
pub(super) fn handing_on<'r>(
    register: &'r Register,
    category: &Category<'_>,
    on: Date,
) -> Vec<Step<'r>> {
    let mut handing_on = Vec::new();
    for (id, activity, number, kind, flow) in current(register, on) {
        let list = flow.carries.value().map_or(&[][..], Scope::listed);
        let names_it = category.mentioned_in(list) == Some(Certainty::Stated);
        let is_source = activity.source.items().iter().any(|source| {
            source.from == flow.from && is_current(source, on) && may_carry(category, source)
        });
        if kind == FlowKind::Onward && names_it && !is_source {
            handing_on.extend(of_flow(register, id, activity, number, kind, flow).first());
        }
    }
    handing_on
}
