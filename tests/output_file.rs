//! `-o FILE`: the answer whole in a file, or the file as it was.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, copy, files, root};

const ASK: &str = r#"ropa ask who-receives "NHS number""#;

#[test]
fn a_file_holds_what_the_screen_would_show() {
    let folder = Folder::with_register();
    for format in ["text", "json", "csv", "md"] {
        let shown = folder.run(&format!("{ASK} --format {format}")).bytes;
        let run = folder.run(&format!("{ASK} --format {format} -o answer.{format}"));
        assert_eq!(run.succeeds().both(), format!("wrote `answer.{format}`\n"));
        assert!(fs::read(folder.path(&format!("answer.{format}"))).unwrap() == shown);
    }
}

#[test]
fn a_file_that_is_there_is_replaced_and_nothing_is_left_beside_it() {
    let folder = Folder::with_register();
    folder.write("answer.md", "old");
    folder.does(&format!("{ASK} --format md -o answer.md"));
    assert!(folder.read("answer.md").contains("## Not certain"));
    folder
        .run(&format!("{ASK} --output ./answer.md --data x"))
        .stops(2);
    assert!(folder.read("answer.md").contains("## Not certain"));
    let names: Vec<String> = fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn a_question_that_fails_leaves_the_file_as_it_was() {
    let folder = Folder::with_register();
    folder.write("answer.md", "old");
    folder
        .run("ropa ask who-receives nothing -o answer.md")
        .stops(2);
    assert_eq!(folder.read("answer.md"), "old");
}

#[test]
fn what_must_not_be_overwritten_is_refused_before_any_work() {
    let folder = Folder::with_database();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa ask leaves-uk -o ropa.db",
        "ropa ask leaves-uk -o ./register/../ropa.db",
        "ropa ask leaves-uk -o register",
        "ropa -r register ask leaves-uk -o register",
        "ropa -r register ask leaves-uk -o register/parties.toml",
        "ropa -r register ask leaves-uk -o register/activities/new.toml",
        "ropa ask leaves-uk -o nowhere/answer.txt",
        "ropa ask leaves-uk -o ropa.db/answer.txt",
        "ropa ask leaves-uk -o \"\"",
    ]), @r#"
    $ ropa ask leaves-uk -o ropa.db
    --- stderr, exit 2
    error: `ask` cannot write `ropa.db`: it writes no file that ends in `.db`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid

    $ ropa ask leaves-uk -o ./register/../ropa.db
    --- stderr, exit 2
    error: `ask` cannot write `./register/../ropa.db`: it writes no file that ends in `.db`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid

    $ ropa ask leaves-uk -o register
    --- stderr, exit 2
    error: `ask` cannot tell the format from `register`, which has no ending
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid

    $ ropa -r register ask leaves-uk -o register
    --- stderr, exit 2
    error: `ask` cannot tell the format from `register`, which has no ending
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid

    $ ropa -r register ask leaves-uk -o register/parties.toml
    --- stderr, exit 2
    error: `ask` cannot write `register/parties.toml`: it writes no file that ends in `.toml`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid

    $ ropa -r register ask leaves-uk -o register/activities/new.toml
    --- stderr, exit 2
    error: `ask` cannot write `register/activities/new.toml`: it writes no file that ends in `.toml`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid

    $ ropa ask leaves-uk -o nowhere/answer.txt
    --- stderr, exit 2
    error: `nowhere/answer.txt` could not be written: no such file or directory
    hint: check that the folder exists and may be written

    $ ropa ask leaves-uk -o ropa.db/answer.txt
    --- stderr, exit 2
    error: `ropa.db/answer.txt` could not be written: not a directory
    hint: check that the folder exists and may be written

    $ ropa ask leaves-uk -o ""
    --- stderr, exit 2
    error: a value is required for '--output <FILE>' but none was supplied

    For more information, try '--help'.
    "#);
    assert!(files(&folder.path("")) == before);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_register_is_the_register() {
    let folder = Folder::with_database();
    std::os::unix::fs::symlink("ropa.db", folder.path("answer.txt")).unwrap();
    let before = fs::read(folder.path("ropa.db")).unwrap();
    folder.run("ropa ask leaves-uk -o answer.txt").stops(2);
    assert!(fs::read(folder.path("ropa.db")).unwrap() == before);
}

#[cfg(unix)]
#[test]
fn a_device_or_a_pipe_is_written_to_and_stays_what_it_is() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let folder = Folder::with_register();
    let shown = folder.run(ASK).bytes;
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    let before = files(&folder.path("register"));
    for line in [
        format!("{ASK} -o pipe"),
        format!("{ASK} -o pipe --format json"),
        "ropa export sqlite pipe".to_owned(),
    ] {
        let pipe = folder.path("pipe");
        let reader = std::thread::spawn(move || fs::read(pipe).unwrap());
        folder.does(&line);
        let read = reader.join().unwrap();
        assert!(read == shown || read.starts_with(b"{") || read.starts_with(b"SQLite format 3"));
        assert!(
            fs::metadata(folder.path("pipe"))
                .unwrap()
                .file_type()
                .is_fifo()
        );
    }
    symlink("/dev/null", folder.path("null")).unwrap();
    symlink("/dev/full", folder.path("full")).unwrap();
    for line in [
        "ropa list",
        "ropa export article30 --format csv",
        "ropa export article30 --format xlsx",
    ] {
        folder.does(&format!("{line} -o null"));
        let full = folder.run(&format!("{line} -o full"));
        let says = "`full` could not be written: no space left on device";
        assert!(full.stops(2).stderr.contains(says), "{}", full.transcript());
    }
    for name in ["null", "full"] {
        assert!(
            fs::symlink_metadata(folder.path(name))
                .unwrap()
                .is_symlink()
        );
    }
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 4);
    assert!(files(&folder.path("register")) == before);
    // The standard output by its other names.
    assert!(folder.run(&format!("{ASK} -o -")).bytes == shown);
    assert!(folder.run(&format!("{ASK} -o /dev/stdout")).bytes == shown);
    assert!(
        folder
            .run("ropa export sqlite -")
            .succeeds()
            .bytes
            .starts_with(b"SQLite format 3")
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_mode_and_owner() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let folder = Folder::with_register();
    for mode in [0o600, 0o640, 0o664] {
        for (line, file) in [
            (ASK, "answer.json"),
            ("ropa export article30", "record.csv"),
        ] {
            folder.does(&format!("{line} -o {file}"));
            let path = folder.path(file);
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            // Only the administrator can give a file away.
            let is_given = std::os::unix::fs::chown(&path, Some(4711), Some(4712)).is_ok();
            folder.does(&format!("{line} -o {file}"));
            let kept = fs::metadata(&path).unwrap();
            assert!(!is_given || (kept.uid(), kept.gid()) == (4711, 4712));
            assert_eq!(
                fs::metadata(path).unwrap().permissions().mode() & 0o7777,
                mode
            );
        }
    }
}

