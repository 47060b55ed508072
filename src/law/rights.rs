//! Rights of data subjects, and which of them a person has under which lawful basis.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::vocabulary::{Entry, Vocabulary, data, parse, read_plain};

static TABLE: LazyLock<Table> = LazyLock::new(|| parse(data!("rights-by-basis")));

pub(super) static RIGHT: Vocabulary = Vocabulary::new("right", "rights of data subjects", || {
    read_plain(data!("right"))
});

/// The data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// What one provision gives under each basis.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    right: String,
    title: Option<String>,
    provision: String,
    confirmed: bool,
    cells: BTreeMap<String, Availability>,
    #[serde(default)]
    conditions: BTreeMap<String, Availability>,
    #[serde(default)]
    notes: BTreeMap<String, String>,
}

/// Whether a person has a right under a lawful basis.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// The person has it.
    Yes,
    /// The person has it in the cases that the note gives, and not in all.
    Limited,
    /// The person does not have it.
    No,
    /// The processing that the right is about is itself barred (Article 22B(4) UK GDPR).
    Prohibited,
}

/// A right as it stands under one lawful basis, or follows from one condition for special category data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightUnder {
    /// The right.
    pub right: &'static Entry,
    /// What it is called: the right's title on the day, or what tells it apart from others of the same article.
    pub title: &'static str,
    /// The provision that grants it, as in `21/1`; mostly the right's own code.
    pub provision: &'static str,
    /// Whether a person has it.
    pub availability: Availability,
    /// What qualifies that.
    pub note: Option<&'static str>,
    /// Whether the provisions behind it were read, rather than stated from general knowledge or derived.
    pub confirmed: bool,
}

/// Returns each right in force on a day, as it stands under a lawful basis (`6/1/e`); nothing for an unknown basis.
///
/// For a point of Article 9(2) it returns the rights that follow from it by itself, beside those of the lawful basis:
/// what was processed with explicit consent (`9/2/a`) can be withdrawn and ported.
///
/// The table states the law since 5 February 2026. Of earlier law it has what did not change, and so neither Article 22
/// nor Article 77. Exemptions (DPA 2018 Schs 2 to 4) can switch any right off and are not considered.
pub fn rights_for(basis: &str, on: Date) -> Vec<RightUnder> {
    TABLE
        .row
        .iter()
        .filter_map(|row| {
            let right = RIGHT.entry(&row.right).filter(|right| right.in_force(on))?;
            Some(RightUnder {
                right,
                title: row.title.as_deref().unwrap_or(right.title_on(on)),
                provision: &row.provision,
                availability: *row.cells.get(basis).or(row.conditions.get(basis))?,
                note: row.notes.get(basis).map(String::as_str),
                confirmed: row.confirmed,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use std::collections::BTreeSet;

    use super::super::lawful_bases::LAWFUL_BASIS;
    use super::super::special_condition;
    use super::*;

    fn under(basis: &str, provision: &str) -> Availability {
        let rights = rights_for(basis, date(2026, 11, 24));
        rights
            .iter()
            .find(|right| right.provision == provision)
            .unwrap()
            .availability
    }

    #[test]
    fn the_table_is_full_and_names_only_what_exists() {
        let bases: Vec<_> = LAWFUL_BASIS
            .entries()
            .iter()
            .map(|entry| entry.code.as_str())
            .collect();
        for row in &TABLE.row {
            assert!(RIGHT.entry(&row.right).is_some(), "{}", row.right);
            assert!(
                row.cells
                    .keys()
                    .map(String::as_str)
                    .eq(bases.iter().copied()),
                "{}",
                row.provision
            );
            assert!(
                row.conditions
                    .keys()
                    .all(|point| special_condition(point).is_some()),
                "{}",
                row.provision
            );
            assert!(
                row.notes
                    .keys()
                    .all(|code| row.cells.contains_key(code) || row.conditions.contains_key(code)),
                "{}",
                row.provision
            );
            // A limit that nobody can read is none.
            let cells = row.cells.iter().chain(&row.conditions);
            for (code, _) in cells.filter(|(_, cell)| **cell == Availability::Limited) {
                assert!(row.notes.contains_key(code), "{} {code}", row.provision);
            }
        }
    }

    #[test]
    fn a_public_task_can_be_objected_to_but_not_ported_and_seldom_erased() {
        assert_eq!(under("6/1/e", "21/1"), Availability::Yes);
        assert_eq!(under("6/1/e", "20"), Availability::No);
        assert_eq!(under("6/1/e", "17"), Availability::Limited);
        assert_eq!(under("6/1/e", "21/6"), Availability::Limited);
        assert_eq!(under("6/1/e", "7/3"), Availability::No);
        assert_eq!(under("6/1/e", "15"), Availability::Yes);
    }

    #[test]
    fn consent_can_be_withdrawn_and_is_not_objected_to() {
        assert_eq!(under("6/1/a", "7/3"), Availability::Yes);
        assert_eq!(under("6/1/a", "21/1"), Availability::No);
        assert_eq!(under("6/1/a", "21/2"), Availability::Yes);
    }

    #[test]
    fn explicit_consent_can_be_withdrawn_and_what_rests_on_it_ported() {
        let rights = rights_for("9/2/a", date(2026, 11, 24));
        let provisions: Vec<_> = rights.iter().map(|right| right.provision).collect();
        assert_eq!(provisions, ["20", "7/3"]);
        assert!(rights.iter().all(|right| right.note.is_some()));
        assert!(rights_for("9/2/h", date(2026, 11, 24)).is_empty());
    }

    /// Two lines of one name could not be told apart.
    #[test]
    fn no_two_rights_under_one_basis_have_the_same_title() {
        for basis in LAWFUL_BASIS.entries() {
            let rights = rights_for(&basis.code, date(2026, 11, 24));
            let titles: BTreeSet<_> = rights.iter().map(|right| right.title).collect();
            assert_eq!(titles.len(), rights.len());
        }
    }

    #[test]
    fn no_automated_decision_rests_on_a_recognised_interest() {
        assert_eq!(under("6/1/ea", "22C"), Availability::Prohibited);
    }

    #[test]
    fn rights_begin_on_their_day() {
        let has = |on, code: &str| {
            rights_for("6/1/e", on)
                .iter()
                .any(|right| right.right.code == code)
        };
        assert!(!has(date(2026, 6, 18), "dpa2018:s164A"));
        assert!(has(date(2026, 6, 19), "dpa2018:s164A"));
        assert!(!has(date(2026, 2, 4), "22C"));
    }

    #[test]
    fn an_unknown_basis_gives_no_rights() {
        assert!(rights_for("6/1/z", date(2026, 11, 24)).is_empty());
    }
}
