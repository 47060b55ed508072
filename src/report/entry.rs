//! What a field reads: one entry of the register, and the part of it that a row is about.

use std::collections::{BTreeMap, BTreeSet};

use super::steps::Steps;
use crate::graph::{Agreement, Currency, Leaving, ReceiverRole, RouteStep, StepKind, Thing};
use crate::model::{
    Activity, ActivityId, DataId, Date, Document, DocumentId, DocumentKind, End, Flow, FlowKind,
    Kind, Party, PartyId, PeopleId, Purpose, Recorded, Register, System, SystemId, day_in_words,
};

/// One row's view of an activity.
#[derive(Clone, Copy)]
pub(super) struct Entry<'r> {
    /// The activity.
    pub(super) activity: &'r Activity,
    /// The records that it names.
    pub(super) register: &'r Register,
    /// The names of other activities that it names.
    pub(super) names: &'r BTreeMap<ActivityId, String>,
    /// Every step of its flows, with the judgements about each.
    pub(super) steps: &'r Steps,
    /// The day whose law counts.
    pub(super) as_at: Date,
    /// The purpose that the row is about; none where it is about all of them.
    pub(super) purpose: Option<&'r Purpose>,
    /// The controller acted for that the row is about.
    pub(super) acts_for: Option<&'r PartyId>,
    /// Whether the public reads it: what is not recorded of a part of a cell is left out, and said at the head.
    pub(super) is_public: bool,
    /// Whether only flows that name the purpose of the row are looked at.
    pub(super) only_own_flows: bool,
}

/// The categories of data that current flows of an activity name and its own list does not, with the
/// numbers of the flows. What one party hands on to another speaks for those two alone.
pub(super) fn named_by_flows(activity: &Activity, on: Date) -> Vec<(&DataId, Vec<usize>)> {
    let mut named: Vec<(&DataId, Vec<usize>)> = Vec::new();
    for ((kind, flow), number) in activity.flows().zip(1..) {
        if kind == FlowKind::Onward || Currency::of(flow, on) != Currency::Current {
            continue;
        }
        let Recorded::Value(scope) = &flow.carries else {
            continue;
        };
        for data in scope.listed() {
            if activity.data.items().contains(data) {
                continue;
            }
            match named.iter_mut().find(|(known, _)| *known == data) {
                Some((_, numbers)) if numbers.contains(&number) => {}
                Some((_, numbers)) => numbers.push(number),
                None => named.push((data, vec![number])),
            }
        }
    }
    named
}

/// When a flow that is not in use was or will be: `Planned from 1 April 2028`.
pub(super) fn when_in_use(flow: &Flow, currency: Currency) -> String {
    let (word, day) = match currency {
        Currency::Current => return String::new(),
        Currency::Planned => ("Planned from", &flow.begins),
        Currency::Ended => ("Ended", &flow.ends),
    };
    let day = day
        .value()
        .map_or_else(String::new, |day| day_in_words(*day));
    format!("{word} {day}")
}

/// Flows by their numbers: `F1 and F3`.
pub(super) fn numbered_flows(numbers: &[usize]) -> String {
    let names: Vec<String> = numbers.iter().map(|number| format!("F{number}")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    }
}

