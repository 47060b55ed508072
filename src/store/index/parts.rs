//! Handing over the parts of the register that a question needs, a few activities at a time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::model::{
    Activity, ActivityId, Document, DocumentId, End, Kind, Party, PartyId, Record, Reference,
    Register, Settings,
};

use super::super::Store;
use super::super::error::{Fault, Stop, StoreError};
use super::super::in_order::in_order;
use super::catalogue::{keys, spread, spread_with};
use super::keys::{key_of, read_reference, reference_of};
use super::namesakes::{Apart, shown};
use super::needed::{Extent, Needed};
use super::read;
use super::retired::Retired;

/// Which activities a question is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Of each of these sets, an activity or one joined to it must mention something.
    pub any_of: Vec<BTreeSet<Reference>>,
    /// If given, only these activities and those joined to them.
    pub activities: Option<BTreeSet<ActivityId>>,
    /// Which retired activities count.
    pub retired: Retired,
}

impl Store {
    /// Hands over the activities of a selection as small registers, each whole in itself.
    ///
    /// Activities joined by flows between them, at any remove, are handed over together and are
    /// selected together; retired ones neither count nor join unless they are asked for. A part has
    /// about `batch` activities, and beside them what their graph needs: the parties, systems,
    /// data and people they mention, the agreements of their flows and those with these parties,
    /// operators of systems, sub-processors, who engages others for a system that nobody is recorded
    /// to run, what parties are part of, broader categories and the settings. Parts come
    /// in the order of the ids of their first activities. Beside them may stand what earlier parts needed.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_part<E: From<StoreError>>(
        &self,
        selection: &Selection,
        batch: usize,
        mut each: impl FnMut(&Register) -> Result<(), E>,
    ) -> Result<(), E> {
        self.hand_over(|conn| {
            let mut beside = Beside::new(conn)?;
            let mut part: Vec<Reference> = Vec::new();
            let mut components = components(conn, selection)?.into_iter().peekable();
            while let Some(component) = components.next() {
                part.extend(component);
                let next = components.peek().map_or(usize::MAX, Vec::len);
                if part.len().saturating_add(next) > batch.max(1) {
                    let members = std::mem::take(&mut part);
                    load(conn, &members, &mut beside, Extent::Graph)?;
                    each(&beside.register).map_err(Stop::Theirs)?;
                }
            }
            Ok(())
        })
    }

    /// The part of one activity: with those joined to it, and what their graph needs. An activity
    /// that is retired is there only if retired ones count.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn part_of(&self, id: &ActivityId, retired: Retired) -> Result<Register, StoreError> {
        let selection = Selection {
            any_of: Vec::new(),
            activities: Some(BTreeSet::from([id.clone()])),
            retired,
        };
        let mut register = Register::default();
        self.each_part(&selection, 1, |part| -> Result<(), StoreError> {
            // One activity is asked for, so there is one part.
            register.clone_from(part);
            Ok(())
        })?;
        Ok(register)
    }
}

/// The groups of joined activities that are selected, each sorted, in the order of their first ids.
fn components(conn: &Connection, selection: &Selection) -> Result<Vec<Vec<Reference>>, Fault> {
    let mut hits: Vec<BTreeSet<i64>> = Vec::new();
    if let Some(activities) = &selection.activities {
        let mut keys = BTreeSet::new();
        for id in activities {
            keys.extend(key_of(conn, &id.reference())?);
        }
        hits.push(keys);
    }
    for set in &selection.any_of {
        hits.push(mentioning(conn, set)?);
    }
    if hits.is_empty() {
        hits.push(keys(conn, "SELECT key FROM activity", [])?);
    }
    // Each selected component has a member in every set, so the smallest set leads to all of them.
    hits.sort_by_key(BTreeSet::len);
    let from_day = selection.retired.first_day();
    let steps = [
        "SELECT link.other FROM link JOIN activity ON activity.key = link.other \
         WHERE link.activity = ?1 AND activity.counts_until >= ?2",
        "SELECT link.activity FROM link JOIN activity ON activity.key = link.activity \
         WHERE link.other = ?1 AND activity.counts_until >= ?2",
    ];
    let mut in_use =
        conn.prepare_cached("SELECT 1 FROM activity WHERE key = ? AND counts_until >= ?")?;
    let mut visited = BTreeSet::new();
    let mut components = Vec::new();
    for start in &hits[0] {
        if visited.contains(start) || !in_use.exists((start, &from_day))? {
            continue;
        }
        let component = spread_with(conn, BTreeSet::from([*start]), &steps, &[&from_day])?;
        visited.extend(component.iter().copied());
        if hits[1..].iter().all(|set| meets(&component, set)) {
            let mut members = Vec::with_capacity(component.len());
            for key in component {
                members.push(reference_of(conn, key)?);
            }
            members.sort_unstable();
            components.push(members);
        }
    }
    components.sort_unstable();
    Ok(components)
}

