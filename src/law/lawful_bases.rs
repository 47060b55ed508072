//! Lawful bases: Article 6(1) UK GDPR, and the recognised legitimate interests of Annex 1.

use serde::Deserialize;

use super::vocabulary::{Entry, Vocabulary, data, entries, read_plain};

entries! {
    BASES: LawfulBasis = "lawful-basis";
    LAWFUL_BASIS = "lawful-basis", "lawful bases";
    /// Returns the lawful basis with this code, in force or not.
    fn lawful_basis;
}

pub(super) static RECOGNISED_INTEREST: Vocabulary = Vocabulary::new(
    "recognised-interest",
    "recognised legitimate interests",
    || read_plain(data!("recognised-interest")),
);

/// A point of Article 6(1) UK GDPR.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawfulBasis {
    /// Code (`6/1/e`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// Whether a public authority may use it in the performance of its tasks (closing words of Article 6(1)).
    pub public_authority: PublicAuthority,
    /// Why, or when.
    pub public_authority_note: Option<String>,
    /// Whether it must be laid down in law, so that the enactment or rule of law is to be cited (Article 6(3)).
    pub rests_on_law: bool,
    /// What must stand beside it, as in a legitimate interests assessment.
    pub needs: Option<String>,
}

/// Whether a public authority may use a basis in the performance of its tasks.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum PublicAuthority {
    /// It may.
    Yes,
    /// It may, but the basis seldom fits.
    Rarely,
    /// The law closes the basis to it.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legitimate_interests_are_closed_to_public_authorities() {
        let closed: Vec<_> = BASES
            .iter()
            .filter(|basis| basis.public_authority == PublicAuthority::No)
            .map(|basis| basis.entry.code.as_str())
            .collect();
        assert_eq!(closed, ["6/1/ea", "6/1/f"]);
    }

    #[test]
    fn legal_obligation_and_public_task_rest_on_law() {
        let on_law: Vec<_> = BASES
            .iter()
            .filter(|basis| basis.rests_on_law)
            .map(|basis| basis.entry.code.as_str())
            .collect();
        assert_eq!(on_law, ["6/1/c", "6/1/e"]);
        assert!(lawful_basis("6/1/g").is_none());
    }

    #[test]
    fn definitions_of_annex_1_are_no_conditions() {
        let codes: Vec<_> = RECOGNISED_INTEREST
            .entries()
            .iter()
            .map(|entry| entry.code.as_str())
            .collect();
        assert_eq!(
            codes,
            ["annex1/1", "annex1/2", "annex1/3", "annex1/5", "annex1/6"]
        );
    }
}
