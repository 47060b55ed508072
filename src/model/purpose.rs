//! Purposes, special conditions and the basis for data on offences.

use super::record::{record, words};
use super::{DataId, DocumentId, LawCode, PeopleId, Recorded, Role, Shape};

record! {
    /// Why data is used, and what gives the right to. One basis for each purpose.
    #[derive(Default)]
    pub struct Purpose {
        id: Option<String> where [Shape::Slug] = "a short name by which flows refer to it",
        text: String as required "what the data is used for",
        data: Recorded<Vec<DataId>> = "which of the activity's data it needs",
        people: Recorded<Vec<PeopleId>> = "whose data it needs",
        /// The role of the organisation for this purpose, where it is not that of the whole activity.
        role: Recorded<Role> = "in which role the organisation acts for it",
        outside_tasks: Recorded<bool> = "whether a public authority does it outside its tasks (Article 6(1))",
        /// The condition on which alone it is done, such as consent.
        only_if: Option<String> = "the condition on which alone it is done",
        basis_published: Recorded<String> = "lawful basis in the words published",
        basis: Recorded<LawCode> where [Shape::Code("lawful-basis")] =
            "lawful basis (Article 6(1))",
        /// Whose reading the code is, where it is not the publisher's.
        read_as: Option<ReadAs> = "whose interpretation the code is",
        /// The enactments or rules of law cited for it (Article 6(3)).
        enactments: Recorded<Vec<String>> = "enactments cited (Article 6(3))",
        legitimate_interest: Recorded<String> = "legitimate interest pursued (Article 6(1)(f))",
        recognised_interest: Recorded<LawCode> where [Shape::Code("recognised-interest")] =
            "recognised legitimate interest (Annex 1)",
        documents: Recorded<Vec<DocumentId>> = "assessments and other documents",
        evidence: Option<String> = "the words it rests on",
    }
}

words! {
    /// Whose reading a code of law is.
    pub enum ReadAs {
        Ours = "ours", "our interpretation: the published words do not name the provision",
        Published = "published", "the published words name the provision",
    }
}

record! {
    /// What lifts the prohibition on special category data (Article 9(2)).
    #[derive(Default)]
    pub struct Condition {
        data: Recorded<Vec<DataId>> = "for which data",
        purposes: Recorded<Vec<String>> where [Shape::List(&Shape::Slug)] = "for which purposes, by their ids",
        published: Recorded<String> = "in the words published",
        article_9: Recorded<LawCode> where [Shape::Code("special-condition")] =
            "point of Article 9(2)",
        schedule_1: Recorded<LawCode> where [Shape::Code("schedule-1")] =
            "paragraph of DPA 2018 Schedule 1",
        /// For law enforcement, in place of a point of Article 9(2): which case of sensitive processing it is.
        section_35: Recorded<LawCode> where [Shape::Code("sensitive-processing")] =
            "case of sensitive processing, for law enforcement (DPA 2018 section 35(4) or (5))",
        /// For law enforcement, in place of a paragraph of Schedule 1.
        schedule_8: Recorded<LawCode> where [Shape::Code("schedule-8")] =
            "paragraph of DPA 2018 Schedule 8, for law enforcement",
        read_as: Option<ReadAs> = "whose interpretation the codes are",
        /// The appropriate policy document (DPA 2018 Schedule 1 paragraph 39).
        policy: Recorded<DocumentId> = "appropriate policy document (Schedule 1 para 39)",
        /// Whether data is kept and erased by that policy (paragraph 41).
        erased_by_policy: Recorded<bool> = "kept and erased by that policy (Schedule 1 para 41)",
        why_not_by_policy: Recorded<String> = "if not, why (Schedule 1 para 41)",
        /// Why it is done without consent, where the condition asks.
        why_not_consent: Recorded<String> = "why it is done without consent",
        /// Under whose duty of secrecy (Article 9(3), DPA 2018 section 11(1)).
        secrecy: Recorded<String> = "under whose duty of secrecy (Article 9(3))",
        evidence: Option<String> = "the words it rests on",
    }
}

record! {
    /// What allows data on criminal convictions and offences (Article 10).
    #[derive(Default)]
    pub struct OffenceBasis {
        data: Recorded<Vec<DataId>> = "for which data",
        purposes: Recorded<Vec<String>> where [Shape::List(&Shape::Slug)] = "for which purposes, by their ids",
        published: Recorded<String> = "in the words published",
        route: Recorded<LawCode> where [Shape::Code("offence-route")] =
            "official authority or Schedule 1 (Article 10)",
        official_authority: Recorded<String> = "official authority relied on",
        schedule_1: Recorded<LawCode> where [Shape::Code("schedule-1")] =
            "paragraph of DPA 2018 Schedule 1",
        read_as: Option<ReadAs> = "whose interpretation the codes are",
        /// The appropriate policy document (DPA 2018 Schedule 1 paragraph 39).
        policy: Recorded<DocumentId> = "appropriate policy document (Schedule 1 para 39)",
        /// Whether data is kept and erased by that policy (paragraph 41).
        erased_by_policy: Recorded<bool> = "kept and erased by that policy (Schedule 1 para 41)",
        why_not_by_policy: Recorded<String> = "if not, why (Schedule 1 para 41)",
        /// Why it is done without consent, where the condition asks.
        why_not_consent: Recorded<String> = "why it is done without consent",
        evidence: Option<String> = "the words it rests on",
    }
}
