//! A privacy notice, understood: what it states, each with its words, its line and its section.
//!
//! A subject is a file. A sentence that no subject knows is kept as [`Fact::Unread`], and never guessed at: a
//! wrong value is worse than one that somebody has to settle.

mod codes;
mod contacts;
mod data;
mod furniture;
mod keeping;
mod overseas;
mod people;
mod rights;
mod service;
mod sharing;
pub(super) mod topic;
mod uses;
mod who;

use super::block::{Block, BlockKind, Line, Link, Source};
use super::decision::At;
use super::words;
use crate::model::fold;

pub(super) use self::codes::{basis, classes, condition, right};
pub(super) use self::keeping::kept;
use self::topic::Topic;

/// What a notice states.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// The heading of the whole, where it has one.
    pub title: Option<Statement>,
    /// Its statements, in the order of reading.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What is stated.
    pub fact: Fact,
    /// The words it rests on.
    pub words: String,
    /// The line of the file they stand in, from 1.
    pub line: usize,
    /// The heading they stand under.
    pub place: String,
}

/// What can be stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// What the service is called.
    Name(String),
    /// What it does.
    Description(String),
    /// Who decides.
    Controller(String),
    /// Several who decide: together, or each about what the words say.
    Controllers {
        /// Who they are.
        names: Vec<String>,
        /// Whether they are said to decide together.
        are_joint: bool,
    },
    /// A category of people.
    People(String),
    /// Who runs a system or processes, and through which system.
    Processor {
        /// Who it is.
        party: String,
        /// The system, where it is named.
        system: Option<String>,
    },
    /// The e-mail address of the data protection officer.
    Officer {
        /// Whose officer.
        of: String,
        /// Where to write.
        email: String,
    },
    /// How to reach the data protection officer.
    OfficerContact(Contact),
    /// How to reach the regulator.
    RegulatorContact(Contact),
    /// A category of data.
    Data {
        /// Its name.
        name: String,
        /// Whether it stands among those of special kinds.
        is_special: bool,
    },
    /// That the data comes from whom the notice speaks to.
    FromYou {
        /// Whether that of special kinds is meant.
        is_special: bool,
    },
    /// What data is used for.
    Purpose {
        /// In the words published.
        text: String,
        /// Its lawful basis, where one is said of it alone.
        basis: Option<Provision>,
    },
    /// An enactment that is cited for the purposes.
    Enactment(String),
    /// The lawful basis.
    Basis(Provision),
    /// The condition for special kinds of data.
    Condition(Provision),
    /// What happens where data is not given.
    IfNotProvided(String),
    /// Who receives data.
    Recipient(Exchange),
    /// Who gives data, beside whom the notice speaks to.
    Source(Exchange),
    /// That there are other recipients than those named.
    OtherRecipients,
    /// That there are other sources than those named.
    OtherSources,
    /// That nothing goes where the heading asks about.
    NotOverseas,
    /// When use stops.
    StopUsing(String),
    /// How long data is kept.
    Kept {
        /// Whether the words speak of all data of the notice, and not of some of it or of what they do not say.
        is_all: bool,
        /// How long, where that is a period.
        period: Option<crate::model::Period>,
        /// From when.
        trigger: Option<String>,
        /// The words, where there is no single period.
        criteria: Option<String>,
        /// What happens then.
        then: Option<crate::model::Fate>,
    },
    /// A right, by its code.
    Right(&'static str),
    /// A link to read more.
    Link {
        /// What it is called.
        title: String,
        /// Its address, where it has one.
        target: Option<String>,
        /// Whether it leads to another notice.
        is_notice: bool,
    },
    /// Words that lead to what follows them and state nothing alone.
    Leading,
    /// Words that are not understood.
    Unread,
}

/// What a provision is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// In the words published.
    pub published: String,
    /// The codes that the words can mean; one where they are clear.
    pub codes: Vec<&'static str>,
    /// Whether the words name the provision themselves.
    pub is_named: bool,
}

/// Somebody who gives or receives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// Who it is.
    pub party: String,
    /// Which data, where that is said.
    pub carries: Vec<String>,
    /// Through which system.
    pub through: Option<String>,
    /// On which condition.
    pub when: Option<String>,
    /// Whether it is outside the UK.
    pub is_overseas: bool,
}

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The field of a party: `address`, `email`, `phone` or `web`.
    pub field: &'static str,
    /// What it is.
    pub value: String,
}

impl Statement {
    /// Where it stands.
    pub fn at(&self) -> At {
        At::Line(self.line)
    }
}

impl Notice {
    /// What a place begins with that a person has to fill.
    pub const TO_COMPLETE: &str = "To complete:";

