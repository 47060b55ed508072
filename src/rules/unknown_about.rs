//! Evidence is about a field of its activity, or about something that such a field lists.

use crate::finding::{Finding, Level};
use crate::model::{ALIKE, Activity, Shape, Step, nearest};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-unknown-about",
    level: Level::Error,
    says: "Evidence is about a field that activities do not have, or about something that is not listed there",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let found = said.about.iter().filter_map(|about| {
        let (message, hint) = unknown(said, &about.text)?;
        Some(RULE.at(&said.record, &about.path, message).hint(hint))
    });
    found.collect()
}

/// What is wrong with what evidence is about, and what to do about it.
fn unknown(said: &Said, about: &str) -> Option<(String, String)> {
    let (name, item) = about
        .split_once('.')
        .map_or((about, None), |(name, item)| (name, Some(item)));
    let fields = || Activity::FIELDS.iter().copied().flatten();
    let Some(field) = fields().find(|field| field.name == name) else {
        let hint = match nearest(name, fields().map(|field| field.name), ALIKE) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write a field of the activity, such as `name`".to_owned(),
        };
        return Some((format!("an activity has no field `{name}`"), hint));
    };
    let (Some(item), Shape::List(Shape::Id(_))) = (item, field.shape) else {
        return None;
    };
    let is_listed =
        |way: &[Step]| matches!(way, [Step::Field(list), Step::Item(_), ..] if *list == name);
    let listed = || {
        let mentions = said.mentions.iter();
        let here = mentions.filter(|mention| is_listed(said.way(mention)));
        here.map(|mention| said.id(mention))
    };
    if listed().any(|id| id == item) {
        return None;
    }
    let hint = match nearest(item, listed(), ALIKE) {
        Some(meant) => format!("did you mean `{name}.{meant}`?"),
        None => format!("add `{item}` to `{name}`, or correct `about`"),
    };
    let message = format!("`{item}` is not in the list `{name}` of this activity");
    Some((message, hint))
}
