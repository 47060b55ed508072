//! Saved questions of an organisation: beside its register, and in place of those of the core pack.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, copy, root};

#[test]
fn an_organisation_has_questions_of_its_own() {
    let folder = Folder::with_register();
    folder.does("ropa query --new our-teams");
    assert!(
        folder
            .stdout("ropa query our-teams kind=class")
            .contains("GPs")
    );
    assert!(
        folder
            .stdout("ropa query our-teams --show")
            .contains("kind=choice(")
    );
    folder.run("ropa query --new our-teams").stops(2);
    folder.run("ropa query --new aliases-used").stops(2);
    folder.run("ropa query --new \"Our Teams\"").stops(2);

    // What is wrong in one is said with its place, and the others can be asked.
    folder.write(
        "queries/faulty.sql",
        "-- title = \"T\"\n-- question = \"Q\"\n-- use = \"U\"\nSELECT :x ORDER BY 1;\n",
    );
    folder.write("queries/wrong.sql", "-- title = \"T\"\n-- question = \"Q\"\n-- use = \"U\"\nSELECT nme FROM party ORDER BY 1;\n");
    assert_snapshot!(folder.says_all(&["ropa query --check", "ropa query faulty", "ropa query wrong"]), @"
    $ ropa query --check
    --- stderr, exit 2
    error: queries/faulty.sql:4:8: `:x` is not declared
    hint: add `-- [params.x]` with its `type` and `help` to the header
    error: queries/wrong.sql: line 4, column 8: no such column: nme
    hint: `ropa sql --tables` lists the tables and their columns
    error: 2 saved questions are wrong
    hint: fix the places shown above

    $ ropa query faulty
    --- stderr, exit 2
    error: queries/faulty.sql:4:8: `:x` is not declared
    hint: add `-- [params.x]` with its `type` and `help` to the header

    $ ropa query wrong
    --- stderr, exit 2
    error: queries/wrong.sql: line 4, column 8: no such column: nme
    hint: `ropa sql --tables` lists the tables and their columns
    ");
    assert!(
        folder
            .run("ropa query aliases-used")
            .succeeds()
            .stderr
            .is_empty()
    );
    let listed = folder.run("ropa query");
    assert!(
        listed
            .succeeds()
            .stderr
            .contains("queries/faulty.sql:4:8: `:x` is not declared"),
        "{}",
        listed.stderr
    );
}

#[test]
fn a_core_name_is_replaced_only_on_purpose() {
    let folder = Folder::with_register();
    let core = fs::read_to_string(root().join("queries/aliases-used.sql")).unwrap();
    folder.write("queries/aliases-used.sql", &core);
    assert!(
        folder
            .run("ropa query aliases-used")
            .succeeds()
            .stderr
            .is_empty()
    );
    folder.write(
        "queries/aliases-used.sql",
        core.replace("Names that", "All names that"),
    );
    assert_snapshot!(folder.says("ropa query aliases-used"), @r"
    $ ropa query aliases-used
    --- stderr, exit 2
    error: queries/aliases-used.sql:1:1: `aliases-used` is the name of a question of the core pack
    hint: give the file another name, or add `-- overrides = true` to the header
    ");
    folder.write(
        "queries/aliases-used.sql",
        core.replace("-- use", "-- overrides = true\n-- use")
            .replace("Names that", "All names that"),
    );
    assert!(
        folder
            .stdout("ropa query aliases-used --show")
            .starts_with("All names that")
    );
    folder.write(
        "queries/other.sql",
        core.replace("-- use", "-- overrides = true\n-- use"),
    );
    folder.run("ropa query other").stops(2).is_in_words();
}

#[test]
fn questions_lie_beside_the_register_wherever_it_is() {
    let folder = Folder::empty();
    copy(&root().join("register"), &folder.path("there/register"));
    folder.does("ropa -r there/register query --new ours");
    assert!(folder.path("there/queries/ours.sql").exists());
    folder.does("ropa -r there/register query ours");
    folder.run("ropa query ours").stops(2);
}
