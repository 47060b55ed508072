//! A form that came back: what was changed in it, held against what the register says now.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::model::{
    Date, Difference, Kind, Merged, Presence, Reference, Shape, fold, merge,
    without_proof_of_what_went,
};
use crate::store::{Store, StoreError};

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision, Settled};
use super::super::sheet::{Rows, Said, Tabled, is_name};
use super::ABOUT;
use super::about::{About, Answered, is_same};
use super::fill::{NONE, document, filled, inner};
use super::opened::Opened;
use super::questions::{Question, UNREAD, question};

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

/// Reads a form.
///
/// # Errors
/// The file is not a form, was made of another register, or has an answer that cannot be kept.
pub fn returned(
    store: &Store,
    opened: &mut Opened,
    file: &str,
    settled: &Settled,
    on: Date,
) -> Result<Returned, ImportError> {
    let lines = opened.about()?;
    if lines.is_empty() {
        return Err(wrong(file, "", "it is not a form of this register"));
    }
    let Some(about) = About::of(&lines) else {
        return Err(wrong(
            file,
            ABOUT,
            "it was made by another version of the program, or changed there",
        ));
    };
    let mut returned = Returned::default();
    let mut rows = Rows::new(store, settled, file, on)?;
    for (sheet, activity) in &about.sheets {
        let mut changed: Vec<Changed> = Vec::new();
        let read = opened.rows(&about, sheet, &mut |row| {
            changed.extend(changes(&about, sheet, row));
        })?;
        read.map_err(|why| wrong(file, sheet, &why))?;
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
    let hint = "take the form as it was sent out, and fill in the answers there";
    refused(file, place, why, hint)
}

fn refused(file: &str, place: &str, why: &str, hint: &'static str) -> ImportError {
    ImportError::Refused {
        path: file.into(),
        place: place.to_owned(),
        why: why.to_owned(),
        hint,
    }
}

/// What an emptied cell means, where the rest of its row still says something that cannot be without it.
const GONE: &str = "gone";
const STAYS: &str = "stays";

/// A row in which something was changed.
struct Changed {
    question: &'static Question,
    key: String,
    /// Each column that says something else than when the form left: its place among those of the question, and its text.
    cells: Vec<(usize, String)>,
    /// Whether something that stood there says something else now.
    replaces: bool,
    /// What stood in all columns when the form left.
    before: Vec<String>,
    /// What stands in all columns now.
    texts: Vec<String>,
    /// Where each of them stands.
    at: Vec<At>,
}

fn changes(about: &About, sheet: &str, row: Answered) -> Option<Changed> {
    let Answered { key, texts, at } = row;
    let question = question(&key)?;
    let was = |place: usize| about.was(sheet, &key, place);
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
        before: (0..texts.len())
            .map(|place| was(place).to_owned())
            .collect(),
        texts,
        at,
    })
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
        answer(rows, &mut form, file, row, &mut gone, &mut denied)?;
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
    let name = name.and_then(|row| row.texts.first().zip(row.at.first()));
    let Some((name, at)) = name.filter(|(name, _)| !name.is_empty()) else {
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
    let id = rows.names.take(Kind::Activity, name, at)?;
    Ok(Reference::new(Kind::Activity, id))
}

/// Puts the answers of a row into the document of the form.
fn answer<'k>(
    rows: &mut Rows<'_>,
    form: &mut Value,
    file: &str,
    row: &'k Changed,
    gone: &mut BTreeMap<&'k str, BTreeSet<usize>>,
    denied: &mut BTreeMap<&'k str, (String, String)>,
) -> Result<(), ImportError> {
    let Some(form) = form.as_object_mut() else {
        return Ok(());
    };
    let shown = |place: usize| format!("{file}, {}", row.at[place]);
    let Some(list) = row.question.list else {
        let (path, _) = row.question.columns[0];
        let place = shown(0);
        let text = row.texts[0].as_str();
        if path == UNREAD {
            keep(form, text, &place);
        } else if text.is_empty() {
            if is_required(path) {
                let why = format!("“{}” was emptied", row.question.asks);
                let hint = "write the answer there again, or another in its place";
                return Err(refused(file, &row.at[0].to_string(), &why, hint));
            }
            form.remove(path);
        } else if let Some(value) = value(rows, path, text, &row.at[0])? {
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
        denied.insert(list, (row.texts[0].clone(), shown(0)));
        return Ok(());
    }
    if says_none {
        form.insert(list.to_owned(), NONE.into());
        evidence(form, list, &row.texts[0], &shown(0));
        return Ok(());
    }
    if let Some(place) = known
        && let Some(means) = emptied(rows, file, row)?
    {
        if means == GONE {
            gone.entry(list).or_default().insert(place);
        }
        // Until somebody says what is meant, the row says what it did, whatever else was changed in it.
        if means != STAYS {
            return Ok(());
        }
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
        let at = shown(*place);
        let found = if text.is_empty() {
            None
        } else {
            value(rows, path, text, &row.at[*place])?
        };
        match (path.split_once('.'), found) {
            (None, Some(found)) => item = found,
            (Some((_, name)), Some(found)) => {
                item[name] = found;
            }
            // Its row stays what it was about, as was answered.
            (Some(_), None) if text.is_empty() && is_required(path) => {}
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
    let at = shown(0);
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
    !is_required(path) || item.get(lead).is_some()
}

/// Whether what a column fills is a field that its table, or the activity, cannot do without.
fn is_required(path: &str) -> bool {
    filled(path).is_some_and(|field| field.presence == Presence::Required)
}

/// What it means that a cell of a row was emptied that the row cannot do without, where its other cells still say
/// something: [`GONE`] or [`STAYS`] as somebody answered, nothing of the two while that is open. Nothing where none was.
fn emptied(rows: &mut Rows<'_>, file: &str, row: &Changed) -> Result<Option<String>, ImportError> {
    let columns = row.question.columns;
    let is_emptied = |place: &usize| is_required(columns[*place].0);
    let mut cells = row.cells.iter().filter(|(_, text)| text.is_empty());
    let Some(place) = cells.find_map(|(place, _)| Some(*place).filter(is_emptied)) else {
        return Ok(None);
    };
    let there = row.before.iter().map(String::as_str);
    let words: Vec<&str> = there.filter(|text| !text.is_empty()).collect();
    let heading = columns[place].1;
    let choice = |answer: &str, means: &str| Choice {
        answer: answer.to_owned(),
        means: means.to_owned(),
    };
    let answer = rows.names.settle(Decision {
        file: file.to_owned(),
        at: row.at[place].clone(),
        asks: "emptied cell".to_owned(),
        words: words.join(", "),
        question: format!(
            "“{heading}” was emptied and the rest of the row was left: is it no longer so?"
        ),
        answers: Answers::OneOf(vec![
            choice(GONE, "the whole row is no longer so"),
            choice(
                STAYS,
                "it stays as it was, with what else was changed in the row",
            ),
        ]),
        is_first: false,
        answer: Vec::new(),
    })?;
    Ok(Some(answer.into_iter().next().unwrap_or_default()))
}

/// What an answer means; nothing where its words are no value of the field.
fn value(
    rows: &mut Rows<'_>,
    path: &str,
    text: &str,
    at: &At,
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
                ids.push(rows.names.take(Kind::Data, &name, at)?.into());
            }
            Ok(Some(Value::Array(ids)))
        }
        Shape::Id(kind) if kind != Kind::Document => {
            if !is_name(text) {
                return Ok(None);
            }
            Ok(Some(rows.names.take(kind, text, at)?.into()))
        }
        _ => rows.answered(field, text, at),
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
