//! The whole register as rules read it: its records, and the judgements of the graph, made once for all rules.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use crate::graph::{Currency, FlowGraph, Graphs, class_of, is_not_personal};
use crate::law;
use crate::model::{
    Activity, ActivityId, Approval, ApprovalId, DataId, Date, Document, DocumentId, DocumentKind,
    Kind, LawCode, Party, PartyId, PartyKind, PeopleId, Recorded, Reference, Refers, Register,
    Settings, Waiver, WaiverId, and,
};

use super::hit::Hit;
use super::{Found, Past};

/// A register on a day.
pub struct View<'r> {
    /// Its records.
    pub register: &'r Register,
    /// The day whose law counts.
    pub on: Date,
    pub(super) graph: FlowGraph<'r>,
    /// The graphs of its activities, to be built one by one.
    pub(super) graphs: Arc<Graphs<'r>>,
    /// What is looked up in it, the same for all cores.
    index: Arc<Index<'r>>,
    /// The approvals of a content that their activity no longer has.
    pub(super) lapsed: Arc<BTreeSet<ApprovalId>>,
    /// What the history says, where the register has one.
    pub(super) past: Option<&'r Past>,
    /// The activity that was last told of, as values.
    last: RefCell<Option<(ActivityId, Rc<Value>)>>,
}

/// What rules look up in a register, found once for all of them.
struct Index<'r> {
    /// The waivers by the rule and the record that they are about.
    waivers: BTreeMap<(&'r str, &'r Reference), Vec<(&'r WaiverId, &'r Waiver)>>,
    approvals: BTreeMap<&'r ActivityId, Vec<(&'r ApprovalId, &'r Approval)>>,
    /// The documents that name each party.
    documents: BTreeMap<&'r PartyId, Vec<&'r Document>>,
    /// The first team or person of each legal person.
    teams: BTreeMap<&'r PartyId, &'r PartyId>,
    /// The first privacy notice.
    notice: Option<&'r DocumentId>,
    /// Of each category what the law makes of it.
    classes: BTreeMap<&'r DataId, Class<'r>>,
}

/// What the law makes of a category of data.
struct Class<'r> {
    /// The categories above it, the nearest first.
    above: Vec<&'r DataId>,
    codes: Vec<LawCode>,
    is_personal: bool,
    is_special: bool,
    is_offence: bool,
}

impl<'r> Class<'r> {
    fn of(register: &'r Register, id: &'r DataId) -> Self {
        let class = class_of(&register.data, id);
        let codes = class.value().map_or(&[][..], |class| &class.0);
        let any = |is_class: fn(&str) -> bool| codes.iter().any(|code| is_class(code.as_str()));
        let mut above: Vec<&DataId> = Vec::new();
        let mut next = register.data.get(id);
        while let Some(up) = next.and_then(|data| data.broader.as_ref())
            && up != id
            && !above.contains(&up)
        {
            above.push(up);
            next = register.data.get(up);
        }
        Self {
            above,
            is_personal: !is_not_personal(&register.data, id),
            is_special: any(law::is_special_category),
            is_offence: any(law::is_criminal_offence),
            codes: codes.to_vec(),
        }
    }
}

impl<'r> Index<'r> {
    fn of(register: &'r Register, graph: &FlowGraph<'r>) -> Self {
        let mut waivers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, waiver) in &register.waivers {
            let about = (waiver.rule.as_str(), &waiver.record.0);
            waivers.entry(about).or_default().push((id, waiver));
        }
        let mut approvals: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, approval) in &register.approvals {
            approvals
                .entry(&approval.activity)
                .or_default()
                .push((id, approval));
        }
        let mut documents: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut notice = None;
        for (id, document) in &register.documents {
            if document.kind == Recorded::Value(DocumentKind::Notice) {
                notice = notice.or(Some(id));
            }
            for party in document.parties.items() {
                documents.entry(party).or_default().push(document);
            }
        }
        let mut teams = BTreeMap::new();
        for (id, party) in &register.parties {
            if let Recorded::Value(PartyKind::Team | PartyKind::Person) = party.kind {
                teams.entry(graph.whole(id)).or_insert(id);
            }
        }
        Self {
            waivers,
            approvals,
            documents,
            teams,
            notice,
            classes: (register.data.keys())
                .map(|id| (id, Class::of(register, id)))
                .collect(),
        }
    }
}

impl<'r> View<'r> {
    /// A register on a day.
    pub fn of(register: &'r Register, on: Date) -> Self {
        let graphs = Arc::new(Graphs::of(register, on));
        let graph = graphs.build(&[]);
        Self {
            register,
            on,
            index: Arc::new(Index::of(register, &graph)),
            graph,
            graphs,
            lapsed: Arc::default(),
            past: None,
            last: RefCell::default(),
        }
    }

    /// The same, with the approvals of a content that their activity no longer has.
    #[must_use]
    pub fn with_lapsed(mut self, lapsed: BTreeSet<ApprovalId>) -> Self {
        self.lapsed = Arc::new(lapsed);
        self
    }

    /// The same, with what the history of the register says.
    #[must_use]
    pub fn with_past(mut self, past: Option<&'r Past>) -> Self {
        self.past = past;
        self
    }

