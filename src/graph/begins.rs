//! What activities hold, and where routes begin: what the records say before anything is followed
//! (design rules 2, 4 and 10).

use std::borrow::Cow;
use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{Activity, ActivityId, DataId, End, Flow, FlowKind, Recorded, Scope};

use super::certainty::{Certainty, Doubt};
use super::edge::Bearing;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::naming::Naming;
use super::node::Place;
use super::query::{Fit, FlowQuery, Followed};
use super::step_kind::StepKind;

impl<'r> FlowGraph<'r> {
    /// How far what an edge says of its people fits those asked about.
    pub(super) fn fit(&self, index: EdgeIndex, followed: &Followed, query: &FlowQuery) -> Fit {
        if query.people.is_none() {
            return Fit::Sure;
        }
        let edge = &self.graph[index];
        let Some(activity) = self.activity_of(edge) else {
            return Fit::Never;
        };
        match (edge.flow, edge.rests_on.or(edge.first_half), edge.kind) {
            (Some((_, flow)), ..) => self.fit_of_flow(activity, flow, followed, query),
            (None, Some(below), _) => self.fit(below, followed, query),
            (None, None, StepKind::HandsOn) => {
                let flow = edge.by_flows.first();
                flow.map_or(Fit::Never, |(_, flow)| {
                    self.fit_of_flow(activity, flow, followed, query)
                })
            }
            // A joint controller has of what its activity has about whomever it is about.
            // What a system has, whoever runs it has: the doubt, if any, stands at the step before.
            (None, None, _) => Fit::Sure,
        }
    }

    /// How far a flow fits the people asked about, by what it carries of personal data.
    fn fit_of_flow(
        &self,
        activity: &Activity,
        flow: &Flow,
        followed: &Followed,
        query: &FlowQuery,
    ) -> Fit {
        let list = flow.carries.value().map_or(&[][..], Scope::listed);
        if query.people.is_none() || list.iter().all(|id| self.is_personal(id)) {
            return query.fit_of_flow(activity, flow, followed);
        }
        let personal = Flow {
            carries: self.carries(flow),
            ..flow.clone()
        };
        query.fit_of_flow(activity, &personal, followed)
    }

