//! One fact, every door: what is judged of a step is the same in every answer, published table,
//! saved question, picture and document.
//!
//! The published table `step` lists every step. Each is looked for in the routes of `ask`, in the
//! answer about what leaves the UK, in the saved question about it, in the pictures of activities, in
//! the record of Article 30 and in the record of the activity.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Folder, Run, copy, root};

/// What tells one step from another.
type Key = (String, String, Option<u64>, String, String);

/// What is judged of steps, as every door says it.
type Facts = BTreeMap<Key, BTreeSet<String>>;

pub(crate) fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The codes of countries in the order in which the record names them.
fn codes(whereabouts: &Value) -> String {
    let all = whereabouts.as_array().into_iter().flatten();
    let codes: BTreeSet<String> = all.map(|one| word(&one["country"])).collect();
    codes.into_iter().collect::<Vec<_>>().join(", ")
}

/// A step of an answer or picture.
fn of_answer(step: &Value) -> (Key, String) {
    let end = |end: &Value| format!("{}:{}", word(&end["kind"]), word(&end["id"]));
    let agreement = &step["agreement"];
    let state = match agreement {
        Value::Null => "not-recorded".to_owned(),
        Value::String(none) => none.clone(),
        table => word(&table["state"]),
    };
    let allowed = &step["allowed"];
    let key = (
        word(&step["activity"]),
        word(&step["kind"]),
        step["number"].as_u64(),
        end(&step["from"]),
        end(&step["to"]),
    );
    let facts = json!({
        "role": step["role"],
        "is_ours": step["is_ours"],
        "countries": codes(&step["where"]),
        "leaves_uk": step["leaves_uk"],
        "allowed": allowed["state"],
        "allowed_by": Some(&allowed["recorded"]).filter(|words| **words != "not recorded"),
        "approval": allowed["approval"],
        "caution": allowed["caution"],
        "by": step["transferred_by"]["id"],
        "agreement": state,
        "agreement_id": agreement["id"],
        "hosted_in": codes(&step["hosted_in"]),
        "on_own_account": step["on_own_account"] == true,
        "begins": step["begins"],
        "ends": step["ends"],
    });
    (key, facts.to_string())
}

/// A row of the published table.
fn of_table(row: &Value) -> (Key, String) {
    let end = |kind: &str, id: &str| format!("{}:{}", word(&row[kind]), word(&row[id]));
    let key = (
        word(&row["activity"]),
        word(&row["kind"]),
        row["number"].as_u64(),
        end("from_kind", "from_id"),
        end("to_kind", "to_id"),
    );
    let listed = |column: &str| -> String {
        let codes = row[column].as_str().into_iter();
        let codes: BTreeSet<&str> = codes.flat_map(|codes| codes.split(", ")).collect();
        codes.into_iter().collect::<Vec<_>>().join(", ")
    };
    let facts = json!({
        "role": row["role"],
        "is_ours": row["is_ours"] == 1,
        "countries": listed("countries"),
        "leaves_uk": row["leaves_uk"],
        "allowed": row["allowed"],
        "allowed_by": row["allowed_by"],
        "approval": row["approval"],
        "caution": row["caution"],
        "by": row["transferred_by"],
        "agreement": row["agreement_state"],
        "agreement_id": Some(&row["agreement_id"]).filter(|id| **id != "none"),
        "hosted_in": listed("hosted_in"),
        "on_own_account": row["on_own_account"] == 1,
        "begins": row["begins"],
        "ends": row["ends"],
    });
    (key, facts.to_string())
}

/// Gathers every step in an answer, however deep it stands.
fn gather(value: &Value, into: &mut Facts) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| gather(one, into)),
        Value::Object(fields) => {
            if fields.contains_key("leaves_uk") && fields.contains_key("carries") {
                let (key, facts) = of_answer(value);
                into.entry(key).or_default().insert(facts);
            }
            fields.values().for_each(|one| gather(one, into));
        }
        _ => {}
    }
}

