//! Parties, systems, categories of data and people, measures and documents.

use crate::graph::{Currency, class_of};
use crate::model::{Country, Identifiers, Kind, Record, Recorded};
use crate::store::{Fault, Store};

use super::computed::{catalogue, special_words};
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
            Record::Settings(_) | Record::Approval(_) | Record::Waiver(_) => &None,
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

table! {
    PARTY = "party", "anyone data comes from or goes to";
    Party(_, reference, party);
    // What is recorded as none has none of its parts.
    let of = |part: fn(&Identifiers) -> Cell| match &party.identifiers {
        Recorded::Value(all) => part(all),
        Recorded::None => Cell::Word("none"),
        Recorded::NotRecorded => Cell::Null,
    };
    text("id", "its id") => t(&reference.id),
    text("name", "its name") => t(&party.name),
    recorded("kind", "organisation, public-authority, team, person, group, class, international-organisation or public") => w(&party.kind),
    text("part_of", "the party it is a part of") => o(party.part_of.as_ref()),
    recorded("country", "where it is: ISO 3166-1 alpha-2, or outside-uk") => w(&party.country),
    number("outside_uk", "1 if it is outside the UK, 0 if it is not, null where its country is not recorded")
        => outside(&party.country),
    text("identifiers_state", "whether numbers and codes that public registers give it are recorded")
        => state(&party.identifiers),
    recorded("ico", "registration number in the ICO's register of fee payers") => of(|all| w(&all.ico)),
    recorded("companies_house", "company number") => of(|all| w(&all.companies_house)),
    recorded("charity", "charity number") => of(|all| w(&all.charity)),
    recorded("ods", "code of the NHS Organisation Data Service") => of(|all| w(&all.ods)),
    recorded("gss", "code of its area in the Government Statistical Service's list") => of(|all| w(&all.gss)),
    recorded("address", "postal address") => w(&party.address),
    recorded("email", "e-mail address") => w(&party.email),
    recorded("phone", "telephone number") => w(&party.phone),
    recorded("web", "address on the web") => w(&party.web),
    recorded("dpo", "its data protection officer, a party") => w(&party.dpo),
    recorded("representative", "its representative (Article 27), a party") => w(&party.representative),
    text("sub_processors_state", "whether its sub-processors are recorded") => state(&party.sub_processors),
}

pub(super) static PARTY_PART: PublishedTable = PublishedTable {
    name: "party_part",
    about: "a party with one that is part of it, at any remove; each party with itself too",
    columns: &[
        text("whole", "the party"),
        text("part", "itself or a part of it"),
    ],
    source: Source::Whole(|store, _, put| below(store, Kind::Party, put)),
};

table! {
    SUB_PROCESSOR = "sub_processor", "a party that a processor engages (Article 28(2) and (4))";
    Party(facts, reference, party), for (number, engaged) in (1..).zip(party.sub_processors.items());
    text("processor", "the processor, a party") => t(&reference.id),
    number("number", "its place in the processor's list") => n(number),
    text("party", "whom it engages") => t(&engaged.party),
    recorded("service", "for which service") => w(&engaged.service),
    text("systems_state", "whether it is recorded for which systems") => state(&engaged.systems),
    recorded("country", "where it does so, ISO 3166-1 alpha-2 or outside-uk") => w(&engaged.country),
    number("outside_uk", "1 if that is outside the UK, 0 if it is not, null where the country is not recorded")
        => outside(&engaged.country),
    text("activities_state", "whether it is recorded for which activities; see sub_processor_activity")
        => state(&engaged.activities),
    recorded("agreement", "the contract by which it is engaged, a document") => w(&engaged.agreement),
    text("transfer_state", "whether it is recorded what allows it to process outside the UK; see sub_processor_transfer")
        => state(&engaged.transfer),
    recorded("begins", "the first day, ISO 8601") => w(&engaged.begins),
    recorded("ends", "the last day, ISO 8601") => w(&engaged.ends),
    text("currency", "planned, current or ended on the day; what is not current counts in no computed table")
        => Cell::Word(Currency::between(&engaged.begins, &engaged.ends, facts.as_at.on).word()),
}

