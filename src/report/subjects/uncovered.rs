//! For which special category data, and data on offences, no condition is recorded beside those that are.

use super::fact;
use crate::graph::{Covers, Uncovered, data_by_words, is_covered, uncovered, uses};
use crate::law;
use crate::model::{DataId, Purpose, Recorded, and};
use crate::report::document::{Cell, Fact};
use crate::report::entry::Entry;

/// The data of an entry for which no condition is recorded though some are, with the purposes for which it is so.
pub(in crate::report) fn without_condition<'r>(entry: &Entry<'r>) -> Vec<Uncovered<'r>> {
    let list = entry.activity.condition.items();
    without(entry, list, law::is_special_category)
}

/// The same of data on offences.
pub(in crate::report) fn without_offence_basis<'r>(entry: &Entry<'r>) -> Vec<Uncovered<'r>> {
    let list = entry.activity.offence_basis.items();
    without(entry, list, law::is_criminal_offence)
}

/// What is left of the data of a kind that a row is about by what is recorded for it. Nothing is where nothing is
/// recorded, which is said of all of it, or where it is not recorded for which data that is.
fn without<'r, C: Covers>(
    entry: &Entry<'r>,
    list: &[C],
    is_of_kind: fn(&str) -> bool,
) -> Vec<Uncovered<'r>> {
    if list.is_empty() {
        return Vec::new();
    }
    let (activity, on) = (entry.activity, entry.as_at);
    let is_within = |id: &DataId, among: &[DataId]| is_covered(&entry.register.data, id, among);
    let purposes = match entry.purposes() {
        Recorded::Value(purposes) => purposes,
        Recorded::NotRecorded | Recorded::None => Vec::new(),
    };
    let is_here = |id: &DataId| {
        let own = entry.purpose;
        own.is_none_or(|purpose| uses(activity, on, purpose, id, &is_within))
    };
    let held = data_by_words(activity, on).into_iter();
    let held = held.filter(|(id, by)| {
        by.is_held && entry.is_personal(id) && entry.is_of_class(id, is_of_kind) && is_here(id)
    });
    let ids = held.map(|(id, _)| id);
    let mut left = uncovered((activity, on), &purposes, list, ids, &is_within);
    left.retain(|one| !one.is_possible);
    left
}

/// Those that lack it for the same purposes together, by the names of the data.
fn grouped<'l, 'r>(
    entry: &Entry<'_>,
    left: &'l [Uncovered<'r>],
) -> Vec<(&'l [&'r Purpose], Vec<String>)> {
    let mut groups: Vec<(&[&Purpose], Vec<String>)> = Vec::new();
    for one in left {
        let name = entry.data_name(one.data);
        let known = groups.iter_mut();
        match known.into_iter().find(|(known, _)| *known == one.purposes) {
            Some((_, names)) => names.push(name),
            None => groups.push((&one.purposes, vec![name])),
        }
    }
    groups
}

/// What is left as a cell names it, with the numbers of the purposes: `Health, for purpose 2`.
pub(super) fn in_cells(entry: &Entry<'_>, left: &[Uncovered<'_>]) -> Vec<String> {
    let groups = grouped(entry, left).into_iter();
    let words = groups.map(|(purposes, names)| {
        let numbers = entry.for_purposes(|one| purposes.contains(&one));
        format!("{}{numbers}", names.join(", "))
    });
    words.collect()
}

/// What is left in a sentence, with the words of the purposes: `Health for “Send a newsletter”`.
pub(in crate::report) fn in_sentences(entry: &Entry<'_>, left: &[Uncovered<'_>]) -> Vec<String> {
    let groups = grouped(entry, left).into_iter();
    let words = groups.map(|(purposes, names)| {
        let texts = purposes.iter().map(|one| one.text.as_str());
        format!("{}{}", and(&names), used_for(texts))
    });
    words.collect()
}

/// For what some data is used, as it goes on the data in a sentence.
pub(in crate::report) fn used_for<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.map(|text| format!("“{text}”")).collect();
    match texts.is_empty() {
        true => String::new(),
        false => format!(" for {}", and(&texts)),
    }
}

/// A fact for each group that is left: that nothing is recorded for it.
pub(super) fn facts_of(
    entry: &Entry<'_>,
    label: &str,
    provision: &'static str,
    left: &[Uncovered<'_>],
) -> Vec<Fact> {
    let of = |words| {
        fact(
            &format!("{label} {words}"),
            Some(provision),
            Cell::NotRecorded,
        )
    };
    in_sentences(entry, left).into_iter().map(of).collect()
}
