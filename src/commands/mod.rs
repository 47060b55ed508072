//! The command line: what can be typed, and which file does it.

mod add;
mod apply;
mod ask;
mod assign;
mod beside;
mod brought;
mod catalogue;
mod change;
mod check;
mod check_dpia;
mod choice;
mod commit;
mod copy;
mod diagram;
mod drawing;
mod dump;
mod edit;
mod export;
mod fields;
mod find;
mod fixes;
mod form;
mod forms;
mod functions;
mod history;
mod import;
mod init;
mod join;
mod kinds;
mod law;
mod licences;
mod list;
mod merge;
mod named;
mod names;
mod notice;
mod open;
mod output;
mod own_names;
mod planned;
mod query;
mod remove;
mod rename;
mod repoint;
mod retire;
mod set;
mod show;
mod sql;
mod status;
mod target;
mod tips;
mod verify;
mod waive;
mod whole;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args as _, FromArgMatches as _, Parser, Subcommand};
use jiff::Timestamp;

use crate::error::Error;
use crate::model::{AsAt, Date, date_from_words, london};
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
    /// Show the licences and notices of all that the program is made of
    #[arg(long, exclusive = true)]
    licences: bool,
    #[command(subcommand)]
    command: Command,
}

// What stands before or after every command.
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
    /// What was recorded then: read the register as it was at the end of this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", global = true, value_parser = date)]
    as_of: Option<Date>,
    /// What was so then: answer for this day, with its dates and its law, by what is recorded now
    #[arg(long, value_name = "DATE", global = true, value_parser = date)]
    on: Option<Date>,
    /// Form of the output; each command lists those it knows
    #[arg(long, value_name = "FORMAT", global = true)]
    format: Option<String>,
    /// Write plain lines, without tables and colour
    #[arg(long, global = true)]
    plain: bool,
}

/// A date as it is typed.
fn date(text: &str) -> Result<Date, String> {
    date_from_words(text).ok_or_else(|| {
        "not a date of the calendar: write it as 2026-04-01 or 01/04/2026".to_owned()
    })
}

/// What can be done. What each takes is made only for the one that is typed, and what is said of it stands here alone:
/// a doc comment of what reads its arguments would take its place.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Ask where personal data goes: seven questions
    Ask(ask::Args),
    /// Draw where personal data goes: seven views
    Diagram(diagram::Args),
    /// Ask a saved question, in plain SQL over the published tables
    Query(query::Args),
    /// Ask a question of your own in SQL
    Sql(sql::Args),
    /// Check what is missing, unlawful, overdue or vague, worst first
    Check(check::Args),
    /// Show where the register stands: what is missing, due and in force
    Status(status::Args),
    /// Accept a finding of `ropa check` for a time
    Waive(waive::Args),
    /// Explain a rule of `ropa check`, or list the rules
    Explain(check::Explain),
    /// Write the register, or a part of it, for others: records, impact assessments, tables
    Export(export::Args),
    /// Write the privacy notice of an activity, or compare a published one with the register
    Notice(notice::Args),
    /// List the records of a kind, one line each
    List(list::Args),
    /// Show one record in full, with what is not recorded
    Show(show::Args),
    /// Find records by any part of their name, and every text that contains a word
    #[command(alias = "search")]
    Find(find::Args),
    /// Look up what you can record: every file and every field
    Fields(fields::Args),
    /// Look up what the codes of law mean, and since when
    #[command(visible_alias = "codes")]
    Law(law::Args),
    /// Write what is recorded as forms, for the services to correct and complete
    Form(forms::Args),
    /// Read what you have already into the register: privacy notices, spreadsheets, forms
    Import(import::Args),
    /// Make an empty database
    Init(init::Args),
    /// Add a record, a flow or another part of one
    #[command(aliases = ["new", "create"])]
    Add(add::Args),
    /// Set fields of one record, take them back, add to lists
    Set(set::Args),
    /// Change one record as text, in the editor that `EDITOR` names
    Edit(edit::Args),
    /// Look up categories and public bodies that notices name, and add them
    Catalogue(catalogue::Args),
    /// Give a record another name or id, everywhere it is named
    Rename(rename::Args),
    /// Make two records one, wherever either is named
    Merge(merge::Args),
    /// Find records whose names may be one, and settle that two are not
    Names(names::Args),
    /// Add a record like another, under a name of its own
    Copy(copy::Args),
    /// Record that an activity is no longer done
    Retire(retire::Args),
    /// Remove records that nothing refers to any more
    #[command(alias = "delete")]
    Remove(remove::Args),
    /// Put a folder of text into the database, or show what would change
    Apply(apply::Args),
    /// Write the register out as a folder of text
    Dump(dump::Args),
    /// List who changed the register, when and why
    History(history::Args),
    /// Check that the history is intact and matches the register
    Verify(verify::Args),
}

