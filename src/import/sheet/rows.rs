//! A table of others, understood row by row: what it says that the register does not hold yet, as records to put.
//!
//! A row is an activity, or a part of one that has several. Every value keeps its words and its cell; what the register
//! says already stays unless it is what the same cell said before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map as Document, Value};

use super::super::ImportError;
use super::super::decision::{At, Decision, Settled};
use super::super::notice::Provision;
use super::super::proposal::{Names, Outcome};
use super::between::{Above, is_sum};
use super::cells::{Row, address, place};
use super::headed::{Column, Headed, is_of_a_processor};
use super::heard::Heard;
use super::lines::{Line, Lines};
use super::map::{
    FROM, HOSTED, MEDIUM, Map, OPERATOR, PROCESSOR, SUPPLIER, TO, TRANSFER, UNREAD, about, field,
    is_of_flows, leads, lists_of,
};
use super::ours;
use super::said::{Said, yes_or_no};
use super::told::Told;
use super::turned;
use crate::model::{Date, Kind, Record, Reference, fold};
use crate::store::Store;

/// How many cells are kept in mind that others may repeat.
const MOST_KNOWN: usize = 10_000;

/// What a file proposes.
pub struct Tabled {
    /// Each cell that says something, with what becomes of it.
    pub lines: Lines,
    /// The records to put, by kind and id, as they are wanted.
    pub records: Records,
    /// What somebody has to settle, and what was settled.
    pub decisions: Vec<Decision>,
    /// How many activities it speaks of.
    pub n_activities: usize,
}

/// Records as they are wanted.
pub type Records = Box<dyn Iterator<Item = Result<(Reference, Record), ImportError>>>;

impl Default for Tabled {
    fn default() -> Self {
        Self {
            lines: Lines::default(),
            records: Box::new(std::iter::empty()),
            decisions: Vec::new(),
            n_activities: 0,
        }
    }
}

/// A cell that is being taken.
pub(super) struct Taken<'c> {
    pub(super) at: At,
    /// Where it stands, with its file: what evidence names.
    pub(super) place: String,
    pub(super) heading: &'c str,
    pub(super) words: &'c str,
}

/// What the register says in each row of a layout: by the activity and the purpose, each cell by its heading.
pub type Shown = BTreeMap<(String, String), Vec<BTreeMap<String, String>>>;

/// A cell that is kept for later.
pub(super) struct Kept {
    pub(super) at: At,
    pub(super) place: String,
    pub(super) heading: String,
    pub(super) words: String,
}

