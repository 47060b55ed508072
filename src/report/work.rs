//! What the rules found as a list of work: by the thing that is to be put right, by owner, by function or by rule.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use serde_json::{Value, json};

use crate::finding::Level;
use crate::model::{Kind, Table as Texts, add_one_line, listed, one_line};
use crate::rules::checks::Item;

use super::{Block, Section, Table};

listed! {
    /// By what findings are grouped.
    pub enum By {
        Thing: "thing";
        Owner: "owner";
        Function: "function";
        Rule: "rule";
    }
    /// The word for it.
    word = 0;
}

/// The findings, worst first.
#[derive(Debug)]
pub struct Work {
    /// The findings.
    pub items: Vec<Item>,
    /// How many are accepted by waivers.
    pub n_waived: usize,
    /// The rules that were not asked, as the register has no history.
    pub not_asked: Vec<&'static str>,
    /// By what they are grouped.
    pub by: By,
    /// The least level that was asked about, where not all were: of the others nothing is said.
    pub least: Option<Level>,
}

/// How many findings there are of each level.
#[derive(Debug, Default)]
pub(super) struct Counts([usize; LEVELS.len()]);

/// The levels, with what is said of findings of each.
const LEVELS: [(Level, &str); 3] = [
    (Level::Required, "required by law"),
    (Level::Expected, "expected"),
    (Level::Tidy, "tidy"),
];

impl Counts {
    pub(super) fn add(&mut self, level: Level) {
        if let Some(place) = LEVELS.iter().position(|(of, _)| *of == level) {
            self.0[place] += 1;
        }
    }

    /// How many are of a level or worse.
    pub(super) fn n_of(&self, least: Level) -> usize {
        let of = LEVELS.iter().zip(self.0);
        of.filter(|((level, _), _)| *level <= least)
            .map(|(_, n)| n)
            .sum()
    }

    pub(super) fn of_levels(&self) -> &[usize] {
        &self.0
    }

    /// How many there are in so many groups, of the levels that were asked about.
    pub(super) fn sentence(&self, n_groups: usize, by: By, least: Option<Level>) -> String {
        let asked = LEVELS.iter().zip(self.0);
        let asked = asked.filter(|((level, _), _)| least.is_none_or(|least| *level <= least));
        let counts: Vec<String> = asked
            .map(|((_, words), n)| format!("{n} {words}"))
            .collect();
        match self.0.iter().sum() {
            0 if least.is_some() => {
                "Nothing of this level was found by the rules that were asked.".to_owned()
            }
            0 => "Nothing was found by the rules that were asked.".to_owned(),
            n => format!(
                "{n} finding{} in {n_groups} {}: {}.",
                plural(n),
                match (by, n_groups) {
                    (By::Thing, 1) => "place",
                    (By::Thing, _) => "places",
                    (_, 1) => "group",
                    _ => "groups",
                },
                counts.join(", "),
            ),
        }
    }
}

/// What is said after it: how many more are waived, and what was not asked.
pub(super) fn also(n_waived: usize, not_asked: &[&str]) -> String {
    let mut said = String::new();
    if n_waived > 0 {
        let is = if n_waived == 1 { "is" } else { "are" };
        said += &format!(" {n_waived} more {is} accepted by waivers.");
    }
    if let [most @ .., last] = not_asked {
        let most = most.join(", ");
        let and = if most.is_empty() { "" } else { " and " };
        said += &format!(" Not asked, as a folder has no history: {most}{and}{last}.");
    }
    said
}

impl Work {
    /// The work that findings are, but for those that are waived, which are counted.
    pub fn of(found: Vec<Item>, by: By, not_asked: Vec<&'static str>) -> Self {
        let (n_found, mut items) = (found.len(), found);
        items.retain(|item| !item.is_waived);
        Self {
            n_waived: n_found - items.len(),
            items,
            not_asked,
            by,
            least: None,
        }
    }

    /// How many there are, in a sentence or two.
    fn sentence(&self, n_groups: usize) -> String {
        let mut counts = Counts::default();
        self.items.iter().for_each(|item| counts.add(item.level));
        let mut said = counts.sentence(n_groups, self.by, self.least);
        said += &also(self.n_waived, &self.not_asked);
        said
    }

