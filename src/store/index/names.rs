//! Which record a text names: by id, name or alias, folded, never by prefix.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::model::{Kind, Reference, fold, one_line};

use super::super::Store;
use super::super::error::{Fault, StoreError};
use super::keys::{key_of, read_reference};
use super::namesakes::{TOLD_APART, whose, whose_names};

/// Likeness from which a name is suggested.
const ALIKE: f64 = 0.75;

/// The likeness of a name of which what is typed is a word.
const PART: f64 = 0.9;

/// The likeness of a name of which a word begins with what is typed.
const BEGINS: f64 = 0.8;

/// How much less alike than the best a name may be, to be offered beside it.
const MUCH_LESS: f64 = 0.12;

/// How many names are suggested.
const SUGGESTIONS: usize = 3;

/// Why a text does not name one record.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// Nothing is called so.
    #[error("{} called `{text}`", none(kinds))]
    Unknown {
        /// What was written.
        text: String,
        /// The kinds that were asked for; none means any.
        kinds: Vec<Kind>,
        /// What may have been meant, the likeliest first.
        suggestions: Vec<Suggestion>,
    },
    /// Several records are called so.
    #[error("`{text}` may be {}", if_named(choices, named))]
    Ambiguous {
        /// What was written.
        text: String,
        /// The records it may mean.
        choices: Vec<Reference>,
        /// What each is called with whose it is, where that tells them apart.
        named: Vec<String>,
    },
    /// What is called so, or the kind before the colon, is of a kind that was not asked for.
    #[error("`{text}` is {}, not {}", one(*kind), any(kinds.iter().map(|kind| one(*kind))))]
    OtherKind {
        /// What was written.
        text: String,
        /// Its kind.
        kind: Kind,
        /// The record of this name, where there is one.
        reference: Option<Reference>,
        /// What else may have been meant, of the kinds that were asked for.
        suggestions: Vec<Suggestion>,
        /// The kinds that were asked for.
        kinds: Vec<Kind>,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A record that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The record.
    pub reference: Reference,
    /// The id, name or alias that is alike.
    pub name: String,
}

/// That nothing of these kinds is there, as words before what it is called.
fn none(kinds: &[Kind]) -> String {
    // A long list of kinds says no more than that it may be anything.
    if kinds.is_empty() || kinds.len() > 4 {
        return "nothing in the register is".to_owned();
    }
    let words = kinds.iter().map(|kind| one(*kind));
    let words = any(words.map(|words| words.split_once(' ').map_or(words, |(_, noun)| noun)));
    format!("no {words} is")
}

/// What is typed to see a record of a kind that was named where another kind was asked for.
fn to_see(reference: &Reference) -> String {
    let Reference { kind, id } = reference;
    match kind {
        Kind::Party => format!("to see what goes to it and comes from it: `ropa ask about {id}`"),
        Kind::System => format!("to see what passes through it: `ropa ask through {id}`"),
        Kind::Data => format!("to see who receives it: `ropa ask who-receives {id}`"),
        Kind::People => {
            format!("to see who receives data about them: `ropa ask who-receives --people {id}`")
        }
        Kind::Activity
        | Kind::Measure
        | Kind::Document
        | Kind::Approval
        | Kind::Waiver
        | Kind::Settings => {
            format!("to see it: `ropa show {reference}`")
        }
    }
}

/// A record of a kind, in words.
const fn one(kind: Kind) -> &'static str {
    match kind {
        Kind::Settings => "the settings",
        Kind::Party => "a party",
        Kind::System => "a system",
        Kind::Data => "a category of data",
        Kind::People => "a category of people",
        Kind::Measure => "a measure",
        Kind::Document => "a document",
        Kind::Activity => "an activity",
        Kind::Approval => "an approval",
        Kind::Waiver => "a waiver",
    }
}

/// Some kinds in words: `a party, a system or an activity`.
fn any<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        words => words.concat(),
    }
}

/// What may have been meant, as a question.
fn did_you_mean(suggestions: &[Suggestion]) -> String {
    let names =
        suggestions.iter().map(
            |Suggestion { reference, name }| match *name == reference.id {
                true => format!("`{reference}`"),
                false => format!("`{reference}` ({})", one_line(name)),
            },
        );
    format!("did you mean {}?", names.collect::<Vec<_>>().join(" or "))
}

