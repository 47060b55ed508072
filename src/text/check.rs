//! One checker for all records: it walks a table beside the table of fields, keeps what is sound and says what is not.

use std::ops::Range;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::model::{
    Date, Field, Fields, Kind, Presence, Recorded, Reference, Shape, check_slug, fold,
};

use super::expected::{a, example, expected};
use super::folder::SourceFile;
use super::layout::quoted;
use super::links::Mention;
use super::unknown::unknown_key;

/// The word that says that there is none.
pub(super) const NONE: &str = Recorded::<()>::NONE;

/// The fields that make a tree of the records of a kind.
const TREES: [&str; 2] = ["broader", "part_of"];

/// What people write, folded, where they mean that there is none or that they do not know.
const NEARLY_NONE: [&str; 12] = [
    "n a",
    "nil",
    "none",
    "not applicable",
    "not known",
    "not recorded",
    "tba",
    "tbc",
    "tbd",
    "to be confirmed",
    "unknown",
    "unrecorded",
];

/// Whether a text is one that people write for *none* or *not recorded*.
pub(super) fn is_nearly_none(text: &str) -> bool {
    NEARLY_NONE.contains(&&*fold(text))
}

/// What the checker found in one record.
pub(super) struct Checker<'a> {
    /// The file in which the record stands.
    pub(super) file: &'a SourceFile,
    /// The day whose law counts.
    pub(super) on: Date,
    /// The record.
    pub(super) record: Reference,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    /// The records it mentions.
    pub(super) mentions: Vec<Mention>,
}

/// Where in a record the checker is.
#[derive(Clone, Copy)]
pub(super) struct Level<'a> {
    /// The field that holds the table; nothing for the record itself.
    pub(super) field: Option<&'a Field>,
    /// The fields of the table.
    pub(super) fields: Fields,
}

impl Level<'_> {
    /// What it is called in messages: `a party`, `[[recipient]]`.
    pub(super) fn name(&self, kind: Kind) -> String {
        self.field.map_or_else(
            || a(kind).to_owned(),
            |field| format!("`{}`", example(field.name, field.shape)),
        )
    }
}

