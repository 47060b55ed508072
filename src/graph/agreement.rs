//! Under which agreement a step stands on a day (design section 5).
//!
//! What a flow cites is judged, even if it has run out. Where nothing is cited, an agreement counts
//! that is of the right kind and names both legal persons (for a sub-processor, its engager), or the
//! far end alone. Membership of a class counts for nothing.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::model::{
    Date, Document, DocumentId, DocumentKind, PartyId, Recorded, day_in_words, listed,
};

use super::flow_graph::FlowGraph;
use super::legal_person::LegalPersons;
use super::receiver_role::ReceiverRole;
use super::serving::Serving;
use super::thing::Thing;

/// For so many days before its last one an agreement is said to end soon, where the settings do not say.
const SOON: u64 = 90;

listed! {
    /// How an agreement stands on a day.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum AgreementState {
        /// It is in force.
        InForce: "in-force";
        /// It is in force, and its last day is near.
        EndsSoon: "ends-soon";
        /// It has not begun.
        NotBegun: "not-begun";
        /// Its last day has passed.
        Expired: "expired";
        /// It names parties, and the one at the far end is not among them.
        NotAParty: "not-a-party";
        /// It is a document of another kind.
        NotAnAgreement: "not-an-agreement";
    }
    /// The word for it.
    word = 0;
}

impl AgreementState {
    /// Whether what stands so governs the step on the day.
    pub fn is_good(self) -> bool {
        matches!(self, Self::InForce | Self::EndsSoon)
    }
}

/// One agreement as it bears on a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Governing {
    /// The agreement.
    pub document: Thing,
    /// How it stands on the day.
    pub state: AgreementState,
    /// Its last day, where that is recorded.
    pub expires: Recorded<Date>,
    /// Whether the step cites it; otherwise it was found by its parties.
    pub is_cited: bool,
    /// Whether it names the far end and nobody of ours.
    pub names_far_end_alone: bool,
    /// The one at the far end.
    pub far_end: String,
}

/// Under which agreement a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Whether one is to be expected: with another legal person, for something that is disclosed to
    /// it or got from it.
    pub is_expected: bool,
    /// The agreements, the best first; several that are in force where which one covers the step is
    /// not recorded.
    pub found: Recorded<Vec<Governing>>,
    /// One that is in force beside the one cited, which is not.
    pub better: Option<Thing>,
}

impl Default for Agreement {
    /// Nothing recorded, and nothing expected.
    fn default() -> Self {
        Self {
            is_expected: false,
            found: Recorded::NotRecorded,
            better: None,
        }
    }
}

impl Agreement {
    /// The agreement that governs the step on the day, if just one does.
    pub fn governing(&self) -> Option<&Governing> {
        match self.found.value()?.as_slice() {
            [only] if only.state.is_good() => Some(only),
            _ => None,
        }
    }

    /// Whether one is to be expected, and none is recorded that is in force on the day.
    pub fn is_missing(&self) -> bool {
        let found = self.found.value();
        let is_good = found.is_some_and(|found| found.iter().any(|one| one.state.is_good()));
        self.is_expected && !is_good
    }

    /// The agreement in words.
    pub fn words(&self) -> String {
        self.words_with(Governing::words)
    }

    /// The same seen from a day: of what was judged as it will be later, an agreement that ends between the two has not
    /// ended.
    pub fn words_on(&self, today: Date) -> String {
        self.words_with(|one| one.words_on(today))
    }

