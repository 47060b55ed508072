//! What a heading asks for that no list of headings names: by the words that stand in it, as a reader would know it.
//!
//! "Data subject types", "Third parties receiving data" and "Supporting systems" are not written the same in two registers,
//! and are understood in all. What asks for something else about one of them ("Number of data subjects", "Retention
//! owner") is not taken.

use std::sync::LazyLock;

use serde::Deserialize;

use super::column_words::{HOSTED, TRANSFER};

/// What headings ask for.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    about: Vec<String>,
    abroad: Vec<String>,
    field: Vec<Worded>,
}

/// The words by which the heading of a field is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Worded {
    path: String,
    says: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    whether: Vec<String>,
}

static ASKED: LazyLock<Asked> =
    LazyLock::new(|| toml::from_str(include_str!("maps/asked.toml")).unwrap_or_default());

/// What several columns may hold: data and special data, recipients within and outside, a directorate and its services.
const IN_SEVERAL: [&str; 9] = [
    "function",
    "people",
    "data",
    "source.from",
    "recipient.to",
    "processor",
    "store.in",
    "measures",
    TRANSFER,
];

/// Whether several columns may hold a field.
pub(super) fn in_several(path: &str) -> bool {
    IN_SEVERAL.contains(&path)
}

/// Whether a heading asks for a part of a field: that there is no special category data, or that no third party receives
/// any, is not that there is none.
pub(super) fn is_of_a_part(path: &str, heading: &str) -> bool {
    let parts: &[&str] = match path {
        "data" => &["special", "sensitive", "criminal", "article 9", "art 9"],
        "recipient.to" => &[
            "extern",
            "intern",
            "third part",
            "3rd part",
            "outside",
            "within",
        ],
        "source.from" => &["extern", "intern", "third part", "3rd part", "other"],
        _ => return false,
    };
    let heading = crate::model::fold(heading);
    parts.iter().any(|part| heading.contains(part))
}

/// Whether words begin and end what a heading asks for, with at most a few between: "share any of this data with".
fn says_around(padded: &str, begin: &str, end: &str) -> bool {
    const MOST: usize = 4;
    let (begin, end) = (format!(" {begin} "), format!(" {end} "));
    padded.match_indices(&begin).any(|(at, _)| {
        let rest = &padded[at + begin.len() - 1..];
        let between = rest.find(&end).map(|end| &rest[..end]);
        between.is_some_and(|words| words.split_whitespace().count() <= MOST)
    })
}

/// Whether a heading, folded, asks for something about a field: how many there are, or when something was done.
pub(super) fn is_about(heading: &str) -> bool {
    let padded = format!(" {heading} ");
    let mut about = ASKED.about.iter();
    about.any(|phrase| padded.contains(&format!(" {phrase} ")))
}

