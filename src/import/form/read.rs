//! A form that came back: what was changed in it, held against what the register says now.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::model::{
    Date, Difference, Kind, Merged, Presence, Reference, Shape, fold, merge,
    without_proof_of_what_went,
};
use crate::store::{Store, StoreError};

use super::super::ImportError;
use super::super::decision::Settled;
use super::super::sheet::{Book, Row, Rows, Said, Tabled, is_name, place};
use super::fill::{NONE, document, filled, inner};
use super::questions::{QUESTIONS, Question, UNREAD};
use super::{ABOUT, MARK};

/// What a form that came back proposes.
#[derive(Default)]
pub struct Returned {
    /// What its answers propose, with what has to be settled.
    pub tabled: Tabled,
    /// What both the form and the register changed since it left.
    pub clashes: Vec<Clash>,
    /// The activities that it is about.
    pub activities: Vec<Reference>,
}

/// What a form and the register each changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The activity.
    pub activity: Reference,
    /// The form's as `old`, the register's as `new`.
    pub places: Vec<Difference>,
}

/// What a form says of itself.
#[derive(Debug, Default)]
struct About {
    /// The commit it was made of.
    commit: Option<String>,
    /// Each sheet with its activity; none where that is new.
    sheets: Vec<(String, Option<Reference>)>,
    /// What stood in a cell when it left, by sheet, key and column.
    was: BTreeMap<(String, String, u32), String>,
}

/// The column of the key, and that of the first answer, from 0.
const KEY: u32 = 0;
const ANSWERS: u32 = 2;

/// Reads a form.
///
/// # Errors
/// The file is no form, was made of another register, or has an answer that cannot be kept.
pub fn returned(
    store: &Store,
    book: &mut Book,
    file: &str,
    settled: &Settled,
    on: Date,
) -> Result<Returned, ImportError> {
    let about = about(book, file)?;
    let mut returned = Returned::default();
    let mut rows = Rows::new(store, settled, file, on)?;
    for (sheet, activity) in &about.sheets {
        let at = book.sheets.iter().position(|one| one.name == *sheet);
        let Some(at) = at else {
            return Err(wrong(file, sheet, "the sheet is not there any more"));
        };
        let mut changed: Vec<Changed> = Vec::new();
        book.rows(at, &mut |row| {
            changed.extend(changes(&about, sheet, &row));
            Ok(true)
        })?;
        if changed.is_empty() {
            returned.activities.extend(activity.clone());
            continue;
        }
        let taken = take(
            store,
            &about,
            &mut rows,
            (file, sheet),
            activity.as_ref(),
            &changed,
        )?;
        returned.clashes.extend(taken.1);
        returned.activities.push(taken.0);
    }
    returned.tabled = rows.done()?;
    Ok(returned)
}

fn wrong(file: &str, place: &str, why: &str) -> ImportError {
    ImportError::Refused {
        path: file.into(),
        place: place.to_owned(),
        why: why.to_owned(),
        hint: "take the form as it was sent out, and fill in the answers there",
    }
}

fn about(book: &mut Book, file: &str) -> Result<About, ImportError> {
    let at = book.sheets.iter().position(|sheet| sheet.name == ABOUT);
    let Some(at) = at else {
        return Err(wrong(file, "", "it is not a form of this register"));
    };
    let mut about = About::default();
    let mut version: Option<[String; 2]> = None;
    book.rows(at, &mut |row| {
        let text = |column| {
            row.cell(column)
                .map(|cell| cell.text.clone())
                .unwrap_or_default()
        };
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        match text(0).as_str() {
            "commit" => about.commit = some(text(1)),
            "sheet" => {
                let id = some(text(2));
                let activity = id.map(|id| Reference::new(Kind::Activity, id));
                about.sheets.push((text(1), activity));
            }
            "was" => {
                let column = text(3).parse().unwrap_or_default();
                about.was.insert((text(1), text(2), column), text(4));
            }
            _ if version.is_none() => version = Some([text(0), text(1)]),
            _ => {}
        }
        Ok(true)
    })?;
    if version != Some(MARK.map(str::to_owned)) {
        return Err(wrong(
            file,
            ABOUT,
            "it was made by another version of the program, or changed there",
        ));
    }
    Ok(about)
}

