//! A form that came back as a document of Word. Its author may have added rows, taken some out, or written beside the
//! answers: a row without a key is a new one, a row that is gone is empty, and what stands beside is kept as it is written.

use std::collections::BTreeSet;

use super::super::decision::At;
use super::super::docx::answers::{Answer, Answers, Found};
use super::about::{About, Answered, is_same};
use super::questions::{QUESTIONS, Question, UNREAD, question};
use super::{Forms, HOW, ON_PAPER};

/// The rows of a form of a document, in order.
///
/// # Errors
/// A question with answers is not there any more: why, in words.
pub(super) fn rows(answers: &Answers, about: &About, sheet: &str) -> Result<Vec<Answered>, String> {
    let number = about.sheets.iter().position(|(name, _)| name == sheet);
    let mut reading = Reading {
        about,
        sheet,
        number: number.map_or(0, |place| place + 1),
        current: 1,
        question: None,
        rows: Vec::new(),
        nameless: Vec::new(),
        seen: BTreeSet::new(),
    };
    let mut found = answers.found.iter().peekable();
    while let Some(one) = found.next() {
        match one {
            Found::Paragraph(text) => reading.beside(text),
            Found::Table => {
                let mut rows: Vec<&[Answer]> = Vec::new();
                while let Some(Found::Row(row)) = found.peek() {
                    rows.push(row);
                    found.next();
                }
                reading.table(&rows);
            }
            Found::Row(_) => {}
        }
    }
    reading.done()
}

