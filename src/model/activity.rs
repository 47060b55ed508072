//! Activities: the entries of the register.

use serde::{Deserialize, Serialize};

use super::{
    Condition, DataId, Date, DocumentId, Field, Fields, Flow, FlowKind, Kind, LawCode, MeasureId,
    OffenceBasis, PartyId, PeopleId, Period, Presence, Purpose, Recorded, Retention, Shape, Word,
};

/// An entry of the register: one processing activity (Article 30(1) or (2)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// The name as people know it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The organisation's own number for it.
    #[serde(
        default,
        rename = "ref",
        skip_serializing_if = "Recorded::is_not_recorded"
    )]
    pub reference: Recorded<String>,
    /// The business function, as a path from broad to narrow: `Children and Families / Family Solutions`.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub function: Recorded<String>,
    /// What is done.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub description: Recorded<String>,
    /// Whether the entry is a draft, active or retired.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub status: Recorded<Status>,
    /// Who answers for it inside the organisation.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub owner: Recorded<PartyId>,
    /// In which role the organisation acts.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub role: Recorded<Role>,
    /// General processing, or law enforcement (DPA 2018 Part 3).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub regime: Recorded<Regime>,
    /// The controller.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub controller: Recorded<PartyId>,
    /// Joint controllers, with who does what (Article 26).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub joint_controllers: Recorded<Vec<JointController>>,
    /// The controllers acted for, where the organisation is the processor.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub acts_for: Recorded<Vec<PartyId>>,
    /// Whose data it is.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub people: Recorded<Vec<PeopleId>>,
    /// Which data it holds.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub data: Recorded<Vec<DataId>>,
    /// What happens if the data is not provided (Article 13(2)(e)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub if_not_provided: Recorded<String>,
    /// Its measures (Article 30(1)(g)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub measures: Recorded<Vec<MeasureId>>,
    /// Its records of consent.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub consent: Recorded<Vec<DocumentId>>,
    /// Its records of breaches.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub breaches: Recorded<Vec<DocumentId>>,
    /// Its privacy notices.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub notices: Recorded<Vec<DocumentId>>,
    /// Related links.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub links: Recorded<Vec<DocumentId>>,
    /// The data protection impact assessment (Article 35).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub dpia: Recorded<Dpia>,
    /// When it was and will be reviewed.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub review: Recorded<Review>,
    /// Why data is used.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub purpose: Recorded<Vec<Purpose>>,
    /// What lifts the prohibition on special category data.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub condition: Recorded<Vec<Condition>>,
    /// What allows data on offences.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub offence_basis: Recorded<Vec<OffenceBasis>>,
    /// Where data comes from.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub source: Recorded<Vec<Flow>>,
    /// Where data rests.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub store: Recorded<Vec<Flow>>,
    /// Who data goes to.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub recipient: Recorded<Vec<Flow>>,
    /// What recipients pass on.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub onward: Recorded<Vec<Flow>>,
    /// How long data is kept.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub retention: Recorded<Vec<Retention>>,
    /// The rights as published; those that should apply are computed.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub rights: Recorded<Vec<RightAsPublished>>,
    /// Automated decisions (Articles 22A to 22D).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub automated_decisions: Recorded<Vec<AutomatedDecision>>,
    /// The words that list fields rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Whether an entry is a draft, active or retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written; it counts, and is marked.
    Draft,
    /// In force.
    Active,
    /// No longer done; it counts only when asked for.
    Retired,
}

impl Status {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new(
            "draft",
            "being written; it counts, and is marked as a draft",
        ),
        Word::new("active", "in use"),
        Word::new("retired", "no longer done; it counts only when asked for"),
    ];

    /// The status as a word.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].word
    }
}

/// In which role the organisation acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It decides why and how.
    Controller,
    /// It decides with others.
    JointController,
    /// It acts for others.
    Processor,
}

impl Role {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("controller", "it decides why and how data is used"),
        Word::new("joint-controller", "it decides with others"),
        Word::new("processor", "it acts for others"),
    ];
}

/// Which part of the law an activity falls under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// The UK GDPR.
    General,
    /// DPA 2018 Part 3.
    LawEnforcement,
}

impl Regime {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("general", "the UK GDPR"),
        Word::new("law-enforcement", "Part 3 of the DPA 2018"),
    ];
}

/// One joint controller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointController {
    /// Who it is.
    pub party: PartyId,
    /// What it is responsible for.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub does: Recorded<String>,
}

/// The data protection impact assessment of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dpia {
    /// Whether one is needed.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub needed: Recorded<bool>,
    /// The criteria that are met.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub criteria: Recorded<Vec<LawCode>>,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub status: Recorded<DpiaStatus>,
    /// The assessment.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub document: Recorded<DocumentId>,
}

