//! The whole register as rules read it: its records, and the judgements of the graph, made once for all rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Currency, FlowGraph, PlacedStep, class_of, placed_steps};
use crate::law;
use crate::model::{
    Activity, ActivityId, ApprovalId, DataId, Date, Document, DocumentId, Kind, LawCode, Party,
    PartyId, PartyKind, Recorded, Reference, Register, Settings, Waiver,
};

use super::Found;
use super::hit::Hit;

/// A register on a day.
pub struct View<'r> {
    /// Its records.
    pub register: &'r Register,
    /// The day whose law counts.
    pub on: Date,
    pub(super) graph: FlowGraph<'r>,
    steps: BTreeMap<&'r ActivityId, Vec<PlacedStep<'r>>>,
    /// The approvals of a content that their activity no longer has.
    pub(super) lapsed: BTreeSet<ApprovalId>,
}

impl<'r> View<'r> {
    /// A register on a day.
    pub fn of(register: &'r Register, on: Date) -> Self {
        let mut steps: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for graph in FlowGraph::joined(register, on) {
            for step in placed_steps(&graph) {
                let id = register.activities.get_key_value(&step.step.activity);
                if let Some((id, _)) = id {
                    steps.entry(id).or_default().push(step);
                }
            }
        }
        Self {
            register,
            on,
            graph: FlowGraph::new(register, on),
            steps,
            lapsed: BTreeSet::new(),
        }
    }

    /// The same, with the approvals of a content that their activity no longer has.
    #[must_use]
    pub fn with_lapsed(mut self, lapsed: BTreeSet<ApprovalId>) -> Self {
        self.lapsed = lapsed;
        self
    }

    /// The steps of an activity that are in use, with every judgement.
    pub(super) fn steps(&self, id: &ActivityId) -> &[PlacedStep<'r>] {
        self.steps.get(id).map_or(&[], Vec::as_slice)
    }

    /// The settings.
    pub(super) fn settings(&self) -> Option<&'r Settings> {
        self.register.settings.as_ref()
    }

    /// A rule trips at a field of the settings.
    pub(super) fn at_settings(&self, field: &str, why: &str) -> Hit {
        Hit::at(Reference::new(Kind::Settings, Settings::ID), field, why)
    }

    /// Whose register this is.
    pub(super) fn organisation(&self) -> Option<(&'r PartyId, &'r Party)> {
        let id = self.settings()?.organisation.value()?;
        Some((id, self.register.parties.get(id)?))
    }

    /// A party's record.
    pub(super) fn party(&self, id: &PartyId) -> Option<&'r Party> {
        self.register.parties.get(id)
    }

    /// Of what kind a party is.
    pub(super) fn kind(&self, id: &PartyId) -> Option<PartyKind> {
        self.party(id)?.kind.value().copied()
    }

    /// A document's record.
    pub(super) fn document(&self, id: &DocumentId) -> Option<&'r Document> {
        self.register.documents.get(id)
    }

    /// What a record is called; its id where it has no name.
    pub(super) fn name(&self, reference: &Reference) -> &str {
        let name = self.register.name(reference);
        name.map_or("", String::as_str)
    }

    /// The names of some records, as a list in a sentence.
    pub(super) fn names<'a, I: Named + 'a>(&self, ids: impl IntoIterator<Item = &'a I>) -> String {
        let names: BTreeSet<String> = ids
            .into_iter()
            .map(|id| self.name(&id.named()).to_owned())
            .collect();
        listed(&names.into_iter().collect::<Vec<_>>())
    }

    /// The classes of a category: its own, else those of the nearest broader one that has any.
    pub(super) fn classes(&self, id: &DataId) -> Vec<LawCode> {
        let classes = class_of(&self.register.data, id);
        classes
            .value()
            .map_or_else(Vec::new, |classes| classes.0.clone())
    }

    /// Whether a category is special category data (Article 9(1)).
    pub(super) fn is_special(&self, id: &DataId) -> bool {
        self.classes(id)
            .iter()
            .any(|class| law::is_special_category(class.as_str()))
    }

    /// Whether a category is data on offences (Article 10).
    pub(super) fn is_offence(&self, id: &DataId) -> bool {
        self.classes(id)
            .iter()
            .any(|class| law::is_criminal_offence(class.as_str()))
    }

    /// Whether a category is one of some, or below one of them.
    pub(super) fn is_within(&self, id: &DataId, among: &[DataId]) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = Some(id);
        while let Some(here) = next.filter(|here| seen.insert(*here)) {
            if among.contains(here) {
                return true;
            }
            next = self
                .register
                .data
                .get(here)
                .and_then(|data| data.broader.as_ref());
        }
        false
    }

    /// Whether somebody accepts a finding on this day.
    pub fn is_waived(&self, found: &Found) -> bool {
        found.rule.can_be_waived()
            && self
                .register
                .waivers
                .values()
                .any(|waiver| self.waives(waiver, found) && !self.has_run_out(waiver))
    }

    /// Whether a waiver is about a finding.
    pub fn waives(&self, waiver: &Waiver, found: &Found) -> bool {
        let field = found.path.split(['[', '.']).next().unwrap_or_default();
        let schema: String = found
            .path
            .split('.')
            .map(|part| part.split('[').next().unwrap_or(part))
            .collect::<Vec<_>>()
            .join(".");
        waiver.rule == found.rule.code
            && waiver.record.0 == found.record
            && waiver
                .field
                .as_ref()
                .is_none_or(|waived| *waived == schema || waived == field)
            && waiver
                .flow
                .as_ref()
                .is_none_or(|flow| self.flow_at(found).is_some_and(|id| id == flow))
    }

    /// Whether the last day of a waiver is over.
    pub(super) fn has_run_out(&self, waiver: &Waiver) -> bool {
        waiver.until.value().is_some_and(|until| *until < self.on)
    }

    /// The id of the flow at which a finding is.
    fn flow_at(&self, found: &Found) -> Option<&str> {
        let activity = self.register.activities.get(found.record.id.as_str())?;
        let (list, rest) = found.path.split_once('[')?;
        let place: usize = rest.split(']').next()?.parse().ok()?;
        let mut flows = activity.flows().filter(|(kind, _)| kind.word() == list);
        flows.nth(place.checked_sub(1)?)?.1.id.as_deref()
    }

    /// Whether an activity is done on the day.
    pub(super) fn is_done(&self, activity: &Activity) -> bool {
        Currency::of_activity(activity, self.on) == Currency::Current
    }
}

/// What names a record.
pub(super) trait Named {
    /// The record.
    fn named(&self) -> Reference;
}

macro_rules! named {
    ($($id:ident),*) => {$(
        impl Named for crate::model::$id {
            fn named(&self) -> Reference {
                self.reference()
            }
        }
    )*};
}

named!(
    PartyId, SystemId, DataId, PeopleId, MeasureId, DocumentId, ActivityId
);

impl Named for Reference {
    fn named(&self) -> Reference {
        self.clone()
    }
}

/// Some names as a list in a sentence, of which the first few are named.
pub(super) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let more = names.len().saturating_sub(SHOWN);
    let shown = &names[..names.len() - more];
    match (shown, more) {
        ([], _) => String::new(),
        ([only], 0) => only.clone(),
        ([most @ .., last], 0) => format!("{} and {last}", most.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Whether a field has no value: it is not recorded, or `none`.
pub(super) fn lacks<T>(field: &Recorded<T>) -> bool {
    field.value().is_none()
}
