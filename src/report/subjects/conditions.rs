//! Special category and offence data: Articles 9 and 10, and DPA 2018 Schedule 1.

use super::law::{add_read, code_words, coded, codes};
use super::needs::Needs;
use super::people_and_data::{Has, has, has_nothing};
use super::purposes::for_purposes;
use super::{
    Field, GOOD_PRACTICE, Parts, Speaks, data, document, fact, facts, law_enforcement, lines, list,
    optional, text, value, yes_or_no,
};
use crate::law;
use crate::model::{Condition, DataId, DocumentId, LawCode, OffenceBasis, ReadAs, Recorded};
use crate::report::document::{Block, Cell, Fact};
use crate::report::entry::Entry;

/// The condition of Article 9, and the basis under Article 10.
pub(in crate::report) const ARTICLE_9: Field = Field::new(
    "Article 9 condition for processing special category data",
    GOOD_PRACTICE,
    34,
    |entry| {
        let conditions = conditions(entry);
        let offences = offence_bases(entry);
        both(
            entry,
            conditions.map(|condition| condition_words(entry, condition)),
            offences.map(|basis| offence_words(entry, basis)),
        )
    },
)
.speaking(BY_PURPOSE)
.reads("condition.article_9");

/// The same for the public: the provisions, and not how they are met.
pub(in crate::report) const ARTICLE_9_IN_PUBLIC: Field = Field::new(
    "Article 9 condition for processing special category data",
    GOOD_PRACTICE,
    34,
    |entry| {
        let conditions = conditions(entry);
        let offences = offence_bases(entry);
        both(
            entry,
            conditions.map(|condition| point_words(entry, condition).joined()),
            offences.map(|basis| format!("{ARTICLE_10}: {}", route_words(entry, basis).joined())),
        )
    },
)
.speaking(BY_PURPOSE);

/// The conditions that the row is about.
fn conditions<'r>(entry: &Entry<'r>) -> impl Iterator<Item = &'r Condition> {
    let all = entry.activity.condition.items().iter();
    all.filter(|condition| entry.is_for(condition.purposes.items()))
}

/// The bases for data on offences that the row is about.
fn offence_bases<'r>(entry: &Entry<'r>) -> impl Iterator<Item = &'r OffenceBasis> {
    let all = entry.activity.offence_basis.items().iter();
    all.filter(|basis| entry.is_for(basis.purposes.items()))
}

/// Whether conditions and bases speak of purposes.
const BY_PURPOSE: Speaks = Speaks::NamedWhere(|entry| {
    let activity = entry.activity;
    let conditions = activity.condition.items().iter();
    let mut named = conditions.map(|condition| &condition.purposes);
    let offences = activity.offence_basis.items().iter();
    let mut named_by_offences = offences.map(|basis| &basis.purposes);
    let has_data = entry
        .purpose
        .is_some_and(|purpose| !purpose.data.is_not_recorded());
    has_data
        || named.any(|named| named.value().is_some())
        || named_by_offences.any(|named| named.value().is_some())
});

/// What a basis for data on offences is called in the column of Article 9.
const ARTICLE_10: &str = "Offence data (Article 10)";

