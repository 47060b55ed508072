//! Filling published tables from a register, in one read transaction and only those that are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, ToSql};

use crate::graph::{self, DataTree, FlowQuery, LeavesUk, Wants};
use crate::model::{
    ActivityId, Country, DataId, Date, Kind, PartyId, Record, Reference, Register, SystemId,
};
use crate::store::error::{Fault, StoreError};
use crate::store::in_order::{in_chunks, in_order};
use crate::store::parts::Selection;
use crate::store::rows::Cell;
use crate::store::{Store, read};

use super::{Facts, Graph, PublishedTable, Row, Source, n, o, t};

/// To what the tables that are computed may be narrowed, since the question is about nothing else:
/// a category of data with everything narrower, a party with its parts, an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// Only this category and narrower ones.
    pub data: Option<DataId>,
    /// Only this party and its parts.
    pub party: Option<PartyId>,
    /// Only this activity.
    pub activity: Option<ActivityId>,
}

impl Narrowing {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A table to fill, and which of its columns matter: the others stay null.
#[derive(Clone, Copy)]
pub(super) struct Needed<'c> {
    pub(super) table: &'static PublishedTable,
    /// The names of the columns that are read; all where none are given.
    pub(super) columns: Option<&'c BTreeSet<String>>,
}

impl Needed<'_> {
    /// Whether a column is read. Names are folded as the database folds them.
    fn reads(&self, name: &str) -> bool {
        self.columns
            .is_none_or(|columns| columns.iter().any(|read| read.eq_ignore_ascii_case(name)))
    }
}

/// How many activities are looked through at a time.
const BATCH: usize = 16;

/// How many such parts are held at once, for all cores to work on.
const PARTS: usize = 128;

/// How many records are read at a time.
const READ: usize = 4096;

/// Fills the tables of a private database; gives how many rows each has.
pub(super) fn fill(
    store: &Store,
    private: &Connection,
    needed: &[Needed<'_>],
    narrowing: &BTreeMap<String, Narrowing>,
    as_at: Date,
) -> Result<BTreeMap<&'static str, u64>, StoreError> {
    let facts = Facts { as_at };
    let mut counts = BTreeMap::new();
    store.at_once(|store| -> Result<(), StoreError> {
        store.ask(|conn| {
            let all = private.unchecked_transaction()?;
            let mut of_records = Vec::new();
            for needed in needed {
                match needed.table.source {
                    Source::Records(kinds, make) => of_records.push((*needed, kinds, make)),
                    Source::Sql(sql) => copy(conn, private, *needed, sql, &mut counts)?,
                    Source::History(sql) => {
                        counts.insert(needed.table.name, 0);
                        if store.has_history() {
                            copy(conn, private, *needed, sql, &mut counts)?;
                        }
                    }
                    Source::Whole(make) => {
                        let mut filling = Filling::new(private, *needed)?;
                        for row in make(store, conn, &facts)? {
                            filling.put(&row)?;
                        }
                        filling.end(&mut counts);
                    }
                    Source::Graph(_) => {}
                }
            }
            records(conn, private, &of_records, &facts, &mut counts)?;
            graphs(store, private, needed, narrowing, as_at, &mut counts)?;
            for index in needed.iter().filter_map(|needed| needed.table.index()) {
                private.execute_batch(&index)?;
            }
            Ok(all.commit()?)
        })
    })?;
    Ok(counts)
}

/// A table that is being filled.
struct Filling<'c> {
    name: &'static str,
    insert: Statement<'c>,
    /// Whether each column is read.
    reads: Vec<bool>,
    n_rows: u64,
}

impl<'c> Filling<'c> {
    fn new(private: &'c Connection, needed: Needed<'_>) -> Result<Self, Fault> {
        let table = needed.table;
        let columns = table.columns.iter();
        Ok(Self {
            name: table.name,
            insert: private.prepare(&table.insert())?,
            reads: columns.map(|column| needed.reads(column.name)).collect(),
            n_rows: 0,
        })
    }

    fn put(&mut self, row: &[impl ToSql]) -> Result<(), Fault> {
        // What was never bound is null.
        for ((place, cell), is_read) in (1..).zip(row).zip(&self.reads) {
            if *is_read {
                self.insert.raw_bind_parameter(place, cell)?;
            }
        }
        self.insert.raw_execute()?;
        self.n_rows += 1;
        Ok(())
    }

    fn end(self, counts: &mut BTreeMap<&'static str, u64>) {
        counts.insert(self.name, self.n_rows);
    }
}

/// Fills a table with the answer to a question to the store's own tables.
fn copy(
    conn: &Connection,
    private: &Connection,
    needed: Needed<'_>,
    sql: &'static str,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), Fault> {
    let mut filling = Filling::new(private, needed)?;
    let mut select = conn.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for place in 0..needed.table.columns.len() {
            let value = rusqlite::types::ToSqlOutput::Borrowed(row.get_ref(place)?);
            filling.insert.raw_bind_parameter(place + 1, value)?;
        }
        filling.insert.raw_execute()?;
        filling.n_rows += 1;
    }
    filling.end(counts);
    Ok(())
}

