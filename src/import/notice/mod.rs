//! A privacy notice, understood: what it states, each with its words, its line and its section.
//!
//! A subject is a file. A sentence that no subject knows is kept as [`Fact::Unread`], and never guessed at: a
//! wrong value is worse than one that somebody has to settle.

mod anywhere;
mod automated;
mod borne_out;
pub(super) mod cited;
mod codes;
mod conditions;
mod contacts;
mod data;
mod from_you;
mod furniture;
mod given;
pub(super) mod headings;
mod items;
mod keeping;
mod lead;
mod names;
mod not_given;
mod opening;
mod overseas;
mod parts;
mod people;
mod processors;
mod purposes;
mod rights;
mod service;
mod sharing;
mod table;
pub(super) mod topic;
mod unfolded;
mod uses;
mod who;
mod whole;
mod written;

use super::block::{Block, BlockKind, Line, Source};
use super::decision::At;
use super::words;
use crate::model::fold;

pub(super) use self::cited::paragraph;
pub(super) use self::codes::{basis, classes, condition, right};
pub(super) use self::conditions::is_of_some;
pub(super) use self::from_you::is_means;
pub(super) use self::keeping::{fate, kept};
pub(super) use self::overseas::instrument;
use self::parts::{Part, is_sentence, leads, parts_of, says_nothing};
use self::table::Table;
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
    /// Who decides too, beside the controller: with them or alone.
    AlsoController(String),
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
        /// On which condition.
        when: Option<String>,
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
    /// That there is other data than that named.
    OtherData,
    /// That there are other recipients than those named.
    OtherRecipients,
    /// That there are other sources than those named.
    OtherSources,
    /// That nothing goes where the heading asks about.
    NotOverseas,
    /// That data is or may be outside the UK, where nobody is named who has it there.
    Abroad(Abroad),
    /// That no decision is made by automated means.
    NotAutomated,
    /// A decision that is made by automated means, in the words published.
    Automated(String),
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
    /// The country, where one is named.
    pub country: Option<crate::model::Country>,
    /// What allows it to go there: the field of a transfer and its code.
    pub allowed: Option<(&'static str, &'static str)>,
}

