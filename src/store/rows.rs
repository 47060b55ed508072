//! The rows of the projection that one record makes.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use crate::model::{
    Activity, Country, Flow, FlowKind, Kind, Party, Record, Recorded, Reference, Scope, System,
    fold, place, visit_references,
};

use super::keys::Keys;

/// A table of the projection, with its statements.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) insert: &'static str,
    /// Deletes what a record of this key has put there.
    pub(super) delete: &'static str,
}

pub(super) static PARTY: Table = Table {
    insert: "INSERT INTO party VALUES (?, ?, ?, ?, ?, ?)",
    delete: "DELETE FROM party WHERE key = ?",
};
pub(super) static SUB_PROCESSOR: Table = Table {
    insert: "INSERT INTO sub_processor VALUES (?, ?, ?, ?, ?, ?, ?)",
    delete: "DELETE FROM sub_processor WHERE processor = ?",
};
pub(super) static SYSTEM: Table = Table {
    insert: "INSERT INTO system VALUES (?, ?, ?, ?, ?, ?)",
    delete: "DELETE FROM system WHERE key = ?",
};
pub(super) static DATA: Table = Table {
    insert: "INSERT INTO data VALUES (?, ?, ?, ?, ?)",
    delete: "DELETE FROM data WHERE key = ?",
};
pub(super) static PEOPLE: Table = Table {
    insert: "INSERT INTO people VALUES (?, ?, ?, ?)",
    delete: "DELETE FROM people WHERE key = ?",
};
pub(super) static MEASURE: Table = Table {
    insert: "INSERT INTO measure VALUES (?, ?, ?, ?)",
    delete: "DELETE FROM measure WHERE key = ?",
};
pub(super) static DOCUMENT: Table = Table {
    insert: "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
    delete: "DELETE FROM document WHERE key = ?",
};
pub(super) static ACTIVITY: Table = Table {
    insert: "INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    delete: "DELETE FROM activity WHERE key = ?",
};
pub(super) static FLOW: Table = Table {
    insert: "INSERT INTO flow VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    delete: "DELETE FROM flow WHERE activity = ?",
};

/// The tables that records of a kind fill, besides those that all records do.
pub(super) fn tables_of(kind: Kind) -> &'static [&'static Table] {
    static PARTIES: [&Table; 2] = [&PARTY, &SUB_PROCESSOR];
    static SYSTEMS: [&Table; 1] = [&SYSTEM];
    static DATAS: [&Table; 1] = [&DATA];
    static PEOPLES: [&Table; 1] = [&PEOPLE];
    static MEASURES: [&Table; 1] = [&MEASURE];
    static DOCUMENTS: [&Table; 1] = [&DOCUMENT];
    static ACTIVITIES: [&Table; 2] = [&ACTIVITY, &FLOW];
    match kind {
        Kind::Party => &PARTIES,
        Kind::System => &SYSTEMS,
        Kind::Data => &DATAS,
        Kind::People => &PEOPLES,
        Kind::Measure => &MEASURES,
        Kind::Document => &DOCUMENTS,
        Kind::Activity => &ACTIVITIES,
        Kind::Settings | Kind::Approval => &[],
    }
}

/// One value of a row.
#[derive(Debug)]
pub(super) enum Cell {
    Null,
    Number(i64),
    Word(&'static str),
    Text(String),
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Word(word) => ValueRef::Text(word.as_bytes()),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Cell {
    pub(super) fn key(key: Option<i64>) -> Self {
        key.map_or(Self::Null, Self::Number)
    }

    pub(super) fn flag(flag: bool) -> Self {
        Self::Number(i64::from(flag))
    }

    /// The value as the word it is in JSON; null where it is not recorded.
    pub(super) fn word_of<T: serde::Serialize>(value: &Recorded<T>) -> Self {
        if value.is_not_recorded() {
            return Self::Null;
        }
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(word)) => Self::Text(word),
            Ok(other) => Self::Text(other.to_string()),
            Err(_) => Self::Null,
        }
    }
}

/// The three states as words.
pub(super) fn state<T>(value: &Recorded<T>) -> Cell {
    Cell::Word(match value {
        Recorded::NotRecorded => "not-recorded",
        Recorded::None => "none",
        Recorded::Value(_) => "recorded",
    })
}

