//! An answer as a document: its sentence, its table, how it comes about, what is not certain and what
//! is not recorded.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Currency, NotCurrent, NotDone, NotInUse, NotRecorded};
use crate::model::{Kind, Table, one_line};
use crate::report::{self, Block, Cell, Document, Fact, Section};

use super::answer::{Answer, Explained, Searched};
use super::apart::ApartRows;
use super::{brief, route_words, words};

/// The heading over linked recipients.
const LINKED: &str = "Linked through a shared system or party, not recorded";

/// How much of an answer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The sentence, the table, and what is uncertain and not recorded.
    InShort,
    /// How it comes about too, after the rest: each route, step by step, with its reasons.
    Whole,
    /// The same, and the routes before what is uncertain: they are the answer.
    Routes,
    /// A first screen: the same, with a line each for what is uncertain, not counted and not recorded.
    Screen {
        /// Whether the routes are the answer.
        of_routes: bool,
    },
    /// The table alone, with linked recipients in it: each is marked.
    Rows,
}

impl Answer {
    /// The answer as a document.
    pub fn document(&self, told: Told) -> Document<'static> {
        Document {
            title: self.title.clone(),
            subtitle: self.organisation.clone(),
            as_at: self.as_at,
            head: vec![Fact {
                label: "Asked with".to_owned(),
                provision: None,
                cell: Cell::Text(format!("ropa ask {}", self.question)),
            }],
            sections: match told {
                Told::Rows => vec![self.rows()],
                Told::Screen { of_routes } => self.screen(of_routes),
                Told::InShort | Told::Whole | Told::Routes => self.sections(told),
            },
        }
    }

    fn rows(&self) -> Section<'static> {
        let mut table = self.table.clone();
        let linked = self.linked.iter().flat_map(|linked| &linked.table.rows);
        table.rows.extend(linked.cloned());
        section(
            Section::ANSWER,
            vec![Block::Table(report::Table::of_text(self.rows, table))],
        )
    }

    fn sections(&self, told: Told) -> Vec<Section<'static>> {
        let lines = std::iter::once(&self.sentence).chain(&self.notes);
        let lines: Vec<String> = lines.map(|line| one_line(line)).collect();
        let mut answer = vec![Block::Words(lines.join("\n"))];
        answer.extend(table(self.rows, &self.table));
        let mut sections = vec![section(Section::ANSWER, answer)];
        let how = || {
            let routes = self.routes.iter().flat_map(route).collect();
            let bases = list(self.bases());
            [
                section("How, step by step", routes),
                section("Lawful basis", bases),
            ]
        };
        if told == Told::Routes {
            sections.extend(how());
        }
        let uncertain = self.uncertain.iter();
        let uncertain =
            uncertain.map(|one| one_line(&format!("{}: {}", one.subject.name, one.because)));
        sections.push(section("Not certain", list(uncertain.collect())));
        let NotInUse { planned, ended, .. } = &self.not_in_use;
        for (heading, state, flows) in [
            ("Planned, and not counted", Currency::Planned, planned),
            ("Ended, and not counted", Currency::Ended, ended),
        ] {
            let activities = self.not_in_use.activities_that_are(state).map(not_done);
            let flows = activities.chain(flows.iter().map(not_current));
            sections.push(section(heading, list(flows.collect())));
        }
        if let Some(linked) = &self.linked {
            let mut blocks = vec![Block::Words(linked.note.clone())];
            blocks.extend(table(self.rows, &linked.table));
            if told != Told::InShort {
                blocks.extend(linked.routes.iter().flat_map(route));
            }
            sections.push(section(LINKED, blocks));
        }
        for apart in &self.apart {
            let mut blocks = vec![Block::Words(one_line(&apart.note))];
            blocks.extend(table(apart.heading, &apart.table));
            blocks.extend(list(flows_not_in_use(apart).collect()));
            sections.push(section(apart.heading, blocks));
        }
        let gaps = self
            .not_recorded
            .iter()
            .map(|gap| one_line(&words::gap(gap)));
        sections.push(section("Not recorded", list(gaps.collect())));
        if told == Told::Whole {
            sections.extend(how());
        }
        let has_more = told == Told::InShort && !self.routes.is_empty();
        sections.push(section(
            Section::SEARCHED,
            vec![Block::Words(self.foot(has_more))],
        ));
        sections.retain(|section| !section.blocks.is_empty());
        sections
    }

    /// The answer on a screen. What it leaves out is counted.
    fn screen(&self, of_routes: bool) -> Vec<Section<'static>> {
        let mut blocks = vec![Block::Words(one_line(&self.sentence))];
        blocks.extend(table(self.rows, &self.table));
        if of_routes {
            blocks.extend(self.routes.iter().flat_map(route));
        }
        if let Some(linked) = &self.linked {
            blocks.push(Block::Heading(LINKED.to_owned()));
            blocks.push(Block::Words(one_line(&linked.note)));
            blocks.extend(table(self.rows, &linked.table));
        }
        for apart in &self.apart {
            blocks.push(Block::Heading(apart.heading.to_owned()));
            blocks.push(Block::Words(one_line(&apart.note)));
            blocks.extend(table(apart.heading, &apart.table));
            blocks.extend(list(flows_not_in_use(apart).collect()));
        }
        let mut lines = Vec::new();
        if !self.uncertain.is_empty() {
            let names: BTreeSet<&str> = self
                .uncertain
                .iter()
                .map(|one| one.subject.name.as_str())
                .collect();
            lines.push(format!(
                "Not certain ({}): {}.",
                self.uncertain.len(),
                brief::few(names.into_iter().map(str::to_owned))
            ));
        }
        let not_in_use = [
            (&self.not_in_use.planned, "planned"),
            (&self.not_in_use.ended, "ended"),
        ];
        let not_in_use = not_in_use
            .into_iter()
            .filter(|(flows, _)| !flows.is_empty());
        let not_in_use: Vec<String> = not_in_use
            .map(|(flows, are)| format!("{} {are}", flows.len()))
            .collect();
        let not_done: Vec<String> = self.not_in_use.activities.iter().map(not_done).collect();
        if !not_done.is_empty() {
            let names = brief::few(not_done.into_iter());
            lines.push(format!("Planned or ended, and not counted: {names}."));
        }
        if !not_in_use.is_empty() {
            lines.push(format!(
                "Flows that do not count: {}.",
                not_in_use.join(", ")
            ));
        }
        if !self.not_recorded.is_empty() {
            let gaps = self.not_recorded.iter().map(NotRecorded::in_short);
            lines.push(format!(
                "Not recorded: {}.",
                gaps.collect::<Vec<_>>().join("; ")
            ));
        }
        if !lines.is_empty() {
            let lines: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
            blocks.push(Block::Words(lines.join("\n")));
        }
        blocks.extend(list(self.notes.iter().map(|note| one_line(note)).collect()));
        let foot = match self.routes.is_empty() || of_routes {
            true => " `--all` shows all of it.",
            false => " `--all` shows all of it, `--explain` also how, step by step.",
        };
        let foot = vec![Block::Words(self.foot(false) + foot)];
        vec![
            section(Section::ANSWER, blocks),
            section(Section::SEARCHED, foot),
        ]
    }

    /// The lawful bases on which the flows of the routes rest, told once for each activity.
    fn bases(&self) -> Vec<String> {
        let steps = || self.routes.iter().flat_map(|route| &route.steps);
        let names: BTreeMap<&str, &str> = steps()
            .flat_map(|step| [&step.from, &step.to])
            .filter(|thing| thing.kind == Kind::Activity)
            .map(|thing| (thing.id.as_str(), thing.name.as_str()))
            .collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for step in steps().filter(|step| step.number.is_some()) {
            let id = step.activity.as_str();
            let name = names.get(id).unwrap_or(&id);
            told.insert(format!(
                "{name}: {}",
                route_words::bases(&step.basis, self.as_at.on)
            ));
        }
        told.into_iter().collect()
    }

    /// What was searched, and how to see more of the answer where there is more.
    fn foot(&self, has_more: bool) -> String {
        let Searched { flows, activities } = self.searched;
        let count = |n: i64, one: &str, many: &str| {
            words::count(usize::try_from(n).unwrap_or_default(), one, many)
        };
        let mut foot = format!(
            "Searched {} in {}, as at {}.",
            count(flows, "flow", "flows"),
            count(activities, "activity", "activities"),
            self.as_at.in_words()
        );
        if has_more {
            foot.push_str(" `--explain` shows how, step by step.");
        }
        foot
    }
}

