//! One activity with all that its record says, chapter by chapter.
//!
//! The single record and the impact assessment are made of the same chapters, so that the two never
//! say different things.

mod abroad;
mod flows;
mod holding;
mod law;
mod papers;
mod part_3;
mod purposes;
mod rights;
mod who;

use std::collections::BTreeSet;

use crate::diagram::{self, Illustration, NoIllustration, Options};
use crate::model::{
    Activity, ActivityId, DataId, Date, DocumentId, End, Kind, PartyId, PeopleId, Record, Recorded,
    Reference, Register, Role, Scope, SystemId, Word, visit_references,
};
use crate::store::{Store, StoreError};

use super::document::{Block, Cell, Column, Fact, Section, Table};
use super::entry::Entry;
use super::fields::Parts;
use super::steps::Steps;

pub(super) use super::fields::{list as listed, text, value as said};

pub(super) use flows::picture;
pub(super) use papers::gaps;
pub(super) use part_3::{uncited, without_uk_gdpr};

/// One activity with everything its record refers to.
pub struct Dossier {
    /// The activity's id.
    pub(super) id: ActivityId,
    /// The activity.
    pub(super) activity: Activity,
    /// The day whose law counts.
    pub(super) as_at: Date,
    /// The activity, those joined with it by flows, and all that it refers to.
    pub(super) register: Register,
    /// The picture of its flows.
    pub(super) picture: Result<Illustration, NoIllustration>,
    /// Every step of its flows, with the judgements about each.
    pub(super) steps: Steps,
    /// Of what the record was made, and how.
    pub(super) origin: Origin,
}

/// Of what a record was made, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The hash of the register.
    pub register_hash: String,
    /// The number and hash of its last commit; a folder has none.
    pub commit: Option<(i64, String)>,
    /// The command that made it, without paths.
    pub command: String,
}

