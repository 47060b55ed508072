//! Who is linked to a category: by a party or system that has it in another activity (rule 9).

use super::category::{Category, fit_of_flow};
use super::legal::own;
use super::steps::{Node, Place, is_current};
use super::walk::{Starts, Walk};
use super::*;
use crate::model::{Activity, ActivityId, End, FlowKind, Recorded, Scope, SystemId};

pub(in super::super) fn linked(register: &Register, query: &FlowQuery) -> BTreeSet<String> {
    let wanted = query.data.as_ref().expect("a category is asked about");
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut linked: BTreeSet<String> = BTreeSet::new();
    for data in &wanted.narrower {
        let walk = Walk::new(register, query, Category::of(register, data));
        let has = walk.routes(&Starts::default(), |_, _| {});
        let mut supposed: BTreeSet<Node<'_>> = BTreeSet::new();
        for node in has.keys() {
            let own = own(register, node.view);
            match node.place {
                Place::Activity(_) => {
                    known.extend(own.iter().map(ToString::to_string));
                    continue;
                }
                Place::Party(party) => {
                    known.insert(party.to_string());
                    if own.contains(&party) {
                        continue;
                    }
                }
                Place::System(_) => {}
                Place::People(_) => continue,
            }
            for (other, record) in &register.activities {
                if other.as_str() != node.view {
                    supposed.insert(Node {
                        view: other.as_str(),
                        place: node.place,
                    });
                    supposed.extend(fed(register, other, record, node, walk.category(), query));
                }
            }
        }
        let starts = Starts {
            handing_on: BTreeSet::new(),
            supposed: supposed.clone(),
        };
        for node in walk.routes(&starts, |_, _| {}).keys() {
            if let Place::Party(party) = node.place
                && !supposed.contains(node)
                && !own(register, node.view).contains(&party)
            {
                linked.insert(party.to_string());
            }
        }
    }
    linked.retain(|party| !known.contains(party));
    linked
}

/// The activities that a party or system feeds by what one activity records.
fn fed<'r>(
    register: &'r Register,
    id: &'r ActivityId,
    activity: &'r Activity,
    node: &Node<'_>,
    category: &Category<'_>,
    query: &FlowQuery,
) -> Vec<Node<'r>> {
    let mut fed: BTreeSet<&ActivityId> = BTreeSet::new();
    for (kind, flow) in activity.flows() {
        if !is_current(flow, query.on) {
            continue;
        }
        let mut systems = flow.system.iter().chain(flow.through.value());
        let ends = [&flow.from, &flow.to].into_iter().flatten();
        if systems.any(|it: &SystemId| node.place == Place::System(it)) {
            if kind != FlowKind::Onward {
                fed.insert(id);
            }
            fed.extend(ends.filter_map(|end| match end {
                End::Activity(other) => Some(other),
                _ => None,
            }));
        } else if kind == FlowKind::Source
            && matches!(&flow.from, Some(End::Party(party)) if node.place == Place::Party(party))
        {
            let may_carry = match &flow.carries {
                Recorded::None => false,
                Recorded::NotRecorded | Recorded::Value(Scope::All(_)) => true,
                Recorded::Value(Scope::These(list)) => {
                    flow.and_more || category.mentioned_in(list).is_some()
                }
            };
            if may_carry && fit_of_flow(query, activity, flow).is_some() {
                fed.insert(id);
            }
        }
    }
    fed.into_iter()
        .filter_map(|id| register.activities.get_key_value(id))
        .filter(|(_, activity)| !activity.data.is_none())
        .map(|(id, _)| Node {
            view: id.as_str(),
            place: Place::Activity(id),
        })
        .collect()
}
