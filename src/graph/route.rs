//! Routes as an answer shows them: step by step, with the words each rests on.

use serde::Serialize;

use petgraph::graph::EdgeIndex;

use crate::model::{
    ActivityId, Country, Date, End, Flow, FlowRole, Kind, PartyId, PartyKind, Recorded, Refers,
    Scope, SubProcessor, Transfer,
};

use super::agreement::{Agreement, Between};
use super::allowed::{Allowed, Destination, Under, allowed};
use super::basis::{Basis, bases};
use super::certainty::{Certainty, Doubt};
use super::current::InUse;
use super::edge::Edge;
use super::flow_graph::FlowGraph;
use super::follow::{Following, Path, Step};
use super::gap::Gap;
use super::made::MadeFrom;
use super::node::Place;
use super::receiver_role::ReceiverRole;
use super::serving::is_outside_tasks;
use super::step_kind::StepKind;
use super::thing::Thing;
use super::whereabouts::{Leaving, Whereabouts, countries};

/// One step of a route: what the record says of it, and every judgement about it. Each is made here
/// and nowhere else; questions, tables, pictures and documents show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RouteStep {
    /// The activity that records it.
    pub activity: ActivityId,
    /// What kind of step it is: `store`, `recipient`, `operator`, ...
    #[serde(serialize_with = "as_word")]
    pub kind: StepKind,
    /// The flow's F-number in that activity.
    pub number: Option<usize>,
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// Which data the record says it carries: ids, `"all"`, `"none"`, or null where not recorded.
    pub carries: Recorded<Scope>,
    /// The names of the data that it names.
    #[serde(skip)]
    pub carries_named: Vec<String>,
    /// Those of them that are made from other data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made_from: Vec<MadeFrom>,
    /// How sure the step is.
    pub certainty: Certainty,
    /// Why it is only possible.
    pub because: Option<&'static str>,
    /// In which role the party at its end receives data, if a party does.
    pub role: Option<ReceiverRole>,
    /// Whether the record says that it receives it as a controller on its own account.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub on_own_account: bool,
    /// Whether its end is one legal person with whose register this is.
    pub is_ours: bool,
    /// Where its end receives, ISO 3166, and whose country that is: null where not recorded.
    #[serde(rename = "where")]
    pub whereabouts: Whereabouts,
    /// Where the system that the data passes on its way to a party is hosted, ISO 3166.
    pub hosted_in: Whereabouts,
    /// Whether data leaves the UK with it.
    pub leaves_uk: Leaving,
    /// What allows it to leave; nothing where it does not.
    pub allowed: Option<Allowed>,
    /// Who makes the transfer, where it leaves: whose activity it is, or who engages or hands on.
    pub transferred_by: Option<Thing>,
    /// What the record says of the transfer.
    pub transfer: Recorded<Transfer>,
    /// The agreement under which it stands on the day.
    pub agreement: Agreement,
    /// The basis or gateway for it.
    pub ground: Recorded<String>,
    /// The lawful bases on which it rests: of its purpose, or of all the activity's where it names none.
    pub basis: Vec<Basis>,
    /// Its first day.
    pub begins: Recorded<Date>,
    /// Its last day.
    pub ends: Recorded<Date>,
    /// What is not recorded of it, as codes.
    pub gaps: Vec<Gap>,
    /// When or on what condition it happens.
    pub when: Option<String>,
    /// The words it rests on.
    pub evidence: Option<String>,
}

impl RouteStep {
    /// Whether it is only possible because that its start has the data is.
    pub fn is_as_sure_as_its_start(&self) -> bool {
        self.because == Some(Doubt::StartPossible.clause())
    }

    /// The legal gateway for it in words; nothing where none is recorded and a lawful basis is, or
    /// none of ours is to be expected.
    pub fn gateway(&self) -> Option<String> {
        match &self.ground {
            Recorded::Value(ground) => Some(ground.clone()),
            Recorded::None => Some(Recorded::<()>::NONE.to_owned()),
            Recorded::NotRecorded => self
                .gaps
                .contains(&Gap::Basis)
                .then(|| "not recorded".to_owned()),
        }
    }

