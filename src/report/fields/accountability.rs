//! What the ICO recommends to record beside: measures, assessments, consent, breaches.

use super::{Field, GOOD_PRACTICE, list, value};
use crate::model::{AutomatedDecision, Dpia, DpiaStatus, MeasureKind, MeasureStatus, Recorded};
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
            let kind = measure.kind.value().map(|kind| match kind {
                MeasureKind::Technical => "technical",
                MeasureKind::Organisational => "organisational",
            });
            let status = match measure.status.value() {
                Some(MeasureStatus::Planned) => Some("planned"),
                Some(MeasureStatus::Withdrawn) => Some("withdrawn"),
                Some(MeasureStatus::InPlace) | None => None,
            };
            let marks: Vec<&str> = kind.into_iter().chain(status).collect();
            if marks.is_empty() {
                measure.name.clone()
            } else {
                format!("{} ({})", measure.name, marks.join(", "))
            }
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
        let of_kind = |kind: Option<MeasureKind>| {
            let all = all.iter().filter_map(|id| entry.register.measures.get(id));
            all.filter(|measure| measure.status == Recorded::Value(MeasureStatus::InPlace))
                .filter(|measure| measure.kind.value() == kind.as_ref())
                .count()
        };
        let counts = [
            (of_kind(Some(MeasureKind::Technical)), "technical"),
            (of_kind(Some(MeasureKind::Organisational)), "organisational"),
            (of_kind(None), "of a kind that is not recorded"),
        ];
        let words: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{count} {kind}"))
            .collect();
        if words.is_empty() {
            Cell::NotRecorded
        } else {
            Cell::Text(format!("In place: {}", words.join(", ")))
        }
    },
);

/// Automated decisions.
pub(in crate::report) const AUTOMATED_DECISIONS: Field = Field::new(
    "Existence of automated decision-making, including profiling (if applicable)",
    GOOD_PRACTICE,
    30,
    |entry| list(&entry.activity.automated_decisions, decision_words),
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

fn decision_words(decision: &AutomatedDecision) -> String {
    let flag = |field: &Recorded<bool>, words: &str| match field {
        Recorded::Value(true) => Some(words.to_owned()),
        Recorded::Value(false) => Some(format!("not {words}")),
        Recorded::None => None,
        Recorded::NotRecorded => Some(format!("whether {words} is not recorded")),
    };
    let mut parts = vec![decision.what.clone()];
    parts.extend(flag(&decision.solely_automated, "solely automated"));
    parts.extend(flag(&decision.significant, "significant"));
    parts.extend(flag(&decision.profiling, "profiling"));
    if let Recorded::Value(safeguards) = &decision.safeguards {
        parts.push(format!("safeguards: {safeguards}"));
    }
    parts.join("; ")
}
