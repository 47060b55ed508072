//! The privacy notice of an activity: what Articles 13 and 14, or section 44, ask to tell people, out of the register.
//!
//! A subject is what stands under one heading, told statement by statement: a statement has its words for the reader and
//! what is stated, the same value into which the notices of others are read, so that two notices can be compared. What
//! has to be told and is not recorded is a place to complete, and never left out.
//!
//! Source: [Articles 13 and 14](https://www.legislation.gov.uk/eur/2016/679/article/13) of the UK GDPR, and
//! [section 44](https://www.legislation.gov.uk/ukpga/2018/12/section/44) of the Data Protection Act 2018.

mod afterwards;
mod own;
mod sharing;
mod uses;
mod who;

pub use self::own::own_notice;

use crate::import::{Fact, Notice, Statement, Topic};
use crate::law;

use super::document::{Block, Document, Section};
use super::dossier::Dossier;
use super::entry::Entry;
use super::side::Side;
use super::subjects::identity;

/// How a notice is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Short headings in plain words.
    Plain,
    /// The headings of the service notices that councils publish.
    Council,
}

impl Template {
    /// Each, with its word.
    pub const ALL: [(&'static str, Self); 2] = [("plain", Self::Plain), ("council", Self::Council)];
}

/// Why there is no notice of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoNotice {
    /// The organisation acts for others, and they tell people.
    #[error(
        "the organisation is a processor for this activity: its controllers write the notice (Article 13)"
    )]
    OfProcessor,
}

/// What stands under one heading.
struct Subject {
    topic: Topic,
    /// Its heading in each template; `{need}` and `{regulator}` stand for what depends on the entry.
    plain: &'static str,
    council: &'static str,
    tell: fn(&Entry<'_>, &mut Lines),
}

/// Every subject, in the order in which a notice has them.
static SUBJECTS: &[Subject] = &[
    Subject {
        topic: Topic::Service,
        plain: "About this service",
        council: "What service is being provided?",
        tell: uses::service,
    },
    Subject {
        topic: Topic::Data,
        plain: "What personal data we {need}",
        council: "What personal data do we {need}?",
        tell: sharing::data,
    },
    Subject {
        topic: Topic::Special,
        plain: "Special category and criminal offence data we {need}",
        council: "What ‘special types’ of personal data do we {need}?",
        tell: sharing::special_data,
    },
    Subject {
        topic: Topic::Who,
        plain: "Who is responsible for your data",
        council: "Who will be using your personal data?",
        tell: who::who,
    },
    Subject {
        topic: Topic::Uses,
        plain: "Why we use your data, and our lawful basis",
        council: "What will it be used for and what gives us the right to ask for it and use it?",
        tell: uses::uses,
    },
    Subject {
        topic: Topic::Sharing,
        plain: "Who we share your data with",
        council: "Who else might we share your data with?",
        tell: sharing::recipients,
    },
    Subject {
        topic: Topic::Overseas,
        plain: "Whether your data goes outside the UK",
        council: "Will your data be stored in or accessible from countries with no UK-equivalent Privacy Law protections?",
        tell: sharing::overseas,
    },
    Subject {
        topic: Topic::Keeping,
        plain: "How long we keep your data",
        council: "How long will your data be kept?",
        tell: afterwards::keeping,
    },
    Subject {
        topic: Topic::Rights,
        plain: "Your rights",
        council: "Our use of your data will be subject to the following legal rights:",
        tell: afterwards::rights,
    },
    Subject {
        topic: Topic::FromOthers,
        plain: "Where we get data about you from others",
        council: "We may also receive personal information about you from others:",
        tell: sharing::sources,
    },
    Subject {
        topic: Topic::OtherNotice,
        plain: "Other privacy notices",
        council: "Link to a relevant other privacy notice",
        tell: afterwards::other_notices,
    },
    Subject {
        topic: Topic::Links,
        plain: "More information",
        council: "Visit the following links for more information about Privacy Law, our obligations and your Rights:",
        tell: afterwards::links,
    },
    Subject {
        topic: Topic::Concerns,
        plain: "How to complain to us",
        council: "If you have concerns over the way we are asking for or using your personal data, please raise the matter with our Data Protection Officer by the following means:",
        tell: who::concerns,
    },
    Subject {
        topic: Topic::Regulator,
        plain: "How to complain to the {regulator}",
        council: "If you still have concerns following our response you have the right to raise the matter with the {regulator}:",
        tell: who::regulator,
    },
];

impl Subject {
    fn heading(&self, template: Template, entry: &Entry<'_>) -> String {
        let heading = match template {
            Template::Plain => self.plain,
            Template::Council => self.council,
        };
        let is_special = self.topic == Topic::Special;
        let need = if sharing::are_all_from_you(entry, is_special) {
            "need from you"
        } else {
            "use"
        };
        let regulator = law::regulator(entry.as_at);
        heading
            .replace("{need}", need)
            .replace("{regulator}", regulator)
    }
}

/// What is told under a heading, in order.
#[derive(Default)]
struct Lines(Vec<Line>);

enum Line {
    /// One of a list.
    Item(String, Fact),
    /// A paragraph, and all that it states.
    Sentence(String, Vec<Fact>),
    /// What has to be told, and is not recorded.
    Missing(String),
}

impl Lines {
    fn item(&mut self, words: impl Into<String>, fact: Fact) {
        self.0.push(Line::Item(words.into(), fact));
    }

    fn says(&mut self, words: impl Into<String>, fact: Fact) {
        self.0.push(Line::Sentence(words.into(), vec![fact]));
    }

