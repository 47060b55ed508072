//! Countries after ISO 3166.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A country by its ISO 3166-1 alpha-2 code, or only that it is not the United Kingdom.
///
/// Jersey, Guernsey, the Isle of Man and Gibraltar have codes of their own: they are not the UK.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Country {
    /// An ISO 3166-1 alpha-2 code in capitals, such as `GB`.
    Iso(String),
    /// Outside the United Kingdom; which country is not recorded.
    OutsideUk,
}

/// Why a text is not a country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a country code of ISO 3166-1")]
pub struct BadCountry {
    /// What was written.
    pub text: String,
    /// The code that was probably meant.
    pub meant: Option<String>,
}

impl Country {
    /// The word for a country that is only known not to be the UK.
    pub const OUTSIDE_UK: &'static str = "outside-uk";

    /// The code, or `outside-uk`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Iso(code) => code,
            Self::OutsideUk => Self::OUTSIDE_UK,
        }
    }

    /// Whether this is the United Kingdom.
    pub fn is_uk(&self) -> bool {
        self.as_str() == "GB"
    }

    /// The country's name in English for reading.
    pub fn name(&self) -> &str {
        match self {
            Self::Iso(code) if code == "GB" => "United Kingdom",
            Self::Iso(code) => {
                celes::Country::from_alpha2(code).map_or(code.as_str(), |country| country.long_name)
            }
            Self::OutsideUk => "outside the UK, country not recorded",
        }
    }
}

impl FromStr for Country {
    type Err = BadCountry;

    fn from_str(text: &str) -> Result<Self, BadCountry> {
        if text == Self::OUTSIDE_UK {
            return Ok(Self::OutsideUk);
        }
        let known = celes::Country::from_alpha2(text).ok();
        if known.is_some_and(|country| country.alpha2 == text) {
            return Ok(Self::Iso(text.to_owned()));
        }
        let meant = known
            .or_else(|| match super::fold(text).as_str() {
                "uk" | "england" | "wales" | "scotland" | "northern ireland" | "united kingdom" => {
                    celes::Country::from_alpha2("GB").ok()
                }
                _ => text.parse().ok(),
            })
            .map(|country| country.alpha2.to_owned());
        Err(BadCountry {
            text: text.to_owned(),
            meant,
        })
    }
}

impl TryFrom<String> for Country {
    type Error = BadCountry;

    fn try_from(text: String) -> Result<Self, BadCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_and_outside_uk_are_countries() {
        assert!("GB".parse::<Country>().unwrap().is_uk());
        assert!(!"JE".parse::<Country>().unwrap().is_uk());
        assert_eq!("outside-uk".parse(), Ok(Country::OutsideUk));
        for (text, meant) in [
            ("UK", Some("GB")),
            ("gb", Some("GB")),
            ("France", Some("FR")),
            ("XX", None),
            ("", None),
        ] {
            let error = text.parse::<Country>().unwrap_err();
            assert_eq!(error.meant.as_deref(), meant, "{text}");
        }
    }
}
