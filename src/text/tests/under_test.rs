//! The register on which suggestions are tried: where a wrong line is put, and the ways to be wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use crate::model::{Field, Fields, Kind, Presence, Shape, Word};

/// A register in which every kind of record has two.
pub(super) fn sound() -> BTreeMap<String, String> {
    let files = [
        ("register.toml", "[settings]\norganisation = \"council\"\n"),
        (
            "parties.toml",
            "[council]\nname = \"The Council\"\n\n[nhs]\nname = \"National Health Service\"\naliases = [\"NHS\"]\n",
        ),
        (
            "systems.toml",
            "[letters]\nname = \"Letters\"\n\n[mosaic]\nname = \"Mosaic Casework\"\n",
        ),
        (
            "data.toml",
            "[address]\nname = \"Home address\"\n\n[nhs-number]\nname = \"NHS number\"\n",
        ),
        (
            "people.toml",
            "[families]\nname = \"Families\"\n\n[foster-carers]\nname = \"Foster carers\"\n",
        ),
        (
            "measures.toml",
            "[locks]\nname = \"Locks\"\n\n[training]\nname = \"Training\"\n",
        ),
        (
            "documents.toml",
            "[contract]\nname = \"Contract\"\n\n[notice]\nname = \"Privacy notice\"\n",
        ),
        (
            "approvals.toml",
            "[first]\nactivity = \"other\"\ncontent = \"x\"\nby = \"y\"\non = 2026-01-01\n",
        ),
        ("activities/other.toml", "name = \"Other activity\"\n"),
        (
            "activities/x.toml",
            "name = \"Casework\"\n\n[[purpose]]\nid = \"care\"\ntext = \"To care\"\n",
        ),
    ];
    files
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
}

/// The file and the lines before the field under test, and those after it.
pub(super) struct Spot {
    file: &'static str,
    before: String,
    after: &'static str,
}

/// Whether a field of a shape is for activities under Part 3 of the Data Protection Act 2018, or for others.
fn is_taken(shape: Shape, is_part_3: bool) -> bool {
    !matches!(shape, Shape::Code(name) if crate::law::vocabulary_under(name, is_part_3).is_none())
}

/// Where a field of a table inside a record of a kind is written.
pub(super) fn spot(kind: Kind, path: &[&Field], field: &str) -> Spot {
    let (file, record) = match kind {
        Kind::Settings => ("register.toml", "[settings]\n"),
        Kind::Party => ("parties.toml", "[new-one]\nname = \"New one\"\n"),
        Kind::System => ("systems.toml", "[new-one]\nname = \"New one\"\n"),
        Kind::Data => ("data.toml", "[new-one]\nname = \"New one\"\n"),
        Kind::People => ("people.toml", "[new-one]\nname = \"New one\"\n"),
        Kind::Measure => ("measures.toml", "[new-one]\nname = \"New one\"\n"),
        Kind::Document => ("documents.toml", "[new-one]\nname = \"New one\"\n"),
        Kind::Approval => (
            "approvals.toml",
            "[new-one]\nactivity = \"x\"\ncontent = \"z\"\nby = \"y\"\non = 2026-01-02\n",
        ),
        Kind::Waiver => (
            "waivers.toml",
            "[new-one]\nrule = \"LAW-basis\"\nrecord = \"x\"\nreason = \"z\"\n",
        ),
        Kind::Activity => ("activities/new-one.toml", "name = \"New one\"\n"),
    };
    let mut before: String = record.to_owned();
    let inner = path.last().map(|table| table.shape);
    let inner = match inner {
        Some(Shape::Table(inner) | Shape::Tables(inner)) => inner,
        _ => kind.fields(),
    };
    let is_only_for_part_3 = inner.iter().copied().flatten().any(|one| {
        let is_here = one.name == field && matches!(one.shape, Shape::Code(_));
        is_here && !is_taken(one.shape, false)
    });
    if is_only_for_part_3 {
        before += "regime = \"law-enforcement\"\n";
    }
    let mut header = match kind {
        Kind::Activity => String::new(),
        Kind::Settings => "settings".to_owned(),
        _ => "new-one".to_owned(),
    };
    // The purpose that flows may name.
    let purpose = "\n[[purpose]]\nid = \"help\"\ntext = \"To help\"\n";
    let is_purpose = field == "purpose" && path.is_empty();
    if kind == Kind::Activity && !path.is_empty() && path[0].name != "purpose" {
        before += purpose;
    }
    let after = if kind == Kind::Activity && path.is_empty() && !is_purpose {
        purpose
    } else {
        ""
    };
    for table in path {
        if !header.is_empty() {
            header.push('.');
        }
        header += table.name;
        let (open, close, inner) = match table.shape {
            Shape::Tables(inner) => ("[[", "]]", inner),
            Shape::Table(inner) => ("[", "]", inner),
            _ => unreachable!(),
        };
        write!(before, "\n{open}{header}{close}\n").unwrap();
        for field in inner.iter().copied().flatten() {
            if field.presence == Presence::Required {
                let value = match (field.name, field.shape) {
                    ("about", Shape::Text) => "\"name\"".to_owned(),
                    _ => value(field.shape),
                };
                before += &format!("{} = {value}\n", field.name);
            }
        }
    }
    // What is required is there already: the field under test takes its place.
    let lines: Vec<&str> = before.lines().collect();
    let header_at = lines
        .iter()
        .rposition(|line| line.starts_with('['))
        .unwrap_or(0);
    let kept = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| *at < header_at || !line.starts_with(&format!("{field} = ")));
    let before = kept.map(|(_, line)| format!("{line}\n")).collect();
    Spot {
        file,
        before,
        after,
    }
}

