//! Parties: anyone data comes from or goes to.

use super::record::{catalogue_record, record, words};
use super::{
    ActivityId, Country, Date, DocumentId, Identifiers, PartyId, Recorded, SystemId, Transfer,
};

catalogue_record! {
    /// Anyone data comes from or goes to: an organisation, a public authority, a team, a person, a
    /// group of people, a class of them ("hospitals"), or the public at large.
    pub struct Party: super::PartyId {
        kind: Recorded<PartyKind> = "what kind of party it is",
        part_of: Option<PartyId> = "the party it is a part of",
        /// Where it is, ISO 3166.
        country: Recorded<Country> = "the country it is in",
        identifiers: Recorded<Identifiers> = "numbers and codes by which public registers know it",
        address: Recorded<String> = "postal address",
        email: Recorded<String> = "e-mail address",
        phone: Recorded<String> = "telephone number",
        web: Recorded<String> = "address on the web",
        dpo: Recorded<PartyId> = "its data protection officer",
        representative: Recorded<PartyId> = "its representative (Article 27)",
        /// Those it engages to process on others' behalf (Article 28(2) and (4)).
        sub_processors: Recorded<Vec<SubProcessor>> = "those it engages to process (Article 28)",
    }
}

words! {
    /// What kind of party it is.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum PartyKind {
        Organisation = "organisation", "a company, charity or other body",
        PublicAuthority = "public-authority", "a body that exercises public functions",
        Team = "team", "a team, office or post inside another party",
        Person = "person", "one person, such as a sole trader or a councillor",
        Group = "group", "a group of people, such as a family network",
        Class = "class", "bodies or people that are not named one by one, such as hospitals",
        InternationalOrganisation = "international-organisation",
            "an organisation under public international law, such as Interpol: outside the UK",
        Public = "public", "anyone at all: what goes to it is published",
    }
}

record! {
    /// One party that another engages to process on its behalf.
    pub struct SubProcessor {
        party: PartyId as required "who is engaged",
        service: Recorded<String> = "for which service",
        systems: Recorded<Vec<SystemId>> = "for which systems of the processor",
        activities: Recorded<Vec<ActivityId>> = "for which activities",
        /// Where it does so, ISO 3166.
        country: Recorded<Country> = "where it processes the data",
        agreement: Recorded<DocumentId> = "the contract by which it is engaged",
        transfer: Recorded<Transfer> = "what allows it to process outside the UK (Article 44A)",
        begins: Recorded<Date> = "the first day",
        ends: Recorded<Date> = "the last day",
    }
}

impl PartyKind {
    /// Whether what is part of such a party is only a member of it, and no part of one legal person.
    pub const fn has_members(self) -> bool {
        matches!(self, Self::Class | Self::Group | Self::Public)
    }
}
