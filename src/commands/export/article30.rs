//! `ropa export article30`: the record of processing activities, with its proof.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use crate::commands::Run;
use crate::commands::choice::Choice;
use crate::commands::form::Output;
use crate::commands::functions::of_function;
use crate::error::Error;
use crate::model::{ActivityId, Kind};
use crate::report::{self, Asked, Export, Format, LAYOUTS, Per, Proof, ReportError, STATUSES};
use crate::store::Store;
use crate::ui::{self, Progress};

/// What can follow `ropa export article30`.
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
    let proof_path = args.output.file().filter(|_| format.is_bare()).map(beside);
    if let Some(path) = &proof_path {
        run.check_target(path)?;
    }
    let store = run.open()?.apart();
    let as_at = run.as_of();
    store.at_once(|store| {
        let asked = Asked {
            layout,
            ..asked(store, args, format)?
        };
        let n_activities = u64::try_from(store.count(Kind::Activity)?).unwrap_or_default();
        let progress = Progress::of("Writing", n_activities);
        let step = || progress.step();
        let mut export =
            report::article30(store, &asked, as_at, store.head()?, format.name, &step)?;
        deliver(run, args, format, &mut export)?;
        progress.end();
        let proof = export.proof;
        if let Some(path) = &proof_path {
            run.deliver(&ui::json(&proof.json()), Some(path))?;
        }
        say(run, &proof);
        Ok(())
    })
}

/// Writes the document to its file or to the screen.
fn deliver(
    run: &mut Run,
    args: &Args,
    format: &Format,
    export: &mut Export<'_>,
) -> Result<(), Error> {
    let document = &mut export.document;
    let write = |out: &mut dyn std::io::Write| -> Result<(), ReportError> {
        if args.bom && format.is_bare() {
            out.write_all(b"\xef\xbb\xbf")?;
        }
        (format.write)(document, out)
    };
    match args.output.file() {
        None => run.ui.data_by(write)?,
        Some(path) => run.deliver_by(path, write)??,
    }
    Ok(())
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
fn asked(store: &Store, args: &Args, format: &Format) -> Result<Asked, Error> {
    let mut activities = BTreeSet::new();
    for name in &args.activity {
        let reference = store.resolve(name, &[Kind::Activity])?;
        activities.extend(ActivityId::new(reference.id).ok());
    }
    let function = match &args.function {
        // Whether retired ones are in it is for the statuses to say.
        Some(named) => Some(of_function(store, true, named)?.0),
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
        public: args.public,
        pictures: !args.no_diagrams,
    })
}

/// The layout, if it fits the other flags.
fn layout_of(args: &Args) -> Result<&'static report::Layout, Error> {
    let layout = report::layout(&args.layout).ok_or_else(|| Error::NoLayout {
        text: args.layout.clone(),
        known: LAYOUTS.iter().map(|layout| layout.name).collect(),
    })?;
    if args.public && !layout.is_public() {
        let public = LAYOUTS.iter().filter(|layout| layout.is_public());
        return Err(Error::NotForThePublic {
            layout: layout.name,
            known: public.map(|layout| layout.name).collect(),
        });
    }
    let unpublished = ["draft", "retired"];
    let asked = unpublished
        .into_iter()
        .find(|status| args.status.iter().any(|asked| asked == status));
    match asked {
        Some(status) if args.public => Err(Error::NotPublished { status }),
        _ => Ok(layout),
    }
}

/// The file beside an export that holds its proof: `record.proof.json` for `record.csv`.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("proof.json")
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
