//! The published tables say what the questions answer, on every register there is.

use std::collections::{BTreeMap, BTreeSet};

use ropa::graph::{FlowQuery, LeavesUk, Wanted, WhereHeld, WhoReceives};
use ropa::model::{DataId, Date, Kind, Reference};
use ropa::queries::{CORE, Value, is_ordered, parse};
use ropa::store::{Limits, Selection, Store, StoreError, prepare};

use crate::harness::root;

pub(crate) fn day() -> Date {
    "2026-11-24".parse().unwrap()
}

pub(crate) fn stores() -> Vec<(&'static str, Store)> {
    [
        "register",
        "tests/fixtures/county",
        "tests/fixtures/northmere",
    ]
    .into_iter()
    .map(|folder| {
        let reading = ropa::text::read(&root().join(folder), day()).unwrap();
        (folder, Store::in_memory(reading.register).unwrap())
    })
    .collect()
}

pub(crate) fn rows(store: &Store, sql: &str, values: &BTreeMap<String, Value>) -> Vec<Vec<Value>> {
    let answer = store.ask_sql(sql, values, &BTreeMap::new(), day(), Limits::default());
    answer.unwrap_or_else(|error| panic!("{sql}: {error}")).rows
}

pub(crate) fn words(row: &[Value]) -> Vec<String> {
    row.iter().map(Value::shown).collect()
}

/// A question about a category of data, as the verbs ask it.
pub(crate) fn about(store: &Store, id: &str) -> (FlowQuery, Selection) {
    let reference = Reference::new(Kind::Data, id);
    let family = store.family(&reference).unwrap();
    let ids = |set: &BTreeSet<Reference>| {
        set.iter()
            .map(|one| DataId::new(one.id.as_str()).unwrap())
            .collect()
    };
    let narrower = ids(&family.narrower);
    let wanted = Wanted {
        id: DataId::new(id).unwrap(),
        name: id.to_owned(),
        including: store.including(&narrower).unwrap(),
        narrower,
        broader: ids(&family.broader),
    };
    let selection = Selection {
        any_of: vec![wanted.all().map(DataId::reference).collect()],
        ..Selection::default()
    };
    let query = FlowQuery {
        data: Some(wanted),
        ..FlowQuery::new(day())
    };
    (query, selection)
}

#[test]
fn receives_is_who_receives_for_every_category() {
    for (name, store) in stores() {
        for data in store.ids(Kind::Data).unwrap() {
            let (query, selection) = about(&store, &data);
            let mut search = WhoReceives::new(&query);
            let looked: Result<(), StoreError> = store.each_part(&selection, 8, |part| {
                search.look(&part);
                Ok(())
            });
            looked.unwrap();
            let mut asked = Vec::new();
            for receiver in search.finish().0 {
                let roles: Vec<&str> = receiver.roles.iter().map(|role| role.word()).collect();
                let activities: Vec<&str> = receiver
                    .activities
                    .iter()
                    .map(|it| it.id.as_str())
                    .collect();
                asked.push(vec![
                    receiver.party.id.to_string(),
                    receiver.certainty.word().to_owned(),
                    roles.join(" "),
                    activities.join(" "),
                ]);
            }
            asked.sort();
            let sql = "SELECT party, max(certainty), \
                (SELECT group_concat(role, ' ' ORDER BY CASE role WHEN 'recipient' THEN 0 WHEN 'joint-controller' THEN 1 \
                 WHEN 'processor' THEN 2 WHEN 'sub-processor' THEN 3 ELSE 4 END) \
                 FROM (SELECT DISTINCT role FROM receives AS r WHERE r.data = :data AND r.party = receives.party)), \
                (SELECT group_concat(activity, ' ' ORDER BY activity) \
                 FROM (SELECT DISTINCT activity FROM receives AS r WHERE r.data = :data AND r.party = receives.party)) \
                FROM receives WHERE data = :data GROUP BY party ORDER BY party";
            let values = BTreeMap::from([(":data".to_owned(), Value::Text(data.clone()))]);
            let table: Vec<Vec<String>> = rows(&store, sql, &values)
                .iter()
                .map(|row| words(row))
                .collect();
            assert_eq!(table, asked, "{name}: {data}");
        }
    }
}

#[test]
fn held_is_where_held_for_every_category() {
    for (name, store) in stores() {
        for data in store.ids(Kind::Data).unwrap() {
            let (query, selection) = about(&store, &data);
            let mut search = WhereHeld::new(&query);
            let looked: Result<(), StoreError> = store.each_part(&selection, 8, |part| {
                search.look(&part);
                Ok(())
            });
            looked.unwrap();
            let mut asked: BTreeMap<String, &str> = BTreeMap::new();
            for holding in search.finish().0 {
                let word = holding.certainty.word();
                let held = asked.entry(holding.system.id).or_insert(word);
                *held = word.max(held);
            }
            let values = BTreeMap::from([(":data".to_owned(), Value::Text(data.clone()))]);
            let sql = "SELECT system, max(certainty) FROM held WHERE data = :data GROUP BY system ORDER BY system";
            let table: Vec<Vec<String>> = rows(&store, sql, &values)
                .iter()
                .map(|row| words(row))
                .collect();
            let asked: Vec<Vec<String>> = asked
                .into_iter()
                .map(|(id, word)| vec![id, word.to_owned()])
                .collect();
            assert_eq!(table, asked, "{name}: {data}");
        }
    }
}