/// Everything that one record puts into the projection.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Its id, name and aliases: folded, and as written.
    pub(super) names: Vec<(String, String)>,
    /// The keys of all that it refers to, sorted.
    pub(super) mentions: Vec<i64>,
    /// The activities it is joined to by its flows, sorted.
    pub(super) links: Vec<i64>,
    pub(super) rows: Vec<(&'static Table, Vec<Cell>)>,
    /// The number of flows, for an activity.
    pub(super) flows: i64,
    pub(super) retired: bool,
    /// Whether it is an activity of which it is not recorded which data it holds.
    pub(super) thin: bool,
}

/// References that lead nowhere: the first, its place, and how many more there are.
#[derive(Debug)]
pub(super) struct Missing {
    pub(super) place: String,
    pub(super) to: Reference,
    pub(super) others: usize,
}

impl Rows {
    /// Makes the rows of a record, with the keys of all records at hand.
    pub(super) fn of(id: &str, key: i64, record: &Record, keys: &Keys) -> Result<Self, Missing> {
        let mut rows = Self::default();
        let mut missing: Option<Missing> = None;
        visit_references(record, &mut |steps, kind, id| {
            if let Some(key) = keys.get(kind, id) {
                rows.mentions.push(key);
            } else if let Some(missing) = &mut missing {
                missing.others += 1;
            } else {
                missing = Some(Missing {
                    place: place(steps),
                    to: Reference::new(kind, id),
                    others: 0,
                });
            }
        });
        if let Some(missing) = missing {
            return Err(missing);
        }
        rows.mentions.sort_unstable();
        rows.mentions.dedup();
        rows.call(id, record);
        match record {
            Record::Party(party) => rows.party(key, party, keys),
            Record::System(system) => rows.system(key, system, keys),
            Record::Data(data) => {
                let broader = data.broader.as_ref();
                rows.put(
                    &DATA,
                    vec![
                        Cell::Number(key),
                        Cell::Text(data.name.clone()),
                        Cell::key(broader.and_then(|id| keys.get(Kind::Data, id.as_str()))),
                        Cell::word_of(&data.class),
                        Cell::word_of(&data.may_include),
                    ],
                );
            }
            Record::People(people) => {
                let broader = people.broader.as_ref();
                rows.put(
                    &PEOPLE,
                    vec![
                        Cell::Number(key),
                        Cell::Text(people.name.clone()),
                        Cell::key(broader.and_then(|id| keys.get(Kind::People, id.as_str()))),
                        Cell::word_of(&people.vulnerable),
                    ],
                );
            }
            Record::Measure(measure) => rows.put(
                &MEASURE,
                vec![
                    Cell::Number(key),
                    Cell::Text(measure.name.clone()),
                    Cell::word_of(&measure.kind),
                    Cell::word_of(&measure.status),
                ],
            ),
            Record::Document(document) => rows.put(
                &DOCUMENT,
                vec![
                    Cell::Number(key),
                    Cell::Text(document.name.clone()),
                    Cell::word_of(&document.kind),
                    Cell::word_of(&document.dated),
                    Cell::word_of(&document.expires),
                ],
            ),
            Record::Activity(activity) => rows.activity(id, key, activity, keys),
            Record::Settings(_) | Record::Approval(_) => {}
        }
        Ok(rows)
    }

    fn put(&mut self, table: &'static Table, cells: Vec<Cell>) {
        self.rows.push((table, cells));
    }

    fn call(&mut self, id: &str, record: &Record) {
        let (name, aliases) = record.names();
        let written = name.into_iter().chain(aliases.iter().map(String::as_str));
        for name in written.chain([id]) {
            let folded = fold(name);
            if !folded.is_empty() && !self.names.iter().any(|(known, _)| *known == folded) {
                self.names.push((folded, name.to_owned()));
            }
        }
    }

    fn party(&mut self, key: i64, party: &Party, keys: &Keys) {
        let part_of = party.part_of.as_ref();
        self.put(
            &PARTY,
            vec![
                Cell::Number(key),
                Cell::Text(party.name.clone()),
                Cell::word_of(&party.kind),
                Cell::key(part_of.and_then(|id| keys.get(Kind::Party, id.as_str()))),
                Cell::word_of(&party.country),
                Cell::flag(is_outside_uk(&party.country)),
            ],
        );
        for (number, engaged) in (1..).zip(party.sub_processors.items()) {
            let systems = engaged
                .systems
                .value()
                .map(|ids| keys_of(ids.iter().map(|id| keys.get(Kind::System, id.as_str()))));
            self.put(
                &SUB_PROCESSOR,
                vec![
                    Cell::Number(key),
                    Cell::Number(number),
                    Cell::key(keys.get(Kind::Party, engaged.party.as_str())),
                    state(&engaged.systems),
                    systems.map_or(Cell::Null, Cell::Text),
                    Cell::word_of(&engaged.country),
                    Cell::flag(is_outside_uk(&engaged.country)),
                ],
            );
        }
    }

