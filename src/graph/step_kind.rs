//! What kinds of steps data can take.

use crate::model::FlowKind;

/// What kind of step an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// Somebody gives data to an activity.
    Source,
    /// An activity keeps data in a system.
    Store,
    /// An activity gives data to somebody.
    Recipient,
    /// A recipient hands data on.
    Onward,
    /// The operator of a system has what the system has.
    Operator,
    /// A party engages another to process.
    SubProcessor,
    /// A joint controller has something, and no flow to it is recorded.
    JointController,
    /// Somebody hands data on, and how it got it is not recorded.
    HandsOn,
}

impl StepKind {
    /// The word for it in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Store => "store",
            Self::Recipient => "recipient",
            Self::Onward => "onward",
            Self::Operator => "operator",
            Self::SubProcessor => "sub-processor",
            Self::JointController => "joint-controller",
            Self::HandsOn => "hands-on",
        }
    }
}

impl From<FlowKind> for StepKind {
    fn from(kind: FlowKind) -> Self {
        match kind {
            FlowKind::Source => Self::Source,
            FlowKind::Store => Self::Store,
            FlowKind::Recipient => Self::Recipient,
            FlowKind::Onward => Self::Onward,
        }
    }
}
