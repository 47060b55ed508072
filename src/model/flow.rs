//! Flows: the edges of the graph, as an activity's file lists them.

use serde::{Deserialize, Serialize};

use super::{
    Date, DocumentId, End, Field, Fields, Kind, LawCode, PartyId, PeopleId, Recorded, Scope, Shape,
    SystemId,
};

/// One movement of personal data, from the point of view of the activity that records it.
///
/// Which ends it has follows from the list it stands in ([`FlowKind`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// A slug of its own; without it, a flow is known by its activity, kind, ends and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// From where, for a source or an onward flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<End>,
    /// To whom, for a recipient or an onward flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<End>,
    /// The system, for a store.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemId>,
    /// Which data it carries; not recorded is neither all nor none.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub carries: Recorded<Scope>,
    /// Whether the list is known to be incomplete.
    #[serde(default, skip_serializing_if = "is_false")]
    pub and_more: bool,
    /// The system it passes through.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub through: Recorded<SystemId>,
    /// Whose data it is.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub people: Recorded<Vec<PeopleId>>,
    /// The slug of the purpose it serves.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub purpose: Recorded<String>,
    /// The basis or gateway for this disclosure.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub ground: Recorded<String>,
    /// The contract or agreement that governs it.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub agreement: Recorded<DocumentId>,
    /// What allows it to leave the country.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub transfer: Recorded<Transfer>,
    /// When or on what condition it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// By what means.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub method: Recorded<String>,
    /// How often.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub frequency: Recorded<String>,
    /// How much.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub volume: Recorded<String>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub begins: Recorded<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub ends: Recorded<Date>,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The list of an activity in which a flow stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowKind {
    /// A party, people or another activity gives data to this activity.
    Source,
    /// This activity keeps data in a system.
    Store,
    /// This activity gives data to a party or another activity.
    Recipient,
    /// One party hands data on to another.
    Onward,
}

impl FlowKind {
    /// Every kind, in the order in which flows are numbered.
    pub const ALL: [Self; 4] = [Self::Source, Self::Store, Self::Recipient, Self::Onward];

    /// The key of the list in text, and the word in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Store => "store",
            Self::Recipient => "recipient",
            Self::Onward => "onward",
        }
    }
}

/// What allows data to leave the country (Article 44A).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Approved by regulations, appropriate safeguards or a derogation (Article 44A(2)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub route: Recorded<LawCode>,
    /// The safeguard relied on (Article 46).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub instrument: Recorded<LawCode>,
    /// The derogation relied on (Article 49(1)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub derogation: Recorded<LawCode>,
    /// The record of the data protection test (Article 46(6)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub test: Recorded<DocumentId>,
    /// The day of the test.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub tested: Recorded<Date>,
    /// Who made the test.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub tested_by: Recorded<PartyId>,
    /// What the test found.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub outcome: Recorded<String>,
}

const ID: &[Field] = &[Field::optional(
    "id",
    Shape::Slug,
    "a short name of its own",
)];

const FLOW: &[Field] = &[
    Field::recorded("carries", Shape::Scope, "which data it carries, or all"),
    Field::optional(
        "and_more",
        Shape::Flag,
        "whether the list is known to be incomplete",
    ),
    Field::recorded(
        "through",
        Shape::Id(Kind::System),
        "the system it passes through",
    ),
    Field::recorded(
        "people",
        Shape::List(&Shape::Id(Kind::People)),
        "whose data it is",
    ),
    Field::recorded("purpose", Shape::Slug, "the id of the purpose it serves"),
    Field::recorded("ground", Shape::Text, "the legal gateway for it"),
    Field::recorded(
        "agreement",
        Shape::Id(Kind::Document),
        "the contract or agreement that governs it",
    ),
    Field::recorded(
        "transfer",
        Shape::Table(Transfer::FIELDS),
        "what allows it to leave the UK (Article 44A)",
    ),
    Field::optional("when", Shape::Text, "when or on what condition it happens"),
    Field::recorded("method", Shape::Text, "by what means"),
    Field::recorded("frequency", Shape::Text, "how often"),
    Field::recorded("volume", Shape::Text, "how much"),
    Field::recorded("begins", Shape::Date, "the first day"),
    Field::recorded("ends", Shape::Date, "the last day"),
    Field::optional("evidence", Shape::Text, "the words it rests on"),
    Field::optional("note", Shape::Text, "anything else worth keeping"),
];

const SOURCE: &[Field] = &[Field::required(
    "from",
    Shape::End(&[Kind::Party, Kind::People, Kind::Activity]),
    "who or what gives it",
)];

const STORE: &[Field] = &[Field::required(
    "in",
    Shape::Id(Kind::System),
    "the system that keeps it",
)];

const RECIPIENT: &[Field] = &[Field::required(
    "to",
    Shape::End(&[Kind::Party, Kind::Activity]),
    "who or what gets it",
)];

const ONWARD: &[Field] = &[
    Field::required("from", Shape::End(&[Kind::Party]), "who passes it on"),
    Field::required("to", Shape::End(&[Kind::Party]), "who gets it"),
];

impl Flow {
    const SOURCE: Fields = &[ID, SOURCE, FLOW];
    const STORE: Fields = &[ID, STORE, FLOW];
    const RECIPIENT: Fields = &[ID, RECIPIENT, FLOW];
    const ONWARD: Fields = &[ID, ONWARD, FLOW];

    /// The fields of a flow in the list of a kind.
    pub const fn fields(kind: FlowKind) -> Fields {
        match kind {
            FlowKind::Source => Self::SOURCE,
            FlowKind::Store => Self::STORE,
            FlowKind::Recipient => Self::RECIPIENT,
            FlowKind::Onward => Self::ONWARD,
        }
    }
}

impl Transfer {
    const FIELDS: Fields = &[&[
        Field::recorded(
            "route",
            Shape::Code("transfer-route"),
            "approved, safeguards or derogation (Article 44A(2))",
        ),
        Field::recorded(
            "instrument",
            Shape::Code("safeguard"),
            "safeguard relied on (Article 46)",
        ),
        Field::recorded(
            "derogation",
            Shape::Code("derogation"),
            "derogation relied on (Article 49(1))",
        ),
        Field::recorded(
            "test",
            Shape::Id(Kind::Document),
            "record of the data protection test (Article 46(6))",
        ),
        Field::recorded("tested", Shape::Date, "day of the test"),
        Field::recorded("tested_by", Shape::Id(Kind::Party), "who made the test"),
        Field::recorded("outcome", Shape::Text, "what the test found"),
    ]];
}
