//! One activity with all that its record refers to, its picture, and what proves a document made of it.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::diagram::{self, Illustration, NoIllustration, Options};
use crate::law;
use crate::model::{
    Activity, ActivityId, AsAt, Kind, Record, Reference, Register, day_in_words, visit_references,
};
use crate::store::{Retired, Store, StoreError, content_hash};

use super::document::{Block, Cell, Fact, Section, Table};
use super::entry::{Entry, Part};
use super::subjects::flows::picture;
use super::subjects::{facts, section};

/// One activity with everything its record refers to.
pub struct Dossier {
    /// The activity's id.
    pub(super) id: ActivityId,
    /// The activity.
    pub(super) activity: Activity,
    /// The day whose law counts, and the state of recording.
    pub(super) as_at: AsAt,
    /// The activity, those joined with it by flows, and all that it refers to.
    pub(super) register: Register,
    /// The picture of its flows.
    picture: OnceCell<Result<Illustration, NoIllustration>>,
    /// Of what the record was made, and how.
    pub(super) origin: Origin,
}

/// Of what a record was made, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The hash of the register.
    pub register_hash: String,
    /// The number and hash of its last commit; a folder has none.
    pub commit: Option<(i64, String)>,
    /// The command that made it, without paths.
    pub command: String,
}

impl Dossier {
    /// Reads an activity with everything its record refers to; nothing where there is no such
    /// activity.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn read(
        store: &Store,
        id: &ActivityId,
        as_at: AsAt,
        command: String,
    ) -> Result<Option<Self>, StoreError> {
        let Some(Record::Activity(activity)) = store.record(&id.reference())? else {
            return Ok(None);
        };
        let mut register = store.part_of(id, Retired::on(as_at.on, activity.is_retired()))?;
        complete(store, &mut register, id, &activity)?;
        let origin = Origin {
            register_hash: store.register_hash()?,
            commit: store.head()?.map(|commit| (commit.seq, commit.hash)),
            command,
        };
        Ok(Some(Self::new(
            register,
            id.clone(),
            *activity,
            as_at,
            origin,
        )))
    }

    /// A dossier of an activity and the part of the register that it refers to.
    pub fn new(
        register: Register,
        id: ActivityId,
        activity: Activity,
        as_at: AsAt,
        origin: Origin,
    ) -> Self {
        Self {
            id,
            activity,
            as_at,
            picture: OnceCell::new(),
            origin,
            register,
        }
    }

    /// The id of the activity.
    pub fn activity_id(&self) -> &str {
        self.id.as_str()
    }

    /// What the activity is called.
    pub fn name(&self) -> &str {
        &self.activity.name
    }

    /// The activity as an entry of the record of Article 30, so that what is in both is the same.
    pub(super) fn entry(&self) -> Entry<'_> {
        let part = Part::of(&self.register, self.as_at.on).with_others();
        Entry::read(&part, &self.id, &self.activity)
    }

    /// The picture with its flows in words, and what is not recorded about what it shows.
    pub(super) fn picture(&self) -> Vec<Block<'static>> {
        picture(self.activity.flows().next().is_some(), self.illustration())
    }

    /// The picture of its flows, drawn when it is asked for.
    pub(super) fn illustration(&self) -> &Result<Illustration, NoIllustration> {
        self.picture.get_or_init(|| {
            diagram::illustrate(
                &self.register,
                &self.id,
                self.as_at,
                &self.origin.register_hash,
                &Options::default(),
            )
        })
    }

    /// The section that proves the document: of what it was made, how, and how much it says.
    pub(super) fn proof(&self, sections: &mut [Section<'_>]) -> Section<'static> {
        let counts = counted(sections);
        let number = |count: usize| Cell::Text(count.to_string());
        let mut facts = self.origin_facts();
        facts.extend(facts![
            "Places above that say something" => number(counts.text),
            "Places above that say there is none" => number(counts.none),
            "Places above where nothing is recorded" => number(counts.not_recorded),
        ]);
        section(Section::PROOF, vec![Block::Facts(facts)])
    }

    /// Of what the document was made, and how.
    pub(super) fn origin_facts(&self) -> Vec<Fact> {
        let origin = &self.origin;
        let commit = match &origin.commit {
            Some((number, hash)) => Cell::Text(format!("{number}, {hash}")),
            None => Cell::NotApplicable,
        };
        let read = law::approvals_read();
        let approvals = format!(
            "made on {} from {}, whose own date is not known; not compared with the regulations",
            day_in_words(read.on),
            read.what
        );
        facts![
            "Activity" => Cell::Text(self.id.to_string()),
            "Hash of the register" => Cell::Text(origin.register_hash.clone()),
            "Last commit, and its hash" => commit,
            "Hash of the content of this activity" => Cell::Text(content_hash(&self.id, &self.activity)),
            "As at" => Cell::Text(self.as_at.in_words()),
            "Made by" => Cell::Text(format!("ropa {}", env!("CARGO_PKG_VERSION"))),
            "With" => Cell::Text(origin.command.clone()),
            "List of approved countries" => Cell::Text(approvals),
        ]
    }
}

/// Puts everything an activity refers to into the part of the register that its graph needs: what
/// its records refer to in turn, and its approvals; but not what other activities refer to.
fn complete(
    store: &Store,
    register: &mut Register,
    id: &ActivityId,
    activity: &Activity,
) -> Result<(), StoreError> {
    let settings = Reference::new(Kind::Settings, crate::model::Settings::ID);
    let mut waiting = vec![settings];
    let mut seen = BTreeSet::new();
    let follow = |record: &Record, waiting: &mut Vec<Reference>| {
        visit_references(record, &mut |_, kind, id| {
            waiting.push(Reference::new(kind, id));
        });
    };
    let whole = Record::Activity(Box::new(activity.clone()));
    follow(&whole, &mut waiting);
    while let Some(reference) = waiting.pop() {
        // The activities that count beside it are there.
        if reference.kind == Kind::Activity || !seen.insert(reference.clone()) {
            continue;
        }
        let Some(record) = store.record(&reference)? else {
            continue;
        };
        follow(&record, &mut waiting);
        // An id that is in the store is one.
        drop(register.insert(&reference.id, record));
    }
    store.each_record(
        &[Kind::Approval],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Approval(approval) = &record
                && approval.activity == *id
            {
                drop(register.insert(&reference.id, record));
            }
            Ok(())
        },
    )
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
pub(super) fn gaps(sections: &[Section<'_>]) -> Vec<Block<'static>> {
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
