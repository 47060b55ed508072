//! What is wrong with the places of a picture, counted: the rules of readable diagrams.

use super::placed::{PlacedArrow, PlacedBoundary, PlacedBox, Point, Rect};

/// How far apart lines are that run side by side, in CSS pixels.
const APART: f64 = 8.0;

/// For how long lines must run side by side to be mistaken for each other.
const TOGETHER: f64 = 12.0;

/// Places of boxes, boundaries and flows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    /// The boxes.
    pub boxes: &'a [PlacedBox],
    /// The boundaries.
    pub boundaries: &'a [PlacedBoundary],
    /// The flows.
    pub arrows: &'a [PlacedArrow],
}

/// What is wrong with some places, and how often lines cross.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Each fault in words.
    pub faults: Vec<String>,
    /// How often one line crosses another at a right angle: no fault, but the fewer the better.
    pub crossings: usize,
}

/// Judges places by the rules.
pub(super) fn judge(places: &Places<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    boxes(places, &mut verdict.faults);
    labels(places, &mut verdict.faults);
    lines(places, &mut verdict);
    verdict
}

/// The straight parts of a line.
pub(super) fn segments(points: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    points.windows(2).map(|pair| (pair[0], pair[1]))
}

fn boxes(places: &Places<'_>, faults: &mut Vec<String>) {
    for (at, one) in places.boxes.iter().enumerate() {
        for other in &places.boxes[at + 1..] {
            if one.rect.overlaps(&other.rect) {
                faults.push(format!("box {} overlaps box {}", one.key, other.key));
            }
        }
        for (home, boundary) in places.boundaries.iter().enumerate() {
            let is_home = one.boundary == Some(home);
            if is_home && !boundary.rect.holds(&one.rect) {
                faults.push(format!("box {} is not inside {}", one.key, boundary.key));
            }
            if !is_home && boundary.rect.overlaps(&one.rect) {
                faults.push(format!("box {} reaches into {}", one.key, boundary.key));
            }
            if boundary.title.overlaps(&one.rect) {
                faults.push(format!(
                    "box {} lies on the title of {}",
                    one.key, boundary.key
                ));
            }
        }
    }
    for (at, one) in places.boundaries.iter().enumerate() {
        if !one.rect.holds(&one.title) {
            faults.push(format!("the title of {} is wider than it", one.key));
        }
        for other in &places.boundaries[at + 1..] {
            if one.rect.overlaps(&other.rect) {
                faults.push(format!(
                    "boundary {} overlaps boundary {}",
                    one.key, other.key
                ));
            }
        }
    }
}

fn labels(places: &Places<'_>, faults: &mut Vec<String>) {
    for (at, arrow) in places.arrows.iter().enumerate() {
        let label = &arrow.label.rect;
        for other in &places.arrows[at + 1..] {
            if label.overlaps(&other.label.rect) {
                faults.push(format!(
                    "label {} overlaps label {}",
                    arrow.number, other.number
                ));
            }
        }
        for other in places.boxes {
            if label.overlaps(&other.rect) {
                faults.push(format!("label {} lies on box {}", arrow.number, other.key));
            }
        }
        for boundary in places.boundaries {
            if label.overlaps(&boundary.title) {
                faults.push(format!(
                    "label {} lies on the title of {}",
                    arrow.number, boundary.key
                ));
            }
        }
        let middle = arrow.label.pill.middle();
        if !segments(&arrow.points).any(|(a, b)| label.grown(0.5).is_crossed(a, b)) {
            faults.push(format!("label {} is not on its line", arrow.number));
        }
        debug_assert!(middle.x.is_finite());
    }
}

fn lines(places: &Places<'_>, verdict: &mut Verdict) {
    for (at, arrow) in places.arrows.iter().enumerate() {
        for (a, b) in segments(&arrow.points) {
            for (index, other) in places.boxes.iter().enumerate() {
                // Ends touch their own boxes; a cylinder's or a rounded box's edge lies inside.
                let reach = if index == arrow.from || index == arrow.to {
                    -8.0
                } else {
                    0.0
                };
                if other.rect.grown(reach).is_crossed(a, b) {
                    verdict.faults.push(format!(
                        "line {} passes through box {}",
                        arrow.number, other.key
                    ));
                }
            }
            for boundary in places.boundaries {
                if boundary.title.is_crossed(a, b) {
                    verdict.faults.push(format!(
                        "line {} passes through the title of {}",
                        arrow.number, boundary.key
                    ));
                }
                if runs_along(&boundary.rect, a, b) {
                    verdict.faults.push(format!(
                        "line {} runs along the edge of {}",
                        arrow.number, boundary.key
                    ));
                }
            }
            for (index, other) in places.arrows.iter().enumerate() {
                if index == at {
                    continue;
                }
                if other.label.rect.is_crossed(a, b) {
                    verdict.faults.push(format!(
                        "line {} passes through label {}",
                        arrow.number, other.number
                    ));
                }
                if index < at {
                    continue;
                }
                for (c, d) in segments(&other.points) {
                    if run_together(a, b, c, d) {
                        verdict.faults.push(format!(
                            "lines {} and {} run too close",
                            arrow.number, other.number
                        ));
                    }
                    verdict.crossings += usize::from(cross(a, b, c, d));
                }
            }
        }
    }
}

fn is_level(a: Point, b: Point) -> bool {
    (a.y - b.y).abs() <= (a.x - b.x).abs()
}

/// For how far two stretches of one axis lie side by side.
fn shared(a: f64, b: f64, c: f64, d: f64) -> f64 {
    a.max(b).min(c.max(d)) - a.min(b).max(c.min(d))
}

/// Whether two parts run side by side too close to be told apart.
pub(super) fn run_together(a: Point, b: Point, c: Point, d: Point) -> bool {
    const ROUNDING: f64 = 0.1;
    match (is_level(a, b), is_level(c, d)) {
        (true, true) => {
            (a.y - c.y).abs() < APART - ROUNDING && shared(a.x, b.x, c.x, d.x) > TOGETHER
        }
        (false, false) => {
            (a.x - c.x).abs() < APART - ROUNDING && shared(a.y, b.y, c.y, d.y) > TOGETHER
        }
        _ => false,
    }
}

fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let ((a, b), (c, d)) = match (is_level(a, b), is_level(c, d)) {
        (true, false) => ((a, b), (c, d)),
        (false, true) => ((c, d), (a, b)),
        _ => return false,
    };
    c.x > a.x.min(b.x) && c.x < a.x.max(b.x) && a.y > c.y.min(d.y) && a.y < c.y.max(d.y)
}

/// Whether a part runs along an edge of a rectangle, so that one hides the other.
fn runs_along(rect: &Rect, a: Point, b: Point) -> bool {
    let close = |x: f64, y: f64| (x - y).abs() < 2.5;
    if is_level(a, b) {
        (close(a.y, rect.y) || close(a.y, rect.bottom()))
            && shared(a.x, b.x, rect.x, rect.right()) > TOGETHER
    } else {
        (close(a.x, rect.x) || close(a.x, rect.right()))
            && shared(a.y, b.y, rect.y, rect.bottom()) > TOGETHER
    }
}
