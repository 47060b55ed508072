//! The published tables say what the questions answer, on every register there is.

use std::collections::{BTreeMap, BTreeSet};

use ropa::graph::{FlowQuery, LeavesUk, Wanted, WhereHeld, WhoReceives};
use ropa::model::{DataId, Date, Kind, Reference};
use ropa::published::{Limits, prepare};
use ropa::queries::{CORE, Value, is_ordered, parse};
use ropa::store::{Selection, Store, StoreError};

use crate::harness::{Folder, root};

pub(crate) fn day() -> Date {
    "2026-11-24".parse().unwrap()
}

/// The registers of the repository, and some made at random.
pub(crate) fn stores() -> Vec<(String, Store)> {
    let folders = [
        "register",
        "tests/fixtures/county",
        "tests/fixtures/northmere",
    ];
    let given = folders.into_iter().map(|folder| {
        let reading = ropa::text::read(&root().join(folder), day()).unwrap();
        (
            folder.to_owned(),
            Store::in_memory(reading.register).unwrap(),
        )
    });
    let made = (1..=4).map(|seed| (format!("seed {seed}"), at_random(seed)));
    given.chain(made).collect()
}

/// The register of Northmere.
pub(crate) fn northmere() -> Store {
    let stores = stores().into_iter();
    let mut northmere = stores.filter(|(name, _)| name.ends_with("northmere"));
    northmere.next().unwrap().1
}

/// A small register in which anything may be joined to anything, and much is not recorded.
fn at_random(seed: u64) -> Store {
    let mut state = seed;
    let mut below = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let folder = Folder::empty();
    folder.write("r/register.toml", "[settings]\norganisation = \"p0\"\n");
    let mut text = String::new();
    for id in 0..8 {
        text += &format!("[p{id}]\nname = \"Party {id}\"\n");
        text += [
            "",
            "country = \"GB\"\n",
            "country = \"US\"\n",
            "kind = \"class\"\n",
        ][below(4) as usize];
        if id > 0 && below(4) == 0 {
            text += &format!("part_of = \"p{}\"\n", below(id));
        }
        if below(2) == 0 {
            let systems =
                ["", ", systems = [\"s0\"]", ", systems = [\"s1\", \"s2\"]"][below(3) as usize];
            let engaged = (id + 1 + below(7)) % 8;
            text += &format!("sub_processors = [{{ party = \"p{engaged}\"{systems} }}]\n");
        }
    }
    folder.write("r/parties.toml", &text);
    text.clear();
    for id in 0..4 {
        text += &format!("[s{id}]\nname = \"System {id}\"\n");
        if below(4) > 0 {
            text += &format!("operator = \"p{}\"\n", below(8));
        }
        text += [
            "",
            "hosted_in = [\"GB\"]\n",
            "hosted_in = [\"IE\", \"GB\"]\n",
        ][below(3) as usize];
    }
    folder.write("r/systems.toml", &text);
    text.clear();
    for id in 0..6 {
        text += &format!("[d{id}]\nname = \"Data {id}\"\n");
        if id > 0 && below(2) == 0 {
            text += &format!("broader = \"d{}\"\n", below(id));
        }
        text += [
            "",
            "class = \"health\"\n",
            "class = \"personal\"\nmay_include = [\"health\"]\n",
        ][below(3) as usize];
    }
    folder.write("r/data.toml", &text);
    folder.write(
        "r/people.toml",
        "[w0]\nname = \"W0\"\n[w1]\nname = \"W1\"\nbroader = \"w0\"\n[w2]\nname = \"W2\"\n",
    );
    let list = |below: &mut dyn FnMut(u64) -> u64, key: &str, kind: char, n: u64| match below(4) {
        0 => String::new(),
        1 if key == "carries" => "carries = \"all\"\n".to_owned(),
        k => {
            let ids: BTreeSet<String> = (0..k).map(|_| format!("\"{kind}{}\"", below(n))).collect();
            let ids: Vec<String> = ids.into_iter().collect();
            format!("{key} = [{}]\n", ids.join(", "))
        }
    };
    for id in 0..5 {
        let mut text = format!("name = \"Activity {id}\"\ncontroller = \"p0\"\n");
        text += ["", "status = \"draft\"\n", "status = \"retired\"\n", ""][id % 4];
        text += &list(&mut below, "data", 'd', 6);
        text += &list(&mut below, "people", 'w', 3);
        for kind in ["source", "store", "recipient", "recipient", "onward"] {
            let through = match below(3) {
                0 => format!("through = \"s{}\"\n", below(4)),
                _ => String::new(),
            };
            let (one, other) = (below(8), below(7));
            let ends = match kind {
                "source" => format!("from = \"p{one}\"\n{through}"),
                "store" => format!("in = \"s{}\"\n", below(4)),
                "recipient" => format!("to = \"p{one}\"\n{through}"),
                _ => format!("from = \"p{one}\"\nto = \"p{}\"\n", (one + 1 + other) % 8),
            };
            text += &format!("[[{kind}]]\n{ends}");
            text += &list(&mut below, "carries", 'd', 6);
            text += &list(&mut below, "people", 'w', 3);
        }
        // People receive too: surely what is about others, and possibly what may be.
        text += &format!("[[recipient]]\nto = \"people:w{}\"\n", id % 3);
        text += ["", "people = [\"w0\"]\n", "people = [\"w1\", \"w2\"]\n"][id / 2];
        folder.write(&format!("r/activities/a{id}.toml"), &text);
    }
    let reading = ropa::text::read(&folder.path("r"), day()).unwrap();
    Store::in_memory(reading.register).unwrap()
}

