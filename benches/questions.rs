//! How fast a register is loaded and asked, with how much memory, and what the same question
//! costs in plain SQL.
//!
//! `cargo bench --bench questions -- council` measures a register of one size (`council`, `region`
//! or `nation`; `council` where none is named). `again` after the size asks the register that the
//! last run has loaded. `README.md` beside this file says what is measured and what came of it.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

mod generate;
mod measure;
mod plain;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ropa::graph::{Certainty, FlowQuery, Wanted, WhoReceives};
use ropa::model::{DataId, Date, Kind, Record, Recorded, Reference};
use ropa::store::{Selection, Store, StoreError};

use self::generate::{Count, SEED, Size};
use self::measure::{Spread, Table, Used, measure, mebibytes, once, shown, used_by};
use self::plain::Receivers;

/// The word that makes this bench load a register and say how long it took.
const LOAD: &str = "--load";

fn main() -> ExitCode {
    // A child that measures another, or that loads a register, begins here too.
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    // Cargo passes `--bench`, and every other argument on.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (size, again) = match words[..] {
        [LOAD, size, path] => {
            let size = Size::from_word(size).expect("the bench names a size");
            load(size, Path::new(path));
            return ExitCode::SUCCESS;
        }
        [] => (Some(Size::Council), false),
        [word] => (Size::from_word(word), false),
        [word, "again"] => (Size::from_word(word), true),
        _ => (None, false),
    };
    let Some(size) = size else {
        let sizes = Size::ALL.map(Size::word).join("|");
        println!("usage: cargo bench --bench questions -- [{sizes}] [again]");
        return ExitCode::from(2);
    };
    run(&Bench::new(size), again);
    ExitCode::SUCCESS
}

/// A register of some size in a file, and the same in plain tables.
struct Bench {
    size: Size,
    path: PathBuf,
    plain: PathBuf,
}

impl Bench {
    fn new(size: Size) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        Self {
            size,
            path: folder.join(format!("bench-{}.db", size.word())),
            plain: folder.join(format!("bench-{}-plain.db", size.word())),
        }
    }

    /// The program on the register.
    fn ropa(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
        command.arg("-r").arg(&self.path).args(words);
        command
    }
}

fn run(bench: &Bench, again: bool) {
    let size = bench.size;
    let mut count = Count::default();
    generate::records(size, SEED).for_each(|(_, record)| count.add(&record));
    let plan = size.plan();
    assert_eq!(count.activities, plan.n_activities);
    assert!(
        count.flows.abs_diff(plan.n_flows) * 20 < plan.n_flows,
        "{count:?}"
    );
    println!(
        "{}: {} records, {} activities, {} flows carrying {} items\n",
        size.word(),
        count.records,
        count.activities,
        count.flows,
        count.items,
    );
    if !again || !bench.path.exists() || !bench.plain.exists() {
        loading(bench, &count);
    }
    whole_processes(bench);
    text(bench);
    same_question(bench);
}

/// Loads a register into a file and prints how long that took, generation not counted. A day later one activity is
/// described otherwise, so that there is a state to look back to.
fn load(size: Size, path: &Path) {
    let records: Vec<_> = generate::records(size, SEED).collect();
    // What was made is handed out, since freeing it is no part of loading.
    let ((mut store, _plan), time) = once(|| {
        let mut store = Store::create(path).expect("the folder of the bench can be written");
        let plan = store.plan(records, false).expect("no record comes twice");
        store
            .commit(&plan, "bench", "load", Timestamp::UNIX_EPOCH)
            .expect("the register is whole");
        (store, plan)
    });
    let id = store.ids(Kind::Activity).expect("the store can be read");
    let first = Reference::new(Kind::Activity, &*id[0]);
    let record = store.record(&first).expect("the store can be read");
    let Some(Record::Activity(mut activity)) = record else {
        panic!("{first} was loaded");
    };
    activity.description = Recorded::Value("What is done was written anew.".to_owned());
    let change = [(first, Record::Activity(activity))];
    let plan = store.plan_change(change, &BTreeSet::new());
    let later = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(48);
    store
        .commit(&plan.expect("it is sound"), "bench", "write anew", later)
        .expect("the register is whole");
    println!("{}", time.as_secs_f64());
}

