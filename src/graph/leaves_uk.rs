//! What leaves the UK, and under what safeguard?

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::model::{ActivityId, Country, DataId, Register};

use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::gap::{Gap, NotRecorded};
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::query::{CountryFilter, FlowQuery};
use super::receiver::InActivity;
use super::route::RouteStep;
use super::step_kind::StepKind;
use super::uncertain::Uncertain;
use super::whereabouts::Leaving;

/// One step that leaves the UK, or goes on beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Departure {
    /// The activity.
    pub activity: InActivity,
    /// Whether it goes on from a place abroad, and where it ends is not recorded.
    pub is_beyond: bool,
    /// Whether it is published: to the public, where it can be read anywhere, and so no transfer.
    #[serde(skip)]
    pub is_published: bool,
    /// The categories that go, the one asked about or narrower ones; all mentioned ones where none is asked about.
    pub data: Vec<DataId>,
    /// The step with its judgements; its certainty is about the data asked about, or any data.
    #[serde(flatten)]
    pub step: RouteStep,
}

impl Departure {
    /// Whether something must be recorded that allows the step, and nothing is.
    pub fn is_missing(&self) -> bool {
        let allowed = self.step.allowed.as_ref();
        allowed.is_none_or(|allowed| allowed.is_missing)
    }
}

/// What tells one step from another: it may be taken in several countries.
type Key = (
    ActivityId,
    Option<usize>,
    StepKind,
    String,
    String,
    Vec<Country>,
);

/// How a step bears on what leaves the UK.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// It leaves it.
    Leaves,
    /// It goes on from a place abroad, and where it ends is not recorded.
    GoesBeyond,
    /// Where it ends is not recorded.
    Stays,
    /// It ends with the public.
    IsPublished,
}

/// The search for what leaves the UK.
pub struct LeavesUk<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<Key, Departure>,
    gaps: Gaps,
    apart: SetApart,
}

impl<'q> LeavesUk<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            gaps: Gaps::default(),
            apart: SetApart::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            self.look_through(&graph);
        }
    }

    /// Takes over what was found elsewhere, in other activities.
    pub fn join(&mut self, other: LeavesUk<'_>) {
        self.found.extend(other.found);
        self.gaps.join(other.gaps);
        self.apart.join(other.apart);
    }

    /// Looks through a graph.
    pub fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let party = self.query.party.as_ref();
        self.apart
            .note(graph, self.query, &mut self.gaps, &|graph, flow| {
                flow.leaves_uk(graph)
                    && party.is_none_or(|whole| whole.is_touched(&flow.touches(graph)))
            });
        self.gaps.note_unclassed(graph, self.query);
        let edges = graph.graph.edge_references();
        let arrivals: Vec<(EdgeIndex, NodeIndex, NodeIndex, Leaving)> = edges
            .map(|edge| {
                let (_, leaves) = graph.arrival(edge.id());
                (edge.id(), edge.source(), edge.target(), leaves)
            })
            .filter(|(_, _, to, leaves)| *leaves != Leaving::No || graph.is_published(*to))
            .collect();
        let mut told = BTreeMap::new();
        for followed in self.query.followed(&graph.shared, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            self.gaps.note_what_hides(&following, self.query);
            let arrivals = arrivals
                .iter()
                .filter(|(edge, ..)| following.step(*edge).is_some());
            let abroad: Vec<NodeIndex> = arrivals
                .clone()
                .filter(|(.., leaves)| *leaves == Leaving::Yes)
                .map(|(_, _, to, _)| *to)
                .collect();
            let beyond = following.beyond(&abroad, false);
            for (edge, from, _, leaves) in arrivals {
                if self.query.covers(graph.graph[*edge].activity)
                    && let Some(sureness) = graph.sureness(&following, *edge)
                    // One step says the same of every category that it carries as surely.
                    && let Some(step) = told
                        .entry((*edge, sureness))
                        .or_insert_with(|| graph.step_as_sure(*edge, sureness))
                {
                    let how = match leaves {
                        Leaving::Yes => How::Leaves,
                        Leaving::Possible if beyond[from.index()].is_some() => How::GoesBeyond,
                        Leaving::Possible => How::Stays,
                        Leaving::No => How::IsPublished,
                    };
                    self.note(graph, step, how, followed.id());
                }
            }
        }
    }

    fn note(&mut self, graph: &FlowGraph<'_>, step: &RouteStep, how: How, data: Option<&DataId>) {
        let to = step.to.reference();
        let is_wanted = self
            .query
            .party
            .as_ref()
            .is_none_or(|whole| whole.is_touched(&[to]));
        let is_asked = !self.query.stated || step.certainty == Certainty::Stated;
        if !is_wanted || !is_asked {
            return;
        }
        let countries = step.countries();
        for gap in &step.gaps {
            let is_where = matches!(gap, Gap::Country | Gap::HostedIn);
            self.gaps.note_if(is_where, *gap, &step.to.name);
        }
        let fits = match &self.query.country {
            None => true,
            Some(CountryFilter::Is(country)) => countries.contains(country),
            Some(CountryFilter::NotRecorded) => countries
                .iter()
                .all(|country| *country == Country::OutsideUk),
        };
        if how == How::Stays || !fits {
            return;
        }
        let in_activity = InActivity::of(graph, &step.activity);
        let key = (
            step.activity.clone(),
            step.number,
            step.kind,
            step.from.id.clone(),
            step.to.id.clone(),
            countries,
        );
        let label = step.number.map_or_else(
            || step.to.name.clone(),
            |number| format!("{} F{number}, to {}", in_activity.name, step.to.name),
        );
        let held = self.found.entry(key).or_insert_with(|| Departure {
            activity: in_activity,
            is_beyond: how == How::GoesBeyond,
            is_published: how == How::IsPublished,
            data: Vec::new(),
            step: step.clone(),
        });
        let is_transfer = how != How::IsPublished;
        let is_unsaid = is_transfer && held.is_missing() && !step.transfer.is_none();
        self.gaps.note_if(is_unsaid, Gap::Transfer, &label);
        self.gaps
            .note_if(step.carries.is_not_recorded(), Gap::FlowData, &label);
        let in_activity = &held.activity.name;
        self.gaps.note_agreement_of_flow(step, in_activity);
        if step.certainty < held.step.certainty {
            held.step = step.clone();
            held.data.clear();
        }
        if let Some(data) = data.filter(|_| step.certainty == held.step.certainty)
            && let Err(place) = held.data.binary_search(data)
        {
            held.data.insert(place, data.clone());
        }
    }

    /// Ends the search: what leaves, stated before possible, and what is published; what is uncertain; what is not
    /// recorded; and what is not in use.
    pub fn finish(self) -> (Vec<Departure>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
        let mut departures: Vec<Departure> = self.found.into_values().collect();
        departures.sort_by_key(|departure| departure.step.certainty);
        let uncertain = departures
            .iter()
            .filter(|departure| !departure.is_published)
            .filter_map(|departure| {
                let because = departure.step.because?;
                let number = departure
                    .step
                    .number
                    .map_or_else(String::new, |number| format!(" (F{number})"));
                Some(Uncertain {
                    subject: departure.step.to.clone(),
                    because: format!("{because}{number}"),
                })
            })
            .collect();
        (departures, uncertain, self.gaps.list(), self.apart.list())
    }
}
