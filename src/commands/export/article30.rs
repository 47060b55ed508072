//! `ropa export article30`: the record of processing activities, with its proof.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use clap::builder::PossibleValuesParser;

use crate::commands::Run;
use crate::commands::choice::Choice;
use crate::commands::form::Output;
use crate::commands::functions::of_function;
use crate::commands::whole::{Whole, is_stream, proof_of};
use crate::error::Error;
use crate::model::{ActivityId, Date, Kind};
use crate::report::{self, Asked, Format, LAYOUTS, Layout, Per, Proof, ReportError, STATUSES};
use crate::store::{Retired, Store};
use crate::ui::Progress;

// What can follow `ropa export article30`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: csv, docx, html, json, md, pdf, xlsx; by the ending of the file or --format\n\nRetired activities are left out unless `--status retired` asks for them; drafts are in it, and marked."
)]
pub(super) struct Args {
    /// Which columns, under which headings
    #[arg(long, value_name = "LAYOUT", default_value = "ico-controller", value_parser = Choice::of(LAYOUTS.iter().map(|layout| (layout.name, layout.about))))]
    layout: String,
    /// What a row or entry is about [default: purpose in csv, json and xlsx, else activity]
    #[arg(long, value_name = "WHAT", value_parser = PossibleValuesParser::new(Per::WORDS))]
    per: Option<String>,
    /// Only activities of this business function, or one below it
    #[arg(long, value_name = "FUNCTION", help_heading = "Filters")]
    function: Option<String>,
    /// Only these activities (may be given several times)
    #[arg(long, value_name = "ACTIVITY", help_heading = "Filters")]
    activity: Vec<String>,
    /// Only activities of this status (may be given several times)
    #[arg(long, value_name = "STATUS", help_heading = "Filters", value_parser = PossibleValuesParser::new(STATUSES))]
    status: Vec<String>,
    /// Only what may be published: no drafts, no links, no measures one by one, no notes
    #[arg(long)]
    public: bool,
    /// Leave the flows undrawn in html, docx and pdf
    #[arg(long)]
    no_diagrams: bool,
    /// Begin a CSV file with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    output: Output,
}

const COMMAND: &str = "export article30";

/// The names of the formats; a test holds them against the table.
const NAMES: &[&str] = &["csv", "docx", "html", "json", "md", "pdf", "xlsx"];

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.document_format(COMMAND, NAMES, &args.output)?;
    let layout = layout_of(args)?;
    let file = args.output.file();
    let has_proof = |file: &&Path| format.is_bare() && !is_stream(file);
    let proof_path = file.filter(has_proof).map(proof_of);
    if let Some(path) = &proof_path {
        run.check_target(path)?;
        args.output.check_kind(path, "json")?;
    }
    let store = run.open()?.apart();
    let as_at = run.as_at();
    store.at_once(|store| {
        let asked = Asked {
            layout,
            ..asked(store, args, format, as_at.on)?
        };
        let n_activities = u64::try_from(store.count(Kind::Activity)?).unwrap_or_default();
        let progress = Progress::of("Writing", n_activities);
        let step = || progress.step();
        let mut export =
            report::article30(store, &asked, as_at, store.head()?, format.name, &step)?;
        let document = &mut export.document;
        let write = |out: &mut dyn Write| -> Result<(), ReportError> {
            if args.bom && format.is_bare() {
                out.write_all(b"\xef\xbb\xbf")?;
            }
            (format.write)(document, out)
        };
        let whole = match file {
            None => {
                run.ui.data_by(write)?;
                None
            }
            Some(file) => Some(run.whole(file, write)??),
        };
        progress.end();
        let proof = export.proof;
        match (whole, &proof_path) {
            (Some(whole), Some(path)) => run.deliver_set(vec![whole], path, proof.json())?,
            (whole, _) => whole.map_or(Ok(()), Whole::put)?,
        }
        say(run, &proof);
        Ok(())
    })
}

/// The proof in a few lines, and what an empty export means.
fn say(run: &mut Run, proof: &Proof) {
    run.ui.say(&proof.words());
    if proof.tally.counts().n_selected == 0 {
        run.ui
            .say("no activity was selected: the export has headings only");
    }
}

/// What is asked for, with every name found in the register.
fn asked(store: &Store, args: &Args, format: &Format, on: Date) -> Result<Asked, Error> {
    let mut activities = BTreeSet::new();
    for name in &args.activity {
        let reference = store.resolve(name, &[Kind::Activity])?;
        activities.extend(ActivityId::new(reference.id).ok());
    }
    let function = match &args.function {
        // Whether retired ones are in it is for the statuses to say.
        Some(named) => Some(of_function(store, Retired::Counted, named)?.0),
        None => None,
    };
    let statuses = STATUSES.into_iter();
    Ok(Asked {
        layout: layout_of(args)?,
        per: match args.per.as_deref() {
            None => Per::usual(format.name),
            Some(word) if word == Per::Activity.word() => Per::Activity,
            Some(_) => Per::Purpose,
        },
        function,
        activities: (!args.activity.is_empty()).then_some(activities),
        statuses: statuses
            .filter(|status| args.status.iter().any(|asked| asked == status))
            .collect(),
        on,
        public: args.public,
        pictures: !args.no_diagrams,
    })
}

/// The layout, if it fits the other flags.
fn layout_of(args: &Args) -> Result<&'static report::Layout, Error> {
    let one_of = |fits: fn(&Layout) -> bool| {
        let names = LAYOUTS
            .iter()
            .filter(|layout| fits(layout))
            .map(|layout| layout.name);
        format!("use one of: {}", names.collect::<Vec<_>>().join(", "))
    };
    let layout = report::layout(&args.layout).ok_or_else(|| {
        Error::that(format!("there is no layout called `{}`", args.layout)).hinted(one_of(|_| true))
    })?;
    if args.public && !layout.is_public() {
        return Err(Error::that(format!(
            "the layout `{}` is not for the public",
            layout.name
        ))
        .hinted(one_of(Layout::is_public)));
    }
    let unpublished = ["draft", "retired"];
    let asked = unpublished
        .into_iter()
        .find(|status| args.status.iter().any(|asked| asked == status));
    match asked {
        Some(status) if args.public => Err(Error::that(format!(
            "an entry that is {status} is not for the public"
        ))
        .hinted("leave out `--status`, or `--public`")),
        _ => Ok(layout),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::FORMATS;

    #[test]
    fn the_names_of_formats_are_those_of_the_table() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        let mut table: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        table.sort_unstable();
        assert_eq!(names, table);
    }
}
