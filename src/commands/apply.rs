//! `ropa apply`: a folder of text into the database, or what would change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::error::Error;
use crate::store::{Change, Plan, Store};
use crate::text;
use crate::ui::answer::{hung, wrapped};
use crate::ui::{self, one_line};

use super::Run;
use super::open::changed_since;

const FORMATS: &[&str] = &["text", "json"];

/// What can follow `ropa apply`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json")]
pub(super) struct Args {
    /// Folder of text to put into the database
    folder: PathBuf,
    /// Show what would change, field by field, and change nothing
    #[arg(long)]
    plan: bool,
    /// Remove the records that the folder does not hold; otherwise they are left alone
    #[arg(long)]
    prune: bool,
    /// Overwrite what changed in the register since the folder was dumped
    #[arg(long)]
    force: bool,
    /// Who makes the change [default: the login name]
    #[arg(long, env = "ROPA_AUTHOR", value_name = "NAME")]
    author: Option<String>,
    /// Why the change is made
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

pub(super) fn run(run: &mut Run, args: Args) -> Result<(), Error> {
    let format = run.format("apply", FORMATS)?;
    run.refuse_the_past("apply")?;
    let path = run.database_path("apply")?;
    let mut store = if args.plan {
        Store::open(&path)?
    } else {
        Store::open_to_write(&path)?
    };
    let reading = run.read_folder_with_records(&args.folder)?;
    let plan = store.plan(reading.register.into_records(), args.prune)?;
    let base = text::read_base(&args.folder)?;
    if !args.force
        && let Some(base) = &base
    {
        refuse_what_changed_since(&store, &args.folder, base, &plan)?;
    }
    let text = if format == "json" {
        as_json(&plan)
    } else {
        as_text(&plan, run.ui.width())
    };
    let shown = run.ui.data(&text);
    if args.plan || plan.is_empty() {
        return shown;
    }
    // Whoever looks at the first lines only, as with `| head`, still wants the change made.
    match shown {
        Err(error) if !error.is_closed_pipe() => return Err(error),
        _ => {}
    }
    let author = args
        .author
        .or_else(|| run.login.clone())
        .unwrap_or_else(|| "unknown".to_owned());
    let message = args
        .message
        .unwrap_or_else(|| format!("apply {}", args.folder.display()));
    if let Some(commit) = store.commit(&plan, &author, &message, run.now)? {
        if base.is_some() {
            text::write_base(&args.folder, &commit.hash)?;
        }
        run.ui.say(&format!(
            "committed as {} by {}: {}",
            commit.hash, commit.author, commit.message
        ));
    }
    Ok(())
}

/// Refuses records that changed in the register since the folder was dumped.
fn refuse_what_changed_since(
    store: &Store,
    folder: &Path,
    base: &str,
    plan: &Plan,
) -> Result<(), Error> {
    let since = changed_since(store, folder, base)?;
    let both: Vec<String> = plan
        .changes()
        .iter()
        .filter(|change| since.contains_key(&change.reference))
        .map(|change| change.reference.to_string())
        .collect();
    if both.is_empty() {
        Ok(())
    } else {
        Err(Error::ChangedSince(both))
    }
}

/// What became of one record.
fn verb(change: &Change) -> &'static str {
    match (change.old.as_deref(), change.new_document()) {
        (None, _) => "add",
        (Some(_), None) => "remove",
        (Some(_), Some(_)) => "change",
    }
}

/// One field that differs.
struct Difference {
    place: String,
    old: Option<Value>,
    new: Option<Value>,
}

fn differences(change: &Change) -> Vec<Difference> {
    let tree =
        |document: Option<&str>| document.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let mut found = Vec::new();
    compare(
        "",
        tree(change.old.as_deref()).as_ref(),
        tree(change.new_document()).as_ref(),
        &mut found,
    );
    found
}