/// How far a DPIA is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DpiaStatus {
    /// Not begun.
    NotStarted,
    /// Being written.
    InProgress,
    /// Done and signed off.
    Complete,
    /// Being revised.
    UnderReview,
}

impl DpiaStatus {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("not-started", "not begun"),
        Word::new("in-progress", "being written"),
        Word::new("complete", "done and signed off"),
        Word::new("under-review", "being revised"),
    ];
}

/// A right as the notice states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightAsPublished {
    /// The provision.
    pub right: LawCode,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// A decision made by automated means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutomatedDecision {
    /// What is decided.
    pub what: String,
    /// Whether there is no meaningful human involvement.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub solely_automated: Recorded<bool>,
    /// Whether its effect is legal or similarly significant.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub significant: Recorded<bool>,
    /// Whether it includes profiling.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub profiling: Recorded<bool>,
    /// The safeguards (Article 22C).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub safeguards: Recorded<String>,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// When an activity was and will be reviewed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The last review.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub last: Recorded<Date>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub by: Recorded<String>,
    /// The next review.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub next: Recorded<Date>,
    /// How often it is due.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub every: Recorded<Period>,
}

/// The words that a field or an item of a list rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The field, or the field and the item: `data.nhs-number`.
    pub about: String,
    /// The words.
    pub words: String,
    /// The document they stand in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Activity {
    /// The flows of one kind, as recorded.
    pub fn flows_of(&self, kind: FlowKind) -> &Recorded<Vec<Flow>> {
        match kind {
            FlowKind::Source => &self.source,
            FlowKind::Store => &self.store,
            FlowKind::Recipient => &self.recipient,
            FlowKind::Onward => &self.onward,
        }
    }

    /// All flows with their kind, in the order of their F-numbers (F1 is the first).
    pub fn flows(&self) -> impl Iterator<Item = (FlowKind, &Flow)> {
        FlowKind::ALL.into_iter().flat_map(|kind| {
            self.flows_of(kind)
                .items()
                .iter()
                .map(move |flow| (kind, flow))
        })
    }

    /// Whether the entry is retired, and so counts only when asked for.
    pub fn is_retired(&self) -> bool {
        self.status == Recorded::Value(Status::Retired)
    }

    /// Whether it falls under Part 3 of the Data Protection Act 2018, and not under the UK GDPR.
    pub fn is_law_enforcement(&self) -> bool {
        self.regime == Recorded::Value(Regime::LawEnforcement)
    }

    /// Whether the entry is a draft, and so is marked.
    pub fn is_draft(&self) -> bool {
        self.status == Recorded::Value(Status::Draft)
    }

    /// The fields of an activity, as written in `activities/ID.toml`.
    pub const FIELDS: Fields = &[
        super::field::NAMED,
        &[
            Field::recorded("ref", Shape::Text, "the organisation's own number for it"),
            Field::recorded(
                "function",
                Shape::Text,
                "business function, from broad to narrow, separated by ` / `",
            ),
            Field::recorded("description", Shape::Text, "what is done"),
            Field::recorded(
                "status",
                Shape::Word(Status::WORDS),
                "draft, active or retired",
            ),
            Field::recorded(
                "owner",
                Shape::Id(Kind::Party),
                "who answers for it inside the organisation",
            ),
            Field::recorded(
                "role",
                Shape::Word(Role::WORDS),
                "in which role the organisation acts",
            ),
            Field::recorded(
                "regime",
                Shape::Word(Regime::WORDS),
                "general or law-enforcement (DPA 2018 Part 3)",
            ),
            Field::recorded(
                "controller",
                Shape::Id(Kind::Party),
                "the controller (Article 30(1)(a))",
            ),
            Field::recorded(
                "acts_for",
                Shape::List(&Shape::Id(Kind::Party)),
                "controllers acted for (Article 30(2)(a))",
            ),
            Field::recorded(
                "people",
                Shape::List(&Shape::Id(Kind::People)),
                "whose data it is (Article 30(1)(c))",
            ),
            Field::recorded(
                "data",
                Shape::List(&Shape::Id(Kind::Data)),
                "which data it holds (Article 30(1)(c))",
            ),
            Field::recorded(
                "if_not_provided",
                Shape::Text,
                "what happens if it is not provided (Article 13(2)(e))",
            ),
            Field::recorded(
                "measures",
                Shape::List(&Shape::Id(Kind::Measure)),
                "security measures (Article 30(1)(g))",
            ),
            Field::recorded(
                "consent",
                Shape::List(&Shape::Id(Kind::Document)),
                "records of consent",
            ),
            Field::recorded(
                "breaches",
                Shape::List(&Shape::Id(Kind::Document)),
                "records of breaches",
            ),
            Field::recorded(
                "notices",
                Shape::List(&Shape::Id(Kind::Document)),
                "privacy notices",
            ),
            Field::recorded(
                "links",
                Shape::List(&Shape::Id(Kind::Document)),
                "related links",
            ),
            Field::recorded(
                "dpia",
                Shape::Table(Dpia::FIELDS),
                "data protection impact assessment (Article 35)",
            ),
            Field::recorded(
                "review",
                Shape::Table(Review::FIELDS),
                "when it was and will be reviewed",
            ),
            Field::recorded(
                "joint_controllers",
                Shape::Tables(JointController::FIELDS),
                "joint controllers (Article 26)",
            ),
            Field::recorded(
                "purpose",
                Shape::Tables(Purpose::FIELDS),
                "why data is used (Article 30(1)(b))",
            ),
            Field::recorded(
                "condition",
                Shape::Tables(Condition::FIELDS),
                "conditions for special category data (Article 9(2))",
            ),
            Field::recorded(
                "offence_basis",
                Shape::Tables(OffenceBasis::FIELDS),
                "basis for data on offences (Article 10)",
            ),
            Field::recorded(
                "source",
                Shape::Tables(Flow::fields(FlowKind::Source)),
                "where data comes from",
            ),
            Field::recorded(
                "store",
                Shape::Tables(Flow::fields(FlowKind::Store)),
                "where data is kept",
            ),
            Field::recorded(
                "recipient",
                Shape::Tables(Flow::fields(FlowKind::Recipient)),
                "who data goes to (Article 30(1)(d))",
            ),
            Field::recorded(
                "onward",
                Shape::Tables(Flow::fields(FlowKind::Onward)),
                "what recipients pass on",
            ),
            Field::recorded(
                "retention",
                Shape::Tables(Retention::FIELDS),
                "how long data is kept (Article 30(1)(f))",
            ),
            Field::recorded(
                "rights",
                Shape::Tables(RightAsPublished::FIELDS),
                "rights as published",
            ),
            Field::recorded(
                "automated_decisions",
                Shape::Tables(AutomatedDecision::FIELDS),
                "automated decisions (Articles 22A to 22D)",
            ),
            Field {
                name: "evidence",
                shape: Shape::Tables(Evidence::FIELDS),
                presence: Presence::Optional,
                means: "the words that fields rest on",
            },
        ],
    ];
}

