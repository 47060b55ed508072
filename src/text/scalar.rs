//! Single values: text, dates, periods, countries, words, ids and codes.

use std::ops::Range;

use serde_json::Value;
use toml::de::DeValue;

use crate::finding::Finding;
use crate::model::{Country, Date, Field, Kind, Period, Scope, Shape, check_slug, slug_of};

use super::check::Checker;
use super::codes;
use super::expected::{a, expected};
use super::links::Mention;
use super::nearest::{ALIKE, nearest, one_of};

impl Checker<'_> {
    /// A single value in the form of JSON, if it is sound.
    pub(super) fn scalar(
        &mut self,
        field: &Field,
        shape: Shape,
        value: &DeValue<'_>,
        span: Range<usize>,
    ) -> Option<Value> {
        let text = match (shape, value) {
            (Shape::Flag, DeValue::Boolean(flag)) => return Some(Value::from(*flag)),
            (Shape::Count, DeValue::Integer(number)) => {
                let count = u64::from_str_radix(number.as_str(), number.radix()).ok();
                if count.is_none() {
                    self.bad(
                        "TEXT-bad-number",
                        format!("`{number}` is not a count"),
                        "write a whole number from 0",
                        span,
                    );
                }
                return count.map(Value::from);
            }
            (Shape::Date, DeValue::Datetime(moment)) => {
                return self.date(field, &moment.to_string(), span);
            }
            (
                Shape::Flag | Shape::Count | Shape::List(_) | Shape::Table(_) | Shape::Tables(_),
                _,
            ) => {
                self.wrong_type(field, shape, value, span);
                return None;
            }
            (_, DeValue::String(text)) => text.as_ref(),
            _ => {
                self.wrong_type(field, shape, value, span);
                return None;
            }
        };
        if text.trim().is_empty() {
            self.says_nothing(field, span);
            return None;
        }
        self.text(field, shape, text, value, span)
    }

    /// A value written as text.
    fn text(
        &mut self,
        field: &Field,
        shape: Shape,
        text: &str,
        value: &DeValue<'_>,
        span: Range<usize>,
    ) -> Option<Value> {
        match shape {
            Shape::Text => Some(Value::from(text)),
            Shape::Date => self.date(field, text, span),
            Shape::Period => self.period(field, text, span),
            Shape::Country => match text.parse::<Country>() {
                Ok(country) => Some(Value::from(country.as_str())),
                Err(error) => {
                    let hint = match &error.meant {
                        Some(code) => format!("did you mean `{code}`?"),
                        None => format!(
                            "write a code of two capitals, such as `GB` or `FR`, or `{}`",
                            Country::OUTSIDE_UK
                        ),
                    };
                    self.bad("TEXT-bad-country", error.to_string(), hint, span);
                    None
                }
            },
            Shape::Slug => self.slug(text, span),
            Shape::Word(words) => {
                if words.contains(&text) {
                    return Some(Value::from(text));
                }
                let hint = match nearest(text, words.iter().copied(), ALIKE) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write {}", one_of(words.iter().copied())),
                };
                let message = format!("`{text}` is not a word for `{}`", field.name);
                self.bad("TEXT-unknown-word", message, hint, span);
                None
            }
            Shape::Id(kind) => {
                self.mention(kind, &[], text, span)?;
                Some(Value::from(text))
            }
            Shape::End(kinds) => self.end(kinds, text, span),
            Shape::Code(vocabulary) => {
                let text = codes::written(vocabulary, text).unwrap_or(text);
                if let Some(finding) = codes::check(vocabulary, text, self.on) {
                    let sound = !finding.is_error();
                    self.report(finding, span);
                    return sound.then(|| Value::from(text));
                }
                Some(Value::from(text))
            }
            Shape::Scope if text == Scope::ALL => Some(Value::from(text)),
            _ => {
                self.wrong_type(field, shape, value, span);
                None
            }
        }
    }

    fn date(&mut self, field: &Field, text: &str, span: Range<usize>) -> Option<Value> {
        if let Some(date) = date_of(text) {
            return Some(Value::from(date.to_string()));
        }
        let hint = match british(text) {
            Some(date) => format!("write the year first: `{} = {date}`", field.name),
            None if text.contains(':') => "write the day alone, such as `2026-11-24`".to_owned(),
            None => "write the year first, such as `2026-11-24`".to_owned(),
        };
        let message = format!("`{text}` is not a date of the calendar");
        self.bad("TEXT-bad-date", message, hint, span);
        None
    }

    fn period(&mut self, field: &Field, text: &str, span: Range<usize>) -> Option<Value> {
        match text.parse::<Period>() {
            Ok(period) => Some(Value::from(period.as_str())),
            Err(error) => {
                let hint = match &error.meant {
                    Some(meant) => format!("write `{} = \"{meant}\"`", field.name),
                    None => format!(
                        "write `P35Y` for 35 years, `P6M` for 6 months, or `{}`",
                        Period::PERMANENT
                    ),
                };
                let message = format!("`{text}` is not a period");
                self.bad("TEXT-bad-period", message, hint, span);
                None
            }
        }
    }

    fn slug(&mut self, text: &str, span: Range<usize>) -> Option<Value> {
        if let Err(error) = check_slug(text) {
            let meant = slug_of(text);
            let hint = if check_slug(&meant).is_ok() {
                format!("write `{meant}`")
            } else {
                "write a name such as `case-work`".to_owned()
            };
            self.bad("TEXT-bad-id", error.to_string(), hint, span);
            return None;
        }
        Some(Value::from(text))
    }

    fn end(&mut self, kinds: &'static [Kind], text: &str, span: Range<usize>) -> Option<Value> {
        let first = kinds.first().copied().unwrap_or(Kind::Party);
        let Some((prefix, id)) = text.split_once(':') else {
            self.mention(first, kinds, text, span)?;
            return Some(Value::from(text));
        };
        let prefix = prefix.trim();
        match kinds.iter().find(|kind| kind.word() == prefix) {
            Some(kind) => {
                self.mention(*kind, kinds, id, span)?;
                // The kind that needs no prefix is written without it.
                Some(Value::from(if *kind == first { id } else { text }))
            }
            None => {
                let words = kinds.iter().map(|kind| kind.word());
                let hint = match Kind::from_word(prefix) {
                    Some(kind) if kinds.contains(&kind) => format!("write `{kind}:{id}`"),
                    Some(kind) => format!(
                        "{} cannot stand here, only {}",
                        a(kind),
                        expected(Shape::End(kinds)).trim_start_matches("the id of ")
                    ),
                    None => match nearest(prefix, words.clone(), ALIKE) {
                        Some(meant) => format!("did you mean `{meant}:{id}`?"),
                        None => format!("write an id alone, or {} before the colon", one_of(words)),
                    },
                };
                let message = format!("`{text}` is not {}", expected(Shape::End(kinds)));
                self.bad("TEXT-bad-end", message, hint, span);
                None
            }
        }
    }

    /// Notes that a record is mentioned; nothing where the text cannot be an id.
    fn mention(
        &mut self,
        kind: Kind,
        ends: &'static [Kind],
        id: &str,
        span: Range<usize>,
    ) -> Option<()> {
        self.mentions.push(Mention {
            kind,
            ends,
            id: id.to_owned(),
            file: self.file.clone(),
            span,
            tree: false,
        });
        check_slug(id).ok()
    }

    fn bad(
        &mut self,
        code: &'static str,
        message: String,
        hint: impl Into<String>,
        span: Range<usize>,
    ) {
        self.report(Finding::error(code, message).hint(hint), span);
    }
}

/// The date that a text is, in no other form than `2026-11-24`.
fn date_of(text: &str) -> Option<Date> {
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

/// The date that a text gives with its day first: `24/11/2026`, `24 November 2026`.
fn british(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let day = day.trim_end_matches(|character: char| character.is_alphabetic());
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month: i8 = month.parse().ok().or_else(|| {
        let month = month.to_lowercase();
        let at = months.iter().position(|name| month.starts_with(name))?;
        i8::try_from(at + 1).ok()
    })?;
    let year: i16 = year.parse().ok().filter(|year| *year >= 1000)?;
    Date::new(year, month, day.parse().ok()?).ok()
}
