//! `FIELD=VALUE` as it is typed: the place in a record, what is done there, and what is wrong with it.

mod assignment;
mod meant;
mod place;
mod way;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::error::Error;
use crate::finding::Finding;
use crate::law;
use crate::model::{
    ALIKE, Date, Field, Fields, Kind, Presence, Recorded, Reference, Regime, Shape, fold, nearest,
    one_of, slug_of, without_proof_of_what_went,
};
use crate::store::{NameError, Store};
use crate::text::{Typed, Untyped};

pub(super) use self::assignment::Assignment;
use self::assignment::Does;
use self::place::{expanded, labelled, object, parts, prune};
use self::way::{Way, add_name};
pub(super) use self::way::{quoted, singular};

/// The word that makes a field *not recorded* again.
pub(super) const NOT_RECORDED: &str = "not-recorded";

const NONE: &str = Recorded::<()>::NONE;

/// Why a text is not a value.
enum Unread {
    /// The field holds something of another form.
    WrongType(Error),
    Other(Error),
}

impl Unread {
    fn error(self) -> Error {
        match self {
            Self::WrongType(error) | Self::Other(error) => error,
        }
    }
}

/// What changes the fields of one record.
pub(super) struct Assign<'a> {
    pub(super) store: &'a Store,
    pub(super) reference: &'a Reference,
    /// The day whose law counts.
    pub(super) on: Date,
    /// Whether it is for law enforcement, whose codes are others.
    is_part_3: bool,
    way: Way,
    /// What is questionable in what was typed.
    pub(super) warnings: Vec<Finding>,
    /// The field that is being set, as it was typed.
    place: String,
    /// How many tables each list of the record has.
    n_rows: BTreeMap<String, usize>,
}

impl<'a> Assign<'a> {
    /// Changes a record.
    pub(super) fn to(store: &'a Store, reference: &'a Reference, on: Date) -> Self {
        Self {
            store,
            reference,
            on,
            is_part_3: false,
            way: Way::Assigned,
            warnings: Vec::new(),
            place: String::new(),
            n_rows: BTreeMap::new(),
        }
    }

    /// The same for fields that are given as flags.
    pub(super) fn flags_to(store: &'a Store, reference: &'a Reference, on: Date) -> Self {
        Self {
            way: Way::Flag,
            ..Self::to(store, reference, on)
        }
    }

    /// Does what was typed to the values of a record.
    pub(super) fn all(
        &mut self,
        document: &mut Value,
        assignments: &[Assignment],
    ) -> Result<(), Error> {
        let before = document.clone();
        let mut typed = assignments.iter().rev();
        let regime = typed.find(|one| one.place == "regime");
        let regime = regime.and_then(|one| one.values.first());
        let regime = regime.map(String::as_str);
        self.is_part_3 = Regime::is_part_3(regime.or(document["regime"].as_str()));
        assignments
            .iter()
            .try_for_each(|one| self.one(document, one))?;
        without_proof_of_what_went(&before, document);
        Ok(())
    }

    fn one(&mut self, document: &mut Value, assignment: &Assignment) -> Result<(), Error> {
        let place = expanded(document, &assignment.place)?;
        self.place.clone_from(&assignment.place);
        let lists = document.as_object().into_iter().flatten();
        let lists = lists.filter_map(|(name, value)| Some((name.clone(), value.as_array()?.len())));
        self.n_rows = lists.collect();
        let fields = self.reference.kind.fields();
        let parts: Vec<&str> = parts(&place);
        let Some((last, above)) = parts.split_last() else {
            return Err(Error::that("no field is named before `=`")
                .hinted("write `FIELD=VALUE`, as in `country=GB`"));
        };
        let (table, fields) = self.table(document, fields, above, &place)?;
        let (name, label) = labelled(last);
        let field = self.field(fields, name)?;
        if let Some(label) = label {
            return self.row(table, field, label, assignment);
        }
        self.assign(table, field, assignment)?;
        prune(document);
        Ok(())
    }

