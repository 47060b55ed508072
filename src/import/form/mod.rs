//! Forms: what is recorded of an activity as questions with their answers, for those who know it best, and back again.
//!
//! Each answer stands in a row that has a key: the list, and the number of the item as the register had it when the form
//! left. A form keeps what stood in it then, so that what somebody changed is known, and the commit it was made of, so
//! that what was changed in the register meanwhile is known too.

mod fill;
mod questions;
mod read;

use crate::model::Reference;

pub use self::fill::forms;
pub use self::questions::{QUESTIONS, Question, UNREAD};
pub use self::read::{Clash, Returned, returned};

/// The name of the sheet that says what a form was made of.
pub const ABOUT: &str = "About this form";

/// What that sheet begins with, and the version of what follows.
pub const MARK: [&str; 2] = ["ropa form", "1"];

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
