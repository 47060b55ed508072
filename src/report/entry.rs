//! What a field reads: one entry of the register, and the part of it that a row is about.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Certainty, FlowGraph, FlowQuery, ReceiverRole, StepKind};
use crate::model::{
    Activity, ActivityId, Country, DataId, Date, Document, DocumentId, End, Flow, FlowKind, Kind,
    Party, PartyId, PeopleId, Purpose, Recorded, Register, System, SystemId,
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
    /// Who processes for it, through which system.
    pub(super) engaged: &'r [Engaged],
    /// The day whose law counts.
    pub(super) as_at: Date,
    /// The purpose that the row is about; none where it is about all of them.
    pub(super) purpose: Option<&'r Purpose>,
    /// The controller acted for that the row is about.
    pub(super) acts_for: Option<&'r PartyId>,
    /// Those at the ends of its flows that are the controller or a part of it, and so no recipients.
    pub(super) own: &'r BTreeSet<PartyId>,
    /// Whether the public reads it: what is not recorded of a part of a cell is left out, and said at the head.
    pub(super) is_public: bool,
    /// Whether only flows that name the purpose of the row are looked at.
    pub(super) only_own_flows: bool,
}

/// Those at the ends of the flows of an activity that are its controller or a part of it.
pub(super) fn own_parties(register: &Register, id: &ActivityId, on: Date) -> BTreeSet<PartyId> {
    let graph = FlowGraph::alone(register, id, on);
    let activity = register.activities.get(id);
    let ends = activity.into_iter().flat_map(Activity::flows);
    let parties = ends.filter_map(|(_, flow)| match &flow.to {
        Some(End::Party(to)) => Some(to.clone()),
        _ => None,
    });
    let is_own = |party: &PartyId| {
        graph.role_by(id, party, StepKind::Recipient, None) == ReceiverRole::Internal
    };
    parties.filter(is_own).collect()
}

/// Whether a flow goes on a day: from its first to its last day, where these are recorded.
pub(super) fn is_current(flow: &Flow, on: Date) -> bool {
    flow.begins.value().is_none_or(|first| *first <= on)
        && flow.ends.value().is_none_or(|last| on <= *last)
}

