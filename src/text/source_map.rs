//! The source map: from a field of a record to the line on which it is written.
//!
//! Nothing is kept for it while a folder is read. A file about which there is a finding is read again, and the path of
//! the field is followed into it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Passage, Place};
use crate::model::{Kind, Reference};

use super::ReadError;
use super::files::Files;
use super::folder::{Load, SourceFile};

/// Swaps each field for its place in a file.
pub(super) fn to_text<'p>(
    places: impl Iterator<Item = &'p mut Place>,
    files: &Files,
    load: Load<'_>,
) -> Result<(), ReadError> {
    let activities: BTreeMap<&str, &Path> = files
        .activities
        .iter()
        .map(|(id, path)| (id.as_str(), path.as_path()))
        .collect();
    let mut by_file: BTreeMap<&Path, Vec<&mut Place>> = BTreeMap::new();
    for place in places {
        let Place::Field { record, .. } = place else {
            continue;
        };
        let file = match record.kind {
            Kind::Activity => activities.get(record.id.as_str()).copied(),
            kind => {
                let mut catalogues = files.catalogues.iter();
                let file = catalogues.find(|(of, _)| *of == kind);
                file.map(|(_, path)| path.as_path())
            }
        };
        if let Some(file) = file {
            by_file.entry(file).or_default().push(place);
        }
    }
    for (path, places) in by_file {
        let Ok(file) = load(path)? else {
            continue;
        };
        let (table, _) = DeTable::parse_recoverable(&file.text);
        for place in places {
            if let Place::Field { record, path } = place {
                *place = passage(&file, table.get_ref(), record, path).into();
            }
        }
    }
    Ok(())
}

/// Where a field of a record is written, or as much of the way to it as is there.
fn passage(file: &SourceFile, table: &DeTable<'_>, record: &Reference, path: &str) -> Passage {
    let mut span = file.first_line();
    let mut fields = Some(table);
    let own = match record.kind {
        Kind::Activity => None,
        Kind::Settings => Some("settings"),
        _ => Some(record.id.as_str()),
    };
    if let Some(own) = own {
        let written = table.get_key_value(own);
        span = written.map_or(span, |(key, _)| key.span());
        fields = written.and_then(|(_, value)| value.get_ref().as_table());
    }
    for part in path.split('.') {
        let (name, number) = part.split_once('[').unwrap_or((part, ""));
        let Some((key, value)) = fields.and_then(|fields| fields.get_key_value(name)) else {
            break;
        };
        let index = number.trim_end_matches(']').parse::<usize>().ok();
        let items = value.get_ref().as_array();
        let item = items.and_then(|items| items.get(index?.checked_sub(1)?));
        let at = item.unwrap_or(value);
        span = place_of(key.span(), at);
        fields = at.get_ref().as_table();
    }
    file.passage(span)
}

/// A table is shown by its key, and everything else by what it says.
fn place_of(key: Range<usize>, value: &Spanned<DeValue<'_>>) -> Range<usize> {
    if value.get_ref().is_table() {
        key
    } else {
        value.span()
    }
}
