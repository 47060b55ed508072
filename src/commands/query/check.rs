//! `ropa query --check`: whether every saved question is as it should be, without asking it.

use std::path::PathBuf;

use crate::commands::Run;
use crate::commands::form::Output;
use crate::error::Error;
use crate::published::{prepare, published_tables};
use crate::queries::{QueryFault, Shown};

use super::catalogue::{Catalogue, Saved, faulty};
use super::graph::no_diagram;

pub(super) fn run(run: &mut Run, catalogue: &Catalogue, only: Option<&str>) -> Result<(), Error> {
    run.format("query --check", &["text"], &Output::default())?;
    if let Some(name) = only {
        let saved = catalogue.find(name)?;
        sound(saved)?;
        return run.ui.data(&format!("`{name}` is sound\n"));
    }
    let mut n_faulty = catalogue.faults.len();
    tell(run, &catalogue.faults);
    for saved in catalogue.queries.values() {
        if let Err(error) = sound(saved) {
            n_faulty += 1;
            run.ui.report(&error);
        }
    }
    if n_faulty > 0 {
        let are = if n_faulty == 1 { " is" } else { "s are" };
        return Err(Error::that(format!("{n_faulty} saved question{are} wrong"))
            .hinted("fix the places shown above"));
    }
    let n = catalogue.queries.len();
    run.ui.data(&format!("{n} saved questions are sound\n"))
}

/// Says what is wrong with files of questions.
pub(super) fn tell(run: &mut Run, faults: &[(PathBuf, QueryFault)]) {
    for (file, fault) in faults {
        run.ui.report(&faulty(file, fault));
    }
}

/// Whether a question whose header is sound goes with the published tables.
pub(super) fn sound(saved: &Saved) -> Result<(), Error> {
    let query = &saved.query;
    let prepared = prepare(&query.sql).map_err(|error| saved.wrong(&error))?;
    let is_drawn = ["from_id", "to_id", "label"]
        .iter()
        .all(|wanted| prepared.columns.iter().any(|column| column == wanted));
    if query.shown == Shown::Findings {
        super::own::sound(saved, &prepared)?;
    }
    if query.shown == Shown::Graph && !is_drawn {
        return Err(no_diagram(&prepared.columns));
    }
    if let Some(column) = &query.gather
        && !prepared.columns.contains(column)
    {
        let name = &query.name;
        let error = Error::that(format!(
            "`{name}`: `gather` names the column `{column}`, and its answer has none of that name"
        ));
        return Err(error.hinted(format!("its columns are {}", prepared.columns.join(", "))));
    }
    for parameter in &query.parameters {
        for table in &parameter.narrows {
            let kind = parameter.kind.to_string();
            let can = published_tables()
                .iter()
                .any(|published| published.name == table && published.can_narrow(&kind));
            if !can {
                let (query, parameter) = (&query.name, &parameter.name);
                return Err(Error::that(format!(
                    "`{query}`: the parameter `{parameter}` cannot narrow `{table}`"
                ))
                .hinted("a computed table with a column of the parameter's type can be narrowed: receives, carries or held"));
            }
        }
    }
    Ok(())
}
