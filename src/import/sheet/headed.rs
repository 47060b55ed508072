//! Where in a sheet the table begins: the row of its headings, and which column holds which field.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{categories::before_examples, words};
use super::asked::in_several;
use super::between::repeats;
use super::cells::{Row, Sheet, width};
use super::map::{ACTS_FOR, Map, UNREAD, asks_whether, asks_which};
use super::nameless::is_name;
use super::said::{after_yes, lists_data, name_and_data, people_and_data};
use crate::model::{date_meant, fold};

/// How long the name of an activity is at most that no heading tells.
const MOST_IN_A_NAME: usize = 80;

/// In how many rows at most the headings are looked for.
const LOOKED_AT: u32 = 60;

/// How many headings a map knows at least of a sheet that it fits, and how many of all headings there, in a hundred.
const LEAST: usize = 3;
const LEAST_SHARE: usize = 50;

/// What only a record of processing says.
const OF_A_RECORD: [&str; 6] = [
    "purpose.basis",
    "people",
    "data",
    "recipient.to",
    "retention",
    "source.from",
];

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0.
    pub column: u32,
    /// Its heading, with the one over it where that belongs to it.
    pub heading: String,
    /// What stands over it and others.
    pub(super) group: Option<String>,
    /// The fields that it holds; none where the map does not name the heading.
    pub paths: Vec<String>,
    /// Whether it is known by the words of its heading alone.
    pub is_by_words: bool,
}

impl Column {
    pub(super) fn holds(&self, path: &str) -> bool {
        self.paths.iter().any(|one| one == path)
    }

    /// What of a cell is said of one of the fields that the column holds, and that field; a cell that does not tell them
    /// apart is kept as text.
    pub(super) fn part<'t>(&self, path: &'t str, words: &'t str) -> (&'t str, Cow<'t, str>) {
        // What repeats something that is not known says nothing.
        if repeats(words) {
            return (UNREAD, words.into());
        }
        let named = after_yes(words);
        let asks_whether = || asks_whether(&self.heading) && !asks_which(&self.heading);
        if self.is_by_words && named == words && asks_whether() {
            return (UNREAD, words.into());
        }
        let is_list = in_several(path) || path == "notices";
        let words = if is_list { named } else { words };
        if self.is_name_and_data() {
            let (name, within) = self.name_and_data(words);
            return match path {
                "data" if within.is_empty() => (path, "".into()),
                "data" if before_examples(within).0.is_empty() => (UNREAD, within.into()),
                "name" => (path, name.into()),
                "data" => (path, within.into()),
                _ => (path, words.into()),
            };
        }
        if !(self.holds("people") && self.holds("data")) {
            return (path, words.into());
        }
        match (people_and_data(words), path) {
            (Some((people, _)), "people") => (path, people.into()),
            (Some((_, data)), "data") => (path, data.into()),
            _ => (UNREAD, words.into()),
        }
    }

    /// What a cell of such a column calls the activity, and the data that it lists. "What we hold" asks for what is kept, and
    /// only what stands in brackets after that is data; "What information do we hold?" asks for both.
    pub(super) fn name_and_data<'t>(&self, words: &'t str) -> (&'t str, &'t str) {
        if !asks_what_is_held(&fold(&self.heading)) {
            return name_and_data(words);
        }
        match lists_data(words) {
            true => name_and_data(words),
            false => (words, ""),
        }
    }

    /// Whether it names the activity and lists its data.
    pub(super) fn is_name_and_data(&self) -> bool {
        self.holds("name") && self.holds("data")
    }
}

/// Whether a heading asks what is held, and not which data: "What we hold".
fn asks_what_is_held(heading: &str) -> bool {
    const HELD: &str = "hold|held|keep|kept|collect|collected|record|recorded";
    const OF_DATA: &str = "information|data|details";
    let has = |of: &str| heading.split(' ').any(|word| words::is_one_of(word, of));
    heading.starts_with("what ") && has(HELD) && !has(OF_DATA)
}

/// The table of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headed {
    /// The row of its headings, from 1.
    pub row: u32,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The rows before it, which say whose it is.
    pub before: Vec<Row>,
    /// How many cells its rows have; none where its file does not count them.
    pub(super) width: u32,
    /// Whether it stands on its side, so that its rows are columns of the sheet.
    pub is_turned: bool,
}

/// Whether a table is a record of what is done for other controllers.
pub(super) fn is_of_a_processor(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.holds(ACTS_FOR))
}

