//! REG: whose register it is.

use std::collections::BTreeSet;

use crate::finding::Level::{Expected, Required};
use crate::law::regulator;
use crate::model::{
    Date, Jurisdiction, Kind, Party, PartyId, PartyKind, Recorded, Reference, fold,
};

use super::hit::Hit;
use super::view::{View, lacks};
use super::{Check, Finds::Both, Finds::Each, Finds::Whole, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "REG-organisation",
        level: Required,
        title: "The register does not say whose it is",
        rests_on: "UK GDPR Article 30(1)(a) and 30(2)(a)",
        states: "Not recorded: a finding. None: a finding, as a register has a keeper. Value: no finding.",
        looks_for: Gap("settings.organisation"),
        over: Over::All,
        from: None,
        trips: "[settings]\njurisdiction = \"uk\"",
        passes: "[settings]\norganisation = \"essex-county-council\"",
        finds: Whole(|view| {
            if view
                .settings()
                .is_some_and(|settings| !lacks(&settings.organisation))
            {
                return Vec::new();
            }
            let hit = view.at_settings(
                "organisation",
                "No organisation is recorded in the settings.",
            );
            let mut parties = view.register.parties.iter();
            let keeper = parties
                .find(|(_, party)| party.kind == Recorded::Value(PartyKind::PublicAuthority));
            vec![match keeper {
                Some((id, _)) => hit.set(id.as_str()),
                None => hit.advise("record the organisation as a party, and name it in `organisation` of the settings"),
            }]
        }),
    },
    Check {
        code: "REG-contact",
        level: Required,
        title: "No contact details of a controller are recorded",
        rests_on: "UK GDPR Article 30(1)(a): the name and contact details",
        states: "Not recorded: a finding if address, e-mail and telephone have no value. None: the same. Value: one of the three is enough.",
        looks_for: Gap("party.email"),
        over: Over::All,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[party.council]\nweb = \"https://example.gov.uk\"",
        passes: "[settings]\norganisation = \"council\"\n[party.council]\nemail = \"info@example.gov.uk\"",
        finds: Both(
            |view| {
                let keeper = view.organisation();
                let keeper = keeper.filter(|(_, party)| cannot_be_reached(party));
                keeper
                    .map(|(id, _)| no_contact(view, id))
                    .into_iter()
                    .collect()
            },
            |case| {
                let joint = case.activity.joint_controllers.items().iter();
                let all = case.activity.controller.value().into_iter();
                let all = all.chain(joint.map(|joint| &joint.party));
                let acted_for = case.acted_for();
                let all: BTreeSet<_> = all.chain(acted_for.items().iter().copied()).collect();
                let lacking = all
                    .into_iter()
                    .filter(|id| case.view.party(id).is_some_and(cannot_be_reached));
                lacking.map(|id| no_contact(case.view, id)).collect()
            },
        ),
    },
    Check {
        code: "REG-dpo",
        level: Required,
        title: "A public authority has no data protection officer recorded",
        rests_on: "UK GDPR Article 37(1)(a), Article 30(1)(a); DPA 2018 section 7",
        states: "Not recorded: a finding. None: a finding, as a public authority must designate one. Value: no finding. A parish, community or town council is not a public authority here (DPA 2018 section 7(3)).",
        looks_for: Gap("party.dpo"),
        over: Over::All,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[party.council]\nkind = \"public-authority\"",
        passes: "[settings]\norganisation = \"council\"\n[party.council]\nkind = \"public-authority\"\ndpo = \"data-protection-officer\"",
        finds: Whole(|view| {
            let keeper = view.organisation();
            let keeper = keeper.filter(|(_, party)| {
                party.kind == Recorded::Value(PartyKind::PublicAuthority) && lacks(&party.dpo)
            });
            let hit = keeper.map(|(id, party)| {
                let why = match party.dpo {
                    Recorded::None => format!("{} is recorded to have none, and a public authority must designate one.", party.name),
                    _ => format!("No data protection officer of {} is recorded.", party.name),
                };
                Hit::at(id.reference(), "dpo", why).advise("record the officer as a party with contact details, and name it in `dpo` of the organisation")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "REG-dpo-contact",
        level: Required,
        title: "No way to reach the data protection officer is recorded",
        rests_on: "UK GDPR Article 30(1)(a), Article 37(7), Article 38(4)",
        states: "Not recorded: a finding if address, e-mail and telephone have no value. None: the same. Value: one is enough.",
        looks_for: Gap("party.email"),
        over: Over::All,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[party.council]\ndpo = \"officer\"",
        passes: "[settings]\norganisation = \"council\"\n[party.council]\ndpo = \"officer\"\n[party.officer]\nemail = \"dpo@example.gov.uk\"",
        finds: Whole(|view| {
            let officer = view.organisation().and_then(|(_, party)| party.dpo.value());
            let officer = officer.filter(|id| view.party(id).is_some_and(cannot_be_reached));
            officer.into_iter().map(|id| no_contact(view, id)).collect()
        }),
    },
    Check {
        code: "REG-representative",
        level: Required,
        title: "No representative of a controller outside the UK is recorded",
        rests_on: "UK GDPR Article 27, Article 30(1)(a)",
        states: "Not recorded: a finding. None: no finding for a public authority (Article 27(2)(b)), else a finding. Value: no finding.",
        looks_for: Gap("party.representative"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ncontroller = \"firm\"\n[party.firm]\ncountry = \"US\"",
        passes: "[activity.care]\ncontroller = \"firm\"\n[party.firm]\ncountry = \"GB\"",
        finds: Each(|case| {
            let controller = case.activity.controller.value();
            let hit = controller.and_then(|id| {
                let party = case.view.party(id)?;
                let country = party.country.value().filter(|country| !country.is_uk())?;
                let is_authority = party.kind == Recorded::Value(PartyKind::PublicAuthority);
                let is_exempt = party.representative.is_none() && is_authority;
                let why = format!("{} is in {}, and its representative in the UK is not recorded.", party.name, country.name_in_sentence());
                let hit = Hit::at(id.reference(), "representative", why);
                (lacks(&party.representative) && !is_exempt).then(|| {
                    hit.advise("record the representative as a party, and name it in `representative` of the controller")
                })
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "REG-regulator",
        level: Expected,
        title: "The regulator is not recorded, or not under the name that it has in law",
        rests_on: "DPA 2018 section 114A; DUAA 2025 sections 118 and 119, in force 30 September 2026 (SI 2026/1015)",
        states: "Not recorded: a finding. None: a finding. Value: no finding where the name or an alias holds `Information Commission` as whole words; before 30 September 2026 any name is none.",
        looks_for: Gap("settings.regulator"),
        over: Over::All,
        from: Some(Date::constant(2026, 9, 30)),
        trips: "[settings]\nregulator = \"ico\"\n[party.ico]\nname = \"Information Commissioner's Office\"",
        passes: "[settings]\nregulator = \"ico\"\n[party.ico]\nname = \"Information Commissioner's Office\"\naliases = [\"Information Commission\"]",
        finds: Whole(|view| {
            let settings = view.settings();
            if settings
                .is_some_and(|settings| settings.jurisdiction == Recorded::Value(Jurisdiction::Eu))
            {
                return Vec::new();
            }
            let is_named = |party: &Party| {
                let name = format!(" {} ", fold(regulator(view.on)));
                let mut names = party.aliases.iter().chain([&party.name]);
                names.any(|known| format!(" {} ", fold(known)).contains(&name))
            };
            let recorded = settings.and_then(|settings| settings.regulator.value());
            match recorded.and_then(|id| Some((id, view.party(id)?))) {
                None => vec![view.at_settings("regulator", "No regulator is recorded in the settings.").advise("record the Information Commission as a party, and name it in `regulator` of the settings")],
                Some((_, party)) if is_named(party) => Vec::new(),
                Some((id, party)) => {
                    let why = format!("{} has neither the name nor the alias `{}`.", party.name, regulator(view.on));
                    vec![Hit::at(id.reference(), "aliases", why).add_to("aliases", regulator(view.on))]
                }
            }
        }),
    },
    Check {
        code: "REG-jurisdiction",
        level: Expected,
        title: "The register does not say under which law it is kept",
        rests_on: "UK GDPR Article 3; needed to choose the rules",
        states: "Not recorded: a finding; rules then read it as the United Kingdom. None: a finding. Value: no finding.",
        looks_for: Gap("settings.jurisdiction"),
        over: Over::All,
        from: None,
        trips: "[settings]\norganisation = \"council\"",
        passes: "[settings]\njurisdiction = \"uk\"",
        finds: Whole(|view| {
            let is_said = view
                .settings()
                .is_some_and(|settings| !lacks(&settings.jurisdiction));
            let hit = (!is_said).then(|| {
                view.at_settings(
                    "jurisdiction",
                    "`jurisdiction` is not recorded in the settings.",
                )
                .set("uk")
            });
            hit.into_iter().collect()
        }),
    },
];

/// Whether a party has neither an address, nor an e-mail address, nor a telephone number.
fn cannot_be_reached(party: &Party) -> bool {
    [&party.address, &party.email, &party.phone]
        .into_iter()
        .all(lacks)
}

fn no_contact(view: &View<'_>, id: &PartyId) -> Hit {
    let name = view.name(&id);
    let is_none = view.party(id).is_some_and(|party| party.email.is_none());
    let why = format!(
        "{name} has {}no address, e-mail address or telephone number.",
        if is_none { "as recorded " } else { "" }
    );
    Hit::at(Reference::new(Kind::Party, id.as_str()), "email", why)
        .advise(format!("record `address`, `email` or `phone` of {name}"))
}
