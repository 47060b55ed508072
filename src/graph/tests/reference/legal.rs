//! Legal persons, and in which role a party has data (section 3, rule 6).

use super::*;
use crate::model::{Flow, FlowRole, PartyId, PartyKind, Recorded, Role, SystemId};

/// The body at the top of the legal person that a party belongs to: what is part of a body is one
/// legal person with it; of a class or a group it is only a member.
pub(super) fn legal_person<'r>(register: &'r Register, party: &'r PartyId) -> &'r PartyId {
    wholes(register, party).last().copied().unwrap_or(party)
}

/// The wholes of one legal person that a party is part of, the nearest first.
pub(super) fn wholes<'r>(register: &'r Register, party: &'r PartyId) -> Vec<&'r PartyId> {
    let mut wholes = Vec::new();
    let mut here = party;
    while let Some(whole) = register
        .parties
        .get(here)
        .and_then(|it| it.part_of.as_ref())
    {
        let kind = register.parties.get(whole).and_then(|it| it.kind.value());
        let is_body = !matches!(kind, Some(PartyKind::Group | PartyKind::Class));
        if !is_body || whole == party || wholes.contains(&whole) {
            break;
        }
        wholes.push(whole);
        here = whole;
    }
    wholes
}

pub(super) fn are_one(register: &Register, one: &PartyId, other: &PartyId) -> bool {
    legal_person(register, one) == legal_person(register, other)
}

/// In which activity a step is taken, and the flow whose purpose it serves; without one, the whole
/// activity.
pub(super) type Serving<'r> = (&'r str, Option<&'r Flow>);

/// The role of the organisation in what a step serves: that of the purpose, else of the activity.
fn our_role<'r>(register: &'r Register, (activity, flow): Serving<'r>) -> Option<&'r Role> {
    let activity = register.activities.get(activity)?;
    let served = flow.and_then(|flow| flow.purpose.value());
    let mut purposes = activity.purpose.items().iter();
    let purpose = purposes.find(|purpose| served.is_some() && purpose.id.as_ref() == served);
    let of_purpose = purpose.and_then(|purpose| purpose.role.value());
    of_purpose.or(activity.role.value())
}

fn we_are_processor(register: &Register, serving: Serving<'_>) -> bool {
    our_role(register, serving) == Some(&Role::Processor)
}

/// Those whose activity it is, in what a step serves.
pub(super) fn own<'r>(register: &'r Register, serving: Serving<'r>) -> Vec<&'r PartyId> {
    let Some(activity) = register.activities.get(serving.0) else {
        return Vec::new();
    };
    let settings = register.settings.as_ref();
    let organisation = settings.and_then(|it| it.organisation.value());
    match (&activity.controller, we_are_processor(register, serving)) {
        (controller, true) => {
            let acts_for = activity.acts_for.items().iter();
            let all = organisation.into_iter().chain(controller.value());
            all.chain(acts_for).collect()
        }
        // For others we act in the rest; this is our own.
        (_, false) if activity.role == Recorded::Value(Role::Processor) => {
            organisation.into_iter().collect()
        }
        (Recorded::None, false) => Vec::new(),
        (Recorded::Value(controller), false) => vec![controller],
        (Recorded::NotRecorded, false) => organisation.into_iter().collect(),
    }
}

pub(super) fn is_internal(register: &Register, serving: Serving<'_>, party: &PartyId) -> bool {
    let own = own(register, serving);
    own.iter().any(|own| are_one(register, own, party))
}

fn is_joint(register: &Register, activity: &str, party: &PartyId) -> bool {
    let activity = register.activities.get(activity);
    let joint = activity.map_or(&[][..], |it| it.joint_controllers.items());
    joint.iter().any(|joint| joint.party == *party)
}

/// The role of a party because of who it is, before it matters how it gets the data.
fn standing(register: &Register, serving: Serving<'_>, party: &PartyId) -> Option<ReceiverRole> {
    if is_internal(register, serving, party) {
        Some(ReceiverRole::Internal)
    } else if is_joint(register, serving.0, party) {
        Some(ReceiverRole::JointController)
    } else {
        None
    }
}

/// The role that a flow gives somebody by its own words.
fn role_said(register: &Register, serving: Serving<'_>, said: FlowRole) -> ReceiverRole {
    match said {
        FlowRole::Processor if we_are_processor(register, serving) => ReceiverRole::SubProcessor,
        FlowRole::Processor => ReceiverRole::Processor,
        FlowRole::JointController => ReceiverRole::JointController,
        FlowRole::Controller => ReceiverRole::Recipient,
        FlowRole::Internal => ReceiverRole::Internal,
    }
}

/// The role of a party at the end of a flow.
pub(super) fn role_of_recipient(
    register: &Register,
    serving: Serving<'_>,
    party: &PartyId,
    said: Option<FlowRole>,
) -> ReceiverRole {
    let role = said.map(|said| role_said(register, serving, said));
    role.or_else(|| standing(register, serving, party))
        .unwrap_or(ReceiverRole::Recipient)
}

/// The role of the party that runs a system to which a flow with these other ends leads; none of
/// its own, if it is one of them.
pub(super) fn role_of_operator(
    register: &Register,
    serving: Serving<'_>,
    party: &PartyId,
    ends: &[&PartyId],
    said: Option<FlowRole>,
) -> Option<ReceiverRole> {
    if let Some(said) = said {
        return Some(role_said(register, serving, said));
    }
    let standing = standing(register, serving, party);
    if standing.is_some() {
        standing
    } else if ends.iter().any(|end| are_one(register, end, party)) {
        None
    } else if we_are_processor(register, serving) {
        Some(ReceiverRole::SubProcessor)
    } else {
        Some(ReceiverRole::Processor)
    }
}

/// The role of a party that another engages.
pub(super) fn role_of_engaged(
    register: &Register,
    serving: Serving<'_>,
    party: &PartyId,
    engager: &PartyId,
) -> ReceiverRole {
    let otherwise =
        if we_are_processor(register, serving) || !is_internal(register, serving, engager) {
            ReceiverRole::SubProcessor
        } else {
            ReceiverRole::Processor
        };
    standing(register, serving, party).unwrap_or(otherwise)
}

/// Who runs a system, where that is recorded.
pub(super) fn operator<'r>(register: &'r Register, system: &SystemId) -> Recorded<&'r PartyId> {
    match register.systems.get(system).map(|it| &it.operator) {
        Some(Recorded::Value(operator)) => Recorded::Value(operator),
        Some(Recorded::None) => Recorded::None,
        Some(Recorded::NotRecorded) | None => Recorded::NotRecorded,
    }
}