impl Headed {
    /// How many columns hold a field.
    pub fn n_known(&self) -> usize {
        self.columns
            .iter()
            .filter(|column| !column.paths.is_empty())
            .count()
    }

    /// The same, where a heading over several columns counts once.
    fn n_known_in(&self, row: &Row) -> usize {
        let is_spread = |column: &Column| {
            let own = row.cell(column.column);
            let before = column.column.checked_sub(1).and_then(|at| row.cell(at));
            own.zip(before)
                .is_some_and(|(own, before)| own.is_spread && own.text == before.text)
        };
        let known = self.columns.iter().filter(|one| !one.paths.is_empty());
        known.filter(|column| !is_spread(column)).count()
    }

    /// Whether a column holds a field.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.columns.iter().any(|column| column.holds(path))
    }

    /// The columns of another table that a row within one begins: most of its cells are headings that the map names.
    pub(super) fn again(map: &Map, row: &Row) -> Option<Vec<Column>> {
        const SHARE: usize = 60;
        let [first, _, _, ..] = &row.cells[..] else {
            return None;
        };
        // A number is no heading.
        if first.text.bytes().filter(u8::is_ascii_digit).count() > 2 {
            return None;
        }
        map.paths(&first.text)?;
        let columns = columns(map, row, None);
        let n_known = columns.iter().filter(|column| !column.paths.is_empty());
        let n_known = n_known.count();
        (n_known >= LEAST && n_known * 100 >= row.cells.len() * SHARE).then_some(columns)
    }

    /// Whether an activity is named, and something said of it that only a record of processing says.
    fn is_of_activities(&self) -> bool {
        self.holds_any(&["name", "purpose.text"]) && self.says_what_a_record_says()
    }

    /// Whether a service or an activity is named, and something said of it that only a record of processing says.
    pub(super) fn is_of_a_service(&self) -> bool {
        self.holds_any(&["name", "function"]) && self.says_what_a_record_says()
    }

    /// Whether it can be of activities at all: a list of laptops, of managers or of risks has headings that a register has
    /// too. What is headed as a known table is, names its entries.
    fn is_of_records(&self, map: &Map) -> bool {
        let is_known = !map.is_by_words && self.holds("name");
        is_known || self.says_what_a_record_says()
    }

    /// The same, or three things are said that only a record of processing says, whatever names its entries.
    fn is_plainly_of_records(&self) -> bool {
        let n_said = OF_A_RECORD.iter().filter(|path| self.holds(path)).count();
        self.is_of_activities() || n_said >= LEAST
    }

    fn says_what_a_record_says(&self) -> bool {
        self.holds_any(&OF_A_RECORD)
    }

    fn holds_any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|path| self.holds(path))
    }

    /// Where nothing names the activity, takes the name of the service for it.
    pub(super) fn name_by_function(&mut self) {
        if !self.holds("name")
            && let Some(column) = self
                .columns
                .iter_mut()
                .find(|column| column.holds("function"))
        {
            column.paths.insert(0, "name".to_owned());
        }
    }

    /// Where no column names the activity, takes the first for it, as a reader does: one of which nothing is known and that
    /// says something else in each row, or the data that it holds.
    pub(super) fn name_by_place(&mut self, rows: &[Row]) {
        let holds = |path: &str| self.columns.iter().any(|column| column.holds(path));
        let (has_purpose, has_data) = (holds("purpose.text"), holds("data"));
        if holds("name") {
            return;
        }
        let Some(first) = self.columns.iter_mut().find(|column| !column.holds("ref")) else {
            return;
        };
        if first.holds("data") && !has_purpose {
            first.paths.insert(0, "name".to_owned());
            return;
        }
        let rows = rows.iter().filter(|row| row.number > self.row);
        let cells = rows.filter_map(|row| row.cell(first.column));
        let cells: Vec<&str> = cells.map(|cell| cell.text.trim()).collect();
        let said: Vec<String> = cells.iter().map(|text| fold(text)).collect();
        let said: Vec<&String> = said.iter().filter(|words| !words.is_empty()).collect();
        let differ = said.iter().collect::<BTreeSet<_>>().len() == said.len();
        let are_names = said.iter().all(|words| {
            is_name(words) && date_meant(words).is_none() && words.len() <= MOST_IN_A_NAME
        });
        // Who answers for it, where it is and when is no name of it, however it is headed.
        const OTHERS: [&str; 14] = [
            "owner",
            "officer",
            "manager",
            "lead",
            "who",
            "contact",
            "email",
            "date",
            "when",
            "where",
            "by",
            "location",
            "directorate",
            "team",
        ];
        let heading = fold(&first.heading);
        let is_of_others = heading.split(' ').any(|word| OTHERS.contains(&word));
        // A description that comes first is of what the row is about: "Hirers (name, phone)".
        let is_description = heading == "description";
        let is_free = first.paths.is_empty() || is_description;
        if is_free && !is_of_others && !said.is_empty() && differ && are_names {
            first.paths = vec!["name".to_owned()];
            let holds = asks_what_is_held(&heading) && cells.iter().any(|text| lists_data(text));
            let mut cells = cells.iter().filter(|text| !text.is_empty());
            let lists = cells.all(|text| name_and_data(text).0.len() < text.len());
            if is_description && lists && !has_data {
                first.paths.push("data".to_owned());
            }
            // "What information do we hold?" asks for both.
            let asks_for_data = heading.contains("what ")
                && heading
                    .split(' ')
                    .any(|word| matches!(word, "information" | "data"));
            if (asks_for_data || holds) && !has_data {
                first.paths.push("data".to_owned());
            }
        }
    }

    /// Takes columns whose heading the map did not name by another map, where no other column holds their field or several
    /// may.
    pub(super) fn complete(&mut self, map: &Map) {
        self.without_places();
        for place in 0..self.columns.len() {
            let Column { heading, group, .. } = &self.columns[place];
            let within = || map.paths_or_asked(&format!("{} {heading}", group.as_ref()?));
            let paths = map.paths_or_asked(heading).or_else(within);
            let before = || map.paths_or_asked(&self.columns[place.checked_sub(1)?].heading);
            let paths = match is_of_the_one_before(heading) {
                true => paths
                    .or_else(|| before().filter(|paths| paths.iter().all(|path| in_several(path)))),
                false => paths,
            };
            let is_free = |path: &String| {
                let mut others = self.columns.iter();
                in_several(path) || others.all(|column| !column.paths.contains(path))
            };
            let paths = paths.filter(|paths| paths.iter().all(is_free));
            if let Some(paths) = paths.map(Cow::into_owned)
                && self.columns[place].paths.is_empty()
            {
                self.columns[place].is_by_words = map.paths(&self.columns[place].heading).is_none();
                self.columns[place].paths = paths;
            }
        }
    }

    /// Where a column names the systems, that of places says where those are: "on premises" is no system.
    fn without_places(&mut self) {
        let is_place =
            |column: &Column| matches!(fold(&column.heading).as_str(), "location" | "locations");
        let mut columns = self.columns.iter();
        if columns.any(|column| column.holds("store.in") && !is_place(column)) {
            let places = self.columns.iter_mut().filter(|column| is_place(column));
            places.for_each(|column| column.paths.retain(|path| path != "store.in"));
        }
    }

    /// The table of a sheet by a map, if it fits: of the first rows that in which most headings are known.
    pub(super) fn of(map: &Map, sheet: &Sheet, rows: &[Row], is_given: bool) -> Option<Self> {
        Self::found(map, sheet, rows, is_given, true)
    }

    /// The same of a table on its side: what stands before a question is no heading over it.
    pub(super) fn of_questions(map: &Map, sheet: &Sheet, rows: &[Row]) -> Option<Self> {
        Self::found(map, sheet, rows, false, false)
    }

    fn found(
        map: &Map,
        sheet: &Sheet,
        rows: &[Row],
        is_given: bool,
        has_groups: bool,
    ) -> Option<Self> {
        if !map.sheets.is_empty() && !map.sheets.contains(&sheet.name) {
            return None;
        }
        let mut best: Option<(usize, Self)> = None;
        for (place, row) in rows.iter().enumerate() {
            if row.number > LOOKED_AT || map.header_row.is_some_and(|number| number != row.number) {
                continue;
            }
            let above = place.checked_sub(1).and_then(|above| rows.get(above));
            let columns = columns(map, row, above.filter(|_| has_groups));
            let found = Self {
                row: row.number,
                columns,
                before: rows[..place].to_vec(),
                width: width(rows, row),
                is_turned: false,
            };
            let n_known = found.n_known_in(row);
            let is_enough = if map.is_ours {
                n_known == map.n_headings()
            } else if is_given {
                n_known > 0
            } else {
                let is_most = n_known * 100 >= found.columns.len() * LEAST_SHARE;
                n_known >= LEAST
                    && (is_most || n_known > LEAST && found.is_plainly_of_records())
                    && (map.is_of_flows() || found.is_of_records(map))
            };
            if is_enough && best.as_ref().is_none_or(|(most, _)| n_known > *most) {
                best = Some((n_known, found));
            }
        }
        best.map(|(_, best)| best)
    }

    /// The row of a sheet that is most like headings, without knowing any: the first in which most cells are short texts.
    pub(super) fn likely(rows: &[Row]) -> Option<Self> {
        let is_short = |text: &str| {
            let n_letters = text.chars().count();
            n_letters <= 120 && text.chars().any(char::is_alphabetic)
        };
        let first = rows.iter().filter(|row| row.number <= LOOKED_AT);
        let wide = |row: &&Row| {
            let cells = row.cells.iter();
            cells
                .filter(|it| !it.is_spread && is_short(&it.text))
                .count()
        };
        let widest = first.clone().map(|row| wide(&row)).max()?;
        let row = first.into_iter().find(|row| wide(row) * 5 >= widest * 4)?;
        let place = rows.iter().position(|it| it.number == row.number)?;
        Some(Self {
            row: row.number,
            columns: columns(&Map::default(), row, None),
            before: rows[..place].to_vec(),
            width: width(rows, row),
            is_turned: false,
        })
    }
}

