//! What *receives* means, written a second time: slowly, over every route, after the words of the design.

use std::collections::{BTreeMap, BTreeSet};

use super::special::broader_than;
use super::*;
use crate::model::{Activity, ActivityId, End, Flow, FlowKind, Recorded, Scope, SystemId};

type Node = (String, String);

/// What a step is said to carry.
#[derive(Clone, Debug)]
enum Said {
    Nothing,
    NotRecorded,
    All,
    List(BTreeSet<String>, bool),
    /// What the system has; surely, or perhaps.
    OfSystem(bool),
}

#[derive(Clone, Debug)]
struct Step {
    from: Node,
    to: Node,
    /// Whose having the data counts: the start of the flow.
    start: Node,
    said: Said,
    /// Whether a route can begin with it.
    is_beginning: bool,
    /// Whether it is about the people asked about: surely, perhaps or not at all.
    fit: Option<Certainty>,
}

/// The receivers of a category and how sure each is.
pub(super) fn receives(
    register: &Register,
    wanted: &str,
    people: Option<&str>,
    without: &BTreeSet<Reference>,
) -> BTreeMap<String, Certainty> {
    let steps = steps(register, people, without);
    let wanted = DataId::new(wanted).unwrap();
    let mut receivers: BTreeMap<String, Certainty> = BTreeMap::new();
    for data in narrower(register, &wanted) {
        for ((activity, place), certainty) in
            follow(register, &steps, data, people, without, &BTreeSet::new())
        {
            let Some(party) = place.strip_prefix("party:") else {
                continue;
            };
            if controller(register, &activity) == Some(party) {
                continue;
            }
            let held = receivers.entry(party.to_owned()).or_insert(certainty);
            *held = certainty.min(*held);
        }
    }
    receivers
}

fn narrower<'r>(register: &'r Register, wanted: &DataId) -> Vec<&'r DataId> {
    let is_narrower =
        |id: &&DataId| *id == wanted || broader_than(&register.data, id).contains(wanted);
    register.data.keys().filter(is_narrower).collect()
}

fn controller<'r>(register: &'r Register, activity: &str) -> Option<&'r str> {
    let controller = register.activities.get(activity)?.controller.value()?;
    Some(controller.as_str())
}

/// Those who are linked to a category: by one party or system that has it in another activity.
pub(super) fn linked(register: &Register, wanted: &str, people: Option<&str>) -> BTreeSet<String> {
    let nothing = BTreeSet::new();
    let steps = steps(register, people, &nothing);
    let wanted = DataId::new(wanted).unwrap();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut linked: BTreeSet<String> = BTreeSet::new();
    for data in narrower(register, &wanted) {
        let has = follow(register, &steps, data, people, &nothing, &BTreeSet::new());
        let mut supposed: BTreeSet<Node> = BTreeSet::new();
        for (activity, place) in has.keys() {
            let own = controller(register, activity);
            if place == "activity" {
                known.extend(own.map(str::to_owned));
                continue;
            }
            let party = place.strip_prefix("party:");
            known.extend(party.map(str::to_owned));
            if party.is_none() && !place.starts_with("system:") || party.is_some() && party == own {
                continue;
            }
            for (other, record) in &register.activities {
                if other.as_str() != activity {
                    supposed.insert((other.to_string(), place.clone()));
                    supposed.extend(fed(register, other, record, place, data, people));
                }
            }
        }
        let would = follow(register, &steps, data, people, &nothing, &supposed);
        for ((activity, place), _) in would {
            if let Some(party) = place.strip_prefix("party:")
                && !supposed.contains(&(activity.clone(), place.clone()))
                && controller(register, &activity) != Some(party)
            {
                linked.insert(party.to_owned());
            }
        }
    }
    linked.retain(|party| !known.contains(party));
    linked
}

/// The activities that a party or system feeds by what one activity records.
fn fed(
    register: &Register,
    id: &ActivityId,
    activity: &Activity,
    place: &str,
    data: &DataId,
    people: Option<&str>,
) -> BTreeSet<Node> {
    let broader = broader_than(&register.data, data);
    let mut fed: BTreeSet<ActivityId> = BTreeSet::new();
    for (kind, flow) in activity.flows() {
        let systems = flow.system.iter().chain(flow.through.value());
        let ends = [&flow.from, &flow.to].into_iter().flatten();
        if systems
            .map(SystemId::reference)
            .any(|it| it.to_string() == place)
        {
            if kind != FlowKind::Onward {
                fed.insert(id.clone());
            }
            fed.extend(ends.filter_map(|end| match end {
                End::Activity(other) => Some(other.clone()),
                _ => None,
            }));
        } else if kind == FlowKind::Source
            && matches!(&flow.from, Some(End::Party(party)) if party.reference().to_string() == place)
        {
            let may_carry = match &flow.carries {
                Recorded::None => false,
                Recorded::NotRecorded | Recorded::Value(Scope::All(_)) => true,
                Recorded::Value(Scope::These(list)) => {
                    flow.and_more || list.iter().any(|it| it == data || broader.contains(it))
                }
            };
            if may_carry && fit(register, id.as_str(), Some(flow), people).is_some() {
                fed.insert(id.clone());
            }
        }
    }
    fed.retain(|id| {
        register
            .activities
            .get(id)
            .is_some_and(|it| !it.data.is_none())
    });
    fed.iter()
        .map(|id| (id.to_string(), "activity".to_owned()))
        .collect()
}

