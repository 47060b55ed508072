//! `ropa apply`: the plan, the change, and what it refuses.

use insta::assert_snapshot;

use crate::harness::{Folder, files};

/// A register of a few lines.
fn small() -> Folder {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[council]\nname = \"Council\"\nkind = \"public-authority\"\n\n[nhs]\nname = \"NHS\"\n",
        ),
        ("register/data.toml", "[name]\nname = \"Name\"\n"),
        (
            "register/activities/adoption.toml",
            "name = \"Adoption\"\ncontroller = \"council\"\ndata = [\"name\"]\n\n[[recipient]]\nto = \"nhs\"\ncarries = [\"name\"]\n",
        ),
    ]);
    folder.does("ropa init");
    folder
}

#[test]
fn what_is_new_is_shown_in_a_line_for_each_kind_or_field_by_field_and_then_done() {
    let folder = small();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&["ropa apply register --plan --fields", "ropa apply register --plan"]), @"
    $ ropa apply register --plan --fields
    add party:council
      + kind = `public authority`
      + name = `Council`
    add party:nhs
      + name = `NHS`
    add data:name
      + name = `Name`
    add activity:adoption
      + controller = `Council`
      + data = `Name`
      + name = `Adoption`
      + recipient[nhs].carries = `Name`
      + recipient[nhs].to = `NHS`
    4 to add, 0 to change, 0 to remove; 0 unchanged

    $ ropa apply register --plan
    add 2 parties: council, nhs
    add data:name
    add activity:adoption
    every field of what is added: `--fields`
    4 to add, 0 to change, 0 to remove; 0 unchanged
    ");
    assert!(files(&folder.path("")) == before, "a plan changes nothing");
    assert_snapshot!(folder.says_all(&["ropa apply register", "ropa apply register", "ropa apply register --plan", "ropa list"]), @"
    $ ropa apply register
    add 2 parties: council, nhs
    add data:name
    add activity:adoption
    4 to add, 0 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: apply register
    this change brings 20 findings, worst first:
    required: No purpose is recorded: Adoption (A30-b-purposes)
    required: It is not recorded whose data it is: Adoption (A30-c-people)
    required: No time limit for erasure is recorded: Adoption (A30-f-retention)
    `ropa check --activity adoption` says more of each

    $ ropa apply register
    no changes

    $ ropa apply register --plan
    no changes

    $ ropa list
    kind      records
    party     2
    system    0
    data      1
    people    0
    measure   0
    document  0
    activity  1
    approval  0
    waiver    0
    ");
}

