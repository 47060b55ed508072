//! The files of a register damaged in every way: what is wrong is named with its place, and nothing
//! is written.

use std::collections::BTreeSet;
use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, Run, files, root};

const ACTIVITY: &str = "activities/family-group-conference.toml";

/// Every file of the worked example.
fn names() -> Vec<String> {
    let folder = Folder::with_register();
    let all = files(&folder.path("register"));
    all.into_iter().map(|(name, _)| name).collect()
}

/// Either the register is read, or each thing that is wrong is named and nothing is done.
#[track_caller]
fn assert_sound(run: &Run, what: &str) {
    run.is_in_words();
    match run.code {
        0 => {}
        1 => {
            assert_eq!(run.stdout, "", "{what}\n{}", run.transcript());
            assert!(run.stderr.contains("--> "), "{what}\n{}", run.transcript());
            assert!(
                run.stderr.contains("error: nothing was done"),
                "{what}\n{}",
                run.transcript()
            );
        }
        _ => panic!("{what}\n{}", run.transcript()),
    }
}

/// Damages one file and tries to read the register, and to apply it to a database.
#[track_caller]
fn assert_damage_is_sound(folder: &Folder, file: &str, bytes: &[u8], what: &str) {
    let path = format!("register/{file}");
    let whole = fs::read(folder.path(&path)).unwrap();
    folder.write(&path, bytes);
    let run = folder.run("ropa -r register list");
    assert_sound(&run, &format!("{file}: {what}"));
    if run.code == 1 {
        let before = fs::read(folder.path("ropa.db")).unwrap();
        folder.run("ropa apply register --prune").stops(1);
        assert!(
            fs::read(folder.path("ropa.db")).unwrap() == before,
            "{file}: {what}"
        );
    }
    folder.write(&path, whole);
}

#[test]
fn a_file_cut_short_anywhere() {
    let folder = Folder::with_database();
    for name in names() {
        let whole = fs::read(folder.path(&format!("register/{name}"))).unwrap();
        for part in 1..7 {
            let length = whole.len() * part / 7;
            assert_damage_is_sound(
                &folder,
                &name,
                &whole[..length],
                &format!("the first {length} bytes"),
            );
        }
    }
}

#[test]
fn bytes_changed_at_random() {
    let folder = Folder::with_database();
    let mut dice = fastrand::Rng::with_seed(20_261_124);
    for name in names() {
        let whole = fs::read(folder.path(&format!("register/{name}"))).unwrap();
        for turn in 0..4 {
            let mut bytes = whole.clone();
            for _ in 0..=turn {
                let at = dice.usize(..bytes.len());
                bytes[at] = dice.u8(..);
            }
            assert_damage_is_sound(
                &folder,
                &name,
                &bytes,
                &format!("random bytes, turn {turn}"),
            );
        }
        let noise: Vec<u8> = (0..500).map(|_| dice.u8(..)).collect();
        assert_damage_is_sound(&folder, &name, &noise, "nothing but noise");
    }
}

#[test]
fn a_line_taken_out_or_written_twice() {
    let folder = Folder::with_database();
    for name in names() {
        let text = folder.read(&format!("register/{name}"));
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for at in (0..lines.len()).step_by(lines.len() / 5 + 1) {
            let without: String = lines[..at]
                .iter()
                .chain(&lines[at + 1..])
                .copied()
                .collect();
            assert_damage_is_sound(
                &folder,
                &name,
                without.as_bytes(),
                &format!("without line {}", at + 1),
            );
            let twice: String = lines[..=at].iter().chain(&lines[at..]).copied().collect();
            assert_damage_is_sound(
                &folder,
                &name,
                twice.as_bytes(),
                &format!("line {} twice", at + 1),
            );
        }
    }
}

