//! Whose register it is: what stands at the head of the record, by the role that the record is of.

use crate::model::{Country, Kind, Party, PartyId, Record, Recorded, Reference, Settings};
use crate::store::{Store, StoreError};

use super::asked::Asked;
use super::document::{Cell, Column, Fact};
use super::layouts::Side;
use super::subjects::identity::contact_of;
use super::subjects::{text, value};

/// Whose register it is, with its officer and its representative.
pub(super) struct Organisation {
    /// Its name.
    pub(super) name: String,
    side: Side,
    is_of_part_3: bool,
    party: Recorded<Party>,
    officer: Recorded<Party>,
    /// Nothing where it needs none: it is established in the United Kingdom (Article 27).
    representative: Option<Recorded<Party>>,
}

impl Organisation {
    /// The organisation of a register, in the role of a layout.
    pub(super) fn of(store: &Store, asked: &Asked) -> Result<Self, StoreError> {
        let settings = Reference::new(Kind::Settings, Settings::ID);
        let settings = match store.record(&settings)? {
            Some(Record::Settings(settings)) => settings,
            _ => Settings::default(),
        };
        let named = |field: &Recorded<PartyId>| -> Result<Recorded<Party>, StoreError> {
            Ok(match field {
                Recorded::NotRecorded => Recorded::NotRecorded,
                Recorded::None => Recorded::None,
                Recorded::Value(id) => match store.record(&id.reference())? {
                    Some(Record::Party(party)) => Recorded::Value(*party),
                    _ => Recorded::NotRecorded,
                },
            })
        };
        let party = named(&settings.organisation)?;
        let beside = |field: fn(&Party) -> &Recorded<PartyId>| match &party {
            Recorded::Value(party) => named(field(party)),
            _ => Ok(Recorded::NotRecorded),
        };
        let is_here = party
            .value()
            .is_some_and(|party| party.country.value().is_some_and(Country::is_uk));
        let representative = match beside(|party| &party.representative)? {
            Recorded::NotRecorded if is_here && asked.layout.is_of_the_uk => None,
            said => Some(said),
        };
        Ok(Self {
            name: party.value().map_or_else(
                || "Organisation not recorded".to_owned(),
                |party| party.name.clone(),
            ),
            side: asked.layout.role,
            is_of_part_3: asked.layout.is_of_part_3,
            officer: beside(|party| &party.dpo)?,
            representative,
            party,
        })
    }

    /// What it is called in the record of its side, and the provision that asks for it.
    fn called(&self) -> (&'static str, &'static str) {
        match self.side {
            Side::Controller if self.is_of_part_3 => {
                ("Controller", "DPA 2018 section 61(2)(a) and (c)")
            }
            Side::Processor if self.is_of_part_3 => {
                ("Processor", "DPA 2018 section 61(4)(a) and (c)")
            }
            Side::Controller => ("Controller", "Article 30(1)(a)"),
            Side::Processor => ("Processor", "Article 30(2)(a)"),
            Side::Any => (
                "Organisation (controller or processor, as each entry says)",
                "Articles 30(1)(a) and 30(2)(a)",
            ),
        }
    }

    /// Each of those at the head, by what they are; nothing for one who is not needed. Section 61 asks for no
    /// representative.
    fn blocks(&self) -> Vec<(&'static str, Option<&Recorded<Party>>)> {
        let mut blocks = vec![
            (self.called().0, Some(&self.party)),
            ("Data protection officer", Some(&self.officer)),
        ];
        if !self.is_of_part_3 {
            blocks.push(("Representative", self.representative.as_ref()));
        }
        blocks
    }

    /// The contact blocks at the head of the record: name, address, e-mail, telephone.
    pub(super) fn head(&self) -> Vec<Fact> {
        let provision = Some(self.called().1);
        let mut facts = Vec::new();
        for (label, party) in self.blocks() {
            let mut fact = |what: &str, cell: Cell| {
                facts.push(Fact {
                    label: format!("{label}: {what}"),
                    provision,
                    cell,
                });
            };
            let Some(party) = party else {
                fact("name", Cell::NotApplicable);
                continue;
            };
            fact("name", value(party, |party| party.name.clone()));
            if let Recorded::Value(party) = party {
                fact("address", text(&party.address));
                fact("e-mail", text(&party.email));
                fact("telephone", text(&party.phone));
            }
        }
        facts
    }

    /// The same as columns with what stands in each row, for a table that has no head.
    pub(super) fn columns(&self, is_public: bool) -> Vec<(Column, Cell)> {
        let provision = Some(self.called().1);
        let columns = self.blocks().into_iter().map(|(label, party)| {
            let column = Column {
                provision,
                ..Column::new(format!("{label}: name and contact details"), 34)
            };
            let cell = party.map_or(Cell::NotApplicable, |party| {
                value(party, |party| contact_of(party, is_public))
            });
            (column, cell)
        });
        columns.collect()
    }
}
