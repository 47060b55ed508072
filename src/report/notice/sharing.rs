//! Which data, from whom, to whom, and where it goes.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{
    Certainty, Leaving, ReceiverRole, RouteStep, StepKind, TakenOn, class_of, is_covered,
};
use crate::import::{Exchange, Fact};
use crate::law;
use crate::model::{Country, DataId, Date, Kind, LawCode, OpenList, Scope, and, day_in_words};
use crate::report::entry::{Entry, named_by_flows};
use crate::report::subjects::hidden::{hidden, hidden_later};
use crate::report::subjects::transfers::what_allows;

use super::{Line, Lines, sentence, uncapitalised};

/// The categories of personal data of an entry, those of special kinds and of offences or the others.
fn categories<'r>(entry: &Entry<'r>, is_special: bool) -> Vec<&'r DataId> {
    let named = named_by_flows(entry.activity, entry.as_at);
    let all = entry.activity.data.items().iter();
    all.chain(named.into_iter().map(|(id, _)| id))
        .filter(|id| entry.is_personal(id) && is_of_special_kind(entry, id) == is_special)
        .collect()
}

fn is_of_special_kind(entry: &Entry<'_>, id: &DataId) -> bool {
    is_of(entry, id, |code| {
        law::is_special_category(code) || law::is_criminal_offence(code)
    })
}

fn is_of(entry: &Entry<'_>, id: &DataId, is_it: fn(&str) -> bool) -> bool {
    let class = class_of(&entry.register.data, id);
    let codes = class.value().map_or(&[][..], |classes| &classes.0);
    codes.iter().map(LawCode::as_str).any(is_it)
}

/// Whether some data of an entry is of a class.
pub(super) fn has_class(entry: &Entry<'_>, is_it: fn(&str) -> bool) -> bool {
    let special = categories(entry, true);
    special.into_iter().any(|id| is_of(entry, id, is_it))
}

/// Whether people themselves give data, today or as is planned.
pub(super) fn is_from_people(entry: &Entry<'_>) -> bool {
    let planned = entry.planned().into_iter().map(|(_, step)| step);
    let mut steps = entry.steps().chain(planned);
    steps.any(|step| step.kind == StepKind::Source && step.from.kind == Kind::People)
}

/// The categories of personal data of an entry that no retention rule covers.
pub(super) fn not_covered(entry: &Entry<'_>, covered: &[DataId]) -> Vec<String> {
    let all = [false, true].into_iter();
    let all = all.flat_map(|is_special| categories(entry, is_special));
    let left = all.filter(|id| !is_covered(&entry.register.data, id, covered));
    left.map(|id| entry.data_name(id)).collect()
}

