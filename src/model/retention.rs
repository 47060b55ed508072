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
