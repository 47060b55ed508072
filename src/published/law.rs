//! Codes of law and countries, by name.

use std::collections::BTreeSet;

use crate::law::{Approval, VOCABULARIES, approval_on, special_condition};
use crate::model::{Country, Kind, Record};
use crate::store::Fault;

use super::{Cell, PublishedTable, Source, number, o, t, text};

pub(super) static CODE: PublishedTable = PublishedTable {
    name: "code",
    about: "what a code of law stands for",
    columns: &[
        text("vocabulary", "the list it stands in, as in lawful-basis"),
        text("code", "the code, as in 6/1/e"),
        text("title", "its heading, or a few words"),
        number("in_force", "1 if it is in force on the day, else 0"),
        text("source", "the provision"),
        number(
            "confirmed",
            "1 if it was read in the law or a source that quotes it, else 0",
        ),
        text("not_confirmed", "what of it was not read there, if a part"),
        number(
            "needs_paragraph",
            "for a special-condition: 1 if a paragraph of Schedule 1 must be met beside it, else 0",
        ),
    ],
    source: Source::Whole(|_, facts, put| {
        let mut entries = VOCABULARIES.iter().flat_map(|list| {
            list.entries().iter().map(|entry| {
                vec![
                    Cell::Word(list.name()),
                    t(&entry.code),
                    t(entry.title_on(facts.as_at.on)),
                    Cell::flag(entry.in_force(facts.as_at.on)),
                    t(&entry.source),
                    Cell::flag(entry.confirmed),
                    o(entry.not_confirmed.as_ref()),
                    match special_condition(&entry.code) {
                        Some(point) if list.name() == "special-condition" => {
                            Cell::flag(point.schedule_1_part.is_some())
                        }
                        _ => Cell::Null,
                    },
                ]
            })
        });
        entries.try_for_each(put)
    }),
};

pub(super) static COUNTRY: PublishedTable = PublishedTable {
    name: "country",
    about: "a country that the register names",
    columns: &[
        text(
            "code",
            "ISO 3166-1 alpha-2, or outside-uk where only that is known",
        ),
        text("name", "its name"),
        number("outside_uk", "1 if it is not the UK, else 0"),
        text(
            "approved",
            "whether transfers to it are approved on the day (Article 45A): yes, in part, no, not looked into; null for the UK and for outside-uk",
        ),
        text("approved_only", "what an approval in part is limited to"),
    ],
    source: Source::Whole(|store, facts, put| {
        let mut named = BTreeSet::new();
        store.each_record(
            &[Kind::Party, Kind::System],
            |_, record| -> Result<(), Fault> {
                match record {
                    Record::Party(party) => {
                        let engaged = party.sub_processors.items().iter();
                        named
                            .extend(engaged.filter_map(|engaged| engaged.country.value().copied()));
                        named.extend(party.country.value().copied());
                    }
                    Record::System(system) => {
                        named.extend(
                            system
                                .hosted_in
                                .value()
                                .into_iter()
                                .flat_map(|list| list.0.clone()),
                        );
                    }
                    _ => {}
                }
                Ok(())
            },
        )?;
        let mut countries = named.into_iter().map(|country| {
            let (word, limit) = match approval_on(country.as_str(), facts.as_at.on) {
                _ if country.is_uk() || country == Country::OutsideUk => (Cell::Null, None),
                Approval::Whole(_) => (Cell::Word("yes"), None),
                Approval::Part(approved) => (Cell::Word("in part"), approved.limit.as_ref()),
                Approval::NotApproved => (Cell::Word("no"), None),
                Approval::NotLookedInto => (Cell::Word("not looked into"), None),
            };
            vec![
                t(country),
                t(country.name()),
                Cell::flag(!country.is_uk()),
                word,
                o(limit),
            ]
        });
        countries.try_for_each(put)
    }),
};
