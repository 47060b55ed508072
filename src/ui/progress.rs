//! How far a long piece of work is, on a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How a bar says how many steps are done of so many.
const OF: &str = "{msg} [{bar:40}] {human_pos} of {human_len}, {eta} left";

/// A bar that shows how far the work is; nothing where nobody looks.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many steps. It is drawn on the terminal of the words about the run, if that is
    /// one, and only for work that takes a while.
    pub fn of(what: &'static str, n_steps: u64) -> Self {
        Self::begun(what, Some(n_steps), OF, target())
    }

    /// The same, where nobody knows how many steps there are.
    pub fn counting(what: &'static str) -> Self {
        Self::begun(what, None, "{msg} {human_pos}, {elapsed}", target())
    }

    fn begun(
        what: &'static str,
        n_steps: Option<u64>,
        template: &str,
        on: ProgressDrawTarget,
    ) -> Self {
        let bar = ProgressBar::with_draw_target(n_steps, on);
        let style = ProgressStyle::with_template(template);
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(500));
        Self(bar)
    }

    /// A bar that shows nothing until it is told how far work is that goes on.
    pub fn later(what: &'static str) -> Self {
        Self::begun(what, Some(0), OF, ProgressDrawTarget::hidden())
    }

    /// So many steps of so many are done.
    pub fn at(&self, n_done: usize, n_all: usize) {
        if n_done < n_all && self.0.is_hidden() {
            self.0.set_draw_target(target());
        }
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        self.0.set_length(number(n_all));
        self.0.set_position(number(n_done));
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
