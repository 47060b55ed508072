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
    folder.run("ropa init").succeeds();
    folder.run("ropa apply register -m begin").succeeds();
    folder.change("register/parties.toml", "Gone Bureau", "Bureau Limited");
    folder.run("ropa apply register -m rename").succeeds();
    folder.write("register/parties.toml", "[acme]\nname = \"Acme\"\n");
    folder
        .run("ropa apply register --prune -m remove")
        .succeeds();
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
    --- stderr
    error: no record called `gnoe`
    hint: did you mean `party:gone`?
    the register read is `ropa.db`
    exit 2

    $ ropa history "Bureau Ltd"
    --- stderr
    error: no record called `Bureau Ltd`
    hint: did you mean `party:gone` (Bureau Limited)?
    the register read is `ropa.db`
    exit 2

    $ ropa history system:gone
    --- stderr
    error: no system called `system:gone`
    hint: did you mean `party:gone`?
    the register read is `ropa.db`
    exit 2
    "#);
}

#[test]
fn a_living_record_goes_before_one_that_is_gone() {
    let folder = with_a_party_gone();
    folder.write(
        "register/parties.toml",
        "[acme]\nname = \"Acme\"\naliases = [\"Gone Bureau\"]\n",
    );
    folder.run("ropa apply register -m alias").succeeds();
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
    folder.run("ropa init").succeeds();
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
    folder.run("ropa apply register").succeeds();
    sound(35);
    folder.write("few/parties.toml", "[acme]\nname = \"Acme\"\n");
    folder.run("ropa apply few --prune").succeeds();
    sound(1);
    folder.run("ropa apply register --prune").succeeds();
    sound(35);
}
