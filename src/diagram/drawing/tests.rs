//! The drawing as a whole, tried on the worked example and on made-up diagrams.

use proptest::prelude::*;

use super::example::{conference, hostile, made_up, short};
use crate::diagram::paper::{MOST_BOXES, MOST_FLOWS};
use crate::diagram::{BoxKind, Diagram, Direction, Labels, LayoutError, Options, Paper, PngError};

use super::*;

fn verdict(sheet: &Drawing) -> geometry::Verdict {
    geometry::judge(&geometry::Places {
        boxes: &sheet.boxes,
        boundaries: &sheet.boundaries,
        arrows: &sheet.arrows,
    })
}

/// The place a line of text takes.
fn extent(text: &Text) -> Rect {
    let width = measure::width(&text.words, text.set);
    let left = match text.anchor {
        Anchor::Start => text.at.x,
        Anchor::Middle => text.at.x - width / 2.0,
    };
    Rect {
        x: left,
        y: text.at.y - text.set.size * 0.9,
        width,
        height: text.set.size * 1.15,
    }
}

/// Everything that has a place lies on the sheet, and no text above or below lies on another.
fn off_the_sheet(sheet: &Drawing) -> Vec<String> {
    let page = Rect {
        x: 0.0,
        y: 0.0,
        width: sheet.width,
        height: sheet.height,
    };
    let mut faults = Vec::new();
    let texts = sheet
        .loose_text()
        .chain(sheet.boxes.iter().flat_map(|one| &one.lines))
        .chain(sheet.boundaries.iter().flat_map(|one| &one.lines))
        .chain(sheet.arrows.iter().flat_map(|arrow| &arrow.label.lines));
    for text in texts {
        if !page.holds(&extent(text)) {
            faults.push(format!("`{}` is off the sheet", text.words));
        }
    }
    for one in &sheet.boxes {
        for text in &one.lines {
            if !one.rect.holds(&extent(text)) {
                faults.push(format!("`{}` is wider than its box", text.words));
            }
        }
    }
    let loose: Vec<Rect> = sheet.loose_text().map(extent).collect();
    for (at, one) in loose.iter().enumerate() {
        if loose[at + 1..]
            .iter()
            .any(|other| one.grown(-1.0).overlaps(other))
        {
            faults.push("two texts above or below the picture overlap".to_owned());
        }
    }
    for point in sheet.arrows.iter().flat_map(|arrow| &arrow.points) {
        if !page.holds(&Rect::around(*point, 0.0, 0.0)) {
            faults.push("a line leaves the sheet".to_owned());
        }
    }
    faults
}

#[track_caller]
fn assert_readable(diagram: &Diagram, options: &Options) -> Sheets {
    let made = sheets(diagram, options).unwrap();
    for (at, sheet) in made.sheets.iter().enumerate() {
        let faults = [verdict(sheet).faults, off_the_sheet(sheet)].concat();
        assert!(
            faults.is_empty(),
            "{}, sheet {}: {faults:#?}",
            diagram.title,
            at + 1
        );
    }
    made
}

#[test]
fn the_worked_example_fits_one_readable_sheet_without_crossings() {
    let made = assert_readable(&conference(), &Options::default());
    let [sheet] = &made.sheets[..] else {
        panic!("{:?}", made.said);
    };
    assert!(sheet.points >= 7.0, "{:?}", made.said);
    assert_eq!(verdict(sheet).crossings, 0);
    assert_eq!(sheet.arrows.len(), conference().arrows.len());
}

#[test]
fn every_way_to_draw_the_worked_example_holds_to_the_rules() {
    for direction in [Direction::LeftRight, Direction::TopDown] {
        for labels in [Labels::Words, Labels::Numbers] {
            for paper in [Paper::A4, Paper::A3] {
                let options = Options {
                    paper,
                    labels,
                    direction,
                    ..Options::default()
                };
                assert_readable(&conference(), &options);
            }
        }
    }
}

#[test]
fn made_up_registers_of_every_size_hold_to_the_rules() {
    for (n_boxes, seed) in [(5, 1), (15, 2), (40, 3), (150, 4)] {
        let diagram = made_up(n_boxes, seed);
        let made = assert_readable(&diagram, &Options::default());
        let crossings: usize = made
            .sheets
            .iter()
            .map(|sheet| verdict(sheet).crossings)
            .sum();
        assert!(crossings <= made.sheets.len(), "{crossings} crossings");
        for sheet in &made.sheets {
            assert!(sheet.boxes.len() <= MOST_BOXES);
            assert!(sheet.arrows.len() <= MOST_FLOWS);
        }
        // Every flow is on some sheet.
        for arrow in &diagram.arrows {
            let mut drawn = made.sheets.iter().flat_map(|sheet| &sheet.arrows);
            assert!(drawn.any(|other| other.number == arrow.number));
        }
    }
}

