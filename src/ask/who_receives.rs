//! `ropa ask who-receives`.

use crate::graph::{Certainty, Receiver, StepKind, WhoReceives};
use crate::model::{OpenList, Table};

use super::answer::{Answer, Explained};
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question};
use super::{AskError, Asked, Found, Reader, filter, linked, words};

/// Who gets the data, directly or through whom?
pub(super) static QUESTION: Entry = Entry {
    name: "who-receives",
    about: "Who gets the data, directly or through whom?",
    arguments: &[Argument::DATA],
    filters: &[
        filter::EXACT,
        filter::PARTY,
        filter::ROLE,
        filter::COUNTRY,
        filter::MAX_STEPS,
        filter::ALL_PATHS,
        filter::NOT_THROUGH,
        filter::LINKED,
    ],
    examples: &["ropa ask who-receives \"NHS number\""],
    is_of_routes: false,
    answer,
};

/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("recipient", Of::Each),
    ("certainty", Of::Certainty),
    ("activity", Of::Activities),
    ("role", Of::Each),
    ("country", Of::Each),
    ("how", Of::Each),
    ("agreement", Of::Each),
];

/// The place of the column that says how a recipient gets the data.
const HOW: usize = 3;

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let data = asked.subject(question)?;
    asked.filters(question)?;
    let mut search = WhoReceives::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(WhoReceives::new);
    let unbounded = asked.unbounded();
    let mut longer = unbounded.as_ref().map(WhoReceives::new);
    asked.look(Vec::new(), |part| {
        search.look(part);
        for other in all.iter_mut().chain(&mut longer) {
            other.look(part);
        }
    })?;
    let is_nobody = search.is_nobody() && asked.open_anywhere(OpenList::Data)?.is_none();
    let (receivers, uncertain, gaps, not_in_use) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["recipient", "recipients"], n_all, receivers.len());
    let n_longer = longer.map(|longer| longer.finish().0.len());
    asked.note_bound(["recipient", "recipients"], receivers.len(), n_longer);

    if receivers
        .iter()
        .any(|receiver| receiver.in_activities.iter().any(|(it, _)| it.is_draft))
    {
        asked.notes.push("Drafts count, and are marked.".to_owned());
    }
    let what = asked.data_words();
    let sentence = match receivers.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded recipient of {what} matches these filters.")
        }
        0 if is_nobody => words::sentence(&format!(
            "nobody receives {what}: every activity that has it records that it gives it to nobody, \
             and who runs each system that has it."
        )),
        0 => format!("No recipient of {what} is recorded."),
        n => format!(
            "{} {what}: {}.",
            asked.or_may(
                &words::count(n, "party receives", "parties receive"),
                "may receive"
            ),
            words::by_certainty(receivers.iter().map(|receiver| receiver.certainty))
        ),
    };
    let is_bounded = asked.query.max_steps.is_some();
    let made = asked.made()?;
    let search = (WhoReceives::new, WhoReceives::look, WhoReceives::finish);
    let (made, gaps_of_made) = asked.made_rows(&made, search, &not_in_use, &|receivers| {
        Ok(table(receivers, asked.reader))
    })?;
    let mut gaps = gaps;
    gaps.extend(gaps_of_made);
    let has_row_for_each_way = asked.query.all_paths && asked.reader == Reader::Spreadsheet;
    let mut linked = linked::found(asked, question.linked)?;
    if has_row_for_each_way {
        let rows = linked.iter_mut().flat_map(|linked| &mut linked.table.rows);
        rows.for_each(|row| row.push(String::new()));
    }
    let found = Found {
        title: format!("Who receives {what}"),
        rows: "Recipients",
        sentence,
        table: if has_row_for_each_way {
            ways(&receivers, asked.reader)
        } else {
            asked.told(table(&receivers, asked.reader), BRIEF, || {
                let within = receivers.iter().map(|receiver| {
                    let activities = receiver.in_activities.iter();
                    activities
                        .map(|(one, by)| (one.clone(), by.certainty))
                        .collect()
                });
                within.collect()
            })?
        },
        values: asked.values(&receivers),
        routes: receivers
            .into_iter()
            .flat_map(|receiver| explained(receiver, is_bounded))
            .collect(),
        uncertain,
        gaps,
        not_in_use,
        also_reads: &[],
        linked,
        apart: made.into_iter().collect(),
        left_out,
    };
    if question.linked {
        asked.flags.push("--linked".to_owned());
    }
    asked.answer("who-receives", &[&data], found)
}

