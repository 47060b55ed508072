//! What the rules found, in little room: of each finding what a screen needs is at hand, and its words are packed.
//!
//! A register of a nation has millions of findings. Those of one rule say nearly the same, so that their words take a
//! twentieth of the room together; they are unpacked rule by rule, which is the order in which findings are told.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::finding::Level;
use crate::model::{Activity, ActivityId, Kind, Reference, Register};

use super::case::broadest;
use super::item::Item;
use super::own::is_own;
use super::packed::{pack, unpack};
use super::read_from::read_from;
use super::view::View;
use super::{Check, Fix, Found};

/// What the rules found in a register, worst first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Gathered {
    /// The records that findings are about or concern, in their order.
    things: Vec<Thing>,
    /// What parties are called that answer for activities, and business functions.
    names: Vec<String>,
    /// The fields, in their order.
    paths: Vec<String>,
    /// The activities that findings concern, where these are others than the record: by their places.
    concerned: Vec<Vec<u32>>,
    /// The rules of each level, worst first.
    rules: Vec<OfRule>,
    /// The words of the findings of each rule, in the order in which they were found.
    #[serde(skip)]
    words: Vec<Vec<u8>>,
}

/// A record that findings are about or concern.
#[derive(Debug, Serialize, Deserialize)]
struct Thing {
    record: Reference,
    /// What it is called; nothing where it is not there.
    name: Option<String>,
    /// Of an activity, who answers for it, its business function and the broadest of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    function: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<u32>,
}

/// What a rule found at one level.
#[derive(Debug, Serialize, Deserialize)]
struct OfRule {
    level: Level,
    rank: usize,
    code: String,
    title: String,
    rests_on: String,
    found: Vec<Entry>,
    /// How many packs its words are.
    n_packs: usize,
}

/// One finding.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32, u32, u8)", into = "(u32, u32, u32, u32, u8)")]
struct Entry {
    /// The place of its record.
    record: u32,
    /// The place of its field.
    path: u32,
    /// The place of what it concerns, from 1; none where that is the record itself.
    concerns: u32,
    /// The place of its words.
    words: u32,
    is_draft: bool,
    is_waived: bool,
}

impl From<(u32, u32, u32, u32, u8)> for Entry {
    fn from((record, path, concerns, words, flags): (u32, u32, u32, u32, u8)) -> Self {
        Self {
            record,
            path,
            concerns,
            words,
            is_draft: flags & 1 != 0,
            is_waived: flags & 2 != 0,
        }
    }
}

impl From<Entry> for (u32, u32, u32, u32, u8) {
    fn from(of: Entry) -> Self {
        let flags = u8::from(of.is_draft) + 2 * u8::from(of.is_waived);
        (of.record, of.path, of.concerns, of.words, flags)
    }
}

/// What is told of a finding and of no other: why, how it is put right, and where it was read.
type Words = (String, String, Option<String>);

/// A finding with its words, on its way to where it is gathered.
pub struct Row {
    rule: &'static Check,
    level: Level,
    rank: usize,
    record: Reference,
    path: String,
    /// The activities that it concerns, where these are others than the record.
    concerns: Option<Vec<ActivityId>>,
    is_draft: bool,
    is_waived: bool,
    /// Its words as JSON.
    words: Vec<u8>,
}

impl Row {
    /// A finding in its register, with how it is told that it is put right.
    pub fn of(
        view: &View<'_>,
        found: Found,
        is_waived: bool,
        told: fn(&Fix, &Reference) -> String,
    ) -> Self {
        let read_from = read_from(&found, view);
        let fix = found.fix.as_ref();
        let fix = fix.map_or_else(String::new, |fix| told(fix, &found.record));
        let words: Words = (found.finding.message, fix, read_from);
        let is_itself = found.record.kind == Kind::Activity
            && matches!(&found.activities[..], [only] if only.as_str() == found.record.id);
        let concerns = (!is_itself).then_some(found.activities);
        Self {
            rule: found.rule,
            level: found.finding.level,
            rank: found.rule.rank(),
            record: found.record,
            path: found.path,
            concerns,
            is_draft: found.is_draft,
            is_waived,
            words: serde_json::to_vec(&words).unwrap_or_default(),
        }
    }
}

