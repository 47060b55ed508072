//! Names that would be read as something else come out as text in every view and format.

use proptest::prelude::*;
use serde_json::json;

use crate::graph::Wanted;
use crate::model::{Kind, Reference, Register, one_line};

use super::super::{Direction, Selecting, Sought, VIEWS, dot, value};
use super::{draw, register, sought, today, written};

/// Names in the languages that we write, and some that break what is naive.
fn names() -> Vec<String> {
    [
        "the \"Mosaic\" system",
        "it's <b>bold</b> & <script>alert(1)</script>",
        "two\nlines\r\nand\ttab",
        "a; } -> b [label=x] \\N \\",
        "&lt;b&gt; &amp; &#60;",
        "subgraph end %%{init: {}}%% --> |x| `md` #quot; style a:b#c;",
        "</text></svg><!-- ]]>",
        "مجلس المقاطعة \u{202e}gnp.exe",
        "👩‍👧 Tŷ Hafan 漢字 ﬁ",
        "\u{1b}[31mred\u{0}",
        "1. first",
        "node",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([format!("W{}w", "o".repeat(300))])
    .collect()
}

/// A register in which everything is called so.
fn called(name: &str) -> Register {
    let named = |what: &str| format!("{name} {what}");
    register(&json!({
        "settings": { "register": { "organisation": "council" } },
        "party": {
            "council": { "name": named("council"), "country": "GB" },
            "runner": { "name": named("runner"), "sub_processors": [{ "party": "helper", "systems": ["store"] }] },
            "helper": { "name": named("helper"), "country": "US" },
            "giver": { "name": named("giver") },
            "getter": { "name": named("getter"), "country": "IE" },
        },
        "system": {
            "store": { "name": named("store"), "operator": "runner" },
            "own": { "name": named("own"), "operator": "council", "hosted_in": ["GB", "FR"] },
        },
        "data": {
            "some": { "name": named("some"), "class": "health" },
        },
        "people": { "them": { "name": named("them") } },
        "activity": {
            "one": {
                "name": named("one"), "function": "Service / Team", "controller": "council", "data": ["some"],
                "source": [
                    { "from": "giver", "carries": ["some"], "when": named("when") },
                    { "from": "people:them", "carries": "all" },
                ],
                "store": [{ "in": "store", "carries": "all" }],
                "recipient": [{ "to": "getter", "carries": ["some"], "through": "own" }, { "to": "activity:two" }],
            },
            "two": { "name": named("two"), "function": "Service / Team", "status": "draft", "recipient": [{ "to": "getter" }] },
        },
    }))
}

/// What each view is asked about that register.
fn asked(view: &str) -> Sought {
    let one = |kind, id: &str| vec![Reference::new(kind, id)];
    let about = match view {
        "activity" => one(Kind::Activity, "one"),
        "function" => [one(Kind::Activity, "one"), one(Kind::Activity, "two")].concat(),
        "party" => [one(Kind::Party, "runner"), one(Kind::System, "store")].concat(),
        "system" => one(Kind::System, "store"),
        _ => Vec::new(),
    };
    let mut asked = sought("Subject", &about);
    if view == "data" {
        let register = called("x");
        let id = register.data.keys().next().unwrap().clone();
        asked.query.data = Some(Wanted {
            including: Default::default(),
            narrower: [id.clone()].into(),
            broader: [].into(),
            name: "some".to_owned(),
            id,
        });
    }
    asked
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// The text of Mermaid with its codes read.
fn decoded(text: &str) -> String {
    let mut read = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        read.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code: Option<(u32, usize)> = rest
            .find(';')
            .and_then(|end| Some((rest[..end].parse().ok()?, end + 1)));
        match code {
            Some((code, end)) => {
                read.extend(char::from_u32(code));
                rest = &rest[end..];
            }
            None => read.push('#'),
        }
    }
    (read + rest).replace("<br/>", "\n")
}

#[test]
fn names_are_text_in_every_view_and_format() {
    for name in names() {
        let register = called(&name);
        // Mosaic in one line, with what a terminal would act on written out.
        let drawn_name = squeezed(&one_line(&name));
        for view in VIEWS {
            let diagram = draw(&register, view, &asked(view.name))
                .unwrap_or_else(|nothing| panic!("{}: {nothing:?}", view.name));
            assert!(diagram.arrows.iter().all(|arrow| !arrow.number.is_empty()));
            // Those with places are tried in `drawing`: they take longer.
            for format in ["dot", "mermaid", "json", "text"] {
                let at = format!("{name:?} in {} as {format}", view.name);
                for direction in [Direction::LeftRight, Direction::TopDown] {
                    let write = || match format {
                        "json" => value(&diagram).to_string(),
                        _ => written(&diagram, format, direction),
                    };
                    let text = write();
                    assert_eq!(text, write(), "{at}");
                    let read = match format {
                        "dot" => dot::read::labels(&text).join("\n"),
                        "mermaid" => decoded(&text),
                        "json" => {
                            serde_json::from_str::<serde_json::Value>(&text).unwrap()["nodes"]
                                .as_array()
                                .unwrap()
                                .iter()
                                .map(|node| node["names"][0].as_str().unwrap().to_owned())
                                .collect()
                        }
                        _ => text.clone(),
                    };
                    assert!(squeezed(&read).contains(&drawn_name), "{at}:\n{text}");
                    let bad = |letter: char| letter.is_control() && letter != '\n';
                    assert!(!text.contains(bad), "{at}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the register, every view and format of text works, and DOT is read by a parser.
    #[test]
    fn any_register_is_written(register in crate::text::sample::any_register()) {
        for view in VIEWS {
            let about: Vec<Reference> = match view.name {
                "activity" | "function" => register.activities.keys().map(crate::model::ActivityId::reference).collect(),
                "party" => register.parties.keys().take(1).map(crate::model::PartyId::reference).collect(),
                "system" => register.systems.keys().map(crate::model::SystemId::reference).collect(),
                _ => Vec::new(),
            };
            let asked = sought("Subject", &about);
            let mut selecting = Selecting::new(view, &asked);
            selecting.look(&register);
            let Ok(diagram) = selecting.finish(today().into(), String::new()) else { continue };
            for arrow in &diagram.arrows {
                prop_assert!(arrow.from < diagram.boxes.len() && arrow.to < diagram.boxes.len());
                prop_assert!(!arrow.words().is_empty());
            }
            for format in ["dot", "mermaid", "text"] {
                let text = written(&diagram, format, Direction::Auto);
                if format == "dot" {
                    dot::read::labels(&text);
                }
            }
        }
    }
}
