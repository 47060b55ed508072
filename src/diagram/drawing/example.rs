//! Diagrams to try the drawing on: the worked example, hostile names, and made-up ones of any size.

use std::collections::BTreeSet;

use crate::diagram::picture::{Arrow, Boundary, BoundaryKind, Box, BoxKind, Diagram, Mark, Side};
use crate::diagram::sign::{DrawnLaw, Sign};
use crate::graph::{Certainty, NotInUse};

pub(super) fn empty(title: &str) -> Diagram {
    Diagram {
        title: title.to_owned(),
        subtitle: "Essex County Council is the controller".to_owned(),
        as_at: jiff::civil::date(2026, 11, 24).into(),
        register_hash: "3f9a12bcde45f00d3f9a12bcde45f00d".to_owned(),
        boxes: Vec::new(),
        boundaries: Vec::new(),
        arrows: Vec::new(),
        activities: Vec::new(),
        not_in_use: NotInUse::default(),
        law: DrawnLaw::default(),
        grouped: None,
        marks_in_table: false,
        notes: Vec::new(),
    }
}

pub(super) fn boundary(title: &str, kind: BoundaryKind) -> Boundary {
    Boundary {
        key: format!("boundary:{title}"),
        title: title.to_owned(),
        kind,
    }
}

pub(super) fn one(name: &str, kind: BoxKind, side: Side, boundary: Option<usize>) -> Box {
    Box {
        key: format!("box:{name}/{side:?}"),
        kind,
        names: vec![name.to_owned()],
        records: Vec::new(),
        whereabouts: Vec::new(),
        marks: Vec::new(),
        boundary,
        side,
        is_faint: false,
    }
}

pub(super) fn arrow(number: usize, from: usize, to: usize, data: &[&str]) -> Arrow {
    Arrow {
        number: format!("F{number}"),
        from,
        to,
        data: data.iter().map(|&data| data.to_owned()).collect(),
        instead: data
            .is_empty()
            .then(|| "not recorded which data".to_owned()),
        certainty: if data.is_empty() {
            Certainty::Possible
        } else {
            Certainty::Stated
        },
        marks: BTreeSet::new(),
        both_ways: false,
        when: None,
        is_faint: false,
        steps: [].into(),
    }
}

