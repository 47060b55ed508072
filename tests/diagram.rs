//! `ropa diagram` and drawn answers, from the command line to the programs that read what is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::write_council;

/// The program on the register of the repository, in a folder of its own.
struct Run {
    folder: tempfile::TempDir,
}

impl Run {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn with(&self, register: &Path, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_ropa"))
            .current_dir(&self.folder)
            .env_clear()
            .arg("-r")
            .arg(register)
            .args(args)
            .output()
            .unwrap()
    }

    fn ropa(&self, args: &[&str]) -> Output {
        self.with(&worked_example(), args)
    }

    /// What is written to the standard output of a run that must succeed.
    #[track_caller]
    fn shown(&self, args: &[&str]) -> String {
        let output = self.ropa(args);
        assert!(output.status.success(), "{args:?}\n{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What is said by a run that must stop with exit code 2 and write no data.
    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        let output = self.ropa(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}\n{}", said(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
        said(&output)
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn worked_example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("register")
}

/// Every view of the worked example, as it is typed.
const VIEWS: &[&[&str]] = &[
    &["diagram", "activity", "Family Group Conference"],
    &["diagram", "context"],
    &["diagram", "data", "NHS number"],
    &["diagram", "party", "Servelec"],
    &["diagram", "system", "Mosaic"],
    &["diagram", "transfers"],
    &[
        "diagram",
        "activity",
        "Family Group Conference",
        "--highlight",
        "NHS number",
    ],
];

/// Every question of the worked example that has a picture.
const QUESTIONS: &[&[&str]] = &[
    &["ask", "who-receives", "NHS number"],
    &["ask", "where-from", "NHS number"],
    &["ask", "where-held", "NHS number"],
    &[
        "ask",
        "why",
        "activity:family-group-conference",
        "District nurses",
    ],
    &["ask", "through", "Servelec"],
    &["ask", "about", "Social workers"],
    &["ask", "leaves-uk"],
];

fn all() -> impl Iterator<Item = &'static [&'static str]> {
    VIEWS.iter().chain(QUESTIONS).copied()
}

#[test]
fn without_a_view_the_views_are_listed_with_an_example_each() {
    let listed = Run::new().shown(&["diagram"]);
    for view in ropa::diagram::VIEWS {
        assert!(
            listed.contains(view.name) && listed.contains(view.example),
            "{listed}"
        );
    }
}

#[test]
fn the_examples_of_the_views_work() {
    let run = Run::new();
    for view in ropa::diagram::VIEWS {
        // The worked example does not say to which service it belongs.
        if view.name == "function" {
            continue;
        }
        let args: Vec<String> = words(view.example);
        let args: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
        run.shown(&args);
        assert!(run.path(args.last().unwrap()).exists(), "{}", view.example);
    }
}

/// The words of a command line, as a shell reads them.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(place, part)| -> Vec<String> {
        if place % 2 == 1 {
            vec![part.to_owned()]
        } else {
            part.split_whitespace().map(str::to_owned).collect()
        }
    });
    words.collect()
}

#[test]
fn the_format_follows_the_ending_or_the_flag() {
    let run = Run::new();
    let view = VIEWS[0];
    for (file, begins) in [
        ("a.dot", "digraph ropa {"),
        ("a.GV", "digraph ropa {"),
        ("a.mmd", "---\ntitle:"),
        (
            "a.txt",
            "Family Group Conference: data-flow diagram (level 1)",
        ),
        ("a.json", "{\n"),
    ] {
        assert_eq!(run.shown(&[view, &["-o", file]].concat()), "");
        let text = fs::read_to_string(run.path(file)).unwrap();
        assert!(text.starts_with(begins), "{file}: {text}");
    }
    let text = run.shown(&[view, &["--format", "mermaid"]].concat());
    assert_eq!(text, fs::read_to_string(run.path("a.mmd")).unwrap());
    run.shown(&[view, &["--format", "dot", "-o", "b.txt"]].concat());
    let text = fs::read_to_string(run.path("b.txt")).unwrap();
    assert!(text.starts_with("digraph"), "{text}");
    assert!(
        run.shown(view)
            .contains("F9-F13. From Integrated care record system to GPs")
    );
    let down = run.shown(&[view, &["--tb", "--format", "dot"]].concat());
    assert!(down.contains("rankdir=\"TB\""));
}

