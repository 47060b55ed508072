//! One checker for all records: it walks a table beside the table of fields, keeps what is sound and says what is not.

use std::ops::Range;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::model::{
    Date, Field, Fields, Kind, Presence, Recorded, Reference, Regime, Scope, Shape, Step,
    check_slug, fold,
};
use crate::rules::{Facts, Said};

use super::expected::{expected, header};
use super::folder::SourceFile;

/// The word that says that there is none.
pub(super) const NONE: &str = Recorded::<()>::NONE;

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
    // Nearly every text of a register begins otherwise, and need not be folded.
    let begins = text.bytes().find(u8::is_ascii_alphanumeric);
    let may_be = !text.is_ascii()
        || begins.is_some_and(|first| {
            let mut words = NEARLY_NONE.iter();
            words.any(|words| words.as_bytes()[0] == first.to_ascii_lowercase())
        });
    may_be && NEARLY_NONE.contains(&&*fold(text))
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
    /// What it says for rules to look at.
    pub(super) said: Said,
    /// The way from the record to where the checker is.
    pub(super) steps: Vec<Step>,
    /// What the register holds, as far as it was read before: suggestions name what is there.
    pub(super) known: &'a Facts,
    /// The ids of the purposes of the activity.
    pub(super) purposes: Vec<String>,
    /// Whether it is an activity under Part 3 of the Data Protection Act 2018.
    pub(super) is_part_3: bool,
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
            || kind.one().to_owned(),
            |field| format!("`{}`", header(field)),
        )
    }
}

impl<'a> Checker<'a> {
    /// A checker of one record.
    pub(super) fn new(file: &'a SourceFile, on: Date, record: Reference, known: &'a Facts) -> Self {
        Self {
            file,
            on,
            said: Said::new(record.clone()),
            record,
            findings: Vec::new(),
            steps: Vec::new(),
            known,
            purposes: Vec::new(),
            is_part_3: false,
        }
    }

    /// The sound parts of the record.
    pub(super) fn record(&mut self, table: &DeTable<'_>, at: Range<usize>) -> Value {
        let level = Level {
            field: None,
            fields: self.record.kind.fields(),
        };
        self.purposes = purposes(table);
        self.is_part_3 = self.record.kind == Kind::Activity && is_part_3(table);
        Value::Object(self.table(table, at, level))
    }

    /// Notes what is wrong at a place.
    pub(super) fn report(&mut self, finding: Finding, span: Range<usize>) {
        self.findings.push(finding.at(self.file.passage(span)));
    }

    fn table(&mut self, table: &DeTable<'_>, at: Range<usize>, level: Level) -> Map<String, Value> {
        let fields = || level.fields.iter().copied().flatten();
        let mut sound = Map::new();
        for (key, value) in table {
            match fields().find(|field| field.name == key.get_ref().as_ref()) {
                Some(field) => {
                    if let Some(value) = self.field(field, key.span(), value) {
                        sound.insert(field.name.to_owned(), value);
                    }
                }
                None => {
                    let finding = self.unknown_key(key.get_ref(), value, table, level);
                    self.report(finding, key.span());
                }
            }
        }
        for field in fields().filter(|field| field.presence == Presence::Required) {
            if !table.contains_key(field.name) {
                let whole = level.field.map_or_else(
                    || format!("the {} `{}`", self.record.kind, self.record.id),
                    |field| format!("this `{}`", header(field)),
                );
                let finding = Finding::error(
                    "TEXT-missing-field",
                    format!("{whole} has no `{}`", field.name),
                );
                let hint = match self.example(field) {
                    Some(line) => format!("add `{line}`: {}", field.means),
                    None => format!(
                        "add `{}`, {}: {}",
                        field.name,
                        field.means,
                        self.first(field)
                    ),
                };
                self.report(finding.hint(hint), at.clone());
            }
        }
        sound
    }

    pub(super) fn field(
        &mut self,
        field: &Field,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
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
                self.such_as(field)
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
        self.steps.push(Step::Field(field.name));
        let checked = self.value(field, field.shape, value, span);
        self.steps.pop();
        checked
    }

