//! The workbook in the ICO's columns, imported again: into the register that it came from, and into an empty one.

use std::collections::{BTreeMap, BTreeSet};

use super::DAY;
use crate::import::Settled;
use crate::import::sheet::{Book, Map, Rows, read, tables};
use crate::model::Register;
use crate::report::{Asked, LAYOUTS, STATUSES, article30, format, in_cells, layout};
use crate::store::Store;
use crate::text::sample::any_plain_register;

const LAYOUT: &str = "ico-controller";

/// The column that names the entry.
const NAME: &str = "Processing activity";

/// What a store says in the columns of the template, in a format of a file.
fn exported(store: &Store, ending: &str) -> tempfile::NamedTempFile {
    let asked = Asked {
        statuses: STATUSES.to_vec(),
        ..Asked::of(layout(LAYOUT).unwrap(), DAY)
    };
    let mut export = article30(store, &asked, DAY.into(), None, ending, &|| ()).unwrap();
    let mut file = tempfile::Builder::new()
        .suffix(&format!(".{ending}"))
        .tempfile()
        .unwrap();
    (format(ending).unwrap().write)(&mut export.document, &mut file).unwrap();
    file
}

/// What of a register a workbook changes where nothing is settled, and the register with it.
fn imported(mut register: Register, file: &tempfile::NamedTempFile) -> (Register, Vec<String>) {
    let store = Store::in_memory_unsound(register.clone());
    let mut book = Book::open(file.path()).unwrap();
    let known: Vec<Map> = LAYOUTS.iter().filter_map(|layout| layout.map()).collect();
    let (found, _) = tables(&mut book, None, &known).unwrap();
    let settled = Settled::default();
    let mut rows = Rows::new(&store, &settled, "ico.xlsx", DAY).unwrap();
    for one in &found {
        rows.compare(in_cells(&store, layout(LAYOUT).unwrap(), DAY).unwrap());
        read(&mut book, one, &mut rows, &|| ()).unwrap();
    }
    let mut changed = Vec::new();
    for record in rows.done().unwrap().records {
        let (reference, record) = record.unwrap();
        let [before, after] = [store.record(&reference).unwrap().as_ref(), Some(&record)]
            .map(|record| record.map(|record| serde_json::to_value(record).unwrap()));
        let differences = crate::model::differences(before.as_ref(), after.as_ref());
        changed.extend(
            differences
                .iter()
                .map(|one| format!("{reference}: {one:?}")),
        );
        register.insert(&reference.id, record).unwrap();
    }
    (register, changed)
}

/// The lines of cells, by the name of the entry and the heading.
type Cells = BTreeMap<(String, String), BTreeSet<String>>;

/// The lines of each cell, by what its row calls the entry and by its heading.
fn cells(register: &Register) -> Cells {
    let store = Store::in_memory_unsound(register.clone());
    let file = exported(&store, "csv");
    let mut reader = csv::Reader::from_path(file.path()).unwrap();
    let headings = reader.headers().unwrap().clone();
    let named = headings.iter().position(|heading| heading == NAME).unwrap();
    let mut cells = Cells::new();
    for row in reader.records().map(Result::unwrap) {
        for (heading, words) in headings.iter().zip(&row) {
            let lines = words.lines().map(str::to_owned);
            let key = (row[named].to_owned(), heading.to_owned());
            cells.entry(key).or_default().extend(lines);
        }
    }
    cells
}