#[test]
fn of_many_that_are_new_the_first_are_named() {
    let folder = small();
    let names: String = ('a'..='g')
        .map(|id| format!("[{id}]\nname = \"{id}\"\n"))
        .collect();
    folder.write("register/systems.toml", &names);
    assert_snapshot!(folder.says("ropa apply register --plan"), @"
    $ ropa apply register --plan
    add 2 parties: council, nhs
    add 7 systems: a, b, c, d, e and 2 more
    add data:name
    add activity:adoption
    every field of what is added: `--fields`
    11 to add, 0 to change, 0 to remove; 0 unchanged
    ");
}

#[test]
fn every_sort_of_change_to_a_field_is_told() {
    let folder = small();
    folder.does("ropa apply register");
    folder.change(
        "register/parties.toml",
        "kind = \"public-authority\"",
        "country = \"GB\"",
    );
    folder.change("register/parties.toml", "\"NHS\"", "\"NHS England\"");
    folder.change(
        "register/activities/adoption.toml",
        "data = [\"name\"]",
        "data = \"none\"\npeople = \"none\"",
    );
    folder.change(
        "register/activities/adoption.toml",
        "carries = [\"name\"]",
        "carries = \"all\"\ntransfer = { route = \"44A/2/b\" }\n\n[[recipient]]\nto = \"council\"",
    );
    assert_snapshot!(folder.says("ropa apply register --plan"), @"
    $ ropa apply register --plan
    change party:council
      + country = `United Kingdom`
      - kind = `public authority` (no longer recorded)
    change party:nhs
      ~ name: `NHS` -> `NHS England`
    change activity:adoption
      ~ data: `Name` -> `none`
      + people = `none`
      + recipient[council].to = `Council`
      ~ recipient[nhs].carries: `Name` -> `all`
      + recipient[nhs].transfer.route = `Appropriate safeguards (44A/2/b)`
    0 to add, 3 to change, 0 to remove; 1 unchanged
    ");
    assert_snapshot!(folder.says("ropa apply register --plan --format json"), @r#"
    $ ropa apply register --plan --format json
    {
      "changes": [
        {
          "change": "change",
          "fields": [
            {
              "field": "country",
              "new": "GB",
              "old": null
            },
            {
              "field": "kind",
              "new": null,
              "old": "public-authority"
            }
          ],
          "id": "council",
          "kind": "party"
        },
        {
          "change": "change",
          "fields": [
            {
              "field": "name",
              "new": "NHS England",
              "old": "NHS"
            }
          ],
          "id": "nhs",
          "kind": "party"
        },
        {
          "change": "change",
          "fields": [
            {
              "field": "data",
              "new": "none",
              "old": [
                "name"
              ]
            },
            {
              "field": "people",
              "new": "none",
              "old": null
            },
            {
              "field": "recipient[council].to",
              "new": "council",
              "old": null
            },
            {
              "field": "recipient[nhs].carries",
              "new": "all",
              "old": [
                "name"
              ]
            },
            {
              "field": "recipient[nhs].transfer.route",
              "new": "44A/2/b",
              "old": null
            }
          ],
          "id": "adoption",
          "kind": "activity"
        }
      ],
      "from_register": [],
      "left_alone": [],
      "unchanged": 1
    }
    "#);
}

#[test]
fn a_record_missing_from_the_folder_is_left_alone_unless_it_is_pruned() {
    let folder = small();
    folder.write(
        "register/people.toml",
        "[children]\nname = \"Children\"\n\n[carers]\nname = \"Carers\"\n",
    );
    folder.does("ropa apply register");
    folder.write("register/people.toml", "");
    assert_snapshot!(folder.says_all(&[
        "ropa apply register",
        "ropa apply register --plan --prune",
        "ropa apply register --prune",
        "ropa list people",
    ]), @"
    $ ropa apply register
    no changes
    2 records are in the register and not in the folder, and left alone (`--prune` removes them):
    people:carers, people:children

    $ ropa apply register --plan --prune
    remove people:carers
    remove people:children
    0 to add, 0 to change, 2 to remove; 4 unchanged

    $ ropa apply register --prune
    remove people:carers
    remove people:children
    0 to add, 0 to change, 2 to remove; 4 unchanged
    --- stderr
    committed as [hash] by tester: apply register

    $ ropa list people
    --- stderr
    the register holds no people
    the register read is `ropa.db`
    ");
}

#[test]
fn what_others_still_need_is_not_pruned() {
    let folder = small();
    folder.does("ropa apply register");
    folder.write("register/parties.toml", "[council]\nname = \"Council\"\n");
    let before = folder.run("ropa show adoption").bytes;
    assert_snapshot!(folder.says_all(&["ropa apply register --prune", "ropa list party"]), @r#"
    $ ropa apply register --prune
    --- stderr, exit 1
    error[TEXT-unknown-id]: there is no party `nhs`
     --> register/activities/adoption.toml:6:6
      |
    6 | to = "nhs"
      |      ^^^^^
      |
      = help: add `[nhs]` to `parties.toml`

    1 error in 1 file
    error: nothing was done: the text of the register has 1 error
    hint: fix the errors above and run the command again

    $ ropa list party
    id       name     kind              country       part of
    council  Council  public authority  not recorded
    nhs      NHS      not recorded      not recorded
    "#);
    assert!(folder.run("ropa show adoption").bytes == before);
}

#[test]
fn who_and_why_are_kept_with_the_change() {
    let folder = small();
    assert_snapshot!(folder.run("ropa apply register --author Grace --message \"from the notice\"").stderr.split_once(" by ").unwrap().1, @"
    Grace: from the notice
    this change brings 20 findings, worst first:
    required: No purpose is recorded: Adoption (A30-b-purposes)
    required: It is not recorded whose data it is: Adoption (A30-c-people)
    required: No time limit for erasure is recorded: Adoption (A30-f-retention)
    `ropa check --activity adoption` says more of each
    ");
    folder.change("register/data.toml", "Name", "Full name");
    let mut command = folder.command(&["apply", "register", "-m", "again"]);
    command.env("ROPA_AUTHOR", "Ada");
    assert_snapshot!(folder.run_command(command).transcript(), @r"
    $ ropa apply register -m again
    change data:name
      ~ name: `Name` -> `Full name`
    0 to add, 1 to change, 0 to remove; 3 unchanged
    --- stderr
    committed as [hash] by Ada: again
    ");
    folder.change("register/data.toml", "Full name", "Names");
    let mut command = folder.command(&["apply", "register"]);
    command.env_remove("USER").env("LOGNAME", "ada");
    assert_snapshot!(folder.run_command(command).transcript(), @r"
    $ ropa apply register
    change data:name
      ~ name: `Full name` -> `Names`
    0 to add, 1 to change, 0 to remove; 3 unchanged
    --- stderr
    committed as [hash] by ada: apply register
    ");
}

#[test]
fn a_change_by_nobody_is_refused() {
    let folder = Folder::with_register();
    folder.does("ropa init");
    let refused = "error: nobody is named who makes this change, and nothing was changed\n\
                   hint: add `--author \"Your name\"`, or set `ROPA_AUTHOR`\n";
    let run = folder.run_words(&["apply", "register", "--author", " "]);
    assert_eq!(run.stops(2).stderr, refused);
    let mut command = folder.command(&["apply", "register"]);
    command.env("ROPA_AUTHOR", "");
    assert_eq!(folder.run_command(command).stops(2).stderr, refused);
    // To look at a plan needs nobody.
    folder
        .run_words(&["apply", "register", "--plan", "--author", ""])
        .succeeds();
    assert!(
        folder
            .run("ropa history")
            .succeeds()
            .stderr
            .contains("nothing was ever committed")
    );
    // Where the environment says nothing, the system is asked, and only it can say that there is nobody.
    let mut command = folder.command(&["apply", "register"]);
    command.env_remove("USER");
    let run = folder.run_command(command);
    if run.code == 0 {
        assert!(!run.stderr.contains("by unknown:"), "{}", run.transcript());
    } else {
        assert_eq!(run.stops(2).stderr, refused);
    }
    // What is typed works.
    folder.does("ropa apply register --author \"Your name\"");
}

#[test]
fn two_folders_dumped_from_the_same_state_do_not_overwrite_one_another() {
    let folder = small();
    folder.does("ropa apply register");
    folder.does("ropa dump ada");
    folder.does("ropa dump grace");
    folder.change("ada/data.toml", "Name", "Full name");
    folder.change("grace/data.toml", "Name", "Names");
    folder.change("grace/parties.toml", "\"NHS\"", "\"NHS England\"");
    assert_snapshot!(folder.says_all(&[
        "ropa apply ada",
        "ropa apply grace",
        "ropa apply grace --plan",
        "ropa show data:name",
        "ropa apply grace --force",
        "ropa show data:name",
    ]), @"
    $ ropa apply ada
    change data:name
      ~ name: `Name` -> `Full name`
    0 to add, 1 to change, 0 to remove; 3 unchanged
    --- stderr
    committed as [hash] by tester: apply ada

    $ ropa apply grace
    --- stderr, exit 2
    data:name
      name
        in the folder:   `Names`
        in the register: `Full name` (tester, [today], [time])
    error: `grace` and the register say different things of `data:name`
    hint: write into the folder what should stand there, then apply it with `--force`: only these places of the register are overwritten

    $ ropa apply grace --plan
    --- stderr, exit 2
    data:name
      name
        in the folder:   `Names`
        in the register: `Full name` (tester, [today], [time])
    error: `grace` and the register say different things of `data:name`
    hint: write into the folder what should stand there, then apply it with `--force`: only these places of the register are overwritten

    $ ropa show data:name
    Full name (data:name)

    Recorded elsewhere
    - activity Adoption: data, F1 recipient

    Not recorded
    - class: personal, kinds of special category data (Article 9(1)), criminal-offence (Article 10),
      not-personal
    - may include: classes it can contain without being one
    - derived from: categories that it is made from, and how

    $ ropa apply grace --force
    change party:nhs
      ~ name: `NHS` -> `NHS England`
    change data:name
      ~ name: `Full name` -> `Names`
    0 to add, 2 to change, 0 to remove; 2 unchanged
    --- stderr
    data:name
      name
        in the folder:   `Names`
        in the register: `Full name` (tester, [today], [time])
    what the register says above is overwritten; `ropa history` keeps it
    committed as [hash] by tester: apply grace

    $ ropa show data:name
    Names (data:name)

    Recorded elsewhere
    - activity Adoption: data, F1 recipient

    Not recorded
    - class: personal, kinds of special category data (Article 9(1)), criminal-offence (Article 10),
      not-personal
    - may include: classes it can contain without being one
    - derived from: categories that it is made from, and how
    ");
    // What was applied is the new base.
    folder.change("grace/data.toml", "Names", "Name");
    folder.does("ropa apply grace");
}

#[test]
fn a_folder_that_is_behind_takes_over_what_others_changed() {
    let folder = small();
    folder.does("ropa apply register");
    folder.does("ropa dump ada");
    folder.does("ropa dump grace");
    folder.change("ada/data.toml", "Name", "Full name");
    folder.does("ropa apply ada");
    folder.change("grace/parties.toml", "\"NHS\"", "\"NHS England\"");
    assert_snapshot!(folder.says_all(&["ropa apply grace --plan", "ropa apply grace", "ropa dump ada"]), @"
    $ ropa apply grace --plan
    change party:nhs
      ~ name: `NHS` -> `NHS England`
    1 record changed in the register only, and in the folder now as there: data:name
    0 to add, 1 to change, 0 to remove; 3 unchanged

    $ ropa apply grace
    change party:nhs
      ~ name: `NHS` -> `NHS England`
    1 record changed in the register only, and in the folder now as there: data:name
    0 to add, 1 to change, 0 to remove; 3 unchanged
    --- stderr
    committed as [hash] by tester: apply grace

    $ ropa dump ada
    --- stderr
    wrote the register to `ada`: 3 files, 1 of them new or changed, 0 removed
    ");
}

#[test]
fn what_it_cannot_work_on_is_refused() {
    let folder = small();
    folder.write("file.txt", "x");
    folder.write("other/readme.md", "x");
    folder.write("dumped/data.toml", "[name]\nname = \"Name\"\n");
    folder.write("dumped/.ropa-base", "0123\n");
    folder.does("ropa apply register");
    std::fs::create_dir(folder.path("empty")).unwrap();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa apply",
        "ropa apply nowhere",
        "ropa apply file.txt",
        "ropa apply other --prune",
        "ropa apply empty",
        "ropa apply dumped",
        "ropa apply register --as-of 2026-11-01",
        "ropa apply register --format csv",
        "ropa -r register apply register",
        "ropa -r nowhere.db apply register",
        "ropa -r nowhere/at/all.db apply register",
    ]), @"
    $ ropa apply
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <FOLDER>

    Usage: ropa apply <FOLDER>

    For more information, try '--help'.

    $ ropa apply nowhere
    --- stderr, exit 2
    error: there is no folder `nowhere`
    hint: name the folder that holds `parties.toml` and `activities`

    $ ropa apply file.txt
    --- stderr, exit 2
    error: `file.txt` is not called like a file of a register
    hint: call it by the id of its activity, such as `family-network.toml`, or as a catalogue, such as `parties.toml`

    $ ropa apply other --prune
    --- stderr, exit 2
    error: `other` holds no register: there is no record in it
    hint: name the folder in which `parties.toml`, `activities` and the others lie

    $ ropa apply empty
    --- stderr, exit 2
    error: `empty` holds no register: there is no record in it
    hint: name the folder in which `parties.toml`, `activities` and the others lie

    $ ropa apply dumped
    --- stderr, exit 2
    error: `dumped` was dumped from another register, or from a state that this one never had
    hint: name the register it came from with `-r`, or give `--force` to go on all the same

    $ ropa apply register --as-of 2026-11-01
    --- stderr, exit 2
    error: `apply` changes the register as it is now, and `--as-of` asks for what it was
    hint: leave out `--as-of`

    $ ropa apply register --format csv
    --- stderr, exit 2
    error: `apply` does not know the format `csv`
    hint: use one of: text, json

    $ ropa -r register apply register
    --- stderr, exit 2
    error: `apply` needs a database, and `register` is a folder of text
    hint: name one with `-r FILE`, or make one with `ropa init FILE` and `ropa -r FILE apply register`

    $ ropa -r nowhere.db apply register
    --- stderr, exit 2
    error: there is no register at `nowhere.db`
    hint: make one with `ropa init nowhere.db`, or name it with `-r PATH`

    $ ropa -r nowhere/at/all.db apply register
    --- stderr, exit 2
    error: there is no register at `nowhere/at/all.db`
    hint: make one with `ropa init nowhere/at/all.db`, or name it with `-r PATH`
    ");
    assert!(files(&folder.path("")) == before);
}

/// A folder that is sound by itself, beside records that it leaves alone.
#[test]
fn what_would_be_at_odds_with_the_register_is_refused() {
    let folder = Folder::with_database();
    folder.write(
        "more/parties.toml",
        "[social-services]\nname = \"Social workers\"\n",
    );
    let before = std::fs::read(folder.path("ropa.db")).unwrap();
    let says = folder.says_all(&["ropa apply more --plan", "ropa apply more --author Ada"]);
    assert_eq!(std::fs::read(folder.path("ropa.db")).unwrap(), before);
    assert_snapshot!(says, @"
    $ ropa apply more --plan
    --- stderr, exit 1
    error[TEXT-ambiguous-name]: `social-workers` may be the party `social-services` or `social-workers`
    --> party `social-workers`
     = help: give one of them another name, or make them one record, or record of what each is a part, if these differ
    note: `social-services` is called `Social workers` here
    --> party `social-services`, field `name`

    1 error in 1 record
    error: nothing was done: the text of the register has 1 error
    hint: fix the errors above and run the command again

    $ ropa apply more --author Ada
    --- stderr, exit 1
    error[TEXT-ambiguous-name]: `social-workers` may be the party `social-services` or `social-workers`
    --> party `social-workers`
     = help: give one of them another name, or make them one record, or record of what each is a part, if these differ
    note: `social-services` is called `Social workers` here
    --> party `social-services`, field `name`

    1 error in 1 record
    error: nothing was done: the text of the register has 1 error
    hint: fix the errors above and run the command again
    ");
}
