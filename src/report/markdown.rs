//! A document as Markdown (GitHub's dialect), in which what people wrote is always text.

use std::io::Write;

use super::document::{Block, Document, Figure, Section, Table};
use super::shown::{self, Shown, ShownFact, lines};
use super::{Format, ReportError};

pub(super) static FORMAT: Format = Format {
    name: "md",
    endings: &["md", "markdown"],
    is_text: true,
    shows_pictures: false,
    write,
};

/// Escapes what Markdown or the HTML inside it would act on.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '$' => {
                safe.push('\\');
                safe.push(character);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            plain => safe.push(plain),
        }
    }
    safe
}

/// A line that stands alone: what would make it a list, a rule or code is escaped too.
fn line(text: &str) -> String {
    let text = text.trim();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text[digits..].chars().next();
    if digits > 0 && matches!(after, Some('.' | ')')) {
        return format!("{}\\{}", &text[..digits], escaped(&text[digits..]));
    }
    match text.chars().next() {
        Some(first @ ('-' | '+' | '=' | ':')) => format!("\\{first}{}", escaped(&text[1..])),
        _ => escaped(text),
    }
}

/// Lines of one paragraph: a line end within it is a backslash at the end of the line.
fn paragraph(lines: &[String], indent: &str) -> String {
    let lines: Vec<String> = lines.iter().map(|text| line(text)).collect();
    lines.join(&format!("\\\n{indent}"))
}

/// What stands in a cell of a table, on one line.
fn in_cell(shown: &Shown) -> String {
    let lines: Vec<String> = shown.lines.iter().map(|text| line(text)).collect();
    let text = lines.join("<br>");
    if shown.is == "not-recorded" && !text.is_empty() {
        format!("*{text}*")
    } else {
        text
    }
}

fn fact(fact: &ShownFact) -> String {
    let provision = fact.provision.map_or_else(String::new, |provision| {
        format!(" ({})", escaped(provision))
    });
    let said = paragraph(&fact.shown.lines, "  ");
    let said = if fact.shown.is == "not-recorded" {
        format!("*{said}*")
    } else {
        said
    };
    format!("- **{}**{provision}: {said}\n", escaped(&fact.label))
}

fn facts<'f>(facts: impl Iterator<Item = &'f ShownFact>) -> String {
    facts.map(fact).collect()
}

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let heading = |text: &str| escaped(&shown::line(text));
    writeln!(out, "# {}\n", heading(&document.title))?;
    writeln!(out, "{}\n", line(&shown::line(&document.subtitle)))?;
    writeln!(out, "As at {}.\n", document.as_at.in_words())?;
    let head: Vec<ShownFact> = document.head.iter().map(shown::fact).collect();
    if !head.is_empty() {
        writeln!(out, "{}", facts(head.iter()))?;
    }
    for section in &mut document.sections {
        write_section(section, out)?;
    }
    Ok(())
}

fn write_section(section: &mut Section<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(out, "## {}\n", escaped(&shown::line(&section.heading)))?;
    for block in &mut section.blocks {
        match block {
            Block::Heading(text) => writeln!(out, "### {}\n", escaped(&shown::line(text)))?,
            Block::Words(text) => writeln!(out, "{}\n", paragraph(&lines(text), ""))?,
            Block::List(items) => {
                for item in items {
                    writeln!(out, "- {}", paragraph(&lines(item), "  "))?;
                }
                writeln!(out)?;
            }
            Block::Facts(list) => {
                let shown: Vec<ShownFact> = list.iter().map(shown::fact).collect();
                writeln!(out, "{}", facts(shown.iter()))?;
            }
            Block::Blank(text) => {
                writeln!(
                    out,
                    "> **To complete:** {}\n>\n> \\_\\_\\_\\_\n",
                    paragraph(&lines(text), "> ")
                )?;
            }
            Block::Figure(figure) => write_figure(figure, out)?,
            Block::Table(table) if table.is_too_wide() => write_records(table, out)?,
            Block::Table(table) => write_table(table, out)?,
        }
    }
    Ok(())
}

/// A drawing has no place in text: its words stand for it.
fn write_figure(figure: &Figure, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(
        out,
        "**{}**, in words:\n",
        escaped(&shown::line(&figure.caption))
    )?;
    for words in &figure.words {
        writeln!(out, "- {}", line(&shown::line(words)))?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_table(table: &mut Table<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(out, "**{}**\n", escaped(&shown::line(&table.caption)))?;
    let headings: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let heading = escaped(&shown::line(&column.heading));
            match column.provision {
                Some(provision) => format!("{heading}<br>{}", escaped(provision)),
                None => heading,
            }
        })
        .collect();
    writeln!(out, "| {} |", headings.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(headings.len()))?;
    (table.rows)(&mut |row| {
        let cells = row.iter().zip(&table.columns);
        let cells: Vec<String> = cells
            .map(|(cell, column)| in_cell(&shown::cell(cell, column)))
            .collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
        Ok(())
    })?;
    writeln!(out)?;
    Ok(())
}

/// A table that no page is wide enough for: one list for each row.
fn write_records(table: &mut Table<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(out, "### {}\n", escaped(&shown::line(&table.caption)))?;
    let mut n_rows = 0;
    (table.rows)(&mut |row| {
        n_rows += 1;
        let (heading, shown) = shown::record(n_rows, table.n_names, row, &table.columns);
        writeln!(out, "#### {}\n", escaped(&heading))?;
        writeln!(out, "{}", facts(shown.iter()))?;
        Ok(())
    })?;
    if n_rows == 0 {
        writeln!(out, "No entries.\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::specimen;
    use super::*;

    #[test]
    fn what_people_wrote_is_text() {
        let text = specimen::hostile_text(&FORMAT);
        assert!(
            !text.contains("<script") && !text.contains('\u{1b}') && !text.contains('\u{202e}')
        );
        assert!(text.contains(
            r"a \| pipe, \`code\`, \*stars\*, \_lines\_, \[link\](javascript:alert(1)), \# heading"
        ));
        assert!(text.contains("\\- no list"), "{text}");
        assert!(text.contains("1\\. no number"));
        assert!(text.contains("&gt; no quotation"));
        assert!(text.contains("\\=HYPERLINK("));
    }

    #[test]
    fn every_row_has_a_cell_for_each_column() {
        let text = specimen::hostile_text(&FORMAT);
        let n_bars = |line: &str| line.replace("\\|", "").matches('|').count();
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert!(rows.len() > 30);
        for row in rows {
            assert_eq!(n_bars(row), 4, "{row}");
        }
    }

    #[test]
    fn states_are_told_apart() {
        let text = specimen::hostile_text(&FORMAT);
        assert!(text.contains("- **Not recorded** (Article 30(1)(a) UK GDPR): *not recorded*\n"));
        assert!(text.contains("- **None** (Article 30(1)(a) UK GDPR): none\n"));
        assert!(text.contains("- **Not applicable** (Article 30(1)(a) UK GDPR): not applicable\n"));
    }

    #[test]
    fn numbers_and_signs_at_the_beginning_stay_text() {
        for (written, safe) in [
            ("1. x", "1\\. x"),
            ("12) x", "12\\) x"),
            ("- x", "\\- x"),
            ("+ x", "\\+ x"),
            ("35 years", "35 years"),
            ("—", "—"),
            ("", ""),
        ] {
            assert_eq!(line(written), safe);
        }
    }
}