#[test]
fn what_cannot_be_written_is_refused_before_any_work() {
    let run = Run::new();
    run.write("taken", "a file");
    for (file, why) in [
        ("a.doc", "writes no file that ends in `.doc`"),
        ("noending", "has no ending"),
        ("missing/a.dot", "could not be written"),
        ("taken/a.dot", "could not be written"),
    ] {
        // The register is not even there: nothing was read.
        let output = run.with(
            Path::new("no-such-register"),
            &[VIEWS[0], &["-o", file]].concat(),
        );
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(said(&output).contains(why), "{file}: {}", said(&output));
    }
    let said = run.refused(&[VIEWS[0], &["--format", "svgz"]].concat());
    assert!(
        said.contains("use one of: text, svg, png, pdf, dot, mermaid, json"),
        "{said}"
    );
}

#[test]
fn the_register_itself_is_never_overwritten_and_other_files_are_replaced_whole() {
    let run = Run::new();
    for name in ["register.toml", "parties.toml"] {
        run.write(
            &format!("register/{name}"),
            &fs::read_to_string(worked_example().join(name)).unwrap(),
        );
    }
    for file in [
        "register/parties.toml",
        "./register/../register/register.toml",
    ] {
        let output = run.with(
            Path::new("register"),
            &["diagram", "context", "--format", "dot", "-o", file],
        );
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("is a register"), "{}", said(&output));
    }
    run.write("a.dot", &"old ".repeat(100_000));
    run.shown(&[VIEWS[0], &["-o", "a.dot"]].concat());
    assert!(
        fs::read_to_string(run.path("a.dot"))
            .unwrap()
            .ends_with("}\n")
    );
}

#[test]
fn a_view_that_selects_nothing_says_why() {
    let run = Run::new();
    let said = run.refused(&["diagram", "party", "ICO", "-o", "a.dot"]);
    assert!(
        said.contains("there is nothing to draw: no activity with flows mentions `Information"),
        "{said}"
    );
    assert!(!run.path("a.dot").exists());
    let said = run.refused(&["diagram", "transfers", "--stated"]);
    assert!(
        said.contains("only possible") && said.contains("hint: leave `--stated` out"),
        "{said}"
    );
    run.write("bare/register.toml", "");
    run.write("bare/activities/one.toml", "name = \"One\"\n");
    for (view, why) in [
        (
            &["activity", "one"][..],
            "the activity has no flow recorded",
        ),
        (&["context"], "no flow is recorded"),
        (
            &["transfers"],
            "no flow to a place recorded as outside the UK",
        ),
    ] {
        let output = run.with(Path::new("bare"), &[&["diagram"], view].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(why) && told.contains("hint: "), "{told}");
    }
    let said = run.refused(&["diagram", "function", "Adults"]);
    assert!(
        said.contains("no activity has the function `Adults`"),
        "{said}"
    );
    let said = run.refused(&["diagram", "activity"]);
    assert!(
        said.contains("needs the name of its activity") && said.contains("for example: ropa"),
        "{said}"
    );
    let said = run.refused(&["diagram", "context", "x"]);
    assert!(said.contains("takes no name"), "{said}");
    let said = run.refused(&["diagram", "data", "NHS numbr"]);
    assert!(said.contains("did you mean `data:nhs-number`"), "{said}");
}

#[test]
fn a_picture_too_large_to_read_is_grouped_and_says_so() {
    let run = Run::new();
    run.write("big/register.toml", "");
    run.write(
        "big/parties.toml",
        &(0..301)
            .map(|n| format!("[p{n}]\nname = \"Party {n}\"\n\n"))
            .collect::<String>(),
    );
    // Each is told apart by its condition, so that none is drawn as one with another.
    let flows: String = (0..301)
        .map(|n| format!("[[recipient]]\nto = \"p{n}\"\nwhen = \"{n}\"\n\n"))
        .collect();
    run.write(
        "big/activities/one.toml",
        &format!("name = \"One\"\nfunction = \"Children / Adoption\"\n\n{flows}"),
    );
    let args = ["diagram", "function", "children", "--format", "dot"];
    let output = run.with(Path::new("big"), &args);
    assert!(output.status.success(), "{}", said(&output));
    let grouped = String::from_utf8(output.stdout).unwrap();
    assert!(
        grouped.contains("301 parties in 1 box")
            && grouped.contains("`ropa diagram party NAME`; all of it: `--all`"),
        "{grouped}"
    );
    let output = run.with(Path::new("big"), &[&args[..], &["--all"]].concat());
    assert!(output.status.success());
    let whole = String::from_utf8(output.stdout).unwrap();
    assert!(whole.contains("Party 299") && !whole.contains("grouped"));
}

