//! Tables whose columns say what sections say elsewhere.

use super::super::block::{Block, BlockKind, Line};
use super::super::words;
use super::topic::{self, Topic};
use super::{Fact, Section, Statement, codes};

/// The columns of a table, each with what it is about where that is known.
pub(super) struct Table(Vec<(Option<Topic>, String)>);

impl Table {
    /// The columns that a row heads, where at least two of them are known and differ.
    pub(super) fn headed(row: &str) -> Option<Self> {
        let cells = row.split('\t').map(|cell| words::trimmed(cell).to_owned());
        let columns: Vec<_> = cells.map(|cell| (topic::of_heading(&cell), cell)).collect();
        let mut known: Vec<Topic> = columns.iter().filter_map(|(topic, _)| *topic).collect();
        known.sort_unstable();
        known.dedup();
        (known.len() > 1).then_some(Self(columns))
    }

    /// The columns of a table in a section that lists things, by the row that heads them: the first names what the
    /// section is about.
    pub(super) fn listed(topic: Topic, row: &str) -> Option<Self> {
        const HEADS: &str =
            "who|what|organisation|recipient|name|details|type|category|data|item|source|with whom";
        let titles = row.split('\t').map(|cell| words::trimmed(cell).to_owned());
        let mut columns: Vec<_> = titles.map(|title| (None, title)).collect();
        let (about, title) = columns.first_mut()?;
        *about = Some(topic);
        let is_head = words::is_one_of(&crate::model::fold(title), HEADS);
        (is_head || topic::of_heading(title) == Some(topic)).then_some(Self(columns))
    }

    /// Reads a row: its purposes with their basis, and each other cell as a section of its own.
    pub(super) fn read(&self, line: &Line, into: &mut Vec<Statement>) {
        let cells = || self.0.iter().zip(line.text.split('\t'));
        let of = |wanted| {
            let found = cells().find(|((topic, _), _)| *topic == Some(wanted));
            found.map(|(_, cell)| words::trimmed(cell))
        };
        let basis = of(Topic::Bases).map(codes::basis);
        let basis = basis.filter(|basis| !basis.codes.is_empty());
        let first = words::trimmed(line.text.split('\t').next().unwrap_or_default());
        for ((topic, title), cell) in cells() {
            let text = words::trimmed(cell);
            if text.is_empty() {
                continue;
            }
            let text = text.to_owned();
            let says = |fact| Statement {
                fact,
                words: text.clone(),
                line: line.number,
                place: title.clone(),
            };
            match topic {
                Some(Topic::Uses) => into.push(says(Fact::Purpose {
                    text: text.clone(),
                    basis: basis.clone(),
                })),
                Some(Topic::Bases) if basis.is_some() && of(Topic::Uses).is_some() => {
                    into.push(says(Fact::Leading));
                }
                topic => {
                    let section = Section {
                        topic: *topic,
                        heading: title.clone(),
                        given: None,
                        line: line.number,
                        blocks: vec![Block::of_line(line.number, cell)],
                        us: None,
                    };
                    let from = into.len();
                    section.read(into);
                    // What is kept so long is what the row is of.
                    for one in &mut into[from..] {
                        if let Fact::Kept { is_all, .. } = &mut one.fact {
                            *is_all = false;
                            one.words = format!("{first}: {}", one.words);
                        }
                    }
                }
            }
        }
    }
}

impl Block {
    /// A paragraph of one line.
    pub(super) fn of_line(number: usize, text: &str) -> Self {
        let line = Line {
            number,
            text: text.trim().to_owned(),
            is_ended: true,
        };
        Self {
            kind: BlockKind::Paragraph,
            depth: 0,
            lines: vec![line],
            links: Vec::new(),
        }
    }
}
