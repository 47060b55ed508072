//! What lies in the folder of a register and is not read: nothing of it is passed over in silence.
//!
//! What looks like a part of the register is an error, since a record would be missing. Anything else
//! is a warning, but for what people and programs put into any folder: read-me files, hidden files,
//! the locks of word processors.

use std::path::Path;

use crate::finding::Finding;
use crate::model::{Kind, check_slug, nearest, slug_of};

use super::folder::{ACTIVITIES, Entry, entries, file_of, whole};

/// How deep a folder that is not read is looked into for files of a register.
const DEPTH: usize = 8;

/// Says that something at the top of the folder is not read.
pub(super) fn at_the_top(entry: &Entry, folder: &Path, findings: &mut Vec<Finding>) {
    let name = entry.name.as_str();
    if is_of_no_register(name) || hidden(entry, findings) {
        return;
    }
    if entry.is_folder {
        if nearest(name, [ACTIVITIES], 0.85).is_some() {
            let finding = error(format!("the folder `{name}` is not read"));
            findings.push(
                finding
                    .hint(rename(folder, ACTIVITIES))
                    .at(whole(&entry.path)),
            );
        } else {
            inside(entry, folder, findings);
        }
        return;
    }
    if name == ACTIVITIES {
        // Passed over, it would read as a register without activities.
        let finding = error(format!(
            "`{name}` is a file, and should be the folder of activities"
        ));
        let hint = "make a folder of it, with a file for each activity";
        findings.push(finding.hint(hint).at(whole(&entry.path)));
        return;
    }
    let (stem, ending) = parts(name);
    let stems = || {
        let files = Kind::ALL.into_iter().filter_map(file_of);
        files.filter_map(|file| file.strip_suffix(".toml"))
    };
    let lower = stem.to_lowercase();
    let exact = stems().find(|known| *known == lower);
    let near = exact.or_else(|| nearest(&lower, stems(), 0.75));
    let finding = error(format!("the file `{name}` is not read"));
    let finding = match (near, ending) {
        (Some(near), Ending::Toml) => finding.hint(rename(folder, &format!("{near}.toml"))),
        (None, Ending::Toml) => finding.hint(move_to(folder, &stem)),
        (near, Ending::Like(exactly)) => match near {
            Some(near) => finding.hint(rename(folder, &format!("{near}.toml"))),
            None if exactly => finding.hint(move_to(folder, &stem)),
            None => return findings.push(unread(entry)),
        },
        (Some(near), Ending::Other) if exact.is_some() => {
            finding.hint(rename(folder, &format!("{near}.toml")))
        }
        (_, Ending::Other) => return findings.push(unread(entry)),
    };
    findings.push(finding.at(whole(&entry.path)));
}

/// Says that something in the folder of activities is not read.
pub(super) fn among_activities(entry: &Entry, folder: &Path, findings: &mut Vec<Finding>) {
    let name = entry.name.as_str();
    if is_of_no_register(name) || hidden(entry, findings) {
        return;
    }
    if entry.is_folder {
        return inside(entry, folder.parent().unwrap_or(folder), findings);
    }
    let (stem, ending) = parts(name);
    if matches!(ending, Ending::Other) {
        return findings.push(unread(entry));
    }
    let finding = error(format!("the file `{name}` is not read"));
    let meant = slug_of(&stem);
    let hint = if check_slug(&meant).is_ok() {
        let otherwise = ", or move it out of the register if it is not an activity";
        let hint = rename(folder, &format!("{meant}.toml"));
        let is_toml = matches!(ending, Ending::Toml);
        format!("{hint}{}", if is_toml { "" } else { otherwise })
    } else {
        "call it by an id, such as `a-short-name.toml`".to_owned()
    };
    findings.push(finding.hint(hint).at(whole(&entry.path)));
}

/// Says that something hidden is not read, where it looks like a part of a register; whether it is hidden.
fn hidden(entry: &Entry, findings: &mut Vec<Finding>) -> bool {
    let is_hidden = entry.name.starts_with('.');
    let mut held = Vec::new();
    if is_hidden && entry.is_folder && entry.name != ".git" && !entry.is_link {
        look(entry, &entry.path, DEPTH, &mut held);
    }
    let is_toml = entry.name.to_lowercase().ends_with(".toml");
    if is_hidden && (is_toml || !held.is_empty()) {
        findings.push(unread(entry));
    }
    is_hidden
}

/// Says which files of a register lie in a folder that is not read.
fn inside(entry: &Entry, folder: &Path, findings: &mut Vec<Finding>) {
    if matches!(parts(&entry.name).1, Ending::Toml) {
        let finding = error(format!("the folder `{}` is not read", entry.name));
        let hint = "it is called like a file: make a file of it, or move it out of the register";
        return findings.push(finding.hint(hint).at(whole(&entry.path)));
    }
    let before = findings.len();
    if !leads_back(entry) {
        look(entry, folder, DEPTH, findings);
    }
    if findings.len() == before {
        findings.push(unread(entry));
    }
}

