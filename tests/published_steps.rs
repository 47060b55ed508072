//! The published steps say what the questions answer: SQL over them is compared with the questions.

use std::collections::{BTreeMap, BTreeSet};

use ropa::graph::{FlowQuery, LeavesUk, RouteStep, Subjects, WhereHeld, WhoReceives};
use ropa::model::{Country, Date, Kind, PeopleId, Recorded, Reference};
use ropa::published::RETIRED;
use ropa::queries::{CORE, Value, parse};
use ropa::store::{Selection, Store, StoreError};

use crate::published::{about, day, northmere, rows, stores, words};

/// A saved question of the core pack, asked with one value.
fn saved(store: &Store, name: &str, with: &str, value: &str) -> Vec<BTreeMap<String, String>> {
    let core = CORE.iter().find(|core| core.name == name).unwrap();
    let query = parse(core.name, core.text).unwrap();
    let values = BTreeMap::from([(format!(":{with}"), Value::Text(value.to_owned()))]);
    let columns = ropa::published::prepare(&query.sql).unwrap().columns;
    let named = |row: &Vec<Value>| columns.iter().cloned().zip(words(row)).collect();
    rows(store, &query.sql, &values).iter().map(named).collect()
}

fn look(store: &Store, mut look: impl FnMut(&ropa::model::Register)) {
    let looked: Result<(), StoreError> = store.each_part(&Selection::default(), 8, |part| {
        look(part);
        Ok(())
    });
    looked.unwrap();
}

fn countries(countries: &[Country]) -> String {
    let words: Vec<&str> = countries.iter().map(Country::as_str).collect();
    words.join(", ")
}

/// A day, or that there is none, as the tables have it.
fn recorded(day: &Recorded<Date>) -> String {
    match day {
        Recorded::NotRecorded => String::new(),
        Recorded::None => "none".to_owned(),
        Recorded::Value(day) => day.to_string(),
    }
}

/// What is judged of a step, as the table says it.
fn judged(step: &RouteStep) -> Vec<String> {
    let flag = |flag: bool| if flag { "1" } else { "0" }.to_owned();
    let allowed = step.allowed.as_ref();
    let hosts = step.hosted_in.value().into_iter().flatten();
    let hosts: Vec<Country> = hosts.map(|place| place.country).collect();
    vec![
        step.activity.to_string(),
        step.number
            .map_or_else(String::new, |number| number.to_string()),
        step.kind.word().to_owned(),
        step.from.id.clone(),
        step.to.id.clone(),
        step.role
            .map_or_else(String::new, |role| role.word().to_owned()),
        flag(step.is_ours),
        countries(&step.countries()),
        countries(&hosts),
        step.leaves_uk.word().to_owned(),
        allowed.map_or_else(String::new, |allowed| allowed.state.word().to_owned()),
        allowed.map_or_else(String::new, |allowed| allowed.recorded.clone()),
        flag(allowed.is_some_and(|allowed| allowed.is_missing)),
        step.transferred_by
            .as_ref()
            .map_or_else(String::new, |party| party.id.clone()),
        step.agreement.words(),
        step.agreement.state().to_owned(),
        flag(step.agreement.is_missing()),
        flag(step.has_basis()),
        recorded(&step.begins),
        recorded(&step.ends),
    ]
}

const JUDGED: &str = "SELECT activity, number, kind, from_id, to_id, role, is_ours, countries, hosted_in, \
     leaves_uk, allowed, allowed_by, is_missing, transferred_by, agreement, agreement_state, \
     agreement_missing, has_basis, begins, ends FROM step ORDER BY activity, step";