/// The records that a name may mean, each with whose it is where that is known.
fn if_named(choices: &[Reference], named: &[String]) -> String {
    let choices = choices.iter().enumerate().map(|(at, choice)| {
        let named = named.get(at).map(|name| format!(" ({name})"));
        format!("`{choice}`{}", named.unwrap_or_default())
    });
    choices.collect::<Vec<_>>().join(" or ")
}

impl NameError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown {
                suggestions,
                kinds,
                text,
            } if suggestions.is_empty() => {
                let list = match kinds.as_slice() {
                    [kind] => format!("`ropa list {kind}` lists {}", kind.several()),
                    _ => "`ropa list` counts what the register holds".to_owned(),
                };
                // What is typed in quotes must not end them.
                let is_word = !fold(text).is_empty() && !text.contains(['"', '\\', '$', '`', ':']);
                Some(match is_word {
                    true => {
                        format!("{list}, and `ropa find \"{text}\"` looks in every name and text")
                    }
                    false => list,
                })
            }
            Self::Unknown { suggestions, .. } => Some(did_you_mean(suggestions)),
            Self::Ambiguous { choices, named, .. } => {
                let choice = choices.first()?;
                let named = named.first().map(|name| format!(" or `{name}`"));
                let named = named.unwrap_or_default();
                Some(format!(
                    "write the one you mean in full, such as `{choice}`{named}"
                ))
            }
            Self::OtherKind {
                reference,
                suggestions,
                ..
            } => {
                let meant = (!suggestions.is_empty()).then(|| did_you_mean(suggestions));
                let hints: Vec<String> = meant
                    .into_iter()
                    .chain(reference.as_ref().map(to_see))
                    .collect();
                (!hints.is_empty()).then(|| hints.join(" Or, "))
            }
            Self::Store(error) => error.hint(),
        }
    }
}

impl Store {
    /// The record that a text names, among some kinds (none given means any).
    ///
    /// `kind:` before it settles the kind. An id written exactly wins over names that fold alike.
    ///
    /// # Errors
    /// Nothing or more than one record is called so, or the store cannot be read.
    pub fn resolve(&self, text: &str, kinds: &[Kind]) -> Result<Reference, NameError> {
        let (name, among) = match parts(text, kinds) {
            Err(NameError::OtherKind {
                text, kind, kinds, ..
            }) => {
                let name = text.split_once(':').map_or(text.as_str(), |(_, name)| name);
                let there = self.ask(|conn| by_name(conn, name, &[kind]))?;
                return Err(NameError::OtherKind {
                    reference: there.into_iter().next(),
                    suggestions: Vec::new(),
                    text,
                    kind,
                    kinds,
                });
            }
            parts => parts?,
        };
        let choices = self.called(name, &among)?;
        if let Some(one) = only(text, choices) {
            return match one {
                Err(NameError::Ambiguous { text, choices, .. }) => {
                    let named = self.ask(|conn| whose_names(conn, &choices))?;
                    Err(NameError::Ambiguous {
                        text,
                        choices,
                        named,
                    })
                }
                one => one,
            };
        }
        let suggestions = self.ask(|conn| Ok(suggest(name, &among, names(conn)?)))?;
        let elsewhere = self.ask(|conn| by_name(conn, name, &[]))?;
        let text = text.trim().to_owned();
        Err(match elsewhere.first() {
            Some(other) => NameError::OtherKind {
                text,
                kind: other.kind,
                reference: Some(other.clone()),
                suggestions,
                kinds: among,
            },
            _ => NameError::Unknown {
                text,
                suggestions,
                kinds: among,
            },
        })
    }
}

