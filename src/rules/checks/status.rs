//! Where a register stands: counts that are honest measures, and no score.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::Level;
use crate::graph::{Leaving, ReceiverRole, RouteStep, StepKind};
use crate::model::{Activity, ActivityId, Country, Date, Kind, OpenList, Recorded, Reference};

use super::case::{Case, Turn, broadest};
use super::gathered::Gathered;
use super::governance::due;
use super::view::View;

/// A word of ours, or the same as it was kept.
type Word = Cow<'static, str>;

/// Where a register stands on a day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// How many activities there are, by status.
    pub by_status: BTreeMap<Word, usize>,
    /// How many there are in each business function, with their findings.
    pub by_function: BTreeMap<String, OfFunction>,
    /// How many activities that are not retired are for law enforcement: their record is that of section 61.
    pub law_enforcement: usize,
    /// What Article 30 asks for, in each other activity that is not retired.
    pub article_30: Vec<OfArticle30>,
    /// How many findings there are, by level.
    pub findings: BTreeMap<Word, usize>,
    /// How many more are accepted by waivers.
    pub waived: usize,
    /// What is due, the earliest first.
    pub due: Vec<Due>,
    /// Processors with a contract in force.
    pub contracts: OutOf,
    /// Others that data is shared with, under an agreement in force.
    pub agreements: OutOf,
    /// Activities that are approved as they stand.
    pub approved: OutOf,
}

/// The activities of a business function.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct OfFunction {
    /// How many.
    pub activities: usize,
    /// How many findings concern them, by level.
    pub required: usize,
    /// Those that are expected.
    pub expected: usize,
    /// Those that are tidy.
    pub tidy: usize,
}

/// What Article 30 asks for in an activity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfArticle30 {
    /// The activity.
    pub activity: ActivityId,
    /// What it is called.
    pub name: String,
    /// Whether it is a draft: it counts all the same.
    pub draft: bool,
    /// What is asked for and has a value.
    pub filled: Vec<Word>,
    /// What is recorded as none, or known to be none.
    pub none: Vec<Word>,
    /// What is not recorded.
    pub not_recorded: Vec<Word>,
}

impl OfArticle30 {
    /// The name, marked where it is that of a draft.
    pub fn marked(&self) -> String {
        let mark = if self.draft { " (draft)" } else { "" };
        format!("{}{mark}", self.name)
    }
}

/// Something that is due on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// What it is: `review`, `end of agreement`, `review of document`, `end of waiver`.
    pub what: Word,
    /// The record.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub record: Reference,
    /// What it is called.
    pub name: String,
}

/// So many of so many.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OutOf {
    /// How many of them.
    pub n: usize,
    /// How many there are.
    pub of: usize,
    /// Those that are missing, by name; activities that are drafts are marked.
    pub missing: Vec<String>,
}

fn as_text<S: serde::Serializer>(record: &Reference, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(record)
}

fn from_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Reference, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (kind, id) = text.split_once(':').unwrap_or_default();
    let kind = Kind::from_word(kind).ok_or_else(|| serde::de::Error::custom("no record"))?;
    Ok(Reference::new(kind, id))
}

/// What a field of Article 30 says: recorded, none or not recorded.
type Says = fn(&Case<'_, '_>) -> Recorded<()>;

fn said<T>(field: &Recorded<T>) -> Recorded<()> {
    match field {
        Recorded::NotRecorded => Recorded::NotRecorded,
        Recorded::None => Recorded::None,
        Recorded::Value(_) => Recorded::Value(()),
    }
}

/// What Article 30(1) asks for, by its letters.
const CONTROLLER: &[(&str, Says)] = &[
    ("role", |case| said(&case.activity.role)),
    ("controller", |case| said(&case.activity.controller)),
    ("purposes", |case| said(&case.activity.purpose)),
    ("categories of people", |case| said(&case.activity.people)),
    ("categories of data", |case| said(&case.activity.data)),
    ("recipients", |case| said(&case.activity.recipient)),
    ("retention", |case| said(&case.activity.retention)),
    ("security measures", measures),
];

