//! Where is it held: which systems, run by whom, in which countries?

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::json;

use crate::model::{
    Activity, ActivityId, Country, DataId, Kind, OneOrMany, Recorded, Register, Retention, Scope,
    SystemId,
};

use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::best::Best;
use super::follow::{Following, Path};
use super::gap::{Gap, NotRecorded};
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::kept::purpose_of;
use super::node::Place;
use super::query::{CountryFilter, FlowQuery, Followed};
use super::receiver::InActivity;
use super::route::RouteStep;
use super::thing::Thing;
use super::trace::{Trace, is_before, kept};
use super::uncertain::{Uncertain, doubts};

/// One system that holds the data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Holding {
    /// The system.
    pub system: Thing,
    /// Who runs it.
    pub operator: Recorded<Thing>,
    /// Where it is hosted, ISO 3166.
    pub hosted_in: Recorded<OneOrMany<Country>>,
    /// How sure it is.
    pub certainty: Certainty,
    /// The categories it holds, the one asked about or narrower ones.
    pub data: BTreeSet<DataId>,
    /// In which activities, and how surely in each.
    #[serde(flatten)]
    pub in_activities: HeldIn,
    /// How long these activities keep this data there: the rules that apply to it in this system.
    pub retention: Vec<KeptFor>,
    /// The activities that record that there is no time limit.
    #[serde(skip)]
    pub without_limit: BTreeSet<ActivityId>,
    /// How to find a person in it.
    pub search: Recorded<String>,
    /// The best route.
    pub route: Vec<RouteStep>,
}

/// In which activities a system holds the data, in the order of their ids, and how surely in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldIn(BTreeMap<InActivity, Certainty>);

impl HeldIn {
    /// The activities, each with how sure it is.
    pub fn iter(&self) -> impl Iterator<Item = (&InActivity, Certainty)> {
        self.0.iter().map(|(activity, by)| (activity, *by))
    }

    fn note(&mut self, activity: InActivity, certainty: Certainty) {
        let best = self.0.entry(activity).or_insert(certainty);
        *best = certainty.min(*best);
    }
}

impl Serialize for HeldIn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let activities: Vec<&ActivityId> = self.iter().map(|(activity, _)| &activity.id).collect();
        let by_activity = self.iter().map(|(activity, certainty)| {
            json!({ "activity": activity.id, "certainty": certainty, "draft": activity.is_draft })
        });
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("activities", &activities)?;
        map.serialize_entry("by_activity", &by_activity.collect::<Vec<_>>())?;
        map.end()
    }
}

/// The fields of a retention rule that answers did not always have.
const LATER: [&str; 3] = ["systems", "people", "purpose"];

/// A retention rule as an answer shows it; in JSON every field is there, null where it is not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFor {
    /// The rule.
    pub rule: Retention,
    /// What the purpose is for that it names.
    pub purpose: Option<String>,
    /// The activities whose rule it is, in the order of their ids.
    pub activities: BTreeSet<ActivityId>,
}

impl Serialize for KeptFor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let recorded = serde_json::to_value(&self.rule).map_err(serde::ser::Error::custom)?;
        // Those that came later are left out where they are not recorded.
        let is_there = |name| recorded.get(name).is_some() || !LATER.contains(&name);
        let fields = Retention::FIELDS.iter().copied().flatten();
        let fields = fields.filter(|field| is_there(field.name));
        let fields = fields.map(|field| (field.name, json!(recorded.get(field.name))));
        serializer.collect_map(fields.chain([("activities", json!(self.activities))]))
    }
}

/// What makes one route better than another.
type Rank = ((Certainty, bool, usize), Trace);

/// The search for systems.
pub struct WhereHeld<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<SystemId, (Option<Rank>, Holding)>,
    kept: BTreeMap<SystemId, BTreeMap<ActivityId, Vec<KeptFor>>>,
    having: BTreeSet<ActivityId>,
    /// The activities that have rules.
    ruled: BTreeSet<ActivityId>,
    gaps: Gaps,
    apart: SetApart,
}