    /// What makes the same view again on another core, which cannot share the graph.
    pub(super) fn again(&self) -> impl Fn() -> Self + Sync {
        let (register, on, past) = (self.register, self.on, self.past);
        let graphs = Arc::clone(&self.graphs);
        let (index, lapsed) = (Arc::clone(&self.index), Arc::clone(&self.lapsed));
        move || Self {
            register,
            on,
            graph: graphs.build(&[]),
            graphs: Arc::clone(&graphs),
            index: Arc::clone(&index),
            lapsed: Arc::clone(&lapsed),
            past,
            last: RefCell::default(),
        }
    }

    /// The approvals of an activity.
    pub(super) fn approvals_of(&self, id: &ActivityId) -> &[(&'r ApprovalId, &'r Approval)] {
        self.index.approvals.get(id).map_or(&[], Vec::as_slice)
    }

    /// The first team or person that is a part of a party.
    pub(super) fn team_of(&self, id: &PartyId) -> Option<&'r PartyId> {
        self.index.teams.get(self.graph.whole(id)).copied()
    }

    /// An activity as values: of one many findings are told after each other.
    pub(super) fn values(&self, id: &ActivityId, activity: &Activity) -> Rc<Value> {
        let mut last = self.last.borrow_mut();
        if let Some((_, values)) = last.as_ref().filter(|(known, _)| known == id) {
            return Rc::clone(values);
        }
        let values = Rc::new(serde_json::to_value(activity).unwrap_or_default());
        *last = Some((id.clone(), Rc::clone(&values)));
        values
    }

    /// The first privacy notice.
    pub(super) fn notice(&self) -> Option<&'r DocumentId> {
        self.index.notice
    }

    /// The documents that name a party.
    pub(super) fn documents_naming(&self, id: &PartyId) -> &[&'r Document] {
        self.index.documents.get(id).map_or(&[], Vec::as_slice)
    }

    /// The waivers of a rule of a finding for its record.
    pub(super) fn waivers_of<'a>(&'a self, found: &'a Found) -> &'a [(&'a WaiverId, &'a Waiver)] {
        let about = (found.rule.code, &found.record);
        self.index.waivers.get(&about).map_or(&[], Vec::as_slice)
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
    pub(super) fn name(&self, record: &(impl Refers + ?Sized)) -> &str {
        let name = self.register.name(record);
        name.map_or("", String::as_str)
    }

    /// The names of some records, as a list in a sentence.
    pub(super) fn names<'a, I: Refers + 'a>(&self, ids: impl IntoIterator<Item = &'a I>) -> String {
        let names: BTreeSet<String> = ids.into_iter().map(|id| self.name(id).to_owned()).collect();
        listed(&names.into_iter().collect::<Vec<_>>())
    }

    /// The same, and what is said of one or of several.
    pub(super) fn names_and<'a, I: Refers + 'a>(
        &self,
        ids: impl IntoIterator<Item = &'a I>,
        [of_one, of_several]: [&str; 2],
    ) -> String {
        let ids: Vec<&I> = ids.into_iter().collect();
        let says = if ids.len() == 1 { of_one } else { of_several };
        format!("{} {says}", self.names(ids))
    }

    /// The classes of a category: its own, else those of the nearest broader one that has any.
    pub(super) fn classes(&self, id: &DataId) -> &[LawCode] {
        let class = self.index.classes.get(id);
        class.map_or(&[], |class| &class.codes)
    }

    /// Whether a category is personal data, as every one is that is not recorded to be none.
    pub(super) fn is_personal(&self, id: &DataId) -> bool {
        let class = self.index.classes.get(id);
        class.is_none_or(|class| class.is_personal)
    }

    /// Whether a category is special category data (Article 9(1)).
    pub(super) fn is_special(&self, id: &DataId) -> bool {
        let class = self.index.classes.get(id);
        class.is_some_and(|class| class.is_special)
    }

    /// Whether a category is data on offences (Article 10).
    pub(super) fn is_offence(&self, id: &DataId) -> bool {
        let class = self.index.classes.get(id);
        class.is_some_and(|class| class.is_offence)
    }

    /// Whether a category is one of some, or below one of them.
    pub(super) fn is_within(&self, id: &DataId, among: &[DataId]) -> bool {
        let class = self.index.classes.get(id);
        let mut above = class.iter().flat_map(|class| &class.above);
        among.contains(id) || above.any(|above| among.contains(above))
    }

    /// Whether two categories of people are one, or one of them is below the other.
    pub(super) fn are_related(&self, one: &PeopleId, other: &PeopleId) -> bool {
        self.is_below(one, other) || self.is_below(other, one)
    }

    /// Whether a category of people is another, or below it.
    fn is_below(&self, people: &PeopleId, above: &PeopleId) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = Some(people);
        while let Some(here) = next.filter(|here| seen.insert(*here)) {
            if here == above {
                return true;
            }
            let record = self.register.people.get(here);
            next = record.and_then(|people| people.broader.as_ref());
        }
        false
    }

    /// Whether somebody accepts a finding on this day.
    pub fn is_waived(&self, found: &Found) -> bool {
        found.rule.can_be_waived()
            && self
                .waivers_of(found)
                .iter()
                .any(|(_, waiver)| self.waives(waiver, found) && !self.has_run_out(waiver))
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

/// Some names as a list in a sentence, of which the first few are named.
pub(super) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let more = names.len().saturating_sub(SHOWN);
    let shown = &names[..names.len() - more];
    match more {
        0 => and(shown),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Whether a field has no value: it is not recorded, or `none`.
pub(super) fn lacks<T>(field: &Recorded<T>) -> bool {
    field.value().is_none()
}
