//! `ropa ask why`.

use std::collections::BTreeSet;

use crate::graph::{Way, Why};
use crate::model::{ActivityId, Kind, PartyId, Reference, Table};

use super::answer::{Answer, Explained};
use super::question::{Argument, Entry, Question, named};
use super::{AskError, Asked, Found, filter, words};

/// How does data get from one place to another, and what allows each step?
pub(super) static QUESTION: Entry = Entry {
    name: "why",
    about: "How does data get from one place to another, and what allows each step?",
    arguments: &[
        Argument::required(
            "from",
            "Where it begins: a party, people, a system or an activity",
        ),
        Argument::required("to", "Where it ends: a party, a system or an activity"),
    ],
    filters: &[
        filter::DATA,
        filter::EXACT,
        filter::MAX_STEPS,
        filter::ALL_PATHS,
        filter::NOT_THROUGH,
    ],
    examples: &["ropa ask why NHS \"District nurses\" --data \"NHS number\""],
    is_of_routes: true,
    answer,
};

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let from = asked.store.resolve(
        named("from", &question.from)?,
        &[Kind::Party, Kind::People, Kind::System, Kind::Activity],
    )?;
    let to = asked.store.resolve(
        named("to", &question.to)?,
        &[Kind::Party, Kind::System, Kind::Activity],
    )?;
    asked.only_data(question)?;
    asked.exact(question);
    asked.narrow(question)?;
    let (starts, near_starts) = ends(asked, &from)?;
    let (goals, near_goals) = ends(asked, &to)?;
    asked.not_through(question)?;
    let mut search = Why::new(&asked.query, &starts, &goals);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered
        .as_ref()
        .map(|query| Why::new(query, &starts, &goals));
    let unbounded = asked.unbounded();
    let mut longer = unbounded
        .as_ref()
        .map(|query| Why::new(query, &starts, &goals));
    asked.look([near_starts, near_goals].concat(), |part| {
        search.look(part);
        for other in all.iter_mut().chain(&mut longer) {
            other.look(part);
        }
    })?;
    let (mut ways, stopped, uncertain, gaps, not_in_use) = search.finish();
    let all = all.map(Why::finish);
    // Where the search stops, nobody knows how many ways there are.
    let n_all = all.and_then(|(all, stopped, ..)| (!stopped).then_some(all.len()));
    let left_out = asked.left_out(["way", "ways"], n_all, ways.len());

    let n_ways = ways.len();
    let n_longer = longer.map(Why::finish);
    let n_longer = n_longer.and_then(|(all, stopped, ..)| (!stopped).then_some(all.len()));
    asked.note_bound(["way", "ways"], n_ways, n_longer);
    if !asked.query.all_paths && n_ways > 1 {
        let more = n_ways - 1;
        let or_more = if stopped { "at least " } else { "" };
        asked.notes.push(format!(
            "There {} {or_more}{more} more way{} (`--all-paths`).",
            if more == 1 { "is" } else { "are" },
            if more == 1 { "" } else { "s" }
        ));
        ways.truncate(1);
    } else if stopped {
        asked.notes.push(format!(
            "The search stopped after {n_ways} ways; there are more."
        ));
    }
    let (from_name, to_name) = (asked.name(&from)?, asked.name(&to)?);
    let what = asked.data_words();
    let sentence = match ways.first() {
        None => format!(
            "No way is recorded for {what} from {from_name} to {to_name}{}.",
            asked.that_passes()
        ),
        Some(best) => words::sentence(&format!(
            "{what} {} from {from_name} to {to_name} in {}: {}.",
            if best.certainty == crate::graph::Certainty::Stated {
                "goes"
            } else {
                "may go"
            },
            words::count(best.route.len(), "step", "steps"),
            best.certainty.word()
        )),
    };
    let made = asked.made()?;
    let is_all = asked.query.all_paths;
    let search = (
        |query| Why::new(query, &starts, &goals),
        Why::look,
        |search: Why<'_>| {
            let (mut ways, _, uncertain, gaps, apart) = search.finish();
            ways.truncate(if is_all { usize::MAX } else { 1 });
            (ways, uncertain, gaps, apart)
        },
    );
    let (made, gaps_of_made) =
        asked.made_rows(&made, search, &not_in_use, &|ways| table(asked, ways))?;
    let shown: Vec<_> = uncertain.into_iter().filter(|_| !ways.is_empty()).collect();
    let found = Found {
        title: format!("How {what} gets from {from_name} to {to_name}"),
        rows: "Ways",
        sentence,
        table: table(asked, &ways)?,
        values: asked.values(&ways),
        routes: ways
            .iter()
            .enumerate()
            .map(|(position, way)| explained(position, way))
            .collect(),
        uncertain: shown,
        gaps: [gaps, gaps_of_made].concat(),
        apart: made.into_iter().collect(),
        left_out,
        not_in_use,
        ..Found::default()
    };
    asked.answer("why", &[&from.to_string(), &to.to_string()], found)
}

/// The places that an end stands for, and those by which activities that may lead to it are found.
fn ends(
    asked: &mut Asked<'_>,
    end: &Reference,
) -> Result<(BTreeSet<Reference>, Vec<BTreeSet<Reference>>), AskError> {
    if end.kind != Kind::Party {
        let one = BTreeSet::from([end.clone()]);
        return Ok((one.clone(), vec![one]));
    }
    let whole = asked.whole_of(end)?;
    let itself = whole.parts.iter().map(PartyId::reference).collect();
    Ok((itself, asked.near(&whole)?))
}

fn table(asked: &Asked<'_>, ways: &[Way]) -> Result<Table, AskError> {
    let mut table = Table::new(&[
        "way",
        "certainty",
        "stated data",
        "possible data",
        "activity",
    ]);
    for way in ways {
        let mut stops = vec![way.from.name.clone()];
        stops.extend(way.route.iter().map(|step| step.to.name.clone()));
        let names = |kind: Kind, ids: Vec<&str>| -> Result<String, AskError> {
            let names: Result<Vec<String>, AskError> = ids
                .into_iter()
                .map(|id| asked.name(&Reference::new(kind, id.to_owned())))
                .collect();
            Ok(names?.join(", "))
        };
        table.push([
            stops.join(" -> "),
            way.certainty.word().to_owned(),
            names(Kind::Data, way.stated.iter().map(String::as_str).collect())?,
            names(
                Kind::Data,
                way.possible.iter().map(String::as_str).collect(),
            )?,
            names(
                Kind::Activity,
                way.activities.iter().map(ActivityId::as_str).collect(),
            )?,
        ]);
    }
    Ok(table)
}

fn explained(position: usize, way: &Way) -> Explained {
    let title = format!("Way {} - {}", position + 1, way.certainty.word());
    Explained {
        title,
        steps: way.route.clone(),
    }
}
