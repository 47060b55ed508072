//! What rules know of a register: which records there are, what they are called and what they say of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use indexmap::IndexSet;

use crate::finding::Finding;
use crate::model::{Kind, Reference, Register, Settings, Words, fold, nearest, place};

use super::said::Said;
use super::{Check, RULES, Sound};

/// How alike two ids are at least, for one to be offered in place of the other.
const ALIKE_IDS: f64 = 0.8;

/// One way in which a record is called, and where it says so.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) path: String,
}

/// A mention of a record that was not known when it was read.
#[derive(Debug)]
pub(super) struct Unresolved {
    /// The record that mentions it.
    pub(super) by: Reference,
    /// Where.
    pub(super) path: String,
    /// The kind that is meant.
    pub(super) kind: Kind,
    /// The kinds that could stand in its place.
    pub(super) ends: &'static [Kind],
    /// The id.
    pub(super) id: String,
}

/// What records of a register say of each other, and what is wrong within each.
///
/// A mention of a record that is known already is forgotten at once, so that a large register takes little room.
#[derive(Debug)]
pub struct Facts {
    /// The ids of each kind, as they came: every mention of a record is looked up.
    ids: [IndexSet<String>; Kind::ALL.len()],
    /// The records by what they are called, folded.
    pub(super) names: BTreeMap<(Kind, String), Vec<Called>>,
    /// Which record is above which.
    pub(super) above: BTreeMap<Kind, BTreeMap<String, String>>,
    /// Which categories of data are made from which.
    pub(super) made_from: BTreeMap<String, BTreeSet<String>>,
    /// The controllers of activities.
    controllers: BTreeMap<String, String>,
    unresolved: Vec<Unresolved>,
    incomplete: BTreeSet<Kind>,
    within: Vec<Finding>,
    /// How a record that is missing is made, where the register is kept.
    pub(super) making: fn(Kind, &str) -> String,
}

impl Default for Facts {
    fn default() -> Self {
        Self::kept_where(|kind, id| {
            format!(
                "record the {} `{id}`, or remove the reference to it",
                kind.noun()
            )
        })
    }
}

impl Facts {
    /// Nothing so far, of a register where missing records are made in some way, which is said in help.
    pub fn kept_where(making: fn(Kind, &str) -> String) -> Self {
        Self {
            ids: Default::default(),
            names: BTreeMap::new(),
            above: BTreeMap::new(),
            made_from: BTreeMap::new(),
            controllers: BTreeMap::new(),
            unresolved: Vec::new(),
            incomplete: BTreeSet::new(),
            within: Vec::new(),
            making,
        }
    }

    /// The facts of a whole register.
    pub fn of(register: &Register) -> Self {
        fn each<I: Display, R: Words>(facts: &mut Facts, kind: Kind, all: &BTreeMap<I, R>) {
            for (id, record) in all {
                facts.add(Said::of(Reference::new(kind, id.to_string()), record));
            }
        }
        let mut facts = Self::default();
        if let Some(settings) = &register.settings {
            let record = Reference::new(Kind::Settings, Settings::ID);
            facts.add(Said::of(record, settings));
        }
        each(&mut facts, Kind::Party, &register.parties);
        each(&mut facts, Kind::System, &register.systems);
        each(&mut facts, Kind::Data, &register.data);
        each(&mut facts, Kind::People, &register.people);
        each(&mut facts, Kind::Measure, &register.measures);
        each(&mut facts, Kind::Document, &register.documents);
        each(&mut facts, Kind::Activity, &register.activities);
        each(&mut facts, Kind::Approval, &register.approvals);
        each(&mut facts, Kind::Waiver, &register.waivers);
        facts
    }

    /// Notes that there is a record.
    pub fn define(&mut self, record: &Reference) {
        let ids = &mut self.ids[record.kind as usize];
        if !ids.contains(&record.id) {
            ids.insert(record.id.clone());
        }
    }

    /// Notes that records of a kind may be missing, so that mentions of them are not at fault.
    pub fn incomplete(&mut self, kind: Kind) {
        self.incomplete.insert(kind);
    }

    /// Takes what a record says, and judges it by itself.
    pub fn add(&mut self, said: Said) {
        for rule in RULES {
            if let Check::Within(check) = rule.check {
                self.within.extend(check(&said));
            }
        }
        self.note(said);
    }

