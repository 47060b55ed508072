//! How fast the rules of `ropa check` are asked, and what some of them cost in plain SQL.
//!
//! `cargo bench --bench checks -- council` (or `region`, `nation`) asks all rules about a register of that size, in this
//! process. The rules that can be written as one SELECT on the published tables are asked alone too, and the same SELECT
//! on the file that `ropa export sqlite` writes, where every table stands ready with indexes; both must find as much.
//! Last it says which rules take most of the time: each asked alone, less what the graphs take for none.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

mod generate;
mod measure;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use ropa::model::{Date, Kind, Register};
use ropa::rules::checks::{Asking, Finds, View, check, rules};
use ropa::store::{Store, StoreError};
use rusqlite::Connection;

use self::generate::Size;
use self::measure::{Table, measure, mebibytes, shown, used_by};

/// The day on which the rules are asked.
const DAY: Date = Date::constant(2026, 11, 24);

/// So many of the rules that take most are shown.
const SHOWN: usize = 10;

/// Rules, each as a SELECT of the places where it trips.
const IN_SQL: &[(&str, &str)] = &[
    (
        "A30-role",
        "SELECT id FROM activity WHERE NOT is_retired AND role IS NULL AND regime IS NOT 'law-enforcement'",
    ),
    (
        "LAW-enactment",
        "SELECT activity, number FROM purpose JOIN activity ON activity.id = purpose.activity \
         WHERE NOT is_retired AND regime IS NOT 'law-enforcement' AND basis IN ('6/1/c', '6/1/e') AND enactments IS NULL",
    ),
    (
        "KEEP-from-when",
        "SELECT activity, number FROM retention JOIN activity ON activity.id = retention.activity \
         WHERE NOT is_retired AND period IS NOT NULL AND period NOT IN ('permanent', 'none') AND runs_from IS NULL",
    ),
    (
        "FLOW-operator",
        "SELECT DISTINCT system.id FROM flow JOIN activity ON activity.id = flow.activity \
         JOIN system ON system.id IN (CASE WHEN to_kind = 'system' THEN to_id END, through) \
         WHERE NOT is_retired AND flow.currency = 'current' AND operator IS NULL",
    ),
    (
        "FLOW-contract",
        "SELECT DISTINCT to_id FROM step JOIN activity ON activity.id = step.activity \
         WHERE NOT activity.is_retired AND regime IS NOT 'law-enforcement' AND to_kind = 'party' \
         AND step.role = 'processor' AND agreement_expected AND agreement_state IN ('not-recorded', 'none', 'not-begun')",
    ),
    (
        "FLOW-store",
        "SELECT id FROM activity WHERE NOT is_retired AND store_state = 'not-recorded'",
    ),
    (
        "GOV-overdue",
        "SELECT activity FROM review JOIN activity ON activity.id = review.activity \
         WHERE NOT is_retired AND due < '2026-11-24'",
    ),
];

fn main() -> ExitCode {
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    let size = std::env::args().skip(1).find(|word| word != "--bench");
    let size = size.map_or(Some(Size::Council), |word| Size::from_word(&word));
    let Some(size) = size else {
        let sizes = Size::ALL.map(Size::word).join("|");
        println!("usage: cargo bench --bench checks -- [{sizes}]");
        return ExitCode::from(2);
    };
    run(size);
    ExitCode::SUCCESS
}

fn run(size: Size) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = generate::database(size, folder);
    let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
    command
        .arg("-r")
        .arg(&path)
        .args(["check", "--fail-on", "never"]);
    let used = used_by(&command).expect("the rules can be asked");
    println!(
        "{}: `ropa check` takes {} of processor time and {}\n",
        size.word(),
        shown(used.processor),
        mebibytes(used.peak)
    );
    if size == Size::Nation {
        return;
    }
    let store = Store::open(&path).expect("the register was loaded");
    let mut register = Register::default();
    store
        .each_record(&Kind::ALL, |reference, record| -> Result<(), StoreError> {
            register
                .insert(&reference.id, record)
                .expect("its ids are ids");
            Ok(())
        })
        .expect("it can be read");
    let exported = folder.join(format!("bench-{}-checks.sqlite", size.word()));
    drop(std::fs::remove_file(&exported));
    drop(std::fs::File::create_new(&exported).expect("the folder of the bench can be written"));
    store
        .export_sqlite(&exported, DAY.into())
        .expect("it can be exported");
    let conn = Connection::open(&exported).expect("it was exported");
    let view = View::of(&register, DAY);
    let mut table = Table::new(&["rule", "findings", "ropa", "plain SQL", "SQL / ropa"]);
    let all = measure(11, &mut || check(&view).found.len()).median;
    let n_all = check(&view).found.len().to_string();
    table.push([
        "all rules".to_owned(),
        n_all,
        shown(all),
        String::new(),
        String::new(),
    ]);
    for (code, sql) in IN_SQL {
        let ours = || {
            Asking::of(|rule| rule.code == *code)
                .about(&view)
                .found
                .len()
        };
        let mut statement = conn.prepare(sql).expect("it runs on an exported file");
        let mut plain = || {
            let mut rows = statement.query([]).expect("it runs on an exported file");
            let mut n_rows = 0;
            while rows.next().expect("a row").is_some() {
                n_rows += 1;
            }
            n_rows
        };
        assert_eq!(ours(), plain(), "{code}");
        let theirs = measure(11, &mut plain).median;
        let time = measure(11, &mut || ours()).median;
        let ratio = theirs.as_secs_f64() / time.as_secs_f64();
        table.push([
            (*code).to_owned(),
            ours().to_string(),
            shown(time),
            shown(theirs),
            format!("{ratio:.3}"),
        ]);
    }
    println!("{table}");
    println!("{}", dearest(&view));
}

/// The rules that take most, each asked alone; not those that need to know what all others found.
fn dearest(view: &View<'_>) -> Table {
    let alone = |code: &str| {
        let mut ask = || Asking::of(|rule| rule.code == code).about(view).found.len();
        (ask(), measure(5, &mut ask).min)
    };
    let (_, none) = alone("");
    let each = rules().filter(|rule| !matches!(rule.finds, Finds::After(_)));
    let each = each.map(|rule| (alone(rule.code), rule.code));
    let mut each: Vec<_> = each
        .map(|((n_found, time), code)| (time.saturating_sub(none), n_found, code))
        .collect();
    each.sort_unstable_by(|one, other| other.cmp(one));
    let mut table = Table::new(&["rule alone", "findings", "time"]);
    table.push(["none".to_owned(), "0".to_owned(), shown(none)]);
    for (time, n_found, code) in each.iter().take(SHOWN) {
        table.push([(*code).to_owned(), n_found.to_string(), shown(*time)]);
    }
    let all: Duration = each.iter().map(|(time, ..)| *time).sum();
    table.push(["all of them".to_owned(), String::new(), shown(all)]);
    table
}
