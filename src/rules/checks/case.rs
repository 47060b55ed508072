//! One activity as rules read it.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt;

use crate::graph::{Currency, PlacedStep, data_by_words, people_by_words, relied_on};
use crate::model::{
    Activity, ActivityId, Condition, DataId, Date, DocumentId, Flow, FlowKind, Kind, LawCode,
    Measure, MeasureStatus, OffenceBasis, PartyId, PartyKind, PeopleId, Purpose, Recorded,
    Reference, Role, Scope, System,
};

use super::hit::Hit;
use super::view::View;

/// One activity, in its register on a day.
pub struct Case<'v, 'r> {
    /// The register.
    pub(super) view: &'v View<'r>,
    /// Its id.
    pub(super) id: &'r ActivityId,
    /// Its record.
    pub(super) activity: &'r Activity,
    /// Its steps in use, with every judgement.
    pub(super) steps: &'v [PlacedStep<'r>],
    /// The activities that flows join to it, itself among them.
    pub(super) joined: &'v [&'r ActivityId],
    /// Its flows in use.
    flows: Vec<Placed<'r>>,
    /// The personal data that it holds, once that was asked.
    held: OnceCell<Vec<&'r DataId>>,
    /// The same with what its flows carry.
    carried_or_held: OnceCell<Vec<&'r DataId>>,
}

/// A place in a list of a record, as `recipient[2]`. It is made a text where it is told, which it seldom is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    list: &'static str,
    place: usize,
}

impl fmt::Display for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}[{}]", self.list, self.place)
    }
}

impl From<At> for String {
    fn from(at: At) -> Self {
        at.to_string()
    }
}

/// A flow in use, with its place in its list and among all flows.
#[derive(Clone, Copy)]
pub(super) struct Placed<'r> {
    pub(super) kind: FlowKind,
    /// Its number, as `F3` has it.
    pub(super) number: usize,
    /// Its place in the record.
    pub(super) path: At,
    pub(super) flow: &'r Flow,
}

impl<'r> Placed<'r> {
    /// Whether it says which data it carries, and that these are all.
    pub(super) fn says_all(&self) -> bool {
        let carries = self.flow.carries.value();
        !self.flow.and_more && carries.is_some_and(|carries| !carries.is_all())
    }

    /// The data that it lists.
    pub(super) fn lists(&self) -> &'r [DataId] {
        self.flow.carries.value().map_or(&[], Scope::listed)
    }

    /// The flows of an activity that are in use on a day, numbered as in every answer.
    fn all(activity: &'r Activity, on: Date) -> Vec<Self> {
        let lists = FlowKind::ALL.into_iter().flat_map(|kind| {
            let flows = activity.flows_of(kind).items().iter();
            flows.zip(1..).map(move |(flow, place)| {
                let list = kind.word();
                (kind, At { list, place }, flow)
            })
        });
        let placed = lists.zip(1..).map(|((kind, path, flow), number)| Placed {
            kind,
            number,
            path,
            flow,
        });
        placed
            .filter(|placed| Currency::of(activity, placed.flow, on) == Currency::Current)
            .collect()
    }
}

