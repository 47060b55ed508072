//! Periods after ISO 8601.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::figures::in_figures;
use super::record::text_form;

/// How long something is kept or how often it recurs: an ISO 8601 period in years, months, weeks
/// and days (`P35Y`), or permanent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A period in canonical ISO 8601 form.
    Span(String),
    /// For ever.
    Permanent,
}

/// Why a text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a period of ISO 8601, such as `P35Y` or `P6M`, or `permanent`")]
pub struct BadPeriod {
    /// What was written.
    pub text: String,
    /// The period that was probably meant.
    pub meant: Option<String>,
}

impl Period {
    /// The word for what is kept for ever.
    pub const PERMANENT: &'static str = "permanent";

    /// A period as people write it: `P6Y`, `6 years`, `1 year and 6 months`, `two years`, `permanently`.
    ///
    /// # Errors
    /// It is none of these.
    pub fn from_words(text: &str) -> Result<Self, BadPeriod> {
        let error = match text.trim().parse() {
            Ok(period) => return Ok(period),
            Err(error) => error,
        };
        match super::fold(text).as_str() {
            "permanent" | "permanently" => Ok(Self::Permanent),
            _ => {
                let figures = in_figures(text).replace(" and ", " ");
                let meant = error.meant.clone();
                let meant = meant.or_else(|| figures.parse::<Self>().err()?.meant);
                meant.map(Self::Span).ok_or(error)
            }
        }
    }

    /// The period as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Span(text) => text,
            Self::Permanent => Self::PERMANENT,
        }
    }

    /// The period in words: `35 years`, `1 year and 6 months`, `permanently`.
    pub fn words(&self) -> String {
        let Self::Span(text) = self else {
            return "permanently".to_owned();
        };
        let Ok(span) = text.parse::<jiff::Span>() else {
            return text.clone();
        };
        let parts: Vec<String> = [
            (i64::from(span.get_years()), "year"),
            (i64::from(span.get_months()), "month"),
            (i64::from(span.get_weeks()), "week"),
            (i64::from(span.get_days()), "day"),
        ]
        .into_iter()
        .filter(|(count, _)| *count != 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        .collect();
        parts.join(" and ")
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        if text == Self::PERMANENT {
            return Ok(Self::Permanent);
        }
        let canonical = text
            .parse::<jiff::Span>()
            .ok()
            .filter(is_calendar_span)
            .map(|span| span.to_string());
        match canonical {
            Some(canonical) if text.starts_with('P') => Ok(Self::Span(canonical)),
            meant => Err(BadPeriod {
                text: text.to_owned(),
                meant,
            }),
        }
    }
}

/// Whether a span is a positive number of years, months, weeks and days.
fn is_calendar_span(span: &jiff::Span) -> bool {
    span.is_positive()
        && span.get_hours() == 0
        && span.get_minutes() == 0
        && span.get_seconds() == 0
        && span.get_milliseconds() == 0
        && span.get_microseconds() == 0
        && span.get_nanoseconds() == 0
}

text_form!(Period, BadPeriod);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_iso_8601() {
        assert_eq!("P35Y".parse::<Period>().unwrap().words(), "35 years");
        assert_eq!(
            "P1Y6M".parse::<Period>().unwrap().words(),
            "1 year and 6 months"
        );
        assert_eq!("permanent".parse(), Ok(Period::Permanent));
        for bad in ["35 years", "PT1H", "P0D", "-P1Y", "P1.5Y", "P", "", "35"] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
        for (text, written) in [
            ("35 years", "P35Y"),
            ("6Y", "P6Y"),
            ("1 year 6 months", "P1Y6M"),
            (" P6Y", "P6Y"),
            ("1 year and 6 months", "P1Y6M"),
            ("Two years", "P2Y"),
            ("twenty-five years", "P25Y"),
            ("a year", "P1Y"),
            ("Permanently", "permanent"),
        ] {
            assert_eq!(
                Period::from_words(text).unwrap().as_str(),
                written,
                "{text}"
            );
        }
        for bad in [
            "6",
            "6 m",
            "2 hours",
            "1 year ago",
            "-2 years",
            "two",
            "until it is over",
        ] {
            assert!(Period::from_words(bad).is_err(), "{bad}");
        }
        assert_eq!(
            "35 years".parse::<Period>().unwrap_err().meant.as_deref(),
            Some("P35Y")
        );
    }
}
