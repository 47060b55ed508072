//! The words of ours for what a column holds that is no field of an activity.

/// The word for a column that is left out.
pub(super) const IGNORE: &str = "ignore";
/// The word for a column whose words are kept as text that no field took.
pub(super) const UNREAD: &str = "unread";

/// The field of those for whom the organisation acts as processor.
pub(super) const ACTS_FOR: &str = "acts_for";

/// The word for a column of those who act for the controller.
pub(super) const PROCESSOR: &str = "processor";
/// The word for a column of those who run the systems of the row.
pub(super) const OPERATOR: &str = "operator";

/// The word for a column of suppliers: of what, and whether they have data in their keeping, it does not say.
pub(super) const SUPPLIER: &str = "supplier";

/// The word for a column of the countries that the system of the row is in.
pub(super) const HOSTED: &str = "hosted";

/// The word for a column of whether the system of the row is electronic or paper.
pub(super) const MEDIUM: &str = "medium";

/// The word for a column of the countries that data goes to, or of what allows that.
pub(super) const TRANSFER: &str = "transfer";

/// The words for the columns of a list of flows.
pub(super) const FROM: &str = "flow.from";
pub(super) const TO: &str = "flow.to";
pub(super) const DATA: &str = "flow.data";
pub(super) const THROUGH: &str = "flow.through";
pub(super) const METHOD: &str = "flow.method";
pub(super) const FREQUENCY: &str = "flow.frequency";
pub(super) const OWN: &str = "flow.ref";
pub(super) const VOLUME: &str = "flow.volume";
pub(super) const DIRECTION: &str = "flow.direction";

/// Whether a word is that of a column of a list of flows.
pub(super) fn is_of_flows(path: &str) -> bool {
    [
        FROM, TO, DATA, THROUGH, METHOD, FREQUENCY, OWN, VOLUME, DIRECTION,
    ]
    .contains(&path)
}

/// The lists of an activity that a column of flows speaks of.
pub(super) fn lists_of(path: &str) -> Option<&'static str> {
    match path {
        FROM => Some("source"),
        TO => Some("recipient"),
        _ => None,
    }
}

/// The list or field of an activity that a column speaks of.
pub(super) fn about(path: &str) -> &str {
    match path {
        PROCESSOR | SUPPLIER | TRANSFER => "recipient",
        OPERATOR | HOSTED | MEDIUM => "store",
        path => path.split('.').next().unwrap_or(path),
    }
}
