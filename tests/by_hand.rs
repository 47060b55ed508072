//! Changing the register without text: `add`, `set`, `rename`, `copy`, `retire`, `remove`.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::harness::{Folder, files};

/// A register that was made by hand.
pub(crate) fn library() -> Folder {
    let folder = Folder::empty();
    for line in [
        "ropa init",
        "ropa add party \"Barsetshire County Council\" --kind \"public authority\" --country \"United Kingdom\" --id council",
        "ropa set settings organisation=council jurisdiction=uk",
        "ropa add party \"Shelfmark Ltd\" --kind organisation",
        "ropa add party \"Library consortium\" --kind organisation --country GB",
        "ropa add system \"Library system\" --operator \"Shelfmark Ltd\"",
        "ropa add data \"Name and contact details\" --class personal",
        "ropa add data \"Books on loan\" --class personal",
        "ropa add people \"Library members\"",
        "ropa add activity \"Library membership\" --role controller --controller council --people \"Library members\" --data \"Name and contact details, Books on loan\"",
        "ropa add purpose \"Library membership\" --text \"Lending books\" --basis \"public task\" --id lending",
        "ropa add flow \"Library membership\" source --from \"Library members\" --carries \"Name and contact details\" --purpose lending",
        "ropa add flow \"Library membership\" store --in \"Library system\" --carries all",
        "ropa add flow \"Library membership\" recipient --to \"Library consortium\" --carries \"Name and contact details\"",
        "ropa add retention \"Library membership\" --data all --period \"2 years\" --then delete",
    ] {
        folder.does(line);
    }
    folder
}

