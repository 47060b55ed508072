//! How things are named on the command line: id, name, alias, folded; `kind:`; and what is said
//! where a name leads nowhere or to several things.

use insta::assert_snapshot;

use crate::harness::{Folder, copy, root};

#[test]
fn a_thing_is_named_by_id_name_or_alias_however_it_is_spelt() {
    let folder = Folder::with_register();
    let expected = folder.run("ropa ask who-receives nhs-number").bytes;
    for name in [
        "\"NHS Number\"",
        "\"NHS number\"",
        "\"nhs NUMBER\"",
        "nhs_number",
        "\"  nhs   number  \"",
        "\"N.H.S. number\"",
        "data:nhs-number",
        "data:\"NHS number\"",
        "\"data:NHS NUMBER\"",
        "\"ŃHS númber\"",
    ] {
        let run = folder.run(&format!("ropa ask who-receives {name}"));
        assert!(
            run.succeeds().bytes == expected,
            "{name}: {}",
            run.transcript()
        );
    }
    let officer = folder.run("ropa show party:data-protection-officer").bytes;
    assert!(folder.run("ropa show dpo").bytes == officer);
}

#[test]
fn a_name_is_never_a_prefix() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa ask who-receives NH",
        "ropa ask who-receives \"NHS num\"",
        "ropa ask about Serv",
    ]), @r#"
    $ ropa ask who-receives NH
    --- stderr, exit 2
    error: no category of data is called `NH`
    hint: did you mean `data:nhs-number` (NHS Number)?
    the register read is `register`

    $ ropa ask who-receives "NHS num"
    --- stderr, exit 2
    error: no category of data is called `NHS num`
    hint: did you mean `data:nhs-number` (NHS Number)?
    the register read is `register`

    $ ropa ask about Serv
    --- stderr, exit 2
    error: no party is called `Serv`
    hint: did you mean `party:servelec` (Servelec)?
    the register read is `register`
    "#);
}

#[test]
fn an_unknown_name_gets_suggestions() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa ask who-receives \"NHS numbr\"",
        "ropa ask about Servlec",
        "ropa ask through Mosiac",
        "ropa ask why NHS \"District nurse\"",
        "ropa ask where-held --people child",
        "ropa ask leaves-uk --activity \"family conference\"",
        "ropa show servelek",
        "ropa show hospitls",
        "ropa show familly",
        "ropa ask about adress",
        "ropa ask who-receives zzz",
        "ropa ask who-receives \"\"",
        "ropa ask who-receives data:",
    ]), @r#"
    $ ropa ask who-receives "NHS numbr"
    --- stderr, exit 2
    error: no category of data is called `NHS numbr`
    hint: did you mean `data:nhs-number` (NHS Number)?
    the register read is `register`

    $ ropa ask about Servlec
    --- stderr, exit 2
    error: no party is called `Servlec`
    hint: did you mean `party:servelec` (Servelec)?
    the register read is `register`

    $ ropa ask through Mosiac
    --- stderr, exit 2
    error: no party or system is called `Mosiac`
    hint: did you mean `system:mosaic` (Mosaic)?
    the register read is `register`

    $ ropa ask why NHS "District nurse"
    --- stderr, exit 2
    error: no party, system or activity is called `District nurse`
    hint: did you mean `party:district-nurses` (District nurses)?
    the register read is `register`

    $ ropa ask where-held --people child
    --- stderr, exit 2
    error: no category of people is called `child`
    hint: did you mean `people:children`?
    the register read is `register`

    $ ropa ask leaves-uk --activity "family conference"
    --- stderr, exit 2
    error: no activity is called `family conference`
    hint: did you mean `activity:family-group-conference` (Family Group Conference)?
    the register read is `register`

    $ ropa show servelek
    --- stderr, exit 2
    error: nothing in the register is called `servelek`
    hint: did you mean `party:servelec` (Servelec)?
    the register read is `register`

    $ ropa show hospitls
    --- stderr, exit 2
    error: nothing in the register is called `hospitls`
    hint: did you mean `party:hospitals` (Hospitals)?
    the register read is `register`

    $ ropa show familly
    --- stderr, exit 2
    error: nothing in the register is called `familly`
    hint: did you mean `party:family-members-overseas` or `party:family-network` (Family network) or `data:family-details` (Family Details)?
    the register read is `register`

    $ ropa ask about adress
    --- stderr, exit 2
    error: no party is called `adress`
    hint: `ropa list party` lists parties, and `ropa find "adress"` looks in every name and text
    the register read is `register`

    $ ropa ask who-receives zzz
    --- stderr, exit 2
    error: no category of data is called `zzz`
    hint: `ropa list data` lists categories of data, and `ropa find "zzz"` looks in every name and text
    the register read is `register`

    $ ropa ask who-receives ""
    --- stderr, exit 2
    error: no category of data is called ``
    hint: `ropa list data` lists categories of data
    the register read is `register`

    $ ropa ask who-receives data:
    --- stderr, exit 2
    error: no category of data is called `data:`
    hint: `ropa list data` lists categories of data
    the register read is `register`
    "#);
}

