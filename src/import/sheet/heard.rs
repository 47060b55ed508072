//! What the sheets that are read say of the activities of which they said something before.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Record, Reference, fold};

/// What the sheets that are read say now, of the activities of which they said something before.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) by_activity: BTreeMap<Reference, Said>,
    /// The sheets and fields that are read.
    pub(super) covered: BTreeSet<(String, String)>,
}

/// What they say of one of them.
#[derive(Default)]
pub(super) struct Said {
    pub(super) is_named: bool,
    /// The words of each cell, by what they are about.
    pub(super) words: BTreeSet<(String, String)>,
    /// Values, and items by their place in the list: each with the words and the place that say it.
    pub(super) values: BTreeMap<String, (String, String)>,
}

impl Heard {
    /// Notes what a record holds of a file.
    pub(super) fn begin(&mut self, file: &str, reference: &Reference, record: &Record) {
        let Record::Activity(activity) = record else {
            return;
        };
        let is_of_it = |place: &str| {
            place
                .strip_prefix(file)
                .is_some_and(|rest| rest.starts_with(", "))
        };
        let evidence = activity
            .evidence
            .iter()
            .filter_map(|one| one.place.as_deref());
        let unread = activity
            .unread
            .iter()
            .filter_map(|one| one.place.as_deref());
        if evidence.chain(unread).any(is_of_it) {
            self.by_activity.entry(reference.clone()).or_default();
        }
    }

    /// Notes that a row names an activity.
    pub(super) fn names(&mut self, activity: &Reference) {
        if let Some(said) = self.by_activity.get_mut(activity) {
            said.is_named = true;
        }
    }

    /// Notes that a sheet says words about a field.
    pub(super) fn words(&mut self, activity: &Reference, path: &str, words: &str) {
        if let Some(said) = self.by_activity.get_mut(activity) {
            said.words.insert((head(path).to_owned(), fold(words)));
        }
    }

    /// Notes that a sheet says a value: `data.health`, or `recipient#2` of an item; with the words and their place.
    pub(super) fn value(
        &mut self,
        activity: &Reference,
        (words, place): (&str, &str),
        value: impl FnOnce() -> String,
    ) {
        if let Some(said) = self.by_activity.get_mut(activity) {
            let proof = || (words.to_owned(), place.to_owned());
            said.values.entry(value()).or_insert_with(proof);
        }
    }
}

/// The list or table that words are about.
pub(super) fn head(about: &str) -> &str {
    about.split('.').next().unwrap_or(about)
}
