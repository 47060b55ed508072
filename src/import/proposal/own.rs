//! What the register's own notice of an activity says, so that it can be read back without a change.

use std::collections::BTreeSet;

use crate::model::{Kind, fold};

use super::super::ImportError;
use super::super::notice::{Fact, Notice, Statement};
use super::names::Names;

/// Writes the register's own notice of an activity, by its id, and reads it; nothing where there is none.
pub type OwnNotice<'o> = &'o dyn Fn(&str) -> Result<Option<Notice>, ImportError>;

/// The words of the register's own notice of an activity, folded.
pub(super) struct Own {
    sentences: BTreeSet<String>,
}

impl Own {
    pub(super) fn of(notice: Option<Notice>) -> Self {
        let statements = notice.into_iter().flat_map(|notice| {
            let title = notice.title.into_iter();
            title.chain(notice.statements)
        });
        let words = statements.flat_map(|one| [fold(&one.place), fold(&one.words)]);
        Self {
            sentences: words.collect(),
        }
    }

    /// Whether the register says this in the same words.
    pub(super) fn says(&self, statement: &Statement) -> bool {
        self.sentences.contains(&fold(&statement.words))
    }

    /// Whether the register says all of a notice in the same words.
    pub(super) fn says_all_of(&self, notice: &Notice) -> bool {
        let states = |one: &&Statement| one.fact != Fact::Leading;
        let title = notice.title.iter();
        let mut all = title.chain(notice.statements.iter().filter(states));
        !self.sentences.is_empty() && all.all(|one| self.says(one))
    }
}

/// What was not understood of a published notice, but for what the register's own notice says in the same words.
pub fn unread(published: &Notice, own: Option<Notice>) -> Vec<&Statement> {
    let own = Own::of(own);
    let is_unread = |one: &&Statement| one.fact == Fact::Unread && !own.says(one);
    published.statements.iter().filter(is_unread).collect()
}

/// The activity that the title of a notice of our own names, where the register has it.
///
/// # Errors
/// The store cannot be read.
pub(super) fn activity_of(names: &Names<'_>, title: &str) -> Result<Option<String>, ImportError> {
    let Some(name) = title.strip_suffix(Notice::TITLE_ENDS) else {
        return Ok(None);
    };
    let known = names.known(Kind::Activity, name)?;
    Ok(known.map(|_| name.to_owned()))
}
