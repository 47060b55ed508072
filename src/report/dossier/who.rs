//! Who answers for the activity, and who processes for it: Articles 30(1)(a), 26 and 28.

use crate::graph::{Agreement, ReceiverRole, RouteStep, StepKind};
use crate::law;
use crate::model::{Country, Jurisdiction, Party, PartyId, Recorded, Regime, Role, Status};

use super::super::document::{Block, Cell, Fact};
use super::super::fields::recipients::in_words;
use super::{Dossier, column, dense, fact, listed, optional, said, text, word};

/// The provision that asks for the controller's, the officer's and the representative's details.
const WHO: &str = "Article 30(1)(a) UK GDPR";

/// The same of a processor.
const WHO_PROCESSES: &str = "Article 30(2)(a) UK GDPR";

impl Dossier {
    /// What stands at the head of the document: who answers for it, and how to reach them.
    pub(in crate::report) fn head(&self) -> Vec<Fact> {
        let controller = self.controller();
        let is_processor = self.activity.role == Recorded::Value(Role::Processor);
        let who = Some(if is_processor { WHO_PROCESSES } else { WHO });
        let label = if is_processor {
            "Processor"
        } else if self.activity.controller.value().is_some() || controller.is_none() {
            "Controller"
        } else if self.activity.controller.is_none() {
            "Whose register it is (controller: none)"
        } else {
            "Whose register it is (the controller is not recorded)"
        };
        let party = controller.and_then(|id| self.register.parties.get(id));
        let of = |field: fn(&Party) -> &Recorded<PartyId>| match party {
            Some(party) => said(field(party), |id| self.contact(id)),
            None => Cell::NotRecorded,
        };
        let settings = self.register.settings.as_ref();
        let regulator = settings.map_or(Cell::NotRecorded, |settings| {
            said(&settings.regulator, |id| {
                let contact = self.contact(id);
                let name = law::regulator(self.as_at);
                // The register may name an office that is no more, as the notice does that it holds.
                let is_named = contact.strip_prefix(name).is_some_and(|rest| {
                    // A commissioner is not a commission.
                    !rest.starts_with(char::is_alphabetic)
                });
                if settings.jurisdiction == Recorded::Value(Jurisdiction::Uk) && !is_named {
                    format!("{name} (ICO)\nIn this register: {contact}")
                } else {
                    contact
                }
            })
        });
        let mut facts = vec![
            fact(
                label,
                who,
                match controller {
                    Some(id) => Cell::Text(self.contact(id)),
                    None if is_processor => Cell::NotRecorded,
                    None => said(&self.activity.controller, |id| self.contact(id)),
                },
            ),
            fact("Data protection officer", who, of(|party| &party.dpo)),
            fact(
                "Representative",
                who,
                match of(|party| &party.representative) {
                    // Who is established here needs none (Article 27).
                    Cell::NotRecorded if party.is_some_and(is_here) => Cell::NotApplicable,
                    cell => cell,
                },
            ),
            fact("Supervisory authority", None, regulator),
        ];
        if is_processor && !self.activity.controller.is_not_recorded() {
            let controller = said(&self.activity.controller, |id| self.contact(id));
            facts.insert(1, fact("Controller", who, controller));
        }
        facts
    }

    /// A party with how it is reached.
    fn contact(&self, id: &PartyId) -> String {
        const ADDRESS: &str = "Address";
        let mut lines = vec![self.party(id)];
        let mut unsaid = Vec::new();
        if let Some(party) = self.register.parties.get(id) {
            for (field, before) in [
                (&party.address, ADDRESS),
                (&party.email, "E-mail"),
                (&party.phone, "Telephone"),
                (&party.web, "Web"),
            ] {
                match field {
                    Recorded::Value(words) if before == ADDRESS => lines.push(words.clone()),
                    Recorded::Value(words) => lines.push(format!("{before}: {words}")),
                    Recorded::None => lines.push(format!("{before}: none")),
                    Recorded::NotRecorded => unsaid.push(before),
                }
            }
            if lines.len() == 1 {
                lines.push("(contact details not recorded)".to_owned());
            } else if !unsaid.is_empty() {
                lines.push(format!(
                    "(not recorded: {})",
                    unsaid.join(", ").to_lowercase()
                ));
            }
        }
        lines.join("\n")
    }

