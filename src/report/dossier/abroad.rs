//! What leaves the United Kingdom, and what allows it: Articles 30(1)(e) and 44A to 49A.

use crate::graph::{Allowed, AllowedState, Leaving, RouteStep};
use crate::model::Recorded;

use super::super::document::{Block, Cell};
use super::super::fields::recipients::hidden;
use super::super::fields::transfers::said_of;
use super::who::countries;
use super::{Dossier, column, day, dense, said, text};

/// The provision that asks for transfers.
const ABROAD: Option<&str> = Some("Article 30(1)(e) UK GDPR");

/// Whether the countries are approved, so that nothing else is needed.
fn is_approved(step: &RouteStep) -> bool {
    let allowed = step.allowed.as_ref();
    allowed.is_some_and(|allowed| allowed.state == AllowedState::Approved)
}

impl Dossier {
    /// The flows that leave the country, with what is recorded to allow them.
    pub(in crate::report) fn transfers(&self) -> Vec<Block<'static>> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let leaving = self.steps.current.iter();
        for step in leaving.filter(|step| step.leaves_uk == Leaving::Yes) {
            let number = step
                .number
                .map_or(Cell::NotApplicable, |n| Cell::Text(format!("F{n}")));
            let of_allowed = |words: fn(&Allowed) -> Option<String>| {
                let allowed = step.allowed.as_ref();
                allowed
                    .and_then(words)
                    .map_or(Cell::NotApplicable, Cell::Text)
            };
            let row = vec![
                number,
                Cell::Text(format!("{} to {}", step.from.name, step.to.name)),
                countries(step),
                said(&step.carries, |scope| self.scope(scope)),
                Cell::Text(step.certainty.word().to_owned()),
                match &step.transferred_by {
                    Some(by) => Cell::Text(by.name.clone()),
                    None => Cell::NotRecorded,
                },
                match said_of(&step.transfer, self.as_at) {
                    Some(words) => Cell::Text(words),
                    None if step.transfer.is_none() => Cell::None,
                    None if is_approved(step) => Cell::Text("approval by regulations".to_owned()),
                    None => Cell::NotRecorded,
                },
                of_allowed(|allowed| allowed.approval.clone()),
                of_allowed(|allowed| allowed.caution.clone()),
            ];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let (unknown, hidden) = self.as_entry(|entry| (entry.without_country(), hidden(entry)));
        let not_said = not_said(&unknown, &hidden);
        let mut blocks =
            if rows.is_empty() {
                let none = "No flow of this activity is recorded to leave the United Kingdom.";
                vec![Block::Words(match not_said {
                    None => none.to_owned(),
                    Some(words) => format!("{none} That is not to say that none does: {words}"),
                })]
            } else {
                let mut columns = vec![
                    column("No.", None, 6),
                    column("Flow", None, 26),
                    column("Country", ABROAD, 18),
                    column("Data", None, 30),
                    column("Certainty", None, 10),
                    column("Transferred by", None, 16),
                    column("What allows it", Some("Article 44A(2) UK GDPR"), 26),
                    column("Approval by regulations", Some("Article 45A UK GDPR"), 22),
                    column("To note", None, 20),
                ];
                if self.activity.is_law_enforcement() {
                    // What allows a transfer there is another law.
                    columns.truncate(6);
                    rows.iter_mut().for_each(|row| row.truncate(6));
                }
                let mut blocks = dense("What leaves the United Kingdom", columns, rows);
                blocks.extend(not_said.map(|words| {
                    Block::Words(format!("More may leave the United Kingdom: {words}"))
                }));
                blocks
            };
        blocks.extend(self.transfer_details());
        blocks
    }

    /// What the record says of each transfer.
    fn transfer_details(&self) -> Vec<Block<'static>> {
        let rows: Vec<Vec<Cell>> = self
            .numbered()
            .filter_map(|(number, _, flow)| {
                let number = Cell::Text(format!("F{number}"));
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

/// What is not recorded from which it would be seen that data leaves, as the rest of a sentence.
fn not_said(unknown: &[String], hidden: &[String]) -> Option<String> {
    let mut clauses = Vec::new();
    if !unknown.is_empty() {
        clauses.push(format!(
            "the country is not recorded of {}",
            unknown.join(", ")
        ));
    }
    if !hidden.is_empty() {
        clauses.push(format!("it is not recorded {}", hidden.join("; ")));
    }
    (!clauses.is_empty()).then(|| format!("{}.", clauses.join("; and ")))
}
