//! The checks on faulty code: each must find what it is there to find, and nothing else.

use super::circles;
use super::source::Source;
use super::{
    LONGEST_FILE, Order, check_door_list, check_doors, check_files, check_names, check_words, root,
};

const MAP: &str = "//! Map.\n//! model law < graph < text store < error < main\n";

/// The faults in the order of modules in one file beside the map.
fn order(path: &str, text: &str) -> Vec<String> {
    let sources = [Source::read("src/lib.rs", MAP), Source::read(path, text)];
    Order::of(&sources).check(&sources)
}

fn doors(path: &str, text: &str) -> Vec<String> {
    check_doors(&[Source::read(path, text)])
}

fn names(path: &str, text: &str) -> Vec<String> {
    check_names(&[Source::read(path, text)])
}

#[test]
fn every_form_of_a_use_to_the_right_is_seen() {
    for text in [
        "use crate::store::Store;",
        "use crate::store;",
        "use crate::{model, store};",
        "use crate::{model::{Flow, End}, store::{Store}};",
        "use ::ropa::store::Store;",
        "use ropa::store::Store;",
        "use super::store::Store;",
        "use super::{model::Flow, store};",
        "pub(crate) use super::store::*;",
        "use crate::law::Vocabulary;\nuse self::super::store;",
        "fn f() { crate::store::open(); }",
        "fn f(store: &crate::store::Store) {}",
        "fn f() -> Vec<crate::store::Head> {}",
        "fn f() { for _ in 0..crate::store::N {} }",
        "fn f() { crate::store::refuse!() }",
        "#[derive(crate::store::Row)] struct A;",
        "macro_rules! m { () => { $crate::store::open() } }",
        "mod tests { use super::super::store; }",
        "mod tests { fn f() { mod deeper { use super::super::super::store; } } }",
    ] {
        let faults = order("src/graph.rs", text);
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        assert!(faults[0].contains("`graph` uses `store`"), "{faults:?}");
    }
    let faults = order("src/graph/mod.rs", "\nuse super::store;");
    assert!(faults[0].starts_with("src/graph/mod.rs:2: "), "{faults:?}");
    assert_eq!(
        order("src/graph/a/b.rs", "use super::super::super::store;").len(),
        1
    );
}

#[test]
fn neighbours_do_not_know_each_other() {
    assert_eq!(
        order("src/text/read.rs", "use crate::store::Store;").len(),
        1
    );
    assert_eq!(
        order("src/law/mod.rs", "use crate::model::LawCode;").len(),
        1
    );
}

#[test]
fn what_is_to_the_left_or_in_the_same_folder_may_be_used() {
    for text in [
        "use crate::model::Flow;",
        "use crate::{model, law::{self, Basis}, graph};",
        "use super::{model, graph::Answer};",
        "use super::store::Answer;\nmod store {}",
        "mod tests { use super::*; }",
        "fn f() { self.store(); store::open(); a.crate_store; }",
        "// crate::store\n/* use crate::store; */\n/// [`crate::store`]\nfn f() { let _ = \"crate::store\"; }",
    ] {
        let faults = order("src/graph/answer.rs", text);
        assert!(faults.is_empty(), "{text}: {faults:?}");
    }
    assert!(order("src/main.rs", "use ropa::{error, store};").is_empty());
}

#[test]
fn what_is_not_in_the_line_is_named() {
    assert!(order("src/helpers.rs", "")[0].contains("`helpers` is not in the line"));
    assert!(
        order("src/graph.rs", "use crate::Answer;")[0].contains("`crate::Answer` is no module")
    );
    for text in [
        "use crate as ropa;",
        "use crate::{self as all};",
        "use super::super as all;",
    ] {
        let faults = order("src/graph/route.rs", text);
        assert!(
            faults[0].contains("the whole package"),
            "{text}: {faults:?}"
        );
    }
    let twice = [Source::read("src/lib.rs", "//! model < model < main\n")];
    assert_eq!(Order::of(&twice).check(&twice).len(), 1);
}

#[test]
#[should_panic(expected = "must have one line")]
fn a_map_without_the_line_is_refused() {
    Order::of(&[Source::read("src/lib.rs", "//! Map.\n")]);
}

#[test]
fn every_way_through_the_wrong_door_is_seen() {
    for text in [
        "use rusqlite::Connection;",
        "use rusqlite;",
        "use rusqlite as db;",
        "use {serde::Serialize, rusqlite::{Row}};",
        "use ::rusqlite::Connection;",
        "extern crate rusqlite;",
        "fn f(row: &rusqlite::Row) {}",
        "fn f() { ::rusqlite::version(); }",
        "fn f() { vec![rusqlite::version()]; }",
        "mod tests { use rusqlite::params; }",
    ] {
        assert_eq!(doors("src/graph/mod.rs", text).len(), 1, "{text}");
        assert_eq!(doors("src/store/head.rs", text).len(), 0, "{text}");
    }
    let dot = "use graphviz_rust::dot_structures::Graph;";
    assert!(doors("src/diagram/dot.rs", dot).is_empty());
    assert_eq!(doors("src/diagram/mod.rs", dot).len(), 1);
    assert_eq!(doors("src/storeroom.rs", "use rusqlite::Row;").len(), 1);
}