#[test]
fn another_kind_of_file_is_replaced_only_when_told() {
    let folder = Folder::with_register();
    folder.does("ropa list -o list.pdf");
    folder.does("ropa list -o list.docx");
    folder.does("ropa list -o list.xlsx");
    folder.does("ropa export sqlite kept.db");
    folder.write("notes.toml", "name = \"mine\"\n");
    folder.write("notes.md", "mine\n");
    let before = files(&folder.path(""));
    let refused = [
        "list.pdf --format csv",
        "list.docx --format xlsx",
        "list.xlsx --format docx",
        "kept.db --format json",
        "notes.toml --format text",
        "notes.md --format csv",
        "notes.md --format pdf",
    ];
    assert_snapshot!(folder.says_all(&refused.map(|file| format!("ropa list -o {file}")).each_ref().map(String::as_str)), @"
    $ ropa list -o list.pdf --format csv
    --- stderr, exit 2
    error: `list.pdf` exists, and holds a PDF document
    hint: give another name, or `--force` to replace it

    $ ropa list -o list.docx --format xlsx
    --- stderr, exit 2
    error: `list.docx` exists, and holds a Word document
    hint: give another name, or `--force` to replace it

    $ ropa list -o list.xlsx --format docx
    --- stderr, exit 2
    error: `list.xlsx` exists, and holds a workbook
    hint: give another name, or `--force` to replace it

    $ ropa list -o kept.db --format json
    --- stderr, exit 2
    error: `kept.db` exists, and holds a database
    hint: give another name, or `--force` to replace it

    $ ropa list -o notes.toml --format text
    --- stderr, exit 2
    error: `notes.toml` exists, and holds text of its own
    hint: give another name, or `--force` to replace it

    $ ropa list -o notes.md --format csv
    --- stderr, exit 2
    error: `notes.md` exists, and holds text of its own
    hint: give another name, or `--force` to replace it

    $ ropa list -o notes.md --format pdf
    --- stderr, exit 2
    error: `notes.md` exists, and holds text of its own
    hint: give another name, or `--force` to replace it
    ");
    assert!(files(&folder.path("")) == before);
    for file in refused {
        folder.does(&format!("ropa list -o {file} --force"));
    }
    // The last of them made a PDF of it, and so it is again.
    folder.does("ropa list -o notes.md --format pdf");
    folder.does("ropa list -o notes.txt --format md");
    folder.does("ropa list -o notes.txt --format csv");
}

#[test]
fn no_force_replaces_a_register_or_a_part_of_one() {
    let folder = Folder::with_database();
    copy(&root().join("register"), &folder.path("other"));
    fs::copy(folder.path("ropa.db"), folder.path("other.db")).unwrap();
    let before = files(&folder.path(""));
    for file in [
        "ropa.db",
        "other.db",
        "ropa.db-journal",
        "ropa.db-wal",
        "other.db-shm",
        "./ropa.db-journal",
    ] {
        for line in [
            "ropa list --format md --force -o",
            "ropa -r other list --format md --force -o",
            "ropa export sqlite --force",
        ] {
            let run = folder.run(&format!("{line} {file}"));
            let is_refused = run
                .stops(2)
                .stderr
                .contains("is a register, or a part of one");
            assert!(
                is_refused
                    || line.contains("sqlite") && run.stderr.contains("could not be written"),
                "{}",
                run.transcript()
            );
        }
    }
    assert!(files(&folder.path("")) == before);
}

#[test]
fn what_runs_that_were_killed_left_is_swept_and_what_is_being_written_is_not() {
    let folder = Folder::with_register();
    folder.write(".ropa-output-a1b2c3.tmp", "half");
    folder.write(".ropa-output-live00.tmp", "half");
    folder.write(".ropa-other.tmp", "not of an output");
    let live = fs::OpenOptions::new()
        .write(true)
        .open(folder.path(".ropa-output-live00.tmp"))
        .unwrap();
    live.lock().unwrap();
    folder.does(&format!("{ASK} -o answer.md"));
    let names = |folder: &Folder| -> Vec<String> {
        let entries = fs::read_dir(folder.path("")).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names(&folder),
        [
            ".ropa-other.tmp",
            ".ropa-output-live00.tmp",
            "answer.md",
            "register"
        ]
    );
    drop(live);
    folder.does(&format!("{ASK} -o answer.md"));
    assert_eq!(names(&folder), [".ropa-other.tmp", "answer.md", "register"]);
}
