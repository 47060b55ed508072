//! What the record does not say: what can be missing, and of how many it is.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

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

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// To whom an activity gives data.
    Recipients,
    /// Where an activity keeps data.
    Stores,
    /// Where an activity has data from.
    Sources,
    /// Who runs a system.
    Operator,
    /// Where a system is hosted.
    HostedIn,
    /// Whom a processor engages.
    SubProcessors,
    /// Where a party is.
    Country,
    /// The agreement with a party.
    Agreement,
    /// The agreement of a flow.
    FlowAgreement,
    /// What allows a transfer.
    Transfer,
    /// Which data a flow carries.
    FlowData,
    /// How long an activity keeps data.
    Retention,
    /// Who answers for an activity.
    Owner,
    /// On what basis data goes.
    Basis,
    /// Who exactly a recipient is that is recorded only as a class.
    Members,
    /// What became of the data that came while a source lasted, or was kept while a store did.
    Ended,
    /// The class of a category.
    Class,
    /// Which special data a category may include.
    MayInclude,
    /// Which data an activity holds.
    Data,
    /// Whether the data reaches a place at all: the search for a way stopped.
    SearchStopped,
}

impl Gap {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 20] = [
        Self::Recipients,
        Self::Stores,
        Self::Sources,
        Self::Operator,
        Self::HostedIn,
        Self::SubProcessors,
        Self::Country,
        Self::Agreement,
        Self::FlowAgreement,
        Self::Transfer,
        Self::FlowData,
        Self::Retention,
        Self::Owner,
        Self::Basis,
        Self::Members,
        Self::Ended,
        Self::Class,
        Self::MayInclude,
        Self::Data,
        Self::SearchStopped,
    ];

    /// The code of the gap.
    pub fn code(self) -> &'static str {
        match self {
            Self::Recipients => "recipients",
            Self::Stores => "stores",
            Self::Sources => "sources",
            Self::Operator => "operator",
            Self::HostedIn => "hosted-in",
            Self::SubProcessors => "sub-processors",
            Self::Country => "country",
            Self::Agreement => "agreement",
            Self::FlowAgreement => "flow-agreement",
            Self::Transfer => "transfer",
            Self::FlowData => "flow-data",
            Self::Retention => "retention",
            Self::Owner => "owner",
            Self::Basis => "basis",
            Self::Members => "members",
            Self::Ended => "after-the-end",
            Self::Class => "class",
            Self::MayInclude => "may-include",
            Self::Data => "data",
            Self::SearchStopped => "search-stopped",
        }
    }

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
            Self::Data => ["which data", "activity holds", "activities hold", ""],
            Self::SearchStopped => [
                "whether the data reaches",
                "party",
                "parties",
                ", since there are too many ways to look at",
            ],
        }
    }

    fn phrase(self) -> &'static str {
        match self {
            Self::Recipients => "recipients, in activities that have or may have this data",
            Self::Stores => "stores, in activities that have or may have this data",
            Self::Sources => "sources, in activities that have or may have this data",
            Self::Operator => "who runs it, of systems that have or may have this data",
            Self::HostedIn => "where it is hosted, of systems that have or may have this data",
            Self::SubProcessors => "sub-processors, of processors that have or may have this data",
            Self::Country => "country, of parties that have or may have this data",
            Self::Agreement => "agreement in force, with parties shown",
            Self::FlowAgreement => "agreement in force, of flows shown",
            Self::Transfer => "what allows the transfer, of flows that leave the UK",
            Self::FlowData => "which data, of flows shown",
            Self::Retention => "retention, of activities shown",
            Self::Owner => "owner, of activities shown",
            Self::Basis => "lawful basis, of flows shown",
            Self::Members => "who exactly, of recipients recorded only as a class",
            Self::Ended => "what became of data from a flow that has ended",
            Self::Class => "class, of categories that may be special or offence data",
            Self::MayInclude => "whether it may include special or offence data, of categories",
            Self::Data => "which data they hold, of activities in the register",
            Self::SearchStopped => {
                "whether and how surely this data reaches them, of those to whom there are too many \
                 ways to look at: the search stopped"
            }
        }
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

    /// One gap about all of these; nothing where there are none.
    pub fn of(gap: Gap, names: BTreeSet<String>) -> Option<Self> {
        let count = names.len();
        (count > 0).then(|| Self::new(gap, count, names.into_iter().take(N_EXAMPLES).collect()))
    }
}
