//! In which form a command writes: one table of formats, asked for by `--format` or by the ending of
//! the file.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::report::ReportError;
use crate::typeset::{HAS_PDF, PdfError};
use crate::ui::text::Page;
use crate::{diagram, report};

use super::Run;
use super::drawing::Drawing;
use super::target::{check_kind, ending_of, endings_of};
use super::whole::is_stream;

// Where a command writes.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Output {
    /// Write to a file, whose ending chooses the format (`-` is the standard output)
    #[arg(short, long, value_name = "FILE", help_heading = None)]
    output: Option<PathBuf>,
    /// Replace FILE also where it holds another kind of file
    #[arg(long, requires = "output", help_heading = None)]
    force: bool,
}

impl Output {
    /// The file; nothing where it is the standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|file| *file != Path::new("-"))
    }

    /// Refuses to put a format in the place of another kind of file, unless that was asked for.
    pub(super) fn check_kind(&self, file: &Path, format: &'static str) -> Result<(), Error> {
        if self.force {
            return Ok(());
        }
        check_kind(file, format)
    }
}

// How much a terminal shows.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(super) struct Screen {
    /// On a terminal, show everything and not only what fits a screen (a pipe, a file and all other formats always have everything)
    #[arg(long, help_heading = None)]
    pub(super) all: bool,
}

/// The formats of lists and of answers: text, values for programs, and every document.
pub(super) const ALL: &[&str] = &["text", "json", "csv", "md", "html", "docx", "pdf", "xlsx"];

/// The line of help about them.
pub(super) const HELP: &str =
    "Formats: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file";

/// The formats of an answer that can be drawn.
pub(super) const DRAWN: &[&str] = &[
    "text", "json", "csv", "md", "html", "docx", "pdf", "xlsx", "svg", "png", "dot", "mermaid",
];

/// What is written, and so what the name of a format means.
#[derive(Clone, Copy)]
pub(super) enum What<'d> {
    /// Text, values of its own, or a document.
    Answer,
    /// The same, or a picture. What can be both is the document, unless a picture is asked for.
    Drawable(&'d Drawable),
    /// A document, whatever the format.
    Document,
    /// A picture, whatever the format.
    Picture,
}

// Flags of an answer that can be drawn.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Drawing")]
pub(super) struct Drawable {
    /// Draw the answer, where the format could also hold a document (pdf)
    #[arg(long)]
    drawn: bool,
    #[command(flatten)]
    pub(super) drawing: Drawing,
}

impl Drawable {
    /// The first of its flags that was given.
    pub(super) fn given(&self) -> Option<&'static str> {
        let drawn = self.drawn.then_some("--drawn");
        drawn.or_else(|| self.drawing.given())
    }
}

/// The form of what is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Text,
    /// Values of its own, as JSON.
    Values,
    Document(&'static report::Format),
    Picture(&'static diagram::Format),
}

impl Form {
    /// Whether it is Markdown.
    pub(super) fn is_markdown(self) -> bool {
        matches!(self, Self::Document(format) if format.name == "md")
    }

    /// The form that the name of a format means.
    fn named(name: &str, what: What<'_>) -> Option<Self> {
        let document = || report::format(name).map(Self::Document);
        let picture = || diagram::format(name).map(Self::Picture);
        match (name, what) {
            (_, What::Document) => document(),
            (_, What::Picture) => picture(),
            ("text", _) => Some(Self::Text),
            ("json", _) => Some(Self::Values),
            (_, What::Answer) => document(),
            (_, What::Drawable(flags)) if flags.given().is_some() => picture().or_else(document),
            (_, What::Drawable(_)) => document().or_else(picture),
        }
    }

    /// Its name after `--format`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Values => "json",
            Self::Document(format) => format.name,
            Self::Picture(format) => format.name,
        }
    }

    /// Whether people read it, and no program or spreadsheet: with names, not ids.
    pub(super) fn is_for_people(self) -> bool {
        match self {
            Self::Values => false,
            Self::Document(format) => !format.is_bare(),
            Self::Text | Self::Picture(_) => true,
        }
    }

    fn is_text(self) -> bool {
        match self {
            Self::Text | Self::Values => true,
            Self::Document(format) => format.is_text,
            Self::Picture(format) => format.is_text,
        }
    }
}

