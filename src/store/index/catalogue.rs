//! Questions about the catalogues and counts, answered from the index alone.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ToSql};

use crate::graph::including;
use crate::model::{ActivityId, DataId, Kind, PartyId, Record, Reference, SystemId};

use super::super::Store;
use super::super::error::{Fault, Stop, StoreError};
use super::keys::{key_of, reference_of};
use super::read;
use super::retired::Retired;
use super::retired::total;

/// A category and those above and below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// The category itself and everything narrower.
    pub narrower: BTreeSet<Reference>,
    /// Everything strictly broader.
    pub broader: BTreeSet<Reference>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Activities.
    pub activities: i64,
    /// Their flows.
    pub flows: i64,
}

/// The activities of which it is not recorded which data they hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thin {
    /// How many there are.
    pub count: i64,
    /// The first few, by id.
    pub first: Vec<String>,
}

impl Store {
    /// A category of data or people with those above and below it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn family(&self, category: &Reference) -> Result<Family, StoreError> {
        self.ask(|conn| {
            let Some(key) = key_of(conn, category)? else {
                return Ok(Family::default());
            };
            let start = BTreeSet::from([key]);
            let narrower = spread(conn, start.clone(), &[BELOW])?;
            // Where the tree has a cycle, what is narrower is not also broader.
            let mut broader = spread(conn, start, &[ABOVE])?;
            broader.retain(|key| !narrower.contains(key));
            Ok(Family {
                narrower: references(conn, &narrower)?,
                broader: references(conn, &broader)?,
            })
        })
    }

    /// A party and all that is part of it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn parts_of(&self, party: &PartyId) -> Result<BTreeSet<PartyId>, StoreError> {
        self.ask(|conn| {
            let mut parts = BTreeSet::from([party.clone()]);
            if let Some(key) = key_of(conn, &party.reference())? {
                for key in spread(conn, BTreeSet::from([key]), &[BELOW])? {
                    parts.extend(PartyId::new(reference_of(conn, key)?.id));
                }
            }
            Ok(parts)
        })
    }

    /// Hands over the ids of each party, category of data or category of people with itself and with
    /// all that is part of it or narrower, at any remove, sorted.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_below<E: From<StoreError>>(
        &self,
        kind: Kind,
        mut each: impl FnMut(&str, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        self.hand_over(|conn| {
            let mut statement = conn.prepare_cached(ALL_BELOW)?;
            let mut rows = statement.query([kind.word()])?;
            while let Some(row) = rows.next()? {
                let (upper, lower) = (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_str());
                each(upper.unwrap_or_default(), lower.unwrap_or_default()).map_err(Stop::Theirs)?;
            }
            Ok(())
        })
    }

    /// The systems through which parties have data without being mentioned by an activity: those
    /// they operate, and those they serve as sub-processors, at any remove.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn systems_reaching(
        &self,
        parties: &BTreeSet<PartyId>,
    ) -> Result<BTreeSet<SystemId>, StoreError> {
        self.ask(|conn| {
            let mut keys = BTreeSet::new();
            for party in parties {
                keys.extend(key_of(conn, &party.reference())?);
            }
            let mut systems = BTreeSet::new();
            for key in systems_of(conn, keys)? {
                systems.extend(SystemId::new(reference_of(conn, key)?.id));
            }
            Ok(systems)
        })
    }

    /// What an activity mentions that may give parties data: the parties themselves, those who engage
    /// them at any remove, and the systems that any of them run or serve.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn reaching(&self, parties: &BTreeSet<PartyId>) -> Result<BTreeSet<Reference>, StoreError> {
        self.ask(|conn| {
            let mut asked = BTreeSet::new();
            for party in parties {
                asked.extend(key_of(conn, &party.reference())?);
            }
            let engagers = "SELECT processor FROM sub_processor WHERE party = ?";
            let acting = spread(conn, asked, &[engagers])?;
            let mut systems = systems_of(conn, acting.clone())?;
            // For a system whose operator is not recorded, those are engaged whom any party engages for it.
            for party in &acting {
                systems.extend(keys(conn, ENGAGES_FOR, [*party])?);
            }
            let mut reaching = references(conn, &acting)?;
            reaching.extend(references(conn, &systems)?);
            reaching.extend(parties.iter().map(PartyId::reference));
            Ok(reaching)
        })
    }

    /// The records that refer to a record, in the order of kinds and ids.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn referring_to(&self, thing: &Reference) -> Result<BTreeSet<Reference>, StoreError> {
        self.ask(|conn| {
            let Some(key) = key_of(conn, thing)? else {
                return Ok(BTreeSet::new());
            };
            let sql = "SELECT activity FROM mention WHERE thing = ?1 \
                       UNION SELECT source FROM reference WHERE thing = ?1";
            references(conn, &keys(conn, sql, [key])?)
        })
    }

    /// What a party is part or member of, at any remove, the nearest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn wholes_of(&self, party: &PartyId) -> Result<Vec<PartyId>, StoreError> {
        self.ask(|conn| {
            let mut wholes = Vec::new();
            let mut seen = BTreeSet::new();
            let mut next = key_of(conn, &party.reference())?;
            while let Some(key) = next.filter(|key| seen.insert(*key)) {
                if seen.len() > 1 {
                    wholes.extend(PartyId::new(reference_of(conn, key)?.id));
                }
                next = keys(conn, ABOVE, [key])?.pop_first();
            }
            Ok(wholes)
        })
    }

    /// Of a category of data and each narrower one, the categories that may include it by its class,
    /// where there are any.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn including(
        &self,
        family: &BTreeSet<DataId>,
    ) -> Result<BTreeMap<DataId, BTreeSet<DataId>>, StoreError> {
        let catalogue = self.ask(|conn| {
            let hints = keys(conn, "SELECT key FROM may_include", [])?;
            if hints.is_empty() {
                return Ok(BTreeMap::new());
            }
            let mut wanted = hints;
            for id in family {
                wanted.extend(key_of(conn, &id.reference())?);
            }
            let mut catalogue = BTreeMap::new();
            // A class may be that of what is broader, or of what a pseudonym is made from.
            for reference in references(conn, &spread(conn, wanted, &[ABOVE, ORIGIN])?)? {
                if let (Ok(id), Some(Record::Data(data))) = (
                    DataId::new(reference.id.clone()),
                    read::record(conn, &reference)?,
                ) {
                    catalogue.insert(id, data);
                }
            }
            Ok(catalogue)
        })?;
        let of = |id: &DataId| Some((id.clone(), including(&catalogue, id)));
        Ok(family
            .iter()
            .filter_map(of)
            .filter(|(_, including)| !including.is_empty())
            .collect())
    }

    /// The categories of data that are made, in any number of steps, from something in a family of
    /// categories, and what is narrower than these; what is of the family is not among them.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn made_from(&self, family: &BTreeSet<DataId>) -> Result<BTreeSet<DataId>, StoreError> {
        self.ask(|conn| {
            let is_any = "SELECT 1 FROM made_from LIMIT 1";
            if !conn.prepare_cached(is_any)?.exists([])? {
                return Ok(BTreeSet::new());
            }
            let mut made = BTreeSet::new();
            for id in family {
                if let Some(key) = key_of(conn, &id.reference())? {
                    made.extend(keys(conn, MADE, [key])?);
                }
            }
            let made = references(conn, &spread(conn, made, &[MADE, BELOW])?)?;
            let made = made.into_iter().filter_map(|it| DataId::new(it.id).ok());
            Ok(made.filter(|id| !family.contains(id)).collect())
        })
    }

    /// How many activities and flows there are, with the retired ones that count.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn totals(&self, retired: Retired) -> Result<Totals, StoreError> {
        self.ask(|conn| {
            let [activities, flows, _] = retired.totals(conn)?;
            Ok(Totals {
                activities: total(conn, "activities")? + activities,
                flows: total(conn, "flows")? + flows,
            })
        })
    }

    /// The activities (all, or these) of which it is not recorded which data they hold.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn thin(
        &self,
        activities: Option<&BTreeSet<ActivityId>>,
        retired: Retired,
        first: usize,
    ) -> Result<Thin, StoreError> {
        self.ask(|conn| {
            let mut thin = Thin::default();
            let from_day = retired.first_day();
            if let Some(activities) = activities {
                let mut statement = conn.prepare_cached(
                    "SELECT 1 FROM record JOIN activity USING (key) \
                     WHERE record.kind = 'activity' AND record.id = ? \
                     AND activity.has_data = 0 AND activity.counts_until >= ?",
                )?;
                for id in activities {
                    if statement.exists((id.as_str(), &from_day))? {
                        thin.count += 1;
                        if thin.first.len() < first {
                            thin.first.push(id.to_string());
                        }
                    }
                }
                return Ok(thin);
            }
            // Counting them would cost more the larger the register is.
            let [.., thin_retired] = retired.totals(conn)?;
            thin.count = total(conn, "thin-activities")? + thin_retired;
            for flag in 0..=i64::from(thin_retired > 0) {
                let mut ids = conn.prepare_cached(
                    "SELECT id FROM activity \
                     WHERE has_data = 0 AND retired = ? AND counts_until >= ? ORDER BY id LIMIT ?",
                )?;
                let limit = i64::try_from(first).unwrap_or(i64::MAX);
                let mut rows = ids.query((flag, &from_day, limit))?;
                while let Some(row) = rows.next()? {
                    thin.first.push(row.get(0)?);
                }
            }
            thin.first.sort_unstable();
            thin.first.truncate(first);
            Ok(thin)
        })
    }
}

