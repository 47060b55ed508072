//! The signs of the notation, one for every format, and what each means.

use crate::model::listed;

listed! {
    /// A sign of the notation, in the order of the legend.
    pub enum Sign {
        Entity: "entity", "person or organisation", "rectangle";
        Process: "process", "activity (process)", "rounded box";
        Store: "store", "system (data store)", "cylinder";
        Connector: "connector", "goes on on another sheet", "pentagon";
        Boundary: "boundary", "who is responsible (trust boundary)", "dashed frame";
        Stated: "stated", "flow: the record states the data", "solid line";
        Possible: "possible", "possible flow: the record does not state the data", "dotted line";
        BothWays: "both-ways", "both ways", "arrow with two heads";
        Special: "special-category", "special category data (Article 9)", "words in brackets";
        Offence: "criminal-offence", "criminal offence data (Article 10)", "words in brackets";
        LeavesUk: "leaves-uk", "leaves the UK", "thick red line";
        Approved: "approved-country", "approved country (Article 45A)", "words in brackets";
        Allowed: "transfer-recorded", "recorded what allows the transfer", "words in brackets";
        LacksTransfer: "transfer-not-recorded", "not recorded what allows the transfer", "words in brackets";
        NotInForce: "agreement-not-in-force", "agreement not in force", "words in brackets";
        LacksAgreement: "agreement-not-recorded", "no agreement recorded", "words in brackets";
        LacksBasis: "basis-not-recorded", "no lawful basis recorded", "words in brackets";
        Faint: "grey", "does not carry what is highlighted", "grey";
    }
    /// Its code, for other programs.
    code = 0;
    /// What it is called in a key beside its drawing.
    meaning = 1;
    /// How it is drawn, for those who cannot see it.
    drawn = 2;
}

/// Under which law the activities fall whose flows are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawnLaw {
    /// The UK GDPR.
    #[default]
    UkGdpr,
    /// Part 3 of the Data Protection Act 2018 (law enforcement).
    Part3,
    /// Some under one, some under the other.
    Both,
}

impl DrawnLaw {
    /// The law of several activities, of each of which it is said whether it falls under Part 3.
    pub fn of(are_part_3: impl Iterator<Item = bool>) -> Self {
        are_part_3
            .map(|is_part_3| if is_part_3 { Self::Part3 } else { Self::UkGdpr })
            .reduce(|one, other| if one == other { one } else { Self::Both })
            .unwrap_or_default()
    }
}

impl Sign {
    /// What it is called in a key beside its drawing, by the law of what is drawn.
    pub fn meaning_under(self, law: DrawnLaw) -> &'static str {
        match (self, law) {
            (Self::Special, DrawnLaw::Part3) => {
                "special category data: sensitive processing (DPA 2018 section 35(8))"
            }
            (Self::Special, DrawnLaw::Both) => {
                "special category data (Article 9; for law enforcement DPA 2018 section 35(8))"
            }
            (Self::Offence, DrawnLaw::Part3) => "criminal offence data",
            (Self::Offence, DrawnLaw::Both) => {
                "criminal offence data (Article 10, but for law enforcement)"
            }
            (Self::Approved, DrawnLaw::Part3) => "approved country (DPA 2018 section 74AA)",
            (Self::Approved, DrawnLaw::Both) => {
                "approved country (Article 45A; for law enforcement DPA 2018 section 74AA)"
            }
            (sign, _) => sign.meaning(),
        }
    }

    /// How it marks a flow in words.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Special => "special category data",
            Self::Offence => "criminal offence data",
            Self::Approved => "approved country",
            _ => self.meaning(),
        }
    }

    /// How it marks a flow where there is no room for words; nothing where the line itself does.
    pub fn short(self) -> Option<&'static str> {
        match self {
            Self::Special => Some("SC"),
            Self::Offence => Some("CO"),
            Self::Approved => Some("TA"),
            Self::Allowed => Some("T"),
            Self::LacksTransfer => Some("T?"),
            Self::NotInForce => Some("A!"),
            Self::LacksAgreement => Some("A?"),
            Self::LacksBasis => Some("B?"),
            _ => None,
        }
    }
}
