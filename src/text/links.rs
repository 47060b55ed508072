//! What records say of each other: ids that exist, names that differ, trees without rings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::finding::{Finding, Place};
use crate::model::{Kind, Reference, check_slug, fold, slug_of};

use super::expected::a;
use super::folder::{SourceFile, shown, unix_lines};
use super::instead::{end_of, new_record};
use super::nearest::nearest;

/// How alike two ids are at least, for one to be offered in place of the other.
const ALIKE_IDS: f64 = 0.8;

/// A record that another mentions.
pub(super) struct Mention {
    /// The kind that is meant.
    pub(super) kind: Kind,
    /// The kinds that could stand in its place.
    pub(super) ends: &'static [Kind],
    /// The id.
    pub(super) id: String,
    /// The file in which it is mentioned.
    pub(super) file: SourceFile,
    /// Where in the file.
    pub(super) span: Range<usize>,
    /// Whether it is the record above this one in a tree of their kind.
    pub(super) tree: bool,
}

/// A place whose file is read again when it must be shown.
#[derive(Clone)]
pub(super) struct Spot {
    path: Arc<Path>,
    span: Range<usize>,
}

impl Spot {
    /// A spot in a file.
    pub(super) fn new(file: &SourceFile, span: Range<usize>) -> Self {
        Self {
            path: Arc::clone(&file.path),
            span,
        }
    }

    fn place(&self) -> Place {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let text = Arc::from(unix_lines(&text));
        Place::new(shown(&self.path), text, self.span.clone())
    }
}

/// One way in which a record is called.
struct Called {
    id: String,
    text: String,
    spot: Spot,
}

/// The records of a register by what they are called.
#[derive(Default)]
pub(super) struct Links {
    ids: BTreeMap<Kind, BTreeSet<String>>,
    names: BTreeMap<(Kind, String), Vec<Called>>,
    above: BTreeMap<Kind, BTreeMap<String, (String, Spot)>>,
    unresolved: Vec<Mention>,
    broken: BTreeSet<Kind>,
}

impl Links {
    /// Notes that there is a record.
    pub(super) fn define(&mut self, record: &Reference) {
        let ids = self.ids.entry(record.kind).or_default();
        ids.insert(record.id.clone());
    }

    /// Notes that a file was not understood, so that records of a kind may be missing.
    pub(super) fn broken(&mut self, kind: Kind) {
        self.broken.insert(kind);
    }

    /// Notes one way in which a record is called: its id, its name or an alias.
    pub(super) fn call(&mut self, record: &Reference, text: &str, spot: Spot) {
        let folded = fold(text);
        if folded.is_empty() {
            return;
        }
        let called = self.names.entry((record.kind, folded)).or_default();
        if called.iter().all(|other| other.id != record.id) {
            called.push(Called {
                id: record.id.clone(),
                text: text.to_owned(),
                spot,
            });
        }
    }

    /// Notes what a record mentions.
    pub(super) fn mention(&mut self, record: &Reference, mentions: Vec<Mention>) {
        for mention in mentions {
            if mention.tree && mention.kind == record.kind {
                let spot = Spot::new(&mention.file, mention.span.clone());
                let above = self.above.entry(record.kind).or_default();
                above.insert(record.id.clone(), (mention.id.clone(), spot));
            }
            if !self.has(mention.kind, &mention.id) {
                self.unresolved.push(mention);
            }
        }
    }

