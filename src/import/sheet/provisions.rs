//! What a cell says of the law: lawful bases, conditions for special kinds of data, rights.

use serde_json::{Value, json};

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision};
use super::super::notice::{self, Provision};
use super::super::proposal::{Outcome, items, push, same};
use super::map::field;
use super::nameless::is_doubtful;
use super::rows::{Rows, Taken};
use super::said::{values, yes_or_no};
use super::values::{Step, key_of};

type Took = Result<Outcome, ImportError>;

impl Rows<'_> {
    /// A lawful basis by its provision, which was not published in words.
    pub(super) fn basis_by_provision(&mut self, cell: &Taken<'_>) -> Took {
        match field("purpose.basis") {
            Some(basis) => self.of_items("purpose", basis, false, cell),
            None => self.keep(cell),
        }
    }

    /// The lawful basis of the purposes of the row.
    pub(super) fn basis(&mut self, cell: &Taken<'_>) -> Took {
        if is_doubtful(cell.words) {
            return self.keep(cell);
        }
        // A condition of Article 9 may stand in the same cell.
        let at = cell.words.find("9(2)").or_else(|| cell.words.find("9 (2)"));
        if let Some(condition) = at.map(|at| cell.saying(&cell.words[at..]))
            && notice::condition(condition.words).codes.len() == 1
        {
            let outcome = self.condition(false, &condition)?;
            self.line(&condition, outcome)?;
        }
        let points = points_of(cell.words);
        for words in points.iter().flat_map(|points| &points.conditions) {
            let condition = cell.saying(words);
            let outcome = self.condition(false, &condition)?;
            self.line(&condition, outcome)?;
        }
        let words = points.and_then(|points| points.basis).unwrap_or(cell.words);
        let known = self.bases.entry(words.to_owned());
        let provision = known.or_insert_with(|| basis_in(words)).clone();
        let mut places = self.places("purpose")?;
        if places.is_empty() {
            places = self.purpose_by_name(cell)?;
        }
        if places.is_empty() {
            return self.keep(cell);
        }
        let mut outcome = Outcome::Known;
        for place in places {
            let step = [Step::Item("purpose", place)];
            let one = self.provision(
                &step,
                ("lawful-basis", "basis", "basis_published"),
                &provision,
                cell,
            )?;
            if one != Outcome::Known {
                outcome = one;
            }
        }
        Ok(outcome)
    }

    /// The purpose that an activity has by its name, where no column says what data is used for and whoever imports it
    /// says that the names do.
    fn purpose_by_name(&mut self, cell: &Taken<'_>) -> Result<Vec<usize>, ImportError> {
        let document = self.document()?;
        let name = document.get("name").cloned();
        let Some(name) = name.filter(|_| items(document, "purpose").is_empty()) else {
            return Ok(Vec::new());
        };
        if self.is_ours || self.says_purposes {
            return Ok(Vec::new());
        }
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: At::Cell {
                sheet: self.sheet.clone(),
                cell: cell.heading.to_owned(),
            },
            asks: format!("purposes of {}", self.sheet).trim().to_owned(),
            words: cell.heading.to_owned(),
            question: "no column says what data is used for, which a lawful basis is of: does the name of each activity say it?"
                .to_owned(),
            answers: Answers::OneOf(vec![Choice::plain("yes"), Choice::plain("no")]),
            is_first: false,
            answer: Vec::new(),
        })?;
        if answer != ["yes"] {
            return Ok(Vec::new());
        }
        push(self.document()?, "purpose", json!({ "text": name }));
        self.evidence("purpose", cell)?;
        self.hears(cell, || "purpose#0".to_owned());
        self.items.insert("purpose", vec![0]);
        Ok(vec![0])
    }

    /// The condition for special kinds of data.
    pub(super) fn condition(&mut self, is_none: bool, cell: &Taken<'_>) -> Took {
        if is_none || yes_or_no(cell.words) == Some(false) {
            return self.says_that("condition", cell);
        }
        if is_doubtful(cell.words) || yes_or_no(cell.words).is_some() {
            return self.keep(cell);
        }
        self.hears_words("condition", cell.words);
        let provision = notice::condition(&in_full("9(2)", cell.words));
        let there = items(self.document()?, "condition").iter();
        let mut there = there.map(|one| one.get("published").and_then(Value::as_str));
        let place = there.position(|one| one.is_some_and(|one| same(one, cell.words)));
        let is_there = place.is_some();
        let place = match place {
            Some(place) => place,
            None => {
                push(self.document()?, "condition", json!({}));
                items(self.document()?, "condition").len() - 1
            }
        };
        self.hears(cell, || format!("condition#{place}"));
        self.items.insert("condition", vec![place]);
        let step = [Step::Item("condition", place)];
        let vocabulary = ("special-condition", "article_9", "published");
        let outcome = self.provision(&step, vocabulary, &provision, cell)?;
        Ok(if is_there { Outcome::Known } else { outcome })
    }

    /// A provision in the words of the cell, and as a code where the words mean one; else which is asked.
    fn provision(
        &mut self,
        above: &[Step],
        (vocabulary, code, published): (&str, &str, &str),
        provision: &Provision,
        cell: &Taken<'_>,
    ) -> Took {
        let table = self.at(above)?;
        let there = |name: &str| -> Option<String> {
            Some(table.as_ref()?.get(name)?.as_str()?.to_owned())
        };
        let (coded, said) = (there(code), there(published));
        // Two columns may say the same in other words.
        if let ([one], Some(coded)) = (&provision.codes[..], &coded)
            && one == coded
        {
            self.hears(cell, || key_of(above, published));
            return Ok(Outcome::Known);
        }
        let outcome = self.set(above, published, cell.words.into(), cell)?;
        if matches!(outcome, Outcome::Otherwise(_) | Outcome::Unread)
            || outcome == Outcome::Known && coded.is_some()
        {
            return Ok(outcome);
        }
        let mut is_ours = !provision.is_named;
        let found = match provision.codes[..] {
            [one] => Some(one.to_owned()),
            _ => {
                let id = self.activity.id.clone();
                is_ours = true;
                let answer = self.names.settle(Decision {
                    file: self.names.file.clone(),
                    at: cell.at.clone(),
                    asks: format!("{code} of {id}"),
                    words: cell.words.to_owned(),
                    question: "which one provision is meant?".to_owned(),
                    answers: Answers::OneOf(Choice::codes(vocabulary)),
                    is_first: false,
                    answer: Vec::new(),
                })?;
                answer.into_iter().next()
            }
        };
        let is_changed = said.is_some();
        if let Some(table) = self.at(above)? {
            match found {
                Some(found) => {
                    table.insert(code.to_owned(), found.into());
                    let read = if is_ours { "ours" } else { "published" };
                    table.insert("read_as".to_owned(), read.into());
                }
                None if is_changed => {
                    table.remove(code);
                    table.remove("read_as");
                }
                None => {}
            }
        }
        Ok(outcome)
    }

    /// Rights, as published.
    pub(super) fn rights(&mut self, is_none: bool, cell: &Taken<'_>) -> Took {
        if is_none {
            return self.none_of("rights", cell);
        }
        let (mut new, mut n_known, mut left) = (Vec::new(), 0, Vec::new());
        let named = if self.is_ours {
            vec![cell.words.to_owned()]
        } else {
            values(cell.words, &[], true)
        };
        let of_law = |words: &str| {
            let provision = words.rsplit_once(" (")?.1.trim_end_matches(')');
            crate::law::vocabulary("right")?.code_for(provision)
        };
        for words in named {
            let code = match self.is_ours {
                true => of_law(&words),
                false => notice::right(&words),
            };
            let Some(code) = code else {
                left.push(words);
                continue;
            };
            let list = items(self.document()?, "rights");
            let is_it = |one: &Value| one.get("right").and_then(Value::as_str) == Some(code);
            let place = list.iter().position(is_it);
            let next = list.len();
            self.hears(cell, || format!("rights#{}", place.unwrap_or(next)));
            if place.is_some() {
                n_known += 1;
                continue;
            }
            let item = json!({ "right": code, "evidence": words });
            push(self.document()?, "rights", item);
            self.evidence("rights", cell)?;
            new.push(words);
        }
        if new.is_empty() && n_known == 0 {
            return self.keep(cell);
        }
        self.leave(&left, cell)?;
        Ok(if new.is_empty() {
            Outcome::Known
        } else {
            Outcome::New(format!("rights: {}", new.join("; ")))
        })
    }
}

