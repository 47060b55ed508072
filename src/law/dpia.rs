//! Criteria for a data protection impact assessment: Article 35(3) UK GDPR, the ICO's list and WP248.

use serde::Deserialize;

use super::vocabulary::{Entry, Vocabulary, entries};

entries! {
    CRITERIA: DpiaCriterion = "dpia-criterion";
    DPIA_CRITERION = "dpia-criterion", "criteria for an impact assessment";
    /// Returns the criterion with this code, in force or not.
    fn dpia_criterion;
}

/// Section 64(1) of the Data Protection Act 2018 speaks of a high risk alone, and names no cases: the criteria of WP248
/// are the ones that are not tied to the UK GDPR.
pub(super) static PART_3_DPIA_CRITERION: Vocabulary = Vocabulary::new(
    "part-3-dpia-criterion",
    "criteria for an impact assessment under Part 3",
    || {
        let of_wp248 = CRITERIA.iter().filter(|one| one.list == DpiaList::Wp248);
        of_wp248.map(|one| &one.entry).collect()
    },
);

/// A criterion for a data protection impact assessment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DpiaCriterion {
    /// Code (`35/3/b`, `ico-hr-06`, `wp248/7`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// Which list it is on.
    pub list: DpiaList,
    /// Whether it calls for an assessment only together with another WP248 criterion.
    #[serde(default)]
    pub only_with_another: bool,
}

/// The lists of criteria.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum DpiaList {
    /// Article 35(3) UK GDPR: an assessment is always needed.
    #[serde(rename = "article-35")]
    Article35,
    /// The ICO's ten types of processing likely to result in high risk (Article 35(4)).
    Ico,
    /// The nine criteria of WP248 rev.01: two or more call for an assessment in most cases.
    Wp248,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(is_wanted: impl Fn(&DpiaCriterion) -> bool) -> Vec<&'static str> {
        CRITERIA
            .iter()
            .filter(|criterion| is_wanted(criterion))
            .map(|criterion| criterion.entry.code.as_str())
            .collect()
    }

    #[test]
    fn the_lists_are_of_three_ten_and_nine() {
        let count = |list| codes(|criterion| criterion.list == list).len();
        assert_eq!(
            [
                count(DpiaList::Article35),
                count(DpiaList::Ico),
                count(DpiaList::Wp248)
            ],
            [3, 10, 9]
        );
    }

    #[test]
    fn some_types_count_only_with_another_criterion() {
        let with_another =
            codes(|criterion| criterion.list == DpiaList::Ico && criterion.only_with_another);
        assert_eq!(
            with_another,
            [
                "ico-hr-01",
                "ico-hr-04",
                "ico-hr-05",
                "ico-hr-07",
                "ico-hr-08"
            ]
        );
        assert!(!dpia_criterion("35/3/b").unwrap().only_with_another);
        assert!(dpia_criterion("wp248/7").unwrap().only_with_another);
    }
}
