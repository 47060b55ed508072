//! How people call the kinds of record, beside the words of the register itself.

use crate::model::{Kind, fold};

/// Other words for kinds of record, folded. Of one thing, where many are it with an `s` at the end.
const CALLED: [(Kind, &[&str]); 7] = [
    (
        Kind::Party,
        &[
            "supplier",
            "vendor",
            "processor",
            "controller",
            "recipient",
            "organisation",
            "organization",
            "company",
            "companies",
            "contractor",
            "third party",
            "third parties",
            "team",
        ],
    ),
    (
        Kind::Activity,
        &[
            "processing",
            "processing activity",
            "entry",
            "entries",
            "service",
            "ropa",
        ],
    ),
    (
        Kind::System,
        &[
            "database",
            "software",
            "application",
            "app",
            "asset",
            "information asset",
        ],
    ),
    (
        Kind::Document,
        &[
            "contract",
            "agreement",
            "notice",
            "privacy notice",
            "assessment",
            "policy",
            "policies",
            "evidence",
        ],
    ),
    (
        Kind::People,
        &[
            "data subject",
            "subject",
            "individual",
            "person",
            "category of people",
        ],
    ),
    (
        Kind::Data,
        &[
            "category",
            "categories",
            "data category",
            "data categories",
            "category of data",
            "personal data",
        ],
    ),
    (Kind::Measure, &["security", "control", "security measure"]),
];

/// The kind that a word stands for which is not the register's own: `supplier`, `contracts`.
pub(super) fn meant(word: &str) -> Option<Kind> {
    let folded = fold(word);
    let one = folded.strip_suffix('s').unwrap_or(&folded);
    let calls = |words: &&[&str]| words.contains(&one) || words.contains(&&*folded);
    let found = CALLED.iter().find(|(_, words)| calls(words));
    found.map(|(kind, _)| *kind)
}

/// Whether a word speaks of flows, which are no kind of record: they stand in activities.
pub(super) fn are_flows(word: &str) -> bool {
    matches!(&*fold(word), "flow" | "flows" | "data flow" | "data flows")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_what_people_call_them() {
        for (word, kind) in [
            ("suppliers", Some(Kind::Party)),
            ("Third parties", Some(Kind::Party)),
            ("contract", Some(Kind::Document)),
            ("data subjects", Some(Kind::People)),
            ("assets", Some(Kind::System)),
            ("entries", Some(Kind::Activity)),
            ("flows", None),
        ] {
            assert_eq!(meant(word), kind, "{word}");
        }
        assert!(are_flows("Flow") && !are_flows("flour"));
    }
}
