//! Who receives what, which flow carries what and which system has what: for every category at once.
//!
//! What is told here is what the questions answer, row by row: of a category and everything
//! narrower, the best route counts. Categories of which an activity says nothing of their own fare
//! as any other below the same names does, so each is followed only once.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{ActivityId, Data, DataId, Kind, SystemId};

use super::certainty::Certainty;
use super::edge::Edge;
use super::flow_graph::FlowGraph;
use super::follow::best::Best;
use super::follow::{Following, Path, Step};
use super::node::Place;
use super::query::{FlowQuery, Followed};
use super::receiver_role::ReceiverRole;
use super::trace::Traced;

/// The categories of data as a tree.
#[derive(Clone, Debug, Default)]
pub struct DataTree {
    nodes: BTreeMap<DataId, Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// It and everything narrower.
    family: BTreeSet<DataId>,
    /// Everything strictly broader.
    above: BTreeSet<DataId>,
    /// What may include it, by its class.
    including: BTreeSet<DataId>,
    /// Whether it is recorded to be no personal data.
    is_not_personal: bool,
}

impl DataTree {
    /// The tree of a whole catalogue.
    pub fn new(catalogue: &BTreeMap<DataId, Data>) -> Self {
        let mut nodes: BTreeMap<DataId, Node> = BTreeMap::new();
        for id in catalogue.keys() {
            let above = super::special::broader_than(catalogue, id);
            for whole in above.iter().chain([id]) {
                let family = &mut nodes.entry(whole.clone()).or_default().family;
                family.extend([whole.clone(), id.clone()]);
            }
            let node = nodes.entry(id.clone()).or_default();
            node.above = above;
            node.including = super::special::including(catalogue, id);
            node.is_not_personal = super::special::is_not_personal(catalogue, id);
        }
        Self { nodes }
    }

    fn is_personal(&self, id: &DataId) -> bool {
        self.nodes.get(id).is_none_or(|node| !node.is_not_personal)
    }

    fn above(&self, id: &DataId) -> impl Iterator<Item = &DataId> {
        self.nodes.get(id).into_iter().flat_map(|node| &node.above)
    }

    /// What may include a category, by its class.
    fn including(&self, id: &DataId) -> impl Iterator<Item = &DataId> {
        self.nodes
            .get(id)
            .into_iter()
            .flat_map(|node| &node.including)
    }

    /// The categories that one of some may include, by their classes.
    fn includable(&self, mentioned: &BTreeSet<&DataId>) -> BTreeSet<&DataId> {
        let is_hinted = |node: &Node| node.including.iter().any(|id| mentioned.contains(id));
        let hinted = self.nodes.iter().filter(|(_, node)| is_hinted(node));
        hinted.map(|(id, _)| id).collect()
    }

    /// A category and everything narrower.
    fn family<'t>(&'t self, id: &'t DataId) -> impl Iterator<Item = &'t DataId> {
        let node = self.nodes.get(id);
        // What is in no catalogue has nothing below it.
        let alone = node.is_none().then_some(id);
        alone
            .into_iter()
            .chain(node.into_iter().flat_map(|node| &node.family))
    }
}

