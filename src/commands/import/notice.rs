//! `ropa import notice`: privacy notices, understood, and put into the register.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::import::{Decision, ImportError, Notice, Proposal, READABLE, Settled, Source, propose};
use crate::report::own_notice;
use crate::store::{Plan, Store};

use super::super::Run;
use super::super::commit::Prepared;
use super::super::named::Names;
use super::into::{Into, Proposed};
use super::{shown, unreadable};

// What can follow `ropa import notice`.
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
    /// What the activity is called, where the one notice does not say
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    into: Into,
}

/// What is put into the register.
struct Imported {
    proposal: Proposal,
    plan: Plan,
}

impl Proposed for Imported {
    fn decisions(&self) -> &[Decision] {
        &self.proposal.decisions
    }

    fn write(
        &self,
        format: &str,
        width: usize,
        _names: &Names<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let text = match format {
            "json" => shown::as_json(&self.proposal, &self.plan),
            _ => shown::as_text(&self.proposal, &self.plan, width),
        };
        out.write_all(text.as_bytes()).map_err(Error::Output)
    }

    fn message(&self) -> String {
        let notices = self.proposal.notices.iter();
        let names: Vec<String> = notices.map(|notice| notice.file.clone()).collect();
        format!("import {}", super::super::open::some(&names))
    }
}

impl Prepared for Imported {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = Into::format(run, "import notice")?;
    let notices = notices(&args.files)?;
    if args.name.is_some() && notices.len() > 1 {
        return Err(Error::that(
            "`--name` is the name of one activity, and several files are read",
        )
        .hinted("give one file with `--name`, and the others without"));
    }
    let prepare = |run: &mut Run, store: &Store, settled: &Settled| {
        prepared(run, store, args, &notices, settled)
    };
    args.into.run(run, ("import notice", format), prepare)
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