/// The place of each of some things that are told apart by what they are.
#[derive(Debug)]
struct Places<K>(BTreeMap<K, u32>);

impl<K> Default for Places<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Places<K> {
    fn of(&mut self, key: K) -> u32 {
        let next = count(self.0.len());
        *self.0.entry(key).or_insert(next)
    }
}

/// A count as it is kept; there are not so many of anything.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// What is found, while it is gathered.
#[derive(Debug, Default)]
pub struct Gathering {
    records: Places<Reference>,
    things: Vec<Option<Thing>>,
    names: Places<String>,
    paths: Places<String>,
    concerned: Vec<Vec<u32>>,
    rules: BTreeMap<(Level, usize, &'static str), Growing>,
    /// The names of those that share one, as they are told apart.
    told_apart: BTreeMap<Reference, String>,
}

/// What a rule found so far.
#[derive(Debug)]
struct Growing {
    rule: &'static Check,
    found: Vec<Entry>,
    /// Its words that are not packed yet.
    words: Vec<u8>,
    packs: Vec<Vec<u8>>,
}

impl Growing {
    /// Packs the words that are not packed yet.
    fn pack(&mut self) {
        if !self.words.is_empty()
            && let Some(packed) = pack(&self.words)
        {
            self.packs.push(packed);
            self.words.clear();
        }
    }
}

/// So many bytes of words are worth packing by themselves.
const WORTH_PACKING: usize = 1 << 18;

impl Gathering {
    /// Nothing so far, of a register some of whose parties and activities share a name: these are called so.
    pub fn telling_apart(names: BTreeMap<Reference, String>) -> Self {
        Self {
            told_apart: names,
            ..Self::default()
        }
    }

    /// What a record is called.
    fn called(&self, record: &Reference, register: &Register) -> Option<String> {
        let told_apart = self.told_apart.get(record);
        told_apart.or_else(|| register.name(record)).cloned()
    }

    /// Takes what was found in a part of a register, with what its activities are called and who answers for them.
    pub fn take(&mut self, register: &Register, rows: Vec<Row>) {
        for (id, activity) in &register.activities {
            let thing = self.activity(id.reference(), activity, register);
            let place = self.place(&thing.record);
            self.things[place as usize] = Some(thing);
        }
        for row in rows {
            let record = self.place(&row.record);
            if self.things[record as usize].is_none() {
                let name = self.called(&row.record, register);
                self.things[record as usize] = name.map(|name| Thing {
                    record: row.record,
                    name: Some(name),
                    owner: None,
                    function: None,
                    within: None,
                });
            }
            let concerns = row.concerns.map_or(0, |activities| {
                let places = activities.iter().map(|id| self.place(&id.reference()));
                let places = places.collect();
                self.concerned.push(places);
                count(self.concerned.len())
            });
            let path = self.paths.of(row.path);
            let key = (row.level, row.rank, row.rule.code);
            let of = self.rules.entry(key).or_insert_with(|| Growing {
                rule: row.rule,
                found: Vec::new(),
                words: Vec::new(),
                packs: Vec::new(),
            });
            of.found.push(Entry {
                record,
                path,
                concerns,
                words: count(of.found.len()),
                is_draft: row.is_draft,
                is_waived: row.is_waived,
            });
            of.words.extend(row.words);
            if of.words.len() >= WORTH_PACKING {
                of.pack();
            }
        }
    }

    fn place(&mut self, record: &Reference) -> u32 {
        if let Some(place) = self.records.0.get(record) {
            return *place;
        }
        self.things.push(None);
        self.records.of(record.clone())
    }

    fn activity(&mut self, record: Reference, activity: &Activity, register: &Register) -> Thing {
        let owner = activity.owner.value();
        let owner = owner.and_then(|id| self.called(&id.reference(), register));
        let path = activity.function.value();
        let told_apart = self.told_apart.get(&record).cloned();
        Thing {
            record,
            name: Some(told_apart.unwrap_or_else(|| activity.name.clone())),
            owner: owner.map(|name| self.names.of(name)),
            function: path.map(|path| self.names.of(path.clone())),
            within: Some(self.names.of(broadest(&activity.function).to_owned())),
        }
    }

