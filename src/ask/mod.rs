//! Questions about where personal data goes: plain data in, an answer out, and that as a document.
//!
//! A question is a file with its `QUESTION` and an entry in [`QUESTIONS`]. The command line and pages
//! read the table; neither knows what a question does.

mod about;
mod answer;
mod apart;
mod asked;
mod brief;
mod cut;
mod document;
mod drawn;
mod error;
mod filter;
mod leaves_uk;
mod linked;
mod question;
mod route_words;
mod through;
mod where_from;
mod where_held;
mod who_receives;
mod why;
mod words;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::diagram::Diagram;
use crate::graph::{FlowQuery, Gap, N_EXAMPLES, NotInUse, NotRecorded, Uncertain};
use crate::model::{
    ActivityId, AsAt, DataId, Kind, OpenList, Record, Reference, Register, Settings, Table,
};
use crate::store::{Retired, Selection, Store, StoreError};

pub use self::answer::{Answer, Explained, LeftOut, LinkedRows, Open, Searched, VERSION};
pub use self::apart::ApartRows;
pub use self::asked::Asked;
pub use self::brief::{broadest, by_function};
pub use self::document::Told;
pub use self::drawn::one_group;
pub use self::error::AskError;
pub use self::filter::{Filter, SHARED, Takes};
pub use self::question::{Argument, Entry, Question};
pub use self::words::{gap, sentence};

/// Every question, in the order in which they are listed.
pub static QUESTIONS: &[&Entry] = &[
    &who_receives::QUESTION,
    &where_from::QUESTION,
    &where_held::QUESTION,
    &why::QUESTION,
    &through::QUESTION,
    &about::QUESTION,
    &leaves_uk::QUESTION,
];

/// Who reads an answer, which decides what its table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A person: names and words.
    Person,
    /// A person at a terminal: the same, a screen of it.
    Screen,
    /// A spreadsheet: codes of countries and of steps; a row for each way where all are asked for.
    Spreadsheet,
    /// A program: the values behind the table too, which of a long answer take much memory.
    Program,
}

impl Entry {
    /// Answers the question as at a day, and draws the answer where that is asked for.
    ///
    /// # Errors
    /// The register cannot be read, something named is not in it, or there is nothing to draw.
    pub fn ask(
        &self,
        store: &Store,
        question: &Question,
        as_at: AsAt,
        reader: Reader,
        is_drawn: bool,
    ) -> Result<(Answer, Option<Diagram>), AskError> {
        store.at_once(|store| {
            let mut asked = Asked::new(store, question, as_at)?;
            asked.reader = reader;
            let answer = (self.answer)(&mut asked, question)?;
            let diagram = is_drawn
                .then(|| drawn::drawn(&asked, &answer))
                .transpose()?;
            Ok((answer, diagram))
        })
    }
}

/// How many activities are looked through at a time.
const BATCH: usize = 256;

/// How many where the whole register may have to be looked through: what stands beside them is gone through once for all.
const WIDE: usize = 1024;

