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

/// Whether a text may begin with one of some letters once it is folded, or has none: to fold it takes longer.
pub(super) fn may_begin(text: &str, letters: &str) -> bool {
    let first = text.chars().find(|one| one.is_alphanumeric());
    first.is_none_or(|first| !first.is_ascii() || letters.contains(first.to_ascii_lowercase()))
}
