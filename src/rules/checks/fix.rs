//! How a finding is put right, as values; and the lines of text that do it.

use serde_json::Value;

use crate::model::{Kind, Reference, iso_date, json_on_a_line, slug_of};

/// How a finding is put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A field gets a value, such as this one.
    Set {
        /// Another record than that of the finding, where it is one of another.
        of: Option<Reference>,
        /// The field, as `purpose[2].basis`.
        path: String,
        /// A value that it may have.
        value: Value,
    },
    /// A field that is a list gets another value, such as this one.
    More {
        /// The field.
        path: String,
        /// The value.
        value: Value,
    },
    /// A list of tables gets an item, such as this one.
    Add {
        /// The list.
        list: &'static str,
        /// The fields of the item.
        fields: Vec<(&'static str, Value)>,
    },
    /// Another record is added, such as this one.
    Record {
        /// Its kind.
        kind: Kind,
        /// What it is called.
        name: String,
        /// Its fields.
        fields: Vec<(&'static str, Value)>,
    },
    /// The record and another are made one, or recorded as distinct.
    Join(Reference),
    /// The record is removed.
    Remove,
    /// What to do, in words.
    Words(String),
}

/// The value that takes a field back.
pub const NOT_RECORDED: &str = "not-recorded";

impl Fix {
    /// The lines of text that do it to a record.
    pub fn lines(&self, record: &Reference) -> String {
        let lines = |fields: &[(&'static str, Value)]| {
            let lines: Vec<String> = fields
                .iter()
                .map(|(field, value)| format!("`{field} = {}`", toml(value)))
                .collect();
            lines.join(" and ")
        };
        match self {
            Self::Set { path, value, .. } if value == NOT_RECORDED => format!("leave out `{path}`"),
            Self::Set { of, path, value } => {
                let of = of
                    .as_ref()
                    .map_or_else(String::new, |of| format!(" in `{of}`"));
                match path.rsplit_once('.') {
                    None => format!("write `{path} = {}`{of}", toml(value)),
                    Some((table, field)) => {
                        format!("write `{field} = {}` in `{table}`{of}", toml(value))
                    }
                }
            }
            Self::More { path, value } => format!("write `{}` in the list `{path}`", toml(value)),
            Self::Add { list, fields } => {
                format!("write `[[{list}]]` and below it {}", lines(fields))
            }
            Self::Record { kind, name, fields } => {
                let (id, name) = (slug_of(name), toml(&name.as_str().into()));
                format!(
                    "write `[{id}]` in `{}.toml`, and below it `name = {name}` and {}",
                    kind.plural(),
                    lines(fields)
                )
            }
            Self::Join(other) => format!(
                "keep one of them, or write `distinct_from = [\"{}\"]` in `{}`",
                other.id, record.id
            ),
            Self::Remove => format!("take `{}` out", record.id),
            Self::Words(words) => words.clone(),
        }
    }
}

/// A value as text has it.
fn toml(value: &Value) -> String {
    match value {
        Value::String(text) if iso_date(text).is_some() => text.clone(),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(toml).collect::<Vec<_>>().join(", ")
        ),
        other => json_on_a_line(other),
    }
}