/// Those of some categories that the people themselves give, as their flows name them.
fn given_by_people<'d>(entry: &Entry<'_>, data: &[&'d DataId]) -> Vec<&'d DataId> {
    let scopes: Vec<_> = entry
        .steps()
        .filter(|step| step.kind == StepKind::Source && step.from.kind == Kind::People)
        .filter_map(|step| step.carries.value())
        .collect();
    let is_given = |id: &&&DataId| {
        let mut scopes = scopes.iter();
        scopes.any(|scope| scope.is_all() || scope.listed().contains(id))
    };
    data.iter().filter(is_given).copied().collect()
}

/// Whether all data of a section is recorded to come from the people themselves.
pub(super) fn are_all_from_you(entry: &Entry<'_>, is_special: bool) -> bool {
    let data = categories(entry, is_special);
    !data.is_empty() && given_by_people(entry, &data).len() == data.len()
}

pub(super) fn data(entry: &Entry<'_>, lines: &mut Lines) {
    told(entry, false, lines);
    if entry.activity.data.is_not_recorded() {
        lines.missing_by(
            entry,
            "which personal data is used",
            "Article 14(1)(d)",
            "44(2)(d)",
        );
    }
    incomplete(entry, OpenList::Data, lines);
}

pub(super) fn special_data(entry: &Entry<'_>, lines: &mut Lines) {
    told(entry, true, lines);
}

fn told(entry: &Entry<'_>, is_special: bool, lines: &mut Lines) {
    let data = categories(entry, is_special);
    for id in &data {
        let name = entry.data_name(id);
        let fact = Fact::Data {
            name: name.clone(),
            is_special,
        };
        lines.item(name, fact);
    }
    let given = given_by_people(entry, &data);
    if !given.is_empty() && given.len() < data.len() {
        let names: Vec<String> = given.iter().map(|id| entry.data_name(id)).collect();
        let words = format!("You give us: {}.", and(&names));
        lines.says(words, Fact::FromYou { is_special });
    }
}

/// That the source of a list says there are others: whom or what a person has to find out.
fn incomplete(entry: &Entry<'_>, list: OpenList, lines: &mut Lines) {
    if entry.activity.is_open(list) {
        lines.missing(format!(
            "which other {} there are: the list recorded is not complete",
            list.items()
        ));
    }
}

/// Whether a step may carry personal data: its flow is not recorded to carry none.
fn carries_something(entry: &Entry<'_>, step: &RouteStep) -> bool {
    let listed_ids = step.carries.value().map(Scope::listed);
    let is_of_none = listed_ids
        .is_some_and(|ids| !ids.is_empty() && !ids.iter().any(|id| entry.is_personal(id)));
    !step.carries.is_none() && !is_of_none
}

/// Those of whom it is only a guess that they have data at all: no flow leads to them, and that they are engaged, or get
/// what a joint controller has, is not recorded.
pub(super) fn doubtful(entry: &Entry<'_>) -> BTreeSet<String> {
    let mut sure: BTreeSet<&str> = BTreeSet::new();
    let mut found: BTreeSet<String> = BTreeSet::new();
    let has_own_doubt =
        |step: &RouteStep| step.certainty == Certainty::Possible && !step.is_as_sure_as_its_start();
    for step in entry.steps() {
        let is_recorded = step.number.is_some() || !has_own_doubt(step);
        if is_recorded && !found.contains(&step.from.id) {
            sure.insert(&step.to.id);
        } else {
            found.insert(step.to.id.clone());
        }
    }
    found.retain(|id| !sure.contains(id.as_str()));
    found
}

/// Whether a step leads to somebody outside who receives data.
fn is_to_a_recipient(step: &RouteStep) -> bool {
    let is_recipient = matches!(
        step.role,
        Some(ReceiverRole::Recipient | ReceiverRole::JointController)
    );
    is_recipient && step.kind != StepKind::Source
}

pub(super) fn recipients(entry: &Entry<'_>, lines: &mut Lines) {
    let mut passed = Passed::default();
    let doubtful = doubtful(entry);
    let n_before = lines.0.len();
    // People whose own data it is are no recipients: the graph gives them no role.
    let is_one = |step: &&RouteStep| carries_something(entry, step) && is_to_a_recipient(step);
    for step in entry.steps().filter(is_one) {
        let who = &step.to.name;
        if step.number.is_none() && doubtful.contains(&step.to.id) {
            lines.missing(format!("whether {who} receives the data"));
            continue;
        }
        passed.add(entry, step, who, Fact::Recipient(exchange(step, who)));
    }
    passed.tell(lines, |data, who| format!("We share {data} with {who}"));
    let mut later = Later::default();
    for (first, step) in entry.planned() {
        let who = &step.to.name;
        if !is_one(&step) {
            continue;
        }
        if step.number.is_none() && step.certainty == Certainty::Possible {
            let first = day_in_words(first);
            lines.missing(format!("whether {who} will receive the data from {first}"));
            continue;
        }
        let fact = Fact::Recipient(exchange(step, who));
        later.on(first).add(entry, step, who, fact);
    }
    later.tell(lines, |first, data, who| {
        format!("From {first} we will share {data} with {who}")
    });
    by_others(entry, lines);
    let is_empty = lines.0.len() == n_before;
    let recipients = &entry.activity.recipient;
    let hidden = hidden(entry);
    if recipients.is_not_recorded() {
        lines.missing_by(
            entry,
            "who receives the data",
            "Article 13(1)(e)",
            "44(2)(c)",
        );
    } else if is_empty && hidden.is_empty() {
        lines.explains("We share your data with nobody else.");
    } else if !hidden.is_empty() && (is_empty || recipients.is_none()) {
        lines.missing(format!(
            "whether somebody else receives the data: it is not recorded {}",
            and(&hidden)
        ));
    }
    if is_empty || recipients.is_none() {
        for (first, hidden) in later_by_day(entry) {
            lines.missing(format!(
                "whether somebody else will receive the data from {first}: it is not recorded {}",
                and(&hidden)
            ));
        }
    }
    incomplete(entry, OpenList::Recipient, lines);
}

/// What is not recorded of what is planned that may hide somebody, by first days.
fn later_by_day(entry: &Entry<'_>) -> Vec<(String, Vec<String>)> {
    let mut by_day: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for (first, words) in hidden_later(entry) {
        by_day.entry(first).or_default().push(words);
    }
    let by_day = by_day.into_iter();
    by_day
        .map(|(first, words)| (day_in_words(first), words))
        .collect()
}

/// Who receives the data from other entries, to which it is handed.
fn by_others(entry: &Entry<'_>, lines: &mut Lines) {
    let mut seen = BTreeSet::new();
    for (first, taken) in taken_on(entry) {
        let step = &taken.step;
        if !is_to_a_recipient(step) {
            continue;
        }
        let name = entry.name(&&step.activity);
        let names = taken.data.iter().map(|id| entry.data_name(id));
        let names: Vec<String> = names.collect();
        let data = match names.is_empty() {
            true => "your data".to_owned(),
            false => and(&names),
        };
        let who = &step.to.name;
        let (from, will) = match first {
            None => (String::new(), "share"),
            Some(first) => (format!("From {}, ", day_in_words(first)), "will share"),
        };
        let words = format!(
            "{from}we {will} {data} with {who}{}.",
            as_part_of(taken, &name)
        );
        if step.certainty == Certainty::Possible {
            let what = format!("whether {who} receives {data} as part of “{name}”");
            if seen.insert(what.clone()) {
                lines.missing(what);
            }
        } else if seen.insert(words.clone()) {
            lines.says(sentence(&words), Fact::Recipient(exchange(step, who)));
        }
    }
}

/// When somebody receives data from another entry, and when that is handed it.
fn as_part_of(taken: &TakenOn, name: &str) -> String {
    let when = taken.step.when.as_deref();
    let when = when.map_or_else(String::new, |when| format!(" {},", condition(when)));
    let handed: Vec<String> = taken.handed_when.iter().map(|it| condition(it)).collect();
    let handed = match handed.is_empty() {
        true => String::new(),
        false => format!(", which has it {}", and(&handed)),
    };
    format!("{when} as part of “{name}”{handed}")
}

/// The steps by which other entries go on with the data, today or from a day.
fn taken_on<'e>(entry: &'e Entry<'_>) -> impl Iterator<Item = (Option<Date>, &'e TakenOn)> {
    let all = entry.all();
    let today = all.taken_on.iter().map(|taken| (None, taken));
    let later = all.to_be_taken_on.iter();
    today.chain(later.map(|(first, taken)| (Some(*first), taken)))
}

