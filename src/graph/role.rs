//! In which role a party receives data.

use serde::{Deserialize, Serialize};

use crate::model::{ActivityId, PartyId, Recorded, Role, SystemId, listed};

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
    pub(super) fn is_own(&self, activity: &ActivityId, party: &PartyId) -> bool {
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

    /// The role in which a party receives data by an edge, if that gives it one.
    pub(super) fn role(&self, party: &PartyId, by: &Edge<'r>) -> Option<ReceiverRole> {
        let role = self.role_by(by.activity, party, by.kind, by.engaged_by());
        let role = self.by_purpose(role, by, by.engaged_by());
        let is_by_record = matches!(role, ReceiverRole::Internal | ReceiverRole::JointController);
        let has_role = !by.is_without_role || is_by_record;
        has_role.then_some(role)
    }

    /// The role in which a party receives data in an activity, by a step of a kind; if the step is
    /// an engagement, by whom it is engaged (design rule 6).
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
        let acts_for_others =
            record.is_some_and(|activity| activity.role == Recorded::Value(Role::Processor));
        // Whom the controller or a part of it engages itself is its processor.
        let is_engaged_by_processor =
            engaged_by.is_some_and(|processor| !self.is_own(activity, processor));
        match by {
            StepKind::Operator | StepKind::SubProcessor
                if acts_for_others || is_engaged_by_processor =>
            {
                ReceiverRole::SubProcessor
            }
            StepKind::Operator | StepKind::SubProcessor => ReceiverRole::Processor,
            _ => ReceiverRole::Recipient,
        }
    }
}