/// The categories of data that current flows of an activity name and its own list does not, with the
/// numbers of the flows. What one party hands on to another speaks for those two alone.
pub(super) fn named_by_flows(activity: &Activity, on: Date) -> Vec<(&DataId, Vec<usize>)> {
    let mut named: Vec<(&DataId, Vec<usize>)> = Vec::new();
    for ((kind, flow), number) in activity.flows().zip(1..) {
        if kind == FlowKind::Onward || !is_current(flow, on) {
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

/// Flows by their numbers: `F1 and F3`.
pub(super) fn numbered_flows(numbers: &[usize]) -> String {
    let names: Vec<String> = numbers.iter().map(|number| format!("F{number}")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    }
}

/// Somebody who runs a system that holds data of an activity, or whom such a party engages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Engaged {
    /// Who it is.
    pub(super) party: PartyId,
    /// In which role.
    pub(super) role: ReceiverRole,
    /// Through what data comes to it: the system, or the party that engages it.
    pub(super) through: String,
    /// Whether it runs a system itself, and is not only engaged by who does.
    pub(super) is_operator: bool,
    /// Why it is only possible that it has data, where it is.
    pub(super) doubt: Option<&'static str>,
    /// Where it processes.
    pub(super) country: Recorded<Country>,
}

impl Engaged {
    /// All who run systems of an activity or are engaged by those who do; each once with what is surest.
    pub(super) fn of(register: &Register, id: &ActivityId, on: Date) -> Vec<Self> {
        let graph = FlowGraph::alone(register, id, on);
        let mut found: BTreeMap<(bool, PartyId, String), Self> = BTreeMap::new();
        for step in graph.steps(&FlowQuery::new(on)) {
            let is_operator = step.kind == StepKind::Operator;
            if !is_operator && step.kind != StepKind::SubProcessor {
                continue;
            }
            let Ok(party) = PartyId::new(step.to.id.clone()) else {
                continue;
            };
            let engaged_by = PartyId::new(step.from.id.clone())
                .ok()
                .filter(|_| step.from.kind == Kind::Party);
            let engagement = engaged_by.as_ref().and_then(|by| {
                let by = register.parties.get(by)?;
                let all = by.sub_processors.items().iter();
                all.filter(|engaged| engaged.party == party)
                    .find_map(|engaged| engaged.country.value().cloned())
            });
            let country = match engagement {
                Some(country) => Recorded::Value(country),
                None => register
                    .parties
                    .get(&party)
                    .map_or(Recorded::NotRecorded, |party| party.country.clone()),
            };
            let doubt = match (step.certainty, step.because) {
                (Certainty::Stated, _) => None,
                (Certainty::Possible, Some(because)) if !step.is_as_sure_as_its_start() => {
                    Some(because)
                }
                (Certainty::Possible, _) => Some("not recorded which data"),
            };
            let engaged = Self {
                role: graph.role_by(id, &party, step.kind, engaged_by.as_ref()),
                party: party.clone(),
                through: step.from.name.clone(),
                is_operator,
                doubt,
                country,
            };
            // Operators first, then by the one engaged.
            let place = (!is_operator, party, step.from.name);
            let held = found.entry(place).or_insert_with(|| engaged.clone());
            if engaged.doubt.is_none() {
                *held = engaged;
            }
        }
        found.into_values().collect()
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

    /// The flows of a kind that the row is about: all but those that serve another purpose.
    pub(super) fn flows(&self, kind: FlowKind) -> Vec<&'r Flow> {
        let all = self.activity.flows_of(kind).items().iter();
        all.filter(|flow| self.is_about(flow)).collect()
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

    /// The systems through which data of the row goes or in which it rests, each once.
    pub(super) fn systems(&self) -> Vec<&'r SystemId> {
        let mut seen = BTreeSet::new();
        FlowKind::ALL
            .into_iter()
            .flat_map(|kind| self.flows(kind))
            .flat_map(|flow| flow.system.iter().chain(flow.through.value()))
            .filter(|system| seen.insert(*system))
            .collect()
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

    /// Whether the controller or a part of it runs a system, by the system's name.
    pub(super) fn runs(&self, system: &str) -> bool {
        let mut engaged = self.engaged.iter();
        engaged.any(|engaged| {
            engaged.is_operator
                && engaged.role == ReceiverRole::Internal
                && engaged.through == system
        })
    }

    /// Those who run systems or are engaged by who does, without those who do for other rows alone.
    pub(super) fn engaged(&self) -> Vec<&'r Engaged> {
        let systems = |row: &Self| -> BTreeSet<String> {
            let systems = row.systems().into_iter();
            systems.map(|system| self.system_name(system)).collect()
        };
        let whole = Self {
            purpose: None,
            only_own_flows: false,
            ..*self
        };
        let name = |engaged: &Engaged| self.party_name(&engaged.party);
        let mut known = systems(&whole);
        known.extend(self.engaged.iter().map(name));
        // By system and by engager, as far as they lead.
        let mut through = systems(self);
        let mut waiting: Vec<&Engaged> = self.engaged.iter().collect();
        loop {
            let is_here = |engaged: &&Engaged| {
                let by = &engaged.through;
                through.contains(by) || !self.only_own_flows && !known.contains(by)
            };
            let (found, rest): (Vec<&Engaged>, Vec<&Engaged>) =
                waiting.into_iter().partition(is_here);
            if found.is_empty() {
                let all = self.engaged.iter();
                return all.filter(|engaged| !rest.contains(engaged)).collect();
            }
            through.extend(found.into_iter().map(name));
            waiting = rest;
        }
    }

    /// Those who process for it, through the systems that the row is about.
    pub(super) fn processors(&self) -> impl Iterator<Item = &'r Engaged> {
        self.engaged().into_iter().filter(|engaged| {
            matches!(
                engaged.role,
                ReceiverRole::Processor | ReceiverRole::SubProcessor
            )
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
