//! What do we send them, and what do we get from them?

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use petgraph::graph::{EdgeIndex, NodeIndex};
use serde::Serialize;

use crate::model::{Kind, Register};

use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::{FlowGraph, passed_by};
use super::follow::Following;
use super::gap::NotRecorded;
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::node::{Node, Place as NodePlace};
use super::query::{FlowQuery, Followed, Whole};
use super::receiver::InActivity;
use super::receiver_role::ReceiverRole;
use super::route::RouteStep;
use super::step_kind::StepKind;
use super::thing::Thing;
use super::uncertain::Uncertain;

/// Whether data goes to the party or comes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Direction {
    /// It goes to the party.
    #[serde(rename = "to")]
    Out,
    /// It comes from the party.
    #[serde(rename = "from")]
    In,
}

impl Direction {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Out => "to",
            Self::In => "from",
        }
    }
}

/// One flow to or from the party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dealing {
    /// Whether data goes to the party or comes from it.
    pub direction: Direction,
    /// The activity.
    pub activity: InActivity,
    /// The flow as a step; its certainty is about the data asked about, or any data.
    #[serde(flatten)]
    pub step: RouteStep,
    /// The system it passes through.
    pub through: Option<Thing>,
    /// By what the party is part or member of it has to do with the flow, if only so.
    pub as_part_of: Option<String>,
}

/// How an end of a flow has to do with the party.
enum At {
    /// It is the party or a part of it.
    Itself,
    /// The party is part or member of it.
    PartOf(String),
}

/// What tells one dealing from another, in the order in which they are listed: one may run a system in several roles,
/// under an agreement in each.
type Place = (
    (Direction, InActivity, Option<usize>, StepKind, Thing, Thing),
    (Option<ReceiverRole>, String),
);

/// The search for flows of a party.
pub struct About<'q> {
    query: &'q FlowQuery,
    party: &'q Whole,
    found: BTreeMap<Place, Dealing>,
    gaps: Gaps,
    apart: SetApart,
}

impl<'q> About<'q> {
    /// Begins the search for a party, with its parts and what it is part or member of.
    pub fn new(query: &'q FlowQuery, party: &'q Whole) -> Self {
        Self {
            query,
            party,
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

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let party = self.party;
        self.apart
            .note(graph, self.query, &mut self.gaps, &|graph, flow| {
                party.is_touched(&flow.touches(graph))
            });
        let asks_anything = self.query.data.is_none() && self.query.special.is_none();
        let by_category = || self.query.followed(&graph.shared, &graph.mentioned());
        // Whom one engages that hands on what it is not recorded to get is told by what it hands on.
        let mut edges = graph.graph.edge_indices();
        let all_followed = match asks_anything {
            true if edges.any(|it| graph.is_by_handing_on(it)) => {
                [vec![Followed::Anything], by_category()].concat()
            }
            true => vec![Followed::Anything],
            false => by_category(),
        };
        for followed in all_followed {
            let following = Following::new(graph, &followed, self.query);
            let is_told = |index| {
                !asks_anything
                    || matches!(followed, Followed::Anything)
                    || graph.is_by_handing_on(index)
            };
            let mut deals = false;
            for index in graph.graph.edge_indices() {
                if self.query.covers(graph.graph[index].activity) && is_told(index) {
                    deals |= self.look_at(graph, &following, index);
                }
            }
            if deals {
                self.gaps.note_what_hides(&following, self.query);
            }
        }
    }

    /// How an end of an edge has to do with the party: itself, or by what it is part or member of.
    /// The organisation whose activity it is stands where its activity does.
    fn at(&self, graph: &FlowGraph<'_>, node: Node<'_>) -> Option<At> {
        match node.place {
            NodePlace::Party(id) if self.party.parts.contains(id) => Some(At::Itself),
            NodePlace::Party(id) => self.party.wholes.get(id).cloned().map(At::PartOf),
            NodePlace::Activity => {
                let own = graph.own(node.activity);
                let is_it = own.into_iter().any(|own| self.party.parts.contains(own));
                is_it.then_some(At::Itself)
            }
            _ => None,
        }
    }

    /// Takes one flow if it has to do with the party, and gives whether it has.
    fn look_at<'r>(
        &mut self,
        graph: &FlowGraph<'r>,
        following: &Following<'_, 'r>,
        index: EdgeIndex,
    ) -> bool {
        let Some((from, to)) = graph.graph.edge_endpoints(index) else {
            return false;
        };
        let edge = &graph.graph[index];
        // That it has what it hands on is told by the flow that it hands on.
        if edge.kind == StepKind::HandsOn {
            return false;
        }
        // A flow through a system is told whole, from its start to its end, and so once.
        if edge.flow.is_some() && edge.first_half.is_some() {
            return false;
        }
        let to = self.whole_end(graph, index).unwrap_or(to);
        let engager = edge.engaged_by();
        let comes = match engager {
            Some(engager) => self.party.parts.contains(engager).then_some(At::Itself),
            None => self.at(graph, graph.at(from)),
        };
        let goes = self.at(graph, graph.at(to));
        if comes.is_none() && goes.is_none() {
            return false;
        }
        let whole = graph.whole_flow(index);
        let Some(mut step) = graph
            .step_along(following, whole)
            .or_else(|| graph.step_along(following, index))
        else {
            return false;
        };
        let through = edge
            .flow
            .and_then(|(_, flow)| passed_by(flow))
            .map(|id| graph.thing(&id));
        if edge.flow.is_some() {
            step.from = graph.thing(graph.at(from).record());
            step.to = graph.thing(graph.at(to).record());
        }
        let activity = InActivity::of(graph, edge.activity);
        for (direction, at) in [(Direction::Out, goes), (Direction::In, comes)] {
            let Some(at) = at else { continue };
            let mut step = step.clone();
            let as_part_of = match at {
                At::Itself => None,
                At::PartOf(name) => {
                    step.certainty = Certainty::Possible;
                    Some(name)
                }
            };
            if self.query.stated && step.certainty != Certainty::Stated {
                continue;
            }
            let dealing = Dealing {
                direction,
                activity: activity.clone(),
                step,
                through: through.clone(),
                as_part_of,
            };
            self.note(dealing);
        }
        true
    }