fn table(receivers: &[Receiver], reader: Reader) -> Table {
    let mut table = Table::new(&linked::COLUMNS);
    for receiver in receivers {
        let roles = receiver.roles.iter();
        let roles: Vec<&str> = roles
            .map(|role| words::role(*role, receiver.on_own_account))
            .collect();
        table.push([
            name(receiver),
            receiver.certainty.word().to_owned(),
            roles.join(", "),
            how(receiver),
            words::by_activity(
                receiver
                    .in_activities
                    .iter()
                    .map(|(one, by)| (one, by.certainty)),
            ),
            words::whereabouts(&receiver.whereabouts, reader),
            receiver.agreement.said(),
        ]);
    }
    table
}

/// A row for each way, numbered from the best, with the places it leads through.
fn ways(receivers: &[Receiver], reader: Reader) -> Table {
    let mut columns = linked::COLUMNS.to_vec();
    columns[HOW] = "route";
    columns.push("way");
    let mut table = Table::new(&columns);
    for receiver in receivers {
        let routes = std::iter::once(&receiver.route).chain(&receiver.more_routes);
        for (number, route) in (1..).zip(routes) {
            let (Some(first), Some(last)) = (route.first(), route.last()) else {
                continue;
            };
            let mut stops = vec![first.from.name.as_str()];
            stops.extend(route.iter().map(|step| step.to.name.as_str()));
            let mut activities = receiver.in_activities.iter().map(|(it, _)| it);
            let in_activity = activities.find(|it| it.id == last.activity);
            let certainty = route.iter().map(|step| step.certainty).max();
            table.push([
                name(receiver),
                certainty.unwrap_or(receiver.certainty).word().to_owned(),
                last.role
                    .map_or("", |role| words::role(role, last.on_own_account))
                    .to_owned(),
                stops.join(" -> "),
                in_activity.map_or_else(|| last.activity.to_string(), words::activity),
                words::whereabouts(&last.whereabouts, reader),
                last.agreement.said(),
                number.to_string(),
            ]);
        }
    }
    table
}

/// Who it is, and as part of whom, where only that is recorded.
fn name(receiver: &Receiver) -> String {
    match &receiver.as_part_of {
        Some(whole) => format!("{}, as part of {}", receiver.party.name, whole.name),
        None => receiver.party.name.clone(),
    }
}

fn how(receiver: &Receiver) -> String {
    if receiver.direct {
        "direct".to_owned()
    } else {
        format!("through {}", words::names(&receiver.through))
    }
}

fn explained(receiver: Receiver, is_bounded: bool) -> Vec<Explained> {
    let certainty = match receiver.certainty {
        Certainty::Stated => "stated",
        Certainty::Possible => "possible",
    };
    let begins_at_source = receiver
        .route
        .first()
        .is_some_and(|step| step.kind == StepKind::Source);
    let is_told = receiver.begins_at_activity || begins_at_source;
    let late = if is_told || receiver.route.len() == 1 && receiver.route[0].number.is_none() {
        String::new()
    } else if is_bounded {
        "; how the start of this route came by it takes more steps, or is not recorded".to_owned()
    } else {
        "; how the start of this route came by it is not recorded".to_owned()
    };
    let title = format!(
        "{} - {certainty}, {}{late}",
        name(&receiver),
        how(&receiver)
    );
    let mut routes = vec![Explained {
        title,
        steps: receiver.route,
    }];
    for (position, steps) in receiver.more_routes.into_iter().enumerate() {
        let title = format!("{} - way {}", receiver.party.name, position + 2);
        routes.push(Explained { title, steps });
    }
    if receiver.stopped {
        routes.push(Explained {
            title: format!(
                "{} - there are more ways; the list stopped here",
                receiver.party.name
            ),
            steps: Vec::new(),
        });
    }
    routes
}