    fn words_with(&self, words_of: impl Fn(&Governing) -> String) -> String {
        let found = match &self.found {
            Recorded::NotRecorded => return "not recorded".to_owned(),
            Recorded::None => &Vec::new(),
            Recorded::Value(found) => found,
        };
        let words = match found.as_slice() {
            [] => "none".to_owned(),
            [only] => words_of(only),
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .map(|one| one.document.name.as_str())
                    .collect();
                format!(
                    "{} (which one covers this is not recorded)",
                    names.join(" or ")
                )
            }
        };
        match &self.better {
            Some(better) => format!("{words}; {} is in force", better.name),
            None => words,
        }
    }

    /// The agreement in words; nothing where none is recorded and none is to be expected.
    pub fn said(&self) -> String {
        if self.found.is_not_recorded() && !self.is_expected {
            return String::new();
        }
        self.words()
    }

    /// The state as a code: that of the one found, `which-not-recorded`, `none` or `not-recorded`.
    pub fn state(&self) -> &'static str {
        match &self.found {
            Recorded::NotRecorded => "not-recorded",
            Recorded::None => "none",
            Recorded::Value(found) => match found.as_slice() {
                [only] => only.state.word(),
                _ => "which-not-recorded",
            },
        }
    }
}

impl Governing {
    /// The agreement in words, with what is to be said of it on the day.
    fn words(&self) -> String {
        self.words_if_expired(|last| format!("expired {}", day_in_words(last)))
    }

    fn words_on(&self, today: Date) -> String {
        self.words_if_expired(|last| match last < today {
            true => format!("expired {}", day_in_words(last)),
            false => format!("ends {}, before that day", day_in_words(last)),
        })
    }

    fn words_if_expired(&self, expired: impl Fn(Date) -> String) -> String {
        let name = &self.document.name;
        let last = |word: &str| match &self.expires {
            Recorded::Value(last) => format!("{word} {}", day_in_words(*last)),
            _ => word.to_owned(),
        };
        let said = match self.state {
            AgreementState::InForce => None,
            AgreementState::EndsSoon => Some(last("ends")),
            AgreementState::NotBegun => Some("not begun".to_owned()),
            AgreementState::Expired => Some(match &self.expires {
                Recorded::Value(last) => expired(*last),
                _ => "expired".to_owned(),
            }),
            AgreementState::NotAParty => Some(format!("{} is not a party to it", self.far_end)),
            AgreementState::NotAnAgreement => Some("it is not an agreement".to_owned()),
        };
        let alone = self
            .names_far_end_alone
            .then(|| format!("it names only {}", self.far_end));
        let notes: Vec<String> = [said, alone].into_iter().flatten().collect();
        if notes.is_empty() {
            name.clone()
        } else {
            format!("{name} ({})", notes.join("; "))
        }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.document.id,
            "name": self.document.name,
            "state": self.state,
            "expires": self.expires,
            "cited": self.is_cited,
            "names_far_end_alone": self.names_far_end_alone,
        })
    }
}

impl Serialize for Agreement {
    /// As null where it is not recorded, `"none"`, or a table with `id`, `name` and `state`; where
    /// which of several covers the step is not recorded, these are null and `among` lists them.
    /// `in_force` names one that is in force where the one cited is not, or none is said to be.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = match &self.found {
            Recorded::NotRecorded => return serializer.serialize_none(),
            Recorded::None if self.better.is_none() => {
                return serializer.serialize_str(Recorded::<()>::NONE);
            }
            Recorded::None => &Vec::new(),
            Recorded::Value(found) => found,
        };
        let mut map = serializer.serialize_map(None)?;
        if let [only] = found.as_slice() {
            if let serde_json::Value::Object(fields) = only.json() {
                for (key, value) in fields {
                    map.serialize_entry(&key, &value)?;
                }
            }
        } else {
            map.serialize_entry("id", &None::<String>)?;
            map.serialize_entry("name", &None::<String>)?;
            map.serialize_entry("state", self.state())?;
            let among: Vec<serde_json::Value> = found.iter().map(Governing::json).collect();
            if !among.is_empty() {
                map.serialize_entry("among", &among)?;
            }
        }
        if let Some(better) = &self.better {
            map.serialize_entry("in_force", better)?;
        }
        map.end()
    }
}

/// Between whom an agreement would be, and what the step says of it.
pub(super) struct Between<'a, 'r> {
    /// In which activity, and for whom.
    pub(super) serving: Serving<'a>,
    /// The one at the far end.
    pub(super) far_end: &'a PartyId,
    /// In which role it receives.
    pub(super) role: ReceiverRole,
    /// Who engages it, where that is not the one whose activity it is.
    pub(super) engaged_by: Option<&'a PartyId>,
    /// What is cited.
    pub(super) cited: Vec<&'r Recorded<DocumentId>>,
}

