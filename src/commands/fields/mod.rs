//! `ropa fields`: what can be recorded, out of the table by which registers are read.

mod example;
mod find;
mod markdown;
mod words;

use serde_json::{Value, json};

use crate::error::Error;
use crate::model::{Field, Kind, Presence, Reference, Register, Shape, Table, documents};
use crate::report::{self, Block, Section};
use crate::text;
use crate::ui::text::{WIDTH, hung};
use crate::ui::{self, table};

use self::example::Example;
use self::find::{field_of, kind_of};
use self::words::{STATES, heading, inner, may_be, meanings, presence};
use super::Run;
use super::form::{ALL, Form, Output, What};
use super::output::List;

// What can follow `ropa fields`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file\n\nExamples:\n  ropa fields\n  ropa fields party\n  ropa fields activity purpose\n  ropa fields activity purpose.basis\n  ropa fields --format md -o what-you-can-record.md"
)]
pub(super) struct Args {
    /// Kind of record (party, activity, ...) or its file (parties.toml); without it, all kinds
    kind: Option<String>,
    /// A field, or a table inside the record with all its fields
    field: Option<String>,
    /// Show everything: the fields of all tables inside the record too, and on a terminal all that is said of each
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

/// One kind of record, described.
struct Described {
    kind: Kind,
    /// The file it is kept in.
    file: String,
    fields: Vec<Of>,
    example: Option<Example>,
}

/// One field, described.
struct Of {
    path: String,
    field: &'static Field,
    /// The columns of the template that it feeds.
    columns: Vec<&'static str>,
    example: Option<Example>,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let file = args.output.file();
    let form = run.form("fields", ALL, &args.output, What::Answer)?;
    let width = run.ui.terminal.filter(|_| file.is_none());
    let register = text::example();
    let Some(kind) = &args.kind else {
        let described = || Kind::ALL.map(|kind| describe(&register, kind));
        let text = match form {
            Form::Text | Form::Picture(_) => kinds(width),
            Form::Values => ui::json(&described().each_ref().map(value_of_kind)),
            Form::Document(_) if form.is_markdown() => markdown::document(&described()),
            Form::Document(_) => {
                let described = described();
                let all = described.iter();
                let all = all.flat_map(|of| of.fields.iter().map(|field| (of.kind, field)));
                return deliver(run, form, &args.output, rows(all));
            }
        };
        return run.deliver(&text, file);
    };
    // A path may begin with the kind, as in activity.purpose.basis.
    let path = kind.split_once('.').filter(|(_, field)| *field != "toml");
    let (kind, field) = match (path, &args.field) {
        (Some((kind, field)), None) if Kind::from_word(kind).is_some() => (kind, Some(field)),
        _ => (kind.as_str(), args.field.as_deref()),
    };
    let kind = kind_of(kind)?;
    let described = describe(&register, kind);
    let found: Vec<&Of> = match field {
        None => described.fields.iter().collect(),
        Some(field) => field_of(kind, &described.fields, field)?,
    };
    let text = match form {
        Form::Values if field.is_none() => ui::json(&value_of_kind(&described)),
        Form::Values => ui::json(&found.iter().map(|of| value(kind, of)).collect::<Vec<_>>()),
        Form::Document(_) if form.is_markdown() => match field {
            None => markdown::section(&described),
            Some(_) => markdown::few(kind, &found),
        },
        Form::Document(_) => {
            let found = found.iter().map(|of| (kind, *of));
            return deliver(run, form, &args.output, rows(found));
        }
        Form::Text | Form::Picture(_) => match found.as_slice() {
            [only] if field.is_some() => in_full(kind, only, width.unwrap_or(WIDTH)),
            _ => {
                let sections = several(kind, &described, &found, field, args.all);
                let page = run.page(form, &args.output, args.all);
                return run.deliver_text(sections, page, &args.output);
            }
        },
    };
    run.deliver(&text, file)
}

/// Writes fields as a document of its own.
fn deliver(run: &mut Run, form: Form, output: &Output, table: Table) -> Result<(), Error> {
    let list = List {
        title: "What you can record",
        table,
        ..List::default()
    };
    run.deliver_list(form, output, list)
}

/// Describes a kind of record.
fn describe(register: &Register, kind: Kind) -> Described {
    let (columns, documents) = (report::feeds(kind), documents(register, kind));
    let fields = kind.every_field().into_iter().map(|at| Of {
        columns: columns.get(at.path.as_str()).cloned().unwrap_or_default(),
        example: example::of_field(kind, &documents, &at.path),
        field: at.field,
        path: at.path,
    });
    Described {
        kind,
        file: file_of(kind),
        fields: fields.collect(),
        example: example::of_kind(register, kind),
    }
}

/// The file in which a kind is kept: `activities/ID.toml`.
fn file_of(kind: Kind) -> String {
    text::file_of_record(&Reference::new(kind, "ID"))
}

/// The kinds of record with their files.
fn kinds(width: Option<usize>) -> String {
    let mut table = Table::new(&["kind", "file", "what it holds", "fields"]);
    for kind in Kind::ALL {
        let n_fields = kind.every_field().len();
        table.push([
            kind.word().to_owned(),
            file_of(kind),
            kind.means().to_owned(),
            n_fields.to_string(),
        ]);
    }
    let more = "`ropa fields KIND` lists the fields of one, as in `ropa fields party`.";
    format!(
        "{}\n{}\n",
        drawn(&table, width),
        hung(more, width.unwrap_or(WIDTH), 0)
    )
}

fn drawn(table: &Table, width: Option<usize>) -> String {
    match width {
        Some(width) => table::drawn(table, width),
        None => table::plain(table),
    }
}

/// Several fields of a kind: those of the record itself and, where asked for, of each table in it.
fn several(
    kind: Kind,
    described: &Described,
    found: &[&Of],
    asked: Option<&str>,
    all: bool,
) -> Vec<Section<'static>> {
    let are_alike = asked.is_some() && !found.iter().any(|of| inner(of.field.shape).is_some());
    let mut sections: Vec<Section<'static>> = Vec::new();
    let mut n_shown = 0;
    let mut last = None;
    for (heading, fields) in groups(kind, found, are_alike) {
        if heading.contains('[') && !all && asked.is_none() {
            continue;
        }
        let mut table = Table::new(&["field", "what it means", "what it may be", "recorded"]);
        for of in &fields {
            table.push([
                if are_alike { &of.path } else { of.field.name }.to_owned(),
                of.field.means.to_owned(),
                may_be(kind, &of.path, of.field.shape),
                presence(of.field.presence).to_owned(),
            ]);
        }
        n_shown += fields.len();
        last = last.or_else(|| {
            fields
                .iter()
                .rev()
                .find(|of| inner(of.field.shape).is_none())
                .copied()
        });
        let table = Block::Table(report::Table::of_text(&heading, table));
        // Text begins with what its first section says, and leaves its heading out.
        let blocks = match sections.is_empty() {
            true => vec![Block::Words(heading.clone()), table],
            false => vec![table],
        };
        sections.push(Section { heading, blocks });
    }
    let mut say = |words: String| {
        if let Some(last) = sections.last_mut() {
            last.blocks.push(Block::Words(words));
        }
    };
    if found
        .iter()
        .any(|of| of.field.presence == Presence::Recorded)
    {
        say(STATES.to_owned());
    }
    let table = found.iter().find(|of| inner(of.field.shape).is_some());
    if let (Some(of), None, false) = (table, asked, all) {
        let n_more = found.len() - n_shown;
        say(format!(
            "{n_more} more in its tables: `ropa fields {kind} {}` lists those of one, `--all` all of them.",
            of.path
        ));
    }
    if let Some(last) = last {
        say(format!(
            "`ropa fields {kind} {}` shows one in full, with an example. Records of this kind are in {}.",
            last.path, described.file
        ));
    }
    sections
}

