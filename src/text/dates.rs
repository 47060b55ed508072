//! Dates as people write them.

use std::ops::Range;

use crate::model::Date;

/// The date that a text is, in no other form than `2026-11-24`.
pub(super) fn iso(text: &str) -> Option<Date> {
    let digits = |range: Range<usize>| text.as_bytes()[range].iter().all(u8::is_ascii_digit);
    let sound = text.len() == 10
        && text.is_ascii()
        && digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && text.as_bytes()[4] == b'-'
        && text.as_bytes()[7] == b'-';
    text.parse().ok().filter(|_| sound)
}

/// The date that a text gives in another form: `24/11/2026`, `24 November 2026`, `2026/11/24`,
/// `November 24, 2026`, or with a time.
pub(super) fn meant(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = iso(text).or_else(|| text.get(..10).and_then(iso)) {
        return Some(date);
    }
    let parts: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty() && !WEEKDAYS.contains(&&*part.to_lowercase()))
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    // The year first, then the British order, then the American where only that can be.
    date(first, second, third)
        .or_else(|| date(third, second, first))
        .or_else(|| date(third, first, second))
        .or_else(|| last_of_month(first, second, third))
        .or_else(|| last_of_month(third, second, first))
}

/// Names of days, which say nothing that the date does not.
const WEEKDAYS: [&str; 14] = [
    "mon",
    "monday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
];

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year_of(year)?, month_of(month)?, day_of(day)?).ok()
}

/// The last day of a month that has no such day, such as 30 February.
fn last_of_month(year: &str, month: &str, day: &str) -> Option<Date> {
    let day = day_of(day).filter(|day| (29..=31).contains(day))?;
    let first = Date::new(year_of(year)?, month_of(month)?, 1).ok()?;
    (day > first.days_in_month()).then(|| first.last_of_month())
}

fn year_of(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        // Records of processing speak of the present.
        2 => Some(2000 + year),
        _ => None,
    }
}

fn month_of(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    text.parse().ok().or_else(|| {
        let month = text.to_lowercase();
        let at = MONTHS.iter().position(|name| month.starts_with(name))?;
        i8::try_from(at + 1).ok()
    })
}

fn day_of(text: &str) -> Option<i8> {
    text.trim_end_matches(char::is_alphabetic).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_understood_as_people_write_it() {
        for text in [
            "2024-03-01",
            "2024-3-1",
            "2024/03/01",
            "2024-03-01T10:00:00",
            "01/03/2024",
            "1.3.2024",
            "1/3/24",
            "1 March 2024",
            "1st Mar 2024",
            "Friday, 1 March 2024",
            "March 1, 2024",
        ] {
            assert_eq!(meant(text).unwrap().to_string(), "2024-03-01", "{text}");
        }
        assert_eq!(meant("03/25/2024").unwrap().to_string(), "2024-03-25");
        assert_eq!(meant("2023-02-30").unwrap().to_string(), "2023-02-28");
        for text in ["March 2024", "2024", "soon", "2024-13-45", "10:00:00", ""] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
