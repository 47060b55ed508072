//! Data that goes to other countries: what the columns of a row say of where, and of what allows it.
//!
//! Whose data that is, is told where the row names only one who can be there; where it names several, it is asked.

use serde_json::{Map, Value, json};

use super::super::ImportError;
use super::super::decision::{Answers, Choice, Decision};
use super::super::notice;
use super::super::proposal::Outcome;
use super::bodies::{is_british, is_of_its_own};
use super::headed::Column;
use super::lists::says_processor;
use super::map::TRANSFER;
use super::rows::{Rows, Taken};
use super::said::{Said, after_yes, yes_or_no};
use super::values::{REGISTER, SHEET, Step};
use crate::model::{Country, Kind, Reference, Regime, fold};

/// What is answered where it is nobody that the row names.
const NOBODY: &str = "none of these";

/// What allows data to leave: the field of a transfer and its code.
type Allowed = (&'static str, &'static str);

/// What a cell says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    countries: Vec<Country>,
    allowed: Option<Allowed>,
    /// Words that are neither, such as a name.
    others: Vec<String>,
}

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
                Said::Words(words) => match read(words) {
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
            (None, [one]) if one.is_another => Ok(Some((*one).clone())),
            (None, several) => {
                let (cell, _) = &told[0];
                let choices = several.iter().map(|one| Choice::plain(&one.name));
                let answer = self.names.settle(Decision {
                    file: self.names.file.clone(),
                    at: cell.at.clone(),
                    asks: format!("who is in {} of {}", country.as_str(), self.activity.id),
                    words: cell.words.to_owned(),
                    question: format!("who has data in {}?", country.name()),
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

/// Whether words say that data goes nowhere else.
fn is_nowhere(words: &str) -> bool {
    const NOWHERE: [&str; 18] = [
        "uk",
        "uk only",
        "united kingdom",
        "in the uk",
        "in uk",
        "within uk",
        "within the uk",
        "none outside the uk",
        "not outside the uk",
        "not transferred",
        "not transferred outside the uk",
        "not transferred outside uk",
        "none all data held in uk",
        "none all data held in the uk",
        "no transfer",
        "no transfers",
        "no international transfers",
        "no transfers outside the uk",
    ];
    yes_or_no(words) == Some(false) || NOWHERE.contains(&fold(words).as_str())
}

/// What words say; nothing where they say neither a country nor what allows it.
fn read(words: &str) -> Option<Told> {
    const BETWEEN: [&str; 9] = [
        " - ", " – ", " — ", " under ", " via ", " with ", " using ", " and ", " by ",
    ];
    // What says nothing of its own beside the rest.
    const BESIDE: [&str; 13] = [
        "",
        "yes",
        "y",
        "in place",
        "signed",
        "only",
        "servers",
        "data centre",
        "transfer",
        "sccs",
        "scc",
        "eu sccs",
        "standard contractual clauses",
    ];
    let mut text = after_yes(words).to_owned();
    for between in BETWEEN {
        text = text.replace(between, ";");
    }
    let mut told = Told::default();
    let mut says_clauses = false;
    for part in text.split([';', ',', '(', ')', '\n', '/', ':']) {
        let part = part.trim().trim_end_matches('.');
        let folded = fold(part);
        let bare = part.strip_prefix("the ").unwrap_or(part);
        let bare = bare.strip_suffix(" only").unwrap_or(bare);
        // "IT" and "IN" are words before they are countries.
        let may_be = bare.chars().count() > 3 || matches!(bare, "UK" | "US" | "USA" | "UAE");
        let country = Country::from_words(bare).ok().filter(|_| may_be);
        if let Some(country) = country {
            if country.as_str() != "GB" && !told.countries.contains(&country) {
                told.countries.push(country);
            }
        } else if let Some(allowed) = notice::instrument(&part.to_lowercase()) {
            if told.allowed.is_some_and(|other| other != allowed) {
                return None;
            }
            told.allowed = Some(allowed);
        } else if !BESIDE.contains(&folded.as_str()) {
            told.others.push(part.to_owned());
        } else {
            says_clauses |=
                folded.ends_with("sccs") || folded.ends_with("clauses") || folded == "scc";
        }
    }
    // Clauses of the European Union alone allow nothing here: they need the addendum.
    let is_half = says_clauses && told.allowed != Some(("instrument", "addendum"));
    let is_said = !told.countries.is_empty() || told.allowed.is_some();
    (is_said && !is_half).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_data_goes_and_what_allows_it_are_told_apart() {
        let idta = Some(("instrument", "idta"));
        let addendum = Some(("instrument", "addendum"));
        let approved = Some(("route", "44A/2/a"));
        for (words, country, allowed) in [
            ("USA", Some("US"), None),
            ("USA (IDTA)", Some("US"), idta),
            ("Yes - USA (UK-US data bridge)", Some("US"), approved),
            ("Yes - Ireland", Some("IE"), None),
            ("Canada - adequacy regulations", Some("CA"), approved),
            ("India, under an IDTA", Some("IN"), idta),
            ("International data transfer agreement", None, idta),
            (
                "Standard contractual clauses with UK addendum",
                None,
                addendum,
            ),
            ("EU SCCs and UK Addendum", None, addendum),
        ] {
            let told = read(words).unwrap();
            let found: Vec<&str> = told.countries.iter().map(Country::as_str).collect();
            assert_eq!(found, country.into_iter().collect::<Vec<_>>(), "{words}");
            assert_eq!(told.allowed, allowed, "{words}");
            assert!(told.others.is_empty(), "{words}: {:?}", told.others);
        }
        for words in [
            "Yes",
            "EEA",
            "EU SCCs",
            "Standard contractual clauses",
            "See the contract",
            "USA (EU SCCs)",
            "IT",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
        assert_eq!(read("USA (Mailchimp)").unwrap().others, ["Mailchimp"]);
    }

    #[test]
    fn that_data_goes_nowhere_else_is_said_in_many_ways() {
        for words in ["No", "N", "UK only", "No transfers", "Within the UK"] {
            assert!(is_nowhere(words), "{words}");
        }
        assert!(!is_nowhere("Ireland") && !is_nowhere("UK and Ireland"));
    }

    #[test]
    fn what_allows_a_transfer_has_a_name() {
        for allowed in [("instrument", "idta"), ("route", "44A/2/a")] {
            assert_ne!(title(allowed), allowed.1);
        }
    }
}
