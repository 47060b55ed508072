//! What the rules found as a list of work: by the thing that is to be put right, by owner, by function or by rule.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use serde::Serialize;
use serde_json::{Value, json};

use crate::finding::{Level, Lines, Place};
use crate::model::{Kind, Recorded, Reference, Register, Table as Texts, listed, one_line};
use crate::rules::checks::{Checked, Fix, Found};

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

/// One finding with all that is told of it.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// What it means.
    pub level: Level,
    /// The code of its rule.
    pub code: &'static str,
    /// What is wrong, as the rule says.
    pub title: &'static str,
    /// Why, in this case.
    pub why: String,
    /// On which provisions the rule rests.
    pub rests_on: &'static str,
    /// How it is put right.
    pub fix: String,
    /// The record, with its kind.
    pub record: String,
    /// What the record is called.
    pub name: String,
    /// The field.
    pub field: String,
    /// The file, where the register is a folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The activities that it concerns: ids.
    pub activities: Vec<String>,
    /// Who answers for these.
    pub owners: Vec<String>,
    /// The business functions that they belong to.
    pub functions: Vec<String>,
    /// Whether all of these are drafts.
    pub is_draft: bool,
    #[serde(skip)]
    kind: Kind,
    #[serde(skip)]
    rank: (Level, usize),
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
}

/// How many findings stand on a first screen.
const FIRST: usize = 8;

impl Work {
    /// The work that findings are in a register, with what is told of how each is put right.
    pub fn of(
        checked: &Checked,
        register: &Register,
        by: By,
        told: &dyn Fn(&Fix, &Reference) -> String,
    ) -> Self {
        let mut counted = Lines::default();
        let items = checked
            .found
            .iter()
            .map(|found| item(found, register, told, &mut counted));
        Self {
            items: items.collect(),
            n_waived: checked.n_waived,
            not_asked: checked.not_asked.clone(),
            by,
        }
    }

    /// How many there are, in a sentence or two.
    pub fn sentence(&self) -> String {
        let count = |level| self.items.iter().filter(|item| item.level == level).count();
        let n_groups = self.groups().len();
        let mut said = match self.items.len() {
            0 => "Nothing was found by the rules that were asked.".to_owned(),
            n => format!(
                "{n} finding{} in {n_groups} {}: {} required by law, {} expected, {} tidy.",
                plural(n),
                match (self.by, n_groups) {
                    (By::Thing, 1) => "place",
                    (By::Thing, _) => "places",
                    (_, 1) => "group",
                    _ => "groups",
                },
                count(Level::Required),
                count(Level::Expected),
                count(Level::Tidy),
            ),
        };
        if self.n_waived > 0 {
            let (n, is) = (self.n_waived, if self.n_waived == 1 { "is" } else { "are" });
            said += &format!(" {n} more {is} accepted by waivers.");
        }
        if let [most @ .., last] = &self.not_asked[..] {
            let most = most.join(", ");
            let and = if most.is_empty() { "" } else { " and " };
            said += &format!(" Not asked, as a folder has no history: {most}{and}{last}.");
        }
        said
    }

    /// The findings by what they are grouped by, the worst group first.
    fn groups(&self) -> Vec<(String, Vec<&Item>)> {
        let mut groups: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
        for item in &self.items {
            let keys = match self.by {
                By::Thing => vec![item.thing()],
                By::Owner => or(&item.owners, "no owner recorded"),
                By::Function => or(&item.functions, "no function recorded"),
                By::Rule => vec![format!("{} ({})", item.title, item.code)],
            };
            for key in keys {
                groups.entry(key).or_default().push(item);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, items)| items.iter().map(|item| item.rank).min());
        groups
    }

