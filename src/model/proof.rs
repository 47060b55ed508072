//! The words that items of an activity's lists rest on, when an item goes.

use serde_json::Value;

/// Takes out of an activity's document the evidence for items that were in its lists before and are no more: there is
/// nothing left that it could prove. Evidence for what never was there stays, and is an error that somebody made.
pub fn without_proof_of_what_went(before: &Value, document: &mut Value) {
    let holds = |activity: &Value, list: &str, id: &str| {
        let items = activity[list].as_array().map_or(&[][..], Vec::as_slice);
        items.iter().any(|item| item == id || item["id"] == id)
    };
    let Some(Value::Array(mut evidence)) = document.get_mut("evidence").map(Value::take) else {
        return;
    };
    evidence.retain(|one| {
        let about = one["about"]
            .as_str()
            .and_then(|about| about.split_once('.'));
        about.is_none_or(|(list, id)| !holds(before, list, id) || holds(document, list, id))
    });
    if !evidence.is_empty() {
        document["evidence"] = Value::Array(evidence);
    } else if let Some(document) = document.as_object_mut() {
        document.remove("evidence");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn evidence_goes_with_its_item_and_no_other() {
        let before = json!({
            "data": ["name", "health"], "people": ["you"], "purpose": [{ "id": "care" }],
            "evidence": [
                { "about": "data.name" }, { "about": "data.health" }, { "about": "people.you" },
                { "about": "purpose.care" }, { "about": "data" }, { "about": "data.typo" },
            ],
        });
        let mut after = before.clone();
        after["data"] = json!(["name"]);
        after["people"] = json!("none");
        without_proof_of_what_went(&before, &mut after);
        let left: Vec<&str> = after["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["about"].as_str().unwrap())
            .collect();
        assert_eq!(left, ["data.name", "purpose.care", "data", "data.typo"]);
        let mut none = json!({ "data": ["name"], "evidence": [{ "about": "data.name" }] });
        let before = none.clone();
        none["data"] = json!([]);
        without_proof_of_what_went(&before, &mut none);
        assert_eq!(none, json!({ "data": [] }));
    }
}
