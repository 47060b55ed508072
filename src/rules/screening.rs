//! What the register says of a criterion for an impact assessment: that it points to it, that it is not so, or nothing.
//!
//! *Not recorded* and *not so* are kept apart, and both from what no register of this kind can tell.

use std::collections::BTreeSet;

use crate::graph::{Currency, InUse, class_of, is_not_personal};
use crate::law::{self, DpiaCriterion, DpiaList};
use crate::model::{
    Activity, AutomatedDecision, DataId, Date, End, Flow, FlowKind, LawCode, OneOrMany, OpenList,
    People, PeopleId, Recorded, Register, Scope, and, day_in_words, grouped,
};

/// An activity that is screened, in its register on a day.
#[derive(Clone, Copy, Debug)]
pub struct Screened<'r> {
    /// The register.
    pub register: &'r Register,
    /// The activity.
    pub activity: &'r Activity,
    /// The day.
    pub on: Date,
}

/// A criterion as an activity is screened for it.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The criterion.
    pub criterion: &'static DpiaCriterion,
    /// Whether the record says that it is met.
    pub is_recorded: bool,
    /// What else is recorded says of it.
    pub says: Says,
}

impl<'r> Screened<'r> {
    /// What the register says of a criterion, by its code.
    pub fn says(&self, code: &str) -> Says {
        says(self, code)
    }

    /// Every criterion of the law of the day; for law enforcement those that are not tied to the UK GDPR.
    pub fn criteria(&self) -> Vec<Screening> {
        let is_part_3 = self.activity.is_law_enforcement();
        let recorded = self.activity.dpia.value();
        let recorded = recorded.map_or(&[][..], |dpia| dpia.criteria.items());
        let known = law::vocabulary("dpia-criterion").map_or(&[][..], law::Vocabulary::entries);
        known
            .iter()
            .filter(|listed| listed.in_force(self.on))
            .filter_map(|listed| law::dpia_criterion(&listed.code))
            .filter(|criterion| !is_part_3 || criterion.list == DpiaList::Wp248)
            .map(|criterion| {
                let code = criterion.entry.code.as_str();
                Screening {
                    criterion,
                    is_recorded: recorded.iter().any(|met| met.as_str() == code),
                    says: self.says(code),
                }
            })
            .collect()
    }

    /// The flows that are in use or planned: an assessment is made before what it is about (Article 35(1)).
    fn flows(&self) -> impl Iterator<Item = (FlowKind, &'r Flow, InUse<'r>)> {
        let flows = self.activity.flows();
        let flows = flows.map(|(kind, flow)| (kind, flow, InUse::of_flow(self.activity, flow)));
        flows.filter(|(.., in_use)| in_use.on(self.on) != Currency::Ended)
    }

