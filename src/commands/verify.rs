//! `ropa verify`: proof that the history is unbroken and that the register is what it makes, and what is wrong between
//! its records.

use serde_json::json;

use crate::error::Error;
use crate::model::{AsAt, moment_in_words};
use crate::store::Store;
use crate::ui::{self, one_line};

use super::Run;
use super::form::Output;

const FORMATS: &[&str] = &["text", "json"];

// What can follow `ropa verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json")]
pub(super) struct Args {
    /// A hash that was noted before: of the register, or of any commit
    #[arg(long, value_name = "HASH")]
    expect: Option<String>,
    /// Make everything but the history anew, if the history is intact; a copy of the file is kept beside it
    #[arg(long, conflicts_with = "as_of")]
    repair: bool,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.format("verify", FORMATS, &Output::default())?;
    if args.repair {
        let repaired = Store::repair(run.database_path("verify")?)?;
        run.ui.say(&format!(
            "made everything but the history anew; the file as it was is kept as `{}`",
            repaired.copy.display()
        ));
    }
    let mut store = match run.globals.as_of {
        Some(_) => {
            let then = run.open_database("verify")?;
            match then.head()? {
                Some(head) => then.at_commit(&head)?,
                None => then,
            }
        }
        None => Store::open_to_verify(run.database_path("verify")?)?.apart(),
    };
    let verified = store.verify(args.expect.as_deref());
    // What the records say is looked at however the proof came out: it may be why.
    let findings = match &verified {
        Ok(verified) if verified.is_sound => Ok(Vec::new()),
        _ => store.findings(),
    };
    if let Ok(findings) = &findings {
        run.show_findings(findings);
    }
    let (verified, findings) = (verified?, findings?);
    for on in store.kept_days()? {
        let recorded = run.as_at().recorded;
        let progress = run.check_with_own(&mut store, AsAt { on, recorded })?;
        let verified = store.verify_kept(on);
        progress.end();
        verified?;
    }
    let head = verified.head.as_ref();
    let text = if format == "json" {
        let proof = json!({
            "commits": verified.commits,
            "revisions": verified.revisions,
            "records": verified.records,
            "head": head.map(|commit| &commit.hash),
            "register_hash": verified.register_hash,
            "findings": findings,
        });
        ui::json(&proof)
    } else {
        let mut lines = vec![
            "The history is intact and matches the register.".to_owned(),
            format!("commits: {}", verified.commits),
            format!("revisions: {}", verified.revisions),
            format!("records: {}", verified.records),
        ];
        lines.extend(head.map(|commit| {
            format!(
                "head: {} ({}, {})",
                commit.hash,
                moment_in_words(commit.at),
                one_line(&commit.author)
            )
        }));
        lines.push(format!("register: {}", verified.register_hash));
        lines.extend(verified.expected.map(|commit| {
            format!(
                "expected: commit {} of {}",
                commit.seq,
                moment_in_words(commit.at)
            )
        }));
        lines.join("\n") + "\n"
    };
    run.ui.data(&text)
}
