//! Conditions of Schedule 1 to the Data Protection Act 2018: the paragraphs that can be relied on.

use serde::Deserialize;

use super::vocabulary::{Entry, entries};

entries! {
    PARAGRAPHS: Paragraph = "schedule-1";
    SCHEDULE_1 = "schedule-1", "conditions of Schedule 1 to the Data Protection Act 2018";
    /// Returns the paragraph with this code, in force or not.
    fn schedule_1;
}

/// A paragraph of Schedule 1 to the Data Protection Act 2018 that can be relied on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Code (`sch1/para18`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// The Part of the Schedule, 1 to 3. All three serve Article 10 UK GDPR (s.10(5)).
    pub part: u8,
    /// The points of Article 9(2) that it goes with, as in `9/2/g`; none in Part 3.
    #[serde(default)]
    pub article_9: Vec<String>,
    /// The paragraph whose condition it extends, where it extends one.
    pub extends: Option<String>,
    /// Whether it says itself that the processing is necessary for reasons of substantial public interest (see para 36).
    #[serde(default)]
    pub substantial_public_interest: bool,
    /// The only classes of data that it reaches; any where there are none.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Whether it is for bodies of another kind, and no public authority can rely on it.
    #[serde(default)]
    pub closed_to_public_authorities: bool,
    policy_document: NeedsDocument,
    policy_document_except: Option<String>,
    #[serde(default)]
    why_not_consent: bool,
    why_not_consent_when: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NeedsDocument {
    Yes,
    No,
    AsExtended,
}

/// Whether a condition needs an appropriate policy document (DPA 2018 Sch 1 paras 5 and 39).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyDocument {
    /// It does.
    Yes,
    /// It does, except for what the words say.
    YesExcept(&'static str),
    /// It does not.
    No,
    /// It does where the Part 2 condition that it extends does (para 36).
    AsExtended,
}

/// Whether a condition is built on not having consent, so that the reason is to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNotConsent {
    /// It is.
    Yes,
    /// It is in the case that the words describe.
    When(&'static str),
    /// It is not.
    No,
}

impl Paragraph {
    /// Whether it needs an appropriate policy document.
    pub fn needs_policy_document(&'static self) -> PolicyDocument {
        match (self.policy_document, &self.policy_document_except) {
            (NeedsDocument::Yes, Some(words)) => PolicyDocument::YesExcept(words),
            (NeedsDocument::Yes, None) => PolicyDocument::Yes,
            (NeedsDocument::No, _) => PolicyDocument::No,
            (NeedsDocument::AsExtended, _) => PolicyDocument::AsExtended,
        }
    }

    /// Whether the reason for not relying on consent is to be recorded.
    pub fn why_not_consent(&'static self) -> WhyNotConsent {
        match (self.why_not_consent, &self.why_not_consent_when) {
            (true, Some(words)) => WhyNotConsent::When(words),
            (true, None) => WhyNotConsent::Yes,
            (false, _) => WhyNotConsent::No,
        }
    }
}

/// Returns the paragraphs that go with a point of Article 9(2), as in `9/2/g`; none where the point needs none.
pub fn schedule_1_for(article_9: &str) -> impl Iterator<Item = &'static Paragraph> {
    PARAGRAPHS
        .iter()
        .filter(move |paragraph| paragraph.article_9.iter().any(|point| point == article_9))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(number: u8) -> &'static Paragraph {
        schedule_1(&format!("sch1/para{number}")).unwrap()
    }

    fn numbers(is_wanted: impl Fn(&'static Paragraph) -> bool) -> Vec<u8> {
        (1..=41)
            .filter(|number| schedule_1(&format!("sch1/para{number}")).is_some_and(&is_wanted))
            .collect()
    }

    #[test]
    fn paragraphs_are_1_to_4_and_6_to_37_in_three_parts() {
        assert_eq!(numbers(|_| true), (1..=4).chain(6..=37).collect::<Vec<_>>());
        assert_eq!(numbers(|paragraph| paragraph.part == 1), [1, 2, 3, 4]);
        assert_eq!(numbers(|paragraph| paragraph.part == 2).len(), 23);
        assert_eq!(numbers(|paragraph| paragraph.part == 3).len(), 9);
        assert!(schedule_1("sch1/para5").is_none() && schedule_1("sch1/para39").is_none());
    }

    #[test]
    fn policy_documents_are_needed_where_the_schedule_says() {
        let without = numbers(|paragraph| paragraph.needs_policy_document() == PolicyDocument::No);
        assert_eq!(without, [2, 3, 4, 13, 29, 30, 31, 32, 33, 34]);
        let except = numbers(|paragraph| {
            matches!(
                paragraph.needs_policy_document(),
                PolicyDocument::YesExcept(_)
            )
        });
        assert_eq!(except, [10, 27]);
        for number in [1, 6, 18, 35, 37] {
            assert_eq!(
                paragraph(number).needs_policy_document(),
                PolicyDocument::Yes,
                "paragraph {number}"
            );
        }
        assert_eq!(
            paragraph(36).needs_policy_document(),
            PolicyDocument::AsExtended
        );
    }

    #[test]
    fn conditions_without_consent_and_of_substantial_public_interest_are_marked() {
        let without_consent = numbers(|paragraph| paragraph.why_not_consent() != WhyNotConsent::No);
        assert_eq!(
            without_consent,
            [9, 10, 11, 12, 16, 17, 18, 19, 20, 21, 23, 24, 28]
        );
        let sometimes =
            numbers(|paragraph| matches!(paragraph.why_not_consent(), WhyNotConsent::When(_)));
        assert_eq!(sometimes, [20, 23, 24]);
        let public_interest = numbers(|paragraph| paragraph.substantial_public_interest);
        assert_eq!(public_interest, [6, 10, 11, 12, 13, 16, 17, 18, 19, 20, 28]);
    }

    #[test]
    fn health_and_social_care_goes_with_paragraph_2() {
        let codes: Vec<_> = schedule_1_for("9/2/h")
            .map(|paragraph| paragraph.entry.code.as_str())
            .collect();
        assert_eq!(codes, ["sch1/para2"]);
        assert_eq!(schedule_1_for("9/2/g").count(), 23);
    }
}