    /// Where a flow through a system ends, if the edge is its first step.
    fn whole_end(&self, graph: &FlowGraph<'_>, index: EdgeIndex) -> Option<NodeIndex> {
        let whole = graph.whole_flow(index);
        graph.graph.edge_endpoints(whole).map(|(_, to)| to)
    }

    /// Notes a flow.
    fn note(&mut self, dealing: Dealing) {
        let (step, activity) = (&dealing.step, &dealing.activity.name);
        self.gaps.note_data(step, activity);
        self.gaps.note_agreement_of_flow(step, activity);
        let place: Place = (
            (
                dealing.direction,
                dealing.activity.clone(),
                dealing.step.number,
                dealing.step.kind,
                dealing.step.to.clone(),
                dealing.step.from.clone(),
            ),
            (dealing.step.role, dealing.step.agreement.words()),
        );
        match self.found.entry(place) {
            Entry::Vacant(entry) => drop(entry.insert(dealing)),
            Entry::Occupied(mut entry) => {
                if dealing.step.certainty < entry.get().step.certainty {
                    entry.insert(dealing);
                }
            }
        }
    }

    /// Ends the search: the flows, those to the party first; what is uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Dealing>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
        let found: Vec<Dealing> = self.found.into_values().collect();
        let uncertain = found
            .iter()
            .filter_map(|dealing| {
                let part = dealing.as_part_of.as_ref().map(|name| {
                    format!(
                        "as part of {name}: whether it concerns the one asked about is not recorded"
                    )
                });
                let doubt = dealing.step.because.map(ToOwned::to_owned);
                let because = part.or(doubt)?;
                let number = dealing
                    .step
                    .number
                    .map_or_else(String::new, |number| format!(" (F{number})"));
                let subject = match (&dealing.as_part_of, dealing.direction) {
                    (Some(_), _) => Thing {
                        kind: Kind::Party,
                        id: self.party.id.to_string(),
                        name: self.party.name.clone(),
                    },
                    (None, Direction::Out) => dealing.step.to.clone(),
                    (None, Direction::In) => dealing.step.from.clone(),
                };
                Some(Uncertain {
                    subject,
                    because: format!("{because}{number}"),
                })
            })
            .collect();
        (found, uncertain, self.gaps.list(), self.apart.list())
    }
}
