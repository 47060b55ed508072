//! An entry under Part 3 of the Data Protection Act 2018 (law enforcement), to which the UK GDPR does not apply: what its
//! law asks for, and its provisions in place of those of the UK GDPR.

use super::law::{codes, of_the_entry};
use super::people_and_data::{Has, has, has_nothing};
use super::purposes::for_purposes;
use super::uncovered::{facts_of, in_cells, without_condition};
use super::{
    Field, NOT_FOR_ANY, Parts, column, data, dense, document, facts, lines, list, optional, text,
    value, yes_or_no,
};
use crate::graph::ReceiverRole;
use crate::law;
use crate::model::{Condition, LawCode, Recorded};
use crate::report::document::{Block, Cell, Fact, Section};
use crate::report::entry::Entry;

/// What a reader has to know of an entry to which the UK GDPR does not apply.
pub(in crate::report) fn which_law() -> Vec<Block<'static>> {
    vec![Block::Words(
        "This activity is processing for law enforcement purposes. The UK GDPR does not apply to \
         it, but Part 3 of the Data Protection Act 2018: the record is that of section 61, people’s \
         rights are those of sections 44 to 48, transfers fall under sections 72 to 78 and an \
         impact assessment under section 64."
            .to_owned(),
    )]
}

/// The case of section 35(4): consent, with no condition of Schedule 8.
const CONSENT: &str = "dpa2018:s35/4";

/// The condition that rests on there being no consent (Schedule 8 paragraph 4).
const WITHOUT_CONSENT: &str = "sch8/para4";

/// What of sensitive processing is asked for beside a condition, as far as the record tells.
struct Asks {
    /// A condition of Schedule 8.
    condition: bool,
    /// Why it is done without consent.
    why_not_consent: bool,
    /// Why data is not kept by the policy.
    why_not_by_policy: bool,
}

impl Asks {
    fn of(condition: &Condition) -> Self {
        let is_consent = condition
            .section_35
            .value()
            .is_some_and(|case| case.as_str() == CONSENT);
        let may_be = |code: &str| {
            let recorded = condition.schedule_8.value();
            recorded.is_none_or(|known| known.as_str() == code) && !condition.schedule_8.is_none()
        };
        Self {
            condition: !is_consent,
            why_not_consent: !is_consent && may_be(WITHOUT_CONSENT),
            why_not_by_policy: condition.erased_by_policy != Recorded::Value(true),
        }
    }
}

/// A cell that the law may not ask for.
fn asked(cell: Cell, is_asked: bool) -> Cell {
    match cell {
        Cell::NotRecorded if !is_asked => Cell::NotApplicable,
        cell => cell,
    }
}

/// What is said where no condition is listed: nothing is asked for where no data is of such a class.
fn no_condition(entry: &Entry<'_>) -> Cell {
    match &entry.activity.condition {
        Recorded::None => Cell::None,
        _ if has_nothing(entry, law::is_special_category) => Cell::NotApplicable,
        _ => match has(entry, law::is_special_category) {
            Has::NotSaid(names) => Cell::Text(format!(
                "not recorded whether {} may include data that makes it sensitive processing",
                names.join(", ")
            )),
            _ => Cell::NotRecorded,
        },
    }
}

/// What each condition says, an item each; several are told apart by their data.
fn of_each(entry: &Entry<'_>, cell: impl Fn(&Condition) -> Cell) -> Cell {
    let conditions = entry.activity.condition.items().iter();
    let conditions: Vec<&Condition> = conditions
        .filter(|condition| entry.is_for(condition.purposes.items()))
        .collect();
    let left = in_cells(entry, &without_condition(entry));
    match conditions.as_slice() {
        [] => no_condition(entry),
        [one] if left.is_empty() => cell(one),
        several => {
            let several = several.iter().map(|one| {
                let which = match &one.data {
                    Recorded::Value(ids) => format!("for {}", entry.data_names(ids)),
                    Recorded::None => "for no data".to_owned(),
                    Recorded::NotRecorded => "for data that is not recorded".to_owned(),
                };
                let numbers = entry.for_those(one.purposes.items());
                format!("{which}{numbers}: {}", cell(one).said())
            });
            let left = left.iter().filter(|_| !entry.is_public);
            lines(several.chain(left.map(|words| format!("for {words}: not recorded"))))
        }
    }
}

