//! What an answer shows apart: who has what is made from the data asked about, and what is published.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use crate::graph::{FlowQuery, Gap, NotInUse, NotRecorded, class_of, is_not_personal};
use crate::model::{DataId, Record, Register, Table};
use crate::published::catalogue;
use crate::store::{Selection, StoreError};

use super::{AskError, Asked, BATCH, Finished};

/// Rows that do not count in an answer, under a heading of their own.
#[derive(Clone, Debug)]
pub struct ApartRows {
    /// The key in JSON.
    pub key: &'static str,
    /// The heading.
    pub heading: &'static str,
    /// What is to be said of them all.
    pub note: String,
    /// One row for each.
    pub table: Table,
    /// What of them is planned or has ended, under the name of each.
    pub not_in_use: Vec<(String, NotInUse)>,
    /// One value for each; left out where no JSON is asked for.
    pub values: Value,
}

/// What is made from the data asked about, and what is not recorded of it.
#[derive(Default)]
pub(super) struct Made {
    /// The same question about each category, with the name of the category.
    queries: Vec<(String, FlowQuery)>,
    /// Of which of them the class, or what they may include, is not recorded.
    gaps: Vec<NotRecorded>,
}

impl Asked<'_> {
    /// The personal data that is made, also in several steps, from the data asked about (design rule 13).
    pub(super) fn made(&self) -> Result<Made, AskError> {
        let Some(wanted) = self.query.data.as_ref().filter(|_| !self.query.exact) else {
            return Ok(Made::default());
        };
        let mut made = self.store.made_from(&wanted.narrower)?;
        if made.is_empty() {
            return Ok(Made::default());
        }
        let catalogue = catalogue(self.store)?;
        made.retain(|id| !is_not_personal(&catalogue, id));
        let mut gaps: BTreeMap<Gap, BTreeSet<String>> = BTreeMap::new();
        let mut queries = Vec::new();
        for (id, data) in made.iter().filter_map(|id| Some((id, catalogue.get(id)?))) {
            let mut note = |is_missing: bool, gap: Gap| {
                if is_missing {
                    gaps.entry(gap).or_default().insert(data.name.clone());
                }
            };
            note(class_of(&catalogue, id).is_not_recorded(), Gap::Class);
            note(data.may_include.is_not_recorded(), Gap::MayInclude);
            // What is narrower than something made is told with that.
            let above = data.broader.as_ref();
            if above.is_some_and(|above| made.contains(above)) {
                continue;
            }
            if let (_, Some(mut category)) = self.category(&id.reference().to_string())? {
                category.narrower.retain(|one| made.contains(one));
                let query = FlowQuery {
                    data: Some(category),
                    ..self.query.clone()
                };
                queries.push((data.name.clone(), query));
            }
        }
        let gaps = gaps.into_iter();
        let gaps = gaps.filter_map(|(gap, names)| NotRecorded::of(gap, names));
        Ok(Made {
            queries,
            gaps: gaps.collect(),
        })
    }

    /// The name of the category asked about, where it is recorded as no personal data.
    pub(super) fn is_not_personal(&self) -> Result<Option<String>, AskError> {
        let Some(wanted) = &self.query.data else {
            return Ok(None);
        };
        // Only what its class may come from is read.
        let mut catalogue = BTreeMap::new();
        let mut due = vec![wanted.id.clone()];
        while let Some(id) = due.pop() {
            if catalogue.contains_key(&id) {
                continue;
            }
            if let Some(Record::Data(data)) = self.store.record(&id.reference())? {
                due.extend(data.broader.clone());
                due.extend(data.derived_from.items().iter().map(|one| one.data.clone()));
                catalogue.insert(id, data);
            }
        }
        Ok(is_not_personal(&catalogue, &wanted.id).then(|| wanted.name.clone()))
    }

    /// What a search finds of all that is made from the data asked about, in the columns of the answer
    /// with the name of what is made before them; what is planned or has ended, beside what the answer lists itself;
    /// and what is not recorded of that.
    pub(super) fn made_rows<'q, S, R: Serialize>(
        &self,
        made: &'q Made,
        (new, look, finish): (
            impl Fn(&'q FlowQuery) -> S,
            impl Fn(&mut S, &Register),
            impl Fn(S) -> Finished<R>,
        ),
        listed: &NotInUse,
        table: &dyn Fn(&[R]) -> Result<Table, AskError>,
    ) -> Result<(Option<ApartRows>, Vec<NotRecorded>), AskError> {
        let mut all: Option<Table> = None;
        let mut not_in_use = Vec::new();
        let mut values = Vec::new();
        for (name, query) in &made.queries {
            let mut search = new(query);
            let any_of = query.data.iter().map(|wanted| {
                let ids = wanted.all().map(DataId::reference);
                ids.collect()
            });
            let selection = Selection {
                any_of: any_of.collect(),
                activities: query.activities.clone(),
                retired: self.which_retired(),
            };
            self.store
                .each_part(&selection, BATCH, |part| -> Result<(), StoreError> {
                    look(&mut search, part);
                    Ok(())
                })?;
            let (rows, _, _, apart) = finish(search);
            let apart = apart.beside(listed);
            if rows.is_empty() && apart == NotInUse::default() {
                continue;
            }
            let told = table(&rows)?;
            let held = all.get_or_insert_with(|| {
                let columns = std::iter::once(MADE_COLUMN.into()).chain(told.columns);
                Table {
                    columns: columns.collect(),
                    rows: Vec::new(),
                }
            });
            held.rows.extend(told.rows.into_iter().map(|mut row| {
                row.insert(0, name.clone());
                row
            }));
            let mut value = json!({ "data": name, "answer": self.values(&rows) });
            for (key, flows) in [("planned", &apart.planned), ("ended", &apart.ended)] {
                if !flows.is_empty() {
                    value[key] = json!(flows);
                }
            }
            values.push(value);
            not_in_use.push((name.clone(), apart));
        }
        let rows = all.map(|table| ApartRows {
            key: "made_from",
            heading: "Made from it",
            note: format!(
                "What is made from {} is told apart, and does not count above.",
                self.data_words()
            ),
            table,
            not_in_use,
            values: Value::Array(values),
        });
        Ok((rows, made.gaps.clone()))
    }
}

/// The column that names what is made.
const MADE_COLUMN: &str = "made from it";