#[test]
fn every_step_of_every_route_is_published_as_it_is_judged() {
    for (name, store) in stores() {
        let table: BTreeSet<Vec<String>> = rows(&store, JUDGED, &BTreeMap::new())
            .iter()
            .map(|row| words(row))
            .collect();
        let query = FlowQuery {
            all_paths: true,
            ..FlowQuery::new(day())
        };
        let mut receives = WhoReceives::new(&query);
        let mut held = WhereHeld::new(&query);
        let mut leaves = LeavesUk::new(&query);
        look(&store, |part| {
            receives.look(part);
            held.look(part);
            leaves.look(part);
        });
        let mut steps: Vec<RouteStep> = Vec::new();
        for receiver in receives.finish().0 {
            steps.extend(receiver.route);
            steps.extend(receiver.more_routes.into_iter().flatten());
        }
        steps.extend(
            held.finish()
                .0
                .into_iter()
                .flat_map(|holding| holding.route),
        );
        steps.extend(
            leaves
                .finish()
                .0
                .into_iter()
                .map(|departure| departure.step),
        );
        assert!(!steps.is_empty(), "{name}");
        for step in &steps {
            let judged = judged(step);
            assert!(table.contains(&judged), "{name}: {judged:?}\n{table:#?}");
        }
    }
}

#[test]
fn who_has_a_category_by_steps_is_who_receives_it() {
    let sql = "SELECT step.to_kind || ':' || step.to_id, max(CASE WHEN step.to_kind = 'people' \
        AND step.people_state <> 'recorded' THEN 'possible' ELSE step_data.certainty END) FROM step \
        JOIN step_data ON step_data.activity = step.activity AND step_data.step = step.step \
        WHERE step_data.data = :data AND step.to_kind IN ('party', 'people') AND step.role <> 'internal' \
        GROUP BY step.to_kind, step.to_id ORDER BY 1";
    for (name, store) in stores() {
        for data in store.ids(Kind::Data).unwrap() {
            let (query, _) = about(&store, &data);
            let query = FlowQuery {
                exact: true,
                ..query
            };
            let mut search = WhoReceives::new(&query);
            look(&store, |part| search.look(part));
            let asked: BTreeMap<String, String> = search
                .finish()
                .0
                .iter()
                .map(|it| {
                    let to = it.party.reference().to_string();
                    (to, it.certainty.word().to_owned())
                })
                .collect();
            let values = BTreeMap::from([(":data".to_owned(), Value::Text(data.clone()))]);
            let table = rows(&store, sql, &values);
            let table: BTreeMap<String, String> = table
                .iter()
                .map(|row| (row[0].shown(), row[1].shown()))
                .collect();
            assert_eq!(table, asked, "{name}: {data}");
        }
    }
}

/// A question about people, as the verbs ask it.
fn about_people(store: &Store, id: &str) -> FlowQuery {
    let family = store.family(&Reference::new(Kind::People, id)).unwrap();
    let ids = |set: &BTreeSet<Reference>| {
        let ids = set
            .iter()
            .map(|one| PeopleId::new(one.id.as_str()).unwrap());
        ids.collect()
    };
    FlowQuery {
        people: Some(Subjects {
            name: id.to_owned(),
            narrower: ids(&family.narrower),
            broader: ids(&family.broader),
        }),
        ..FlowQuery::new(day())
    }
}

