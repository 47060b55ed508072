//! The records that a cell names: data with its class, documents by their addresses, who runs a system.

use std::borrow::Cow;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::super::notice;
use super::super::proposal::{Outcome, same};
use super::super::{ImportError, categories, words};
use super::lists::says_how_alone;
use super::map::{UNREAD, field};
use super::nameless::{is_name, says_a_class_alone};
use super::rows::{Rows, Taken};
use super::said::{unremarked, values, yes_or_no};
use super::values::{Step, shown};
use crate::model::{Country, Kind, Reference, fold};

/// A list of people whose last two a sign joins, "Staff, volunteers & students", with the word for it.
fn with_and(text: &str) -> Cow<'_, str> {
    match text.rsplit_once(", ") {
        Some((first, last)) if last.matches(" & ").count() == 1 && !text.contains([';', '\n']) => {
            format!("{first}, {}", last.replace(" & ", " and ")).into()
        }
        _ => text.into(),
    }
}

/// The people of a cell whose names slashes alone separate: "Patients/Staff/Visitors". "Parents/carers" may be one.
fn between_slashes(text: &str) -> Option<Vec<String>> {
    const LEAST: usize = 3;
    const MOST: usize = 3;
    let names: Vec<&str> = text.split('/').map(str::trim).collect();
    let is_name = |name: &&str| {
        name.starts_with(char::is_alphabetic)
            && name.split(' ').count() <= MOST
            && !name.contains([',', ';', '\n', '(', ':', '.'])
    };
    (names.len() >= LEAST && names.iter().all(is_name))
        .then(|| names.into_iter().map(str::to_owned).collect())
}