impl Dossier {
    /// Reads an activity with everything its record refers to; nothing where there is no such
    /// activity.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn read(
        store: &Store,
        id: &ActivityId,
        as_at: Date,
        command: String,
    ) -> Result<Option<Self>, StoreError> {
        let Some(Record::Activity(activity)) = store.record(&id.reference())? else {
            return Ok(None);
        };
        let mut register = store.part_of(id, activity.is_retired())?;
        complete(store, &mut register, id, &activity)?;
        let origin = Origin {
            register_hash: store.register_hash()?,
            commit: store.head()?.map(|commit| (commit.seq, commit.hash)),
            command,
        };
        Ok(Some(Self::new(
            register,
            id.clone(),
            *activity,
            as_at,
            origin,
        )))
    }

    /// A dossier of an activity and the part of the register that it refers to.
    pub fn new(
        register: Register,
        id: ActivityId,
        activity: Activity,
        as_at: Date,
        origin: Origin,
    ) -> Self {
        let picture = diagram::illustrate(
            &register,
            &id,
            as_at,
            &origin.register_hash,
            &Options::default(),
        );
        Self {
            steps: Steps::of(&register, &id, as_at),
            id,
            activity,
            as_at,
            picture,
            origin,
            register,
        }
    }

    /// A record's name; its id where the record is not there.
    pub(super) fn name(&self, reference: &Reference) -> String {
        let id = reference.id.as_str();
        let register = &self.register;
        let name = match reference.kind {
            Kind::Party => register.parties.get(id).map(|one| &one.name),
            Kind::System => register.systems.get(id).map(|one| &one.name),
            Kind::Data => register.data.get(id).map(|one| &one.name),
            Kind::People => register.people.get(id).map(|one| &one.name),
            Kind::Measure => register.measures.get(id).map(|one| &one.name),
            Kind::Document => register.documents.get(id).map(|one| &one.name),
            Kind::Activity => register.activities.get(id).map(|one| &one.name),
            Kind::Settings | Kind::Approval => None,
        };
        name.cloned().unwrap_or_else(|| reference.id.clone())
    }

    pub(super) fn party(&self, id: &PartyId) -> String {
        self.name(&id.reference())
    }

    pub(super) fn system(&self, id: &SystemId) -> String {
        self.name(&id.reference())
    }

    pub(super) fn data(&self, ids: &[DataId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.name(&id.reference())).collect();
        // A name may have a comma of its own.
        names.join("; ")
    }

    pub(super) fn people(&self, ids: &[PeopleId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.name(&id.reference())).collect();
        names.join("; ")
    }

    /// A document with what it is, when it was made and where it is found.
    pub(super) fn document(&self, id: &DocumentId) -> String {
        let mut words = self.name(&id.reference());
        let Some(document) = self.register.documents.get(id) else {
            return words;
        };
        let mut more = Parts::new(false);
        more.add("date", &document.dated, |date| {
            format!("dated {}", super::shown::date(*date))
        });
        more.add("last day", &document.expires, |date| {
            format!("good until {}", super::shown::date(*date))
        });
        words.push_str(&format!(" ({})", more.joined()));
        match &document.link {
            Recorded::Value(link) => words.push_str(&format!("\n{link}")),
            Recorded::NotRecorded => words.push_str("\n(where it is found is not recorded)"),
            Recorded::None => words.push_str("\n(where it is found: none)"),
        }
        words
    }

    pub(super) fn end(&self, end: &End) -> String {
        match end {
            End::Activity(id) => format!("{} (activity)", self.name(&id.reference())),
            other => self.name(&other.reference()),
        }
    }

    /// Which data: all of it, or these by name.
    pub(super) fn scope(&self, scope: &Scope) -> String {
        match scope {
            Scope::All(_) => "all the data it has".to_owned(),
            Scope::These(ids) => self.data(ids),
        }
    }

    /// Whose record it is: the controller, or else whose register it is; who acts as processor for
    /// another keeps a record of its own.
    pub(super) fn controller(&self) -> Option<&PartyId> {
        let settings = self.register.settings.as_ref();
        let organisation = settings.and_then(|settings| settings.organisation.value());
        if self.activity.role == Recorded::Value(Role::Processor) {
            return organisation;
        }
        self.activity.controller.value().or(organisation)
    }

    /// The activity as an entry of the record of Article 30, so that what is in both is the same.
    pub(super) fn as_entry<T>(&self, read: impl Fn(&Entry<'_>) -> T) -> T {
        let names = self.register.activities.iter();
        let names = names.map(|(id, activity)| (id.clone(), activity.name.clone()));
        read(&Entry {
            activity: &self.activity,
            register: &self.register,
            names: &names.collect(),
            steps: &self.steps,
            as_at: self.as_at,
            purpose: None,
            acts_for: None,
            is_public: false,
            only_own_flows: false,
        })
    }

    /// The name of the organisation, or of the activity where nobody says whose register it is.
    pub(super) fn whose(&self) -> String {
        self.controller().map_or_else(
            || "Organisation not recorded".to_owned(),
            |id| self.party(id),
        )
    }
}

/// Puts everything an activity refers to into the part of the register that its graph needs: what
/// its records refer to in turn, and its approvals; but not what other activities refer to.
fn complete(
    store: &Store,
    register: &mut Register,
    id: &ActivityId,
    activity: &Activity,
) -> Result<(), StoreError> {
    let settings = Reference::new(Kind::Settings, crate::model::Settings::ID);
    let mut waiting = vec![settings];
    let mut seen = BTreeSet::new();
    let follow = |record: &Record, waiting: &mut Vec<Reference>| {
        visit_references(record, &mut |_, kind, id| {
            waiting.push(Reference::new(kind, id));
        });
    };
    let whole = Record::Activity(Box::new(activity.clone()));
    follow(&whole, &mut waiting);
    while let Some(reference) = waiting.pop() {
        if !seen.insert(reference.clone()) {
            continue;
        }
        let Some(record) = store.record(&reference)? else {
            continue;
        };
        if reference.kind != Kind::Activity {
            follow(&record, &mut waiting);
        }
        // An id that is in the store is one.
        drop(register.insert(&reference.id, record));
    }
    store.each_record(
        &[Kind::Approval],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Approval(approval) = &record
                && approval.activity == *id
            {
                drop(register.insert(&reference.id, record));
            }
            Ok(())
        },
    )
}

