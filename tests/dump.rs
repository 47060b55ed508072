//! `ropa dump`: the register as canonical text, and what it refuses to overwrite.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, files, root};

#[test]
fn the_worked_example_is_what_dump_writes() {
    let folder = Folder::with_database();
    folder.does("ropa dump out");
    fs::remove_file(folder.path("out/.ropa-base")).unwrap();
    assert!(files(&folder.path("out")) == files(&root().join("register")));
    folder.does("ropa -r register dump from-text");
    assert!(files(&folder.path("from-text")) == files(&root().join("register")));
}

#[test]
fn a_second_dump_writes_nothing_new() {
    let folder = Folder::with_database();
    assert_snapshot!(folder.says("ropa dump out"), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 7 files, 7 of them new or changed, 0 removed
    ");
    let first = files(&folder.path("out"));
    assert_snapshot!(folder.says("ropa dump out"), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 7 files, 0 of them new or changed, 0 removed
    ");
    assert!(files(&folder.path("out")) == first);
    assert_snapshot!(folder.says("ropa apply out --plan"), @r"
    $ ropa apply out --plan
    no changes
    ");
    assert_snapshot!(folder.says("ropa apply out"), @r"
    $ ropa apply out
    no changes
    ");
}

#[test]
fn a_dump_follows_the_register() {
    let folder = Folder::with_database();
    folder.does("ropa dump out");
    folder.write(
        "register/measures.toml",
        "[lock]\nname = \"Locked cabinets\"\n",
    );
    folder.change(
        "register/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    folder.does("ropa apply register");
    assert_snapshot!(folder.says_all(&["ropa dump out", "ropa apply out --plan"]), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 8 files, 2 of them new or changed, 0 removed

    $ ropa apply out --plan
    no changes
    ");
    fs::remove_file(folder.path("register/measures.toml")).unwrap();
    folder.does("ropa apply register --prune");
    assert_snapshot!(folder.says("ropa dump out"), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 7 files, 0 of them new or changed, 1 removed
    ");
    assert!(!folder.path("out/measures.toml").exists());
}

#[test]
fn a_folder_that_is_not_ours_is_not_written_into() {
    let folder = Folder::with_database();
    folder.write("work/notes.md", "mine");
    folder.write("work/parties.toml", "mine too");
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa dump work",
        "ropa dump .",
        "ropa dump ropa.db",
        "ropa dump work/notes.md/inside",
        "ropa dump out --format text",
        "ropa dump",
    ]), @"
    $ ropa dump work
    --- stderr, exit 2
    error: `work` is not empty and was not written by `ropa dump`
    hint: give an empty or new folder, or `--force` to write into this one

    $ ropa dump .
    --- stderr, exit 2
    error: `.` is not empty and was not written by `ropa dump`
    hint: give an empty or new folder, or `--force` to write into this one

    $ ropa dump ropa.db
    --- stderr, exit 2
    error: `ropa.db` is a file, and `dump` writes a folder
    hint: give a new or empty folder

    $ ropa dump work/notes.md/inside
    --- stderr, exit 2
    error: `work/notes.md/inside` cannot be written: not a directory
    hint: check that the folder may be written and that the disk has room

    $ ropa dump out --format text
    --- stderr, exit 2
    error: `dump` does not know the format `text`
    hint: use one of: toml

    $ ropa dump
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <FOLDER>

    Usage: ropa dump <FOLDER>

    For more information, try '--help'.
    ");
    assert!(files(&folder.path("")) == before);
    folder.does("ropa dump work --force");
    assert_eq!(folder.read("work/notes.md"), "mine");
}

#[test]
fn changes_that_were_not_applied_are_not_lost() {
    let folder = Folder::with_database();
    folder.does("ropa dump out");
    folder.change(
        "out/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    fs::remove_file(folder.path("out/people.toml")).unwrap();
    folder.change(
        "out/activities/family-group-conference.toml",
        "people = [\"service-users\", \"families\", \"children\"]\n",
        "",
    );
    let before = files(&folder.path("out"));
    folder.run("ropa dump out").stops(1);
    assert!(files(&folder.path("out")) == before);
    folder.write("out/people.toml", folder.read("register/people.toml"));
    assert_snapshot!(folder.says("ropa dump out"), @r#"
    $ ropa dump out
    --- stderr, exit 1
    error[TEXT-unknown-about]: `service-users` is not in the list `people` of this activity
       --> out/activities/family-group-conference.toml:232:9
        |
    232 | about = "people.service-users"
        |         ^^^^^^^^^^^^^^^^^^^^^^
        |
        = help: add `service-users` to `people`, or correct `about`

    error[TEXT-unknown-about]: `families` is not in the list `people` of this activity
       --> out/activities/family-group-conference.toml:238:9
        |
    238 | about = "people.families"
        |         ^^^^^^^^^^^^^^^^^
        |
        = help: add `families` to `people`, or correct `about`

    error[TEXT-unknown-about]: `children` is not in the list `people` of this activity
       --> out/activities/family-group-conference.toml:244:9
        |
    244 | about = "people.children"
        |         ^^^^^^^^^^^^^^^^^
        |
        = help: add `children` to `people`, or correct `about`

    3 errors in 1 file
    error: nothing was done: the text of the register has 3 errors
    hint: fix the errors above and run the command again
    "#);
    // The same findings stop nothing where that was asked for.
    let forced = folder.run("ropa dump out --force");
    let (_, said) = forced
        .succeeds()
        .stderr
        .split_once("3 errors in 1 file\n")
        .unwrap();
    assert_snapshot!(said, @"
    lost what stands in the files above: it cannot be read as a register
    wrote the register to `out`: 7 files, 2 of them new or changed, 0 removed
    ");
    assert!(folder.read("out/systems.toml") == folder.read("register/systems.toml"));
}

#[test]
fn a_dump_of_another_day_is_of_that_day() {
    let folder = Folder::with_database();
    folder.does("ropa dump today");
    let today = folder.json("ropa ask leaves-uk")["as_of"]
        .as_str()
        .unwrap()
        .to_owned();
    folder.does(&format!("ropa dump same --as-of {today}"));
    let all = |inside| files(&folder.path(inside));
    assert!(all("today") == all("same"));
    folder.run("ropa dump before --as-of 2020-01-01").stops(2);
    assert!(!folder.path("before").exists());
}

/// An empty register is written as a folder to begin from, which says nothing until somebody fills it in.
#[test]
fn an_empty_register_is_a_folder_to_fill_in() {
    let folder = Folder::empty();
    folder.does("ropa init");
    assert_snapshot!(folder.says_all(&["ropa dump text", "ropa apply text --plan", "ropa apply text", "ropa dump text"]), @"
    $ ropa dump text
    --- stderr
    the register is empty: `text` has a file for each kind of record, which says what goes into it and has an example in comments; fill in what you need, and put it into the register with `ropa apply text` (`ropa fields` says what every field may hold)

    $ ropa apply text --plan
    no changes

    $ ropa apply text
    no changes

    $ ropa dump text
    --- stderr
    wrote the register to `text`: 0 files, 0 of them new or changed, 0 removed
    ");
    let begun = files(&folder.path("text"));
    let names: Vec<&str> = begun.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "activities/README.txt",
            "approvals.toml",
            "data.toml",
            "documents.toml",
            "measures.toml",
            "parties.toml",
            "people.toml",
            "register.toml",
            "systems.toml",
            "waivers.toml",
        ]
    );
    assert_snapshot!(folder.read("text/systems.toml"), @r#"
    # Systems: where data is kept: applications, shared records, filing rooms.
    # Each is headed by a short name in brackets, such as [casebook].
    # What is left out is not recorded; "none" says that there is none.
    # An example, out of a register that is made up: take the # away from what you need, and put your own in its place.
    #
    # [casebook]
    # name = "Casebook"
    # aliases = ["Case management"]
    # note = "Replaced paper files in 2019."
    # operator = "casebook-software"
    # hosted_in = "IE"
    # search = "by name, date of birth or NHS number"
    # measures = ["encryption"]
    # medium = ["electronic", "paper"]
    # impact = "Nobody could be visited at home until it is restored."
    "#);
    // A folder of text is a register too.
    folder.does("ropa -r text list");
    assert_eq!(folder.run("ropa -r text check").code, 1);
    // What is filled in is taken, and no comment of the template stands in the way of the next dump.
    let parties = folder.read("text/parties.toml");
    folder.write("text/parties.toml", parties + "\n[acme]\nname = \"Acme\"\n");
    folder.does("ropa apply text");
    folder.does("ropa set Acme country=IE");
    folder.does("ropa dump text");
    let parties = folder.read("text/parties.toml");
    assert_eq!(parties, "[acme]\nname = \"Acme\"\ncountry = \"IE\"\n");
    assert!(folder.read("text/systems.toml").starts_with("# Systems: "));
    assert_snapshot!(folder.says("ropa apply text --plan"), @"
    $ ropa apply text --plan
    no changes
    ");
    // A comment of one's own is no part of the template.
    let people = folder.read("text/people.toml");
    folder.write(
        "text/people.toml",
        people + "# Ask HR\n[staff]\nname = \"Staff\"\n",
    );
    folder.does("ropa apply text");
    folder.does("ropa set Staff note=x");
    assert_snapshot!(folder.says("ropa dump text"), @"
    $ ropa dump text
    --- stderr, exit 2
    error: the register changed what these files hold, and the comments in them would be lost: `text/people.toml`
    hint: move the comments into the field `note` of their records, or give `--force` to lose them
    ");
}

#[test]
fn a_folder_to_fill_in_empties_no_register() {
    let folder = Folder::with_database();
    folder.does("ropa -r new.db init");
    folder.does("ropa -r new.db dump text");
    assert_snapshot!(folder.says_all(&["ropa apply text --plan", "ropa apply text --prune", "ropa apply nothing-there"]), @"
    $ ropa apply text --plan
    no changes
    36 records are in the register and not in the folder, and left alone (`--prune` removes them):
    settings:register, party:childrens-social-care, party:community-matrons,
    party:data-protection-officer, party:district-nurses, party:essex-county-council,
    party:family-members-overseas, party:family-network, party:general-practitioners, party:hospitals,
    party:information-commissioners-office, party:nhs, party:servelec, party:social-care-practitioners,
    party:social-workers, system:integrated-care-record, system:mosaic, data:case-file-information,
    data:criminal-proceedings, data:family-details, data:health-details, data:name-and-contact-details,
    data:nhs-number, data:offences, data:racial-or-ethnic-origin, data:religious-or-similar-beliefs,
    data:visual-images-appearance-and-behaviour, people:children, people:families, people:service-users,
    document:family-group-conference-notice, document:general-data-protection-regulation-2016,
    document:ico-guide-to-the-gdpr, document:my-care-record-resources, document:relevant-other-notice,
    activity:family-group-conference

    $ ropa apply text --prune
    --- stderr, exit 2
    error: `text` has nothing but comments, and `--prune` would remove every record
    hint: take the # away from what you want to record, or leave out `--prune`

    $ ropa apply nothing-there
    --- stderr, exit 2
    error: there is no folder `nothing-there`
    hint: name the folder that holds `parties.toml` and `activities`
    ");
    folder.write("empty/parties.toml", "");
    folder.run("ropa apply empty").stops(2);
}
