//! Under which agreement a party receives by a step (section 5).

use std::cmp::Reverse;

use super::legal::{are_one, own, wholes};
use super::steps::{Means, Place, Step};
use super::*;
use crate::model::{Document, DocumentId, DocumentKind, Flow, PartyId, Recorded};

/// How many days before its last day an agreement ends soon, where the settings do not say.
const NOTICE_DAYS: i64 = 90;

/// Whether an agreement is good on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum State {
    InForce,
    EndsSoon,
    Expired,
}

/// How an agreement was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Which {
    /// The step cites it; whether the party at its end is one of those it is between.
    Cited { is_party: Recorded<bool> },
    /// It is of the right kind and names both.
    OfBoth,
    /// It is of the right kind and names the far end alone.
    OfFarEnd,
}

/// The agreement of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Agreement {
    NotRecorded,
    None,
    /// One; or several in force, and which one covers the step is not recorded.
    These {
        which: Which,
        state: State,
        documents: Vec<String>,
    },
}

/// An agreement that fits, the best first: whether it has expired, how it fits, its day, id and state.
type Found<'r> = (bool, Which, Reverse<Option<Date>>, &'r DocumentId, State);

/// The state of a document on a day; none before it is made.
fn state(document: &Document, on: Date) -> Option<State> {
    let days_left = |last: &Date| on.until(*last).map_or(0, |span| i64::from(span.get_days()));
    match document.expires.value() {
        Some(last) if *last < on => Some(State::Expired),
        _ if document.dated.value().is_some_and(|day| *day > on) => None,
        Some(last) if days_left(last) <= NOTICE_DAYS => Some(State::EndsSoon),
        _ => Some(State::InForce),
    }
}

fn names(register: &Register, document: &Document, party: &PartyId) -> bool {
    let mut parties = document.parties.items().iter();
    parties.any(|named| are_one(register, named, party))
}

/// Whether a document names the far end; of a part of the controller itself, that part or one of its own.
fn names_far_end(
    register: &Register,
    document: &Document,
    party: &PartyId,
    ours: &[&PartyId],
) -> bool {
    if !ours.iter().any(|own| are_one(register, own, party)) {
        return names(register, document, party);
    }
    let is_it = |named: &PartyId| named == party || wholes(register, named).contains(&party);
    document.parties.items().iter().any(is_it)
}

/// The agreement under which the party at the end of a step receives; nothing for other ends.
pub(super) fn agreement(register: &Register, step: &Step<'_>, on: Date) -> Option<Agreement> {
    let Place::Party(party) = step.to.place else {
        return None;
    };
    let (kind, engager) = match step.role? {
        ReceiverRole::Internal => return None,
        ReceiverRole::Recipient => (DocumentKind::SharingAgreement, None),
        ReceiverRole::JointController => (DocumentKind::JointControllerArrangement, None),
        ReceiverRole::Processor => (DocumentKind::Contract, None),
        ReceiverRole::SubProcessor => (DocumentKind::Contract, step.engagement.map(|it| it.0)),
    };
    let ours = engager.map_or_else(
        || own(register, (step.to.view, step.serves)),
        |engager| vec![engager],
    );
    // What a source cites is about its giver, and not about who runs the system it comes through.
    let is_cited_for_it = |flow: &&Flow| {
        place::speaks_of_end(step) && (step.means != Means::Operator || flow.system.is_some())
    };
    let cited = step.flow.filter(is_cited_for_it);
    let cited = cited.map(|flow| &flow.agreement);
    let cited = step
        .engagement
        .map_or(cited, |(_, engaged)| Some(&engaged.agreement));
    match cited {
        Some(Recorded::None) => return Some(Agreement::None),
        Some(Recorded::Value(id)) => return Some(as_cited(register, id, party, &ours, on)),
        Some(Recorded::NotRecorded) | None => {}
    }
    let of_kind = register
        .documents
        .iter()
        .filter(|(_, it)| it.kind == Recorded::Value(kind))
        .filter(|(_, it)| names_far_end(register, it, party, &ours));
    let mut found: Vec<Found<'_>> = of_kind
        .filter_map(|(id, document)| {
            let state = state(document, on)?;
            let is_of_both = ours.iter().any(|own| names(register, document, own));
            let which = if is_of_both {
                Which::OfBoth
            } else {
                Which::OfFarEnd
            };
            let latest = Reverse(document.dated.value().copied());
            Some((state == State::Expired, which, latest, id, state))
        })
        .collect();
    found.sort();
    let Some((is_expired, which, _, first, state)) = found.first() else {
        return Some(Agreement::NotRecorded);
    };
    let same = found
        .iter()
        .filter(|it| !is_expired && !it.0 && it.1 == *which || it.3 == *first);
    Some(Agreement::These {
        which: which.clone(),
        state: *state,
        documents: same.map(|it| it.3.to_string()).collect(),
    })
}

fn as_cited(
    register: &Register,
    id: &DocumentId,
    party: &PartyId,
    ours: &[&PartyId],
    on: Date,
) -> Agreement {
    let document = register.documents.get(id);
    let is_party = match document.map(|it| &it.parties) {
        None | Some(Recorded::NotRecorded) => Recorded::NotRecorded,
        Some(Recorded::None) => Recorded::None,
        Some(Recorded::Value(_)) => {
            Recorded::Value(document.is_some_and(|it| names_far_end(register, it, party, ours)))
        }
    };
    Agreement::These {
        which: Which::Cited { is_party },
        state: document.map_or(State::InForce, |it| state(it, on).unwrap_or(State::InForce)),
        documents: vec![id.to_string()],
    }
}
