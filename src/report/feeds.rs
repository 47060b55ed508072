//! Which columns of the ICO's template for controllers each field of the register feeds.
//!
//! It is found out from the layout itself, which takes a while, and kept in a file that a test holds current.

use std::collections::BTreeMap;

use crate::model::Kind;

/// A kind, a field and a heading that it feeds, on each line.
const FEEDS: &str = include_str!("feeds.tsv");

/// The headings that the fields of a kind feed, by the path of the field, in the order of the template.
pub fn feeds(kind: Kind) -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut feeds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in FEEDS.lines() {
        let mut cells = line.split('\t');
        if let (Some(of), Some(path), Some(heading)) = (cells.next(), cells.next(), cells.next())
            && of == kind.word()
        {
            feeds.entry(path).or_default().push(heading);
        }
    }
    feeds
}
