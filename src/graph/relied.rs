//! On which documents an activity relies: those that it names, and those that apply to it by whom they name.

use std::collections::BTreeSet;

use crate::model::{Activity, ActivityId, DocumentId};

use super::current::Currency;
use super::flow_graph::FlowGraph;
use super::route::RouteStep;

/// The documents that an activity relies on, but for notices and links: what its flows in use, grounds, purposes and
/// assessments name, and the agreements that apply to its steps or to whom it acts for by their `parties`.
pub fn relied_on<'s>(
    graph: &FlowGraph<'_>,
    (id, activity): (&ActivityId, &Activity),
    steps: impl IntoIterator<Item = &'s RouteStep>,
) -> BTreeSet<DocumentId> {
    let mut all: BTreeSet<DocumentId> = BTreeSet::new();
    let flows = activity.flows();
    let in_use =
        flows.filter(|(_, flow)| Currency::of(activity, flow, graph.on) == Currency::Current);
    for (_, flow) in in_use {
        all.extend(flow.agreement.value().cloned());
        let transfer = flow.transfer.value();
        all.extend(transfer.and_then(|transfer| transfer.test.value().cloned()));
    }
    let acted_for = graph.acted_for(activity);
    let contracts = acted_for.items().iter();
    let contracts = contracts.map(|controller| graph.contract_with(id, controller));
    let of_steps = steps.into_iter().map(|step| step.agreement.clone());
    for agreement in of_steps.chain(contracts) {
        let found = agreement.found.value().into_iter().flatten();
        all.extend(found.filter_map(|one| DocumentId::new(one.document.id.clone()).ok()));
        let better = agreement.better.as_ref();
        all.extend(better.and_then(|one| DocumentId::new(one.id.clone()).ok()));
    }
    let conditions = activity.condition.items().iter();
    all.extend(conditions.filter_map(|one| one.policy.value().cloned()));
    let bases = activity.offence_basis.items().iter();
    all.extend(bases.filter_map(|one| one.policy.value().cloned()));
    let purposes = activity.purpose.items().iter();
    all.extend(purposes.flat_map(|one| one.documents.items().iter().cloned()));
    let dpia = activity.dpia.value();
    all.extend(dpia.and_then(|dpia| dpia.document.value().cloned()));
    all.extend(activity.consent.items().iter().cloned());
    all.extend(activity.breaches.items().iter().cloned());
    all
}