fn meets(component: &BTreeSet<i64>, set: &BTreeSet<i64>) -> bool {
    component.iter().any(|key| set.contains(key))
}

/// The activities that mention something of a set, or are in it.
fn mentioning(conn: &Connection, set: &BTreeSet<Reference>) -> Result<BTreeSet<i64>, Fault> {
    let mut activities = BTreeSet::new();
    for reference in set {
        let Some(key) = key_of(conn, reference)? else {
            continue;
        };
        if reference.kind == Kind::Activity {
            activities.insert(key);
        }
        activities.extend(keys(
            conn,
            "SELECT activity FROM mention WHERE thing = ?",
            [key],
        )?);
    }
    Ok(activities)
}

/// So many catalogue records are held beside the activities of a part; then they are read anew as they are needed.
const MOST_BESIDE: usize = 40_000;

/// A part, with what was read for earlier ones and may be needed again.
pub(super) struct Beside {
    pub(super) register: Register,
    needed: Needed,
    apart: Apart,
    /// The records that came into the register last.
    new: Vec<Reference>,
}

impl Beside {
    pub(super) fn new(conn: &Connection) -> Result<Self, Fault> {
        let reference = Reference::new(Kind::Settings, Settings::ID);
        let settings = match read::record(conn, &reference)? {
            Some(Record::Settings(settings)) => Some(settings),
            _ => None,
        };
        let mut beside = Self {
            register: Register::default(),
            needed: Needed::default(),
            apart: Apart::default(),
            new: Vec::new(),
        };
        beside.begin(settings);
        Ok(beside)
    }

    /// Begins with the settings alone.
    fn begin(&mut self, settings: Option<Settings>) {
        self.needed = Needed::default();
        if let Some(settings) = &settings {
            for party in [&settings.organisation, &settings.regulator] {
                self.needed.add_all(party.value().map(PartyId::reference));
            }
        }
        self.register = Register {
            settings,
            ..Register::default()
        };
    }

    fn insert(&mut self, reference: Reference, record: Record) -> Result<(), Fault> {
        self.register
            .insert(&reference.id, record)
            .map_err(|error| Fault::Unreadable(reference.clone(), error.to_string()))?;
        self.new.push(reference);
        Ok(())
    }

    /// Reads a record that is needed for what it is called or is part of, where it is not here.
    fn name(&mut self, conn: &Connection, reference: &Reference) -> Result<bool, Fault> {
        if self.register.name(reference).is_some() {
            return Ok(false);
        }
        let Some(record) = read::record(conn, reference)? else {
            return Ok(false);
        };
        self.insert(reference.clone(), record)?;
        Ok(true)
    }
}

