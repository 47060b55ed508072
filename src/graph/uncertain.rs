//! Why something is no more than possible.

use serde::Serialize;

use super::route::RouteStep;
use super::thing::Thing;

/// Something that is only possible, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// What it is.
    pub subject: Thing,
    /// Why it is no more than possible.
    pub because: String,
}

impl Serialize for Uncertain {
    /// As `{"party": {"id", "name"}, "because"}`, with the kind of the thing as the first key.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(2))?;
        let subject = serde_json::json!({ "id": self.subject.id, "name": self.subject.name });
        map.serialize_entry(self.subject.kind.word(), &subject)?;
        map.serialize_entry("because", &self.because)?;
        map.end()
    }
}

/// Why a route is no more than possible, step by step.
pub(super) fn doubts(route: &[RouteStep]) -> String {
    let mut clauses: Vec<String> = Vec::new();
    for step in route {
        // That a step is as sure as its start says nothing new after the doubt at the start.
        let is_echo = !clauses.is_empty() && step.is_as_sure_as_its_start();
        if let Some(because) = step.because.filter(|_| !is_echo) {
            let number = step
                .number
                .map_or_else(String::new, |number| format!("F{number}, "));
            clauses.push(format!(
                "{because} ({number}{} to {})",
                step.from.name, step.to.name
            ));
        }
    }
    clauses.dedup();
    clauses.join("; ")
}
