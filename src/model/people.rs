//! Categories of data subjects.

use super::record::catalogue_record;
use super::{PeopleId, Recorded};

catalogue_record! {
    /// A category of data subjects, such as children.
    pub struct People: super::PeopleId {
        broader: Option<PeopleId> = "the category this one is a kind of",
        vulnerable: Recorded<bool> = "whether they are vulnerable data subjects",
        children: Recorded<bool> = "whether they are children",
        about_how_many: Recorded<u64> = "about how many there are",
    }
}
