//! What the compiler does not check: the order of the modules, the one door of each library, and
//! a few habits. Every check is tried on faulty code too, since one that cannot fail is worth nothing.

mod circles;
mod command_words;
mod faulty;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use self::source::Source;

/// A library that only some modules speak to.
struct Door {
    library: &'static str,
    modules: &'static [&'static str],
    reason: &'static str,
}

const fn door(
    library: &'static str,
    modules: &'static [&'static str],
    reason: &'static str,
) -> Door {
    Door {
        library,
        modules,
        reason,
    }
}

/// One library, one door: the modules that may name it, with their submodules, and why.
const DOORS: &[Door] = &[
    door(
        "annotate-snippets",
        &["ui"],
        "how a finding looks is decided once",
    ),
    door(
        "anstream",
        &["ui"],
        "colour and closed pipes are handled once",
    ),
    door("anstyle", &["ui"], "the palette stands in one place"),
    door(
        "askama",
        &["report"],
        "markup is made by templates that escape what they are given",
    ),
    door(
        "calamine",
        &["import::sheet::xlsx", "report"],
        "a workbook is read under our own limits only",
    ),
    door(
        "clap",
        &["commands", "main"],
        "nothing else knows that there is a command line",
    ),
    door("comfy-table", &["ui"], "tables are for terminals only"),
    door(
        "csv",
        &["import::sheet::separated", "report", "ui"],
        "cells that a spreadsheet would run are guarded where they are written, and given back where they are read",
    ),
    door(
        "flate2",
        &["commands::licences", "rules::checks::packed"],
        "the notices in the program and what is found in a register are kept packed",
    ),
    door(
        "graphviz-rust",
        &["diagram::dot"],
        "a diagram is our own value; DOT is one way to write it",
    ),
    door(
        "indexmap",
        &["rules::facts", "store::index"],
        "what a part needs, and what is mentioned, is looked up a thousand times, and seldom read in order",
    ),
    door("indicatif", &["ui"], "progress is shown on a terminal only"),
    door(
        "internment",
        &["model"],
        "an id is compared without a look at its text, and nobody sees how",
    ),
    door(
        "merman-layout-elk",
        &["diagram::drawing::layout"],
        "a young library behind one seam, so that it can be changed",
    ),
    door(
        "encoding_rs",
        &["import::source"],
        "what a file of others is written in is decided once",
    ),
    door(
        "html5ever",
        &["import::html::tree"],
        "its tree is ours, and never deep",
    ),
    door(
        "petgraph",
        &["graph"],
        "its indices change when nodes go, so none is kept or shown",
    ),
    door(
        "pulldown-cmark",
        &["import::markdown"],
        "Markdown is one of the formats that are read",
    ),
    door(
        "quick-xml",
        &[
            "diagram::drawing::svg",
            "import::docx",
            "import::sheet",
            "report::tests",
        ],
        "text becomes SVG in one place, escaped there; documents are read back; a workbook is looked through before it is opened",
    ),
    door(
        "regex",
        &["import::notice"],
        "how notices put things is said in patterns, nowhere else",
    ),
    door(
        "resvg",
        &["diagram::drawing::png", "diagram::drawing::tests"],
        "pixels are drawn with the embedded fonts only",
    ),
    door(
        "rust_xlsxwriter",
        &["report::xlsx"],
        "cells are text, whatever they begin with",
    ),
    door(
        "rusqlite",
        &["published", "store"],
        "nothing else can change a register behind its history, and SQL of a user never meets one",
    ),
    door(
        "serde_json_canonicalizer",
        &["store"],
        "what is hashed is decided once",
    ),
    door(
        "sha2",
        &["store", "text::base"],
        "what is hashed is decided once: in the history, and of the files of a folder",
    ),
    door("terminal_size", &["ui"], "only a terminal has a width"),
    door(
        "textwrap",
        &["diagram::dot", "ui"],
        "lines are broken where they are shown",
    ),
    door(
        "toml",
        &[
            "import::decisions",
            "import::sheet::asked",
            "import::sheet::map",
            "queries",
            "rules::checks::tests",
            "text",
        ],
        "text is read with its places, and only there",
    ),
    door(
        "toml_writer",
        &["text"],
        "keys and texts are quoted in one way",
    ),
    door(
        "ttf-parser",
        &["diagram::drawing::measure"],
        "text is measured in the faces it is drawn with",
    ),
    door(
        "typst",
        &["typeset"],
        "PDF is set in one place, and can be left out of the build",
    ),
    door(
        "typst-layout",
        &["typeset"],
        "PDF is set in one place, and can be left out of the build",
    ),
    door(
        "typst-pdf",
        &["typeset"],
        "PDF is set in one place, and can be left out of the build",
    ),
    door(
        "unicode-normalization",
        &["model"],
        "names are folded in one way",
    ),
    door(
        "mimalloc",
        &["main"],
        "memory is given out in one way, which the program chooses and not the library",
    ),
    door(
        "whoami",
        &["main"],
        "who runs the program is asked once, where it starts",
    ),
    door(
        "zip",
        &["import::docx", "import::sheet", "report"],
        "a document of parts is packed in one way, and one of others unpacked within bounds",
    ),
];

