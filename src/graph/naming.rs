//! How the list of a flow or an activity speaks of a category of data.

/// How a list speaks of the data that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    /// It contains the category itself.
    Itself,
    /// It contains something broader.
    Broader,
    /// It contains something that may include the category.
    Including,
}