impl Store {
    /// The records of some kinds that bear an id or a name; what is like it is not looked for.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn called(&self, name: &str, kinds: &[Kind]) -> Result<BTreeSet<Reference>, StoreError> {
        let exact = self.ask(|conn| by_id(conn, name, kinds))?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        let named = self.ask(|conn| by_name(conn, name, kinds))?;
        if named.is_empty() {
            self.of_a_whole(name, kinds)
        } else {
            Ok(named)
        }
    }

    /// The parties and activities that a text names with whose they are before it.
    fn of_a_whole(&self, text: &str, kinds: &[Kind]) -> Result<BTreeSet<Reference>, StoreError> {
        let Some((whole, name)) = text.rsplit_once('/') else {
            return Ok(BTreeSet::new());
        };
        let kinds: Vec<Kind> = TOLD_APART
            .into_iter()
            .filter(|kind| kinds.is_empty() || kinds.contains(kind))
            .collect();
        if kinds.is_empty() || fold(name).is_empty() || fold(whole).is_empty() {
            return Ok(BTreeSet::new());
        }
        let named = self.ask(|conn| by_name(conn, name, &kinds))?;
        if named.is_empty() {
            return Ok(named);
        }
        let mut whole = self.called(whole, &[Kind::Party])?;
        let (Some(whole), true) = (whole.pop_first(), whole.is_empty()) else {
            return Ok(BTreeSet::new());
        };
        self.ask(|conn| {
            let mut found = BTreeSet::new();
            for reference in named {
                let mut at = reference.clone();
                // A register that is sound has no ring.
                while let Some(next) = whose(conn, &at)? {
                    if next == whole {
                        found.insert(reference);
                        break;
                    }
                    at = next;
                }
            }
            Ok(found)
        })
    }
}

/// The name that a text has after any `kind:`, and the kinds among which it is sought.
pub(in super::super) fn parts<'t>(
    text: &'t str,
    kinds: &[Kind],
) -> Result<(&'t str, Vec<Kind>), NameError> {
    let text = text.trim();
    let prefix = text.split_once(':');
    let settled = prefix.and_then(|(word, rest)| Kind::from_word(word).map(|kind| (kind, rest)));
    match settled {
        Some((kind, _)) if !kinds.is_empty() && !kinds.contains(&kind) => {
            Err(NameError::OtherKind {
                text: text.to_owned(),
                kind,
                reference: None,
                suggestions: Vec::new(),
                kinds: kinds.to_vec(),
            })
        }
        Some((kind, rest)) => Ok((rest.trim(), vec![kind])),
        None => Ok((text, kinds.to_vec())),
    }
}

/// The one record that a text means; nothing where there is none to choose.
pub(in super::super) fn only(
    text: &str,
    mut choices: BTreeSet<Reference>,
) -> Option<Result<Reference, NameError>> {
    let first = choices.pop_first()?;
    if choices.is_empty() {
        return Some(Ok(first));
    }
    Some(Err(NameError::Ambiguous {
        text: text.trim().to_owned(),
        choices: std::iter::once(first).chain(choices).collect(),
        named: Vec::new(),
    }))
}

pub(in super::super) fn by_id(
    conn: &Connection,
    id: &str,
    kinds: &[Kind],
) -> Result<BTreeSet<Reference>, Fault> {
    let kinds = if kinds.is_empty() { &Kind::ALL } else { kinds };
    let mut found = BTreeSet::new();
    for kind in kinds {
        let reference = Reference::new(*kind, id);
        if key_of(conn, &reference)?.is_some() {
            found.insert(reference);
        }
    }
    Ok(found)
}

pub(super) fn by_name(
    conn: &Connection,
    name: &str,
    kinds: &[Kind],
) -> Result<BTreeSet<Reference>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT record.kind, record.id FROM name JOIN record USING (key) WHERE name.folded = ?",
    )?;
    let mut rows = statement.query([fold(name)])?;
    let mut found = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let reference = read_reference(row, 0)?;
        if kinds.is_empty() || kinds.contains(&reference.kind) {
            found.insert(reference);
        }
    }
    Ok(found)
}

/// Every way in which a record is called now, in the order of folded names.
pub(in super::super) fn names(conn: &Connection) -> Result<Vec<Suggestion>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT record.kind, record.id, name.written \
         FROM name JOIN record USING (key) ORDER BY name.folded, name.key",
    )?;
    let names = statement.query_map([], |row| {
        Ok(Suggestion {
            reference: read_reference(row, 0)?,
            name: row.get(2)?,
        })
    })?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The names most alike, of the kinds asked for: what is of another kind would be refused when typed.