fn loading(bench: &Bench, count: &Count) {
    let mut table = Table::new(&["loading", "time", "flows a second", "peak memory", "file"]);
    let mut times = Vec::new();
    let n_runs = if bench.size == Size::Council { 5 } else { 1 };
    let mut peak = 0;
    for _ in 0..n_runs {
        drop(std::fs::remove_file(&bench.path));
        let mut command = Command::new(std::env::current_exe().expect("a bench has a path"));
        command.args([LOAD, bench.size.word()]).arg(&bench.path);
        let used = used_by(&command).expect("the register can be loaded");
        let seconds: f64 = used.printed.trim().parse().expect("loading tells its time");
        times.push(Duration::from_secs_f64(seconds));
        peak = peak.max(used.peak);
    }
    times.sort_unstable();
    let size_of = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    let rate = |time: Duration| format!("{:.0}", count.flows as f64 / time.as_secs_f64());
    let ours = times[times.len() / 2];
    table.push([
        "ropa: plan and commit".to_owned(),
        shown(ours),
        rate(ours),
        mebibytes(peak),
        mebibytes(size_of(&bench.path)),
    ]);
    drop(std::fs::remove_file(&bench.plain));
    let (n_edges, all) = once(|| {
        plain::fill(&bench.plain, generate::records(bench.size, SEED))
            .expect("the plain tables can be filled")
    });
    let (_, generation) = once(|| generate::records(bench.size, SEED).count());
    let plain = all.saturating_sub(generation);
    table.push([
        format!("plain tables ({n_edges} edges)"),
        shown(plain),
        rate(plain),
        String::new(),
        mebibytes(size_of(&bench.plain)),
    ]);
    println!("{table}");
}

/// A category with nothing narrower that, with those above it, is in the middle of all by use.
fn middling_item(store: &Store, size: Size) -> DataId {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (_, record) in generate::records(size, SEED) {
        if let Record::Activity(activity) = record {
            for data in activity.data.items() {
                *uses.entry(data.to_string()).or_default() += 1;
            }
        }
    }
    let mut leaves: Vec<(usize, &String)> = Vec::new();
    for id in uses.keys() {
        let family = store.family(&Reference::new(Kind::Data, id));
        let family = family.expect("a category has a family");
        if family.narrower.len() == 1 {
            let all = family.narrower.iter().chain(&family.broader);
            let n_uses = all.filter_map(|one| uses.get(&one.id)).sum();
            leaves.push((n_uses, id));
        }
    }
    leaves.sort_unstable();
    DataId::new(leaves[leaves.len() / 2].1).expect("ids of records are ids")
}