/// How rows are made of a record.
type Make = fn(&Facts, &Reference, &Record, &mut Vec<Row>);

/// Fills the tables that records make, reading each record once.
fn records(
    conn: &Connection,
    private: &Connection,
    tables: &[(Needed<'_>, &'static [Kind], Make)],
    facts: &Facts,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), Fault> {
    if tables.is_empty() {
        return Ok(());
    }
    let mut fillings = Vec::new();
    for (needed, _, _) in tables {
        fillings.push(Filling::new(private, *needed)?);
    }
    let mut statement = conn.prepare_cached(
        "SELECT record.id, revisions.document FROM record \
         JOIN revisions ON revisions.key = record.revision WHERE record.kind = ? ORDER BY record.id",
    )?;
    let kinds: BTreeSet<Kind> = tables
        .iter()
        .flat_map(|(_, kinds, _)| kinds.iter().copied())
        .collect();
    for kind in kinds {
        let mut rows = statement.query([kind.word()])?;
        loop {
            let mut documents: Vec<(Reference, String)> = Vec::new();
            while documents.len() < READ
                && let Some(row) = rows.next()?
            {
                documents.push((Reference::new(kind, row.get::<_, String>(0)?), row.get(1)?));
            }
            if documents.is_empty() {
                break;
            }
            in_order(
                &documents,
                |(reference, document)| -> Result<Vec<Vec<Row>>, Fault> {
                    let record = read::parse(reference, document)?;
                    let mut made: Vec<Vec<Row>> = tables.iter().map(|_| Vec::new()).collect();
                    for ((_, _, make), rows) in tables.iter().zip(&mut made) {
                        make(facts, reference, &record, rows);
                    }
                    Ok(made)
                },
                |_, made| {
                    for (filling, rows) in fillings.iter_mut().zip(made?) {
                        for row in rows {
                            filling.put(&row)?;
                        }
                    }
                    Ok::<_, Fault>(())
                },
            )?;
        }
    }
    for filling in fillings {
        filling.end(counts);
    }
    Ok(())
}

