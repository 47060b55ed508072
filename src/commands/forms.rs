//! `ropa form`: what is recorded of activities as forms, for those who know them best.

use crate::ask::organisation;
use crate::error::Error;
use crate::import::form::{Forms, forms};
use crate::model::{Kind, Record, Reference};
use crate::report::{paper, write_forms, write_word_forms};
use crate::store::{Retired, Store, StoreError};

use super::Run;
use super::form::{Output, needs_file};
use super::functions::of_function;
use super::import::shown::counted;

/// The formats in which they are written: a workbook or a document of Word to fill in, and paper.
const FORMATS: &[&str] = &["xlsx", "docx", "pdf", "html", "md"];

// What can follow `ropa form`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: xlsx, docx, to fill in and send back; pdf, html, md, to read or fill in by hand; by the ending of the file or --format

A workbook has a sheet for each activity and a Word document a section, with plain questions, what is recorded already,
and lists to choose from. Read it back with `ropa import form`.

Examples:
  ropa form \"Family Group Conference\" -o form.xlsx
  ropa form --owner \"Family Solutions\" -o forms.xlsx
  ropa form --blank -o new-service.xlsx"
)]
pub(super) struct Args {
    /// Ids, names or aliases of activities
    #[arg(required_unless_present_any = ["function", "owner", "blank"], conflicts_with_all = ["function", "owner", "blank"])]
    activity: Vec<String>,
    /// Every activity of a business function
    #[arg(long, value_name = "FUNCTION", conflicts_with_all = ["owner", "blank"])]
    function: Option<String>,
    /// Every activity that a team or post answers for
    #[arg(long, value_name = "PARTY", conflicts_with = "blank")]
    owner: Option<String>,
    /// A form for an activity that is not recorded yet
    #[arg(long)]
    blank: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    run.refuse_the_past("form")?;
    let format = run.document_format("form", FORMATS, &args.output)?;
    let store = run.open()?;
    let as_at = run.as_at();
    let asked: Vec<Reference> = asked(&store, args)?;
    let forms: Forms = forms(&store, organisation(&store)?, &asked, as_at.on)
        .map_err(super::import::unreadable)?;
    let write = match format.name {
        "xlsx" => write_forms,
        "docx" => write_word_forms,
        _ => return run.deliver_document(&mut paper(&forms, as_at), format, &args.output),
    };
    let Some(file) = args.output.file() else {
        return Err(needs_file(format.name));
    };
    run.deliver_by(file, |out| write(&forms, as_at, out))??;
    run.ui.say(&format!(
        "{} in `{}`: `ropa import form` reads it when it comes back",
        counted(forms.forms.len(), "form", "forms"),
        file.display()
    ));
    Ok(())
}

/// The activities that are asked about; none for a form that is blank.
fn asked(store: &Store, args: &Args) -> Result<Vec<Reference>, Error> {
    if let Some(function) = &args.function {
        let (_, activities) = of_function(store, Retired::LeftOut, function)?;
        return Ok(activities.into_iter().collect());
    }
    if let Some(owner) = &args.owner {
        let party = store.resolve(owner, &[Kind::Party])?;
        let mut found = Vec::new();
        store.each_record(
            &[Kind::Activity],
            |reference, record| -> Result<(), StoreError> {
                if let Record::Activity(activity) = record
                    && !activity.is_retired()
                    && activity
                        .owner
                        .value()
                        .is_some_and(|id| id.as_str() == party.id)
                {
                    found.push(reference);
                }
                Ok(())
            },
        )?;
        if found.is_empty() {
            return Err(Error::that(format!("no activity is recorded that `{owner}` answers for"))
                .hinted("`ropa list activity` lists them; `ropa set ACTIVITY owner=...` records who answers"));
        }
        return Ok(found);
    }
    let mut found = Vec::new();
    for activity in &args.activity {
        let reference = store.resolve(activity, &[Kind::Activity])?;
        if !found.contains(&reference) {
            found.push(reference);
        }
    }
    Ok(found)
}