impl<'r> Entry<'r> {
    /// A party, where its record is at hand.
    pub(super) fn party(&self, id: &PartyId) -> Option<&'r Party> {
        self.register.parties.get(id)
    }

    /// A party's name.
    pub(super) fn party_name(&self, id: &PartyId) -> String {
        let name = self.party(id).map(|party| party.name.clone());
        name.unwrap_or_else(|| id.to_string())
    }

    /// A system, where its record is at hand.
    pub(super) fn system(&self, id: &SystemId) -> Option<&'r System> {
        self.register.systems.get(id)
    }

    /// A system's name.
    pub(super) fn system_name(&self, id: &SystemId) -> String {
        let name = self.system(id).map(|system| system.name.clone());
        name.unwrap_or_else(|| id.to_string())
    }

    /// The name of a category of data.
    pub(super) fn data_name(&self, id: &DataId) -> String {
        let data = self.register.data.get(id);
        data.map_or_else(|| id.to_string(), |data| data.name.clone())
    }

    /// The names of categories of data, in a line.
    pub(super) fn data_names(&self, ids: &[DataId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.data_name(id)).collect();
        names.join(", ")
    }

    /// The name of a category of people.
    pub(super) fn people_name(&self, id: &PeopleId) -> String {
        let people = self.register.people.get(id);
        people.map_or_else(|| id.to_string(), |people| people.name.clone())
    }

    /// A document, where its record is at hand.
    pub(super) fn document(&self, id: &DocumentId) -> Option<&'r Document> {
        self.register.documents.get(id)
    }

    /// A document as it is found: its name, and where it is.
    pub(super) fn document_words(&self, id: &DocumentId) -> String {
        let Some(document) = self.document(id) else {
            return id.to_string();
        };
        match &document.link {
            Recorded::Value(link) => format!("{}: {link}", document.name),
            Recorded::None => format!("{} (link: none)", document.name),
            Recorded::NotRecorded => format!("{} (link not recorded)", document.name),
        }
    }

    /// The name of an end of a flow.
    pub(super) fn end_name(&self, end: &End) -> String {
        match end {
            End::Party(id) => self.party_name(id),
            End::People(id) => self.people_name(id),
            End::Activity(id) => {
                let name = self.names.get(id).cloned();
                let name = name.unwrap_or_else(|| id.to_string());
                format!("{name} (another entry of this register)")
            }
        }
    }

    /// The purposes that the row is about, as recorded.
    pub(super) fn purposes(&self) -> Recorded<Vec<&'r Purpose>> {
        if let Some(purpose) = self.purpose {
            return Recorded::Value(vec![purpose]);
        }
        match &self.activity.purpose {
            Recorded::NotRecorded => Recorded::NotRecorded,
            Recorded::None => Recorded::None,
            Recorded::Value(list) => Recorded::Value(list.iter().collect()),
        }
    }

    /// The flows of a kind that the row is about, with their numbers: all but those that serve another
    /// purpose.
    fn all_flows(&self, kind: FlowKind) -> impl Iterator<Item = (usize, Currency, &'r Flow)> {
        let row = *self;
        (1..)
            .zip(self.activity.flows())
            .filter(move |(_, (which, flow))| *which == kind && row.is_about(flow))
            .map(move |(number, (_, flow))| (number, Currency::of(flow, row.as_at), flow))
    }

    /// Those that are in use, with their numbers.
    pub(super) fn flows(&self, kind: FlowKind) -> Vec<(usize, &'r Flow)> {
        self.all_flows(kind)
            .filter(|(_, currency, _)| *currency == Currency::Current)
            .map(|(number, _, flow)| (number, flow))
            .collect()
    }

    /// Those that are not in use, a line each: when they are, and what there is to say of them.
    pub(super) fn not_in_use(
        &self,
        kind: FlowKind,
        words: impl Fn(&Flow) -> String,
    ) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (_, currency, flow) in self.all_flows(kind) {
            let line = format!("{}: {}", when_in_use(flow, currency), words(flow));
            if currency != Currency::Current && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    fn is_about(&self, flow: &Flow) -> bool {
        let (Some(purpose), Recorded::Value(served)) = (self.purpose, &flow.purpose) else {
            return !self.only_own_flows;
        };
        let is_known = |purpose: &Purpose| purpose.id.as_ref() == Some(served);
        if self.only_own_flows {
            return is_known(purpose);
        }
        // A flow that serves no purpose of the entry is lost in no row.
        is_known(purpose) || !self.activity.purpose.items().iter().any(is_known)
    }

    /// For which of several purposes a flow goes, by the number that the purpose has in the entry;
    /// nothing where the row is about one.
    pub(super) fn for_purpose(&self, flow: &Flow) -> String {
        let purposes = self.activity.purpose.items();
        let served = flow.purpose.value();
        let mut ids = purposes.iter().map(|purpose| purpose.id.as_ref());
        let number = served.and_then(|served| ids.position(|id| id == Some(served)));
        match number {
            Some(number) if self.purpose.is_none() && purposes.len() > 1 => {
                format!(", for purpose {}", number + 1)
            }
            _ => String::new(),
        }
    }

    /// The flow of a number.
    pub(super) fn flow(&self, number: usize) -> Option<&'r Flow> {
        let place = number.checked_sub(1)?;
        self.activity.flows().nth(place).map(|(_, flow)| flow)
    }

    /// The steps that the row is about: those of its flows, and what follows from where they lead.
    pub(super) fn steps(&self) -> Vec<&'r RouteStep> {
        self.of_the_row(&self.steps.current)
    }

    /// The steps of its planned flows, as they will be on their first days.
    pub(super) fn planned(&self) -> Vec<&'r RouteStep> {
        self.of_the_row(&self.steps.planned)
    }

    fn of_the_row(&self, all: &'r [RouteStep]) -> Vec<&'r RouteStep> {
        let of = |thing: &'r Thing| (thing.kind, thing.id.as_str());
        let mut reached: BTreeSet<(Kind, &str)> = BTreeSet::new();
        if !self.only_own_flows {
            // What follows from the activity itself serves all its purposes.
            let activity = all.first().map(|step| step.activity.as_str());
            reached.extend(activity.map(|id| (Kind::Activity, id)));
        }
        let (flows, mut waiting): (Vec<&RouteStep>, Vec<&RouteStep>) =
            all.iter().partition(|step| step.number.is_some());
        let is_here = |step: &&RouteStep| {
            let flow = step.number.and_then(|number| self.flow(number));
            flow.is_some_and(|flow| self.is_about(flow))
        };
        let mut found: Vec<&'r RouteStep> = flows.into_iter().filter(is_here).collect();
        reached.extend(found.iter().map(|step| of(&step.to)));
        loop {
            let (next, rest): (Vec<&RouteStep>, Vec<&RouteStep>) = waiting
                .into_iter()
                .partition(|step| reached.contains(&of(&step.from)));
            if next.is_empty() {
                return found;
            }
            reached.extend(next.iter().map(|step| of(&step.to)));
            found.extend(next);
            waiting = rest;
        }
    }

    /// The step with which a flow ends: of two the one that leaves the system.
    pub(super) fn last_step(&self, number: usize) -> Option<&'r RouteStep> {
        let of_it = |step: &&RouteStep| step.number == Some(number);
        self.steps.current.iter().rfind(of_it)
    }

    /// The systems that hold data of the row, with the step by which each does: those in which it is
    /// kept and those by way of which it goes or comes, unless they are a source's own.
    pub(super) fn holding(&self) -> Vec<&'r RouteStep> {
        let steps = self.steps();
        let is_given_by_its_own = |step: &RouteStep| {
            let system = self.register.systems.get(step.to.id.as_str());
            step.kind == StepKind::Source
                && system.is_some_and(|system| system.operator.value().is_some())
                && !steps
                    .iter()
                    .any(|by| by.kind == StepKind::Operator && by.from == step.to)
        };
        let mut seen = BTreeSet::new();
        steps
            .iter()
            .copied()
            .filter(|step| step.to.kind == Kind::System && !is_given_by_its_own(step))
            .filter(|step| seen.insert(&step.to.id))
            .collect()
    }

    /// The steps that end with those who process for the activity.
    pub(super) fn processors(&self) -> impl Iterator<Item = &'r RouteStep> {
        let steps = self.steps().into_iter();
        steps.filter(|step| step.role.is_some_and(ReceiverRole::is_processor))
    }

    /// The systems of the row of which it is not recorded who runs them.
    pub(super) fn without_operator(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for step in self.steps() {
            let system = self.register.systems.get(step.to.id.as_str());
            let is_unsaid = step.to.kind == Kind::System
                && system.is_none_or(|system| system.operator.is_not_recorded());
            if is_unsaid && !names.contains(&step.to.name) {
                names.push(step.to.name.clone());
            }
        }
        names
    }

    /// Those who process for the row, of whom it is not recorded whom they engage.
    pub(super) fn without_sub_processors(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for step in self.processors() {
            let party = self.register.parties.get(step.to.id.as_str());
            let is_unsaid = party.is_none_or(|party| party.sub_processors.is_not_recorded());
            if is_unsaid && !names.contains(&step.to.name) {
                names.push(step.to.name.clone());
            }
        }
        names
    }

    /// Those who receive, and the systems that hold, of whom the country is not recorded.
    pub(super) fn without_country(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for step in self.steps() {
            if step.leaves_uk == Leaving::Possible && !names.contains(&step.to.name) {
                names.push(step.to.name.clone());
            }
        }
        names
    }

    /// The agreement under which a step stands, in words and with where it is found; nothing where none
    /// is recorded.
    pub(super) fn agreement_words(&self, agreement: &Agreement) -> Option<String> {
        let words = agreement.words();
        let found = agreement.found.value()?;
        let link = |id: &str| self.register.documents.get(id).map(|one| &one.link);
        let links = found
            .iter()
            .map(|one| match (link(&one.document.id), found.len()) {
                (Some(Recorded::Value(link)), 1) => format!(": {link}"),
                (Some(Recorded::Value(link)), _) => format!("; {}: {link}", one.document.name),
                (Some(Recorded::None), 1) => " (link: none)".to_owned(),
                (_, 1) => " (link not recorded)".to_owned(),
                _ => String::new(),
            });
        Some(format!("{words}{}", links.collect::<String>()))
    }

    /// Whether one of the agreements of a step is a contract.
    pub(super) fn is_contract(&self, agreement: &Agreement) -> bool {
        agreement.found.value().into_iter().flatten().any(|one| {
            let document = self.register.documents.get(one.document.id.as_str());
            document.is_some_and(|one| one.kind == Recorded::Value(DocumentKind::Contract))
        })
    }

    /// Whether the entry itself names a document among its links or as the agreement of a flow.
    pub(super) fn names_document(&self, id: &DocumentId) -> bool {
        let agreements = self.activity.flows();
        self.activity.links.items().contains(id)
            || agreements
                .into_iter()
                .any(|(_, flow)| flow.agreement.value() == Some(id))
    }
}
