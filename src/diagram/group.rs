//! Boxes of one sort drawn as one, where there would be too many to read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Kind, Recorded, Reference, Register, and, one_line, path_steps};

use super::draft::{Draft, DraftBox};
use super::paper::{MOST_BOXES, MOST_FLOWS};
use super::picture::{BoundaryKind, BoxKind, Grouped, Side};
use super::places;
use super::standing::{Class, ON_OWN_ACCOUNT, Standing, side_word};
use super::text::count;

/// The most boxes of a picture in which each has its own: those of a few sheets.
pub(super) const MOST_SINGLE: usize = 3 * MOST_BOXES;

/// The most functions that have a box each, where a broader one can stand for several.
const MOST_FUNCTIONS: usize = 12;

/// How many of its members a group names.
const N_NAMES: usize = 2;

/// The most countries that are named at a group.
const MOST_COUNTRIES: usize = 3;

/// The boxes of a group, with their keys and what each of them is called.
type Members<'d> = Vec<(&'d str, &'d Called, DraftBox)>;

/// The box of a group, before it has its members.
#[derive(Clone, Debug)]
struct Home {
    /// What is grouped or not together with it.
    sort: String,
    key: String,
    boundary: Option<Standing>,
    kind: BoxKind,
    side: Side,
    called: Called,
    /// The key of the box that stands for all in its boundary.
    frame: Option<String>,
}

/// How a group is called.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Called {
    /// After a function.
    Function(String),
    /// After what its members are, as one and as many.
    Members(&'static str, &'static str),
}

/// How the key of the one process begins.
pub(super) const ONE_PROCESS: &str = "process:";

/// The key of the box of all systems of our own, where each boundary is drawn as one box.
const OWN_SYSTEMS: &str = "frame:own-systems";

/// The sort of all activities.
const FUNCTIONS: &str = "functions";

/// Which boxes of a picture can be grouped, and which of them are.
pub(super) struct Grouping<'d> {
    plain: &'d Draft,
    homes: BTreeMap<&'d str, Home>,
    /// The sorts that are not grouped, the one that saves most last.
    left: Vec<String>,
    done: BTreeSet<String>,
    /// Whether each boundary but that of the one process is drawn as one box, whatever is in it.
    is_by_frame: bool,
    /// Whether all is to be on one sheet: of a picture of one process.
    is_one_sheet: bool,
    /// Whether only what goes into the one process and out of it is drawn.
    is_own_only: bool,
}

impl<'d> Grouping<'d> {
    /// What could be grouped of a picture: all but the one process and the parties and systems that
    /// the picture is about.
    pub(super) fn new(
        plain: &'d Draft,
        register: &Register,
        about: &BTreeSet<Reference>,
        is_one_sheet: bool,
    ) -> Self {
        let is_subject = |one: &Reference| one.kind != Kind::Activity && about.contains(one);
        let depth = depth(plain, register);
        let boxes = plain.boxes.iter();
        let homes: BTreeMap<&str, Home> = boxes
            .filter(|(_, one)| !one.records.iter().any(is_subject))
            .filter_map(|(key, one)| {
                Some((
                    key.as_str(),
                    home(one, |one| function_of(one, register, depth))?,
                ))
            })
            .collect();
        let mut sizes: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
        for home in homes.values() {
            let (n_boxes, groups) = sizes.entry(&home.sort).or_default();
            *n_boxes += 1;
            groups.insert(&home.key);
        }
        let mut left: Vec<(usize, String)> = sizes
            .into_iter()
            .filter(|(_, (n_boxes, groups))| *n_boxes > groups.len())
            .map(|(sort, (n_boxes, groups))| {
                // One box for all activities says nothing: it comes last.
                let is_last = sort == FUNCTIONS && groups.len() == 1;
                let saved = if is_last { 0 } else { n_boxes - groups.len() };
                (saved, sort.to_owned())
            })
            .collect();
        left.sort();
        Self {
            plain,
            left: left.into_iter().map(|(_, sort)| sort).collect(),
            done: BTreeSet::new(),
            is_by_frame: false,
            is_one_sheet,
            is_own_only: false,
            homes,
        }
    }

