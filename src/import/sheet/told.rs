//! What the words of a cell say of other countries: where data goes, and what allows it.

use super::super::notice;
use super::said::{after_yes, yes_or_no};
use crate::model::{Country, fold};

/// What allows data to leave: the field of a transfer and its code.
pub(super) type Allowed = (&'static str, &'static str);

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) countries: Vec<Country>,
    pub(super) allowed: Option<Allowed>,
    /// Words that are neither, such as a name.
    pub(super) others: Vec<String>,
}

/// Whether words say that data goes nowhere else.
pub(super) fn is_nowhere(words: &str) -> bool {
    const NOWHERE: [&str; 18] = [
        "uk",
        "uk only",
        "united kingdom",
        "in the uk",
        "in uk",
        "within uk",
        "within the uk",
        "none outside the uk",
        "not outside the uk",
        "not transferred",
        "not transferred outside the uk",
        "not transferred outside uk",
        "none all data held in uk",
        "none all data held in the uk",
        "no transfer",
        "no transfers",
        "no international transfers",
        "no transfers outside the uk",
    ];
    yes_or_no(words) == Some(false) || NOWHERE.contains(&fold(words).as_str())
}

/// What words say; nothing where they say neither a country nor what allows it.
pub(super) fn read(words: &str) -> Option<Told> {
    const BETWEEN: [&str; 9] = [
        " - ", " – ", " — ", " under ", " via ", " with ", " using ", " and ", " by ",
    ];
    // What says nothing of its own beside the rest.
    const BESIDE: [&str; 13] = [
        "",
        "yes",
        "y",
        "in place",
        "signed",
        "only",
        "servers",
        "data centre",
        "transfer",
        "sccs",
        "scc",
        "eu sccs",
        "standard contractual clauses",
    ];
    let mut text = after_yes(words).to_owned();
    for between in BETWEEN {
        text = text.replace(between, ";");
    }
    let mut told = Told::default();
    let mut says_clauses = false;
    for part in text.split([';', ',', '(', ')', '\n', '/', ':']) {
        let part = part.trim().trim_end_matches('.');
        let folded = fold(part);
        let bare = part.strip_prefix("the ").unwrap_or(part);
        let bare = bare.strip_suffix(" only").unwrap_or(bare);
        // "IT" and "IN" are words before they are countries.
        let may_be = bare.chars().count() > 3 || matches!(bare, "UK" | "US" | "USA" | "UAE");
        let country = may_be.then(|| Country::from_words(bare).ok()).flatten();
        if let Some(country) = country {
            if country.as_str() != "GB" && !told.countries.contains(&country) {
                told.countries.push(country);
            }
        } else if let Some(allowed) = notice::instrument(&part.to_lowercase()) {
            if told.allowed.is_some_and(|other| other != allowed) {
                return None;
            }
            told.allowed = Some(allowed);
        } else if !BESIDE.contains(&folded.as_str()) {
            told.others.push(part.to_owned());
        } else {
            says_clauses |=
                folded.ends_with("sccs") || folded.ends_with("clauses") || folded == "scc";
        }
    }
    // Clauses of the European Union alone allow nothing here: they need the addendum.
    let is_half = says_clauses && told.allowed != Some(("instrument", "addendum"));
    let is_said = !told.countries.is_empty() || told.allowed.is_some();
    (is_said && !is_half).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_data_goes_and_what_allows_it_are_told_apart() {
        let idta = Some(("instrument", "idta"));
        let addendum = Some(("instrument", "addendum"));
        let approved = Some(("route", "44A/2/a"));
        for (words, country, allowed) in [
            ("USA", Some("US"), None),
            ("USA (IDTA)", Some("US"), idta),
            ("Yes - USA (UK-US data bridge)", Some("US"), approved),
            ("Yes - Ireland", Some("IE"), None),
            ("Canada - adequacy regulations", Some("CA"), approved),
            ("India, under an IDTA", Some("IN"), idta),
            ("International data transfer agreement", None, idta),
            (
                "Standard contractual clauses with UK addendum",
                None,
                addendum,
            ),
            ("EU SCCs and UK Addendum", None, addendum),
        ] {
            let told = read(words).unwrap();
            let found: Vec<&str> = told.countries.iter().map(Country::as_str).collect();
            assert_eq!(found, country.into_iter().collect::<Vec<_>>(), "{words}");
            assert_eq!(told.allowed, allowed, "{words}");
            assert!(told.others.is_empty(), "{words}: {:?}", told.others);
        }
        for words in [
            "Yes",
            "EEA",
            "EU SCCs",
            "Standard contractual clauses",
            "See the contract",
            "USA (EU SCCs)",
            "IT",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
        assert_eq!(read("USA (Mailchimp)").unwrap().others, ["Mailchimp"]);
    }

    #[test]
    fn that_data_goes_nowhere_else_is_said_in_many_ways() {
        for words in ["No", "N", "UK only", "No transfers", "Within the UK"] {
            assert!(is_nowhere(words), "{words}");
        }
        assert!(!is_nowhere("Ireland") && !is_nowhere("UK and Ireland"));
    }
}