fn fit(
    register: &Register,
    activity: &str,
    own: Option<&Flow>,
    people: Option<&str>,
) -> Option<Certainty> {
    let Some(asked) = people else {
        return Some(Certainty::Stated);
    };
    let record = register.activities.get(activity)?;
    let own = own
        .map(|flow| &flow.people)
        .filter(|people| !people.is_not_recorded());
    match own.unwrap_or(&record.people) {
        Recorded::NotRecorded => Some(Certainty::Possible),
        Recorded::None => None,
        Recorded::Value(list) if list.iter().any(|id| id.as_str() == asked) => {
            let only = own.is_some() || list.len() == 1;
            Some(if only {
                Certainty::Stated
            } else {
                Certainty::Possible
            })
        }
        Recorded::Value(_) => None,
    }
}

/// Every step of every flow, operator and chain of sub-processors, but for what these parties and
/// systems hand on.
fn steps(register: &Register, people: Option<&str>, without: &BTreeSet<Reference>) -> Vec<Step> {
    let hands_on = |node: &Node| !without.iter().any(|it| it.to_string() == node.1);
    let mut steps = Vec::new();
    let mut systems: BTreeSet<Node> = BTreeSet::new();
    for (id, activity) in &register.activities {
        let at = |place: String| -> Node { (id.to_string(), place) };
        let here: Node = at("activity".into());
        let end = |end: &End| match end {
            // What is not among the activities looked at, such as a retired one, joins nothing.
            End::Activity(id) if register.activities.contains_key(id) => {
                (id.to_string(), "activity".to_owned())
            }
            other => at(other.reference().to_string()),
        };
        for (kind, flow) in activity.flows() {
            let from = flow.from.as_ref().map_or(here.clone(), end);
            let store = flow
                .system
                .as_ref()
                .map(|system| at(format!("system:{system}")));
            let to = store.or(flow.to.as_ref().map(end)).unwrap_or(here.clone());
            let middle = flow
                .through
                .value()
                .map(|system| at(format!("system:{system}")));
            systems.extend(
                [&to]
                    .into_iter()
                    .chain(&middle)
                    .filter(|node| node.1.starts_with("system:"))
                    .cloned(),
            );
            let is_outside =
                kind == FlowKind::Source && !matches!(flow.from, Some(End::Activity(_)));
            let said = match &flow.carries {
                Recorded::NotRecorded => Said::NotRecorded,
                Recorded::None => Said::Nothing,
                Recorded::Value(Scope::All(_)) => Said::All,
                Recorded::Value(Scope::These(list)) => Said::List(
                    list.iter().map(ToString::to_string).collect(),
                    flow.and_more,
                ),
            };
            // Sources from outside are no part of a route to a receiver; nobody receives from itself.
            if is_outside || from == to && middle.is_none() {
                continue;
            }
            let mut push = |a: &Node, b: &Node, is_beginning: bool| {
                if !hands_on(&from) || !hands_on(a) {
                    return;
                }
                steps.push(Step {
                    from: a.clone(),
                    to: b.clone(),
                    start: from.clone(),
                    said: said.clone(),
                    is_beginning,
                    fit: fit(register, id.as_str(), Some(flow), people),
                });
            };
            match &middle {
                None => push(&from, &to, true),
                Some(middle) => {
                    push(&from, middle, true);
                    if from != to {
                        push(middle, &to, false);
                    }
                }
            }
        }
    }
    for (activity, place) in systems {
        let system = place.trim_start_matches("system:");
        let Some(operator) = register
            .systems
            .get(system)
            .and_then(|record| record.operator.value())
        else {
            continue;
        };
        let mut chains: Vec<(Vec<String>, bool)> = vec![(vec![operator.to_string()], true)];
        while let Some((chain, is_sure)) = chains.pop() {
            let last = chain.last().unwrap().clone();
            let from = (activity.clone(), place.clone());
            let before = chain.iter().rev().skip(1);
            let mut passed = before.map(|party| (activity.clone(), format!("party:{party}")));
            if !hands_on(&from) || !passed.all(|party| hands_on(&party)) {
                continue;
            }
            steps.push(Step {
                to: (activity.clone(), format!("party:{last}")),
                start: from.clone(),
                from,
                said: Said::OfSystem(is_sure),
                is_beginning: false,
                fit: Some(Certainty::Stated),
            });
            let engaged = register
                .parties
                .get(last.as_str())
                .map_or(&[][..], |party| party.sub_processors.items());
            for entry in engaged {
                let party = entry.party.to_string();
                let named: Vec<&str> = entry.systems.items().iter().map(SystemId::as_str).collect();
                let is_left_out =
                    entry.systems.is_none() || !named.is_empty() && !named.contains(&system);
                if !chain.contains(&party) && !is_left_out {
                    let longer = chain.iter().cloned().chain([party]).collect();
                    chains.push((longer, is_sure && !named.is_empty()));
                }
            }
        }
    }
    steps
}

