//! How far a long piece of work is, on a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that shows how far the work is; nothing where nobody looks.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many steps. It is drawn on the terminal of the words about the run, if that is
    /// one, and only for work that takes a while.
    pub fn of(what: &'static str, n_steps: u64) -> Self {
        let template = "{msg} [{bar:40}] {human_pos} of {human_len}, {eta} left";
        Self::begun(what, Some(n_steps), template)
    }

    /// The same, where nobody knows how many steps there are.
    pub fn counting(what: &'static str) -> Self {
        Self::begun(what, None, "{msg} {human_pos}, {elapsed}")
    }

    /// Something that goes on for a time that nobody knows.
    pub fn waiting(what: &'static str) -> Self {
        Self::begun(what, None, "{msg}, {elapsed}")
    }

    fn begun(what: &'static str, n_steps: Option<u64>, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(n_steps, target());
        let style = ProgressStyle::with_template(template);
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(500));
        Self(bar)
    }

    /// One step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// All is done: the bar goes.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn target() -> ProgressDrawTarget {
    if io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(4)
    } else {
        ProgressDrawTarget::hidden()
    }
}