    /// Whether it is the way of a flow into a system that the flow passes: what is recorded of the
    /// flow speaks of its end.
    pub fn is_into_what_it_passes(&self) -> bool {
        self.to.kind == Kind::System && !matches!(self.kind, StepKind::Store)
    }

    /// The countries in which its end receives, each once.
    pub fn countries(&self) -> Vec<Country> {
        countries(&self.whereabouts)
    }

    /// The names of the data that it names, each with what it is made from.
    pub fn data_in_words(&self) -> String {
        let names = self.carries_named.iter();
        let names: Vec<String> = names
            .map(|name| MadeFrom::named(&self.made_from, name))
            .collect();
        names.join(", ")
    }

    /// Whether a lawful basis is recorded for it.
    pub fn has_basis(&self) -> bool {
        self.basis.iter().any(Basis::is_recorded)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn as_word<S: serde::Serializer>(kind: &StepKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.word())
}

impl<'r> FlowGraph<'r> {
    /// A record as an answer names it.
    pub(super) fn thing(&self, record: &(impl Refers + ?Sized)) -> Thing {
        Thing {
            kind: record.kind(),
            id: record.id().to_owned(),
            name: self.name(record),
        }
    }

    /// The steps of a path.
    pub(super) fn route(&self, following: &Following<'_, 'r>, path: &Path) -> Vec<RouteStep> {
        let mut steps: Vec<RouteStep> = Vec::new();
        for index in &path.edges {
            self.steps_of(following, *index, &mut steps);
        }
        if let Some(first) = steps.first_mut().filter(|_| path.is_unfinished) {
            first.certainty = Certainty::Possible;
            first.because = Some(Doubt::SearchStopped.clause());
            first.gaps.push(Gap::SearchStopped);
        }
        steps
    }

    /// Adds the steps for which an edge stands: that of the flow, or to whoever runs the system, and
    /// then each engagement.
    fn steps_of(
        &self,
        following: &Following<'_, 'r>,
        index: EdgeIndex,
        steps: &mut Vec<RouteStep>,
    ) {
        let edge = &self.graph[index];
        let Some(engagement) = edge.engagement.clone() else {
            steps.extend(self.step_along(following, index));
            return;
        };
        if let Some(below) = edge.rests_on {
            // The way to whoever engages is as sure as the flow or system by which it has the data.
            let last = steps.len();
            self.steps_of(following, below, steps);
            debug_assert!(
                steps.len() > last,
                "an engagement rests on a step that is taken"
            );
        }
        let n_links = engagement.links_on_the_way().len();
        // The first of those on the way is the one who engages, whose step was told.
        let first = engagement.first_place() + usize::from(edge.rests_on.is_some());
        for place in first..engagement.first_place() + n_links {
            let step = self.step_of_link(following, index, place);
            steps.extend(self.step_between(index, step, Some(place)));
        }
    }

    /// One edge as the step of a route: of an engagement its last link.
    pub(super) fn step_along(
        &self,
        following: &Following<'_, 'r>,
        index: EdgeIndex,
    ) -> Option<RouteStep> {
        let step = self.sureness(following, index)?;
        self.step_as_sure(index, step)
    }

    /// How sure the step of an edge is, if it carries the data: of an engagement its last link.
    pub(super) fn sureness(&self, following: &Following<'_, 'r>, index: EdgeIndex) -> Option<Step> {
        let step = following.step(index)?;
        Some(match &self.graph[index].engagement {
            None => step,
            Some(engagement) => self.step_of_link(following, index, engagement.last_place()),
        })
    }

    /// The step of an edge with every judgement, where it is so sure.
    pub(super) fn step_as_sure(&self, index: EdgeIndex, step: Step) -> Option<RouteStep> {
        let engagement = self.graph[index].engagement.as_ref();
        self.step_between(index, step, engagement.map(|it| it.last_place()))
    }

