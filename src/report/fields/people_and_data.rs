//! Whose data, and which: Article 30(1)(c).

use super::{Field, GOOD_PRACTICE, lines, list};
use crate::law;
use crate::model::{Data, DataId, FlowKind, LawCode, Recorded};
use crate::report::entry::Entry;

/// Categories of individuals.
pub(in crate::report) const PEOPLE: Field = Field::new(
    "Categories of individuals",
    "Article 30(1)(c)",
    24,
    |entry| list(&entry.activity.people, |id| entry.people_name(id)),
);

/// Categories of personal data, with what the law calls those that are special.
pub(in crate::report) const DATA: Field = Field::new(
    "Categories of personal data",
    "Article 30(1)(c)",
    32,
    |entry| list(&entry.activity.data, |id| data_words(entry, id)),
);

/// Where data comes from.
pub(in crate::report) const SOURCE: Field = Field::new(
    "The source of the personal data (if applicable)",
    GOOD_PRACTICE,
    30,
    |entry| {
        if !matches!(entry.activity.source, Recorded::Value(_)) {
            return list(&entry.activity.source, |_| String::new());
        }
        let flows = entry.flows(FlowKind::Source).into_iter();
        lines(flows.map(|flow| {
            let from = flow.from.as_ref().map(|from| entry.end_name(from));
            let carries = super::recipients::carried(entry, flow);
            format!("{}{carries}", from.unwrap_or_default())
        }))
    },
);

/// A category with its special classes in brackets.
fn data_words(entry: &Entry<'_>, id: &DataId) -> String {
    let name = entry.data_name(id);
    let Some(data) = entry.register.data.get(id) else {
        return name;
    };
    let mut marks = marks(data);
    if let Recorded::Value(classes) = &data.may_include {
        let may: Vec<String> = classes
            .0
            .iter()
            .map(|class| class_words(class.as_str()))
            .collect();
        if !may.is_empty() {
            marks.push(format!("may include: {}", may.join(", ")));
        }
    }
    if marks.is_empty() {
        name
    } else {
        format!("{name} ({})", marks.join("; "))
    }
}

fn marks(data: &Data) -> Vec<String> {
    let classes = data.class.value().map_or(&[][..], |classes| &classes.0);
    classes
        .iter()
        .map(LawCode::as_str)
        .filter_map(|class| {
            if law::is_criminal_offence(class) {
                Some("criminal offence data".to_owned())
            } else if law::is_special_category(class) {
                Some(format!("special category: {}", class_words(class)))
            } else {
                None
            }
        })
        .collect()
}

fn class_words(class: &str) -> String {
    let known = law::data_class(class).map(|class| class.entry.title.to_lowercase());
    known.unwrap_or_else(|| class.to_owned())
}

/// Whether all data of an entry is recorded to be of ordinary classes alone.
pub(super) fn has_nothing(entry: &Entry<'_>, is_of_kind: fn(&str) -> bool) -> bool {
    let Recorded::Value(all) = &entry.activity.data else {
        return entry.activity.data.is_none();
    };
    !all.is_empty()
        && all.iter().all(|id| {
            let Some(data) = entry.register.data.get(id) else {
                return false;
            };
            let may_include = match &data.may_include {
                Recorded::Value(classes) => {
                    classes.0.iter().any(|class| is_of_kind(class.as_str()))
                }
                _ => false,
            };
            let is_known = matches!(&data.class, Recorded::Value(classes)
                if !classes.0.iter().any(|class| is_of_kind(class.as_str())));
            is_known && !may_include
        })
}