    /// Whether there are few enough boxes; of a picture on one sheet, few enough flows too.
    pub(super) fn is_small_enough(&self) -> bool {
        let most = match (self.is_one_sheet, self.done.is_empty()) {
            (false, true) => MOST_SINGLE,
            _ => MOST_BOXES,
        };
        let boxes: BTreeSet<&str> = self
            .plain
            .boxes
            .keys()
            .map(|key| self.drawn_as(key))
            .collect();
        let arrows = self.plain.arrows.iter();
        let ends = arrows.map(|arrow| (self.drawn_as(&arrow.from), self.drawn_as(&arrow.to)));
        let flows: BTreeSet<(&str, &str)> = ends
            .filter(|(from, to)| from != to && self.is_drawn(from, to))
            .collect();
        boxes.len() <= most && (!self.is_one_sheet || flows.len() <= MOST_FLOWS)
    }

    /// Groups one sort more, the one that saves most; where none is left and all must be on one sheet,
    /// leaves out what goes from others to others, and then gives each boundary one box.
    pub(super) fn group_more(&mut self) {
        match self.left.pop() {
            Some(sort) => drop(self.done.insert(sort)),
            None if self.is_own_only => self.is_by_frame = true,
            None => self.is_own_only = self.is_one_sheet,
        }
    }

    fn is_drawn(&self, from: &str, to: &str) -> bool {
        !self.is_own_only || [from, to].iter().any(|key| key.starts_with(ONE_PROCESS))
    }

    /// Whether nothing is left to group.
    pub(super) fn is_coarsest(&self) -> bool {
        self.left.is_empty() && self.is_by_frame == self.is_one_sheet
    }

    /// The key of the box that a box is drawn as.
    fn drawn_as<'s>(&'s self, key: &'s str) -> &'s str {
        self.homes
            .get(key)
            .map_or(key, |home| self.group_of(home).unwrap_or(key))
    }

    /// The key of the group that a box is drawn in, if it is.
    fn group_of<'s>(&self, home: &'s Home) -> Option<&'s str> {
        let frame = home.frame.as_deref().filter(|_| self.is_by_frame);
        frame.or_else(|| self.done.contains(&home.sort).then_some(&*home.key))
    }

    /// The picture as it is grouped, and what is said of that.
    pub(super) fn drawn(&self) -> (Draft, Option<Grouped>) {
        let mut draft = self.plain.clone();
        if self.done.is_empty() {
            return (draft, None);
        }
        let mut n_ends: BTreeMap<&str, usize> = BTreeMap::new();
        for end in self
            .plain
            .arrows
            .iter()
            .flat_map(|arrow| [&arrow.from, &arrow.to])
        {
            *n_ends.entry(end).or_default() += 1;
        }
        let mut groups: BTreeMap<&str, (&Home, Members<'_>)> = BTreeMap::new();
        for (key, home) in &self.homes {
            if let Some(group) = self.group_of(home)
                && let Some(one) = draft.boxes.remove(*key)
            {
                let (_, members) = groups.entry(group).or_insert((home, Vec::new()));
                members.push((key, &home.called, one));
            }
        }
        let mut grouped = Grouped::default();
        let mut n_kinds = 0;
        for (key, (home, mut members)) in groups {
            members.sort_by_key(|(key, ..)| (Reverse(n_ends.get(key)), *key));
            match &home.called {
                Called::Function(name) => grouped.functions.push(name.clone()),
                Called::Members(..) => n_kinds += 1,
            }
            for record in members.iter().flat_map(|(.., one)| &one.records) {
                *grouped.members.entry(record.kind).or_default() += 1;
            }
            let is_free = home.frame.as_deref() == Some(key);
            draft
                .boxes
                .insert(key.to_owned(), group(home, &members, is_free));
        }
        for arrow in &mut draft.arrows {
            arrow.from = self.drawn_as(&arrow.from).to_owned();
            arrow.to = self.drawn_as(&arrow.to).to_owned();
        }
        let n_arrows = draft.arrows.len();
        draft.arrows.retain(|arrow| arrow.from != arrow.to);
        grouped.n_inside = n_arrows - draft.arrows.len();
        draft
            .arrows
            .retain(|arrow| self.is_drawn(&arrow.from, &arrow.to));
        grouped.n_beyond = n_arrows - grouped.n_inside - draft.arrows.len();
        if self.is_by_frame {
            draft.turn_back();
        }
        grouped.words = words(&grouped, n_kinds);
        (draft, Some(grouped))
    }
}

