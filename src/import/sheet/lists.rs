//! What a cell says of the lists of its activity: purposes with their bases, conditions, flows, time limits and rights.

use serde_json::{Map, Value, json};

use super::super::ImportError;
use super::super::decision::{Answers, Choice, Decision};
use super::super::notice::{self, Provision};
use super::super::proposal::{Outcome, items, push, same};
use super::keeping::{kept, with_unit};
use super::map::field;
use super::ours;
use super::rows::{Rows, Taken};
use super::said::{end_named, is_doubtful, is_name, on_condition, unremarked, values, yes_or_no};
use super::values::{Step, is_same, key_of, labelled};
use crate::model::{Field, Kind, Presence, Recorded, Shape};

type Took = Result<Outcome, ImportError>;

const NONE: &str = Recorded::<()>::NONE;

impl Rows<'_> {
    /// What the items of a list are: each value in the cell is one, which is there or new.
    pub(super) fn lead(
        &mut self,
        list: &str,
        lead: &'static Field,
        is_none: bool,
        cell: &Taken<'_>,
    ) -> Took {
        let Some(list) = field(list) else {
            return self.keep(cell);
        };
        // A purpose or a decision that is none is nothing that a register says.
        if is_none {
            return match list.name {
                "purpose" | "condition" | "offence_basis" => self.says_that(list.name, cell),
                name => self.none_of(name, cell),
            };
        }
        let (mut new, mut left) = (Vec::new(), Vec::new());
        for words in self.ends(lead, cell)? {
            let (name, when) = match list.name {
                "source" | "recipient" if !self.is_ours => on_condition(&words),
                _ => (words.as_str(), None),
            };
            let Some(value) = self.end(lead, &cell.saying(name))? else {
                left.push(words);
                continue;
            };
            for value in value {
                let beside = self.beside.clone();
                let is_it = |one: &Value| {
                    let says = |name: &str, value: &Value| {
                        one.get(name).is_some_and(|one| is_same(one, value))
                    };
                    let is_that = beside.as_ref().is_none_or(|carries| {
                        says("carries", carries) || one.get("carries").is_none()
                    });
                    says(lead.name, &value) && is_that
                };
                let place = items(self.document()?, list.name).iter().position(is_it);
                let place = match place {
                    Some(place) => place,
                    None => {
                        let mut item = Map::new();
                        item.insert(lead.name.to_owned(), value);
                        item.extend(when.map(|when| ("when".to_owned(), when.into())));
                        if list.name == "recipient" && is_said_to_process(name) {
                            item.insert("as".to_owned(), "processor".into());
                        }
                        if has_evidence(list) && lead.name != "text" {
                            item.insert("evidence".to_owned(), words.clone().into());
                        }
                        push(self.document()?, list.name, item.into());
                        self.evidence(list.name, cell)?;
                        new.push(words.clone());
                        items(self.document()?, list.name).len() - 1
                    }
                };
                self.hears(cell, || format!("{}#{place}", list.name));
                let places = self.items.entry(list.name).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        let is_all_left = !left.is_empty() && !self.items.contains_key(list.name);
        if is_all_left {
            return self.keep(cell);
        }
        self.leave(&left, cell)?;
        new.dedup();
        Ok(if new.is_empty() {
            Outcome::Known
        } else {
            Outcome::New(format!("{}: {}", labelled(list.name), new.join("; ")))
        })
    }

    fn none_of(&mut self, list: &str, cell: &Taken<'_>) -> Took {
        self.hears(cell, || list.to_owned());
        let document = self.document()?;
        match document.get(list) {
            None => {
                document.insert(list.to_owned(), NONE.into());
                self.evidence(list, cell)?;
                Ok(Outcome::New(format!("{}: none", labelled(list))))
            }
            Some(Value::String(_)) => Ok(Outcome::Known),
            Some(_) => Ok(Outcome::Otherwise("there are some".to_owned())),
        }
    }

    /// A lawful basis by its provision, which was not published in words.
    pub(super) fn basis_by_provision(&mut self, cell: &Taken<'_>) -> Took {
        match field("purpose.basis") {
            Some(basis) => self.of_items("purpose", basis, false, cell),
            None => self.keep(cell),
        }
    }

    /// The values in a cell that each are an item.
    fn ends(&mut self, lead: &Field, cell: &Taken<'_>) -> Result<Vec<String>, ImportError> {
        if self.is_ours {
            return Ok(vec![cell.words.to_owned()]);
        }
        match lead.shape {
            Shape::Text => Ok(values(cell.words, &[], false)),
            Shape::Id(kind) => self.several(kind, cell.words),
            Shape::End(kinds) => {
                for kind in kinds {
                    let known = self.names.known(*kind, cell.words)?;
                    if known.is_some_and(|known| known != self.activity) {
                        return Ok(vec![cell.words.to_owned()]);
                    }
                }
                // Who gives and who receives are parted as people are.
                let words = cell
                    .words
                    .replace(" and to ", "; to ")
                    .replace(" and from ", "; from ");
                let parts = self.several(Kind::People, &words)?;
                Ok(parts
                    .iter()
                    .map(|part| end_named(part).to_owned())
                    .collect())
            }
            _ => Ok(vec![cell.words.to_owned()]),
        }
    }

    /// What one of them is; nothing where the words are no name.
    fn end(
        &mut self,
        lead: &'static Field,
        part: &Taken<'_>,
    ) -> Result<Option<Vec<Value>>, ImportError> {
        let words = part.words;
        let known: Option<&[Kind]> = match &lead.shape {
            Shape::End(kinds) => Some(kinds),
            Shape::Id(kind) => Some(std::slice::from_ref(kind)),
            _ => None,
        };
        let Some(kinds) = known else {
            // A yes says that there is something, and not what.
            let is_said = yes_or_no(words).is_none() && words.chars().any(char::is_alphanumeric);
            return Ok(is_said.then(|| vec![words.into()]));
        };
        let words = match self.names.known(kinds[0], words)? {
            Some(_) => words,
            None => unremarked(words),
        };
        for kind in kinds.iter().copied() {
            // Nothing goes from an activity to itself: it is others that are called so.
            let found = self.names.known(kind, words)?;
            if let Some(found) = found.filter(|found| *found != self.activity) {
                let end = match lead.shape {
                    Shape::Id(_) => found.id,
                    _ => kind.at_end(kinds, &found.id),
                };
                return Ok(Some(vec![end.into()]));
            }
        }
        if kinds.contains(&Kind::People) && is_the_people(words) {
            let people = items(self.document()?, "people").to_vec();
            let ends = people.iter().filter_map(Value::as_str);
            let ends: Vec<Value> = ends
                .map(|id| Kind::People.at_end(kinds, id).into())
                .collect();
            return Ok(Some(ends).filter(|ends| !ends.is_empty()));
        }
        let Some(kind) = kinds.first().copied().filter(|_| is_name(words)) else {
            return Ok(None);
        };
        let id = self
            .names
            .take(kind, &super::super::words::capitalised(words), &part.at)?;
        Ok(Some(vec![id.into()]))
    }

    /// A field of the items of a list that the row speaks of.
    pub(super) fn of_items(
        &mut self,
        list: &str,
        inner: &'static Field,
        is_none: bool,
        cell: &Taken<'_>,
    ) -> Took {
        let Some(list) = field(list).map(|field| field.name) else {
            return self.keep(cell);
        };
        let places = self.places(list)?;
        // A contract or a trigger is that of one; of which of several a row does not say.
        let value = if places.is_empty() || places.len() > 1 && list != "purpose" {
            None
        } else if is_none && inner.presence == Presence::Recorded {
            Some(Value::from(NONE))
        } else if matches!(inner.shape, Shape::List(Shape::Text)) {
            Some(json!(values(cell.words, &[], false)))
        } else {
            self.single(inner, cell)?
        };
        let Some(value) = value else {
            return self.keep(cell);
        };
        let mut outcome = Outcome::Known;
        for place in places {
            let one = self.set(&[Step::Item(list, place)], inner.name, value.clone(), cell)?;
            if one != Outcome::Known {
                outcome = one;
            }
        }
        Ok(outcome)
    }

    /// The items of a list that the row speaks of: those that it names, else the only one that there is.
    fn places(&mut self, list: &'static str) -> Result<Vec<usize>, ImportError> {
        if let Some(places) = self.items.get(list) {
            return Ok(places.clone());
        }
        let n_items = items(self.document()?, list).len();
        Ok(if n_items == 1 { vec![0] } else { Vec::new() })
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
        let mut provision = notice::basis(&in_full("6(1)", cell.words));
        if !is_one_basis(cell.words) {
            provision.codes.clear();
        }
        let places = self.places("purpose")?;
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

    /// How long data is kept.
    pub(super) fn retention(&mut self, is_none: bool, cell: &Taken<'_>) -> Took {
        if is_none {
            return self.none_of("retention", cell);
        }
        if is_doubtful(cell.words) {
            return self.keep(cell);
        }
        let (mut n_new, mut n_known, mut left) = (0, 0, Vec::new());
        let rules = if self.is_ours {
            vec![cell.words.to_owned()]
        } else {
            values(cell.words, &[], false)
        };
        for words in rules {
            let words = with_unit(cell.heading, &words);
            let there = items(self.document()?, "retention").iter();
            let mut there = there.map(|one| one.get("evidence").and_then(Value::as_str));
            if let Some(place) = there.position(|one| one.is_some_and(|one| same(one, &words))) {
                self.hears(cell, || format!("retention#{place}"));
                n_known += 1;
                continue;
            }
            let rule = if self.is_ours {
                ours::rule(&words)
            } else {
                let known = self.limits.entry(words.clone());
                known.or_insert_with(|| kept(&words)).clone()
            };
            let Some(mut rule) = rule else {
                left.push(words);
                continue;
            };
            let is_ours = self.is_ours;
            let list = items(self.document()?, "retention");
            if is_ours && list.iter().any(|one| one.as_object() == Some(&rule)) {
                n_known += 1;
                continue;
            }
            self.not_of_all(&mut rule)?;
            let says_trigger = rule.contains_key("trigger");
            push(self.document()?, "retention", rule.into());
            let place = items(self.document()?, "retention").len() - 1;
            if says_trigger {
                self.has_set(&[Step::Item("retention", place)], "trigger");
            }
            self.hears(cell, || format!("retention#{place}"));
            self.made.insert((self.activity.id.clone(), place));
            self.items.entry("retention").or_default().push(place);
            self.evidence("retention", cell)?;
            n_new += 1;
        }
        if n_new + n_known == 0 {
            return self.keep(cell);
        }
        self.leave(&left, cell)?;
        Ok(if n_new > 0 {
            Outcome::New(format!("kept: {}", cell.words.replace('\n', "; ")))
        } else {
            Outcome::Known
        })
    }

    /// Of several time limits none is that of all data; which is of which a row does not say.
    fn not_of_all(&mut self, rule: &mut Map<String, Value>) -> Result<(), ImportError> {
        let activity = self.activity.id.clone();
        let n_rules = items(self.document()?, "retention").len();
        if self.is_ours || n_rules == 0 {
            return Ok(());
        }
        rule.remove("data");
        for place in 0..n_rules {
            if self.made.contains(&(activity.clone(), place))
                && let Some(one) = self.at(&[Step::Item("retention", place)])?
            {
                one.remove("data");
            }
        }
        Ok(())
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

/// The letter of a point in full, where nothing else stands in a column of points: "(g)" of Article 9 is `9(2)(g)`.
fn in_full(article: &str, words: &str) -> String {
    let point = words.trim().trim_start_matches('(').trim_end_matches(')');
    match point.as_bytes() {
        [letter] if letter.is_ascii_lowercase() => format!("{article}({point})"),
        _ => words.to_owned(),
    }
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

/// Whether a remark after a name says that it acts for the controller.
fn is_said_to_process(name: &str) -> bool {
    let remark = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('));
    let remark = remark.map(|(_, remark)| crate::model::fold(remark));
    remark.is_some_and(|remark| {
        matches!(
            remark.as_str(),
            "processor" | "data processor" | "our processor" | "our data processor"
        )
    })
}

/// Whether the items of a list keep their own words.
fn has_evidence(list: &Field) -> bool {
    let Shape::Tables(fields) = list.shape else {
        return false;
    };
    let mut fields = fields.iter().copied().flatten();
    fields.any(|field| field.name == "evidence")
}

/// Whether words mean the people whose data it is.
fn is_the_people(words: &str) -> bool {
    matches!(
        crate::model::fold(words).as_str(),
        "data subject"
            | "data subjects"
            | "the data subject"
            | "the data subjects"
            | "individual"
            | "individuals"
            | "the individual"
            | "directly from the individual"
            | "directly from the data subject"
            | "from the data subject"
            | "data subject directly"
            | "direct from individual"
            | "direct from data subject"
            | "self"
            | "the person themselves"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn who_acts_for_the_controller_is_told_by_a_remark() {
        assert!(
            is_said_to_process("ParentPay (processor)") && !is_said_to_process("ParentPay (web)")
        );
    }

    #[test]
    fn the_people_themselves_are_told_from_others() {
        assert!(is_the_people("Data subject") && is_the_people("Individuals"));
        assert!(!is_the_people("Individual schools"));
    }
}
