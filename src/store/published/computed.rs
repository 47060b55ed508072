//! What the program computes on the graph of flows, as tables: who receives what, which flow
//! carries what, which system has what, and what leaves the UK.

use super::{Graph, PublishedTable, Source, number, text};

pub(super) static RECEIVES: PublishedTable = PublishedTable {
    name: "receives",
    about: "a party that receives a category of data or a narrower one, in an activity and a role, as `ropa ask who-receives` answers; retired activities do not count",
    columns: &[
        text("data", "the category"),
        text("party", "who receives it"),
        text("activity", "in which activity"),
        text(
            "role",
            "recipient, joint-controller, processor, sub-processor or internal",
        ),
        text(
            "certainty",
            "stated, or possible where the record leaves it open",
        ),
        number("steps", "how many steps the best route has"),
        text("path", "the best route by the names of its places"),
        text(
            "followed",
            "the category followed to the party: the one in data, or a narrower one",
        ),
    ],
    source: Source::Graph(Graph::Receives),
};

pub(super) static CARRIES: PublishedTable = PublishedTable {
    name: "carries",
    about: "a flow that carries a category of data or a narrower one, in the sense of the questions; retired activities do not count",
    columns: &[
        text("data", "the category"),
        text("activity", "the activity that records the flow"),
        number("number", "the number of the flow"),
        text(
            "certainty",
            "stated, or possible where the record leaves it open",
        ),
        text("because", "why it is only possible"),
    ],
    source: Source::Graph(Graph::Carries),
};

pub(super) static HELD: PublishedTable = PublishedTable {
    name: "held",
    about: "a system that has a category of data or a narrower one, in an activity, as `ropa ask where-held` answers; retired activities do not count",
    columns: &[
        text("data", "the category"),
        text("system", "the system"),
        text("activity", "in which activity"),
        text(
            "certainty",
            "stated, or possible where the record leaves it open",
        ),
    ],
    source: Source::Graph(Graph::Held),
};

pub(super) static LEAVES_UK: PublishedTable = PublishedTable {
    name: "leaves_uk",
    about: "a step by which data leaves the UK, or goes on beyond it, as `ropa ask leaves-uk` answers; retired activities do not count",
    columns: &[
        text("activity", "the activity that records it"),
        number(
            "number",
            "the number of the flow; null for operators and sub-processors",
        ),
        text(
            "kind",
            "source, store, recipient, onward, operator or sub-processor",
        ),
        text("from_kind", "what it begins at"),
        text("from_id", "the id of that"),
        text("to_kind", "what it ends at"),
        text("to_id", "the id of that"),
        text(
            "countries",
            "where it ends, parted by commas; null where it only follows a step that left",
        ),
        number("beyond", "1 if it goes on from a place abroad, else 0"),
        text(
            "certainty",
            "stated, or possible where the record leaves it open",
        ),
        text("recorded", "what is recorded to allow it, in words"),
        text(
            "approval",
            "whether the countries are approved by regulations on the day (Article 45A), in words",
        ),
        number(
            "is_missing",
            "1 if nothing is recorded where something must be, else 0",
        ),
    ],
    source: Source::Graph(Graph::LeavesUk),
};
