//! How fast 300 privacy notices are imported, and imported again where nothing is new.
//!
//! `cargo bench --bench notices` prints the time, processor time and memory of the whole program. A council's folder of
//! notices should take less than five seconds.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]
#![allow(dead_code, reason = "the benches share what they measure")]

mod measure;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use self::measure::{Table, mebibytes, once, shown, used_by};

const NOTICE: &str = include_str!("../tests/fixtures/notices/family-group-conference.md");

fn main() -> ExitCode {
    // A child that measures another begins here too.
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("notices");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(folder.join("published")).expect("the folder of the bench can be written");
    for n in 0..300 {
        let notice = NOTICE.replace("Family Group Conference –", &format!("Service {n:03} –"));
        let notice = notice.replace("Mosaic", &format!("System {n:03}"));
        let file = folder.join(format!("published/{n:03}.md"));
        fs::write(file, notice).expect("the folder of the bench can be written");
    }
    let ropa = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
        command.arg("-r").arg(folder.join("ropa.db")).args(words);
        command
    };
    let made = ropa(&["init"]).status().expect("the program runs");
    assert!(made.success(), "a register can be made");
    let mut table = Table::new(&["300 notices", "time", "processor time", "peak memory"]);
    for name in ["into an empty register", "once more"] {
        let mut command = ropa(&["import", "notice", "--apply", "--author", "Bench"]);
        command.arg(folder.join("published"));
        let (used, time) = once(|| used_by(&command).expect("the notices can be imported"));
        table.push([
            name.to_owned(),
            shown(time),
            shown(used.processor),
            mebibytes(used.peak),
        ]);
    }
    println!("{table}");
    ExitCode::SUCCESS
}
