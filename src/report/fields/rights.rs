//! Rights available to individuals: as published, or computed from the lawful bases and marked so.

use std::collections::BTreeMap;

use super::law::code_words;
use super::{Field, GOOD_PRACTICE, lines};
use crate::law::{self, Availability};
use crate::model::{Recorded, RightAsPublished};
use crate::report::document::Cell;
use crate::report::entry::Entry;

/// The rights.
pub(in crate::report) const RIGHTS: Field = Field::new(
    "Rights available to individuals",
    GOOD_PRACTICE,
    34,
    |entry| match &entry.activity.rights {
        Recorded::Value(rights) if !rights.is_empty() => {
            let published = rights.iter().map(words);
            let heading = "As published:".to_owned();
            lines(std::iter::once(heading).chain(published))
        }
        Recorded::None => Cell::None,
        _ => computed(entry),
    },
);

fn words(right: &RightAsPublished) -> String {
    code_words("right", &right.right)
}

/// The rights that follow from the lawful bases of the row; not recorded where no basis is known.
fn computed(entry: &Entry<'_>) -> Cell {
    let Recorded::Value(purposes) = entry.purposes() else {
        return Cell::NotRecorded;
    };
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut is_whole = true;
    for purpose in &purposes {
        let rights = purpose.basis.value().map_or_else(Vec::new, |basis| {
            law::rights_for(basis.as_str(), entry.as_at)
        });
        is_whole &= !rights.is_empty();
        for (place, right) in rights.iter().enumerate() {
            if right.availability == Availability::Yes {
                let cited = super::law::cited(right.provision);
                let title = &right.right.title;
                found.insert(place, format!("{title} ({cited})"));
            }
        }
    }
    if found.is_empty() {
        return Cell::NotRecorded;
    }
    let heading = if is_whole {
        "Not recorded; computed from the lawful basis, before exemptions:"
    } else {
        "Not recorded; computed from the lawful bases recorded, before exemptions:"
    };
    lines(std::iter::once(heading.to_owned()).chain(found.into_values()))
}
