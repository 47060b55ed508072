//! What a catalogue knows of its categories: what is above them, their classes, what may include them,
//! and which are no personal data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::law;
use crate::model::{Data, DataId, Derivation, Flow, LawCode, Made, OneOrMany, Recorded, Scope};

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
            let is_sure = names_special(&class_of(catalogue, id));
            let may_be = || names_special(&data.may_include) && !is_not_personal(catalogue, id);
            (is_sure || may_be()).then(|| {
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

/// Classes as a category records them.
type Classes = Recorded<OneOrMany<LawCode>>;

static NO_CLASS: Classes = Recorded::NotRecorded;

/// The class of a category: its own, or where none is recorded that of the nearest broader one that
/// has one; a pseudonym has that of what it is made from as well.
pub fn class_of<'c>(catalogue: &'c BTreeMap<DataId, Data>, id: &DataId) -> Cow<'c, Classes> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<&'c Classes> = Vec::new();
    let mut due: Vec<&DataId> = vec![id];
    while let Some(here) = due.pop() {
        let Some((here, data)) = catalogue.get_key_value(here) else {
            continue;
        };
        if !seen.insert(here) {
            continue;
        }
        if !data.class.is_not_recorded() {
            found.push(&data.class);
            continue;
        }
        due.extend(&data.broader);
        let is_pseudonym = |one: &&Derivation| one.how == Recorded::Value(Made::Pseudonym);
        let origins = data.derived_from.items().iter().filter(is_pseudonym);
        due.extend(origins.map(|one| &one.data));
    }
    if found.len() < 2 {
        return Cow::Borrowed(found.pop().unwrap_or(&NO_CLASS));
    }
    let mut codes: Vec<LawCode> = Vec::new();
    for code in found
        .iter()
        .filter_map(|one| one.value())
        .flat_map(|one| &one.0)
    {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    Cow::Owned(if codes.is_empty() {
        Recorded::None
    } else {
        Recorded::Value(OneOrMany(codes))
    })
}

/// Whether a category is recorded, by itself or by what is broader, to be no personal data.
pub fn is_not_personal(catalogue: &BTreeMap<DataId, Data>, id: &DataId) -> bool {
    class_of(catalogue, id).value().is_some_and(|classes| {
        let mut codes = classes.0.iter();
        !classes.0.is_empty() && codes.all(|code| law::is_not_personal(code.as_str()))
    })
}

/// What a flow is recorded to carry, without what is no personal data; none where nothing is left.
pub fn personal_data_of(flow: &Flow, is_personal: impl Fn(&DataId) -> bool) -> Recorded<Scope> {
    match &flow.carries {
        Recorded::Value(Scope::These(list)) if !list.iter().all(&is_personal) => {
            let left = list.iter().filter(|id| is_personal(id));
            match left.cloned().collect::<Vec<_>>() {
                left if !left.is_empty() => Recorded::Value(Scope::These(left)),
                _ if flow.and_more => Recorded::NotRecorded,
                _ => Recorded::None,
            }
        }
        carries => carries.clone(),
    }
}

/// The categories of a catalogue that are no personal data.
pub(super) fn not_personal(catalogue: &BTreeMap<DataId, Data>) -> BTreeSet<&DataId> {
    let names_it = |data: &Data| {
        let classes = data.class.value();
        classes.is_some_and(|it| it.0.iter().any(|code| law::is_not_personal(code.as_str())))
    };
    if !catalogue.values().any(names_it) {
        return BTreeSet::new();
    }
    let ids = catalogue.keys();
    ids.filter(|id| is_not_personal(catalogue, id)).collect()
}

/// The categories of a catalogue that may include some, since they name classes in `may_include`.
pub(super) fn may_include(catalogue: &BTreeMap<DataId, Data>) -> Vec<(&DataId, &Data)> {
    let names_some = catalogue.iter();
    let names_some = names_some.filter(|(_, data)| data.may_include.value().is_some());
    names_some
        .filter(|(id, _)| !is_not_personal(catalogue, id))
        .collect()
}

/// The categories of a catalogue that may include a category: those that name a class of it in
/// `may_include`.
pub fn including(catalogue: &BTreeMap<DataId, Data>, id: &DataId) -> BTreeSet<DataId> {
    including_among(catalogue, &may_include(catalogue), id)
}

/// Those of the categories that may include some that may include this one.
pub(super) fn including_among(
    catalogue: &BTreeMap<DataId, Data>,
    may_include: &[(&DataId, &Data)],
    id: &DataId,
) -> BTreeSet<DataId> {
    let classes = class_of(catalogue, id);
    let Some(classes) = classes.value() else {
        return BTreeSet::new();
    };
    may_include
        .iter()
        .filter(|(other, data)| {
            let may = data.may_include.value();
            *other != id && may.is_some_and(|may| may.0.iter().any(|one| classes.0.contains(one)))
        })
        .map(|(other, _)| (*other).clone())
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

/// Whether a category, or something broader, is among some.
pub fn is_covered(catalogue: &BTreeMap<DataId, Data>, id: &DataId, among: &[DataId]) -> bool {
    among.contains(id)
        || broader_than(catalogue, id)
            .iter()
            .any(|above| among.contains(above))
}
