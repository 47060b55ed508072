//! `ropa law`: what the codes of law mean, since when, and where that is written.

use serde_json::{Value, json};

use crate::error::Error;
use crate::law::{self, Entry, Hit, Named, VOCABULARIES, Vocabulary};
use crate::model::{Date, FlowKind, Kind, Shape, Table, day_in_words};
use crate::report::{self, Block, Section};
use crate::ui::text::{WIDTH, hung};
use crate::ui::{self, one_line, table};

use super::Run;
use super::form::{ALL, Form, Output, What};
use super::output::List;

// What can follow `ropa law`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file\n\nExamples:\n  ropa law\n  ropa law lawful-basis\n  ropa law public task\n  ropa law \"Sch 1 para 6\"\n  ropa law right --on 2018-05-25"
)]
pub(super) struct Args {
    /// A vocabulary, a code, or a provision or heading as people write it; without it, the vocabularies
    #[arg(value_name = "VOCABULARY|ID|WORD")]
    words: Vec<String>,
    /// Only what was not read in the law or in a source that restates it
    #[arg(long)]
    unconfirmed: bool,
    /// Show everything: also what is not in force on the day, and on a terminal every row
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

/// What is shown: what was found, by the law of which day.
struct Shown {
    hits: Vec<Hit>,
    /// Others in whose words the text stands.
    others: Vec<Hit>,
    /// How many entries are left out because they are not in force on the day.
    n_not_in_force: usize,
    on: Date,
    is_unconfirmed: bool,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let file = args.output.file();
    let form = run.form("law", ALL, &args.output, What::Answer)?;
    let on = run.as_at().on;
    let words = args.words.join(" ");
    let width = run.ui.terminal.filter(|_| file.is_none());
    if args.words.is_empty() && !args.unconfirmed {
        let table = vocabularies(on);
        if form.is_markdown() {
            return run.deliver(&table::markdown(&table), file);
        }
        let list = List {
            title: "Vocabularies of the law",
            table,
            numbers: &["codes in force", "not in force"],
            has_lines: true,
            is_whole: args.all,
            ..List::default()
        };
        return run.deliver_list(form, &args.output, list);
    }
    let named = (!args.words.is_empty()).then(|| law::look_up(&words, on));
    // A whole vocabulary is that of the day; who names an entry means it, whatever the day.
    let is_list = matches!(named, None | Some(Named::Vocabulary(_)));
    let mut others = Vec::new();
    let mut hits = match named {
        None => VOCABULARIES.into_iter().flat_map(all_of).collect(),
        Some(Named::Vocabulary(vocabulary)) => all_of(vocabulary),
        Some(Named::PartOf(hits)) => hits,
        Some(Named::These { hits, others: more }) => {
            others = more;
            hits
        }
        Some(Named::Nothing { suggestions }) => return Err(unknown(&words, &suggestions, on)),
    };
    if args.unconfirmed {
        hits.retain(|hit| !hit.entry.is_all_confirmed());
    }
    let n_found = hits.len();
    if is_list && !args.unconfirmed && !args.all {
        hits.retain(|hit| hit.entry.in_force(on));
    }
    let shown = Shown {
        n_not_in_force: n_found - hits.len(),
        is_unconfirmed: args.unconfirmed,
        hits,
        others,
        on,
    };
    let is_in_full = !is_list && !args.unconfirmed && shown.hits.len() == 1;
    if shown.hits.is_empty() {
        run.ui.say(if args.unconfirmed {
            "all of it is confirmed"
        } else {
            "nothing of it is in force on that day: `--all` shows what was or will be"
        });
    }
    let text = match form {
        Form::Values => ui::json(
            &shown
                .hits
                .iter()
                .map(|hit| value(hit, on))
                .collect::<Vec<_>>(),
        ),
        _ if form.is_markdown() => table::markdown(&short_table(&shown)),
        Form::Document(format) => {
            let table = match format.name {
                "csv" | "xlsx" => full_table(&shown),
                _ => short_table(&shown),
            };
            let list = List {
                title: "Codes of the law",
                table,
                ..List::default()
            };
            return run.deliver_list(form, &args.output, list);
        }
        _ if is_in_full => in_full(&shown, width.unwrap_or(WIDTH)),
        _ => {
            let words = words_beside(&shown, !is_list);
            let page = run.page(form, &args.output, args.all);
            if page.is_screen() {
                let table = report::Table::of_text("codes", short_table(&shown));
                let words = words.into_iter().map(Block::Words);
                let section = Section {
                    heading: String::new(),
                    blocks: std::iter::once(Block::Table(table)).chain(words).collect(),
                };
                return run.deliver_text(vec![section], page, &args.output);
            }
            let words = words
                .iter()
                .map(|words| hung(words, width.unwrap_or(WIDTH), 0));
            let words: String = words.map(|words| format!("\n{words}\n")).collect();
            in_text(&short_table(&shown), width, run.globals.plain) + &words
        }
    };
    run.deliver(&text, file)
}

/// Every entry of a vocabulary.
fn all_of(vocabulary: &'static Vocabulary) -> Vec<Hit> {
    let entries = vocabulary.entries().iter();
    entries.map(|entry| Hit { vocabulary, entry }).collect()
}

fn unknown(text: &str, suggestions: &[&'static str], on: Date) -> Error {
    let shown = suggestions.iter().map(|name| {
        let mut entries = VOCABULARIES.into_iter().filter_map(|one| one.entry(name));
        let title = entries.next().map(|entry| entry.title_on(on));
        title.map_or_else(
            || format!("`{name}`"),
            |title| format!("`{name}` ({title})"),
        )
    });
    Error::nothing_called(
        "vocabulary, code or provision",
        text,
        &shown.collect::<Vec<_>>(),
        "`ropa law` lists the vocabularies, and `ropa law lawful-basis` the codes of one",
    )
}

/// A table for a terminal of a width, or for a pipe: with a line for each row, but for who has it read aloud.
fn in_text(table: &Table, width: Option<usize>, is_plain: bool) -> String {
    match width {
        Some(width) => table::drawn(table, width),
        None if is_plain => table::plain(table),
        None => table::aligned(table),
    }
}

/// The vocabularies, with how many codes of each are in force on a day.
fn vocabularies(on: Date) -> Table {
    let mut table = Table::new(&["vocabulary", "what", "codes in force", "not in force"]);
    for vocabulary in VOCABULARIES {
        let entries = vocabulary.entries();
        let n_in_force = entries.iter().filter(|entry| entry.in_force(on)).count();
        table.push([
            vocabulary.name().to_owned(),
            vocabulary.title().to_owned(),
            n_in_force.to_string(),
            (entries.len() - n_in_force).to_string(),
        ]);
    }
    table
}

/// A table of several entries for people.
fn short_table(shown: &Shown) -> Table {
    let mut first = shown.hits.iter().map(|hit| hit.vocabulary.name());
    let name = first.next();
    let is_mixed = first.any(|other| Some(other) != name);
    let is_dated = |day: fn(&Entry) -> Option<Date>| {
        let mut entries = shown.hits.iter();
        entries.any(|hit| day(hit.entry).is_some())
    };
    let mut columns = vec!["code", "words", "where in the law"];
    if is_mixed {
        columns.insert(0, "vocabulary");
    }
    let has_from = is_dated(|entry| entry.from);
    let has_until = is_dated(|entry| entry.until);
    if has_from {
        columns.push("in force from");
    }
    if has_until {
        columns.push("in force until");
    }
    if shown.is_unconfirmed {
        columns.push("not confirmed");
    }
    let mut table = Table::new(&columns);
    for hit in &shown.hits {
        let entry = hit.entry;
        let mut row = Vec::new();
        if is_mixed {
            row.push(hit.vocabulary.name().to_owned());
        }
        row.push(entry.code.clone());
        row.push(entry.title_on(shown.on).to_owned());
        row.push(entry.provision().to_owned());
        if has_from {
            row.push(in_words(entry.from));
        }
        if has_until {
            row.push(in_words(last_day(entry)));
        }
        if shown.is_unconfirmed {
            row.push(not_confirmed(entry));
        }
        table.push(row);
    }
    table
}

/// A table with all there is, for programs.
fn full_table(shown: &Shown) -> Table {
    let mut table = Table::new(&[
        "vocabulary",
        "code",
        "words",
        "where in the law",
        "in force",
        "in force from",
        "in force until",
        "replaced by",
        "confirmed",
        "not confirmed",
        "note",
        "source",
        "recorded in",
    ]);
    for hit in &shown.hits {
        let entry = hit.entry;
        table.push([
            hit.vocabulary.name().to_owned(),
            entry.code.clone(),
            entry.title_on(shown.on).to_owned(),
            entry.provision().to_owned(),
            yes_or_no(entry.in_force(shown.on)),
            iso(entry.from),
            iso(last_day(entry)),
            entry.replaced_by.join(", "),
            yes_or_no(entry.confirmed),
            entry.not_confirmed.clone().unwrap_or_default(),
            entry.note_on(shown.on).unwrap_or_default().to_owned(),
            entry.source.clone(),
            recorded_in(hit.vocabulary).join(", "),
        ]);
    }
    table
}

/// What is said beside a table of several.
fn words_beside(shown: &Shown, are_named: bool) -> Vec<String> {
    let mut words = Vec::new();
    if are_named && let [first, _, ..] = shown.hits.as_slice() {
        let (n, code) = (shown.hits.len(), &first.entry.code);
        words.push(format!(
            "{n} codes. `ropa law {code}` shows the first in full."
        ));
    }
    words.extend(also(shown));
    let n = shown.n_not_in_force;
    if n > 0 {
        words.push(format!(
            "{n} more not in force on {}: `--all` lists {}.",
            day_in_words(shown.on),
            if n == 1 { "it" } else { "them" }
        ));
    }
    words
}

/// The others in whose words the text stands.
fn also(shown: &Shown) -> Option<String> {
    let others = shown.others.iter();
    let others: Vec<String> = others
        .map(|hit| format!("{} ({})", hit.entry.code, hit.entry.title_on(shown.on)))
        .collect();
    (!others.is_empty()).then(|| format!("The word is also in: {}", others.join(", ")))
}

/// Each entry with all that is known of it.
fn in_full(shown: &Shown, width: usize) -> String {
    let each = shown.hits.iter().map(|hit| {
        let entry = hit.entry;
        let title = one_line(entry.title_on(shown.on));
        let mut lines = vec![format!("{title} ({})", entry.code)];
        let mut say = |label: &str, words: &str| {
            let words = words.replace("DUAA 2025", "Data (Use and Access) Act 2025");
            lines.push(hung(&format!("{label}: {words}"), width, 0));
        };
        say(
            "vocabulary",
            &format!("{} ({})", hit.vocabulary.name(), hit.vocabulary.title()),
        );
        say("where in the law", entry.provision());
        say("in force", &standing(entry, shown.on));
        for (label, words) in law::facts(hit.vocabulary.name(), &entry.code) {
            say(label, &words);
        }
        if let Some(note) = entry.note_on(shown.on) {
            say("note", note);
        }
        let also: Vec<&str> = entry
            .words
            .iter()
            .chain(&entry.also)
            .map(String::as_str)
            .collect();
        if !also.is_empty() {
            say("also called", &also.join(", "));
        }
        say("source", &entry.source);
        say("confirmed", &confirmed(entry));
        let fields = recorded_in(hit.vocabulary);
        if !fields.is_empty() {
            say("recorded in", &flows_as_one(fields).join(", "));
        }
        lines.join("\n") + "\n"
    });
    let also = also(shown).map(|also| format!("\n{}\n", hung(&also, width, 0)));
    each.collect::<Vec<_>>().join("\n") + &also.unwrap_or_default()
}

/// The same fields, those that every flow has named once.
fn flows_as_one(fields: Vec<String>) -> Vec<String> {
    let [first, others @ ..] = FlowKind::ALL.map(FlowKind::word);
    let of_flow = |field: &String, flow: &str| field.contains(&format!(" {flow}."));
    let fields = fields.into_iter();
    let fields = fields.filter(|field| !others.iter().any(|flow| of_flow(field, flow)));
    let named = fields.map(|field| {
        if of_flow(&field, first) {
            format!("{field} (and of {})", others.join(", "))
        } else {
            field
        }
    });
    named.collect()
}

/// How an entry stands on a day.
fn standing(entry: &Entry, on: Date) -> String {
    let mut words = match (entry.from, entry.until) {
        (Some(from), _) if on < from => format!("no, only from {}", day_in_words(from)),
        (_, Some(until)) if until <= on => format!("no, not since {}", day_in_words(until)),
        (Some(from), _) => format!("yes, since {}", day_in_words(from)),
        (None, _) => "yes".to_owned(),
    };
    if let Some(last) = last_day(entry).filter(|last| on <= *last) {
        words.push_str(&format!(", until {}", day_in_words(last)));
    }
    if !entry.replaced_by.is_empty() {
        words.push_str(&format!("; replaced by {}", entry.replaced_by.join(", ")));
    }
    words
}

fn confirmed(entry: &Entry) -> String {
    match (entry.confirmed, &entry.not_confirmed) {
        (false, _) => "no: general knowledge; read the law before you rely on it".to_owned(),
        (true, Some(part)) => format!("yes, except {part}"),
        (true, None) => "yes".to_owned(),
    }
}

fn not_confirmed(entry: &Entry) -> String {
    let part = entry.not_confirmed.clone();
    part.unwrap_or_else(|| "all of it".to_owned())
}

/// The last day in force.
fn last_day(entry: &Entry) -> Option<Date> {
    entry.until.and_then(|until| until.yesterday().ok())
}

fn iso(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn in_words(day: Option<Date>) -> String {
    day.map_or_else(String::new, day_in_words)
}

fn yes_or_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

/// The fields that take a code of a vocabulary: `activity purpose.basis`.
fn recorded_in(vocabulary: &Vocabulary) -> Vec<String> {
    let kinds = Kind::ALL.into_iter().flat_map(|kind| {
        let fields = kind.every_field().into_iter();
        fields.map(move |at| (kind, at))
    });
    let taking = kinds.filter(
        |(_, at)| {
            matches!(at.field.shape.item(), Shape::Code(name) if [false, true].into_iter().any(|is_part_3| {
                let taken = law::vocabulary_under(name, is_part_3);
                taken.is_some_and(|taken| taken.name() == vocabulary.name())
            }))
        },
    );
    taking
        .map(|(kind, at)| format!("{kind} {}", at.path))
        .collect()
}

fn value(hit: &Hit, on: Date) -> Value {
    let entry = hit.entry;
    let facts = law::facts(hit.vocabulary.name(), &entry.code);
    let facts: serde_json::Map<String, Value> = facts
        .into_iter()
        .map(|(label, words)| (label.replace([' ', '-'], "_"), json!(words)))
        .collect();
    json!({
        "vocabulary": hit.vocabulary.name(),
        "code": entry.code,
        "words": entry.title_on(on),
        "also_called": entry.words.iter().chain(&entry.also).collect::<Vec<_>>(),
        "where_in_the_law": entry.provision(),
        "on": on,
        "in_force": entry.in_force(on),
        "in_force_from": entry.from,
        "in_force_until": last_day(entry),
        "replaced_by": entry.replaced_by,
        "facts": facts,
        "note": entry.note_on(on),
        "source": entry.source,
        "confirmed": entry.confirmed,
        "not_confirmed": entry.not_confirmed,
        "recorded_in": recorded_in(hit.vocabulary),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All there is, on a day after which everything is in force that is.
    fn everything() -> Shown {
        Shown {
            hits: VOCABULARIES.into_iter().flat_map(all_of).collect(),
            others: Vec::new(),
            n_not_in_force: 0,
            on: Date::constant(2026, 11, 24),
            is_unconfirmed: true,
        }
    }

    #[test]
    fn every_table_fits_a_terminal_of_80_columns() {
        for table in [
            short_table(&everything()),
            vocabularies(Date::constant(2026, 11, 24)),
        ] {
            for line in table::drawn(&table, 80).lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }

    #[test]
    fn every_entry_says_how_it_stands() {
        for hit in everything().hits {
            let words = standing(hit.entry, Date::constant(2026, 11, 24));
            assert!(
                words.starts_with("yes") == hit.entry.in_force(Date::constant(2026, 11, 24)),
                "{}: {words}",
                hit.entry.code
            );
        }
    }

    #[test]
    fn a_vocabulary_says_which_fields_take_its_codes() {
        let fields = |name: &str| recorded_in(law::vocabulary(name).unwrap());
        assert_eq!(fields("lawful-basis"), ["activity purpose.basis"]);
        assert_eq!(fields("data-class"), ["data class", "data may_include"]);
        assert_eq!(
            flows_as_one(fields("safeguard")),
            [
                "party sub_processors.transfer.instrument",
                "activity source.transfer.instrument (and of store, recipient, onward, feed)"
            ]
        );
    }
}
