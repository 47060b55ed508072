//! `ropa edit`: a record as text in an editor, opened again until it is sound or given up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::error::Error;
use crate::finding::{Finding, Place};
use crate::model::{Presence, Reference, merge, one_line, value_in_words};
use crate::store::{Store, StoreError};
use crate::text;
use crate::ui::text::wrapped;

use super::Run;
use super::assign::quoted;
use super::change::{Draft, HELP, document, named, record};
use super::commit::Signed;

// What can follow `ropa edit`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// Id, name or alias of a record (`kind:` before it settles the kind, as in data:nhs-number), or `settings`
    thing: String,
    /// Begin with the text in FILE, such as one that was kept
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    signed: Signed,
}

/// What begins a line that says what was wrong with the text.
const WRONG: &str = "#!";

/// What begins the line that says from which state of the register the text was written.
const OF_COMMIT: &str = "# of commit ";

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("edit", &args.signed)?;
    let reference = named(&store, &args.thing)?;
    let editor = editor()?;
    let file = tempfile::Builder::new()
        .prefix(&format!("ropa-{}-", reference.id))
        .suffix(".toml")
        .tempfile()
        .and_then(|file| Ok(file.keep()?));
    // From here on the text is kept, whatever stops the program.
    let (_, path) = file.map_err(|error| Error::unwritten(&std::env::temp_dir(), &error))?;
    let done = edited(run, store, args, &reference, &editor, &path);
    if done.is_ok() {
        drop(fs::remove_file(&path));
    } else {
        let [thing, typed] = [reference.to_string(), path.display().to_string()];
        run.ui.say(&format!(
            "the text is kept: `ropa edit {thing} --from {}` goes on with it",
            quoted(&typed)
        ));
    }
    done
}

fn edited(
    run: &mut Run,
    store: Store,
    args: &Args,
    reference: &Reference,
    editor: &[String],
    path: &Path,
) -> Result<(), Error> {
    let (now, head) = store.at_once(|store| -> Result<_, Error> {
        Ok((document(store, reference)?, store.head()?))
    })?;
    let (before, mut text) = match &args.from {
        Some(from) => {
            let text = fs::read_to_string(from).map_err(|error| Error::unread(from, &error))?;
            (begun_from(&store, reference, &text)?.unwrap_or(now), text)
        }
        None => {
            let head = head.map(|head| head.hash).unwrap_or_default();
            let written = text::text_of(reference, &record(reference, now.clone())?);
            let text = format!("{}{written}", introduction(reference, &now, &head));
            (now, text)
        }
    };
    let mut is_untouched = args.from.is_none();
    let changed = loop {
        fs::write(path, &text).map_err(|error| Error::unwritten(path, &error))?;
        open(editor, path)?;
        let now = fs::read_to_string(path).map_err(|error| Error::unread(path, &error))?;
        let is_same = bare(&now) == bare(&text);
        if is_same && is_untouched {
            run.ui
                .say("the text was left as it was, and nothing was changed");
            return Ok(());
        }
        let wrong = match checked(run, &store, reference, &before, &now, path)? {
            Ok(changed) => break changed,
            Err(wrong) => wrong,
        };
        if is_same {
            return Err(Error::that(
                "nothing was changed: the text still has the errors above",
            ));
        }
        let lines = wrong
            .iter()
            .map(|line| format!("{WRONG} {}\n", one_line(line)));
        text = lines.collect::<String>() + bare(&now);
        is_untouched = false;
    };
    let message = format!("edit {reference}");
    run.change(store, &args.signed, &message, |store| {
        joined(store, reference, &before, &changed)
    })
}

/// What a text makes of a record; else what is wrong with it, as lines, which was shown.
fn checked(
    run: &mut Run,
    store: &Store,
    reference: &Reference,
    before: &Value,
    text: &str,
    path: &Path,
) -> Result<Result<Value, Vec<String>>, Error> {
    let on = run.today();
    let reading = super::beside::read(store, |beside| {
        text::read_text(reference, text, path, on, beside)
    })?;
    run.show_findings(&reading.findings);
    if reading.has_errors() {
        return Ok(Err(lines(&reading.findings)));
    }
    let mut records = reading.register.into_records();
    let changed = match (records.next(), records.next()) {
        (Some((found, record)), None) if found == *reference => {
            serde_json::to_value(&record).unwrap_or_default()
        }
        (None, _) => {
            let wrong = format!("nothing is left of it: `ropa remove {reference}` removes it");
            run.ui.say(&wrong);
            return Ok(Err(vec![wrong]));
        }
        _ => {
            let wrong = format!(
                "only `{reference}` is edited here: `ropa rename {reference} --id ID` changes its id, and `ropa add` adds another"
            );
            run.ui.say(&wrong);
            return Ok(Err(vec![wrong]));
        }
    };
    let draft = joined(store, reference, before, &changed)?;
    match store.plan_change(draft.put, &draft.remove) {
        Err(StoreError::Unsound { findings }) => {
            run.show_findings(&findings);
            Ok(Err(lines(&findings)))
        }
        Err(other) => Err(other.into()),
        Ok(_) => Ok(Ok(changed)),
    }
}

