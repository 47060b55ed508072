//! The topics of saved questions, by which they are listed: the one place where they stand.

use serde::Deserialize;

/// What a saved question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// From whom data comes, where it is and who gets it.
    DataFlows,
    /// Chapter V.
    OutsideUk,
    /// Processors, those they engage, contracts and agreements.
    Suppliers,
    /// Article 6 and the conditions of Articles 9 and 10.
    LawfulBasis,
    /// Risk to people: impact assessments, decisions, measures.
    Risk,
    /// How long data is kept, and when records are looked at again.
    Review,
    /// What the register holds and what it does not say.
    Register,
    /// An organisation's own, where it names no topic.
    Own,
}

impl Topic {
    /// Every topic, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::DataFlows,
        Self::OutsideUk,
        Self::Suppliers,
        Self::LawfulBasis,
        Self::Risk,
        Self::Review,
        Self::Register,
        Self::Own,
    ];

    /// Its word in the header of a question and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::DataFlows => "data-flows",
            Self::OutsideUk => "outside-uk",
            Self::Suppliers => "suppliers",
            Self::LawfulBasis => "lawful-basis",
            Self::Risk => "risk",
            Self::Review => "review",
            Self::Register => "register",
            Self::Own => "own",
        }
    }

    /// It in words, as a heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::DataFlows => "Where data comes from, is held and goes",
            Self::OutsideUk => "Outside the UK",
            Self::Suppliers => "Suppliers, contracts and agreements",
            Self::LawfulBasis => "Lawful basis and special category data",
            Self::Risk => "Risk to people and impact assessments",
            Self::Review => "Retention, review and changes",
            Self::Register => "What the register holds and does not say",
            Self::Own => "Your own questions",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::queries::{CORE, parse};

    #[test]
    fn each_topic_is_read_by_its_word_and_each_question_of_the_core_pack_has_one() {
        for topic in Topic::ALL {
            let word = serde_json::Value::from(topic.word());
            assert_eq!(serde_json::from_value::<Topic>(word).unwrap(), topic);
            assert!(
                CORE.iter().all(|core| core.name != topic.word()),
                "{topic:?}"
            );
        }
        let mut used = BTreeSet::new();
        for core in CORE {
            let topic = parse(core.name, core.text).unwrap().topic;
            assert_ne!(topic, Topic::Own, "{} has no topic", core.name);
            used.insert(topic);
        }
        assert_eq!(used.len(), Topic::ALL.len() - 1);
    }
}