/// The one at the far end: a legal person, or a part of our own that stands for itself.
struct FarEnd<'a, 'r> {
    persons: &'a LegalPersons<'r>,
    party: &'a PartyId,
    is_part_of_us: bool,
}

impl FarEnd<'_, '_> {
    /// Whether an agreement with a party is one with the far end.
    fn is_named_by(&self, party: &PartyId) -> bool {
        if self.is_part_of_us {
            self.persons.up(party).any(|whole| whole == self.party)
        } else {
            self.persons.are_one(party, self.party)
        }
    }
}

impl<'r> FlowGraph<'r> {
    /// Under which agreement data goes to a party, or comes from it.
    pub(super) fn agreement(&self, between: &Between<'_, 'r>) -> Agreement {
        if between.role == ReceiverRole::Internal {
            return Agreement::default();
        }
        let named: Vec<&DocumentId> = between.cited.iter().filter_map(|one| one.value()).collect();
        let mut cited: Vec<Governing> = Vec::new();
        for id in named {
            if cited.iter().all(|one| one.document.id != id.as_str()) {
                cited.push(self.governing(id, between, true));
            }
        }
        let found = self.by_parties(between);
        let is_denied = !between.cited.is_empty() && between.cited.iter().all(|one| one.is_none());
        let (found, better) = if cited.is_empty() {
            let n_good = found.iter().filter(|one| one.state.is_good()).count();
            let kept: Vec<Governing> = match n_good {
                0 => found.into_iter().take(1).collect(),
                n => found.into_iter().take(n).collect(),
            };
            match (kept.is_empty(), is_denied) {
                (false, false) => (Recorded::Value(kept), None),
                // What the record denies is not found against its words, and one that is there is told.
                (false, true) => {
                    let better = kept.into_iter().find(|one| one.state.is_good());
                    (Recorded::None, better.map(|one| one.document))
                }
                (true, true) => (Recorded::None, None),
                (true, false) => (Recorded::NotRecorded, None),
            }
        } else {
            cited.sort_by(Self::better_first);
            let is_good = cited.iter().any(|one| one.state.is_good());
            let better = found
                .into_iter()
                .find(|one| one.state.is_good())
                .filter(|_| !is_good)
                .map(|one| one.document);
            (Recorded::Value(cited), better)
        };
        Agreement {
            is_expected: true,
            found,
            better,
        }
    }

    /// The agreements of the right kind that name the far end, the best first: in force before
    /// expired, naming both before one alone, the latest, ids.
    fn by_parties(&self, between: &Between<'_, 'r>) -> Vec<Governing> {
        let persons = self.persons();
        let kind = match between.role {
            ReceiverRole::Processor | ReceiverRole::SubProcessor => DocumentKind::Contract,
            ReceiverRole::JointController => DocumentKind::JointControllerArrangement,
            ReceiverRole::Recipient | ReceiverRole::Internal => DocumentKind::SharingAgreement,
        };
        let far_end = self.far_end(between);
        let mut found: Vec<Governing> = self
            .shared
            .agreements_naming(persons.whole(between.far_end))
            .iter()
            .filter(|(_, document)| document.kind == Recorded::Value(kind))
            .filter(|(_, document)| {
                let mut parties = document.parties.items().iter();
                !far_end.is_part_of_us || parties.any(|party| far_end.is_named_by(party))
            })
            .map(|(id, _)| self.governing(id, between, false))
            // A contract with others than the engager says nothing of a sub-processor.
            .filter(|one| !one.names_far_end_alone || self.is_alone(one, between))
            .collect();
        found.sort_by(Self::better_first);
        found
    }

    /// Whether an agreement names nobody but the far end.
    fn is_alone(&self, one: &Governing, between: &Between<'_, 'r>) -> bool {
        let far_end = self.far_end(between);
        let document = self.register.documents.get(one.document.id.as_str());
        document.is_some_and(|document| {
            let mut parties = document.parties.items().iter();
            parties.all(|party| far_end.is_named_by(party))
        })
    }

