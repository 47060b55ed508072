//! The filters of questions: what each is called, what it takes and what it says in help.

use crate::graph::{CountryFilter, ReceiverRole};
use crate::model::Country;

/// A filter of a question.
#[derive(Debug)]
pub struct Filter {
    /// Its name: `not-through`. The field of the question has an underscore for each hyphen.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it does, as help says it.
    pub about: &'static str,
    /// What has to be named with it.
    pub requires: Option<&'static str>,
    /// The filters with which it cannot be asked.
    pub conflicts: &'static [&'static str],
}

/// What a filter takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Nothing: it is set or not.
    Nothing,
    /// A name of something.
    Name(&'static str),
    /// Names of several.
    Names(&'static str),
    /// A number from 1.
    Number(&'static str),
    /// A word, and what is wrong with any other.
    Word(&'static str, fn(&str) -> Result<(), String>),
}

impl Filter {
    /// A filter with a name, which takes something and does something.
    const fn new(name: &'static str, takes: Takes, about: &'static str) -> Self {
        Self {
            name,
            takes,
            about,
            requires: None,
            conflicts: &[],
        }
    }
}

/// The filters of every question.
pub static SHARED: &[Filter] = &[
    Filter::new(
        "people",
        Takes::Name("PEOPLE"),
        "Only data about these people; where the record does not say, it counts as possible",
    ),
    Filter::new(
        "activity",
        Takes::Names("ACTIVITY"),
        "Only these activities (may be given several times)",
    ),
    Filter::new(
        "special",
        Takes::Nothing,
        "Only special category data and data on criminal offences (Articles 9 and 10)",
    ),
    Filter::new("stated", Takes::Nothing, "Leave out what is only possible"),
    Filter::new("retired", Takes::Nothing, "Count retired activities too"),
];

/// `--data`, for questions about something else.
pub(super) const DATA: Filter = Filter::new(
    "data",
    Takes::Name("DATA"),
    "Only this category of data, or narrower ones",
);

/// `--exact`, for questions in which data can be named.
pub(super) const EXACT: Filter = Filter {
    requires: Some("data"),
    ..Filter::new(
        "exact",
        Takes::Nothing,
        "The category itself and nothing narrower",
    )
};

/// `--party`, for questions whose answers are about parties.
pub(super) const PARTY: Filter = Filter::new(
    "party",
    Takes::Name("PARTY"),
    "Only this party or its parts",
);

/// `--role`, for recipients.
pub(super) const ROLE: Filter = Filter::new(
    "role",
    Takes::Word("ROLE", |text| role(text).map(drop)),
    "Only recipients in this role: recipient, joint-controller, processor, sub-processor, internal",
);

/// `--country`, for questions whose answers are somewhere.
pub(super) const COUNTRY: Filter = Filter::new(
    "country",
    Takes::Word("COUNTRY", |text| country(text).map(drop)),
    "Only in this country (name, ISO 3166 code, `outside-uk`, or `not-recorded`)",
);

/// `--max-steps`, for questions answered by routes.
pub(super) const MAX_STEPS: Filter = Filter::new(
    "max-steps",
    Takes::Number("N"),
    "Routes of at most so many steps",
);

/// `--all-paths`, for questions answered by routes.
pub(super) const ALL_PATHS: Filter = Filter::new(
    "all-paths",
    Takes::Nothing,
    "All routes, and not only the best",
);

/// `--not-through`, for questions whose answers rest on routes.
pub(super) const NOT_THROUGH: Filter = Filter::new(
    "not-through",
    Takes::Names("PLACE"),
    "Leave out what comes from or through this party or system (may be given several times)",
);

/// `--linked`, for recipients.
pub(super) const LINKED: Filter = Filter {
    requires: Some("data"),
    conflicts: &["stated", "max-steps"],
    ..Filter::new(
        "linked",
        Takes::Nothing,
        "Also who could get it only because two activities share a system or party; shown apart",
    )
};

/// `--cut`, for a place.
pub(super) const CUT: Filter = Filter::new(
    "cut",
    Takes::Nothing,
    "Who is cut off if it goes, and who still gets the data some other way",
);

/// The country of a filter, by its name, its code or a word.
pub(super) fn country(text: &str) -> Result<CountryFilter, String> {
    if matches!(text, "not-recorded" | "not recorded") {
        return Ok(CountryFilter::NotRecorded);
    }
    Country::from_words(text)
        .map(CountryFilter::Is)
        .map_err(|_| format!("no country has the code or name `{text}`"))
}

/// The role of a recipient, by its word.
pub(super) fn role(text: &str) -> Result<ReceiverRole, String> {
    ReceiverRole::ALL
        .into_iter()
        .find(|role| role.word() == text)
        .ok_or_else(|| {
            format!(
                "the roles are {}",
                ReceiverRole::ALL.map(ReceiverRole::word).join(", ")
            )
        })
}