/// One run of the program: where output goes, what stands for every command, and the time.
struct Run {
    ui: Ui,
    globals: Globals,
    now: Timestamp,
    login: fn() -> Option<String>,
}

impl Run {
    /// Today's date in London, where the register's days end.
    fn today(&self) -> Date {
        london().to_datetime(self.now).date()
    }

    /// The day as at which questions are answered, and the state of recording; one alone is both.
    fn as_at(&self) -> AsAt {
        let recorded = self.globals.as_of.unwrap_or_else(|| self.today());
        AsAt {
            on: self.globals.on.unwrap_or(recorded),
            recorded,
        }
    }

    /// Refuses to change the register as it was on another day.
    fn refuse_the_past(&self, command: &'static str) -> Result<(), Error> {
        match self.globals.as_of {
            Some(_) => Err(Error::that(format!(
                "`{command}` changes the register as it is now, and `--as-of` asks for what it was"
            ))
            .hinted("leave out `--as-of`")),
            None => Ok(()),
        }
    }

    /// Refuses `--on` where no day counts, so that nobody takes what is shown for what was so then.
    fn refuse_the_day(&self, command: &Command) -> Result<(), Error> {
        let (name, changes) = match command {
            Command::List(_) => ("list", false),
            Command::Fields(_) => ("fields", false),
            Command::Init(_) => ("init", false),
            Command::Apply(_) => ("apply", false),
            Command::Dump(_) => ("dump", false),
            Command::History(_) => ("history", false),
            Command::Verify(_) => ("verify", false),
            Command::Add(_) => ("add", true),
            Command::Set(_) => ("set", true),
            Command::Edit(_) => ("edit", true),
            Command::Rename(_) => ("rename", true),
            Command::Merge(_) => ("merge", true),
            Command::Names(_) => ("names", true),
            Command::Copy(_) => ("copy", true),
            Command::Catalogue(_) => ("catalogue", true),
            Command::Retire(_) => ("retire", true),
            Command::Remove(_) => ("remove", true),
            Command::Import(_) => ("import", true),
            Command::Waive(_) => ("waive", true),
            _ => return Ok(()),
        };
        match self.globals.on {
            Some(_) if changes => Err(Error::that(format!(
                "`{name}` changes what is recorded now, and `--on` asks for what is so on a day"
            ))
            .hinted(match command {
                Command::Retire(_) => "write the last day with `--last-day`",
                _ => "leave out `--on`",
            })),
            Some(_) => Err(Error::that(format!(
                "`{name}` is the same for every day, and `--on` asks for what is so on one"
            ))
            .hinted("leave out `--on`; `--as-of` reads what was recorded on a day")),
            None => Ok(()),
        }
    }

    /// Says which register was read, where that may be why nothing was found in it.
    fn say_which_register(&mut self) {
        if let Ok(path) = self.register_path() {
            self.ui
                .say(&format!("the register read is `{}`", path.display()));
        }
    }
}

/// The clock shows no day that could be worked with.
fn no_moment() -> Error {
    Error::that("the clock of this computer shows a day after the year 9998")
        .hinted("set the clock of this computer and try again")
}

/// The moment that a clock shows, or the exit code once it is said that it shows none.
///
/// # Errors
/// No day could be counted on from there.
pub fn now(clock: SystemTime) -> Result<Timestamp, ExitCode> {
    moment(clock).map_err(|error| {
        Ui::standard(true).report(&error);
        ExitCode::from(error.exit_code())
    })
}

/// The moment that a clock shows. After the year 9998 no day could be counted on.
fn moment(now: SystemTime) -> Result<Timestamp, Error> {
    let now = Timestamp::try_from(now).map_err(|_| no_moment())?;
    if london().to_datetime(now).year() > 9998 {
        return Err(no_moment());
    }
    Ok(now)
}

