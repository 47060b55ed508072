//! Every route of one category, and how sure each is (rules 2, 3, 7 to 9).

use std::cell::OnceCell;

use super::category::{Category, fit_of_activity, fit_of_flow};
use super::legal::{is_internal, legal_person, role_of_engaged};
use super::steps::{Means, Node, Place, Step, current, is_within, of_flow};
use super::*;
use crate::model::{End, Flow, FlowKind, PartyId, Recorded, Scope, SubProcessor, SystemId};

/// Where routes begin beside what the records say that activities hold and parties hand on.
#[derive(Default)]
pub(super) struct Starts<'r> {
    /// Who hands on what it is not recorded to get, and so has it.
    pub(super) handing_on: BTreeSet<Node<'r>>,
    /// Places supposed to have it.
    pub(super) supposed: BTreeSet<Node<'r>>,
}

/// Whether a flow may carry some data.
fn carries_some(flow: &Flow) -> bool {
    !flow.carries.is_none()
}

/// How surely each place has the category.
pub(super) type Has<'r> = BTreeMap<Node<'r>, Certainty>;

/// The search for the routes of one category.
pub(super) struct Walk<'r, 'q> {
    pub(super) register: &'r Register,
    pub(super) query: &'q FlowQuery,
    pub(super) category: Category<'r>,
    pub(super) steps: Vec<Step<'r>>,
    pub(super) engaged_for: OnceCell<Vec<(&'r PartyId, &'r SubProcessor)>>,
}

/// A route that is being followed.
struct Route<'r> {
    /// Whether it begins at a place that has the category, and not at one that only gives it.
    begins_with_all: bool,
    nodes: Vec<Node<'r>>,
    steps: Vec<Step<'r>>,
    certainty: Certainty,
}

fn note<'r>(has: &mut Has<'r>, node: Node<'r>, certainty: Certainty) {
    let best = has.entry(node).or_insert(certainty);
    *best = certainty.min(*best);
}

impl<'r, 'q> Walk<'r, 'q> {
    pub(super) fn new(
        register: &'r Register,
        query: &'q FlowQuery,
        category: Category<'r>,
    ) -> Self {
        let flows = current(register, query.on);
        // What one would hand on that hands nothing on goes nowhere, nor beyond a system on its way.
        let hands_on = |flow: &&Flow| {
            let from = flow.from.as_ref().map(End::reference);
            from.is_none_or(|from| !query.not_through.contains(&from))
        };
        let mut steps: Vec<Step<'r>> = flows
            .filter(|(.., flow)| hands_on(flow))
            .flat_map(|(id, activity, number, kind, flow)| {
                of_flow(register, id, activity, number, kind, flow)
            })
            .collect();
        if !category.is_anything() {
            steps.extend(joint_without_a_flow(register, query.on));
        }
        Self {
            register,
            query,
            category,
            steps,
            engaged_for: OnceCell::new(),
        }
    }