/// How an answer is told otherwise.
pub(crate) type Telling = fn(&mut String);

/// A register that is read, and the program's answers about it.
pub(crate) struct Doors {
    pub(crate) name: String,
    folder: Folder,
    /// What was answered to each line.
    said: RefCell<BTreeMap<String, Run>>,
    /// Which door lies, by how its lines begin, and how: for a test of this comparison.
    pub(crate) lie: Option<(&'static str, Telling)>,
}

impl Doors {
    pub(crate) fn of(name: &str, from: &Path) -> Self {
        let folder = Folder::empty();
        copy(from, &folder.path("register"));
        Self {
            name: name.to_owned(),
            folder,
            said: RefCell::default(),
            lie: None,
        }
    }

    fn run(&self, line: &str) -> Run {
        let mut said = self.said.borrow_mut();
        let run = said.entry(line.to_owned());
        let mut run = run.or_insert_with(|| self.folder.run(line)).clone();
        if let Some((door, lie)) = self.lie
            && line.starts_with(door)
        {
            lie(&mut run.stdout);
        }
        run
    }

    pub(crate) fn rows(&self, sql: &str) -> Vec<Value> {
        let line = format!("ropa sql \"{sql}\" --format json");
        let run = self.run(&line);
        assert_eq!(run.code, 0, "{}: {}", self.name, run.transcript());
        let answer: Value = serde_json::from_str(&run.stdout).unwrap();
        let rows = answer.get("answer").unwrap_or(&answer);
        rows.as_array().unwrap().clone()
    }

    /// An answer as JSON; nothing where there is nothing to draw.
    pub(crate) fn json(&self, line: &str) -> Option<Value> {
        let run = self.run(&format!("{line} --format json"));
        if run.code == 2 && run.stderr.contains("nothing to draw") {
            return None;
        }
        assert_eq!(run.code, 0, "{}: {}", self.name, run.transcript());
        Some(serde_json::from_str(&run.stdout).unwrap())
    }

    pub(crate) fn ids(&self, table: &str) -> Vec<String> {
        let rows = self.rows(&format!("SELECT id FROM {table} ORDER BY id"));
        rows.iter().map(|row| word(&row["id"])).collect()
    }

    /// Asks every door for every step, and lists where one says otherwise.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let rows = self.rows("SELECT * FROM step");
        let mut published = Facts::new();
        for row in &rows {
            let (key, facts) = of_table(row);
            published.entry(key).or_default().insert(facts);
        }
        self.answers(&published, &mut faults);
        self.leaving(&rows, &mut faults);
        self.about_people(&mut faults);
        let activities =
            self.rows("SELECT id, name FROM activity WHERE is_retired = 0 ORDER BY id");
        for activity in &activities {
            let id = word(&activity["id"]);
            let own: Vec<&Value> = rows.iter().filter(|row| row["activity"] == id).collect();
            self.picture(&id, &published, &mut faults);
            self.documents(&id, &own, &mut faults);
        }
        faults
    }

    /// Every step of every route is one of the table, with the same judgements.
    fn answers(&self, published: &Facts, faults: &mut Vec<String>) {
        let mut told = Facts::new();
        for data in self.ids("data") {
            for question in ["who-receives", "where-held"] {
                let answer = self.json(&format!("ropa ask {question} data:{data}"));
                gather(&answer.as_ref().unwrap()["answer"], &mut told);
                match question {
                    "who-receives" => self.recipients(&data, &answer.unwrap(), faults),
                    _ => self.holdings(&data, &answer.unwrap(), faults),
                }
            }
        }
        let leaving = self.json("ropa ask leaves-uk").unwrap();
        gather(&leaving["answer"], &mut told);
        for (key, facts) in &told {
            // Whoever hands data on is told by what is followed, and not by all that there may be.
            if key.1 == "hands-on" {
                continue;
            }
            let known = published.get(key);
            let is_known = known.is_some_and(|known| facts.is_subset(known));
            if !is_known {
                faults.push(format!("ask: {key:?}\n  {facts:?}\n  table: {known:?}"));
            }
        }
    }

