//! `ropa apply`: a folder of text into the database, or what would change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::error::Error;
use crate::store::{Change, Plan, Store, StoreError};
use crate::text;
use crate::ui::text::{hung, wrapped};
use crate::ui::{self, one_line};

use super::Run;
use super::form::Output;
use super::open::{changed_since, some};

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
    let format = run.format("apply", FORMATS, &Output::default())?;
    run.refuse_the_past("apply")?;
    let path = run.database_path("apply")?;
    let author = author(args.author, run.login.clone());
    let mut store = if args.plan {
        Store::open(&path)?
    } else {
        Store::open_to_write(&path)?
    };
    let reading = run.read_folder_with_records(&args.folder)?;
    let plan = match store.plan(reading.register.into_records(), args.prune) {
        // The folder is sound by itself; with what the register holds beside it, it would not be.
        Err(StoreError::Unsound { findings }) => return run.refuse_errors(&findings),
        planned => planned?,
    };
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
    if args.plan || plan.is_empty() {
        return run.ui.data(&text);
    }
    let author = author?;
    let shown = run.ui.data(&text);
    // Whoever looks at the first lines only, as with `| head`, still wants the change made.
    match shown {
        Err(error) if !error.is_closed_pipe() => return Err(error),
        _ => {}
    }
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

/// Who makes a change: as given, else whoever is logged in.
fn author(given: Option<String>, login: Option<String>) -> Result<String, Error> {
    given
        .or(login)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            Error::that("nobody is named who makes this change, and nothing was changed")
                .hinted("add `--author \"Your name\"`, or set `ROPA_AUTHOR`")
        })
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
        let both = some(&both);
        Err(Error::that(format!("since this folder was dumped the register itself changed: {both}"))
            .hinted("dump the register into a new folder and repeat the changes there, or give `--force` to overwrite it"))
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
    let (old, new) = (tree(change.old.as_deref()), tree(change.new_document()));
    compare("", old.as_ref(), new.as_ref(), &mut found);
    if found.is_empty() {
        // Every table is there as it was: only their order, and with it the numbers of flows, differs.
        let place = "the order of a list".to_owned();
        found.push(Difference {
            place,
            old: None,
            new: None,
        });
    }
    found
}

/// Compares two values place by place. Lists of texts are compared whole: their order matters.
/// Tables of a list are compared with the one that says the same thing about itself.
fn compare(place: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Difference>) {
    let within = |key: &str| {
        if place.is_empty() {
            key.to_owned()
        } else {
            format!("{place}.{key}")
        }
    };
    let is_tables = |value: Option<&Value>| {
        value.is_none_or(|value| {
            value
                .as_array()
                .is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
        })
    };
    match (old, new) {
        (old, new) if old == new => {}
        (old, Some(Value::Object(table))) if old.is_none_or(Value::is_object) => {
            let before = old.and_then(Value::as_object);
            let keys: BTreeSet<&String> = before
                .into_iter()
                .flat_map(|table| table.keys())
                .chain(table.keys())
                .collect();
            for key in keys {
                compare(
                    &within(key),
                    before.and_then(|table| table.get(key)),
                    table.get(key),
                    found,
                );
            }
        }
        (old, new) if is_tables(old) && is_tables(new) => {
            let [old, new] = [old, new].map(labelled);
            let labels: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for label in labels {
                compare(
                    &format!("{place}[{label}]"),
                    old.get(label).copied(),
                    new.get(label).copied(),
                    found,
                );
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

/// The tables of a list by what they say they are: their id, their ends, their words; those that
/// say the same are numbered.
fn labelled(list: Option<&Value>) -> BTreeMap<String, &Value> {
    const TELLING: &[&str] = &[
        "id", "from", "to", "in", "party", "about", "right", "text", "what",
    ];
    let mut tables = BTreeMap::new();
    for table in list.and_then(Value::as_array).into_iter().flatten() {
        let said: Vec<&str> = TELLING
            .iter()
            .filter_map(|key| table.get(key)?.as_str())
            .collect();
        let label = if table.get("id").is_some() {
            said[..1].join(" ")
        } else {
            said.join(" ")
        };
        let label = one_line(&label);
        let mut n = 1;
        let mut unique = if label.is_empty() {
            "1".to_owned()
        } else {
            label.clone()
        };
        while tables.contains_key(&unique) {
            n += 1;
            unique = if label.is_empty() {
                n.to_string()
            } else {
                format!("{label} {n}")
            };
        }
        tables.insert(unique, table);
    }
    tables
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
                (None, None) => format!("~ {}", difference.place),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nobody_makes_no_change() {
        let named = |given: Option<&str>, login: Option<&str>| {
            author(given.map(str::to_owned), login.map(str::to_owned)).ok()
        };
        assert_eq!(
            named(Some(" A. Officer "), Some("ao")).as_deref(),
            Some("A. Officer")
        );
        assert_eq!(named(None, Some("ao")).as_deref(), Some("ao"));
        assert_eq!(named(None, None), None);
        assert_eq!(named(Some(" "), Some("ao")), None);
    }

    fn places(old: &Value, new: &Value) -> Vec<String> {
        let mut found = Vec::new();
        compare("", Some(old), Some(new), &mut found);
        found
            .into_iter()
            .map(|difference| difference.place)
            .collect()
    }

    #[test]
    fn tables_are_compared_with_the_one_they_are() {
        let old = json!({ "recipient": [{ "to": "a", "when": "x" }, { "to": "b" }] });
        let new =
            json!({ "recipient": [{ "to": "c" }, { "to": "b" }, { "to": "a", "when": "y" }] });
        assert_eq!(places(&old, &new), ["recipient[a].when", "recipient[c].to"]);
    }

    #[test]
    fn equal_labels_are_numbered_and_nothing_is_lost() {
        let old = json!({ "retention": [{ "period": "P1Y" }, { "period": "P2Y" }] });
        let new = json!({ "retention": [{ "period": "P1Y" }] });
        assert_eq!(places(&old, &new), ["retention[2]"]);
    }

    #[test]
    fn none_becoming_a_list_is_a_change() {
        let old = json!({ "recipient": "none" });
        let new = json!({ "recipient": [{ "to": "a" }] });
        assert_eq!(places(&old, &new), ["recipient"]);
    }
}
