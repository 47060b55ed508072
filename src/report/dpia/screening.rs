//! The criteria for an impact assessment, and what the register says of each.
//!
//! That something points to a criterion is never a finding: whether it is met is for a person to say.

use serde_json::{Value, json};

use crate::law::{DpiaCriterion, DpiaList};
use crate::model::{AsAt, Date, and};
use crate::rules::screening::{Says, Screened, Screening as Criterion};

use super::super::activity::subtitle;
use super::super::document::{Block, Cell, Column, Document, Fact, Section, Table};
use super::super::dossier::Dossier;
use super::super::entry::Entry;
use super::super::subjects::accountability::dpia_facts;
use super::super::subjects::section;

/// An activity screened for an impact assessment.
pub struct Screening {
    name: String,
    subtitle: String,
    on: Date,
    is_part_3: bool,
    recorded: Vec<Fact>,
    criteria: Vec<Criterion>,
}

/// Screens the activity of a dossier.
pub fn dpia_screening(dossier: &Dossier) -> Screening {
    Screening::of(&dossier.entry())
}

/// Every criterion with what the register says of it.
pub(super) fn screening(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let screening = Screening::of(entry);
    vec![
        Block::Heading("Screening".to_owned()),
        Block::Words(screening.counted()),
        Block::Words(screening.when_needed()),
        screening.table(),
    ]
}

impl Screening {
    fn of(entry: &Entry<'_>) -> Self {
        let screened = Screened {
            register: entry.register,
            activity: entry.activity,
            on: entry.as_at,
        };
        Self {
            name: entry.activity.name.clone(),
            subtitle: subtitle(entry),
            on: entry.as_at,
            is_part_3: entry.activity.is_law_enforcement(),
            recorded: dpia_facts(entry),
            criteria: screened.criteria(),
        }
    }

    /// How many criteria stand in which way, in words.
    fn counted(&self) -> String {
        let mut counts = [0; 4];
        for criterion in &self.criteria {
            counts[match criterion.says {
                Says::PointsToIt(_) => 0,
                Says::NotSo(_) => 1,
                Says::NotRecorded(_) => 2,
                Says::CannotTell => 3,
            }] += 1;
        }
        let [points, not_so, not_recorded, cannot_tell] = counts;
        format!(
            "Our screening, to be confirmed: of the {} criteria, what is recorded points to {points} and says of {not_so} that it is not so; of {not_recorded} it does not say, and of {cannot_tell} the register cannot tell. That something points to a criterion does not mean that it is met.",
            self.criteria.len()
        )
    }

    /// When an assessment is needed.
    fn when_needed(&self) -> String {
        if self.is_part_3 {
            UNDER_SECTION_64.to_owned()
        } else {
            when_needed(&self.criteria)
        }
    }

