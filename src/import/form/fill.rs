//! Forms filled in with what is recorded.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::graph::Currency;
use crate::law;
use crate::model::{Date, Field, Kind, Period, Record, Recorded, Reference, Shape, Word, fold};
use crate::store::Store;

use super::super::ImportError;
use super::super::sheet::field;
use super::questions::{QUESTIONS, Question, UNREAD};
use super::{Asked, Form, Forms};

/// How many empty rows a list has beside what is recorded.
const SPARE: usize = 6;

/// The names of all records of some kinds.
struct Names {
    by_reference: BTreeMap<Reference, String>,
}

/// Forms for activities as they are recorded; one that is blank where none is named.
///
/// # Errors
/// The store cannot be read.
pub fn forms(
    store: &Store,
    organisation: String,
    activities: &[Reference],
    on: Date,
) -> Result<Forms, ImportError> {
    let mut names = Names {
        by_reference: BTreeMap::new(),
    };
    store.each_record(&Kind::ALL, |reference, record| {
        if let (Some(name), _) = record.names() {
            names.by_reference.insert(reference, name.to_owned());
        }
        Ok::<(), ImportError>(())
    })?;
    let mut forms = Forms {
        organisation,
        commit: store.head()?.map(|commit| commit.hash),
        ..Forms::default()
    };
    for reference in activities {
        let record = store.record(reference)?;
        let document = record.as_ref().map(document).unwrap_or_default();
        let title = names.of(reference);
        let form = names.form(
            &mut forms.lists,
            title,
            Some(reference.clone()),
            &document,
            on,
        );
        forms.forms.push(form);
    }
    if activities.is_empty() {
        let form = names.form(
            &mut forms.lists,
            "A new activity".to_owned(),
            None,
            &Value::Null,
            on,
        );
        forms.forms.push(form);
    }
    Ok(forms)
}

/// A record as its document.
pub(super) fn document(record: &Record) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

impl Names {
    fn of(&self, reference: &Reference) -> String {
        let name = self.by_reference.get(reference);
        name.cloned().unwrap_or_else(|| reference.id.clone())
    }

    fn form(
        &self,
        lists: &mut Vec<(String, Vec<String>)>,
        title: String,
        activity: Option<Reference>,
        document: &Value,
        on: Date,
    ) -> Form {
        let asked = QUESTIONS.iter().map(|question| Asked {
            question,
            choices: question
                .columns
                .iter()
                .map(|(path, _)| self.choices(lists, path, on))
                .collect(),
            rows: self.rows(question, document, on),
        });
        Form {
            title,
            activity,
            asked: asked.collect(),
        }
    }

    /// The list to choose from for a field, by its place; made where no field had it before.
    fn choices(
        &self,
        lists: &mut Vec<(String, Vec<String>)>,
        path: &str,
        on: Date,
    ) -> Option<usize> {
        let shape = inner(field(path)?.shape);
        let of_kinds = |kinds: &[Kind]| {
            let named = self.by_reference.iter();
            let mut names: Vec<String> = named
                .filter(|(reference, _)| kinds.contains(&reference.kind))
                .map(|(_, name)| name.clone())
                .collect();
            names.sort_by_key(|name| fold(name));
            names.dedup();
            names
        };
        let (name, entries) = match shape {
            Shape::Id(kind) => (kind.word().to_owned(), of_kinds(&[kind])),
            Shape::End(kinds) => {
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                (words.join(" or "), of_kinds(kinds))
            }
            Shape::Code(vocabulary) => {
                let list = law::vocabulary(vocabulary)?;
                let entries = list.entries().iter().filter(|entry| entry.in_force(on));
                let titles = entries.map(|entry| entry.title_on(on).to_owned());
                (list.title().to_owned(), titles.collect())
            }
            Shape::Word(words) => (
                path.to_owned(),
                Word::all(words)
                    .map(|word| word.replace('-', " "))
                    .collect(),
            ),
            _ => return None,
        };
        if entries.is_empty() {
            return None;
        }
        let known = lists.iter().position(|(known, _)| *known == name);
        Some(known.unwrap_or_else(|| {
            lists.push((name, entries));
            lists.len() - 1
        }))
    }

