//! The same question in plain SQL: a recursive query over tables of nodes, edges and what they
//! carry. Its tables are filled from the records by rules written a second time, so that two
//! answers that agree are worth something.

use std::collections::BTreeMap;
use std::path::Path;

use ropa::model::{
    Activity, ActivityId, End, FlowKind, PartyId, PeopleId, Record, Recorded, Reference, Role,
    Scope, SubProcessor, SystemId,
};
use rusqlite::{Connection, OpenFlags, Statement, params};

/// Who receives an item, by id, and whether that is stated.
pub(crate) type Receivers = BTreeMap<String, bool>;

/// Fills the tables, and gives the number of edges in them.
pub(crate) fn fill(
    path: &Path,
    records: impl Iterator<Item = (Reference, Record)>,
) -> rusqlite::Result<i64> {
    let conn = Connection::open(path)?;
    conn.execute_batch(include_str!("tables.sql"))?;
    conn.execute_batch("BEGIN")?;
    let mut filling = Filling::new(&conn)?;
    // Activities come last, in the order of kinds; what flows need to know of them is small.
    let mut activities = Vec::new();
    for (reference, record) in records {
        match record {
            Record::Activity(activity) if !activity.is_retired() => {
                let id = ActivityId::new(reference.id).expect("ids of records are ids");
                activities.push((id, activity));
            }
            other => filling.catalogue(&reference.id, other)?,
        }
        if activities.len() >= 10_000 {
            filling.drain(&mut activities)?;
        }
    }
    filling.drain(&mut activities)?;
    let n_edges = filling.n_edges;
    filling.broader()?;
    drop(filling);
    conn.execute_batch("COMMIT")?;
    conn.execute_batch(include_str!("indexes.sql"))?;
    Ok(n_edges)
}

/// Asks who receives an item, from opening the file on.
pub(crate) fn who_receives(path: &Path, data: &str) -> rusqlite::Result<Receivers> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.pragma_update(None, "cache_size", -16_384)?;
    let mut statement = conn.prepare(include_str!("who-receives.sql"))?;
    let rows = statement.query_map([data], |row| {
        // The name is read too: an answer shows it.
        let _: String = row.get(1)?;
        Ok((row.get(0)?, row.get::<_, i64>(2)? == 0))
    })?;
    rows.collect()
}

struct Filling<'c> {
    conn: &'c Connection,
    node: Statement<'c>,
    edge: Statement<'c>,
    carries: Statement<'c>,
    holds: Statement<'c>,
    parties: BTreeMap<String, i64>,
    engaged: BTreeMap<PartyId, Recorded<Vec<SubProcessor>>>,
    operators: BTreeMap<SystemId, PartyId>,
    data: BTreeMap<String, i64>,
    broader: Vec<(String, String)>,
    organisation: Option<PartyId>,
    activities: BTreeMap<ActivityId, i64>,
    n_nodes: i64,
    n_edges: i64,
}

/// The nodes of one activity.
struct Here {
    activity: i64,
    own: Option<PartyId>,
    parties: BTreeMap<PartyId, i64>,
    systems: BTreeMap<SystemId, i64>,
    people: BTreeMap<PeopleId, i64>,
}