    /// The first screen: how many, what to show first, and the groups; then how to see more.
    pub fn screen(&self, more: &str) -> Vec<Section<'static>> {
        let mut answer = vec![Block::Words(self.sentence())];
        if self.items.is_empty() {
            return vec![section(Section::ANSWER, answer)];
        }
        let mut first: Vec<Vec<&Item>> = Vec::new();
        for item in &self.items {
            let is_same =
                |of: &&mut Vec<&Item>| of[0].code == item.code && of[0].level == item.level;
            match first.iter_mut().find(is_same) {
                Some(same) if same.iter().any(|other| other.record == item.record) => {}
                Some(same) => same.push(item),
                None => first.push(vec![item]),
            }
        }
        let first = first.iter().take(FIRST).map(|same| line_of_screen(same));
        answer.push(Block::List(first.collect()));
        let mut table = Texts::new(&["where", "required", "expected", "tidy", "first"]);
        for (name, items) in self.groups() {
            let count = |level| {
                items
                    .iter()
                    .filter(|item| item.level == level)
                    .count()
                    .to_string()
            };
            let first = items
                .first()
                .map(|item| format!("{} ({})", item.title, item.code));
            let counts = [Level::Required, Level::Expected, Level::Tidy].map(count);
            table.push([name].into_iter().chain(counts).chain(first));
        }
        answer.push(Block::Table(Table::of_text("Where", table)));
        answer.push(Block::Words(more.to_owned()));
        vec![section(Section::ANSWER, answer)]
    }

    /// Everything, group by group.
    pub fn sections(&self) -> Vec<Section<'static>> {
        let mut sections = vec![section(
            Section::ANSWER,
            vec![Block::Words(self.sentence())],
        )];
        let mut seen = BTreeSet::from([Section::ANSWER.to_owned()]);
        for (name, items) in self.groups() {
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
                .map(|(first, more)| first.point(more, self.by));
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
            "draft",
        ]);
        for item in &self.items {
            table.push([
                item.level.word().to_owned(),
                item.title.to_owned(),
                item.name.clone(),
                item.why.clone(),
                item.fix.clone(),
                item.rests_on.to_owned(),
                item.code.to_owned(),
                item.owners.join("; "),
                item.functions.join("; "),
                item.record.clone(),
                item.field.clone(),
                item.place(),
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
        let codes: BTreeMap<&str, &Item> =
            self.items.iter().map(|item| (item.code, item)).collect();
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
            let mut location = json!({ "logicalLocations": [{ "fullyQualifiedName": item.at(), "name": one_line(&item.name) }] });
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
    code: &'static str,
    name: String,
    level: &'static str,
    message: String,
    text: String,
}

impl Case {
    fn of(item: &Item) -> Self {
        Self {
            code: item.code,
            name: one_line(&item.at()),
            level: item.level.word(),
            message: one_line(&format!("{}: {}", item.title, item.name)),
            text: one_line(&format!(
                "{} {} {} {}",
                item.why,
                item.fix,
                item.rests_on,
                item.place()
            )),
        }
    }
}

impl Item {
    /// The record and the field, as ids.
    fn at(&self) -> String {
        match self.field.as_str() {
            "" => self.record.clone(),
            field => format!("{} {field}", self.record),
        }
    }

    /// The thing to be put right, by its name.
    fn thing(&self) -> String {
        match self.kind {
            Kind::Activity => self.name.clone(),
            Kind::Settings => "The settings of the register".to_owned(),
            kind => format!("{} ({})", self.name, kind.noun()),
        }
    }

    /// The file and line, else the record and field.
    fn place(&self) -> String {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            _ => self.at(),
        }
    }

    /// The same after another in the same record: the line or the field alone.
    fn place_after(&self) -> String {
        self.line
            .map_or_else(|| self.field.clone(), |line| line.to_string())
    }

    /// It and others of its rule in the same place.
    fn point(&self, more: &[&Self], by: By) -> String {
        let draft = if self.is_draft { ", draft" } else { "" };
        let mut lines = vec![format!(
            "{}: {} ({}{draft})",
            self.level.word(),
            self.title,
            self.code
        )];
        if by != By::Thing {
            lines.push(self.thing());
        }
        lines.push(self.why.clone());
        lines.extend(more.iter().map(|item| item.why.clone()));
        let mut places = vec![self.place()];
        for item in more {
            let place = item.place_after();
            if item.line.is_none_or(|line| Some(line) != self.line) && !places.contains(&place) {
                places.push(place);
            }
        }
        lines.push(format!(
            "At {}. Rests on {}.",
            places.join(", "),
            self.rests_on
        ));
        if !self.fix.is_empty() {
            lines.push(format!(
                "To fix, write what is so, for example: {}",
                self.fix
            ));
        }
        lines
            .into_iter()
            .map(|line| one_line(&line))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// What the findings of one rule are, and where; of many places the first.
fn line_of_screen(same: &[&Item]) -> String {
    const NAMED: usize = 2;
    let Some(first) = same.first() else {
        return String::new();
    };
    let drafts = match same.iter().all(|item| item.is_draft) {
        true if same.len() == 1 => " (draft)",
        true => " (drafts)",
        false => "",
    };
    let names: Vec<String> = same.iter().map(|item| item.thing()).collect();
    let places = match names.len().saturating_sub(NAMED) {
        0 => names.join(" and "),
        more => format!("{} and {more} more", names[..NAMED].join(", ")),
    };
    let (level, title) = (first.level.word(), first.title);
    format!("{level}: {title}: {places}{drafts} ({})", first.code)
}

fn item(
    found: &Found,
    register: &Register,
    told: &dyn Fn(&Fix, &Reference) -> String,
    counted: &mut Lines,
) -> Item {
    let name = |reference: &Reference| register.name(reference).cloned();
    let (mut owners, mut functions) = (BTreeSet::new(), BTreeSet::new());
    for activity in found
        .activities
        .iter()
        .filter_map(|id| register.activities.get(id))
    {
        owners.extend(activity.owner.value().and_then(|id| name(&id.reference())));
        if let Recorded::Value(function) = &activity.function {
            functions.insert(function.clone());
        }
    }
    let passage = found.finding.place.as_ref().and_then(Place::text);
    Item {
        level: found.finding.level,
        code: found.rule.code,
        title: found.rule.title,
        why: found.finding.message.clone(),
        rests_on: found.rule.rests_on,
        fix: found
            .fix
            .as_ref()
            .map_or_else(String::new, |fix| told(fix, &found.record)),
        record: found.record.to_string(),
        name: name(&found.record).unwrap_or_else(|| "the settings".to_owned()),
        field: found.path.clone(),
        file: passage.map(|passage| passage.file.clone()),
        line: passage.map(|passage| counted.of(passage)),
        activities: found.activities.iter().map(ToString::to_string).collect(),
        owners: owners.into_iter().collect(),
        functions: functions.into_iter().collect(),
        is_draft: found.is_draft,
        kind: found.record.kind,
        rank: (found.finding.level, found.rule.rank()),
    }
}

fn or(names: &[String], nobody: &str) -> Vec<String> {
    match names {
        [] => vec![nobody.to_owned()],
        names => names.to_vec(),
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