fn whole_processes(bench: &Bench) {
    let size = bench.size;
    let store = Store::open(&bench.path).expect("the register was loaded");
    let rare = generate::rare_item(size).reference().to_string();
    let below = generate::rare_item_of_common_group(size);
    let below = below.reference().to_string();
    let middling = middling_item(&store, size).reference().to_string();
    let common = generate::common_item(size).reference().to_string();
    let (from, to) = (
        generate::why_source(size).reference().to_string(),
        generate::why_receiver(size).reference().to_string(),
    );
    let questions: &[(&str, &[&str], bool)] = &[
        ("ropa --version", &["--version"], false),
        ("who-receives, rare", &["ask", "who-receives", &rare], true),
        (
            "who-receives, rare in a common group",
            &["ask", "who-receives", &below],
            true,
        ),
        (
            "who-receives, middling",
            &["ask", "who-receives", &middling],
            true,
        ),
        (
            "who-receives, common",
            &["ask", "who-receives", &common],
            true,
        ),
        ("why", &["ask", "why", &from, &to], true),
        (
            "why, of a rare item",
            &["ask", "why", &from, &to, "--data", &rare],
            true,
        ),
        ("where-from, rare", &["ask", "where-from", &rare], true),
        ("where-held, rare", &["ask", "where-held", &rare], true),
        (
            "through a rare party",
            &["ask", "through", "regional-eye-service"],
            true,
        ),
        ("about a rare party", &["ask", "about", &to], true),
        ("leaves-uk, rare", &["ask", "leaves-uk", &rare], true),
        (
            "who-receives, rare, as of a day before the last change",
            &["ask", "who-receives", &rare, "--as-of", "1970-01-02"],
            true,
        ),
        (
            "who-receives, middling, as of that day",
            &["ask", "who-receives", &middling, "--as-of", "1970-01-02"],
            true,
        ),
        (
            "every rule",
            &["check", "--fail-on", "never", "--format", "json"],
            false,
        ),
        ("list", &["list"], false),
        ("list people", &["list", "people"], false),
        ("show a category", &["show", &rare], false),
        ("show a party", &["show", &to], false),
    ];
    let mut table = Table::new(&[
        "whole process from cold",
        "median",
        "min",
        "max",
        "runs",
        "processor",
        "peak memory",
        "answers",
    ]);
    for (name, words, is_question) in questions {
        let run = || {
            let status = bench.ropa(words).stdout(Stdio::null()).status();
            assert!(status.is_ok_and(|status| status.success()), "{words:?}");
        };
        let (_, first) = once(run);
        let (n_runs, Spread { min, median, max }) = match first.as_millis() {
            0..100 => (41, measure(41, run)),
            100..2_000 => (7, measure(7, run)),
            _ => (1, Spread::of_one(first)),
        };
        // The processor's time of a few runs, each under the eyes of a small parent.
        let mut runs: Vec<Used> = (0..if n_runs > 1 { 5 } else { 1 })
            .map(|_| used_by(&bench.ropa(words)).expect("the program runs"))
            .collect();
        runs.sort_by_key(|used| used.processor);
        let processor = runs[runs.len() / 2].processor;
        let peak = runs.iter().map(|used| used.peak).max().unwrap_or_default();
        let answers = if *is_question {
            answers(bench, words).to_string()
        } else {
            String::new()
        };
        table.push([
            (*name).to_owned(),
            shown(median),
            shown(min),
            shown(max),
            n_runs.to_string(),
            shown(processor),
            mebibytes(peak),
            answers,
        ]);
    }
    println!("{table}");
}

/// The register as text, and text into a register.
fn text(bench: &Bench) {
    let folder = bench.path.with_extension("text");
    let applied = bench.path.with_extension("applied");
    drop(std::fs::remove_dir_all(&folder));
    drop(std::fs::remove_file(&applied));
    let folder = folder.display().to_string();
    let on_applied = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
        command.arg("-r").arg(&applied).args(words);
        command
    };
    let apply = || on_applied(&["apply", &folder, "--author", "bench"]);
    let mut table = Table::new(&["text", "processor", "peak memory"]);
    for (name, command) in [
        ("dump", bench.ropa(&["dump", &folder])),
        ("init", on_applied(&["init"])),
        ("apply, all of it new", apply()),
        ("apply again, nothing new", apply()),
    ] {
        let used = used_by(&command).expect("the program runs");
        table.push([name.to_owned(), shown(used.processor), mebibytes(used.peak)]);
    }
    println!("{table}");
}

/// How many things an answer names.
fn answers(bench: &Bench, words: &[&str]) -> usize {
    let output = bench.ropa(words).args(["--format", "json"]).output();
    let output = output.expect("the program runs");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    answer["answer"].as_array().map_or(0, Vec::len)
}

