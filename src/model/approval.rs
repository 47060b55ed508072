//! Approvals, bound to the content they approve.

use super::record::record;
use super::{ActivityId, Date};

record! {
    /// The approval of an activity's content.
    ///
    /// It names the hash of the content without its `review` and `unread`: when the content changes, the approval
    /// has lapsed, by construction.
    pub struct Approval {
        activity: ActivityId as required "the activity that is approved",
        /// The SHA-256 of its content without `review` and `unread`, in hexadecimal.
        content: String as required "the hash of its content without `review` and `unread`",
        by: String as required "who approves it",
        on: Date as required "the day of the approval",
        note: Option<String> = "anything else worth keeping",
    }
}
