//! `ropa ask about`.

use crate::graph::{About, Dealing, Direction, RouteStep};
use crate::model::{OpenList, Scope, Table};

use super::answer::Answer;
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question, named};
use super::{AskError, Asked, Found, filter, words};

/// What do we send a party, and what do we get from it?
pub(super) static QUESTION: Entry = Entry {
    name: "about",
    about: "What do we send a party, and what do we get from it?",
    arguments: &[Argument::required("party", "Party: id, name or alias")],
    filters: &[filter::DATA, filter::EXACT],
    examples: &["ropa ask about \"Social workers\""],
    is_of_routes: false,
    answer,
};

/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("direction", Of::Each),
    ("function", Of::Function),
    ("activity", Of::Activities),
    ("data", Of::All),
    ("agreement", Of::Counted),
    ("legal gateway", Of::Counted),
];

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let whole = asked.whole(named("party", &question.party)?)?;
    asked.only_data(question)?;
    asked.exact(question);
    asked.places = asked.places_of(&whole)?;
    let near = asked.near(&whole)?;
    let mut search = About::new(&asked.query, &whole);
    asked.look(near, |part| search.look(part))?;
    let (dealings, uncertain, gaps, not_in_use) = search.finish();

    let n = |direction: Direction| {
        dealings
            .iter()
            .filter(|dealing| dealing.direction == direction)
            .count()
    };
    let what = asked.data_words();
    let sentence = if dealings.is_empty() {
        format!(
            "No flow of {what} to or from {} is recorded{}.",
            whole.name,
            asked.that_passes()
        )
    } else {
        let flows = |n: usize| words::count(n, "flow", "flows");
        let name = &whole.name;
        let of = match (n(Direction::Out), n(Direction::In)) {
            (out, 0) => format!("{} of {what} to {name}", flows(out)),
            (0, back) => format!("{} of {what} from {name}", flows(back)),
            (out, back) => format!(
                "{} of {what} to {name} and {} from it",
                flows(out),
                flows(back)
            ),
        };
        let are = if dealings.len() == 1 { "is" } else { "are" };
        format!("{of} {are} recorded.")
    };
    let made = asked.made()?;
    let search = (
        |query| About::new(query, &whole),
        About::look,
        About::finish,
    );
    let (made, gaps_of_made) = asked.made_rows(&made, search, &not_in_use, &|dealings| {
        Ok(table(asked, dealings))
    })?;
    let found = Found {
        title: format!("What we send {} and get from it", whole.name),
        rows: "Flows",
        sentence,
        table: asked.told(table(asked, &dealings), BRIEF, || {
            let within = dealings.iter();
            within
                .map(|it| vec![(it.activity.clone(), it.step.certainty)])
                .collect()
        })?,
        values: asked.values(&dealings),
        uncertain,
        gaps: [gaps, gaps_of_made].concat(),
        apart: made.into_iter().collect(),
        not_in_use,
        also_reads: &[OpenList::Recipient, OpenList::Source],
        ..Found::default()
    };
    asked.answer("about", &[&whole.id.reference().to_string()], found)
}

fn table(asked: &Asked<'_>, dealings: &[Dealing]) -> Table {
    let mut table = Table::new(&[
        "flow",
        "direction",
        "from",
        "to",
        "activity",
        "data",
        "through",
        "when",
        "legal gateway",
        "agreement",
        "words",
    ]);
    for dealing in dealings {
        let step = &dealing.step;
        table.push([
            words::step(step, asked.reader),
            dealing.direction.word().to_owned(),
            step.from.name.clone(),
            step.to.name.clone(),
            words::activity(&dealing.activity),
            carries(step),
            dealing
                .through
                .as_ref()
                .map_or_else(String::new, |system| system.name.clone()),
            step.when.clone().unwrap_or_default(),
            step.gateway().unwrap_or_default(),
            step.agreement.said(),
            step.evidence.clone().unwrap_or_default(),
        ]);
    }
    table
}

/// What a flow carries, in words.
pub(super) fn carries(step: &RouteStep) -> String {
    words::recorded(&step.carries, |scope| match scope {
        Scope::All(_) => "all it has".to_owned(),
        Scope::These(_) => step.data_in_words(),
    })
}
