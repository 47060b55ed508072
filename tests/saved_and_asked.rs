//! Every saved question that has a question of `ask` beside it answers what that one answers.
//!
//! Both are asked of the example registers and of registers made at random, of every category of data,
//! party and category of people, and compared by names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::harness::root;
use crate::one_fact::{Doors, made, word};

/// Rows as they are compared.
type Rows = BTreeSet<Vec<String>>;

/// How surely, by anything.
type Best = BTreeMap<Vec<String>, String>;

/// A register with the names of its records.
struct Both {
    doors: Doors,
    /// With what both are asked beside.
    with: &'static str,
    names: BTreeMap<String, String>,
    faults: Vec<String>,
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// What is `stated` goes before what is `possible`.
fn note(best: &mut Best, key: Vec<String>, certainty: &str) {
    let held = best.entry(key).or_default();
    *held = certainty.max(held.as_str()).to_owned();
}

fn countries(whereabouts: &Value) -> String {
    let codes: BTreeSet<String> = match whereabouts {
        Value::String(one) => BTreeSet::from([one.clone()]),
        all => list(all)
            .map(|one| one["country"].as_str().or(one.as_str()).unwrap().to_owned())
            .collect(),
    };
    codes.into_iter().collect::<Vec<_>>().join(", ")
}

impl Both {
    fn of(name: &str, from: &Path, with: &'static str) -> Self {
        let doors = Doors::of(name, from);
        let rows = doors.rows("SELECT kind || ':' || id AS id, name FROM record");
        let names = rows
            .iter()
            .map(|row| (word(&row["id"]), word(&row["name"])));
        Self {
            with,
            names: names.collect(),
            faults: Vec::new(),
            doors,
        }
    }

    fn ask(&self, line: &str) -> Vec<Value> {
        let answer = self
            .doors
            .json(&format!("ropa ask {line} {}", self.with))
            .unwrap();
        answer["answer"].as_array().unwrap().clone()
    }

    fn sql(&self, sql: &str) -> Vec<Value> {
        let answer = self
            .doors
            .json(&format!("ropa sql \"{sql}\" {}", self.with))
            .unwrap();
        answer["answer"].as_array().unwrap().clone()
    }

    fn query(&self, line: &str) -> Vec<Value> {
        let answer = self
            .doors
            .json(&format!("ropa query {line} {}", self.with))
            .unwrap();
        answer["answer"].as_array().unwrap().clone()
    }

    fn activity(&self, id: &Value) -> String {
        self.names[&format!("activity:{}", word(id))].clone()
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, asked: &T, saved: &T) {
        if asked != saved {
            let name = format!("{} {}", self.doors.name, self.with);
            self.faults.push(format!(
                "{name}: {what}\n  ask:   {asked:?}\n  saved: {saved:?}"
            ));
        }
    }

    fn each(&mut self, kind: &str, compare: fn(&mut Self, &str)) {
        for id in self.doors.ids(kind) {
            compare(self, &id);
        }
    }

    fn faults(mut self) -> Vec<String> {
        self.each("data", Self::recipients);
        self.each("data", Self::held);
        self.each("data", Self::sources);
        self.each("people", Self::of_people);
        self.each("party", Self::dealings);
        self.suppliers();
        self.leaving();
        self.special();
        self.counts();
        self.lacking();
        self.faults
    }

    /// `recipients-of` and `who-receives`.
    fn recipients(&mut self, data: &str) {
        let (mut asked, mut saved) = (Best::new(), Best::new());
        let (mut places, mut told) = (Rows::new(), BTreeMap::<String, BTreeSet<String>>::new());
        for one in self.ask(&format!("who-receives data:{data}")) {
            let party = word(&one["party"]["name"]);
            for by in list(&one["by_activity"]) {
                let own = if by["on_own_account"] == true {
                    " (on its own account)"
                } else {
                    ""
                };
                let roles: Vec<String> = list(&by["roles"]).map(word).collect();
                let draft = if by["draft"] == true { " (draft)" } else { "" };
                let activity = format!("{}{draft}", self.activity(&by["activity"]));
                for role in &roles {
                    let own = if role == "recipient" { own } else { "" };
                    let key = vec![party.clone(), activity.clone(), format!("{role}{own}")];
                    note(&mut asked, key, "");
                }
                note(
                    &mut asked,
                    vec![party.clone(), activity],
                    &word(&by["certainty"]),
                );
            }
            places.insert(vec![party, countries(&one["where"])]);
        }
        for row in self.query(&format!("recipients-of data={data}")) {
            let [party, activity, role] = ["party", "activity", "role"].map(|key| word(&row[key]));
            note(&mut saved, vec![party.clone(), activity.clone(), role], "");
            note(
                &mut saved,
                vec![party.clone(), activity],
                &word(&row["certainty"]),
            );
            let country = word(&row["country"]);
            let country = country.split(", ").filter(|code| !code.is_empty());
            told.entry(party)
                .or_default()
                .extend(country.map(str::to_owned));
        }
        self.same(&format!("who receives {data}"), &asked, &saved);
        let told = told
            .into_iter()
            .map(|(party, codes)| vec![party, codes.into_iter().collect::<Vec<_>>().join(", ")]);
        self.same(
            &format!("where {data} is received"),
            &places,
            &told.collect(),
        );
    }

