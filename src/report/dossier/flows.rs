//! Where data comes from, rests and goes: the picture, and each flow with its number.

use crate::diagram::{Illustration, NoIllustration};
use crate::model::{DocumentKind, Flow, FlowKind, Recorded};

use super::super::document::{Block, Cell, Figure};
use super::super::fields::recipients::RECIPIENTS;
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

    /// What the lists of flows say where they hold none.
    pub(in crate::report) fn flow_lists(&self) -> Block<'static> {
        let labels = [
            (
                FlowKind::Source,
                "Sources of the data",
                Some("Article 14(2)(f) UK GDPR"),
            ),
            (
                FlowKind::Store,
                "Where the data rests",
                Some("ICO documentation template"),
            ),
            (FlowKind::Recipient, "Recipients", WHITHER),
            (FlowKind::Onward, "What recipients hand on", None),
        ];
        let facts = labels.map(|(kind, label, provision)| {
            let flows = self.activity.flows_of(kind);
            let mut names: Vec<String> = Vec::new();
            for flow in flows.items() {
                let name = self.other_end(kind, flow);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let cell = match flows {
                _ if kind == FlowKind::Recipient => self.as_entry(|entry| RECIPIENTS.said(entry)),
                Recorded::Value(_) if names.is_empty() => Cell::NotRecorded,
                flows => said(flows, |_| names.join("\n")),
            };
            fact(label, provision, cell)
        });
        Block::Facts(facts.to_vec())
    }

    /// What stands at the end of a flow that is not the activity itself.
    fn other_end(&self, kind: FlowKind, flow: &Flow) -> String {
        let (from, to) = self.ends(kind, flow);
        match kind {
            FlowKind::Source => from,
            FlowKind::Store | FlowKind::Recipient => to,
            FlowKind::Onward => format!("{from} to {to}"),
        }
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
    pub(super) fn numbered(&self) -> impl Iterator<Item = (String, FlowKind, &Flow)> {
        self.activity
            .flows()
            .enumerate()
            .map(|(at, (kind, flow))| (format!("F{}", at + 1), kind, flow))
    }

    /// The flows one by one, as they are recorded.
    pub(in crate::report) fn flows(&self) -> Vec<Block<'static>> {
        let mut what = Vec::new();
        let mut how = Vec::new();
        let mut words = Vec::new();
        for (number, kind, flow) in self.numbered() {
            let (from, to) = self.ends(kind, flow);
            what.push(vec![
                Cell::Text(number.clone()),
                Cell::Text(from),
                Cell::Text(to),
                self.carries(flow),
                through(self, kind, flow),
                remark(flow.when.as_ref()),
                text(&flow.ground),
                self.agreement(flow),
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
        if what.is_empty() {
            return Vec::new();
        }
        let columns = vec![
            column("No.", None, 6),
            column("From", None, 22),
            column("To", WHITHER, 22),
            column("Data", Some("Article 30(1)(c) UK GDPR"), 34),
            column("Through", None, 16),
            column("When", None, 20),
            column("Basis or gateway", None, 18),
            column("Agreement", None, 18),
        ];
        let mut blocks = dense("What goes where", columns, what);
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

    fn agreement(&self, flow: &Flow) -> Cell {
        said(&flow.agreement, |id| {
            let document = self.register.documents.get(id);
            let kind = document.map_or_else(String::new, |document| match &document.kind {
                Recorded::Value(kind) => {
                    format!("\n({})", super::word(DocumentKind::WORDS, *kind as usize))
                }
                Recorded::None => "\n(kind: none)".to_owned(),
                Recorded::NotRecorded => "\n(kind not recorded)".to_owned(),
            });
            format!("{}{kind}", self.document(id))
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