/// Libraries so common or so small that any module may name them.
const OPEN: &[&str] = &[
    "jiff",
    "serde",
    "serde_json",
    "strsim",
    "tempfile",
    "thiserror",
];

/// Macros that are not called, and what to do instead.
const MACROS: &[(&str, &str)] = &[
    ("dbg", "take it out"),
    ("eprint", "say it through `ui`"),
    ("eprintln", "say it through `ui`"),
    ("print", "write it through `ui`"),
    ("println", "write it through `ui`"),
    ("todo", "finish it, or leave it out"),
    ("unimplemented", "finish it, or leave it out"),
];

/// Paths that are not named outside some modules, and what to do instead.
const NAMES: &[(&[&str], &[&str], &str)] = &[
    (
        &["HashMap"],
        &[],
        "output is deterministic: use a `BTreeMap`",
    ),
    (
        &["HashSet"],
        &[],
        "output is deterministic: use a `BTreeSet`",
    ),
    (
        &["std", "net"],
        &[],
        "nothing leaves the machine, as README promises",
    ),
    (
        &["SystemTime", "now"],
        &["main"],
        "take the date as an argument",
    ),
    (
        &["Timestamp", "now"],
        &["main"],
        "take the date as an argument",
    ),
    (
        &["ZonedDateTime", "now"],
        &["main"],
        "take the date as an argument",
    ),
    (
        &["std", "fs"],
        &["commands", "import", "main", "published", "store", "text"],
        "take the bytes as an argument, or hand them back",
    ),
    (
        &["std", "env"],
        &["commands", "main", "store::tests"],
        "take the value as an argument",
    ),
];

const LONGEST_FILE: usize = 600;

#[test]
fn modules_use_only_what_is_to_their_left() {
    let sources = sources();
    let order = Order::of(&sources);
    all_clear(&order.check(&sources));
}

#[test]
fn no_files_of_a_folder_name_each_other_in_a_circle() {
    all_clear(&circles::check(&sources()));
}

#[test]
fn only_commands_say_what_to_type() {
    let sources = sources();
    let order = Order::of(&sources);
    let commands = order.place("commands");
    let is_below = |source: &Source| {
        let module = source.module.first();
        module.is_some_and(|module| order.place(module) < commands)
    };
    all_clear(&command_words::check(&sources, is_below));
}

#[test]
fn each_library_has_one_door() {
    all_clear(&check_doors(&sources()));
}

#[test]
fn every_library_has_a_door_or_is_open_to_all() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    all_clear(&check_door_list(&manifest));
}

#[test]
fn some_names_and_macros_are_not_used() {
    all_clear(&check_names(&sources()));
}

#[test]
fn every_file_says_what_it_is_and_is_one_concept() {
    all_clear(&check_files(&sources()));
}

#[test]
fn nothing_shown_uses_words_that_the_glossary_replaces() {
    let mut faults = check_words(&sources());
    for folder in ["queries", "docs"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap_or_default();
            let shown = path.strip_prefix(root()).unwrap().display().to_string();
            faults.extend(text.lines().zip(1..).filter_map(|(line, number)| {
                let advice = replaced(line)?;
                Some(format!("{shown}:{number}: {advice}"))
            }));
        }
    }
    all_clear(&faults);
}

