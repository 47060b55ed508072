//! How a value is typed, and how errors and hints show it.

use crate::model::{Field, FlowKind};

use super::NOT_RECORDED;

/// How a value is typed, which errors show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// `country=GB`.
    Assigned,
    /// `--country GB`.
    Flag,
}

impl Way {
    /// What to do about a field, in the way in which it is typed.
    pub(super) fn hint(self, field: &Field, place: &str, hint: &str) -> String {
        let mut shown = String::new();
        for (number, part) in hint.split('`').enumerate() {
            let is_code = number % 2 == 1;
            let value = part
                .strip_prefix(field.name)
                .and_then(|rest| rest.trim_start().strip_prefix('='));
            match value.filter(|_| is_code) {
                Some(value) => {
                    let value = value.trim().replace("\", \"", ", ");
                    let value = value.trim_matches(['[', ']', '"']);
                    shown.push_str(&format!("`{}`", self.with(place, value)));
                }
                None if is_code => shown.push_str(&format!("`{part}`")),
                None => shown.push_str(&part.replace(
                    "leave it out",
                    &match self {
                        Self::Assigned => format!("`{}`", self.with(place, NOT_RECORDED)),
                        Self::Flag => "leave it out".to_owned(),
                    },
                )),
            }
        }
        // What is left out in text is typed here.
        if shown.starts_with(&format!("`{place}={NOT_RECORDED}`")) {
            shown.insert_str(0, "write ");
        }
        shown
    }

    /// A field and its value.
    pub(super) fn with(self, place: &str, value: &str) -> String {
        let value = quoted(value);
        match self {
            Self::Assigned if place.contains(' ') => format!("\"{place}\"={value}"),
            Self::Assigned => format!("{place}={value}"),
            Self::Flag => {
                let place = place.rsplit("].").next().unwrap_or(place);
                format!("--{} {value}", place.replace(['.', '_'], "-"))
            }
        }
    }
}

/// A word as it is typed: in quotes where it is not one word.
pub(in super::super) fn quoted(text: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-_./:@,+%".contains(character);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else if text.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}

/// What follows `ropa add` for a row of a list of tables: one of a list of several.
pub(super) fn add_name(field: &Field) -> String {
    let is_flow = FlowKind::ALL.iter().any(|kind| kind.word() == field.name);
    if is_flow {
        return format!("flow ACTIVITY {}", field.name);
    }
    singular(field.name)
}

/// One of what the name of a list of tables calls several.
pub(in super::super) fn singular(name: &str) -> String {
    let one = match name.strip_suffix('s') {
        Some(one) if !name.ends_with("ss") && !name.ends_with("is") => one,
        _ => name,
    };
    one.replace('_', "-")
}
