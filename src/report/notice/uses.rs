//! Which service it is, what data is used for, and what gives the right to.

use crate::graph::speaks_of;
use crate::import::{Fact, Provision};
use crate::law;
use crate::model::{Condition, DataId, LawCode, OffenceBasis, Purpose, Recorded, and};
use crate::report::entry::Entry;
use crate::report::subjects::law::{code_words, of_the_entry};
use crate::report::subjects::purposes::purpose_words;
use crate::report::subjects::uncovered::{
    in_sentences, used_for, without_condition, without_offence_basis,
};

use super::{Lines, sentence, uncapitalised};

/// The basis of which people are told the interest that is pursued.
const LEGITIMATE_INTERESTS: &str = "6/1/f";

pub(super) fn service(entry: &Entry<'_>, lines: &mut Lines) {
    let name = &entry.activity.name;
    lines.says(name.clone(), Fact::Name(name.clone()));
    if let Recorded::Value(description) = &entry.activity.description {
        lines.says(description.clone(), Fact::Description(description.clone()));
    }
}

pub(super) fn uses(entry: &Entry<'_>, lines: &mut Lines) {
    match entry.purposes() {
        Recorded::Value(all) => purposes(entry, &all, lines),
        _ => lines.missing_by(
            entry,
            "why data is used, and the lawful basis",
            "Article 13(1)(c)",
            "44(1)(c)",
        ),
    }
    conditions(entry, lines);
    if let Recorded::Value(text) = &entry.activity.if_not_provided {
        lines.says(sentence(text), Fact::IfNotProvided(text.clone()));
    }
    // Part 3 of the Data Protection Act 2018 does not ask for it.
    let is_asked = !entry.activity.is_law_enforcement() && super::sharing::is_from_people(entry);
    if is_asked && entry.activity.if_not_provided.is_not_recorded() {
        lines.missing("what happens if people do not give their data (Article 13(2)(e) UK GDPR)");
    }
    decisions(entry, lines);
}

fn purposes(entry: &Entry<'_>, purposes: &[&Purpose], lines: &mut Lines) {
    let mut told: Vec<&Purpose> = Vec::new();
    for purpose in purposes {
        if told.iter().any(|one| is_same_basis(one, purpose)) {
            continue;
        }
        let alike: Vec<&Purpose> = purposes
            .iter()
            .copied()
            .filter(|one| is_same_basis(one, purpose))
            .collect();
        lines.explains("We use your personal data for:");
        for one in &alike {
            let words = purpose_words(one);
            lines.item(
                words.clone(),
                Fact::Purpose {
                    text: words,
                    basis: None,
                },
            );
        }
        basis(entry, purpose, lines);
        told.push(purpose);
    }
}

/// Whether two purposes rest on the same, so that they are told together.
fn is_same_basis(one: &Purpose, other: &Purpose) -> bool {
    one.basis == other.basis
        && one.basis_published == other.basis_published
        && one.enactments == other.enactments
        && one.legitimate_interest == other.legitimate_interest
        && one.recognised_interest == other.recognised_interest
}

fn provision(published: String, vocabulary: &str, code: Option<&LawCode>) -> Provision {
    let lists = [false, true].map(|is_part_3| law::vocabulary_under(vocabulary, is_part_3));
    let known = code.and_then(|code| {
        let mut entries = lists
            .iter()
            .filter_map(|list| (*list)?.entry(code.as_str()));
        entries.next()
    });
    Provision {
        published,
        codes: known.map(|entry| entry.code.as_str()).into_iter().collect(),
        is_named: true,
    }
}

