//! How sure an answer is.

use serde::Serialize;

/// How sure an answer is; the better one is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Recorded flows name the data all along the route.
    Stated,
    /// Somewhere the record does not say which data, or names a broader category.
    Possible,
}

impl Certainty {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Possible => "possible",
        }
    }
}

/// Why a step is possible and not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The flow does not say which data it carries.
    DataNotRecorded,
    /// The flow names a broader category.
    BroaderNamed,
    /// The flow names a category that may include it.
    IncludingNamed,
    /// The flow's list is known to be incomplete.
    ListIncomplete,
    /// The flow carries all that its start has, and that its start has the data is itself only possible.
    StartPossible,
    /// For which systems the sub-processor is engaged is not recorded.
    SystemsNotRecorded,
    /// The sub-processor is engaged for some systems, and through which system its processor gets
    /// the data is not recorded.
    ThroughNotRecorded,
    /// It engages others, and whether it does so for this data is not recorded, since it is not a processor.
    NotAProcessor,
    /// It is engaged for a system of which it is not recorded who runs it.
    OperatorNotRecorded,
    /// A joint controller at whom no flow ends.
    JointController,
    /// It hands the data on, and how it got it is not recorded.
    HandsOn,
    /// The category is not special itself, and only may include what is.
    MayInclude,
    /// Whose data it is, is not recorded or not only of the people asked about.
    PeopleNotRecorded,
    /// There are so many ways that the search for one stopped.
    SearchStopped,
}

impl Doubt {
    /// The doubt as a clause.
    pub fn clause(self) -> &'static str {
        match self {
            Self::DataNotRecorded => "not recorded which data it carries",
            Self::BroaderNamed => "the record names only a broader category",
            Self::IncludingNamed => "the record names only a category that may include it",
            Self::ListIncomplete => "the list of data is recorded as incomplete",
            Self::StartPossible => {
                "it passes on everything the sender holds, and the sender possibly holds this"
            }
            Self::SystemsNotRecorded => {
                "not recorded for which systems the sub-processor is engaged"
            }
            Self::ThroughNotRecorded => {
                "engaged for some systems, and through which system the data goes is not recorded"
            }
            Self::NotAProcessor => {
                "not recorded whether it is engaged for this data: who engages it is not recorded as a processor here"
            }
            Self::OperatorNotRecorded => {
                "engaged for a system, and who runs that system is not recorded"
            }
            Self::JointController => "joint controller; which data it has is not recorded",
            Self::HandsOn => "it hands the data on; how it got it is not recorded",
            Self::MayInclude => "the category only may include special or offence data",
            Self::PeopleNotRecorded => "not recorded that it is about these people",
            Self::SearchStopped => "the search stopped, because there are too many ways to look at",
        }
    }
}
