//! What the ICO recommends to record beside: assessments, consent, breaches, notices.

use super::law::of_the_entry;
use super::{Field, GOOD_PRACTICE, document, documents, facts, list, value, word, yes_or_no};
use crate::model::{Dpia, DpiaStatus, Recorded};
use crate::report::document::{Block, Cell, Fact};
use crate::report::entry::Entry;

/// Records of consent.
pub(in crate::report) const CONSENT: Field = Field::new(
    "Link to record of consent",
    GOOD_PRACTICE,
    26,
    |entry| match &entry.activity.consent {
        Recorded::NotRecorded if rests_on_no_consent(entry) => Cell::NotApplicable,
        consent => list(consent, |id| entry.document_words(id)),
    },
);

/// Whether an assessment is required.
pub(in crate::report) const DPIA_REQUIRED: Field = Field::new(
    "Data Protection Impact Assessment required?",
    GOOD_PRACTICE,
    20,
    |entry| of_dpia(entry, |dpia| yes_or_no(&dpia.needed)),
)
.reads("dpia.needed");

/// How far it is.
pub(in crate::report) const DPIA_PROGRESS: Field = Field::new(
    "Data Protection Impact Assessment progress",
    GOOD_PRACTICE,
    20,
    |entry| {
        of_dpia(entry, |dpia| match &dpia.status {
            Recorded::NotRecorded if is_not_needed(dpia) => Cell::NotApplicable,
            status => value(status, progress),
        })
    },
)
.reads("dpia.status");

/// Where it is.
pub(in crate::report) const DPIA_LINK: Field = Field::new(
    "Link to Data Protection Impact Assessment",
    GOOD_PRACTICE,
    26,
    |entry| {
        of_dpia(entry, |dpia| match &dpia.document {
            Recorded::NotRecorded if is_not_needed(dpia) => Cell::NotApplicable,
            document => value(document, |id| entry.document_words(id)),
        })
    },
);

/// Whether there was a breach.
pub(in crate::report) const BREACH: Field = Field::new(
    "Has a personal data breach occurred?",
    GOOD_PRACTICE,
    18,
    |entry| match &entry.activity.breaches {
        Recorded::Value(breaches) if breaches.is_empty() => Cell::NotRecorded,
        breaches => value(breaches, |breaches| match breaches.len() {
            1 => "yes".to_owned(),
            n_breaches => format!("yes: {n_breaches} are recorded"),
        }),
    },
)
.none_is("no");

/// Where the records of breaches are.
pub(in crate::report) const BREACH_LINK: Field = Field::new(
    "Link to record of personal data breach",
    GOOD_PRACTICE,
    26,
    |entry| match &entry.activity.breaches {
        Recorded::None => Cell::NotApplicable,
        breaches => list(breaches, |id| entry.document_words(id)),
    },
);

fn of_dpia(entry: &Entry<'_>, cell: impl Fn(&Dpia) -> Cell) -> Cell {
    match &entry.activity.dpia {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(dpia) => cell(dpia),
    }
}

fn is_not_needed(dpia: &Dpia) -> bool {
    dpia.needed == Recorded::Value(false)
}

/// The bases that are consent: Article 6(1)(a), and for law enforcement section 35(2)(a).
const CONSENT_BASES: [&str; 2] = ["6/1/a", "dpa2018:s35/2/a"];

/// Whether the basis of every purpose of the row is recorded, and none is consent.
fn rests_on_no_consent(entry: &Entry<'_>) -> bool {
    let Recorded::Value(purposes) = entry.purposes() else {
        return false;
    };
    purposes.iter().all(|purpose| {
        let basis = purpose.basis.value();
        purpose.only_if.is_none()
            && basis.is_some_and(|basis| !CONSENT_BASES.contains(&basis.as_str()))
    })
}

/// How far an assessment is, in words.
fn progress(status: &DpiaStatus) -> String {
    word(DpiaStatus::WORDS, *status as usize)
}

/// The impact assessment, and the records that the ICO expects a register to lead to.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let mut facts = dpia_facts(entry);
    facts.extend(facts![
        "Records of consent" ("Article 7(1) UK GDPR") => documents(entry, &activity.consent),
        "Records of personal data breaches" ("Article 33(5) UK GDPR") => documents(entry, &activity.breaches),
        "Privacy notices" ("Articles 13 and 14 UK GDPR") => documents(entry, &activity.notices),
        "Related links" => documents(entry, &activity.links),
    ]);
    vec![Block::Facts(facts)]
}

/// The provision that asks for an impact assessment.
const ASSESSED: &str = "Article 35 UK GDPR";

/// What the record says of the impact assessment.
pub(in crate::report) fn dpia_facts(entry: &Entry<'_>) -> Vec<Fact> {
    let Recorded::Value(dpia) = &entry.activity.dpia else {
        let cell = value(&entry.activity.dpia, |_| String::new());
        return facts!["Data protection impact assessment" (ASSESSED) => cell];
    };
    let criteria = list(&dpia.criteria, |code| {
        of_the_entry(entry, "dpia-criterion", code)
    });
    facts![
        "Data protection impact assessment needed" (ASSESSED) => yes_or_no(&dpia.needed),
        "Criteria met, as recorded" ("Article 35(1), (3) and (4) UK GDPR") => criteria,
        "How far the assessment is" (ASSESSED) => value(&dpia.status, progress),
        "The assessment" (ASSESSED) => value(&dpia.document, |id| document(entry, id)),
    ]
}