/// A label, the provision it answers and what the record says.
pub(super) fn fact(label: &str, provision: Option<&'static str>, cell: Cell) -> Fact {
    Fact {
        label: label.to_owned(),
        provision,
        cell,
    }
}

pub(super) fn yes_or_no(field: &Recorded<bool>) -> Cell {
    said(field, |value| if *value { "yes" } else { "no" }.to_owned())
}

pub(super) fn day(field: &Recorded<Date>) -> Cell {
    said(field, |date| super::shown::date(*date))
}

/// The facts that a person may leave out: those that are there.
pub(super) fn optional(label: &str, field: Option<&String>) -> Option<Fact> {
    field.map(|words| fact(label, None, Cell::Text(words.clone())))
}

/// A word of a list of words as it is read: `in-place` is *in place*.
pub(super) fn word(words: &'static [Word], place: usize) -> String {
    words
        .get(place)
        .map_or_else(String::new, |word| word.word.replace('-', " "))
}

/// What a person may add and did not: an empty cell, in which nothing is missing.
pub(super) fn remark(remark: Option<&String>) -> Cell {
    Cell::Text(remark.cloned().unwrap_or_default())
}

/// A section.
pub(super) fn section(heading: &str, blocks: Vec<Block<'static>>) -> Section<'static> {
    Section {
        heading: heading.to_owned(),
        blocks,
    }
}

/// A column: its heading, the provision it answers, its width in characters.
pub(super) fn column(heading: &str, provision: Option<&'static str>, width: u16) -> Column {
    Column {
        provision,
        ..Column::new(heading.to_owned(), width)
    }
}

/// What stands before the columns of a table in which nothing is recorded.
const NOT_FOR_ANY: &str = "Not recorded for any of them: ";

/// A table without the columns in which no row says anything; these are named below it instead.
pub(super) fn dense(
    caption: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> Vec<Block<'static>> {
    let is_silent = |place: usize| {
        rows.iter().all(|row| match &row[place] {
            Cell::NotRecorded | Cell::NotApplicable => true,
            Cell::Text(text) => text.is_empty(),
            Cell::None => false,
        })
    };
    let silent: Vec<bool> = (0..columns.len()).map(is_silent).collect();
    let speaks = |place: usize| place == 0 || !silent[place];
    // A column in which nothing has a meaning misses nothing.
    let misses = |place: usize| rows.iter().any(|row| row[place] == Cell::NotRecorded);
    let missing: Vec<String> = columns
        .iter()
        .enumerate()
        .filter(|(place, _)| !speaks(*place) && misses(*place))
        .map(|(_, column)| match column.provision {
            Some(provision) => format!("{} ({provision})", column.heading),
            None => column.heading.clone(),
        })
        .collect();
    let kept = |row: Vec<Cell>| {
        row.into_iter()
            .enumerate()
            .filter(|(place, _)| speaks(*place))
            .map(|(_, cell)| cell)
            .collect()
    };
    let rows = rows.into_iter().map(kept).collect();
    let columns = columns
        .into_iter()
        .enumerate()
        .filter(|(place, _)| speaks(*place))
        .map(|(_, column)| column)
        .collect();
    let mut blocks = vec![Block::Table(Table::of(caption, columns, rows))];
    if !missing.is_empty() {
        blocks.push(Block::Words(format!(
            "{NOT_FOR_ANY}{}.",
            missing.join("; ")
        )));
    }
    blocks
}