#[test]
fn a_name_of_another_kind_says_so() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa ask who-receives NHS",
        "ropa ask who-receives party:nhs",
        "ropa ask about mosaic",
        "ropa ask about \"NHS number\"",
        "ropa ask through people:children",
        "ropa ask where-held --people NHS",
    ]), @r#"
    $ ropa ask who-receives NHS
    --- stderr, exit 2
    error: `NHS` is a party, not a category of data
    hint: did you mean `data:nhs-number` (NHS Number)? Or, to see what goes to it and comes from it: `ropa ask about nhs`

    $ ropa ask who-receives party:nhs
    --- stderr, exit 2
    error: `party:nhs` is a party, not a category of data
    hint: to see what goes to it and comes from it: `ropa ask about nhs`

    $ ropa ask about mosaic
    --- stderr, exit 2
    error: `mosaic` is a system, not a party
    hint: to see what passes through it: `ropa ask through mosaic`

    $ ropa ask about "NHS number"
    --- stderr, exit 2
    error: `NHS number` is a category of data, not a party
    hint: did you mean `party:nhs` (NHS)? Or, to see who receives it: `ropa ask who-receives nhs-number`

    $ ropa ask through people:children
    --- stderr, exit 2
    error: `people:children` is a category of people, not a party or a system
    hint: to see who receives data about them: `ropa ask who-receives --people children`

    $ ropa ask where-held --people NHS
    --- stderr, exit 2
    error: `NHS` is a party, not a category of people
    hint: to see what goes to it and comes from it: `ropa ask about nhs`
    "#);
}

