//! How long data is kept, in words: Article 30(1)(f).

use super::{Field, clause, list};
use crate::model::{Fate, Period, Recorded, Retention, Scope};
use crate::report::entry::Entry;

/// The envisaged time limits.
pub(in crate::report) const RETENTION: Field = Field::new(
    "Retention schedule (if possible)",
    "Article 30(1)(f)",
    34,
    |entry| list(&entry.activity.retention, |rule| words(entry, rule)),
);

/// One rule as a sentence.
fn words(entry: &Entry<'_>, rule: &Retention) -> String {
    let data = match &rule.data {
        Recorded::Value(scope) if scope.is_all() => "All data".to_owned(),
        Recorded::Value(scope) => entry.data_names(Scope::listed(scope)),
        Recorded::None => "No data".to_owned(),
        Recorded::NotRecorded => "For which data is not recorded".to_owned(),
    };
    let mut parts = Vec::new();
    let trigger = match &rule.trigger {
        Recorded::Value(trigger) => format!(" from {trigger}"),
        Recorded::None => String::new(),
        Recorded::NotRecorded => " (from when is not recorded)".to_owned(),
    };
    match (&rule.period, &rule.criteria) {
        (Recorded::Value(Period::Permanent), _) => parts.push("kept permanently".to_owned()),
        (Recorded::Value(period), _) => parts.push(format!("kept {}{trigger}", period.words())),
        (_, Recorded::Value(criteria)) => parts.push(format!("kept {criteria}{trigger}")),
        (Recorded::None, _) => parts.push("no period".to_owned()),
        (Recorded::NotRecorded, _) => parts.push("how long is not recorded".to_owned()),
    }
    if let (Recorded::Value(_), Recorded::Value(criteria)) = (&rule.period, &rule.criteria) {
        parts.push(format!("criteria: {criteria}"));
    }
    parts.extend(clause("use stops ", &rule.stop_using));
    parts.extend(
        rule.then
            .value()
            .map(|fate: &Fate| format!("then {}", fate.phrase())),
    );
    parts.extend(clause("authority: ", &rule.authority));
    format!("{data}: {}", parts.join("; "))
}