    /// On which list a criterion is, and whether it calls for an assessment by itself.
    fn weight(&self, criterion: &DpiaCriterion) -> &'static str {
        if self.is_part_3 {
            "as guidance"
        } else if criterion.only_with_another {
            "only with another criterion of WP248"
        } else {
            "by itself"
        }
    }

    fn table(&self) -> Block<'static> {
        let rows = self.criteria.iter().map(|screened| {
            let listed = &screened.criterion.entry;
            let title = listed.title_on(self.on);
            vec![
                Cell::Text(match listed.note_on(self.on) {
                    Some(note) => format!("{title}\n({note})"),
                    None => title.to_owned(),
                }),
                Cell::Text(format!(
                    "{}\n({})",
                    list(screened.criterion.list, &listed.code),
                    self.weight(screened.criterion)
                )),
                Cell::Text(screened.says.words()),
                if screened.is_recorded {
                    Cell::Text("recorded as met".to_owned())
                } else {
                    Cell::NotRecorded
                },
            ]
        });
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
        let rows = rows.collect();
        Block::Table(Table::of("Criteria for a DPIA", columns, rows))
    }

    /// The first screen: what is met or pointed to and why, what is not recorded, and how to see the rest.
    pub fn screen(&self, more: &str) -> Vec<Section<'static>> {
        let title = |screened: &Criterion| {
            let listed = &screened.criterion.entry;
            let on_list = list(screened.criterion.list, &listed.code);
            format!("{} ({on_list})", listed.title_on(self.on))
        };
        let told = self.criteria.iter().filter_map(|screened| {
            let said = match (&screened.says, screened.is_recorded) {
                (says, true) => format!("Recorded as met. {}", says.words()),
                (says @ Says::PointsToIt(_), false) => says.words(),
                _ => return None,
            };
            Some(format!("{}\n{said}", title(screened)))
        });
        let told: Vec<String> = told.collect();
        let mut open: Vec<&str> = Vec::new();
        for screened in &self.criteria {
            if let Says::NotRecorded(what) = &screened.says
                && !open.contains(&what.as_str())
            {
                open.push(what);
            }
        }
        let mut blocks = vec![Block::Words(self.counted())];
        if !told.is_empty() {
            blocks.push(Block::List(told));
        }
        if !open.is_empty() {
            let open = open.join("; ");
            blocks.push(Block::Words(format!(
                "Not recorded, and would tell: {open}."
            )));
        }
        blocks.push(Block::Words(self.when_needed()));
        blocks.push(Block::Words(more.to_owned()));
        vec![section(Section::ANSWER, blocks)]
    }

    /// All of it.
    pub fn sections(&self) -> Vec<Section<'static>> {
        let answer = vec![
            Block::Words(self.counted()),
            Block::Words(self.when_needed()),
        ];
        vec![
            section(Section::ANSWER, answer),
            section(
                "What is recorded of the assessment",
                vec![Block::Facts(self.recorded.clone())],
            ),
            section("Criteria", vec![self.table()]),
        ]
    }

    /// It as a document; of its table alone where the format holds nothing else.
    pub fn document(&self, as_at: AsAt, is_bare: bool) -> Document<'static> {
        Document {
            title: format!("Screening for an impact assessment: {}", self.name),
            subtitle: self.subtitle.clone(),
            as_at,
            head: Vec::new(),
            sections: match is_bare {
                true => vec![section("Criteria", vec![self.table()])],
                false => self.sections(),
            },
        }
    }

    /// It as values.
    pub fn values(&self) -> Value {
        let criteria = self.criteria.iter().map(|screened| {
            let listed = &screened.criterion.entry;
            json!({
                "code": listed.code,
                "title": listed.title_on(self.on),
                "list": list(screened.criterion.list, &listed.code),
                "counts": self.weight(screened.criterion),
                "state": screened.word(),
                "why": screened.says.words(),
            })
        });
        json!({
            "version": 1,
            "activity": self.name,
            "law": if self.is_part_3 { "section 64" } else { "Article 35" },
            "summary": self.counted(),
            "needed_when": self.when_needed(),
            "criteria": criteria.collect::<Vec<_>>(),
        })
    }
}

/// When an assessment of processing for law enforcement is needed.
const UNDER_SECTION_64: &str = "Section 64 has no list of its own: an assessment is needed before processing that is likely to result in a high risk, in view of its nature, scope, context and purposes (section 64(1) and (4); subsection (4) was not confirmed at its source). The criteria of WP248 were written for other law. They are used here as guidance on what makes a high risk likely, and two or more of them are a reason to assess.";

/// When an assessment is needed, by the lists on which the criteria are.
fn when_needed(criteria: &[Criterion]) -> String {
    let types = |only_with_another: bool| {
        let all = criteria.iter().map(|screened| screened.criterion);
        let all = all.filter(|criterion| {
            criterion.list == DpiaList::Ico && criterion.only_with_another == only_with_another
        });
        let numbers: Vec<&str> = all.map(|one| number(&one.entry.code)).collect();
        and(&numbers)
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
