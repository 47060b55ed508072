//! How fast a large sheet of others is understood, with how much memory, and how long its cells alone take to read.
//!
//! `cargo bench --bench sheets -- 100000` makes a sheet of so many rows of 12 columns (10,000 where nothing is said), as
//! CSV and as a workbook, and shows what `ropa import sheet` proposes of it into an empty register. `README.md` beside
//! this file says what came of it.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]
#![allow(dead_code, reason = "the benches share what they measure")]

mod measure;

use std::path::Path;
use std::process::{Command, ExitCode};

use calamine::Reader as _;
use fastrand::Rng;

use self::measure::{Table, mebibytes, once, shown, used_by};

const HEADINGS: [&str; 12] = [
    "Ref",
    "Activity",
    "Service",
    "Purpose",
    "Lawful basis",
    "Data subjects",
    "Personal data",
    "Shared with",
    "System",
    "Retention",
    "Security",
    "Review date",
];

fn main() -> ExitCode {
    // A child that measures another begins here too.
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let Ok(n_rows) = words.next().map_or(Ok(10_000), |word| word.parse()) else {
        println!("usage: cargo bench --bench sheets -- [ROWS]");
        return ExitCode::from(2);
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (text, book) = (folder.join("sheet.csv"), folder.join("sheet.xlsx"));
    written(n_rows, &text, &book);
    let register = folder.join("sheets.db");
    drop(std::fs::remove_file(&register));
    ropa::store::Store::create(&register).expect("the folder of the bench can be written");
    println!("{n_rows} rows of {} columns\n", HEADINGS.len());
    let mut table = Table::new(&[
        "sheet",
        "time",
        "processor time",
        "peak memory",
        "cells alone",
        "ratio",
    ]);
    for path in [&text, &book] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
        command
            .arg("-r")
            .arg(&register)
            .args(["import", "sheet"])
            .arg(path);
        let (used, time) = once(|| used_by(&command).expect("the sheet is understood"));
        let (n_cells, alone) = once(|| cells_of(path));
        assert_eq!(
            n_cells,
            (n_rows + 1) * HEADINGS.len(),
            "every cell was read"
        );
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        table.push([
            ending.to_uppercase(),
            shown(time),
            shown(used.processor),
            mebibytes(used.peak),
            shown(alone),
            format!("{:.1}", time.as_secs_f64() / alone.as_secs_f64()),
        ]);
    }
    println!("{table}");
    ExitCode::SUCCESS
}

/// Writes the same rows as CSV and as a workbook.
fn written(n_rows: usize, text: &Path, book: &Path) {
    let mut rng = Rng::with_seed(7);
    let mut csv = csv::Writer::from_path(text).expect("the folder of the bench can be written");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory();
    let sheet = sheet.expect("a workbook can have a sheet");
    for row in 0..=n_rows {
        let cells = if row == 0 {
            HEADINGS.map(str::to_owned)
        } else {
            cells(&mut rng, row)
        };
        csv.write_record(&cells).expect("CSV can be written");
        for (column, cell) in (0..).zip(&cells) {
            let row = u32::try_from(row).expect("a sheet has fewer rows");
            sheet
                .write(row, column, cell)
                .expect("a workbook can be written");
        }
    }
    csv.flush().expect("CSV can be written");
    workbook.save(book).expect("a workbook can be written");
}

fn cells(rng: &mut Rng, row: usize) -> [String; 12] {
    let one = |rng: &mut Rng, words: &[&str]| words[rng.usize(..words.len())].to_owned();
    let some = |rng: &mut Rng, words: &[&str]| {
        let n_words = rng.usize(1..=4);
        rng.choose_multiple(words.to_vec(), n_words).join("; ")
    };
    let verb = one(
        rng,
        &["Assessing", "Paying", "Letting", "Inspecting", "Reviewing"],
    );
    let thing = one(
        rng,
        &[
            "rent",
            "permits",
            "care needs",
            "grants",
            "complaints",
            "licences",
        ],
    );
    let day = format!("{:02}/{:02}/2027", rng.u8(1..29), rng.u8(1..13));
    [
        format!("R{row:06}"),
        format!("{verb} {thing} {row}"),
        one(
            rng,
            &[
                "Housing",
                "Adults",
                "Highways",
                "Libraries",
                "Planning",
                "Finance",
            ],
        ),
        format!("To do {thing} {row} for the people of the county"),
        one(
            rng,
            &["Public task", "Legal obligation", "Contract", "Art 6(1)(e)"],
        ),
        some(
            rng,
            &[
                "Residents",
                "Tenants",
                "Pupils",
                "Staff",
                "Applicants",
                "Patients",
            ],
        ),
        some(
            rng,
            &[
                "Name",
                "Address",
                "Date of birth",
                "NHS number",
                "Health",
                "Case notes",
            ],
        ),
        some(
            rng,
            &[
                "HMRC",
                "Police",
                "NHS",
                "DWP",
                "Schools",
                "Auditors",
                "Fire service",
            ],
        ),
        one(
            rng,
            &[
                "Mosaic",
                "Northgate",
                "Civica",
                "SharePoint",
                "Uniform",
                "iTrent",
            ],
        ),
        one(
            rng,
            &[
                "6 years",
                "Permanent",
                "3 years",
                "25 years from closure",
                "12 months",
            ],
        ),
        some(
            rng,
            &[
                "Encryption",
                "Access controls",
                "Locked cabinets",
                "Training",
                "Backups",
            ],
        ),
        day,
    ]
}

/// Reads every cell of a file and does nothing with it: what no program can do without.
fn cells_of(path: &Path) -> usize {
    if path.extension().is_some_and(|ending| ending == "csv") {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).from_path(path);
        let records = reader.expect("CSV can be read").into_records();
        return records
            .map(|record| record.expect("CSV can be read").len())
            .sum();
    }
    let book: Result<calamine::Xlsx<_>, _> = calamine::open_workbook(path);
    let mut book = book.expect("a workbook can be read");
    let name = book.sheet_names()[0].clone();
    let mut reader = book
        .worksheet_cells_reader(&name)
        .expect("a sheet can be read");
    let mut n_cells = 0;
    while let Ok(Some(_)) = reader.next_cell() {
        n_cells += 1;
    }
    n_cells
}