impl Rows<'_> {
    /// The names in a cell: one where the whole is a name that is known.
    pub(super) fn several(&mut self, kind: Kind, text: &str) -> Result<Vec<String>, ImportError> {
        if self.is_ours || !text.contains('\n') && self.names.known(kind, text)?.is_some() {
            return Ok(vec![text.to_owned()]);
        }
        let key = (kind == Kind::Data, text.to_owned());
        if let Some(known) = self.parts.get(&key) {
            return Ok(known.clone());
        }
        // "Identity: name, address" groups what it names.
        let ungrouped = |part: &String| {
            let group = part.split_once(": ");
            let group = group.filter(|(group, _)| group.split(' ').count() <= 3);
            // "Special category - ethnicity" groups as well.
            let class = part
                .split_once(" - ")
                .filter(|(group, _)| says_a_class_alone(group));
            let group = group.or(class);
            group.map_or(part.clone(), |(_, items)| items.to_owned())
        };
        let parts = if kind == Kind::Data {
            let parts = values(text, &[], false);
            let text: Vec<String> = parts.iter().map(ungrouped).collect();
            // What is led to as examples is nothing of its own, and kept as it is.
            let each = text.iter().map(|part| categories::before_examples(part));
            let (text, examples): (Vec<&str>, Vec<Option<&str>>) = each.unzip();
            let examples = examples.into_iter().flatten().map(str::to_owned);
            let parts = values(&categories::held(&text.join("\n")), &self.separators, true);
            let each = parts.iter().map(|part| words::shown(part));
            let mut names = Vec::new();
            for part in each {
                if self.names.known(kind, &part)?.is_some() {
                    names.push(part);
                } else {
                    names.extend(categories::apart(categories::without_examples(&part).0));
                }
            }
            names.extend(examples);
            names
        } else {
            let slashed = Some(text)
                .filter(|_| kind == Kind::People)
                .and_then(between_slashes);
            let text = &*match kind {
                Kind::People => with_and(text),
                _ => Cow::Borrowed(text),
            };
            slashed.unwrap_or_else(|| values(text, &self.separators, true))
        };
        self.parts.insert(key, parts.clone());
        Ok(parts)
    }

    /// A cell under a heading that no map names: of data that the heading names it may say that it is held, else it is
    /// kept as it is.
    pub(super) fn unheaded(&mut self, cell: &Taken<'_>) -> Result<(), ImportError> {
        let is_held = yes_or_no(cell.words).filter(|_| names_data(cell.heading));
        match is_held {
            Some(true) => self.take("data", &cell.saying(cell.heading)),
            Some(false) => {
                let outcome = self.says_that("data", cell)?;
                self.line(cell, outcome)
            }
            None => self.take(UNREAD, cell),
        }
    }

    /// The record that a name means; of data that is new its class where the words say one.
    pub(super) fn taken(
        &mut self,
        kind: Kind,
        name: &str,
        cell: &Taken<'_>,
    ) -> Result<String, ImportError> {
        let is_there = self.names.known(kind, name)?.is_some();
        let name = if is_there { name } else { unremarked(name) };
        let id = self.names.take(kind, &capital(name), &cell.at)?;
        if kind == Kind::Data
            && !is_there
            && let [class] = notice::classes(name)[..]
        {
            let data = Reference::new(kind, id.clone());
            let document = self.names.document(&data)?;
            document.entry("class").or_insert_with(|| class.into());
        }
        Ok(id)
    }

    /// The class of a category of data, by the name that the law has for it.
    pub(super) fn class(&mut self, name: &str, class: &str) -> Result<(), ImportError> {
        let code = crate::law::vocabulary("data-class").and_then(|list| list.code_for(class));
        if let (Some(data), Some(code)) = (self.names.known(Kind::Data, name)?, code)
            && self.names.field(&data, "class")?.is_none()
        {
            self.names
                .document(&data)?
                .insert("class".to_owned(), code.into());
        }
        Ok(())
    }

    /// That somebody runs a system, where nobody is recorded to.
    pub(super) fn runs(
        &mut self,
        name: &str,
        system: &str,
        cell: &Taken<'_>,
    ) -> Result<(), ImportError> {
        let id = self.names.take(Kind::System, system, &cell.at)?;
        let system = Reference::new(Kind::System, id);
        if self.names.field(&system, "operator")?.is_none() {
            let operator = self.names.take(Kind::Party, name, &cell.at)?;
            self.names
                .document(&system)?
                .insert("operator".to_owned(), operator.into());
        }
        Ok(())
    }

    /// Those who act for the controller: whom data goes to as processors.
    pub(super) fn processor(&mut self, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        self.hears_words("recipient", cell.words);
        // Who does it "self" is nobody else, and no person whose data it is.
        if fold(cell.words) == "self" {
            return self.keep(cell);
        }
        let others = self.items.remove("recipient").unwrap_or_default();
        let outcome = match field("recipient.to") {
            Some(to) => self.lead("recipient", to, false, cell)?,
            None => self.keep(cell)?,
        };
        let mut places = self.items.remove("recipient").unwrap_or_default();
        for place in &places {
            let item = [Step::Item("recipient", *place)];
            self.set(&item, "as", "processor".into(), cell)?;
        }
        places.extend(others);
        if !places.is_empty() {
            self.items.insert("recipient", places);
        }
        Ok(outcome)
    }

    /// Who runs the one system of the row; where it names several or none, which one is not told.
    pub(super) fn run_by(&mut self, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        let system = self.system_of_row()?;
        let names = self.several(Kind::Party, cell.words)?;
        let ([name], Some(system)) = (&names[..], system) else {
            return self.keep(cell);
        };
        // Whoever supplies something, a cabinet of one's own nobody runs.
        let called = self.names.field(&system, "name")?;
        let called = called.as_ref().and_then(Value::as_str).unwrap_or_default();
        if !is_name(name) || is_on_paper(called) {
            return self.keep(cell);
        }
        let id = self.taken(Kind::Party, name, cell)?;
        let there = self.names.field(&system, "operator")?;
        Ok(match there.as_ref().and_then(Value::as_str) {
            Some(there) if there == id => Outcome::Known,
            Some(there) => Outcome::Otherwise(there.to_owned()),
            None => {
                let document = self.names.document(&system)?;
                document.insert("operator".to_owned(), id.clone().into());
                Outcome::New(format!("{}: run by {id}", system.id))
            }
        })
    }

    /// In which countries the system of the row is, where none is recorded.
    pub(super) fn hosted_in(&mut self, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        const FIELD: &str = "hosted_in";
        let each = words::several(cell.words);
        let each = each
            .iter()
            .map(|place| Country::from_words(place.trim_start_matches("the ")).ok());
        let countries: Option<Vec<Country>> = each.collect();
        let Some(system) = self.system_of_row()? else {
            return self.keep(cell);
        };
        let Some(countries) = countries else {
            return self.noted(&system, cell);
        };
        let codes: Value = match &countries[..] {
            [one] => one.as_str().into(),
            several => several.iter().map(Country::as_str).collect(),
        };
        let names: Vec<String> = countries.iter().map(Country::name_in_sentence).collect();
        let there = self.names.field(&system, FIELD)?;
        Ok(match there.filter(|there| !there.is_null()) {
            Some(there) if there == codes => Outcome::Known,
            Some(there) => Outcome::Otherwise(shown(&there)),
            None => {
                let document = self.names.document(&system)?;
                document.insert(FIELD.to_owned(), codes);
                Outcome::New(format!("{}: hosted in {}", system.id, names.join(" and ")))
            }
        })
    }

    /// How a system is kept, in the words of a cell that asks where: "Cloud" and "Council offices" name no country, and what
    /// they say of the system is a note of it. What may be abroad is for somebody to settle.
    fn noted(&mut self, system: &Reference, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        const FIELD: &str = "note";
        if !says_how_alone(cell.words) && !is_at_home(cell.words) {
            return self.keep(cell);
        }
        let note = format!("{}: {}", cell.heading, cell.words);
        let there = self.names.field(system, FIELD)?;
        match there.as_ref().and_then(Value::as_str) {
            Some(there) if there == note => Ok(Outcome::Known),
            Some(_) => self.keep(cell),
            None => {
                let document = self.names.document(system)?;
                document.insert(FIELD.to_owned(), note.clone().into());
                Ok(Outcome::New(format!("{}: note: {note}", system.id)))
            }
        }
    }

    /// Whether the system of the row is electronic or paper, where that is not recorded. Of what is kept as both one system
    /// is not told to be both.
    pub(super) fn is_on(&mut self, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        const FIELD: &str = "medium";
        let (Some(medium), Some(system)) = (medium(cell.words), self.system_of_row()?) else {
            return self.keep(cell);
        };
        match self
            .names
            .field(&system, FIELD)?
            .filter(|there| !there.is_null())
        {
            Some(there) if there == medium => Ok(Outcome::Known),
            Some(_) => self.keep(cell),
            None => {
                let document = self.names.document(&system)?;
                document.insert(FIELD.to_owned(), medium.into());
                Ok(Outcome::New(format!("{}: {medium}", system.id)))
            }
        }
    }

    /// The only system that the row says data is kept in.
    fn system_of_row(&mut self) -> Result<Option<Reference>, ImportError> {
        let places = self.items.get("store").cloned().unwrap_or_default();
        let [place] = places[..] else {
            return Ok(None);
        };
        let store = self.at(&[Step::Item("store", place)])?;
        let system = store.and_then(|store| store.get("in"));
        let system = system.and_then(Value::as_str);
        Ok(system.map(|id| Reference::new(Kind::System, id)))
    }

    /// That a party is in a country, where none is recorded.
    pub(super) fn is_in(
        &mut self,
        name: &str,
        country: &str,
        cell: &Taken<'_>,
    ) -> Result<(), ImportError> {
        let is_nowhere = country.starts_with("Outside the UK, country not recorded");
        let country = match Country::from_words(country) {
            Ok(country) => country,
            Err(_) if is_nowhere => Country::OutsideUk,
            Err(_) => return self.take(UNREAD, &cell.saying(&format!("{country}: {name}"))),
        };
        let Some(party) = self.names.known(Kind::Party, name)? else {
            return self.take(UNREAD, &cell.saying(&format!("{}: {name}", country.name())));
        };
        let there = self.names.field(&party, "country")?;
        let is_other = there
            .as_ref()
            .is_some_and(|there| *there != country.as_str());
        if is_other && !self.is_ours {
            return self.take(
                UNREAD,
                &cell.saying(&format!("{name} ({})", country.name())),
            );
        }
        if there.is_none() {
            let document = self.names.document(&party)?;
            document.insert("country".to_owned(), country.as_str().into());
            let what = format!("{}: country: {}", party.id, country.name());
            self.line(cell, Outcome::New(what))?;
        }
        Ok(())
    }

    /// Categories of data that are there, in a line; all of it for a flow.
    pub(super) fn carried(&mut self, words: &str) -> Result<Option<Value>, ImportError> {
        if same(words, "all data") || same(words, "all") {
            return Ok(Some(crate::model::Scope::ALL.into()));
        }
        let parts: Vec<&str> = words.split(", ").collect();
        let mut ids: Vec<String> = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            // A name may have commas itself.
            let mut found = None;
            for end in (at + 1..=parts.len()).rev() {
                if let Some(data) = self.names.known(Kind::Data, &parts[at..end].join(", "))? {
                    found = Some((data.id, end));
                    break;
                }
            }
            let Some((id, end)) = found else {
                return Ok(None);
            };
            ids.push(id);
            at = end;
        }
        Ok(Some(ids.into()))
    }

    /// The documents that a cell names: addresses, or names.
    pub(super) fn documents(
        &mut self,
        field: &str,
        cell: &Taken<'_>,
    ) -> Result<Vec<String>, ImportError> {
        let kind = match field {
            "consent" => "consent-record",
            "breaches" => "breach-record",
            "notices" => "notice",
            "links" => "link",
            "documents" => "lia",
            "agreement" => "contract",
            "policy" => "appropriate-policy-document",
            "document" => "dpia",
            _ => return Ok(Vec::new()),
        };
        let mut ids = Vec::new();
        for one in values(cell.words, &[], false) {
            let is_link = one.contains("://") || one.starts_with("www.") || one.starts_with("\\\\");
            let id = if let Some(id) = self.by_link.get(&one) {
                id.clone()
            } else if is_link {
                let noun = kind.replace('-', " ");
                let activity = self.document()?.get("name").map(shown).unwrap_or_default();
                let mut name = format!("{activity}: {noun}");
                for number in 2.. {
                    if self.names.known(Kind::Document, &name)?.is_none() {
                        break;
                    }
                    name = format!("{activity}: {noun} {number}");
                }
                let id = self.names.take(Kind::Document, &name, &cell.at)?;
                self.by_link.insert(one.clone(), id.clone());
                let document = self
                    .names
                    .document(&Reference::new(Kind::Document, id.clone()))?;
                document.insert("link".to_owned(), one.into());
                id
            } else if self.may_name(&one) && yes_or_no(&one).is_none() {
                self.names.take(Kind::Document, &one, &cell.at)?
            } else {
                continue;
            };
            let document = Reference::new(Kind::Document, id.clone());
            if self.names.field(&document, "kind")?.is_none() {
                self.names
                    .document(&document)?
                    .insert("kind".to_owned(), kind.into());
            }
            ids.push(id);
        }
        Ok(ids)
    }
}

