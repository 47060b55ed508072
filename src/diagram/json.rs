//! A picture as JSON: boxes, boundaries and flows by key, and their places on each sheet.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::{Recorded, shown_json};

use super::drawing::{Drawing, Rect, sheets};
use super::format::{Format, Written};
use super::picture::{BoundaryKind, Box, BoxKind, Diagram, Mark, Numbered};
use super::standing::side_word;

pub(super) static FORMAT: Format = Format {
    name: "json",
    endings: &["json"],
    is_text: true,
    write: |diagram, options| {
        let made = sheets(diagram, options)?;
        let mut value = value(diagram);
        value["positions"] = made.sheets.iter().map(positions).collect();
        Ok(Written {
            said: made.said,
            ..Written::text(shown_json(&value))
        })
    },
};

/// The places on one sheet, in CSS pixels from its upper left corner.
fn positions(sheet: &Drawing) -> Value {
    let key_of = |place: usize| sheet.boxes.get(place).map(|one| one.key.as_str());
    let place = |key: &str, rect: &Rect| {
        json!({
            "key": key,
            "x": rounded(rect.x),
            "y": rounded(rect.y),
            "width": rounded(rect.width),
            "height": rounded(rect.height),
        })
    };
    let edges = sheet.arrows.iter().map(|arrow| {
        let points = arrow.points.iter();
        let points: Vec<[f64; 2]> = points.map(|at| [rounded(at.x), rounded(at.y)]).collect();
        json!({
            "number": arrow.number,
            "from": key_of(arrow.from),
            "to": key_of(arrow.to),
            "points": points,
        })
    });
    json!({
        "paper": sheet.paper.word(),
        "orientation": sheet.turned.word(),
        "width": rounded(sheet.width),
        "height": rounded(sheet.height),
        "text_points": rounded(sheet.points),
        "boundaries": sheet.boundaries.iter().map(|one| place(&one.key, &one.rect)).collect::<Vec<_>>(),
        "nodes": sheet.boxes.iter().map(|one| place(&one.key, &one.rect)).collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    })
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The picture as values, without places: a node is known by its `key`, an edge by its number and
/// its ends.
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
                "countries": countries(one),
                "where": one.whereabouts,
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
                "marks": arrow.marks.iter().map(mark).collect::<Vec<_>>(),
                "both_ways": arrow.both_ways,
                "when": arrow.when,
                "grey": arrow.is_faint,
                "steps": arrow.steps.iter().map(numbered).collect::<Vec<_>>(),
            })
        })
        .collect();
    let numbered = diagram.activities.iter().enumerate();
    let activities: serde_json::Map<String, Value> = numbered
        .map(|(place, name)| (format!("A{}", place + 1), Value::from(name.as_str())))
        .collect();
    json!({
        "version": VERSION,
        "title": diagram.title,
        "subtitle": diagram.subtitle,
        "as_at": diagram.as_at.on,
        "register_hash": diagram.register_hash,
        "boundaries": boundaries,
        "nodes": nodes,
        "edges": edges,
        "activities": activities,
        "not_in_use": diagram.not_in_use,
        "notes": diagram.notes,
    })
}

/// The number of what the picture is written as: it changes when a field goes or means something else.
const VERSION: u8 = 2;

/// What marks a flow: a code, and the words for it.
fn mark(mark: &Mark) -> Value {
    json!({ "sign": mark.sign.code(), "words": mark.words })
}

/// A step for which a flow is drawn, with its judgements as every answer has them, and the number
/// that the picture gives it.
fn numbered(one: &Numbered) -> Value {
    let mut value = serde_json::to_value(&one.step).unwrap_or_default();
    value["drawn_as"] = Value::from(one.number.as_str());
    value
}

/// The countries in which those in a box receive or are hosted, ISO 3166, each once.
fn countries(one: &Box) -> Vec<&str> {
    let located = one.whereabouts.iter().filter_map(Recorded::value).flatten();
    let codes: BTreeSet<&str> = located.map(|located| located.country.as_str()).collect();
    codes.into_iter().collect()
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
        BoundaryKind::PublicBodies => "public-bodies",
        BoundaryKind::Organisations => "other-organisations",
        BoundaryKind::People => "people",
        BoundaryKind::Abroad => "outside-uk",
    }
}
