//! The register itself, and its history: who changed what, when.

use crate::model::{Kind, Record, Reference, Settings};
use crate::store::read;

use super::{Cell, PUBLISHED_VERSION, PublishedTable, Source, number, o, recorded, t, text, w};

pub(super) static REGISTER: PublishedTable = PublishedTable {
    name: "register",
    about: "whose register this is and what it is taken from: one row",
    columns: &[
        recorded("organisation", "the organisation that keeps it, a party"),
        recorded("regulator", "the supervisory authority, a party"),
        recorded("jurisdiction", "the law that governs it: uk or eu"),
        text("as_at", "the day as at which it speaks, ISO 8601"),
        text("hash", "the hash over all its records"),
        number("published_version", "the version of these tables"),
        text("note", "anything else worth keeping"),
    ],
    source: Source::Whole(|store, conn, facts| {
        let reference = Reference::new(Kind::Settings, Settings::ID);
        let settings = match read::record(conn, &reference)? {
            Some(Record::Settings(settings)) => settings,
            _ => Settings::default(),
        };
        Ok(vec![vec![
            w(&settings.organisation),
            w(&settings.regulator),
            w(&settings.jurisdiction),
            t(facts.as_at),
            t(store.register_hash()?),
            Cell::Number(PUBLISHED_VERSION),
            o(settings.note.as_ref()),
        ]])
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
    source: Source::History("SELECT seq, at, author, message, hash FROM commits ORDER BY seq"),
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
    source: Source::History(
        "SELECT seq, kind, id, CASE WHEN document IS NULL THEN 'removed' \
         WHEN lag(document) OVER (PARTITION BY kind, id ORDER BY key) IS NULL THEN 'added' \
         ELSE 'changed' END, lower(hex(hash)) FROM revisions ORDER BY key",
    ),
};