    /// Flags words that people write for *none* and *not recorded*; only in a text can they stand.
    fn nearly_none(&mut self, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<()> {
        let Some(text) = value.get_ref().as_str() else {
            return Some(());
        };
        if field.presence != Presence::Recorded
            || !is_nearly_none(text)
            || self.is_id(field.shape, text)
        {
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
                for (index, item) in items.iter().enumerate() {
                    self.steps.push(Step::Item(index));
                    match item.get_ref() {
                        DeValue::Table(table) if table.is_empty() => {
                            self.filled(field, false, &item.span());
                        }
                        DeValue::Table(table) => {
                            sound.push(Value::Object(self.table(table, item.span(), level)));
                        }
                        other => self.wrong_type(field, Shape::Table(fields), other, item.span()),
                    }
                    self.steps.pop();
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

    /// Whether a record, or for a slug anything at all, may have such an id.
    fn is_id(&self, shape: Shape, text: &str) -> bool {
        match shape {
            Shape::Id(kind) => self.known.has(kind, text),
            Shape::End(kinds) => kinds.iter().any(|kind| self.known.has(*kind, text)),
            Shape::Slug => check_slug(text).is_ok(),
            _ => false,
        }
    }

    fn items(&mut self, field: &Field, shape: Shape, items: &[Spanned<DeValue<'_>>]) -> Vec<Value> {
        let mut sound = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if self.stands_alone(field, shape, item) {
                continue;
            }
            self.steps.push(Step::Item(index));
            sound.extend(self.value(field, shape, item, item.span()));
            self.steps.pop();
        }
        sound
    }

    /// Reports a word that stands in place of a whole list, and not in it.
    fn stands_alone(&mut self, field: &Field, shape: Shape, item: &Spanned<DeValue<'_>>) -> bool {
        let Some(text) = item.get_ref().as_str() else {
            return false;
        };
        let is_optional = field.presence != Presence::Recorded;
        if is_optional || self.is_id(shape, text) {
            return false;
        }
        let hint = if is_nearly_none(text) {
            format!(
                "write `{} = \"{NONE}\"` where there is none, and leave it out where nobody knows",
                field.name
            )
        } else if text == Scope::ALL && matches!(field.shape, Shape::Scope) {
            format!("write `{} = \"{}\"`", field.name, Scope::ALL)
        } else if text == Scope::ALL && matches!(shape, Shape::Id(_)) {
            format!("name each by its id, or {}", self.such_as(field))
        } else {
            return false;
        };
        let message = format!("`{text}` is not one of the list `{}`", field.name);
        let is_text = matches!(shape, Shape::Text);
        let finding = if is_text {
            Finding::warning(
                "TEXT-stands-alone",
                format!("{message}, and is kept as words"),
            )
        } else {
            Finding::error("TEXT-stands-alone", message)
        };
        self.report(finding.hint(hint), item.span());
        !is_text
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
            Presence::Required => self.such_as(field),
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
        let values = self.fitting(field, field.shape, found, &span);
        let hint = match found {
            _ if !values.is_empty() => Self::write(field, &values),
            DeValue::Table(_) | DeValue::Array(_) => self
                .other_brackets(field, shape, found, &span)
                .unwrap_or_else(|| self.such_as(field)),
            _ if matches!(shape, Shape::Word(_)) && !matches!(field.shape, Shape::List(_)) => {
                format!("write {}", expected(shape))
            }
            DeValue::String(text) => self.remedy(field, text),
            _ => self.remedy(field, ""),
        };
        self.report(finding.hint(hint), span);
    }
}

/// The ids of the purposes that an activity lists.
fn purposes(table: &DeTable<'_>) -> Vec<String> {
    let purposes = table.get("purpose").map(Spanned::get_ref);
    let purposes = purposes.and_then(DeValue::as_array).into_iter();
    purposes
        .flat_map(|items| items.iter())
        .filter_map(|item| item.get_ref().as_table()?.get("id")?.get_ref().as_str())
        .map(str::to_owned)
        .collect()
}

/// Whether an activity says that it is for law enforcement.
fn is_part_3(table: &DeTable<'_>) -> bool {
    let regime = table.get("regime");
    Regime::is_part_3(regime.and_then(|value| value.get_ref().as_str()))
}

/// A list, unless nothing in it was sound.
fn some_of(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::Array(items))
}
