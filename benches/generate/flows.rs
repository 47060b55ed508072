//! The flows of one activity.

use ropa::model::{
    Activity, ActivityId, Country, DataId, End, Flow, FlowKind, PartyId, Recorded, Scope, Transfer,
};

use super::activities::{Making, code, name};
use super::catalogues::{RARE_RECEIVER, RARE_RECIPIENT, RARE_SOURCE, date, id};
use super::dice::{one, percent};
use super::{Plan, RARE, words};

/// The systems that activities share and hand data through.
const N_SHARED: usize = 4;

impl Making<'_> {
    pub(super) fn flows(&mut self, activity: &mut Activity) {
        let mut lists: [Vec<Flow>; 5] = Default::default();
        let (no_recipient, recipients) = match self.rng.u32(..100) {
            0..4 => (Recorded::None, false),
            4..10 => (Recorded::NotRecorded, false),
            _ => (Recorded::NotRecorded, true),
        };
        for _ in 0..self.all.n_flows(self.number) {
            let kind = match self.rng.u32(..100) {
                0..30 => FlowKind::Source,
                30..50 => FlowKind::Store,
                50..92 if recipients => FlowKind::Recipient,
                92..100 if recipients => FlowKind::Onward,
                50..80 => FlowKind::Source,
                _ => FlowKind::Store,
            };
            let flow = self.flow(kind);
            lists[kind as usize].push(flow);
        }
        let listed = |list: Vec<Flow>, otherwise: Recorded<Vec<Flow>>| {
            if list.is_empty() {
                otherwise
            } else {
                Recorded::Value(list)
            }
        };
        let [source, store, recipient, onward, _] = lists;
        activity.source = listed(source, Recorded::NotRecorded);
        let nowhere = if percent(&mut self.rng, 10) {
            Recorded::None
        } else {
            Recorded::NotRecorded
        };
        activity.store = listed(store, nowhere);
        activity.recipient = listed(recipient, no_recipient);
        activity.onward = listed(onward, Recorded::NotRecorded);
    }

    fn flow(&mut self, kind: FlowKind) -> Flow {
        let mut flow = Flow::default();
        let mut other = "the organisations named here".to_owned();
        match kind {
            FlowKind::Source => {
                flow.from = Some(match self.rng.u32(..100) {
                    0..40 => End::People(self.people(1).remove(0)),
                    40..42 => End::Activity(self.partner()),
                    _ => {
                        let (party, name, _) = self.body();
                        other = name;
                        End::Party(party)
                    }
                });
            }
            FlowKind::Store => {
                let (system, name) = &self.all.catalogues.systems[self.system()];
                flow.system = Some(system.clone());
                other.clone_from(name);
            }
            FlowKind::Recipient => {
                if percent(&mut self.rng, 2) {
                    flow.to = Some(End::Activity(self.partner()));
                } else {
                    let (party, name, abroad) = self.receiver();
                    self.govern(&mut flow, &party, abroad.as_ref());
                    other = name;
                    flow.to = Some(End::Party(party));
                }
                if percent(&mut self.rng, 12) {
                    let shared = self.rng.usize(..N_SHARED);
                    flow.through = Recorded::Value(self.all.catalogues.systems[shared].0.clone());
                }
            }
            FlowKind::Onward => {
                let (from, name, _) = self.receiver();
                let (mut to, _, mut abroad) = self.receiver();
                while to == from {
                    (to, _, abroad) = self.receiver();
                }
                self.govern(&mut flow, &to, abroad.as_ref());
                flow.from = Some(End::Party(from));
                flow.to = Some(End::Party(to));
                other = name;
            }
            // No feeds are made, so that a seed still makes the same register.
            FlowKind::Feed => {}
        }
        flow.carries = match self.rng.u32(..100) {
            0..17 => Recorded::NotRecorded,
            17..24 => Recorded::Value(Scope::all()),
            _ => {
                flow.and_more = percent(&mut self.rng, 6);
                Recorded::Value(Scope::These(self.items()))
            }
        };
        flow.people = self.yes(25, |making| making.people(1));
        flow.purpose = self.yes(40, |_| "p1".to_owned());
        flow.method = self.yes(30, |making| {
            (*one(&mut making.rng, words::METHODS)).to_owned()
        });
        flow.frequency = self.yes(30, |making| {
            (*one(&mut making.rng, words::FREQUENCIES)).to_owned()
        });
        if percent(&mut self.rng, 6) {
            flow.when = Some("with permission".into());
        }
        if percent(&mut self.rng, 25) {
            flow.evidence = Some(format!(
                "Where it is needed to support you, data is exchanged with {other}, who must keep it safe."
            ));
        }
        flow
    }

    /// Which data a flow lists: some of what the activity is about, now and then a broader category.
    fn items(&mut self) -> Vec<DataId> {
        let n = (1 + self.rng.usize(..7) + self.rng.usize(..6)).min(self.about.len());
        let start = self.rng.usize(..self.about.len());
        let mut items: Vec<DataId> = Vec::with_capacity(n);
        for at in start..start + n {
            let category = &self.all.catalogues.data[self.about[at % self.about.len()]];
            let broader = category
                .broader
                .as_ref()
                .filter(|_| percent(&mut self.rng, 3));
            let item = broader.unwrap_or(&category.id);
            if !items.contains(item) {
                items.push(item.clone());
            }
        }
        items
    }

    /// A body from anywhere, or one of those near the authority.
    pub(super) fn body(&mut self) -> (PartyId, String, Option<Country>) {
        let n_bodies = self.all.catalogues.bodies.len() - 3;
        let at = if percent(&mut self.rng, 55) {
            self.all.bodies.draw(&mut self.rng)
        } else {
            let home = self.number % self.all.plan.n_authorities * words::BODY_TYPES.len();
            (home + self.all.near.draw(&mut self.rng)) % n_bodies
        };
        self.all.catalogues.bodies[at].clone()
    }

    /// A body, or one time in five a supplier.
    fn receiver(&mut self) -> (PartyId, String, Option<Country>) {
        if !percent(&mut self.rng, 20) {
            return self.body();
        }
        let (party, name) = &self.all.catalogues.suppliers[self.all.suppliers.draw(&mut self.rng)];
        (party.clone(), name.clone(), None)
    }

    /// A shared system, one from anywhere, or one of those the authority has.
    fn system(&mut self) -> usize {
        let n_systems = self.all.catalogues.systems.len();
        if percent(&mut self.rng, 35) {
            return self.all.systems.draw(&mut self.rng);
        }
        let home = self.number % self.all.plan.n_authorities * 37;
        (home + N_SHARED + self.all.near.draw(&mut self.rng)) % n_systems
    }

    /// The activity of the same authority that this one works with, and the other way round.
    fn partner(&self) -> ActivityId {
        let Plan {
            n_authorities,
            n_activities,
            ..
        } = self.all.plan;
        let partner = if (self.number / n_authorities).is_multiple_of(2) {
            self.number + n_authorities
        } else {
            self.number - n_authorities
        };
        let partner = if partner < n_activities {
            partner
        } else {
            self.number % n_authorities
        };
        id(
            ActivityId::new,
            &name(&self.all.plan, &self.all.catalogues, partner),
        )
    }

    /// The ground and agreement of a flow, and what lets it leave the country.
    fn govern(&mut self, flow: &mut Flow, party: &PartyId, country: Option<&Country>) {
        flow.ground = self.yes(25, |making| {
            (*one(&mut making.rng, words::GROUNDS)).to_owned()
        });
        if percent(&mut self.rng, 60) {
            let agreement = self.all.catalogues.agreement(party);
            flow.agreement = agreement.map_or(Recorded::NotRecorded, Recorded::Value);
        }
        if country.is_some_and(|country| !country.is_uk()) && percent(&mut self.rng, 60) {
            flow.transfer = Recorded::Value(Transfer {
                route: Recorded::Value(code("44A/2/b")),
                instrument: Recorded::Value(code("idta")),
                test: Recorded::Value(self.all.catalogues.transfer_test(self.authority)),
                tested: Recorded::Value(date(&mut self.rng, 2023, 2026)),
                ..Transfer::default()
            });
        }
    }

    /// Puts one of the rare categories into an activity, on a route from a source to a receiver.
    pub(super) fn plant(&mut self, activity: &mut Activity, rare: usize) {
        let item = || id(DataId::new, RARE[rare].0);
        let party = |(_, name): (&str, &str)| Some(End::Party(id(PartyId::new, name)));
        let carries = || Recorded::Value(Scope::These(vec![item()]));
        let shared = &self.all.catalogues.systems[rare % N_SHARED].0;
        let add = |list: &mut Recorded<Vec<Flow>>, flow: Flow| match list {
            Recorded::Value(flows) => flows.push(flow),
            other => *other = Recorded::Value(vec![flow]),
        };
        if let Recorded::Value(data) = &mut activity.data {
            data.push(item());
        }
        add(
            &mut activity.source,
            Flow {
                from: party(RARE_SOURCE),
                carries: carries(),
                ..Flow::default()
            },
        );
        add(
            &mut activity.recipient,
            Flow {
                to: party(RARE_RECIPIENT),
                carries: carries(),
                through: Recorded::Value(shared.clone()),
                ..Flow::default()
            },
        );
        add(
            &mut activity.onward,
            Flow {
                from: party(RARE_RECIPIENT),
                to: party(RARE_RECEIVER),
                carries: carries(),
                evidence: Some(
                    "The eye service may pass scans on for research, with permission.".into(),
                ),
                ..Flow::default()
            },
        );
    }
}
