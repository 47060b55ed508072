//! One fact, every door, tried on doors that lie: what `one_fact` compares is found to differ where one door says
//! otherwise, whichever door it is.
//!
//! No door of the program is changed: the words of its answer are, before they are compared.

use serde_json::{Value, json};

use crate::harness::root;
use crate::one_fact::{Doors, Telling};

/// A door by how its lines begin, what it says wrongly, and how.
type Lie = (&'static str, &'static str, Telling);

/// Changes the first value of an answer that takes the change, however deep it stands.
fn first(text: &mut String, change: impl Fn(&mut Value) -> bool) {
    fn walk(value: &mut Value, change: &dyn Fn(&mut Value) -> bool) -> bool {
        change(value)
            || match value {
                Value::Array(all) => all.iter_mut().any(|one| walk(one, change)),
                Value::Object(fields) => fields.values_mut().any(|one| walk(one, change)),
                _ => false,
            }
    }
    // Where there is nothing to draw there is no answer.
    if let Ok(mut answer) = serde_json::from_str(text)
        && walk(&mut answer, &change)
    {
        *text = answer.to_string();
    }
}

/// Says another word in a field that says something.
fn reword(value: &mut Value, field: &str, word: &str) -> bool {
    match value.get_mut(field) {
        Some(said) if said.is_string() && said != word => {
            *said = json!(word);
            true
        }
        _ => false,
    }
}

/// Leaves out the first of a list of what the test knows by a field.
fn leave_out(value: &mut Value, known_by: &str) -> bool {
    match value {
        Value::Array(all) if all.first().is_some_and(|one| one.get(known_by).is_some()) => {
            all.remove(0);
            true
        }
        _ => false,
    }
}

/// Says words otherwise wherever they stand.
fn swap(text: &mut String, from: &str, to: &str) {
    *text = text.replace(from, to);
}

/// Says something else of the first step that takes the change.
fn of_step(text: &mut String, change: impl Fn(&mut Value) -> bool) {
    first(text, |value| {
        let is_step = value.get("carries").is_some() && value.get("leaves_uk").is_some();
        is_step && change(value)
    });
}

/// Says another word in a part of a step that says something.
fn inside(value: &mut Value, part: &str, field: &str, word: &str) -> bool {
    let part = match value.get_mut(part) {
        Some(Value::Array(all)) => all.first_mut(),
        part => part,
    };
    part.is_some_and(|part| reword(part, field, word))
}

fn another_country(text: &mut String) {
    of_step(text, |step| inside(step, "where", "country", "FR"));
}

fn another_host(text: &mut String) {
    of_step(text, |step| inside(step, "hosted_in", "country", "FR"));
}

fn another_role(text: &mut String) {
    of_step(text, |step| reword(step, "role", "internal"));
}

fn stays_here(text: &mut String) {
    of_step(text, |step| {
        step["leaves_uk"] == "yes" && reword(step, "leaves_uk", "no")
    });
}

fn is_allowed(text: &mut String) {
    of_step(text, |step| {
        inside(step, "allowed", "state", "allowed-by-whim")
    });
}

fn another_agreement(text: &mut String) {
    of_step(text, |step| inside(step, "agreement", "id", "handshake"));
}

fn on_its_own(text: &mut String) {
    of_step(text, |step| {
        step["on_own_account"] = json!(step["on_own_account"] != true);
        true
    });
}

fn another_day(text: &mut String) {
    of_step(text, |step| reword(step, "begins", "1999-01-01"));
}

fn another_end(text: &mut String) {
    of_step(text, |step| inside(step, "to", "id", "nobody"));
}

fn another_activity(text: &mut String) {
    of_step(text, |step| reword(step, "activity", "nothing"));
}

