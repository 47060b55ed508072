//! Data that goes to other countries: what the columns of a row say of where, and of what allows it.
//!
//! Whose data that is, is told where the row names only one who can be there; where it names several, it is asked.

use serde_json::{Map, Value, json};

use super::super::ImportError;
use super::super::bodies::{is_british, is_british_company, is_company_of, is_of_its_own};
use super::super::decision::{Answers, Choice, Decision};
use super::super::proposal::Outcome;
use super::headed::Column;
use super::lists::says_processor;
use super::map::TRANSFER;
use super::rows::{Rows, Taken};
use super::said::{Said, yes_or_no};
use super::told::{Allowed, Told, is_nowhere, read};
use super::values::{REGISTER, SHEET, Step};
use crate::model::{Country, Kind, Reference, Regime, fold};

/// What is answered where it is nobody that the row names.
const NOBODY: &str = "none of these";

/// Somebody who may have the data of a row in another country.
#[derive(Clone)]
struct Whose {
    list: &'static str,
    place: usize,
    party: Reference,
    name: String,
    country: Option<String>,
    is_processor: bool,
    /// Whether it is somebody else for certain: who is only named may be a team of one's own.
    is_another: bool,
}

impl Rows<'_> {
    /// Takes what the cells of a row say of other countries, together: one says where, and another what allows it.
    pub(super) fn transfers(&mut self, said: &[(&Column, Taken<'_>)]) -> Result<(), ImportError> {
        let cells = said.iter().filter(|(column, _)| column.holds(TRANSFER));
        let mut told: Vec<(&Taken<'_>, Told)> = Vec::new();
        let mut yes = Vec::new();
        for (_, cell) in cells {
            let words = match Said::of(cell.words) {
                Said::Nothing => continue,
                Said::Words(words) if is_nowhere(words) => Said::None,
                said => said,
            };
            let outcome = match words {
                Said::None | Said::NotApplicable => self.says_that("recipient", cell)?,
                Said::Words(words) if yes_or_no(words) == Some(true) => {
                    yes.push(cell);
                    continue;
                }
                Said::Words(words) => match self.told_by(words) {
                    Some(found) => {
                        told.push((cell, found));
                        continue;
                    }
                    None => self.keep(cell)?,
                },
                _ => self.keep(cell)?,
            };
            self.line(cell, outcome)?;
        }
        let there = match told.is_empty() {
            true => None,
            false => self.whose(&told)?,
        };
        // That it goes somewhere is said by where it goes.
        for cell in yes {
            let outcome = match &there {
                Some(_) => Outcome::Leading,
                None => self.keep(cell)?,
            };
            self.line(cell, outcome)?;
        }
        for (cell, found) in &told {
            let outcome = match &there {
                Some(there) => self.goes_there(cell, found, there)?,
                None => self.keep(cell)?,
            };
            self.line(cell, outcome)?;
        }
        Ok(())
    }

    /// What words say, which many cells do: to read them takes long.
    fn told_by(&mut self, words: &str) -> Option<Told> {
        if let Some(told) = self.told.get(words) {
            return told.clone();
        }
        let told = read(words);
        self.told.insert(words.to_owned(), told.clone());
        told
    }

    /// Who of a row has its data in the country that the cells name; nothing where that is not told.
    fn whose(&mut self, told: &[(&Taken<'_>, Told)]) -> Result<Option<Whose>, ImportError> {
        let mut countries: Vec<&Country> = Vec::new();
        for country in told.iter().flat_map(|(_, told)| &told.countries) {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        let mut all = self.who_may_be_abroad()?;
        if told.iter().any(|(cell, _)| says_processor(cell.heading)) {
            all.retain(|one| one.is_processor);
        }
        let named = |others: &[String]| -> Option<&Whose> {
            all.iter()
                .find(|one| others.iter().any(|other| fold(other) == fold(&one.name)))
        };
        // Words that name nobody of the row say something that nobody here understands.
        let others: Vec<&[String]> = told.iter().map(|(_, told)| &told.others[..]).collect();
        if others
            .iter()
            .any(|others| !others.is_empty() && named(others).is_none())
        {
            return Ok(None);
        }
        let [country] = countries[..] else {
            let mut abroad = all.iter().filter(|one| one.country.is_some());
            let only = abroad.next().filter(|_| abroad.next().is_none());
            return Ok(only.filter(|_| countries.is_empty()).cloned());
        };
        let is_there = |one: &&Whose| one.country.as_deref() == Some(country.as_str());
        let mut there = all.iter().filter(is_there);
        if let Some(one) = there.next() {
            return Ok(there.next().is_none().then(|| one.clone()));
        }
        let free: Vec<&Whose> = all.iter().filter(|one| one.country.is_none()).collect();
        let named = others.iter().find_map(|others| named(others));
        match (named, &free[..]) {
            (Some(named), _) => Ok(Some(named.clone()).filter(|one| one.country.is_none())),
            (None, []) => Ok(None),
            // Where a column says the country of who processes, or a name has the form of a company of that country, it is
            // them; a bare name beside a country may be that of somebody who is not there.
            (None, [one]) if one.is_another && is_said_there(one, country, told) => {
                Ok(Some((*one).clone()))
            }
            (None, several) => {
                let (cell, _) = &told[0];
                let choices = several.iter().map(|one| Choice::plain(&one.name));
                let answer = self.names.settle(Decision {
                    file: self.names.file.clone(),
                    at: cell.at.clone(),
                    asks: format!("who is in {} of {}", country.as_str(), self.activity.id),
                    words: cell.words.to_owned(),
                    question: format!(
                        "who is in {}, and has the data there?",
                        country.name_in_sentence()
                    ),
                    answers: Answers::OneOf(choices.chain([Choice::plain(NOBODY)]).collect()),
                    is_first: false,
                    answer: Vec::new(),
                })?;
                let answer = answer.first();
                let found = several.iter().find(|one| Some(&one.name) == answer);
                Ok(found.map(|one| (*one).clone()))
            }
        }
    }

    /// Those whom a row names that may be in another country: whom data goes to, and who runs a system that it is in.
    fn who_may_be_abroad(&mut self) -> Result<Vec<Whose>, ImportError> {
        let mut all: Vec<Whose> = Vec::new();
        for list in ["recipient", "store"] {
            for place in self.items.get(list).cloned().unwrap_or_default() {
                let Some(item) = self.at(&[Step::Item(list, place)])? else {
                    continue;
                };
                let end = if list == "store" { "in" } else { "to" };
                let role = item.get("as").and_then(Value::as_str);
                let is_internal = role == Some("internal");
                let is_processor = role == Some("processor");
                let end = item.get(end).and_then(Value::as_str).map(str::to_owned);
                let Some(end) = end.filter(|end| !end.contains(':') && !is_internal) else {
                    continue;
                };
                let party = match list {
                    "store" => {
                        let system = Reference::new(Kind::System, end);
                        let operator = self.names.field(&system, "operator")?;
                        operator.as_ref().and_then(Value::as_str).map(str::to_owned)
                    }
                    _ => Some(end),
                };
                let Some(party) = party.map(|id| Reference::new(Kind::Party, id)) else {
                    continue;
                };
                let text = |value: Option<Value>| value?.as_str().map(str::to_owned);
                let name = text(self.names.field(&party, "name")?).unwrap_or_default();
                let country = text(self.names.field(&party, "country")?);
                let is_here = country.as_deref() == Some("GB") || is_british(&name);
                if !is_here && all.iter().all(|one| one.party != party) {
                    all.push(Whose {
                        list,
                        place,
                        party,
                        is_another: is_processor || list == "store" || is_of_its_own(&name),
                        name,
                        country,
                        is_processor,
                    });
                }
            }
        }
        Ok(all)
    }

    /// Whether what the sheet says of a transfer holds, and not what the register says; while that is open, it does not.
    fn holds_instead(
        &mut self,
        cell: &Taken<'_>,
        name: &str,
        there: &str,
    ) -> Result<bool, ImportError> {
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: cell.at.clone(),
            asks: format!("transfer of {} to {name}", self.activity.id),
            words: cell.words.to_owned(),
            question: format!(
                "the register says `{there}` of the transfer to {name}: which of them holds?"
            ),
            answers: Answers::OneOf(vec![Choice::plain(REGISTER), Choice::plain(SHEET)]),
            is_first: false,
            answer: Vec::new(),
        })?;
        Ok(answer == [SHEET])
    }

    /// That somebody has the data in a country, and what allows that.
    fn goes_there(
        &mut self,
        cell: &Taken<'_>,
        told: &Told,
        whose: &Whose,
    ) -> Result<Outcome, ImportError> {
        let list = whose.list;
        let mut new = Vec::new();
        if let [country] = &told.countries[..]
            && self.names.field(&whose.party, "country")?.is_none()
        {
            let document = self.names.document(&whose.party)?;
            document.insert("country".to_owned(), country.as_str().into());
            new.push(format!("country: {}", country.name()));
        }
        if let Some(allowed) = told.allowed {
            let regime = self.document()?.get("regime").and_then(Value::as_str);
            if Regime::is_part_3(regime) {
                return self.keep(cell);
            }
            let transfer = transfer(allowed);
            let Some(item) = self.at(&[Step::Item(list, whose.place)])? else {
                return self.keep(cell);
            };
            match item.get("transfer").cloned() {
                None => {
                    item.insert("transfer".to_owned(), transfer.into());
                    new.push(format!("transfer: {}", title(allowed)));
                }
                Some(Value::Object(there)) if is_in(&transfer, &there) => {}
                Some(there) => {
                    let there = of_transfer(&there);
                    if !self.holds_instead(cell, &whose.name, &there)? {
                        return Ok(Outcome::Otherwise(there));
                    }
                    if let Some(item) = self.at(&[Step::Item(list, whose.place)])? {
                        item.insert("transfer".to_owned(), transfer.into());
                    }
                    self.evidence(list, cell)?;
                    let what = format!("{}: transfer: {}", whose.name, title(allowed));
                    return Ok(Outcome::Changed(format!("{what} (was {there})")));
                }
            }
            self.hears(cell, || format!("{list}#{}.transfer", whose.place));
        }
        self.hears_words(list, cell.words);
        self.evidence(list, cell)?;
        Ok(match new.is_empty() {
            true => Outcome::Known,
            false => Outcome::New(format!("{}: {}", whose.name, new.join(", "))),
        })
    }
}

/// Whether words say that the one whom a row names is in a country.
fn is_said_there(one: &Whose, country: &Country, told: &[(&Taken<'_>, Told)]) -> bool {
    let is_of_processor = told
        .iter()
        .any(|(cell, told)| says_processor(cell.heading) && !told.countries.is_empty());
    is_company_of(&one.name, country) || is_of_processor && !is_british_company(&one.name)
}

/// What a transfer that is recorded rests on, in words.
fn of_transfer(there: &Value) -> String {
    let of = |field: &'static str| Some((field, there.get(field)?.as_str()?));
    let found = of("instrument")
        .or_else(|| of("derogation"))
        .or_else(|| of("route"));
    found.map_or_else(|| "something else".to_owned(), title)
}

/// Whether what is said is recorded, with whatever else is.
fn is_in(said: &Map<String, Value>, there: &Map<String, Value>) -> bool {
    said.iter()
        .all(|(field, value)| there.get(field) == Some(value))
}

/// The transfer that something allows. An instrument is one of the appropriate safeguards.
fn transfer((field, code): Allowed) -> Map<String, Value> {
    let transfer = match field {
        "instrument" => json!({ "route": "44A/2/b", field: code }),
        _ => json!({ field: code }),
    };
    transfer.as_object().cloned().unwrap_or_default()
}

/// What allows a transfer, in words.
fn title((field, code): (&str, &str)) -> String {
    let vocabulary = match field {
        "instrument" => "safeguard",
        "derogation" => "derogation",
        _ => "transfer-route",
    };
    let found = crate::law::vocabulary(vocabulary).and_then(|list| list.entry(code));
    found.map_or(code, |entry| entry.title.as_str()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_allows_a_transfer_has_a_name() {
        for allowed in [("instrument", "idta"), ("route", "44A/2/a")] {
            assert_ne!(title(allowed), allowed.1);
        }
    }
}
