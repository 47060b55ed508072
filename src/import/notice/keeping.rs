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
    r"\b(\d+|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:one |a )?hundred|an?)(?: ?\(\d+\))?[ -]?(?:calendar |full |complete |financial |whole )?(year|yr|month|week|day)s?\b"
);
// "Young people aged 10 to 17 years": how old they are, and no time to keep anything.
pattern!(
    AGES,
    r"\b(?:aged|ages?(?: of)?) (?:between |from |over |under |up to )?\d+(?: ?(?:[-–/]|to|and|or) ?\d+)?(?: years?(?: old)?)?|\b\d+(?: ?(?:[-–/]|to|and|or) ?\d+)?[- ]years?[- ]olds?\b"
);
pattern!(
    FROM,
    r"^ ?\(?(?:from|after|following|since|beyond|once|starting from|beginning with) (.+?)\)?$"
);
pattern!(
    UNTIL,
    r"\b(?:until|birthday|whichever|unless|up to|at least|no less than|(?:no|not) (?:more|longer) than|minimum|maximum|between|plus|or longer|or more|in some cases|current (?:financial |tax |school |academic )?year|typically|usually|normally|generally)\b|\+|\b\d+ ?(?:[-–/]|to|or) ?\d+\b"
);
pattern!(
    CRITERIA,
    r"\b(?:as long as|no longer (?:needed|necessary|required|than)|retention (?:schedule|policy|period|guideline)s?|(?:duration|periods?|times?|length of time) (?:specified|set out|stated|given|recommended|defined|laid down) (?:in|by)|when you (?:leave|unsubscribe|withdraw)|(?:deleted|destroyed|erased|removed|disposed of) (?:securely )?(?:when|once|upon|as soon as)|not (?:keep|kept|retain|retained|hold|held))\b"
);
// After such a time somebody looks at it, and no more is said.
pattern!(REVIEWED, r"\breviewed (?:after|every|at)\b");
// Where to read how long.
pattern!(
    ELSEWHERE,
    r"^(?:for |you can |please |see |read |view )*(?:further|more|full|additional|find|see) (?:information|details|out|our|the)\b|\bavailable (?:on|at|through|from|in)\b|\bcan be found\b"
);
pattern!(
    UNTIL_THEN,
    r"\b(?:held|kept|stored|retained|keep|hold|store|retain) (?:\w+ ){0,4}until\b"
);
pattern!(
    KEEPS,
    r"\b(?:keep|keeps|kept|retain|retains|retained|hold|holds|held|delete|deleted|destroyed|erased)\b"
);
pattern!(
    THEN,
    r"(?:[,;] ?(?:and )?(?:then|after which|at which point|before being|and)\b| (?:and|before) (?:then|will then|being|is then|are then|we will then)\b| and (?:will )?(?:be |is |are )?(?:securely |then )?(?:deleted|destroyed|erased|disposed)).*$"
);

// "We keep your data for as long as we need it"
pattern!(
    WE_KEEP,
    r"^(?:we|the council) (?:will |shall |only |also )*(?:keep|retain|hold|store)s? (?:your |the |this |any |personal |information|data|records|details|it| )+(?:only )?(?:for )?(?:only )?as long as\b"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let joined = part.text.replace('\t', ": ");
        let text = words::trimmed(&joined);
        let fact = if let Some(found) = STOP.captures(text) {
            // "We stop using it after 15 years, after which it is destroyed" says how long it is kept too.
            if PERIOD.is_match(text) && fate(text) == Some(Fate::Delete) {
                into.push(section.states(&part, kept(text)));
            }
            Fact::StopUsing(found[1].to_owned())
        } else if leads(&part) || is_head(&part.text) {
            Fact::Leading
        } else {
            kept(text)
        };
        into.push(section.states(&part, fact));
    }
}

/// Whether a row is the head of a table.
fn is_head(text: &str) -> bool {
    let lower = text.to_lowercase();
    let heads = ["how long", "retention", "period", "kept for"];
    text.contains('\t') && !PERIOD.is_match(text) && heads.iter().any(|head| lower.contains(head))
}