/// The endings of databases.
pub(super) const DATABASES: &[&str] = &["db", "sqlite", "sqlite3"];

/// Endings that promise a format of other programs.
const FOREIGN: &[&str] = &["toml", "sql", "zip", "doc", "xls", "ods", "odt", "jpg"];

impl Run {
    /// The format asked for by name, else by the ending of the file, else the first that the command
    /// knows.
    ///
    /// # Errors
    /// The command does not know the format, the ending means none that it knows (a file would hold
    /// something else than its name says), or the file must not or cannot be written.
    pub(super) fn format(
        &self,
        command: &'static str,
        known: &'static [&'static str],
        output: &Output,
    ) -> Result<&'static str, Error> {
        let mut formats = known.iter().copied();
        let name = match (&self.globals.format, output.file()) {
            (None, None) => known[0],
            (Some(asked), _) => {
                let name = formats.find(|name| name == asked);
                name.ok_or_else(|| unknown_format(command, asked, known))?
            }
            // What a device or a pipe is called says nothing.
            (None, Some(file)) if file.extension().is_none() && is_stream(file) => known[0],
            (None, Some(file)) => {
                let ending = ending_of(file).unwrap_or_default();
                let meant = formats.find(|format| endings_of(format).contains(&&*ending));
                let endings = known.iter().flat_map(|format| endings_of(format));
                meant.ok_or_else(|| unknown_ending(command, file, &endings.collect::<Vec<_>>()))?
            }
        };
        if let Some(file) = output.file() {
            self.check_target(file)?;
            output.check_kind(file, name)?;
        }
        Ok(name)
    }

    /// What text is written on: a terminal shows no more than a screen, unless all is asked for.
    pub(super) fn page(&self, form: Form, output: &Output, all: bool) -> Page {
        Page {
            terminal: self.ui.terminal.filter(|_| output.file().is_none()),
            has_lines: false,
            is_short: !all && matches!(form, Form::Text),
        }
    }

    /// The form of what is written, in the format asked for.
    ///
    /// # Errors
    /// As [`Self::format`]; or what would be written cannot be shown or made.
    pub(super) fn form(
        &self,
        command: &'static str,
        known: &'static [&'static str],
        output: &Output,
        what: What<'_>,
    ) -> Result<Form, Error> {
        let name = self.format(command, known, output)?;
        let form = Form::named(name, what).ok_or_else(|| unknown_format(command, name, known))?;
        if output.file().is_none() && !form.is_text() && self.ui.is_screen {
            return Err(needs_file(form.name()));
        }
        match (form, what) {
            (Form::Picture(format), _) => Drawing::check(format)?,
            (_, What::Drawable(flags)) => {
                if let Some(flag) = flags.given() {
                    let format = form.name();
                    return Err(Error::that(format!(
                        "`{flag}` says how to draw, and `{format}` is not drawn"
                    ))
                    .hinted("give `--format` one of: svg, png, pdf, dot, mermaid"));
                }
            }
            _ => {}
        }
        match form {
            Form::Document(format) if format.name == "pdf" && !HAS_PDF => {
                Err(ReportError::from(PdfError::LeftOut).into())
            }
            form => Ok(form),
        }
    }
}

impl Run {
    /// The format of a document, whatever its name.
    ///
    /// # Errors
    /// As [`Self::form`].
    pub(super) fn document_format(
        &self,
        command: &'static str,
        known: &'static [&'static str],
        output: &Output,
    ) -> Result<&'static report::Format, Error> {
        match self.form(command, known, output, What::Document)? {
            Form::Document(format) => Ok(format),
            other => Err(unknown_format(command, other.name(), known)),
        }
    }
}

