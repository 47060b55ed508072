//! What a report reads: one entry of the register with all that its record needs, and the part of it
//! that a row is about. What is worked out is worked out once.

mod here;
mod whose;

use std::cell::OnceCell;
use std::rc::Rc;

use self::here::Here;
pub(super) use self::here::Unsaid;
use super::side::Side;
use super::steps::Steps;
use crate::graph::{
    Agreement, Currency, Graphs, InUse, MadeFrom, class_of, origins, personal_data_of,
};
use crate::model::{
    Activity, ActivityId, DataId, Date, Document, DocumentId, DocumentKind, End, Flow, FlowKind,
    Party, PartyId, PeopleId, Purpose, Recorded, Refers, Register, Scope, SystemId, and,
    day_in_words,
};

/// What stands beside some entries: what is the same for all of them is found once.
pub(super) struct Part<'r> {
    graphs: Graphs<'r>,
    /// Whether all that its entries are joined with is in it.
    has_others: bool,
}

impl<'r> Part<'r> {
    /// The records of a register as they are on a day.
    pub(super) fn of(register: &'r Register, on: Date) -> Self {
        Self {
            graphs: Graphs::of(register, on),
            has_others: false,
        }
    }

    /// The same where all that its entries are joined with by flows is in it.
    pub(super) fn with_others(self) -> Self {
        Self {
            has_others: true,
            ..self
        }
    }
}

/// An activity, or one row's view of it.
#[derive(Clone)]
pub(super) struct Entry<'r> {
    /// Its id.
    pub(super) id: &'r ActivityId,
    /// The activity.
    pub(super) activity: &'r Activity,
    /// The records that it names.
    pub(super) register: &'r Register,
    /// The day whose law counts.
    pub(super) as_at: Date,
    /// The purpose that the row is about; none where it is about all of them.
    pub(super) purpose: Option<&'r Purpose>,
    /// In which role the organisation acts for the purposes that rows are about.
    side: Side,
    /// The controller acted for that the row is about.
    pub(super) acts_for: Option<&'r PartyId>,
    /// Whether the public reads it: what is not recorded of a part of a cell is left out, and said at the head.
    pub(super) is_public: bool,
    /// Whether only flows that name the purpose of the row are looked at.
    only_own_flows: bool,
    has_others: bool,
    graphs: Graphs<'r>,
    /// Every step of its flows, with the judgements about each.
    all: Rc<OnceCell<Steps>>,
    /// What of that the row is about.
    here: OnceCell<Here>,
    /// The same row, looking only at flows that name its purpose.
    own: OnceCell<Box<Entry<'r>>>,
}