/// What a lawful basis is called.
const BASES: [&str; 14] = [
    "contract",
    "consent",
    "public task",
    "legal obligation",
    "legal duty",
    "statutory duty",
    "vital interests",
    "legitimate interests",
    "legitimate interest",
    "public interest",
    "statutory",
    "legal requirement",
    "statutory requirement",
    "performance of a contract",
];

/// Whether words are nothing but what a lawful basis is called.
pub(super) fn is_bare_basis(words: &str) -> bool {
    BASES.contains(&crate::model::fold(words).as_str())
}

/// Whether words begin with a lawful basis, and are no enactment: "Public task (Care Act 2014)".
pub(super) fn begins_with_basis(words: &str) -> bool {
    let before = words
        .split(['(', ',', ';', ':', '\n', '-', '–'])
        .next()
        .unwrap_or(words);
    is_bare_basis(before) || before.split(" Art").next().is_some_and(is_bare_basis)
}

/// The letter of a point in full, where nothing else stands in a column of points: "(g)" of Article 9 is `9(2)(g)`.
fn in_full(article: &str, words: &str) -> String {
    let point = words.trim().trim_start_matches('(').trim_end_matches(')');
    match point.as_bytes() {
        [letter] if letter.is_ascii_lowercase() => format!("{article}({point})"),
        _ => pointed(words).unwrap_or_else(|| words.to_owned()),
    }
}