    /// The findings by what they are grouped by, the worst group first.
    fn groups(&self) -> Vec<(String, Vec<&Item>)> {
        let mut groups: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
        for item in &self.items {
            let keys = match self.by {
                By::Thing => vec![thing(item)],
                By::Owner => or(item.owners.iter(), NO_OWNER),
                By::Function => or(item.functions.iter(), NO_FUNCTION),
                By::Rule => vec![titled(&item.title, &item.code)],
            };
            for key in keys {
                groups.entry(key).or_default().push(item);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_cached_key(|(_, items)| items.iter().map(|item| item.rank()).min());
        groups
    }

    /// Everything, group by group.
    pub fn sections(&self) -> Vec<Section<'static>> {
        let groups = self.groups();
        let said = vec![Block::Words(self.sentence(groups.len()))];
        let mut sections = vec![section(Section::ANSWER, said)];
        let mut seen = BTreeSet::from([Section::ANSWER.to_owned()]);
        for (name, items) in groups {
            let mut by_code: Vec<(&Item, Vec<&Item>)> = Vec::new();
            for item in items {
                match by_code.iter_mut().find(|(first, _)| {
                    self.by == By::Thing && first.code == item.code && first.level == item.level
                }) {
                    Some((_, more)) => more.push(item),
                    None => by_code.push((item, Vec::new())),
                }
            }
            let points = by_code
                .iter()
                .map(|(first, more)| point(first, more, self.by));
            let mut heading = name;
            while !seen.insert(heading.clone()) {
                heading.push('\u{a0}');
            }
            sections.push(section(&heading, vec![Block::List(points.collect())]));
        }
        sections
    }

    /// A row for each finding.
    pub fn rows(&self) -> Vec<Section<'static>> {
        let mut table = Texts::new(&[
            "level",
            "what is wrong",
            "where",
            "why",
            "what to do",
            "rests on",
            "rule",
            "owner",
            "function",
            "record",
            "field",
            "place",
            "read from",
            "draft",
        ]);
        for item in &self.items {
            table.push([
                item.level.word().to_owned(),
                item.title.clone(),
                item.name.clone(),
                item.why.clone(),
                item.fix.clone(),
                item.rests_on.clone(),
                item.code.clone(),
                item.owners.join("; "),
                item.functions.join("; "),
                item.record.clone(),
                item.field.clone(),
                place(item),
                item.read_from.clone().unwrap_or_default(),
                if item.is_draft { "yes" } else { "no" }.to_owned(),
            ]);
        }
        vec![section(
            "Findings",
            vec![Block::Table(Table::of_text("Findings", table))],
        )]
    }

    /// The findings as values.
    pub fn values(&self) -> Value {
        json!({ "version": 1, "findings": self.items, "waived": self.n_waived, "not_asked": self.not_asked })
    }

    /// The findings in the Static Analysis Results Interchange Format 2.1.0.
    pub fn sarif(&self) -> Value {
        let codes: BTreeMap<&str, &Item> = self
            .items
            .iter()
            .map(|item| (item.code.as_str(), item))
            .collect();
        let level = |level| match level {
            Level::Error | Level::Required => "error",
            Level::Warning | Level::Expected => "warning",
            Level::Tidy => "note",
        };
        let rules = codes.values().map(|item| {
            json!({
                "id": item.code,
                "shortDescription": { "text": item.title },
                "help": { "text": item.rests_on },
            })
        });
        let results = self.items.iter().map(|item| {
            let mut location = json!({ "logicalLocations": [{ "fullyQualifiedName": at(item), "name": one_line(&item.name) }] });
            if let (Some(file), Some(line)) = (&item.file, item.line) {
                location["physicalLocation"] = json!({
                    "artifactLocation": { "uri": file.replace('\\', "/") },
                    "region": { "startLine": line },
                });
            }
            json!({
                "ruleId": item.code,
                "level": level(item.level),
                "message": { "text": format!("{}. {} {}", item.title, item.why, item.fix) },
                "locations": [location],
            })
        });
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "ropa",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules.collect::<Vec<_>>(),
                } },
                "results": results.collect::<Vec<_>>(),
            }],
        })
    }

    /// The findings as the test report that build servers read: a suite for each group, a failure for each finding.
    ///
    /// # Errors
    /// The template cannot be written.
    pub fn junit(&self) -> Result<String, askama::Error> {
        let suites = self.groups().into_iter().map(|(name, items)| Suite {
            name: one_line(&name),
            cases: items.into_iter().map(Case::of).collect(),
        });
        JUnit {
            n: self.items.len(),
            suites: suites.collect(),
        }
        .render()
    }
}