/// Consent, or the condition of Schedule 8 (section 42(4)(a)).
pub(in crate::report) const SENSITIVE: Field = Field::new(
    "Sensitive processing: consent, or condition of Schedule 8 (where applicable)",
    "DPA 2018 section 42(4)(a)",
    30,
    |entry| of_each(entry, |condition| sensitive(entry, condition)),
);

fn sensitive(entry: &Entry<'_>, condition: &Condition) -> Cell {
    let mut parts = Parts::of(entry);
    let case = |code: &LawCode| of_the_entry(entry, "sensitive-processing", code);
    parts.add("case of section 35", &condition.section_35, case);
    let paragraph = |code: &LawCode| of_the_entry(entry, "schedule-8", code);
    if Asks::of(condition).condition {
        parts.add("condition of Schedule 8", &condition.schedule_8, paragraph);
    } else {
        parts.add_if_said("condition of Schedule 8", &condition.schedule_8, paragraph);
    }
    parts.add_if_said("words published", &condition.published, |words| {
        format!("as published: “{words}”")
    });
    for line in of_the_other_law(entry, condition) {
        parts.say(line);
    }
    Cell::Text(parts.joined())
}

/// Codes of the UK GDPR that an older register has here.
fn of_the_other_law(entry: &Entry<'_>, condition: &Condition) -> Vec<String> {
    let codes = [
        ("special-condition", &condition.article_9),
        ("schedule-1", &condition.schedule_1),
    ];
    let said = codes
        .into_iter()
        .filter_map(|(list, code)| Some((list, code.value()?)));
    said.map(|(list, code)| of_the_entry(entry, list, code))
        .collect()
}

/// The appropriate policy document.
pub(in crate::report) const POLICY: Field = Field::new(
    "Appropriate policy document (where applicable)",
    "DPA 2018 section 42(2)",
    26,
    |entry| {
        of_each(entry, |condition| {
            value(&condition.policy, |id| entry.document_words(id))
        })
    },
);

/// Whether data is kept and erased by it, and if not, why.
pub(in crate::report) const BY_POLICY: Field = Field::new(
    "Retained and erased in accordance with that policy, and if not, why (where applicable)",
    "DPA 2018 section 42(4)(c)",
    26,
    |entry| {
        of_each(entry, |condition| {
            let kept = yes_or_no(&condition.erased_by_policy);
            match &condition.why_not_by_policy {
                Recorded::Value(why) => Cell::Text(format!("{}: {why}", kept.said())),
                _ => kept,
            }
        })
    },
);

/// Profiling (section 61(2)(g)).
pub(in crate::report) const PROFILING: Field = Field::new(
    "Use of profiling (where applicable)",
    "DPA 2018 section 61(2)(g)",
    26,
    |entry| {
        let Recorded::Value(decisions) = &entry.activity.automated_decisions else {
            return list(&entry.activity.automated_decisions, |_| String::new());
        };
        let said = decisions.iter().map(|decision| {
            let what = &decision.what;
            match decision.profiling {
                Recorded::Value(true) => format!("{what}: with profiling"),
                Recorded::Value(false) | Recorded::None => format!("{what}: without profiling"),
                Recorded::NotRecorded => format!("{what}: whether with profiling is not recorded"),
            }
        });
        lines(said)
    },
);

/// The processors that a processor engages (section 61(4)(a)).
pub(in crate::report) const ENGAGED: Field = Field::new(
    "Other processors engaged",
    "DPA 2018 section 61(4)(a)",
    28,
    |entry| {
        let mut names: Vec<String> = Vec::new();
        for step in entry.steps() {
            let is_engaged = step.role.is_some_and(ReceiverRole::is_processor);
            if is_engaged && !names.contains(&step.to.name) {
                names.push(step.to.name.clone());
            }
        }
        lines(names)
    },
);

