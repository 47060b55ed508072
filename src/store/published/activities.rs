//! Activities and what each says of itself, beside its flows.

use crate::model::{Activity, Date, Kind, Period, Record, Recorded, Review, Scope};
use crate::store::rows::state;

use super::{Cell, PublishedTable, Source, n, number, o, recorded, t, text, w};

/// The activity that a record is, if it is one.
fn activity(record: &Record) -> Option<&Activity> {
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
            "business function, from broad to narrow, parted by ` / `",
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

pub(super) static PURPOSE: PublishedTable = PublishedTable {
    name: "purpose",
    about: "why an activity uses data, and what gives the right to",
    columns: &[
        text("activity", "the activity"),
        number("number", "its place in the activity's list"),
        text(
            "id",
            "the slug by which flows refer to it, where it has one",
        ),
        text("words", "what the data is used for"),
        text("only_if", "the condition on which alone it is done"),
        recorded("basis_published", "the lawful basis in the words published"),
        recorded(
            "basis",
            "the lawful basis: a code of the vocabulary lawful-basis, such as 6/1/e",
        ),
        text("read_as", "whose reading the code is: ours or published"),
        recorded("enactments", "the enactments cited, a JSON list"),
        recorded(
            "legitimate_interest",
            "the legitimate interest pursued (Article 6(1)(f))",
        ),
        recorded(
            "recognised_interest",
            "the recognised legitimate interest (Annex 1)",
        ),
        text("evidence", "the words it rests on"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let purposes = activity(record).map_or(&[][..], |activity| activity.purpose.items());
        for (number, purpose) in (1..).zip(purposes) {
            rows.push(vec![
                t(&reference.id),
                n(number),
                o(purpose.id.as_ref()),
                t(&purpose.text),
                o(purpose.only_if.as_ref()),
                w(&purpose.basis_published),
                w(&purpose.basis),
                read_as(purpose.read_as),
                w(&purpose.enactments),
                w(&purpose.legitimate_interest),
                w(&purpose.recognised_interest),
                o(purpose.evidence.as_ref()),
            ]);
        }
    }),
};

pub(super) static CONDITION: PublishedTable = PublishedTable {
    name: "condition",
    about: "what lifts the prohibition on special category data in an activity (Article 9(2))",
    columns: &[
        text("activity", "the activity"),
        number("number", "its place in the activity's list"),
        recorded("data", "for which data, a JSON list of ids"),
        recorded("published", "the condition in the words published"),
        recorded(
            "article_9",
            "the point of Article 9(2): a code such as 9/2/h",
        ),
        recorded(
            "schedule_1",
            "the paragraph of DPA 2018 Schedule 1: a code such as sch1/para18",
        ),
        text("read_as", "whose reading the codes are: ours or published"),
        recorded("policy", "the appropriate policy document"),
        recorded(
            "erased_by_policy",
            "true or false: whether data is kept and erased by it",
        ),
        recorded("why_not_by_policy", "if not, why (paragraph 41)"),
        recorded("why_not_consent", "why it is done without consent"),
        recorded("secrecy", "under whose duty of secrecy"),
        text("evidence", "the words it rests on"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let conditions = activity(record).map_or(&[][..], |activity| activity.condition.items());
        for (number, condition) in (1..).zip(conditions) {
            rows.push(vec![
                t(&reference.id),
                n(number),
                w(&condition.data),
                w(&condition.published),
                w(&condition.article_9),
                w(&condition.schedule_1),
                read_as(condition.read_as),
                w(&condition.policy),
                w(&condition.erased_by_policy),
                w(&condition.why_not_by_policy),
                w(&condition.why_not_consent),
                w(&condition.secrecy),
                o(condition.evidence.as_ref()),
            ]);
        }
    }),
};

pub(super) static OFFENCE_BASIS: PublishedTable = PublishedTable {
    name: "offence_basis",
    about: "what allows data on criminal convictions and offences in an activity (Article 10)",
    columns: &[
        text("activity", "the activity"),
        number("number", "its place in the activity's list"),
        recorded("data", "for which data, a JSON list of ids"),
        recorded("published", "the basis in the words published"),
        recorded("route", "official authority, or a condition of Schedule 1"),
        recorded("official_authority", "the official authority relied on"),
        recorded("schedule_1", "the paragraph of DPA 2018 Schedule 1"),
        text("read_as", "whose reading the codes are: ours or published"),
        recorded("policy", "the appropriate policy document"),
        text("evidence", "the words it rests on"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let bases = activity(record).map_or(&[][..], |activity| activity.offence_basis.items());
        for (number, basis) in (1..).zip(bases) {
            rows.push(vec![
                t(&reference.id),
                n(number),
                w(&basis.data),
                w(&basis.published),
                w(&basis.route),
                w(&basis.official_authority),
                w(&basis.schedule_1),
                read_as(basis.read_as),
                w(&basis.policy),
                o(basis.evidence.as_ref()),
            ]);
        }
    }),
};

pub(super) static RETENTION: PublishedTable = PublishedTable {
    name: "retention",
    about: "how long an activity keeps data (Article 30(1)(f))",
    columns: &[
        text("activity", "the activity"),
        number("number", "its place in the activity's list"),
        text(
            "data_state",
            "for which data: not-recorded, none, all, or listed (then see retention_data)",
        ),
        recorded("stop_using", "when use stops"),
        recorded("runs_from", "the event from which the period runs"),
        recorded("period", "how long, ISO 8601 such as P35Y, or permanent"),
        recorded("criteria", "the criteria, where there is no period"),
        recorded(
            "fate",
            "what happens then: delete, review-then-delete, anonymise or archive",
        ),
        recorded(
            "authority",
            "the enactment, guidance or local rule behind it",
        ),
        text("evidence", "the sentence as published"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let rules = activity(record).map_or(&[][..], |activity| activity.retention.items());
        for (number, rule) in (1..).zip(rules) {
            let data = match &rule.data {
                Recorded::NotRecorded => "not-recorded",
                Recorded::None => "none",
                Recorded::Value(Scope::All(_)) => "all",
                Recorded::Value(Scope::These(_)) => "listed",
            };
            rows.push(vec![
                t(&reference.id),
                n(number),
                Cell::Word(data),
                w(&rule.stop_using),
                w(&rule.trigger),
                w(&rule.period),
                w(&rule.criteria),
                w(&rule.then),
                w(&rule.authority),
                o(rule.evidence.as_ref()),
            ]);
        }
    }),
};

pub(super) static RETENTION_DATA: PublishedTable = PublishedTable {
    name: "retention_data",
    about: "a category of data for which a retention rule is recorded",
    columns: &[
        text("activity", "the activity"),
        number("number", "the number of the rule"),
        text("data", "the category"),
    ],
    source: Source::Records(&[Kind::Activity], |_, reference, record, rows| {
        let rules = activity(record).map_or(&[][..], |activity| activity.retention.items());
        for (number, rule) in (1..).zip(rules) {
            for data in rule.data.value().map_or(&[][..], Scope::listed) {
                rows.push(vec![t(&reference.id), n(number), t(data)]);
            }
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

fn read_as(reading: Option<crate::model::ReadAs>) -> Cell {
    match reading {
        Some(crate::model::ReadAs::Ours) => Cell::Word("ours"),
        Some(crate::model::ReadAs::Published) => Cell::Word("published"),
        None => Cell::Null,
    }
}
