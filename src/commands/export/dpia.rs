//! `ropa export dpia`: an impact assessment, begun with what the register knows.

use crate::error::Error;
use crate::report;

use super::{Run, of_activity::OfActivity};
use crate::commands::form::Output;

/// The formats in which it is written: those that can be edited, and those to read.
pub(super) const FORMATS: &[&str] = &["md", "docx", "html", "pdf"];

// What can follow `ropa export dpia`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: docx, html, md, pdf; by the ending of the file (.docx, .html, .md, .pdf) or --format\n\nFor example: ropa export dpia \"Family Group Conference\" -o dpia.docx"
)]
pub(super) struct Args {
    /// Id, name or alias of the activity
    activity: String,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let assessment = OfActivity {
        command: "export dpia",
        formats: FORMATS,
        activity: &args.activity,
        output: &args.output,
        make: report::dpia,
    };
    assessment.export(run)
}