    /// What follows the name of an activity in the title of its notice.
    pub const TITLE_ENDS: &str = ": privacy notice";

    /// Understands a file.
    pub fn of(source: &Source) -> Self {
        let title = furniture::title(source);
        let repeated = furniture::repeated(source, title.as_ref());
        let mut notice = Self {
            title: title.clone(),
            statements: Vec::new(),
        };
        let mut section = Section::default();
        for block in &source.blocks {
            let is_in_section = section.topic.is_some();
            let (block, around) =
                furniture::taken_off(block, &repeated, title.as_ref(), is_in_section);
            notice.statements.extend(around);
            if block.lines.is_empty() {
                continue;
            }
            let text = block.text();
            if is_of_the_page(&text) {
                notice.statements.push(Statement {
                    fact: Fact::Leading,
                    words: text,
                    line: block.number(),
                    place: section.heading.clone(),
                });
                continue;
            }
            let is_title = title.as_ref().is_some_and(|title| title.words == text);
            let topic = topic::of_heading(&text).filter(|_| !is_title);
            let leads = block.kind == BlockKind::Paragraph
                && block.lines.len() == 1
                && text.ends_with([':', '?'])
                && matches!(
                    topic,
                    Some(Topic::Concerns | Topic::Regulator | Topic::Rights)
                );
            if block.kind == BlockKind::Heading || leads {
                section.read(&mut notice.statements);
                section = Section {
                    topic,
                    heading: text,
                    line: block.number(),
                    blocks: Vec::new(),
                };
            } else {
                section.blocks.push(block);
            }
        }
        section.read(&mut notice.statements);
        notice.statements.sort_by_key(|statement| statement.line);
        service::name_by_title(&mut notice);
        notice
    }
}

/// Whether a heading names a notice, whatever it speaks of.
fn is_title(heading: &str) -> bool {
    let heading = fold(heading);
    let named = |words: &&str| heading.starts_with(words) || heading.ends_with(words);
    let names = ["privacy notice", "privacy statement", "privacy policy"];
    names.iter().any(named) && !heading.contains("other privacy notice")
}

/// Whether words are those of a page and not of its notice: where to find what, and what is yet to be written.
fn is_of_the_page(text: &str) -> bool {
    const CONTENTS: [&str; 3] = ["contents", "table of contents", "on this page"];
    text.starts_with(Notice::TO_COMPLETE)
        || CONTENTS.contains(&fold(text).as_str())
        || !text.contains(char::is_alphanumeric)
}

/// A heading with what stands under it.
#[derive(Clone, Debug, Default)]
struct Section {
    topic: Option<Topic>,
    heading: String,
    line: usize,
    blocks: Vec<Block>,
}

/// A sentence or an item of a section.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    line: usize,
    /// Whether it is one of a list, in a line of its own or with a bullet.
    is_item: bool,
    links: Vec<Link>,
}

impl Section {
    fn read(&self, into: &mut Vec<Statement>) {
        let read = match self.topic {
            None => unread,
            Some(Topic::Service) => service::read,
            Some(Topic::Data) => data::read,
            Some(Topic::Special) => data::read_special,
            Some(Topic::Who) => who::read,
            Some(Topic::Uses) => uses::read,
            Some(Topic::Bases) => uses::read_bases,
            Some(Topic::SpecialBases) => uses::read_special_bases,
            Some(Topic::People) => people::read,
            Some(Topic::Sharing) => sharing::read,
            Some(Topic::FromOthers) => sharing::read_sources,
            Some(Topic::Overseas) => overseas::read,
            Some(Topic::Keeping) => keeping::read,
            Some(Topic::Rights) => rights::read,
            Some(Topic::OtherNotice) => contacts::read_notices,
            Some(Topic::Links) => contacts::read_links,
            Some(Topic::Concerns) => contacts::read_officer,
            Some(Topic::Regulator) => contacts::read_regulator,
        };
        read(self, into);
    }

    /// What the heading itself states.
    fn headed(&self, fact: Fact) -> Statement {
        Statement {
            fact,
            words: self.heading.clone(),
            line: self.line,
            place: self.heading.clone(),
        }
    }

    /// A statement that rests on a part.
    fn states(&self, part: &Part, fact: Fact) -> Statement {
        Statement {
            fact,
            words: part.text.clone(),
            line: part.line,
            place: self.heading.clone(),
        }
    }

    /// Its items and sentences. A line is an item unless it goes on: a line that its author ended, or that begins
    /// anew, is one; what is a sentence is taken sentence by sentence.
    fn parts(&self) -> Vec<Part> {
        self.blocks.iter().flat_map(parts_of).collect()
    }
}

