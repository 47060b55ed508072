//! `ropa export activity`: the readable record of one activity.

use crate::error::Error;
use crate::report;

use super::{Run, of_activity::OfActivity};
use crate::commands::form::Output;

/// The formats in which it is written.
pub(super) const FORMATS: &[&str] = &["md", "html", "docx", "pdf"];

// What can follow `ropa export activity`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: html, docx, pdf, md; by the ending of the file (.html, .docx, .pdf, .md) or --format\n\nFor example: ropa export activity \"Family Group Conference\" -o fgc.html"
)]
pub(super) struct Args {
    /// Id, name or alias of the activity
    activity: String,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let record = OfActivity {
        command: "export activity",
        formats: FORMATS,
        activity: &args.activity,
        output: &args.output,
        make: report::activity,
    };
    record.export(run)
}
