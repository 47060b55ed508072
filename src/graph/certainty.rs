//! How sure an answer is.

use serde::Serialize;

use crate::model::listed;

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

listed! {
    /// Why a step is possible and not stated.
    pub enum Doubt {
        DataNotRecorded: "not recorded which data it carries";
        BroaderNamed: "the record names only a broader category";
        IncludingNamed: "the record names only a category that may include it";
        ListIncomplete: "the list of data is recorded as incomplete";
        StartPossible: "it passes on everything the sender holds, and the sender possibly holds this";
        SystemsNotRecorded: "not recorded for which systems the sub-processor is engaged";
        ThroughNotRecorded: "engaged for some systems, and through which system the data goes is not recorded";
        NotAProcessor:
            "not recorded whether it is engaged for this data: who engages it is not recorded as a processor here";
        OperatorNotRecorded: "engaged for a system, and who runs that system is not recorded";
        JointController: "joint controller; which data it has is not recorded";
        HandsOn: "it hands the data on; how it got it is not recorded";
        MayInclude: "the category only may include special or offence data";
        PeopleNotRecorded: "not recorded that it is about these people";
        SearchStopped: "the search stopped, because there are too many ways to look at";
    }
    /// The doubt as a clause.
    clause = 0;
}
