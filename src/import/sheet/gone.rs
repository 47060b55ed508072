//! What a sheet that was read before says no more: it is shown, and goes from the register where nobody else says it.
//!
//! What it said then is known by the evidence that was kept of it: the words of each cell, and what they are about.

use serde_json::{Value, json};

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision};
use super::super::proposal::{Outcome, is_as_made, items, push, same};
use super::heard::{Said, head};
use super::rows::Rows;
use super::values::{REGISTER, SHEET, labelled, shown};
use crate::model::{Kind, Reference, fold};

/// A piece of evidence of before.
struct Proof {
    about: String,
    words: String,
    at: At,
}

impl Rows<'_> {
    /// Takes out what the sheets said before and say no more.
    ///
    /// # Errors
    /// The store cannot be read, or an answer is none of those that its question takes.
    pub(super) fn without_what_is_gone(&mut self) -> Result<(), ImportError> {
        if self.heard.covered.is_empty() {
            return Ok(());
        }
        for (activity, said) in std::mem::take(&mut self.heard.by_activity) {
            self.activity = activity;
            let (old, mut left) = self.proofs(&said)?;
            if !said.is_named {
                let is_over = self
                    .document()?
                    .get("status")
                    .is_some_and(|it| it == "retired");
                if let Some(proof) = old.first().or(left.first()).filter(|_| !is_over) {
                    let (at, words) = (proof.at.clone(), proof.words.clone());
                    let about = proof.about.clone();
                    let name = self.document()?.get("name").map(shown).unwrap_or_default();
                    let what = format!("{name}: no row is about it any more; it stays as it is");
                    self.gone(&Proof { about, words, at }, what)?;
                }
                continue;
            }
            for proof in old {
                if self.takes_out(&said, &proof, &left)? {
                    self.drop_evidence(&proof)?;
                    self.proves_again(&said, &proof)?;
                } else {
                    left.push(proof);
                }
            }
            self.names.documents.rest()?;
        }
        Ok(())
    }

    /// The evidence of the sheets that are read which they do not repeat, and all other evidence.
    fn proofs(&mut self, said: &Said) -> Result<(Vec<Proof>, Vec<Proof>), ImportError> {
        let file = format!("{}, ", self.names.file);
        let (mut old, mut left) = (Vec::new(), Vec::new());
        let document = self.document()?.clone();
        let evidence = items(&document, "evidence").iter();
        let unread = items(&document, "unread").iter();
        for one in evidence.chain(unread) {
            let of = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
            let about = if one.get("about").is_some() {
                of("about")
            } else {
                "unread"
            };
            let place = of("place").strip_prefix(&file);
            let (sheet, cell) =
                place.map_or(("", ""), |at| at.rsplit_once('!').unwrap_or(("", at)));
            let proof = Proof {
                about: about.to_owned(),
                words: of("words").to_owned(),
                at: At::Cell {
                    sheet: sheet.to_owned(),
                    cell: cell.to_owned(),
                },
            };
            let head = head(about);
            let is_covered = |head: &str| {
                self.heard
                    .covered
                    .contains(&(sheet.to_owned(), head.to_owned()))
            };
            // Words that no field took stand with their heading.
            let of_heading = || {
                of("words")
                    .split_once(": ")
                    .map_or("", |(heading, _)| heading)
            };
            let is_read = place.is_some()
                && match head {
                    "unread" => is_covered(&format!(": {}", of_heading())),
                    head => is_covered(head),
                };
            let words = (head.to_owned(), fold(of("words")));
            let is_repeated = said.words.contains(&words);
            if is_read && !is_repeated {
                old.push(proof);
            } else {
                left.push(proof);
            }
        }
        Ok((old, left))
    }

    /// Takes out what evidence of before proves; says whether it may go too.
    fn takes_out(
        &mut self,
        said: &Said,
        proof: &Proof,
        left: &[Proof],
    ) -> Result<bool, ImportError> {
        let (list, id) = match proof.about.split_once('.') {
            Some((list, id)) => (list, Some(id)),
            None => (proof.about.as_str(), None),
        };
        let folded = fold(&proof.words);
        let says = |text: &str| !fold(text).is_empty() && folded.contains(&fold(text));
        let still = |text: &str| {
            left.iter()
                .any(|other| other.about == proof.about && fold(&other.words).contains(&fold(text)))
        };
        if list == "unread" {
            self.gone(proof, format!("kept as text: {}", proof.words))?;
            return Ok(true);
        }
        let value = self.document()?.get(list).cloned();
        let labelled = labelled(list);
        match (value, id) {
            (Some(Value::Array(ids)), Some(id)) => {
                let is_it = |one: &Value| one.as_str() == Some(id);
                let is_said = said.values.contains_key(&proof.about);
                let is_proved = left.iter().any(|other| other.about == proof.about);
                if ids.iter().any(is_it) && !is_said && !is_proved {
                    self.without(list, is_it)?;
                    self.gone(proof, format!("{labelled}: {id}"))?;
                }
                Ok(true)
            }
            (Some(Value::Array(there)), None) => {
                let (mut gone, mut is_over, mut is_open) = (Vec::new(), false, false);
                for (place, item) in there.iter().enumerate() {
                    let own = self.own_words(list, item)?;
                    if !says(&own) {
                        is_over |= self.loses_a_field(said, proof, (list, place), item)?;
                        continue;
                    }
                    let what = format!("{labelled}: {own}");
                    let is_said = said.values.contains_key(&format!("{list}#{place}"));
                    let goes = if is_said || still(&own) {
                        Some(false)
                    } else if is_as_made(item) {
                        Some(true)
                    } else {
                        self.goes_all_the_same(proof, &what)?
                    };
                    // What nobody settled is asked again.
                    let Some(goes) = goes else {
                        is_open = true;
                        continue;
                    };
                    is_over = true;
                    if goes {
                        gone.push(item.clone());
                        self.gone(proof, what)?;
                    }
                }
                self.without(list, |one| gone.contains(one))?;
                Ok(is_over && !is_open)
            }
            (Some(Value::Object(table)), None) => {
                let mut is_over = false;
                for (field, value) in &table {
                    let is_said = said.values.contains_key(&format!("{list}.{field}"));
                    if !is_said && same(&shown(value), &proof.words) {
                        if let Some(Value::Object(table)) = self.document()?.get_mut(list) {
                            table.remove(field);
                        }
                        self.gone(proof, format!("{labelled} {field}: {}", shown(value)))?;
                        is_over = true;
                    }
                }
                Ok(is_over)
            }
            (Some(value), None) => {
                let is_name = value.as_str() == Some(&crate::model::slug_of(&proof.words));
                let is_it = same(&shown(&value), &proof.words) || is_name;
                if list == "name" || !is_it {
                    return Ok(false);
                }
                if !said.values.contains_key(list) && !still(&proof.words) {
                    self.document()?.remove(list);
                    self.gone(proof, format!("{labelled}: {}", shown(&value)))?;
                }
                Ok(true)
            }
            (None, _) | (Some(_), Some(_)) => Ok(false),
        }
    }

    /// Takes the field of an item that words of before state.
    fn loses_a_field(
        &mut self,
        said: &Said,
        proof: &Proof,
        (list, place): (&str, usize),
        item: &Value,
    ) -> Result<bool, ImportError> {
        let mut is_over = false;
        for (field, value) in item.as_object().into_iter().flatten() {
            let key = format!("{list}#{place}.{field}");
            let is_it = value.is_string() && same(&shown(value), &proof.words);
            if !is_it || said.values.contains_key(&key) {
                continue;
            }
            let item = self
                .document()?
                .get_mut(list)
                .and_then(|list| list.get_mut(place));
            if let Some(Value::Object(item)) = item {
                item.remove(field);
                // Which provision the words mean goes with them.
                if field == "basis_published" {
                    item.remove("basis");
                    item.remove("read_as");
                }
            }
            self.gone(
                proof,
                format!("{}: {}", labelled(&format!("{list} {field}")), shown(value)),
            )?;
            is_over = true;
        }
        Ok(is_over)
    }

    /// Whether what was changed in the register since goes too; nothing while that is open.
    fn goes_all_the_same(
        &mut self,
        proof: &Proof,
        what: &str,
    ) -> Result<Option<bool>, ImportError> {
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: proof.at.clone(),
            asks: format!("gone from {}", self.activity.id),
            words: what.to_owned(),
            question: "the sheet says this no more, and the register has more of it than the sheet said: which of them holds?".to_owned(),
            answers: Answers::OneOf(vec![Choice::plain(REGISTER), Choice::plain(SHEET)]),
            is_first: false,
            answer: Vec::new(),
        })?;
        Ok(answer.first().map(|answer| answer == SHEET))
    }

    /// What an item says of itself: its words, else what it names.
    fn own_words(&mut self, list: &str, item: &Value) -> Result<String, ImportError> {
        let of = |field: &str| item.get(field).and_then(Value::as_str);
        if let Some(words) = ["evidence", "published", "text"]
            .iter()
            .find_map(|field| of(field))
        {
            return Ok(words.to_owned());
        }
        let kind = if list == "store" {
            Kind::System
        } else {
            Kind::Party
        };
        let Some(id) = ["in", "to", "from", "party"]
            .iter()
            .find_map(|field| of(field))
        else {
            return Ok(String::new());
        };
        let name = self.names.field(&Reference::new(kind, id), "name")?;
        Ok(name.as_ref().map_or_else(|| id.to_owned(), shown))
    }

    /// Takes items out of a list, and the list where none is left.
    fn without(&mut self, list: &str, is_it: impl Fn(&Value) -> bool) -> Result<(), ImportError> {
        let document = self.document()?;
        if let Some(Value::Array(items)) = document.get_mut(list) {
            items.retain(|one| !is_it(one));
            if items.is_empty() {
                document.remove(list);
            }
        }
        Ok(())
    }

    fn drop_evidence(&mut self, proof: &Proof) -> Result<(), ImportError> {
        let file = format!("{}, ", self.names.file);
        let is_it = |one: &Value| {
            let of = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
            of("words") == proof.words
                && of("place").starts_with(&file)
                && (of("about") == proof.about || proof.about == "unread" && of("about").is_empty())
        };
        self.proved.0.id.clear();
        self.without("evidence", is_it)?;
        self.without("unread", is_it)
    }

    /// What the words of before said and other words say now has those as its evidence.
    fn proves_again(&mut self, said: &Said, proof: &Proof) -> Result<(), ImportError> {
        let list = head(&proof.about);
        let folded = fold(&proof.words);
        let mut new = Vec::new();
        new.extend(said.values.get(&proof.about));
        if let Some(Value::Array(there)) = self.document()?.get(&proof.about).cloned() {
            for (place, item) in there.iter().enumerate() {
                let own = fold(&self.own_words(list, item)?);
                if !own.is_empty() && folded.contains(&own) {
                    new.extend(said.values.get(&format!("{list}#{place}")));
                }
            }
        }
        for (words, place) in new {
            let evidence = json!({ "about": proof.about, "words": words, "place": place });
            if !items(self.document()?, "evidence").contains(&evidence) {
                push(self.document()?, "evidence", evidence);
            }
        }
        Ok(())
    }

    fn gone(&mut self, proof: &Proof, what: String) -> Result<(), ImportError> {
        self.lines.push(&super::lines::Line {
            at: proof.at.clone(),
            heading: String::new(),
            words: proof.words.clone(),
            outcome: Outcome::Gone(what),
        })
    }
}