/// What was grouped, for the line under the title.
fn words(grouped: &Grouped, n_kinds: usize) -> String {
    let counted = |kinds: &[(Kind, &str, &str)]| {
        let known = kinds.iter().filter_map(|(kind, one, many)| {
            let n = grouped.members.get(kind)?;
            Some(count(*n, one, many))
        });
        and(&known.collect::<Vec<_>>())
    };
    let mut words = Vec::new();
    if !grouped.functions.is_empty() {
        words.push(format!(
            "by function: {} in {}",
            counted(&[(Kind::Activity, "activity", "activities")]),
            count(grouped.functions.len(), "box", "boxes")
        ));
    }
    if n_kinds > 0 {
        words.push(format!(
            "by kind: {} in {}",
            counted(&[
                (Kind::Party, "party", "parties"),
                (Kind::System, "system", "systems"),
                (Kind::People, "category of people", "categories of people"),
            ]),
            count(n_kinds, "box", "boxes")
        ));
    }
    format!("grouped {}", words.join("; "))
}

/// The box of a group, which names the first of its members. One that is free stands for a whole
/// boundary, and is drawn without it.
fn group(home: &Home, members: &Members<'_>, is_free: bool) -> DraftBox {
    let n_names = if is_free { 1 } else { N_NAMES };
    let boxes = || members.iter().map(|(.., one)| one);
    let names: Vec<&str> = boxes()
        .flat_map(|one| &one.names)
        .map(String::as_str)
        .collect();
    let mut marks = Vec::new();
    let name = match &home.called {
        Called::Function(name) => {
            marks.push(count(names.len(), "activity", "activities"));
            name.clone()
        }
        Called::Members(..) => {
            marks.push(first_of(&names, n_names));
            all_called(members)
        }
    };
    let whereabouts: Vec<_> = boxes().flat_map(|one| one.whereabouts.clone()).collect();
    let (kind, side) = match boxes().find(|one| one.kind == BoxKind::Entity) {
        Some(entity) => (entity.kind, entity.side),
        None => (home.kind, home.side),
    };
    let is_told_where = |standing: &Standing| match standing.class {
        _ if standing.kind == BoundaryKind::Abroad => true,
        Class::Own => whereabouts.iter().any(places::is_abroad),
        _ => false,
    };
    if home.boundary.as_ref().is_some_and(is_told_where) {
        let all = whereabouts
            .iter()
            .filter_map(Recorded::value)
            .flatten()
            .cloned();
        let countries = places::countries(&Recorded::Value(all.collect()));
        marks.push(match countries.len() {
            0..=MOST_COUNTRIES => places::within(&countries),
            n if is_free => format!("in {n} countries outside the UK"),
            n => format!("in {n} countries"),
        });
    }
    let own = boxes().filter(|one| one.marks.iter().any(|mark| mark.ends_with(ON_OWN_ACCOUNT)));
    let own: Vec<&str> = own.flat_map(|one| &one.names).map(String::as_str).collect();
    if !own.is_empty() {
        marks.push(format!("{ON_OWN_ACCOUNT}: {}", first_of(&own, n_names)));
    }
    DraftBox {
        kind,
        names: vec![name],
        records: boxes().flat_map(|one| one.records.clone()).collect(),
        whereabouts,
        marks,
        boundary: home.boundary.clone().filter(|_| !is_free),
        side,
    }
}

/// The first of some names, and how many more there are.
fn first_of(names: &[&str], n_names: usize) -> String {
    match names.len().checked_sub(n_names) {
        Some(more @ 1..) => format!("{} and {more} more", names[..n_names].join(", ")),
        _ => and(names),
    }
}

/// How many there are of each sort: `35 processors and 66 systems`.
fn all_called(members: &Members<'_>) -> String {
    let mut sorts: Vec<(&Called, usize)> = Vec::new();
    for (_, called, one) in members {
        match sorts.iter_mut().find(|(known, _)| known == called) {
            Some((_, n)) => *n += one.names.len(),
            None => sorts.push((called, one.names.len())),
        }
    }
    sorts.sort_by_key(|(_, n)| Reverse(*n));
    let counted = sorts.into_iter().map(|(called, n)| match called {
        Called::Members(one, many) => count(n, one, many),
        Called::Function(name) => name.clone(),
    });
    and(&counted.collect::<Vec<_>>())
}