#[test]
fn a_large_diagram_is_parted_and_says_so_with_its_size() {
    let made = sheets(&made_up(40, 3), &Options::default()).unwrap();
    assert!(made.sheets.len() > 1);
    assert!(made.said[0].contains("too many for one picture (at most 20 and 25)"));
    assert!(made.said.iter().any(|line| line.contains("pt in print")));
    let connectors = made.sheets.iter().flat_map(|sheet| &sheet.boxes);
    let mut connectors = connectors.filter(|one| one.kind == BoxKind::Connector);
    let one = connectors
        .next()
        .expect("activities that follow each other are on two sheets");
    assert!(
        one.lines
            .iter()
            .any(|line| line.words.starts_with("(sheet "))
    );
}

#[test]
fn hostile_names_come_out_as_text_and_the_svg_is_well_formed() {
    let made = assert_readable(&hostile(), &Options::default());
    for sheet in &made.sheets {
        let drawn = svg(sheet);
        assert!(!drawn.contains("<script") && !drawn.contains("<b>"));
        assert!(drawn.contains("&lt;b&gt;bold&lt;/b&gt;"));
        let options = resvg::usvg::Options::default();
        resvg::usvg::Tree::from_str(&drawn, &options).unwrap();
        assert!(!drawn.contains("NaN") && !drawn.contains("inf\""));
    }
}

#[test]
fn the_same_diagram_gives_the_same_bytes() {
    let drawn = || {
        let made = sheets(&conference(), &Options::default()).unwrap();
        (svg(&made.sheets[0]), png(&made.sheets[0]).unwrap())
    };
    assert_eq!(drawn(), drawn());
}

#[test]
fn a_png_has_twice_the_size_and_is_not_blank() {
    let made = sheets(&conference(), &Options::default()).unwrap();
    let sheet = &made.sheets[0];
    let bytes = png(sheet).unwrap();
    let read = resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap();
    assert_eq!(f64::from(read.width()), sheet.width * 2.0);
    assert_eq!(f64::from(read.height()), sheet.height * 2.0);
    // The title is text: dark pixels in its line. Without a font nothing would be drawn there.
    let rows = 20..50;
    let dark = rows
        .flat_map(|y| (0..600).map(move |x| (x, y)))
        .filter(|&(x, y)| read.pixel(x, y).is_some_and(|pixel| pixel.red() < 80));
    assert!(dark.count() > 500);
}

#[test]
fn a_png_too_large_for_memory_is_refused() {
    let mut sheet = sheets(&short(), &Options::default())
        .unwrap()
        .sheets
        .remove(0);
    sheet.width = 1e6;
    assert!(matches!(png(&sheet), Err(PngError::TooLarge { .. })));
    // Beside its SVG in a document it is smaller.
    let picture = png_of(&svg(&sheet)).unwrap();
    let read = resvg::tiny_skia::Pixmap::decode_png(&picture).unwrap();
    assert!(
        read.width() > 200_000 && read.height() > 1,
        "{} {}",
        read.width(),
        read.height()
    );
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_has_a_page_for_each_sheet_and_the_same_bytes_again() {
    let made = sheets(&made_up(40, 3), &Options::default()).unwrap();
    let bytes = pdf(&made.sheets).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("en-GB"));
    let hostile = sheets(&hostile(), &Options::default()).unwrap();
    assert!(pdf(&hostile.sheets).unwrap().starts_with(b"%PDF"));
    let count = format!("/Count {}", made.sheets.len());
    assert!(text.contains(&count), "not {count}");
    assert_eq!(bytes, pdf(&made.sheets).unwrap());
}

#[test]
fn nothing_to_draw_and_a_broken_diagram_are_errors() {
    let empty = super::example::empty("Nothing");
    assert_eq!(sheets(&empty, &Options::default()), Err(LayoutError::Empty));
    let mut broken = conference();
    broken.arrows[0].to = 99;
    let broken = sheets(&broken, &Options::default());
    assert!(matches!(broken, Err(LayoutError::Broken { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn small_diagrams_hold_to_the_rules(n_boxes in 2usize..12, seed in 0u64..1_000) {
        let made = sheets(&made_up(n_boxes, seed), &Options::default()).unwrap();
        for sheet in &made.sheets {
            let faults = [verdict(sheet).faults, off_the_sheet(sheet)].concat();
            prop_assert!(faults.is_empty(), "{faults:#?}");
        }
    }
}