impl<'q> WhereHeld<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            kept: BTreeMap::new(),
            having: BTreeSet::new(),
            ruled: BTreeSet::new(),
            gaps: Gaps::default(),
            apart: SetApart::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let part = graph.register;
        let party = self.query.party.as_ref();
        self.apart
            .note(graph, self.query, &mut self.gaps, &|graph, flow| {
                let touched = flow.touches(graph);
                touched.iter().any(|record| record.kind == Kind::System)
                    && party.is_none_or(|whole| whole.is_touched(&touched))
            });
        self.gaps.note_unclassed(graph, self.query);
        // A rule may name data that nothing else does.
        let mut mentioned = graph.mentioned();
        let activities = graph.activities.iter();
        let activities = activities.filter_map(|id| part.activities.get(*id));
        let rules = activities.flat_map(|activity| activity.retention.items());
        let listed = rules.filter_map(|rule| rule.data.value());
        mentioned.extend(listed.flat_map(Scope::listed));
        for followed in self.query.followed(&graph.shared, &mentioned) {
            let following = Following::new(graph, &followed, self.query);
            let best = Best::new(&following, self.query.max_steps, &|_| true);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                let Some(activity) = part.activities.get(node.activity) else {
                    continue;
                };
                if !self.query.covers(node.activity) {
                    continue;
                }
                match node.place {
                    Place::Activity if following.has(index).is_some() => {
                        self.note_activity(node.activity, activity);
                    }
                    Place::System(system) | Place::SystemOfAnEnd(system) => {
                        if let Some(path) = following.held_by(&best, index) {
                            self.note(graph, &following, (system, index), &path, &followed);
                        }
                    }
                    _ => {}
                }
            }
            self.gaps.note_what_hides(&following, self.query);
        }
    }

    fn note_activity(&mut self, id: &ActivityId, activity: &Activity) {
        if self.having.insert(id.clone()) {
            let lacks_retention = activity.retention.is_not_recorded();
            self.gaps
                .note_if(lacks_retention, Gap::Retention, &activity.name);
        }
    }

    fn note<'r>(
        &mut self,
        graph: &FlowGraph<'r>,
        following: &Following<'_, 'r>,
        (id, place): (&'r SystemId, NodeIndex),
        path: &Path,
        followed: &Followed,
    ) {
        let data = followed.id();
        let Some(last) = path.edges.last().map(|edge| &graph.graph[*edge]) else {
            return;
        };
        let system = graph.register.systems.get(id);
        let hosted_in = system.map_or(Recorded::NotRecorded, |system| system.hosted_in.clone());
        let operator = system.map_or(Recorded::NotRecorded, |system| system.operator.clone());
        // Where it is hosted may be the reason why a filter leaves it out.
        let name = graph.name(&id);
        self.gaps
            .note_if(hosted_in.is_not_recorded(), Gap::HostedIn, &name);
        let fits_country = match &self.query.country {
            None => true,
            Some(CountryFilter::NotRecorded) => hosted_in.is_not_recorded(),
            Some(CountryFilter::Is(country)) => hosted_in
                .value()
                .is_some_and(|hosts| hosts.0.contains(country)),
        };
        let fits_party = self.query.party.as_ref().is_none_or(|whole| {
            operator
                .value()
                .is_some_and(|operator| whole.includes(operator))
        });
        if !fits_country || !fits_party || self.query.stated && path.certainty != Certainty::Stated
        {
            return;
        }
        let (held, holding) = self.found.entry(id.clone()).or_insert_with(|| {
            let holding = Holding {
                system: graph.thing(&id),
                operator: match operator {
                    Recorded::Value(operator) => Recorded::Value(graph.thing(&operator)),
                    Recorded::None => Recorded::None,
                    Recorded::NotRecorded => Recorded::NotRecorded,
                },
                hosted_in,
                certainty: path.certainty,
                data: BTreeSet::new(),
                in_activities: HeldIn::default(),
                retention: Vec::new(),
                without_limit: BTreeSet::new(),
                search: system.map_or(Recorded::NotRecorded, |system| system.search.clone()),
                route: Vec::new(),
            };
            (None, holding)
        });
        if path.certainty < holding.certainty {
            holding.certainty = path.certainty;
            holding.data.clear();
        }
        let trace = || graph.trace_of(&path.edges);
        let is_better = held.as_ref().is_none_or(|(best, best_trace)| {
            path.rank() < *best || path.rank() == *best && is_before(&trace(), best_trace)
        });
        if is_better {
            *held = Some((path.rank(), kept(&trace())));
            holding.route = graph.route(following, path);
        }
        if path.certainty == holding.certainty {
            holding.data.extend(data.cloned());
        }
        if let Some(activity) = graph.record(last.activity) {
            let in_activity = InActivity {
                id: last.activity.clone(),
                name: activity.name.clone(),
                is_draft: activity.is_draft(),
            };
            holding.in_activities.note(in_activity, path.certainty);
            if activity.retention.is_none() {
                holding.without_limit.insert(last.activity.clone());
            }
            if !activity.retention.items().is_empty() {
                self.ruled.insert(last.activity.clone());
            }
            let kept = self.kept.entry(id.clone()).or_default();
            let rules = kept.entry(last.activity.clone()).or_default();
            for (_, rule) in graph.kept(place, followed, self.query.people.as_ref()) {
                let rule = KeptFor {
                    purpose: purpose_of(activity, rule).map(str::to_owned),
                    rule: rule.clone(),
                    activities: BTreeSet::from([last.activity.clone()]),
                };
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
    }

    /// Ends the search: the systems, stated before possible; what is uncertain and what is not recorded.
    pub fn finish(mut self) -> (Vec<Holding>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
        let mut holdings: Vec<Holding> = Vec::new();
        for (id, (_, mut holding)) in self.found {
            let kept = self.kept.remove(&id).unwrap_or_default();
            // An activity may have rules, and none for this system.
            let without = kept.iter().filter(|(_, rules)| rules.is_empty());
            let without: BTreeSet<&ActivityId> = without.map(|(activity, _)| activity).collect();
            for (activity, _) in holding.in_activities.iter() {
                let is_without =
                    without.contains(&activity.id) && self.ruled.contains(&activity.id);
                self.gaps
                    .note_if(is_without, Gap::Retention, &activity.name);
            }
            for rule in kept.into_values().flatten() {
                let same = |kept: &&mut KeptFor| {
                    (&kept.rule, &kept.purpose) == (&rule.rule, &rule.purpose)
                };
                match holding.retention.iter_mut().find(same) {
                    Some(kept) => kept.activities.extend(rule.activities),
                    None => holding.retention.push(rule),
                }
            }
            holdings.push(holding);
        }
        holdings.sort_by(|a, b| {
            (a.certainty, &a.system.name, &a.system.id).cmp(&(
                b.certainty,
                &b.system.name,
                &b.system.id,
            ))
        });
        let uncertain = holdings
            .iter()
            .filter(|holding| holding.certainty == Certainty::Possible)
            .map(|holding| Uncertain {
                subject: holding.system.clone(),
                because: doubts(&holding.route),
            })
            .collect();
        (holdings, uncertain, self.gaps.list(), self.apart.list())
    }
}

impl<'r> Following<'_, 'r> {
    /// By what path a system holds what is followed: by the best route to it, or by a feed that it
    /// starts and that names it, where that is surer.
    pub(super) fn held_by(&self, best: &Best<'_, '_, 'r>, system: NodeIndex) -> Option<Path> {
        let reached = best.path(system);
        let holds = self.holds(system);
        let is_surer =
            |holds: Certainty| reached.as_ref().is_none_or(|path| holds < path.certainty);
        if !holds.is_some_and(is_surer) {
            return reached;
        }
        let graph = self.graph();
        let feeds = graph.graph.edges(system).map(|edge| edge.id());
        let feeds = feeds.filter(|edge| graph.is_feed_start(*edge) && self.step(*edge).is_some());
        let paths = feeds.map(|edge| self.path(vec![edge], false));
        paths.min_by_key(Path::rank).or(reached)
    }
}
