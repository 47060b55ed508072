//! How data is guarded: Article 30(1)(g).

use std::collections::BTreeSet;

use super::{Field, Parts, column, dense, empty, facts, lines, list, remark, text, value, word};
use crate::model::{Measure, MeasureId, MeasureKind, MeasureStatus, Medium, Recorded, System};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;

/// Security measures, in general.
pub(in crate::report) const MEASURES: Field = Field::new(
    "General description of technical and organisational security measures (if possible)",
    "Article 30(1)(g)",
    34,
    |entry| {
        let words = |id: &MeasureId| {
            let Some(measure) = entry.register.measures.get(id) else {
                return id.to_string();
            };
            let mut parts = Parts::of(entry);
            parts.add("kind", &measure.kind, kind_words);
            parts.add("state", &measure.status, state_words);
            format!("{} ({})", measure.name, parts.joined())
        };
        let own = list(&entry.activity.measures, words);
        let of_systems = of_systems(entry);
        if of_systems.is_empty() {
            return own;
        }
        let own = match own {
            Cell::Text(own) => own,
            other => format!("For the activity itself: {}", other.said()),
        };
        let of_systems = of_systems.into_iter().map(|(system, id)| {
            let words = id.map_or_else(|| Cell::None.said().to_owned(), words);
            format!("{system}: {words}")
        });
        lines(std::iter::once(own).chain(of_systems))
    },
)
.reads("measures");

/// The measures that protect the systems in which the entry's data rests, each with the name of its system;
/// no measure for a system that is recorded to have none.
fn of_systems<'r>(entry: &Entry<'r>) -> Vec<(String, Option<&'r MeasureId>)> {
    let mut found = Vec::new();
    for step in entry.holding() {
        let Some(system) = entry.register.systems.get(step.to.id.as_str()) else {
            continue;
        };
        let measures = system.measures.items().iter().map(Some);
        let denied = system.measures.is_none().then_some(None);
        for id in measures.chain(denied) {
            let one = (step.to.name.clone(), id);
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// How many measures there are, without saying which: what an attacker may read.
pub(in crate::report) const MEASURES_IN_PUBLIC: Field = Field::new(
    "Technical and organisational security measures",
    "Article 30(1)(g)",
    26,
    |entry| {
        let of_systems = of_systems(entry).into_iter().filter_map(|(_, id)| id);
        let all: BTreeSet<&MeasureId> = entry
            .activity
            .measures
            .items()
            .iter()
            .chain(of_systems)
            .collect();
        if all.is_empty() {
            return list(&entry.activity.measures, |_| String::new());
        }
        let all = all
            .into_iter()
            .filter_map(|id| entry.register.measures.get(id));
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
    let own = &entry.activity.measures;
    let mut blocks = Vec::new();
    if own.items().is_empty() {
        blocks.push(Block::Facts(
            facts!["Security measures" (GUARDED) => empty(own)],
        ));
    }
    let own = own.items().iter().map(|id| (String::new(), Some(id)));
    let all: Vec<_> = own.chain(of_systems(entry)).collect();
    if all.is_empty() {
        blocks.extend(systems(entry));
        return blocks;
    }
    let rows = all.into_iter().map(|(system, id)| {
        let Some(id) = id else {
            let mut row = vec![Cell::None, Cell::Text(system)];
            row.extend([Cell::NotApplicable, Cell::NotApplicable, remark(None)]);
            return row;
        };
        let record = entry.register.measures.get(id);
        let of = |words: fn(&Measure) -> Cell| record.map_or(Cell::NotRecorded, words);
        vec![
            Cell::Text(entry.name(&id)),
            Cell::Text(system),
            of(|measure| value(&measure.kind, kind_words)),
            of(|measure| value(&measure.status, state_words)),
            remark(record.and_then(|record| record.note.as_ref())),
        ]
    });
    let columns = vec![
        column("Measure", Some(GUARDED), 40),
        column("Of the system", None, 18),
        column("Kind", None, 14),
        column("State", None, 12),
        column("Note", None, 32),
    ];
    blocks.extend(dense("How the data is guarded", columns, rows.collect()));
    blocks.extend(systems(entry));
    blocks
}

/// The systems in which the data rests: in what form, and what it would mean to lose them; where any of it is said.
fn systems(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let held = entry.holding().into_iter().map(|step| &step.to);
    let held: BTreeSet<_> = held.map(|system| (&system.name, &system.id)).collect();
    let systems = held.into_iter().filter_map(|(name, id)| {
        let record = entry.register.systems.get(id.as_str())?;
        Some((name, record))
    });
    let systems: Vec<(&String, &System)> = systems.collect();
    let says_nothing = |(_, system): &(&String, &System)| {
        system.medium.is_not_recorded() && system.impact.is_not_recorded()
    };
    if systems.iter().all(says_nothing) {
        return Vec::new();
    }
    let rows = systems.into_iter().map(|(name, system)| {
        let medium = |one: &Medium| word(Medium::WORDS, *one as usize);
        vec![
            Cell::Text(name.clone()),
            value(&system.medium, |all| {
                let words: Vec<String> = all.0.iter().map(medium).collect();
                words.join("; ")
            }),
            text(&system.impact),
        ]
    });
    let columns = vec![
        column("System", None, 26),
        column("Form", None, 26),
        column("What its loss would mean", None, 48),
    ];
    dense("The systems that hold the data", columns, rows.collect())
}

fn kind_words(kind: &MeasureKind) -> String {
    word(MeasureKind::WORDS, *kind as usize)
}

fn state_words(state: &MeasureStatus) -> String {
    word(MeasureStatus::WORDS, *state as usize)
}
