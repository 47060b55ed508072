//! A finding with all that is told of it, as plain values that can be kept.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::finding::Level;
use crate::model::{Kind, Recorded, Reference, Register};

use super::read_from::read_from;
use super::{Check, Fix, Found};

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
    /// A finding in its register, with how it is told that it is put right.
    pub fn of(
        (found, is_waived): &(Found, bool),
        register: &Register,
        told: fn(&Fix, &Reference) -> String,
    ) -> Self {
        let name = |reference: &Reference| register.name(reference).cloned();
        let (mut owners, mut functions) = (BTreeSet::new(), BTreeSet::new());
        let activities = found.activities.iter();
        for activity in activities.filter_map(|id| register.activities.get(id)) {
            owners.extend(activity.owner.value().and_then(|id| name(&id.reference())));
            if let Recorded::Value(function) = &activity.function {
                functions.insert(function.clone());
            }
        }
        let fix = found.fix.as_ref();
        Self {
            level: found.finding.level,
            code: found.rule.code.to_owned(),
            title: found.rule.title.to_owned(),
            why: found.finding.message.clone(),
            rests_on: found.rule.rests_on.to_owned(),
            fix: fix.map_or_else(String::new, |fix| told(fix, &found.record)),
            record: found.record.to_string(),
            name: name(&found.record).unwrap_or_else(|| match found.record.kind {
                Kind::Settings => "the settings".to_owned(),
                _ => found.record.id.clone(),
            }),
            field: found.path.clone(),
            file: None,
            line: None,
            read_from: read_from(found, register),
            activities: found.activities.iter().map(ToString::to_string).collect(),
            owners: owners.into_iter().collect(),
            functions: functions.into_iter().collect(),
            is_draft: found.is_draft,
            is_waived: *is_waived,
        }
    }

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
