//! Asking the rules: activity by activity on all cores, then what must agree across them, then what is left.
//!
//! A register may come in parts, each with the whole of the activities that flows join: of a part nothing is kept but
//! what was found in it and what its activities say that others must agree with. What is found does not depend on how a
//! register is split: where the first that says something counts, that is the first in the order of [`Turn`].

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::graph::placed_steps;
use crate::model::{ActivityId, Kind, Reference, WaiverId};

use super::case::Turn;
use super::gathered::Gathered;
use super::hit::Hit;
use super::past::NEED_A_HISTORY;
use super::status::{Counted, Counting, Status};
use super::tidy::{mentioned_by, mentioned_by_catalogues};
use super::view::View;
use super::{Case, Check, Checked, Finds, Found, rules};

/// How many activities a core takes at a time, where sets are no larger.
const CHUNK: usize = 64;

/// What one activity says that others must agree with.
#[derive(Clone, Debug)]
pub struct Told {
    /// The activity, and when it is asked.
    turn: Turn,
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
            turn: Turn::of(case),
            name: case.activity.name.clone(),
            path: path.into(),
            says: says.into(),
            is_draft: case.activity.is_draft(),
        }
    }

    /// The activity.
    pub(super) fn activity(&self) -> &ActivityId {
        &self.turn.activity
    }

    /// A rule trips at what it says.
    pub(super) fn hit(&self, why: impl Into<String>) -> Hit {
        let hit = Hit::at(self.activity().reference(), self.path.as_str(), why);
        hit.concerning([self.activity()]).draft(self.is_draft)
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

/// What becomes of a finding in its register, by whether a waiver accepts it: it is made on all cores.
pub type Tell<'t, T> = &'t (dyn Fn(&View<'_>, Found, bool) -> T + Sync);

/// What was found in an activity.
struct Made<T> {
    turn: Turn,
    /// At activities.
    found: Vec<T>,
    n_waived: usize,
    waiving: BTreeSet<WaiverId>,
    /// At what activities share.
    shared: Vec<Found>,
    told: Vec<(&'static str, String, Told)>,
    counted: Option<Counted>,
}

/// A finding about what several activities share, such as a party.
struct Shared {
    /// The finding by the first of those that have it the gravest.
    found: Found,
    /// When that one was asked; last, where it was found at none.
    turn: Option<Turn>,
    /// The activities, by their places among those that were asked.
    activities: Vec<u32>,
}

/// The rules as they are asked about a register that comes in parts.
pub struct Asking<'t, T> {
    rules: Vec<&'static Check>,
    tell: Tell<'t, T>,
    found: Vec<T>,
    /// One finding for all activities that share what it is about.
    shared: BTreeMap<(&'static str, Reference, String), Shared>,
    /// What activities say that must agree, by rule and by what it is about; sorted by what they say.
    told: BTreeMap<(&'static str, String), Vec<Told>>,
    /// What was found without the activity at which it is at hand, with whether it is an organisation's own.
    late: Vec<(Found, bool)>,
    /// The activities that were asked.
    asked: Vec<ActivityId>,
    tally: Tally,
    n_waived: usize,
    keeps_waived: bool,
    counting: Option<Counting>,
}

/// What is known beside the findings once all is asked.
#[derive(Debug)]
pub struct Asked {
    /// How many findings are accepted by a waiver.
    pub n_waived: usize,
    /// What counts, where it was counted.
    counting: Option<Counting>,
}

impl Asked {
    /// Where the register stands, with what was found in it.
    pub fn status(self, whole: &View<'_>, found: &Gathered) -> Status {
        let counting = self.counting.unwrap_or_default();
        counting.status(whole, self.n_waived, found)
    }
}

/// A finding, and whether a waiver accepts it.
type Judged = (Found, bool);

fn as_it_is(_: &View<'_>, found: Found, is_waived: bool) -> Judged {
    (found, is_waived)
}

impl Asking<'static, Judged> {
    /// Nothing asked so far, of these rules.
    pub fn of(is_asked: impl Fn(&Check) -> bool) -> Self {
        // A waiver is judged by what all rules found.
        let all = rules().any(|rule| is_asked(rule) && matches!(rule.finds, Finds::After(_)));
        let mut asking = Self::telling(&as_it_is);
        asking.rules.retain(|rule| all || is_asked(rule));
        asking
    }

    /// The same, where what is waived is handed over too.
    #[must_use]
    pub fn with_waived(mut self) -> Self {
        self.keeps_waived = true;
        self
    }

    /// Asks about a whole register.
    pub fn about(self, view: &View<'_>) -> Checked {
        let keeps_waived = self.keeps_waived;
        let (mut found, n_waived) = self.judged(view);
        found.retain(|(_, is_waived)| keeps_waived || !is_waived);
        let not_asked = NEED_A_HISTORY.iter().copied();
        Checked {
            found: found.into_iter().map(|(found, _)| found).collect(),
            n_waived,
            not_asked: not_asked.filter(|_| view.past.is_none()).collect(),
        }
    }

    /// Everything that is found in a whole register, worst first, each with whether it is waived, and how many are.
    pub(super) fn judged(mut self, view: &View<'_>) -> (Vec<Judged>, usize) {
        self.part(view);
        self.across(view);
        self.late(view);
        let mut found = Vec::new();
        let asked = self.finish(view, |more| found.extend(more));
        found.sort_by(|(one, _), (other, _)| one.key().cmp(&other.key()));
        (found, asked.n_waived)
    }
}

impl<'t, T: Send> Asking<'t, T> {
    /// Nothing asked so far, of all rules, and what is to become of each finding.
    pub fn telling(tell: Tell<'t, T>) -> Self {
        Self {
            rules: rules().collect(),
            tell,
            found: Vec::new(),
            shared: BTreeMap::new(),
            told: BTreeMap::new(),
            late: Vec::new(),
            asked: Vec::new(),
            tally: Tally::default(),
            n_waived: 0,
            keeps_waived: false,
            counting: None,
        }
    }

    /// The same, with what an organisation's own checks found.
    #[must_use]
    pub fn with_own(mut self, own: &[Found]) -> Self {
        self.late = own.iter().map(|found| (found.clone(), true)).collect();
        self
    }

    /// The same, and what counts is counted; parties and activities that share a name are called as they are told apart.
    #[must_use]
    pub fn counting(mut self, names: BTreeMap<Reference, String>) -> Self {
        self.counting = Some(Counting::telling_apart(names));
        self
    }

    /// Takes what became of the findings so far.
    pub fn take_found(&mut self) -> Vec<T> {
        std::mem::take(&mut self.found)
    }

    /// Asks about every activity of a part of the register.
    pub fn part(&mut self, part: &View<'_>) {
        let rules = self.rules.clone();
        let mentions = rules
            .iter()
            .any(|rule| matches!(rule.finds, Finds::After(_)));
        let (tell, counts) = (self.tell, self.counting.is_some());
        if let Some(counting) = &mut self.counting {
            counting.all(part.register.activities.values());
        }
        part.each_sets(
            |view, sets| {
                let mut made: Vec<Made<T>> = Vec::new();
                let mut mentioned: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
                view.each_case(sets, |case| {
                    let mut of = ask(&rules, case, tell);
                    of.counted = counts.then(|| Counted::of(case));
                    made.push(of);
                });
                for set in sets.iter().filter(|_| mentions) {
                    mentioned_by(view.register, set, &mut mentioned);
                }
                (made, mentioned)
            },
            |(made, mentioned)| {
                for made in made {
                    self.take_made(made);
                }
                for (kind, mut ids) in mentioned {
                    let known = self.tally.mentioned.entry(kind).or_default();
                    known.append(&mut ids);
                }
            },
        );
    }

    fn take_made(&mut self, made: Made<T>) {
        self.found.extend(made.found);
        self.n_waived += made.n_waived;
        self.tally.waiving.extend(made.waiving);
        let place = u32::try_from(self.asked.len()).unwrap_or(u32::MAX);
        for found in made.shared {
            self.share(found, Some(&made.turn), Some(place));
        }
        for (rule, about, told) in made.told {
            let all = self.told.entry((rule, about)).or_default();
            match all.binary_search_by(|known| known.says.cmp(&told.says)) {
                Ok(known) if told.turn < all[known].turn => all[known] = told,
                Ok(_) => {}
                Err(place) => {
                    // Of most things one activity says something.
                    if all.is_empty() {
                        all.reserve_exact(1);
                    }
                    all.insert(place, told);
                }
            }
        }
        if let (Some(counting), Some(counted)) = (&mut self.counting, made.counted) {
            counting.count(made.turn.clone(), counted);
        }
        self.asked.push(made.turn.activity);
    }

    /// Judges what activities say otherwise than each other, by the whole of the catalogues.
    pub fn across(&mut self, whole: &View<'_>) {
        for ((code, about), told) in std::mem::take(&mut self.told) {
            let rule = self.rules.iter().find(|rule| rule.code == code);
            if let Some(rule) = rule.filter(|rule| told.len() > 1 && rule.is_asked_on(whole.on))
                && let Finds::Across(_, judge) = rule.finds
            {
                let hits = judge(whole, &about, &told.iter().collect::<Vec<_>>());
                let found = hits.into_iter().map(|hit| (rule.found(hit), false));
                self.late.extend(found);
            }
        }
    }

    /// The activities at which something was found while they were not at hand.
    pub fn wanted(&self) -> BTreeSet<Reference> {
        let late = self.late.iter().map(|(found, _)| &found.record);
        let activities = late.filter(|record| record.kind == Kind::Activity);
        activities.cloned().collect()
    }

    /// Takes what was found at activities that now are at hand.
    pub fn late(&mut self, view: &View<'_>) {
        for (found, is_own) in std::mem::take(&mut self.late) {
            let is_at_hand = view
                .register
                .activities
                .contains_key(found.record.id.as_str());
            match found.record.kind == Kind::Activity && is_at_hand {
                true if is_own => self.keep(view, found.within(view.register)),
                true => self.keep(view, found),
                false => self.late.push((found, is_own)),
            }
        }
    }

    /// Asks what is left, and hands over what becomes of its findings and of those that were not taken yet, some at a time.
    pub fn finish(mut self, whole: &View<'_>, mut take: impl FnMut(Vec<T>)) -> Asked {
        self.rules.retain(|rule| rule.is_asked_on(whole.on));
        for rule in self.rules.clone() {
            match rule.finds {
                Finds::Whole(find) => {
                    for hit in find(whole) {
                        self.keep(whole, rule.found(hit));
                    }
                }
                Finds::Both(find, _) => {
                    for hit in find(whole) {
                        self.share(rule.found(hit), None, None);
                    }
                }
                Finds::Across(..) | Finds::Each(_) | Finds::After(_) => {}
            }
        }
        let asked = std::mem::take(&mut self.asked);
        for (_, shared) in std::mem::take(&mut self.shared) {
            let mut found = shared.found;
            let places = shared.activities.into_iter();
            let activities = places.filter_map(|place| asked.get(place as usize));
            found.activities.extend(activities.cloned());
            self.keep(whole, found);
            // Each may concern many activities, so that few are held at a time.
            if self.found.len() >= CHUNK {
                take(self.take_found());
            }
        }
        for (found, _) in std::mem::take(&mut self.late) {
            self.keep(whole, found);
        }
        mentioned_by_catalogues(whole.register, &mut self.tally.mentioned);
        for rule in self.rules.clone() {
            if let Finds::After(find) = rule.finds {
                for hit in find(whole, &self.tally) {
                    self.keep(whole, rule.found(hit));
                }
            }
        }
        take(self.found);
        Asked {
            n_waived: self.n_waived,
            counting: self.counting,
        }
    }

    /// Takes a finding about what several activities share: it is told once, as gravely as the worst of them has it.
    fn share(&mut self, found: Found, turn: Option<&Turn>, place: Option<u32>) {
        let key = (found.rule.code, found.record.clone(), found.path.clone());
        let Some(known) = self.shared.get_mut(&key) else {
            let shared = Shared {
                found,
                turn: turn.cloned(),
                activities: place.into_iter().collect(),
            };
            self.shared.insert(key, shared);
            return;
        };
        known.activities.extend(place);
        let is_draft = known.found.is_draft && found.is_draft;
        let (level, before) = (found.finding.level, known.found.finding.level);
        if level < before || level == before && when(turn) < when(known.turn.as_ref()) {
            let mut activities = std::mem::replace(&mut known.found, found).activities;
            known.found.activities.append(&mut activities);
            known.turn = turn.cloned();
        }
        known.found.is_draft = is_draft;
    }

    /// Keeps a finding, which nothing more is to be said of.
    fn keep(&mut self, view: &View<'_>, found: Found) {
        let is_waived = &mut false;
        let tell = self.tell;
        let found = whole(view, found, &mut self.tally.waiving, is_waived);
        self.n_waived += usize::from(*is_waived);
        self.found.push(tell(view, found, *is_waived));
    }
}

/// What is found at no activity comes last.
fn when(turn: Option<&Turn>) -> (bool, Option<&Turn>) {
    (turn.is_none(), turn)
}

/// A finding that nothing more is to be said of, with the waivers that are about it and whether one accepts it.
fn whole(
    view: &View<'_>,
    mut found: Found,
    waiving: &mut BTreeSet<WaiverId>,
    is_waived: &mut bool,
) -> Found {
    found.activities.sort_unstable();
    found.activities.dedup();
    if let Some(telling) = found.telling {
        found.finding.message += &telling(found.activities.len());
    }
    for &(id, waiver) in view.waivers_of(&found) {
        if view.waives(waiver, &found) {
            waiving.insert(id.clone());
            *is_waived |= !view.has_run_out(waiver);
        }
    }
    *is_waived &= found.rule.can_be_waived();
    found
}

/// Asks each rule about one activity.
fn ask<T>(rules: &[&'static Check], case: &Case<'_, '_>, tell: Tell<'_, T>) -> Made<T> {
    let mut made = Made {
        turn: Turn::of(case),
        found: Vec::new(),
        n_waived: 0,
        waiving: BTreeSet::new(),
        shared: Vec::new(),
        told: Vec::new(),
        counted: None,
    };
    let is_draft = case.activity.is_draft();
    for rule in rules {
        if !rule.reaches(case) {
            continue;
        }
        match rule.finds {
            Finds::Each(find) | Finds::Both(_, find) => {
                for hit in find(case) {
                    let mut found = rule.found(hit.draft(is_draft));
                    // What is shared takes its activities together once all are asked.
                    if found.record.kind != Kind::Activity {
                        made.shared.push(found);
                        continue;
                    }
                    found.activities.push(case.id.clone());
                    let mut is_waived = false;
                    let found = whole(case.view, found, &mut made.waiving, &mut is_waived);
                    made.n_waived += usize::from(is_waived);
                    made.found.push(tell(case.view, found, is_waived));
                }
            }
            Finds::Across(tell, _) => {
                let told = tell(case).into_iter();
                let told = told.map(|(about, told)| (rule.code, about, told));
                made.told.extend(told);
            }
            Finds::Whole(_) | Finds::After(_) => {}
        }
    }
    made
}

/// Activities that flows join to each other, and to no others.
type Set<'r> = Vec<&'r ActivityId>;

impl<'r> View<'r> {
    /// Hands over the activities of some sets that are not retired, each as rules read it.
    fn each_case(&self, sets: &[Set<'r>], mut each: impl FnMut(&Case<'_, 'r>)) {
        for set in sets {
            let steps = placed_steps(&self.graphs.build(set));
            for id in set {
                let Some(activity) = self.register.activities.get(*id) else {
                    continue;
                };
                let from = steps.partition_point(|placed| placed.step.activity < **id);
                let to = steps.partition_point(|placed| placed.step.activity <= **id);
                if !activity.is_retired() {
                    each(&Case::of(self, (id, activity), &steps[from..to], set));
                }
            }
        }
    }

    /// Makes something of some sets of activities at a time, on all cores, and takes it in their order.
    fn each_sets<R: Send>(
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
        let again = self.again();
        let next = AtomicUsize::new(0);
        let work = || {
            let view = again();
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
