//! Places for boxes, boundaries and lines: the one seam to the layout engine.
//!
//! The engine keeps distances of its own, made for larger text than ours. So every size goes in
//! larger by [`SCALE`] and every place comes out smaller by it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use merman_layout_elk as elk;

use super::placed::{Point, Rect};
use crate::diagram::format::LayoutError;

/// By how much sizes are enlarged for the engine.
const SCALE: f64 = 2.1;

/// The same where boxes and lines must stand further apart.
const WIDE_SCALE: f64 = 1.5;

/// How much work the engine may do: some thousands of times what forty boxes need.
const WORK: usize = 2_000_000_000;

/// What the engine is asked to place.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) is_top_down: bool,
    /// Which of its ways to place boxes the engine takes; see [`N_WAYS`].
    pub(super) way: usize,
    /// The size of the title of each boundary, where room is to be kept for it at the top.
    pub(super) groups: Vec<Option<(f64, f64)>>,
    /// The size of each box, and its boundary.
    pub(super) nodes: Vec<(f64, f64, Option<usize>)>,
    /// Where each line starts and ends, and the size of its label.
    pub(super) edges: Vec<(usize, usize, (f64, f64))>,
}

/// How many ways there are; as many more stand further apart, and are the same otherwise.
pub(super) const N_WAYS: usize = 4;

impl Plan {
    fn scale(&self) -> f64 {
        if self.way < N_WAYS { SCALE } else { WIDE_SCALE }
    }
}

/// What the engine placed, in the order it was asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) groups: Vec<Rect>,
    pub(super) nodes: Vec<Rect>,
    pub(super) edges: Vec<(Vec<Point>, Option<Point>)>,
}

struct Budget {
    left: usize,
}

impl elk::WorkControl for Budget {
    fn check(&mut self, units: usize) -> Result<(), elk::WorkError> {
        if units > self.left {
            return Err(elk::WorkError::ArithmeticOverflow);
        }
        Ok(())
    }

    fn charge(&mut self, units: usize) -> Result<(), elk::WorkError> {
        self.check(units)?;
        self.left -= units;
        Ok(())
    }
}

/// Places everything, the same way every time.
///
/// # Errors
///
/// [`LayoutError::Engine`] where the engine gives up, or would take too long.
pub(super) fn place(plan: &Plan) -> Result<Places, LayoutError> {
    let graph = graph(plan);
    let mut budget = Budget { left: WORK };
    let work = AssertUnwindSafe(|| elk::layout_with_work_control(&graph, &mut budget));
    let failed = |reason: String| LayoutError::Engine { reason };
    let layout = catch_unwind(work)
        .map_err(|_| LayoutError::broken_down())?
        .map_err(|error| failed(error.to_string()))?;
    read(plan, &layout)
}

