//! Whether what is not in use on the day would take data out of the UK if it were.

use std::collections::BTreeSet;

use crate::model::{End, Flow, FlowKind, FlowRole, PartyId, Recorded, SubProcessor, SystemId};

use super::current::{Currency, InUse};
use super::engagement::{Among, Start, Way, engagements_of};
use super::flow_graph::{Apart, FlowGraph};
use super::node::Place;
use super::whereabouts::{Whereabouts, countries};

/// The systems that a flow would fill, by way of which it would go, or, as a feed, from which.
pub(super) fn systems_of(flow: &Flow) -> impl Iterator<Item = &SystemId> {
    let ends = [&flow.from, &flow.to].into_iter().flatten();
    let fed = ends.filter_map(|end| match end {
        End::System(system) => Some(system),
        End::Party(_) | End::People(_) | End::Activity(_) => None,
    });
    fed.chain(&flow.system).chain(flow.through.value())
}

fn is_abroad(whereabouts: &Whereabouts) -> bool {
    let mut countries = countries(whereabouts).into_iter();
    countries.any(|country| !country.is_uk())
}

impl<'r> FlowGraph<'r> {
    /// Whether a party, engaged as it says if it is engaged for it, would receive outside the UK, or
    /// what it receives is published.
    pub(super) fn would_receive_abroad(
        &self,
        party: &PartyId,
        engaged: Option<&SubProcessor>,
    ) -> bool {
        is_abroad(&self.party_is_in(party, engaged))
            || self.is_international(party)
            || self.is_public(party)
            || engaged.is_some_and(|entry| entry.transfer.value().is_some())
    }

    /// Whether a flow would take data out of the UK: a transfer is recorded for it; or a party at its
    /// end, a system that it would reach, whoever runs that, or somebody these engage is abroad.
    pub(super) fn would_leave(&self, apart: &Apart<'r>) -> bool {
        let flow = apart.flow;
        let is_left = |system: &SystemId| match &flow.from {
            // What a source gives by way of a system of its own comes from there.
            Some(End::Party(giver)) if apart.kind == FlowKind::Source => self
                .operator(system)
                .is_some_and(|operator| self.persons().are_one(operator, giver)),
            Some(End::System(from)) => from == system,
            _ => false,
        };
        let systems: Vec<&'r SystemId> = systems_of(flow).filter(|it| !is_left(it)).collect();
        let end = match &flow.to {
            Some(End::Party(party)) => Some((party, Way::of(flow))),
            _ => None,
        };
        let run = systems.iter().filter_map(|system| {
            let operator = self.operator(system)?;
            Some((operator, Way::System(system)))
        });
        flow.transfer.value().is_some()
            || systems
                .iter()
                .any(|system| is_abroad(&self.system_is_in(system)))
            || end.into_iter().chain(run).any(|(party, way)| {
                self.would_receive_abroad(party, None)
                    || self.would_engage_abroad(apart, &systems, (party, way))
            })
    }

    /// Whether a party that would have what a flow carries engages somebody abroad for it, on the
    /// first day of a flow that is planned and the last of one that has ended.
    fn would_engage_abroad(
        &self,
        apart: &Apart<'r>,
        systems: &[&'r SystemId],
        (party, way): (&'r PartyId, Way<'r>),
    ) -> bool {
        if apart.flow.role == Some(FlowRole::Controller) {
            return false;
        }
        let in_use = InUse::of_flow(apart.record, apart.flow);
        let day = match apart.currency {
            Currency::Planned => in_use.begins,
            Currency::Ended => in_use.ends,
            Currency::Current => &Recorded::NotRecorded,
        };
        let among = Among {
            on: day.value().copied().unwrap_or(self.on),
            ..self.among(apart.activity)
        };
        let start = Start {
            party,
            way,
            before: systems.iter().map(|it| Place::System(it)).collect(),
            joint: BTreeSet::new(),
            at_most: None,
        };
        let engaged = engagements_of(among, &start);
        let mut last = engaged.chains.iter().map(|chain| chain.last());
        last.any(|link| self.would_receive_abroad(link.party, link.entry))
    }
}