/// Where a box goes if its sort is grouped; nothing for the one process.
fn home(one: &DraftBox, function_of: impl Fn(&DraftBox) -> Option<String>) -> Option<Home> {
    let boundary = one.boundary.as_ref().map(shared);
    let frame = boundary
        .as_ref()
        .map_or("", |standing| standing.key.as_str());
    if one.kind == BoxKind::Process {
        let name = function_of(one)?;
        return Some(Home {
            sort: FUNCTIONS.to_owned(),
            key: format!("function:{}/{frame}", path_steps(&name).join("/")),
            boundary,
            kind: one.kind,
            side: one.side,
            called: Called::Function(name),
            frame: None,
        });
    }
    let class = one.boundary.as_ref().map(|standing| standing.class);
    let called = match (one.kind, class, one.side) {
        (BoxKind::Store, None, _) => (
            "system whose operator is not recorded",
            "systems whose operators are not recorded",
        ),
        (BoxKind::Store, Some(Class::Own), _) => ("system of our own", "systems of our own"),
        (BoxKind::Store, ..) => ("system", "systems"),
        (_, Some(Class::Own), _) => ("internal team", "internal teams"),
        (_, Some(Class::Controllers), _) => ("controller", "controllers"),
        (_, Some(Class::Processors), _) => ("processor", "processors"),
        (_, Some(Class::PublicBodies), _) => ("public body", "public bodies"),
        (_, Some(Class::Organisations), _) => ("other organisation", "other organisations"),
        (_, Some(Class::People), _) => ("category of people", "categories of people"),
        (_, _, Side::Source) => ("source", "sources"),
        _ => ("recipient", "recipients"),
    };
    let key = format!(
        "kind:{}/{}/{frame}",
        called.1.replace(' ', "-"),
        side_word(one.side)
    );
    let frame = match (class, one.kind) {
        (Some(Class::Own), BoxKind::Store) => Some(OWN_SYSTEMS.to_owned()),
        (None | Some(Class::Own), _) => None,
        _ => Some(format!("frame:{frame}")),
    };
    Some(Home {
        frame,
        sort: key.clone(),
        key,
        boundary,
        kind: one.kind,
        side: one.side,
        called: Called::Members(called.0, called.1),
    })
}

/// The boundary in which a group stands: one for all processors, all other controllers, all abroad.
fn shared(standing: &Standing) -> Standing {
    let of = |key: &str, title: &str| Standing {
        key: key.to_owned(),
        title: title.to_owned(),
        ..standing.clone()
    };
    match (standing.kind, standing.class) {
        (BoundaryKind::Abroad, _) => match standing.key.ends_with("/source") {
            true => of("outside-uk/source", "Outside the UK"),
            false => of("outside-uk", "Outside the UK"),
        },
        (_, Class::Processors) => of("processors", "Processors"),
        (_, Class::Controllers) => of("controllers", "Other controllers"),
        _ => standing.clone(),
    }
}

/// How many steps of the paths of functions are drawn: as many as give few enough boxes.
fn depth(plain: &Draft, register: &Register) -> usize {
    let functions = |depth: usize| {
        let boxes = plain
            .boxes
            .values()
            .filter(|one| one.kind == BoxKind::Process);
        let named = boxes.filter_map(|one| function_of(one, register, depth));
        named.map(|name| path_steps(&name)).collect::<BTreeSet<_>>()
    };
    let deepest = functions(usize::MAX).iter().map(Vec::len).max();
    let mut depths = (1..=deepest.unwrap_or(1)).rev();
    depths
        .find(|depth| functions(*depth).len() <= MOST_FUNCTIONS)
        .unwrap_or(1)
}

/// The beginning of the function of an activity's box, as it is written; nothing for the box of the
/// one process.
fn function_of(one: &DraftBox, register: &Register, depth: usize) -> Option<String> {
    let activity = one
        .records
        .iter()
        .find(|record| record.kind == Kind::Activity)?;
    let record = register.activities.get(activity.id.as_str());
    Some(match record.map(|activity| &activity.function) {
        Some(Recorded::Value(function)) => {
            let steps = function
                .split('/')
                .map(str::trim)
                .filter(|step| !step.is_empty());
            one_line(&steps.take(depth).collect::<Vec<_>>().join(" / "))
        }
        Some(Recorded::None) => "Without a function".to_owned(),
        Some(Recorded::NotRecorded) | None => "Function not recorded".to_owned(),
    })
}
