//! FLOW and SPC: what is to be watched where data is shared: the ends of agreements, grounds and means.

use std::collections::BTreeMap;

use crate::finding::Level::{Expected, Tidy};
use crate::graph::{AgreementState, Governing};
use crate::model::{
    DataId, DocumentKind, End, FlowKind, OpenList, PartyKind, Recorded, Reference, day_in_words,
};

use super::case::{Case, Placed};
use super::hit::Hit;
use super::said_words;
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "A30-d-vague",
        level: Expected,
        title: "A recipient is too vague to mean anything",
        rests_on: "UK GDPR Article 30(1)(d), Article 13(1)(e)",
        states: "Not recorded: no finding. None: no finding. Value: a finding on the names of a list, unless parties are recorded as members of it.",
        looks_for: Fact("activity.recipient"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"partner-agencies\"\n[party.partner-agencies]\nname = \"Partner agencies\"",
        passes: "[[activity.care.recipient]]\nto = \"hospitals\"\n[party.hospitals]\nname = \"Hospitals\"\nkind = \"class\"",
        finds: Each(|case| {
            let ends = case.flows_of(FlowKind::Recipient);
            let ends = ends.filter_map(|placed| match &placed.flow.to {
                Some(crate::model::End::Party(id)) => Some((id, case.view.party(id)?)),
                _ => None,
            });
            let mut parties = case.view.register.parties.values();
            let vague = ends.filter(|(id, party)| {
                said_words::RECIPIENTS.have(&party.name)
                    && !parties.any(|part| part.part_of.as_ref() == Some(*id))
            });
            vague
                .map(|(id, party)| {
                    let why = format!("“{}” names nobody in particular.", party.name);
                    Hit::at(id.reference(), "name", why).advise(
                        "name the organisations, or say of what kind they are, as in “Hospitals”",
                    )
                })
                .collect()
        }),
    },
    Check {
        code: "FLOW-contract-soon",
        level: Tidy,
        title: "A contract or agreement that is relied on ends soon",
        rests_on: "ICO: contracts and data sharing; DSPT 1.1.2",
        states: "Not recorded: no finding. None: no finding. Value: a finding within the days of notice in the settings, or 90.",
        looks_for: Fact("document.expires"),
        over: Over::All,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]\nexpires = \"2027-01-15\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]\nexpires = \"2027-12-31\"",
        finds: Each(|case| {
            let soon = relied_on(case);
            let soon = soon.filter(|one| one.state == AgreementState::EndsSoon);
            soon.map(|one| {
                let last = one.expires.value().map(|last| day_in_words(*last));
                let why = format!(
                    "{} ends on {}.",
                    one.document.name,
                    last.unwrap_or_default()
                );
                Hit::at(one.document.reference(), "expires", why)
                    .advise("renew it, and record the new last day in `expires`")
            })
            .collect()
        }),
    },
    Check {
        code: "FLOW-contract-end-unknown",
        level: Tidy,
        title: "It is not recorded when a contract ends",
        rests_on: "DSPT 1.1.2: whether a contract is in place and when it ends",
        states: "Not recorded: a finding, for contracts and sharing agreements that a flow relies on. None: no finding, as it has no end. Value: no finding.",
        looks_for: Gap("document.expires"),
        over: Over::All,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]\nexpires = \"none\"",
        finds: Each(|case| {
            let of_a_kind = |document: &Reference| {
                let documents = &case.view.register.documents;
                documents.get(document.id.as_str()).is_some_and(|it| {
                    matches!(
                        it.kind,
                        Recorded::Value(DocumentKind::Contract | DocumentKind::SharingAgreement)
                    )
                })
            };
            let open = relied_on(case).filter(|one| one.expires.is_not_recorded());
            open.map(|one| {
                let why = format!("When {} ends is not recorded.", one.document.name);
                Hit::at(one.document.reference(), "expires", why).set("none")
            })
            .filter(|hit| of_a_kind(&hit.record))
            .collect()
        }),
    },
    Check {
        code: "FLOW-store",
        level: Expected,
        title: "It is not recorded where data is kept",
        rests_on: "UK GDPR Article 15, Article 30; ICO good practice: location of data; DSPT 1.1.2",
        states: "Not recorded: a finding. None: no finding, as nothing is kept. Value: no finding.",
        looks_for: Gap("activity.store"),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[[activity.care.store]]\nin = \"mosaic\"",
        finds: Each(|case| {
            let hit = (case.activity.store.is_not_recorded()).then(|| {
                case.hit("store", "In which systems data is kept is not recorded.")
                    .set("none")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "FLOW-more",
        level: Expected,
        title: "The list of recipients is known to be incomplete",
        rests_on: "UK GDPR Article 30(1)(d)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where `open` names the recipients.",
        looks_for: Fact("activity.open"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\nopen = [\"recipient\"]",
        passes: "[activity.care]\nopen = [\"data\"]",
        finds: Each(|case| {
            let hit = (case.activity.is_open(OpenList::Recipient)).then(|| {
                case.hit("open", "Its source says that there are other recipients.")
                    .advise(
                        "find out who they are, record them, and take `recipient` out of `open`",
                    )
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SPC-shared",
        level: Expected,
        title: "Special category data goes to another organisation on no recorded ground",
        rests_on: "UK GDPR Article 5(1)(a), Article 9; ICO data sharing code",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.recipient.ground"),
        over: Over::Controllers,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.recipient]]\nto = \"police\"\ncarries = [\"health-details\"]\n[data.health-details]\nclass = \"health\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.recipient]]\nto = \"police\"\ncarries = [\"health-details\"]\nground = \"Children Act 1989 s.47\"\n[data.health-details]\nclass = \"health\"",
        finds: Each(|case| {
            let open = special_flows(case)
                .into_iter()
                .filter(|(placed, ..)| lacks(&placed.flow.ground));
            open.map(|(placed, name, special)| {
                case.hit(
                    format!("{}.ground", placed.path),
                    format!(
                        "{} to {name} (F{}), and the legal gateway is not recorded.",
                        case.view.names_and(special, ["goes", "go"]),
                        placed.number
                    ),
                )
                .set("Children Act 1989 s.47")
            })
            .collect()
        }),
    },
    Check {
        code: "FLOW-method",
        level: Tidy,
        title: "It is not recorded by what means special data is sent",
        rests_on: "UK GDPR Article 32(1)",
        states: "Not recorded: a finding where neither the means nor a system on the way is recorded. None: a finding. Value: no finding.",
        looks_for: Gap("activity.recipient.method"),
        over: Over::General,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.recipient]]\nto = \"school\"\ncarries = [\"health-details\"]\n[data.health-details]\nclass = \"health\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.recipient]]\nto = \"school\"\ncarries = [\"health-details\"]\nmethod = \"secure e-mail\"\n[data.health-details]\nclass = \"health\"",
        finds: Each(|case| {
            let open = special_flows(case)
                .into_iter()
                .filter(|(placed, ..)| lacks(&placed.flow.method) && lacks(&placed.flow.through));
            open.map(|(placed, name, special)| {
                case.hit(
                    format!("{}.method", placed.path),
                    format!(
                        "By what means {} to {name} (F{}) is not recorded.",
                        case.view.names_and(special, ["goes", "go"]),
                        placed.number
                    ),
                )
                .set("secure e-mail")
            })
            .collect()
        }),
    },
];

/// The agreements on which steps of an activity rest, each once.
fn relied_on<'v>(case: &Case<'v, '_>) -> impl Iterator<Item = &'v Governing> {
    let steps = case.steps().iter();
    let found = steps.filter_map(|placed| placed.step.agreement.found.value());
    let mut by_document: BTreeMap<&str, &Governing> = BTreeMap::new();
    for one in found.flatten() {
        by_document.entry(&one.document.id).or_insert(one);
    }
    by_document.into_values()
}

/// The flows to other organisations that carry special category data or data on offences, with that data.
fn special_flows<'r>(case: &Case<'_, 'r>) -> Vec<(Placed<'r>, String, Vec<&'r DataId>)> {
    let flows = case.flows_of(FlowKind::Recipient).filter_map(|placed| {
        let Some(End::Party(id)) = &placed.flow.to else {
            return None;
        };
        let is_group = case
            .view
            .kind(id)
            .is_some_and(|kind| matches!(kind, PartyKind::Group | PartyKind::Public));
        let carried = case.carries(placed.flow).into_iter();
        let special: Vec<&DataId> = carried
            .filter(|id| case.view.is_special(id) || case.view.is_offence(id))
            .collect();
        let is_it = case.is_outside(id)
            && !is_group
            && !special.is_empty()
            && placed.flow.role != Some(crate::model::FlowRole::Processor);
        is_it.then(|| (placed, case.view.name(&id).to_owned(), special))
    });
    flows.collect()
}
