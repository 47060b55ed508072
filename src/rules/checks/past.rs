//! What the history says of activities, and the rules that ask it: who changed an entry, and what is older than that.

use std::collections::BTreeMap;

use crate::finding::Level::{Expected, Tidy};
use crate::model::{ActivityId, Date, Recorded, Status, day_in_words, fold};

use super::case::Case;
use super::routes::is_old;
use super::view::listed;
use super::{Check, Finds::Each, LooksFor::Fact, Over};

/// What the history of a register says of its activities.
#[derive(Clone, Debug, Default)]
pub struct Past(pub BTreeMap<ActivityId, Changes>);

/// How an activity changed.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Who changed what it says last, or recorded it.
    pub by: String,
    /// When.
    pub on: Date,
    /// The fields that changed since it was first recorded, each with the last day on which it did.
    pub fields: BTreeMap<String, Date>,
}

/// What of an activity a privacy notice tells.
const TOLD: &[&str] = &[
    "purpose",
    "condition",
    "offence_basis",
    "data",
    "recipient",
    "onward",
    "retention",
];

/// What of an activity an impact assessment is about.
const ASSESSED: &[&str] = &[
    "purpose",
    "condition",
    "offence_basis",
    "data",
    "people",
    "source",
    "store",
    "recipient",
    "onward",
    "feed",
    "automated_decisions",
];

/// For so many days a draft may lie.
const DRAFT: i32 = 90;

/// The codes of the rules that cannot be asked without a history.
pub const NEED_A_HISTORY: &[&str] = &["GOV-own-approval", "GOV-draft", "NOT-older"];

