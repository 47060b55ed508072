//! Where the far end of a step receives, and whether data leaves the UK by it (section 5).

use super::legal::wholes;
use super::steps::{Means, Place, Step};
use super::*;
use crate::model::{Country, PartyId, Recorded, SystemId};

/// The countries of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Whereabouts {
    /// In which the party at its end receives; of no party, nothing is said.
    pub(in super::super) countries: Recorded<BTreeSet<Country>>,
    /// In which its system is hosted, where it has one.
    pub(in super::super) hosting: Option<Recorded<BTreeSet<Country>>>,
}

/// Whether data leaves the UK by a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Leaves {
    Yes,
    Possibly,
    No,
}

fn hosting(register: &Register, system: &SystemId) -> Recorded<BTreeSet<Country>> {
    match register.systems.get(system).map(|it| &it.hosted_in) {
        None | Some(Recorded::NotRecorded) => Recorded::NotRecorded,
        Some(Recorded::None) => Recorded::None,
        Some(Recorded::Value(countries)) => Recorded::Value(countries.0.iter().cloned().collect()),
    }
}

fn countries(register: &Register, party: &PartyId, step: &Step<'_>) -> Recorded<BTreeSet<Country>> {
    let country = |id: &PartyId| {
        let record = register.parties.get(id);
        record.map_or(Recorded::NotRecorded, |it| it.country.clone())
    };
    let engagement = step.engagement.map(|(_, engaged)| engaged.country.clone());
    let its_own = [country(party), engagement.unwrap_or_default()];
    let both: BTreeSet<Country> = its_own
        .iter()
        .filter_map(|it| it.value().cloned())
        .collect();
    if !both.is_empty() {
        return Recorded::Value(both);
    }
    if its_own.contains(&Recorded::None) {
        return Recorded::None;
    }
    let of_wholes = wholes(register, party).into_iter().map(country);
    match of_wholes.into_iter().find(|it| !it.is_not_recorded()) {
        Some(Recorded::Value(country)) => Recorded::Value([country].into()),
        Some(Recorded::None) => Recorded::None,
        Some(Recorded::NotRecorded) | None => Recorded::NotRecorded,
    }
}

pub(super) fn whereabouts(register: &Register, step: &Step<'_>) -> Whereabouts {
    let countries = match step.to.place {
        Place::Party(party) => countries(register, party, step),
        _ => Recorded::NotRecorded,
    };
    let hosting = match (step.to.place, step.from.place) {
        (Place::System(system), _) => Some(hosting(register, system)),
        (_, Place::System(system)) if step.means == Means::Operator => {
            Some(hosting(register, system))
        }
        _ => None,
    };
    Whereabouts { countries, hosting }
}

pub(super) fn leaves(register: &Register, step: &Step<'_>) -> Leaves {
    let Whereabouts { countries, hosting } = whereabouts(register, step);
    let mut looked_at = Vec::new();
    if matches!(step.to.place, Place::Party(_)) {
        looked_at.push(&countries);
    }
    looked_at.extend(&hosting);
    let mut known = looked_at.iter().filter_map(|it| it.value()).flatten();
    let is_abroad = known.any(|country| !country.is_uk());
    let is_unknown = looked_at.iter().any(|it| it.is_not_recorded());
    let transfer = step
        .flow
        .filter(|_| speaks_of_end(step))
        .map(|flow| &flow.transfer);
    let transfer = step
        .engagement
        .map_or(transfer, |(_, engaged)| Some(&engaged.transfer));
    if is_abroad || transfer.is_some_and(|it| it.value().is_some()) {
        Leaves::Yes
    } else if is_unknown && !transfer.is_some_and(Recorded::is_none) {
        Leaves::Possibly
    } else {
        Leaves::No
    }
}

/// Whether what its flow records of agreement and transfer is about the end of a step: the last, and
/// of what comes in the first.
pub(super) fn speaks_of_end(step: &Step<'_>) -> bool {
    match step.means {
        Means::Outside => true,
        Means::Source => !step.is_last || step.flow.is_some_and(|it| it.through.value().is_none()),
        _ => step.is_last,
    }
}