    /// Parties and people receive a category of data, and what is made from it, as the table has it.
    fn recipients(&self, data: &str, answer: &Value, faults: &mut Vec<String>) {
        type Told = BTreeSet<[String; 4]>;
        let told = |answer: &Value| -> Told {
            let mut told = Told::new();
            for one in answer.as_array().unwrap() {
                let party = &one["party"];
                let kind = if party["is_people"] == true {
                    "people"
                } else {
                    "party"
                };
                for by in one["by_activity"].as_array().unwrap() {
                    for role in by["roles"].as_array().unwrap() {
                        told.insert([
                            format!("{kind}:{}", word(&party["id"])),
                            word(&by["activity"]),
                            word(role),
                            word(&by["certainty"]),
                        ]);
                    }
                }
            }
            told
        };
        // What is said of a recipient is what is judged of the steps that end with it: of the best way, its agreement;
        // of all ways, the countries.
        let arrivals = self.rows(
            "SELECT to_kind || ':' || to_id AS recipient, countries, leaves_uk FROM step WHERE kind <> 'source'",
        );
        for one in answer["answer"].as_array().unwrap() {
            let route = one["route"].as_array().unwrap();
            let last = route.last().unwrap();
            let end = format!("{}:{}", word(&last["to"]["kind"]), word(&last["to"]["id"]));
            let arrivals = arrivals
                .iter()
                .filter(|row| row["recipient"] == end.as_str());
            let set = |codes: &str| -> BTreeSet<String> {
                let codes = codes.split(", ").filter(|code| !code.is_empty());
                codes.map(ToOwned::to_owned).collect()
            };
            let (mut all, mut leaves) = (BTreeSet::new(), BTreeSet::new());
            for row in arrivals {
                all.extend(set(&word(&row["countries"])));
                leaves.insert(word(&row["leaves_uk"]));
            }
            let told = set(&codes(&one["where"]));
            let is_where = told.is_subset(&all) && set(&codes(&last["where"])).is_subset(&told);
            let leaves_uk = word(&one["leaves_uk"]);
            let is_leaving =
                leaves.contains(&leaves_uk) && (last["leaves_uk"] != "yes" || leaves_uk == "yes");
            if !is_where || !is_leaving || last["agreement"] != one["agreement"] {
                let name = word(&one["party"]["name"]);
                let facts = [&one["where"], &one["leaves_uk"], &one["agreement"]];
                faults.push(format!(
                    "who receives {data}: {name}: {facts:?}\n  table: {all:?}"
                ));
            }
            let listed = |list: &Value| list.as_array().unwrap().iter().map(word).collect();
            let roles: BTreeSet<String> = listed(&one["roles"]);
            let by_activity = one["by_activity"].as_array().unwrap().iter();
            let by_activity: BTreeSet<String> = by_activity
                .flat_map(|by| -> BTreeSet<String> { listed(&by["roles"]) })
                .collect();
            if roles != by_activity {
                faults.push(format!("who receives {data}: {roles:?}, {by_activity:?}"));
            }
        }
        // A certainty is that of the surest role.
        let table = |data: &str| -> Told {
            let rows = self.rows(&format!(
                "SELECT to_kind || ':' || to_id AS recipient, activity, role, \
                 max(certainty) OVER (PARTITION BY to_kind, to_id, activity) AS certainty \
                 FROM receives WHERE data = {data}"
            ));
            let row = |row: &Value| {
                ["recipient", "activity", "role", "certainty"].map(|column| word(&row[column]))
            };
            rows.iter().map(row).collect()
        };
        let mut compare = |data: &str, answer: &Value, sql: &str| {
            let (told, table) = (told(answer), table(sql));
            if told != table {
                faults.push(format!("who receives {data}: {told:?}\n  table: {table:?}"));
            }
        };
        compare(data, &answer["answer"], &format!("'{data}'"));
        for made in answer["made_from"].as_array().into_iter().flatten() {
            let name = word(&made["data"]);
            let id = format!(
                "(SELECT id FROM data WHERE name = '{}')",
                name.replace('\'', "''")
            );
            compare(&name, &made["answer"], &id);
        }
    }