    /// Whom an agreement must name at the far end.
    fn far_end<'a>(&'a self, between: &Between<'a, 'r>) -> FarEnd<'a, 'r> {
        FarEnd {
            persons: self.persons(),
            party: between.far_end,
            is_part_of_us: match between.engaged_by {
                Some(engager) => self.persons().are_one(engager, between.far_end),
                None => self.is_own_in(between.serving, between.far_end),
            },
        }
    }

    fn better_first(a: &Governing, b: &Governing) -> std::cmp::Ordering {
        let key = |one: &Governing| {
            // The latest is that which ends last; what has no end recorded ends after all others.
            let last = one.expires.value().map_or(Date::MAX, |last| *last);
            (
                !one.state.is_good(),
                one.names_far_end_alone,
                std::cmp::Reverse(last),
                one.document.id.clone(),
            )
        };
        key(a).cmp(&key(b))
    }

    fn governing(&self, id: &DocumentId, between: &Between<'_, 'r>, is_cited: bool) -> Governing {
        let persons = self.persons();
        let document = self.register.documents.get(id);
        let parties = document.map_or(&[][..], |document| document.parties.items());
        let far_end = self.far_end(between);
        let names = |one: &PartyId| {
            let mut named = parties.iter().filter(|party| !far_end.is_named_by(party));
            named.any(|party| persons.are_one(party, one))
        };
        let names_us = match between.engaged_by {
            Some(engager) => names(engager),
            None => self.own_in(between.serving).any(names),
        };
        let names_far_end = parties.iter().any(|party| far_end.is_named_by(party));
        let is_stranger = document.is_some_and(|document| match &document.parties {
            Recorded::NotRecorded => false,
            Recorded::None => true,
            Recorded::Value(_) => !names_far_end,
        });
        let far_end = &between.far_end.reference();
        Governing {
            document: self.thing(&id),
            state: self.state(document, is_stranger),
            expires: document.map_or(Recorded::NotRecorded, |document| document.expires.clone()),
            is_cited,
            names_far_end_alone: names_far_end && !names_us,
            far_end: self.name(far_end),
        }
    }

    /// An agreement that a flow cites, where nobody is known with whom it would be.
    pub(super) fn cited_by_nobody(&self, id: &DocumentId) -> Governing {
        let document = self.register.documents.get(id);
        Governing {
            document: self.thing(&id),
            state: self.state(document, false),
            expires: document.map_or(Recorded::NotRecorded, |document| document.expires.clone()),
            is_cited: true,
            names_far_end_alone: false,
            far_end: String::new(),
        }
    }

    /// Whether a day that has not passed is within the days of notice; where these are none, nothing ends soon.
    fn is_soon(&self, last: Date) -> bool {
        let settings = self.register.settings.as_ref();
        let days = match settings.map(|settings| &settings.notice_days) {
            Some(Recorded::Value(days)) => *days,
            Some(Recorded::None) => return false,
            Some(Recorded::NotRecorded) | None => SOON,
        };
        u64::try_from((last - self.on).get_days()).is_ok_and(|left| left <= days)
    }

    fn state(&self, document: Option<&Document>, is_stranger: bool) -> AgreementState {
        let Some(document) = document else {
            return AgreementState::InForce;
        };
        let is_agreement = match document.kind {
            Recorded::Value(kind) => kind.is_agreement(),
            Recorded::None | Recorded::NotRecorded => true,
        };
        let last = document.expires.value();
        if !is_agreement {
            AgreementState::NotAnAgreement
        } else if last.is_some_and(|last| *last < self.on) {
            AgreementState::Expired
        } else if is_stranger {
            AgreementState::NotAParty
        } else if document.dated.value().is_some_and(|dated| *dated > self.on) {
            AgreementState::NotBegun
        } else if last.is_some_and(|last| self.is_soon(*last)) {
            AgreementState::EndsSoon
        } else {
            AgreementState::InForce
        }
    }
}
