//! What is asked: the data, and the filters that all questions share.

use std::collections::{BTreeMap, BTreeSet};

use super::naming::Naming;
use super::shared::Shared;
use super::special::{Special, broader_than, including_among};
use crate::model::{
    Activity, ActivityId, Country, DataId, Date, End, Flow, PartyId, PartyKind, PeopleId, Recorded,
    Reference, Scope,
};

/// A category of data, with all that is narrower and all that is broader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The category.
    pub id: DataId,
    /// Its name.
    pub name: String,
    /// The category and everything narrower (x↓).
    pub narrower: BTreeSet<DataId>,
    /// Everything strictly broader (x↑).
    pub broader: BTreeSet<DataId>,
    /// Of the category and each narrower one, what may include it by its class, where something may.
    pub including: BTreeMap<DataId, BTreeSet<DataId>>,
}

impl Wanted {
    /// All categories that a record may name where it means, or may mean, the one that is wanted.
    pub fn all(&self) -> impl Iterator<Item = &DataId> {
        let including = self.including.values().flatten();
        self.narrower.iter().chain(&self.broader).chain(including)
    }
}

/// People, with all that are narrower and all that are broader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subjects {
    /// Their name.
    pub name: String,
    /// The category and everything narrower.
    pub narrower: BTreeSet<PeopleId>,
    /// Everything strictly broader.
    pub broader: BTreeSet<PeopleId>,
}

/// A party, with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The party.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: Recorded<PartyKind>,
    /// The party and all its parts.
    pub parts: BTreeSet<PartyId>,
    /// What it is itself a part or member of, with the names of these: what goes to them possibly goes to it.
    pub wholes: BTreeMap<PartyId, String>,
}

/// A filter by country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountryFilter {
    /// Recorded as this one.
    Is(Country),
    /// Not recorded.
    NotRecorded,
}

/// The filters that all questions share.
#[derive(Clone, Debug)]
pub struct FlowQuery {
    /// Only answers in these activities; others are looked through where flows join them.
    pub activities: Option<BTreeSet<ActivityId>>,
    /// Which data; all where it is not said.
    pub data: Option<Wanted>,
    /// Only data about these people; *not recorded* counts as possible.
    pub people: Option<Subjects>,
    /// Only answers about this party or its parts.
    pub party: Option<Whole>,
    /// Only receivers in this role.
    pub role: Option<super::ReceiverRole>,
    /// Only answers in this country.
    pub country: Option<CountryFilter>,
    /// Only special category data (Article 9) and data on offences (Article 10): these categories.
    pub special: Option<BTreeMap<DataId, Special>>,
    /// Leave out what is only possible.
    pub stated: bool,
    /// The category itself and nothing narrower.
    pub exact: bool,
    /// Routes of at most so many steps.
    pub max_steps: Option<usize>,
    /// All routes and not only the best.
    pub all_paths: bool,
    /// Only routes that pass none of these parties and systems: what they hand on is left out.
    pub not_through: BTreeSet<Reference>,
    /// The day whose law counts.
    pub on: Date,
}

impl FlowQuery {
    /// A question without filters, under the law of a day.
    pub fn new(on: Date) -> Self {
        Self {
            activities: None,
            data: None,
            people: None,
            party: None,
            role: None,
            country: None,
            special: None,
            stated: false,
            exact: false,
            max_steps: None,
            all_paths: false,
            not_through: BTreeSet::new(),
            on,
        }
    }

    /// Whether answers in an activity are asked for.
    pub(super) fn covers(&self, activity: &ActivityId) -> bool {
        self.activities
            .as_ref()
            .is_none_or(|activities| activities.contains(activity))
    }

