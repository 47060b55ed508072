//! A diagram before it has places: what is drawn, in words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::graph::{Certainty, MadeFrom, NotInUse, RouteStep, Whereabouts};
use crate::model::{AsAt, Kind, Reference, one_line};

use super::sign::{DrawnLaw, Sign};

/// A data-flow diagram before it has places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// What it shows: `Family Group Conference: data-flow diagram (level 1)`.
    pub title: String,
    /// Controller, activities and filters, in a line.
    pub subtitle: String,
    /// The day as at which it is drawn.
    pub as_at: AsAt,
    /// The hash of the register it is drawn from, in hexadecimal.
    pub register_hash: String,
    /// The boxes, in the order of reading.
    pub boxes: Vec<Box>,
    /// The trust boundaries, in the order of reading.
    pub boundaries: Vec<Boundary>,
    /// The flows, in the order of their numbers.
    pub arrows: Vec<Arrow>,
    /// The activities by the names that numbers begin with: the first is `A1`. None where numbers
    /// do not name theirs.
    pub activities: Vec<String>,
    /// The flows that are not in use on the day, and so not drawn.
    pub not_in_use: NotInUse,
    /// Under which law the activities fall whose flows are drawn.
    pub law: DrawnLaw,
    /// What was drawn as one where there would be too many boxes.
    pub grouped: Option<Grouped>,
    /// Whether the marks of flows stand in the table alone, where there is no room at the lines.
    pub marks_in_table: bool,
    /// Words about the picture as a whole: what was left out, what is not recorded.
    pub notes: Vec<String>,
}

/// What was drawn as one where there would be too many boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouped {
    /// What was grouped, in words: `grouped by function: 303 activities in 14 boxes`.
    pub words: String,
    /// The functions that have a box, as they are recorded or as the beginning of their paths.
    pub functions: Vec<String>,
    /// How many records of each kind are in the groups.
    pub members: BTreeMap<Kind, usize>,
    /// How many flows are not drawn, since they stay inside a box.
    pub n_inside: usize,
    /// How many flows are not drawn, since they go from others to others.
    pub n_beyond: usize,
}

/// One box: an external entity, a process or a data store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Box {
    /// A key that stays the same while the register does: `party:nhs/source`. Never drawn.
    pub key: String,
    /// What it is drawn as.
    pub kind: BoxKind,
    /// The names in it, one a line: several where receivers of the same flows are drawn as one.
    pub names: Vec<String>,
    /// The records it stands for.
    pub records: Vec<Reference>,
    /// Where each of them receives or is hosted.
    pub whereabouts: Vec<Whereabouts>,
    /// Words under the names, in brackets: `draft`, `operator not recorded`.
    pub marks: Vec<String>,
    /// The boundary it stands in, by its place in the list.
    pub boundary: Option<usize>,
    /// On which side of the activity it belongs.
    pub side: Side,
    /// Whether it stays grey, since no flow that is highlighted touches it.
    pub is_faint: bool,
}

/// What a box is drawn as; the shape alone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoxKind {
    /// An external entity: a rectangle.
    Entity,
    /// A process: a rounded box.
    Process,
    /// A data store: a cylinder.
    Store,
    /// A flow goes on on another sheet: a small pentagon with the sheet's number.
    Connector,
}

/// On which side of the activity a box belongs, left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Where data comes from.
    Source,
    /// The activity itself.
    Activity,
    /// Where data rests.
    Store,
    /// Whither data goes.
    Receiver,
}

/// A trust boundary around boxes: always an organisation or a group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// A key that stays the same while the register does. Never drawn.
    pub key: String,
    /// Its title with the role in brackets: `Servelec (processor)`.
    pub title: String,
    /// Which kind it is.
    pub kind: BoundaryKind,
}

/// Which kind a trust boundary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoundaryKind {
    /// The controller.
    Controller,
    /// One processor.
    Processor,
    /// Public authorities.
    PublicBodies,
    /// Other organisations, and those of which the kind is not recorded.
    Organisations,
    /// People.
    People,
    /// Outside the United Kingdom.
    Abroad,
}

/// One flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Its number on the picture: `F1`; with the activity before it where several are drawn: `A2.F1`.
    pub number: String,
    /// The box it begins at, by its place in the list.
    pub from: usize,
    /// The box it ends at, by its place in the list.
    pub to: usize,
    /// The data it carries, by name; empty where the record does not say.
    pub data: Vec<String>,
    /// Instead of data: `not recorded which data`, `all the data it has`, `runs it and has what it has`.
    pub instead: Option<String>,
    /// How sure it is; a possible flow is dashed.
    pub certainty: Certainty,
    /// What marks it.
    pub marks: BTreeSet<Mark>,
    /// Whether data flows both ways, as between an activity and its own store.
    pub both_ways: bool,
    /// When or on what condition.
    pub when: Option<String>,
    /// Whether it stays grey, since it does not carry what is highlighted.
    pub is_faint: bool,
    /// The steps of the graph for which it stands, each with all that is judged of it.
    pub steps: Arc<[Numbered]>,
}

/// A step of the graph, and the number under which the picture shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The number: of a flow its own, also where the arrow stands for many and has another.
    pub number: String,
    /// The step.
    pub step: RouteStep,
}

/// What marks a flow: a sign of the notation, and what it says of this one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The sign.
    pub sign: Sign,
    /// The words for it: `agreement expired 31 March 2018`.
    pub words: String,
}

impl Mark {
    /// A mark that says no more than its sign.
    pub fn plain(sign: Sign) -> Self {
        Self {
            sign,
            words: sign.mark().to_owned(),
        }
    }
}

impl Arrow {
    /// Whether a sign marks it.
    pub fn has(&self, sign: Sign) -> bool {
        self.marks.iter().any(|mark| mark.sign == sign)
    }

    /// Whether it leaves the United Kingdom.
    pub fn leaves_uk(&self) -> bool {
        self.has(Sign::LeavesUk)
    }

    /// What marks say beyond their signs. Where it goes abroad is told by where it ends.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        let marks = self.marks.iter();
        marks
            .filter(|mark| mark.sign != Sign::LeavesUk && mark.words != mark.sign.mark())
            .map(|mark| mark.words.as_str())
    }

    /// The signs that mark it, in the order of the legend.
    pub fn signs(&self) -> BTreeSet<Sign> {
        self.marks.iter().map(|mark| mark.sign).collect()
    }

    /// What it carries, in words.
    pub fn words(&self) -> String {
        match &self.instead {
            Some(instead) => instead.clone(),
            // A name may have a comma of its own.
            None => {
                let data: Vec<String> = self.data.iter().map(|name| self.made_from(name)).collect();
                let has_comma = data.iter().any(|name| name.contains(','));
                data.join(if has_comma { "; " } else { ", " })
            }
        }
    }

    /// The name of some data that it carries, with what that is made from.
    fn made_from(&self, name: &str) -> String {
        let mut steps = self.steps.iter().map(|numbered| &numbered.step);
        let step = steps.find(|step| step.made_from.iter().any(|made| made.data.name == name));
        step.map_or_else(
            || name.to_owned(),
            |step| one_line(&MadeFrom::named(&step.made_from, name)),
        )
    }
}
