//! What is not recorded, counted, with the first few named.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// One thing that the record does not say, and about how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRecorded {
    /// What is not recorded, as a phrase.
    pub what: String,
    /// About how many it is not recorded.
    pub count: usize,
    /// The names of the first few.
    pub examples: Vec<String>,
}

/// How many examples are named.
pub const N_EXAMPLES: usize = 5;

/// Gaps by what is missing, in the order of [`Gap`].
#[derive(Debug, Default)]
pub(super) struct Gaps(BTreeMap<Gap, BTreeSet<String>>);

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    Recipients,
    Stores,
    Sources,
    Operator,
    HostedIn,
    SubProcessors,
    Country,
    Agreement,
    FlowAgreement,
    Transfer,
    FlowData,
    Retention,
    Owner,
}

impl Gap {
    fn phrase(self) -> &'static str {
        match self {
            Self::Recipients => "recipients, in activities that have or may have this data",
            Self::Stores => "stores, in activities that have or may have this data",
            Self::Sources => "sources, in activities that have or may have this data",
            Self::Operator => "operator, of systems shown",
            Self::HostedIn => "country of hosting, of systems shown",
            Self::SubProcessors => "sub-processors, of processors shown",
            Self::Country => "country, of parties shown",
            Self::Agreement => "agreement, with parties shown",
            Self::FlowAgreement => "agreement, of flows shown",
            Self::Transfer => "what allows the transfer, of flows that leave the UK",
            Self::FlowData => "which data, of flows shown",
            Self::Retention => "retention, of activities shown",
            Self::Owner => "owner, of activities shown",
        }
    }
}

impl Gaps {
    /// Notes that something is not recorded of a thing with this name.
    pub(super) fn note(&mut self, gap: Gap, name: impl Into<String>) {
        self.0.entry(gap).or_default().insert(name.into());
    }

    /// Notes it where it is so.
    pub(super) fn note_if(&mut self, is_missing: bool, gap: Gap, name: &str) {
        if is_missing {
            self.note(gap, name);
        }
    }

    /// The gaps as an answer lists them.
    pub(super) fn list(self) -> Vec<NotRecorded> {
        self.0
            .into_iter()
            .map(|(gap, names)| NotRecorded {
                what: gap.phrase().to_owned(),
                count: names.len(),
                examples: names.into_iter().take(N_EXAMPLES).collect(),
            })
            .collect()
    }
}