impl<'v, 'r> Case<'v, 'r> {
    /// An activity of a register, with its steps and the activities that flows join to it.
    pub(super) fn of(
        view: &'v View<'r>,
        (id, activity): (&'r ActivityId, &'r Activity),
        steps: &'v [PlacedStep<'r>],
        joined: &'v [&'r ActivityId],
    ) -> Self {
        Self {
            view,
            id,
            activity,
            steps,
            joined,
            flows: Placed::all(activity, view.on),
            held: OnceCell::new(),
            carried_or_held: OnceCell::new(),
        }
    }

    /// A rule trips at a field.
    pub(super) fn hit(&self, path: impl Into<String>, why: impl Into<String>) -> Hit {
        Hit::at(Reference::new(Kind::Activity, self.id.as_str()), path, why)
    }

    /// A rule trips at a field that has no value: it says so, and whether the record says `none`.
    pub(super) fn lacking<T>(
        &self,
        field: &Recorded<T>,
        path: &str,
        not_recorded: &str,
        none: &str,
    ) -> Option<Hit> {
        match field {
            Recorded::Value(_) => None,
            Recorded::NotRecorded => Some(self.hit(path, not_recorded)),
            Recorded::None => Some(self.hit(path, none)),
        }
    }

    /// Whether it is in use: neither a draft nor out of its days. A status that is not recorded is none of these.
    pub(super) fn is_active(&self) -> bool {
        !self.activity.is_draft() && self.view.is_done(self.activity)
    }

    /// Its steps in use, with every judgement.
    pub(super) fn steps(&self) -> &'v [PlacedStep<'r>] {
        self.steps
    }

    /// The controllers for whom it is done, where it is done for others.
    pub(super) fn acted_for(&self) -> Recorded<Vec<&'r PartyId>> {
        self.view.graph.acted_for(self.activity)
    }

    /// The documents that it relies on, but for notices and links.
    pub(super) fn relied_on(&self) -> BTreeSet<DocumentId> {
        let steps = self.steps.iter().map(|placed| &placed.step);
        relied_on(&self.view.graph, (self.id, self.activity), steps)
    }

    /// Its flows in use, numbered as in every answer.
    pub(super) fn flows(&self) -> impl Iterator<Item = Placed<'r>> {
        self.flows.iter().copied()
    }

    /// Its flows in use of one kind.
    pub(super) fn flows_of(&self, kind: FlowKind) -> impl Iterator<Item = Placed<'r>> {
        self.flows().filter(move |placed| placed.kind == kind)
    }

    /// Its purposes with their places.
    pub(super) fn purposes(&self) -> impl Iterator<Item = (At, &'r Purpose)> {
        placed("purpose", self.activity.purpose.items())
    }

    /// The purposes on which the organisation decides, with their places: not those that it serves for others.
    pub(super) fn purposes_decided(&self) -> impl Iterator<Item = (At, &'r Purpose)> {
        let activity = self.activity;
        self.purposes()
            .filter(move |(_, purpose)| activity.decides_on(purpose))
    }

    /// Its conditions with their places.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (At, &'r Condition)> {
        placed("condition", self.activity.condition.items())
    }

    /// Its bases for data on offences with their places.
    pub(super) fn offence_bases(&self) -> impl Iterator<Item = (At, &'r OffenceBasis)> {
        placed("offence_basis", self.activity.offence_basis.items())
    }

    /// The codes of its lawful bases.
    pub(super) fn bases(&self) -> impl Iterator<Item = &'r LawCode> {
        self.activity
            .purpose
            .items()
            .iter()
            .filter_map(|purpose| purpose.basis.value())
    }

    /// The personal data that it holds: what it lists, and what its flows in use name.
    pub(super) fn held(&self) -> impl Iterator<Item = &'r DataId> {
        let holds = || self.personal(true);
        self.held.get_or_init(holds).iter().copied()
    }

    /// The personal data that it holds, or that a flow of it carries.
    pub(super) fn carried_or_held(&self) -> impl Iterator<Item = &'r DataId> {
        let holds = || self.personal(false);
        self.carried_or_held.get_or_init(holds).iter().copied()
    }

    /// Whose data it is, by all its words: its own list, its pairs and its flows in use.
    pub(super) fn people(&self) -> impl Iterator<Item = &'r PeopleId> {
        people_by_words(self.activity, self.view.on).into_keys()
    }

    /// The personal data that it names, each once; all of it, or what it holds.
    fn personal(&self, is_held: bool) -> Vec<&'r DataId> {
        let named = data_by_words(self.activity, self.view.on).into_iter();
        let named = named.filter(|(_, by)| by.is_held || !is_held);
        named
            .map(|(id, _)| id)
            .filter(|id| self.is_personal(id))
            .collect()
    }

    /// Whether a category is made from others.
    pub(super) fn is_made(&self, id: &DataId) -> bool {
        let data = self.view.register.data.get(id);
        data.is_some_and(|data| !data.derived_from.items().is_empty())
    }

    /// Whether a category is personal data.
    pub(super) fn is_personal(&self, id: &DataId) -> bool {
        self.view.is_personal(id)
    }

    /// The systems that hold its data.
    pub(super) fn holding(&self) -> impl Iterator<Item = &'r System> {
        let register = self.view.register;
        let steps = self.steps.iter().filter(|placed| placed.holds);
        let held_in = steps.map(|placed| &placed.step.to);
        let systems = held_in.filter(|to| to.kind == Kind::System);
        systems.filter_map(|to| register.systems.get(to.id.as_str()))
    }

    /// The data that a flow of its own carries by the record: what it lists, or all that the activity holds.
    pub(super) fn carries(&self, flow: &'r Flow) -> Vec<&'r DataId> {
        match flow.carries.value() {
            Some(carries) if carries.is_all() => self.held().collect(),
            Some(carries) => carries.listed().iter().collect(),
            None => Vec::new(),
        }
    }

    /// The measures that protect it: its own, and those of the systems that hold its data.
    pub(super) fn measures(&self) -> impl Iterator<Item = &'r Measure> {
        let register = self.view.register;
        let of_systems = self.holding().flat_map(|system| system.measures.items());
        let all = self.activity.measures.items().iter().chain(of_systems);
        all.filter_map(|id| register.measures.get(id))
    }

    /// Whether its controller, or whose register this is where none is recorded, is a public authority.
    pub(super) fn is_of_an_authority(&self) -> bool {
        let controller = self.view.graph.organisation(self.id);
        controller.is_some_and(|id| self.view.kind(id) == Some(PartyKind::PublicAuthority))
    }

    /// Whether a party is another legal person than those whose activity it is.
    pub(super) fn is_outside(&self, party: &PartyId) -> bool {
        !self.view.graph.is_own(self.id, party)
    }
}

