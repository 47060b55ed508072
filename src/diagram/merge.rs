//! Drawing as one what is the same: parallel flows, and receivers of the same flows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::graph::StepKind;
use crate::model::{Register, one_line};

use super::carried::{self, INCOMPLETE, Load, NOT_RECORDED};
use super::draft::{Draft, DraftArrow, DraftBox, Number};
use super::group::ONE_PROCESS;
use super::picture::{BoxKind, Mark, Side};

/// The most categories of data that a flow names which stands for many.
pub(super) const MOST_DATA: usize = 5;

/// The same where every word counts.
pub(super) const FEWEST_DATA: usize = 2;

/// What makes receivers alike: where they stand, and what they get from where.
type Like<'d> = (Option<&'d str>, Vec<(&'d str, &'d Load)>);

impl Draft {
    /// Draws flows between the same places with the same words and marks as one.
    pub(super) fn merge_parallel(&mut self) {
        let mut merged: Vec<DraftArrow> = Vec::new();
        let mut places: BTreeMap<(String, String, Load), usize> = BTreeMap::new();
        for arrow in std::mem::take(&mut self.arrows) {
            let key = (arrow.from.clone(), arrow.to.clone(), arrow.load.clone());
            match places.get(&key) {
                Some(place) => {
                    merged[*place].numbers.extend(arrow.numbers);
                    merged[*place].steps.extend(arrow.steps);
                }
                None => {
                    places.insert(key, merged.len());
                    merged.push(arrow);
                }
            }
        }
        self.arrows = merged;
    }

