//! Countries to which transfers are approved: Article 45A UK GDPR and Schedule 21 to the Data Protection Act 2018.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::vocabulary::{Entry, Vocabulary, parse};

static LIST: LazyLock<List> = LazyLock::new(|| parse(include_str!("data/approved-country.toml")));

pub(super) static APPROVED_COUNTRY: Vocabulary = Vocabulary::new(
    "approved-country",
    "countries approved for transfers",
    || LIST.entry.iter().map(|country| &country.entry).collect(),
);

/// The data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    checked_on: Date,
    entry: Vec<ApprovedCountry>,
}

/// A country or territory to which transfers are approved, wholly or in part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovedCountry {
    /// Code (ISO 3166-1 alpha-2, in capitals), name, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// What approves it, as in `SI 2023/1028`.
    pub instrument: String,
    /// What the approval is limited to, where it is partial.
    pub limit: Option<String>,
    /// Whether it is in the European Economic Area.
    #[serde(default)]
    pub eea: bool,
}

impl ApprovedCountry {
    /// Whether the approval covers only some transfers to the country ([`limit`](Self::limit)).
    pub fn is_partial(&self) -> bool {
        self.limit.is_some()
    }
}

/// Returns the approval of a country (ISO 3166-1 alpha-2, in capitals) on a day, if there is one.
///
/// The United Kingdom itself is not in the list: a flow inside it is no transfer.
pub fn approval(country: &str, on: Date) -> Option<&'static ApprovedCountry> {
    LIST.entry
        .iter()
        .find(|approved| approved.entry.code == country && approved.entry.in_force(on))
}

/// The day on which the list was last compared with its sources.
pub fn approved_countries_checked_on() -> Date {
    LIST.checked_on
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn today(country: &str) -> Option<&'static ApprovedCountry> {
        approval(country, date(2026, 11, 24))
    }

    #[test]
    fn the_eea_is_approved_without_limit() {
        let eea: Vec<_> = LIST.entry.iter().filter(|country| country.eea).collect();
        assert_eq!(eea.len(), 30);
        assert!(
            eea.iter()
                .all(|country| !country.is_partial() && country.entry.from.is_none())
        );
        assert!(today("FR").is_some_and(|france| !france.is_partial()));
    }

    #[test]
    fn some_approvals_are_partial() {
        let partial: Vec<_> = LIST
            .entry
            .iter()
            .filter(|country| country.is_partial())
            .map(|country| country.entry.code.as_str())
            .collect();
        assert_eq!(partial, ["CA", "IL", "JP", "KR", "US"]);
    }

    #[test]
    fn later_approvals_hold_from_their_day() {
        assert!(approval("US", date(2023, 10, 11)).is_none());
        assert!(approval("US", date(2023, 10, 12)).is_some_and(ApprovedCountry::is_partial));
        assert!(approval("KR", date(2022, 12, 18)).is_none());
        assert!(approval("KR", date(2022, 12, 19)).is_some());
    }

    #[test]
    fn other_countries_are_not_approved() {
        for country in ["IN", "CN", "GB", "fr", ""] {
            assert!(today(country).is_none(), "{country}");
        }
    }

    #[test]
    fn doubts_are_marked() {
        assert!(!today("FO").unwrap().entry.confirmed);
        let israel = &today("IL").unwrap().entry;
        assert!(israel.confirmed);
        assert_eq!(israel.not_confirmed.as_deref(), Some("the scope limit"));
    }

    #[test]
    fn codes_are_two_capitals_and_the_list_is_dated() {
        for country in &LIST.entry {
            let code = &country.entry.code;
            assert!(
                code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()),
                "{code}"
            );
        }
        assert!(approved_countries_checked_on() > date(2026, 6, 19));
    }
}
