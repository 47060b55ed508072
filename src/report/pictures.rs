//! The flows of each entry of the record, drawn: a section for each.

use std::collections::BTreeMap;

use crate::diagram::{Options, illustrate};
use crate::model::AsAt;
use crate::store::{Retired, Store};

use super::ReportError;
use super::asked::{Asked, each_selected};
use super::document::{Block, Section};
use super::subjects::flows::picture;

/// More entries than this are not drawn: nobody leafs through so many pictures.
const MOST_PICTURES: usize = 300;

/// Draws the flows of every entry that is asked for, or says why there are too many.
///
/// # Errors
/// The store cannot be read.
pub(super) fn sections(
    store: &Store,
    asked: &Asked,
    as_at: AsAt,
    register_hash: &str,
) -> Result<Vec<Section<'static>>, ReportError> {
    let mut entries = Vec::new();
    let mut n_entries = 0;
    let mut n_named: BTreeMap<String, usize> = BTreeMap::new();
    each_selected(store, asked, None, &mut |entry| {
        n_entries += 1;
        if n_entries <= MOST_PICTURES {
            let activity = entry.activity;
            *n_named.entry(activity.name.clone()).or_default() += 1;
            entries.push((
                entry.id.clone(),
                activity.name.clone(),
                activity.is_retired(),
            ));
        }
        Ok(())
    })?;
    if n_entries > MOST_PICTURES {
        return Ok(vec![Section {
            heading: "Data flows".to_owned(),
            blocks: vec![Block::Words(format!(
                "The flows of {n_entries} entries are not drawn here: more than {MOST_PICTURES} \
                 pictures would not be read. Export one business function at a time, or draw an \
                 entry with `ropa diagram activity`."
            ))],
        }]);
    }
    let mut sections = Vec::with_capacity(entries.len());
    for (id, name, is_retired) in entries {
        let part = store.part_of(&id, Retired::on(as_at.on, is_retired))?;
        let drawn = illustrate(&part, &id, as_at, register_hash, &Options::default());
        let activity = part.activities.get(&id);
        let has_flows = activity.is_some_and(|activity| activity.flows().next().is_some());
        // Headings are unlike each other; names need not be.
        let which = if n_named.get(&name).is_some_and(|n| *n > 1) {
            format!(" ({id})")
        } else {
            String::new()
        };
        sections.push(Section {
            heading: format!("Data flows: {name}{which}"),
            blocks: picture(has_flows, &drawn),
        });
    }
    Ok(sections)
}
