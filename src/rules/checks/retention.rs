//! KEEP: how long data is kept, and SEC: what protects it.

use crate::finding::Level::{Expected, Required, Tidy};
use crate::graph::without_limit;
use crate::model::{DataId, Fate, FlowKind, Kind, MeasureKind, Period, Recorded, Retention};

use super::case::{At, Case, is_at_work, placed};
use super::hit::Hit;
use super::said_words;
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "KEEP-how-long",
        level: Required,
        title: "A retention rule gives neither period nor criteria",
        rests_on: "UK GDPR Article 30(1)(f), Article 13(2)(a)",
        states: "Not recorded: a finding; KEEP-two-clocks finds it in its place where the end of use is recorded. None: of both: no finding. Value: no finding.",
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
        states: "Not recorded: a finding. None: no finding, as it runs from when data is recorded. Value: no finding.",
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
        states: "Not recorded: no finding. None: no finding. Value: a finding on the phrases of a list, where there is no period.",
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
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
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
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
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
        states: "Not recorded: a finding. None: a finding. Value: a finding on anything but `archive`, as it contradicts the period.",
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
        states: "Not recorded: no finding (A30-g-measures finds it). None: a finding. Value: no finding.",
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
        states: "Not recorded: no finding. None: no finding. Value: a finding on the phrases of a list.",
        looks_for: Fact("activity.measures"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nmeasures = [\"security\"]\n[measure.security]\nname = \"Industry standard security\"",
        passes: "[activity.care]\nmeasures = [\"access\"]\n[measure.access]\nname = \"Role-based access\"",
        finds: Each(|case| {
            let vague = case.activity.measures.items().iter();
            let vague = vague.filter(|id| said_words::MEASURES.have(case.view.name(&id)));
            vague
                .map(|id| {
                    let name = case.view.name(&id);
                    let why = format!("“{name}” names nothing that anyone could look for.");
                    Hit::at(id.reference(), "name", why)
                        .advise("say what is done, as in “Role-based access”")
                })
                .collect()
        }),
    },
    Check {
        code: "KEEP-none",
        level: Expected,
        title: "It is recorded that there is no time limit, and not why",
        rests_on: "UK GDPR Article 30(1)(f), where possible; Article 5(1)(e)",
        states: "Not recorded: no finding (A30-f-retention finds it). None: a finding, unless criteria say until when. Value: no finding.",
        looks_for: Fact("activity.retention"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nretention = \"none\"",
        passes: "[[activity.care.retention]]\nperiod = \"permanent\"\nauthority = \"Public Records Act 1958\"",
        finds: Each(|case| {
            let whole = case.activity.retention.is_none().then(|| {
                case.hit("retention", "`retention` is none.").add(
                    "retention",
                    &[
                        ("data", "all"),
                        ("criteria", "until the last reader has died"),
                    ],
                )
            });
            let rules = each(case, |path, rule| {
                (rule.period.is_none() && lacks(&rule.criteria)).then(|| {
                    case.hit(
                        format!("{path}.period"),
                        "There is neither a period nor criteria.",
                    )
                    .set("P6Y")
                })
            });
            whole.into_iter().chain(rules).collect()
        }),
    },
    Check {
        code: "KEEP-then",
        level: Expected,
        title: "It is not recorded what happens at the end",
        rests_on: "UK GDPR Article 5(1)(e); ICO: records management",
        states: "Not recorded: a finding. None: a finding. Value: no finding; of what is kept for ever KEEP-permanent finds it.",
        looks_for: Gap("activity.retention.then"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\nperiod = \"P6Y\"",
        passes: "[[activity.care.retention]]\nperiod = \"P6Y\"\nthen = \"delete\"",
        finds: Each(|case| {
            each(case, |path, rule| {
                let is_it = rule
                    .period
                    .value()
                    .is_some_and(|period| *period != Period::Permanent)
                    && lacks(&rule.then);
                is_it.then(|| case.hit(format!("{path}.then"), "Whether data is then deleted, reviewed, made anonymous or archived is not recorded.").set("delete"))
            })
        }),
    },
    Check {
        code: "SEC-in-place",
        level: Expected,
        title: "No measure is in place",
        rests_on: "UK GDPR Article 32(1)",
        states: "Not recorded: of the status: counts as in place; SEC-status asks. None: of the status: does not. Value: a finding if all are planned or withdrawn.",
        looks_for: Fact("measure.status"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\nmeasures = [\"lock\"]\n[measure.lock]\nstatus = \"planned\"",
        passes: "[activity.care]\nmeasures = [\"lock\"]\n[measure.lock]\nstatus = \"in-place\"",
        finds: Each(|case| {
            let hit =
                (case.measures().next().is_some() && !case.measures().any(is_at_work)).then(|| {
                    case.hit("measures", "All measures named are planned or withdrawn.")
                        .advise("record which are in place by now, or name others")
                });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SEC-both",
        level: Expected,
        title: "Only technical or only organisational measures are recorded",
        rests_on: "UK GDPR Article 32(1); Article 30(1)(g): technical and organisational",
        states: "Not recorded: of the kind of a measure: no finding. None: no finding. Value: a finding where all are of one kind.",
        looks_for: Fact("measure.kind"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\nmeasures = [\"lock\"]\n[measure.lock]\nkind = \"technical\"",
        passes: "[activity.care]\nmeasures = [\"lock\", \"training\"]\n[measure.lock]\nkind = \"technical\"\n[measure.training]\nkind = \"organisational\"",
        finds: Each(|case| {
            let kinds: Vec<Option<&MeasureKind>> = case
                .measures()
                .map(|measure| measure.kind.value())
                .collect();
            let first = kinds
                .first()
                .copied()
                .flatten()
                .filter(|first| kinds.iter().all(|kind| *kind == Some(first)));
            let hit = first.map(|kind| {
                let (kind, other) = match kind {
                    MeasureKind::Technical => ("technical", "organisational"),
                    MeasureKind::Organisational => ("organisational", "technical"),
                };
                case.hit("measures", format!("All measures named are {kind}."))
                    .advise(format!("name the {other} measures too"))
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SEC-special",
        level: Expected,
        title: "No technical measure in place is recorded for special category or offence data",
        rests_on: "UK GDPR Article 32(1)(a) and (b), 32(2)",
        states: "Not recorded: of the measures: a finding. None: SEC-none finds it. Value: no finding where a technical measure is in place.",
        looks_for: Fact("data.class"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ndata = [\"health-details\"]\n[data.health-details]\nclass = \"health\"",
        passes: "[activity.care]\ndata = [\"health-details\"]\nmeasures = [\"encryption\"]\n[data.health-details]\nclass = \"health\"\n[measure.encryption]\nkind = \"technical\"",
        finds: Each(|case| {
            let held: Vec<_> = case
                .held()
                .filter(|id| case.view.is_special(id) || case.view.is_offence(id))
                .collect();
            let is_protected = case.measures().any(|measure| {
                measure.kind == Recorded::Value(MeasureKind::Technical) && is_at_work(measure)
            });
            let hit = (!held.is_empty() && !is_protected && !case.activity.measures.is_none())
                .then(|| {
                    case.hit(
                        "measures",
                        format!(
                            "It holds {}, and no technical measure is recorded as in place.",
                            case.view.names(held)
                        ),
                    )
                    .new_record(
                        Kind::Measure,
                        "Encryption at rest".to_owned(),
                        &[("kind", "technical".into()), ("status", "in-place".into())],
                    )
                });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SEC-status",
        level: Tidy,
        title: "It is not recorded whether a measure is in place",
        rests_on: "UK GDPR Article 32(1)(d)",
        states: "Not recorded: a finding, once for each measure that an activity names. None: a finding. Value: no finding.",
        looks_for: Gap("measure.status"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nmeasures = [\"lock\"]",
        passes: "[activity.care]\nmeasures = [\"lock\"]\n[measure.lock]\nstatus = \"in-place\"",
        finds: Each(|case| {
            let measures = &case.view.register.measures;
            let open = case.activity.measures.items().iter();
            let open = open.filter(|id| measures.get(*id).is_some_and(|it| lacks(&it.status)));
            open.map(|id| {
                let name = case.view.name(&id);
                let why = format!("Whether “{name}” is in place is not recorded.");
                Hit::at(id.reference(), "status", why).set("in-place")
            })
            .collect()
        }),
    },
    Check {
        code: "SEC-system",
        level: Expected,
        title: "No measure of a system that holds special data is recorded",
        rests_on: "UK GDPR Article 32(1); ICO: information asset register",
        states: "Not recorded: a finding for systems that keep special category data or data on offences, of what an activity or its stores list. None: a finding. Value: no finding.",
        looks_for: Gap("system.measures"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"\ncarries = [\"health-details\"]\n[data.health-details]\nclass = \"health\"",
        passes: "[[activity.care.store]]\nin = \"mosaic\"\ncarries = [\"health-details\"]\n[data.health-details]\nclass = \"health\"\n[system.mosaic]\nmeasures = [\"encryption\"]",
        finds: Each(|case| {
            let systems = &case.view.register.systems;
            let open = case.flows_of(FlowKind::Store).filter_map(|placed| {
                let id = placed.flow.system.as_ref()?;
                let name = &systems
                    .get(id)
                    .filter(|it| it.measures.items().is_empty())?
                    .name;
                let mut special = case.carries(placed.flow);
                special.retain(|it| case.view.is_special(it) || case.view.is_offence(it));
                let why = format!(
                    "{name} keeps {}, and no measure of its own is recorded.",
                    case.view.names(special.iter().copied())
                );
                let hit = Hit::at(id.reference(), "measures", why);
                (!special.is_empty()).then(|| {
                    hit.advise("name the measures that protect it in `measures` of the system")
                })
            });
            open.collect()
        }),
    },
];

fn each(case: &Case<'_, '_>, find: impl Fn(At, &Retention) -> Option<Hit>) -> Vec<Hit> {
    placed("retention", case.activity.retention.items())
        .filter_map(|(path, rule)| find(path, rule))
        .collect()
}

/// Whether a rule says when use stops, and nothing of what happens to the data then.
fn has_one_clock(rule: &Retention) -> bool {
    !lacks(&rule.stop_using) && lacks(&rule.period) && lacks(&rule.criteria) && lacks(&rule.then)
}

/// The systems in which no rule says how long data is kept, though rules say so elsewhere.
pub(super) fn without_limit_there(case: &Case<'_, '_>) -> Vec<Hit> {
    let is_within = |id: &DataId, among: &[DataId]| case.view.is_within(id, among);
    let systems = without_limit(case.activity, case.view.on, &is_within).into_iter();
    let hits = systems.map(|one| {
        let system = case.view.name(one.system);
        let why = match one.is_all {
            true => format!("No rule says how long data is kept in {system}."),
            false => format!(
                "No rule says how long these are kept in {system}: {}.",
                case.view.names(one.data)
            ),
        };
        case.hit("retention", why)
            .add("retention", &[("data", "all"), ("period", "P6Y")])
    });
    hits.collect()
}
