//! Folders of text that are larger or stranger than any register: told in words, in little time and few lines.

use std::fs;
use std::time::{Duration, Instant};

use crate::harness::{Folder, Run};

/// Runs a line within a time that is ample for what is linear, and far too short for what is not.
#[track_caller]
fn soon(folder: &Folder, line: &str) -> Run {
    let begun = Instant::now();
    let run = folder.run(line);
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{line}: {:?}",
        begun.elapsed()
    );
    assert!(run.stderr.len() < 200_000, "{} bytes", run.stderr.len());
    run.is_in_words();
    run
}

#[test]
fn very_many_mistakes_are_counted_and_the_first_are_shown() {
    // Of syntax, in one file.
    let folder = Folder::with_files(&[("register/parties.toml", &"[a\nx =\n".repeat(40_000))]);
    let run = soon(&folder, "ropa -r register list");
    assert!(
        run.stops(1)
            .stderr
            .contains("there are more mistakes from here on")
    );
    // Of mentions of what is not there, each of another.
    let named: Vec<String> = (0..20_000).map(|n| format!("\"nobody-{n}\"")).collect();
    let activity = format!("name = \"A\"\ndata = [{}]\n", named.join(", "));
    let folder = Folder::with_files(&[("register/activities/a.toml", &activity)]);
    let run = soon(&folder, "ropa -r register list");
    assert!(
        run.stops(1)
            .stderr
            .contains("100 of 20000 are shown\n20000 errors in 1 file")
    );
    // Of keys that stand twice.
    let folder = Folder::with_files(&[(
        "register/activities/a.toml",
        &"name = \"A\"\n".repeat(20_000),
    )]);
    soon(&folder, "ropa -r register list").stops(1);
    // Errors are not hidden behind warnings.
    let folder = Folder::with_files(&[("register/z.toml", "x")]);
    for n in 0..150 {
        folder.write(&format!("register/a-{n}.png"), "");
    }
    let run = soon(&folder, "ropa -r register list");
    assert!(
        run.stops(1)
            .stderr
            .contains("the file `z.toml` is not read")
    );
}

#[test]
fn a_long_chain_and_a_long_ring_are_walked_once() {
    let chain = |n: usize| {
        let mut text = "[c-0]\nname = \"C 0\"\n".to_owned();
        for one in 1..n {
            text.push_str(&format!(
                "[c-{one}]\nname = \"C {one}\"\nbroader = \"c-{}\"\n",
                one - 1
            ));
        }
        text
    };
    let folder = Folder::with_files(&[("register/data.toml", &chain(20_000))]);
    soon(&folder, "ropa -r register list").succeeds();
    let ring = chain(20_000).replacen(
        "name = \"C 0\"\n",
        "name = \"C 0\"\nbroader = \"c-19999\"\n",
        1,
    );
    folder.write("register/data.toml", ring);
    let run = soon(&folder, "ropa -r register list");
    assert!(
        run.stops(1).stderr.contains("and 19980 more"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_file_without_bounds_is_not_read() {
    let folder = Folder::with_register();
    folder.write("register/measures.toml", vec![b'\n'; (32 << 20) + 1]);
    let run = soon(&folder, "ropa -r register list");
    assert!(
        run.stops(2)
            .stderr
            .contains("`register/measures.toml` is larger than 32 MB")
    );
    fs::remove_file(folder.path("register/measures.toml")).unwrap();
    // By the folder a device of Windows could not be made.
    folder.write("register/activities/con.toml", "name = \"Con\"\n");
    let run = soon(&folder, "ropa -r register list");
    assert!(
        run.stops(1)
            .stderr
            .contains("Windows keeps the name `con` for itself")
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_before_it_is_begun() {
    let pipe = |path: &std::path::Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    for inside in ["measures.toml", "activities/pipe.toml", ".ropa-base"] {
        let folder = Folder::with_register();
        folder.does("ropa init");
        let path = folder.path("register").join(inside);
        pipe(&path);
        for line in [
            "ropa apply register",
            "ropa dump register",
            "ropa -r register list",
        ] {
            let run = soon(&folder, line);
            assert!(
                run.stops(2).stderr.contains("is not a file"),
                "{inside}: {}",
                run.transcript()
            );
        }
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        soon(&folder, "ropa apply register").stops(2);
    }
    let folder = Folder::empty();
    pipe(&folder.path("ropa.db"));
    for line in [
        "ropa list",
        "ropa verify",
        "ropa init",
        "ropa -r ropa.db apply x",
    ] {
        soon(&folder, line).stops(2);
    }
}
