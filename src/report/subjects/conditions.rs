//! Special category and offence data: Articles 9 and 10, and DPA 2018 Schedule 1.

use super::law::{add_read, code_words};
use super::needs::Needs;
use super::people_and_data::{Has, has, has_nothing};
use super::uncovered::{in_cells, without_condition, without_offence_basis};
use super::{Field, GOOD_PRACTICE, Parts, Speaks, lines, text, value, yes_or_no};
use crate::graph::Uncovered;
use crate::law;
use crate::model::{Condition, DataId, DocumentId, LawCode, OffenceBasis, Recorded};
use crate::report::document::Cell;
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

/// The same for the public: the provisions and for which data they are, and not how they are met.
pub(in crate::report) const ARTICLE_9_IN_PUBLIC: Field = Field::new(
    "Article 9 condition for processing special category data",
    GOOD_PRACTICE,
    34,
    |entry| {
        let conditions = conditions(entry);
        let offences = offence_bases(entry);
        both(
            entry,
            conditions.map(|condition| {
                let mut parts = point_words(entry, condition);
                add_data(
                    entry,
                    &mut parts,
                    &condition.data,
                    condition.purposes.items(),
                );
                parts.joined()
            }),
            offences.map(|basis| {
                let mut parts = route_words(entry, basis);
                add_data(entry, &mut parts, &basis.data, basis.purposes.items());
                format!("{ARTICLE_10}: {}", parts.joined())
            }),
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
    let mut offence_lines = Vec::new();
    offences.for_each(|line| add(&mut offence_lines, line));
    let n_offences = offence_lines.len();
    // What a condition leaves is not hidden behind it.
    let is_told = |left: Vec<Uncovered<'_>>| match entry.is_public {
        true => Vec::new(),
        false => in_cells(entry, &left),
    };
    if n_conditions > 0 {
        let left = is_told(without_condition(entry)).into_iter();
        let said = |words| format!("Article 9 condition, for {words}: not recorded");
        found.extend(left.map(said));
    }
    found.append(&mut offence_lines);
    if n_offences > 0 {
        let left = is_told(without_offence_basis(entry)).into_iter();
        found.extend(left.map(|words| format!("{ARTICLE_10}, for {words}: not recorded")));
    }
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
pub(super) struct Case<'r> {
    words: String,
    pub(super) schedule_1: &'r Recorded<LawCode>,
    pub(super) policy: &'r Recorded<DocumentId>,
    pub(super) erased_by_policy: &'r Recorded<bool>,
    pub(super) why_not: &'r Recorded<String>,
    pub(super) needs: Needs,
}

impl<'r> Case<'r> {
    pub(super) fn of_condition(entry: &Entry<'_>, condition: &'r Condition) -> Self {
        Self {
            words: words_of(
                entry,
                "Article 9",
                &condition.data,
                condition.purposes.items(),
            ),
            schedule_1: &condition.schedule_1,
            policy: &condition.policy,
            erased_by_policy: &condition.erased_by_policy,
            why_not: &condition.why_not_by_policy,
            needs: Needs::of_condition(condition),
        }
    }

    pub(super) fn of_offence_basis(entry: &Entry<'_>, basis: &'r OffenceBasis) -> Self {
        Self {
            words: words_of(entry, "Article 10", &basis.data, basis.purposes.items()),
            schedule_1: &basis.schedule_1,
            policy: &basis.policy,
            erased_by_policy: &basis.erased_by_policy,
            why_not: &basis.why_not_by_policy,
            needs: Needs::of_offence_basis(basis),
        }
    }

    /// Whether reasons are asked for: there are none to give where the policy is kept to.
    pub(super) fn asks_why_not(&self) -> bool {
        self.needs.policy && *self.erased_by_policy != Recorded::Value(true)
    }
}

/// A cell that the law may not ask for: it is then not applicable, unless the record says it all the same.
pub(super) fn asked(cell: Cell, is_asked: bool) -> Cell {
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
    for (article, cases, left) in [
        (
            "Article 9",
            conditions.collect::<Vec<_>>(),
            without_condition(entry),
        ),
        (
            "Article 10",
            offences.collect(),
            without_offence_basis(entry),
        ),
    ] {
        let are_some = !cases.is_empty();
        let cases = cases.iter().map(|case| (case.words.clone(), cell(case)));
        let left = in_cells(entry, &left).into_iter().filter(|_| are_some);
        let left = left.map(|words| (format!("{article}, for {words}"), Cell::NotRecorded));
        for said in cases.chain(left) {
            if !cells.contains(&said) {
                cells.push(said);
            }
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

fn words_of(
    entry: &Entry<'_>,
    article: &str,
    data: &Recorded<Vec<DataId>>,
    purposes: &[String],
) -> String {
    let numbers = entry.for_those(purposes);
    match data {
        Recorded::Value(data) => format!("{article}, for {}{numbers}", entry.data_names(data)),
        Recorded::None => format!("{article}, for no data{numbers}"),
        Recorded::NotRecorded => format!("{article}{numbers}"),
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
    add_data(
        entry,
        &mut parts,
        &condition.data,
        condition.purposes.items(),
    );
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
    add_data(entry, &mut parts, &basis.data, basis.purposes.items());
    format!("{ARTICLE_10}: {}", parts.joined())
}

/// For which data, and for which of several purposes.
fn add_data(
    entry: &Entry<'_>,
    parts: &mut Parts,
    data: &Recorded<Vec<DataId>>,
    purposes: &[String],
) {
    let numbers = entry.for_those(purposes);
    parts.add("for which data", data, |data| {
        format!("for {}{numbers}", entry.data_names(data))
    });
    if data.value().is_none() && !numbers.is_empty() {
        parts.say(numbers.trim_start_matches(", "));
    }
}

/// What is said of a code that is not there.
fn unsaid(code: &Recorded<LawCode>) -> &'static str {
    if code.is_none() {
        ": none"
    } else {
        " not recorded"
    }
}
