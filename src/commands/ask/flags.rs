//! The flags that questions share, and what they resolve to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::error::Error;
use crate::graph::{
    CountryFilter, FlowQuery, ReceiverRole, Subjects, Thing, Wanted, Whole, special_data,
};
use crate::model::{
    ActivityId, Country, DataId, Date, Kind, PartyId, PeopleId, Record, Recorded, Reference,
    Settings, SystemId,
};
use crate::store::Store;

use super::super::drawing::Drawing;
use super::name_of;

/// Flags of every question.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct Shared {
    /// Only data about these people; where the record does not say, it counts as possible
    #[arg(long, value_name = "PEOPLE")]
    pub(in crate::commands) people: Option<String>,
    /// Only these activities (may be given several times)
    #[arg(long, value_name = "ACTIVITY")]
    pub(in crate::commands) activity: Vec<String>,
    /// Only special category data and data on criminal offences (Articles 9 and 10)
    #[arg(long)]
    pub(in crate::commands) special: bool,
    /// Leave out what is only possible
    #[arg(long)]
    pub(in crate::commands) stated: bool,
    /// Count retired activities too
    #[arg(long)]
    pub(in crate::commands) retired: bool,
    /// Write the answer to a file
    #[arg(short, long, value_name = "FILE", help_heading = None)]
    pub(in crate::commands) output: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::commands) drawing: Drawing,
}

/// `--exact`, for questions about data.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct Exact {
    /// The category itself and nothing narrower
    #[arg(long, requires = "data")]
    pub(in crate::commands) exact: bool,
}

/// `--data` and `--exact`, for questions about something else.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct DataFlag {
    /// Only this category of data, or narrower ones
    #[arg(long, value_name = "DATA")]
    pub(in crate::commands) data: Option<String>,
    /// The category itself and nothing narrower
    #[arg(long, requires = "data")]
    pub(in crate::commands) exact: bool,
}

/// `--party`, for questions whose answers are about parties.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct PartyFlag {
    /// Only this party or its parts
    #[arg(long, value_name = "PARTY")]
    pub(in crate::commands) party: Option<String>,
}

/// `--country`, for questions whose answers are somewhere.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct CountryFlag {
    /// Only in this country (name, ISO 3166 code, `outside-uk`, or `not-recorded`)
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    pub(in crate::commands) country: Option<CountryFilter>,
}

/// `--max-steps` and `--all-paths`, for questions answered by routes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct Routes {
    /// Routes of at most so many steps
    #[arg(long, value_name = "N", value_parser = steps)]
    pub(in crate::commands) max_steps: Option<u16>,
    /// All routes, and not only the best
    #[arg(long)]
    pub(in crate::commands) all_paths: bool,
}

/// `--not-through`, for questions whose answers rest on routes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(in crate::commands) struct NotThrough {
    /// Leave out what comes from or through this party or system (may be given several times)
    #[arg(long, value_name = "PLACE")]
    pub(in crate::commands) not_through: Vec<String>,
}

fn steps(text: &str) -> Result<u16, String> {
    text.parse()
        .ok()
        .filter(|n_steps| *n_steps > 0)
        .ok_or_else(|| format!("give a number from 1 to {}", u16::MAX))
}

fn country(text: &str) -> Result<CountryFilter, String> {
    if matches!(text, "not-recorded" | "not recorded") {
        return Ok(CountryFilter::NotRecorded);
    }
    Country::from_words(text)
        .map(CountryFilter::Is)
        .map_err(|_| format!("no country has the code or name `{text}`"))
}

/// The role of a receiver, by its word.
pub(in crate::commands) fn role(text: &str) -> Result<ReceiverRole, String> {
    ReceiverRole::ALL
        .into_iter()
        .find(|role| role.word() == text)
        .ok_or_else(|| format!("the roles are {}", ReceiverRole::WORDS.join(", ")))
}

/// A question with its names resolved.
pub(in crate::commands) struct Asked<'s> {
    pub(in crate::commands) store: &'s Store,
    pub(in crate::commands) query: FlowQuery,
    pub(in crate::commands) retired: bool,
    /// The form in which the answer is asked for.
    pub(in crate::commands) format: &'static str,
    /// The flags as they can be typed again, with ids.
    pub(in crate::commands) flags: Vec<String>,
    /// Words about how names were understood.
    pub(in crate::commands) notes: Vec<String>,
    /// The places that the answer is about, where it is not told as routes.
    pub(in crate::commands) places: BTreeSet<Reference>,
    /// The parties and systems that routes may not pass, as they were named.
    pub(in crate::commands) not_through: Vec<Thing>,
}

