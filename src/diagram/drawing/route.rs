//! What the layout leaves to do on lines: small steps taken out, ends on the very edge of a shape.

use super::geometry::{run_together, segments};
use super::layout::{Places, Plan};
use super::look::BEND;
use super::placed::{PlacedArrow, PlacedBox, Point};
use crate::diagram::picture::BoxKind;

/// The longest step beside a box that is taken out, by moving the line's end along the box.
const STEP: f64 = 26.0;

/// How far apart ends of lines stay at the side of a box.
const ENDS_APART: f64 = 9.0;

/// Takes out corners that turn nothing, and steps just before a box where the line may as well
/// meet the box a little higher or lower. `corners` says for each box how near to its corners a
/// line may come.
pub(super) fn straighten(places: &mut Places, plan: &Plan, corners: &[f64]) {
    for (points, _) in &mut places.edges {
        simplify(points);
    }
    // What one line makes room for, another may use.
    for _ in 0..3 {
        let mut is_changed = false;
        for at in 0..places.edges.len() {
            for is_end in [false, true] {
                let Some(points) = without_step(places, plan, corners, at, is_end) else {
                    continue;
                };
                places.edges[at].0 = points;
                is_changed = true;
            }
        }
        if !is_changed {
            break;
        }
    }
}

/// A line without the step before one of its ends, where there is one and nothing is in the way.
fn without_step(
    places: &Places,
    plan: &Plan,
    corners: &[f64],
    at: usize,
    is_end: bool,
) -> Option<Vec<Point>> {
    let mut points = places.edges[at].0.clone();
    if is_end {
        points.reverse();
    }
    let [end, near, far, next, ..] = points[..] else {
        return None;
    };
    let is_level = is_same(end.y, near.y) && is_same(far.y, next.y);
    let is_upright = is_same(end.x, near.x) && is_same(far.x, next.x);
    let (step, moved) = if is_level {
        (far.y - near.y, Point { x: end.x, y: far.y })
    } else if is_upright {
        (far.x - near.x, Point { x: far.x, y: end.y })
    } else {
        return None;
    };
    let (from, to, _) = plan.edges[at];
    let own = if is_end { to } else { from };
    let (rect, corner) = (places.nodes[own], corners[own]);
    let is_on_side = if is_level {
        moved.y >= rect.y + corner && moved.y <= rect.bottom() - corner
    } else {
        moved.x >= rect.x + corner && moved.x <= rect.right() - corner
    };
    if step.abs() > STEP || !is_on_side || (end.x - next.x).hypot(end.y - next.y) < 30.0 {
        return None;
    }
    let is_free = places.edges.iter().enumerate().all(|(other, (line, _))| {
        let ends = [line.first(), line.last()];
        other == at
            || !segments(line).any(|(a, b)| run_together(moved, next, a, b))
                && ends
                    .into_iter()
                    .flatten()
                    .all(|end| (end.x - moved.x).abs() + (end.y - moved.y).abs() >= ENDS_APART)
    });
    let mut others = places.nodes.iter().enumerate();
    let is_open =
        others.all(|(other, rect)| other == own || !rect.grown(3.0).is_crossed(moved, next));
    if !is_free || !is_open {
        return None;
    }
    points.splice(..3, [moved]);
    simplify(&mut points);
    if is_end {
        points.reverse();
    }
    Some(points)
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.05
}

/// Takes out points that lie on the line between their neighbours, or on one of them.
pub(super) fn simplify(points: &mut Vec<Point>) {
    const SLACK: f64 = 0.05;
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points.iter() {
        if let Some(&last) = kept.last()
            && (last.x - point.x).abs() < SLACK
            && (last.y - point.y).abs() < SLACK
        {
            continue;
        }
        if let [.., before, last] = kept[..] {
            let is_level = (before.y - last.y).abs() < SLACK && (last.y - point.y).abs() < SLACK;
            let is_upright = (before.x - last.x).abs() < SLACK && (last.x - point.x).abs() < SLACK;
            if is_level || is_upright {
                kept.pop();
            }
        }
        kept.push(point);
    }
    *points = kept;
}

/// Lengthens the ends of lines that meet a cylinder from above or below to its bent edge.
pub(super) fn touch_shapes(arrows: &mut [PlacedArrow], boxes: &[PlacedBox]) {
    for arrow in arrows {
        let n_points = arrow.points.len();
        if n_points < 2 {
            continue;
        }
        for (end, next, at) in [(0, 1, arrow.from), (n_points - 1, n_points - 2, arrow.to)] {
            let one = &boxes[at];
            let (point, neighbour) = (arrow.points[end], arrow.points[next]);
            let is_upright = (point.x - neighbour.x).abs() < 0.1;
            if one.kind != BoxKind::Store || !is_upright {
                continue;
            }
            let share = (point.x - one.rect.middle().x) / (one.rect.width / 2.0);
            let sunk = BEND * (1.0 - (1.0 - share * share).max(0.0).sqrt());
            arrow.points[end].y += if neighbour.y < point.y { sunk } else { -sunk };
        }
    }
}
