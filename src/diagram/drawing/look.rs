//! How a diagram looks: its colours and the sizes of its text, in one place.

use super::measure::Set;
use crate::diagram::picture::{BoundaryKind, BoxKind};

/// The title of a sheet.
pub(super) const TITLE: Set = Set::bold(18.0);

/// All other text: the smallest on a sheet, by which its size in print is judged.
pub(super) const TEXT: Set = Set::regular(12.0);

/// Titles of boundaries, numbers of flows, heads of columns.
pub(super) const STRONG: Set = Set::bold(12.0);

/// The width at which names in boxes break: about 22 characters.
pub(super) const NAME_WIDTH: f64 = 138.0;

/// White round the drawing.
pub(super) const EDGE: f64 = 8.0;

/// How far a cylinder's upper edge bends.
pub(super) const BEND: f64 = 6.0;

/// How far a connector's point reaches.
pub(super) const TIP: f64 = 14.0;

/// How far rounded corners reach.
pub(super) const RADIUS: f64 = 8.0;

/// The colour of names and other text.
pub(super) const INK: &str = "#1c2733";

/// The colour of text that matters less.
pub(super) const SOFT: &str = "#4a5560";

/// The colour of lines and of the numbers' ground.
pub(super) const LINE: &str = "#3f4a55";

/// The colour of what leaves the United Kingdom, and of nothing else.
pub(super) const ABROAD: &str = "#b3261e";

/// The colour of what does not carry what is highlighted.
pub(super) const FAINT: &str = "#6b7580";

/// The ground of the sheet.
pub(super) const PAPER: &str = "#ffffff";

/// Hairlines of the key.
pub(super) const RULE: &str = "#d5dadf";

const ENTITY_FILL: &str = "#eaf2fb";
const PROCESS_FILL: &str = "#fff5d6";
const STORE_FILL: &str = "#f2eaf8";
const ABROAD_FILL: &str = "#fdeceb";

/// The ground of a box.
pub(super) fn fill(kind: BoxKind, is_abroad: bool) -> &'static str {
    match kind {
        BoxKind::Connector => PAPER,
        BoxKind::Entity | BoxKind::Store if is_abroad => ABROAD_FILL,
        BoxKind::Entity => ENTITY_FILL,
        BoxKind::Process => PROCESS_FILL,
        BoxKind::Store => STORE_FILL,
    }
}

/// The colour of a boundary's line and title.
pub(super) fn accent(kind: BoundaryKind) -> &'static str {
    match kind {
        BoundaryKind::Controller => "#1d5c9e",
        BoundaryKind::Processor => "#73379a",
        BoundaryKind::PublicBodies | BoundaryKind::Organisations => "#17703d",
        BoundaryKind::People => "#56616c",
        BoundaryKind::Abroad => ABROAD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    const BOUNDARIES: [BoundaryKind; 6] = [
        BoundaryKind::Controller,
        BoundaryKind::Processor,
        BoundaryKind::PublicBodies,
        BoundaryKind::Organisations,
        BoundaryKind::People,
        BoundaryKind::Abroad,
    ];

    /// WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for lines that carry meaning (1.4.11).
    #[test]
    fn every_pair_of_colours_has_the_contrast_that_wcag_asks() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
        for ground in [PAPER, ENTITY_FILL, PROCESS_FILL, STORE_FILL, ABROAD_FILL] {
            for text in [INK, SOFT] {
                assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
            }
            assert!(contrast(LINE, ground) >= 3.0, "{LINE} on {ground}");
        }
        for ink in [LINE, ABROAD, FAINT]
            .into_iter()
            .chain(BOUNDARIES.map(accent))
        {
            assert!(contrast(ink, PAPER) >= 4.5, "{ink} on paper");
        }
    }

    #[test]
    fn there_are_at_most_four_fills_and_red_is_kept_for_leaving_the_uk() {
        let mut fills = std::collections::BTreeSet::new();
        for kind in [BoxKind::Entity, BoxKind::Process, BoxKind::Store] {
            for is_abroad in [false, true] {
                fills.insert(fill(kind, is_abroad));
            }
        }
        assert!(fills.len() <= 4);
        let red = BOUNDARIES.map(accent).map(|colour| colour == ABROAD);
        assert_eq!(red, [false, false, false, false, false, true]);
    }
}