    /// The data that the activity lists, and then what such flows of it name; what only others hand on apart.
    fn named(&self, is_handed_on: bool) -> Vec<&'r DataId> {
        let listed = self.activity.data.items();
        let flows = self.flows();
        let flows = flows.filter(|(kind, ..)| (*kind == FlowKind::Onward) == is_handed_on);
        let by_flows = flows.filter_map(|(_, flow, _)| flow.carries.value());
        let by_flows = by_flows.flat_map(Scope::listed);
        let by_flows = by_flows.filter(|id| !listed.contains(id));
        let own = listed.iter().filter(|_| !is_handed_on);
        let all = own.chain(by_flows);
        each_once(all.filter(|id| !is_not_personal(&self.register.data, id)))
    }

    /// From which day what a flow is the first to say is so, where it is planned: ` (from 1 January 2027)`.
    fn first_day(&self, is_said_by: impl Fn(FlowKind, &Flow) -> bool) -> String {
        let flows = self.flows();
        let flows = flows.filter(|(kind, flow, _)| is_said_by(*kind, flow));
        let days = flows.map(|(.., in_use)| match in_use.on(self.on) {
            Currency::Planned => in_use.begins.value().copied(),
            Currency::Current | Currency::Ended => None,
        });
        let first = days.min().flatten();
        first.map_or_else(String::new, |day| format!(" (from {})", day_in_words(day)))
    }

    /// What leaves open which data is held, beside what is named; nothing where the record names all of it.
    fn other_data(&self) -> Vec<String> {
        let activity = self.activity;
        let mut open = Vec::new();
        if activity.data.is_not_recorded() {
            open.push("which data is held beside what its flows name".to_owned());
        }
        if activity.is_open(OpenList::Data) {
            open.push("which other data is held: the source says that there is more".to_owned());
        }
        let unsaid = self.flows().filter(|(kind, flow, _)| {
            let lists_all = matches!(&flow.carries, Recorded::Value(Scope::These(_)))
                && !flow.and_more
                || flow.carries.is_none();
            *kind == FlowKind::Source && !lists_all
        });
        let from = unsaid.filter_map(|(_, flow, _)| flow.from.as_ref());
        let from: BTreeSet<String> = from.map(|end| self.end_name(end)).collect();
        if !from.is_empty() {
            let from: Vec<String> = from.into_iter().collect();
            open.push(format!("whether other data comes from {}", and(&from)));
        }
        open
    }

    /// Everyone whose data the activity, a purpose, a rule of retention or a flow of it says it is.
    fn people(&self) -> Vec<&'r PeopleId> {
        let flows = self.flows().flat_map(|(kind, flow, _)| {
            let from = match (kind, &flow.from) {
                (FlowKind::Source, Some(End::People(id))) => Some(id),
                _ => None,
            };
            flow.people.items().iter().chain(from)
        });
        let listed = self.activity.people.items().iter();
        each_once(listed.chain(self.people_beside_flows()).chain(flows))
    }

    /// Whose data the activity says it is beside its own list and its flows.
    fn people_beside_flows(&self) -> impl Iterator<Item = &'r PeopleId> {
        let purposes = self.activity.purpose.items().iter();
        let kept = self.activity.retention.items().iter();
        let about = self.activity.about.iter();
        about
            .flat_map(|about| &about.people)
            .chain(purposes.flat_map(|purpose| purpose.people.items()))
            .chain(kept.flat_map(|kept| kept.people.items()))
    }

    /// What leaves open whose data it is, beside those who are named.
    fn other_people(&self) -> Vec<String> {
        let mut open = Vec::new();
        if self.activity.people.is_not_recorded() {
            open.push("whose data it is beside those who are named".to_owned());
        }
        if self.activity.is_open(OpenList::People) {
            open.push("who else’s data it is: the source says that there are others".to_owned());
        }
        open
    }

    /// What the end of a flow is called.
    fn end_name(&self, end: &End) -> String {
        let reference = end.reference();
        let name = self.register.name(&reference).cloned();
        let name = name.unwrap_or(reference.id);
        match end {
            End::Activity(_) => format!("{name} (another entry of this register)"),
            _ => name,
        }
    }
}

/// What the register says of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Something that is recorded points to it.
    PointsToIt(String),
    /// It was looked at, and the record says that it is not so.
    NotSo(String),
    /// The record does not say what would settle it.
    NotRecorded(String),
    /// The register holds no fact about it.
    CannotTell,
}

impl Screening {
    /// How it stands, as a word for programs.
    pub fn word(&self) -> &'static str {
        match &self.says {
            _ if self.is_recorded => "met",
            Says::PointsToIt(_) => "pointed-to",
            Says::NotSo(_) => "not-pointed-to",
            Says::NotRecorded(_) => "not-recorded",
            Says::CannotTell => "not-knowable",
        }
    }
}

