//! Categories of personal data.

use super::record::{catalogue_record, record, words};
use super::{DataId, LawCode, OneOrMany, Recorded, Shape};

catalogue_record! {
    /// A category of personal data, such as the NHS number.
    pub struct Data: super::DataId {
        broader: Option<DataId> = "the category this one is a kind of",
        /// What the law calls it: `personal`, kinds of Article 9(1), `criminal-offence`.
        class: Recorded<OneOrMany<LawCode>> where [Shape::OneOrMany(&Shape::Code("data-class"))] =
            "personal, kinds of special category data (Article 9(1)), criminal-offence (Article 10), not-personal",
        /// The classes it can contain without being one, as case files do.
        may_include: Recorded<OneOrMany<LawCode>> where [Shape::OneOrMany(&Shape::Code("data-class"))] =
            "classes it can contain without being one",
        /// Categories that this one is made from; a copy is recorded as the category itself.
        derived_from: Recorded<Vec<Derivation>> = "categories that it is made from, and how",
        dpv: Option<String> = "term in the W3C Data Privacy Vocabulary (IRI)",
    }
}

record! {
    /// A category from which another is made.
    pub struct Derivation {
        data: DataId as required "the category it is made from",
        how: Recorded<Made> = "how it is made",
    }
}

words! {
    /// How a category is made from another.
    pub enum Made {
        Pseudonym = "pseudonym", "the people are replaced by codes; they can still be found again",
        Result = "result", "a score, finding or figure worked out about a person",
        Answer = "answer", "yes or no, instead of the data itself",
        Anonymous = "anonymous", "nobody can be recognised; record the class not-personal too",
    }
}
