//! The two output streams: data goes to one, words about the run to the other.
//!
//! Everything the program writes for people goes through here, so that colour, width, safety and
//! the quiet end at a closed pipe are settled in one place.

mod asked;
mod failed;
pub mod findings;
mod progress;
mod short;
pub mod table;
pub mod text;
mod wrap;

use std::io::{self, IsTerminal, Write};

pub use self::failed::explain_failures;
pub use self::progress::Progress;
pub use self::short::LINES;
pub use crate::model::{in_a_line, one_line, shown_json as json, visible};

use crate::error::Error;

/// Where output goes, and what it may look like.
pub struct Ui {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// The width of the terminal that data is written to; nothing where it is a pipe or a file.
    pub terminal: Option<usize>,
    /// Whether data is written to a screen, which shows nothing but text.
    pub is_screen: bool,
    /// Whether words about the run may be coloured.
    pub colour: bool,
}

impl Ui {
    /// The standard streams. On a terminal tables are drawn to its width, unless `plain`.
    pub fn standard(plain: bool) -> Self {
        let is_screen = io::stdout().is_terminal();
        let is_terminal = is_screen && !plain;
        let width =
            terminal_size::terminal_size().map_or(text::WIDTH, |(width, _)| usize::from(width.0));
        let err = anstream::AutoStream::auto(io::stderr());
        let colour = !plain && err.current_choice() != anstream::ColorChoice::Never;
        Self {
            out: Box::new(io::BufWriter::new(io::stdout())),
            err: Box::new(err),
            terminal: is_terminal.then_some(width.max(20)),
            is_screen,
            colour,
        }
    }

    /// The width for words about the run.
    pub fn width(&self) -> usize {
        self.terminal.unwrap_or(text::WIDTH)
    }

    /// Writes data.
    ///
    /// # Errors
    /// The stream cannot be written.
    pub fn data(&mut self, text: &str) -> Result<(), Error> {
        self.bytes(text.as_bytes())
    }

    /// Writes data that need not be text.
    ///
    /// # Errors
    /// The stream cannot be written.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out
            .write_all(bytes)
            .and_then(|()| self.out.flush())
            .map_err(Error::Output)
    }

    /// Writes data piece by piece, as it comes.
    ///
    /// # Errors
    /// `write` failed, or the stream cannot be written.
    pub fn data_by<E: From<io::Error>>(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        write(&mut self.out)?;
        Ok(self.out.flush()?)
    }

    /// Writes words about the run, as a line. That nobody listens does not stop the run.
    pub fn say(&mut self, text: &str) {
        drop(writeln!(self.err, "{}", visible(text)));
    }

    /// Writes text about the run that is already laid out and safe.
    pub fn say_laid_out(&mut self, text: &str) {
        drop(self.err.write_all(text.as_bytes()));
    }

    /// Says what stopped the program, and ends it from whichever thread: another is held up and cannot be stopped.
    pub fn stop(error: &Error) -> ! {
        let code = error.exit_code();
        Self::standard(false).report(error);
        std::process::exit(code.into())
    }

    /// Says what stopped the program, with its hint. Nothing more can be done where even that fails.
    pub fn report(&mut self, error: &Error) {
        let bold = if self.colour {
            anstyle::Style::new()
                .bold()
                .fg_color(Some(anstyle::AnsiColor::Red.into()))
        } else {
            anstyle::Style::new()
        };
        drop(writeln!(
            self.err,
            "{bold}error{bold:#}: {}",
            visible(&error.to_string())
        ));
        if let Some(hint) = error.hint() {
            drop(writeln!(self.err, "hint: {}", visible(&hint)));
        }
    }
}
