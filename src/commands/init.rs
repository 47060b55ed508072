//! `ropa init`: an empty database.

use std::path::PathBuf;

use crate::error::Error;
use crate::store::Store;

use super::Run;
use super::form::{DATABASES, Output, refuse_other_formats};
use super::open::DATABASE;

// What can follow `ropa init`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to make it [default: what `-r` names, else ./ropa.db]
    path: Option<PathBuf>,
}

pub(super) fn run(run: &mut Run, args: Args) -> Result<(), Error> {
    run.format("init", &["text"], &Output::default())?;
    run.refuse_the_past("init")?;
    let path = match args.path {
        Some(path) => path,
        None => match &run.globals.register {
            Some(path) => path.clone(),
            None => DATABASE.into(),
        },
    };
    refuse_other_formats("init", &path, DATABASES)?;
    drop(Store::create(&path)?);
    run.ui.say(&format!(
        "made an empty register at `{}`; fill it with `ropa add`, or with `ropa apply DIR` from text",
        path.display()
    ));
    Ok(())
}
