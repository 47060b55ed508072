//! The steps of the graph for drawing and for the published tables, and where those at their ends stand.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

use crate::law;
use crate::model::{
    Activity, ActivityId, DataId, Kind, PartyId, PeopleId, Recorded, Reference, Register, Scope,
    SystemId,
};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::query::{FlowQuery, Followed};
use super::route::RouteStep;
use super::special::{broader_than, class_of};
use super::step_kind::StepKind;
use super::thing::Thing;
use super::whereabouts::Whereabouts;

/// Whether a step is stated to carry data of which the law asks more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Special category data (Article 9).
    pub is_special: bool,
    /// Data on criminal offences (Article 10).
    pub is_offence: bool,
}

/// A step with its place among those of its activity, and whose data it is about.
#[derive(Clone, Debug)]
pub struct PlacedStep<'r> {
    /// Its place among the steps of its activity, from 1: flows in the order of their numbers, then
    /// what follows from other records.
    pub place: usize,
    /// The step with every judgement about it; its certainty is about any data.
    pub step: RouteStep,
    /// Whose data it is about, by the words of its own flow or else of its activity, and of what it
    /// takes with it.
    pub people: Recorded<BTreeSet<&'r PeopleId>>,
    /// Whether it ends at a system that then holds the data: not one of a source's own.
    pub holds: bool,
    /// Who engages the party at its end, and by which entry of its list, from 1.
    pub engaged: Option<(&'r PartyId, usize)>,
    /// Whether its activity is a draft.
    pub is_draft: bool,
    /// Whether its activity is retired.
    pub is_retired: bool,
}

/// Every step of a graph that carries or may carry anything, with its place in its activity.
pub fn placed_steps<'r>(graph: &FlowGraph<'r>) -> Vec<PlacedStep<'r>> {
    graph.placed_steps(&FlowQuery::new(graph.on))
}