    /// The data to follow in a part of the register, one category at a time.
    ///
    /// Beside the category asked about only the narrower ones that the part mentions matter: any
    /// other is followed no better than the nearest of these above it. Without a category, all
    /// that is mentioned is followed, and what is not named at all as [`Followed::Unnamed`].
    pub(super) fn followed(
        &self,
        shared: &Shared<'_>,
        mentioned: &BTreeSet<&DataId>,
    ) -> Vec<Followed> {
        let register = shared.register;
        if let Some(special) = &self.special {
            return self.followed_special(special, mentioned);
        }
        let mut followed: Vec<Followed> = Vec::new();
        let is_personal = |id: &DataId| !shared.not_personal.contains(id);
        let mut follow = |id: &DataId, above: &BTreeSet<DataId>| {
            if !is_personal(id) {
                return;
            }
            let mut broader = broader_than(&register.data, id);
            broader.extend(above.iter().cloned());
            broader.retain(is_personal);
            let mut including = including_among(&register.data, &shared.may_include, id);
            let known = self
                .data
                .as_ref()
                .and_then(|wanted| wanted.including.get(id));
            including.extend(known.into_iter().flatten().cloned());
            followed.push(Followed::Category {
                id: id.clone(),
                broader,
                including,
                is_sure: true,
            });
        };
        match &self.data {
            None => mentioned.iter().for_each(|id| follow(id, &BTreeSet::new())),
            Some(wanted) => {
                follow(&wanted.id, &wanted.broader);
                if !self.exact {
                    // A narrower one also matters where something is named that may include it.
                    let is_hinted = |id: &DataId| {
                        let hints = wanted.including.get(id).into_iter().flatten();
                        hints.into_iter().any(|hint| mentioned.contains(hint))
                    };
                    let narrower = wanted.narrower.iter().filter(|id| **id != wanted.id);
                    // What is paired with others says nothing of what is narrower and stands in no pair.
                    let mut activities = register.activities.values();
                    let is_paired =
                        self.people.is_some() && activities.any(|one| !one.about.is_empty());
                    narrower
                        .filter(|id| is_paired || mentioned.contains(id) || is_hinted(id))
                        .for_each(|id| follow(id, &wanted.broader));
                }
            }
        }
        if self.data.is_none() {
            followed.push(Followed::Unnamed);
        }
        followed
    }

    /// The special categories to follow: those asked about that are mentioned, by their own name
    /// or by a broader one that is not special.
    fn followed_special(
        &self,
        special: &BTreeMap<DataId, Special>,
        mentioned: &BTreeSet<&DataId>,
    ) -> Vec<Followed> {
        let is_asked = |id: &DataId| match &self.data {
            None => true,
            Some(wanted) if self.exact => wanted.id == *id,
            Some(wanted) => wanted.narrower.contains(id),
        };
        special
            .iter()
            .filter(|(id, special)| {
                is_asked(id)
                    && (mentioned.contains(id)
                        || special
                            .broader
                            .iter()
                            .any(|above| mentioned.contains(above)))
            })
            .map(|(id, special)| Followed::Category {
                id: id.clone(),
                broader: special.broader.clone(),
                including: BTreeSet::new(),
                is_sure: special.is_sure,
            })
            .collect()
    }

    /// Whether a flow of an activity may be about the people asked about, where nothing was followed to its start: what
    /// carries all is about those of its activity, and those of what comes in.
    pub(super) fn may_be_about(
        &self,
        activity: &Activity,
        flow: &Flow,
        followed: &Followed,
    ) -> bool {
        let carries_all = matches!(flow.carries, Recorded::Value(Scope::All(_)));
        if !carries_all || !flow.people.is_not_recorded() {
            return self.fit_of_flow(activity, flow, followed) != Fit::Never;
        }
        let mut comes_in = activity.source.items().iter();
        self.fit(activity, &flow.people, (&[], false), followed) != Fit::Never
            || comes_in.any(|source| {
                matches!(source.from, Some(End::Activity(_)))
                    || !source.people.is_not_recorded()
                        && self.fit_of_flow(activity, source, followed) != Fit::Never
            })
    }

    /// How far what a flow says of its people and data fits the people asked about.
    ///
    /// What carries all that its start has is about whom its start is, unless it says otherwise.
    pub(super) fn fit_of_flow(&self, activity: &Activity, flow: &Flow, followed: &Followed) -> Fit {
        let fit = |list, is_whole| self.fit(activity, &flow.people, (list, is_whole), followed);
        match &flow.carries {
            // What an open list does not name may be what it carries about those asked about.
            Recorded::Value(Scope::These(list)) => fit(list, !flow.and_more),
            Recorded::Value(Scope::All(_)) if flow.people.is_not_recorded() => Fit::Sure,
            // Of what its start has about several, it carries that about those it names.
            Recorded::Value(Scope::All(_)) => match fit(&[], false) {
                Fit::Unsure if self.is_inside(&flow.people) => Fit::Sure,
                fit => fit,
            },
            _ => fit(&[], false),
        }
    }

