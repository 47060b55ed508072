//! What the law asks for beside a condition for special category data or a basis for data on offences.
//!
//! A policy document, the reason for not asking for consent and a duty of secrecy are asked for by some
//! provisions and not by others. What nothing asks for is not applicable, and never a gap.

use crate::law::{self, Paragraph, PolicyDocument, WhyNotConsent};
use crate::model::{Condition, LawCode, OffenceBasis, Recorded};

/// What may be asked for, as far as the record tells which provision is relied on.
pub(in crate::report) struct Needs {
    /// A paragraph of Schedule 1 to the Data Protection Act 2018.
    pub(in crate::report) paragraph: bool,
    /// The provision by which such a paragraph is asked for.
    pub(in crate::report) paragraph_by: &'static str,
    /// An appropriate policy document, and what paragraph 41 asks about it.
    pub(in crate::report) policy: bool,
    /// The reason for not relying on consent.
    pub(in crate::report) why_not_consent: bool,
    /// The provision by which a duty of secrecy is asked for, where one may be.
    pub(in crate::report) secrecy: Option<&'static str>,
}

impl Needs {
    /// What is asked for beside a condition of Article 9(2).
    pub(in crate::report) fn of_condition(condition: &Condition) -> Self {
        let point = match &condition.article_9 {
            Recorded::Value(code) => law::special_condition(code.as_str()),
            Recorded::NotRecorded | Recorded::None => None,
        };
        let among = point.map(|point| law::schedule_1_for(&point.entry.code).collect());
        Self {
            paragraph: point.is_none_or(|point| point.schedule_1_part.is_some()),
            paragraph_by: match point.and_then(|point| point.schedule_1_part) {
                Some(1) => "DPA 2018 s.10(2)",
                Some(2) => "DPA 2018 s.10(3)",
                _ => "DPA 2018 s.10(2) and (3)",
            },
            secrecy: match point {
                Some(point) => point.secrecy.as_deref(),
                // It may turn out to be the point that asks for one.
                None => Some("Article 9(3) UK GDPR"),
            },
            ..Self::of_paragraph(&condition.schedule_1, among)
        }
    }

    /// What is asked for beside a basis for data on offences.
    pub(in crate::report) fn of_offence_basis(basis: &OffenceBasis) -> Self {
        let is_official = basis
            .route
            .value()
            .is_some_and(|route| route.as_str() == "official-authority");
        Self {
            paragraph: !is_official,
            ..Self::of_paragraph(&basis.schedule_1, is_official.then(Vec::new))
        }
    }

    /// What a paragraph asks for; where it is not recorded, what any of those may that it is one of.
    fn of_paragraph(paragraph: &Recorded<LawCode>, among: Option<Vec<&'static Paragraph>>) -> Self {
        let which = match paragraph {
            Recorded::Value(code) => law::schedule_1(code.as_str()).map(|known| vec![known]),
            Recorded::None => Some(Vec::new()),
            Recorded::NotRecorded => among,
        };
        // Where it may be any paragraph, it may be one that asks.
        let may = |asks: fn(&'static Paragraph) -> bool| {
            which
                .as_ref()
                .is_none_or(|which| which.iter().any(|paragraph| asks(paragraph)))
        };
        Self {
            paragraph: true,
            paragraph_by: "DPA 2018 s.10(5)",
            policy: may(|paragraph| paragraph.needs_policy_document() != PolicyDocument::No),
            why_not_consent: may(|paragraph| paragraph.why_not_consent() != WhyNotConsent::No),
            secrecy: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(point: &str, paragraph: &Recorded<&str>) -> Needs {
        let code = |code: &str| Recorded::Value(LawCode(code.to_owned()));
        Needs::of_condition(&Condition {
            article_9: if point.is_empty() {
                Recorded::NotRecorded
            } else {
                code(point)
            },
            schedule_1: match paragraph {
                Recorded::Value(paragraph) => code(paragraph),
                Recorded::None => Recorded::None,
                Recorded::NotRecorded => Recorded::NotRecorded,
            },
            ..Condition::default()
        })
    }

    fn asked(needs: &Needs) -> (bool, bool, bool, bool) {
        (
            needs.paragraph,
            needs.policy,
            needs.why_not_consent,
            needs.secrecy.is_some(),
        )
    }

    #[test]
    fn each_point_asks_for_what_the_law_says_and_no_more() {
        let unsaid = |point| asked(&condition(point, &Recorded::NotRecorded));
        for point in ["9/2/a", "9/2/c", "9/2/d", "9/2/e", "9/2/f"] {
            assert_eq!(unsaid(point), (false, false, false, false), "{point}");
        }
        // Paragraph 1 needs a policy; paragraphs 2 to 4 do not.
        assert_eq!(unsaid("9/2/b"), (true, true, false, false));
        assert_eq!(unsaid("9/2/h"), (true, false, false, true));
        assert_eq!(unsaid("9/2/i"), (true, false, false, true));
        assert_eq!(unsaid("9/2/j"), (true, false, false, false));
        assert_eq!(unsaid("9/2/g"), (true, true, true, false));
        // What is not known may ask for all of it.
        assert_eq!(unsaid(""), (true, true, true, true));
        assert_eq!(unsaid("9/2/zz"), (true, true, true, true));
    }

    #[test]
    fn a_paragraph_settles_what_is_asked() {
        let of = |paragraph| asked(&condition("9/2/g", &Recorded::Value(paragraph)));
        assert_eq!(of("sch1/para6"), (true, true, false, false));
        assert_eq!(of("sch1/para13"), (true, false, false, false));
        assert_eq!(of("sch1/para18"), (true, true, true, false));
        assert_eq!(of("sch1/para99"), (true, true, true, false));
        let none = condition("9/2/g", &Recorded::None);
        assert_eq!(asked(&none), (true, false, false, false));
        assert_eq!(none.paragraph_by, "DPA 2018 s.10(3)");
    }

    #[test]
    fn official_authority_asks_for_no_paragraph() {
        let basis = |route: &str| {
            Needs::of_offence_basis(&OffenceBasis {
                route: Recorded::Value(LawCode(route.to_owned())),
                ..OffenceBasis::default()
            })
        };
        assert_eq!(
            asked(&basis("official-authority")),
            (false, false, false, false)
        );
        assert_eq!(asked(&basis("schedule-1")), (true, true, true, false));
        assert_eq!(basis("schedule-1").paragraph_by, "DPA 2018 s.10(5)");
    }
}
