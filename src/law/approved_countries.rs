//! Countries to which transfers are approved: Article 45A UK GDPR and Schedule 21 to the Data Protection Act 2018.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::vocabulary::{Entry, Vocabulary, data, parse, read};

static LIST: LazyLock<List> = LazyLock::new(|| parse(data!("approved-country")));

pub(super) static APPROVED_COUNTRY: Vocabulary = Vocabulary::new(
    "approved-country",
    "countries approved for transfers",
    || LIST.entry.iter().map(|country| &country.entry).collect(),
);

static PART_3_LIST: LazyLock<Vec<ApprovedCountry>> =
    LazyLock::new(|| read(data!("part-3-country")));

pub(super) static PART_3_COUNTRY: Vocabulary = Vocabulary::new(
    "part-3-country",
    "countries approved for law enforcement transfers",
    || PART_3_LIST.iter().map(|country| &country.entry).collect(),
);

/// The entry that stands for each EEA state.
const EEA: &str = "EEA";

/// The data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    read: Reading,
    not_approved: Vec<String>,
    entry: Vec<ApprovedCountry>,
}

/// From what the list was made.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The day on which it was read.
    pub on: Date,
    /// What was read, with its address.
    pub what: String,
}

/// A country or territory to which transfers are approved, wholly or in part.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
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
    /// The code of the state as a part of which it is approved.
    pub part_of: Option<String>,
}

impl ApprovedCountry {
    /// Whether the approval covers only some transfers to the country ([`limit`](Self::limit)).
    pub fn is_partial(&self) -> bool {
        self.limit.is_some()
    }
}

/// What is known of the approval of a country on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Transfers to it are approved.
    Whole(&'static ApprovedCountry),
    /// Some transfers to it are approved: those that [`limit`](ApprovedCountry::limit) describes.
    Part(&'static ApprovedCountry),
    /// It was looked into, and is not approved on that day.
    NotApproved,
    /// It was not looked into, so that nothing can be said.
    NotLookedInto,
}

/// Returns what is known of the approval of a country (ISO 3166-1 alpha-2, in capitals) on a day.
///
/// The United Kingdom itself was not looked into: a flow inside it is no transfer.
pub fn approval_on(country: &str, on: Date) -> Approval {
    if let Some(approved) = approval(country, on) {
        return if approved.is_partial() {
            Approval::Part(approved)
        } else {
            Approval::Whole(approved)
        };
    }
    // Approved on another day than this one, it was looked into as well.
    let is_known = LIST.not_approved.iter().any(|code| code == country)
        || APPROVED_COUNTRY.entry(country).is_some();
    if is_known {
        Approval::NotApproved
    } else {
        Approval::NotLookedInto
    }
}

/// Returns what is known of the approval of a country for transfers under Part 3 of the Data Protection Act 2018 (law
/// enforcement) on a day: section 74AA, and Schedule 21 paragraph 11.
pub fn part_3_approval_on(country: &str, on: Date) -> Approval {
    let of_the_eea = APPROVED_COUNTRY
        .entry(country)
        .and_then(|_| approved(country));
    let of_the_eea = of_the_eea.filter(|known| known.eea);
    let code = match of_the_eea {
        // Whether a territory with a code of its own is one with its state was not looked into.
        Some(known) if known.part_of.is_some() => return Approval::NotLookedInto,
        Some(_) => EEA,
        None => country,
    };
    let of_it = |known: &&ApprovedCountry| known.entry.code == code && known.entry.in_force(on);
    match PART_3_LIST.iter().find(of_it) {
        Some(approved) if approved.is_partial() => Approval::Part(approved),
        Some(approved) => Approval::Whole(approved),
        None => match approval_on(country, on) {
            Approval::NotLookedInto => Approval::NotLookedInto,
            _ => Approval::NotApproved,
        },
    }
}

/// Returns the approval of a country (ISO 3166-1 alpha-2, in capitals) on a day, if one is known.
///
/// That none is known is not to say that there is none: [`approval_on`] tells these apart.
pub fn approval(country: &str, on: Date) -> Option<&'static ApprovedCountry> {
    LIST.entry
        .iter()
        .find(|approved| approved.entry.code == country && approved.entry.in_force(on))
}

/// The approval of a country, in force or not.
pub(super) fn approved(country: &str) -> Option<&'static ApprovedCountry> {
    LIST.entry.iter().find(|known| known.entry.code == country)
}

/// Says of a country, by its name, what is known of its approval, with what is doubtful in that.
pub fn approval_words(name: &str, approval: Approval) -> String {
    let (words, approved) = match approval {
        Approval::Whole(approved) => ("approved by regulations".to_owned(), approved),
        Approval::Part(approved) => {
            let limit = approved.limit.as_deref().unwrap_or_default();
            (
                format!("approved by regulations, but only for {limit}"),
                approved,
            )
        }
        Approval::NotApproved => return format!("{name}: not approved by regulations"),
        Approval::NotLookedInto => {
            return format!("{name}: whether it is approved by regulations was not looked into");
        }
    };
    let doubt = match (approved.entry.confirmed, &approved.entry.not_confirmed) {
        (false, _) => " (not confirmed)".to_owned(),
        (true, Some(part)) => format!(" (not confirmed: {part})"),
        (true, None) => String::new(),
    };
    format!("{name}: {words}{doubt}")
}

