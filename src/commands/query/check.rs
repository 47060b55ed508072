//! `ropa query --check`: whether every saved question is as it should be, without asking it.

use std::path::PathBuf;

use crate::commands::Run;
use crate::commands::form::Output;
use crate::error::{Error, QuestionError};
use crate::published::{SqlError, prepare, published_tables};
use crate::queries::{Query, QueryFault, Shown};

use super::catalogue::Catalogue;

pub(super) fn run(run: &mut Run, catalogue: &Catalogue, only: Option<&str>) -> Result<(), Error> {
    run.format("query --check", &["text"], &Output::default())?;
    if let Some(name) = only {
        let saved = catalogue.find(name)?;
        sound(&saved.query).map_err(|error| in_file(&saved.query, saved.file.clone(), error))?;
        return run.ui.data(&format!("`{name}` is sound\n"));
    }
    let mut n_faulty = catalogue.faults.len();
    tell(run, &catalogue.faults);
    for saved in catalogue.queries.values() {
        if let Err(error) = sound(&saved.query) {
            n_faulty += 1;
            let error = Error::from(in_file(&saved.query, saved.file.clone(), error));
            run.ui.report(&error);
        }
    }
    if n_faulty > 0 {
        return Err(QuestionError::Faulty { n: n_faulty }.into());
    }
    let n = catalogue.queries.len();
    run.ui.data(&format!("{n} saved questions are sound\n"))
}

fn in_file(query: &Query, file: Option<PathBuf>, error: Unsound) -> QuestionError {
    match error {
        Unsound::Sql(error) => QuestionError::InFile {
            name: query.name.clone(),
            file,
            error,
        },
        Unsound::Question(error) => error,
    }
}

/// Says what is wrong with files of questions.
pub(super) fn tell(run: &mut Run, faults: &[(PathBuf, QueryFault)]) {
    for (file, fault) in faults {
        let error = QuestionError::File {
            file: file.clone(),
            fault: fault.clone(),
        };
        run.ui.report(&Error::from(error));
    }
}

/// What is wrong with a question whose header is sound.
#[derive(Debug)]
pub(super) enum Unsound {
    Sql(Box<SqlError>),
    Question(QuestionError),
}

/// Whether a question goes with the published tables.
pub(super) fn sound(query: &Query) -> Result<(), Unsound> {
    let prepared = prepare(&query.sql).map_err(|error| Unsound::Sql(Box::new(error)))?;
    let is_drawn = ["from_id", "to_id", "label"]
        .iter()
        .all(|wanted| prepared.columns.iter().any(|column| column == wanted));
    if query.shown == Shown::Graph && !is_drawn {
        return Err(Unsound::Question(QuestionError::NoDiagram {
            columns: prepared.columns,
        }));
    }
    for parameter in &query.parameters {
        for table in &parameter.narrows {
            let kind = parameter.kind.to_string();
            let can = published_tables()
                .iter()
                .any(|published| published.name == table && published.can_narrow(&kind));
            if !can {
                return Err(Unsound::Question(QuestionError::NoNarrowing {
                    query: query.name.clone(),
                    parameter: parameter.name.clone(),
                    table: table.clone(),
                }));
            }
        }
    }
    Ok(())
}
