//! The record of processing activities as a document: which entries, in which layout.

use crate::model::{Date, Kind, Party, PartyId, Purpose, Record, Recorded, Reference, Settings};
use crate::store::{Commit, Store, StoreError};

use super::ReportError;
use super::asked::{Asked, Per, each_selected, shows_pictures};
use super::document::{Block, Cell, Document, Fact, Rows, Section, Take};
use super::entry::{Engaged, Entry};
use super::fields::Field;
use super::layouts::{Holds, Side, full_sections};
use super::pictures;
use super::proof::{Proof, Tally};

/// Where the work stands, for whoever waits: called once for each activity that was looked at.
pub type Progress<'a> = &'a dyn Fn();

/// An export of the record: the document, and the proof that it counts for.
pub struct Export<'a> {
    /// The document.
    pub document: Document<'a>,
    /// Its proof, which is whole once the document is written.
    pub proof: Proof,
}

/// Makes the record as a document, of the state that a commit left behind. Its rows are read when
/// they are written.
///
/// # Errors
/// The store cannot be read.
pub fn article30<'a>(
    store: &'a Store,
    asked: &'a Asked,
    as_at: Date,
    commit: Option<Commit>,
    format: &str,
    progress: Progress<'a>,
) -> Result<Export<'a>, ReportError> {
    let tally = Tally::default();
    let proof = Proof {
        asked: asked.facts(),
        command: asked.command(as_at, format),
        as_at,
        tool: concat!("ropa ", env!("CARGO_PKG_VERSION")).to_owned(),
        register_hash: store.register_hash()?,
        commit,
        n_activities: u64::try_from(store.count(Kind::Activity)?).unwrap_or_default(),
        tally: tally.clone(),
    };
    let organisation = Organisation::of(store)?;
    let mut foreword: Vec<Block<'a>> = asked
        .layout
        .foreword
        .iter()
        .map(|words| Block::Words((*words).to_owned()))
        .collect();
    if asked.public {
        foreword = vec![Block::Words(
            "An extract for the public: entries that are drafts or retired, links, papers, single \
             security measures and internal notes are left out."
                .to_owned(),
        )];
    }
    let mut sections = match asked.layout.holds {
        Holds::Everything => full_sections(store, asked, &tally, progress),
        Holds::Columns(_) => {
            let columns = asked.columns();
            let headings = columns
                .iter()
                .map(|(group, field)| field.column(*group))
                .collect();
            let rows = rows_of(store, asked, columns, as_at, tally.clone(), progress);
            let table = tally.counting(asked.layout.sheet, headings, rows);
            foreword.push(Block::Table(table));
            vec![Section {
                heading: asked.layout.sheet.to_owned(),
                blocks: foreword,
            }]
        }
    };
    if asked.pictures && !asked.public && shows_pictures(format) {
        let hash = &proof.register_hash;
        sections.extend(pictures::sections(store, asked, as_at, hash)?);
    }
    sections.push(proof.section());
    let document = Document {
        title: asked.layout.title.to_owned(),
        subtitle: organisation.name.clone(),
        as_at,
        head: organisation.head(),
        sections,
    };
    Ok(Export { document, proof })
}

fn rows_of<'a>(
    store: &'a Store,
    asked: &'a Asked,
    columns: &'static [(Option<&'static str>, Field)],
    as_at: Date,
    tally: Tally,
    progress: Progress<'a>,
) -> Rows<'a> {
    Box::new(move |take: &mut Take<'_>| {
        each_selected(store, asked, Some(&tally), &mut |id, activity, entries| {
            let engaged = Engaged::of(&entries.register, id, as_at);
            let whole = Entry {
                activity,
                register: &entries.register,
                names: &entries.names,
                engaged: &engaged,
                as_at,
                purpose: None,
                acts_for: None,
            };
            for row in views(asked, &whole) {
                let cells: Vec<Cell> = columns
                    .iter()
                    .map(|(_, field)| (field.cell)(&row))
                    .collect();
                take(&cells)?;
            }
            progress();
            Ok(())
        })
    })
}

/// What the rows of an entry are about: each of its purposes, or each controller for whom it is done.
/// An entry that lists neither has one row.
fn views<'r>(asked: &Asked, whole: &Entry<'r>) -> Vec<Entry<'r>> {
    if asked.layout.role == Side::Processor {
        let controllers: &'r [PartyId] = whole.activity.acts_for.items();
        let each = controllers.iter().map(|controller| Entry {
            acts_for: Some(controller),
            ..*whole
        });
        return if controllers.is_empty() {
            vec![*whole]
        } else {
            each.collect()
        };
    }
    let purposes: &'r [Purpose] = whole.activity.purpose.items();
    if asked.per == Per::Activity || purposes.is_empty() {
        return vec![*whole];
    }
    let each = purposes.iter().map(|purpose| Entry {
        purpose: Some(purpose),
        ..*whole
    });
    each.collect()
}

/// Whose register it is, with its officer and its representative.
struct Organisation {
    name: String,
    party: Option<Party>,
    officer: Recorded<Party>,
    representative: Recorded<Party>,
}

impl Organisation {
    fn of(store: &Store) -> Result<Self, StoreError> {
        let settings = Reference::new(Kind::Settings, Settings::ID);
        let settings = match store.record(&settings)? {
            Some(Record::Settings(settings)) => settings,
            _ => Settings::default(),
        };
        let party = match settings.organisation.value() {
            Some(id) => party(store, id)?,
            None => None,
        };
        let beside = |field: Option<&Recorded<PartyId>>| -> Result<Recorded<Party>, StoreError> {
            Ok(match field {
                Some(Recorded::None) => Recorded::None,
                Some(Recorded::Value(id)) => party_or_unsaid(store, id)?,
                _ => Recorded::NotRecorded,
            })
        };
        Ok(Self {
            name: party.as_ref().map_or_else(
                || "Organisation not recorded".to_owned(),
                |party| party.name.clone(),
            ),
            officer: beside(party.as_ref().map(|party| &party.dpo))?,
            representative: beside(party.as_ref().map(|party| &party.representative))?,
            party,
        })
    }

    /// The contact blocks at the head of the record: name, address, e-mail, telephone.
    fn head(&self) -> Vec<Fact> {
        let party = self
            .party
            .clone()
            .map_or(Recorded::NotRecorded, Recorded::Value);
        let blocks = [
            ("Controller", &party),
            ("Data protection officer", &self.officer),
            ("Representative", &self.representative),
        ];
        let mut facts = Vec::new();
        for (label, party) in blocks {
            let mut fact = |what: &str, cell: Cell| {
                facts.push(Fact {
                    label: format!("{label}: {what}"),
                    provision: Some("Article 30(1)(a)"),
                    cell,
                });
            };
            match party {
                Recorded::NotRecorded => fact("name", Cell::NotRecorded),
                Recorded::None => fact("name", Cell::None),
                Recorded::Value(party) => {
                    fact("name", Cell::Text(party.name.clone()));
                    for (what, detail) in [
                        ("address", &party.address),
                        ("e-mail", &party.email),
                        ("telephone", &party.phone),
                    ] {
                        fact(what, super::fields::text(detail));
                    }
                }
            }
        }
        facts
    }
}

fn party(store: &Store, id: &PartyId) -> Result<Option<Party>, StoreError> {
    Ok(match store.record(&id.reference())? {
        Some(Record::Party(party)) => Some(party),
        _ => None,
    })
}

fn party_or_unsaid(store: &Store, id: &PartyId) -> Result<Recorded<Party>, StoreError> {
    Ok(party(store, id)?.map_or(Recorded::NotRecorded, Recorded::Value))
}
