//! Questions about where personal data goes, answered on the graph of flows.
//!
//! Each question is a file: a search that looks through one part of the register after another
//! (whole activities, with all they are joined to), so that a question over a large register
//! never holds more than a part of it, and then says what it found, what is uncertain and what is
//! not recorded.
//!
//! What *receives* means is in `follow`, over the edges that `flow_graph` makes of flows and
//! `derived_edges` of other records. Each judgement about a step is made once, in a file of its own
//! (`role`, `whereabouts`, `allowed`, `agreement`, `current`, `gaps`); [`RouteStep`] carries them all
//! to every answer, table, picture and document.

mod about;
mod about_people;
mod acted_for;
mod agreement;
mod allowed;
mod apart;
mod basis;
mod begins;
mod brought;
mod by_words;
mod certainty;
mod circles;
mod component;
mod covered;
mod current;
mod cut;
mod derived_edges;
mod edge;
mod engagement;
mod flow_graph;
mod follow;
mod gap;
mod gaps;
mod graphs;
mod handed;
mod kept;
mod leaves_uk;
mod legal_person;
mod linked;
mod made;
mod naming;
mod node;
mod pairs;
mod query;
mod reach;
mod receiver;
mod receiver_role;
mod relied;
mod role;
mod route;
mod served;
mod serving;
mod shared;
mod special;
mod step_kind;
mod steps;
mod subjects;
mod tabulate;
mod taken_on;
#[cfg(test)]
pub(crate) mod tests;
mod thing;
mod through;
mod to_people;
mod trace;
mod uncertain;
mod ways;
mod where_from;
mod where_held;
mod whereabouts;
mod who_receives;
mod why;
mod would_leave;

pub use about::{About, Dealing, Direction};
pub use about_people::{PeopleTree, StepAbout, leaving_about, steps_about};
pub use agreement::{Agreement, AgreementState, Governing};
pub use allowed::{Abroad, Allowed, AllowedState};
pub use apart::{NotCurrent, NotDone, NotInUse};
pub use basis::Basis;
pub use by_words::{ByWords, data_by_words, people_by_words};
pub use certainty::{Certainty, Doubt};
pub use covered::{Covers, Uncovered, purposes_of_its_own, speaks_of, uncovered, uses};
pub use current::{Currency, InUse};
pub use cut::{Cut, CutOff, Kept, Loss};
pub use flow_graph::FlowGraph;
pub use gap::{Gap, N_EXAMPLES, NotRecorded};
pub use graphs::Graphs;
pub use kept::{Unlimited, without_limit};
pub use leaves_uk::{Departure, LeavesUk};
pub use linked::{Linked, LinkedReceiver};
pub use made::{MadeFrom, origins};
pub use query::{CountryFilter, FlowQuery, Subjects, Wanted, Whole};
pub use receiver::{ByActivity, InActivities, InActivity, Named, Receiver};
pub use receiver_role::ReceiverRole;
pub use relied::relied_on;
pub use route::RouteStep;
pub use special::{
    Special, class_of, including, is_covered, is_not_personal, personal_data_of, special_data,
};
pub use step_kind::StepKind;
pub use steps::Carried;
pub use steps::{PlacedStep, placed_steps};
pub use tabulate::{DataTree, Row, Wants, tabulate};
pub use taken_on::TakenOn;
pub use thing::Thing;
pub use through::{Beyond, Passage, Through};
pub use uncertain::Uncertain;
pub use where_from::{Origin, WhereFrom};
pub use where_held::{HeldIn, Holding, KeptFor, WhereHeld};
pub use whereabouts::{CountryOf, Leaving, Located, Whereabouts};
pub use who_receives::WhoReceives;
pub use why::{Way, Why};