fn graph(plan: &Plan) -> elk::Graph {
    let scale = plan.scale();
    let label = |size| label(size, scale);
    let groups = plan.groups.iter().enumerate().map(|(at, size)| elk::Node {
        label: size.map(label),
        label_text: size.map(|_| "title".to_owned()),
        ..node(format!("g{at}"), elk::NodeKind::Group, (0.0, 0.0), None)
    });
    let nodes = plan
        .nodes
        .iter()
        .enumerate()
        .map(|(at, &(width, height, group))| {
            let parent = group.map(|group| format!("g{group}"));
            node(
                format!("n{at}"),
                elk::NodeKind::Leaf,
                (width * scale, height * scale),
                parent,
            )
        });
    let edges = plan
        .edges
        .iter()
        .enumerate()
        .map(|(at, &(from, to, size))| elk::Edge {
            id: format!("e{at}"),
            source: format!("n{from}"),
            target: format!("n{to}"),
            label: Some(label(size)),
            terminal_labels: Vec::new(),
            minlen: 1,
            inside_self_loops_yo: false,
        });
    let (placement, alignment, cycles) = match plan.way % N_WAYS {
        0 => (
            elk::NodePlacementStrategy::BrandesKoepf,
            elk::NodePlacementAlignment::Balanced,
            elk::CycleBreakingStrategy::DepthFirst,
        ),
        1 => (
            elk::NodePlacementStrategy::NetworkSimplex,
            elk::NodePlacementAlignment::Balanced,
            elk::CycleBreakingStrategy::DepthFirst,
        ),
        2 => (
            elk::NodePlacementStrategy::LinearSegments,
            elk::NodePlacementAlignment::Balanced,
            elk::CycleBreakingStrategy::DepthFirst,
        ),
        _ => (
            elk::NodePlacementStrategy::NetworkSimplex,
            elk::NodePlacementAlignment::None,
            elk::CycleBreakingStrategy::Greedy,
        ),
    };
    elk::Graph {
        id: "diagram".to_owned(),
        direction: if plan.is_top_down {
            elk::Direction::Down
        } else {
            elk::Direction::Right
        },
        nodes: groups.chain(nodes).collect(),
        edges: edges.collect(),
        spacing: elk::Spacing::default(),
        options: elk::LayoutOptions {
            algorithm: elk::Algorithm::Layered,
            layered: elk::LayeredOptions {
                edge_routing: elk::EdgeRouting::Orthogonal,
                merge_edges: false,
                merge_hierarchy_edges: false,
                node_placement: placement,
                node_placement_alignment: alignment,
                cycle_breaking: cycles,
                model_order: if plan.way % N_WAYS == 3 {
                    elk::ModelOrderStrategy::None
                } else {
                    elk::ModelOrderStrategy::NodesAndEdges
                },
                consider_model_order: plan.way % N_WAYS != 3,
                ..elk::LayeredOptions::default()
            },
            container: elk::ContainerOptions::default(),
        },
    }
}

fn label((width, height): (f64, f64), scale: f64) -> elk::Label {
    elk::Label {
        width: width * scale,
        height: height * scale,
    }
}

fn node(
    id: String,
    kind: elk::NodeKind,
    (width, height): (f64, f64),
    parent: Option<String>,
) -> elk::Node {
    elk::Node {
        id,
        kind,
        label_text: None,
        container: elk::ContainerNodeOptions::default(),
        width,
        height,
        parent,
        direction: None,
        hierarchy_handling: None,
        layer_constraint: None,
        port_alignment: Some(elk::PortAlignment::Distributed),
        label: None,
    }
}

fn read(plan: &Plan, layout: &elk::LayoutResult) -> Result<Places, LayoutError> {
    let scale = plan.scale();
    let rect = |id: String| {
        let node = layout.nodes.iter().find(|node| node.id == id);
        node.map(|node| {
            let middle = Point {
                x: node.x / scale,
                y: node.y / scale,
            };
            Rect::around(middle, node.width / scale, node.height / scale)
        })
        .ok_or_else(|| LayoutError::Engine {
            reason: "a box was lost".to_owned(),
        })
    };
    let edge = |id: String| {
        let edge = layout.edges.iter().find(|edge| edge.id == id);
        let edge = edge.filter(|edge| edge.points.len() > 1);
        edge.map(|edge| {
            let points = edge.points.iter().map(|point| Point {
                x: point.x / scale,
                y: point.y / scale,
            });
            let label = edge.labels.iter().find(|label| label.terminal.is_none());
            let label = label.map(|label| Point {
                x: (label.x + label.width / 2.0) / scale,
                y: (label.y + label.height / 2.0) / scale,
            });
            (points.collect(), label)
        })
        .ok_or_else(|| LayoutError::Engine {
            reason: "a line was lost".to_owned(),
        })
    };
    Ok(Places {
        groups: (0..plan.groups.len())
            .map(|at| rect(format!("g{at}")))
            .collect::<Result<_, _>>()?,
        nodes: (0..plan.nodes.len())
            .map(|at| rect(format!("n{at}")))
            .collect::<Result<_, _>>()?,
        edges: (0..plan.edges.len())
            .map(|at| edge(format!("e{at}")))
            .collect::<Result<_, _>>()?,
    })
}
