//! What a notice said when it was imported before and says no more: it is shown, and goes where nobody else says it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::decision::{Answers, Choice};
use super::super::notice::{Fact, Notice, Statement};
use super::super::{ImportError, words};
use super::entry::Entry;
use super::{Outcome, items, same};
use crate::model::fold;

/// What is said of an item, which an import makes.
const SAID: &str = "evidence|read_as|when|data|period|trigger|criteria|then|basis|basis_published|published|article_9|\
     text|to|from|in|right|carries|what|stop_using|through|enactments|schedule_1|transfer|party|system|processor|operator|\
     as";

/// Whether an item has only what an import makes of one.
pub(in crate::import) fn is_as_made(item: &Value) -> bool {
    let fields = item.as_object().map(Map::keys);
    let mut fields = fields.into_iter().flatten();
    fields.all(|field| words::is_one_of(field, SAID))
}

/// Whether a document of the register was made of a notice with this title before.
pub(super) fn was_imported(document: &Map<String, Value>, id: &str, notice: &Notice) -> bool {
    let about = format!("notices.{id}");
    let is_it = |one: &Value| {
        let title = notice.title.as_ref().map(|title| &title.words);
        one["about"] == *about && title.is_some_and(|title| one["words"] == **title)
    };
    items(document, "evidence").iter().any(is_it)
}

/// What is said now, and by others.
struct Said {
    id: String,
    now: String,
    others: Vec<String>,
}

impl Said {
    fn is_gone(&self, said: &str) -> bool {
        let is_said = |sentence: &str| {
            let words = fold(sentence);
            self.now.contains(&words) || self.others.iter().any(|other| other.contains(&words))
        };
        !fold(said).is_empty() && !words::sentences(said).into_iter().all(is_said)
    }

    fn is_gone_from_here(&self, evidence: &Value) -> bool {
        evidence["document"] == *self.id
            && self.is_gone(evidence["words"].as_str().unwrap_or_default())
    }
}

impl Entry<'_, '_> {
    /// Takes out what the notice said before and says no more, and says what that is.
    pub(super) fn without_what_is_gone(
        &mut self,
        notice: &Notice,
    ) -> Result<Vec<(Statement, Outcome)>, ImportError> {
        let all = notice.title.iter().chain(&notice.statements);
        let now: Vec<String> = all.map(|one| fold(&one.words)).collect();
        let id = self.notice.id.clone();
        let evidence = items(self.document()?, "evidence").to_vec();
        let others = evidence.iter().filter(|one| one["document"] != *id);
        let said = Said {
            now: now.join(" "),
            others: others
                .map(|one| fold(one["words"].as_str().unwrap_or_default()))
                .collect(),
            id,
        };
        let mut lines = Vec::new();
        let document = self.document()?.clone();
        for (list, value) in &document {
            let Value::Array(there) = value else { continue };
            let mut gone: Vec<&Value> = Vec::new();
            for item in there {
                let own = match list.as_str() {
                    "evidence" => continue,
                    "unread" if item["document"] != *said.id => continue,
                    "unread" => &item["words"],
                    _ => &item["evidence"],
                };
                let Some(own) = own.as_str().filter(|own| said.is_gone(own)) else {
                    continue;
                };
                let line = as_statement(own);
                if list != "unread" && !is_as_made(item) && !self.goes_all_the_same(&line)? {
                    continue;
                }
                gone.push(item);
                lines.push((
                    line,
                    Outcome::Gone(format!("{}: {own}", list.replace('_', " "))),
                ));
            }
            self.without(list, |one| gone.contains(&one))?;
        }
        for purpose in self.purposes()? {
            let published = purpose
                .get("basis_published")
                .and_then(Value::as_str)
                .map(str::to_owned);
            let Some(published) = published.filter(|published| said.is_gone(published)) else {
                continue;
            };
            for field in ["basis", "basis_published", "read_as", "enactments"] {
                purpose.remove(field);
            }
            lines.push((
                as_statement(&published),
                Outcome::Gone(format!("lawful basis: {published}")),
            ));
        }
        let gone: Vec<Value> = evidence
            .into_iter()
            .filter(|one| said.is_gone_from_here(one))
            .collect();
        let abouts: BTreeSet<&str> = gone
            .iter()
            .filter_map(|one| one["about"].as_str())
            .collect();
        self.without("evidence", |one| gone.contains(one))?;
        for about in abouts {
            let is_of = |one: &&Value| one["about"] == about;
            let own = gone
                .iter()
                .find(is_of)
                .and_then(|one| one["words"].as_str())
                .unwrap_or_default();
            let is_proved = items(self.document()?, "evidence")
                .iter()
                .any(|one| is_of(&one));
            if !is_proved && let Some(what) = self.loses(about, own)? {
                lines.push((as_statement(own), Outcome::Gone(what)));
            }
        }
        Ok(lines)
    }

    fn purposes(&mut self) -> Result<impl Iterator<Item = &mut Map<String, Value>>, ImportError> {
        let purposes = self
            .document()?
            .get_mut("purpose")
            .and_then(Value::as_array_mut);
        Ok(purposes
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut))
    }

    /// Takes out a field or a reference that has no evidence any more; says what it was.
    fn loses(&mut self, about: &str, own: &str) -> Result<Option<String>, ImportError> {
        if let Some((list, id)) = about.split_once('.') {
            if !matches!(list, "data" | "people" | "links") {
                return Ok(None);
            }
            let is_there = items(self.document()?, list).iter().any(|one| one == id);
            self.without(list, |one| one == id)?;
            for value in self.document()?.values_mut() {
                let flows = value.as_array_mut().into_iter().flatten();
                for carried in flows.filter_map(|flow| flow.get_mut("carries")?.as_array_mut()) {
                    carried.retain(|one| list != "data" || one != id);
                }
            }
            return Ok(is_there.then(|| format!("{list}: {id}")));
        }
        let document = self.document()?;
        let is_said = match document.get(about) {
            Some(Value::String(text)) => {
                matches!(about, "description" | "if_not_provided") && same(text, own)
                    || about == "automated_decisions" && text == "none"
            }
            Some(_) => about == "open",
            None => false,
        };
        if is_said {
            document.remove(about);
        }
        Ok(is_said.then(|| format!("{}: {own}", about.replace('_', " "))))
    }

    /// Whether what was added to in the register goes too.
    fn goes_all_the_same(&mut self, line: &Statement) -> Result<bool, ImportError> {
        let question = "the notice says this no more, and the register has more of it than the notice said: which holds?";
        let choices = vec![Choice::plain("register"), Choice::plain("notice")];
        let answer = self.ask(line, "gone", question, Answers::OneOf(choices))?;
        Ok(answer.first().is_some_and(|answer| answer == "notice"))
    }

    /// Takes items out of a list, and the list where none is left.
    fn without(&mut self, list: &str, is_it: impl Fn(&Value) -> bool) -> Result<(), ImportError> {
        let document = self.document()?;
        if let Some(Value::Array(there)) = document.get_mut(list) {
            let before = there.len();
            there.retain(|one| !is_it(one));
            if there.is_empty() && before > 0 {
                document.remove(list);
            }
        }
        Ok(())
    }
}

/// Words of before as a statement of the notice, which has no line for them.
fn as_statement(words: &str) -> Statement {
    Statement {
        fact: Fact::Unread,
        words: words.to_owned(),
        line: 1,
        place: String::new(),
    }
}
