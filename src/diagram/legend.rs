//! What the shapes, lines and marks of a picture mean: one notation for every format.

use crate::graph::Certainty;

use super::picture::{Arrow, BoxKind, Diagram};

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

    fn is_used(self, diagram: &Diagram) -> bool {
        let boxes = |kind: BoxKind| diagram.boxes.iter().any(|one| one.kind == kind);
        let arrows = |is: fn(&Arrow) -> bool| diagram.arrows.iter().any(is);
        match self {
            Self::Entity => boxes(BoxKind::Entity),
            Self::Process => boxes(BoxKind::Process),
            Self::Store => boxes(BoxKind::Store),
            Self::Connector => boxes(BoxKind::Connector),
            Self::Boundary => diagram.boxes.iter().any(|one| one.boundary.is_some()),
            Self::Stated => arrows(|arrow| arrow.certainty == Certainty::Stated),
            Self::Possible => arrows(|arrow| arrow.certainty == Certainty::Possible),
            Self::BothWays => arrows(|arrow| arrow.both_ways),
            Self::Faint => arrows(|arrow| arrow.is_faint),
            _ => diagram.arrows.iter().any(|arrow| arrow.has(self)),
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

impl Diagram {
    /// The signs that the picture uses, in the order of the legend.
    pub fn signs(&self) -> Vec<Sign> {
        let signs = Sign::ALL.into_iter();
        signs.filter(|sign| sign.is_used(self)).collect()
    }

    /// The activities that numbers of flows name and that are not on the picture.
    pub fn absent(&self) -> Vec<String> {
        let named = |number: &str| {
            let mut runs = self
                .arrows
                .iter()
                .flat_map(|arrow| arrow.number.split(", "));
            runs.any(|run| {
                run.split_once('.')
                    .is_some_and(|(activity, _)| activity == number)
            })
        };
        let is_drawn = |number: &str| {
            let mut marks = self.boxes.iter().flat_map(|one| &one.marks);
            marks.any(|mark| mark == number)
        };
        let numbered = self.activities.iter().enumerate();
        numbered
            .map(|(place, name)| (format!("A{}", place + 1), name))
            .filter(|(number, _)| named(number) && !is_drawn(number))
            .map(|(number, name)| format!("{number} is {name}."))
            .collect()
    }

    /// What stands under the picture in words: the activities that are not on it, and the notes.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = self.absent();
        remarks.extend(self.notes.iter().cloned());
        remarks
    }

    /// When it is drawn and from which register, in a line.
    pub fn stamp(&self) -> String {
        let day = self.as_at.strftime("%-d %B %Y");
        let hash: String = self.register_hash.chars().take(16).collect();
        format!("Drawn from the register as at {day}, register hash {hash}")
    }
}
