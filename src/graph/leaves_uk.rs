//! What leaves the UK, and under what safeguard?

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::law;
use crate::model::{ActivityId, Country, DataId, Date, Recorded, Register, Transfer};

use super::certainty::Certainty;
use super::flow_graph::{FlowGraph, Place};
use super::follow::Following;
use super::gaps::{Gap, Gaps, NotRecorded};
use super::query::FlowQuery;
use super::receiver::InActivity;
use super::route::{RouteStep, Uncertain};
use super::step_kind::StepKind;

/// One step that leaves the UK, or goes on beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Departure {
    /// The activity.
    pub activity: InActivity,
    /// Where it goes, ISO 3166; not recorded where it only follows one that left.
    pub country: Recorded<Vec<Country>>,
    /// Whether it goes on from a place abroad.
    pub is_beyond: bool,
    /// The categories that go, the one asked about or narrower ones; all mentioned ones where none is asked about.
    pub data: Vec<DataId>,
    /// What allows it.
    pub allowed: Allowed,
    /// The step; its certainty is about the data asked about, or any data.
    #[serde(flatten)]
    pub step: RouteStep,
}

/// What allows a transfer, as far as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Allowed {
    /// What the record says, in words.
    pub recorded: String,
    /// Whether the country is approved by regulations on the day (Article 45A), in words.
    pub approval: Option<String>,
    /// Whether nothing is recorded where something must be.
    pub is_missing: bool,
}

/// The search for what leaves the UK.
pub struct LeavesUk<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<(ActivityId, Option<usize>, StepKind, String, String), Departure>,
    gaps: Gaps,
}

impl<'q> LeavesUk<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            gaps: Gaps::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in FlowGraph::each(part, &self.query.not_through) {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let part = graph.register;
        for followed in self.query.followed(part, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            let abroad: Vec<NodeIndex> = graph
                .graph
                .edge_references()
                .filter(|edge| following.step(edge.id()).is_some())
                .filter(|edge| !FlowGraph::is_outside_source(edge.weight()))
                .filter(|edge| !graph.abroad(edge.id()).is_empty())
                .map(|edge| edge.target())
                .collect();
            let beyond = following.beyond(&abroad, false);
            for edge in graph.graph.edge_references() {
                let Some(step) = following.step(edge.id()) else {
                    continue;
                };
                if FlowGraph::is_outside_source(edge.weight())
                    || !self.query.covers(edge.weight().activity)
                {
                    continue;
                }
                let countries = graph.abroad(edge.id());
                let is_beyond = countries.is_empty()
                    && beyond[edge.source().index()].is_some()
                    && !graph.is_at_home(edge.id());
                if countries.is_empty() && !is_beyond
                    || self.query.stated && step.certainty() != Certainty::Stated
                {
                    continue;
                }
                let fits = match (&self.query.country, countries.as_slice()) {
                    (None, _) => true,
                    (Some(super::CountryFilter::Is(country)), list) => list.contains(country),
                    (Some(super::CountryFilter::NotRecorded), list) => {
                        list.iter().all(|country| *country == Country::OutsideUk)
                    }
                };
                let to = graph.at(edge.target());
                let fits_party = self
                    .query
                    .party
                    .as_ref()
                    .is_none_or(|whole| match to.place {
                        Place::Party(party) => whole.parts.contains(party),
                        _ => false,
                    });
                if fits && fits_party {
                    self.note(
                        graph,
                        &following,
                        edge.id(),
                        countries,
                        is_beyond,
                        followed.id(),
                    );
                }
            }
        }
    }

    fn note<'r>(
        &mut self,
        graph: &FlowGraph<'r>,
        following: &Following<'_, 'r>,
        edge: EdgeIndex,
        countries: Vec<Country>,
        is_beyond: bool,
        data: Option<&DataId>,
    ) {
        let Some(step) = graph.step_along(following, edge) else {
            return;
        };
        let activity = graph.graph[edge].activity;
        let name = graph.name(&activity.reference());
        let is_draft = graph
            .register
            .activities
            .get(activity)
            .is_some_and(crate::model::Activity::is_draft);
        let key = (
            activity.clone(),
            step.number,
            step.kind,
            step.from.id.clone(),
            step.to.id.clone(),
        );
        let allowed = allowed(&step.transfer, &countries, self.query.on);
        let label = step.number.map_or_else(
            || step.to.name.clone(),
            |number| format!("{name} F{number}, to {}", step.to.name),
        );
        self.gaps.note_if(allowed.is_missing, Gap::Transfer, &label);
        self.gaps
            .note_if(step.carries.is_not_recorded(), Gap::FlowData, &label);
        self.gaps.note_if(
            countries.is_empty() || countries.contains(&Country::OutsideUk),
            Gap::Country,
            &step.to.name,
        );
        let held = self.found.entry(key).or_insert_with(|| Departure {
            activity: InActivity {
                id: activity.clone(),
                name,
                is_draft,
            },
            country: if countries.is_empty() {
                Recorded::NotRecorded
            } else {
                Recorded::Value(countries)
            },
            is_beyond,
            data: Vec::new(),
            allowed,
            step: step.clone(),
        });
        if step.certainty < held.step.certainty {
            held.step = step.clone();
            held.data.clear();
        }
        if let Some(data) = data.filter(|_| step.certainty == held.step.certainty)
            && let Err(place) = held.data.binary_search(data)
        {
            held.data.insert(place, data.clone());
        }
    }

    /// Ends the search: what leaves, stated before possible; what is uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Departure>, Vec<Uncertain>, Vec<NotRecorded>) {
        let mut departures: Vec<Departure> = self.found.into_values().collect();
        departures.sort_by_key(|departure| departure.step.certainty);
        let uncertain = departures
            .iter()
            .filter_map(|departure| {
                let because = departure.step.because?;
                let number = departure
                    .step
                    .number
                    .map_or_else(String::new, |number| format!(" (F{number})"));
                Some(Uncertain {
                    subject: departure.step.to.clone(),
                    because: format!("{because}{number}"),
                })
            })
            .collect();
        (departures, uncertain, self.gaps.list())
    }
}

