//! A picture as a Mermaid flowchart.

use crate::graph::Certainty;

use super::format::{Format, Ids, Written, at_line, first_number, under};
use super::paper::{Direction, Options};
use super::picture::{BoundaryKind, Box, BoxKind, Diagram};

pub(super) static FORMAT: Format = Format {
    name: "mermaid",
    endings: &["mmd", "mermaid"],
    is_text: true,
    write: |diagram, options| Ok(Written::text(mermaid(diagram, options))),
};

/// Text as it stands between quotes: all but letters, digits, spaces and the plainest marks as
/// codes, so that nothing in it is read as Mermaid, as Markdown or as HTML.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("<br/>"),
            '\r' | '\0' => {}
            ' ' | ',' | '-' | '(' | ')' => quoted.push(character),
            _ if character.is_alphanumeric() => quoted.push(character),
            // What joins letters and emoji to one another stays as it is.
            _ if !character.is_ascii() && !character.is_control() => quoted.push(character),
            _ => quoted.push_str(&format!("#{};", u32::from(character))),
        }
    }
    quoted.push('"');
    quoted
}

fn mermaid(diagram: &Diagram, options: &Options) -> String {
    let mut ids = Ids::default();
    let boxes = ids.of_boxes(diagram);
    let way = match options.direction {
        Direction::Auto | Direction::LeftRight => "LR",
        Direction::TopDown => "TB",
    };
    let mut lines = vec![
        "---".to_owned(),
        format!("title: {}", title(&diagram.title)),
        "---".to_owned(),
        format!("flowchart {way}"),
    ];
    for (place, boundary) in diagram.boundaries.iter().enumerate() {
        let id = ids.give("b_", &boundary.key);
        lines.push(format!("  subgraph {id}[{}]", quote(&boundary.title)));
        for (one, id) in diagram.boxes.iter().zip(&boxes) {
            if one.boundary == Some(place) {
                lines.push(format!("    {}", node(one, id)));
            }
        }
        lines.push("  end".to_owned());
        lines.push(format!("  class {id} {}", class(boundary.kind)));
    }
    for (one, id) in diagram.boxes.iter().zip(&boxes) {
        if one.boundary.is_none() {
            lines.push(format!("  {}", node(one, id)));
        }
    }
    let (mut leaving, mut grey) = (Vec::new(), Vec::new());
    for (place, arrow) in diagram.arrows.iter().enumerate() {
        let (Some(from), Some(to)) = (boxes.get(arrow.from), boxes.get(arrow.to)) else {
            continue;
        };
        let line = match (arrow.certainty, arrow.leaves_uk(), arrow.both_ways) {
            (Certainty::Possible, _, false) => "-.->",
            (Certainty::Possible, _, true) => "<-.->",
            (Certainty::Stated, true, false) => "==>",
            (Certainty::Stated, true, true) => "<==>",
            (Certainty::Stated, false, false) => "-->",
            (Certainty::Stated, false, true) => "<-->",
        };
        let label = quote(&at_line(arrow).join("\n"));
        lines.push(format!("  {from} {line}|{label}| {to}"));
        match (arrow.is_faint, arrow.leaves_uk()) {
            (true, _) => grey.push(place.to_string()),
            (false, true) => leaving.push(place.to_string()),
            (false, false) => {}
        }
    }
    let told: Vec<(String, String)> = diagram
        .arrows
        .iter()
        .filter_map(|arrow| Some((ids.give("w_", first_number(arrow)), under(arrow)?)))
        .collect();
    if !told.is_empty() {
        lines.push("  subgraph words[\"Flows\"]".to_owned());
        let nodes = told.iter();
        lines.extend(nodes.map(|(id, words)| format!("    {id}[{}]:::said", quote(words))));
        lines.push("  end".to_owned());
    }
    lines.push("  subgraph key[\"Key\"]".to_owned());
    let about = [
        Some(diagram.subtitle.clone()),
        Some(diagram.stamp()),
        signs(diagram),
    ];
    for (place, words) in about
        .into_iter()
        .flatten()
        .chain(diagram.remarks())
        .enumerate()
    {
        lines.push(format!("    key_{place}[{}]:::said", quote(&words)));
    }
    lines.push("  end".to_owned());
    lines.extend(
        [
            "classDef controller fill:#f5f9fe,stroke:#1d5fa8,stroke-dasharray:6 4,color:#1d2733",
            "classDef processor fill:#faf6fd,stroke:#6b2fa0,stroke-dasharray:6 4,color:#1d2733",
            "classDef others fill:#f5fbf7,stroke:#177a3e,stroke-dasharray:6 4,color:#1d2733",
            "classDef people fill:#f8f9fb,stroke:#55606e,stroke-dasharray:6 4,color:#1d2733",
            "classDef abroad fill:#fff7f6,stroke:#b3261e,stroke-dasharray:6 4,color:#1d2733",
            "classDef said fill:#ffffff,stroke:#ffffff,color:#1d2733,text-align:left",
        ]
        .map(|line| format!("  {line}")),
    );
    for (links, style) in [
        (leaving, "stroke:#b3261e,stroke-width:3px"),
        (grey, "stroke:#6b7580,stroke-width:1px,color:#6b7580"),
    ] {
        if !links.is_empty() {
            lines.push(format!("  linkStyle {} {style}", links.join(",")));
        }
    }
    let faint = diagram.boxes.iter().zip(&boxes);
    let faint: Vec<&str> = faint
        .filter_map(|(one, id)| one.is_faint.then_some(id.as_str()))
        .collect();
    if !faint.is_empty() {
        lines.push("  classDef grey stroke:#6b7580,color:#6b7580".to_owned());
        lines.push(format!("  class {} grey", faint.join(",")));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The title as YAML between double quotes, which has the escapes of JSON.
fn title(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            ' ' | ',' | '.' | ':' | '-' | '(' | ')' => quoted.push(character),
            _ if character.is_alphanumeric() => quoted.push(character),
            _ => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    quoted.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

fn node(one: &Box, id: &str) -> String {
    let mut words = one.names.join("\n");
    for mark in &one.marks {
        words.push_str(&format!("\n({mark})"));
    }
    let words = quote(&words);
    match one.kind {
        BoxKind::Entity => format!("{id}[{words}]"),
        BoxKind::Process => format!("{id}({words})"),
        BoxKind::Store => format!("{id}[({words})]"),
        BoxKind::Connector => format!("{id}>{words}]"),
    }
}

fn class(kind: BoundaryKind) -> &'static str {
    match kind {
        BoundaryKind::Controller => "controller",
        BoundaryKind::Processor => "processor",
        BoundaryKind::PublicBodies | BoundaryKind::Organisations => "others",
        BoundaryKind::People => "people",
        BoundaryKind::Abroad => "abroad",
    }
}

fn signs(diagram: &Diagram) -> Option<String> {
    let signs: Vec<String> = diagram
        .signs()
        .into_iter()
        .map(|sign| match sign {
            _ if sign.short().is_some() => format!("[...]: {}", sign.meaning_under(diagram.law)),
            _ => format!("{}: {}", sign.drawn(), sign.meaning_under(diagram.law)),
        })
        .collect();
    (!signs.is_empty()).then(|| signs.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mermaid_would_read_is_written_as_codes() {
        assert_eq!(
            quote("a \"b\"; <c> %%{init} `d`\ne"),
            "\"a #34;b#34;#59; #60;c#62; #37;#37;#123;init#125; #96;d#96;<br/>e\""
        );
        assert_eq!(quote("Tŷ 👩‍👧 العربية"), "\"Tŷ 👩‍👧 العربية\"");
    }
}
