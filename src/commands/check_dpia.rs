//! `ropa check dpia`: whether an activity needs an impact assessment, criterion by criterion.

use crate::error::Error;
use crate::report;
use crate::ui;

use super::Run;
use super::export::OfActivity;
use super::form::{ALL, Form, Output, Screen, What};

// What can follow `ropa check dpia`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file

For example: ropa check dpia \"Family Group Conference\""
)]
pub(super) struct Args {
    /// Id, name or alias of the activity
    activity: String,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("check dpia", ALL, &args.output, What::Answer)?;
    let store = run.open()?;
    let dossier = OfActivity::dossier(run, &store, "check dpia", &args.activity, "")?;
    let screening = report::dpia_screening(&dossier);
    match form {
        Form::Values => run.deliver(&ui::json(&screening.values()), args.output.file()),
        Form::Document(format) => {
            let mut document = screening.document(run.as_at(), format.is_bare());
            run.deliver_document(&mut document, format, &args.output)
        }
        _ => {
            let page = run.page(form, &args.output, args.screen.all);
            let sections = if page.is_screen() {
                screening.screen(
                    "`--all` shows every criterion; `ropa export dpia` begins the assessment.",
                )
            } else {
                screening.sections()
            };
            run.deliver_text(sections, page, &args.output)
        }
    }
}
