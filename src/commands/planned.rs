//! A plan as it is shown before it is committed: what each record becomes, field by field, with names in place of ids.

use std::convert::Infallible;

use serde_json::{Value, json};

use crate::error::Error;
use crate::model::{Reference, fields_changed, one_line};
use crate::store::{Change, Outline, Plan};
use crate::ui::text::hung;

use super::join::changed;
use super::kinds::by_kind;
use super::named::Names;

/// What becomes of one record.
fn verb(change: &Change) -> &'static str {
    match (change.old.as_deref(), change.new_document()) {
        (None, _) => "add",
        (Some(_), None) => "remove",
        (Some(_), Some(_)) => "change",
    }
}

/// The changes of a plan in words, one line for each record and each of its fields.
pub(super) fn lines(plan: &Plan, names: &Names<'_>, width: usize) -> Result<Vec<String>, Error> {
    lines_with_places(plan, names, width, &|_| None)
}

/// The same, each record with the place where a source says so.
pub(super) fn lines_with_places(
    plan: &Plan,
    names: &Names<'_>,
    width: usize,
    place: &dyn Fn(&Reference) -> Option<String>,
) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    for change in plan.changes() {
        lines.extend(field_by_field(
            change,
            names,
            width,
            place(&change.reference),
        )?);
    }
    lines.extend(no_changes(plan));
    Ok(lines)
}

/// The changes of a plan in short: what is added in one line for each kind, all else as [`lines`] says it.
pub(super) fn in_short(plan: &Plan, names: &Names<'_>, width: usize) -> Result<Vec<String>, Error> {
    let (added, other): (Vec<&Change>, Vec<&Change>) = plan
        .changes()
        .iter()
        .partition(|change| verb(change) == "add");
    let added = added.iter().map(|change| &change.reference);
    let named = by_kind(added, |reference| Ok::<_, Infallible>(reference.id.clone()));
    let Ok(named) = named;
    let kinds = named.into_iter().map(|of_kind| {
        let line = match of_kind.n {
            1 => format!("add {}:{}", of_kind.kind, of_kind.names),
            _ => format!("add {}", of_kind.words()),
        };
        hung(&line, width, 0)
    });
    let mut lines: Vec<String> = kinds.collect();
    for change in other {
        lines.extend(field_by_field(change, names, width, None)?);
    }
    lines.extend(no_changes(plan));
    Ok(lines)
}

fn no_changes(plan: &Plan) -> Option<String> {
    plan.is_empty().then(|| "no changes".to_owned())
}

/// The change of a record in words: a line for it, and one for each of its fields.
fn field_by_field(
    change: &Change,
    names: &Names<'_>,
    width: usize,
    place: Option<String>,
) -> Result<Vec<String>, Error> {
    let place = place.map_or_else(String::new, |place| format!(" ({})", one_line(&place)));
    let mut lines = vec![format!("{} {}{place}", verb(change), change.reference)];
    if change.new_document().is_none() {
        return Ok(lines);
    }
    for mut field in fields_changed(change.old.as_deref(), change.new_document()) {
        names.put_in(change.reference.kind, &mut field)?;
        lines.push(hung(&field.line(), width, 2));
    }
    Ok(lines)
}

/// Whether a plan adds anything.
pub(super) fn adds(plan: &Plan) -> bool {
    plan.changes().iter().any(|change| verb(change) == "add")
}

/// How many records are added, changed and removed; nothing where none is.
pub(super) fn count(plan: &Plan) -> Option<String> {
    let outline = Outline {
        added: plan.added().count(),
        changed: plan.changed().count(),
        unchanged: plan.unchanged,
    };
    outlined(&outline, plan.removed().count())
}

/// The same of what a plan would say.
pub(super) fn outlined(outline: &Outline, removed: usize) -> Option<String> {
    let Outline {
        added,
        changed,
        unchanged,
    } = outline;
    (added + changed + removed > 0).then(|| {
        format!("{added} to add, {changed} to change, {removed} to remove; {unchanged} unchanged")
    })
}

/// The changes of a plan as values.
pub(super) fn values(plan: &Plan) -> Vec<Value> {
    let changes = plan.changes().iter();
    changes
        .map(|change| {
            let fields: Vec<Value> = changed(change)
                .into_iter()
                .map(|difference| json!({ "field": difference.place, "old": difference.old, "new": difference.new }))
                .collect();
            json!({ "kind": change.reference.kind, "id": change.reference.id, "change": verb(change), "fields": fields })
        })
        .collect()
}
