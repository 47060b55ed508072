//! `ropa export verify`: whether an exported file is still what the register says.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::commands::Run;
use crate::commands::form::Output;
use crate::commands::whole::{FILES, hash_of, proof_of};
use crate::error::Error;
use crate::model::{AsAt, Date, one_line};
use crate::report::{
    self, Asked, Compared, Format, NotAnExport, Proof, ReadBack, ReportError, Stated,
};
use crate::store::{Commit, Store};
use crate::ui;

// What can follow `ropa export verify`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: text\n\nThe file is compared with the state of the register that its proof names, cell by cell. Exit code 0: it matches; 2: it does not, or cannot be compared."
)]
pub(super) struct Args {
    /// Workbook (.xlsx), JSON or CSV that `ropa export article30` wrote; or the proof (.proof.json) of several files
    file: PathBuf,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    run.format("export verify", &["text"], &Output::default())?;
    if run.globals.as_of.is_some() || run.globals.on.is_some() {
        return Err(Error::that(
            "the file names the day as at which it speaks, and the command line names another",
        )
        .hinted("leave out `--as-of` and `--on`"));
    }
    let named = &args.file;
    let of_set = set_of(named)?;
    let path = of_set.as_ref().map_or(named, |set| &set.path);
    let no_export = |why| no_export(path, &why);
    let (format, read_back) = match (&of_set, format_of(path)) {
        (Some(set), Err(_)) => return say_whole(run, set),
        (_, known) => known?,
    };
    let mut file = open(path)?;
    let stated = match &of_set {
        Some(set) => set.stated.clone(),
        None => read_back.stated(&mut file).map_err(no_export)?,
    };
    let unproved = || no_export(NotAnExport::Unproved);
    if !stated.is_proof() {
        return Err(unproved());
    }
    let day = |label: &str| -> Option<Date> { stated.fact(label)?.parse().ok() };
    let on = day(Proof::AS_AT).ok_or_else(unproved)?;
    let asked = Asked::read(|label| stated.fact(label), on).ok_or_else(unproved)?;
    let recorded = day(Proof::RECORDED).unwrap_or(on);
    let as_at = AsAt { on, recorded };
    let store = run.open()?.apart();
    let (past, commit) = state(&store, &stated, path)?;
    let then = past.as_ref().unwrap_or(&store);
    let made = then.register_hash()?;
    let claimed = stated.fact(Proof::REGISTER_HASH).unwrap_or_default();
    let temporary = |error| no_export(NotAnExport::Temporary(error));
    let mut again = tempfile::tempfile().map_err(temporary)?;
    let compared = then.at_once(|then| {
        let mut export =
            report::article30(then, &asked, as_at, commit.clone(), format.name, &|| ())?;
        let mut out = std::io::BufWriter::new(&again);
        let written = (format.write)(&mut export.document, &mut out);
        let written = written.and_then(|()| Ok(std::io::Write::flush(&mut out)?));
        written.map_err(|error| match error {
            ReportError::Write(error) => temporary(error),
            error => error.into(),
        })?;
        drop(out);
        let compared = read_back
            .compare(&mut file, &mut again)
            .map_err(no_export)?;
        match &of_set {
            Some(set) => set.proof_too(compared, export.proof.json()),
            None => Ok(compared),
        }
    })?;
    if claimed != made || !compared.differences.is_empty() {
        return Err(differs(path, claimed != made, &compared.differences));
    }
    say(run, path, &store, commit.as_ref(), as_at, &compared)
}

/// Files that were written with a proof beside them.
struct OfSet {
    /// The proof.
    proof: PathBuf,
    /// The first of the files.
    path: PathBuf,
    /// What the proof states.
    stated: Stated,
}

/// The set that a proof, or the CSV beside one, belongs to; each of its files is the one that the proof names.
fn set_of(named: &Path) -> Result<Option<OfSet>, Error> {
    let name = named.to_string_lossy().to_lowercase();
    let proof = if name.ends_with(".proof.json") {
        named.to_owned()
    } else if name.ends_with(".csv") && proof_of(named).exists() {
        proof_of(named)
    } else {
        return Ok(None);
    };
    let no_export = |why| no_export(&proof, &why);
    let stated = ReadBack::Json
        .stated(&mut open(&proof)?)
        .map_err(no_export)?;
    let beside = |name: &str| {
        let is_plain = Path::new(name)
            .file_name()
            .is_some_and(|plain| plain == name);
        is_plain.then(|| proof.with_file_name(name))
    };
    let others = stated.files.iter().filter(|(name, hash)| {
        let found = beside(name).filter(|path| path.is_file());
        found.and_then(|path| hash_of(&path).ok()).as_ref() != Some(hash)
    });
    let mut others: Vec<String> = others.map(|(name, _)| one_line(name)).collect();
    let file = stated.files.iter().find_map(|(name, _)| beside(name));
    if name.ends_with(".csv") && file.as_deref() != Some(named) {
        others.push(one_line(&named.display().to_string()));
    }
    let path = file.ok_or_else(|| no_export(NotAnExport::Unproved))?;
    if !others.is_empty() {
        return Err(Error::that(format!(
            "`{}` is the proof of other files than those beside it: `{}`",
            proof.display(),
            others.join("`, `")
        ))
        .hinted("a file was changed, or writing them was cut short: write them again"));
    }
    Ok(Some(OfSet {
        proof,
        path,
        stated,
    }))
}

