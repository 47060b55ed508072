//! What is not recorded, counted, with the first few named.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::model::{Country, DataId, Kind, OpenList, Recorded};

use super::certainty::Doubt;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::gap::{Gap, NotRecorded};
use super::node::Place;
use super::query::FlowQuery;
use super::receiver_role::ReceiverRole;
use super::route::RouteStep;
use super::special::{class_of, names_special};
use super::step_kind::StepKind;

/// Gaps by what is missing, in the order of [`Gap`].
#[derive(Debug, Default)]
pub(super) struct Gaps(BTreeMap<Gap, BTreeSet<String>>);

impl Gaps {
    /// Notes that something is not recorded of a thing with this name.
    pub(super) fn note(&mut self, gap: Gap, name: impl AsRef<str> + Into<String>) {
        let names = self.0.entry(gap).or_default();
        // Most of what is noted was noted before.
        if !names.contains(name.as_ref()) {
            names.insert(name.into());
        }
    }

    /// Notes it where it is so.
    pub(super) fn note_if(&mut self, is_missing: bool, gap: Gap, name: &str) {
        if is_missing {
            self.note(gap, name);
        }
    }

    /// Takes over what was noted elsewhere.
    pub(super) fn join(&mut self, other: Self) {
        for (gap, names) in other.0 {
            self.0.entry(gap).or_default().extend(names);
        }
    }

    /// Notes that it is not recorded which data a flow carries.
    pub(super) fn note_data(&mut self, step: &RouteStep, activity: &str) {
        if let Some(number) = step.number.filter(|_| step.gaps.contains(&Gap::FlowData)) {
            self.note(Gap::FlowData, format!("{activity} F{number}"));
        }
    }

    /// Notes that no agreement in force is recorded with the party at the far end of a step.
    pub(super) fn note_agreement(&mut self, step: &RouteStep) {
        let far_end = match step.kind {
            StepKind::Source => &step.from,
            _ => &step.to,
        };
        let is_missing = far_end.kind == Kind::Party && step.agreement.is_missing();
        self.note_if(is_missing, Gap::Agreement, &far_end.name);
    }

    /// Notes that no agreement in force is recorded of a flow, or with the party at the end of a step
    /// that is none.
    pub(super) fn note_agreement_of_flow(&mut self, step: &RouteStep, activity: &str) {
        match step.number.filter(|_| step.agreement.is_missing()) {
            Some(number) => self.note(Gap::FlowAgreement, format!("{activity} F{number}")),
            None => self.note_agreement(step),
        }
    }

    /// Whether nothing is noted.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The gaps as an answer lists them.
    pub(super) fn list(self) -> Vec<NotRecorded> {
        let gaps = self.0.into_iter();
        gaps.filter_map(|(gap, names)| NotRecorded::of(gap, names))
            .collect()
    }
}

impl Gaps {
    /// Notes of which categories that are mentioned it is left open whether they are special or
    /// offence data, where only such data is asked about.
    pub(super) fn note_unclassed(&mut self, graph: &FlowGraph<'_>, query: &FlowQuery) {
        if query.special.is_none() {
            return;
        }
        let catalogue = &graph.register.data;
        let is_asked = |id: &DataId| {
            let wanted = query.data.as_ref();
            wanted.is_none_or(|wanted| wanted.narrower.contains(id))
        };
        for id in graph.mentioned().into_iter().filter(|id| is_asked(id)) {
            let class = class_of(catalogue, id);
            if names_special(&class) {
                continue;
            }
            let name = graph.name(&id);
            self.note_if(class.is_not_recorded(), Gap::Class, &name);
            let may_include = catalogue.get(id).map(|data| &data.may_include);
            let is_unsaid = may_include.is_none_or(Recorded::is_not_recorded);
            self.note_if(is_unsaid, Gap::MayInclude, &name);
        }
    }

    /// Notes to whom the search for a way stopped, up to now.
    pub(super) fn note_stopped(&mut self, following: &Following<'_, '_>, query: &FlowQuery) {
        let graph = following.graph();
        for node in following.stopped_at().into_iter().map(|it| graph.at(it)) {
            let name = graph.name(node.record());
            self.note_if(query.covers(node.activity), Gap::SearchStopped, &name);
        }
    }

