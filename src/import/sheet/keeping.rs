//! Time limits as tables state them: shorter than sentences, and often what comes first and years after it.

use serde_json::{Map, Value};

use super::super::notice::{self, Fact};
use super::super::words;
use crate::model::{Period, fold};

/// The time limit that words state, where they state one.
pub(super) fn kept(text: &str) -> Option<Map<String, Value>> {
    let spelt = spelt_out(text);
    let (trimmed, own) = (words::trimmed(&spelt), words::trimmed(text));
    let mut rule = Map::new();
    let mut is_of_all = true;
    let mut says = |field: &str, value: &str| {
        rule.insert(field.to_owned(), value.into());
    };
    if let Ok(period) = Period::from_words(trimmed) {
        says("period", period.as_str());
    } else if let Some((trigger, period)) = years_after(trimmed) {
        says("period", period.as_str());
        says("trigger", &trigger);
    } else if let Fact::Kept {
        is_all,
        period,
        trigger,
        criteria,
        then,
    } = notice::kept(trimmed)
    {
        is_of_all = is_all;
        let period = period.as_ref().map(Period::as_str);
        let then = then.map(crate::model::Fate::word);
        for (field, value) in [
            ("trigger", trigger.as_deref()),
            ("period", period),
            ("criteria", criteria.is_some().then_some(own)),
            ("then", then),
        ] {
            value.into_iter().for_each(|value| says(field, value));
        }
    } else if is_criterion(trimmed) {
        says("criteria", own);
    } else {
        return None;
    }
    if is_of_all {
        says("data", "all");
    }
    says("evidence", text);
    Some(rule)
}

/// Words with their short forms spelt out: `15 yrs then destroy`.
fn spelt_out(text: &str) -> String {
    const SHORT: [(&str, &str); 7] = [
        ("yr", "year"),
        ("yrs", "years"),
        ("mth", "month"),
        ("mths", "months"),
        ("mnths", "months"),
        ("wk", "week"),
        ("wks", "weeks"),
    ];
    let spelt = text.split(' ').map(|word| {
        let bare = word.trim_end_matches(['.', ',', ';', ')']);
        let long = SHORT
            .iter()
            .find(|(short, _)| bare.eq_ignore_ascii_case(short));
        long.map_or_else(|| word.to_owned(), |(_, long)| word.replacen(bare, long, 1))
    });
    let spelt = spelt.collect::<Vec<_>>().join(" ");
    spelt
        .replace(" then ", ", then ")
        .replace(",, then", ", then")
}

/// A number alone, with the unit that the heading of its column names.
pub(super) fn with_unit(heading: &str, text: &str) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    let heading = fold(heading);
    let mut units = ["years", "months", "weeks", "days"].into_iter();
    let unit = units.find(|unit| heading.split(' ').any(|word| word == *unit));
    match unit.filter(|_| is_number) {
        Some(unit) => format!("{text} {unit}"),
        None => text.to_owned(),
    }
}

/// What comes first and how long data is kept after it: `End of contract + 6 years`, `6 years + current`.
fn years_after(text: &str) -> Option<(String, Period)> {
    let text = text.replace(" plus ", " + ");
    let (one, other) = text.split_once('+')?;
    let (one, other) = (one.trim(), other.trim());
    let period = |text: &str| {
        let text = text.to_lowercase().replace("years'", "years");
        Period::from_words(&text)
            .ok()
            .filter(|it| *it != Period::Permanent)
    };
    let (first, period) = match (period(one), period(other)) {
        (Some(period), None) => (other, period),
        (None, Some(period)) => (one, period),
        _ => return None,
    };
    let folded = fold(first);
    let begins = folded.split(' ').next().unwrap_or_default();
    let is_plain = folded.split(' ').count() <= 8
        && !folded.contains(|one: char| one.is_ascii_digit())
        && !first.contains(['+', ';', '/', '(', '?']);
    match begins {
        // How long that lasts is itself no point in time.
        "duration" | "life" | "lifetime" | "length" | "term" | "period" | "until" => None,
        "current" | "cy" => {
            let year = match folded.trim_start_matches("current").trim() {
                "" | "cy" => "year",
                year => year,
            };
            (is_plain && year.ends_with("year"))
                .then(|| (format!("the end of the current {year}"), period))
        }
        _ => (is_plain && !folded.is_empty()).then(|| (first.to_owned(), period)),
    }
}

/// Whether words say until when, though not for how long.
fn is_criterion(text: &str) -> bool {
    const BEGINS: [&str; 10] = [
        "until",
        "till",
        "while",
        "as long as",
        "for as long as",
        "duration of",
        "for the duration",
        "life of",
        "lifetime of",
        "term of",
    ];
    let folded = fold(text);
    BEGINS.iter().any(|begin| {
        folded
            .strip_prefix(begin)
            .is_some_and(|rest| rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_limit_is_what_the_words_state_and_no_more() {
        let said = |words: &str| kept(words).map(Value::Object).unwrap_or_default();
        let rule = said("6 years");
        assert_eq!(
            (&rule["period"], &rule["data"]),
            (&json!("P6Y"), &json!("all"))
        );
        for (words, period, trigger) in [
            (
                "7 years after the end of the contract",
                "P7Y",
                "the end of the contract",
            ),
            ("6 yrs + current", "P6Y", "the end of the current year"),
            (
                "Current financial year + 6 years",
                "P6Y",
                "the end of the current financial year",
            ),
            ("End of contract + 6 yrs", "P6Y", "End of contract"),
            ("DOB plus 25 years", "P25Y", "DOB"),
        ] {
            let rule = said(words);
            assert_eq!(
                (&rule["period"], &rule["trigger"]),
                (&json!(period), &json!(trigger)),
                "{words}"
            );
        }
        assert_eq!(said("15 yrs then destroy")["period"], "P15Y");
        assert_eq!(said("Destroy after 3 yrs.")["period"], "P3Y");
        assert_eq!(with_unit("Retention Period (years)", "8"), "8 years");
        assert_eq!(with_unit("Retention Period", "8"), "8");
        assert_eq!(said("Permanent")["period"], "permanent");
        for words in [
            "Until the child is 25",
            "Duration of tenancy + 7 yrs",
            "Until replaced by the next edition",
            "2-3 years",
            "6 years + 1 year",
            "E+6",
        ] {
            let rule = said(words);
            assert_eq!(
                (&rule["criteria"], &rule["period"]),
                (&json!(words), &Value::Null),
                "{words}"
            );
        }
        for words in ["See the schedule", "n/k"] {
            assert_eq!(kept(words), None, "{words}");
        }
    }
}
