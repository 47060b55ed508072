//! How long data is kept.

use crate::model::{Fate, Period};

use super::super::words;
use super::{Fact, Section, Statement, leads, pattern};

pattern!(
    STOP,
    r"^we (?:will )?stop using your (?:personal )?(?:data|information) (.+)$"
);
pattern!(
    PERIOD,
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|twenty[- ]five|thirty|forty|fifty|sixty|seventy|seventy[- ]five|eighty|ninety|hundred|a|an) ?(?:calendar |full |complete )?(year|month|week|day)s?\b"
);
pattern!(
    FROM,
    r"^ ?(?:\(?from|after|following|since|beyond) (.+?)\)?$"
);
pattern!(
    UNTIL,
    r"\b(?:until|birthday|whichever|unless|up to|at least|minimum|maximum|between)\b"
);

/// Numbers in words.
const NUMBERS: &[(&str, u32)] = &[
    ("one", 1),
    ("a", 1),
    ("an", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("twenty", 20),
    ("twenty five", 25),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("seventy five", 75),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
];

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        let fact = if let Some(found) = STOP.captures(text) {
            Fact::StopUsing(found[1].to_owned())
        } else if leads(&part) {
            Fact::Leading
        } else {
            kept(text)
        };
        into.push(section.states(&part, fact));
    }
}

/// The rule that a sentence states. Two periods, or words that make one depend on something, are kept as they are.
pub(in crate::import) fn kept(text: &str) -> Fact {
    let periods: Vec<_> = PERIOD.captures_iter(text).collect();
    let then = fate(text);
    let is_all = speaks_of_all(text);
    let lower = text.to_lowercase();
    let is_for_ever =
        lower.contains("permanent") || lower.contains("indefinitely") || lower.contains("for ever");
    let criteria = || Fact::Kept {
        is_all,
        period: None,
        trigger: None,
        criteria: Some(text.to_owned()),
        then,
    };
    match &periods[..] {
        [] if is_for_ever || UNTIL.is_match(text) => criteria(),
        [] => Fact::Unread,
        [found] if !is_for_ever && !UNTIL.is_match(text) => {
            let Some((whole, period)) = found.get(0).zip(period(&found[1], &found[2])) else {
                return criteria();
            };
            let after = text[whole.end()..].trim_start_matches(['’', '\'']);
            let trigger = FROM.captures(after).map(|found| found[1].to_owned());
            // What else follows the period may bound it.
            if trigger.is_none() && !after.trim().is_empty() {
                return criteria();
            }
            Fact::Kept {
                is_all,
                period: Some(period),
                trigger,
                criteria: None,
                then,
            }
        }
        _ => criteria(),
    }
}

/// Whether words speak of "your data", or of nothing but a time, which then answers the heading.
fn speaks_of_all(text: &str) -> bool {
    const ALL: [&str; 5] = [
        "your data",
        "your personal data",
        "your information",
        "your personal information",
        "your records",
    ];
    let lower = text.to_lowercase();
    let starts = PERIOD.find(text).is_some_and(|found| found.start() == 0);
    starts || ALL.iter().any(|words| lower.contains(words))
}

fn period(number: &str, unit: &str) -> Option<Period> {
    let number = number.to_lowercase().replace('-', " ");
    let number = match number.parse() {
        Ok(number) => number,
        Err(_) => NUMBERS.iter().find(|(words, _)| *words == number)?.1,
    };
    Period::from_words(&format!("{number} {unit}s")).ok()
}

fn fate(text: &str) -> Option<Fate> {
    let text = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_deleted = says(&["delete", "destroy", "erase"]);
    let is_archived = says(&["archive"]);
    let is_anonymous = says(&["anonymis"]);
    match (is_deleted, is_archived, is_anonymous) {
        (true, false, false) if says(&["review"]) => Some(Fate::ReviewThenDelete),
        (true, false, false) => Some(Fate::Delete),
        (false, true, false) => Some(Fate::Archive),
        (false, false, true) => Some(Fate::Anonymise),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_where_they_are_one() {
        let said = |text: &str| match kept(text) {
            Fact::Kept {
                period,
                trigger,
                criteria,
                then,
                ..
            } => format!(
                "{} / {} / {} / {}",
                period.map_or_else(String::new, |it| it.as_str().to_owned()),
                trigger.unwrap_or_default(),
                criteria.map_or("", |_| "criteria"),
                then.map_or("", Fate::phrase),
            ),
            other => format!("{other:?}"),
        };
        assert_eq!(
            said("Your data will be deleted following a review after 35 years"),
            "P35Y /  /  / reviewed, then deleted"
        );
        assert_eq!(
            said("We keep it for six years after the case is closed"),
            "P6Y / the case is closed /  / "
        );
        assert_eq!(said("Until the child is 25 years old"), " /  / criteria / ");
        assert_eq!(said("Kept for 6 years or 75 years"), " /  / criteria / ");
        assert_eq!(said("Permanently"), " /  / criteria / ");
        assert!(speaks_of_all("3 years") && speaks_of_all("Your data is kept for 6 years"));
        assert!(!speaks_of_all(
            "Appointment bookings are deleted after 2 years"
        ));
        assert_eq!(said("As long as we need it"), "Unread");
    }
}