/// The table while it is read.
pub struct Rows<'s> {
    pub(in crate::import) names: Names<'s>,
    pub(super) on: Date,
    pub(super) separators: Vec<String>,
    pub(in crate::import) activity: Reference,
    /// The items of lists that the row speaks of, by list.
    pub(super) items: BTreeMap<&'static str, Vec<usize>>,
    /// What this file is known to have said of the activity that is spoken of: of what, and in which words.
    pub(super) proved: (Reference, BTreeSet<(String, String)>),
    /// The time limits that this table has made, each by its activity and place.
    pub(super) made: BTreeSet<(String, usize)>,
    /// Documents by the address where they are found.
    pub(super) by_link: BTreeMap<String, String>,
    pub(super) by_ref: BTreeMap<String, Reference>,
    pub(super) by_notice: BTreeMap<String, Reference>,
    /// Who the controller is, as it stands above the table.
    pub(super) controller: Option<(Reference, Kept)>,
    /// Who keeps a record of ours, its officer and its representative.
    pub(super) own_parties: [Option<Reference>; 4],
    /// What stands there beside, and belongs to nobody.
    pub(super) pending: Vec<Kept>,
    /// Whether it is a layout of ours.
    pub(super) is_ours: bool,
    /// The fields of which the row says something and, in another column, that there is none: that is of the column alone.
    pub(super) partly: Vec<String>,
    /// The data that the flow carries which is taken, where a layout of ours says that.
    pub(super) beside: Option<Value>,
    shown: Shown,
    pub(super) sheet: String,
    /// Whether its rows are columns of the sheet.
    is_turned: bool,
    pub(super) columns: Vec<Column>,
    /// Whether the table is a record of what is done for other controllers.
    pub(super) is_of_a_processor: bool,
    /// For whom the row says that its activity is done, where that is one.
    pub(super) acted_for: Option<String>,
    /// How many cells its rows have; none where its file does not count them.
    pub(super) width: u32,
    /// Whether a row was not read, so that what it says is not known.
    pub(super) is_in_doubt: bool,
    map: Map,
    above: Above,
    pub(super) lines: Lines,
    pub(super) heard: Heard,
    /// The values and time limits in words that were read before, since many cells say the same.
    pub(super) parts: BTreeMap<(bool, String), Vec<String>>,
    pub(super) limits: BTreeMap<String, Option<Document<String, Value>>>,
    /// The same of what is said of other countries.
    pub(super) told: BTreeMap<String, Option<Told>>,
    /// The lawful bases that cells named before.
    pub(super) bases: BTreeMap<String, Provision>,
    /// The places that hold what the sheet said, by their hashes.
    pub(super) set_now: BTreeSet<u64>,
    seen: BTreeSet<Reference>,
    /// Whether a column says what data is used for.
    pub(super) says_purposes: bool,
    /// Whether one says on which basis.
    pub(super) says_bases: bool,
}