    /// Whether some of a list of people are among those asked about.
    fn is_inside(&self, people: &Recorded<Vec<PeopleId>>) -> bool {
        let asked = self.people.as_ref();
        asked.is_some_and(|asked| people.items().iter().any(|id| asked.narrower.contains(id)))
    }

    /// How far a list of data, and whether it is the whole of it, fits the people asked about, of an
    /// activity or of a flow of it that says of which people it is (design rule 11).
    ///
    /// It is surely about them if all its people are, if some are and all its data is asked about, or
    /// if the activity pairs what is followed with them.
    pub(super) fn fit(
        &self,
        activity: &Activity,
        people: &Recorded<Vec<PeopleId>>,
        (data, is_whole): (&[DataId], bool),
        followed: &Followed,
    ) -> Fit {
        let Some(asked) = &self.people else {
            return Fit::Sure;
        };
        let list = match people {
            Recorded::NotRecorded => &activity.people,
            own => own,
        };
        let by_itself = match list {
            Recorded::NotRecorded => Fit::Unsure,
            Recorded::None => Fit::Never,
            Recorded::Value(list) => {
                let n_inside = list
                    .iter()
                    .filter(|id| asked.narrower.contains(*id))
                    .count();
                let is_all = n_inside == list.len() || is_whole && self.is_all_asked_about(data);
                if n_inside > 0 && is_all {
                    Fit::Sure
                } else if n_inside > 0 || list.iter().any(|id| asked.broader.contains(id)) {
                    Fit::Unsure
                } else {
                    Fit::Never
                }
            }
        };
        if people.is_not_recorded() && !activity.about.is_empty() {
            self.fit_by_pairs(asked, activity, data, followed, by_itself)
        } else {
            by_itself
        }
    }

    /// Whether all that a list names is asked about.
    fn is_all_asked_about(&self, list: &[DataId]) -> bool {
        let is_wanted = |id: &DataId| match &self.data {
            None => true,
            Some(wanted) if self.exact => wanted.id == *id,
            Some(wanted) => wanted.narrower.contains(id),
        };
        let is_special = |id: &DataId| match &self.special {
            None => true,
            Some(special) => special.get(id).is_some_and(|special| special.is_sure),
        };
        !list.is_empty() && list.iter().all(|id| is_wanted(id) && is_special(id))
    }
}

/// How far the people of a flow fit those asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is about them.
    Sure,
    /// It may be about them.
    Unsure,
    /// It is about others.
    Never,
}

/// What is followed: one category, what no record names, or (flow by flow) anything at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Followed {
    /// One category of data (y), with everything strictly broader (y↑).
    Category {
        /// The category.
        id: DataId,
        /// Everything strictly broader.
        broader: BTreeSet<DataId>,
        /// What may include it, by its class.
        including: BTreeSet<DataId>,
        /// Whether it is what is asked about; otherwise it only may include it.
        is_sure: bool,
    },
    /// Data that no list names: what flows may carry where the record does not say.
    Unnamed,
    /// Whatever data there is. This is for single flows: along a route it would join what one flow
    /// carries to what another does.
    Anything,
}

impl Followed {
    /// Whether what is followed is what is asked about, and not only what may include it.
    pub(super) fn is_sure(&self) -> bool {
        !matches!(self, Self::Category { is_sure: false, .. })
    }

    /// How a list speaks of what is followed, where it is a category and the list does.
    pub(super) fn named_in(&self, list: &[DataId]) -> Option<Naming> {
        let Self::Category {
            id,
            broader,
            including,
            ..
        } = self
        else {
            return None;
        };
        if list.contains(id) {
            Some(Naming::Itself)
        } else if list.iter().any(|listed| broader.contains(listed)) {
            Some(Naming::Broader)
        } else if list.iter().any(|listed| including.contains(listed)) {
            Some(Naming::Including)
        } else {
            None
        }
    }

    /// The category followed, if it is one.
    pub(super) fn id(&self) -> Option<&DataId> {
        match self {
            Self::Category { id, .. } => Some(id),
            Self::Unnamed | Self::Anything => None,
        }
    }
}
