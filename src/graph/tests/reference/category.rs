//! What a list says of one category of data, and of whom it speaks (rules 2, 3 and 11).

use super::*;
use crate::model::{Activity, Flow, FlowKind, PeopleId, Recorded, Scope};

/// The category that is followed.
#[derive(Clone, Debug)]
pub(super) enum Category<'r> {
    One {
        register: &'r Register,
        id: DataId,
        broader: BTreeSet<DataId>,
        classes: BTreeSet<&'r str>,
    },
    /// Whatever there is: what matters is only that a step is recorded.
    Anything,
}

impl<'r> Category<'r> {
    pub(super) fn of(register: &'r Register, id: &DataId) -> Self {
        let mut broader = BTreeSet::new();
        let mut classes = None;
        let mut here = Some(id);
        while let Some(category) = here {
            let record = register.data.get(category);
            // A category without a class has the class of the nearest broader one that has it.
            classes = classes.or(record.and_then(|data| data.class.value()));
            here = record.and_then(|data| data.broader.as_ref());
            here = here.filter(|above| *above != id && broader.insert((*above).clone()));
        }
        Self::One {
            register,
            id: id.clone(),
            broader,
            classes: classes.map_or_else(BTreeSet::new, |classes| {
                classes.0.iter().map(LawCode::as_str).collect()
            }),
        }
    }

    pub(super) fn is_anything(&self) -> bool {
        matches!(self, Self::Anything)
    }

    /// Whether a list names the category or something broader.
    pub(super) fn is_within(&self, list: &[DataId]) -> bool {
        match self {
            Self::One { id, broader, .. } => list.iter().any(|it| it == id || broader.contains(it)),
            Self::Anything => false,
        }
    }

    /// Whether a list names the category; or something broader, or what may include it.
    pub(super) fn mentioned_in(&self, list: &[DataId]) -> Option<Certainty> {
        let Self::One {
            register,
            id,
            broader,
            classes,
        } = self
        else {
            return (!list.is_empty()).then_some(Certainty::Stated);
        };
        let may_include = |other: &DataId| {
            let record = register.data.get(other);
            let classes_included = record.and_then(|data| data.may_include.value());
            classes_included.is_some_and(|it| it.0.iter().any(|one| classes.contains(one.as_str())))
        };
        if list.contains(id) {
            Some(Certainty::Stated)
        } else if list
            .iter()
            .any(|it| broader.contains(it) || may_include(it))
        {
            Some(Certainty::Possible)
        } else {
            None
        }
    }
}

/// Leaves what is no personal data out of every list; a flow of nothing else carries nothing (rule 13).
pub(super) fn pass_over_what_is_not_personal(register: &mut Register) {
    let is_personal = |id: &DataId| match Category::of(register, id) {
        Category::One { classes, .. } => !classes.contains("not-personal"),
        Category::Anything => true,
    };
    let personal: BTreeSet<DataId> = register
        .data
        .keys()
        .filter(|id| is_personal(id))
        .cloned()
        .collect();
    let is_known: BTreeSet<DataId> = register.data.keys().cloned().collect();
    let stays = |id: &DataId| personal.contains(id) || !is_known.contains(id);
    for activity in register.activities.values_mut() {
        if let Recorded::Value(list) = &mut activity.data {
            list.retain(|id| stays(id));
        }
        for kind in FlowKind::ALL {
            let flows = match kind {
                FlowKind::Source => &mut activity.source,
                FlowKind::Store => &mut activity.store,
                FlowKind::Recipient => &mut activity.recipient,
                FlowKind::Onward => &mut activity.onward,
                FlowKind::Feed => &mut activity.feed,
            };
            let Recorded::Value(flows) = flows else {
                continue;
            };
            for flow in flows {
                if let Recorded::Value(Scope::These(list)) = &mut flow.carries {
                    let had_some = !list.is_empty();
                    list.retain(|id| stays(id));
                    if had_some && list.is_empty() && !flow.and_more {
                        flow.carries = Recorded::None;
                    }
                }
            }
        }
    }
}

