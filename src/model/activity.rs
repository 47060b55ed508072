//! Activities: the entries of the register.

use serde::Deserialize as _;

use super::record::{catalogue_record, record, words};
use super::{
    Condition, DataId, Date, DocumentId, End, Flow, FlowKind, LawCode, MeasureId, OffenceBasis,
    PartyId, PeopleId, Period, Purpose, Recorded, Retention, Shape, fold,
};

catalogue_record! {
    /// An entry of the register: one processing activity (Article 30(1) or (2)).
    pub struct Activity: super::ActivityId {
        reference "ref": Recorded<String> = "the organisation's own number for it",
        /// The business function, as a path from broad to narrow: `Children and Families / Family Solutions`.
        function: Recorded<String> = "business function, from broad to narrow, separated by ` / `",
        description: Recorded<String> = "what is done",
        /// Whether the entry is a draft, active or retired.
        status: Recorded<Status> = "draft, active or retired",
        begins: Recorded<Date> = "the first day on which it is done",
        ends: Recorded<Date> = "the last day on which it is done",
        owner: Recorded<PartyId> = "who answers for it inside the organisation",
        role: Recorded<Role> = "in which role the organisation acts",
        /// General processing, or law enforcement (DPA 2018 Part 3).
        regime: Recorded<Regime> = "general or law-enforcement (DPA 2018 Part 3)",
        controller: Recorded<PartyId> = "the controller (Article 30(1)(a))",
        /// The controllers acted for, where the organisation is the processor.
        acts_for: Recorded<Vec<PartyId>> = "controllers acted for (Article 30(2)(a))",
        people: Recorded<Vec<PeopleId>> = "whose data it is (Article 30(1)(c))",
        data: Recorded<Vec<DataId>> = "which data it holds (Article 30(1)(c))",
        /// Nothing becomes certain or possible by it: whoever reads the list is told that there are others.
        open: Recorded<Vec<OpenList>> = "which lists the source says are incomplete",
        /// Complete for a category of data that some pair names, silent on one that none names.
        about: Vec<About> = "which of its data is about which of its people",
        if_not_provided: Recorded<String> = "what happens if it is not provided (Article 13(2)(e))",
        measures: Recorded<Vec<MeasureId>> = "security measures (Article 30(1)(g))",
        consent: Recorded<Vec<DocumentId>> = "records of consent",
        breaches: Recorded<Vec<DocumentId>> = "records of breaches",
        notices: Recorded<Vec<DocumentId>> = "privacy notices",
        links: Recorded<Vec<DocumentId>> = "related links",
        dpia: Recorded<Dpia> = "data protection impact assessment (Article 35)",
        review: Recorded<Review> = "when it was and will be reviewed",
        /// Joint controllers, with who does what (Article 26).
        joint_controllers: Recorded<Vec<JointController>> = "joint controllers (Article 26)",
        purpose: Recorded<Vec<Purpose>> = "why data is used (Article 30(1)(b))",
        /// What lifts the prohibition on special category data.
        condition: Recorded<Vec<Condition>> = "conditions for special category data (Article 9(2))",
        offence_basis: Recorded<Vec<OffenceBasis>> = "basis for data on offences (Article 10)",
        source: Recorded<Vec<Flow>> where [Shape::Tables(Flow::fields(FlowKind::Source))] =
            "where data comes from",
        store: Recorded<Vec<Flow>> where [Shape::Tables(Flow::fields(FlowKind::Store))] =
            "where data is kept",
        recipient: Recorded<Vec<Flow>> where [Shape::Tables(Flow::fields(FlowKind::Recipient))] =
            "who data goes to (Article 30(1)(d))",
        onward: Recorded<Vec<Flow>> where [Shape::Tables(Flow::fields(FlowKind::Onward))] =
            "what recipients pass on",
        #[serde(deserialize_with = "between_systems")]
        feed: Recorded<Vec<Flow>> where [Shape::Tables(Flow::fields(FlowKind::Feed))] =
            "what one system passes to another for this activity",
        retention: Recorded<Vec<Retention>> = "how long data is kept (Article 30(1)(f))",
        /// The rights as published; those that should apply are computed.
        rights: Recorded<Vec<RightAsPublished>> = "rights as published",
        automated_decisions: Recorded<Vec<AutomatedDecision>> =
            "automated decisions (Articles 22A to 22D)",
        evidence: Vec<Evidence> = "the words that fields rest on",
        unread: Vec<Unread> = "text of a source that no field took",
    }
}

words! {
    /// A list of an activity that its source says is incomplete.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum OpenList {
        Recipient = "recipient", "there are other recipients",
        Source = "source", "there are other sources",
        Store = "store", "there are other places where data is kept",
        Data = "data", "there are other categories of data",
        People = "people", "there are other categories of people",
    }
}

words! {
    /// Whether an entry is a draft, active or retired.
    pub enum Status {
        Draft = "draft", "being written; it counts, and is marked as a draft",
        Active = "active", "in use",
        Retired = "retired", "no longer done; it counts only when asked for",
    }
}

words! {
    /// In which role the organisation acts.
    pub enum Role {
        Controller = "controller", "it decides why and how data is used",
        JointController = "joint-controller", "it decides with others",
        Processor = "processor", "it acts for others",
    }
}

words! {
    /// Which part of the law an activity falls under.
    pub enum Regime {
        General = "general", "the UK GDPR",
        LawEnforcement = "law-enforcement", "Part 3 of the DPA 2018",
    }
}

impl Regime {
    /// Whether what is written in the field is that Part 3 of the Data Protection Act 2018 applies.
    pub fn is_part_3(written: Option<&str>) -> bool {
        written.is_some_and(|written| fold(written) == fold(Self::LawEnforcement.word()))
    }
}

