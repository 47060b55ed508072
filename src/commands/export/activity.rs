//! `ropa export activity`: the readable record of one activity.

use std::path::PathBuf;

use crate::error::Error;
use crate::report;

use super::{Run, of_activity::OfActivity};

/// The formats in which it is written.
pub(super) const FORMATS: &[&str] = &["md", "html", "docx", "pdf"];

/// What can follow `ropa export activity`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: html, docx, pdf, md; by the ending of the file (.html, .docx, .pdf, .md) or --format\n\nFor example: ropa export activity \"Family Group Conference\" -o fgc.html"
)]
pub(super) struct Args {
    /// Id, name or alias of the activity
    activity: String,
    /// Write the record to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let record = OfActivity {
        command: "export activity",
        formats: FORMATS,
        activity: &args.activity,
        output: args.output.as_deref(),
        make: report::activity,
    };
    record.export(run)
}
