//! A picture in the language of Graphviz.
//!
//! graphviz-rust prints values as they are given, so all text goes through [`quote`]; ids are made
//! of keys and never of names; labels are plain, since HTML labels would be read. A flow is a
//! small white node with a line before and after it: any Graphviz then draws its words on it.

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use crate::graph::Certainty;

use super::format::{Format, Ids, Written, at_line, first_number, under};
use super::paper::{Direction, Options};
use super::picture::{Arrow, BoundaryKind, Box, BoxKind, Diagram};
use super::sign::Sign;

pub(super) static FORMAT: Format = Format {
    name: "dot",
    endings: &["dot", "gv"],
    is_text: true,
    write: |diagram, options| Ok(Written::text(dot(diagram, options))),
};

/// How wide words are before they go on in the next line: in a box, and under the drawing.
const NARROW: usize = 26;
const WIDE: usize = 100;

/// Red for what leaves the UK, kept for that alone.
const RED: &str = "#b3261e";
const INK: &str = "#1d2733";

/// Grey for what does not carry what is highlighted.
const GREY: &str = "#6b7580";

/// Text between quotes, so that Graphviz draws it as it is: line ends as `\n`, quotes and
/// backslashes escaped, and an `&` that begins the name of a character written as `&amp;`.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' | '\0' => {}
            '&' if begins_entity(&text[at + 1..]) => quoted.push_str("&amp;"),
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether what follows an `&` makes it the name or number of a character.
fn begins_entity(rest: &str) -> bool {
    rest.find(|character: char| !(character.is_ascii_alphanumeric() || character == '#'))
        .is_some_and(|end| end > 0 && rest[end..].starts_with(';'))
}

fn plain(word: &str) -> Id {
    Id::Plain(word.to_owned())
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(plain(name), Id::Escaped(quote(value)))
}

fn attributes(pairs: &[(&str, &str)]) -> Vec<Attribute> {
    pairs
        .iter()
        .map(|(name, value)| attribute(name, value))
        .collect()
}

fn node(id: &str, pairs: &[(&str, &str)]) -> Stmt {
    Node::new(NodeId(plain(id), None), attributes(pairs)).into()
}

fn edge(from: &str, to: &str, pairs: &[(&str, &str)]) -> Stmt {
    let end = |id: &str| Vertex::N(NodeId(plain(id), None));
    Edge {
        ty: EdgeTy::Pair(end(from), end(to)),
        attributes: attributes(pairs),
    }
    .into()
}

fn cluster(id: &str, pairs: &[(&str, &str)], inside: Vec<Stmt>) -> Stmt {
    let mut stmts: Vec<Stmt> = attributes(pairs).into_iter().map(Stmt::from).collect();
    stmts.extend(inside);
    Subgraph {
        id: Id::Plain(format!("cluster_{id}")),
        stmts,
    }
    .into()
}

