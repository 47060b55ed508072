//! The record of processing activities as a document: which entries, in which layout.

use crate::model::{Activity, ActivityId, AsAt, Kind};
use crate::store::{Commit, Store};

use super::asked::{Asked, Per, Progress, each_selected, names_of, shows_pictures};
use super::document::{Block, Cell, Column, Document, Rows, Section, Table, Take};
use super::entry::Entry;
use super::full;
use super::layouts::{Holds, Side, each_column, law_enforcement};
use super::organisation::Organisation;
use super::pictures;
use super::proof::{Proof, Tally};
use super::shown;
use super::subjects::Field;
use super::{Format, ReportError};

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
    as_at: AsAt,
    commit: Option<Commit>,
    format: &str,
    progress: Progress<'a>,
) -> Result<Export<'a>, ReportError> {
    let tally = Tally::default();
    let is_bare = super::format(format).is_some_and(Format::is_bare);
    let is_of_rows = super::format(format).is_some_and(Format::is_of_rows);
    // What residents read: its proof is for those who keep the register, who have the table.
    let is_for_residents = asked.public && !is_of_rows;
    let organisation = Organisation::of(store, asked)?;
    let apart = match asked.layout.holds {
        Holds::Columns(_) if !asked.layout.is_of_part_3 => {
            names_of(store, asked, Activity::is_law_enforcement)?
        }
        _ => Vec::new(),
    };
    let proof = Proof {
        asked: asked.facts(),
        command: asked.command(as_at, format),
        as_at,
        tool: concat!("ropa ", env!("CARGO_PKG_VERSION")).to_owned(),
        register_hash: store.register_hash()?,
        commit,
        n_activities: u64::try_from(store.count(Kind::Activity)?).unwrap_or_default(),
        head: organisation.head(),
        law_enforcement: apart.iter().map(|(_, name)| name.clone()).collect(),
        tally: tally.clone(),
    };
    let mut foreword: Vec<Block<'a>> = asked
        .layout
        .foreword
        .iter()
        .map(|words| Block::Words((*words).to_owned()))
        .collect();
    if asked.public {
        foreword = vec![Block::Words(
            "This is an extract for the public. It leaves out draft and retired entries, links, \
             documents, individual security measures and internal notes. What is not recorded is left \
             out too, so a list may not have everything."
                .to_owned(),
        )];
    }
    let mut sections = match asked.layout.holds {
        Holds::Everything => full::sections(store, asked, &tally, progress),
        Holds::Columns(_) => {
            let columns = asked.columns(format);
            let mut leading = Vec::new();
            if is_bare {
                // It has no head beside its rows.
                leading = organisation.columns(asked.public);
            }
            let headings = leading.iter().map(|(column, _)| column.clone());
            let headings =
                headings.chain(columns.iter().map(|(group, field)| field.column(*group)));
            let mut headings: Vec<Column> = headings.collect();
            if is_for_residents {
                leave_out_not_recorded(&mut headings);
            }
            let leading = leading.into_iter().map(|(_, cell)| cell).collect();
            let writer = Writer {
                store,
                asked,
                leading,
                columns,
                is_bare,
            };
            let rows = writer.rows(tally.clone(), progress);
            let caption = if is_of_rows {
                asked.layout.sheet
            } else {
                ENTRIES
            };
            let mut table = tally.counting(caption, headings, rows);
            table.a_page_each = true;
            if asked.per == Per::Activity {
                table.n_names = 1;
                if !is_of_rows {
                    let is_part_3 = asked.layout.is_of_part_3;
                    let is_here = |activity: &Activity| activity.is_law_enforcement() == is_part_3;
                    table.entries = headings_of(&names_of(store, asked, is_here)?);
                }
            }
            foreword.push(Block::Table(table));
            vec![Section {
                heading: asked.layout.sheet.to_owned(),
                blocks: foreword,
            }]
        }
    };
    if !apart.is_empty() && !is_bare {
        let mut section = kept_apart(store, asked, &tally, &apart);
        if !is_of_rows && let Some(Block::Table(table)) = section.blocks.last_mut() {
            ENTRIES.clone_into(&mut table.caption);
            if is_for_residents {
                leave_out_not_recorded(&mut table.columns);
            }
        }
        sections.push(section);
    }
    if asked.pictures && !asked.public && shows_pictures(format) {
        let hash = &proof.register_hash;
        sections.extend(pictures::sections(store, asked, as_at, hash)?);
    }
    let mut head = organisation.head();
    if is_for_residents {
        head.retain(|fact| matches!(fact.cell, Cell::Text(_)));
    } else {
        sections.push(proof.section(!is_of_rows));
    }
    let document = Document {
        title: asked.layout.title.to_owned(),
        subtitle: organisation.name.clone(),
        as_at,
        head,
        sections,
    };
    Ok(Export { document, proof })
}