/// What Article 30(2) asks for.
const PROCESSOR: &[(&str, Says)] = &[
    ("controllers acted for", |case| said(&case.acted_for())),
    // A purpose says what is done as well as a description does.
    ("description", |case| match &case.activity.purpose {
        Recorded::Value(_) => Recorded::Value(()),
        _ => said(&case.activity.description),
    }),
    ("security measures", measures),
];

/// The measures of an activity, or of a system that holds its data.
fn measures(case: &Case<'_, '_>) -> Recorded<()> {
    let mut systems = case.holding();
    match systems.any(|system| !system.measures.items().is_empty()) {
        true => Recorded::Value(()),
        false => said(&case.activity.measures),
    }
}

/// The countries of transfers, which the graph knows and the rules ask about.
const TRANSFERS: &str = "countries of transfers";

/// What counts of an activity.
pub(super) struct Counted {
    function: String,
    is_part_3: bool,
    article_30: OfArticle30,
    review: Option<Date>,
    /// Whom it has as a processor, or shares data with, and whether under an agreement in force.
    governed: Vec<(bool, Reference, bool)>,
    is_approved: bool,
}

impl Counted {
    pub(super) fn of(case: &Case<'_, '_>) -> Self {
        let steps = case.steps().iter().map(|placed| &placed.step);
        let expected =
            steps.filter(|step| step.to.kind == Kind::Party && step.agreement.is_expected);
        let governed = expected.filter_map(|step| {
            let is_contract = match (step.role, step.kind) {
                (Some(ReceiverRole::Processor), _) => true,
                (Some(ReceiverRole::Recipient), StepKind::Recipient) => false,
                _ => return None,
            };
            Some((
                is_contract,
                step.to.reference(),
                !step.agreement.is_missing(),
            ))
        });
        let mut approvals = case.view.approvals_of(case.id).iter();
        Self {
            function: broadest(&case.activity.function).to_owned(),
            is_part_3: case.activity.is_law_enforcement(),
            article_30: of_article_30(case),
            review: case.activity.review.value().and_then(due),
            governed: governed.collect(),
            is_approved: approvals.any(|(id, _)| !case.view.lapsed.contains(*id)),
        }
    }
}

/// What counts, as activities are asked.
#[derive(Debug, Default)]
pub(super) struct Counting {
    status: Status,
    governed: BTreeMap<bool, BTreeMap<Reference, bool>>,
    /// The activities that are not approved as they stand.
    not_approved: BTreeMap<Turn, String>,
    /// The names of those that share one, as they are told apart.
    told_apart: BTreeMap<Reference, String>,
}

impl Counting {
    /// Nothing so far, of a register some of whose records share a name.
    pub(super) fn telling_apart(names: BTreeMap<Reference, String>) -> Self {
        Self {
            told_apart: names,
            ..Self::default()
        }
    }