    /// `where-held`, of both.
    fn held(&mut self, data: &str) {
        let (mut asked, mut saved) = (Rows::new(), Rows::new());
        let (mut best, mut surest) = (Best::new(), Best::new());
        let mut kept: [BTreeMap<String, BTreeSet<String>>; 2] = Default::default();
        for one in self.ask(&format!("where-held data:{data}")) {
            let system = word(&one["system"]["name"]);
            let operator = match &one["operator"] {
                Value::Null => "not recorded".to_owned(),
                none @ Value::String(_) => word(none),
                operator => word(&operator["name"]),
            };
            note(&mut best, vec![system.clone()], &word(&one["certainty"]));
            for activity in list(&one["activities"]) {
                let activity = self.activity(activity);
                asked.insert(vec![
                    system.clone(),
                    activity,
                    operator.clone(),
                    countries(&one["hosted_in"]),
                ]);
            }
            let rules = list(&one["retention"]).map(|rule| {
                let said =
                    ["period", "criteria"].map(|key| rule[key].as_str().filter(|it| *it != "none"));
                let said = said
                    .into_iter()
                    .flatten()
                    .next()
                    .unwrap_or("period not recorded");
                let mut people: Vec<String> = list(&rule["people"])
                    .map(|id| self.names[&format!("people:{}", word(id))].clone())
                    .collect();
                people.sort();
                let about = if people.is_empty() {
                    String::new()
                } else {
                    format!(", about {}", people.join(", "))
                };
                let unsaid = if rule["systems"].is_null() {
                    " (not recorded for which systems)"
                } else {
                    ""
                };
                format!("{said}{unsaid}{about}")
            });
            kept[0].insert(system, rules.collect());
        }
        for row in self.query(&format!("where-held data={data}")) {
            let [system, activity, operator] =
                ["system", "activity", "operator"].map(|key| word(&row[key]));
            let activity = activity.replace(" (draft)", "");
            note(&mut surest, vec![system.clone()], &word(&row["certainty"]));
            let operator = if operator.is_empty() {
                "not recorded".to_owned()
            } else {
                operator
            };
            saved.insert(vec![
                system.clone(),
                activity,
                operator,
                word(&row["countries"]).replace("; ", ", "),
            ]);
            let rules = word(&row["kept"]);
            let rules = rules
                .split("; ")
                .filter(|rule| !rule.is_empty())
                .map(str::to_owned);
            kept[1].entry(system).or_default().extend(rules);
        }
        self.same(&format!("where {data} is held"), &asked, &saved);
        self.same(&format!("how surely {data} is held"), &best, &surest);
        let [asked, saved] = kept;
        self.same(&format!("how long {data} is kept"), &asked, &saved);
    }

    /// `sources-of` and `where-from`.
    fn sources(&mut self, data: &str) {
        let asked: Rows = self
            .ask(&format!("where-from data:{data}"))
            .iter()
            .map(|one| {
                vec![
                    word(&one["from"]["name"]),
                    self.activity(&one["activity"]),
                    word(&one["certainty"]),
                ]
            })
            .collect();
        let saved: Rows = self
            .query(&format!("sources-of data={data}"))
            .iter()
            .map(|row| {
                vec![
                    word(&row["source"]),
                    word(&row["activity"]).replace(" (draft)", ""),
                    word(&row["certainty"]),
                ]
            })
            .collect();
        self.same(&format!("where {data} comes from"), &asked, &saved);
    }

    /// A step out of the UK, as both name it.
    fn departure(&self, step: &Value) -> Vec<String> {
        let number = step["number"].as_u64();
        let countries = countries(&step["where"]);
        vec![
            self.activity(&step["activity"]),
            number.map_or_else(|| word(&step["kind"]), |number| format!("F{number}")),
            word(&step["to"]["name"]),
            countries,
            word(&step["certainty"]),
        ]
    }

