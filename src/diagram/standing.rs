//! In which trust boundary each party and system stands, by what its steps say.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{FlowGraph, ReceiverRole, RouteStep, StepKind, Thing, Whereabouts};
use crate::model::{
    ActivityId, Country, Kind, PartyId, PartyKind, Recorded, Reference, Register, Role, SystemId,
    and, one_line,
};

use super::picture::{BoundaryKind, Side};
use super::places;
use super::text::capital;

/// What is said in brackets of one that has some data as a controller on its own account.
pub(super) const ON_OWN_ACCOUNT: &str = "controller on its own account";

/// A boundary before it has a place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) kind: BoundaryKind,
    pub(super) class: Class,
}

/// What those in a boundary are to whose picture it is, wherever they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Whose activities they are.
    Own,
    /// Other controllers.
    Controllers,
    /// Processors.
    Processors,
    /// Public authorities.
    PublicBodies,
    /// Other organisations.
    Organisations,
    /// People.
    People,
    /// Of any kind, outside the United Kingdom.
    Abroad,
}

/// What the steps that are drawn say of a party.
#[derive(Debug)]
struct Known {
    /// In which roles it receives.
    roles: BTreeSet<ReceiverRole>,
    /// Where it receives.
    whereabouts: Whereabouts,
    /// An activity with whose controller it is one legal person.
    internal_to: Option<ActivityId>,
    /// Whether data goes to it, or on from it.
    is_end: bool,
    /// Whether it has some of it as a controller on its own account.
    on_own_account: bool,
}

/// Where everything stands that some steps touch.
pub(super) struct Standings<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    parties: BTreeMap<PartyId, Known>,
    /// Those whose activities are drawn, with their roles in them.
    owners: BTreeMap<Option<PartyId>, BTreeSet<&'static str>>,
    /// The systems whose operators have what is in them on their own account.
    run_on_own_account: BTreeSet<SystemId>,
    /// The records that the picture is about.
    about: &'g BTreeSet<Reference>,
}

