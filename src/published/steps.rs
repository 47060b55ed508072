//! The steps of the graph with every judgement about them, as tables. What a step says is judged once,
//! in the graph, and is the same in every question, picture and document.

use crate::graph::Agreement;
use crate::model::{Country, Recorded};

use super::computed::STEP_KIND;
use super::{
    Cell, Graph, PublishedTable, Source, n, number, o, recorded, scope, state, t, text, w,
};

step_table! {
    STEP = "step", "a step that personal data takes or may take on the day, with every judgement about it; a flow through a system is two steps, and who runs a system or is engaged has one of its own; flows that are planned or have ended make none, and retired activities count with --retired alone";
    |placed|;
    let step = &placed.step;
    let allowed = step.allowed.as_ref();
    text("activity", "the activity that records it") => t(&placed.step.activity),
    number("step", "its place among the steps of the activity, from 1") => n(placed.place),
    number("number", "the number of the flow; null for what follows from other records")
        => step.number.map_or(Cell::Null, n),
    STEP_KIND => Cell::Word(step.kind.word()),
    text("from_kind", "what it begins at") => t(step.from.kind),
    text("from_id", "the id of that") => t(&step.from.id),
    text("to_kind", "what it ends at") => t(step.to.kind),
    text("to_id", "the id of that") => t(&step.to.id),
    text("carries_state", "not-recorded, none, all, or listed (then see flow_data); which data it has is in step_data")
        => scope(&step.carries),
    text("certainty", "stated, or possible where the record leaves it open, about any data")
        => Cell::Word(step.certainty.word()),
    text("because", "why it is only possible") => step.because.map_or(Cell::Null, Cell::Word),
    text("role", "of the party it ends at: recipient, joint-controller, processor, sub-processor or internal")
        => step.role.map_or(Cell::Null, |role| Cell::Word(role.word())),
    number("is_ours", "1 if its end is one legal person with whose register this is, else 0")
        => Cell::flag(step.is_ours),
    number("holds", "1 if it ends at a system that then holds the data, else 0: a system of the source's own does not")
        => Cell::flag(placed.holds),
    text("where_state", "whether it is recorded where its end receives; see step_country") => state(&step.whereabouts),
    text("countries", "where its end receives, separated by commas")
        => listed(step.countries().iter().map(Country::as_str)),
    text("hosted_in", "where the system is hosted by which it comes to a party, separated by commas")
        => listed(step.hosted_in.value().into_iter().flatten().map(|place| place.country.as_str()),),
    text("leaves_uk", "yes, possible where it is not recorded where it ends, or no")
        => Cell::Word(step.leaves_uk.word()),
    text("allowed", "approved, recorded or missing; null where it does not leave the UK")
        => allowed.map_or(Cell::Null, |allowed| Cell::Word(allowed.state.word())),
    text("allowed_by", "what is recorded to allow it, in words") => o(allowed.map(|allowed| &allowed.recorded)),
    text("approval", "whether the countries are approved by regulations on the day (Article 45A), in words")
        => o(allowed.and_then(|allowed| allowed.approval.as_ref())),
    text("caution", "why what is recorded may not do, in words")
        => o(allowed.and_then(|allowed| allowed.caution.as_ref())),
    number("is_missing", "1 if it leaves the UK and nothing is recorded where something must be, else 0")
        => Cell::flag(allowed.is_some_and(|allowed| allowed.is_missing)),
    text("transferred_by", "who makes the transfer, a party; null where it does not leave the UK")
        => o(step.transferred_by.as_ref().map(|party| &party.id)),
    recorded("agreement_id", "the agreement under which it stands, a document; the first where several do")
        => agreement_id(&step.agreement),
    text("agreement", "that agreement in words, as on the day") => t(step.agreement.words()),
    text("agreement_state", "not-recorded, none, in-force, ends-soon, not-begun, expired, not-a-party, not-an-agreement or which-not-recorded")
        => Cell::Word(step.agreement.state()),
    number("agreement_expected", "1 if there should be one, else 0") => Cell::flag(step.agreement.is_expected),
    number("agreement_missing", "1 if there should be one and none is recorded that is in force, else 0")
        => Cell::flag(step.agreement.is_missing()),
    number("has_basis", "1 if a lawful basis is recorded for it, else 0") => Cell::flag(step.has_basis()),
    text("engaged_by", "who engages the party it ends at, a party, where somebody does")
        => o(placed.engaged.map(|(engager, _)| engager)),
    number("engagement", "the number of that engagement in the list of who engages; see sub_processor")
        => placed.engaged.map_or(Cell::Null, |(_, number)| n(number)),
    recorded("begins", "its first day, ISO 8601") => w(&step.begins),
    recorded("ends", "its last day, ISO 8601") => w(&step.ends),
    text("on_condition", "when or on what condition it happens") => o(step.when.as_ref()),
    text("evidence", "the words it rests on") => o(step.evidence.as_ref()),
    text("people_state", "whether it is recorded whose data it is about; see step_people") => state(&placed.people),
    number("is_draft", "1 if the activity is a draft, else 0") => Cell::flag(placed.is_draft),
    number("is_retired", "1 if the activity is retired, else 0") => Cell::flag(placed.is_retired),
    number("on_own_account", "1 if the record says that the party it ends at has it as a controller on its own account, else 0")
        => Cell::flag(step.on_own_account),
}

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

step_table! {
    STEP_AGREEMENT = "step_agreement", "an agreement under which a step stands: the one it cites, or those found by their parties; where there are several, which one covers the step is not recorded";
    |placed| for one in placed.step.agreement.found.value().into_iter().flatten();
    text("activity", "the activity") => t(&placed.step.activity),
    number("step", "the place of the step in the activity") => n(placed.place),
    text("document", "the agreement, a document") => t(&one.document.id),
    text("state", "in-force, ends-soon, not-begun, expired, not-a-party or not-an-agreement, on the day")
        => Cell::Word(one.state.word()),
    number("is_cited", "1 if the step cites it, else 0") => Cell::flag(one.is_cited),
}

step_table! {
    STEP_COUNTRY = "step_country", "a country in which the end of a step receives, and whose country it is";
    |placed| for place in placed.step.whereabouts.value().into_iter().flatten();
    text("activity", "the activity") => t(&placed.step.activity),
    number("step", "the place of the step in the activity") => n(placed.place),
    text("country", "ISO 3166-1 alpha-2, or outside-uk") => t(place.country.as_str()),
    text("of", "party, engagement, whole (the body it is part of) or system") => w(&Recorded::Value(place.of)),
}

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

step_table! {
    STEP_GAP = "step_gap", "what is not recorded of a step, by the codes of the questions";
    |placed| for gap in &placed.step.gaps;
    text("activity", "the activity") => t(&placed.step.activity),
    number("step", "the place of the step in the activity") => n(placed.place),
    text("code", "flow-data, operator, hosted-in, country, sub-processors, agreement, transfer or basis")
        => Cell::Word(gap.code()),
}

step_table! {
    STEP_PEOPLE = "step_people", "people whose data a step is about: by the words of its own flow, or else of its activity, and of what it takes with it where it carries all";
    |placed| for people in placed.people.value().into_iter().flatten();
    text("activity", "the activity") => t(&placed.step.activity),
    number("step", "the place of the step in the activity") => n(placed.place),
    text("people", "the people") => t(people),
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
