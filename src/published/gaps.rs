//! What is not recorded, field by field.

use std::borrow::Cow;

use serde_json::Value;

use crate::model::{Fields, FlowKind, Kind, Presence, Shape};

use super::{Cell, PublishedTable, Row, Source, n, number, t, text};

pub(super) static GAP: PublishedTable = PublishedTable {
    name: "gap",
    about: "a field that a record could say something in, and does not: not recorded is not none",
    columns: &[
        text("kind", "the kind of record"),
        text("id", "its id"),
        text(
            "field",
            "the field; inside a list with its place, as in purpose.2.basis",
        ),
        text("name", "the field without places, as in purpose.basis"),
        number(
            "flow",
            "the number of the flow, where the field is one of a flow",
        ),
        text("means", "what the field would say"),
    ],
    source: Source::Records(&Kind::ALL, |_, reference, record, rows| {
        let Ok(document) = serde_json::to_value(record) else {
            return;
        };
        let mut finding = Finding {
            kind: reference.kind.word(),
            id: &reference.id,
            n_flows: 0,
            rows,
        };
        finding.look(&document, reference.kind.fields(), "", "", None);
    }),
};

struct Finding<'a> {
    kind: &'static str,
    id: &'a str,
    n_flows: usize,
    rows: &'a mut Vec<Row>,
}

impl Finding<'_> {
    fn look(
        &mut self,
        table: &Value,
        fields: Fields,
        place: &str,
        name: &str,
        flow: Option<usize>,
    ) {
        for field in fields.iter().copied().flatten() {
            let inside = |before: &str| match before {
                "" => Cow::Borrowed(field.name),
                before => Cow::Owned([before, ".", field.name].concat()),
            };
            // What stands at the top has the name that is known for good.
            let cell = |before: &str| match inside(before) {
                Cow::Borrowed(name) => Cell::Word(name),
                Cow::Owned(name) => Cell::Text(name),
            };
            match (field.shape, table.get(field.name)) {
                (Shape::Table(inner), Some(value @ Value::Object(_))) => {
                    self.look(value, inner, &inside(place), &inside(name), flow);
                }
                (Shape::Tables(inner), Some(Value::Array(items))) => {
                    let is_flow = FlowKind::ALL.iter().any(|kind| kind.word() == field.name)
                        && self.kind == "activity";
                    for (position, item) in (1..).zip(items) {
                        let flow = is_flow.then(|| {
                            self.n_flows += 1;
                            self.n_flows
                        });
                        let place = format!("{}.{position}", inside(place));
                        self.look(item, inner, &place, &inside(name), flow);
                    }
                }
                (_, None) if field.presence == Presence::Recorded => self.rows.push(vec![
                    Cell::Word(self.kind),
                    t(self.id),
                    cell(place),
                    cell(name),
                    flow.map_or(Cell::Null, n),
                    Cell::Word(field.means),
                ]),
                _ => {}
            }
        }
    }
}