    /// Takes what a record says without judging it by itself.
    pub fn note(&mut self, said: Said) {
        self.define(&said.record);
        let above = said.above().map(str::to_owned);
        if let Some(controller) = said.controller() {
            let (id, controller) = (said.record.id.clone(), controller.to_owned());
            self.controllers.insert(id, controller);
        }
        let made_from: BTreeSet<String> = said.made_from().map(str::to_owned).collect();
        if !made_from.is_empty() {
            self.made_from.insert(said.record.id.clone(), made_from);
        }
        for mention in &said.mentions {
            let id = said.id(mention);
            if !self.has(mention.kind, id) {
                self.unresolved.push(Unresolved {
                    by: said.record.clone(),
                    path: place(said.way(mention)),
                    kind: mention.kind,
                    ends: mention.ends,
                    id: id.to_owned(),
                });
            }
        }
        let Said {
            record, mut names, ..
        } = said;
        if let Some(above) = above {
            let tree = self.above.entry(record.kind).or_default();
            tree.insert(record.id.clone(), above);
        }
        // Where a name and an alias are alike, the name counts.
        names.sort_by_key(|name| name.path.starts_with("aliases"));
        for name in names {
            let folded = fold(&name.text);
            if folded.is_empty() {
                continue;
            }
            let called = self.names.entry((record.kind, folded)).or_default();
            if called.iter().all(|other| other.id != record.id) {
                called.push(Called {
                    id: record.id.clone(),
                    text: name.text,
                    path: name.path,
                });
            }
        }
    }

    /// Whose a record is, which tells it from others of its name: the whole of a party, the controller of an activity.
    pub(super) fn whose(&self, kind: Kind, id: &str) -> Option<&str> {
        let whose = match kind {
            Kind::Party => self.above.get(&kind)?.get(id),
            Kind::Activity => self.controllers.get(id),
            _ => None,
        };
        whose.map(String::as_str)
    }

    /// The records of a kind that are called so, where these are several.
    pub(super) fn namesakes(&self, kind: Kind, text: &str) -> Vec<&str> {
        match self.names.get(&(kind, fold(text))).map(Vec::as_slice) {
            Some(called @ [_, _, ..]) => called.iter().map(|one| one.id.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Records that are above others, or that others are made from, and were not added.
    pub fn above_unread(&self) -> impl Iterator<Item = Reference> {
        let trees = self.above.iter();
        let above =
            trees.flat_map(|(kind, tree)| tree.values().map(|id| Reference::new(*kind, id)));
        let origins = self.made_from.values().flatten();
        let origins = origins.map(|id| Reference::new(Kind::Data, id));
        above
            .chain(origins)
            .filter(|record| !self.has(record.kind, &record.id))
    }

    /// Asks elsewhere for the records that are mentioned and were not added.
    ///
    /// # Errors
    /// It could not be asked.
    pub fn resolve<E>(
        &mut self,
        mut exists: impl FnMut(&Reference) -> Result<bool, E>,
    ) -> Result<(), E> {
        let all = self
            .missing()
            .map(|mention| Reference::new(mention.kind, &mention.id));
        for record in all.collect::<BTreeSet<_>>() {
            if exists(&record)? {
                self.define(&record);
            }
        }
        Ok(())
    }

    /// Mentions of records that are not there.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Unresolved> {
        self.unresolved.iter().filter(|mention| {
            !self.has(mention.kind, &mention.id) && !self.incomplete.contains(&mention.kind)
        })
    }

    /// Proof that every rule of [`RULES`] holds, or all that is wrong, in the order of records and fields.
    ///
    /// # Errors
    /// A rule is broken.
    pub fn sound(self) -> Result<Sound, Vec<Finding>> {
        let mut findings = self.findings();
        if findings.is_empty() {
            return Ok(Sound(()));
        }
        Finding::sort(&mut findings);
        Err(findings)
    }

    /// Everything that is wrong.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.within.clone();
        for rule in RULES {
            if let Check::Between(check) = rule.check {
                findings.extend(check(self));
            }
        }
        findings
    }

    /// Whether there is such a record.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.ids[kind as usize].contains(id)
    }

    /// The ids of records of a kind, sorted.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let ids = self.ids[kind as usize].iter().map(String::as_str);
        ids.collect::<BTreeSet<_>>().into_iter()
    }

    /// The id of the record that a text names, exactly or nearly.
    pub fn called(&self, kind: Kind, text: &str) -> Option<&str> {
        let id = kind.bare(text);
        let exact = self.ids[kind as usize].get(id).map(String::as_str);
        exact.or_else(|| self.near(kind, id))
    }

    /// The record that is called so, else the one whose id or name is nearest.
    pub(super) fn near(&self, kind: Kind, id: &str) -> Option<&str> {
        let folded = fold(id);
        if let Some([called]) = self.names.get(&(kind, folded.clone())).map(Vec::as_slice) {
            return Some(&called.id);
        }
        if let Some(near) = nearest(id, self.ids(kind), ALIKE_IDS) {
            return Some(near);
        }
        let names = || {
            self.names
                .range((kind, String::new())..)
                .take_while(|((of, _), _)| *of == kind)
        };
        let near = nearest(
            &folded,
            names().map(|((_, name), _)| name.as_str()),
            ALIKE_IDS,
        )?;
        let (_, called) = names().find(|((_, name), _)| name == near)?;
        called.first().map(|called| called.id.as_str())
    }
}