    /// The rows of a question. What is planned or has ended is not asked about: it stays as it is recorded.
    fn rows(
        &self,
        question: &'static Question,
        document: &Value,
        on: Date,
    ) -> Vec<(String, Vec<String>)> {
        let Some(list) = question.list else {
            let (path, _) = question.columns[0];
            let text = match (path, field(path)) {
                (UNREAD, _) | (_, None) => String::new(),
                (path, Some(field)) => self.shown(field.shape, &document[path]),
            };
            return vec![(path.to_owned(), vec![text])];
        };
        let blank = || vec![String::new(); question.columns.len()];
        let mut rows = Vec::new();
        match &document[list] {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                for (number, item) in items.filter(|(_, item)| is_in_use(item, on)) {
                    let texts = question.columns.iter().map(|(path, _)| {
                        let value = match path.split_once('.') {
                            Some((_, name)) => &item[name],
                            None => item,
                        };
                        field(path)
                            .map_or_else(String::new, |field| self.shown(inner(field.shape), value))
                    });
                    rows.push((format!("{list}.{number}"), texts.collect()));
                }
            }
            Value::String(none) => {
                let mut row = blank();
                row[0].clone_from(none);
                rows.push((format!("{list}.+0"), row));
            }
            _ => {}
        }
        let spare = (1..=SPARE).map(|number| (format!("{list}.+{number}"), blank()));
        rows.extend(spare);
        rows
    }

    /// A value in the words in which it is read back.
    fn shown(&self, shape: Shape, value: &Value) -> String {
        match (shape, value) {
            (_, Value::Null) => String::new(),
            (Shape::Id(kind), Value::String(id)) => self.of(&Reference::new(kind, id.clone())),
            (Shape::End(kinds), Value::String(end)) => {
                let reference = match end.split_once(':') {
                    Some((word, id)) => {
                        let mut kinds = kinds.iter().copied();
                        let kind = kinds.find(|kind| kind.word() == word);
                        kind.map(|kind| Reference::new(kind, id))
                    }
                    None => kinds.first().map(|kind| Reference::new(*kind, end.clone())),
                };
                reference.map_or_else(|| end.clone(), |reference| self.of(&reference))
            }
            (Shape::Code(vocabulary), Value::String(code)) => {
                let entry = law::vocabulary(vocabulary).and_then(|list| list.entry(code));
                entry.map_or_else(|| code.clone(), |entry| entry.title.clone())
            }
            (Shape::Period, Value::String(period)) => period
                .parse::<Period>()
                .map_or_else(|_| period.clone(), |period| period.words()),
            (Shape::Scope, Value::String(all)) => all.clone(),
            (Shape::Scope, Value::Array(_)) => {
                self.shown(Shape::List(&Shape::Id(Kind::Data)), value)
            }
            (Shape::List(inside) | Shape::OneOrMany(inside), Value::Array(items)) => {
                let texts = items.iter().map(|item| self.shown(*inside, item));
                texts.collect::<Vec<_>>().join("; ")
            }
            (Shape::Word(_), Value::String(word)) => word.replace('-', " "),
            (_, Value::String(text)) => text.clone(),
            (_, Value::Bool(is_so)) => if *is_so { "yes" } else { "no" }.to_owned(),
            (_, other) => other.to_string(),
        }
    }
}

/// Whether an item of a list is in use on a day, by its own first and last day.
fn is_in_use(item: &Value, on: Date) -> bool {
    let day = |name: &str| -> Recorded<Date> {
        let day = item[name].as_str().and_then(|day| day.parse().ok());
        day.map_or(Recorded::NotRecorded, Recorded::Value)
    };
    Currency::between(&day("begins"), &day("ends"), on) == Currency::Current
}

/// What the items of a list of values are; a shape itself otherwise.
pub(super) fn inner(shape: Shape) -> Shape {
    match shape {
        Shape::List(inside) => *inside,
        other => other,
    }
}

/// The word in a cell that there is none.
pub(super) const NONE: &str = Recorded::<()>::NONE;

/// The field that a column fills.
pub(super) fn filled(path: &str) -> Option<&'static Field> {
    field(path)
}
