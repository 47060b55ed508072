//! What the ICO recommends to record beside: measures, assessments, consent, breaches.

use super::{Field, GOOD_PRACTICE, Parts, list, value};
use crate::model::{
    AutomatedDecision, Dpia, DpiaStatus, Measure, MeasureKind, MeasureStatus, Recorded,
};
use crate::report::document::Cell;
use crate::report::entry::Entry;

/// Security measures, in general.
pub(in crate::report) const MEASURES: Field = Field::new(
    "General description of technical and organisational security measures (if possible)",
    "Article 30(1)(g)",
    34,
    |entry| {
        list(&entry.activity.measures, |id| {
            let Some(measure) = entry.register.measures.get(id) else {
                return id.to_string();
            };
            let mut parts = Parts::of(entry);
            parts.add("kind", &measure.kind, |kind| {
                MeasureKind::WORDS[*kind as usize].word.to_owned()
            });
            parts.add("state", &measure.status, |status| {
                MeasureStatus::WORDS[*status as usize]
                    .word
                    .replace('-', " ")
            });
            format!("{} ({})", measure.name, parts.joined())
        })
    },
);

/// How many measures there are, without saying which: what an attacker may read.
pub(in crate::report) const MEASURES_IN_PUBLIC: Field = Field::new(
    "Technical and organisational security measures",
    "Article 30(1)(g)",
    26,
    |entry| {
        let Recorded::Value(all) = &entry.activity.measures else {
            return list(&entry.activity.measures, |_| String::new());
        };
        let all = all.iter().filter_map(|id| entry.register.measures.get(id));
        let all: Vec<&Measure> = all.collect();
        let in_place = Recorded::Value(MeasureStatus::InPlace);
        let of_kind = |kind: Recorded<MeasureKind>| {
            let all = all.iter().filter(|measure| measure.status == in_place);
            all.filter(|measure| measure.kind == kind).count()
        };
        let counted = |counts: &[(usize, &str)]| {
            let counts = counts.iter().filter(|(count, _)| *count > 0);
            let words: Vec<String> = counts.map(|(count, of)| format!("{count} {of}")).collect();
            words.join(", ")
        };
        let kinds = counted(&[
            (of_kind(MeasureKind::Technical.into()), "technical"),
            (
                of_kind(MeasureKind::Organisational.into()),
                "organisational",
            ),
            (of_kind(Recorded::None), "of neither kind"),
            (
                of_kind(Recorded::NotRecorded),
                "of a kind that is not recorded",
            ),
        ]);
        let in_state = |state: &Recorded<MeasureStatus>| {
            all.iter()
                .filter(|measure| measure.status == *state)
                .count()
        };
        let others = counted(&[
            (in_state(&Recorded::None), "recorded as in no state"),
            (
                in_state(&Recorded::NotRecorded),
                "not recorded whether in place",
            ),
        ]);
        let mut parts = Vec::new();
        if !kinds.is_empty() {
            parts.push(format!("In place: {kinds}"));
        }
        if !others.is_empty() {
            parts.push(others);
        }
        if parts.is_empty() {
            Cell::NotRecorded
        } else {
            Cell::Text(parts.join("; "))
        }
    },
);

/// Automated decisions.
pub(in crate::report) const AUTOMATED_DECISIONS: Field = Field::new(
    "Existence of automated decision-making, including profiling (if applicable)",
    GOOD_PRACTICE,
    30,
    |entry| {
        list(&entry.activity.automated_decisions, |decision| {
            decision_words(entry, decision)
        })
    },
);

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
    |entry| of_dpia(entry, |dpia| value(&dpia.needed, |needed| yes(*needed))),
)
.none_is("no");

/// How far it is.
pub(in crate::report) const DPIA_PROGRESS: Field = Field::new(
    "Data Protection Impact Assessment progress",
    GOOD_PRACTICE,
    20,
    |entry| {
        of_dpia(entry, |dpia| match &dpia.status {
            Recorded::NotRecorded if is_not_needed(dpia) => Cell::NotApplicable,
            status => value(status, |status| {
                match status {
                    DpiaStatus::NotStarted => "not started",
                    DpiaStatus::InProgress => "in progress",
                    DpiaStatus::Complete => "complete",
                    DpiaStatus::UnderReview => "under review",
                }
                .to_owned()
            }),
        })
    },
);

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

/// `yes` or `no`.
pub(super) fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn of_dpia(entry: &Entry<'_>, cell: impl Fn(&Dpia) -> Cell) -> Cell {
    match &entry.activity.dpia {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(dpia) => cell(dpia),
    }
}

fn is_not_needed(dpia: &Dpia) -> bool {
    dpia.needed == Recorded::Value(false) || dpia.needed.is_none()
}

/// Whether the basis of every purpose of the row is recorded, and none is consent.
fn rests_on_no_consent(entry: &Entry<'_>) -> bool {
    let Recorded::Value(purposes) = entry.purposes() else {
        return false;
    };
    purposes.iter().all(|purpose| {
        let basis = purpose.basis.value();
        purpose.only_if.is_none() && basis.is_some_and(|basis| basis.as_str() != "6/1/a")
    })
}

fn decision_words(entry: &Entry<'_>, decision: &AutomatedDecision) -> String {
    let mut parts = Parts::of(entry);
    parts.say(decision.what.clone());
    for (words, field) in [
        ("solely automated", &decision.solely_automated),
        ("significant", &decision.significant),
        ("profiling", &decision.profiling),
    ] {
        parts.add(words, field, |is_so| {
            if *is_so {
                words.to_owned()
            } else {
                format!("not {words}")
            }
        });
    }
    parts.add("safeguards", &decision.safeguards, |safeguards| {
        format!("safeguards: {safeguards}")
    });
    parts.joined()
}