impl Says {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::PointsToIt(words) => format!("Points to it: {words}"),
            Self::NotSo(words) => format!("Recorded as not so: {words}"),
            Self::NotRecorded(words) => format!("Not recorded: {words}"),
            Self::CannotTell => "The register cannot tell: it holds no such fact".to_owned(),
        }
    }

    /// The same, where what points to it leaves something for a person to judge.
    fn judged(self, what: &str) -> Self {
        match self {
            Self::PointsToIt(words) => Self::PointsToIt(format!("{words}\n{what} is to be judged")),
            other => other,
        }
    }

    /// The same, where the fact looked at is not all there is to the criterion.
    fn only_in_part(self, rest: &str) -> Self {
        match self {
            Self::NotSo(words) => Self::NotRecorded(format!("{rest} ({words})")),
            other => other,
        }
    }

    /// The same, where the record leaves things open that would have to be looked at.
    fn beside(self, open: &[String]) -> Self {
        match (self, open) {
            (says, []) => says,
            (Self::NotRecorded(words), open) => {
                Self::NotRecorded(format!("{words}; {}", open.join("; ")))
            }
            (says, open) => says.only_in_part(&open.join("; ")),
        }
    }

    /// What is said of a criterion that either of two facts points to.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::PointsToIt(one), Self::PointsToIt(other)) => {
                Self::PointsToIt(format!("{one}\n{other}"))
            }
            (Self::PointsToIt(words), _) | (_, Self::PointsToIt(words)) => Self::PointsToIt(words),
            (Self::NotSo(one), Self::NotSo(other)) => Self::NotSo(format!("{one}; {other}")),
            (Self::NotRecorded(one), Self::NotRecorded(other)) => {
                Self::NotRecorded(format!("{one}; {other}"))
            }
            (Self::NotRecorded(words), _) | (_, Self::NotRecorded(words)) => {
                Self::NotRecorded(words)
            }
            (Self::CannotTell, _) | (_, Self::CannotTell) => Self::CannotTell,
        }
    }

    /// What a list says: those of which something is so, and those of which the record does not say.
    fn of_each<'n>(
        items: impl Iterator<Item = (&'n str, Option<bool>)>,
        is_so: &str,
        is_not: &str,
        unsaid: &str,
    ) -> Self {
        let (mut so, mut unknown, mut n_items) = (Vec::new(), Vec::new(), 0);
        for (name, answer) in items {
            n_items += 1;
            match answer {
                Some(true) => so.push(name),
                Some(false) => {}
                None => unknown.push(name),
            }
        }
        // A list with nothing in it says nothing.
        if n_items == 0 {
            return Self::NotRecorded(unsaid.to_owned());
        }
        let unknown = (!unknown.is_empty()).then(|| {
            if unknown.len() == n_items && n_items > 3 {
                format!("{unsaid}: all {n_items}")
            } else {
                format!("{unsaid}: {}", unknown.join("; "))
            }
        });
        match (so.is_empty(), unknown) {
            (false, None) => Self::PointsToIt(format!("{is_so}: {}", so.join("; "))),
            (false, Some(unknown)) => Self::PointsToIt(format!(
                "{is_so}: {}\nNot recorded: {unknown}",
                so.join("; ")
            )),
            (true, Some(unknown)) => Self::NotRecorded(unknown),
            (true, None) => Self::NotSo(is_not.to_owned()),
        }
    }
}

/// What the register says of a criterion, by its code.
fn says(entry: &Screened<'_>, code: &str) -> Says {
    let special = || {
        data_of(
            entry,
            "special category or offence data",
            &is_special_or_on_offences,
        )
    };
    let significant = |decision: &AutomatedDecision| answer(&decision.significant);
    match code {
        "35/3/a" => decisions(
            entry,
            "taken solely by automated means with significant effect",
            |decision| both(answer(&decision.solely_automated), significant(decision)),
        ),
        "35/3/b" => match special() {
            Says::PointsToIt(words) => {
                let scale = match counts(entry) {
                    Says::PointsToIt(words) => words,
                    other => other.words(),
                };
                Says::PointsToIt(format!("{words}\n{scale}")).judged("whether that is a large scale")
            }
            other => other,
        },
        "ico-hr-02" => special()
            .or(decisions(entry, "with significant effect", significant))
            .judged("whether it decides who gets a service"),
        "ico-hr-03" => profiling(entry).judged("whether that is on a large scale"),
        "ico-hr-04" => data_of(entry, "biometric data", &|code| code == "biometric"),
        "ico-hr-05" => data_of(entry, "genetic data", &|code| code == "genetic"),
        "ico-hr-06" | "wp248/6" => sources(entry),
        "ico-hr-07" => others(entry).judged("whether they are told"),
        "ico-hr-09" => vulnerable(entry)
            .judged("whether they are the target of marketing, profiling or other automated decisions, or children are offered an online service"),
        "wp248/1" => {
            profiling(entry).only_in_part("whether people are evaluated or scored in another way")
        }
        "wp248/2" => decisions(entry, "with significant effect", significant),
        "wp248/4" => special().only_in_part("whether other data is of a highly personal nature"),
        "wp248/5" => counts(entry).judged("whether that is a large scale"),
        "wp248/7" => vulnerable(entry),
        _ => Says::CannotTell,
    }
}

/// Each of some items once, in their order.
fn each_once<T: Ord + Copy>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    items.filter(|item| seen.insert(*item)).collect()
}