/// What a command line says.
///
/// Each command that can be typed is given all that stands for every command, which takes some seventy pages of memory before
/// anything is asked: a line is read by what the command in it takes alone. One that is not understood so is read by all
/// there is, which says what is wrong with it.
fn parsed(args: &[OsString]) -> Result<(Globals, Command), clap::Error> {
    if let Some(parsed) = parsed_alone(args) {
        return Ok(parsed);
    }
    let Cli {
        globals, command, ..
    } = Cli::try_parse_from(args)?;
    Ok((globals, command))
}

fn parsed_alone(args: &[OsString]) -> Option<(Globals, Command)> {
    let all = Command::augment_subcommands(clap::Command::new("ropa"));
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    let command = words.find_map(|word| all.find_subcommand(word))?;
    let alone = Globals::augment_args(clap::Command::new("ropa").subcommand(command.clone()));
    let mut matches = alone.try_get_matches_from(args).ok()?;
    let globals = Globals::from_arg_matches_mut(&mut matches).ok()?;
    let command = Command::from_arg_matches_mut(&mut matches).ok()?;
    Some((globals, command))
}

/// Runs the program on a command line, at a moment, and gives its exit code. Who is logged in is asked only where
/// somebody makes a change, since to look it up may take long.
pub fn main(
    args: impl IntoIterator<Item = OsString>,
    now: Timestamp,
    login: fn() -> Option<String>,
) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // As the version, it is no command and asks for none.
    if args.len() == 2 && args[1] == "--licences" {
        return match licences::show(&mut Ui::standard(true)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
            Err(error) => Ui::stop(&error),
        };
    }
    let (globals, command) = match parsed(&args) {
        Ok(parsed) => parsed,
        Err(usage) => return ExitCode::from(tips::explain(usage, &args)),
    };
    let mut run = Run {
        ui: Ui::standard(globals.plain),
        globals,
        now,
        login,
    };
    let done = run.refuse_the_day(&command).and_then(|()| match command {
        Command::Ask(args) => ask::run(&mut run, args),
        Command::Diagram(args) => diagram::run(&mut run, &args),
        Command::Query(args) => query::run(&mut run, &args),
        Command::Sql(args) => sql::run(&mut run, &args),
        Command::Check(args) => check::run(&mut run, &args),
        Command::Status(args) => status::run(&mut run, &args),
        Command::Waive(args) => waive::run(&mut run, &args),
        Command::Explain(args) => check::explain(&mut run, &args),
        Command::Export(args) => export::run(&mut run, &args),
        Command::Form(args) => forms::run(&mut run, &args),
        Command::Notice(args) => notice::run(&mut run, &args),
        Command::List(args) => list::run(&mut run, &args),
        Command::Show(args) => show::run(&mut run, &args),
        Command::Find(args) => find::run(&mut run, &args),
        Command::Fields(args) => fields::run(&mut run, &args),
        Command::Law(args) => law::run(&mut run, &args),
        Command::Import(args) => import::run(&mut run, &args),
        Command::Init(args) => init::run(&mut run, args),
        Command::Add(args) => add::run(&mut run, args),
        Command::Merge(args) => merge::run(&mut run, &args),
        Command::Names(args) => names::run(&mut run, &args),
        Command::Copy(args) => copy::run(&mut run, &args),
        Command::Catalogue(args) => catalogue::run(&mut run, &args),
        Command::Retire(args) => retire::run(&mut run, &args),
        Command::Set(args) => set::run(&mut run, &args),
        Command::Edit(args) => edit::run(&mut run, &args),
        Command::Rename(args) => rename::run(&mut run, &args),
        Command::Remove(args) => remove::run(&mut run, &args),
        Command::Apply(args) => apply::run(&mut run, &args),
        Command::Dump(args) => dump::run(&mut run, &args),
        Command::History(args) => history::run(&mut run, &args),
        Command::Verify(args) => verify::run(&mut run, &args),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            run.ui.report(&error);
            if error.is_about_what_is_there() {
                run.say_which_register();
            }
            ExitCode::from(error.exit_code())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_at_the_end_of_time_is_refused_in_words() {
        let at = |seconds| moment(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert!(at(1_795_000_000).is_ok());
        for seconds in [253_370_764_800, 253_402_207_200, 253_402_300_799, 1 << 40] {
            let refused = at(seconds).unwrap_err();
            assert_eq!((refused.exit_code(), refused.hint().is_some()), (2, true));
        }
        assert!(moment(SystemTime::UNIX_EPOCH - Duration::from_secs(1 << 31)).is_ok());
    }
}