    fn departed(row: &Value) -> Vec<String> {
        let mut row =
            ["activity", "flow", "recipient", "countries", "certainty"].map(|key| word(&row[key]));
        row[0] = row[0].replace(" (draft)", "");
        row[3] = row[3].replace("not recorded", "");
        row.to_vec()
    }

    /// `leaves-uk` and `transfers-without-safeguard`.
    fn leaving(&mut self) {
        let (asked, saved) = (self.ask("leaves-uk"), self.query("leaves-uk"));
        let is_missing =
            |step: &Value| step["allowed"].is_null() || step["allowed"]["is_missing"] == true;
        let told = |step: &Value| {
            let mut told = self.departure(step);
            told.push(if is_missing(step) { "yes" } else { "no" }.to_owned());
            told
        };
        let row = |row: &Value| {
            let mut told = Self::departed(row);
            told.push(word(&row["missing"]));
            told
        };
        let (told, rows): (Rows, Rows) = (
            asked.iter().map(told).collect(),
            saved.iter().map(row).collect(),
        );
        let missing: Rows = asked
            .iter()
            .filter(|step| is_missing(step))
            .map(|step| self.departure(step))
            .collect();
        let without = self
            .query("transfers-without-safeguard")
            .iter()
            .map(Self::departed)
            .collect();
        self.same("what leaves the UK", &told, &rows);
        self.same("what leaves the UK without a safeguard", &missing, &without);
    }

    /// `people-leaving-uk` and `systems-of-people`, and the same with --people.
    fn of_people(&mut self, people: &str) {
        let asked: Rows = self
            .ask(&format!("leaves-uk --people people:{people}"))
            .iter()
            .map(|step| self.departure(step))
            .collect();
        let saved: Rows = self
            .query(&format!("people-leaving-uk people={people}"))
            .iter()
            .map(Self::departed)
            .collect();
        self.same(&format!("what leaves the UK of {people}"), &asked, &saved);
        let mut asked = Rows::new();
        for one in self.ask(&format!("where-held --people people:{people}")) {
            for activity in list(&one["activities"]) {
                asked.insert(vec![word(&one["system"]["name"]), self.activity(activity)]);
            }
        }
        let saved: Rows = self
            .query(&format!("systems-of-people people={people}"))
            .iter()
            .map(|row| {
                vec![
                    word(&row["system"]),
                    word(&row["activity"]).replace(" (draft)", ""),
                ]
            })
            .collect();
        self.same(&format!("systems of {people}"), &asked, &saved);
    }

    /// `exchanged-with` and `about`.
    fn dealings(&mut self, party: &str) {
        let asked: Rows = self
            .ask(&format!("about party:{party}"))
            .iter()
            .map(|step| {
                let number = step["number"].as_u64();
                vec![
                    word(&step["direction"]),
                    self.activity(&step["activity"]),
                    number.map_or_else(|| word(&step["kind"]), |number| format!("F{number}")),
                    word(&step["certainty"]),
                    word(&step["agreement"]["name"]),
                ]
            })
            .collect();
        let names: BTreeSet<String> = asked.iter().map(|row| row[4].clone()).collect();
        let saved: Rows = self
            .query(&format!("exchanged-with party={party}"))
            .iter()
            .map(|row| {
                let agreement = word(&row["agreement"]);
                let known =
                    |name: &&String| !name.is_empty() && agreement.starts_with(name.as_str());
                vec![
                    word(&row["direction"]).replace("hands on", "from"),
                    word(&row["activity"]).replace(" (draft)", ""),
                    word(&row["flow"]),
                    word(&row["certainty"]),
                    names.iter().rfind(known).cloned().unwrap_or_default(),
                ]
            })
            .collect();
        self.same(&format!("dealings with {party}"), &asked, &saved);
    }

