//! A value as it is typed by itself, with names in place of ids: what its field holds.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use crate::finding::Finding;
use crate::model::{Date, Field, Kind, Reference, Scope, Shape};
use crate::rules::Facts;

use super::check::{Checker, NONE, is_nearly_none};
use super::folder::SourceFile;
use super::instead::means_all;

/// Why a text is not a value of a field.
#[derive(Debug)]
pub enum Untyped<E> {
    /// It is wrong by itself.
    Wrong(Box<Finding>),
    /// It names no record.
    Name(E),
}

/// Which record of some kinds a text names.
pub type Named<'a, E> = &'a dyn Fn(&str, &[Kind]) -> Result<Reference, E>;

/// What reads the values of one record.
pub struct Typed<'a, E> {
    /// The record that they are of.
    pub record: &'a Reference,
    /// The day whose law counts.
    pub on: Date,
    /// Whether it is for law enforcement: Part 3 of the Data Protection Act 2018 has codes of its own.
    pub is_part_3: bool,
    /// Finds the records that are named.
    pub named: Named<'a, E>,
    /// What is questionable in what was read.
    pub warnings: Vec<Finding>,
}

impl<E> Typed<'_, E> {
    /// The value of a field, in the form of JSON. Several texts, and what a comma or semicolon separates, make a list
    /// where the field holds one; of free text each is an item as it is.
    ///
    /// # Errors
    /// A text is not a value of the field, or names no record.
    pub fn value(&mut self, field: &Field, texts: &[&str]) -> Result<Value, Untyped<E>> {
        let alone = match texts {
            [text] => Some(text.trim()),
            _ => None,
        };
        let (item, is_scope) = match field.shape {
            Shape::List(item) => (*item, false),
            Shape::OneOrMany(item) => (*item, false),
            Shape::Scope => (Shape::Id(Kind::Data), true),
            shape => {
                return match alone {
                    Some(_) => self.one(field, shape, texts[0]),
                    None => Err(wrong(
                        format!("`{}` holds one value, and has {}", field.name, texts.len()),
                        "give one of them",
                    )),
                };
            }
        };
        match alone {
            Some(NONE) => return self.one(field, field.shape, NONE),
            Some(text) if is_scope && means_all(text) => return Ok(Value::from(Scope::ALL)),
            _ => {}
        }
        let mut items: Vec<Value> = Vec::new();
        for text in texts {
            let found = match self.one(field, item, text) {
                Ok(value) => vec![value],
                Err(error) => match parts(text) {
                    parts if parts.len() > 1 && !matches!(item, Shape::Text) => parts
                        .into_iter()
                        .map(|part| self.one(field, item, part))
                        .collect::<Result<_, _>>()?,
                    _ => return Err(error),
                },
            };
            for value in found {
                if value == NONE {
                    return Err(wrong(
                        format!("`{NONE}` is not one of the list `{}`", field.name),
                        "name what there is, or `none` alone",
                    ));
                }
                if !items.contains(&value) {
                    items.push(value);
                }
            }
        }
        Ok(match (field.shape, items.len()) {
            (Shape::OneOrMany(_), 1) => items.remove(0),
            _ => Value::Array(items),
        })
    }

    /// One value of a shape.
    fn one(&mut self, field: &Field, shape: Shape, text: &str) -> Result<Value, Untyped<E>> {
        let trimmed = text.trim();
        let kinds: &[Kind] = match &shape {
            Shape::Id(kind) => std::slice::from_ref(kind),
            Shape::End(kinds) => kinds,
            _ => return self.checked(field, shape, text),
        };
        if trimmed.is_empty() || trimmed == NONE {
            return self.checked(field, shape, text);
        }
        match (self.named)(trimmed, kinds) {
            Ok(found) => Ok(Value::from(found.kind.at_end(kinds, &found.id))),
            Err(_) if is_nearly_none(trimmed) => self.checked(field, shape, text),
            Err(error) => Err(Untyped::Name(error)),
        }
    }

    /// One value as it is checked wherever a register is read.
    fn checked(&mut self, field: &Field, shape: Shape, text: &str) -> Result<Value, Untyped<E>> {
        let file = SourceFile {
            path: Arc::from(Path::new("")),
            text: Arc::from(text),
        };
        let known = Facts::default();
        let mut checker = Checker::new(&file, self.on, self.record.clone(), &known);
        checker.is_part_3 = self.is_part_3;
        let field = Field { shape, ..*field };
        let span = 0..text.len();
        let written = Spanned::new(span.clone(), DeValue::String(Cow::Borrowed(text)));
        let value = checker.field(&field, span, &written);
        let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
            checker.findings.into_iter().partition(Finding::is_error);
        self.warnings.extend(warnings);
        match (value, errors.into_iter().next()) {
            (Some(value), None) => Ok(value),
            (_, Some(finding)) => Err(Untyped::Wrong(Box::new(finding))),
            (None, None) => Err(wrong(
                format!("`{text}` is not a value of `{}`", field.name),
                "",
            )),
        }
    }
}

