//! Where data comes from, rests and goes: the picture, and each flow with its number.

use crate::diagram::{Illustration, NoIllustration};
use crate::graph::{Currency, RouteStep};
use crate::model::{Flow, FlowKind, Recorded};

use super::super::document::{Block, Cell, Figure};
use super::super::entry::when_in_use;
use super::super::fields::people_and_data::SOURCE;
use super::super::fields::recipients::{LOCATION, RECIPIENTS};
use super::{Dossier, column, day, dense, fact, remark, said, text};

/// The provision that asks for recipients.
const WHITHER: Option<&str> = Some("Article 30(1)(d) UK GDPR");

/// A picture with its flows in words, and what is not recorded about what it shows.
pub(in crate::report) fn picture(
    drawn: &Result<Illustration, NoIllustration>,
) -> Vec<Block<'static>> {
    let picture = match drawn {
        Ok(picture) => picture,
        Err(NoIllustration::NoFlow) => {
            return vec![Block::Words(
                "There is no picture: no flow of this activity is recorded.".to_owned(),
            )];
        }
        Err(NoIllustration::Layout(error)) => {
            return vec![Block::Words(format!("There is no picture: {error}."))];
        }
    };
    let mut blocks = vec![Block::Figure(Figure {
        caption: picture.title.clone(),
        sheets: picture.sheets.clone(),
        words: picture.flows.clone(),
    })];
    if !picture.notes.is_empty() {
        blocks.push(Block::Heading("About the picture".to_owned()));
        blocks.push(Block::List(picture.notes.clone()));
    }
    blocks
}

