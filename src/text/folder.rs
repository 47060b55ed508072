//! The files of a register and what each holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::{Finding, Place};
use crate::model::{Kind, check_slug, slug_of};

use super::ReadError;
use super::nearest::nearest;

/// The folder of activities.
pub(super) const ACTIVITIES: &str = "activities";

/// The file in which records of a kind are kept; an activity has a file of its own.
pub(super) const fn file_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Settings => Some("register.toml"),
        Kind::Party => Some("parties.toml"),
        Kind::System => Some("systems.toml"),
        Kind::Data => Some("data.toml"),
        Kind::People => Some("people.toml"),
        Kind::Measure => Some("measures.toml"),
        Kind::Document => Some("documents.toml"),
        Kind::Activity => None,
        Kind::Approval => Some("approvals.toml"),
    }
}

/// Where a record is written, inside the folder.
pub(super) fn where_written(kind: Kind, id: &str) -> String {
    file_of(kind).map_or_else(|| format!("{ACTIVITIES}/{id}.toml"), str::to_owned)
}

/// The files that make a register, and what else looks as if it did.
#[derive(Default)]
pub(super) struct Files {
    /// The files of settings, catalogues and approvals.
    pub(super) catalogues: Vec<(Kind, PathBuf)>,
    /// The id and file of each activity.
    pub(super) activities: Vec<(String, PathBuf)>,
    /// Files that would be left out.
    pub(super) findings: Vec<Finding>,
}

/// One file as it was read.
#[derive(Clone)]
pub(super) struct SourceFile {
    /// Where it is.
    pub(super) path: Arc<Path>,
    /// What it says.
    pub(super) text: Arc<str>,
}

impl SourceFile {
    /// A place in it.
    pub(super) fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::new(shown(&self.path), Arc::clone(&self.text), span)
    }
}

/// A path as its user sees it, with the same strokes everywhere.
pub(super) fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown
    }
}

/// Finds the files of a register.
pub(super) fn files(folder: &Path) -> Result<Files, ReadError> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => {
            return Err(ReadError::NotAFolder {
                path: folder.to_owned(),
            });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ReadError::NotFound {
                path: folder.to_owned(),
            });
        }
        Err(error) => return Err(unreadable(folder)(error)),
    }
    let mut files = Files::default();
    for (name, path, is_folder) in entries(folder)? {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| file_of(*kind) == Some(name.as_str()));
        if name == ACTIVITIES && is_folder {
            activities(&path, &mut files)?;
        } else if name == ACTIVITIES {
            // Passed over, it would read as a register without activities.
            let finding = Finding::error(
                "TEXT-unknown-file",
                format!("`{name}` is a file, and should be the folder of activities"),
            );
            let hint = "make a folder of it, with a file for each activity";
            files.findings.push(finding.hint(hint).at(whole(&path)));
        } else if let Some(kind) = kind.filter(|_| !is_folder) {
            files.catalogues.push((kind, path));
        } else if is_toml(&name) {
            files.findings.push(stray(&name, &path, is_folder));
        } else if is_folder && nearest(&name, [ACTIVITIES], 0.85).is_some() {
            let finding = Finding::error(
                "TEXT-unknown-file",
                format!("the folder `{name}` is not read"),
            );
            files.findings.push(
                finding
                    .hint(format!("did you mean `{ACTIVITIES}`?"))
                    .at(whole(&path)),
            );
        }
    }
    files.catalogues.sort();
    Ok(files)
}

fn activities(folder: &Path, files: &mut Files) -> Result<(), ReadError> {
    for (name, path, is_folder) in entries(folder)? {
        if !is_toml(&name) {
            continue;
        }
        let stem = name.strip_suffix(".toml").filter(|_| !is_folder);
        if let Some(stem) = stem.filter(|stem| check_slug(stem).is_ok()) {
            files.activities.push((stem.to_owned(), path));
            continue;
        }
        let finding = Finding::error(
            "TEXT-unknown-file",
            format!("`{name}` is not the file of an activity: its name is not an id"),
        );
        let meant = slug_of(stem.unwrap_or(&name));
        let finding = if stem.is_some() && check_slug(&meant).is_ok() {
            finding.hint(format!("call it `{meant}.toml`"))
        } else {
            finding.hint("call it by an id, such as `adoption.toml`")
        };
        files.findings.push(finding.at(whole(&path)));
    }
    Ok(())
}

/// A file that looks like a part of the register, and is none.
fn stray(name: &str, path: &Path, is_folder: bool) -> Finding {
    let what = if is_folder { "folder" } else { "file" };
    let finding = Finding::error(
        "TEXT-unknown-file",
        format!("the {what} `{name}` is not part of a register"),
    );
    let stem = |name: &'static str| name.strip_suffix(".toml");
    let known = Kind::ALL.into_iter().filter_map(file_of).filter_map(stem);
    let written = name.to_lowercase();
    let hint = match nearest(written.trim_end_matches(".toml"), known.clone(), 0.75) {
        Some(meant) => format!("did you mean `{meant}.toml`?"),
        None if known.clone().any(|stem| written == format!("{stem}.toml")) && !is_folder => {
            format!("did you mean `{written}`?")
        }
        _ if is_folder => "a register has no such folder".to_owned(),
        _ => format!("an activity is written in the folder `{ACTIVITIES}`"),
    };
    finding.hint(hint).at(whole(path))
}

fn is_toml(name: &str) -> bool {
    !name.starts_with('.')
        && Path::new(name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// The place of a file that is not read.
fn whole(path: &Path) -> Place {
    Place::new(shown(path), Arc::from(""), 0..0)
}

/// What a folder holds, by name.
pub(super) fn entries(folder: &Path) -> Result<Vec<(String, PathBuf, bool)>, ReadError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let path = entry.path();
        let is_folder = path.is_dir();
        entries.push((
            entry.file_name().to_string_lossy().into_owned(),
            path,
            is_folder,
        ));
    }
    entries.sort();
    Ok(entries)
}

/// Reads a file; what is not UTF-8 is a finding, and the rest of the file is not read.
pub(super) fn load(path: &Path) -> Result<Result<SourceFile, Finding>, ReadError> {
    let bytes = fs::read(path).map_err(unreadable(path))?;
    let path: Arc<Path> = Arc::from(path);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Ok(SourceFile {
            path,
            text: Arc::from(unix_lines(&text)),
        })),
        Err(error) => {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let start = unix_lines(&String::from_utf8_lossy(sound)).len();
            let text = Arc::from(unix_lines(&String::from_utf8_lossy(error.as_bytes())));
            let file = SourceFile { path, text };
            let finding = Finding::error("TEXT-not-utf8", "the file is not text in UTF-8");
            Ok(Err(finding
                .hint("save the file as UTF-8")
                .at(file.place(start..start + '\u{fffd}'.len_utf8()))))
        }
    }
}

/// The text with lines that end as on Unix, so that a checkout on Windows is the same register.
pub(super) fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> ReadError {
    let path = path.to_owned();
    move |source| ReadError::Unreadable { path, source }
}
