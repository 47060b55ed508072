//! Filling the tables that are computed on the graph of flows, part by part and on all cores.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::graph::{self, DataTree, FlowQuery, LeavesUk, NotRecorded, Wants};
use crate::model::{
    Activity, ActivityId, Country, DataId, Date, Kind, PartyId, Record, Register, Settings,
};
use crate::store::Store;
use crate::store::error::{Fault, StoreError};
use crate::store::in_order::in_chunks;
use crate::store::parts::Selection;
use crate::store::rows::Cell;

use super::computed::catalogue;
use super::fill::{Filling, Narrowing, Needed};
use super::steps::rows_of;
use super::{Graph, Row, Source, n, o, t};

/// How many activities are looked through at a time.
const BATCH: usize = 16;

/// How many such parts are held at once, for all cores to work on.
const PARTS: usize = 128;

/// What the tables are computed for.
pub(super) struct Asked<'a> {
    /// To what they are narrowed, table by table.
    pub(super) narrowing: &'a BTreeMap<String, Narrowing>,
    /// The day.
    pub(super) as_at: Date,
    /// Whether retired activities count.
    pub(super) retired: bool,
}

/// Fills the tables that are computed on the graph of flows; gives what is not recorded and bears
/// on what leaves the UK, where that is among them.
pub(super) fn graphs(
    store: &Store,
    private: &Connection,
    needed: &[Needed<'_>],
    asked: &Asked<'_>,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<Vec<NotRecorded>, Fault> {
    let mut tree = None;
    let mut not_recorded = Vec::new();
    let mut of_steps: Vec<(Graph, Filling<'_>)> = Vec::new();
    for needed in needed {
        let Source::Graph(graph) = needed.table.source else {
            continue;
        };
        let mut filling = Filling::new(private, *needed)?;
        if graph.is_of_steps() {
            of_steps.push((graph, filling));
            continue;
        }
        if graph == Graph::LeavesUk {
            not_recorded = leaves_uk(store, &mut filling, asked)?;
        } else {
            let tree = match &tree {
                Some(tree) => tree,
                None => tree.insert(DataTree::new(&catalogue(store)?)),
            };
            let narrow = Narrow::new(store, asked, needed.table.name)?;
            let wants = Wants {
                received: graph == Graph::Receives,
                in_words: needed.reads("path"),
                carried: graph == Graph::Carries,
                held: graph == Graph::Held,
                stepped: graph == Graph::StepData,
                data: narrow.data.as_ref(),
            };
            in_batches(store, &narrow.selection, |parts| {
                let tell = |part| {
                    let mut rows = Vec::new();
                    let done: Result<(), Infallible> =
                        graph::tabulate(part, tree, wants, asked.as_at, &mut |row| {
                            if narrow.covers(&row) {
                                rows.push(row);
                            }
                            Ok(())
                        });
                    // Keeping rows does not fail.
                    done.map_or_else(|never| match never {}, |()| rows)
                };
                in_chunks(1, parts, tell, |part, rows| {
                    rows.iter().try_for_each(|row| put(&mut filling, part, row))
                })
            })?;
        }
        filling.end(counts);
    }
    steps(store, of_steps, asked, counts)?;
    Ok(not_recorded)
}

/// Fills the tables about steps, all in one pass: they are narrowed as the table `step` is.
fn steps(
    store: &Store,
    mut tables: Vec<(Graph, Filling<'_>)>,
    asked: &Asked<'_>,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), Fault> {
    if tables.is_empty() {
        return Ok(());
    }
    let narrow = Narrow::new(store, asked, "step")?;
    let only = narrow.activity.as_ref();
    let wanted: Vec<Graph> = tables.iter().map(|(graph, _)| *graph).collect();
    let tell = |part: &Register| {
        let steps = graph::placed_steps(part, asked.as_at).into_iter();
        let steps = steps.filter(|step| only.is_none_or(|only| *only == step.step.activity));
        let rows = steps.map(|step| wanted.iter().map(|graph| rows_of(*graph, &step)).collect());
        rows.collect::<Vec<Vec<Vec<Row>>>>()
    };
    in_batches(store, &narrow.selection, |parts| {
        in_chunks(1, parts, tell, |_, steps| {
            for of_step in steps {
                for ((_, filling), rows) in tables.iter_mut().zip(of_step) {
                    rows.iter().try_for_each(|row| filling.put(row))?;
                }
            }
            Ok::<_, Fault>(())
        })
    })?;
    for (_, filling) in tables {
        filling.end(counts);
    }
    Ok(())
}

/// Hands over the parts of the register, so many at a time that all cores have work.
fn in_batches(
    store: &Store,
    selection: &Selection,
    mut look: impl FnMut(&[Register]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut parts = Vec::new();
    store.each_part(selection, BATCH, |part| {
        parts.push(part);
        if parts.len() >= PARTS {
            look(&parts)?;
            parts.clear();
        }
        Ok::<_, Fault>(())
    })?;
    look(&parts)
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
    fn new(store: &Store, asked: &Asked<'_>, table: &str) -> Result<Self, StoreError> {
        let mut narrow = Self::default();
        narrow.selection.retired = asked.retired;
        let Some(narrowing) = asked.narrowing.get(table) else {
            return Ok(narrow);
        };
        if let Some(data) = &narrowing.data {
            let family = store.family(&data.reference())?;
            let ids = family.narrower.iter();
            let ids: BTreeSet<DataId> = ids
                .filter_map(|one| DataId::new(one.id.as_str()).ok())
                .collect();
            // What may include it is named where it may be.
            let including = store.including(&ids)?;
            let including = including.values().flatten().map(DataId::reference);
            let all = family.narrower.into_iter().chain(family.broader);
            narrow.selection.any_of.push(all.chain(including).collect());
            narrow.data = Some(ids);
        }
        if let Some(party) = &narrowing.party {
            let keeper = keeper(store)?;
            // What goes to what it is part or member of possibly goes to it.
            let mut parties = store.parts_of(party)?;
            parties.extend(store.wholes_of(party)?);
            // The organisation whose register this is has to do with every activity.
            if !parties.iter().any(|party| Some(party) == keeper.as_ref()) {
                narrow.selection.any_of.push(store.reaching(&parties)?);
            }
            narrow.parties = Some(parties);
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
            graph::Row::Carried { activity, .. }
            | graph::Row::Held { activity, .. }
            | graph::Row::Stepped { activity, .. } => (activity, None),
        };
        let fits_party = match (&self.parties, party) {
            (Some(parties), Some(party)) => parties.contains(*party),
            _ => true,
        };
        fits_party && self.activity.as_ref().is_none_or(|only| only == *activity)
    }
}

/// Whose register it is.
fn keeper(store: &Store) -> Result<Option<PartyId>, StoreError> {
    let settings = crate::model::Reference::new(Kind::Settings, Settings::ID);
    Ok(match store.record(&settings)? {
        Some(Record::Settings(settings)) => settings.organisation.value().cloned(),
        _ => None,
    })
}

/// A row of the graph of flows into its table.
fn put(filling: &mut Filling<'_>, part: &Register, row: &graph::Row<'_>) -> Result<(), Fault> {
    let draft = |id: &ActivityId| {
        let activity = part.activities.get(id);
        whole(usize::from(activity.is_some_and(Activity::is_draft)))
    };
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
            draft(activity),
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
            draft(activity),
        ]),
        graph::Row::Stepped {
            data,
            activity,
            place,
            certainty,
            because,
            is_named,
        } => filling.put(&[
            text(data.as_str()),
            text(activity.as_str()),
            whole(*place),
            text(certainty.word()),
            optional(*because),
            whole(usize::from(*is_named)),
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
            draft(activity),
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

/// Fills the table of what leaves the UK with the answer to that question; gives what is not recorded.
fn leaves_uk(
    store: &Store,
    filling: &mut Filling<'_>,
    asked: &Asked<'_>,
) -> Result<Vec<NotRecorded>, Fault> {
    let query = FlowQuery::new(asked.as_at);
    let mut search = LeavesUk::new(&query);
    store.each_part(
        &Selection {
            retired: asked.retired,
            ..Selection::default()
        },
        BATCH,
        |part| -> Result<(), StoreError> {
            search.look(&part);
            Ok(())
        },
    )?;
    let (departures, _, not_recorded, _) = search.finish();
    for departure in departures {
        let is_missing = departure.is_missing();
        let step = departure.step;
        let countries = step.countries();
        let countries = (!countries.is_empty()).then(|| {
            let words: Vec<&str> = countries.iter().map(Country::as_str).collect();
            words.join(", ")
        });
        let (recorded, approval, caution) = match step.allowed {
            Some(allowed) => (allowed.recorded, allowed.approval, allowed.caution),
            None => ("not recorded".to_owned(), None, None),
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
            o(caution),
            Cell::flag(departure.activity.is_draft),
        ])?;
    }
    Ok(not_recorded)
}
