//! Parameters of saved questions: their types, and what is typed for them.

use std::fmt;

use crate::law;
use crate::model::{Country, Kind, date_from_words, fold};

use super::Value;

/// A parameter of a saved question.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, without the colon.
    pub name: String,
    /// Its type.
    pub kind: ParameterType,
    /// What it takes where nothing is typed.
    pub default: Option<String>,
    /// Whether nothing need be typed: then it is null.
    pub is_optional: bool,
    /// The least number that it takes, where it is a number.
    pub least: Option<i64>,
    /// What it is, as a phrase.
    pub help: String,
    /// The computed tables of which the question reads nothing but what this names.
    pub narrows: Vec<String>,
}

/// The type of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A day, ISO 8601.
    Date,
    /// `true` or `false`; 1 or 0 in SQL.
    Boolean,
    /// One of these words.
    Choice(Vec<String>),
    /// A code of this vocabulary of the law.
    Code(String),
    /// A record of this kind, by id, name or alias; its id in SQL.
    Record(Kind),
    /// A country, ISO 3166-1 alpha-2, or `outside-uk`.
    Country,
}

impl Parameter {
    /// Understands what was typed; else says what is expected.
    ///
    /// # Errors
    /// It is not of this type, or less than it may be.
    pub fn read(&self, text: &str) -> Result<Typed, String> {
        let typed = self.kind.read(text)?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "the least number is a small one"
        )]
        let is_less = |least: i64| match &typed {
            Typed::Value(Value::Integer(number)) => *number < least,
            Typed::Value(Value::Real(number)) => *number < least as f64,
            _ => false,
        };
        match self.least.filter(|least| is_less(*least)) {
            Some(least) => Err(format!("`{text}` is less than {least}")),
            None => Ok(typed),
        }
    }
}

/// What was typed for a parameter, understood as far as is possible without a register.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// A value.
    Value(Value),
    /// The name of a record of a kind.
    Named(Kind, String),
}

impl ParameterType {
    /// The kinds of record that a parameter can name.
    const NAMED: [Kind; 5] = [
        Kind::Data,
        Kind::Party,
        Kind::System,
        Kind::People,
        Kind::Activity,
    ];

    /// The words for the types, for who mistyped one.
    pub const WORDS: &'static str = "text, integer, number, date, boolean, choice(a, b), code(vocabulary), data, party, system, people, activity or country";

    /// The type with a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "text" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "date" => Self::Date,
            "boolean" => Self::Boolean,
            "country" => Self::Country,
            _ => {
                if let Some(inside) = word.strip_prefix("choice(") {
                    let words: Vec<String> = inside
                        .strip_suffix(')')?
                        .split(',')
                        .map(|word| word.trim().to_owned())
                        .collect();
                    return words
                        .iter()
                        .all(|word| !word.is_empty())
                        .then_some(Self::Choice(words));
                }
                if let Some(inside) = word.strip_prefix("code(") {
                    let name = inside.strip_suffix(')')?.trim();
                    law::vocabulary(name)?;
                    return Some(Self::Code(name.to_owned()));
                }
                let kind = Kind::from_word(word).filter(|kind| Self::NAMED.contains(kind))?;
                Self::Record(kind)
            }
        })
    }

    /// Understands what was typed; else says what is expected.
    ///
    /// # Errors
    /// It is not of this type.
    pub fn read(&self, text: &str) -> Result<Typed, String> {
        let expected = |what: &str| Err(format!("`{text}` is not {what}"));
        let value = match self {
            Self::Text => Value::Text(text.to_owned()),
            Self::Integer => match text.parse() {
                Ok(number) => Value::Integer(number),
                Err(_) => return expected("a whole number"),
            },
            Self::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Real(number),
                _ => return expected("a number"),
            },
            Self::Date => match date_from_words(text) {
                Some(day) => Value::Text(day.to_string()),
                None => {
                    return expected(
                        "a date of the calendar: write it as 2026-04-01 or 01/04/2026",
                    );
                }
            },
            Self::Boolean => match text {
                "true" | "yes" => Value::Integer(1),
                "false" | "no" => Value::Integer(0),
                _ => return expected("`true` or `false`"),
            },
            Self::Choice(words) => match words.iter().find(|word| fold(word) == fold(text)) {
                Some(word) => Value::Text(word.clone()),
                None => return expected(&format!("one of: {}", words.join(", "))),
            },
            Self::Code(name) => {
                let vocabulary = law::vocabulary(name);
                let code = vocabulary.and_then(|vocabulary| {
                    let entry = vocabulary.entry(text).map(|entry| entry.code.as_str());
                    entry.or_else(|| vocabulary.code_for(text))
                });
                match (code, vocabulary) {
                    (Some(code), _) => Value::Text(code.to_owned()),
                    (None, Some(vocabulary)) => {
                        return expected(&format!(
                            "one of the {}: `ropa law {name}` lists them",
                            vocabulary.title()
                        ));
                    }
                    (None, None) => return expected("a code"),
                }
            }
            Self::Record(kind) => return Ok(Typed::Named(*kind, text.to_owned())),
            Self::Country => match Country::from_words(text) {
                Ok(country) => Value::Text(country.to_string()),
                Err(_) => return expected("a country, by name or ISO 3166 code"),
            },
        };
        Ok(Typed::Value(value))
    }
}

