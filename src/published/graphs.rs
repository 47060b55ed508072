//! Filling the tables that are computed on the graph of flows, part by part and on all cores.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::graph::{
    self, DataTree, Departure, FlowQuery, Gap, Graphs, LeavesUk, NotRecorded, PeopleTree,
    RouteStep, StepAbout, Wants,
};
use crate::model::{
    Activity, ActivityId, Country, DataId, Date, Kind, PartyId, People, PeopleId, Record, Register,
    Settings,
};
use crate::store::{Fault, Store, StoreError};
use crate::store::{Retired, Selection, in_chunks};

use super::computed::catalogue;
use super::filling::{Filling, Narrowing, Needed};
use super::{Cell, Graph, OfStep, Row, Source, n, o, t};

/// How many activities are held at a time, for all cores to work on.
const BATCH: usize = 2048;

/// How many graphs a core takes at a time.
const GRAPHS: usize = 8;

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
    let mut passes: Vec<Pass<'_>> = Vec::new();
    for needed in needed {
        if !needed.table.is_computed() {
            continue;
        }
        let narrowing = asked.narrowing.get(needed.table.narrowed_as());
        let narrowing = narrowing.cloned().unwrap_or_default();
        let place = passes.iter().position(|pass| pass.narrowing == narrowing);
        let pass = match place {
            Some(place) => &mut passes[place],
            None => passes.push_mut(Pass::new(narrowing)),
        };
        pass.add(Filling::new(private, *needed)?, *needed);
    }
    let needs_tree = passes.iter().any(Pass::follows_categories);
    let tree = match needs_tree {
        true => DataTree::new(&catalogue(store)?),
        false => DataTree::default(),
    };
    let mut not_recorded = Vec::new();
    for pass in passes {
        not_recorded.extend(pass.run(store, &tree, asked, counts)?);
    }
    Ok(not_recorded)
}