    /// The table at the end of a way, which is made where it is not there.
    fn table<'v>(
        &self,
        document: &'v mut Value,
        mut fields: Fields,
        parts: &[&str],
        place: &str,
    ) -> Result<(&'v mut Map<String, Value>, Fields), Error> {
        let mut table = object(document);
        for part in parts {
            let (name, label) = labelled(part);
            let field = self.field(fields, name)?;
            let is_there = table.contains_key(field.name);
            let value = table.entry(field.name).or_insert(Value::Null);
            match field.shape {
                Shape::Table(inner) => {
                    if !value.is_object() {
                        *value = Value::Object(Map::new());
                    }
                    (table, fields) = (object(value), inner);
                }
                Shape::Tables(inner) => {
                    let n_rows = value.as_array().map_or(0, Vec::len);
                    if !is_there || n_rows == 0 {
                        return Err(self.no_row(field));
                    }
                    let row = match label {
                        Some(label) => self.row_of(value, inner, field, label)?,
                        None if n_rows == 1 => 0,
                        None => {
                            return Err(Error::that(format!(
                                "there are {n_rows} of `{}`, and `{place}` does not say which",
                                field.name
                            ))
                            .hinted(format!("write `{}[1]` for the first", field.name)));
                        }
                    };
                    (table, fields) = (object(&mut value[row]), inner);
                }
                _ => {
                    return Err(Error::that(format!(
                        "`{}` has no fields of its own, and `{place}` names one",
                        field.name
                    )));
                }
            }
        }
        Ok((table, fields))
    }

    /// The row of a list of tables that a label names: its number, its own id, or what it goes to or comes from.
    fn row_of(
        &self,
        rows: &Value,
        fields: Fields,
        field: &Field,
        label: &str,
    ) -> Result<usize, Error> {
        let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
        if let Ok(number) = label.parse::<usize>() {
            if (1..=rows.len()).contains(&number) {
                return Ok(number - 1);
            }
        } else {
            let text = |row: &Value, name: &str| row.get(name)?.as_str().map(str::to_owned);
            let own = rows
                .iter()
                .position(|row| text(row, "id").as_deref() == Some(label));
            if let Some(own) = own {
                return Ok(own);
            }
            let ends = fields.iter().copied().flatten().filter_map(|field| {
                let kinds = match &field.shape {
                    Shape::Id(kind) => std::slice::from_ref(kind),
                    Shape::End(kinds) => *kinds,
                    _ => return None,
                };
                let found = self.store.resolve(label, kinds).ok()?;
                Some((field.name, found.kind.at_end(kinds, &found.id)))
            });
            let ends: Vec<(&str, String)> = ends.collect();
            let mut found: Vec<usize> = Vec::new();
            for (index, row) in rows.iter().enumerate() {
                if ends
                    .iter()
                    .any(|(name, end)| text(row, name).as_ref() == Some(end))
                {
                    found.push(index);
                }
            }
            match found.as_slice() {
                [] => {}
                [only] => return Ok(*only),
                several => {
                    let shown: Vec<String> = several
                        .iter()
                        .map(|index| format!("{}[{}]", field.name, index + 1))
                        .collect();
                    return Err(Error::that(format!(
                        "`{}[{label}]` may be any of {}",
                        field.name,
                        several.len()
                    ))
                    .hinted(format!(
                        "write {}",
                        one_of(shown.iter().map(String::as_str))
                    )));
                }
            }
        }
        let ends = rows.iter().filter_map(|row| {
            let mut ends = ["to", "from", "in"].iter();
            ends.find_map(|name| row.get(name)?.as_str())
        });
        let hint = match (nearest(&slug_of(label), ends, ALIKE), rows.len()) {
            (Some(end), _) => format!("did you mean `{}[{end}]`?", field.name),
            (None, 1) => format!("there is one, `{}[1]`", field.name),
            (None, n) => format!("they are numbered from `{0}[1]` to `{0}[{n}]`", field.name),
        };
        Err(Error::that(format!("there is no `{}[{label}]`", field.name)).hinted(hint))
    }

    /// Takes a whole row out of a list of tables, which is all that can be done with one.
    fn row(
        &self,
        table: &mut Map<String, Value>,
        field: &'static Field,
        label: &str,
        assignment: &Assignment,
    ) -> Result<(), Error> {
        let Shape::Tables(inner) = field.shape else {
            return Err(Error::that(format!(
                "`{}` is not a list of tables, and `[{label}]` names one of it",
                field.name
            ))
            .hinted(format!(
                "add to a list with `{0}+=VALUE`, and take from it with `{0}-=VALUE`",
                field.name
            )));
        };
        let is_clear =
            assignment.does == Does::Set && assignment.values.iter().all(|text| is_clear(text));
        if !is_clear {
            return Err(Error::that(format!(
                "`{}` is a part of the record with fields of its own",
                assignment.place
            ))
            .hinted(format!(
                "set one of its fields, as in `{}.{}=VALUE`, or remove it with `{}={NOT_RECORDED}`",
                assignment.place,
                first_of(inner),
                assignment.place
            )));
        }
        let rows = table.get(field.name).cloned().unwrap_or_default();
        if rows.as_array().is_none_or(Vec::is_empty) {
            return Err(self.no_row(field));
        }
        let index = self.row_of(&rows, inner, field, label)?;
        let mut rows = rows.as_array().cloned().unwrap_or_default();
        rows.remove(index);
        if rows.is_empty() {
            return Err(nothing_left(field, Way::Assigned));
        }
        table.insert(field.name.to_owned(), Value::Array(rows));
        Ok(())
    }

    fn assign(
        &mut self,
        table: &mut Map<String, Value>,
        field: &'static Field,
        assignment: &Assignment,
    ) -> Result<(), Error> {
        let texts: Vec<&str> = assignment.values.iter().map(String::as_str).collect();
        let Assignment { does, .. } = assignment;
        if let ([only], Does::Set) = (&*texts, does)
            && is_clear(only)
        {
            if field.presence == Presence::Required {
                return Err(Error::that(format!(
                    "`{}` must be recorded: it is {}",
                    field.name, field.means
                )));
            }
            table.remove(field.name);
            return Ok(());
        }
        if texts == [NONE] && field.presence != Presence::Recorded {
            return Err(self.no_none(field));
        }
        let value = match (self.value(field, &texts), field.shape) {
            // What is none, or nearly so, can be said of it as a whole, and nothing else.
            (Err(Unread::WrongType(_)), Shape::Table(inner) | Shape::Tables(inner)) => {
                return Err(self.needs_a_field(field, inner));
            }
            (value, _) => value.map_err(Unread::error)?,
        };
        let value = match does {
            Does::Set => value,
            does => {
                if !matches!(
                    field.shape,
                    Shape::List(_) | Shape::OneOrMany(_) | Shape::Scope
                ) {
                    return Err(Error::that(format!(
                        "`{}` holds one value, and `{}` is for lists",
                        field.name,
                        does.sign()
                    ))
                    .hinted(format!("write `{}=VALUE`", field.name)));
                }
                self.joined(field, table.get(field.name), &value, *does)?
            }
        };
        table.insert(field.name.to_owned(), value);
        Ok(())
    }

    /// A list with some more items, or without some.
    fn joined(
        &self,
        field: &Field,
        before: Option<&Value>,
        more: &Value,
        does: Does,
    ) -> Result<Value, Error> {
        let is_word = |value: &Value| value == NONE || value == "all";
        let listed = |value: Option<&Value>| match value {
            Some(Value::Array(items)) => items.clone(),
            Some(value) if !is_word(value) => vec![value.clone()],
            _ => Vec::new(),
        };
        if let Some(word) = before.filter(|word| is_word(word) && **word != NONE)
            && let Some(word) = word.as_str()
        {
            return Err(
                Error::that(format!("`{}` is `{word}`, which is not a list", field.name)).hinted(
                    format!("set the whole list, as in `{}=VALUE,VALUE`", field.name),
                ),
            );
        }
        let (mut items, more) = (listed(before), listed(Some(more)));
        for item in more {
            match (
                does,
                items.iter().position(|known| same(field, known, &item)),
            ) {
                (Does::Take, Some(index)) => drop(items.remove(index)),
                (Does::Take, None) => {
                    let item = item.as_str().unwrap_or_default().to_owned();
                    return Err(Error::that(format!(
                        "`{item}` is not in the list `{}`",
                        field.name
                    ))
                    .hinted(format!("`ropa show {}` shows what is", self.reference)));
                }
                (_, Some(_)) => {}
                (_, None) => items.push(item),
            }
        }
        if items.is_empty() {
            return Err(nothing_left(field, self.way));
        }
        Ok(match (field.shape, items.len()) {
            (Shape::OneOrMany(_), 1) => items.remove(0),
            _ => Value::Array(items),
        })
    }

    /// The value that texts mean for a field.
    fn value(&mut self, field: &Field, texts: &[&str]) -> Result<Value, Unread> {
        let store = self.store;
        let mut typed = Typed {
            record: self.reference,
            on: self.on,
            is_part_3: self.is_part_3,
            named: &|text, kinds| store.resolve(text, kinds),
            warnings: Vec::new(),
        };
        let value = typed.value(field, texts);
        self.warnings.append(&mut typed.warnings);
        value.map_err(|error| match error {
            Untyped::Wrong(finding) if finding.code == "TEXT-wrong-type" => {
                Unread::WrongType(self.wrong(field, &finding))
            }
            Untyped::Wrong(finding) => Unread::Other(self.wrong(field, &finding)),
            Untyped::Name(error) => Unread::Other(unnamed(field, error)),
        })
    }

    fn wrong(&self, field: &Field, finding: &Finding) -> Error {
        let error = Error::that(finding.message.clone());
        match &finding.hint {
            // A list of codes that is too long for a line.
            Some(hint) if finding.code == "TEXT-unknown-code" && hint.contains(", ... (") => {
                let listed = match field.shape.item() {
                    Shape::Code(name) => law::vocabulary_under(name, self.is_part_3),
                    _ => None,
                };
                let name = listed.map_or_else(String::new, |it| format!(" {}", it.name()));
                error.hinted(format!("{hint}: `ropa law{name}` lists them"))
            }
            Some(hint) if !hint.is_empty() => error.hinted(self.way.hint(field, &self.place, hint)),
            _ => error.hinted(format!(
                "`ropa fields {} {}` says what it holds",
                self.reference.kind, field.name
            )),
        }
    }

    /// What adds an item to a list of the record.
    fn to_add(&self, field: &Field) -> String {
        let (add, thing) = (add_name(field), self.reference.to_string());
        match add.contains("ACTIVITY") {
            true => format!("ropa add {}", add.replace("ACTIVITY", &thing)),
            false => format!("ropa add {add} {thing}"),
        }
    }

    fn no_row(&self, field: &Field) -> Error {
        Error::that(format!("no `{}` is recorded there", field.name))
            .hinted(format!("add one with `{}`", self.to_add(field)))
    }

    /// A field of which it cannot be said that there is none; as words of its own nobody means it.
    fn no_none(&self, field: &Field) -> Error {
        let error = Error::that(format!("`{}` cannot be `{NONE}`", self.place));
        error.hinted(match (field.presence, self.way) {
            (Presence::Required, _) => format!("it is {}", field.means),
            (_, Way::Flag) => "leave it out".to_owned(),
            (_, way) => format!("write `{}`", way.with(&self.place, NOT_RECORDED)),
        })
    }

    fn needs_a_field(&self, field: &Field, inner: Fields) -> Error {
        let names = inner.iter().copied().flatten().map(|field| field.name);
        let first = first_of(inner);
        let error = Error::that(format!("`{}` has fields of its own", field.name));
        match field.shape {
            // Of a record that is being added there is none yet.
            Shape::Tables(_) if self.way == Way::Flag => error.hinted(format!(
                "leave it out here, and add one then with `{}`",
                self.to_add(field)
            )),
            Shape::Tables(_) => error.hinted(format!(
                "add one with `{}`, or set a field of one that is there, as in `{}[1].{}=VALUE`",
                self.to_add(field),
                field.name,
                first
            )),
            _ => error.hinted(format!(
                "set one of them, as in `{}.{}=VALUE`: {}",
                field.name,
                first,
                one_of(names)
            )),
        }
    }
}