    /// What the activity is, and who answers for it inside the organisation.
    pub(in crate::report) fn identity(&self) -> Vec<Block<'static>> {
        let activity = &self.activity;
        let joint = listed(&activity.joint_controllers, |joint| {
            let does = match &joint.does {
                Recorded::Value(words) => words.clone(),
                Recorded::None => "responsible for nothing".to_owned(),
                Recorded::NotRecorded => "what it is responsible for is not recorded".to_owned(),
            };
            format!("{}\nResponsible for: {does}", self.contact(&joint.party))
        });
        let mut facts = vec![
            fact("Reference", None, text(&activity.reference)),
            fact(
                "Business function",
                Some("ICO documentation template"),
                text(&activity.function),
            ),
            fact("What is done", None, text(&activity.description)),
            fact(
                "State of this entry",
                None,
                said(&activity.status, |status: &Status| status.word().to_owned()),
            ),
            fact(
                "Owner",
                Some("ICO accountability framework"),
                said(&activity.owner, |id| self.contact(id)),
            ),
            fact(
                "Role of the organisation",
                Some("Article 4(1)(7) and (8) UK GDPR"),
                said(&activity.role, |role| word(Role::WORDS, *role as usize)),
            ),
            fact(
                "Regime",
                Some("DPA 2018 Parts 2 and 3"),
                said(&activity.regime, |regime| match regime {
                    Regime::General => "general processing (UK GDPR)".to_owned(),
                    Regime::LawEnforcement => "law enforcement (DPA 2018 Part 3)".to_owned(),
                }),
            ),
            fact(
                "Joint controllers",
                Some("Articles 26 and 30(1)(a) UK GDPR"),
                joint,
            ),
            fact(
                "Controllers acted for",
                Some("Article 30(2)(a) UK GDPR"),
                match &activity.acts_for {
                    Recorded::NotRecorded if self.is_controller() => Cell::NotApplicable,
                    acts_for => listed(acts_for, |id| self.contact(id)),
                },
            ),
        ];
        if !activity.aliases.is_empty() {
            let aliases = Cell::Text(activity.aliases.join("\n"));
            facts.insert(0, fact("Also called", None, aliases));
        }
        facts.extend(optional("Note", activity.note.as_ref()));
        vec![Block::Facts(facts)]
    }

    /// Whether the organisation acts for itself, so that it acts for nobody else.
    fn is_controller(&self) -> bool {
        matches!(
            self.activity.role,
            Recorded::Value(Role::Controller | Role::JointController)
        )
    }

    /// Those who run its systems or are engaged.
    pub(in crate::report) fn processors(&self) -> Vec<Block<'static>> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for step in &self.steps.current {
            let is_engagement = matches!(step.kind, StepKind::Operator | StepKind::SubProcessor);
            let is_processor = step.role.is_some_and(ReceiverRole::is_processor);
            let Some(role) = step.role.filter(|_| is_engagement || is_processor) else {
                continue;
            };
            let agreement = if role == ReceiverRole::Internal {
                Cell::NotApplicable
            } else {
                self.agreement(&step.agreement)
            };
            let row = vec![
                Cell::Text(step.to.name.clone()),
                Cell::Text(in_words(role).to_owned()),
                Cell::Text(step.from.name.clone()),
                Cell::Text(step.certainty.word().to_owned()),
                countries(step),
                agreement,
            ];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return vec![Block::Words(self.no_processor())];
        }
        let columns = vec![
            column("Who", Some("Article 28 UK GDPR"), 22),
            column("Role", None, 14),
            column("Through", None, 18),
            column("Certainty", None, 10),
            column("Country", None, 14),
            column(
                "Contract or agreement recorded",
                Some("Article 28(3) UK GDPR"),
                22,
            ),
        ];
        let mut blocks = dense("Who runs the systems, and whom they engage", columns, rows);
        blocks.extend(self.not_known_of_systems());
        blocks
    }

    fn no_processor(&self) -> String {
        let without_operator = self.as_entry(|entry| entry.without_operator().join(", "));
        match &self.activity.store {
            _ if !without_operator.is_empty() => {
                format!("Not recorded: who runs {without_operator}.")
            }
            Recorded::NotRecorded => {
                "Not recorded: in which systems the data rests, and so who processes it for the controller.".to_owned()
            }
            Recorded::None => "None: the record says that the data rests in no system.".to_owned(),
            Recorded::Value(_) => {
                "No processor is recorded: nobody else runs the systems in use.".to_owned()
            },
        }
    }

    /// The systems of which the record does not say who runs them.
    fn not_known_of_systems(&self) -> Option<Block<'static>> {
        let missing = self.as_entry(|entry| entry.without_operator().join(", "));
        (!missing.is_empty()).then(|| Block::Words(format!("Not recorded: who runs {missing}.")))
    }

    /// The agreement under which a step stands, with the kind and place of each document.
    pub(super) fn agreement(&self, agreement: &Agreement) -> Cell {
        if agreement.found.is_none() && agreement.better.is_some() {
            return said(&Recorded::Value(()), |()| agreement.words());
        }
        said(&agreement.found, |_| {
            self.as_entry(|entry| entry.agreement_words(agreement))
                .unwrap_or_default()
        })
    }
}

/// The countries in which a step ends, by name.
pub(super) fn countries(step: &RouteStep) -> Cell {
    said(&step.whereabouts, |_| {
        let countries = step.countries();
        let names: Vec<&str> = countries.iter().map(Country::name).collect();
        names.join("; ")
    })
}

/// Whether a party is in the United Kingdom.
fn is_here(party: &Party) -> bool {
    party.country.value().is_some_and(Country::is_uk)
}
