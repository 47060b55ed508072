//! Why data is used, and what gives the right to: Article 30(1)(b), and the lawful basis.

use super::law::{add_read, code_words, coded};
use super::{
    Field, GOOD_PRACTICE, OURS, Parts, Speaks, by_purpose, data, documents, facts, if_said, lines,
    list, names, numbered, optional, text, word,
};
use crate::import::sheet::{self, CATEGORIES};
use crate::law::{PublicAuthority, lawful_basis};
use crate::model::{DocumentKind, LawCode, PeopleId, Purpose, Recorded, Role};
use crate::report::document::{Block, Cell, Fact};
use crate::report::entry::Entry;

/// The purposes.
pub(in crate::report) const PURPOSE: Field = Field::new(
    "Purpose of processing",
    "Article 30(1)(b)",
    34,
    |entry| match entry.purposes() {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(purposes) => numbered(
            purposes
                .into_iter()
                .map(|one| Cell::Text(purpose_words(one))),
            entry.is_public,
        ),
    },
)
.speaking(Speaks::Purpose)
.reads("purpose.text");

/// The lawful basis.
pub(in crate::report) const BASIS: Field = Field::new(
    "Article 6 lawful basis for processing personal data",
    GOOD_PRACTICE,
    30,
    |entry| by_purpose(entry, |purpose| basis(entry, purpose)),
)
.speaking(Speaks::Purpose)
.reads("purpose.basis");

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
                (Recorded::Value(_), _) | (_, Recorded::Value(_)) => {
                    // An interest is of one kind or of the other.
                    let mut parts = Parts::of(entry);
                    let interest = &purpose.legitimate_interest;
                    parts.add_if_said("legitimate interest", interest, Clone::clone);
                    let recognised = &purpose.recognised_interest;
                    parts.add_if_said("recognised legitimate interest", recognised, |code| {
                        code_words("recognised-interest", code, entry.as_at)
                    });
                    Cell::Text(parts.joined())
                }
                (Recorded::None, Recorded::None) => Cell::None,
                _ if rests_elsewhere(purpose) => Cell::NotApplicable,
                _ => Cell::NotRecorded,
            }
        })
    },
)
.speaking(Speaks::Purpose);

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
            } else if purpose.documents.is_none() {
                Cell::None
            } else if rests_elsewhere(purpose) {
                Cell::NotApplicable
            } else {
                Cell::NotRecorded
            }
        })
    },
)
.speaking(Speaks::Purpose);

/// What a processor does, for its record under Article 30(2).
pub(in crate::report) const CATEGORIES_OF_PROCESSING: Field = Field::new(
    "Categories of processing",
    "Article 30(2)(b)",
    44,
    |entry| {
        let (description, purposes) = (&entry.activity.description, entry.purposes());
        let mut gaps = Parts::of(entry);
        if description.value().is_none() {
            gaps.add("description", description, Clone::clone);
        }
        if purposes.value().is_none() {
            gaps.add("purposes", &purposes, |_| String::new());
        }
        let mut said: Vec<String> = description
            .value()
            .map(|text| sheet::description(text))
            .into_iter()
            .collect();
        let each = purposes.items().iter();
        said.extend(each.map(|purpose| sheet::purpose(&purpose.text)));
        let gaps = gaps.joined();
        if !gaps.is_empty() && (said.is_empty() || gaps != "not recorded") {
            said.push(gaps);
        }
        lines([entry.activity.name.clone()].into_iter().chain(said))
    },
)
.reads(CATEGORIES);

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
)
.speaking(Speaks::Purpose);

/// A purpose in words.
pub(in crate::report) fn purpose_words(purpose: &Purpose) -> String {
    match &purpose.only_if {
        Some(condition) => format!("{} (only if {condition})", purpose.text),
        None => purpose.text.clone(),
    }
}

/// The lawful basis of a purpose in words, with the enactments cited.
fn basis(entry: &Entry<'_>, purpose: &Purpose) -> Cell {
    let mut parts = Parts::of(entry);
    let is_read = add_read(
        &mut parts,
        "lawful-basis",
        &purpose.basis_published,
        &purpose.basis,
        purpose.read_as,
        entry,
    );
    if !is_read && purpose.enactments.items().is_empty() {
        // That a notice publishes no basis is not to say that there is none.
        return if purpose.basis.is_none() {
            Cell::None
        } else {
            Cell::NotRecorded
        };
    }
    if !is_read {
        parts.add("basis", &purpose.basis, ToString::to_string);
    }
    let cited = |enactments: &Vec<String>| format!("laid down in: {}", enactments.join("; "));
    if purpose.basis.value().is_none_or(rests_on_law) {
        parts.add("enactments", &purpose.enactments, cited);
    } else {
        parts.add_if_said("enactments", &purpose.enactments, cited);
    }
    parts.words.extend(closed_to_authorities(entry, purpose));
    Cell::Text(parts.joined())
}

