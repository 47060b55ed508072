//! In which trust boundary each party and system stands.

use crate::graph::{FlowGraph, ReceiverRole, RouteStep, StepKind};
use crate::model::{
    ActivityId, Country, Kind, Party, PartyId, PartyKind, Recorded, Register, Role, System,
    SystemId, one_line,
};

use super::picture::{BoundaryKind, Side};

/// A boundary before it has a place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) kind: BoundaryKind,
}

/// Where a system stands, and what is said of it in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SystemStanding {
    pub(super) boundary: Option<Standing>,
    pub(super) marks: Vec<String>,
    /// Who runs it.
    pub(super) operator: Option<PartyId>,
    /// The places outside the UK in which it is hosted or from which it is run.
    pub(super) abroad: Vec<Country>,
    /// Whether the organisation runs it itself.
    pub(super) is_own: bool,
}

impl SystemStanding {
    /// The operator, where it is another than the organisation.
    pub(super) fn other_operator(&self) -> Option<&PartyId> {
        self.operator.as_ref().filter(|_| !self.is_own)
    }
}

/// The name of a party, safe to draw.
pub(super) fn party_name(register: &Register, id: &PartyId) -> String {
    let record = register.parties.get(id);
    record.map_or_else(|| id.to_string(), |party| one_line(&party.name))
}

/// The boundary of the organisation that carries an activity out.
pub(super) fn own(graph: &FlowGraph<'_>, activity: &ActivityId) -> Standing {
    let register = graph.register();
    let is_processor = register
        .activities
        .get(activity)
        .is_some_and(|activity| activity.role == Recorded::Value(Role::Processor));
    let (word, kind) = if is_processor {
        ("processor", BoundaryKind::Processor)
    } else {
        ("controller", BoundaryKind::Controller)
    };
    match graph.organisation(activity) {
        Some(party) => Standing {
            key: format!("{word}:{party}"),
            title: format!("{} ({word})", party_name(register, party)),
            kind,
        },
        None => Standing {
            key: word.to_owned(),
            title: "Controller not recorded".to_owned(),
            kind,
        },
    }
}

/// Where a system stands in the view of an activity.
pub(super) fn of_system(
    graph: &FlowGraph<'_>,
    activity: &ActivityId,
    id: &SystemId,
) -> SystemStanding {
    let register = graph.register();
    let record = register.systems.get(id);
    let mut abroad = record.map_or_else(Vec::new, hosted_abroad);
    let operator = record.and_then(|system| system.operator.value());
    let mut marks = Vec::new();
    let is_own = operator.is_some_and(|party| graph.belongs(activity, party));
    if !abroad.is_empty() {
        marks.push(format!("hosted in {}", names(&abroad)));
    }
    let boundary = match (operator, record.map(|system| &system.operator)) {
        (Some(party), _) if is_own => {
            if abroad.is_empty() {
                Some(own(graph, activity))
            } else {
                marks.push(format!("run by {}", party_name(register, party)));
                Some(outside(&abroad, Side::Store))
            }
        }
        (Some(party), _) if is_controller(register, activity, party) => {
            Some(controller(register, party, Side::Store))
        }
        (Some(party), _) => {
            abroad.extend(register.parties.get(party).and_then(party_abroad));
            abroad.sort();
            abroad.dedup();
            let role = graph.role_by(activity, party, StepKind::Operator, None);
            Some(of_role(register, party, role, &abroad))
        }
        (None, operator) => {
            marks.push(
                match operator {
                    Some(Recorded::None) => "no operator",
                    _ => "operator not recorded",
                }
                .to_owned(),
            );
            (!abroad.is_empty()).then(|| outside(&abroad, Side::Store))
        }
    };
    SystemStanding {
        boundary,
        marks,
        operator: operator.cloned(),
        abroad,
        is_own,
    }
}

/// Where a party stands at the end of a step.
pub(super) fn of_party(
    graph: &FlowGraph<'_>,
    step: &RouteStep,
    id: &PartyId,
    side: Side,
) -> Standing {
    let register = graph.register();
    if graph.belongs(&step.activity, id) {
        return own(graph, &step.activity);
    }
    let record = register.parties.get(id);
    let abroad: Vec<Country> = abroad_by(register, step, id).into_iter().collect();
    if is_controller(register, &step.activity, id) {
        return controller(register, id, side);
    }
    let engaged_by = PartyId::new(step.from.id.clone())
        .ok()
        .filter(|_| step.kind == StepKind::SubProcessor && step.from.kind == Kind::Party);
    match graph.role_by(&step.activity, id, step.kind, engaged_by.as_ref()) {
        role @ (ReceiverRole::SubProcessor | ReceiverRole::Processor) => {
            of_role(register, id, role, &abroad)
        }
        role @ ReceiverRole::JointController => of_role(register, id, role, &abroad),
        _ if !abroad.is_empty() => outside(&abroad, side),
        _ if is_people(record) => people(side),
        _ => Standing {
            key: format!("partners/{}", side_word(side)),
            title: "Public bodies and partners".to_owned(),
            kind: BoundaryKind::Partners,
        },
    }
}

