//! Registers made at random for tests: every field, consistent references, hostile text.

use std::collections::BTreeMap;

use proptest::prelude::{Strategy, any};
use serde_json::{Map, Value, json};

use crate::law;
use crate::model::{Field, Fields, Kind, Presence, Record, Register, Settings, Shape};

/// Any register whose text has no errors. It shrinks to few records with few fields.
pub(crate) fn any_register() -> impl Strategy<Value = Register> {
    proptest::collection::vec(any::<u32>(), 0..1500).prop_map(|choices| register(&choices))
}

/// Any register whose texts are plain words, as people write them into a table.
pub(crate) fn any_plain_register() -> impl Strategy<Value = Register> {
    proptest::collection::vec(any::<u32>(), 0..1500).prop_map(|choices| made(&choices, true))
}

/// The register that a row of choices makes; where the choices end, the simplest is chosen.
pub(crate) fn register(choices: &[u32]) -> Register {
    made(choices, false)
}

fn made(choices: &[u32], is_plain: bool) -> Register {
    let mut maker = Maker {
        is_plain,
        choices: choices.iter(),
        ids: BTreeMap::new(),
        serial: 0,
        purposes: Vec::new(),
        n_purposes: 0,
        is_part_3: false,
    };
    for kind in Kind::ALL {
        let ids = match kind {
            Kind::Settings => vec![Settings::ID.to_owned(); maker.pick(2)],
            Kind::Approval | Kind::Waiver => maker.ids(kind, 0),
            _ => maker.ids(kind, 1),
        };
        maker.ids.insert(kind, ids);
    }
    let mut register = Register::default();
    for kind in Kind::ALL {
        for number in 0..maker.ids[&kind].len() {
            let id = maker.ids[&kind][number].clone();
            maker.purposes.clear();
            maker.n_purposes = 0;
            maker.is_part_3 = false;
            let document = maker.table(kind.fields(), Some((kind, number)));
            let record = Record::from_value(kind, document.clone())
                .unwrap_or_else(|error| panic!("{kind} {id}: {error}\n{document:#}"));
            register.insert(&id, record).unwrap();
        }
    }
    register
}

const FRAGMENTS: [&str; 32] = [
    "words",
    " ",
    "\"",
    "'",
    "\\",
    "\n",
    "\t",
    "\r\n",
    "\r",
    "\"\"\"",
    "'''",
    "\u{1b}[2J",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}abc",
    "\u{feff}",
    "👩‍👧",
    "Tŷ Hafan",
    "العربية",
    "#",
    "[[x]]",
    "=",
    "{",
    "2026-11-24",
    "12",
    "true",
    "all",
    "none ",
    "${x}",
    "\\u0041",
];

/// Two made-up words that no other number has, and that are like those of none.
fn plain(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "bal", "cor", "dun", "fel", "gim", "hov", "jat", "kel", "lom", "mir", "nov", "pud", "rig",
        "sab", "tol", "wen",
    ];
    let mixed = number.wrapping_mul(2_654_435_761) % 0x100_0000;
    let syllable = |place: usize| SYLLABLES[(mixed >> (4 * place)) % 16];
    let [one, other] = [[0, 1, 2], [3, 4, 5]].map(|places| places.map(syllable).concat());
    format!("{}{} {other}", one[..1].to_uppercase(), &one[1..])
}

struct Maker<'a> {
    choices: std::slice::Iter<'a, u32>,
    ids: BTreeMap<Kind, Vec<String>>,
    serial: usize,
    purposes: Vec<String>,
    n_purposes: usize,
    /// Whether its texts are plain words.
    is_plain: bool,
    /// Whether the activity that is made falls under Part 3 of the Data Protection Act 2018.
    is_part_3: bool,
}