fn wrong<E>(message: String, hint: &str) -> Untyped<E> {
    Untyped::Wrong(Box::new(
        Finding::error("TEXT-wrong-type", message).hint(hint),
    ))
}

/// The parts of a list written in one text; what stands in double quotes is one part.
fn parts(text: &str) -> Vec<&str> {
    let text = text.trim();
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let mut is_quoted = false;
    let parts = inner.unwrap_or(text).split(|character| {
        is_quoted ^= character == '"';
        matches!(character, ',' | ';' | '\n') && !is_quoted
    });
    parts
        .map(|part| part.trim().trim_matches('"').trim())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::fold;

    /// A register of two parties, three categories of data and an activity.
    fn named(text: &str, kinds: &[Kind]) -> Result<Reference, String> {
        let known = [
            (Kind::Party, "nhs", "NHS"),
            (Kind::Party, "smith-jones", "Smith, Jones & Co"),
            (Kind::Data, "name", "Name"),
            (Kind::Data, "name-and-address", "Name, and address"),
            (Kind::Data, "health", "Health"),
            (Kind::Activity, "adoption", "Adoption"),
        ];
        let found = known.iter().find(|(kind, id, name)| {
            kinds.contains(kind) && (*id == text || fold(name) == fold(text))
        });
        found
            .map(|(kind, id, _)| Reference::new(*kind, *id))
            .ok_or_else(|| format!("nothing is called {text}"))
    }

    fn typed(kind: Kind, path: &str, texts: &[&str]) -> Result<Value, String> {
        let record = Reference::new(kind, "x");
        let field = kind.every_field();
        let field = field.iter().find(|field| field.path == path).unwrap();
        let mut typed = Typed {
            record: &record,
            on: Date::constant(2026, 11, 24),
            is_part_3: false,
            named: &named,
            warnings: Vec::new(),
        };
        typed
            .value(field.field, texts)
            .map_err(|error| match error {
                Untyped::Wrong(finding) => finding.message,
                Untyped::Name(error) => error,
            })
    }

    #[test]
    fn values_are_taken_as_people_write_them() {
        let activity = |path: &str, text: &str| typed(Kind::Activity, path, &[text]).unwrap();
        assert_eq!(activity("purpose.basis", "Article 6(1)(e)"), "6/1/e");
        assert_eq!(activity("purpose.basis", "public task"), "6/1/e");
        assert_eq!(activity("retention.period", "2 years"), "P2Y");
        assert_eq!(activity("review.next", "1 April 2027"), "2027-04-01");
        assert_eq!(activity("controller", "NHS"), "nhs");
        assert_eq!(activity("controller", "none"), "none");
        assert_eq!(activity("recipient.to", "nhs"), "nhs");
        assert_eq!(activity("recipient.to", "adoption"), "activity:adoption");
        assert_eq!(activity("recipient.carries", "everything"), "all");
        assert_eq!(activity("recipient.and_more", "yes"), json!(true));
        assert_eq!(activity("status", "Draft"), "draft");
        let country = typed(Kind::Party, "country", &["France"]).unwrap();
        assert_eq!(country, "FR");
        let count = typed(Kind::People, "about_how_many", &["250,000"]).unwrap();
        assert_eq!(count, 250_000);
    }

    #[test]
    fn a_list_is_what_commas_separate_unless_a_name_has_one() {
        let data = |texts: &[&str]| typed(Kind::Activity, "data", texts).unwrap();
        assert_eq!(data(&["Name"]), json!(["name"]));
        assert_eq!(data(&["Name; health, Name"]), json!(["name", "health"]));
        assert_eq!(data(&["name, and address"]), json!(["name-and-address"]));
        assert_eq!(
            data(&["\"Name, and address\", Health"]),
            json!(["name-and-address", "health"])
        );
        assert_eq!(
            data(&["[\"name\", \"health\"]", "name"]),
            json!(["name", "health"])
        );
        let aliases = typed(Kind::Party, "aliases", &["Smith, Jones", "SJ"]).unwrap();
        assert_eq!(aliases, json!(["Smith, Jones", "SJ"]));
    }

    #[test]
    fn what_is_no_value_is_said() {
        let refused = |path: &str, texts: &[&str]| typed(Kind::Activity, path, texts).unwrap_err();
        assert_eq!(refused("controller", &["NSH"]), "nothing is called NSH");
        assert_eq!(refused("data", &["name, helth"]), "nothing is called helth");
        assert_eq!(
            refused("data", &["none", "name"]),
            "`none` is not one of the list `data`"
        );
        assert_eq!(refused("data", &["n/a"]), "`data` says `n/a`");
        assert_eq!(
            refused("controller", &["unknown"]),
            "`controller` says `unknown`"
        );
        assert_eq!(
            refused("note", &["a", "b"]),
            "`note` holds one value, and has 2"
        );
        assert_eq!(
            refused("retention.period", &["soon"]),
            "`soon` is not a period"
        );
        assert_eq!(refused("note", &[" "]), "`note` says nothing");
        assert_eq!(
            refused("review", &["yearly"]),
            "`review` is text, not a table"
        );
    }
}
