//! ABR: what is recorded of a route out of the UK, and whether it does.

use std::collections::BTreeMap;

use crate::finding::Level::{Expected, Required, Tidy};
use crate::graph::{Abroad, Leaving};
use crate::law::{self, Approval};
use crate::model::{Date, FlowKind, PartyKind, Recorded, Transfer, day_in_words};

use super::hit::Hit;
use super::law_bases::is;
use super::said_words::{INTERNATIONAL, OFTEN};
use super::transfers::{SINCE, abroad, at, by_route, leaving};
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

/// For so many months a test of how data is protected abroad is taken to hold.
const OLD: i32 = 24;

pub(super) static RULES: &[Check] = &[
    Check {
        code: "ABR-partial",
        level: Expected,
        title: "It is not recorded that a transfer is within the limit of a partial approval",
        rests_on: "UK GDPR Article 45A(4)(b); DPA 2018 Schedule 21 paragraph 5; SI 2022/1213; SI 2023/1028",
        states: "Not recorded: a finding where approval is relied on and the country is approved only in part. None: a finding. Value: no finding on yes; on no, ABR-route asks what else allows it.",
        looks_for: Gap("activity.recipient.transfer.within_limit"),
        over: Over::General,
        from: Some(SINCE),
        trips: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/a\" }\n[party.supplier]\ncountry = \"US\"",
        passes: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/a\", within_limit = true }\n[party.supplier]\ncountry = \"US\"",
        finds: Each(|case| {
            let approved = by_route(case, "44A/2/a").into_iter();
            let open = approved.filter(|(_, transfer)| lacks(&transfer.within_limit));
            let hits = open.filter_map(|(placed, _)| {
                let is_partial = |to: &&Abroad| matches!(to.approval, Some(Approval::Part(_)));
                let why = format!(
                    "{}; whether {} is within that is not recorded.",
                    abroad(placed).iter().find(is_partial)?.words(),
                    placed.step.to.name
                );
                Some(at(case, placed, "transfer.within_limit", why).set(true))
            });
            hits.collect()
        }),
    },
    Check {
        code: "ABR-test-old",
        level: Tidy,
        title: "A data protection test is old",
        rests_on: "UK GDPR Article 46(1A), Article 24(1)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the day of the test, or else that of its document, is more than 24 months before the day.",
        looks_for: Fact(""),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/b\", tested = \"2023-01-10\" }\n[party.supplier]\ncountry = \"IN\"",
        passes: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/b\", tested = \"2026-01-10\" }\n[party.supplier]\ncountry = \"IN\"",
        finds: Each(|case| {
            let tested = leaving(case).filter_map(|placed| {
                let transfer = placed.step.transfer.value()?;
                let of_document = || {
                    let document = case.view.document(transfer.test.value()?)?;
                    document.dated.value()
                };
                let tested = *transfer.tested.value().or_else(of_document)?;
                let why = format!(
                    "How data is protected at {} was tested on {}.",
                    placed.step.to.name,
                    day_in_words(tested)
                );
                is_old(tested, case.view.on, OLD).then(|| {
                    at(case, placed, "transfer.tested", why)
                        .advise("test it again, and record the day in `transfer.tested`")
                })
            });
            tested.collect()
        }),
    },
    Check {
        code: "ABR-often",
        level: Tidy,
        title: "A derogation is used for a regular flow",
        rests_on: "UK GDPR Article 49(1), recital 111: occasional, for points (b), (c) and (e)",
        states: "Not recorded: of how often: no finding. None: no finding. Value: a finding on the words of a list.",
        looks_for: Fact("activity.recipient.frequency"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"court\"\nfrequency = \"daily\"\ntransfer = { route = \"44A/2/c\", derogation = \"49/1/e\" }",
        passes: "[[activity.care.recipient]]\nto = \"court\"\nfrequency = \"once\"\ntransfer = { route = \"44A/2/c\", derogation = \"49/1/e\" }",
        finds: Each(|case| {
            let often = case.flows().filter_map(|placed| {
                let derogation = &placed.flow.transfer.value()?.derogation;
                let frequency = placed.flow.frequency.value()?;
                let is_it = ["49/1/b", "49/1/c", "49/1/e"]
                    .iter()
                    .any(|code| is(derogation, code));
                (is_it && OFTEN.are_in(frequency)).then(|| {
                    let why = format!(
                        "F{} happens “{frequency}”, and the derogation is for what is occasional.",
                        placed.number
                    );
                    let hit = case.hit(format!("{}.transfer.derogation", placed.path), why);
                    hit.advise("rely on safeguards (`route = \"44A/2/b\"`), or correct `frequency`")
                })
            });
            often.collect()
        }),
    },
    Check {
        code: "ABR-paper",
        level: Expected,
        title: "No document is recorded that holds the instrument",
        rests_on: "UK GDPR Article 46(2)(d); DPA 2018 section 119A",
        states: "Not recorded: a finding where the agreement or addendum of the regulator is relied on and no agreement is recorded with whoever gets the data. None: a finding. Value: no finding.",
        looks_for: Gap("activity.recipient.agreement"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/b\", instrument = \"addendum\" }\n[party.supplier]\ncountry = \"IN\"",
        passes: "[[activity.care.recipient]]\nto = \"supplier\"\nagreement = \"contract\"\ntransfer = { route = \"44A/2/b\", instrument = \"addendum\" }\n[party.supplier]\ncountry = \"IN\"\n[document.contract]\nkind = \"contract\"",
        finds: Each(|case| {
            let under = by_route(case, "44A/2/b").into_iter();
            let bare = under.filter(|(placed, transfer)| {
                let is_it = ["idta", "addendum"]
                    .iter()
                    .any(|code| is(&transfer.instrument, code));
                is_it && placed.step.agreement.found.value().is_none()
            });
            bare.map(|(placed, _)| {
                let why = format!(
                    "What goes to {} is under it, and no agreement is recorded of which it is a part.",
                    placed.step.to.name
                );
                at(case, placed, "agreement", why)
                    .advise("record the signed document, and name it in `agreement`")
            })
            .collect()
        }),
    },
    Check {
        code: "ABR-old-clauses",
        level: Required,
        title: "An instrument is relied on that is no longer good",
        rests_on: "DPA 2018 section 119A, Schedule 21 paragraph 7 (the last day of the old EU clauses, 20 March 2024, is not confirmed)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the instrument is no longer in force on the day, as the clauses of the EU without the Addendum.",
        looks_for: Fact(""),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/b\", instrument = \"eu-clauses\" }\n[party.supplier]\ncountry = \"IN\"",
        passes: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/b\", instrument = \"addendum\" }\n[party.supplier]\ncountry = \"IN\"",
        finds: Each(|case| {
            let gone = leaving(case).filter_map(|placed| {
                let instrument = placed.step.transfer.value()?.instrument.value()?;
                let entry = &law::safeguard(instrument.as_str())?.entry;
                let why = format!(
                    "What goes to {} rests on {}.",
                    placed.step.to.name, entry.title
                );
                let is_gone = entry.from.is_none_or(|from| from <= case.view.on);
                (is_gone && !entry.in_force(case.view.on))
                    .then(|| at(case, placed, "transfer.instrument", why).set("addendum"))
            });
            gone.collect()
        }),
    },
    Check {
        code: "ABR-needless",
        level: Tidy,
        title: "A route is recorded for a transfer that needs less",
        rests_on: "UK GDPR Article 44A(2)",
        states: "Not recorded: no finding. None: no finding. Value: a finding on safeguards or a derogation for a country that is approved without limit, and on a route where all that is recorded is in the UK.",
        looks_for: Fact(""),
        over: Over::General,
        from: Some(SINCE),
        trips: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/b\", instrument = \"idta\" }\n[party.supplier]\ncountry = \"FR\"",
        passes: "[[activity.care.recipient]]\nto = \"supplier\"\ntransfer = { route = \"44A/2/a\" }\n[party.supplier]\ncountry = \"FR\"",
        finds: Each(|case| {
            let routed = ["44A/2/b", "44A/2/c"]
                .iter()
                .flat_map(|route| by_route(case, route));
            let is_whole = |to: &Abroad| matches!(to.approval, Some(Approval::Whole(_)));
            let mut hits: Vec<Hit> = Vec::new();
            for (placed, _) in routed {
                let abroad = abroad(placed);
                if !abroad.is_empty() && abroad.iter().all(is_whole) {
                    let names: Vec<String> = abroad.iter().map(|to| to.name.clone()).collect();
                    let why = format!(
                        "{} is approved by regulations: nothing else is needed.",
                        super::view::listed(&names)
                    );
                    hits.push(at(case, placed, "transfer.route", why).set("44A/2/a"));
                }
            }
            let mut leaves: BTreeMap<usize, bool> = BTreeMap::new();
            for step in case.steps().iter().map(|placed| &placed.step) {
                if let Some(number) = step.number {
                    *leaves.entry(number).or_default() |= step.leaves_uk != Leaving::No;
                }
            }
            let at_home = case.flows().filter(|placed| {
                let says = |it: &Transfer| {
                    !lacks(&it.route) || !lacks(&it.instrument) || !lacks(&it.derogation)
                };
                leaves.get(&placed.number) == Some(&false)
                    && placed.flow.transfer.value().is_some_and(says)
            });
            hits.extend(at_home.map(|placed| {
                let why = format!(
                    "F{} stays in the UK by all that is recorded.",
                    placed.number
                );
                let hit = case.hit(format!("{}.transfer", placed.path), why);
                hit.advise("write `transfer = \"none\"`, or correct the country")
            }));
            hits
        }),
    },
    Check {
        code: "ABR-organisation",
        level: Expected,
        title: "An international organisation is not recorded as one",
        rests_on: "UK GDPR Article 30(1)(e), Article 4(1)(26)",
        states: "Not recorded: of its kind: a finding, by its name. None: a finding. Value: a finding on another kind.",
        looks_for: Gap("party.kind"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"interpol\"\n[party.interpol]\nname = \"Interpol\"\ncountry = \"FR\"",
        passes: "[[activity.care.recipient]]\nto = \"interpol\"\n[party.interpol]\nname = \"Interpol\"\nkind = \"international-organisation\"",
        finds: Each(|case| {
            let ends = case
                .flows()
                .filter(|placed| placed.kind != FlowKind::Source);
            let ends = ends.filter_map(|placed| match &placed.flow.to {
                Some(crate::model::End::Party(id)) => Some((id, case.view.party(id)?)),
                _ => None,
            });
            let unmarked = ends.filter(|(_, party)| {
                let mut names = party.aliases.iter().chain([&party.name]);
                party.kind != Recorded::Value(PartyKind::InternationalOrganisation)
                    && names.any(|name| INTERNATIONAL.have(name))
            });
            unmarked
                .map(|(id, party)| {
                    let why = format!(
                        "What goes to {} is a transfer wherever it sits.",
                        party.name
                    );
                    Hit::at(id.reference(), "kind", why).set("international-organisation")
                })
                .collect()
        }),
    },
];

/// Whether a day is more than so many months before another.
pub(super) fn is_old(day: Date, on: Date, months: i32) -> bool {
    day.checked_add(jiff::Span::new().months(months))
        .is_ok_and(|last| last < on)
}
