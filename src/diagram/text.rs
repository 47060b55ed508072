//! A picture in words: the numbered flows as sentences, for those who cannot see it.

use crate::graph::Certainty;

use super::format::{Format, Written};
use super::picture::{Arrow, Box, BoxKind, Diagram};

pub(super) static FORMAT: Format = Format {
    name: "text",
    endings: &["txt"],
    is_text: true,
    write: |diagram, _| Ok(Written::text(text(diagram))),
};

/// The picture in words.
pub fn text(diagram: &Diagram) -> String {
    let mut lines = vec![
        diagram.title.clone(),
        diagram.subtitle.clone(),
        format!("{}.", diagram.stamp()),
        String::new(),
        "Who and what".to_owned(),
    ];
    for (place, boundary) in diagram.boundaries.iter().enumerate() {
        let inside = |one: &&Box| one.boundary == Some(place);
        lines.push(format!(
            "- {}: {}.",
            boundary.title,
            named(diagram.boxes.iter().filter(inside))
        ));
    }
    let alone: Vec<&Box> = diagram
        .boxes
        .iter()
        .filter(|one| one.boundary.is_none())
        .collect();
    if !alone.is_empty() {
        lines.push(format!("- In no boundary: {}.", named(alone.into_iter())));
    }
    lines.extend([String::new(), "Flows".to_owned()]);
    for arrow in &diagram.arrows {
        lines.push(sentence(diagram, arrow));
    }
    lines.extend([String::new(), "Signs".to_owned()]);
    for sign in diagram.signs() {
        lines.push(format!(
            "- {}: {}.",
            capital(sign.drawn()),
            sign.meaning_under(diagram.law)
        ));
    }
    let remarks = diagram.remarks();
    if !remarks.is_empty() {
        lines.extend([String::new(), "Notes".to_owned()]);
        lines.extend(remarks.iter().map(|remark| format!("- {remark}")));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// One flow as a sentence.
pub fn sentence(diagram: &Diagram, arrow: &Arrow) -> String {
    let end = |place: usize| {
        let names = diagram.boxes.get(place).map(|one| one.names.join(", "));
        names.unwrap_or_default()
    };
    let between = if arrow.both_ways {
        format!("Between {} and {}", end(arrow.from), end(arrow.to))
    } else {
        format!("From {} to {}", end(arrow.from), end(arrow.to))
    };
    let mut sentence = format!("{}. {between}: {}.", arrow.number, arrow.words());
    let mut more = Vec::new();
    if arrow.certainty == Certainty::Possible {
        more.push("possible".to_owned());
    }
    more.extend(arrow.marks.iter().map(|mark| mark.words.clone()));
    if arrow.is_faint {
        more.push("not highlighted".to_owned());
    }
    if !more.is_empty() {
        sentence.push_str(&format!(" {}.", capital(&more.join("; "))));
    }
    if let Some(when) = &arrow.when {
        sentence.push_str(&format!(" When: {}.", when.trim_end_matches('.')));
    }
    sentence
}

fn named<'d>(boxes: impl Iterator<Item = &'d Box>) -> String {
    let words: Vec<String> = boxes
        .map(|one| {
            let kind = match one.kind {
                BoxKind::Process if one.key.starts_with("process:") => "process",
                BoxKind::Process => "activity",
                BoxKind::Store => "system",
                BoxKind::Connector => "goes on on another sheet",
                BoxKind::Entity => "",
            };
            let marks: Vec<&str> = std::iter::once(kind)
                .filter(|kind| !kind.is_empty())
                .chain(one.marks.iter().map(String::as_str))
                .collect();
            let names = one.names.join(", ");
            if marks.is_empty() {
                names
            } else {
                format!("{names} ({})", marks.join(", "))
            }
        })
        .collect();
    words.join("; ")
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `1 flow`, `2 flows`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
