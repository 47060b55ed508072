//! Two people and one register: what only one of them touched is joined, what both touched is shown and refused, and
//! nobody's words are overwritten unasked.

use std::fs;

use insta::assert_snapshot;
use rusqlite::Connection;

use crate::harness::{Folder, files};

/// A register, and two folders dumped from it: `mine` and `theirs`.
fn two() -> Folder {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[council]\nname = \"Council\"\n\n[nhs]\nname = \"NHS\"\n\n[x]\nname = \"X\"\n",
        ),
        ("register/activities/a.toml", "name = \"A\"\n"),
        ("register/activities/b.toml", "name = \"B\"\n"),
    ]);
    folder.does("ropa init");
    folder.does("ropa apply register");
    folder.does("ropa dump mine");
    folder.does("ropa dump theirs");
    folder
}

#[test]
fn what_only_one_side_touched_is_joined_by_apply_and_by_dump() {
    for command in ["ropa apply mine", "ropa dump mine"] {
        let folder = two();
        // Another record, another field of the same record, an addition and a removal on each side.
        folder.change("theirs/parties.toml", "\"X\"", "\"X of theirs\"");
        folder.change("theirs/parties.toml", "\"NHS\"", "\"NHS of theirs\"");
        folder.write("theirs/activities/t.toml", "name = \"T\"\n");
        fs::remove_file(folder.path("theirs/activities/a.toml")).unwrap();
        folder.does("ropa apply theirs --prune");
        folder.change("mine/parties.toml", "\"Council\"", "\"Council of mine\"");
        folder.change(
            "mine/parties.toml",
            "[nhs]\nname = \"NHS\"",
            "[nhs]\nname = \"NHS\"\nnote = \"of mine\"",
        );
        folder.write("mine/activities/m.toml", "name = \"M\"\n");
        fs::remove_file(folder.path("mine/activities/b.toml")).unwrap();
        folder.does(command);
        let said = folder.read("mine/parties.toml");
        for word in ["X of theirs", "NHS of theirs", "Council of mine", "of mine"] {
            assert!(said.contains(word), "{command}: {word} in {said}");
        }
        let there = |path: &str| folder.path(path).exists();
        assert!(there("mine/activities/t.toml") && there("mine/activities/m.toml"));
        assert!(!there("mine/activities/a.toml") && !there("mine/activities/b.toml"));
        // Whoever began with the one goes on with the other, and both are one in the end.
        folder.does("ropa apply mine --prune");
        folder.does("ropa dump whole");
        folder.does("ropa dump theirs");
        folder.does("ropa dump mine");
        let whole = files(&folder.path("whole"));
        assert!(whole == files(&folder.path("mine")), "{command}");
        assert!(whole == files(&folder.path("theirs")), "{command}");
        let parties = folder.read("whole/parties.toml");
        assert!(parties.contains("of theirs") && parties.contains("of mine"));
        folder.does("ropa verify");
    }
}

