//! How fast the record of Article 30 is written, with how much memory, and how long Python's
//! XlsxWriter takes for the same cells.
//!
//! `cargo bench --bench exports -- council` measures a register of one size (`council`, `region` with
//! 10,000 activities, or `nation` with 125,000). `README.md` beside this file says what came of it. XlsxWriter is measured where `python3 -c "import xlsxwriter"` works.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]
#![allow(dead_code, reason = "the benches share what they generate and measure")]

mod generate;
mod measure;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use jiff::Timestamp;
use ropa::model::Record;
use ropa::store::Store;

use self::generate::{SEED, Size};
use self::measure::{Table, mebibytes, once, shown, used_by};

fn main() -> ExitCode {
    // A child that measures another begins here too.
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let word = words.first().map_or("council", String::as_str);
    let Some(size) = Size::from_word(word) else {
        let sizes = Size::ALL.map(Size::word).join("|");
        println!("usage: cargo bench --bench exports -- [{sizes}]");
        return ExitCode::from(2);
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("exports-{word}.db"));
    let n_activities = load(size, &path);
    println!("{word}: {n_activities} activities\n");
    exports(&path, folder);
    ExitCode::SUCCESS
}

/// Loads the register of a size into a file and says how many activities it has.
fn load(size: Size, path: &Path) -> usize {
    let records: Vec<_> = generate::records(size, SEED).collect();
    let is_activity = |record: &Record| matches!(record, Record::Activity(_));
    let n_activities = records
        .iter()
        .filter(|(_, record)| is_activity(record))
        .count();
    drop(std::fs::remove_file(path));
    let mut store = Store::create(path).expect("the folder of the bench can be written");
    let plan = store.plan(records, false).expect("no record comes twice");
    store
        .commit(&plan, "bench", "load", Timestamp::UNIX_EPOCH)
        .expect("the register is whole");
    n_activities
}

fn exports(path: &Path, folder: &Path) {
    let mut table = Table::new(&["export", "time", "processor time", "peak memory", "file"]);
    let csv = folder.join("export.csv");
    let mut xlsx = Duration::MAX;
    for (name, file) in [
        ("ico-controller to CSV", csv.clone()),
        ("ico-controller to XLSX", folder.join("export.xlsx")),
        ("ico-controller to JSON", folder.join("export.json")),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
        command
            .arg("-r")
            .arg(path)
            .args(["export", "article30", "-o"])
            .arg(&file);
        let (used, time) = once(|| used_by(&command).expect("the record can be exported"));
        if name.ends_with("XLSX") {
            xlsx = time;
        }
        table.push([
            name.to_owned(),
            shown(time),
            shown(used.processor),
            mebibytes(used.peak),
            mebibytes(std::fs::metadata(&file).map_or(0, |file| file.len())),
        ]);
    }
    let theirs = xlsxwriter(&csv, &folder.join("export-python.xlsx"));
    match &theirs {
        Some((time, peak, file)) => table.push([
            "XlsxWriter, the same cells from CSV".to_owned(),
            shown(*time),
            String::new(),
            mebibytes(*peak),
            mebibytes(std::fs::metadata(file).map_or(0, |file| file.len())),
        ]),
        None => {
            println!("XlsxWriter was not measured: `import xlsxwriter` does not work in python3\n");
        }
    }
    println!("{table}");
    if let Some((time, _, _)) = theirs {
        println!(
            "XlsxWriter / ropa: {:.1}",
            time.as_secs_f64() / xlsx.as_secs_f64()
        );
    }
}

/// How long XlsxWriter takes to write the cells of a CSV file, with its peak of memory.
fn xlsxwriter(csv: &Path, out: &Path) -> Option<(Duration, u64, PathBuf)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/plain/write.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(csv).arg(out);
    let used = used_by(&command).ok()?;
    let seconds: f64 = used.printed.trim().parse().ok()?;
    Some((Duration::from_secs_f64(seconds), used.peak, out.to_owned()))
}
