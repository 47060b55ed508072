//! The papers of the activity: assessment, consent, breaches, notices, review, approval, evidence, proof.

use std::collections::{BTreeMap, BTreeSet};

use crate::law;
use crate::model::{
    DocumentId, DocumentKind, Dpia, DpiaStatus, Kind, Record, Recorded, Reference, Step,
    visit_references,
};
use crate::store::content_hash;

use super::super::document::{Block, Cell, Fact, Section, Table};
use super::law::code_words;
use super::{
    Dossier, column, day, dense, fact, listed, remark, said, section, text, word, yes_or_no,
};

impl Dossier {
    /// The impact assessment, and the records that the ICO expects a register to lead to.
    pub(in crate::report) fn accountability(&self) -> Vec<Block<'static>> {
        let activity = &self.activity;
        let documents = |field: &Recorded<Vec<DocumentId>>| listed(field, |id| self.document(id));
        let mut facts = self.dpia_facts();
        facts.extend([
            fact(
                "Records of consent",
                Some("Article 7(1) UK GDPR"),
                documents(&activity.consent),
            ),
            fact(
                "Records of personal data breaches",
                Some("Article 33(5) UK GDPR"),
                documents(&activity.breaches),
            ),
            fact(
                "Privacy notices",
                Some("Articles 13 and 14 UK GDPR"),
                documents(&activity.notices),
            ),
            fact("Related links", None, documents(&activity.links)),
        ]);
        vec![Block::Facts(facts)]
    }

    /// What the record says of the impact assessment.
    pub(in crate::report) fn dpia_facts(&self) -> Vec<Fact> {
        let provision = Some("Article 35 UK GDPR");
        let Recorded::Value(dpia) = &self.activity.dpia else {
            let cell = said(&self.activity.dpia, |_: &Dpia| String::new());
            return vec![fact("Data protection impact assessment", provision, cell)];
        };
        vec![
            fact(
                "Data protection impact assessment needed",
                provision,
                yes_or_no(&dpia.needed),
            ),
            fact(
                "Criteria met, as recorded",
                Some("Article 35(1), (3) and (4) UK GDPR"),
                listed(&dpia.criteria, |code| {
                    code_words("dpia-criterion", code, self.as_at)
                }),
            ),
            fact(
                "How far the assessment is",
                provision,
                said(&dpia.status, |status| {
                    word(DpiaStatus::WORDS, *status as usize)
                }),
            ),
            fact(
                "The assessment",
                provision,
                said(&dpia.document, |id| self.document(id)),
            ),
        ]
    }

    /// Every document the activity refers to, with what it is.
    pub(in crate::report) fn documents(&self) -> Vec<Block<'static>> {
        let mut used: BTreeMap<Reference, BTreeSet<&'static str>> = BTreeMap::new();
        let whole = Record::Activity(Box::new(self.activity.clone()));
        visit_references(&whole, &mut |steps, kind, id| {
            if kind == Kind::Document {
                let field = steps.iter().find_map(|step| match step {
                    Step::Field(name) => Some(*name),
                    Step::Item(_) => None,
                });
                let fields = used.entry(Reference::new(kind, id)).or_default();
                fields.extend(field);
            }
        });
        // An agreement may be found by the parties it names.
        let agreements = self.steps.current.iter();
        for one in agreements.flat_map(|step| step.agreement.found.value().into_iter().flatten()) {
            let fields = used.entry(one.document.reference()).or_default();
            if fields.is_empty() {
                fields.insert("agreement, by its parties");
            }
        }
        if used.is_empty() {
            return vec![Block::Words("The record refers to no document.".to_owned())];
        }
        let rows = used.iter().map(|(reference, fields)| {
            let record = self.register.documents.get(reference.id.as_str());
            let of = |cell: Option<Cell>| cell.unwrap_or_default();
            let fields: Vec<String> = fields.iter().map(|field| field.replace('_', " ")).collect();
            vec![
                Cell::Text(self.name(reference)),
                of(record
                    .map(|one| said(&one.kind, |kind| word(DocumentKind::WORDS, *kind as usize)))),
                Cell::Text(fields.join(", ")),
                of(record.map(|one| text(&one.link))),
                of(record.map(|one| day(&one.dated))),
                of(record.map(|one| day(&one.expires))),
                of(record.map(|one| listed(&one.parties, |id| self.party(id)))),
                remark(record.and_then(|one| one.note.as_ref())),
            ]
        });
        let columns = vec![
            column("Document", None, 26),
            column("Kind", None, 12),
            column("Used for", None, 12),
            column("Link", None, 24),
            column("Dated", None, 13),
            column("Expires", None, 13),
            column("Between", None, 18),
            column("Note", None, 26),
        ];
        dense("Documents", columns, rows.collect())
    }

    /// When the record was and will be reviewed, and who approved what it says.
    pub(in crate::report) fn review(&self) -> Vec<Block<'static>> {
        let expected = Some("ICO accountability framework");
        let mut facts = match &self.activity.review {
            Recorded::Value(review) => vec![
                fact("Last review", expected, day(&review.last)),
                fact("Reviewed by", None, text(&review.by)),
                fact("Next review", expected, day(&review.next)),
                fact(
                    "Due every",
                    None,
                    said(&review.every, crate::model::Period::words),
                ),
            ],
            other => vec![fact("Review", expected, said(other, |_| String::new()))],
        };
        let content = content_hash(&self.id, &self.activity);
        let approvals: Vec<String> = self
            .register
            .approvals
            .values()
            .filter(|approval| approval.activity == self.id)
            .map(|approval| {
                let stands = if approval.content == content {
                    "stands: the content is as it was approved"
                } else {
                    "has lapsed: the content has changed since"
                };
                let note = approval.note.as_ref();
                let note = note.map_or_else(String::new, |note| format!(" ({note})"));
                format!(
                    "by {} on {}: {stands}{note}",
                    approval.by,
                    super::super::shown::date(approval.on)
                )
            })
            .collect();
        facts.push(fact(
            "Approval",
            None,
            if approvals.is_empty() {
                Cell::NotRecorded
            } else {
                Cell::Text(approvals.join("\n"))
            },
        ));
        vec![Block::Facts(facts)]
    }

    /// The words that the fields rest on.
    pub(in crate::report) fn evidence(&self) -> Vec<Block<'static>> {
        if self.activity.evidence.is_empty() {
            return vec![Block::Words(
                "No words are recorded beside those shown with each purpose, condition, flow, time limit and right.".to_owned(),
            )];
        }
        let rows = self.activity.evidence.iter().map(|evidence| {
            let document = evidence
                .document
                .as_ref()
                .map(|id| self.name(&id.reference()));
            vec![
                Cell::Text(self.about(&evidence.about)),
                Cell::Text(evidence.words.clone()),
                remark(document.as_ref()),
                remark(evidence.place.as_ref()),
            ]
        });
        let columns = vec![
            column("Field", None, 20),
            column("Words", None, 34),
            column("Document", None, 22),
            column("Place in it", None, 24),
        ];
        dense(
            "The words that fields and lists rest on",
            columns,
            rows.collect(),
        )
    }

    /// What words are about, with the name of the record that they name: `data.nhs-number`.
    fn about(&self, about: &str) -> String {
        let Some((field, id)) = about.split_once('.') else {
            return about.replace('_', " ");
        };
        let kind = match field {
            "data" => Kind::Data,
            "people" => Kind::People,
            "measures" => Kind::Measure,
            "consent" | "breaches" | "notices" | "links" => Kind::Document,
            _ => return about.to_owned(),
        };
        format!("{field}: {}", self.name(&Reference::new(kind, id)))
    }

    /// The section that proves the document: of what it was made, how, and how much it says.
    pub(in crate::report) fn proof(&self, sections: &mut [Section<'_>]) -> Section<'static> {
        let counts = counted(sections);
        let number = |label: &str, count: usize| fact(label, None, Cell::Text(count.to_string()));
        let mut facts = self.origin_facts();
        facts.extend([
            number("Places above that say something", counts.text),
            number("Places above that say there is none", counts.none),
            number(
                "Places above where nothing is recorded",
                counts.not_recorded,
            ),
        ]);
        section(Section::PROOF, vec![Block::Facts(facts)])
    }

    /// Of what the document was made, and how.
    pub(in crate::report) fn origin_facts(&self) -> Vec<Fact> {
        let commit = match &self.origin.commit {
            Some((number, hash)) => Cell::Text(format!("{number}, {hash}")),
            None => Cell::NotApplicable,
        };
        vec![
            fact("Activity", None, Cell::Text(self.id.to_string())),
            fact(
                "Hash of the register",
                None,
                Cell::Text(self.origin.register_hash.clone()),
            ),
            fact("Last commit, and its hash", None, commit),
            fact(
                "Hash of the content of this activity",
                None,
                Cell::Text(content_hash(&self.id, &self.activity)),
            ),
            fact(
                "As at",
                None,
                Cell::Text(super::super::shown::date(self.as_at)),
            ),
            fact(
                "Made by",
                None,
                Cell::Text(format!("ropa {}", env!("CARGO_PKG_VERSION"))),
            ),
            fact("With", None, Cell::Text(self.origin.command.clone())),
            fact("List of approved countries", None, {
                let read = law::approvals_read();
                Cell::Text(format!(
                    "made on {} from {}, whose own date is not known; not compared with the regulations",
                    super::super::shown::date(read.on),
                    read.what
                ))
            }),
        ]
    }
}

/// How many places of a document say what.
#[derive(Default)]
struct Counts {
    text: usize,
    none: usize,
    not_recorded: usize,
}

impl Counts {
    fn count(&mut self, cell: &Cell) {
        match cell {
            Cell::Text(text) => self.text += usize::from(!text.is_empty()),
            Cell::None => self.none += 1,
            Cell::NotRecorded => self.not_recorded += 1,
            Cell::NotApplicable => {}
        }
    }
}

fn counted(sections: &mut [Section<'_>]) -> Counts {
    let mut counts = Counts::default();
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Facts(facts) => facts.iter().for_each(|fact| counts.count(&fact.cell)),
            Block::Table(table) => counted_in(table, &mut counts),
            _ => {}
        }
    }
    counts
}

