//! Checks: what is missing, unlawful, overdue or vague in a register, read as a regulator would.
//!
//! Nothing here forbids a commit. A rule is an entry in the list of its family, with two registers, one on which it trips
//! and one on which it does not: they are its tests, and `ropa explain CODE` prints them. It reads the register through
//! [`View`] and [`Case`], which hand it every judgement of the graph, so that no rule works out again who is outside, in
//! which role, under which agreement or where data goes.

mod a30;
mod agree;
mod asking;
mod case;
mod decisions;
mod doubled;
mod fix;
mod flow;
mod gathered;
mod governance;
mod hit;
mod item;
mod law_bases;
mod notices;
mod own;
mod packed;
mod part_3;
mod past;
mod policy;
mod pro;
#[cfg(test)]
mod properties;
mod read_from;
mod reg;
mod retention;
mod routes;
mod said_words;
mod sharing;
mod special;
mod status;
#[cfg(test)]
mod tests;
mod tidy;
mod transfers;
mod view;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::finding::{Finding, Level, Place};
use crate::model::{ActivityId, Date, Reference, Register};

pub use self::asking::{Asked, Asking, Tally, Tell, Told};
pub use self::case::Case;
pub use self::fix::{Fix, NOT_RECORDED};
pub use self::gathered::{Brief, Gathered, Gathering, Row, Unreadable};
pub use self::hit::Hit;
pub use self::item::Item;
pub use self::own::found_with;
pub(crate) use self::packed::{pack_as_json, unpack};
pub use self::past::{Changes, NEED_A_HISTORY, Past};
pub use self::status::{Due, OfArticle30, OfFunction, OutOf, Status};
pub use self::view::View;

/// The families of rules, in the order in which they are listed.
pub static FAMILIES: &[&[Check]] = &[
    reg::RULES,
    a30::RULES,
    pro::RULES,
    law_bases::RULES,
    special::RULES,
    policy::RULES,
    flow::RULES,
    sharing::RULES,
    doubled::RULES,
    transfers::RULES,
    routes::RULES,
    retention::RULES,
    notices::RULES,
    decisions::RULES,
    governance::RULES,
    part_3::RULES,
    past::RULES,
    agree::RULES,
    tidy::RULES,
];

/// A rule of `ropa check`.
#[derive(Debug)]
pub struct Check {
    /// Its code, never used for something else.
    pub code: &'static str,
    /// What a finding of it means, where the finding does not say otherwise.
    pub level: Level,
    /// What is wrong, as a sentence without its full stop.
    pub title: &'static str,
    /// The provisions on which it rests.
    pub rests_on: &'static str,
    /// What it does with a field that is not recorded, that is `none`, and that has a value.
    pub states: &'static str,
    /// Whether it looks for a gap or a fact, and in which field.
    pub looks_for: LooksFor,
    /// Which activities it looks at.
    pub over: Over,
    /// The first day on which the law asks for it; it is silent before.
    pub from: Option<Date>,
    /// A register on which it trips.
    pub trips: &'static str,
    /// A register on which it does not.
    pub passes: &'static str,
    /// How it is found out.
    pub finds: Finds,
}

/// What a rule looks for, and in which field (`activity.purpose.basis`; empty where it is no single one).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksFor {
    /// Something that is not recorded: to record a value in the field never adds a finding.
    Gap(&'static str),
    /// Something that is recorded: where the field is not recorded, it never trips.
    Fact(&'static str),
}

/// Which activities a rule looks at; never at retired ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// All of them.
    All,
    /// Those under the UK GDPR, or of which the regime is not recorded.
    General,
    /// Those of them that the organisation does not do for others alone.
    Controllers,
    /// Those of them that it does as a processor.
    Processors,
    /// Those under Part 3 of the Data Protection Act 2018.
    LawEnforcement,
}

