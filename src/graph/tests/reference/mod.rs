//! What the answers should be, written a second time: slowly, over every route, after the words of
//! the design alone (sections 4 and 5). It knows nothing of how the program finds its answers.

mod agreement;
mod category;
mod kept;
mod legal;
mod place;
mod running;
mod steps;
mod walk;

use std::collections::BTreeMap;

pub(super) use self::agreement::{Agreement, State, Which};
pub(super) use self::place::{Leaves, Whereabouts};

use self::category::Category;
use self::steps::{Place, Step};
use self::walk::{Starts, Walk};
use super::*;
use crate::model::{Date, LawCode};

/// A party in one activity: how surely it receives and in which roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Received {
    pub(super) certainty: Certainty,
    pub(super) roles: BTreeSet<ReceiverRole>,
    by_role: BTreeMap<ReceiverRole, Certainty>,
}

/// A step that carries the data, with the judgements about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) activity: String,
    /// Its F-number, if it is a step of a flow.
    pub(super) number: Option<usize>,
    pub(super) from: Reference,
    pub(super) to: Reference,
    /// The role of the party at its end; of none where it runs the system and is the other end.
    pub(super) role: Option<ReceiverRole>,
    pub(super) certainty: Certainty,
    pub(super) whereabouts: Whereabouts,
    pub(super) leaves: Leaves,
    pub(super) agreement: Option<Agreement>,
}

/// All that is asked of one category of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// By activity and party, also those that are internal.
    pub(super) received: BTreeMap<(String, String), Received>,
    /// By activity and system.
    pub(super) held: BTreeMap<(String, String), Certainty>,
    /// Which retention rules apply to what is held there, by their numbers.
    pub(super) kept: BTreeMap<(String, String), BTreeSet<usize>>,
    pub(super) steps: Vec<Judged>,
    /// The steps of flows that carry it and by which it leaves the UK, or may, in each activity.
    /// Some are on no route: they lead back to where the data was.
    pub(super) departures: BTreeSet<(String, Reference, Reference)>,
}

impl Answer {
    /// The recipients: what somebody has inside the controller is not counted.
    pub(super) fn recipients(&self) -> BTreeMap<(String, String), Received> {
        let mut recipients = self.received.clone();
        recipients.retain(|_, received| {
            received.roles.remove(&ReceiverRole::Internal);
            received.by_role.remove(&ReceiverRole::Internal);
            let best = received.by_role.values().min().copied();
            received.certainty = best.unwrap_or(received.certainty);
            best.is_some()
        });
        recipients
    }

    /// The recipients of all activities together.
    pub(super) fn parties(&self) -> BTreeMap<String, Certainty> {
        let mut parties: BTreeMap<String, Certainty> = BTreeMap::new();
        for ((_, party), received) in self.recipients() {
            let best = parties.entry(party).or_insert(received.certainty);
            *best = received.certainty.min(*best);
        }
        parties
    }

    fn receive(&mut self, activity: &str, party: &str, role: ReceiverRole, certainty: Certainty) {
        let received = self
            .received
            .entry((activity.to_owned(), party.to_owned()))
            .or_insert_with(|| Received {
                certainty,
                roles: BTreeSet::new(),
                by_role: BTreeMap::new(),
            });
        received.certainty = certainty.min(received.certainty);
        received.roles.insert(role);
        let best = received.by_role.entry(role).or_insert(certainty);
        *best = certainty.min(*best);
    }

    fn hold(&mut self, activity: &str, system: &str, certainty: Certainty) {
        let key = (activity.to_owned(), system.to_owned());
        let best = self.held.entry(key).or_insert(certainty);
        *best = certainty.min(*best);
    }

