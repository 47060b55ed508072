//! What can be recorded as a document in Markdown: every file, every field, and examples.

use crate::model::{Kind, Shape};

use super::words::{STATES, heading, inner, may_be, meanings, presence};
use super::{Described, Of};

/// What stands before the kinds, where all of them are described.
const FOREWORD: &str = "\
A register in its text form is a folder of files in TOML. This page lists every file and every field of them. It is \
written by the program itself (`ropa fields --format md`) out of the same table by which it reads the files, so it \
is never out of date. `ropa fields` shows the same in a terminal, one field at a time if you like: \
`ropa fields activity purpose.basis`.

Most fields can be recorded in three ways:

- left out: *not recorded*. The register does not say.
- `\"none\"`: there is none.
- a value.

No answer, export or import turns one of these into another. A few fields are required. Others, such as notes and \
evidence, are optional: leaving them out says nothing.

The last column of each table names the columns of the ICO's template for controllers that the field feeds. It is \
found out from the template itself, by changing each field of the example and seeing which columns change. \
`ropa export article30` fills the template.

The examples are from a register that is made up: Barsetshire County Council.
";

/// The whole document.
pub(super) fn document(described: &[Described]) -> String {
    let mut text = format!("# What you can record\n\n{FOREWORD}\n## The files\n\n");
    text.push_str("| file | holds | `ropa fields` |\n| --- | --- | --- |\n");
    for of in described {
        let kind = of.kind;
        text.push_str(&format!(
            "| `{}` | {} | `{kind}` |\n",
            of.file,
            kind.means()
        ));
    }
    for of in described {
        text.push('\n');
        text.push_str(&section(of));
    }
    text
}

/// The section of one kind.
pub(super) fn section(described: &Described) -> String {
    let kind = described.kind;
    let mut text = format!(
        "## {}: `{}`\n\n{}.\n\n",
        capital(kind.several()),
        described.file,
        capital(kind.means())
    );
    let heading = match kind {
        Kind::Settings => "The file has one table, headed `[settings]`.",
        Kind::Activity => "Each activity has a file of its own, named by its id.",
        _ => "Each record is a table headed by its id, as in the example below.",
    };
    text.push_str(&format!("{heading}\n\n"));
    text.push_str(&table(
        kind,
        described.fields.iter().filter(|of| !of.path.contains('.')),
    ));
    for of in described
        .fields
        .iter()
        .filter(|of| inner(of.field.shape).is_some())
    {
        text.push('\n');
        text.push_str(&nested(described, of));
    }
    if let Some(example) = &described.example {
        let example = format!(
            "\n### Example of {}\n\nIn `{}`:\n\n```toml\n{}```\n",
            kind.one(),
            example.file,
            example.text
        );
        text.push_str(&example);
    }
    text
}

/// The part about a table in a record.
fn nested(described: &Described, of: &Of) -> String {
    let begins = format!("{}.", of.path);
    let inside = described.fields.iter().filter(|other| {
        let rest = other.path.strip_prefix(&begins);
        rest.is_some_and(|rest| !rest.contains('.'))
    });
    let heading = heading(described.kind, &of.path, of.field.shape);
    format!(
        "### `{heading}` of {}\n\n{}.\n\n{}",
        described.kind.one(),
        capital(of.field.means),
        table(described.kind, inside)
    )
}

fn table<'o>(kind: Kind, fields: impl Iterator<Item = &'o Of>) -> String {
    let mut text = "| field | what it means | what it may be | recorded | ICO template |\n\
                    | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for of in fields {
        let field = of.field;
        let meanings = meanings(field.shape).into_iter();
        let meanings: Vec<String> = meanings
            .map(|(word, means)| format!("`{word}`: {means}"))
            .collect();
        let begins = match field.shape {
            Shape::Word(_) => "one of".to_owned(),
            shape => may_be(kind, &of.path, shape),
        };
        let may_be = std::iter::once(begins).chain(meanings);
        let may_be = may_be.collect::<Vec<_>>().join("<br>");
        // What the tables of a field feed is said of their own fields.
        let columns = match inner(field.shape) {
            Some(_) => String::new(),
            None => of.columns.join("<br>"),
        };
        let cells = [
            format!("`{}`", field.name),
            field.means.to_owned(),
            may_be,
            presence(field.presence).to_owned(),
            columns,
        ];
        text.push_str(&format!(
            "| {} |\n",
            cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
        ));
    }
    text
}

/// One field or a few, with an example each.
pub(super) fn few(kind: Kind, fields: &[&Of]) -> String {
    let mut text = format!(
        "## Fields of {}\n\n{}",
        kind.one(),
        table(kind, fields.iter().copied())
    );
    for of in fields {
        if let Some(example) = &of.example {
            let example = format!("\nIn `{}`:\n\n```toml\n{}```\n", example.file, example.text);
            text.push_str(&example);
        }
    }
    text + "\n" + STATES + "\n"
}

/// A phrase with a capital letter.
pub(super) fn capital(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
