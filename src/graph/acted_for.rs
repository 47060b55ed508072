//! For whom an activity is done that the organisation does for others, and under which contract (Article 28(3) UK GDPR).

use crate::model::{Activity, ActivityId, PartyId, Recorded, Role};

use super::agreement::{Agreement, Between};
use super::flow_graph::FlowGraph;
use super::receiver_role::ReceiverRole;

impl<'r> FlowGraph<'r> {
    /// The controllers for whom an activity is done: where it lists none, the one that it names, unless the
    /// organisation decides itself. The organisation does nothing for itself as its own processor.
    pub fn acted_for<'a>(&self, activity: &'a Activity) -> Recorded<Vec<&'a PartyId>> {
        let decides = matches!(
            activity.role,
            Recorded::Value(Role::Controller | Role::JointController)
        );
        match (&activity.acts_for, &activity.controller) {
            (Recorded::Value(all), _) => Recorded::Value(all.iter().collect()),
            (Recorded::None, _) => Recorded::None,
            (Recorded::NotRecorded, Recorded::Value(controller))
                if !decides && !self.is_ours(controller) =>
            {
                Recorded::Value(vec![controller])
            }
            (Recorded::NotRecorded, _) => Recorded::NotRecorded,
        }
    }

    /// Under which contract whose register this is does an activity for a controller.
    pub fn contract_with(&self, activity: &ActivityId, controller: &PartyId) -> Agreement {
        self.agreement(&Between {
            serving: self.whole_activity(activity),
            far_end: controller,
            role: ReceiverRole::Processor,
            engaged_by: self.keeper(),
            cited: Vec::new(),
        })
    }
}