fn is_special_or_on_offences(code: &str) -> bool {
    law::is_special_category(code) || law::is_criminal_offence(code)
}

/// Yes, no, or not recorded.
fn answer(field: &Recorded<bool>) -> Option<bool> {
    match field {
        Recorded::Value(answer) => Some(*answer),
        Recorded::None => Some(false),
        Recorded::NotRecorded => None,
    }
}

/// Whether both are so; one that is not so settles it.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether data of a kind is held, or may be.
fn data_of(entry: &Screened<'_>, what: &str, is_of_kind: &dyn Fn(&str) -> bool) -> Says {
    let activity = entry.activity;
    let catalogue = &entry.register.data;
    let open = entry.other_data();
    let all = entry.named(false);
    if all.is_empty() && activity.data.is_none() && open.is_empty() {
        return Says::NotSo("no personal data is held".to_owned());
    }
    if all.is_empty() && activity.data.is_not_recorded() {
        return Says::NotRecorded("which data is held".to_owned());
    }
    let has = |codes: &Recorded<OneOrMany<LawCode>>| match codes {
        Recorded::Value(codes) => Some(codes.0.iter().any(|code| is_of_kind(code.as_str()))),
        Recorded::None => Some(false),
        Recorded::NotRecorded => None,
    };
    let of_class = |id: &DataId| has(&class_of(catalogue, id));
    // What is of the kind itself needs not be asked what else it may include.
    let may_include = |id: &DataId| match of_class(id) {
        Some(true) => Some(false),
        _ => has(&catalogue.get(id)?.may_include),
    };
    let called = |id: &DataId| -> Option<String> { Some(catalogue.get(id)?.name.clone()) };
    let named = |answer: &dyn Fn(&DataId) -> Option<bool>| -> Vec<(String, Option<bool>)> {
        let each = all.iter().filter_map(|id| {
            let when = match activity.data.items().contains(id) {
                true => String::new(),
                false => entry.first_day(|kind, flow| {
                    let carries = flow.carries.value().map_or(&[][..], Scope::listed);
                    kind != FlowKind::Onward && carries.contains(id)
                }),
            };
            Some((format!("{}{when}", called(id)?), answer(id)))
        });
        each.collect()
    };
    fn each(all: &[(String, Option<bool>)]) -> impl Iterator<Item = (&str, Option<bool>)> {
        all.iter().map(|(name, answer)| (name.as_str(), *answer))
    }
    let held = Says::of_each(
        each(&named(&of_class)),
        &format!("{what} is held"),
        &format!("no {what} is recorded"),
        "of which class this data is",
    );
    let may = Says::of_each(
        each(&named(&may_include)),
        &format!("data is held that may include {what}"),
        "none that may include it",
        &format!("whether this data may include {what}"),
    );
    // What others hand on they may have from here.
    let handed_on = entry.named(true).into_iter();
    let handed_on = handed_on
        .filter(|id| of_class(id) == Some(true))
        .filter_map(called);
    let handed_on: Vec<String> = handed_on.collect();
    let says = held.or(may).beside(&open);
    match handed_on.is_empty() {
        true => says,
        false => says.only_in_part(&format!(
            "whether {}, which others hand on, comes from here",
            and(&handed_on)
        )),
    }
}

/// Whether an automated decision is of a kind.
fn decisions(
    entry: &Screened<'_>,
    kind: &str,
    is_of_kind: impl Fn(&AutomatedDecision) -> Option<bool>,
) -> Says {
    match &entry.activity.automated_decisions {
        Recorded::NotRecorded => Says::NotRecorded("automated decisions".to_owned()),
        Recorded::None => Says::NotSo("no automated decisions".to_owned()),
        Recorded::Value(all) => Says::of_each(
            all.iter()
                .map(|decision| (decision.what.as_str(), is_of_kind(decision))),
            &format!("automated decisions {kind}"),
            &format!("no automated decision is {kind}"),
            &format!("whether these automated decisions are {kind}"),
        ),
    }
}

/// Whether an automated decision includes profiling.
fn profiling(entry: &Screened<'_>) -> Says {
    match &entry.activity.automated_decisions {
        Recorded::NotRecorded => Says::NotRecorded("automated decisions and profiling".to_owned()),
        Recorded::None => Says::NotSo("no automated decisions, profiling included".to_owned()),
        Recorded::Value(all) => Says::of_each(
            all.iter()
                .map(|decision| (decision.what.as_str(), answer(&decision.profiling))),
            "profiling, in these decisions",
            "no automated decision includes profiling",
            "whether these automated decisions include profiling",
        ),
    }
}

