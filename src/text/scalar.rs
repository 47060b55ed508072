//! Single values: text, dates, periods, countries, words, ids and codes.

use std::ops::Range;

use serde_json::Value;
use toml::de::DeValue;

use crate::finding::Finding;
use crate::law;
use crate::model::{
    ALIKE, Country, Field, Kind, Period, Scope, Shape, Word, check_slug, date_from_words,
    date_meant, fold, nearest, one_of, slug_of,
};

use crate::rules::bad_identifier;

use super::check::Checker;
use super::codes;
use super::expected::expected;
use super::instead::{flag, means_all, means_permanent};
use super::unknown::{word_at_end, words_called};

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
                    let values = self.meant(field, shape, number.as_str());
                    let hint = if values.is_empty() {
                        self.such_as(field)
                    } else {
                        Self::write(field, &values)
                    };
                    let message = format!("`{number}` is not a whole number from 0");
                    self.bad("TEXT-bad-number", message, hint, span);
                }
                return count.map(Value::from);
            }
            (Shape::Date, DeValue::Datetime(moment)) => {
                return self.date(field, &moment.to_string(), span);
            }
            // A number needs no quotes; the zeros before it are no matter of taste, but of its form.
            (Shape::Identifier(_), DeValue::Integer(number)) if number.radix() == 10 => {
                return self.text(field, shape, number.as_str(), value, span);
            }
            (Shape::Flag, DeValue::String(text)) if flag(text).is_some() => {
                return flag(text).map(Value::from);
            }
            (Shape::Count, DeValue::String(text)) if whole_number(text).is_some() => {
                return whole_number(text).map(Value::from);
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
            Shape::Text => {
                self.said.text(&self.steps, text);
                Some(Value::from(text))
            }
            Shape::Date => self.date(field, text, span),
            Shape::Period => self.period(field, text, span),
            Shape::Country => match Country::from_words(text) {
                Ok(country) => Some(Value::from(country.as_str())),
                Err(error) => {
                    let hint = match error.probable() {
                        Some(code) => format!("did you mean `{code}`?"),
                        None => format!(
                            "write its name or its code, such as `France` or `FR`, or `{}`",
                            Country::OUTSIDE_UK
                        ),
                    };
                    self.bad("TEXT-bad-country", error.to_string(), hint, span);
                    None
                }
            },
            Shape::Identifier(scheme) => match scheme.read(text) {
                Some(code) => Some(Value::from(code)),
                None => {
                    let (message, hint) = bad_identifier(scheme, text);
                    self.bad("TEXT-bad-identifier", message, hint, span);
                    None
                }
            },
            Shape::Slug => self.slug(field, text, span),
            Shape::Word(words) => {
                if let Some(word) = Word::all(words).find(|word| fold(word) == fold(text)) {
                    return Some(Value::from(word));
                }
                let mut called = words_called(text).iter().copied();
                let called = called.find(|word| Word::all(words).any(|one| one == *word));
                let meant = called
                    .or_else(|| word_at_end(text, Word::all(words)))
                    .or_else(|| nearest(text, Word::all(words), ALIKE));
                let hint = match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write {}", one_of(Word::all(words))),
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
            Shape::Code(name) => {
                // What is recorded of a party may be for activities of either law.
                let is_part_3 = self.is_part_3
                    || self.record.kind != Kind::Activity && law::is_of_part_3_alone(name, text);
                let text = codes::written(name, is_part_3, text).unwrap_or(text);
                if let Some(finding) = codes::check(name, is_part_3, text, self.on) {
                    let sound = !finding.is_error();
                    self.report(finding, span);
                    return sound.then(|| Value::from(text));
                }
                Some(Value::from(text))
            }
            Shape::Scope if means_all(text) => Some(Value::from(Scope::ALL)),
            _ => {
                self.wrong_type(field, shape, value, span);
                None
            }
        }
    }

    fn date(&mut self, field: &Field, text: &str, span: Range<usize>) -> Option<Value> {
        if let Some(date) = date_from_words(text) {
            return Some(Value::from(date.to_string()));
        }
        let hint = match date_meant(text) {
            Some(date) => format!("write `{} = {date}`", field.name),
            None => format!(
                "write year, month and day, such as `{} = 2026-11-24`",
                field.name
            ),
        };
        let message = format!("`{text}` is not a date of the calendar");
        self.bad("TEXT-bad-date", message, hint, span);
        None
    }

    fn period(&mut self, field: &Field, text: &str, span: Range<usize>) -> Option<Value> {
        match Period::from_words(text) {
            Ok(period) => Some(Value::from(period.as_str())),
            Err(error) => {
                let meant = means_permanent(text).then_some(Period::PERMANENT);
                let hint = match error.meant.as_deref().or(meant) {
                    Some(meant) => format!("write `{} = \"{meant}\"`", field.name),
                    None => {
                        let length = "write a length of time, such as `35 years` or `6 months`";
                        let others = match field.name {
                            "period" => {
                                "; the field trigger says from when it runs, and the field criteria what decides it"
                            }
                            _ => "",
                        };
                        format!("{length}, or `{}`{others}", Period::PERMANENT)
                    }
                };
                let message = format!("`{text}` is not a period");
                self.bad("TEXT-bad-period", message, hint, span);
                None
            }
        }
    }

    fn slug(&mut self, field: &Field, text: &str, span: Range<usize>) -> Option<Value> {
        if let Err(error) = check_slug(text) {
            let meant = slug_of(text);
            let hint = if field.names_purposes() {
                match self.meant(field, Shape::Slug, text).first() {
                    Some(purpose) if field.name == "purpose" => {
                        format!("write `purpose = {purpose}`")
                    }
                    Some(purpose) => format!("write `{purpose}`"),
                    None if self.purposes.is_empty() => "leave it out".to_owned(),
                    None => {
                        let purposes = self.purposes.iter().map(String::as_str);
                        format!("leave it out, or write {}", one_of(purposes))
                    }
                }
            } else if check_slug(&meant).is_ok() {
                format!("write `{meant}`")
            } else {
                "write a name such as `case-work`".to_owned()
            };
            self.bad("TEXT-bad-id", error.to_string(), hint, span);
            return None;
        }
        self.said.slug(&self.steps, text);
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
                let hint = match Kind::from_word(prefix) {
                    Some(kind) if kinds.contains(&kind) => format!("write `{kind}:{id}`"),
                    Some(kind) => format!(
                        "{} cannot stand here, only {}",
                        kind.one(),
                        Kind::one_of(kinds)
                    ),
                    None => self.other_end(kinds, prefix, id.trim()),
                };
                let message = format!("`{text}` is not {}", expected(Shape::End(kinds)));
                self.bad("TEXT-bad-end", message, hint, span);
                None
            }
        }
    }

    /// What to write for an end whose word before the colon is not a kind.
    fn other_end(&self, kinds: &'static [Kind], prefix: &str, id: &str) -> String {
        let words = kinds.iter().map(|kind| kind.word());
        let near = nearest(prefix, words.clone(), ALIKE).and_then(Kind::from_word);
        let found = near
            .into_iter()
            .chain(kinds.iter().copied())
            .find_map(|kind| {
                let id = self.known.called(kind, id)?;
                Some(kind.at_end(kinds, id))
            });
        match found {
            Some(end) => format!("did you mean `{end}`?"),
            None => {
                let words: Vec<&str> = words.collect();
                format!(
                    "write an id alone, or before the colon one of: {}",
                    words.join(", ")
                )
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
        if let Err(error) = check_slug(id) {
            let hint = self.known.meant(kind, ends, id);
            let mut finding = Finding::error("TEXT-bad-id", error.to_string());
            finding.hint = hint;
            self.report(finding, span);
            return None;
        }
        self.said.mention(&self.steps, kind, ends, id);
        Some(())
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

/// The whole number that a text is: `250000`, or `250,000`.
fn whole_number(text: &str) -> Option<u64> {
    let text = text.trim();
    let mut groups = text.split(',');
    let first = groups.next()?;
    let is_grouped = (1..=3).contains(&first.len());
    let mut rest = groups.clone();
    let sound = rest.all(|group| is_grouped && group.len() == 3);
    let digits: String = text.split(',').collect();
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| sound && all_digits)
}