impl OfSet {
    /// Compares the proof too with the same made again.
    fn proof_too(&self, compared: Compared, mut proof: Value) -> Result<Compared, Error> {
        let no_export = |why| no_export(&self.proof, &why);
        let mut again =
            tempfile::tempfile().map_err(|error| no_export(NotAnExport::Temporary(error)))?;
        // The files were compared by their hashes.
        let files = self.stated.files.iter();
        proof[FILES] = files
            .map(|(name, hash)| json!({ "file": name, "sha256": hash }))
            .collect();
        again
            .write_all(ui::json(&proof).as_bytes())
            .map_err(|error| no_export(NotAnExport::Temporary(error)))?;
        let of_proof = ReadBack::Json.compare(&mut open(&self.proof)?, &mut again);
        let of_proof = of_proof.map_err(no_export)?;
        Ok(Compared {
            n_compared: compared.n_compared,
            differences: [compared.differences, of_proof.differences].concat(),
        })
    }
}

/// Says that all files of a set are there, of which none is read back.
fn say_whole(run: &mut Run, set: &OfSet) -> Result<(), Error> {
    let n = set.stated.files.len();
    let name = one_line(&set.proof.display().to_string());
    run.ui.data(&format!(
        "The {n} files that `{name}` names are there, as they were written together. What is drawn in them is not \
         compared with the register.\n"
    ))
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
    let commit = known.ok_or_else(|| {
        let (path, hash) = (path.display(), one_line(&hash));
        Error::that(format!(
            "`{path}` was made from a commit that this register does not have: {hash}"
        ))
        .hinted("name the register it was made from with `-r`; or its history was rewritten")
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
    as_at: AsAt,
    compared: &Compared,
) -> Result<(), Error> {
    let at = commit.map_or_else(String::new, |commit| format!(" at commit {}", commit.seq));
    let mut text = format!(
        "`{}` is what the register says{at}, as at {}: {} values compared, none differs.\n",
        one_line(&path.display().to_string()),
        as_at.in_words(),
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
    let refused = |source: std::io::Error| Error::unread(path, &source);
    // To open a pipe would wait for somebody who writes.
    let metadata = std::fs::metadata(path).map_err(refused)?;
    if metadata.is_dir() {
        return Err(refused(std::io::ErrorKind::IsADirectory.into()));
    }
    if !metadata.is_file() {
        return Err(refused(std::io::Error::other("it is not a file")));
    }
    if metadata.len() > report::LARGEST {
        return Err(no_export(
            path,
            &NotAnExport::TooLarge("the file".to_owned()),
        ));
    }
    File::open(path).map_err(refused)
}

/// The format of the file, if it can be read back.
fn format_of(path: &Path) -> Result<(&'static Format, ReadBack), Error> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending
        .and_then(report::format_of_ending)
        .and_then(|format| Some((format, ReadBack::of(format.name)?)))
        .ok_or_else(|| no_export(path, &NotAnExport::OtherFormat))
}

fn no_export(path: &Path, why: &NotAnExport) -> Error {
    Error::that(format!(
        "`{}` cannot be compared with the register: {why}",
        path.display()
    ))
    .hinted(match why {
        NotAnExport::Temporary(_) => "make room there, or set TMPDIR to another folder",
        _ => "name a workbook, JSON or CSV with its proof that `ropa export article30` wrote",
    })
}

/// A file is not what the register says; the first differences, and whether its records are others.
fn differs(path: &Path, is_other_state: bool, differences: &[String]) -> Error {
    let (other, hint) = if is_other_state {
        (
            ": it was made from records that are not these",
            "the register has changed, or it is another one: name the right one with `-r`, or export again",
        )
    } else {
        (
            "",
            "the file was changed after it was written, or by another version of this program: export again",
        )
    };
    let lines: String = differences
        .iter()
        .map(|line| format!("\n  {line}"))
        .collect();
    Error::that(format!(
        "`{}` is not what the register says{other}{lines}",
        path.display()
    ))
    .hinted(hint)
}
