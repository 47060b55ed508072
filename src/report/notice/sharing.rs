//! Which data, from whom, to whom, and where it goes.

use std::collections::BTreeSet;

use crate::graph::{Certainty, Leaving, ReceiverRole, RouteStep, StepKind, class_of};
use crate::import::{Exchange, Fact};
use crate::law;
use crate::model::{Country, DataId, Kind, LawCode, OpenList, Scope, and};
use crate::report::entry::{Entry, named_by_flows};
use crate::report::subjects::recipients::hidden;
use crate::report::subjects::transfers::what_allows;

use super::{Line, Lines, uncapitalised};

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
    for step in entry.steps().filter(|step| carries_something(entry, step)) {
        let is_to_people = step.kind == StepKind::Recipient && step.to.kind == Kind::People;
        if is_to_a_recipient(step) || is_to_people {
            let who = &step.to.name;
            if step.number.is_none() && doubtful.contains(&step.to.id) {
                lines.missing(format!("whether {who} receives the data"));
                continue;
            }
            passed.add(entry, step, who, Fact::Recipient(exchange(step, who)));
        }
    }
    let is_empty = passed.groups.is_empty();
    passed.tell(lines, |data, who| format!("We share {data} with {who}"));
    let recipients = &entry.activity.recipient;
    let hidden = hidden(entry);
    if is_empty && recipients.is_none() && hidden.is_empty() && doubtful.is_empty() {
        lines.explains("We share your data with nobody else.");
    } else if recipients.is_none() && !hidden.is_empty() {
        lines.missing(format!(
            "whether somebody else receives the data: it is not recorded {}",
            and(&hidden)
        ));
    } else if recipients.is_not_recorded() {
        lines.missing_by(
            entry,
            "who receives the data",
            "Article 13(1)(e)",
            "44(2)(c)",
        );
    }
    incomplete(entry, OpenList::Recipient, lines);
}

pub(super) fn sources(entry: &Entry<'_>, lines: &mut Lines) {
    let mut passed = Passed::default();
    for step in entry.steps().filter(|step| carries_something(entry, step)) {
        let is_from_others = matches!(step.from.kind, Kind::Party | Kind::Activity);
        if step.kind == StepKind::Source && is_from_others {
            let who = &step.from.name;
            passed.add(entry, step, who, Fact::Source(exchange(step, who)));
        }
    }
    passed.tell(lines, |data, who| format!("We receive {data} from {who}"));
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
        for ((data, when), members) in grouped {
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

pub(super) fn overseas(entry: &Entry<'_>, lines: &mut Lines) {
    let (mut seen, mut asked) = (BTreeSet::new(), BTreeSet::new());
    let mut unknown: Vec<String> = Vec::new();
    for step in entry.steps() {
        match step.leaves_uk {
            Leaving::No => {}
            Leaving::Possible => {
                if !unknown.contains(&step.to.name) {
                    unknown.push(step.to.name.clone());
                }
            }
            Leaving::Yes => {
                let words = leaving(entry, step);
                if seen.insert(words.clone()) {
                    let exchange = Exchange {
                        is_overseas: true,
                        ..exchange(step, &step.to.name)
                    };
                    lines.says(words, Fact::Recipient(exchange));
                }
                let doubt = doubt(step);
                let what =
                    doubt.map(|why| format!("what allows the transfer to {}{why}", step.to.name));
                if let Some(what) = what.filter(|what| asked.insert(what.clone())) {
                    lines.missing_by(entry, what, "Article 13(1)(f)", "73(1)");
                }
            }
        }
    }
    let hidden = hidden(entry);
    if !unknown.is_empty() {
        lines.missing(format!(
            "in which country data is kept or received: {}",
            and(&unknown)
        ));
    }
    if seen.is_empty() && unknown.is_empty() && hidden.is_empty() {
        lines.says(
            "We do not send your data outside the United Kingdom.",
            Fact::NotOverseas,
        );
    } else if unknown.is_empty() && !hidden.is_empty() {
        lines.missing(format!(
            "whether data goes outside the UK: it is not recorded {}",
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
fn leaving(entry: &Entry<'_>, step: &RouteStep) -> String {
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
    format!(
        "{} may have your data in {place}{when}.{allowed}",
        step.to.name
    )
}
