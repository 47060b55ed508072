//! The register itself, and its history: who changed what, when.

use std::collections::BTreeSet;

use super::{
    Cell, PUBLISHED_VERSION, PublishedTable, Source, number, o, recorded, recorded_number, t, text,
    w,
};
use crate::model::{Kind, Record, Reference, Settings};

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
        let mut there = BTreeSet::new();
        store.each_change(|seq, reference, hash, is_removed| {
            let mut row = vec![Cell::Number(seq), t(reference.kind), t(&reference.id)];
            row.push(Cell::Word(if is_removed {
                there.remove(&reference);
                "removed"
            } else if there.insert(reference) {
                "added"
            } else {
                "changed"
            }));
            row.push(t(hash));
            put(row)
        })
    }),
};