/// When an activity is asked: set by set, in the order of their first activities.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    /// The first of those that flows join to it, where that is another.
    set: ActivityId,
    /// The activity.
    pub(super) activity: ActivityId,
}

impl Turn {
    pub(super) fn of(case: &Case<'_, '_>) -> Self {
        let first = case.joined.first().unwrap_or(&case.id);
        Self {
            set: (*first).clone(),
            activity: case.id.clone(),
        }
    }
}

/// The broadest business function of an activity.
pub(super) fn broadest(path: &Recorded<String>) -> &str {
    let path = match path {
        Recorded::Value(path) => path.as_str(),
        Recorded::None => Recorded::<()>::NONE,
        Recorded::NotRecorded => "",
    };
    let mut steps = path.split('/').map(str::trim);
    let first = steps.find(|step| !step.is_empty());
    first.unwrap_or("not recorded")
}

/// Items of a list with their places.
pub(super) fn placed<'r, T>(
    list: &'static str,
    items: &'r [T],
) -> impl Iterator<Item = (At, &'r T)> {
    let items = items.iter().zip(1..);
    items.map(move |(item, place)| (At { list, place }, item))
}

/// Whether an activity is done for others, at least where a purpose does not say otherwise.
pub(super) fn is_for_others(activity: &Activity) -> bool {
    activity.role == Recorded::Value(Role::Processor)
}

/// Whether a measure is in place; one of which that is not recorded counts as such.
pub(super) fn is_at_work(measure: &Measure) -> bool {
    matches!(
        measure.status,
        Recorded::Value(MeasureStatus::InPlace) | Recorded::NotRecorded
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_function_is_not_a_function_that_is_not_recorded() {
        let of = |function| broadest(&function).to_owned();
        assert_eq!(of(Recorded::None), "none");
        assert_eq!(of(Recorded::NotRecorded), "not recorded");
        assert_eq!(of(Recorded::Value("Adults/ Homes".to_owned())), "Adults");
    }
}
