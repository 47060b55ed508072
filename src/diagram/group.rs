//! Boxes of one sort drawn as one, where there would be too many to read.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Whereabouts;
use crate::model::{Kind, Recorded, Reference, Register, fold, one_line};

use super::carried::{INCOMPLETE, top_names};
use super::draft::{Draft, DraftArrow, DraftBox};
use super::drawing::{MOST_BOXES, MOST_FLOWS};
use super::picture::{BoundaryKind, BoxKind, Grouped, Mark, Side};
use super::places;
use super::select::count;
use super::standing::{Class, Standing, side_word};
use super::text::capital;

/// The most boxes of a picture in which nothing is grouped: a few sheets.
const MOST_SINGLE: usize = 3 * MOST_BOXES;

/// The most functions with a box of their own.
const MOST_FUNCTIONS: usize = 12;

/// How many names of its members a group shows, and how many categories of data its flows.
const N_NAMES: usize = 3;
const N_DATA: usize = 5;

/// The most countries that are named.
const MOST_COUNTRIES: usize = 4;

/// What boxes have in common that are grouped together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    /// Activities, by their functions.
    Functions,
    /// All that stands in one relation to whose picture it is.
    Relation(Place),
}

/// A box of a group, before it has its members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    boundary: Option<(BoundaryKind, String)>,
    class: Option<Class>,
    kind: BoxKind,
    side: Side,
    /// The function; of what is no activity none.
    function: String,
}

/// Which boxes of a picture can be grouped, and which of them are.
pub(super) struct Grouping<'d> {
    plain: &'d Draft,
    register: &'d Register,
    /// For each box that can be grouped its sort and its place.
    homes: BTreeMap<&'d str, (Sort, Place)>,
    /// The sorts by what grouping them saves, the least first.
    left: Vec<Sort>,
    done: BTreeSet<Sort>,
}

impl<'d> Grouping<'d> {
    /// What could be grouped of a picture: all but the activities of a single function and the
    /// parties and systems that it is about.
    pub(super) fn new(
        plain: &'d Draft,
        register: &'d Register,
        about: &BTreeSet<Reference>,
    ) -> Self {
        let is_subject = |one: &Reference| one.kind != Kind::Activity && about.contains(one);
        let depth = depth(plain, register);
        let boxes = plain.boxes.iter();
        let homes: BTreeMap<&str, (Sort, Place)> = boxes
            .filter(|(key, one)| {
                !key.starts_with("process:") && !one.records.iter().any(is_subject)
            })
            .map(|(key, one)| {
                let function = match one.kind {
                    BoxKind::Process => function_of(one, register, depth),
                    _ => String::new(),
                };
                (key.as_str(), home(one, function))
            })
            .collect();
        let mut sizes: BTreeMap<&Sort, (usize, BTreeSet<&Place>)> = BTreeMap::new();
        for (sort, place) in homes.values() {
            let (n, places) = sizes.entry(sort).or_default();
            *n += 1;
            places.insert(place);
        }
        let mut left: Vec<(usize, Sort)> = sizes
            .into_iter()
            .filter(|(_, (n, places))| *n > places.len())
            .map(|(sort, (n, places))| {
                let is_all_one = *sort == Sort::Functions && places.len() == 1;
                (if is_all_one { 0 } else { n - places.len() }, sort.clone())
            })
            .collect();
        left.sort();
        Self {
            plain,
            register,
            homes,
            left: left.into_iter().map(|(_, sort)| sort).collect(),
            done: BTreeSet::new(),
        }
    }

    /// Whether there are few enough boxes; of a picture on one sheet, few enough flows too.
    pub(super) fn suits(&self, is_one_sheet: bool) -> bool {
        let most = match (is_one_sheet, self.done.is_empty()) {
            (false, true) => MOST_SINGLE,
            _ => MOST_BOXES,
        };
        let homes = self.plain.boxes.keys().map(|key| self.home(key));
        let n_boxes = homes.collect::<BTreeSet<_>>().len();
        let arrows = self.plain.arrows.iter();
        let ends = arrows.map(|arrow| (self.home(&arrow.from), self.home(&arrow.to)));
        let ends: BTreeSet<_> = ends.filter(|(from, to)| from != to).collect();
        n_boxes <= most && (!is_one_sheet || ends.len() <= MOST_FLOWS)
    }