#[test]
fn whose_data_it_is_is_what_the_questions_say() {
    for (name, store) in stores() {
        for people in store.ids(Kind::People).unwrap() {
            let query = about_people(&store, &people);
            let mut held = WhereHeld::new(&query);
            let mut leaves = LeavesUk::new(&query);
            look(&store, |part| {
                held.look(part);
                leaves.look(part);
            });
            let asked: BTreeMap<String, String> = held
                .finish()
                .0
                .into_iter()
                .map(|it| (it.system.name, it.certainty.word().to_owned()))
                .collect();
            let mut listed: BTreeMap<String, String> = BTreeMap::new();
            for row in saved(&store, "systems-of-people", "people", &people) {
                let best = listed.entry(row["system"].clone()).or_default();
                *best = row["certainty"].clone().max(best.clone());
            }
            assert_eq!(listed, asked, "{name}: systems of {people}");

            // Somebody may be engaged for it several times over.
            let asked: BTreeSet<Vec<String>> = leaves
                .finish()
                .0
                .into_iter()
                .filter(|it| !it.is_published)
                .map(|it| {
                    let flow = it.step.number.map_or_else(
                        || it.step.kind.word().to_owned(),
                        |number| format!("F{number}"),
                    );
                    let certainty = it.step.certainty.word().to_owned();
                    vec![it.activity.name, flow, it.step.to.name, certainty]
                })
                .collect();
            let rows = saved(&store, "people-leaving-uk", "people", &people);
            let listed: BTreeSet<Vec<String>> = rows
                .iter()
                .map(|row| {
                    let activity = row["activity"].replace(" (draft)", "");
                    let rest = ["flow", "recipient", "certainty"].map(|key| row[key].clone());
                    std::iter::once(activity).chain(rest).collect()
                })
                .collect();
            assert_eq!(listed, asked, "{name}: what leaves of {people}");
        }
    }
}

#[test]
fn the_category_followed_is_the_one_the_question_names() {
    let sql = "SELECT to_kind || ':' || to_id, followed, certainty, steps FROM receives WHERE data = :data \
        ORDER BY 1, certainty DESC, steps";
    for (name, store) in stores() {
        for data in store.ids(Kind::Data).unwrap() {
            let (query, selection) = about(&store, &data);
            let mut search = WhoReceives::new(&query);
            let looked: Result<(), StoreError> = store.each_part(&selection, 8, |part| {
                search.look(part);
                Ok(())
            });
            looked.unwrap();
            let values = BTreeMap::from([(":data".to_owned(), Value::Text(data.clone()))]);
            let table: BTreeSet<(String, String)> = rows(&store, sql, &values)
                .iter()
                .map(|row| (row[0].shown(), row[1].shown()))
                .collect();
            for receiver in search.finish().0 {
                let followed = receiver
                    .data
                    .map_or_else(String::new, |data| data.to_string());
                let row = (receiver.party.reference().to_string(), followed);
                assert!(table.contains(&row), "{name}: {data}: {row:?}");
            }
        }
    }
}

#[test]
fn retired_activities_count_where_they_are_asked_for() {
    let store = northmere();
    let sql = "SELECT DISTINCT activity FROM step WHERE is_retired = 1 ORDER BY activity";
    let retired = |value: i64| {
        let values = BTreeMap::from([(RETIRED.to_owned(), Value::Integer(value))]);
        let rows = rows(&store, sql, &values);
        rows.iter().map(|row| row[0].shown()).collect::<Vec<_>>()
    };
    assert!(retired(0).is_empty());
    assert_eq!(retired(1), ["old"]);
    let of_receives = |value: i64| {
        let values = BTreeMap::from([(RETIRED.to_owned(), Value::Integer(value))]);
        let sql = "SELECT DISTINCT party FROM receives WHERE activity = 'old' ORDER BY party";
        rows(&store, sql, &values).len()
    };
    assert_eq!((of_receives(0), of_receives(1)), (0, 1));
}

#[test]
fn what_is_not_in_use_is_in_no_computed_table() {
    let store = northmere();
    let flows = rows(
        &store,
        "SELECT activity, number, currency FROM flow WHERE currency <> 'current' ORDER BY activity, number",
        &BTreeMap::new(),
    );
    let flows: Vec<String> = flows.iter().map(|row| words(row).join(" ")).collect();
    assert_eq!(flows, ["later 1 planned", "later 2 ended"]);
    for table in ["step", "carries", "leaves_uk"] {
        let sql = format!(
            "SELECT count(*) FROM {table} JOIN flow USING (activity, number) WHERE flow.currency <> 'current'"
        );
        assert_eq!(rows(&store, &sql, &BTreeMap::new())[0][0].shown(), "0");
    }
}
