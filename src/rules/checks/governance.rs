//! GOV: who answers for an entry, and whether it is kept up to date; CHI: people at risk; LE: law enforcement.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Level::{Expected, Required, Tidy};
use crate::model::{
    ActivityId, Date, PartyKind, PeopleId, Period, ReadAs, Recorded, Review, day_in_words,
};

use super::hit::Hit;
use super::view::{View, lacks, listed};
use super::{Check, Finds::Each, Finds::Whole, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "GOV-owner",
        level: Expected,
        title: "Nobody answers for the activity",
        rests_on: "UK GDPR Article 5(2), Article 24; ICO: responsibility assigned; DSPT 1.1.2: information asset owner",
        states: "Not recorded: trips. None: trips. Value: passes; as tidy where the owner is not a part of the organisation.",
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
                        case.view.name(&id.reference())
                    ),
                )
                .level(Tidy)
                .advise("record what it is part of in `part_of`")
            });
            let team = case.view.register.parties.iter().find(|(id, party)| {
                matches!(
                    party.kind,
                    Recorded::Value(PartyKind::Team | PartyKind::Person)
                ) && !case.is_outside(id)
            });
            let hit = hit.map(|hit| match team {
                Some((id, _)) => hit.set(format!("party:{id}")),
                None => hit.advise("record who answers for it as a party that is part of the organisation, and name it in `owner`"),
            });
            hit.into_iter().chain(outside).collect()
        }),
    },
    Check {
        code: "GOV-reviewed",
        level: Expected,
        title: "The entry was never reviewed",
        rests_on: "UK GDPR Article 24(1); ICO: reviewed regularly",
        states: "Not recorded: trips, unless it is a draft. None: trips. Value: passes.",
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
        states: "Not recorded: passes. None: passes. Value: trips where the day is over, and says by how many days.",
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
        states: "Not recorded: passes. None: passes. Value: trips where no approval is of what the entry says now.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"then\"\nby = \"E. Harding\"\non = \"2026-05-01\"",
        passes: "[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"now\"\nby = \"E. Harding\"\non = \"2026-05-01\"",
        finds: Each(|case| {
            let approvals = case
                .view
                .register
                .approvals
                .iter()
                .filter(|(_, approval)| approval.activity == *case.id);
            let all: Vec<_> = approvals.collect();
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
        states: "Not recorded: passes. None: passes. Value: trips on `ours`, naming the places.",
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
            let places: Vec<String> = purposes.chain(conditions).chain(bases).collect();
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
        states: "Not recorded: trips, unless a broader category has a value. None: trips, as yes or no is asked. Value: passes.",
        looks_for: Gap("people.vulnerable"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\npeople = [\"children\"]",
        passes: "[activity.care]\npeople = [\"children\"]\n[people.children]\nvulnerable = true",
        finds: Whole(|view| {
            let mut open: BTreeMap<&PeopleId, Vec<&ActivityId>> = BTreeMap::new();
            for case in view.cases().filter(super::Case::is_active) {
                for id in case
                    .activity
                    .people
                    .items()
                    .iter()
                    .filter(|id| !is_settled(view, id))
                {
                    open.entry(id).or_default().push(case.id);
                }
            }
            open.into_iter()
                .map(|(id, activities)| {
                    let why = format!(
                        "Whether {} are vulnerable is not recorded.",
                        view.name(&id.reference())
                    );
                    Hit::at(id.reference(), "vulnerable", why)
                        .concerning(activities)
                        .set(true)
                })
                .collect()
        }),
    },
    Check {
        code: "LE-regime",
        level: Expected,
        title: "It is not recorded under which part of the law an activity falls",
        rests_on: "UK GDPR Article 2(2)(b); DPA 2018 sections 29 to 31 and 61",
        states: "Not recorded: trips where data on offences is held; other rules then read it as general. None: trips. Value: passes.",
        looks_for: Gap("activity.regime"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ndata = [\"offences\"]\n[data.offences]\nclass = \"criminal-offence\"",
        passes: "[activity.care]\nregime = \"general\"\ndata = [\"offences\"]\n[data.offences]\nclass = \"criminal-offence\"",
        finds: Each(|case| {
            let offences: Vec<_> = case
                .held()
                .into_iter()
                .filter(|id| case.view.is_offence(id))
                .collect();
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
        states: "Not recorded: trips where no purpose has a basis or an enactment. None: trips. Value: passes.",
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
