//! Canonical documents and the hashes over them.
//!
//! - A **document** is the record as canonical JSON (RFC 8785).
//! - A **revision hash** is SHA-256 over the canonical JSON of
//!   `{"document": …, "id": …, "kind": …}`, with `null` for the document of a removed record.
//! - A **commit hash** is SHA-256 over the canonical JSON of
//!   `{"at", "author", "message", "parent", "revisions", "seq"}`, where `revisions` lists
//!   `[kind, id, revision hash]`, sorted.
//! - The **register hash** is SHA-256 over a line `KIND ID HASH` for each record, sorted.
//! - The **content hash** of an activity is its revision hash without `review` and `unread`.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::model::{Activity, ActivityId, Kind, Record, Recorded};

use super::canonical::canonical;

/// A SHA-256.
pub(in super::super) type Hash = [u8; 32];

/// The hash of a revision; ids and kinds are slugs, which JSON writes as they are.
pub(in super::super) fn revision_hash(kind: &str, id: &str, document: Option<&str>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"{\"document\":");
    hasher.update(document.unwrap_or("null").as_bytes());
    hasher.update(b",\"id\":\"");
    hasher.update(id.as_bytes());
    hasher.update(b"\",\"kind\":\"");
    hasher.update(kind.as_bytes());
    hasher.update(b"\"}");
    hasher.finalize().into()
}

/// What a commit hash is made of.
#[derive(Serialize)]
pub(in super::super) struct Sealed<'a> {
    pub(in super::super) seq: i64,
    pub(in super::super) at: &'a str,
    pub(in super::super) author: &'a str,
    pub(in super::super) message: &'a str,
    pub(in super::super) parent: Option<&'a str>,
    /// Kind, id and revision hash, sorted.
    pub(in super::super) revisions: Vec<(&'a str, &'a str, String)>,
}

impl Sealed<'_> {
    /// The hash in hexadecimal.
    pub(in super::super) fn hash(&self) -> String {
        hex(&Sha256::digest(canonical(self)).into())
    }
}

/// The hash of a value in hexadecimal.
pub(in super::super) fn hashed(value: &impl Serialize) -> String {
    hex(&Sha256::digest(canonical(value)).into())
}

/// The register hash, over records in the order of the words of their kinds, then ids.
#[derive(Default)]
pub(in super::super) struct RegisterHash(Sha256);

impl RegisterHash {
    pub(in super::super) fn add(&mut self, kind: &str, id: &str, hash: &[u8]) {
        self.0.update(kind);
        self.0.update(b" ");
        self.0.update(id);
        self.0.update(b" ");
        self.0.update(hex_of(hash));
        self.0.update(b"\n");
    }

    pub(in super::super) fn finish(self) -> String {
        hex(&self.0.finalize().into())
    }
}

/// The SHA-256 of a file, which is written into it.
#[derive(Default)]
pub struct FileHash(Sha256);

impl FileHash {
    /// The hash in hexadecimal.
    pub fn finish(self) -> String {
        hex(&self.0.finalize().into())
    }
}

impl std::io::Write for FileHash {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The hash of an activity's content without `review` and `unread`, to which approvals are bound, in hexadecimal.
pub fn content_hash(id: &ActivityId, activity: &Activity) -> String {
    let content = Activity {
        review: Recorded::NotRecorded,
        unread: Vec::new(),
        ..activity.clone()
    };
    let document = canonical(&Record::Activity(Box::new(content)));
    hex(&revision_hash(
        Kind::Activity.word(),
        id.as_str(),
        Some(&document),
    ))
}

/// A hash in hexadecimal.
pub(in super::super) fn hex(hash: &Hash) -> String {
    hex_of(hash)
}

fn hex_of(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_revision_hash_is_over_canonical_json() {
        let document = canonical(&json!({ "b": 1, "a": "é\u{7}" }));
        assert_eq!(document, "{\"a\":\"é\\u0007\",\"b\":1}");
        let whole = canonical(&json!({
            "kind": "data", "id": "nhs-number", "document": { "b": 1, "a": "é\u{7}" }
        }));
        let expected: Hash = Sha256::digest(whole).into();
        assert_eq!(
            revision_hash("data", "nhs-number", Some(&document)),
            expected
        );
    }

    #[test]
    fn an_approval_outlives_a_review_and_nothing_else() {
        let id = ActivityId::new("a").unwrap();
        let plain = Activity {
            name: "A".to_owned(),
            ..Activity::default()
        };
        let reviewed = Activity {
            review: Recorded::None,
            ..plain.clone()
        };
        let changed = Activity {
            data: Recorded::None,
            ..plain.clone()
        };
        assert_eq!(content_hash(&id, &plain), content_hash(&id, &reviewed));
        assert_ne!(content_hash(&id, &plain), content_hash(&id, &changed));
    }
}
