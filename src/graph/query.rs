//! What is asked: the data, and the filters that all questions share.

use std::collections::{BTreeMap, BTreeSet};

use super::special::{Special, broader_than};
use crate::model::{
    Activity, ActivityId, Country, DataId, Date, Flow, PartyId, PeopleId, Recorded, Reference,
    Register,
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
}

/// People, with all that are narrower and all that are broader.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The party and all its parts.
    pub parts: BTreeSet<PartyId>,
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
        register: &Register,
        mentioned: &BTreeSet<&DataId>,
    ) -> Vec<Followed> {
        if let Some(special) = &self.special {
            return self.followed_special(special, mentioned);
        }
        let mut followed: Vec<Followed> = Vec::new();
        let mut follow = |id: &DataId, above: &BTreeSet<DataId>| {
            let mut broader = broader_than(&register.data, id);
            broader.extend(above.iter().cloned());
            followed.push(Followed::Category {
                id: id.clone(),
                broader,
                is_sure: true,
            });
        };
        match &self.data {
            None => mentioned.iter().for_each(|id| follow(id, &BTreeSet::new())),
            Some(wanted) => {
                follow(&wanted.id, &wanted.broader);
                let is_narrower =
                    |id: &&&DataId| **id != &wanted.id && wanted.narrower.contains(**id);
                if !self.exact {
                    let narrower = mentioned.iter().filter(is_narrower);
                    narrower.for_each(|id| follow(id, &wanted.broader));
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
                is_sure: special.is_sure,
            })
            .collect()
    }

    /// Whether a flow of an activity may be about the people asked about.
    pub(super) fn may_be_about(&self, activity: &Activity, flow: &Flow) -> bool {
        self.fit(activity, &flow.people) != Fit::Never
    }

    /// How far what an activity or a flow says of its people fits the people asked about.
    pub(super) fn fit(&self, activity: &Activity, people: &Recorded<Vec<PeopleId>>) -> Fit {
        let Some(asked) = &self.people else {
            return Fit::Sure;
        };
        let own = !people.is_not_recorded();
        let list = if own { people } else { &activity.people };
        match list {
            Recorded::NotRecorded => Fit::Unsure,
            Recorded::None => Fit::Never,
            Recorded::Value(list) => {
                let n_inside = list
                    .iter()
                    .filter(|id| asked.narrower.contains(*id))
                    .count();
                if n_inside > 0 && (own || n_inside == list.len()) {
                    Fit::Sure
                } else if n_inside > 0 || list.iter().any(|id| asked.broader.contains(id)) {
                    Fit::Unsure
                } else {
                    Fit::Never
                }
            }
        }
    }
}

/// How far the people of a flow fit those asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// The category followed, if it is one.
    pub(super) fn id(&self) -> Option<&DataId> {
        match self {
            Self::Category { id, .. } => Some(id),
            Self::Unnamed | Self::Anything => None,
        }
    }
}