/// Which rows are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wants<'w> {
    /// Who receives what.
    pub received: bool,
    /// Whether each route is put into words.
    pub in_words: bool,
    /// Which flow carries what.
    pub carried: bool,
    /// Which system has what.
    pub held: bool,
    /// Which retention rules apply to it there.
    pub kept: bool,
    /// Which step carries what.
    pub stepped: bool,
    /// Only these categories; all where none are given.
    pub data: Option<&'w BTreeSet<DataId>>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row<'r> {
    /// A party, or people whose data it is not, receive a category of data, in an activity and a role.
    Received {
        /// The category: that which is followed to them, or one above it.
        data: &'r DataId,
        /// Who receives it: a party or people, and the id.
        to: (Kind, &'r str),
        /// In which activity.
        activity: &'r ActivityId,
        /// In which role.
        role: ReceiverRole,
        /// How sure the best route is.
        certainty: Certainty,
        /// How many steps the best route has.
        steps: usize,
        /// The best route by the names of its places, where it was asked for.
        path: String,
        /// The category that is followed to them.
        followed: &'r DataId,
    },
    /// A flow carries a category of data.
    Carried {
        /// The category: that which the flow carries, or one above it.
        data: &'r DataId,
        /// The activity that records the flow.
        activity: &'r ActivityId,
        /// The number of the flow.
        number: usize,
        /// How sure it is.
        certainty: Certainty,
        /// Why it is only possible.
        because: Option<&'static str>,
    },
    /// A step carries a category of data, that one itself and no narrower one.
    Stepped {
        /// The category.
        data: &'r DataId,
        /// The activity that records the step.
        activity: &'r ActivityId,
        /// The place of the step in its activity.
        place: usize,
        /// How sure it is.
        certainty: Certainty,
        /// Why it is only possible.
        because: Option<&'static str>,
        /// Whether the activity, or one joined to it, names the category.
        is_named: bool,
    },
    /// A system has a category of data, in the view of an activity.
    Held {
        /// The category: that which it has, or one above it.
        data: &'r DataId,
        /// The system.
        system: &'r SystemId,
        /// The activity.
        activity: &'r ActivityId,
        /// How sure it is.
        certainty: Certainty,
        /// The numbers of the retention rules that apply to it there, where they are asked for.
        kept: BTreeSet<usize>,
    },
    /// The search for a way to a party or system stopped, so that it only possibly has the data.
    Unsettled {
        /// The activity.
        activity: &'r ActivityId,
        /// Its name.
        name: String,
    },
}

/// The rows of a graph, category by category.
pub fn tabulate<'r>(graph: &FlowGraph<'r>, tree: &'r DataTree, wants: Wants<'_>) -> Vec<Row<'r>> {
    let query = FlowQuery::new(graph.on);
    let mut tabulating = Tabulating {
        graph,
        places: Places::new(graph, wants, &query),
        tree,
        wants,
        query: &query,
        told: Vec::new(),
        by_names: BTreeMap::new(),
        rows: Vec::new(),
    };
    tabulating.look();
    tabulating.rows
}

/// What makes one route better than another, ids aside.
type Rank = (Certainty, bool, usize);

/// The best route to a recipient.
struct Way<'r> {
    rank: Rank,
    edges: Vec<EdgeIndex>,
    /// What tells it from others that are as good, once that is asked.
    trace: OnceCell<Vec<Traced<'r>>>,
    /// It by the names of its places, where it was asked for.
    words: String,
}

/// How surely something is carried, and why not more.
type How = (Certainty, Option<&'static str>);

/// What came of following one category, by where in [`Places`] it came.
#[derive(Default)]
struct Told<'r> {
    /// To where the search for a way stopped.
    unsettled: BTreeSet<NodeIndex>,
    received: BTreeMap<(usize, ReceiverRole), Way<'r>>,
    carried: BTreeMap<usize, How>,
    stepped: Vec<(usize, How)>,
    held: BTreeMap<usize, Certainty>,
    kept: BTreeMap<usize, Vec<usize>>,
}