/// Text with lines of at most so many columns.
fn wrapped(text: &str, width: usize) -> String {
    let options =
        textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

fn dot(diagram: &Diagram, options: &Options) -> String {
    let mut ids = Ids::default();
    let boxes = ids.of_boxes(diagram);
    let rankdir = match options.direction {
        Direction::Auto | Direction::LeftRight => "LR",
        Direction::TopDown => "TB",
    };
    let title = format!(
        "{}\n{}\n{}",
        wrapped(&diagram.title, WIDE),
        wrapped(&diagram.subtitle, WIDE),
        diagram.stamp()
    );
    let mut stmts = vec![
        Stmt::GAttribute(GraphAttributes::Graph(attributes(&[
            ("label", &title),
            ("comment", &diagram.register()),
            ("labelloc", "t"),
            ("rankdir", rankdir),
            ("fontname", "Liberation Sans,Arial,sans-serif"),
            ("fontcolor", INK),
            ("nodesep", "0.25"),
            ("ranksep", "0.5"),
        ]))),
        Stmt::GAttribute(GraphAttributes::Node(attributes(&[
            ("fontname", "Liberation Sans,Arial,sans-serif"),
            ("fontcolor", INK),
            ("fontsize", "12"),
            ("color", INK),
            ("shape", "box"),
        ]))),
        Stmt::GAttribute(GraphAttributes::Edge(attributes(&[("color", INK)]))),
    ];
    for (place, boundary) in diagram.boundaries.iter().enumerate() {
        let inside = diagram.boxes.iter().zip(&boxes);
        let inside = inside
            .filter(|(one, _)| one.boundary == Some(place))
            .map(|(one, id)| drawn_box(one, id))
            .collect();
        let (colour, fill) = colours(boundary.kind);
        stmts.push(cluster(
            &ids.give("b_", &boundary.key),
            &[
                ("label", &wrapped(&boundary.title, NARROW + 8)),
                ("style", "dashed,filled"),
                ("color", colour),
                ("fontcolor", colour),
                ("fillcolor", fill),
            ],
            inside,
        ));
    }
    let alone = diagram.boxes.iter().zip(&boxes);
    stmts.extend(
        alone
            .filter(|(one, _)| one.boundary.is_none())
            .map(|(one, id)| drawn_box(one, id)),
    );
    let mut told = Vec::new();
    for arrow in &diagram.arrows {
        if let (Some(from), Some(to)) = (boxes.get(arrow.from), boxes.get(arrow.to)) {
            let id = ids.give("", first_number(arrow));
            stmts.extend(drawn_flow(arrow, &id, from, to));
            told.extend(under(arrow).map(|words| (format!("w_{id}"), words)));
        }
    }
    let is_top_down = options.direction == Direction::TopDown;
    stmts.extend(column("words", "Flows", &told, is_top_down));
    stmts.push(key(diagram, is_top_down));
    let notes: Vec<(String, String)> = diagram
        .remarks()
        .into_iter()
        .enumerate()
        .map(|(place, remark)| (format!("note_{}", place + 1), remark))
        .collect();
    stmts.extend(column("notes", "Notes", &notes, is_top_down));
    let graph = Graph::DiGraph {
        id: plain("ropa"),
        strict: false,
        stmts,
    };
    // Each statement on a line of its own, so that two files compare well.
    let mut context = PrinterContext::default();
    context.with_inline_size(0);
    let mut text = graph.print(&mut context);
    text.push('\n');
    text
}

fn drawn_box(one: &Box, id: &str) -> Stmt {
    let lines: Vec<String> = one
        .names
        .iter()
        .map(|name| wrapped(name, NARROW))
        .chain(
            one.marks
                .iter()
                .map(|mark| wrapped(&format!("({mark})"), NARROW)),
        )
        .collect();
    let (shape, style) = match one.kind {
        BoxKind::Entity => ("box", "filled"),
        BoxKind::Process => ("box", "rounded,filled"),
        BoxKind::Store => ("cylinder", "filled"),
        BoxKind::Connector => ("cds", "filled"),
    };
    let label = lines.join("\n");
    let mut pairs = vec![
        ("label", label.as_str()),
        ("shape", shape),
        ("style", style),
        ("fillcolor", "#ffffff"),
    ];
    if one.is_faint {
        pairs.extend([("color", GREY), ("fontcolor", GREY)]);
    }
    node(id, &pairs)
}

fn drawn_flow(arrow: &Arrow, id: &str, from: &str, to: &str) -> [Stmt; 3] {
    let lines: Vec<String> = at_line(arrow)
        .iter()
        .map(|line| wrapped(line, NARROW + 2))
        .collect();
    let style = match arrow.certainty {
        Certainty::Stated => "solid",
        Certainty::Possible => "dotted",
    };
    let (colour, width) = match (arrow.is_faint, arrow.leaves_uk()) {
        (true, true) => (GREY, "2.5"),
        (true, false) => (GREY, "0.7"),
        (false, true) => (RED, "2.5"),
        (false, false) => (INK, "1"),
    };
    let line = [("style", style), ("color", colour), ("penwidth", width)];
    let first = if arrow.both_ways { "back" } else { "none" };
    let with = |dir| [line.as_slice(), &[("dir", dir)]].concat();
    [
        node(
            id,
            &[
                ("label", &lines.join("\n")),
                ("style", "filled"),
                ("fillcolor", "#ffffff"),
                ("color", "#ffffff"),
                ("fontcolor", colour),
                ("fontsize", "10"),
                ("margin", "0.05,0.02"),
            ],
        ),
        edge(from, id, &with(first)),
        edge(id, to, &with("forward")),
    ]
}

/// Puts nodes one below the other: those without edges already are, where one reads from the left.
fn stacked(ids: &[String], is_top_down: bool) -> Vec<Stmt> {
    let pairs = ids.windows(2).filter(|_| is_top_down);
    pairs
        .map(|pair| edge(&pair[0], &pair[1], &[("style", "invis")]))
        .collect()
}

/// What the signs mean, as nodes that look like them.
fn key(diagram: &Diagram, is_top_down: bool) -> Stmt {
    let mut inside = Vec::new();
    let mut ids = Vec::new();
    for sign in diagram.signs() {
        let id = format!("key_{sign:?}").to_lowercase();
        let words = match sign {
            Sign::Entity | Sign::Process | Sign::Store | Sign::Connector => {
                sign.meaning_under(diagram.law).to_owned()
            }
            _ => format!("{}: {}", sign.drawn(), sign.meaning_under(diagram.law)),
        };
        let (shape, style) = match sign {
            Sign::Entity => ("box", "solid"),
            Sign::Process => ("box", "rounded"),
            Sign::Store => ("cylinder", "solid"),
            Sign::Connector => ("cds", "solid"),
            Sign::Boundary => ("box", "dashed"),
            _ => ("plaintext", "solid"),
        };
        let colour = match sign {
            Sign::LeavesUk => RED,
            Sign::Faint => GREY,
            _ => INK,
        };
        inside.push(node(
            &id,
            &[
                ("label", &wrapped(&words, NARROW + 10)),
                ("shape", shape),
                ("style", style),
                ("fontcolor", colour),
                ("fontsize", "10"),
            ],
        ));
        ids.push(id);
    }
    inside.extend(stacked(&ids, is_top_down));
    cluster("key", &[("label", "Key"), ("color", "#c5ccd4")], inside)
}

/// Words under the drawing, one node for each.
fn column(id: &str, title: &str, told: &[(String, String)], is_top_down: bool) -> Option<Stmt> {
    if told.is_empty() {
        return None;
    }
    let mut inside: Vec<Stmt> = told
        .iter()
        .map(|(id, words)| {
            let words = wrapped(words, WIDE);
            node(
                id,
                &[
                    ("label", &words),
                    ("shape", "plaintext"),
                    ("fontsize", "10"),
                ],
            )
        })
        .collect();
    let ids: Vec<String> = told.iter().map(|(id, _)| id.clone()).collect();
    inside.extend(stacked(&ids, is_top_down));
    let pairs = [("label", title), ("color", "#c5ccd4")];
    Some(cluster(id, &pairs, inside))
}

fn colours(kind: BoundaryKind) -> (&'static str, &'static str) {
    match kind {
        BoundaryKind::Controller => ("#1d5fa8", "#f5f9fe"),
        BoundaryKind::Processor => ("#6b2fa0", "#faf6fd"),
        BoundaryKind::PublicBodies | BoundaryKind::Organisations => ("#177a3e", "#f5fbf7"),
        BoundaryKind::People => ("#55606e", "#f8f9fb"),
        BoundaryKind::Abroad => (RED, "#fff7f6"),
    }
}

/// Reading what was written, for tests.
#[cfg(test)]
pub(super) mod read {
    use super::*;

    /// Every label, as Graphviz draws it.
    ///
    /// # Panics
    /// The text is not in the language of Graphviz.
    pub(in crate::diagram) fn labels(text: &str) -> Vec<String> {
        let graph = graphviz_rust::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let Graph::DiGraph { stmts, .. } = graph else {
            panic!("{text}")
        };
        let mut labels = Vec::new();
        gather(&stmts, &mut labels);
        labels
    }

    fn gather(stmts: &[Stmt], labels: &mut Vec<String>) {
        for stmt in stmts {
            let attributes = match stmt {
                Stmt::Node(node) => node.attributes.as_slice(),
                Stmt::Edge(edge) => edge.attributes.as_slice(),
                Stmt::Attribute(attribute) => std::slice::from_ref(attribute),
                Stmt::GAttribute(
                    GraphAttributes::Graph(list)
                    | GraphAttributes::Node(list)
                    | GraphAttributes::Edge(list),
                ) => list.as_slice(),
                Stmt::Subgraph(subgraph) => {
                    gather(&subgraph.stmts, labels);
                    &[]
                }
            };
            for Attribute(name, value) in attributes {
                if let (true, Id::Escaped(value)) = (*name == plain("label"), value) {
                    labels.push(unquoted(value));
                }
            }
        }
    }

    /// What Graphviz reads between the quotes.
    pub(super) fn unquoted(text: &str) -> String {
        let inner = &text[1..text.len() - 1];
        let mut read = String::new();
        let mut letters = inner.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n') => read.push('\n'),
                    Some(other) => read.push(other),
                    None => {}
                },
                other => read.push(other),
            }
        }
        let mut whole = String::new();
        let mut rest = read.as_str();
        while let Some(at) = rest.find("&amp;") {
            whole.push_str(&rest[..=at]);
            rest = &rest[at + "&amp;".len()..];
        }
        whole + rest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read::unquoted;
    use super::*;

    fn there_and_back(label: &str) -> String {
        let graph = Graph::DiGraph {
            id: plain("ropa"),
            strict: false,
            stmts: vec![node("n_1", &[("label", label)])],
        };
        let printed = graph.print(&mut PrinterContext::default());
        let parsed = graphviz_rust::parse(&printed)
            .unwrap_or_else(|error| panic!("{label:?}: {error}\n{printed}"));
        let Graph::DiGraph { stmts, .. } = parsed else {
            panic!("{printed}")
        };
        let [Stmt::Node(Node { attributes, .. })] = &stmts[..] else {
            panic!("{printed}\n{stmts:?}")
        };
        let [Attribute(_, Id::Escaped(value))] = &attributes[..] else {
            panic!("{printed}\n{attributes:?}")
        };
        unquoted(value)
    }

    #[test]
    fn names_of_characters_stay_as_they_are_written() {
        assert_eq!(quote("a &lt; b & c &; &x"), "\"a &amp;lt; b & c &; &x\"");
        assert_eq!(quote("\\N \"q\"\n"), "\"\\\\N \\\"q\\\"\\n\"");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(label in "[ -~\\n\\r\\t\\PC]{0,40}|(&(amp|lt|#39);?|\\\\|\"|\n|<b>|-> ?|\\]|;|\\{|\\}){0,12}") {
            let expected: String = label.replace(['\r', '\0'], "");
            prop_assert_eq!(there_and_back(&label), expected);
        }
    }
}
