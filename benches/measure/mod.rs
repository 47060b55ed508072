//! Time of a function, peak memory of a program, and the table that shows them.

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

/// The word that makes this bench measure a child and print its peak memory.
const AS_CHILD: &str = "--measure-child";

/// The most memory a program held at once, in bytes.
///
/// The kernel counts towards a program what its parent held when it started it. So a fresh copy
/// of this bench, which holds almost nothing, starts the program and asks the kernel at its end.
pub(crate) fn peak_memory(command: &Command) -> io::Result<u64> {
    let output = Command::new(std::env::current_exe()?)
        .arg(AS_CHILD)
        .arg(command.get_program())
        .args(command.get_args())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().parse() {
        Ok(bytes) if output.status.success() => Ok(bytes),
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
        .stdout(Stdio::null())
        .spawn()
        .and_then(|mut child| child.wait4());
    Some(match used {
        Ok(used) if used.status.success() => {
            println!("{}", used.rusage.maxrss);
            ExitCode::SUCCESS
        }
        _ => ExitCode::FAILURE,
    })
}

/// What was measured, line by line.
#[derive(Default)]
pub(crate) struct Table {
    lines: Vec<[String; 5]>,
    last: Option<Duration>,
}

impl Table {
    /// Adds a time, and how it stands to the time before it.
    pub(crate) fn time(&mut self, name: &str, spread: Spread) {
        let ratio = self.last.map_or_else(String::new, |last| {
            format!("{:.2}", spread.median.as_secs_f64() / last.as_secs_f64())
        });
        self.last = Some(spread.median);
        let shown = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1_000.0);
        let Spread { min, median, max } = spread;
        self.lines.push([
            name.to_owned(),
            shown(median),
            ratio,
            shown(min),
            shown(max),
        ]);
    }

    /// Adds an amount of memory.
    pub(crate) fn memory(&mut self, name: &str, bytes: u64) {
        let shown = format!("{:.1} MiB", bytes as f64 / 1_048_576.0);
        self.lines.push([
            name.to_owned(),
            shown,
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["", "median", "ratio", "min", "max"].map(str::to_owned);
        for [name, median, ratio, min, max] in std::iter::once(&head).chain(&self.lines) {
            writeln!(
                formatter,
                "{name:40} {median:>14} {ratio:>7} {min:>14} {max:>14}"
            )?;
        }
        Ok(())
    }
}
