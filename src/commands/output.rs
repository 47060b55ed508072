//! Writing a command's data to the screen or to a file.

use std::fs;
use std::io::{Seek as _, Write};
use std::path::Path;

use crate::error::Error;
use crate::model::Table;
use crate::report::{self, Block, Document, Format, Section};
use crate::ui::table;
use crate::ui::text::{self, Page};

use super::Run;
use super::form::{Form, Output};

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
        self.check_target(path)?;
        write_whole(path, |file| file.write_all(bytes)).map_err(|source| Error::File {
            path: path.to_owned(),
            source,
        })
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
            as_at: self.as_of(),
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
                    as_at: self.as_of(),
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
            (_, None) if list.has_lines => table::aligned(&list.table),
            (_, None) => table::plain(&list.table),
        };
        self.deliver(&text, output.file())
    }

    /// Makes a file by its path, which then takes the place of another whole or not at all.
    pub(super) fn replace<E: Into<Error>>(
        &self,
        path: &Path,
        make: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), Error> {
        self.check_target(path)?;
        let refused = |source| Error::File {
            path: path.to_owned(),
            source,
        };
        let file = beside(path).map_err(refused)?;
        make(file.path()).map_err(Into::into)?;
        take_place(file, path).map_err(refused)
    }

    /// Writes a file by pieces as they come. It is replaced whole or not at all, and until it is
    /// whole nothing stands in its folder.
    pub(super) fn deliver_by<E: From<std::io::Error>>(
        &self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Result<(), E>, Error> {
        self.check_target(path)?;
        let refused = |source| Error::File {
            path: path.to_owned(),
            source,
        };
        // Without a name: whatever stops the work, even from outside, no part of it is left behind.
        let mut whole = tempfile::tempfile_in(folder_of(path)).map_err(refused)?;
        let mut buffered = std::io::BufWriter::new(&whole);
        let written = write(&mut buffered).and_then(|()| Ok(buffered.flush()?));
        drop(buffered);
        if written.is_err() {
            return Ok(written);
        }
        whole
            .rewind()
            .and_then(|()| write_whole(path, |file| std::io::copy(&mut whole, file).map(drop)))
            .map_err(refused)?;
        Ok(written)
    }

    /// Refuses a file that cannot be written, or that is the register itself, before any work is done.
    pub(super) fn check_target(&self, path: &Path) -> Result<(), Error> {
        let register = self
            .register_path()
            .ok()
            .and_then(|register| register.canonicalize().ok());
        let folder = folder_of(path);
        // A register of text is every file in its folder.
        let is_part = register.is_some_and(|register| {
            path.canonicalize().is_ok_and(|path| path == register)
                || (register.is_dir()
                    && folder
                        .canonicalize()
                        .is_ok_and(|folder| folder.starts_with(&register)))
        });
        if is_part {
            return Err(Error::WouldOverwriteRegister(path.to_owned()));
        }
        let blocked = if path.is_dir() {
            Some(std::io::Error::from(std::io::ErrorKind::IsADirectory))
        } else {
            // What can be made there can be put there.
            tempfile::tempfile_in(folder).err()
        };
        match blocked {
            Some(source) => Err(Error::File {
                path: path.to_owned(),
                source,
            }),
            None => Ok(()),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// Writes beside the file and then takes its place, with the permissions of any new file.
fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut file = beside(path)?;
    write(file.as_file_mut())?;
    take_place(file, path)
}

/// A new file beside another, with the permissions of any new file.
fn beside(path: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut beside = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Narrowed by the umask, unlike a temporary file's own permissions.
        beside.permissions(fs::Permissions::from_mode(0o666));
    }
    beside.tempfile_in(folder_of(path))
}

/// Puts a whole file in the place of another.
fn take_place(file: tempfile::NamedTempFile, path: &Path) -> std::io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
