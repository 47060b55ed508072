//! A picture as JSON: boxes, boundaries and flows by key.

use serde_json::{Value, json};

use super::formats::Format;
use super::picture::{BoundaryKind, BoxKind, Diagram};
use super::standing::side_word;

pub(super) static FORMAT: Format = Format {
    name: "json",
    endings: &["json"],
    about: "nodes, edges and boundaries, for other programs",
    write: |diagram, _| {
        let mut text = serde_json::to_string_pretty(&value(diagram)).unwrap_or_default();
        text.push('\n');
        text
    },
};

/// The picture as values. A node is known by its `key`, an edge by its place: where they have
/// positions, these come as a further member `positions` beside `nodes` and `edges`.
pub fn value(diagram: &Diagram) -> Value {
    let key_of = |place: usize| diagram.boxes.get(place).map(|one| one.key.as_str());
    let boundaries: Vec<Value> = diagram
        .boundaries
        .iter()
        .map(|boundary| {
            json!({
                "key": boundary.key,
                "title": boundary.title,
                "kind": boundary_word(boundary.kind),
            })
        })
        .collect();
    let nodes: Vec<Value> = diagram
        .boxes
        .iter()
        .map(|one| {
            let boundary = one.boundary.and_then(|place| diagram.boundaries.get(place));
            let records: Vec<String> = one.records.iter().map(ToString::to_string).collect();
            json!({
                "key": one.key,
                "kind": box_word(one.kind),
                "names": one.names,
                "records": records,
                "marks": one.marks,
                "boundary": boundary.map(|boundary| boundary.key.as_str()),
                "side": side_word(one.side),
            })
        })
        .collect();
    let edges: Vec<Value> = diagram
        .arrows
        .iter()
        .map(|arrow| {
            json!({
                "number": arrow.number,
                "from": key_of(arrow.from),
                "to": key_of(arrow.to),
                "data": arrow.data,
                "instead": arrow.instead,
                "certainty": arrow.certainty,
                "special_category": arrow.is_special,
                "criminal_offence": arrow.is_offence,
                "leaves_uk": arrow.leaves_uk,
                "lacks_agreement": arrow.lacks_agreement,
                "both_ways": arrow.both_ways,
                "when": arrow.when,
            })
        })
        .collect();
    json!({
        "title": diagram.title,
        "subtitle": diagram.subtitle,
        "as_at": diagram.as_at,
        "register_hash": diagram.register_hash,
        "boundaries": boundaries,
        "nodes": nodes,
        "edges": edges,
        "notes": diagram.notes,
    })
}

fn box_word(kind: BoxKind) -> &'static str {
    match kind {
        BoxKind::Entity => "entity",
        BoxKind::Process => "process",
        BoxKind::Store => "store",
        BoxKind::Connector => "connector",
    }
}

fn boundary_word(kind: BoundaryKind) -> &'static str {
    match kind {
        BoundaryKind::Controller => "controller",
        BoundaryKind::Processor => "processor",
        BoundaryKind::Partners => "partners",
        BoundaryKind::People => "people",
        BoundaryKind::Abroad => "outside-uk",
    }
}
