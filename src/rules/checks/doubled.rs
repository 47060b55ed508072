//! FLOW: flows that say too much, nothing any more, or the same twice; and LAW-flow-purpose.

use std::collections::BTreeSet;

use crate::finding::Level::{Expected, Tidy};
use crate::graph::{AgreementState, Currency, ReceiverRole, RouteStep, StepKind};
use crate::model::{
    DataId, DocumentKind, End, Flow, FlowKind, FlowRole, Kind, OpenList, PartyId, Recorded,
};

use super::case::{Case, Placed};
use super::view::{lacks, listed};
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "LAW-flow-purpose",
        level: Expected,
        title: "It is not recorded which purpose a disclosure serves",
        rests_on: "UK GDPR Article 5(1)(b), Article 8A",
        states: "Not recorded: a finding where the activity has purposes on different bases and data goes to another organisation that is not a processor. None: a finding, as a disclosure without a purpose. Value: no finding.",
        looks_for: Gap("activity.recipient.purpose"),
        over: Over::Controllers,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.purpose]]\nid = \"care\"\ntext = \"To assess needs\"\nbasis = \"6/1/e\"\n[[activity.care.purpose]]\ntext = \"To send a newsletter\"\nbasis = \"6/1/a\"\n[[activity.care.recipient]]\nto = \"hospital\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.purpose]]\nid = \"care\"\ntext = \"To assess needs\"\nbasis = \"6/1/e\"\n[[activity.care.purpose]]\ntext = \"To send a newsletter\"\nbasis = \"6/1/a\"\n[[activity.care.recipient]]\nto = \"hospital\"\npurpose = \"care\"",
        finds: Each(|case| {
            let bases: BTreeSet<&str> = case.bases().map(crate::model::LawCode::as_str).collect();
            if bases.len() < 2 {
                return Vec::new();
            }
            let shared: BTreeSet<usize> = shared_steps(case).filter_map(|it| it.number).collect();
            let open: Vec<Placed<'_>> = case
                .flows_of(FlowKind::Recipient)
                .filter(|it| lacks(&it.flow.purpose) && shared.contains(&it.number))
                .collect();
            let Some(first) = open.first() else {
                return Vec::new();
            };
            let numbers: Vec<String> = open.iter().map(|it| format!("F{}", it.number)).collect();
            let why = format!(
                "The purposes rest on {} bases, and which of them {} serve{} is not recorded.",
                bases.len(),
                listed(&numbers),
                if open.len() == 1 { "s" } else { "" },
            );
            let hit = case.hit(format!("{}.purpose", first.path), why);
            let mut ids = case.purposes().filter_map(|(_, it)| it.id.as_deref());
            vec![match ids.next() {
                Some(id) => hit.set(id),
                None => {
                    hit.advise("give each purpose an `id`, and name it in `purpose` of the flow")
                }
            }]
        }),
    },
    Check {
        code: "FLOW-agreement-kind",
        level: Tidy,
        title: "The agreement is not of the kind that the flow needs",
        rests_on: "UK GDPR Articles 26 and 28(3)",
        states: "Not recorded: of the kind: no finding. None: no finding. Value: a finding on a document of another kind than these, and on a sharing agreement alone with a processor, which needs a contract. A contract with a recipient is not a finding, as it may hold the terms of sharing.",
        looks_for: Fact("document.kind"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"\nagreement = \"sharing\"\n[system.mosaic]\noperator = \"servelec\"\n[document.sharing]\nkind = \"sharing-agreement\"",
        passes: "[[activity.care.store]]\nin = \"mosaic\"\nagreement = \"contract\"\n[system.mosaic]\noperator = \"servelec\"\n[document.contract]\nkind = \"contract\"",
        finds: Each(|case| {
            let wrong =
                case.flows().filter_map(|placed| {
                    let id = placed.flow.agreement.value()?;
                    let document = case.view.document(id)?;
                    let kind = *document.kind.value()?;
                    let system = placed.flow.system.as_ref();
                    let is_at = |step: &RouteStep| {
                        step.number == Some(placed.number)
                            || step.from.kind == Kind::System
                                && system.is_some_and(|id| id.as_str() == step.from.id)
                    };
                    let mut steps = case.steps().iter().map(|it| &it.step);
                    let is_processor =
                        steps.any(|step| step.role == Some(ReceiverRole::Processor) && is_at(step));
                    let mut found = steps_of(case, placed.number).flat_map(governing);
                    let is_none = found
                        .any(|one| one.is_cited && one.state == AgreementState::NotAnAgreement);
                    let why = match kind {
                        _ if is_none => format!(
                            "F{} names “{}”, which is recorded as {}.",
                            placed.number,
                            document.name,
                            DocumentKind::WORDS[kind as usize].means
                        ),
                        DocumentKind::SharingAgreement if is_processor => format!(
                            "F{} is to a processor, and “{}” is a data sharing agreement.",
                            placed.number, document.name
                        ),
                        _ => return None,
                    };
                    Some(case.hit(format!("{}.agreement", placed.path), why).advise(
                        "name the contract or agreement, or correct the kind of the document",
                    ))
                });
            wrong.collect()
        }),
    },
    Check {
        code: "FLOW-not-sent",
        level: Tidy,
        title: "A category is held that no flow mentions",
        rests_on: "UK GDPR Article 5(1)(c)",
        states: "Not recorded: no finding while any flow does not say what it carries. None: no finding. Value: a finding where it is recorded which data is kept where, and no flow carries a category, nor anything below or above it. Where there are sources FLOW-source asks which of them brings it.",
        looks_for: Fact("activity.data"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ndata = [\"address\", \"photographs\"]\n[[activity.care.store]]\nin = \"mosaic\"\ncarries = [\"address\"]",
        passes: "[activity.care]\ndata = [\"address\", \"photographs\"]\n[[activity.care.store]]\nin = \"mosaic\"\ncarries = [\"address\", \"photographs\"]",
        finds: Each(|case| {
            let lists = [OpenList::Recipient, OpenList::Source, OpenList::Store];
            let flows: Vec<Placed<'_>> = case.flows().collect();
            if !flows.iter().any(|it| it.kind == FlowKind::Store)
                || lists.into_iter().any(|list| case.activity.is_open(list))
                || flows
                    .iter()
                    .any(|it| it.kind == FlowKind::Source || !it.says_all())
            {
                return Vec::new();
            }
            let carried: Vec<DataId> = flows.iter().flat_map(Placed::lists).cloned().collect();
            let is_mentioned = |id: &DataId| {
                let below = |it: &DataId| case.view.is_within(it, std::slice::from_ref(id));
                case.view.is_within(id, &carried) || carried.iter().any(below)
            };
            let held = case.activity.data.items().iter();
            let left: Vec<&DataId> = held
                .filter(|id| case.is_personal(id) && !is_mentioned(id) && !case.is_made(id))
                .collect();
            let hit = (!left.is_empty()).then(|| {
                let names = case.view.names(left.iter().copied());
                case.hit("data", format!("No flow carries {names}."))
                    .advise(
                        "add it to `carries` of the flow that brings it, or leave it out of `data`",
                    )
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "FLOW-people",
        level: Expected,
        title: "A flow is about people whom the activity does not list",
        rests_on: "UK GDPR Article 30(1)(c)",
        states: "Not recorded: no finding. None: no finding. Value: a finding on people of a flow that are neither listed, nor below nor above any that are.",
        looks_for: Fact("activity.people"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\npeople = [\"children\"]\n[[activity.care.recipient]]\nto = \"school\"\npeople = [\"foster-carers\"]",
        passes: "[activity.care]\npeople = [\"children\", \"foster-carers\"]\n[[activity.care.recipient]]\nto = \"school\"\npeople = [\"foster-carers\"]",
        finds: Each(|case| {
            let own = case.activity.people.items();
            let of_flows = case.flows().filter(|_| !own.is_empty());
            let strange = of_flows.filter_map(|placed| {
                let people = placed.flow.people.items().iter();
                let left: Vec<_> = people
                    .filter(|id| !own.iter().any(|own| case.view.are_related(id, own)))
                    .collect();
                let first = (*left.first()?).clone();
                let why = format!(
                    "F{} is about {}, whom the activity does not list.",
                    placed.number,
                    case.view.names(left)
                );
                let hit = case.hit(format!("{}.people", placed.path), why);
                Some(hit.add_to("people", first.as_str()))
            });
            strange.collect()
        }),
    },
    Check {
        code: "FLOW-ended",
        level: Tidy,
        title: "Every recipient flow of an activity in use has ended",
        rests_on: "UK GDPR Article 30; ICO: kept up to date",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the last day of every recipient flow is over, which is kept on purpose, and the activity goes on.",
        looks_for: Fact("activity.recipient.ends"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"school\"\nends = \"2025-03-31\"",
        passes: "[[activity.care.recipient]]\nto = \"school\"\nends = \"2025-03-31\"\n[[activity.care.recipient]]\nto = \"hospital\"",
        finds: Each(|case| {
            let flows = case.activity.recipient.items();
            let has_ended =
                |flow: &Flow| Currency::of(case.activity, flow, case.view.on) == Currency::Ended;
            let is_it = case.is_active() && !flows.is_empty() && flows.iter().all(has_ended);
            let hit = is_it.then(|| {
                case.hit(
                    "recipient",
                    "The last day of every recipient flow is over, and the activity goes on.",
                )
                .advise("record who receives data now, or mark the activity as retired")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "FLOW-twice",
        level: Tidy,
        title: "The same flow is recorded twice",
        rests_on: "ICO: accurate",
        states: "Not recorded: of what they carry: no finding. None: no finding. Value: a finding on two flows in use that say the same, but for notes and evidence.",
        looks_for: Fact("activity.recipient.carries"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"hospital\"\ncarries = [\"address\"]\n[[activity.care.recipient]]\nto = \"hospital\"\ncarries = [\"address\"]",
        passes: "[[activity.care.recipient]]\nto = \"hospital\"\ncarries = [\"address\"]\nwhen = \"on admission\"\n[[activity.care.recipient]]\nto = \"hospital\"\ncarries = [\"address\"]\nwhen = \"on discharge\"",
        finds: Each(|case| {
            let flows: Vec<Placed<'_>> = case.flows_of(FlowKind::Recipient).collect();
            let bare = |flow: &Flow| Flow {
                id: None,
                evidence: None,
                note: None,
                ..flow.clone()
            };
            let mut hits = Vec::new();
            for (place, one) in flows.iter().enumerate() {
                let is_same = |other: &&Placed<'_>| {
                    !lacks(&one.flow.carries)
                        && other.flow.to == one.flow.to
                        && bare(other.flow) == bare(one.flow)
                };
                if let Some(first) = flows[..place].iter().find(is_same) {
                    let why = format!("F{} says what F{} says.", one.number, first.number);
                    hits.push(case.hit(one.path, why).advise(
                        "leave one of them out, or say what tells them apart, as in `when`",
                    ));
                }
            }
            hits
        }),
    },
    Check {
        code: "FLOW-both-roles",
        level: Tidy,
        title: "A party is processor and recipient of the same data",
        rests_on: "UK GDPR Article 28(10); ICO on controllers and processors",
        states: "Not recorded: of what is carried: no finding. None: no finding. Value: a finding where the party runs a system that has a category and is a recipient of it too, and `as` does not say in which role.",
        looks_for: Fact("activity.recipient.carries"),
        over: Over::General,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\ncarries = [\"address\"]\n[[activity.care.recipient]]\nto = \"servelec\"\ncarries = [\"address\"]\n[system.mosaic]\noperator = \"servelec\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\ncarries = [\"address\"]\n[[activity.care.recipient]]\nto = \"servelec\"\nas = \"controller\"\ncarries = [\"address\"]\n[system.mosaic]\noperator = \"servelec\"",
        finds: Each(|case| {
            let both = case.flows_of(FlowKind::Recipient).filter_map(|placed| {
                let Some(End::Party(party)) = &placed.flow.to else {
                    return None;
                };
                if placed.flow.role.is_some() {
                    return None;
                }
                let kept = case
                    .flows_of(FlowKind::Store)
                    .filter(|it| is_run_by(case, it.flow, party));
                let kept: Vec<&DataId> = kept.flat_map(|it| case.carries(it.flow)).collect();
                let mut both = case.carries(placed.flow);
                both.retain(|id| kept.contains(id));
                let is_it = !both.is_empty() && case.is_outside(party);
                is_it.then(|| {
                    let why = format!(
                        "{} runs a system that keeps {}, and F{} discloses the same to it.",
                        case.view.name(&party),
                        case.view.names(both),
                        placed.number
                    );
                    case.hit(format!("{}.as", placed.path), why)
                        .set("controller")
                })
            });
            both.collect()
        }),
    },
];

/// The steps by which data is disclosed to another organisation that decides for itself what it does with it.
fn shared_steps<'v>(case: &Case<'v, '_>) -> impl Iterator<Item = &'v RouteStep> {
    let steps = case.steps().iter().map(|placed| &placed.step);
    steps.filter(|step| {
        step.kind == StepKind::Recipient
            && step.to.kind == Kind::Party
            && step.role == Some(ReceiverRole::Recipient)
    })
}

/// Whether a store is run by a party as a processor.
fn is_run_by(case: &Case<'_, '_>, store: &Flow, party: &PartyId) -> bool {
    let system = store.system.as_ref();
    let system = system.and_then(|id| case.view.register.systems.get(id));
    let is_processor = matches!(store.role, None | Some(FlowRole::Processor));
    is_processor && system.is_some_and(|system| system.operator == Recorded::Value(party.clone()))
}

fn steps_of<'v>(case: &Case<'v, '_>, number: usize) -> impl Iterator<Item = &'v RouteStep> {
    let steps = case.steps().iter().map(|placed| &placed.step);
    steps.filter(move |step| step.number == Some(number))
}

fn governing(step: &RouteStep) -> &[crate::graph::Governing] {
    step.agreement.found.value().map_or(&[], Vec::as_slice)
}
