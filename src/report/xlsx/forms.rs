//! Forms as a workbook: a sheet for each activity, in which only answers can be written, with lists to choose from.

use std::io::{self, Write};

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format as Style,
    FormatAlign, ProtectionOptions, Workbook, Worksheet,
};

use super::packed::packed;
use super::{Styles, of_xlsx};
use crate::import::form::{self, ABOUT, Asked, Form, Forms, HOW};
use crate::import::sheet::letters;
use crate::model::{AsAt, visible};
use crate::report::ReportError;
use crate::report::sheet_names::SheetNames;

/// The sheet that says what to do.
const START: &str = "Start here";

/// The sheet of what there is to choose from.
const LISTS: &str = "Lists";

/// The width of a column of answers, in characters.
const WIDTH: u16 = 34;

/// The first column of answers.
const ANSWERS: u16 = form::ANSWERS as u16;

struct Looks {
    title: Style,
    words: Style,
    question: Style,
    heading: Style,
    answer: Style,
}

/// Writes forms as a workbook.
///
/// # Errors
/// They cannot be written.
pub fn write_forms(forms: &Forms, as_at: AsAt, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut packed = packed(|file| {
        let mut workbook = Workbook::new();
        let day = as_at.on;
        let part = |part: i8| u8::try_from(part).unwrap_or(1);
        let year = u16::try_from(day.year()).unwrap_or(1900);
        let made = ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()));
        let properties = DocProperties::new()
            .set_title(Forms::TITLE)
            .set_author(visible(&forms.organisation))
            .set_creation_datetime(&made.map_err(of_xlsx)?);
        workbook.set_properties(&properties);
        let styles = Styles::new();
        let looks = Looks {
            title: styles.title,
            words: styles.words.set_text_wrap().set_align(FormatAlign::Top),
            question: styles.value.set_bold(),
            heading: styles.optional,
            answer: styles.cell.set_font_size(10).set_unlocked(),
        };
        let mut names = SheetNames::default();
        for name in [START, LISTS, ABOUT] {
            names.take(name);
        }
        let sheets: Vec<String> = forms
            .forms
            .iter()
            .map(|form| names.take(&form.title))
            .collect();
        start(workbook.add_worksheet(), forms, &sheets, &looks).map_err(of_xlsx)?;
        for (form, name) in forms.forms.iter().zip(&sheets) {
            let sheet = workbook.add_worksheet();
            asked(sheet, form, name, forms, &looks).map_err(of_xlsx)?;
        }
        lists(workbook.add_worksheet(), forms).map_err(of_xlsx)?;
        about(workbook.add_worksheet(), forms, &sheets).map_err(of_xlsx)?;
        workbook.save_to_writer(file).map_err(of_xlsx)
    })?;
    io::copy(&mut packed, out)?;
    Ok(())
}

type Done = Result<(), rust_xlsxwriter::XlsxError>;

