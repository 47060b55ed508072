//! What a category of data is made from (design rule 13).

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;

use serde::Serialize;

use crate::model::{Data, DataId};

use super::flow_graph::FlowGraph;
use super::special::broader_than;
use super::thing::Thing;

/// A category of data that is made from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MadeFrom {
    /// What is made.
    pub data: Thing,
    /// From what, in any number of steps.
    pub from: BTreeSet<Thing>,
}

impl MadeFrom {
    /// The name of a category, with what it is made from if it is one of these.
    pub fn named(made: &[Self], name: &str) -> String {
        let one = made.iter().find(|one| one.data.name == name);
        let from = one.into_iter().flat_map(|one| &one.from);
        Self::in_words(name, from.map(|it| it.name.clone()))
    }

    /// The name of a category, with the names of what it is made from.
    pub fn in_words(name: &str, from: impl Iterator<Item = String>) -> String {
        match from.collect::<Vec<_>>().join(", ") {
            from if from.is_empty() => name.to_owned(),
            from => format!("{name} (made from {from})"),
        }
    }
}

/// What a category is made from, in any number of steps, itself or by what is broader; what is broader
/// than it counts as itself.
pub fn origins(catalogue: &BTreeMap<DataId, Data>, id: &DataId) -> BTreeSet<DataId> {
    // Most are made from nothing, and little is above them.
    let above = successors(catalogue.get(id), |record| {
        record
            .broader
            .as_ref()
            .and_then(|broader| catalogue.get(broader))
    });
    if above
        .take(catalogue.len())
        .all(|record| record.derived_from.items().is_empty())
    {
        return BTreeSet::new();
    }
    let (mut origins, mut seen, mut due) = (BTreeSet::new(), BTreeSet::new(), vec![id]);
    while let Some(here) = due.pop() {
        let Some(record) = catalogue.get(here).filter(|_| seen.insert(here)) else {
            continue;
        };
        let made_from = record.derived_from.items().iter();
        let made_from = made_from.map(|one| &one.data);
        due.extend(record.broader.iter().chain(made_from.clone()));
        origins.extend(made_from.cloned());
    }
    let above = broader_than(catalogue, id);
    origins.retain(|origin| origin != id && !above.contains(origin));
    origins
}

impl FlowGraph<'_> {
    /// Those of some categories that are made from others.
    pub(super) fn made_from<'d>(
        &self,
        list: impl IntoIterator<Item = &'d DataId>,
    ) -> Vec<MadeFrom> {
        let from = list
            .into_iter()
            .map(|id| (id, origins(&self.register.data, id)));
        let made = from.filter(|(_, from)| !from.is_empty());
        made.map(|(id, from)| MadeFrom {
            data: self.thing(&id),
            from: from.iter().map(|id| self.thing(&id)).collect(),
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::register;
    use super::*;

    #[test]
    fn what_is_made_in_several_steps_and_what_is_narrower_is_made_from_it_all() {
        let made = |from: &str, how: &str| json!([{ "data": from, "how": how }]);
        let register = register(json!({ "data": {
            "health": {},
            "diagnosis": { "broader": "health", "derived_from": made("health", "result") },
            "code": { "derived_from": made("diagnosis", "pseudonym") },
            "score": { "derived_from": made("code", "result") },
            "band": { "broader": "score" },
            "ring": { "derived_from": made("rang", "result") },
            "rang": { "derived_from": made("ring", "result") },
        }}));
        let from = |id: &str| {
            let origins = origins(&register.data, &DataId::new(id).unwrap());
            let origins: Vec<&str> = origins.iter().map(DataId::as_str).collect();
            origins.join(", ")
        };
        assert_eq!(from("health"), "");
        assert_eq!(from("diagnosis"), "");
        assert_eq!(from("code"), "diagnosis, health");
        assert_eq!(from("score"), "code, diagnosis, health");
        assert_eq!(from("band"), "code, diagnosis, health");
        assert_eq!(from("ring"), "rang");
    }
}