    fn system(&mut self, key: i64, system: &System, keys: &Keys) {
        let operator = system.operator.value();
        let hosted_in = system.hosted_in.value();
        let outside = hosted_in.is_some_and(|list| list.0.iter().any(|country| !country.is_uk()));
        let countries = hosted_in.map(|list| {
            let words: Vec<&str> = list.0.iter().map(Country::as_str).collect();
            serde_json::json!(words).to_string()
        });
        self.put(
            &SYSTEM,
            vec![
                Cell::Number(key),
                Cell::Text(system.name.clone()),
                state(&system.operator),
                Cell::key(operator.and_then(|id| keys.get(Kind::Party, id.as_str()))),
                countries.map_or(Cell::word_of(&system.hosted_in), Cell::Text),
                Cell::flag(outside),
            ],
        );
    }

    fn activity(&mut self, id: &str, key: i64, activity: &Activity, keys: &Keys) {
        let party = |id: Option<&crate::model::PartyId>| {
            Cell::key(id.and_then(|id| keys.get(Kind::Party, id.as_str())))
        };
        self.retired = activity.is_retired();
        self.thin = activity.data.is_not_recorded();
        self.put(
            &ACTIVITY,
            vec![
                Cell::Number(key),
                Cell::Text(id.to_owned()),
                Cell::Text(activity.name.clone()),
                Cell::word_of(&activity.status),
                Cell::flag(self.retired),
                party(activity.controller.value()),
                party(activity.owner.value()),
                state(&activity.data),
                state(&activity.source),
                state(&activity.store),
                state(&activity.recipient),
                state(&activity.onward),
            ],
        );
        for (kind, flow) in activity.flows() {
            self.flows += 1;
            let cells = flow_cells(key, self.flows, kind, flow, keys);
            self.put(&FLOW, cells);
            for end in [&flow.from, &flow.to].into_iter().flatten() {
                let reference = end.reference();
                if reference.kind == Kind::Activity {
                    self.links.extend(keys.get(Kind::Activity, &reference.id));
                }
            }
        }
        self.links.retain(|other| *other != key);
        self.links.sort_unstable();
        self.links.dedup();
    }
}

fn flow_cells(key: i64, number: i64, kind: FlowKind, flow: &Flow, keys: &Keys) -> Vec<Cell> {
    let end = |end: &Option<crate::model::End>| {
        end.as_ref()
            .map(crate::model::End::reference)
            .map_or(Cell::Number(key), |to| Cell::key(keys.get(to.kind, &to.id)))
    };
    let system =
        |id: Option<&crate::model::SystemId>| id.and_then(|id| keys.get(Kind::System, id.as_str()));
    let (from, to) = match kind {
        FlowKind::Source => (end(&flow.from), Cell::Number(key)),
        FlowKind::Store => (Cell::Number(key), Cell::key(system(flow.system.as_ref()))),
        FlowKind::Recipient => (Cell::Number(key), end(&flow.to)),
        FlowKind::Onward => (end(&flow.from), end(&flow.to)),
    };
    let (carries_state, carries) = match &flow.carries {
        Recorded::NotRecorded => ("not-recorded", Cell::Null),
        Recorded::None => ("none", Cell::Null),
        Recorded::Value(Scope::All(_)) => ("all", Cell::Null),
        Recorded::Value(Scope::These(ids)) => (
            "listed",
            Cell::Text(keys_of(
                ids.iter().map(|id| keys.get(Kind::Data, id.as_str())),
            )),
        ),
    };
    let agreement = flow.agreement.value();
    vec![
        Cell::Number(key),
        Cell::Number(number),
        Cell::Word(kind.word()),
        from,
        to,
        state(&flow.through),
        Cell::key(system(flow.through.value())),
        Cell::Word(carries_state),
        carries,
        Cell::flag(flow.and_more),
        Cell::key(agreement.and_then(|id| keys.get(Kind::Document, id.as_str()))),
    ]
}

fn is_outside_uk(country: &Recorded<Country>) -> bool {
    country.value().is_some_and(|country| !country.is_uk())
}

/// Keys as a JSON list.
fn keys_of(keys: impl Iterator<Item = Option<i64>>) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("[");
    for key in keys.flatten() {
        if text.len() > 1 {
            text.push(',');
        }
        // Writing into a text does not fail.
        write!(text, "{key}").ok();
    }
    text.push(']');
    text
}
