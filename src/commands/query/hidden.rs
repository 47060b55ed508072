//! What an answer in SQL may not show: retired activities that do not count, and what is not recorded.

use std::collections::BTreeMap;

use crate::ask::{gap, retired_left_out};
use crate::error::Error;
use crate::graph::{N_EXAMPLES, NotRecorded};
use crate::model::{AsAt, Kind, OpenList};
use crate::published::{Limits, Prepared, RETIRED, SqlAnswer, published_tables};
use crate::queries::Value;
use crate::store::{Retired, Store};

use super::super::named::name_of;

/// What an answer may not show.
#[derive(Default)]
pub(in crate::commands) struct Hidden {
    /// How many retired activities are left out; nothing where the question does not read activities.
    pub(super) n_retired: Option<i64>,
    /// The same in a sentence, where there are some.
    retired: Option<String>,
    /// What is not recorded and may hide rows.
    pub(super) not_recorded: Option<Vec<NotRecorded>>,
}

/// What is not recorded that decides what the graph knows, record by record.
const GAPS: &str = "\
    SELECT code, name FROM (\
    SELECT 1 AS place, 'data' AS code, name FROM activity \
     WHERE data_state = 'not-recorded' AND left_out <= :retired \
    UNION ALL SELECT 2, 'sources', name FROM activity \
     WHERE source_state = 'not-recorded' AND left_out <= :retired \
    UNION ALL SELECT 3, 'recipients', name FROM activity \
     WHERE recipient_state = 'not-recorded' AND left_out <= :retired \
    UNION ALL SELECT 4, 'stores', name FROM activity \
     WHERE store_state = 'not-recorded' AND left_out <= :retired \
    UNION ALL SELECT 5, 'operator', name FROM system WHERE operator IS NULL\
    ) ORDER BY place, name";

/// Categories that may be special, for all that is recorded.
const UNCLASSED: &str = "\
    SELECT 'class' AS code, data.name AS name FROM data_special \
    JOIN data ON data.id = data_special.data \
    WHERE data_special.special = 'not recorded' \
     AND data.id IN (SELECT data FROM activity_data UNION SELECT data FROM flow_data) \
    ORDER BY data.name";

/// The gaps in words, by their codes, in the order in which they are told.
const PHRASES: [(&str, &str); 6] = [
    ("data", "which data they hold, of activities"),
    ("sources", "sources, of activities"),
    ("recipients", "recipients, of activities"),
    ("stores", "stores, of activities"),
    ("operator", "who runs it, of systems"),
    (
        "class",
        "whether it is or may include special or offence data, of categories",
    ),
];

impl Hidden {
    /// What the answer to a question may not show.
    pub(in crate::commands) fn of(
        store: &Store,
        prepared: &Prepared,
        answer: &SqlAnswer,
        retired: bool,
        as_at: AsAt,
    ) -> Result<Self, Error> {
        let reads = |name: &str| prepared.tables.contains_key(name);
        let is_computed = published_tables()
            .iter()
            .any(|table| table.is_computed() && reads(table.name));
        // Which documents are used is not hidden by flows of which less is known.
        let has_gaps = answer.rows.is_empty()
            && published_tables().iter().any(|table| {
                table.is_computed() && table.name != "step_agreement" && reads(table.name)
            });
        let asks_for_retired = prepared.parameters.iter().any(|name| name == RETIRED);
        let reads_activities = is_computed || asks_for_retired;
        let counted = Retired::on(as_at.on, retired);
        let (mut n_retired, mut in_words) = (None, None);
        if reads_activities {
            n_retired = Some(store.retired_left_out(counted, None, 0)?.count);
            in_words = retired_left_out(store, counted, None)?;
        }
        let mut told = answer.not_recorded.clone();
        if told.is_empty() && has_gaps {
            told = gaps(store, GAPS, retired, as_at)?;
        }
        // A question about one thing says of its data itself.
        let is_about_all = prepared.parameters.iter().all(|name| is_given(name));
        if is_about_all && reads("data_special") {
            told.extend(gaps(store, UNCLASSED, retired, as_at)?);
        }
        if is_computed || reads("flow") {
            told.extend(open(store, retired, &told)?);
        }
        let not_recorded = (has_gaps || !told.is_empty()).then_some(told);
        Ok(Self {
            n_retired,
            retired: in_words,
            not_recorded,
        })
    }

    /// It in words, as sentences, in short or with the first few names; of an answer without rows what may be the reason.
    pub(super) fn words(&self, is_empty: bool, is_short: bool) -> String {
        let mut sentences = Vec::new();
        let gaps = self.not_recorded.iter().flatten();
        let words = if is_short { NotRecorded::in_short } else { gap };
        let gaps: Vec<String> = gaps.map(words).collect();
        if !gaps.is_empty() {
            let head = if is_empty {
                "What is not recorded may hide some"
            } else {
                "Not recorded"
            };
            sentences.push(format!("{head}: {}.", gaps.join("; ")));
        }
        sentences.extend(self.retired());
        if is_empty && self.n_retired.is_some() {
            sentences.push("Drafts count.".to_owned());
        }
        sentences.join(" ")
    }
}

impl Hidden {
    /// How many retired activities do not count, in a sentence.
    pub(super) fn retired(&self) -> Option<String> {
        self.retired.clone()
    }
}

/// Whether a parameter has a value without anybody giving it.
fn is_given(name: &str) -> bool {
    matches!(name, ":on" | ":as_at" | RETIRED)
}

/// The lists that flows and data stand in and that the source says are incomplete, but for those told of already.
fn open(store: &Store, retired: bool, told: &[NotRecorded]) -> Result<Vec<NotRecorded>, Error> {
    let mut open = Vec::new();
    for list in OpenList::ALL {
        let is_told = told.iter().any(|gap| gap.open() == Some(list));
        let ids = store.open_lists(list, None, retired)?;
        if list == OpenList::People || is_told || ids.is_empty() {
            continue;
        }
        let first = ids.iter().take(N_EXAMPLES);
        let names = first.map(|id| name_of(store, Kind::Activity, id));
        let names = names.collect::<Result<Vec<_>, Error>>()?;
        open.push(NotRecorded::of_open(list, ids.len(), names));
    }
    Ok(open)
}

/// What is not recorded in the whole register, by a question for the code and the name of each.
fn gaps(store: &Store, sql: &str, retired: bool, as_at: AsAt) -> Result<Vec<NotRecorded>, Error> {
    let values = BTreeMap::from([(RETIRED.to_owned(), Value::Integer(i64::from(retired)))]);
    let answer = store.ask_sql(sql, &values, &BTreeMap::new(), as_at, Limits::default())?;
    let mut gaps: Vec<NotRecorded> = Vec::new();
    for (code, what) in PHRASES {
        let names = answer.rows.iter().filter_map(|row| match row.as_slice() {
            [Value::Text(of), Value::Text(name)] if of == code => Some(name.clone()),
            _ => None,
        });
        let mut examples: Vec<String> = names.collect();
        let count = examples.len();
        examples.truncate(N_EXAMPLES);
        if count > 0 {
            gaps.push(NotRecorded {
                code,
                what: what.to_owned(),
                count,
                examples,
            });
        }
    }
    Ok(gaps)
}