/// Reads some activities and what their graph needs beside them, in the place of the part before.
pub(super) fn load(
    conn: &Connection,
    members: &[Reference],
    beside: &mut Beside,
    extent: Extent,
) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT revisions.document FROM record \
         JOIN revisions ON revisions.key = record.revision WHERE record.kind = ? AND record.id = ?",
    )?;
    let mut documents = Vec::with_capacity(members.len());
    for reference in members {
        let document: String =
            statement.query_row((reference.kind.word(), &reference.id), |row| row.get(0))?;
        documents.push((reference, document));
    }
    beside.register.activities.clear();
    if beside.needed.n_known > MOST_BESIDE {
        let settings = beside.register.settings.take();
        beside.begin(settings);
    }
    beside.new.clear();
    in_order(
        &documents,
        |(reference, document)| read::parse(reference, document),
        |(reference, _), record| {
            let record = record?;
            beside.needed.by(&record, extent);
            beside.insert((*reference).clone(), record)
        },
    )?;
    while let Some(reference) = beside.needed.next() {
        if let Some(record) = read::record(conn, &reference)? {
            beside.needed.by(&record, extent);
            if let Record::System(system) = &record
                && system.operator.is_not_recorded()
            {
                beside.needed.add_all(engaging_for(conn, &reference)?);
            }
            beside.insert(reference, record)?;
        }
    }
    // Agreements are found by their parties. Those with whose register this is are found by the others.
    let settings = beside.register.settings.as_ref();
    let keeper = settings.and_then(|it| it.organisation.value());
    let new = beside.new.iter();
    let parties = new.filter_map(|one| {
        let party = beside.register.parties.get(one.id.as_str());
        let is_party = one.kind == Kind::Party && keeper.is_none_or(|it| it.as_str() != one.id);
        party.filter(|_| is_party).map(|it| (one.id.as_str(), it))
    });
    let (classes, bodies): (Vec<_>, Vec<_>) = parties.partition(|(_, party)| is_class(party));
    // An agreement with a part of a body is one with the body; one with a member of a class is none with the class.
    let mut named = spread(conn, keys_of(conn, &bodies)?, &[PARTS])?;
    named.extend(keys_of(conn, &classes)?);
    for reference in agreements_with(conn, &named)? {
        if beside.needed.is_new(&reference)
            && let Some(record) = read::record(conn, &reference)?
        {
            beside.insert(reference, record)?;
        }
    }
    let new = beside.new.iter().filter(|one| one.kind == Kind::Document);
    let documents: Vec<&Document> = new
        .filter_map(|one| beside.register.documents.get(one.id.as_str()))
        .collect();
    // Of the parties to an agreement it matters only what they are part of; of what stands above one, and of who
    // signed it, only what they are called.
    let named = documents.iter().flat_map(|one| one.parties.items());
    let parties: BTreeSet<Reference> = named.map(PartyId::reference).collect();
    let mut called = BTreeSet::new();
    if extent == Extent::Entries {
        for document in documents {
            let signed = document.signed.items().iter();
            called.extend(signed.map(|by| by.party.reference()));
            called.extend(document.under.value().map(DocumentId::reference));
        }
    }
    for reference in called {
        beside.name(conn, &reference)?;
    }
    for mut reference in parties {
        while beside.name(conn, &reference)? {
            let party = beside.register.parties.get(reference.id.as_str());
            let above = party.and_then(|party| party.part_of.as_ref());
            let Some(above) = above else { break };
            reference = above.reference();
        }
    }
    beside.register.elsewhere = elsewhere(conn, &beside.register)?;
    beside.apart.tell(conn, &mut beside.register, &beside.new)
}

/// What activities are called that flows of a register lead to or come from and that are not in it.
fn elsewhere(
    conn: &Connection,
    register: &Register,
) -> Result<BTreeMap<ActivityId, String>, Fault> {
    let mut names = BTreeMap::new();
    let flows = register.activities.values().flat_map(Activity::flows);
    for end in flows.flat_map(|(_, flow)| flow.from.iter().chain(&flow.to)) {
        if let End::Activity(id) = end
            && !register.activities.contains_key(id)
            && !names.contains_key(id)
        {
            let name = shown(conn, &id.reference())?;
            names.extend(name.map(|name| (id.clone(), name)));
        }
    }
    Ok(names)
}