#[test]
fn line_ends_and_marks_of_other_systems_change_nothing() {
    let folder = Folder::with_database();
    let expected = folder
        .run("ropa -r register ask who-receives nhs-number")
        .bytes;
    for name in names() {
        let path = format!("register/{name}");
        let text = folder.read(&path);
        folder.write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    let run = folder.run("ropa -r register ask who-receives nhs-number");
    assert!(run.succeeds().bytes == expected, "{}", run.transcript());
    assert_eq!(folder.run("ropa apply register").stdout, "no changes\n");
}

#[test]
fn text_in_another_encoding() {
    let folder = Folder::with_database();
    let text = "[nhs]\nname = \"Tŷ Hafan\"\n";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xff, 0xfe][..], &utf_16].concat();
    for bytes in [
        &utf_16[..],
        &with_mark,
        b"[nhs]\nname = \"Caf\xe9\"\n",
        b"[nhs]\nname = \"N\0HS\"\n",
    ] {
        folder.write("register/parties.toml", bytes);
        folder.run("ropa -r register list").stops(1);
    }
    assert_snapshot!(folder.run("ropa apply register").stderr.lines().take(8).collect::<Vec<_>>().join("\n"), @r#"
    error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
     --> register/parties.toml:2:10
      |
    2 | name = "N\u{0}HS"
      |          ^^^^^
      |
      = help: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    "#);
    folder.write("register/parties.toml", b"[nhs]\nname = \"Caf\xe9\"\n");
    assert_snapshot!(folder.run("ropa apply register").stderr.lines().take(8).collect::<Vec<_>>().join("\n"), @r#"
    error[TEXT-not-utf8]: the file is not text in UTF-8
     --> register/parties.toml:2:12
      |
    2 | name = "Caf�"
      |            ^
      |
      = help: save the file as UTF-8; in Notepad: Save as, Encoding, UTF-8
    "#);
}

#[test]
fn every_fault_is_shown_and_not_only_the_first() {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[council]\nnme = \"Council\"\nkind = \"publc-authority\"\ncountry = \"UK\"\n\n[a]\nname = \"A\"\npart_of = \"b\"\n\n[b]\nname = \"B\"\npart_of = \"a\"\naliases = [\"A\"]\n",
        ),
        (
            "register/activities/adoption.toml",
            "name = \"Adoption\"\ncontroler = \"council\"\ndata = \"\"\n\n[[recipient]]\nto = \"nobody\"\nbegins = 2026-02-30\n\n[[receipient]]\nto = \"a\"\n",
        ),
        ("register/partys.toml", ""),
        ("register/activities/Über uns.toml", ""),
    ]);
    folder.does("ropa init");
    assert_snapshot!(folder.says("ropa apply register"), @r#"
    $ ropa apply register
    --- stderr, exit 1
    error[TEXT-unknown-key]: an activity has no field `controler`
     --> register/activities/adoption.toml:2:1
      |
    2 | controler = "council"
      | ^^^^^^^^^
      |
      = help: did you mean `controller`?

    error[TEXT-wrong-type]: `data` is text, not a list of ids
     --> register/activities/adoption.toml:3:8
      |
    3 | data = ""
      |        ^^
      |
      = help: leave it out where there is none, or where nobody knows

    error[TEXT-unknown-id]: there is no party `nobody`
     --> register/activities/adoption.toml:6:6
      |
    6 | to = "nobody"
      |      ^^^^^^^^
      |
      = help: add `[nobody]` to `parties.toml`

    error[TEXT-bad-date]: `2026-02-30` is not a date of the calendar
     --> register/activities/adoption.toml:7:10
      |
    7 | begins = 2026-02-30
      |          ^^^^^^^^^^
      |
      = help: write `begins = 2026-02-28`

    error[TEXT-unknown-key]: an activity has no field `receipient`
     --> register/activities/adoption.toml:9:3
      |
    9 | [[receipient]]
      |   ^^^^^^^^^^
      |
      = help: leave it out: `recipient` is there already

    error[TEXT-unknown-file]: the file `Über uns.toml` is not read
    --> register/activities/Über uns.toml
     = help: rename it to `uber-uns.toml`

    error[TEXT-missing-field]: the party `council` has no `name`
     --> register/parties.toml:1:2
      |
    1 | [council]
      |  ^^^^^^^
      |
      = help: add `name = "in your words"`: the name as people know it

    error[TEXT-unknown-key]: a party has no field `nme`
     --> register/parties.toml:2:1
      |
    2 | nme = "Council"
      | ^^^
      |
      = help: did you mean `name`?

    error[TEXT-unknown-word]: `publc-authority` is not a word for `kind`
     --> register/parties.toml:3:8
      |
    3 | kind = "publc-authority"
      |        ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `public-authority`?

    error[TEXT-ring]: these are part of each other in a ring: `a`, `b`, `a`
      --> register/parties.toml:8:11
       |
     8 | part_of = "b"
       |           ^^^
       |
       = help: leave one of them out
    note: `b` is part of `a`
      --> register/parties.toml:12:11
       |
    12 | part_of = "a"
       |           ^^^

    error[TEXT-unknown-file]: the file `partys.toml` is not read
    --> register/partys.toml
     = help: put what it says into `parties.toml`, which is there too, or move it out of the register

    11 errors in 4 files
    `ropa fields` lists what can be recorded
    error: nothing was done: the text of the register has 11 errors
    hint: fix the errors above and run the command again
    "#);
    assert_eq!(
        folder
            .run("ropa list --format csv")
            .stdout
            .matches(",0")
            .count(),
        9
    );
}

