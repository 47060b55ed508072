//! `ropa import notice`: privacy notices, understood, and put into the register.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::import::{Decision, ImportError, Notice, Proposal, READABLE, Settled, Source, propose};
use crate::report::own_notice;
use crate::store::{Plan, Store};

use super::super::Run;
use super::super::commit::{Prepared, Signed};
use super::super::form::Output;
use super::settle::Settle;
use super::{shown, unreadable};

const FORMATS: &[&str] = &["text", "json"];

/// What can follow `ropa import notice`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json

Reads Markdown (.md), saved web pages (.html), Word (.docx), plain text (.txt) and, where pdftotext is installed, PDF. Every value keeps the words it rests
on; a sentence that is not understood is kept as it is. What is recorded already stays: the same notice again changes
nothing.

Examples:
  ropa import notice fostering.docx
  ropa import notice notices/ --apply --message \"Published notices\"")]
pub(super) struct Args {
    /// Files, or folders of files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Put what is new into the register; otherwise nothing is changed
    #[arg(long)]
    apply: bool,
    /// What the activity is called, where the one notice does not say
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    settle: Settle,
    /// Who makes the change [default: the login name]
    #[arg(long, env = "ROPA_AUTHOR", value_name = "NAME")]
    author: Option<String>,
    /// Why the change is made
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// What is put into the register.
struct Imported {
    proposal: Proposal,
    plan: Plan,
}

impl Prepared for Imported {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

fn decisions(imported: &Imported) -> &[Decision] {
    &imported.proposal.decisions
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.format("import notice", FORMATS, &Output::default())?;
    run.refuse_the_past("import notice")?;
    let notices = notices(&args.files)?;
    if args.name.is_some() && notices.len() > 1 {
        return Err(Error::that(
            "`--name` is the name of one activity, and several files are read",
        )
        .hinted("give one file with `--name`, and the others without"));
    }
    let path = run.path_to_change("import notice")?;
    let mut store = if args.apply {
        Store::open_to_write(&path)?
    } else {
        Store::open(&path)?
    };
    let (mut settled, kept) = args.settle.settled(run, &store)?;
    let imported = store.at_once(|store| -> Result<Imported, Error> {
        let again =
            |run: &mut Run, settled: &Settled| prepared(run, store, args, &notices, settled);
        let imported = again(run, &settled)?;
        args.settle
            .ask(run, store, &mut settled, imported, decisions, again)
    })?;
    args.settle.keep(run, decisions(&imported), &kept)?;
    let text = if format == "json" {
        shown::as_json(&imported.proposal, &imported.plan)
    } else {
        shown::as_text(&imported.proposal, &imported.plan, run.ui.width())
    };
    if args.apply {
        args.settle.refuse_open(run, decisions(&imported))?;
    }
    run.ui.data(&text)?;
    if !args.apply || imported.plan.is_empty() {
        return Ok(());
    }
    let signed = Signed::new(args.author.clone());
    let author = signed.author(run)?;
    let message = args.message.clone().unwrap_or_else(|| {
        let names: Vec<String> = notices.iter().map(|(file, _)| file.clone()).collect();
        format!(
            "import {}",
            super::super::open::some(&names).replace('`', "")
        )
    });
    let prepare = |run: &mut Run, store: &Store| prepared(run, store, args, &notices, &settled);
    run.commit(&mut store, imported, prepare, &author, &message)
}

fn prepared(
    run: &mut Run,
    store: &Store,
    args: &Args,
    notices: &[(String, Notice)],
    settled: &Settled,
) -> Result<Imported, Error> {
    let as_at = run.as_at();
    let own = |id: &str| Ok(own_notice(store, id, as_at)?);
    let name = args.name.as_deref();
    let proposal = propose(store, notices, name, settled, &own).map_err(unreadable)?;
    let none = std::collections::BTreeSet::new();
    match store.plan_change(proposal.records.iter().cloned(), &none) {
        Ok(plan) => Ok(Imported { proposal, plan }),
        Err(crate::store::StoreError::Unsound { findings }) => {
            run.show_findings(&findings);
            Err(Error::that("nothing was imported: the register would have the errors above")
                .hinted("change the notice or the register where they meet, or import the files one by one"))
        }
        Err(other) => Err(other.into()),
    }
}

/// The notices in files and folders, understood, each with its file.
///
/// # Errors
/// One cannot be read.
pub(in crate::commands) fn notices(paths: &[PathBuf]) -> Result<Vec<(String, Notice)>, Error> {
    let read = |file: PathBuf| {
        let source = Source::read(&file).map_err(unreadable)?;
        Ok((shown_name(&file), Notice::of(&source)))
    };
    files(paths)?.into_iter().map(read).collect()
}

/// The files that are named, and those in folders that are, in order.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            fs::metadata(path).map_err(|source| {
                unreadable(ImportError::Unreadable {
                    path: path.clone(),
                    source,
                })
            })?;
            found.push(path.clone());
            continue;
        }
        let unreadable_folder = |source| {
            unreadable(ImportError::Unreadable {
                path: path.clone(),
                source,
            })
        };
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(unreadable_folder)? {
            let file = entry.map_err(unreadable_folder)?.path();
            let ending = file
                .extension()
                .map(|ending| ending.to_string_lossy().to_lowercase());
            let is_read = READABLE.iter().any(|format| {
                ending
                    .as_deref()
                    .is_some_and(|it| format.endings.contains(&it))
            });
            if is_read && file.is_file() {
                inside.push(file);
            }
        }
        if inside.is_empty() {
            return Err(Error::that(format!("`{}` holds no file that is read", path.display())).hinted(
                "save the notices in it as Markdown (.md), web pages (.html), Word (.docx), PDF or text (.txt)",
            ));
        }
        inside.sort();
        found.extend(inside);
    }
    Ok(found)
}

/// A file as evidence and answers name it: without the folders above it, which differ between computers.
pub(super) fn shown_name(file: &Path) -> String {
    file.file_name().map_or_else(
        || file.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