/// The conditions of Article 9 and the bases of Article 10 in one cell, each once. Where only one of
/// the two is listed, what the record says of the other stands beside it.
fn both(
    entry: &Entry<'_>,
    conditions: impl Iterator<Item = String>,
    offences: impl Iterator<Item = String>,
) -> Cell {
    let activity = entry.activity;
    let mut found: Vec<String> = Vec::new();
    let add = |found: &mut Vec<String>, line: String| {
        if !found.contains(&line) {
            found.push(line);
        }
    };
    conditions.for_each(|line| add(&mut found, line));
    let n_conditions = found.len();
    offences.for_each(|line| add(&mut found, line));
    let n_offences = found.len() - n_conditions;
    let of_article_9 = |activity_state: &str| format!("Article 9 condition: {activity_state}");
    let is_offences_alone = has_nothing(entry, law::is_special_category)
        && has(entry, law::is_criminal_offence) == Has::Something;
    match (n_conditions, n_offences) {
        (0, 0) if is_offences_alone && activity.condition.is_not_recorded() => {
            let offences = if activity.offence_basis.is_none() {
                "none"
            } else {
                "not recorded"
            };
            found = vec![
                of_article_9("not applicable"),
                format!("{ARTICLE_10}: {offences}"),
            ];
        }
        (0, 0) => {
            return match (state(entry), has(entry, is_either)) {
                // What nobody has recorded is not for the public.
                (Cell::NotRecorded, Has::NotSaid(names)) if !entry.is_public => {
                    Cell::Text(not_said(&names, "special category or offence data"))
                }
                (state, _) => state,
            };
        }
        (0, _) => {
            let words = match (&activity.condition, has(entry, law::is_special_category)) {
                (Recorded::None, _) => "none".to_owned(),
                (_, Has::Nothing) => "not applicable".to_owned(),
                (_, Has::NotSaid(_) | Has::Something) if entry.is_public => return lines(found),
                (_, Has::NotSaid(names)) => not_said(&names, "special category data"),
                (_, Has::Something) => "not recorded".to_owned(),
            };
            found.insert(0, of_article_9(&words));
        }
        (_, 0) if activity.offence_basis.is_none() => found.push(format!("{ARTICLE_10}: none")),
        (_, 0) if !entry.is_public && has(entry, law::is_criminal_offence) == Has::Something => {
            found.push(format!("{ARTICLE_10}: not recorded"));
        }
        _ => {}
    }
    lines(found)
}

/// The paragraph of Schedule 1.
pub(in crate::report) const SCHEDULE_1: Field = Field::new(
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "DPA 2018 Sch 1 para 41(a)",
    30,
    |entry| {
        of_each(entry, |case| {
            let words = |paragraph: &LawCode| code_words("schedule-1", paragraph, entry.as_at);
            asked(value(case.schedule_1, words), case.needs.paragraph)
        })
    },
)
.speaking(BY_PURPOSE);

/// The policy on retention and erasure.
pub(in crate::report) const POLICY: Field = Field::new(
    "Link to retention and erasure policy document",
    "DPA 2018 Sch 1 para 39",
    28,
    |entry| {
        of_each(entry, |case| {
            let policy = value(case.policy, |policy| entry.document_words(policy));
            asked(policy, case.needs.policy)
        })
    },
)
.speaking(BY_PURPOSE);

/// Whether data is kept and erased by it.
pub(in crate::report) const BY_POLICY: Field = Field::new(
    "Is personal data retained and erased in accordance with the policy document?",
    "DPA 2018 Sch 1 para 41(c)",
    22,
    |entry| {
        of_each(entry, |case| {
            asked(yes_or_no(case.erased_by_policy), case.needs.policy)
        })
    },
)
.none_is("no")
.speaking(BY_PURPOSE);

/// If not, why.
pub(in crate::report) const WHY_NOT_BY_POLICY: Field = Field::new(
    "Reasons for not adhering to policy document (if applicable)",
    "DPA 2018 Sch 1 para 41(c)",
    28,
    |entry| of_each(entry, |case| asked(text(case.why_not), case.asks_why_not())),
)
.speaking(BY_PURPOSE);

/// A special condition or a basis for data on offences, as paragraph 41 looks at it.
struct Case<'r> {
    words: String,
    schedule_1: &'r Recorded<LawCode>,
    policy: &'r Recorded<DocumentId>,
    erased_by_policy: &'r Recorded<bool>,
    why_not: &'r Recorded<String>,
    needs: Needs,
}

impl<'r> Case<'r> {
    fn of_condition(entry: &Entry<'_>, condition: &'r Condition) -> Self {
        Self {
            words: words_of(entry, "Article 9", &condition.data),
            schedule_1: &condition.schedule_1,
            policy: &condition.policy,
            erased_by_policy: &condition.erased_by_policy,
            why_not: &condition.why_not_by_policy,
            needs: Needs::of_condition(condition),
        }
    }