fn basis(entry: &Entry<'_>, purpose: &Purpose, lines: &mut Lines) {
    let said = match (&purpose.basis, &purpose.basis_published) {
        (Recorded::Value(code), _) => of_the_entry(entry, "lawful-basis", code),
        (_, Recorded::Value(words)) => words.clone(),
        _ => {
            lines.missing_by(
                entry,
                format!("the lawful basis for “{}”", purpose.text),
                "Article 13(1)(c)",
                "44(2)(a)",
            );
            return;
        }
    };
    let law = if entry.activity.is_law_enforcement() {
        "Part 3 of the Data Protection Act 2018"
    } else {
        "the UK GDPR"
    };
    let words = format!(
        "Our lawful basis for using your personal data for this under {law} is {}.",
        uncapitalised(&said)
    );
    lines.says(
        words,
        Fact::Basis(provision(said, "lawful-basis", purpose.basis.value())),
    );
    if let Recorded::Value(enactments) = &purpose.enactments {
        lines.explains(format!("This is laid down in {}.", and(enactments)));
    }
    let rests_on = |code: &str| {
        let basis = purpose.basis.value().map(LawCode::as_str);
        !entry.activity.is_law_enforcement() && basis == Some(code)
    };
    if let Recorded::Value(interest) = &purpose.legitimate_interest {
        lines.explains(format!(
            "Our legitimate interest is this: {}",
            sentence(interest)
        ));
    } else if rests_on(LEGITIMATE_INTERESTS) {
        lines.missing(format!(
            "the legitimate interest for “{}” (Article 13(1)(d) UK GDPR)",
            purpose.text
        ));
    }
    if let Recorded::Value(code) = &purpose.recognised_interest {
        let words = code_words("recognised-interest", code, entry.as_at);
        lines.explains(format!(
            "Our recognised legitimate interest is this: {words}."
        ));
    }
}

fn conditions(entry: &Entry<'_>, lines: &mut Lines) {
    let lacks = |items: usize, is_none: bool, is_it: fn(&str) -> bool| {
        items == 0 && !is_none && super::sharing::has_class(entry, is_it)
    };
    let activity = entry.activity;
    let (given, is_none) = (
        activity.condition.items().len(),
        activity.condition.is_none(),
    );
    if lacks(given, is_none, law::is_special_category) {
        lines.missing_by(
            entry,
            "the condition for using special category data",
            "Article 9(2)",
            "35(4) and (5)",
        );
    }
    let (given, is_none) = (
        activity.offence_basis.items().len(),
        activity.offence_basis.is_none(),
    );
    if !activity.is_law_enforcement() && lacks(given, is_none, law::is_criminal_offence) {
        lines.missing("what allows the use of data on criminal offences (Article 10 UK GDPR)");
    }
    let conditions = entry.activity.condition.items().iter();
    let left = without_condition(entry);
    let is_limited = |one: &Condition| !left.is_empty() || is_for_some(entry, one.purposes.items());
    for one in conditions.filter(|one| entry.is_for(one.purposes.items()) && !one.data.is_none()) {
        let said = condition(entry, one);
        if said.is_empty() {
            lines.missing_by(
                entry,
                "the condition for using special category data",
                "Article 9(2)",
                "35(4) and (5)",
            );
            continue;
        }
        let data = match is_limited(one) {
            true => some_data(
                entry,
                "special category data",
                &one.data,
                one.purposes.items(),
            ),
            false => "your special category data".to_owned(),
        };
        let said_on = uncapitalised(&said);
        let words = format!("Our lawful basis for using {data} is {said_on}.");
        lines.says(
            words,
            Fact::Condition(provision(said, "special-condition", one.article_9.value())),
        );
    }
    for words in in_sentences(entry, &left) {
        let what = format!("the condition for using {words}");
        lines.missing_by(entry, what, "Article 9(2)", "35(4) and (5)");
    }
    let bases = entry.activity.offence_basis.items().iter();
    let left = without_offence_basis(entry);
    for one in bases.filter(|one| entry.is_for(one.purposes.items()) && !one.data.is_none()) {
        let said = offence(entry, one);
        if said.is_empty() {
            lines.missing_by(
                entry,
                "what allows the use of data on criminal offences",
                "Article 10",
                "35(2)",
            );
        } else {
            let purposes = one.purposes.items();
            let data = match !left.is_empty() || is_for_some(entry, purposes) {
                true => some_data(entry, "data about criminal offences", &one.data, purposes),
                false => "data about criminal offences".to_owned(),
            };
            let words = format!("For {data} we rely on {said}.");
            lines.says(
                words,
                Fact::Condition(provision(said, "special-condition", None)),
            );
        }
    }
    if !activity.is_law_enforcement() {
        for words in in_sentences(entry, &left) {
            lines.missing(format!(
                "what allows the use of {words} (Article 10 UK GDPR)"
            ));
        }
    }
}

