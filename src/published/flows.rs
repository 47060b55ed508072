//! Flows: where data comes from, rests and goes, as each activity records it.

use crate::graph::Currency;
use crate::model::{Flow, FlowKind, Kind, Record, Recorded, Reference, Scope};

use super::{Cell, PublishedTable, Source, n, number, o, recorded, state, t, text, w};

pub(super) static FLOW: PublishedTable = PublishedTable {
    name: "flow",
    about: "one movement of personal data, as an activity records it",
    columns: &[
        text("activity", "the activity that records it"),
        number("number", "its F-number in the activity"),
        text("id", "a slug of its own, where it has one"),
        text("kind", "source, store, recipient or onward"),
        text("from_kind", "what it begins at: party, people or activity"),
        text("from_id", "the id of that"),
        text("to_kind", "what it ends at: party, system or activity"),
        text("to_id", "the id of that"),
        recorded("through", "the system it passes through"),
        text(
            "carries_state",
            "not-recorded, none, all, or listed (then see flow_data)",
        ),
        number(
            "and_more",
            "1 if the list is known to be incomplete, else 0",
        ),
        text(
            "people_state",
            "whether its own people are recorded; see flow_people",
        ),
        recorded("purpose", "the id of the purpose it serves"),
        recorded("ground", "the basis or gateway for this disclosure"),
        recorded("agreement", "the document that governs it"),
        text(
            "transfer_state",
            "whether it is recorded what allows it to leave the country; see transfer",
        ),
        text("on_condition", "when or on what condition it happens"),
        recorded("method", "by what means"),
        recorded("frequency", "how often"),
        recorded("volume", "how much"),
        recorded("begins", "the first day, ISO 8601"),
        recorded("ends", "the last day, ISO 8601"),
        text(
            "currency",
            "planned, current or ended on the day; what is not current counts in no computed table",
        ),
        text("evidence", "the words it rests on"),
        text("note", "anything else worth keeping"),
    ],
    source: Source::Records(&[Kind::Activity], |facts, reference, record, rows| {
        each(reference, record, |number, kind, flow| {
            let (from, to) = ends(reference, kind, flow);
            rows.push(vec![
                t(&reference.id),
                n(number),
                o(flow.id.as_ref()),
                Cell::Word(kind.word()),
                t(from.kind),
                t(from.id),
                t(to.kind),
                t(to.id),
                w(&flow.through),
                carries_state(flow),
                Cell::flag(flow.and_more),
                state(&flow.people),
                w(&flow.purpose),
                w(&flow.ground),
                w(&flow.agreement),
                state(&flow.transfer),
                o(flow.when.as_ref()),
                w(&flow.method),
                w(&flow.frequency),
                w(&flow.volume),
                w(&flow.begins),
                w(&flow.ends),
                Cell::Word(Currency::of(flow, facts.as_at.on).word()),
                o(flow.evidence.as_ref()),
                o(flow.note.as_ref()),
            ]);
        });
    }),
};

pub(super) static FLOW_DATA: PublishedTable = PublishedTable {
    name: "flow_data",
    about: "a category that the list of a flow names; what it carries in the sense of the questions is in carries",
    columns: &[
        text("activity", "the activity"),
        number("number", "the number of the flow"),
        text("data", "the category, as it is written there"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        each(reference, record, |number, _, flow| {
            for data in flow.carries.value().map_or(&[][..], Scope::listed) {
                rows.push(vec![t(&reference.id), n(number), t(data)]);
            }
        });
    }),
};

pub(super) static FLOW_PEOPLE: PublishedTable = PublishedTable {
    name: "flow_people",
    about: "people whose data a flow carries, where it says so itself",
    columns: &[
        text("activity", "the activity"),
        number("number", "the number of the flow"),
        text("people", "the people"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        each(reference, record, |number, _, flow| {
            for people in flow.people.items() {
                rows.push(vec![t(&reference.id), n(number), t(people)]);
            }
        });
    }),
};

pub(super) static TRANSFER: PublishedTable = PublishedTable {
    name: "transfer",
    about: "what is recorded to allow a flow to leave the country (Article 44A)",
    columns: &[
        text("activity", "the activity"),
        number("number", "the number of the flow"),
        recorded(
            "route",
            "approved, safeguards or derogation: a code of the vocabulary transfer-route",
        ),
        recorded(
            "instrument",
            "the safeguard relied on (Article 46): a code of the vocabulary safeguard",
        ),
        recorded("derogation", "the derogation relied on (Article 49(1))"),
        recorded("test", "the record of the data protection test, a document"),
        recorded("tested", "the day of the test, ISO 8601"),
        recorded("tested_by", "who made the test, a party"),
        recorded("outcome", "what the test found"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        each(reference, record, |number, _, flow| {
            if let Some(transfer) = flow.transfer.value() {
                rows.push(vec![
                    t(&reference.id),
                    n(number),
                    w(&transfer.route),
                    w(&transfer.instrument),
                    w(&transfer.derogation),
                    w(&transfer.test),
                    w(&transfer.tested),
                    w(&transfer.tested_by),
                    w(&transfer.outcome),
                ]);
            }
        });
    }),
};

/// Does something with every flow of an activity, by its number.
fn each(reference: &Reference, record: &Record, mut with: impl FnMut(usize, FlowKind, &Flow)) {
    if let (Kind::Activity, Record::Activity(activity)) = (reference.kind, record) {
        for (number, (kind, flow)) in (1..).zip(activity.flows()) {
            with(number, kind, flow);
        }
    }
}

/// Where a flow begins and ends; the activity itself where its list says so.
fn ends(activity: &Reference, kind: FlowKind, flow: &Flow) -> (Reference, Reference) {
    let end = |end: &Option<crate::model::End>| {
        end.as_ref()
            .map_or_else(|| activity.clone(), crate::model::End::reference)
    };
    match kind {
        FlowKind::Source => (end(&flow.from), activity.clone()),
        FlowKind::Store => {
            let system = flow.system.as_ref().map(crate::model::SystemId::reference);
            (activity.clone(), system.unwrap_or_else(|| activity.clone()))
        }
        FlowKind::Recipient => (activity.clone(), end(&flow.to)),
        FlowKind::Onward => (end(&flow.from), end(&flow.to)),
    }
}

fn carries_state(flow: &Flow) -> Cell {
    Cell::Word(match &flow.carries {
        Recorded::NotRecorded => "not-recorded",
        Recorded::None => "none",
        Recorded::Value(Scope::All(_)) => "all",
        Recorded::Value(Scope::These(_)) => "listed",
    })
}
