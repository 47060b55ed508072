//! A question with its names resolved.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{CountryFilter, FlowQuery, Subjects, Thing, Wanted, Whole, special_data};
use crate::model::{
    ActivityId, AsAt, DataId, Kind, PartyId, PeopleId, Record, Recorded, Reference, Settings,
    SystemId,
};
use crate::published::catalogue;
use crate::store::Store;

use super::{AskError, Question, Reader, filter, name_of};

/// A question with its names resolved.
pub struct Asked<'s> {
    /// The register that is asked.
    pub store: &'s Store,
    /// The question as the graph takes it.
    pub query: FlowQuery,
    /// The day that is asked about, and the state of recording.
    pub as_at: AsAt,
    /// Whether retired activities count.
    pub retired: bool,
    /// Who reads the answer.
    pub(super) reader: Reader,
    /// The flags as they can be typed again, with ids.
    pub(super) flags: Vec<String>,
    /// Words about how names were understood.
    pub notes: Vec<String>,
    /// The places that the answer is about, where it is not told as routes.
    pub(super) places: BTreeSet<Reference>,
    /// The parties and systems that routes may not pass, as they were named.
    pub(super) not_through: Vec<Thing>,
}

impl<'s> Asked<'s> {
    /// Resolves what every question has.
    pub fn new(store: &'s Store, question: &Question, as_at: AsAt) -> Result<Self, AskError> {
        let mut asked = Self {
            store,
            as_at,
            query: FlowQuery::new(as_at.on),
            retired: question.retired,
            reader: Reader::Person,
            flags: Vec::new(),
            notes: Vec::new(),
            places: BTreeSet::new(),
            not_through: Vec::new(),
        };
        if let Some(people) = &question.people {
            let reference = store.resolve(people, &[Kind::People])?;
            let family = store.family(&reference)?;
            let ids = |set: BTreeSet<Reference>| {
                set.into_iter()
                    .filter_map(|one| PeopleId::new(one.id).ok())
                    .collect()
            };
            asked.flags.push(format!("--people {reference}"));
            asked.query.people = Some(Subjects {
                name: name_of(store, &reference)?,
                narrower: ids(family.narrower),
                broader: ids(family.broader),
            });
        }
        for activity in &question.activity {
            let reference = store.resolve(activity, &[Kind::Activity])?;
            asked.flags.push(format!("--activity {reference}"));
            asked
                .query
                .activities
                .get_or_insert_default()
                .extend(ActivityId::new(reference.id));
        }
        if question.special {
            asked.special()?;
        }
        asked.query.stated = question.stated;
        for (is_set, flag) in [
            (question.special, "--special"),
            (question.stated, "--stated"),
            (question.retired, "--retired"),
        ] {
            if is_set {
                asked.flags.push(flag.to_owned());
            }
        }
        Ok(asked)
    }

    /// Asks only about special category data and data on offences.
    fn special(&mut self) -> Result<(), AskError> {
        let catalogue = catalogue(self.store)?;
        self.query.special = Some(special_data(&catalogue));
        Ok(())
    }

    /// Asks about a category of data; gives it as it can be typed again.
    pub fn about_data(&mut self, text: &str) -> Result<String, AskError> {
        let (reference, wanted) = self.category(text)?;
        if wanted.is_some() {
            self.query.data = wanted;
        }
        Ok(reference.to_string())
    }

    /// A category of data with what is narrower and broader.
    pub fn category(&self, text: &str) -> Result<(Reference, Option<Wanted>), AskError> {
        let reference = self.store.resolve(text, &[Kind::Data])?;
        let family = self.store.family(&reference)?;
        let ids = |set: BTreeSet<Reference>| {
            set.into_iter()
                .filter_map(|one| DataId::new(one.id).ok())
                .collect()
        };
        let Ok(id) = DataId::new(reference.id.clone()) else {
            return Ok((reference, None));
        };
        let narrower: BTreeSet<DataId> = ids(family.narrower);
        let wanted = Wanted {
            id,
            name: name_of(self.store, &reference)?,
            including: self.store.including(&narrower)?,
            narrower,
            broader: ids(family.broader),
        };
        Ok((reference, Some(wanted)))
    }

    /// Takes the category that a question is about, where it names one; gives it as it can be typed again.
    pub(super) fn subject(&mut self, question: &Question) -> Result<String, AskError> {
        match &question.data {
            Some(data) => self.about_data(data),
            None => Ok(String::new()),
        }
    }

    /// Takes the category that narrows a question about something else.
    pub(super) fn only_data(&mut self, question: &Question) -> Result<(), AskError> {
        if question.data.is_some() {
            let data = self.subject(question)?;
            self.flags.push(format!("--data {data}"));
        }
        Ok(())
    }

