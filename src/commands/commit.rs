//! Committing what a command prepared: in its turn, prepared again where somebody else was first, and said.

use std::cell::RefCell;

use crate::error::Error;
use crate::model::moment_in_words;
use crate::store::{Commit, Plan, Store};
use crate::ui;

use super::Run;
use super::brought::Before;

// Who makes a change and why, and whether it is made at all.
#[derive(Debug, clap::Args)]
pub(super) struct Signed {
    /// Show what would change, and change nothing
    #[arg(long, help_heading = None)]
    pub(super) plan: bool,
    /// Who makes the change [default: the login name]
    #[arg(long, env = "ROPA_AUTHOR", value_name = "NAME", help_heading = None)]
    author: Option<String>,
    /// Why the change is made
    #[arg(short, long, value_name = "TEXT", help_heading = None)]
    pub(super) message: Option<String>,
}

impl Signed {
    /// A change that is made, by whoever is named.
    pub(super) fn new(author: Option<String>) -> Self {
        Self {
            plan: false,
            author,
            message: None,
        }
    }

    /// Who makes a change: as given, else whoever is logged in.
    pub(super) fn author(&self, run: &Run) -> Result<String, Error> {
        author(self.author.clone(), run.login)
    }
}

/// Who makes a change, of those who were named.
fn author(given: Option<String>, login: impl FnOnce() -> Option<String>) -> Result<String, Error> {
    given
        .or_else(login)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            Error::that("nobody is named who makes this change, and nothing was changed")
                .hinted("add `--author \"Your name\"`, or set `ROPA_AUTHOR`")
        })
}

/// What a command prepared: a plan, and what it does beside committing it.
pub(super) trait Prepared {
    /// What is committed.
    fn plan(&self) -> &Plan;

    /// Done just before the commit; where it fails, nothing is committed.
    fn before(&self, _head: Option<&Commit>) -> Result<(), Error> {
        Ok(())
    }

    /// Done once the commit is made, which follows `head`, and before it is seen by others.
    fn after(&self, _run: &mut Run, _head: Option<&Commit>, _commit: &Commit) {}
}

impl Run {
    /// Commits what was prepared, once nobody else writes. Where somebody was first, it is prepared again: what was
    /// shown still holds where the records do not meet.
    pub(super) fn commit<P: Prepared>(
        &mut self,
        store: &mut Store,
        mut prepared: P,
        mut again: impl FnMut(&mut Self, &Store) -> Result<P, Error>,
        author: &str,
        message: &str,
    ) -> Result<(), Error> {
        let place = store.path().display().to_string();
        let speaking = RefCell::new(&mut *self);
        let mut waits = |who: &str| {
            let line = format!("waiting for {who} to finish with `{place}`");
            speaking.borrow_mut().ui.say(&line);
        };
        let mut before = None;
        let committed = store.in_turn(
            author,
            &mut waits,
            |store| -> Result<Option<Commit>, Error> {
                let run = &mut **speaking.borrow_mut();
                let head = store.head()?;
                if head.as_ref().map(|head| head.hash.as_str()) != prepared.plan().base() {
                    prepared = again(run, store)?;
                    run.say_who_was_first(head.as_ref());
                }
                prepared.before(head.as_ref())?;
                before = Before::of(store, prepared.plan(), run.today()).ok();
                let commit = store.commit(prepared.plan(), author, message, run.now)?;
                if let Some(commit) = &commit {
                    prepared.after(run, head.as_ref(), commit);
                }
                Ok(commit)
            },
        )?;
        if let Some(commit) = committed {
            if commit.at.as_second() > self.now.as_second() + 60 {
                self.ui.say(&format!(
                    "the clock of this computer is behind the last change ({}): this one is dated like it",
                    moment_in_words(commit.at)
                ));
            }
            self.ui.say(&format!(
                "committed as {} by {}: {}",
                commit.hash, commit.author, commit.message
            ));
            self.say_what_it_brought(store, before);
        }
        Ok(())
    }

    /// Shows what will change. Whoever looks at the first lines only, as with `| head`, still wants the change made.
    pub(super) fn show_before_commit(&mut self, text: &str) -> Result<(), Error> {
        match self.ui.data(text) {
            Err(error) if !error.is_closed_pipe() => Err(error),
            _ => Ok(()),
        }
    }

    /// Says who changed the register while a change to it was prepared.
    fn say_who_was_first(&mut self, head: Option<&Commit>) {
        if let Some(head) = head {
            let line = format!(
                "{} changed the register in the meantime ({}, \"{}\"): this change was joined with that one",
                ui::one_line(&head.author),
                moment_in_words(head.at),
                ui::one_line(&head.message)
            );
            self.ui.say(&line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_makes_no_change() {
        let named = |given: Option<&str>, login: Option<&str>| {
            author(given.map(str::to_owned), || login.map(str::to_owned)).ok()
        };
        assert_eq!(
            named(Some(" A. Officer "), Some("ao")).as_deref(),
            Some("A. Officer")
        );
        assert_eq!(named(None, Some("ao")).as_deref(), Some("ao"));
        assert_eq!(named(None, None), None);
        assert_eq!(named(Some(" "), Some("ao")), None);
    }
}
