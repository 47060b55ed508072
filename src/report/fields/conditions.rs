//! Special category and offence data: Articles 9 and 10, and DPA 2018 Schedule 1.

use super::law::{code_words, read_words};
use super::needs::Needs;
use super::people_and_data::has_nothing;
use super::{Field, GOOD_PRACTICE, lines};
use crate::law;
use crate::model::{Condition, DataId, DocumentId, LawCode, OffenceBasis, Recorded};
use crate::report::document::Cell;
use crate::report::entry::Entry;

/// The condition of Article 9, and the basis under Article 10.
pub(in crate::report) const ARTICLE_9: Field = Field::new(
    "Article 9 condition for processing special category data",
    GOOD_PRACTICE,
    34,
    |entry| {
        let mut found = Vec::new();
        for condition in entry.activity.condition.items() {
            found.push(condition_words(entry, condition));
        }
        for basis in entry.activity.offence_basis.items() {
            found.push(offence_words(entry, basis));
        }
        if found.is_empty() {
            state(entry)
        } else {
            lines(found)
        }
    },
);

/// The same for the public: the provisions, and not how they are met.
pub(in crate::report) const ARTICLE_9_IN_PUBLIC: Field = Field::new(
    "Article 9 condition for processing special category data",
    GOOD_PRACTICE,
    34,
    |entry| {
        let conditions = entry.activity.condition.items().iter().map(|condition| {
            read_words(
                "special-condition",
                &condition.published,
                &condition.article_9,
                condition.read_as,
                entry.as_at,
            )
        });
        let offences = entry.activity.offence_basis.items().iter().map(|basis| {
            let words = read_words(
                "offence-route",
                &basis.published,
                &basis.route,
                basis.read_as,
                entry.as_at,
            );
            words.map(|words| format!("Offence data (Article 10): {words}"))
        });
        let found: Vec<String> = conditions.chain(offences).flatten().collect();
        if found.is_empty() {
            state(entry)
        } else {
            lines(found)
        }
    },
);

/// The paragraph of Schedule 1.
pub(in crate::report) const SCHEDULE_1: Field = Field::new(
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "DPA 2018 Sch 1 para 41(a)",
    30,
    |entry| {
        of_each(entry, |case| match case.schedule_1 {
            Recorded::Value(paragraph) => {
                Cell::Text(code_words("schedule-1", paragraph, entry.as_at))
            }
            Recorded::None => Cell::None,
            Recorded::NotRecorded if !case.needs.paragraph => Cell::NotApplicable,
            Recorded::NotRecorded => Cell::NotRecorded,
        })
    },
);

/// The policy on retention and erasure.
pub(in crate::report) const POLICY: Field = Field::new(
    "Link to retention and erasure policy document",
    "DPA 2018 Sch 1 para 39",
    28,
    |entry| {
        of_each(entry, |case| match case.policy {
            Recorded::Value(policy) => Cell::Text(entry.document_words(policy)),
            Recorded::None => Cell::None,
            Recorded::NotRecorded => case.unsaid(),
        })
    },
);

/// Whether data is kept and erased by it.
pub(in crate::report) const BY_POLICY: Field = Field::new(
    "Is personal data retained and erased in accordance with the policy document?",
    "DPA 2018 Sch 1 para 41(c)",
    22,
    |entry| {
        of_each(entry, |case| match case.erased_by_policy {
            Recorded::Value(is_so) => Cell::Text(super::accountability::yes(*is_so)),
            Recorded::None => Cell::None,
            Recorded::NotRecorded => case.unsaid(),
        })
    },
)
.none_is("no");

/// If not, why.
pub(in crate::report) const WHY_NOT_BY_POLICY: Field = Field::new(
    "Reasons for not adhering to policy document (if applicable)",
    "DPA 2018 Sch 1 para 41(c)",
    28,
    |entry| {
        of_each(entry, |case| match case.why_not {
            Recorded::Value(reason) => Cell::Text(reason.clone()),
            Recorded::None => Cell::None,
            // There is nothing to give reasons for where the policy is kept to.
            Recorded::NotRecorded if *case.erased_by_policy == Recorded::Value(true) => {
                Cell::NotApplicable
            }
            Recorded::NotRecorded => case.unsaid(),
        })
    },
);