/// Fills the tables that are computed on the graph of flows, part by part.
fn graphs(
    store: &Store,
    private: &Connection,
    needed: &[Needed<'_>],
    narrowing: &BTreeMap<String, Narrowing>,
    as_at: Date,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), Fault> {
    let computed = needed
        .iter()
        .filter_map(|needed| match needed.table.source {
            Source::Graph(graph) => Some((needed, graph)),
            _ => None,
        });
    let mut tree = None;
    for (needed, graph) in computed {
        let mut filling = Filling::new(private, *needed)?;
        let tree = match &tree {
            Some(tree) => tree,
            None => tree.insert(data_tree(store)?),
        };
        let narrow = Narrow::new(store, narrowing.get(needed.table.name))?;
        if graph == Graph::LeavesUk {
            leaves_uk(store, &mut filling, as_at)?;
        } else {
            let wants = Wants {
                received: graph == Graph::Receives,
                in_words: needed.reads("path"),
                carried: graph == Graph::Carries,
                held: graph == Graph::Held,
                data: narrow.data.as_ref(),
            };
            let mut put_all = |parts: &mut Vec<Register>| {
                in_chunks(
                    1,
                    parts,
                    |part| {
                        let mut rows = Vec::new();
                        let done: Result<(), Infallible> =
                            graph::tabulate(part, tree, wants, as_at, &mut |row| {
                                if narrow.covers(&row) {
                                    rows.push(row);
                                }
                                Ok(())
                            });
                        // Keeping rows does not fail.
                        done.map_or_else(|never| match never {}, |()| rows)
                    },
                    |_, rows| rows.iter().try_for_each(|row| put(&mut filling, row)),
                )?;
                parts.clear();
                Ok::<_, Fault>(())
            };
            let mut parts = Vec::new();
            store.each_part(&narrow.selection, BATCH, |part| {
                parts.push(part);
                if parts.len() < PARTS {
                    return Ok(());
                }
                put_all(&mut parts)
            })?;
            put_all(&mut parts)?;
        }
        filling.end(counts);
    }
    Ok(())
}

/// The tree of all categories of data.
fn data_tree(store: &Store) -> Result<DataTree, StoreError> {
    let mut catalogue = BTreeMap::new();
    store.each_record(
        &[Kind::Data],
        |reference, record| -> Result<(), StoreError> {
            if let (Ok(id), Record::Data(data)) = (DataId::new(reference.id), record) {
                catalogue.insert(id, data);
            }
            Ok(())
        },
    )?;
    Ok(DataTree::new(&catalogue))
}

/// What a narrowing leaves of the register.
#[derive(Default)]
struct Narrow {
    selection: Selection,
    data: Option<BTreeSet<DataId>>,
    parties: Option<BTreeSet<PartyId>>,
    activity: Option<ActivityId>,
}

impl Narrow {
    fn new(store: &Store, narrowing: Option<&Narrowing>) -> Result<Self, StoreError> {
        let mut narrow = Self::default();
        let Some(narrowing) = narrowing else {
            return Ok(narrow);
        };
        if let Some(data) = &narrowing.data {
            let family = store.family(&data.reference())?;
            let ids = family.narrower.iter();
            narrow.data = Some(
                ids.filter_map(|one| DataId::new(one.id.as_str()).ok())
                    .collect(),
            );
            let all = family.narrower.into_iter().chain(family.broader);
            narrow.selection.any_of.push(all.collect());
        }
        if let Some(party) = &narrowing.party {
            let parts = store.parts_of(party)?;
            let systems = store.systems_reaching(&parts)?;
            let parties = parts.iter().map(PartyId::reference);
            let systems = systems.iter().map(SystemId::reference);
            narrow
                .selection
                .any_of
                .push(parties.chain(systems).collect());
            narrow.parties = Some(parts);
        }
        if let Some(activity) = &narrowing.activity {
            narrow.selection.activities = Some(BTreeSet::from([activity.clone()]));
            narrow.activity = Some(activity.clone());
        }
        Ok(narrow)
    }

    fn covers(&self, row: &graph::Row<'_>) -> bool {
        let (activity, party) = match row {
            graph::Row::Received {
                activity, party, ..
            } => (activity, Some(party)),
            graph::Row::Carried { activity, .. } | graph::Row::Held { activity, .. } => {
                (activity, None)
            }
        };
        let fits_party = match (&self.parties, party) {
            (Some(parties), Some(party)) => parties.contains(*party),
            _ => true,
        };
        fits_party && self.activity.as_ref().is_none_or(|only| only == *activity)
    }
}

/// A row of the graph of flows into its table.
fn put(filling: &mut Filling<'_>, row: &graph::Row<'_>) -> Result<(), Fault> {
    match row {
        graph::Row::Received {
            data,
            party,
            activity,
            role,
            certainty,
            steps,
            path,
            followed,
        } => filling.put(&[
            text(data.as_str()),
            text(party.as_str()),
            text(activity.as_str()),
            text(role.word()),
            text(certainty.word()),
            whole(*steps),
            optional(Some(path.as_str()).filter(|path| !path.is_empty())),
            text(followed.as_str()),
        ]),
        graph::Row::Carried {
            data,
            activity,
            number,
            certainty,
            because,
        } => filling.put(&[
            text(data.as_str()),
            text(activity.as_str()),
            whole(*number),
            text(certainty.word()),
            optional(*because),
        ]),
        graph::Row::Held {
            data,
            system,
            activity,
            certainty,
        } => filling.put(&[
            text(data.as_str()),
            text(system.as_str()),
            text(activity.as_str()),
            text(certainty.word()),
        ]),
    }
}

fn text(words: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(words.as_bytes()))
}

fn optional(words: Option<&str>) -> ToSqlOutput<'_> {
    words.map_or(ToSqlOutput::Borrowed(ValueRef::Null), text)
}

fn whole(number: usize) -> ToSqlOutput<'static> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    ToSqlOutput::Borrowed(ValueRef::Integer(number))
}

/// Fills the table of what leaves the UK with the answer to that question.
fn leaves_uk(store: &Store, filling: &mut Filling<'_>, as_at: Date) -> Result<(), Fault> {
    let query = FlowQuery::new(as_at);
    let mut search = LeavesUk::new(&query);
    store.each_part(
        &Selection::default(),
        BATCH,
        |part| -> Result<(), StoreError> {
            search.look(&part);
            Ok(())
        },
    )?;
    let (departures, ..) = search.finish();
    for departure in departures {
        let is_missing = departure.is_missing();
        let step = departure.step;
        let countries = step.countries();
        let countries = (!countries.is_empty()).then(|| {
            let words: Vec<&str> = countries.iter().map(Country::as_str).collect();
            words.join(", ")
        });
        let (recorded, approval) = match step.allowed {
            Some(allowed) => (allowed.recorded, allowed.approval),
            None => ("not recorded".to_owned(), None),
        };
        filling.put(&[
            t(departure.activity.id),
            step.number.map_or(Cell::Null, n),
            Cell::Word(step.kind.word()),
            t(step.from.kind),
            t(step.from.id),
            t(step.to.kind),
            t(step.to.id),
            o(countries),
            Cell::flag(departure.is_beyond),
            Cell::Word(step.certainty.word()),
            t(recorded),
            o(approval),
            Cell::flag(is_missing),
        ])?;
    }
    Ok(())
}
