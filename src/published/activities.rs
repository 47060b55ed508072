//! Activities and what each says of itself, beside its flows and grounds.

use crate::model::{Activity, Date, Kind, Period, Record, Recorded, Review};

use super::{Cell, PublishedTable, Source, n, number, o, recorded, state, t, text, w};

/// The activity that a record is, if it is one.
pub(super) fn activity(record: &Record) -> Option<&Activity> {
    match record {
        Record::Activity(activity) => Some(activity),
        _ => None,
    }
}

pub(super) static ACTIVITY: PublishedTable = PublishedTable {
    name: "activity",
    about: "an entry of the register: one processing activity",
    columns: &[
        text("id", "its id"),
        recorded("ref", "the organisation's own number for it"),
        text("name", "its name"),
        recorded(
            "function",
            "business function, from broad to narrow, separated by ` / `",
        ),
        recorded("description", "what is done"),
        recorded("status", "draft, active or retired"),
        number(
            "is_retired",
            "1 if it is retired, and so counts only where asked for, else 0",
        ),
        recorded("owner", "who answers for it, a party"),
        recorded("role", "controller, joint-controller or processor"),
        recorded("regime", "general or law-enforcement"),
        recorded("controller", "the controller, a party"),
        recorded(
            "if_not_provided",
            "what happens if the data is not provided",
        ),
        recorded(
            "dpia_needed",
            "true or false: whether a DPIA is needed (Article 35)",
        ),
        recorded(
            "dpia_status",
            "not-started, in-progress, complete or under-review",
        ),
        recorded("dpia_document", "the assessment, a document"),
        text(
            "joint_controllers_state",
            "whether joint controllers are recorded; see activity_party",
        ),
        text(
            "acts_for_state",
            "whether the controllers acted for are recorded; see activity_party",
        ),
        text(
            "people_state",
            "whether it is recorded whose data it is; see activity_people",
        ),
        text(
            "data_state",
            "whether it is recorded which data it holds; see activity_data",
        ),
        text("purpose_state", "whether purposes are recorded"),
        text(
            "condition_state",
            "whether conditions for special category data are recorded",
        ),
        text(
            "offence_basis_state",
            "whether the basis for offence data is recorded",
        ),
        text("source_state", "whether sources are recorded; see flow"),
        text("store_state", "whether stores are recorded; see flow"),
        text(
            "recipient_state",
            "whether recipients are recorded; see flow",
        ),
        text(
            "onward_state",
            "whether onward flows are recorded; see flow",
        ),
        text("retention_state", "whether retention is recorded"),
        text(
            "measures_state",
            "whether measures are recorded; see activity_measure",
        ),
        text("rights_state", "whether rights are recorded as published"),
        text(
            "automated_decisions_state",
            "whether automated decisions are recorded",
        ),
        text(
            "notices_state",
            "whether privacy notices are recorded; see activity_document",
        ),
        text("note", "anything else worth keeping"),
        text(
            "consent_state",
            "whether records of consent are recorded; see activity_document",
        ),
        text(
            "breaches_state",
            "whether records of breaches are recorded; see activity_document",
        ),
        text(
            "links_state",
            "whether related links are recorded; see activity_document",
        ),
        text("dpia_state", "whether anything is recorded about a DPIA"),
        text(
            "dpia_criteria_state",
            "whether criteria for a DPIA are recorded; see dpia_criterion",
        ),
        text(
            "review_state",
            "whether anything is recorded about its review; see review",
        ),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let Some(activity) = activity(record) else {
            return;
        };
        let dpia = activity.dpia.value();
        // What is recorded as none has none of its parts.
        let of_dpia = |part: Option<Cell>| match part {
            Some(cell) => cell,
            None if activity.dpia.is_none() => Cell::Word("none"),
            None => Cell::Null,
        };
        rows.push(vec![
            t(&reference.id),
            w(&activity.reference),
            t(&activity.name),
            w(&activity.function),
            w(&activity.description),
            w(&activity.status),
            Cell::flag(activity.is_retired()),
            w(&activity.owner),
            w(&activity.role),
            w(&activity.regime),
            w(&activity.controller),
            w(&activity.if_not_provided),
            of_dpia(dpia.map(|dpia| w(&dpia.needed))),
            of_dpia(dpia.map(|dpia| w(&dpia.status))),
            of_dpia(dpia.map(|dpia| w(&dpia.document))),
            state(&activity.joint_controllers),
            state(&activity.acts_for),
            state(&activity.people),
            state(&activity.data),
            state(&activity.purpose),
            state(&activity.condition),
            state(&activity.offence_basis),
            state(&activity.source),
            state(&activity.store),
            state(&activity.recipient),
            state(&activity.onward),
            state(&activity.retention),
            state(&activity.measures),
            state(&activity.rights),
            state(&activity.automated_decisions),
            state(&activity.notices),
            o(activity.note.as_ref()),
            state(&activity.consent),
            state(&activity.breaches),
            state(&activity.links),
            state(&activity.dpia),
            match &activity.dpia {
                Recorded::Value(dpia) => state(&dpia.criteria),
                other => state(other),
            },
            state(&activity.review),
        ]);
    }),
};

