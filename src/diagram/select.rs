//! From the parts of a register to the steps that a view draws.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Carried, Certainty, FlowGraph, NotInUse, RouteStep, StepKind, Thing};
use crate::model::{ActivityId, AsAt, Kind, Register};

use super::compose::{self, Look};
use super::picture::Diagram;
use super::text::count;
use super::view::{Sought, StepKey, View};

/// The search for what a view draws, one part of the register after another.
pub struct Selecting<'v> {
    view: &'static View,
    sought: &'v Sought,
    steps: Vec<(RouteStep, Carried)>,
    /// The flows that would be drawn if they were in use.
    not_in_use: NotInUse,
    /// What the steps need of the register.
    register: Register,
    /// The steps that carry, or may carry, what is highlighted.
    lit: BTreeSet<StepKey>,
    /// The flows left out because they are only possible.
    left_out: BTreeSet<StepKey>,
    /// The steps seen, whether drawn or not.
    n_seen: usize,
}

impl<'v> Selecting<'v> {
    /// Begins the search.
    pub fn new(view: &'static View, sought: &'v Sought) -> Self {
        Self {
            view,
            sought,
            steps: Vec::new(),
            not_in_use: NotInUse::default(),
            register: Register::default(),
            lit: BTreeSet::new(),
            left_out: BTreeSet::new(),
            n_seen: 0,
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        let query = &self.sought.query;
        let graph = FlowGraph::without(part, &query.not_through, query.on);
        let (all, classes): (Vec<RouteStep>, Vec<Carried>) =
            graph.steps_and_classes(query).into_iter().unzip();
        self.n_seen += all.len();
        let chosen = (self.view.choose)(part, &all, self.sought);
        let apart = (self.view.not_in_use)(&graph, self.sought);
        self.not_in_use.planned.extend(apart.planned);
        self.not_in_use.ended.extend(apart.ended);
        self.not_in_use.activities.extend(apart.activities);
        let pool = all.into_iter().zip(classes).zip(chosen);
        let steps = if self.sought.query.stated {
            let (stated, possible): (Vec<_>, Vec<_>) =
                pool.partition(|((step, _), _)| step.certainty == Certainty::Stated);
            let left = possible.iter().filter(|(_, is_chosen)| *is_chosen);
            self.left_out
                .extend(left.map(|((step, _), _)| StepKey::from(step)));
            self.drawn(stated)
        } else {
            self.drawn(pool.collect())
        };
        if let (false, Some(highlight)) = (steps.is_empty(), &self.sought.highlight) {
            let mut query = self.sought.query.clone();
            query.data = Some(highlight.clone());
            let lit = FlowGraph::new(part, query.on).steps(&query);
            self.lit.extend(lit.iter().map(StepKey::from));
        }
        if !steps.is_empty() {
            self.keep(&steps, part);
            self.steps.extend(steps);
        }
    }

    /// The steps chosen, within the depth, and what makes them whole.
    fn drawn(&self, pool: Vec<((RouteStep, Carried), bool)>) -> Vec<(RouteStep, Carried)> {
        let (pool, mut kept): (Vec<(RouteStep, Carried)>, Vec<bool>) = pool.into_iter().unzip();
        let (pool, classes): (Vec<RouteStep>, Vec<Carried>) = pool.into_iter().unzip();
        if let Some(depth) = self.sought.depth.or(self.view.depth) {
            let distances = self.distances(&pool, &kept);
            for (step, is_kept) in pool.iter().zip(&mut kept) {
                let near = [&step.from, &step.to]
                    .into_iter()
                    .filter_map(|end| distances.get(&at(step, end)))
                    .min();
                *is_kept = *is_kept && near.is_some_and(|distance| *distance < depth);
            }
        }
        complete(&pool, &mut kept);
        pool.into_iter()
            .zip(classes)
            .zip(kept)
            .filter_map(|(step, is_kept)| is_kept.then_some(step))
            .collect()
    }

    /// How many steps each end is from the start, whichever way the flows go.
    fn distances<'s>(
        &self,
        pool: &'s [RouteStep],
        usable: &[bool],
    ) -> BTreeMap<(&'s str, &'s Thing), usize> {
        let mut ways: BTreeMap<(&str, &Thing), BTreeSet<(&str, &Thing)>> = BTreeMap::new();
        for (step, _) in pool.iter().zip(usable).filter(|(_, usable)| **usable) {
            let (from, to) = (at(step, &step.from), at(step, &step.to));
            ways.entry(from).or_default().insert(to);
            ways.entry(to).or_default().insert(from);
        }
        let about = &self.sought.about;
        let has_places = about
            .iter()
            .any(|one| matches!(one.kind, Kind::Party | Kind::System | Kind::Activity));
        let is_start = |thing: &Thing| {
            if has_places {
                about.contains(&thing.reference())
            } else {
                thing.kind == Kind::Activity
            }
        };
        let mut distances = BTreeMap::new();
        let mut edge: BTreeSet<(&str, &Thing)> = ways
            .keys()
            .copied()
            .filter(|(_, thing)| is_start(thing))
            .collect();
        let mut distance = 0;
        while !edge.is_empty() {
            distances.extend(edge.iter().map(|place| (*place, distance)));
            distance += 1;
            edge = edge
                .iter()
                .filter_map(|place| ways.get(place))
                .flatten()
                .copied()
                .filter(|place| !distances.contains_key(place))
                .collect();
        }
        distances
    }

