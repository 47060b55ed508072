//! What a cell says of an impact assessment: whether one is needed, how far it is, and when that was.

use serde_json::{Value, json};

use super::super::ImportError;
use super::super::proposal::Outcome;
use super::map::field;
use super::meant::word_of;
use super::nameless::is_doubtful;
use super::rows::{Rows, Taken};
use super::said::yes_or_no;
use super::values::{Step, shown};
use crate::model::{date_meant, fold};

const TABLE: &str = "dpia";

/// What the words of a cell say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Assessed<'w> {
    needed: Option<bool>,
    status: Option<&'static str>,
    /// Words that say something else.
    left: Vec<&'w str>,
}

impl Rows<'_> {
    /// Whether an assessment is needed, and how far it is, whichever of the two the column asks for.
    pub(super) fn dpia(&mut self, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        if is_doubtful(cell.words) {
            return self.keep(cell);
        }
        let Some(assessed) = assessed(cell.words, Asks::by(cell.heading)) else {
            return self.keep(cell);
        };
        let document = self.document()?;
        match document.get(TABLE) {
            Some(Value::Object(_)) => {}
            None => drop(document.insert(TABLE.to_owned(), json!({}))),
            Some(there) => return Ok(Outcome::Otherwise(shown(there))),
        }
        let step = [Step::Table(TABLE)];
        let (mut outcome, mut new) = (Outcome::Known, Vec::new());
        let needed = assessed.needed.map(|needed| ("needed", needed.into()));
        let status = assessed.status.map(|status| ("status", status.into()));
        for (name, value) in [needed, status].into_iter().flatten() {
            match self.set(&step, name, value, cell)? {
                Outcome::Known => {}
                Outcome::New(what) => new.push(what),
                other => outcome = other,
            }
        }
        if outcome == Outcome::Known && !new.is_empty() {
            outcome = Outcome::New(new.join(", "));
        }
        let left: Vec<String> = assessed
            .left
            .iter()
            .map(|&words| words.to_owned())
            .collect();
        self.leave(&left, cell)?;
        Ok(outcome)
    }
}

/// What words say of an assessment; nothing where they say neither whether nor how far, or the one against the other.
fn assessed(words: &str, asks: Asks) -> Option<Assessed<'_>> {
    let mut assessed = Assessed::default();
    for part in parts(words) {
        let answer =
            yes_or_no(part).filter(|_| fold(part) != "not required" && fold(part) != "required");
        if asks == Asks::Either && answer == Some(false) {
            // No assessment: that none was made, or that none is needed.
        } else if let Some(answer) = answer.filter(|_| asks == Asks::Done) {
            // Whether one that is not done is needed is not said.
            assessed.status = answer.then_some("complete").or(assessed.status);
        } else if let (Some(needed), None) = (yes_or_no(part), assessed.needed) {
            assessed.needed = Some(needed);
        } else if let (Some(status), None) = (status(part), assessed.status) {
            assessed.status = Some(status);
        } else if !is_day(part) {
            assessed.left.push(part);
        }
    }
    let is_said = assessed.needed.is_some() || assessed.status.is_some();
    let contradicts = assessed.needed == Some(false) && assessed.status.is_some();
    (is_said && !contradicts).then_some(assessed)
}

/// What a heading asks of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// Whether one is needed.
    Needed,
    /// Whether one was made.
    Done,
    /// It does not say which of the two.
    Either,
}

impl Asks {
    fn by(heading: &str) -> Self {
        const DONE: [&str; 6] = [
            "done",
            "completed",
            "complete",
            "out",
            "undertaken",
            "conducted",
        ];
        const NEEDED: [&str; 6] = [
            "required",
            "needed",
            "necessary",
            "require",
            "need",
            "requirement",
        ];
        let heading = fold(heading);
        let has = |words: &[&str]| heading.split(' ').any(|word| words.contains(&word));
        match (has(&DONE), has(&NEEDED)) {
            (true, _) => Self::Done,
            (false, true) => Self::Needed,
            (false, false) => Self::Either,
        }
    }
}