#[test]
fn every_view_of_a_council_is_drawn_in_few_boxes_and_says_how() {
    let run = Run::new();
    write_council(&run.path("council"));
    for (view, is_grouped) in [
        (&["context"][..], true),
        (&["function", "Children and Families"], true),
        (&["transfers"], true),
        (&["data", "Absence information"], true),
        (&["party", "acorn-software"], false),
        (&["system", "acorncase"], true),
        (&["activity", "adaptations-assessment-of-need"], false),
    ] {
        let args = [&["diagram"], view, &["--format", "json"]].concat();
        let output = run.with(Path::new("council"), &args);
        assert!(output.status.success(), "{view:?}: {}", said(&output));
        let drawn: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let n_boxes = drawn["nodes"].as_array().unwrap().len();
        assert!((2..=60).contains(&n_boxes), "{view:?}: {n_boxes} boxes");
        let subtitle = drawn["subtitle"].as_str().unwrap();
        assert_eq!(subtitle.contains("grouped by"), is_grouped, "{subtitle}");
        let notes = drawn["notes"].as_array().unwrap();
        let is_how = |note: &serde_json::Value| {
            let note = note.as_str().unwrap();
            note.starts_with("To see one group: `ropa diagram ")
        };
        assert_eq!(notes.iter().any(is_how), is_grouped, "{view:?}");
        if view == ["context"] {
            assert_eq!(drawn["positions"].as_array().unwrap().len(), 1);
        }
    }
}

#[test]
fn the_context_of_a_register_of_any_size_is_one_sheet() {
    let run = Run::new();
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/county");
    for is_grouped in [true, false] {
        let args = ["diagram", "context", "--format", "json"];
        let all = [&args[..], &["--all"]].concat();
        let output = run.with(&county, if is_grouped { &args } else { &all });
        assert!(output.status.success(), "{}", said(&output));
        let drawn: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let n_sheets = drawn["positions"].as_array().unwrap().len();
        assert_eq!(n_sheets == 1, is_grouped, "{n_sheets} sheets");
        let subtitle = drawn["subtitle"].as_str().unwrap();
        assert_eq!(subtitle.contains("grouped by"), is_grouped, "{subtitle}");
    }
}

#[test]
fn the_same_register_gives_the_same_bytes() {
    let run = Run::new();
    for args in all() {
        for format in ["dot", "mermaid"] {
            let args = [args, &["--format", format]].concat();
            assert_eq!(run.shown(&args), run.shown(&args));
        }
    }
}

#[test]
fn an_answer_is_drawn_with_the_flows_it_tells() {
    let run = Run::new();
    let drawn = run.shown(&[
        "ask",
        "why",
        "activity:family-group-conference",
        "District nurses",
        "--format",
        "dot",
    ]);
    assert!(drawn.contains("F12") && !drawn.contains("F11"), "{drawn}");
    assert!(
        drawn.contains("n_party_district_nurses_receiver"),
        "{drawn}"
    );
    let said = run.refused(&["ask", "about", "ICO", "--format", "dot"]);
    assert!(
        said.contains("there is nothing to draw: No flow of personal data"),
        "{said}"
    );
}

/// Run by `.ci/run`, which installs Graphviz.
#[test]
#[ignore = "needs Graphviz"]
fn graphviz_draws_every_view_and_question() {
    let run = Run::new();
    for args in all() {
        let text = run.shown(&[args, &["--format", "dot"]].concat());
        run.write("a.dot", &text);
        let drawn = Command::new("dot")
            .arg("-Tsvg")
            .arg(run.path("a.dot"))
            .output()
            .expect("Graphviz is needed for this test: install the package `graphviz`");
        assert!(drawn.status.success(), "{args:?}\n{}", said(&drawn));
        assert!(said(&drawn).is_empty(), "{args:?}\n{}", said(&drawn));
    }
}

