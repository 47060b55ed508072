//! What an entry of the register says, one file a subject: as a line, as the cells of a row, and as
//! the chapter of a document.
//!
//! A cell is a [`Field`]: its heading, the provision that it answers, what it reads out of an entry,
//! and what it prints for *not recorded* and *none*.

pub(super) mod accountability;
pub(super) mod conditions;
pub(super) mod decisions;
pub(super) mod flows;
pub(super) mod hidden;
pub(super) mod identity;
pub(super) mod law;
pub(super) mod law_enforcement;
pub(super) mod leaving;
pub(super) mod needs;
pub(super) mod papers;
pub(super) mod people_and_data;
pub(super) mod purposes;
pub(super) mod recipients;
pub(super) mod retention;
pub(super) mod rights;
pub(super) mod security;
pub(super) mod special;
pub(super) mod transfers;
pub(super) mod uncovered;

use crate::model::{
    DataId, Date, DocumentId, OpenList, Purpose, Recorded, Reference, Scope, Word, day_in_words,
};

use super::document::{Block, Cell, Column, Fact, Section, Table};
use super::entry::Entry;

/// One field of a layout.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its heading.
    pub(super) heading: &'static str,
    /// The provision that asks for it.
    pub(super) provision: &'static str,
    /// What it prints where the record does not say.
    pub(super) not_recorded: &'static str,
    /// What it prints where the record says that there is none.
    pub(super) none: &'static str,
    /// How wide it is, in characters.
    pub(super) width: u16,
    /// Of what it speaks, where an entry has several purposes and a row is about one.
    pub(super) speaks: Speaks,
    /// The field of an activity that a cell is read back into; where it is worked out, its words are only compared.
    pub(super) reads: &'static str,
    /// What an entry says.
    cell: fn(&Entry<'_>) -> Cell,
}