    /// Notes what may hide recipients of what is followed: activities that do not say where their
    /// data goes or is kept, systems of which it is not recorded who runs them, processors of which
    /// it is not recorded whom they engage; and to whom the search for a way stopped, up to now.
    pub(super) fn note_what_hides(&mut self, following: &Following<'_, '_>, query: &FlowQuery) {
        let graph = following.graph();
        let register = graph.register;
        self.note_stopped(following, query);
        for index in graph.graph.node_indices() {
            let node = graph.at(index);
            if following.has(index).is_none() || !query.covers(node.activity) {
                continue;
            }
            match node.place {
                Place::Activity => {
                    if let Some(activity) = register.activities.get(node.activity) {
                        let lacks_recipients = activity.recipient.is_not_recorded();
                        self.note_if(lacks_recipients, Gap::Recipients, &activity.name);
                        let lacks_stores = activity.store.is_not_recorded();
                        self.note_if(lacks_stores, Gap::Stores, &activity.name);
                        for list in [OpenList::Recipient, OpenList::Store] {
                            let is_open = activity.is_open(list);
                            self.note_if(is_open, Gap::of_open(list), &activity.name);
                        }
                    }
                }
                Place::System(id) | Place::SystemOfAnEnd(id) => {
                    let record = register.systems.get(id);
                    if record.is_none_or(|system| system.operator.is_not_recorded()) {
                        let name = record.map_or(id.as_str(), |system| system.name.as_str());
                        self.note(Gap::Operator, name);
                    }
                }
                Place::Party(id) => {
                    if !following.is_processor(index) {
                        continue;
                    }
                    let record = register.parties.get(id);
                    if record.is_none_or(|party| party.sub_processors.is_not_recorded()) {
                        let name = record.map_or(id.as_str(), |party| party.name.as_str());
                        self.note(Gap::SubProcessors, name);
                    }
                }
                Place::OtherActivity(_) | Place::People(_) => {}
            }
        }
    }
}

impl<'r> Following<'_, 'r> {
    /// Whether a party has the data as a processor.
    fn is_processor(&self, index: NodeIndex) -> bool {
        let graph = self.graph();
        graph
            .graph
            .edges_directed(index, petgraph::Direction::Incoming)
            .filter(|edge| self.step(edge.id()).is_some())
            .filter_map(|edge| graph.role_by(edge.id()))
            .any(ReceiverRole::is_processor)
    }
}

impl<'r> FlowGraph<'r> {
    /// What is not recorded of a step that ends at a place.
    pub(super) fn gaps_of_step(&self, step: &RouteStep, place: Place<'r>) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let is_flow = step.number.is_some();
        let is_unknown =
            step.whereabouts.is_not_recorded() || step.countries().contains(&Country::OutsideUk);
        let mut note_if = |is_missing: bool, gap: Gap| {
            if is_missing {
                gaps.push(gap);
            }
        };
        note_if(is_flow && step.carries.is_not_recorded(), Gap::FlowData);
        match place {
            Place::System(id) | Place::SystemOfAnEnd(id) => {
                let record = self.register.systems.get(id);
                let operator = record.map(|record| &record.operator);
                note_if(
                    operator.is_none_or(Recorded::is_not_recorded),
                    Gap::Operator,
                );
                note_if(is_unknown, Gap::HostedIn);
            }
            Place::Party(id) if step.kind != StepKind::Source => {
                let is_ours = step.role == Some(ReceiverRole::Internal);
                note_if(is_unknown && !is_ours && !self.is_public(id), Gap::Country);
                let record = self.register.parties.get(id);
                let engages = record.map(|record| &record.sub_processors);
                let is_processor = step.role.is_some_and(super::ReceiverRole::is_processor);
                let is_unsaid = engages.is_none_or(Recorded::is_not_recorded);
                note_if(is_processor && is_unsaid, Gap::SubProcessors);
            }
            _ => {}
        }
        let is_stopped = step.because == Some(Doubt::SearchStopped.clause());
        note_if(is_stopped, Gap::SearchStopped);
        note_if(step.agreement.is_missing(), Gap::Agreement);
        let is_missing = step
            .allowed
            .as_ref()
            .is_some_and(|allowed| allowed.is_missing);
        note_if(is_missing && !step.transfer.is_none(), Gap::Transfer);
        // What others hand on is on a basis of theirs.
        let is_our_own = is_flow && step.kind != StepKind::Onward;
        let has_ground = step.ground.value().is_some();
        note_if(is_our_own && !has_ground && !step.has_basis(), Gap::Basis);
        gaps
    }
}