/// Whether some purposes are not all of those that are told of.
fn is_for_some(entry: &Entry<'_>, named: &[String]) -> bool {
    let all = entry.purposes();
    let mut all = all.value().into_iter().flatten();
    all.any(|purpose| !speaks_of(entry.activity, named, purpose))
}

/// The data for which something is recorded, by name where it is, and what it is used for where that is not all.
fn some_data(
    entry: &Entry<'_>,
    kind: &str,
    data: &Recorded<Vec<DataId>>,
    purposes: &[String],
) -> String {
    let names: Vec<String> = data.items().iter().map(|id| entry.data_name(id)).collect();
    let what = match names.is_empty() {
        true => kind.to_owned(),
        false => and(&names),
    };
    let all = entry.activity.purpose.items().iter();
    let served = all.filter(|one| one.id.as_ref().is_some_and(|id| purposes.contains(id)));
    let texts = served.map(|one| one.text.as_str());
    match is_for_some(entry, purposes) {
        true => format!("{what}{}", used_for(texts)),
        false => what,
    }
}

/// The provisions of a condition; the words published where there are none.
fn condition(entry: &Entry<'_>, condition: &Condition) -> String {
    let codes = [
        ("special-condition", &condition.article_9),
        ("sensitive-processing", &condition.section_35),
        ("schedule-1", &condition.schedule_1),
        ("schedule-8", &condition.schedule_8),
    ];
    said(entry, &codes, &condition.published)
}

fn offence(entry: &Entry<'_>, basis: &OffenceBasis) -> String {
    let codes = [
        ("offence-route", &basis.route),
        ("schedule-1", &basis.schedule_1),
    ];
    said(entry, &codes, &basis.published)
}

fn said(
    entry: &Entry<'_>,
    codes: &[(&str, &Recorded<LawCode>)],
    published: &Recorded<String>,
) -> String {
    let words: Vec<String> = codes
        .iter()
        .filter_map(|(vocabulary, code)| Some(of_the_entry(entry, vocabulary, code.value()?)))
        .collect();
    if words.is_empty() {
        published.value().cloned().unwrap_or_default()
    } else {
        words.join(", with ")
    }
}

fn decisions(entry: &Entry<'_>, lines: &mut Lines) {
    for one in entry.activity.automated_decisions.items() {
        let is_alone = one.solely_automated == Recorded::Value(true);
        let how = if is_alone {
            "This is decided by automated means alone"
        } else {
            "This is decided by automated means"
        };
        let words = format!("{how}: {}", sentence(&one.what));
        lines.says(words, Fact::Automated(one.what.clone()));
        let safeguards = one.safeguards.value();
        if let Some(words) = safeguards {
            lines.explains(format!("How you are protected: {}", sentence(words)));
        }
        if is_alone && safeguards.is_none() {
            lines.missing_by(
                entry,
                format!("the safeguards for the decision “{}”", one.what),
                "Articles 13(2)(f) and 22C",
                "50C",
            );
        }
    }
    if entry.activity.automated_decisions.is_not_recorded() {
        lines.missing_by(
            entry,
            "whether decisions are made by automated means alone",
            "Article 13(2)(f)",
            "50C",
        );
    }
    if entry.activity.automated_decisions.is_none() {
        let words = "We make no decision about you by automated means alone.";
        lines.says(words, Fact::NotAutomated);
    }
}
