//! The steps of the graph with every judgement about them, as tables. What a step says is judged once,
//! in the graph, and is the same in every question, picture and document.

use crate::graph::{Agreement, PlacedStep, RouteStep};
use crate::model::{Recorded, Scope};

use super::{Cell, Graph, PublishedTable, Row, Source, n, number, o, recorded, state, t, text, w};

pub(super) static STEP: PublishedTable = PublishedTable {
    name: "step",
    about: "a step that personal data takes or may take on the day, with every judgement about it; a flow through a system is two steps, and who runs a system or is engaged has one of its own; flows that are planned or have ended make none, and retired activities count with --retired alone",
    columns: &[
        text("activity", "the activity that records it"),
        number("step", "its place among the steps of the activity, from 1"),
        number(
            "number",
            "the number of the flow; null for what follows from other records",
        ),
        text(
            "kind",
            "source, store, recipient, onward, operator, sub-processor, joint-controller or hands-on",
        ),
        text("from_kind", "what it begins at"),
        text("from_id", "the id of that"),
        text("to_kind", "what it ends at"),
        text("to_id", "the id of that"),
        text(
            "carries_state",
            "not-recorded, none, all, or listed (then see flow_data); which data it has is in step_data",
        ),
        text(
            "certainty",
            "stated, or possible where the record leaves it open, about any data",
        ),
        text("because", "why it is only possible"),
        text(
            "role",
            "of the party it ends at: recipient, joint-controller, processor, sub-processor or internal",
        ),
        number(
            "is_ours",
            "1 if its end is one legal person with whose register this is, else 0",
        ),
        number(
            "holds",
            "1 if it ends at a system that then holds the data, else 0: a system of the source's own does not",
        ),
        text(
            "where_state",
            "whether it is recorded where its end receives; see step_country",
        ),
        text("countries", "where its end receives, separated by commas"),
        text(
            "hosted_in",
            "where the system is hosted by which it comes to a party, separated by commas",
        ),
        text(
            "leaves_uk",
            "yes, possible where it is not recorded where it ends, or no",
        ),
        text(
            "allowed",
            "approved, recorded or missing; null where it does not leave the UK",
        ),
        text("allowed_by", "what is recorded to allow it, in words"),
        text(
            "approval",
            "whether the countries are approved by regulations on the day (Article 45A), in words",
        ),
        text("caution", "why what is recorded may not do, in words"),
        number(
            "is_missing",
            "1 if it leaves the UK and nothing is recorded where something must be, else 0",
        ),
        text(
            "transferred_by",
            "who makes the transfer, a party; null where it does not leave the UK",
        ),
        recorded(
            "agreement_id",
            "the agreement under which it stands, a document; the first where several do",
        ),
        text("agreement", "that agreement in words, as on the day"),
        text(
            "agreement_state",
            "not-recorded, none, in-force, ends-soon, not-begun, expired, not-a-party, not-an-agreement or which-not-recorded",
        ),
        number("agreement_expected", "1 if there should be one, else 0"),
        number(
            "agreement_missing",
            "1 if there should be one and none is recorded that is in force, else 0",
        ),
        number(
            "has_basis",
            "1 if a lawful basis is recorded for it, else 0",
        ),
        text(
            "engaged_by",
            "who engages the party it ends at, a party, where somebody does",
        ),
        number(
            "engagement",
            "the number of that engagement in the list of who engages; see sub_processor",
        ),
        recorded("begins", "its first day, ISO 8601"),
        recorded("ends", "its last day, ISO 8601"),
        text("on_condition", "when or on what condition it happens"),
        text("evidence", "the words it rests on"),
        text(
            "people_state",
            "whether it is recorded whose data it is about; see step_people",
        ),
        number("is_draft", "1 if the activity is a draft, else 0"),
        number("is_retired", "1 if the activity is retired, else 0"),
    ],
    source: Source::Graph(Graph::Step),
};

pub(super) static STEP_ABOUT: PublishedTable = PublishedTable {
    name: "step_about",
    about: "a step that is or may be about some people, or narrower ones, as the questions answer with --people; of people that are not recorded, every step may be about any",
    columns: &[
        text("people", "the people"),
        text("activity", "the activity"),
        number("step", "the place of the step in the activity"),
        text(
            "certainty",
            "stated, or possible where the record leaves it open",
        ),
        text("because", "why it is only possible"),
    ],
    source: Source::Graph(Graph::StepAbout),
};

pub(super) static STEP_AGREEMENT: PublishedTable = PublishedTable {
    name: "step_agreement",
    about: "an agreement under which a step stands: the one it cites, or those found by their parties; where there are several, which one covers the step is not recorded",
    columns: &[
        text("activity", "the activity"),
        number("step", "the place of the step in the activity"),
        text("document", "the agreement, a document"),
        text(
            "state",
            "in-force, ends-soon, not-begun, expired, not-a-party or not-an-agreement, on the day",
        ),
        number("is_cited", "1 if the step cites it, else 0"),
    ],
    source: Source::Graph(Graph::StepAgreement),
};

pub(super) static STEP_COUNTRY: PublishedTable = PublishedTable {
    name: "step_country",
    about: "a country in which the end of a step receives, and whose country it is",
    columns: &[
        text("activity", "the activity"),
        number("step", "the place of the step in the activity"),
        text("country", "ISO 3166-1 alpha-2, or outside-uk"),
        text(
            "of",
            "party, engagement, whole (the body it is part of) or system",
        ),
    ],
    source: Source::Graph(Graph::StepCountry),
};

