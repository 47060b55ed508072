//! What differs between two states of a record, field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::one_line;

/// One place at which two states of a record differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: `name`, `recipient[nhs].carries`.
    pub place: String,
    /// What stood there; absent where nothing did.
    pub old: Option<Value>,
    /// What stands there now; absent where nothing does.
    pub new: Option<Value>,
}

impl Difference {
    /// What differs, in a line with a sign before it: `~ name: `A` -> `B``.
    pub fn line(&self) -> String {
        let sign = match (&self.old, &self.new) {
            (None, Some(_)) => '+',
            (Some(_), None) => '-',
            _ => '~',
        };
        format!("{sign} {}", self.words())
    }

    /// The same without the sign.
    pub fn words(&self) -> String {
        let place = &self.place;
        match (&self.old, &self.new) {
            (None, None) => place.clone(),
            (None, Some(new)) => format!("{place} = {}", value_in_words(new)),
            (Some(old), None) => format!("{place} = {} (no longer recorded)", value_in_words(old)),
            (Some(Value::Array(old)), Some(Value::Array(new)))
                if let Some((came, went)) = Self::by_item(old, new) =>
            {
                let told = [("also", came), ("no longer", went)].into_iter();
                let told = told.filter(|(_, items)| !items.is_empty());
                let told: Vec<String> = told
                    .map(|(word, items)| format!("{word} {}", listed(items)))
                    .collect();
                format!("{place}: {}", told.join("; "))
            }
            (Some(old), Some(new)) => {
                format!(
                    "{place}: {} -> {}",
                    value_in_words(old),
                    value_in_words(new)
                )
            }
        }
    }

    /// What came into a list and what went, where most of it stays as it is; nothing where both are better told whole.
    fn by_item<'v>(old: &'v [Value], new: &'v [Value]) -> Option<(Vec<&'v Value>, Vec<&'v Value>)> {
        let without = |list: &'v [Value], others: &[Value], stays: bool| -> Vec<&'v Value> {
            let items = list.iter();
            items.filter(|one| others.contains(one) == stays).collect()
        };
        let (came, went) = (without(new, old, false), without(old, new, false));
        let stays = without(old, new, true);
        let is_in_place = stays == without(new, old, true);
        (is_in_place && stays.len() >= came.len().max(went.len())).then_some((came, went))
    }

    /// What goes, field by field, as what comes is told.
    pub fn by_field(self) -> Vec<Self> {
        let Self { place, old, new } = self;
        match (old, new) {
            (Some(Value::Object(fields)), None) => {
                let fields = fields.into_iter().map(|(name, value)| Self {
                    place: within(&place, &name),
                    old: Some(value),
                    new: None,
                });
                fields.flat_map(Self::by_field).collect()
            }
            (old, new) => vec![Self { place, old, new }],
        }
    }
}

fn listed<'v>(items: impl IntoIterator<Item = &'v Value>) -> String {
    let items: Vec<String> = items.into_iter().map(value_in_words).collect();
    items.join(", ")
}