/// Words for all that there is, which no record is called.
const ALL: [&str; 3] = ["all", "everything", "any"];

/// A name that no record has, with how to record it where nothing is like it.
fn unnamed(field: &Field, error: NameError) -> Error {
    let NameError::Unknown {
        text,
        suggestions,
        kinds,
    } = &error
    else {
        return error.into();
    };
    let is_before = |kind: &&Kind| kind.bare(text) != text.trim();
    let Some(kind) = kinds.iter().find(is_before).or(kinds.first()) else {
        return error.into();
    };
    if ALL.contains(&&*fold(text)) {
        let beside = match kind {
            Kind::Data => "; `all` can be written of what a flow carries and of what is kept",
            _ => "",
        };
        return Error::that(format!("{error}, and `{}` names each", field.name)).hinted(format!(
            "name those that are meant: `ropa list {kind}` lists them{beside}"
        ));
    }
    let text = quoted(kind.bare(text));
    if !suggestions.is_empty() {
        let meant = error.hint().unwrap_or_default();
        return Error::that(error.to_string())
            .hinted(format!(
                "{meant} If it is another, record it first with `ropa add {kind} {text}`"
            ))
            .about_what_is_there();
    }
    Error::that(format!("{error}, and `{}` names one", field.name)).hinted(format!(
        "record it first with `ropa add {kind} {text}`, or name one that `ropa list {kind}` lists"
    ))
}

/// The field of a table that says most: one that it must have, where there is one.
fn first_of(fields: Fields) -> &'static str {
    let all = || fields.iter().copied().flatten();
    let must = all().find(|field| field.presence == Presence::Required);
    must.or_else(|| all().next()).map_or("", |field| field.name)
}

/// Whether two items of a list are the same; free text is however it is spelt.
fn same(field: &Field, one: &Value, other: &Value) -> bool {
    one == other
        || matches!(field.shape.item(), Shape::Text)
            && one.as_str().map(fold) == other.as_str().map(fold)
}

/// Whether a text asks for a field to be *not recorded* again.
fn is_clear(text: &str) -> bool {
    fold(text) == fold(NOT_RECORDED)
}

fn nothing_left(field: &Field, way: Way) -> Error {
    Error::that(format!("nothing would be left of `{}`", field.name)).hinted(format!(
        "write `{}` where there is none, and `{}` where nobody knows",
        way.with(field.name, NONE),
        way.with(field.name, NOT_RECORDED)
    ))
}
