//! The criteria for an impact assessment, and what the register says of each.
//!
//! That something points to a criterion is never a finding: whether it is met is for a person to say.

use crate::law::{self, DpiaCriterion, DpiaList};
use crate::model::Recorded;
use crate::rules::screening::{Says, Screened};

use super::super::document::{Block, Cell, Column, Table};
use super::super::entry::Entry;

/// Every criterion with what the register says of it.
pub(super) fn screening(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let is_part_3 = entry.activity.is_law_enforcement();
    let recorded = match &entry.activity.dpia {
        Recorded::Value(dpia) => dpia.criteria.items(),
        _ => &[],
    };
    let known = law::vocabulary("dpia-criterion").map_or(&[][..], law::Vocabulary::entries);
    let criteria: Vec<&DpiaCriterion> = known
        .iter()
        .filter(|listed| listed.in_force(entry.as_at))
        .filter_map(|listed| law::dpia_criterion(&listed.code))
        // The others are of the UK GDPR, which does not apply to law enforcement.
        .filter(|criterion| !is_part_3 || criterion.list == DpiaList::Wp248)
        .collect();
    let screened = Screened {
        register: entry.register,
        activity: entry.activity,
        on: entry.as_at,
        names: entry.names,
    };
    let mut counts = [0; 4];
    let mut rows = Vec::new();
    for criterion in &criteria {
        let listed = &criterion.entry;
        let says = screened.says(&listed.code);
        counts[match says {
            Says::PointsToIt(_) => 0,
            Says::NotSo(_) => 1,
            Says::NotRecorded(_) => 2,
            Says::CannotTell => 3,
        }] += 1;
        let is_recorded = recorded.iter().any(|code| code.as_str() == listed.code);
        let title = listed.title_on(entry.as_at);
        rows.push(vec![
            Cell::Text(match listed.note_on(entry.as_at) {
                Some(note) => format!("{title}\n({note})"),
                None => title.to_owned(),
            }),
            Cell::Text(format!(
                "{}\n({})",
                list(criterion.list, &listed.code),
                if is_part_3 {
                    "as guidance"
                } else if criterion.only_with_another {
                    "only with another criterion of WP248"
                } else {
                    "by itself"
                }
            )),
            Cell::Text(says.words()),
            if is_recorded {
                Cell::Text("recorded as met".to_owned())
            } else {
                Cell::NotRecorded
            },
        ]);
    }
    let column = |heading: &str, not_recorded: &'static str, width| Column {
        not_recorded,
        ..Column::new(heading.to_owned(), width)
    };
    let columns = vec![
        column("Criterion", "", 32),
        column("List", "", 16),
        column("What the register says", "", 34),
        column("Met?", "to complete: yes or no", 14),
    ];
    let [points, not_so, not_recorded, cannot_tell] = counts;
    vec![
        Block::Heading("Screening".to_owned()),
        Block::Words(format!(
            "Our screening, to be confirmed: of the {} criteria, what is recorded points to {points} and says of {not_so} that it is not so; of {not_recorded} it does not say, and of {cannot_tell} the register cannot tell. That something points to a criterion does not mean that it is met.",
            rows.len()
        )),
        Block::Words(if is_part_3 {
            UNDER_SECTION_64.to_owned()
        } else {
            when_needed(&criteria)
        }),
        Block::Table(Table::of("Criteria for a DPIA", columns, rows)),
    ]
}

/// When an assessment of processing for law enforcement is needed.
const UNDER_SECTION_64: &str = "Section 64 has no list of its own: an assessment is needed before processing that is likely to result in a high risk, in view of its nature, scope, context and purposes (section 64(1) and (4); subsection (4) was not confirmed at its source). The criteria of WP248 were written for other law. They are used here as guidance on what makes a high risk likely, and two or more of them are a reason to assess.";

/// When an assessment is needed, by the lists on which the criteria are.
fn when_needed(criteria: &[&DpiaCriterion]) -> String {
    let types = |only_with_another: bool| {
        let all = criteria.iter().filter(|criterion| {
            criterion.list == DpiaList::Ico && criterion.only_with_another == only_with_another
        });
        let numbers: Vec<&str> = all.map(|one| number(&one.entry.code)).collect();
        match numbers.as_slice() {
            [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
            numbers => numbers.join(""),
        }
    };
    format!(
        "Any one of Article 35(3) always calls for a DPIA. Of the ICO’s list (Article 35(4)), types {} call for one by themselves, and types {} together with a criterion of WP248. Two or more criteria of WP248 do in most cases.",
        types(false),
        types(true)
    )
}

/// The number or letter of a criterion on its list.
fn number(code: &str) -> &str {
    let number = code.rsplit(['/', '-']).next().unwrap_or_default();
    number.trim_start_matches('0')
}

fn list(list: DpiaList, code: &str) -> String {
    let number = number(code);
    match list {
        DpiaList::Article35 => format!("Article 35(3)({number}) UK GDPR"),
        DpiaList::Ico => format!("ICO list, type {number}"),
        DpiaList::Wp248 => format!("WP248, criterion {number}"),
    }
}
