//! Tables as text: drawn to fit the terminal, as plain records, as JSON and as Markdown.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use serde_json::{Value, json};

use crate::model::Table;
use crate::report::escaped;

use super::wrap::hung;
use super::{in_a_line, one_line, visible};

/// The most characters of one word for which a column must have room.
const WORD: usize = 20;

/// What stands between the words of two columns.
const BETWEEN: usize = 2;

/// Draws a table that fits a width, in characters. Where words would have to be broken, it becomes
/// paragraphs.
pub fn drawn(table: &Table, width: usize) -> String {
    let words: Vec<usize> = (0..table.columns.len())
        .map(|position| longest_word(table, position).min(WORD) + BETWEEN)
        .collect();
    if words.iter().sum::<usize>() + words.len() > width {
        return plain(table)
            .lines()
            .map(|line| {
                let text = line.trim_start();
                hung(text, width, line.len() - text.len()) + "\n"
            })
            .collect();
    }
    let mut drawing = comfy_table::Table::new();
    drawing.load_style(presets::UTF8_HORIZONTAL_ONLY);
    drawing.set_content_arrangement(ContentArrangement::Dynamic);
    drawing.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    drawing.set_header(
        table.columns.iter().map(|column| {
            comfy_table::Cell::new(visible(column)).set_alignment(CellAlignment::Left)
        }),
    );
    for row in &table.rows {
        drawing.add_row(row.iter().map(|cell| visible(cell).into_owned()));
    }
    for (column, word) in drawing.column_iter_mut().zip(words) {
        let word = u16::try_from(word).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(word)));
    }
    let mut text: String = drawing
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    if table.rows.is_empty() {
        text.clear();
    }
    text
}

/// The length of the longest word of a column.
fn longest_word(table: &Table, position: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(position));
    std::iter::once(table.columns[position].as_ref())
        .chain(cells.map(String::as_str))
        .flat_map(str::split_whitespace)
        .map(|word| visible(word).chars().count())
        .max()
        .unwrap_or_default()
}

/// Writes a table in aligned columns without lines, a heading and one row to a line, for pipes.
pub fn aligned(table: &Table) -> String {
    let mut drawing = comfy_table::Table::new();
    drawing.load_style(presets::NOTHING);
    drawing.set_content_arrangement(ContentArrangement::Disabled);
    if table.rows.is_empty() {
        return String::new();
    }
    drawing.add_row(table.columns.iter().map(|column| one_line(column)));
    for row in &table.rows {
        drawing.add_row(row.iter().map(|cell| in_a_line(cell)));
    }
    drawing
        .lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect()
}

/// Writes a table as one paragraph for each row, for pipes, narrow screens and screen readers.
pub fn plain(table: &Table) -> String {
    by_row(table).collect()
}

/// The paragraph of each row of a table.
pub(super) fn by_row(table: &Table) -> impl Iterator<Item = String> {
    table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row).enumerate();
        let facts = cells.map(|(position, (column, cell))| {
            if position == 0 {
                return in_a_line(cell) + "\n";
            }
            let lines = cell.lines().map(one_line).filter(|line| !line.is_empty());
            let lines = lines.enumerate().map(|(number, line)| match number {
                0 => format!("  {}: {line}\n", one_line(column)),
                _ => format!("    {line}\n"),
            });
            lines.collect()
        });
        facts.collect()
    })
}

/// Writes a table as Markdown.
pub fn markdown(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(
        table
            .columns
            .iter()
            .map(|column| escaped(&one_line(column)))
            .collect(),
    );
    text.push_str(&line(
        table.columns.iter().map(|_| "---".to_owned()).collect(),
    ));
    for row in &table.rows {
        text.push_str(&line(
            row.iter().map(|cell| escaped(&in_a_line(cell))).collect(),
        ));
    }
    text
}

/// Writes a table as JSON: an object for each row, null where a cell says nothing; what stands in the
/// columns of numbers is one.
pub fn json(table: &Table, numbers: &[&str]) -> String {
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            table
                .columns
                .iter()
                .zip(row)
                .map(|(column, cell)| {
                    let cell = match cell.as_str() {
                        "not recorded" | "" => Value::Null,
                        text => match text.parse::<u64>() {
                            Ok(number) if numbers.contains(&column.as_ref()) => json!(number),
                            _ => json!(text),
                        },
                    };
                    (column.replace(' ', "_"), cell)
                })
                .collect()
        })
        .collect();
    super::json(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Table {
        let mut table = Table::new(&["party", "certainty"]);
        table.push([
            "=HYPERLINK(\"x\")".to_owned(),
            "sta|ted <b>\u{1b}[0m".to_owned(),
        ]);
        table.push(["Tŷ, \"Gobaith\"".to_owned(), "possible".to_owned()]);
        table
    }

    #[test]
    fn markdown_keeps_text_as_text() {
        let text = markdown(&hostile());
        assert!(text.contains(r"sta\|ted &lt;b&gt;\\u{1b}\[0m"), "{text}");
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn a_drawn_table_fits_and_acts_on_nothing() {
        for width in [30, 60, 100] {
            let text = drawn(&hostile(), width);
            assert!(
                text.lines().all(|line| line.chars().count() <= width),
                "{width}\n{text}"
            );
            assert!(!text.contains('\u{1b}'));
        }
    }

    #[test]
    fn plain_rows_read_aloud() {
        assert_eq!(
            plain(&hostile()).lines().nth(3),
            Some("  certainty: possible")
        );
        let mut table = Table::new(&["criterion", "what is recorded"]);
        table.push(
            [
                "Large scale\n(many people)",
                "Health\n\nHow many is to be judged",
            ]
            .map(str::to_owned),
        );
        assert_eq!(
            plain(&table),
            "Large scale (many people)\n  what is recorded: Health\n    How many is to be judged\n"
        );
    }
}