    pub(super) fn category(&self) -> &Category<'r> {
        &self.category
    }

    /// Whether a place hands on what it has.
    fn hands_on(&self, node: Node<'_>) -> bool {
        !self.query.not_through.contains(&node.reference())
    }

    /// How far a step of a flow is about the people asked about.
    pub(super) fn fits(&self, step: &Step<'r>) -> Option<Certainty> {
        match (step.by, step.flow) {
            (Some(activity), Some(flow)) => fit_of_flow(self.query, &self.category, activity, flow),
            _ => Some(Certainty::Stated),
        }
    }

    /// What activities hold (rule 2), and what parties that hand on have as they do so (rule 10).
    fn holdings(&self, starts: &Starts<'r>) -> Has<'r> {
        let mut has = Has::new();
        let mut say = |node, list: &[DataId], fit: Option<Certainty>| {
            if let (Some(certainty), Some(fit)) = (self.category.mentioned_in(list), fit) {
                note(&mut has, node, certainty.max(fit));
            }
        };
        for (id, activity) in &self.register.activities {
            let here = Node {
                view: id.as_str(),
                place: Place::Activity(id),
            };
            let fit = fit_of_activity(self.query, &self.category, activity);
            say(here, activity.data.items(), fit);
        }
        for (id, activity, _, kind, flow) in current(self.register, self.query.on) {
            let view = id.as_str();
            let here = Node {
                view,
                place: Place::Activity(id),
            };
            let start = flow
                .from
                .as_ref()
                .map(|end| steps::at(self.register, id, end));
            let system = flow.through.value();
            let system = system.map(|it| Node {
                view,
                place: Place::System(it),
            });
            let mut passed = start.into_iter().chain(system);
            let node = match (kind, &flow.from) {
                (FlowKind::Onward, Some(End::Party(party))) => Node {
                    view,
                    place: Place::Party(party),
                },
                _ => here,
            };
            let is_left_out = match kind {
                FlowKind::Source => passed.any(|node| !self.hands_on(node)),
                _ => !self.hands_on(node),
            };
            if !is_left_out {
                let list = flow.carries.value().map_or(&[][..], Scope::listed);
                let fit = fit_of_flow(self.query, &self.category, activity, flow);
                say(node, list, fit);
                // A system that starts a feed that names it holds it (rule 5).
                if let (FlowKind::Feed, Some(start)) = (kind, start)
                    && self.hands_on(start)
                {
                    say(start, list, fit);
                }
            }
        }
        for node in &starts.supposed {
            has.entry(*node).or_insert(Certainty::Possible);
        }
        has
    }

    /// How sure a step is by itself, given what each place has.
    pub(super) fn certainty(&self, step: &Step<'r>, has: &Has<'r>) -> Option<Certainty> {
        // Whose having the data counts: for what comes from outside, the activity that gets it.
        let start = match step.means {
            Means::Outside => {
                let register = &self.register.activities;
                let here = register.get_key_value(step.to.view).map(|(id, _)| Node {
                    view: id.as_str(),
                    place: Place::Activity(id),
                });
                here.and_then(|here| self.has(here, has))
                    .map(|_| Certainty::Possible)
            }
            _ => self.has(step.from, has),
        };
        let Some(flow) = step.flow else {
            return start.map(|_| Certainty::Possible);
        };
        let said = match &flow.carries {
            Recorded::None => None,
            Recorded::NotRecorded => start.map(|_| Certainty::Possible),
            Recorded::Value(Scope::All(_)) => start,
            Recorded::Value(Scope::These(list)) => match self.category.mentioned_in(list) {
                Some(Certainty::Stated) => Some(Certainty::Stated),
                // What an outside source names broadly, it may bring.
                Some(Certainty::Possible) if step.means == Means::Outside => {
                    Some(Certainty::Possible)
                }
                Some(Certainty::Possible) => start.map(|_| Certainty::Possible),
                None => start.filter(|_| flow.and_more).map(|_| Certainty::Possible),
            },
        };
        Some(said?.max(self.fits(step)?))
    }

    /// The steps of flows that carry it, given what each place has, and to whoever runs the systems at
    /// their ends, whether or not a route that visits nothing twice goes by them.
    pub(super) fn carried(&self, has: &Has<'r>) -> Vec<Step<'r>> {
        let carries =
            |step: &&Step<'r>| self.hands_on(step.from) && self.certainty(step, has).is_some();
        // That step is one, whichever flow brings the category into the system.
        let runs = self.steps.iter().filter_map(|step| match step.to.place {
            Place::System(system) if self.hands_on(step.to) => {
                self.has(step.to, has)?;
                let (step, _) = self.operator_of(step.to, system, Some(step))?;
                Some(step)
            }
            _ => None,
        });
        let steps = self.steps.iter().filter(carries);
        steps.copied().chain(runs).collect()
    }

    fn has(&self, node: Node<'r>, has: &Has<'r>) -> Option<Certainty> {
        match self.category.is_anything() {
            true => Some(Certainty::Stated),
            false => has.get(&node).copied(),
        }
    }

    /// Tells every route: its steps and how sure it is; and who has the category in the end.
    pub(super) fn routes(
        &self,
        starts: &Starts<'r>,
        mut tell: impl FnMut(&[Step<'r>], Certainty),
    ) -> Has<'r> {
        let holdings = self.holdings(starts);
        let mut has = holdings.clone();
        loop {
            let mut best = holdings.clone();
            self.walk(starts, &holdings, &has, &mut |steps, certainty| {
                note(&mut best, steps[steps.len() - 1].to, certainty);
            });
            if best == has {
                break;
            }
            has = best;
        }
        self.walk(starts, &holdings, &has, &mut tell);
        has
    }

    fn walk(
        &self,
        starts: &Starts<'r>,
        holdings: &Has<'r>,
        has: &Has<'r>,
        tell: &mut dyn FnMut(&[Step<'r>], Certainty),
    ) {
        let mut nodes: BTreeSet<Node<'r>> = holdings.keys().copied().collect();
        if self.category.is_anything() {
            nodes.extend(self.steps.iter().map(|step| step.from));
            let fed: Vec<Node<'r>> = self
                .steps
                .iter()
                .filter(|step| step.means == Means::Feed && step.flow.is_some_and(carries_some))
                .map(|step| step.from)
                .collect();
            nodes.retain(|node| !matches!(node.place, Place::System(_)) || fed.contains(node));
        } else {
            let outside = self.steps.iter().filter(|it| it.means == Means::Outside);
            nodes.extend(outside.map(|step| step.from));
        }
        for node in nodes {
            let mut route = Route {
                begins_with_all: self.category.is_anything() || holdings.contains_key(&node),
                nodes: vec![node],
                steps: Vec::new(),
                certainty: Certainty::Stated,
            };
            self.go_on(starts, has, &mut route, tell);
        }
    }

    fn go_on(
        &self,
        starts: &Starts<'r>,
        has: &Has<'r>,
        route: &mut Route<'r>,
        tell: &mut dyn FnMut(&[Step<'r>], Certainty),
    ) {
        for (step, certainty) in self.next(starts, has, route) {
            // No route leads through an activity twice, or back to its systems or parties.
            let view = step.to.view;
            let has_left = route.nodes[route.nodes.len() - 1].view != view;
            let was_here = route.nodes.iter().any(|node| node.view == view);
            let is_back = route.nodes.contains(&step.to) || has_left && was_here;
            if is_back {
                continue;
            }
            let before = route.certainty;
            route.certainty = before.max(certainty);
            route.nodes.push(step.to);
            route.steps.push(step);
            tell(&route.steps, route.certainty);
            self.go_on(starts, has, route, tell);
            route.certainty = before;
            route.nodes.pop();
            route.steps.pop();
        }
    }

    /// The steps that lead on from the end of a route.
    fn next(
        &self,
        starts: &Starts<'r>,
        has: &Has<'r>,
        route: &Route<'r>,
    ) -> Vec<(Step<'r>, Certainty)> {
        let here = route.nodes[route.nodes.len() - 1];
        let last = route.steps.last();
        if !self.hands_on(here) {
            return Vec::new();
        }
        // Who or what gives begins a route by giving, and by nothing else that it does.
        let only_gives = last.is_none() && !route.begins_with_all;
        let mut next = Vec::new();
        for step in self.steps.iter().filter(|step| step.from == here) {
            // Sources bring data in; they are no way on for what came before.
            if (step.means == Means::Outside) && last.is_some() {
                continue;
            }
            if step.means != Means::Outside && only_gives {
                continue;
            }
            let certainty = self.certainty(step, has);
            next.extend(certainty.map(|certainty| (*step, certainty)));
        }
        match (here.place, last) {
            (Place::System(system), Some(last)) => {
                next.extend(self.beyond_system(here, system, Some(last)));
            }
            (Place::System(system), None) => {
                // In a start, by which flow it came is not said; who runs it has it as surely.
                let held = self.has(here, has).unwrap_or(Certainty::Possible);
                for (feed, certainty) in self.fed_from(here, has) {
                    let beyond = self.beyond_system(here, system, Some(&feed)).into_iter();
                    let certainty = certainty.max(held);
                    next.extend(beyond.map(|(step, its)| (step, its.max(certainty))));
                }
            }
            (Place::Party(party), Some(last)) => {
                next.extend(self.engaged(here, party, Some(last), route));
            }
            // Of one that is only supposed to have it, no flow says for what it engages others.
            (Place::Party(party), None) if starts.handing_on.contains(&here) => {
                next.extend(self.engaged(here, party, None, route));
            }
            _ => {}
        }
        next
    }

    pub(super) fn engagement(
        &self,
        here: Node<'r>,
        engager: &'r PartyId,
        engaged: &'r SubProcessor,
        serves: Option<&'r Flow>,
    ) -> Step<'r> {
        let party = &engaged.party;
        Step {
            means: Means::Engagement,
            from: here,
            to: Node {
                view: here.view,
                place: Place::Party(party),
            },
            number: None,
            flow: None,
            serves,
            by: None,
            is_last: true,
            engagement: Some((engager, engaged)),
            role: Some(role_of_engaged(
                self.register,
                (here.view, serves),
                party,
                engager,
            )),
            on_own_account: false,
        }
    }

    /// Whom a party engages for what came to it by this route (rule 7).
    fn engaged(
        &self,
        here: Node<'r>,
        party: &'r PartyId,
        last: Option<&Step<'r>>,
        route: &Route<'r>,
    ) -> Vec<(Step<'r>, Certainty)> {
        let Some(record) = self.register.parties.get(party) else {
            return Vec::new();
        };
        let is_at_work = last.is_some_and(|step| {
            matches!(
                step.role,
                Some(ReceiverRole::Processor | ReceiverRole::SubProcessor | ReceiverRole::Internal)
            )
        });
        let on_route = |system: &SystemId| {
            let mut places = route.nodes.iter().map(|node| node.place);
            places.any(|place| place == Place::System(system))
        };
        // Whether the flow that leads to it says through which system it goes.
        let came_by = route
            .steps
            .iter()
            .rfind(|step| !matches!(step.means, Means::Operator | Means::Engagement));
        let begins_in_a_system = matches!(route.nodes[0].place, Place::System(_));
        let is_unsaid = came_by.map_or(!begins_in_a_system, |step| {
            !matches!(step.means, Means::Store | Means::Feed)
                && step.flow.is_none_or(|flow| flow.through.is_not_recorded())
        });
        let mut engaged = Vec::new();
        if last.is_some_and(|step| step.on_own_account) {
            return engaged;
        }
        let surely = if is_at_work {
            Certainty::Stated
        } else {
            Certainty::Possible
        };
        for entry in record.sub_processors.items() {
            if !is_within(&entry.begins, &entry.ends, self.query.on) {
                continue;
            }
            let (systems, activities) = (entry.systems.items(), entry.activities.items());
            let is_for_it = activities.iter().any(|it| it.as_str() == here.view);
            let is_denied = entry.systems.is_none() || entry.activities.is_none();
            let certainty = match (systems.is_empty(), activities.is_empty()) {
                // Nothing is named.
                (true, true) => (!is_denied).then_some(Certainty::Possible),
                (true, false) => is_for_it.then_some(surely),
                (false, true) if systems.iter().any(on_route) => Some(surely),
                (false, true) => is_unsaid.then_some(Certainty::Possible),
                (false, false) => {
                    let is_meant = is_for_it && systems.iter().any(on_route);
                    is_meant.then_some(surely)
                }
            };
            let step = self.engagement(here, party, entry, last.and_then(|it| it.serves));
            engaged.extend(certainty.map(|certainty| (step, certainty)));
        }
        engaged
    }
}

/// Joint controllers at whom no current step ends (rule 8): a step of each from the activity.
fn joint_without_a_flow(register: &Register, on: Date) -> Vec<Step<'_>> {
    let plain = FlowQuery::new(on);
    let mut ends: BTreeSet<(&str, &PartyId)> = BTreeSet::new();
    Walk::new(register, &plain, Category::Anything).routes(&Starts::default(), |steps, _| {
        let to = steps[steps.len() - 1].to;
        if let Place::Party(party) = to.place {
            ends.insert((to.view, legal_person(register, party)));
        }
    });
    let mut steps = Vec::new();
    for (id, activity) in &register.activities {
        let view = id.as_str();
        for joint in activity.joint_controllers.items() {
            let party = &joint.party;
            let is_reached = ends.contains(&(view, legal_person(register, party)));
            if is_reached || is_internal(register, (view, None), party) {
                continue;
            }
            steps.push(Step {
                means: Means::Joint,
                from: Node {
                    view,
                    place: Place::Activity(id),
                },
                to: Node {
                    view,
                    place: Place::Party(party),
                },
                number: None,
                flow: None,
                serves: None,
                by: None,
                is_last: true,
                engagement: None,
                role: Some(ReceiverRole::JointController),
                on_own_account: false,
            });
        }
    }
    steps
}
