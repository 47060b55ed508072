//! A reader that goes away, or streams that cannot be written.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use insta::assert_snapshot;

use crate::generate::{SEED, Size, register};
use crate::harness::Folder;

/// A folder with a list too long for any pipe's buffer.
fn long() -> Folder {
    let folder = Folder::empty();
    let mut text = String::new();
    for n in 0..5_000 {
        text.push_str(&format!(
            "[party-{n}]\nname = \"Party number {n} of many\"\n\n"
        ));
    }
    folder.write("register/parties.toml", text);
    folder
}

fn reading_nothing(folder: &Folder, args: &[&str]) -> Child {
    let mut child = folder
        .command(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child
}

/// How a child ended, and what it wrote on the standard error.
fn end(mut child: Child) -> (Option<i32>, String) {
    let mut stderr = String::new();
    if let Some(mut stream) = child.stderr.take() {
        stream.read_to_string(&mut stderr).unwrap();
    }
    (child.wait().unwrap().code(), stderr)
}

#[test]
fn a_reader_of_the_first_line_ends_the_program_quietly() {
    let folder = long();
    for format in ["text", "json", "csv", "md"] {
        let mut child = folder
            .command(&["list", "party", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
        assert!(stdout.read_line(&mut first).unwrap() > 0);
        drop(stdout);
        assert_eq!(end(child), (Some(0), String::new()), "{format}");
    }
}

#[test]
fn no_reader_at_all_is_as_quiet() {
    let folder = Folder::with_register();
    for args in [
        &["ask", "who-receives", "NHS number"][..],
        &["ask"],
        &["list", "party"],
        &["show", "mosaic"],
        &["--help"],
        &["ask", "why", "--help"],
        &["--version"],
    ] {
        assert_eq!(
            end(reading_nothing(&folder, args)),
            (Some(0), String::new()),
            "{args:?}"
        );
    }
}

#[test]
fn a_plan_that_nobody_reads_is_still_carried_out() {
    let folder = long();
    folder.does("ropa init");
    let (code, stderr) = end(reading_nothing(&folder, &["apply", "register"]));
    assert_eq!(code, Some(0));
    assert!(stderr.starts_with("committed as "), "{stderr}");
    assert_eq!(folder.run("ropa apply register").stdout, "no changes\n");
}

#[test]
fn an_error_that_nobody_reads_is_still_an_error() {
    let folder = Folder::with_files(&[("register/parties.toml", "[nhs]\nnme = \"NHS\"\n")]);
    for (args, code) in [
        (&["ask", "who-receives", "x"][..], 1),
        (&["-r", "nowhere", "list"], 2),
        (&["lst"], 2),
    ] {
        let mut child = folder
            .command(args)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stderr.take());
        assert_eq!(end(child).0, Some(code), "{args:?}");
    }
}

#[test]
fn words_that_nobody_reads_do_not_stop_a_change() {
    let folder = Folder::with_register();
    // Words of no meaning are a warning: the change is made all the same.
    folder.change(
        "register/systems.toml",
        "operator = \"servelec\"",
        "operator = \"servelec\"\nsearch = \"unknown\"",
    );
    let stderr = folder.run("ropa list").succeeds().stderr.clone();
    assert!(stderr.starts_with("warning"), "{stderr}");
    folder.does("ropa init");
    let mut child = folder
        .command(&["apply", "register"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(end(child).0, Some(0));
    assert_eq!(folder.run("ropa apply register").stdout, "no changes\n");
}

/// A full disk under the standard output: the only machine that lets it be tried has this file.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::with_register();
    let mut command = folder.command(&["list", "party"]);
    command.stdout(std::fs::File::create("/dev/full").unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"error: output could not be written: no space left on device");
}

#[test]
fn a_large_answer_is_whole() {
    let folder = Folder::empty();
    let records = register(Size::Council, SEED);
    let mut text = String::new();
    for id in records.parties.keys() {
        text.push_str(&format!("[{id}]\nname = \"{id}\"\n\n"));
    }
    folder.write("register/parties.toml", text);
    let run = folder.run("ropa list party");
    // Beside the heading.
    let n_rows = run.succeeds().stdout.lines().count() - 1;
    assert_eq!(n_rows, records.parties.len());
}