pub(super) static DATA: PublishedTable = PublishedTable {
    name: "activity_data",
    about: "a category of data that an activity is recorded to hold",
    columns: &[
        text("activity", "the activity"),
        text("data", "the category"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        for data in activity(record).map_or(&[][..], |activity| activity.data.items()) {
            rows.push(vec![t(&reference.id), t(data)]);
        }
    }),
};

pub(super) static PEOPLE: PublishedTable = PublishedTable {
    name: "activity_people",
    about: "people whose data an activity is recorded to hold",
    columns: &[
        text("activity", "the activity"),
        text("people", "the people"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        for people in activity(record).map_or(&[][..], |activity| activity.people.items()) {
            rows.push(vec![t(&reference.id), t(people)]);
        }
    }),
};

pub(super) static MEASURE: PublishedTable = PublishedTable {
    name: "activity_measure",
    about: "a security measure of an activity",
    columns: &[
        text("activity", "the activity"),
        text("measure", "the measure"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        for measure in activity(record).map_or(&[][..], |activity| activity.measures.items()) {
            rows.push(vec![t(&reference.id), t(measure)]);
        }
    }),
};

pub(super) static PARTY: PublishedTable = PublishedTable {
    name: "activity_party",
    about: "a party that decides with the controller, or for which an activity is done",
    columns: &[
        text("activity", "the activity"),
        text("party", "the party"),
        text("how", "joint-controller or acts-for"),
        recorded("does", "what a joint controller is responsible for"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let Some(activity) = activity(record) else {
            return;
        };
        for joint in activity.joint_controllers.items() {
            rows.push(vec![
                t(&reference.id),
                t(&joint.party),
                Cell::Word("joint-controller"),
                w(&joint.does),
            ]);
        }
        for party in activity.acts_for.items() {
            rows.push(vec![
                t(&reference.id),
                t(party),
                Cell::Word("acts-for"),
                Cell::Null,
            ]);
        }
    }),
};

pub(super) static DOCUMENT: PublishedTable = PublishedTable {
    name: "activity_document",
    about: "a document that an activity names, and as what",
    columns: &[
        text("activity", "the activity"),
        text("document", "the document"),
        text(
            "how",
            "agreement, breach, condition-policy, consent, dpia, link, notice, offence-policy, purpose or transfer-test",
        ),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let Some(activity) = activity(record) else {
            return;
        };
        let mut put = |document: &crate::model::DocumentId, how: &'static str| {
            rows.push(vec![t(&reference.id), t(document), Cell::Word(how)]);
        };
        for (list, how) in [
            (&activity.breaches, "breach"),
            (&activity.consent, "consent"),
            (&activity.links, "link"),
            (&activity.notices, "notice"),
        ] {
            list.items().iter().for_each(|document| put(document, how));
        }
        let dpia = activity.dpia.value().and_then(|dpia| dpia.document.value());
        dpia.into_iter().for_each(|document| put(document, "dpia"));
        for condition in activity.condition.items() {
            let policy = condition.policy.value();
            policy
                .into_iter()
                .for_each(|document| put(document, "condition-policy"));
        }
        for basis in activity.offence_basis.items() {
            let policy = basis.policy.value();
            policy
                .into_iter()
                .for_each(|document| put(document, "offence-policy"));
        }
        for purpose in activity.purpose.items() {
            let documents = purpose.documents.items();
            documents
                .iter()
                .for_each(|document| put(document, "purpose"));
        }
        for (_, flow) in activity.flows() {
            let agreement = flow.agreement.value();
            agreement
                .into_iter()
                .for_each(|document| put(document, "agreement"));
            let test = flow
                .transfer
                .value()
                .and_then(|transfer| transfer.test.value());
            test.into_iter()
                .for_each(|document| put(document, "transfer-test"));
        }
    }),
};

