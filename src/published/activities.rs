//! Activities and what each says of itself, beside its flows and grounds.

use crate::graph::{Currency, data_by_words, people_by_words};
use crate::model::{Activity, Date, DocumentId, Period, Recorded, Review};
use crate::store::Retired;

use super::{Cell, n, number, o, recorded, state, t, text, w};

table! {
    ACTIVITY = "activity", "an entry of the register: one processing activity";
    Activity(facts, reference, activity);
    let dpia = activity.dpia.value();
    // What is recorded as none has none of its parts.
    let of_dpia = |part: Option<Cell>| match part {
        Some(cell) => cell,
        None if activity.dpia.is_none() => Cell::Word("none"),
        None => Cell::Null,
    };
    text("id", "its id") => t(&reference.id),
    recorded("ref", "the organisation's own number for it") => w(&activity.reference),
    text("name", "its name") => t(&activity.name),
    recorded("function", "business function, from broad to narrow, separated by ` / `") => w(&activity.function),
    recorded("description", "what is done") => w(&activity.description),
    recorded("status", "draft, active or retired") => w(&activity.status),
    number("is_retired", "1 if it is retired, and so counts only where asked for, else 0")
        => Cell::flag(activity.is_retired()),
    recorded("owner", "who answers for it, a party") => w(&activity.owner),
    recorded("role", "controller, joint-controller or processor") => w(&activity.role),
    recorded("regime", "general or law-enforcement") => w(&activity.regime),
    recorded("controller", "the controller, a party") => w(&activity.controller),
    recorded("if_not_provided", "what happens if the data is not provided") => w(&activity.if_not_provided),
    recorded("dpia_needed", "true or false: whether a DPIA is needed (Article 35)")
        => of_dpia(dpia.map(|dpia| w(&dpia.needed))),
    recorded("dpia_status", "not-started, in-progress, complete or under-review")
        => of_dpia(dpia.map(|dpia| w(&dpia.status))),
    recorded("dpia_document", "the assessment, a document") => of_dpia(dpia.map(|dpia| w(&dpia.document))),
    text("joint_controllers_state", "whether joint controllers are recorded; see activity_party")
        => state(&activity.joint_controllers),
    text("acts_for_state", "whether the controllers acted for are recorded; see activity_party")
        => state(&activity.acts_for),
    text("people_state", "whether it is recorded whose data it is; see activity_people") => state(&activity.people),
    text("data_state", "whether it is recorded which data it holds; see activity_data") => state(&activity.data),
    text("open_state", "whether it is recorded which lists the source says are incomplete; see activity_open")
        => state(&activity.open),
    text("purpose_state", "whether purposes are recorded") => state(&activity.purpose),
    text("condition_state", "whether conditions for special category data are recorded") => state(&activity.condition),
    text("offence_basis_state", "whether the basis for offence data is recorded") => state(&activity.offence_basis),
    text("source_state", "whether sources are recorded; see flow") => state(&activity.source),
    text("store_state", "whether stores are recorded; see flow") => state(&activity.store),
    text("recipient_state", "whether recipients are recorded; see flow") => state(&activity.recipient),
    text("onward_state", "whether onward flows are recorded; see flow") => state(&activity.onward),
    text("retention_state", "whether retention is recorded") => state(&activity.retention),
    text("measures_state", "whether measures are recorded; see activity_measure") => state(&activity.measures),
    text("rights_state", "whether rights are recorded as published") => state(&activity.rights),
    text("automated_decisions_state", "whether automated decisions are recorded")
        => state(&activity.automated_decisions),
    text("notices_state", "whether privacy notices are recorded; see activity_document") => state(&activity.notices),
    text("note", "anything else worth keeping") => o(activity.note.as_ref()),
    text("consent_state", "whether records of consent are recorded; see activity_document") => state(&activity.consent),
    text("breaches_state", "whether records of breaches are recorded; see activity_document")
        => state(&activity.breaches),
    text("links_state", "whether related links are recorded; see activity_document") => state(&activity.links),
    text("dpia_state", "whether anything is recorded about a DPIA") => state(&activity.dpia),
    text("dpia_criteria_state", "whether criteria for a DPIA are recorded; see dpia_criterion")
        => match &activity.dpia {
                Recorded::Value(dpia) => state(&dpia.criteria),
                other => state(other),
            },
    text("review_state", "whether anything is recorded about its review; see review") => state(&activity.review),
    text("feed_state", "whether feeds from one system to another are recorded; see flow") => state(&activity.feed),
    recorded("begins", "the first day on which it is done, ISO 8601") => w(&activity.begins),
    recorded("ends", "the last day on which it is done, ISO 8601") => w(&activity.ends),
    text("currency", "planned, current or ended on the day; the last day of a retired one bounds nothing here")
        => Cell::Word(Currency::of_activity(activity, facts.as_at.on).word()),
    number(
        "left_out",
        "0 if it counts on the day, 1 if it is retired and counts only where retired ones are asked for, 2 if it is planned or has ended",
    ) => n(left_out(activity, facts.as_at.on)),
}

