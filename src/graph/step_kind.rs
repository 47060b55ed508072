//! What kinds of steps data can take.

use crate::model::{FlowKind, listed};

listed! {
    /// What kind of step an edge is.
    pub enum StepKind {
        /// Somebody gives data to an activity.
        Source: "source";
        /// An activity keeps data in a system.
        Store: "store";
        /// An activity gives data to somebody.
        Recipient: "recipient";
        /// A recipient hands data on.
        Onward: "onward";
        /// A system passes data to another.
        Feed: "feed";
        /// The operator of a system has what the system has.
        Operator: "operator";
        /// A party engages another to process.
        SubProcessor: "sub-processor";
        /// A joint controller has something, and no flow to it is recorded.
        JointController: "joint-controller";
        /// Somebody hands data on, and how it got it is not recorded.
        HandsOn: "hands-on";
    }
    /// The word for it in output.
    word = 0;
}

impl From<FlowKind> for StepKind {
    fn from(kind: FlowKind) -> Self {
        match kind {
            FlowKind::Source => Self::Source,
            FlowKind::Store => Self::Store,
            FlowKind::Recipient => Self::Recipient,
            FlowKind::Onward => Self::Onward,
            FlowKind::Feed => Self::Feed,
        }
    }
}
