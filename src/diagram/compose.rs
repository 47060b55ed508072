//! From steps of the graph to boxes, boundaries and arrows.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Carried, CountryOf, FlowGraph, NotInUse, RouteStep, StepKind, Thing};
use crate::model::{
    Activity, ActivityId, AsAt, DataId, Kind, PartyId, Reference, Register, SystemId, one_line,
};

use super::carried::Load;
use super::draft::{Draft, DraftArrow, DraftBox, Number};
use super::drawing::fits_one_sheet;
use super::group::Grouping;
use super::marks;
use super::merge::{FEWEST_DATA, MOST_DATA};
use super::notes::Notes;
use super::picture::{BoxKind, Diagram, Grouped, Side};
use super::sign::DrawnLaw;
use super::standing::{self, Standings, activity_of, party_of, side_word, system_of};
use super::text::count;
use super::view::StepKey;

/// How a picture looks at its steps, and what stands around it.
pub(super) struct Look<'l> {
    pub(super) title: String,
    /// Whether all activities are drawn as the one process of their controller.
    pub(super) is_one_process: bool,
    /// Whether nothing is grouped, however many boxes there are.
    pub(super) is_whole: bool,
    pub(super) is_stated: bool,
    /// The records it is about, if it is about some.
    pub(super) about: &'l BTreeSet<Reference>,
    /// What is highlighted, if anything, and the steps that carry or may carry it.
    pub(super) lit: Option<(String, &'l BTreeSet<StepKey>)>,
    /// The data it is about; all where it is not said.
    pub(super) focus: Option<BTreeSet<DataId>>,
    pub(super) as_at: AsAt,
    pub(super) register_hash: String,
    pub(super) not_in_use: NotInUse,
    pub(super) notes: Vec<String>,
}

/// Draws steps in words.
pub(super) fn compose(
    register: &Register,
    steps: &[(RouteStep, Carried)],
    look: &Look<'_>,
) -> Diagram {
    let graph = FlowGraph::new(register, look.as_at.on);
    let activities: Vec<&ActivityId> = steps
        .iter()
        .map(|(step, _)| &step.activity)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let all = steps.iter().map(|(step, _)| step);
    let standings = Standings::of(&graph, all, &activities, look.about);
    let has_prefix = activities.len() > 1 && !look.is_one_process;
    let mut composing = Composing {
        graph: &graph,
        standings: &standings,
        steps,
        look,
        has_prefix,
        activities: activities.clone(),
        numbered: BTreeMap::new(),
        draft: Draft::default(),
    };
    composing.draw_flows();
    composing.draw_sub_processors();
    let Composing { mut draft, .. } = composing;
    if look.is_one_process {
        draft.merge_all();
    }
    draft.merge_parallel();
    draft.merge_receivers();
    let made = Made {
        register,
        steps,
        look,
        activities: &activities,
        owners: owners(&standings, &activities),
    };
    // All activities as one process are a picture on one sheet.
    let is_one_sheet = look.is_one_process && !look.is_whole;
    let mut grouping = Grouping::new(&draft, register, look.about, is_one_sheet);
    let mut words = Words::All;
    loop {
        let can_say_less = words < Words::Few || is_one_sheet && words < Words::Fewest;
        let is_last = look.is_whole || !can_say_less && grouping.is_coarsest();
        if is_last || grouping.is_small_enough() {
            let diagram = made.diagram(&grouping, words);
            if is_last || !is_one_sheet || fits_one_sheet(&diagram) {
                return diagram;
            }
        }
        // Fewer words come before fewer boxes.
        match words {
            Words::All => words = Words::Few,
            Words::Few if is_one_sheet => words = Words::Fewest,
            _ => grouping.group_more(),
        }
    }
}

/// How much is said of each flow and of what is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Words {
    /// Everything.
    All,
    /// The broadest categories of each flow.
    Few,
    /// The first of these, and what is not recorded by count.
    Fewest,
}

/// What a picture is made of, however much of it is grouped.
struct Made<'m> {
    register: &'m Register,
    steps: &'m [(RouteStep, Carried)],
    look: &'m Look<'m>,
    activities: &'m [&'m ActivityId],
    owners: String,
}

