//! In which role a party receives data, and who is inside the controller.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::model::{ActivityId, Flow, FlowKind, FlowRole, PartyId, Recorded, Role, SystemId};

use super::edge::Edge;
use super::flow_graph::FlowGraph;
use super::legal_person::LegalPersons;
use super::receiver_role::ReceiverRole;
use super::serving::Serving;
use super::step_kind::StepKind;

impl<'r> FlowGraph<'r> {
    /// Who is one legal person with whom.
    pub(super) fn persons(&self) -> &LegalPersons<'r> {
        &self.shared.persons
    }

    /// Whose register this is.
    pub(super) fn keeper(&self) -> Option<&'r PartyId> {
        let settings = self.register.settings.as_ref();
        settings.and_then(|settings| settings.organisation.value())
    }

    /// Those whose activity it is: its controller, or whose register this is where its controller
    /// is not recorded; and where it is done for others, both they and whose register this is.
    /// Where the record says that it has no controller, nobody.
    pub(super) fn own(&self, activity: &ActivityId) -> Vec<&'r PartyId> {
        self.own_in(self.whole_activity(activity)).collect()
    }

    /// Those whose activity it is in what a step serves. What the organisation does on its own account
    /// in an activity that it does for others is its own.
    pub(super) fn own_in(
        &self,
        serving: Serving<'_>,
    ) -> impl Iterator<Item = &'r PartyId> + use<'r> {
        let keeper = self.keeper();
        let nobody: &'r [PartyId] = &[];
        let (keeper, controller, others) = match self.record(serving.activity) {
            None => (None, None, nobody),
            Some(activity) if serving.is_for_others => {
                let others = activity.acts_for.items();
                (keeper, activity.controller.value(), others)
            }
            Some(activity) if activity.role == Recorded::Value(Role::Processor) => {
                (keeper, None, nobody)
            }
            Some(activity) => match &activity.controller {
                Recorded::NotRecorded => (keeper, None, nobody),
                Recorded::None => (None, None, nobody),
                Recorded::Value(controller) => (None, Some(controller), nobody),
            },
        };
        keeper.into_iter().chain(controller).chain(others)
    }

    /// Whether a party is one legal person with those whose activity it is: no recipient of it.
    pub fn is_own(&self, activity: &ActivityId, party: &PartyId) -> bool {
        self.is_own_in(self.whole_activity(activity), party)
    }

    /// Whether a party is one legal person with those whose activity it is in what a step serves.
    pub(super) fn is_own_in(&self, serving: Serving<'_>, party: &PartyId) -> bool {
        let persons = self.persons();
        let mut own = self.own_in(serving);
        own.any(|own| persons.are_one(own, party))
    }

    /// The outermost body that a party is a part of, or the party itself: what stands for the legal person.
    pub fn whole<'p>(&self, party: &'p PartyId) -> &'p PartyId
    where
        'r: 'p,
    {
        self.persons().whole(party)
    }

    /// Whether a party is itself the controller of an activity, or whose register this is.
    pub(super) fn is_controller(&self, activity: &ActivityId, party: &PartyId) -> bool {
        let mut own = self.own_in(self.whole_activity(activity));
        own.any(|own| own == party)
    }

    /// Whether a party is one legal person with whose register this is.
    pub(super) fn is_ours(&self, party: &PartyId) -> bool {
        let persons = self.persons();
        self.keeper()
            .is_some_and(|keeper| persons.are_one(keeper, party))
    }

    /// Whether a system is recorded as run by the controller or a part of it.
    pub(super) fn is_own_system(&self, activity: &ActivityId, system: &SystemId) -> bool {
        self.operator(system)
            .is_some_and(|operator| self.is_own(activity, operator))
    }

    /// Who runs a system, where it is recorded.
    pub fn operator(&self, system: &SystemId) -> Option<&'r PartyId> {
        self.register
            .systems
            .get(system)
            .and_then(|system| system.operator.value())
    }

    /// Whether a party stands inside the controller by all that leads to it, or where nothing does, by
    /// what it is.
    pub(super) fn is_inside(&self, index: NodeIndex, party: &PartyId) -> bool {
        let into = self.graph.edges_directed(index, Direction::Incoming);
        let mut into = into.map(|edge| edge.id()).peekable();
        if into.peek().is_none() {
            return self.is_own(self.at(index).activity, party);
        }
        into.all(|edge| self.role_by(edge) == Some(ReceiverRole::Internal))
    }

    /// Whether a party is inside the controller by an edge that leads to it.
    pub(super) fn is_inside_by(&self, party: &PartyId, by: &Edge<'r>) -> bool {
        match by.said {
            Some(said) => said == FlowRole::Internal,
            None => self.is_own_in(by.serving(), party),
        }
    }

    /// The flow of an activity with a number.
    fn numbered(
        &self,
        activity: &ActivityId,
        number: Option<usize>,
    ) -> Option<(FlowKind, &'r Flow)> {
        let record = self.record(activity)?;
        record.flows().nth(number?.checked_sub(1)?)
    }

    /// The role of whoever runs a system, by the flow with a number that leads into it.
    pub fn role_of_operator(
        &self,
        activity: &ActivityId,
        number: Option<usize>,
        operator: &PartyId,
    ) -> ReceiverRole {
        let flow = self.numbered(activity, number);
        let said = match flow {
            Some((FlowKind::Source | FlowKind::Store | FlowKind::Feed, flow)) => flow.role,
            _ => None,
        };
        let serving = self.serving(activity, flow.map(|(_, flow)| flow).as_slice());
        self.role_in(serving, operator, said, StepKind::Operator, None)
    }

    /// The role of whoever gives data by a flow with a number, as far as that is what it is to the controller.
    pub fn role_of_giver(
        &self,
        activity: &ActivityId,
        number: Option<usize>,
        giver: &PartyId,
    ) -> ReceiverRole {
        let flow = self.numbered(activity, number);
        let serving = self.serving(activity, flow.map(|(_, flow)| flow).as_slice());
        self.role_in(serving, giver, None, StepKind::Source, None)
    }

    /// The role in which a party receives data by an edge, if that gives it one.
    pub(super) fn role(&self, party: &PartyId, by: &Edge<'r>) -> Option<ReceiverRole> {
        let role = self.role_in(by.serving(), party, by.said, by.kind, by.engaged_by());
        let is_by_record = matches!(role, ReceiverRole::Internal | ReceiverRole::JointController);
        let has_role = by.said.is_some() || !by.is_without_role || is_by_record;
        has_role.then_some(role)
    }

    /// The role in which a party receives data by a step of a kind: the one that its flow gives it, or
    /// else, if the step is an engagement, by whom it is engaged (design rule 6).
    pub(super) fn role_in(
        &self,
        serving: Serving<'_>,
        party: &PartyId,
        said: Option<FlowRole>,
        by: StepKind,
        engaged_by: Option<&PartyId>,
    ) -> ReceiverRole {
        let processes = |for_another: bool| match for_another || serving.is_for_others {
            true => ReceiverRole::SubProcessor,
            false => ReceiverRole::Processor,
        };
        match said {
            Some(FlowRole::Processor) => return processes(false),
            Some(FlowRole::JointController) => return ReceiverRole::JointController,
            Some(FlowRole::Controller) => return ReceiverRole::Recipient,
            Some(FlowRole::Internal) => return ReceiverRole::Internal,
            None => {}
        }
        if self.is_own_in(serving, party) {
            return ReceiverRole::Internal;
        }
        let record = self.record(serving.activity);
        let is_joint = record.is_some_and(|activity| {
            let mut joint = activity.joint_controllers.items().iter();
            joint.any(|joint| joint.party == *party)
        });
        match by {
            _ if is_joint => ReceiverRole::JointController,
            // Whom the controller or a part of it engages itself is its processor.
            StepKind::Operator | StepKind::SubProcessor => {
                processes(engaged_by.is_some_and(|engager| !self.is_own_in(serving, engager)))
            }
            _ => ReceiverRole::Recipient,
        }
    }
}
