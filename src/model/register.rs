//! The register: all its records, by kind and id.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::walk::{Walk, Words};
use super::{
    Activity, ActivityId, Approval, ApprovalId, Data, DataId, Document, DocumentId, End, Kind,
    Measure, MeasureId, Party, PartyId, People, PeopleId, Reference, Settings, Shape, System,
    SystemId, Waiver, WaiverId,
};

/// A register, or the part of one that a question needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Whose register it is; absent where nobody has said.
    pub settings: Option<Settings>,
    /// Anyone data comes from or goes to.
    pub parties: BTreeMap<PartyId, Party>,
    /// Where data rests.
    pub systems: BTreeMap<SystemId, System>,
    /// Categories of personal data.
    pub data: BTreeMap<DataId, Data>,
    /// Categories of data subjects.
    pub people: BTreeMap<PeopleId, People>,
    /// Security measures.
    pub measures: BTreeMap<MeasureId, Measure>,
    /// Contracts, agreements, assessments, notices and links.
    pub documents: BTreeMap<DocumentId, Document>,
    /// The entries.
    pub activities: BTreeMap<ActivityId, Activity>,
    /// Approvals of entries.
    pub approvals: BTreeMap<ApprovalId, Approval>,
    /// Findings that are accepted for a time.
    pub waivers: BTreeMap<WaiverId, Waiver>,
    /// What other activities are called that flows of these lead to or come from: those that a part leaves out, and
    /// retired ones that do not count.
    pub elsewhere: BTreeMap<ActivityId, String>,
}

/// One record of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Record {
    /// Whose register it is.
    Settings(Settings),
    /// A party.
    Party(Box<Party>),
    /// A system.
    System(System),
    /// A category of data.
    Data(Data),
    /// A category of people.
    People(People),
    /// A measure.
    Measure(Measure),
    /// A document.
    Document(Document),
    /// An activity.
    Activity(Box<Activity>),
    /// An approval.
    Approval(Approval),
    /// A waiver.
    Waiver(Waiver),
}

impl Record {
    /// Reads the document form of a record of a kind.
    ///
    /// # Errors
    /// The text is not the JSON of such a record.
    pub fn from_json(kind: Kind, json: &str) -> serde_json::Result<Self> {
        let mut text = serde_json::Deserializer::from_str(json);
        let record = Self::read(kind, &mut text)?;
        text.end().map(|()| record)
    }

    /// Reads the document form of a record of a kind from a tree of values.
    ///
    /// # Errors
    /// The tree is not that of such a record.
    pub fn from_value(kind: Kind, value: Value) -> serde_json::Result<Self> {
        Self::read(kind, value)
    }

    fn read<'d, D: Deserializer<'d>>(kind: Kind, from: D) -> Result<Self, D::Error> {
        Ok(match kind {
            Kind::Settings => Self::Settings(Settings::deserialize(from)?),
            Kind::Party => Self::Party(Box::new(Party::deserialize(from)?)),
            Kind::System => Self::System(System::deserialize(from)?),
            Kind::Data => Self::Data(Data::deserialize(from)?),
            Kind::People => Self::People(People::deserialize(from)?),
            Kind::Measure => Self::Measure(Measure::deserialize(from)?),
            Kind::Document => Self::Document(Document::deserialize(from)?),
            Kind::Activity => Self::Activity(Activity::deserialize(from)?.into()),
            Kind::Approval => Self::Approval(Approval::deserialize(from)?),
            Kind::Waiver => Self::Waiver(Waiver::deserialize(from)?),
        })
    }

    /// The kind of record.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Settings(_) => Kind::Settings,
            Self::Party(_) => Kind::Party,
            Self::System(_) => Kind::System,
            Self::Data(_) => Kind::Data,
            Self::People(_) => Kind::People,
            Self::Measure(_) => Kind::Measure,
            Self::Document(_) => Kind::Document,
            Self::Activity(_) => Kind::Activity,
            Self::Approval(_) => Kind::Approval,
            Self::Waiver(_) => Kind::Waiver,
        }
    }

    /// The name and aliases by which the record may be called, beside its id.
    pub fn names(&self) -> (Option<&str>, &[String]) {
        match self {
            Self::Party(record) => (Some(&record.name), &record.aliases),
            Self::System(record) => (Some(&record.name), &record.aliases),
            Self::Data(record) => (Some(&record.name), &record.aliases),
            Self::People(record) => (Some(&record.name), &record.aliases),
            Self::Measure(record) => (Some(&record.name), &record.aliases),
            Self::Document(record) => (Some(&record.name), &record.aliases),
            Self::Activity(record) => (Some(&record.name), &record.aliases),
            Self::Settings(_) | Self::Approval(_) | Self::Waiver(_) => (None, &[]),
        }
    }
}

impl Words for Record {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        match self {
            Self::Settings(record) => record.walk(shape, walk),
            Self::Party(record) => record.walk(shape, walk),
            Self::System(record) => record.walk(shape, walk),
            Self::Data(record) => record.walk(shape, walk),
            Self::People(record) => record.walk(shape, walk),
            Self::Measure(record) => record.walk(shape, walk),
            Self::Document(record) => record.walk(shape, walk),
            Self::Activity(record) => record.walk(shape, walk),
            Self::Approval(record) => record.walk(shape, walk),
            Self::Waiver(record) => record.walk(shape, walk),
        }
    }
}

impl Record {
    /// Calls a party or an activity otherwise, so that it is told from others of its name.
    pub fn call(&mut self, name: &str) {
        match self {
            Self::Party(record) => name.clone_into(&mut record.name),
            Self::Activity(record) => name.clone_into(&mut record.name),
            _ => {}
        }
    }