    /// Words that only lead to what follows, or say what the law is.
    fn explains(&mut self, words: impl Into<String>) {
        self.says(words, Fact::Leading);
    }

    fn missing(&mut self, what: impl Into<String>) {
        self.0.push(Line::Missing(what.into()));
    }

    /// The same with the provision that asks for it: an article of the UK GDPR, or for law enforcement a section of the
    /// Data Protection Act 2018.
    fn missing_by(
        &mut self,
        entry: &Entry<'_>,
        what: impl Into<String>,
        article: &str,
        section: &str,
    ) {
        let by = if entry.activity.is_law_enforcement() {
            format!("Data Protection Act 2018 section {section}")
        } else {
            format!("{article} UK GDPR")
        };
        self.missing(format!("{} ({by})", what.into()));
    }

    fn statements(self, place: &str) -> impl Iterator<Item = Statement> {
        self.0.into_iter().flat_map(move |line| {
            let (words, facts) = match line {
                Line::Item(words, fact) => (words, vec![fact]),
                Line::Sentence(words, facts) => (words, facts),
                Line::Missing(_) => return Vec::new(),
            };
            let stated = facts.into_iter().map(|fact| Statement {
                fact,
                words: words.clone(),
                line: 0,
                place: place.to_owned(),
            });
            stated.collect()
        })
    }

    fn blocks(self) -> Vec<Block<'static>> {
        let mut blocks = Vec::new();
        for line in self.0 {
            match (line, blocks.last_mut()) {
                (Line::Item(words, _), Some(Block::List(items))) => items.push(words),
                (Line::Item(words, _), _) => blocks.push(Block::List(vec![words])),
                (Line::Sentence(words, _), _) => blocks.push(Block::Words(words)),
                (Line::Missing(what), _) => blocks.push(Block::Blank(what)),
            }
        }
        blocks
    }
}

/// Every heading that tells something, with what it tells.
fn told<'e, 'r>(
    entry: &'e Entry<'r>,
    template: Template,
) -> impl Iterator<Item = (String, Lines)> + use<'e, 'r> {
    SUBJECTS.iter().filter_map(move |subject| {
        let mut lines = Lines::default();
        (subject.tell)(entry, &mut lines);
        (!lines.0.is_empty()).then(|| (subject.heading(template, entry), lines))
    })
}

/// The privacy notice of an activity, as a document.
///
/// # Errors
/// The organisation only acts for others.
pub fn notice(dossier: &Dossier, template: Template) -> Result<Document<'static>, NoNotice> {
    let entry = &of_the_public(dossier)?;
    let sections = told(entry, template).map(|(heading, lines)| Section {
        heading,
        blocks: lines.blocks(),
    });
    Ok(Document {
        title: format!("{}{}", entry.activity.name, Notice::TITLE_ENDS),
        subtitle: identity::whose(entry),
        as_at: dossier.as_at,
        head: Vec::new(),
        sections: sections.collect(),
    })
}

/// What the notice of an activity states, as the notices of others are understood.
///
/// # Errors
/// The organisation only acts for others.
pub fn notice_statements(dossier: &Dossier) -> Result<Notice, NoNotice> {
    let entry = &of_the_public(dossier)?;
    let statements = told(entry, Template::Plain)
        .flat_map(|(heading, lines)| lines.statements(&heading).collect::<Vec<_>>());
    Ok(Notice {
        title: None,
        statements: statements.collect(),
    })
}

/// What a notice has to tell and the register does not say, each with its heading.
///
/// # Errors
/// The organisation only acts for others.
pub fn notice_gaps(dossier: &Dossier) -> Result<Vec<(String, String)>, NoNotice> {
    let entry = &of_the_public(dossier)?;
    let gaps = told(entry, Template::Plain).flat_map(|(heading, lines)| {
        let missing = lines.0.into_iter().filter_map(|line| match line {
            Line::Missing(what) => Some(what),
            Line::Item(..) | Line::Sentence(..) => None,
        });
        missing
            .map(move |what| (heading.clone(), what))
            .collect::<Vec<_>>()
    });
    Ok(gaps.collect())
}

fn of_the_public(dossier: &Dossier) -> Result<Entry<'_>, NoNotice> {
    let entry = dossier.entry().for_the_public(true);
    if Side::Controller.has(entry.activity) {
        Ok(entry.on_side(Side::Controller))
    } else {
        Err(NoNotice::OfProcessor)
    }
}

/// Words of the register as a sentence of their own: with a capital and a full stop.
fn sentence(words: &str) -> String {
    let words = words.trim();
    let mut letters = words.chars();
    let begun = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    });
    if begun.ends_with(['.', '!', '?', '…']) {
        begun
    } else {
        begun + "."
    }
}

/// Words that go on a sentence: with a small first letter, unless it begins an abbreviation.
fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    let (first, second) = (letters.next(), letters.next());
    match first {
        Some(first) if second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().collect::<String>() + &words[first.len_utf8()..]
        }
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_is_read_as_what_it_is_about() {
        for subject in SUBJECTS {
            for heading in [subject.plain, subject.council] {
                for need in ["need from you", "use"] {
                    for regulator in ["Information Commission", "Information Commissioner"] {
                        let heading = heading
                            .replace("{need}", need)
                            .replace("{regulator}", regulator);
                        assert_eq!(
                            Topic::of_heading(&heading),
                            Some(subject.topic),
                            "{heading}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn words_go_on_a_sentence() {
        assert_eq!(uncapitalised("Public task"), "public task");
        assert_eq!(uncapitalised("NHS duty"), "NHS duty");
        assert_eq!(sentence("we need it"), "We need it.");
    }
}
