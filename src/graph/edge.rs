//! The steps that data can take, and what each says of the data that is followed.

use std::collections::BTreeSet;
use std::sync::Arc;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::model::{
    ActivityId, DataId, Flow, FlowRole, PartyId, Recorded, Scope, SubProcessor, SystemId, Transfer,
};

use super::certainty::Doubt;
use super::engagement::Engagement;
use super::naming::Naming;
use super::query::Followed;
use super::serving::Serving;
use super::step_kind::StepKind;

/// An edge: one step that data can take.
#[derive(Clone, Debug)]
pub(super) struct Edge<'r> {
    /// The activity that records it.
    pub(super) activity: &'r ActivityId,
    /// What kind of step it is.
    pub(super) kind: StepKind,
    /// The flow behind it with its F-number; what only follows from other records has none.
    pub(super) flow: Option<(usize, &'r Flow)>,
    /// What it carries.
    pub(super) load: Load<'r>,
    /// Why it carries the data possibly at most, whatever its load says.
    pub(super) at_most: Option<Doubt>,
    /// Whose having the data decides whether the edge carries it: its start; for what comes from
    /// outside, the activity.
    pub(super) anchor: NodeIndex,
    /// Whether it brings data in from outside the activities looked at: no part of the way to a recipient.
    pub(super) is_from_outside: bool,
    /// Whether it stands a second time for the same step, at the other node of one system.
    pub(super) is_twin: bool,
    /// The role that the record gives the party at its end.
    pub(super) said: Option<FlowRole>,
    /// Whether the organisation acts for others in all that it serves.
    pub(super) is_for_others: bool,
    /// Whether it gives the party at its end no role: whoever runs a system for flows at whose end is
    /// another part of the same legal person has what the system has, and that end has the role.
    pub(super) is_without_role: bool,
    /// Whether nothing is followed from the party at its end, since it stands for one that has the data on its own
    /// account.
    pub(super) engages_nobody: bool,
    /// The first step of a flow through a system, where this is the second; and of whoever runs a
    /// system in one role by one flow and in another by another, the step of the flow.
    pub(super) first_half: Option<EdgeIndex>,
    /// The edge it rests on: that to the processor that engages.
    pub(super) rests_on: Option<EdgeIndex>,
    /// By what chain of engagements a sub-processor comes to have what its processor has.
    pub(super) engagement: Option<Arc<Engagement<'r>>>,
    /// The flows on which an edge rests that has none of its own, with their numbers: those that
    /// bring data into a system, of whoever runs it, and that by which data is handed on.
    pub(super) by_flows: Vec<(usize, &'r Flow)>,
}

impl<'r> Edge<'r> {
    /// An edge of a kind in an activity that carries something if its start has it.
    pub(super) fn new(
        activity: &'r ActivityId,
        kind: StepKind,
        load: Load<'r>,
        anchor: NodeIndex,
    ) -> Self {
        Self {
            activity,
            kind,
            flow: None,
            load,
            at_most: None,
            anchor,
            is_from_outside: false,
            is_twin: false,
            said: None,
            is_for_others: false,
            is_without_role: false,
            engages_nobody: false,
            first_half: None,
            rests_on: None,
            engagement: None,
            by_flows: Vec::new(),
        }
    }

    /// The processors between the start of the edge and a sub-processor, in their order.
    pub(super) fn chain(&self) -> impl DoubleEndedIterator<Item = &'r PartyId> {
        self.engagement
            .as_ref()
            .map_or(&[][..], |engagement| engagement.before())
            .iter()
            .map(|link| link.party)
    }

    /// How many steps the edge stands for: a sub-processor is reached through each processor before it.
    pub(super) fn n_steps(&self) -> usize {
        1 + self.chain().count()
    }

    /// The systems that a route must have passed before it takes the edge.
    pub(super) fn passed(&self) -> &[&'r SystemId] {
        let engagement = self.engagement.as_ref();
        engagement.map_or(&[][..], |engagement| &engagement.passed)
    }

    /// Who engages the party at the end of the edge, if somebody does.
    pub(super) fn engaged_by(&self) -> Option<&'r PartyId> {
        self.engagement.as_ref().map(|engagement| engagement.by())
    }

    /// In which activity it is taken, and whether the organisation acts for others in it.
    pub(super) fn serving(&self) -> Serving<'r> {
        Serving {
            activity: self.activity,
            is_for_others: self.is_for_others,
        }
    }

    /// Whether the party at its end has the data on its own account, as recorded.
    pub(super) fn is_on_own_account(&self) -> bool {
        self.said == Some(FlowRole::Controller)
    }

    /// What is recorded of the transfer by it: by its own flow, by those into the system of whoever
    /// runs it, or by the engagement.
    pub(super) fn transfer(&self, engaged: Option<&SubProcessor>) -> Recorded<Transfer> {
        if let Some(engaged) = engaged {
            return engaged.transfer.clone();
        }
        let into_system = self
            .by_flows
            .iter()
            .filter(|_| self.kind == StepKind::Operator);
        let all: Vec<&Recorded<Transfer>> = self
            .flow
            .iter()
            .chain(into_system)
            .map(|(_, flow)| &flow.transfer)
            .collect();
        match all.iter().find(|transfer| transfer.value().is_some()) {
            Some(recorded) => (*recorded).clone(),
            None if !all.is_empty() && all.iter().all(|transfer| transfer.is_none()) => {
                Recorded::None
            }
            None => Recorded::NotRecorded,
        }
    }

    /// What the edge says of the data that is followed.
    pub(super) fn bearing(&self, followed: &Followed) -> Bearing {
        match (self.load.bearing(followed), self.at_most) {
            (Bearing::Names | Bearing::AsStart, Some(doubt)) => Bearing::Open(doubt),
            (bearing, _) => bearing,
        }
    }
}

