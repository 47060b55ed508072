//! `ropa edit`: a record in an editor; and one file applied alone.

use insta::assert_snapshot;

use crate::by_hand::library;
use crate::harness::{Folder, Run, files, redacted};

/// Runs `ropa edit` with an editor that runs a script of the shell on the text, `$1`.
fn edit(folder: &Folder, thing: &str, script: &str) -> Run {
    edit_with(folder, &[thing], script)
}

fn edit_with(folder: &Folder, args: &[&str], script: &str) -> Run {
    folder.write("editor.sh", script);
    folder.run_command(editing(folder, args))
}

/// `ropa edit`, ready to be run; what is kept is kept inside the folder.
fn editing(folder: &Folder, args: &[&str]) -> std::process::Command {
    let mut command = folder.command(&[&["edit"], args].concat());
    std::fs::create_dir_all(folder.path("tmp")).unwrap();
    command
        .env("EDITOR", "/bin/sh editor.sh")
        .env("PATH", "/usr/bin:/bin")
        .env("TMPDIR", folder.path("tmp"));
    command
}

/// The files that were kept.
fn kept(folder: &Folder) -> Vec<String> {
    let kept = files(&folder.path("tmp")).into_iter();
    kept.map(|(path, _)| path).collect()
}

/// What was shown, without the name that the file had.
fn shown(run: &Run) -> String {
    let text = run.transcript();
    let mut parts = text.split("[folder]/tmp/ropa-");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once(".toml").unwrap();
        shown.push_str("[text].toml");
        shown.push_str(rest);
    }
    shown
}