/// The conditions for sensitive processing.
pub(in crate::report) fn conditions(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let mut blocks = Vec::new();
    match &activity.condition {
        Recorded::Value(conditions) => {
            for (condition, number) in conditions.iter().zip(1..) {
                blocks.extend([
                    Block::Heading(format!("Condition {number} for sensitive processing")),
                    Block::Facts(condition_facts(entry, condition)),
                ]);
            }
            let left = without_condition(entry);
            if !left.is_empty() {
                let provision = "DPA 2018 section 35(3) to (5)";
                let facts = facts_of(entry, "Condition for", provision, &left);
                blocks.extend([
                    Block::Heading("Other sensitive processing".to_owned()),
                    Block::Facts(facts),
                ]);
            }
        }
        _ => blocks.push(Block::Facts(facts![
            "Condition for sensitive processing" ("DPA 2018 section 35(3) to (5)") => no_condition(entry),
        ])),
    }
    blocks.push(Block::Words(
        "Sensitive processing is that of data of the classes in section 35(8). Data on offences is not among them, and \
         needs nothing beside the legal basis of the purpose."
            .to_owned(),
    ));
    blocks
}

fn condition_facts(entry: &Entry<'_>, condition: &Condition) -> Vec<Fact> {
    let asks = Asks::of(condition);
    let mut facts = facts![
        "For which data" => value(&condition.data, |ids| data(entry, ids)),
    ];
    facts.extend(for_purposes(entry, &condition.purposes));
    facts.extend(facts![
        "Case of sensitive processing" ("DPA 2018 section 35(4) and (5)") => codes(entry, "sensitive-processing", &condition.section_35),
        "Condition in the words published" => text(&condition.published),
        "Condition of Schedule 8" ("DPA 2018 section 35(5)(b)") => asked(codes(entry, "schedule-8", &condition.schedule_8), asks.condition),
        "Appropriate policy document" ("DPA 2018 section 42(2)") => value(&condition.policy, |id| document(entry, id)),
        "Kept and erased by that policy" ("DPA 2018 section 42(4)(c)") => yes_or_no(&condition.erased_by_policy),
        "If not, why" ("DPA 2018 section 42(4)(c)") => asked(text(&condition.why_not_by_policy), asks.why_not_by_policy),
        "Why without consent" ("DPA 2018 Schedule 8 paragraph 4(1)(c)") => asked(text(&condition.why_not_consent), asks.why_not_consent),
    ]);
    let others = of_the_other_law(entry, condition);
    if !others.is_empty() {
        facts.extend(facts!["Also recorded" => lines(others)]);
    }
    if !condition.secrecy.is_not_recorded() {
        facts.extend(facts!["Under whose duty of secrecy" => text(&condition.secrecy)]);
    }
    facts.extend(optional(
        "The words it rests on",
        condition.evidence.as_ref(),
    ));
    facts
}