/// Fields by the table that they are in, under the heading of the table.
fn groups<'o>(kind: Kind, found: &[&'o Of], are_alike: bool) -> Vec<(String, Vec<&'o Of>)> {
    let record = format!("Fields of {}", kind.one());
    if are_alike {
        return vec![(record, found.to_vec())];
    }
    let mut groups: Vec<(String, Vec<&Of>)> = Vec::new();
    for of in found {
        let table = of.path.rsplit_once('.').map(|(table, _)| table);
        let table = table.and_then(|table| found.iter().find(|other| other.path == table));
        let heading = table.map_or_else(
            || record.clone(),
            |table| {
                let heading = heading(kind, &table.path, table.field.shape);
                format!("{heading} of {}", kind.one())
            },
        );
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, fields)) => fields.push(*of),
            None => groups.push((heading, vec![*of])),
        }
    }
    // Who asks for a table knows the table.
    if found
        .first()
        .is_some_and(|first| inner(first.field.shape).is_some())
    {
        groups.retain(|(heading, _)| *heading != record);
    }
    groups
}

/// One field with all there is to say of it.
fn in_full(kind: Kind, of: &Of, width: usize) -> String {
    let field = of.field;
    let mut lines = vec![format!("{} of {}", of.path, kind.one())];
    let mut say = |words: &str, indent: usize| lines.push(hung(words, width, indent));
    say(&format!("means: {}", field.means), 0);
    let meanings = meanings(field.shape);
    match field.shape {
        Shape::Word(_) => say("may be one of:", 0),
        shape => {
            let colon = if meanings.is_empty() { "" } else { ":" };
            say(
                &format!("may be: {}{colon}", may_be(kind, &of.path, shape)),
                0,
            );
        }
    }
    for (word, means) in meanings {
        say(&format!("{word}: {means}"), 2);
    }
    say(&format!("recorded: {}", presence(field.presence)), 0);
    if of.columns.is_empty() {
        say("feeds in the ICO template: no column", 0);
    } else {
        say(
            &format!("feeds in the ICO template: {}", of.columns.join("; ")),
            0,
        );
    }
    let mut text = lines.join("\n") + "\n";
    if let Some(example) = &of.example {
        // What is to be copied is not wrapped.
        text.push_str(&format!(
            "\nexample, in {}:\n\n{}",
            example.file, example.text
        ));
    }
    if field.presence == Presence::Recorded {
        text.push_str(&format!("\n{}\n", hung(STATES, width, 0)));
    }
    text
}

