//! What a document shows of its cells, facts and headings, before a format gives them their form.
//!
//! All that a person wrote passes through here: what would act on a reader or be refused by a
//! format is made visible, and lines stay lines.

use crate::model::{one_line, visible};

use super::document::{Cell, Column, Document, Fact, Table};

/// What stands in one place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Shown {
    /// Which of the four it is: `text`, `none`, `not-recorded` or `not-applicable`.
    pub(super) is: &'static str,
    /// Its lines; never none.
    pub(super) lines: Vec<String>,
}

/// A label with what stands for it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct ShownFact {
    pub(super) label: String,
    pub(super) provision: Option<&'static str>,
    pub(super) shown: Shown,
}

/// A heading over columns that are neighbours, and over how many.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Group {
    pub(super) heading: Option<&'static str>,
    pub(super) n_columns: usize,
}

/// A section in the contents of a document.
pub(super) struct Listed {
    /// Its heading.
    pub(super) heading: String,
    /// Its entries, each with its number among all that are listed.
    pub(super) entries: Vec<(usize, String)>,
}

/// The contents of a document: its sections, with the entries of those that know them before they
/// are written.
pub(super) fn contents(document: &Document<'_>) -> Vec<Listed> {
    let mut numbers = 1..;
    let sections = document.sections.iter();
    sections
        .map(|section| Listed {
            heading: line(&section.heading),
            entries: section
                .entries()
                .map(|entry| line(entry))
                .zip(numbers.by_ref())
                .map(|(entry, number)| (number, entry))
                .collect(),
        })
        .collect()
}

/// What stands over the words of a drawing.
pub(super) const IN_WORDS: &str = "The picture in words";

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    visible(text.trim_end_matches('\n'))
        .split('\n')
        .map(str::to_owned)
        .collect()
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    one_line(&text.replace("\r\n", "\n"))
}

/// A text on one line for the foot of a page, where there is room for a few words.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 90;
    let line = line(text);
    if line.chars().count() <= MOST {
        return line;
    }
    let kept: String = line.chars().take(MOST).collect();
    format!("{}…", kept.trim_end())
}

fn state(cell: &Cell) -> &'static str {
    match cell {
        Cell::NotRecorded => "not-recorded",
        Cell::None => "none",
        Cell::Text(_) => "text",
        Cell::NotApplicable => "not-applicable",
    }
}

/// A cell as its column shows it.
pub(super) fn cell(cell: &Cell, column: &Column) -> Shown {
    Shown {
        is: state(cell),
        lines: lines(cell.shown(column)),
    }
}

/// A fact.
pub(super) fn fact(fact: &Fact) -> ShownFact {
    ShownFact {
        label: line(&fact.label),
        provision: fact.provision,
        shown: Shown {
            is: state(&fact.cell),
            lines: lines(fact.cell.said()),
        },
    }
}

/// A row of a table that no paper is wide enough for: its heading, and what the columns say of it
/// as facts. Columns in which there is nothing are named in a line at the end; one that has no
/// meaning for the row, stands in the heading, or has no words for what is not recorded, is left out.
pub(super) fn record(
    number: usize,
    n_names: usize,
    row: &[Cell],
    columns: &[Column],
) -> (String, Vec<ShownFact>) {
    let mut names: Vec<String> = Vec::new();
    let mut facts: Vec<ShownFact> = Vec::new();
    let mut denied: Vec<String> = Vec::new();
    let mut unsaid: Vec<String> = Vec::new();
    for (one, column) in row.iter().zip(columns) {
        match one {
            Cell::Text(text) if names.len() < n_names => {
                names.push(line(&text.trim_end().replace('\n', "; ")));
                if !text.trim_end().contains('\n') {
                    continue;
                }
            }
            Cell::Text(text) if text.is_empty() => continue,
            Cell::NotApplicable => continue,
            Cell::NotRecorded if column.not_recorded.is_empty() => continue,
            // A column may have better words for it, such as *no*.
            Cell::None if column.none == Cell::None.said() => {
                denied.push(in_short(&column.heading));
                continue;
            }
            Cell::NotRecorded => {
                unsaid.push(in_short(&column.heading));
                continue;
            }
            Cell::Text(_) | Cell::None => {}
        }
        facts.push(ShownFact {
            label: line(&column.heading),
            provision: column.provision.or(column.group),
            shown: said_once(joined(cell(one, column)), &facts),
        });
    }
    for (label, state, names) in [
        ("None", &Cell::None, denied),
        ("Not recorded", &Cell::NotRecorded, unsaid),
    ] {
        if !names.is_empty() {
            facts.push(ShownFact {
                label: label.to_owned(),
                provision: None,
                shown: Shown {
                    is: self::state(state),
                    lines: vec![names.join("; ")],
                },
            });
        }
    }
    (entry_heading(number, &names), facts)
}

