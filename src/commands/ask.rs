//! `ropa ask`: the questions of `ask::QUESTIONS` on the command line.

use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};
use serde_json::{Map, Value, json};

use crate::ask::{Entry, Filter, QUESTIONS, Question, Reader, SHARED, Takes, Told};
use crate::error::Error;
use crate::model::Table;
use crate::ui::text;

use super::Run;
use super::form::{ALL, DRAWN, Drawable, Form, Output, Screen, What};
use super::output::List;

/// What can follow `ropa ask`: a question, or nothing to list them.
#[derive(Debug)]
pub(super) struct Args {
    asked: Option<(&'static Entry, Question, Flags)>,
    output: Output,
}

// How an answer is written.
#[derive(Clone, Debug, clap::Args)]
struct Flags {
    /// Show how, step by step, with the words it rests on (other formats than text always do)
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    drawable: Drawable,
}

/// The heading of filters in help.
const FILTERS: &str = "Filters";

const FORMATS: &str = "Formats: text, json, csv, md, html, docx, pdf, xlsx; drawn: svg, png, dot, mermaid, and pdf with --drawn; by --format or the ending of the file";

impl clap::Args for Args {
    fn augment_args(command: Command) -> Command {
        Output::augment_args(command)
            .subcommands(QUESTIONS.iter().copied().map(question))
            .after_help(format!(
                "{FORMATS}\n\nWithout a question, the questions are listed with an example each."
            ))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Args {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let asked = match matches.subcommand() {
            None => None,
            Some((name, matches)) => {
                let mut entries = QUESTIONS.iter().copied();
                let entry = entries.find(|entry| entry.name == name);
                entry
                    .map(|entry| {
                        let mut fields = Map::new();
                        for argument in entry.arguments {
                            if let Some(text) = matches.get_one::<String>(argument.name) {
                                fields.insert(argument.name.to_owned(), json!(text));
                            }
                        }
                        filled(entry.all_filters(), matches, &mut fields);
                        let flags = Flags::from_arg_matches(matches)?;
                        Ok::<_, clap::Error>((entry, asked(fields)?, flags))
                    })
                    .transpose()?
            }
        };
        Ok(Self {
            asked,
            output: Output::from_arg_matches(matches)?,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The filters of every question, for a command that is not one.
#[derive(Clone, Debug, Default)]
pub(super) struct Filters(pub(super) Question);

impl clap::Args for Filters {
    fn augment_args(command: Command) -> Command {
        command.args(SHARED.iter().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Filters {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut fields = Map::new();
        filled(SHARED.iter(), matches, &mut fields);
        asked(fields).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The fields of a question that its filters fill.
fn filled<'f>(
    filters: impl Iterator<Item = &'f Filter>,
    matches: &ArgMatches,
    fields: &mut Map<String, Value>,
) {
    for filter in filters {
        let value = match filter.takes {
            Takes::Nothing => Some(json!(matches.get_flag(filter.name))),
            Takes::Number(_) => matches.get_one::<u16>(filter.name).map(|n| json!(n)),
            Takes::Names(_) => {
                let names = matches.get_many::<String>(filter.name);
                names.map(|names| json!(names.collect::<Vec<_>>()))
            }
            Takes::Name(_) | Takes::Word(..) => matches
                .get_one::<String>(filter.name)
                .map(|text| json!(text)),
        };
        fields.extend(value.map(|value| (filter.name.replace('-', "_"), value)));
    }
}

fn asked(fields: Map<String, Value>) -> Result<Question, clap::Error> {
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| clap::Error::raw(clap::error::ErrorKind::InvalidValue, error))
}

/// A question as a command. What it takes is made only for the one that is asked.
fn question(entry: &'static Entry) -> Command {
    Command::new(entry.name)
        .about(entry.about)
        .defer(|command| {
            let mut entries = QUESTIONS.iter().copied();
            match entries.find(|entry| entry.name == command.get_name()) {
                Some(entry) => with_arguments(command, entry),
                None => command,
            }
        })
}

/// A question with its arguments, filters and flags.
fn with_arguments(command: Command, entry: &'static Entry) -> Command {
    let arguments = entry.arguments.iter().map(|argument| {
        let arg = Arg::new(argument.name)
            .value_name(argument.name.to_uppercase())
            .help(argument.about);
        match argument.unless {
            [] => arg.required(!argument.is_optional),
            unless => arg.required_unless_present_any(unless),
        }
    });
    let examples = match entry.examples {
        [one] => format!("Example: {one}"),
        many => format!("Examples: {}", many.join("\n          ")),
    };
    let command = command.args(arguments).args(entry.all_filters().map(flag));
    <Flags as clap::Args>::augment_args(command).after_help(format!("{examples}\n\n{FORMATS}"))
}

/// A filter as a flag.
fn flag(filter: &'static Filter) -> Arg {
    let arg = Arg::new(filter.name)
        .long(filter.name)
        .help(filter.about)
        .help_heading(FILTERS)
        .conflicts_with_all(filter.conflicts);
    let arg = match filter.requires {
        Some(other) => arg.requires(other),
        None => arg,
    };
    match filter.takes {
        Takes::Nothing => arg.action(ArgAction::SetTrue),
        Takes::Name(value) => arg.value_name(value),
        Takes::Names(value) => arg.value_name(value).action(ArgAction::Append),
        Takes::Number(value) => arg.value_name(value).value_parser(|text: &str| {
            let number = text.parse::<u16>().ok().filter(|number| *number > 0);
            number.ok_or_else(|| format!("give a number from 1 to {}", u16::MAX))
        }),
        Takes::Word(value, check) => arg
            .value_name(value)
            .value_parser(move |text: &str| check(text).map(|()| text.to_owned())),
    }
}

pub(super) fn run(run: &mut Run, args: Args) -> Result<(), Error> {
    let Some((entry, question, flags)) = args.asked else {
        return list(run, &args.output);
    };
    // `-o` may stand before the question too.
    let output = match flags.output.file() {
        Some(_) => &flags.output,
        None => &args.output,
    };
    let form = run.form("ask", DRAWN, output, What::Drawable(&flags.drawable))?;
    let page = run.page(form, output, flags.screen.all || flags.explain);
    let reader = match form {
        _ if page.is_screen() => Reader::Screen,
        Form::Values => Reader::Program,
        Form::Document(format) if format.is_bare() => Reader::Spreadsheet,
        _ => Reader::Person,
    };
    let store = run.open()?;
    let is_drawn = matches!(form, Form::Picture(_));
    let (answer, diagram) = entry.ask(&store, &question, run.as_at(), reader, is_drawn)?;
    match (form, diagram) {
        (Form::Picture(format), Some(diagram)) => {
            let drawing = &flags.drawable.drawing;
            return run.deliver_drawing(&diagram, format, drawing, output);
        }
        (Form::Values, _) => run.deliver(&answer.json(), output.file())?,
        (Form::Document(format), _) => {
            let told = match format.is_bare() {
                true => Told::Rows,
                false => entry.told(true),
            };
            run.deliver_document(&mut answer.document(told), format, output)?;
        }
        (Form::Text | Form::Picture(_), _) => {
            let told = match reader {
                Reader::Screen => Told::Screen {
                    of_routes: entry.is_of_routes,
                },
                _ => entry.told(flags.explain),
            };
            let text = text::document(&mut answer.document(told), page)?;
            run.deliver(&text, output.file())?;
        }
    }
    if answer.table.rows.is_empty() {
        run.say_which_register();
    }
    Ok(())
}

/// The questions with an example each.
fn list(run: &mut Run, output: &Output) -> Result<(), Error> {
    let form = run.form("ask", ALL, output, What::Answer)?;
    let own = run.own_names();
    let mut table = Table::new(&["question", "example"]);
    for entry in QUESTIONS {
        let example = entry.examples.first().copied().unwrap_or_default();
        table.push([entry.about.to_owned(), own.in_example(example)]);
    }
    let list = List {
        title: "Questions that can be asked",
        table,
        ..List::default()
    };
    run.deliver_list(form, output, list)
}