/// What an edge carries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Load<'r> {
    /// The record does not say.
    NotRecorded,
    /// No personal data.
    Nothing,
    /// Whatever its start has.
    All,
    /// These, and perhaps more.
    Listed { list: &'r [DataId], and_more: bool },
    /// Whatever the start has, as surely: who runs a system has what it has.
    AsStart,
}

impl<'r> Load<'r> {
    /// What a flow carries. These categories are no personal data: a flow that names no others
    /// carries nothing.
    pub(super) fn of(flow: &'r Flow, not_personal: &BTreeSet<&DataId>) -> Self {
        match &flow.carries {
            Recorded::Value(Scope::These(list))
                if !list.is_empty() && list.iter().all(|id| not_personal.contains(id)) =>
            {
                match flow.and_more {
                    true => Self::Listed {
                        list: &[],
                        and_more: true,
                    },
                    false => Self::Nothing,
                }
            }
            Recorded::NotRecorded => Self::NotRecorded,
            Recorded::None => Self::Nothing,
            Recorded::Value(Scope::All(_)) => Self::All,
            Recorded::Value(Scope::These(list)) => Self::Listed {
                list,
                and_more: flow.and_more,
            },
        }
    }

    /// Whether the edge may carry the data that is followed, if its start has it.
    pub(super) fn may_carry(&self, followed: &Followed) -> bool {
        self.bearing(followed) != Bearing::Closed
    }

    /// Whether the list names this very data.
    pub(super) fn names(&self, followed: &Followed) -> bool {
        self.bearing(followed) == Bearing::Names
    }

    /// What the edge says of the data that is followed.
    pub(super) fn bearing(&self, followed: &Followed) -> Bearing {
        match (self, followed) {
            (Self::Nothing, _) => Bearing::Closed,
            (Self::NotRecorded, _) => Bearing::Open(Doubt::DataNotRecorded),
            (Self::All | Self::AsStart, _) => Bearing::AsStart,
            (Self::Listed { list, .. }, Followed::Anything) if !list.is_empty() => Bearing::Names,
            (Self::Listed { list, and_more }, _) => match followed.named_in(list) {
                Some(Naming::Itself) => Bearing::Names,
                Some(Naming::Broader) => Bearing::Open(Doubt::BroaderNamed),
                Some(Naming::Including) => Bearing::Open(Doubt::IncludingNamed),
                None if *and_more => Bearing::Open(Doubt::ListIncomplete),
                None => Bearing::Closed,
            },
        }
    }
}

/// What an edge says of the data that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// It names the data.
    Names,
    /// It carries what its start has, as surely.
    AsStart,
    /// It may carry it, if its start has it.
    Open(Doubt),
    /// It does not carry it.
    Closed,
}
