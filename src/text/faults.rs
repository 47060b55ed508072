//! What stands in the way of text, by its code: what the code in an error means.

use crate::rules::RULES;

/// What only text can get wrong. The rules say for themselves what is wrong wherever a register is kept.
const OF_TEXT: &[(&str, &str)] = &[
    (
        "TEXT-bad-country",
        "A country is not one of ISO 3166-1, nor a name of one",
    ),
    (
        "TEXT-bad-date",
        "A date is not one of the calendar, or not written as one",
    ),
    ("TEXT-bad-number", "A number is not a whole one"),
    (
        "TEXT-bad-period",
        "A period is not so many years, months, weeks or days",
    ),
    (
        "TEXT-code-not-yet",
        "A code of law is not in force yet on the day",
    ),
    (
        "TEXT-code-repealed",
        "A code of law is no longer in force on the day",
    ),
    ("TEXT-duplicate-key", "A field stands twice in one table"),
    (
        "TEXT-nearly-none",
        "A word looks like `none` and is not: none and not recorded must not be confused",
    ),
    ("TEXT-no-none", "A field cannot be `none`"),
    ("TEXT-not-utf8", "A file is not text in UTF-8"),
    (
        "TEXT-not-understood",
        "A record is not understood although each of its fields is",
    ),
    (
        "TEXT-stands-alone",
        "`none` or `all` stands beside other items of a list, and can only stand alone",
    ),
    ("TEXT-syntax", "The text is not TOML"),
    (
        "TEXT-unknown-file",
        "A file in the folder is not one from which a register is read",
    ),
    (
        "TEXT-unknown-key",
        "A table has a field that its kind of record does not have",
    ),
    (
        "TEXT-unknown-word",
        "A word is not among those that a field can be",
    ),
    (
        "TEXT-unread",
        "Something in the folder is not read, and does not look like a part of a register",
    ),
    (
        "TEXT-wrong-type",
        "A field has a value of another sort than it takes",
    ),
];

/// Every code that a finding in text can have, and what is wrong where it stands.
pub fn faults() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rules = RULES.iter().map(|rule| (rule.id, rule.says));
    OF_TEXT.iter().copied().chain(rules)
}
