//! Every field of every record is published, with its states.

use super::*;

/// Where a field of a record stands in the published tables, where it is not a column of its name, or
/// a column `NAME_state`, of the table of its record or list.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    // What every record may have.
    ("party.aliases", "alias", "alias"),
    ("system.aliases", "alias", "alias"),
    ("data.aliases", "alias", "alias"),
    ("people.aliases", "alias", "alias"),
    ("measure.aliases", "alias", "alias"),
    ("document.aliases", "alias", "alias"),
    ("activity.aliases", "alias", "alias"),
    ("party.distinct_from", "distinct_from", "other"),
    ("system.distinct_from", "distinct_from", "other"),
    ("data.distinct_from", "distinct_from", "other"),
    ("people.distinct_from", "distinct_from", "other"),
    ("measure.distinct_from", "distinct_from", "other"),
    ("document.distinct_from", "distinct_from", "other"),
    ("activity.distinct_from", "distinct_from", "other"),
    ("party.note", "record", "note"),
    ("system.note", "record", "note"),
    ("data.note", "record", "note"),
    ("people.note", "record", "note"),
    ("measure.note", "record", "note"),
    ("document.note", "record", "note"),
    // Words that SQL has taken, or that say too little in a table.
    ("identifiers.companies-house", "party", "companies_house"),
    ("purpose.text", "purpose", "words"),
    ("retention.then", "retention", "fate"),
    ("retention.trigger", "retention", "runs_from"),
    ("rights.right", "right_published", "code"),
    ("review.by", "review", "reviewed_by"),
    ("approval.by", "approval", "approved_by"),
    ("waiver.by", "waiver", "waived_by"),
    ("approval.on", "approval", "approved_on"),
    ("dpia.needed", "activity", "dpia_needed"),
    ("dpia.status", "activity", "dpia_status"),
    ("dpia.document", "activity", "dpia_document"),
    ("dpia.criteria", "activity", "dpia_criteria_state"),
    ("source.from", "flow", "from_id"),
    ("onward.from", "flow", "from_id"),
    ("feed.from", "flow", "from_id"),
    ("recipient.to", "flow", "to_id"),
    ("onward.to", "flow", "to_id"),
    ("feed.to", "flow", "to_id"),
    ("store.in", "flow", "to_id"),
    ("source.as", "flow", "as_role"),
    ("store.as", "flow", "as_role"),
    ("recipient.as", "flow", "as_role"),
    ("onward.as", "flow", "as_role"),
    ("feed.as", "flow", "as_role"),
    ("source.when", "flow", "on_condition"),
    ("store.when", "flow", "on_condition"),
    ("recipient.when", "flow", "on_condition"),
    ("onward.when", "flow", "on_condition"),
    ("feed.when", "flow", "on_condition"),
    ("derived_from.data", "data_derived", "derived_from"),
];

/// The table in which the items of a list of tables, or the fields of a table, stand.
fn table_of(field: &str) -> &str {
    match field {
        "source" | "store" | "recipient" | "onward" | "feed" => "flow",
        "derived_from" => "data_derived",
        "joint_controllers" => "activity_party",
        "sub_processors" => "sub_processor",
        "rights" => "right_published",
        "automated_decisions" => "automated_decision",
        "about" => "activity_about",
        "settings" => "register",
        "dpia" => "activity",
        "identifiers" => "party",
        "signed" => "document_signature",
        other => other,
    }
}

/// *None* and *not recorded* are told apart for every field of every record, and no field is left out.
#[test]
fn every_field_is_published_with_its_states() {
    let mut missing = Vec::new();
    let mut n_fields = 0;
    let mut used = BTreeSet::new();
    let mut look = |owner: &str, field: &Field| {
        n_fields += 1;
        let path = format!("{owner}.{}", field.name);
        let elsewhere = ELSEWHERE.iter().find(|(known, _, _)| *known == path);
        used.extend(elsewhere.map(|(known, _, _)| *known));
        let (table_name, names) = match elsewhere {
            Some((_, table, column)) => (*table, vec![(*column).to_owned()]),
            None => (
                table_of(owner),
                vec![field.name.to_owned(), format!("{}_state", field.name)],
            ),
        };
        let published = table(table_name).unwrap_or_else(|| panic!("{table_name}"));
        let mut columns = published.columns.iter();
        let column = columns.find(|column| names.iter().any(|name| name == column.name));
        // What has three states is null or the word in its column, or has a column that says which.
        let has_states = column.is_some_and(|column| {
            field.presence != Presence::Recorded
                || column.is_three_state
                || column.name.ends_with("_state")
        });
        // The items of a list stand in a table of their own, and `evidence` is one itself.
        let is_table =
            matches!(field.shape, Shape::Tables(_)) && field.presence == Presence::Optional;
        if !(has_states || is_table && table(table_of(field.name)).is_some()) {
            missing.push(format!("{path} in {table_name}"));
        }
    };
    fn walk(owner: &str, fields: Fields, look: &mut dyn FnMut(&str, &Field)) {
        for field in fields.iter().copied().flatten() {
            look(owner, field);
            if let Shape::Table(inner) | Shape::Tables(inner) = field.shape {
                walk(field.name, inner, look);
            }
        }
    }
    for kind in Kind::ALL {
        walk(kind.word(), kind.fields(), &mut look);
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(n_fields > 150, "{n_fields}");
    for (path, _, _) in ELSEWHERE {
        assert!(used.contains(path), "{path} is no field");
    }
}
