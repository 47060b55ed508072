//! What two changes of one state of a record make together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::difference::{Difference, called_as_before, compare, is_telling, labels, within};

/// What two changes of one state make together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Both changes; where they contradict each other, the first. Absent where the record goes.
    pub value: Option<Value>,
    /// Where they contradict each other: what the first says as `old`, and the second as `new`.
    pub clashes: Vec<Difference>,
}

/// Joins two changes of one state. What only one of them touched is as that one has it, also each entry of a list; a
/// field that both touched and that they do not agree on is a clash, and so is a record that one removed or that both
/// added.
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
    if let Some(joined) = join_lists(place, base, first, second, clashes) {
        return Some(joined);
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

/// Joins two changes of one list, entry by entry; nothing where they are no two lists, where each gave the entries an
/// order of its own, or where no entry would be left: to say nothing and to say that there is none are two things.
fn join_lists(
    place: &str,
    base: Option<&Value>,
    first: Option<&Value>,
    second: Option<&Value>,
    clashes: &mut Vec<Difference>,
) -> Option<Value> {
    let before = match base {
        None => &Vec::new(),
        Some(base) => base.as_array()?,
    };
    let (first, second) = (first?, second?);
    let [firsts, seconds] = [first.as_array()?, second.as_array()?];
    let all = || before.iter().chain(firsts).chain(seconds);
    let known = labels(base);
    let (first, second) = if all().all(Value::is_object) {
        (known_among(&known, first), known_among(&known, second))
    } else if all().all(Value::is_string) {
        (same_among(before, firsts), same_among(before, seconds))
    } else {
        return None;
    };
    let order = |entries: &[Entry<'_>], others: &[Entry<'_>]| -> Vec<Known> {
        let is_there = |known: &Known| others.iter().any(|other| other.known == *known);
        let known = entries.iter().map(|entry| entry.known.clone());
        known.filter(is_there).collect()
    };
    let was: Vec<Known> = (0..before.len()).map(Known::Before).collect();
    let is_as_before = |entries: &[Entry<'_>]| {
        let of_before = entries.iter().map(|entry| &entry.known);
        let of_before = of_before.filter(|known| matches!(known, Known::Before(_)));
        of_before.is_sorted() && !was.is_empty()
    };
    let is_one_order = order(&first, &second) == order(&second, &first);
    // Where one of them alone has another order, it is that one's.
    let (order, others) = match is_one_order || is_as_before(&first) {
        true => (&second, &first),
        false if is_as_before(&second) => (&first, &second),
        false => return None,
    };
    let find = |entries: &[Entry<'_>], known: &Known| {
        let found = entries.iter().find(|entry| entry.known == *known);
        found.map(|entry| entry.value.clone())
    };
    let gone = was.iter().filter(|known| find(order, known).is_none());
    let beside = others.iter().map(|entry| &entry.known);
    let beside =
        beside.filter(|known| !matches!(known, Known::Before(_)) && find(order, known).is_none());
    let all = order
        .iter()
        .map(|entry| &entry.known)
        .chain(gone)
        .chain(beside);
    let mut new = Vec::new();
    let mut joined = Vec::new();
    for known_as in all {
        let base = match known_as {
            Known::Before(place) => before.get(*place),
            Known::Added(_) => None,
        };
        let label = match known_as {
            Known::Before(place) => known.get(*place).map(|(label, _)| label.as_str()),
            Known::Added(label) => Some(label.as_str()),
        };
        let place = format!("{place}[{}]", label.unwrap_or_default());
        let [first, second] = [&first, &second].map(|entries| find(entries, known_as));
        joined.extend(join(
            &place,
            base,
            first.as_ref(),
            second.as_ref(),
            &mut new,
        ));
    }
    (!joined.is_empty()).then(|| {
        clashes.extend(new);
        Value::Array(joined)
    })
}

/// As what an entry of a changed list is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    /// By its place in the list before.
    Before(usize),
    /// As one that came, by what it says it is, or else by all that it says.
    Added(String),
}

/// An entry of a changed list.
struct Entry<'v> {
    known: Known,
    value: &'v Value,
}