/// The categories of data that current flows of an activity name and its own list does not, with the
/// numbers of the flows. What one party hands on to another speaks for those two alone.
pub(super) fn named_by_flows(activity: &Activity, on: Date) -> Vec<(&DataId, Vec<usize>)> {
    let mut named: Vec<(&DataId, Vec<usize>)> = Vec::new();
    for ((kind, flow), number) in activity.flows().zip(1..) {
        if kind == FlowKind::Onward || Currency::of(activity, flow, on) != Currency::Current {
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

/// When what is not in use was or will be: `Planned from 1 April 2028`.
pub(super) fn when_in_use(in_use: InUse<'_>, currency: Currency) -> String {
    let (word, day) = match currency {
        Currency::Current => return String::new(),
        Currency::Planned => ("Planned from", in_use.begins),
        Currency::Ended => ("Ended", in_use.ends),
    };
    let day = day
        .value()
        .map_or_else(String::new, |day| day_in_words(*day));
    format!("{word} {day}")
}

/// Flows by their numbers: `F1 and F3`.
pub(super) fn numbered_flows(numbers: &[usize]) -> String {
    let names: Vec<String> = numbers.iter().map(|number| format!("F{number}")).collect();
    and(&names)
}

impl<'r> Entry<'r> {
    /// Reads an entry, as those see it who keep the register.
    pub(super) fn read(part: &Part<'r>, id: &'r ActivityId, activity: &'r Activity) -> Self {
        Self {
            id,
            activity,
            register: part.graphs.register(),
            as_at: part.graphs.on(),
            purpose: None,
            side: Side::Any,
            acts_for: None,
            is_public: false,
            only_own_flows: false,
            has_others: part.has_others,
            graphs: part.graphs.clone(),
            all: Rc::default(),
            here: OnceCell::new(),
            own: OnceCell::new(),
        }
    }

    /// The same, as the public sees it or not.
    pub(super) fn for_the_public(mut self, is_public: bool) -> Self {
        self.is_public = is_public;
        self
    }

    /// The same for those of its purposes alone for which the organisation acts in such a role.
    pub(super) fn on_side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    /// The view of it for one of its purposes.
    pub(super) fn of_purpose(&self, purpose: &'r Purpose) -> Self {
        Self {
            purpose: Some(purpose),
            here: OnceCell::new(),
            own: OnceCell::new(),
            ..self.clone()
        }
    }

    /// The view of it for one of the controllers acted for.
    pub(super) fn of_controller(&self, controller: &'r PartyId) -> Self {
        Self {
            acts_for: Some(controller),
            ..self.clone()
        }
    }

    /// The same row, looking only at flows that name its purpose.
    pub(super) fn own(&self) -> &Self {
        self.own.get_or_init(|| {
            Box::new(Self {
                only_own_flows: true,
                here: OnceCell::new(),
                ..self.clone()
            })
        })
    }

    /// Every step of its flows, with the judgements about each.
    pub(super) fn all(&self) -> &Steps {
        self.all
            .get_or_init(|| Steps::of(&self.graphs, self.id, self.has_others))
    }

    /// A record's name; its id where the record is not there.
    pub(super) fn name(&self, record: &(impl Refers + ?Sized)) -> String {
        let name = self.register.name(record);
        name.cloned().unwrap_or_else(|| record.id().to_owned())
    }

    /// A party, where its record is at hand.
    pub(super) fn party(&self, id: &PartyId) -> Option<&'r Party> {
        self.register.parties.get(id)
    }

    /// A party's name.
    pub(super) fn party_name(&self, id: &PartyId) -> String {
        self.name(&id)
    }

    /// A system's name.
    pub(super) fn system_name(&self, id: &SystemId) -> String {
        self.name(&id)
    }

    /// The name of a category of data.
    pub(super) fn data_name(&self, id: &DataId) -> String {
        let record = self.register.data.get(id);
        record.map_or_else(|| id.to_string(), |record| record.name.clone())
    }

    /// Whether a category is personal data, as every one is that is not recorded to be none.
    pub(super) fn is_personal(&self, id: &DataId) -> bool {
        self.graphs.is_personal(id)
    }

    /// What a flow is recorded to carry, without what is no personal data.
    pub(super) fn carries(&self, flow: &Flow) -> Recorded<Scope> {
        personal_data_of(flow, |id| self.is_personal(id))
    }

    /// The names of categories of data, in a line.
    pub(super) fn data_names(&self, ids: &[DataId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.data_name(id)).collect();
        names.join(", ")
    }

    /// The names of categories of data that go somewhere, each with what it is made from.
    pub(super) fn carried_names(&self, ids: &[DataId], separator: &str) -> String {
        let named = ids.iter().map(|id| {
            let (name, from) = (self.data_name(id), origins(&self.register.data, id));
            if from.is_empty() {
                return name;
            }
            MadeFrom::in_words(&name, from.iter().map(|one| self.data_name(one)))
        });
        named.collect::<Vec<_>>().join(separator)
    }

    /// The name of a category of people.
    pub(super) fn people_name(&self, id: &PeopleId) -> String {
        self.name(&id)
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
            End::Activity(_) => format!(
                "{} (another entry of this register)",
                self.name(end.record())
            ),
            other => self.name(other.record()),
        }
    }

    /// The data of the purpose that the row is about, where it has data of its own, with what is named by
    /// flows for that purpose.
    pub(super) fn data_of_purpose(&self) -> Option<Recorded<Vec<DataId>>> {
        let mut data = self.purpose?.data.clone();
        if data.is_not_recorded() {
            return None;
        }
        let flows = self.own().activity.flows();
        let flows = flows.filter(|(_, flow)| self.own().is_about(flow));
        let named = flows
            .filter_map(|(_, flow)| flow.carries.value())
            .flat_map(Scope::listed);
        let mut named: Vec<DataId> = named.cloned().collect();
        if let Recorded::Value(own) = &data {
            named.extend(own.iter().cloned());
        }
        if !named.is_empty() {
            data = Recorded::Value(named);
        }
        Some(data)
    }

    /// The purposes that the row is about, as recorded.
    pub(super) fn purposes(&self) -> Recorded<Vec<&'r Purpose>> {
        if let Some(purpose) = self.purpose {
            return Recorded::Value(vec![purpose]);
        }
        match &self.activity.purpose {
            Recorded::NotRecorded => Recorded::NotRecorded,
            Recorded::None => Recorded::None,
            Recorded::Value(_) => Recorded::Value(self.on_this_side().collect()),
        }
    }

    /// Whether rows are about what the organisation decides on.
    fn is_of_controllers(&self) -> bool {
        self.side == Side::Controller
    }

    /// The purposes for which the organisation acts in the role that rows are about.
    fn on_this_side(&self) -> impl Iterator<Item = &'r Purpose> {
        let (activity, side) = (self.activity, self.side);
        let purposes = activity.purpose.items().iter();
        purposes.filter(move |purpose| side.takes(activity.role_for(purpose)))
    }

    /// What the purpose with an id is for.
    pub(super) fn purpose_named(&self, id: &str) -> String {
        let mut purposes = self.activity.purpose.items().iter();
        let found = purposes.find(|purpose| purpose.id.as_deref() == Some(id));
        found.map_or_else(|| id.to_owned(), |purpose| purpose.text.clone())
    }

    /// The flows of a kind that the row is about, with their numbers: all but those that serve another
    /// purpose.
    fn all_flows(&self, kind: FlowKind) -> impl Iterator<Item = (usize, Currency, &'r Flow)> {
        (1..)
            .zip(self.activity.flows())
            .filter(move |(_, (which, flow))| *which == kind && self.is_about(flow))
            .map(|(number, (_, flow))| {
                (number, Currency::of(self.activity, flow, self.as_at), flow)
            })
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
            let in_use = InUse::of_flow(self.activity, flow);
            let line = format!("{}: {}", when_in_use(in_use, currency), words(flow));
            if currency != Currency::Current && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    fn is_about(&self, flow: &Flow) -> bool {
        self.is_for(flow.purpose.value().map_or(&[][..], std::slice::from_ref))
    }

    /// Whether the row is about what speaks of purposes with these ids, or of none in particular.
    pub(super) fn is_for(&self, named: &[String]) -> bool {
        let is_named =
            |purpose: &&Purpose| purpose.id.as_ref().is_some_and(|id| named.contains(id));
        if self.only_own_flows {
            return self.purpose.as_ref().is_some_and(is_named);
        }
        // What speaks of no purpose of the entry is lost in no row.
        let speaks_of_all = !self
            .activity
            .purpose
            .items()
            .iter()
            .any(|one| is_named(&one));
        speaks_of_all
            || match &self.purpose {
                Some(purpose) => is_named(purpose),
                None => self.on_this_side().any(|purpose| is_named(&purpose)),
            }
    }

    /// For which of several purposes a flow goes, by the number that the purpose has in the entry;
    /// nothing where the row is about one.
    pub(super) fn for_purpose(&self, flow: &Flow) -> String {
        let served = flow.purpose.value();
        self.for_purposes(|purpose| served.is_some() && purpose.id.as_ref() == served)
    }

    /// For which of several purposes something is, by the numbers that they have in the entry; nothing where it is for
    /// none of them, or where the row is about one.
    pub(super) fn for_purposes(&self, is_one: impl Fn(&Purpose) -> bool) -> String {
        let purposes = self.activity.purpose.items();
        let all = (1..).zip(purposes).filter(|(_, purpose)| is_one(purpose));
        let numbers: Vec<String> = all
            .map(|(number, _): (usize, _)| number.to_string())
            .collect();
        let is_said = self.purpose.is_none() && purposes.len() > 1 && !numbers.is_empty();
        let s = if numbers.len() > 1 { "s" } else { "" };
        match is_said {
            true => format!(", for purpose{s} {}", and(&numbers)),
            false => String::new(),
        }
    }

    /// For which of several purposes those with some ids are, by their numbers.
    pub(super) fn for_those(&self, ids: &[String]) -> String {
        self.for_purposes(|purpose| purpose.id.as_ref().is_some_and(|id| ids.contains(id)))
    }

    /// Whether a category is of a class that is such a one, by itself or by what is broader.
    pub(super) fn is_of_class(&self, id: &DataId, is_it: fn(&str) -> bool) -> bool {
        let class = class_of(&self.register.data, id);
        let codes = class.value().map_or(&[][..], |classes| &classes.0);
        codes.iter().any(|code| is_it(code.as_str()))
    }

    /// The agreement under which a step stands, in words and with where it is found; nothing where none
    /// is recorded.
    pub(super) fn agreement_words(&self, agreement: &Agreement) -> Option<String> {
        let words = agreement.words_on(self.as_at);
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
