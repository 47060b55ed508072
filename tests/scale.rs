//! The made-up registers of the bench are what the bench takes them for.

use std::collections::BTreeSet;

use ropa::model::{End, FlowKind, Kind, Record, Recorded, Reference, Register, Scope};

use crate::generate::{
    Count, RARE, SEED, Size, common_item, rare_item, records, register, why_receiver, why_source,
};

fn council() -> Vec<(Reference, Record)> {
    records(Size::Council, SEED).collect()
}

#[test]
fn the_same_seed_makes_the_same_register() {
    let first = council();
    assert!(first == council());
    assert!(first != records(Size::Council, SEED + 1).collect::<Vec<_>>());
    let whole: Vec<_> = register(Size::Council, SEED).into_records().collect();
    assert!(first == whole);
}

#[test]
fn records_come_in_the_order_of_kinds_and_ids() {
    let references: Vec<Reference> = council().into_iter().map(|(name, _)| name).collect();
    assert!(references.is_sorted_by(|a, b| a < b));
    let kinds: BTreeSet<Kind> = references.iter().map(|name| name.kind).collect();
    assert!(
        Kind::ALL
            .into_iter()
            .filter(|kind| !matches!(kind, Kind::Approval | Kind::Waiver))
            .eq(kinds)
    );
}

#[test]
fn a_council_has_the_size_of_a_council() {
    let records = council();
    let count = Count::of(records.iter().map(|(_, record)| record));
    let plan = Size::Council.plan();
    assert_eq!(count.activities, plan.n_activities);
    assert!(
        count.flows.abs_diff(plan.n_flows) * 20 < plan.n_flows,
        "{count:?}"
    );
    let bytes: usize = records
        .iter()
        .map(|(_, record)| match record {
            Record::Activity(activity) => serde_json::to_string(activity).unwrap().len(),
            _ => 0,
        })
        .sum();
    let each = bytes / count.activities;
    assert!(
        (3_000..5_500).contains(&each),
        "{each} bytes of JSON an activity"
    );
}

#[test]
fn every_record_survives_json() {
    for (name, record) in council().into_iter().step_by(7) {
        let document = serde_json::to_value(&record).unwrap();
        let again = Record::from_value(name.kind, document).unwrap();
        assert!(again == record, "{name}");
    }
}

#[test]
fn no_name_leads_nowhere() {
    let register = register(Size::Council, SEED);
    let known = |name: &Reference| match name.kind {
        Kind::Party => register.parties.contains_key(name.id.as_str()),
        Kind::System => register.systems.contains_key(name.id.as_str()),
        Kind::Data => register.data.contains_key(name.id.as_str()),
        Kind::People => register.people.contains_key(name.id.as_str()),
        Kind::Document => register.documents.contains_key(name.id.as_str()),
        Kind::Activity => register.activities.contains_key(name.id.as_str()),
        _ => true,
    };
    for (id, activity) in &register.activities {
        let data = activity
            .data
            .items()
            .iter()
            .map(ropa::model::DataId::reference);
        let mut named: Vec<Reference> = data.collect();
        for (_, flow) in activity.flows() {
            named.extend(flow.from.iter().chain(&flow.to).map(End::reference));
            named.extend(
                flow.system
                    .iter()
                    .chain(flow.through.value())
                    .map(ropa::model::SystemId::reference),
            );
            named.extend(
                flow.agreement
                    .value()
                    .map(ropa::model::DocumentId::reference),
            );
            let carried = flow.carries.value().map_or(&[][..], Scope::listed);
            named.extend(carried.iter().map(ropa::model::DataId::reference));
        }
        for name in named {
            assert!(known(&name), "{id} names {name}");
        }
    }
    for data in register.data.values() {
        assert!(
            data.broader
                .iter()
                .all(|broader| register.data.contains_key(broader))
        );
    }
    for party in register.parties.values() {
        for engaged in party.sub_processors.items() {
            assert!(register.parties.contains_key(&engaged.party));
        }
    }
}

#[test]
fn rare_is_rare_and_common_is_common() {
    let size = Size::Council;
    let register = register(size, SEED);
    let having = |id: &str| {
        let all = register.activities.values();
        all.filter(|activity| activity.data.items().iter().any(|item| item.as_str() == id))
            .count()
    };
    for (rare, times) in RARE {
        assert_eq!(having(rare), times, "{rare}");
    }
    assert_eq!(rare_item(size).as_str(), RARE[0].0);
    assert!(having(common_item(size).as_str()) > size.plan().n_activities / 2);
}

#[test]
fn the_rare_item_goes_from_its_source_to_its_receiver() {
    let size = Size::Council;
    let register = register(size, SEED);
    let ends = |kind: FlowKind, register: &Register| -> Vec<(Option<End>, Option<End>)> {
        let flows = register
            .activities
            .values()
            .flat_map(|activity| activity.flows_of(kind).items());
        flows
            .filter(|flow| match &flow.carries {
                Recorded::Value(scope) => scope.listed().contains(&rare_item(size)),
                _ => false,
            })
            .map(|flow| (flow.from.clone(), flow.to.clone()))
            .collect()
    };
    let sources = ends(FlowKind::Source, &register);
    assert_eq!(sources.len(), RARE[0].1);
    assert!(
        sources
            .iter()
            .all(|(from, _)| *from == Some(End::Party(why_source(size))))
    );
    let recipients = ends(FlowKind::Recipient, &register);
    let onward = ends(FlowKind::Onward, &register);
    assert_eq!(onward.len(), recipients.len());
    for ((_, to), (from, receiver)) in recipients.into_iter().zip(onward) {
        assert_eq!(to, from);
        assert_eq!(receiver, Some(End::Party(why_receiver(size))));
    }
}

#[test]
fn every_state_of_a_field_occurs() {
    let register = register(Size::Council, SEED);
    let activities = || register.activities.values();
    let flows = || activities().flat_map(|activity| activity.flows().map(|(_, flow)| flow));
    assert!(activities().any(|activity| activity.data.is_not_recorded()));
    assert!(activities().any(|activity| activity.recipient.is_none()));
    assert!(activities().any(|activity| activity.recipient.is_not_recorded()));
    assert!(activities().any(ropa::model::Activity::is_draft));
    assert!(activities().any(ropa::model::Activity::is_retired));
    assert!(flows().any(|flow| flow.carries.is_not_recorded()));
    assert!(flows().any(|flow| flow.carries.value().is_some_and(Scope::is_all)));
    assert!(flows().any(|flow| flow.and_more));
    assert!(flows().any(|flow| matches!(flow.to, Some(End::Activity(_)))));
    assert!(flows().any(|flow| matches!(flow.from, Some(End::Activity(_)))));
    assert!(flows().any(|flow| flow.transfer.value().is_some()));
    let engaged = || {
        register
            .parties
            .values()
            .flat_map(|party| party.sub_processors.items())
    };
    assert!(engaged().any(|engaged| engaged.systems.is_not_recorded()));
    assert!(engaged().any(|engaged| engaged.systems.value().is_some()));
}