    /// Takes what narrows an answer to a party, that is not what the question is about.
    fn only_party(&mut self, question: &Question) -> Result<(), AskError> {
        if let Some(party) = &question.party {
            let whole = self.whole(party)?;
            self.flags.push(format!("--party {}", whole.id.reference()));
            self.query.party = Some(whole);
        }
        Ok(())
    }

    /// Takes what needs no name in the register: whether narrower data counts, which routes do.
    pub(super) fn narrow(&mut self, question: &Question) -> Result<(), AskError> {
        let wrong = |filter| move |why| AskError::Value { filter, why };
        if let Some(text) = &question.country {
            let country = filter::country(text).map_err(wrong("country"))?;
            let word = match &country {
                CountryFilter::Is(country) => country.as_str(),
                CountryFilter::NotRecorded => "not-recorded",
            };
            self.flags.push(format!("--country {word}"));
            self.query.country = Some(country);
        }
        self.query.max_steps = question.max_steps.map(usize::from);
        if let Some(most) = question.max_steps {
            self.flags.push(format!("--max-steps {most}"));
        }
        self.query.all_paths = question.all_paths;
        if question.all_paths {
            self.flags.push("--all-paths".to_owned());
        }
        if let Some(text) = &question.role {
            let role = filter::role(text).map_err(wrong("role"))?;
            self.flags.push(format!("--role {}", role.word()));
            self.query.role = Some(role);
        }
        Ok(())
    }

    /// Takes all that narrows an answer about data.
    pub(super) fn filters(&mut self, question: &Question) -> Result<(), AskError> {
        self.exact(question);
        self.only_party(question)?;
        self.narrow(question)?;
        self.not_through(question)
    }

    /// Takes whether narrower categories count.
    pub(super) fn exact(&mut self, question: &Question) {
        self.query.exact = question.exact;
        if question.exact {
            self.flags.push("--exact".to_owned());
        }
    }

    /// Takes `--not-through`.
    pub(super) fn not_through(&mut self, question: &Question) -> Result<(), AskError> {
        for text in &question.not_through {
            let reference = self.store.resolve(text, &[Kind::Party, Kind::System])?;
            let thing = Thing {
                kind: reference.kind,
                id: reference.id.clone(),
                name: name_of(self.store, &reference)?,
            };
            if self.not_through.contains(&thing) {
                continue;
            }
            self.flags.push(format!("--not-through {reference}"));
            let places = self.places_at(&reference)?;
            self.query.not_through.extend(places);
            self.not_through.push(thing);
        }
        Ok(())
    }

    /// The question with nothing left out, where `--not-through` leaves something out.
    pub(super) fn unfiltered(&self) -> Option<FlowQuery> {
        (!self.not_through.is_empty()).then(|| FlowQuery {
            not_through: BTreeSet::new(),
            ..self.query.clone()
        })
    }

    /// The question with routes of any length, where `--max-steps` bounds it.
    pub(super) fn unbounded(&self) -> Option<FlowQuery> {
        self.query.max_steps.map(|_| FlowQuery {
            max_steps: None,
            all_paths: false,
            ..self.query.clone()
        })
    }

    /// Says how many more there are by routes of more steps than `--max-steps` allows: so many are
    /// counted, and so many there are in all; nothing where how many is not known.
    pub(super) fn note_bound(
        &mut self,
        [one, many]: [&str; 2],
        n_counted: usize,
        n_all: Option<usize>,
    ) {
        let Some(most) = self.query.max_steps else {
            return;
        };
        let steps = if most == 1 { "step" } else { "steps" };
        let rest = match n_all.map(|n_all| n_all.saturating_sub(n_counted)) {
            None => format!("how many {many} take more was not counted"),
            Some(0) => format!("no {one} takes more"),
            Some(1) => format!("1 {one} that takes more is left out"),
            Some(n) => format!("{n} {many} that take more are left out"),
        };
        self.notes.push(format!(
            "Only routes of at most {most} {steps} count (`--max-steps`): {rest}."
        ));
    }

    /// The places in the graph of a party or system; what is counted with a party is said.
    pub(super) fn places_at(
        &mut self,
        reference: &Reference,
    ) -> Result<BTreeSet<Reference>, AskError> {
        if reference.kind != Kind::Party {
            return Ok(BTreeSet::from([reference.clone()]));
        }
        let whole = self.whole_of(reference)?;
        let places = self.places_of(&whole)?;
        let systems = places.iter().filter(|place| place.kind == Kind::System);
        let names: Vec<String> = systems
            .map(|system| name_of(self.store, system))
            .collect::<Result<_, _>>()?;
        if !names.is_empty() {
            self.notes.push(format!(
                "Counted with {}, the systems it runs or serves: {}.",
                whole.name,
                names.join(", ")
            ));
        }
        Ok(places)
    }