    /// How sure one link of an engagement is: as sure as the way to the processor, up to the link
    /// from which on the record leaves it open.
    fn step_of_link(&self, following: &Following<'_, 'r>, index: EdgeIndex, place: usize) -> Step {
        let edge = &self.graph[index];
        let doubt = edge.engagement.as_ref().and_then(|it| it.doubt);
        if let Some((first, doubt)) = doubt
            && place >= first
        {
            return Step::Possible(doubt);
        }
        // For a system that only a possible route passes.
        if !edge.passed().is_empty()
            && place == edge.engagement.as_ref().map_or(place, |it| it.last_place())
            && let Some(step) = following.step(index)
        {
            return step;
        }
        let before = match edge.rests_on {
            Some(below) => following.step(below).map(Step::certainty),
            None => following.has(edge.anchor),
        };
        match before {
            Some(Certainty::Stated) => Step::Stated,
            Some(Certainty::Possible) | None => Step::Possible(Doubt::StartPossible),
        }
    }

    /// The step of an edge, or of one link of the engagement it stands for, with every judgement.
    fn step_between(&self, index: EdgeIndex, step: Step, link: Option<usize>) -> Option<RouteStep> {
        let edge = &self.graph[index];
        let (from, to) = self.graph.edge_endpoints(index)?;
        let engagement = edge.engagement.as_ref();
        let link = link.and_then(|place| Some((place, engagement?.link(place)?)));
        let place = link.map_or(self.at(to).place, |(_, link)| Place::Party(link.party));
        let engaged = link.and_then(|(_, link)| link.entry);
        let engager = link.and_then(|(place, _)| engagement?.engager_of(place));
        let from = match (engager, link) {
            (Some(engager), Some((place, _))) if engagement?.is_on_the_way(place - 1) => {
                self.thing(&engager)
            }
            _ => self.thing(self.at(from).record()),
        };
        let doubt = match step {
            Step::Stated => None,
            Step::Possible(doubt) => Some(doubt),
        };
        let flow = edge.flow.map(|(_, flow)| flow);
        let words = flow.or_else(|| Self::flow_below(edge));
        let whereabouts = self.ends_in(place, engaged);
        let leaves_uk = self.leaves(place, &whereabouts, edge, engaged);
        let ends_its_flow = Self::ends_its_flow(edge);
        let transfer = if ends_its_flow {
            edge.transfer(engaged)
        } else {
            Recorded::NotRecorded
        };
        let activity = self.activity_of(edge)?;
        let served = self.flows_served(edge);
        let in_use = flow.map(|flow| InUse::of_flow(activity, flow));
        let role = match place {
            Place::Party(party) if edge.kind != StepKind::Source => match engager {
                Some(_) => Some(self.role_in(edge.serving(), party, None, edge.kind, engager)),
                None => self.role(party, edge),
            },
            Place::People(_) => {
                let received = self.receive_of_others(index);
                received.map(|_| ReceiverRole::Recipient)
            }
            _ => None,
        };
        let exporter = match edge.kind {
            StepKind::SubProcessor => engager,
            StepKind::Onward => match flow.and_then(|flow| flow.from.as_ref()) {
                Some(End::Party(party)) => Some(party),
                _ => None,
            },
            _ => self.own_in(edge.serving()).next(),
        };
        let allowed = (leaves_uk == Leaving::Yes).then(|| {
            let under = if activity.is_law_enforcement() {
                Under::Part3
            } else {
                let in_its_tasks =
                    |party| self.is_public_authority(party) && !is_outside_tasks(activity, &served);
                Under::UkGdpr {
                    is_public_authority: exporter.is_some_and(in_its_tasks),
                }
            };
            let destination = match place {
                Place::Party(party) if self.is_international(party) => {
                    Destination::InternationalOrganisation(self.name(&party))
                }
                _ => Destination::Countries(countries(&whereabouts)),
            };
            allowed(&transfer, destination, under, self.on)
        });
        let named = flow.and_then(|flow| flow.carries.value());
        let named = named.map_or(&[][..], Scope::listed).iter();
        let named = named.filter(|id| self.is_personal(id));
        let agreement = self.agreement_of(edge, place, role, engager.zip(engaged));
        let mut step = RouteStep {
            activity: edge.activity.clone(),
            kind: edge.kind,
            number: edge.flow.map(|(number, _)| number),
            from,
            to: match link {
                Some((_, link)) => self.thing(&link.party),
                None => self.thing(self.at(to).record()),
            },
            carries: flow.map_or(Recorded::Value(Scope::all()), |flow| self.carries(flow)),
            carries_named: named.clone().map(|id| self.name(&id)).collect(),
            made_from: self.made_from(named),
            certainty: step.certainty(),
            because: doubt.map(Doubt::clause),
            role,
            on_own_account: role.is_some() && link.is_none() && edge.is_on_own_account(),
            is_ours: matches!(place, Place::Party(party) if self.is_ours(party)),
            hosted_in: self.hosting(edge, place),
            whereabouts,
            leaves_uk,
            transferred_by: allowed
                .as_ref()
                .and(exporter)
                .map(|party| self.thing(&party)),
            allowed,
            transfer,
            agreement,
            ground: flow.map_or(Recorded::NotRecorded, |flow| flow.ground.clone()),
            basis: bases(activity, &served),
            begins: engaged.map_or_else(
                || in_use.map_or(Recorded::NotRecorded, |in_use| in_use.begins.clone()),
                |engaged| engaged.begins.clone(),
            ),
            ends: engaged.map_or_else(
                || in_use.map_or(Recorded::NotRecorded, |in_use| in_use.ends.clone()),
                |engaged| engaged.ends.clone(),
            ),
            gaps: Vec::new(),
            when: flow.and_then(|flow| self.when_of(edge.activity, flow)),
            evidence: words.and_then(|flow| flow.evidence.clone()),
        };
        step.gaps = self.gaps_of_step(&step, place);
        Some(step)
    }

