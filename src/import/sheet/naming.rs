//! Which activity a row is about: what the row calls it, and whether it is there.

use serde_json::Value;

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision};
use super::between::may_head;
use super::headed::Column;
use super::map::{FROM, TO};
use super::rows::{Rows, Taken};
use super::said::Said;
use crate::model::{Kind, Reference, fold};

impl Rows<'_> {
    /// What a row calls its activity: its name, else what it is for; nothing where the row is a heading.
    pub(super) fn named(
        &mut self,
        said: &[(&Column, Taken<'_>)],
        columns: &[Column],
    ) -> Result<Option<(String, At)>, ImportError> {
        // Several categories of what is done for a controller stand below one another.
        let joint = if self.is_of_a_processor { "; " } else { " " };
        let of = |path: &str| {
            let column = said
                .iter()
                .find(|(column, _)| column.paths.iter().any(|one| one == path))?;
            let words = match column.0.is_name_and_data() {
                true => column.0.name_and_data(column.1.words).0,
                false => column.1.words,
            };
            match Said::of(words) {
                Said::Words(words) if words.contains(char::is_alphabetic) => {
                    Some((words.replace('\n', joint), column.1.at.clone()))
                }
                _ => None,
            }
        };
        let is_of = |column: &Column, path: &str| column.paths.iter().any(|one| one == path);
        let alone = match said {
            [(_, only)] => Some(only),
            [(number, own), (column, name)] | [(column, name), (number, own)]
                if is_of(number, "ref") && is_of(column, "name") =>
            {
                Some(name).filter(|name| may_head(name.words, own.words))
            }
            _ => None,
        };
        if let Some(only) = alone.filter(|_| columns.len() > 3) {
            let answer = self.names.settle(Decision {
                file: self.names.file.clone(),
                at: only.at.clone(),
                asks: "heading or entry".to_owned(),
                words: only.words.to_owned(),
                question:
                    "is this a heading within the table, or an entry of which nothing else is said?"
                        .to_owned(),
                answers: Answers::OneOf(vec![Choice::plain("heading"), Choice::plain("entry")]),
                is_first: false,
                answer: Vec::new(),
            })?;
            if answer != ["entry"] {
                return Ok(None);
            }
        }
        if let Some(named) = of("name")
            .or_else(|| of("purpose.text"))
            .or_else(|| of("ref"))
        {
            return Ok(Some(named));
        }
        let Some((_, first)) = said.first() else {
            return Ok(None);
        };
        let sheet = self.sheet.clone();
        if said
            .iter()
            .any(|(column, _)| column.holds(FROM) || column.holds(TO))
        {
            let named = self.activity_of_flows(&sheet)?;
            return Ok(named.map(|name| (name, first.at.clone())));
        }
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: first.at.clone(),
            asks: format!("activity of {}", first.place),
            words: first.words.to_owned(),
            question: "what is the activity of this row called? No column names it".to_owned(),
            answers: Answers::Words,
            is_first: false,
            answer: Vec::new(),
        })?;
        Ok(answer
            .into_iter()
            .next()
            .map(|name| (name, first.at.clone())))
    }

    /// The activity that a row is about: by its number, its notice or its name. Where these speak of two, that is asked.
    pub(super) fn activity_of(
        &mut self,
        name: &str,
        at: &At,
        said: &[(&Column, Taken<'_>)],
    ) -> Result<Option<Reference>, ImportError> {
        let of = |path: &str| {
            let column = said
                .iter()
                .find(|(column, _)| column.paths.iter().any(|one| one == path))?;
            Some(&column.1)
        };
        // "Not recorded", "N/A" and "TBC" are no number, and rows that say so are not one.
        let is_number = |cell: &&Taken<'_>| matches!(Said::of(cell.words), Said::Words(_));
        let own = of("ref").filter(is_number).map(|cell| fold(cell.words));
        if let Some(reference) = own.as_ref().and_then(|own| self.by_ref.get(own)) {
            return Ok(Some(reference.clone()));
        }
        let notice = of("notices").and_then(|cell| self.by_link.get(cell.words));
        let by_notice = notice.and_then(|notice| self.by_notice.get(notice));
        if let Some(reference) = by_notice {
            return Ok(Some(reference.clone()));
        }
        let known = self.names.known(Kind::Activity, name)?;
        if let (Some(known), Some(own)) = (&known, &own) {
            let recorded = self.names.field(known, "ref")?;
            let other = recorded.as_ref().and_then(Value::as_str);
            if let Some(other) = other.filter(|other| fold(other) != *own) {
                let cell = of("ref").map_or("", |cell| cell.words);
                let answer = self.names.settle(Decision {
                    file: self.names.file.clone(),
                    at: at.clone(),
                    asks: "which activity".to_owned(),
                    words: format!("{cell} {name}"),
                    question: format!(
                        "`{name}` is there with the reference `{other}`: is this it?"
                    ),
                    answers: Answers::OneOf(vec![
                        Choice::plain("the one that is there"),
                        Choice::plain("another of that name"),
                    ]),
                    is_first: true,
                    answer: Vec::new(),
                })?;
                match answer.first().map(String::as_str) {
                    Some("the one that is there") => return Ok(Some(known.clone())),
                    Some(_) => {
                        let id =
                            self.names
                                .take(Kind::Activity, &format!("{name} ({cell})"), at)?;
                        return Ok(Some(
                            self.begun(Reference::new(Kind::Activity, id), Some(own)),
                        ));
                    }
                    None => return Ok(None),
                }
            }
        }
        let id = self.names.take(Kind::Activity, &shortened(name), at)?;
        let activity = Reference::new(Kind::Activity, id);
        Ok(Some(self.begun(activity, own.as_ref())))
    }

    fn begun(&mut self, activity: Reference, own: Option<&String>) -> Reference {
        if let Some(own) = own {
            self.by_ref.insert(own.clone(), activity.clone());
        }
        activity
    }
}

/// A name short enough for one.
fn shortened(name: &str) -> String {
    const MOST: usize = 120;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
