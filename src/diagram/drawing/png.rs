//! A drawing as PNG, drawn with the embedded faces and no others: the one door to the rasteriser.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use super::placed::Drawing;
use super::sheets::written;
use super::svg::svg;
use crate::diagram::format::{Format, PngError};
use crate::typeset::{BOLD, REGULAR};

pub(in crate::diagram) static PNG: Format = Format {
    name: "png",
    endings: &["png"],
    is_text: false,
    write: |diagram, options| {
        written(diagram, options, |sheets| {
            sheets.iter().map(png).collect::<Result<_, _>>()
        })
    },
};

/// Pixels in a CSS pixel: sharp when printed.
const SCALE: f32 = 2.0;

/// The most pixels of a picture: four bytes each, and the library keeps some more.
const MOST_PIXELS: u64 = 100_000_000;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for face in [REGULAR, BOLD] {
        fonts.load_font_data(face.to_vec());
    }
    fonts.set_sans_serif_family("Liberation Sans");
    Arc::new(fonts)
});

/// Draws a sheet as PNG.
///
/// # Errors
///
/// Where it would be too large, or the library refuses.
pub fn png(drawing: &Drawing) -> Result<Vec<u8>, PngError> {
    rasterised(&svg(drawing), false)
}

/// Draws the SVG of a sheet as PNG that stands beside it in a document: smaller where it would be too large.
///
/// # Errors
///
/// Where the library refuses.
pub fn png_of(svg: &str) -> Result<Vec<u8>, PngError> {
    rasterised(svg, true)
}

fn rasterised(svg: &str, shrinks: bool) -> Result<Vec<u8>, PngError> {
    let refused = |reason: String| PngError::Refused { reason };
    let options = Options {
        font_family: "Liberation Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| refused(error.to_string()))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let least = (MOST_PIXELS as f32 / (width * height)).sqrt();
    // Rounded up, each side may be one pixel longer.
    let scale = if shrinks {
        SCALE.min(least * 0.99)
    } else {
        SCALE
    };
    let pixels = |length: f32| (length * scale).ceil().max(1.0) as u64;
    let (width, height) = (pixels(width), pixels(height));
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(PngError::TooLarge { width, height });
    }
    let mut canvas = u32::try_from(width)
        .ok()
        .zip(u32::try_from(height).ok())
        .and_then(|(width, height)| Pixmap::new(width, height))
        .ok_or(PngError::TooLarge { width, height })?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut canvas.as_mut(),
    );
    canvas
        .encode_png()
        .map_err(|error| refused(error.to_string()))
}
