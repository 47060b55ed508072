//! Whether the clock can be right: a commit dated far ahead would hide all later ones from `--as-of`.

use std::path::Path;

use jiff::Timestamp;

use super::{Commit, Store, StoreError};

/// How far the clock may be ahead of the files that are made on the same disk.
const DAY: i64 = 86_400;

/// After how long without a commit it is more likely that the clock is wrong.
const TEN_YEARS: i64 = 10 * 365 * DAY;

impl Store {
    /// Takes the clock for right, however far ahead of the last commit it is.
    pub fn trust_the_clock(&mut self) {
        self.trusts_clock = true;
    }

    /// Refuses a commit at a time that is far ahead of the last commit and of the time that the disk gives to a file, or
    /// ten years ahead of the last commit.
    pub(super) fn check_clock(
        &self,
        last: Option<&Commit>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if self.trusts_clock || !self.path.is_file() {
            return Ok(());
        }
        let is_ahead = |of: Timestamp, by: i64| at.as_second() - of.as_second() > by;
        if last.is_some_and(|last| !is_ahead(last.at, DAY)) {
            return Ok(());
        }
        let file = made_now(&self.path).filter(|made| is_ahead(*made, DAY));
        let last = last.filter(|last| is_ahead(last.at, TEN_YEARS));
        match file.or(last.map(|last| last.at)) {
            Some(other) => Err(StoreError::Clock {
                at,
                other,
                is_of_file: file.is_some(),
            }),
            None => Ok(()),
        }
    }
}

/// When a file that is made just now beside another was made, by the clock of the disk or share that both are on.
fn made_now(path: &Path) -> Option<Timestamp> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let made = tempfile::Builder::new()
        .prefix(".ropa-")
        .suffix(".tmp")
        .tempfile_in(folder.unwrap_or(Path::new(".")));
    let modified = made.ok()?.as_file().metadata().ok()?.modified().ok()?;
    Timestamp::try_from(modified).ok()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use serde_json::json;

    use super::super::sample::{database, day, folder, party};
    use super::*;

    /// What is said of a commit at a time.
    fn committed(store: &mut Store, at: &str) -> String {
        let digits: String = at.chars().filter(char::is_ascii_digit).collect();
        let id = format!(
            "at-{digits}-{}",
            store.ids(crate::model::Kind::Party).unwrap().len()
        );
        let plan = store.plan([party(&id, json!({}))], false).unwrap();
        let done = store.commit(&plan, "ada", "", at.parse().unwrap());
        done.map_or_else(
            |error| error.to_string(),
            |done| done.unwrap().at.to_string(),
        )
    }

    #[test]
    fn a_clock_that_is_far_ahead_is_not_believed() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let said = committed(&mut store, "2200-01-01T00:00:00Z");
        assert!(
            said.starts_with("the clock of this computer says 1 January 2200, 00:00, and a file made just now is of "),
            "{said}"
        );
        assert_eq!(store.head().unwrap().unwrap().at, day(1));
        // Less than a day after the last commit whatever the disk says, and behind it.
        let next = day(1) + 23.hours();
        assert_eq!(committed(&mut store, &next.to_string()), next.to_string());
        assert_eq!(
            committed(&mut store, "1970-01-01T00:00:00Z"),
            next.to_string()
        );
        // Whoever says that it is right is believed.
        store.trust_the_clock();
        assert_eq!(
            committed(&mut store, "2200-01-01T00:00:00Z"),
            "2200-01-01T00:00:00Z"
        );
        store.trusts_clock = false;
        assert_eq!(
            committed(&mut store, "2200-01-01T09:00:00Z"),
            "2200-01-01T09:00:00Z"
        );
    }

    #[test]
    fn ten_years_without_a_commit_are_not_believed() {
        let (_folder, path) = folder();
        let mut store = Store::create(&path).unwrap();
        assert_eq!(
            committed(&mut store, "2001-01-01T00:00:00Z"),
            "2001-01-01T00:00:00Z"
        );
        assert_eq!(
            committed(&mut store, "2009-01-01T00:00:00Z"),
            "2009-01-01T00:00:00Z"
        );
        assert_eq!(
            committed(&mut store, "2022-01-01T00:00:00Z"),
            "the clock of this computer says 1 January 2022, 00:00, and the last change was made on 1 January 2009, 00:00"
        );
        assert!(committed(&mut store, "2200-01-01T00:00:00Z").contains("a file made just now"));
    }
}