/// A row in which something was changed.
struct Changed {
    question: &'static Question,
    key: String,
    /// Each column that says something else than when the form left: its place among those of the question, and its text.
    cells: Vec<(usize, String)>,
    /// Whether something that stood there says something else now.
    replaces: bool,
    /// What stands in all columns now.
    texts: Vec<String>,
    number: u32,
}

fn changes(about: &About, sheet: &str, row: &Row) -> Option<Changed> {
    let text = |column| {
        let cell = row.cell(column);
        cell.map(|cell| cell.text.trim().to_owned())
            .unwrap_or_default()
    };
    let key = text(KEY);
    let list = key.split_once('.').map_or(key.as_str(), |(list, _)| list);
    let question = QUESTIONS.iter().find(|question| {
        question.list.map_or_else(
            || question.columns[0].0 == list,
            |known| known == list && key != list,
        )
    })?;
    let texts: Vec<String> = (ANSWERS..).take(question.columns.len()).map(text).collect();
    let was = |place: usize| {
        let column = ANSWERS + u32::try_from(place).unwrap_or_default();
        let known = about.was.get(&(sheet.to_owned(), key.clone(), column));
        known.map_or("", String::as_str)
    };
    let changed = texts.iter().enumerate();
    let cells: Vec<(usize, String)> = changed
        .filter(|(place, text)| !is_same(text, was(*place)))
        .map(|(place, text)| (place, text.clone()))
        .collect();
    let replaces = cells.iter().any(|(place, _)| !was(*place).is_empty());
    (!cells.is_empty()).then(|| Changed {
        question,
        key: key.clone(),
        cells,
        replaces,
        texts,
        number: row.number,
    })
}

/// Whether two texts are the same but for spaces and the ends of lines.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Takes what was changed in the form of an activity, and gives the activity with what the register changed too.
fn take(
    store: &Store,
    about: &About,
    rows: &mut Rows<'_>,
    (file, sheet): (&str, &str),
    activity: Option<&Reference>,
    changed: &[Changed],
) -> Result<(Reference, Option<Clash>), ImportError> {
    let (reference, base) = match activity {
        Some(reference) => {
            let base = then(store, about, reference, file)?;
            (reference.clone(), base)
        }
        None => (
            new_activity(store, rows, (file, sheet), changed)?,
            Value::Object(Map::new()),
        ),
    };
    rows.activity = reference.clone();
    let mut form = base.clone();
    let mut gone: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut denied: BTreeMap<&str, (String, String)> = BTreeMap::new();
    for row in changed {
        answer(rows, &mut form, (file, sheet), row, &mut gone, &mut denied)?;
    }
    for (list, places) in gone {
        if let Some(Value::Array(items)) = form.get_mut(list) {
            let mut place = 0..;
            items.retain(|_| place.next().is_none_or(|place| !places.contains(&place)));
            if items.is_empty()
                && let Some(form) = form.as_object_mut()
            {
                form.remove(list);
            }
        }
    }
    for (list, (words, place)) in denied {
        let Some(form) = form.as_object_mut() else {
            continue;
        };
        if form.contains_key(list) {
            keep(form, &words, &place);
        } else {
            form.insert(list.to_owned(), NONE.into());
            evidence(form, list, &words, &place);
        }
    }
    without_proof_of_what_went(&base, &mut form);
    let now = store.record(&reference)?.as_ref().map(document);
    let known = activity.map(|_| &base);
    let Merged { value, clashes } = merge(known, Some(&form), now.as_ref());
    if let Some(Value::Object(merged)) = value {
        *rows.document()? = merged;
    }
    let clash = (!clashes.is_empty()).then(|| Clash {
        activity: reference.clone(),
        places: clashes,
    });
    Ok((reference, clash))
}

/// What the register said of an activity when its form left.
fn then(
    store: &Store,
    about: &About,
    reference: &Reference,
    file: &str,
) -> Result<Value, ImportError> {
    let of_another = || wrong(file, ABOUT, "the form was made of another register");
    let Some(hash) = &about.commit else {
        let record = store.record(reference)?;
        return record.as_ref().map(document).ok_or_else(of_another);
    };
    let commit = match store.commit_of_hash(hash) {
        Ok(commit) => commit,
        Err(StoreError::NoSuchCommit { .. }) => return Err(of_another()),
        Err(other) => return Err(other.into()),
    };
    let revisions = store.revisions_of(reference)?.into_iter();
    let mut before = revisions.filter(|one| one.commit.seq <= commit.seq);
    let last = before.next_back().and_then(|one| one.document);
    let document = last.ok_or_else(of_another)?;
    Ok(serde_json::from_str(&document).unwrap_or_default())
}