/// What an entry is headed by: its place and what it is called.
pub(super) fn entry_heading(number: usize, names: &[String]) -> String {
    if names.is_empty() {
        number.to_string()
    } else {
        format!("{number}. {}", names.join(" · "))
    }
}

/// Short items that follow one another share a line; all else stays on a line of its own.
fn joined(shown: Shown) -> Shown {
    let mut lines: Vec<String> = Vec::new();
    let mut was_item = false;
    for line in shown.lines {
        let is_item = is_short_item(&line);
        match lines.last_mut() {
            Some(last) if is_item && was_item => {
                last.push_str("; ");
                last.push_str(&line);
            }
            _ => lines.push(line),
        }
        was_item = is_item;
    }
    Shown { lines, ..shown }
}

/// Whether a line is an item that can be told from its neighbours on the same line: a few words that
/// begin like a name, which are neither numbered nor a sentence, and are not divided themselves.
fn is_short_item(line: &str) -> bool {
    const MOST: usize = 70;
    let begins_like_a_name = |first: char| first.is_alphabetic() && !first.is_lowercase();
    let mut depth = 0;
    let is_divided = line.chars().any(|one| {
        match one {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth < 0 || (depth == 0 && matches!(one, ';' | ':'))
    });
    line.starts_with(begins_like_a_name)
        && line.chars().count() <= MOST
        && !line.ends_with(['.', '?', '!'])
        && !is_divided
        && depth == 0
}

/// What a column says, in words that point to an earlier one where it says the same at length.
fn said_once(shown: Shown, facts: &[ShownFact]) -> Shown {
    let is_gap = |line: &String| line.ends_with("not recorded") || line.ends_with("not applicable");
    let is_long = shown.is == "text" && shown.lines.len() > 1 && !shown.lines.iter().any(is_gap);
    match facts.iter().find(|fact| is_long && fact.shown == shown) {
        Some(earlier) => Shown {
            lines: vec![format!("the same as “{}”", earlier.label)],
            ..shown
        },
        None => shown,
    }
}

/// A heading among others in a line, without its condition in brackets.
fn in_short(heading: &str) -> String {
    let heading = line(heading);
    let short = heading
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" (if "));
    short.map_or(heading.clone(), |(before, _)| before.to_owned())
}

/// The headings over the headings; none where no column has one.
pub(super) fn groups(table: &Table<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for column in &table.columns {
        match groups.last_mut() {
            Some(last) if last.heading == column.group => last.n_columns += 1,
            _ => groups.push(Group {
                heading: column.group,
                n_columns: 1,
            }),
        }
    }
    groups.retain(|_| table.columns.iter().any(|column| column.group.is_some()));
    groups
}

/// How much of a whole each column gets. None is so narrow that its heading would stand in it
/// letter by letter.
pub(super) fn shares(columns: &[Column], whole: usize) -> Vec<usize> {
    const LEAST: usize = 6;
    let weight = |column: &Column| usize::from(column.width).max(LEAST);
    let total: usize = columns.iter().map(weight).sum();
    columns
        .iter()
        .map(|column| weight(column) * whole / total.max(1))
        .collect()
}