/// The rights of sections 44 to 51, and those to complain: each that is in force, with what qualifies it.
pub(in crate::report) fn in_force(entry: &Entry<'_>) -> Vec<&'static law::Entry> {
    let rights = law::vocabulary("part-3-right").map_or(&[][..], law::Vocabulary::entries);
    let relies_on_consent = relies_on_consent(entry);
    let rights = rights.iter().copied();
    rights
        .filter(|right| right.in_force(entry.as_at) && !ABOUT_DECISIONS.contains(&&*right.code))
        .filter(|right| right.code != WITHDRAW || relies_on_consent)
        .collect()
}

/// Provisions on automated decisions that are no rights by themselves.
const ABOUT_DECISIONS: [&str; 2] = ["dpa2018:s50A", "dpa2018:s50B"];

/// The right that only consent gives.
const WITHDRAW: &str = "dpa2018:s40A";

/// Whether a purpose, or sensitive processing, rests on consent.
fn relies_on_consent(entry: &Entry<'_>) -> bool {
    let Recorded::Value(purposes) = entry.purposes() else {
        return false;
    };
    let bases = purposes.iter().filter_map(|purpose| purpose.basis.value());
    let cases = entry.activity.condition.items().iter();
    let cases = cases.filter_map(|condition| condition.section_35.value());
    bases
        .chain(cases)
        .any(|code| ["dpa2018:s35/2/a", CONSENT].contains(&code.as_str()))
}

/// That sections 44 to 48 leave something out, whatever the entry says.
const NOT_IN_PROCEEDINGS: &str = "Sections 44 to 48 do not apply to what a court or other judicial authority made for a \
    criminal investigation or criminal proceedings (section 43(3) and (4)). The controller may restrict some of them \
    (sections 44(4), 45(4) and 48(3)).";

/// The rights in a cell, with where they come from.
pub(super) fn rights_in_a_cell(entry: &Entry<'_>) -> Cell {
    let published = if entry.is_public || entry.activity.rights.is_none() {
        ""
    } else {
        " (rights as published are not recorded)"
    };
    let heading = format!("Follow from Part 3, before restrictions{published}:");
    let words = in_force(entry).into_iter().map(|right| {
        let cited = super::law::cited(&right.code);
        format!("{} ({cited}){}", right.title_on(entry.as_at), doubt(right))
    });
    lines(std::iter::once(heading).chain(words))
}

/// The rights in a table.
pub(super) fn rights(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let rows = in_force(entry).into_iter().map(|right| {
        let words = [
            right.title_on(entry.as_at).to_owned(),
            super::law::cited(&right.code),
            format!(
                "{}{}",
                right.note_on(entry.as_at).unwrap_or_default(),
                doubt(right)
            ),
        ];
        words.map(Cell::Text).to_vec()
    });
    let columns = vec![
        column("Right", None, 34),
        column("Provision", None, 24),
        column("Note", None, 42),
    ];
    let mut blocks = dense(
        "Rights that follow from Part 3 of the Data Protection Act 2018",
        columns,
        rows.collect(),
    );
    blocks.push(Block::Words(NOT_IN_PROCEEDINGS.to_owned()));
    blocks
}

/// What of an entry of the law was not confirmed.
fn doubt(right: &law::Entry) -> String {
    match (&right.not_confirmed, right.confirmed) {
        (_, false) => " (not confirmed)".to_owned(),
        (Some(part), true) => format!(" (not confirmed: {part})"),
        (None, true) => String::new(),
    }
}

/// Puts the provisions of Part 3 in place of those of the UK GDPR beside what is recorded.
pub(in crate::report) fn without_uk_gdpr(head: &mut [Fact], sections: &mut [Section<'_>]) {
    for fact in head {
        fact.provision = instead(fact.provision);
    }
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Facts(facts) => {
                for fact in facts {
                    fact.provision = instead(fact.provision);
                }
            }
            Block::Table(table) => {
                for column in &mut table.columns {
                    column.provision = instead(column.provision);
                }
            }
            // These are our own words alone.
            Block::Blank(asked) => *asked = recited(asked),
            Block::Words(words) if words.starts_with(NOT_FOR_ANY) => *words = recited(words),
            Block::Heading(_) | Block::Words(_) | Block::List(_) | Block::Figure(_) => {}
        }
    }
}

