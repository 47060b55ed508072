//! Asking the rules: activity by activity on all cores, then what must agree across them, then what is left.
//!
//! A register may come in parts, each with the whole of the activities that flows join: of a part nothing is kept but
//! what was found in it and what its activities say that others must agree with.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::graph::placed_steps;
use crate::model::{ActivityId, Kind, Reference, WaiverId};

use super::hit::Hit;
use super::past::NEED_A_HISTORY;
use super::tidy::{mentioned_by, mentioned_by_catalogues};
use super::view::View;
use super::{Case, Check, Checked, Finds, Found, rules};

/// How many activities a core takes at a time, where sets are no larger.
const CHUNK: usize = 64;

/// What one activity says that others must agree with.
#[derive(Clone, Debug)]
pub struct Told {
    /// The activity.
    pub(super) activity: ActivityId,
    /// What it is called.
    pub(super) name: String,
    /// The field.
    pub(super) path: String,
    /// What it says.
    pub(super) says: String,
    is_draft: bool,
}

impl Told {
    /// What an activity says at a field.
    pub(super) fn by(
        case: &Case<'_, '_>,
        path: impl Into<String>,
        says: impl Into<String>,
    ) -> Self {
        Self {
            activity: case.id.clone(),
            name: case.activity.name.clone(),
            path: path.into(),
            says: says.into(),
            is_draft: case.activity.is_draft(),
        }
    }

    /// A rule trips at what it says.
    pub(super) fn hit(&self, why: impl Into<String>) -> Hit {
        let hit = Hit::at(self.activity.reference(), self.path.as_str(), why);
        hit.concerning([&self.activity]).draft(self.is_draft)
    }
}

/// What is known once every activity was looked at.
#[derive(Debug, Default)]
pub struct Tally {
    /// The records that others mention.
    pub(super) mentioned: BTreeMap<Kind, BTreeSet<String>>,
    /// The waivers that have something to waive, whether or not they have run out.
    pub(super) waiving: BTreeSet<WaiverId>,
}

