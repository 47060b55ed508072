//! Flows: where data comes from, rests and goes, as each activity records it.

use crate::graph::Currency;
use crate::model::{Activity, Flow, FlowKind, Reference, Scope};

use super::{Cell, n, number, o, recorded, scope, state, t, text, w};

table! {
    FLOW = "flow", "one movement of personal data, as an activity records it";
    Activity(facts, reference, activity), for (number, (kind, flow)) in (1..).zip(activity.flows());
    let ends = ends(reference, kind, flow);
    text("activity", "the activity that records it") => t(&reference.id),
    number("number", "its F-number in the activity") => n(number),
    text("id", "a slug of its own, where it has one") => o(flow.id.as_ref()),
    text("kind", "source, store, recipient, onward or feed") => Cell::Word(kind.word()),
    text("from_kind", "what it begins at: party, people, activity or system") => t(ends.0.kind),
    text("from_id", "the id of that") => t(&ends.0.id),
    text("to_kind", "what it ends at: party, system, activity or people") => t(ends.1.kind),
    text("to_id", "the id of that") => t(&ends.1.id),
    recorded("through", "the system it passes through") => w(&flow.through),
    text("carries_state", "not-recorded, none, all, or listed (then see flow_data)") => scope(&flow.carries),
    number("and_more", "1 if the list is known to be incomplete, else 0") => Cell::flag(flow.and_more),
    text("people_state", "whether its own people are recorded; see flow_people") => state(&flow.people),
    recorded("purpose", "the id of the purpose it serves") => w(&flow.purpose),
    recorded("ground", "the basis or gateway for this disclosure") => w(&flow.ground),
    recorded("agreement", "the document that governs it") => w(&flow.agreement),
    text("transfer_state", "whether it is recorded what allows it to leave the country; see transfer")
        => state(&flow.transfer),
    text("on_condition", "when or on what condition it happens") => o(flow.when.as_ref()),
    recorded("method", "by what means") => w(&flow.method),
    recorded("frequency", "how often") => w(&flow.frequency),
    recorded("volume", "how much") => w(&flow.volume),
    recorded("begins", "the first day, ISO 8601") => w(&flow.begins),
    recorded("ends", "the last day, ISO 8601") => w(&flow.ends),
    text("currency", "planned, current or ended on the day, with its activity; what is not current counts in no computed table")
        => Cell::Word(Currency::of(activity, flow, facts.as_at.on).word()),
    text("evidence", "the words it rests on") => o(flow.evidence.as_ref()),
    text("note", "anything else worth keeping") => o(flow.note.as_ref()),
    text("as_role", "in which role it is received, where the flow says so: processor, joint-controller, controller or internal")
        => flow.role.map_or(Cell::Null, |role| Cell::Word(role.word())),
}

table! {
    FLOW_DATA = "flow_data", "a category that the list of a flow names; what it carries in the sense of the questions is in carries";
    Activity(_, reference, activity), for (number, data) in numbered(activity, |flow| flow.carries.value().map_or(&[][..], Scope::listed));
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the flow") => n(number),
    text("data", "the category, as it is written there") => t(data),
}

table! {
    FLOW_PEOPLE = "flow_people", "people whose data a flow carries, where it says so itself";
    Activity(_, reference, activity), for (number, people) in numbered(activity, |flow| flow.people.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the flow") => n(number),
    text("people", "the people") => t(people),
}

table! {
    TRANSFER = "transfer", "what is recorded to allow a flow to leave the country (Article 44A)";
    Activity(_, reference, activity), for (number, transfer) in numbered(activity, |flow| flow.transfer.value());
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the flow") => n(number),
    recorded("route", "approved, safeguards or derogation: a code of the vocabulary transfer-route")
        => w(&transfer.route),
    recorded("instrument", "the safeguard relied on (Article 46): a code of the vocabulary safeguard")
        => w(&transfer.instrument),
    recorded("derogation", "the derogation relied on (Article 49(1))") => w(&transfer.derogation),
    recorded("section_76", "for law enforcement: the special circumstances relied on (DPA 2018 section 76(1))")
        => w(&transfer.section_76),
    recorded("section_73", "for law enforcement: to whom it may go (DPA 2018 section 73(4))") => w(&transfer.section_73),
    recorded("test", "the record of the data protection test, a document") => w(&transfer.test),
    recorded("tested", "the day of the test, ISO 8601") => w(&transfer.tested),
    recorded("tested_by", "who made the test, a party") => w(&transfer.tested_by),
    recorded("outcome", "what the test found") => w(&transfer.outcome),
    recorded("within_limit", "true or false: whether it is within the limit of a partial approval") => w(&transfer.within_limit),
}

/// What every flow of an activity has of something, each by the number of its flow.
fn numbered<'a, I: IntoIterator>(
    activity: &'a Activity,
    of: impl Fn(&'a Flow) -> I,
) -> impl Iterator<Item = (usize, I::Item)> {
    let flows = (1..).zip(activity.flows());
    flows.flat_map(move |(number, (_, flow))| of(flow).into_iter().map(move |item| (number, item)))
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
        FlowKind::Onward | FlowKind::Feed => (end(&flow.from), end(&flow.to)),
    }
}
