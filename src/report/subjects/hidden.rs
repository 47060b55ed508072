//! What is not recorded that may hide somebody who has data: today, and of what is planned.

use crate::model::{Activity, ActivityId, Date, Flow, OpenList, Recorded};
use crate::report::entry::{Entry, Unsaid};

/// What is not recorded today that may hide somebody who has data, as phrases: an assertion that there is
/// nobody, or no transfer, is made only where this is empty.
pub(in crate::report) fn hidden(entry: &Entry<'_>) -> Vec<String> {
    let activity = entry.activity;
    let mut hidden = Vec::new();
    if activity.recipient.is_not_recorded() {
        hidden.push("to whom data goes".to_owned());
    }
    if activity.store.is_not_recorded() {
        hidden.push("in which systems it is kept".to_owned());
    }
    if activity.is_open(OpenList::Recipient) {
        hidden.push("other recipients, of which the source says that there are some".to_owned());
    }
    if activity.is_open(OpenList::Store) {
        hidden.push(
            "other places where it is kept, of which the source says that there are some"
                .to_owned(),
        );
    }
    let today = (entry.without_operator(), entry.without_sub_processors());
    hidden.extend(phrases(today));
    if entry.has_others() {
        let all = entry.all();
        hidden.extend(all.takers.iter().flat_map(|id| of_taker(entry, id)));
        let of_takers = entry.unsaid(all.taken_on.iter().map(|taken| &taken.step));
        hidden.extend(phrases_of(&of_takers));
        for name in entry.handed_to_unknown() {
            hidden.push(format!("what is done with it in “{name}”"));
        }
    }
    each_once(hidden)
}

/// The same of what is planned, with its first day, where it is not so today.
pub(in crate::report) fn hidden_later(entry: &Entry<'_>) -> Vec<(Date, String)> {
    let today = hidden(entry);
    let mut later: Vec<(Date, String)> = Vec::new();
    let mut add = |day: Date, words: String| {
        if !today.contains(&words) && !later.iter().any(|(_, known)| *known == words) {
            later.push((day, words));
        }
    };
    for (day, unsaid) in entry.unsaid_later() {
        phrases_of(unsaid)
            .into_iter()
            .for_each(|words| add(*day, words));
    }
    if entry.has_others() {
        let all = entry.all();
        for (day, id) in &all.later_takers {
            of_taker(entry, id)
                .into_iter()
                .for_each(|words| add(*day, words));
        }
        for (day, taken) in &all.to_be_taken_on {
            let unsaid = entry.unsaid([&taken.step].into_iter());
            phrases_of(&unsaid)
                .into_iter()
                .for_each(|words| add(*day, words));
        }
    }
    later.sort_by_key(|(day, _)| *day);
    later
}

fn each_once(all: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(all.len());
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn phrases_of(unsaid: &Unsaid) -> Vec<String> {
    phrases((&unsaid.operators, &unsaid.sub_processors))
}

/// Who runs systems, and whom processors engage, where that is not recorded.
fn phrases((operators, engagers): (&[String], &[String])) -> Vec<String> {
    let operators = operators.iter().map(|name| format!("who runs {name}"));
    let engagers = engagers.iter().map(|name| format!("whom {name} engages"));
    operators.chain(engagers).collect()
}

/// What another entry to which data comes does not say.
fn of_taker(entry: &Entry<'_>, id: &ActivityId) -> Vec<String> {
    let name = entry.name(&id);
    let Some(taker) = entry.register.activities.get(id) else {
        return Vec::new();
    };
    let lacks = |flows: &Recorded<Vec<Flow>>, list: OpenList| {
        flows.is_not_recorded() || Activity::is_open(taker, list)
    };
    let mut hidden = Vec::new();
    if lacks(&taker.recipient, OpenList::Recipient) {
        hidden.push(format!("to whom data goes in “{name}”"));
    }
    if lacks(&taker.store, OpenList::Store) {
        hidden.push(format!("in which systems it is kept in “{name}”"));
    }
    hidden
}
