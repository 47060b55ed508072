//! Which column of a sheet holds which field: known for the tables that councils use, drafted for others, and kept in a
//! file that a person can change.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::asked::asked;
pub(super) use super::column_words::{
    ACTS_FOR, DATA, DIRECTION, FREQUENCY, FROM, HOSTED, IGNORE, MEDIUM, METHOD, OPERATOR, OWN,
    PROCESSOR, SUPPLIER, THROUGH, TO, TRANSFER, UNREAD, VOLUME, about, is_of_flows, lists_of,
};
use super::whom::{detail, of_who_is_acted_for};
use crate::model::{ALIKE, Field, Kind, Presence, fold, nearest};

/// The tables that are known, each a file.
const KNOWN: [(&str, &str); 6] = [
    ("ico-controller", include_str!("maps/ico-controller.toml")),
    ("ico-processor", include_str!("maps/ico-processor.toml")),
    ("lga", include_str!("maps/lga.toml")),
    ("assets", include_str!("maps/assets.toml")),
    ("parish", include_str!("maps/parish.toml")),
    ("flows", include_str!("maps/flows.toml")),
];

/// Headings that mean one thing wherever they stand: what a draft is made from.
const USUAL: &str = include_str!("maps/usual.toml");

/// Which column holds which field.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// What it is called.
    pub name: String,
    /// Whether it is that of a layout of ours, whose cells say more than others.
    pub is_ours: bool,
    /// The fields that hold a heading, each as a path of an activity; a heading that it does not name is kept as text.
    columns: BTreeMap<String, Vec<String>>,
    /// The same by what is left of a heading without the words that only ask.
    worded: BTreeMap<String, Vec<String>>,
    /// The sheets that it is of; none where any with such headings is.
    pub(super) sheets: Vec<String>,
    /// The row of the headings, where it is given.
    pub(super) header_row: Option<u32>,
    /// Whether a heading that it does not name is known by its words.
    pub(super) is_by_words: bool,
    /// What separates values in a cell beside lines, bullets, semicolons and commas.
    pub(super) separators: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    name: String,
    #[serde(default)]
    sheets: Vec<String>,
    header_row: Option<u32>,
    #[serde(default)]
    separators: Vec<String>,
    columns: BTreeMap<String, toml::Spanned<Paths>>,
    #[serde(default)]
    worded: BTreeMap<String, toml::Spanned<Paths>>,
}

/// One field, or several that a column holds at once.
#[derive(Deserialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Several(Vec<String>),
}

/// Why a file is no map: the line, what is wrong, and what to do about it.
pub type Wrong = (usize, String, String);

