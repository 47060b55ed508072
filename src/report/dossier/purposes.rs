//! Why data is used and what gives the right to: Articles 6, 9 and 10, and DPA 2018 Schedule 1.

use crate::model::{Condition, DocumentId, LawCode, OffenceBasis, Purpose, Recorded};

use super::super::document::{Block, Cell, Fact};
use super::super::fields::needs::Needs;
use super::{Dossier, fact, listed, optional, said, text, yes_or_no};

/// The provision that asks for the purposes.
const WHY: Option<&str> = Some("Article 30(1)(b) UK GDPR");

/// The provision that asks whether data is kept and erased by the policy, and if not, why.
const PARAGRAPH_41: Option<&str> = Some("DPA 2018 Sch 1 para 41");

impl Dossier {
    /// Each purpose with its lawful basis.
    pub(in crate::report) fn purposes(&self) -> Vec<Block<'static>> {
        let Recorded::Value(purposes) = &self.activity.purpose else {
            let cell = said(&self.activity.purpose, |_| String::new());
            return vec![Block::Facts(vec![fact("Purposes", WHY, cell)])];
        };
        let mut blocks = Vec::new();
        for (at, purpose) in purposes.iter().enumerate() {
            blocks.push(Block::Heading(format!("Purpose {}", at + 1)));
            blocks.push(Block::Facts(self.purpose(purpose)));
        }
        blocks
    }

    fn purpose(&self, purpose: &Purpose) -> Vec<Fact> {
        let rests_on = |code: &str| match &purpose.basis {
            Recorded::Value(basis) => basis.as_str() == code,
            // Any basis may turn out to be the one.
            Recorded::NotRecorded | Recorded::None => false,
        };
        let mut facts = vec![fact("Purpose", WHY, Cell::Text(purpose.text.clone()))];
        facts.extend(optional("Only if", purpose.only_if.as_ref()));
        facts.push(self.coded(
            "Lawful basis",
            Some("Article 6(1) UK GDPR"),
            "lawful-basis",
            &purpose.basis,
            purpose.read_as,
        ));
        facts.push(fact(
            "Lawful basis in the words published",
            None,
            text(&purpose.basis_published),
        ));
        facts.push(fact(
            "Enactments or rules of law",
            Some("Article 6(3) UK GDPR"),
            match &purpose.enactments {
                Recorded::NotRecorded if !may_rest_on_law(&purpose.basis) => Cell::NotApplicable,
                enactments => listed(enactments, Clone::clone),
            },
        ));
        if rests_on("6/1/f") || !purpose.legitimate_interest.is_not_recorded() {
            facts.push(fact(
                "Legitimate interest",
                Some("Article 6(1)(f) UK GDPR"),
                text(&purpose.legitimate_interest),
            ));
        }
        if rests_on("6/1/ea") || !purpose.recognised_interest.is_not_recorded() {
            facts.push(self.coded(
                "Recognised legitimate interest",
                Some("Annex 1 UK GDPR"),
                "recognised-interest",
                &purpose.recognised_interest,
                None,
            ));
        }
        facts.push(fact(
            "Assessments and other documents",
            None,
            listed(&purpose.documents, |id| self.document(id)),
        ));
        facts.extend(optional("The words it rests on", purpose.evidence.as_ref()));
        facts
    }

    /// What lifts the prohibition on special category data, and what allows data on offences.
    pub(in crate::report) fn conditions(&self) -> Vec<Block<'static>> {
        let activity = &self.activity;
        let mut blocks = Vec::new();
        match &activity.condition {
            Recorded::Value(conditions) => {
                for (at, condition) in conditions.iter().enumerate() {
                    blocks.push(Block::Heading(format!(
                        "Condition {} for special category data",
                        at + 1
                    )));
                    blocks.push(Block::Facts(self.condition(condition)));
                }
            }
            other => blocks.extend([
                Block::Heading("Special category data".to_owned()),
                Block::Facts(vec![fact(
                    "Condition for special category data",
                    Some("Article 9(2) UK GDPR"),
                    said(other, |_| String::new()),
                )]),
            ]),
        }
        match &activity.offence_basis {
            Recorded::Value(bases) => {
                for (at, basis) in bases.iter().enumerate() {
                    blocks.push(Block::Heading(format!(
                        "Basis {} for criminal offence data",
                        at + 1
                    )));
                    blocks.push(Block::Facts(self.offence_basis(basis)));
                }
            }
            other => blocks.extend([
                Block::Heading("Criminal offence data".to_owned()),
                Block::Facts(vec![fact(
                    "Basis for criminal offence data",
                    Some("Article 10 UK GDPR"),
                    said(other, |_| String::new()),
                )]),
            ]),
        }
        blocks
    }

    fn condition(&self, condition: &Condition) -> Vec<Fact> {
        let needs = Needs::of_condition(condition);
        let mut facts = vec![
            fact(
                "For which data",
                None,
                said(&condition.data, |ids| self.data(ids)),
            ),
            self.coded(
                "Condition",
                Some("Article 9(2) UK GDPR"),
                "special-condition",
                &condition.article_9,
                condition.read_as,
            ),
            fact(
                "Condition in the words published",
                None,
                text(&condition.published),
            ),
            asked(
                self.coded(
                    "Condition of Schedule 1",
                    Some(needs.paragraph_by),
                    "schedule-1",
                    &condition.schedule_1,
                    condition.read_as,
                ),
                needs.paragraph,
            ),
        ];
        facts.extend(self.policy(
            &needs,
            &condition.policy,
            &condition.erased_by_policy,
            &condition.why_not_by_policy,
        ));
        facts.extend([
            asked(
                fact(
                    "Why without consent",
                    None,
                    text(&condition.why_not_consent),
                ),
                needs.why_not_consent,
            ),
            asked(
                fact(
                    "Under whose duty of secrecy",
                    needs.secrecy,
                    text(&condition.secrecy),
                ),
                needs.secrecy.is_some(),
            ),
        ]);
        facts.extend(optional(
            "The words it rests on",
            condition.evidence.as_ref(),
        ));
        facts
    }

    fn offence_basis(&self, basis: &OffenceBasis) -> Vec<Fact> {
        let needs = Needs::of_offence_basis(basis);
        let mut facts = vec![
            fact(
                "For which data",
                None,
                said(&basis.data, |ids| self.data(ids)),
            ),
            self.coded(
                "Official authority, or a condition of Schedule 1",
                Some("Article 10 UK GDPR"),
                "offence-route",
                &basis.route,
                basis.read_as,
            ),
            fact("Basis in the words published", None, text(&basis.published)),
            asked(
                fact(
                    "Official authority relied on",
                    None,
                    text(&basis.official_authority),
                ),
                basis
                    .route
                    .value()
                    .is_none_or(|route| route.as_str() != "schedule-1"),
            ),
            asked(
                self.coded(
                    "Condition of Schedule 1",
                    Some(needs.paragraph_by),
                    "schedule-1",
                    &basis.schedule_1,
                    basis.read_as,
                ),
                needs.paragraph,
            ),
        ];
        facts.extend(self.policy(
            &needs,
            &basis.policy,
            &basis.erased_by_policy,
            &basis.why_not_by_policy,
        ));
        facts.push(asked(
            fact("Why without consent", None, text(&basis.why_not_consent)),
            needs.why_not_consent,
        ));
        facts.extend(optional("The words it rests on", basis.evidence.as_ref()));
        facts
    }

    /// The appropriate policy document, and whether data is kept and erased by it.
    fn policy(
        &self,
        needs: &Needs,
        policy: &Recorded<DocumentId>,
        erased_by_policy: &Recorded<bool>,
        why_not: &Recorded<String>,
    ) -> [Fact; 3] {
        [
            asked(
                fact(
                    "Appropriate policy document",
                    Some("DPA 2018 Sch 1 para 39"),
                    said(policy, |id| self.document(id)),
                ),
                needs.policy,
            ),
            asked(
                fact(
                    "Kept and erased by that policy",
                    PARAGRAPH_41,
                    yes_or_no(erased_by_policy),
                ),
                needs.policy,
            ),
            asked(
                fact("If not, why", PARAGRAPH_41, text(why_not)),
                needs.policy && *erased_by_policy != Recorded::Value(true),
            ),
        ]
    }
}

/// A fact that the law may not ask for: it is then not applicable, unless the record says it all the same.
fn asked(fact: Fact, is_asked: bool) -> Fact {
    match fact.cell {
        Cell::NotRecorded if !is_asked => Fact {
            cell: Cell::NotApplicable,
            ..fact
        },
        _ => fact,
    }
}

/// Whether a basis must be laid down in law, or may be one that must: an enactment is to be cited.
fn may_rest_on_law(basis: &Recorded<LawCode>) -> bool {
    match basis {
        Recorded::Value(code) => {
            crate::law::lawful_basis(code.as_str()).is_none_or(|basis| basis.rests_on_law)
        }
        Recorded::NotRecorded => true,
        Recorded::None => false,
    }
}