pub(super) static REVIEW: PublishedTable = PublishedTable {
    name: "review",
    about: "when an activity was and will be reviewed; one row for every activity",
    columns: &[
        text("activity", "the activity"),
        recorded("last", "the last review, ISO 8601"),
        recorded("reviewed_by", "who made it"),
        recorded("next", "the next review, ISO 8601"),
        recorded("every", "how often it is due, ISO 8601 such as P1Y"),
        text(
            "due",
            "the day it is due: `next`, or else `every` after `last`; null where neither is recorded",
        ),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let Some(activity) = activity(record) else {
            return;
        };
        let mut row = vec![t(&reference.id)];
        match &activity.review {
            Recorded::Value(review) => row.extend([
                w(&review.last),
                w(&review.by),
                w(&review.next),
                w(&review.every),
                o(due(review)),
            ]),
            Recorded::None => {
                row.extend([(); 4].map(|()| Cell::Word("none")));
                row.push(Cell::Null);
            }
            Recorded::NotRecorded => row.extend([(); 5].map(|()| Cell::Null)),
        }
        rows.push(row);
    }),
};

/// The day on which a review is due, as far as the record tells.
fn due(review: &Review) -> Option<Date> {
    if let Some(next) = review.next.value() {
        return Some(*next);
    }
    let (Some(last), Some(Period::Span(every))) = (review.last.value(), review.every.value())
    else {
        return None;
    };
    let every: jiff::Span = every.parse().ok()?;
    last.checked_add(every).ok()
}

pub(super) static RIGHT_PUBLISHED: PublishedTable = PublishedTable {
    name: "right_published",
    about: "a right as the notice of an activity states it",
    columns: &[
        text("activity", "the activity"),
        text("code", "the provision: a code of the vocabulary right"),
        text("evidence", "the words it rests on"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        for right in activity(record).map_or(&[][..], |activity| activity.rights.items()) {
            rows.push(vec![
                t(&reference.id),
                t(right.right.as_str()),
                o(right.evidence.as_ref()),
            ]);
        }
    }),
};

pub(super) static AUTOMATED_DECISION: PublishedTable = PublishedTable {
    name: "automated_decision",
    about: "a decision that an activity makes by automated means (Articles 22A to 22D)",
    columns: &[
        text("activity", "the activity"),
        number("number", "its place in the activity's list"),
        text("what", "what is decided"),
        recorded(
            "solely_automated",
            "true or false: whether there is no meaningful human involvement",
        ),
        recorded(
            "significant",
            "true or false: whether its effect is legal or similarly significant",
        ),
        recorded("profiling", "true or false: whether it includes profiling"),
        recorded("safeguards", "the safeguards (Article 22C)"),
        text("evidence", "the words it rests on"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let decisions =
            activity(record).map_or(&[][..], |activity| activity.automated_decisions.items());
        for (number, decision) in (1..).zip(decisions) {
            rows.push(vec![
                t(&reference.id),
                n(number),
                t(&decision.what),
                w(&decision.solely_automated),
                w(&decision.significant),
                w(&decision.profiling),
                w(&decision.safeguards),
                o(decision.evidence.as_ref()),
            ]);
        }
    }),
};

pub(super) static DPIA_CRITERION: PublishedTable = PublishedTable {
    name: "dpia_criterion",
    about: "a criterion for a DPIA that an activity is recorded to meet",
    columns: &[
        text("activity", "the activity"),
        text("criterion", "a code of the vocabulary dpia-criterion"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let dpia = activity(record).and_then(|activity| activity.dpia.value());
        for criterion in dpia.map_or(&[][..], |dpia| dpia.criteria.items()) {
            rows.push(vec![t(&reference.id), t(criterion.as_str())]);
        }
    }),
};

pub(super) static EVIDENCE: PublishedTable = PublishedTable {
    name: "evidence",
    about: "the words that a field of an activity, or an item of a list, rests on",
    columns: &[
        text("activity", "the activity"),
        text(
            "about",
            "the field, or the field and the item, as in data.nhs-number",
        ),
        text("words", "the words"),
        text("document", "the document they stand in"),
        text("place", "the place in it"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        for evidence in activity(record).map_or(&[][..], |activity| &activity.evidence) {
            rows.push(vec![
                t(&reference.id),
                t(&evidence.about),
                t(&evidence.words),
                o(evidence.document.as_ref()),
                o(evidence.place.as_ref()),
            ]);
        }
    }),
};

pub(super) static APPROVAL: PublishedTable = PublishedTable {
    name: "approval",
    about: "the approval of an activity's content by a person on a day",
    columns: &[
        text("id", "its id"),
        text("activity", "the activity"),
        text("content", "the hash of the content approved"),
        text("approved_by", "who approved it"),
        text("approved_on", "the day, ISO 8601"),
        text("note", "anything else worth keeping"),
    ],
    source: Source::Records(&[Kind::Approval], |_, reference, record, rows| {
        if let Record::Approval(approval) = record {
            rows.push(vec![
                t(&reference.id),
                t(&approval.activity),
                t(&approval.content),
                t(&approval.by),
                t(approval.on),
                o(approval.note.as_ref()),
            ]);
        }
    }),
};
