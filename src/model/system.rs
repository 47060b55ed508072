//! Systems: where data rests.

use super::record::catalogue_record;
use super::{Country, OneOrMany, PartyId, Recorded};

catalogue_record! {
    /// Where data rests: an application, a shared record, a filing room.
    pub struct System {
        operator: Recorded<PartyId> = "the party that runs it and so has what it has",
        /// The countries in which it is hosted, ISO 3166.
        hosted_in: Recorded<OneOrMany<Country>> = "the countries where its data rests",
        search: Recorded<String> = "how to find a person in it",
    }
}
