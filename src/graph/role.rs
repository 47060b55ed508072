//! In which role a party receives data.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{ActivityId, PartyId, Recorded, Role, SystemId};

use super::flow_graph::{FlowGraph, StepKind};

/// In which role a party receives data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiverRole {
    /// It gets data as a recipient (Article 4(1)(9)).
    Recipient,
    /// It decides with the controller (Article 26).
    JointController,
    /// It acts for the controller (Article 28).
    Processor,
    /// A processor engages it (Article 28(2) and (4)).
    SubProcessor,
    /// It is part of the controller.
    Internal,
}

impl ReceiverRole {
    /// The words, in the order of the variants.
    pub const WORDS: [&'static str; 5] = [
        "recipient",
        "joint-controller",
        "processor",
        "sub-processor",
        "internal",
    ];

    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Recipient,
        Self::JointController,
        Self::Processor,
        Self::SubProcessor,
        Self::Internal,
    ];

    /// The role's word.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl FlowGraph<'_> {
    /// The organisation whose activity it is: its controller, or whose register this is where the
    /// activity is done for others or its controller is not recorded.
    pub(super) fn own(&self, activity: &ActivityId) -> Option<&PartyId> {
        let organisation = self
            .register
            .settings
            .as_ref()
            .and_then(|settings| settings.organisation.value());
        let activity = self.register.activities.get(activity)?;
        if activity.role == Recorded::Value(Role::Processor) {
            return organisation;
        }
        activity.controller.value().or(organisation)
    }

    /// Whether a party is the controller itself: no receiver of its own activity.
    pub(super) fn is_controller(&self, activity: &ActivityId, party: &PartyId) -> bool {
        self.own(activity) == Some(party)
    }

    /// Whether a party is the controller or part of it.
    pub(super) fn is_own(&self, activity: &ActivityId, party: &PartyId) -> bool {
        let Some(own) = self.own(activity) else {
            return false;
        };
        let mut seen = BTreeSet::new();
        let mut next = Some(party);
        while let Some(here) = next {
            if here == own {
                return true;
            }
            if !seen.insert(here) {
                return false;
            }
            next = self
                .register
                .parties
                .get(here)
                .and_then(|party| party.part_of.as_ref());
        }
        false
    }

    /// Whether a system is recorded as run by the controller or a part of it.
    pub(super) fn is_own_system(&self, activity: &ActivityId, system: &SystemId) -> bool {
        self.register
            .systems
            .get(system)
            .and_then(|system| system.operator.value())
            .is_some_and(|operator| self.is_own(activity, operator))
    }

    /// The role in which a party receives data by a step of this kind.
    pub(super) fn role(
        &self,
        activity: &ActivityId,
        party: &PartyId,
        by: StepKind,
    ) -> ReceiverRole {
        let record = self.register.activities.get(activity);
        let is_joint = record.is_some_and(|activity| {
            activity
                .joint_controllers
                .items()
                .iter()
                .any(|joint| joint.party == *party)
        });
        let acts_for_others =
            record.is_some_and(|activity| activity.role == Recorded::Value(Role::Processor));
        if self.is_own(activity, party) {
            ReceiverRole::Internal
        } else if is_joint {
            ReceiverRole::JointController
        } else if by == StepKind::SubProcessor || by == StepKind::Operator && acts_for_others {
            ReceiverRole::SubProcessor
        } else if by == StepKind::Operator {
            ReceiverRole::Processor
        } else {
            ReceiverRole::Recipient
        }
    }
}

impl FlowGraph<'_> {
    /// Whether the party with this id is the controller or part of it.
    pub(super) fn is_own_by_id(&self, activity: &ActivityId, party: &str) -> bool {
        self.register
            .parties
            .get_key_value(party)
            .is_some_and(|(party, _)| self.is_own(activity, party))
    }
}
