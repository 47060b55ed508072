//! ABR: transfers out of the UK. Whether a step leaves, and what allows it, the graph says.

use std::collections::BTreeMap;

use crate::finding::Level::{Expected, Required, Tidy};
use crate::graph::{Abroad, Leaving, PlacedStep, RouteStep};
use crate::law::{self, Approval};
use crate::model::{
    Country, Date, End, FlowKind, Kind, LawCode, Recorded, Reference, SystemId, Transfer,
};

use super::case::{At, Case};
use super::hit::Hit;
use super::law_bases::is;
use super::said_words::PERMISSION;
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

/// The first day of Article 44A and of the data protection test.
pub(super) const SINCE: Date = Date::constant(2026, 2, 5);

pub(super) static RULES: &[Check] = &[
    Check {
        code: "ABR-route",
        level: Expected,
        title: "Data leaves the UK and it is not recorded what allows it",
        rests_on: "UK GDPR Article 44A(1) and (2)",
        states: "Not recorded: a finding, unless the country is approved in full. None: ABR-none finds it. Value: no finding.",
        looks_for: Gap("activity.recipient.transfer.route"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"call-centre\"\n[party.call-centre]\ncountry = \"IN\"",
        passes: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/b\", instrument = \"idta\" }\n[party.call-centre]\ncountry = \"IN\"",
        finds: Each(|case| {
            let missing = leaving(case).filter(|placed| {
                let step = &placed.step;
                step.allowed
                    .as_ref()
                    .is_some_and(|allowed| allowed.is_missing)
                    && !is_denied(&step.transfer)
                    && !asks_permission(case, placed)
            });
            missing.map(|placed| {
                let hit = at(case, placed, "transfer.route", format!("Data goes to {} in {}, and what allows it is not recorded.", placed.step.to.name, countries(placed)));
                if hit.path.is_empty() { hit.advise("record `transfer` of the flow or engagement by which it goes there, with its `route`") } else { hit.set("44A/2/b") }
            }).collect()
        }),
    },
    Check {
        code: "ABR-none",
        level: Required,
        title: "The record says that nothing leaves the UK, and it does",
        rests_on: "UK GDPR Article 44A(1)",
        states: "Not recorded: no finding. None: a finding where the country is recorded and is not the UK. Value: no finding.",
        looks_for: Fact(""),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = \"none\"\n[party.call-centre]\ncountry = \"US\"",
        passes: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = \"none\"\n[party.call-centre]\ncountry = \"GB\"",
        finds: Each(|case| {
            let denied = leaving(case).filter(|placed| is_denied(&placed.step.transfer));
            denied.map(|placed| {
                let why = format!("Data goes to {} in {}, and it is recorded that there is no transfer or no route.", placed.step.to.name, countries(placed));
                at(case, placed, "transfer", why).advise("record the route in `transfer.route`, or correct the country")
            }).collect()
        }),
    },
    Check {
        code: "ABR-not-approved",
        level: Required,
        title: "Approval is relied on where none is known",
        rests_on: "UK GDPR Article 44A(2)(a), Article 45A; DPA 2018 Schedule 21 paragraphs 4 and 5; SI 2022/1213; SI 2023/1028",
        states: "Not recorded: of the country: no finding. None: no finding. Value: a finding where the country has no approval on the day, as expected where that was not looked into.",
        looks_for: Fact(""),
        over: Over::General,
        from: Some(SINCE),
        trips: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/a\" }\n[party.call-centre]\ncountry = \"IN\"",
        passes: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/a\" }\n[party.call-centre]\ncountry = \"FR\"",
        finds: Each(|case| {
            let relied = leaving(case).filter(|placed| {
                placed
                    .step
                    .transfer
                    .value()
                    .is_some_and(|transfer| is(&transfer.route, "44A/2/a"))
            });
            let hits = relied.filter_map(|placed| {
                let (to, state) = abroad(placed).iter().find_map(|to| match to.approval {
                    Some(Approval::NotApproved | Approval::NotLookedInto) => {
                        Some((to, to.approval))
                    }
                    _ => None,
                })?;
                let read = crate::model::day_in_words(law::approvals_read().on);
                let why = format!(
                    "{}, by the list as it was read on {read}; data goes there to {}.",
                    to.words(),
                    placed.step.to.name
                );
                Some(
                    at(case, placed, "transfer.route", why)
                        .level_if(state == Some(Approval::NotLookedInto), Expected)
                        .set("44A/2/b"),
                )
            });
            hits.collect()
        }),
    },
    Check {
        code: "ABR-instrument",
        level: Expected,
        title: "Safeguards are relied on and not named",
        rests_on: "UK GDPR Article 46(1A)(a)(i), 46(2) and (3)",
        states: "Not recorded: a finding. None: a finding as required. Value: no finding.",
        looks_for: Gap("activity.recipient.transfer.instrument"),
        over: Over::General,
        from: Some(SINCE),
        trips: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/b\" }",
        passes: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/b\", instrument = \"idta\" }",
        finds: Each(|case| {
            let open = safeguarded(case)
                .into_iter()
                .filter(|(_, transfer)| lacks(&transfer.instrument));
            open.map(|(placed, transfer)| {
                let why = format!(
                    "Which safeguard covers what goes to {} is not recorded.",
                    placed.step.to.name
                );
                at(case, placed, "transfer.instrument", why)
                    .level_if(transfer.instrument.is_none(), Required)
                    .set("idta")
            })
            .collect()
        }),
    },
    Check {
        code: "ABR-test",
        level: Expected,
        title: "No data protection test is recorded",
        rests_on: "UK GDPR Article 46(1A)(a)(ii) and (b)(ii), 46(6) and (7); DUAA 2025 Schedule 9 paragraph 27 for older arrangements",
        states: "Not recorded: a finding; as tidy where the agreement was made before 5 February 2026. None: the same. Value: no finding.",
        looks_for: Gap("activity.recipient.transfer.tested"),
        over: Over::General,
        from: Some(SINCE),
        trips: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/b\", instrument = \"idta\" }",
        passes: "[[activity.care.recipient]]\nto = \"call-centre\"\ntransfer = { route = \"44A/2/b\", instrument = \"idta\", tested = \"2026-05-01\" }",
        finds: Each(|case| {
            let open = safeguarded(case)
                .into_iter()
                .filter(|(_, transfer)| lacks(&transfer.test) && lacks(&transfer.tested));
            open.map(|(placed, _)| {
                let governing = placed.step.agreement.governing().and_then(|one| case.view.register.documents.get(one.document.id.as_str()));
                let is_older = governing.is_some_and(|document| document.dated.value().is_some_and(|dated| *dated < SINCE));
                let why = format!("No test of how data is protected at {} is recorded.", placed.step.to.name);
                at(case, placed, "transfer.tested", why).level_if(is_older, Tidy).advise("record the day of the test in `transfer.tested`, or the test itself in `transfer.test`")
            }).collect()
        }),
    },
    Check {
        code: "ABR-derogation",
        level: Expected,
        title: "A derogation is relied on and not named",
        rests_on: "UK GDPR Article 44A(2)(c), Article 49(1)",
        states: "Not recorded: a finding. None: a finding as required. Value: no finding.",
        looks_for: Gap("activity.recipient.transfer.derogation"),
        over: Over::General,
        from: Some(SINCE),
        trips: "[[activity.care.recipient]]\nto = \"clinic\"\ntransfer = { route = \"44A/2/c\" }",
        passes: "[[activity.care.recipient]]\nto = \"clinic\"\ntransfer = { route = \"44A/2/c\", derogation = \"49/1/d\" }",
        finds: Each(|case| {
            let open = by_route(case, "44A/2/c")
                .into_iter()
                .filter(|(_, transfer)| lacks(&transfer.derogation));
            open.map(|(placed, transfer)| {
                let why = format!(
                    "Which derogation covers what goes to {} is not recorded.",
                    placed.step.to.name
                );
                at(case, placed, "transfer.derogation", why)
                    .level_if(transfer.derogation.is_none(), Required)
                    .set("49/1/d")
            })
            .collect()
        }),
    },
    Check {
        code: "ABR-closed",
        level: Required,
        title: "A public authority relies on a derogation that is closed to its public powers",
        rests_on: "UK GDPR Article 49(3)",
        states: "Not recorded: no finding. None: no finding. Value: a finding, unless the flow serves a purpose recorded to be outside the tasks of the authority.",
        looks_for: Fact(""),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ncontroller = \"council\"\n[[activity.care.recipient]]\nto = \"clinic\"\ntransfer = { derogation = \"49/1/a\" }\n[party.council]\nkind = \"public-authority\"",
        passes: "[activity.care]\ncontroller = \"council\"\n[[activity.care.recipient]]\nto = \"clinic\"\ntransfer = { derogation = \"49/1/d\" }\n[party.council]\nkind = \"public-authority\"",
        finds: Each(|case| {
            let closed = leaving(case).filter(|placed| {
                placed
                    .step
                    .allowed
                    .as_ref()
                    .is_some_and(|allowed| allowed.is_closed)
            });
            closed
                .map(|placed| {
                    let caution = placed
                        .step
                        .allowed
                        .as_ref()
                        .and_then(|allowed| allowed.caution.clone())
                        .unwrap_or_default();
                    at(
                        case,
                        placed,
                        "transfer.derogation",
                        format!(
                            "What goes to {} rests on it: {caution}.",
                            placed.step.to.name
                        ),
                    )
                    .set("49/1/d")
                })
                .collect()
        }),
    },
    Check {
        code: "ABR-consent",
        level: Expected,
        title: "Permission is asked for a transfer and is not a basis for it",
        rests_on: "UK GDPR Article 49(1)(a) and 49(3)",
        states: "Not recorded: a finding, where the flow says that permission is asked; ABR-route is then silent. None: no finding. Value: no finding.",
        looks_for: Gap("activity.recipient.transfer.route"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ncontroller = \"council\"\n[[activity.care.recipient]]\nto = \"relatives\"\nwhen = \"with your permission\"\n[party.relatives]\ncountry = \"outside-uk\"\n[party.council]\nkind = \"public-authority\"",
        passes: "[activity.care]\ncontroller = \"council\"\n[[activity.care.recipient]]\nto = \"relatives\"\nwhen = \"with your permission\"\ntransfer = { derogation = \"49/1/d\" }\n[party.relatives]\ncountry = \"outside-uk\"\n[party.council]\nkind = \"public-authority\"",
        finds: Each(|case| {
            let asked = leaving(case).filter(|placed| asks_permission(case, placed));
            asked.map(|placed| {
                let when = placed.step.when.as_deref().unwrap_or_default();
                let why = format!("Data goes to {} “{when}”: asking is fair, but consent does not allow a transfer in public tasks, and nothing else is recorded.", placed.step.to.name);
                at(case, placed, "transfer.route", why).set("44A/2/c")
            }).collect()
        }),
    },
];

/// The steps that leave the UK, the last of each way alone: what goes into a system of others and on is one transfer.
pub(super) fn leaving<'v, 'r>(case: &Case<'v, 'r>) -> impl Iterator<Item = &'v PlacedStep<'r>> {
    case.steps()
        .iter()
        .filter(|placed| placed.step.leaves_uk == Leaving::Yes)
}

/// Where outside the UK a step goes, with what is known of its approval on the day.
pub(super) fn abroad<'v>(placed: &'v PlacedStep<'_>) -> &'v [Abroad] {
    let allowed = placed.step.allowed.as_ref();
    allowed.map_or(&[], |allowed| &allowed.abroad)
}

/// The steps that leave the UK by a route, with what is recorded of the transfer.
pub(super) fn by_route<'v, 'r>(
    case: &Case<'v, 'r>,
    route: &str,
) -> Vec<(&'v PlacedStep<'r>, &'v Transfer)> {
    let with_transfer =
        leaving(case).filter_map(|placed| Some((placed, placed.step.transfer.value()?)));
    with_transfer
        .filter(|(_, transfer)| is(&transfer.route, route))
        .collect()
}

/// The steps that leave the UK under safeguards.
fn safeguarded<'v, 'r>(case: &Case<'v, 'r>) -> Vec<(&'v PlacedStep<'r>, &'v Transfer)> {
    by_route(case, "44A/2/b")
}

/// Whether it is recorded that there is no transfer, or no route for it.
fn is_denied(transfer: &Recorded<Transfer>) -> bool {
    let is_none = |code: &Recorded<LawCode>| code.is_none();
    transfer.is_none()
        || transfer
            .value()
            .is_some_and(|transfer| is_none(&transfer.route))
}

/// Whether a public authority asks for permission and records nothing else that would allow a step.
fn asks_permission(case: &Case<'_, '_>, placed: &PlacedStep<'_>) -> bool {
    let step = &placed.step;
    let is_open = step
        .allowed
        .as_ref()
        .is_some_and(|allowed| allowed.is_missing)
        && !is_denied(&step.transfer);
    is_open
        && case.is_of_an_authority()
        && step
            .when
            .as_ref()
            .is_some_and(|when| PERMISSION.are_in(when))
}

/// A rule trips at a step: at its flow, at the engagement, or at the activity.
pub(super) fn at(case: &Case<'_, '_>, placed: &PlacedStep<'_>, field: &str, why: String) -> Hit {
    if let Some((engager, place)) = placed.engaged {
        return Hit::at(
            Reference::new(Kind::Party, engager.as_str()),
            format!("sub_processors[{place}].{field}"),
            why,
        );
    }
    let paths: BTreeMap<usize, At> = case.flows().map(|flow| (flow.number, flow.path)).collect();
    // Whoever runs a system has the data by the flow into it.
    let number = placed.step.number.or_else(|| into(case, &placed.step));
    let path = number.and_then(|number| paths.get(&number));
    case.hit(
        path.map_or_else(String::new, |path| format!("{path}.{field}")),
        why,
    )
}

/// The flow by which data gets into the system that a step starts at: one that records what allows it goes first.
fn into(case: &Case<'_, '_>, step: &RouteStep) -> Option<usize> {
    let system = Some(&step.from).filter(|from| from.kind == Kind::System)?;
    let is_it = |id: &SystemId| id.as_str() == system.id;
    let into = case.flows().filter(|placed| {
        let flow = placed.flow;
        let through = flow.through.value();
        let ends = match (placed.kind, &flow.to) {
            (FlowKind::Store, _) => flow.system.as_ref(),
            (FlowKind::Feed, Some(End::System(to))) => Some(to),
            _ => None,
        };
        ends.into_iter().chain(through).any(is_it)
    });
    let into = into.min_by_key(|placed| (placed.flow.transfer.value().is_none(), placed.number));
    into.map(|placed| placed.number)
}

/// The countries outside the UK to which a step leads, in words.
fn countries(placed: &PlacedStep<'_>) -> String {
    let names: Vec<String> = placed
        .step
        .countries()
        .iter()
        .filter(|country| !country.is_uk())
        .map(|country| match country {
            Country::OutsideUk => "a country that is not named".to_owned(),
            Country::Iso(_) => country.name_in_sentence(),
        })
        .collect();
    if names.is_empty() {
        "a country that is not recorded".to_owned()
    } else {
        super::view::listed(&names)
    }
}