/// The activity that a blank form makes.
fn new_activity(
    store: &Store,
    rows: &mut Rows<'_>,
    (file, sheet): (&str, &str),
    changed: &[Changed],
) -> Result<Reference, ImportError> {
    let name = changed.iter().find(|row| row.key == "name");
    let Some(name) = name
        .and_then(|row| row.texts.first())
        .filter(|it| !it.is_empty())
    else {
        return Err(wrong(
            file,
            sheet,
            "what the activity is called is not filled in",
        ));
    };
    if super::super::proposal::called(store, Kind::Activity, name)?.is_some() {
        return Err(wrong(
            file,
            sheet,
            "an activity of this name is there already: give the new one another name, or send out its own form",
        ));
    }
    let at = Rows::at_cell(sheet, ANSWERS, 1);
    let id = rows.names.take(Kind::Activity, name, &at)?;
    Ok(Reference::new(Kind::Activity, id))
}

/// Puts the answers of a row into the document of the form.
fn answer<'k>(
    rows: &mut Rows<'_>,
    form: &mut Value,
    (file, sheet): (&str, &str),
    row: &'k Changed,
    gone: &mut BTreeMap<&'k str, BTreeSet<usize>>,
    denied: &mut BTreeMap<&'k str, (String, String)>,
) -> Result<(), ImportError> {
    let Some(form) = form.as_object_mut() else {
        return Ok(());
    };
    let where_it_stands = |place: usize| {
        let column = ANSWERS + u32::try_from(place).unwrap_or_default();
        (
            column,
            format!("{file}, {}", self::place(sheet, column, row.number)),
        )
    };
    let Some(list) = row.question.list else {
        let (path, _) = row.question.columns[0];
        let (column, place) = where_it_stands(0);
        let text = row.texts[0].as_str();
        if path == UNREAD {
            keep(form, text, &place);
        } else if text.is_empty() {
            form.remove(path);
        } else if let Some(value) = value(rows, path, text, (sheet, column, row.number))? {
            form.insert(path.to_owned(), value);
            evidence(form, path, text, &place);
        } else {
            keep(form, text, &place);
        }
        return Ok(());
    };
    let number = row.key.split_once('.').map_or("", |(_, number)| number);
    let known: Option<usize> = number.parse().ok().filter(|_| !number.starts_with('+'));
    let is_blank = row.texts.iter().all(String::is_empty);
    if is_blank {
        match known {
            Some(place) => drop(gone.entry(list).or_default().insert(place)),
            None if form.get(list).is_some_and(|it| it == NONE) => drop(form.remove(list)),
            None => {}
        }
        return Ok(());
    }
    let says_none =
        Said::of(&row.texts[0]) == Said::None && row.texts[1..].iter().all(String::is_empty);
    let is_empty = form
        .get(list)
        .and_then(Value::as_array)
        .is_none_or(Vec::is_empty);
    if says_none && !is_empty {
        // It holds where every other row was emptied too, which is known at the end.
        if let Some(place) = known {
            gone.entry(list).or_default().insert(place);
        }
        denied.insert(list, (row.texts[0].clone(), where_it_stands(0).1));
        return Ok(());
    }
    if says_none {
        form.insert(list.to_owned(), NONE.into());
        evidence(form, list, &row.texts[0], &where_it_stands(0).1);
        return Ok(());
    }
    let are_values = row
        .question
        .columns
        .iter()
        .all(|(path, _)| !path.contains('.'));
    let mut item = known
        .and_then(|place| form.get(list)?.get(place).cloned())
        .unwrap_or_else(|| json!({}));
    for (place, text) in &row.cells {
        let (path, _) = row.question.columns[*place];
        let (column, at) = where_it_stands(*place);
        let found = if text.is_empty() {
            None
        } else {
            value(rows, path, text, (sheet, column, row.number))?
        };
        match (path.split_once('.'), found) {
            (None, Some(found)) => item = found,
            (Some((_, name)), Some(found)) => {
                item[name] = found;
            }
            (Some((_, name)), None) if text.is_empty() => {
                if let Some(item) = item.as_object_mut() {
                    item.remove(name);
                }
            }
            (None, None) if text.is_empty() => {}
            _ => keep(form, text, &at),
        }
    }
    let words: Vec<&str> = row
        .texts
        .iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    let words = words.join(", ");
    let at = where_it_stands(0).1;
    let is_something = item.as_object().is_none_or(|item| !item.is_empty());
    if !is_something {
        return Ok(());
    }
    if !are_values && known.is_none() && !has_lead(row, &item) {
        keep(form, &words, &at);
        return Ok(());
    }
    // The words of before do not prove what was put in their place.
    if !are_values && (row.replaces || item.get("evidence").is_none()) {
        item["evidence"] = words.clone().into();
    }
    let about = match (are_values, item.as_str()) {
        (true, Some(id)) => format!("{list}.{id}"),
        _ => list.to_owned(),
    };
    let listed = form.entry(list.to_owned()).or_insert_with(|| json!([]));
    if !listed.is_array() {
        *listed = json!([]);
    }
    if let Value::Array(items) = listed {
        match known.filter(|place| *place < items.len()) {
            Some(place) => items[place] = item,
            None if !(are_values && items.contains(&item)) => items.push(item),
            None => {}
        }
    }
    evidence(form, &about, &words, &at);
    Ok(())
}