/// The keys of some parties.
fn keys_of(conn: &Connection, parties: &[(&str, &Party)]) -> Result<BTreeSet<i64>, Fault> {
    let mut keys = BTreeSet::new();
    for (id, _) in parties {
        keys.extend(key_of(conn, &Reference::new(Kind::Party, *id))?);
    }
    Ok(keys)
}

/// What is part of a record.
const PARTS: &str = "SELECT key FROM above WHERE upper = ?";

/// The documents that name one of some parties. The order of the tables is that of the search: few records name a party,
/// and a register may have many documents.
fn agreements_with(
    conn: &Connection,
    parties: &BTreeSet<i64>,
) -> Result<BTreeSet<Reference>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT source.id FROM reference CROSS JOIN record AS source ON source.key = reference.source \
         WHERE reference.thing = ? AND source.kind = 'document'",
    )?;
    let mut agreements = BTreeSet::new();
    for party in parties {
        let mut rows = statement.query([party])?;
        while let Some(row) = rows.next()? {
            agreements.insert(Reference::new(Kind::Document, row.get::<_, String>(0)?));
        }
    }
    Ok(agreements)
}

/// The parties that name a system: those that engage others for it.
const ENGAGING_FOR: &str = "SELECT source.kind, source.id FROM record \
     CROSS JOIN reference ON reference.thing = record.key \
     CROSS JOIN record AS source ON source.key = reference.source \
     WHERE record.kind = ? AND record.id = ? AND source.kind = 'party'";

