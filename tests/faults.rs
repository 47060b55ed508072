//! Every file operation behind a commit fails in its turn, or is the last before a kill or a power cut: the register is
//! then the one before or the one after, whole, and goes on as if nothing had been.
//!
//! A few lines of C (`faults/faults.c`), compiled here and put before the program, stand between it and its files.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::{Folder, Run, root};

/// No room on the disk, and a disk that fails.
const ERRORS: [i32; 2] = [28, 5];

/// A folder with a register of one commit, and a change that is not applied; where the operations are caught.
struct Prepared {
    folder: Folder,
    library: PathBuf,
    before: Vec<u8>,
}

impl Prepared {
    fn new() -> Self {
        let folder = Folder::empty();
        let library = folder.path("faults.so");
        let built = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()))
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(root().join("tests/faults/faults.c"))
            .arg("-ldl")
            .status();
        assert!(built.expect("a C compiler, as SQLite needs one").success());
        for (state, n) in [("first", 1), ("second", 2)] {
            let parties = (0..60).map(|party| {
                format!(
                    "[p-{party}]\nname = \"Party {party} {state}\"\nnote = \"{}\"\n\n",
                    "x".repeat(200 * n)
                )
            });
            folder.write(
                &format!("{state}/parties.toml"),
                parties.collect::<String>(),
            );
        }
        fs::create_dir(folder.path("held")).unwrap();
        folder.does("ropa init held/ropa.db");
        folder.does("ropa -r held/ropa.db apply first");
        let before = fs::read(folder.path("held/ropa.db")).unwrap();
        Self {
            folder,
            library,
            before,
        }
    }

    /// The register as it was before the change, and nothing beside it.
    fn reset(&self) {
        fs::remove_dir_all(self.folder.path("held")).unwrap();
        fs::create_dir(self.folder.path("held")).unwrap();
        fs::write(self.folder.path("held/ropa.db"), &self.before).unwrap();
        for file in ["hit", "trace"] {
            drop(fs::remove_file(self.folder.path(file)));
        }
    }

    /// Applies the change with its operations caught.
    fn apply(&self, faults: &[(&str, String)]) -> Run {
        let mut command = self
            .folder
            .command(&["-r", "held/ropa.db", "apply", "second"]);
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAULT_FOLDER", self.folder.path("held"))
            .env("FAULT_HIT", self.folder.path("hit"))
            .envs(faults.iter().map(|(name, value)| (name, value)));
        self.folder.run_command(command)
    }

    /// Which state the register is in; it is whole, and the change can be made.
    #[track_caller]
    fn state(&self, what: &str) -> &'static str {
        let verified = self.folder.run("ropa -r held/ropa.db verify");
        assert_eq!(verified.code, 0, "{what}: {}", verified.transcript());
        let again = self.folder.run("ropa -r held/ropa.db apply second");
        assert_eq!(again.code, 0, "{what}: {}", again.transcript());
        if again.stdout == "no changes\n" {
            return "second";
        }
        let of_first = "0 to add, 60 to change, 0 to remove; 0 unchanged";
        assert!(
            again.stdout.contains(of_first),
            "{what}: {}",
            again.transcript()
        );
        "first"
    }
}

#[test]
fn each_operation_fails_once_and_from_then_on() {
    let prepared = Prepared::new();
    let (mut n_operations, mut n_kept) = (0, 0);
    for errno in ERRORS {
        for from_then_on in [0, 1] {
            for at in 1.. {
                prepared.reset();
                let run = prepared.apply(&[
                    ("FAULT_AT", at.to_string()),
                    ("FAULT_ON", from_then_on.to_string()),
                    ("FAULT_ERRNO", errno.to_string()),
                ]);
                if !prepared.folder.path("hit").exists() {
                    break;
                }
                n_operations += 1;
                let what = format!("operation {at}, error {errno}, from then on: {from_then_on}");
                assert!(matches!(run.code, 0 | 2), "{what}: {}", run.transcript());
                run.is_in_words();
                let state = prepared.state(&what);
                n_kept += usize::from(state == "first");
                // What was said to be committed is.
                assert!(
                    run.code == 2 || state == "second",
                    "{what}: {}",
                    run.transcript()
                );
            }
        }
    }
    assert!(
        n_operations > 60 && n_kept > 20,
        "{n_operations} operations, {n_kept} kept"
    );
}

#[test]
fn a_kill_before_each_operation_leaves_the_commit_before_or_after() {
    let prepared = Prepared::new();
    let mut states = BTreeMap::new();
    for at in 1.. {
        prepared.reset();
        prepared.apply(&[("FAULT_AT", at.to_string()), ("FAULT_KILL", "1".to_owned())]);
        if !prepared.folder.path("hit").exists() {
            break;
        }
        *states
            .entry(prepared.state(&format!("operation {at}")))
            .or_insert(0) += 1;
    }
    assert!(states["first"] > 10, "{states:?}");
}