/// Whether a link leads to a folder in which it lies itself, whose files are read without it.
fn leads_back(entry: &Entry) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    let here = entry.path.parent().and_then(real);
    entry.is_link
        && here.is_some_and(|here| real(&entry.path).is_some_and(|target| here.starts_with(target)))
}

fn look(entry: &Entry, folder: &Path, depth: usize, findings: &mut Vec<Finding>) {
    // A link may lead anywhere, also back; what cannot be looked into is not read either.
    let held = entries(&entry.path)
        .ok()
        .filter(|_| !entry.is_link && depth > 0);
    let Some(held) = held else {
        let finding = error(format!("the folder `{}` is not read", entry.name));
        let hint = "put its activities into the folder of activities itself, or move it out of the register";
        return findings.push(finding.hint(hint).at(whole(&entry.path)));
    };
    for inner in held {
        if inner.name == ".git" {
            continue;
        }
        if inner.is_folder {
            look(&inner, folder, depth - 1, findings);
            continue;
        }
        let (stem, ending) = parts(inner.name.trim_start_matches('.'));
        if matches!(ending, Ending::Other | Ending::Like(false)) || is_of_no_register(&inner.name) {
            continue;
        }
        let finding = error(format!(
            "`{}` is not read: it lies in a folder of its own",
            inner.name
        ));
        let catalogue = format!("{}.toml", stem.to_lowercase());
        let kinds = Kind::ALL.into_iter().filter_map(file_of);
        let hint = match kinds.into_iter().find(|file| *file == catalogue) {
            Some(file) => format!("put what it says into `{file}`, or move it out of the register"),
            None => move_to(folder, &stem),
        };
        findings.push(finding.hint(hint).at(whole(&inner.path)));
    }
}

/// What the ending of a file promises.
#[derive(Clone, Copy)]
enum Ending {
    /// TOML, in any case.
    Toml,
    /// TOML with something behind it, as editors and mail programs put it, or misspelt: exactly or nearly.
    Like(bool),
    /// Something else, or nothing.
    Other,
}

/// The name of a file without what comes after its first dot that ends it, and what that is.
fn parts(name: &str) -> (String, Ending) {
    let lower = name.to_lowercase();
    if let Some(stem) = lower.strip_suffix(".toml") {
        return (name[..stem.len().min(name.len())].to_owned(), Ending::Toml);
    }
    if let Some((stem, _)) = lower.split_once(".toml") {
        return (stem.to_owned(), Ending::Like(true));
    }
    match lower.rsplit_once('.') {
        Some((stem, "tml" | "tom" | "tmol" | "tolm" | "yaml" | "yml" | "txt")) => {
            (stem.to_owned(), Ending::Like(false))
        }
        Some((stem, _)) => (stem.to_owned(), Ending::Other),
        None => (lower, Ending::Other),
    }
}

/// Whether a file is one of those that lie in any folder: hidden, locks, notes for readers.
fn is_of_no_register(name: &str) -> bool {
    const SYSTEM: [&str; 3] = ["thumbs.db", "desktop.ini", "icon\r"];
    let lower = name.to_lowercase();
    let (stem, ending) = lower.split_once('.').unwrap_or((&lower, ""));
    let is_toml = ending.contains("toml");
    name.starts_with("~$")
        || name.starts_with(".#")
        || SYSTEM.contains(&lower.as_str())
        || (!is_toml
            && (ending == "md" || ["readme", "license", "licence", "changelog"].contains(&stem)))
}

/// What to do with a file that should have another name.
fn rename(folder: &Path, name: &str) -> String {
    if folder.join(name).exists() {
        format!(
            "put what it says into `{name}`, which is there too, or move it out of the register"
        )
    } else {
        format!("rename it to `{name}`")
    }
}

/// What to do with a file that should lie among the activities.
fn move_to(folder: &Path, stem: &str) -> String {
    let id = slug_of(stem);
    if check_slug(&id).is_err() {
        return format!("an activity is a file in the folder `{ACTIVITIES}`, called by its id");
    }
    let path = format!("{ACTIVITIES}/{id}.toml");
    if folder.join(ACTIVITIES).join(format!("{id}.toml")).exists() {
        format!(
            "`{path}` is there too: move this one there under another id, or out of the register"
        )
    } else {
        format!("move it to `{path}`")
    }
}

fn error(message: String) -> Finding {
    Finding::error("TEXT-unknown-file", message)
}

/// Something that is not read and does not look like a part of a register.
fn unread(entry: &Entry) -> Finding {
    let what = if entry.is_folder { "folder" } else { "file" };
    let message = format!("the {what} `{}` is not read", entry.name);
    Finding::warning("TEXT-unread", message)
        .hint("a register is read from files that end in `.toml`; move others out of its folder")
        .at(whole(&entry.path))
}
