//! Whose data, and which: Article 30(1)(c).

use std::borrow::Cow;

use super::law::classes;
use super::{
    Field, GOOD_PRACTICE, Speaks, column, dense, empty, facts, lines, list, names, remark, text,
    told_others, value, with_others, with_purposes, word, yes_or_no,
};
use crate::graph::class_of;
use crate::law;
use crate::model::{
    Data, DataId, Flow, FlowKind, LawCode, Made, OneOrMany, OpenList, People, PeopleId, Recorded,
    Reference, grouped,
};
use crate::report::document::{Block, Cell, Table};
use crate::report::entry::{Entry, named_by_flows, numbered_flows};

/// Categories of individuals.
pub(in crate::report) const PEOPLE: Field = Field::new(
    "Categories of individuals",
    "Article 30(1)(c)",
    24,
    |entry| {
        let people = |field: &Recorded<Vec<PeopleId>>| list(field, |id| entry.people_name(id));
        let said = with_purposes(entry, people(&entry.activity.people), |purpose| {
            people(&purpose.people)
        });
        with_others(entry, OpenList::People, said)
    },
)
.speaking(Speaks::ActivityWhere(|entry| {
    entry
        .purpose
        .is_none_or(|purpose| purpose.people.is_not_recorded())
}))
.reads("people");

/// Categories of personal data, with what the law calls those that are special.
pub(in crate::report) const DATA: Field = Field::new(
    "Categories of personal data",
    "Article 30(1)(c)",
    32,
    |entry| {
        let said = with_purposes(entry, data(entry), |purpose| {
            list(&purpose.data, |id| data_words(entry, id))
        });
        with_others(entry, OpenList::Data, said)
    },
)
.speaking(Speaks::ActivityWhere(|entry| {
    entry
        .purpose
        .is_none_or(|purpose| purpose.data.is_not_recorded())
}))
.reads("data");

/// Where data comes from.
pub(in crate::report) const SOURCE: Field = Field::new(
    "The source of the personal data (if applicable)",
    GOOD_PRACTICE,
    30,
    |entry| {
        if !matches!(entry.activity.source, Recorded::Value(_)) {
            let none = list(&entry.activity.source, |_| String::new());
            return with_others(entry, OpenList::Source, none);
        }
        let words = |flow: &Flow| {
            let from = flow.from.as_ref().map(|from| entry.end_name(from));
            let carries = super::recipients::carried(entry, flow);
            let purpose = entry.for_purpose(flow);
            format!("{}{carries}{purpose}", from.unwrap_or_default())
        };
        let current = entry.flows(FlowKind::Source).into_iter();
        let current =
            current.filter(|(_, flow)| flow.carries.is_none() || !entry.carries(flow).is_none());
        let current = current.map(|(_, flow)| words(flow));
        let all = lines(current.chain(entry.not_in_use(FlowKind::Source, words)));
        with_others(entry, OpenList::Source, all)
    },
)
.speaking(Speaks::Flows)
.reads("source.from");

/// The categories of data: those of the activity, and those that only its flows name.
fn data(entry: &Entry<'_>) -> Cell {
    let activity = entry.activity;
    let mut named = named_by_flows(activity, entry.as_at);
    named.retain(|(id, _)| entry.is_personal(id));
    let personal = personal(entry);
    let own = list(&personal, |id| data_words(entry, id));
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
            personal
                .items()
                .iter()
                .chain(named.iter().map(|(id, _)| *id))
        };
        let lacking = |lacks: &dyn Fn(&DataId) -> bool| -> Vec<String> {
            all()
                .filter(|id| lacks(id))
                .map(|id| entry.data_name(id))
                .collect()
        };
        for (words, names) in [
            (
                "Class not recorded",
                lacking(&|id| class(entry, id).is_not_recorded()),
            ),
            (
                "Class: none, as recorded",
                lacking(&|id| class(entry, id).is_none()),
            ),
            (
                "Not recorded whether it may include special category or offence data",
                lacking(&|id| is_open(entry, id)),
            ),
        ] {
            if !names.is_empty() {
                found.push(format!("{words}: {}", names.join(", ")));
            }
        }
    }
    lines(found)
}

/// The personal data that an activity is recorded to hold: none where all of it is no personal data.
fn personal(entry: &Entry<'_>) -> Recorded<Vec<DataId>> {
    match &entry.activity.data {
        Recorded::Value(all) if !all.iter().all(|id| entry.is_personal(id)) => {
            let left = all.iter().filter(|id| entry.is_personal(id)).cloned();
            match left.collect::<Vec<_>>() {
                left if left.is_empty() => Recorded::None,
                left => Recorded::Value(left),
            }
        }
        data => data.clone(),
    }
}