    /// Systems hold a category of data as the table has it.
    fn holdings(&self, data: &str, answer: &Value, faults: &mut Vec<String>) {
        let mut told: BTreeMap<String, String> = BTreeMap::new();
        for one in answer["answer"].as_array().unwrap() {
            let best = told.entry(word(&one["system"]["id"])).or_default();
            *best = word(&one["certainty"]).max(best.clone());
        }
        let rows = self.rows(&format!(
            "SELECT system, max(certainty) AS certainty FROM held WHERE data = '{data}' GROUP BY system"
        ));
        let row = |row: &Value| (word(&row["system"]), word(&row["certainty"]));
        let table: BTreeMap<String, String> = rows.iter().map(row).collect();
        if told != table {
            faults.push(format!("where is {data}: {told:?}\n  table: {table:?}"));
        }
    }

    /// Who is asked about with people, as the saved question has it.
    fn about_people(&self, faults: &mut Vec<String>) {
        for people in self.ids("people") {
            let asked = self.json(&format!("ropa ask where-held --people people:{people}"));
            let asked = asked.unwrap();
            let asked: BTreeSet<(String, String)> = asked["answer"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| (word(&one["system"]["name"]), word(&one["certainty"])))
                .collect();
            let saved = format!("ropa query systems-of-people people={people}");
            let saved = self.json(&saved).unwrap();
            let rows = saved.get("answer").unwrap_or(&saved).as_array().unwrap();
            let mut listed: BTreeMap<String, String> = BTreeMap::new();
            for row in rows {
                let best = listed.entry(word(&row["system"])).or_default();
                *best = word(&row["certainty"]).max(best.clone());
            }
            let mut best: BTreeMap<String, String> = BTreeMap::new();
            for (system, certainty) in asked {
                let held = best.entry(system).or_default();
                *held = certainty.max(held.clone());
            }
            if best != listed {
                faults.push(format!(
                    "systems of {people}: {best:?}\n  saved: {listed:?}"
                ));
            }
        }
    }

    /// What leaves the UK by the table is what the question and the saved question list.
    fn leaving(&self, rows: &[Value], faults: &mut Vec<String>) {
        let left: BTreeSet<Key> = rows
            .iter()
            .filter(|row| row["leaves_uk"] == "yes")
            .map(|row| of_table(row).0)
            .collect();
        let mut asked = Facts::new();
        let answer = self.json("ropa ask leaves-uk").unwrap();
        let answer = answer["answer"].as_array().unwrap().clone();
        for step in answer.iter().filter(|step| step["is_beyond"] == false) {
            let (key, facts) = of_answer(step);
            asked.entry(key).or_default().insert(facts);
        }
        let asked: BTreeSet<Key> = asked.into_keys().collect();
        if asked != left {
            faults.push(format!("leaves-uk: {asked:?}\n  table: {left:?}"));
        }
        let run = self.run("ropa query leaves-uk --format json");
        let rows: Value = serde_json::from_str(&run.stdout).unwrap();
        let rows = rows
            .get("answer")
            .unwrap_or(&rows)
            .as_array()
            .unwrap()
            .len();
        if rows != answer.len() {
            faults.push(format!(
                "query leaves-uk: {rows}, and ask: {}",
                answer.len()
            ));
        }
    }

