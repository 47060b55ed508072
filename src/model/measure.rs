//! Technical and organisational security measures.

use super::Recorded;
use super::record::{catalogue_record, words};

catalogue_record! {
    /// A technical or organisational security measure (Article 32(1)).
    pub struct Measure: super::MeasureId {
        kind: Recorded<MeasureKind> = "technical or organisational",
        status: Recorded<MeasureStatus> = "whether it is in place",
    }
}

words! {
    /// Whether a measure is technical or organisational.
    pub enum MeasureKind {
        Technical = "technical", "encryption, access control and the like",
        Organisational = "organisational", "training, policies and the like",
    }
}

words! {
    /// Whether a measure is in place.
    pub enum MeasureStatus {
        Planned = "planned", "meant for later",
        /// At work.
        InPlace = "in-place", "in use",
        /// No longer at work.
        Withdrawn = "withdrawn", "no longer in use",
    }
}
