//! Who receives data: Article 30(1)(d), processors among them.

use std::collections::BTreeSet;

use super::{Field, GOOD_PRACTICE, Speaks, lines};
use crate::graph::ReceiverRole;
use crate::model::{DocumentKind, End, Flow, FlowKind, PartyId, Recorded, Scope};
use crate::report::document::Cell;
use crate::report::entry::{Engaged, Entry};

/// Categories of recipients: those whom data is given to, those whom they hand it on to, and those
/// who process it, with what is not recorded.
pub(in crate::report) const RECIPIENTS: Field = Field::new(
    "Categories of recipients",
    "Article 30(1)(d)",
    36,
    |entry| recipients(entry, true),
)
.speaking(Speaks::Flows);

/// The same without what is not recorded about them, for the public.
pub(in crate::report) const RECIPIENTS_IN_PUBLIC: Field = Field::new(
    "Categories of recipients",
    "Article 30(1)(d)",
    36,
    |entry| recipients(entry, false),
)
.speaking(Speaks::Flows);

/// Contracts with processors.
pub(in crate::report) const CONTRACTS: Field = Field::new(
    "Link to contract with processor",
    GOOD_PRACTICE,
    28,
    |entry| {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut denied = BTreeSet::new();
        let mut unsaid = BTreeSet::new();
        for flow in FlowKind::ALL.into_iter().flat_map(|kind| entry.flows(kind)) {
            let is_store = flow.system.is_some();
            let Recorded::Value(id) = &flow.agreement else {
                let state = if flow.agreement.is_none() {
                    &mut denied
                } else {
                    &mut unsaid
                };
                let system = flow.system.as_ref().map(|id| entry.system_name(id));
                state.extend(system.filter(|system| !entry.runs(system)));
                continue;
            };
            let is_contract = entry
                .document(id)
                .is_some_and(|document| document.kind == Recorded::Value(DocumentKind::Contract));
            if (is_store || is_contract) && seen.insert(id) {
                found.push(entry.document_words(id));
            }
        }
        let has_processor = entry.processors().next().is_some();
        if found.is_empty() {
            return match (denied.is_empty(), unsaid.is_empty()) {
                _ if !has_processor && is_settled(entry) => Cell::NotApplicable,
                (false, true) if has_processor => Cell::None,
                // Of several systems, some are said to have none.
                (false, false) if has_processor => stated("None", &denied, "Not recorded", &unsaid),
                _ => Cell::NotRecorded,
            };
        }
        if let Cell::Text(states) = stated("None", &denied, "Not recorded", &unsaid) {
            found.push(states);
        }
        lines(found)
    },
)
.speaking(Speaks::Flows);

/// For which systems a contract is denied, and for which none is recorded.
fn stated(
    none: &str,
    denied: &BTreeSet<String>,
    not_recorded: &str,
    unsaid: &BTreeSet<String>,
) -> Cell {
    let each = [(none, denied), (not_recorded, unsaid)];
    let each = each.into_iter().filter(|(_, systems)| !systems.is_empty());
    lines(each.map(|(state, systems)| {
        let systems: Vec<&str> = systems.iter().map(String::as_str).collect();
        format!("{state}: contract for {}", systems.join(", "))
    }))
}

/// Contracts with the controllers for whom a processor acts.
pub(in crate::report) const CONTRACT_WITH_CONTROLLER: Field = Field::new(
    "Link to contract with controller",
    GOOD_PRACTICE,
    28,
    |entry| {
        let mut seen = BTreeSet::new();
        let contracts = entry
            .register
            .documents
            .iter()
            .filter(|(id, document)| {
                let parties = document.parties.items();
                let is_between = |controller: &PartyId| parties.contains(controller);
                let controllers = entry.acts_for.map_or_else(
                    || entry.activity.acts_for.items().iter().collect::<Vec<_>>(),
                    |one| vec![one],
                );
                document.kind == Recorded::Value(DocumentKind::Contract)
                    && entry.names_document(id)
                    && controllers.into_iter().any(is_between)
            })
            .filter(|(id, _)| seen.insert(*id))
            .map(|(id, _)| entry.document_words(id));
        lines(contracts)
    },
);

/// Systems in which data rests.
pub(in crate::report) const LOCATION: Field = Field::new(
    "Location of personal data",
    GOOD_PRACTICE,
    28,
    |entry| match &entry.activity.store {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(_) => {
            let mut seen = BTreeSet::new();
            let flows = entry.flows(FlowKind::Store).into_iter();
            let systems = flows.filter_map(|flow| flow.system.as_ref());
            lines(systems.filter(|system| seen.insert(*system)).map(|id| {
                let hosted =
                    entry
                        .system(id)
                        .map_or_else(String::new, |system| match &system.hosted_in {
                            Recorded::Value(hosts) => {
                                let names: Vec<&str> =
                                    hosts.0.iter().map(crate::model::Country::name).collect();
                                format!(" (hosted in {})", names.join(", "))
                            }
                            Recorded::None => " (where it is hosted: none)".to_owned(),
                            Recorded::NotRecorded => {
                                " (where it is hosted is not recorded)".to_owned()
                            }
                        });
                format!("{}{hosted}", entry.system_name(id))
            }))
        }
    },
)
.speaking(Speaks::Flows);

