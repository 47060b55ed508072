//! Whose register this is.

use super::record::{record, words};
use super::{PartyId, Recorded};

record! {
    /// Whose register this is, who supervises it and under which law.
    #[derive(Default)]
    pub struct Settings {
        organisation: Recorded<PartyId> = "the organisation that keeps the register",
        regulator: Recorded<PartyId> = "the supervisory authority",
        jurisdiction: Recorded<Jurisdiction> = "the law that governs it",
        note: Option<String> = "anything else worth keeping",
        notice_days: Recorded<u64> = "for how many days before its end an agreement is said to end soon",
    }
}

words! {
    /// The law that governs a register.
    pub enum Jurisdiction {
        Uk = "uk", "the UK GDPR and the Data Protection Act 2018",
        Eu = "eu", "the GDPR of the European Union",
    }
}

impl Settings {
    /// The id of the one settings record.
    pub const ID: &str = "register";
}
