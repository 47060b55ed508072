//! On which documents an activity relies: those that it names, and those that apply to it by whom they name.

use std::collections::BTreeSet;

use crate::model::{
    Activity, Date, Document, DocumentId, DocumentKind, PartyId, Recorded, Register,
};

use super::current::Currency;
use super::route::RouteStep;

/// The documents that an activity relies on, but for notices and links: what its flows in use, grounds, purposes and
/// assessments name, and the agreements that apply to its steps or to whom it acts for by their `parties`.
pub fn relied_on<'s>(
    register: &Register,
    activity: &Activity,
    steps: impl IntoIterator<Item = &'s RouteStep>,
    on: Date,
) -> BTreeSet<DocumentId> {
    let mut all: BTreeSet<DocumentId> = BTreeSet::new();
    let flows = activity.flows();
    let in_use = flows.filter(|(_, flow)| Currency::of(activity, flow, on) == Currency::Current);
    for (_, flow) in in_use {
        all.extend(flow.agreement.value().cloned());
        let transfer = flow.transfer.value();
        all.extend(transfer.and_then(|transfer| transfer.test.value().cloned()));
    }
    for step in steps {
        let found = step.agreement.found.value().into_iter().flatten();
        all.extend(found.filter_map(|one| DocumentId::new(one.document.id.clone()).ok()));
        let better = step.agreement.better.as_ref();
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
    let acted_for = activity.acts_for.items().iter();
    all.extend(
        acted_for.flat_map(|party| contracts_to_act_for(register, party).map(|(id, _)| id.clone())),
    );
    all
}

/// The contracts with a party that an activity is done for: those that name it, or what it is a part of.
pub fn contracts_to_act_for<'r>(
    register: &'r Register,
    party: &PartyId,
) -> impl Iterator<Item = (&'r DocumentId, &'r Document)> {
    let whole = register
        .parties
        .get(party)
        .and_then(|it| it.part_of.clone());
    let named = [Some(party.clone()), whole];
    register.documents.iter().filter(move |(_, document)| {
        let names = |id: &PartyId| named.iter().flatten().any(|one| one == id);
        document.kind == Recorded::Value(DocumentKind::Contract)
            && document.parties.items().iter().any(names)
    })
}