    /// `supplier-exit`, `supplier-overlap` and `sub-processors`, and what each party receives of each category.
    fn suppliers(&mut self) {
        let rows = self.sql("SELECT DISTINCT activity, data FROM step_data WHERE is_named = 1");
        let named: BTreeSet<(String, String)> = rows
            .iter()
            .map(|row| (word(&row["activity"]), word(&row["data"])))
            .collect();
        let ends = "SELECT DISTINCT to_id FROM step WHERE to_kind = 'party' AND role <> 'internal' ORDER BY 1";
        let parties: Vec<String> = self
            .sql(ends)
            .iter()
            .map(|row| word(&row["to_id"]))
            .collect();
        let together = "SELECT whole AS id FROM party_part WHERE part <> whole UNION SELECT part FROM party_part WHERE part <> whole";
        let together: BTreeSet<String> = self
            .sql(together)
            .iter()
            .map(|row| word(&row["id"]))
            .collect();
        let all: Vec<(String, Vec<Value>)> = self
            .doors
            .ids("data")
            .into_iter()
            .map(|data| {
                (
                    data.clone(),
                    self.ask(&format!("who-receives data:{data} --exact")),
                )
            })
            .collect();
        let mut had: BTreeMap<String, Best> = BTreeMap::new();
        for party in &parties {
            let mut best = Best::new();
            for (data, all) in &all {
                // Parts and wholes are taken in by the question itself.
                let received = match together.contains(party) {
                    true => self.ask(&format!(
                        "who-receives data:{data} --exact --party party:{party}"
                    )),
                    false => all
                        .iter()
                        .filter(|one| {
                            one["party"]["id"] == party.as_str()
                                && one["party"]["is_people"] != true
                        })
                        .cloned()
                        .collect(),
                };
                for by in received.iter().flat_map(|one| list(&one["by_activity"])) {
                    if named.contains(&(word(&by["activity"]), data.clone())) {
                        let key = vec![
                            self.activity(&by["activity"]),
                            self.names[&format!("data:{data}")].clone(),
                        ];
                        note(&mut best, key, &word(&by["certainty"]));
                    }
                }
            }
            let mut saved = Best::new();
            for row in self.query(&format!("supplier-exit party={party}")) {
                let activity = word(&row["activity"]).replace(" (draft)", "");
                let data = word(&row["data"]);
                if word(&row["certainty"]).starts_with("retired") {
                    continue;
                }
                for name in data.split("; ").filter(|name| !name.is_empty()) {
                    let (name, certainty) = match name.strip_suffix(" (possible)") {
                        Some(name) => (name, "possible"),
                        None => (name, "stated"),
                    };
                    note(
                        &mut saved,
                        vec![activity.clone(), name.to_owned()],
                        certainty,
                    );
                }
            }
            // What leads back to where it came from it has by no route, and yet has: it passes through it.
            let mut passing = Best::new();
            for one in self.ask(&format!("through party:{party}")) {
                for certainty in ["stated", "possible"] {
                    for data in list(&one[certainty]) {
                        let key = vec![self.activity(&one["activity"]), word(&data["name"])];
                        note(&mut passing, key, certainty);
                    }
                }
            }
            let within = |fewer: &Best, more: &Best| {
                let is_in = |(key, certainty)| more.get(key).is_some_and(|most| most >= certainty);
                fewer.iter().all(is_in)
            };
            if !within(&best, &saved) {
                self.same(&format!("the exit of {party}"), &best, &saved);
            }
            if !within(&saved, &passing) {
                self.same(&format!("what passes through {party}"), &passing, &saved);
            }
            had.insert(party.clone(), saved);
        }
        let below = self.sql("SELECT broad.name AS broad, narrow.name AS narrow FROM data_below JOIN data AS broad ON broad.id = data_below.broader JOIN data AS narrow ON narrow.id = data_below.narrower");
        let below: BTreeSet<(String, String)> = below
            .iter()
            .map(|row| (word(&row["broad"]), word(&row["narrow"])))
            .collect();
        for pair in parties.windows(2) {
            let [one, other] = [&had[&pair[0]], &had[&pair[1]]];
            let mut both = Best::new();
            for (key, certainty) in one {
                for (also, surely) in other {
                    if key[0] == also[0] && below.contains(&(key[1].clone(), also[1].clone())) {
                        note(&mut both, key.clone(), certainty.min(surely));
                    }
                }
            }
            let saved = self.query(&format!(
                "supplier-overlap one={} other={}",
                pair[0], pair[1]
            ));
            let saved: Best = saved
                .iter()
                .map(|row| {
                    let activity = word(&row["activity"]).replace(" (draft)", "");
                    (vec![activity, word(&row["data"])], word(&row["certainty"]))
                })
                .collect();
            self.same(&format!("what {pair:?} both receive"), &both, &saved);
        }
        // Whoever is engaged receives, in some activity, what the engagement says that it has.
        let names: BTreeMap<String, String> = self
            .names
            .iter()
            .map(|(id, name)| (name.clone(), id.clone()))
            .collect();
        for row in self.query("sub-processors") {
            let engaged = word(&row["sub_processor"]);
            let Some(id) = names.get(&engaged).and_then(|id| id.strip_prefix("party:")) else {
                continue;
            };
            let data = word(&row["data"]);
            for name in data
                .split("; ")
                .filter(|name| !name.is_empty() && *name != "not recorded")
            {
                let plain = name.strip_suffix(" (possible)").unwrap_or(name);
                let surely = had.get(id).is_some_and(|best| {
                    best.iter().any(|(key, certainty)| {
                        key[1] == plain && (certainty == "stated" || plain != name)
                    })
                });
                self.same(&format!("{engaged} has {name}"), &surely, &true);
            }
        }
    }

