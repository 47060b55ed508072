//! How long data is kept, and what happens then.

use super::record::{record, words};
use super::{PeopleId, Period, Recorded, Scope, Shape, SystemId};

record! {
    /// One retention rule (Article 30(1)(f)). When use stops and when data is deleted are two clocks.
    #[derive(Default)]
    pub struct Retention {
        data: Recorded<Scope> = "for which data, or all",
        systems: Recorded<Vec<SystemId>> = "in which systems",
        people: Recorded<Vec<PeopleId>> = "about which people",
        purpose: Recorded<String> where [Shape::Slug] = "the id of the purpose for which it is kept",
        stop_using: Recorded<String> = "when use stops",
        trigger: Recorded<String> = "the event from which the period runs",
        period: Recorded<Period> = "how long data is kept",
        criteria: Recorded<String> = "the criteria, where there is no period",
        then: Recorded<Fate> = "what happens then",
        authority: Recorded<String> = "the enactment, guidance or local rule behind it",
        evidence: Option<String> = "the sentence as published",
    }
}

words! {
    /// What happens to data at the end of its retention.
    pub enum Fate {
        Delete = "delete", "it is deleted",
        ReviewThenDelete = "review-then-delete", "it is reviewed, then deleted",
        Anonymise = "anonymise", "it is made anonymous",
        Archive = "archive", "it is archived",
    }
}

impl Fate {
    /// What happens, as a phrase.
    pub fn phrase(self) -> &'static str {
        [
            "deleted",
            "reviewed, then deleted",
            "made anonymous",
            "archived",
        ][self as usize]
    }
}

/// From when a period runs, in words: "after" goes with an event ("leaving") and with a clause ("your badge expires"), and
/// not with one that says so itself ("when the case closes").
pub fn runs_from(trigger: &str) -> String {
    const SAYS_SO: [&str; 3] = ["when ", "after ", "once "];
    let trigger = trigger.trim().trim_end_matches('.');
    let says_so = SAYS_SO.iter().any(|word| trigger.starts_with(word));
    format!("{} {trigger}", if says_so { "from" } else { "after" })
}

#[cfg(test)]
mod tests {
    use super::runs_from;

    #[test]
    fn a_period_runs_from_an_event_or_a_clause_in_plain_words() {
        for (trigger, words) in [
            ("leaving", "after leaving"),
            ("your badge expires.", "after your badge expires"),
            ("when the case closes", "from when the case closes"),
            ("after the last visit", "from after the last visit"),
        ] {
            assert_eq!(runs_from(trigger), words);
        }
    }
}
