//! What a cell of our own layouts says of what is not recorded, and so is nothing to read back.

/// How lines begin that say what is not recorded, or what was worked out.
const GAPS: &[&str] = &[
    "Not recorded",
    "not recorded",
    "not applicable",
    "Class not recorded",
    "Class: none, as recorded",
    "Country not recorded",
    "Other recipients: not recorded",
    "no transfer: every place is recorded",
    "no transfer at present: every place is recorded",
    "no exceptional transfer at present",
    "no processor at present",
    "none at present",
    "Other systems: not recorded",
    "No others are said to be left out",
    "As published:",
    "Article 9 condition: not recorded",
    "Article 9 condition: not applicable",
    "no recipients recorded",
    "Not recorded for the activity itself; its flows name what follows",
];

/// Whether a line says only what is not recorded, or does not apply.
pub(super) fn is_gap(line: &str) -> bool {
    let planned = line.strip_prefix("Planned from ");
    let later = planned.and_then(|line| line.split_once(": "));
    if let Some((_, words)) = later {
        return is_gap(words);
    }
    const OF_ARTICLES: [&str; 3] = ["Article 9", "Article 10", "Offence data (Article 10)"];
    let is_of_article = OF_ARTICLES.iter().any(|it| line.starts_with(it));
    let is_silent = line.ends_with(": not applicable") || line.ends_with(": not recorded");
    is_of_article && is_silent || GAPS.iter().any(|gap| line.starts_with(gap))
}
