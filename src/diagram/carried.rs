//! What a flow carries, in words and marks.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Carried, Certainty, RouteStep, StepKind};
use crate::model::{DataId, Recorded, Register, Scope, one_line};

use super::marks;
use super::picture::Mark;

/// What a flow carries, how surely, and what marks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Load {
    pub(super) data: Vec<String>,
    pub(super) instead: Option<String>,
    pub(super) certainty: Certainty,
    pub(super) marks: BTreeSet<Mark>,
    pub(super) both_ways: bool,
    pub(super) when: Option<String>,
    pub(super) is_faint: bool,
}

/// The words of a flow that does not say which data it carries.
pub(super) const NOT_RECORDED: &str = "not recorded which data";

/// The end of a list that is recorded as incomplete.
pub(super) const INCOMPLETE: &str = "and more, not recorded which";

impl Load {
    /// What a step carries, and of which class; of its data only what is in focus, if anything is.
    pub(super) fn of(
        register: &Register,
        (step, classes): (&RouteStep, Carried),
        focus: Option<&BTreeSet<DataId>>,
    ) -> Self {
        let in_focus = |id: &&DataId| focus.is_none_or(|focus| focus.contains(*id));
        let mut data: Vec<String> = Vec::new();
        let mut instead = None;
        match (&step.carries, step.kind) {
            (_, StepKind::SubProcessor) => {
                let engaged = format!("is engaged by {}", one_line(&step.from.name));
                instead = Some(match step.certainty {
                    Certainty::Stated => format!("{engaged} and has what the system has"),
                    Certainty::Possible => format!("{engaged}; which data is not certain"),
                });
            }
            (_, StepKind::JointController) => {
                instead = Some("joint controller; which data it has is not recorded".to_owned());
            }
            (_, StepKind::Operator) => instead = Some("runs it and has what it has".to_owned()),
            (Recorded::NotRecorded, _) => instead = Some(NOT_RECORDED.to_owned()),
            (Recorded::None, _) => instead = Some("no personal data".to_owned()),
            (Recorded::Value(Scope::All(_)), _) => {
                instead = Some("all the data it has".to_owned());
            }
            (Recorded::Value(Scope::These(list)), _) => {
                let listed = list.iter().filter(in_focus);
                data.extend(listed.map(|id| name_of(register, id)));
                if is_incomplete(register, step) {
                    data.push(INCOMPLETE.to_owned());
                } else if data.is_empty() {
                    instead = Some(NOT_RECORDED.to_owned());
                }
            }
        }
        Self {
            data,
            instead,
            certainty: step.certainty,
            marks: marks::of(step, classes),
            both_ways: step.kind == StepKind::Store,
            when: step.when.as_deref().map(one_line),
            is_faint: false,
        }
    }
}

/// The name of a category.
pub(super) fn name_of(register: &Register, id: &DataId) -> String {
    let record = register.data.get(id);
    record.map_or_else(|| id.to_string(), |data| one_line(&data.name))
}

/// The names of all categories that have a broader one, with the name of the broadest.
pub(super) fn broadest(register: &Register) -> BTreeMap<String, String> {
    let above = |id: &DataId| register.data.get(id)?.broader.clone();
    let mut names = BTreeMap::new();
    for id in register.data.keys() {
        // Whoever records a circle has no broadest: it ends where it began.
        let mut seen = BTreeSet::from([id.clone()]);
        let mut top = id.clone();
        while let Some(next) = above(&top).filter(|next| seen.insert(next.clone())) {
            top = next;
        }
        if top != *id {
            names.insert(name_of(register, id), name_of(register, &top));
        }
    }
    names
}

/// Whether the list of a flow is recorded as incomplete.
fn is_incomplete(register: &Register, step: &RouteStep) -> bool {
    let activity = register.activities.get(&step.activity);
    activity
        .zip(step.number)
        .and_then(|(activity, number)| activity.flows().nth(number.checked_sub(1)?))
        .is_some_and(|(_, flow)| flow.and_more)
}