/// What both touched is refused by both commands, with what each says, and nothing is changed.
#[test]
fn what_both_sides_touched_is_shown_and_refused() {
    type Edit = fn(&Folder, &str);
    let cases: [(Edit, Edit, &str); 4] = [
        (
            |folder, side| folder.change(&format!("{side}/parties.toml"), "\"X\"", "\"X 1\""),
            |folder, side| folder.change(&format!("{side}/parties.toml"), "\"X\"", "\"X 2\""),
            "`X 1`",
        ),
        (
            |folder, side| {
                fs::remove_file(folder.path(&format!("{side}/activities/a.toml"))).unwrap();
            },
            |folder, side| folder.write(&format!("{side}/activities/a.toml"), "name = \"A 2\"\n"),
            "not there",
        ),
        (
            |folder, side| folder.write(&format!("{side}/activities/a.toml"), "name = \"A 1\"\n"),
            |folder, side| {
                fs::remove_file(folder.path(&format!("{side}/activities/a.toml"))).unwrap();
            },
            "there: `A 1`",
        ),
        (
            |folder, side| folder.write(&format!("{side}/activities/n.toml"), "name = \"N 1\"\n"),
            |folder, side| folder.write(&format!("{side}/activities/n.toml"), "name = \"N 2\"\n"),
            "`N 1`",
        ),
    ];
    for (mine, theirs, said) in cases {
        let folder = two();
        theirs(&folder, "theirs");
        folder.does("ropa apply theirs --prune");
        mine(&folder, "mine");
        let before = files(&folder.path(""));
        for line in [
            "ropa apply mine --prune",
            "ropa apply mine --prune --plan",
            "ropa dump mine",
        ] {
            let run = folder.run(line);
            let shown = format!("    in the folder:   {said}\n    in the register: ");
            assert!(run.stops(2).stderr.contains(&shown), "{}", run.transcript());
            assert!(files(&folder.path("")) == before, "{line}");
        }
        // With force each has its own, and says what is lost.
        let other = two();
        theirs(&other, "theirs");
        other.does("ropa apply theirs --prune");
        mine(&other, "mine");
        let run = folder.run("ropa apply mine --prune --force");
        assert!(run.succeeds().stderr.contains(said), "{}", run.transcript());
        folder.does("ropa dump whole");
        assert!(files(&folder.path("whole")) == files(&folder.path("mine")));
        let run = other.run("ropa dump mine --force");
        assert!(run.succeeds().stderr.contains(said), "{}", run.transcript());
        other.does("ropa dump whole");
        assert!(files(&other.path("whole")) == files(&other.path("mine")));
    }
}