    /// The picture of an activity has every step of it, with the same judgements.
    fn picture(&self, id: &str, published: &Facts, faults: &mut Vec<String>) {
        let mut drawn = Facts::new();
        if let Some(picture) = self.json(&format!("ropa diagram activity activity:{id}")) {
            gather(&picture["edges"], &mut drawn);
            self.marks(id, &picture, faults);
        }
        for (key, facts) in published.iter().filter(|(key, _)| key.0 == id) {
            // That one has what it hands on, or runs what it stands around, is told by no arrow.
            if matches!(key.1.as_str(), "hands-on" | "operator") {
                continue;
            }
            if drawn.get(key) != Some(facts) {
                let drawn = drawn.get(key);
                faults.push(format!("diagram: {key:?} {drawn:?}\n  table: {facts:?}"));
            }
        }
        // Where the picture knows more of who runs a system, it is what is judged.
        for (key, facts) in drawn.iter().filter(|(key, _)| key.1 == "operator") {
            if !published
                .get(key)
                .is_some_and(|known| facts.is_subset(known))
            {
                faults.push(format!("diagram: {key:?} {facts:?}"));
            }
        }
    }

    /// The picture marks who has data on its own account, and tells which flows are planned or have ended.
    fn marks(&self, id: &str, picture: &Value, faults: &mut Vec<String>) {
        let on_own_account = "controller on its own account";
        let all = |list: &Value, wanted: &str| {
            let list = list.as_array().unwrap().iter();
            list.map(word)
                .filter(|one| one.contains(wanted))
                .collect::<Vec<_>>()
        };
        let nodes = picture["nodes"].as_array().unwrap();
        let drawn: BTreeSet<String> = nodes
            .iter()
            .flat_map(|node| all(&node["records"], "party:"))
            .collect();
        let marked: BTreeSet<String> = nodes
            .iter()
            .filter(|node| !all(&node["marks"], on_own_account).is_empty())
            .flat_map(|node| all(&node["records"], "party:"))
            .collect();
        let rows = self.rows(&format!(
            "SELECT DISTINCT to_id FROM step WHERE activity = '{id}' AND on_own_account = 1 ORDER BY 1"
        ));
        let judged: BTreeSet<String> = rows
            .iter()
            .map(|row| format!("party:{}", word(&row["to_id"])))
            .collect();
        let judged: BTreeSet<String> = judged.intersection(&drawn).cloned().collect();
        if marked != judged {
            faults.push(format!(
                "diagram {id}: on its own account {marked:?}\n  table: {judged:?}"
            ));
        }
        // Who runs a system and has no box is told at the system.
        let marked: BTreeSet<String> = nodes
            .iter()
            .filter(|node| !all(&node["marks"], on_own_account).is_empty())
            .flat_map(|node| all(&node["records"], "system:"))
            .collect();
        let rows = self.rows(&format!(
            "SELECT DISTINCT from_id FROM step WHERE activity = '{id}' AND kind = 'operator' AND on_own_account = 1"
        ));
        let judged: BTreeSet<String> = rows
            .iter()
            .map(|row| format!("system:{}", word(&row["from_id"])))
            .collect();
        if marked != judged {
            faults.push(format!(
                "diagram {id}: run on own account {marked:?}\n  table: {judged:?}"
            ));
        }
        let mut told: BTreeSet<(u64, &str)> = BTreeSet::new();
        for currency in ["planned", "ended"] {
            let flows = picture["not_in_use"][currency]
                .as_array()
                .into_iter()
                .flatten();
            let numbers = flows.filter_map(|flow| flow["number"].as_u64());
            told.extend(numbers.map(|number| (number, currency)));
        }
        let rows = self.rows(&format!(
            "SELECT number, currency FROM flow WHERE activity = '{id}' AND currency <> 'current' ORDER BY 1"
        ));
        let row = |row: &Value| (row["number"].as_u64().unwrap(), word(&row["currency"]));
        let table: BTreeSet<(u64, String)> = rows.iter().map(row).collect();
        if told
            .iter()
            .map(|(n, word)| (*n, (*word).to_owned()))
            .collect::<BTreeSet<_>>()
            != table
        {
            faults.push(format!(
                "diagram {id}: not in use {told:?}\n  table: {table:?}"
            ));
        }
    }