pub(super) static RULES: &[Check] = &[
    Check {
        code: "GOV-own-approval",
        level: Expected,
        title: "Who changed the entry approved it",
        rests_on: "ICO: segregation; UK GDPR Article 38(6)",
        states: "Not recorded: no finding; without a history it is not asked. None: no finding. Value: a finding where the approval that holds is by the author of the last change.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"now\"\nby = \"A. Officer\"\non = \"2026-05-02\"",
        passes: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\n[approval.first]\nactivity = \"care\"\ncontent = \"now\"\nby = \"B. Officer\"\non = \"2026-05-02\"",
        finds: Each(|case| {
            let approvals = case.view.approvals_of(case.id).iter();
            let held: Vec<_> = approvals
                .filter(|(id, _)| !case.view.lapsed.contains(*id))
                .collect();
            let Some(changes) = changes(case).filter(|_| !held.is_empty()) else {
                return Vec::new();
            };
            let is_own = held
                .iter()
                .all(|(_, it)| fold(&it.by) == fold(name(&changes.by)));
            let hit = is_own.then(|| {
                let why = format!(
                    "{} changed it last, on {}, and approved it.",
                    name(&changes.by),
                    day_in_words(changes.on)
                );
                case.hit("", why)
                    .advise("have somebody else approve what it says")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "GOV-draft",
        level: Tidy,
        title: "A draft is old",
        rests_on: "ICO: accurate and up to date",
        states: "Not recorded: of the status: no finding; without a history it is not asked. None: no finding. Value: a finding on a draft that did not change for more than 90 days.",
        looks_for: Fact("activity.status"),
        over: Over::All,
        from: None,
        trips: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\nstatus = \"draft\"",
        passes: "# history: care, 2026-11-20, A. Officer, recipient\n[activity.care]\nstatus = \"draft\"",
        finds: Each(|case| {
            let is_draft = case.activity.status == Recorded::Value(Status::Draft);
            let old = changes(case).filter(|changes| {
                let days = (case.view.on - changes.on).get_days();
                is_draft && days > DRAFT
            });
            let hit = old.map(|changes| {
                let why = format!("It last changed on {}.", day_in_words(changes.on));
                case.hit("status", why).set("active")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-older",
        level: Expected,
        title: "The notice is older than the record",
        rests_on: "UK GDPR Article 13(3), Article 14(4); ICO: privacy information review",
        states: "Not recorded: of the day of the notice: no finding (NOT-dated); without a history it is not asked. None: no finding. Value: a finding where purposes, conditions, data, recipients or retention changed after every notice was made.",
        looks_for: Fact("document.dated"),
        over: Over::Controllers,
        from: None,
        trips: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\nnotices = [\"care-notice\"]\n[document.care-notice]\ndated = \"2024-03-01\"",
        passes: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\nnotices = [\"care-notice\"]\n[document.care-notice]\ndated = \"2026-06-01\"",
        finds: Each(|case| {
            let notices = case.activity.notices.items().iter();
            let notices: Vec<_> = notices.filter_map(|id| case.view.document(id)).collect();
            let dated = notices.iter().map(|notice| notice.dated.value().copied());
            let dated: Option<Vec<Date>> = dated.collect();
            let newest = dated.and_then(|dated| dated.into_iter().max());
            let since = newest.and_then(|newest| since(case, newest, TOLD));
            let hit = since.map(|since| {
                let names: Vec<String> =
                    notices.iter().map(|it| format!("“{}”", it.name)).collect();
                let why = format!("Since {} was made, {since}.", listed(&names));
                case.hit("notices", why)
                    .advise("bring the notice up to date, and record its day in `dated`")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "DPI-older",
        level: Expected,
        title: "The assessment is older than the last change of the processing, or its age is not recorded",
        rests_on: "UK GDPR Article 35(11)",
        states: "Not recorded: of the day of the assessment: a finding, as nobody can tell how old it is. None: no finding. Value: a finding where what is assessed changed after it, which is not asked without a history, or where it is more than 36 months old.",
        looks_for: Fact("activity.dpia.document"),
        over: Over::General,
        from: None,
        trips: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\ndpia = { document = \"assessment\" }\n[document.assessment]\ndated = \"2024-03-01\"",
        passes: "# history: care, 2026-05-01, A. Officer, recipient\n[activity.care]\ndpia = { document = \"assessment\" }\n[document.assessment]\ndated = \"2026-06-01\"",
        finds: Each(|case| {
            let document = case
                .activity
                .dpia
                .value()
                .and_then(|dpia| dpia.document.value());
            let Some((id, document)) = document.and_then(|id| Some((id, case.view.document(id)?)))
            else {
                return Vec::new();
            };
            let name = &document.name;
            let why = match document.dated {
                Recorded::None => None,
                Recorded::NotRecorded => Some(format!("When “{name}” was made is not recorded.")),
                Recorded::Value(dated) => match since(case, dated, ASSESSED) {
                    Some(since) => Some(format!("Since “{name}” was made, {since}.")),
                    None => is_old(dated, case.view.on, 36)
                        .then(|| format!("“{name}” was made on {}.", day_in_words(dated))),
                },
            };
            let hit = why.map(|why| {
                let hit = case.hit("dpia.document", why);
                match document.dated {
                    Recorded::NotRecorded => {
                        hit.set_of(id.reference(), "dated", &case.view.on.to_string())
                    }
                    _ => hit
                        .advise("look at the assessment again, and record its new day in `dated`"),
                }
            });
            hit.into_iter().collect()
        }),
    },
];

/// What the history says of an activity.
fn changes<'r>(case: &Case<'_, 'r>) -> Option<&'r Changes> {
    case.view.past?.0.get(case.id)
}

/// The name of an author, without an address.
fn name(author: &str) -> &str {
    author.split('<').next().unwrap_or(author).trim()
}

/// What changed after a day, of some fields.
fn since(case: &Case<'_, '_>, day: Date, of: &[&str]) -> Option<String> {
    let fields = changes(case)?.fields.iter();
    let fields = fields.filter(|(field, on)| of.contains(&field.as_str()) && **on > day);
    let (mut names, mut last) = (Vec::new(), day);
    for (field, on) in fields {
        names.push(format!("`{field}`"));
        last = last.max(*on);
    }
    (!names.is_empty())
        .then(|| format!("{} changed, last on {}", listed(&names), day_in_words(last)))
}