/// Whether an activity is left out on a day: as retired, or because it has not begun or has ended.
fn left_out(activity: &Activity, on: Date) -> usize {
    if Currency::of_activity(activity, on) != Currency::Current {
        2
    } else {
        usize::from(!Retired::on(on, false).counts(activity))
    }
}

table! {
    ABOUT = "activity_about", "a category of data of an activity that is recorded to be about some of its people; what stands in no row may be about any of them";
    Activity(_, reference, activity), for (number, people, data) in (1..).zip(&activity.about).flat_map(|(number, about)| {
        let pairs = about.people.iter().flat_map(|people| about.data.iter().map(move |data| (people, data)));
        pairs.map(move |(people, data)| (number, people, data))
    });
    text("activity", "the activity") => t(&reference.id),
    number("number", "the place in the activity's list of what joins the two") => n(number),
    text("people", "the people") => t(people),
    text("data", "the category") => t(data),
}

table! {
    DATA = "activity_data", "a category of data that an activity is recorded to hold";
    Activity(_, reference, activity), for data in activity.data.items();
    text("activity", "the activity") => t(&reference.id),
    text("data", "the category") => t(data),
}

table! {
    PEOPLE = "activity_people", "people whose data an activity is recorded to hold";
    Activity(_, reference, activity), for people in activity.people.items();
    text("activity", "the activity") => t(&reference.id),
    text("people", "the people") => t(people),
}

table! {
    ALL_DATA = "activity_all_data", "a category of data that an activity holds or its flows carry, by all its words: its own list, and what its current flows name";
    Activity(facts, reference, activity), for (data, by) in data_by_words(activity, facts.as_at.on);
    text("activity", "the activity") => t(&reference.id),
    text("data", "the category") => t(data),
    number("is_listed", "1 if the activity lists it itself, else 0: then only its flows name it") => Cell::flag(by.is_listed),
    number("is_held", "1 if the activity holds it, else 0: then only a flow between others carries it") => Cell::flag(by.is_held),
}

table! {
    ALL_PEOPLE = "activity_all_people", "people whose data an activity holds or its flows carry, by all its words: its own list, its pairs, and what its current flows name";
    Activity(facts, reference, activity), for (people, by) in people_by_words(activity, facts.as_at.on);
    text("activity", "the activity") => t(&reference.id),
    text("people", "the people") => t(people),
    number("is_listed", "1 if the activity lists them itself, else 0") => Cell::flag(by.is_listed),
    number("is_held", "1 if the activity holds data about them, else 0: then only a flow between others carries it") => Cell::flag(by.is_held),
}

table! {
    MEASURE = "activity_measure", "a security measure of an activity";
    Activity(_, reference, activity), for measure in activity.measures.items();
    text("activity", "the activity") => t(&reference.id),
    text("measure", "the measure") => t(measure),
}

table! {
    OPEN = "activity_open", "a list of an activity that its source says is incomplete: there are others";
    Activity(_, reference, activity), for list in activity.open.items();
    text("activity", "the activity") => t(&reference.id),
    text("list", "recipient, source, store, data or people") => Cell::Word(list.word()),
}

table! {
    PARTY = "activity_party", "a party that decides with the controller, or for which an activity is done";
    Activity(_, reference, activity), for (party, how, does) in {
        let joint = activity.joint_controllers.items().iter();
        let joint = joint.map(|joint| (&joint.party, "joint-controller", w(&joint.does)));
        joint.chain(activity.acts_for.items().iter().map(|party| (party, "acts-for", Cell::Null)))
    };
    text("activity", "the activity") => t(&reference.id),
    text("party", "the party") => t(party),
    text("how", "joint-controller or acts-for") => Cell::Word(how),
    recorded("does", "what a joint controller is responsible for") => does,
}

table! {
    DOCUMENT = "activity_document", "a document that an activity names, and as what";
    Activity(_, reference, activity), for (document, how) in documents_of(activity);
    text("activity", "the activity") => t(&reference.id),
    text("document", "the document") => t(document),
    text(
        "how",
        "agreement, breach, condition-policy, consent, dpia, link, notice, offence-policy, purpose or transfer-test",
    ) => Cell::Word(how),
}

