//! How long the register takes to be made, and how much memory it asks for.
//!
//! `cargo bench --bench questions -- council` measures a register of one size (`council`, `region`
//! or `nation`; `council` where none is named). Each line has the median of some runs, the fastest
//! and the slowest, and the median beside that of the line before it, so that what grew is seen.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

mod generate;
mod measure;

use std::process::{Command, ExitCode};

use self::generate::{Count, SEED, Size};
use self::measure::{Table, measure, peak_memory};

fn main() -> ExitCode {
    // A child that measures another begins here too.
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    // Cargo passes `--bench`, and every other argument on.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let size = match &words[..] {
        [] => Some(Size::Council),
        [word] => Size::from_word(word),
        _ => None,
    };
    let Some(size) = size else {
        let sizes = Size::ALL.map(Size::word).join("|");
        println!("usage: cargo bench --bench questions -- [{sizes}]");
        return ExitCode::from(2);
    };
    run(size);
    ExitCode::SUCCESS
}

fn run(size: Size) {
    let mut count = Count::default();
    let mut bytes = 0;
    for (_, record) in generate::records(size, SEED) {
        count.add(&record);
        if let ropa::model::Record::Activity(activity) = &record {
            bytes += serde_json::to_string(activity)
                .expect("a record is JSON")
                .len();
        }
    }
    let plan = size.plan();
    assert_eq!(count.activities, plan.n_activities);
    assert!(
        count.flows.abs_diff(plan.n_flows) * 20 < plan.n_flows,
        "{count:?}"
    );
    if size == Size::Nation {
        assert!(
            count.items.abs_diff(4_400_000) * 20 < 4_400_000,
            "{count:?}"
        );
    }
    println!(
        "{}: {} records, {} activities, {} flows with {} items, {} bytes of JSON an activity\n",
        size.word(),
        count.records,
        count.activities,
        count.flows,
        count.items,
        bytes / count.activities
    );

    let mut table = Table::default();
    let n_runs = if size == Size::Nation { 3 } else { 11 };
    table.time(
        "make the records one by one",
        measure(n_runs, || generate::records(size, SEED).count()),
    );

    let ropa = Command::new(env!("CARGO_BIN_EXE_ropa"));
    match peak_memory(&ropa) {
        Ok(bytes) => table.memory("peak memory of `ropa` alone", bytes),
        Err(error) => println!("the memory of `ropa` could not be measured: {error}"),
    }
    println!("{table}");
}