table! {
    SUB_PROCESSOR_ACTIVITY = "sub_processor_activity", "an activity for which a sub-processor is engaged";
    Party(_, reference, party), for (number, (engaged, activity)) in (1..)
        .zip(party.sub_processors.items())
        .flat_map(|(number, engaged)| engaged.activities.items().iter().map(move |activity| (number, (engaged, activity))));
    text("processor", "the processor, a party") => t(&reference.id),
    number("number", "the place of the sub-processor in the processor's list") => n(number),
    text("party", "the sub-processor") => t(&engaged.party),
    text("activity", "the activity") => t(activity),
}

table! {
    SUB_PROCESSOR_SYSTEM = "sub_processor_system", "a system for which a sub-processor is engaged";
    Party(_, reference, party), for (number, (engaged, system)) in (1..)
        .zip(party.sub_processors.items())
        .flat_map(|(number, engaged)| engaged.systems.items().iter().map(move |system| (number, (engaged, system))));
    text("processor", "the processor, a party") => t(&reference.id),
    number("number", "the place of the sub-processor in the processor's list") => n(number),
    text("party", "the sub-processor") => t(&engaged.party),
    text("system", "the system") => t(system),
}

table! {
    SUB_PROCESSOR_TRANSFER = "sub_processor_transfer", "what is recorded to allow a sub-processor to process outside the UK (Article 44A)";
    Party(_, reference, party), for (number, transfer) in (1..)
        .zip(party.sub_processors.items())
        .filter_map(|(number, engaged)| Some((number, engaged.transfer.value()?)));
    text("processor", "the processor, a party") => t(&reference.id),
    number("number", "the place of the sub-processor in the processor's list") => n(number),
    recorded("route", "approved, safeguards or derogation: a code of the vocabulary transfer-route")
        => w(&transfer.route),
    recorded("instrument", "the safeguard relied on (Article 46): a code of the vocabulary safeguard")
        => w(&transfer.instrument),
    recorded("derogation", "the derogation relied on (Article 49(1))") => w(&transfer.derogation),
    recorded("section_76", "for law enforcement: the special circumstances relied on (DPA 2018 section 76(1))")
        => w(&transfer.section_76),
    recorded("section_73", "for law enforcement: to whom it may go (DPA 2018 section 73(4))") => w(&transfer.section_73),
    recorded("within_limit", "true or false: whether it is within the limit of a partial approval") => w(&transfer.within_limit),
    recorded("test", "the record of the data protection test, a document") => w(&transfer.test),
    recorded("tested", "the day of the test, ISO 8601") => w(&transfer.tested),
    recorded("tested_by", "who made the test, a party") => w(&transfer.tested_by),
    recorded("outcome", "what the test found") => w(&transfer.outcome),
}

table! {
    SYSTEM = "system", "where data rests";
    System(_, reference, system);
    text("id", "its id") => t(&reference.id),
    text("name", "its name") => t(&system.name),
    recorded("operator", "the party that runs it and so has what it has") => w(&system.operator),
    text("hosted_in_state", "whether it is recorded where it is hosted; see system_country")
        => state(&system.hosted_in),
    recorded("search", "how to find a person in it") => w(&system.search),
    text("measures_state", "whether it is recorded what protects it; see system_measure") => state(&system.measures),
    text("medium_state", "whether it is recorded if it is electronic or paper; see system_medium")
        => state(&system.medium),
    recorded("impact", "what it would mean to lose it, or the data in it") => w(&system.impact),
}

table! {
    SYSTEM_MEASURE = "system_measure", "a security measure that protects a system";
    System(_, reference, system), for measure in system.measures.items();
    text("system", "the system") => t(&reference.id),
    text("measure", "the measure") => t(measure),
}

