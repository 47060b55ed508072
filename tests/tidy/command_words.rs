//! What lies below `commands` says what is wrong, not what to type: a command or flag renamed is renamed in one room.

use std::collections::BTreeSet;

use super::source::Source;

/// Files below `commands` that name a command or flag all the same, and why.
const STILL: &[(&str, &str)] = &[
    (
        "src/ask/",
        "an answer names the question that shows more, and its proof how to ask it again",
    ),
    (
        "src/diagram/transfers.rs",
        "an empty picture names the question that says what was searched",
    ),
    ("src/diagram/view.rs", "a view has its example beside it"),
    (
        "src/published/computed.rs",
        "a table says which question it answers as",
    ),
    (
        "src/published/error.rs",
        "its hints are all that a person sees of bad SQL",
    ),
    (
        "src/published/steps.rs",
        "a table says which question it answers as",
    ),
    (
        "src/queries/parameter.rs",
        "a wrong code is told where the right ones are listed",
    ),
    (
        "src/report/asked.rs",
        "a proof says how to make the same export again",
    ),
    (
        "src/report/mod.rs",
        "what is too large for a format is told how to be narrowed",
    ),
    (
        "src/report/verify/mod.rs",
        "a file without a proof is told what writes one",
    ),
    (
        "src/store/error.rs",
        "its hints leave with the error, whoever opened the file",
    ),
    (
        "src/store/index/names.rs",
        "an unknown name is told where the known ones are listed",
    ),
    (
        "src/typeset.rs",
        "what a build leaves out is told how to be built",
    ),
    (
        "src/model/as_at.rs",
        "two days are asked for again by two flags, in every proof",
    ),
    (
        "src/report/pictures.rs",
        "what is left out for its size is told how to be had",
    ),
    ("src/report/proof.rs", "a proof says what compares it"),
    ("src/store/verify.rs", "damage is told what repairs it"),
    (
        "src/ui/short.rs",
        "what a screen leaves out is told how to be had",
    ),
];

/// Whether a text tells somebody what to type at this program.
fn tells_what_to_type(text: &str) -> bool {
    let is_flag = |word: &str| {
        let name = word.trim_start_matches(['`', '(', '"']);
        let name = name.strip_prefix("--").unwrap_or_default();
        name.starts_with(|letter: char| letter.is_ascii_lowercase())
    };
    text.contains("`ropa ") || text.starts_with("ropa ") || text.split_whitespace().any(is_flag)
}

/// What is wrong with the words below `commands`: one that is new, or an entry of [`STILL`] that has none.
pub(super) fn check(sources: &[Source], is_below: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| is_below(source)) {
        for (literal, line) in &source.literals {
            if !tells_what_to_type(literal) {
                continue;
            }
            match STILL.iter().find(|(path, _)| source.path.starts_with(path)) {
                Some((path, _)) => drop(used.insert(*path)),
                None => faults.push(format!(
                    "{}:{line}: names a command or flag: say what is wrong, and let `commands` say what to type",
                    source.path
                )),
            }
        }
    }
    let gone = STILL.iter().filter(|(path, _)| !used.contains(path));
    faults.extend(
        gone.map(|(path, _)| format!("{path}: names no command now: take it out of STILL")),
    );
    faults
}

#[test]
fn commands_and_flags_are_seen_and_other_words_are_not() {
    for text in [
        "see `ropa list`",
        "give `--force`",
        "leave out --as-of",
        "ropa ask who-receives",
    ] {
        assert!(tells_what_to_type(text), "{text}");
    }
    for text in [
        "---",
        "ropa",
        "a -- b",
        "an export of `ropa`",
        "-- only SQL",
    ] {
        assert!(!tells_what_to_type(text), "{text}");
    }
}
