//! Countries after ISO 3166.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::nearest::nearest;
use super::record::text_form;

/// A country by its ISO 3166-1 alpha-2 code, or only that it is not the United Kingdom.
///
/// Jersey, Guernsey, the Isle of Man and Gibraltar have codes of their own: they are not the UK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Country {
    /// An ISO 3166-1 alpha-2 code in capitals, such as `GB`.
    Iso(Code),
    /// Outside the United Kingdom; which country is not recorded.
    OutsideUk,
}

/// A code of ISO 3166-1 as it is listed.
type Code = &'static str;

/// Why a text is not a country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the name or code of a country")]
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

    /// The country's name in English for reading, without an article.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Iso(code) => name_of(code).unwrap_or(code),
            Self::OutsideUk => "outside the UK, country not recorded",
        }
    }

    /// The name as it follows `in` in a sentence: `the United States of America`, `the Isle of Man`, `Ireland`.
    pub fn name_in_sentence(&self) -> String {
        const PLURAL: [&str; 7] = [
            "Bahamas",
            "Comoros",
            "Congo",
            "Gambia",
            "Maldives",
            "Netherlands",
            "Philippines",
        ];
        const OF_ONE: [&str; 11] = [
            "Emirates",
            "Federation",
            "Holy",
            "Islands",
            "Isle",
            "Kingdom",
            "Republic",
            "State",
            "States",
            "Territories",
            "Territory",
        ];
        let name = self.name();
        // What begins with one island goes on to others.
        let begins_with_one = name.starts_with("Heard Island") || name.starts_with("South Georgia");
        let is_of_one = name.split(' ').any(|word| OF_ONE.contains(&word)) && !begins_with_one;
        if is_of_one || PLURAL.contains(&name) {
            format!("the {name}")
        } else {
            name.to_owned()
        }
    }
}

impl Country {
    /// A country as people write it: by code, whatever its case, or by name.
    pub fn from_words(text: &str) -> Result<Self, BadCountry> {
        let exact = text.trim().parse::<Self>();
        let Err(error) = exact else {
            return exact;
        };
        let folded = super::fold(text);
        let words = folded.strip_prefix("the ").unwrap_or(&folded);
        if words == "outside uk" || words == "outside the uk" {
            return Ok(Self::OutsideUk);
        }
        let named = NAMES.iter().find(|(_, name)| super::fold(name) == words);
        let spoken = SPOKEN.iter().find(|(_, name)| *name == words);
        let code = named
            .map(|(code, _)| *code)
            .or(spoken.map(|(code, _)| *code))
            .or(error.meant.as_deref());
        match code.and_then(listed_as) {
            Some((code, _)) => Ok(Self::Iso(code)),
            None => Err(error),
        }
    }
}

impl BadCountry {
    /// The code that was probably meant: of a name that is misspelt, too.
    pub fn probable(&self) -> Option<&str> {
        let misspelt = || {
            let names = NAMES.iter().map(|(code, name)| (*code, super::fold(name)));
            let names: Vec<(&str, String)> = names.collect();
            let words = super::fold(&self.text);
            let near = nearest(&words, names.iter().map(|(_, name)| &**name), MISSPELT);
            let meant = names.iter().find(|(_, name)| Some(&**name) == near);
            meant.map(|(code, _)| *code)
        };
        self.meant.as_deref().or_else(misspelt)
    }
}

/// So alike is a name to one that is misspelt: Norway and nowhere are not.
const MISSPELT: f64 = 0.9;

/// Everyday names, folded, beside those of ISO 3166.
const SPOKEN: [(&str, &str); 22] = [
    ("BO", "bolivia"),
    ("BN", "brunei"),
    ("CI", "ivory coast"),
    ("CZ", "czech republic"),
    ("FM", "micronesia"),
    ("GB", "great britain"),
    ("GB", "britain"),
    ("IE", "republic of ireland"),
    ("IR", "iran"),
    ("KP", "north korea"),
    ("KR", "south korea"),
    ("LA", "laos"),
    ("MD", "moldova"),
    ("NL", "holland"),
    ("RU", "russia"),
    ("SY", "syria"),
    ("TR", "turkey"),
    ("TZ", "tanzania"),
    ("US", "united states"),
    ("US", "usa"),
    ("VE", "venezuela"),
    ("VN", "vietnam"),
];

