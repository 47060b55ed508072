//! Time of a function, peak memory of a program, and the table that shows them.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::fmt;
use std::hint::black_box;
use std::io;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// How long some runs took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) min: Duration,
    pub(crate) median: Duration,
    pub(crate) max: Duration,
}

impl Spread {
    /// One run, where more would take too long.
    pub(crate) fn of_one(time: Duration) -> Self {
        Self {
            min: time,
            median: time,
            max: time,
        }
    }
}

/// Times a function, after one run that does not count.
pub(crate) fn measure<T>(n_runs: usize, mut run: impl FnMut() -> T) -> Spread {
    assert!(n_runs > 0, "there is no median of nothing");
    drop(black_box(run()));
    let mut times: Vec<Duration> = (0..n_runs)
        .map(|_| {
            let start = Instant::now();
            let result = black_box(run());
            let time = start.elapsed();
            // Freeing what was made is no part of making it.
            drop(result);
            time
        })
        .collect();
    times.sort_unstable();
    Spread {
        min: times[0],
        median: times[n_runs / 2],
        max: times[n_runs - 1],
    }
}

/// Times one run that cannot be repeated.
pub(crate) fn once<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed())
}

/// The word that makes this bench measure a child and print its peak memory.
const AS_CHILD: &str = "--measure-child";

/// What a run of a program took.
pub(crate) struct Used {
    /// What it printed.
    pub(crate) printed: String,
    /// The most memory it held at once, in bytes.
    pub(crate) peak: u64,
    /// The time that processors worked for it: what others do at the same time hardly shows in it.
    pub(crate) processor: Duration,
}

/// Runs a program and asks the kernel what that took.
///
/// The kernel counts towards a program what its parent held when it started it. So a fresh copy
/// of this bench, which holds almost nothing, starts the program and asks the kernel at its end.
pub(crate) fn used_by(command: &Command) -> io::Result<Used> {
    let output = Command::new(std::env::current_exe()?)
        .arg(AS_CHILD)
        .arg(command.get_program())
        .args(command.get_args())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let text = text.trim_end();
    let (printed, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let numbers: Vec<u64> = last
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect();
    match numbers[..] {
        [peak, micros] if output.status.success() => Ok(Used {
            printed: printed.to_owned(),
            peak,
            processor: Duration::from_micros(micros),
        }),
        _ => Err(io::Error::other(format!(
            "{command:?} ended with {}",
            output.status
        ))),
    }
}

/// Does the work of the fresh copy, where this process is one.
pub(crate) fn run_as_child() -> Option<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    if words.next()? != AS_CHILD {
        return None;
    }
    let program = words.next()?;
    let used = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .spawn()
        .and_then(|mut child| child.wait4());
    Some(match used {
        Ok(used) if used.status.success() => {
            let used = used.rusage;
            let processor = used.utime + used.stime;
            println!("\n{} {}", used.maxrss, processor.as_micros());
            ExitCode::SUCCESS
        }
        _ => ExitCode::FAILURE,
    })
}

/// A time in milliseconds.
pub(crate) fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

/// An amount of memory in MiB.
pub(crate) fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / 1_048_576.0)
}

/// What was measured, line by line.
pub(crate) struct Table {
    lines: Vec<Vec<String>>,
}

impl Table {
    /// A table with headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let headings = headings.iter().map(|heading| (*heading).to_owned());
        Self {
            lines: vec![headings.collect()],
        }
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.lines.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            for (column, cell) in line.iter().enumerate() {
                let width = self.lines.iter().filter_map(|line| line.get(column));
                let width = width.map(|cell| cell.chars().count()).max().unwrap_or(0);
                match column {
                    0 => write!(formatter, "{cell:width$}")?,
                    _ => write!(formatter, "  {cell:>width$}")?,
                }
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}