impl Maker<'_> {
    /// A number below a bound.
    fn pick(&mut self, bound: usize) -> usize {
        self.choices
            .next()
            .map_or(0, |choice| *choice as usize % bound)
    }

    fn next(&mut self) -> usize {
        self.serial += 1;
        self.serial
    }

    fn ids(&mut self, kind: Kind, least: usize) -> Vec<String> {
        let count = least + self.pick(4);
        let mut ids: Vec<String> = (0..count)
            .map(|_| {
                let digits = self.pick(3) == 1;
                let number = self.next();
                if digits {
                    format!("{number}")
                } else {
                    format!("{kind}-id{number}")
                }
            })
            .collect();
        ids.sort();
        ids
    }

    fn text(&mut self) -> String {
        if self.is_plain {
            return plain(self.next());
        }
        let mut text = String::new();
        for _ in 0..self.pick(6) {
            let fragment = self.pick(FRAGMENTS.len() + 4);
            match FRAGMENTS.get(fragment) {
                Some(fragment) => text.push_str(fragment),
                None => {
                    let code = self.pick(0x11_0000);
                    text.extend(u32::try_from(code).ok().and_then(char::from_u32));
                }
            }
        }
        if text.trim().is_empty() || text == "none" {
            text.push('x');
        }
        text
    }

    /// A text that no other record is called.
    fn name(&mut self) -> String {
        if self.is_plain {
            return self.text();
        }
        format!("{} n{}", self.text(), self.next())
    }

    fn table(&mut self, fields: Fields, of: Option<(Kind, usize)>) -> Value {
        let mut table = Map::new();
        for field in fields.iter().copied().flatten() {
            let how = self.pick(4);
            let value = match (field.presence, how) {
                (Presence::Required, _) => self.field(field, of),
                (_, 0 | 1) => None,
                (Presence::Recorded, 2) => Some(json!("none")),
                _ => self.field(field, of),
            };
            if let Some(value) = value {
                if field.name == "regime" {
                    self.is_part_3 = value == json!("law-enforcement");
                }
                table.insert(field.name.to_owned(), value);
            }
        }
        Value::Object(table)
    }

    fn field(&mut self, field: &Field, of: Option<(Kind, usize)>) -> Option<Value> {
        let name = match (field.name, field.shape) {
            ("name", _) => Some(json!(self.name())),
            ("aliases", _) => {
                let aliases: Vec<String> = (0..=self.pick(3)).map(|_| self.name()).collect();
                Some(json!(aliases))
            }
            ("broader" | "part_of" | "under", Shape::Id(kind)) => {
                let (_, number) = of?;
                let above = number.checked_sub(1)?;
                let above = self.pick(above + 1);
                return Some(json!(self.ids[&kind][above]));
            }
            // Nothing is made from itself, nor in a ring.
            ("derived_from", Shape::Tables(_)) => {
                let (_, number) = of?;
                let origins = number.checked_sub(1)?;
                let how = ["pseudonym", "result", "answer", "anonymous"];
                let each = (0..=self.pick(2)).map(|_| {
                    let origin = self.pick(origins + 1);
                    json!({ "data": self.ids[&Kind::Data][origin], "how": how[self.pick(4)] })
                });
                return Some(Value::Array(each.collect()));
            }
            ("id", Shape::Slug) => {
                let id = format!("own-{}", self.next());
                self.purposes.push(id.clone());
                return Some(json!(id));
            }
            ("purpose", Shape::Slug) => return self.purpose().map(|id| json!(id)),
            ("purposes", _) => return self.purpose().map(|id| json!([id])),
            ("purpose", Shape::Tables(_)) => {
                let purposes = self.shape(field.shape);
                self.n_purposes = self.purposes.len();
                return purposes;
            }
            ("rule", _) => Some(json!(["LAW-basis", "A30-d-recipients"][self.pick(2)])),
            ("field", _) => Some(json!("note")),
            ("about", Shape::Text) => Some(json!(["data", "retention", "people"][self.pick(3)])),
            _ => None,
        };
        name.or_else(|| self.shape(field.shape))
    }

    /// The id of a purpose of the activity. Purposes come before what names them, whose own ids come after.
    fn purpose(&mut self) -> Option<String> {
        let last = self.purposes.len().min(self.n_purposes);
        let chosen = self.pick(last.max(1));
        let named = self.purposes.get(chosen);
        named.filter(|_| last > 0).cloned()
    }

    fn shape(&mut self, shape: Shape) -> Option<Value> {
        Some(match shape {
            Shape::Text => json!(self.text()),
            Shape::Flag => json!(self.pick(2) == 1),
            Shape::Count => json!(self.pick(2_000_000)),
            Shape::Date => json!(format!(
                "{:04}-{:02}-{:02}",
                1 + self.pick(9999),
                1 + self.pick(12),
                1 + self.pick(28)
            )),
            Shape::Period => {
                json!(["P35Y", "P6M", "P1Y6M", "P2W", "P90D", "permanent"][self.pick(6)])
            }
            Shape::Country => json!(["GB", "IE", "JE", "outside-uk"][self.pick(4)]),
            Shape::Identifier(scheme) => json!(scheme.example(self.pick(2) == 1)),
            Shape::Slug => json!(format!("own-{}", self.next())),
            Shape::Word(words) => json!(words[self.pick(words.len())].word),
            Shape::Id(kind) => json!(self.id(kind)),
            Shape::End(kinds) => {
                let there = kinds.iter().filter(|kind| !self.ids[*kind].is_empty());
                let there: Vec<Kind> = there.copied().collect();
                let chosen = there[self.pick(there.len())];
                let id = self.id(chosen);
                if chosen == kinds[0] {
                    json!(id)
                } else {
                    json!(format!("{chosen}:{id}"))
                }
            }
            Shape::Code(name) => {
                let entries = law::vocabulary_under(name, self.is_part_3)?.entries();
                json!(entries[self.pick(entries.len())].code)
            }
            Shape::Scope if self.pick(2) == 1 => json!("all"),
            Shape::Scope => self.list(&Shape::Id(Kind::Data))?,
            Shape::OneOrMany(item) if self.pick(2) == 1 => self.shape(*item)?,
            Shape::OneOrMany(item) | Shape::List(item) => self.list(item)?,
            Shape::Table(fields) => self.filled(fields)?,
            Shape::Tables(fields) => {
                let items: Vec<Value> = (0..=self.pick(3))
                    .filter_map(|_| self.filled(fields))
                    .collect();
                (!items.is_empty()).then(|| json!(items))?
            }
        })
    }

    fn filled(&mut self, fields: Fields) -> Option<Value> {
        let table = self.table(fields, None);
        let empty = table.as_object().is_some_and(Map::is_empty)
            // The one flag that is not written where it is false.
            || table == json!({ "and_more": false });
        (!empty).then_some(table)
    }

    fn list(&mut self, item: &Shape) -> Option<Value> {
        let items: Vec<Value> = (0..=self.pick(9))
            .filter_map(|_| self.shape(*item))
            .collect();
        Some(Value::Array(items))
    }

    fn id(&mut self, kind: Kind) -> String {
        let number = self.pick(self.ids[&kind].len());
        self.ids[&kind][number].clone()
    }
}