#[test]
fn a_record_that_both_changed_is_shown_place_by_place() {
    let folder = two();
    folder.write(
        "theirs/activities/a.toml",
        "name = \"A of theirs\"\ndescription = \"theirs\"\n\n[[recipient]]\nto = \"nhs\"\nwhen = \"daily\"\n",
    );
    folder.does("ropa apply theirs --author Ada");
    folder.write(
        "mine/activities/a.toml",
        "name = \"A of mine\"\nref = \"1\"\n\n[[recipient]]\nto = \"nhs\"\nwhen = \"weekly\"\n\n[[recipient]]\nto = \"x\"\n",
    );
    assert_snapshot!(folder.says("ropa apply mine"), @r#"
    $ ropa apply mine
    --- stderr, exit 2
    activity:a
      name
        in the folder:   `A of mine`
        in the register: `A of theirs` (Ada, [today], [time])
      recipient[nhs].when
        in the folder:   `weekly`
        in the register: `daily` (Ada, [today], [time])
    error: `mine` and the register say different things of `activity:a`
    hint: write into the folder what should stand there, then apply it with `--force`: only these places of the register are overwritten
    "#);
    let applied = folder.run("ropa apply mine").stderr.clone();
    let otherwise = [
        ", then apply it with `--force`: only these places of the register are overwritten",
        ", or give `--force` to lose what the folder says",
    ];
    assert_eq!(
        folder.run("ropa dump mine").stops(2).stderr,
        applied.replace(otherwise[0], otherwise[1])
    );
    // An entry that the folder alone has is no place of both. Where the folder says what the register says there is nothing
    // to refuse.
    folder.change("mine/activities/a.toml", "A of mine", "A of theirs");
    folder.change("mine/activities/a.toml", "weekly", "daily");
    folder.change(
        "mine/activities/a.toml",
        "\n[[recipient]]\nto = \"x\"\n",
        "",
    );
    assert_snapshot!(folder.says("ropa apply mine"), @"
    $ ropa apply mine
    change activity:a
      + ref = `1`
    1 record changed in the register only, and in the folder now as there: activity:a
    0 to add, 1 to change, 0 to remove; 4 unchanged
    --- stderr
    committed as [hash] by tester: apply mine
    ");
    assert!(
        folder
            .read("mine/activities/a.toml")
            .contains("description = \"theirs\"")
    );
}

#[test]
fn the_same_edit_on_both_sides_is_one() {
    let folder = two();
    for side in ["mine", "theirs"] {
        folder.change(&format!("{side}/parties.toml"), "\"X\"", "\"X 1\"");
        folder.write(&format!("{side}/activities/n.toml"), "name = \"N\"\n");
        fs::remove_file(folder.path(&format!("{side}/activities/a.toml"))).unwrap();
    }
    folder.does("ropa apply theirs --prune");
    assert_eq!(folder.stdout("ropa apply mine --prune"), "no changes\n");
    folder.does("ropa dump mine");
    assert!(files(&folder.path("mine")) == files(&folder.path("theirs")));
}

/// What others added is not pruned by a folder that could not know of it.
#[test]
fn nothing_is_pruned_that_others_added() {
    let folder = two();
    folder.write("theirs/activities/t.toml", "name = \"T\"\n");
    folder.does("ropa apply theirs");
    fs::remove_file(folder.path("mine/activities/a.toml")).unwrap();
    folder.does("ropa apply mine --prune");
    assert!(folder.path("mine/activities/t.toml").exists());
    folder.does("ropa show activity:t");
    folder.run("ropa show activity:a").stops(2);
}

/// A folder of somebody's own, which was never dumped: it is never written, and is told when it is behind.
#[test]
fn a_folder_without_a_base_overwrites_nothing_that_changed() {
    let folder = two();
    fs::remove_file(folder.path("register/.ropa-base")).unwrap();
    folder.change("theirs/parties.toml", "\"X\"", "\"X of theirs\"");
    folder.does("ropa apply theirs");
    // Nothing that others changed, so that it can only be an edit.
    folder.change("register/parties.toml", "\"NHS\"", "\"NHS of mine\"");
    let refused = folder.run("ropa apply register");
    assert!(
        refused.stops(2).stderr.contains("`X of theirs`"),
        "{}",
        refused.transcript()
    );
    assert_snapshot!(folder.says("ropa apply register"), @"
    $ ropa apply register
    --- stderr, exit 2
    party:x
      name
        in the folder:   `X`
        in the register: `X of theirs`
    error: `register` and the register say different things of `party:x`
    hint: write into the folder what should stand there, then apply it with `--force`: only these places of the register are overwritten
    ");
    folder.change("register/parties.toml", "\"X\"", "\"X of theirs\"");
    folder.does("ropa apply register");
    // It says now from which state it was applied, and others go on.
    folder.does("ropa dump theirs");
    folder.change("theirs/parties.toml", "\"X of theirs\"", "\"X again\"");
    folder.write("theirs/activities/t.toml", "name = \"T\"\n");
    folder.does("ropa apply theirs");
    let before = files(&folder.path("register"));
    assert_snapshot!(folder.says("ropa apply register"), @"
    $ ropa apply register
    --- stderr, exit 2
    party:x
      name
        in the folder:   `X of theirs`
        in the register: `X again` (tester, [today], [time])
    error: the register changed since `register` was applied: `party:x`
    hint: bring the folder up to date with `ropa dump register`, or give `--force` to overwrite the register
    ");
    folder.change("register/activities/a.toml", "\"A\"", "\"A of mine\"");
    folder.run("ropa apply register").stops(2);
    folder.change("register/activities/a.toml", "\"A of mine\"", "\"A\"");
    assert!(files(&folder.path("register")) == before);
    // What is said works when typed.
    folder.change("register/activities/a.toml", "\"A\"", "\"A of mine\"");
    folder.does("ropa dump register");
    assert!(folder.read("register/parties.toml").contains("X again"));
    folder.does("ropa apply register");
    // Another register takes it as it is, and so does one that was put back from a copy.
    folder.does("ropa init other.db");
    folder.does("ropa -r other.db apply register");
}

/// The comments of whoever keeps a folder are not lost in a merge.
#[test]
fn comments_are_not_overwritten() {
    let folder = two();
    folder.change("theirs/parties.toml", "\"X\"", "\"X of theirs\"");
    folder.does("ropa apply theirs");
    folder.write("mine/activities/a.toml", "# about A\nname = \"A\"\n");
    folder.does("ropa dump mine");
    assert!(
        folder
            .read("mine/activities/a.toml")
            .starts_with("# about A")
    );
    folder.change("theirs/parties.toml", "\"NHS\"", "\"NHS # 1\"");
    folder.does("ropa apply theirs");
    folder.change("mine/parties.toml", "[nhs]", "[nhs] # ask them");
    let before = files(&folder.path("mine"));
    assert_snapshot!(folder.says_all(&["ropa dump mine", "ropa apply mine"]), @"
    $ ropa dump mine
    --- stderr, exit 2
    error: the register changed what these files hold, and the comments in them would be lost: `mine/parties.toml`
    hint: move the comments into the field `note` of their records, or give `--force` to lose them

    $ ropa apply mine
    --- stderr, exit 2
    error: the register changed what these files hold, and the comments in them would be lost: `mine/parties.toml`
    hint: move the comments into the field `note` of their records, or give `--force` to lose them
    ");
    assert!(files(&folder.path("mine")) == before);
    folder.does("ropa dump mine --force");
    assert!(!folder.read("mine/parties.toml").contains("ask them"));
}

/// A run that was cut off between the commit and the mark in the folder, or while it wrote the folder.
#[test]
fn a_run_that_is_cut_off_leaves_no_trap() {
    // The commit was made, and the mark still says that it is about to be.
    let folder = two();
    let base = folder.read("mine/.ropa-base");
    let before = base.lines().next().unwrap().to_owned();
    folder.change("mine/parties.toml", "\"X\"", "\"X 1\"");
    folder.does("ropa apply mine");
    let made = folder
        .read("mine/.ropa-base")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    folder.write("mine/.ropa-base", format!("{before}\nthen {made}\n"));
    folder.change("mine/parties.toml", "\"X 1\"", "\"X 2\"");
    folder.does("ropa dump mine");
    assert!(folder.read("mine/parties.toml").contains("X 2"));
    folder.write("mine/.ropa-base", format!("{before}\nthen {made}\n"));
    folder.does("ropa apply mine");
    // It was about to be made, and was not.
    let made = folder
        .read("mine/.ropa-base")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    folder.write(
        "mine/.ropa-base",
        format!("{made}\nthen {}\n", "0".repeat(64)),
    );
    folder.change("mine/parties.toml", "\"X 2\"", "\"X 3\"");
    folder.does("ropa apply mine");
    // Half of the files were written.
    folder.does("ropa dump theirs");
    let before = folder
        .read("theirs/.ropa-base")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    folder.change("mine/parties.toml", "\"X 3\"", "\"X 4\"");
    folder.change("mine/activities/a.toml", "\"A\"", "\"A 4\"");
    folder.write("mine/activities/n.toml", "name = \"N\"\n");
    fs::remove_file(folder.path("mine/activities/b.toml")).unwrap();
    folder.does("ropa apply mine --prune");
    let half = folder
        .read("mine/.ropa-base")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    folder.write(
        "theirs/.ropa-base",
        format!("{before}\nunfinished {half}\n"),
    );
    folder.write("theirs/parties.toml", folder.read("mine/parties.toml"));
    folder.write("theirs/.ropa-abc123.tmp", "half a fi");
    folder.write("theirs/activities/.ropa-abc123.tmp", "");
    // The register goes on meanwhile, also in what was written.
    folder.change("mine/parties.toml", "\"X 4\"", "\"X 5\"");
    folder.does("ropa apply mine");
    assert_snapshot!(folder.says_all(&["ropa apply theirs", "ropa -r theirs list party", "ropa dump theirs"]), @"
    $ ropa apply theirs
    --- stderr, exit 2
    error: `theirs` was being written when the program was cut off: some of its files are older than others
    hint: complete it with `ropa dump theirs`

    $ ropa -r theirs list party
    id       name     kind          country       part of
    council  Council  not recorded  not recorded
    nhs      NHS      not recorded  not recorded
    x        X 4      not recorded  not recorded
    --- stderr
    warning: `theirs` was being written when the program was cut off: some of its files are older than others

    $ ropa dump theirs
    --- stderr
    wrote the register to `theirs`: 3 files, 3 of them new or changed, 1 removed
    ");
    folder.does("ropa dump mine");
    assert!(files(&folder.path("theirs")) == files(&folder.path("mine")));
}

/// A first dump that was cut off, as it was written by this program and by the one before.
#[test]
fn a_first_dump_that_was_cut_off_is_completed() {
    let folder = two();
    let whole = files(&folder.path("mine"));
    let head = folder
        .read("mine/.ropa-base")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    folder.write("new/parties.toml", folder.read("mine/parties.toml"));
    folder.write("new/.ropa-base", format!("unfinished {head}\n"));
    folder.run("ropa apply new --prune").stops(2);
    folder.does("ropa dump new");
    assert!(files(&folder.path("new")) == whole);
    folder.write("old/parties.toml", folder.read("mine/parties.toml"));
    folder.write("old/.ropa-def456.tmp", "half a fi");
    folder.does("ropa dump old");
    assert!(files(&folder.path("old")) == whole);
    // Beside its place, where it was not put yet.
    folder.write(".ropa-beside-a1b2c3.tmp/parties.toml", "half a fi");
    fs::create_dir(folder.path("beside")).unwrap();
    folder.does("ropa dump beside");
    assert!(files(&folder.path("beside")) == whole);
    assert!(!folder.path(".ropa-beside-a1b2c3.tmp").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir(folder.path("plain")).unwrap();
        let mode = |path: &str| {
            fs::metadata(folder.path(path))
                .unwrap()
                .permissions()
                .mode()
        };
        folder.does("ropa dump newest");
        assert_eq!(mode("newest"), mode("plain"));
    }
}

/// Somebody commits while a large change is planned: where the records do not meet, it is planned again by itself.
#[test]
fn a_change_that_somebody_overtook_is_joined_with_theirs() {
    let folder = two();
    folder.change("theirs/parties.toml", "\"X\"", "\"X of theirs\"");
    folder.change("mine/parties.toml", "\"NHS\"", "\"NHS of mine\"");
    // It waits for its turn with its plan made, and somebody else has the turn.
    let other = Connection::open(folder.path("ropa.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = folder
        .command(&["apply", "mine", "--author", "Grace"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    other.execute_batch("COMMIT").unwrap();
    // Whoever of the two is first, both changes are made.
    folder.does("ropa apply theirs --author Ada");
    let waited = waiting.wait_with_output().unwrap();
    assert!(
        waited.status.success(),
        "{}",
        String::from_utf8_lossy(&waited.stderr)
    );
    let shown = folder.run("ropa list party").stdout;
    assert!(
        shown.contains("X of theirs") && shown.contains("NHS of mine"),
        "{shown}"
    );
}

/// Two who each add something of their own to one entry both keep it, and an entry that is there twice is one.
#[test]
fn what_each_adds_to_one_entry_is_kept() {
    let folder = two();
    let own = |to: &str, period: &str, text: &str| {
        format!(
            "name = \"A\"\ndata = [\"{to}\"]\n\n[[purpose]]\ntext = \"{text}\"\n\n[[recipient]]\nto = \"{to}\"\n\n[[retention]]\ndata = \"all\"\nperiod = \"{period}\"\n"
        )
    };
    for side in ["mine", "theirs"] {
        folder.write(
            &format!("{side}/data.toml"),
            "[nhs]\nname = \"N\"\n\n[x]\nname = \"X\"\n",
        );
    }
    folder.write("theirs/activities/a.toml", own("nhs", "P1Y", "Research"));
    folder.does("ropa apply theirs");
    folder.write("mine/activities/a.toml", own("x", "P2Y", "Statistics"));
    folder.does("ropa apply mine");
    let made = folder.read("mine/activities/a.toml");
    for kept in ["\"nhs\"", "\"x\"", "P1Y", "P2Y", "Research", "Statistics"] {
        assert!(made.contains(kept), "{kept}: {made}");
    }
    assert_eq!(folder.stdout("ropa apply mine"), "no changes\n");
}