    /// Counts some activities, retired ones too, by their status.
    pub(super) fn all<'a>(&mut self, activities: impl Iterator<Item = &'a Activity>) {
        for activity in activities {
            let word = match &activity.status {
                Recorded::Value(status) => status.word(),
                Recorded::None => Recorded::<()>::NONE,
                Recorded::NotRecorded => "not recorded",
            };
            *self.status.by_status.entry(word.into()).or_default() += 1;
        }
    }

    /// Counts an activity that was asked.
    pub(super) fn count(&mut self, turn: Turn, mut of: Counted) {
        if let Some(name) = self.told_apart.get(&of.article_30.activity.reference()) {
            of.article_30.name.clone_from(name);
        }
        let status = &mut self.status;
        let (activity, name) = (of.article_30.activity.clone(), of.article_30.name.clone());
        let marked = of.article_30.marked();
        let by_function = status.by_function.entry(of.function).or_default();
        by_function.activities += 1;
        status.due.extend(of.review.map(|on| Due {
            on,
            what: "review".into(),
            record: activity.reference(),
            name: name.clone(),
        }));
        match of.is_part_3 {
            true => status.law_enforcement += 1,
            false => status.article_30.push(of.article_30),
        }
        for (is_contract, party, has) in of.governed {
            let all = self.governed.entry(is_contract).or_default();
            *all.entry(party).or_insert(true) &= has;
        }
        status.approved.of += 1;
        match of.is_approved {
            true => status.approved.n += 1,
            false => drop(self.not_approved.insert(turn, marked)),
        }
    }

    /// Where a register stands, with how many findings are waived and what was found in it.
    pub(super) fn status(self, view: &View<'_>, n_waived: usize, found: &Gathered) -> Status {
        let mut status = self.status;
        status.waived = n_waived;
        status.due.extend(due_of_catalogues(view));
        status.due.sort();
        status
            .article_30
            .sort_by(|one, other| one.activity.cmp(&other.activity));
        status.approved.missing = self.not_approved.into_values().collect();
        for (is_contract, all) in self.governed {
            let out_of = match is_contract {
                true => &mut status.contracts,
                false => &mut status.agreements,
            };
            for (party, has) in all {
                out_of.of += 1;
                match has {
                    true => out_of.n += 1,
                    false => {
                        let told_apart = self.told_apart.get(&party).map(String::as_str);
                        let name = told_apart.unwrap_or_else(|| view.name(&party));
                        out_of.missing.push(name.to_owned());
                    }
                }
            }
        }
        for level in [Level::Required, Level::Expected, Level::Tidy] {
            status.findings.insert(level.word().into(), 0);
        }
        for found in found.iter().filter(|found| !found.is_waived()) {
            *status
                .findings
                .entry(found.level().word().into())
                .or_default() += 1;
            for name in found.broadest_functions() {
                let of = status.by_function.entry(name.to_owned()).or_default();
                *match found.level() {
                    Level::Required | Level::Error => &mut of.required,
                    Level::Expected | Level::Warning => &mut of.expected,
                    Level::Tidy => &mut of.tidy,
                } += 1;
            }
        }
        status
    }
}

fn of_article_30(case: &Case<'_, '_>) -> OfArticle30 {
    let mut of = OfArticle30 {
        activity: case.id.clone(),
        name: case.activity.name.clone(),
        draft: case.activity.is_draft(),
        filled: Vec::new(),
        none: Vec::new(),
        not_recorded: Vec::new(),
    };
    let asked = match super::case::is_for_others(case.activity) {
        true => PROCESSOR,
        false => CONTROLLER,
    };
    let asked = asked.iter().map(|(what, says)| (*what, says(case)));
    for (what, said) in asked.chain([(TRANSFERS, transfers(case))]) {
        match said {
            Recorded::Value(()) => of.filled.push(what.into()),
            Recorded::None => of.none.push(what.into()),
            Recorded::NotRecorded => of.not_recorded.push(what.into()),
        }
    }
    of
}

/// Whether the countries of transfers are recorded; none where all that is kept or goes out is known to stay in the UK.
fn transfers(case: &Case<'_, '_>) -> Recorded<()> {
    let steps = || case.steps().iter().map(|placed| &placed.step);
    let is_unnamed = |step: &RouteStep| match step.leaves_uk {
        Leaving::Yes => step.countries() == [Country::OutsideUk],
        Leaving::Possible => true,
        Leaving::No => false,
    };
    let it = case.activity;
    let is_open = [OpenList::Recipient, OpenList::Store]
        .into_iter()
        .any(|list| it.is_open(list));
    let lists = [&it.recipient, &it.store];
    if steps().any(is_unnamed) {
        Recorded::NotRecorded
    } else if steps().any(|step| step.leaves_uk == Leaving::Yes) {
        Recorded::Value(())
    } else if is_open || lists.iter().any(|list| list.is_not_recorded()) {
        Recorded::NotRecorded
    } else {
        Recorded::None
    }
}

/// What is due in what is no activity.
fn due_of_catalogues(view: &View<'_>) -> Vec<Due> {
    let mut all = Vec::new();
    let mut note = |on: &Recorded<Date>, what: &'static str, record: Reference| {
        let name = view.name(&record).to_owned();
        all.extend(on.value().map(|on| Due {
            on: *on,
            what: what.into(),
            record,
            name,
        }));
    };
    for (id, document) in &view.register.documents {
        note(&document.expires, "end of document", id.reference());
        note(&document.review, "review of document", id.reference());
    }
    for (id, waiver) in &view.register.waivers {
        let record = Reference::new(Kind::Waiver, id.as_str());
        note(&waiver.until, "end of waiver", record);
    }
    all
}
