//! Categories of personal data.

use super::record::catalogue_record;
use super::{DataId, LawCode, OneOrMany, Recorded, Shape};

catalogue_record! {
    /// A category of personal data, such as the NHS number.
    pub struct Data: super::DataId {
        broader: Option<DataId> = "the category this one is a kind of",
        /// What the law calls it: `personal`, kinds of Article 9(1), `criminal-offence`.
        class: Recorded<OneOrMany<LawCode>> where [Shape::OneOrMany(&Shape::Code("data-class"))] =
            "personal, kinds of special category data (Article 9(1)), criminal-offence (Article 10)",
        /// The classes it can contain without being one, as case files do.
        may_include: Recorded<OneOrMany<LawCode>> where [Shape::OneOrMany(&Shape::Code("data-class"))] =
            "classes it can contain without being one",
        dpv: Option<String> = "term in the W3C Data Privacy Vocabulary (IRI)",
    }
}