#[test]
fn a_folder_where_a_file_should_be() {
    let folder = Folder::with_database();
    let path = folder.path("register/parties.toml");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let run = folder.run("ropa apply register --prune");
    assert!(
        run.stops(1).stderr.contains("register/parties.toml"),
        "{}",
        run.transcript()
    );
    let folder = Folder::with_database();
    fs::create_dir(folder.path("register/activities/more.toml")).unwrap();
    folder.run("ropa apply register").stops(1);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_links_to_nothing() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with_database();
    for (name, target) in [
        ("register/measures.toml", "measures.toml"),
        ("register/approvals.toml", "nowhere.toml"),
        ("register/activities/loop.toml", "loop.toml"),
    ] {
        symlink(target, folder.path(name)).unwrap();
        let run = folder.run("ropa apply register");
        run.stops(2);
        assert!(run.stderr.contains(name), "{}", run.transcript());
        fs::remove_file(folder.path(name)).unwrap();
    }
    symlink("..", folder.path("register/activities/up")).unwrap();
    folder.does("ropa apply register");
    fs::remove_dir_all(folder.path("register")).unwrap();
    symlink("register", folder.path("register")).unwrap();
    folder.run("ropa apply register").stops(2);
}

/// What may not be read: a file of the system that refuses its own owner's reading, or else one
/// whose permission was taken away; one of them stops every user.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::with_database();
    // Reading this file fails for everybody, the administrator too.
    symlink("/proc/self/mem", folder.path("register/measures.toml")).unwrap();
    assert_snapshot!(folder.says("ropa apply register"), @"
    $ ropa apply register
    --- stderr, exit 2
    error: `register/measures.toml` cannot be read: input/output error
    ");
    fs::remove_file(folder.path("register/measures.toml")).unwrap();

    let path = folder.path("register/parties.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let is_refused = fs::read(&path).is_err();
    let run = folder.run("ropa apply register");
    assert_eq!(
        run.code,
        if is_refused { 2 } else { 0 },
        "{}",
        run.transcript()
    );
}

#[test]
fn a_register_that_is_not_there() {
    assert_snapshot!(Folder::empty().says_all(&[
        "ropa list",
        "ropa ask leaves-uk",
        "ropa -r nowhere list",
        "ropa -r nowhere.db show x",
        "ropa -r \"\" list",
    ]), @r#"
    $ ropa list
    --- stderr, exit 2
    error: there is no register here: neither `ropa.db` nor a folder `register`
    hint: make one with `ropa init`, or name one with `-r PATH`

    $ ropa ask leaves-uk
    --- stderr, exit 2
    error: there is no register here: neither `ropa.db` nor a folder `register`
    hint: make one with `ropa init`, or name one with `-r PATH`

    $ ropa -r nowhere list
    --- stderr, exit 2
    error: there is no register at `nowhere`
    hint: check the path, or make a database there with `ropa init nowhere`

    $ ropa -r nowhere.db show x
    --- stderr, exit 2
    error: there is no register at `nowhere.db`
    hint: check the path, or make a database there with `ropa init nowhere.db`

    $ ropa -r "" list
    --- stderr, exit 2
    error: a value is required for '--register <PATH>' but none was supplied

    For more information, try '--help'.
    "#);
    let folder = Folder::empty();
    fs::create_dir(folder.path("register")).unwrap();
    assert_snapshot!(folder.says("ropa list"), @r"
    $ ropa list
    --- stderr, exit 2
    error: `register` holds no register: there is no record in it
    hint: name the folder in which `parties.toml`, `activities` and the others lie
    ");
}

#[test]
fn one_activity_alone_is_a_register_with_faults_that_are_named() {
    let folder = Folder::with_register();
    for name in names().iter().filter(|name| *name != ACTIVITY) {
        fs::remove_file(folder.path(&format!("register/{name}"))).unwrap();
    }
    let run = folder.run("ropa list");
    assert!(
        run.stops(1).stderr.contains("TEXT-unknown-id"),
        "{}",
        run.transcript()
    );
}

/// Every code that stands in an error can be looked up.
#[test]
fn every_code_of_an_error_is_explained() {
    let known: BTreeSet<&str> = ropa::text::faults().map(|(code, _)| code).collect();
    assert_eq!(known.len(), ropa::text::faults().count());
    let mut written = BTreeSet::new();
    for folder in ["src/text", "src/rules"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let source = fs::read_to_string(&path).unwrap();
                let parts = source.split("\"TEXT-").skip(1);
                written.extend(parts.map(|part| {
                    let name = part.split('"').next().unwrap();
                    format!("TEXT-{name}")
                }));
            }
        }
    }
    let written: BTreeSet<&str> = written.iter().map(String::as_str).collect();
    assert_eq!(known, written);
    let folder = Folder::empty();
    let run = folder.run("ropa explain text-Unknown-key");
    assert!(
        run.succeeds().stdout.contains(
            "has a field that its kind of record does not have (TEXT-unknown-key, error)"
        ),
        "{}",
        run.transcript()
    );
    let run = folder.run("ropa explain TEXT-unknown-kay");
    assert!(
        run.stops(2)
            .stderr
            .contains("did you mean `TEXT-unknown-key`?")
    );
    let run = folder.run("ropa explain a30-d");
    assert!(
        run.stops(2)
            .stderr
            .contains("did you mean `A30-d-recipients`")
    );
    let run = folder.run("ropa explain TEXT-ring --format json");
    assert!(
        run.succeeds().stdout.contains("\"level\": \"error\""),
        "{}",
        run.transcript()
    );
}