pub(super) fn sources(entry: &Entry<'_>, lines: &mut Lines) {
    let is_one = |step: &RouteStep| {
        let is_from_others = matches!(step.from.kind, Kind::Party | Kind::Activity);
        step.kind == StepKind::Source && is_from_others && carries_something(entry, step)
    };
    let mut passed = Passed::default();
    for step in entry.steps().filter(|step| is_one(step)) {
        let who = &step.from.name;
        passed.add(entry, step, who, Fact::Source(exchange(step, who)));
    }
    passed.tell(lines, |data, who| format!("We receive {data} from {who}"));
    let mut later = Later::default();
    for (first, step) in entry.planned().into_iter().filter(|(_, step)| is_one(step)) {
        let who = &step.from.name;
        let fact = Fact::Source(exchange(step, who));
        later.on(first).add(entry, step, who, fact);
    }
    later.tell(lines, |first, data, who| {
        format!("From {first} we will receive {data} from {who}")
    });
    if entry.activity.source.is_not_recorded() {
        lines.missing_by(
            entry,
            "where data comes from, if not from the people themselves",
            "Article 14(2)(f)",
            "44(2)(d)",
        );
    }
    incomplete(entry, OpenList::Source, lines);
}

fn exchange(step: &RouteStep, who: &str) -> Exchange {
    Exchange {
        party: who.to_owned(),
        carries: step.carries_named.clone(),
        when: step.when.clone(),
        ..Exchange::default()
    }
}

/// Which data passes on which condition, as recorded; with neither, who it is says all.
type What = (Vec<String>, Option<String>);

/// Those with whom data is exchanged, by what passes and when, in the order in which it is recorded.
#[derive(Default)]
struct Passed {
    groups: Vec<(What, Vec<(String, Fact)>)>,
}