/// A format that is no text was to go to the screen.
pub(super) fn needs_file(format: &str) -> Error {
    Error::that(format!(
        "`{format}` is a binary format and cannot be shown in a terminal"
    ))
    .hinted(format!("add `-o file.{format}`"))
}

/// Refuses a name that promises another format than what a command writes under any name.
pub(super) fn refuse_other_formats(
    command: &'static str,
    path: &Path,
    own: &[&'static str],
) -> Result<(), Error> {
    let Some(ending) = ending_of(path) else {
        return Ok(());
    };
    let formats = report::FORMATS.iter().map(|format| format.endings);
    let drawings = diagram::FORMATS.iter().map(|format| format.endings);
    let is_other = formats
        .chain(drawings)
        .chain([FOREIGN, DATABASES])
        .any(|endings| endings.contains(&&*ending));
    if is_other && !own.contains(&&*ending) {
        return Err(unknown_ending(command, path, own));
    }
    Ok(())
}

fn unknown_format(command: &str, format: &str, known: &[&str]) -> Error {
    Error::that(format!("`{command}` does not know the format `{format}`"))
        .hinted(format!("use one of: {}", known.join(", ")))
}

/// The ending of the file does not mean a format; the one that was probably meant is offered before the others.
fn unknown_ending(command: &str, path: &Path, known: &[&str]) -> Error {
    let file = path.display();
    let error = Error::that(match path.extension() {
        Some(ending) => {
            let ending = ending.display();
            format!("`{command}` cannot write `{file}`: it writes no file that ends in `.{ending}`")
        }
        None => format!("`{command}` cannot tell the format from `{file}`, which has no ending"),
    });
    if known.is_empty() {
        return error.hinted("give the name of a folder");
    }
    let written = ending_of(path).unwrap_or_default();
    let meant = known.iter().find(|ending| {
        let is_alike = ending.starts_with(&written) || written.starts_with(**ending);
        !written.is_empty() && is_alike || instead(&written) == **ending
    });
    let all = format!("the endings are {}", known.join(", "));
    error.hinted(match meant {
        Some(meant) => format!("did you mean `.{meant}`? {all}"),
        None => format!("end the name otherwise: {all}"),
    })
}

/// The ending that is written of what one that is not written stands for.
fn instead(ending: &str) -> &str {
    match ending {
        "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff" | "webp" => "png",
        "ods" | "tsv" => "xlsx",
        "odt" | "rtf" => "docx",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_an_ending_of_its_own() {
        let reports = report::FORMATS.iter().map(|format| format.name);
        let drawings = diagram::FORMATS.iter().map(|format| format.name);
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for format in reports.chain(drawings) {
            let endings = endings_of(format);
            assert!(!endings.is_empty(), "{format}");
            for ending in endings {
                let other = seen.iter().find(|(known, _)| *known == ending);
                assert!(other.is_none_or(|(_, of)| *of == format), "{ending}");
                seen.push((ending, format));
            }
        }
    }

    #[test]
    fn every_format_of_the_tables_is_one_of_an_answer() {
        let reports = report::FORMATS.iter().map(|format| format.name);
        let drawings = diagram::FORMATS.iter().map(|format| format.name);
        for name in reports.clone() {
            assert!(ALL.contains(&name), "{name}");
        }
        for name in reports.chain(drawings) {
            assert!(DRAWN.contains(&name), "{name}");
        }
        for name in DRAWN {
            let form = Form::named(name, What::Drawable(&Drawable::default()));
            assert_eq!(form.unwrap().name(), *name);
        }
    }

    #[test]
    fn what_can_be_a_document_or_a_picture_is_a_document_unless_a_picture_is_asked_for() {
        for drawn in [false, true] {
            let flags = Drawable {
                drawn,
                ..Drawable::default()
            };
            let form = Form::named("pdf", What::Drawable(&flags));
            assert_eq!(matches!(form, Some(Form::Picture(_))), drawn);
        }
    }
}