/// A date as it is read: `24 November 2026`.
pub(super) fn date(date: crate::model::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(heading: &str, group: Option<&'static str>) -> Column {
        Column {
            heading: heading.to_owned(),
            group,
            provision: Some("Article 30(1)(b)"),
            not_recorded: "not recorded",
            none: "none",
            width: 20,
        }
    }

    #[test]
    fn lines_stay_lines_and_nothing_acts() {
        assert_eq!(lines("one\r\ntwo\n"), ["one", "two"]);
        assert_eq!(
            lines("a\u{1b}[0m\u{202e}b\u{ffff}"),
            ["a\\u{1b}[0m\\u{202e}b\\u{ffff}"]
        );
        assert_eq!(lines(""), [""]);
    }

    #[test]
    fn the_four_states_stay_apart() {
        let column = column("Purpose", None);
        let cells = [
            Cell::NotRecorded,
            Cell::None,
            Cell::Text("none".to_owned()),
            Cell::NotApplicable,
        ];
        let states = cells.map(|one| cell(&one, &column).is);
        assert_eq!(states, ["not-recorded", "none", "text", "not-applicable"]);
    }

    #[test]
    fn a_record_is_headed_by_its_first_words_and_names_what_is_missing_in_a_line() {
        let columns = [
            column("Function", None),
            column("Name", None),
            column("Owner", None),
            column("Purpose", None),
            column("Joint controller (if applicable)", None),
            column("Source (if applicable)", None),
            column("Consent", None),
            Column {
                none: "no",
                ..column("Breach?", None)
            },
            column("Note", None),
        ];
        let text = |words: &str| Cell::Text(words.to_owned());
        let row = [
            text("Children\nand Families"),
            text("Support"),
            Cell::NotRecorded,
            text("Help"),
            Cell::None,
            Cell::NotRecorded,
            Cell::NotApplicable,
            Cell::None,
            text(""),
        ];
        let (heading, facts) = record(7, 2, &row, &columns);
        assert_eq!(heading, "7. Children; and Families · Support");
        let said: Vec<(&str, &str, String)> = facts
            .iter()
            .map(|fact| (fact.shown.is, &*fact.label, fact.shown.lines.join("|")))
            .collect();
        let expected = [
            ("text", "Function", "Children|and Families"),
            ("text", "Purpose", "Help"),
            ("none", "Breach?", "no"),
            ("none", "None", "Joint controller"),
            ("not-recorded", "Not recorded", "Owner; Source"),
        ];
        assert_eq!(
            said,
            expected.map(|(is, label, words)| (is, label, words.to_owned()))
        );
    }

    #[test]
    fn groups_span_their_neighbours() {
        let columns = vec![
            column("a", Some("Article 30")),
            column("b", Some("Article 30")),
            column("c", None),
        ];
        let table = Table::of("t", columns, Vec::new());
        let spans: Vec<_> = groups(&table)
            .iter()
            .map(|group| (group.heading, group.n_columns))
            .collect();
        assert_eq!(spans, [(Some("Article 30"), 2), (None, 1)]);
        let plain = Table::of("t", vec![column("a", None)], Vec::new());
        assert!(groups(&plain).is_empty());
    }

    #[test]
    fn short_items_share_a_line_and_nothing_else_does() {
        let joined = |lines: &[&str]| {
            let lines = lines.iter().map(|&line| line.to_owned()).collect();
            super::joined(Shown { is: "text", lines }).lines
        };
        assert_eq!(
            joined(&["Audit logging (technical; in place)", "Name", "Address"]),
            ["Audit logging (technical; in place); Name; Address"]
        );
        for apart in [
            ["As published:", "Access (Article 15)"],
            ["Portal (hosted in Wales)", "Other systems: not recorded"],
            ["1. Housing", "2. Benefits"],
            ["We hold it because", "the law says so"],
            ["Name; address", "Date of birth"],
            ["Name (first", "Address"],
            ["It is needed.", "Name"],
            ["Name", ""],
        ] {
            assert_eq!(joined(&apart), apart);
        }
        let long = "W".repeat(71);
        assert_eq!(joined(&["Name", &long]), ["Name", &long]);
    }

    #[test]
    fn a_record_says_the_same_at_length_once() {
        let columns = [
            column("Basis", None),
            column("Basis by Schedule 1", None),
            column("Owner", None),
            column("Contact", None),
            column("Link", None),
            column("Link to the policy", None),
        ];
        let text = |words: &str| Cell::Text(words.to_owned());
        let (long, short) = ("1. Contract\n2. Consent", "Registrar");
        let gap = "1. Contract\n2. not recorded";
        let row = [long, long, short, short, gap, gap].map(text);
        let (_, facts) = record(1, 0, &row, &columns);
        let said: Vec<String> = facts
            .iter()
            .map(|fact| fact.shown.lines.join("|"))
            .collect();
        assert_eq!(
            said,
            [
                "1. Contract|2. Consent",
                "the same as “Basis”",
                "Registrar",
                "Registrar",
                "1. Contract|2. not recorded",
                "1. Contract|2. not recorded"
            ]
        );
    }
}
