//! The papers of the activity: documents, review and approval, evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::{column, day, dense, facts, lines, list, remark, text, value, word};
use crate::model::{
    DocumentId, DocumentKind, Kind, Period, Record, Recorded, Reference, Signature, Step,
    day_in_words, visit_references,
};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;
use crate::report::side::Side;
use crate::store::content_hash;

/// Every document the activity refers to, with what it is.
pub(in crate::report) fn documents(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut used: BTreeMap<Reference, BTreeSet<&'static str>> = BTreeMap::new();
    let whole = Record::Activity(Box::new(entry.activity.clone()));
    visit_references(&whole, &mut |steps, kind, id| {
        if kind == Kind::Document {
            let field = steps.iter().find_map(|step| match step {
                Step::Field(name) => Some(*name),
                Step::Item(_) => None,
            });
            let fields = used.entry(Reference::new(kind, id)).or_default();
            fields.extend(field);
        }
    });
    // An agreement may be found by the parties it names.
    let all = entry.all();
    let planned = all.planned.iter().map(|(_, step)| step);
    let agreements = all.current.iter().chain(planned);
    let agreements = agreements.map(|step| step.agreement.clone());
    let controllers = match Side::Processor.has(entry.activity) {
        true => entry.acted_for(),
        false => Recorded::NotRecorded,
    };
    let contracts = controllers.items().iter();
    let contracts = contracts.map(|controller| entry.contract_with(controller));
    for agreement in agreements.chain(contracts) {
        for one in agreement.found.value().into_iter().flatten() {
            let fields = used.entry(one.document.reference()).or_default();
            if fields.is_empty() {
                fields.insert("agreement, by its parties");
            }
        }
    }
    if used.is_empty() {
        return vec![Block::Words("The record refers to no document.".to_owned())];
    }
    let rows = used.iter().map(|(reference, fields)| {
        let record = entry.register.documents.get(reference.id.as_str());
        let of = |cell: Option<Cell>| cell.unwrap_or_default();
        let fields: Vec<String> = fields.iter().map(|field| field.replace('_', " ")).collect();
        vec![
            Cell::Text(entry.name(reference)),
            of(record
                .map(|one| value(&one.kind, |kind| word(DocumentKind::WORDS, *kind as usize)))),
            Cell::Text(fields.join(", ")),
            of(record.map(|one| text(&one.link))),
            of(record.map(|one| day(&one.dated))),
            of(record.map(|one| day(&one.expires))),
            of(record.map(|one| list(&one.parties, |id| entry.party_name(id)))),
            of(record.and_then(|one| {
                if_said(&one.signed, list(&one.signed, |by| signature(entry, by)))
            })),
            of(record.and_then(|one| if_said(&one.under, value(&one.under, |id| entry.name(&id))))),
            of(record.and_then(|one| if_said(&one.review, day(&one.review)))),
            of(record.and_then(|one| {
                let covers = list(&one.covers, |element| element.word().replace('-', " "));
                if_said(&one.covers, covers)
            })),
            remark(record.and_then(|one| one.note.as_ref())),
        ]
    });
    let columns = vec![
        column("Document", None, 26),
        column("Kind", None, 12),
        column("Used for", None, 12),
        column("Link", None, 24),
        column("Dated", None, 13),
        column("Expires", None, 13),
        column("Between", None, 18),
        column("Signed", None, 18),
        column("Under", None, 18),
        column("To be reviewed", None, 13),
        column("Tells people", None, 18),
        column("Note", None, 26),
    ];
    dense("Documents", columns, rows.collect())
}

/// A cell of what need not be there: where it is not recorded, nothing is missing.
fn if_said<T>(field: &Recorded<T>, cell: Cell) -> Option<Cell> {
    Some(match field {
        Recorded::NotRecorded => Cell::NotApplicable,
        _ => cell,
    })
}

/// Who signed, and when.
fn signature(entry: &Entry<'_>, by: &Signature) -> String {
    let on = match &by.date {
        Recorded::Value(date) => format!("on {}", day_in_words(*date)),
        Recorded::None => "on no day, as recorded".to_owned(),
        Recorded::NotRecorded => "the day is not recorded".to_owned(),
    };
    format!("{}, {on}", entry.party_name(&by.party))
}

/// What expects a record to be reviewed.
const EXPECTED: &str = "ICO accountability framework";

/// When the record was and will be reviewed, and who approved what it says.
pub(in crate::report) fn review(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut facts = match &entry.activity.review {
        Recorded::Value(review) => facts![
            "Last review" (EXPECTED) => day(&review.last),
            "Reviewed by" => text(&review.by),
            "Next review" (EXPECTED) => day(&review.next),
            "Due every" => value(&review.every, Period::words),
        ],
        other => facts!["Review" (EXPECTED) => value(other, |_| String::new())],
    };
    let content = content_hash(entry.id, entry.activity);
    let approvals = entry
        .register
        .approvals
        .values()
        .filter(|approval| approval.activity == *entry.id)
        .map(|approval| {
            let stands = if approval.content == content {
                "stands: the content is as it was approved"
            } else {
                "has lapsed: the content has changed since"
            };
            let note = approval.note.as_ref();
            let note = note.map_or_else(String::new, |note| format!(" ({note})"));
            format!(
                "by {} on {}: {stands}{note}",
                approval.by,
                day_in_words(approval.on)
            )
        });
    facts.extend(facts!["Approval" => lines(approvals)]);
    vec![Block::Facts(facts)]
}

/// The words that the fields rest on, and those that no field took.
pub(in crate::report) fn evidence(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let place = |document: &Option<DocumentId>, place: &Option<String>| {
        let document = document.as_ref().map(|id| entry.name(&id));
        [remark(document.as_ref()), remark(place.as_ref())]
    };
    let last = || {
        [
            column("Document", None, 22),
            column("Place in it", None, 24),
        ]
    };
    let mut blocks = if activity.evidence.is_empty() {
        vec![Block::Words(
            "No words are recorded beside those shown with each purpose, condition, flow, time limit and right.".to_owned(),
        )]
    } else {
        let rows = activity.evidence.iter().map(|evidence| {
            let words = [about(entry, &evidence.about), evidence.words.clone()].map(Cell::Text);
            let place = place(&evidence.document, &evidence.place);
            words.into_iter().chain(place).collect()
        });
        let columns = [column("Field", None, 20), column("Words", None, 34)];
        dense(
            "The words that fields and lists rest on",
            columns.into_iter().chain(last()).collect(),
            rows.collect(),
        )
    };
    if !activity.unread.is_empty() {
        let rows = activity.unread.iter().map(|unread| {
            let words = Cell::Text(unread.words.clone());
            let place = place(&unread.document, &unread.place);
            std::iter::once(words).chain(place).collect()
        });
        let columns = std::iter::once(column("Words", None, 54)).chain(last());
        blocks.extend(dense(
            "Words of a source that no field took",
            columns.collect(),
            rows.collect(),
        ));
    }
    blocks
}

/// What words are about, with the name of the record that they name: `data.nhs-number`.
fn about(entry: &Entry<'_>, about: &str) -> String {
    let Some((field, id)) = about.split_once('.') else {
        return about.replace('_', " ");
    };
    let kind = match field {
        "data" => Kind::Data,
        "people" => Kind::People,
        "measures" => Kind::Measure,
        "consent" | "breaches" | "notices" | "links" => Kind::Document,
        _ => return about.to_owned(),
    };
    format!("{field}: {}", entry.name(&Reference::new(kind, id)))
}