/// Why a look through the register ends before its end.
enum Halt {
    Enough,
    Failed(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// What a question found, before it is put with what all answers have.
#[derive(Default)]
struct Found {
    title: String,
    sentence: String,
    /// What the rows of the table are, as its caption.
    rows: &'static str,
    table: Table,
    values: Value,
    routes: Vec<Explained>,
    uncertain: Vec<Uncertain>,
    gaps: Vec<NotRecorded>,
    /// Lists of all activities that the answer reads, beside those of the activities that it looks at.
    also_reads: &'static [OpenList],
    not_in_use: NotInUse,
    left_out: Option<LeftOut>,
    linked: Option<LinkedRows>,
    /// What is shown apart.
    apart: Vec<ApartRows>,
}

/// What a search ends with: its rows, which of them are only possible and why, what is not recorded and
/// what is not in use.
type Finished<R> = (Vec<R>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse);

/// A search: how it begins for a query, looks at a part of the register, and ends.
type Search<'q, S, R> = (
    fn(&'q FlowQuery) -> S,
    fn(&mut S, &Register),
    fn(S) -> Finished<R>,
);

impl Asked<'_> {
    /// The answer to a question about some subjects.
    fn answer(&self, verb: &str, subjects: &[&str], found: Found) -> Result<Answer, AskError> {
        let mut notes = self.notes.clone();
        notes.extend(self.retired_left_out()?);
        let (open, gaps) = self.open(found.gaps, found.also_reads)?;
        notes.extend(open.iter().map(Open::sentence));
        let not_recorded = self.not_recorded(gaps)?;
        let mut sentence = found.sentence;
        if found.table.rows.is_empty() && !not_recorded.is_empty() {
            sentence.push_str(" The gaps listed below may hide some.");
        }
        if let Some(name) = self.is_not_personal()? {
            let said = format!("{name} is recorded as no personal data.");
            sentence = match found.table.rows.is_empty() {
                true => said,
                false => format!("{said} {sentence}"),
            };
        }
        if let Some(left_out) = &found.left_out {
            sentence = format!("{sentence} {}", left_out.sentence());
        }
        Ok(Answer {
            question: self.question(verb, subjects),
            title: found.title,
            organisation: organisation(self.store)?,
            as_at: self.as_at,
            sentence,
            rows: found.rows,
            left_out: found.left_out,
            linked: found.linked,
            apart: found.apart,
            table: found.table,
            values: found.values,
            routes: found.routes,
            uncertain: found.uncertain,
            not_recorded,
            open,
            not_in_use: found.not_in_use,
            searched: self.searched()?,
            notes,
        })
    }

    /// The lists that the source says are incomplete, apart from what else is not recorded. Which data an
    /// activity holds, and whose, is asked of every activity.
    fn open(
        &self,
        gaps: Vec<NotRecorded>,
        also_reads: &[OpenList],
    ) -> Result<(Vec<Open>, Vec<NotRecorded>), AskError> {
        let (open, gaps): (Vec<_>, Vec<_>) = gaps.into_iter().partition(|gap| gap.open().is_some());
        let open = open.into_iter().filter_map(|gap| {
            let list = gap.open().filter(|list| !also_reads.contains(list))?;
            Some(Open {
                list,
                what: OpenList::OTHERS,
                count: gap.count,
                examples: gap.examples,
            })
        });
        let mut open: Vec<Open> = open.collect();
        let (data, people) = (&[OpenList::Data][..], &[OpenList::People][..]);
        let asks_data = self.query.data.is_some() || self.query.special.is_some();
        let everywhere = also_reads
            .iter()
            .chain(data.iter().filter(|_| asks_data))
            .chain(people.iter().filter(|_| self.query.people.is_some()));
        for list in everywhere {
            open.extend(self.open_anywhere(*list)?);
        }
        open.sort_by_key(|open| open.list);
        Ok((open, gaps))
    }

    /// A list that the source of some activities says is incomplete, wherever that is.
    fn open_anywhere(&self, list: OpenList) -> Result<Option<Open>, AskError> {
        let activities = self.query.activities.as_ref();
        let ids = self
            .store
            .open_lists(list, activities, self.which_retired())?;
        let first = ids.iter().take(N_EXAMPLES);
        let names = first.map(|id| self.name(&Reference::new(Kind::Activity, id)));
        let examples = names.collect::<Result<Vec<_>, _>>()?;
        Ok((!ids.is_empty()).then_some(Open {
            list,
            what: OpenList::OTHERS,
            count: ids.len(),
            examples,
        }))
    }

    /// Which retired activities count.
    pub fn which_retired(&self) -> Retired {
        Retired::on(self.as_at.on, self.retired)
    }

    /// How many retired activities do not count, in words.
    fn retired_left_out(&self) -> Result<Option<String>, AskError> {
        let only = self.query.activities.as_ref();
        Ok(retired_left_out(self.store, self.which_retired(), only)?)
    }

    /// What `--not-through` left out: of so many in all, so many are left.
    fn left_out(
        &self,
        what: [&'static str; 2],
        all: Option<usize>,
        n_left: usize,
    ) -> Option<LeftOut> {
        (!self.not_through.is_empty()).then(|| LeftOut {
            not_through: self.not_through.clone(),
            removed: all.map(|n_all| n_all.saturating_sub(n_left)),
            what,
        })
    }

    /// The rows of an answer about data, by one search, with what else it found; of another search that
    /// leaves nothing out, where that is asked, only how many rows there are.
    fn rows<'q, S, R: Serialize>(
        &self,
        queries: (&'q FlowQuery, Option<&'q FlowQuery>),
        what: [&'static str; 2],
        (new, look, finish): Search<'q, S, R>,
    ) -> Result<(Vec<R>, Found), AskError> {
        let mut search = new(queries.0);
        let mut all = queries.1.map(new);
        self.look(Vec::new(), |part| {
            look(&mut search, part);
            if let Some(all) = &mut all {
                look(all, part);
            }
        })?;
        let (rows, uncertain, gaps, not_in_use) = finish(search);
        let n_all = all.map(|all| finish(all).0.len());
        let found = Found {
            values: self.values(&rows),
            uncertain,
            gaps,
            not_in_use,
            left_out: self.left_out(what, n_all, rows.len()),
            ..Found::default()
        };
        Ok((rows, found))
    }

    /// What was found as values, one for each row. Of a long answer they take much memory, so they
    /// are made for JSON alone.
    fn values<T: Serialize>(&self, rows: &[T]) -> Value {
        match self.reader {
            Reader::Program => serde_json::to_value(rows).unwrap_or_default(),
            Reader::Person | Reader::Screen | Reader::Spreadsheet => Value::Null,
        }
    }

    /// Looks through the parts of the register that may bear on the question.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn look(
        &self,
        any_of: Vec<BTreeSet<Reference>>,
        look: impl FnMut(&Register),
    ) -> Result<(), AskError> {
        self.look_in(self.query.activities.clone(), any_of, look)
    }

    /// As [`Self::look`], also beyond the activities to which the question is narrowed.
    fn look_anywhere(
        &self,
        any_of: Vec<BTreeSet<Reference>>,
        look: impl FnMut(&Register),
    ) -> Result<(), AskError> {
        self.look_in(None, any_of, look)
    }

    fn look_in(
        &self,
        activities: Option<BTreeSet<ActivityId>>,
        mut any_of: Vec<BTreeSet<Reference>>,
        mut look: impl FnMut(&Register),
    ) -> Result<(), AskError> {
        if let Some(wanted) = &self.query.data {
            any_of.push(wanted.all().map(DataId::reference).collect());
        }
        let selection = Selection {
            any_of,
            activities,
            retired: self.which_retired(),
        };
        self.store
            .each_part(&selection, WIDE, |part| -> Result<(), StoreError> {
                look(part);
                Ok(())
            })?;
        Ok(())
    }

    /// Looks through the activities that mention one of these, whatever data they name, until
    /// about so many were looked at; gives whether the look stopped before the end.
    fn look_at_most(
        &self,
        most: usize,
        any_of: BTreeSet<Reference>,
        mut look: impl FnMut(&Register),
    ) -> Result<bool, AskError> {
        let selection = Selection {
            any_of: vec![any_of],
            activities: None,
            retired: self.which_retired(),
        };
        let mut n_seen = 0;
        let done = self.store.each_part(&selection, BATCH, |part| {
            if n_seen >= most {
                return Err(Halt::Enough);
            }
            n_seen += part.activities.len();
            look(part);
            Ok(())
        });
        match done {
            Ok(()) => Ok(false),
            Err(Halt::Enough) => Ok(true),
            Err(Halt::Failed(error)) => Err(error.into()),
        }
    }

    /// What was searched: all flows of the register, or those of the activities named.
    fn searched(&self) -> Result<Searched, AskError> {
        let totals = match &self.query.activities {
            None => self.store.totals(self.which_retired())?,
            Some(activities) => self.store.totals_of(activities)?,
        };
        Ok(Searched {
            flows: totals.flows,
            activities: totals.activities,
        })
    }

    /// What is not recorded, with the activities of which it is not recorded what they hold.
    fn not_recorded(&self, mut gaps: Vec<NotRecorded>) -> Result<Vec<NotRecorded>, AskError> {
        let thin = self.store.thin(
            self.query.activities.as_ref(),
            self.which_retired(),
            N_EXAMPLES,
        )?;
        if thin.count > 0 {
            let mut examples = Vec::new();
            for id in &thin.first {
                examples.push(self.name(&Reference::new(Kind::Activity, id.clone()))?);
            }
            let count = usize::try_from(thin.count).unwrap_or(usize::MAX);
            gaps.push(NotRecorded::new(Gap::Data, count, examples));
        }
        Ok(gaps)
    }

    /// Whether any filter narrows the question beyond its subject.
    fn is_narrowed(&self) -> bool {
        let query = &self.query;
        self.query.activities.is_some()
            || query.people.is_some()
            || query.party.is_some()
            || query.role.is_some()
            || query.country.is_some()
            || query.special.is_some()
            || query.stated
            || query.exact
            || query.max_steps.is_some()
            || !query.not_through.is_empty()
    }

    /// What is so, as `receives or may receive`; where only what is stated is asked for, nothing else is told.
    fn or_may(&self, verb: &str, possibly: &str) -> String {
        match self.query.stated {
            true => verb.to_owned(),
            false => format!("{verb} or {possibly}"),
        }
    }

    /// What an empty answer adds where a filter may be the reason.
    fn that_passes(&self) -> &'static str {
        if self.is_narrowed() {
            " that matches these filters"
        } else {
            ""
        }
    }