/// Where data is outside the UK, by words that name nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abroad {
    /// The country, where one is named.
    pub country: Option<crate::model::Country>,
    /// Whether the words say that it may be in the UK as well.
    pub or_here: bool,
    /// What allows it to go there: the field of a transfer and its code.
    pub allowed: Option<(&'static str, &'static str)>,
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
        let source = &headings::set_apart(&unfolded::unfolded(source));
        let title = furniture::title(source);
        let repeated = furniture::repeated(source, title.as_ref());
        let mut notice = Self {
            title: title.clone(),
            statements: Vec::new(),
        };
        let us = source
            .blocks
            .iter()
            .find_map(|block| who::defined(&block.text()));
        let mut section = Section {
            us: us.clone(),
            ..Section::default()
        };
        let mut above: (u8, Option<Topic>) = (0, None);
        let mut table: Option<Table> = None;
        let mut is_labelled = false;
        for block in &source.blocks {
            let is_in_section = section.topic.is_some();
            let (block, around) =
                furniture::taken_off(block, &repeated, title.as_ref(), is_in_section);
            notice.statements.extend(around);
            let (Some(line), text) = (block.lines.first(), block.text()) else {
                continue;
            };
            if furniture::is_of_the_page(&text) {
                notice.statements.push(Statement {
                    fact: Fact::Leading,
                    words: text,
                    line: block.number(),
                    place: section.heading.clone(),
                });
                continue;
            }
            if !line.text.contains('\t') || block.lines.len() > 1 {
                table = None;
            } else if let Some(table) = &table {
                table.read(line, &mut notice.statements);
                continue;
            } else {
                table = match section.topic {
                    None | Some(Topic::Uses | Topic::Bases) => Table::headed(&line.text),
                    Some(topic) if topic.is_of_lists() && topic != Topic::Keeping => {
                        Table::headed(&line.text)
                            .filter(|_| topic == Topic::Data)
                            .or_else(|| Table::listed(topic, &line.text))
                    }
                    _ => None,
                };
                if table.is_some() {
                    notice.statements.push(Statement {
                        fact: Fact::Leading,
                        words: text,
                        line: line.number,
                        place: section.heading.clone(),
                    });
                    continue;
                }
            }
            let is_title = title.as_ref().is_some_and(|title| title.words == text);
            let topic = topic::of_heading(&text).filter(|_| !is_title);
            let leads = block.kind == BlockKind::Paragraph
                && block.lines.len() == 1
                && text.ends_with([':', '?'])
                && topic.is_some_and(|topic| topic::heads_alone(topic, &text));
            if block.kind == BlockKind::Heading || leads {
                section.read(&mut notice.statements);
                is_labelled = false;
                // A heading under one that is known speaks of the same.
                let is_below = above.0 > 0 && block.depth > above.0;
                let inherited = above.1.filter(|topic| is_below && topic.is_of_lists());
                let inherited = inherited.filter(|above| topic::may_divide(*above, &text));
                if topic.is_some() || !is_below {
                    above = (block.depth, topic);
                }
                section = Section {
                    topic: topic.or(inherited),
                    heading: text,
                    line: block.number(),
                    us: us.clone(),
                    ..Section::default()
                };
                continue;
            }
            let is_free = section.topic.is_none() || is_labelled;
            let label = |line: &Line| -> Option<(Topic, String, String)> {
                let (topic, label, words) = topic::of_label(line.text.trim())?;
                // In a section only what could be a heading is a label, and what cites a law is no data.
                let heads = headings::is_known(&format!("{label}:"))
                    && block.kind == BlockKind::Paragraph
                    && !(topic == Topic::Special && codes::condition(words).is_named);
                (is_free || heads).then(|| (topic, label.to_owned(), words.to_owned()))
            };
            // In a run of labels one that is not known ends what the one before it says.
            let is_other = |line: &Line| is_labelled && topic::is_label(&line.text);
            let mut lines = block.lines.iter();
            if !lines.any(|line| label(line).is_some() || is_other(line)) {
                section.blocks.push(block);
                continue;
            }
            // "Why: to manage your booking" is a section in a line.
            for line in &block.lines {
                match label(line) {
                    Some((topic, heading, words)) => {
                        section.read(&mut notice.statements);
                        is_labelled = is_free;
                        section = Section {
                            topic: Some(topic),
                            heading,
                            line: line.number,
                            blocks: vec![Block::of_line(line.number, &words)],
                            us: us.clone(),
                            given: None,
                        };
                    }
                    None if is_labelled && topic::is_label(&line.text) => {
                        section.read(&mut notice.statements);
                        section = Section {
                            heading: String::new(),
                            line: line.number,
                            blocks: vec![Block::of_line(line.number, &line.text)],
                            us: us.clone(),
                            ..Section::default()
                        };
                    }
                    None => section.blocks.push(Block::of_line(line.number, &line.text)),
                }
            }
        }
        section.read(&mut notice.statements);
        notice.statements.sort_by_key(|statement| statement.line);
        whole::keep_broken(&mut notice.statements);
        who::tell_functions_apart(&mut notice.statements);
        whole::tell_limits_apart(&mut notice.statements);
        whole::tell_uses_from_recipients(&mut notice.statements);
        let below = title
            .as_ref()
            .and_then(|title| furniture::below(source, title));
        service::name_by_title(&mut notice, below);
        notice
    }
}

/// Whether a line stands before what a notice is called: "Privacy notice name".
fn asks_for_title(line: &str) -> bool {
    const LABELS: [&str; 3] = [
        "privacy notice name",
        "privacy notice title",
        "name of privacy notice",
    ];
    LABELS.contains(&fold(line).as_str())
}

/// Whether a heading names a notice, whatever it speaks of. What stands in brackets says more of it.
fn is_title(heading: &str) -> bool {
    // "What services are covered by this privacy notice?" asks.
    if heading.trim_end().ends_with('?') {
        return false;
    }
    if asks_for_title(heading) {
        return false;
    }
    let is_of_privacy = heading.to_lowercase().starts_with("privacy: ");
    let heading = fold(&words::outside_of_brackets(heading));
    let heading = heading.trim();
    let named = |words: &&str| heading.starts_with(words) || heading.ends_with(words);
    let names = ["privacy notice", "privacy statement", "privacy policy"];
    // "This privacy notice supports ...", "What does this privacy notice cover": it speaks of itself.
    (names.iter().any(named) || is_of_privacy || heading.contains(" privacy notice for "))
        && !words::has(
            &format!(" {heading}"),
            " this privacy | our main privacy | other privacy notice",
        )
}