impl Made<'_> {
    /// The picture, grouped so far, with so many words.
    fn diagram(&self, grouping: &Grouping<'_>, words: Words) -> Diagram {
        let Self {
            register,
            steps,
            look,
            activities,
            owners,
        } = self;
        let (mut draft, grouped) = grouping.drawn();
        let is_merged = look.is_one_process || grouped.is_some();
        let has_prefix = activities.len() > 1 && !is_merged;
        if grouped.is_some() {
            draft.plain();
            draft.merge_all();
        }
        match words {
            Words::All => {}
            Words::Few => draft.shorten(register, MOST_DATA),
            Words::Fewest => draft.shorten(register, FEWEST_DATA),
        }
        if is_merged {
            draft.renumber();
        }
        let (boxes, boundaries, arrows) = draft.ordered(has_prefix);
        let mut said = look.notes.clone();
        if is_merged {
            let records = boxes.iter().flat_map(|one| &one.records);
            let drawn = records.filter(|record| record.kind == Kind::Activity);
            let mut ends: BTreeSet<&str> = drawn.map(|record| record.id.as_str()).collect();
            for id in *activities {
                ends.remove(id.as_str());
            }
            let beside = match ends.len() {
                0 => String::new(),
                n => format!(
                    "; {} drawn only as where these get data from or give it to",
                    count(n, "more activity is", "more activities are")
                ),
            };
            said.push(format!(
                "Each arrow stands for all flows between two places, in {}{beside}.",
                count(activities.len(), "activity", "activities")
            ));
        } else if has_prefix {
            said.push(
                "Routes stay inside one activity: what goes to a party or system in one activity is not said to leave it in another."
                    .to_owned(),
            );
        }
        let n_hidden = grouped
            .as_ref()
            .map_or([0; 2], |grouped| [grouped.n_inside, grouped.n_beyond]);
        let hidden = n_hidden
            .into_iter()
            .zip(["inside one box", "between others"]);
        let hidden: Vec<String> = hidden
            .filter(|(n, _)| *n > 0)
            .map(|(n, which)| format!("{} {which}", count(n, "flow", "flows")))
            .collect();
        if !hidden.is_empty() {
            said.push(format!("Not drawn: {}.", hidden.join(", ")));
        }
        if words == Words::Fewest {
            said.push(
                "Two heads: of what an arrow carries, some goes one way and some the other."
                    .to_owned(),
            );
            said = vec![said.join(" ")];
        }
        said.extend(
            Notes {
                register,
                steps,
                activities,
                has_prefix,
                is_short: is_merged,
                is_counted: words == Words::Fewest,
                focus: look.focus.as_ref(),
                not_in_use: &look.not_in_use,
            }
            .all(),
        );
        Diagram {
            title: look.title.clone(),
            subtitle: subtitle(register, owners, activities, look, grouped.as_ref()),
            as_at: look.as_at,
            register_hash: look.register_hash.clone(),
            boxes,
            boundaries,
            arrows,
            activities: if has_prefix {
                let names = activities.iter();
                names.map(|id| activity_name(register, id)).collect()
            } else {
                Vec::new()
            },
            not_in_use: look.not_in_use.clone(),
            law: DrawnLaw::of(activities.iter().map(|id| {
                let activity = register.activities.get(*id);
                activity.is_some_and(Activity::is_law_enforcement)
            })),
            grouped,
            marks_in_table: words == Words::Fewest,
            notes: said,
        }
    }
}

fn activity_name(register: &Register, id: &ActivityId) -> String {
    let record = register.activities.get(id);
    record.map_or_else(|| id.to_string(), |record| one_line(&record.name))
}

/// Whose activities they are.
fn owners(standings: &Standings<'_, '_>, activities: &[&ActivityId]) -> String {
    let owners = activities
        .iter()
        .map(|activity| standings.own(activity).title);
    let owners: BTreeSet<String> = owners.collect();
    Vec::from_iter(owners).join(" · ")
}

/// Whose activities they are, how many, what is grouped, and whether the possible is left out.
fn subtitle(
    register: &Register,
    owners: &str,
    activities: &[&ActivityId],
    look: &Look<'_>,
    grouped: Option<&Grouped>,
) -> String {
    let mut words = vec![owners.to_owned()];
    match activities {
        [one] => {
            let record = register.activities.get(*one);
            let number = record.and_then(|activity| activity.reference.value());
            words.extend(number.map(|number| format!("activity {}", one_line(number))));
        }
        _ if grouped.is_some_and(|grouped| !grouped.functions.is_empty()) => {}
        many => words.push(count(many.len(), "activity", "activities")),
    }
    words.extend(grouped.map(|grouped| grouped.words.clone()));
    if look.is_stated {
        words.push("only what is stated".to_owned());
    }
    if let Some((name, _)) = &look.lit {
        words.push(format!("highlighted: {name}"));
    }
    words.join(" · ")
}

struct Composing<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    standings: &'g Standings<'g, 'r>,
    steps: &'g [(RouteStep, Carried)],
    look: &'g Look<'g>,
    has_prefix: bool,
    activities: Vec<&'g ActivityId>,
    /// How many are numbered that are no flows, by activity and letter.
    numbered: BTreeMap<(&'g ActivityId, char), usize>,
    draft: Draft,
}

