//! The program killed while it applies, and two of them applying at once: the register is always
//! the one before or the one after.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::harness::Folder;

/// A folder with an empty database `ropa.db`, a `start` for it, and a larger folder `next` that changes every record.
fn two_states() -> Folder {
    let folder = Folder::empty();
    for state in ["start", "next"] {
        let mut parties = String::new();
        for n in 0..600 {
            parties.push_str(&format!(
                "[party-{n}]\nname = \"Party {n} at the {state}\"\n\n"
            ));
        }
        folder.write(&format!("{state}/parties.toml"), parties);
        for n in 0..150 {
            let activity = format!(
                "name = \"Activity {n} at the {state}\"\ndata = [\"name\"]\n\n[[recipient]]\nto = \"party-{n}\"\ncarries = [\"name\"]\nevidence = \"{state}\"\n"
            );
            folder.write(&format!("{state}/activities/activity-{n}.toml"), activity);
        }
        folder.write(&format!("{state}/data.toml"), "[name]\nname = \"Name\"\n");
    }
    folder.does("ropa init");
    folder.does("ropa apply start");
    folder
}

fn applying(folder: &Folder, from: &str) -> Child {
    folder
        .command(&["apply", from])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Which state the register is in; it is whole.
#[track_caller]
fn state(folder: &Folder) -> &'static str {
    let activities = folder.run("ropa list activity");
    let parties = folder.run("ropa list party");
    let answer = folder.run("ropa ask who-receives name --stated --format csv");
    let all = [&activities, &parties, &answer].map(|run| run.succeeds().stdout.clone());
    // Beside the heading.
    assert_eq!(all[0].lines().count(), 151);
    assert_eq!(all[1].lines().count(), 601);
    assert_eq!(all[2].lines().count(), 151);
    let says = |word: &str| {
        all.iter()
            .map(|text| text.matches(word).count())
            .sum::<usize>()
    };
    match (says("at the start"), says("at the next")) {
        (_, 0) => "start",
        (0, _) => "next",
        (start, next) => panic!("{start} of the start and {next} of the next state"),
    }
}

#[test]
fn killed_at_any_moment_the_register_is_the_one_before_or_the_one_after() {
    let folder = two_states();
    let before = fs::read(folder.path("ropa.db")).unwrap();
    let mut found = Vec::new();
    // The moments lie between a start of the program and its end; which of them hits what differs
    // from machine to machine, and whatever it is must be sound.
    for turn in 0..8 {
        fs::write(folder.path("ropa.db"), &before).unwrap();
        let mut child = applying(&folder, "next");
        std::thread::sleep(Duration::from_millis(10 + 40 * turn));
        child.kill().unwrap();
        child.wait().unwrap();
        found.push(state(&folder));
    }
    folder.does("ropa apply next");
    assert_eq!(state(&folder), "next", "{found:?}");
    assert_eq!(folder.run("ropa apply next").stdout, "no changes\n");
}

#[test]
fn killed_while_it_writes_the_register_is_the_one_before() {
    let folder = two_states();
    let before = fs::read(folder.path("ropa.db")).unwrap();
    let mut n_hits = 0;
    for _ in 0..60 {
        let mut child = applying(&folder, "next");
        // The journal stands beside the file from the first write to the commit.
        while child.try_wait().unwrap().is_none() {
            if folder.path("ropa.db-journal").exists() {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        n_hits += usize::from(folder.path("ropa.db-journal").exists());
        let found = state(&folder);
        if found == "next" {
            fs::write(folder.path("ropa.db"), &before).unwrap();
        } else if n_hits >= 3 {
            break;
        }
    }
    assert!(n_hits > 0, "never killed while it wrote");
    folder.does("ropa apply next");
    assert_eq!(state(&folder), "next");
}

#[test]
fn two_at_once_take_turns() {
    let folder = two_states();
    folder.does("ropa dump ada");
    folder.does("ropa dump grace");
    folder.change("ada/parties.toml", "Party 7 at", "Party seven at");
    folder.change("grace/parties.toml", "Party 9 at", "Party nine at");
    for _ in 0..3 {
        let both = [applying(&folder, "ada"), applying(&folder, "grace")];
        for child in both {
            // Whoever is second takes over what the first changed, as the records do not meet.
            assert!(child.wait_with_output().unwrap().status.success());
        }
        assert_eq!(state(&folder), "start");
    }
    let shown = folder.run("ropa list party").stdout;
    assert!(shown.contains("Party seven") && shown.contains("Party nine"));
    let left = crate::harness::files(&folder.path(""));
    assert!(!left.iter().any(|(name, _)| name.ends_with("-writer")));
}

/// Whoever looks at an export page by page keeps nobody from writing.
#[test]
fn one_who_reads_slowly_does_not_hold_writers_up() {
    let folder = two_states();
    for n in 0..150 {
        let path = format!("start/activities/activity-{n}.toml");
        let words = "Words that nobody reads to their end. ".repeat(200);
        let text = folder.read(&path);
        folder.write(&path, format!("description = \"{words}\"\n{text}"));
    }
    folder.does("ropa apply start");
    for line in [
        &[
            "export",
            "article30",
            "--layout",
            "full",
            "--format",
            "json",
        ][..],
        &[
            "export",
            "article30",
            "--layout",
            "full",
            "--format",
            "html",
        ],
    ] {
        let mut reading = folder
            .command(line)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It has begun to write, and nobody reads on.
        let mut first = [0; 16];
        std::io::Read::read_exact(reading.stdout.as_mut().unwrap(), &mut first).unwrap();
        let begun = std::time::Instant::now();
        let run = folder.run("ropa apply next --force");
        folder.does("ropa apply start --force");
        assert!(reading.try_wait().unwrap().is_none(), "it was to be long");
        reading.kill().unwrap();
        reading.wait().unwrap();
        assert!(!run.succeeds().stderr.contains("waiting"));
        assert!(begun.elapsed() < Duration::from_secs(30));
    }
}

/// Whoever waits is told for whom, and goes on when the other is done.
#[test]
fn one_who_waits_is_told() {
    let folder = two_states();
    let other = rusqlite::Connection::open(folder.path("ropa.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut waiting = folder
        .command(&["apply", "next"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut stderr = std::io::BufReader::new(waiting.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut stderr, &mut said).unwrap();
    assert_eq!(
        said,
        "waiting for another program to finish with `ropa.db`\n"
    );
    other.execute_batch("COMMIT").unwrap();
    assert!(waiting.wait().unwrap().success());
    assert_eq!(state(&folder), "next");
}

#[test]
fn one_who_asks_while_another_applies_sees_one_state() {
    let folder = two_states();
    let mut child = applying(&folder, "next");
    let mut seen = Vec::new();
    while child.try_wait().unwrap().is_none() {
        seen.push(answer(&folder));
    }
    assert!(child.wait().unwrap().success());
    assert_eq!(state(&folder), "next", "{seen:?}");
}

/// The state that one answer shows, all of it.
#[track_caller]
fn answer(folder: &Folder) -> &'static str {
    let text = folder.stdout("ropa ask who-receives name --stated --format csv");
    match (
        text.matches("at the start").count(),
        text.matches("at the next").count(),
    ) {
        (_, 0) => "start",
        (0, _) => "next",
        both => panic!("{both:?}"),
    }
}
