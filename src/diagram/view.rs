//! What a view is, and what it is asked to draw.

use std::collections::BTreeSet;

use crate::graph::{FlowGraph, FlowQuery, NotInUse, RouteStep, StepKind, Wanted};
use crate::model::{ActivityId, Reference, Register, listed};

/// One way to look at the graph: which of its steps are drawn, and how the picture is called.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The word for it on the command line.
    pub name: &'static str,
    /// What has to be named with it.
    pub takes: Takes,
    /// What it shows, as a phrase.
    pub about: &'static str,
    /// A command line that draws it.
    pub example: &'static str,
    /// How many steps it goes from its start, where nobody says.
    pub depth: Option<usize>,
    /// Whether all activities are drawn as the one process of their controller.
    pub is_one_process: bool,
    /// What is said where it finds nothing, and what helps; where it has no words of its own, that no
    /// flow is about what was named.
    pub nothing: Option<(&'static str, &'static str)>,
    /// The title of the picture, from the name of its subject.
    pub(super) title: fn(&str) -> String,
    /// Which steps of a part of the register it is about, one answer for each.
    pub(super) choose: fn(&Register, &[RouteStep], &Sought) -> Vec<bool>,
    /// Which flows of a part of the register it would be about if they were in use.
    pub(super) not_in_use: fn(&FlowGraph<'_>, &Sought) -> NotInUse,
}

/// The flows not in use that touch what is sought, or of its activities.
pub(super) fn not_in_use(graph: &FlowGraph<'_>, sought: &Sought) -> NotInUse {
    graph.not_in_use(&sought.query, &sought.about)
}

listed! {
    /// What has to be named with a view.
    pub enum Takes {
        Nothing: "nothing";
        Activity: "activity";
        Data: "data";
        Party: "party";
        System: "system";
        /// A business function, or the beginning of its path.
        Function: "function";
    }
    /// The word for it.
    word = 0;
}

/// What a view is asked to draw, with its names resolved.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The subject as the title names it.
    pub name: String,
    /// The records it is about: activities, a category of data, a party with its parts and the
    /// systems it runs, a system; none where it is about the whole register.
    pub about: BTreeSet<Reference>,
    /// The filters: the data followed, and whether what is only possible is left out.
    pub query: FlowQuery,
    /// The category of data whose flows keep their colour, while the rest is grey.
    pub highlight: Option<Wanted>,
    /// How many steps from the start are drawn.
    pub depth: Option<usize>,
    /// Whether each activity, party and system has its own box, however many there are.
    pub is_whole: bool,
    /// Only these steps, where an answer is drawn.
    pub only: BTreeSet<StepKey>,
}

/// What tells one flow or engagement from another: both halves of a flow through a system are one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepKey {
    activity: ActivityId,
    number: Option<usize>,
    ends: Option<(StepKind, String, String)>,
}

impl From<&RouteStep> for StepKey {
    fn from(step: &RouteStep) -> Self {
        let ends = || (step.kind, step.from.id.clone(), step.to.id.clone());
        Self {
            activity: step.activity.clone(),
            number: step.number,
            ends: step.number.is_none().then(ends),
        }
    }
}

/// The steps of an answer to a question; it has no name on the command line.
pub static ANSWER: View = View {
    name: "answer",
    takes: Takes::Nothing,
    about: "the steps of an answer",
    example: "ropa ask who-receives \"NHS number\" --format dot",
    depth: None,
    is_one_process: false,
    nothing: None,
    title: str::to_owned,
    choose: |_, steps, sought| {
        steps
            .iter()
            .map(|step| sought.only.contains(&StepKey::from(step)))
            .collect()
    },
    not_in_use: |graph, sought| {
        let activities = sought.only.iter().map(|key| key.activity.reference());
        graph.not_in_use(&sought.query, &activities.collect())
    },
};

/// All flows at the places that an answer is about; it has no name on the command line.
pub static AROUND: View = View {
    name: "around",
    about: "all flows at the places that an answer is about",
    example: "ropa ask through Servelec --format dot",
    depth: Some(1),
    choose: |_, steps, _| vec![true; steps.len()],
    not_in_use,
    ..ANSWER
};