/// Words and turns of phrase that nothing shown to a user has, and what is written in their place.
const REPLACED: &[(&str, &str)] = &[
    ("receiver", "recipient"),
    ("receivers", "recipients"),
    ("whither", "where to"),
    ("whence", "where from"),
    ("parted", "split into, separated by"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("unbroken", "intact"),
    ("abroad", "outside the UK"),
    ("as the register reads it", "our interpretation"),
    ("read by the keeper", "our interpretation"),
    ("go back to a copy", "restore a backup"),
    ("is no", "is not a"),
    ("are no", "are not"),
];

/// Literals that are names for machines and not words for people, where they stand.
const NAMES_FOR_MACHINES: &[(&str, &str)] = &[
    ("src/diagram/mermaid.rs", "abroad"),
    // Values of the JSON of diagrams, and what people type for a field.
    ("src/diagram/standing.rs", "receiver"),
    ("src/text/unknown.rs", "receiver"),
    // The names that saved questions had before.
    ("src/commands/query/catalogue.rs", "receivers"),
];

/// What to write in place of something in a text.
fn replaced(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    REPLACED.iter().find_map(|(word, instead)| {
        let mut places = text.match_indices(word).map(|(at, _)| at);
        let is_apart = |at: usize| {
            let edge =
                |letter: Option<char>| letter.is_none_or(|it| !it.is_alphanumeric() && it != '_');
            edge(text[..at].chars().next_back()) && edge(text[at + word.len()..].chars().next())
        };
        // "There is no", "no longer" and "whether there are no" are plain English.
        let is_plain = |at: usize| {
            let rest = &text[at + word.len()..];
            word.ends_with(" no") && (text[..at].ends_with("there ") || rest.starts_with(" longer"))
        };
        let found = places.any(|at| is_apart(at) && !is_plain(at));
        found.then(|| format!("`{word}` is shown to users: write `{instead}`"))
    })
}

fn check_words(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        let path = &source.path;
        for (literal, line) in &source.literals {
            let is_name = |(file, word): &(&str, &str)| file == path && literal.contains(word);
            if NAMES_FOR_MACHINES.iter().any(is_name) {
                continue;
            }
            faults.extend(replaced(literal).map(|advice| format!("{path}:{line}: {advice}")));
        }
    }
    faults
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file of the package, in the order of paths.
fn sources() -> Vec<Source> {
    let mut folders = vec![root().join("src")];
    let mut files = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.insert(path);
            }
        }
    }
    let sources: Vec<Source> = files
        .iter()
        .map(|file| {
            let parts: Vec<_> = file.strip_prefix(root()).unwrap().iter().collect();
            let path: Vec<&str> = parts.iter().map(|part| part.to_str().unwrap()).collect();
            Source::read(&path.join("/"), &fs::read_to_string(file).unwrap())
        })
        .collect();
    assert!(sources.len() > 10, "the source files were not found");
    sources
}