table! {
    SYSTEM_MEDIUM = "system_medium", "a form in which a system holds data";
    System(_, reference, system), for medium in system.medium.value().map_or(&[][..], |list| &list.0);
    text("system", "the system") => t(&reference.id),
    text("medium", "electronic or paper") => Cell::Word(medium.word()),
}

table! {
    SYSTEM_COUNTRY = "system_country", "a country in which a system is hosted";
    System(_, reference, system), for country in system.hosted_in.value().map_or(&[][..], |list| &list.0);
    text("system", "the system") => t(&reference.id),
    text("country", "ISO 3166-1 alpha-2, or outside-uk") => t(country),
    number("outside_uk", "1 if it is not the UK, else 0") => Cell::flag(!country.is_uk()),
}

published! {
    DATA = "data", "a category of personal data", [
        text("id", "its id"),
        text("name", "its name"),
        text("broader", "the category above it"),
        text("class_state", "whether its class is recorded; see data_class"),
        text("all_class_state", "whether its class is recorded, by itself, by what is broader, or of a pseudonym by what it is made from"),
        text("may_include_state", "whether it is recorded which special data it may include"),
        text("special", "whether it is special category (Article 9) or offence data (Article 10), as data_special says"),
        text("dpv", "its term in the Data Privacy Vocabulary, an IRI"),
        text("derived_from_state", "whether it is recorded from which categories it is made; see data_derived"),
    ],
    Source::Whole(|store, _, put| {
        let catalogue = catalogue(store)?;
        let special = special_words(&catalogue);
        let mut rows = catalogue.iter().zip(special).map(|((id, data), special)| {
            vec![
                t(id),
                t(&data.name),
                o(data.broader.as_ref()),
                state(&data.class),
                state(&*class_of(&catalogue, id)),
                state(&data.may_include),
                Cell::Word(special),
                o(data.dpv.as_ref()),
                state(&data.derived_from),
            ]
        });
        rows.try_for_each(put)
    })
}

table! {
    DATA_DERIVED = "data_derived", "a category of data with one that it is made from";
    Data(_, reference, data), for derived in data.derived_from.items();
    text("data", "the category that is made") => t(&reference.id),
    text("derived_from", "the category that it is made from") => t(&derived.data),
    recorded("how", "pseudonym, result, answer or anonymous") => w(&derived.how),
}

table! {
    DATA_CLASS = "data_class", "a class of a category of data: personal, a kind of special category data, or criminal-offence";
    Data(_, reference, data), for (class, how) in [(&data.class, "is"), (&data.may_include, "may-include")]
        .into_iter()
        .flat_map(|(list, how)| list.value().into_iter().flat_map(|list| &list.0).map(move |class| (class, how)));
    text("data", "the category") => t(&reference.id),
    text("class", "the class, a code of the vocabulary data-class") => t(class.as_str()),
    text("how", "is, or may-include where it only can contain such data") => Cell::Word(how),
}

pub(super) static DATA_BELOW: PublishedTable = PublishedTable {
    name: "data_below",
    about: "a category of data with a narrower one, at any remove; each category with itself too",
    columns: &[
        text("broader", "the category"),
        text("narrower", "itself or a narrower one"),
    ],
    source: Source::Whole(|store, _, put| below(store, Kind::Data, put)),
};

table! {
    PEOPLE = "people", "a category of data subjects";
    People(_, reference, people);
    text("id", "its id") => t(&reference.id),
    text("name", "its name") => t(&people.name),
    text("broader", "the category above it") => o(people.broader.as_ref()),
    recorded("vulnerable", "true or false: whether they are vulnerable") => w(&people.vulnerable),
    recorded("children", "true or false: whether they are children") => w(&people.children),
    recorded_number("about_how_many", "about how many they are") => Cell::count(&people.about_how_many),
}