/// The record with what was changed in the text, and what somebody else changed of it meanwhile.
fn joined(
    store: &Store,
    reference: &Reference,
    before: &Value,
    changed: &Value,
) -> Result<Draft, Error> {
    let now = document(store, reference)?;
    let merged = merge(Some(before), Some(changed), Some(&now));
    if let Some(clash) = merged.clashes.first() {
        let [mine, theirs] = [&clash.old, &clash.new].map(|value| {
            value
                .as_ref()
                .map_or("not recorded".to_owned(), value_in_words)
        });
        return Err(Error::that(format!(
            "somebody else changed `{}` of `{reference}` in the meantime: you wrote {mine}, and the register says {theirs}",
            one_line(&clash.place)
        ))
        .hinted(format!(
            "write what the register says there, or take out the line `{}` to overwrite it",
            OF_COMMIT.trim()
        )));
    }
    let value = merged.value.unwrap_or_default();
    Ok(Draft::of(reference, record(reference, value)?))
}

/// What a record was when a text was written of it, where the text still says when.
fn begun_from(store: &Store, reference: &Reference, text: &str) -> Result<Option<Value>, Error> {
    let hash = text.lines().find_map(|line| line.strip_prefix(OF_COMMIT));
    let hash = hash.map(|rest| rest.split([' ', ':']).next().unwrap_or_default());
    let Some(Ok(commit)) = hash.map(|hash| store.commit_of_hash(hash)) else {
        return Ok(None);
    };
    let revisions = store.revisions_of(reference)?;
    let then = revisions
        .into_iter()
        .rfind(|revision| revision.commit.seq <= commit.seq);
    let then = then.and_then(|revision| revision.document);
    Ok(then.and_then(|document| serde_json::from_str(&document).ok()))
}

/// What is wrong, a line each, with the line of the text that it is about.
fn lines(findings: &[Finding]) -> Vec<String> {
    let errors = findings.iter().filter(|finding| finding.is_error());
    let line = |finding: &Finding| {
        let at = match &finding.place {
            Some(Place::Text(passage)) => {
                let line = passage.source.lines().nth(passage.line() - 1);
                format!("{}: ", line.unwrap_or_default().trim())
            }
            Some(place) => format!("{place}: "),
            None => String::new(),
        };
        let hint = finding.hint.as_ref();
        let hint = hint.map_or_else(String::new, |hint| format!(" ({hint})"));
        format!("{at}{}{hint}", finding.message)
    };
    errors.map(line).collect()
}

/// A text without the lines at its head that say what was wrong with it.
fn bare(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with(WRONG) {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

/// What stands above the text of a record.
fn introduction(reference: &Reference, document: &Value, head: &str) -> String {
    let fields = reference.kind.fields().iter().copied().flatten();
    let missing = fields
        .filter(|field| field.presence == Presence::Recorded && document.get(field.name).is_none());
    let missing: Vec<&str> = missing.map(|field| field.name).collect();
    let mut words = vec![format!(
        "{reference}: save and close to go on; a text left as it is changes nothing."
    )];
    if !missing.is_empty() {
        words.push(format!(
            "Not recorded (`ropa fields {}` says what each means): {}.",
            reference.kind,
            missing.join(", ")
        ));
    }
    let lines = words.iter().map(|words| wrapped(words, 96, 0));
    let lines: Vec<String> = lines
        .flat_map(|words| {
            let lines = words.lines().map(|line| format!("# {line}\n"));
            lines.collect::<Vec<_>>()
        })
        .collect();
    let of_commit =
        format!("{OF_COMMIT}{head}: with this line, what others change meanwhile is kept\n");
    lines.concat() + &of_commit + "\n"
}

/// The editor that is set, as a command and its arguments.
fn editor() -> Result<Vec<String>, Error> {
    let set = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        let set = std::env::var(name).ok()?;
        (!set.trim().is_empty()).then_some(set)
    });
    let set = set.or_else(|| cfg!(windows).then(|| "notepad".to_owned()));
    set.map(|set| words(&set)).ok_or_else(|| {
        Error::that("no editor is set")
            .hinted("name one, as in `EDITOR=nano ropa edit ...`, or change fields with `ropa set`")
    })
}

/// The words of a command; what stands in double quotes is one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    for character in command.chars() {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

/// Opens the editor, and waits until it is closed.
fn open(editor: &[String], path: &Path) -> Result<(), Error> {
    let [program, arguments @ ..] = editor else {
        return Ok(());
    };
    let ended = Command::new(program).args(arguments).arg(path).status();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::that(format!(
            "the editor `{program}` ended with an error, and nothing was changed"
        ))),
        Err(error) => Err(Error::that(format!(
            "the editor `{program}` could not be started: {}",
            text::in_words(&error)
        ))
        .hinted("name another, as in `EDITOR=nano ropa edit ...`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_a_command_with_its_arguments() {
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(
            words("\"C:\\Program Files\\Editor\\e.exe\"  -n"),
            ["C:\\Program Files\\Editor\\e.exe", "-n"]
        );
    }

    #[test]
    fn what_was_wrong_is_taken_off_again() {
        assert_eq!(bare("#! one\n#! two\n# three\nname\n"), "# three\nname\n");
        assert_eq!(bare("name\n#! one\n"), "name\n#! one\n");
        assert_eq!(bare("#! one"), "");
    }
}