/// A category with its special classes in brackets.
fn data_words(entry: &Entry<'_>, id: &DataId) -> String {
    let name = entry.data_name(id);
    let Some(data) = entry.register.data.get(id) else {
        return name;
    };
    let mut marks = marks(&class(entry, id));
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
    let about = entry
        .activity
        .about
        .iter()
        .filter(|about| about.data.contains(id));
    let about: Vec<String> = about
        .flat_map(|about| about.people.iter().map(|people| entry.people_name(people)))
        .collect();
    if !about.is_empty() {
        marks.push(format!("about {}", about.join(", ")));
    }
    if marks.is_empty() {
        name
    } else {
        format!("{name} ({})", marks.join("; "))
    }
}

/// The class of a category, by itself or by what is broader.
fn class<'r>(entry: &Entry<'r>, id: &DataId) -> Cow<'r, Recorded<OneOrMany<LawCode>>> {
    class_of(&entry.register.data, id)
}

/// Whether it is not recorded what an ordinary category, or one of no recorded class, may include.
fn is_open(entry: &Entry<'_>, id: &DataId) -> bool {
    let data = entry.register.data.get(id);
    data.is_none_or(|data| data.may_include.is_not_recorded())
        && marks(&class(entry, id)).is_empty()
}

fn marks(class: &Recorded<OneOrMany<LawCode>>) -> Vec<String> {
    let classes = class.value().map_or(&[][..], |classes| &classes.0);
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

/// What the record says of whether an entry has data of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Has {
    /// All its data, and all that its flows name, is recorded to be of other classes.
    Nothing,
    /// It has some, or may have some, or too little is recorded to tell.
    Something,
    /// What is recorded is of other classes, but not whether these categories may include some.
    NotSaid(Vec<String>),
}

/// Whether an entry has data of a kind, by what it lists and what its flows name.
pub(super) fn has(entry: &Entry<'_>, is_of_kind: fn(&str) -> bool) -> Has {
    let named = named_by_flows(entry.activity, entry.as_at);
    let of_purpose = entry.data_of_purpose();
    let own = match of_purpose.as_ref().unwrap_or(&entry.activity.data) {
        // The source says that there is more, and not which.
        _ if entry.activity.is_open(OpenList::Data) => return Has::Something,
        Recorded::NotRecorded => return Has::Something,
        Recorded::None => &[][..],
        Recorded::Value(own) if own.is_empty() => return Has::Something,
        Recorded::Value(own) => own,
    };
    let is_one = |classes: &OneOrMany<LawCode>| classes.0.iter().any(|it| is_of_kind(it.as_str()));
    let mut unsaid = Vec::new();
    let all = own.iter().chain(named.iter().map(|(id, _)| *id));
    for id in all.filter(|id| entry.is_personal(id)) {
        let may_include = entry.register.data.get(id).map(|data| &data.may_include);
        let is_other = class(entry, id).value().is_some_and(|it| !is_one(it));
        if !is_other || may_include.and_then(Recorded::value).is_some_and(is_one) {
            return Has::Something;
        }
        if is_open(entry, id) {
            unsaid.push(entry.data_name(id));
        }
    }
    if unsaid.is_empty() {
        Has::Nothing
    } else {
        Has::NotSaid(unsaid)
    }
}

/// Whether all data of an entry, and all that its flows name, is recorded to be of other classes.
pub(super) fn has_nothing(entry: &Entry<'_>, is_of_kind: fn(&str) -> bool) -> bool {
    has(entry, is_of_kind) == Has::Nothing
}

/// The provision that asks for categories of people and of data.
const WHOSE: &str = "Article 30(1)(c) UK GDPR";

/// The categories of people and of data.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut blocks = whose_data(entry);
    blocks.extend(told_others(entry, OpenList::People));
    blocks.extend(which_data(entry));
    blocks.extend(told_others(entry, OpenList::Data));
    blocks.extend(about(entry));
    blocks.push(Block::Facts(facts![
        "What happens if the data is not provided" ("Article 13(2)(e) UK GDPR") => text(&entry.activity.if_not_provided),
    ]));
    blocks
}

