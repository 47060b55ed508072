//! Which data of an activity is about which of its people, where it pairs them (design rule 11).
//!
//! The pairs of an activity are complete for a category of data that stands in one of them, and say
//! nothing of a category that stands in none. What a flow says of people of its own goes before them.

use std::collections::BTreeSet;

use crate::model::{Activity, DataId, Flow, PeopleId, Recorded, Scope};

use super::naming::Naming;
use super::query::{Fit, FlowQuery, Followed, Subjects};

/// The people with whom an activity pairs a category of data; nothing where it pairs it with nobody.
fn paired<'r>(activity: &'r Activity, data: &DataId) -> Option<BTreeSet<&'r PeopleId>> {
    let pairs = activity
        .about
        .iter()
        .filter(|about| about.data.contains(data));
    let people: BTreeSet<&PeopleId> = pairs.flat_map(|about| &about.people).collect();
    (!people.is_empty()).then_some(people)
}

/// The people that the pairs of an activity name.
pub(super) fn people_in_pairs(activity: &Activity) -> impl Iterator<Item = &PeopleId> {
    activity.about.iter().flat_map(|about| &about.people)
}

/// Whose data a flow without people of its own carries, where each category that it lists is paired
/// or the people of the activity are recorded; nothing where pairs say nothing of it.
pub(super) fn people_by_pairs<'r>(
    activity: &'r Activity,
    flow: &Flow,
) -> Option<Recorded<BTreeSet<&'r PeopleId>>> {
    let Recorded::Value(Scope::These(list)) = &flow.carries else {
        return None;
    };
    let is_silent = activity.about.is_empty() || !flow.people.is_not_recorded() || flow.and_more;
    let found: Vec<_> = list.iter().map(|data| paired(activity, data)).collect();
    if is_silent || found.iter().all(Option::is_none) {
        return None;
    }
    let is_partly_silent = found.iter().any(Option::is_none);
    let mut people: BTreeSet<&PeopleId> = found.into_iter().flatten().flatten().collect();
    if is_partly_silent {
        if activity.people.is_not_recorded() {
            return Some(Recorded::NotRecorded);
        }
        people.extend(activity.people.items());
    }
    Some(Recorded::Value(people))
}

impl FlowQuery {
    /// How far a list that says of nobody whose data it is fits the people asked about, by the pairs of
    /// its activity: item by item, those by which it speaks of what is followed. What no pair names fits
    /// as the list does by itself. Nothing where the activity pairs nothing.
    pub(super) fn fit_by_pairs(
        &self,
        asked: &Subjects,
        activity: &Activity,
        list: &[DataId],
        followed: &Followed,
        by_itself: Fit,
    ) -> Fit {
        let fit = |data: &DataId| match paired(activity, data) {
            None => by_itself,
            Some(people) if people.iter().any(|id| asked.narrower.contains(*id)) => Fit::Sure,
            Some(people) if people.iter().any(|id| asked.broader.contains(*id)) => Fit::Unsure,
            Some(_) => Fit::Never,
        };
        let spoken = list.iter().filter_map(|data| {
            let naming = match followed {
                Followed::Anything => Naming::Itself,
                _ => followed.named_in(std::slice::from_ref(data))?,
            };
            Some(match (naming, fit(data)) {
                (Naming::Broader | Naming::Including, Fit::Sure) => Fit::Unsure,
                (_, fit) => fit,
            })
        });
        // What a list does not name, it may carry all the same.
        let unlisted = || followed.id().map_or(by_itself, fit);
        spoken.min().unwrap_or_else(unlisted)
    }
}