/// Compares two values place by place. Lists of texts are compared whole: their order matters.
fn compare(place: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Difference>) {
    let within = |key: &str| {
        if place.is_empty() {
            key.to_owned()
        } else {
            format!("{place}.{key}")
        }
    };
    let numbered = |position: usize| format!("{place}[{}]", position + 1);
    match (old, new) {
        (old, new) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                compare(&within(key), old.get(key), new.get(key), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if is_tables(old) && is_tables(new) => {
            for position in 0..old.len().max(new.len()) {
                compare(
                    &numbered(position),
                    old.get(position),
                    new.get(position),
                    found,
                );
            }
        }
        (None, Some(Value::Object(new))) => {
            for (key, value) in new {
                compare(&within(key), None, Some(value), found);
            }
        }
        (None, Some(Value::Array(new))) if is_tables(new) => {
            for (position, value) in new.iter().enumerate() {
                compare(&numbered(position), None, Some(value), found);
            }
        }
        (Some(Value::Array(old)), None) if is_tables(old) => {
            for (position, value) in old.iter().enumerate() {
                compare(&numbered(position), Some(value), None, found);
            }
        }
        (old, new) => {
            found.push(Difference {
                place: place.to_owned(),
                old: old.cloned(),
                new: new.cloned(),
            });
        }
    }
}

/// Whether a list is one of tables, which have places of their own.
fn is_tables(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(Value::is_object)
}

fn as_text(plan: &Plan, width: usize) -> String {
    if plan.is_empty() && plan.left_alone.is_empty() {
        return "no changes\n".to_owned();
    }
    let mut lines = Vec::new();
    for change in plan.changes() {
        lines.push(format!("{} {}", verb(change), change.reference));
        if change.new_document().is_none() {
            continue;
        }
        for difference in differences(change) {
            let line = match (&difference.old, &difference.new) {
                (None, Some(new)) => format!("+ {} = {}", difference.place, said(new)),
                (Some(old), None) => format!(
                    "- {} = {} (no longer recorded)",
                    difference.place,
                    said(old)
                ),
                (old, new) => {
                    let [old, new] =
                        [old, new].map(|value| value.as_ref().map_or_else(String::new, said));
                    format!("~ {}: {old} -> {new}", difference.place)
                }
            };
            lines.push(hung(&line, width, 2));
        }
    }
    if plan.is_empty() {
        lines.push("no changes".to_owned());
    }
    if !plan.left_alone.is_empty() {
        let names: Vec<String> = plan.left_alone.iter().map(ToString::to_string).collect();
        let n = names.len();
        let are = if n == 1 { "record is" } else { "records are" };
        lines.push(wrapped(
            &format!("{n} {are} in the register and not in the folder, and left alone (`--prune` removes them): {}", names.join(", ")),
            width,
            0,
        ));
    }
    let count = |word: &str| {
        plan.changes()
            .iter()
            .filter(|change| verb(change) == word)
            .count()
    };
    if !plan.is_empty() {
        lines.push(format!(
            "{} to add, {} to change, {} to remove; {} unchanged",
            count("add"),
            count("change"),
            count("remove"),
            plan.unchanged
        ));
    }
    lines.join("\n") + "\n"
}

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{}`", one_line(text)),
        Value::Array(items) if !items.is_empty() => {
            items.iter().map(said).collect::<Vec<_>>().join(", ")
        }
        other => one_line(&other.to_string()),
    }
}

fn as_json(plan: &Plan) -> String {
    let changes: Vec<Value> = plan
        .changes()
        .iter()
        .map(|change| {
            let fields: Vec<Value> = differences(change)
                .into_iter()
                .map(|difference| json!({ "field": difference.place, "old": difference.old, "new": difference.new }))
                .collect();
            json!({ "kind": change.reference.kind, "id": change.reference.id, "change": verb(change), "fields": fields })
        })
        .collect();
    ui::json(
        &json!({ "changes": changes, "left_alone": plan.left_alone, "unchanged": plan.unchanged }),
    )
}