impl<'g, 'r> Standings<'g, 'r> {
    /// Looks at all steps first: a party stands in one place, whichever of them is drawn first.
    pub(super) fn of<'s>(
        graph: &'g FlowGraph<'r>,
        steps: impl Iterator<Item = &'s RouteStep> + Clone,
        activities: &[&ActivityId],
        about: &'g BTreeSet<Reference>,
    ) -> Self {
        let mut owners: BTreeMap<Option<PartyId>, BTreeSet<&'static str>> = BTreeMap::new();
        let ends = steps.clone().flat_map(|step| [&step.from, &step.to]);
        let others = ends.filter_map(activity_of);
        for id in activities.iter().copied().cloned().chain(others) {
            let owner = owners.entry(graph.organisation(&id).cloned());
            owner.or_default().insert(role_word(graph.register(), &id));
        }
        let mut standings = Self {
            graph,
            parties: BTreeMap::new(),
            owners,
            run_on_own_account: BTreeSet::new(),
            about,
        };
        for step in steps.clone() {
            standings.note(step);
        }
        for step in steps {
            standings.note_operators(step);
        }
        standings
    }

    /// Notes what a step says of the parties at its ends.
    fn note(&mut self, step: &RouteStep) {
        if let Some(party) = party_of(&step.from) {
            let known = self.known(&party);
            known.is_end |= step.kind != StepKind::Source;
            // What it is to the controller counts also where it only gives.
            let role = self
                .graph
                .role_of_giver(&step.activity, step.number, &party);
            if matches!(role, ReceiverRole::Internal | ReceiverRole::JointController)
                && matches!(step.kind, StepKind::Source | StepKind::Onward)
            {
                self.note_role(&party, role, &step.activity);
            }
        }
        if let (Some(party), Some(role)) = (party_of(&step.to), step.role) {
            let known = self.known(&party);
            known.is_end = true;
            known.on_own_account |= step.on_own_account;
            merge(&mut known.whereabouts, &step.whereabouts);
            let run = system_of(&step.from)
                .filter(|_| step.on_own_account && step.kind == StepKind::Operator);
            self.run_on_own_account.extend(run);
            self.note_role(&party, role, &step.activity);
        }
    }

    /// Notes those who run a system and of whom no step tells: those who cannot be followed.
    fn note_operators(&mut self, step: &RouteStep) {
        for end in [&step.from, &step.to] {
            let operator = system_of(end).and_then(|id| self.graph.operator(&id));
            let Some(operator) = operator.filter(|id| !self.parties.contains_key(*id)) else {
                continue;
            };
            let role = self
                .graph
                .role_of_operator(&step.activity, step.number, operator);
            self.known(operator).is_end = true;
            self.note_role(operator, role, &step.activity);
        }
    }

    fn known(&mut self, party: &PartyId) -> &mut Known {
        self.parties.entry(party.clone()).or_insert_with(|| Known {
            roles: BTreeSet::new(),
            whereabouts: Recorded::NotRecorded,
            internal_to: None,
            is_end: false,
            on_own_account: false,
        })
    }

    fn note_role(&mut self, party: &PartyId, role: ReceiverRole, activity: &ActivityId) {
        let known = self.known(party);
        known.roles.insert(role);
        if role == ReceiverRole::Internal && known.internal_to.is_none() {
            known.internal_to = Some(activity.clone());
        }
    }

    /// The boundary of the organisation that carries an activity out.
    pub(super) fn own(&self, activity: &ActivityId) -> Standing {
        let register = self.graph.register();
        let party = self.graph.organisation(activity);
        let words: Vec<&str> = self
            .owners
            .get(&party.cloned())
            .map_or_else(Vec::new, |words| words.iter().copied().collect());
        let kind = if words == [PROCESSOR] {
            BoundaryKind::Processor
        } else {
            BoundaryKind::Controller
        };
        match party {
            Some(party) => Standing {
                key: format!("own:{party}"),
                title: format!("{} ({})", party_name(register, party), and(&words)),
                kind,
                class: Class::Own,
            },
            None => {
                let record = register.activities.get(activity);
                let is_denied = record.is_some_and(|record| record.controller.is_none());
                Standing {
                    key: if record.is_some() { "own" } else { "retired" }.to_owned(),
                    title: match record {
                        // It does not count, so that what it records is not at hand.
                        None => "Retired activity".to_owned(),
                        Some(_) if is_denied => "No controller".to_owned(),
                        Some(_) => "Controller not recorded".to_owned(),
                    },
                    kind,
                    class: Class::Own,
                }
            }
        }
    }

    /// What the organisation is in an activity, where the picture shows it in several roles.
    pub(super) fn role_in(&self, activity: &ActivityId) -> Option<&'static str> {
        let owner = self.graph.organisation(activity).cloned();
        let words = self.owners.get(&owner)?;
        (words.len() > 1).then(|| role_word(self.graph.register(), activity))
    }

    /// Where a party receives by the steps that are drawn, else where it is; where a system is.
    pub(super) fn whereabouts(&self, reference: &Reference) -> Whereabouts {
        match self.parties.get(reference.id.as_str()) {
            Some(known) if reference.kind == Kind::Party && known.whereabouts.value().is_some() => {
                known.whereabouts.clone()
            }
            _ => self.graph.where_is(reference),
        }
    }

    /// On which side a party is drawn that is drawn once; nothing where it is drawn on the left for
    /// what it gives and on the right for what it gets.
    pub(super) fn side(&self, party: &PartyId) -> Option<Side> {
        let known = self.parties.get(party)?;
        let is_once = self.about.contains(&party.reference())
            || known
                .roles
                .iter()
                .any(|role| *role != ReceiverRole::Recipient);
        is_once.then_some(if known.is_end {
            Side::Receiver
        } else {
            Side::Source
        })
    }

    /// Where a party stands, and what is said of it in brackets.
    pub(super) fn party(&self, id: &PartyId, side: Side) -> (Standing, Vec<String>) {
        let register = self.graph.register();
        let name = party_name(register, id);
        let whereabouts = self.whereabouts(&id.reference());
        let none = BTreeSet::new();
        let known = self.parties.get(id);
        let roles = known.map_or(&none, |known| &known.roles);
        let mut marks: Vec<String> = known
            .filter(|known| known.on_own_account)
            .map(|_| ON_OWN_ACCOUNT.to_owned())
            .into_iter()
            .collect();
        if let Some(activity) = known.and_then(|known| known.internal_to.as_ref()) {
            if places::is_abroad(&whereabouts) {
                marks.push(places::within(&places::countries(&whereabouts)));
            }
            // Whoever is inside by the words of the record alone stands inside too.
            let is_inside = self.graph.belongs(activity, id) || !self.graph.is_own(activity, id);
            let standing = if is_inside {
                self.own(activity)
            } else {
                Standing {
                    key: format!("controller:{id}"),
                    title: format!("{name} (controller)"),
                    kind: BoundaryKind::Controller,
                    class: Class::Controllers,
                }
            };
            return (standing, marks);
        }
        let outside = places::outside(&whereabouts);
        if roles.iter().any(|role| *role != ReceiverRole::Recipient) {
            let words: Vec<String> = roles
                .iter()
                .rev()
                .map(|role| role.word().replace("joint-controller", "joint controller"))
                .collect();
            let is_processor = roles.iter().any(|role| role.is_processor());
            let suffix = outside.iter().map(|words| format!(", {words}"));
            let standing = Standing {
                key: format!("party:{id}"),
                title: format!("{name} ({}){}", and(&words), suffix.collect::<String>()),
                kind: match (&outside, is_processor) {
                    (Some(_), _) => BoundaryKind::Abroad,
                    (None, true) => BoundaryKind::Processor,
                    (None, false) => BoundaryKind::Controller,
                },
                class: if is_processor {
                    Class::Processors
                } else {
                    Class::Controllers
                },
            };
            return (standing, marks);
        }
        let record = register.parties.get(id);
        let kind = record.and_then(|party| party.kind.value());
        let is_people = matches!(kind, Some(PartyKind::Group | PartyKind::Public));
        let standing = match outside {
            Some(words) => Standing {
                key: format!("outside-uk:{}/{}", codes(&whereabouts), side_word(side)),
                title: capital(&words),
                kind: BoundaryKind::Abroad,
                class: Class::Abroad,
            },
            None if is_people => people(side),
            None if self.graph.is_public_authority(id) => Standing {
                key: format!("public-bodies/{}", side_word(side)),
                title: "Public bodies".to_owned(),
                kind: BoundaryKind::PublicBodies,
                class: Class::PublicBodies,
            },
            None => Standing {
                key: format!("organisations/{}", side_word(side)),
                title: "Other organisations".to_owned(),
                kind: BoundaryKind::Organisations,
                class: Class::Organisations,
            },
        };
        (standing, marks)
    }

    /// Whether a system is the organisation's own, and all of it in the UK as far as is recorded.
    pub(super) fn is_own_system(&self, activity: &ActivityId, id: &SystemId) -> bool {
        let operator = self.graph.operator(id);
        operator.is_some_and(|party| self.graph.belongs(activity, party))
            && !places::is_abroad(&self.whereabouts(&id.reference()))
    }

    /// Where a system stands, and what is said of it in brackets: with whoever runs it. Where it is
    /// hosted is another question.
    pub(super) fn system(
        &self,
        activity: &ActivityId,
        id: &SystemId,
    ) -> (Option<Standing>, Vec<String>) {
        let register = self.graph.register();
        let hosts = self.whereabouts(&id.reference());
        let countries = places::countries(&hosts);
        let mut marks = Vec::new();
        let (standing, run_by) = match self.graph.operator(id) {
            Some(party) if self.graph.belongs(activity, party) => (Some(self.own(activity)), None),
            Some(party) => {
                let known = self.parties.get(party);
                let side = match known {
                    Some(known) if !known.is_end => Side::Source,
                    _ => Side::Receiver,
                };
                let (standing, _) = self.party(party, side);
                let is_shared = !matches!(
                    standing.kind,
                    BoundaryKind::Controller | BoundaryKind::Processor
                ) && !standing.key.starts_with("party:");
                (Some(standing), is_shared.then_some(party))
            }
            None => {
                let record = register.systems.get(id);
                let operator = record.map(|system| &system.operator);
                let words = match operator {
                    Some(Recorded::None) => "no operator",
                    _ => "operator not recorded",
                };
                marks.push(words.to_owned());
                let standing = places::outside(&hosts).map(|words| Standing {
                    key: format!("outside-uk:{}/store", codes(&hosts)),
                    title: capital(&words),
                    kind: BoundaryKind::Abroad,
                    class: Class::Abroad,
                });
                (standing, None)
            }
        };
        let is_in_a_foreign_frame = standing
            .as_ref()
            .is_some_and(|standing| standing.kind == BoundaryKind::Abroad);
        if !countries.is_empty() && (places::is_abroad(&hosts) || is_in_a_foreign_frame) {
            marks.insert(0, format!("hosted {}", places::within(&countries)));
        }
        let role = match self.run_on_own_account.contains(id) {
            true => format!(", {ON_OWN_ACCOUNT}"),
            false => String::new(),
        };
        let on_own_account = self.graph.operator(id).filter(|_| !role.is_empty());
        let run_by = run_by.or(on_own_account);
        marks.extend(run_by.map(|party| format!("run by {}{role}", party_name(register, party))));
        (standing, marks)
    }
}

