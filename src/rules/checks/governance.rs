//! GOV: who answers for an entry, and whether it is kept up to date; CHI: people at risk; LE: law enforcement.

use std::collections::BTreeSet;

use crate::finding::Level::{Expected, Required, Tidy};
use crate::model::{
    Date, Kind, MeasureKind, PeopleId, Period, ReadAs, Recorded, Review, SystemId, day_in_words,
};

use super::case::is_at_work;
use super::hit::Hit;
use super::said_words::cites_251;
use super::view::{View, lacks, listed};
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "GOV-owner",
        level: Expected,
        title: "No owner of the activity is recorded",
        rests_on: "UK GDPR Article 5(2), Article 24; ICO: responsibility assigned; DSPT 1.1.2: information asset owner",
        states: "Not recorded: a finding. None: a finding. Value: no finding; as tidy where the owner is not a part of the organisation.",
        looks_for: Gap("activity.owner"),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[settings]\norganisation = \"council\"\n[activity.care]\nowner = \"head-of-care\"\n[party.head-of-care]\npart_of = \"council\"",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.owner,
                "owner",
                "Who answers for it is not recorded.",
                "It is recorded that nobody answers for it.",
            );
            let outside = case
                .activity
                .owner
                .value()
                .filter(|id| case.view.organisation().is_some() && case.is_outside(id));
            let outside = outside.map(|id| {
                case.hit(
                    "owner",
                    format!(
                        "{} is not recorded as a part of the organisation.",
                        case.view.name(&id)
                    ),
                )
                .level(Tidy)
                .advise("record what it is part of in `part_of`")
            });
            let organisation = case.view.graph.organisation(case.id);
            let team = organisation.and_then(|id| case.view.team_of(id));
            let hit = hit.map(|hit| match team {
                Some(id) => hit.set(format!("party:{id}")),
                None => hit.advise("record who answers for it as a party that is part of the organisation, and name it in `owner`"),
            });
            hit.into_iter().chain(outside).collect()
        }),
    },
    Check {
        code: "GOV-reviewed",
        level: Expected,
        title: "No review of the entry is recorded",
        rests_on: "UK GDPR Article 24(1); ICO: reviewed regularly",
        states: "Not recorded: a finding, unless it is a draft. None: a finding. Value: no finding.",
        looks_for: Gap("activity.review.last"),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\nreview = { last = \"2026-03-01\" }",
        finds: Each(|case| {
            let is_reviewed = case
                .activity
                .review
                .value()
                .is_some_and(|review| !lacks(&review.last));
            let hit = (case.is_active() && !is_reviewed).then(|| {
                case.hit("review.last", "No review is recorded.")
                    .set(case.view.on.to_string())
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-overdue",
        level: Expected,
        title: "The review is overdue",
        rests_on: "UK GDPR Article 24(1); ICO: reviewed regularly",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the day is over, and says by how many days.",
        looks_for: Fact("activity.review"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nreview = { next = \"2026-06-01\" }",
        passes: "[activity.care]\nreview = { last = \"2026-03-01\", every = \"P1Y\" }",
        finds: Each(|case| {
            let due = case
                .activity
                .review
                .value()
                .and_then(due)
                .filter(|due| *due < case.view.on);
            let hit = due.map(|due| {
                let days = (case.view.on - due).get_days();
                case.hit(
                    "review.next",
                    format!("It was due on {}, {days} days ago.", day_in_words(due)),
                )
                .advise("review it, and record `review.last` and the next day in `review.next`")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-lapsed",
        level: Expected,
        title: "An approval has lapsed",
        rests_on: "UK GDPR Article 24(1), Article 5(2)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where no approval is of what the entry says now.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"then\"\nby = \"E. Harding\"\non = \"2026-05-01\"",
        passes: "[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"now\"\nby = \"E. Harding\"\non = \"2026-05-01\"",
        finds: Each(|case| {
            let all = case.view.approvals_of(case.id);
            let latest = all.iter().max_by_key(|(_, approval)| approval.on);
            let is_it = all.iter().all(|(id, _)| case.view.lapsed.contains(*id));
            let hit = latest.filter(|_| is_it).map(|(_, approval)| {
                let why = format!(
                    "{} approved it on {}, and it has changed since.",
                    approval.by,
                    day_in_words(approval.on)
                );
                case.hit("", why).advise("have what it says now approved")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-reading",
        level: Expected,
        title: "A provision is our reading and nobody has confirmed it",
        rests_on: "UK GDPR Article 5(2); ICO: document your lawful basis",
        states: "Not recorded: no finding. None: no finding. Value: a finding on `ours`, naming the places.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\nread_as = \"ours\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\nread_as = \"published\"",
        finds: Each(|case| {
            let purposes = case
                .purposes()
                .filter(|(_, it)| it.read_as == Some(ReadAs::Ours))
                .map(|(path, _)| path);
            let conditions = case
                .conditions()
                .filter(|(_, it)| it.read_as == Some(ReadAs::Ours))
                .map(|(path, _)| path);
            let bases = case
                .offence_bases()
                .filter(|(_, it)| it.read_as == Some(ReadAs::Ours))
                .map(|(path, _)| path);
            let places: Vec<String> = purposes
                .chain(conditions)
                .chain(bases)
                .map(String::from)
                .collect();
            let first = places.first().filter(|_| case.is_active());
            let hit = first.map(|first| {
                let why = format!("The code is our interpretation in {}.", listed(&places));
                case.hit(format!("{first}.read_as"), why).set("published")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "CHI-vulnerable",
        level: Expected,
        title: "It is not recorded whether people are vulnerable",
        rests_on: "UK GDPR recitals 38 and 75; WP248 criterion 7",
        states: "Not recorded: a finding, unless a broader category has a value. None: a finding, as yes or no is asked. Value: no finding.",
        looks_for: Gap("people.vulnerable"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\npeople = [\"children\"]",
        passes: "[activity.care]\npeople = [\"children\"]\n[people.children]\nvulnerable = true",
        finds: Each(|case| {
            let people = case.people();
            let open = people.filter(|id| case.is_active() && !is_settled(case.view, id));
            open.map(|id| {
                let name = case.view.name(&id);
                let why = format!("Whether {name} are vulnerable is not recorded.");
                Hit::at(id.reference(), "vulnerable", why).set(true)
            })
            .collect()
        }),
    },
    Check {
        code: "LE-regime",
        level: Expected,
        title: "It is not recorded under which part of the law an activity falls",
        rests_on: "UK GDPR Article 2(2)(b); DPA 2018 sections 29 to 31 and 61",
        states: "Not recorded: a finding where data on offences is held; other rules then read it as general. None: a finding. Value: no finding.",
        looks_for: Gap("activity.regime"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ndata = [\"offences\"]\n[data.offences]\nclass = \"criminal-offence\"",
        passes: "[activity.care]\nregime = \"general\"\ndata = [\"offences\"]\n[data.offences]\nclass = \"criminal-offence\"",
        finds: Each(|case| {
            let offences: Vec<_> = case.held().filter(|id| case.view.is_offence(id)).collect();
            let is_it = lacks(&case.activity.regime) && !offences.is_empty();
            let hit = is_it.then(|| {
                case.hit(
                    "regime",
                    format!(
                        "It holds {}, and whether that is for law enforcement is not recorded.",
                        case.view.names(offences)
                    ),
                )
                .set("general")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "LE-basis",
        level: Required,
        title: "The legal basis of a law enforcement activity is not in the record",
        rests_on: "DPA 2018 section 61(2)(i)",
        states: "Not recorded: a finding where no purpose has a basis or an enactment. None: a finding. Value: no finding.",
        looks_for: Gap("activity.purpose.enactments"),
        over: Over::LawEnforcement,
        from: None,
        trips: "[activity.trading]\nregime = \"law-enforcement\"",
        passes: "[activity.trading]\nregime = \"law-enforcement\"\n[[activity.trading.purpose]]\ntext = \"To stop unsafe goods\"\nenactments = [\"Consumer Protection Act 1987 s.27\"]",
        finds: Each(|case| {
            let has_one = case.purposes().any(|(_, purpose)| {
                !lacks(&purpose.basis) || !purpose.enactments.items().is_empty()
            });
            let hit = (!has_one).then(|| {
                let hit = case.hit(
                    "purpose",
                    "No purpose has a legal basis or names an enactment.",
                );
                match case.activity.purpose.items() {
                    [] => hit.add(
                        "purpose",
                        &[
                            ("text", "what it is for"),
                            ("enactments", "Consumer Protection Act 1987 s.27"),
                        ],
                    ),
                    _ => hit.set_at("purpose[1].basis", "dpa2018:s35/2/b"),
                }
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-status",
        level: Expected,
        title: "It is not recorded whether the entry is in force",
        rests_on: "ICO: accurate, reviewed",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.status"),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\nstatus = \"active\"",
        finds: Each(|case| {
            let hit = (lacks(&case.activity.status)).then(|| {
                case.hit(
                    "status",
                    "Whether it is a draft, active or retired is not recorded.",
                )
                .set("active")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-function",
        level: Expected,
        title: "No business function of the entry is recorded",
        rests_on: "ICO documentation template, column 1; ICO: from function to purpose",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.function"),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\nfunction = \"Adult Care / Assessment\"",
        finds: Each(|case| {
            let hit = (lacks(&case.activity.function)).then(|| {
                case.hit("function", "The business function is not recorded.")
                    .set("Adult Care / Assessment")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-next",
        level: Expected,
        title: "No next review is set",
        rests_on: "ICO: reviewed regularly",
        states: "Not recorded: a finding, where there was a review. None: a finding. Value: no finding.",
        looks_for: Gap("activity.review.next"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nreview = { last = \"2026-03-01\" }",
        passes: "[activity.care]\nreview = { last = \"2026-03-01\", every = \"P1Y\" }",
        finds: Each(|case| {
            let hit = (case.activity.review.value().is_some_and(|review| {
                !lacks(&review.last) && lacks(&review.next) && lacks(&review.every)
            }))
            .then(|| {
                case.hit(
                    "review.next",
                    "It was reviewed, and when next is not recorded.",
                )
                .set_at("review.every", "P1Y")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-approved",
        level: Expected,
        title: "No approval of the entry is recorded",
        rests_on: "ICO: formal and documented",
        states: "Not recorded: a finding, unless it is a draft. None: a finding. Value: no finding; GOV-lapsed looks whether it still holds.",
        looks_for: Gap(""),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"now\"\nby = \"E. Harding\"\non = \"2026-05-01\"",
        finds: Each(|case| {
            let hit = (case.is_active() && case.view.approvals_of(case.id).is_empty()).then(|| {
                case.hit("", "No approval names it.")
                    .advise("have what it says approved")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-breach",
        level: Expected,
        title: "There was a breach, and no review since is recorded",
        rests_on: "UK GDPR Article 33(5), Article 24(1), Article 32(1)(d)",
        states: "Not recorded: no finding. None: no finding, as there were none. Value: a finding where a breach is dated after the last review, or there was no review.",
        looks_for: Fact("activity.breaches"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nbreaches = [\"breach\"]\nreview = { last = \"2026-03-01\" }\n[document.breach]\nkind = \"breach-record\"\ndated = \"2026-05-01\"",
        passes: "[activity.care]\nbreaches = [\"breach\"]\nreview = { last = \"2026-06-01\" }\n[document.breach]\nkind = \"breach-record\"\ndated = \"2026-05-01\"",
        finds: Each(|case| {
            let last = case
                .activity
                .review
                .value()
                .and_then(|review| review.last.value());
            let since = case
                .activity
                .breaches
                .items()
                .iter()
                .filter_map(|id| case.view.document(id))
                .find(|document| {
                    document
                        .dated
                        .value()
                        .is_some_and(|dated| last.is_none_or(|last| last < dated))
                });
            let hit = since.map(|document| {
                case.hit(
                    "breaches",
                    format!("“{}” is later than the last review.", document.name),
                )
                .advise("review the entry and its measures, and record the day in `review.last`")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-breaches",
        level: Expected,
        title: "It is not recorded whether there were breaches",
        rests_on: "ICO template, columns 24 and 25",
        states: "Not recorded: a finding. None: no finding. Value: no finding.",
        looks_for: Gap("activity.breaches"),
        over: Over::All,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\nbreaches = \"none\"",
        finds: Each(|case| {
            let hit = (case.activity.breaches.is_not_recorded()).then(|| {
                case.hit("breaches", "Whether there were breaches is not recorded.")
                    .set("none")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-search",
        level: Expected,
        title: "It is not recorded how to find a person in a system",
        rests_on: "UK GDPR Articles 15, 15(1A) and 12A(5); ICO template: location of personal data",
        states: "Not recorded: a finding for systems that hold data of an activity that is not a draft. None: a finding. Value: no finding.",
        looks_for: Gap("system.search"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"",
        passes: "[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\nsearch = \"by name and date of birth\"",
        finds: Each(|case| {
            let systems = &case.view.register.systems;
            let held = case.steps().iter().filter(|placed| placed.holds);
            let held: BTreeSet<&SystemId> = held
                .filter_map(|placed| Some(systems.get_key_value(placed.step.to.id.as_str())?.0))
                .filter(|id| systems.get(*id).is_some_and(|it| lacks(&it.search)))
                .collect();
            let open = held.into_iter().filter(|_| case.is_active());
            open.map(|id| {
                let name = case.view.name(&id);
                let why = format!("How a person is found in {name} is not recorded.");
                Hit::at(id.reference(), "search", why).set("by name and date of birth")
            })
            .collect()
        }),
    },
    Check {
        code: "CHI-measures",
        level: Expected,
        title: "People are marked vulnerable and no safeguard is recorded",
        rests_on: "UK GDPR Article 24, Article 25(1), Article 32(2)",
        states: "Not recorded: of the measures: a finding. None: SEC-none finds it. Value: no finding where an organisational measure is in place.",
        looks_for: Fact("people.vulnerable"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\npeople = [\"children\"]\n[people.children]\nvulnerable = true",
        passes: "[activity.care]\npeople = [\"children\"]\nmeasures = [\"checks\"]\n[people.children]\nvulnerable = true\n[measure.checks]\nname = \"Enhanced DBS checks\"\nkind = \"organisational\"",
        finds: Each(|case| {
            let is_vulnerable = |id: &PeopleId| {
                case.view
                    .register
                    .people
                    .get(id)
                    .is_some_and(|people| people.vulnerable == Recorded::Value(true))
            };
            let people: Vec<&PeopleId> = case.people().filter(|id| is_vulnerable(id)).collect();
            let is_it = !people.is_empty()
                && !case.activity.measures.is_none()
                && !case.measures().any(|measure| {
                    matches!(measure.kind, Recorded::Value(MeasureKind::Organisational))
                        && is_at_work(measure)
                });
            let hit = is_it.then(|| case.hit("measures", format!("{} are recorded as vulnerable, and no organisational measure is recorded as in place.", case.view.names(people))).new_record(Kind::Measure, "Enhanced DBS checks".to_owned(), &[("kind", "organisational".into()), ("status", "in-place".into())]));
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "CHI-identifier",
        level: Expected,
        title: "The duty to use the NHS number is cited for children’s social care alone",
        rests_on: "Health and Social Care Act 2012 sections 251A and 251B (health and adult social care); Children Act 2004 sections 16LA to 16LC for children (in force as regulations say, which is not confirmed)",
        states: "Not recorded: of whether people are children: no finding. None: no finding. Value: a finding where everyone whose data it is is a child and the section is cited.",
        looks_for: Fact("people.children"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\npeople = [\"children\"]\n[[activity.care.purpose]]\ntext = \"To match records\"\nenactments = [\"Health and Social Care Act 2012 s.251A\"]\n[people.children]\nchildren = true",
        passes: "[activity.care]\npeople = [\"adults\"]\n[[activity.care.purpose]]\ntext = \"To match records\"\nenactments = [\"Health and Social Care Act 2012 s.251A\"]\n[people.adults]\nchildren = false",
        finds: Each(|case| {
            let people = case.activity.people.items();
            let are_children = |id: &PeopleId| {
                let people = case.view.register.people.get(id);
                people.is_some_and(|people| people.children == Recorded::Value(true))
            };
            if people.is_empty() || !people.iter().all(are_children) {
                return Vec::new();
            }
            let enactments = case.purposes().filter_map(|(path, purpose)| {
                let mut cited = purpose.enactments.items().iter();
                Some((
                    format!("{path}.enactments"),
                    cited.find(|text| cites_251(text))?,
                ))
            });
            let grounds = case.flows().filter_map(|placed| {
                let ground = placed.flow.ground.value().filter(|text| cites_251(text))?;
                Some((format!("{}.ground", placed.path), ground))
            });
            let cited = enactments.chain(grounds);
            cited
                .map(|(path, text)| {
                    let why = format!("“{text}” is about health and adult social care, and everyone whose data it is is a child.");
                    case.hit(path, why).advise("cite the enactment on children, or record whose data it is beside theirs")
                })
                .collect()
        }),
    },
];

/// The day by which an entry is to be reviewed.
pub(super) fn due(review: &Review) -> Option<Date> {
    if let Recorded::Value(next) = review.next {
        return Some(next);
    }
    match (review.last.value(), review.every.value()) {
        (Some(last), Some(Period::Span(every))) => {
            last.checked_add(every.parse::<jiff::Span>().ok()?).ok()
        }
        _ => None,
    }
}

/// Whether it is recorded of people, or of a broader category, whether they are vulnerable.
fn is_settled(view: &View<'_>, id: &PeopleId) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(id);
    while let Some(here) = next.filter(|here| seen.insert(*here)) {
        let Some(people) = view.register.people.get(here) else {
            return true;
        };
        if !lacks(&people.vulnerable) {
            return true;
        }
        next = people.broader.as_ref();
    }
    false
}