/// Has columns say nothing of what is not recorded.
fn leave_out_not_recorded(columns: &mut [Column]) {
    for column in columns {
        column.not_recorded = "";
    }
}

/// What stands over the entries on pages to read, whose section is headed by the name of the table.
const ENTRIES: &str = "Entries";

/// What of Part 3 of the Data Protection Act 2018 a reader of the record of Article 30 has to know.
const PART_3: &str = "The UK GDPR does not apply to it, but Part 3 of the Data Protection Act 2018: \
    the record is that of section 61, and people’s rights are those of sections 44 to 48. It is kept apart here.";

/// Where the rest of it is, for those who keep the register.
const IN_FULL: &str = " Its own record is the layout `section-61`.";

/// What entries are headed by: their place and their name.
fn headings_of(names: &[(ActivityId, String)]) -> Vec<String> {
    let numbered = names.iter().zip(1..);
    numbered
        .map(|((_, name), number)| shown::entry_heading(number, &[shown::line(name)]))
        .collect()
}

/// The entries that are processing for law enforcement, in a section of their own.
fn kept_apart<'a>(
    store: &'a Store,
    asked: &'a Asked,
    tally: &Tally,
    apart: &[(ActivityId, String)],
) -> Section<'a> {
    let columns: Vec<_> = each_column(law_enforcement::columns(asked.public)).collect();
    let headings = columns.iter().map(|(group, field)| field.column(*group));
    let headings = headings.collect();
    let these = Asked {
        activities: Some(apart.iter().map(|(id, _)| id.clone()).collect()),
        ..asked.clone()
    };
    let rows: Rows<'a> = Box::new(move |take: &mut Take<'_>| {
        each_selected(store, &these, None, &mut |entry| {
            let entry = entry.for_the_public(asked.public);
            let cells: Vec<Cell> = columns
                .iter()
                .map(|(_, field)| field.said(&entry))
                .collect();
            take(&cells)
        })
    });
    let n_apart = match apart.len() {
        1 => "1 activity is processing for law enforcement purposes.".to_owned(),
        n => format!("{n} activities are processing for law enforcement purposes."),
    };
    Section {
        heading: law_enforcement::SHEET.to_owned(),
        blocks: vec![
            Block::Words(format!(
                "{n_apart} {PART_3}{}",
                if asked.public { "" } else { IN_FULL }
            )),
            Block::Table(Table {
                n_names: 1,
                a_page_each: true,
                entries: headings_of(apart),
                ..tally.counting(law_enforcement::SHEET, headings, rows)
            }),
        ],
    }
}

/// What writes the rows of the record.
struct Writer<'a> {
    store: &'a Store,
    asked: &'a Asked,
    /// What stands before each row.
    leading: Vec<Cell>,
    columns: Vec<(Option<&'static str>, Field)>,
    /// Whether there is no place for what is kept apart.
    is_bare: bool,
}

impl<'a> Writer<'a> {
    fn rows(self, tally: Tally, progress: Progress<'a>) -> Rows<'a> {
        Box::new(move |take: &mut Take<'_>| {
            let mut row_of = |entry: Entry<'_>| {
                progress();
                if entry.activity.is_law_enforcement() && !self.asked.layout.is_of_part_3 {
                    if self.is_bare {
                        tally.left_out_after_all(LEFT_OUT);
                    }
                    return Ok(());
                }
                let whole = entry.for_the_public(self.asked.public);
                let whole = whole.on_side(self.asked.layout.role);
                for row in views(self.asked, whole) {
                    let mut cells = self.leading.clone();
                    cells.extend(self.columns.iter().map(|(_, field)| field.said(&row)));
                    take(&cells)?;
                }
                Ok(())
            };
            each_selected(self.store, self.asked, Some(&tally), &mut row_of)
        })
    }
}

/// Why an entry is not in a table of Article 30 that has nothing beside it.
const LEFT_OUT: &str = "law enforcement processing: not under Article 30 but section 61 of the Data \
    Protection Act 2018 (layout full)";

/// What the rows of an entry are about: each of its purposes, or each controller for whom it is done.
/// An entry that lists neither has one row.
fn views<'r>(asked: &Asked, whole: Entry<'r>) -> Vec<Entry<'r>> {
    let activity = whole.activity;
    let views: Vec<Entry<'r>> = if asked.layout.role == Side::Processor {
        let controllers = activity.acts_for.items().iter();
        controllers.map(|one| whole.of_controller(one)).collect()
    } else if asked.per == Per::Purpose {
        let purposes = whole.purposes().value().cloned().unwrap_or_default();
        let purposes = purposes.into_iter();
        purposes.map(|one| whole.of_purpose(one)).collect()
    } else {
        Vec::new()
    };
    if views.is_empty() { vec![whole] } else { views }
}
