//! Which sheets of a file hold a table that is known, and a draft of a map for those that do not.

use super::super::ImportError;
use super::asked::is_about;
use super::book::Book;
use super::cells::Row;
use super::headed::Headed;
use super::map::{FROM, Map, TO, UNREAD};
use super::rows::Rows;
use super::said::Said;
use super::turned;
use crate::model::{date_meant, fold, one_line};

/// How many rows of a sheet are looked at before its table is known.
const LOOKED_AT: usize = 80;

/// A sheet whose table is known.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its place among the sheets.
    pub sheet: usize,
    /// Which column holds which field.
    pub map: Map,
    /// Where its table is.
    pub headed: Headed,
}

/// The tables of a file: by the map that is given, else each by the one of those known that fits best, with headings that
/// mean one thing everywhere. Then the sheets of which none is known.
///
/// # Errors
/// The file cannot be read.
pub fn tables(
    book: &mut Book,
    given: Option<&Map>,
    known: &[Map],
) -> Result<(Vec<Found>, Vec<String>), ImportError> {
    let usual = Map::usual();
    let (mut found, mut left) = (Vec::new(), Vec::new());
    for sheet in 0..book.sheets.len() {
        let rows = first_rows(book, sheet)?;
        let maps = given.map_or(known, std::slice::from_ref);
        let fit = |map: &Map| {
            let headed = Headed::of(map, &book.sheets[sheet], &rows, given.is_some())?;
            // Who gives and who receives make a list one of flows.
            if map.is_of_flows() && !(headed.holds(FROM) && headed.holds(TO)) {
                return None;
            }
            Some(Found {
                sheet,
                // A row within the table begins another only where its headings are named.
                map: map.by_name_alone(),
                headed,
            })
        };
        let mut best: Option<Found> = None;
        for one in maps.iter().filter_map(fit) {
            if best
                .as_ref()
                .is_none_or(|best| one.headed.n_known() > best.headed.n_known())
            {
                best = Some(one);
            }
        }
        if given.is_none() {
            best = best.or_else(|| fit(&usual));
            let form = || {
                Some(Found {
                    sheet,
                    map: usual.clone(),
                    headed: turned::form(&usual, &book.sheets[sheet], &rows)?,
                })
            };
            // What goes on below is no form; and of what could be both, more questions are known than headings.
            let is_more = |form: &Found| {
                let best = best.as_ref().filter(|best| !best.map.is_ours);
                best.is_none_or(|best| form.headed.n_known() > best.headed.n_known())
            };
            let may_be = rows.len() < LOOKED_AT && best.as_ref().is_none_or(|it| !it.map.is_ours);
            let form = form().filter(|_| may_be).filter(is_more);
            best = form.or(best);
        }
        match best {
            Some(mut one) => {
                if given.is_none() && !one.map.is_ours {
                    one.headed.complete(&usual);
                    if !one.headed.is_turned {
                        one.headed.name_by_place(&rows);
                    }
                    one.map.complete(&usual);
                }
                found.push(one);
            }
            None if rows.is_empty() => {}
            None => left.push(book.sheets[sheet].name.clone()),
        }
    }
    // What else stands in an export of ours says the same another way.
    if found.iter().any(|one| one.map.is_ours) {
        found.retain(|one| one.map.is_ours);
        left.clear();
    }
    Ok((found, left))
}

/// Takes the rows of a table, and says after each that it is done.
///
/// # Errors
/// The file or the store cannot be read, or an answer is none of those that its question takes.
pub fn read(
    book: &mut Book,
    found: &Found,
    rows: &mut Rows<'_>,
    progress: &dyn Fn(),
) -> Result<(), ImportError> {
    let name = book.sheets[found.sheet].name.clone();
    // Who keeps a record of ours stands on the sheet before it.
    if let Some(first) = book.sheets.first().map(|sheet| sheet.name.clone())
        && found.map.is_ours
        && found.sheet > 0
    {
        rows.begin(&first, &found.map, &found.headed)?;
        for row in first_rows(book, 0)? {
            rows.head_of_ours(&row)?;
        }
    }
    rows.begin(&name, &found.map, &found.headed)?;
    if found.headed.is_turned {
        for row in turned::turned(&first_rows(book, found.sheet)?) {
            if row.number > found.headed.row {
                rows.row(row)?;
                progress();
            }
        }
        return Ok(());
    }
    book.rows(found.sheet, &mut |row| {
        if row.number > found.headed.row {
            rows.row(row)?;
            progress();
        }
        Ok(true)
    })
}

