//! Why data is used, and what gives the right to: Article 30(1)(b), and the lawful basis.

use super::law::{code_words, read_words};
use super::{Field, GOOD_PRACTICE, OURS, by_purpose, lines, numbered};
use crate::model::{DocumentKind, LawCode, Purpose, Recorded};
use crate::report::document::Cell;
use crate::report::entry::Entry;

/// The purposes.
pub(in crate::report) const PURPOSE: Field = Field::new(
    "Purpose of processing",
    "Article 30(1)(b)",
    34,
    |entry| match entry.purposes() {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(purposes) => numbered(purposes.into_iter().map(purpose_words)),
    },
);

/// The lawful basis.
pub(in crate::report) const BASIS: Field = Field::new(
    "Article 6 lawful basis for processing personal data",
    GOOD_PRACTICE,
    30,
    |entry| by_purpose(entry, |purpose| basis(entry, purpose)),
);

/// How Article 6 is satisfied, where a condition of Schedule 1 needs a policy document.
///
/// The ICO's template asks for the lawful basis in two places, so the second says it again wherever
/// there is one, and not only where paragraph 41 asks for it.
pub(in crate::report) const BASIS_UNDER_SCHEDULE_1: Field = BASIS
    .headed("GDPR Article 6 lawful basis for processing")
    .under("DPA 2018 Sch 1 para 41(b)");

/// The legitimate interest pursued.
pub(in crate::report) const LEGITIMATE_INTERESTS: Field = Field::new(
    "Legitimate interests for the processing (if applicable)",
    GOOD_PRACTICE,
    26,
    |entry| {
        by_purpose(entry, |purpose| {
            match (&purpose.legitimate_interest, &purpose.recognised_interest) {
                (Recorded::Value(interest), Recorded::Value(code)) => Cell::Text(format!(
                    "{interest}; {}",
                    code_words("recognised-interest", code, entry.as_at)
                )),
                (_, Recorded::Value(code)) => {
                    Cell::Text(code_words("recognised-interest", code, entry.as_at))
                }
                (Recorded::Value(interest), _) => Cell::Text(interest.clone()),
                _ if rests_elsewhere(purpose) => Cell::NotApplicable,
                (Recorded::None, Recorded::None) => Cell::None,
                _ => Cell::NotRecorded,
            }
        })
    },
);

/// Where the assessment of legitimate interests is.
pub(in crate::report) const ASSESSMENT_OF_INTERESTS: Field = Field::new(
    "Link to record of legitimate interests assessment (if applicable)",
    GOOD_PRACTICE,
    26,
    |entry| {
        by_purpose(entry, |purpose| {
            let assessments: Vec<String> = purpose
                .documents
                .items()
                .iter()
                .filter(|id| {
                    entry
                        .document(id)
                        .is_some_and(|document| document.kind == Recorded::Value(DocumentKind::Lia))
                })
                .map(|id| entry.document_words(id))
                .collect();
            if !assessments.is_empty() {
                lines(assessments)
            } else if rests_elsewhere(purpose) {
                Cell::NotApplicable
            } else if purpose.documents.is_none() {
                Cell::None
            } else {
                Cell::NotRecorded
            }
        })
    },
);

/// What a processor does, for its record under Article 30(2).
pub(in crate::report) const CATEGORIES_OF_PROCESSING: Field = Field::new(
    "Categories of processing",
    "Article 30(2)(b)",
    44,
    |entry| {
        let mut words = vec![entry.activity.name.clone()];
        words.extend(entry.activity.description.value().cloned());
        if let Recorded::Value(purposes) = entry.purposes() {
            let texts: Vec<String> = purposes
                .iter()
                .map(|purpose| purpose.text.clone())
                .collect();
            words.push(format!("For: {}", texts.join("; ")));
        }
        lines(words)
    },
);

/// The lawful basis under the GDPR of the Union, in which there is no recognised legitimate interest.
pub(in crate::report) const BASIS_IN_THE_UNION: Field = Field::new(
    "Lawful basis (Article 6(1) GDPR)",
    OURS,
    30,
    |entry| {
        by_purpose(entry, |purpose| {
            if purpose.basis == Recorded::Value(LawCode("6/1/ea".to_owned())) {
                Cell::Text(
                    "recorded as a recognised legitimate interest (Article 6(1)(ea) UK GDPR), which \
                     the GDPR of the Union does not have: the basis there is to be settled, usually \
                     legitimate interests (Article 6(1)(f)) with an assessment"
                        .to_owned(),
                )
            } else {
                basis(entry, purpose)
            }
        })
    },
);

/// A purpose in words.
fn purpose_words(purpose: &Purpose) -> Cell {
    Cell::Text(match &purpose.only_if {
        Some(condition) => format!("{} (only if {condition})", purpose.text),
        None => purpose.text.clone(),
    })
}

/// The lawful basis of a purpose in words, with the enactments cited.
fn basis(entry: &Entry<'_>, purpose: &Purpose) -> Cell {
    let words = read_words(
        "lawful-basis",
        &purpose.basis_published,
        &purpose.basis,
        purpose.read_as,
        entry.as_at,
    );
    let cited = match &purpose.enactments {
        Recorded::Value(enactments) if !enactments.is_empty() => Some(enactments.join("; ")),
        _ => None,
    };
    match (words, cited) {
        (Some(words), Some(cited)) => Cell::Text(format!("{words}; laid down in: {cited}")),
        (Some(words), None) => Cell::Text(words),
        (None, Some(cited)) => Cell::Text(format!("basis not recorded; enactments: {cited}")),
        // That a notice publishes no basis is not to say that there is none.
        (None, None) if purpose.basis.is_none() => Cell::None,
        (None, None) => Cell::NotRecorded,
    }
}

/// Whether a purpose is recorded to rest on another basis than an interest.
fn rests_elsewhere(purpose: &Purpose) -> bool {
    purpose
        .basis
        .value()
        .is_some_and(|code| !matches!(code.as_str(), "6/1/f" | "6/1/ea"))
}
