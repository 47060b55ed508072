//! `-o FILE`: the answer whole in a file, or the file as it was.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, files};

const ASK: &str = r#"ropa ask who-receives "NHS number""#;

#[test]
fn a_file_holds_what_the_screen_would_show() {
    let folder = Folder::with_register();
    for format in ["text", "json", "csv", "md"] {
        let shown = folder.run(&format!("{ASK} --format {format}")).bytes;
        let run = folder.run(&format!("{ASK} --format {format} -o answer.{format}"));
        assert_eq!(run.succeeds().both(), "");
        assert!(fs::read(folder.path(&format!("answer.{format}"))).unwrap() == shown);
    }
}

#[test]
fn a_file_that_is_there_is_replaced_and_nothing_is_left_beside_it() {
    let folder = Folder::with_register();
    folder.write("answer.md", "old");
    folder
        .run(&format!("{ASK} --format md -o answer.md"))
        .succeeds();
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
    --- stderr
    error: `ask` cannot write `ropa.db`: it writes no file that ends in `.db`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid
    exit 2

    $ ropa ask leaves-uk -o ./register/../ropa.db
    --- stderr
    error: `ask` cannot write `./register/../ropa.db`: it writes no file that ends in `.db`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid
    exit 2

    $ ropa ask leaves-uk -o register
    --- stderr
    error: `ask` cannot tell the format from `register`, which has no ending
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid
    exit 2

    $ ropa -r register ask leaves-uk -o register
    --- stderr
    error: `ask` cannot tell the format from `register`, which has no ending
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid
    exit 2

    $ ropa -r register ask leaves-uk -o register/parties.toml
    --- stderr
    error: `ask` cannot write `register/parties.toml`: it writes no file that ends in `.toml`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid
    exit 2

    $ ropa -r register ask leaves-uk -o register/activities/new.toml
    --- stderr
    error: `ask` cannot write `register/activities/new.toml`: it writes no file that ends in `.toml`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid
    exit 2

    $ ropa ask leaves-uk -o nowhere/answer.txt
    --- stderr
    error: `nowhere/answer.txt` could not be written: no such file or directory
    hint: check that the folder exists and may be written
    exit 2

    $ ropa ask leaves-uk -o ropa.db/answer.txt
    --- stderr
    error: `ropa.db/answer.txt` could not be written: not a directory
    hint: check that the folder exists and may be written
    exit 2

    $ ropa ask leaves-uk -o ""
    --- stderr
    error: a value is required for '--output <FILE>' but none was supplied

    For more information, try '--help'.
    exit 2
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
