//! What a cell says of the lists of its activity: purposes with their bases, conditions, flows, time limits and rights.

use serde_json::{Map, Value, json};

use super::super::ImportError;
use super::super::notice::is_means;
use super::super::proposal::{Outcome, items, push, same};
use super::keeping::{kept, with_unit};
use super::map::field;
use super::nameless::is_doubtful;
use super::ours;
use super::provisions::begins_with_basis;
use super::rows::{Rows, Taken};
use super::said::{
    each_on_condition, end_named, in_country, on_condition, unremarked, values, with_conditions,
    yes_or_no,
};
use super::values::{Step, is_same, labelled};
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
        // "Why? Contract" gives a lawful basis, and no purpose.
        if lead.name == "text"
            && !(self.is_ours || self.says_bases)
            && super::provisions::is_bare_basis(cell.words)
        {
            return self.keep(cell);
        }
        let (mut new, mut left) = (Vec::new(), Vec::new());
        for (words, evidence) in self.ends(lead, cell)? {
            let (name, when) = match list.name {
                "source" | "recipient" if !self.is_ours => on_condition(&words),
                _ => (words.as_str(), None),
            };
            let is_known = || self.names.known(Kind::Party, name);
            let (name, country) = match list.name {
                "recipient" if !self.is_ours && is_known()?.is_none() => in_country(name),
                _ => (name, None),
            };
            // How something is kept is not where, nor how it is given who gives it.
            let is_how = match list.name {
                "store" => says_how_alone(name),
                "source" => is_way(name) && is_known()?.is_none(),
                _ => false,
            };
            let end = match is_how && !self.is_ours {
                true => None,
                false => self.end(lead, &cell.saying(name))?,
            };
            let Some(value) = end else {
                left.push(words);
                continue;
            };
            if let Some(country) = country {
                self.is_in(name, country.name(), cell)?;
            }
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
                            item.insert("evidence".to_owned(), evidence.clone().into());
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

    pub(super) fn none_of(&mut self, list: &str, cell: &Taken<'_>) -> Took {
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

    /// The values in a cell that each are an item, each with the words that it rests on.
    fn ends(
        &mut self,
        lead: &Field,
        cell: &Taken<'_>,
    ) -> Result<Vec<(String, String)>, ImportError> {
        let own = |one: String| (one.clone(), one);
        if self.is_ours {
            return Ok(vec![own(cell.words.to_owned())]);
        }
        match lead.shape {
            Shape::Text => Ok(values(cell.words, &[], false)
                .into_iter()
                .map(own)
                .collect()),
            Shape::Id(kind) => Ok(self
                .several(kind, cell.words)?
                .into_iter()
                .map(own)
                .collect()),
            Shape::End(kinds) => {
                for kind in kinds {
                    let known = self.names.known(*kind, cell.words)?;
                    if known.is_some_and(|known| known != self.activity) {
                        return Ok(vec![own(cell.words.to_owned())]);
                    }
                }
                // Who gives and who receives are parted as people are.
                let words = cell
                    .words
                    .replace(" and to ", "; to ")
                    .replace(" and from ", "; from ");
                let parts = with_conditions(&self.several(Kind::People, &words)?);
                let ends = parts.iter().map(|part| end_named(part).to_owned());
                let each = ends.flat_map(|end| {
                    let of_each = each_on_condition(&end).into_iter();
                    of_each
                        .map(move |one| (one, end.clone()))
                        .collect::<Vec<_>>()
                });
                Ok(each.collect())
            }
            _ => Ok(vec![own(cell.words.to_owned())]),
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
        let Some(kind) = kinds.first().copied().filter(|_| self.may_name(words)) else {
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
        // "Public task" below "Law" is a basis, which a column of its own says where there is one.
        if inner.name == "enactments" && !self.is_ours && begins_with_basis(cell.words) {
            return match self.says_bases {
                true => self.keep(cell),
                false => self.basis(cell),
            };
        }
        let mut places = self.places(list)?;
        // "Link to contract with processor" asks for that of the only one who is said to be one.
        if inner.name == "agreement" && places.len() > 1 && says_processor(cell.heading) {
            let mut processors = Vec::new();
            for place in &places {
                let item = self.at(&[Step::Item(list, *place)])?;
                let role = item.and_then(|item| item.get("as"));
                if role.is_some_and(|role| role == "processor") {
                    processors.push(*place);
                }
            }
            places = processors;
        }
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
    pub(super) fn places(&mut self, list: &'static str) -> Result<Vec<usize>, ImportError> {
        if let Some(places) = self.items.get(list) {
            return Ok(places.clone());
        }
        let n_items = items(self.document()?, list).len();
        Ok(if n_items == 1 { vec![0] } else { Vec::new() })
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

/// Whether words say by which way something is given, and name nobody: "Sign up form". A system may give data itself.
fn is_way(words: &str) -> bool {
    let lower = words.to_lowercase();
    is_means(words) && !lower.ends_with("system") && !lower.ends_with("systems")
}

/// Whether words say that something is electronic, or that it is both that and paper, and not where it is.
pub(super) fn says_how_alone(words: &str) -> bool {
    const HOW: [&str; 20] = [
        "both",
        "cloud",
        "cloud hosted",
        "hosted",
        "in the cloud",
        "off site",
        "offsite",
        "on premise",
        "on premises",
        "on site",
        "on site server",
        "online",
        "server",
        "digital",
        "digitally",
        "electronic",
        "electronically",
        "electronic and paper",
        "electronic paper",
        "paper and electronic",
    ];
    let words = super::super::words::outside_of_brackets(words);
    HOW.contains(&crate::model::fold(&words).as_str())
}

/// Whether a heading asks about processors.
pub(super) fn says_processor(heading: &str) -> bool {
    let folded = crate::model::fold(heading);
    folded
        .split(' ')
        .any(|word| matches!(word, "processor" | "processors"))
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
pub(super) fn is_the_people(words: &str) -> bool {
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
