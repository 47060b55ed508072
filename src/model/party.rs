//! Parties: anyone data comes from or goes to.

use serde::{Deserialize, Serialize};

use super::field::NAMED;
use super::{Country, Field, Fields, Kind, PartyId, Recorded, Shape, SystemId, Word};

/// Anyone data comes from or goes to: an organisation, a public authority, a team, a group of
/// people, or a class of them ("hospitals").
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name as people know it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What kind of party it is.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub kind: Recorded<PartyKind>,
    /// The party it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<PartyId>,
    /// Where it is, ISO 3166.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub country: Recorded<Country>,
    /// Its postal address.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub address: Recorded<String>,
    /// Its e-mail address.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub email: Recorded<String>,
    /// Its telephone number.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub phone: Recorded<String>,
    /// Its address on the web.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub web: Recorded<String>,
    /// Its data protection officer.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub dpo: Recorded<PartyId>,
    /// Its representative (Article 27).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub representative: Recorded<PartyId>,
    /// Those it engages to process on others' behalf (Article 28(2) and (4)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub sub_processors: Recorded<Vec<SubProcessor>>,
}

/// What kind of party it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// A company, charity or other body.
    Organisation,
    /// A body that exercises public functions.
    PublicAuthority,
    /// A team, office or post inside another party.
    Team,
    /// A group of people, such as a family network.
    Group,
    /// A class of bodies or people that are not named one by one, such as hospitals.
    Class,
}

impl PartyKind {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("organisation", "a company, charity or other body"),
        Word::new("public-authority", "a body that exercises public functions"),
        Word::new("team", "a team, office or post inside another party"),
        Word::new("group", "a group of people, such as a family network"),
        Word::new(
            "class",
            "bodies or people that are not named one by one, such as hospitals",
        ),
    ];

    /// The kind's word.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].word
    }
}

/// One party that another engages to process on its behalf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubProcessor {
    /// Who is engaged.
    pub party: PartyId,
    /// For which service.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub service: Recorded<String>,
    /// For which systems of the processor.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub systems: Recorded<Vec<SystemId>>,
    /// Where it does so, ISO 3166.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub country: Recorded<Country>,
}

impl Party {
    /// The fields of a party, as written in `parties.toml`.
    pub const FIELDS: Fields = &[
        NAMED,
        &[
            Field::recorded(
                "kind",
                Shape::Word(PartyKind::WORDS),
                "what kind of party it is",
            ),
            Field::optional(
                "part_of",
                Shape::Id(Kind::Party),
                "the party it is a part of",
            ),
            Field::recorded("country", Shape::Country, "the country it is in"),
            Field::recorded("address", Shape::Text, "postal address"),
            Field::recorded("email", Shape::Text, "e-mail address"),
            Field::recorded("phone", Shape::Text, "telephone number"),
            Field::recorded("web", Shape::Text, "address on the web"),
            Field::recorded("dpo", Shape::Id(Kind::Party), "its data protection officer"),
            Field::recorded(
                "representative",
                Shape::Id(Kind::Party),
                "its representative (Article 27)",
            ),
            Field::recorded(
                "sub_processors",
                Shape::Tables(SubProcessor::FIELDS),
                "those it engages to process (Article 28)",
            ),
        ],
    ];
}

impl SubProcessor {
    const FIELDS: Fields = &[&[
        Field::required("party", Shape::Id(Kind::Party), "who is engaged"),
        Field::recorded("service", Shape::Text, "for which service"),
        Field::recorded(
            "systems",
            Shape::List(&Shape::Id(Kind::System)),
            "for which systems of the processor",
        ),
        Field::recorded("country", Shape::Country, "where it processes the data"),
    ]];
}