impl<'g> Composing<'g, '_> {
    fn draw_flows(&mut self) {
        // What is told with another flow: with one into a system who runs it, with one that
        // somebody hands on that it must have it.
        let mut beside: BTreeMap<(&ActivityId, &Thing), Vec<&'g (RouteStep, Carried)>> =
            BTreeMap::new();
        for drawn in self.steps {
            let step = &drawn.0;
            let place = match step.kind {
                StepKind::Operator => &step.from,
                StepKind::HandsOn => &step.to,
                _ => continue,
            };
            let told = beside.entry((&step.activity, place)).or_default();
            told.push(drawn);
        }
        for drawn in self.steps {
            let step = &drawn.0;
            // Engagements come last.
            if matches!(
                step.kind,
                StepKind::SubProcessor | StepKind::HandsOn | StepKind::Operator
            ) {
                continue;
            }
            let from = self.place(step, &step.from, true);
            let to = self.place(step, &step.to, false);
            let number = match step.number {
                Some(n) => self.number(&step.activity, 'F', n),
                None => self.next(&step.activity, 'J'),
            };
            let into = (step.to.kind == Kind::System).then_some(&step.to);
            let out = step.kind == StepKind::Onward && step.from.kind == Kind::Party;
            let places = into.into_iter().chain(out.then_some(&step.from));
            let with = places.filter_map(|place| beside.get(&(&step.activity, place)));
            let told = std::iter::once(drawn).chain(with.flatten().copied());
            self.arrow(number, from, to, told);
        }
    }

    /// Draws each engagement from the systems it is for.
    fn draw_sub_processors(&mut self) {
        let mut seen: BTreeMap<(&ActivityId, &Thing, &Thing), Vec<&RouteStep>> = BTreeMap::new();
        for drawn in self.steps {
            let step = &drawn.0;
            // Two systems of one processor bring the same engagement twice.
            if step.kind != StepKind::SubProcessor {
                continue;
            }
            let between = (&step.activity, &step.from, &step.to);
            let same = seen.entry(between).or_default();
            if same.contains(&step) {
                continue;
            }
            same.push(step);
            let to = self.place(step, &step.to, false);
            let systems = self.engaged_for(step);
            let starts: Vec<String> = if systems.is_empty() {
                vec![self.place(step, &step.from, false)]
            } else {
                systems
                    .iter()
                    .map(|system| self.place(step, system, true))
                    .collect()
            };
            let number = self.next(&step.activity, 'S');
            for from in starts {
                self.arrow(number, from, to.clone(), std::iter::once(drawn));
            }
        }
    }

    fn number(&self, activity: &ActivityId, letter: char, n: usize) -> Number {
        let place = self.activities.binary_search(&activity);
        Number {
            activity: place.unwrap_or_default(),
            letter,
            n,
        }
    }

    /// The next number of something that is no flow.
    fn next(&mut self, activity: &'g ActivityId, letter: char) -> Number {
        let n = self.numbered.entry((activity, letter)).or_default();
        *n += 1;
        let n = *n;
        self.number(activity, letter, n)
    }

    /// Draws one arrow for steps, with the words of the first and the marks of all. Of which class its data is the
    /// first alone says: who runs a system has what other flows bring there, too.
    fn arrow(
        &mut self,
        number: Number,
        from: String,
        to: String,
        told: impl Iterator<Item = &'g (RouteStep, Carried)> + Clone,
    ) {
        // Inside the one process nothing moves.
        if from == to && self.look.is_one_process {
            return;
        }
        let Some((first, classes)) = told.clone().next() else {
            return;
        };
        let focus = self.look.focus.as_ref();
        let mut load = Load::of(self.graph.register(), (first, *classes), focus);
        load.is_faint = self.is_faint(first);
        for (step, _) in told.clone().skip(1) {
            load.marks.extend(marks::of(step, Carried::default()));
        }
        self.draft.arrows.push(DraftArrow {
            numbers: vec![number],
            from,
            to,
            load,
            steps: told.map(|(step, _)| (number, step.clone())).collect(),
        });
    }

    /// Whether a step does not carry what is highlighted.
    fn is_faint(&self, step: &RouteStep) -> bool {
        let lit = self.look.lit.as_ref();
        lit.is_some_and(|(_, lit)| !lit.contains(&StepKey::from(step)))
    }

    /// The systems of the engager, in the activity, for which a sub-processor is engaged by a step:
    /// by the engagements that name the country of which the step tells.
    fn engaged_for(&self, step: &RouteStep) -> Vec<&'g Thing> {
        let engager = self
            .graph
            .register()
            .parties
            .get(step.from.id.as_str())
            .map_or(&[][..], |party| party.sub_processors.items());
        let told = step.whereabouts.value().into_iter().flatten();
        let told = told.filter(|located| located.of == CountryOf::Engagement);
        let country = told.map(|located| &located.country).next();
        let named: BTreeSet<&str> = engager
            .iter()
            .filter(|engaged| engaged.party.as_str() == step.to.id)
            .filter(|engaged| engaged.country.value() == country)
            .flat_map(|engaged| engaged.systems.items())
            .map(SystemId::as_str)
            .collect();
        let systems: BTreeSet<&'g Thing> = self
            .steps
            .iter()
            .filter(|(other, _)| other.activity == step.activity)
            .flat_map(|(other, _)| [&other.from, &other.to])
            .filter(|end| {
                system_of(end)
                    .and_then(|id| self.graph.operator(&id))
                    .is_some_and(|operator| operator.as_str() == step.from.id)
            })
            .filter(|end| named.is_empty() || named.contains(end.id.as_str()))
            .collect();
        systems.into_iter().collect()
    }

    /// Puts the end of a step on the picture, if it is not there, and gives its key.
    fn place(&mut self, step: &RouteStep, end: &Thing, is_start: bool) -> String {
        let party = party_of(end);
        let system = system_of(end);
        let is_own = match (&party, &system) {
            (Some(party), _) => self.graph.belongs(&step.activity, party),
            (_, Some(system)) => self.standings.is_own_system(&step.activity, system),
            _ => end.kind == Kind::Activity,
        };
        if is_own && self.look.is_one_process {
            return self.one_process(step);
        }
        let reference = end.reference();
        let (key, kind, side) = match end.kind {
            Kind::Activity => (reference.to_string(), BoxKind::Process, Side::Activity),
            Kind::System => (reference.to_string(), BoxKind::Store, Side::Store),
            _ => {
                let by_step = if is_start && step.kind == StepKind::Source {
                    Side::Source
                } else {
                    Side::Receiver
                };
                let once = party.as_ref().and_then(|party| self.standings.side(party));
                let side = once.unwrap_or(by_step);
                let key = format!("{reference}/{}", side_word(side));
                (key, BoxKind::Entity, side)
            }
        };
        if self.draft.boxes.contains_key(&key) {
            return key;
        }
        let (boundary, marks) = match (activity_of(end), party, system) {
            (Some(id), ..) => (Some(self.standings.own(&id)), self.activity_marks(&id)),
            (_, Some(id), _) => {
                let (boundary, marks) = self.standings.party(&id, side);
                (Some(boundary), marks)
            }
            (.., Some(id)) => self.standings.system(&step.activity, &id),
            _ => (Some(standing::people(side)), Vec::new()),
        };
        self.draft.boxes.insert(
            key.clone(),
            DraftBox {
                kind,
                names: vec![one_line(&end.name)],
                whereabouts: vec![self.standings.whereabouts(&reference)],
                records: vec![reference],
                marks,
                boundary,
                side,
            },
        );
        key
    }

    /// What is said of an activity in brackets.
    fn activity_marks(&self, id: &ActivityId) -> Vec<String> {
        let mut marks = Vec::new();
        if let Ok(place) = self.activities.binary_search(&id)
            && self.has_prefix
        {
            marks.push(format!("A{}", place + 1));
        }
        let record = self.graph.register().activities.get(id);
        if record.is_some_and(crate::model::Activity::is_draft) {
            marks.push("draft".to_owned());
        }
        if record.is_some_and(crate::model::Activity::is_retired) {
            marks.push("retired".to_owned());
        }
        marks.extend(self.standings.role_in(id).map(str::to_owned));
        marks
    }

    /// The one process of the organisation.
    fn one_process(&mut self, step: &RouteStep) -> String {
        let own = self.standings.own(&step.activity);
        let key = format!("process:{}", own.key);
        if !self.draft.boxes.contains_key(&key) {
            let party = self.graph.organisation(&step.activity);
            let register = self.graph.register();
            let name = party.map_or_else(
                || own.title.clone(),
                |party| standing::party_name(register, party),
            );
            let records: Vec<Reference> = party.map(PartyId::reference).into_iter().collect();
            self.draft.boxes.insert(
                key.clone(),
                DraftBox {
                    kind: BoxKind::Process,
                    names: vec![name],
                    whereabouts: records
                        .iter()
                        .map(|record| self.standings.whereabouts(record))
                        .collect(),
                    records,
                    marks: vec![count(self.activities.len(), "activity", "activities")],
                    boundary: Some(own),
                    side: Side::Activity,
                },
            );
        }
        key
    }
}