/// The parts of a cell: "Yes - complete", "Yes (2023)", "Yes, in progress", "Yes complete".
fn parts(words: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = words
        .split([',', ';', '(', ')', ':', '\n'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(['–', '—']))
        .map(|part| part.trim().trim_end_matches('.'))
        .filter(|part| !part.is_empty())
        .collect();
    let first = parts.first().and_then(|first| first.split_once(' '));
    if let Some((answer, rest)) = first.filter(|(answer, _)| yes_or_no(answer).is_some())
        && (status(rest).is_some() || is_day(rest))
    {
        parts.splice(..1, [answer, rest]);
    }
    parts
}

/// How far an assessment is by words, that may say when: "completed March 2021".
fn status(words: &str) -> Option<&'static str> {
    let status = field("dpia.status")?;
    let bare: Vec<&str> = words.split(' ').filter(|word| !is_of_a_day(word)).collect();
    let bare = bare.join(" ");
    let bare = bare.trim_end_matches(" on").trim_end_matches(" in");
    let bare = fold(bare);
    let bare = bare.strip_prefix("dpia ").unwrap_or(&bare);
    word_of(status, bare).or_else(|| {
        let crate::model::Shape::Word(known) = status.shape else {
            return None;
        };
        known
            .iter()
            .map(|one| one.word)
            .find(|word| fold(word) == bare)
    })
}

/// Whether words are a day, a month or a year.
fn is_day(words: &str) -> bool {
    let mut each = words.split(' ').peekable();
    each.peek().is_some() && (date_meant(words).is_some() || each.all(is_of_a_day))
}

fn is_of_a_day(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = word.to_lowercase();
    let is_number = word.contains(|one: char| one.is_ascii_digit())
        && word
            .chars()
            .all(|one| one.is_ascii_digit() || "/.-".contains(one));
    let is_month = MONTHS.iter().any(|month| lower.starts_with(month))
        && lower.chars().all(char::is_alphabetic)
        && (lower.len() == 3 || crate::model::date_meant(&format!("1 {lower} 2020")).is_some());
    is_number || is_month
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_and_how_far_are_told_from_one_cell() {
        for (words, needed, status) in [
            ("Yes", Some(true), None),
            ("Y", Some(true), None),
            ("Yes - complete", Some(true), Some("complete")),
            ("Yes complete", Some(true), Some("complete")),
            ("Yes (2023)", Some(true), None),
            ("Yes, completed March 2021", Some(true), Some("complete")),
            ("Yes – in progress", Some(true), Some("in-progress")),
            ("Completed 12/03/2023", None, Some("complete")),
            ("Completed on 12 March 2023", None, Some("complete")),
            ("In progress", None, Some("in-progress")),
            ("Not started", None, Some("not-started")),
            ("Under review", None, Some("under-review")),
            ("Not required", Some(false), None),
            ("No", Some(false), None),
        ] {
            let left = Vec::new();
            let said = Assessed {
                needed,
                status,
                left,
            };
            assert_eq!(assessed(words, Asks::Needed), Some(said), "{words}");
        }
        // Below a heading that does not say what it asks, no may be said of either.
        assert_eq!(Asks::by("DPIA"), Asks::Either);
        assert_eq!(Asks::by("DPIA required?"), Asks::Needed);
        assert_eq!(Asks::by("DPIA done?"), Asks::Done);
        let of_either = |words| assessed(words, Asks::Either).map(|said| said.needed);
        assert_eq!(of_either("No"), None);
        assert_eq!(of_either("Not required"), Some(Some(false)));
        assert_eq!(of_either("No - not required"), Some(Some(false)));
        assert_eq!(of_either("Yes"), Some(Some(true)));
        let left = assessed("Yes - see the shared drive", Asks::Needed).map(|said| said.left);
        assert_eq!(left, Some(vec!["see the shared drive"]));
        // Asked whether it is done, yes says that it is, and no says nothing of whether it is needed.
        let of_done = |words| assessed(words, Asks::Done).map(|said| (said.needed, said.status));
        assert_eq!(of_done("Yes (2022)"), Some((None, Some("complete"))));
        assert_eq!(of_done("No - not required"), Some((Some(false), None)));
        assert_eq!(of_done("No"), None);
        // A day alone says neither, and neither does what contradicts itself.
        for words in [
            "12/03/2023",
            "March 2023",
            "No - complete",
            "Screening done",
            "2019",
        ] {
            assert_eq!(assessed(words, Asks::Needed), None, "{words}");
        }
    }
}
