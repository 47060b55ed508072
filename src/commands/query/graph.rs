//! The answer to a question with `result = "graph"`, as a diagram.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagram::{Arrow, Box, BoxKind, Diagram, DrawnLaw, Side};
use crate::error::Error;
use crate::graph::{Certainty, NotInUse};
use crate::model::{Kind, Reference, one_line};
use crate::queries::Value;
use crate::store::Store;

use super::answer::Answered;

/// The columns of a diagram.
const COLUMNS: [&str; 3] = ["from_id", "to_id", "label"];

/// The column that says how sure a line is, where there is one; else every line is sure.
const CERTAINTY: &str = "certainty";

/// The answer to a question that is drawn has not the columns of a diagram.
pub(super) fn no_diagram(columns: &[String]) -> Error {
    Error::that(format!(
        "the answer of a question with `result = \"graph\"` has the columns from_id, to_id and label, not {}",
        columns.join(", ")
    ))
    .hinted("name the columns with AS")
}

/// Draws the rows of an answer: each is a line from one box to another. An end is written as
/// `kind:id`, and has then the name and the shape of its record; or as any text.
pub(super) fn diagram(store: &Store, answered: &Answered) -> Result<Diagram, Error> {
    let answer = &answered.answer;
    let place = |name: &str| answer.columns.iter().position(|column| column == name);
    let [Some(from), Some(to), Some(label)] = COLUMNS.map(place) else {
        return Err(no_diagram(&answer.columns));
    };
    let certainty = place(CERTAINTY);
    if answer.rows.is_empty() {
        return Err(Error::nothing_to_draw("the answer has no rows"));
    }
    let words = answered.words.as_ref();
    let mut drawing = Drawing {
        store,
        places: BTreeMap::new(),
        diagram: Diagram {
            title: words.map_or_else(|| "Answer".to_owned(), |words| one_line(&words.title)),
            subtitle: one_line(&answered.organisation),
            as_at: answered.as_at,
            register_hash: store.register_hash()?,
            boxes: Vec::new(),
            boundaries: Vec::new(),
            arrows: Vec::new(),
            activities: Vec::new(),
            not_in_use: NotInUse::default(),
            law: DrawnLaw::default(),
            grouped: None,
            marks_in_table: false,
            notes: words
                .map(|words| one_line(&words.question))
                .into_iter()
                .collect(),
        },
    };
    for (number, row) in (1..).zip(&answer.rows) {
        let from = drawing.place(&row[from], Side::Source)?;
        let to = drawing.place(&row[to], Side::Receiver)?;
        let label = match &row[label] {
            Value::Null => None,
            value => Some(one_line(&value.shown())),
        };
        drawing.diagram.arrows.push(Arrow {
            number: format!("R{number}"),
            from,
            to,
            data: Vec::new(),
            instead: Some(label.unwrap_or_default()),
            certainty: match certainty.map(|place| &row[place]) {
                Some(Value::Text(word)) if word != Certainty::Stated.word() => Certainty::Possible,
                _ => Certainty::Stated,
            },
            marks: BTreeSet::new(),
            both_ways: false,
            when: None,
            is_faint: false,
            steps: [].into(),
        });
    }
    Ok(drawing.diagram)
}

struct Drawing<'s> {
    store: &'s Store,
    places: BTreeMap<String, usize>,
    diagram: Diagram,
}

impl Drawing<'_> {
    /// The box of an end, made where it is met first.
    fn place(&mut self, end: &Value, side: Side) -> Result<usize, Error> {
        let key = end.shown();
        if let Some(place) = self.places.get(&key) {
            return Ok(*place);
        }
        let named = key.split_once(':');
        let reference =
            named.and_then(|(kind, id)| Some(Reference::new(Kind::from_word(kind)?, id)));
        let name = match &reference {
            Some(reference) => self.store.name_shown(reference)?,
            None => None,
        };
        let is_there = name.is_some();
        let name = name.unwrap_or_else(|| key.clone());
        let name = one_line(&name);
        let (kind, side) = match reference.as_ref().map(|reference| reference.kind) {
            Some(Kind::Activity) => (BoxKind::Process, Side::Activity),
            Some(Kind::System) => (BoxKind::Store, Side::Store),
            _ => (BoxKind::Entity, side),
        };
        let place = self.diagram.boxes.len();
        self.diagram.boxes.push(Box {
            key: key.clone(),
            kind,
            names: vec![name],
            records: reference.filter(|_| is_there).into_iter().collect(),
            whereabouts: Vec::new(),
            marks: Vec::new(),
            boundary: None,
            side,
            is_faint: false,
        });
        self.places.insert(key, place);
        Ok(place)
    }
}