/// The provisions that documents cite, and those of the Data Protection Act 2018 in their place.
const INSTEAD: [(&str, &str); 28] = [
    ("Article 4(1)(7) and (8) UK GDPR", "DPA 2018 section 32"),
    ("Article 6(1) UK GDPR", "DPA 2018 section 35(2)"),
    ("Article 6(3) UK GDPR", "DPA 2018 section 35(2)"),
    ("Article 7(1) UK GDPR", "DPA 2018 section 40A(2)"),
    ("Articles 13 and 14 UK GDPR", "DPA 2018 section 44"),
    (
        "Articles 13(2)(b) and 14(2)(c) UK GDPR",
        "DPA 2018 section 44(1)(d)",
    ),
    ("Article 22A UK GDPR", "DPA 2018 section 50A"),
    ("Article 22C UK GDPR", "DPA 2018 section 50C"),
    (
        "Articles 22A to 22D UK GDPR",
        "DPA 2018 sections 50A to 50D",
    ),
    (
        "Articles 26 and 30(1)(a) UK GDPR",
        "DPA 2018 sections 58 and 61(2)(b)",
    ),
    ("Article 26 UK GDPR", "DPA 2018 section 58"),
    ("Article 28 UK GDPR", "DPA 2018 section 59"),
    ("Article 28(3) UK GDPR", "DPA 2018 section 59(5)"),
    (
        "Article 30(1)(a) UK GDPR",
        "DPA 2018 section 61(2)(a) to (c)",
    ),
    ("Article 30(1)(b) UK GDPR", "DPA 2018 section 61(2)(d)"),
    ("Article 30(1)(c) UK GDPR", "DPA 2018 section 61(2)(f)"),
    ("Article 30(1)(d) UK GDPR", "DPA 2018 section 61(2)(e)"),
    ("Article 30(1)(e) UK GDPR", "DPA 2018 section 61(2)(h)"),
    ("Article 30(1)(f) UK GDPR", "DPA 2018 section 61(2)(j)"),
    ("Article 30(1)(g) UK GDPR", "DPA 2018 section 61(2)(k)"),
    (
        "Article 30(2)(a) UK GDPR",
        "DPA 2018 section 61(4)(a) to (c)",
    ),
    ("Article 33(5) UK GDPR", "DPA 2018 section 67(6)"),
    ("Article 35 UK GDPR", "DPA 2018 section 64"),
    ("Article 36(1) UK GDPR", "DPA 2018 section 65(2)"),
    ("Article 44A(2) UK GDPR", "DPA 2018 section 73(3)"),
    ("Articles 44A to 49A UK GDPR", "DPA 2018 sections 72 to 78"),
    ("Article 45A UK GDPR", "DPA 2018 section 74AA"),
    ("Article 46 UK GDPR", "DPA 2018 section 75"),
];

fn instead(provision: Option<&'static str>) -> Option<&'static str> {
    let cited = provision?;
    if let Some((_, instead)) = INSTEAD.iter().find(|(known, _)| *known == cited) {
        return Some(instead);
    }
    let is_of_the_uk_gdpr = cited.contains("Article") || cited.contains("UK GDPR");
    // Schedule 1 and section 10 serve the UK GDPR.
    let serves_it = cited.contains("Sch 1") || cited.contains("s.10");
    (!is_of_the_uk_gdpr && !serves_it).then_some(cited)
}

/// A text with the provisions of Part 3 in place of those of the UK GDPR; what has none is not cited.
pub(in crate::report) fn recited(text: &str) -> String {
    let Some((before, rest)) = text.split_once(" (Article") else {
        return text.to_owned();
    };
    let Some((cited, after)) = rest.split_once(')').map(|_| cited_up_to(rest)) else {
        return text.to_owned();
    };
    let cited = format!("Article{cited}");
    let instead = INSTEAD.iter().find(|(known, _)| *known == cited);
    let instead = instead.map_or_else(String::new, |(_, instead)| format!(" ({instead})"));
    format!("{before}{instead}{}", recited(after))
}

/// What is cited up to the bracket that ends it, and what follows.
fn cited_up_to(text: &str) -> (&str, &str) {
    let mut depth = 1_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (cited, rest) = text.split_at(at);
            return (cited, rest.get(1..).unwrap_or_default());
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisions_give_way_and_words_stay() {
        let text = "What is done (Article 28 UK GDPR). How (if at all) it is (Articles 44A to 49A UK GDPR). Who \
                    (Articles 35(2) and 39(1)(c) UK GDPR) says.";
        assert_eq!(
            recited(text),
            "What is done (DPA 2018 section 59). How (if at all) it is (DPA 2018 sections 72 to 78). Who says."
        );
        assert_eq!(
            instead(Some("Article 30(1)(d) UK GDPR")),
            Some("DPA 2018 section 61(2)(e)")
        );
        assert_eq!(instead(Some("Article 14(2)(f) UK GDPR")), None);
        assert_eq!(instead(Some("DPA 2018 Sch 1 para 41")), None);
        assert_eq!(
            instead(Some("ICO accountability framework")),
            Some("ICO accountability framework")
        );
    }
}
