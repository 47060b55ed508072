//! What leaves the United Kingdom, and what allows it: Articles 30(1)(e) and 44A to 49A.

use std::collections::BTreeSet;

use crate::graph::{FlowQuery, LeavesUk};
use crate::model::Recorded;

use super::super::document::{Block, Cell};
use super::{Dossier, column, day, dense, said, text};

/// The provision that asks for transfers.
const ABROAD: Option<&str> = Some("Article 30(1)(e) UK GDPR");

impl Dossier {
    /// The flows that leave the country, with what is recorded to allow them.
    pub(in crate::report) fn transfers(&self) -> Vec<Block<'static>> {
        let mut query = FlowQuery::new(self.as_at);
        query.activities = Some(BTreeSet::from([self.id.clone()]));
        let mut search = LeavesUk::new(&query);
        search.look(&self.register);
        let (departures, ..) = search.finish();
        let rows: Vec<Vec<Cell>> = departures
            .iter()
            .filter(|departure| departure.activity.id == self.id)
            .map(|departure| {
                let step = &departure.step;
                let number = step
                    .number
                    .map_or(Cell::NotApplicable, |n| Cell::Text(format!("F{n}")));
                vec![
                    number,
                    Cell::Text(format!("{} to {}", step.from.name, step.to.name)),
                    said(&step.whereabouts, |located| {
                        let names: Vec<&str> =
                            located.iter().map(|one| one.country.name()).collect();
                        names.join("; ")
                    }),
                    Cell::Text(self.data(&departure.data)),
                    Cell::Text(step.certainty.word().to_owned()),
                    step.allowed
                        .as_ref()
                        .map_or(Cell::NotRecorded, |it| Cell::Text(it.recorded.clone())),
                    step.allowed
                        .as_ref()
                        .and_then(|it| it.approval.clone())
                        .map_or(Cell::NotApplicable, Cell::Text),
                ]
            })
            .collect();
        let mut blocks = if rows.is_empty() {
            vec![Block::Words(self.nothing_abroad())]
        } else {
            let mut columns = vec![
                column("No.", None, 6),
                column("Flow", None, 26),
                column("Country", ABROAD, 18),
                column("Data", None, 40),
                column("Certainty", None, 10),
                column("What allows it", Some("Article 44A(2) UK GDPR"), 26),
                column("Approval by regulations", Some("Article 45A UK GDPR"), 22),
            ];
            let mut rows = rows;
            if self.activity.is_law_enforcement() {
                // What allows a transfer there is another law.
                columns.truncate(5);
                rows.iter_mut().for_each(|row| row.truncate(5));
            }
            dense("What leaves the United Kingdom", columns, rows)
        };
        blocks.extend(self.transfer_details());
        blocks
    }

    /// What is said where no flow is known to leave the country.
    fn nothing_abroad(&self) -> String {
        let unknown = self.no_country();
        if unknown.is_empty() {
            return "No flow of this activity is recorded to leave the United Kingdom.".to_owned();
        }
        format!(
            "No flow of this activity is recorded to leave the United Kingdom. That is not to say that none does: \
             the country is not recorded of {}.",
            unknown.join(", ")
        )
    }

    /// Those who get data, and the systems it is in, of which the country is not recorded.
    pub(in crate::report) fn no_country(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        for step in &self.steps {
            let id = step.to.id.as_str();
            let is_unknown = match step.to.kind {
                crate::model::Kind::Party => {
                    let party = self.register.parties.get(id);
                    party.is_some_and(|party| party.country.is_not_recorded())
                }
                crate::model::Kind::System => {
                    let system = self.register.systems.get(id);
                    system.is_some_and(|system| system.hosted_in.is_not_recorded())
                }
                _ => false,
            };
            if is_unknown && !unknown.contains(&step.to.name) {
                unknown.push(step.to.name.clone());
            }
        }
        unknown
    }

    /// What the record says of each transfer.
    fn transfer_details(&self) -> Vec<Block<'static>> {
        let rows: Vec<Vec<Cell>> = self
            .numbered()
            .filter_map(|(number, _, flow)| {
                let number = Cell::Text(number);
                match &flow.transfer {
                    Recorded::NotRecorded => None,
                    Recorded::None => {
                        let mut row = vec![number, Cell::None];
                        row.resize(8, Cell::NotApplicable);
                        Some(row)
                    }
                    Recorded::Value(transfer) => Some(vec![
                        number,
                        self.codes("transfer-route", &transfer.route),
                        self.codes("safeguard", &transfer.instrument),
                        self.codes("derogation", &transfer.derogation),
                        said(&transfer.test, |id| self.document(id)),
                        day(&transfer.tested),
                        said(&transfer.tested_by, |id| self.party(id)),
                        text(&transfer.outcome),
                    ]),
                }
            })
            .collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = vec![
            column("No.", None, 6),
            column("Route", Some("Article 44A(2) UK GDPR"), 22),
            column("Safeguard", Some("Article 46 UK GDPR"), 22),
            column("Derogation", Some("Article 49(1) UK GDPR"), 22),
            column("Test record", Some("Article 46(6) UK GDPR"), 22),
            column("Tested on", None, 14),
            column("Tested by", None, 18),
            column("Outcome", None, 30),
        ];
        dense("Routes and safeguards of transfers", columns, rows)
    }
}
