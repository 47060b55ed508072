//! `ropa ask where-from`.

use crate::graph::WhereFrom;
use crate::model::Table;

use super::answer::{Answer, Explained};
use super::question::{Argument, Entry, Question};
use super::{AskError, Asked, Found, filter, words};

/// Whom do we get the data from?
pub(super) static QUESTION: Entry = Entry {
    name: "where-from",
    about: "Whom do we get the data from?",
    arguments: &[Argument::DATA],
    filters: &[filter::EXACT, filter::PARTY, filter::NOT_THROUGH],
    examples: &["ropa ask where-from \"NHS number\""],
    is_of_routes: false,
    answer,
};

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let data = asked.subject(question)?;
    asked.filters(question)?;
    let mut search = WhereFrom::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(WhereFrom::new);
    asked.look(Vec::new(), |part| {
        search.look(part);
        if let Some(all) = &mut all {
            all.look(part);
        }
    })?;
    let (origins, uncertain, gaps, not_in_use) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["source", "sources"], n_all, origins.len());

    let mut table = Table::new(&["from", "certainty", "activity", "when", "agreement"]);
    for origin in &origins {
        table.push([
            origin.from.name.clone(),
            origin.certainty.word().to_owned(),
            words::activity(&origin.activity),
            origin.when.clone().unwrap_or_default(),
            origin.agreement.said(),
        ]);
    }
    let what = asked.data_words();
    let sentence = match origins.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded source of {what} matches these filters.")
        }
        0 => format!("No source of {what} is recorded."),
        n => words::sentence(&format!(
            "{what} comes or may come from {}: {}.",
            words::count(n, "source", "sources"),
            words::by_certainty(origins.iter().map(|origin| origin.certainty))
        )),
    };
    let routes = origins
        .iter()
        .map(|origin| Explained {
            title: format!("{} - {}", origin.from.name, origin.certainty.word()),
            steps: origin.route.clone(),
        })
        .collect();
    let found = Found {
        title: format!("Where {what} comes from"),
        rows: "Sources",
        sentence,
        table,
        values: asked.values(&origins),
        routes,
        uncertain,
        gaps,
        not_in_use,
        left_out,
        ..Found::default()
    };
    asked.answer("where-from", &[&data], found)
}