    /// What was found, in order.
    pub fn finish(mut self) -> Gathered {
        self.rules.values_mut().for_each(Growing::pack);
        let mut things = self.things;
        let mut places = vec![0; things.len()];
        let records = self.records.0.into_iter().enumerate();
        let things = records.map(|(new, (record, old))| {
            places[old as usize] = count(new);
            let thing = things.get_mut(old as usize).and_then(Option::take);
            thing.unwrap_or(Thing {
                record,
                name: None,
                owner: None,
                function: None,
                within: None,
            })
        });
        let things = things.collect();
        let mut path_places = vec![0; self.paths.0.len()];
        let paths = self.paths.0.into_iter().enumerate();
        let paths = paths.map(|(new, (path, old))| {
            path_places[old as usize] = count(new);
            path
        });
        let paths = paths.collect();
        for concerned in &mut self.concerned {
            for place in &mut *concerned {
                *place = places[*place as usize];
            }
        }
        let mut words = Vec::new();
        let rules = self.rules.into_iter().map(|((level, rank, _), of)| {
            let mut found = of.found;
            for entry in &mut found {
                entry.record = places[entry.record as usize];
                entry.path = path_places[entry.path as usize];
            }
            found.sort_by_key(|entry| (entry.record, entry.path));
            let n_packs = of.packs.len();
            words.extend(of.packs);
            OfRule {
                level,
                rank,
                code: of.rule.code.to_owned(),
                title: of.rule.title.to_owned(),
                rests_on: of.rule.rests_on.to_owned(),
                found,
                n_packs,
            }
        });
        let rules = rules.collect();
        let mut names: Vec<(u32, String)> = (self.names.0.into_iter())
            .map(|(name, place)| (place, name))
            .collect();
        names.sort_unstable();
        Gathered {
            things,
            names: names.into_iter().map(|(_, name)| name).collect(),
            paths,
            concerned: self.concerned,
            rules,
            words,
        }
    }
}

impl Gathered {
    /// Each finding, without its words.
    pub fn iter(&self) -> impl Iterator<Item = Brief<'_>> {
        self.rules
            .iter()
            .flat_map(|of| of.found.iter().map(|entry| self.brief(of, entry)))
    }

    fn brief<'g>(&'g self, of: &'g OfRule, entry: &'g Entry) -> Brief<'g> {
        Brief {
            all: self,
            of,
            entry,
            thing: &self.things[entry.record as usize],
        }
    }

    /// The words, packed as they are kept.
    pub(crate) fn words(&self) -> &[Vec<u8>] {
        &self.words
    }

    /// The same with its words, where these are as many as it was kept with.
    pub(crate) fn with_words(mut self, words: Vec<Vec<u8>>) -> Option<Self> {
        let n_packs: usize = self.rules.iter().map(|of| of.n_packs).sum();
        self.words = words;
        (self.words.len() == n_packs && self.is_whole()).then_some(self)
    }

    /// Whether all places lead somewhere.
    fn is_whole(&self) -> bool {
        let is_in = |place: u32, n: usize| (place as usize) < n;
        let entries = self.rules.iter().flat_map(|of| &of.found);
        let mut entries = entries.map(|it| {
            is_in(it.record, self.things.len())
                && is_in(it.path, self.paths.len())
                && it.concerns as usize <= self.concerned.len()
        });
        let mut concerned = self.concerned.iter().flatten();
        let names = |it: &Thing| [it.owner, it.function, it.within];
        let mut names = self.things.iter().flat_map(names).flatten();
        entries.all(|it| it)
            && concerned.all(|place| is_in(*place, self.things.len()))
            && names.all(|place| is_in(place, self.names.len()))
    }

    /// Hands over findings with all that is told of them, those that are wanted.
    ///
    /// # Errors
    /// `each` failed, or the words cannot be unpacked.
    pub fn each_item<E: From<Unreadable>>(
        &self,
        is_wanted: impl Fn(&Brief<'_>) -> bool,
        mut each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut packs = &self.words[..];
        for of in &self.rules {
            let own = packs.split_off(..of.n_packs).ok_or(Unreadable)?;
            let found = of.found.iter().map(|entry| self.brief(of, entry));
            let wanted: Vec<Brief<'_>> = found.filter(&is_wanted).collect();
            if wanted.is_empty() {
                continue;
            }
            let mut words = unpacked(own)?;
            for brief in wanted {
                let place = brief.entry.words as usize;
                let words = words.get_mut(place).ok_or(Unreadable)?;
                each(brief.item(std::mem::take(words)))?;
            }
        }
        Ok(())
    }
}