#[test]
fn a_record_is_changed_in_an_editor() {
    let folder = library();
    let run = edit(
        &folder,
        "Shelfmark Ltd",
        "cp $1 seen.toml; sed -i 's/^kind.*/country = \"France\"/' $1",
    );
    assert_snapshot!(shown(&run), @r#"
    $ ropa edit "Shelfmark Ltd"
    change party:shelfmark-ltd
      + country = `France`
      - kind = `organisation` (no longer recorded)
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: edit party:shelfmark-ltd
    "#);
    assert_snapshot!(redacted(&folder.read("seen.toml"), &[]), @r#"
    # party:shelfmark-ltd: save and close to go on; a text left as it is changes nothing.
    # Not recorded (`ropa fields party` says what each means): country, identifiers, address, email,
    # phone, web, dpo, representative, sub_processors.
    # of commit [hash]: with this line, what others change meanwhile is kept

    [shelfmark-ltd]
    name = "Shelfmark Ltd"
    kind = "organisation"
    "#);
    assert_eq!(kept(&folder), [""; 0]);
    let run = edit(
        &folder,
        "library-membership",
        "printf '\\n[[onward]]\\nfrom = \"library-consortium\"\\nto = \"shelfmark-ltd\"\\n' >> $1",
    );
    assert_snapshot!(shown(&run), @"
    $ ropa edit library-membership
    change activity:library-membership
      + onward[library-consortium shelfmark-ltd].from = `Library consortium`
      + onward[library-consortium shelfmark-ltd].to = `Shelfmark Ltd`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: edit activity:library-membership
    this change brings 1 finding, worst first:
    expected: It is not recorded which data a flow carries: Library membership (FLOW-carries)
    `ropa check --activity library-membership` says more of each
    ");
    let run = edit(&folder, "settings", "sed -i 's/uk/eu/' $1");
    assert_snapshot!(shown(&run), @"
    $ ropa edit settings
    change settings:register
      ~ jurisdiction: `uk` -> `eu`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: edit settings:register
    ");
    folder.does("ropa verify");
}

#[test]
fn a_text_left_as_it_is_changes_nothing() {
    let folder = library();
    let before = std::fs::read(folder.path("ropa.db")).unwrap();
    for script in ["true", "sed -i 's/^#.*/# a word of mine/' $1"] {
        let run = edit(&folder, "shelfmark-ltd", script);
        run.succeeds();
        assert!(run.stderr.contains("nothing was changed") || run.stdout == "no changes\n");
    }
    assert!(std::fs::read(folder.path("ropa.db")).unwrap() == before);
    assert_eq!(kept(&folder), [""; 0]);
}

#[test]
fn a_text_with_an_error_is_opened_again_with_what_is_wrong() {
    let folder = library();
    let run = edit(
        &folder,
        "shelfmark-ltd",
        "if grep -q '^#!' $1; then cp $1 again.toml; sed -i 's/Frankreich/France/; s/council2/council/' $1; \
         else sed -i 's/^kind.*/country = \"Frankreich\"\\npart_of = \"council2\"/' $1; fi",
    );
    assert_snapshot!(shown(&run), @r#"
    $ ropa edit shelfmark-ltd
    change party:shelfmark-ltd
      + country = `France`
      - kind = `organisation` (no longer recorded)
      + part_of = `Barsetshire County Council`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    error[TEXT-bad-country]: `Frankreich` is not the name or code of a country
     --> [text].toml:8:11
      |
    8 | country = "Frankreich"
      |           ^^^^^^^^^^^^
      |
      = help: write its name or its code, such as `France` or `FR`, or `outside-uk`

    error[TEXT-unknown-id]: there is no party `council2`
     --> [text].toml:9:11
      |
    9 | part_of = "council2"
      |           ^^^^^^^^^^
      |
      = help: did you mean `council`?

    2 errors in 1 file
    committed as [hash] by tester: edit party:shelfmark-ltd
    "#);
    assert_snapshot!(redacted(&folder.read("again.toml"), &[]), @r#"
    #! country = "Frankreich": `Frankreich` is not the name or code of a country (write its name or its code, such as `France` or `FR`, or `outside-uk`)
    #! part_of = "council2": there is no party `council2` (did you mean `council`?)
    # party:shelfmark-ltd: save and close to go on; a text left as it is changes nothing.
    # Not recorded (`ropa fields party` says what each means): country, identifiers, address, email,
    # phone, web, dpo, representative, sub_processors.
    # of commit [hash]: with this line, what others change meanwhile is kept

    [shelfmark-ltd]
    name = "Shelfmark Ltd"
    country = "Frankreich"
    part_of = "council2"
    "#);
    assert_eq!(kept(&folder), [""; 0]);
}

#[test]
fn a_text_that_is_given_up_is_kept_and_can_be_gone_on_with() {
    let folder = library();
    let before = folder.run("ropa history").stdout;
    for (thing, script) in [
        ("shelfmark-ltd", "sed -i 's/^kind.*/kind = \"shop\"/' $1"),
        (
            "shelfmark-ltd",
            "sed -i 's/^.shelfmark-ltd.$/[shelfmark]/' $1",
        ),
        ("shelfmark-ltd", "printf '' > $1"),
        ("shelfmark-ltd", "printf '\\377\\376' > $1"),
        (
            "shelfmark-ltd",
            "sed -i 's/^kind.*/part_of = \"shelfmark-ltd\"/' $1",
        ),
        (
            "shelfmark-ltd",
            "sed -i 's/^kind.*/aliases = [\"Library consortium\"]/' $1",
        ),
        ("shelfmark-ltd", "exit 3"),
    ] {
        let run = edit(&folder, thing, script);
        run.stops(2);
        assert!(
            run.stderr.contains("the text is kept"),
            "{}",
            run.transcript()
        );
    }
    assert_eq!(kept(&folder).len(), 7);
    assert_eq!(folder.run("ropa history").stdout, before);
    std::fs::remove_dir_all(folder.path("tmp")).unwrap();
    edit(
        &folder,
        "shelfmark-ltd",
        "sed -i 's/^kind.*/kind = \"shop\"/' $1",
    );
    let from = format!("tmp/{}", kept(&folder)[0]);
    let run = edit_with(
        &folder,
        &["shelfmark-ltd", "--from", &from],
        "sed -i 's/shop/team/' $1",
    );
    run.succeeds();
    assert_eq!(
        folder.json("ropa show shelfmark-ltd")["record"]["kind"],
        "team"
    );
}

#[test]
fn without_an_editor_it_is_said_how_to_name_one() {
    let folder = library();
    assert_snapshot!(folder.says("ropa edit shelfmark-ltd"), @"
    $ ropa edit shelfmark-ltd
    --- stderr, exit 2
    error: no editor is set
    hint: name one, as in `EDITOR=nano ropa edit ...`, or change fields with `ropa set`
    ");
    let mut command = editing(&folder, &["shelfmark-ltd"]);
    command.env("EDITOR", "no-such-editor");
    folder.run_command(command).stops(2);
}

/// What another changed meanwhile is kept; where both changed one field, the text is kept and nothing is overwritten.
#[test]
fn what_another_changed_while_the_editor_was_open_is_not_lost() {
    let folder = library();
    let program = env!("CARGO_BIN_EXE_ropa");
    let run = edit(
        &folder,
        "shelfmark-ltd",
        &format!(
            "{program} set shelfmark-ltd email=a@example.org --author Ada; sed -i 's/^kind.*/country = \"FR\"/' $1"
        ),
    );
    run.succeeds();
    let record = folder.json("ropa show shelfmark-ltd")["record"].clone();
    assert_eq!(
        (&record["email"], &record["country"]),
        (&"a@example.org".into(), &"FR".into())
    );
    let run = edit(
        &folder,
        "shelfmark-ltd",
        &format!("{program} set shelfmark-ltd country=DE --author Ada; sed -i 's/FR/IE/' $1"),
    );
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert!(run.stderr.contains("somebody else changed `country`"));
    assert_eq!(kept(&folder).len(), 1);
    // Gone on with later, it still does not overwrite what it never saw.
    folder.does("ropa set shelfmark-ltd phone=1 --author Ada");
    let from = format!("tmp/{}", kept(&folder)[0]);
    let again = edit_with(&folder, &["shelfmark-ltd", "--from", &from], "true");
    assert_eq!(again.code, 2, "{}", again.transcript());
    edit_with(
        &folder,
        &["shelfmark-ltd", "--from", &from],
        "sed -i 's/IE/DE/; s/^name.*/name = \"Shelfmark\"/' $1",
    )
    .succeeds();
    let record = folder.json("ropa show shelfmark-ltd")["record"].clone();
    assert_eq!(
        (&record["phone"], &record["country"], &record["name"]),
        (&"1".into(), &"DE".into(), &"Shelfmark".into())
    );
    std::fs::remove_dir_all(folder.path("tmp")).unwrap();
    let run = edit(
        &folder,
        "shelfmark-ltd",
        &format!(
            "{program} remove shelfmark-ltd library-system library-membership --author Ada; sed -i 's/DE/IE/' $1"
        ),
    );
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("is no longer in the register"),
        "{}",
        run.transcript()
    );
}

#[test]
fn one_file_is_applied_alone_against_the_register() {
    let folder = library();
    folder.does("ropa dump text");
    folder.does("ropa set shelfmark-ltd country=FR");
    let file = "text/activities/library-membership.toml";
    folder.change(file, "carries = \"all\"", "carries = [\"books-on-loan\"]");
    folder.change("text/people.toml", "Library members", "Members");
    assert_snapshot!(folder.says_all(&[
        &format!("ropa apply {file} --plan"),
        &format!("ropa apply {file}"),
        &format!("ropa apply {file}"),
        "ropa show shelfmark-ltd --format json",
    ]), @r#"
    $ ropa apply text/activities/library-membership.toml --plan
    change activity:library-membership
      ~ store[library-system].carries: `all` -> `Books on loan`
    0 to add, 1 to change, 0 to remove; 0 unchanged

    $ ropa apply text/activities/library-membership.toml
    change activity:library-membership
      ~ store[library-system].carries: `all` -> `Books on loan`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: apply text/activities/library-membership.toml

    $ ropa apply text/activities/library-membership.toml
    no changes

    $ ropa show shelfmark-ltd --format json
    {
      "id": "shelfmark-ltd",
      "kind": "party",
      "record": {
        "address": null,
        "country": "FR",
        "dpo": null,
        "email": null,
        "identifiers": null,
        "kind": "organisation",
        "name": "Shelfmark Ltd",
        "phone": null,
        "representative": null,
        "sub_processors": null,
        "web": null
      },
      "recorded_elsewhere": [
        {
          "id": "library-system",
          "kind": "system",
          "name": "Library system",
          "places": [
            "operator"
          ]
        }
      ]
    }
    "#);
    // Once more, and then the whole folder: nothing that was done passes for somebody else's.
    folder.change(file, "period = \"P2Y\"", "period = \"P3Y\"");
    folder.does(&format!("ropa apply {file}"));
    folder.does("ropa set library-membership note=Mine");
    folder.change(file, "period = \"P3Y\"", "period = \"P4Y\"");
    let run = folder.run(&format!("ropa apply {file}"));
    run.succeeds();
    let is_so = |period: &str| {
        let record = folder.json("ropa show library-membership")["record"].clone();
        assert_eq!(
            (&record["note"], &record["retention"][0]["period"]),
            (&"Mine".into(), &period.into())
        );
    };
    is_so("P4Y");
    folder.change(file, "period = \"P4Y\"", "period = \"P5Y\"");
    folder.does(&format!("ropa apply {file}"));
    is_so("P5Y");
    folder.does("ropa apply text");
    assert_eq!(
        folder.json("ropa show library-members")["record"]["name"],
        "Members"
    );
    assert!(folder.read(file).contains("Mine"));
}

#[test]
fn a_file_alone_is_refused_where_it_is_wrong_or_behind() {
    let folder = library();
    folder.write(
        "new/activities/letters.toml",
        "name = \"Letters\"\ncontroller = \"council\"\nowner = \"councl\"\n",
    );
    folder.write("new/people.toml", "[library-members]\nname = \"Members\"\n");
    folder.write("new/Letters 2.toml", "name = \"x\"\n");
    folder.write("new/parties.toml", "[x]\nname = \"Shelfmark Ltd\"\n");
    assert_snapshot!(folder.says_all(&[
        "ropa apply new/activities/letters.toml",
        "ropa apply new/parties.toml",
        "ropa apply \"new/Letters 2.toml\"",
        "ropa apply new/people.toml --prune",
        "ropa apply new/nothing.toml",
    ]), @r#"
    $ ropa apply new/activities/letters.toml
    --- stderr, exit 1
    error[TEXT-unknown-id]: there is no party `councl`
     --> new/activities/letters.toml:3:9
      |
    3 | owner = "councl"
      |         ^^^^^^^^
      |
      = help: did you mean `council`?

    1 error in 1 file
    error: nothing was done: the text of the register has 1 error
    hint: fix the errors above and run the command again

    $ ropa apply new/parties.toml
    --- stderr, exit 1
    error[TEXT-ambiguous-name]: `shelfmark-ltd` may be the party `x` or `shelfmark-ltd`
    --> party `shelfmark-ltd`
     = help: give one of them another name, or make them one record, or record of what each is a part, if these differ
    note: `x` is called `Shelfmark Ltd` here
    --> party `x`, field `name`

    1 error in 1 record
    error: nothing was done: the text of the register has 1 error
    hint: fix the errors above and run the command again

    $ ropa apply "new/Letters 2.toml"
    --- stderr, exit 2
    error: `new/Letters 2.toml` is not called like a file of a register
    hint: call it by the id of its activity, such as `family-network.toml`, or as a catalogue, such as `parties.toml`

    $ ropa apply new/people.toml --prune
    --- stderr, exit 2
    error: `--prune` removes what a folder does not hold, and `new/people.toml` is one file
    hint: leave out `--prune`; `ropa remove` removes a record

    $ ropa apply new/nothing.toml
    --- stderr, exit 2
    error: there is no folder `new/nothing.toml`
    hint: name the folder that holds `parties.toml` and `activities`
    "#);
    folder.change("new/activities/letters.toml", "councl", "council");
    folder.does("ropa apply new/activities/letters.toml");
    folder.does("ropa apply new/people.toml");
    // It does not say from which state it is: what was changed since is not overwritten unasked.
    folder.does("ropa set library-members note=x");
    folder.change("new/people.toml", "Members", "All members");
    assert_snapshot!(folder.says("ropa apply new/people.toml"), @"
    $ ropa apply new/people.toml
    --- stderr, exit 2
    people:library-members
      name
        in the folder:   `All members`
        in the register: `Members`
      note
        in the folder:   not recorded
        in the register: `x`
    error: `new/people.toml` and the register say different things of `people:library-members`
    hint: write into the folder what should stand there, then apply it with `--force`: only these places of the register are overwritten
    ");
    folder.does("ropa apply new/people.toml --force");
}

/// What was evidence for an item goes with it, so that an item that a notice stated can be taken back.
#[test]
fn evidence_goes_with_the_item_it_is_for() {
    let folder = Folder::with_database();
    folder.does("ropa set family-group-conference people-=children --author Ada");
    let activity = folder.json("ropa show family-group-conference")["record"].to_string();
    assert!(!activity.contains("people.children") && activity.contains("people.families"));
}