/// The people whose data it is; what is said where none are named.
fn people<'r>(entry: &Screened<'r>) -> Result<Vec<(String, &'r People)>, Says> {
    let all = entry.people();
    if all.is_empty() && entry.activity.people.is_none() && entry.other_people().is_empty() {
        return Err(Says::NotSo("it is nobody’s data".to_owned()));
    }
    let listed = entry.activity.people.items();
    let known = all.into_iter().filter_map(|id| {
        let people = entry.register.people.get(id)?;
        let is_said_otherwise =
            listed.contains(id) || entry.people_beside_flows().any(|one| one == id);
        let when = match is_said_otherwise {
            true => String::new(),
            false => entry.first_day(|_, flow| {
                flow.people.items().contains(id) || flow.from == Some(End::People(id.clone()))
            }),
        };
        Some((format!("{}{when}", people.name), people))
    });
    let known: Vec<_> = known.collect();
    match known.is_empty() {
        true => Err(Says::NotRecorded("whose data it is".to_owned())),
        false => Ok(known),
    }
}

/// Whether any of the people are vulnerable.
fn vulnerable(entry: &Screened<'_>) -> Says {
    let says = match people(entry) {
        Err(says) => return says,
        Ok(all) => Says::of_each(
            all.iter()
                .map(|(name, people)| (name.as_str(), answer(&people.vulnerable))),
            "recorded as vulnerable",
            "none of the people is vulnerable",
            "whether these people are vulnerable",
        ),
    };
    says.beside(&entry.other_people())
}

/// How many people there are.
fn counts(entry: &Screened<'_>) -> Says {
    let all = match people(entry) {
        Err(says) => return says,
        Ok(all) => all,
    };
    let counts: Vec<String> = all
        .iter()
        .filter_map(|(name, people)| {
            let count = people.about_how_many.value()?;
            Some(format!("{name}: about {}", grouped(*count)))
        })
        .collect();
    if counts.is_empty() {
        Says::NotRecorded("how many people there are".to_owned())
    } else {
        Says::PointsToIt(format!("how many people: {}", counts.join("; ")))
    }
}

/// Each source once, by name, with whether it is the people themselves.
fn from(entry: &Screened<'_>) -> Result<Vec<(String, bool)>, Says> {
    match &entry.activity.source {
        Recorded::NotRecorded => return Err(Says::NotRecorded("where data comes from".to_owned())),
        Recorded::None => return Err(Says::NotSo("no data comes from anywhere".to_owned())),
        Recorded::Value(_) => {}
    }
    let mut found: Vec<(String, bool)> = Vec::new();
    for (_, flow, _) in entry.flows().filter(|(kind, ..)| *kind == FlowKind::Source) {
        let Some(from) = &flow.from else { continue };
        let source = (entry.end_name(from), matches!(from, End::People(_)));
        if !found.contains(&source) {
            found.push(source);
        }
    }
    if found.is_empty() {
        return Err(Says::NotRecorded("where data comes from".to_owned()));
    }
    Ok(found)
}

/// Whether data comes from several sources, so that it may be matched.
fn sources(entry: &Screened<'_>) -> Says {
    match from(entry) {
        Err(says) => says,
        Ok(all) if all.len() > 1 => {
            Says::PointsToIt(format!("data comes from {} sources", all.len()))
                .judged("whether it is matched or combined")
        }
        Ok(all) => {
            let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
            Says::NotRecorded(format!(
                "whether data is matched with other data (the one source recorded: {})",
                names.join("; ")
            ))
        }
    }
}

/// Whether data comes from others than the people themselves.
fn others(entry: &Screened<'_>) -> Says {
    match from(entry) {
        Err(says) => says,
        Ok(all) => {
            let says = Says::of_each(
                all.iter()
                    .map(|(name, is_people)| (name.as_str(), Some(!is_people))),
                "data comes from others than the people concerned",
                "data comes from the people concerned alone",
                "from whom data comes",
            );
            let is_open = entry.activity.is_open(OpenList::Source);
            let open = "where else data comes from: the source says that there are others";
            says.beside(is_open.then(|| open.to_owned()).as_slice())
        }
    }
}