impl Dossier {
    /// The picture with its flows in words, and what is not recorded about what it shows.
    pub(in crate::report) fn picture(&self) -> Vec<Block<'static>> {
        picture(&self.picture)
    }

    /// Where data comes from, rests and goes, and what of it is planned or has ended.
    pub(in crate::report) fn flow_lists(&self) -> Block<'static> {
        let handed_on = self.flows_that_are(Currency::Current, |kind| kind == FlowKind::Onward);
        let mut facts = vec![
            fact(
                "Sources of the data",
                Some("Article 14(2)(f) UK GDPR"),
                self.as_entry(|entry| SOURCE.said(entry)),
            ),
            fact(
                "Where the data rests",
                Some("ICO documentation template"),
                self.as_entry(|entry| LOCATION.said(entry)),
            ),
            fact(
                "Recipients",
                WHITHER,
                self.as_entry(|entry| RECIPIENTS.said(entry)),
            ),
            fact(
                "What recipients hand on",
                None,
                match said(&self.activity.onward, |_| handed_on.join("\n")) {
                    Cell::Text(words) if words.is_empty() => Cell::NotRecorded,
                    cell => cell,
                },
            ),
        ];
        for (label, currency) in [("Planned", Currency::Planned), ("Ended", Currency::Ended)] {
            let flows = self.flows_that_are(currency, |_| true);
            if !flows.is_empty() {
                facts.push(fact(label, None, Cell::Text(flows.join("\n"))));
            }
        }
        Block::Facts(facts)
    }

    /// The flows that are in use, planned or have ended, a line each.
    fn flows_that_are(&self, currency: Currency, is_wanted: fn(FlowKind) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (number, kind, flow) in self.numbered() {
            if Currency::of(flow, self.as_at) != currency || !is_wanted(kind) {
                continue;
            }
            let (from, to) = self.ends(kind, flow);
            let line = match currency {
                Currency::Current => format!("{from} to {to}"),
                _ => format!("F{number}, {from} to {to}: {}", when_in_use(flow, currency)),
            };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// Where a flow begins and where it ends, by name.
    pub(super) fn ends(&self, kind: FlowKind, flow: &Flow) -> (String, String) {
        let here = self.activity.name.clone();
        let end = |end: Option<&crate::model::End>| {
            end.map_or_else(|| "not recorded".to_owned(), |end| self.end(end))
        };
        let system = || {
            flow.system
                .as_ref()
                .map_or_else(|| "not recorded".to_owned(), |id| self.system(id))
        };
        match kind {
            FlowKind::Source => (end(flow.from.as_ref()), here),
            FlowKind::Store => (here, system()),
            FlowKind::Recipient => (here, end(flow.to.as_ref())),
            FlowKind::Onward => (end(flow.from.as_ref()), end(flow.to.as_ref())),
        }
    }

    /// All flows with their numbers, from 1.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, FlowKind, &Flow)> {
        (1..)
            .zip(self.activity.flows())
            .map(|(number, (kind, flow))| (number, kind, flow))
    }

    /// The flows one by one, as they are recorded.
    pub(in crate::report) fn flows(&self) -> Vec<Block<'static>> {
        let mut what: [Vec<Vec<Cell>>; 3] = Default::default();
        let mut how = Vec::new();
        let mut words = Vec::new();
        for (number, kind, flow) in self.numbered() {
            let (from, to) = self.ends(kind, flow);
            let currency = Currency::of(flow, self.as_at);
            let agreement = self.agreement_of(number, flow);
            let number = format!("F{number}");
            what[currency as usize].push(vec![
                Cell::Text(number.clone()),
                Cell::Text(from),
                Cell::Text(to),
                self.carries(flow),
                through(self, kind, flow),
                remark(flow.when.as_ref()),
                text(&flow.ground),
                agreement,
                match currency {
                    Currency::Planned => day(&flow.begins),
                    Currency::Current => Cell::NotApplicable,
                    Currency::Ended => day(&flow.ends),
                },
            ]);
            how.push(vec![
                Cell::Text(number.clone()),
                said(&flow.people, |ids| self.people(ids)),
                said(&flow.purpose, |slug| self.purpose_of(slug)),
                text(&flow.method),
                text(&flow.frequency),
                text(&flow.volume),
                day(&flow.begins),
                day(&flow.ends),
            ]);
            if flow.evidence.is_some() || flow.note.is_some() {
                words.push(vec![
                    Cell::Text(number),
                    remark(flow.evidence.as_ref()),
                    remark(flow.note.as_ref()),
                ]);
            }
        }
        if how.is_empty() {
            return Vec::new();
        }
        let mut blocks = Vec::new();
        let [planned, current, ended] = what;
        for (caption, last, rows) in [
            ("What goes where", "Day", current),
            ("Planned", "First day", planned),
            ("Ended", "Last day", ended),
        ] {
            let columns = vec![
                column("No.", None, 6),
                column("From", None, 22),
                column("To", WHITHER, 22),
                column("Data", Some("Article 30(1)(c) UK GDPR"), 34),
                column("Through", None, 16),
                column("When", None, 20),
                column("Basis or gateway", None, 18),
                column("Agreement", None, 18),
                column(last, None, 14),
            ];
            if !rows.is_empty() {
                blocks.extend(dense(caption, columns, rows));
            }
        }
        let columns = vec![
            column("No.", None, 6),
            column("People", Some("Article 30(1)(c) UK GDPR"), 22),
            column("Purpose", Some("Article 30(1)(b) UK GDPR"), 26),
            column("Means", None, 20),
            column("Frequency", None, 16),
            column("Volume", None, 16),
            column("Begins", None, 14),
            column("Ends", None, 14),
        ];
        let mut how = dense("How it goes", columns, how);
        // Numbers alone say nothing.
        how.retain(|block| !matches!(block, Block::Table(table) if table.columns.len() == 1));
        blocks.extend(how);
        if !words.is_empty() {
            let columns = vec![
                column("No.", None, 6),
                column("Words it rests on", None, 74),
                column("Note", None, 60),
            ];
            blocks.extend(dense("What the flows rest on", columns, words));
        }
        blocks
    }

    fn carries(&self, flow: &Flow) -> Cell {
        match (&flow.carries, flow.and_more) {
            (Recorded::NotRecorded, true) => {
                Cell::Text("not recorded which data; known to be more than recorded".to_owned())
            }
            (carries, is_more) => said(carries, |scope| {
                let more = if is_more {
                    "; and more, not recorded which"
                } else {
                    ""
                };
                format!("{}{more}", self.scope(scope))
            }),
        }
    }

    /// The agreement under which a flow stands; of one that is not in use, what it cites.
    fn agreement_of(&self, number: usize, flow: &Flow) -> Cell {
        self.as_entry(|entry| {
            let step = entry.last_step(number);
            let is_nobody_known =
                |step: &RouteStep| entry.without_operator().contains(&step.to.name);
            match step {
                Some(step) if !step.agreement.found.is_not_recorded() => {
                    self.agreement(&step.agreement)
                }
                // With ourselves, or with the people the data is about, there is none to record.
                Some(step)
                    if flow.agreement.is_not_recorded()
                        && !step.agreement.is_expected
                        && !is_nobody_known(step) =>
                {
                    Cell::NotApplicable
                }
                _ => said(&flow.agreement, |id| self.document(id)),
            }
        })
    }

    /// A purpose by the slug with which flows refer to it.
    fn purpose_of(&self, slug: &str) -> String {
        let all = self.activity.purpose.items().iter();
        let mut named = all.filter(|purpose| purpose.id.as_deref() == Some(slug));
        named
            .next()
            .map_or_else(|| slug.to_owned(), |purpose| purpose.text.clone())
    }
}

/// The system that a flow passes; a store is its own.
fn through(dossier: &Dossier, kind: FlowKind, flow: &Flow) -> Cell {
    match &flow.through {
        Recorded::NotRecorded if kind == FlowKind::Store => Cell::NotApplicable,
        through => said(through, |id| dossier.system(id)),
    }
}