fn documents_of(activity: &Activity) -> Vec<(&DocumentId, &'static str)> {
    fn one(document: &Recorded<DocumentId>) -> &[DocumentId] {
        document.value().map_or(&[][..], std::slice::from_ref)
    }
    let mut found: Vec<(&[DocumentId], &str)> = vec![
        (activity.breaches.items(), "breach"),
        (activity.consent.items(), "consent"),
        (activity.links.items(), "link"),
        (activity.notices.items(), "notice"),
    ];
    found.extend(
        activity
            .dpia
            .value()
            .map(|dpia| (one(&dpia.document), "dpia")),
    );
    for condition in activity.condition.items() {
        found.push((one(&condition.policy), "condition-policy"));
    }
    for basis in activity.offence_basis.items() {
        found.push((one(&basis.policy), "offence-policy"));
    }
    for purpose in activity.purpose.items() {
        found.push((purpose.documents.items(), "purpose"));
    }
    for (_, flow) in activity.flows() {
        found.push((one(&flow.agreement), "agreement"));
        found.extend(
            flow.transfer
                .value()
                .map(|transfer| (one(&transfer.test), "transfer-test")),
        );
    }
    let found = found.into_iter();
    found
        .flat_map(|(documents, how)| documents.iter().map(move |document| (document, how)))
        .collect()
}

table! {
    REVIEW = "review", "when an activity was and will be reviewed; one row for every activity";
    Activity(_, reference, activity);
    // What is recorded as none has none of its parts.
    let of_review = |part: fn(&Review) -> Cell| match &activity.review {
        Recorded::Value(review) => part(review),
        Recorded::None => Cell::Word("none"),
        Recorded::NotRecorded => Cell::Null,
    };
    text("activity", "the activity") => t(&reference.id),
    recorded("last", "the last review, ISO 8601") => of_review(|review| w(&review.last)),
    recorded("reviewed_by", "who made it") => of_review(|review| w(&review.by)),
    recorded("next", "the next review, ISO 8601") => of_review(|review| w(&review.next)),
    recorded("every", "how often it is due, ISO 8601 such as P1Y") => of_review(|review| w(&review.every)),
    text("due", "the day it is due: `next`, or else `every` after `last`; null where neither is recorded")
        => o(activity.review.value().and_then(due)),
}

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

table! {
    RIGHT_PUBLISHED = "right_published", "a right as the notice of an activity states it";
    Activity(_, reference, activity), for right in activity.rights.items();
    text("activity", "the activity") => t(&reference.id),
    text("code", "the provision: a code of the vocabulary right") => t(right.right.as_str()),
    text("evidence", "the words it rests on") => o(right.evidence.as_ref()),
}

table! {
    AUTOMATED_DECISION = "automated_decision", "a decision that an activity makes by automated means (Articles 22A to 22D)";
    Activity(_, reference, activity), for (number, decision) in (1..).zip(activity.automated_decisions.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "its place in the activity's list") => n(number),
    text("what", "what is decided") => t(&decision.what),
    recorded("solely_automated", "true or false: whether there is no meaningful human involvement")
        => w(&decision.solely_automated),
    recorded("significant", "true or false: whether its effect is legal or similarly significant")
        => w(&decision.significant),
    recorded("profiling", "true or false: whether it includes profiling") => w(&decision.profiling),
    recorded("safeguards", "the safeguards (Article 22C)") => w(&decision.safeguards),
    text("evidence", "the words it rests on") => o(decision.evidence.as_ref()),
}

table! {
    DPIA_CRITERION = "dpia_criterion", "a criterion for a DPIA that an activity is recorded to meet";
    Activity(_, reference, activity), for criterion in activity.dpia.value().map_or(&[][..], |dpia| dpia.criteria.items());
    text("activity", "the activity") => t(&reference.id),
    text("criterion", "a code of the vocabulary dpia-criterion") => t(criterion.as_str()),
}

table! {
    EVIDENCE = "evidence", "the words that a field of an activity, or an item of a list, rests on";
    Activity(_, reference, activity), for evidence in &activity.evidence;
    text("activity", "the activity") => t(&reference.id),
    text("about", "the field, or the field and the item, as in data.nhs-number") => t(&evidence.about),
    text("words", "the words") => t(&evidence.words),
    text("document", "the document they stand in") => o(evidence.document.as_ref()),
    text("place", "the place in it") => o(evidence.place.as_ref()),
}

table! {
    UNREAD = "unread", "text of a source that no field of an activity took";
    Activity(_, reference, activity), for (number, unread) in (1..).zip(&activity.unread);
    text("activity", "the activity") => t(&reference.id),
    number("number", "its place in the list") => n(number),
    text("words", "the words") => t(&unread.words),
    text("document", "the document they are in") => o(unread.document.as_ref()),
    text("place", "the place in it") => o(unread.place.as_ref()),
}

table! {
    APPROVAL = "approval", "the approval of an activity's content by a person on a day";
    Approval(_, reference, approval);
    text("id", "its id") => t(&reference.id),
    text("activity", "the activity") => t(&approval.activity),
    text("content", "the hash of the content approved") => t(&approval.content),
    text("approved_by", "who approved it") => t(&approval.by),
    text("approved_on", "the day, ISO 8601") => t(approval.on),
    text("note", "anything else worth keeping") => o(approval.note.as_ref()),
}