    /// The ids of those of its kind that look like it and are not the same.
    pub fn distinct_from(&self) -> Vec<&str> {
        fn ids<I: std::borrow::Borrow<str>>(ids: &[I]) -> Vec<&str> {
            ids.iter().map(std::borrow::Borrow::borrow).collect()
        }
        match self {
            Self::Party(record) => ids(&record.distinct_from),
            Self::System(record) => ids(&record.distinct_from),
            Self::Data(record) => ids(&record.distinct_from),
            Self::People(record) => ids(&record.distinct_from),
            Self::Measure(record) => ids(&record.distinct_from),
            Self::Document(record) => ids(&record.distinct_from),
            Self::Activity(record) => ids(&record.distinct_from),
            Self::Settings(_) | Self::Approval(_) | Self::Waiver(_) => Vec::new(),
        }
    }
}

/// What refers to a record: the id of one, its kind and id, or the end of a flow.
pub trait Refers {
    /// The kind of the record.
    fn kind(&self) -> Kind;

    /// Its id.
    fn id(&self) -> &str;

    /// What it is called, where a register has it and it is of a kind that has names.
    fn name_in<'r>(&self, register: &'r Register) -> Option<&'r String>;
}

impl<T: Refers + ?Sized> Refers for &T {
    fn kind(&self) -> Kind {
        (*self).kind()
    }

    fn id(&self) -> &str {
        (*self).id()
    }

    fn name_in<'r>(&self, register: &'r Register) -> Option<&'r String> {
        (*self).name_in(register)
    }
}

macro_rules! refers {
    ($($id:ident $kind:ident $records:ident,)*) => {
        $(impl Refers for $id {
            fn kind(&self) -> Kind {
                Kind::$kind
            }

            fn id(&self) -> &str {
                self.as_str()
            }

            fn name_in<'r>(&self, register: &'r Register) -> Option<&'r String> {
                register.$records.get(self).map(|record| &record.name)
            }
        })*

        impl Refers for Reference {
            fn kind(&self) -> Kind {
                self.kind
            }

            fn id(&self) -> &str {
                &self.id
            }

            fn name_in<'r>(&self, register: &'r Register) -> Option<&'r String> {
                let id = self.id.as_str();
                match self.kind {
                    $(Kind::$kind => register.$records.get(id).map(|record| &record.name),)*
                    Kind::Settings | Kind::Approval | Kind::Waiver => None,
                }
            }
        }
    };
}

refers! {
    PartyId Party parties,
    SystemId System systems,
    DataId Data data,
    PeopleId People people,
    MeasureId Measure measures,
    DocumentId Document documents,
    ActivityId Activity activities,
}

impl End {
    /// The id of the record that it names.
    pub fn record(&self) -> &dyn Refers {
        match self {
            Self::Party(id) => id,
            Self::People(id) => id,
            Self::Activity(id) => id,
            Self::System(id) => id,
        }
    }
}

impl Register {
    /// Puts a record in its place, instead of any other with its id.
    ///
    /// # Errors
    /// The id is not a slug.
    pub fn insert(&mut self, id: &str, record: Record) -> Result<(), super::BadId> {
        match record {
            Record::Settings(record) => self.settings = Some(record),
            Record::Party(record) => drop(self.parties.insert(PartyId::new(id)?, *record)),
            Record::System(record) => drop(self.systems.insert(SystemId::new(id)?, record)),
            Record::Data(record) => drop(self.data.insert(DataId::new(id)?, record)),
            Record::People(record) => drop(self.people.insert(PeopleId::new(id)?, record)),
            Record::Measure(record) => drop(self.measures.insert(MeasureId::new(id)?, record)),
            Record::Document(record) => drop(self.documents.insert(DocumentId::new(id)?, record)),
            Record::Activity(record) => drop(self.activities.insert(ActivityId::new(id)?, *record)),
            Record::Approval(record) => drop(self.approvals.insert(ApprovalId::new(id)?, record)),
            Record::Waiver(record) => drop(self.waivers.insert(WaiverId::new(id)?, record)),
        }
        Ok(())
    }

    /// The name of a record, where it is here and of a kind that has names, or known though it is elsewhere.
    pub fn name(&self, record: &(impl Refers + ?Sized)) -> Option<&String> {
        let elsewhere = || match record.kind() {
            Kind::Activity => self.elsewhere.get(record.id()),
            _ => None,
        };
        record.name_in(self).or_else(elsewhere)
    }

    /// All records with their names, in the order of kinds and ids.
    pub fn into_records(self) -> impl Iterator<Item = (Reference, Record)> {
        fn each<I: std::fmt::Display, R>(
            kind: Kind,
            records: BTreeMap<I, R>,
            wrap: fn(R) -> Record,
        ) -> impl Iterator<Item = (Reference, Record)> {
            records
                .into_iter()
                .map(move |(id, record)| (Reference::new(kind, id.to_string()), wrap(record)))
        }
        let settings = self.settings.map(|record| {
            (
                Reference::new(Kind::Settings, Settings::ID),
                Record::Settings(record),
            )
        });
        settings
            .into_iter()
            .chain(each(Kind::Party, self.parties, |record| {
                Record::Party(Box::new(record))
            }))
            .chain(each(Kind::System, self.systems, Record::System))
            .chain(each(Kind::Data, self.data, Record::Data))
            .chain(each(Kind::People, self.people, Record::People))
            .chain(each(Kind::Measure, self.measures, Record::Measure))
            .chain(each(Kind::Document, self.documents, Record::Document))
            .chain(each(Kind::Activity, self.activities, |record| {
                Record::Activity(Box::new(record))
            }))
            .chain(each(Kind::Approval, self.approvals, Record::Approval))
            .chain(each(Kind::Waiver, self.waivers, Record::Waiver))
    }
}
