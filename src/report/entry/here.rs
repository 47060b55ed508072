//! The steps that a row is about, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use super::Entry;
use crate::graph::{Currency, Leaving, ReceiverRole, RouteStep, StepKind, Thing};
use crate::model::{Date, End, Flow, FlowKind, Kind};

/// What follows from the steps that a row is about.
#[derive(Clone, Default)]
pub(super) struct Here {
    /// The places of its steps.
    steps: Vec<usize>,
    today: Unsaid,
    /// The same of the steps to come, by their first days.
    later: Vec<(Date, Unsaid)>,
}

/// Of which systems and processors it is not recorded who runs them and whom they engage.
#[derive(Clone, Default)]
pub(in crate::report) struct Unsaid {
    pub(in crate::report) operators: Vec<String>,
    pub(in crate::report) sub_processors: Vec<String>,
}

impl Entry<'_> {
    /// The steps that the row is about: those of its flows, and what follows from where they lead.
    pub(in crate::report) fn steps(&self) -> impl Iterator<Item = &RouteStep> {
        let all = &self.all().current;
        self.here().steps.iter().filter_map(|place| all.get(*place))
    }

    /// The steps to come, each with its first day and as it will be on it.
    pub(in crate::report) fn planned(&self) -> Vec<(Date, &RouteStep)> {
        let all = self.all();
        let planned = all.planned.iter().map(|(_, step)| step);
        let both: Vec<&RouteStep> = all.current.iter().chain(planned).collect();
        let places = self.of_the_row(&both).into_iter();
        let later = places.filter_map(|place| place.checked_sub(all.current.len()));
        let mut later: Vec<usize> = later.collect();
        later.sort_unstable();
        let later = later.into_iter().filter_map(|place| all.planned.get(place));
        later.map(|(day, step)| (*day, step)).collect()
    }

    /// What follows from the steps that the row is about.
    fn here(&self) -> &Here {
        self.here.get_or_init(|| {
            let all: Vec<&RouteStep> = self.all().current.iter().collect();
            let steps = self.of_the_row(&all);
            let today = steps.iter().filter_map(|place| all.get(*place).copied());
            let today = self.unsaid(today);
            let mut by_day: BTreeMap<Date, Vec<&RouteStep>> = BTreeMap::new();
            for (first, step) in self.planned() {
                by_day.entry(first).or_default().push(step);
            }
            let mut later: Vec<(Date, Unsaid)> = Vec::new();
            for (first, steps) in by_day {
                let mut unsaid = self.unsaid(steps.into_iter());
                for known in later.iter().map(|(_, known)| known).chain([&today]) {
                    unsaid.operators.retain(|it| !known.operators.contains(it));
                    let engagers = &known.sub_processors;
                    unsaid.sub_processors.retain(|it| !engagers.contains(it));
                }
                later.push((first, unsaid));
            }
            Here {
                today,
                later,
                steps,
            }
        })
    }

    /// Of which systems and processors it is not recorded who runs them and whom they engage.
    pub(in crate::report) fn unsaid<'s>(
        &self,
        steps: impl Iterator<Item = &'s RouteStep>,
    ) -> Unsaid {
        let mut unsaid = Unsaid::default();
        let add = |names: &mut Vec<String>, name: &String| {
            if !names.contains(name) {
                names.push(name.clone());
            }
        };
        for step in steps {
            let system = self.register.systems.get(step.to.id.as_str());
            if step.to.kind == Kind::System
                && system.is_none_or(|system| system.operator.is_not_recorded())
            {
                add(&mut unsaid.operators, &step.to.name);
            }
            let party = self.register.parties.get(step.to.id.as_str());
            if step.role.is_some_and(ReceiverRole::is_processor)
                && party.is_none_or(|party| party.sub_processors.is_not_recorded())
            {
                add(&mut unsaid.sub_processors, &step.to.name);
            }
        }
        unsaid
    }

    /// The places of the steps that the row is about among all.
    fn of_the_row(&self, all: &[&RouteStep]) -> Vec<usize> {
        fn of(thing: &Thing) -> (Kind, &str) {
            (thing.kind, thing.id.as_str())
        }
        let flows: Vec<bool> = self
            .activity
            .flows()
            .map(|(_, flow)| self.is_about(flow))
            .collect();
        let is_here = |number: usize| flows.get(number.wrapping_sub(1)).copied() == Some(true);
        let mut reached: BTreeSet<(Kind, &str)> = BTreeSet::new();
        if !self.only_own_flows {
            // What follows from the activity itself serves all its purposes.
            reached.insert((Kind::Activity, self.id.as_str()));
        }
        let mut found = Vec::new();
        let mut waiting = Vec::new();
        for (place, step) in all.iter().copied().enumerate() {
            match step.number {
                None => waiting.push((place, step)),
                Some(number) if is_here(number) => {
                    reached.insert(of(&step.to));
                    found.push(place);
                }
                Some(_) => {}
            }
        }
        loop {
            let (next, rest): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|(_, step)| reached.contains(&of(&step.from)));
            if next.is_empty() {
                return found;
            }
            for (place, step) in next {
                reached.insert(of(&step.to));
                found.push(place);
            }
            waiting = rest;
        }
    }

    /// The step with which a flow ends: of two the one that leaves the system.
    pub(in crate::report) fn last_step(&self, number: usize) -> Option<&RouteStep> {
        let of_it = |step: &&RouteStep| step.number == Some(number);
        self.all().current.iter().rfind(of_it)
    }

    /// The systems that hold data of the row, with the step by which each does: those in which it is
    /// kept and those by way of which it goes or comes, unless they are a source's own.
    pub(in crate::report) fn holding(&self) -> Vec<&RouteStep> {
        let is_given_by_its_own = |step: &RouteStep| {
            let system = self.register.systems.get(step.to.id.as_str());
            step.kind == StepKind::Source
                && system.is_some_and(|system| system.operator.value().is_some())
                && !self
                    .steps()
                    .any(|by| by.kind == StepKind::Operator && by.from == step.to)
        };
        let mut seen = BTreeSet::new();
        self.steps()
            .filter(|step| step.to.kind == Kind::System && !is_given_by_its_own(step))
            .filter(|step| seen.insert(&step.to.id))
            .collect()
    }

    /// The systems of the row of which it is not recorded who runs them.
    pub(in crate::report) fn without_operator(&self) -> &[String] {
        &self.here().today.operators
    }

    /// Those who process for the row, of whom it is not recorded whom they engage.
    pub(in crate::report) fn without_sub_processors(&self) -> &[String] {
        &self.here().today.sub_processors
    }

    /// Of which systems and processors to come the same is not recorded, where it is not said of today, by first days.
    pub(in crate::report) fn unsaid_later(&self) -> &[(Date, Unsaid)] {
        &self.here().later
    }

    /// The other entries to which flows of the row hand data, today or later, by name.
    pub(in crate::report) fn handed_to(&self) -> Vec<String> {
        self.handed(|flow| matches!(flow.to, Some(End::Activity(_))))
    }

    /// The ends of such flows of the row to recipients, by name.
    fn handed(&self, is_such: impl Fn(&Flow) -> bool) -> Vec<String> {
        let flows = self.all_flows(FlowKind::Recipient);
        let flows = flows.filter(|(_, currency, _)| *currency != Currency::Ended);
        let flows = flows.map(|(.., flow)| flow).filter(|flow| is_such(flow));
        let mut names: Vec<String> = Vec::new();
        for end in flows.filter_map(|flow| flow.to.as_ref()) {
            let name = self.name(end.record());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether what other entries do with its data can be seen.
    pub(in crate::report) fn has_others(&self) -> bool {
        self.has_others && !self.only_own_flows
    }

    /// Those of the entries to which data is handed of which nothing is at hand.
    pub(in crate::report) fn handed_to_unknown(&self) -> Vec<String> {
        let is_unknown = |flow: &Flow| match &flow.to {
            Some(End::Activity(id)) => !self.register.activities.contains_key(id),
            _ => false,
        };
        self.handed(is_unknown)
    }

    /// Those who receive, and the systems that hold, of whom the country is not recorded.
    pub(in crate::report) fn without_country(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for step in self.steps() {
            if step.leaves_uk == Leaving::Possible && !names.contains(&step.to.name) {
                names.push(step.to.name.clone());
            }
        }
        names
    }
}
