//! Tables on their side: forms whose questions stand below one another, with what each service answers beside them.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Cell, Row, Sheet};
use super::headed::{Column, Headed};
use super::map::{IGNORE, Map};
use super::nameless::is_name;
use crate::model::fold;

/// How many of its questions are known at least.
const LEAST: usize = 4;

/// The rows of a sheet as its columns.
pub(super) fn turned(rows: &[Row]) -> Vec<Row> {
    let mut columns: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    for row in rows {
        for cell in &row.cells {
            columns.entry(cell.column).or_default().push(Cell {
                column: row.number.saturating_sub(1),
                // A question over several columns is one, and so is what is answered to it.
                ..cell.clone()
            });
        }
    }
    let rows = columns.into_iter().map(|(column, cells)| Row {
        number: column + 1,
        cells,
        ..Row::default()
    });
    rows.collect()
}

/// Where in the sheet a cell of a table stands: the column, from 0, and the row, from 1.
pub(super) fn in_sheet(is_turned: bool, column: u32, row: u32) -> (u32, u32) {
    match is_turned {
        true => (row.saturating_sub(1), column + 1),
        false => (column, row),
    }
}

/// The form of a sheet, if it is one: most of the questions that stand below one another are known. Without a name of its
/// own, it is that of the service.
pub(super) fn form(usual: &Map, sheet: &Sheet, rows: &[Row]) -> Option<Headed> {
    let columns = turned(rows);
    let mut headed = Headed::of_questions(usual, sheet, &columns)?;
    let answers: Vec<&Row> = columns
        .iter()
        .filter(|row| row.number > headed.row)
        .collect();
    if !headed.is_of_a_service() {
        name_by_first(&mut headed.columns, &answers);
    }
    if headed.n_known() < LEAST || !headed.is_of_a_service() {
        return None;
    }
    headed.is_turned = true;
    headed.before.clear();
    headed.name_by_function();
    group(&mut headed.columns, &answers);
    headed.holds("name").then_some(headed)
}

/// Where nothing names what each column of answers is about, takes the first question that several answer, each with a name
/// of its own.
fn name_by_first(questions: &mut [Column], answers: &[&Row]) {
    let said = |question: &Column| {
        let said = answers.iter().filter_map(|row| row.cell(question.column));
        let said = said.filter(|cell| !cell.is_spread);
        let said = said.map(|cell| cell.text.trim().to_owned());
        said.filter(|words| !words.is_empty()).collect::<Vec<_>>()
    };
    let mut answered = questions.iter_mut().filter(|one| !said(one).is_empty());
    if let Some(first) = answered.next().filter(|one| one.paths.is_empty()) {
        let names = said(first);
        let differ = names.iter().map(|name| fold(name)).collect::<BTreeSet<_>>();
        if names.len() > 1 && differ.len() == names.len() && names.iter().all(|it| is_name(it)) {
            first.paths.push("name".to_owned());
        }
    }
}

/// Notes under which title each question stands, and passes over the row that only says where the answers are. A title
/// begins a part of the form: it stands below an empty row, asks nothing and is answered by nobody.
fn group(questions: &mut [Column], answers: &[&Row]) {
    let mut title: Option<String> = None;
    let mut before = None;
    for question in questions {
        let begins = before.is_none_or(|before| question.column > before + 1);
        before = Some(question.column);
        let said = answers.iter().filter_map(|row| row.cell(question.column));
        let said: Vec<&str> = said.map(|cell| cell.text.trim()).collect();
        let is_answered = said.iter().any(|words| !words.is_empty());
        let asks = question.heading.ends_with(['?', ':']);
        if begins {
            title = Some(question.heading.clone()).filter(|_| !is_answered && !asks);
        } else {
            question.group.clone_from(&title);
        }
        if is_answered && is_caption(&question.heading) && said.iter().all(|it| is_caption(it)) {
            question.paths = vec![IGNORE.to_owned()];
        }
    }
}

