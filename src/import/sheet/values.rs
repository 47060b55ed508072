//! What a cell says of a field of its activity: a value, a list, or that there is none.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Map, Value, json};

use super::super::decision::{Answers, At, Choice, Decision};
use super::super::notice;
use super::super::proposal::{Outcome, items, push, same};
use super::super::{ImportError, categories};
use super::cells::address;
use super::map::field;
use super::meant::word_of;
use super::nameless::{is_doubtful, is_name, says_a_class_alone};
use super::rows::{Rows, Taken};
use super::said::{Said, british, by_end_of, whenever, yes_or_no};
use crate::model::{Field, Kind, Presence, Recorded, Reference, Regime, Shape, fold};
use crate::text::{Typed, Untyped};

type Took = Result<Outcome, ImportError>;

const NONE: &str = Recorded::<()>::NONE;

/// What is answered where the register says something else.
pub(super) const REGISTER: &str = "the register";
pub(super) const SHEET: &str = "the sheet";

impl Rows<'_> {
    /// What a cell says of a field.
    pub(super) fn value(
        &mut self,
        path: &str,
        field: &'static Field,
        said: Said<'_>,
        cell: &Taken<'_>,
    ) -> Took {
        let is_none = said == Said::None;
        match path {
            "name" => return self.called(cell),
            "purpose.basis" | "purpose.basis_published" => return self.basis(cell),
            "condition.article_9" | "condition.published" => return self.condition(is_none, cell),
            "retention" | "retention.period" | "retention.criteria" => {
                return self.retention(is_none, cell);
            }
            "rights" | "rights.right" => return self.rights(is_none, cell),
            "automated_decisions" | "automated_decisions.what"
                if yes_or_no(cell.words) == Some(false) =>
            {
                return self.none("automated_decisions", cell);
            }
            "dpia.needed" | "dpia.status" if !is_none && !self.is_ours => {
                return self.dpia(cell);
            }
            "open" => return self.open(cell),
            "breaches" if yes_or_no(cell.words) == Some(false) => return self.none(path, cell),
            _ => {}
        }
        if let Some((list, name)) = path.split_once('.') {
            let above = self::field(list).map(|field| field.shape);
            return match above {
                Some(Shape::Tables(_)) if super::map::leads(path, field) => {
                    self.lead(list, field, is_none, cell)
                }
                Some(Shape::Tables(_)) => self.of_items(list, field, is_none, cell),
                Some(Shape::Table(_)) => self.in_table(list, name, field, is_none, cell),
                _ => self.keep(cell),
            };
        }
        match field.shape {
            _ if is_none && field.presence == Presence::Recorded => self.none(path, cell),
            Shape::List(Shape::Id(kind)) => self.listed(path, *kind, cell),
            Shape::Tables(inside) => {
                let lead = inside.iter().copied().flatten();
                let mut lead = lead.filter(|it| it.presence == Presence::Required);
                match lead.next() {
                    Some(lead) => self.lead(path, lead, is_none, cell),
                    None => self.keep(cell),
                }
            }
            _ => {
                let Some(value) = self.single(field, cell)? else {
                    return self.keep(cell);
                };
                self.set(&[], path, value, cell)
            }
        }
    }

    /// That the source says of a list that it is incomplete.
    fn open(&mut self, cell: &Taken<'_>) -> Took {
        let list = items(self.document()?, "open");
        if list.iter().any(|there| there.as_str() == Some(cell.words)) {
            return Ok(Outcome::Known);
        }
        push(self.document()?, "open", cell.words.into());
        Ok(Outcome::New(format!("{}: there are others", cell.words)))
    }

    /// The name of the activity, which it is found by.
    fn called(&mut self, cell: &Taken<'_>) -> Took {
        let is_there = self.evidence("name", cell)?;
        Ok(if is_there {
            Outcome::Known
        } else {
            Outcome::New(format!("activity: {}", cell.words))
        })
    }

    /// That there is none of something.
    fn none(&mut self, path: &str, cell: &Taken<'_>) -> Took {
        let is_list =
            self::field(path).is_some_and(|field| matches!(field.shape, Shape::Tables(_)));
        self.hears(cell, || path.to_owned());
        let document = self.document()?;
        match document.get(path) {
            Some(Value::String(there)) if there == NONE => Ok(Outcome::Known),
            None => {
                document.insert(path.to_owned(), NONE.into());
                self.evidence(path, cell)?;
                Ok(Outcome::New(format!("{}: none", labelled(path))))
            }
            Some(there) => {
                let there = if is_list {
                    "a list".to_owned()
                } else {
                    shown(there)
                };
                Ok(Outcome::Otherwise(there))
            }
        }
    }

    /// Whether words can be a name. What a layout of ours calls something is one, whatever it says.
    pub(super) fn may_name(&self, words: &str) -> bool {
        self.is_ours && words.chars().any(char::is_alphabetic) || is_name(words)
    }

    /// One value of a field; nothing where the words are none.
    pub(super) fn single(
        &mut self,
        field: &'static Field,
        cell: &Taken<'_>,
    ) -> Result<Option<Value>, ImportError> {
        let words = cell.words;
        if is_doubtful(words) && !matches!(field.shape, Shape::Text) {
            return Ok(None);
        }
        match field.shape {
            // A review that is due in a month is due by its end; one that was made in it was on some day.
            Shape::Date if field.name == "next" && by_end_of(words).is_some() => {
                Ok(by_end_of(words).map(|date| date.to_string().into()))
            }
            Shape::Id(Kind::Document) => {
                let ids = self.documents(field.name, cell)?;
                Ok(ids.into_iter().next().map(Value::from))
            }
            Shape::Id(kind) => {
                // "IT / HR" is two, and "Owner: Finance" says more than a name.
                let is_more = || [" / ", ": "].iter().any(|mark| words.contains(mark));
                if !self.may_name(words) || !self.is_ours && is_more() {
                    return Ok(None);
                }
                Ok(Some(self.names.take(kind, words, &cell.at)?.into()))
            }
            Shape::End(kinds) => {
                if !self.may_name(words) {
                    return Ok(None);
                }
                for kind in kinds.iter().copied() {
                    if let Some(found) = self.names.known(kind, words)? {
                        return Ok(Some(kind.at_end(kinds, &found.id).into()));
                    }
                }
                let Some(kind) = kinds.first().copied() else {
                    return Ok(None);
                };
                Ok(Some(self.names.take(kind, words, &cell.at)?.into()))
            }
            Shape::Text => Ok(Some(words.into())),
            Shape::Scope | Shape::List(Shape::Id(Kind::Data)) => self.carried(words),
            Shape::Flag => Ok(yes_or_no(words).map(Value::from)),
            _ => {
                let activity = self.activity.clone();
                let regime = self.document()?.get("regime").and_then(Value::as_str);
                let is_part_3 = Regime::is_part_3(regime);
                let nobody = |_: &str, _: &[Kind]| Err::<Reference, ()>(());
                let mut typed = Typed {
                    record: &activity,
                    on: self.on,
                    is_part_3,
                    named: &nobody,
                    warnings: Vec::new(),
                };
                let found = typed.value(field, &[words]);
                Ok(match (found, field.shape) {
                    (Ok(value), _) => Some(value),
                    (Err(_), Shape::Date) => british(words).map(|date| date.to_string().into()),
                    (Err(_), Shape::Code("schedule-1")) => {
                        notice::paragraph(&format!("Schedule 1 {words}")).map(Value::from)
                    }
                    (Err(Untyped::Wrong(_) | Untyped::Name(_)), _) => {
                        word_of(field, words).map(Value::from)
                    }
                })
            }
        }
    }

    /// The value that an answer to a question about a field is; nothing where its words are none.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn answered(
        &mut self,
        field: &'static Field,
        words: &str,
        at: &At,
    ) -> Result<Option<Value>, ImportError> {
        let cell = Taken {
            place: format!("{}, {at}", self.names.file),
            at: at.clone(),
            heading: "",
            words,
        };
        self.single(field, &cell)
    }

    /// The names in an answer, which a semicolon or the end of a line separates.
    pub(in crate::import) fn separate(text: &str) -> Vec<String> {
        super::said::values(text, &[], false)
    }

    /// A cell as a question names it.
    pub(in crate::import) fn at_cell(sheet: &str, column: u32, row: u32) -> At {
        At::Cell {
            sheet: sheet.to_owned(),
            cell: address(column, row),
        }
    }

    /// Sets a value at a place of the activity. What the register says stays, unless it is what this file said before.
    pub(super) fn set(
        &mut self,
        above: &[Step],
        name: &str,
        value: Value,
        cell: &Taken<'_>,
    ) -> Took {
        let about = match above {
            [Step::Item(list, _) | Step::Table(list), ..] => (*list).to_owned(),
            [] => name.to_owned(),
        };
        // Alone a word such as "needed" does not say of what.
        let label = match above {
            [Step::Table("review")] if name != "by" => format!("{} review", labelled(name)),
            [Step::Table(table)] => format!("{} {}", labelled(table), labelled(name)),
            _ => labelled(name),
        };
        let what = format!("{label}: {}", shown(&value));
        let there = self.at(above)?.and_then(|table| table.get(name)).cloned();
        if there.is_none() {
            self.has_set(above, name);
        }
        let outcome = match there {
            Some(there) if is_same(&there, &value) => {
                self.has_set(above, name);
                self.hears(cell, || key_of(above, name));
                return Ok(Outcome::Known);
            }
            None => Outcome::New(what),
            // Two columns or rows of one sheet contradict each other: the first holds, and the other is kept, unless it says
            // the same in more words.
            Some(there) if self.has_set(above, name) => {
                return match (there.as_str(), value.as_str()) {
                    (Some(there), Some(words)) if fold(words).ends_with(&fold(there)) => {
                        Ok(Outcome::Known)
                    }
                    _ => self.keep(cell),
                };
            }
            Some(there) => {
                let id = self.activity.id.clone();
                let was_said = self.said_before(&about, cell, &there)?;
                let answer = if was_said {
                    vec![SHEET.to_owned()]
                } else {
                    self.names.settle(Decision {
                        file: self.names.file.clone(),
                        at: cell.at.clone(),
                        asks: format!("{about} of {id}"),
                        words: cell.words.to_owned(),
                        question: format!(
                            "the register says `{}` as {}: which of them holds?",
                            shown(&there),
                            labelled(name)
                        ),
                        answers: Answers::OneOf(vec![
                            Choice::plain(REGISTER),
                            Choice::plain(SHEET),
                        ]),
                        is_first: false,
                        answer: Vec::new(),
                    })?
                };
                if answer != [SHEET] {
                    return Ok(Outcome::Otherwise(shown(&there)));
                }
                Outcome::Changed(format!("{what} (was {})", shown(&there)))
            }
        };
        if let Some(table) = self.at(above)? {
            table.insert(name.to_owned(), value);
        }
        self.hears(cell, || key_of(above, name));
        self.evidence(&about, cell)?;
        Ok(outcome)
    }

    /// Whether the sheet said before what a place of the activity holds; it has from now on.
    pub(super) fn has_set(&mut self, above: &[Step], name: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (&self.activity, key_of(above, name)).hash(&mut hasher);
        !self.set_now.insert(hasher.finish())
    }

    /// A field of a table of the activity, such as whether an assessment is needed.
    fn in_table(
        &mut self,
        list: &str,
        name: &str,
        field: &'static Field,
        is_none: bool,
        cell: &Taken<'_>,
    ) -> Took {
        let Some(list) = self::field(list).map(|field| field.name) else {
            return self.keep(cell);
        };
        let value = if is_none && field.presence == Presence::Recorded {
            Some(NONE.into())
        } else {
            self.single(field, cell)?
        };
        let Some(value) = value else {
            return self.keep(cell);
        };
        let document = self.document()?;
        match document.get(list) {
            Some(Value::Object(_)) => {}
            None => {
                document.insert(list.to_owned(), json!({}));
            }
            Some(there) => return Ok(Outcome::Otherwise(shown(there))),
        }
        let outcome = self.set(&[Step::Table(list)], name, value, cell)?;
        Ok(outcome)
    }

    /// A list of records of a kind.
    pub(super) fn listed(&mut self, path: &str, kind: Kind, cell: &Taken<'_>) -> Took {
        let mut new = Vec::new();
        let mut left = Vec::new();
        let ids = if kind == Kind::Document {
            self.documents(path, cell)?
        } else {
            let mut ids = Vec::new();
            for name in self.several(kind, cell.words)? {
                let name = match self.is_ours {
                    true => name,
                    false => whenever(&name).to_owned(),
                };
                let is_data = kind == Kind::Data;
                let is_none =
                    is_data && (says_a_class_alone(&name) || categories::says_no_more(&name));
                if self.may_name(&name) && (self.is_ours || !is_none) {
                    ids.push(self.taken(kind, &name, cell)?);
                } else {
                    left.push(name);
                }
            }
            ids
        };
        let n_ids = ids.len();
        for id in ids {
            self.hears(cell, || format!("{path}.{id}"));
            let list = items(self.document()?, path);
            if list.iter().any(|there| there.as_str() == Some(&id)) {
                continue;
            }
            push(self.document()?, path, id.clone().into());
            self.evidence(&format!("{path}.{id}"), cell)?;
            new.push(id);
        }
        self.leave(&left, cell)?;
        Ok(match (new.is_empty(), n_ids) {
            (true, 0) => return self.keep(cell),
            (true, _) => Outcome::Known,
            (false, _) => Outcome::New(format!("{}: {}", labelled(path), new.join(", "))),
        })
    }

    /// Keeps what of a cell was not understood.
    pub(super) fn leave(&mut self, left: &[String], cell: &Taken<'_>) -> Result<(), ImportError> {
        for words in left {
            let part = cell.saying(words);
            let outcome = self.keep(&part)?;
            self.line(&part, outcome)?;
        }
        Ok(())
    }

    /// Keeps a cell as text that no field took.
    pub(super) fn keep(&mut self, cell: &Taken<'_>) -> Took {
        let words = if cell.heading.is_empty() {
            cell.words.to_owned()
        } else {
            format!("{}: {}", cell.heading, cell.words)
        };
        self.hears_words("unread", &words);
        let document = self.document()?;
        let is_there = items(document, "unread").iter().any(|one| {
            let there = one.get("words").and_then(Value::as_str);
            there.is_some_and(|there| same(there, &words))
        });
        if is_there {
            return Ok(Outcome::Known);
        }
        push(
            document,
            "unread",
            json!({ "words": words, "place": cell.place }),
        );
        Ok(Outcome::Unread)
    }

    /// Keeps that the sheet says of a field that it does not apply: no value, and not lost.
    pub(super) fn says_that(&mut self, path: &str, cell: &Taken<'_>) -> Took {
        let about = super::map::about(path);
        let words = format!("{}: {}", cell.heading, cell.words);
        self.hears_words(about, &words);
        let is_there = self.evidence(about, &cell.saying(&words))?;
        Ok(if is_there {
            Outcome::Known
        } else {
            Outcome::New(format!("kept as evidence: {}", cell.words))
        })
    }

    /// Keeps the words of a cell as evidence of a field or item; gives whether they were there.
    pub(super) fn evidence(&mut self, about: &str, cell: &Taken<'_>) -> Result<bool, ImportError> {
        if self.proved.0 != self.activity {
            let file = format!("{}, ", self.names.file);
            let evidence = items(self.document()?, "evidence").iter();
            let said = |one: &Value, field: &str| {
                one.get(field)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            let evidence = evidence.filter(|one| said(one, "place").starts_with(&file));
            let proved = evidence.map(|one| (said(one, "about"), said(one, "words")));
            let proved = proved.collect();
            self.proved = (self.activity.clone(), proved);
        }
        let is_new = self
            .proved
            .1
            .insert((about.to_owned(), cell.words.to_owned()));
        if is_new {
            let evidence = json!({ "about": about, "words": cell.words, "place": cell.place });
            push(self.document()?, "evidence", evidence);
        }
        Ok(!is_new)
    }

    /// Whether what the register says is what this file said of it before; that evidence goes then.
    fn said_before(
        &mut self,
        about: &str,
        cell: &Taken<'_>,
        there: &Value,
    ) -> Result<bool, ImportError> {
        let file = format!("{}, ", self.names.file);
        let document = self.document()?;
        let is_it = |one: &Value| {
            let said = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
            said("about") == about
                && said("place").starts_with(&file)
                && said("words") != cell.words
                && (same(said("words"), &shown(there)))
        };
        let Some(Value::Array(evidence)) = document.get_mut("evidence") else {
            return Ok(false);
        };
        let n_before = evidence.len();
        evidence.retain(|one| !is_it(one));
        let was_said = evidence.len() < n_before;
        if was_said {
            self.proved.0.id.clear();
        }
        Ok(was_said)
    }

    /// The table at a place of the activity.
    pub(super) fn at(
        &mut self,
        above: &[Step],
    ) -> Result<Option<&mut Map<String, Value>>, ImportError> {
        let document = self.document()?;
        Ok(match above {
            [] => Some(document),
            [Step::Table(name), ..] => document.get_mut(*name).and_then(Value::as_object_mut),
            [Step::Item(list, number), ..] => document
                .get_mut(*list)
                .and_then(|list| list.get_mut(*number))
                .and_then(Value::as_object_mut),
        })
    }
}

/// A step from the activity to a table in it.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// A table.
    Table(&'static str),
    /// An item of a list.
    Item(&'static str, usize),
}

/// What a field at a place of the activity is called where it is asked what the sheet says.
pub(super) fn key_of(above: &[Step], name: &str) -> String {
    match above {
        [] => name.to_owned(),
        [Step::Table(list), ..] => format!("{list}.{name}"),
        [Step::Item(list, number), ..] => format!("{list}#{number}.{name}"),
    }
}

/// Whether two values are the same, but for how a text is written.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => one == other || begin_alike(one, other) && same(one, other),
        _ => one == other,
    }
}

/// Whether two texts may be the same: to fold both takes long, and most differ at once.
fn begin_alike(one: &str, other: &str) -> bool {
    let size = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).count();
    !(one.is_ascii() && other.is_ascii()) || size(one) == size(other)
}

/// A value in words.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// The name of a field in words.
pub(super) fn labelled(path: &str) -> String {
    match path {
        "dpia" => "impact assessment".to_owned(),
        path => path.replace(['_', '.'], " "),
    }
}
