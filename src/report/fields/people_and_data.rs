//! Whose data, and which: Article 30(1)(c).

use super::{Field, GOOD_PRACTICE, Speaks, lines, list};
use crate::law;
use crate::model::{Data, DataId, FlowKind, LawCode, Recorded};
use crate::report::document::Cell;
use crate::report::entry::{Entry, named_by_flows, numbered_flows};

/// Categories of individuals.
pub(in crate::report) const PEOPLE: Field = Field::new(
    "Categories of individuals",
    "Article 30(1)(c)",
    24,
    |entry| list(&entry.activity.people, |id| entry.people_name(id)),
);

/// Categories of personal data, with what the law calls those that are special.
pub(in crate::report) const DATA: Field =
    Field::new("Categories of personal data", "Article 30(1)(c)", 32, data);

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
            let purpose = entry.for_purpose(flow);
            format!("{}{carries}{purpose}", from.unwrap_or_default())
        }))
    },
)
.speaking(Speaks::Flows);

/// The categories of data: those of the activity, and those that only its flows name.
fn data(entry: &Entry<'_>) -> Cell {
    let activity = entry.activity;
    let named = named_by_flows(activity, entry.as_at);
    let own = list(&activity.data, |id| data_words(entry, id));
    let mut found = Vec::new();
    match own {
        Cell::Text(words) => found.push(words),
        cell if named.is_empty() => return cell,
        Cell::None => found.push(
            "None, as recorded for the activity, which its flows contradict: they name what follows"
                .to_owned(),
        ),
        _ => found.push("Not recorded for the activity itself; its flows name what follows".to_owned()),
    }
    found.extend(named.iter().map(|(id, numbers)| {
        let words = data_words(entry, id);
        if entry.is_public {
            words
        } else {
            format!("{words} (named by {})", numbered_flows(numbers))
        }
    }));
    if !entry.is_public {
        let all = || {
            activity
                .data
                .items()
                .iter()
                .chain(named.iter().map(|(id, _)| *id))
        };
        let lacking = |lacks: fn(&Data) -> bool| -> Vec<String> {
            let all = all().filter(|id| entry.register.data.get(*id).is_some_and(lacks));
            all.map(|id| entry.data_name(id)).collect()
        };
        for (words, names) in [
            (
                "Class not recorded",
                lacking(|data| data.class.is_not_recorded()),
            ),
            (
                "Class: none, as recorded",
                lacking(|data| data.class.is_none()),
            ),
            (
                "Not recorded whether it may include special category or offence data",
                lacking(|data| data.may_include.is_not_recorded() && marks(data).is_empty()),
            ),
        ] {
            if !names.is_empty() {
                found.push(format!("{words}: {}", names.join(", ")));
            }
        }
    }
    lines(found)
}

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

/// Whether all data of an entry, and all that its flows name, is recorded to be of other classes.
pub(super) fn has_nothing(entry: &Entry<'_>, is_of_kind: fn(&str) -> bool) -> bool {
    let named = named_by_flows(entry.activity, entry.as_at);
    let own = match &entry.activity.data {
        Recorded::NotRecorded => return false,
        Recorded::None => &[][..],
        Recorded::Value(own) if own.is_empty() => return false,
        Recorded::Value(own) => own,
    };
    let mut all = own.iter().chain(named.iter().map(|(id, _)| *id));
    all.all(|id| {
        let Some(data) = entry.register.data.get(id) else {
            return false;
        };
        let may_include = match &data.may_include {
            Recorded::Value(classes) => classes.0.iter().any(|class| is_of_kind(class.as_str())),
            _ => false,
        };
        let is_known = matches!(&data.class, Recorded::Value(classes)
            if !classes.0.iter().any(|class| is_of_kind(class.as_str())));
        is_known && !may_include
    })
}