pub(super) static STEP_DATA: PublishedTable = PublishedTable {
    name: "step_data",
    about: "a category of data that a step has or may have, that one itself and no narrower one",
    columns: &[
        text("data", "the category"),
        text("activity", "the activity"),
        number("step", "the place of the step in the activity"),
        text(
            "certainty",
            "stated, or possible where the record leaves it open",
        ),
        text("because", "why it is only possible"),
        number(
            "is_named",
            "1 if the activity, or one joined to it, names the category, else 0",
        ),
    ],
    source: Source::Graph(Graph::StepData),
};

pub(super) static STEP_GAP: PublishedTable = PublishedTable {
    name: "step_gap",
    about: "what is not recorded of a step, by the codes of the questions",
    columns: &[
        text("activity", "the activity"),
        number("step", "the place of the step in the activity"),
        text(
            "code",
            "flow-data, operator, hosted-in, country, sub-processors, agreement, transfer or basis",
        ),
    ],
    source: Source::Graph(Graph::StepGap),
};

pub(super) static STEP_PEOPLE: PublishedTable = PublishedTable {
    name: "step_people",
    about: "people whose data a step is about: by the words of its own flow, or else of its activity, and of what it takes with it where it carries all",
    columns: &[
        text("activity", "the activity"),
        number("step", "the place of the step in the activity"),
        text("people", "the people"),
    ],
    source: Source::Graph(Graph::StepPeople),
};

/// The rows of a table about steps that one step makes.
pub(super) fn rows_of(table: Graph, placed: &PlacedStep<'_>) -> Vec<Row> {
    let step = &placed.step;
    let row = |more: Vec<Cell>| {
        let mut row = vec![t(&step.activity), n(placed.place)];
        row.extend(more);
        row
    };
    match table {
        Graph::Step => vec![row(judgements(placed))],
        Graph::StepAgreement => {
            let found = step.agreement.found.value().into_iter().flatten();
            let found = found.map(|one| {
                row(vec![
                    t(&one.document.id),
                    Cell::Word(one.state.word()),
                    Cell::flag(one.is_cited),
                ])
            });
            found.collect()
        }
        Graph::StepCountry => {
            let places = step.whereabouts.value().into_iter().flatten();
            let places = places.map(|place| {
                row(vec![
                    t(place.country.as_str()),
                    w(&Recorded::Value(place.of)),
                ])
            });
            places.collect()
        }
        Graph::StepGap => {
            let gaps = step.gaps.iter();
            gaps.map(|gap| row(vec![Cell::Word(gap.code())])).collect()
        }
        Graph::StepPeople => {
            let people = placed.people.value().into_iter().flatten();
            people.map(|people| row(vec![t(people)])).collect()
        }
        Graph::Receives
        | Graph::Carries
        | Graph::Held
        | Graph::LeavesUk
        | Graph::StepData
        | Graph::StepAbout => Vec::new(),
    }
}

/// What is judged of a step, in the order of the columns.
fn judgements(placed: &PlacedStep<'_>) -> Vec<Cell> {
    let step = &placed.step;
    let allowed = step.allowed.as_ref();
    vec![
        step.number.map_or(Cell::Null, n),
        Cell::Word(step.kind.word()),
        t(step.from.kind),
        t(&step.from.id),
        t(step.to.kind),
        t(&step.to.id),
        carries_state(step),
        Cell::Word(step.certainty.word()),
        step.because.map_or(Cell::Null, Cell::Word),
        step.role.map_or(Cell::Null, |role| Cell::Word(role.word())),
        Cell::flag(step.is_ours),
        Cell::flag(placed.holds),
        state(&step.whereabouts),
        listed(step.countries().iter().map(crate::model::Country::as_str)),
        listed(
            step.hosted_in
                .value()
                .into_iter()
                .flatten()
                .map(|place| place.country.as_str()),
        ),
        Cell::Word(step.leaves_uk.word()),
        allowed.map_or(Cell::Null, |allowed| Cell::Word(allowed.state.word())),
        o(allowed.map(|allowed| &allowed.recorded)),
        o(allowed.and_then(|allowed| allowed.approval.as_ref())),
        o(allowed.and_then(|allowed| allowed.caution.as_ref())),
        Cell::flag(allowed.is_some_and(|allowed| allowed.is_missing)),
        o(step.transferred_by.as_ref().map(|party| &party.id)),
        agreement_id(&step.agreement),
        t(step.agreement.words()),
        Cell::Word(step.agreement.state()),
        Cell::flag(step.agreement.is_expected),
        Cell::flag(step.agreement.is_missing()),
        Cell::flag(step.has_basis()),
        o(placed.engaged.map(|(engager, _)| engager)),
        placed.engaged.map_or(Cell::Null, |(_, number)| n(number)),
        w(&step.begins),
        w(&step.ends),
        o(step.when.as_ref()),
        o(step.evidence.as_ref()),
        state(&placed.people),
        Cell::flag(placed.is_draft),
        Cell::flag(placed.is_retired),
    ]
}

fn carries_state(step: &RouteStep) -> Cell {
    Cell::Word(match &step.carries {
        Recorded::NotRecorded => "not-recorded",
        Recorded::None => "none",
        Recorded::Value(Scope::All(_)) => "all",
        Recorded::Value(Scope::These(_)) => "listed",
    })
}

fn agreement_id(agreement: &Agreement) -> Cell {
    match &agreement.found {
        Recorded::NotRecorded => Cell::Null,
        Recorded::None => Cell::Word("none"),
        Recorded::Value(found) => o(found.first().map(|first| &first.document.id)),
    }
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> Cell {
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        Cell::Null
    } else {
        Cell::Text(words.join(", "))
    }
}
