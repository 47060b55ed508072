//! The answer to a question, drawn.

use std::collections::BTreeSet;

use crate::diagram::Grouped;
use crate::diagram::{ANSWER, AROUND, Diagram, Selecting, Sought, StepKey};
use crate::graph::{RouteStep, StepKind};
use crate::model::{ActivityId, Kind};
use crate::store::{Selection, StoreError};

use super::answer::Answer;
use super::{AskError, Asked, BATCH};

/// Draws the steps of an answer, or all flows at the places it is about.
pub(super) fn drawn(asked: &Asked<'_>, answer: &Answer) -> Result<Diagram, AskError> {
    let nothing = || {
        let first = answer.sentence.split(". ").next().unwrap_or_default();
        AskError::NothingToDraw(first.trim_end_matches('.').to_owned())
    };
    let steps: Vec<&RouteStep> = answer
        .routes
        .iter()
        .flat_map(|route| own_steps(&route.steps))
        .collect();
    let is_around = !asked.places.is_empty();
    let only: BTreeSet<StepKey> = steps.iter().map(|step| StepKey::from(*step)).collect();
    if answer.table.rows.is_empty() || only.is_empty() && !is_around {
        return Err(nothing());
    }
    let sought = Sought {
        name: answer.sentence.trim_end_matches('.').to_owned(),
        about: asked.places.clone(),
        query: asked.query.clone(),
        highlight: None,
        depth: None,
        is_whole: false,
        only,
    };
    let activities: BTreeSet<ActivityId> = steps.iter().map(|step| step.activity.clone()).collect();
    let view = if is_around { &AROUND } else { &ANSWER };
    let mut selecting = Selecting::new(view, &sought);
    if is_around {
        asked.look(vec![asked.places.clone()], |part| selecting.look(part))?;
    } else {
        let selection = Selection {
            any_of: Vec::new(),
            activities: Some(activities),
            retired: asked.which_retired(),
        };
        asked
            .store
            .each_part(&selection, BATCH, |part| -> Result<(), StoreError> {
                selecting.look(part);
                Ok(())
            })?;
    }
    let mut diagram = selecting
        .finish(asked.as_at, asked.store.register_hash()?)
        .map_err(|_| nothing())?;
    if let Some(grouped) = &diagram.grouped {
        diagram.notes.insert(0, format!("{}.", one_group(grouped)));
    }
    if let Some(linked) = &answer.linked {
        diagram
            .notes
            .push(format!("Linked recipients are not drawn. {}", linked.note));
    }
    Ok(diagram)
}

/// The steps of a route whose flows belong to it. Where a flow passes through a system, the way
/// into the system may be told by another flow that passes through it: that one goes elsewhere.
fn own_steps(route: &[RouteStep]) -> impl Iterator<Item = &RouteStep> {
    route.iter().enumerate().filter_map(|(place, step)| {
        let next = route.get(place + 1);
        let is_borrowed = step.to.kind == Kind::System
            && step.kind != StepKind::Store
            && next.is_some_and(|next| next.number.is_some() && next.number != step.number);
        (!is_borrowed).then_some(step)
    })
}

/// How to see one of the groups of a picture.
pub fn one_group(grouped: &Grouped) -> String {
    let function = grouped.functions.first();
    let function = function.map(|function| format!("`ropa diagram function \"{function}\"`"));
    let kinds = [
        (Kind::Party, "`ropa diagram party NAME`"),
        (Kind::System, "`ropa diagram system NAME`"),
    ];
    let kinds = kinds
        .into_iter()
        .filter(|(kind, _)| grouped.members.contains_key(kind));
    let commands = function
        .into_iter()
        .chain(kinds.map(|(_, command)| command.to_owned()));
    format!(
        "To see one group: {}",
        commands.collect::<Vec<_>>().join(", ")
    )
}
