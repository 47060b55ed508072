//! In which role a party receives data.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{ActivityId, PartyId, Recorded, Role, SystemId};

use super::flow_graph::{Edge, FlowGraph};
use super::step_kind::StepKind;

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

impl<'r> FlowGraph<'r> {
    /// Those whose activity it is: its controller, or whose register this is where its controller
    /// is not recorded; and where it is done for others, both they and whose register this is.
    pub(super) fn own(&self, activity: &ActivityId) -> Vec<&'r PartyId> {
        let settings = self.register.settings.as_ref();
        let organisation = settings.and_then(|settings| settings.organisation.value());
        let Some(activity) = self.register.activities.get(activity) else {
            return Vec::new();
        };
        let controller = activity.controller.value();
        if activity.role == Recorded::Value(Role::Processor) {
            let others = controller.into_iter().chain(activity.acts_for.items());
            organisation.into_iter().chain(others).collect()
        } else {
            controller.or(organisation).into_iter().collect()
        }
    }

    /// Whether a party is the controller itself: no receiver of its own activity.
    pub(super) fn is_controller(&self, activity: &ActivityId, party: &PartyId) -> bool {
        self.own(activity).contains(&party)
    }

    /// Whether a party is the controller or part of it.
    pub(super) fn is_own(&self, activity: &ActivityId, party: &PartyId) -> bool {
        let own = self.own(activity);
        let mut seen = BTreeSet::new();
        let mut next = Some(party);
        while let Some(here) = next.filter(|here| seen.insert(*here)) {
            if own.contains(&here) {
                return true;
            }
            let record = self.register.parties.get(here);
            next = record.and_then(|party| party.part_of.as_ref());
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

    /// The role in which a party receives data by an edge.
    pub(super) fn role(&self, party: &PartyId, by: &Edge<'r>) -> ReceiverRole {
        self.role_by(by.activity, party, by.kind, by.chain().last().copied())
    }

    /// The role in which a party receives data in an activity, by a step of a kind; if the step is
    /// an engagement, by whom it is engaged.
    pub fn role_by(
        &self,
        activity: &ActivityId,
        party: &PartyId,
        by: StepKind,
        engaged_by: Option<&PartyId>,
    ) -> ReceiverRole {
        let record = self.register.activities.get(activity);
        let is_joint = record.is_some_and(|activity| {
            let joint = activity.joint_controllers.items();
            joint.iter().any(|joint| joint.party == *party)
        });
        let acts_for_others =
            record.is_some_and(|activity| activity.role == Recorded::Value(Role::Processor));
        // Whom the controller or a part of it engages itself is its processor.
        let is_engaged_by_processor =
            engaged_by.is_some_and(|processor| !self.is_own(activity, processor));
        if self.is_own(activity, party) {
            ReceiverRole::Internal
        } else if is_joint {
            ReceiverRole::JointController
        } else {
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

    /// Whether the party with this id is the controller or part of it.
    pub(super) fn is_own_by_id(&self, activity: &ActivityId, party: &str) -> bool {
        self.register
            .parties
            .get_key_value(party)
            .is_some_and(|(party, _)| self.is_own(activity, party))
    }
}