/// A heading with what stands under it.
#[derive(Clone, Debug, Default)]
struct Section {
    topic: Option<Topic>,
    heading: String,
    line: usize,
    blocks: Vec<Block>,
    /// Its parts, where it is a run of those of another.
    given: Option<Vec<Part>>,
    /// Who "we" and "the council" are, where the notice says it.
    us: Option<String>,
}

impl Section {
    /// Reads each run of its parts as what it is about.
    fn read(&self, into: &mut Vec<Statement>) {
        let runs = lead::runs(self.topic, self.parts());
        if runs.iter().all(|run| run.topic == self.topic) {
            return self.read_run(into);
        }
        for run in runs {
            let section = Self {
                topic: run.topic,
                given: Some(run.parts),
                ..self.clone()
            };
            section.read_run(into);
        }
    }

    fn read_run(&self, into: &mut Vec<Statement>) {
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
            Some(Topic::NotGiven) => not_given::read,
            Some(Topic::Automated) => automated::read,
            Some(Topic::Sharing) => sharing::read,
            Some(Topic::FromOthers) => sharing::read_sources,
            Some(Topic::Overseas) => overseas::read,
            Some(Topic::Keeping) => keeping::read,
            Some(Topic::Rights) => rights::read,
            Some(Topic::OtherNotice) => contacts::read_notices,
            Some(Topic::Links) => contacts::read_links,
            Some(Topic::Contact) => contacts::read,
            Some(Topic::Concerns) => contacts::read_officer,
            Some(Topic::Regulator) => contacts::read_regulator,
        };
        let first = into.len();
        read(self, into);
        let is_prose = !matches!(
            self.topic,
            Some(Topic::Service | Topic::OtherNotice | Topic::Links | Topic::Regulator)
        );
        let mut before = String::new();
        for one in into.split_off(first) {
            let before = std::mem::replace(&mut before, one.words.clone());
            let facts = match one.fact {
                Fact::Unread if is_prose => Some(anywhere::facts(&one.words))
                    .filter(|facts| !facts.is_empty())
                    .unwrap_or_else(|| lead::goes_on(&before, &one.words)),
                Fact::Leading if is_prose => lead::facts(&one.words),
                _ => Vec::new(),
            };
            if facts.is_empty() {
                into.push(one);
                continue;
            }
            into.extend(facts.into_iter().map(|mut fact| {
                if let Fact::Data { is_special, .. } = &mut fact {
                    *is_special = self.topic == Some(Topic::Special);
                }
                Statement {
                    fact,
                    ..one.clone()
                }
            }));
        }
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

    /// Statements of facts that rest on a part; where there are none, it is not understood.
    fn state(&self, part: &Part, facts: Vec<Fact>, into: &mut Vec<Statement>) {
        if facts.is_empty() {
            into.push(self.states(part, Fact::Unread));
        }
        into.extend(facts.into_iter().map(|fact| self.states(part, fact)));
    }

    /// Its items and sentences. A line is an item unless it goes on: a line that its author ended, or that begins
    /// anew, is one; what is a sentence is taken sentence by sentence.
    fn parts(&self) -> Vec<Part> {
        let own = || self.blocks.iter().flat_map(parts_of).collect();
        self.given.clone().unwrap_or_else(own)
    }
}

/// A section whose heading is not known: only what its sentences say themselves is taken from it.
fn unread(section: &Section, into: &mut Vec<Statement>) {
    let mut us = section.us.clone();
    let parts = section.parts();
    let listed = data::unheaded(&parts, section.heading.is_empty());
    for (at, part) in parts.iter().enumerate() {
        if let Some((_, facts)) = listed.iter().find(|(place, _)| *place == at) {
            section.state(part, facts.clone(), into);
            continue;
        }
        let fact = who::decides(words::trimmed(&part.text), &mut us);
        into.push(section.states(part, fact.unwrap_or(Fact::Unread)));
    }
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
