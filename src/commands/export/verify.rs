//! `ropa export verify`: whether an exported file is still what the register says.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::commands::Run;
use crate::commands::form::Output;
use crate::error::Error;
use crate::model::{Date, day_in_words, one_line};
use crate::report::{
    self, Asked, Compared, Format, NotAnExport, Proof, ReportError, Stated, compare_json,
    compare_workbooks, read_json, read_workbook,
};
use crate::store::{Commit, Store};

/// What can follow `ropa export verify`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: text\n\nThe file is compared with the state of the register that its proof names, cell by cell. Exit code 0: it matches; 2: it does not, or cannot be compared."
)]
pub(super) struct Args {
    /// Workbook (.xlsx) or JSON file that `ropa export article30` wrote
    file: PathBuf,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    run.format("export verify", &["text"], &Output::default())?;
    if run.globals.as_of.is_some() {
        return Err(Error::NamesItsDay);
    }
    let path = &args.file;
    let format = format_of(path)?;
    let no_export = |why: NotAnExport| Error::NotAnExport {
        path: path.clone(),
        why,
    };
    let mut file = open(path)?;
    let (mut json, stated) = match format.name {
        "json" => read_json(&file).map(|(value, stated)| (Some(value), stated)),
        _ => read_workbook(&mut file).map(|stated| (None, stated)),
    }
    .map_err(no_export)?;
    let unproved = || no_export(NotAnExport::Unproved);
    let asked = Asked::read(|label| stated.fact(label)).ok_or_else(unproved)?;
    let as_at: Date = stated
        .fact(Proof::AS_AT)
        .and_then(|day| day.parse().ok())
        .ok_or_else(unproved)?;
    let store = run.open()?.apart();
    let (past, commit) = state(&store, &stated, path)?;
    let then = past.as_ref().unwrap_or(&store);
    let made = then.register_hash()?;
    let claimed = stated.fact(Proof::REGISTER_HASH).unwrap_or_default();
    let mut again = tempfile::tempfile().map_err(Error::Output)?;
    let compared = then.at_once(|then| {
        let mut export =
            report::article30(then, &asked, as_at, commit.clone(), format.name, &|| ())?;
        let mut out = std::io::BufWriter::new(&again);
        (format.write)(&mut export.document, &mut out)?;
        std::io::Write::flush(&mut out).map_err(ReportError::from)?;
        drop(out);
        compare(json.take(), &mut file, &mut again).map_err(no_export)
    })?;
    if claimed != made || !compared.differences.is_empty() {
        return Err(Error::Differs {
            path: path.clone(),
            is_other_state: claimed != made,
            differences: compared.differences,
        });
    }
    say(run, path, &store, commit.as_ref(), as_at, &compared)
}

/// Compares a file with the same export made again.
fn compare(
    json: Option<serde_json::Value>,
    file: &mut File,
    again: &mut File,
) -> Result<Compared, NotAnExport> {
    let Some(json) = json else {
        return compare_workbooks(file, again);
    };
    std::io::Seek::rewind(again).map_err(|error| NotAnExport::Unreadable(error.to_string()))?;
    let (again, _) = read_json(&*again)?;
    Ok(compare_json(&json, &again))
}

/// The state of the register that a file names: another than the present one, if it is; and its commit.
fn state(
    store: &Store,
    stated: &Stated,
    path: &Path,
) -> Result<(Option<Store>, Option<Commit>), Error> {
    let number = stated
        .fact(Proof::COMMIT_NUMBER)
        .and_then(|number| number.parse().ok());
    let at = stated
        .fact(Proof::COMMITTED_AT)
        .and_then(|at| at.parse().ok());
    let (Some(hash), Some(seq), Some(at)) = (stated.fact(Proof::COMMIT), number, at) else {
        // It was made from a folder of text.
        return Ok((None, None));
    };
    if !store.has_history() {
        // What a folder cannot tell is taken as the file says it; the hash over all records is compared.
        let commit = Commit {
            seq,
            at,
            author: String::new(),
            message: String::new(),
            parent: None,
            hash,
        };
        return Ok((None, Some(commit)));
    }
    let known = store
        .history()?
        .into_iter()
        .find(|commit| commit.hash == hash);
    let commit = known.ok_or_else(|| Error::OtherHistory {
        path: path.to_owned(),
        hash: one_line(&hash),
    })?;
    let is_present = store.head()?.is_some_and(|head| head.hash == commit.hash);
    let past = if is_present {
        None
    } else {
        Some(store.at_commit(&commit)?)
    };
    Ok((past, Some(commit)))
}

fn say(
    run: &mut Run,
    path: &Path,
    store: &Store,
    commit: Option<&Commit>,
    as_at: Date,
    compared: &Compared,
) -> Result<(), Error> {
    let at = commit.map_or_else(String::new, |commit| format!(" at commit {}", commit.seq));
    let mut text = format!(
        "`{}` is what the register says{at}, as at {}: {} values compared, none differs.\n",
        one_line(&path.display().to_string()),
        day_in_words(as_at),
        compared.n_compared
    );
    match (commit, store.has_history()) {
        (Some(commit), true) => {
            let head = store.head()?.map_or(commit.seq, |head| head.seq);
            let n_changed = store.differences(commit.seq, head)?.len();
            text.push_str(&match n_changed {
                0 => "The register has not changed since.\n".to_owned(),
                1 => "The register has changed since: 1 record. Export again for what it says now.\n".to_owned(),
                _ => format!(
                    "The register has changed since: {n_changed} records. Export again for what it says now.\n"
                ),
            });
        }
        (Some(_), false) => text.push_str(
            "The commit cannot be checked: a folder of text has no history. The hash over all records is the same.\n",
        ),
        (None, _) => text.push_str("It names no commit: it was made from a folder of text.\n"),
    }
    run.ui.data(&text)
}

/// Opens the file, if it is of a size that is read.
fn open(path: &Path) -> Result<File, Error> {
    let refused = |source| Error::FileUnread {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(refused)?;
    let metadata = file.metadata().map_err(refused)?;
    if metadata.is_dir() {
        return Err(refused(std::io::ErrorKind::IsADirectory.into()));
    }
    if metadata.len() > report::LARGEST {
        return Err(Error::NotAnExport {
            path: path.to_owned(),
            why: NotAnExport::TooLarge("the file".to_owned()),
        });
    }
    Ok(file)
}

/// The format of the file, if it can be read back.
fn format_of(path: &Path) -> Result<&'static Format, Error> {
    const READ: [&str; 2] = ["json", "xlsx"];
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending
        .and_then(report::format_of_ending)
        .filter(|format| READ.contains(&format.name))
        .ok_or_else(|| Error::NotAnExport {
            path: path.to_owned(),
            why: NotAnExport::OtherFormat,
        })
}
