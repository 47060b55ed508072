//! The picture of one activity, as a report carries it.

use std::collections::BTreeSet;

use crate::graph::FlowQuery;
use crate::model::{ActivityId, AsAt, Register};

use super::drawing::{sheets, svg};
use super::format::LayoutError;
use super::paper::Options;
use super::picture::Diagram;
use super::select::{Nothing, Selecting};
use super::text::sentence;
use super::view::Sought;

/// A picture in a report, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Illustration {
    /// What it shows.
    pub title: String,
    /// Each sheet as SVG.
    pub sheets: Vec<String>,
    /// Every flow as a sentence, in the order of their numbers.
    pub flows: Vec<String>,
    /// What is not recorded about what is drawn, each as a sentence.
    pub notes: Vec<String>,
    /// What was chosen and why: the size of the text in print, the sheets.
    pub said: Vec<String>,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoIllustration {
    /// The activity has no flow to draw.
    #[error("no flow is recorded")]
    NoFlow,
    /// No places were found.
    #[error(transparent)]
    Layout(#[from] LayoutError),
}

/// Draws one activity of a part of a register (level 1), as `ropa diagram activity` does.
///
/// # Errors
///
/// [`NoIllustration::NoFlow`] where the activity has no flows or is not in the part.
pub fn illustrate(
    part: &Register,
    activity: &ActivityId,
    as_at: AsAt,
    register_hash: &str,
    options: &Options,
) -> Result<Illustration, NoIllustration> {
    let diagram = diagram_of(part, activity, as_at, register_hash)
        .map_err(|Nothing { .. }| NoIllustration::NoFlow)?;
    let made = sheets(&diagram, options)?;
    Ok(Illustration {
        title: diagram.title.clone(),
        sheets: made.sheets.iter().map(svg).collect(),
        flows: diagram
            .arrows
            .iter()
            .map(|arrow| sentence(&diagram, arrow))
            .collect(),
        notes: diagram.remarks(),
        said: made.said,
    })
}

fn diagram_of(
    part: &Register,
    activity: &ActivityId,
    as_at: AsAt,
    register_hash: &str,
) -> Result<Diagram, Nothing> {
    let record = part.activities.get(activity);
    let sought = Sought {
        name: record.map_or_else(|| activity.to_string(), |record| record.name.clone()),
        about: BTreeSet::from([activity.reference()]),
        query: FlowQuery::new(as_at.on),
        highlight: None,
        depth: None,
        is_whole: true,
        only: BTreeSet::new(),
    };
    let mut selecting = Selecting::new(&super::activity::VIEW, &sought);
    selecting.look(part);
    selecting.finish(as_at, register_hash.to_owned())
}