/// Whether a heading asks for more of what the one before it asks: "If yes, please specify".
fn is_of_the_one_before(heading: &str) -> bool {
    let folded = fold(heading);
    ["if yes ", "if y ", "if so "]
        .iter()
        .any(|begin| folded.starts_with(begin))
}

/// Whether a row says one thing, over the first column of the table below it.
fn is_title(above: &Row, row: &Row) -> bool {
    let first = row.cells.first().map(|cell| cell.column);
    let mut said = above
        .cells
        .iter()
        .filter(|cell| !cell.is_spread && !cell.text.trim().is_empty());
    let title = said.next().map(|cell| cell.column);
    title.is_some() && title <= first && said.next().is_none()
}

/// The columns that a row heads. A heading is taken with the one over it first, and alone then; a title over all of them is
/// no heading.
fn columns(map: &Map, row: &Row, above: Option<&Row>) -> Vec<Column> {
    let mut columns = Vec::new();
    let above = above.filter(|above| !is_title(above, row));
    let last = row
        .cells
        .iter()
        .chain(above.into_iter().flat_map(|row| &row.cells));
    let last = last.map(|cell| cell.column).max().unwrap_or_default();
    let text = |row: &Row, column: u32| {
        row.cell(column)
            .map(|cell| cell.text.trim().replace('\n', " "))
            .filter(|text| !text.is_empty())
    };
    // A heading over several columns stands over the first alone where cells are not merged.
    let mut group = None;
    let mut asked: BTreeMap<String, Option<Cow<'_, [String]>>> = BTreeMap::new();
    for column in 0..=last {
        let own = text(row, column);
        let over = above.and_then(|above| text(above, column));
        group = over.clone().or(group);
        let both = own
            .as_ref()
            .zip(group.as_ref())
            .map(|(own, over)| format!("{over} {own}"));
        let mut known = |heading: &Option<String>| {
            let heading = heading.as_ref()?;
            let asked = asked.entry(heading.clone());
            let paths = asked.or_insert_with(|| map.paths_or_asked(heading));
            Some((heading.clone(), paths.as_deref()?.to_vec()))
        };
        // What a heading is named for itself goes before what the two have in common.
        let is_named = |heading: &Option<String>| {
            let heading = heading.as_ref();
            heading.is_some_and(|heading| map.names(heading))
        };
        let is_own = is_named(&own) && !is_named(&both);
        let named = both
            .as_ref()
            .filter(|both| map.paths(both).is_some() && !is_own);
        // What stands over a column that has no heading of its own is its heading only where it is known as one.
        let found = known(&named.cloned()).or_else(|| known(&own));
        let found = found.or_else(|| known(&both));
        let found = found.or_else(|| known(&over).filter(|_| own.is_none()));
        let found = found.or_else(|| own.map(|heading| (heading, Vec::new())));
        if let Some((heading, paths)) = found {
            columns.push(Column {
                is_by_words: !paths.is_empty() && map.paths(&heading).is_none(),
                column,
                heading,
                group: group.clone(),
                paths,
            });
        }
    }
    columns
}