/// How a rule finds out.
#[derive(Clone, Copy, Debug)]
pub enum Finds {
    /// It looks at one activity at a time. What it finds at another record is told once for all activities.
    Each(fn(&Case<'_, '_>) -> Vec<Hit>),
    /// It looks at what is no activity.
    Whole(fn(&View<'_>) -> Vec<Hit>),
    /// It does both.
    Both(fn(&View<'_>) -> Vec<Hit>, fn(&Case<'_, '_>) -> Vec<Hit>),
    /// Activities say something, each by what it is about; what they say of one thing otherwise than each other is judged,
    /// the first that says each.
    Across(
        fn(&Case<'_, '_>) -> Vec<(String, Told)>,
        fn(&View<'_>, &str, &[&Told]) -> Vec<Hit>,
    ),
    /// It looks at what is known once all other rules were asked.
    After(fn(&View<'_>, &Tally) -> Vec<Hit>),
}

/// A finding of a rule.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: &'static Check,
    /// What is wrong, and where.
    pub finding: Finding,
    /// The record it is about.
    pub record: Reference,
    /// The field, as `recipient[2].to`; empty for the record itself.
    pub path: String,
    /// The activities that it concerns.
    pub activities: Vec<ActivityId>,
    /// How it is put right.
    pub fix: Option<Fix>,
    /// Whether all that it concerns are drafts.
    pub is_draft: bool,
    telling: Option<fn(usize) -> String>,
}

/// What the rules found in a register.
#[derive(Debug, Default)]
pub struct Checked {
    /// The findings, worst first, in the order of records and fields.
    pub found: Vec<Found>,
    /// How many findings are accepted by a waiver.
    pub n_waived: usize,
    /// The rules that were not asked, as the register has no history.
    pub not_asked: Vec<&'static str>,
}

/// Every rule, in the order of the families.
pub fn rules() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().copied().flatten()
}

/// The rules by their codes, each with its rank.
static BY_CODE: LazyLock<BTreeMap<&'static str, (&'static Check, usize)>> = LazyLock::new(|| {
    let rank = |code: &str| {
        let is_it =
            |first: &&str| *first == code || first.ends_with('-') && code.starts_with(first);
        FIRST.iter().position(is_it).unwrap_or(FIRST.len())
    };
    let all = rules().map(|rule| (rule.code, (rule, rank(rule.code))));
    all.collect()
});

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Check> {
    BY_CODE.get(code).map(|(rule, _)| *rule)
}

/// Codes that stand first on a screen, in this order; a family is meant by its beginning.
const FIRST: &[&str] = &[
    "LAW-closed",
    "LAW-basis-none",
    "SPC-condition-none",
    "SPC-schedule-wrong",
    "OFF-basis-none",
    "ABR-none",
    "ABR-not-approved",
    "ABR-closed",
    "AUT-recognised",
    "AUT-special",
    "DPI-contradicts",
    "DPI-not-begun",
    "A30-",
    "POL-",
    "FLOW-contract",
    "FLOW-contract-ended",
    "SPC-condition",
    "OFF-basis",
    "ABR-route",
    "NOT-complaint",
    "NOT-missing-right",
    "GOV-overdue",
    "FLOW-contract-soon",
];

impl Check {
    /// Where it stands among what is to be shown first: required before expected, and within these as the list above has it.
    pub fn rank(&self) -> usize {
        BY_CODE
            .get(self.code)
            .map_or(FIRST.len(), |(_, rank)| *rank)
    }

    /// Whether a finding of it can be accepted: the law knows no waiver of what the record must hold.
    pub fn can_be_waived(&self) -> bool {
        let family = self.code.split('-').next().unwrap_or_default();
        !["A30", "PRO", "POL", "LE"].contains(&family)
    }

    /// Whether it looks at an activity, by the law of the day.
    fn reaches(&self, case: &Case<'_, '_>) -> bool {
        self.is_asked_on(case.view.on) && self.over.reaches(case)
    }

    /// Whether the law asks for it on a day.
    fn is_asked_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day)
    }

    fn found(&'static self, hit: Hit) -> Found {
        let level = hit.level.unwrap_or(self.level);
        let place = Place::field(&hit.record, hit.path.clone());
        Found {
            rule: self,
            finding: Finding::new(self.code, level, hit.why).at(place),
            record: hit.record,
            path: hit.path,
            activities: hit.activities,
            fix: hit.fix,
            is_draft: hit.is_draft,
            telling: hit.telling,
        }
    }
}

impl Over {
    fn reaches(self, case: &Case<'_, '_>) -> bool {
        let is_processor = case::is_for_others(case.activity);
        let is_part_3 = case.activity.is_law_enforcement();
        match self {
            Self::All => true,
            Self::General => !is_part_3,
            Self::Controllers => !is_part_3 && case.activity.is_decided(),
            Self::Processors => !is_part_3 && is_processor,
            Self::LawEnforcement => is_part_3,
        }
    }

    /// Which activities, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::All => "every activity that is not retired",
            Self::General => "activities under the UK GDPR",
            Self::Controllers => "activities under the UK GDPR that are not done for others alone",
            Self::Processors => "activities that are done for others",
            Self::LawEnforcement => "activities under Part 3 of the Data Protection Act 2018",
        }
    }
}

/// Everything that every rule finds, also what is waived.
pub fn found(view: &View<'_>) -> Vec<Found> {
    Asking::of(|_| true).with_waived().about(view).found
}

/// Asks every rule, and leaves out what is waived.
pub fn check(view: &View<'_>) -> Checked {
    Asking::of(|_| true).about(view)
}

/// What every rule finds in a register on a day.
pub fn check_register(register: &Register, on: Date) -> Checked {
    check(&View::of(register, on))
}

impl Found {
    /// The order in which findings are told: worst first.
    fn key(&self) -> (Level, usize, &'static str, &Reference, &str) {
        (
            self.finding.level,
            self.rule.rank(),
            self.rule.code,
            &self.record,
            &self.path,
        )
    }
}