impl<'r> FlowGraph<'r> {
    fn placed_steps(&self, query: &FlowQuery) -> Vec<PlacedStep<'r>> {
        let anything = Following::new(self, &Followed::Anything, query);
        let mut steps: Vec<PlacedStep<'r>> = Vec::with_capacity(self.graph.edge_count());
        let mut handed_on = self.also_handed_on(&anything, query);
        let places = self.places_among(&anything, &handed_on);
        for (index, place) in self.graph.edge_indices().zip(places) {
            let step = handed_on.remove(&index);
            let step = step.or_else(|| self.step_along(&anything, index));
            let Some((place, step)) = place.zip(step) else {
                continue;
            };
            let activity = self.activity_of(&self.graph[index]);
            steps.push(PlacedStep {
                place,
                step,
                people: self.people_of_step(index),
                holds: self.holds(index),
                engaged: self.engaged_by(index),
                is_draft: activity.is_some_and(Activity::is_draft),
                is_retired: activity.is_some_and(Activity::is_retired),
            });
        }
        steps.sort_by(|a, b| a.step.activity.cmp(&b.step.activity));
        steps
    }

    /// Whose data a step is about. What carries all that its start has, and says of nobody whose that
    /// is, takes with it what other flows of the activity say of people of their own (design rule 11).
    fn people_of_step(&self, index: EdgeIndex) -> Recorded<BTreeSet<&'r PeopleId>> {
        let edge = &self.graph[index];
        let all = match (edge.flow, edge.rests_on, edge.kind) {
            (Some((_, flow)), ..)
                if flow.people.is_not_recorded()
                    && matches!(flow.carries, Recorded::Value(Scope::All(_))) =>
            {
                let activity = self.activity_of(edge);
                let flows = activity.into_iter().flat_map(Activity::flows);
                flows.flat_map(|(_, flow)| flow.people.items()).collect()
            }
            (None, Some(below), _) => return self.people_of_step(below),
            (None, None, StepKind::Operator | StepKind::SubProcessor) => self
                .graph
                .edges_directed(edge.anchor, Direction::Incoming)
                .filter_map(|into| self.people_of_step(into.id()).value().cloned())
                .flatten()
                .collect(),
            _ => BTreeSet::new(),
        };
        match self.people_of(index) {
            Recorded::Value(mut people) => {
                people.extend(all);
                Recorded::Value(people)
            }
            Recorded::None if !all.is_empty() => Recorded::Value(all),
            people => people,
        }
    }

    /// Whether an edge ends at a system that then holds the data.
    fn holds(&self, index: EdgeIndex) -> bool {
        let end = self.graph.edge_endpoints(index).map(|(_, to)| self.at(to));
        let is_system = end.is_some_and(|end| end.reference().kind == Kind::System);
        let comes_from_outside = self.graph[index].is_from_outside;
        is_system && (!comes_from_outside || self.is_source_into_system(index))
    }

    /// Who engages the party at the end of an edge, and by which entry of its list.
    fn engaged_by(&self, index: EdgeIndex) -> Option<(&'r PartyId, usize)> {
        let engagement = self.graph[index].engagement.as_ref()?;
        let (engager, entry) = (engagement.by(), engagement.last().entry?);
        let list = self.register.parties.get(engager)?.sub_processors.items();
        let place = list.iter().position(|one| std::ptr::eq(one, entry))?;
        Some((engager, place + 1))
    }

    /// Of each edge its place among the steps of its activity that carry anything.
    pub(super) fn places_of(
        &self,
        anything: &Following<'_, 'r>,
        query: &FlowQuery,
    ) -> Vec<Option<usize>> {
        self.places_among(anything, &self.also_handed_on(anything, query))
    }

    fn places_among(
        &self,
        anything: &Following<'_, 'r>,
        handed_on: &BTreeMap<EdgeIndex, RouteStep>,
    ) -> Vec<Option<usize>> {
        let mut counts: BTreeMap<&ActivityId, usize> = BTreeMap::new();
        let mut place = |index| {
            let is_step = anything.step(index).is_some() || handed_on.contains_key(&index);
            let is_step = is_step && !self.graph[index].is_twin;
            let count = counts.entry(self.graph[index].activity).or_default();
            *count += usize::from(is_step);
            is_step.then_some(*count)
        };
        self.graph.edge_indices().map(&mut place).collect()
    }

    /// The steps that carry a category and are none where anything is followed: those to whoever hands
    /// on what it does not get and gets other data, and what rests on them.
    fn also_handed_on(
        &self,
        anything: &Following<'_, 'r>,
        query: &FlowQuery,
    ) -> BTreeMap<EdgeIndex, RouteStep> {
        let mut found = BTreeMap::new();
        let edges = self.graph.edge_indices();
        let open: Vec<EdgeIndex> = edges
            .filter(|index| anything.step(*index).is_none() && self.is_by_handing_on(*index))
            .collect();
        if open.is_empty() {
            return found;
        }
        for followed in query.followed(&self.shared, &self.mentioned()) {
            let mut edges = open.iter().map(|index| &self.graph[*index]);
            if !edges.any(|edge| edge.kind == StepKind::HandsOn && edge.load.names(&followed)) {
                continue;
            }
            let following = Following::new(self, &followed, query);
            for index in &open {
                if !found.contains_key(index)
                    && let Some(step) = self.step_along(&following, *index)
                {
                    found.insert(*index, step);
                }
            }
        }
        found
    }

    /// Every step that carries or may carry what is asked about, as surely as the data it carries
    /// most surely: activity by activity, flows in the order of their numbers, then operators and
    /// sub-processors. A flow through a system is two steps with one number.
    pub fn steps(&self, query: &FlowQuery) -> Vec<RouteStep> {
        let mut steps: Vec<RouteStep> = self.best_steps(query).into_iter().flatten().collect();
        steps.sort_by(|a, b| a.activity.cmp(&b.activity));
        steps
    }

    /// The same steps, each with the classes of the data that it is stated to carry.
    pub fn steps_and_classes(&self, query: &FlowQuery) -> Vec<(RouteStep, Carried)> {
        let best = self.best_steps(query).into_iter();
        let mut steps: Vec<(RouteStep, Carried)> = best
            .zip(self.classes(query))
            .filter_map(|(step, carried)| Some((step?, carried)))
            .collect();
        steps.sort_by(|(a, _), (b, _)| a.activity.cmp(&b.activity));
        steps
    }

    /// Each edge as a step, as surely as the data asked about that it carries most surely.
    fn best_steps(&self, query: &FlowQuery) -> Vec<Option<RouteStep>> {
        let all_followed = if query.data.is_none() && query.special.is_none() {
            vec![Followed::Anything]
        } else {
            query.followed(&self.shared, &self.mentioned())
        };
        let mut best: Vec<Option<RouteStep>> = vec![None; self.graph.edge_count()];
        for followed in all_followed {
            let following = Following::new(self, &followed, query);
            for index in self.graph.edge_indices() {
                let held = &mut best[index.index()];
                let known = held.as_ref().map(|held| held.certainty);
                let step = self.sureness(&following, index);
                let better = step.filter(|step| {
                    let is_twin = self.graph[index].is_twin;
                    !is_twin && known.is_none_or(|known| step.certainty() < known)
                });
                if let Some(step) = better {
                    *held = self.step_as_sure(index, step);
                }
            }
            if followed.id().is_none() && query.special.is_none() {
                for (index, step) in self.also_handed_on(&following, query) {
                    if !self.graph[index].is_twin {
                        best[index.index()].get_or_insert(step);
                    }
                }
            }
        }
        best
    }

    /// The classes of the data asked about that each edge is stated to carry.
    fn classes(&self, query: &FlowQuery) -> Vec<Carried> {
        let mut carried = vec![Carried::default(); self.graph.edge_count()];
        let mentioned = self.mentioned();
        let asked = |id: &DataId| {
            let wanted = query.data.as_ref();
            wanted.is_none_or(|wanted| {
                let is_narrower = !query.exact && wanted.narrower.contains(id);
                wanted.id == *id || is_narrower || wanted.broader.contains(id)
            })
        };
        for id in mentioned.into_iter().filter(|id| asked(id)) {
            let classes = class_of(&self.register.data, id);
            let any = |is_class: fn(&str) -> bool| {
                let classes = classes.value();
                classes.is_some_and(|list| list.0.iter().any(|class| is_class(class.as_str())))
            };
            let is_special = any(law::is_special_category);
            let is_offence = any(law::is_criminal_offence);
            if !is_special && !is_offence {
                continue;
            }
            let mut query = query.clone();
            query.data = None;
            let followed = Followed::Category {
                id: id.clone(),
                broader: broader_than(&self.register.data, id),
                including: BTreeSet::new(),
                is_sure: true,
            };
            let following = Following::new(self, &followed, &query);
            for index in self.graph.edge_indices() {
                let step = following.step(index);
                if step.is_some_and(|step| step.certainty() == Certainty::Stated) {
                    carried[index.index()].is_special |= is_special;
                    carried[index.index()].is_offence |= is_offence;
                }
            }
        }
        carried
    }

    /// Where a party is or a system is hosted, apart from any step; nothing is recorded of others.
    pub fn where_is(&self, reference: &Reference) -> Whereabouts {
        let id = reference.id.clone();
        match reference.kind {
            Kind::Party => PartyId::new(id).ok().map(|id| self.party_is_in(&id, None)),
            Kind::System => SystemId::new(id).ok().map(|id| self.system_is_in(&id)),
            _ => None,
        }
        .unwrap_or(Recorded::NotRecorded)
    }

    /// The register, or the part of one, that the graph is of.
    pub fn register(&self) -> &'r Register {
        self.register
    }

    /// The organisation that carries an activity out: its controller, or whose register this is
    /// where it is done for others or its controller is not recorded.
    pub fn organisation(&self, activity: &ActivityId) -> Option<&'r PartyId> {
        self.own(activity).first().copied()
    }

    /// Whether a party is one legal person with the organisation that carries an activity out.
    pub fn belongs(&self, activity: &ActivityId, party: &PartyId) -> bool {
        let persons = self.persons();
        self.organisation(activity)
            .is_some_and(|organisation| persons.are_one(organisation, party))
    }
}

impl Thing {
    /// The record it names.
    pub fn reference(&self) -> Reference {
        Reference::new(self.kind, self.id.clone())
    }
}
