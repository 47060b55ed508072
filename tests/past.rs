//! The past of a register: records that were removed or renamed, and states with nothing in them.

use insta::assert_snapshot;

use crate::harness::Folder;

const ACTIVITY: &str = "name = \"Mail\"\n\n[[recipient]]\nto = \"acme\"\n";

/// A register from which a party was renamed, then removed.
fn with_a_party_gone() -> Folder {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[acme]\nname = \"Acme\"\n\n[gone]\nname = \"Gone Bureau\"\naliases = [\"The Old Bureau\"]\n",
        ),
        ("register/activities/mail.toml", ACTIVITY),
    ]);
    folder.does("ropa init");
    folder.does("ropa apply register -m begin");
    folder.change("register/parties.toml", "Gone Bureau", "Bureau Limited");
    folder.does("ropa apply register -m rename");
    folder.write("register/parties.toml", "[acme]\nname = \"Acme\"\n");
    folder.does("ropa apply register --prune -m remove");
    folder
}

#[test]
fn what_was_removed_has_a_history() {
    let folder = with_a_party_gone();
    for name in [
        "party:gone",
        "gone",
        "\"Gone Bureau\"",
        "\"bureau limited\"",
        "\"the old bureau\"",
        "\"party:the old bureau\"",
    ] {
        let run = folder.run(&format!("ropa history {name} --format csv"));
        let lines: Vec<&str> = run.succeeds().stdout.lines().collect();
        assert_eq!(lines.len(), 4, "{}", run.transcript());
        assert_eq!(run.stderr, "`party:gone` was removed in commit 3\n");
    }
    let today = folder.run("ropa history gone --format csv --as-of 2099-01-01");
    assert!(today.stops(2).stderr.contains("future"));
    assert_snapshot!(folder.says_all(&["ropa history gnoe", "ropa history \"Bureau Ltd\"", "ropa history system:gone"]), @r#"
    $ ropa history gnoe
    --- stderr, exit 2
    error: nothing in the register is called `gnoe`
    hint: did you mean `party:gone`?
    the register read is `ropa.db`

    $ ropa history "Bureau Ltd"
    --- stderr, exit 2
    error: nothing in the register is called `Bureau Ltd`
    hint: did you mean `party:gone` (Bureau Limited)?
    the register read is `ropa.db`

    $ ropa history system:gone
    --- stderr, exit 2
    error: no system is called `system:gone`
    hint: `ropa list system` lists systems
    the register read is `ropa.db`
    "#);
}

#[test]
fn a_living_record_goes_before_one_that_is_gone() {
    let folder = with_a_party_gone();
    folder.write(
        "register/parties.toml",
        "[acme]\nname = \"Acme\"\naliases = [\"Gone Bureau\"]\n",
    );
    folder.does("ropa apply register -m alias");
    let run = folder.run("ropa history \"Gone Bureau\" --format csv");
    assert_eq!(run.succeeds().stderr, "");
    assert!(run.stdout.contains("alias"));
    // The id is still that of the other.
    let run = folder.run("ropa history gone --format csv");
    assert!(run.succeeds().stderr.contains("was removed"));
}

#[test]
fn every_state_is_verified() {
    let folder = Folder::with_register();
    folder.does("ropa init");
    let sound = |n_records: usize| {
        let run = folder.run("ropa verify");
        let records = format!("records: {n_records}\n");
        assert!(
            run.succeeds().stdout.contains(&records),
            "{}",
            run.transcript()
        );
    };
    sound(0);
    folder.does("ropa apply register");
    sound(36);
    folder.write("few/parties.toml", "[acme]\nname = \"Acme\"\n");
    folder.does("ropa apply few --prune");
    sound(1);
    // The folder did not change since, and the register did.
    folder.run("ropa apply register --prune").stops(2);
    folder.does("ropa apply register --prune --force");
    sound(36);
}

/// What nobody recorded is neither zero nor no, in lists, saved questions and SQL.
#[test]
fn nothing_recorded_is_not_zero() {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[acme]\nname = \"Acme\"\n\n[paris]\nname = \"Paris\"\ncountry = \"FR\"\n",
        ),
        ("register/activities/mail.toml", ACTIVITY),
        ("register/activities/new.toml", "name = \"New\"\n"),
        (
            "register/activities/still.toml",
            "name = \"Still\"\nsource = \"none\"\nstore = \"none\"\nrecipient = \"none\"\nonward = \"none\"\n",
        ),
    ]);
    let table = |line: &str| {
        let run = folder.run(&format!("{line} --format csv"));
        run.succeeds().stdout.replace('\r', "")
    };
    let flows: Vec<String> = table("ropa list activity")
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(flows, ["1", "not recorded", "0"]);
    let thin = table("ropa query no-data-recorded");
    for line in [
        "Mail,not recorded,not recorded,1",
        "New,not recorded,not recorded,not recorded",
        "Still,not recorded,not recorded,0",
    ] {
        assert!(thin.contains(line), "{thin}");
    }
    let parties = table("ropa query parties-by-activities");
    assert!(
        parties.contains("Acme,not recorded,1,1,not recorded"),
        "{parties}"
    );
    let places = table("ropa sql \"SELECT id, outside_uk FROM party ORDER BY id\"");
    assert_eq!(places, "id,outside_uk\nacme,\nparis,1\n");
}

/// A file that lies too deep to be read is not taken for one that was removed.
#[test]
fn what_lies_deeper_is_never_removed_for_it() {
    let folder = Folder::with_files(&[
        ("register/parties.toml", "[acme]\nname = \"Acme\"\n"),
        ("register/activities/mail.toml", ACTIVITY),
        ("register/activities/post.toml", "name = \"Post\"\n"),
    ]);
    folder.does("ropa init");
    folder.does("ropa apply register");
    for deeper in [
        "activities/hr",
        "hr",
        "activities/a/b",
        "activities/mail.toml.d",
    ] {
        let file = format!("register/{deeper}/mail.toml");
        folder.write(&file, ACTIVITY);
        std::fs::remove_file(folder.path("register/activities/mail.toml")).unwrap();
        for line in [
            "ropa apply register --prune",
            "ropa apply register --plan",
            "ropa -r register list",
        ] {
            let run = folder.run(line);
            run.stops(1);
            assert!(run.stderr.contains(&file), "{}", run.transcript());
        }
        assert!(folder.stdout("ropa list activity").contains("mail"));
        // What the help says to do is done.
        std::fs::rename(
            folder.path(&file),
            folder.path("register/activities/mail.toml"),
        )
        .unwrap();
        let top = deeper.split('/').next().unwrap();
        let made = if top == "activities" { deeper } else { top };
        let made = made.strip_suffix("/b").unwrap_or(made);
        std::fs::remove_dir_all(folder.path(&format!("register/{made}"))).unwrap();
        let run = folder.run("ropa apply register --prune");
        assert_eq!(run.succeeds().stdout, "no changes\n");
    }
}
