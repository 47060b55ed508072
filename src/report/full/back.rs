//! The layout read back: what a workbook says, as records. What a cell says as the register does stays as it is there, so
//! that an export that nobody changed changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::sheets::{Read, continued, sheet};
use super::{cell, fields_of_list, of_field};
use crate::finding::Finding;
use crate::import::ImportError;
use crate::import::sheet::{Book, Row, place};
use crate::model::{
    Date, Field, Kind, Period, Presence, Record, Recorded, Reference, Regime, Shape, fold,
    iso_date, slug_of, visible,
};
use crate::report::document::Section;
use crate::report::xlsx::CONTINUED;
use crate::store::{NameError, Store};
use crate::text::{Typed, Untyped};

/// What a workbook of the layout says.
#[derive(Debug, Default)]
pub struct Back {
    /// Every record of it, as it says that it is, with where it stands.
    pub records: Vec<(Reference, Record, String)>,
    /// What in it is wrong.
    pub faults: Vec<Fault>,
}

/// Something that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The cell: `Purposes!C7`.
    pub place: String,
    /// What is wrong.
    pub why: String,
    /// What to do about it, where that is known.
    pub hint: Option<String>,
}

/// Reads a workbook of the layout; nothing where it is none.
///
/// # Errors
/// The file or the store cannot be read.
pub fn back(book: &mut Book, store: &Store, on: Date) -> Result<Option<Back>, ImportError> {
    let mut read = Vec::new();
    let mut rest = BTreeMap::new();
    for place in 0..book.sheets.len() {
        let name = book.sheets[place].name.clone();
        if name == Section::PROOF || name == CONTINUED {
            rest = continued(book, place)?;
        }
        read.extend(sheet(book, place)?);
    }
    if !read.iter().any(|read: &Read| read.sheet.lists.is_empty()) {
        return Ok(None);
    }
    let reading = Reading {
        store,
        on,
        rest,
        named: BTreeMap::new(),
        becoming: BTreeMap::new(),
        n_items: BTreeMap::new(),
        faults: Vec::new(),
    };
    reading.all(&read).map(Some)
}

/// A record as it was and as it becomes, and where it stands.
struct Becoming {
    old: Map<String, Value>,
    new: Map<String, Value>,
    place: String,
    /// The lists whose items are read from their own sheet.
    begun: BTreeSet<&'static str>,
}