/// The rule that a sentence states. Two periods, or words that make one depend on something, are kept as they are.
pub(in crate::import) fn kept(text: &str) -> Fact {
    let ages: Vec<_> = AGES.find_iter(text).map(|age| age.range()).collect();
    let is_age = |found: &regex::Captures<'_>| {
        let start = found.get(0).map_or(0, |whole| whole.start());
        ages.iter().any(|age| age.contains(&start))
    };
    let is_until = UNTIL.is_match(&AGES.replace_all(text, " "));
    let periods = PERIOD.captures_iter(text).filter(|found| !is_age(found));
    let periods: Vec<_> = periods.collect();
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
        _ if ELSEWHERE.is_match(text) => Fact::Unread,
        _ if REVIEWED.is_match(text) => criteria(),
        [] if is_for_ever || is_until || CRITERIA.is_match(text) => criteria(),
        [] => Fact::Unread,
        [years, months] if is_sum(text, years, months) => {
            let both = period(&years[1], "year").zip(period(&months[1], "month"));
            let sum = both.and_then(|(years, months)| {
                let months = months.as_str().trim_start_matches('P');
                Period::from_words(&format!("{}{months}", years.as_str())).ok()
            });
            let text = text.replace(
                &text[years.get(0).map_or(0, |one| one.start())
                    ..months.get(0).map_or(0, |one| one.start())],
                "",
            );
            match (sum, kept(&text)) {
                (
                    Some(sum),
                    Fact::Kept {
                        period: Some(_),
                        is_all,
                        trigger,
                        criteria,
                        then,
                    },
                ) => Fact::Kept {
                    period: Some(sum),
                    is_all,
                    trigger,
                    criteria,
                    then,
                },
                _ => criteria(),
            }
        }
        [found] if !is_for_ever && !is_until => {
            let Some((whole, period)) = found.get(0).zip(period(&found[1], &found[2])) else {
                return criteria();
            };
            let after = text[whole.end()..].trim_start_matches(['’', '\'']);
            let after = THEN.replace(after, "");
            let trigger = FROM.captures(&after).map(|found| closed(&found[1]));
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

/// Words from brackets around them, with the bracket that closes one of their own: "last contact (adults)".
fn closed(words: &str) -> String {
    let is_open = words.matches('(').count() > words.matches(')').count();
    format!("{words}{}", if is_open { ")" } else { "" })
}

/// Whether two periods are one: "three years and three months".
fn is_sum(text: &str, years: &regex::Captures<'_>, months: &regex::Captures<'_>) -> bool {
    let between = years.get(0).zip(months.get(0));
    let between = between.map(|(years, months)| &text[years.end()..months.start()]);
    between == Some(" and ")
        && years[2].eq_ignore_ascii_case("year")
        && months[2].eq_ignore_ascii_case("month")
}

/// How long a sentence of another section says that something is kept.
pub(super) fn told(text: &str) -> Vec<Fact> {
    let fact = if KEEPS.is_match(text) && (PERIOD.is_match(text) || UNTIL_THEN.is_match(text)) {
        // How old people are says nothing of how long.
        match kept(text) {
            Fact::Kept { period: None, .. }
                if !PERIOD.is_match(&AGES.replace_all(text, " ")) && !UNTIL_THEN.is_match(text) =>
            {
                Fact::Unread
            }
            fact => fact,
        }
    } else if WE_KEEP.is_match(text) {
        kept(text)
    } else {
        Fact::Unread
    };
    if fact == Fact::Unread {
        Vec::new()
    } else {
        vec![fact]
    }
}

/// Whether words speak of "your data", or of nothing but a time, which then answers the heading.
fn speaks_of_all(text: &str) -> bool {
    const ALL: &str =
        "your data|your personal data|your information|your personal information|your records";
    let lower = text.to_lowercase();
    // "If you are under 16, we keep your records for ..." is of some.
    if words::begins(&lower, "if |where |when |for ") && lower.contains(", ") {
        return false;
    }
    let starts = PERIOD.find(text).is_some_and(|found| found.start() == 0);
    starts || words::has(&lower, ALL)
}

fn period(number: &str, unit: &str) -> Option<Period> {
    Period::from_words(&format!("{number} {unit}s")).ok()
}

/// What words say that happens to data in the end, where they say one thing.
pub(in crate::import) fn fate(text: &str) -> Option<Fate> {
    let text = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_deleted = says(&[
        "delet",
        "destr",
        "eras",
        "dispose",
        "disposal of the",
        "disposal of your",
        "secure disposal",
        "shred",
    ]);
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
        assert_eq!(
            said("6 years for children aged 10 to 17 years"),
            " /  / criteria / "
        );
        assert_eq!(
            told("We keep information about people aged 10 - 17 years"),
            []
        );
        assert_eq!(said("No longer than 3 years"), " /  / criteria / ");
        assert_eq!(said("Kept for 6 years or 75 years"), " /  / criteria / ");
        assert_eq!(said("Permanently"), " /  / criteria / ");
        assert!(speaks_of_all("3 years") && speaks_of_all("Your data is kept for 6 years"));
        assert!(!speaks_of_all(
            "Appointment bookings are deleted after 2 years"
        ));
        assert!(!speaks_of_all(
            "If you are under 16, we keep your records for 6 years"
        ));
        assert_eq!(said("As long as we need it"), " /  / criteria / ");
        assert_eq!(said("See the other page"), "Unread");
        assert_eq!(
            said("Deleted when the pupil leaves"),
            " /  / criteria / deleted"
        );
        assert_eq!(said("The current year plus six years"), " /  / criteria / ");
        assert_eq!(
            said("Seventy-five years, then destroyed"),
            "P75Y /  /  / deleted"
        );
        assert_eq!(
            said("7 years after we close your case, then we delete it"),
            "P7Y / we close your case /  / deleted"
        );
        assert_eq!(said("Six (6) years from closure"), "P6Y / closure /  / ");
        assert_eq!(
            said("8 yrs after last contact (adults)"),
            "P8Y / last contact (adults) /  / "
        );
        assert_eq!(
            said("8 years (from last contact)"),
            "P8Y / last contact /  / "
        );
    }
}
