//! Forms: what is recorded of an activity as questions with their answers, for those who know it best, and back again.
//!
//! Each answer stands in a row that has a key: the list, and the number of the item as the register had it when the form
//! left. A form keeps what stood in it then, so that what somebody changed is known, and the commit it was made of, so
//! that what was changed in the register meanwhile is known too.

mod about;
mod fill;
mod opened;
mod questions;
mod read;
mod word;

use crate::model::{Reference, visible};

pub use self::fill::forms;
pub use self::opened::Opened;
pub use self::questions::{QUESTIONS, Question, UNREAD};
pub use self::read::{Clash, Returned, returned};

/// The name of the sheet that says what a form was made of.
pub const ABOUT: &str = "About this form";

/// What that sheet begins with, and the version of what follows.
pub const MARK: [&str; 2] = ["ropa form", "1"];

/// The namespace of what says the same in a document of Word.
pub const NAMESPACE: &str = "urn:ropa:form";

/// The column of the first answer, from 0.
pub const ANSWERS: u32 = 2;

/// What a form says about how to fill it in, a line each.
pub const HOW: [&str; 6] = [
    "Each sheet is about one activity: one thing that your service does with personal data.",
    "Read what is filled in. Put right what is wrong, and fill in what is empty. Leave a cell empty where you do not know.",
    "Write “none” where there is none: an empty cell says that it is not recorded.",
    "Where a cell has a list, choose from it, or write another name. Several kinds of data in one cell are separated by a semicolon.",
    "To take something out, empty its row.",
    "Save the file and send it back to the data protection officer. Nothing is changed in the register before they have seen it.",
];

/// What the first of these lines is on paper.
pub const ON_PAPER: &str =
    "Each section is about one activity: one thing that your service does with personal data.";

/// The tag of an answer in a document of Word: which form, the key of the row, and which of its answers. Word takes no
/// more than 64 characters.
pub fn tag(form: usize, key: &str, answer: usize) -> String {
    format!("{form}:{key}:{answer}")
}

/// Forms that go out together.
#[derive(Debug, Default)]
pub struct Forms {
    /// Whose register it is.
    pub organisation: String,
    /// The commit they are made of, by its hash; nothing of a folder.
    pub commit: Option<String>,
    /// A form for each activity, or one that is blank.
    pub forms: Vec<Form>,
    /// What there is to choose from: each list with its name.
    pub lists: Vec<(String, Vec<String>)>,
}

impl Forms {
    /// What they are called.
    pub const TITLE: &'static str = "What we record about your activities";

    /// What they were made of and what stands in them, a line each, so that what is changed can be told when they come
    /// back; each form under the name of its sheet.
    pub fn about(&self, sheets: &[String]) -> Vec<Vec<String>> {
        let line = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let mut lines = vec![
            line(&MARK),
            line(&["commit", self.commit.as_deref().unwrap_or_default()]),
        ];
        for (form, name) in self.forms.iter().zip(sheets) {
            let id = form.activity.as_ref().map_or("", |activity| &activity.id);
            lines.push(line(&["sheet", name, id]));
        }
        for (form, name) in self.forms.iter().zip(sheets) {
            for (key, texts) in form.asked.iter().flat_map(|asked| &asked.rows) {
                for (column, text) in (ANSWERS..).zip(texts) {
                    if !text.is_empty() {
                        lines.push(line(&[
                            "was",
                            name,
                            key,
                            &column.to_string(),
                            &visible(text),
                        ]));
                    }
                }
            }
        }
        lines
    }
}

/// The form of one activity.
#[derive(Debug)]
pub struct Form {
    /// What it is about.
    pub title: String,
    /// The activity; nothing where it is new.
    pub activity: Option<Reference>,
    /// Its questions, in order.
    pub asked: Vec<Asked>,
}

/// A question with its answers.
#[derive(Debug)]
pub struct Asked {
    /// The question.
    pub question: &'static Question,
    /// For each column the list to choose from, by its place.
    pub choices: Vec<Option<usize>>,
    /// Its rows: the key of each, and what stands in it, as many texts as there are columns.
    pub rows: Vec<(String, Vec<String>)>,
}
