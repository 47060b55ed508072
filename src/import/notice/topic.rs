//! What the sections of a notice are about, by their headings.

use crate::model::fold;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Which service it is.
    Service,
    /// Which personal data is used.
    Data,
    /// Which special category or offence data is used.
    Special,
    /// Who decides and who processes.
    Who,
    /// For which purposes, and on which basis.
    Uses,
    /// Who receives it.
    Sharing,
    /// Where it goes outside the UK.
    Overseas,
    /// How long it is kept.
    Keeping,
    /// Which rights people have.
    Rights,
    /// Who gives it, beside the people themselves.
    FromOthers,
    /// Other notices.
    OtherNotice,
    /// Links to read more.
    Links,
    /// How to complain to the council.
    Concerns,
    /// How to complain to the regulator.
    Regulator,
}

/// Words of a heading by which its section is known; the first that a heading contains settles it.
const KNOWN: &[(&str, Topic)] = &[
    ("information commissioner", Topic::Regulator),
    ("information commission", Topic::Regulator),
    ("concerns over", Topic::Concerns),
    ("complain", Topic::Concerns),
    ("concerned", Topic::Concerns),
    ("special type", Topic::Special),
    ("special categor", Topic::Special),
    ("sensitive data", Topic::Special),
    ("sensitive personal", Topic::Special),
    ("sensitive information", Topic::Special),
    ("special personal", Topic::Special),
    ("other privacy notice", Topic::OtherNotice),
    ("following links", Topic::Links),
    ("further information", Topic::Links),
    ("more information", Topic::Links),
    ("countries with no", Topic::Overseas),
    ("outside the uk", Topic::Overseas),
    ("outside of the uk", Topic::Overseas),
    ("overseas", Topic::Overseas),
    ("other countries", Topic::Overseas),
    ("international transfer", Topic::Overseas),
    ("how long", Topic::Keeping),
    ("retention", Topic::Keeping),
    ("retain", Topic::Keeping),
    ("from others", Topic::FromOthers),
    ("from other", Topic::FromOthers),
    ("giving us your", Topic::FromOthers),
    ("where do we get", Topic::FromOthers),
    ("where we get", Topic::FromOthers),
    ("how do we get", Topic::FromOthers),
    ("share", Topic::Sharing),
    ("sharing", Topic::Sharing),
    ("disclose", Topic::Sharing),
    ("recipients", Topic::Sharing),
    ("legal right", Topic::Rights),
    ("your rights", Topic::Rights),
    ("rights", Topic::Rights),
    ("who will be using", Topic::Who),
    ("who is using", Topic::Who),
    ("data controller", Topic::Who),
    ("who is responsible", Topic::Who),
    ("who we are", Topic::Who),
    ("what will it be used for", Topic::Uses),
    ("be used for", Topic::Uses),
    ("legal basis", Topic::Uses),
    ("lawful basis", Topic::Uses),
    ("gives us the right", Topic::Uses),
    ("why do we", Topic::Uses),
    ("why we", Topic::Uses),
    ("how do we use", Topic::Uses),
    ("how we use", Topic::Uses),
    ("how will we use", Topic::Uses),
    ("purpose", Topic::Uses),
    ("what personal data", Topic::Data),
    ("personal data do we", Topic::Data),
    ("what data do we", Topic::Data),
    ("what information do we", Topic::Data),
    ("what personal information", Topic::Data),
    ("information we collect", Topic::Data),
    ("data we collect", Topic::Data),
    ("categories of personal data", Topic::Data),
    ("what service", Topic::Service),
    ("about the service", Topic::Service),
    ("about this service", Topic::Service),
    ("service is being provided", Topic::Service),
];

impl Topic {
    /// What a heading says its section is about; nothing where it is not known.
    pub fn of_heading(heading: &str) -> Option<Self> {
        of_heading(heading)
    }
}

/// What a heading says its section is about; nothing where it is not known.
pub(in crate::import) fn of_heading(heading: &str) -> Option<Topic> {
    let heading = fold(heading);
    let known = KNOWN.iter().find(|(words, _)| heading.contains(words));
    known.map(|(_, topic)| *topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_each_of_their_wordings() {
        for (heading, topic) in [
            (
                "What ‘special types’ of personal data do we need from you?",
                Some(Topic::Special),
            ),
            (
                "4. What \"Special Types\" of personal data do we need from you",
                Some(Topic::Special),
            ),
            ("What 'sensitive data' do we need?", Some(Topic::Special)),
            ("What personal data do we need from you?", Some(Topic::Data)),
            (
                "What will it be used for and what gives us the right to ask for it and use it?",
                Some(Topic::Uses),
            ),
            (
                "Who else might we share your data with?",
                Some(Topic::Sharing),
            ),
            (
                "Will your data be stored in or accessible from countries with no UK-equivalent Privacy Law protections?",
                Some(Topic::Overseas),
            ),
            ("How long will your data be kept?", Some(Topic::Keeping)),
            (
                "We may also receive personal information about you from others:",
                Some(Topic::FromOthers),
            ),
            (
                "Visit the following links for more information about Privacy Law, our obligations and your Rights:",
                Some(Topic::Links),
            ),
            (
                "ECC Service Specific Privacy Notice – Layout for Website",
                None,
            ),
        ] {
            assert_eq!(of_heading(heading), topic, "{heading}");
        }
    }
}
