//! Where the machine gives nothing, every command still ends in words, with 0, 1 or 2.

use crate::harness::{Folder, Run};

/// Commands that write, read or need files meanwhile.
const COMMANDS: [&str; 14] = [
    "list",
    "ask leaves-uk",
    "query engagements -o out.xlsx",
    "query engagements -o out.docx",
    "sql \"SELECT * FROM party\" -o out.csv",
    "export article30 -o out.xlsx",
    "export article30 -o out.csv",
    "export article30 -o out.json",
    "export sqlite out.sqlite",
    "export verify kept.xlsx",
    "export verify kept.json",
    "diagram activity family-group-conference -o out.svg",
    "apply register --author me",
    "dump out",
];

#[track_caller]
fn ends_in_words(run: &Run) {
    assert!((0..=2).contains(&run.code), "{}", run.transcript());
    run.is_in_words();
    assert!(
        !run.stderr.contains("a fault of its own"),
        "{}",
        run.transcript()
    );
}

fn prepared() -> Folder {
    let folder = Folder::with_database();
    for file in ["kept.xlsx", "kept.json"] {
        folder.does(&format!("ropa export article30 -o {file}"));
    }
    folder.change(
        "register/parties.toml",
        "\"Family network\"",
        "\"Family web\"",
    );
    folder
}

#[test]
fn without_a_folder_for_temporary_files() {
    let folder = prepared();
    for line in COMMANDS {
        let mut command = folder.command(&crate::harness::words(line));
        command.env("TMPDIR", folder.path("missing"));
        ends_in_words(&folder.run_command(command));
    }
    let mut command = folder.command(&["list", "-o", "list.xlsx"]);
    command.env("TMPDIR", folder.path("missing"));
    let run = folder.run_command(command);
    assert!(
        run.stops(2)
            .stderr
            .contains("temporary files could not be written"),
        "{}",
        run.transcript()
    );
}

#[cfg(unix)]
#[test]
fn where_no_file_may_grow() {
    let folder = prepared();
    // In blocks of 512 bytes: from nothing to enough for some.
    for blocks in [0, 1, 8, 16, 64, 256] {
        for line in COMMANDS {
            let mut command = std::process::Command::new("/bin/sh");
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
            command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_ropa")]);
            command
                .args(crate::harness::words(line))
                .env("USER", "tester");
            command.current_dir(folder.path(""));
            ends_in_words(&folder.run_command(command));
        }
        folder.does("ropa verify");
    }
}
