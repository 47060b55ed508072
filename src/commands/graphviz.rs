//! Drawing with an installed Graphviz, for those who ask for it.
//!
//! The picture goes to the program `dot` as text on its standard input, without a shell and without
//! files, and `dot` has a limited time.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::diagram::{self, Diagram, Options, Written};
use crate::error::Error;

/// The formats that Graphviz draws for us.
const DRAWN: &[&str] = &["svg", "png", "pdf"];

/// How long `dot` may take.
const LIMIT: Duration = Duration::from_secs(60);

/// How often we look whether it has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// Refuses a format that Graphviz does not draw, and a machine that has no Graphviz.
pub(super) fn check(format: &'static str) -> Result<(), Error> {
    if !DRAWN.contains(&format) {
        return Err(Error::NotByGraphviz { format });
    }
    version().map(drop)
}

/// Draws a picture with Graphviz.
pub(super) fn write(
    diagram: &Diagram,
    format: &'static str,
    options: &Options,
) -> Result<Written, Error> {
    let version = version()?;
    let dot = diagram::format("dot").ok_or(Error::NotByGraphviz { format })?;
    let Written { files, .. } = (dot.write)(diagram, options)?;
    let mut args = vec![format!("-T{format}")];
    if format == "png" {
        // As fine as our own.
        args.push("-Gdpi=192".to_owned());
    }
    let drawn = run(&args, files.concat())?;
    Ok(Written {
        files: vec![drawn.stdout],
        said: vec![format!(
            "Drawn by {version}; another version may draw it differently."
        )],
    })
}

/// What Graphviz calls itself.
fn version() -> Result<String, Error> {
    let ended = run(&["-V".to_owned()], Vec::new())?;
    // dot - graphviz version 2.43.0 (0)
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    let mut after = words
        .split_whitespace()
        .skip_while(|word| *word != "version");
    Ok(match after.nth(1) {
        Some(number) => format!("Graphviz {number}"),
        None => "Graphviz".to_owned(),
    })
}

/// What a run of `dot` wrote.
struct Ended {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

fn run(args: &[String], input: Vec<u8>) -> Result<Ended, Error> {
    let failed = |why: String| Error::Graphviz { why };
    let mut child = Command::new("dot")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::NoGraphviz,
            _ => failed(crate::text::in_words(&error)),
        })?;
    // It reads and writes at once, so each pipe is served by a thread of its own.
    let stdin = child.stdin.take();
    let feeding = thread::spawn(move || {
        if let Some(mut stdin) = stdin {
            // Where it ends early, its exit code and its words tell.
            drop(stdin.write_all(&input));
        }
    });
    let stdout = gather(child.stdout.take());
    let stderr = gather(child.stderr.take());
    let ended = wait(&mut child);
    drop(feeding.join());
    let (stdout, stderr) = (
        stdout.join().unwrap_or_default(),
        stderr.join().unwrap_or_default(),
    );
    match ended {
        None => Err(failed(format!(
            "it did not end within {} seconds",
            LIMIT.as_secs()
        ))),
        Some(false) => {
            let words = String::from_utf8_lossy(&stderr);
            let first = words.lines().next().unwrap_or("it did not say why");
            Err(failed(first.to_owned()))
        }
        Some(true) => Ok(Ended { stdout, stderr }),
    }
}

fn gather<R: Read + Send + 'static>(pipe: Option<R>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            drop(pipe.read_to_end(&mut bytes));
        }
        bytes
    })
}

/// Whether it ended well; nothing where it did not end in time and was ended.
fn wait(child: &mut Child) -> Option<bool> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if began.elapsed() < LIMIT => thread::sleep(PAUSE),
            _ => {
                drop(child.kill());
                drop(child.wait());
                return None;
            }
        }
    }
}
