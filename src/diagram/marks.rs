//! What the graph judged of a step, as marks at the flow that is drawn for it.

use std::collections::BTreeSet;

use crate::graph::{
    AgreementState, Allowed, AllowedState, Carried, Gap, Leaving, RouteStep, StepKind,
};
use crate::model::{Recorded, day_in_words, one_line};

use super::picture::Mark;
use super::places;
use super::sign::Sign;

/// The marks of a step. What is recorded of a flow through a system speaks of its end, so it stands
/// there alone. How somebody came by what it hands on is not recorded, so under which agreement is
/// not asked.
pub(super) fn of(step: &RouteStep, carried: Carried) -> BTreeSet<Mark> {
    let plain = |is_marked: bool, sign: Sign| is_marked.then(|| Mark::plain(sign));
    let ends = !step.is_into_what_it_passes();
    [
        plain(carried.is_special, Sign::Special),
        plain(carried.is_offence, Sign::Offence),
        leaving(step),
        step.allowed.as_ref().map(allowed),
        agreement(step).filter(|_| ends && step.kind != StepKind::HandsOn),
        plain(ends && step.gaps.contains(&Gap::Basis), Sign::LacksBasis),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// That it leaves the UK, and where to.
fn leaving(step: &RouteStep) -> Option<Mark> {
    let abroad: Vec<_> = step
        .countries()
        .into_iter()
        .filter(|country| !country.is_uk())
        .collect();
    let to = match step.kind {
        // It is drawn as the flow into the system.
        StepKind::Operator => format!("{}, ", one_line(&step.to.name)),
        _ => String::new(),
    };
    (step.leaves_uk == Leaving::Yes).then(|| Mark {
        sign: Sign::LeavesUk,
        words: format!(
            "{} ({to}{})",
            Sign::LeavesUk.mark(),
            places::named_or_not(&abroad)
        ),
    })
}

/// What allows it to leave.
fn allowed(allowed: &Allowed) -> Mark {
    let sign = match allowed.state {
        AllowedState::Approved => Sign::Approved,
        AllowedState::Recorded => Sign::Allowed,
        AllowedState::Missing => Sign::LacksTransfer,
    };
    let words = match &allowed.caution {
        Some(caution) => format!("{}, but {}", sign.mark(), one_line(caution)),
        None => sign.mark().to_owned(),
    };
    Mark { sign, words }
}

/// That no agreement in force is recorded where one is to be expected.
fn agreement(step: &RouteStep) -> Option<Mark> {
    let agreement = &step.agreement;
    if !agreement.is_missing() {
        return None;
    }
    let first = agreement.found.value().and_then(|found| found.first());
    let (sign, words) = match (first, &agreement.found) {
        (Some(one), _) => {
            let words = match (one.state, one.expires.value()) {
                (AgreementState::Expired, Some(last)) => {
                    format!("agreement expired {}", day_in_words(*last))
                }
                (AgreementState::NotBegun, _) => "agreement not begun".to_owned(),
                (AgreementState::NotAParty, _) => {
                    format!("{} is not a party to the agreement", one_line(&one.far_end))
                }
                (AgreementState::NotAnAgreement, _) => {
                    "what is recorded as its agreement is not one".to_owned()
                }
                _ => Sign::NotInForce.mark().to_owned(),
            };
            (Sign::NotInForce, words)
        }
        (None, Recorded::None) => (
            Sign::LacksAgreement,
            "recorded as without an agreement".to_owned(),
        ),
        (None, _) => (Sign::LacksAgreement, Sign::LacksAgreement.mark().to_owned()),
    };
    let words = match &agreement.better {
        Some(better) => format!("{words}, {} is in force", one_line(&better.name)),
        None => words,
    };
    Some(Mark { sign, words })
}
