//! A plan as it is shown before it is committed: what each record becomes, field by field.

use serde_json::{Value, json};

use crate::model::{Difference, Kind, Reference, one_line};
use crate::store::{Change, Outline, Plan};
use crate::ui::text::hung;

use super::join::{changed, said};

/// What becomes of one record.
fn verb(change: &Change) -> &'static str {
    match (change.old.as_deref(), change.new_document()) {
        (None, _) => "add",
        (Some(_), None) => "remove",
        (Some(_), Some(_)) => "change",
    }
}

/// The changes of a plan in words, one line for each record and each of its fields.
pub(super) fn lines(plan: &Plan, width: usize) -> Vec<String> {
    lines_with_places(plan, width, &|_| None)
}

/// The same, each record with the place where a source says so.
pub(super) fn lines_with_places(
    plan: &Plan,
    width: usize,
    place: &dyn Fn(&Reference) -> Option<String>,
) -> Vec<String> {
    let changes = plan.changes().iter();
    changes
        .flat_map(|change| field_by_field(change, width, place(&change.reference)))
        .chain(no_changes(plan))
        .collect()
}

/// The changes of a plan in short: what is added in one line for each kind, all else as [`lines`] says it.
pub(super) fn in_short(plan: &Plan, width: usize) -> Vec<String> {
    let (added, other): (Vec<&Change>, Vec<&Change>) = plan
        .changes()
        .iter()
        .partition(|change| verb(change) == "add");
    let kinds = Kind::ALL.into_iter().filter_map(|kind| {
        let of_kind = added.iter().filter(|change| change.reference.kind == kind);
        let ids: Vec<&str> = of_kind.map(|change| change.reference.id.as_str()).collect();
        let shown = ids
            .iter()
            .take(N_SHOWN)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let line = match (ids.len(), ids.len().saturating_sub(N_SHOWN)) {
            (0, _) => return None,
            (1, _) => format!("add {kind}:{shown}"),
            (n, 0) => format!("add {n} {}: {shown}", kind.several()),
            (n, more) => format!("add {n} {}: {shown} and {more} more", kind.several()),
        };
        Some(hung(&line, width, 0))
    });
    kinds
        .chain(
            other
                .iter()
                .flat_map(|change| field_by_field(change, width, None)),
        )
        .chain(no_changes(plan))
        .collect()
}

/// How many ids of what is added are shown of each kind.
const N_SHOWN: usize = 5;

fn no_changes(plan: &Plan) -> Option<String> {
    plan.is_empty().then(|| "no changes".to_owned())
}

/// The change of a record in words: a line for it, and one for each of its fields.
fn field_by_field(change: &Change, width: usize, place: Option<String>) -> Vec<String> {
    let place = place.map_or_else(String::new, |place| format!(" ({})", one_line(&place)));
    let mut lines = vec![format!("{} {}{place}", verb(change), change.reference)];
    if change.new_document().is_none() {
        return lines;
    }
    for difference in changed(change).into_iter().flat_map(by_field) {
        let line = match (&difference.old, &difference.new) {
            (None, None) => format!("~ {}", difference.place),
            (None, Some(new)) => format!("+ {} = {}", difference.place, said(new)),
            (Some(old), None) => format!(
                "- {} = {} (no longer recorded)",
                difference.place,
                said(old)
            ),
            (old, new) => {
                let [old, new] =
                    [old, new].map(|value| value.as_ref().map_or_else(String::new, said));
                format!("~ {}: {old} -> {new}", difference.place)
            }
        };
        lines.push(hung(&line, width, 2));
    }
    lines
}

/// What goes, field by field, as what comes is told.
fn by_field(difference: Difference) -> Vec<Difference> {
    let Difference { place, old, new } = difference;
    match (old, new) {
        (Some(Value::Object(fields)), None) => {
            let fields = fields.into_iter().map(|(name, value)| Difference {
                place: format!("{place}.{name}"),
                old: Some(value),
                new: None,
            });
            fields.flat_map(by_field).collect()
        }
        (old, new) => vec![Difference { place, old, new }],
    }
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