    /// The record of Article 30 and that of the activity name every recipient, every country outside
    /// the UK and every agreement, and no country that no step ends in.
    fn documents(&self, id: &str, steps: &[&Value], faults: &mut Vec<String>) {
        let run = self.run(&format!("ropa export activity activity:{id} --format md"));
        assert_eq!(run.code, 0, "{}: {}", self.name, run.transcript());
        let dossier = run.stdout.replace('\\', "");
        // The record of law enforcement is that of section 61.
        let regime = self.rows(&format!("SELECT regime FROM activity WHERE id = '{id}'"));
        let layout = match regime[0]["regime"].as_str() {
            Some("law-enforcement") => "section-61",
            _ => "ico-controller",
        };
        let run = self.run(&format!(
            "ropa export article30 --layout {layout} --per activity --activity activity:{id} --status draft --status active --status not-recorded --format json"
        ));
        // The record of a processor, Article 30(2), lists no recipients.
        let record = if run.code == 0 && !run.stderr.contains("wrote 0 of") {
            run.stdout.clone()
        } else {
            String::new()
        };
        let names = |table: &str| -> BTreeMap<String, String> {
            let rows = self.rows(&format!("SELECT id, name FROM {table}"));
            let pair = |row: &Value| (word(&row["id"]), word(&row["name"]));
            rows.iter().map(pair).collect()
        };
        let (parties, people) = (names("party"), names("people"));
        self.not_in_use(id, &dossier, faults);
        let says_part_3 = dossier.contains("The UK GDPR does not apply to it");
        if says_part_3 != (layout == "section-61") {
            faults.push(format!("export activity {id} says Part 3: {says_part_3}"));
        }
        for step in steps {
            let is_party = step["to_kind"] == "party" && step["kind"] != "source";
            let role = word(&step["role"]);
            // People are recipients where they have a role.
            let is_recipient = step["to_kind"] == "people" && !role.is_empty();
            let is_told =
                is_party && role != "internal" && step["kind"] != "hands-on" || is_recipient;
            let names = if is_recipient { &people } else { &parties };
            let name = names
                .get(&word(&step["to_id"]))
                .cloned()
                .unwrap_or_default();
            for (door, text) in [("activity", &dossier), ("article30", &record)] {
                if text.is_empty() {
                    continue;
                }
                if is_told && !text.contains(&name) {
                    faults.push(format!("export {door} {id} does not name {name} ({role})"));
                }
                if step["on_own_account"] == 1 && !text.contains("controller on its own account") {
                    faults.push(format!(
                        "export {door} {id}: {name} is not on its own account"
                    ));
                }
                if is_told && step["leaves_uk"] == "yes" {
                    for code in word(&step["countries"]).split(", ") {
                        let country = code.parse::<ropa::model::Country>();
                        let Ok(country) = country else { continue };
                        let is_abroad = code != "GB" && code != "outside-uk";
                        if is_abroad && !text.contains(country.name()) {
                            faults.push(format!("export {door} {id} does not name {code}"));
                        }
                    }
                }
            }
            // Codes are cited in the documents as lawyers do.
            let allowed = word(&step["allowed_by"]);
            let parts = allowed.split("; ").filter(|part| *part != "not recorded");
            let mut parts = parts.map(|part| part.split(" (").next().unwrap_or_default());
            if is_told && !parts.all(|part| dossier.contains(part)) {
                faults.push(format!("export activity {id}: {name}: `{allowed}`"));
            }
            let agreement = word(&step["agreement"]);
            let is_expected = is_told && step["agreement_expected"] == 1;
            if is_expected && !agreement.is_empty() && !dossier.contains(&agreement) {
                faults.push(format!("export activity {id}: {name}: `{agreement}`"));
            }
        }
        // A third country that no step ends in is named by none.
        let ends: BTreeSet<String> = steps
            .iter()
            .flat_map(|step| [word(&step["countries"]), word(&step["hosted_in"])])
            .flat_map(|codes| codes.split(", ").map(ToOwned::to_owned).collect::<Vec<_>>())
            .collect();
        for code in ["US", "IN", "IE", "FR", "DE"] {
            let country: ropa::model::Country = code.parse().unwrap();
            let is_named = record.contains(&format!("{}:", country.name()));
            if is_named && !ends.contains(code) {
                faults.push(format!(
                    "export article30 {id} names {code}, where no step ends"
                ));
            }
        }
    }
}