/// Whether an activity is carried out for a party.
fn is_controller(register: &Register, activity: &ActivityId, party: &PartyId) -> bool {
    register.activities.get(activity).is_some_and(|activity| {
        activity.controller.value() == Some(party)
            || activity.acts_for.items().iter().any(|one| one == party)
    })
}

/// The boundary of a controller for whom others act.
fn controller(register: &Register, id: &PartyId, side: Side) -> Standing {
    Standing {
        key: format!("controller:{id}/{}", side_word(side)),
        title: format!("{} (controller)", party_name(register, id)),
        kind: BoundaryKind::Controller,
    }
}

/// The boundary of the people that data is about or that are near to them.
pub(super) fn people(side: Side) -> Standing {
    Standing {
        key: format!("people/{}", side_word(side)),
        title: "People".to_owned(),
        kind: BoundaryKind::People,
    }
}

/// The word of a side in keys.
pub(super) fn side_word(side: Side) -> &'static str {
    match side {
        Side::Source => "source",
        Side::Activity => "activity",
        Side::Store => "store",
        Side::Receiver => "receiver",
    }
}

/// The country outside the UK in which a party is recorded to be.
fn party_abroad(party: &Party) -> Option<Country> {
    party
        .country
        .value()
        .filter(|country| !country.is_uk())
        .cloned()
}

/// The country outside the UK in which a party is at the end of a step: where its engagement
/// says that it works, else where it is recorded to be.
pub(super) fn abroad_by(register: &Register, step: &RouteStep, id: &PartyId) -> Option<Country> {
    match engaged_in(register, step, id) {
        Some(country) => (!country.is_uk()).then_some(country),
        None => register.parties.get(id).and_then(party_abroad),
    }
}

/// Where the engagement behind a step says that a sub-processor works.
fn engaged_in(register: &Register, step: &RouteStep, id: &PartyId) -> Option<Country> {
    if step.kind != StepKind::SubProcessor {
        return None;
    }
    let engager = register.parties.get(step.from.id.as_str())?;
    let engagements = engager.sub_processors.items().iter();
    engagements
        .filter(|engaged| engaged.party == *id)
        .find_map(|engaged| engaged.country.value().cloned())
}

fn hosted_abroad(system: &System) -> Vec<Country> {
    let hosts = system.hosted_in.value().map_or(&[][..], |hosts| &hosts.0);
    hosts
        .iter()
        .filter(|country| !country.is_uk())
        .cloned()
        .collect()
}

fn of_role(register: &Register, id: &PartyId, role: ReceiverRole, abroad: &[Country]) -> Standing {
    let word = role.word().replace("joint-controller", "joint controller");
    let kind = match role {
        ReceiverRole::JointController => BoundaryKind::Controller,
        _ => BoundaryKind::Processor,
    };
    let name = party_name(register, id);
    if abroad.is_empty() {
        return Standing {
            key: format!("{}:{id}", role.word()),
            title: format!("{name} ({word})"),
            kind,
        };
    }
    Standing {
        key: format!("{}:{id}/{}", role.word(), codes(abroad)),
        title: format!("{name} ({word}), {}", outside_words(abroad)),
        kind: BoundaryKind::Abroad,
    }
}

fn outside(countries: &[Country], side: Side) -> Standing {
    let words = outside_words(countries);
    let mut letters = words.chars();
    let title = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    Standing {
        key: format!("outside-uk:{}/{}", codes(countries), side_word(side)),
        title,
        kind: BoundaryKind::Abroad,
    }
}

fn outside_words(countries: &[Country]) -> String {
    let named: Vec<Country> = countries
        .iter()
        .filter(|country| **country != Country::OutsideUk)
        .cloned()
        .collect();
    if named.is_empty() {
        "outside the UK (country not recorded)".to_owned()
    } else {
        format!("outside the UK: {}", names(&named))
    }
}

fn names(countries: &[Country]) -> String {
    let names: Vec<&str> = countries.iter().map(Country::name).collect();
    names.join(", ")
}

fn codes(countries: &[Country]) -> String {
    let codes: Vec<&str> = countries.iter().map(Country::as_str).collect();
    codes.join("+")
}

fn is_people(party: Option<&Party>) -> bool {
    party.is_some_and(|party| party.kind == Recorded::Value(PartyKind::Group))
}
