//! Whose data and which, how long it is kept and how it is guarded: Article 30(1)(c), (f) and (g).

use crate::graph::class_of;
use crate::model::{
    DataId, Measure, MeasureKind, MeasureStatus, PeopleId, Period, Recorded, Reference, Retention,
};

use super::super::document::{Block, Cell, Fact};
use super::super::entry::{named_by_flows, numbered_flows};
use super::law::classes;
use super::{Dossier, column, dense, fact, optional, remark, said, text, word, yes_or_no};

/// The provision that asks for categories of people and of data.
const WHOSE: Option<&str> = Some("Article 30(1)(c) UK GDPR");

/// The provision that asks for time limits.
const HOW_LONG: Option<&str> = Some("Article 30(1)(f) UK GDPR");

/// The provision that asks for security measures.
const GUARDED: Option<&str> = Some("Article 30(1)(g) UK GDPR");

impl Dossier {
    /// The categories of people and of data.
    pub(in crate::report) fn people_and_data(&self) -> Vec<Block<'static>> {
        let mut blocks = self.whose_data();
        blocks.extend(self.which_data());
        blocks.push(Block::Facts(vec![fact(
            "What happens if the data is not provided",
            Some("Article 13(2)(e) UK GDPR"),
            text(&self.activity.if_not_provided),
        )]));
        blocks
    }

    /// The categories of people.
    pub(in crate::report) fn whose_data(&self) -> Vec<Block<'static>> {
        let people = &self.activity.people;
        if people.items().is_empty() {
            let cell = said(people, |_| String::new());
            let cell = if cell == Cell::Text(String::new()) {
                Cell::NotRecorded
            } else {
                cell
            };
            return vec![Block::Facts(vec![fact(
                "Categories of people",
                WHOSE,
                cell,
            )])];
        }
        let rows = people.items().iter().map(|id| {
            let record = self.register.people.get(id);
            let of = |cell: Option<Cell>| cell.unwrap_or_default();
            vec![
                Cell::Text(self.name(&id.reference())),
                of(record.map(|record| yes_or_no(&record.vulnerable))),
                of(record.map(|record| said(&record.about_how_many, |n| grouped(*n)))),
                self.broader(
                    record
                        .and_then(|record| record.broader.as_ref())
                        .map(PeopleId::reference),
                ),
                remark(record.and_then(|record| record.note.as_ref())),
            ]
        });
        let columns = vec![
            column("Category", WHOSE, 26),
            column("Vulnerable", Some("WP248 criterion 7"), 12),
            column("Number, about", None, 10),
            column("Broader", None, 18),
            column("Note", None, 32),
        ];
        dense("Whose data it is", columns, rows.collect())
    }

    /// The categories of data.
    pub(in crate::report) fn which_data(&self) -> Vec<Block<'static>> {
        let data = &self.activity.data;
        let named = named_by_flows(&self.activity, self.as_at);
        let own = match data {
            Recorded::NotRecorded => Some(Cell::NotRecorded),
            Recorded::Value(list) if list.is_empty() => Some(Cell::NotRecorded),
            Recorded::None if named.is_empty() => Some(Cell::None),
            Recorded::None => Some(Cell::Text(
                "none, which the flows contradict: they name what follows".to_owned(),
            )),
            Recorded::Value(_) => None,
        };
        let mut blocks: Vec<Block<'static>> = own
            .map(|cell| Block::Facts(vec![fact("Categories of personal data", WHOSE, cell)]))
            .into_iter()
            .collect();
        if data.items().is_empty() && named.is_empty() {
            return blocks;
        }
        let own_list = data.items().iter().map(|id| (id, None));
        let listed = own_list.chain(named.iter().map(|(id, flows)| (*id, Some(flows))));
        let rows = listed.map(|(id, flows)| {
            let record = self.register.data.get(id);
            let of = |cell: Option<Cell>| cell.unwrap_or_default();
            let by = flows.map(|flows| format!(" (named by {})", numbered_flows(flows)));
            vec![
                Cell::Text(format!(
                    "{}{}",
                    self.name(&id.reference()),
                    by.unwrap_or_default()
                )),
                self.class(id),
                of(record.map(|record| {
                    said(&record.may_include, |codes| classes(&codes.0, self.as_at))
                })),
                self.broader(
                    record
                        .and_then(|record| record.broader.as_ref())
                        .map(DataId::reference),
                ),
                remark(record.and_then(|record| record.note.as_ref())),
            ]
        });
        let columns = vec![
            column("Category", WHOSE, 26),
            column("Class", Some("Articles 9 and 10 UK GDPR"), 22),
            column("May include", None, 16),
            column("Broader", None, 16),
            column("Note", None, 32),
        ];
        blocks.extend(dense("Which data it is", columns, rows.collect()));
        blocks
    }

    /// The class of a category; one that it has from what is broader says so.
    fn class(&self, id: &DataId) -> Cell {
        let catalogue = &self.register.data;
        let is_own = catalogue
            .get(id)
            .is_some_and(|one| !one.class.is_not_recorded());
        said(class_of(catalogue, id), |codes| {
            let words = classes(&codes.0, self.as_at);
            if is_own {
                words
            } else {
                format!("{words}, from the broader category")
            }
        })
    }

    /// The category that another is a kind of, where there is one.
    fn broader(&self, broader: Option<Reference>) -> Cell {
        Cell::Text(broader.map_or_else(String::new, |broader| self.name(&broader)))
    }

    /// How long data is kept, rule by rule.
    pub(in crate::report) fn retention(&self) -> Vec<Block<'static>> {
        let Recorded::Value(rules) = &self.activity.retention else {
            let cell = said(&self.activity.retention, |_| String::new());
            return vec![Block::Facts(vec![fact("Time limits", HOW_LONG, cell)])];
        };
        let mut blocks = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            if rules.len() > 1 {
                blocks.push(Block::Heading(format!("Time limit {}", at + 1)));
            }
            blocks.push(Block::Facts(self.rule(rule)));
        }
        blocks
    }

    fn rule(&self, rule: &Retention) -> Vec<Fact> {
        let mut facts = vec![
            fact(
                "For which data",
                HOW_LONG,
                said(&rule.data, |scope| self.scope(scope)),
            ),
            fact("When use stops", None, text(&rule.stop_using)),
            fact("Kept for", HOW_LONG, said(&rule.period, Period::words)),
            fact(
                "From",
                None,
                match (&rule.trigger, &rule.period) {
                    // What is kept for ever runs from nothing.
                    (Recorded::NotRecorded, Recorded::Value(Period::Permanent)) => {
                        Cell::NotApplicable
                    }
                    (trigger, _) => text(trigger),
                },
            ),
            fact(
                "Criteria",
                None,
                match (&rule.criteria, &rule.period) {
                    (Recorded::NotRecorded, Recorded::Value(_)) => Cell::NotApplicable,
                    (criteria, _) => text(criteria),
                },
            ),
            fact(
                "Then",
                None,
                said(&rule.then, |fate| fate.phrase().to_owned()),
            ),
            fact("Authority", None, text(&rule.authority)),
        ];
        facts.extend(optional("The words it rests on", rule.evidence.as_ref()));
        facts
    }

    /// The security measures.
    pub(in crate::report) fn measures(&self) -> Vec<Block<'static>> {
        let measures = &self.activity.measures;
        if measures.items().is_empty() {
            let cell = said(measures, |_| String::new());
            let cell = if cell == Cell::Text(String::new()) {
                Cell::NotRecorded
            } else {
                cell
            };
            return vec![Block::Facts(vec![fact("Security measures", GUARDED, cell)])];
        }
        let rows = measures.items().iter().map(|id| {
            let record = self.register.measures.get(id);
            let of = |words: fn(&Measure) -> Cell| record.map_or(Cell::NotRecorded, words);
            vec![
                Cell::Text(self.name(&id.reference())),
                of(|measure| {
                    said(&measure.kind, |kind| {
                        word(MeasureKind::WORDS, *kind as usize)
                    })
                }),
                of(|measure| {
                    said(&measure.status, |status| {
                        word(MeasureStatus::WORDS, *status as usize)
                    })
                }),
                remark(record.and_then(|record| record.note.as_ref())),
            ]
        });
        let columns = vec![
            column("Measure", GUARDED, 40),
            column("Kind", None, 14),
            column("State", None, 12),
            column("Note", None, 32),
        ];
        dense("How the data is guarded", columns, rows.collect())
    }
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, words) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), words);
        }
    }
}
