//! What differs between two states of a record, field by field, and what three states make together.

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

/// What two changes of one state make together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Both changes; where they contradict each other, the first. Absent where the record goes.
    pub value: Option<Value>,
    /// Where they contradict each other: what the first says as `old`, and the second as `new`.
    pub clashes: Vec<Difference>,
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

/// Joins two changes of one state. What only one of them touched is as that one has it; a field that both touched and
/// that they do not agree on is a clash, and so is a record that one removed or that both added.
pub fn merge(base: Option<&Value>, first: Option<&Value>, second: Option<&Value>) -> Merged {
    let mut clashes = Vec::new();
    let value = join("", base, first, second, &mut clashes);
    Merged { value, clashes }
}

fn join(
    place: &str,
    base: Option<&Value>,
    first: Option<&Value>,
    second: Option<&Value>,
    clashes: &mut Vec<Difference>,
) -> Option<Value> {
    if first == second || second == base {
        return first.cloned();
    }
    if first == base {
        return second.cloned();
    }
    if let (Some(Value::Object(base)), Some(Value::Object(first)), Some(Value::Object(second))) =
        (base, first, second)
    {
        let keys: BTreeSet<&String> = [base, first, second]
            .iter()
            .flat_map(|table| table.keys())
            .collect();
        let joined = keys.into_iter().filter_map(|key| {
            let [base, first, second] = [base, first, second].map(|table| table.get(key));
            let value = join(&within(place, key), base, first, second, clashes)?;
            Some((key.clone(), value))
        });
        return Some(Value::Object(joined.collect::<Map<String, Value>>()));
    }
    let mut found = Vec::new();
    match (first, second) {
        (Some(_), Some(_)) => compare(place, first, second, &mut found),
        // One of them removed it: what the other made of it is said as a whole.
        (old, new) => found.push(Difference {
            place: place.to_owned(),
            old: old.cloned(),
            new: new.cloned(),
        }),
    }
    if found.is_empty() {
        let (old, new) = (first.cloned(), second.cloned());
        let place = place.to_owned();
        found.push(Difference { place, old, new });
    }
    clashes.extend(found);
    first.cloned()
}

fn within(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}

/// Compares two values place by place. Lists of texts are compared whole: their order matters.
/// Tables of a list are compared with the one that says the same thing about itself.
fn compare(place: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Difference>) {
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
            let [old, mut new] = [old, new].map(labelled);
            for (label, row) in &old {
                if !new.contains_key(label)
                    && let Some(now) = called_otherwise(row, &old, &new)
                    && let Some(renamed) = new.remove(&now)
                {
                    new.insert(label.clone(), renamed);
                }
            }
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
    let mut tables = BTreeMap::new();
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
        while tables.contains_key(&unique) {
            n += 1;
            unique = if label.is_empty() {
                n.to_string()
            } else {
                format!("{label} {n}")
            };
        }
        tables.insert(unique, table);
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
        let merged = merge(Some(&json!({ "recipient": [] })), Some(&old), Some(&new));
        assert_eq!(merged.clashes[0].place, "recipient");
    }

    /// What two changes make of a state, and where they contradict each other.
    fn merged(base: Value, first: Value, second: Value) -> (Value, Vec<String>) {
        let some = |value: Value| (!value.is_null()).then_some(value);
        let [base, first, second] = [base, first, second].map(some);
        let merged = merge(base.as_ref(), first.as_ref(), second.as_ref());
        let places = merged.clashes.into_iter().map(|clash| clash.place);
        (merged.value.unwrap_or(Value::Null), places.collect())
    }

    #[test]
    fn what_only_one_side_touched_is_as_that_side_has_it() {
        let base = json!({ "name": "X", "note": "n", "contact": { "email": "a", "phone": "1" } });
        let first = json!({ "name": "Y", "note": "n", "contact": { "email": "b", "phone": "1" } });
        let second =
            json!({ "name": "X", "aliases": ["x"], "contact": { "email": "a", "phone": "2" } });
        let both =
            json!({ "name": "Y", "aliases": ["x"], "contact": { "email": "b", "phone": "2" } });
        assert_eq!(merged(base, first, second), (both, vec![]));
        // The same on both sides, or on none.
        let [a, b] = ["a", "b"].map(|name| json!({ "name": name }));
        for (base, first, second, made) in [
            (&a, &b, &b, &b),
            (&a, &a, &a, &a),
            (&a, &Value::Null, &Value::Null, &Value::Null),
            (&Value::Null, &b, &b, &b),
            (&a, &Value::Null, &a, &Value::Null),
            (&a, &a, &Value::Null, &Value::Null),
            (&Value::Null, &b, &Value::Null, &b),
            (&Value::Null, &Value::Null, &b, &b),
        ] {
            let made = (made.clone(), vec![]);
            assert_eq!(merged(base.clone(), first.clone(), second.clone()), made);
        }
    }

    #[test]
    fn what_both_sides_touched_is_a_clash() {
        let base = json!({ "name": "X", "data": ["a"], "contact": { "email": "a" } });
        let first = json!({ "name": "Y", "data": ["a", "b"], "contact": { "email": "a" } });
        let second = json!({ "name": "Z", "data": ["a", "c"], "contact": "none" });
        let value = json!({ "name": "Y", "data": ["a", "b"], "contact": "none" });
        let places = vec!["data".to_owned(), "name".to_owned()];
        assert_eq!(merged(base, first, second), (value, places));
        let [a, b, c] = ["a", "b", "c"].map(|name| json!({ "name": name }));
        for (base, first, second) in [
            (a.clone(), b.clone(), Value::Null),
            (a, Value::Null, b.clone()),
        ] {
            let whole = vec![String::new()];
            assert_eq!(merged(base, first.clone(), second), (first, whole));
        }
        let places = vec!["name".to_owned()];
        assert_eq!(merged(Value::Null, b.clone(), c), (b, places));
    }
}