    fn judge(&mut self, register: &Register, step: &Step<'_>, certainty: Certainty, on: Date) {
        let judged = Judged {
            activity: step.to.view.to_owned(),
            number: step.number,
            from: step.from.reference(),
            to: step.to.reference(),
            role: step.role,
            certainty,
            whereabouts: place::whereabouts(register, step),
            leaves: place::leaves(register, step),
            agreement: agreement::agreement(register, step, on),
        };
        let same = self.steps.iter_mut().find(|other| {
            let other = (
                &other.activity,
                other.number,
                &other.from,
                &other.to,
                other.role,
            );
            other
                == (
                    &judged.activity,
                    judged.number,
                    &judged.from,
                    &judged.to,
                    judged.role,
                )
        });
        match same {
            // Whoever runs a system to which several flows lead has it by each of them.
            Some(other) => {
                other.certainty = certainty.min(other.certainty);
                other.leaves = judged.leaves.min(other.leaves);
            }
            None => self.steps.push(judged),
        }
    }
}

/// What a question about a category of data is to be answered with (rules 1 to 12).
pub(super) fn answer(register: &Register, query: &FlowQuery) -> Answer {
    let wanted = query.data.as_ref().expect("a category is asked about");
    // Of what has not begun, or has ended, nothing counts (rule 12).
    let mut register = register.clone();
    let activities = &mut register.activities;
    activities.retain(|_, activity| steps::is_done(activity, query.on));
    category::pass_over_what_is_not_personal(&mut register);
    let register = &register;
    let unasked = FlowQuery::new(query.on);
    let mut answer = Answer::default();
    for id in &wanted.narrower {
        if query.exact && *id != wanted.id {
            continue;
        }
        let category = Category::of(register, id);
        // Who hands on what it is not recorded to get is judged before any filter (rule 10).
        let unfiltered = Walk::new(register, &unasked, category.clone());
        let starts = Starts::default();
        let mut ends = BTreeSet::new();
        unfiltered.routes(&starts, |steps, _| {
            ends.insert(steps[steps.len() - 1].to);
        });
        let walk = Walk::new(register, query, category);
        let handing_on = steps::handing_on(register, walk.category(), query.on);
        let handing_on: Vec<_> = handing_on
            .into_iter()
            .filter(|handing| !ends.contains(&handing.from))
            .filter(|handing| walk.fits(handing).is_some())
            .collect();
        let starts = Starts {
            handing_on: handing_on.iter().map(|handing| handing.from).collect(),
            supposed: BTreeSet::new(),
        };
        for handing in handing_on.iter().filter(|_| !query.stated) {
            let node = handing.from;
            if let Place::Party(party) = node.place {
                let serving = (node.view, handing.serves);
                let role = legal::role_of_recipient(register, serving, party, None);
                answer.receive(node.view, party.as_str(), role, Certainty::Possible);
            }
        }
        let mut here = Answer::default();
        let has = walk.routes(&starts, |steps, certainty| {
            if query.stated && certainty == Certainty::Possible {
                return;
            }
            let last = &steps[steps.len() - 1];
            match (last.to.place, last.role) {
                (Place::Party(party), Some(role)) => {
                    answer.receive(last.to.view, party.as_str(), role, certainty);
                }
                (Place::System(system), _) => {
                    here.hold(last.to.view, system.as_str(), certainty);
                }
                _ => {}
            }
            answer.judge(register, last, certainty, query.on);
        });
        // A system that starts a feed that names it holds it, whether or not anything leads there.
        for (node, certainty) in &has {
            if let Place::System(system) = node.place
                && !(query.stated && *certainty == Certainty::Possible)
            {
                here.hold(node.view, system.as_str(), *certainty);
            }
        }
        for ((id, system), certainty) in here.held {
            let activity = &register.activities[id.as_str()];
            let rules = kept::kept(register, query, walk.category(), activity, &system);
            answer.hold(&id, &system, certainty);
            answer.kept.entry((id, system)).or_default().extend(rules);
        }
        for step in walk.carried(&has) {
            if place::leaves(register, &step) != Leaves::No {
                let (from, to) = (step.from.reference(), step.to.reference());
                answer
                    .departures
                    .insert((step.to.view.to_owned(), from, to));
            }
        }
    }
    answer
}
