//! A register for tests in which every field of every record says its own place.

use serde_json::{Map, Value, json};

use crate::model::{Fields, Kind, Presence, Record, Register, Shape, slug_of};

/// What every text in it begins with.
pub(super) const MARK: &str = "MARK ";

/// A register with one record of each kind in which every field is filled. Each text is its place:
/// `MARK activity.purpose.text`. Each reference leads to a record of its own, whose texts name the
/// way to it as well: `MARK party.address of activity.owner`.
pub(super) fn marked() -> Register {
    let mut filler = Filler::default();
    let mut register = Register::default();
    for kind in Kind::ALL {
        let document = filler.table(kind.fields(), kind.word(), "");
        let id = if kind == Kind::Settings {
            "register"
        } else {
            "the-one"
        };
        insert(&mut register, kind, id, document);
    }
    // What is referred to refers in turn to one plain record of each kind.
    while let Some((kind, id, via)) = filler.due.pop() {
        if filler.done.insert((kind, id.clone())) {
            filler.is_deep = true;
            let document = filler.table(kind.fields(), kind.word(), &format!(" of {via}"));
            insert(&mut register, kind, &id, document);
        }
    }
    for kind in Kind::ALL {
        if !matches!(
            kind,
            Kind::Settings | Kind::Approval | Kind::Waiver | Kind::Activity
        ) {
            let mut document = json!({ "name": format!("{MARK}deep {kind}") });
            if kind == Kind::Party {
                // All are part of it; they are not one legal person for that.
                document["kind"] = json!("class");
            }
            insert(&mut register, kind, "deep", document);
        }
    }
    register
}

fn insert(register: &mut Register, kind: Kind, id: &str, document: Value) {
    let record = Record::from_value(kind, document).unwrap();
    register.insert(id, record).unwrap();
}

/// Who engages others for a system alone, and who for an activity alone: where both are named, either
/// decides.
const FOR_A_SYSTEM: &str = " of activity.recipient.to";
const FOR_AN_ACTIVITY: &str = " of activity.onward.to";

/// What is not filled, with the way to its record.
const LEFT_OUT: &[(&str, &str)] = &[
    ("party.sub_processors.activities", FOR_A_SYSTEM),
    ("party.sub_processors.systems", FOR_AN_ACTIVITY),
];

#[derive(Default)]
struct Filler {
    due: Vec<(Kind, String, String)>,
    done: std::collections::BTreeSet<(Kind, String)>,
    is_deep: bool,
}

impl Filler {
    fn table(&mut self, fields: Fields, place: &str, via: &str) -> Value {
        fields
            .iter()
            .copied()
            .flatten()
            .map(|field| (field, format!("{place}.{}", field.name)))
            .filter(|(_, place)| !LEFT_OUT.contains(&(place.as_str(), via)))
            .map(|(field, place)| {
                let value = match (place.as_str(), field.shape) {
                    ("activity.status", _) => json!("active"),
                    ("activity.role" | "activity.purpose.role", _) => json!("controller"),
                    // Whom it engages is asked of a processor.
                    ("activity.recipient.as" | "activity.onward.as", _) => json!("processor"),
                    // What is published is no transfer, wherever it is.
                    ("party.kind", _) if [FOR_A_SYSTEM, FOR_AN_ACTIVITY].contains(&via) => {
                        json!("organisation")
                    }
                    // The system by way of which it has the data.
                    ("party.sub_processors.systems", _) if via == FOR_A_SYSTEM => {
                        json!(["system-of-activity-recipient-through"])
                    }
                    // The other is no entry of Article 30.
                    ("activity.regime", _) => json!("general"),
                    (_, shape) => self.value(shape, &place, via),
                };
                (field.name.to_owned(), value)
            })
            .collect()
    }

    fn refer(&mut self, kind: Kind, place: &str) -> String {
        // Another activity would be another entry.
        if kind == Kind::Activity {
            return "the-one".to_owned();
        }
        if self.is_deep {
            return "deep".to_owned();
        }
        let id = slug_of(&format!("{kind} of {}", place.replace(['.', '_'], " ")));
        self.due.push((kind, id.clone(), place.to_owned()));
        id
    }

    fn value(&mut self, shape: Shape, place: &str, via: &str) -> Value {
        match shape {
            Shape::Text | Shape::Code(_) => json!(format!("{MARK}{place}{via}")),
            Shape::Slug => json!("a-slug"),
            Shape::Flag => json!(true),
            Shape::Count => json!(3),
            Shape::Date => json!("2026-11-24"),
            Shape::Period => json!("P35Y"),
            Shape::Country => json!("FR"),
            Shape::Identifier(scheme) => json!(scheme.example(false)),
            Shape::Word(words) => json!(words[words.len() - 1].word),
            Shape::Id(kind) => json!(self.refer(kind, place)),
            Shape::End(kinds) => {
                let kind = kinds[0];
                json!(self.refer(kind, place))
            }
            Shape::Scope => json!([self.refer(Kind::Data, place)]),
            Shape::OneOrMany(item) | Shape::List(item) => json!([self.value(*item, place, via)]),
            Shape::Table(fields) => self.table(fields, place, via),
            Shape::Tables(fields) => json!([self.table(fields, place, via)]),
        }
    }
}

/// The same register with every field that can say so recorded as *none*, and nothing else but what
/// is required.
pub(super) fn denying() -> Register {
    let mut register = Register::default();
    for kind in Kind::ALL {
        let mut document = Map::new();
        for field in kind.fields().iter().copied().flatten() {
            match field.presence {
                Presence::Recorded => drop(document.insert(field.name.to_owned(), json!("none"))),
                Presence::Required => {
                    let value = match field.shape {
                        Shape::Id(_) | Shape::End(_) => json!("the-one"),
                        Shape::Date => json!("2026-11-24"),
                        _ => json!("words"),
                    };
                    document.insert(field.name.to_owned(), value);
                }
                Presence::Optional => {}
            }
        }
        let id = if kind == Kind::Settings {
            "register"
        } else {
            "the-one"
        };
        insert(&mut register, kind, id, Value::Object(document));
    }
    register
}