    fn of_offence_basis(entry: &Entry<'_>, basis: &'r OffenceBasis) -> Self {
        Self {
            words: words_of(entry, "Article 10", &basis.data),
            schedule_1: &basis.schedule_1,
            policy: &basis.policy,
            erased_by_policy: &basis.erased_by_policy,
            why_not: &basis.why_not_by_policy,
            needs: Needs::of_offence_basis(basis),
        }
    }

    /// Whether reasons are asked for: there are none to give where the policy is kept to.
    fn asks_why_not(&self) -> bool {
        self.needs.policy && *self.erased_by_policy != Recorded::Value(true)
    }

    /// The appropriate policy document, and whether data is kept and erased by it.
    fn policy_facts(&self, entry: &Entry<'_>) -> Vec<Fact> {
        let policy = value(self.policy, |id| document(entry, id));
        let is_asked = self.needs.policy;
        facts![
            "Appropriate policy document" ("DPA 2018 Sch 1 para 39") => asked(policy, is_asked),
            "Kept and erased by that policy" (PARAGRAPH_41) => asked(yes_or_no(self.erased_by_policy), is_asked),
            "If not, why" (PARAGRAPH_41) => asked(text(self.why_not), self.asks_why_not()),
        ]
    }
}

/// A cell that the law may not ask for: it is then not applicable, unless the record says it all the same.
fn asked(cell: Cell, is_asked: bool) -> Cell {
    match cell {
        Cell::NotRecorded if !is_asked => Cell::NotApplicable,
        cell => cell,
    }
}

/// What each condition and basis says; several are told apart by what they are for.
fn of_each(entry: &Entry<'_>, cell: impl Fn(&Case<'_>) -> Cell) -> Cell {
    let conditions = conditions(entry);
    let conditions = conditions.map(|condition| Case::of_condition(entry, condition));
    let offences = offence_bases(entry);
    let offences = offences.map(|basis| Case::of_offence_basis(entry, basis));
    let mut cells: Vec<(String, Cell)> = Vec::new();
    for case in conditions.chain(offences) {
        let said = (case.words.clone(), cell(&case));
        if !cells.contains(&said) {
            cells.push(said);
        }
    }
    // What one of the two articles lacks is not hidden behind the other.
    let activity = entry.activity;
    let unsaid = |is_none: bool| {
        if is_none {
            Cell::None
        } else {
            Cell::NotRecorded
        }
    };
    if !cells.is_empty() {
        if activity.condition.items().is_empty()
            && has(entry, law::is_special_category) == Has::Something
        {
            let state = unsaid(activity.condition.is_none());
            cells.insert(0, ("Article 9".to_owned(), state));
        }
        if activity.offence_basis.items().is_empty()
            && has(entry, law::is_criminal_offence) == Has::Something
        {
            let state = unsaid(activity.offence_basis.is_none());
            cells.push(("Article 10".to_owned(), state));
        }
    }
    let Some((words, first)) = cells.first() else {
        return state(entry);
    };
    if cells.iter().all(|(_, cell)| cell == first) {
        return first.clone();
    }
    // What is the same is not said of each.
    let is_same = cells.iter().all(|(other, _)| other == words);
    lines(cells.iter().map(|(words, cell)| {
        if is_same {
            cell.said().to_owned()
        } else {
            format!("{words}: {}", cell.said())
        }
    }))
}

/// Whether a class is special category data or data on offences.
fn is_either(class: &str) -> bool {
    law::is_special_category(class) || law::is_criminal_offence(class)
}

/// That it is not recorded whether some categories may include data of a kind.
fn not_said(names: &[String], kind: &str) -> String {
    format!(
        "not recorded whether {} may include {kind}",
        names.join(", ")
    )
}

/// What it means that neither a condition nor a basis is listed.
fn state(entry: &Entry<'_>) -> Cell {
    let activity = entry.activity;
    if activity.condition.is_none() && activity.offence_basis.is_none() {
        Cell::None
    } else if has_nothing(entry, is_either) {
        Cell::NotApplicable
    } else if activity.condition.is_none() && has(entry, law::is_criminal_offence) != Has::Something
    {
        Cell::None
    } else {
        Cell::NotRecorded
    }
}

