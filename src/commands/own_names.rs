//! Examples in the names of the register at hand: those of the worked example name nothing in another.

use std::collections::BTreeMap;

use crate::model::{
    Activity, DataId, End, Kind, PartyId, PeopleId, Record, Recorded, Reference, SystemId,
};
use crate::store::{Store, StoreError};

use super::Run;
use super::fixes::typed;

/// What the examples of the program name, all of it in the worked example.
const NAMED: [(&str, Kind); 10] = [
    ("Family Group Conference", Kind::Activity),
    ("NHS number", Kind::Data),
    ("Children", Kind::People),
    ("Children in the family", Kind::People),
    ("Servelec", Kind::Party),
    ("NHS", Kind::Party),
    ("GPs", Kind::Party),
    ("District nurses", Kind::Party),
    ("Social workers", Kind::Party),
    ("Mosaic", Kind::System),
];

/// What stands for the activities without a function, of which not every register has any.
const NO_FUNCTION: &str = "not recorded";

/// So many activities are read for names: those of one go together.
const MOST: usize = 20;

/// The names of a register for examples.
#[derive(Default)]
pub(super) struct OwnNames {
    store: Option<Store>,
    names: BTreeMap<Kind, Vec<String>>,
    /// A function, where the first activities have one.
    function: Option<String>,
}

impl Run {
    /// The names for examples: of the database at hand, where there is one.
    pub(super) fn own_names(&self) -> OwnNames {
        let path = self.register_path().ok().filter(|path| path.is_file());
        let store = path.and_then(|path| Store::open(path).ok());
        store
            .and_then(|store| OwnNames::of(store).ok())
            .unwrap_or_default()
    }
}

impl OwnNames {
    fn of(store: Store) -> Result<Self, StoreError> {
        let mut own = Self::default();
        for id in store.ids(Kind::Activity)?.into_iter().take(MOST) {
            let reference = Reference::new(Kind::Activity, id);
            if let Some(Record::Activity(activity)) = store.record(&reference)? {
                own.note(&store, &reference)?;
                own.note_all(&store, &activity)?;
            }
        }
        own.store = Some(store);
        Ok(own)
    }

    fn note_all(&mut self, store: &Store, activity: &Activity) -> Result<(), StoreError> {
        if let Recorded::Value(function) = &activity.function {
            let broadest = function.split('/').next().unwrap_or_default().trim();
            let broadest = (!broadest.is_empty()).then(|| broadest.to_owned());
            self.function = self.function.take().or(broadest);
        }
        let data = activity.data.items().iter().map(DataId::reference);
        let people = activity.people.items().iter().map(PeopleId::reference);
        let flows = activity.flows().flat_map(|(_, flow)| {
            let ends = [&flow.from, &flow.to].into_iter().flatten();
            let ends = ends.map(End::reference);
            let system = flow.system.as_ref().map(SystemId::reference);
            ends.chain(system)
        });
        let controller = activity.controller.value().map(PartyId::reference);
        for reference in data.chain(people).chain(flows).chain(controller) {
            self.note(store, &reference)?;
        }
        Ok(())
    }

    /// Keeps the name of a record, or what else it can be typed as.
    fn note(&mut self, store: &Store, reference: &Reference) -> Result<(), StoreError> {
        let name = store.name_shown(reference)?.unwrap_or_default();
        let is_its_own = store
            .resolve(&name, &[reference.kind])
            .is_ok_and(|named| named == *reference);
        let name = if is_its_own {
            name
        } else {
            reference.to_string()
        };
        let names = self.names.entry(reference.kind).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
        Ok(())
    }

    /// An example of the program, with names of the register in place of those that are not in it.
    pub(super) fn in_example(&self, example: &str) -> String {
        let Some(store) = &self.store else {
            return example.to_owned();
        };
        let mut n_used: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut own = |name: &str| -> Option<String> {
            if name == NO_FUNCTION {
                return self.function.clone();
            }
            let (_, kind) = NAMED.iter().find(|(known, _)| *known == name)?;
            if store.resolve(name, &[*kind]).is_ok() {
                return None;
            }
            let n = n_used.entry(*kind).or_default();
            *n += 1;
            self.names.get(kind)?.get(*n - 1).cloned()
        };
        let words = words(example).into_iter().map(|word| {
            let (before, name) = match word.split_once('=') {
                Some((parameter, name)) => (format!("{parameter}="), name),
                None => (String::new(), word.as_str()),
            };
            match own(name) {
                Some(own) => typed(&format!("{before}{own}")),
                None => typed(&word),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The words of a command line of ours: separated by spaces, but within quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for character in line.chars() {
        match (character, words.last_mut()) {
            ('"', _) => is_quoted = !is_quoted,
            (' ', _) if !is_quoted => words.push(String::new()),
            (character, Some(word)) => word.push(character),
            (_, None) => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::QUESTIONS;
    use crate::diagram::VIEWS;
    use crate::queries::CORE;

    /// Whatever an example of a question or view names is known here: a flag, a file or a word of ours is no name.
    #[test]
    fn every_name_in_an_example_is_known() {
        let queries = CORE.iter().map(|core| {
            let query = crate::queries::parse(core.name, core.text);
            query.ok().and_then(|query| query.example)
        });
        let asked = QUESTIONS.iter().flat_map(|entry| entry.examples);
        let drawn = VIEWS.iter().map(|view| &view.example);
        let ours = asked.chain(drawn).map(|example| (*example).to_owned());
        for example in ours.chain(queries.flatten()) {
            for word in words(&example) {
                let name = word.split_once('=').map_or(word.as_str(), |(_, name)| name);
                let is_name = name.starts_with(char::is_uppercase);
                assert!(
                    !is_name || NAMED.iter().any(|(known, _)| *known == name),
                    "{example}: {name}"
                );
            }
        }
    }
}
