//! Questions to whoever sits at the terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use super::{Ui, visible};
use crate::error::Error;

impl Ui {
    /// Whether somebody can be asked: both what is typed and what is asked go through a terminal.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks for a line; nothing where no more is typed (Ctrl-D).
    ///
    /// # Errors
    /// The terminal cannot be read.
    pub fn ask(&mut self, prompt: &str) -> Result<Option<String>, Error> {
        drop(write!(self.err, "{}", visible(prompt)));
        drop(self.err.flush());
        let mut line = Vec::new();
        let n_read = io::stdin().lock().read_until(b'\n', &mut line);
        let n_read = n_read.map_err(|error| {
            Error::that(format!(
                "what is typed cannot be read: {}",
                crate::text::in_words(&error)
            ))
        })?;
        let line = String::from_utf8_lossy(&line);
        Ok((n_read > 0).then(|| line.trim().to_owned()))
    }
}
