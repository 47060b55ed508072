//! Writes the rows of the plain tables.

use ropa::model::{Flow, Recorded, Scope};
use rusqlite::{Connection, Statement, params};

/// What a flow carries, with the keys of the data that it lists.
#[derive(Clone)]
pub(super) struct Load {
    pub(super) word: &'static str,
    pub(super) list: Vec<i64>,
}

impl Load {
    /// All that the start has.
    pub(super) const ALL: Self = Self::of("all");
    /// What is not known.
    pub(super) const UNKNOWN: Self = Self::of("unknown");

    const fn of(word: &'static str) -> Self {
        Self {
            word,
            list: Vec::new(),
        }
    }

    /// What a flow carries; `key` gives the key of a category.
    pub(super) fn of_flow(flow: &Flow, key: impl Fn(&str) -> i64) -> Self {
        match &flow.carries {
            Recorded::NotRecorded => Self::UNKNOWN,
            Recorded::None => Self::of("list"),
            Recorded::Value(Scope::All(_)) => Self::ALL,
            Recorded::Value(Scope::These(ids)) => Self {
                word: if flow.and_more { "more" } else { "list" },
                list: ids.iter().map(|id| key(id.as_str())).collect(),
            },
        }
    }
}

/// The tables as they are filled.
pub(super) struct Tables<'c> {
    pub(super) conn: &'c Connection,
    node: Statement<'c>,
    edge: Statement<'c>,
    carries: Statement<'c>,
    holds: Statement<'c>,
    n_nodes: i64,
    n_edges: i64,
    n_brought: i64,
}

impl<'c> Tables<'c> {
    pub(super) fn new(conn: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            conn,
            node: conn.prepare("INSERT INTO node VALUES (?, ?, ?)")?,
            edge: conn.prepare("INSERT INTO edge VALUES (?, ?, ?, ?)")?,
            carries: conn.prepare("INSERT OR IGNORE INTO carries VALUES (?, ?)")?,
            holds: conn.prepare("INSERT OR IGNORE INTO holds VALUES (?, ?)")?,
            n_nodes: 0,
            n_edges: 0,
            n_brought: 0,
        })
    }

    /// How many edges there are.
    pub(super) fn n_edges(&self) -> i64 {
        self.n_edges - self.n_brought
    }

    /// Adds an activity, a system or a joint of ways.
    pub(super) fn add_node(&mut self) -> rusqlite::Result<i64> {
        self.n_nodes += 1;
        let nobody: Option<i64> = None;
        self.node.execute(params![self.n_nodes, nobody, false])?;
        Ok(self.n_nodes)
    }

    /// Adds a party, which is no receiver where the activity is its own.
    pub(super) fn add_party(&mut self, party: i64, is_own: bool) -> rusqlite::Result<i64> {
        self.n_nodes += 1;
        self.node.execute(params![self.n_nodes, party, is_own])?;
        Ok(self.n_nodes)
    }

    pub(super) fn add_edge(
        &mut self,
        source: i64,
        target: i64,
        load: &Load,
    ) -> rusqlite::Result<()> {
        self.n_edges += 1;
        self.edge
            .execute(params![self.n_edges, source, target, load.word])?;
        self.list(load)
    }

    /// Notes what is brought in by a party whose onward flows begin at a node.
    pub(super) fn add_brought(&mut self, node: i64, load: &Load) -> rusqlite::Result<()> {
        self.n_edges += 1;
        self.n_brought += 1;
        self.conn
            .prepare_cached("INSERT INTO brings VALUES (?, ?, ?)")?
            .execute(params![self.n_edges, node, load.word])?;
        self.list(load)
    }

    /// Notes where a party has what it hands on, if no way leads to it.
    pub(super) fn add_hands_on(&mut self, node: i64, has_it_at: i64) -> rusqlite::Result<()> {
        self.conn
            .prepare_cached("INSERT INTO hands_on VALUES (?, ?)")?
            .execute([node, has_it_at])?;
        Ok(())
    }

    pub(super) fn add_holding(&mut self, activity: i64, list: &[i64]) -> rusqlite::Result<()> {
        for data in list {
            self.holds.execute([*data, activity])?;
        }
        Ok(())
    }

    fn list(&mut self, load: &Load) -> rusqlite::Result<()> {
        for data in &load.list {
            self.carries.execute([*data, self.n_edges])?;
        }
        Ok(())
    }
}
