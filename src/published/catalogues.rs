//! Parties, systems, categories of data and people, measures and documents.

use crate::law;
use crate::model::{Country, Kind, Record, Recorded};
use crate::store::{Fault, Store};

use super::{
    Cell, PublishedTable, Put, Source, n, number, o, recorded, recorded_number, state, t, text, w,
};

pub(super) static RECORD: PublishedTable = PublishedTable {
    name: "record",
    about: "a record of any kind with its name, to show what an id stands for",
    columns: &[
        text(
            "kind",
            "activity, party, system, data, people, measure or document",
        ),
        text("id", "its id within the kind"),
        text("name", "its name"),
        text("note", "anything else worth keeping"),
    ],
    source: Source::Records(&Kind::ALL, |_, reference, record, rows| {
        let note = match record {
            Record::Party(record) => &record.note,
            Record::System(record) => &record.note,
            Record::Data(record) => &record.note,
            Record::People(record) => &record.note,
            Record::Measure(record) => &record.note,
            Record::Document(record) => &record.note,
            Record::Activity(record) => &record.note,
            Record::Settings(_) | Record::Approval(_) => &None,
        };
        if let Some(name) = record.names().0 {
            rows.push(vec![
                t(reference.kind),
                t(&reference.id),
                t(name),
                o(note.as_ref()),
            ]);
        }
    }),
};

pub(super) static ALIAS: PublishedTable = PublishedTable {
    name: "alias",
    about: "another way in which the name of a record is written",
    columns: &[
        text("kind", "the kind of record"),
        text("id", "its id"),
        text("alias", "the other way"),
    ],
    source: Source::Records(&Kind::ALL, |_, reference, record, rows| {
        for alias in record.names().1 {
            rows.push(vec![t(reference.kind), t(&reference.id), t(alias)]);
        }
    }),
};

pub(super) static PARTY: PublishedTable = PublishedTable {
    name: "party",
    about: "anyone data comes from or goes to",
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        recorded(
            "kind",
            "organisation, public-authority, team, group or class",
        ),
        text("part_of", "the party it is a part of"),
        recorded("country", "where it is: ISO 3166-1 alpha-2, or outside-uk"),
        number(
            "outside_uk",
            "1 if it is outside the UK, 0 if it is not, null where its country is not recorded",
        ),
        recorded("address", "postal address"),
        recorded("email", "e-mail address"),
        recorded("phone", "telephone number"),
        recorded("web", "address on the web"),
        recorded("dpo", "its data protection officer, a party"),
        recorded("representative", "its representative (Article 27), a party"),
        text(
            "sub_processors_state",
            "whether its sub-processors are recorded",
        ),
    ],
    source: Source::Records(&[Kind::Party], |_, reference, record, rows| {
        if let Record::Party(party) = record {
            rows.push(vec![
                t(&reference.id),
                t(&party.name),
                w(&party.kind),
                o(party.part_of.as_ref()),
                w(&party.country),
                outside(&party.country),
                w(&party.address),
                w(&party.email),
                w(&party.phone),
                w(&party.web),
                w(&party.dpo),
                w(&party.representative),
                state(&party.sub_processors),
            ]);
        }
    }),
};

pub(super) static PARTY_PART: PublishedTable = PublishedTable {
    name: "party_part",
    about: "a party with one that is part of it, at any remove; each party with itself too",
    columns: &[
        text("whole", "the party"),
        text("part", "itself or a part of it"),
    ],
    source: Source::Whole(|store, _, put| below(store, Kind::Party, put)),
};

pub(super) static SUB_PROCESSOR: PublishedTable = PublishedTable {
    name: "sub_processor",
    about: "a party that a processor engages (Article 28(2) and (4))",
    columns: &[
        text("processor", "the processor, a party"),
        number("number", "its place in the processor's list"),
        text("party", "whom it engages"),
        recorded("service", "for which service"),
        text("systems_state", "whether it is recorded for which systems"),
        recorded(
            "country",
            "where it does so, ISO 3166-1 alpha-2 or outside-uk",
        ),
        number(
            "outside_uk",
            "1 if that is outside the UK, 0 if it is not, null where the country is not recorded",
        ),
    ],
    source: Source::Records(&[Kind::Party], |_, reference, record, rows| {
        if let Record::Party(party) = record {
            for (number, engaged) in (1..).zip(party.sub_processors.items()) {
                rows.push(vec![
                    t(&reference.id),
                    n(number),
                    t(&engaged.party),
                    w(&engaged.service),
                    state(&engaged.systems),
                    w(&engaged.country),
                    outside(&engaged.country),
                ]);
            }
        }
    }),
};