/// Names that Graphviz would read as something else, and the text it must draw for them.
#[test]
#[ignore = "needs Graphviz"]
fn graphviz_draws_names_as_they_are() {
    let run = Run::new();
    let names = [
        "a \\\"b\\\" <c> &lt;",
        "\\\\N \\\\l end \\\\",
        "x; } -> y [label=z]",
        "ŷ 漢字 😀 العربية",
    ];
    for (place, name) in names.iter().enumerate() {
        run.write("bad/register.toml", "");
        run.write("bad/parties.toml", &format!("[p]\nname = \"{name}\"\n"));
        run.write(
            "bad/activities/one.toml",
            "name = \"One\"\n\n[[recipient]]\nto = \"p\"\n",
        );
        let output = run.with(
            Path::new("bad"),
            &["diagram", "activity", "one", "--format", "dot"],
        );
        assert!(output.status.success(), "{}", said(&output));
        fs::write(run.path("a.dot"), &output.stdout).unwrap();
        let drawn = Command::new("dot")
            .arg("-Tplain")
            .arg(run.path("a.dot"))
            .output()
            .expect("Graphviz is needed for this test: install the package `graphviz`");
        assert!(
            drawn.status.success() && said(&drawn).is_empty(),
            "{}",
            said(&drawn)
        );
        let drawn = Command::new("dot")
            .arg("-Tsvg")
            .arg(run.path("a.dot"))
            .output()
            .unwrap();
        let svg = String::from_utf8(drawn.stdout).unwrap();
        let expected = [
            "a &quot;b&quot; &lt;c&gt; &amp;lt;",
            "\\N \\l end \\",
            "x; } &#45;&gt; y [label=z]",
            "ŷ 漢字 😀 العربية",
        ][place];
        let text = svg.replace("&#160;", " ");
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

/// Run by `.ci/run`, which installs the parser: `npm ci --prefix tests/mermaid`.
#[test]
#[ignore = "needs Node and `npm ci --prefix tests/mermaid`"]
fn mermaid_reads_every_view_and_question() {
    let run = Run::new();
    let mut files = Vec::new();
    for (place, args) in all().enumerate() {
        let file = format!("{place}.mmd");
        run.write(
            &file,
            &run.shown(&[args, &["--format", "mermaid"]].concat()),
        );
        files.push(run.path(&file));
    }
    for (place, name) in [
        "a \\\"b\\\" <c> &lt; #quot; `md`",
        "subgraph end %%{init: {}}%% --> |x| style a:b#c;",
        "\\\\ ]) )] } { click call href",
        "1. first - [ ] _x_ **y**",
        "ŷ 漢字 😀 العربية",
    ]
    .iter()
    .enumerate()
    {
        run.write("bad/register.toml", "");
        run.write("bad/parties.toml", &format!("[end]\nname = \"{name}\"\n"));
        run.write(
            "bad/activities/style.toml",
            &format!("name = \"{name} one\"\n\n[[recipient]]\nto = \"end\"\nwhen = \"{name}\"\n"),
        );
        let args = ["diagram", "activity", "style", "--format", "mermaid"];
        let output = run.with(Path::new("bad"), &args);
        assert!(output.status.success(), "{}", said(&output));
        let file = format!("bad-{place}.mmd");
        fs::write(run.path(&file), &output.stdout).unwrap();
        files.push(run.path(&file));
    }
    let parser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid/parse.mjs");
    let read = Command::new("node")
        .arg(parser)
        .args(&files)
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", said(&read));
}

/// Activities without a function and those of which none is recorded are two things.
#[test]
fn no_function_and_none_recorded_are_two_pictures() {
    let folder = crate::harness::Folder::with_files(&[
        (
            "register/parties.toml",
            "[council]\nname = \"Council\"\n\n[bank]\nname = \"Bank\"\n",
        ),
        (
            "register/activities/bare.toml",
            "name = \"Bare\"\ncontroller = \"council\"\nfunction = \"none\"\n\n[[recipient]]\nto = \"bank\"\n",
        ),
        (
            "register/activities/open.toml",
            "name = \"Open\"\ncontroller = \"council\"\n\n[[recipient]]\nto = \"bank\"\n",
        ),
    ]);
    for (named, holds, other) in [
        ("none", "Bare", "Open"),
        ("\"not recorded\"", "Open", "Bare"),
    ] {
        let drawn = folder.run(&format!("ropa diagram function {named} --format text"));
        let drawn = drawn.succeeds().stdout.clone();
        assert!(drawn.contains(holds) && !drawn.contains(other), "{drawn}");
    }
}

/// An example that is typed as it stands has to work in the register at hand.
#[test]
fn examples_name_what_is_in_the_register_at_hand() {
    let folder = crate::by_hand::library();
    let listed = folder.stdout("ropa diagram");
    for example in [
        "ropa diagram activity \"Library membership\" -o fgc.svg",
        "ropa diagram party \"Library consortium\" -o servelec.svg",
    ] {
        assert!(listed.contains(example), "{listed}");
    }
    let examples = [listed, folder.stdout("ropa ask")].concat();
    let examples = examples
        .lines()
        .filter_map(|line| line.trim().strip_prefix("example: "));
    // Nothing leaves the UK, and of that there is no picture.
    for example in examples.filter(|example| !example.contains("transfers")) {
        folder.does(example);
    }
    let refused = folder.run("ropa query supplier-exit");
    assert!(
        refused.stderr.contains("party=Library consortium"),
        "{}",
        refused.transcript()
    );
}
