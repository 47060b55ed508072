//! The command line: what can be typed, and which file does it.

mod apply;
mod ask;
mod diagram;
mod dump;
mod init;
mod list;
mod open;
mod output;
mod show;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::Timestamp;

use crate::error::Error;
use crate::model::Date;
use crate::ui::Ui;

/// Keep the register of processing activities (Article 30 UK GDPR) as a graph, and ask it where personal data goes
#[derive(Debug, Parser)]
#[command(
    name = "ropa",
    version,
    propagate_version = true,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(after_help = "Start with: ropa ask who-receives \"NHS number\"")]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What stands before or after every command.
#[derive(Debug, clap::Args)]
struct Globals {
    /// Register to work on: a database, or a folder of text [default: ./ropa.db, else ./register/]
    #[arg(
        short = 'r',
        long = "register",
        value_name = "PATH",
        env = "ROPA_REGISTER",
        global = true,
        hide_env_values = true
    )]
    register: Option<PathBuf>,
    /// Work on the register as it was at the end of this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", global = true)]
    as_of: Option<Date>,
    /// Form of the output; each command lists those it knows
    #[arg(long, value_name = "FORMAT", global = true)]
    format: Option<String>,
    /// Write plain lines, without tables and colour
    #[arg(long, global = true)]
    plain: bool,
}

/// What can be done.
#[derive(Debug, Subcommand)]
enum Command {
    /// Ask where personal data goes: seven questions
    Ask(ask::Args),
    /// Draw where personal data goes: seven views
    Diagram(diagram::Args),
    /// List the records of a kind, one line each
    List(list::Args),
    /// Show one record in full, with what is not recorded
    Show(show::Args),
    /// Make an empty database
    Init(init::Args),
    /// Put a folder of text into the database, or show what would change
    Apply(apply::Args),
    /// Write the register out as a folder of text
    Dump(dump::Args),
}

/// One run of the program: where output goes, what stands for every command, and the time.
struct Run {
    ui: Ui,
    globals: Globals,
    now: Timestamp,
    login: Option<String>,
}

impl Run {
    /// Today's date in London, where the register's days end.
    fn today(&self) -> Date {
        match self.now.in_tz("Europe/London") {
            Ok(local) => local.date(),
            Err(_) => jiff::tz::Offset::UTC.to_datetime(self.now).date(),
        }
    }

    /// The day as at which questions are answered.
    fn as_of(&self) -> Date {
        self.globals.as_of.unwrap_or_else(|| self.today())
    }

    /// The format asked for, if the command knows it; else its first.
    fn format(
        &self,
        command: &'static str,
        known: &'static [&'static str],
    ) -> Result<&'static str, Error> {
        let Some(format) = &self.globals.format else {
            return Ok(known[0]);
        };
        known
            .iter()
            .copied()
            .find(|name| name == format)
            .ok_or_else(|| Error::Format {
                command,
                format: format.clone(),
                known,
            })
    }
}

/// Runs the program on a command line, at a moment, for a person, and gives its exit code.
pub fn main(
    args: impl IntoIterator<Item = OsString>,
    now: Timestamp,
    login: Option<String>,
) -> ExitCode {
    let Cli { globals, command } = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(usage) => {
            // Help asked for is data; anything else is a mistake in the command line.
            let code = if usage.use_stderr() { 2 } else { 0 };
            drop(usage.print());
            return ExitCode::from(code);
        }
    };
    let mut run = Run {
        ui: Ui::standard(globals.plain),
        globals,
        now,
        login,
    };
    let done = match command {
        Command::Ask(args) => ask::run(&mut run, args),
        Command::Diagram(args) => diagram::run(&mut run, args),
        Command::List(args) => list::run(&mut run, args),
        Command::Show(args) => show::run(&mut run, &args),
        Command::Init(args) => init::run(&mut run, args),
        Command::Apply(args) => apply::run(&mut run, args),
        Command::Dump(args) => dump::run(&mut run, args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            run.ui.report(&error);
            ExitCode::from(error.exit_code())
        }
    }
}