/// What the columns of the template do not hold whole, and why: it is lost, or kept as text, and never made something else.
const LESS: &[(&str, &str)] = &[
    (
        "Names of third countries or international organisations that personal data are transferred to (if applicable)",
        "whom data goes to through a supplier, and what is possible, are worked out from other records",
    ),
    (
        "Categories of recipients",
        "steps, roles, and what is planned or has ended",
    ),
    (
        "Categories of personal data",
        "several classes of one category, and data that flows alone name",
    ),
    (
        "The source of the personal data (if applicable)",
        "what is planned or has ended",
    ),
    (
        "Link to contract with processor",
        "an agreement stands with what it is of",
    ),
    (
        "General description of technical and organisational security measures (if possible)",
        "measures of a system",
    ),
    (
        "Location of personal data",
        "where a system is hosted, and what is planned",
    ),
    (
        "Retention schedule (if possible)",
        "rules with several limits",
    ),
    (
        "Name and contact details of joint controller (if applicable)",
        "what each is responsible for",
    ),
    (
        "Article 6 lawful basis for processing personal data",
        "the enactments of a purpose",
    ),
    (
        "GDPR Article 6 lawful basis for processing",
        "the enactments of a purpose",
    ),
    (
        "Article 9 condition for processing special category data",
        "which data each condition is of",
    ),
    (
        "Data Protection Act 2018 Schedule 1 Condition for processing",
        "which data each condition is of",
    ),
    (
        "Legitimate interests for the processing (if applicable)",
        "the recognised interest",
    ),
    (
        "Link to record of legitimate interests assessment (if applicable)",
        "a document by its name alone",
    ),
    ("Link to record of consent", "a document by its name alone"),
    (
        "Link to Data Protection Impact Assessment",
        "a document by its name alone",
    ),
    (
        "Has a personal data breach occurred?",
        "a breach itself has no column",
    ),
    (
        "Link to record of personal data breach",
        "a breach itself has no column",
    ),
    (
        "Link to retention and erasure policy document",
        "which data each policy is of",
    ),
    (
        "Is personal data retained and erased in accordance with the policy document?",
        "which data each policy is of",
    ),
    (
        "Reasons for not adhering to policy document (if applicable)",
        "which data each policy is of",
    ),
    (
        "Rights available to individuals",
        "those that follow from the bases are worked out again",
    ),
    (
        "Existence of automated decision-making, including profiling (if applicable)",
        "what each decision decides",
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
        "whose transfer each is",
    ),
    (
        "Controller: name and contact details",
        "the organisation stands above the table",
    ),
    (
        "Representative: name and contact details",
        "the organisation stands above the table",
    ),
    (
        "Data protection officer: name and contact details",
        "the organisation stands above the table",
    ),
];

/// The lines of a cell that say something that is recorded, and not that it is of the whole activity or that there is none.
fn said(lines: &BTreeSet<String>) -> BTreeSet<&str> {
    const WHOLE: &str = "For the activity as a whole:";
    let is_gap = |line: &&str| {
        let line = line.to_lowercase();
        line.is_empty()
            || line.contains("not recorded")
            || line.contains("not applicable")
            || line.starts_with("no others")
            || line.ends_with("none")
    };
    let bare = lines
        .iter()
        .map(|line| line.strip_prefix(WHOLE).unwrap_or(line).trim());
    bare.filter(|line| !is_gap(line)).collect()
}

/// The names of the records of a register: that some who receive data are a category of people the template does not say.
fn names(register: &Register) -> BTreeSet<String> {
    let records = register.clone().into_records();
    let named = records.filter_map(|(_, record)| {
        let value = serde_json::to_value(record).unwrap();
        Some(value.get("name")?.as_str()?.to_owned())
    });
    named.collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn what_the_template_says_of_a_register_changes_nothing_in_it(register in any_plain_register()) {
        let store = Store::in_memory_unsound(register.clone());
        let (_, changed) = imported(register, &exported(&store, "xlsx"));
        proptest::prop_assert!(changed.is_empty(), "{changed:#?}");
    }

}

proptest::proptest! {
    // The same registers each time: what a template cannot hold has more kinds than `LESS` may name.
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 48,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2026),
        ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn the_template_makes_the_same_entries_in_an_empty_register(register in any_plain_register()) {
        let store = Store::in_memory_unsound(register.clone());
        let (made, _) = imported(Register::default(), &exported(&store, "xlsx"));
        // Nothing is made that was not there.
        let (known, named) = (names(&register), names(&made));
        let invented: Vec<_> = named.difference(&known).collect();
        proptest::prop_assert!(invented.is_empty(), "{invented:?}");
        let (there, here) = (cells(&register), cells(&made));
        let entries = |cells: &Cells| -> BTreeSet<String> {
            cells.keys().map(|(name, _)| name.clone()).collect()
        };
        proptest::prop_assert_eq!(entries(&there), entries(&here));
        for (place, lines) in &there {
            let (recorded, read) = (said(lines), said(&here[place]));
            let is_less = LESS.iter().any(|(heading, _)| *heading == place.1);
            proptest::prop_assert!(is_less || recorded == read, "{place:?}: {recorded:?} is {read:?}");
        }
    }
}