/// What allows a transfer, by the record and by the approvals of the day.
fn allowed(transfer: &Recorded<Transfer>, countries: &[Country], on: Date) -> Allowed {
    let approvals: Vec<String> = countries
        .iter()
        .map(
            |country| match (country, law::approval(country.as_str(), on)) {
                (Country::OutsideUk, _) => {
                    "country not recorded, so approval cannot be told".to_owned()
                }
                (country, Some(approved)) => {
                    let limit = approved
                        .limit
                        .as_ref()
                        .map_or_else(String::new, |limit| format!(", but only: {limit}"));
                    let doubt = if approved.entry.confirmed {
                        ""
                    } else {
                        " (not confirmed)"
                    };
                    format!(
                        "{} approved by regulations (Article 45A){limit}{doubt}",
                        country.name()
                    )
                }
                (country, None) => format!("{} not approved by regulations", country.name()),
            },
        )
        .collect();
    let is_fully_approved = !countries.is_empty()
        && countries.iter().all(|country| {
            law::approval(country.as_str(), on).is_some_and(|approved| !approved.is_partial())
        });
    let recorded = match transfer {
        Recorded::NotRecorded => "not recorded".to_owned(),
        Recorded::None => "none".to_owned(),
        Recorded::Value(transfer) => {
            let code =
                |vocabulary: &str, code: &Recorded<crate::model::LawCode>| -> Option<String> {
                    let code = code.value()?.as_str();
                    let title = law::vocabulary(vocabulary)
                        .and_then(|list| list.entry(code))
                        .map(|entry| entry.title.as_str());
                    Some(title.map_or_else(|| code.to_owned(), |title| format!("{title} ({code})")))
                };
            let parts: Vec<String> = [
                code("transfer-route", &transfer.route),
                code("safeguard", &transfer.instrument),
                code("derogation", &transfer.derogation),
            ]
            .into_iter()
            .flatten()
            .collect();
            if parts.is_empty() {
                "not recorded".to_owned()
            } else {
                parts.join("; ")
            }
        }
    };
    let says_nothing = recorded == "not recorded" || transfer.is_none();
    Allowed {
        is_missing: says_nothing && !is_fully_approved,
        recorded,
        approval: (!approvals.is_empty()).then(|| approvals.join("; ")),
    }
}

impl FlowGraph<'_> {
    /// The countries outside the UK in which an edge ends.
    fn abroad(&self, edge: EdgeIndex) -> Vec<Country> {
        self.countries(edge)
            .into_iter()
            .filter(|country| !country.is_uk())
            .collect()
    }

    /// Whether an edge is recorded to end in the UK.
    fn is_at_home(&self, edge: EdgeIndex) -> bool {
        let countries = self.countries(edge);
        !countries.is_empty() && countries.iter().all(Country::is_uk)
    }

    fn countries(&self, edge: EdgeIndex) -> Vec<Country> {
        let Some((_, to)) = self.graph.edge_endpoints(edge) else {
            return Vec::new();
        };
        match self.at(to).place {
            Place::System(id) => self
                .register
                .systems
                .get(id)
                .and_then(|system| system.hosted_in.value())
                .map_or_else(Vec::new, |hosts| hosts.0.clone()),
            Place::Party(_) => self.country(edge).value().cloned().into_iter().collect(),
            Place::Activity | Place::OtherActivity(_) | Place::People(_) => Vec::new(),
        }
    }
}