pub(super) static PEOPLE_BELOW: PublishedTable = PublishedTable {
    name: "people_below",
    about: "a category of people with a narrower one, at any remove; each category with itself too",
    columns: &[
        text("broader", "the category"),
        text("narrower", "itself or a narrower one"),
    ],
    source: Source::Whole(|store, _, put| below(store, Kind::People, put)),
};

table! {
    MEASURE = "measure", "a technical or organisational security measure (Article 32(1))";
    Measure(_, reference, measure);
    text("id", "its id") => t(&reference.id),
    text("name", "its name") => t(&measure.name),
    recorded("kind", "technical or organisational") => w(&measure.kind),
    recorded("status", "whether it is in place") => w(&measure.status),
}

table! {
    DOCUMENT = "document", "a contract, agreement, assessment, policy, notice, record or link";
    Document(_, reference, document);
    text("id", "its id") => t(&reference.id),
    text("name", "its name") => t(&document.name),
    recorded("kind", "contract, sharing-agreement, dpia, notice,...") => w(&document.kind),
    recorded("link", "where it is found") => w(&document.link),
    recorded("dated", "the day it was made or signed, ISO 8601") => w(&document.dated),
    recorded("expires", "the last day it is good for, ISO 8601") => w(&document.expires),
    text("parties_state", "whether it is recorded between whom it is; see document_party") => state(&document.parties),
    text("signed_state", "whether it is recorded who signed it; see document_signature") => state(&document.signed),
    recorded("under", "the document above it, under which it is made") => w(&document.under),
    recorded("review", "the day by which it is to be reviewed, ISO 8601") => w(&document.review),
    text("covers_state", "whether it is recorded what a notice tells people; see document_covers")
        => state(&document.covers),
}

table! {
    DOCUMENT_SIGNATURE = "document_signature", "that a party signed a document";
    Document(_, reference, document), for (number, signature) in (1..).zip(document.signed.items());
    text("document", "the document") => t(&reference.id),
    number("number", "its place in the list") => n(number),
    text("party", "who signed") => t(&signature.party),
    recorded("date", "the day it signed, ISO 8601") => w(&signature.date),
}

table! {
    DOCUMENT_COVERS = "document_covers", "an element of Articles 13 and 14 that a notice tells people";
    Document(_, reference, document), for element in document.covers.items();
    text("document", "the document") => t(&reference.id),
    text("element", "controller, purposes, complaint, regulator, sources, ...") => Cell::Word(element.word()),
}

pub(super) static DISTINCT: PublishedTable = PublishedTable {
    name: "distinct_from",
    about: "a record that looks like another and is not the same, as one of them says",
    columns: &[
        text("kind", "the kind of record"),
        text("id", "the one that says so"),
        text("other", "the one that it is not"),
    ],
    source: Source::Records(&Kind::ALL, |_, reference, record, rows| {
        for other in record.distinct_from() {
            rows.push(vec![t(reference.kind), t(&reference.id), t(other)]);
        }
    }),
};

table! {
    WAIVER = "waiver", "a finding of a check that somebody accepts for a time";
    Waiver(_, reference, waiver);
    text("id", "its id") => t(&reference.id),
    text("rule", "the code of the rule") => t(&waiver.rule),
    text("record_kind", "the kind of record it is about") => t(waiver.record.0.kind),
    text("record", "the id of that record") => t(&waiver.record.0.id),
    text("field", "the field it is about, if only one") => o(waiver.field.as_ref()),
    text("flow", "the id of the flow it is about, if only one") => o(waiver.flow.as_ref()),
    text("reason", "why it is accepted") => t(&waiver.reason),
    recorded("waived_by", "who accepts it") => w(&waiver.by),
    recorded("until", "the last day on which it is accepted, ISO 8601") => w(&waiver.until),
}

table! {
    DOCUMENT_PARTY = "document_party", "a party to a document";
    Document(_, reference, document), for party in document.parties.items();
    text("document", "the document") => t(&reference.id),
    text("party", "the party") => t(party),
}

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