/// How far people and the data beside them fit the people asked about; `None` if they are others.
fn fit(
    query: &FlowQuery,
    people: &Recorded<Vec<PeopleId>>,
    all_data_within: bool,
) -> Option<Certainty> {
    let Some(asked) = &query.people else {
        return Some(Certainty::Stated);
    };
    let list = match people {
        Recorded::NotRecorded => return Some(Certainty::Possible),
        Recorded::None => return None,
        Recorded::Value(list) => list,
    };
    let is_within = |id: &PeopleId| asked.narrower.contains(id);
    let n_within = list.iter().filter(|id| is_within(id)).count();
    if n_within > 0 && (n_within == list.len() || all_data_within) {
        Some(Certainty::Stated)
    } else if n_within > 0 || list.iter().any(|id| asked.broader.contains(id)) {
        Some(Certainty::Possible)
    } else {
        None
    }
}

/// Whether all of a list lies within the data asked about.
fn lies_within(query: &FlowQuery, list: &[DataId]) -> bool {
    let wanted = query.data.as_ref();
    wanted.is_some_and(|wanted| {
        list.iter().all(|id| match query.exact {
            true => *id == wanted.id,
            false => wanted.narrower.contains(id),
        })
    })
}

/// The people with whom an activity pairs a category, if it pairs it with any.
pub(super) fn paired(activity: &Activity, id: &DataId) -> Option<Vec<PeopleId>> {
    let mut people = Vec::new();
    for about in &activity.about {
        if about.data.contains(id) {
            people.extend(about.people.iter().cloned());
        }
    }
    (!people.is_empty()).then_some(people)
}

/// How far a list of an activity fits that says of nobody whose data it is: each item by which it
/// speaks of the category by its pairs, or else by the people of the activity.
fn fit_of_list(
    query: &FlowQuery,
    category: &Category<'_>,
    activity: &Activity,
    list: &[DataId],
    is_complete: bool,
) -> Option<Certainty> {
    let unpaired = fit(
        query,
        &activity.people,
        is_complete && lies_within(query, list),
    );
    let one = |id: &DataId| match paired(activity, id) {
        None => unpaired,
        Some(people) => fit(query, &Recorded::Value(people), true),
    };
    let spoken: Vec<(&DataId, Certainty)> = list
        .iter()
        .filter_map(|id| Some((id, category.mentioned_in(std::slice::from_ref(id))?)))
        .collect();
    if spoken.is_empty() {
        return match category {
            Category::One { id, .. } => one(id),
            Category::Anything => unpaired,
        };
    }
    let fits = spoken.into_iter();
    fits.filter_map(|(id, said)| Some(one(id)?.max(said))).min()
}

/// How far the activity's own people and data fit.
pub(super) fn fit_of_activity(
    query: &FlowQuery,
    category: &Category<'_>,
    activity: &Activity,
) -> Option<Certainty> {
    fit_of_list(query, category, activity, activity.data.items(), true)
}

/// How far what a flow carries fits; what `"all"` is about, its start says pair by pair.
pub(super) fn fit_of_flow(
    query: &FlowQuery,
    category: &Category<'_>,
    activity: &Activity,
    flow: &Flow,
) -> Option<Certainty> {
    let is_silent = flow.people.is_not_recorded();
    match &flow.carries {
        Recorded::Value(Scope::All(_)) if is_silent => Some(Certainty::Stated),
        Recorded::Value(Scope::All(_)) => fit(query, &flow.people, true),
        Recorded::Value(Scope::These(list)) if is_silent => {
            fit_of_list(query, category, activity, list, !flow.and_more)
        }
        Recorded::Value(Scope::These(list)) => fit(
            query,
            &flow.people,
            !flow.and_more && lies_within(query, list),
        ),
        _ if is_silent => fit_of_list(query, category, activity, &[], false),
        _ => fit(query, &flow.people, false),
    }
}