/// That the basis of a purpose is closed to public authorities in the performance of their tasks (closing words of
/// Article 6(1)), where the controller is one, and whether this is recorded to be outside its tasks.
fn closed_to_authorities(entry: &Entry<'_>, purpose: &Purpose) -> Option<String> {
    let basis = lawful_basis(purpose.basis.value()?.as_str())?;
    let is_closed = basis.public_authority == PublicAuthority::No;
    if !is_closed || !entry.all().is_of_public_authority {
        return None;
    }
    let note = basis.public_authority_note.as_deref().unwrap_or_default();
    let outside = match &purpose.outside_tasks {
        Recorded::NotRecorded => "not recorded whether this is outside them",
        Recorded::None => "that this is outside them is recorded as none",
        Recorded::Value(true) => "recorded as outside them, where it is open",
        Recorded::Value(false) => "recorded as within them, so that another basis is needed",
    };
    Some(format!("{note}: {outside}"))
}

/// Whether a purpose is recorded to rest on another basis than an interest.
fn rests_elsewhere(purpose: &Purpose) -> bool {
    purpose
        .basis
        .value()
        .is_some_and(|code| !matches!(code.as_str(), "6/1/f" | "6/1/ea"))
}

/// Whether a basis must be laid down in law: an enactment is to be cited.
fn rests_on_law(code: &LawCode) -> bool {
    lawful_basis(code.as_str()).is_none_or(|basis| basis.rests_on_law)
}

/// The provision that asks for the purposes.
pub(in crate::report) const WHY: &str = "Article 30(1)(b) UK GDPR";

/// Each purpose with its lawful basis.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let Recorded::Value(purposes) = &entry.activity.purpose else {
        let cell = list(&entry.activity.purpose, |_| String::new());
        return vec![Block::Facts(facts!["Purposes" (WHY) => cell])];
    };
    let mut blocks = Vec::new();
    for (at, purpose) in purposes.iter().enumerate() {
        blocks.push(Block::Heading(format!("Purpose {}", at + 1)));
        blocks.push(Block::Facts(purpose_facts(entry, purpose)));
    }
    blocks
}

fn purpose_facts(entry: &Entry<'_>, purpose: &Purpose) -> Vec<Fact> {
    // Where no basis is recorded, any may turn out to be the one.
    let rests_on = |code: &str| {
        purpose
            .basis
            .value()
            .is_some_and(|basis| basis.as_str() == code)
    };
    let enactments = match (&purpose.enactments, &purpose.basis) {
        (Recorded::NotRecorded, Recorded::None) => Cell::NotApplicable,
        (Recorded::NotRecorded, Recorded::Value(code)) if !rests_on_law(code) => {
            Cell::NotApplicable
        }
        (enactments, _) => list(enactments, Clone::clone),
    };
    let mut facts = facts!["Purpose" (WHY) => Cell::Text(purpose.text.clone())];
    facts.extend(optional("Only if", purpose.only_if.as_ref()));
    let (basis, by) = (&purpose.basis, purpose.read_as);
    facts.push(coded(
        entry,
        "Lawful basis",
        "Article 6(1) UK GDPR",
        "lawful-basis",
        basis,
        by,
    ));
    facts.extend(optional(
        "Whether the basis is open to the controller",
        closed_to_authorities(entry, purpose).as_ref(),
    ));
    facts.extend(facts![
        "Lawful basis in the words published" => text(&purpose.basis_published),
        "Enactments or rules of law" ("Article 6(3) UK GDPR") => enactments,
    ]);
    if rests_on("6/1/f") || !purpose.legitimate_interest.is_not_recorded() {
        let interest = text(&purpose.legitimate_interest);
        facts.extend(facts!["Legitimate interest" ("Article 6(1)(f) UK GDPR") => interest]);
    }
    if rests_on("6/1/ea") || !purpose.recognised_interest.is_not_recorded() {
        let (label, provision) = ("Recognised legitimate interest", "Annex 1 UK GDPR");
        let interest = &purpose.recognised_interest;
        facts.push(coded(
            entry,
            label,
            provision,
            "recognised-interest",
            interest,
            None,
        ));
    }
    facts.extend(if_said("Data it needs", &purpose.data, |ids| {
        data(entry, ids)
    }));
    facts.extend(if_said("People it is about", &purpose.people, |ids| {
        names(entry, ids.iter().map(PeopleId::reference))
    }));
    facts.extend(if_said(
        "Role of the organisation for it",
        &purpose.role,
        |role| word(Role::WORDS, *role as usize),
    ));
    facts.extend(if_said(
        "Outside the tasks of a public authority",
        &purpose.outside_tasks,
        |is_outside| if *is_outside { "yes" } else { "no" }.to_owned(),
    ));
    let papers = documents(entry, &purpose.documents);
    facts.extend(facts!["Assessments and other documents" => papers]);
    facts.extend(optional("The words it rests on", purpose.evidence.as_ref()));
    facts
}

/// For which purposes, where that is said.
pub(super) fn for_purposes(entry: &Entry<'_>, purposes: &Recorded<Vec<String>>) -> Option<Fact> {
    if_said("For which purposes", purposes, |ids| {
        let names = ids.iter().map(|id| entry.purpose_named(id));
        names.collect::<Vec<_>>().join("; ")
    })
}