/// The categories of people.
pub(in crate::report) fn whose_data(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let people = &entry.activity.people;
    if people.items().is_empty() {
        return vec![Block::Facts(
            facts!["Categories of people" (WHOSE) => empty(people)],
        )];
    }
    let rows = people.items().iter().map(|id| {
        let record = entry.register.people.get(id);
        let of = |words: fn(&People) -> Cell| record.map(words).unwrap_or_default();
        let broader = record.and_then(|record| record.broader.as_ref());
        vec![
            Cell::Text(entry.people_name(id)),
            of(|record| yes_or_no(&record.vulnerable)),
            of(|record| yes_or_no(&record.children)),
            of(|record| value(&record.about_how_many, |count| grouped(*count))),
            named(entry, broader.map(PeopleId::reference)),
            remark(record.and_then(|record| record.note.as_ref())),
        ]
    });
    let columns = vec![
        column("Category", Some(WHOSE), 26),
        column("Vulnerable", Some("WP248 criterion 7"), 12),
        column("Children", None, 10),
        column("Number, about", None, 10),
        column("Broader", None, 18),
        column("Note", None, 32),
    ];
    dense("Whose data it is", columns, rows.collect())
}

/// The categories of data.
pub(in crate::report) fn which_data(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let own = &entry.activity.data;
    let by_flows = named_by_flows(entry.activity, entry.as_at);
    let said = match own {
        Recorded::Value(list) if !list.is_empty() => None,
        Recorded::None if !by_flows.is_empty() => Some(Cell::Text(
            "none, which the flows contradict: they name what follows".to_owned(),
        )),
        own => Some(empty(own)),
    };
    let said = said.map(|cell| facts!["Categories of personal data" (WHOSE) => cell]);
    let mut blocks: Vec<Block<'static>> = said.map(Block::Facts).into_iter().collect();
    if own.items().is_empty() && by_flows.is_empty() {
        return blocks;
    }
    let own = own.items().iter().map(|id| (id, String::new()));
    let by_flows = by_flows.iter().map(|(id, flows)| {
        let by = format!(" (named by {})", numbered_flows(flows));
        (*id, by)
    });
    let rows = own.chain(by_flows).map(|(id, by)| {
        let record = entry.register.data.get(id);
        let may_include =
            |record: &Data| value(&record.may_include, |codes| classes(&codes.0, entry.as_at));
        let broader = record.and_then(|record| record.broader.as_ref());
        vec![
            Cell::Text(format!("{}{by}", entry.data_name(id))),
            class_cell(entry, id),
            record.map(may_include).unwrap_or_default(),
            named(entry, broader.map(DataId::reference)),
            record.map_or_else(|| remark(None), |record| made_from(entry, record)),
            remark(record.and_then(|record| record.note.as_ref())),
        ]
    });
    let columns = vec![
        column("Category", Some(WHOSE), 26),
        column("Class", Some("Articles 9 and 10 UK GDPR"), 22),
        column("May include", None, 16),
        column("Broader", None, 16),
        column("Made from", None, 16),
        column("Note", None, 32),
    ];
    blocks.extend(dense("Which data it is", columns, rows.collect()));
    blocks
}

/// Which of the data is about which of the people, where that is recorded.
fn about(entry: &Entry<'_>) -> Option<Block<'static>> {
    let pairs = &entry.activity.about;
    let rows = pairs.iter().map(|pair| {
        vec![
            Cell::Text(names(entry, pair.people.iter().map(PeopleId::reference))),
            Cell::Text(names(entry, pair.data.iter().map(DataId::reference))),
        ]
    });
    let columns = vec![column("People", None, 40), column("Data", None, 60)];
    let table = || Table::of("Which data is about whom", columns, rows.collect());
    (!pairs.is_empty()).then(|| Block::Table(table()))
}

/// The class of a category; one that it has from what is broader, or from what it is made from, says so.
fn class_cell(entry: &Entry<'_>, id: &DataId) -> Cell {
    let own = entry.register.data.get(id);
    let is_own = own.is_some_and(|one| !one.class.is_not_recorded());
    value(&class(entry, id), |codes| {
        let words = classes(&codes.0, entry.as_at);
        if is_own {
            words
        } else if own.is_some_and(|one| one.broader.is_some()) {
            format!("{words}, from the broader category")
        } else {
            format!("{words}, from what it is made from")
        }
    })
}

/// What a category is made from, and how, where that is said.
fn made_from(entry: &Entry<'_>, record: &Data) -> Cell {
    match &record.derived_from {
        Recorded::NotRecorded => remark(None),
        Recorded::None => Cell::None,
        Recorded::Value(origins) => {
            let words = origins.iter().map(|one| {
                let how = value(&one.how, |how| word(Made::WORDS, *how as usize));
                format!("{} ({})", entry.data_name(&one.data), how.said())
            });
            lines(words)
        }
    }
}

/// The name of the category that another is a kind of, where there is one.
fn named(entry: &Entry<'_>, broader: Option<Reference>) -> Cell {
    Cell::Text(broader.map_or_else(String::new, |broader| entry.name(&broader)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, words) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), words);
        }
    }
}