pub(super) static SUB_PROCESSOR_SYSTEM: PublishedTable = PublishedTable {
    name: "sub_processor_system",
    about: "a system for which a sub-processor is engaged",
    columns: &[
        text("processor", "the processor, a party"),
        number(
            "number",
            "the place of the sub-processor in the processor's list",
        ),
        text("party", "the sub-processor"),
        text("system", "the system"),
    ],
    source: Source::Records(&[Kind::Party], |_, reference, record, rows| {
        if let Record::Party(party) = record {
            for (number, engaged) in (1..).zip(party.sub_processors.items()) {
                for system in engaged.systems.items() {
                    rows.push(vec![
                        t(&reference.id),
                        n(number),
                        t(&engaged.party),
                        t(system),
                    ]);
                }
            }
        }
    }),
};

pub(super) static SYSTEM: PublishedTable = PublishedTable {
    name: "system",
    about: "where data rests",
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        recorded("operator", "the party that runs it and so has what it has"),
        text(
            "hosted_in_state",
            "whether it is recorded where it is hosted; see system_country",
        ),
        recorded("search", "how to find a person in it"),
    ],
    source: Source::Records(&[Kind::System], |_, reference, record, rows| {
        if let Record::System(system) = record {
            rows.push(vec![
                t(&reference.id),
                t(&system.name),
                w(&system.operator),
                state(&system.hosted_in),
                w(&system.search),
            ]);
        }
    }),
};

pub(super) static SYSTEM_COUNTRY: PublishedTable = PublishedTable {
    name: "system_country",
    about: "a country in which a system is hosted",
    columns: &[
        text("system", "the system"),
        text("country", "ISO 3166-1 alpha-2, or outside-uk"),
        number("outside_uk", "1 if it is not the UK, else 0"),
    ],
    source: Source::Records(&[Kind::System], |_, reference, record, rows| {
        if let Record::System(system) = record {
            let hosts = system.hosted_in.value().map_or(&[][..], |list| &list.0);
            for country in hosts {
                rows.push(vec![
                    t(&reference.id),
                    t(country),
                    Cell::flag(!country.is_uk()),
                ]);
            }
        }
    }),
};

pub(super) static DATA: PublishedTable = PublishedTable {
    name: "data",
    about: "a category of personal data",
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        text("broader", "the category above it"),
        text(
            "class_state",
            "whether its class is recorded; see data_class",
        ),
        text(
            "may_include_state",
            "whether it is recorded which special data it may include",
        ),
        text(
            "special",
            "yes if by its class it is special category (Article 9) or offence data (Article 10), possible if it may include some, not recorded if neither is recorded, else no",
        ),
        text("dpv", "its term in the Data Privacy Vocabulary, an IRI"),
    ],
    source: Source::Records(&[Kind::Data], |_, reference, record, rows| {
        if let Record::Data(data) = record {
            let is_special =
                |classes: &Recorded<crate::model::OneOrMany<crate::model::LawCode>>| {
                    classes.value().is_some_and(|list| {
                        list.0.iter().any(|class| {
                            law::is_special_category(class.as_str())
                                || law::is_criminal_offence(class.as_str())
                        })
                    })
                };
            let special = if is_special(&data.class) {
                "yes"
            } else if is_special(&data.may_include) {
                "possible"
            } else if data.class.is_not_recorded() {
                "not recorded"
            } else {
                "no"
            };
            rows.push(vec![
                t(&reference.id),
                t(&data.name),
                o(data.broader.as_ref()),
                state(&data.class),
                state(&data.may_include),
                Cell::Word(special),
                o(data.dpv.as_ref()),
            ]);
        }
    }),
};

