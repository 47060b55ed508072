//! Drawings as PDF, one sheet a page.
//!
//! The words of each sheet are the alternative to its picture.

use std::collections::BTreeMap;

use serde_json::json;

use super::measure::tame;
use super::placed::Drawing;
use super::sheets::written;
use super::svg::svg;
use crate::diagram::format::Format;
use crate::diagram::paper::{MARGIN, PX_PER_MM, Turned};
use crate::typeset::{self, PdfError};

pub(in crate::diagram) static PDF: Format = Format {
    name: "pdf",
    endings: &["pdf"],
    is_text: false,
    write: |diagram, options| {
        written(diagram, options, |sheets| {
            Ok::<_, PdfError>(vec![pdf(sheets)?])
        })
    },
};

/// Sets drawings on pages of their paper, each centred within the margins.
///
/// # Errors
///
/// [`PdfError::LeftOut`] without the feature `pdf`; otherwise where the typesetter refuses.
pub fn pdf(sheets: &[Drawing]) -> Result<Vec<u8>, PdfError> {
    let mut files = BTreeMap::new();
    let mut pages = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let name = format!("/sheet-{}.svg", at + 1);
        let (long, short) = sheet.paper.millimetres();
        let (width, height) = match sheet.turned {
            Turned::Landscape => (long, short),
            Turned::Portrait => (short, long),
        };
        let (most_width, most_height) = sheet.paper.inside(sheet.turned);
        let scale = (most_width / sheet.width)
            .min(most_height / sheet.height)
            .min(1.0);
        let alt: Vec<String> = sheet.words.lines().map(tame).collect();
        pages.push(json!({
            "file": name,
            "alt": alt.join("\n"),
            "width": width,
            "height": height,
            "margin": MARGIN,
            // A hair less than the room there is, so that rounding never makes a page more.
            "across": sheet.width * scale / PX_PER_MM * 0.999,
        }));
        files.insert(name, svg(sheet).into_bytes());
    }
    let first = sheets.first();
    let data = json!({
        "title": first.map_or("", |sheet| &sheet.title),
        "register": first.map_or("", |sheet| &sheet.register),
        "sheets": pages,
    });
    files.insert("/data.json".to_owned(), data.to_string().into_bytes());
    typeset::pdf(include_str!("page.typ"), files)
}