fn section(heading: &str, blocks: Vec<Block<'static>>) -> Section<'static> {
    Section {
        heading: heading.to_owned(),
        blocks,
    }
}

/// A table, where it has rows.
fn table(caption: &str, table: &Table) -> Option<Block<'static>> {
    let shown = || Block::Table(report::Table::of_text(caption, table.clone()));
    (!table.rows.is_empty()).then(shown)
}

/// A list of what there is.
fn list(items: Vec<String>) -> Vec<Block<'static>> {
    if items.is_empty() {
        return Vec::new();
    }
    vec![Block::List(items)]
}

/// A route under its title.
fn route(route: &Explained) -> impl Iterator<Item = Block<'static>> + use<> {
    let heading = Block::Heading(one_line(&route.title));
    std::iter::once(heading).chain(list(route_words::told(&route.steps)))
}

/// A flow that is not in use, in words.
fn not_current(flow: &NotCurrent) -> String {
    let what = match flow.number {
        Some(number) => format!("F{number} of {}", flow.activity.name),
        None => format!("Engagement, in {}", flow.activity.name),
    };
    format!(
        "{what}: {} to {}{}",
        flow.from.name,
        flow.to.name,
        flow.in_use().in_words()
    )
}

/// The flows of what is shown apart that are not in use on the day, in words.
fn flows_not_in_use(apart: &ApartRows) -> impl Iterator<Item = String> {
    apart.not_in_use.iter().flat_map(|(name, flows)| {
        let planned = flows.planned.iter().map(|flow| ("Planned", flow));
        let ended = flows.ended.iter().map(|flow| ("Ended", flow));
        let all = planned.chain(ended);
        all.map(move |(are, flow)| format!("{are}, and not counted: {name}: {}", not_current(flow)))
    })
}

/// An activity that is not done on the day, in words.
fn not_done(one: &NotDone) -> String {
    let days = one.in_use().in_words();
    format!("{}: the whole activity{days}", one.activity.name)
}