impl Map {
    /// The map that a file says.
    ///
    /// # Errors
    /// It is no TOML, or names a field that there is not.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let line = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            (line(at), error.message().to_owned(), String::new())
        })?;
        type Fold = fn(&str) -> String;
        let read = |headings: BTreeMap<String, toml::Spanned<Paths>>, fold: Fold| {
            let mut columns = BTreeMap::new();
            for (heading, paths) in headings {
                let at = line(paths.span().start);
                let paths = match paths.into_inner() {
                    Paths::One(path) => vec![path],
                    Paths::Several(paths) => paths,
                };
                for path in &paths {
                    check(path).map_err(|(why, hint)| (at, why, hint))?;
                }
                columns.insert(fold(&heading), paths);
            }
            Ok(columns)
        };
        Ok(Self {
            name: file.name,
            is_ours: false,
            is_by_words: false,
            columns: read(file.columns, folded)?,
            worded: read(file.worded, gist)?,
            sheets: file.sheets,
            header_row: file.header_row,
            separators: file.separators,
        })
    }

    /// The map of a layout of ours, of which a sheet has all columns.
    pub fn ours(name: &str, columns: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let columns = columns.map(|(heading, path)| (folded(heading), vec![path.to_owned()]));
        Self {
            name: name.to_owned(),
            is_ours: true,
            columns: columns.collect(),
            ..Self::default()
        }
    }

    /// How many headings it names.
    pub(super) fn n_headings(&self) -> usize {
        self.columns.len()
    }

    /// Whether it is that of a list of flows.
    pub(super) fn is_of_flows(&self) -> bool {
        let mut paths = self.columns.values().flatten();
        paths.any(|path| is_of_flows(path))
    }

    /// Whether it is that of a record of what is done for other controllers.
    fn is_of_a_processor(&self) -> bool {
        let mut paths = self.columns.values().flatten();
        paths.any(|path| path == ACTS_FOR)
    }

    /// The tables that are known.
    pub fn known() -> Vec<Self> {
        let read = |(name, text): &(&str, &str)| {
            let map = Self::read(text).ok()?;
            Some(Self {
                name: format!("{} ({name})", map.name),
                ..map
            })
        };
        KNOWN.iter().filter_map(read).collect()
    }

    /// The headings that mean one thing wherever they stand.
    pub(super) fn usual() -> Self {
        let mut usual = Self {
            is_by_words: true,
            ..Self::read(USUAL).unwrap_or_default()
        };
        // What heads a list of flows means something else in any other table.
        // So does what heads a record of what is done for others.
        let is_other = |map: &&Self| map.is_of_flows() || map.is_of_a_processor();
        for map in Self::known().iter().filter(|map| !is_other(map)) {
            usual.complete(map);
        }
        usual
    }

    /// Takes the headings of another map that this one does not name.
    pub(super) fn complete(&mut self, other: &Self) {
        for (ours, theirs) in [
            (&mut self.columns, &other.columns),
            (&mut self.worded, &other.worded),
        ] {
            for (heading, paths) in theirs {
                ours.entry(heading.clone()).or_insert_with(|| paths.clone());
            }
        }
    }

    /// The fields that a heading holds; nothing where it is not named.
    pub(super) fn paths(&self, heading: &str) -> Option<&[String]> {
        let heading = match heading.trim() {
            "#" | "№" => "No",
            heading => heading,
        };
        let found = self.columns.get(&folded(heading));
        // "Lawful basis (Art 9)" asks for another than "Lawful basis".
        let heading = match is_of_article_9(heading) {
            true => "Article 9 condition",
            false => heading,
        };
        let bare = || self.columns.get(&folded(&without_brackets(heading)));
        let found = found.or_else(bare);
        // What asks whether is answered with yes or no.
        let worded = || {
            self.worded
                .get(&gist(heading))
                .filter(|_| !asks_whether(heading))
        };
        found.or_else(worded).map(Vec::as_slice)
    }

    /// Whether it names a heading, and not only what that asks for.
    pub(super) fn names(&self, heading: &str) -> bool {
        self.columns.contains_key(&folded(heading))
    }

    /// The same, and where it is not named, the field that it asks for by its words.
    pub(super) fn paths_or_asked(&self, heading: &str) -> Option<Cow<'_, [String]>> {
        let by_words = || {
            let heading_folded = folded(&without_brackets(heading));
            let asked = || asked(&heading_folded, asks_whether(heading));
            let path = self.is_by_words.then(asked)??;
            Some(Cow::Owned(vec![path.to_owned()]))
        };
        self.paths(heading).map(Cow::Borrowed).or_else(by_words)
    }

    /// The same, which knows headings by their names alone.
    pub(super) fn by_name_alone(&self) -> Self {
        Self {
            is_by_words: false,
            ..self.clone()
        }
    }

    /// The heading that is most like one, for a hint.
    pub(super) fn like(&self, heading: &str) -> Option<&[String]> {
        let folded = folded(heading);
        let found = nearest(&folded, self.columns.keys().map(String::as_str), ALIKE);
        self.columns.get(found?).map(Vec::as_slice)
    }
}

/// A heading as it is compared: `DataControllerName` is three words.
fn folded(heading: &str) -> String {
    let mut spaced = String::new();
    let mut before = ' ';
    for one in heading.chars() {
        if one.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(one);
        before = one;
    }
    fold(&spaced)
}

/// Whether a heading is a question that yes or no answers.
pub(super) fn asks_whether(heading: &str) -> bool {
    const BEGINS: [&str; 11] = [
        "is", "are", "does", "has", "have", "contains", "was", "were", "can", "will", "should",
    ];
    let folded = folded(heading);
    let first = folded.split(' ').find(|word| !is_number(word));
    first.is_some_and(|first| BEGINS.contains(&first))
}

