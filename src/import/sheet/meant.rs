//! Words that people write for the words of our lists.

use super::super::notice;
use crate::model::{Field, Shape};

/// The word of ours that other words mean.
pub(super) fn word_of(field: &Field, words: &str) -> Option<&'static str> {
    const MEANT: [(&str, &[&str]); 9] = [
        (
            "complete",
            &[
                "complete",
                "completed",
                "done",
                "signed off",
                "approved",
                "yes completed",
            ],
        ),
        (
            "in-progress",
            &[
                "in progress",
                "ongoing",
                "underway",
                "under way",
                "started",
                "draft",
            ],
        ),
        (
            "not-started",
            &[
                "not started",
                "to do",
                "outstanding",
                "to be done",
                "not begun",
            ],
        ),
        (
            "under-review",
            &["under review", "being reviewed", "in review"],
        ),
        ("active", &["live", "current", "in use", "open"]),
        (
            "retired",
            &[
                "closed",
                "ceased",
                "archived",
                "no longer done",
                "decommissioned",
            ],
        ),
        (
            "joint-controller",
            &["joint", "joint controller", "joint data controller"],
        ),
        ("controller", &["data controller", "sole controller"]),
        ("processor", &["data processor"]),
    ];
    let Shape::Word(known) = field.shape else {
        return None;
    };
    if field.name == "then" {
        return notice::fate(words).map(crate::model::Fate::word);
    }
    let words = crate::model::fold(words);
    let meant = MEANT
        .iter()
        .find(|(_, others)| others.contains(&words.as_str()));
    let (word, _) = meant?;
    known.iter().map(|one| one.word).find(|one| one == word)
}
