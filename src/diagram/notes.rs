//! What is not recorded about what is drawn, and what may hide in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{FlowGraph, RouteStep};
use crate::model::{Activity, ActivityId, DataId, Recorded, Scope, SystemId, one_line};

use super::carried::{may_hide, name_of};
use super::compose::party_of;
use super::standing::{SystemStanding, party_name};

/// How many names a note lists.
const N_NAMES: usize = 5;

/// The notes under a picture of these steps.
pub(super) fn of(
    graph: &FlowGraph<'_>,
    steps: &[RouteStep],
    activities: &[&ActivityId],
    systems: &BTreeMap<SystemId, SystemStanding>,
    focus: Option<&BTreeSet<DataId>>,
) -> Vec<String> {
    let register = graph.register();
    let mut notes = Vec::new();
    let mut not_recorded = |what: &str, names: Vec<String>| {
        if !names.is_empty() {
            notes.push(format!("Not recorded: {what} {}.", listed(&names)));
        }
    };
    let of_activities = |is_missing: fn(&Activity) -> bool| -> Vec<String> {
        let records = activities
            .iter()
            .filter_map(|id| register.activities.get(*id));
        records
            .filter(|activity| is_missing(activity))
            .map(|activity| one_line(&activity.name))
            .collect()
    };
    not_recorded(
        "the sources of",
        of_activities(|activity| activity.source.is_not_recorded()),
    );
    not_recorded(
        "the systems of",
        of_activities(|activity| activity.store.is_not_recorded()),
    );
    not_recorded(
        "the recipients of",
        of_activities(|activity| activity.recipient.is_not_recorded()),
    );
    not_recorded(
        "which data is held by",
        of_activities(|activity| activity.data.is_not_recorded()),
    );
    let records = || systems.keys().filter_map(|id| register.systems.get(id));
    not_recorded(
        "the operator of",
        records()
            .filter(|system| system.operator.is_not_recorded())
            .map(|system| one_line(&system.name))
            .collect(),
    );
    not_recorded(
        "the country that hosts",
        records()
            .filter(|system| system.hosted_in.is_not_recorded())
            .map(|system| one_line(&system.name))
            .collect(),
    );
    let operators: BTreeSet<_> = systems
        .values()
        .filter_map(SystemStanding::other_operator)
        .collect();
    not_recorded(
        "the sub-processors of",
        operators
            .iter()
            .filter(|id| {
                let record = register.parties.get(**id);
                record.is_none_or(|party| party.sub_processors.is_not_recorded())
            })
            .map(|id| party_name(register, id))
            .collect(),
    );
    let mut nowhere = Vec::new();
    let ends = steps.iter().map(|step| (step, party_of(&step.to)));
    for (step, party) in ends {
        let Some(party) = party.filter(|party| !graph.belongs(&step.activity, party)) else {
            continue;
        };
        let record = register.parties.get(&party);
        let name = party_name(register, &party);
        if record.is_none_or(|party| party.country.is_not_recorded()) && !nowhere.contains(&name) {
            nowhere.push(name);
        }
    }
    not_recorded("the country of", nowhere);
    notes.extend(hidden(graph, steps, focus));
    notes.extend(without_data(graph, steps, activities));
    notes
}

/// Categories drawn that may include special category or offence data without being it.
fn hidden(
    graph: &FlowGraph<'_>,
    steps: &[RouteStep],
    focus: Option<&BTreeSet<DataId>>,
) -> Option<String> {
    let register = graph.register();
    let names: BTreeSet<String> = steps
        .iter()
        .filter_map(|step| step.carries.value())
        .flat_map(Scope::listed)
        .filter(|id| focus.is_none_or(|focus| focus.contains(*id)))
        .filter(|id| register.data.get(*id).is_some_and(may_hide))
        .map(|id| name_of(register, id))
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    (!names.is_empty()).then(|| {
        format!(
            "Possible and not marked: {} may include special category or criminal offence data.",
            listed(&names)
        )
    })
}

/// Flows of which the record says that they carry no personal data: they are not drawn.
///
/// Where others are left out too, the picture is not of whole activities, and nothing is said.
fn without_data(
    graph: &FlowGraph<'_>,
    steps: &[RouteStep],
    activities: &[&ActivityId],
) -> Option<String> {
    let drawn: BTreeSet<(&ActivityId, usize)> = steps
        .iter()
        .filter_map(|step| Some((&step.activity, step.number?)))
        .collect();
    let mut names = Vec::new();
    for id in activities {
        let Some(activity) = graph.register().activities.get(*id) else {
            continue;
        };
        for (position, (_, flow)) in activity.flows().enumerate() {
            let number = position + 1;
            if matches!(flow.carries, Recorded::None) {
                names.push(format!("F{number} of {}", one_line(&activity.name)));
            } else if !drawn.contains(&(*id, number)) {
                return None;
            }
        }
    }
    (!names.is_empty()).then(|| {
        format!(
            "Not drawn, as recorded to carry no personal data: {}.",
            listed(&names)
        )
    })
}

/// The first few names, and how many more there are.
fn listed(names: &[String]) -> String {
    match names.len().saturating_sub(N_NAMES) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..N_NAMES].join(", ")),
    }
}