/// The Family Group Conference as the notice tells it.
pub(super) fn conference() -> Diagram {
    use BoundaryKind::{Abroad, Controller, People, Processor, PublicBodies};
    use BoxKind::{Entity, Process, Store};
    use Side::{Activity, Receiver, Source};
    let mut diagram = empty("Family Group Conference: data-flow diagram (level 1)");
    diagram.subtitle =
        "Essex County Council is the controller · activity family-group-conference".to_owned();
    diagram.boundaries = vec![
        boundary("People", People),
        boundary("Public bodies", PublicBodies),
        boundary("Essex County Council (controller)", Controller),
        boundary("Servelec (processor)", Processor),
        boundary("People", People),
        boundary("Public bodies", PublicBodies),
        boundary("Outside the UK: country not recorded", Abroad),
    ];
    diagram.boxes = vec![
        one("You (service users)", Entity, Source, Some(0)),
        one("Your family network", Entity, Source, Some(0)),
        one("NHS", Entity, Source, Some(1)),
        one("Your social workers", Entity, Source, Some(1)),
        one("Family Group Conference", Process, Activity, Some(2)),
        one("Mosaic", Store, Side::Store, Some(3)),
        one("Integrated care record", Store, Side::Store, None),
        one("Your family network", Entity, Receiver, Some(4)),
        one("Your social workers", Entity, Receiver, Some(5)),
        one("GPs", Entity, Receiver, Some(5)),
        one("Family members located overseas", Entity, Receiver, Some(6)),
    ];
    diagram.boxes[6].marks = vec!["operator not recorded".to_owned()];
    diagram.boxes[9].names = [
        "General practitioners",
        "Hospitals",
        "Community matrons",
        "District nurses",
        "Social care practitioners",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut arrows = vec![
        arrow(
            1,
            0,
            4,
            &[
                "Name and contact details",
                "Family details",
                "Case file information",
                "Visual images, appearance and behaviour",
                "NHS number",
            ],
        ),
        arrow(
            2,
            0,
            4,
            &[
                "Health details",
                "Racial or ethnic origin",
                "Religious or similar beliefs",
                "Offences",
                "Criminal proceedings",
            ],
        ),
        arrow(3, 2, 4, &["NHS number"]),
        arrow(4, 1, 4, &[]),
        arrow(5, 3, 4, &[]),
        arrow(6, 4, 5, &[]),
        arrow(7, 4, 7, &[]),
        arrow(8, 4, 8, &[]),
        arrow(9, 4, 6, &["NHS number"]),
        arrow(10, 6, 9, &["NHS number"]),
        arrow(14, 4, 10, &[]),
    ];
    arrows[1].marks.insert(Mark::plain(Sign::Special));
    arrows[1].marks.insert(Mark::plain(Sign::Offence));
    arrows[2].when = Some("if you are receiving support from Childrens Social Care".to_owned());
    arrows[2].marks.insert(Mark::plain(Sign::LacksAgreement));
    arrows[5].both_ways = true;
    arrows[8].marks.insert(Mark::plain(Sign::LacksAgreement));
    arrows[10].marks.insert(Mark::plain(Sign::LeavesUk));
    arrows[10].marks.insert(Mark::plain(Sign::LacksTransfer));
    arrows[10].when = Some("with your permission".to_owned());
    diagram.arrows = arrows;
    diagram.notes = vec![
        "Not recorded: which data Mosaic holds; who runs the integrated care record.".to_owned(),
    ];
    diagram
}

/// A diagram short enough for words on its lines.
pub(super) fn short() -> Diagram {
    let mut diagram = conference();
    diagram.arrows.truncate(10);
    diagram.arrows.remove(1);
    diagram.arrows[0].data.truncate(2);
    diagram.arrows[1].when = None;
    diagram
}

/// Names that try to be something else than text.
pub(super) fn hostile() -> Diagram {
    let mut diagram = empty("<script>alert(\"1\")</script> & 'quotes' ]]> \u{202e}desrever\u{0}");
    diagram.boundaries = vec![
        boundary(
            "\"quoted\" <b>bold</b> & co \\ (processor)",
            BoundaryKind::Processor,
        ),
        boundary("שירותי רווחה (שותף)", BoundaryKind::Organisations),
        boundary(&"Boundary".repeat(20), BoundaryKind::People),
    ];
    let long = "w".repeat(300);
    let names = [
        "the \"Mosaic\" system",
        "a <b> & c; } -> d [label=x]",
        "two\nlines\r\nand a tab\t",
        "שירותי בריאות כללית",
        "خدمات اجتماعية",
        "Children 👨‍👩‍👧 😀😀😀😀😀😀😀😀😀😀",
        "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
        long.as_str(),
        "",
        "&amp;#x41;<![CDATA[",
    ];
    for (at, name) in names.iter().enumerate() {
        let kind = [BoxKind::Entity, BoxKind::Process, BoxKind::Store][at % 3];
        let home = (at % 4 < 3).then_some(at % 4);
        diagram.boxes.push(one(name, kind, Side::Receiver, home));
        diagram.boxes[at].key = format!("box:{at}");
    }
    for (at, name) in names.iter().enumerate().skip(1) {
        diagram
            .arrows
            .push(arrow(at, (at - 1) / 2, at, &[name, "<i>&</i>"]));
    }
    diagram
}

/// An activity with so many receivers, each with a name and a condition of so many words.
pub(super) fn many_words(n_receivers: usize, n_words: usize) -> Diagram {
    let mut diagram = empty("Made-up service with long names");
    diagram.boxes.push(one(
        "Assessment of needs",
        BoxKind::Process,
        Side::Activity,
        None,
    ));
    for at in 0..n_receivers {
        let words = |first: &str| format!("{first} {at}{}", " and partners".repeat(n_words / 2));
        let name = words("Recipient");
        diagram
            .boxes
            .push(one(&name, BoxKind::Entity, Side::Receiver, None));
        let mut arrow = arrow(at + 1, 0, at + 1, &["NHS number"]);
        arrow.when = Some(words("In case"));
        diagram.arrows.push(arrow);
    }
    diagram
}

/// A made-up diagram of so many boxes: the same seed gives the same diagram.
pub(super) fn made_up(n_boxes: usize, seed: u64) -> Diagram {
    use BoundaryKind::{Abroad, Controller, People, Processor, PublicBodies};
    let mut random = fastrand::Rng::with_seed(seed);
    let mut diagram = empty(&format!("Made-up service {seed}: {n_boxes} boxes"));
    let n_processes = (n_boxes / 8).max(1);
    let n_stores = n_boxes / 6;
    let words = [
        "Assessment",
        "care",
        "plan",
        "Police",
        "referral",
        "housing",
        "benefits",
        "school",
        "County",
        "records",
        "team",
        "hospital",
        "trust",
        "review",
    ];
    let mut name = |least: usize, most: usize| -> String {
        let n_words = random.usize(least..=most);
        let words: Vec<&str> = (0..n_words)
            .map(|_| words[random.usize(..words.len())])
            .collect();
        words.join(" ")
    };
    diagram.boundaries = vec![
        boundary("Essex County Council (controller)", Controller),
        boundary("People", People),
        boundary("Public bodies", PublicBodies),
    ];
    for at in 0..n_stores.div_ceil(3) {
        let title = format!("{} Ltd {at} (processor)", name(1, 3));
        diagram.boundaries.push(boundary(&title, Processor));
    }
    diagram.boundaries.push(boundary("People ", People));
    diagram.boundaries.push(boundary(
        "Other organisations ",
        BoundaryKind::Organisations,
    ));
    diagram
        .boundaries
        .push(boundary("Outside the UK: United States", Abroad));
    let n_boundaries = diagram.boundaries.len();
    let names: Vec<String> = (0..n_boxes).map(|_| name(1, 6)).collect();
    for (at, name) in names.into_iter().enumerate() {
        let rest = n_boxes - n_processes - n_stores;
        let (kind, side, home) = if at < n_processes {
            (BoxKind::Process, Side::Activity, Some(0))
        } else if at < n_processes + n_stores {
            (
                BoxKind::Store,
                Side::Store,
                Some(3 + (at - n_processes) / 3),
            )
        } else if at < n_processes + n_stores + rest / 2 {
            (
                BoxKind::Entity,
                Side::Source,
                [None, Some(1), Some(2), Some(2)][random.usize(..4)],
            )
        } else {
            let last = n_boundaries - 1;
            let homes = [
                None,
                Some(last - 2),
                Some(last - 1),
                Some(last - 1),
                Some(last),
            ];
            (BoxKind::Entity, Side::Receiver, homes[random.usize(..5)])
        };
        diagram.boxes.push(one(&name, kind, side, home));
        diagram.boxes[at].key = format!("box:{at}");
    }
    for at in n_processes..n_boxes {
        let process = random.usize(..n_processes);
        for _ in 0..random.usize(1..=2) {
            let (from, to) = match diagram.boxes[at].side {
                Side::Source => (at, process),
                Side::Receiver if n_stores > 0 && random.u8(..4) == 0 => {
                    (n_processes + random.usize(..n_stores), at)
                }
                _ => (process, at),
            };
            let data: &[&str] = match random.u8(..4) {
                0 => &[],
                1 => &["NHS number"],
                2 => &["Name and contact details", "Health details"],
                _ => &["Case file information"],
            };
            let mut arrow = arrow(diagram.arrows.len() + 1, from, to, data);
            if random.u8(..5) == 0 {
                arrow.marks.insert(Mark::plain(Sign::Special));
            }
            if random.u8(..9) == 0 {
                arrow.marks.insert(Mark::plain(Sign::Offence));
            }
            if random.u8(..9) == 0 {
                arrow.marks.insert(Mark::plain(Sign::LacksAgreement));
            }
            if random.u8(..20) == 0 {
                arrow.marks.insert(Mark::plain(Sign::LacksBasis));
            }
            if diagram.boxes[to].boundary == Some(n_boundaries - 1) {
                arrow.marks.insert(Mark::plain(Sign::LeavesUk));
            }
            arrow.both_ways = diagram.boxes[at].side == Side::Store && random.bool();
            diagram.arrows.push(arrow);
        }
    }
    for at in 1..n_processes {
        let number = diagram.arrows.len() + 1;
        diagram
            .arrows
            .push(arrow(number, at - 1, at, &["Case file information"]));
    }
    diagram
}