/// Who has one category, and how surely: the best of every route, until nothing changes.
fn follow(
    register: &Register,
    steps: &[Step],
    data: &DataId,
    people: Option<&str>,
    without: &BTreeSet<Reference>,
    supposed: &BTreeSet<Node>,
) -> BTreeMap<Node, Certainty> {
    let broader: BTreeSet<String> = broader_than(&register.data, data)
        .iter()
        .map(ToString::to_string)
        .collect();
    let contains = |list: &[DataId]| {
        if list.contains(data) {
            Some(Certainty::Stated)
        } else if list.iter().any(|id| broader.contains(id.as_str())) {
            Some(Certainty::Possible)
        } else {
            None
        }
    };
    let mut holds: BTreeMap<Node, Certainty> = BTreeMap::new();
    for (id, activity) in &register.activities {
        let mut note = |list: &[DataId], fit: Option<Certainty>| {
            if let (Some(certainty), Some(fit)) = (contains(list), fit) {
                let certainty = certainty.max(fit);
                let held = holds
                    .entry((id.to_string(), "activity".into()))
                    .or_insert(certainty);
                *held = certainty.min(*held);
            }
        };
        note(
            activity.data.items(),
            fit(register, id.as_str(), None, people),
        );
        for flow in activity.source.items() {
            let from = flow.from.as_ref().map(End::reference);
            let through = flow.through.value().map(SystemId::reference);
            let mut passed = from.into_iter().chain(through);
            if passed.any(|place| without.contains(&place)) {
                continue;
            }
            let list = flow.carries.value().map_or(&[][..], Scope::listed);
            note(list, fit(register, id.as_str(), Some(flow), people));
        }
    }
    for node in supposed {
        holds.entry(node.clone()).or_insert(Certainty::Possible);
    }
    let names =
        |step: &Step| matches!(&step.said, Said::List(list, _) if list.contains(data.as_str()));
    let mut has = holds.clone();
    loop {
        let certainty = |step: &Step| -> Option<Certainty> {
            let start = has.get(&step.start).copied();
            let said = match &step.said {
                Said::Nothing => None,
                _ if names(step) => Some(Certainty::Stated),
                Said::All | Said::OfSystem(true) => start,
                Said::NotRecorded | Said::OfSystem(false) => start.map(|_| Certainty::Possible),
                Said::List(list, and_more) => start
                    .filter(|_| *and_more || list.iter().any(|id| broader.contains(id)))
                    .map(|_| Certainty::Possible),
            };
            Some(said?.max(step.fit?))
        };
        let usable: Vec<(&Step, Certainty)> = steps
            .iter()
            .filter_map(|step| Some((step, certainty(step)?)))
            .collect();
        let mut best = holds.clone();
        let mut routes: Vec<(Vec<Node>, Certainty)> = Vec::new();
        for node in holds.keys() {
            routes.push((vec![node.clone()], Certainty::Stated));
        }
        for (step, certainty) in &usable {
            if step.is_beginning && names(step) && step.from != step.to {
                routes.push((vec![step.from.clone(), step.to.clone()], *certainty));
            }
        }
        while let Some((nodes, so_far)) = routes.pop() {
            let last = nodes.last().unwrap();
            if nodes.len() > 1 {
                let held = best.entry(last.clone()).or_insert(so_far);
                *held = so_far.min(*held);
            }
            for (step, certainty) in usable.iter().filter(|(step, _)| step.from == *last) {
                if !nodes.contains(&step.to) {
                    let longer = nodes.iter().cloned().chain([step.to.clone()]).collect();
                    routes.push((longer, so_far.max(*certainty)));
                }
            }
        }
        if best == has {
            return best;
        }
        has = best;
    }
}
