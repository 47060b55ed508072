//! The signs of the notation, one for every format, and what each means.

/// A sign of the notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A rectangle.
    Entity,
    /// A rounded box.
    Process,
    /// A cylinder.
    Store,
    /// A pentagon that points to another sheet.
    Connector,
    /// A dashed frame.
    Boundary,
    /// A solid line.
    Stated,
    /// A dotted line.
    Possible,
    /// An arrow with two heads.
    BothWays,
    /// Words in brackets at a flow: Article 9.
    Special,
    /// Words in brackets at a flow: Article 10.
    Offence,
    /// A thick red line, and words in brackets.
    LeavesUk,
    /// Words in brackets at a flow that leaves the UK.
    Approved,
    /// Words in brackets at a flow that leaves the UK.
    Allowed,
    /// Words in brackets at a flow that leaves the UK.
    LacksTransfer,
    /// Words in brackets at a flow.
    NotInForce,
    /// Words in brackets at a flow.
    LacksAgreement,
    /// Words in brackets at a flow.
    LacksBasis,
    /// Grey.
    Faint,
}

impl Sign {
    /// Every sign, in the order of the legend.
    pub const ALL: [Self; 18] = [
        Self::Entity,
        Self::Process,
        Self::Store,
        Self::Connector,
        Self::Boundary,
        Self::Stated,
        Self::Possible,
        Self::BothWays,
        Self::Special,
        Self::Offence,
        Self::LeavesUk,
        Self::Approved,
        Self::Allowed,
        Self::LacksTransfer,
        Self::NotInForce,
        Self::LacksAgreement,
        Self::LacksBasis,
        Self::Faint,
    ];

    /// Its code, for other programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Process => "process",
            Self::Store => "store",
            Self::Connector => "connector",
            Self::Boundary => "boundary",
            Self::Stated => "stated",
            Self::Possible => "possible",
            Self::BothWays => "both-ways",
            Self::Special => "special-category",
            Self::Offence => "criminal-offence",
            Self::LeavesUk => "leaves-uk",
            Self::Approved => "approved-country",
            Self::Allowed => "transfer-recorded",
            Self::LacksTransfer => "transfer-not-recorded",
            Self::NotInForce => "agreement-not-in-force",
            Self::LacksAgreement => "agreement-not-recorded",
            Self::LacksBasis => "basis-not-recorded",
            Self::Faint => "grey",
        }
    }

    /// What it is called in a key beside its drawing.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Entity => "person or organisation",
            Self::Process => "activity (process)",
            Self::Store => "system (data store)",
            Self::Connector => "goes on on another sheet",
            Self::Boundary => "who is responsible (trust boundary)",
            Self::Stated => "flow: the record states the data",
            Self::Possible => "possible flow: the record does not state the data",
            Self::BothWays => "written and read",
            Self::Special => "special category data (Article 9)",
            Self::Offence => "criminal offence data (Article 10)",
            Self::LeavesUk => "leaves the UK",
            Self::Approved => "approved country (Article 45A)",
            Self::Allowed => "recorded what allows the transfer",
            Self::LacksTransfer => "not recorded what allows the transfer",
            Self::NotInForce => "agreement not in force",
            Self::LacksAgreement => "no agreement recorded",
            Self::LacksBasis => "no lawful basis recorded",
            Self::Faint => "does not carry what is highlighted",
        }
    }

    /// How it is drawn, for those who cannot see it.
    pub fn drawn(self) -> &'static str {
        match self {
            Self::Entity => "rectangle",
            Self::Process => "rounded box",
            Self::Store => "cylinder",
            Self::Connector => "pentagon",
            Self::Boundary => "dashed frame",
            Self::Stated => "solid line",
            Self::Possible => "dotted line",
            Self::BothWays => "arrow with two heads",
            Self::LeavesUk => "thick red line",
            Self::Faint => "grey",
            Self::Special
            | Self::Offence
            | Self::Approved
            | Self::Allowed
            | Self::LacksTransfer
            | Self::NotInForce
            | Self::LacksAgreement
            | Self::LacksBasis => "words in brackets",
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
