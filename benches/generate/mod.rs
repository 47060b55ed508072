//! Registers of a chosen size, made up but of realistic shape, the same for the same seed.
//!
//! Parties, systems and categories of data are used with Zipf's popularity, so that a question
//! about the common ones touches most of a register and one about the rare ones a handful of
//! activities. Much is left *not recorded*, as in life. Places, suppliers and systems are invented.

#![allow(dead_code, reason = "the bench and the tests each use a part of it")]

mod activities;
mod catalogues;
mod dice;
mod flows;
mod words;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ropa::model::{DataId, FlowKind, PartyId, Record, Reference, Register};
use ropa::store::Store;

use self::activities::Activities;
use self::catalogues::Catalogues;

/// The seed of the registers that are measured.
pub(crate) const SEED: u64 = 20_261_124;

/// How large a register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// One county council: 500 activities.
    Council,
    /// The councils of a region together: 10,000 activities.
    Region,
    /// All councils of a nation together: 125,000 activities.
    Nation,
}

/// How many records of each sort a register has.
pub(crate) struct Plan {
    pub(crate) n_activities: usize,
    pub(crate) n_flows: usize,
    n_authorities: usize,
    n_suppliers: usize,
    n_bodies: usize,
    n_systems: usize,
    n_data: usize,
    n_people: usize,
}

impl Size {
    pub(crate) const ALL: [Self; 3] = [Self::Council, Self::Region, Self::Nation];

    /// Its name on the command line of the bench.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::Region => "region",
            Self::Nation => "nation",
        }
    }

    /// The size of a name.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.word() == word)
    }

    /// What a register of the size has.
    pub(crate) const fn plan(self) -> Plan {
        match self {
            Self::Council => Plan {
                n_activities: 500,
                n_flows: 4_000,
                n_authorities: 1,
                n_suppliers: 80,
                n_bodies: 150,
                n_systems: 120,
                n_data: 300,
                n_people: 30,
            },
            Self::Region => Plan {
                n_activities: 10_000,
                n_flows: 77_000,
                n_authorities: 20,
                n_suppliers: 500,
                n_bodies: 1_500,
                n_systems: 900,
                n_data: 1_200,
                n_people: 60,
            },
            Self::Nation => Plan {
                n_activities: 125_000,
                n_flows: 940_000,
                n_authorities: 350,
                n_suppliers: 2_900,
                n_bodies: 14_000,
                n_systems: 1_800,
                n_data: 3_000,
                n_people: 120,
            },
        }
    }
}

/// A category of data used in few activities, with the number of them: no other activity names it.
pub(crate) const RARE: [(&str, usize); 3] = [
    ("retinal-scan", 4),
    ("sealed-birth-record", 2),
    ("witness-protection-alias", 1),
];

/// A category of data that a handful of activities have, with none broader.
pub(crate) fn rare_item(_: Size) -> DataId {
    catalogues::id(DataId::new, RARE[0].0)
}

/// A category that is as rare, below one that many activities name: each of them may have it.
pub(crate) fn rare_item_of_common_group(_: Size) -> DataId {
    catalogues::id(DataId::new, RARE[1].0)
}

/// The category of data that most activities have.
pub(crate) fn common_item(_: Size) -> DataId {
    catalogues::id(DataId::new, "name")
}

/// A party from which the rare item comes, at the start of the route to [`why_receiver`].
pub(crate) fn why_source(_: Size) -> PartyId {
    catalogues::id(PartyId::new, catalogues::RARE_SOURCE.0)
}

/// A party that gets the rare item at second hand, through a shared system and another party.
pub(crate) fn why_receiver(_: Size) -> PartyId {
    catalogues::id(PartyId::new, catalogues::RARE_RECEIVER.0)
}

/// The records of a register, in the order of kinds and ids. Activities are made one by one, so
/// that a register need not be held to be loaded.
pub(crate) fn records(size: Size, seed: u64) -> impl Iterator<Item = (Reference, Record)> {
    let catalogues = Catalogues::new(&size.plan(), seed);
    let register = catalogues.register();
    let activities = Activities::new(size.plan(), catalogues, seed);
    register.into_records().chain(
        activities.map(|(id, activity)| (id.reference(), Record::Activity(Box::new(activity)))),
    )
}

/// A register as a whole.
pub(crate) fn register(size: Size, seed: u64) -> Register {
    let catalogues = Catalogues::new(&size.plan(), seed);
    let mut register = catalogues.register();
    register.activities = Activities::new(size.plan(), catalogues, seed).collect();
    register
}

/// The file of a register in a folder, made where it is not there yet.
pub(crate) fn database(size: Size, folder: &Path) -> PathBuf {
    let path = folder.join(format!("bench-{}.db", size.word()));
    if !path.exists() {
        let mut store = Store::create(&path).expect("the folder of the bench can be written");
        let plan = store
            .plan(records(size, SEED), false)
            .expect("no record comes twice");
        store
            .commit(&plan, "bench", "load", Timestamp::UNIX_EPOCH)
            .expect("the register is whole");
    }
    path
}

/// How much there is in records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) records: usize,
    pub(crate) activities: usize,
    pub(crate) flows: usize,
    pub(crate) items: usize,
}

impl Count {
    /// Counts one more record.
    pub(crate) fn add(&mut self, record: &Record) {
        self.records += 1;
        let Record::Activity(activity) = record else {
            return;
        };
        self.activities += 1;
        for (_, flow) in FlowKind::ALL.into_iter().flat_map(|kind| {
            activity
                .flows_of(kind)
                .items()
                .iter()
                .map(move |flow| (kind, flow))
        }) {
            self.flows += 1;
            self.items += flow.carries.value().map_or(0, |scope| scope.listed().len());
        }
    }

    /// Counts many records.
    pub(crate) fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut count = Self::default();
        records.into_iter().for_each(|record| count.add(record));
        count
    }
}