/// Whether a question that yes or no answers goes on to ask which: "If so, with whom?"
pub(super) fn asks_which(heading: &str) -> bool {
    const WHICH: [&str; 9] = [
        "if so",
        "if y",
        "if yes",
        "specify",
        "state",
        "to whom",
        "which",
        "whom",
        "with whom",
    ];
    let padded = format!(" {} ", folded(heading));
    WHICH
        .iter()
        .any(|phrase| padded.contains(&format!(" {phrase} ")))
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches('q').parse::<u32>().is_ok()
}

/// Words that say the same in a heading, by their stems.
const SAME: [(&str, &str); 14] = [
    ("lawful", "legal"),
    ("retain", "retention"),
    ("retained", "retention"),
    ("keep", "kept"),
    ("stored", "store"),
    ("storage", "store"),
    ("share", "shared"),
    ("sharing", "shared"),
    ("disclose", "disclosed"),
    ("secure", "security"),
    ("secured", "security"),
    ("protected", "security"),
    ("organizational", "organisational"),
    ("comes", "come"),
];

/// What a heading asks for, in any order: without its number and the words that only ask or count. "3. What personal data
/// is held?" asks for "personal data".
fn gist(heading: &str) -> String {
    const ONLY_ASK: [&str; 52] = [
        "a",
        "an",
        "any",
        "are",
        "be",
        "categories",
        "category",
        "collect",
        "collected",
        "description",
        "detail",
        "details",
        "do",
        "does",
        "envisaged",
        "for",
        "general",
        "gdpr",
        "have",
        "held",
        "hold",
        "in",
        "information",
        "is",
        "it",
        "kind",
        "kinds",
        "list",
        "of",
        "our",
        "place",
        "process",
        "processed",
        "state",
        "the",
        "their",
        "this",
        "to",
        "type",
        "types",
        "uk",
        "used",
        "we",
        "what",
        "which",
        "you",
        "your",
        "by",
        "and",
        "or",
        "please",
        "us",
    ];
    let folded = folded(&without_brackets(heading));
    let words = folded.split(' ').enumerate();
    let words = words
        .filter(|(place, word)| (*place > 0 || !is_number(word)) && !ONLY_ASK.contains(word))
        .map(|(_, word)| {
            let stem = word
                .strip_suffix('s')
                .filter(|stem| stem.len() > 2 && !stem.ends_with('s'));
            let stem = stem.unwrap_or(word);
            let same = SAME.iter().find(|(one, _)| *one == stem || *one == word);
            same.map_or(stem, |(_, other)| *other)
        });
    let words: std::collections::BTreeSet<&str> = words.collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// Whether a lawful basis is asked for that is the condition of Article 9, as stands in brackets alone.
fn is_of_article_9(heading: &str) -> bool {
    let (all, bare) = (folded(heading), folded(&without_brackets(heading)));
    let says = |text: &str, article: &str| {
        let padded = format!(" {text} ");
        [" art ", " article ", " art"]
            .iter()
            .any(|word| padded.contains(&format!("{word}{article} ")))
    };
    says(&all, "9") && !says(&all, "6") && !says(&bare, "9") && bare.ends_with(" basis")
}

/// A heading without remarks in brackets: "(if applicable)".
fn without_brackets(heading: &str) -> String {
    let mut depth = 0_usize;
    heading
        .chars()
        .filter(|one| {
            depth += usize::from(*one == '(');
            let is_outside = depth == 0;
            depth = depth.saturating_sub(usize::from(*one == ')'));
            is_outside
        })
        .collect()
}

/// The fields of an activity by their paths.
static FIELDS: LazyLock<BTreeMap<String, &'static Field>> = LazyLock::new(|| {
    let fields = Kind::Activity.every_field().into_iter();
    fields.map(|found| (found.path, found.field)).collect()
});

/// The field of an activity that a path names.
pub(in crate::import) fn field(path: &str) -> Option<&'static Field> {
    FIELDS.get(path).copied()
}