    /// The name of a record.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn name(&self, reference: &Reference) -> Result<String, AskError> {
        Ok(name_of(self.store, reference)?)
    }
}

/// The name of a record, or its id where it has none.
fn name_of(store: &Store, reference: &Reference) -> Result<String, StoreError> {
    let name = store.name_shown(reference)?;
    Ok(name.unwrap_or_else(|| reference.id.clone()))
}

/// Whose register it is; empty where that is not recorded.
///
/// # Errors
/// The register cannot be read.
pub fn organisation(store: &Store) -> Result<String, StoreError> {
    let settings = store.record(&Reference::new(Kind::Settings, Settings::ID))?;
    let organisation = match settings {
        Some(Record::Settings(settings)) => settings.organisation.value().cloned(),
        _ => None,
    };
    organisation.map_or_else(
        || Ok(String::new()),
        |party| name_of(store, &party.reference()),
    )
}

/// How many retired activities, of these or of all, do not count, in a sentence; those whose last day
/// is not recorded, so that nothing tells when they counted, by name.
///
/// # Errors
/// The register cannot be read.
pub fn retired_left_out(
    store: &Store,
    counted: Retired,
    only: Option<&BTreeSet<ActivityId>>,
) -> Result<Option<String>, StoreError> {
    let left_out = store.retired_left_out(counted, only, N_EXAMPLES)?;
    let mut undated = Vec::new();
    for id in &left_out.undated {
        undated.push(name_of(store, &Reference::new(Kind::Activity, id.clone()))?);
    }
    Ok(words::retired_left_out(&left_out, &undated))
}