#[test]
fn a_name_like_a_library_is_not_the_library() {
    for text in [
        "fn f(csv: &str) { csv.len(); self.csv(); }",
        "mod csv;\nuse self::csv::FORMAT;\nfn f() { csv::write(); }",
        "use crate::report::csv::FORMAT;",
        "// csv::Writer\nfn f() { let _ = \"csv::Writer\"; }",
    ] {
        assert!(doors("src/diagram/mod.rs", text).is_empty(), "{text}");
    }
}

#[test]
fn the_list_of_doors_follows_the_manifest() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let more = manifest.replace("[dependencies]\n", "[dependencies]\nunheard-of = \"1\"\n");
    assert!(check_door_list(&more)[0].contains("`unheard-of` has no door"));
    let fewer = manifest.replace("\npetgraph = ", "\npetgraf = ");
    assert_eq!(check_door_list(&fewer).len(), 2);
}

#[test]
fn forbidden_names_and_macros_are_seen() {
    for text in [
        "fn f() { println!(\"a\"); }",
        "fn f() { std::eprintln!(\"a\"); }",
        "fn f() { match a { _ => todo!() } }",
        "fn f() { dbg!(1); }",
        "fn f() { unimplemented! {} }",
        "use std::collections::HashMap;",
        "use std::collections::*;\nstruct A(HashSet<u8>);",
        "use std::{env, fmt};",
        "use std::{fmt, net::TcpStream};",
        "fn f() { std::net::TcpStream::connect(\"a\"); }",
        "use std::fs::File;",
        "fn f() { std::env::var(\"A\"); }",
        "fn f() { jiff::Timestamp::now(); }",
        "fn f() { SystemTime::now(); }",
    ] {
        assert_eq!(names("src/graph/mod.rs", text).len(), 1, "{text}");
    }
    assert!(
        names(
            "src/main.rs",
            "fn f() { std::env::args(); Timestamp::now(); }"
        )
        .is_empty()
    );
    assert!(names("src/commands/mod.rs", "use std::env;").is_empty());
    assert_eq!(
        names("src/commands/mod.rs", "fn f() { Timestamp::now(); }").len(),
        1
    );
}

#[test]
fn permitted_names_and_macros_are_left_alone() {
    for text in [
        "fn f() { todo != 1; writeln!(out, \"println!\"); }",
        "// todo!()\nfn f() { env!(\"CARGO_PKG_VERSION\"); self.env.now(); }",
        "use std::collections::BTreeMap;",
    ] {
        assert!(names("src/store/mod.rs", text).is_empty(), "{text}");
    }
}

#[test]
fn files_without_a_sentence_and_long_files_are_seen() {
    let faults = |text: &str| check_files(&[Source::read("src/a.rs", text)]).len();
    assert_eq!(
        faults("//! What lives here,\n//! and why.\n//!\n//! More:\n\nuse a::b;\n"),
        0
    );
    assert_eq!(faults("use a::b;\n"), 1);
    assert_eq!(faults("// What lives here.\n"), 1);
    assert_eq!(faults("//! what\n\nfn f() {}\n"), 1);
    assert_eq!(faults(""), 1);
    let long = format!("//! Long.\n{}", "\n".repeat(LONGEST_FILE));
    assert_eq!(faults(&long), 1);
}

#[test]
fn words_that_the_glossary_replaces_are_seen() {
    let faults = |text: &str| check_words(&[Source::read("src/a.rs", text)]).len();
    for text in [
        "fn f() { show(\"1 receiver\"); }",
        "fn f() { show(\"`x` is no party\"); }",
        "fn f() { show(format!(\"mend the places above\")); }",
        "#[error(\"Whither it goes\")] struct A;",
    ] {
        assert_eq!(faults(text), 1, "{text}");
    }
    for text in [
        "/// A receiver.\nfn f() { show(\"there is no party\"); }",
        "fn f() { show(\"it is no longer in force\"); }",
        "fn receiver() { show(\"amended departed\"); }",
        "mod tests { fn f() { show(\"receiver\"); } }",
    ] {
        assert_eq!(faults(text), 0, "{text}");
    }
}

#[test]
fn circles_inside_a_folder_are_seen() {
    let circles = |files: &[(&str, &str)]| {
        let sources: Vec<Source> = files
            .iter()
            .map(|(path, text)| Source::read(path, text))
            .collect();
        circles::check(&sources)
    };
    let both = circles(&[
        ("src/graph/a.rs", "use super::b::B;"),
        ("src/graph/b.rs", "fn f() { crate::graph::a::g(); }"),
    ]);
    assert_eq!(both.len(), 1, "{both:?}");
    assert!(both[0].contains("src/graph/b.rs:1"), "{both:?}");
    // Over a third file, and between a folder and a file beside it.
    let three = circles(&[
        ("src/graph/a.rs", "use super::b::B;"),
        ("src/graph/b/mod.rs", "mod c;"),
        ("src/graph/b/c.rs", "use super::super::d::D;"),
        ("src/graph/d.rs", "use super::a::A;"),
    ]);
    assert_eq!(three.len(), 1, "{three:?}");
    let none = circles(&[
        (
            "src/graph/mod.rs",
            "mod a;\nmod b;\npub use a::A;\nuse b::B;",
        ),
        (
            "src/graph/a.rs",
            "use super::b::B;\nmod tests { use super::super::c; }",
        ),
        ("src/graph/b.rs", "use super::A;"),
        (
            "src/graph/c.rs",
            "use super::a::A;\nuse crate::model::a::B;",
        ),
    ]);
    assert!(none.is_empty(), "{none:?}");
}