    /// Draws receivers that get the same flows from the same places as one box with their names.
    pub(super) fn merge_receivers(&mut self) {
        let senders: BTreeSet<&str> = self
            .arrows
            .iter()
            .map(|arrow| arrow.from.as_str())
            .collect();
        let mut gets: BTreeMap<&str, Vec<(&str, &Load)>> = BTreeMap::new();
        for arrow in &self.arrows {
            gets.entry(&arrow.to)
                .or_default()
                .push((&arrow.from, &arrow.load));
        }
        let mut first: BTreeMap<&str, Number> = BTreeMap::new();
        for arrow in &self.arrows {
            for number in &arrow.numbers {
                let held = first.entry(&arrow.to).or_insert(*number);
                *held = (*held).min(*number);
            }
        }
        let mut alike: Vec<(Like<'_>, Vec<String>)> = Vec::new();
        let mut in_order: Vec<(&String, &DraftBox)> = self.boxes.iter().collect();
        // By the order of their flows, so that the names come as they are written.
        in_order.sort_by_key(|(key, _)| first.get(key.as_str()));
        for (key, one) in in_order {
            let is_receiver = one.kind == BoxKind::Entity
                && one.side == Side::Receiver
                && one.marks.is_empty()
                && !senders.contains(key.as_str());
            let Some(flows) = gets.get(key.as_str()).filter(|_| is_receiver) else {
                continue;
            };
            let mut flows = flows.clone();
            flows.sort_unstable();
            let like = (
                one.boundary.as_ref().map(|standing| standing.key.as_str()),
                flows,
            );
            match alike.iter_mut().find(|(other, _)| *other == like) {
                Some((_, keys)) => keys.push(key.clone()),
                None => alike.push((like, vec![key.clone()])),
            }
        }
        let groups: Vec<Vec<String>> = alike
            .into_iter()
            .map(|(_, keys)| keys)
            .filter(|keys| keys.len() > 1)
            .collect();
        for keys in groups {
            self.merge_boxes(&keys);
        }
        self.merge_parallel();
    }

    /// Puts boxes into the first of them.
    fn merge_boxes(&mut self, keys: &[String]) {
        let mut boxes = keys.iter().filter_map(|key| self.boxes.remove(key));
        let Some(mut whole) = boxes.next() else {
            return;
        };
        for one in boxes {
            whole.names.extend(one.names);
            whole.records.extend(one.records);
            whole.whereabouts.extend(one.whereabouts);
        }
        let merged = keys[0].clone();
        self.boxes.insert(merged.clone(), whole);
        for arrow in &mut self.arrows {
            if keys.contains(&arrow.to) {
                arrow.to.clone_from(&merged);
            }
        }
    }

    /// Turns flows into the one process round that come from where others go to, so that both are one
    /// arrow with two heads once all flows between two places are drawn as one.
    pub(super) fn turn_back(&mut self) {
        let ends = |arrow: &DraftArrow| (arrow.from.clone(), arrow.to.clone());
        let known: BTreeSet<(String, String)> = self.arrows.iter().map(ends).collect();
        for arrow in &mut self.arrows {
            let back = (arrow.to.clone(), arrow.from.clone());
            if arrow.to.starts_with(ONE_PROCESS) && known.contains(&back) {
                (arrow.from, arrow.to) = back;
                arrow.load.both_ways = true;
            }
        }
    }

    /// Draws all flows between two places as one, with all their data.
    pub(super) fn merge_all(&mut self) {
        let mut whole: BTreeMap<(String, String), DraftArrow> = BTreeMap::new();
        for arrow in std::mem::take(&mut self.arrows) {
            let key = (arrow.from.clone(), arrow.to.clone());
            match whole.get_mut(&key) {
                None => drop(whole.insert(key, arrow)),
                Some(held) => {
                    held.load.absorb(arrow.load);
                    held.steps.extend(arrow.steps);
                }
            }
        }
        self.arrows = whole.into_values().collect();
        for arrow in &mut self.arrows {
            arrow.numbers.truncate(1);
            arrow.load.when = None;
        }
    }

    /// Names of what a flow carries the broadest categories alone where there are many, and of these
    /// those that most of its steps name.
    pub(super) fn shorten(&mut self, register: &Register, most: usize) {
        let broadest = carried::broadest(register);
        let top = |name: &String| broadest.get(name).unwrap_or(name).clone();
        for arrow in &mut self.arrows {
            let data = &mut arrow.load.data;
            if data.len() <= most {
                continue;
            }
            let is_incomplete = data.pop_if(|last| last == INCOMPLETE).is_some();
            let mut counts: BTreeMap<String, usize> =
                data.iter().map(|name| (top(name), 0)).collect();
            let named = arrow.steps.iter().flat_map(|(_, step)| &step.carries_named);
            for name in named.map(|name| top(&one_line(name))) {
                if let Some(n) = counts.get_mut(&name) {
                    *n += 1;
                }
            }
            let mut names: Vec<(Reverse<usize>, String)> = counts
                .into_iter()
                .map(|(name, n)| (Reverse(n), name))
                .collect();
            names.sort();
            let more = names.len().saturating_sub(most);
            *data = names.into_iter().map(|(_, name)| name).take(most).collect();
            data.extend(match (is_incomplete, more) {
                (true, 0) => Some(INCOMPLETE.to_owned()),
                (true, _) => Some(format!("and at least {more} more")),
                (false, 0) => None,
                (false, _) => Some(format!("and {more} more")),
            });
        }
    }

    /// Leaves out what flows say of particular parties and agreements: of many flows drawn as one it
    /// would be too much.
    pub(super) fn plain(&mut self) {
        for arrow in &mut self.arrows {
            let mut steps = arrow.steps.iter();
            if steps.all(|(_, step)| step.kind == StepKind::SubProcessor) {
                arrow.load.instead = Some("engaged as sub-processors".to_owned());
            }
            let signs = arrow.load.marks.iter().map(|mark| mark.sign);
            arrow.load.marks = signs.map(Mark::plain).collect();
        }
    }

    /// Numbers the flows anew, as C1, C2, ...: each stands for many.
    pub(super) fn renumber(&mut self) {
        for arrow in &mut self.arrows {
            arrow.numbers.sort_unstable();
        }
        self.arrows
            .sort_by(|a, b| (&a.numbers, &a.from, &a.to).cmp(&(&b.numbers, &b.from, &b.to)));
        for (position, arrow) in self.arrows.iter_mut().enumerate() {
            arrow.numbers = vec![Number {
                activity: 0,
                letter: 'C',
                n: position + 1,
            }];
        }
    }
}

impl Load {
    /// Takes in what another flow between the same places carries.
    fn absorb(&mut self, other: Self) {
        let mut names: BTreeSet<String> = self.data.drain(..).collect();
        names.extend(other.data);
        let mut is_complete = !names.remove(INCOMPLETE);
        for instead in [self.instead.take(), other.instead].into_iter().flatten() {
            if instead == NOT_RECORDED {
                is_complete = false;
            } else {
                names.insert(instead);
            }
        }
        if names.is_empty() {
            self.instead = Some(NOT_RECORDED.to_owned());
        }
        self.data = names.into_iter().collect();
        if !is_complete && !self.data.is_empty() {
            self.data.push(INCOMPLETE.to_owned());
        }
        self.certainty = self.certainty.min(other.certainty);
        self.marks.extend(other.marks);
        self.is_faint &= other.is_faint;
        self.both_ways |= other.both_ways;
    }
}
