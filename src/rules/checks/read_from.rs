//! Where what a finding is about was read: the cell of a workbook, or the place in a notice.

use serde_json::Value;

use crate::model::{Activity, Evidence, Register};

use super::Found;
use super::view::View;

/// Where it was read, as the evidence of the activity has it: of the item, else of the field, else in a workbook of
/// what the activity is called, in whose row the rest would stand.
pub(super) fn read_from(found: &Found, view: &View<'_>) -> Option<String> {
    let register = view.register;
    let (id, activity) = register
        .activities
        .get_key_value(found.record.id.as_str())?;
    if found.record != id.reference() || activity.evidence.is_empty() {
        return None;
    }
    let first = found.path.split('.').next().unwrap_or_default();
    let (field, place) = first.split_once('[').unwrap_or((first, ""));
    let of = |is_it: &dyn Fn(&Evidence) -> bool| evidence(activity, register, is_it);
    let of_activity = || of(&|at| at.about == "name" && at.document.is_none());
    if !activity.evidence.iter().any(|at| head(&at.about) == field) {
        return of_activity();
    }
    let place: Option<usize> = place.strip_suffix(']').and_then(|place| place.parse().ok());
    let values = place.map(|_| view.values(id, activity));
    let item = values
        .as_ref()
        .zip(place)
        .and_then(|(values, place)| values.get(field)?.get(place.checked_sub(1)?));
    let fields = item.and_then(Value::as_object);
    let name = match item {
        Some(Value::String(id)) => Some(id.as_str()),
        _ => fields.and_then(|fields| fields.get("id")?.as_str()),
    };
    let about = name.map(|name| format!("{field}.{name}"));
    let says = |words: &str| {
        let mut values = fields.into_iter().flat_map(serde_json::Map::values);
        values.any(|value| value == words)
    };
    of(&|at| Some(&at.about) == about.as_ref())
        .or_else(|| of(&|at| head(&at.about) == field && says(&at.words)))
        // Of which item of a list other evidence speaks is not known.
        .or_else(|| of(&|at| item.is_none() && at.about == field))
        .or_else(of_activity)
}

/// The field of what evidence is about.
fn head(about: &str) -> &str {
    about.split('.').next().unwrap_or(about)
}

/// The document and the place of the first evidence of some kind.
fn evidence(
    activity: &Activity,
    register: &Register,
    is_it: &dyn Fn(&Evidence) -> bool,
) -> Option<String> {
    let mut placed = activity.evidence.iter();
    let at = placed.find(|at| is_it(at) && (at.place.is_some() || at.document.is_some()))?;
    let document = at.document.as_ref();
    let document = document.and_then(|id| Some(&register.documents.get(id)?.name));
    let parts: Vec<&str> = document
        .into_iter()
        .chain(&at.place)
        .map(String::as_str)
        .collect();
    Some(parts.join(", "))
}