/// A table with all there is, for programs.
fn rows<'o>(fields: impl Iterator<Item = (Kind, &'o Of)>) -> Table {
    let mut table = Table::new(&[
        "kind",
        "file",
        "field",
        "what it means",
        "what it may be",
        "words",
        "recorded",
        "ICO template",
        "example",
    ]);
    for (kind, of) in fields {
        let meanings = meanings(of.field.shape).into_iter();
        let meanings: Vec<String> = meanings
            .map(|(word, means)| format!("{word}: {means}"))
            .collect();
        let example = of.example.as_ref();
        table.push([
            kind.word().to_owned(),
            file_of(kind),
            of.path.clone(),
            of.field.means.to_owned(),
            may_be(kind, &of.path, of.field.shape),
            meanings.join("; "),
            presence(of.field.presence).to_owned(),
            of.columns.join("; "),
            example.map_or_else(String::new, |example| example.text.clone()),
        ]);
    }
    table
}

fn value_of_kind(described: &Described) -> Value {
    let kind = described.kind;
    json!({
        "kind": kind,
        "file": described.file,
        "means": kind.means(),
        "example": described.example.as_ref().map(value_of_example),
        "fields": described.fields.iter().map(|of| value(kind, of)).collect::<Vec<_>>(),
    })
}

fn value_of_example(example: &Example) -> Value {
    json!({ "file": example.file, "text": example.text })
}

fn value(kind: Kind, of: &Of) -> Value {
    let field = of.field;
    let words = meanings(field.shape).into_iter();
    let words: Vec<Value> = words
        .map(|(word, means)| json!({ "word": word, "means": means }))
        .collect();
    json!({
        "kind": kind,
        "field": of.path,
        "means": field.means,
        "may_be": may_be(kind, &of.path, field.shape),
        "words": words,
        "recorded": presence(field.presence),
        "ico_template": of.columns,
        "example": of.example.as_ref().map(value_of_example),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Document;
    use crate::text::EXAMPLE_DAY;
    use crate::ui::LINES;
    use crate::ui::text::Page;

    /// What a terminal of 80 columns shows of a kind.
    fn on_a_terminal(kind: Kind, described: &Described, all: bool) -> String {
        let found: Vec<&Of> = described.fields.iter().collect();
        let mut document = Document {
            title: String::new(),
            subtitle: String::new(),
            as_at: EXAMPLE_DAY.into(),
            head: Vec::new(),
            sections: several(kind, described, &found, None, all),
        };
        let page = Page {
            terminal: Some(80),
            has_lines: false,
            is_short: !all,
        };
        ui::text::document(&mut document, page).unwrap()
    }

    #[track_caller]
    fn fits(text: &str) {
        let example = text.find("\nexample, in ");
        // What is to be copied is not wrapped.
        for line in text[..example.unwrap_or(text.len())].lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn everything_fits_a_terminal_of_80_columns() {
        let register = text::example();
        fits(&kinds(Some(80)));
        for kind in Kind::ALL {
            let described = describe(&register, kind);
            let shown = on_a_terminal(kind, &described, true);
            fits(&shown);
            let screen = on_a_terminal(kind, &described, false);
            fits(&screen);
            assert!(screen.lines().count() < LINES, "{kind}\n{screen}");
            // No name is broken over two lines.
            for of in &described.fields {
                assert!(shown.contains(of.field.name), "{kind} {}", of.path);
                fits(&in_full(kind, of, 80));
            }
        }
    }

    #[test]
    fn every_field_has_an_example_that_shows_it() {
        let register = text::example();
        for kind in Kind::ALL {
            let described = describe(&register, kind);
            assert!(described.example.is_some(), "{kind}");
            for of in described.fields {
                let example = of.example.unwrap_or_else(|| panic!("{kind} {}", of.path));
                assert!(
                    example.text.contains(of.field.name),
                    "{kind} {}\n{}",
                    of.path,
                    example.text
                );
            }
        }
    }

    /// What is suggested is typed next.
    #[test]
    fn every_field_is_found_by_its_path() {
        for kind in Kind::ALL {
            let described = describe(&text::example(), kind);
            for of in &described.fields {
                let found = field_of(kind, &described.fields, &of.path).unwrap();
                assert_eq!(found[0].path, of.path);
            }
        }
    }
}