impl fmt::Display for ParameterType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => formatter.write_str("text"),
            Self::Integer => formatter.write_str("integer"),
            Self::Number => formatter.write_str("number"),
            Self::Date => formatter.write_str("date"),
            Self::Boolean => formatter.write_str("boolean"),
            Self::Choice(words) => write!(formatter, "choice({})", words.join(", ")),
            Self::Code(name) => write!(formatter, "code({name})"),
            Self::Record(kind) => write!(formatter, "{kind}"),
            Self::Country => formatter.write_str("country"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_they_are_written() {
        for word in [
            "text",
            "integer",
            "number",
            "date",
            "boolean",
            "country",
            "data",
            "party",
            "system",
            "people",
            "activity",
            "choice(a, b)",
            "code(lawful-basis)",
        ] {
            assert_eq!(ParameterType::from_word(word).unwrap().to_string(), word);
        }
        for word in [
            "",
            "string",
            "document",
            "choice()",
            "code(unlawful-basis)",
            "choice(a",
            "choice(a,,b)",
        ] {
            assert_eq!(ParameterType::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn what_is_typed_must_be_of_the_type() {
        let read = |kind: &str, text: &str| match ParameterType::from_word(kind).unwrap().read(text)
        {
            Ok(typed) => format!("{typed:?}"),
            Err(error) => error,
        };
        assert_eq!(read("integer", "90"), "Value(Integer(90))");
        assert_eq!(read("integer", "9.5"), "`9.5` is not a whole number");
        assert_eq!(read("number", "NaN"), "`NaN` is not a number");
        assert_eq!(read("date", "2026-04-01"), "Value(Text(\"2026-04-01\"))");
        assert_eq!(
            read("date", "2026-02-30"),
            "`2026-02-30` is not a date of the calendar: write it as 2026-04-01 or 01/04/2026"
        );
        assert_eq!(read("date", "01/04/2026"), "Value(Text(\"2026-04-01\"))");
        assert_eq!(read("boolean", "yes"), "Value(Integer(1))");
        assert_eq!(read("choice(a, b)", "c"), "`c` is not one of: a, b");
        let basis = ParameterType::from_word("code(lawful-basis)").unwrap();
        for typed in [
            "6/1/ea",
            "Art 6(1)(ea)",
            "Article 6(1)(EA) UK GDPR",
            "recognised legitimate interest",
        ] {
            let Ok(Typed::Value(Value::Text(code))) = basis.read(typed) else {
                panic!("{typed}");
            };
            assert_eq!(code, "6/1/ea");
        }
        assert!(basis.read("Article 6(1)").is_err());
        assert_eq!(read("country", "Ireland"), "Value(Text(\"IE\"))");
        assert_eq!(
            read("country", "Irelund"),
            "`Irelund` is not a country, by name or ISO 3166 code"
        );
        assert_eq!(read("party", "nhs"), "Named(Party, \"nhs\")");
        assert_eq!(read("text", "'; DROP"), "Value(Text(\"'; DROP\"))");
    }
}
