//! Rights available to individuals: as published, or computed from the lawful bases and marked so.

use super::law::{cited, of_the_entry};
use super::{Field, GOOD_PRACTICE, column, dense, empty, facts, law_enforcement, lines, remark};
use crate::law::{self, Availability, RightUnder};
use crate::model::{Recorded, RightAsPublished};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;

/// The rights.
pub(in crate::report) const RIGHTS: Field = Field::new(
    "Rights available to individuals",
    GOOD_PRACTICE,
    34,
    |entry| match &entry.activity.rights {
        Recorded::Value(rights) if !rights.is_empty() => {
            let published = rights.iter().map(|right| words(entry, right));
            let heading = "As published:".to_owned();
            lines(std::iter::once(heading).chain(published))
        }
        Recorded::None => none_published(entry),
        _ => computed(entry),
    },
);

/// That none are published: people have those that the law gives them all the same.
fn none_published(entry: &Entry<'_>) -> Cell {
    let published = "As published: none".to_owned();
    match computed(entry) {
        Cell::Text(words) => Cell::Text(format!("{published}\n{words}")),
        Cell::NotRecorded if !entry.is_public => Cell::Text(format!(
            "{published}\nWhich follow from the lawful basis: not recorded"
        )),
        _ => Cell::Text(published),
    }
}

fn words(entry: &Entry<'_>, right: &RightAsPublished) -> String {
    of_the_entry(entry, "right", &right.right)
}

/// The rights that follow from the lawful bases of the row, and from its conditions for special category data; not
/// recorded where no basis is known.
fn computed(entry: &Entry<'_>) -> Cell {
    if entry.activity.is_law_enforcement() {
        return law_enforcement::rights_in_a_cell(entry);
    }
    let (found, is_whole) = that_follow(entry);
    if found.is_empty() {
        return Cell::NotRecorded;
    }
    let bases = if is_whole {
        "the lawful basis"
    } else {
        "the lawful bases recorded"
    };
    let published = if entry.is_public || entry.activity.rights.is_none() {
        ""
    } else {
        " (rights as published are not recorded)"
    };
    let heading = format!("Follow from {bases}, before exemptions{published}:");
    let words = found.iter().filter_map(|right| {
        let cited = cited(right.provision);
        match right.availability {
            Availability::Yes => Some(format!("{} ({cited})", right.title)),
            Availability::Limited => Some(format!("{}, limited ({cited})", right.title)),
            Availability::No | Availability::Prohibited => None,
        }
    });
    lines(std::iter::once(heading).chain(words))
}

/// The rights that follow from the lawful bases recorded and from the conditions for special category data, each once,
/// and whether every purpose has such a basis; no right where none has.
pub(in crate::report) fn that_follow(entry: &Entry<'_>) -> (Vec<RightUnder>, bool) {
    let Recorded::Value(purposes) = entry.purposes() else {
        return (Vec::new(), false);
    };
    let mut found: Vec<RightUnder> = Vec::new();
    let mut is_whole = true;
    for purpose in &purposes {
        let rights = purpose.basis.value().map_or_else(Vec::new, |basis| {
            law::rights_for(basis.as_str(), entry.as_at)
        });
        is_whole &= !rights.is_empty();
        rights.into_iter().for_each(|right| add(&mut found, right));
    }
    if found.is_empty() {
        return (found, false);
    }
    let conditions = entry.activity.condition.items().iter();
    for condition in conditions.filter(|one| entry.is_for(one.purposes.items())) {
        let point = condition.article_9.value();
        let rights = point.map_or_else(Vec::new, |point| {
            law::rights_for(point.as_str(), entry.as_at)
        });
        rights.into_iter().for_each(|right| add(&mut found, right));
    }
    (found, is_whole)
}

/// Adds a right; of one that is there, the fuller is kept.
fn add(found: &mut Vec<RightUnder>, right: RightUnder) {
    let held = found
        .iter_mut()
        .find(|held| held.provision == right.provision);
    match held {
        None => found.push(right),
        Some(held) => {
            let is_fuller = match right.availability {
                Availability::Yes => true,
                Availability::Limited => held.availability != Availability::Yes,
                Availability::No | Availability::Prohibited => false,
            };
            if is_fuller {
                *held = right;
            }
        }
    }
}

/// The provision that asks to tell people of their rights.
const TOLD: &str = "Articles 13(2)(b) and 14(2)(c) UK GDPR";

/// The rights as published, and those that follow from the lawful bases.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let published = &entry.activity.rights;
    let mut blocks = if published.items().is_empty() {
        vec![Block::Facts(
            facts!["Rights as published" (TOLD) => empty(published)],
        )]
    } else {
        let rows = published.items().iter().map(|right| {
            let evidence = remark(right.evidence.as_ref());
            vec![Cell::Text(words(entry, right)), evidence]
        });
        let columns = vec![
            column("Right", Some(TOLD), 40),
            column("The words it rests on", None, 50),
        ];
        dense("Rights as published", columns, rows.collect())
    };
    if entry.activity.is_law_enforcement() {
        blocks.extend(law_enforcement::rights(entry));
    } else {
        blocks.extend(computed_rights(entry));
    }
    blocks
}

/// The rights that the law gives under each lawful basis that is recorded, and those that follow from a condition
/// for special category data by itself.
fn computed_rights(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut bases: Vec<&str> = Vec::new();
    let purposes = entry.activity.purpose.items().iter();
    let conditions = entry.activity.condition.items().iter();
    let codes = purposes
        .filter_map(|purpose| purpose.basis.value())
        .chain(conditions.filter_map(|condition| condition.article_9.value()));
    for code in codes {
        let is_known = !law::rights_for(code.as_str(), entry.as_at).is_empty();
        if is_known && !bases.contains(&code.as_str()) {
            bases.push(code.as_str());
        }
    }
    if bases.is_empty() {
        return vec![Block::Words(
            "Which rights people have follows from the lawful basis, and no lawful basis is recorded that the law in force knows.".to_owned(),
        )];
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for basis in bases {
        for right in law::rights_for(basis, entry.as_at) {
            let availability = match right.availability {
                Availability::Yes => "yes",
                Availability::Limited => "limited",
                Availability::No => "no",
                Availability::Prohibited => "such processing is not allowed",
            };
            let row = [
                format!("{} ({})", right.title, cited(right.provision)),
                cited(basis),
                availability.to_owned(),
                right.note.unwrap_or_default().to_owned(),
            ];
            rows.push(row.map(Cell::Text).to_vec());
        }
    }
    let columns = vec![
        column("Right", None, 34),
        column("Under", Some("Articles 6(1) and 9(2) UK GDPR"), 16),
        column("Does a person have it?", None, 16),
        column("Note", None, 34),
    ];
    let mut blocks = dense("Rights that follow from the lawful bases", columns, rows);
    blocks.push(Block::Words(
        "Computed from the lawful bases and conditions recorded and the law in force on the day; exemptions (DPA 2018 Schedules 2 to 4) are not considered.".to_owned(),
    ));
    blocks
}
