//! What the record does not say: what can be missing, and of how many it is.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::model::listed;

/// How many examples are named.
pub const N_EXAMPLES: usize = 5;

/// One thing that the record does not say, and about how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRecorded {
    /// What is not recorded, as a code.
    pub code: &'static str,
    /// What is not recorded, as a phrase.
    pub what: String,
    /// About how many it is not recorded.
    pub count: usize,
    /// The names of the first few.
    pub examples: Vec<String>,
}

listed! {
    /// What can be missing, in the order in which it is told.
    pub enum Gap {
        Recipients: "recipients", "recipients, in activities that have or may have this data";
        Stores: "stores", "stores, in activities that have or may have this data";
        Sources: "sources", "sources, in activities that have or may have this data";
        Operator: "operator", "who runs it, of systems that have or may have this data";
        HostedIn: "hosted-in", "where it is hosted, of systems that have or may have this data";
        SubProcessors: "sub-processors", "sub-processors, of processors that have or may have this data";
        Country: "country", "country, of parties that have or may have this data";
        Agreement: "agreement", "agreement in force, with parties shown";
        FlowAgreement: "flow-agreement", "agreement in force, of flows shown";
        Transfer: "transfer", "what allows the transfer, of flows that leave the UK";
        FlowData: "flow-data", "which data, of flows shown";
        Retention: "retention", "retention, of activities shown";
        Owner: "owner", "owner, of activities shown";
        Basis: "basis", "lawful basis, of flows shown";
        Members: "members", "who exactly, of recipients recorded only as a class";
        Ended: "after-the-end", "what became of data from a flow that has ended";
        Class: "class", "class, of categories that may be special or offence data";
        MayInclude: "may-include", "whether it may include special or offence data, of categories";
        Data: "data", "which data they hold, of activities in the register";
        SearchStopped: "search-stopped",
            "whether and how surely this data reaches them, of those to whom there are too many ways to look at: the search stopped";
    }
    /// The code of the gap.
    code = 0;
    /// What is not recorded, as a phrase.
    phrase = 1;
}

impl Serialize for Gap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl NotRecorded {
    /// One gap, about so many, of which these are the first.
    pub fn new(gap: Gap, count: usize, examples: Vec<String>) -> Self {
        Self {
            code: gap.code(),
            what: gap.phrase().to_owned(),
            count,
            examples,
        }
    }

    /// One gap about all of these; nothing where there are none.
    pub fn of(gap: Gap, names: BTreeSet<String>) -> Option<Self> {
        let count = names.len();
        (count > 0).then(|| Self::new(gap, count, names.into_iter().take(N_EXAMPLES).collect()))
    }
}
