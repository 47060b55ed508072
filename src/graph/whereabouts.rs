//! Where the far end of a step receives, and whether data leaves the UK with it (design section 5).
//!
//! A body has the country recorded for it and that in which it is engaged, together; where neither is
//! recorded, that of the body it is part of. Where the bytes lie is another question: that is the
//! country of a system.

use serde::Serialize;

use crate::model::{Country, PartyId, Recorded, SubProcessor, SystemId};

use super::edge::Edge;
use super::flow_graph::{FlowGraph, passed_by};
use super::node::Place;
use super::step_kind::StepKind;

/// A country in which data is received, and how the record comes to name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Located {
    /// The country, ISO 3166-1.
    pub country: Country,
    /// Whose country it is.
    pub of: CountryOf,
}

/// Whose country it is in which data is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountryOf {
    /// That of the party itself.
    Party,
    /// That in which it is engaged.
    Engagement,
    /// That of the body it is part of.
    Whole,
    /// That in which the system is hosted.
    System,
}

/// Where the far end of a step receives.
pub type Whereabouts = Recorded<Vec<Located>>;

/// Whether data leaves the UK with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// It ends outside the UK, or a transfer is recorded for it.
    Yes,
    /// Where it ends is not recorded.
    Possible,
    /// It ends in the UK, inside the register, or at the people the data is about.
    No,
}

impl Leaving {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Possible => "possible",
            Self::No => "no",
        }
    }
}

/// The countries of [`Whereabouts`], each once.
pub(super) fn countries(whereabouts: &Whereabouts) -> Vec<Country> {
    let mut countries: Vec<Country> = whereabouts
        .value()
        .into_iter()
        .flatten()
        .map(|located| located.country)
        .collect();
    countries.sort();
    countries.dedup();
    countries
}

impl<'r> FlowGraph<'r> {
    /// Where a party receives by a step: engaged as it says, if it is engaged for it.
    pub(super) fn party_is_in(
        &self,
        party: &PartyId,
        engaged: Option<&SubProcessor>,
    ) -> Whereabouts {
        let own = |party: &PartyId| {
            let record = self.register.parties.get(party);
            record.map_or(&Recorded::NotRecorded, |record| &record.country)
        };
        let mut located = Vec::new();
        let mut is_denied = false;
        let entry = engaged.map(|engaged| &engaged.country);
        let itself = own(party);
        for (country, of) in [
            (Some(itself), CountryOf::Party),
            (entry, CountryOf::Engagement),
        ] {
            match country {
                Some(Recorded::Value(country)) => located.push(Located {
                    country: *country,
                    of,
                }),
                Some(Recorded::None) => is_denied = true,
                Some(Recorded::NotRecorded) | None => {}
            }
        }
        if located.is_empty() && !is_denied {
            let persons = self.persons();
            let above = persons.up(party).skip(1).map(own);
            match above.into_iter().find(|country| !country.is_not_recorded()) {
                Some(Recorded::Value(country)) => located.push(Located {
                    country: *country,
                    of: CountryOf::Whole,
                }),
                Some(Recorded::None) => is_denied = true,
                Some(Recorded::NotRecorded) | None => {}
            }
        }
        match (located.is_empty(), is_denied) {
            (false, _) => Recorded::Value(located),
            (true, true) => Recorded::None,
            (true, false) => Recorded::NotRecorded,
        }
    }

    /// Where a system is hosted.
    pub(super) fn system_is_in(&self, system: &SystemId) -> Whereabouts {
        let record = self.register.systems.get(system);
        match record.map(|record| &record.hosted_in) {
            Some(Recorded::Value(hosts)) if !hosts.0.is_empty() => {
                let located = hosts.0.iter().map(|country| Located {
                    country: *country,
                    of: CountryOf::System,
                });
                Recorded::Value(located.collect())
            }
            Some(Recorded::None) => Recorded::None,
            _ => Recorded::NotRecorded,
        }
    }

    /// Where a step ends that leads to a place, by an edge and, if it is an engagement, one of its links.
    pub(super) fn ends_in(&self, place: Place<'r>, engaged: Option<&SubProcessor>) -> Whereabouts {
        match place {
            Place::Party(party) => self.party_is_in(party, engaged),
            Place::System(system) | Place::SystemOfAnEnd(system) => self.system_is_in(system),
            Place::Activity | Place::OtherActivity(_) | Place::People(_) => Recorded::NotRecorded,
        }
    }

    /// Whether data leaves the UK with a step that ends at a place.
    ///
    /// A transfer that is recorded for a flow through a system is that of its end. That the record
    /// says there is none answers where no country is recorded, and contradicts one outside the UK.
    pub(super) fn leaves(
        &self,
        place: Place<'r>,
        whereabouts: &Whereabouts,
        edge: &Edge<'r>,
        engaged: Option<&SubProcessor>,
    ) -> Leaving {
        let is_at_its_end = Self::ends_its_flow(edge);
        let transfer = edge.transfer(engaged);
        let is_place = matches!(
            place,
            Place::Party(_) | Place::System(_) | Place::SystemOfAnEnd(_)
        );
        // What is published can be read anywhere, and is no transfer.
        if matches!(place, Place::Party(party) if self.is_public(party)) {
            return Leaving::No;
        }
        let is_international = matches!(place, Place::Party(party) if self.is_international(party));
        let is_abroad = is_international || {
            let mut located = whereabouts.value().into_iter().flatten();
            located.any(|located| !located.country.is_uk())
        };
        let has_transfer = match place {
            // To people it leaves only where the record says so; what comes to us does not leave.
            Place::People(_) | Place::Activity | Place::OtherActivity(_) => {
                edge.kind != StepKind::Source
            }
            _ => true,
        } && is_at_its_end
            && transfer.value().is_some();
        // What a source gives by way of a system of its own comes from there.
        if edge.kind == StepKind::Source && matches!(place, Place::SystemOfAnEnd(_)) {
            return Leaving::No;
        }
        // How one came by what it hands on is not recorded, nor then from where.
        if is_abroad && edge.kind == StepKind::HandsOn {
            return Leaving::Possible;
        }
        if is_abroad || has_transfer {
            return Leaving::Yes;
        }
        let is_ours = match place {
            Place::Party(party) => self.is_inside_by(party, edge),
            _ => !is_place,
        };
        let is_denied = transfer.is_none();
        if !whereabouts.is_not_recorded() || is_ours || is_denied {
            return Leaving::No;
        }
        // What a party gives is where the party is; it leaves only by what it passes on its way.
        let is_given = edge.kind == StepKind::Source && !matches!(place, Place::System(_));
        if is_given {
            return Leaving::No;
        }
        Leaving::Possible
    }

    /// Whether a step is the one that what is recorded of its flow speaks of: the last, and of what
    /// comes in that into the system by way of which it comes.
    pub(super) fn ends_its_flow(edge: &Edge<'r>) -> bool {
        let Some((_, flow)) = edge.flow else {
            return true;
        };
        if edge.kind == StepKind::Source {
            return edge.first_half.is_none();
        }
        edge.first_half.is_some() || passed_by(flow).is_none()
    }
}
