//! How long a picture takes from the words of a diagram to SVG, and what Graphviz takes for the same.
//!
//! `cargo bench --bench diagrams --no-default-features` draws the worked example and services of a
//! made-up council. Where Graphviz is installed, `dot -Tsvg` draws the DOT of the same diagrams in
//! the same run. `README.md` beside this file says what came of it.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

mod generate;
mod measure;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use ropa::diagram::{Diagram, Options, Parting, Selecting, Sought, VIEWS, format};
use ropa::graph::FlowQuery;
use ropa::model::{ActivityId, Date, Register};

use self::generate::{SEED, Size};
use self::measure::{Table, measure, shown};

/// The sizes of the services drawn: boxes at least.
const SIZES: [usize; 4] = [5, 15, 40, 150];

fn main() -> ExitCode {
    let graphviz = graphviz();
    if let Some(version) = &graphviz {
        println!("{version}");
    }
    let mut table = Table::new(&[
        "picture",
        "boxes",
        "flows",
        "sheets",
        "on sheets",
        "on one",
        "dot",
        "one / dot",
    ]);
    for (name, diagram) in diagrams() {
        let (n_sheets, on_sheets) = drawn(&diagram, &Options::default());
        let one = Options {
            parting: Parting::Never,
            ..Options::default()
        };
        let (_, on_one) = drawn(&diagram, &one);
        let dot = graphviz.is_some().then(|| by_graphviz(&diagram));
        table.push([
            name,
            diagram.boxes.len().to_string(),
            diagram.arrows.len().to_string(),
            n_sheets.to_string(),
            shown(on_sheets),
            shown(on_one),
            dot.map_or_else(|| "not installed".to_owned(), shown),
            dot.map_or_else(String::new, |dot| {
                format!("{:.2}", on_one.as_secs_f64() / dot.as_secs_f64())
            }),
        ]);
    }
    println!("{table}");
    ExitCode::SUCCESS
}

/// The worked example, and services of a made-up council.
fn diagrams() -> Vec<(String, Diagram)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("register");
    let worked = ropa::text::read(&folder, today()).expect("the worked example can be read");
    let mut diagrams = vec![("worked example".to_owned(), service(&worked.register))];
    let council = generate::register(Size::Council, SEED);
    for least in SIZES {
        let made = (1..).map(|n_activities| {
            let mut few = council.clone();
            let keep: BTreeSet<ActivityId> =
                few.activities.keys().take(n_activities).cloned().collect();
            few.activities.retain(|id, _| keep.contains(id));
            service(&few)
        });
        let mut large = made.skip_while(|diagram| diagram.boxes.len() < least);
        diagrams.extend(
            large
                .next()
                .map(|diagram| (format!("council, {least}"), diagram)),
        );
    }
    diagrams
}

fn today() -> Date {
    Date::constant(2026, 11, 24)
}

/// All activities of a register.
fn service(register: &Register) -> Diagram {
    let view = VIEWS.iter().find(|view| view.name == "function");
    let sought = Sought {
        name: "Service".to_owned(),
        about: register
            .activities
            .keys()
            .map(ActivityId::reference)
            .collect(),
        query: FlowQuery::new(today()),
        highlight: None,
        depth: None,
        is_whole: true,
        only: BTreeSet::new(),
    };
    let mut selecting = Selecting::new(view.expect("there is such a view"), &sought);
    selecting.look(register);
    let drawn = selecting.finish(today().into(), "0".repeat(64));
    drawn.expect("the register has flows")
}

/// How many sheets a diagram takes as SVG, and how long that lasts at least: what else the machine
/// does makes it no shorter.
fn drawn(diagram: &Diagram, options: &Options) -> (usize, Duration) {
    let svg = format("svg").expect("SVG is a format");
    let write = || (svg.write)(diagram, options).expect("it can be drawn");
    let n_runs = if diagram.boxes.len() < 30 { 41 } else { 11 };
    (write().files.len(), measure(n_runs, write).min)
}

/// What Graphviz says it is, where it is installed.
fn graphviz() -> Option<String> {
    let output = Command::new("dot").arg("-V").output().ok()?;
    Some(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}

/// How long `dot -Tsvg` takes at least for the DOT of a diagram, from its start to its end.
fn by_graphviz(diagram: &Diagram) -> Duration {
    let dot = format("dot").expect("DOT is a format");
    let text = (dot.write)(diagram, &Options::default()).expect("it is text");
    let text = text.files.concat();
    measure(21, || {
        let mut child = Command::new("dot")
            .arg("-Tsvg")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("Graphviz is installed");
        let mut stdin = child.stdin.take().expect("it has a standard input");
        stdin.write_all(&text).expect("it reads");
        drop(stdin);
        assert!(child.wait().is_ok_and(|status| status.success()));
    })
    .min
}