pub(crate) fn rows(store: &Store, sql: &str, values: &BTreeMap<String, Value>) -> Vec<Vec<Value>> {
    let answer = store.ask_sql(
        sql,
        values,
        &BTreeMap::new(),
        day().into(),
        Limits::default(),
    );
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
                search.look(part);
                Ok(())
            });
            looked.unwrap();
            let mut asked = Vec::new();
            for receiver in search.finish().0 {
                let roles: Vec<&str> = receiver.roles.iter().map(|role| role.word()).collect();
                let activities: Vec<&str> = receiver
                    .in_activities
                    .iter()
                    .map(|(it, _)| it.id.as_str())
                    .collect();
                asked.push(vec![
                    receiver.party.reference().to_string(),
                    receiver.certainty.word().to_owned(),
                    roles.join(" "),
                    activities.join(" "),
                ]);
            }
            asked.sort();
            let sql = "SELECT to_kind || ':' || to_id, max(certainty), \
                (SELECT group_concat(role, ' ' ORDER BY CASE role WHEN 'recipient' THEN 0 WHEN 'joint-controller' THEN 1 \
                 WHEN 'processor' THEN 2 WHEN 'sub-processor' THEN 3 ELSE 4 END) \
                 FROM (SELECT DISTINCT role FROM receives AS r WHERE r.data = :data AND r.to_kind = receives.to_kind AND r.to_id = receives.to_id)), \
                (SELECT group_concat(activity, ' ' ORDER BY activity) \
                 FROM (SELECT DISTINCT activity FROM receives AS r WHERE r.data = :data AND r.to_kind = receives.to_kind AND r.to_id = receives.to_id)) \
                FROM receives WHERE data = :data GROUP BY to_kind, to_id ORDER BY 1";
            let values = BTreeMap::from([(":data".to_owned(), Value::Text(data.clone()))]);
            let table: Vec<Vec<String>> = rows(&store, sql, &values)
                .iter()
                .map(|row| words(row))
                .collect();
            assert_eq!(table, asked, "{name}: {data}");
        }
    }
}

/// Whether a category is special is one judgement, in whichever table it is read.
#[test]
fn data_says_what_data_special_says_of_what_is_special() {
    for (name, store) in stores() {
        let sql = "SELECT data.id FROM data JOIN data_special ON data_special.data = data.id \
                   WHERE data.special <> data_special.special";
        assert_eq!(
            rows(&store, sql, &BTreeMap::new()),
            Vec::<Vec<Value>>::new(),
            "{name}"
        );
    }
}

#[test]
fn held_is_where_held_for_every_category() {
    for (name, store) in stores() {
        for data in store.ids(Kind::Data).unwrap() {
            let (query, selection) = about(&store, &data);
            let mut search = WhereHeld::new(&query);
            let looked: Result<(), StoreError> = store.each_part(&selection, 8, |part| {
                search.look(part);
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
            search.look(part);
            Ok(())
        });
        looked.unwrap();
        let mut asked: Vec<Vec<String>> = search
            .finish()
            .0
            .into_iter()
            // What is published is no transfer.
            .filter(|departure| !departure.is_published)
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
    use ropa::model::Reference;
    use ropa::published::Narrowing;

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
                    let mut narrowing = Narrowing::default();
                    narrowing.to(&Reference::new(kind, id.as_str()));
                    let narrowing = parameter
                        .narrows
                        .iter()
                        .map(|table| (table.clone(), narrowing.clone()));
                    let narrowed = store
                        .ask_sql(
                            &query.sql,
                            &values,
                            &narrowing.collect(),
                            day().into(),
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