/// A special condition or a basis for data on offences, as paragraph 41 looks at it.
struct Case<'r> {
    words: String,
    schedule_1: &'r Recorded<LawCode>,
    policy: &'r Recorded<DocumentId>,
    erased_by_policy: &'r Recorded<bool>,
    why_not: &'r Recorded<String>,
    needs: Needs,
}

impl Case<'_> {
    /// What it means that a condition says nothing about its policy.
    fn unsaid(&self) -> Cell {
        if self.needs.policy {
            Cell::NotRecorded
        } else {
            Cell::NotApplicable
        }
    }
}

/// What each condition and basis says; several are told apart by what they are for.
fn of_each(entry: &Entry<'_>, cell: impl Fn(&Case<'_>) -> Cell) -> Cell {
    let conditions = entry
        .activity
        .condition
        .items()
        .iter()
        .map(|condition| Case {
            words: words_of(entry, "Article 9", &condition.data),
            schedule_1: &condition.schedule_1,
            policy: &condition.policy,
            erased_by_policy: &condition.erased_by_policy,
            why_not: &condition.why_not_by_policy,
            needs: Needs::of_condition(condition),
        });
    let offences = entry
        .activity
        .offence_basis
        .items()
        .iter()
        .map(|basis| Case {
            words: words_of(entry, "Article 10", &basis.data),
            schedule_1: &basis.schedule_1,
            policy: &basis.policy,
            erased_by_policy: &basis.erased_by_policy,
            why_not: &basis.why_not_by_policy,
            needs: Needs::of_offence_basis(basis),
        });
    let cases: Vec<Case<'_>> = conditions.chain(offences).collect();
    let cells: Vec<Cell> = cases.iter().map(&cell).collect();
    match cells.first() {
        None => state(entry),
        Some(first) if cells.iter().all(|cell| cell == first) => first.clone(),
        Some(_) => {
            let plain = crate::report::document::Column::new(String::new(), 0);
            let each = cases.iter().zip(&cells);
            lines(each.map(|(case, cell)| format!("{}: {}", case.words, cell.shown(&plain))))
        }
    }
}

/// What it means that neither a condition nor a basis is listed.
fn state(entry: &Entry<'_>) -> Cell {
    let is_special: fn(&str) -> bool =
        |class| law::is_special_category(class) || law::is_criminal_offence(class);
    let activity = entry.activity;
    if activity.condition.is_none() && activity.offence_basis.is_none() {
        Cell::None
    } else if has_nothing(entry, is_special) {
        Cell::NotApplicable
    } else if activity.condition.is_none() && has_nothing(entry, law::is_criminal_offence) {
        Cell::None
    } else {
        Cell::NotRecorded
    }
}

fn words_of(entry: &Entry<'_>, article: &str, data: &Recorded<Vec<DataId>>) -> String {
    match data {
        Recorded::Value(data) if !data.is_empty() => {
            format!("{article}, for {}", entry.data_names(data))
        }
        _ => article.to_owned(),
    }
}

fn for_data(entry: &Entry<'_>, data: &Recorded<Vec<DataId>>) -> String {
    match data {
        Recorded::Value(data) if !data.is_empty() => {
            format!(", for {}", entry.data_names(data))
        }
        _ => String::new(),
    }
}

fn condition_words(entry: &Entry<'_>, condition: &Condition) -> String {
    let words = read_words(
        "special-condition",
        &condition.published,
        &condition.article_9,
        condition.read_as,
        entry.as_at,
    );
    let words = words.unwrap_or_else(|| "condition not recorded".to_owned());
    let secrecy = super::clause("; secrecy: ", &condition.secrecy).unwrap_or_default();
    let consent =
        super::clause("; why not consent: ", &condition.why_not_consent).unwrap_or_default();
    format!(
        "{words}{}{secrecy}{consent}",
        for_data(entry, &condition.data)
    )
}

fn offence_words(entry: &Entry<'_>, basis: &OffenceBasis) -> String {
    let words = read_words(
        "offence-route",
        &basis.published,
        &basis.route,
        basis.read_as,
        entry.as_at,
    );
    let words = words.unwrap_or_else(|| "basis not recorded".to_owned());
    let authority = super::clause("; authority: ", &basis.official_authority).unwrap_or_default();
    let consent = super::clause("; why not consent: ", &basis.why_not_consent).unwrap_or_default();
    format!(
        "Offence data (Article 10): {words}{}{authority}{consent}",
        for_data(entry, &basis.data)
    )
}