    /// What is personal data of a list.
    fn personal<'l>(&self, list: &'l [DataId]) -> Cow<'l, [DataId]> {
        let personal = || list.iter().filter(|id| self.is_personal(id)).cloned();
        match list.iter().all(|id| self.is_personal(id)) {
            true => Cow::Borrowed(list),
            false => Cow::Owned(personal().collect()),
        }
    }

    /// Whether an activity holds the data by what it says of its holdings and its flows (rule 2).
    pub(super) fn holding(
        &self,
        index: NodeIndex,
        followed: &Followed,
        query: &FlowQuery,
    ) -> Option<Certainty> {
        let node = self.at(index);
        if node.place != Place::Activity {
            return None;
        }
        let activity = self.record(node.activity)?;
        // Each list speaks of the people that it, or else the activity, is recorded to be about.
        let own = self.personal(activity.data.items());
        let own = own.as_ref();
        let fit = query.fit(activity, &Recorded::NotRecorded, (own, true), followed);
        let own = (own, fit);
        let flows = self
            .current_flows(activity)
            .filter(|(_, kind, flow)| match kind {
                FlowKind::Source => self.arrives(flow),
                FlowKind::Store | FlowKind::Recipient | FlowKind::Feed => true,
                // An onward flow speaks of its own start.
                FlowKind::Onward => false,
            })
            .map(|(_, _, flow)| {
                let listed = flow.carries.value().map_or(&[][..], Scope::listed);
                (listed, self.fit_of_flow(activity, flow, followed, query))
            });
        let held = std::iter::once(own)
            .chain(flows)
            .filter_map(|(list, fit)| {
                let most = match fit {
                    Fit::Sure => Certainty::Stated,
                    Fit::Unsure => Certainty::Possible,
                    Fit::Never => return None,
                };
                self.named(followed, list).map(|named| named.max(most))
            })
            .min();
        held.or_else(|| Self::may_hold_something(activity, followed, query))
    }

    /// How surely a list speaks of what is followed.
    fn named(&self, followed: &Followed, list: &[DataId]) -> Option<Certainty> {
        match followed {
            Followed::Anything => {
                let is_any = list.iter().any(|id| self.is_personal(id));
                is_any.then_some(Certainty::Stated)
            }
            Followed::Unnamed => None,
            Followed::Category { .. } => followed.named_in(list).map(|naming| match naming {
                Naming::Itself => Certainty::Stated,
                Naming::Broader | Naming::Including => Certainty::Possible,
            }),
        }
    }

    /// Whoever processes personal data has some, unless the record says that it has none; and where
    /// it lists them, it has none that are not named.
    fn may_hold_something(
        activity: &Activity,
        followed: &Followed,
        query: &FlowQuery,
    ) -> Option<Certainty> {
        let may = followed.id().is_none()
            && !activity.data.is_none()
            && activity.data.items().is_empty()
            && query.fit(activity, &Recorded::NotRecorded, (&[], false), followed) != Fit::Never;
        may.then_some(Certainty::Possible)
    }

    /// How surely a party has the data by what its own onward flows name, or a system by what its feeds
    /// name: stated if one of them names it, possibly if one names something broader or that may
    /// include it.
    pub(super) fn own_words(
        &self,
        index: NodeIndex,
        bearings: &[Bearing],
        sure: &[bool],
    ) -> Option<Certainty> {
        if !matches!(self.at(index).place, Place::Party(_) | Place::System(_)) {
            return None;
        }
        self.graph
            .edges(index)
            .filter(|edge| self.is_onward_start(edge.id()) || self.is_feed_start(edge.id()))
            .filter_map(|edge| match bearings[edge.id().index()] {
                Bearing::Names if sure[edge.id().index()] => Some(Certainty::Stated),
                Bearing::Names | Bearing::Open(Doubt::BroaderNamed | Doubt::IncludingNamed) => {
                    Some(Certainty::Possible)
                }
                _ => None,
            })
            .min()
    }

    fn is_onward_start(&self, edge: EdgeIndex) -> bool {
        let weight = &self.graph[edge];
        weight.kind == StepKind::Onward && weight.first_half.is_none() && self.joins(edge)
    }

    /// Whether an edge is that by which a system starts a feed.
    pub(super) fn is_feed_start(&self, edge: EdgeIndex) -> bool {
        let weight = &self.graph[edge];
        weight.kind == StepKind::Feed && weight.first_half.is_none() && self.joins(edge)
    }

    /// How surely a route can begin with a step, because its start has the data by its own words.
    pub(super) fn begins_by_own_words(
        &self,
        edge: EdgeIndex,
        bearings: &[Bearing],
        sure: &[bool],
        own_words: &[Option<Certainty>],
    ) -> Option<Certainty> {
        // What a source names it brings into the system by way of which it comes.
        if self.is_source_into_system(edge) {
            return match bearings[edge.index()] {
                Bearing::Names if sure[edge.index()] => Some(Certainty::Stated),
                Bearing::Names | Bearing::Open(Doubt::BroaderNamed | Doubt::IncludingNamed) => {
                    Some(Certainty::Possible)
                }
                _ => None,
            };
        }
        // Nothing is passed before a route begins.
        if !self.graph[edge].passed().is_empty() && !self.is_route(&[edge]) {
            return None;
        }
        // Whom the start of an onward flow engages is reached by that flow.
        let rests_on = self.graph[edge].rests_on.filter(|_| self.joins(edge));
        let is_start =
            self.is_onward_start(edge) || rests_on.is_some_and(|flow| self.is_onward_start(flow));
        let own = own_words[self.graph[edge].anchor.index()].filter(|_| is_start)?;
        match bearings[edge.index()] {
            Bearing::Closed => None,
            Bearing::Names | Bearing::AsStart if sure[edge.index()] => Some(own),
            Bearing::Names | Bearing::AsStart | Bearing::Open(_) => Some(Certainty::Possible),
        }
    }

    /// The edges by which whoever hands the data on possibly has it: it names the data itself, is no
    /// source of it and gets it by no route (rule 10). That is judged before the people asked about.
    pub(super) fn handing_on(
        &self,
        followed: &Followed,
        query: &FlowQuery,
        has: &[Option<Certainty>],
    ) -> Vec<EdgeIndex> {
        let inner = &self.graph;
        let naming: Vec<(EdgeIndex, NodeIndex)> = inner
            .edge_references()
            .filter(|edge| edge.weight().kind == StepKind::HandsOn)
            .filter(|edge| followed.id().is_some() && edge.weight().load.names(followed))
            .map(|edge| (edge.id(), edge.target()))
            .collect();
        if naming.is_empty() {
            return Vec::new();
        }
        let is_filtered = query.people.is_some() || self.whole.is_some();
        let open: BTreeSet<EdgeIndex> = if is_filtered {
            let everything = FlowQuery {
                people: None,
                ..query.clone()
            };
            let whole = self.whole.as_deref().unwrap_or(self);
            let all = Following::new(whole, followed, &everything);
            let found: BTreeSet<_> = whole
                .graph
                .edge_indices()
                .filter(|edge| whole.graph[*edge].kind == StepKind::HandsOn)
                .filter(|edge| all.begins(*edge).is_some())
                .map(|edge| whole.handed_on(edge))
                .collect();
            let edges = naming.into_iter().map(|(edge, _)| edge);
            edges
                .filter(|edge| found.contains(&self.handed_on(*edge)))
                .collect()
        } else {
            naming
                .into_iter()
                .filter(|(edge, party)| {
                    has[party.index()].is_none() && !self.is_a_source(*edge, *party, followed)
                })
                .map(|(edge, _)| edge)
                .collect()
        };
        inner
            .edge_indices()
            .filter(|index| {
                open.contains(index)
                    || self.is_by_handing_on(*index)
                        && inner[*index]
                            .rests_on
                            .is_some_and(|flow| open.contains(&flow))
            })
            .collect()
    }

    /// Whether a party is a possible source of the data in the activity of an edge.
    fn is_a_source(&self, edge: EdgeIndex, party: NodeIndex, followed: &Followed) -> bool {
        let activity = self.graph[edge].activity;
        let Place::Party(party) = self.at(party).place else {
            return false;
        };
        self.record(activity).is_some_and(|record| {
            self.current_flows(record).any(|(_, kind, flow)| {
                kind == FlowKind::Source
                    && flow.from.as_ref() == Some(&End::Party(party.clone()))
                    && self.load(flow).may_carry(followed)
            })
        })
    }

    /// The flow by which an edge says that one has what it hands on.
    fn handed_on(&self, edge: EdgeIndex) -> Option<(&'r ActivityId, usize)> {
        let edge = &self.graph[edge];
        let (number, _) = edge.by_flows.first()?;
        Some((edge.activity, *number))
    }
}