impl JointController {
    const FIELDS: Fields = &[&[
        Field::required("party", Shape::Id(Kind::Party), "who it is"),
        Field::recorded("does", Shape::Text, "what it is responsible for"),
    ]];
}

impl Dpia {
    const FIELDS: Fields = &[&[
        Field::recorded("needed", Shape::Flag, "whether one is needed"),
        Field::recorded(
            "criteria",
            Shape::List(&Shape::Code("dpia-criterion")),
            "criteria that are met",
        ),
        Field::recorded(
            "status",
            Shape::Word(DpiaStatus::WORDS),
            "how far it has got",
        ),
        Field::recorded("document", Shape::Id(Kind::Document), "the assessment"),
    ]];
}

impl RightAsPublished {
    const FIELDS: Fields = &[&[
        Field::required("right", Shape::Code("right"), "the provision"),
        Field::optional("evidence", Shape::Text, "the words it rests on"),
    ]];
}

impl AutomatedDecision {
    const FIELDS: Fields = &[&[
        Field::required("what", Shape::Text, "what is decided"),
        Field::recorded(
            "solely_automated",
            Shape::Flag,
            "without meaningful human involvement (Article 22A)",
        ),
        Field::recorded(
            "significant",
            Shape::Flag,
            "legal or similarly significant effect (Article 22A)",
        ),
        Field::recorded("profiling", Shape::Flag, "whether it includes profiling"),
        Field::recorded("safeguards", Shape::Text, "safeguards (Article 22C)"),
        Field::optional("evidence", Shape::Text, "the words it rests on"),
    ]];
}

impl Review {
    const FIELDS: Fields = &[&[
        Field::recorded("last", Shape::Date, "the last review"),
        Field::recorded("by", Shape::Text, "who made it"),
        Field::recorded("next", Shape::Date, "the next review"),
        Field::recorded("every", Shape::Period, "how often it is due"),
    ]];
}

impl Evidence {
    const FIELDS: Fields = &[&[
        Field::required(
            "about",
            Shape::Text,
            "the field, or the field and the item: `data.nhs-number`",
        ),
        Field::required("words", Shape::Text, "the words"),
        Field::optional(
            "document",
            Shape::Id(Kind::Document),
            "the document they are in",
        ),
        Field::optional("place", Shape::Text, "where in the document"),
    ]];
}