fn parts_of(block: &Block) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut goes_on = false;
    let mut before = "";
    let width = |line: &Line| line.text.trim().chars().count();
    let widest = block.lines.iter().map(width).max().unwrap_or_default();
    let is_prose = block
        .lines
        .iter()
        .any(|line| line.text.trim_end().ends_with('.'));
    for line in &block.lines {
        let text = line.text.trim();
        let is_new = words::unnumbered(text).len() < text.len();
        match found.last_mut() {
            Some(last)
                if goes_on
                    && !is_new
                    && (block.kind == BlockKind::Item
                        || continues(before, text, if is_prose { widest } else { 0 })) =>
            {
                last.text.push(' ');
                last.text.push_str(text);
            }
            _ => found.push(Part {
                text: words::unjoined(words::unnumbered(text)).to_owned(),
                line: line.number,
                is_item: true,
                links: Vec::new(),
            }),
        }
        goes_on = !line.is_ended;
        before = text;
    }
    let mut parts: Vec<Part> = Vec::new();
    for part in found {
        let sentences = words::sentences(&part.text);
        let is_item = block.kind == BlockKind::Item || sentences.len() == 1;
        let whole = if block.kind == BlockKind::Item {
            vec![part.text.as_str()]
        } else {
            sentences
        };
        parts.extend(whole.into_iter().map(|text| Part {
            text: text.to_owned(),
            line: part.line,
            is_item,
            links: Vec::new(),
        }));
    }
    for link in &block.links {
        let holds = |part: &&mut Part| part.text.contains(link.text.trim());
        if let Some(part) = parts.iter_mut().find(holds) {
            part.links.push(link.clone());
        }
    }
    parts
}

/// Whether a line goes on in the next.
fn continues(line: &str, next: &str, widest: usize) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let is_open = line.ends_with(',')
        || matches!(
            last,
            "and" | "or" | "of" | "the" | "to" | "for" | "with" | "a" | "in"
        );
    let is_unclosed = line.matches('(').count() > line.matches(')').count();
    // A line that was wrapped had no room for the next word, in a text no wider than people wrap it; any other ended where
    // its author meant it to.
    let width = line.chars().count();
    let next_word = next.split(' ').next().unwrap_or_default().chars().count();
    let is_wrapped = width > 60 && (60..=100).contains(&widest) && width + 1 + next_word > widest;
    let is_sentence = is_wrapped && !line.ends_with(['.', '?', '!', ':']);
    is_open || is_unclosed || next.starts_with(char::is_lowercase) || is_sentence
}

/// A section whose heading is not known: nothing but who decides is taken from it.
fn unread(section: &Section, into: &mut Vec<Statement>) {
    let mut us = None;
    into.extend(section.parts().iter().map(|part| {
        let fact = who::decides(words::trimmed(&part.text), &mut us);
        section.states(part, fact.unwrap_or(Fact::Unread))
    }));
}

/// Whether a part only leads to what follows it.
fn leads(part: &Part) -> bool {
    let text = part.text.trim_end();
    text.ends_with([':', '–']) || text.ends_with(":-") || {
        let lower = text.to_lowercase();
        !lower.contains(": ") && (lower.contains("the following") || lower.ends_with("such as"))
    }
}

/// Whether words say that there is none: for the reader of the register to settle, since it is said of one heading only.
fn says_nothing(part: &Part) -> bool {
    let text = fold(&part.text);
    matches!(
        text.as_str(),
        "" | "none"
            | "n a"
            | "not applicable"
            | "no"
            | "yes"
            | "no one"
            | "nobody"
            | "nil"
            | "nothing"
            | "tbc"
            | "to be confirmed"
    )
}

/// Whether a part is a sentence with a subject of its own, and no item of a list.
fn is_sentence(part: &Part) -> bool {
    const SUBJECTS: [&str; 14] = [
        "we ",
        "our ",
        "this ",
        "the information ",
        "if ",
        "you ",
        "your data ",
        "your information ",
        "your personal ",
        "please ",
        "in order ",
        "to ",
        "where ",
        "it ",
    ];
    // "Our legal advisers." ends a list, and says nothing of them.
    const VERBS: [&str; 8] = [
        " is ", " are ", " will ", " may ", " can ", " has ", " have ", " do ",
    ];
    let text = part.text.to_lowercase();
    let is_item = text.starts_with("our ") && !VERBS.iter().any(|verb| text.contains(verb));
    part.text.ends_with('.') && !is_item && SUBJECTS.iter().any(|subject| text.starts_with(subject))
}

/// A pattern that is made once.
macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            regex::RegexBuilder::new($pattern)
                .case_insensitive(true)
                .build()
                .expect("the pattern is sound: the tests make it")
        });
    };
}
use pattern;
