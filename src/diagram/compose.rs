//! From steps of the graph to boxes, boundaries and arrows.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{FlowGraph, Leaving, RouteStep, StepKind, Thing};
use crate::model::{
    ActivityId, DataId, Date, Kind, PartyId, Recorded, Register, SystemId, one_line,
};

use super::carried::Load;
use super::draft::{Draft, DraftArrow, DraftBox, Number};
use super::notes;
use super::picture::{BoxKind, Diagram, Side};
use super::select::count;
use super::standing::{self, Standing, SystemStanding, side_word};
use super::view::StepKey;

/// How a picture looks at its steps, and what stands around it.
pub(super) struct Look<'l> {
    pub(super) title: String,
    /// Whether all activities are drawn as the one process of their controller.
    pub(super) is_one_process: bool,
    pub(super) is_stated: bool,
    /// What is highlighted, if anything, and the steps that carry or may carry it.
    pub(super) lit: Option<(String, &'l BTreeSet<StepKey>)>,
    /// The data it is about; all where it is not said.
    pub(super) focus: Option<BTreeSet<DataId>>,
    pub(super) as_at: Date,
    pub(super) register_hash: String,
    pub(super) notes: Vec<String>,
}

/// Draws steps in words.
pub(super) fn compose(register: &Register, steps: &[RouteStep], look: &Look<'_>) -> Diagram {
    let graph = FlowGraph::new(register, look.as_at);
    let activities: Vec<&ActivityId> = steps
        .iter()
        .map(|step| &step.activity)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut composing = Composing {
        graph: &graph,
        steps,
        look,
        has_prefix: activities.len() > 1 && !look.is_one_process,
        activities,
        systems: BTreeMap::new(),
        operators: BTreeMap::new(),
        draft: Draft::default(),
    };
    composing.place_systems();
    composing.draw_flows();
    composing.draw_sub_processors();
    let Composing {
        mut draft,
        activities,
        has_prefix,
        systems,
        ..
    } = composing;
    if look.is_one_process {
        draft.merge_all();
    }
    draft.merge_parallel();
    draft.merge_receivers();
    if look.is_one_process {
        draft.renumber();
    }
    let (boxes, boundaries, arrows) = draft.ordered(has_prefix);
    let mut said = look.notes.clone();
    if look.is_one_process {
        said.push(format!(
            "Each arrow stands for all flows between two places, in {}.",
            count(activities.len(), "activity", "activities")
        ));
    } else if has_prefix {
        said.push(
            "Routes stay inside one activity: what goes to a party or system in one activity is not said to leave it in another."
                .to_owned(),
        );
    }
    said.extend(notes::of(
        &graph,
        steps,
        &activities,
        &systems,
        look.focus.as_ref(),
    ));
    Diagram {
        title: look.title.clone(),
        subtitle: subtitle(&graph, &activities, look),
        as_at: look.as_at,
        register_hash: look.register_hash.clone(),
        boxes,
        boundaries,
        arrows,
        activities: if has_prefix {
            let names = activities.iter();
            names.map(|id| activity_name(register, id)).collect()
        } else {
            Vec::new()
        },
        notes: said,
    }
}

fn activity_name(register: &Register, id: &ActivityId) -> String {
    let record = register.activities.get(id);
    record.map_or_else(|| id.to_string(), |record| one_line(&record.name))
}

/// Whose activities they are, which, and whether the possible is left out.
fn subtitle(graph: &FlowGraph<'_>, activities: &[&ActivityId], look: &Look<'_>) -> String {
    let register = graph.register();
    let owners: BTreeSet<String> = activities
        .iter()
        .map(|activity| standing::own(graph, activity).title)
        .collect();
    let mut words: Vec<String> = owners.into_iter().collect();
    words.push(match activities {
        [one] => {
            let number = register
                .activities
                .get(*one)
                .and_then(|activity| activity.reference.value());
            let id = number.map_or_else(|| one.to_string(), |number| one_line(number));
            format!("activity {id}")
        }
        many => count(many.len(), "activity", "activities"),
    });
    if look.is_stated {
        words.push("only what is stated".to_owned());
    }
    if let Some((name, _)) = &look.lit {
        words.push(format!("highlighted: {name}"));
    }
    words.join(" · ")
}

struct Composing<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    steps: &'g [RouteStep],
    look: &'g Look<'g>,
    has_prefix: bool,
    activities: Vec<&'g ActivityId>,
    systems: BTreeMap<SystemId, SystemStanding>,
    /// The boundaries of those who run a system that is drawn.
    operators: BTreeMap<PartyId, Standing>,
    draft: Draft,
}

