//! What a diagram is drawn on, and how it may be arranged there.

/// The margin on each side of the paper, in millimetres.
pub(super) const MARGIN: f64 = 10.0;

/// CSS pixels in a millimetre.
pub(super) const PX_PER_MM: f64 = 96.0 / 25.4;

/// The most boxes on a sheet.
pub(super) const MOST_BOXES: usize = 20;

/// The most flows on a sheet.
pub(super) const MOST_FLOWS: usize = 25;

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Paper {
    /// 297 by 210 mm.
    #[default]
    A4,
    /// 420 by 297 mm.
    A3,
}

impl Paper {
    /// Its longer and its shorter side in millimetres.
    pub fn millimetres(self) -> (f64, f64) {
        match self {
            Self::A4 => (297.0, 210.0),
            Self::A3 => (420.0, 297.0),
        }
    }

    /// Its name: `A4`.
    pub fn word(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::A3 => "A3",
        }
    }

    /// Width and height within the margins, in CSS pixels.
    pub fn inside(self, turned: Turned) -> (f64, f64) {
        let (long, short) = self.millimetres();
        let inside = |side: f64| (side - 2.0 * MARGIN) * PX_PER_MM;
        match turned {
            Turned::Landscape => (inside(long), inside(short)),
            Turned::Portrait => (inside(short), inside(long)),
        }
    }
}

/// How the paper is to be turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Orientation {
    /// Whichever lets the text be larger.
    #[default]
    Auto,
    /// The longer side across.
    Landscape,
    /// The longer side up.
    Portrait,
}

/// How a sheet of paper is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// The longer side across.
    Landscape,
    /// The longer side up.
    Portrait,
}

impl Turned {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Landscape => "landscape",
            Self::Portrait => "portrait",
        }
    }
}

/// What stands on the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Labels {
    /// Words where they are few and fit; otherwise numbers.
    #[default]
    Auto,
    /// The number of each flow and what it carries.
    Words,
    /// The number alone; what it carries is in a key under the drawing.
    Numbers,
}

/// Which way the flows run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Direction {
    /// Whichever lets the text be larger, left to right where both do.
    #[default]
    Auto,
    /// Sources at the left, receivers at the right.
    LeftRight,
    /// Sources at the top, receivers at the bottom.
    TopDown,
}

/// Whether a diagram may be parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Parting {
    /// Onto as many sheets as it takes to be readable.
    #[default]
    Auto,
    /// All on one sheet, however small.
    Never,
}

/// How a diagram is to be arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Options {
    /// On which paper.
    pub paper: Paper,
    /// How it is turned.
    pub orientation: Orientation,
    /// What stands on the lines.
    pub labels: Labels,
    /// Which way the flows run.
    pub direction: Direction,
    /// Whether it may be parted.
    pub parting: Parting,
}
