//! A finding with all that is told of it, as plain values that can be kept.

use serde::{Deserialize, Serialize};

use crate::finding::Level;
use crate::model::{Kind, Reference};

use super::Check;

/// A finding with all that is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it means.
    pub level: Level,
    /// The code of its rule.
    pub code: String,
    /// What is wrong, as the rule says.
    pub title: String,
    /// Why, in this case.
    pub why: String,
    /// On which provisions the rule rests.
    pub rests_on: String,
    /// How it is put right.
    pub fix: String,
    /// The record, with its kind.
    pub record: String,
    /// What the record is called.
    pub name: String,
    /// The field.
    pub field: String,
    /// The file, where the register is a folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The cell of a workbook or the place in a notice from which it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_from: Option<String>,
    /// The activities that it concerns: ids.
    pub activities: Vec<String>,
    /// Who answers for these.
    pub owners: Vec<String>,
    /// The business functions that they belong to.
    pub functions: Vec<String>,
    /// Whether all of these are drafts.
    pub is_draft: bool,
    /// Whether a waiver accepts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_waived: bool,
}

impl Item {
    /// The record that it is about.
    pub fn reference(&self) -> Option<Reference> {
        let (kind, id) = self.record.split_once(':')?;
        Some(Reference::new(Kind::from_word(kind)?, id))
    }

    /// Its place among what is shown first.
    pub fn rank(&self) -> (Level, usize) {
        let rank = super::rule(&self.code).map_or(usize::MAX, Check::rank);
        (self.level, rank)
    }
}