/// One operation that was written down.
#[derive(Clone, Debug)]
enum Operation {
    Create(PathBuf),
    Write(PathBuf, usize, Vec<u8>),
    Cut(PathBuf, usize),
    Sync(PathBuf),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
}

fn operations(trace: &[u8]) -> Vec<Operation> {
    let (mut rest, mut found) = (trace, Vec::new());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let line = String::from_utf8(rest[..end].to_vec()).unwrap();
        rest = &rest[end + 1..];
        let words: Vec<&str> = line.split('\t').collect();
        let (path, at) = (PathBuf::from(words[1]), words[2].parse().unwrap());
        let n = if ["write", "rename"].contains(&words[0]) {
            words[3].parse().unwrap()
        } else {
            0
        };
        let (bytes, after) = rest.split_at(n);
        rest = after;
        found.push(match words[0] {
            "create" => Operation::Create(path),
            "write" => Operation::Write(path, at, bytes.to_vec()),
            "cut" => Operation::Cut(path, at),
            "sync" => Operation::Sync(path),
            "remove" => Operation::Remove(path),
            "rename" => Operation::Rename(
                path,
                PathBuf::from(String::from_utf8(bytes.to_vec()).unwrap()),
            ),
            other => panic!("{other}"),
        });
    }
    found
}

/// The files that a power cut leaves after some operations: of those that no sync put on the disk, `is_kept` says which
/// reached it all the same.
fn left(
    before: &BTreeMap<PathBuf, Vec<u8>>,
    done: &[Operation],
    mut is_kept: impl FnMut() -> bool,
) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = before.clone();
    for (place, operation) in done.iter().enumerate() {
        let is_synced = |path: &Path| {
            done[place..]
                .iter()
                .any(|later| matches!(later, Operation::Sync(synced) if synced == path))
        };
        match operation {
            Operation::Create(path) => drop(files.entry(path.clone()).or_default()),
            Operation::Write(path, at, bytes) if is_synced(path) || is_kept() => {
                let file = files.entry(path.clone()).or_default();
                if file.len() < at + bytes.len() {
                    file.resize(at + bytes.len(), 0);
                }
                file[*at..at + bytes.len()].copy_from_slice(bytes);
            }
            Operation::Cut(path, n) if is_synced(path) || is_kept() => {
                files.entry(path.clone()).or_default().resize(*n, 0);
            }
            Operation::Write(..) | Operation::Cut(..) | Operation::Sync(_) => {}
            Operation::Remove(path) => drop(files.remove(path)),
            Operation::Rename(from, to) => {
                if let Some(file) = files.remove(from) {
                    files.insert(to.clone(), file);
                }
            }
        }
    }
    files
}

#[test]
fn a_power_cut_that_loses_what_was_not_synced_leaves_the_commit_before_or_after() {
    let prepared = Prepared::new();
    prepared.reset();
    let trace = prepared.folder.path("trace");
    prepared
        .apply(&[("FAULT_TRACE", trace.display().to_string())])
        .succeeds();
    let all = operations(&fs::read(&trace).unwrap());
    assert!(
        all.iter()
            .filter(|one| matches!(one, Operation::Sync(_)))
            .count()
            >= 3,
        "{}",
        all.len()
    );
    let held = prepared.folder.path("held");
    let whole = |path: &Path| {
        if path.is_absolute() {
            path.to_owned()
        } else {
            prepared.folder.path("").join(path)
        }
    };
    let before = BTreeMap::from([(held.join("ropa.db"), prepared.before.clone())]);
    let all: Vec<Operation> = all
        .into_iter()
        .map(|operation| match operation {
            Operation::Create(path) => Operation::Create(whole(&path)),
            Operation::Write(path, at, bytes) => Operation::Write(whole(&path), at, bytes),
            Operation::Cut(path, n) => Operation::Cut(whole(&path), n),
            Operation::Sync(path) => Operation::Sync(whole(&path)),
            Operation::Remove(path) => Operation::Remove(whole(&path)),
            Operation::Rename(from, to) => Operation::Rename(whole(&from), whole(&to)),
        })
        .collect();
    let mut random = fastrand::Rng::with_seed(7);
    let mut states = BTreeMap::new();
    for n_done in 0..=all.len() {
        for kept in 0..3 {
            let files = left(&before, &all[..n_done], || match kept {
                0 => false,
                1 => true,
                _ => random.bool(),
            });
            prepared.reset();
            for (path, bytes) in &files {
                fs::write(path, bytes).unwrap();
            }
            let state = prepared.state(&format!(
                "a power cut after {n_done} of {} operations, kept {kept}",
                all.len()
            ));
            *states.entry(state).or_insert(0) += 1;
        }
    }
    assert!(states["first"] > 20 && states["second"] > 0, "{states:?}");
}