impl<'s> Rows<'s> {
    /// A table that is read into a register as it is.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn new(
        store: &'s Store,
        settled: &'s Settled,
        file: &str,
        on: Date,
    ) -> Result<Self, ImportError> {
        let mut names = Names::new(store, settled);
        file.clone_into(&mut names.file);
        let (mut by_link, mut by_ref, mut by_notice) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut heard = Heard::default();
        store.each_record(&[Kind::Document, Kind::Activity], |reference, record| {
            heard.begin(file, &reference, &record);
            match record {
                Record::Document(document) => {
                    if let Some(link) = document.link.value() {
                        by_link.insert(link.clone(), reference.id);
                    }
                }
                Record::Activity(activity) => {
                    if let Some(own) = activity.reference.value() {
                        by_ref.insert(fold(own), reference.clone());
                    }
                    for notice in activity.notices.items() {
                        by_notice.insert(notice.to_string(), reference.clone());
                    }
                }
                _ => {}
            }
            Ok::<(), ImportError>(())
        })?;
        Ok(Self {
            names,
            on,
            separators: Vec::new(),
            activity: Reference::new(Kind::Activity, ""),
            items: BTreeMap::new(),
            proved: (Reference::new(Kind::Activity, ""), BTreeSet::new()),
            made: BTreeSet::new(),
            by_link,
            by_ref,
            by_notice,
            controller: None,
            own_parties: [const { None }; 4],
            pending: Vec::new(),
            is_ours: false,
            partly: Vec::new(),
            beside: None,
            shown: Shown::new(),
            sheet: String::new(),
            is_turned: false,
            columns: Vec::new(),
            is_of_a_processor: false,
            acted_for: None,
            width: 0,
            is_in_doubt: false,
            map: Map::default(),
            above: Above::default(),
            lines: Lines::default(),
            heard,
            parts: BTreeMap::new(),
            limits: BTreeMap::new(),
            told: BTreeMap::new(),
            bases: BTreeMap::new(),
            set_now: BTreeSet::new(),
            seen: BTreeSet::new(),
            says_purposes: false,
            says_bases: false,
        })
    }

    /// Begins with a sheet.
    ///
    /// # Errors
    /// The store cannot be read, or an answer is none of those that its question takes.
    pub fn begin(&mut self, sheet: &str, map: &Map, headed: &Headed) -> Result<(), ImportError> {
        sheet.clone_into(&mut self.sheet);
        self.map = map.clone();
        self.parts.clear();
        self.above = Above::default();
        self.is_ours = map.is_ours;
        self.is_turned = headed.is_turned;
        self.controller = None;
        self.separators.clone_from(&map.separators);
        self.columns.clone_from(&headed.columns);
        self.is_of_a_processor = !self.is_ours && is_of_a_processor(&headed.columns);
        self.width = headed.width;
        if self.is_ours {
            return Ok(());
        }
        self.covers();
        self.above(&headed.before)
    }

    /// Notes which fields the columns hold.
    fn covers(&mut self) {
        let holds = |path: &str| self.columns.iter().any(|column| column.holds(path));
        (self.says_purposes, self.says_bases) = (holds("purpose.text"), holds("purpose.basis"));
        let paths = self.columns.iter().flat_map(|column| &column.paths);
        let heads = paths.filter_map(|path| match path.as_str() {
            path if is_of_flows(path) => lists_of(path),
            path => Some(about(path)),
        });
        let headings = self.columns.iter().map(|column| column.heading.as_str());
        let headings = headings.chain([""]).map(|heading| format!(": {heading}"));
        let covered = heads.map(str::to_owned).chain(headings);
        let covered = covered.map(|what| (self.sheet.clone(), what));
        self.heard.covered.extend(covered);
    }

    /// Notes that the sheet says words about a field.
    pub(super) fn hears_words(&mut self, path: &str, words: &str) {
        self.heard.words(&self.activity, path, words);
    }

    /// Notes that a cell says a value.
    pub(super) fn hears(&mut self, cell: &Taken<'_>, value: impl FnOnce() -> String) {
        self.heard
            .value(&self.activity, (cell.words, &cell.place), value);
    }

    /// A cell for later.
    pub(super) fn kept(&self, row: &Row, column: u32, heading: &str, words: &str) -> Kept {
        let (column, row) = turned::in_sheet(self.is_turned, column, row.number);
        Kept {
            at: At::Cell {
                sheet: self.sheet.clone(),
                cell: address(column, row),
            },
            place: format!("{}, {}", self.names.file, place(&self.sheet, column, row)),
            heading: heading.trim().trim_end_matches(':').to_owned(),
            words: words.trim().to_owned(),
        }
    }

    /// Notes what becomes of a cell.
    ///
    /// # Errors
    /// It cannot be put away.
    pub(super) fn line(&mut self, cell: &Taken<'_>, outcome: Outcome) -> Result<(), ImportError> {
        self.lines.push(&cell.becomes(outcome))
    }

    /// What the register says itself in the cells of a layout of ours: what is the same there is known.
    pub fn compare(&mut self, shown: Shown) {
        self.shown = shown;
    }

    /// All that was proposed.
    ///
    /// # Errors
    /// What was read makes no record.
    pub fn done(mut self) -> Result<Tabled, ImportError> {
        // What a row says that is not read is not gone.
        if !self.is_in_doubt {
            self.without_what_is_gone()?;
        }
        Ok(Tabled {
            lines: self.lines,
            decisions: self.names.decisions,
            n_activities: self.seen.len(),
            records: Box::new(self.names.documents.records()?),
        })
    }

    /// Takes a row.
    ///
    /// # Errors
    /// The store cannot be read, or an answer is none of those that its question takes.
    pub fn row(&mut self, row: Row) -> Result<(), ImportError> {
        if !self.is_ours
            && let Some(columns) = Headed::again(&self.map, &row)
        {
            self.columns = columns;
            self.width = row.width;
            self.covers();
            self.above = Above::default();
            return Ok(());
        }
        let Some(mut row) = self.evened(row)? else {
            // What stands above a mark that repeats it is not known then.
            self.above = Above::default();
            return Ok(());
        };
        if !self.is_ours {
            self.above.repeated_in(&mut row);
        }
        let columns = std::mem::take(&mut self.columns);
        let taken = self.row_of(&row, &columns);
        self.columns = columns;
        self.names.documents.rest()?;
        let n_known = self.parts.len() + self.limits.len() + self.told.len() + self.bases.len();
        if n_known > MOST_KNOWN {
            self.parts.clear();
            self.limits.clear();
            self.told.clear();
            self.bases.clear();
        }
        taken
    }

    fn row_of(&mut self, row: &Row, columns: &[Column]) -> Result<(), ImportError> {
        let mut said: Vec<(&Column, Taken<'_>)> = Vec::new();
        let mut odd = Vec::new();
        for cell in row.cells.iter().filter(|cell| !cell.is_spread) {
            let Kept { at, place, .. } = self.kept(row, cell.column, "", "");
            let taken = Taken {
                at,
                place,
                heading: "",
                words: cell.text.trim(),
            };
            match columns.iter().find(|one| one.column == cell.column) {
                Some(column) => {
                    let heading = column.heading.as_str();
                    said.push((column, Taken { heading, ..taken }));
                }
                None => odd.push(taken),
            }
        }
        said.retain(|(_, cell)| !cell.words.is_empty());
        if !self.is_ours {
            self.details(&mut said)?;
        }
        if self.is_ours {
            // Who keeps the record stands in each row of CSV, and once is enough.
            if self.own_parties[0].is_none() {
                for (column, cell) in &said {
                    if column.paths.is_empty() {
                        let kept = self.kept(row, column.column, cell.heading, cell.words);
                        self.column_of_ours(&kept)?;
                    }
                }
            }
            self.pass_known(&mut said)?;
        }
        odd.retain(|cell| !cell.words.is_empty());
        // A row that repeats the headings begins a page.
        let is_headings = said.len() > 1
            && said
                .iter()
                .all(|(column, cell)| fold(cell.words) == fold(&column.heading));
        if is_headings || said.is_empty() && (odd.is_empty() || self.is_ours) {
            return Ok(());
        }
        let words: Vec<&str> = said.iter().map(|(_, cell)| cell.words).collect();
        let named = match is_sum(&words, columns.len()) && !self.is_ours {
            true => None,
            false => self.named(&said, columns)?,
        };
        let Some((name, at)) = named else {
            for (_, cell) in &said {
                self.line(cell, Outcome::Leading)?;
            }
            return Ok(());
        };
        let Some(activity) = self.activity_of(&name, &at, &said)? else {
            return Ok(());
        };
        self.seen.insert(activity.clone());
        self.activity = activity;
        self.heard.names(&self.activity);
        self.items.clear();
        self.acted_for = None;
        self.partly = said_in_part(&said);
        for kept in std::mem::take(&mut self.pending) {
            self.take(UNREAD, &kept.taken())?;
        }
        // Of what is done for others somebody else is the controller.
        let is_for_others = said.iter().any(|(column, cell)| {
            column.holds("role") && fold(cell.words).split(' ').any(|word| word == "processor")
        });
        if let Some((controller, kept)) = self.controller.take_if(|_| !is_for_others) {
            let outcome = self.set(
                &[],
                "controller",
                controller.id.clone().into(),
                &kept.taken(),
            )?;
            self.line(&kept.taken(), outcome)?;
            self.controller = Some((controller, kept));
        }
        // Whose data, which, why, who and where come first, since the rest speaks of them.
        let is_first = |path: &str| {
            !matches!(path, OPERATOR | HOSTED | MEDIUM) && !path.contains('.')
                || field(path).is_some_and(|it| leads(path, it))
        };
        let functions = self.functions_of(&said);
        for is_turn in [true, false] {
            // Where data goes to other countries is told by all that the row says of it.
            for (column, cell) in said.iter().filter(|(column, _)| !column.holds(TRANSFER)) {
                let is_of_one = column.is_by_words && yes_or_no(cell.words).is_some();
                if column.paths.is_empty() || is_of_one {
                    // Who keeps the record stands in each row of ours in CSV.
                    if is_turn && !self.is_ours {
                        self.unheaded(cell)?;
                    }
                    continue;
                }
                for path in &column.paths {
                    if is_first(path) != is_turn {
                        continue;
                    }
                    if path == "function" && !functions.is_empty() {
                        if functions
                            .last()
                            .is_some_and(|last| std::ptr::eq(*last, cell))
                        {
                            self.function(&functions)?;
                        }
                        continue;
                    }
                    if !self.is_ours {
                        let (path, words) = column.part(path, cell.words);
                        self.take(path, &cell.saying(&words))?;
                        continue;
                    }
                    for part in ours::parts(path, cell.words) {
                        self.take_part(&part, cell)?;
                    }
                }
            }
        }
        for cell in &odd {
            self.take(UNREAD, cell)?;
        }
        self.transfers(&said)?;
        if said
            .iter()
            .any(|(column, _)| column.holds(FROM) || column.holds(TO))
        {
            self.flow(&said)?;
        }
        Ok(())
    }

    /// Passes over the cells of a row that say what the register says there.
    fn pass_known<'c>(
        &mut self,
        said: &mut Vec<(&'c Column, Taken<'c>)>,
    ) -> Result<(), ImportError> {
        let of = |path: &str| {
            let mut columns = said.iter();
            let found = columns.find(|(column, _)| column.paths.iter().any(|one| one == path));
            found.map_or(String::new(), |(_, cell)| cell.words.to_owned())
        };
        let rows = self.shown.get(&(of("name"), of("purpose.text")));
        let is_same = |shown: &BTreeMap<String, String>, column: &Column, words: &str| {
            let there = shown.get(&column.heading);
            there.is_some_and(|there| there.trim() == words)
        };
        let n_same = |shown: &&BTreeMap<String, String>| {
            let cells = said.iter();
            cells
                .filter(|(column, cell)| is_same(shown, column, cell.words))
                .count()
        };
        let Some(shown) = rows.into_iter().flatten().max_by_key(n_same) else {
            return Ok(());
        };
        let mut rest = Vec::new();
        for (column, cell) in std::mem::take(said) {
            let is_key = column.paths.iter().any(|path| path == "name");
            let is_same = is_same(shown, column, cell.words);
            if is_same {
                self.lines.push(&cell.becomes(Outcome::Known))?;
            }
            if is_key || !is_same && !column.paths.is_empty() {
                rest.push((column, cell));
            }
        }
        if rest.len() > 1 {
            *said = rest;
        }
        Ok(())
    }

    pub(in crate::import) fn document(
        &mut self,
    ) -> Result<&mut Document<String, Value>, ImportError> {
        self.names.document(&self.activity)
    }
}