/// Where data can come to in a graph, whatever is followed: sought out once, in the order of ids.
struct Places<'r> {
    recipients: Vec<(&'r ActivityId, (Kind, &'r str), NodeIndex)>,
    systems: Vec<(&'r ActivityId, &'r SystemId, NodeIndex)>,
    flows: Vec<(&'r ActivityId, usize)>,
    /// The flow behind each edge.
    flow_of: Vec<Option<usize>>,
    /// The place of each edge among the steps of its activity.
    steps: Vec<Option<(&'r ActivityId, usize)>>,
    /// The role that each edge gives whom it leads to, and how surely these are recipients.
    roles: Vec<Option<(ReceiverRole, Certainty)>>,
}

impl<'r> Places<'r> {
    fn new(graph: &FlowGraph<'r>, wants: Wants<'_>, query: &FlowQuery) -> Self {
        let mut places = Self {
            recipients: Vec::new(),
            systems: Vec::new(),
            flows: Vec::new(),
            flow_of: Vec::new(),
            steps: Vec::new(),
            roles: Vec::new(),
        };
        for index in graph.graph.node_indices() {
            let node = graph.at(index);
            match node.place {
                Place::Party(party) if wants.received && !graph.is_inside(index, party) => {
                    let to = (Kind::Party, party.as_str());
                    places.recipients.push((node.activity, to, index));
                }
                Place::People(people) if wants.received => {
                    let mut edges = graph.graph.edges_directed(index, Direction::Incoming);
                    if edges.any(|edge| graph.receive_of_others(edge.id()).is_some()) {
                        let to = (Kind::People, people.as_str());
                        places.recipients.push((node.activity, to, index));
                    }
                }
                Place::System(system) | Place::SystemOfAnEnd(system) if wants.held => {
                    places.systems.push((node.activity, system, index));
                }
                _ => {}
            }
        }
        places.recipients.sort_unstable();
        places.systems.sort_unstable();
        if wants.received {
            let edges = graph.graph.edge_references();
            let roles = edges.map(|edge| match graph.at(edge.target()).place {
                Place::Party(_) => Some((graph.role_by(edge.id())?, Certainty::Stated)),
                Place::People(_) => {
                    let certainty = graph.receive_of_others(edge.id())?;
                    Some((ReceiverRole::Recipient, certainty))
                }
                _ => None,
            });
            places.roles = roles.collect();
        }
        if wants.carried {
            let flow = |edge: &Edge<'r>| Some((edge.activity, edge.flow?.0));
            let flows: BTreeSet<_> = graph.graph.edge_weights().filter_map(flow).collect();
            places.flows = flows.into_iter().collect();
            let flow_of = graph
                .graph
                .edge_weights()
                .map(|edge| places.flows.binary_search(&flow(edge)?).ok());
            places.flow_of = flow_of.collect();
        }
        if wants.stepped {
            let anything = Following::new(graph, &Followed::Anything, query);
            let edges = graph.graph.edge_weights();
            places.steps = edges
                .zip(graph.places_of(&anything, query))
                .map(|(edge, place)| Some((edge.activity, place?)))
                .collect();
        }
        places
    }
}

struct Tabulating<'g, 'r, 'w> {
    graph: &'g FlowGraph<'r>,
    places: Places<'r>,
    tree: &'r DataTree,
    wants: Wants<'w>,
    query: &'g FlowQuery,
    told: Vec<Told<'r>>,
    /// What was told of the categories that are not mentioned, by those above them, and those that
    /// may include them, that are.
    by_names: BTreeMap<(Vec<&'r DataId>, Vec<&'r DataId>), usize>,
    rows: Vec<Row<'r>>,
}