/// The field that a heading asks for, folded and without brackets; none where it asks for something about one. Of one that
/// asks for yes or no, what follows a yes is meant.
pub(super) fn asked(heading: &str, asks_whether: bool) -> Option<&'static str> {
    // The day of a review is what it asks for.
    const DAYS: [&str; 4] = [
        "last review date",
        "last reviewed date",
        "next review date",
        "review date",
    ];
    // Data, which has a word in it that elsewhere asks for something about some.
    const DATA: [&str; 3] = ["civil status", "marital status", "immigration status"];
    let padded = format!(" {heading} ");
    let says = |phrase: &str| match phrase.split_once(" * ") {
        Some((begin, end)) => says_around(&padded, begin, end),
        None => padded.contains(&format!(" {phrase} ")),
    };
    let says_one = |phrases: &[String]| phrases.iter().any(|phrase| says(phrase));
    if is_about(heading) && !DAYS.iter().chain(&DATA).any(|one| says(one)) {
        return None;
    }
    let is_abroad = says_one(&ASKED.abroad);
    let fits = |one: &&Worded| {
        (matches!(one.path.as_str(), TRANSFER | HOSTED) || !is_abroad)
            && (one.path != TRANSFER || is_abroad)
            && says_one(&one.says)
            && (one.with.is_empty() || says_one(&one.with))
            && !says_one(&one.without)
    };
    let found = ASKED.field.iter().find(fits);
    let found = found.filter(|one| !asks_whether || says_one(&one.whether));
    found.map(|one| one.path.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::map::{HOSTED, Map, OPERATOR, PROCESSOR, SUPPLIER, field};
    use super::*;

    #[test]
    fn a_heading_is_known_by_its_words() {
        let usual = Map::usual();
        for (heading, path) in [
            ("Data Subject Types", "people"),
            ("Data Elements", "data"),
            ("Type of people", "people"),
            ("Special / criminal data", "data"),
            ("Who do we receive it from?", "source.from"),
            ("When do we destroy it?", "retention"),
            ("Law relied on", "purpose.enactments"),
            ("Retention period & trigger", "retention"),
            ("Special cat.", "data"),
            ("Data in - from", "source.from"),
            ("Data out - to", "recipient.to"),
            ("Country of storage", "hosted"),
            ("Special categories of personal data held", "data"),
            ("Any criminal offence data?", "data"),
            ("Purposes of Processing", "purpose.text"),
            ("Supporting Assets", "store.in"),
            ("Systems / applications used", "store.in"),
            ("Third Parties Receiving Data", "recipient.to"),
            ("External recipients of the data", "recipient.to"),
            ("If Y - with whom", "recipient.to"),
            ("Who can/do we share this data with?", "recipient.to"),
            ("Who do we share with", "recipient.to"),
            ("Processors (and location)", "processor"),
            ("Who processes the data on our behalf?", "processor"),
            (
                "Article 6 UK GDPR lawful basis relied upon",
                "purpose.basis",
            ),
            (
                "Lawful ground for special category data",
                "condition.article_9",
            ),
            (
                "DPA 2018 Schedule 1 condition relied on",
                "condition.schedule_1",
            ),
            ("Where was the data obtained from", "source.from"),
            ("Agreed retention period for records", "retention"),
            ("Security in place", "measures"),
            ("Hosting Location", "hosted"),
            ("Vendors", "supplier"),
            ("Who supplies the system?", "operator"),
            ("Is special category data processed? (Y/N)", "data"),
            ("Is it shared with anybody? Whom?", "recipient.to"),
            ("5. Where do you get it from?", "source.from"),
            (
                "Does any other company hold or process it for you?",
                "processor",
            ),
            ("UKGDPR Art.6", "purpose.basis"),
            ("DS category", "people"),
            ("Shared externally with", "recipient.to"),
            ("How long kept / disposal", "retention"),
            ("What is our legal reason?", "purpose.basis"),
            ("Where did we get it?", "source.from"),
            ("Activity Description", "description"),
            ("1. What do you do with personal data?", "purpose.text"),
            ("What do you use the data for?", "purpose.text"),
            ("Information we use", "data"),
            ("Keeping it safe", "measures"),
            ("Business Owner", "owner"),
            ("Last Review Date", "review.last"),
            ("Data leaves UK? If so where & safeguards", "transfer"),
            ("Cross-border Transfer", "transfer"),
            ("Transfer Mechanism", "transfer"),
            ("Is data transferred outside the EU?", "transfer"),
            ("Third country transfers", "transfer"),
            ("Transfers Outside UK/EU (Safeguards)", "transfer"),
            ("Format", "medium"),
            ("Deletion periods", "retention"),
            (
                "Data protection impact assessment necessary?",
                "dpia.needed",
            ),
            ("What do you use personal data for?", "purpose.text"),
            ("Which legislation applies?", "purpose.enactments"),
            ("Have you completed a DPIA?", "dpia.status"),
            ("How is it stored (paper/electronic)?", "medium"),
            ("What happens at the end?", "retention.then"),
            ("DPIA ref", "dpia.document"),
            ("Location of processor", "transfer"),
            ("hosting_country", "hosted"),
            ("Server location", "hosted"),
            ("processing_activity_id", "ref"),
            ("activity_name", "name"),
            ("#", "ref"),
            ("Who do you hold personal data about?", "people"),
            ("What data do you hold about them?", "data"),
            (
                "Why was the data collected and how is it used?",
                "purpose.text",
            ),
            ("How secure is the data?", "measures"),
            ("Employee responsible", "owner"),
            ("How the data is protected in its storage", "measures"),
            ("What information are we collecting?", "data"),
            ("Description of categories of persons", "people"),
            ("Time limit for keeping the data", "retention"),
            ("External organisations receiving it", "recipient.to"),
            ("Do we collect data from elsewhere?", "source.from"),
            ("Security measures User access control", "measures"),
            (
                "Name and contact details of processor (where applicable)",
                "processor",
            ),
            (
                "Name of the joint controller (if any)",
                "joint_controllers.party",
            ),
            ("Privacy statement", "notices"),
            ("PIA required", "dpia.needed"),
            ("Processing Reference", "ref"),
            ("Description of asset", "description"),
            ("Where it came from", "source.from"),
            ("Related assets", "store.in"),
            ("Retention start", "retention.trigger"),
            ("Retention justification", "retention.authority"),
            ("Next review", "review.next"),
        ] {
            assert_eq!(
                usual.paths_or_asked(heading).as_deref(),
                Some(&[path.to_owned()][..]),
                "{heading}"
            );
        }
    }

    #[test]
    fn a_heading_that_asks_for_something_about_a_field_is_not_it() {
        let usual = Map::usual();
        for heading in [
            "Number of data subjects",
            "Retention owner",
            "Retention trigger event",
            "Reason for retention",
            "System owner",
            "System description",
            "Who has access to the system",
            "Data subject rights process",
            "Link to transfer risk assessment",
            "Date of transfer",
            "Country of the data subjects",
            "Is the system hosted outside the UK?",
            "Legal basis for sharing",
            "Are there safeguards?",
            "Is personal data shared?",
            "Is personal data encrypted?",
            "Is special category data encrypted?",
            "Is the system backed up?",
            "Are data subjects children?",
            "Do processors have contracts?",
            "Date of data protection training",
            "Data protection officer",
            "How is the data collected?",
            "Personal data breach log",
            "Link to processor contract",
            "Volume of personal data",
            "Data in - method",
            "Data out - frequency",
            "Type of processing",
            "Date",
        ] {
            let found = usual.paths_or_asked(heading);
            let found = found.filter(|paths| !paths.iter().any(|path| path == "retention.trigger"));
            assert_eq!(found, None, "{heading}");
        }
    }

    #[test]
    fn every_field_that_is_asked_for_is_one() {
        assert!(ASKED.field.len() > 20);
        for one in &ASKED.field {
            let words = [PROCESSOR, OPERATOR, HOSTED, SUPPLIER, TRANSFER];
            let is_word = words.contains(&one.path.as_str());
            assert!(is_word || field(&one.path).is_some(), "{}", one.path);
        }
    }
}