/// Whether a heading is the name of a category of data: one that councils' notices use, or one that the law sets apart.
fn names_data(heading: &str) -> bool {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let starter = crate::text::starter();
        let names = starter.data.values().flat_map(|data| {
            let aliases = data.aliases.iter().map(String::as_str);
            std::iter::once(data.name.as_str())
                .chain(aliases)
                .map(fold)
                .collect::<Vec<_>>()
        });
        names.collect()
    });
    let folded = fold(heading);
    let is_apart = folded.split(' ').count() <= 2 && notice::classes(heading).len() == 1;
    is_apart || KNOWN.contains(&folded)
}

/// Electronic or paper, in the words that people have for it.
fn medium(words: &str) -> Option<&'static str> {
    match fold(words).as_str() {
        "electronic" | "electronic only" | "electronically" | "digital" | "computer" => {
            Some("electronic")
        }
        "paper" | "paper only" | "hard copy" | "hardcopy" | "paper file" | "paper files"
        | "manual" => Some("paper"),
        _ => None,
    }
}

/// A name as it begins.
fn capital(name: &str) -> String {
    super::super::words::capitalised(name)
}

/// Whether the name of a place where records are says that they are paper there: "Staff files in locked cabinet".
fn is_on_paper(name: &str) -> bool {
    const PAPER: &str = "cabinet|cabinets|paper|papers|cupboard|cupboards|drawer|drawers|shelf|shelves|safe|binder|binders|manual|hardcopy";
    let folded = fold(name);
    let mut each = folded.split(' ');
    each.any(|word| words::is_one_of(word, PAPER)) || folded.contains("hard copy")
}

/// Whether words say that something is kept in one's own rooms or accounts: "Council offices", "Office 365 tenancy".
fn is_at_home(words: &str) -> bool {
    const MOST: usize = 6;
    const OURS: &str = "office|offices|tenancy|tenant|premises|premise|depot|cabinet|cabinets|archive|archives|strongroom|onsite|house|hall|drive|drives|network|room";
    const ELSEWHERE: &str =
        "eu|eea|europe|european|overseas|outside|us|usa|global|globally|worldwide|home|and|or";
    let folded = fold(words);
    let has = |among: &str| {
        let mut each = folded.split(' ');
        each.any(|word| words::is_one_of(word, among))
    };
    folded.split(' ').count() <= MOST && has(OURS) && !has(ELSEWHERE)
}
