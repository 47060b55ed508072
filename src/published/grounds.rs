//! The grounds of activities: why they use data, by what right, and how long they keep it.

use crate::graph::{class_of, data_by_words, is_covered, purposes_of_its_own, uncovered};
use crate::law;
use crate::model::{DataId, Kind, ReadAs, Record, Recorded, Scope};
use crate::store::Fault;

use super::computed::catalogue;
use super::{Cell, PublishedTable, Source, n, number, o, recorded, scope, state, t, text, w};

table! {
    PURPOSE = "purpose", "why an activity uses data, and what gives the right to";
    Activity(_, reference, activity), for (number, purpose) in (1..).zip(activity.purpose.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "its place in the activity's list") => n(number),
    text("id", "the slug by which flows refer to it, where it has one") => o(purpose.id.as_ref()),
    text("words", "what the data is used for") => t(&purpose.text),
    text("only_if", "the condition on which alone it is done") => o(purpose.only_if.as_ref()),
    recorded("basis_published", "the lawful basis in the words published") => w(&purpose.basis_published),
    recorded("basis", "the lawful basis: a code of the vocabulary lawful-basis, such as 6/1/e") => w(&purpose.basis),
    text("read_as", "whose reading the code is: ours or published") => o(purpose.read_as.map(ReadAs::word)),
    recorded("enactments", "the enactments cited, a JSON list") => w(&purpose.enactments),
    recorded("legitimate_interest", "the legitimate interest pursued (Article 6(1)(f))")
        => w(&purpose.legitimate_interest),
    recorded("recognised_interest", "the recognised legitimate interest (Annex 1)") => w(&purpose.recognised_interest),
    text("evidence", "the words it rests on") => o(purpose.evidence.as_ref()),
    text("documents_state", "whether assessments and other papers are recorded; see activity_document")
        => state(&purpose.documents),
    text("data_state", "whether it is recorded which data it needs; see purpose_data") => state(&purpose.data),
    text("people_state", "whether it is recorded whose data it needs; see purpose_people") => state(&purpose.people),
    recorded("role", "the organisation's role for it, where it is not that of the whole activity") => w(&purpose.role),
    recorded("outside_tasks", "true or false: whether a public authority does it outside its tasks")
        => w(&purpose.outside_tasks),
}