#[test]
fn leaves_uk_is_what_leaves_the_uk() {
    for (name, store) in stores() {
        let query = FlowQuery::new(day());
        let mut search = LeavesUk::new(&query);
        let looked: Result<(), StoreError> = store.each_part(&Selection::default(), 100, |part| {
            search.look(&part);
            Ok(())
        });
        looked.unwrap();
        let mut asked: Vec<Vec<String>> = search
            .finish()
            .0
            .into_iter()
            .map(|departure| {
                let number = departure.step.number;
                vec![
                    departure.activity.id.to_string(),
                    number.map_or_else(String::new, |number| number.to_string()),
                    departure.step.to.id,
                    departure.step.certainty.word().to_owned(),
                ]
            })
            .collect();
        asked.sort();
        let sql = "SELECT activity, number, to_id, certainty FROM leaves_uk ORDER BY 1, 2, 3";
        let mut table: Vec<Vec<String>> = rows(&store, sql, &BTreeMap::new())
            .iter()
            .map(|row| words(row))
            .collect();
        table.sort();
        assert_eq!(table, asked, "{name}");
    }
}

/// A value for a parameter, out of the register itself.
fn some(store: &Store, kind: &str, default: Option<&str>) -> Value {
    let first = |kind: Kind| Value::Text(store.ids(kind).unwrap().remove(0));
    match (Kind::from_word(kind), default) {
        (Some(kind), _) => first(kind),
        (None, Some(default)) => default
            .parse()
            .map_or_else(|_| Value::Text(default.to_owned()), Value::Integer),
        (None, None) => match kind.strip_prefix("choice(") {
            Some(choices) => Value::Text(choices.split([',', ')']).next().unwrap().to_owned()),
            None => Value::Null,
        },
    }
}

#[test]
fn every_saved_question_is_sound_and_runs_on_every_register() {
    assert!(CORE.len() >= 25);
    let stores = stores();
    for core in CORE {
        let query =
            parse(core.name, core.text).unwrap_or_else(|fault| panic!("{}: {fault}", core.name));
        for words in [&query.title, &query.question, &query.r#use] {
            assert!(!words.trim().is_empty(), "{}", core.name);
        }
        assert!(
            query.title.chars().count() <= 60,
            "{}: {}",
            core.name,
            query.title
        );
        let example = query.example.as_deref().unwrap_or_default();
        assert!(
            example.starts_with(&format!("ropa query {}", core.name)),
            "{}: {example}",
            core.name
        );
        assert!(is_ordered(&query.sql), "{}", core.name);
        let prepared = prepare(&query.sql).unwrap_or_else(|error| panic!("{}: {error}", core.name));
        assert!(!prepared.tables.is_empty(), "{}", core.name);
        let names: BTreeSet<&String> = prepared.columns.iter().collect();
        assert_eq!(
            names.len(),
            prepared.columns.len(),
            "{}: {:?}",
            core.name,
            prepared.columns
        );
        for (_, store) in &stores {
            let values = query.parameters.iter().map(|parameter| {
                let kind = parameter.kind.to_string();
                let value = some(store, &kind, parameter.default.as_deref());
                (format!(":{}", parameter.name), value)
            });
            let values: BTreeMap<String, Value> = values.collect();
            let once = rows(store, &query.sql, &values);
            assert_eq!(once, rows(store, &query.sql, &values), "{}", core.name);
        }
    }
}

#[test]
fn narrowed_questions_answer_as_they_would_without() {
    use ropa::model::{ActivityId, PartyId};
    use ropa::store::Narrowing;

    let stores = stores();
    let mut n_narrowed = 0;
    for core in CORE {
        let query = parse(core.name, core.text).unwrap();
        for parameter in query
            .parameters
            .iter()
            .filter(|parameter| !parameter.narrows.is_empty())
        {
            let kind = Kind::from_word(&parameter.kind.to_string()).unwrap();
            for (name, store) in &stores {
                for id in store.ids(kind).unwrap() {
                    let mut values: BTreeMap<String, Value> = BTreeMap::new();
                    for other in &query.parameters {
                        let value = some(store, &other.kind.to_string(), other.default.as_deref());
                        values.insert(format!(":{}", other.name), value);
                    }
                    values.insert(format!(":{}", parameter.name), Value::Text(id.clone()));
                    let narrowing = Narrowing {
                        data: DataId::new(id.as_str()).ok().filter(|_| kind == Kind::Data),
                        party: PartyId::new(id.as_str())
                            .ok()
                            .filter(|_| kind == Kind::Party),
                        activity: ActivityId::new(id.as_str())
                            .ok()
                            .filter(|_| kind == Kind::Activity),
                    };
                    let narrowing = parameter
                        .narrows
                        .iter()
                        .map(|table| (table.clone(), narrowing.clone()));
                    let narrowed = store
                        .ask_sql(
                            &query.sql,
                            &values,
                            &narrowing.collect(),
                            day(),
                            Limits::default(),
                        )
                        .unwrap();
                    assert_eq!(
                        narrowed.rows,
                        rows(store, &query.sql, &values),
                        "{name}: {} {id}",
                        core.name
                    );
                    n_narrowed += 1;
                }
            }
        }
    }
    assert!(n_narrowed > 50, "{n_narrowed}");
}