fn counted_in(table: &mut Table<'_>, counts: &mut Counts) {
    // The rows are at hand, and counting them cannot fail.
    let counted = (table.rows)(&mut |row| {
        row.iter().for_each(|cell| counts.count(cell));
        Ok(())
    });
    debug_assert!(counted.is_ok());
}

/// Everything that a document says is not recorded, in one list: what there is to ask for.
pub(in crate::report) fn gaps(sections: &[Section<'_>]) -> Vec<Block<'static>> {
    let mut lines = Vec::new();
    for one in sections {
        let mut under = None;
        let mut labels: Vec<String> = Vec::new();
        let mut flush = |under: Option<&String>, labels: &mut Vec<String>| {
            if !labels.is_empty() {
                let place = under.map_or_else(String::new, |under| format!(", {under}"));
                lines.push(format!("{}{place}: {}", one.heading, labels.join("; ")));
                labels.clear();
            }
        };
        for block in &one.blocks {
            match block {
                Block::Heading(heading) => {
                    flush(under, &mut labels);
                    under = Some(heading);
                }
                Block::Facts(facts) => {
                    let missing = facts.iter().filter(|fact| fact.cell == Cell::NotRecorded);
                    labels.extend(missing.map(|fact| match fact.provision {
                        Some(provision) => format!("{} ({provision})", fact.label),
                        None => fact.label.clone(),
                    }));
                }
                _ => {}
            }
        }
        flush(under, &mut labels);
    }
    if lines.is_empty() {
        return vec![Block::Words(
            "Every label above says something. What is not recorded in a table is said below it."
                .to_owned(),
        )];
    }
    vec![
        Block::Words(
            "The record does not say these things; that is not to say that there are none. What is not recorded in a table is said there.".to_owned(),
        ),
        Block::List(lines),
    ]
}