/// A sound value.
fn value(shape: Shape) -> String {
    match shape {
        Shape::Text => "\"words\"".to_owned(),
        Shape::Id(Kind::System) | Shape::End([Kind::System]) => "\"mosaic\"".to_owned(),
        Shape::Id(Kind::Party) | Shape::End(_) => "\"nhs\"".to_owned(),
        Shape::Id(Kind::Data) => "\"address\"".to_owned(),
        Shape::Id(Kind::Activity) => "\"other\"".to_owned(),
        Shape::Id(Kind::People) => "\"families\"".to_owned(),
        Shape::List(item) => format!("[{}]", value(*item)),
        Shape::Code(name) => format!(
            "\"{}\"",
            crate::law::vocabulary(name).unwrap().entries()[0].code
        ),
        other => unreachable!("{other:?}"),
    }
}

/// The ways in which a field of a shape is written wrongly.
pub(super) fn wrong(field: &Field) -> Vec<String> {
    let mut ways: Vec<String> = [
        // Another type.
        "3",
        "-3",
        "2.5",
        "true",
        "2024-03-01T10:00:00",
        "10:00:00",
        "\"\"",
        "[]",
        "[3]",
        "[\"in words\"]",
        "{ a = 1 }",
        "[{ a = 1 }]",
        "99999999999999999999",
        // Words for none, for all and for what nobody knows.
        "\"none\"",
        "\"None\"",
        "\"unknown\"",
        "\"all\"",
        "\"everything\"",
        "[\"none\"]",
        "[\"all\"]",
        "[\"unknown\"]",
        // Names, and ids of another kind.
        "\"in words\"",
        "\"NHS\"",
        "\"nhs-number\"",
        "\"Home address, NHS number\"",
        "[\"NHS\", \"NHS number\"]",
        "\"party:nhs\"",
        "\"person:families\"",
        "\"system:mosaic\"",
        "\"activity:otehr\"",
        "\"people:Families\"",
        "\"Mosaic\"",
        "\"Acme Ltd\"",
        "\"Help!\"",
        "[\"new-one\"]",
        // Dates, periods, countries, numbers and codes as people write them.
        "\"01/03/2024\"",
        "\"March 2024\"",
        "\"2023-02-30\"",
        "\"6 years\"",
        "\"six years\"",
        "\"UK\"",
        "\"nowhere\"",
        "\"No\"",
        "\"250,000\"",
        "\"Article 9(2)(h)\"",
        "\"public task\"",
        "\"vulnerable\"",
        "\"safeguards\"",
        "\"In place\"",
        "\"live\"",
        // Without quotes, or with those of a word processor.
        "in words",
        "01/03/2024",
        "2023-02-30",
        "6 years",
        "UK",
        "yes",
        "250,000",
        "Acme Ltd",
        "“NHS”",
        "“6 years”",
        "‘UK’",
        "[“NHS number”, “Home address”]",
        "[nhs, council]",
        "\"C:\\data\"",
    ]
    .map(str::to_owned)
    .to_vec();
    if let Shape::Word(words) = field.shape {
        let words = || Word::all(words);
        ways.extend(words().map(|word| format!("\"{}\"", word.to_uppercase())));
        ways.extend(words().map(|word| format!("\"{word}s\"")));
        ways.extend(words().map(str::to_owned));
    }
    ways
}

pub(super) type Files = BTreeMap<String, String>;

/// A folder that holds the files under test, of which most stay as they are.
struct Bench {
    folder: tempfile::TempDir,
    files: std::cell::RefCell<Files>,
}

thread_local! {
    static BENCH: Bench = Bench {
        folder: folder(&[("activities/y.toml", "")]),
        files: std::cell::RefCell::default(),
    };
}

pub(super) fn findings(files: &Files) -> Vec<Finding> {
    BENCH.with(|bench| {
        let root = bench.folder.path();
        drop(fs::remove_file(root.join("activities/y.toml")));
        let mut written = bench.files.borrow_mut();
        for name in written.keys().filter(|name| !files.contains_key(*name)) {
            fs::remove_file(root.join(name)).unwrap();
        }
        for (name, text) in files {
            if written.get(name) != Some(text) {
                fs::write(root.join(name), text).unwrap();
            }
        }
        written.clone_from(files);
        let mut found = read(root, today()).unwrap().findings;
        for finding in &mut found {
            if let Some(Place::Text(place)) = &mut finding.place {
                place.file = place.file.replace(&format!("{}/", root.display()), "");
            }
        }
        found.retain(Finding::is_error);
        found
    })
}

pub(super) fn each_field(kind: Kind, with: &mut impl FnMut(&[&'static Field], &'static Field)) {
    fn walk(
        fields: Fields,
        path: &mut Vec<&'static Field>,
        with: &mut impl FnMut(&[&'static Field], &'static Field),
    ) {
        for field in fields.iter().copied().flatten() {
            with(path, field);
            if let Shape::Table(inner) | Shape::Tables(inner) = field.shape {
                path.push(field);
                walk(inner, path, with);
                path.pop();
            }
        }
    }
    walk(kind.fields(), &mut Vec::new(), with);
}

pub(super) fn with_line(spot: &Spot, line: &str) -> Files {
    let mut files = sound();
    let text = format!("{}{line}\n{}", spot.before, spot.after);
    if spot.file == "register.toml" {
        files.insert(spot.file.to_owned(), text);
    } else {
        *files.entry(spot.file.to_owned()).or_default() += &format!("\n{text}");
    }
    files
}
