//! Forms on paper: each question with what is recorded, and room for what is not.

use super::document::{Block, Cell, Column, Document, Section, Table};
use crate::import::form::{Asked, Forms};
use crate::model::AsAt;

/// How many empty rows a list has on paper.
const SPARE: usize = 3;

/// Forms as a document to print and fill in by hand.
pub fn paper(forms: &Forms, as_at: AsAt) -> Document<'static> {
    let sections = forms.forms.iter().map(|form| Section {
        heading: form.title.clone(),
        blocks: form.asked.iter().flat_map(blocks).collect(),
    });
    Document {
        title: Forms::TITLE.to_owned(),
        subtitle: forms.organisation.clone(),
        as_at,
        head: Vec::new(),
        sections: sections.collect(),
    }
}

fn blocks(asked: &Asked) -> Vec<Block<'static>> {
    let question = asked.question;
    let mut blocks = vec![
        Block::Heading(question.asks.to_owned()),
        Block::Words(question.help.to_owned()),
    ];
    if question.list.is_none() {
        let said = asked.rows.first().and_then(|(_, texts)| texts.first());
        let said = said.filter(|text| !text.is_empty());
        let asked = match said {
            Some(_) => "what should be changed",
            None => question.columns[0].1,
        };
        blocks.extend(said.map(|text| Block::Words(text.clone())));
        blocks.push(Block::Blank(asked.to_owned()));
        return blocks;
    }
    let is_filled = |texts: &&Vec<String>| texts.iter().any(|text| !text.is_empty());
    let filled = asked.rows.iter().map(|(_, texts)| texts).filter(is_filled);
    let mut rows: Vec<Vec<Cell>> = filled
        .map(|texts| texts.iter().cloned().map(Cell::Text).collect())
        .collect();
    let empty = vec![Cell::Text(" ".to_owned()); question.columns.len()];
    rows.extend(std::iter::repeat_n(empty, SPARE));
    let columns = question.columns.iter();
    let columns = columns.map(|(_, heading)| Column::new((*heading).to_owned(), 24));
    blocks.push(Block::Table(Table::of("Answers", columns.collect(), rows)));
    blocks
}