    /// Keeps what the steps need of a part of the register.
    fn keep(&mut self, steps: &[(RouteStep, Carried)], part: &Register) {
        let mut drawn: BTreeSet<ActivityId> = BTreeSet::new();
        for (step, _) in steps {
            drawn.insert(step.activity.clone());
            let ends = [&step.from, &step.to].into_iter();
            let activities = ends.filter(|end| end.kind == Kind::Activity);
            drawn.extend(activities.filter_map(|end| ActivityId::new(end.id.clone()).ok()));
        }
        let whole = &mut self.register;
        if whole.settings.is_none() {
            whole.settings.clone_from(&part.settings);
        }
        missing(&mut whole.parties, &part.parties);
        missing(&mut whole.systems, &part.systems);
        missing(&mut whole.data, &part.data);
        for id in drawn {
            if let Some(activity) = part.activities.get(&id) {
                whole.activities.insert(id, activity.clone());
            }
        }
    }

    /// Ends the search: the picture, or why there is none.
    ///
    /// # Errors
    /// Nothing was selected.
    pub fn finish(self, as_at: AsAt, register_hash: String) -> Result<Diagram, Nothing> {
        if self.steps.is_empty() {
            return Err(Nothing {
                n_seen: self.n_seen,
                n_possible: self.left_out.len(),
                not_in_use: self.not_in_use,
            });
        }
        let mut notes = Vec::new();
        if self.sought.query.stated && !self.left_out.is_empty() {
            notes.push(format!(
                "Only what is stated is drawn; {} that {} only possible {} left out.",
                count(self.left_out.len(), "flow", "flows"),
                is_or_are(self.left_out.len()),
                is_or_are(self.left_out.len()),
            ));
        }
        if let Some(depth) = self.sought.depth {
            notes.push(format!(
                "Drawn up to {} from the start; there may be more beyond.",
                count(depth, "step", "steps")
            ));
        }
        let focus = self.sought.query.data.as_ref().map(|wanted| {
            let exact = std::iter::once(&wanted.id);
            let narrower = wanted
                .narrower
                .iter()
                .filter(|_| !self.sought.query.exact)
                .chain(exact);
            narrower.chain(&wanted.broader).cloned().collect()
        });
        if let Some(wanted) = &self.sought.query.data {
            notes.push(format!(
                "Only flows that carry or may carry {} are drawn, and of their data only what bears on it.",
                crate::model::one_line(&wanted.name)
            ));
        }
        let highlight = self.sought.highlight.as_ref();
        Ok(compose::compose(
            &self.register,
            &self.steps,
            &Look {
                title: (self.view.title)(&crate::model::one_line(&self.sought.name)),
                is_one_process: self.view.is_one_process,
                is_whole: self.sought.is_whole,
                is_stated: self.sought.query.stated,
                about: &self.sought.about,
                not_in_use: self.not_in_use,
                lit: highlight.map(|wanted| (crate::model::one_line(&wanted.name), &self.lit)),
                focus,
                as_at,
                register_hash,
                notes,
            },
        ))
    }
}

