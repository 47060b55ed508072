//! Every code of law is of the law that applies to its activity: Part 3 of the DPA 2018 for law enforcement, else the UK
//! GDPR.

use crate::finding::{Finding, Level};
use crate::law::{
    Entry, nearest_of_the_other_law, vocabulary, vocabulary_in_place, vocabulary_of_the_other_law,
    vocabulary_under,
};
use crate::model::{Date, Kind, Shape, one_of};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-other-law",
    level: Level::Error,
    says: "A code is of the UK GDPR where Part 3 of the DPA 2018 (law enforcement) applies, or the other way about",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let found = said.other_law.iter().filter_map(|(name, word)| {
        let (message, hint) = other_law(name, &word.text, said.is_part_3, Date::MAX)?;
        Some(RULE.at(&said.record, &word.path, message).hint(hint))
    });
    found.collect()
}

/// What is wrong with a code that a field cannot take under the law of its activity, though one of the other law would do,
/// and what to write instead on a day. A code that neither law knows is for another rule, unless the field is not for
/// this law at all.
pub fn other_law(name: &str, code: &str, is_part_3: bool, on: Date) -> Option<(String, String)> {
    let Some(known) = vocabulary_under(name, is_part_3) else {
        return Some(not_for_this_law(name, code, is_part_3, on));
    };
    if known.entry(code).is_some() {
        return None;
    }
    let other = vocabulary_of_the_other_law(name, is_part_3)?;
    let entry = other
        .entry(code)
        .or_else(|| other.entry(other.code_for(code)?))?;
    let near = in_force(nearest_of_the_other_law(&entry.code, known), on);
    let near = if near.is_empty() {
        in_force(known.entries().to_vec(), on)
    } else {
        near
    };
    let written = near.iter().take(4).map(|entry| entry.code.as_str());
    let message = format!(
        "`{code}` ({}) is {}",
        entry.title_on(on),
        of_other(is_part_3)
    );
    Some((
        message,
        format!("write {}, or leave it out", one_of(written)),
    ))
}

/// What is wrong with a field that the law of the activity does not know, and which field to use.
fn not_for_this_law(name: &str, code: &str, is_part_3: bool, on: Date) -> (String, String) {
    let itself = vocabulary(name).and_then(|list| list.entry(code));
    let title = itself.map_or_else(String::new, |entry| format!(" ({})", entry.title_on(on)));
    let message = format!("`{code}`{title} is {}", of_other(is_part_3));
    let in_place = vocabulary_in_place(name);
    let hint = match in_place.and_then(|list| field_of(list.name()).zip(Some(list))) {
        Some((field, list)) => {
            let near = in_force(nearest_of_the_other_law(code, list), on);
            match near.first() {
                Some(near) => format!(
                    "leave it out, and write `{field} = \"{}\"` if that is so",
                    near.code
                ),
                None => format!("leave it out, and write `{field}` ({})", list.title()),
            }
        }
        None if name == "offence-route" => {
            "leave out `offence_basis`: for law enforcement the basis of the purpose \
            and, for sensitive processing, a `[[condition]]` are all the law asks for"
                .to_owned()
        }
        None => "leave it out".to_owned(),
    };
    (message, hint)
}

fn of_other(is_part_3: bool) -> &'static str {
    if is_part_3 {
        "a code of the UK GDPR, which does not apply to law enforcement (`regime`)"
    } else {
        "a code of Part 3 of the DPA 2018, which applies only where `regime = \"law-enforcement\"`"
    }
}

fn in_force(mut entries: Vec<&'static Entry>, on: Date) -> Vec<&'static Entry> {
    entries.retain(|entry| entry.in_force(on));
    entries
}

/// The field of an activity that takes codes of a vocabulary.
fn field_of(name: &str) -> Option<&'static str> {
    let fields = Kind::Activity.every_field().into_iter();
    let mut of_it = fields.filter(|at| matches!(at.field.shape, Shape::Code(of) if of == name));
    of_it.next().map(|at| at.field.name)
}