fn start(sheet: &mut Worksheet, forms: &Forms, sheets: &[String], looks: &Looks) -> Done {
    sheet.set_name(START)?;
    sheet.set_column_width(0, 100)?;
    sheet.write_with_format(0, 0, Forms::TITLE, &looks.title)?;
    sheet.write_with_format(1, 0, visible(&forms.organisation), &looks.words)?;
    let mut row = 3;
    for line in HOW {
        sheet.write_with_format(row, 0, line, &looks.words)?;
        sheet.set_row_height(row, lines_of(line, 92) * 15)?;
        row += 1;
    }
    for (form, name) in forms.forms.iter().zip(sheets) {
        row += 1;
        let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
        let link = rust_xlsxwriter::Url::new(target).set_text(visible(&form.title));
        sheet.write_url(row, 0, link)?;
    }
    sheet.protect();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn asked(sheet: &mut Worksheet, form: &Form, name: &str, forms: &Forms, looks: &Looks) -> Done {
    sheet.set_name(name)?;
    sheet.set_column_hidden(0)?;
    sheet.set_column_width(1, 44)?;
    let most = form.asked.iter().map(|asked| asked.question.columns.len());
    for column in 0..u16::try_from(most.max().unwrap_or(1)).unwrap_or(1) {
        sheet.set_column_width(ANSWERS + column, WIDTH)?;
    }
    sheet.write_with_format(0, 1, visible(&form.title), &looks.title)?;
    let mut row = 2;
    for asked in &form.asked {
        row = question(sheet, asked, row, forms, looks)?;
    }
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// One question with its answers; gives the row after it.
fn question(
    sheet: &mut Worksheet,
    asked: &Asked,
    first: u32,
    forms: &Forms,
    looks: &Looks,
) -> Result<u32, rust_xlsxwriter::XlsxError> {
    let question = asked.question;
    sheet.write_with_format(first, 1, question.asks, &looks.question)?;
    sheet.write_with_format(first + 1, 1, question.help, &looks.words)?;
    sheet.set_row_height(first + 1, lines_of(question.help, 44) * 14)?;
    let mut row = first;
    if question.list.is_some() {
        for (column, (_, heading)) in (ANSWERS..).zip(question.columns) {
            sheet.write_with_format(row, column, *heading, &looks.heading)?;
        }
        row += 1;
    }
    for (key, texts) in &asked.rows {
        sheet.write(row, 0, key)?;
        for (column, text) in (ANSWERS..).zip(texts) {
            sheet.write_with_format(row, column, visible(text), &looks.answer)?;
        }
        let longest = texts
            .iter()
            .map(|text| lines_of(text, WIDTH))
            .max()
            .unwrap_or(1);
        let help = if row == first + 1 {
            lines_of(question.help, 44)
        } else {
            1
        };
        sheet.set_row_height(row, longest.max(help).min(20) * 14)?;
        row += 1;
    }
    for (column, choices) in (ANSWERS..).zip(&asked.choices) {
        let Some(list) = choices else { continue };
        let Some((_, entries)) = forms.lists.get(*list) else {
            continue;
        };
        let of = letters(u32::try_from(*list).unwrap_or_default());
        let formula = format!("={LISTS}!${of}$2:${of}${}", entries.len() + 1);
        let validation = DataValidation::new()
            .allow_list_formula(formula.as_str().into())
            .set_error_style(DataValidationErrorStyle::Information)
            .set_error_title("Not in the list")?
            .set_error_message("This name is not in the list. Keep it if it is new.")?;
        let top = if question.list.is_some() {
            first + 1
        } else {
            first
        };
        sheet.add_data_validation(top, column, row - 1, column, &validation)?;
    }
    Ok(row.max(first + 2) + 1)
}

/// How many lines a text takes in a column.
fn lines_of(text: &str, width: u16) -> u32 {
    let lines = text
        .lines()
        .map(|line| line.chars().count() / usize::from(width) + 1);
    u32::try_from(lines.sum::<usize>()).unwrap_or(1).max(1)
}

fn lists(sheet: &mut Worksheet, forms: &Forms) -> Done {
    sheet.set_name(LISTS)?;
    for (column, (name, entries)) in (0..).zip(&forms.lists) {
        sheet.write(0, column, visible(name))?;
        for (row, entry) in (1..).zip(entries) {
            sheet.write(row, column, visible(entry))?;
        }
    }
    sheet.set_hidden(true);
    sheet.protect();
    Ok(())
}

/// What a form was made of, and what stood in it.
fn about(sheet: &mut Worksheet, forms: &Forms, sheets: &[String]) -> Done {
    sheet.set_name(ABOUT)?;
    for (row, texts) in (0..).zip(forms.about(sheets)) {
        for (column, text) in (0..).zip(texts) {
            sheet.write(row, column, text)?;
        }
    }
    sheet.set_hidden(true);
    sheet.protect();
    Ok(())
}