/// The word for one that only acts for others.
const PROCESSOR: &str = "processor";

/// In which role an activity is carried out, as far as it is recorded.
fn role_word(register: &Register, activity: &ActivityId) -> &'static str {
    let Some(record) = register.activities.get(activity) else {
        return "role not recorded";
    };
    match record.role {
        Recorded::Value(Role::Controller) => "controller",
        Recorded::Value(Role::JointController) => "joint controller",
        Recorded::Value(Role::Processor) => PROCESSOR,
        _ if !record.joint_controllers.items().is_empty() => "joint controller",
        _ if record.controller.value().is_some() => "controller",
        _ => "role not recorded",
    }
}

/// What one step says of where a party receives, beside what others say.
fn merge(held: &mut Whereabouts, other: &Whereabouts) {
    match (&mut *held, other) {
        (Recorded::Value(held), Recorded::Value(other)) => {
            held.extend(other.iter().cloned());
            held.sort();
            held.dedup();
        }
        (Recorded::Value(_), _) | (Recorded::None, Recorded::NotRecorded) => {}
        _ => held.clone_from(other),
    }
}

/// The name of a party, safe to draw.
pub(super) fn party_name(register: &Register, id: &PartyId) -> String {
    let record = register.parties.get(id);
    record.map_or_else(|| id.to_string(), |party| one_line(&party.name))
}

