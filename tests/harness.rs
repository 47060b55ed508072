//! Runs the built program in a folder of its own, as a stranger to the machine would, and hands
//! back the whole transcript.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use jiff::civil::Date;
use ropa::model::{ActivityId, End, Recorded};
use tempfile::TempDir;

use crate::generate;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of documentation, sorted: `README.md` and `docs/*.md`, each with its text.
pub(crate) fn pages() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let mut paths: Vec<String> = docs
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|path| path.ends_with(".md"))
        .collect();
    paths.push("README.md".to_owned());
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            (path, text)
        })
        .collect()
}

/// The text of one page of documentation.
pub(crate) fn page(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// A temporary folder to run the program in.
pub(crate) struct Folder {
    temporary: TempDir,
}

/// What one run of the program wrote, and how it ended.
#[derive(Clone)]
pub(crate) struct Run {
    line: String,
    folder: PathBuf,
    days: [Date; 2],
    pub(crate) bytes: Vec<u8>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Folder {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self {
            temporary: TempDir::new().unwrap(),
        }
    }

    /// A folder with a copy of the worked example in `register/`, as a fresh clone has it.
    pub(crate) fn with_register() -> Self {
        let folder = Self::empty();
        copy(&root().join("register"), &folder.path("register"));
        folder
    }

    /// A folder with a copy of the second example register in `register/`.
    pub(crate) fn with_county() -> Self {
        let folder = Self::empty();
        copy(
            &root().join("tests/fixtures/county"),
            &folder.path("register"),
        );
        folder
    }

    /// A folder in which the worked example was applied to `ropa.db`.
    pub(crate) fn with_database() -> Self {
        let folder = Self::with_register();
        folder.does("ropa init");
        folder.does("ropa apply register");
        folder
    }

    /// A folder with the files of a small register: a path inside it and its text each.
    pub(crate) fn with_files(files: &[(&str, &str)]) -> Self {
        let folder = Self::empty();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// A place inside the folder.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.temporary.path().join(inside)
    }

    pub(crate) fn write(&self, inside: &str, text: impl AsRef<[u8]>) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, inside: &str) -> String {
        fs::read_to_string(self.path(inside)).unwrap()
    }

    /// Changes one place of a file, which must be there once.
    pub(crate) fn change(&self, inside: &str, old: &str, new: &str) {
        let text = self.read(inside);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {inside}");
        self.write(inside, text.replace(old, new));
    }

    /// The program, ready to be run here in a clean environment.
    pub(crate) fn command<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ropa"));
        command
            .args(args)
            .current_dir(self.temporary.path())
            .env_clear()
            .env("USER", "tester")
            .env("TZ", "UTC");
        command
    }

    /// Runs a line such as `ropa ask who-receives "NHS number"`.
    pub(crate) fn run(&self, line: &str) -> Run {
        let words = words(line);
        assert_eq!(words[0], "ropa", "{line}");
        self.run_words(&words[1..])
    }

    /// Runs a line that has to succeed.
    #[track_caller]
    pub(crate) fn does(&self, line: &str) {
        self.run(line).succeeds();
    }

    /// What a line that has to succeed writes.
    #[track_caller]
    pub(crate) fn stdout(&self, line: &str) -> String {
        self.run(line).succeeds().stdout.clone()
    }

    /// Runs the program with arguments as they are.
    pub(crate) fn run_words<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Run {
        self.run_command(self.command(args))
    }

    /// Runs a command prepared by [`Self::command`].
    pub(crate) fn run_command(&self, command: std::process::Command) -> Run {
        let shown: Vec<String> = command
            .get_args()
            .map(|arg| quoted(&arg.to_string_lossy()))
            .collect();
        let output = Command::from_std(command)
            // Ends what hangs, also on a machine that is busy: no test measures it.
            .timeout(Duration::from_secs(600))
            .output()
            .unwrap();
        Run {
            line: format!("ropa {}", shown.join(" ")),
            folder: self.temporary.path().to_owned(),
            days: self.days(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            bytes: output.stdout,
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// The day on which the folder was changed last, and the next: a test may run over midnight.
    fn days(&self) -> [Date; 2] {
        let changed = fs::metadata(self.temporary.path()).unwrap().modified();
        let changed = jiff::Timestamp::try_from(changed.unwrap()).unwrap();
        let day = ropa::model::london().to_datetime(changed).date();
        [day, day.tomorrow().unwrap()]
    }

    /// The transcript of one line.
    pub(crate) fn says(&self, line: &str) -> String {
        self.run(line).transcript()
    }

    /// The transcripts of some lines, one after the other.
    pub(crate) fn says_all(&self, lines: &[&str]) -> String {
        let all: Vec<String> = lines.iter().map(|line| self.says(line)).collect();
        all.join("\n")
    }

    /// The answer to a question as values.
    pub(crate) fn json(&self, line: &str) -> serde_json::Value {
        serde_json::from_str(&self.stdout(&format!("{line} --format json"))).unwrap()
    }
}

impl Run {
    /// What was typed, what was written to both streams and, where it is not 0, the exit code, without
    /// what differs from one run to the next.
    pub(crate) fn transcript(&self) -> String {
        let mut text = format!("$ {}\n{}", self.line, self.stdout);
        match (self.stderr.is_empty(), self.code) {
            (true, 0) => {}
            (true, code) => text.push_str(&format!("--- exit {code}\n")),
            (false, 0) => text.push_str("--- stderr\n"),
            (false, code) => text.push_str(&format!("--- stderr, exit {code}\n")),
        }
        text.push_str(&self.stderr);
        if !text.ends_with('\n') {
            text.push_str("[no line end]\n");
        }
        redacted(
            &text.replace(&*self.folder.to_string_lossy(), "[folder]"),
            &self.days,
        )
    }

    /// What both streams say.
    pub(crate) fn both(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    #[track_caller]
    pub(crate) fn succeeds(&self) -> &Self {
        assert_eq!(self.code, 0, "{}", self.transcript());
        self
    }

    /// Stopped with an error that says what and, unless the command line itself is at fault, why:
    /// no panic, no inside of the program, nothing on the standard output.
    #[track_caller]
    pub(crate) fn stops(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}", self.transcript());
        assert_eq!(self.stdout, "", "{}", self.transcript());
        assert!(self.stderr.contains("error"), "{}", self.transcript());
        self.is_in_words();
        self
    }

    /// Shows nothing of the inside of the program.
    #[track_caller]
    pub(crate) fn is_in_words(&self) -> &Self {
        for inside in [
            "panicked",
            "RUST_BACKTRACE",
            "Error {",
            "Err(",
            "Some(",
            "rusqlite",
            "os error",
            "src/",
        ] {
            assert!(
                !self.stderr.contains(inside),
                "`{inside}`\n{}",
                self.transcript()
            );
        }
        self
    }
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Writes the register of a council of 303 activities, none of them retired.
pub(crate) fn write_council(folder: &Path) {
    let mut council = generate::register(generate::Size::Council, generate::SEED);
    let kept: BTreeSet<ActivityId> = council
        .activities
        .iter()
        .filter(|(_, one)| !one.is_retired())
        .map(|(id, _)| id.clone())
        .take(303)
        .collect();
    assert_eq!(kept.len(), 303);
    council.activities.retain(|id, _| kept.contains(id));
    for one in council.activities.values_mut() {
        one.evidence.clear();
        for list in [&mut one.source, &mut one.recipient] {
            if let Recorded::Value(flows) = list {
                flows.retain(|flow| {
                    let mut ends = [&flow.from, &flow.to].into_iter().flatten();
                    ends.all(|end| match end {
                        End::Activity(id) => kept.contains(id),
                        _ => true,
                    })
                });
            }
        }
    }
    fs::create_dir_all(folder).unwrap();
    ropa::text::write(council.into_records(), folder).unwrap();
}

/// The files of a folder, with their bytes, in the order of paths.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap();
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Parts a command line into words as a shell would: at spaces, but not inside double quotes.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    for character in line.chars() {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    assert!(!is_quoted, "an open quote: {line}");
    words.extend(word);
    words
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '\'', ';', '\n', '\u{1b}']) {
        format!("\"{}\"", word.replace('\u{1b}', "<ESC>"))
    } else {
        word.to_owned()
    }
}

/// Takes out hashes and the dates of some days, which differ from one run to the next.
pub(crate) fn redacted(text: &str, days: &[Date]) -> String {
    let mut shown = text.to_owned();
    for day in days {
        for form in ["%Y-%m-%d", "%-d %B %Y"] {
            shown = shown.replace(&day.strftime(form).to_string(), "[today]");
        }
    }
    // The time of day beside them.
    let mut parts = shown.split("[today], ");
    let mut timeless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_time = |text: &str| text.as_bytes()[..3].ends_with(b":") && !text.starts_with(' ');
        let rest = if part.is_char_boundary(5) && part.len() > 5 && is_time(part) {
            &part[5..]
        } else {
            part
        };
        timeless.push_str("[today], ");
        timeless.push_str(if rest.len() < part.len() {
            "[time]"
        } else {
            ""
        });
        timeless.push_str(rest);
    }
    let mut rest = timeless.as_str();
    let mut whole = String::new();
    while let Some(first) = rest.chars().next() {
        let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let n_hex = rest.bytes().take_while(|byte| is_hex(byte)).count();
        let (word, tail) = rest.split_at(n_hex.max(first.len_utf8()));
        whole.push_str(if n_hex == 64 { "[hash]" } else { word });
        rest = tail;
    }
    whole
}

#[test]
fn what_differs_between_runs_is_taken_out_and_nothing_else() {
    let hash = "0123456789abcdef".repeat(4);
    let text = format!("at 4 March 2026, on 2026-03-04, F12 {hash} {hash}0 1 234 2026-03-05");
    assert_eq!(
        redacted(&text, &["2026-03-04".parse().unwrap()]),
        format!("at [today], on [today], F12 [hash] {hash}0 1 234 2026-03-05")
    );
}

#[test]
fn a_line_is_parted_into_words_as_by_a_shell() {
    assert_eq!(
        words(r#"ropa ask  why NHS "District nurses" --data data:"NHS number" """#),
        [
            "ropa",
            "ask",
            "why",
            "NHS",
            "District nurses",
            "--data",
            "data:NHS number",
            ""
        ]
    );
}