table! {
    PURPOSE_DATA = "purpose_data", "a category of data that a purpose is recorded to need";
    Activity(_, reference, activity), for (number, data) in each(&activity.purpose, |purpose| purpose.data.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the purpose") => n(number),
    text("data", "the category") => t(data),
}

table! {
    PURPOSE_PEOPLE = "purpose_people", "people whose data a purpose is recorded to need";
    Activity(_, reference, activity), for (number, people) in each(&activity.purpose, |purpose| purpose.people.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the purpose") => n(number),
    text("people", "the people") => t(people),
}

table! {
    CONDITION = "condition", "what lifts the prohibition on special category data in an activity (Article 9(2))";
    Activity(_, reference, activity), for (number, condition) in (1..).zip(activity.condition.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "its place in the activity's list") => n(number),
    recorded("data", "for which data, a JSON list of ids") => w(&condition.data),
    recorded("published", "the condition in the words published") => w(&condition.published),
    recorded("article_9", "the point of Article 9(2): a code such as 9/2/h") => w(&condition.article_9),
    recorded("schedule_1", "the paragraph of DPA 2018 Schedule 1: a code such as sch1/para18")
        => w(&condition.schedule_1),
    recorded("section_35", "for law enforcement: the case of sensitive processing, a code such as dpa2018:s35/5")
        => w(&condition.section_35),
    recorded("schedule_8", "for law enforcement: the paragraph of DPA 2018 Schedule 8, a code such as sch8/para2")
        => w(&condition.schedule_8),
    text("read_as", "whose reading the codes are: ours or published") => o(condition.read_as.map(ReadAs::word)),
    recorded("policy", "the appropriate policy document") => w(&condition.policy),
    recorded("erased_by_policy", "true or false: whether data is kept and erased by it")
        => w(&condition.erased_by_policy),
    recorded("why_not_by_policy", "if not, why (paragraph 41)") => w(&condition.why_not_by_policy),
    recorded("why_not_consent", "why it is done without consent") => w(&condition.why_not_consent),
    recorded("secrecy", "under whose duty of secrecy") => w(&condition.secrecy),
    text("evidence", "the words it rests on") => o(condition.evidence.as_ref()),
    recorded("purposes", "for which purposes, a JSON list of their ids") => w(&condition.purposes),
}

pub(super) static SPECIAL: PublishedTable = PublishedTable {
    name: "activity_special",
    about: "special category data that an activity on which the organisation decides holds or its flows carry, by all its words, and whether a condition covers it (Article 9)",
    columns: &[
        text("activity", "the activity"),
        text("data", "the category"),
        text(
            "covered",
            "yes; possible where only a condition may cover it of which it is not recorded for which data it is; or no",
        ),
        text(
            "for_purposes",
            "the purposes for which it is not covered, in words; null where that is so for all of them, or for none",
        ),
    ],
    source: Source::Whole(|store, facts, put| {
        let catalogue = catalogue(store)?;
        let is_special = |id: &DataId| {
            let classes = class_of(&catalogue, id);
            let mut codes = classes.value().into_iter().flat_map(|classes| &classes.0);
            codes.any(|code| law::is_special_category(code.as_str()))
        };
        let is_within = |id: &DataId, among: &[DataId]| is_covered(&catalogue, id, among);
        store.each_record(
            &[Kind::Activity],
            |reference, record| -> Result<(), Fault> {
                let Record::Activity(activity) = &record else {
                    return Ok(());
                };
                if !activity.is_decided() {
                    return Ok(());
                }
                let on = facts.as_at.on;
                let special = data_by_words(activity, on).into_keys();
                let special: Vec<&DataId> = special.filter(|id| is_special(id)).collect();
                let left = uncovered(
                    (activity, on),
                    &purposes_of_its_own(activity),
                    activity.condition.items(),
                    special.iter().copied(),
                    &is_within,
                );
                special.into_iter().try_for_each(|id| {
                    let left = left.iter().find(|one| one.data == id);
                    let covered = match left {
                        None => "yes",
                        Some(left) if left.is_possible => "possible",
                        Some(_) => "no",
                    };
                    let purposes = left.into_iter().flat_map(|left| &left.purposes);
                    let texts: Vec<&str> = purposes.map(|purpose| purpose.text.as_str()).collect();
                    put(vec![
                        t(&reference.id),
                        t(id),
                        Cell::Word(covered),
                        o((!texts.is_empty()).then(|| texts.join("; "))),
                    ])
                })
            },
        )
    }),
};

table! {
    OFFENCE_BASIS = "offence_basis", "what allows data on criminal convictions and offences in an activity (Article 10)";
    Activity(_, reference, activity), for (number, basis) in (1..).zip(activity.offence_basis.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "its place in the activity's list") => n(number),
    recorded("data", "for which data, a JSON list of ids") => w(&basis.data),
    recorded("published", "the basis in the words published") => w(&basis.published),
    recorded("route", "official authority, or a condition of Schedule 1") => w(&basis.route),
    recorded("official_authority", "the official authority relied on") => w(&basis.official_authority),
    recorded("schedule_1", "the paragraph of DPA 2018 Schedule 1") => w(&basis.schedule_1),
    text("read_as", "whose reading the codes are: ours or published") => o(basis.read_as.map(ReadAs::word)),
    recorded("policy", "the appropriate policy document") => w(&basis.policy),
    recorded("erased_by_policy", "true or false: whether data is kept and erased by it") => w(&basis.erased_by_policy),
    recorded("why_not_by_policy", "if not, why (paragraph 41)") => w(&basis.why_not_by_policy),
    recorded("why_not_consent", "why it is done without consent") => w(&basis.why_not_consent),
    text("evidence", "the words it rests on") => o(basis.evidence.as_ref()),
    recorded("purposes", "for which purposes, a JSON list of their ids") => w(&basis.purposes),
}

table! {
    RETENTION = "retention", "how long an activity keeps data (Article 30(1)(f))";
    Activity(_, reference, activity), for (number, rule) in (1..).zip(activity.retention.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "its place in the activity's list") => n(number),
    text("data_state", "for which data: not-recorded, none, all, or listed (then see retention_data)")
        => scope(&rule.data),
    recorded("stop_using", "when use stops") => w(&rule.stop_using),
    recorded("runs_from", "the event from which the period runs") => w(&rule.trigger),
    recorded("period", "how long, ISO 8601 such as P35Y, or permanent") => w(&rule.period),
    recorded("criteria", "the criteria, where there is no period") => w(&rule.criteria),
    recorded("fate", "what happens then: delete, review-then-delete, anonymise or archive") => w(&rule.then),
    recorded("authority", "the enactment, guidance or local rule behind it") => w(&rule.authority),
    text("evidence", "the sentence as published") => o(rule.evidence.as_ref()),
    text("systems_state", "whether it is recorded in which systems; see retention_system") => state(&rule.systems),
    text("people_state", "whether it is recorded about which people; see retention_people") => state(&rule.people),
    recorded("purpose", "the id of the purpose for which the data is kept") => w(&rule.purpose),
}

table! {
    RETENTION_DATA = "retention_data", "a category of data for which a retention rule is recorded";
    Activity(_, reference, activity), for (number, data) in
        each(&activity.retention, |rule| rule.data.value().map_or(&[][..], Scope::listed));
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the rule") => n(number),
    text("data", "the category") => t(data),
}

table! {
    RETENTION_PEOPLE = "retention_people", "people about whom a retention rule is recorded";
    Activity(_, reference, activity), for (number, people) in each(&activity.retention, |rule| rule.people.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the rule") => n(number),
    text("people", "the people") => t(people),
}

table! {
    RETENTION_SYSTEM = "retention_system", "a system for which a retention rule is recorded";
    Activity(_, reference, activity), for (number, system) in each(&activity.retention, |rule| rule.systems.items());
    text("activity", "the activity") => t(&reference.id),
    number("number", "the number of the rule") => n(number),
    text("system", "the system") => t(system),
}

/// Each item of a list of some tables of an activity, with the number of its table.
fn each<'a, T, I>(
    tables: &'a Recorded<Vec<T>>,
    list: fn(&'a T) -> &'a [I],
) -> impl Iterator<Item = (usize, &'a I)> {
    let tables = (1..).zip(tables.items());
    tables.flat_map(move |(number, table)| list(table).iter().map(move |item| (number, item)))
}
