//! Whether a text has, begins with or is one of some words.

/// Whether a text has one of some words, which bars separate.
pub(super) fn has(text: &str, words: &str) -> bool {
    words.split('|').any(|one| text.contains(one))
}

/// Whether a text begins with one of some words, which bars separate.
pub(super) fn begins(text: &str, words: &str) -> bool {
    words.split('|').any(|one| text.starts_with(one))
}

/// Whether words are one of some, which bars separate.
pub(super) fn is_one_of(text: &str, words: &str) -> bool {
    words.split('|').any(|one| text == one)
}

/// Whether words are one of some, in whatever case.
pub(super) fn are(text: &str, words: &str) -> bool {
    is_one_of(&text.to_lowercase(), words)
}
