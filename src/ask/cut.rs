//! `ropa ask through --cut`.

use std::collections::BTreeSet;

use crate::graph::{Certainty, Cut, CutOff, RouteStep, Thing};
use crate::model::{PartyId, Reference, Table};

use super::answer::{Answer, Explained};
use super::brief::{Column, Of};
use super::{AskError, Asked, Found, words};

/// Answers who is cut off if these places go.
/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("recipient", Of::Each),
    ("cut off from", Of::Each),
    ("in", Of::Activities),
    ("still gets", Of::Each),
    ("by", Of::Each),
];

pub(super) fn answer(
    asked: &mut Asked<'_>,
    reference: &Reference,
    places: &BTreeSet<Reference>,
) -> Result<Answer, AskError> {
    asked.flags.push("--cut".to_owned());
    let mut search = Cut::new(&asked.query, places);
    asked.look(vec![places.clone()], |part| search.look(part))?;
    let unsettled = search.unsettled();
    if !unsettled.is_empty() {
        let systems = asked.store.systems_reaching(&unsettled)?;
        let systems = systems.iter().map(crate::model::SystemId::reference);
        let near = unsettled.iter().map(PartyId::reference).chain(systems);
        asked.look_anywhere(vec![near.collect()], |part| search.look_elsewhere(part))?;
    }
    let (receivers, uncertain, gaps) = search.finish();
    asked.notes.push(
        "Only recorded ways count, in any activity. What an activity holds by its own record, or \
         names in its flows, stays with it, whoever gave it."
            .to_owned(),
    );
    let (name, what) = (asked.name(reference)?, asked.data_words());
    let found = Found {
        title: format!("Who is cut off from {what} if {name} goes"),
        rows: "Recipients beyond it",
        sentence: sentence(asked, &name, &what, &receivers),
        table: asked.told(table(&receivers), BRIEF, || {
            let within = receivers.iter().map(|receiver| {
                let losses = receiver.loses.iter();
                let activities = losses
                    .flat_map(|it| it.activities.iter().map(|one| (one.clone(), it.certainty)));
                activities.collect()
            });
            within.collect()
        })?,
        values: asked.values(&receivers),
        routes: receivers.iter().flat_map(explained).collect(),
        uncertain,
        gaps,
        ..Found::default()
    };
    asked.answer("through", &[&reference.to_string()], found)
}

fn sentence(asked: &Asked<'_>, name: &str, what: &str, receivers: &[CutOff]) -> String {
    let surest = |receiver: &CutOff| receiver.loses.iter().map(|loss| loss.certainty).min();
    let lost: Vec<Certainty> = receivers.iter().filter_map(surest).collect();
    let n_kept = receivers.len() - lost.len();
    let kept = match n_kept {
        0 => String::new(),
        n => format!(
            " {} all of it some other way.",
            asked.or_may(
                &words::count(n, "other party beyond gets", "other parties beyond get"),
                "may get"
            )
        ),
    };
    if lost.is_empty() {
        format!("Nobody is recorded to be cut off from {what} if {name} goes.{kept}")
    } else {
        format!(
            "If {name} goes, {} cut off from {what} with no other {} way: {}.{kept}",
            asked.or_may(
                &words::count(lost.len(), "party is", "parties are"),
                "may be"
            ),
            if asked.query.stated {
                "stated"
            } else {
                "recorded"
            },
            words::by_certainty(lost.into_iter())
        )
    }
}

fn table(receivers: &[CutOff]) -> Table {
    let mut table = Table::new(&["recipient", "cut off from", "in", "still gets", "by"]);
    for receiver in receivers {
        let lost = receiver.loses.iter();
        let lost = lost.map(|loss| named(loss.data.as_ref(), loss.certainty));
        let kept = receiver.keeps.iter();
        let kept = kept.map(|kept| named(kept.data.as_ref(), kept.certainty));
        let within: BTreeSet<_> = receiver
            .loses
            .iter()
            .flat_map(|it| &it.activities)
            .collect();
        let by: BTreeSet<_> = receiver
            .keeps
            .iter()
            .flat_map(|it| &it.activities)
            .collect();
        table.push([
            receiver.party.name.clone(),
            lost.collect::<Vec<_>>().join("; "),
            words::activities(within),
            kept.collect::<Vec<_>>().join("; "),
            words::activities(by),
        ]);
    }
    table
}

/// A category with how sure it is.
fn named(data: Option<&Thing>, certainty: Certainty) -> String {
    let name = data.map_or("data that no list names", |data| data.name.as_str());
    format!("{name} ({})", certainty.word())
}

/// The routes that a receiver loses; where there are several, each with the data it is lost for.
fn explained(receiver: &CutOff) -> Vec<Explained> {
    let mut routes: Vec<(&[RouteStep], Vec<String>)> = Vec::new();
    for loss in &receiver.loses {
        let name = named(loss.data.as_ref(), loss.certainty);
        match routes.iter_mut().find(|(route, _)| *route == loss.route) {
            Some((_, names)) => names.push(name),
            None => routes.push((&loss.route, vec![name])),
        }
    }
    let is_one = routes.len() == 1;
    let told = routes.into_iter().map(|(route, names)| Explained {
        title: match is_one {
            true => format!("{} - the way lost", receiver.party.name),
            false => format!(
                "{} - the way lost for {}",
                receiver.party.name,
                names.join("; ")
            ),
        },
        steps: route.to_vec(),
    });
    told.collect()
}
