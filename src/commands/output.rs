//! Writing a command's data to the screen or to a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::diagram::{self, Diagram, Written};
use crate::error::Error;
use crate::model::Table;
use crate::report::{self, Block, Document, Format, Section};
use crate::ui::text::Page;
use crate::ui::{self, table, text};

use super::Run;
use super::drawing::Drawing;
use super::form::{Form, Output};
use super::whole::{FILES, Whole, is_stream, proof_of};

/// A list that a command shows in any form.
#[derive(Default)]
pub(super) struct List<'a> {
    /// What it is, as the title of a document.
    pub(super) title: &'a str,
    /// Whose it is.
    pub(super) subtitle: String,
    pub(super) table: Table,
    /// The columns of which JSON has numbers.
    pub(super) numbers: &'a [&'a str],
    /// Whether it is best read with a line for each row where there is no terminal.
    pub(super) has_lines: bool,
    /// Whether a terminal shows it whole.
    pub(super) is_whole: bool,
}

impl Run {
    /// Writes text to a file, which is replaced whole or not at all, or to the standard output.
    pub(super) fn deliver(&mut self, text: &str, file: Option<&Path>) -> Result<(), Error> {
        self.deliver_bytes(text.as_bytes(), file)
    }

    /// The same for what need not be text.
    pub(super) fn deliver_bytes(&mut self, bytes: &[u8], file: Option<&Path>) -> Result<(), Error> {
        let Some(path) = file else {
            return self.ui.bytes(bytes);
        };
        self.deliver_by(path, |out| out.write_all(bytes))?
            .map_err(Error::Output)
    }

    /// Writes a document in a format, to a file or to the standard output.
    pub(super) fn deliver_document(
        &mut self,
        document: &mut Document<'_>,
        format: &Format,
        output: &Output,
    ) -> Result<(), Error> {
        match output.file() {
            None => Ok(self.ui.data_by(|out| (format.write)(document, out))?),
            Some(path) => Ok(self.deliver_by(path, |out| (format.write)(document, out))??),
        }
    }

    /// Writes what is told as text, of which a screen shows what fits.
    pub(super) fn deliver_text(
        &mut self,
        sections: Vec<Section<'_>>,
        page: Page,
        output: &Output,
    ) -> Result<(), Error> {
        let mut document = Document {
            title: String::new(),
            subtitle: String::new(),
            as_at: self.as_at(),
            head: Vec::new(),
            sections,
        };
        let text = text::document(&mut document, page)?;
        self.deliver(&text, output.file())
    }

    /// Writes a list in the form asked for.
    pub(super) fn deliver_list(
        &mut self,
        form: Form,
        output: &Output,
        list: List<'_>,
    ) -> Result<(), Error> {
        let page = self.page(form, output, list.is_whole);
        let text = match (form, page.terminal) {
            (Form::Document(format), _) => {
                let mut document = Document {
                    title: list.title.to_owned(),
                    subtitle: list.subtitle,
                    as_at: self.as_at(),
                    head: Vec::new(),
                    sections: vec![Section {
                        heading: list.title.to_owned(),
                        blocks: vec![Block::Table(report::Table::of_text(list.title, list.table))],
                    }],
                };
                return self.deliver_document(&mut document, format, output);
            }
            (Form::Values, _) => table::json(&list.table, list.numbers),
            (_, Some(_)) => text::table(list.table, page),
            // Who asks for plain lines has them read aloud: there a column has its name beside each cell.
            (_, None) if list.has_lines && !self.globals.plain => table::aligned(&list.table),
            (_, None) => table::plain(&list.table),
        };
        self.deliver(&text, output.file())
    }

    /// Writes a file by pieces as they come, and says so.
    pub(super) fn deliver_by<E: From<std::io::Error>>(
        &mut self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Result<(), E>, Error> {
        match self.whole(path, write)? {
            Ok(whole) => whole.put()?,
            Err(error) => return Ok(Err(error)),
        }
        if !is_stream(path) {
            self.ui.say(&format!("wrote `{}`", path.display()));
        }
        Ok(Ok(()))
    }

    /// Writes a file by pieces as they come, without putting it into its place.
    pub(super) fn whole<E: From<std::io::Error>>(
        &self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Result<Whole, E>, Error> {
        self.check_target(path)?;
        Whole::written(path, write)
    }

    /// Puts the files of a set into their places, and then the proof that names them: who finds one of them that the
    /// proof does not name knows that the set is not whole.
    pub(super) fn deliver_set(
        &self,
        files: Vec<Whole>,
        proof_path: &Path,
        mut proof: serde_json::Value,
    ) -> Result<(), Error> {
        let mut named = Vec::new();
        for file in &files {
            let entry = file.named()?;
            named.extend(entry.map(|(name, hash)| json!({ "file": name, "sha256": hash })));
        }
        proof[FILES] = named.into();
        let proof = ui::json(&proof);
        let proof = self.whole(proof_path, |out| out.write_all(proof.as_bytes()));
        let proof = proof?.map_err(Error::Output)?;
        files.into_iter().try_for_each(Whole::put)?;
        proof.put()
    }

    /// Writes a picture to its file, or its files where it takes several sheets, or shows it; what
    /// was chosen is said.
    pub(super) fn deliver_drawing(
        &mut self,
        diagram: &Diagram,
        format: &diagram::Format,
        drawing: &Drawing,
        output: &Output,
    ) -> Result<(), Error> {
        let file = output.file();
        let Written { files, said } = (format.write)(diagram, &drawing.options())?;
        match (&files[..], file) {
            ([one], _) => self.deliver_bytes(one, file)?,
            (sheets, file) if file.is_none_or(is_stream) => {
                let (format, n) = (format.name, sheets.len());
                return Err(
                    Error::that(format!("the picture takes {n} sheets, and `{format}` holds one a file"))
                        .hinted(format!(
                            "name a file with `-o FILE.{format}`, and they are written as FILE-1.{format}, FILE-2.{format}, ...; or write pdf, or give `--one-sheet`"
                        )),
                );
            }
            (_, None) => {}
            (sheets, Some(file)) => {
                let (mut names, mut set) = (Vec::new(), Vec::new());
                for (at, sheet) in sheets.iter().enumerate() {
                    let path = numbered(file, at + 1);
                    output.check_kind(&path, format.name)?;
                    let whole = self.whole(&path, |out| out.write_all(sheet))?;
                    set.push(whole.map_err(Error::Output)?);
                    names.push(format!("`{}`", path.display()));
                }
                let proof = proof_of(file);
                output.check_kind(&proof, "json")?;
                self.deliver_set(set, &proof, serde_json::json!({}))?;
                self.ui.say(&format!(
                    "wrote {}, and `{}`, which names them",
                    names.join(", "),
                    proof.display()
                ));
            }
        }
        for line in said {
            self.ui.say(&line);
        }
        Ok(())
    }
}

/// The file of one of several sheets: `fgc.svg` becomes `fgc-2.svg`.
fn numbered(file: &Path, number: usize) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(ending) = file.extension() {
        name.push(".");
        name.push(ending);
    }
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_numbered_before_the_ending() {
        for (file, second) in [
            ("fgc.svg", "fgc-2.svg"),
            ("out/a.b.png", "out/a.b-2.png"),
            ("plain", "plain-2"),
        ] {
            assert_eq!(numbered(Path::new(file), 2), Path::new(second));
        }
    }
}