#[test]
fn a_register_is_made_without_text() {
    let folder = library();
    folder.does("ropa dump text");
    assert_snapshot!(folder.read("text/activities/library-membership.toml"), @r#"
    name = "Library membership"
    role = "controller"
    controller = "council"
    people = ["library-members"]
    data = ["name-and-contact-details", "books-on-loan"]

    [[purpose]]
    id = "lending"
    text = "Lending books"
    basis = "6/1/e"

    [[source]]
    from = "people:library-members"
    carries = ["name-and-contact-details"]
    purpose = "lending"

    [[store]]
    in = "library-system"
    carries = "all"

    [[recipient]]
    to = "library-consortium"
    carries = ["name-and-contact-details"]

    [[retention]]
    data = "all"
    period = "P2Y"
    then = "delete"
    "#);
    assert_snapshot!(folder.read("text/parties.toml"), @r#"
    [council]
    name = "Barsetshire County Council"
    kind = "public-authority"
    country = "GB"

    [library-consortium]
    name = "Library consortium"
    kind = "organisation"
    country = "GB"

    [shelfmark-ltd]
    name = "Shelfmark Ltd"
    kind = "organisation"
    "#);
    assert_snapshot!(folder.read("text/register.toml"), @r#"
    [settings]
    organisation = "council"
    jurisdiction = "uk"
    "#);
    assert_snapshot!(folder.says("ropa ask who-receives \"Books on loan\" --plain"), @r#"
    $ ropa ask who-receives "Books on loan" --plain
    1 party receives or may receive Books on loan: stated.

    Shelfmark Ltd
      certainty: stated
      role: processor
      how: through Library system
      activity: Library membership
      country: not recorded
      agreement: not recorded

    Not recorded
    - sub-processors, of processors that have or may have this data (1): Shelfmark Ltd
    - country, of parties that have or may have this data (1): Shelfmark Ltd
    - agreement in force, with parties shown (1): Shelfmark Ltd

    Searched 3 flows in 1 activity, as at [today]. `--explain` shows how, step by step.
    "#);
    folder.does("ropa verify");
    assert_eq!(folder.run("ropa apply text").stdout, "no changes\n");
}

#[test]
fn each_command_shows_what_changes_and_commits_it() {
    let folder = library();
    assert_snapshot!(folder.says_all(&[
        "ropa add party \"Book van\" --kind team --part-of council -m \"New van\" --author Ada",
        "ropa set \"Shelfmark Ltd\" country=France aliases=Shelfmark aliases=\"Shelf Mark\"",
        "ropa set shelfmark aliases-=\"shelf mark\" note=\"Asked for its contract\"",
        "ropa set shelfmark note=not-recorded country=none",
        "ropa set \"Library membership\" review.next=\"1 April 2027\" data+=\"Books on loan\" F3.when=monthly",
        "ropa set \"Library membership\" \"recipient[Library consortium].carries=all\"",
        "ropa set \"Library membership\" F3=not-recorded --plan",
        "ropa set \"Library membership\" recipient=none",
        "ropa rename shelfmark \"Shelfmark Limited\" --id shelfmark",
        "ropa copy \"Library membership\" \"Library cards\" ref=12",
        "ropa retire \"Library cards\" --last-day \"31 March 2026\"",
        "ropa remove \"Book van\"",
        "ropa set council name=\"Barsetshire County Council\"",
    ]), @r#"
    $ ropa add party "Book van" --kind team --part-of council -m "New van" --author Ada
    add party:book-van
      + kind = `team`
      + name = `Book van`
      + part_of = `Barsetshire County Council`
    1 to add, 0 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by Ada: New van

    $ ropa set "Shelfmark Ltd" country=France aliases=Shelfmark "aliases=Shelf Mark"
    change party:shelfmark-ltd
      + aliases = `Shelfmark`, `Shelf Mark`
      + country = `France`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: set party:shelfmark-ltd: country=France, aliases=Shelfmark, aliases=Shelf Mark

    $ ropa set shelfmark "aliases-=shelf mark" "note=Asked for its contract"
    change party:shelfmark-ltd
      ~ aliases: no longer `Shelf Mark`
      + note = `Asked for its contract`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: set party:shelfmark-ltd: aliases-=shelf mark, note=Asked for its contract

    $ ropa set shelfmark note=not-recorded country=none
    change party:shelfmark-ltd
      ~ country: `France` -> `none`
      - note = `Asked for its contract` (no longer recorded)
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: set party:shelfmark-ltd: note=not-recorded, country=none

    $ ropa set "Library membership" "review.next=1 April 2027" "data+=Books on loan" F3.when=monthly
    change activity:library-membership
      + recipient[library-consortium].when = `monthly`
      + review.next = `1 April 2027`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: set activity:library-membership: review.next=1 April 2027, data+=Books on loan, F3.when=monthly

    $ ropa set "Library membership" "recipient[Library consortium].carries=all"
    change activity:library-membership
      ~ recipient[library-consortium].carries: `Name and contact details` -> `all`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: set activity:library-membership: recipient[Library consortium].carries=all

    $ ropa set "Library membership" F3=not-recorded --plan
    --- stderr, exit 2
    error: nothing would be left of `recipient`
    hint: write `recipient=none` where there is none, and `recipient=not-recorded` where nobody knows

    $ ropa set "Library membership" recipient=none
    change activity:library-membership
      ~ recipient: (carries = `all`; to = `Library consortium`; when = `monthly`) -> `none`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: set activity:library-membership: recipient=none
    this change brings 1 finding, worst first:
    required: The record says that nobody receives data, and elsewhere that somebody does: Library membership (A30-d-contradicts)
    `ropa check --activity library-membership` says more of each

    $ ropa rename shelfmark "Shelfmark Limited" --id shelfmark
    add party:shelfmark
      + aliases = `Shelfmark Ltd`
      + country = `none`
      + kind = `organisation`
      + name = `Shelfmark Limited`
    remove party:shelfmark-ltd
    change system:library-system
      ~ operator: `Shelfmark Ltd` -> `Shelfmark Limited`
    1 to add, 1 to change, 1 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: rename party:shelfmark-ltd to Shelfmark Limited (shelfmark)
    this change brings 2 findings, worst first:
    expected: No contract with a processor is recorded: Shelfmark Limited (party) (FLOW-contract)
    expected: It is not recorded whom a processor engages: Shelfmark Limited (party) (FLOW-sub)
    `ropa check --activity library-membership` says more of each

    $ ropa copy "Library membership" "Library cards" ref=12
    add activity:library-cards
      + controller = `Barsetshire County Council`
      + data = `Name and contact details`, `Books on loan`
      + name = `Library cards`
      + people = `Library members`
      + purpose[lending].basis = `Public task (6/1/e)`
      + purpose[lending].id = `lending`
      + purpose[lending].text = `Lending books`
      + recipient = `none`
      + ref = `12`
      + retention[1].data = `all`
      + retention[1].period = `2 years`
      + retention[1].then = `delete`
      + role = `controller`
      + source[people:library-members].carries = `Name and contact details`
      + source[people:library-members].from = `Library members`
      + source[people:library-members].purpose = `lending`
      + status = `draft`
      + store[library-system].carries = `all`
      + store[library-system].in = `Library system`
    1 to add, 0 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: copy activity:library-membership to activity:library-cards
    this change brings 15 findings, worst first:
    required: The record says that nobody receives data, and elsewhere that somebody does: Library cards (draft) (A30-d-contradicts)
    required: No security measure is recorded: Library cards (draft) (A30-g-measures)
    expected: For some recipients or hosts it cannot be told whether data leaves the UK: Library cards (draft) (A30-e-unknown)
    `ropa check --activity library-cards` says more of each
    not copied, as it is said of activity:library-membership alone: review

    $ ropa retire "Library cards" --last-day "31 March 2026"
    change activity:library-cards
      + ends = `31 March 2026`
      ~ status: `draft` -> `retired`
    0 to add, 1 to change, 0 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: retire activity:library-cards

    $ ropa remove "Book van"
    remove party:book-van
    0 to add, 0 to change, 1 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: remove party:book-van

    $ ropa set council "name=Barsetshire County Council"
    no changes
    "#);
    let history = folder.json("ropa history");
    let last = history.as_array().unwrap().iter().rev().take(10);
    let last: Vec<String> = last
        .map(|commit| format!("{}: {}", commit["author"], commit["message"]))
        .collect();
    assert_snapshot!(last.join("\n"), @r#"
    "tester": "remove party:book-van"
    "tester": "retire activity:library-cards"
    "tester": "copy activity:library-membership to activity:library-cards"
    "tester": "rename party:shelfmark-ltd to Shelfmark Limited (shelfmark)"
    "tester": "set activity:library-membership: recipient=none"
    "tester": "set activity:library-membership: recipient[Library consortium].carries=all"
    "tester": "set activity:library-membership: review.next=1 April 2027, data+=Books on loan, F3.when=monthly"
    "tester": "set party:shelfmark-ltd: note=not-recorded, country=none"
    "tester": "set party:shelfmark-ltd: aliases-=shelf mark, note=Asked for its contract"
    "tester": "set party:shelfmark-ltd: country=France, aliases=Shelfmark, aliases=Shelf Mark"
    "#);
    folder.does("ropa verify");
}

#[test]
fn a_plan_changes_nothing_and_is_values_too() {
    let folder = library();
    let before = files(&folder.path(""));
    let plan = folder.json("ropa set shelfmark-ltd country=FR --plan");
    assert_eq!(
        plan["changes"][0]["fields"][0],
        serde_json::json!({ "field": "country", "old": null, "new": "FR" })
    );
    for line in [
        "ropa add party X --plan",
        "ropa rename shelfmark-ltd X --id x --plan",
        "ropa copy \"Library membership\" X --plan",
        "ropa retire \"Library membership\" --last-day 2026-03-31 --plan",
        "ropa remove \"Library membership\" --plan",
        "ropa add flow \"Library membership\" recipient --to council --plan",
    ] {
        folder.does(line);
    }
    assert!(files(&folder.path("")) == before);
}

#[test]
fn a_folder_of_text_is_not_changed_and_says_how_to_make_a_database() {
    let folder = Folder::with_register();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&["ropa set Servelec country=GB", "ropa -r register add party X"]), @"
    $ ropa set Servelec country=GB
    --- stderr, exit 2
    error: `set` needs a database, and `register` is a folder of text
    hint: make one with `ropa init` and `ropa apply register`; it is then used without being named

    $ ropa -r register add party X
    --- stderr, exit 2
    error: `add` needs a database, and `register` is a folder of text
    hint: make one with `ropa init` and `ropa apply register`; it is then used without being named
    ");
    for line in [
        "ropa rename Servelec X",
        "ropa copy Servelec X",
        "ropa retire \"Family Group Conference\"",
        "ropa remove Servelec",
    ] {
        folder.run(line).stops(2);
    }
    assert!(files(&folder.path("")) == before);
    // What is suggested works.
    folder.does("ropa init");
    folder.does("ropa apply register");
    folder.does("ropa set Servelec country=GB");
}

#[test]
fn what_has_fields_of_its_own_is_added_after_its_record() {
    let folder = library();
    let early = folder.run("ropa add activity Bins --purpose \"Emptying bins\"");
    assert!(
        early.stderr.contains("`ropa add purpose activity:bins`"),
        "{}",
        early.transcript()
    );
    folder.does("ropa add activity Bins");
    folder.does("ropa add purpose activity:bins --text \"Emptying bins\"");
}

#[test]
fn codes_of_law_enforcement_are_taken_where_it_is_for_that() {
    let folder = library();
    folder.does("ropa add activity Prosecutions --regime law-enforcement");
    folder.does("ropa add condition Prosecutions --section-35 dpa2018:s35/4");
    folder.does("ropa set Prosecutions condition.section_35=dpa2018:s35/5");
    let other = folder.run("ropa add condition \"Library membership\" --section-35 dpa2018:s35/4");
    assert!(other.stderr.contains("regime"), "{}", other.transcript());
    assert_eq!(other.code, 2, "{}", other.transcript());
}

#[test]
fn names_with_quotes_and_marks_go_through() {
    let folder = library();
    for (name, id) in [
        ("O'Brien \"& Sons\"", "obrien-sons"),
        ("Smith, Jones; Co", "smith-jones-co"),
        ("`rm -rf` $HOME", "rm-rf-home"),
        ("Tŷ = Hafan [1]", "ty-hafan-1"),
        ("\u{1b}[31mred\u{202e}", "31mred"),
        ("=cmd|'/c calc'!A1", "cmd-c-calc-a1"),
        ("-x", "x"),
    ] {
        let added = folder.run_words(&["add", "party", "--id", id, "--", name]);
        added.succeeds();
        assert!(!added.both().contains(['\u{1b}', '\u{202e}']), "{name}");
        let flow = ["add", "flow", "library-membership", "recipient", "--to"];
        let named = format!("party:{id}");
        folder
            .run_words(&[&flow[..], &[&named]].concat())
            .succeeds();
        let shown = folder.json(&format!("ropa show party:{id}"));
        assert_eq!(shown["record"]["name"], name);
        // By its name, also where that holds what separates a list.
        let by_name = folder.run_words(&[
            "set".to_owned(),
            "library-membership".to_owned(),
            format!("acts_for={name}"),
        ]);
        by_name.succeeds();
        let shown = folder.json("ropa show library-membership");
        assert_eq!(shown["record"]["acts_for"], serde_json::json!([id]));
    }
}

#[test]
fn an_id_is_changed_wherever_it_is_named() {
    let folder = Folder::with_database();
    folder.does("ropa dump before");
    let things = folder.json("ropa show nhs");
    let referring = things["recorded_elsewhere"].as_array().unwrap().len();
    assert!(referring > 0);
    folder.does("ropa rename nhs --id health-service");
    let renamed = folder.json("ropa show health-service");
    let mut same = things.clone();
    same["id"] = "health-service".into();
    let aliases = renamed["record"].get("aliases").cloned();
    aliases
        .into_iter()
        .for_each(|aliases| same["record"]["aliases"] = aliases);
    assert_eq!(renamed, same);
    // A data category stands in what evidence is about, too.
    folder.does("ropa rename nhs-number --id number");
    folder.does("ropa rename family-group-conference --id fgc");
    folder.does("ropa verify");
    folder.does("ropa dump after");
    for (_, text) in files(&folder.path("after")) {
        let text = String::from_utf8(text).unwrap();
        assert!(!text.contains("\"nhs-number\"") && !text.contains(".nhs-number\""));
        assert!(!text.contains("\"nhs\"") && !text.contains("[nhs]"));
    }
    // And back again: nothing was lost.
    for line in [
        "ropa rename fgc --id family-group-conference --forget",
        "ropa rename number --id nhs-number --forget",
        "ropa rename health-service --id nhs --forget",
    ] {
        folder.does(line);
    }
    folder.does("ropa dump back");
    let text = |name: &str| {
        let mut found = files(&folder.path(name));
        found.retain(|(path, _)| path != ".ropa-base");
        found
    };
    assert!(text("back") == text("before"));
}

/// What has no name gets an id of what it must say; what it is about is renamed with it.
#[test]
fn a_waiver_follows_what_it_is_about() {
    let folder = library();
    folder.does("ropa add waiver --rule A30-d-recipients --record \"Library membership\" --reason \"Asked in May\" --until \"1 May 2027\"");
    folder.does("ropa rename library-membership --id membership");
    let waiver = folder.json("ropa show waiver:a30-d-recipients-library-membership");
    assert_eq!(waiver["record"]["record"], "membership");
    folder
        .run("ropa add waiver --rule A30-d-recipients")
        .stops(2);
    let needed = folder.run("ropa remove membership");
    assert!(
        needed
            .stderr
            .contains("waiver:a30-d-recipients-library-membership")
    );
}

/// A part of which nothing is left is not recorded either.
#[test]
fn a_part_goes_with_the_last_of_its_fields() {
    let folder = library();
    for line in [
        "ropa set library-membership F3.transfer.route=safeguards review.next=2027-04-01",
        "ropa set library-membership F3.transfer.route=not-recorded review.next=not-recorded",
    ] {
        folder.does(line);
    }
    let record = folder.json("ropa show library-membership")["record"].clone();
    assert!(record["review"].is_null() && record["recipient"][0]["transfer"].is_null());
    folder
        .run("ropa set library-membership F3.to=not-recorded")
        .stops(2);
    // A field is found with either sign between its words.
    for place in ["identifiers.companies_house", "identifiers.companies-house"] {
        folder.does(&format!("ropa set shelfmark-ltd {place}=01234567"));
    }
}

/// Whatever the field, it can be set, and whatever is set can be taken back.
#[test]
fn every_field_can_be_none_and_not_recorded_again() {
    let folder = library();
    for (thing, kind) in [
        ("shelfmark-ltd", "party"),
        ("library-system", "system"),
        ("library-membership", "activity"),
    ] {
        let before = folder.json(&format!("ropa show {thing}"))["record"].clone();
        let fields = folder.json(&format!("ropa fields {kind}"));
        let mut n_fields = 0;
        for field in fields["fields"].as_array().unwrap() {
            let name = field["field"].as_str().unwrap();
            let is_said = before.get(name).is_some_and(|value| !value.is_null());
            if field["recorded"] != "three ways" || name.contains('.') || is_said {
                continue;
            }
            n_fields += 1;
            for value in ["none", "not-recorded"] {
                let set = format!("{name}={value}");
                folder.run_words(&["set", thing, &set]).succeeds();
            }
        }
        assert!(n_fields > 2, "{fields}");
        let after = folder.json(&format!("ropa show {thing}"))["record"].clone();
        assert_eq!(after, before);
    }
}

#[test]
fn approvals_that_lapse_are_counted() {
    let folder = library();
    folder.does("ropa export activity \"Library membership\" -o record.md");
    let record = folder.read("record.md");
    let line = record
        .lines()
        .find(|line| line.contains("Hash of the content of this activity"));
    let is_hash =
        |word: &&str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = line
        .unwrap()
        .split(|character: char| !character.is_ascii_alphanumeric());
    let hash = words.into_iter().find(is_hash).unwrap();
    folder.does("ropa dump text");
    folder.write(
        "text/approvals.toml",
        format!("[first]\nactivity = \"library-membership\"\ncontent = \"{hash}\"\nby = \"Ada\"\non = 2026-05-01\n"),
    );
    folder.does("ropa apply text");
    let lapses = |line: &str| folder.json(&format!("{line} --plan"))["lapsed_approvals"].clone();
    assert_eq!(
        lapses("ropa set library-membership review.next=2027-01-01"),
        0
    );
    assert_eq!(lapses("ropa set shelfmark-ltd note=x"), 0);
    assert_eq!(lapses("ropa rename shelfmark-ltd --id shelfmark"), 0);
    assert_eq!(lapses("ropa rename library-consortium --id consortium"), 1);
    assert_snapshot!(folder.says("ropa rename library-consortium --id consortium"), @"
    $ ropa rename library-consortium --id consortium
    add party:consortium
      + country = `United Kingdom`
      + kind = `organisation`
      + name = `Library consortium`
    remove party:library-consortium
    change activity:library-membership
      ~ recipient[library-consortium].to: `library-consortium` -> `consortium`
    1 to add, 1 to change, 1 to remove; 0 unchanged
    1 approval lapses, as what it approves changes: library-membership (Ada, 1 May 2026)
    --- stderr
    committed as [hash] by tester: rename party:library-consortium to consortium
    this change brings 1 finding, worst first:
    expected: An approval has lapsed: Library membership (GOV-lapsed)
    `ropa check --activity library-membership` says more of each
    ");
    assert_eq!(lapses("ropa rename consortium --id library-consortium"), 0);
}

/// Two change one record at once: what each changed is there.
#[test]
fn two_who_change_one_record_take_turns() {
    let folder = library();
    for round in 0..5 {
        let lines = [
            ["set", "shelfmark-ltd", &format!("note=round {round}")].map(str::to_owned),
            [
                "set",
                "shelfmark-ltd",
                &format!("email=a{round}@example.org"),
            ]
            .map(str::to_owned),
        ];
        let mut running: Vec<_> = lines
            .iter()
            .map(|line| {
                let mut command = folder.command(line);
                command.stdout(Stdio::null()).stderr(Stdio::null());
                command.spawn().unwrap()
            })
            .collect();
        for child in &mut running {
            assert!(child.wait().unwrap().success());
        }
        let shown = folder.json("ropa show shelfmark-ltd");
        assert_eq!(shown["record"]["note"], format!("round {round}"));
        assert_eq!(shown["record"]["email"], format!("a{round}@example.org"));
    }
    folder.does("ropa verify");
}

/// Killed at any moment, the register is the one before or the one after.
#[test]
fn a_kill_leaves_the_last_commit() {
    let folder = library();
    for round in 0..12_u64 {
        let value = round.to_string();
        let note = format!("note={value}");
        let mut command = folder.command(&["set", "shelfmark-ltd", &note]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let before = folder.json("ropa show shelfmark-ltd")["record"]["note"].clone();
        let mut child = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(round * 5));
        child.kill().unwrap();
        child.wait().unwrap();
        folder.does("ropa verify");
        let after = folder.json("ropa show shelfmark-ltd")["record"]["note"].clone();
        assert!(after == before || after == value, "{before} {after}");
    }
    folder.does("ropa set shelfmark-ltd note=last");
}

/// A pipe answers nothing: it is told what is missing, and not kept waiting.
#[test]
fn nobody_is_asked_through_a_pipe() {
    let folder = library();
    for line in [
        "ropa add party",
        "ropa add flow library-membership recipient",
    ] {
        folder.run(line).stops(2);
    }
}

#[test]
fn a_draft_is_marked_where_the_register_stands() {
    let folder = library();
    folder.does("ropa set \"Library membership\" status=draft");
    let status = folder.stdout("ropa status");
    assert!(
        status.contains("0 of 1; not: Library membership (draft)"),
        "{status}"
    );
    assert!(
        status.contains("\n\nLibrary membership (draft)\n"),
        "{status}"
    );
    let status = folder.json("ropa status");
    assert_eq!(status["article_30"][0]["draft"], true);
}

/// Columns say nothing to who has the lines read aloud.
#[test]
fn a_plain_list_has_the_name_of_each_column_beside_its_cell() {
    let folder = library();
    let told = folder.stdout("ropa list party --plain");
    assert!(
        told.contains("\n  name: Shelfmark Ltd\n  kind: organisation\n"),
        "{told}"
    );
    let found = folder.stdout("ropa query activities-by-basis --plain");
    assert!(found.contains("\n  activities: 1\n"), "{found}");
}
