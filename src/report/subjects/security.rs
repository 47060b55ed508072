//! How data is guarded: Article 30(1)(g).

use super::{Field, Parts, column, dense, empty, facts, list, remark, value, word};
use crate::model::{Measure, MeasureKind, MeasureStatus, Recorded};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;

/// Security measures, in general.
pub(in crate::report) const MEASURES: Field = Field::new(
    "General description of technical and organisational security measures (if possible)",
    "Article 30(1)(g)",
    34,
    |entry| {
        list(&entry.activity.measures, |id| {
            let Some(measure) = entry.register.measures.get(id) else {
                return id.to_string();
            };
            let mut parts = Parts::of(entry);
            parts.add("kind", &measure.kind, kind_words);
            parts.add("state", &measure.status, state_words);
            format!("{} ({})", measure.name, parts.joined())
        })
    },
);

/// How many measures there are, without saying which: what an attacker may read.
pub(in crate::report) const MEASURES_IN_PUBLIC: Field = Field::new(
    "Technical and organisational security measures",
    "Article 30(1)(g)",
    26,
    |entry| {
        let Recorded::Value(all) = &entry.activity.measures else {
            return list(&entry.activity.measures, |_| String::new());
        };
        let all = all.iter().filter_map(|id| entry.register.measures.get(id));
        let all: Vec<&Measure> = all.collect();
        let in_place = Recorded::Value(MeasureStatus::InPlace);
        let of_kind = |kind: Recorded<MeasureKind>| {
            let all = all.iter().filter(|measure| measure.status == in_place);
            all.filter(|measure| measure.kind == kind).count()
        };
        let counted = |counts: &[(usize, &str)]| {
            let counts = counts.iter().filter(|(count, _)| *count > 0);
            let words: Vec<String> = counts.map(|(count, of)| format!("{count} {of}")).collect();
            words.join(", ")
        };
        let kinds = counted(&[
            (of_kind(MeasureKind::Technical.into()), "technical"),
            (
                of_kind(MeasureKind::Organisational.into()),
                "organisational",
            ),
            (of_kind(Recorded::None), "of neither kind"),
            (
                of_kind(Recorded::NotRecorded),
                "of a kind that is not recorded",
            ),
        ]);
        let in_state = |state: &Recorded<MeasureStatus>| {
            all.iter()
                .filter(|measure| measure.status == *state)
                .count()
        };
        let others = counted(&[
            (in_state(&Recorded::None), "recorded as in no state"),
            (
                in_state(&Recorded::NotRecorded),
                "not recorded whether in place",
            ),
        ]);
        let mut parts = Vec::new();
        if !kinds.is_empty() {
            parts.push(format!("In place: {kinds}"));
        }
        if !others.is_empty() {
            parts.push(others);
        }
        if parts.is_empty() {
            Cell::NotRecorded
        } else {
            Cell::Text(parts.join("; "))
        }
    },
);

/// The provision that asks for security measures.
const GUARDED: &str = "Article 30(1)(g) UK GDPR";

/// The security measures.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let measures = &entry.activity.measures;
    if measures.items().is_empty() {
        return vec![Block::Facts(
            facts!["Security measures" (GUARDED) => empty(measures)],
        )];
    }
    let rows = measures.items().iter().map(|id| {
        let record = entry.register.measures.get(id);
        let of = |words: fn(&Measure) -> Cell| record.map_or(Cell::NotRecorded, words);
        vec![
            Cell::Text(entry.name(&id.reference())),
            of(|measure| value(&measure.kind, kind_words)),
            of(|measure| value(&measure.status, state_words)),
            remark(record.and_then(|record| record.note.as_ref())),
        ]
    });
    let columns = vec![
        column("Measure", Some(GUARDED), 40),
        column("Kind", None, 14),
        column("State", None, 12),
        column("Note", None, 32),
    ];
    dense("How the data is guarded", columns, rows.collect())
}

fn kind_words(kind: &MeasureKind) -> String {
    word(MeasureKind::WORDS, *kind as usize)
}

fn state_words(state: &MeasureStatus) -> String {
    word(MeasureStatus::WORDS, *state as usize)
}