/// The boundary of the people that data is about or that are near to them.
pub(super) fn people(side: Side) -> Standing {
    Standing {
        key: format!("people/{}", side_word(side)),
        title: "People".to_owned(),
        kind: BoundaryKind::People,
        class: Class::People,
    }
}

/// The word of a side in keys.
pub(super) fn side_word(side: Side) -> &'static str {
    match side {
        Side::Source => "source",
        Side::Activity => "activity",
        Side::Store => "store",
        Side::Receiver => "receiver",
    }
}

fn codes(whereabouts: &Whereabouts) -> String {
    let countries = places::countries(whereabouts);
    let codes: Vec<&str> = countries.iter().map(Country::as_str).collect();
    codes.join("+")
}

/// The system that an end is.
pub(super) fn system_of(end: &Thing) -> Option<SystemId> {
    (end.kind == Kind::System)
        .then(|| SystemId::new(end.id.clone()).ok())
        .flatten()
}

/// The party that an end is.
pub(super) fn party_of(end: &Thing) -> Option<PartyId> {
    (end.kind == Kind::Party)
        .then(|| PartyId::new(end.id.clone()).ok())
        .flatten()
}

/// The activity that an end is.
pub(super) fn activity_of(end: &Thing) -> Option<ActivityId> {
    (end.kind == Kind::Activity)
        .then(|| ActivityId::new(end.id.clone()).ok())
        .flatten()
}