impl<'r> Tabulating<'_, 'r, '_> {
    fn look(&mut self) {
        let tree = self.tree;
        let mentioned = self.graph.mentioned();
        // A category matters where it, one above, one below or one that may include it is mentioned.
        let mut relevant: BTreeSet<&'r DataId> = BTreeSet::new();
        let hinted: BTreeSet<&'r DataId> = self.tree.includable(&mentioned);
        for id in mentioned.iter().chain(&hinted) {
            relevant.extend(tree.family(id));
            relevant.extend(tree.above(id));
        }
        let mut places: BTreeMap<&'r DataId, usize> = BTreeMap::new();
        for id in relevant.iter().copied().filter(|id| tree.is_personal(id)) {
            if self.wants.data.is_some_and(|wanted| !wanted.contains(id)) {
                continue;
            }
            let mut followed = vec![id];
            let narrower = tree.family(id);
            let matters = |other: &&DataId| {
                (mentioned.contains(other) || hinted.contains(other)) && tree.is_personal(other)
            };
            followed.extend(narrower.filter(|other| *other != id && matters(other)));
            let mut here: Vec<(&'r DataId, usize)> = Vec::new();
            for id in followed {
                let place = match places.get(id) {
                    Some(place) => Some(*place),
                    None => self.follow(id, &mentioned),
                };
                if let Some(place) = place {
                    places.insert(id, place);
                    here.push((id, place));
                }
            }
            if let Some((_, place)) = here.first().filter(|(first, _)| *first == id) {
                self.add_steps(id, *place, mentioned.contains(id));
            }
            self.add_best(id, &here);
        }
    }

    /// Adds the steps that carry one category itself.
    fn add_steps(&mut self, data: &'r DataId, told: usize, is_named: bool) {
        for (edge, (certainty, because)) in &self.told[told].stepped {
            if let Some((activity, place)) = self.places.steps[*edge] {
                self.rows.push(Row::Stepped {
                    data,
                    activity,
                    place,
                    certainty: *certainty,
                    because: *because,
                    is_named,
                });
            }
        }
    }

    /// Adds the rows of one category: the best of those followed for it.
    fn add_best(&mut self, data: &'r DataId, followed: &[(&'r DataId, usize)]) {
        let mut received = BTreeMap::new();
        let mut carried = BTreeMap::new();
        let mut held = BTreeMap::new();
        let mut kept: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (id, place) in followed {
            let told = &self.told[*place];
            for node in told.unsettled.iter().map(|node| self.graph.at(*node)) {
                self.rows.push(Row::Unsettled {
                    activity: node.activity,
                    name: self.graph.name(node.record()),
                });
            }
            for (key, way) in &told.received {
                let best = received.entry(key).or_insert((way, *id));
                if self.is_better(way, best.0) {
                    *best = (way, *id);
                }
            }
            for (key, value) in &told.carried {
                let best = carried.entry(key).or_insert(value);
                *best = (*best).min(value);
            }
            for (key, rules) in &told.kept {
                kept.entry(*key).or_default().extend(rules);
            }
            for (key, value) in &told.held {
                let best = held.entry(key).or_insert(value);
                *best = (*best).min(value);
            }
        }
        for ((place, role), (way, followed)) in received {
            let (activity, to, _) = self.places.recipients[*place];
            self.rows.push(Row::Received {
                data,
                to,
                activity,
                role: *role,
                certainty: way.rank.0,
                steps: way.rank.2,
                path: way.words.clone(),
                followed,
            });
        }
        for (place, (certainty, because)) in carried {
            let (activity, number) = self.places.flows[*place];
            self.rows.push(Row::Carried {
                data,
                activity,
                number,
                certainty: *certainty,
                because: *because,
            });
        }
        for (place, certainty) in held {
            let (activity, system, _) = self.places.systems[*place];
            self.rows.push(Row::Held {
                data,
                system,
                activity,
                certainty: *certainty,
                kept: kept.remove(place).unwrap_or_default(),
            });
        }
    }

    /// Whether a route is better than another: where all else is alike, their ids decide.
    fn is_better<'w>(&self, one: &'w Way<'r>, other: &'w Way<'r>) -> bool {
        let trace = |way: &'w Way<'r>| way.trace.get_or_init(|| self.graph.trace_of(&way.edges));
        match one.rank.cmp(&other.rank) {
            Ordering::Equal if one.edges != other.edges => trace(one) < trace(other),
            order => order == Ordering::Less,
        }
    }

    /// Follows a category, unless nothing is said of it or one like it was followed before.
    fn follow(&mut self, id: &'r DataId, mentioned: &BTreeSet<&'r DataId>) -> Option<usize> {
        let tree = self.tree;
        let above: Vec<&'r DataId> = tree
            .above(id)
            .filter(|above| self.wants.kept || mentioned.contains(above))
            .collect();
        let including: Vec<&'r DataId> = tree
            .including(id)
            .filter(|other| self.wants.kept || mentioned.contains(other))
            .collect();
        // Retention rules may name what nothing else does.
        let is_mentioned = self.wants.kept || mentioned.contains(id);
        let key = (above, including);
        if !is_mentioned {
            if key.0.is_empty() && key.1.is_empty() {
                return None;
            }
            if let Some(place) = self.by_names.get(&key) {
                return Some(*place);
            }
        }
        let ids = |list: &[&DataId]| list.iter().map(|id| (*id).clone()).collect();
        let followed = Followed::Category {
            id: id.clone(),
            broader: ids(&key.0),
            including: ids(&key.1),
            is_sure: true,
        };
        self.told.push(self.tell(&followed));
        let place = self.told.len() - 1;
        if !is_mentioned {
            self.by_names.insert(key, place);
        }
        Some(place)
    }

    fn tell(&self, followed: &Followed) -> Told<'r> {
        let graph = self.graph;
        let places = &self.places;
        let following = Following::new(graph, followed, self.query);
        let mut told = Told::default();
        let how = |step: Step| (step.certainty(), step.because());
        for (edge, flow) in graph.graph.edge_indices().zip(&places.flow_of) {
            if let (Some(step), Some(flow)) = (following.step(edge), flow) {
                let held = told.carried.entry(*flow).or_insert(how(step));
                *held = how(step).min(*held);
            }
        }
        if self.wants.stepped {
            let steps = graph.graph.edge_indices();
            let steps = steps.filter_map(|edge| Some((edge.index(), how(following.step(edge)?))));
            told.stepped = steps.collect();
        }
        if !places.recipients.is_empty() || !places.systems.is_empty() {
            self.tell_routes(&following, followed, &mut told);
        }
        told.unsettled = following.stopped_at();
        told
    }

    fn tell_routes(&self, following: &Following<'_, 'r>, followed: &Followed, told: &mut Told<'r>) {
        let places = &self.places;
        let best = Best::new(following, None, &|_| true);
        for (place, (_, (kind, _), index)) in places.recipients.iter().enumerate() {
            // People are surely recipients only by a flow of data that is recorded to be of others.
            let most = match kind {
                Kind::People => [Certainty::Stated, Certainty::Possible].as_slice(),
                _ => &[Certainty::Stated],
            };
            for sure in most {
                let role = |edge: EdgeIndex| {
                    let (role, certainty) = places.roles[edge.index()]?;
                    (certainty <= *sure).then_some(role)
                };
                let roles = following.in_roles(&best, &role, *index, None);
                let mut is_received = false;
                for (role, path) in roles {
                    if role == ReceiverRole::Internal {
                        continue;
                    }
                    is_received = true;
                    let words = match self.wants.in_words {
                        true => self.in_words(&path),
                        false => String::new(),
                    };
                    let (certainty, begins, steps) = path.rank();
                    let way = Way {
                        rank: (certainty.max(*sure), begins, steps),
                        edges: path.edges,
                        trace: OnceCell::new(),
                        words,
                    };
                    told.received.insert((place, role), way);
                }
                if is_received {
                    break;
                }
            }
        }
        for (place, (_, _, index)) in places.systems.iter().enumerate() {
            if let Some(path) = following.held_by(&best, *index) {
                told.held.insert(place, path.certainty);
                if self.wants.kept {
                    let rules = self.graph.kept(*index, followed, None).into_iter();
                    told.kept
                        .insert(place, rules.map(|(number, _)| number).collect());
                }
            }
        }
    }

    /// A route by the names of its places.
    fn in_words(&self, path: &Path) -> String {
        let graph = self.graph;
        let name = |edge: EdgeIndex, is_end: bool| {
            graph.graph.edge_endpoints(edge).map(|(from, to)| {
                let index = if is_end { to } else { from };
                graph.name(graph.at(index).record())
            })
        };
        let mut places = Vec::new();
        places.extend(path.edges.first().and_then(|edge| name(*edge, false)));
        for edge in &path.edges {
            let chain = graph.graph[*edge].chain();
            places.extend(chain.map(|party| graph.name(&party)));
            places.extend(name(*edge, true));
        }
        places.join(" > ")
    }
}