/// Tables that one look through the same activities fills.
struct Pass<'c> {
    /// To what they are narrowed.
    narrowing: Narrowing,
    fillings: Vec<(Graph, Filling<'c>)>,
    of_steps: Vec<(OfStep, Filling<'c>)>,
    /// Whether the best routes are read in words.
    in_words: bool,
    /// Whether it is read which retention rules apply.
    kept: bool,
    /// To whom the search for a way stopped.
    unsettled: BTreeSet<String>,
}

/// What a part of the register tells the tables of a pass.
struct Told<'p> {
    rows: Vec<graph::Row<'p>>,
    /// For each step the rows of each table about steps.
    of_steps: Vec<Vec<Vec<Row>>>,
    leaving: Option<LeavesUk<'p>>,
    about: Vec<StepAbout<'p>>,
    leaving_about: Vec<(Vec<&'p PeopleId>, Vec<Departure>)>,
}

impl<'c> Pass<'c> {
    fn new(narrowing: Narrowing) -> Self {
        Self {
            narrowing,
            fillings: Vec::new(),
            of_steps: Vec::new(),
            in_words: false,
            kept: false,
            unsettled: BTreeSet::new(),
        }
    }

    fn add(&mut self, filling: Filling<'c>, needed: Needed<'_>) {
        match needed.table.source {
            Source::Graph(graph) => {
                self.in_words |= graph == Graph::Receives && needed.reads("path");
                self.kept |= graph == Graph::Held && needed.reads("retention");
                self.fillings.push((graph, filling));
            }
            Source::Steps(make) => self.of_steps.push((make, filling)),
            Source::Records(..) | Source::Whole(_) => {}
        }
    }

    /// The table of what is computed, where it is among those to fill.
    fn filling(&mut self, wanted: Graph) -> Option<&mut Filling<'c>> {
        let mut fillings = self.fillings.iter_mut();
        fillings.find_map(|(graph, filling)| (*graph == wanted).then_some(filling))
    }

    fn fills(&self, wanted: Graph) -> bool {
        self.fillings.iter().any(|(graph, _)| *graph == wanted)
    }

    /// Whether it follows the categories of data one by one.
    fn follows_categories(&self) -> bool {
        use Graph::{Carries, Held, Receives, StepData};
        [Receives, Carries, Held, StepData]
            .into_iter()
            .any(|graph| self.fills(graph))
    }

    /// Fills the tables; gives what is not recorded and bears on what leaves the UK, and to whom the
    /// search for a way stopped.
    fn run(
        mut self,
        store: &Store,
        tree: &DataTree,
        asked: &Asked<'_>,
        counts: &mut BTreeMap<&'static str, u64>,
    ) -> Result<Vec<NotRecorded>, Fault> {
        let narrow = Narrow::new(
            store,
            &self.narrowing,
            Retired::on(asked.as_at, asked.retired),
        )?;
        let tells_about = self.fills(Graph::StepAbout);
        let seeks_about = self.fills(Graph::LeavesUkAbout);
        let people = match tells_about || seeks_about {
            true => PeopleTree::new(&people(store)?),
            false => PeopleTree::default(),
        };
        let only = narrow.people.as_ref();
        let query = FlowQuery {
            people: only.map(|only| people.subjects(only)),
            ..FlowQuery::new(asked.as_at)
        };
        let wants = Wants {
            received: self.fills(Graph::Receives),
            in_words: self.in_words,
            carried: self.fills(Graph::Carries),
            held: self.fills(Graph::Held),
            kept: self.kept,
            stepped: self.fills(Graph::StepData),
            data: narrow.data.as_ref(),
        };
        let of_steps: Vec<OfStep> = self.of_steps.iter().map(|(make, _)| *make).collect();
        // Of some people alone it is one search, which also tells what is not recorded.
        let seeks_leaving = self.fills(Graph::LeavesUk) || seeks_about && only.is_some();
        let follows = self.follows_categories();
        let mut leaving = LeavesUk::new(&query);
        store.each_part(&narrow.selection, BATCH, |part| {
            let graphs = Graphs::of(part, asked.as_at);
            let tell = |set: &Vec<_>| {
                let graph = graphs.build(set);
                let mut told = Told {
                    rows: Vec::new(),
                    of_steps: Vec::new(),
                    leaving: None,
                    about: Vec::new(),
                    leaving_about: Vec::new(),
                };
                if follows {
                    told.rows = graph::tabulate(&graph, tree, wants);
                    told.rows.retain(|row| narrow.covers(row));
                }
                if !of_steps.is_empty() {
                    let steps = graph::placed_steps(&graph).into_iter();
                    let steps = steps.filter(|step| narrow.has(&step.step.activity));
                    let rows = steps.map(|step| {
                        let rows = |make: &OfStep| {
                            let mut rows = Vec::new();
                            make(&step, &mut rows);
                            rows
                        };
                        of_steps.iter().map(rows).collect()
                    });
                    told.of_steps = rows.collect();
                }
                if tells_about {
                    told.about = graph::steps_about(&graph, &people, only);
                    told.about.retain(|step| narrow.has(step.activity));
                }
                if seeks_leaving {
                    let mut leaving = LeavesUk::new(&query);
                    leaving.look_through(&graph);
                    told.leaving = Some(leaving);
                } else if seeks_about {
                    told.leaving_about = graph::leaving_about(&graph, &people);
                }
                told
            };
            in_chunks(GRAPHS, &graphs.sets(), tell, |_, told| {
                if let Some(part) = told.leaving {
                    leaving.join(part);
                }
                self.put_about(&told.about)?;
                for (people, departures) in told.leaving_about {
                    for people in people {
                        self.put_leaving_about(people, &narrow, &departures)?;
                    }
                }
                self.put(part, told.rows, told.of_steps)
            })
        })?;
        let stopped = NotRecorded::of(Gap::SearchStopped, std::mem::take(&mut self.unsettled));
        let mut not_recorded: Vec<NotRecorded> = stopped.into_iter().collect();
        if seeks_leaving {
            let (departures, _, gaps, _) = leaving.finish();
            not_recorded.extend(gaps);
            if let Some(only) = only {
                self.put_leaving_about(only, &narrow, &departures)?;
            }
            if let Some(filling) = self.filling(Graph::LeavesUk) {
                put_leaving(filling, departures)?;
            }
        }
        let of_steps = self.of_steps.into_iter().map(|(_, filling)| filling);
        let others = self.fillings.into_iter().map(|(_, filling)| filling);
        others
            .chain(of_steps)
            .for_each(|filling| filling.end(counts));
        Ok(not_recorded)
    }

    fn put_about(&mut self, about: &[StepAbout<'_>]) -> Result<(), Fault> {
        let Some(filling) = self.filling(Graph::StepAbout) else {
            return Ok(());
        };
        about.iter().try_for_each(|step| {
            filling.put(&[
                text(step.people.as_str()),
                text(step.activity.as_str()),
                whole(step.place),
                text(step.certainty.word()),
                optional(step.because),
            ])
        })
    }

    fn put_leaving_about(
        &mut self,
        people: &PeopleId,
        narrow: &Narrow,
        departures: &[Departure],
    ) -> Result<(), Fault> {
        let Some(filling) = self.filling(Graph::LeavesUkAbout) else {
            return Ok(());
        };
        let left = departures.iter().filter(|it| !it.is_published);
        for departure in left.filter(|it| narrow.has(&it.step.activity)) {
            let step = &departure.step;
            let countries = listed(step);
            filling.put(&[
                text(people.as_str()),
                text(step.activity.as_str()),
                step.number.map_or(optional(None), whole),
                text(step.kind.word()),
                text(step.from.kind.word()),
                text(&step.from.id),
                text(step.to.kind.word()),
                text(&step.to.id),
                optional(countries.as_deref()),
                whole(usize::from(departure.is_beyond)),
                text(step.certainty.word()),
                optional(step.because),
            ])?;
        }
        Ok(())
    }

    fn put(
        &mut self,
        part: &Register,
        rows: Vec<graph::Row<'_>>,
        of_steps: Vec<Vec<Vec<Row>>>,
    ) -> Result<(), Fault> {
        for row in rows {
            let table = match row {
                graph::Row::Received { .. } => Graph::Receives,
                graph::Row::Carried { .. } => Graph::Carries,
                graph::Row::Held { .. } => Graph::Held,
                graph::Row::Stepped { .. } => Graph::StepData,
                graph::Row::Unsettled { name, .. } => {
                    self.unsettled.insert(name);
                    continue;
                }
            };
            if let Some(filling) = self.filling(table) {
                put(filling, part, &row)?;
            }
        }
        for of_step in of_steps {
            for ((_, filling), rows) in self.of_steps.iter_mut().zip(of_step) {
                rows.iter().try_for_each(|row| filling.put(row))?;
            }
        }
        Ok(())
    }
}

/// What a narrowing leaves of the register.
#[derive(Default)]
struct Narrow {
    selection: Selection,
    data: Option<BTreeSet<DataId>>,
    parties: Option<BTreeSet<PartyId>>,
    people: Option<PeopleId>,
    activity: Option<ActivityId>,
}

impl Narrow {
    fn new(store: &Store, narrowing: &Narrowing, retired: Retired) -> Result<Self, StoreError> {
        let mut narrow = Self::default();
        narrow.selection.retired = retired;
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
        narrow.people.clone_from(&narrowing.people);
        if let Some(activity) = &narrowing.activity {
            narrow.selection.activities = Some(BTreeSet::from([activity.clone()]));
            narrow.activity = Some(activity.clone());
        }
        Ok(narrow)
    }

    fn covers(&self, row: &graph::Row<'_>) -> bool {
        let (activity, to) = match row {
            graph::Row::Received { activity, to, .. } => (activity, Some(to)),
            graph::Row::Carried { activity, .. }
            | graph::Row::Held { activity, .. }
            | graph::Row::Stepped { activity, .. }
            | graph::Row::Unsettled { activity, .. } => (activity, None),
        };
        let fits_party = match (&self.parties, to) {
            (Some(parties), Some((kind, id))) => *kind == Kind::Party && parties.contains(*id),
            _ => true,
        };
        fits_party && self.has(activity)
    }

    fn has(&self, activity: &ActivityId) -> bool {
        self.activity.as_ref().is_none_or(|only| only == activity)
    }
}

/// The whole catalogue of people.
fn people(store: &Store) -> Result<BTreeMap<PeopleId, People>, StoreError> {
    let mut catalogue = BTreeMap::new();
    store.each_record(
        &[Kind::People],
        |reference, record| -> Result<(), StoreError> {
            if let (Ok(id), Record::People(people)) = (PeopleId::new(reference.id), record) {
                catalogue.insert(id, people);
            }
            Ok(())
        },
    )?;
    Ok(catalogue)
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
            to: (kind, id),
            activity,
            role,
            certainty,
            steps,
            path,
            followed,
        } => filling.put(&[
            text(data.as_str()),
            optional((*kind == Kind::Party).then_some(*id)),
            text(activity.as_str()),
            text(role.word()),
            text(certainty.word()),
            whole(*steps),
            optional(Some(path.as_str()).filter(|path| !path.is_empty())),
            text(followed.as_str()),
            draft(activity),
            text(kind.word()),
            text(id),
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
            kept,
        } => {
            let kept = serde_json::to_string(kept).unwrap_or_default();
            filling.put(&[
                text(data.as_str()),
                text(system.as_str()),
                text(activity.as_str()),
                text(certainty.word()),
                draft(activity),
                text(&kept),
            ])
        }
        // That is said beside the tables.
        graph::Row::Unsettled { .. } => Ok(()),
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

/// Where a step ends, as the tables have it.
fn listed(step: &RouteStep) -> Option<String> {
    let countries = step.countries();
    let words: Vec<&str> = countries.iter().map(Country::as_str).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Fills the table of what leaves the UK with the answer to that question.
fn put_leaving(filling: &mut Filling<'_>, departures: Vec<Departure>) -> Result<(), Fault> {
    for departure in departures.into_iter().filter(|it| !it.is_published) {
        let is_missing = departure.is_missing();
        let step = departure.step;
        let countries = listed(&step);
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
    Ok(())
}