/// Words that were kept and cannot be unpacked.
#[derive(Debug)]
pub struct Unreadable;

fn unpacked(packs: &[Vec<u8>]) -> Result<Vec<Words>, Unreadable> {
    let mut words = Vec::new();
    for pack in packs {
        let bytes = unpack(pack).ok_or(Unreadable)?;
        for row in serde_json::Deserializer::from_slice(&bytes).into_iter() {
            words.push(row.map_err(|_| Unreadable)?);
        }
    }
    Ok(words)
}

/// A finding without its words.
#[derive(Clone, Copy)]
pub struct Brief<'g> {
    all: &'g Gathered,
    of: &'g OfRule,
    entry: &'g Entry,
    thing: &'g Thing,
}

impl<'g> Brief<'g> {
    /// What it means.
    pub fn level(&self) -> Level {
        self.of.level
    }

    /// Its place among what is shown first.
    pub fn rank(&self) -> (Level, usize) {
        // An organisation's own come last where things are put in order.
        match is_own(&self.of.code) {
            true => (self.of.level, usize::MAX),
            false => (self.of.level, self.of.rank),
        }
    }

    /// The code of its rule.
    pub fn code(&self) -> &'g str {
        &self.of.code
    }

    /// What is wrong, as the rule says.
    pub fn title(&self) -> &'g str {
        &self.of.title
    }

    /// The record that it is about.
    pub fn record(&self) -> &'g Reference {
        &self.thing.record
    }

    /// What the record is called.
    pub fn name(&self) -> &'g str {
        match (&self.thing.name, self.thing.record.kind) {
            (Some(name), _) => name,
            (None, Kind::Settings) => "the settings",
            (None, _) => &self.thing.record.id,
        }
    }

    /// Whether all that it concerns are drafts.
    pub fn is_draft(&self) -> bool {
        self.entry.is_draft
    }

    /// Whether a waiver accepts it.
    pub fn is_waived(&self) -> bool {
        self.entry.is_waived
    }

    fn concerns(&self) -> impl Iterator<Item = &'g Thing> + use<'g> {
        let places: &[u32] = match self.entry.concerns.checked_sub(1) {
            None => std::slice::from_ref(&self.entry.record),
            Some(place) => &self.all.concerned[place as usize],
        };
        let things = &self.all.things;
        places.iter().map(|place| &things[*place as usize])
    }

    /// The ids of the activities that it concerns.
    pub fn activities(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.concerns().map(|thing| thing.record.id.as_str())
    }

    fn named(&self, place: impl Fn(&Thing) -> Option<u32>) -> BTreeSet<&'g str> {
        let places = self.concerns().filter_map(place);
        let names = &self.all.names;
        places.map(|place| names[place as usize].as_str()).collect()
    }

    /// Who answers for these.
    pub fn owners(&self) -> BTreeSet<&'g str> {
        self.named(|thing| thing.owner)
    }

    /// The business functions that they belong to.
    pub fn functions(&self) -> BTreeSet<&'g str> {
        self.named(|thing| thing.function)
    }

    /// The broadest of these, in words where none is recorded.
    pub(super) fn broadest_functions(&self) -> BTreeSet<&'g str> {
        self.named(|thing| thing.within)
    }

    fn item(&self, (why, fix, read_from): Words) -> Item {
        let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
        Item {
            level: self.of.level,
            code: self.of.code.clone(),
            title: self.of.title.clone(),
            why,
            rests_on: self.of.rests_on.clone(),
            fix,
            record: self.thing.record.to_string(),
            name: self.name().to_owned(),
            field: self.all.paths[self.entry.path as usize].clone(),
            file: None,
            line: None,
            read_from,
            activities: self.activities().map(str::to_owned).collect(),
            owners: owned(self.owners()),
            functions: owned(self.functions()),
            is_draft: self.entry.is_draft,
            is_waived: self.entry.is_waived,
        }
    }
}