impl<'g> Composing<'g, '_> {
    /// Finds where every system stands, before parties are placed: its operator stands with it.
    fn place_systems(&mut self) {
        for step in self.steps {
            for end in [&step.from, &step.to] {
                let Some(id) = system_of(end) else { continue };
                if self.systems.contains_key(&id) {
                    continue;
                }
                let stands = standing::of_system(self.graph, &step.activity, &id);
                if let (Some(operator), Some(boundary)) =
                    (stands.other_operator(), &stands.boundary)
                {
                    let held = self.operators.entry(operator.clone());
                    held.or_insert_with(|| boundary.clone());
                }
                self.systems.insert(id, stands);
            }
        }
    }

    fn draw_flows(&mut self) {
        for step in self.steps {
            // That one has what it hands on is told by what it hands on.
            if matches!(step.kind, StepKind::SubProcessor | StepKind::HandsOn) {
                continue;
            }
            let from = self.place(step, &step.from, true);
            // That a system has an operator is told by the boundary it stands in.
            if step.kind == StepKind::Operator {
                continue;
            }
            let to = self.place(step, &step.to, false);
            let mut load = Load::of(self.graph.register(), step, self.look.focus.as_ref());
            mark(&mut load, step);
            load.is_faint = self.is_faint(step);
            let number = Number {
                activity: self.index_of(&step.activity),
                letter: 'F',
                n: step.number.unwrap_or_default(),
            };
            self.arrow(number, from, to, load);
        }
    }

    /// Draws each engagement from the systems it is for.
    fn draw_sub_processors(&mut self) {
        let mut numbered: BTreeMap<&ActivityId, usize> = BTreeMap::new();
        let engagements = self
            .steps
            .iter()
            .filter(|step| step.kind == StepKind::SubProcessor);
        // Where a sub-processor works is told by the step to it, so these come first.
        for step in engagements.clone() {
            self.place(step, &step.to, false);
        }
        for step in engagements {
            let to = self.place(step, &step.to, false);
            let systems = self.engaged_for(step);
            let starts: Vec<String> = if systems.is_empty() {
                vec![self.place(step, &step.from, false)]
            } else {
                systems
                    .iter()
                    .map(|system| self.place(step, system, true))
                    .collect()
            };
            let number = numbered.entry(&step.activity).or_default();
            *number += 1;
            let number = Number {
                activity: self.index_of(&step.activity),
                letter: 'S',
                n: *number,
            };
            let mut load = Load::of(self.graph.register(), step, self.look.focus.as_ref());
            mark(&mut load, step);
            load.is_faint = self.is_faint(step);
            for from in starts {
                self.arrow(number, from, to.clone(), load.clone());
            }
        }
    }

    fn arrow(&mut self, number: Number, from: String, to: String, load: Load) {
        // Inside the one process nothing moves.
        if from != to || !self.look.is_one_process {
            self.draft.arrows.push(DraftArrow {
                numbers: vec![number],
                from,
                to,
                load,
            });
        }
    }

    /// Whether a step does not carry what is highlighted.
    fn is_faint(&self, step: &RouteStep) -> bool {
        let lit = self.look.lit.as_ref();
        lit.is_some_and(|(_, lit)| !lit.contains(&StepKey::from(step)))
    }

    fn index_of(&self, activity: &ActivityId) -> usize {
        self.activities.binary_search(&activity).unwrap_or_default()
    }

    /// The systems of the engager, in the activity, for which a sub-processor is engaged.
    fn engaged_for(&self, step: &RouteStep) -> Vec<&'g Thing> {
        let engager = self
            .graph
            .register()
            .parties
            .get(step.from.id.as_str())
            .map_or(&[][..], |party| party.sub_processors.items());
        let named: BTreeSet<&str> = engager
            .iter()
            .filter(|engaged| engaged.party.as_str() == step.to.id)
            .flat_map(|engaged| engaged.systems.items())
            .map(SystemId::as_str)
            .collect();
        let systems: BTreeSet<&'g Thing> = self
            .steps
            .iter()
            .filter(|other| other.activity == step.activity)
            .flat_map(|other| [&other.from, &other.to])
            .filter(|end| {
                system_of(end)
                    .and_then(|id| self.systems.get(&id))
                    .and_then(|stands| stands.operator.as_ref())
                    .is_some_and(|operator| operator.as_str() == step.from.id)
            })
            .filter(|end| named.is_empty() || named.contains(end.id.as_str()))
            .collect();
        systems.into_iter().collect()
    }

    /// Puts the end of a step on the picture, if it is not there, and gives its key.
    fn place(&mut self, step: &RouteStep, end: &Thing, is_start: bool) -> String {
        let side = if is_start && step.kind == StepKind::Source {
            Side::Source
        } else {
            Side::Receiver
        };
        let register = self.graph.register();
        let name = one_line(&end.name);
        let (key, kind, side) = match end.kind {
            Kind::Activity if self.look.is_one_process => return self.one_process(step),
            Kind::Activity => (
                end.reference().to_string(),
                BoxKind::Process,
                Side::Activity,
            ),
            Kind::System => {
                let stands = system_of(end).and_then(|id| self.systems.get(&id));
                if self.look.is_one_process
                    && stands.is_some_and(|stands| stands.is_own && stands.abroad.is_empty())
                {
                    return self.one_process(step);
                }
                (end.reference().to_string(), BoxKind::Store, Side::Store)
            }
            Kind::Party
                if self.look.is_one_process
                    && party_of(end)
                        .is_some_and(|party| self.graph.belongs(&step.activity, &party)) =>
            {
                return self.one_process(step);
            }
            _ => (
                format!("{}/{}", end.reference(), side_word(side)),
                BoxKind::Entity,
                side,
            ),
        };
        if self.draft.boxes.contains_key(&key) {
            return key;
        }
        let mut marks = Vec::new();
        let boundary = match end.kind {
            Kind::Activity => {
                let id = ActivityId::new(end.id.clone()).ok();
                if self.has_prefix
                    && let Some(place) = id
                        .as_ref()
                        .and_then(|id| self.activities.binary_search(&id).ok())
                {
                    marks.push(format!("A{}", place + 1));
                }
                let record = id.as_ref().and_then(|id| register.activities.get(id));
                if record.is_some_and(crate::model::Activity::is_draft) {
                    marks.push("draft".to_owned());
                }
                if record.is_some_and(crate::model::Activity::is_retired) {
                    marks.push("retired".to_owned());
                }
                id.map(|id| standing::own(self.graph, &id))
            }
            Kind::System => {
                let stands = system_of(end).and_then(|id| self.systems.get(&id));
                marks.extend(stands.iter().flat_map(|stands| stands.marks.clone()));
                stands.and_then(|stands| stands.boundary.clone())
            }
            Kind::Party => party_of(end).map(|party| match self.operators.get(&party) {
                Some(boundary) => boundary.clone(),
                None => standing::of_party(self.graph, step, &party, side),
            }),
            _ => Some(standing::people(side)),
        };
        self.draft.boxes.insert(
            key.clone(),
            DraftBox {
                kind,
                names: vec![name],
                records: vec![end.reference()],
                marks,
                boundary,
                side,
            },
        );
        key
    }

    /// The one process of the organisation.
    fn one_process(&mut self, step: &RouteStep) -> String {
        let own = standing::own(self.graph, &step.activity);
        let key = format!("process:{}", own.key);
        if !self.draft.boxes.contains_key(&key) {
            let party = self.graph.organisation(&step.activity);
            let register = self.graph.register();
            let name = party.map_or_else(
                || own.title.clone(),
                |party| standing::party_name(register, party),
            );
            self.draft.boxes.insert(
                key.clone(),
                DraftBox {
                    kind: BoxKind::Process,
                    names: vec![name],
                    records: party.map(PartyId::reference).into_iter().collect(),
                    marks: vec![count(self.activities.len(), "activity", "activities")],
                    boundary: Some(own),
                    side: Side::Activity,
                },
            );
        }
        key
    }
}

/// Marks what the graph judged of a step.
fn mark(load: &mut Load, step: &RouteStep) {
    load.leaves_uk = step.leaves_uk == Leaving::Yes;
    load.lacks_agreement = step.agreement.is_missing();
    load.lacks_transfer = step
        .allowed
        .as_ref()
        .is_some_and(|allowed| allowed.is_missing);
    // What others hand on, or are engaged for, is on a ground of theirs.
    load.lacks_basis = matches!(
        step.kind,
        StepKind::Source | StepKind::Store | StepKind::Recipient
    ) && !matches!(step.ground, Recorded::Value(_))
        && !step.has_basis();
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