/// The tables of a changed list: those that say what they are as what they say, or as what only one that is gone said;
/// others as the one that says the same, or else stood at the same place among those that are left.
fn known_among<'v>(before: &[(String, &Value)], list: &'v Value) -> Vec<Entry<'v>> {
    let tables = labels(Some(list));
    let telling = |tables: &[(String, &'v Value)]| -> BTreeMap<String, &'v Value> {
        let telling = tables.iter().filter(|(_, table)| is_telling(table));
        telling.cloned().collect()
    };
    let old: BTreeMap<String, &Value> = before
        .iter()
        .filter(|(_, table)| is_telling(table))
        .cloned()
        .collect();
    let named = called_as_before(&old, telling(&tables));
    let mut left: Vec<usize> = (0..before.len()).collect();
    left.retain(|place| !is_telling(before[*place].1));
    let others = tables.iter().filter(|(_, table)| !is_telling(table));
    let mut of_others: Vec<(&Value, Option<usize>)> = others
        .map(|(_, table)| {
            let same = left.iter().position(|place| before[*place].1 == *table);
            (*table, same.map(|at| left.remove(at)))
        })
        .collect();
    let mut left = left.into_iter();
    for (_, place) in of_others.iter_mut().filter(|(_, place)| place.is_none()) {
        *place = left.next();
    }
    let mut of_others = of_others.into_iter();
    let entries = tables.into_iter().map(|(_, value)| {
        let known = if is_telling(value) {
            let mut labels = named.iter();
            let label = labels.find(|(_, table)| std::ptr::eq(**table, value));
            let label = label.map(|(label, _)| label.clone()).unwrap_or_default();
            let place = before.iter().position(|(before, _)| *before == label);
            place.map_or(Known::Added(label), Known::Before)
        } else {
            let place = of_others.next().and_then(|(_, place)| place);
            place.map_or_else(|| Known::Added(value.to_string()), Known::Before)
        };
        Entry { known, value }
    });
    entries.collect()
}

/// The texts of a changed list, each as the same one before.
fn same_among<'v>(before: &[Value], list: &'v [Value]) -> Vec<Entry<'v>> {
    let entries = list.iter().map(|value| {
        let place = before.iter().position(|before| before == value);
        let known = place.map_or_else(|| Known::Added(value.to_string()), Known::Before);
        Entry { known, value }
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
        let base = json!({ "name": "X", "data": "none", "contact": { "email": "a" } });
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

    #[test]
    fn each_entry_of_a_list_is_joined_apart() {
        let both = |base: Value, first: Value, second: Value| {
            let [base, first, second] = [base, first, second].map(|list| match list {
                Value::Null => json!({}),
                list => json!({ "list": list }),
            });
            let (value, places) = merged(base, first, second);
            (value["list"].clone(), places)
        };
        let to = |party: &str| json!({ "to": party });
        let [a, b, c] = ["a", "b", "c"].map(to);
        let keeps = |data: &str, period: &str| json!({ "data": [data], "period": period });
        let (x, y, z) = (keeps("x", "P1Y"), keeps("y", "P2Y"), keeps("z", "P3Y"));
        let longer = keeps("x", "P9Y");
        for (base, first, second, made) in [
            // Each side adds its own.
            (json!([a]), json!([a, b]), json!([a, c]), json!([a, c, b])),
            (json!([x]), json!([x, y]), json!([x, z]), json!([x, z, y])),
            (json!(null), json!([x]), json!([y]), json!([y, x])),
            (
                json!(["a"]),
                json!(["a", "b"]),
                json!(["a", "c"]),
                json!(["a", "c", "b"]),
            ),
            // Both add the same; one adds and the other takes away; one adds and the other changes.
            (
                json!([a]),
                json!([a, b]),
                json!([a, b, c]),
                json!([a, b, c]),
            ),
            (json!([a, b]), json!([a, b, c]), json!([b]), json!([b, c])),
            (
                json!([x]),
                json!([longer]),
                json!([x, y]),
                json!([longer, y]),
            ),
            (
                json!(["a", "b"]),
                json!(["b"]),
                json!(["a", "b", "c"]),
                json!(["b", "c"]),
            ),
            // One side alone has another order.
            (
                json!([a, b]),
                json!([b, a]),
                json!([a, b, c]),
                json!([b, a, c]),
            ),
        ] {
            assert_eq!(both(base, first, second), (made, vec![]));
        }
        for (base, first, second, places) in [
            // Both say what the same entry is, and not the same.
            (
                json!([{ "to": "a", "when": "x" }]),
                json!([{ "to": "a", "when": "y" }, b]),
                json!([{ "to": "a", "when": "z" }]),
                vec!["list[a].when"],
            ),
            // One takes away what the other changes.
            (
                json!([x, y]),
                json!([longer, y]),
                json!([y]),
                vec!["list[1]"],
            ),
            // Nothing would be left, or each has an order of its own.
            (json!(["a", "b"]), json!(["a"]), json!(["b"]), vec!["list"]),
            (
                json!([a, b, c]),
                json!([b, a, c]),
                json!([a, c, b]),
                vec!["list"],
            ),
        ] {
            let (_, found) = both(base, first, second);
            assert_eq!(found, places);
        }
    }
}