/// Of what a field speaks, where an entry has several purposes and a row is about one of them.
#[derive(Clone, Copy)]
pub(super) enum Speaks {
    /// Which entry it is: the same in every row.
    Entry,
    /// The purpose of the row.
    Purpose,
    /// The activity with all its purposes.
    Activity,
    /// The activity where this holds of the entry, else the purpose.
    ActivityWhere(fn(&Entry<'_>) -> bool),
    /// Flows: those that name the purpose of the row speak of it, those that name none of the activity.
    Flows,
    /// The same of what seldom names a purpose: where nothing does, all of it speaks of the activity.
    NamedWhere(fn(&Entry<'_>) -> bool),
}

/// What stands before what is recorded for an activity and for none of its purposes.
const AS_A_WHOLE: &str = "For the activity as a whole:";

/// What no law asks for and the Commissioner recommends.
pub(super) const GOOD_PRACTICE: &str = "ICO good practice";

/// What no law asks for, where the Commissioner has no say.
pub(super) const GOOD_PRACTICE_ELSEWHERE: &str = "good practice";

/// What tells entries apart, and is no part of any template.
pub(super) const OURS: &str = "this register";

impl Field {
    /// A field that prints the usual words.
    pub(super) const fn new(
        heading: &'static str,
        provision: &'static str,
        width: u16,
        cell: fn(&Entry<'_>) -> Cell,
    ) -> Self {
        Self {
            heading,
            provision,
            not_recorded: "not recorded",
            none: "none",
            width,
            speaks: Speaks::Activity,
            reads: "unread",
            cell,
        }
    }

    /// What a row says in it. In one of several rows of an entry, what is recorded for the activity
    /// and not for the purpose of the row says so.
    pub(super) fn said(&self, row: &Entry<'_>) -> Cell {
        let cell = (self.cell)(row);
        let is_one_of_several = row.purpose.is_some() && row.activity.purpose.items().len() > 1;
        let Cell::Text(words) = &cell else {
            return cell;
        };
        if !is_one_of_several {
            return cell;
        }
        match self.speaks {
            Speaks::Entry | Speaks::Purpose => cell,
            Speaks::Activity => Cell::Text(as_a_whole(words)),
            Speaks::NamedWhere(are_named) if !are_named(row) => Cell::Text(as_a_whole(words)),
            Speaks::ActivityWhere(holds) if holds(row) => Cell::Text(as_a_whole(words)),
            Speaks::ActivityWhere(_) => cell,
            Speaks::Flows | Speaks::NamedWhere(_) => {
                let own = (self.cell)(row.own());
                Cell::Text(own_first(words, &own))
            }
        }
    }

    /// The same, speaking of something else than the activity.
    pub(super) const fn speaking(self, speaks: Speaks) -> Self {
        Self { speaks, ..self }
    }

    /// The same, read back into a field of an activity.
    pub(super) const fn reads(self, reads: &'static str) -> Self {
        Self { reads, ..self }
    }

    /// The same under another heading.
    pub(super) const fn headed(self, heading: &'static str) -> Self {
        Self { heading, ..self }
    }

    /// The same, answering another provision.
    pub(super) const fn under(self, provision: &'static str) -> Self {
        Self { provision, ..self }
    }

    /// The same, with other words for *none*.
    pub(super) const fn none_is(self, none: &'static str) -> Self {
        Self { none, ..self }
    }

    /// Its column.
    pub(super) fn column(&self, group: Option<&'static str>) -> Column {
        Column {
            heading: self.heading.to_owned(),
            group,
            provision: Some(self.provision),
            not_recorded: self.not_recorded,
            none: self.none,
            width: self.width,
        }
    }
}

/// Words that are recorded for the activity and for none of its purposes.
fn as_a_whole(words: &str) -> String {
    let space = if words.contains('\n') { '\n' } else { ' ' };
    format!("{AS_A_WHOLE}{space}{words}")
}

/// The lines of a cell: first those that the purpose of the row says by itself.
fn own_first(words: &str, own: &Cell) -> String {
    let own: Vec<&str> = match own {
        Cell::Text(own) => own.lines().collect(),
        _ => Vec::new(),
    };
    let (own, rest): (Vec<&str>, Vec<&str>) = words.lines().partition(|line| own.contains(line));
    match (own.is_empty(), rest.is_empty()) {
        (_, true) => words.to_owned(),
        (true, false) => as_a_whole(words),
        (false, false) => format!("{}\n{AS_A_WHOLE}\n{}", own.join("\n"), rest.join("\n")),
    }
}

/// What the parts of a cell say: the words, then by name the parts that are recorded as none and
/// those that are not recorded. For the public the last are left out, as the head of the extract says.
pub(super) struct Parts {
    words: Vec<String>,
    none: Vec<&'static str>,
    not_recorded: Vec<&'static str>,
    is_public: bool,
}

impl Parts {
    /// No part yet.
    pub(super) fn of(entry: &Entry<'_>) -> Self {
        Self::new(entry.is_public)
    }

    /// The same, for the public or for those who keep the register.
    pub(super) fn new(is_public: bool) -> Self {
        Self {
            words: Vec::new(),
            none: Vec::new(),
            not_recorded: Vec::new(),
            is_public,
        }
    }

    /// Whether it is for the public.
    pub(super) fn is_public(&self) -> bool {
        self.is_public
    }

    /// Whether no part of it is recorded.
    pub(super) fn is_silent(&self) -> bool {
        self.words.is_empty() && self.none.is_empty()
    }

    /// Words that stand for themselves.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.words.push(words.into());
    }

    /// A part in words, with what it is called where there are none.
    pub(super) fn add<T>(
        &mut self,
        name: &'static str,
        field: &Recorded<T>,
        words: impl FnOnce(&T) -> String,
    ) {
        match field {
            Recorded::Value(value) => self.words.push(words(value)),
            Recorded::None => self.none.push(name),
            Recorded::NotRecorded => self.not_recorded.push(name),
        }
    }

    /// The same of a part that need not be there: where it is not recorded, nothing is missing.
    pub(super) fn add_if_said<T>(
        &mut self,
        name: &'static str,
        field: &Recorded<T>,
        words: impl FnOnce(&T) -> String,
    ) {
        if !field.is_not_recorded() {
            self.add(name, field, words);
        }
    }

    /// All of it, in a line.
    pub(super) fn joined(self) -> String {
        let mut words = self.words;
        let named = |state: &str, names: &[&str]| format!("{state}: {}", names.join(", "));
        if !self.none.is_empty() {
            words.push(named("none", &self.none));
        }
        if self.is_public && words.is_empty() {
            return "not recorded".to_owned();
        }
        if !self.not_recorded.is_empty() && !self.is_public {
            words.push(named("not recorded", &self.not_recorded));
        }
        words.join("; ")
    }
}

/// The cell of a text.
pub(super) fn text(field: &Recorded<String>) -> Cell {
    value(field, Clone::clone)
}

/// The cell of a value in words.
pub(super) fn value<T>(field: &Recorded<T>, words: impl FnOnce(&T) -> String) -> Cell {
    match field {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(value) => Cell::Text(words(value)),
    }
}

/// The cell of a list, an item to a line. A list with nothing in it says nothing.
pub(super) fn list<T>(field: &Recorded<Vec<T>>, words: impl FnMut(&T) -> String) -> Cell {
    match field {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(items) => lines(items.iter().map(words)),
    }
}

/// The cell of a list, with the words that it is incomplete where its source says so, or that
/// no list is where that is recorded.
pub(super) fn with_others(entry: &Entry<'_>, list: OpenList, cell: Cell) -> Cell {
    match others(entry, list) {
        None => cell,
        Some(others) => match cell {
            // Where nothing is listed, that says whether there is more.
            cell if entry.activity.open.is_none() && !matches!(cell, Cell::Text(_)) => cell,
            Cell::NotApplicable => Cell::Text(others),
            cell => Cell::Text(format!("{}\n{others}", cell.said())),
        },
    }
}

/// That the source says that a list is incomplete, or of no list that it is, as a sentence.
pub(super) fn others(entry: &Entry<'_>, list: OpenList) -> Option<String> {
    if entry.activity.open.is_none() {
        return Some("No others are said to be left out".to_owned());
    }
    let is_open = entry.activity.is_open(list);
    is_open.then(|| {
        let (first, rest) = OpenList::OTHERS.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    })
}

/// The same below what a chapter says of the list.
pub(super) fn told_others(entry: &Entry<'_>, list: OpenList) -> Option<Block<'static>> {
    let others = others(entry, list)?;
    Some(Block::Words(format!("{others}: {}.", list.items())))
}

/// The cell of lines; not recorded where there is none.
pub(super) fn lines(lines: impl IntoIterator<Item = String>) -> Cell {
    let lines: Vec<String> = lines.into_iter().collect();
    if lines.is_empty() {
        Cell::NotRecorded
    } else {
        Cell::Text(lines.join("\n"))
    }
}

/// What each purpose of a row says. One purpose is a plain cell; of several, those that say the
/// same say it once, and else each is numbered as the purposes are.
pub(super) fn by_purpose(entry: &Entry<'_>, cell: impl Fn(&Purpose) -> Cell) -> Cell {
    match entry.purposes() {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::NotApplicable,
        Recorded::Value(purposes) => numbered(purposes.into_iter().map(cell), entry.is_public),
    }
}

/// What a row says that its activity has, and a purpose may have of its own: the purpose of the row before
/// the activity; in a row about all of them the activity, then each purpose that says something.
pub(super) fn with_purposes(
    entry: &Entry<'_>,
    whole: Cell,
    of_purpose: impl Fn(&Purpose) -> Cell,
) -> Cell {
    if let Some(purpose) = entry.purpose {
        return match of_purpose(purpose) {
            Cell::NotRecorded => whole,
            own => own,
        };
    }
    let purposes = entry.purposes();
    let several = purposes.value().map_or(0, Vec::len) > 1;
    let own = (1..).zip(purposes.value().into_iter().flatten());
    let own: Vec<String> = own
        .map(|(number, purpose)| (number, of_purpose(purpose)))
        .filter(|(_, cell)| *cell != Cell::NotRecorded)
        .map(|(number, cell)| match several {
            true => format!("For purpose {number}: {}", cell.said().replace('\n', "; ")),
            false => format!("For its purpose: {}", cell.said().replace('\n', "; ")),
        })
        .collect();
    if own.is_empty() {
        return whole;
    }
    let of_all = match &whole {
        Cell::NotRecorded if entry.is_public => None,
        Cell::Text(words) => Some(words.clone()),
        other => Some(as_a_whole(other.said())),
    };
    lines(of_all.into_iter().chain(own))
}

/// Several cells in one: once where all say the same, else with the numbers of those that say so. For
/// the public those that are not recorded are left out, as the head of the extract says.
pub(super) fn numbered(cells: impl IntoIterator<Item = Cell>, is_public: bool) -> Cell {
    let cells: Vec<Cell> = cells.into_iter().collect();
    let Some(first) = cells.first() else {
        return Cell::NotRecorded;
    };
    if cells.iter().all(|cell| cell == first) {
        return first.clone();
    }
    let mut said: Vec<(&Cell, Vec<String>)> = Vec::new();
    for (cell, number) in cells.iter().zip(1..) {
        let number = number.to_string();
        match said.iter_mut().find(|(known, _)| *known == cell) {
            Some((_, numbers)) => numbers.push(number),
            None => said.push((cell, vec![number])),
        }
    }
    said.retain(|(cell, _)| !is_public || **cell != Cell::NotRecorded);
    let line =
        |(cell, numbers): (&Cell, Vec<String>)| format!("{}. {}", numbers.join(", "), cell.said());
    Cell::Text(said.into_iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Facts, a line each: the label, the provision that asks for it where one does, and the cell.
macro_rules! facts {
    (@) => { None };
    (@ $provision:expr) => { Some($provision) };
    ($($label:literal $(($provision:expr))? => $cell:expr),* $(,)?) => {
        vec![$($crate::report::subjects::fact($label, facts!(@ $($provision)?), $cell)),*]
    };
}
pub(super) use facts;

/// A label, the provision it answers and what the record says.
pub(super) fn fact(label: &str, provision: Option<&'static str>, cell: Cell) -> Fact {
    Fact {
        label: label.to_owned(),
        provision,
        cell,
    }
}

pub(super) fn yes_or_no(field: &Recorded<bool>) -> Cell {
    value(field, |value| if *value { "yes" } else { "no" }.to_owned())
}

pub(super) fn day(field: &Recorded<Date>) -> Cell {
    value(field, |date| day_in_words(*date))
}

/// The facts that a person may leave out: those that are there.
pub(super) fn optional(label: &str, field: Option<&String>) -> Option<Fact> {
    field.map(|words| fact(label, None, Cell::Text(words.clone())))
}

/// A fact that is only there where the record says it.
pub(super) fn if_said<T>(
    label: &str,
    field: &Recorded<T>,
    words: impl FnOnce(&T) -> String,
) -> Option<Fact> {
    (!field.is_not_recorded()).then(|| fact(label, None, value(field, words)))
}

/// A word of a list of words as it is read: `in-place` is *in place*.
pub(super) fn word(words: &'static [Word], place: usize) -> String {
    words
        .get(place)
        .map_or_else(String::new, |word| word.word.replace('-', " "))
}

/// What a person may add and did not: an empty cell, in which nothing is missing.
pub(super) fn remark(remark: Option<&String>) -> Cell {
    Cell::Text(remark.cloned().unwrap_or_default())
}

/// A section.
pub(super) fn section(heading: &str, blocks: Vec<Block<'static>>) -> Section<'static> {
    Section {
        heading: heading.to_owned(),
        blocks,
    }
}

/// A column: its heading, the provision it answers, its width in characters.
pub(super) fn column(heading: &str, provision: Option<&'static str>, width: u16) -> Column {
    Column {
        provision,
        ..Column::new(heading.to_owned(), width)
    }
}

/// What stands before the columns of a table in which nothing is recorded.
const NOT_FOR_ANY: &str = "Not recorded for any of them: ";

/// A table without the columns in which no row says anything; these are named below it instead.
pub(super) fn dense(
    caption: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> Vec<Block<'static>> {
    let is_silent = |place: usize| {
        rows.iter().all(|row| match &row[place] {
            Cell::NotRecorded | Cell::NotApplicable => true,
            Cell::Text(text) => text.is_empty(),
            Cell::None => false,
        })
    };
    let silent: Vec<bool> = (0..columns.len()).map(is_silent).collect();
    let speaks = |place: usize| place == 0 || !silent[place];
    // A column in which nothing has a meaning misses nothing.
    let misses = |place: usize| rows.iter().any(|row| row[place] == Cell::NotRecorded);
    let missing: Vec<String> = columns
        .iter()
        .enumerate()
        .filter(|(place, _)| !speaks(*place) && misses(*place))
        .map(|(_, column)| match column.provision {
            Some(provision) => format!("{} ({provision})", column.heading),
            None => column.heading.clone(),
        })
        .collect();
    let kept = |row: Vec<Cell>| {
        row.into_iter()
            .enumerate()
            .filter(|(place, _)| speaks(*place))
            .map(|(_, cell)| cell)
            .collect()
    };
    let rows = rows.into_iter().map(kept).collect();
    let columns = columns
        .into_iter()
        .enumerate()
        .filter(|(place, _)| speaks(*place))
        .map(|(_, column)| column)
        .collect();
    let mut blocks = vec![Block::Table(Table::of(caption, columns, rows))];
    if !missing.is_empty() {
        blocks.push(Block::Words(format!(
            "{NOT_FOR_ANY}{}.",
            missing.join("; ")
        )));
    }
    blocks
}

/// Which data: all of it, or these by name.
fn scope(entry: &Entry<'_>, scope: &Scope) -> String {
    match scope {
        Scope::All(_) => "all the data it has".to_owned(),
        Scope::These(ids) => data(entry, ids),
    }
}

/// Which data goes somewhere, each with what it is made from.
fn carried(entry: &Entry<'_>, carried: &Scope) -> String {
    match carried {
        Scope::All(_) => scope(entry, carried),
        Scope::These(ids) => entry.carried_names(ids, "; "),
    }
}

/// Categories of data by name. A name may have a comma of its own.
fn data(entry: &Entry<'_>, ids: &[DataId]) -> String {
    names(entry, ids.iter().map(DataId::reference))
}

/// Records by name.
fn names(entry: &Entry<'_>, references: impl Iterator<Item = Reference>) -> String {
    let names: Vec<String> = references.map(|one| entry.name(&one)).collect();
    names.join("; ")
}

/// A document with what it is, when it was made and where it is found.
pub(super) fn document(entry: &Entry<'_>, id: &DocumentId) -> String {
    let name = entry.name(&id);
    let Some(document) = entry.document(id) else {
        return name;
    };
    let mut more = Parts::new(false);
    more.add("date", &document.dated, |date| {
        format!("dated {}", day_in_words(*date))
    });
    more.add("last day", &document.expires, |date| {
        format!("good until {}", day_in_words(*date))
    });
    let link = match &document.link {
        Recorded::Value(link) => link,
        Recorded::NotRecorded => "(where it is found is not recorded)",
        Recorded::None => "(where it is found: none)",
    };
    format!("{name} ({})\n{link}", more.joined())
}

/// Documents, as they are found.
pub(super) fn documents(entry: &Entry<'_>, field: &Recorded<Vec<DocumentId>>) -> Cell {
    list(field, |id| document(entry, id))
}

/// A list of which nothing is shown but that it is empty; one with nothing in it says nothing.
fn empty<T>(field: &Recorded<Vec<T>>) -> Cell {
    list(field, |_| String::new())
}

#[cfg(test)]
mod tests;
