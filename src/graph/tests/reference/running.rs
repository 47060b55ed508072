//! Whoever runs a system, and who is engaged for one of which that is not recorded (rules 5 to 7).

use super::legal::{legal_person, operator, role_of_operator};
use super::steps::{Means, Node, Place, Step, is_within};
use super::walk::{Has, Walk};
use super::*;
use crate::model::{End, FlowRole, PartyId, Recorded, SystemId};

impl<'r> Walk<'r, '_> {
    /// The feeds by whose words a system has the category, as whoever runs it has it: in no role that a
    /// flow gives.
    pub(super) fn fed_from(&self, here: Node<'r>, has: &Has<'r>) -> Vec<(Step<'r>, Certainty)> {
        let feeds = self.steps.iter();
        let feeds = feeds.filter(|step| step.from == here && step.means == Means::Feed);
        let feeds = feeds.filter_map(|feed| {
            let list = feed.flow?.carries.value()?.listed();
            self.category.mentioned_in(list)?;
            let by_its_words = Step {
                means: Means::Onward,
                ..*feed
            };
            Some((by_its_words, self.certainty(feed, has)?))
        });
        feeds.collect()
    }

    pub(super) fn operator_of(
        &self,
        here: Node<'r>,
        system: &'r SystemId,
        last: Option<&Step<'r>>,
    ) -> Option<(Step<'r>, Certainty)> {
        let Recorded::Value(operator) = operator(self.register, system) else {
            return None;
        };
        let flow = last.and_then(|step| step.flow);
        let said = last.and_then(said_of_operator);
        let comes_in = last.is_some_and(|it| matches!(it.means, Means::Outside | Means::Source));
        if comes_in && said == Some(FlowRole::Controller) {
            return None;
        }
        // Whoever runs the system of a controller of its own that gets it stands for that one.
        let is_taker = match flow.and_then(|flow| flow.to.as_ref()) {
            Some(End::Party(taker)) => {
                legal_person(self.register, taker) == legal_person(self.register, operator)
            }
            _ => false,
        };
        let role = flow.and_then(|flow| flow.role);
        // Then it has the role of that one, and none of its own.
        let has_no_role = said.is_none() && is_taker && role.is_some();
        let stands_for_taker = is_taker && role == Some(FlowRole::Controller);
        let ends: Vec<&PartyId> = flow
            .into_iter()
            .flat_map(|flow| [&flow.from, &flow.to])
            .filter_map(|end| match end {
                Some(End::Party(party)) => Some(party),
                _ => None,
            })
            .collect();
        let step = Step {
            means: Means::Operator,
            from: here,
            to: Node {
                view: here.view,
                place: Place::Party(operator),
            },
            number: None,
            flow,
            serves: flow,
            by: None,
            // The words of a source or store are about whoever runs the system.
            is_last: last.is_some_and(|it| match it.means {
                Means::Outside | Means::Source | Means::Store => true,
                Means::Feed => it.is_last,
                _ => false,
            }),
            engagement: None,
            role: role_of_operator(self.register, (here.view, flow), operator, &ends, said)
                .filter(|_| !has_no_role),
            on_own_account: said == Some(FlowRole::Controller) || stands_for_taker,
        };
        Some((step, Certainty::Stated))
    }

    /// Whoever runs a system; where that is not recorded, whoever is engaged for it.
    pub(super) fn beyond_system(
        &self,
        here: Node<'r>,
        system: &'r SystemId,
        last: Option<&Step<'r>>,
    ) -> Vec<(Step<'r>, Certainty)> {
        if !operator(self.register, system).is_not_recorded() {
            return self.operator_of(here, system, last).into_iter().collect();
        }
        let engagements = self.engaged_for.get_or_init(|| {
            let parties = self.register.parties.iter();
            parties
                .flat_map(|(id, party)| party.sub_processors.items().iter().map(move |it| (id, it)))
                .collect()
        });
        let is_on_own_account = last.is_some_and(|step| {
            let speaks_of_operator = !matches!(step.means, Means::Recipient | Means::Onward);
            let role = step.flow.and_then(|flow| flow.role);
            speaks_of_operator && role == Some(FlowRole::Controller)
        });
        let for_it = engagements.iter().filter(|(engager, engaged)| {
            let hands_on = !self.query.not_through.contains(&engager.reference());
            let activities = engaged.activities.items();
            let is_for_it =
                activities.is_empty() || activities.iter().any(|it| it.as_str() == here.view);
            hands_on
                && !is_on_own_account
                && is_for_it
                && is_within(&engaged.begins, &engaged.ends, self.query.on)
                && engaged.party != **engager
                && engaged.systems.items().contains(system)
        });
        for_it
            .map(|(engager, engaged)| {
                (
                    self.engagement(here, engager, engaged, last.and_then(|it| it.serves)),
                    Certainty::Possible,
                )
            })
            .collect()
    }
}

/// The role that a step to a system gives whoever runs the system.
fn said_of_operator(step: &Step<'_>) -> Option<FlowRole> {
    let speaks_of_operator = match step.means {
        Means::Outside | Means::Store => true,
        // By the system through which it goes, a feed says nothing of who runs that.
        Means::Feed => step.is_last,
        Means::Source => !step.is_last,
        _ => false,
    };
    step.flow.filter(|_| speaks_of_operator)?.role
}
