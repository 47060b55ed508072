//! Whatever comes from outside (text, saved questions, SQL, a database, exported files, the command line) ends in an
//! answer or in words: mutated at random for a while, without a panic, a hang or another exit code.
//!
//! Each test takes `ROPA_FUZZ_SECONDS` (2 where nothing is said) and begins with `ROPA_FUZZ_SEED` (always the same where
//! nothing is said); a failure names the seed and the turn, by which it comes again.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use fastrand::Rng;
use ropa::model::Date;
use ropa::published::Limits;
use ropa::report::ReadBack;
use ropa::store::Store;

use crate::harness::{Folder, files, root};

/// What is more likely to go wrong than random bytes.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\0",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "(",
    ")",
    "=",
    ",",
    ".",
    "--",
    "/*",
    "*/",
    ";",
    ":",
    "::",
    "none",
    "all",
    "\u{feff}",
    "\u{202e}",
    "\u{1f469}\u{200d}\u{1f467}",
    "\u{e9}",
    "-1",
    "0",
    "9223372036854775807",
    "1e999",
    "2026-02-30",
    "P9999Y",
    "GB",
    "\u{1b}[2J",
    "SELECT",
    "FROM",
    "WITH RECURSIVE",
    "party",
    "ORDER BY",
    "x'00'",
    "<",
    ">",
    "&",
    "]]>",
    "true",
    "null",
    "parties",
    "activity:",
    "../",
    "data",
    "id",
];

fn date() -> Date {
    "2026-11-24".parse().unwrap()
}

fn seconds() -> Duration {
    let asked = std::env::var("ROPA_FUZZ_SECONDS")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(asked.unwrap_or(2))
}

fn seed() -> u64 {
    std::env::var("ROPA_FUZZ_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_127)
}

/// Bytes with a few places changed.
fn mutated(bytes: &[u8], others: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(0..=bytes.len());
        let end = (at + random.usize(0..64)).min(bytes.len());
        match random.u8(0..7) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = random.choice(PIECES).unwrap();
                drop(bytes.splice(at..at, piece.bytes()));
            }
            2 => {
                let again = bytes[at..end].repeat(random.usize(1..20));
                drop(bytes.splice(at..at, again));
            }
            3 if at < bytes.len() => bytes[at] = random.u8(..),
            4 if at < bytes.len() => bytes[at] ^= 1 << random.u8(0..8),
            5 => {
                let other = random.choice(others).unwrap();
                let from = random.usize(0..=other.len());
                let until = (from + random.usize(0..200)).min(other.len());
                drop(bytes.splice(at..end, other[from..until].iter().copied()));
            }
            _ => bytes.truncate(bytes.len() - random.usize(0..=bytes.len() / 4)),
        }
    }
    bytes
}

/// Tries mutations for as long as there is time; each turn ends, without a panic, within some seconds.
#[track_caller]
fn fuzz(seeds: &[Vec<u8>], mut turn: impl FnMut(&[u8], &mut Rng)) {
    let (begun, seed) = (Instant::now(), seed());
    let mut n_turns = 0;
    while n_turns < 20 || begun.elapsed() < seconds() {
        let mut random = Rng::with_seed(seed.wrapping_add(n_turns));
        let input = mutated(random.choice(seeds).unwrap(), seeds, &mut random);
        let at = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| turn(&input, &mut random)));
        let took = at.elapsed();
        let again = format!(
            "ROPA_FUZZ_SEED={} makes it the first turn",
            seed.wrapping_add(n_turns)
        );
        assert!(
            ended.is_ok(),
            "turn {n_turns} failed; {again}: {:?}",
            String::from_utf8_lossy(&input[..input.len().min(2000)])
        );
        assert!(
            took < Duration::from_secs(30),
            "turn {n_turns} took {took:?}; {again}"
        );
        n_turns += 1;
    }
}

/// The files of folders of the repository that end so.
fn seeds(folders: &[&str], ending: &str) -> Vec<Vec<u8>> {
    let all = folders
        .iter()
        .flat_map(|folder| files(&root().join(folder)));
    let seeds: Vec<Vec<u8>> = all
        .filter(|(name, _)| name.ends_with(ending))
        .map(|(_, bytes)| bytes)
        .collect();
    assert!(!seeds.is_empty());
    seeds
}

