//! `ropa diagram`: where personal data goes, drawn.

use std::collections::BTreeSet;

use crate::ask::{Asked, one_group, organisation};
use crate::diagram::{Diagram, Nothing, Selecting, Sought, Takes, VIEWS, View};
use crate::error::Error;
use crate::model::{Date, Kind, Record, Reference, Table, day_in_words};

use super::Run;
use super::ask::Filters;
use super::choice::Choice;
use super::drawing::Drawing;
use super::form::{ALL, Form, Output, What};
use super::functions::of_function;
use super::output::List;

// What can follow `ropa diagram`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: svg, png, pdf, dot, mermaid, json, text; by the ending of the file (.svg, .png, .pdf, .dot, .gv, .mmd, .json, .txt) or --format\n\nWithout a view, the views are listed with an example each."
)]
pub(super) struct Args {
    /// What to draw
    #[arg(value_parser = Choice::of(VIEWS.iter().map(|view| (view.name, view.about))))]
    view: Option<String>,
    /// Activity, category of data, party, system or function that it is about: id, name or alias
    name: Option<String>,
    /// How many steps from the start to draw
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Filters")]
    depth: Option<u16>,
    /// Keep the colour of what carries or may carry this category of data, and grey the rest
    #[arg(long, value_name = "DATA")]
    highlight: Option<String>,
    /// Draw every activity, party and system by itself, on as many sheets as it takes
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    drawing: Drawing,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let Some(view) = &args.view else {
        return list(run, &args.output);
    };
    let Some(view) = VIEWS.iter().copied().find(|known| known.name == view) else {
        return list(run, &args.output);
    };
    let takes = (view.takes != Takes::Nothing).then(|| view.takes.word());
    if takes.is_some() != args.name.is_some() {
        let wants = match takes {
            Some(what) => format!("needs the name of its {what}"),
            None => "takes no name".to_owned(),
        };
        return Err(
            Error::that(format!("the view `{}` {wants}", view.name)).hinted(format!(
                "for example: {}",
                run.own_names().in_example(view.example)
            )),
        );
    }
    let form = run.form("diagram", NAMES, &args.output, What::Picture)?;
    let Form::Picture(format) = form else {
        return Ok(());
    };
    let store = run.open()?;
    let as_at = run.as_at();
    let diagram = store.at_once(|store| -> Result<Diagram, Error> {
        let mut asked = Asked::new(store, &args.filters.0, as_at)?;
        draw(&mut asked, view, args)
    })?;
    run.deliver_drawing(&diagram, format, &args.drawing, &args.output)
}

/// The views with an example each.
fn list(run: &mut Run, output: &Output) -> Result<(), Error> {
    let form = run.form("diagram", ALL, output, What::Answer)?;
    let own = run.own_names();
    let mut table = Table::new(&["view", "shows", "example"]);
    for view in VIEWS {
        let example = own.in_example(view.example);
        table.push([view.name.to_owned(), view.about.to_owned(), example]);
    }
    let list = List {
        title: "Views that can be drawn",
        table,
        ..List::default()
    };
    run.deliver_list(form, output, list)
}

/// The names of the formats; a test holds them against the table.
const NAMES: &[&str] = &["text", "svg", "png", "pdf", "dot", "mermaid", "json"];

fn draw(asked: &mut Asked<'_>, view: &'static View, args: &Args) -> Result<Diagram, Error> {
    let named = args.name.as_deref().unwrap_or_default();
    let subject = resolve(asked, view, named)?;
    let sought = Sought {
        name: subject.name,
        about: subject.about,
        query: asked.query.clone(),
        highlight: match &args.highlight {
            Some(text) => asked.category(text)?.1,
            None => None,
        },
        depth: args.depth.map(usize::from),
        is_whole: args.all,
        only: BTreeSet::new(),
    };
    let mut selecting = Selecting::new(view, &sought);
    asked.look(subject.any_of, |part| selecting.look(part))?;
    let hash = asked.store.register_hash()?;
    let mut diagram = selecting
        .finish(asked.as_at, hash)
        .map_err(|nothing| why(view, &sought.name, asked.query.on, nothing))?;
    let understood = asked.notes.iter().map(|note| crate::model::one_line(note));
    diagram.notes.splice(0..0, understood);
    if let Some(grouped) = &diagram.grouped {
        let more = format!("{}; all of it: `--all`.", one_group(grouped));
        diagram.notes.insert(0, more);
    }
    Ok(diagram)
}

/// What a view is about, and by what the activities are found that it needs.
struct Subject {
    name: String,
    about: BTreeSet<Reference>,
    any_of: Vec<BTreeSet<Reference>>,
}

fn resolve(asked: &mut Asked<'_>, view: &View, named: &str) -> Result<Subject, Error> {
    let one = |reference: Reference, name: String| {
        let about = BTreeSet::from([reference]);
        Subject {
            name,
            any_of: vec![about.clone()],
            about,
        }
    };
    Ok(match view.takes {
        Takes::Nothing => Subject {
            name: match organisation(asked.store)? {
                name if name.is_empty() => "The organisation".to_owned(),
                name => name,
            },
            about: BTreeSet::new(),
            any_of: Vec::new(),
        },
        Takes::Activity => {
            let reference = asked.store.resolve(named, &[Kind::Activity])?;
            // Who names a retired activity asks for it.
            if let Some(Record::Activity(activity)) = asked.store.record(&reference)? {
                asked.retired |= activity.is_retired();
            }
            let name = asked.name(&reference)?;
            one(reference, name)
        }
        Takes::System => {
            let reference = asked.store.resolve(named, &[Kind::System])?;
            let name = asked.name(&reference)?;
            one(reference, name)
        }
        Takes::Data => {
            asked.about_data(named)?;
            let name = asked.data_words();
            Subject {
                name,
                about: BTreeSet::new(),
                any_of: Vec::new(),
            }
        }
        Takes::Party => {
            let whole = asked.whole(named)?;
            let about = asked.places_of(&whole)?;
            let any_of = asked.near(&whole)?;
            Subject {
                name: whole.name,
                any_of,
                about,
            }
        }
        Takes::Function => {
            let (name, about) = of_function(asked.store, asked.which_retired(), named)?;
            Subject {
                name,
                any_of: vec![about.clone()],
                about,
            }
        }
    })
}

/// Why there is nothing to draw.
fn why(view: &View, name: &str, on: Date, nothing: Nothing) -> Error {
    let Nothing {
        n_seen,
        n_possible,
        not_in_use,
    } = nothing;
    let (why, hint) = if n_possible > 0 {
        (
            format!(
                "what is recorded about `{name}` is only possible, and `--stated` leaves it out"
            ),
            Some("leave `--stated` out"),
        )
    } else if !not_in_use.planned.is_empty() || !not_in_use.ended.is_empty() {
        let (planned, ended) = (not_in_use.planned.len(), not_in_use.ended.len());
        let day = day_in_words(on);
        (
            format!("no flow for this is in use on {day}: {planned} planned, {ended} ended"),
            None,
        )
    } else if let Some((why, hint)) = view.nothing {
        (why.to_owned(), Some(hint))
    } else if n_seen == 0 {
        (format!("no activity with flows mentions `{name}`"), None)
    } else {
        (
            format!("of the {n_seen} steps searched, none is about `{name}`"),
            None,
        )
    };
    let error = Error::nothing_to_draw(&why);
    match hint {
        Some(hint) => error.hinted(hint),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::FORMATS;

    #[test]
    fn the_names_of_formats_are_those_of_the_table() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        let table: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        assert_eq!(names, table);
    }
}