    /// Whether there is such a record.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.ids.get(&kind).is_some_and(|ids| ids.contains(id))
    }

    /// The id of some record of a kind other than this one, to show how such records are named.
    pub(super) fn example(&self, kind: Kind, own: &Reference) -> Option<&str> {
        let mut ids = self.ids.get(&kind)?.iter().map(String::as_str);
        ids.find(|id| kind != own.kind || *id != own.id)
    }

    /// The id of the record that a text names, exactly or nearly.
    pub(super) fn called(&self, kind: Kind, text: &str) -> Option<&str> {
        let ids = self.ids.get(&kind)?;
        let bare = text.split_once(':');
        let id = match bare {
            Some((word, id)) if Kind::from_word(word.trim()) == Some(kind) => id.trim(),
            _ => text.trim(),
        };
        ids.get(id)
            .map(String::as_str)
            .or_else(|| self.near(kind, id))
    }

    /// Everything that is wrong between records.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        // A register without one of its files mentions the same few records very often.
        let mut hints: BTreeMap<(Kind, &[Kind], &str), Option<String>> = BTreeMap::new();
        for mention in &self.unresolved {
            let Mention { kind, ends, id, .. } = mention;
            if self.has(*kind, id) || (self.broken.contains(kind) && check_slug(id).is_ok()) {
                continue;
            }
            let hint = hints
                .entry((*kind, ends, id))
                .or_insert_with(|| self.meant(*kind, ends, id))
                .clone();
            findings.push(self.unknown(mention, hint));
        }
        self.alike(&mut findings);
        self.rings(&mut findings);
        findings
    }

    fn unknown(&self, mention: &Mention, hint: Option<String>) -> Finding {
        let Mention { kind, id, .. } = mention;
        let mut finding = match check_slug(id) {
            Ok(()) => Finding::error(
                "TEXT-unknown-id",
                format!("there is no {} `{id}`", bare(*kind)),
            ),
            Err(error) => Finding::error("TEXT-bad-id", error.to_string()),
        };
        finding.hint = hint;
        finding.at(mention.file.place(mention.span.clone()))
    }

    /// What was meant by an id that no record has.
    fn meant(&self, kind: Kind, ends: &[Kind], id: &str) -> Option<String> {
        let kinds = || std::iter::once(kind).chain(ends.iter().copied());
        let called = kinds().find_map(|kind| {
            let (word, rest) = id.split_once(':')?;
            let is_kind = Kind::from_word(word.trim()) == Some(kind);
            let found = self.called(kind, rest).filter(|_| is_kind)?;
            Some(format!("write `{}`", end_of(ends, kind, found)))
        });
        if called.is_some() {
            return called;
        }
        let elsewhere = Kind::ALL
            .into_iter()
            .find(|other| *other != kind && self.has(*other, id));
        if let Some(other) = elsewhere {
            return Some(if ends.contains(&other) {
                format!("`{id}` is {}: write `{other}:{id}`", a(other))
            } else {
                format!("`{id}` is {}, not {}", a(other), a(kind))
            });
        }
        let near = kinds().find_map(|kind| {
            let near = self.near(kind, id)?;
            Some(format!("did you mean `{}`?", end_of(ends, kind, near)))
        });
        if near.is_some() {
            return near;
        }
        let new = slug_of(id);
        if check_slug(&new).is_err() {
            let ids = kinds().find_map(|kind| Some((kind, self.ids.get(&kind)?.first()?)));
            return ids.map(|(kind, id)| {
                let end = end_of(ends, kind, id);
                format!("write an id that is recorded, such as `{end}`")
            });
        }
        let record = new_record(kind, &new);
        Some(if new == id {
            record
        } else {
            format!("write `{}`, and {record}", end_of(ends, kind, &new))
        })
    }

    /// The record that is called so, else the one whose id or name is nearest.
    fn near(&self, kind: Kind, id: &str) -> Option<&str> {
        let folded = fold(id);
        if let Some([called]) = self.names.get(&(kind, folded.clone())).map(Vec::as_slice) {
            return Some(&called.id);
        }
        let ids = self.ids.get(&kind).into_iter().flatten();
        if let Some(near) = nearest(id, ids.map(String::as_str), ALIKE_IDS) {
            return Some(near);
        }
        let names = || {
            self.names
                .range((kind, String::new())..)
                .take_while(|((of, _), _)| *of == kind)
        };
        let near = nearest(
            &folded,
            names().map(|((_, name), _)| name.as_str()),
            ALIKE_IDS,
        )?;
        let (_, called) = names().find(|((_, name), _)| name == near)?;
        called.first().map(|called| called.id.as_str())
    }

    /// Reports records that could not be told apart.
    fn alike(&self, findings: &mut Vec<Finding>) {
        for ((kind, _), called) in &self.names {
            let [first, others @ ..] = called.as_slice() else {
                continue;
            };
            for other in others {
                let message = format!(
                    "`{}` may be the {} `{}` or `{}`",
                    other.text,
                    bare(*kind),
                    first.id,
                    other.id
                );
                findings.push(
                    Finding::error("TEXT-ambiguous-name", message)
                        .at(other.spot.place())
                        .hint("give one of them another name, or make them one record")
                        .related(
                            first.spot.place(),
                            format!("`{}` is called `{}` here", first.id, first.text),
                        ),
                );
            }
        }
    }

    /// Reports each ring of records that are above themselves, once.
    fn rings(&self, findings: &mut Vec<Finding>) {
        for (kind, above) in &self.above {
            let mut done: BTreeSet<&str> = BTreeSet::new();
            for start in above.keys() {
                let mut way: Vec<&str> = Vec::new();
                let mut at = start.as_str();
                while !done.contains(at) && !way.contains(&at) {
                    way.push(at);
                    let Some((next, _)) = above.get(at) else {
                        break;
                    };
                    at = next;
                }
                if let Some(from) = way.iter().position(|id| *id == at)
                    && !done.contains(at)
                    && above.contains_key(at)
                {
                    findings.push(ring(*kind, &way[from..], above));
                }
                done.extend(way);
            }
        }
    }
}

fn ring(kind: Kind, ring: &[&str], above: &BTreeMap<String, (String, Spot)>) -> Finding {
    let named: Vec<String> = ring
        .iter()
        .chain(ring.first())
        .map(|id| format!("`{id}`"))
        .collect();
    let word = if kind == Kind::Party {
        "part of"
    } else {
        "a kind of"
    };
    let message = if ring.len() == 1 {
        format!("{} is {word} itself", named[0])
    } else {
        format!(
            "these are {word} each other in a ring: {}",
            named.join(", ")
        )
    };
    let mut finding = Finding::error("TEXT-ring", message).hint("leave one of them out");
    for (number, id) in ring.iter().enumerate() {
        let Some((next, spot)) = above.get(*id) else {
            continue;
        };
        finding = if number == 0 {
            finding.at(spot.place())
        } else {
            finding.related(spot.place(), format!("`{id}` is {word} `{next}`"))
        };
    }
    finding
}

/// A kind without its article.
fn bare(kind: Kind) -> &'static str {
    let named = a(kind);
    named
        .strip_prefix("a ")
        .or_else(|| named.strip_prefix("an "))
        .unwrap_or(named)
}
