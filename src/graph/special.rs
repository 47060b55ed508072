//! What a catalogue knows of its categories: what is above them, their classes, what may include them.

use std::collections::{BTreeMap, BTreeSet};

use crate::law;
use crate::model::{Data, DataId, LawCode, OneOrMany, Recorded};

/// A category that is special category data (Article 9(1)) or data on offences (Article 10), or may include some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Special {
    /// Whether it is so by its class; otherwise the record says only that it may include such data.
    pub is_sure: bool,
    /// Everything strictly broader.
    pub broader: BTreeSet<DataId>,
}

/// The special categories of a whole catalogue, and those that may include special data.
pub fn special_data(catalogue: &BTreeMap<DataId, Data>) -> BTreeMap<DataId, Special> {
    catalogue
        .iter()
        .filter_map(|(id, data)| {
            let is_sure = names_special(class_of(catalogue, id));
            (is_sure || names_special(&data.may_include)).then(|| {
                let broader = broader_than(catalogue, id);
                (id.clone(), Special { is_sure, broader })
            })
        })
        .collect()
}

/// Whether one of some classes is special category data or data on offences.
pub(super) fn names_special(classes: &Recorded<OneOrMany<LawCode>>) -> bool {
    classes.value().is_some_and(|classes| {
        classes.0.iter().any(|class| {
            law::is_special_category(class.as_str()) || law::is_criminal_offence(class.as_str())
        })
    })
}

static NO_CLASS: Recorded<OneOrMany<LawCode>> = Recorded::NotRecorded;

/// The class of a category: its own, or where none is recorded that of the nearest broader one that
/// has one.
pub fn class_of<'c>(
    catalogue: &'c BTreeMap<DataId, Data>,
    id: &DataId,
) -> &'c Recorded<OneOrMany<LawCode>> {
    let mut seen = BTreeSet::new();
    let mut next = catalogue.get_key_value(id);
    while let Some((_, data)) = next.filter(|(here, _)| seen.insert(*here)) {
        if !data.class.is_not_recorded() {
            return &data.class;
        }
        next = data
            .broader
            .as_ref()
            .and_then(|above| catalogue.get_key_value(above));
    }
    &NO_CLASS
}

/// The categories of a catalogue that may include a category: those that name a class of it in
/// `may_include`.
pub fn including(catalogue: &BTreeMap<DataId, Data>, id: &DataId) -> BTreeSet<DataId> {
    let Some(classes) = class_of(catalogue, id).value() else {
        return BTreeSet::new();
    };
    catalogue
        .iter()
        .filter(|(other, data)| {
            let may = data.may_include.value();
            *other != id && may.is_some_and(|may| may.0.iter().any(|one| classes.0.contains(one)))
        })
        .map(|(other, _)| other.clone())
        .collect()
}

/// Everything strictly broader than a category, as far as the catalogue knows it.
pub(super) fn broader_than(catalogue: &BTreeMap<DataId, Data>, id: &DataId) -> BTreeSet<DataId> {
    let mut broader = BTreeSet::new();
    let mut next = catalogue.get(id).and_then(|data| data.broader.as_ref());
    while let Some(above) = next {
        if !broader.insert(above.clone()) {
            break;
        }
        next = catalogue.get(above).and_then(|data| data.broader.as_ref());
    }
    broader
}
