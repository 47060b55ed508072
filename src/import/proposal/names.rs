//! Which record a name in a source means: one that is there, one that is new, or one that somebody has to settle.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::model::{Kind, Record, Reference, fold, nearest, slug_of};
use crate::store::{Store, StoreError};

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision, Settled, name_of, record_of};
use super::documents::Documents;

/// The records that a source speaks of, as they are and as they become.
pub(in crate::import) struct Names<'s> {
    store: &'s Store,
    settled: &'s Settled,
    /// Those that are new, by kind and folded name.
    named: BTreeMap<(Kind, String), Reference>,
    /// What the store said of a name, while it is likely to be asked again.
    asked: RefCell<BTreeMap<Kind, BTreeMap<String, Option<Reference>>>>,
    /// The names that the store has of a kind, as they are compared.
    there: BTreeMap<Kind, Vec<Bare>>,
    /// The parties that are new, by their names without what companies are called after.
    made: BTreeMap<String, String>,
    /// The number of the last record that was made under an id.
    numbers: BTreeMap<Reference, usize>,
    /// Every record that is added or changed.
    pub(in crate::import) documents: Documents,
    /// The file that is read.
    pub(in crate::import) file: String,
    /// What has to be settled, and what was.
    pub(in crate::import) decisions: Vec<Decision>,
    seen: BTreeSet<Decision>,
}

impl<'s> Names<'s> {
    pub(in crate::import) fn new(store: &'s Store, settled: &'s Settled) -> Self {
        Self {
            store,
            settled,
            named: BTreeMap::new(),
            asked: RefCell::default(),
            there: BTreeMap::new(),
            made: BTreeMap::new(),
            numbers: BTreeMap::new(),
            documents: Documents::default(),
            file: String::new(),
            decisions: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Asks a question; gives its answer where it is settled, else nothing.
    ///
    /// # Errors
    /// The answer is none of those that the question takes.
    pub(in crate::import) fn settle(
        &mut self,
        mut decision: Decision,
    ) -> Result<Vec<String>, ImportError> {
        let answer = self.settled.answer(self.store, &mut decision)?;
        if self.seen.insert(decision.clone()) {
            self.decisions.push(decision);
        }
        Ok(answer)
    }

    /// The record of a kind that is there under a name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn known(
        &self,
        kind: Kind,
        name: &str,
    ) -> Result<Option<Reference>, ImportError> {
        const MOST: usize = 20_000;
        let words = name.trim();
        let mut asked = self.asked.borrow_mut();
        let of_kind = asked.entry(kind).or_default();
        let asked = of_kind.get(words).cloned();
        if let Some(Some(known)) = asked {
            return Ok(Some(known));
        }
        // What was not there may have been made since.
        let made = self.named.get(&(kind, fold(name))).cloned();
        if made.is_none() && asked.is_some() {
            return Ok(None);
        }
        let found = match made {
            Some(made) => Some(made),
            None => called(self.store, kind, name)?,
        };
        if of_kind.len() >= MOST {
            of_kind.clear();
        }
        of_kind.insert(words.to_owned(), found.clone());
        Ok(found)
    }

    /// What a line names: the whole of it where that is the name of a record, however it could be taken apart, else the
    /// name that was read out of it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn whole<'t>(
        &self,
        kind: Kind,
        name: &'t str,
        line: &'t str,
    ) -> Result<&'t str, ImportError> {
        if !may_be_one(name, line) {
            return Ok(name);
        }
        Ok(self.known(kind, line)?.map_or(name, |_| line))
    }

    /// The record of a kind that a name means; where none is there, a new one. Which it is is asked where the name is
    /// that of several, or only like that of one.
    ///
    /// # Errors
    /// The store cannot be read, or which record is meant was answered wrongly.
    pub(in crate::import) fn take(
        &mut self,
        kind: Kind,
        name: &str,
        at: &At,
    ) -> Result<String, ImportError> {
        if let Some(reference) = self.known(kind, name)? {
            return Ok(reference.id);
        }
        let choices = self.may_mean(kind, name)?;
        let answer = if choices.is_empty() {
            Vec::new()
        } else {
            self.settle(Decision {
                file: self.file.clone(),
                at: at.clone(),
                asks: name_of(kind),
                words: name.to_owned(),
                question: format!("is this a new {}, or one that is there?", kind.noun()),
                answers: Answers::Record(kind, choices),
                is_first: true,
                answer: Vec::new(),
            })?
        };
        let made = |answer: &String| self.named.get(&(kind, fold(answer))).cloned();
        let is_there = answer
            .first()
            .and_then(|answer| record_of(kind, answer).or_else(|| made(answer)));
        let reference = match is_there {
            Some(reference) => reference,
            None => {
                let reference = self.fresh(kind, name)?;
                let mut document = Map::new();
                document.insert("name".to_owned(), name.into());
                self.documents.put(reference.clone(), document);
                if kind == Kind::Party {
                    let bare = Bare::of(name).bare;
                    self.made.entry(bare).or_insert_with(|| name.to_owned());
                }
                reference
            }
        };
        self.named.insert((kind, fold(name)), reference.clone());
        Ok(reference.id)
    }

    /// The document of a record as it becomes: as it is where nothing changed it yet.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn document(
        &mut self,
        reference: &Reference,
    ) -> Result<&mut Map<String, Value>, ImportError> {
        if !self.documents.has(reference) {
            let record = self.store.record(reference)?;
            let document = record.map_or_else(Map::new, |record| object(&record));
            self.documents.put(reference.clone(), document);
        }
        self.documents.at(reference)
    }

    /// What a record says now, whether it changes or not.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn field(
        &self,
        reference: &Reference,
        field: &str,
    ) -> Result<Option<Value>, ImportError> {
        if let Some(said) = self.documents.field(reference, field)? {
            return Ok(said);
        }
        let record = self.store.record(reference)?;
        Ok(record.and_then(|record| object(&record).remove(field)))
    }

    /// The records that a name may mean: those that bear it, where there are several, and bodies, systems and activities
    /// with a name like it. Nothing is joined on likeness alone.
    fn may_mean(&mut self, kind: Kind, name: &str) -> Result<Vec<Choice>, ImportError> {
        let several = self.store.called(name, &[kind])?;
        if !several.is_empty() {
            let choice = |reference: Reference| -> Result<Choice, ImportError> {
                let means = self.field(&reference, "name")?;
                let means = means.as_ref().and_then(Value::as_str);
                Ok(Choice {
                    answer: reference.to_string(),
                    means: means.unwrap_or_default().to_owned(),
                })
            };
            return several.into_iter().map(choice).collect();
        }
        if !matches!(kind, Kind::Party | Kind::System | Kind::Activity) {
            return Ok(Vec::new());
        }
        if !self.there.contains_key(&kind) {
            let mut there = Vec::new();
            self.store.each_record(&[kind], |_, record| {
                let (name, aliases) = record.names();
                let names = name.into_iter().chain(aliases.iter().map(String::as_str));
                there.extend(names.map(Bare::of));
                Ok::<(), ImportError>(())
            })?;
            self.there.insert(kind, there);
        }
        let bare = Bare::of(name);
        let there = self.there.get(&kind).into_iter().flatten();
        let alike = there.filter(|other| bare.is_alike(other)).take(MOST_ALIKE);
        let mut alike: Vec<Choice> = alike.map(|one| Choice::plain(one.name.clone())).collect();
        // "Valtech Ltd" beside a "Valtech Limited" that the same sources name.
        if kind == Kind::Party {
            alike.extend(self.made.get(&bare.bare).map(Choice::plain));
        }
        Ok(alike)
    }

    /// A new record with an id that none has.
    fn fresh(&mut self, kind: Kind, name: &str) -> Result<Reference, ImportError> {
        let slug = slug_of(name);
        let stem = if slug.is_empty() {
            kind.word().to_owned()
        } else {
            slug
        };
        let stem = Reference::new(kind, stem);
        let begun = self.numbers.get(&stem).copied().unwrap_or_default();
        for number in begun + 1.. {
            let id = if number == 1 {
                stem.id.clone()
            } else {
                format!(
                    "{}-{number}",
                    stem.id.get(..90).unwrap_or(&stem.id).trim_end_matches('-')
                )
            };
            let is_sound = crate::model::check_slug(&id).is_ok();
            let reference = Reference::new(kind, id);
            let is_taken =
                self.documents.has(&reference) || self.store.record(&reference)?.is_some();
            if is_sound && !is_taken {
                self.numbers.insert(stem, number);
                return Ok(reference);
            }
        }
        Ok(stem)
    }
}