/// Whether an item has the field that it cannot do without.
fn has_lead(row: &Changed, item: &Value) -> bool {
    let (path, _) = row.question.columns[0];
    let lead = path.split_once('.').map_or(path, |(_, name)| name);
    let is_required = filled(path).is_some_and(|field| field.presence == Presence::Required);
    !is_required || item.get(lead).is_some()
}

/// What an answer means; nothing where its words are no value of the field.
fn value(
    rows: &mut Rows<'_>,
    path: &str,
    text: &str,
    (sheet, column, row): (&str, u32, u32),
) -> Result<Option<Value>, ImportError> {
    let Some(field) = filled(path) else {
        return Ok(None);
    };
    match Said::of(text) {
        Said::None if field.presence == Presence::Recorded => return Ok(Some(NONE.into())),
        Said::Words(_) => {}
        // That nobody knows, or that it does not apply, is no value: the words are kept.
        _ => return Ok(None),
    }
    match inner(field.shape) {
        Shape::Scope => {
            if ["all", "everything", "all data"].contains(&fold(text).as_str()) {
                return Ok(Some("all".into()));
            }
            let mut ids: Vec<Value> = Vec::new();
            let names = Rows::separate(text);
            if !names.iter().all(|name| is_name(name)) {
                return Ok(None);
            }
            for name in names {
                let at = Rows::at_cell(sheet, column, row);
                ids.push(rows.names.take(Kind::Data, &name, &at)?.into());
            }
            Ok(Some(Value::Array(ids)))
        }
        Shape::Id(kind) if kind != Kind::Document => {
            if !is_name(text) {
                return Ok(None);
            }
            let at = Rows::at_cell(sheet, column, row);
            Ok(Some(rows.names.take(kind, text, &at)?.into()))
        }
        _ => rows.answered(field, text, (sheet, column, row)),
    }
}

/// Keeps words that no field took, once.
fn keep(form: &mut Map<String, Value>, words: &str, place: &str) {
    if words.is_empty() {
        return;
    }
    let unread = form.entry("unread").or_insert_with(|| json!([]));
    if let Value::Array(kept) = unread {
        let is_there = kept.iter().any(|one| one["words"] == words);
        if !is_there {
            kept.push(json!({ "words": words, "place": place }));
        }
    }
}

/// Keeps the words of an answer with where they stand, once for each field.
fn evidence(form: &mut Map<String, Value>, about: &str, words: &str, place: &str) {
    let evidence = form.entry("evidence").or_insert_with(|| json!([]));
    if let Value::Array(kept) = evidence {
        kept.push(json!({ "about": about, "words": words, "place": place }));
    }
}