impl<'c> Taken<'c> {
    /// The same cell with a part of its words.
    pub(super) fn saying<'w>(&self, words: &'w str) -> Taken<'w>
    where
        'c: 'w,
    {
        Taken {
            at: self.at.clone(),
            place: self.place.clone(),
            heading: self.heading,
            words,
        }
    }

    fn becomes(&self, outcome: Outcome) -> Line {
        Line {
            at: self.at.clone(),
            heading: self.heading.to_owned(),
            words: self.words.to_owned(),
            outcome,
        }
    }
}

/// The fields of which one cell of the row says something, and another that there is none.
fn said_in_part(said: &[(&Column, Taken<'_>)]) -> Vec<String> {
    let of = |is_it: fn(&Said<'_>) -> bool| {
        let cells = said
            .iter()
            .filter(move |(_, cell)| is_it(&Said::of(cell.words)));
        cells.flat_map(|(column, _)| column.paths.iter())
    };
    let none: BTreeSet<&str> = of(|said| *said == Said::None).map(String::as_str).collect();
    // Who acts for the controller is a recipient too.
    let some = of(|said| matches!(said, Said::Words(_))).map(|path| match path.as_str() {
        PROCESSOR | OPERATOR | SUPPLIER => "recipient.to",
        path => path,
    });
    some.filter(|path| none.contains(path))
        .map(str::to_owned)
        .collect()
}
