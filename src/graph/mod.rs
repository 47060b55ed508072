//! Questions about where personal data goes, answered on the graph of flows.
//!
//! Each question is a file: a search that looks through one part of the register after another
//! (whole activities, with all they are joined to), so that a question over a large register
//! never holds more than a part of it, and then says what it found, what is uncertain and what is
//! not recorded. What *receives* means is in `follow`.

mod about;
mod best;
mod certainty;
mod component;
mod cut;
mod engagement;
mod flow_graph;
mod follow;
mod gaps;
mod leaves_uk;
mod linked;
mod query;
mod reach;
mod receiver;
mod role;
mod route;
mod special;
mod step_kind;
mod steps;
mod tabulate;
#[cfg(test)]
mod tests;
mod through;
mod ways;
mod where_from;
mod where_held;
mod who_receives;
mod why;

pub use about::{About, Dealing, Direction};
pub use certainty::{Certainty, Doubt};
pub use cut::{Cut, CutOff, Kept, Loss};
pub use flow_graph::FlowGraph;
pub use gaps::{N_EXAMPLES, NotRecorded};
pub use leaves_uk::{Allowed, Departure, LeavesUk};
pub use linked::{Linked, LinkedReceiver};
pub use query::{CountryFilter, FlowQuery, Subjects, Wanted, Whole};
pub use receiver::{InActivity, Named, Receiver};
pub use role::ReceiverRole;
pub use route::{Basis, RouteStep, Thing, Uncertain};
pub use special::{Special, special_data};
pub use step_kind::StepKind;
pub use tabulate::{DataTree, Row, Wants, tabulate};
pub use through::{Beyond, Passage, Through};
pub use where_from::{Origin, WhereFrom};
pub use where_held::{Holding, WhereHeld};
pub use who_receives::WhoReceives;
pub use why::{Way, Why};