pub(super) static DATA_CLASS: PublishedTable = PublishedTable {
    name: "data_class",
    about: "a class of a category of data: personal, a kind of special category data, or criminal-offence",
    columns: &[
        text("data", "the category"),
        text("class", "the class, a code of the vocabulary data-class"),
        text(
            "how",
            "is, or may-include where it only can contain such data",
        ),
    ],
    source: Source::Records(&[Kind::Data], |_, reference, record, rows| {
        if let Record::Data(data) = record {
            for (classes, how) in [(&data.class, "is"), (&data.may_include, "may-include")] {
                for class in classes.value().map_or(&[][..], |list| &list.0) {
                    rows.push(vec![t(&reference.id), t(class.as_str()), Cell::Word(how)]);
                }
            }
        }
    }),
};

pub(super) static DATA_BELOW: PublishedTable = PublishedTable {
    name: "data_below",
    about: "a category of data with a narrower one, at any remove; each category with itself too",
    columns: &[
        text("broader", "the category"),
        text("narrower", "itself or a narrower one"),
    ],
    source: Source::Whole(|store, _, put| below(store, Kind::Data, put)),
};

pub(super) static PEOPLE: PublishedTable = PublishedTable {
    name: "people",
    about: "a category of data subjects",
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        text("broader", "the category above it"),
        recorded("vulnerable", "true or false: whether they are vulnerable"),
        recorded_number("about_how_many", "about how many they are"),
    ],
    source: Source::Records(&[Kind::People], |_, reference, record, rows| {
        if let Record::People(people) = record {
            let count = match people.about_how_many.value() {
                Some(count) => Cell::Number(i64::try_from(*count).unwrap_or(i64::MAX)),
                None => w(&people.about_how_many),
            };
            rows.push(vec![
                t(&reference.id),
                t(&people.name),
                o(people.broader.as_ref()),
                w(&people.vulnerable),
                count,
            ]);
        }
    }),
};

pub(super) static PEOPLE_BELOW: PublishedTable = PublishedTable {
    name: "people_below",
    about: "a category of people with a narrower one, at any remove; each category with itself too",
    columns: &[
        text("broader", "the category"),
        text("narrower", "itself or a narrower one"),
    ],
    source: Source::Whole(|store, _, put| below(store, Kind::People, put)),
};

pub(super) static MEASURE: PublishedTable = PublishedTable {
    name: "measure",
    about: "a technical or organisational security measure (Article 32(1))",
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        recorded("kind", "technical or organisational"),
        recorded("status", "whether it is in place"),
    ],
    source: Source::Records(&[Kind::Measure], |_, reference, record, rows| {
        if let Record::Measure(measure) = record {
            rows.push(vec![
                t(&reference.id),
                t(&measure.name),
                w(&measure.kind),
                w(&measure.status),
            ]);
        }
    }),
};

pub(super) static DOCUMENT: PublishedTable = PublishedTable {
    name: "document",
    about: "a contract, agreement, assessment, policy, notice, record or link",
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        recorded("kind", "contract, sharing-agreement, dpia, notice, ..."),
        recorded("link", "where it is found"),
        recorded("dated", "the day it was made or signed, ISO 8601"),
        recorded("expires", "the last day it is good for, ISO 8601"),
        text(
            "parties_state",
            "whether it is recorded between whom it is; see document_party",
        ),
    ],
    source: Source::Records(&[Kind::Document], |_, reference, record, rows| {
        if let Record::Document(document) = record {
            rows.push(vec![
                t(&reference.id),
                t(&document.name),
                w(&document.kind),
                w(&document.link),
                w(&document.dated),
                w(&document.expires),
                state(&document.parties),
            ]);
        }
    }),
};

pub(super) static DOCUMENT_PARTY: PublishedTable = PublishedTable {
    name: "document_party",
    about: "a party to a document",
    columns: &[text("document", "the document"), text("party", "the party")],
    source: Source::Records(&[Kind::Document], |_, reference, record, rows| {
        if let Record::Document(document) = record {
            for party in document.parties.items() {
                rows.push(vec![t(&reference.id), t(party)]);
            }
        }
    }),
};

/// Each record of a kind with itself and all below it.
fn below(store: &Store, kind: Kind, put: Put<'_>) -> Result<(), Fault> {
    store.each_below(kind, |upper, lower| put(vec![t(upper), t(lower)]))
}

fn outside(country: &Recorded<Country>) -> Cell {
    match country {
        Recorded::NotRecorded => Cell::Null,
        Recorded::None => Cell::flag(false),
        Recorded::Value(country) => Cell::flag(!country.is_uk()),
    }
}