#[test]
fn an_ambiguous_name_lists_the_choices() {
    let folder = Folder::with_county();
    let measures = folder.read("register/measures.toml");
    let more = "[training]\nname = \"Fostering\"\n\n[police]\nname = \"Vetting\"\n";
    folder.write("register/measures.toml", format!("{measures}{more}"));
    assert_snapshot!(folder.says_all(&["ropa show Fostering", "ropa show police", "ropa show nowhere:police"]), @"
    $ ropa show Fostering
    --- stderr, exit 2
    error: `Fostering` may be `measure:training` or `activity:fostering`
    hint: write the one you mean in full, such as `measure:training`

    $ ropa show police
    --- stderr, exit 2
    error: `police` may be `party:police` or `measure:police`
    hint: write the one you mean in full, such as `party:police`

    $ ropa show nowhere:police
    --- stderr, exit 2
    error: nothing in the register is called `nowhere:police`
    hint: did you mean `people:older-people` (Older people)?
    the register read is `register`
    ");
    folder.does("ropa show measure:police");
    folder.does("ropa ask about police");
}

#[test]
fn what_a_hint_suggests_works_when_typed() {
    let folder = Folder::with_register();
    for line in [
        "ask who-receives Servelec",
        "ask about \"NHS number\"",
        "ask why Children Mosaic --data NHS",
        "ask where-held Mosaic",
        "ask who-receives \"Family Group Conference\"",
        "ask about \"Children in the family\"",
        "show zebra",
        "ask why zebra NHS",
        "query supplier-exit Mosaic",
        "ask who-receives number",
    ] {
        let run = folder.run(&format!("ropa {line}"));
        let hint = run
            .stops(2)
            .stderr
            .lines()
            .find(|line| line.starts_with("hint: "));
        let hint = hint.unwrap_or_else(|| panic!("{line}"));
        let commands: Vec<&str> = hint
            .split('`')
            .filter(|word| word.starts_with("ropa "))
            .collect();
        for command in &commands {
            folder.does(command);
        }
        assert!(
            !commands.is_empty() || hint.contains("did you mean"),
            "{hint}"
        );
    }
}

#[test]
fn kinds_are_listed_by_the_words_that_people_use_or_the_right_one_is_suggested() {
    let folder = Folder::with_register();
    let named = folder.run("ropa list parties");
    assert_eq!(
        named.succeeds().stdout,
        folder.run("ropa list party").stdout
    );
    for (word, kind) in [
        ("suppliers", "party"),
        ("contracts", "document"),
        ("sytem", "system"),
    ] {
        let run = folder.run(&format!("ropa list {word}"));
        assert!(
            run.stops(2)
                .stderr
                .contains(&format!("did you mean `{kind}`?")),
            "{word}"
        );
    }
}

/// The register of two councils that each have a team and an activity of one name.
fn two_councils() -> Folder {
    let folder = Folder::empty();
    let case = root().join("tests/fixtures/cases/c71-two-councils");
    copy(&case, &folder.path("register"));
    folder
}

#[test]
fn what_shares_a_name_is_told_apart_by_whose_it_is() {
    let folder = two_councils();
    assert_snapshot!(folder.says_all(&[
        "ropa ask about \"Legal services\"",
        "ropa show \"Debt recovery\"",
        "ropa ask about \"Northmere County Council / Legal services\"",
        "ropa ask who-receives \"Name and address\"",
    ]), @r#"
    $ ropa ask about "Legal services"
    --- stderr, exit 2
    error: `Legal services` may be `party:northmere-legal` (Northmere County Council / Legal services) or `party:southmere-legal` (Southmere District Council / Legal services)
    hint: write the one you mean in full, such as `party:northmere-legal` or `Northmere County Council / Legal services`

    $ ropa show "Debt recovery"
    --- stderr, exit 2
    error: `Debt recovery` may be `activity:debt-recovery` (Northmere County Council / Debt recovery) or `activity:debt-recovery-south` (Southmere District Council / Debt recovery)
    hint: write the one you mean in full, such as `activity:debt-recovery` or `Northmere County Council / Debt recovery`

    $ ropa ask about "Northmere County Council / Legal services"
    1 flow of personal data to Northmere County Council / Legal services is recorded.
    Northmere County Council / Legal services is part of Northmere County Council: what goes there
    possibly goes to it.

    F1
      direction: to
      from: Northmere County Council / Debt recovery
      to: Northmere County Council / Legal services
      activity: Northmere County Council / Debt recovery
      data: Name and address
      legal gateway: not recorded

    Not recorded
    - stores, in activities that have or may have this data (1): Northmere County Council / Debt
      recovery

    Searched 2 flows in 2 activities, as at [today].

    $ ropa ask who-receives "Name and address"
    No recipient of Name and address is recorded. The gaps listed below may hide some.

    Not recorded
    - stores, in activities that have or may have this data (2): Northmere County Council / Debt
      recovery, Southmere District Council / Debt recovery

    Searched 2 flows in 2 activities, as at [today].
    --- stderr
    the register read is `register`
    "#);
    let named = "ropa ask about \"Northmere County Council / Legal services\"";
    let by_id = "ropa ask about party:northmere-legal";
    assert!(folder.run(named).bytes == folder.run(by_id).bytes);
    for (command, said) in [
        (
            "export article30 --format csv",
            "Southmere District Council / Debt recovery",
        ),
        (
            "diagram activity debt-recovery --format text",
            "Northmere County Council / Legal services",
        ),
        (
            "sql \"SELECT name FROM party WHERE id = 'northmere-legal'\"",
            "Northmere County Council / Legal services",
        ),
    ] {
        let run = folder.run(&format!("ropa {command}"));
        assert!(run.stdout.contains(said), "{}", run.transcript());
    }
}

/// What a database knows of shared names follows its changes, and is what a new one would know.
#[test]
fn a_name_that_is_shared_no_more_stands_alone() {
    let folder = two_councils();
    folder.does("ropa init");
    folder.does("ropa apply register");
    let shown = |folder: &Folder| {
        folder.run("ropa -r ropa.db sql \"SELECT name FROM party WHERE id = 'southmere-legal'\" --format csv").stdout
    };
    assert!(
        shown(&folder).contains("Southmere District Council / Legal services"),
        "{}",
        shown(&folder)
    );
    let parties = folder.read("register/parties.toml");
    let legal = "[northmere-legal]\nname = \"Legal services\"";
    assert!(parties.contains(legal), "{parties}");
    let other = parties.replace(legal, "[northmere-legal]\nname = \"Solicitors\"");
    folder.write("register/parties.toml", &other);
    folder.does("ropa apply register");
    assert!(!shown(&folder).contains(" / "), "{}", shown(&folder));
    folder.write("register/parties.toml", &parties);
    folder.does("ropa apply register");
    assert!(
        shown(&folder).contains("Southmere District Council / Legal services"),
        "{}",
        shown(&folder)
    );
    folder.does("ropa -r ropa.db verify");
}

#[test]
fn an_identifier_is_found_however_it_is_written() {
    let folder = two_councils();
    let parties = folder.read("register/parties.toml");
    let identified =
        format!("{parties}identifiers = {{ companies-house = \"1234567\", ods = \"f81001\" }}\n");
    folder.write("register/parties.toml", &identified);
    for words in ["01234567", "1234567", "F81001"] {
        let run = folder.run(&format!("ropa find {words}"));
        assert!(
            run.stdout.contains("southmere-legal"),
            "{}",
            run.transcript()
        );
    }
    let run = folder.run("ropa show southmere-legal");
    assert!(
        run.stdout.contains("01234567") && run.stdout.contains("F81001"),
        "{}",
        run.transcript()
    );
    // It is no name.
    let run = folder.run("ropa ask about 01234567");
    assert!(
        run.stderr.contains("no party is called"),
        "{}",
        run.transcript()
    );
    let run = folder.run("ropa list party");
    assert!(
        run.stdout.contains("southmere-legal"),
        "{}",
        run.transcript()
    );
    folder.write(
        "register/parties.toml",
        format!("{parties}identifiers = {{ companies-house = \"12\" }}\n"),
    );
    let run = folder.run("ropa list party");
    assert!(
        run.stderr
            .contains("it is 8 digits, or 2 letters and 6 digits"),
        "{}",
        run.transcript()
    );
}

/// `all` is a word of what flows carry, and no name that is nearly that of a category.
#[test]
fn all_is_no_category() {
    let folder = Folder::with_database();
    assert_snapshot!(folder.says_all(&[
        "ropa set \"Family Group Conference\" data=all",
        "ropa add activity Test --people everything",
    ]), @r#"
    $ ropa set "Family Group Conference" data=all
    --- stderr, exit 2
    error: no category of data is called `all`, and `data` names each
    hint: name those that are meant: `ropa list data` lists them; `all` can be written of what a flow carries and of what is kept

    $ ropa add activity Test --people everything
    --- stderr, exit 2
    error: no category of people is called `everything`, and `people` names each
    hint: name those that are meant: `ropa list people` lists them
    "#);
}