/// What was found in an activity.
type Made = (Vec<Found>, Vec<(&'static str, String, Told)>);

/// The rules as they are asked about a register that comes in parts.
pub struct Asking {
    rules: Vec<&'static Check>,
    found: Vec<Found>,
    /// Findings about what several activities share, such as a party: one for all of them.
    shared: BTreeMap<(&'static str, Reference, String), Found>,
    /// What activities say that must agree, by rule and by what it is about.
    told: BTreeMap<(&'static str, String), BTreeMap<String, Told>>,
    tally: Tally,
    n_waived: usize,
    keeps_waived: bool,
    /// What an organisation's own checks found.
    own: Vec<Found>,
}

impl Asking {
    /// Nothing asked so far, of these rules.
    pub fn of(is_asked: impl Fn(&Check) -> bool) -> Self {
        // A waiver is judged by what all rules found.
        let all = rules().any(|rule| is_asked(rule) && matches!(rule.finds, Finds::After(_)));
        Self {
            rules: rules().filter(|rule| all || is_asked(rule)).collect(),
            found: Vec::new(),
            shared: BTreeMap::new(),
            told: BTreeMap::new(),
            tally: Tally::default(),
            n_waived: 0,
            keeps_waived: false,
            own: Vec::new(),
        }
    }

    /// The same, where what is waived is handed over too.
    #[must_use]
    pub fn with_waived(mut self) -> Self {
        self.keeps_waived = true;
        self
    }

    /// The same, with what an organisation's own checks found.
    #[must_use]
    pub fn with_own(mut self, own: &[Found]) -> Self {
        self.own = own.to_vec();
        self
    }

    /// Asks about a whole register.
    pub fn about(mut self, view: &View<'_>) -> Checked {
        self.part(view);
        self.finish(view)
    }

    /// Asks about every activity of a part of the register.
    pub fn part(&mut self, part: &View<'_>) {
        let rules = self.rules.clone();
        let mentions = rules
            .iter()
            .any(|rule| matches!(rule.finds, Finds::After(_)));
        part.each_sets(
            |view, sets| {
                let mut made: Vec<Made> = Vec::new();
                view.each_case(sets, |case| made.push(ask(&rules, case)));
                let mut mentioned = BTreeMap::new();
                for set in sets.iter().filter(|_| mentions) {
                    mentioned_by(view.register, set, &mut mentioned);
                }
                (made, mentioned)
            },
            |(made, mentioned)| {
                for (found, told) in made {
                    for found in found {
                        self.take(part, found);
                    }
                    for (rule, about, told) in told {
                        let all = self.told.entry((rule, about)).or_default();
                        all.entry(told.says.clone()).or_insert(told);
                    }
                }
                for (kind, mut ids) in mentioned {
                    let known = self.tally.mentioned.entry(kind).or_default();
                    known.append(&mut ids);
                }
            },
        );
    }

    /// Asks what is left, and hands over what was found, worst first.
    pub fn finish(mut self, whole: &View<'_>) -> Checked {
        self.rules.retain(|rule| rule.is_asked_on(whole.on));
        for rule in self.rules.clone() {
            let hits = match rule.finds {
                Finds::Whole(find) => {
                    for hit in find(whole) {
                        self.keep(whole, rule.found(hit));
                    }
                    continue;
                }
                Finds::Both(find, _) => find(whole),
                Finds::Across(_, judge) => {
                    let mut hits = Vec::new();
                    self.told.retain(|(code, about), told| {
                        let is_it = *code == rule.code;
                        if is_it && told.len() > 1 {
                            hits.extend(judge(whole, about, &told.values().collect::<Vec<_>>()));
                        }
                        !is_it
                    });
                    hits
                }
                Finds::Each(_) | Finds::After(_) => continue,
            };
            for hit in hits {
                self.take(whole, rule.found(hit));
            }
        }
        for (_, found) in std::mem::take(&mut self.shared) {
            self.keep(whole, found);
        }
        for found in std::mem::take(&mut self.own) {
            self.keep(whole, found.within(whole.register));
        }
        mentioned_by_catalogues(whole.register, &mut self.tally.mentioned);
        for rule in self.rules.clone() {
            if let Finds::After(find) = rule.finds {
                for hit in find(whole, &self.tally) {
                    let found = rule.found(hit);
                    self.keep(whole, found);
                }
            }
        }
        self.found.sort_by(|one, other| one.key().cmp(&other.key()));
        let has_past = whole.past.is_some();
        let not_asked = NEED_A_HISTORY.iter().copied();
        Checked {
            found: self.found,
            n_waived: self.n_waived,
            not_asked: not_asked.filter(|_| !has_past).collect(),
        }
    }

    /// Takes a finding; one about what several activities share is told once, as gravely as the worst of them has it.
    fn take(&mut self, view: &View<'_>, mut found: Found) {
        if found.record.kind == Kind::Activity {
            return self.keep(view, found);
        }
        let key = (found.rule.code, found.record.clone(), found.path.clone());
        let Some(known) = self.shared.get_mut(&key) else {
            self.shared.insert(key, found);
            return;
        };
        let is_draft = known.is_draft && found.is_draft;
        if found.finding.level < known.finding.level {
            std::mem::swap(known, &mut found);
        }
        known.activities.append(&mut found.activities);
        known.is_draft = is_draft;
    }

    fn keep(&mut self, view: &View<'_>, mut found: Found) {
        found.activities.sort_unstable();
        found.activities.dedup();
        if let Some(telling) = found.telling {
            found.finding.message += &telling(found.activities.len());
        }
        let mut is_waived = false;
        for &(id, waiver) in view.waivers_of(&found) {
            if view.waives(waiver, &found) {
                self.tally.waiving.insert(id.clone());
                is_waived |= !view.has_run_out(waiver);
            }
        }
        let is_waived = is_waived && found.rule.can_be_waived();
        self.n_waived += usize::from(is_waived);
        if self.keeps_waived || !is_waived {
            self.found.push(found);
        }
    }
}

/// Asks each rule about one activity.
fn ask(rules: &[&'static Check], case: &Case<'_, '_>) -> Made {
    let (mut found, mut told) = Made::default();
    for rule in rules {
        if !rule.reaches(case) {
            continue;
        }
        match rule.finds {
            Finds::Each(find) | Finds::Both(_, find) => {
                let is_draft = case.activity.is_draft();
                let hits = find(case).into_iter();
                let hits = hits.map(|hit| hit.concerning([case.id]).draft(is_draft));
                found.extend(hits.map(|hit| rule.found(hit)));
            }
            Finds::Across(tell, _) => {
                told.extend(
                    tell(case)
                        .into_iter()
                        .map(|(about, told)| (rule.code, about, told)),
                );
            }
            Finds::Whole(_) | Finds::After(_) => {}
        }
    }
    (found, told)
}

/// Activities that flows join to each other, and to no others.
pub(super) type Set<'r> = Vec<&'r ActivityId>;

impl<'r> View<'r> {
    /// Hands over the activities of some sets that are not retired, each as rules read it.
    pub(super) fn each_case(&self, sets: &[Set<'r>], mut each: impl FnMut(&Case<'_, 'r>)) {
        for set in sets {
            let steps = placed_steps(&self.graphs.build(set));
            for id in set {
                let Some(activity) = self.register.activities.get(*id) else {
                    continue;
                };
                let from = steps.partition_point(|placed| placed.step.activity < **id);
                let to = steps.partition_point(|placed| placed.step.activity <= **id);
                let case = Case {
                    view: self,
                    id,
                    activity,
                    steps: &steps[from..to],
                    joined: set,
                };
                if !activity.is_retired() {
                    each(&case);
                }
            }
        }
    }

    /// Makes something of some sets of activities at a time, on all cores, and takes it in their order.
    pub(super) fn each_sets<R: Send>(
        &self,
        make: impl Fn(&Self, &[Set<'r>]) -> R + Sync,
        mut take: impl FnMut(R),
    ) {
        let sets = self.graphs.sets();
        let mut chunks: Vec<&[Set<'r>]> = Vec::new();
        let (mut from, mut n) = (0, 0);
        for (place, set) in sets.iter().enumerate() {
            n += set.len();
            if n >= CHUNK || place + 1 == sets.len() {
                chunks.push(&sets[from..=place]);
                (from, n) = (place + 1, 0);
            }
        }
        if let [chunk] = chunks[..] {
            return take(make(self, chunk));
        }
        let (register, on, lapsed, past) = (self.register, self.on, &self.lapsed, self.past);
        let next = AtomicUsize::new(0);
        let work = || {
            let view = Self::of(register, on)
                .with_lapsed(lapsed.clone())
                .with_past(past);
            let mut made = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(chunk) = chunks.get(place) else {
                    return made;
                };
                made.push((place, make(&view, chunk)));
            }
        };
        let n_workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let mut made: Vec<(usize, R)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (1..n_workers.min(chunks.len()))
                .map(|_| scope.spawn(work))
                .collect();
            let mut made = work();
            for worker in workers {
                match worker.join() {
                    Ok(more) => made.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            made
        });
        made.sort_by_key(|(place, _)| *place);
        made.into_iter().for_each(|(_, made)| take(made));
    }
}