/// Each record once.
pub(in super::super) fn suggest(
    name: &str,
    kinds: &[Kind],
    names: Vec<Suggestion>,
) -> Vec<Suggestion> {
    let folded = fold(name);
    let mut best: BTreeMap<Reference, (f64, String)> = BTreeMap::new();
    for Suggestion { reference, name } in names {
        let is_asked = kinds.is_empty() || kinds.contains(&reference.kind);
        let known = fold(&name);
        // A word of a longer name is as good as a name that is nearly right.
        let is_part = !folded.is_empty() && format!(" {known} ").contains(&format!(" {folded} "));
        let alike = strsim::jaro(&folded, &known);
        // So is a word that is nearly one of it, if not quite.
        let words = known.split(' ').map(|word| strsim::jaro(&folded, word));
        let of_word = words.filter(|alike| *alike > PART).fold(0.0, f64::max) * PART;
        let begins = folded.len() > 1 && format!(" {known}").contains(&format!(" {folded}"));
        let likeness = match (is_part, begins) {
            (true, _) => alike.max(of_word).max(PART),
            (false, true) => alike.max(of_word).max(BEGINS),
            (false, false) => alike.max(of_word),
        };
        if !is_asked || likeness <= ALIKE {
            continue;
        }
        let known = best.get(&reference).map_or(0.0, |(likeness, _)| *likeness);
        if likeness > known {
            best.insert(reference, (likeness, name));
        }
    }
    let mut ranked: Vec<(Reference, (f64, String))> = best.into_iter().collect();
    ranked.sort_by(|(_, one), (_, other)| other.0.partial_cmp(&one.0).unwrap_or(Ordering::Equal));
    // Beside what is nearly right nothing is meant that is only a little like it.
    let best = ranked.first().map_or(0.0, |(_, (likeness, _))| *likeness);
    ranked.retain(|(_, (likeness, _))| *likeness > best - MUCH_LESS);
    ranked.truncate(SUGGESTIONS);
    ranked
        .into_iter()
        .map(|(reference, (_, name))| Suggestion { reference, name })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::model::Kind;

    use super::super::super::Store;
    use super::super::super::sample::register;

    #[test]
    fn a_thing_is_named_by_id_name_or_alias() {
        let store = Store::in_memory(register()).unwrap();
        let named = |text: &str, kinds: &[Kind]| match store.resolve(text, kinds) {
            Ok(reference) => reference.to_string(),
            Err(error) => match error.hint() {
                Some(hint) => format!("{error}; {hint}"),
                None => error.to_string(),
            },
        };
        assert_eq!(named("nhs-number", &[]), "data:nhs-number");
        assert_eq!(named(" NHS–number ", &[Kind::Data]), "data:nhs-number");
        assert_eq!(named("serverlec", &[]), "party:servelec");
        assert_eq!(named("health service", &[]), "party:nhs");
        assert_eq!(named("party:NHS", &[]), "party:nhs");
        assert_eq!(named("HEALTH", &[Kind::Data]), "data:health");
        // Never by prefix.
        assert_eq!(
            named("Mosai", &[Kind::System]),
            "no system is called `Mosai`; did you mean `system:mosaic` (Mosaic)?"
        );
        assert_eq!(
            named("nhs nubmer", &[Kind::Data]),
            "no category of data is called `nhs nubmer`; did you mean `data:nhs-number` (NHS Number)?"
        );
        assert_eq!(
            named("zzz", &[]),
            "nothing in the register is called `zzz`; `ropa list` counts what the register holds, and \
             `ropa find \"zzz\"` looks in every name and text"
        );
        assert_eq!(
            named("system:mosaic", &[Kind::Data]),
            "`system:mosaic` is a system, not a category of data; to see what passes through it: \
             `ropa ask through mosaic`"
        );
    }

    #[test]
    fn an_ambiguous_name_lists_the_choices_and_an_id_wins() {
        let mut register = register();
        let system = register.systems.values_mut().next().unwrap();
        system.aliases = vec!["Adoption".to_owned(), "Parking".to_owned()];
        let people = register.people.values_mut().next().unwrap();
        people.aliases = vec!["PARKING!".to_owned()];
        let store = Store::in_memory(register).unwrap();
        assert_eq!(
            store.resolve("adoption", &[]).unwrap().to_string(),
            "activity:adoption"
        );
        let error = store.resolve("Parking.", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`Parking.` may be `system:letters` or `people:families` or `activity:parking`"
        );
    }
}
