//! A document as HTML: one file that needs no other, to be read, printed and kept.
//!
//! It has no script and fetches nothing, and says so to the browser. Everything is escaped by the
//! templates in `html/`; the drawings, which are markup, are our own.

use std::io::Write;

use askama::Template;

use super::blocks::blocks;
use super::document::{Block, Document, Figure, Section, Table};
use super::shown::{self, Group, Listed, Shown, ShownFact, lines};
use super::{Format, ReportError};

pub(super) static FORMAT: Format = Format {
    name: "html",
    endings: &["html", "htm"],
    is_text: true,
    shows_pictures: true,
    write,
};

/// Whether a line is nothing but an address on the web: a link to anything else could act.
fn is_link(line: &str) -> bool {
    let is_web = line.starts_with("https://") || line.starts_with("http://");
    is_web && !line.contains(char::is_whitespace) && !line.contains('\\')
}

blocks! {
    "html/document.html":
    "head" => Head<'t> {
        version: &'t str,
        title: String,
        subtitle: String,
        as_at: String,
        as_at_iso: String,
        facts: Vec<ShownFact>,
        headings: Vec<Listed>,
        style: &'t str,
    }
    "section" => SectionHead { number: usize, heading: String, is_wide: bool }
    "heading" => Heading { heading: String }
    "words" => Words { lines: Vec<String> }
    "list" => List { items: Vec<Vec<String>> }
    "facts" => Facts { facts: Vec<ShownFact> }
    "blank" => Blank { lines: Vec<String> }
    "figure" => FigureWhole<'t> {
        caption: String,
        sheets: &'t [String],
        in_words: &'static str,
        words: Vec<String>,
    }
    "table_head" => TableHead {
        number: usize,
        caption: String,
        widths: Vec<usize>,
        groups: Vec<Group>,
        columns: Vec<(String, Option<&'static str>)>,
    }
    "row" => Row { cells: Vec<Shown> }
    "table_foot" => TableFoot { is_empty: bool }
    "records_head" => RecordsHead { caption: String }
    "record" => Record { number: Option<usize>, heading: String, facts: Vec<ShownFact>, a_page_each: bool }
    "foot" => Foot {}
}

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let head = Head {
        version: env!("CARGO_PKG_VERSION"),
        title: shown::line(&document.title),
        subtitle: shown::line(&document.subtitle),
        as_at: document.as_at.in_words(),
        as_at_iso: document.as_at.on.to_string(),
        facts: document.head.iter().map(shown::fact).collect(),
        headings: shown::contents(document),
        style: include_str!("html/style.css"),
    };
    head.write_into(out)?;
    let mut page = Page {
        out,
        n_tables: 0,
        n_entries: 0,
    };
    let turned = document.turned();
    for (at, (section, is_wide)) in document.sections.iter_mut().zip(turned).enumerate() {
        page.section(at + 1, section, is_wide)?;
    }
    Foot {}.write_into(page.out)?;
    Ok(())
}

/// The page as far as it is written.
struct Page<'o> {
    out: &'o mut dyn Write,
    n_tables: usize,
    n_entries: usize,
}

