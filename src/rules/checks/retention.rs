//! KEEP: how long data is kept, and SEC: what protects it.

use std::collections::BTreeMap;

use crate::finding::Level::{Expected, Required};
use crate::model::{ActivityId, Fate, MeasureId, Period, Retention};

use super::case::{Case, placed};
use super::hit::Hit;
use super::said_words;
use super::view::lacks;
use super::{Check, Finds::Each, Finds::Whole, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "KEEP-how-long",
        level: Required,
        title: "A retention rule gives neither period nor criteria",
        rests_on: "UK GDPR Article 30(1)(f), Article 13(2)(a)",
        states: "Not recorded: trips; KEEP-two-clocks speaks in its place where the end of use is recorded. None: of both: passes. Value: passes.",
        looks_for: Gap("activity.retention.period"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\ndata = \"all\"",
        passes: "[[activity.care.retention]]\ndata = \"all\"\nperiod = \"P35Y\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                let is_denied = rule.period.is_none() && rule.criteria.is_none();
                let is_it = lacks(&rule.period)
                    && lacks(&rule.criteria)
                    && !is_denied
                    && !has_one_clock(rule);
                is_it.then(|| {
                    case.hit(
                        format!("{path}.period"),
                        "For how long, or until when, is not recorded.",
                    )
                    .set("P6Y")
                })
            })
        }),
    },
    Check {
        code: "KEEP-from-when",
        level: Expected,
        title: "It is not recorded from when the period runs",
        rests_on: "UK GDPR Article 5(1)(e), Article 30(1)(f): a limit without a beginning is none",
        states: "Not recorded: trips. None: passes, as it runs from when data is recorded. Value: passes.",
        looks_for: Gap("activity.retention.trigger"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\nperiod = \"P35Y\"",
        passes: "[[activity.care.retention]]\nperiod = \"P35Y\"\ntrigger = \"closure of the case\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                let period = rule.period.value().filter(|period| {
                    **period != Period::Permanent && rule.trigger.is_not_recorded()
                })?;
                Some(
                    case.hit(
                        format!("{path}.trigger"),
                        format!(
                            "From which event the {} run is not recorded.",
                            period.words()
                        ),
                    )
                    .set("closure of the case"),
                )
            })
        }),
    },
    Check {
        code: "KEEP-vague",
        level: Expected,
        title: "A retention rule is too vague",
        rests_on: "UK GDPR Article 5(1)(e), Article 13(2)(a); ICO: retention schedules",
        states: "Not recorded: passes. None: passes. Value: trips on the phrases of a list, where there is no period.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\ncriteria = \"for as long as necessary\"",
        passes: "[[activity.care.retention]]\ncriteria = \"until the child is 25\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                let texts = [
                    ("criteria", &rule.criteria),
                    ("trigger", &rule.trigger),
                    ("stop_using", &rule.stop_using),
                ];
                let mut vague = texts
                    .into_iter()
                    .filter_map(|(field, text)| Some((field, text.value()?)));
                let (field, text) = vague
                    .find(|(_, text)| said_words::RETENTION.have(text))
                    .filter(|_| lacks(&rule.period))?;
                Some(case.hit(format!("{path}.{field}"), format!("“{text}” does not say how long.")).advise(format!("give a period, as in `{path}.period=P6Y`, or criteria by which anyone can tell the day")))
            })
        }),
    },
    Check {
        code: "KEEP-two-clocks",
        level: Expected,
        title: "Only the end of use is recorded, and not the erasure",
        rests_on: "UK GDPR Article 5(1)(e), Article 30(1)(f)",
        states: "Not recorded: trips. None: trips. Value: passes.",
        looks_for: Gap("activity.retention.period"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\nstop_using = \"when the case closes\"",
        passes: "[[activity.care.retention]]\nstop_using = \"when the case closes\"\nperiod = \"P6Y\"\nthen = \"delete\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                has_one_clock(rule).then(|| {
                    case.hit(
                        format!("{path}.period"),
                        "When use stops is recorded, and when data is erased is not.",
                    )
                    .set("P6Y")
                })
            })
        }),
    },
    Check {
        code: "KEEP-authority",
        level: Expected,
        title: "It is not recorded why data is kept that long",
        rests_on: "UK GDPR Article 5(1)(e) and 5(2)",
        states: "Not recorded: trips. None: trips. Value: passes.",
        looks_for: Gap("activity.retention.authority"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\nperiod = \"P35Y\"",
        passes: "[[activity.care.retention]]\nperiod = \"P35Y\"\nauthority = \"retention schedule CS12 (local)\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                let is_it =
                    lacks(&rule.authority) && (!lacks(&rule.period) || !lacks(&rule.criteria));
                let how_long = rule
                    .period
                    .value()
                    .map_or_else(|| "these criteria".to_owned(), Period::words);
                is_it.then(|| {
                    case.hit(
                        format!("{path}.authority"),
                        format!(
                            "The enactment, guidance or schedule behind {how_long} is not recorded."
                        ),
                    )
                    .advise(format!("name it in `{path}.authority`"))
                })
            })
        }),
    },
    Check {
        code: "KEEP-permanent",
        level: Expected,
        title: "Data is kept for ever and no archive is named",
        rests_on: "UK GDPR Article 5(1)(e), Article 84B; DPA 2018 Schedule 1 paragraph 4",
        states: "Not recorded: trips. None: trips. Value: trips on anything but `archive`, as it contradicts the period.",
        looks_for: Gap("activity.retention.then"),
        over: Over::All,
        from: None,
        trips: "[[activity.records.retention]]\nperiod = \"permanent\"",
        passes: "[[activity.records.retention]]\nperiod = \"permanent\"\nthen = \"archive\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                let is_it = rule.period.value() == Some(&Period::Permanent)
                    && rule.then.value() != Some(&Fate::Archive);
                is_it.then(|| {
                    case.hit(
                        format!("{path}.then"),
                        "It is kept permanently, and not recorded as archived.",
                    )
                    .set("archive")
                })
            })
        }),
    },
    Check {
        code: "SEC-none",
        level: Required,
        title: "It is recorded that there are no security measures",
        rests_on: "UK GDPR Article 32(1), Article 5(1)(f)",
        states: "Not recorded: passes (A30-g-measures trips). None: trips. Value: passes.",
        looks_for: Fact("activity.measures"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\nmeasures = \"none\"",
        passes: "[activity.care]\nmeasures = [\"encryption-at-rest\"]",
        finds: Each(|case| {
            let hit = case.activity.measures.is_none().then(|| {
                case.hit("measures", "`measures` is none.")
                    .set("not-recorded")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SEC-vague",
        level: Expected,
        title: "A measure is too vague",
        rests_on: "UK GDPR Article 30(1)(g), Article 32(1); ICO",
        states: "Not recorded: passes. None: passes. Value: trips on the phrases of a list.",
        looks_for: Fact("activity.measures"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nmeasures = [\"security\"]\n[measure.security]\nname = \"Industry standard security\"",
        passes: "[activity.care]\nmeasures = [\"access\"]\n[measure.access]\nname = \"Role-based access\"",
        finds: Whole(|view| {
            let mut named: BTreeMap<&MeasureId, Vec<&ActivityId>> = BTreeMap::new();
            for case in view.cases() {
                for id in case.activity.measures.items() {
                    named.entry(id).or_default().push(case.id);
                }
            }
            let vague = named
                .into_iter()
                .filter(|(id, _)| said_words::MEASURES.have(view.name(&id.reference())));
            vague
                .map(|(id, activities)| {
                    let why = format!(
                        "“{}” names nothing that anyone could look for.",
                        view.name(&id.reference())
                    );
                    Hit::at(id.reference(), "name", why)
                        .concerning(activities)
                        .advise("say what is done, as in “Role-based access”")
                })
                .collect()
        }),
    },
];

fn each(case: &Case<'_, '_>, find: impl Fn(&str, &Retention) -> Option<Hit>) -> Vec<Hit> {
    placed("retention", case.activity.retention.items())
        .filter_map(|(path, rule)| find(&path, rule))
        .collect()
}

/// Whether a rule says when use stops, and nothing of what happens to the data then.
fn has_one_clock(rule: &Retention) -> bool {
    !lacks(&rule.stop_using) && lacks(&rule.period) && lacks(&rule.criteria) && lacks(&rule.then)
}
