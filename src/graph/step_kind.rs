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
    /// A receiver hands data on.
    Onward,
    /// The operator of a system has what the system has.
    Operator,
    /// A processor engages another.
    SubProcessor,
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
