//! Rights available to individuals: as published, or computed from the lawful bases and marked so.

use super::law::code_words;
use super::{Field, GOOD_PRACTICE, lines};
use crate::law::{self, Availability, RightUnder};
use crate::model::{Date, Recorded, RightAsPublished};
use crate::report::document::Cell;
use crate::report::entry::Entry;

/// The rights.
pub(in crate::report) const RIGHTS: Field = Field::new(
    "Rights available to individuals",
    GOOD_PRACTICE,
    34,
    |entry| match &entry.activity.rights {
        Recorded::Value(rights) if !rights.is_empty() => {
            let published = rights.iter().map(|right| words(right, entry.as_at));
            let heading = "As published:".to_owned();
            lines(std::iter::once(heading).chain(published))
        }
        Recorded::None => Cell::None,
        _ => computed(entry),
    },
);

fn words(right: &RightAsPublished, on: Date) -> String {
    code_words("right", &right.right, on)
}

/// The rights that follow from the lawful bases of the row, and from its conditions for special category data; not
/// recorded where no basis is known.
fn computed(entry: &Entry<'_>) -> Cell {
    let Recorded::Value(purposes) = entry.purposes() else {
        return Cell::NotRecorded;
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
        return Cell::NotRecorded;
    }
    for condition in entry.activity.condition.items() {
        let point = condition.article_9.value();
        let rights = point.map_or_else(Vec::new, |point| {
            law::rights_for(point.as_str(), entry.as_at)
        });
        rights.into_iter().for_each(|right| add(&mut found, right));
    }
    let heading = if is_whole {
        "Not recorded; computed from the lawful basis, before exemptions:"
    } else {
        "Not recorded; computed from the lawful bases recorded, before exemptions:"
    };
    let words = found.iter().filter_map(|right| {
        let cited = super::law::cited(right.provision);
        match right.availability {
            Availability::Yes => Some(format!("{} ({cited})", right.title)),
            Availability::Limited => Some(format!("{}, limited ({cited})", right.title)),
            Availability::No | Availability::Prohibited => None,
        }
    });
    lines(std::iter::once(heading.to_owned()).chain(words))
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
