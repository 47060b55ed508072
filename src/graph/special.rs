//! Which categories are special category data or data on offences, or may include some.

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
    let names_one = |classes: &Recorded<OneOrMany<LawCode>>| {
        classes.value().is_some_and(|classes| {
            classes.0.iter().any(|class| {
                law::is_special_category(class.as_str()) || law::is_criminal_offence(class.as_str())
            })
        })
    };
    catalogue
        .iter()
        .filter_map(|(id, data)| {
            let is_sure = names_one(&data.class);
            (is_sure || names_one(&data.may_include)).then(|| {
                let broader = broader_than(catalogue, id);
                (id.clone(), Special { is_sure, broader })
            })
        })
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
