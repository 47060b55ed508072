//! What to write in place of what does not fit: lines that are right as soon as they are typed.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::law::{self, Standing};
use crate::model::{
    ALIKE, Activity, Country, Field, Fields, Kind, Period, Presence, Shape, Word, check_slug,
    date_meant, fold, nearest, one_of, slug_of,
};
use crate::rules::TREES;

use super::check::{Checker, is_nearly_none};
use super::folder::{ACTIVITIES, file_of};
use super::layout::quoted;

/// What people write, folded, where they mean all data.
const ALL: [&str; 5] = [
    "all",
    "all data",
    "all of it",
    "all personal data",
    "everything",
];

/// What they write, folded, where they may mean all data.
const NEARLY_ALL: [&str; 3] = ["any", "anything", "whole record"];

/// Whether a text says that a flow carries all data.
pub(super) fn means_all(text: &str) -> bool {
    ALL.contains(&&*fold(text))
}

/// What people write, folded, where they keep something for good.
const FOR_GOOD: [&str; 6] = [
    "forever",
    "for ever",
    "indefinite",
    "indefinitely",
    "in perpetuity",
    "permanently",
];

/// Whether a text says that something is kept for good.
pub(super) fn means_permanent(text: &str) -> bool {
    FOR_GOOD.contains(&&*fold(text))
}