/// Whether words only say what stands below them: "Item" and "Description".
fn is_caption(words: &str) -> bool {
    const CAPTIONS: [&str; 13] = [
        "item",
        "question",
        "field",
        "information",
        "information required",
        "description",
        "explanation",
        "answer",
        "response",
        "your answer",
        "details",
        "detail",
        "entry",
    ];
    CAPTIONS.contains(&fold(words).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(lines: &[(u32, &str, &str)]) -> Vec<(String, Vec<String>)> {
        let row = |&(number, question, answer): &(u32, &str, &str)| Row {
            number,
            cells: (0..)
                .zip([question, answer])
                .filter(|(_, text)| !text.is_empty())
                .map(|(column, text)| Cell {
                    column,
                    text: text.to_owned(),
                    is_spread: false,
                })
                .collect(),
            ..Row::default()
        };
        let rows: Vec<Row> = lines.iter().map(row).collect();
        let usual = Map::usual();
        let mut headed = form(&usual, &Sheet::default(), &rows).unwrap();
        headed.complete(&usual);
        let columns = headed.columns.into_iter();
        columns.map(|one| (one.heading, one.paths)).collect()
    }

    #[test]
    fn a_question_means_what_the_title_above_it_says() {
        let columns = form_of(&[
            (1, "Item", "Description"),
            (2, "Name of the activity", "Parking permits"),
            (3, "Purpose", "Issue permits"),
            (4, "Data subjects", "Residents"),
            (6, "Categories of data collected", ""),
            (7, "Civil status and identity", "Name"),
            (9, "What special category data?", ""),
            (10, "Colour of the folder", "Blue"),
        ]);
        let of = |heading: &str| {
            let found = columns.iter().find(|(one, _)| one == heading);
            found.unwrap().1.join(" ")
        };
        assert_eq!(of("Item"), "ignore");
        assert_eq!(of("Civil status and identity"), "data");
        // A question that nobody answered is no title.
        assert_eq!(of("Colour of the folder"), "");
    }

    #[test]
    fn what_each_column_of_answers_is_about_stands_at_its_head() {
        let cell = |column, text: &str| Cell {
            column,
            text: text.to_owned(),
            is_spread: false,
        };
        let rows: Vec<Row> = [
            ["Asset detail", "Membership list", "Photo archive"],
            ["Where the data is stored", "Card index", "Shared drive"],
            ["Source of the data", "Members", "Photographers"],
            ["Lawful basis", "Contract", "Consent"],
            ["Retention period", "2 years", "5 years"],
        ]
        .into_iter()
        .zip(1..)
        .map(|(texts, number)| Row {
            number,
            cells: (0..).zip(texts).map(|(at, text)| cell(at, text)).collect(),
            ..Row::default()
        })
        .collect();
        let found = form(&Map::usual(), &Sheet::default(), &rows).unwrap();
        assert_eq!(found.columns[0].paths, ["name"]);
        // One column of answers may be about anything.
        let one: Vec<Row> = rows
            .into_iter()
            .map(|row| Row {
                cells: row.cells[..2].to_vec(),
                ..row
            })
            .collect();
        assert_eq!(form(&Map::usual(), &Sheet::default(), &one), None);
    }

    #[test]
    fn the_answer_beside_a_question_is_no_part_of_it() {
        let columns = form_of(&[
            (1, "Service", "Blue Badge Team"),
            (2, "What information are we collecting?", "Name, photograph"),
            (3, "Where is the information stored?", "Digital service"),
            (4, "Lawful basis", "Public task"),
        ]);
        let data = (
            "What information are we collecting?".to_owned(),
            vec!["data".to_owned()],
        );
        assert_eq!(columns[1], data);
    }

    #[test]
    fn what_is_turned_twice_is_as_it_was() {
        let cell = |column, text: &str| Cell {
            column,
            text: text.to_owned(),
            is_spread: false,
        };
        let rows = vec![
            Row {
                number: 1,
                cells: vec![
                    cell(0, "Service"),
                    cell(1, "Registration"),
                    cell(2, "Libraries"),
                ],
                ..Row::default()
            },
            Row {
                number: 3,
                cells: vec![cell(0, "Whose data?"), cell(2, "Readers")],
                ..Row::default()
            },
        ];
        let once = turned(&rows);
        assert_eq!(once.len(), 3);
        assert_eq!(once[2].cells, [cell(0, "Libraries"), cell(2, "Readers")]);
        assert_eq!(turned(&once), rows);
    }
}