#[track_caller]
fn all_clear(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The line of modules in the docs of `src/lib.rs`, group by group.
struct Order(Vec<Vec<String>>);

impl Order {
    fn of(sources: &[Source]) -> Self {
        let map = sources.iter().find(|source| source.path == "src/lib.rs");
        let lines: Vec<&str> = map
            .expect("src/lib.rs is there")
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("//! "))
            .filter(|line| line.contains(" < ") && line.ends_with("< main"))
            .collect();
        let [line] = lines[..] else {
            panic!(
                "the docs of src/lib.rs must have one line `a b < c < ... < main`, not {lines:?}"
            );
        };
        Self(
            line.split('<')
                .map(|group| group.split_whitespace().map(str::to_owned).collect())
                .collect(),
        )
    }

    fn place(&self, module: &str) -> Option<usize> {
        self.0
            .iter()
            .position(|group| group.iter().any(|name| name == module))
    }

    fn check(&self, sources: &[Source]) -> Vec<String> {
        let mut faults = Vec::new();
        let names: Vec<&String> = self.0.iter().flatten().collect();
        if names.iter().collect::<BTreeSet<_>>().len() != names.len() {
            faults.push(
                "src/lib.rs: the line of modules names one twice: give each one place".to_owned(),
            );
        }
        for source in sources {
            let Some(module) = source.module.first() else {
                continue;
            };
            let Some(place) = self.place(module) else {
                faults.push(format!(
                    "{}: `{module}` is not in the line of modules: give it its place in the docs of src/lib.rs",
                    source.path
                ));
                continue;
            };
            for name in &source.names {
                let Some(inside) = name.inside() else {
                    continue;
                };
                let at = format!("{}:{}", source.path, name.line);
                match inside.first() {
                    Some(target) if target == module => {}
                    Some(target) => match self.place(target) {
                        Some(theirs) if theirs < place => {}
                        Some(_) => faults.push(format!(
                            "{at}: `{module}` uses `{target}`, which is not to its left in the line of src/lib.rs: \
                             move the code to where both are known, or take the value as an argument"
                        )),
                        None => faults.push(format!(
                            "{at}: `crate::{target}` is no module in the line of src/lib.rs: \
                             name the module in which it lives"
                        )),
                    },
                    None => faults.push(format!(
                        "{at}: the whole package is imported: name the module that is meant"
                    )),
                }
            }
        }
        faults
    }
}

/// Whether a file is one of some modules, or below one.
fn is_in(source: &Source, modules: &[&str]) -> bool {
    modules.iter().any(|module| {
        let module: Vec<&str> = module.split("::").collect();
        source.module.len() >= module.len() && source.module.iter().zip(module).all(|(a, b)| a == b)
    })
}

fn check_doors(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for door in DOORS.iter().filter(|door| !is_in(source, door.modules)) {
            let library = door.library.replace('-', "_");
            // A submodule may bear the name of a library: `report/csv.rs`.
            if source.declares.contains(&library) {
                continue;
            }
            for name in &source.names {
                if name.is_path() && name.segments[0] == library {
                    faults.push(format!(
                        "{}:{}: `{}` is spoken to only in {} ({}): ask there for what is needed",
                        source.path,
                        name.line,
                        door.library,
                        door.modules.join(" and "),
                        door.reason
                    ));
                }
            }
        }
    }
    faults
}

fn check_door_list(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let used: BTreeSet<&str> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let listed: BTreeSet<&str> = DOORS
        .iter()
        .map(|door| door.library)
        .chain(OPEN.iter().copied())
        .collect();
    let unlisted = used.difference(&listed).map(|library| {
        format!("Cargo.toml: `{library}` has no door: give it one in DOORS of tests/tidy.rs, or add it to OPEN")
    });
    let unused = listed.difference(&used).map(|library| {
        format!("tests/tidy.rs: `{library}` is no dependency in Cargo.toml: mend its name, or take it out")
    });
    unlisted.chain(unused).collect()
}

fn check_names(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        let path = &source.path;
        for (called, line) in &source.macros {
            for (_, advice) in MACROS.iter().filter(|(name, _)| name == called) {
                faults.push(format!("{path}:{line}: `{called}!` is called: {advice}"));
            }
        }
        for (segments, modules, advice) in NAMES {
            let banned = |name: &&source::Name| {
                name.segments
                    .windows(segments.len())
                    .any(|part| part == *segments)
            };
            if is_in(source, modules) {
                continue;
            }
            for name in source.names.iter().filter(banned) {
                let (line, name) = (name.line, segments.join("::"));
                faults.push(format!("{path}:{line}: `{name}` is named: {advice}"));
            }
        }
    }
    faults
}

fn check_files(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        let path = &source.path;
        let sentence: Vec<&str> = source
            .text
            .lines()
            .map_while(|line| line.strip_prefix("//! "))
            .collect();
        if !sentence
            .last()
            .is_some_and(|line| line.ends_with(['.', '?']))
        {
            faults.push(format!(
                "{path}:1: begin the file with a `//!` sentence that says what lives here"
            ));
        }
        let n_lines = source.text.lines().count();
        if n_lines > LONGEST_FILE {
            faults.push(format!(
                "{path}: {n_lines} lines, more than {LONGEST_FILE}: part it where a second concept begins"
            ));
        }
    }
    faults
}