/// What each door can say wrongly.
const LIES: &[Lie] = &[
    ("ropa ask who-receives", "country", another_country),
    ("ropa ask who-receives", "host", another_host),
    ("ropa ask who-receives", "role of a step", another_role),
    ("ropa ask who-receives", "leaves the UK", stays_here),
    ("ropa ask who-receives", "what allows it", is_allowed),
    ("ropa ask who-receives", "agreement", another_agreement),
    ("ropa ask who-receives", "account", on_its_own),
    ("ropa ask who-receives", "first day", another_day),
    ("ropa ask who-receives", "end", another_end),
    ("ropa ask who-receives", "a recipient left out", |text| {
        first(text, |value| leave_out(value, "party"));
    }),
    ("ropa ask who-receives", "a role left out", |text| {
        first(text, |value| {
            let roles = value.get_mut("roles").and_then(Value::as_array_mut);
            roles.is_some_and(|roles| roles.pop().is_some())
        });
    }),
    ("ropa ask who-receives", "certainty", |text| {
        swap(text, "\"possible\"", "\"stated\"");
    }),
    ("ropa ask who-receives", "country of a recipient", |text| {
        first(text, |value| {
            value.get("by_activity").is_some() && inside(value, "where", "country", "FR")
        });
    }),
    (
        "ropa ask who-receives",
        "agreement of a recipient",
        |text| {
            first(text, |value| {
                value.get("by_activity").is_some() && inside(value, "agreement", "id", "handshake")
            });
        },
    ),
    ("ropa ask where-held", "end", another_end),
    ("ropa ask where-held", "activity", another_activity),
    ("ropa ask where-held", "account", on_its_own),
    ("ropa ask where-held data:", "a system left out", |text| {
        first(text, |value| leave_out(value, "system"));
    }),
    ("ropa ask where-held data:", "certainty", |text| {
        swap(text, "\"possible\"", "\"stated\"");
    }),
    (
        "ropa ask where-held --people",
        "a system left out",
        |text| {
            first(text, |value| leave_out(value, "system"));
        },
    ),
    ("ropa ask leaves-uk", "country", another_country),
    ("ropa ask leaves-uk", "role", another_role),
    ("ropa ask leaves-uk", "leaves the UK", stays_here),
    ("ropa ask leaves-uk", "what allows it", is_allowed),
    ("ropa ask leaves-uk", "a step left out", |text| {
        first(text, |value| leave_out(value, "leaves_uk"));
    }),
    ("ropa query leaves-uk", "a row left out", |text| {
        first(text, |value| leave_out(value, "activity"));
    }),
    ("ropa query systems-of-people", "a row left out", |text| {
        first(text, |value| leave_out(value, "system"));
    }),
    ("ropa query systems-of-people", "certainty", |text| {
        swap(text, "\"stated\"", "\"possible\"");
    }),
    ("ropa sql \"SELECT * FROM step\"", "country", |text| {
        first(text, |row| reword(row, "countries", "FR"));
    }),
    ("ropa sql \"SELECT * FROM step\"", "role", |text| {
        first(text, |row| reword(row, "role", "internal"));
    }),
    ("ropa sql \"SELECT * FROM step\"", "leaves the UK", |text| {
        first(text, |row| {
            row["leaves_uk"] == "yes" && reword(row, "leaves_uk", "no")
        });
    }),
    (
        "ropa sql \"SELECT * FROM step\"",
        "a step left out",
        |text| {
            first(text, |value| leave_out(value, "leaves_uk"));
        },
    ),
    (
        "ropa sql \"SELECT to_kind",
        "a recipient left out",
        |text| {
            first(text, |value| leave_out(value, "recipient"));
        },
    ),
    ("ropa sql \"SELECT system", "a system left out", |text| {
        first(text, |value| leave_out(value, "system"));
    }),
    ("ropa diagram activity", "country", another_country),
    ("ropa diagram activity", "host", another_host),
    ("ropa diagram activity", "role", another_role),
    ("ropa diagram activity", "leaves the UK", stays_here),
    ("ropa diagram activity", "what allows it", is_allowed),
    ("ropa diagram activity", "agreement", another_agreement),
    ("ropa diagram activity", "account", on_its_own),
    ("ropa diagram activity", "first day", another_day),
    ("ropa diagram activity", "end", another_end),
    ("ropa diagram activity", "an arrow left out", |text| {
        first(text, |value| leave_out(value, "number"));
    }),
    ("ropa diagram activity", "a mark left out", |text| {
        swap(text, "controller on its own account", "processor");
    }),
    ("ropa diagram activity", "what is planned", |text| {
        first(text, |value| {
            let planned = value.get_mut("planned").and_then(Value::as_array_mut);
            planned.is_some_and(|planned| !planned.is_empty() && planned.remove(0) != Value::Null)
        });
    }),
    ("ropa export activity", "country", |text| {
        swap(text, "United States of America", "France");
    }),
    ("ropa export activity", "account", |text| {
        swap(text, "controller on its own account", "processor");
    }),
    ("ropa export activity", "a flow left out", |text| {
        swap(text, "\n| F1 |", "\n| F77 |");
    }),
    ("ropa export activity", "a recipient left out", |text| {
        swap(text, "Coast University", "Somebody");
    }),
    ("ropa export activity", "which law", |text| {
        swap(
            text,
            "The UK GDPR does not apply to it",
            "The UK GDPR applies to it",
        );
    }),
    ("ropa export article30", "country", |text| {
        swap(text, "United States of America", "France");
    }),
    ("ropa export article30", "account", |text| {
        swap(text, "controller on its own account", "processor");
    }),
    ("ropa export article30", "a recipient left out", |text| {
        swap(text, "Coast University", "Somebody");
    }),
];

#[test]
fn a_door_that_lies_is_found() {
    let mut doors = Doors::of("county", &root().join("tests/fixtures/county"));
    let honest = doors.faults();
    assert!(honest.is_empty(), "{honest:?}");
    let mut unseen = Vec::new();
    for (door, what, lie) in LIES {
        doors.lie = Some((door, *lie));
        if doors.faults().is_empty() {
            unseen.push(format!("{door}: {what}"));
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}
