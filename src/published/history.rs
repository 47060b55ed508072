//! The register itself, and its history: who changed what, when.

use serde_json::Value;

use super::{
    Cell, PUBLISHED_VERSION, PublishedTable, Source, number, o, recorded, recorded_number, t, text,
    w,
};
use crate::model::{Kind, Record, Reference, Settings, fields_changed};

pub(super) static REGISTER: PublishedTable = PublishedTable {
    name: "register",
    about: "whose register this is and what it is taken from: one row",
    columns: &[
        recorded("organisation", "the organisation that keeps it, a party"),
        recorded("regulator", "the supervisory authority, a party"),
        recorded("jurisdiction", "the law that governs it: uk or eu"),
        text("on_day", "the day that it speaks about, ISO 8601"),
        text(
            "as_at",
            "the day at whose end the register is read, ISO 8601",
        ),
        text("hash", "the hash over all its records"),
        number("published_version", "the version of these tables"),
        text("note", "anything else worth keeping"),
        recorded_number(
            "notice_days",
            "for how many days before its end an agreement is said to end soon; 90 where that is not recorded",
        ),
    ],
    source: Source::Whole(|store, facts, put| {
        let reference = Reference::new(Kind::Settings, Settings::ID);
        let settings = match store.record(&reference)? {
            Some(Record::Settings(settings)) => settings,
            _ => Settings::default(),
        };
        put(vec![
            w(&settings.organisation),
            w(&settings.regulator),
            w(&settings.jurisdiction),
            t(facts.as_at.on),
            t(facts.as_at.recorded),
            t(store.register_hash()?),
            Cell::Number(PUBLISHED_VERSION),
            o(settings.note.as_ref()),
            Cell::count(&settings.notice_days),
        ])
    }),
};

pub(super) static CHANGE: PublishedTable = PublishedTable {
    name: "change",
    about: "one change of the register; empty for a folder of text, which has no history",
    columns: &[
        number("seq", "its number, from 1"),
        text("changed_at", "when it was made, ISO 8601 in UTC"),
        text("author", "who made it"),
        text("message", "why"),
        text("hash", "its hash, which binds all before it"),
    ],
    source: Source::Whole(|store, _, put| {
        let commits = if store.has_history() {
            store.history()?
        } else {
            Vec::new()
        };
        let mut rows = commits.into_iter().map(|commit| {
            vec![
                Cell::Number(commit.seq),
                t(commit.at),
                t(commit.author),
                t(commit.message),
                t(commit.hash),
            ]
        });
        rows.try_for_each(put)
    }),
};

pub(super) static REVISION: PublishedTable = PublishedTable {
    name: "revision",
    about: "a record as one change left it; empty for a folder of text, which has no history",
    columns: &[
        number("seq", "the change that made it"),
        text("kind", "the kind of record"),
        text("id", "its id"),
        text("what", "added, changed or removed"),
        text("hash", "the hash of its content"),
    ],
    source: Source::Whole(|store, _, put| {
        if !store.has_history() {
            return Ok(());
        }
        store.each_altered(|altered| {
            put(vec![
                Cell::Number(altered.seq),
                t(altered.reference.kind),
                t(&altered.reference.id),
                Cell::Word(altered.alteration.word()),
                t(altered.hash),
            ])
        })
    }),
};

pub(super) static REVISION_FIELD: PublishedTable = PublishedTable {
    name: "revision_field",
    about: "a field of a record that one change altered, where the record was there before and after; empty for a folder of text, which has no history",
    columns: &[
        number("seq", "the change that altered it"),
        text("kind", "the kind of record"),
        text("id", "its id"),
        text(
            "field",
            "which field: a row of a list is named by what it says of itself, as in recipient[nhs].carries",
        ),
        recorded(
            "before",
            "what it said before; lists and tables as JSON. Null both before and after where only an order changed",
        ),
        recorded("after", "what it says after; lists and tables as JSON"),
    ],
    source: Source::Whole(|store, _, put| {
        if !store.has_history() {
            return Ok(());
        }
        store.each_difference(|seq, difference| {
            let reference = &difference.reference;
            let fields = fields_changed(difference.old.as_deref(), difference.new.as_deref());
            fields.into_iter().try_for_each(|field| {
                put(vec![
                    Cell::Number(seq),
                    t(reference.kind),
                    t(&reference.id),
                    t(field.place),
                    json(field.old),
                    json(field.new),
                ])
            })
        })
    }),
};

/// A value of a field: text as it is, all else as JSON.
fn json(value: Option<Value>) -> Cell {
    match value {
        None => Cell::Null,
        Some(Value::String(text)) => Cell::Text(text),
        Some(other) => Cell::Text(other.to_string()),
    }
}
