//! The grounds of activities: why they use data, by what right, and how long they keep it.

use crate::model::{Kind, Recorded, Scope};

use super::activities::activity;
use super::{Cell, PublishedTable, Source, n, number, o, recorded, state, t, text, w};

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
        text(
            "documents_state",
            "whether assessments and other papers are recorded; see activity_document",
        ),
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
                state(&purpose.documents),
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
        recorded(
            "erased_by_policy",
            "true or false: whether data is kept and erased by it",
        ),
        recorded("why_not_by_policy", "if not, why (paragraph 41)"),
        recorded("why_not_consent", "why it is done without consent"),
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
                w(&basis.erased_by_policy),
                w(&basis.why_not_by_policy),
                w(&basis.why_not_consent),
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

fn read_as(reading: Option<crate::model::ReadAs>) -> Cell {
    match reading {
        Some(crate::model::ReadAs::Ours) => Cell::Word("ours"),
        Some(crate::model::ReadAs::Published) => Cell::Word("published"),
        None => Cell::Null,
    }
}