struct Reading<'s> {
    store: &'s Store,
    on: Date,
    /// What was too long for its cell, by the cell.
    rest: BTreeMap<String, String>,
    /// The records that have a row, by kind and folded name.
    named: BTreeMap<(Kind, String), Reference>,
    becoming: BTreeMap<Reference, Becoming>,
    /// How many items a list of a record has in its sheet.
    n_items: BTreeMap<(Reference, &'static str), usize>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn all(mut self, read: &[Read]) -> Result<Back, ImportError> {
        for records in read.iter().filter(|read| read.sheet.lists.is_empty()) {
            for row in &records.rows {
                self.begins(records, row)?;
            }
        }
        for items in read.iter().filter(|read| !read.sheet.lists.is_empty()) {
            for row in &items.rows {
                if let (Some(record), Some(list)) =
                    (self.reference(items, row), self.list(items, row))
                {
                    *self.n_items.entry((record, list)).or_default() += 1;
                }
            }
        }
        for records in read.iter().filter(|read| read.sheet.lists.is_empty()) {
            for row in &records.rows {
                self.record(records, row, read);
            }
        }
        for items in read.iter().filter(|read| !read.sheet.lists.is_empty()) {
            for row in &items.rows {
                self.item(items, row)?;
            }
        }
        let mut back = Back::default();
        for (reference, becoming) in std::mem::take(&mut self.becoming) {
            match Record::from_value(reference.kind, becoming.new.into()) {
                Ok(record) => back.records.push((reference, record, becoming.place)),
                // The cell that it lacks is named already.
                Err(_) if !self.faults.is_empty() => {}
                Err(error) => self.faults.push(Fault {
                    place: becoming.place,
                    why: error.to_string(),
                    hint: None,
                }),
            }
        }
        back.faults = self.faults;
        Ok(back)
    }

    /// What a cell says, whole.
    fn said(&self, read: &Read, row: &Row, heading: &str) -> Option<String> {
        let column = *read.columns.get(heading)?;
        let text = row.cell(column).map_or("", |cell| cell.text.as_str());
        let rest = self
            .rest
            .get(&place(&read.name, column, row.number))
            .filter(|_| text.ends_with(']'));
        Some(match (rest, text.rfind("… [continued on")) {
            (Some(rest), Some(end)) => format!("{}{rest}", &text[..end]),
            _ => text.to_owned(),
        })
    }

    fn fault(&mut self, read: &Read, row: &Row, heading: &str, why: String, hint: Option<String>) {
        let column = read.columns.get(heading).copied().unwrap_or_default();
        self.faults.push(Fault {
            place: place(&read.name, column, row.number),
            why,
            hint,
        });
    }

    /// The record that a row is about, by its id or, where it is new and has none, by its name.
    fn reference(&self, read: &Read, row: &Row) -> Option<Reference> {
        let said = |heading: &str| {
            let text = self.said(read, row, heading)?;
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let key = read.sheet.keys()[0];
        let id = said(key).or_else(|| Some(slug_of(&said("name")?)).filter(|id| !id.is_empty()))?;
        Some(Reference::new(read.sheet.kind, id))
    }

    fn begins(&mut self, read: &Read, row: &Row) -> Result<(), ImportError> {
        let Some(reference) = self.reference(read, row) else {
            let why = "this row has no id".to_owned();
            self.fault(
                read,
                row,
                "id",
                why,
                Some("write one, as in the rows above".to_owned()),
            );
            return Ok(());
        };
        if self.becoming.contains_key(&reference) {
            let why = format!("`{}` has two rows", reference.id);
            self.fault(
                read,
                row,
                "id",
                why,
                Some("take one of them out".to_owned()),
            );
            return Ok(());
        }
        if let Some(name) = self.said(read, row, "name") {
            self.named
                .insert((reference.kind, fold(&name)), reference.clone());
        }
        let column = read.columns.get("id").copied().unwrap_or_default();
        let place = place(&read.name, column, row.number);
        let becoming = self.as_recorded(&reference, place)?;
        self.becoming.insert(reference, becoming);
        Ok(())
    }

    /// A record before anything of it was read.
    fn as_recorded(&self, reference: &Reference, place: String) -> Result<Becoming, ImportError> {
        let recorded = self.store.record(reference)?;
        let recorded = recorded.map(|record| serde_json::to_value(&record).unwrap_or_default());
        Ok(Becoming {
            old: match recorded {
                Some(Value::Object(document)) => document,
                _ => Map::new(),
            },
            new: Map::new(),
            place,
            begun: BTreeSet::new(),
        })
    }

    fn record(&mut self, read: &Read, row: &Row, all: &[Read]) {
        let Some(reference) = self.reference(read, row) else {
            return;
        };
        let Some(becoming) = self.becoming.get(&reference) else {
            return;
        };
        let old = becoming.old.clone();
        let mut new = self.table(read, row, &reference, &read.sheet.fields(), "", &old);
        for field in read.sheet.fields() {
            if !matches!(field.shape, Shape::Tables(_)) {
                continue;
            }
            let sheet = all.iter().find(|other| {
                other.sheet.kind == reference.kind && other.sheet.lists.contains(&field.name)
            });
            let said = self.said(read, row, field.name).unwrap_or_default();
            let n_rows = sheet.map(|_| {
                let key = (reference.clone(), field.name);
                self.n_items.get(&key).copied().unwrap_or_default()
            });
            match (n_rows, said.as_str()) {
                (_, "none") if field.presence == Presence::Recorded => {
                    new.insert(field.name.to_owned(), Recorded::<()>::NONE.into());
                }
                (Some(0), "" | "not recorded") => {}
                (Some(0), n) if n != "0" => {
                    let why = format!(
                        "it says {n}, and no row of the sheet of these is about `{}`",
                        reference.id
                    );
                    let hint = "write `none` or `not recorded` where all of them are taken out";
                    self.fault(read, row, field.name, why, Some(hint.to_owned()));
                }
                (Some(_), _) => {
                    new.insert(field.name.to_owned(), Value::Array(Vec::new()));
                }
                (None, _) => {
                    new.extend(
                        old.get(field.name)
                            .map(|list| (field.name.to_owned(), list.clone())),
                    );
                }
            }
        }
        if let Some(becoming) = self.becoming.get_mut(&reference) {
            becoming.new = new;
        }
    }

    /// The list that a row is an item of.
    fn list(&self, read: &Read, row: &Row) -> Option<&'static str> {
        let lists = read.sheet.lists;
        match (lists, self.said(read, row, "list")) {
            ([only], _) => Some(only),
            (_, said) => {
                let said = said.unwrap_or_default();
                lists.iter().copied().find(|list| *list == said.trim())
            }
        }
    }

    fn item(&mut self, read: &Read, row: &Row) -> Result<(), ImportError> {
        let reference = self.reference(read, row);
        let (Some(reference), Some(list)) = (reference, self.list(read, row)) else {
            let why = "this row does not say of which record or list it is".to_owned();
            self.fault(
                read,
                row,
                "record",
                why,
                Some("copy both from the row above".to_owned()),
            );
            return Ok(());
        };
        if !self.becoming.contains_key(&reference) {
            let mut becoming = self.as_recorded(&reference, place(&read.name, 0, row.number))?;
            if becoming.old.is_empty() {
                let why = format!("there is no {reference}");
                self.fault(read, row, "record", why, None);
                return Ok(());
            }
            becoming.new = becoming.old.clone();
            becoming
                .new
                .insert(list.to_owned(), Value::Array(Vec::new()));
            becoming.begun.insert(list);
            self.becoming.insert(reference.clone(), becoming);
        }
        let Some(becoming) = self.becoming.get_mut(&reference) else {
            return Ok(());
        };
        let number = read
            .columns
            .get("number")
            .and_then(|column| row.cell(*column));
        let number: Option<usize> = number.and_then(|cell| cell.text.parse().ok());
        let old = number
            .and_then(|number| becoming.old.get(list)?.get(number.checked_sub(1)?))
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let fields: Vec<&'static Field> = fields_of_list(reference.kind, list).collect();
        let item = self.table(read, row, &reference, &fields, "", &old);
        self.of_another_list(read, row, list, &fields);
        let Some(becoming) = self.becoming.get_mut(&reference) else {
            return Ok(());
        };
        match becoming.new.get_mut(list) {
            Some(Value::Array(items)) => items.push(item.into()),
            Some(_) => {
                let why = format!("`{}` says that it has none of these", reference.id);
                self.fault(read, row, "record", why, None);
            }
            None => {
                becoming
                    .new
                    .insert(list.to_owned(), vec![Value::from(item)].into());
            }
        }
        Ok(())
    }

    /// The fields of a row that stand in it.
    fn table(
        &mut self,
        read: &Read,
        row: &Row,
        record: &Reference,
        fields: &[&'static Field],
        above: &str,
        old: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut table = Map::new();
        let n_faults = self.faults.len();
        for field in fields {
            let heading = format!("{above}{}", field.name);
            let there = old.get(field.name);
            let keep = |table: &mut Map<String, Value>| {
                table.extend(there.map(|value| (field.name.to_owned(), value.clone())));
            };
            let said = self.said(read, row, &heading);
            let is_none = |text: &str| field.presence == Presence::Recorded && text == "none";
            match (field.shape, said) {
                (Shape::Tables(_), _) => {}
                (_, None) => keep(&mut table),
                (_, Some(text)) if is_none(&text) => {
                    table.insert(field.name.to_owned(), Recorded::<()>::NONE.into());
                }
                (Shape::Table(inside), Some(text)) => {
                    let inside: Vec<&'static Field> = inside.iter().copied().flatten().collect();
                    let none = Map::new();
                    let old = there.and_then(Value::as_object).unwrap_or(&none);
                    let above = format!("{heading}.");
                    let inner = self.table(read, row, record, &inside, &above, old);
                    if !inner.is_empty() || !is_silent(field, &text) {
                        table.insert(field.name.to_owned(), inner.into());
                    }
                }
                (_, Some(text)) => {
                    let column = of_field(field, heading.clone());
                    let shown = cell(field, there);
                    if visible(shown.shown(&column)) == text {
                        keep(&mut table);
                    } else if !is_silent(field, &text) {
                        match self.value(record, field, &text) {
                            Ok(value) => {
                                table.insert(field.name.to_owned(), value);
                            }
                            Err((why, hint)) => {
                                self.fault(read, row, &heading, why, hint);
                                keep(&mut table);
                            }
                        }
                    }
                }
            }
        }
        let says_something = above.is_empty() || !table.is_empty();
        if says_something && self.faults.len() == n_faults {
            let is_missing = |field: &&&Field| {
                field.presence == Presence::Required && !table.contains_key(field.name)
            };
            for field in fields.iter().filter(is_missing) {
                let heading = format!("{above}{}", field.name);
                let why = format!("`{heading}` is empty: {}", field.means);
                let hint = if above.is_empty() {
                    "write it, or take out the whole row where it is no longer so"
                } else {
                    "write it, or empty the other cells of the table too"
                };
                self.fault(read, row, &heading, why, Some(hint.to_owned()));
            }
        }
        table
    }

    /// Says of the cells of a row that its list has no field for: what stands there would be lost.
    fn of_another_list(&mut self, read: &Read, row: &Row, list: &str, fields: &[&'static Field]) {
        let others = read.sheet.lists.iter();
        let others = others.flat_map(|other| fields_of_list(read.sheet.kind, other));
        let others: BTreeSet<&str> = others.map(|field| field.name).collect();
        for name in others {
            let is_of_list = fields.iter().any(|field| field.name == name);
            let says = self.said(read, row, name);
            if !is_of_list && says.is_some_and(|text| !text.trim().is_empty()) {
                let why = format!("a row of the list `{list}` has no `{name}`");
                let hint = "empty the cell, or write the list that the row belongs to";
                self.fault(read, row, name, why, Some(hint.to_owned()));
            }
        }
    }

    /// The value that a text stands for: as the layout writes it, else as people do.
    fn value(
        &self,
        record: &Reference,
        field: &Field,
        text: &str,
    ) -> Result<Value, (String, Option<String>)> {
        if let Some(value) = self.exact(field.shape, text) {
            return Ok(value);
        }
        let named = |name: &str, kinds: &[Kind]| {
            let here = kinds.iter().find_map(|kind| {
                let by_id = Reference::new(*kind, name);
                let by_id = self.becoming.contains_key(&by_id).then_some(by_id);
                by_id.or_else(|| self.named.get(&(*kind, fold(name))).cloned())
            });
            match here {
                Some(reference) => Ok(reference),
                None => self.store.resolve(name, kinds),
            }
        };
        let becoming = self.becoming.get(record);
        let regime = becoming.and_then(|becoming| becoming.new.get("regime"));
        let mut typed = Typed {
            record,
            on: self.on,
            is_part_3: Regime::is_part_3(regime.and_then(Value::as_str)),
            named: &named,
            warnings: Vec::new(),
        };
        let lines = items(text);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let texts = match field.shape {
            Shape::List(_) | Shape::OneOrMany(_) | Shape::Scope => &lines[..],
            _ => &[text][..],
        };
        typed.value(field, texts).map_err(|error| match error {
            Untyped::Wrong(finding) => {
                let Finding { message, hint, .. } = *finding;
                (message, hint)
            }
            Untyped::Name(error) => {
                let error: NameError = error;
                (error.to_string(), error.hint())
            }
        })
    }

    /// The value of a text that is written as the layout writes it.
    fn exact(&self, shape: Shape, text: &str) -> Option<Value> {
        let is_there = |reference: Reference| {
            self.becoming.contains_key(&reference)
                || self.store.record(&reference).is_ok_and(|it| it.is_some())
        };
        let is_sound = match shape {
            Shape::Text | Shape::Slug => true,
            Shape::Flag if text == "yes" => return Some(true.into()),
            Shape::Flag if text == "no" => return Some(false.into()),
            Shape::Count => return text.parse::<u64>().ok().map(Value::from),
            Shape::Date => iso_date(text).is_some(),
            Shape::Period => text.parse::<Period>().is_ok(),
            Shape::Identifier(scheme) => scheme.read(text).as_deref() == Some(text),
            Shape::Word(words) => words.iter().any(|word| word.word == text),
            Shape::Id(kind) => is_there(Reference::new(kind, text)),
            Shape::End(kinds) => {
                let (kind, id) = match text.split_once(':') {
                    Some((kind, id)) => (Kind::from_word(kind)?, id),
                    None => (*kinds.first()?, text),
                };
                kinds.contains(&kind) && is_there(Reference::new(kind, id))
            }
            // What law they are of is judged with the record.
            Shape::Code(_) => text.chars().all(|one| {
                one.is_ascii_lowercase()
                    || one.is_ascii_digit()
                    || matches!(one, '/' | '-' | '.' | ':')
            }),
            Shape::Scope if text == crate::model::Scope::ALL => true,
            Shape::List(item) | Shape::OneOrMany(item) => {
                let items = items(text).into_iter().map(|text| self.exact(*item, &text));
                let mut items: Vec<Value> = items.collect::<Option<_>>()?;
                return match (shape, items.len()) {
                    (Shape::OneOrMany(_), 1) if !text.starts_with('[') => items.pop(),
                    _ => Some(items.into()),
                };
            }
            Shape::Scope => {
                let ids = items(text);
                let are_there = ids
                    .iter()
                    .all(|id| is_there(Reference::new(Kind::Data, id)));
                return are_there.then(|| ids.into());
            }
            _ => false,
        };
        is_sound.then(|| text.into())
    }
}

/// Whether a cell says nothing about its field.
fn is_silent(field: &Field, text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || field.presence == Presence::Recorded && text == "not recorded"
}

/// The items of a list in a cell: an item to a line, or JSON.
fn items(text: &str) -> Vec<String> {
    let json = text.starts_with('[').then(|| serde_json::from_str(text));
    match json {
        Some(Ok(items)) => items,
        _ => text.split('\n').map(str::to_owned).collect(),
    }
}
