//! The record of processing activities as a document: which entries, in which layout.

use std::collections::BTreeSet;

use crate::model::{
    Activity, ActivityId, Date, Kind, Party, PartyId, Purpose, Record, Recorded, Reference,
    Settings, Status, path_steps,
};
use crate::store::{Commit, Store, StoreError};

use super::ReportError;
use super::document::{Block, Cell, Document, Fact, Rows, Section, Take};
use super::entry::{Engaged, Entry};
use super::fields::Field;
use super::layouts::{Holds, Layout, Side, full_sections};
use super::pictures;
use super::proof::{Proof, Tally};

/// How many entries are read at a time.
const BATCH: usize = 1024;

/// What an export of the record is asked to hold.
#[derive(Clone)]
pub struct Asked {
    /// The layout.
    pub layout: &'static Layout,
    /// What a row is about.
    pub per: Per,
    /// Only activities of this business function or one below it.
    pub function: Option<String>,
    /// Only these activities.
    pub activities: Option<BTreeSet<ActivityId>>,
    /// Only activities of these statuses; where none is named, all that are not retired.
    pub statuses: Vec<&'static str>,
    /// Whether it is for the public: published entries and fields only, and no pictures.
    pub public: bool,
    /// Whether the flows of each entry are drawn, in a format that can show them.
    pub pictures: bool,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// One purpose of an activity.
    Purpose,
    /// One activity, with all its purposes.
    Activity,
}

impl Per {
    /// The words, in the order of the variants.
    pub const WORDS: [&'static str; 2] = ["purpose", "activity"];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// The statuses that can be asked for.
pub const STATUSES: [&str; 5] = ["draft", "active", "retired", "not-recorded", "none"];

fn status_of(activity: &Activity) -> &'static str {
    match &activity.status {
        Recorded::Value(status) => status.word(),
        Recorded::NotRecorded => "not-recorded",
        Recorded::None => "none",
    }
}

impl Asked {
    /// Why an activity is not in the export; nothing where it is.
    fn leaves_out(&self, activity: &Activity) -> Option<&'static str> {
        let status = status_of(activity);
        let is_retired = status == Status::Retired.word();
        if !self.layout.role.has(activity) {
            return Some(match self.layout.role {
                Side::Controller => {
                    "where the organisation is the processor (layout ico-processor)"
                }
                _ => "where the organisation is the controller, or its role is not recorded",
            });
        }
        if let Some(function) = &self.function {
            let wanted = path_steps(function);
            let has = activity.function.value().map(|path| path_steps(path));
            if !has.is_some_and(|steps| steps.starts_with(&wanted)) {
                return Some("of another business function, or with none recorded");
            }
        }
        if self.public && (is_retired || status == Status::Draft.word()) {
            return Some("not published: draft or retired");
        }
        if self.statuses.is_empty() {
            is_retired.then_some("retired (asked for with `--status retired`)")
        } else {
            let is_wanted = self.statuses.contains(&status);
            (!is_wanted).then_some("of another status than was asked for")
        }
    }

    /// What was asked, as labels and values that say it again.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            (LAYOUT, self.layout.name.to_owned()),
            (PER, self.per.word().to_owned()),
        ];
        facts.extend(self.function.clone().map(|function| (FUNCTION, function)));
        if let Some(activities) = &self.activities {
            let ids: Vec<&str> = activities.iter().map(ActivityId::as_str).collect();
            facts.push((ACTIVITIES, ids.join(" ")));
        }
        if !self.statuses.is_empty() {
            facts.push((STATUS, self.statuses.join(" ")));
        }
        facts.push((PUBLIC, if self.public { "yes" } else { "no" }.to_owned()));
        facts
    }

    /// What was asked, read back from the labels and values of a proof.
    pub fn read(fact: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let statuses = fact(STATUS).unwrap_or_default();
        let statuses = statuses
            .split_whitespace()
            .map(|word| STATUSES.into_iter().find(|status| *status == word));
        let activities = match fact(ACTIVITIES) {
            None => None,
            Some(ids) => Some(
                ids.split_whitespace()
                    .map(ActivityId::new)
                    .collect::<Result<_, _>>()
                    .ok()?,
            ),
        };
        Some(Self {
            layout: super::layouts::layout(&fact(LAYOUT)?)?,
            per: match fact(PER)?.as_str() {
                "purpose" => Per::Purpose,
                "activity" => Per::Activity,
                _ => return None,
            },
            function: fact(FUNCTION),
            activities,
            statuses: statuses.collect::<Option<_>>()?,
            public: fact(PUBLIC)? == "yes",
            // They show nothing that the table does not say, and are not compared.
            pictures: false,
        })
    }

    /// The command that makes the export again, without paths.
    fn command(&self, as_at: Date, format: &str) -> String {
        let mut command = format!("ropa export article30 --layout {}", self.layout.name);
        if self.per == Per::Activity {
            command.push_str(" --per activity");
        }
        if let Some(function) = &self.function {
            command.push_str(&format!(" --function \"{function}\""));
        }
        for id in self.activities.iter().flatten() {
            command.push_str(&format!(" --activity {id}"));
        }
        for status in &self.statuses {
            command.push_str(&format!(" --status {status}"));
        }
        if self.public {
            command.push_str(" --public");
        }
        if shows_pictures(format) && !self.public && !self.pictures {
            command.push_str(" --no-diagrams");
        }
        command.push_str(&format!(" --as-of {as_at} --format {format}"));
        command
    }

    /// The columns of the table, with the headings over them.
    fn columns(&self) -> &'static [(Option<&'static str>, Field)] {
        match self.layout.holds {
            _ if self.public => self.layout.public,
            Holds::Columns(columns) => columns,
            Holds::Everything => &[],
        }
    }
}

/// Whether a format shows pictures.
fn shows_pictures(format: &str) -> bool {
    super::format(format).is_some_and(|format| format.shows_pictures)
}

const LAYOUT: &str = "Layout";
const PER: &str = "One row for each";
const FUNCTION: &str = "Function";
const ACTIVITIES: &str = "Activities asked for";
const STATUS: &str = "Status";
const PUBLIC: &str = "For the public";

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

/// Hands over the selected entries one by one, and counts those that are left out where `tally` is
/// given.
///
/// # Errors
/// `each` failed, or the store cannot be read.
pub(super) fn each_selected(
    store: &Store,
    asked: &Asked,
    tally: Option<&Tally>,
    each: &mut dyn FnMut(&ActivityId, &Activity, &crate::store::Entries) -> Result<(), ReportError>,
) -> Result<(), ReportError> {
    let mut n_seen = 0_u64;
    store.each_entry(asked.activities.as_ref(), BATCH, |entries| {
        for (id, activity) in &entries.register.activities {
            n_seen += 1;
            match (asked.leaves_out(activity), tally) {
                (Some(reason), Some(tally)) => tally.left_out(reason, 1),
                (Some(_), None) => {}
                (None, tally) => {
                    if let Some(tally) = tally {
                        tally.selected();
                    }
                    each(id, activity, &entries)?;
                }
            }
        }
        Ok::<(), ReportError>(())
    })?;
    if let Some(tally) = tally {
        let all = u64::try_from(store.count(Kind::Activity)?).unwrap_or_default();
        tally.left_out(
            "not among the activities asked for",
            all.saturating_sub(n_seen),
        );
    }
    Ok(())
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
