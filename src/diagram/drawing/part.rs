//! A diagram too large for one picture, parted by activity or by boundary.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagram::paper::{MOST_BOXES, MOST_FLOWS};
use crate::diagram::picture::{Box, BoxKind, Diagram};

/// By what a diagram is parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Activity,
    Boundary,
    Flow,
}

/// Flows and boxes that belong on one sheet, by their places in the diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The activities that are at home in it.
    homes: BTreeSet<usize>,
    arrows: BTreeSet<usize>,
    /// Boxes that no flow touches.
    loose: BTreeSet<usize>,
}

impl Part {
    fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.homes.extend(&other.homes);
        both.arrows.extend(&other.arrows);
        both.loose.extend(&other.loose);
        both
    }

    fn boxes(&self, diagram: &Diagram) -> BTreeSet<usize> {
        let ends = self.arrows.iter().flat_map(|&at| {
            let arrow = &diagram.arrows[at];
            [arrow.from, arrow.to]
        });
        ends.chain(self.loose.iter().copied()).collect()
    }

    fn fits(&self, diagram: &Diagram) -> bool {
        self.arrows.len() <= MOST_FLOWS && self.boxes(diagram).len() <= MOST_BOXES
    }

    /// Two parts with about half the flows each, where there are enough: between two activities
    /// where it has several.
    pub(super) fn halves(&self, diagram: &Diagram) -> Option<[Self; 2]> {
        let arrows: Vec<usize> = self.arrows.iter().copied().collect();
        let begins = |at: &usize| {
            let activity = |at: usize| activity_of(&diagram.arrows[arrows[at]].number);
            activity(*at) != activity(at - 1)
        };
        let half = arrows.len() / 2;
        let nearest = (1..arrows.len())
            .filter(begins)
            .min_by_key(|at| at.abs_diff(half));
        let (first, second) = arrows.split_at_checked(nearest.unwrap_or(half))?;
        if first.is_empty() || second.is_empty() {
            return None;
        }
        let part = |arrows: &[usize], loose: BTreeSet<usize>| {
            let mut part = Self {
                homes: BTreeSet::new(),
                arrows: arrows.iter().copied().collect(),
                loose,
            };
            let boxes = part.boxes(diagram);
            part.homes = self.homes.intersection(&boxes).copied().collect();
            part
        };
        Some([
            part(first, self.loose.clone()),
            part(second, BTreeSet::new()),
        ])
    }
}

/// The activity in the number of a flow: `A2` of `A2.F1`.
fn activity_of(number: &str) -> Option<&str> {
    number.split_once('.').map(|(activity, _)| activity)
}

/// Parts a diagram into as few pictures as hold to the limits, in the order of its flows.
pub(super) fn parts(diagram: &Diagram) -> (By, Vec<Part>) {
    let activities = processes(diagram);
    let (by, units) = if activities.len() > 1 {
        (By::Activity, by_activity(diagram, &activities))
    } else {
        let all = Part {
            homes: activities,
            arrows: (0..diagram.arrows.len()).collect(),
            loose: BTreeSet::new(),
        };
        (By::Boundary, by_boundary(diagram, &all))
    };
    let mut parts: Vec<Part> = Vec::new();
    // What is left of an activity on several sheets does not share one with another activity.
    let mut is_open = false;
    for unit in units.into_iter().chain(loose(diagram)) {
        let mut small = small(diagram, unit);
        let is_whole = small.len() == 1;
        if let (true, true, Some(last)) = (is_open, is_whole, parts.last_mut()) {
            let both = last.with(&small[0]);
            if both.fits(diagram) {
                *last = both;
                continue;
            }
        }
        parts.append(&mut small);
        is_open = is_whole;
    }
    (by, parts)
}

fn processes(diagram: &Diagram) -> BTreeSet<usize> {
    let all = diagram.boxes.iter().enumerate();
    all.filter(|(_, one)| one.kind == BoxKind::Process)
        .map(|(at, _)| at)
        .collect()
}

/// The flows of each activity; one between two activities belongs to both.
fn by_activity(diagram: &Diagram, activities: &BTreeSet<usize>) -> Vec<Part> {
    let mut units: BTreeMap<usize, Part> = BTreeMap::new();
    let mut strays = Vec::new();
    for (at, arrow) in diagram.arrows.iter().enumerate() {
        let ends = [arrow.from, arrow.to];
        let touched: Vec<usize> = ends
            .into_iter()
            .filter(|end| activities.contains(end))
            .collect();
        for &activity in &touched {
            let unit = units.entry(activity).or_default();
            unit.homes.insert(activity);
            unit.arrows.insert(at);
        }
        if touched.is_empty() {
            strays.push(at);
        }
    }
    // A flow from a system to a receiver goes with its activity: that of the same number before
    // the dot, or else the first that has the system.
    let mut rest = Part::default();
    for at in strays {
        let arrow = &diagram.arrows[at];
        let prefix = activity_of(&arrow.number);
        let same = |unit: &Part| {
            let mut numbers = unit
                .arrows
                .iter()
                .map(|&at| activity_of(&diagram.arrows[at].number));
            prefix.is_some() && numbers.any(|other| other == prefix)
        };
        let near = |unit: &Part| {
            let boxes = unit.boxes(diagram);
            boxes.contains(&arrow.from) || boxes.contains(&arrow.to)
        };
        let home = units
            .iter()
            .find(|(_, unit)| same(unit))
            .or_else(|| units.iter().find(|(_, unit)| near(unit)))
            .map(|(&home, _)| home);
        match home.and_then(|home| units.get_mut(&home)) {
            Some(unit) => unit.arrows.insert(at),
            None => rest.arrows.insert(at),
        };
    }
    let mut units: Vec<Part> = units.into_values().collect();
    if !rest.arrows.is_empty() {
        units.push(rest);
    }
    units
}