/// Names that the library writes without their signs, or turned round.
const CORRECTED: [(&str, &str); 18] = [
    ("AX", "Åland Islands"),
    ("BL", "Saint Barthélemy"),
    ("CC", "Cocos (Keeling) Islands"),
    ("CI", "Côte d'Ivoire"),
    ("CW", "Curaçao"),
    ("FK", "Falkland Islands"),
    ("GB", "United Kingdom"),
    ("GW", "Guinea-Bissau"),
    ("HM", "Heard Island and McDonald Islands"),
    ("KP", "Democratic People's Republic of Korea"),
    ("LA", "Lao People's Democratic Republic"),
    ("MF", "Saint Martin (French part)"),
    ("RE", "Réunion"),
    ("SH", "Saint Helena, Ascension and Tristan da Cunha"),
    ("ST", "São Tomé and Príncipe"),
    ("SX", "Sint Maarten (Dutch part)"),
    ("TL", "Timor-Leste"),
    ("TW", "Taiwan"),
];

/// A country as ISO 3166-1 lists it.
struct Listed {
    /// The codes: of two letters, of three, of digits.
    codes: [&'static str; 3],
    name: &'static str,
    /// Other names that people use.
    aliases: std::str::Split<'static, char>,
}

/// The countries of ISO 3166-1, by their code of two letters.
fn listed() -> impl Iterator<Item = Listed> {
    let lines = include_str!(concat!(env!("OUT_DIR"), "/countries.tsv")).lines();
    lines.filter_map(|line| {
        let mut values = line.split('\t');
        Some(Listed {
            codes: [values.next()?, values.next()?, values.next()?],
            name: values.next()?,
            aliases: values,
        })
    })
}

/// The name of each country by its code, in the order of codes.
static NAMES: LazyLock<Vec<(&str, Cow<'static, str>)>> = LazyLock::new(|| {
    let names = listed().map(|country| {
        let [code, ..] = country.codes;
        let corrected = CORRECTED.iter().find(|(corrected, _)| *corrected == code);
        let name = corrected.map_or_else(
            || in_running_text(country.name),
            |(_, name)| Cow::Borrowed(*name),
        );
        (code, name)
    });
    names.collect()
});

/// The country of a code: the code as it is listed, and the name.
fn listed_as(code: &str) -> Option<(&'static str, &'static str)> {
    let place = NAMES.binary_search_by_key(&code, |(code, _)| code).ok()?;
    let (code, name) = &NAMES[place];
    Some((code, name))
}

/// The name of the country of a code.
fn name_of(code: &str) -> Option<&'static str> {
    listed_as(code).map(|(_, name)| name)
}

/// A name as it stands in a sentence: `United States of America`, not `The United States Of America`.
fn in_running_text(name: &str) -> Cow<'_, str> {
    let name = name.strip_prefix("The ").unwrap_or(name);
    if ![" And ", " Of ", " The "]
        .iter()
        .any(|word| name.contains(word))
    {
        return Cow::Borrowed(name);
    }
    let words = name.split(' ').map(|word| match word {
        "And" => "and",
        "Of" => "of",
        "The" => "the",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ").into()
}

/// The code of the country that is called so, whatever its capitals and spaces: by a code of ISO 3166-1 (two or three letters, three digits), its name,
/// or another name that people use.
fn called(text: &str) -> Option<&'static str> {
    let squeezed = |name: &str| super::fold(name).replace(' ', "");
    let text = squeezed(text);
    if let "uk" | "england" | "wales" | "scotland" | "northernireland" = text.as_str() {
        return Some("GB");
    }
    let is_so = |name: &str| squeezed(name) == text;
    let named = listed().find(|country| country.codes.into_iter().chain([country.name]).any(is_so));
    let also = || listed().find(|country| country.aliases.clone().any(is_so));
    named.or_else(also).map(|country| country.codes[0])
}

impl FromStr for Country {
    type Err = BadCountry;