fn recipients(entry: &Entry<'_>, with_gaps: bool) -> Cell {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |found: &mut Vec<String>, line: String| {
        if seen.insert(line.clone()) {
            found.push(line);
        }
    };
    // The controller and its units are no recipients (Article 4(1)(9)).
    let is_own = |to: &End| matches!(to, End::Party(party) if entry.own.contains(party));
    for flow in entry.flows(FlowKind::Recipient) {
        // What carries no personal data has no recipient.
        if flow.carries.is_none() {
            continue;
        }
        if let Some(to) = &flow.to
            && !is_own(to)
        {
            add(&mut found, given(entry, flow, to, with_gaps));
        }
    }
    for flow in entry.flows(FlowKind::Onward) {
        if flow.carries.is_none() {
            continue;
        }
        if let (Some(from), Some(to)) = (&flow.from, &flow.to)
            && !is_own(to)
        {
            let from = entry.end_name(from);
            let words = given(entry, flow, to, with_gaps);
            add(&mut found, format!("{words}, from {from}"));
        }
    }
    for engaged in entry.engaged() {
        if engaged.role != ReceiverRole::Internal {
            add(&mut found, engaged_words(entry, engaged, with_gaps));
        }
    }
    if found.is_empty() {
        return match &entry.activity.recipient {
            // The record denies recipients; whether anybody processes for it is another matter.
            Recorded::None if !operators_are_recorded(entry) => Cell::Text(
                "no recipients recorded; who runs its systems is not recorded".to_owned(),
            ),
            Recorded::None => Cell::None,
            // Data stays with the controller; who runs its systems is another matter.
            Recorded::Value(flows) if only_own(entry, flows) => Cell::Text(
                if is_settled(entry) {
                    "none outside the controller: only units of its own are recorded"
                } else {
                    "no recipients outside the controller recorded; who runs its systems is not \
                     recorded"
                }
                .to_owned(),
            ),
            _ => Cell::NotRecorded,
        };
    }
    if with_gaps {
        if entry.activity.recipient.is_not_recorded() {
            found.push("Other recipients: not recorded".to_owned());
        }
        for system in entry.systems() {
            let operator = entry.system(system).map(|system| &system.operator);
            if operator.is_none_or(Recorded::is_not_recorded) {
                found.push(format!(
                    "Not recorded: who runs {}",
                    entry.system_name(system)
                ));
            }
        }
        for engaged in entry.processors() {
            let party = entry.party(&engaged.party);
            if party.is_some_and(|party| party.sub_processors.is_not_recorded()) {
                let name = entry.party_name(&engaged.party);
                add(&mut found, format!("Not recorded: whom {name} engages"));
            }
        }
    }
    lines(found)
}

/// Whether everybody to whom the flows lead is the controller or a part of it.
fn only_own(entry: &Entry<'_>, flows: &[Flow]) -> bool {
    let is_own = |flow: &Flow| matches!(&flow.to, Some(End::Party(to)) if entry.own.contains(to));
    !flows.is_empty() && flows.iter().all(is_own)
}

/// A recipient in words.
fn given(entry: &Entry<'_>, flow: &Flow, to: &End, with_gaps: bool) -> String {
    let mut words = entry.end_name(to);
    if let End::Party(id) = to {
        let joint = entry.activity.joint_controllers.items();
        if joint.iter().any(|joint| joint.party == *id) {
            words.push_str(" (joint controller)");
        }
    }
    if with_gaps {
        words.push_str(&carried(entry, flow));
        if let Recorded::Value(system) = &flow.through {
            words.push_str(&format!(", through {}", entry.system_name(system)));
        }
        if let Some(when) = &flow.when {
            words.push_str(&format!(", {when}"));
        }
    }
    words.push_str(&entry.for_purpose(flow));
    words
}

/// Which data a flow carries, in words that follow its end.
pub(super) fn carried(entry: &Entry<'_>, flow: &Flow) -> String {
    let more = if flow.and_more { " and more" } else { "" };
    match &flow.carries {
        Recorded::NotRecorded => " (which data: not recorded)".to_owned(),
        Recorded::None => " (no personal data)".to_owned(),
        Recorded::Value(scope) if scope.is_all() => " (all data)".to_owned(),
        Recorded::Value(scope) => {
            format!(" ({}{more})", entry.data_names(Scope::listed(scope)))
        }
    }
}

fn engaged_words(entry: &Entry<'_>, engaged: &Engaged, with_gaps: bool) -> String {
    let role = match engaged.role {
        ReceiverRole::SubProcessor => "sub-processor",
        ReceiverRole::JointController => "joint controller",
        _ => "processor",
    };
    let name = entry.party_name(&engaged.party);
    let way = if engaged.is_operator {
        format!("runs {}", engaged.through)
    } else {
        format!("engaged by {}", engaged.through)
    };
    let doubt = engaged
        .doubt
        .map_or_else(String::new, |doubt| format!("; possible: {doubt}"));
    if with_gaps {
        format!("{name} ({role}, {way}{doubt})")
    } else if engaged.doubt.is_some() {
        format!("{name} ({role}; possible)")
    } else {
        format!("{name} ({role})")
    }
}

/// Whether all is recorded from which a processor would be seen.
pub(super) fn is_settled(entry: &Entry<'_>) -> bool {
    let is_said = |kind| !entry.activity.flows_of(kind).is_not_recorded();
    is_said(FlowKind::Store) && is_said(FlowKind::Recipient) && operators_are_recorded(entry)
}

/// Whether the record says of every system who runs it.
fn operators_are_recorded(entry: &Entry<'_>) -> bool {
    entry.systems().into_iter().all(|system| {
        let record = entry.system(system);
        record.is_some_and(|system| !system.operator.is_not_recorded())
    })
}