/// The same question in one process: as the program asks it, in plain SQL, and by loading it all.
fn same_question(bench: &Bench) {
    let store = Store::open(&bench.path).expect("the register was loaded");
    let mut table = Table::new(&[
        "who-receives in one process",
        "receivers",
        "stated",
        "ropa",
        "plain SQL",
        "SQL / ropa",
        "reading all",
        "all / ropa",
    ]);
    let items = [
        ("rare", generate::rare_item(bench.size)),
        (
            "rare in a common group",
            generate::rare_item_of_common_group(bench.size),
        ),
        ("middling", middling_item(&store, bench.size)),
        ("common", generate::common_item(bench.size)),
    ];
    drop(store);
    for (name, item) in items {
        let (ours, first) = once(|| who_receives(&bench.path, &item, true));
        let in_sql = || {
            plain::who_receives(&bench.plain, item.as_str()).expect("the plain tables can be asked")
        };
        let (theirs, first_in_sql) = once(in_sql);
        assert!(
            ours == theirs,
            "plain SQL finds other receivers of {item}: {:?}",
            differences(&ours, &theirs)
        );
        let again = || who_receives(&bench.path, &item, true);
        let (fast, sql) = match first.max(first_in_sql).as_millis() {
            0..100 => (measure(21, again).median, measure(21, in_sql).median),
            100..2_000 => (measure(5, again).median, measure(5, in_sql).median),
            _ => (first, first_in_sql),
        };
        // Reading all of a nation takes long, and as long for one item as for another.
        let naive = (bench.size != Size::Nation || name == "rare").then(|| {
            let (all, time) = once(|| who_receives(&bench.path, &item, false));
            assert!(ours == all, "the whole register gives other receivers");
            time
        });
        let ratio = |other: Duration| format!("{:.2}", other.as_secs_f64() / fast.as_secs_f64());
        table.push([
            name.to_owned(),
            ours.len().to_string(),
            ours.values().filter(|stated| **stated).count().to_string(),
            shown(fast),
            shown(sql),
            ratio(sql),
            naive.map_or_else(String::new, shown),
            naive.map_or_else(String::new, ratio),
        ]);
    }
    println!("{table}");
    println!("All give the same receivers with the same certainty.");
}

fn differences(ours: &Receivers, theirs: &Receivers) -> Vec<String> {
    let parties: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let differ = parties
        .into_iter()
        .filter(|id| ours.get(*id) != theirs.get(*id));
    let told = differ.map(|id| format!("{id}: {:?} and {:?}", ours.get(id), theirs.get(id)));
    told.take(5).collect()
}

/// Asks the register, from opening its file on: what bears on the item, or all of it.
fn who_receives(path: &Path, item: &DataId, selects: bool) -> Receivers {
    let store = Store::open(path).expect("the register was loaded");
    let family = store.family(&item.reference()).expect("it can be read");
    let ids = |set: &BTreeSet<Reference>| -> BTreeSet<DataId> {
        let ids = set.iter().filter(|one| one.kind == Kind::Data);
        ids.filter_map(|one| DataId::new(one.id.clone()).ok())
            .collect()
    };
    let mut query = FlowQuery::new(Date::constant(2026, 11, 24));
    let narrower = ids(&family.narrower);
    let wanted = Wanted {
        id: item.clone(),
        name: String::new(),
        including: store.including(&narrower).expect("it can be read"),
        narrower,
        broader: ids(&family.broader),
    };
    let all = wanted.all().map(DataId::reference).collect();
    query.data = Some(wanted);
    let mut search = WhoReceives::new(&query);
    let mut selection = Selection::default();
    if selects {
        selection.any_of.push(all);
    }
    store
        .each_part(&selection, 256, |part| -> Result<(), StoreError> {
            search.look(part);
            Ok(())
        })
        .expect("it can be read");
    let (receivers, ..) = search.finish();
    let stated = |certainty| certainty == Certainty::Stated;
    receivers
        .into_iter()
        .map(|receiver| (receiver.party.id.to_string(), stated(receiver.certainty)))
        .collect()
}