/// Whether a field says what an item of its list is.
pub(super) fn leads(path: &str, field: &Field) -> bool {
    matches!(
        path,
        "condition.article_9" | "retention" | "retention.period" | "retention.criteria"
    ) || field.presence == Presence::Required
}

fn check(path: &str) -> Result<(), (String, String)> {
    let is_other = matches!(
        path,
        IGNORE | UNREAD | PROCESSOR | OPERATOR | SUPPLIER | HOSTED | MEDIUM | TRANSFER
    );
    if is_other
        || is_of_flows(path)
        || detail(path).is_some()
        || of_who_is_acted_for(path).is_some()
        || field(path).is_some()
    {
        return Ok(());
    }
    let found = nearest(path, FIELDS.keys().map(String::as_str), ALIKE);
    let hint = match found {
        Some(found) => format!("did you mean `{found}`?"),
        None => format!(
            "name a field of an activity, such as `purpose.text`, or `{IGNORE}` or `{UNREAD}`"
        ),
    };
    Err((format!("an activity has no field `{path}`"), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_map_of_ours_is_sound() {
        for (name, text) in KNOWN.iter().chain([&("usual", USUAL)]) {
            let map = Map::read(text).unwrap_or_else(|why| panic!("{name}: {why:?}"));
            assert!(map.columns.len() > 8, "{name}");
        }
        assert_eq!(Map::known().len(), KNOWN.len());
    }

    #[test]
    fn headings_are_the_same_however_they_are_written() {
        let map = Map::read("[columns]\n\"Business function\" = \"function\"").unwrap();
        for heading in [
            "Business Function",
            "BusinessFunction",
            " business  function ",
            "Business function (if applicable)",
        ] {
            assert_eq!(map.paths(heading), Some(&["function".to_owned()][..]));
        }
        assert_eq!(map.paths("Function"), None);
    }

    #[test]
    fn a_heading_that_asks_is_known_by_what_it_asks_for() {
        let usual = Map::usual();
        for (heading, path) in [
            ("3. Who are the data subjects?", "people"),
            ("4. What personal data is processed?", "data"),
            ("Description of the categories of personal data", "data"),
            ("Q7 Who do you share the data with?", "recipient.to"),
            ("How long is the data kept?", "retention"),
            ("Whose personal data do you process?", "people"),
            ("What is the lawful basis for processing?", "purpose.basis"),
            (
                "Lawful basis (Art. 6) & condition (Art. 9)",
                "purpose.basis",
            ),
            (
                "What technical and organisational measures are in place?",
                "measures",
            ),
        ] {
            assert_eq!(
                usual.paths(heading),
                Some(&[path.to_owned()][..]),
                "{heading}"
            );
        }
        for heading in [
            "How is the data collected?",
            "Is personal data shared?",
            "Type of processing",
            "Date",
        ] {
            assert_eq!(usual.paths(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_basis_of_article_9_is_told_by_what_stands_in_brackets() {
        let usual = Map::usual();
        for heading in ["Lawful basis (Art 9)", "Legal basis (Article 9 UK GDPR)"] {
            let paths = usual.paths(heading);
            assert_eq!(
                paths,
                Some(&["condition.article_9".to_owned()][..]),
                "{heading}"
            );
        }
        for heading in ["Lawful basis (Art 6)", "Lawful basis (Art 6 & 9)"] {
            let paths = usual.paths(heading);
            assert_eq!(paths, Some(&["purpose.basis".to_owned()][..]), "{heading}");
        }
    }

    #[test]
    fn a_question_may_go_on_to_ask_which() {
        assert!(asks_which("Is the data shared? If so, with whom?"));
        assert!(asks_which("Is it transferred? (please specify)"));
        assert!(!asks_which("Is the data shared?"));
    }

    #[test]
    fn a_field_that_there_is_not_is_said_with_its_line() {
        let (line, why, hint) =
            Map::read("[columns]\na = \"name\"\nb = \"purpose.txt\"").unwrap_err();
        assert_eq!(line, 3);
        assert_eq!(why, "an activity has no field `purpose.txt`");
        assert!(hint.contains("purpose.text"), "{hint}");
        assert!(Map::read("columns = 1").is_err());
        assert!(Map::read("nothing").is_err());
    }
}
