//! Systems: where data rests.

use super::record::{catalogue_record, words};
use super::{Country, MeasureId, OneOrMany, PartyId, Recorded};

catalogue_record! {
    /// Where data rests: an application, a shared record, a filing room.
    pub struct System: super::SystemId {
        operator: Recorded<PartyId> = "the party that runs it and so has what it has",
        /// The countries in which it is hosted, ISO 3166.
        hosted_in: Recorded<OneOrMany<Country>> = "the countries where its data rests",
        search: Recorded<String> = "how to find a person in it",
        measures: Recorded<Vec<MeasureId>> = "security measures that protect it (Article 30(1)(g))",
        /// Whether it holds data electronically, on paper, or both.
        medium: Recorded<OneOrMany<Medium>> = "electronic or paper",
        impact: Recorded<String> = "what it would mean to lose it, or the data in it",
    }
}

words! {
    /// In what form a system holds data.
    pub enum Medium {
        Electronic = "electronic", "held by computer",
        Paper = "paper", "held on paper",
    }
}