fn words_of(entry: &Entry<'_>, article: &str, data: &Recorded<Vec<DataId>>) -> String {
    match data {
        Recorded::Value(data) => format!("{article}, for {}", entry.data_names(data)),
        Recorded::None => format!("{article}, for no data"),
        Recorded::NotRecorded => article.to_owned(),
    }
}

/// The point of Article 9 in words.
fn point_words(entry: &Entry<'_>, condition: &Condition) -> Parts {
    let mut parts = Parts::of(entry);
    let (code, published) = (&condition.article_9, &condition.published);
    if !add_read(
        &mut parts,
        "special-condition",
        published,
        code,
        condition.read_as,
        entry,
    ) {
        parts.say(format!("condition{}", unsaid(code)));
    }
    parts
}

fn condition_words(entry: &Entry<'_>, condition: &Condition) -> String {
    let mut parts = point_words(entry, condition);
    parts.add_if_said("duty of secrecy", &condition.secrecy, |secrecy| {
        format!("secrecy: {secrecy}")
    });
    parts.add_if_said("why not consent", &condition.why_not_consent, |why| {
        format!("why not consent: {why}")
    });
    add_data(entry, &mut parts, &condition.data);
    parts.joined()
}

/// The route of Article 10 in words.
fn route_words(entry: &Entry<'_>, basis: &OffenceBasis) -> Parts {
    let mut parts = Parts::of(entry);
    let (code, published) = (&basis.route, &basis.published);
    if !add_read(
        &mut parts,
        "offence-route",
        published,
        code,
        basis.read_as,
        entry,
    ) {
        parts.say(format!("basis{}", unsaid(code)));
    }
    parts
}

fn offence_words(entry: &Entry<'_>, basis: &OffenceBasis) -> String {
    let mut parts = route_words(entry, basis);
    let authority = &basis.official_authority;
    let is_official = basis
        .route
        .value()
        .is_some_and(|route| route.as_str() == "official-authority");
    let words = |authority: &String| format!("authority: {authority}");
    if is_official {
        parts.add("authority", authority, words);
    } else {
        parts.add_if_said("authority", authority, words);
    }
    parts.add_if_said("why not consent", &basis.why_not_consent, |why| {
        format!("why not consent: {why}")
    });
    add_data(entry, &mut parts, &basis.data);
    format!("{ARTICLE_10}: {}", parts.joined())
}

/// For which data.
fn add_data(entry: &Entry<'_>, parts: &mut Parts, data: &Recorded<Vec<DataId>>) {
    parts.add("for which data", data, |data| {
        format!("for {}", entry.data_names(data))
    });
}

/// What is said of a code that is not there.
fn unsaid(code: &Recorded<LawCode>) -> &'static str {
    if code.is_none() {
        ": none"
    } else {
        " not recorded"
    }
}

/// The provision that asks whether data is kept and erased by the policy, and if not, why.
const PARAGRAPH_41: &str = "DPA 2018 Sch 1 para 41";

/// What lifts the prohibition on special category data, and what allows data on offences.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    if entry.activity.is_law_enforcement() {
        let mut blocks = law_enforcement::conditions(entry);
        // A register may have them that is older than the check for codes of the other law.
        for (basis, number) in entry.activity.offence_basis.items().iter().zip(1..) {
            blocks.extend([
                Block::Heading(format!(
                    "Basis {number} for criminal offence data, as recorded"
                )),
                Block::Facts(offence_facts(entry, basis)),
            ]);
        }
        return blocks;
    }
    let activity = entry.activity;
    let mut blocks = Vec::new();
    let mut add = |heading: String, facts: Vec<Fact>| {
        blocks.extend([Block::Heading(heading), Block::Facts(facts)]);
    };
    match &activity.condition {
        Recorded::Value(conditions) => {
            for (condition, number) in conditions.iter().zip(1..) {
                let heading = format!("Condition {number} for special category data");
                add(heading, condition_facts(entry, condition));
            }
        }
        other => add(
            "Special category data".to_owned(),
            facts!["Condition for special category data" ("Article 9(2) UK GDPR") => list(other, |_| String::new())],
        ),
    }
    match &activity.offence_basis {
        Recorded::Value(bases) => {
            for (basis, number) in bases.iter().zip(1..) {
                let heading = format!("Basis {number} for criminal offence data");
                add(heading, offence_facts(entry, basis));
            }
        }
        other => add(
            "Criminal offence data".to_owned(),
            facts!["Basis for criminal offence data" ("Article 10 UK GDPR") => list(other, |_| String::new())],
        ),
    }
    blocks
}