#[test]
fn text_of_a_register() {
    let folder = Folder::with_register();
    let all = files(&folder.path("register"));
    let bytes: Vec<Vec<u8>> = all.iter().map(|(_, bytes)| bytes.clone()).collect();
    fuzz(&bytes, |input, random| {
        let (name, was) = random.choice(&all).unwrap();
        folder.write(&format!("register/{name}"), input);
        if let Ok(reading) = ropa::text::read(&folder.path("register"), date()) {
            if reading.has_errors() {
                drop(ropa::ui::findings::render(&reading.findings, false, 80));
            } else if let Ok(store) = Store::in_memory(reading.register) {
                store.findings().unwrap();
            }
        }
        folder.write(&format!("register/{name}"), was);
    });
}

#[test]
fn files_of_saved_questions() {
    let seeds = seeds(&["queries"], ".sql");
    fuzz(&seeds, |input, _| {
        let text = String::from_utf8_lossy(input);
        if let Ok(query) = ropa::queries::parse("fuzzed", &text) {
            drop(ropa::published::prepare(&query.sql));
        }
    });
}

#[test]
fn sql_of_anybody() {
    let seeds = seeds(&["queries"], ".sql");
    let reading = ropa::text::read(&root().join("register"), date()).unwrap();
    let store = Store::in_memory(reading.register).unwrap();
    let limits = Limits {
        seconds: 1,
        answer: 16 << 20,
        ..Limits::default()
    };
    let none = BTreeMap::new();
    fuzz(&seeds, |input, _| {
        let sql = String::from_utf8_lossy(input);
        if let Err(error) = store.ask_sql(&sql, &none, &BTreeMap::new(), date().into(), limits) {
            assert!(!error.to_string().is_empty());
        }
    });
}

#[test]
fn databases() {
    let folder = Folder::with_database();
    let seeds = [fs::read(folder.path("ropa.db")).unwrap()];
    fuzz(&seeds, |input, _| {
        let path = folder.path("fuzzed.db");
        fs::write(&path, input).unwrap();
        if let Ok(store) = Store::open(&path) {
            drop(store.verify(None));
            drop(store.findings());
            drop(store.ask_sql(
                "SELECT * FROM receives ORDER BY data, party",
                &BTreeMap::new(),
                &BTreeMap::new(),
                date().into(),
                Limits::default(),
            ));
        }
        drop(fs::remove_file(folder.path("fuzzed.db-journal")));
    });
}

#[test]
fn exported_files_from_outside() {
    let folder = Folder::with_database();
    for file in ["a.xlsx", "a.json", "a.csv"] {
        folder.does(&format!("ropa export article30 -o {file}"));
    }
    let read = |file: &str| fs::read(folder.path(file)).unwrap();
    for (file, format) in [
        ("a.xlsx", ReadBack::Workbook),
        ("a.json", ReadBack::Json),
        ("a.proof.json", ReadBack::Json),
        ("a.csv", ReadBack::Csv),
    ] {
        fuzz(&[read(file)], |input, _| {
            let mut fuzzed = Cursor::new(input);
            drop(format.stated(&mut fuzzed));
            drop(format.compare(&mut fuzzed, &mut Cursor::new(read(file))));
        });
    }
}

#[test]
fn command_lines() {
    let folder = Folder::with_database();
    let lines = [
        "ask who-receives NHS%number --people children --explain",
        "ask leaves-uk --country FR --format csv",
        "diagram activity family-group-conference --format mermaid --a3 --numbers",
        "query contracts-ending days=60 --format json --seconds 1",
        "sql SELECT%name%FROM%party%ORDER%BY%name --seconds 1",
        "export article30 --layout full --format json --per activity --status draft",
        "export sqlite out.sqlite --force",
        "list party --format html --as-of 2026-11-24 --plain",
        "find nhs --format text",
        "law 6/1/e --on 2020-01-01",
        "fields party",
        "show mosaic -r register",
        "history family-group-conference",
        "verify --expect abc",
        "apply register --plan --prune",
    ];
    let seeds: Vec<Vec<u8>> = lines
        .iter()
        .map(|line| line.replace(' ', "\u{1}").replace('%', " ").into_bytes())
        .collect();
    fuzz(&seeds, |input, _| {
        let line = String::from_utf8_lossy(input).replace('\0', "");
        let mut words: Vec<&str> = line.split('\u{1}').collect();
        // Nothing outside the folder, and no other command than was meant.
        words.retain(|word| !word.contains("..") && !word.starts_with('/') && !word.contains("-o"));
        let run = folder.run_words(&words);
        assert!((0..=2).contains(&run.code), "{}", run.transcript());
        assert!(
            !run.stderr.contains("a fault of its own"),
            "{}",
            run.transcript()
        );
    });
    folder.does("ropa verify");
}