    /// What a party is part or member of; nothing of a system.
    pub(super) fn wholes_at(&self, reference: &Reference) -> Result<BTreeSet<Reference>, AskError> {
        let id = PartyId::new(reference.id.as_str()).ok();
        let id = id.filter(|_| reference.kind == Kind::Party);
        let wholes = id.map_or_else(|| Ok(Vec::new()), |id| self.store.wholes_of(&id))?;
        Ok(wholes.iter().map(PartyId::reference).collect())
    }

    /// A party with its parts; that parts are included is said.
    pub fn whole(&mut self, text: &str) -> Result<Whole, AskError> {
        let reference = self.store.resolve(text, &[Kind::Party])?;
        self.whole_of(&reference)
    }

    /// A party with its parts; that parts are included is said.
    pub(super) fn whole_of(&mut self, reference: &Reference) -> Result<Whole, AskError> {
        let name = name_of(self.store, reference)?;
        let id = PartyId::new(reference.id.clone()).map_err(|error| self.store.damaged(&error))?;
        let parts = self.store.parts_of(&id)?;
        if parts.len() > 1 {
            let mut names = Vec::new();
            for part in parts.iter().filter(|part| **part != id) {
                names.push(name_of(self.store, &part.reference())?);
            }
            self.notes
                .push(format!("{name} includes its parts: {}.", names.join(", ")));
        }
        let mut wholes = BTreeMap::new();
        for whole in self.store.wholes_of(&id)? {
            let name = name_of(self.store, &whole.reference())?;
            wholes.insert(whole, name);
        }
        if !wholes.is_empty() {
            let names: Vec<&str> = wholes.values().map(String::as_str).collect();
            self.notes.push(format!(
                "{name} is part of {}: what goes there possibly goes to it.",
                names.join(" and ")
            ));
        }
        let kind = match self.store.record(reference)? {
            Some(Record::Party(party)) => party.kind,
            _ => Recorded::NotRecorded,
        };
        Ok(Whole {
            id,
            name,
            kind,
            parts,
            wholes,
        })
    }

    /// What an activity mentions that may have to do with a party: what is to be looked through.
    /// The organisation whose register this is has to do with every activity.
    pub fn near(&self, whole: &Whole) -> Result<Vec<BTreeSet<Reference>>, AskError> {
        if let Some(Record::Settings(settings)) = self
            .store
            .record(&Reference::new(Kind::Settings, Settings::ID))?
            && let Some(organisation) = settings.organisation.value()
            && whole.parts.contains(organisation)
        {
            return Ok(Vec::new());
        }
        let mut parties = whole.parts.clone();
        parties.extend(whole.wholes.keys().cloned());
        Ok(vec![self.store.reaching(&parties)?])
    }

    /// As [`Self::near`], of a party or a system.
    pub(super) fn near_place(
        &mut self,
        reference: &Reference,
    ) -> Result<Vec<BTreeSet<Reference>>, AskError> {
        if reference.kind != Kind::Party {
            return Ok(vec![BTreeSet::from([reference.clone()])]);
        }
        let n_notes = self.notes.len();
        let whole = self.whole_of(reference)?;
        // What is to be said of it was said when it was named.
        self.notes.truncate(n_notes);
        self.near(&whole)
    }

    /// A party's places in the graph: itself, its parts and the systems it runs or serves.
    pub fn places_of(&self, whole: &Whole) -> Result<BTreeSet<Reference>, AskError> {
        let systems = self.store.systems_reaching(&whole.parts)?;
        let parties = whole.parts.iter().map(PartyId::reference);
        Ok(parties
            .chain(systems.iter().map(SystemId::reference))
            .collect())
    }

    /// The question as it can be asked again.
    pub(super) fn question(&self, verb: &str, subjects: &[&str]) -> String {
        let words = std::iter::once(verb)
            .chain(subjects.iter().copied())
            .chain(self.flags.iter().map(String::as_str));
        words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The category asked about, in words; all personal data where none is.
    pub fn data_words(&self) -> String {
        let data = self
            .query
            .data
            .as_ref()
            .map_or("personal data", |wanted| &wanted.name);
        let special = if self.query.special.is_some() {
            " (only special category and offence data)"
        } else {
            ""
        };
        let people = self
            .query
            .people
            .as_ref()
            .map_or_else(String::new, |people| format!(" about {}", people.name));
        format!("{data}{special}{people}")
    }
}
