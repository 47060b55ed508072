//! Tests of the canonical form and of what writing changes in a folder.

use insta::assert_snapshot;

use super::*;
use crate::model::{Kind, Record, Register};

#[test]
fn the_base_names_the_commit_and_what_was_written() {
    let folder = folder(&[PARTIES, ("activities/a.toml", "name = \"A\"\n")]);
    assert_eq!(Base::read(folder.path()).unwrap(), None);
    let mut base = Base::of(Some("abc123"));
    base.then = Some("def456".to_owned());
    base.unfinished = Some(String::new());
    base.write(folder.path()).unwrap();
    let written = fs::read_to_string(folder.path().join(".ropa-base")).unwrap();
    assert_eq!(written, "abc123\nthen def456\nunfinished -\n");
    assert_eq!(Base::read(folder.path()).unwrap(), Some(base));
    Base::finish(folder.path(), Some("abc123")).unwrap();
    let base = Base::read(folder.path()).unwrap().unwrap();
    assert_eq!(base.commit.as_deref(), Some("abc123"));
    assert_eq!((&base.then, &base.unfinished), (&None, &None));
    assert_eq!(base.missing(folder.path()), Vec::<PathBuf>::new());
    fs::write(folder.path().join("parties.toml"), "").unwrap();
    fs::remove_file(folder.path().join("activities/a.toml")).unwrap();
    let missing = ["activities/a.toml", "parties.toml"].map(|name| folder.path().join(name));
    assert_eq!(base.missing(folder.path()), missing);
    // What an earlier program wrote.
    fs::write(folder.path().join(".ropa-base"), "abc123\n").unwrap();
    let former = Base::read(folder.path()).unwrap();
    assert_eq!(former, Some(Base::of(Some("abc123"))));
}

#[test]
fn the_canonical_form() {
    let files = [
        ("register.toml", "[settings]\norganisation=\"nhs\""),
        (
            "parties.toml",
            "[nhs]\nnote = \"one\\ntwo \\\"three\\\"\"\nname='N\"H\\S'\naliases=['National Health Service, which is a long name','Another long name of the same party here']\n[[nhs.sub_processors]]\nparty='nhs'\ncountry='IE'\n[a]\nname='A'\nsub_processors='none'\n",
        ),
        (
            "data.toml",
            r#"[nhs-number]
name="NHS number"
class=['personal']
"#,
        ),
        (
            "activities/x.toml",
            r#"onward='none'
name='X'
recipient=[{to='party:nhs', carries='all', transfer={tested="2026-01-02"}}, {to='nhs', and_more=false}]
[review]
last=2026-01-01
"#,
        ),
    ];
    let folder = folder(&files);
    let reading = read(folder.path(), today()).unwrap();
    assert_eq!(lines(&reading.findings, folder.path()), "");
    write(reading.register.into_records(), folder.path()).unwrap();
    let written: String = contents(folder.path())
        .into_iter()
        .map(|(path, text)| {
            let name = path
                .strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string();
            format!("--- {name}\n{}", String::from_utf8(text).unwrap())
        })
        .collect();
    assert_snapshot!(written, @r#"
    --- activities/x.toml
    name = "X"
    onward = "none"

    [review]
    last = 2026-01-01

    [[recipient]]
    to = "nhs"
    carries = "all"

    [recipient.transfer]
    tested = 2026-01-02

    [[recipient]]
    to = "nhs"
    --- data.toml
    [nhs-number]
    name = "NHS number"
    class = "personal"
    --- parties.toml
    [a]
    name = "A"
    sub_processors = "none"

    [nhs]
    name = "N\"H\\S"
    aliases = [
        "National Health Service, which is a long name",
        "Another long name of the same party here",
    ]
    note = """
    one
    two "three""""

    [[nhs.sub_processors]]
    party = "nhs"
    country = "IE"
    --- register.toml
    [settings]
    organisation = "nhs"
    "#);
}

#[test]
fn writing_removes_what_is_gone_and_is_ours() {
    let folder = folder(&[
        PARTIES,
        (
            "systems.toml",
            r#"[old]
name = "Old"
"#,
        ),
        ("README.md", "x"),
        ("notes.toml", "x"),
        ("activities/old.toml", "name = \"Old\"\n"),
        ("activities/Not Ours.toml", ""),
        ("activities/kept.txt", ""),
    ]);
    let mut register = Register::default();
    let party = serde_json::json!({ "name": "New" });
    register
        .insert("new", Record::from_value(Kind::Party, party).unwrap())
        .unwrap();
    let written = write(register.clone().into_records(), folder.path()).unwrap();
    let names = |paths: &[PathBuf]| {
        let names = paths
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap());
        names
            .map(|path| path.display().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&written.written), ["parties.toml"]);
    assert_eq!(
        names(&written.removed),
        ["systems.toml", "activities/old.toml"]
    );
    let left: Vec<PathBuf> = contents(folder.path())
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        names(&left),
        [
            "README.md",
            "activities/Not Ours.toml",
            "activities/kept.txt",
            "notes.toml",
            "parties.toml"
        ]
    );
    let again = write(register.into_records(), folder.path()).unwrap();
    assert_eq!(
        (again.written.len(), again.unchanged, again.removed.len()),
        (0, 1, 0)
    );
}

#[test]
fn records_out_of_order_are_refused() {
    let folder = folder(&[]);
    let mut register = Register::default();
    for id in ["a", "b"] {
        let party = serde_json::json!({ "name": id });
        register
            .insert(id, Record::from_value(Kind::Party, party).unwrap())
            .unwrap();
    }
    let mut records: Vec<_> = register.into_records().collect();
    records.reverse();
    assert!(matches!(
        write(records, folder.path()),
        Err(WriteError::OutOfOrder { .. })
    ));
}

#[cfg(unix)]
#[test]
fn files_have_the_permissions_of_any_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("plain", "")]);
    Base::of(Some("x")).write(folder.path()).unwrap();
    let mode = |name: &str| {
        fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode(".ropa-base"), mode("plain"));
}