/// A point in short, "6e" or "Art 9g", in full.
fn pointed(words: &str) -> Option<String> {
    let lower = words.trim().to_lowercase();
    let bare = ["article", "art.", "art"]
        .iter()
        .find_map(|of| lower.strip_prefix(of))
        .unwrap_or(&lower);
    let bare: String = bare.chars().filter(|one| !" .()".contains(*one)).collect();
    let (article, last, letters) = match bare.as_bytes() {
        [b'6', letter] | [b'6', b'1', letter] => ("6(1)", b'f', letter),
        [b'9', letter] | [b'9', b'2', letter] => ("9(2)", b'j', letter),
        _ => return None,
    };
    (b'a'..=last)
        .contains(letters)
        .then(|| format!("{article}({})", char::from(*letters)))
}

/// The points that a cell names and nothing else: at most one of Article 6, and those of Article 9 beside it.
struct Points<'w> {
    basis: Option<&'w str>,
    conditions: Vec<&'w str>,
}

/// The points of a cell in short, "6e / 9g"; nothing where it names several bases, or says anything else.
fn points_of(words: &str) -> Option<Points<'_>> {
    let each = words.split(['/', ',', '&', '+', ';', '\n']).map(str::trim);
    let mut points = Points {
        basis: None,
        conditions: Vec::new(),
    };
    for one in each {
        match pointed(one)?.starts_with('6') {
            true if points.basis.is_some() => return None,
            true => points.basis = Some(one),
            // What is written in full is taken already.
            false if one.contains("9(2)") || one.contains("9 (2)") => {}
            false => points.conditions.push(one),
        }
    }
    Some(points)
}

/// The lawful basis that a cell names; of which it is not told where it names several.
fn basis_in(words: &str) -> Provision {
    let mut provision = notice::basis(&in_full("6(1)", words));
    if !is_one_basis(words) {
        provision.codes.clear();
    }
    provision
}

/// Whether words name one basis: of several each would be named. An enactment beside it is none.
fn is_one_basis(words: &str) -> bool {
    let marks = ["/", ",", " and ", " or ", "&"].map(str::to_owned);
    let parts = values(words, &marks, false);
    let mut codes: Vec<Vec<&str>> = parts
        .iter()
        .filter(|part| !part.contains("Act") && !part.contains("Regulation"))
        .map(|part| notice::basis(part).codes)
        .collect();
    codes.dedup();
    codes.len() <= 1 || notice::basis(words).is_named && notice::basis(words).codes.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_short_are_known() {
        for (words, full) in [
            ("6e", Some("6(1)(e)")),
            ("Art 6(e)", Some("6(1)(e)")),
            ("6.1.c", Some("6(1)(c)")),
            ("9g", Some("9(2)(g)")),
            ("Article 9 (2) h", Some("9(2)(h)")),
            ("6g", None),
            ("66e", None),
            ("e", None),
        ] {
            assert_eq!(pointed(words).as_deref(), full, "{words}");
        }
        let both = points_of("6e / 9g").unwrap();
        assert_eq!((both.basis, both.conditions), (Some("6e"), vec!["9g"]));
        assert!(points_of("6c & 6e").is_none() && points_of("6e / statute").is_none());
    }

    #[test]
    fn one_basis_is_told_from_several() {
        for one in [
            "Public task",
            "Article 6(1)(b) - contract",
            "Legal obligation, Housing Act 1996",
            "a task in the public interest and in the exercise of official authority",
        ] {
            assert!(is_one_basis(one), "{one}");
        }
        for several in [
            "Public interest/legal obligation",
            "Consent and statutory duty",
        ] {
            assert!(!is_one_basis(several), "{several}");
        }
    }
}
