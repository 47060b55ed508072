//! Forms for Word: each answer is a content control, in which alone can be written, with what the form was made of beside.

use std::io::{self, Write};

use askama::Template;

use super::super::ReportError;
use super::super::blocks::blocks;
use super::super::sheet_names::SheetNames;
use super::super::shown::{self, Listed, lines};
use super::{Foot, Head, Package, Paragraph, ROOM, Relations, SectionHead, TableFoot};
use crate::import::form::{Asked, Forms, HOW, NAMESPACE, ON_PAPER, tag};
use crate::model::{AsAt, fold};

/// The longest list to choose from: it stands in every answer that it is for.
const MOST_CHOICES: usize = 100;

blocks! {
    "docx/form.xml":
    "question" => Question<'q> {
        asks: &'q str,
        help: &'q str,
        headings: Vec<&'q str>,
        widths: &'q [usize],
    }
    "row" => Row<'q> { answers: Vec<Answer<'q>>, widths: &'q [usize] }
    "about" => About { namespace: &'static str, lines: Vec<Vec<String>> }
}

/// One answer.
struct Answer<'q> {
    heading: &'q str,
    tag: String,
    number: usize,
    lines: Vec<String>,
    choices: &'q [String],
}

/// Writes forms as a document of Word, to fill in and send back.
///
/// # Errors
/// They cannot be written.
pub fn write_word_forms(
    forms: &Forms,
    as_at: AsAt,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let mut package = Package::new(out, as_at.on);
    package.around(Forms::TITLE, &forms.organisation, as_at, true)?;
    let rels = Relations {
        sheets: Vec::new(),
        is_form: true,
    };
    package.template("word/_rels/document.xml.rels", &rels)?;
    let mut names = SheetNames::default();
    let names: Vec<String> = forms
        .forms
        .iter()
        .map(|form| names.take(&form.title))
        .collect();
    let titles = forms.forms.iter().map(|form| shown::line(&form.title));
    let own = [
        shown::line(&forms.organisation),
        format!("As at {}.", as_at.in_words()),
    ];
    let pages = own
        .into_iter()
        .chain(titles)
        .map(|text| vec!["page".to_owned(), text]);
    let about = About {
        namespace: NAMESPACE,
        lines: forms.about(&names).into_iter().chain(pages).collect(),
    };
    package.template("customXml/item1.xml", &about)?;
    package.part(
        "customXml/itemProps1.xml",
        include_bytes!("about_props.xml"),
    )?;
    package.part(
        "customXml/_rels/item1.xml.rels",
        include_bytes!("about_rels.xml"),
    )?;
    package.begin("word/document.xml")?;
    body(forms, as_at, &mut package.zip)?;
    package.zip.finish().map_err(io::Error::from)?;
    Ok(())
}

fn body(forms: &Forms, as_at: AsAt, out: &mut dyn Write) -> Result<(), ReportError> {
    let titles = forms.forms.iter().filter(|_| forms.forms.len() > 1);
    let head = Head {
        title: Forms::TITLE.to_owned(),
        subtitle: shown::line(&forms.organisation),
        as_at: as_at.in_words(),
        facts: Vec::new(),
        headings: titles
            .map(|form| Listed {
                heading: shown::line(&form.title),
                entries: Vec::new(),
            })
            .collect(),
        label_width: 0,
        value_width: 0,
    };
    head.write_into(out)?;
    for line in std::iter::once(ON_PAPER).chain(HOW.into_iter().skip(1)) {
        let style = "ListBullet";
        let lines = vec![line.to_owned()];
        Paragraph { style, lines }.write_into(out)?;
    }
    let choices: Vec<Vec<String>> = forms.lists.iter().map(|(_, list)| chosen(list)).collect();
    let mut numbers = 1..;
    for (form, number) in forms.forms.iter().zip(1..) {
        let heading = shown::line(&form.title);
        SectionHead { number, heading }.write_into(out)?;
        for asked in &form.asked {
            question(asked, number, &choices, &mut numbers, out)?;
        }
    }
    Foot { is_wide: false }.write_into(out)?;
    Ok(())
}

/// What there is to choose from as Word takes it: no two that differ in their letters alone, none that is empty, and
/// nothing where it is too long to stand in every answer.
fn chosen(list: &[String]) -> Vec<String> {
    let mut choices: Vec<String> = list.iter().map(|name| shown::line(name)).collect();
    choices.retain(|name| !name.is_empty());
    choices.dedup_by_key(|name| fold(name));
    if choices.len() > MOST_CHOICES {
        choices.clear();
    }
    choices
}

fn question(
    asked: &Asked,
    form: usize,
    lists: &[Vec<String>],
    numbers: &mut impl Iterator<Item = usize>,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let question = asked.question;
    let columns = question.columns.len();
    let widths = vec![ROOM[0] / columns.max(1); columns];
    let is_list = question.list.is_some();
    let headings = question.columns.iter().filter(|_| is_list);
    Question {
        asks: question.asks,
        help: question.help,
        headings: headings.map(|(_, heading)| *heading).collect(),
        widths: &widths,
    }
    .write_into(out)?;
    for (key, texts) in &asked.rows {
        let cells = texts.iter().zip(&asked.choices).zip(question.columns);
        let answers = cells.enumerate().zip(&mut *numbers).map(|(cell, number)| {
            let (column, ((text, choices), (_, heading))) = cell;
            let list = choices.and_then(|list| lists.get(list));
            Answer {
                heading,
                tag: tag(form, key, column),
                number,
                lines: Some(lines(text))
                    .filter(|_| !text.is_empty())
                    .unwrap_or_default(),
                choices: list.map_or(&[], Vec::as_slice),
            }
        });
        let answers = answers.collect();
        let widths = &widths;
        Row { answers, widths }.write_into(out)?;
    }
    TableFoot {}.write_into(out)?;
    Ok(())
}