    /// The flow whose words stand for an edge that has none: that by which data is handed on.
    fn flow_below(edge: &Edge<'r>) -> Option<&'r Flow> {
        let flows = edge
            .by_flows
            .iter()
            .filter(|_| edge.kind == StepKind::HandsOn);
        flows.map(|(_, flow)| *flow).next()
    }

    /// Where the system is hosted by which data comes to a party.
    fn hosting(&self, edge: &Edge<'r>, place: Place<'r>) -> Whereabouts {
        let from = match (edge.kind, place) {
            (StepKind::SubProcessor, _) => None,
            (_, Place::Party(_)) => Some(self.at(edge.anchor).place),
            _ => None,
        };
        match from {
            Some(Place::System(system) | Place::SystemOfAnEnd(system)) => self.system_is_in(system),
            _ => Recorded::NotRecorded,
        }
    }

    /// Whether a party, or the body it is part of, is a public authority.
    pub fn is_public_authority(&self, party: &PartyId) -> bool {
        self.persons().up(party).any(|one| {
            let record = self.register.parties.get(one);
            record.is_some_and(|record| record.kind == Recorded::Value(PartyKind::PublicAuthority))
        })
    }

    /// The agreement under which a step stands: with the party at its end, with whoever runs the
    /// system in which data is stored, or, of what comes in, with whoever gives it.
    fn agreement_of(
        &self,
        edge: &Edge<'r>,
        place: Place<'r>,
        role: Option<ReceiverRole>,
        engaged: Option<(&'r PartyId, &'r SubProcessor)>,
    ) -> Agreement {
        let flow = edge.flow.map(|(_, flow)| flow);
        let role_of = |party: &PartyId, kind: StepKind, said: Option<FlowRole>| {
            self.role_in(edge.serving(), party, said, kind, None)
        };
        let (far_end, role) = match (edge.kind, place) {
            (StepKind::Source, _) => match flow.and_then(|flow| flow.from.as_ref()) {
                // Its role speaks of whoever runs the system by way of which it comes.
                Some(End::Party(party)) => (party, role_of(party, StepKind::Source, None)),
                _ => return Agreement::default(),
            },
            (StepKind::Store | StepKind::Feed, Place::System(system)) => {
                match self.operator(system) {
                    Some(operator) => {
                        let said = flow.and_then(|flow| flow.role);
                        (operator, role_of(operator, StepKind::Operator, said))
                    }
                    None => return self.cited_alone(flow),
                }
            }
            (_, Place::Party(party)) => match role {
                Some(role) => (party, role),
                None => return Agreement::default(),
            },
            // The first step of a flow through a system is told with its end.
            (
                StepKind::Recipient | StepKind::Onward,
                Place::System(_) | Place::SystemOfAnEnd(_),
            ) => match flow.and_then(|flow| flow.to.as_ref()) {
                Some(End::Party(party)) => (party, role_of(party, edge.kind, edge.said)),
                _ => return Agreement::default(),
            },
            _ => return Agreement::default(),
        };
        if self.is_people(far_end) {
            return self.cited_alone(flow);
        }
        let cited = match (engaged, flow) {
            (Some((_, entry)), _) => vec![&entry.agreement],
            (None, Some(flow)) => vec![&flow.agreement],
            (None, None) => edge
                .by_flows
                .iter()
                .filter(|(_, flow)| {
                    flow.system.is_some() || matches!(flow.to, Some(End::System(_)))
                })
                .map(|(_, flow)| &flow.agreement)
                .collect(),
        };
        self.agreement(&Between {
            serving: edge.serving(),
            far_end,
            role,
            engaged_by: engaged
                .map(|(engager, _)| engager)
                .filter(|engager| !self.is_own_in(edge.serving(), engager)),
            cited,
        })
    }

    /// Whether a party is people or the public, with whom no agreement is to be expected.
    pub(super) fn is_people(&self, party: &PartyId) -> bool {
        let record = self.register.parties.get(party);
        let kind = record.and_then(|record| record.kind.value());
        matches!(kind, Some(PartyKind::Group | PartyKind::Public))
    }

    /// What a flow cites where nobody is known with whom an agreement would be.
    fn cited_alone(&self, flow: Option<&'r Flow>) -> Agreement {
        let cited = flow.map_or(&Recorded::NotRecorded, |flow| &flow.agreement);
        Agreement {
            is_expected: false,
            found: match cited {
                Recorded::NotRecorded => Recorded::NotRecorded,
                Recorded::None => Recorded::None,
                Recorded::Value(id) => Recorded::Value(vec![self.cited_by_nobody(id)]),
            },
            better: None,
        }
    }

    /// Through whom a path leads: other parties, and systems that are not the controller's own.
    pub(super) fn through(&self, path: &Path) -> Vec<Thing> {
        let mut through: Vec<Thing> = Vec::new();
        for (position, index) in path.edges.iter().enumerate() {
            let Some((from, _)) = self.graph.edge_endpoints(*index) else {
                continue;
            };
            let edge = &self.graph[*index];
            let start = self.at(from);
            let is_through = match start.place {
                Place::Activity | Place::OtherActivity(_) => false,
                Place::System(id) | Place::SystemOfAnEnd(id) => {
                    !self.is_own_system(edge.activity, id)
                }
                Place::Party(id) => match position.checked_sub(1) {
                    Some(before) => !self.is_inside_by(id, &self.graph[path.edges[before]]),
                    None => !self.is_own_in(edge.serving(), id),
                },
                Place::People(_) => position > 0,
            };
            if is_through {
                through.push(self.thing(start.record()));
            }
            through.extend(
                edge.chain()
                    .filter(|processor| !self.is_own_in(edge.serving(), processor))
                    .map(|processor| self.thing(&processor)),
            );
        }
        let mut seen = std::collections::BTreeSet::new();
        through.retain(|thing| seen.insert((thing.kind, thing.id.clone())));
        through
    }
}