/// From what the list of approved countries was made, and when it was read.
pub fn approvals_read() -> &'static Reading {
    &LIST.read
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
        let states = eea.iter().filter(|country| country.part_of.is_none());
        assert_eq!(states.count(), 30);
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
    fn a_territory_is_approved_as_the_state_that_it_is_a_part_of() {
        let parts: Vec<_> = LIST
            .entry
            .iter()
            .filter_map(|country| Some((country, country.part_of.as_deref()?)))
            .collect();
        assert_eq!(parts.len(), 7);
        for (part, state) in parts {
            let state = today(state).unwrap();
            assert!(state.eea && part.eea && state.part_of.is_none());
            assert_eq!(part.limit, state.limit);
            assert!(!part.entry.confirmed, "{}", part.entry.code);
        }
    }

    #[test]
    fn not_looked_into_is_not_the_same_as_not_approved() {
        let on = date(2026, 11, 24);
        for country in ["IN", "CN", "AU"] {
            assert!(today(country).is_none(), "{country}");
            assert_eq!(approval_on(country, on), Approval::NotApproved, "{country}");
        }
        for country in [
            "SJ", "BV", "BL", "NC", "PR", "GL", "HK", "BM", "TW", "GB", "fr", "",
        ] {
            assert!(today(country).is_none(), "{country}");
            assert_eq!(
                approval_on(country, on),
                Approval::NotLookedInto,
                "{country}"
            );
        }
        assert_eq!(approval_on("US", date(2023, 10, 11)), Approval::NotApproved);
    }

    #[test]
    fn every_member_of_the_united_nations_was_looked_into_and_none_twice() {
        let states = LIST.entry.iter().filter(|country| {
            let not_members = ["GI", "GG", "JE", "IM", "FO"];
            country.part_of.is_none() && !not_members.contains(&country.entry.code.as_str())
        });
        // The United Kingdom is the other one.
        assert_eq!(states.count() + LIST.not_approved.len(), 193 - 1);
        for code in &LIST.not_approved {
            assert!(APPROVED_COUNTRY.entry(code).is_none(), "{code}");
            let same = LIST.not_approved.iter().filter(|other| *other == code);
            assert_eq!(same.count(), 1, "{code}");
        }
    }

    #[test]
    fn the_words_say_how_much_is_approved_and_what_is_doubtful() {
        let on = date(2026, 11, 24);
        for (name, code, words) in [
            ("France", "FR", "France: approved by regulations"),
            (
                "Réunion",
                "RE",
                "Réunion: approved by regulations (not confirmed)",
            ),
            (
                "Republic of Korea",
                "KR",
                "Republic of Korea: approved by regulations, but only for recipients subject to the Personal Information Protection Act",
            ),
            (
                "Israel",
                "IL",
                "Israel: approved by regulations, but only for automated processing, or data sent to be processed automatically in Israel (not confirmed: the scope limit)",
            ),
            ("India", "IN", "India: not approved by regulations"),
            (
                "Greenland",
                "GL",
                "Greenland: whether it is approved by regulations was not looked into",
            ),
        ] {
            assert_eq!(approval_words(name, approval_on(code, on)), words);
        }
        assert_eq!(
            approval_words("United States", approval_on("US", date(2023, 10, 11))),
            "United States: not approved by regulations"
        );
    }

    #[test]
    fn doubts_are_marked() {
        assert!(!today("FO").unwrap().entry.confirmed);
        let israel = &today("IL").unwrap().entry;
        assert!(israel.confirmed);
        assert_eq!(israel.not_confirmed.as_deref(), Some("the scope limit"));
    }

    #[test]
    fn codes_are_two_capitals_and_the_reading_is_dated() {
        let codes = LIST.entry.iter().map(|country| &country.entry.code);
        for code in codes.chain(&LIST.not_approved) {
            assert!(
                code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()),
                "{code}"
            );
        }
        assert!(approvals_read().on > date(2026, 6, 19));
        assert!(approvals_read().what.contains("https://"));
    }

    /// The list for law enforcement is shorter, and holds for relevant authorities alone in some places.
    #[test]
    fn law_enforcement_has_a_list_of_its_own() {
        let on = date(2026, 11, 26);
        for country in ["FR", "IS", "CH", "GI"] {
            let approval = part_3_approval_on(country, on);
            assert!(matches!(approval, Approval::Whole(_)), "{country}");
        }
        for country in ["GG", "JE", "IM"] {
            let approval = part_3_approval_on(country, on);
            assert!(matches!(approval, Approval::Part(_)), "{country}");
        }
        for country in ["US", "JP", "NZ", "KR", "BR"] {
            assert_eq!(
                part_3_approval_on(country, on),
                Approval::NotApproved,
                "{country}"
            );
        }
        for country in ["RE", "HK"] {
            assert_eq!(
                part_3_approval_on(country, on),
                Approval::NotLookedInto,
                "{country}"
            );
        }
        let before = part_3_approval_on("GG", date(2023, 7, 27));
        assert_eq!(before, Approval::NotApproved);
        // What was not read is said wherever it is shown.
        let words = approval_words("Isle of Man", part_3_approval_on("IM", on));
        assert!(words.ends_with("(not confirmed)"), "{words}");
    }
}