fn first_rows(book: &mut Book, sheet: usize) -> Result<Vec<Row>, ImportError> {
    let mut rows = Vec::new();
    book.rows(sheet, &mut |row| {
        rows.push(row);
        Ok(rows.len() < LOOKED_AT)
    })?;
    Ok(rows)
}

/// A draft of a map for the sheets of a file, with a remark where it is not sure.
///
/// # Errors
/// The file cannot be read.
pub fn draft(book: &mut Book, file: &str) -> Result<String, ImportError> {
    let usual = Map::usual();
    let quoted = |text: &str| serde_json::Value::from(one_line(text)).to_string();
    let name = format!("columns of {}", one_line(file));
    let mut text = format!("name = {}\n", quoted(&name));
    let mut best: Option<(usize, Headed, Vec<Row>)> = None;
    for sheet in 0..book.sheets.len() {
        let rows = first_rows(book, sheet)?;
        let fits = Headed::of(&usual, &book.sheets[sheet], &rows, true);
        let Some(headed) = fits.or_else(|| Headed::likely(&rows)) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(_, best, _)| headed.n_known() > best.n_known())
        {
            best = Some((sheet, headed, rows));
        }
    }
    let Some((sheet, headed, rows)) = best else {
        return Ok(text + "\n[columns]\n");
    };
    let name = &book.sheets[sheet].name;
    if !name.is_empty() {
        text.push_str(&format!("sheets = [{}]\n", quoted(name)));
    }
    text.push_str(&format!("header_row = {}\n", headed.row));
    text.push_str(
        "# What separates several values in a cell, beside lines, bullets, semicolons and commas:\n\
         separators = []\n\n[columns]\n",
    );
    let mut named = std::collections::BTreeSet::new();
    for column in &headed.columns {
        if !named.insert(one_line(&column.heading)) {
            continue;
        }
        let values = rows.iter().filter(|row| row.number > headed.row);
        let values = values.filter_map(|row| row.cell(column.column));
        let values = values.map(|cell| cell.text.as_str());
        let values: Vec<&str> = values
            .filter(|text| matches!(Said::of(text), Said::Words(_)))
            .take(20)
            .collect();
        let (path, remark) = match &column.paths[..] {
            [path, ..] => (path.clone(), String::new()),
            [] => guessed(&usual, &column.heading, &values),
        };
        text.push_str(&format!(
            "{} = {}{remark}\n",
            quoted(&column.heading),
            quoted(&path)
        ));
    }
    Ok(text)
}

/// What a column may hold whose heading is not known, with a remark that says so.
fn guessed(usual: &Map, heading: &str, values: &[&str]) -> (String, String) {
    let short = |text: &&str| one_line(text).chars().take(40).collect::<String>();
    let such = match values.first() {
        Some(first) => format!(", such as “{}”", short(first)),
        None => ", and it is empty".to_owned(),
    };
    // "No. of people" is like "Name of process", and asks for nothing that it asks for.
    let like = usual.like(heading).filter(|_| !is_about(&fold(heading)));
    if let Some([path, ..]) = like {
        return (path.clone(), format!(" # not sure: by its heading{such}"));
    }
    let are_dates = !values.is_empty() && values.iter().all(|text| date_meant(text).is_some());
    let means = if are_dates {
        "dates: perhaps `review.next`, `review.last` or `begins`"
    } else {
        "not known"
    };
    (UNREAD.to_owned(), format!(" # not sure: {means}{such}"))
}