/// Whether a line out of which a name was read may be a longer name itself, and no sentence.
pub(in crate::import) fn may_be_one(name: &str, line: &str) -> bool {
    const MOST_WORDS: usize = 12;
    line.split_whitespace().count() <= MOST_WORDS
        && !line.ends_with('.')
        && fold(line) != fold(name)
}

/// The record of a kind that a register has under a name; nothing where it has none, or more than one.
///
/// # Errors
/// The store cannot be read.
pub(in crate::import) fn called(
    store: &Store,
    kind: Kind,
    name: &str,
) -> Result<Option<Reference>, StoreError> {
    let mut found = store.called(kind.bare(name), &[kind])?;
    let first = found.pop_first();
    Ok(first.filter(|_| found.is_empty()))
}

/// A record as its document.
fn object(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(document)) => document,
        _ => Map::new(),
    }
}

/// How alike two names are at least to be asked about: a letter or two apart.
const CLOSE: f64 = 0.92;

/// How many names alike are offered.
const MOST_ALIKE: usize = 3;

/// A name as it is compared with others: without what companies are called after, with its letters.
struct Bare {
    name: String,
    bare: String,
    n_letters: u32,
    letters: u64,
}

impl Bare {
    fn of(name: &str) -> Self {
        const FORMS: [&str; 6] = ["ltd", "limited", "plc", "llp", "uk", "inc"];
        let folded = fold(name);
        let words = folded.split(' ').filter(|word| !FORMS.contains(word));
        let bare: String = words.collect();
        let bits = bare.chars().map(|one| 1_u64 << (u32::from(one) % 64));
        Self {
            name: name.to_owned(),
            n_letters: u32::try_from(bare.chars().count()).unwrap_or(u32::MAX),
            letters: bits.fold(0, |all, bit| all | bit),
            bare,
        }
    }

    /// Whether two names may well be one: a letter or two apart, or the same but for what companies are called after.
    fn is_alike(&self, other: &Self) -> bool {
        // No likeness is greater than what the letters allow that both have.
        let shared = |one: &Self, other: &Self| {
            one.n_letters
                .saturating_sub((one.letters & !other.letters).count_ones())
        };
        let both = f64::from(shared(self, other).min(shared(other, self)));
        let most = both / f64::from(self.n_letters) + both / f64::from(other.n_letters) + 1.0;
        most >= 3.0 * CLOSE
            && (self.bare == other.bare
                || nearest(&self.bare, [other.bare.as_str()], CLOSE).is_some())
    }
}
