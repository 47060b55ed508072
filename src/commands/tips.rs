//! What helps where a command line is wrong, beyond what is like it in spelling.

use std::ffi::OsString;

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::model::{ALIKE, Kind, Period, nearest};
use crate::text::other_words;
use crate::ui::{self, Ui};

use super::{Cli, fixes, kinds};

/// Every command with what it takes and what stands below it.
fn all_commands() -> clap::Command {
    let mut cli = Cli::command();
    cli.build();
    cli
}

/// Which commands below one take a flag that another does not, in words; nothing where none takes it.
fn flag_elsewhere(path: &[&str], shown: &str, typed: &str) -> Option<String> {
    let flag = typed.strip_prefix("--")?;
    let cli = all_commands();
    let above = path
        .iter()
        .try_fold(&cli, |at, name| at.find_subcommand(name))?;
    let takes = |command: &&clap::Command| {
        let mut flags = command.get_arguments();
        flags.any(|arg| arg.get_long() == Some(flag))
    };
    let names = above.get_subcommands().filter(takes);
    let names: Vec<String> = names
        .map(|command| format!("`{shown} {}`", command.get_name()))
        .collect();
    (!names.is_empty()).then(|| format!("`--{flag}` belongs to {}", names.join(", ")))
}

/// The command that some words lead to.
fn deepest<'c>(cli: &'c clap::Command, args: &[impl AsRef<str>]) -> &'c clap::Command {
    args.iter().fold(cli, |at, arg| {
        at.find_subcommand(arg.as_ref()).unwrap_or(at)
    })
}

/// How a value that stands alone is written for a command that adds a part of a record and takes its fields as options.
fn first_option(args: &[impl AsRef<str>], typed: &str) -> Option<String> {
    let cli = all_commands();
    let command = deepest(&cli, args);
    // A word without spaces may be the rest of a name without its quotes, but not after the direction of a flow.
    let is_part = |name: &str| Kind::from_word(name).is_none();
    let is_flow = args.get(1).is_some_and(|part| part.as_ref() == "flow");
    let is_value = is_flow && command.get_name() != "flow" || typed.contains(' ');
    if args.first()?.as_ref() != "add" || !is_part(command.get_name()) || !is_value {
        return None;
    }
    let is_period = Period::from_words(typed).is_ok();
    let mut fields = command.get_arguments().filter(|arg| {
        arg.get_help_heading()
            .is_some_and(|it| it.starts_with("Fields"))
    });
    let flag = fields.find_map(|arg| {
        arg.get_long()
            .filter(|long| *long != "id" && (!is_period || *long == "period"))
    })?;
    Some(format!("write it as `--{flag} {}`", fixes::typed(typed)))
}

/// The option of a command that adds something for what people call otherwise: `--role` of a flow is `--as`.
fn option_called(args: &[impl AsRef<str>], typed: &str) -> Option<String> {
    let called = typed.strip_prefix("--")?.replace('-', "_");
    let cli = all_commands();
    let command = deepest(&cli, args);
    let mut words = other_words(&called).iter();
    let takes = |word: &&&str| {
        let mut flags = command.get_arguments();
        flags.any(|arg| arg.get_long() == Some(&word.replace('_', "-")))
    };
    let meant = words.find(takes)?.replace('_', "-");
    Some(format!("did you mean `--{meant}`?"))
}

/// How `field=value`, as `ropa set` takes it, is written for a command that takes its fields as options.
fn as_option(args: &[impl AsRef<str>], typed: &str) -> Option<String> {
    let (field, value) = typed.split_once('=')?;
    let flag = field.replace(['_', '.'], "-");
    let cli = all_commands();
    let command = deepest(&cli, args);
    let mut flags = command.get_arguments();
    let takes_it = flags.any(|arg| arg.get_long() == Some(&flag));
    takes_it.then(|| format!("write it as `--{flag} {}`", fixes::typed(value)))
}

