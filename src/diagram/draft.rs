//! A picture while it is put together: boxes and arrows by key, before they have their order.

use std::collections::BTreeMap;

use crate::graph::{RouteStep, Whereabouts};
use crate::model::Reference;

use super::carried::Load;
use super::picture::{Arrow, Boundary, Box, BoxKind, Numbered, Side};
use super::standing::Standing;

/// The number of a flow: whose it is, what kind of number, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    /// The activity, by its place among those drawn.
    pub(super) activity: usize,
    /// `F` for flows, `S` for sub-processing, `J` for joint controllers without a flow, `C` where
    /// many flows are drawn as one.
    pub(super) letter: char,
    /// Which.
    pub(super) n: usize,
}

/// A box in the making.
#[derive(Clone, Debug)]
pub(super) struct DraftBox {
    pub(super) kind: BoxKind,
    pub(super) names: Vec<String>,
    pub(super) records: Vec<Reference>,
    pub(super) whereabouts: Vec<Whereabouts>,
    pub(super) marks: Vec<String>,
    pub(super) boundary: Option<Standing>,
    pub(super) side: Side,
}

/// An arrow in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DraftArrow {
    pub(super) numbers: Vec<Number>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) load: Load,
    /// The steps for which it stands, with the number of each.
    pub(super) steps: Vec<(Number, RouteStep)>,
}

/// A picture in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) boxes: BTreeMap<String, DraftBox>,
    pub(super) arrows: Vec<DraftArrow>,
}

/// Boxes, boundaries and arrows in the order of reading.
pub(super) type Parts = (Vec<Box>, Vec<Boundary>, Vec<Arrow>);

impl Draft {
    /// Gives everything its order: boxes by side and by the flows they take part in, boundaries as
    /// their boxes come, flows by number.
    pub(super) fn ordered(mut self, has_prefix: bool) -> Parts {
        for arrow in &mut self.arrows {
            arrow.numbers.sort_unstable();
            arrow.steps.sort_by_key(|(number, step)| {
                (*number, step.kind, step.from.clone(), step.to.clone())
            });
            arrow.steps.dedup();
        }
        self.arrows
            .sort_by(|a, b| (&a.numbers, &a.from, &a.to).cmp(&(&b.numbers, &b.from, &b.to)));
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, arrow) in self.arrows.iter().enumerate() {
            for end in [&arrow.from, &arrow.to] {
                first.entry(end).or_insert(position);
            }
        }
        let mut keys: Vec<(Side, usize, &String)> = self
            .boxes
            .iter()
            .map(|(key, one)| {
                let order = first.get(key.as_str()).copied().unwrap_or(usize::MAX);
                (one.side, order, key)
            })
            .collect();
        keys.sort_unstable();
        let places: BTreeMap<&str, usize> = keys
            .iter()
            .enumerate()
            .map(|(place, (_, _, key))| (key.as_str(), place))
            .collect();
        let mut boundaries: Vec<Boundary> = Vec::new();
        let mut boxes = Vec::with_capacity(keys.len());
        for (_, _, key) in &keys {
            let Some(one) = self.boxes.get(*key) else {
                continue;
            };
            let boundary = one.boundary.as_ref().map(|standing| {
                let known = boundaries
                    .iter()
                    .position(|boundary| boundary.key == standing.key);
                known.unwrap_or_else(|| {
                    boundaries.push(Boundary {
                        key: standing.key.clone(),
                        title: standing.title.clone(),
                        kind: standing.kind,
                    });
                    boundaries.len() - 1
                })
            });
            boxes.push(Box {
                key: (*key).clone(),
                kind: one.kind,
                names: one.names.clone(),
                records: one.records.clone(),
                whereabouts: one.whereabouts.clone(),
                marks: one.marks.clone(),
                boundary,
                side: one.side,
                is_faint: false,
            });
        }
        let arrows: Vec<Arrow> = self
            .arrows
            .iter()
            .filter_map(|arrow| {
                let load = arrow.load.clone();
                Some(Arrow {
                    number: written(&arrow.numbers, has_prefix),
                    from: *places.get(arrow.from.as_str())?,
                    to: *places.get(arrow.to.as_str())?,
                    data: load.data,
                    instead: load.instead,
                    certainty: load.certainty,
                    marks: load.marks,
                    both_ways: load.both_ways,
                    when: load.when,
                    is_faint: load.is_faint,
                    steps: arrow
                        .steps
                        .iter()
                        .map(|(number, step)| Numbered {
                            number: written(&[*number], has_prefix),
                            step: step.clone(),
                        })
                        .collect(),
                })
            })
            .collect();
        mark_faint(&mut boxes, &arrows);
        (boxes, boundaries, arrows)
    }
}

/// Greys the boxes that no highlighted flow touches, where anything is grey at all.
fn mark_faint(boxes: &mut [Box], arrows: &[Arrow]) {
    if !arrows.iter().any(|arrow| arrow.is_faint) {
        return;
    }
    for (place, one) in boxes.iter_mut().enumerate() {
        let mut lit = arrows.iter().filter(|arrow| !arrow.is_faint);
        one.is_faint = !lit.any(|arrow| arrow.from == place || arrow.to == place);
    }
}

/// Numbers in words: `F1`, `F1, F2`, `A2.F9-F13`.
fn written(numbers: &[Number], has_prefix: bool) -> String {
    let mut runs: Vec<(Number, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((first, last))
                if (first.activity, first.letter) == (number.activity, number.letter)
                    && *last + 1 == number.n =>
            {
                *last = number.n;
            }
            Some((first, last))
                if (first.activity, first.letter, *last)
                    == (number.activity, number.letter, number.n) => {}
            _ => runs.push((*number, number.n)),
        }
    }
    let words: Vec<String> = runs
        .iter()
        .map(|(first, last)| {
            let Number {
                activity,
                letter,
                n,
            } = first;
            let prefix = if has_prefix {
                format!("A{}.", activity + 1)
            } else {
                String::new()
            };
            match last - n {
                0 => format!("{prefix}{letter}{n}"),
                1 => format!("{prefix}{letter}{n}, {prefix}{letter}{last}"),
                _ => format!("{prefix}{letter}{n}-{letter}{last}"),
            }
        })
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_runs() {
        let number = |activity, n| Number {
            activity,
            letter: 'F',
            n,
        };
        let run: Vec<Number> = (9..14).map(|n| number(0, n)).collect();
        assert_eq!(written(&run, false), "F9-F13");
        assert_eq!(written(&run, true), "A1.F9-F13");
        assert_eq!(written(&[number(0, 1), number(0, 2)], false), "F1, F2");
        assert_eq!(written(&[number(0, 1), number(1, 2)], true), "A1.F1, A2.F2");
        assert_eq!(written(&[number(0, 3), number(0, 3)], false), "F3");
    }
}
