//! What is asked: the data, and the filters that all questions share.

use std::collections::BTreeSet;

use crate::law;
use crate::model::{
    Activity, ActivityId, Country, Data, DataId, Date, PartyId, PeopleId, Recorded, Register,
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
    /// Only special category data (Article 9) and data on offences (Article 10).
    pub special: bool,
    /// Leave out what is only possible.
    pub stated: bool,
    /// The category itself and nothing narrower.
    pub exact: bool,
    /// Routes of at most so many steps.
    pub max_steps: Option<usize>,
    /// All routes and not only the best.
    pub all_paths: bool,
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
            special: false,
            stated: false,
            exact: false,
            max_steps: None,
            all_paths: false,
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
        let ids: Vec<DataId> = match &self.data {
            // What is special may be carried under a broader name that is not.
            None if self.special => {
                let is_covered = |id: &DataId| {
                    mentioned.contains(id)
                        || broader_than(register, id)
                            .iter()
                            .any(|above| mentioned.contains(above))
                };
                let all = register.data.keys();
                all.filter(|id| is_covered(id)).cloned().collect()
            }
            None => mentioned.iter().map(|id| (*id).clone()).collect(),
            Some(wanted) if self.exact => vec![wanted.id.clone()],
            Some(wanted) if self.special => wanted.narrower.iter().cloned().collect(),
            Some(wanted) => std::iter::once(wanted.id.clone())
                .chain(
                    wanted
                        .narrower
                        .iter()
                        .filter(|id| **id != wanted.id && mentioned.contains(id))
                        .cloned(),
                )
                .collect(),
        };
        let mut followed: Vec<Followed> = ids
            .into_iter()
            .filter(|id| !self.special || register.data.get(id).is_some_and(is_special))
            .map(|id| {
                let mut broader = broader_than(register, &id);
                if let Some(wanted) = self.data.as_ref().filter(|wanted| wanted.id == id) {
                    broader.extend(wanted.broader.iter().cloned());
                }
                Followed::Category { id, broader }
            })
            .collect();
        if self.data.is_none() && !self.special {
            followed.push(Followed::Unnamed);
        }
        followed
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
    },
    /// Data that no list names: what flows may carry where the record does not say.
    Unnamed,
    /// Whatever data there is. This is for single flows: along a route it would join what one flow
    /// carries to what another does.
    Anything,
}

impl Followed {
    /// The category followed, if it is one.
    pub(super) fn id(&self) -> Option<&DataId> {
        match self {
            Self::Category { id, .. } => Some(id),
            Self::Unnamed | Self::Anything => None,
        }
    }
}

/// Everything strictly broader than a category, as far as the part of the register knows it.
pub(super) fn broader_than(register: &Register, id: &DataId) -> BTreeSet<DataId> {
    let mut broader = BTreeSet::new();
    let mut next = register.data.get(id).and_then(|data| data.broader.as_ref());
    while let Some(above) = next {
        if !broader.insert(above.clone()) {
            break;
        }
        next = register
            .data
            .get(above)
            .and_then(|data| data.broader.as_ref());
    }
    broader
}

/// Whether a category is recorded as special category data or data on offences.
pub(super) fn is_special(data: &Data) -> bool {
    data.class.value().is_some_and(|classes| {
        classes.0.iter().any(|class| {
            law::is_special_category(class.as_str()) || law::is_criminal_offence(class.as_str())
        })
    })
}