/// What is part of something or narrower, next to it.
const BELOW: &str = "SELECT key FROM above WHERE upper = ?";

/// The systems for which a party engages others.
const ENGAGES_FOR: &str = "SELECT named.value FROM sub_processor \
     JOIN json_each(sub_processor.systems) AS named \
     WHERE sub_processor.processor = ? AND sub_processor.systems_state = 'recorded'";

/// What is made from a category, in one step.
const MADE: &str = "SELECT key FROM made_from WHERE origin = ?";

/// What a category is made from, in one step.
const ORIGIN: &str = "SELECT origin FROM made_from WHERE key = ?";

/// What something is part of, or what is broader, next to it.
const ABOVE: &str = "SELECT upper FROM above WHERE key = ?";

/// Of the records of a kind every one with itself and all below it.
const ALL_BELOW: &str = "WITH RECURSIVE below (upper, lower) AS (\
     SELECT key, key FROM record WHERE kind = ? \
     UNION SELECT below.upper, above.key FROM below JOIN above ON above.upper = below.lower) \
     SELECT upper.id, lower.id FROM below JOIN record AS upper ON upper.key = below.upper \
     JOIN record AS lower ON lower.key = below.lower ORDER BY 1, 2";

/// The keys that a statement gives.
pub(super) fn keys<P: rusqlite::Params>(
    conn: &Connection,
    sql: &'static str,
    parameters: P,
) -> Result<BTreeSet<i64>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All that is reached from some keys by statements that lead from one key to others, with the start.
pub(super) fn spread(
    conn: &Connection,
    start: BTreeSet<i64>,
    steps: &[&'static str],
) -> Result<BTreeSet<i64>, Fault> {
    spread_with(conn, start, steps, &[])
}

/// The same, with more values that the statements take after the key.
pub(super) fn spread_with(
    conn: &Connection,
    start: BTreeSet<i64>,
    steps: &[&'static str],
    more: &[&dyn ToSql],
) -> Result<BTreeSet<i64>, Fault> {
    let mut due: Vec<i64> = start.iter().copied().collect();
    let mut reached = start;
    while let Some(key) = due.pop() {
        for step in steps {
            let values: Vec<&dyn ToSql> = std::iter::once(&key as &dyn ToSql)
                .chain(more.iter().copied())
                .collect();
            for next in keys(conn, step, &*values)? {
                if reached.insert(next) {
                    due.push(next);
                }
            }
        }
    }
    Ok(reached)
}

fn references(conn: &Connection, keys: &BTreeSet<i64>) -> Result<BTreeSet<Reference>, Fault> {
    keys.iter().map(|key| reference_of(conn, *key)).collect()
}

/// The systems that parties operate or serve, by key.
///
/// Whoever is engaged for no named system serves whatever the processor has, so the processor's own
/// systems are looked up in its place.
fn systems_of(conn: &Connection, parties: BTreeSet<i64>) -> Result<BTreeSet<i64>, Fault> {
    let acting = spread(
        conn,
        parties,
        &["SELECT processor FROM sub_processor WHERE party = ? AND systems_state = 'not-recorded'"],
    )?;
    let mut systems = BTreeSet::new();
    for party in acting {
        systems.extend(keys(
            conn,
            "SELECT key FROM operator WHERE party = ?",
            [party],
        )?);
        systems.extend(keys(
            conn,
            "SELECT named.value FROM sub_processor \
             JOIN json_each(sub_processor.systems) AS named \
             WHERE sub_processor.party = ? AND sub_processor.systems_state = 'recorded'",
            [party],
        )?);
    }
    Ok(systems)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use crate::model::{ActivityId, Kind, PartyId, Reference};

    use super::super::super::sample::{database, day, folder, party, record, register, words};
    use super::super::super::{Plan, Store};
    use super::*;

    #[test]
    fn a_category_has_a_family_and_a_party_parts() {
        let store = Store::in_memory(register()).unwrap();
        let family = store
            .family(&Reference::new(Kind::Data, "identifiers"))
            .unwrap();
        assert_eq!(
            words(&family.narrower),
            ["data:identifiers", "data:nhs-number"]
        );
        assert!(family.broader.is_empty());
        let family = store
            .family(&Reference::new(Kind::Data, "nhs-number"))
            .unwrap();
        assert_eq!(words(&family.narrower), ["data:nhs-number"]);
        assert_eq!(words(&family.broader), ["data:identifiers"]);
        let parts = store.parts_of(&PartyId::new("council").unwrap()).unwrap();
        assert_eq!(words(parts), ["council", "family-solutions"]);
    }

    #[test]
    fn cycles_end() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let round = vec![
            record(Kind::Data, "a", json!({ "name": "A", "broader": "b" })),
            record(Kind::Data, "b", json!({ "name": "B", "broader": "a" })),
            party(
                "x",
                json!({ "part_of": "y", "sub_processors": [{ "party": "y" }] }),
            ),
            party(
                "y",
                json!({ "part_of": "x", "sub_processors": [{ "party": "x" }] }),
            ),
        ];
        let plan = Plan::unsound(&store, round);
        store.commit(&plan, "eve", "", day(2)).unwrap();
        let family = store.family(&Reference::new(Kind::Data, "a")).unwrap();
        assert_eq!(words(&family.narrower), ["data:a", "data:b"]);
        let x = PartyId::new("x").unwrap();
        assert_eq!(words(store.parts_of(&x).unwrap()), ["x", "y"]);
        assert!(
            store
                .systems_reaching(&BTreeSet::from([x]))
                .unwrap()
                .is_empty()
        );
        let mut n_pairs = 0;
        let counted: Result<(), StoreError> = store.each_below(Kind::Data, |_, _| {
            n_pairs += 1;
            Ok(())
        });
        counted.unwrap();
        // Four pairs of the two in the round, and five of the other three.
        assert_eq!(n_pairs, 4 + 3 + 1);
    }

    #[test]
    fn parties_reach_systems_as_operators_and_sub_processors() {
        let store = Store::in_memory(register()).unwrap();
        let reached = |id: &str| {
            let party = PartyId::new(id).unwrap();
            words(store.systems_reaching(&BTreeSet::from([party])).unwrap())
        };
        assert_eq!(reached("servelec"), ["mosaic"]);
        assert_eq!(reached("cloud"), ["mosaic"]);
        assert_eq!(reached("printer"), ["letters"]);
        assert!(reached("nhs").is_empty());
        let printer = BTreeSet::from([PartyId::new("printer").unwrap()]);
        let near = words(store.reaching(&printer).unwrap());
        assert!(near.contains(&"party:servelec".to_owned()), "{near:?}");
        assert!(near.contains(&"system:letters".to_owned()), "{near:?}");
    }

    #[test]
    fn counts_leave_out_what_is_retired_unless_asked() {
        let store = Store::in_memory(register()).unwrap();
        let totals = |retired| store.totals(retired).unwrap();
        assert_eq!(
            (
                totals(Retired::LeftOut).activities,
                totals(Retired::LeftOut).flows
            ),
            (3, 4)
        );
        assert_eq!(
            (
                totals(Retired::Counted).activities,
                totals(Retired::Counted).flows
            ),
            (4, 4)
        );
        let thin = store.thin(None, Retired::Counted, 5).unwrap();
        assert_eq!((thin.count, thin.first), (1, vec!["parking".to_owned()]));
        let others = BTreeSet::from([ActivityId::new("adoption").unwrap()]);
        assert_eq!(
            store.thin(Some(&others), Retired::Counted, 5).unwrap(),
            Thin::default()
        );
    }
}
