//! What an export of the record is asked to hold, and which entries that selects.

use std::collections::BTreeSet;

use crate::graph::Currency;
use crate::model::{Activity, ActivityId, AsAt, Date, Kind, Record, Recorded, Status, path_steps};
use crate::store::{Retired, Store, StoreError};

use super::ReportError;
use super::entry::{Entry, Part};
use super::layouts::{Holds, Layout, Side, each_column};
use super::proof::Tally;
use super::subjects::Field;
use super::subjects::identity::ACTIVITY;

/// How many entries are read at a time.
const BATCH: usize = 1024;

/// Where the work stands, for whoever waits: called once for each activity that was looked at.
pub type Progress<'a> = &'a dyn Fn();

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
    /// The day on which what is done counts.
    pub on: Date,
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

    /// What a row is about where nobody says: in a table, a purpose, as in the template of the ICO; on
    /// pages to read, an activity with its purposes inside.
    pub fn usual(format: &str) -> Self {
        if super::format(format).is_some_and(super::Format::is_of_rows) {
            Self::Purpose
        } else {
            Self::Activity
        }
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
    /// All that a layout holds on a day: a row for each purpose, with pictures.
    pub fn of(layout: &'static Layout, on: Date) -> Self {
        Self {
            layout,
            per: Per::Purpose,
            function: None,
            activities: None,
            statuses: Vec::new(),
            on,
            public: false,
            pictures: true,
        }
    }

    /// Why an activity is not in the export; nothing where it is.
    fn leaves_out(&self, activity: &Activity) -> Option<&'static str> {
        let status = status_of(activity);
        let is_retired = status == Status::Retired.word();
        if self.layout.is_of_part_3 && !activity.is_law_enforcement() {
            return Some(
                "not law enforcement: the UK GDPR applies (layouts ico-controller and ico-processor)",
            );
        }
        if !self.layout.role.has(activity) {
            return Some(match self.layout.role {
                Side::Controller if self.layout.is_of_part_3 => {
                    "where the organisation is the processor (layout section-61-processor)"
                }
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
        if self.statuses.is_empty() && !Retired::on(self.on, false).counts(activity) {
            return Some("retired (asked for with `--status retired`)");
        }
        if !self.statuses.is_empty() && !self.statuses.contains(&status) {
            return Some("of another status than was asked for");
        }
        match Currency::of_activity(activity, self.on) {
            Currency::Planned => Some("planned: not begun on the day"),
            Currency::Current => None,
            Currency::Ended => Some("ended before the day, and not recorded as retired"),
        }
    }

    /// What was asked, as labels and values that say it again.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
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
    pub fn read(fact: impl Fn(&str) -> Option<String>, on: Date) -> Option<Self> {
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
            on,
            public: fact(PUBLIC)? == "yes",
            // They show nothing that the table does not say, and are not compared.
            pictures: false,
        })
    }

    /// The command that makes the export again, without paths.
    pub(super) fn command(&self, as_at: AsAt, format: &str) -> String {
        let mut command = format!("ropa export article30 --layout {}", self.layout.name);
        if self.per != Per::usual(format) {
            command.push_str(&format!(" --per {}", self.per.word()));
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
        command.push_str(&format!("{} --format {format}", as_at.flags()));
        command
    }

    /// The columns of the table, with the headings over them. On pages to read, the name of an entry
    /// comes first, since each is headed by it.
    pub(super) fn columns(&self, format: &str) -> Vec<(Option<&'static str>, Field)> {
        let columns = match self.layout.holds {
            _ if self.public => self.layout.public,
            Holds::Columns(columns) => columns,
            Holds::Everything => &[],
        };
        let mut columns: Vec<_> = each_column(columns).collect();
        if !super::format(format).is_some_and(super::Format::is_of_rows) {
            columns.sort_by_key(|(_, field)| field.heading != ACTIVITY.heading);
        }
        columns
    }
}

/// Whether a format shows pictures.
pub(super) fn shows_pictures(format: &str) -> bool {
    super::format(format).is_some_and(|format| format.shows_pictures)
}

const LAYOUT: &str = "Layout";
const PER: &str = "One row for each";
const FUNCTION: &str = "Function";
const ACTIVITIES: &str = "Activities asked for";
const STATUS: &str = "Status";
const PUBLIC: &str = "For the public";

/// Those of the activities asked for that are wanted, with their names, in the order in which they
/// are written.
///
/// # Errors
/// The store cannot be read.
pub(super) fn names_of(
    store: &Store,
    asked: &Asked,
    is_wanted: impl Fn(&Activity) -> bool,
) -> Result<Vec<(ActivityId, String)>, StoreError> {
    let mut found = Vec::new();
    store.each_record(&[Kind::Activity], |reference, record| {
        if let Record::Activity(activity) = record
            && is_wanted(&activity)
            && asked.leaves_out(&activity).is_none()
            && let Ok(id) = ActivityId::new(reference.id)
            && asked
                .activities
                .as_ref()
                .is_none_or(|asked| asked.contains(&id))
        {
            found.push((id, activity.name));
        }
        Ok::<(), StoreError>(())
    })?;
    Ok(found)
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
    each: &mut dyn FnMut(Entry<'_>) -> Result<(), ReportError>,
) -> Result<(), ReportError> {
    let mut n_seen = 0_u64;
    store.each_entry(asked.activities.as_ref(), BATCH, |entries| {
        let part = Part::of(entries, asked.on);
        for (id, activity) in &entries.activities {
            n_seen += 1;
            match (asked.leaves_out(activity), tally) {
                (Some(reason), Some(tally)) => tally.left_out(reason, 1),
                (Some(_), None) => {}
                (None, tally) => {
                    if let Some(tally) = tally {
                        tally.selected();
                    }
                    each(Entry::read(&part, id, activity))?;
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