impl Doors {
    /// The record of an activity lists the flows that are planned, and those that have ended, apart.
    fn not_in_use(&self, id: &str, dossier: &str, faults: &mut Vec<String>) {
        let rows = self.rows(&format!(
            "SELECT number, currency FROM flow WHERE activity = '{id}' ORDER BY 1"
        ));
        let (_, flows) = dossier
            .split_once("\n## The flows one by one")
            .unwrap_or_default();
        let section = |heading: &str| {
            let (_, rest) = flows.split_once(heading)?;
            Some(rest.split("\n**").next().unwrap_or_default())
        };
        for row in rows {
            let heading = match word(&row["currency"]).as_str() {
                "planned" => "\n**Planned**\n",
                "ended" => "\n**Ended**\n",
                _ => "\n**What goes where**\n",
            };
            let line = format!("\n| F{} |", row["number"]);
            if !section(heading).is_some_and(|section| section.contains(&line)) {
                faults.push(format!(
                    "export activity {id}: no F{} in {heading}",
                    row["number"]
                ));
            }
        }
    }
}

/// Every register in a folder, but for those named.
fn agree(folder: &str, but: &[&str]) {
    let all = root().join("tests/fixtures").join(folder);
    let mut names: Vec<String> = fs::read_dir(&all)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !but.contains(&name.as_str()))
        .collect();
    names.sort();
    assert!(names.len() > 20, "{names:?}");
    let faults: Vec<String> = names
        .iter()
        .flat_map(|name| {
            let faults = Doors::of(name, &all.join(name)).faults();
            faults
                .into_iter()
                .map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[track_caller]
fn agrees(name: &str, from: &Path) {
    let faults = Doors::of(name, from).faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn in_the_worked_example() {
    agrees("the worked example", &root().join("register"));
}

#[test]
fn in_the_register_of_the_code_review() {
    agrees("review", &root().join("tests/fixtures/review"));
}

#[test]
fn in_the_register_that_uses_every_field() {
    agrees("county", &root().join("tests/fixtures/county"));
}

#[test]
fn in_registers_from_the_field() {
    // Some are refused for good reasons.
    let refused = ["c14-trading-name", "c66-name-for-id"];
    agree("cases", &refused);
}

#[test]
fn in_registers_that_were_once_answered_wrongly() {
    agree("attack", &[]);
}

#[test]
fn in_registers_made_at_random() {
    for seed in 0..6 {
        let folder = made(seed);
        agrees(&format!("seed {seed}"), &folder.path("register"));
    }
}

/// A register made from a seed: parties here and abroad who run systems, engage each other and hand
/// data on, with agreements, transfers and days.
pub(crate) fn made(seed: u64) -> Folder {
    let mut dice = fastrand::Rng::with_seed(seed);
    let folder = Folder::empty();
    folder.write(
        "register/register.toml",
        "[settings]\norganisation = \"p0\"\n",
    );
    let mut parties = String::new();
    for party in 0..6 {
        parties += &format!("[p{party}]\nname = \"Party {party} Ltd\"\n");
        if let Some(country) = [None, Some("GB"), Some("US"), Some("IE")][dice.usize(..4)] {
            parties += &format!("country = \"{country}\"\n");
        }
        if party > 0 && dice.bool() {
            let other = 1 + (party + dice.usize(1..5)) % 5;
            if other != party {
                let systems = ["", "systems = [\"s0\"]\n", "systems = [\"s1\"]\n"][dice.usize(..3)];
                let country = ["", "country = \"IN\"\n"][dice.usize(..2)];
                parties += &format!(
                    "[[p{party}.sub_processors]]\nparty = \"p{other}\"\n{systems}{country}"
                );
            }
        }
    }
    folder.write("register/parties.toml", parties);
    let mut systems = String::new();
    for system in 0..3 {
        systems += &format!("[s{system}]\nname = \"System {system}\"\n");
        if dice.u8(..4) > 0 {
            systems += &format!("operator = \"p{}\"\n", dice.usize(..6));
        }
        systems += ["", "hosted_in = \"GB\"\n", "hosted_in = [\"GB\", \"DE\"]\n"][dice.usize(..3)];
    }
    folder.write("register/systems.toml", systems);
    folder.write(
        "register/data.toml",
        "[d0]\nname = \"Contact\"\n[d1]\nname = \"Address\"\nbroader = \"d0\"\nclass = \"personal\"\n\
         [d2]\nname = \"Score\"\n[[d2.derived_from]]\ndata = \"d1\"\nhow = \"result\"\n",
    );
    folder.write(
        "register/people.toml",
        "[w0]\nname = \"Neighbours\"\n[w1]\nname = \"Applicants\"\n",
    );
    folder.write(
        "register/documents.toml",
        "[n0]\nname = \"First contract\"\nkind = \"contract\"\nparties = [\"p0\", \"p1\"]\nexpires = 2020-01-01\n\
         [n1]\nname = \"Second agreement\"\nkind = \"sharing-agreement\"\nparties = [\"p0\", \"p2\", \"p3\"]\n",
    );
    for activity in 0..2 {
        let mut text = format!("name = \"Activity {activity}\"\ncontroller = \"p0\"\n");
        if dice.bool() {
            text += "joint_controllers = [{ party = \"p4\" }]\n";
        }
        text += ["", "data = [\"d0\"]\n", "data = [\"d1\"]\n"][dice.usize(..3)];
        for _ in 0..dice.usize(1..6) {
            let (party, other) = (1 + dice.usize(..5), dice.usize(1..5));
            text += &match dice.usize(..6) {
                4 => "[[recipient]]\nto = \"people:w0\"\n".to_owned(),
                5 => "[[feed]]\nfrom = \"s0\"\nto = \"s1\"\n".to_owned(),
                0 => format!("[[source]]\nfrom = \"p{party}\"\n"),
                1 => format!("[[store]]\nin = \"s{}\"\n", dice.usize(..3)),
                2 => format!("[[recipient]]\nto = \"p{party}\"\n"),
                _ => format!(
                    "[[onward]]\nfrom = \"p{party}\"\nto = \"p{}\"\n",
                    1 + (party - 1 + other) % 5
                ),
            };
            let last = text.lines().last().unwrap_or_default().to_owned();
            let is_to_people = last.contains("people:");
            let is_feed = last == "to = \"s1\"";
            let is_store = last.starts_with("in") || is_feed;
            // What a system has that starts a feed, the feed says.
            text += [
                "",
                "carries = \"all\"\n",
                "carries = [\"d1\"]\n",
                "carries = [\"d2\"]\n",
            ][dice.usize(if is_feed { 2 } else { 0 }..4)];
            if !is_store && dice.bool() {
                text += &format!("through = \"s{}\"\n", dice.usize(..3));
            }
            let role = [
                "",
                "",
                "processor",
                "joint-controller",
                "controller",
                "internal",
            ];
            let role = role[dice.usize(..6)];
            if !role.is_empty() && !is_to_people {
                text += &format!("as = \"{role}\"\n");
            }
            text += ["", "people = [\"w0\"]\n", "people = [\"w1\"]\n"][dice.usize(..3)];
            text += ["", "agreement = \"n0\"\n", "agreement = \"none\"\n"][dice.usize(..3)];
            text += ["", "", "ends = 2020-01-01\n", "begins = 2019-01-01\n"][dice.usize(..4)];
            text += [
                "",
                "",
                "transfer = \"none\"\n",
                "transfer = { route = \"44A/2/b\" }\n",
            ][dice.usize(..4)];
        }
        folder.write(&format!("register/activities/a{activity}.toml"), text);
    }
    folder
}
