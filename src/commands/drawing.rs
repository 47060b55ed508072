//! How a picture is to be drawn, from the command line to its files.

use clap::ValueEnum;

use crate::diagram::{self, Direction, Format, Labels, Options, Orientation, Paper, Parting};
use crate::error::Error;
use crate::typeset;

// Flags of everything that is drawn.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Drawing")]
pub(super) struct Drawing {
    /// Paper on which it must be readable [default: a4]
    #[arg(long, value_name = "PAPER", ignore_case = true)]
    paper: Option<PaperName>,
    /// Turn the paper sideways, whether or not that makes the text larger
    #[arg(long, conflicts_with = "portrait")]
    landscape: bool,
    /// Keep the paper upright
    #[arg(long)]
    portrait: bool,
    /// Write the data on the lines, whether or not there is room
    #[arg(long, conflicts_with = "numbers")]
    words: bool,
    /// Write numbers on the lines, and the data in a table below
    #[arg(long)]
    numbers: bool,
    /// Read from left to right
    #[arg(long, conflicts_with = "tb")]
    lr: bool,
    /// Read from top to bottom
    #[arg(long)]
    tb: bool,
    /// Keep it on one sheet, however small the text
    #[arg(long)]
    one_sheet: bool,
}

/// A size of paper, as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PaperName {
    A4,
    A3,
}

impl Drawing {
    /// How the picture is to be arranged.
    pub(super) fn options(&self) -> Options {
        Options {
            paper: match self.paper {
                None | Some(PaperName::A4) => Paper::A4,
                Some(PaperName::A3) => Paper::A3,
            },
            orientation: match (self.landscape, self.portrait) {
                (true, _) => Orientation::Landscape,
                (_, true) => Orientation::Portrait,
                _ => Orientation::Auto,
            },
            labels: match (self.words, self.numbers) {
                (true, _) => Labels::Words,
                (_, true) => Labels::Numbers,
                _ => Labels::Auto,
            },
            direction: match (self.lr, self.tb) {
                (true, _) => Direction::LeftRight,
                (_, true) => Direction::TopDown,
                _ => Direction::Auto,
            },
            parting: if self.one_sheet {
                Parting::Never
            } else {
                Parting::Auto
            },
        }
    }

    /// Refuses what could not be drawn so, before any work is done.
    pub(super) fn check(format: &Format) -> Result<(), Error> {
        if format.name == "pdf" && !typeset::HAS_PDF {
            return Err(diagram::FormatError::from(typeset::PdfError::LeftOut).into());
        }
        Ok(())
    }

    /// The first of its flags that was given: an answer that is not drawn has no use for it.
    pub(super) fn given(&self) -> Option<&'static str> {
        [
            (self.paper.is_some(), "--paper"),
            (self.landscape, "--landscape"),
            (self.portrait, "--portrait"),
            (self.words, "--words"),
            (self.numbers, "--numbers"),
            (self.lr, "--lr"),
            (self.tb, "--tb"),
            (self.one_sheet, "--one-sheet"),
        ]
        .into_iter()
        .find_map(|(is_given, flag)| is_given.then_some(flag))
    }
}