impl Page<'_> {
    fn section(
        &mut self,
        number: usize,
        section: &mut Section<'_>,
        is_wide: bool,
    ) -> Result<(), ReportError> {
        let head = SectionHead {
            number,
            heading: shown::line(&section.heading),
            is_wide,
        };
        head.write_into(self.out)?;
        for block in &mut section.blocks {
            self.block(block)?;
        }
        self.out.write_all(b"</section>\n")?;
        Ok(())
    }

    fn block(&mut self, block: &mut Block<'_>) -> Result<(), ReportError> {
        match block {
            Block::Heading(text) => Heading {
                heading: shown::line(text),
            }
            .write_into(self.out)?,
            Block::Words(text) => Words { lines: lines(text) }.write_into(self.out)?,
            Block::List(items) => List {
                items: items.iter().map(|item| lines(item)).collect(),
            }
            .write_into(self.out)?,
            Block::Facts(facts) => Facts {
                facts: facts.iter().map(shown::fact).collect(),
            }
            .write_into(self.out)?,
            Block::Blank(text) => Blank { lines: lines(text) }.write_into(self.out)?,
            Block::Figure(figure) => self.figure(figure)?,
            Block::Table(table) if table.is_too_wide() => self.records(table)?,
            Block::Table(table) => self.table(table)?,
        }
        Ok(())
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), ReportError> {
        let figure = FigureWhole {
            caption: shown::line(&figure.caption),
            sheets: &figure.sheets,
            in_words: shown::IN_WORDS,
            words: figure
                .words
                .iter()
                .map(|words| shown::line(words))
                .collect(),
        };
        Ok(figure.write_into(self.out)?)
    }

    fn table(&mut self, table: &mut Table<'_>) -> Result<(), ReportError> {
        self.n_tables += 1;
        let head = TableHead {
            number: self.n_tables,
            caption: shown::line(&table.caption),
            widths: shown::shares(&table.columns, 100),
            groups: shown::groups(table),
            columns: table
                .columns
                .iter()
                .map(|column| (shown::line(&column.heading), column.provision))
                .collect(),
        };
        head.write_into(self.out)?;
        let mut is_empty = true;
        (table.rows)(&mut |row| {
            is_empty = false;
            let cells = row.iter().zip(&table.columns);
            let row = Row {
                cells: cells
                    .map(|(cell, column)| shown::cell(cell, column))
                    .collect(),
            };
            Ok(row.write_into(self.out)?)
        })?;
        Ok(TableFoot { is_empty }.write_into(self.out)?)
    }

    /// A table that no paper is wide enough for: one list for each row.
    fn records(&mut self, table: &mut Table<'_>) -> Result<(), ReportError> {
        let head = RecordsHead {
            caption: shown::line(&table.caption),
        };
        head.write_into(self.out)?;
        let mut n_rows = 0;
        (table.rows)(&mut |row| {
            n_rows += 1;
            let (heading, facts) = shown::record(n_rows, table.n_names, row, &table.columns);
            let is_listed = !table.entries.is_empty();
            self.n_entries += usize::from(is_listed);
            let record = Record {
                number: is_listed.then_some(self.n_entries),
                heading,
                facts,
                a_page_each: table.a_page_each,
            };
            Ok(record.write_into(self.out)?)
        })?;
        if n_rows == 0 {
            let lines = vec!["No entries.".to_owned()];
            Words { lines }.write_into(self.out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::specimen;
    use super::*;

    /// The start tags of a page with their attributes as written.
    fn tags(page: &str) -> Vec<&str> {
        page.split('<')
            .skip(1)
            .filter_map(|piece| piece.split('>').next())
            .filter(|tag| !tag.starts_with(['/', '!']))
            .collect()
    }

    fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
        let mark = format!(" {name}=\"");
        tags(page)
            .into_iter()
            .filter_map(|tag| tag.split(mark.as_str()).nth(1))
            .filter_map(|rest| rest.split('"').next())
            .collect()
    }

    #[test]
    fn what_people_wrote_is_text() {
        let page = specimen::hostile_text(&FORMAT);
        assert!(!page.contains("<script") && !page.contains("<!-- -->"));
        assert!(!page.contains(['\u{0}', '\u{1b}', '\u{202e}', '\u{ffff}']));
        assert!(page.contains("\\u{1b}[31m"));
        assert!(page.contains("{{ title }} {% block head %} {# remark #}"));
        let known = [
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "a",
            "header",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "time",
            "dl",
            "div",
            "dt",
            "dd",
            "small",
            "br",
            "span",
            "nav",
            "ol",
            "li",
            "main",
            "section",
            "ul",
            "b",
            "table",
            "caption",
            "colgroup",
            "col",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "article",
            "figure",
            "figcaption",
            "details",
            "summary",
            "svg",
            "desc",
            "rect",
            "text",
        ];
        for tag in tags(&page) {
            let name = tag.split([' ', '/']).next().unwrap();
            assert!(known.contains(&name), "<{tag}>");
        }
    }

    #[test]
    fn links_lead_to_the_web_or_into_the_page() {
        let page = specimen::hostile_text(&FORMAT);
        let ids: Vec<&str> = attributes(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "an id stands twice");
        let mut n_web = 0;
        for link in attributes(&page, "href") {
            if let Some(inside) = link.strip_prefix('#') {
                assert!(unique.contains(inside), "{link}");
            } else {
                assert!(link.starts_with("https://example.org/"), "{link}");
                n_web += 1;
            }
        }
        assert!(n_web > 0);
        for named in attributes(&page, "aria-labelledby") {
            assert!(unique.contains(named), "{named}");
        }
        assert!(attributes(&page, "src").is_empty());
    }

    #[test]
    fn headings_go_down_one_step_at_a_time() {
        let page = specimen::hostile_text(&FORMAT);
        let levels: Vec<u32> = tags(&page)
            .iter()
            .filter_map(|tag| tag.strip_prefix('h')?.chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels[0], 1);
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{levels:?}"
        );
    }

    #[test]
    fn every_row_has_a_cell_for_each_column() {
        let page = specimen::hostile_text(&FORMAT);
        for row in page.split("<tbody>").skip(1).flat_map(|body| {
            let body = body.split("</tbody>").next().unwrap();
            body.split("<tr>").skip(1)
        }) {
            assert_eq!(row.matches("<th scope=\"row\"").count(), 1);
            assert_eq!(row.matches("<td").count(), 2);
        }
        assert_eq!(
            page.matches("<table>").count(),
            page.matches("<caption").count()
        );
    }
}