    fn from_str(text: &str) -> Result<Self, BadCountry> {
        if text == Self::OUTSIDE_UK {
            return Ok(Self::OutsideUk);
        }
        if let Some((code, _)) = listed_as(text) {
            return Ok(Self::Iso(code));
        }
        let meant = called(text).map(str::to_owned);
        Err(BadCountry {
            text: text.to_owned(),
            meant,
        })
    }
}

text_form!(Country, BadCountry);

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
            ("FRA", Some("FR")),
            ("250", Some("FR")),
            ("Vatican City", Some("VA")),
            ("Samoa", Some("WS")),
            ("United Kingdom", Some("GB")),
            ("XX", None),
            ("", None),
        ] {
            let error = text.parse::<Country>().unwrap_err();
            assert_eq!(error.meant.as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn people_name_countries_by_code_or_name() {
        for (text, code) in [
            ("IE", "IE"),
            ("ie", "IE"),
            ("Ireland", "IE"),
            ("the Netherlands", "NL"),
            ("United States", "US"),
            ("Cote d’Ivoire", "CI"),
            ("Scotland", "GB"),
            ("outside-uk", "outside-uk"),
            ("Outside the UK", "outside-uk"),
        ] {
            let country = Country::from_words(text).map(|country| country.to_string());
            assert_eq!(country.as_deref(), Ok(code), "{text}");
        }
        for country in celes::Country::get_countries() {
            let name = Country::Iso(country.alpha2).name().to_uppercase();
            let code = Country::from_words(&name).map(|country| country.to_string());
            assert_eq!(code.as_deref(), Ok(country.alpha2), "{name}");
        }
        for (code, name) in SPOKEN {
            let country = Country::from_words(name).map(|country| country.to_string());
            assert_eq!(country.as_deref(), Ok(code), "{name}");
        }
        assert!(Country::from_words("Irelund").is_err());
    }

    #[test]
    fn a_misspelt_name_is_recognised_and_not_taken() {
        for (text, meant) in [
            ("United Kingdon", Some("GB")),
            ("Irleand", Some("IE")),
            ("nowhere", None),
            ("EEA", None),
        ] {
            let error = Country::from_words(text).unwrap_err();
            assert_eq!(error.probable(), meant, "{text}");
        }
    }

    #[test]
    fn every_name_reads_as_people_write_it() {
        for country in celes::Country::get_countries() {
            let name = Country::Iso(country.alpha2).name();
            assert!(!name.starts_with("The "), "{name}");
            for word in [" Of ", " And ", " The ", " Da "] {
                assert!(!name.contains(word), "{name}");
            }
            assert!(name.starts_with(char::is_uppercase), "{name}");
        }
        for (code, name) in [
            ("US", "United States of America"),
            ("RU", "Russian Federation"),
            ("GB", "United Kingdom"),
            ("CD", "Democratic Republic of the Congo"),
            ("IM", "Isle of Man"),
            ("VC", "Saint Vincent and the Grenadines"),
            ("NL", "Netherlands"),
            ("FR", "France"),
        ] {
            assert_eq!(code.parse::<Country>().unwrap().name(), name);
        }
    }

    #[test]
    fn names_have_their_article_in_a_sentence() {
        for (code, said) in [
            ("US", "the United States of America"),
            ("IM", "the Isle of Man"),
            ("KR", "the Republic of Korea"),
            ("RU", "the Russian Federation"),
            ("AE", "the United Arab Emirates"),
            ("VG", "the British Virgin Islands"),
            ("NL", "the Netherlands"),
            ("CD", "the Democratic Republic of the Congo"),
            ("TF", "the French Southern Territories"),
            ("VA", "the Holy See"),
            ("GS", "South Georgia and the South Sandwich Islands"),
            ("HM", "Heard Island and McDonald Islands"),
            ("JE", "Jersey"),
            ("IE", "Ireland"),
            ("SD", "Sudan"),
            ("outside-uk", "outside the UK, country not recorded"),
        ] {
            let country = code.parse::<Country>().unwrap();
            assert_eq!(country.name_in_sentence(), said, "{code}");
        }
    }

    #[test]
    fn every_corrected_name_belongs_to_a_code() {
        for (code, name) in CORRECTED {
            assert_eq!(code.parse::<Country>().unwrap().name(), name);
        }
        assert_eq!(NAMES.len(), celes::Country::get_countries().len());
    }
}