impl<'c> Filling<'c> {
    fn new(conn: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            conn,
            node: conn.prepare("INSERT INTO node VALUES (?, ?)")?,
            edge: conn.prepare("INSERT INTO edge VALUES (?, ?, ?, ?)")?,
            carries: conn.prepare("INSERT OR IGNORE INTO carries VALUES (?, ?)")?,
            holds: conn.prepare("INSERT OR IGNORE INTO holds VALUES (?, ?)")?,
            parties: BTreeMap::new(),
            engaged: BTreeMap::new(),
            operators: BTreeMap::new(),
            data: BTreeMap::new(),
            broader: Vec::new(),
            organisation: None,
            activities: BTreeMap::new(),
            n_nodes: 0,
            n_edges: 0,
        })
    }

    fn catalogue(&mut self, id: &str, record: Record) -> rusqlite::Result<()> {
        match record {
            Record::Settings(settings) => {
                self.organisation = settings.organisation.value().cloned();
            }
            Record::Party(party) => {
                let key = i64::try_from(self.parties.len()).expect("few parties");
                self.conn
                    .prepare_cached("INSERT INTO party VALUES (?, ?, ?)")?
                    .execute(params![key, id, party.name])?;
                self.parties.insert(id.to_owned(), key);
                let party_id = PartyId::new(id).expect("ids of records are ids");
                self.engaged.insert(party_id, party.sub_processors);
            }
            Record::System(system) => {
                if let Recorded::Value(operator) = system.operator {
                    let id = SystemId::new(id).expect("ids of records are ids");
                    self.operators.insert(id, operator);
                }
            }
            Record::Data(data) => {
                let key = i64::try_from(self.data.len()).expect("few categories");
                self.conn
                    .prepare_cached("INSERT INTO data (key, id) VALUES (?, ?)")?
                    .execute(params![key, id])?;
                self.data.insert(id.to_owned(), key);
                if let Some(broader) = data.broader {
                    self.broader.push((id.to_owned(), broader.to_string()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn broader(&self) -> rusqlite::Result<()> {
        let mut statement = self
            .conn
            .prepare("UPDATE data SET broader = ? WHERE key = ?")?;
        for (id, broader) in &self.broader {
            statement.execute([self.data[broader], self.data[id]])?;
        }
        Ok(())
    }

    fn drain(&mut self, activities: &mut Vec<(ActivityId, Box<Activity>)>) -> rusqlite::Result<()> {
        for (id, activity) in activities.drain(..) {
            self.activity(&id, &activity)?;
        }
        Ok(())
    }

    fn add_node(&mut self, party: Option<i64>) -> rusqlite::Result<i64> {
        self.n_nodes += 1;
        self.node.execute(params![self.n_nodes, party])?;
        Ok(self.n_nodes)
    }

    /// The node of an activity, which another one may have named first.
    fn activity_node(&mut self, id: &ActivityId) -> rusqlite::Result<i64> {
        if let Some(node) = self.activities.get(id) {
            return Ok(*node);
        }
        let node = self.add_node(None)?;
        self.activities.insert(id.clone(), node);
        Ok(node)
    }

    fn add_edge(
        &mut self,
        source: i64,
        target: i64,
        load: &str,
        list: &[i64],
    ) -> rusqlite::Result<()> {
        self.n_edges += 1;
        self.edge
            .execute(params![self.n_edges, source, target, load])?;
        for data in list {
            self.carries.execute([*data, self.n_edges])?;
        }
        Ok(())
    }

    fn activity(&mut self, id: &ActivityId, activity: &Activity) -> rusqlite::Result<()> {
        let own = if activity.role == Recorded::Value(Role::Processor) {
            self.organisation.clone()
        } else {
            let controller = activity.controller.value().cloned();
            controller.or_else(|| self.organisation.clone())
        };
        let mut here = Here {
            activity: self.activity_node(id)?,
            own,
            parties: BTreeMap::new(),
            systems: BTreeMap::new(),
            people: BTreeMap::new(),
        };
        for data in activity.data.items() {
            self.holds
                .execute([self.data[data.as_str()], here.activity])?;
        }
        for (kind, flow) in activity.flows() {
            let (load, list): (&str, Vec<i64>) = match &flow.carries {
                Recorded::NotRecorded => ("unknown", Vec::new()),
                Recorded::None => continue,
                Recorded::Value(Scope::All(_)) => ("all", Vec::new()),
                Recorded::Value(Scope::These(ids)) => (
                    if flow.and_more { "more" } else { "list" },
                    ids.iter().map(|id| self.data[id.as_str()]).collect(),
                ),
            };
            if kind == FlowKind::Source {
                for data in &list {
                    self.holds.execute([*data, here.activity])?;
                }
                // What comes from outside is no part of the way to a receiver.
                if !matches!(flow.from, Some(End::Activity(_))) {
                    continue;
                }
            }
            let source = self.end(flow.from.as_ref(), &mut here)?;
            let target = match &flow.system {
                Some(system) => self.system(system, &mut here)?,
                None => self.end(flow.to.as_ref(), &mut here)?,
            };
            let middle = match flow.through.value() {
                Some(system) => self.system(system, &mut here)?,
                None => target,
            };
            self.add_edge(source, middle, load, &list)?;
            if middle != target {
                self.add_edge(middle, target, load, &list)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, end: Option<&End>, here: &mut Here) -> rusqlite::Result<i64> {
        match end {
            None => Ok(here.activity),
            Some(End::Activity(id)) => self.activity_node(id),
            Some(End::Party(id)) => self.party(id, here),
            Some(End::People(id)) => {
                if let Some(node) = here.people.get(id) {
                    return Ok(*node);
                }
                let node = self.add_node(None)?;
                here.people.insert(id.clone(), node);
                Ok(node)
            }
        }
    }

    fn party(&mut self, id: &PartyId, here: &mut Here) -> rusqlite::Result<i64> {
        if let Some(node) = here.parties.get(id) {
            return Ok(*node);
        }
        let is_own = here.own.as_ref() == Some(id);
        let receiver = (!is_own).then(|| self.parties[id.as_str()]);
        let node = self.add_node(receiver)?;
        here.parties.insert(id.clone(), node);
        Ok(node)
    }

    /// The node of a system, with those who have what it has.
    fn system(&mut self, id: &SystemId, here: &mut Here) -> rusqlite::Result<i64> {
        if let Some(node) = here.systems.get(id) {
            return Ok(*node);
        }
        let node = self.add_node(None)?;
        here.systems.insert(id.clone(), node);
        if let Some(operator) = self.operators.get(id).cloned() {
            let target = self.party(&operator, here)?;
            self.add_edge(node, target, "all", &[])?;
            self.sub_processors(id, node, &mut vec![operator], "all", here)?;
        }
        Ok(node)
    }

    fn sub_processors(
        &mut self,
        system: &SystemId,
        node: i64,
        chain: &mut Vec<PartyId>,
        load: &'static str,
        here: &mut Here,
    ) -> rusqlite::Result<()> {
        let last = chain.last().expect("a chain has an operator");
        let Some(Recorded::Value(engaged)) = self.engaged.get(last).cloned() else {
            return Ok(());
        };
        for engaged in engaged {
            if chain.contains(&engaged.party) {
                continue;
            }
            let load = match &engaged.systems {
                Recorded::Value(systems) if systems.contains(system) => load,
                Recorded::Value(systems) if !systems.is_empty() => continue,
                Recorded::None => continue,
                _ => "unknown",
            };
            let target = self.party(&engaged.party, here)?;
            self.add_edge(node, target, load, &[])?;
            chain.push(engaged.party);
            self.sub_processors(system, node, chain, load, here)?;
            chain.pop();
        }
        Ok(())
    }
}
