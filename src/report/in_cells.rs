//! What a layout says in each of its cells, for whoever reads a sheet of it back.

use std::collections::BTreeMap;

use super::asked::{Asked, STATUSES};
use super::document::Block;
use super::layouts::{Holds, Layout, each_column};
use super::{ReportError, article30};
use crate::import::sheet::Shown;
use crate::model::{Date, visible};
use crate::store::Store;

/// What a layout says of every activity, row by row: by the activity and the purpose, and the heading.
///
/// # Errors
/// The register cannot be read.
pub fn in_cells(store: &Store, layout: &'static Layout, on: Date) -> Result<Shown, ReportError> {
    let asked = Asked {
        statuses: STATUSES.to_vec(),
        pictures: false,
        ..Asked::of(layout, on)
    };
    let heading_of = |path: &str| {
        let Holds::Columns(columns) = layout.holds else {
            return None;
        };
        let mut columns = each_column(columns);
        let found = columns.find(|(_, field)| field.reads == path);
        found.map(|(_, field)| field.heading)
    };
    let keys = [heading_of("name"), heading_of("purpose.text")];
    let mut export = article30(store, &asked, on.into(), None, "xlsx", &|| ())?;
    let mut shown = Shown::new();
    let first = export.document.sections.iter_mut().take(1);
    for block in first.flat_map(|section| &mut section.blocks) {
        let Block::Table(table) = block else {
            continue;
        };
        let columns = std::mem::take(&mut table.columns);
        (table.rows)(&mut |row| {
            let cells = columns.iter().zip(row);
            let cells = cells.map(|(column, cell)| {
                let text = visible(cell.shown(column)).into_owned();
                (column.heading.clone(), text)
            });
            let cells: BTreeMap<String, String> = cells.collect();
            let [activity, purpose] = keys.map(|heading| {
                let text = heading.and_then(|heading| cells.get(heading));
                text.map_or("", |text| text.trim()).to_owned()
            });
            shown.entry((activity, purpose)).or_default().push(cells);
            Ok(())
        })?;
    }
    Ok(shown)
}