/// The flows to and from each boundary, seen from the activities of a part.
fn by_boundary(diagram: &Diagram, part: &Part) -> Vec<Part> {
    let mut units: BTreeMap<Option<usize>, Part> = BTreeMap::new();
    for &at in &part.arrows {
        let arrow = &diagram.arrows[at];
        let other = if part.homes.contains(&arrow.from) {
            arrow.to
        } else {
            arrow.from
        };
        let unit = units.entry(diagram.boxes[other].boundary).or_default();
        unit.homes.clone_from(&part.homes);
        unit.arrows.insert(at);
    }
    units.into_values().collect()
}

/// A part as it is where it fits; else by boundary, and where one boundary is too much, by number.
fn small(diagram: &Diagram, part: Part) -> Vec<Part> {
    if part.fits(diagram) {
        return vec![part];
    }
    let mut small: Vec<Part> = Vec::new();
    for unit in by_boundary(diagram, &part) {
        let mut rest = vec![unit];
        while let Some(unit) = rest.pop() {
            match (unit.fits(diagram), unit.halves(diagram)) {
                (false, Some([first, second])) => rest.extend([second, first]),
                _ => match small.last_mut() {
                    Some(last) if last.with(&unit).fits(diagram) => *last = last.with(&unit),
                    _ => small.push(unit),
                },
            }
        }
    }
    small
}

/// Boxes that no flow touches, as many together as a picture holds.
fn loose(diagram: &Diagram) -> Vec<Part> {
    let touched: BTreeSet<usize> = diagram
        .arrows
        .iter()
        .flat_map(|arrow| [arrow.from, arrow.to])
        .collect();
    let loose: Vec<usize> = (0..diagram.boxes.len())
        .filter(|at| !touched.contains(at))
        .collect();
    let parts = loose.chunks(4).map(|some| Part {
        homes: BTreeSet::new(),
        arrows: BTreeSet::new(),
        loose: some.iter().copied().collect(),
    });
    parts.collect()
}

/// The diagram of one part: its flows and the boxes they touch. An activity at home on another
/// sheet becomes a connector to it; a system that is on other sheets too says so.
pub(super) fn extract(diagram: &Diagram, parts: &[Part], at: usize) -> Diagram {
    let part = &parts[at];
    let sheets_where = |test: &dyn Fn(&Part) -> bool| -> Vec<usize> {
        let others = parts.iter().enumerate().filter(|&(index, _)| index != at);
        others
            .filter(|(_, part)| test(part))
            .map(|(index, _)| index + 1)
            .collect()
    };
    let mut places = BTreeMap::new();
    let mut boxes = Vec::new();
    for index in part.boxes(diagram) {
        let one = &diagram.boxes[index];
        let homes = sheets_where(&|part| part.homes.contains(&index));
        let is_away = one.kind == BoxKind::Process && !part.homes.contains(&index);
        let drawn = match homes.first() {
            Some(sheet) if is_away => connector(one, *sheet),
            _ => {
                let others = match one.kind {
                    BoxKind::Process => homes,
                    BoxKind::Store => sheets_where(&|part| part.boxes(diagram).contains(&index)),
                    BoxKind::Entity | BoxKind::Connector => Vec::new(),
                };
                also_on(one, &others)
            }
        };
        places.insert(index, boxes.len());
        boxes.push(drawn);
    }
    let arrows = part.arrows.iter().filter_map(|&at| {
        let mut arrow = diagram.arrows[at].clone();
        arrow.from = *places.get(&arrow.from)?;
        arrow.to = *places.get(&arrow.to)?;
        Some(arrow)
    });
    Diagram {
        boxes,
        arrows: arrows.collect(),
        ..diagram.clone()
    }
}

fn connector(one: &Box, sheet: usize) -> Box {
    Box {
        kind: BoxKind::Connector,
        marks: vec![format!("sheet {sheet}")],
        boundary: None,
        ..one.clone()
    }
}

fn also_on(one: &Box, sheets: &[usize]) -> Box {
    let mut one = one.clone();
    let numbers: Vec<String> = sheets.iter().map(usize::to_string).collect();
    match numbers.len() {
        0 => {}
        1 => one.marks.push(format!("also on sheet {}", numbers[0])),
        _ => one
            .marks
            .push(format!("also on sheets {}", numbers.join(", "))),
    }
    one
}