    /// Groups one sort more, the one that saves most; whether there was one.
    pub(super) fn coarser(&mut self) -> bool {
        let next = self.left.pop();
        next.is_some_and(|sort| self.done.insert(sort))
    }

    /// Where a box is drawn: in its group where that is formed, else by itself.
    fn home(&self, key: &'d str) -> Result<&Place, &'d str> {
        match self.homes.get(key) {
            Some((sort, place)) if self.done.contains(sort) => Ok(place),
            _ => Err(key),
        }
    }

    /// The picture as it is grouped, and what is said of that.
    pub(super) fn drawn(&self) -> (Draft, Option<Grouped>) {
        if self.done.is_empty() {
            return (self.plain.clone(), None);
        }
        let mut weights: BTreeMap<&str, usize> = BTreeMap::new();
        for end in self.plain.arrows.iter().flat_map(|arrow| [&arrow.from, &arrow.to]) {
            *weights.entry(end).or_default() += 1;
        }
        let mut members: BTreeMap<&Place, Vec<(&str, &DraftBox)>> = BTreeMap::new();
        let mut draft = Draft::default();
        for (key, one) in &self.plain.boxes {
            match self.home(key) {
                Ok(place) => members.entry(place).or_default().push((key, one)),
                Err(key) => drop(draft.boxes.insert(key.to_owned(), one.clone())),
            }
        }
        let mut keys: BTreeMap<&str, String> = BTreeMap::new();
        let mut grouped = Grouped::default();
        for (place, mut boxes) in members {
            boxes.sort_by_key(|(key, _)| (std::cmp::Reverse(weights.get(key)), *key));
            let (key, whole) = match &boxes[..] {
                // Nothing is gained by a group of one.
                [(key, one)] if place.class.is_some() => ((*key).to_owned(), (*one).clone()),
                _ => (key_of(place), group(place, &boxes)),
            };
            keys.extend(boxes.iter().map(|(one, _)| (*one, key.clone())));
            if keys.len() > draft.boxes.len() || place.class.is_none() {
                grouped.count(place, &whole);
            }
            draft.boxes.insert(key, whole);
        }
        draft.arrows = self.merged(&keys);
        (draft, Some(grouped))
    }

    /// All flows between two boxes as one, with the broadest of their data.
    fn merged(&self, keys: &BTreeMap<&str, String>) -> Vec<DraftArrow> {
        let tops = top_names(self.register);
        let end = |key: &str| keys.get(key).cloned().unwrap_or_else(|| key.to_owned());
        let mut whole: BTreeMap<(String, String), (DraftArrow, BTreeMap<String, usize>)> =
            BTreeMap::new();
        for arrow in &self.plain.arrows {
            let (from, to) = (end(&arrow.from), end(&arrow.to));
            if from == to {
                continue;
            }
            let mut arrow = arrow.clone();
            (arrow.from, arrow.to) = (from.clone(), to.clone());
            let names = arrow.load.data.clone();
            let (_, counts) = match whole.get_mut(&(from.clone(), to.clone())) {
                Some(held) => {
                    held.0.load.absorb(arrow.load);
                    held.0.steps.extend(arrow.steps);
                    held
                }
                None => whole
                    .entry((from, to))
                    .or_insert((arrow, BTreeMap::new())),
            };
            for name in names {
                *counts.entry(name).or_default() += 1;
            }
        }
        whole
            .into_values()
            .map(|(mut arrow, counts)| {
                arrow.numbers.truncate(1);
                arrow.load.when = None;
                let signs = arrow.load.marks.iter().map(|mark| mark.sign);
                arrow.load.marks = signs.map(Mark::plain).collect();
                shorten(&mut arrow.load.data, &counts, &tops);
                arrow
            })
            .collect()
    }
}