impl<'s> Asked<'s> {
    /// Resolves what every question has.
    pub(in crate::commands) fn new(
        store: &'s Store,
        shared: &Shared,
        as_of: Date,
    ) -> Result<Self, Error> {
        let mut asked = Self {
            store,
            query: FlowQuery::new(as_of),
            retired: shared.retired,
            format: "text",
            flags: Vec::new(),
            notes: Vec::new(),
            places: BTreeSet::new(),
            not_through: Vec::new(),
        };
        if let Some(people) = &shared.people {
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
        for activity in &shared.activity {
            let reference = store.resolve(activity, &[Kind::Activity])?;
            asked.flags.push(format!("--activity {reference}"));
            asked
                .query
                .activities
                .get_or_insert_default()
                .extend(ActivityId::new(reference.id));
        }
        if shared.special {
            asked.special()?;
        }
        asked.query.stated = shared.stated;
        for (is_set, flag) in [
            (shared.special, "--special"),
            (shared.stated, "--stated"),
            (shared.retired, "--retired"),
        ] {
            if is_set {
                asked.flags.push(flag.to_owned());
            }
        }
        Ok(asked)
    }

    /// Asks only about special category data and data on offences.
    fn special(&mut self) -> Result<(), Error> {
        let mut catalogue = BTreeMap::new();
        self.store
            .each_record(&[Kind::Data], |reference, record| -> Result<(), Error> {
                if let (Ok(id), Record::Data(data)) = (DataId::new(reference.id), record) {
                    catalogue.insert(id, data);
                }
                Ok(())
            })?;
        self.query.special = Some(special_data(&catalogue));
        Ok(())
    }

    /// Asks about a category of data; gives it as it can be typed again.
    pub(in crate::commands) fn about_data(&mut self, text: &str) -> Result<String, Error> {
        let (reference, wanted) = self.category(text)?;
        if wanted.is_some() {
            self.query.data = wanted;
        }
        Ok(reference.to_string())
    }

    /// A category of data with what is narrower and broader.
    pub(in crate::commands) fn category(
        &self,
        text: &str,
    ) -> Result<(Reference, Option<Wanted>), Error> {
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

    /// Takes `--data` and `--exact`.
    pub(in crate::commands) fn data_flag(&mut self, flag: &DataFlag) -> Result<(), Error> {
        if let Some(data) = &flag.data {
            let data = self.about_data(data)?;
            self.flags.push(format!("--data {data}"));
        }
        self.exact(flag.exact);
        Ok(())
    }

    /// Takes `--exact`.
    pub(in crate::commands) fn exact(&mut self, exact: bool) {
        self.query.exact = exact;
        if exact {
            self.flags.push("--exact".to_owned());
        }
    }

    /// Takes `--party`.
    pub(in crate::commands) fn party_flag(&mut self, flag: &PartyFlag) -> Result<(), Error> {
        if let Some(party) = &flag.party {
            let whole = self.whole(party)?;
            self.flags.push(format!("--party {}", whole.id.reference()));
            self.query.party = Some(whole);
        }
        Ok(())
    }

    /// Takes `--country`.
    pub(in crate::commands) fn country_flag(&mut self, flag: &CountryFlag) {
        if let Some(country) = &flag.country {
            let word = match country {
                CountryFilter::Is(country) => country.as_str(),
                CountryFilter::NotRecorded => "not-recorded",
            };
            self.flags.push(format!("--country {word}"));
        }
        self.query.country = flag.country.clone();
    }

    /// Takes `--max-steps` and `--all-paths`.
    pub(in crate::commands) fn routes(&mut self, flags: &Routes) {
        self.query.max_steps = flags.max_steps.map(usize::from);
        self.query.all_paths = flags.all_paths;
        if let Some(most) = flags.max_steps {
            self.flags.push(format!("--max-steps {most}"));
        }
        if flags.all_paths {
            self.flags.push("--all-paths".to_owned());
        }
    }

    /// Takes `--not-through`.
    pub(in crate::commands) fn not_through(&mut self, flag: &NotThrough) -> Result<(), Error> {
        for text in &flag.not_through {
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
    pub(in crate::commands) fn unfiltered(&self) -> Option<FlowQuery> {
        (!self.not_through.is_empty()).then(|| FlowQuery {
            not_through: BTreeSet::new(),
            ..self.query.clone()
        })
    }

    /// The question with routes of any length, where `--max-steps` bounds it.
    pub(in crate::commands) fn unbounded(&self) -> Option<FlowQuery> {
        self.query.max_steps.map(|_| FlowQuery {
            max_steps: None,
            all_paths: false,
            ..self.query.clone()
        })
    }

    /// Says how many more there are by routes of more steps than `--max-steps` allows: so many are
    /// counted, and so many there are in all; nothing where how many is not known.
    pub(in crate::commands) fn note_bound(
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
    pub(in crate::commands) fn places_at(
        &mut self,
        reference: &Reference,
    ) -> Result<BTreeSet<Reference>, Error> {
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

    /// A party with its parts; that parts are included is said.
    pub(in crate::commands) fn whole(&mut self, text: &str) -> Result<Whole, Error> {
        let reference = self.store.resolve(text, &[Kind::Party])?;
        self.whole_of(&reference)
    }

    /// A party with its parts; that parts are included is said.
    pub(in crate::commands) fn whole_of(&mut self, reference: &Reference) -> Result<Whole, Error> {
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
    pub(in crate::commands) fn near(
        &self,
        whole: &Whole,
    ) -> Result<Vec<BTreeSet<Reference>>, Error> {
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
    pub(in crate::commands) fn near_place(
        &mut self,
        reference: &Reference,
    ) -> Result<Vec<BTreeSet<Reference>>, Error> {
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
    pub(in crate::commands) fn places_of(
        &self,
        whole: &Whole,
    ) -> Result<BTreeSet<Reference>, Error> {
        let systems = self.store.systems_reaching(&whole.parts)?;
        let parties = whole.parts.iter().map(PartyId::reference);
        Ok(parties
            .chain(systems.iter().map(SystemId::reference))
            .collect())
    }

    /// The question as it can be asked again.
    pub(in crate::commands) fn question(&self, verb: &str, subjects: &[&str]) -> String {
        let words = std::iter::once(verb)
            .chain(subjects.iter().copied())
            .chain(self.flags.iter().map(String::as_str));
        words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The category asked about, in words; all personal data where none is.
    pub(in crate::commands) fn data_words(&self) -> String {
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