fn condition_facts(entry: &Entry<'_>, condition: &Condition) -> Vec<Fact> {
    let case = Case::of_condition(entry, condition);
    let needs = &case.needs;
    let (code, by) = (&condition.article_9, condition.read_as);
    let mut facts = facts!["For which data" => value(&condition.data, |ids| data(entry, ids))];
    facts.extend(for_purposes(entry, &condition.purposes));
    facts.push(coded(
        entry,
        "Condition",
        "Article 9(2) UK GDPR",
        "special-condition",
        code,
        by,
    ));
    facts.extend(facts!["Condition in the words published" => text(&condition.published)]);
    facts.push(paragraph(entry, &case, by));
    for (label, list, code) in [
        (
            "Case of sensitive processing",
            "sensitive-processing",
            &condition.section_35,
        ),
        (
            "Condition of Schedule 8",
            "schedule-8",
            &condition.schedule_8,
        ),
    ] {
        // Only a register that is older than the check for it says anything here.
        if !code.is_not_recorded() {
            facts.push(fact(label, None, codes(entry, list, code)));
        }
    }
    facts.extend(case.policy_facts(entry));
    facts.extend(facts![
        "Why without consent" => asked(text(&condition.why_not_consent), needs.why_not_consent),
    ]);
    let secrecy = asked(text(&condition.secrecy), needs.secrecy.is_some());
    facts.push(fact("Under whose duty of secrecy", needs.secrecy, secrecy));
    facts.extend(optional(
        "The words it rests on",
        condition.evidence.as_ref(),
    ));
    facts
}

fn offence_facts(entry: &Entry<'_>, basis: &OffenceBasis) -> Vec<Fact> {
    let case = Case::of_offence_basis(entry, basis);
    let (code, by) = (&basis.route, basis.read_as);
    let may_be_official = code
        .value()
        .is_none_or(|route| route.as_str() != "schedule-1");
    let mut facts = facts!["For which data" => value(&basis.data, |ids| data(entry, ids))];
    facts.extend(for_purposes(entry, &basis.purposes));
    let label = "Official authority, or a condition of Schedule 1";
    facts.push(coded(
        entry,
        label,
        "Article 10 UK GDPR",
        "offence-route",
        code,
        by,
    ));
    facts.extend(facts![
        "Basis in the words published" => text(&basis.published),
        "Official authority relied on" => asked(text(&basis.official_authority), may_be_official),
    ]);
    facts.push(paragraph(entry, &case, by));
    facts.extend(case.policy_facts(entry));
    facts.extend(facts![
        "Why without consent" => asked(text(&basis.why_not_consent), case.needs.why_not_consent),
    ]);
    facts.extend(optional("The words it rests on", basis.evidence.as_ref()));
    facts
}

/// The paragraph of Schedule 1, where one is asked for.
fn paragraph(entry: &Entry<'_>, case: &Case<'_>, read_as: Option<ReadAs>) -> Fact {
    let (label, by) = ("Condition of Schedule 1", case.needs.paragraph_by);
    let fact = coded(entry, label, by, "schedule-1", case.schedule_1, read_as);
    Fact {
        cell: asked(fact.cell.clone(), case.needs.paragraph),
        ..fact
    }
}
