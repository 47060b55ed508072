//! What the rules found at a glance, which is the first screen: how many, what to show first, and where.

use std::collections::BTreeMap;

use crate::finding::Level;
use crate::model::{Reference, Register, Table as Texts};
use crate::rules::checks::{Brief, Found, Item};

use super::work::{Counts, NO_FUNCTION, NO_OWNER, also, called, or, titled};
use super::{Block, By, Section, Table};

/// How many rules stand on a first screen.
const FIRST: usize = 8;

/// So many places of a rule are named.
const NAMED: usize = 2;

/// Findings at a glance, as they come: the worst first.
#[derive(Debug)]
pub struct Glance {
    by: By,
    /// The least level that was asked about, where not all were: of the others nothing is said.
    least: Option<Level>,
    n_waived: usize,
    counts: Counts,
    groups: BTreeMap<String, Group>,
    first: Vec<Same>,
}

/// What is grouped together.
#[derive(Debug)]
struct Group {
    rank: (Level, usize),
    counts: Counts,
    first: String,
}

/// What one rule found at one level.
#[derive(Debug)]
struct Same {
    code: String,
    level: Level,
    title: String,
    /// The record of its last finding.
    last: Reference,
    n_records: usize,
    /// The first few of them.
    names: Vec<String>,
    are_drafts: bool,
}

/// What is seen of a finding at a glance.
pub struct Seen<'f> {
    level: Level,
    rank: (Level, usize),
    code: &'f str,
    title: &'f str,
    record: Reference,
    name: &'f str,
    owners: Vec<&'f str>,
    functions: Vec<&'f str>,
    is_draft: bool,
    is_waived: bool,
}

impl<'f> From<Brief<'f>> for Seen<'f> {
    fn from(brief: Brief<'f>) -> Self {
        Self {
            level: brief.level(),
            rank: brief.rank(),
            code: brief.code(),
            title: brief.title(),
            record: brief.record().clone(),
            name: brief.name(),
            owners: brief.owners().into_iter().collect(),
            functions: brief.functions().into_iter().collect(),
            is_draft: brief.is_draft(),
            is_waived: brief.is_waived(),
        }
    }
}

impl<'f> Seen<'f> {
    /// What is seen of a finding that has its words; nothing where it is about no record.
    pub fn of(item: &'f Item) -> Option<Self> {
        Some(Self {
            level: item.level,
            rank: item.rank(),
            code: &item.code,
            title: &item.title,
            record: item.reference()?,
            name: &item.name,
            owners: item.owners.iter().map(String::as_str).collect(),
            functions: item.functions.iter().map(String::as_str).collect(),
            is_draft: item.is_draft,
            is_waived: item.is_waived,
        })
    }

    /// What is seen of a finding in its register, which no waiver accepts.
    pub fn at(found: &'f Found, register: &'f Register) -> Self {
        let name = register.name(&found.record);
        Self {
            level: found.finding.level,
            rank: (found.finding.level, found.rule.rank()),
            code: found.rule.code,
            title: found.rule.title,
            record: found.record.clone(),
            name: name.map_or(found.record.id.as_str(), String::as_str),
            owners: Vec::new(),
            functions: Vec::new(),
            is_draft: found.is_draft,
            is_waived: false,
        }
    }

    fn place(&self) -> String {
        called(Some(self.record.kind), self.name)
    }
}

impl Glance {
    /// Nothing seen so far.
    pub fn new(by: By, least: Option<Level>) -> Self {
        Self {
            by,
            least,
            n_waived: 0,
            counts: Counts::default(),
            groups: BTreeMap::new(),
            first: Vec::new(),
        }
    }

    /// Takes the next finding; of those that are waived it only counts how many there are.
    pub fn add(&mut self, seen: &Seen<'_>) {
        if seen.is_waived {
            self.n_waived += 1;
            return;
        }
        self.counts.add(seen.level);
        let keys = match self.by {
            By::Thing => vec![seen.place()],
            By::Owner => or(seen.owners.iter(), NO_OWNER),
            By::Function => or(seen.functions.iter(), NO_FUNCTION),
            By::Rule => vec![titled(seen.title, seen.code)],
        };
        for key in keys {
            let group = self.groups.entry(key).or_insert_with(|| Group {
                rank: seen.rank,
                counts: Counts::default(),
                first: titled(seen.title, seen.code),
            });
            group.rank = group.rank.min(seen.rank);
            group.counts.add(seen.level);
        }
        let mut first = self.first.iter_mut();
        let same = first.find(|of| of.code == seen.code && of.level == seen.level);
        let Some(same) = same else {
            self.first.push(Same {
                code: seen.code.to_owned(),
                level: seen.level,
                title: seen.title.to_owned(),
                last: seen.record.clone(),
                n_records: 1,
                names: vec![seen.place()],
                are_drafts: seen.is_draft,
            });
            return;
        };
        // What is found in one record comes together.
        if same.last != seen.record {
            same.last = seen.record.clone();
            same.n_records += 1;
            same.are_drafts &= seen.is_draft;
            if same.names.len() <= NAMED {
                same.names.push(seen.place());
            }
        }
    }

    /// How many findings were seen that are of a level or worse.
    pub fn n_of(&self, least: Level) -> usize {
        self.counts.n_of(least)
    }

    /// The first screen; then how to see more.
    pub fn screen(&self, not_asked: &[&str], more: &str) -> Vec<Section<'static>> {
        let mut said = self.counts.sentence(self.groups.len(), self.by, self.least);
        said += &also(self.n_waived, not_asked);
        let mut blocks = vec![Block::Words(said)];
        if !self.groups.is_empty() {
            blocks.push(Block::List(self.first(FIRST)));
            let mut table = Texts::new(&["where", "required", "expected", "tidy", "first"]);
            let mut groups: Vec<(&String, &Group)> = self.groups.iter().collect();
            groups.sort_by_key(|(_, group)| group.rank);
            for (name, group) in groups {
                let counts = group.counts.of_levels().iter().map(ToString::to_string);
                let name = [name.clone()].into_iter();
                table.push(name.chain(counts).chain([group.first.clone()]));
            }
            blocks.push(Block::Table(Table::of_text("Where", table)));
            blocks.push(Block::Words(more.to_owned()));
        }
        vec![Section {
            heading: Section::ANSWER.to_owned(),
            blocks,
        }]
    }

    /// What stands first on a screen, at most so many lines: what the findings of each rule are, and where.
    pub fn first(&self, most: usize) -> Vec<String> {
        self.first.iter().take(most).map(Same::line).collect()
    }
}

impl Same {
    /// What the findings are, and where; of many places the first.
    fn line(&self) -> String {
        let drafts = match self.are_drafts {
            true if self.n_records == 1 => " (draft)",
            true => " (drafts)",
            false => "",
        };
        let places = match self.n_records.saturating_sub(NAMED) {
            0 => self.names.join(" and "),
            more => format!("{} and {more} more", self.names[..NAMED].join(", ")),
        };
        let (level, title, code) = (self.level.word(), &self.title, &self.code);
        format!("{level}: {title}: {places}{drafts} ({code})")
    }
}
