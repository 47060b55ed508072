//! What the layout leaves to do on lines: small steps taken out, ends on the very edge of a shape.

use super::arrange::BEND;
use super::drawing::{PlacedArrow, PlacedBox, Point};
use super::layout::{Places, Plan};
use super::picture::BoxKind;

/// Takes out corners that turn nothing.
pub(super) fn straighten(places: &mut Places, _plan: &Plan) {
    for (points, _) in &mut places.edges {
        simplify(points);
    }
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