/// A test report; askama escapes what stands in it.
#[derive(Template)]
#[template(
    source = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"findings\" tests=\"{{ n }}\" failures=\"{{ n }}\">\n{% for suite in suites %}  <testsuite name=\"{{ suite.name }}\" tests=\"{{ suite.cases.len() }}\" failures=\"{{ suite.cases.len() }}\">\n{% for case in suite.cases %}    <testcase classname=\"{{ case.code }}\" name=\"{{ case.name }}\">\n      <failure type=\"{{ case.level }}\" message=\"{{ case.message }}\">{{ case.text }}</failure>\n    </testcase>\n{% endfor %}  </testsuite>\n{% endfor %}</testsuites>\n",
    ext = "xml"
)]
struct JUnit {
    n: usize,
    suites: Vec<Suite>,
}

struct Suite {
    name: String,
    cases: Vec<Case>,
}

struct Case {
    code: String,
    name: String,
    level: &'static str,
    message: String,
    text: String,
}

impl Case {
    fn of(item: &Item) -> Self {
        Self {
            code: item.code.clone(),
            name: one_line(&at(item)),
            level: item.level.word(),
            message: one_line(&format!("{}: {}", item.title, item.name)),
            text: one_line(&format!(
                "{} {} {} {}",
                item.why,
                item.fix,
                item.rests_on,
                place(item)
            )),
        }
    }
}

/// A rule by what is wrong and its code.
pub(super) fn titled(title: &str, code: &str) -> String {
    format!("{title} ({code})")
}

/// The record and the field, as ids.
fn at(item: &Item) -> String {
    match item.field.as_str() {
        "" => item.record.clone(),
        field => format!("{} {field}", item.record),
    }
}

/// The thing to be put right, by its name.
fn thing(item: &Item) -> String {
    called(item.reference().map(|record| record.kind), &item.name)
}

/// A thing to be put right, by its kind and name.
pub(super) fn called(kind: Option<Kind>, name: &str) -> String {
    match kind {
        Some(Kind::Settings) => "The settings of the register".to_owned(),
        Some(kind) if kind != Kind::Activity => format!("{name} ({})", kind.noun()),
        _ => name.to_owned(),
    }
}

/// The file and line, else the record and field.
fn place(item: &Item) -> String {
    match (&item.file, item.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        _ => at(item),
    }
}

/// The same after another in the same record: the line or the field alone.
fn place_after(item: &Item) -> String {
    item.line
        .map_or_else(|| item.field.clone(), |line| line.to_string())
}

/// It and others of its rule in the same place.
fn point(item: &Item, more: &[&Item], by: By) -> String {
    let mut text = String::with_capacity(512);
    let mut line = |words: &str| {
        if !text.is_empty() {
            text.push('\n');
        }
        add_one_line(&mut text, words);
    };
    let draft = if item.is_draft { ", draft" } else { "" };
    line(&format!(
        "{}: {} ({}{draft})",
        item.level.word(),
        item.title,
        item.code
    ));
    if by != By::Thing {
        line(&thing(item));
    }
    line(&item.why);
    more.iter().for_each(|item| line(&item.why));
    let first = place_after(item);
    let mut places = vec![place(item)];
    for other in more {
        let place = place_after(other);
        let is_on_another_line = other.line.is_none_or(|line| Some(line) != item.line);
        if is_on_another_line && place != first && !places.contains(&place) {
            places.push(place);
        }
    }
    let read_from = item.read_from.as_ref();
    let read_from = read_from.map_or_else(String::new, |place| format!(" ({place})"));
    line(&format!(
        "At {}{read_from}. Rests on {}.",
        places.join(", "),
        item.rests_on
    ));
    if !item.fix.is_empty() {
        line(&format!(
            "To fix, say what is so, for example: {}",
            item.fix
        ));
    }
    text
}

/// What is said where nobody answers for an activity, and where it has no function.
pub(super) const NO_OWNER: &str = "no owner recorded";
pub(super) const NO_FUNCTION: &str = "no function recorded";

/// Some names, or what is said where there are none.
pub(super) fn or<N: ToString>(names: impl Iterator<Item = N>, nobody: &str) -> Vec<String> {
    let names: Vec<String> = names.map(|name| name.to_string()).collect();
    match names.is_empty() {
        true => vec![nobody.to_owned()],
        false => names,
    }
}

fn section(heading: &str, blocks: Vec<Block<'static>>) -> Section<'static> {
    Section {
        heading: heading.to_owned(),
        blocks,
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}