record! {
    /// Which data is about which people: each of the one about each of the other.
    pub struct About {
        people: Vec<PeopleId> as required "whose data it is",
        data: Vec<DataId> as required "which data is about them",
    }
}

record! {
    /// One joint controller.
    pub struct JointController {
        party: PartyId as required "who it is",
        does: Recorded<String> = "what it is responsible for",
    }
}

record! {
    /// The data protection impact assessment of an activity.
    #[derive(Default)]
    pub struct Dpia {
        needed: Recorded<bool> = "whether one is needed",
        criteria: Recorded<Vec<LawCode>> where [Shape::List(&Shape::Code("dpia-criterion"))] =
            "criteria that are met",
        status: Recorded<DpiaStatus> = "how far it has got",
        document: Recorded<DocumentId> = "the assessment",
    }
}

words! {
    /// How far a DPIA is.
    pub enum DpiaStatus {
        NotStarted = "not-started", "not begun",
        InProgress = "in-progress", "being written",
        Complete = "complete", "done and signed off",
        UnderReview = "under-review", "being revised",
    }
}

record! {
    /// A right as the notice states it.
    pub struct RightAsPublished {
        right: LawCode where [Shape::Code("right")] as required "the provision",
        evidence: Option<String> = "the words it rests on",
    }
}

record! {
    /// A decision made by automated means.
    #[derive(Default)]
    pub struct AutomatedDecision {
        what: String as required "what is decided",
        /// Whether there is no meaningful human involvement.
        solely_automated: Recorded<bool> = "without meaningful human involvement (Article 22A)",
        significant: Recorded<bool> = "legal or similarly significant effect (Article 22A)",
        profiling: Recorded<bool> = "whether it includes profiling",
        safeguards: Recorded<String> = "safeguards (Article 22C)",
        evidence: Option<String> = "the words it rests on",
    }
}

record! {
    /// When an activity was and will be reviewed.
    #[derive(Default)]
    pub struct Review {
        last: Recorded<Date> = "the last review",
        by: Recorded<String> = "who made it",
        next: Recorded<Date> = "the next review",
        every: Recorded<Period> = "how often it is due",
    }
}

record! {
    /// The words that a field or an item of a list rests on.
    pub struct Evidence {
        about: String as required "the field, or the field and the item: `data.nhs-number`",
        words: String as required "the words",
        document: Option<DocumentId> = "the document they are in",
        place: Option<String> = "where in the document",
    }
}

record! {
    /// Text of a source that no field took: nothing that is read is lost.
    pub struct Unread {
        words: String as required "the words",
        document: Option<DocumentId> = "the document they are in",
        place: Option<String> = "where in the document",
    }
}

/// The feeds of an activity: an end without its kind before it is a system.
fn between_systems<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Recorded<Vec<Flow>>, D::Error> {
    let mut feeds = Recorded::<Vec<Flow>>::deserialize(deserializer)?;
    if let Recorded::Value(feeds) = &mut feeds {
        for end in feeds.iter_mut().flat_map(|it| [&mut it.from, &mut it.to]) {
            *end = end.take().map(End::of_a_feed);
        }
    }
    Ok(feeds)
}

impl OpenList {
    /// Every list that can be incomplete.
    pub const ALL: [Self; 5] = [
        Self::Recipient,
        Self::Source,
        Self::Store,
        Self::Data,
        Self::People,
    ];

    /// What is said of every list that is incomplete.
    pub const OTHERS: &str = "the source says that there are others";

    /// What the list holds, in words.
    pub const fn items(self) -> &'static str {
        match self {
            Self::Recipient => "recipients",
            Self::Source => "sources",
            Self::Store => "places where data is kept",
            Self::Data => "categories of data",
            Self::People => "categories of people",
        }
    }
}

impl Activity {
    /// Whether the source says that a list of this activity is incomplete.
    pub fn is_open(&self, list: OpenList) -> bool {
        self.open.items().contains(&list)
    }

    /// The flows of one kind, as recorded.
    pub fn flows_of(&self, kind: FlowKind) -> &Recorded<Vec<Flow>> {
        match kind {
            FlowKind::Source => &self.source,
            FlowKind::Store => &self.store,
            FlowKind::Recipient => &self.recipient,
            FlowKind::Onward => &self.onward,
            FlowKind::Feed => &self.feed,
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

    /// The role of the organisation for one of its purposes: that of the purpose, or else its own.
    pub fn role_for<'r>(&'r self, purpose: &'r Purpose) -> &'r Recorded<Role> {
        match &purpose.role {
            Recorded::Value(_) => &purpose.role,
            Recorded::NotRecorded | Recorded::None => &self.role,
        }
    }

    /// Whether the organisation decides on it, or on one of its purposes: it is not done for others alone.
    pub fn is_decided(&self) -> bool {
        let purposes = self.purpose.items();
        match purposes {
            [] => self.role != Recorded::Value(Role::Processor),
            _ => purposes.iter().any(|purpose| self.decides_on(purpose)),
        }
    }

    /// Whether the organisation decides on a purpose: it does not serve it for others.
    pub fn decides_on(&self, purpose: &Purpose) -> bool {
        *self.role_for(purpose) != Recorded::Value(Role::Processor)
    }

    /// Whether the organisation has a role in it, for all of it or for one of its purposes.
    pub fn acts_as(&self, role: Role) -> bool {
        let role = Recorded::Value(role);
        let mut purposes = self.purpose.items().iter();
        self.role == role || purposes.any(|purpose| purpose.role == role)
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
}
