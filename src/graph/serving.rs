//! In which role the organisation acts in what a step serves, and which purposes that are (design rule 6).

use crate::model::{Activity, ActivityId, Flow, Purpose, Recorded};

/// In which activity something is done, and whether the organisation acts for others in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Serving<'a> {
    /// The activity.
    pub(super) activity: &'a ActivityId,
    /// Whether the organisation acts for others.
    pub(super) is_for_others: bool,
}

/// The purposes that flows serve: those that they name, or all of the activity where one names none
/// and where there are no flows.
pub(super) fn purposes_served<'a>(
    activity: &'a Activity,
    flows: &'a [&Flow],
) -> impl Iterator<Item = &'a Purpose> {
    let serves = |flow: &&Flow, purpose: &Purpose| match &flow.purpose {
        Recorded::Value(id) => purpose.id.as_ref() == Some(id),
        Recorded::None => false,
        Recorded::NotRecorded => true,
    };
    let purposes = activity.purpose.items().iter();
    purposes
        .filter(move |purpose| flows.is_empty() || flows.iter().any(|flow| serves(flow, purpose)))
}

/// Whether all that flows serve is recorded to be outside the tasks of a public authority.
pub(super) fn is_outside_tasks(activity: &Activity, flows: &[&Flow]) -> bool {
    let mut purposes = purposes_served(activity, flows).peekable();
    purposes.peek().is_some()
        && purposes.all(|purpose| purpose.outside_tasks == Recorded::Value(true))
}
