//! In which role a party receives data.

use serde::{Deserialize, Serialize};

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use crate::model::{ActivityId, FlowKind, FlowRole, PartyId, Recorded, Role, SystemId, listed};

use super::edge::Edge;
use super::flow_graph::FlowGraph;
use super::legal_person::LegalPersons;
use super::step_kind::StepKind;

listed! {
    /// In which role a party receives data.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum ReceiverRole {
        /// It gets data as a recipient (Article 4(1)(9)).
        Recipient: "recipient";
        /// It decides with the controller (Article 26).
        JointController: "joint-controller";
        /// It acts for the controller (Article 28).
        Processor: "processor";
        /// A processor engages it (Article 28(2) and (4)).
        SubProcessor: "sub-processor";
        /// It is one legal person with the controller.
        Internal: "internal";
    }
    /// The role's word.
    word = 0;
}

impl ReceiverRole {
    /// Whether a party in this role acts for another (Article 28).
    pub fn is_processor(self) -> bool {
        matches!(self, Self::Processor | Self::SubProcessor)
    }
}

impl<'r> FlowGraph<'r> {
    /// Who is one legal person with whom.
    pub(super) fn persons(&self) -> LegalPersons<'r> {
        LegalPersons::of(self.register)
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
        let Some(activity) = self.register.activities.get(activity) else {
            return Vec::new();
        };
        let controller = activity.controller.value();
        if activity.role == Recorded::Value(Role::Processor) {
            let others = controller.into_iter().chain(activity.acts_for.items());
            return self.keeper().into_iter().chain(others).collect();
        }
        match &activity.controller {
            Recorded::NotRecorded => self.keeper().into_iter().collect(),
            Recorded::None => Vec::new(),
            Recorded::Value(controller) => vec![controller],
        }
    }

    /// Whether a party is one legal person with those whose activity it is: no recipient of it.
    pub fn is_own(&self, activity: &ActivityId, party: &PartyId) -> bool {
        let persons = self.persons();
        let own = self.own(activity);
        own.into_iter().any(|own| persons.are_one(own, party))
    }

    /// Whether a party is itself the controller of an activity, or whose register this is.
    pub(super) fn is_controller(&self, activity: &ActivityId, party: &PartyId) -> bool {
        self.own(activity).contains(&party)
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

    /// Whether a party stands inside the controller wherever it has data: it is one legal person with it and has
    /// nothing in another role, or the record says of all that leads to it that it is inside.
    pub(super) fn is_inside(&self, index: NodeIndex, party: &PartyId) -> bool {
        let is_own = self.is_own(self.at(index).activity, party);
        let mut into = self
            .graph
            .edges_directed(index, Direction::Incoming)
            .map(|edge| edge.weight());
        if is_own {
            !into.any(|edge| edge.said.is_some_and(|said| said != FlowRole::Internal))
        } else {
            let mut into = into.peekable();
            into.peek().is_some() && into.all(|edge| edge.said == Some(FlowRole::Internal))
        }
    }

    /// Whether a party is inside the controller by an edge that leads to it.
    pub(super) fn is_inside_by(&self, party: &PartyId, by: &Edge<'r>) -> bool {
        match by.said {
            Some(said) => said == FlowRole::Internal,
            None => self.is_own(by.activity, party),
        }
    }

    /// The role that the record gives somebody in an activity (design rule 6).
    pub fn role_said(&self, activity: &ActivityId, said: FlowRole) -> ReceiverRole {
        match said {
            FlowRole::Processor if self.acts_for_others(activity) => ReceiverRole::SubProcessor,
            FlowRole::Processor => ReceiverRole::Processor,
            FlowRole::JointController => ReceiverRole::JointController,
            FlowRole::Controller => ReceiverRole::Recipient,
            FlowRole::Internal => ReceiverRole::Internal,
        }
    }

    /// The role of whoever runs a system, by the flow with a number that leads into it.
    pub fn role_of_operator(
        &self,
        activity: &ActivityId,
        number: Option<usize>,
        operator: &PartyId,
    ) -> ReceiverRole {
        let record = self.register.activities.get(activity);
        let flow = record
            .zip(number)
            .and_then(|(record, number)| record.flows().nth(number.checked_sub(1)?));
        match flow {
            Some((FlowKind::Source | FlowKind::Store | FlowKind::Feed, flow)) => flow.role,
            _ => None,
        }
        .map_or_else(
            || self.role_by(activity, operator, StepKind::Operator, None),
            |said| self.role_said(activity, said),
        )
    }

    /// Whether an activity is carried out for others.
    fn acts_for_others(&self, activity: &ActivityId) -> bool {
        let record = self.register.activities.get(activity);
        record.is_some_and(|activity| activity.role == Recorded::Value(Role::Processor))
    }

    /// The role in which a party receives data by an edge, if that gives it one.
    pub(super) fn role(&self, party: &PartyId, by: &Edge<'r>) -> Option<ReceiverRole> {
        if let Some(said) = by.said {
            return Some(self.role_said(by.activity, said));
        }
        let role = self.role_by(by.activity, party, by.kind, by.engaged_by());
        let role = self.by_purpose(role, by, by.engaged_by());
        let is_by_record = matches!(role, ReceiverRole::Internal | ReceiverRole::JointController);
        let has_role = !by.is_without_role || is_by_record;
        has_role.then_some(role)
    }

    /// The role in which a party receives data in an activity, by a step of a kind of which the record gives no
    /// role; if the step is an engagement, by whom it is engaged (design rule 6).
    pub fn role_by(
        &self,
        activity: &ActivityId,
        party: &PartyId,
        by: StepKind,
        engaged_by: Option<&PartyId>,
    ) -> ReceiverRole {
        if self.is_own(activity, party) {
            return ReceiverRole::Internal;
        }
        let record = self.register.activities.get(activity);
        let is_joint = record.is_some_and(|activity| {
            let mut joint = activity.joint_controllers.items().iter();
            joint.any(|joint| joint.party == *party)
        });
        if is_joint {
            return ReceiverRole::JointController;
        }
        // Whom the controller or a part of it engages itself is its processor.
        let is_engaged_by_processor =
            engaged_by.is_some_and(|processor| !self.is_own(activity, processor));
        match by {
            StepKind::Operator | StepKind::SubProcessor
                if self.acts_for_others(activity) || is_engaged_by_processor =>
            {
                ReceiverRole::SubProcessor
            }
            StepKind::Operator | StepKind::SubProcessor => ReceiverRole::Processor,
            _ => ReceiverRole::Recipient,
        }
    }
}
