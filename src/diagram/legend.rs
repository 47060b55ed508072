//! What stands under a picture in words: the signs it uses, the activities it names, its notes.

use crate::graph::Certainty;

use super::picture::{Arrow, BoxKind, Diagram};
use super::sign::Sign;

impl Diagram {
    /// The signs that the picture uses, in the order of the legend.
    pub fn signs(&self) -> Vec<Sign> {
        let signs = Sign::ALL.into_iter();
        signs.filter(|sign| is_used(*sign, self)).collect()
    }

    /// The activities that numbers of flows name and that are not on the picture.
    pub fn absent(&self) -> Vec<String> {
        let named = |number: &str| {
            let mut runs = self
                .arrows
                .iter()
                .flat_map(|arrow| arrow.number.split(", "));
            runs.any(|run| {
                run.split_once('.')
                    .is_some_and(|(activity, _)| activity == number)
            })
        };
        let is_drawn = |number: &str| {
            let mut marks = self.boxes.iter().flat_map(|one| &one.marks);
            marks.any(|mark| mark == number)
        };
        let numbered = self.activities.iter().enumerate();
        numbered
            .map(|(place, name)| (format!("A{}", place + 1), name))
            .filter(|(number, _)| named(number) && !is_drawn(number))
            .map(|(number, name)| format!("{number} is {name}."))
            .collect()
    }

    /// What stands under the picture in words: the activities that are not on it, and the notes.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = self.absent();
        remarks.extend(self.notes.iter().cloned());
        remarks
    }

    /// As at which day it is drawn, in a line.
    pub fn stamp(&self) -> String {
        format!("Drawn from the register as at {}", self.as_at.in_words())
    }

    /// Which register it is drawn from, for programs.
    pub(super) fn register(&self) -> String {
        format!("register {}", self.register_hash)
    }
}

/// Whether a picture uses a sign.
fn is_used(sign: Sign, diagram: &Diagram) -> bool {
    let boxes = |kind: BoxKind| diagram.boxes.iter().any(|one| one.kind == kind);
    let arrows = |is: fn(&Arrow) -> bool| diagram.arrows.iter().any(is);
    match sign {
        Sign::Entity => boxes(BoxKind::Entity),
        Sign::Process => boxes(BoxKind::Process),
        Sign::Store => boxes(BoxKind::Store),
        Sign::Connector => boxes(BoxKind::Connector),
        Sign::Boundary => diagram.boxes.iter().any(|one| one.boundary.is_some()),
        Sign::Stated => arrows(|arrow| arrow.certainty == Certainty::Stated),
        Sign::Possible => arrows(|arrow| arrow.certainty == Certainty::Possible),
        Sign::BothWays => arrows(|arrow| arrow.both_ways),
        Sign::Faint => arrows(|arrow| arrow.is_faint),
        _ => diagram.arrows.iter().any(|arrow| arrow.has(sign)),
    }
}
