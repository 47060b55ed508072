//! What the program computes on the graph of flows, as tables: who receives what, which flow
//! carries what, which system has what, and what leaves the UK.

use std::collections::BTreeMap;

use crate::graph::{class_of, is_not_personal, special_data};
use crate::model::{Data, DataId, Kind, Record};
use crate::store::{Store, StoreError};

use super::{Cell, Graph, PublishedColumn, PublishedTable, Source, number, t, text};

/// Whether the activity is a draft.
const IS_DRAFT: PublishedColumn = number("is_draft", "1 if the activity is a draft, else 0");

/// How surely.
const CERTAINTY: PublishedColumn = text(
    "certainty",
    "stated, or possible where the record leaves it open",
);

/// The number of the flow of a step.
const STEP_NUMBER: PublishedColumn = number(
    "number",
    "the number of the flow; null for operators and sub-processors",
);

/// What kind of step it is.
pub(super) const STEP_KIND: PublishedColumn = text(
    "kind",
    "source, store, recipient, onward, operator, sub-processor, joint-controller or hands-on",
);

/// Where a step that leaves the UK ends.
const COUNTRIES: PublishedColumn = text(
    "countries",
    "where it ends, separated by commas; null where it only follows a step that left",
);

/// Whether a step goes on from a place outside the UK.
const BEYOND: PublishedColumn = number(
    "beyond",
    "1 if it goes on from a place outside the UK, else 0",
);

pub(super) static RECEIVES: PublishedTable = PublishedTable {
    name: "receives",
    about: "a party, or people whose data it is not, that receive a category of data or a narrower one, in an activity and a role, as `ropa ask who-receives` answers; those of one legal person with the controller are not recipients and are not in it; retired activities count with --retired alone",
    columns: &[
        text("data", "the category"),
        text("party", "the party that receives it; null where people do"),
        text("activity", "in which activity"),
        text(
            "role",
            "recipient, joint-controller, processor or sub-processor",
        ),
        CERTAINTY,
        number("steps", "how many steps the best route has"),
        text("path", "the best route by the names of its places"),
        text(
            "followed",
            "the category followed to the recipient: the one in data, or a narrower one",
        ),
        IS_DRAFT,
        text("to_kind", "what receives it: party or people"),
        text("to_id", "the id of that"),
    ],
    source: Source::Graph(Graph::Receives),
};

pub(super) static CARRIES: PublishedTable = PublishedTable {
    name: "carries",
    about: "a flow that carries a category of data or a narrower one, in the sense of the questions; retired activities count with --retired alone",
    columns: &[
        text("data", "the category"),
        text("activity", "the activity that records the flow"),
        number("number", "the number of the flow"),
        CERTAINTY,
        text("because", "why it is only possible"),
        IS_DRAFT,
    ],
    source: Source::Graph(Graph::Carries),
};

pub(super) static HELD: PublishedTable = PublishedTable {
    name: "held",
    about: "a system that has a category of data or a narrower one, in an activity, as `ropa ask where-held` answers; retired activities count with --retired alone",
    columns: &[
        text("data", "the category"),
        text("system", "the system"),
        text("activity", "in which activity"),
        CERTAINTY,
        IS_DRAFT,
        text(
            "retention",
            "the numbers in the activity's list of the retention rules that apply to it there, a JSON list; see retention",
        ),
    ],
    source: Source::Graph(Graph::Held),
};

pub(super) static LEAVES_UK: PublishedTable = PublishedTable {
    name: "leaves_uk",
    about: "a step by which data leaves the UK, or goes on beyond it, as `ropa ask leaves-uk` answers; retired activities count with --retired alone",
    columns: &[
        text("activity", "the activity that records it"),
        STEP_NUMBER,
        STEP_KIND,
        text("from_kind", "what it begins at"),
        text("from_id", "the id of that"),
        text("to_kind", "what it ends at"),
        text("to_id", "the id of that"),
        COUNTRIES,
        BEYOND,
        CERTAINTY,
        text("recorded", "what is recorded to allow it, in words"),
        text(
            "approval",
            "whether the countries are approved by regulations on the day (Article 45A), in words",
        ),
        number(
            "is_missing",
            "1 if nothing is recorded where something must be, else 0",
        ),
        text("caution", "why what is recorded may not do, in words"),
        IS_DRAFT,
    ],
    source: Source::Graph(Graph::LeavesUk),
};

pub(super) static LEAVES_UK_ABOUT: PublishedTable = PublishedTable {
    name: "leaves_uk_about",
    about: "a step by which data about some people, or narrower ones, leaves the UK or goes on beyond it, as `ropa ask leaves-uk` answers with --people; what allows it is in leaves_uk",
    columns: &[
        text("people", "the people"),
        text("activity", "the activity that records it"),
        STEP_NUMBER,
        STEP_KIND,
        text("from_kind", "what it begins at"),
        text("from_id", "the id of that"),
        text("to_kind", "what it ends at"),
        text("to_id", "the id of that"),
        COUNTRIES,
        BEYOND,
        text(
            "certainty",
            "stated, or possible where the record leaves it open, about these people",
        ),
        text("because", "why it is only possible"),
    ],
    source: Source::Graph(Graph::LeavesUkAbout),
};

pub(super) static DATA_SPECIAL: PublishedTable = PublishedTable {
    name: "data_special",
    about: "whether a category is special category (Article 9) or offence data (Article 10), by its class or else that of the nearest broader one that has a class",
    columns: &[
        text("data", "the category"),
        text(
            "special",
            "yes by its class; possible if it may include some; not recorded if its class, or what it may include, is not; else no",
        ),
    ],
    source: Source::Whole(|store, _, put| {
        let catalogue = catalogue(store)?;
        let rows = catalogue.keys().zip(special_words(&catalogue));
        let mut rows = rows.map(|(id, special)| vec![t(id), Cell::Word(special)]);
        rows.try_for_each(put)
    }),
};

/// Whether each category is special category or offence data, in the order of the catalogue.
pub(super) fn special_words(catalogue: &BTreeMap<DataId, Data>) -> Vec<&'static str> {
    let special = special_data(catalogue);
    let word = |(id, data): (&DataId, &Data)| match special.get(id) {
        Some(special) if special.is_sure => "yes",
        Some(_) => "possible",
        None if is_not_personal(catalogue, id) => "no",
        None if class_of(catalogue, id).is_not_recorded() => "not recorded",
        None if data.may_include.is_not_recorded() => "not recorded",
        None => "no",
    };
    catalogue.iter().map(word).collect()
}

/// The whole catalogue of data.
pub(crate) fn catalogue(store: &Store) -> Result<BTreeMap<DataId, Data>, StoreError> {
    let mut catalogue = BTreeMap::new();
    store.each_record(
        &[Kind::Data],
        |reference, record| -> Result<(), StoreError> {
            if let (Ok(id), Record::Data(data)) = (DataId::new(reference.id), record) {
                catalogue.insert(id, data);
            }
            Ok(())
        },
    )?;
    Ok(catalogue)
}