impl Checker<'_> {
    /// A line that shows how a field is written; nothing where the register has no record that could
    /// be named, or where naming any would say too much.
    pub(super) fn example(&self, field: &Field) -> Option<String> {
        let value = self.example_value(field, field.shape)?;
        Some(format!("{} = {value}", field.name))
    }

    fn example_value(&self, field: &Field, shape: Shape) -> Option<String> {
        Some(match shape {
            // Evidence is about a field, and every activity has a name.
            Shape::Text if field.name == "about" => quoted("name"),
            Shape::Text => quoted("in your words"),
            Shape::Flag => "true".to_owned(),
            Shape::Count => "120".to_owned(),
            Shape::Date => "2026-11-24".to_owned(),
            Shape::Period => quoted("P35Y"),
            Shape::Country => quoted("GB"),
            Shape::Identifier(scheme) => quoted(scheme.example(false)),
            Shape::Slug if field.names_purposes() => quoted(self.purposes.first()?),
            Shape::Slug => quoted("a-short-name"),
            Shape::Word(words) => quoted(words.first()?.word),
            // A record above this one may be below it elsewhere.
            Shape::Id(_) if TREES.contains(&field.name) => return None,
            Shape::Id(kind) => quoted(self.known_id(kind)?),
            Shape::End(kinds) => kinds.iter().find_map(|kind| {
                let id = self.known_id(*kind)?;
                Some(quoted(&kind.at_end(kinds, id)))
            })?,
            Shape::Code(name) => {
                let mut entries = law::vocabulary_under(name, self.is_part_3)?
                    .entries()
                    .iter();
                quoted(&entries.find(|entry| entry.in_force(self.on))?.code)
            }
            Shape::Scope => format!("[{}]", quoted(self.known_id(Kind::Data)?)),
            Shape::OneOrMany(item) => self.example_value(field, *item)?,
            Shape::List(item) => format!("[{}]", self.example_value(field, *item)?),
            Shape::Table(fields) => self.inline(fields)?,
            Shape::Tables(fields) => format!("[{}]", self.inline(fields)?),
        })
    }

    /// The id of some record of a kind other than this one, to show how such records are named.
    fn known_id(&self, kind: Kind) -> Option<&str> {
        let mut ids = self.known.ids(kind);
        ids.find(|id| kind != self.record.kind || *id != self.record.id)
    }

    /// A table on one line, with what it must have, or with something that it may have.
    fn inline(&self, fields: Fields) -> Option<String> {
        let all = || fields.iter().copied().flatten();
        let required: Vec<&Field> = all()
            .filter(|field| field.presence == Presence::Required)
            .collect();
        let lines: Vec<String> = if required.is_empty() {
            let names_nobody = |field: &&Field| {
                !matches!(
                    field.shape,
                    Shape::Id(_) | Shape::End(_) | Shape::Scope | Shape::List(_) | Shape::Slug
                )
            };
            all()
                .filter(names_nobody)
                .find_map(|field| self.example(field))
                .into_iter()
                .collect()
        } else {
            required
                .into_iter()
                .map(|field| self.example(field))
                .collect::<Option<_>>()?
        };
        Some(format!("{{ {} }}", lines.join(", ")))
    }

    /// What to do about a field whose value says nothing that could be understood.
    pub(super) fn such_as(&self, field: &Field) -> String {
        match (self.example(field), field.presence) {
            (Some(line), _) => format!("write `{line}`"),
            (None, Presence::Required) => self.first(field),
            (None, _) => "leave it out where there is none, or where nobody knows".to_owned(),
        }
    }

    /// What must be recorded before a field can be written.
    pub(super) fn first(&self, field: &Field) -> String {
        let kind = match field.shape {
            Shape::Id(kind) => kind,
            Shape::End(kinds) => kinds.first().copied().unwrap_or(Kind::Party),
            _ => Kind::Data,
        };
        let file = file_of(kind).unwrap_or("activities");
        format!("first record {} in `{file}`, then name it here", kind.one())
    }

    /// The hint that a field is to have one of these values.
    pub(super) fn write(field: &Field, values: &[String]) -> String {
        let lines: Vec<String> = values
            .iter()
            .map(|value| format!("{} = {value}", field.name))
            .collect();
        format!("write {}", one_of(lines.iter().map(String::as_str)))
    }

    /// The values that were probably meant by one of another type, as they are written.
    pub(super) fn fitting(
        &self,
        field: &Field,
        shape: Shape,
        found: &DeValue<'_>,
        span: &Range<usize>,
    ) -> Vec<String> {
        let source = |span: Range<usize>| self.file.text.get(span).unwrap_or_default();
        match (shape, found) {
            (Shape::Table(_) | Shape::Tables(_), found) if !found.is_str() => Vec::new(),
            (_, DeValue::String(text)) => self.meant(field, shape, text),
            (_, DeValue::Table(_)) => Vec::new(),
            (_, DeValue::Array(items)) => {
                let texts: Vec<&str> = items
                    .iter()
                    .map(|item| match item.get_ref() {
                        DeValue::String(text) => text.as_ref(),
                        DeValue::Array(_) | DeValue::Table(_) => "",
                        _ => source(item.span()),
                    })
                    .filter(|text| !text.trim().is_empty())
                    .collect();
                match (shape, texts.as_slice()) {
                    (Shape::Text, [_, ..]) => self.meant(field, shape, &texts.join(", ")),
                    (_, [only]) => self.meant(field, shape, only),
                    _ => Vec::new(),
                }
            }
            _ => self.meant(field, shape, source(span.clone())),
        }
    }

    /// The table that a text means which stands for the one field that it must have: `"icb"` for `{ party = "icb" }`.
    fn row(&self, fields: Fields, text: &str) -> Option<String> {
        let mut required = fields.iter().copied().flatten();
        let only = required.find(|field| field.presence == Presence::Required)?;
        let is_alone = required.all(|field| field.presence != Presence::Required);
        let is_named = matches!(only.shape, Shape::Id(_) | Shape::End(_));
        let values = self.meant(only, only.shape, text);
        let [value] = &values[..] else {
            return None;
        };
        (is_alone && is_named).then(|| format!("{{ {} = {value} }}", only.name))
    }

    /// The values that a text may mean for a field, as they are written; none where that is not clear.
    pub(super) fn meant(&self, field: &Field, shape: Shape, text: &str) -> Vec<String> {
        let text = text.trim();
        let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
        if text.is_empty() {
            return Vec::new();
        }
        match shape {
            Shape::Text if field.name == "about" => {
                let named = text.split('.').next().unwrap_or_default();
                let mut fields = Activity::FIELDS.iter().copied().flatten();
                one(fields
                    .any(|field| field.name == named)
                    .then(|| quoted(text)))
            }
            Shape::Text => vec![quoted(text)],
            Shape::Flag => one(flag(text).map(|flag| flag.to_string())),
            Shape::Count => one(count(text).map(|count| count.to_string())),
            Shape::Date => one(date_meant(text).map(|date| date.to_string())),
            Shape::Period => period(text),
            Shape::Country => match text.parse::<Country>() {
                Ok(country) => vec![quoted(country.as_str())],
                Err(error) => one(error.meant.map(|code| quoted(&code))),
            },
            Shape::Identifier(_) if is_nearly_none(text) => Vec::new(),
            Shape::Identifier(scheme) => one(scheme.read(text).map(|code| quoted(&code))),
            Shape::Slug if field.names_purposes() => {
                let known = self.purposes.iter().map(String::as_str);
                let exact = self.purposes.iter().any(|purpose| purpose == text);
                let near = if exact {
                    Some(text)
                } else {
                    nearest(text, known, ALIKE)
                };
                one(near.map(quoted))
            }
            Shape::Slug => {
                let slug = slug_of(text);
                one(check_slug(&slug).is_ok().then(|| quoted(&slug)))
            }
            Shape::Word(words) if Word::all(words).any(|word| word == text) => vec![quoted(text)],
            Shape::Word(words) => one(nearest(text, Word::all(words), ALIKE).map(quoted)),
            Shape::Id(kind) => {
                let id = self.known.called(kind, text);
                // Nothing is above itself, and no category made from itself.
                let is_above = TREES.contains(&field.name) || kind == Kind::Data;
                let is_own = is_above && kind == self.record.kind && id == Some(&*self.record.id);
                one(id.filter(|_| !is_own).map(quoted))
            }
            Shape::End(kinds) => one(kinds.iter().find_map(|kind| {
                let id = self.known.called(*kind, text)?;
                Some(quoted(&kind.at_end(kinds, id)))
            })),
            Shape::Code(name) => self.codes(name, text),
            Shape::Scope if means_all(text) || NEARLY_ALL.contains(&&*fold(text)) => {
                vec![quoted("all")]
            }
            Shape::Scope => self.list(field, Shape::Id(Kind::Data), text),
            Shape::OneOrMany(item) => match self.meant(field, *item, text) {
                none if none.is_empty() => self.list(field, *item, text),
                values => values,
            },
            Shape::List(item) => self.list(field, *item, text),
            Shape::Table(fields) => one(self.row(fields, text)),
            Shape::Tables(fields) => one(self.row(fields, text).map(|row| format!("[{row}]"))),
        }
    }

    /// A list that a text with commas may mean, or the one thing that it names.
    fn list(&self, field: &Field, item: Shape, text: &str) -> Vec<String> {
        let whole = self.meant(field, item, text);
        let parts = text.split([',', ';']);
        let parts: Option<Vec<String>> = parts
            .map(|part| self.meant(field, item, part.trim_matches(['[', ']', '"', ' '])))
            .map(|values| values.into_iter().next())
            .collect();
        match parts {
            Some(parts) if parts.len() > 1 => vec![format!("[{}]", parts.join(", "))],
            _ => whole.iter().map(|value| format!("[{value}]")).collect(),
        }
    }

    /// What to do about a text in place of a list of ids that name nothing known.
    pub(super) fn unresolved(&self, field: &Field, text: &str) -> Option<String> {
        let (kind, is_list) = match field.shape {
            Shape::Id(kind) => (kind, false),
            Shape::List(Shape::Id(kind)) => (*kind, true),
            Shape::Scope => (Kind::Data, true),
            _ => return None,
        };
        let id = slug_of(text);
        check_slug(&id).ok()?;
        let value = if is_list {
            format!("[{}]", quoted(&id))
        } else {
            quoted(&id)
        };
        Some(format!(
            "write `{} = {value}`, and {}",
            field.name,
            new_record(kind, &id)
        ))
    }

    /// The same table in the brackets that its field asks for.
    pub(super) fn other_brackets(
        &self,
        field: &Field,
        shape: Shape,
        found: &DeValue<'_>,
        span: &Range<usize>,
    ) -> Option<String> {
        let text = &self.file.text;
        let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..)?.lines().next()?.trim();
        let header = line
            .strip_prefix('[')
            .map(|rest| rest.trim_start_matches('[').split(']').next());
        let inside = |value: &Spanned<DeValue<'_>>| {
            let written = text.get(value.span())?;
            written.starts_with('{').then(|| written.to_owned())
        };
        match (shape, found, header) {
            (Shape::Tables(_), DeValue::Table(_), Some(header)) => {
                Some(format!("write `[[{}]]`, with two brackets", header?.trim()))
            }
            (Shape::Table(_), DeValue::Array(_), Some(header)) => {
                Some(format!("write `[{}]`, once", header?.trim()))
            }
            (Shape::Table(_), DeValue::Array(items), None) => {
                let only = items.iter().next().filter(|_| items.iter().count() == 1)?;
                self.bracketed(field, &inside(only)?)
            }
            (Shape::Tables(_), DeValue::Table(_), None) => {
                let (_, value) = line.split_once('=')?;
                let value = value.trim();
                let whole = value.starts_with('{') && value.ends_with('}');
                self.bracketed(field, &format!("[{value}]"))
                    .filter(|_| whole)
            }
            _ => None,
        }
    }

    fn bracketed(&self, field: &Field, value: &str) -> Option<String> {
        let line = format!("{} = {value}", field.name);
        let table = DeTable::parse(&line).ok()?;
        let value = table.get_ref().get(field.name)?;
        self.accepts(field, value)
            .then(|| format!("write `{line}`"))
    }

    fn codes(&self, name: &str, text: &str) -> Vec<String> {
        let Some(vocabulary) = law::vocabulary_under(name, self.is_part_3) else {
            return Vec::new();
        };
        match vocabulary.standing(text, self.on) {
            Standing::InForce(entry) => vec![quoted(&entry.code)],
            Standing::Unknown { suggestions } => suggestions.into_iter().map(quoted).collect(),
            Standing::NotYet(_) | Standing::Repealed(_) => Vec::new(),
        }
    }

    /// What to do about a text that does not fit a field.
    pub(super) fn remedy(&self, field: &Field, text: &str) -> String {
        let values = self.meant(field, field.shape, text);
        if !values.is_empty() {
            return Self::write(field, &values);
        }
        match field.shape {
            Shape::Word(words) => {
                let words: Vec<String> = Word::all(words).map(quoted).collect();
                Self::write(field, &words)
            }
            Shape::Flag => {
                let hint = Self::write(field, &["true", "false"].map(str::to_owned));
                match field.presence {
                    Presence::Recorded => format!("{hint}, or leave it out where nobody knows"),
                    Presence::Required | Presence::Optional => hint,
                }
            }
            _ => self
                .unresolved(field, text)
                .unwrap_or_else(|| self.such_as(field)),
        }
    }

    /// What to do about a field, as a line that TOML reads; nothing where the line is no help.
    pub(super) fn retyped(&self, field: &Field, line: &str) -> Option<String> {
        let table = DeTable::parse(line).ok()?;
        let value = table.get_ref().get(field.name)?;
        if field.name != "about" && self.accepts(field, value) {
            return Some(format!("write `{line}`"));
        }
        let texts: Vec<&str> = match value.get_ref() {
            DeValue::String(text) => vec![text.as_ref()],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| item.get_ref().as_str())
                .collect(),
            _ => return None,
        };
        Some(self.remedy(field, &texts.join(", ")))
    }

    /// Whether a field would take a value without a word.
    pub(super) fn accepts(&self, field: &Field, value: &Spanned<DeValue<'_>>) -> bool {
        let mut scratch = Checker::new(self.file, self.on, self.record.clone(), self.known);
        scratch.purposes.clone_from(&self.purposes);
        let taken = scratch.field(field, value.span(), value);
        taken.is_some()
            && scratch.findings.is_empty()
            && scratch
                .said
                .mentioned()
                .all(|(kind, id)| self.known.has(kind, id))
    }
}

/// How a record that is not there is made.
pub(super) fn new_record(kind: Kind, id: &str) -> String {
    match file_of(kind) {
        Some(file) => format!("add `[{id}]` to `{file}`"),
        None => format!("write it in `{ACTIVITIES}/{id}.toml`"),
    }
}

/// Whether a text says yes or no.
pub(super) fn flag(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "true" | "yes" | "y" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// The whole number in a text such as `250,000` or `about 250000`.
fn count(text: &str) -> Option<u64> {
    let digits: String = text
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(|character| character.is_ascii_digit() || matches!(character, ',' | '_' | ' '))
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

fn period(text: &str) -> Vec<String> {
    match text.parse::<Period>() {
        Ok(period) => vec![quoted(period.as_str())],
        Err(error) => match error.meant {
            Some(meant) => vec![quoted(&meant)],
            None if means_permanent(text) => vec![quoted(Period::PERMANENT)],
            // A bare number is most often of years.
            None if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 4 => ["Y", "M"]
                .map(|unit| quoted(&format!("P{}{unit}", text.trim_start_matches('0'))))
                .to_vec(),
            None => Vec::new(),
        },
    }
}