struct Reading<'a> {
    about: &'a About,
    sheet: &'a str,
    /// The place of the form among those of the document, from 1.
    number: usize,
    /// The form that is passed.
    current: usize,
    /// The question whose table is passed, and how many of its rows.
    question: Option<(&'static Question, usize)>,
    rows: Vec<Answered>,
    /// Rows without a key.
    nameless: Vec<(&'static Question, Answered)>,
    seen: BTreeSet<String>,
}

impl Reading<'_> {
    fn table(&mut self, rows: &[&[Answer]]) {
        let first = rows.iter().find_map(|row| key_of(row));
        let Some((form, question)) = first.and_then(|(form, key)| Some((form, question(&key)?)))
        else {
            // A table that somebody added.
            for row in rows {
                let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                self.beside(&cells.join(" | "));
            }
            return;
        };
        self.current = form;
        if form != self.number {
            return;
        }
        if self
            .question
            .is_none_or(|(passed, _)| passed.asks != question.asks)
        {
            self.question = Some((question, 0));
        }
        for row in rows {
            self.row(question, row);
        }
    }

    fn row(&mut self, question: &'static Question, row: &[Answer]) {
        let columns = question.columns;
        let is_heading = |(cell, (_, heading)): (&Answer, &(&str, &str))| cell.text == *heading;
        let key = key_of(row).map(|(_, key)| key);
        if key.is_none()
            && question.list.is_some()
            && row.len() == columns.len()
            && row.iter().zip(columns).all(is_heading)
        {
            return;
        }
        let number = self.question.as_mut().map_or(0, |(_, passed)| {
            *passed += 1;
            *passed
        });
        let mut texts = vec![String::new(); columns.len()];
        let mut beyond: Vec<&str> = Vec::new();
        for (place, cell) in row.iter().enumerate() {
            let tagged = cell.tag.as_deref().and_then(parsed);
            let place = tagged.map_or(place, |(_, _, answer)| answer);
            match texts.get_mut(place) {
                Some(text) if text.is_empty() => text.clone_from(&cell.text),
                Some(text) => *text = format!("{text}\n{}", cell.text),
                None => beyond.push(&cell.text),
            }
        }
        let at = self.at(question, number);
        for text in beyond.into_iter().filter(|text| !text.is_empty()) {
            self.keep(text, at.clone());
        }
        let is_blank = texts.iter().all(String::is_empty);
        let at = vec![at; columns.len()];
        // A row that was copied has the key of the other.
        let key = key.filter(|key| self.seen.insert(key.clone()));
        match key {
            Some(key) => self.rows.push(Answered { key, texts, at }),
            None if is_blank => {}
            None => {
                let key = String::new();
                self.nameless.push((question, Answered { key, texts, at }));
            }
        }
    }

    /// Where an answer stands, in words.
    fn at(&self, question: &Question, row: usize) -> At {
        let asks = question.asks;
        let row = match question.list {
            Some(_) => format!(", row {row}"),
            None => String::new(),
        };
        At::Cell {
            sheet: String::new(),
            cell: format!("{}, “{asks}”{row}", self.sheet),
        }
    }

    /// Words outside of answers: those of the form itself, or what somebody wrote there.
    fn beside(&mut self, text: &str) {
        let is = |other: &str| is_same(text, other);
        let titles = &self.about.pages;
        let own = [Forms::TITLE, "Contents", ON_PAPER];
        let asked = QUESTIONS.iter().flat_map(|one| [one.asks, one.help]);
        let known = own.into_iter().chain(HOW).chain(asked);
        let is_own = known.chain(titles.iter().map(String::as_str)).any(is);
        if is_own || text.trim().is_empty() || self.current != self.number {
            return;
        }
        let at = At::Cell {
            sheet: String::new(),
            cell: format!("{}, beside the answers", self.sheet),
        };
        self.keep(text, at);
    }

    fn keep(&mut self, text: &str, at: At) {
        self.rows.push(Answered {
            key: UNREAD.to_owned(),
            texts: vec![text.to_owned()],
            at: vec![at],
        });
    }

    fn done(mut self) -> Result<Vec<Answered>, String> {
        let keys = self.about.keys(self.sheet);
        if self.seen.is_empty() && !keys.is_empty() {
            return Err(
                "what marks the answers is gone, as it is once LibreOffice has saved the form (fill it in with Word, or ask for it as a workbook)"
                    .to_owned(),
            );
        }
        let mut gone: Vec<&str> = keys
            .into_iter()
            .filter(|key| !self.seen.contains(*key))
            .collect();
        let mut n_new = 0;
        for (question, mut answered) in std::mem::take(&mut self.nameless) {
            let is_it = |key: &&str| {
                self::question(key).is_some_and(|of| of.asks == question.asks)
                    && (0..).zip(&answered.texts).all(|(answer, text)| {
                        is_same(text, self.about.was(self.sheet, key, answer))
                    })
            };
            // A row that lost its controls says what it said.
            if let Some(place) = gone.iter().position(is_it) {
                gone.remove(place);
                continue;
            }
            match question.list {
                Some(list) => {
                    n_new += 1;
                    answered.key = format!("{list}.+added-{n_new}");
                    self.rows.push(answered);
                }
                None => {
                    let at = answered.at[0].clone();
                    let words: Vec<String> = answered.texts;
                    self.keep(&words.join("\n"), at);
                }
            }
        }
        for key in gone {
            let Some(question) = question(key) else {
                continue;
            };
            let is_there = |row: &Answered| {
                self::question(&row.key).is_some_and(|of| of.asks == question.asks)
            };
            if !self.rows.iter().any(is_there) {
                return Err(format!(
                    "the answers to “{}” are not there any more",
                    question.asks
                ));
            }
            let at = At::Cell {
                sheet: String::new(),
                cell: format!(
                    "{}, “{}”, a row that was taken out",
                    self.sheet, question.asks
                ),
            };
            self.rows.push(Answered {
                key: key.to_owned(),
                texts: vec![String::new(); question.columns.len()],
                at: vec![at; question.columns.len()],
            });
        }
        Ok(self.rows)
    }
}

/// The form and the key of a row, by the first of its answers that has a tag.
fn key_of(row: &[Answer]) -> Option<(usize, String)> {
    let tags = row.iter().filter_map(|cell| cell.tag.as_deref());
    let (form, key, _) = tags.filter_map(parsed).next()?;
    Some((form, key.to_owned()))
}

/// What a tag says: the form, the key of the row, and which of its answers.
fn parsed(tag: &str) -> Option<(usize, &str, usize)> {
    let (form, rest) = tag.split_once(':')?;
    let (key, answer) = rest.rsplit_once(':')?;
    question(key)?;
    Some((form.parse().ok()?, key, answer.parse().ok()?))
}
