//! What a form says of itself: what it was made of, and what stood in it when it left.

use std::collections::BTreeMap;

use crate::model::{Kind, Reference};

use super::super::decision::At;
use super::{ANSWERS, MARK};

/// What a form says of itself.
#[derive(Debug, Default)]
pub(super) struct About {
    /// The commit it was made of.
    pub(super) commit: Option<String>,
    /// Each form by the name of its sheet, with its activity; none where that is new.
    pub(super) sheets: Vec<(String, Option<Reference>)>,
    /// What its pages say beside questions and answers.
    pub(super) pages: Vec<String>,
    /// What stood in a cell when it left, by sheet, key and column.
    was: BTreeMap<(String, String, u32), String>,
}

impl About {
    /// Out of its lines; nothing where another version of the program wrote them.
    pub(super) fn of(lines: &[Vec<String>]) -> Option<Self> {
        let (first, lines) = lines.split_first()?;
        if *first != MARK {
            return None;
        }
        let mut about = Self::default();
        for line in lines {
            let text = |place: usize| line.get(place).cloned().unwrap_or_default();
            let some = |text: String| Some(text).filter(|text| !text.is_empty());
            match text(0).as_str() {
                "commit" => about.commit = some(text(1)),
                "sheet" => {
                    let activity = some(text(2)).map(|id| Reference::new(Kind::Activity, id));
                    about.sheets.push((text(1), activity));
                }
                "page" => about.pages.push(text(1)),
                "was" => {
                    let column = text(3).parse().unwrap_or_default();
                    about.was.insert((text(1), text(2), column), text(4));
                }
                _ => {}
            }
        }
        Some(about)
    }

    /// What stood in an answer of a row.
    pub(super) fn was(&self, sheet: &str, key: &str, answer: usize) -> &str {
        let column = ANSWERS + u32::try_from(answer).unwrap_or_default();
        let known = self.was.get(&(sheet.to_owned(), key.to_owned(), column));
        known.map_or("", String::as_str)
    }

    /// The keys of the rows of a form in which something stood, in order.
    pub(super) fn keys(&self, sheet: &str) -> Vec<&str> {
        let of_sheet = self.was.keys().filter(|(of, ..)| of == sheet);
        let mut keys: Vec<&str> = of_sheet.map(|(_, key, _)| key.as_str()).collect();
        keys.dedup();
        keys
    }
}

/// A row of answers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answered {
    /// The key of the row.
    pub(super) key: String,
    /// What stands in each of its answers.
    pub(super) texts: Vec<String>,
    /// Where each stands.
    pub(super) at: Vec<At>,
}

/// Whether two texts are the same but for spaces and the ends of lines.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
