//! What is not recorded, counted, with the first few named.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::model::{Country, DataId, Kind, PartyId, Recorded};

use super::certainty::Doubt;
use super::flow_graph::{FlowGraph, Place};
use super::follow::Following;
use super::query::FlowQuery;
use super::role::ReceiverRole;
use super::route::RouteStep;
use super::special::{class_of, names_special};
use super::step_kind::StepKind;

/// One thing that the record does not say, and about how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRecorded {
    /// What is not recorded, as a code.
    pub code: &'static str,
    /// What is not recorded, as a phrase.
    pub what: String,
    /// About how many it is not recorded.
    pub count: usize,
    /// The names of the first few.
    pub examples: Vec<String>,
}

/// How many examples are named.
pub const N_EXAMPLES: usize = 5;

/// Gaps by what is missing, in the order of [`Gap`].
#[derive(Debug, Default)]
pub(super) struct Gaps(BTreeMap<Gap, BTreeSet<String>>);

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// To whom an activity gives data.
    Recipients,
    /// Where an activity keeps data.
    Stores,
    /// Whence an activity has data.
    Sources,
    /// Who runs a system.
    Operator,
    /// Where a system is hosted.
    HostedIn,
    /// Whom a processor engages.
    SubProcessors,
    /// Where a party is.
    Country,
    /// The agreement with a party.
    Agreement,
    /// The agreement of a flow.
    FlowAgreement,
    /// What allows a transfer.
    Transfer,
    /// Which data a flow carries.
    FlowData,
    /// How long an activity keeps data.
    Retention,
    /// Who answers for an activity.
    Owner,
    /// On what basis data goes.
    Basis,
    /// Who exactly a recipient is that is recorded only as a class.
    Members,
    /// What became of the data that came while a source lasted, or was kept while a store did.
    Ended,
    /// The class of a category.
    Class,
    /// Which special data a category may include.
    MayInclude,
    /// Which data an activity holds.
    Data,
    /// Whether the data reaches a place at all: the search for a way stopped.
    SearchStopped,
}

impl Gap {
    /// The code of the gap.
    pub fn code(self) -> &'static str {
        match self {
            Self::Recipients => "recipients",
            Self::Stores => "stores",
            Self::Sources => "sources",
            Self::Operator => "operator",
            Self::HostedIn => "hosted-in",
            Self::SubProcessors => "sub-processors",
            Self::Country => "country",
            Self::Agreement => "agreement",
            Self::FlowAgreement => "flow-agreement",
            Self::Transfer => "transfer",
            Self::FlowData => "flow-data",
            Self::Retention => "retention",
            Self::Owner => "owner",
            Self::Basis => "basis",
            Self::Members => "members",
            Self::Ended => "after-the-end",
            Self::Class => "class",
            Self::MayInclude => "may-include",
            Self::Data => "data",
            Self::SearchStopped => "search-stopped",
        }
    }

    fn phrase(self) -> &'static str {
        match self {
            Self::Recipients => "recipients, in activities that have or may have this data",
            Self::Stores => "stores, in activities that have or may have this data",
            Self::Sources => "sources, in activities that have or may have this data",
            Self::Operator => "who runs it, of systems that have or may have this data",
            Self::HostedIn => "where it is hosted, of systems that have or may have this data",
            Self::SubProcessors => "sub-processors, of processors that have or may have this data",
            Self::Country => "country, of parties that have or may have this data",
            Self::Agreement => "agreement in force, with parties shown",
            Self::FlowAgreement => "agreement in force, of flows shown",
            Self::Transfer => "what allows the transfer, of flows that leave the UK",
            Self::FlowData => "which data, of flows shown",
            Self::Retention => "retention, of activities shown",
            Self::Owner => "owner, of activities shown",
            Self::Basis => "lawful basis, of flows shown",
            Self::Members => "who exactly, of recipients recorded only as a class",
            Self::Ended => "what became of data from a flow that has ended",
            Self::Class => "class, of categories that may be special or offence data",
            Self::MayInclude => "whether it may include special or offence data, of categories",
            Self::Data => "which data they hold, of activities in the register",
            Self::SearchStopped => {
                "whether and how surely this data reaches them, of those to whom there are too many \
                 ways to look at: the search stopped"
            }
        }
    }
}

impl Serialize for Gap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl NotRecorded {
    /// One gap, about so many, of which these are the first.
    pub fn new(gap: Gap, count: usize, examples: Vec<String>) -> Self {
        Self {
            code: gap.code(),
            what: gap.phrase().to_owned(),
            count,
            examples,
        }
    }

    /// One gap about all of these; nothing where there are none.
    pub fn of(gap: Gap, names: BTreeSet<String>) -> Option<Self> {
        let count = names.len();
        (count > 0).then(|| Self::new(gap, count, names.into_iter().take(N_EXAMPLES).collect()))
    }
}

impl Gaps {
    /// Notes that something is not recorded of a thing with this name.
    pub(super) fn note(&mut self, gap: Gap, name: impl Into<String>) {
        self.0.entry(gap).or_default().insert(name.into());
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
            if names_special(class) {
                continue;
            }
            let name = graph.name(&id.reference());
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
            let name = graph.name(&node.reference());
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
                    }
                }
                Place::System(id) | Place::SystemOfAnEnd(id) => {
                    let operator = register.systems.get(id).map(|system| &system.operator);
                    if operator.is_none_or(Recorded::is_not_recorded) {
                        self.note(Gap::Operator, graph.name(&id.reference()));
                    }
                }
                Place::Party(id) => {
                    let engages = register.parties.get(id).map(|party| &party.sub_processors);
                    if engages.is_none_or(Recorded::is_not_recorded)
                        && following.is_processor(index, id)
                    {
                        self.note(Gap::SubProcessors, graph.name(&id.reference()));
                    }
                }
                Place::OtherActivity(_) | Place::People(_) => {}
            }
        }
    }
}

impl<'r> Following<'_, 'r> {
    /// Whether a party has the data as a processor.
    fn is_processor(&self, index: NodeIndex, party: &'r PartyId) -> bool {
        let graph = self.graph();
        graph
            .graph
            .edges_directed(index, petgraph::Direction::Incoming)
            .filter(|edge| self.step(edge.id()).is_some())
            .filter_map(|edge| graph.role(party, edge.weight()))
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
                let is_ours = self.is_own(&step.activity, id);
                note_if(is_unknown && !is_ours, Gap::Country);
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
