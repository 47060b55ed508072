//! How people call the kinds of record, beside the words of the register itself; and records told by their kinds.

use std::collections::BTreeMap;

use crate::model::{Kind, Reference, fold};

/// The records of one kind, of which the first are named.
pub(super) struct OfKind {
    /// The kind.
    pub(super) kind: Kind,
    /// How many there are.
    pub(super) n: usize,
    /// The names of the first, and how many more there are.
    pub(super) names: String,
}

impl OfKind {
    /// `12 parties: A, B, C, D, E and 7 more`.
    pub(super) fn words(&self) -> String {
        format!("{}: {}", how_many(self.n, self.kind), self.names)
    }
}

/// How many records of each kind are named.
const N_NAMED: usize = 5;

/// Records by kind, the first of each with what `name` calls them.
pub(super) fn by_kind<'r, E>(
    records: impl IntoIterator<Item = &'r Reference>,
    mut name: impl FnMut(&Reference) -> Result<String, E>,
) -> Result<Vec<OfKind>, E> {
    let mut kinds: BTreeMap<Kind, Vec<&Reference>> = BTreeMap::new();
    for record in records {
        kinds.entry(record.kind).or_default().push(record);
    }
    let of_kind = |(kind, records): (Kind, Vec<&Reference>)| {
        let named = records.iter().take(N_NAMED).map(|record| name(record));
        let mut names = named.collect::<Result<Vec<_>, _>>()?.join(", ");
        let n = records.len();
        if n > N_NAMED {
            names.push_str(&format!(" and {} more", n - N_NAMED));
        }
        Ok(OfKind { kind, n, names })
    };
    kinds.into_iter().map(of_kind).collect()
}

/// How many records of a kind: `1 party`, `12 parties`.
pub(super) fn how_many(n: usize, kind: Kind) -> String {
    match (n, kind) {
        (_, Kind::Settings) => kind.one().to_owned(),
        (1, _) => format!("1 {}", kind.noun()),
        _ => format!("{n} {}", kind.several()),
    }
}

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