/// A value of a field, on one line.
pub fn value_in_words(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{}`", one_line(text)),
        Value::Array(items) if !items.is_empty() => listed(items),
        Value::Object(fields) if !fields.is_empty() => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name} = {}", value_in_words(value)));
            format!("({})", fields.collect::<Vec<_>>().join("; "))
        }
        other => one_line(&other.to_string()),
    }
}

/// The fields that differ between two states of a record in canonical JSON, each on its own.
pub fn fields_changed(old: Option<&str>, new: Option<&str>) -> Vec<Difference> {
    let tree = |document: &str| serde_json::from_str(document).unwrap_or_default();
    let [old, new]: [Option<Value>; 2] = [old, new].map(|document| document.map(tree));
    let found = differences(old.as_ref(), new.as_ref()).into_iter();
    found.flat_map(Difference::by_field).collect()
}

/// The places at which two states of a record differ.
pub fn differences(old: Option<&Value>, new: Option<&Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", old, new, &mut found);
    if found.is_empty() && old != new {
        // Every table is there as it was: only their order, and with it the numbers of flows, differs.
        found.push(Difference {
            place: "the order of a list".to_owned(),
            old: None,
            new: None,
        });
    }
    found
}

/// The place of a field within another.
pub(super) fn within(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}

/// Compares two values place by place. Lists of texts are compared whole: their order matters.
/// Tables of a list are compared with the one that says the same thing about itself.
pub(super) fn compare(
    place: &str,
    old: Option<&Value>,
    new: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    let is_tables = |value: Option<&Value>| {
        value.is_none_or(|value| {
            value
                .as_array()
                .is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
        })
    };
    match (old, new) {
        (old, new) if old == new => {}
        (old, Some(Value::Object(table))) if old.is_none_or(Value::is_object) => {
            let before = old.and_then(Value::as_object);
            let keys: BTreeSet<&String> = before
                .into_iter()
                .flat_map(|table| table.keys())
                .chain(table.keys())
                .collect();
            for key in keys {
                compare(
                    &within(place, key),
                    before.and_then(|table| table.get(key)),
                    table.get(key),
                    found,
                );
            }
        }
        (old, new) if is_tables(old) && is_tables(new) => {
            let old = labelled(old);
            let new = called_as_before(&old, labelled(new));
            let labels: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for label in labels {
                compare(
                    &format!("{place}[{label}]"),
                    old.get(label).copied(),
                    new.get(label).copied(),
                    found,
                );
            }
        }
        (old, new) => {
            found.push(Difference {
                place: place.to_owned(),
                old: old.cloned(),
                new: new.cloned(),
            });
        }
    }
}

/// Tables of a list by what they are called before, where they only say otherwise what they are.
pub(super) fn called_as_before<'v>(
    old: &BTreeMap<String, &Value>,
    mut new: BTreeMap<String, &'v Value>,
) -> BTreeMap<String, &'v Value> {
    for (label, row) in old {
        if !new.contains_key(label)
            && let Some(now) = called_otherwise(row, old, &new)
            && let Some(renamed) = new.remove(&now)
        {
            new.insert(label.clone(), renamed);
        }
    }
    new
}

/// Whether a table of a list says what it is, and so is known by that.
pub(super) fn is_telling(table: &Value) -> bool {
    TELLING.iter().any(|key| table.get(key).is_some())
}

/// What a table of a list says that it is.
const TELLING: &[&str] = &[
    "id", "from", "to", "in", "party", "about", "right", "text", "what",
];

/// What a table that is gone is called now: the only one that came and says all else as it did.
fn called_otherwise(
    gone: &Value,
    old: &BTreeMap<String, &Value>,
    new: &BTreeMap<String, &Value>,
) -> Option<String> {
    let rest = |table: &Value| -> Option<Map<String, Value>> {
        let mut rest = table.as_object()?.clone();
        rest.retain(|key, _| !TELLING.contains(&key.as_str()));
        (!rest.is_empty()).then_some(rest)
    };
    let said = rest(gone)?;
    let came = new.iter().filter(|(label, _)| !old.contains_key(*label));
    let mut same = came.filter(|(_, table)| rest(table).as_ref() == Some(&said));
    let (label, _) = same.next()?;
    same.next().is_none().then(|| label.clone())
}

/// The tables of a list by what they say they are: their id, their ends, their words; those that
/// say the same are numbered.
fn labelled(list: Option<&Value>) -> BTreeMap<String, &Value> {
    labels(list).into_iter().collect()
}

/// The same in the order of the list.
pub(super) fn labels(list: Option<&Value>) -> Vec<(String, &Value)> {
    let mut tables = Vec::new();
    let mut known = BTreeSet::new();
    for table in list.and_then(Value::as_array).into_iter().flatten() {
        let said: Vec<&str> = TELLING
            .iter()
            .filter_map(|key| table.get(key)?.as_str())
            .collect();
        let label = if table.get("id").is_some() {
            said[..1].join(" ")
        } else {
            said.join(" ")
        };
        let label = one_line(&label);
        let mut n = 1;
        let mut unique = if label.is_empty() {
            "1".to_owned()
        } else {
            label.clone()
        };
        while !known.insert(unique.clone()) {
            n += 1;
            unique = if label.is_empty() {
                n.to_string()
            } else {
                format!("{label} {n}")
            };
        }
        tables.push((unique, table));
    }
    tables
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(old: &Value, new: &Value) -> Vec<String> {
        let found = differences(Some(old), Some(new)).into_iter();
        found.map(|difference| difference.place).collect()
    }

    #[test]
    fn tables_are_compared_with_the_one_they_are() {
        let old = json!({ "recipient": [{ "to": "a", "when": "x" }, { "to": "b" }] });
        let new =
            json!({ "recipient": [{ "to": "c" }, { "to": "b" }, { "to": "a", "when": "y" }] });
        assert_eq!(places(&old, &new), ["recipient[a].when", "recipient[c].to"]);
    }

    #[test]
    fn a_table_that_only_says_otherwise_what_it_is_stays_the_same() {
        let old = json!({ "recipient": [{ "to": "a", "when": "x" }, { "to": "b", "when": "z" }, { "to": "d" }] });
        let new = json!({ "recipient": [{ "to": "c", "when": "x" }, { "to": "b", "when": "z" }, { "to": "e" }] });
        assert_eq!(
            places(&old, &new),
            ["recipient[a].to", "recipient[d]", "recipient[e].to"]
        );
        // Of two that say the same nobody knows which it is.
        let new = json!({ "recipient": [{ "to": "c", "when": "x" }, { "to": "f", "when": "x" }] });
        assert_eq!(places(&old, &new).len(), 7);
    }

    #[test]
    fn equal_labels_are_numbered_and_nothing_is_lost() {
        let old = json!({ "retention": [{ "period": "P1Y" }, { "period": "P2Y" }] });
        let new = json!({ "retention": [{ "period": "P1Y" }] });
        assert_eq!(places(&old, &new), ["retention[2]"]);
    }

    #[test]
    fn of_a_list_that_mostly_stays_what_came_and_went_is_told() {
        let words = |old: Value, new: Value| {
            let [old, new] = [old, new].map(|list| json!({ "data": list }));
            let found = differences(Some(&old), Some(&new)).into_iter();
            found.map(|one| one.words()).collect::<String>()
        };
        for (old, new, told) in [
            (json!(["a", "b"]), json!(["a", "b", "c"]), "also `c`"),
            (json!(["a", "b"]), json!(["b"]), "no longer `a`"),
            (
                json!(["a", "b"]),
                json!(["c", "b"]),
                "also `c`; no longer `a`",
            ),
            // What is in another order, and what has little in common, is told whole.
            (json!(["a", "b"]), json!(["b", "a"]), "`a`, `b` -> `b`, `a`"),
            (json!(["a"]), json!(["b"]), "`a` -> `b`"),
            (
                json!(["a", "b"]),
                json!(["a", "c", "d"]),
                "`a`, `b` -> `a`, `c`, `d`",
            ),
        ] {
            assert_eq!(words(old, new), format!("data: {told}"));
        }
    }

    #[test]
    fn none_becoming_a_list_is_a_change() {
        let old = json!({ "recipient": "none" });
        let new = json!({ "recipient": [{ "to": "a" }] });
        assert_eq!(places(&old, &new), ["recipient"]);
    }

    #[test]
    fn an_order_that_changed_is_a_difference() {
        let [old, new] = [["a", "b"], ["b", "a"]].map(|order| {
            let tables: Vec<Value> = order.iter().map(|to| json!({ "to": to })).collect();
            json!({ "recipient": tables })
        });
        assert_eq!(places(&old, &new), ["the order of a list"]);
    }
}