impl<'a> Checker<'a> {
    /// A checker of one record.
    pub(super) fn new(file: &'a SourceFile, on: Date, record: Reference) -> Self {
        Self {
            file,
            on,
            record,
            findings: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// The sound parts of the record.
    pub(super) fn record(&mut self, table: &DeTable<'_>, at: Range<usize>) -> Value {
        let level = Level {
            field: None,
            fields: self.record.kind.fields(),
        };
        Value::Object(self.table(table, at, level))
    }

    /// Notes what is wrong at a place.
    pub(super) fn report(&mut self, finding: Finding, span: Range<usize>) {
        self.findings.push(finding.at(self.file.place(span)));
    }

    fn table(&mut self, table: &DeTable<'_>, at: Range<usize>, level: Level) -> Map<String, Value> {
        let fields = || level.fields.iter().copied().flatten();
        let mut sound = Map::new();
        for (key, value) in table {
            match fields().find(|field| field.name == key.get_ref().as_ref()) {
                Some(field) => {
                    if let Some(value) = self.field(field, key.span(), value, level.field.is_none())
                    {
                        sound.insert(field.name.to_owned(), value);
                    }
                }
                None => {
                    let finding = unknown_key(key.get_ref(), level, self.record.kind);
                    self.report(finding, key.span());
                }
            }
        }
        for field in fields().filter(|field| field.presence == Presence::Required) {
            if !table.contains_key(field.name) {
                let whole = level.field.map_or_else(
                    || format!("the {} `{}`", self.record.kind, self.record.id),
                    |field| format!("this `{}`", example(field.name, field.shape)),
                );
                let finding = Finding::error(
                    "TEXT-missing-field",
                    format!("{whole} has no `{}`", field.name),
                );
                let hint = format!(
                    "add `{}`: {}",
                    example(field.name, field.shape),
                    field.means
                );
                self.report(finding.hint(hint), at.clone());
            }
        }
        sound
    }

    fn field(
        &mut self,
        field: &Field,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
        of_record: bool,
    ) -> Option<Value> {
        if value.get_ref().as_str() == Some(NONE)
            && !matches!(field.shape, Shape::Text if field.presence != Presence::Recorded)
        {
            if field.presence == Presence::Recorded {
                return Some(Value::from(NONE));
            }
            let finding =
                Finding::error("TEXT-no-none", format!("`{}` cannot be `none`", field.name));
            let hint = if field.presence == Presence::Required {
                format!("write `{}`", example(field.name, field.shape))
            } else {
                "leave it out where there is none".to_owned()
            };
            self.report(finding.hint(hint), value.span());
            return None;
        }
        self.nearly_none(field, value)?;
        let span = if matches!(field.shape, Shape::Table(_) | Shape::Tables(_)) {
            key
        } else {
            value.span()
        };
        let tree = of_record && TREES.contains(&field.name);
        let known = self.mentions.len();
        let checked = self.value(field, field.shape, value, span);
        if tree {
            for mention in &mut self.mentions[known..] {
                mention.tree = true;
            }
        }
        checked
    }

    /// Flags words that people write for *none* and *not recorded*; only in a text can they stand.
    fn nearly_none(&mut self, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<()> {
        let Some(text) = value.get_ref().as_str() else {
            return Some(());
        };
        // A record may have such an id; where none has, the mention of it is an error of its own.
        let may_be_id = matches!(field.shape, Shape::Id(_) | Shape::End(_) | Shape::Slug)
            && check_slug(text).is_ok();
        if field.presence != Presence::Recorded || may_be_id || !is_nearly_none(text) {
            return Some(());
        }
        let is_text = matches!(field.shape, Shape::Text);
        let message = format!("`{}` says `{text}`", field.name);
        let finding = if is_text {
            Finding::warning(
                "TEXT-nearly-none",
                format!("{message}, which is kept as words"),
            )
        } else {
            Finding::error("TEXT-nearly-none", message)
        };
        let hint = format!(
            "write `{} = \"{NONE}\"` where there is none, and leave it out where nobody knows",
            field.name
        );
        self.report(finding.hint(hint), value.span());
        is_text.then_some(())
    }

    /// The value in the form of JSON, if it is sound.
    fn value(
        &mut self,
        field: &Field,
        shape: Shape,
        value: &Spanned<DeValue<'_>>,
        span: Range<usize>,
    ) -> Option<Value> {
        match (shape, value.get_ref()) {
            (Shape::Table(fields), DeValue::Table(table)) => {
                self.filled(field, !table.is_empty(), &span)?;
                let level = Level {
                    field: Some(field),
                    fields,
                };
                Some(Value::Object(self.table(table, span, level)))
            }
            (Shape::Tables(fields), DeValue::Array(items)) => {
                self.filled(field, !items.is_empty(), &span)?;
                let level = Level {
                    field: Some(field),
                    fields,
                };
                let mut sound = Vec::new();
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(table) if table.is_empty() => {
                            self.filled(field, false, &item.span());
                        }
                        DeValue::Table(table) => {
                            sound.push(Value::Object(self.table(table, item.span(), level)));
                        }
                        other => self.wrong_type(field, Shape::Table(fields), other, item.span()),
                    }
                }
                some_of(sound)
            }
            (Shape::List(item), DeValue::Array(items)) => {
                self.filled(field, !items.is_empty(), &span)?;
                some_of(self.items(field, *item, items))
            }
            (Shape::OneOrMany(item), DeValue::Array(items)) => {
                self.filled(field, !items.is_empty(), &span)?;
                some_of(self.items(field, *item, items))
            }
            (Shape::Scope, DeValue::Array(items)) => {
                self.filled(field, !items.is_empty(), &span)?;
                some_of(self.items(field, Shape::Id(Kind::Data), items))
            }
            (Shape::OneOrMany(item), _) => self.value(field, *item, value, span),
            (_, other) => self.scalar(field, shape, other, span),
        }
    }

    fn items(&mut self, field: &Field, shape: Shape, items: &[Spanned<DeValue<'_>>]) -> Vec<Value> {
        items
            .iter()
            .filter_map(|item| self.value(field, shape, item, item.span()))
            .collect()
    }

    /// Whether a list or table says anything; reports it where it does not.
    fn filled(&mut self, field: &Field, filled: bool, span: &Range<usize>) -> Option<()> {
        if filled {
            return Some(());
        }
        self.says_nothing(field, span.clone());
        None
    }

    /// Reports a field that is there and empty.
    pub(super) fn says_nothing(&mut self, field: &Field, span: Range<usize>) {
        let finding = Finding::error(
            "TEXT-says-nothing",
            format!("`{}` says nothing", field.name),
        );
        let hint = match field.presence {
            Presence::Required => format!("write `{}`", example(field.name, field.shape)),
            Presence::Optional => "leave it out".to_owned(),
            Presence::Recorded => format!("leave it out, or write `{} = \"{NONE}\"`", field.name),
        };
        self.report(finding.hint(hint), span);
    }

    /// Reports a value that is not of the type that a field asks for.
    pub(super) fn wrong_type(
        &mut self,
        field: &Field,
        shape: Shape,
        found: &DeValue<'_>,
        span: Range<usize>,
    ) {
        let is = match found {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "`true` or `false`",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let finding = Finding::error(
            "TEXT-wrong-type",
            format!("`{}` is {is}, not {}", field.name, expected(shape)),
        );
        let hint = match (shape, found) {
            (Shape::List(_) | Shape::Scope, DeValue::String(text)) if !text.trim().is_empty() => {
                format!("write `{} = [{}]`", field.name, quoted(text))
            }
            (
                Shape::Text,
                DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_),
            ) => {
                let written = self.file.text.get(span.clone()).unwrap_or_default();
                format!("write `{} = \"{written}\"`", field.name)
            }
            (Shape::Tables(_), DeValue::Table(_)) => {
                format!("write `{}`, with two brackets", example(field.name, shape))
            }
            (Shape::Table(_), DeValue::Array(_)) => {
                format!("write `[{}]`, once", field.name)
            }
            _ => format!("write `{}`", example(field.name, field.shape)),
        };
        self.report(finding.hint(hint), span);
    }
}

/// A list, unless nothing in it was sound.
fn some_of(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::Array(items))
}