impl Passed {
    fn add(&mut self, entry: &Entry<'_>, step: &RouteStep, who: &str, fact: Fact) {
        let ids = step.carries.value().map_or(&[][..], |scope| scope.listed());
        let personal = ids.iter().filter(|id| entry.is_personal(id));
        let mut names: Vec<String> = personal.map(|id| entry.data_name(id)).collect();
        let flow = step
            .number
            .and_then(|number| entry.activity.flows().nth(number - 1));
        if flow.is_some_and(|(_, flow)| flow.and_more) && !names.is_empty() {
            names.push("other data".to_owned());
        }
        let what = (names, step.when.clone());
        let at = self.groups.iter().position(|(known, _)| *known == what);
        let at = at.unwrap_or_else(|| {
            self.groups.push((what, Vec::new()));
            self.groups.len() - 1
        });
        let members = &mut self.groups[at].1;
        if !members.iter().any(|(known, _)| known == who) {
            members.push((who.to_owned(), fact));
        }
    }

    /// First the names of those of whom nothing else is recorded, then a sentence for each group.
    fn tell(self, lines: &mut Lines, sentence: impl Fn(&str, &str) -> String) {
        let is_name_alone = |((data, when), _): &(What, _)| data.is_empty() && when.is_none();
        let (alone, grouped): (Vec<_>, Vec<_>) = self.groups.into_iter().partition(is_name_alone);
        for (who, fact) in alone.into_iter().flat_map(|(_, members)| members) {
            lines.item(who, fact);
        }
        Self::tell_each(grouped, lines, sentence);
    }

    fn tell_each(
        groups: Vec<(What, Vec<(String, Fact)>)>,
        lines: &mut Lines,
        sentence: impl Fn(&str, &str) -> String,
    ) {
        for ((data, when), members) in groups {
            let (names, facts): (Vec<String>, Vec<Fact>) = members.into_iter().unzip();
            let data = if data.is_empty() {
                "your data".to_owned()
            } else {
                and(&data)
            };
            let said = sentence(&data, &and(&names));
            let words = match when {
                None => format!("{said}."),
                Some(when) => format!("{said} {}.", condition(&when)),
            };
            lines.0.push(Line::Sentence(words, facts));
        }
    }
}

/// The same of what is planned, by its first day.
#[derive(Default)]
struct Later(BTreeMap<Date, Passed>);

impl Later {
    fn on(&mut self, first: Date) -> &mut Passed {
        self.0.entry(first).or_default()
    }

    /// A sentence for each group, with the day from which it will be so.
    fn tell(self, lines: &mut Lines, sentence: impl Fn(&str, &str, &str) -> String) {
        for (first, passed) in self.0 {
            let first = day_in_words(first);
            Passed::tell_each(passed.groups, lines, |data, who| {
                sentence(&first, data, who)
            });
        }
    }
}

/// When something happens, after what happens: as it is recorded, or in brackets where it does not go on the sentence.
fn condition(when: &str) -> String {
    const BEGINS: [&str; 3] = ["if ", "when ", "where "];
    let when = when.trim().trim_end_matches('.');
    let begun = uncapitalised(when);
    if BEGINS.iter().any(|begin| begun.starts_with(begin)) {
        begun
    } else {
        format!("({when})")
    }
}

/// What is told of what goes abroad.
#[derive(Default)]
struct Abroad {
    seen: BTreeSet<String>,
    asked: BTreeSet<String>,
    /// Of whom the country is not recorded, and from when.
    unknown: Vec<(Option<Date>, String)>,
}

impl Abroad {
    /// Tells where a step leads, from when and as part of what.
    fn step(&mut self, entry: &Entry<'_>, lines: &mut Lines, step: &RouteStep, how: &How) {
        match step.leaves_uk {
            Leaving::No => {}
            Leaving::Possible => {
                let (name, first) = (&step.to.name, how.first);
                if !self.unknown.iter().any(|(_, known)| known == name) {
                    self.unknown.push((first, name.clone()));
                }
            }
            Leaving::Yes => {
                let words = leaving(entry, step, how);
                if self.seen.insert(words.clone()) {
                    let exchange = Exchange {
                        is_overseas: true,
                        ..exchange(step, &step.to.name)
                    };
                    lines.says(words, Fact::Recipient(exchange));
                }
                let doubt = doubt(step);
                let what =
                    doubt.map(|why| format!("what allows the transfer to {}{why}", step.to.name));
                if let Some(what) = what.filter(|what| self.asked.insert(what.clone())) {
                    lines.missing_by(entry, what, "Article 13(1)(f)", "73(1)");
                }
            }
        }
    }
}

