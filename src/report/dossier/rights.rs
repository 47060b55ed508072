//! The rights people have, and decisions made without a person: Articles 12 to 22D.

use crate::law::{self, Availability};
use crate::model::Recorded;

use super::super::document::{Block, Cell, Fact};
use super::law::{cited, code_words};
use super::{Dossier, column, dense, fact, optional, remark, said, text, yes_or_no};

impl Dossier {
    /// The rights as published, and those that follow from the lawful bases.
    pub(in crate::report) fn rights(&self) -> Vec<Block<'static>> {
        let published = &self.activity.rights;
        let mut blocks = if published.items().is_empty() {
            let cell = match said(published, |_| String::new()) {
                Cell::Text(_) => Cell::NotRecorded,
                cell => cell,
            };
            let provision = Some("Articles 13(2)(b) and 14(2)(c) UK GDPR");
            vec![Block::Facts(vec![fact(
                "Rights as published",
                provision,
                cell,
            )])]
        } else {
            let rows = published.items().iter().map(|right| {
                vec![
                    Cell::Text(code_words("right", &right.right, self.as_at)),
                    remark(right.evidence.as_ref()),
                ]
            });
            let columns = vec![
                column("Right", Some("Articles 13(2)(b) and 14(2)(c) UK GDPR"), 40),
                column("The words it rests on", None, 50),
            ];
            dense("Rights as published", columns, rows.collect())
        };
        blocks.extend(self.computed_rights());
        blocks
    }

    /// The rights that the law gives under each lawful basis that is recorded, and those that follow from a condition
    /// for special category data by itself.
    fn computed_rights(&self) -> Vec<Block<'static>> {
        let mut bases: Vec<&str> = Vec::new();
        let purposes = self.activity.purpose.items().iter();
        let conditions = self.activity.condition.items().iter();
        let codes = purposes
            .filter_map(|purpose| purpose.basis.value())
            .chain(conditions.filter_map(|condition| condition.article_9.value()));
        for code in codes {
            if !bases.contains(&code.as_str())
                && !law::rights_for(code.as_str(), self.as_at).is_empty()
            {
                bases.push(code.as_str());
            }
        }
        if bases.is_empty() {
            return vec![Block::Words(
                "Which rights people have follows from the lawful basis, and no lawful basis is recorded that the law in force knows.".to_owned(),
            )];
        }
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for basis in bases {
            for right in law::rights_for(basis, self.as_at) {
                rows.push(vec![
                    Cell::Text(format!("{} ({})", right.title, cited(right.provision))),
                    Cell::Text(cited(basis)),
                    Cell::Text(
                        match right.availability {
                            Availability::Yes => "yes",
                            Availability::Limited => "limited",
                            Availability::No => "no",
                            Availability::Prohibited => "such processing is not allowed",
                        }
                        .to_owned(),
                    ),
                    Cell::Text(right.note.unwrap_or_default().to_owned()),
                ]);
            }
        }
        let columns = vec![
            column("Right", None, 34),
            column("Under", Some("Articles 6(1) and 9(2) UK GDPR"), 16),
            column("Does a person have it?", None, 16),
            column("Note", None, 34),
        ];
        let mut blocks = dense("Rights that follow from the lawful bases", columns, rows);
        blocks.push(Block::Words(
            "Computed from the lawful bases and conditions recorded and the law in force on the day; exemptions (DPA 2018 Schedules 2 to 4) are not considered.".to_owned(),
        ));
        blocks
    }

    /// Decisions made by automated means.
    pub(in crate::report) fn decisions(&self) -> Vec<Block<'static>> {
        let label = "Automated decisions, including profiling";
        let provision = Some("Articles 22A to 22D UK GDPR");
        let Recorded::Value(decisions) = &self.activity.automated_decisions else {
            let cell = said(&self.activity.automated_decisions, |_| String::new());
            return vec![Block::Facts(vec![fact(label, provision, cell)])];
        };
        let mut blocks = Vec::new();
        for (at, decision) in decisions.iter().enumerate() {
            let mut facts: Vec<Fact> = vec![
                fact(
                    "What is decided",
                    provision,
                    Cell::Text(decision.what.clone()),
                ),
                fact(
                    "Without meaningful human involvement",
                    Some("Article 22A UK GDPR"),
                    yes_or_no(&decision.solely_automated),
                ),
                fact(
                    "With legal or similarly significant effect",
                    Some("Article 22A UK GDPR"),
                    yes_or_no(&decision.significant),
                ),
                fact("Includes profiling", None, yes_or_no(&decision.profiling)),
                fact(
                    "Safeguards",
                    Some("Article 22C UK GDPR"),
                    text(&decision.safeguards),
                ),
            ];
            facts.extend(optional(
                "The words it rests on",
                decision.evidence.as_ref(),
            ));
            if decisions.len() > 1 {
                blocks.push(Block::Heading(format!("Decision {}", at + 1)));
            }
            blocks.push(Block::Facts(facts));
        }
        blocks
    }
}