/// Takes over the records that are not there yet.
fn missing<K: Ord + Clone, R: Clone>(whole: &mut BTreeMap<K, R>, part: &BTreeMap<K, R>) {
    for (id, record) in part {
        if !whole.contains_key(id) {
            whole.insert(id.clone(), record.clone());
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// How many steps were looked at.
    pub n_seen: usize,
    /// How many flows there would be with those that are only possible.
    pub n_possible: usize,
    /// The flows there would be if they were in use on the day.
    pub not_in_use: NotInUse,
}

/// Where an end stands: a party or system stands apart in each activity.
fn at<'s>(step: &'s RouteStep, end: &'s Thing) -> (&'s str, &'s Thing) {
    let activity = if end.kind == Kind::Activity {
        end.id.as_str()
    } else {
        step.activity.as_str()
    };
    (activity, end)
}

/// Adds the other half of flows through a system, and what leads to operators and sub-processors.
fn complete(pool: &[RouteStep], kept: &mut [bool]) {
    loop {
        let mut flows: BTreeSet<(&ActivityId, usize)> = BTreeSet::new();
        let mut engagers: BTreeSet<(&ActivityId, &Thing)> = BTreeSet::new();
        for (step, _) in pool.iter().zip(&*kept).filter(|(_, is_kept)| **is_kept) {
            match step.number {
                Some(number) => drop(flows.insert((&step.activity, number))),
                None => drop(engagers.insert((&step.activity, &step.from))),
            }
        }
        let mut is_done = true;
        for (step, is_kept) in pool.iter().zip(&mut *kept).filter(|(_, kept)| !**kept) {
            let is_half = step
                .number
                .is_some_and(|number| flows.contains(&(&step.activity, number)));
            let leads_there = engagers.contains(&(&step.activity, &step.to))
                && (step.number.is_none() || step.to.kind == Kind::System);
            if is_half || leads_there {
                *is_kept = true;
                is_done = false;
            }
        }
        if is_done {
            break;
        }
    }
    // That somebody has what it hands on is told with what it hands on.
    let hands_on: BTreeSet<(&ActivityId, &Thing)> = pool
        .iter()
        .zip(&*kept)
        .filter(|(step, is_kept)| **is_kept && step.kind == StepKind::HandsOn)
        .map(|(step, _)| (&step.activity, &step.to))
        .collect();
    for (step, is_kept) in pool.iter().zip(&mut *kept) {
        *is_kept |=
            step.kind == StepKind::Onward && hands_on.contains(&(&step.activity, &step.from));
    }
    // Who runs a system that is drawn is told with it, and leads to nothing else.
    let systems: BTreeSet<(&ActivityId, &Thing)> = pool
        .iter()
        .zip(&*kept)
        .filter(|(_, is_kept)| **is_kept)
        .flat_map(|(step, _)| [&step.from, &step.to].map(|end| (&step.activity, end)))
        .filter(|(_, end)| end.kind == Kind::System)
        .collect();
    for (step, is_kept) in pool.iter().zip(kept) {
        *is_kept |=
            step.kind == StepKind::Operator && systems.contains(&(&step.activity, &step.from));
    }
}

fn is_or_are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}