    /// `recipients-of-special` and `who-receives --special`.
    fn special(&mut self) {
        let (mut asked, mut saved) = (Best::new(), Best::new());
        for one in self.ask("who-receives --special") {
            note(
                &mut asked,
                vec![word(&one["party"]["name"])],
                &word(&one["certainty"]),
            );
        }
        for row in self.query("recipients-of-special") {
            note(
                &mut saved,
                vec![word(&row["party"])],
                &word(&row["certainty"]),
            );
        }
        self.same("who receives special data", &asked, &saved);
    }

    /// `data-by-recipients` and how many `who-receives` names.
    fn counts(&mut self) {
        let mut asked = BTreeMap::new();
        for data in self.doors.ids("data") {
            let all = self.ask(&format!("who-receives data:{data}"));
            let stated = all
                .iter()
                .filter(|one| one["certainty"] == "stated")
                .count();
            let by = all.iter().flat_map(|one| list(&one["by_activity"]));
            let activities: BTreeSet<String> = by.map(|by| word(&by["activity"])).collect();
            if !all.is_empty() {
                let name = self.names[&format!("data:{data}")].clone();
                asked.insert(
                    name,
                    [stated, all.len(), activities.len()].map(|n| n as u64),
                );
            }
        }
        let mut saved = BTreeMap::new();
        for row in self.query("data-by-recipients") {
            let counts = ["stated", "stated_or_possible", "activities"]
                .map(|key| row[key].as_u64().unwrap());
            saved.insert(word(&row["data"]), counts);
        }
        self.same("how many receive each category", &asked, &saved);
    }

    /// `flows-without-agreement` and `processors-without-contract`, and what `about` each party lacks.
    fn lacking(&mut self) {
        let (mut asked, mut processors) = (Rows::new(), BTreeSet::new());
        for party in self.doors.ids("party") {
            for step in self.ask(&format!("about party:{party}")) {
                let lacks = list(&step["gaps"]).any(|gap| gap == "agreement");
                let ends = [&step["from"], &step["to"]];
                let [is_from, is_to] =
                    ends.map(|end| end["kind"] == "party" && end["id"] == party.as_str());
                if !lacks || !(is_from || is_to) {
                    continue;
                }
                let other = if step["kind"] == "source" {
                    &step["from"]
                } else {
                    &step["to"]
                };
                if let Some(number) = step["number"]
                    .as_u64()
                    .filter(|_| other["id"] == party.as_str())
                {
                    asked.insert(vec![
                        self.activity(&step["activity"]),
                        format!("F{number}"),
                        word(&other["name"]),
                    ]);
                }
                if is_to && step["role"] == "processor" {
                    processors.insert(word(&step["to"]["name"]));
                }
            }
        }
        let saved = self.query("flows-without-agreement");
        let saved = saved
            .iter()
            .filter(|row| row["direction"] != "kept by")
            .map(|row| {
                let activity = word(&row["activity"]).replace(" (draft)", "");
                vec![activity, word(&row["flow"]), word(&row["party"])]
            });
        self.same("flows without an agreement", &asked, &saved.collect());
        let saved = self.query("processors-without-contract");
        let saved = saved.iter().map(|row| word(&row["party"])).collect();
        self.same("processors without a contract", &processors, &saved);
    }
}

/// Asks both of a register, on several days where days matter, and with what is retired.
fn faults(name: &str, from: &Path, with: &[&'static str]) -> Vec<String> {
    with.iter()
        .flat_map(|with| Both::of(name, from, with).faults())
        .collect()
}

#[test]
fn in_the_register_that_uses_every_field() {
    let with = ["", "--on 2022-06-01 --retired", "--on 2030-06-01"];
    let faults = faults("county", &root().join("tests/fixtures/county"), &with);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn in_the_other_example_registers() {
    let fixtures = root().join("tests/fixtures");
    let faults = [
        faults("the worked example", &root().join("register"), &[""]),
        faults("northmere", &fixtures.join("northmere"), &["", "--retired"]),
        faults("review", &fixtures.join("review"), &[""]),
    ];
    let faults = faults.concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn in_registers_made_at_random() {
    for seed in 100..108 {
        let folder = made(seed);
        let faults = faults(&format!("seed {seed}"), &folder.path("register"), &[""]);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