/// From when, and as part of which other entry, data goes abroad.
#[derive(Default)]
struct How {
    first: Option<Date>,
    entry: Option<String>,
    handed_when: Vec<String>,
}

pub(super) fn overseas(entry: &Entry<'_>, lines: &mut Lines) {
    let mut abroad = Abroad::default();
    for step in entry.steps() {
        abroad.step(entry, lines, step, &How::default());
    }
    for (first, step) in entry.planned() {
        let how = How {
            first: Some(first),
            ..How::default()
        };
        abroad.step(entry, lines, step, &how);
    }
    for (first, taken) in taken_on(entry) {
        let how = How {
            first,
            entry: Some(entry.name(&&taken.step.activity)),
            handed_when: taken.handed_when.clone(),
        };
        abroad.step(entry, lines, &taken.step, &how);
    }
    let mut may_be_there = false;
    for one in &entry.all().ended_abroad {
        // What a system held may still be there; who received something keeps it as their own.
        if one.kind == StepKind::Store.word() {
            may_be_there = true;
            let ends = one.ends.value();
            let until = ends.map_or_else(String::new, |day| day_in_words(*day));
            lines.missing(format!(
                "what became of the data kept in {} until {until}: it may still be outside the UK",
                one.to.name
            ));
        }
    }
    let hidden = hidden(entry);
    let mut unknown: BTreeMap<Option<Date>, Vec<String>> = BTreeMap::new();
    for (first, name) in abroad.unknown {
        unknown.entry(first).or_default().push(name);
    }
    let is_known = !unknown.contains_key(&None);
    let is_nowhere = abroad.seen.is_empty() && is_known && !may_be_there;
    for (first, names) in unknown {
        let names = and(&names);
        lines.missing(match first {
            None => format!("in which country data is kept or received: {names}"),
            Some(first) => {
                let first = day_in_words(first);
                format!("in which country data will be kept or received from {first}: {names}")
            }
        });
    }
    if is_nowhere && hidden.is_empty() {
        lines.says(
            "We do not send your data outside the United Kingdom.",
            Fact::NotOverseas,
        );
    } else if is_known && !hidden.is_empty() {
        lines.missing(format!(
            "whether data goes outside the UK: it is not recorded {}",
            and(&hidden)
        ));
    }
    for (first, hidden) in later_by_day(entry) {
        lines.missing(format!(
            "whether data will go outside the UK from {first}: it is not recorded {}",
            and(&hidden)
        ));
    }
}

/// Why it cannot be told what allows a transfer, as it goes on after what is asked: nothing is recorded, or what is may
/// not do.
fn doubt(step: &RouteStep) -> Option<String> {
    let allowed = step.allowed.as_ref()?;
    match &allowed.caution {
        Some(caution) if allowed.is_missing => Some(format!(": {caution}")),
        Some(caution) => {
            let recorded = uncapitalised(&allowed.recorded);
            Some(format!(": the record says “{recorded}”; {caution}"))
        }
        None => allowed.is_missing.then(String::new),
    }
}

/// Who has data outside the UK, where, and what allows it where that is sure.
fn leaving(entry: &Entry<'_>, step: &RouteStep, how: &How) -> String {
    let countries = step.countries();
    let names: Vec<String> = countries
        .iter()
        .filter(|country| !country.is_uk() && **country != Country::OutsideUk)
        .map(Country::name_in_sentence)
        .collect();
    let place = if names.is_empty() {
        "a country outside the United Kingdom".to_owned()
    } else {
        format!("{}, outside the United Kingdom", and(&names))
    };
    let when = step.when.as_deref().map_or_else(String::new, |when| {
        format!(" ({})", when.trim().trim_end_matches('.'))
    });
    let is_known = step.allowed.is_some() && doubt(step).is_none();
    let allowed = what_allows(entry, step).filter(|_| is_known);
    let allowed = allowed.map_or_else(String::new, |words| format!(" What allows this: {words}."));
    let from = how.first.map_or_else(String::new, |first| {
        format!("From {} ", day_in_words(first))
    });
    let part = how.entry.as_ref();
    let part = part.map_or_else(String::new, |name| format!(" as part of “{name}”"));
    let handed = how.handed_when.iter().map(|it| condition(it));
    let handed: Vec<String> = handed.collect();
    let handed = match handed.is_empty() {
        true => String::new(),
        false => format!(", which has it {}", and(&handed)),
    };
    format!(
        "{from}{} may have your data in {place}{part}{handed}{when}.{allowed}",
        step.to.name
    )
}
