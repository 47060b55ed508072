//! On which side of a record the organisation acts: Article 30(1) or 30(2).

use crate::model::{Activity, Recorded, Role};

/// On which side the organisation acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// As controller, alone or with others; also where the role is not recorded.
    Controller,
    /// As processor.
    Processor,
    /// Either.
    Any,
}

impl Side {
    /// Whether an activity is on this side, for one of its purposes at least.
    pub(super) fn has(self, activity: &Activity) -> bool {
        let purposes = activity.purpose.items();
        let mut roles = purposes.iter().map(|purpose| activity.role_for(purpose));
        purposes.is_empty() && self.takes(&activity.role) || roles.any(|role| self.takes(role))
    }

    /// Whether what is done in a role is on this side.
    pub(super) fn takes(self, role: &Recorded<Role>) -> bool {
        let is_processor = *role == Recorded::Value(Role::Processor);
        match self {
            Self::Controller => !is_processor,
            Self::Processor => is_processor,
            Self::Any => true,
        }
    }
}