/// What was meant by a word that is no command where it stands.
fn command_meant(typed: &str, command: &str) -> Option<String> {
    let is_file = typed.contains(['.', '/']);
    match (command, typed) {
        ("import", _) if is_file => Some(
            "say what the file is: `ropa import sheet FILE`, `ropa import form FILE` or `ropa import notice FILE`"
                .to_owned(),
        ),
        // "add supplier": a kind by another name.
        ("add", _) if kinds::meant(typed).is_some() => {
            kinds::meant(typed).map(|kind| format!("type `ropa add {}`", kind.word()))
        }
        // What a question is about, without the question.
        ("ask", _) if !is_like_one_of(typed, "ask") => {
            let about = fixes::typed(typed);
            Some(format!("name a question first, as in `ropa ask who-receives {about}`"))
        }
        (_, "version") => Some("type `ropa --version`".to_owned()),
        // What stands below another command.
        _ => {
            let cli = all_commands();
            let is_meant = |name: &str| name != "add" && name != "help";
            let mut above = cli
                .get_subcommands()
                .filter(|one| is_meant(one.get_name()));
            let above = above.find(|one| one.find_subcommand(typed).is_some())?;
            Some(format!("type `ropa {} {typed}`", above.get_name()))
        }
    }
}

/// Whether a word is like one that can follow a command.
fn is_like_one_of(typed: &str, command: &str) -> bool {
    let cli = all_commands();
    let below = cli.find_subcommand(command).into_iter();
    let names = below.flat_map(clap::Command::get_subcommands);
    let names: Vec<&str> = names.map(clap::Command::get_name).collect();
    nearest(typed, names.iter().copied(), ALIKE).is_some()
}

/// What helps where a command line is wrong, beyond what is like it in spelling.
fn tip(usage: &clap::Error, args: &[OsString]) -> Option<String> {
    let said = |kind| usage.get(kind).map(ToString::to_string);
    let args = args.iter().map(|arg| arg.to_string_lossy());
    let args: Vec<_> = args.skip(1).collect();
    let is_first = |typed: &str| args.first().is_some_and(|arg| arg == typed);
    // What stands for every command may stand before it.
    let cli = Cli::command();
    let at = args
        .iter()
        .position(|arg| cli.find_subcommand(&**arg).is_some());
    let args = &args[at.unwrap_or_default()..];
    let command = args.first()?;
    match usage.kind() {
        ErrorKind::InvalidSubcommand => {
            command_meant(&said(ContextKind::InvalidSubcommand)?, command)
        }
        ErrorKind::InvalidValue if command == "diagram" => {
            let value = said(ContextKind::InvalidValue)?;
            let is_view = said(ContextKind::InvalidArg)?.contains("VIEW") && !value.is_empty();
            is_view.then(|| "name a view first, as in `ropa diagram activity NAME`".to_owned())
        }
        ErrorKind::UnknownArgument => {
            let typed = said(ContextKind::InvalidArg)?;
            if !typed.starts_with('-') {
                if let Some(option) = as_option(args, &typed).or_else(|| first_option(args, &typed))
                {
                    return Some(option);
                }
                // A second word is most often a name without its quotes.
                return Some(
                    "put a name of several words in quotes, as in \"NHS number\"".to_owned(),
                );
            }
            if is_first(&typed)
                || command == "export" && args.get(1) == Some(&typed.as_str().into())
            {
                return Some(format!(
                    "put `{typed}` after the command and what it is about"
                ));
            }
            let is_flow = command == "add" && args.get(1).is_some_and(|arg| arg == "flow");
            match is_flow {
                true => flag_elsewhere(&["add", "flow"], "ropa add flow ACTIVITY", &typed)
                    .or_else(|| option_called(args, &typed)),
                false if command == "add" => option_called(args, &typed),
                false if command == "ask" => flag_elsewhere(&["ask"], "ropa ask", &typed),
                false => None,
            }
        }
        _ => None,
    }
}

/// Shows help, or what is wrong with the command line; gives the exit code.
pub(super) fn explain(mut usage: clap::Error, args: &[OsString]) -> u8 {
    if let Some(tip) = tip(&usage, args) {
        for alike in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg] {
            drop(usage.remove(alike));
        }
        let tips = ContextValue::StyledStrs(vec![tip.into()]);
        drop(usage.insert(ContextKind::Suggested, tips));
    } else if usage.kind() == ErrorKind::UnknownArgument {
        let tips = usage.get(ContextKind::Suggested).map(ToString::to_string);
        if tips.is_some_and(|tips| tips.contains("as a value")) {
            // Nobody who writes a flag means a name that looks like one.
            drop(usage.remove(ContextKind::Suggested));
        }
    }
    let is_plain = args.iter().all(|arg| {
        let arg = arg.to_string_lossy();
        ui::visible(&arg) == arg
    });
    if is_plain {
        drop(usage.print());
    } else {
        // What was typed is repeated, and a terminal would act on it.
        Ui::standard(true).say(usage.render().to_string().trim_end());
    }
    // Help asked for is data; anything else is a mistake in the command line.
    if usage.use_stderr() { 2 } else { 0 }
}
