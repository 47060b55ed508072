//! Dates as people write them.

use std::ops::Range;

use super::Date;

/// The date that a text is, in no other form than `2026-11-24`.
pub fn iso_date(text: &str) -> Option<Date> {
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

/// The date that a text says for certain, in the forms that people in the UK write: `2026-11-24`,
/// `24/11/2026`, `24 November 2026`, `November 24, 2026`. The year has four digits, and numbers alone
/// are in the British order.
pub fn date_from_words(text: &str) -> Option<Date> {
    let text = text.trim();
    let has_time = text.contains(':');
    let parts: Vec<&str> = text
        .split([' ', '/', '-', '.', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let is_in_letters = |month: &str| month.starts_with(char::is_alphabetic);
    let (year, month, day) = match (first.len(), third.len()) {
        (4, _) => (first, second, third),
        (_, 4) if is_in_letters(first) => (third, first, second),
        (_, 4) => (third, second, first),
        _ => return None,
    };
    date(year, month, day).filter(|_| !has_time)
}

/// The date that a text gives in some form: those of [`date_from_words`], two digits for the year, the
/// American order, a day of the week, a time, or a day that its month has not.
pub fn date_meant(text: &str) -> Option<Date> {
    let text = text.trim();
    let begins = |text: &str| text.get(..10).and_then(iso_date);
    if let Some(date) = date_from_words(text).or_else(|| begins(text)) {
        return Some(date);
    }
    let parts: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty() && !WEEKDAYS.contains(&&*part.to_lowercase()))
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    // The year first where it is written in full, then the British order, then the American where only that can be.
    let is_year_first = first.len() == 4;
    date(first, second, third)
        .filter(|_| is_year_first)
        .or_else(|| date(third, second, first))
        .or_else(|| date(third, first, second))
        .or_else(|| last_of_month(first, second, third).filter(|_| is_year_first))
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
            assert_eq!(
                date_meant(text).unwrap().to_string(),
                "2024-03-01",
                "{text}"
            );
        }
        assert_eq!(date_meant("03/25/2024").unwrap().to_string(), "2024-03-25");
        assert_eq!(date_meant("24/11/26").unwrap().to_string(), "2026-11-24");
        assert_eq!(date_meant("2023-02-30").unwrap().to_string(), "2023-02-28");
        for text in [
            "2024-03-01",
            " 2024/3/1",
            "01/03/2024",
            "1.3.2024",
            "1 March 2024",
            "1st Mar 2024",
            "March 1, 2024",
        ] {
            let date = date_from_words(text).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some("2024-03-01"), "{text}");
        }
        for unclear in [
            "1/3/24",
            "24/11/10",
            "03/25/2024",
            "2023-02-30",
            "2024-03-01T10:00:00",
            "Friday, 1 March 2024",
        ] {
            assert_eq!(date_from_words(unclear), None, "{unclear}");
        }
        for text in ["March 2024", "2024", "soon", "2024-13-45", "10:00:00", ""] {
            assert_eq!(date_meant(text), None, "{text}");
        }
    }
}