fn engaging_for(conn: &Connection, system: &Reference) -> Result<Vec<Reference>, Fault> {
    let mut statement = conn.prepare_cached(ENGAGING_FOR)?;
    let parameters = (system.kind.word(), &system.id);
    let rows = statement.query_map(parameters, |row| read_reference(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether what is part of a party is only a member of it.
fn is_class(party: &Party) -> bool {
    party.kind.value().is_some_and(|kind| kind.has_members())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::StoreError;
    use super::super::super::sample::{activity, party, record, register, words};
    use super::*;

    fn select(sets: &[&[(Kind, &str)]]) -> Selection {
        let set = |items: &&[(Kind, &str)]| {
            let items = items.iter();
            items.map(|(kind, id)| Reference::new(*kind, *id)).collect()
        };
        Selection {
            any_of: sets.iter().map(set).collect(),
            ..Selection::default()
        }
    }

    /// The ids of the activities of each part.
    fn parts(store: &Store, selection: &Selection, batch: usize) -> Vec<String> {
        let mut parts = Vec::new();
        let done: Result<(), StoreError> = store.each_part(selection, batch, |register| {
            parts.push(words(register.activities.keys()).join(" "));
            Ok(())
        });
        done.unwrap();
        parts
    }

    #[test]
    fn joined_activities_come_together_and_others_apart() {
        let store = Store::in_memory(register()).unwrap();
        assert_eq!(
            parts(&store, &Selection::default(), 1),
            ["adoption conference", "parking"]
        );
        assert_eq!(
            parts(&store, &Selection::default(), 100),
            ["adoption conference parking"]
        );
        let both = select(&[&[(Kind::Data, "health")], &[(Kind::Party, "nhs")]]);
        assert_eq!(parts(&store, &both, 100), ["adoption conference"]);
        let neither = select(&[&[(Kind::Data, "health")], &[(Kind::Party, "printer")]]);
        assert!(parts(&store, &neither, 100).is_empty());
        let controlled = select(&[&[(Kind::Party, "council")]]);
        assert_eq!(
            parts(&store, &controlled, 2),
            ["adoption conference", "parking"]
        );
    }

    #[test]
    fn retired_activities_neither_count_nor_join_unless_asked() {
        let mut records = register();
        for (id, fields) in [
            (
                "old",
                json!({ "status": "retired", "data": ["health"], "recipient": [{ "to": "activity:parking" }] }),
            ),
            (
                "older",
                json!({ "status": "retired", "recipient": [{ "to": "activity:old" }] }),
            ),
        ] {
            let (reference, record) = activity(id, fields);
            records.insert(&reference.id, record).unwrap();
        }
        let store = Store::in_memory(records).unwrap();
        let mut health = select(&[&[(Kind::Data, "health")]]);
        assert_eq!(parts(&store, &health, 1), ["adoption conference"]);
        health.retired = Retired::Counted;
        assert_eq!(
            parts(&store, &health, 1),
            ["adoption conference", "old older parking"]
        );
        health.activities = Some(BTreeSet::from([ActivityId::new("parking").unwrap()]));
        assert_eq!(parts(&store, &health, 1), ["old older parking"]);
    }

    #[test]
    fn a_part_holds_what_its_graph_needs_and_no_more() {
        let store = Store::in_memory(register()).unwrap();
        let mut held = Vec::new();
        let selection = select(&[&[(Kind::System, "mosaic")]]);
        let done: Result<(), StoreError> = store.each_part(&selection, 10, |register| {
            held = words(
                register
                    .clone()
                    .into_records()
                    .map(|(reference, _)| reference),
            );
            Ok(())
        });
        done.unwrap();
        assert_eq!(
            held.join(" "),
            "settings:register party:cloud party:council party:nhs party:printer party:servelec \
             system:letters system:mosaic data:health data:identifiers data:nhs-number \
             people:families document:contract activity:adoption activity:conference"
        );
    }

    #[test]
    fn what_an_earlier_part_only_named_is_read_in_full_where_it_is_needed() {
        let mut records = register();
        for (reference, record) in [
            record(
                Kind::Document,
                "contract",
                json!({ "name": "Contract", "parties": ["servelec", "stationer"] }),
            ),
            record(
                Kind::Document,
                "deal",
                json!({ "name": "Deal", "parties": ["mill"] }),
            ),
            party("mill", json!({})),
            party(
                "stationer",
                json!({ "sub_processors": [{ "party": "mill" }] }),
            ),
            activity(
                "post",
                json!({ "data": ["health"], "recipient": [{ "to": "stationer" }] }),
            ),
        ] {
            records.insert(&reference.id, record).unwrap();
        }
        let store = Store::in_memory(records).unwrap();
        let mut n_parts = 0;
        let done: Result<(), StoreError> = store.each_part(&Selection::default(), 1, |part| {
            n_parts += 1;
            let held: Vec<_> = part.clone().into_records().collect();
            for id in part.activities.keys() {
                let alone = store.part_of(id, Retired::LeftOut)?;
                for one in alone.into_records() {
                    assert!(held.contains(&one), "{} of {id}", one.0);
                }
            }
            assert_eq!(part.documents.len(), if n_parts == 3 { 2 } else { 1 });
            Ok(())
        });
        done.unwrap();
        assert_eq!(n_parts, 3);
    }

    #[test]
    fn an_agreement_with_a_class_comes_with_the_class() {
        let mut records = register();
        for (reference, record) in [
            party("insurers", json!({ "kind": "class" })),
            party(
                "aviva",
                json!({ "kind": "organisation", "part_of": "insurers" }),
            ),
            record(
                Kind::Document,
                "for-all",
                json!({ "name": "All", "parties": ["insurers"] }),
            ),
            record(
                Kind::Document,
                "for-one",
                json!({ "name": "One", "parties": ["aviva"] }),
            ),
            activity("claims", json!({ "recipient": [{ "to": "insurers" }] })),
        ] {
            records.insert(&reference.id, record).unwrap();
        }
        let store = Store::in_memory(records).unwrap();
        let claims = ActivityId::new("claims").unwrap();
        let part = store.part_of(&claims, Retired::LeftOut).unwrap();
        assert_eq!(words(part.documents.keys()), ["for-all"]);
    }

    #[test]
    fn a_failure_of_the_question_stops_it() {
        let store = Store::in_memory(register()).unwrap();
        let mut asked = 0;
        let stopped = store.each_part(&Selection::default(), 1, |_| {
            asked += 1;
            Err(StoreError::NoHistory)
        });
        assert!(matches!(stopped, Err(StoreError::NoHistory)) && asked == 1);
    }
}
