//! `ropa ask who-receives --linked`.

use crate::graph::{Linked, LinkedReceiver};
use crate::model::Table;

use super::answer::{Explained, LinkedRows};
use super::{AskError, Asked, Reader, words};

/// At about so many activities that share something the search stops, and says so.
const MOST: usize = 2_000;

/// The columns of the table of recipients, linked or not.
pub(super) const COLUMNS: [&str; 7] = [
    "recipient",
    "certainty",
    "role",
    "how",
    "activity",
    "country",
    "agreement",
];

/// The linked receivers, if they are asked for.
pub(super) fn found(asked: &Asked<'_>, is_asked: bool) -> Result<Option<LinkedRows>, AskError> {
    is_asked.then(|| found_within(asked, MOST)).transpose()
}

fn found_within(asked: &Asked<'_>, most: usize) -> Result<LinkedRows, AskError> {
    let mut search = Linked::new(&asked.query);
    asked.look_anywhere(Vec::new(), |part| search.look_for_holders(part))?;
    let shared = search.shared();
    let stopped =
        !shared.is_empty() && asked.look_at_most(most, shared, |part| search.look(part))?;
    let linked = search.finish();
    Ok(LinkedRows {
        note: note(&asked.data_words(), linked.len(), stopped.then_some(most)),
        table: table(&linked, asked.reader),
        values: asked.values(&linked),
        routes: linked.iter().map(explained).collect(),
        stopped,
    })
}

fn note(what: &str, n_linked: usize, most: Option<usize>) -> String {
    let mut note = match n_linked {
        0 => format!("No further party is linked to {what}."),
        n => format!(
            "{} could get {what} if an activity passes on what it shares with another. No record \
             says so: ask.",
            words::count(n, "further party", "further parties")
        ),
    };
    note.push_str(" The search goes one shared system or party far.");
    if let Some(most) = most {
        note.push_str(&format!(
            " It stopped after about {most} activities that share something; there may be more."
        ));
    }
    note
}

/// One row for each, in the columns of the receivers.
fn table(linked: &[LinkedReceiver], reader: Reader) -> Table {
    let mut table = Table::new(&COLUMNS);
    for linked in linked {
        table.push([
            linked.party.name.clone(),
            "linked, not recorded".to_owned(),
            linked.role.word().to_owned(),
            format!("shares {}", shared(linked)),
            words::activity(&linked.activity),
            words::whereabouts(&linked.whereabouts, reader),
            linked.agreement.said(),
        ]);
    }
    table
}

fn shared(linked: &LinkedReceiver) -> String {
    let more = match linked.more_links {
        0 => String::new(),
        n => format!("; and {}", words::count(n, "more link", "more links")),
    };
    format!(
        "{} with {}{more}",
        linked.shared.name,
        words::activity(&linked.has_it_in)
    )
}

fn explained(linked: &LinkedReceiver) -> Explained {
    let title = format!(
        "{} - linked, not recorded: {} shares {}",
        linked.party.name,
        words::activity(&linked.activity),
        shared(linked)
    );
    Explained {
        title,
        steps: linked.route.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Question;
    use super::*;
    use crate::model::{Kind, Record, Register};
    use crate::store::Store;

    /// A register in which one activity stores health data in a system that so many others use.
    fn sharing(n_others: usize) -> Register {
        let mut register = Register::default();
        let mut insert = |kind: Kind, id: &str, document| {
            let record = Record::from_value(kind, document).unwrap();
            register.insert(id, record).unwrap();
        };
        insert(Kind::Data, "health", json!({ "name": "Health" }));
        insert(Kind::System, "casebook", json!({ "name": "Casebook" }));
        insert(Kind::Party, "courts", json!({ "name": "Courts" }));
        let store = json!([{ "in": "casebook" }]);
        let care = json!({ "name": "Care", "data": ["health"], "store": store });
        insert(Kind::Activity, "care", care);
        for n in 0..n_others {
            let other =
                json!({ "name": n.to_string(), "store": store, "recipient": [{ "to": "courts" }] });
            insert(Kind::Activity, &format!("other-{n}"), other);
        }
        register
    }

    fn linked(store: &Store, most: usize) -> LinkedRows {
        let day = jiff::civil::date(2026, 11, 24).into();
        let mut asked = Asked::new(store, &Question::default(), day).unwrap();
        asked.about_data("health").unwrap();
        found_within(&asked, most).unwrap()
    }

    #[test]
    fn the_search_stops_after_some_activities_and_says_so() {
        let store = Store::in_memory(sharing(300)).unwrap();
        let all = linked(&store, 400);
        assert!(!all.stopped);
        assert_eq!(
            all.table.rows[0][3],
            "shares Casebook with Care; and 299 more links"
        );
        let some = linked(&store, 200);
        assert!(some.stopped);
        assert!(
            some.note.contains("stopped after about 200 activities"),
            "{}",
            some.note
        );
        assert_eq!(some.table.rows.len(), 1);
    }
}
