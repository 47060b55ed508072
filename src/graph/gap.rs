//! What the record does not say: what can be missing, and of how many it is.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::model::{OpenList, listed};

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
        OpenRecipient: "open-recipient", "recipients, of which the source says that there are others, of activities";
        OpenSource: "open-source", "sources, of which the source says that there are others, of activities";
        OpenStore: "open-store", "places where data is kept, of which the source says that there are others, of activities";
        OpenData: "open-data", "categories of data, of which the source says that there are others, of activities";
        OpenPeople: "open-people", "categories of people, of which the source says that there are others, of activities";
        SearchStopped: "search-stopped",
            "whether and how surely this data reaches them, of those to whom there are too many ways to look at: the search stopped";
    }
    /// The code of the gap.
    code = 0;
    /// What is not recorded, as a phrase.
    phrase = 1;
}

impl Gap {
    /// What is not recorded of a number of things, as the words before the number, for one and for
    /// several of them, and after it.
    fn of_so_many(self) -> [&'static str; 4] {
        match self {
            Self::Recipients => ["recipients of", "activity", "activities", ""],
            Self::Stores => ["where", "activity keeps data", "activities keep data", ""],
            Self::Sources => ["sources of", "activity", "activities", ""],
            Self::Operator => ["who runs", "system", "systems", ""],
            Self::HostedIn => ["where", "system is hosted", "systems are hosted", ""],
            Self::SubProcessors => ["sub-processors of", "processor", "processors", ""],
            Self::Country => ["country of", "party", "parties", ""],
            Self::Agreement => ["an agreement in force with", "party", "parties", ""],
            Self::FlowAgreement => ["an agreement in force for", "flow", "flows", ""],
            Self::Transfer => ["what allows", "transfer", "transfers", ""],
            Self::FlowData => ["which data", "flow carries", "flows carry", ""],
            Self::Retention => [
                "how long",
                "activity keeps data",
                "activities keep data",
                "",
            ],
            Self::Owner => ["owner of", "activity", "activities", ""],
            Self::Basis => ["lawful basis of", "flow", "flows", ""],
            Self::Members => ["who exactly", "recipient is", "recipients are", ""],
            Self::Ended => [
                "what became of the data of",
                "flow that has ended",
                "flows that have ended",
                "",
            ],
            Self::Class => ["class of", "category of data", "categories of data", ""],
            Self::MayInclude => [
                "whether",
                "category",
                "categories",
                " may include special or offence data",
            ],
            Self::OpenRecipient => ["other recipients of", "activity", "activities", ""],
            Self::OpenSource => ["other sources of", "activity", "activities", ""],
            Self::OpenStore => [
                "where else",
                "activity keeps data",
                "activities keep data",
                "",
            ],
            Self::OpenData => ["which other data", "activity holds", "activities hold", ""],
            Self::OpenPeople => ["whose other data", "activity holds", "activities hold", ""],
            Self::Data => ["which data", "activity holds", "activities hold", ""],
            Self::SearchStopped => [
                "whether the data reaches",
                "party",
                "parties",
                ", since there are too many ways to look at",
            ],
        }
    }
}

impl Gap {
    /// That a list is open.
    pub(super) fn of_open(list: OpenList) -> Self {
        match list {
            OpenList::Recipient => Self::OpenRecipient,
            OpenList::Source => Self::OpenSource,
            OpenList::Store => Self::OpenStore,
            OpenList::Data => Self::OpenData,
            OpenList::People => Self::OpenPeople,
        }
    }

    /// The list that is open, where this is one.
    fn open(self) -> Option<OpenList> {
        OpenList::ALL
            .into_iter()
            .find(|list| Self::of_open(*list) == self)
    }
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

    /// What is not recorded and of how many, in a few words: `who runs 4 systems`.
    pub fn in_short(&self) -> String {
        let gap = Gap::ALL.into_iter().find(|gap| gap.code() == self.code);
        let Some([before, one, many, after]) = gap.map(Gap::of_so_many) else {
            return format!("{} ({})", self.what, self.count);
        };
        let noun = if self.count == 1 { one } else { many };
        format!("{before} {} {noun}{after}", self.count)
    }

    /// That the source of so many activities, of which these are the first, says that a list is incomplete.
    pub fn of_open(list: OpenList, count: usize, examples: Vec<String>) -> Self {
        Self::new(Gap::of_open(list), count, examples)
    }

    /// The list that the source says is incomplete, where that is what is not recorded.
    pub fn open(&self) -> Option<OpenList> {
        let gap = Gap::ALL.into_iter().find(|gap| gap.code() == self.code);
        gap.and_then(Gap::open)
    }

    /// One gap about all of these; nothing where there are none.
    pub fn of(gap: Gap, names: BTreeSet<String>) -> Option<Self> {
        let count = names.len();
        (count > 0).then(|| Self::new(gap, count, names.into_iter().take(N_EXAMPLES).collect()))
    }
}
