//! Flows: the edges of the graph, as an activity's file lists them.

use super::record::{Held, record, words};
use super::{
    Date, DocumentId, End, Field, Fields, Kind, LawCode, PartyId, PeopleId, Recorded, Scope, Shape,
    SystemId,
};

record! {
    /// One movement of personal data, from the point of view of the activity that records it.
    ///
    /// Which ends it has follows from the list it stands in ([`FlowKind`]).
    #[derive(Default)]
    pub struct Flow {
        /// A slug of its own; without it, a flow is known by its activity, kind, ends and place.
        id: Option<String> where [Shape::Slug] = "a short name of its own",
        from: Option<End> where [Shape::End(&[])] = "where a source, an onward flow or a feed starts",
        to: Option<End> where [Shape::End(&[])] = "to whom or what a recipient, an onward flow or a feed goes",
        system "in": Option<SystemId> = "the system of a store",
        /// Whose role it is follows from the list ([`Flow::fields`] says it); without it the role follows from who
        /// decides, who runs a system and who is engaged.
        role "as": Option<FlowRole> = "in which role it is received",
        /// Which data it carries; not recorded is neither all nor none.
        carries: Recorded<Scope> = "which data it carries, or all",
        and_more: bool = "whether the list is known to be incomplete",
        through: Recorded<SystemId> = "the system it passes through",
        people: Recorded<Vec<PeopleId>> = "whose data it is",
        purpose: Recorded<String> where [Shape::Slug] = "the id of the purpose it serves",
        /// The basis or gateway for this disclosure.
        ground: Recorded<String> = "the legal gateway for it",
        agreement: Recorded<DocumentId> = "the contract or agreement that governs it",
        transfer: Recorded<Transfer> = "what allows it to leave the UK (Article 44A)",
        when: Option<String> = "when or on what condition it happens",
        method: Recorded<String> = "by what means",
        frequency: Recorded<String> = "how often",
        volume: Recorded<String> = "how much",
        begins: Recorded<Date> = "the first day",
        ends: Recorded<Date> = "the last day",
        evidence: Option<String> = "the words it rests on",
        note: Option<String> = "anything else worth keeping",
    }
}

words! {
    /// The list of an activity in which a flow stands; its word is the key of the list in text.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum FlowKind {
        Source = "source", "a party, people or another activity gives data to this activity",
        Store = "store", "this activity keeps data in a system",
        Recipient = "recipient", "this activity gives data to a party, people or another activity",
        Onward = "onward", "one party hands data on to another",
        Feed = "feed", "one system passes data to another, for this activity",
    }
}

words! {
    /// In which role somebody has what a flow carries, where the record says so.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum FlowRole {
        Processor = "processor", "on the controller's behalf (Article 28), with or without a system",
        JointController = "joint-controller", "it decides with the controller (Article 26)",
        Controller = "controller", "on its own account, also where it is a part of the controller",
        Internal = "internal", "inside the controller, also where it is another party",
    }
}

impl FlowKind {
    /// Every kind, in the order in which flows are numbered: feeds last, so that no other number moves.
    pub const ALL: [Self; 5] = [
        Self::Source,
        Self::Store,
        Self::Recipient,
        Self::Onward,
        Self::Feed,
    ];
}

record! {
    /// What allows data to leave the country (Article 44A).
    #[derive(Default)]
    pub struct Transfer {
        /// Approved by regulations, appropriate safeguards or a derogation (Article 44A(2)).
        route: Recorded<LawCode> where [Shape::Code("transfer-route")] =
            "approved, safeguards or derogation (Article 44A(2))",
        instrument: Recorded<LawCode> where [Shape::Code("safeguard")] =
            "safeguard relied on (Article 46)",
        derogation: Recorded<LawCode> where [Shape::Code("derogation")] =
            "derogation relied on (Article 49(1))",
        /// For law enforcement, in place of a derogation.
        section_76: Recorded<LawCode> where [Shape::Code("special-circumstances")] =
            "special circumstances relied on, for law enforcement (DPA 2018 section 76(1))",
        /// For law enforcement: who the third condition of a transfer lets it go to.
        section_73: Recorded<LawCode> where [Shape::Code("part-3-recipient")] =
            "relevant authority, processor or other person (DPA 2018 section 73(4), for law enforcement)",
        /// Of a country that is approved only in part, such as for certified firms.
        within_limit: Recorded<bool> = "whether it is within the limit of a partial approval",
        test: Recorded<DocumentId> = "record of the data protection test (Article 46(6))",
        tested: Recorded<Date> = "day of the test",
        tested_by: Recorded<PartyId> = "who made the test",
        outcome: Recorded<String> = "what the test found",
    }
}

/// In which role somebody has what a flow carries: whose role it is, its list says.
const fn role(means: &'static str) -> Field {
    Field::optional("as", <FlowRole as Held>::SHAPE, means)
}

const SOURCE: &[Field] = &[
    Field::required(
        "from",
        Shape::End(&[Kind::Party, Kind::People, Kind::Activity]),
        "who or what gives it",
    ),
    role("the role of whoever runs the system it passes through"),
];

const STORE: &[Field] = &[
    Field::required("in", Shape::Id(Kind::System), "the system that keeps it"),
    role("the role of whoever runs the system"),
];

const RECIPIENT: &[Field] = &[
    Field::required(
        "to",
        Shape::End(&[Kind::Party, Kind::Activity, Kind::People]),
        "who or what gets it",
    ),
    role("the role of who gets it"),
];

const ONWARD: &[Field] = &[
    Field::required("from", Shape::End(&[Kind::Party]), "who passes it on"),
    Field::required("to", Shape::End(&[Kind::Party]), "who gets it"),
    role("the role of who gets it"),
];

const FEED: &[Field] = &[
    Field::required(
        "from",
        Shape::End(&[Kind::System]),
        "the system that passes it on",
    ),
    Field::required("to", Shape::End(&[Kind::System]), "the system that gets it"),
    role("the role of whoever runs the system that gets it"),
];

impl Flow {
    const ID: &[Field] = Self::FIELDS[0].split_at(1).0;
    /// What every flow may say beside its ends and whose role it names, which follow from its list.
    const EVERY: &[Field] = Self::FIELDS[0].split_at(5).1;
    const SOURCE: Fields = &[Self::ID, SOURCE, Self::EVERY];
    const STORE: Fields = &[Self::ID, STORE, Self::EVERY];
    const RECIPIENT: Fields = &[Self::ID, RECIPIENT, Self::EVERY];
    const ONWARD: Fields = &[Self::ID, ONWARD, Self::EVERY];
    const FEED: Fields = &[Self::ID, FEED, Self::EVERY];

    /// The fields of a flow in the list of a kind.
    pub const fn fields(kind: FlowKind) -> Fields {
        match kind {
            FlowKind::Source => Self::SOURCE,
            FlowKind::Store => Self::STORE,
            FlowKind::Recipient => Self::RECIPIENT,
            FlowKind::Onward => Self::ONWARD,
            FlowKind::Feed => Self::FEED,
        }
    }
}
