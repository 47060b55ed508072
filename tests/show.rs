//! `ropa show`.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn a_record_is_shown_with_what_is_not_recorded() {
    assert_snapshot!(Folder::with_register().says_all(&["ropa show mosaic", "ropa show data:nhs-number", "ropa show ECC"]), @"
    $ ropa show mosaic
    Mosaic (system:mosaic)

    operator: Servelec

    Recorded elsewhere
    - activity Family Group Conference: F6 store

    Not recorded
    - hosted in: the countries where its data rests
    - search: how to find a person in it
    - measures: security measures that protect it (Article 30(1)(g))
    - medium: electronic or paper
    - impact: what it would mean to lose it, or the data in it

    $ ropa show data:nhs-number
    NHS Number (data:nhs-number)

    note: The notice lists it as personal data, not under 'special types'.
    class: Personal data of no special class (personal)

    Recorded elsewhere
    - activity Family Group Conference: data, F1 source, F3 source, F9 recipient, F10 recipient, F11
      recipient, F12 recipient, F13 recipient

    Not recorded
    - may include: classes it can contain without being one
    - derived from: categories that it is made from, and how

    $ ropa show ECC
    Essex County Council (party:essex-county-council)

    aliases: ECC
    note: Address and country are read from the address the notice gives for the data protection
      officer. The notice gives no e-mail address or telephone number of the council itself.
    kind: public authority
    country: United Kingdom
    address: County Hall, Market Road, Chelmsford, Essex, CM11QH
    dpo: Data Protection Officer, Essex County Council

    Recorded elsewhere
    - settings register: organisation
    - party Childrens Social Care: part of
    - party Data Protection Officer, Essex County Council: part of
    - activity Family Group Conference: controller

    Its data flows: `ropa ask about essex-county-council`

    Not recorded
    - identifiers: numbers and codes by which public registers know it
    - email: e-mail address
    - phone: telephone number
    - web: address on the web
    - representative: its representative (Article 27)
    - sub processors: those it engages to process (Article 28)
    ");
}

#[test]
fn an_activity_is_shown_in_full() {
    let shown = Folder::with_register().says("ropa show \"Family Group Conference\"");
    let head: Vec<&str> = shown.lines().take(24).collect();
    assert_snapshot!(head.join("\n"), @r#"
    $ ropa show "Family Group Conference"
    Family Group Conference (activity:family-group-conference)

    note: Our readings, where the notice does not settle it. It gives one basis for all its uses: the
      code for each is ours. Research on data that is not anonymised, whose words as a purpose are ours,
      has no basis recorded: the notice says that consent is asked, not that consent is the basis. The
      condition is recorded for the three kinds that Article 9 covers; it is published for all 'special
      types', which include the two kinds of offence data, and nothing is said of Article 10. The use of
      the NHS number is recorded as a purpose because the notice says what it is for; the basis is the
      one given for all uses. Where the notice says that something may happen, the record cannot: a note
      says so. The right to be informed is published once, and stands here once, as Article 13. The
      right to raise a matter with the Information Commissioner's Office stands apart from the four
      rights listed; that it is section 165 of the Data Protection Act 2018 is ours (the notice bears no
      date, and before 19 June 2026 Article 77 said the same). The sentence on raising concerns with the
      data protection officer is kept as evidence and with that party.
    description: Supporting families to use all the ideas and strengths of the family network to come up
      with solutions to the difficulties and challenges being experienced, and share ideas on ways to
      keep children in the family safe in the future.
    role: controller
    controller: Essex County Council
    people: People who use the service, Families of the people who use the service, Children in the
      family
    data: Name and Contact Details; Family Details; Case File Information; Visual images, Personal
      Appearance and Behaviour; NHS Number; Physical or Mental Health details; Racial or Ethnic origin;
    "#);
    let flows = shown.find("source 1").or(shown.find("source F1")).unwrap();
    let flows: Vec<&str> = shown[flows..].lines().take(24).collect();
    assert_snapshot!(flows.join("\n"), @"
    source F1
      id: from-you
      from: People who use the service
      carries: Name and Contact Details; Family Details; Case File Information; Visual images, Personal Appearance and Behaviour; NHS Number
      evidence: What personal data do we need from you?
      not recorded: through, people, purpose, ground, agreement, transfer, method, frequency, volume, begins, ends
    source F2
      id: special-types-from-you
      from: People who use the service
      carries: Physical or Mental Health details; Racial or Ethnic origin; Religious or other beliefs of a similar nature; Offences (including alleged offences); Criminal proceedings, outcomes and sentences
      evidence: What ‘special types’ of personal data do we need from you?
      not recorded: through, people, purpose, ground, agreement, transfer, method, frequency, volume, begins, ends
    source F3
      from: NHS
      carries: NHS Number
      people: People who use the service
      purpose: same-number
      when: If you are receiving support from Childrens Social Care
      evidence: If you are receiving support from Childrens Social Care then the NHS may share your NHS number with us. This is so that the NHS and Childrens Social Care are using the same number to identify you whilst providing your care. By using the same number the NHS and Childrens Social Care can work together more closely to support you and your family.
      note: The notice says that the NHS may share it, not that it does.
      not recorded: through, ground, agreement, transfer, method, frequency, volume, begins, ends
    source F4
      from: Family network
      evidence: This is who is giving us your personal data: Your Family Network or your social workers
    ");
    let missing = shown.find("\nNot recorded\n").unwrap();
    assert_snapshot!(&shown[missing + 1..], @"
    Not recorded
    - ref: the organisation's own number for it
    - function: business function, from broad to narrow, separated by ` / `
    - status: draft, active or retired
    - begins: the first day on which it is done
    - ends: the last day on which it is done
    - owner: who answers for it inside the organisation
    - regime: general or law-enforcement (DPA 2018 Part 3)
    - acts for: controllers acted for (Article 30(2)(a))
    - measures: security measures (Article 30(1)(g))
    - consent: records of consent
    - breaches: records of breaches
    - dpia: data protection impact assessment (Article 35)
    - review: when it was and will be reviewed
    - joint controllers: joint controllers (Article 26)
    - offence basis: basis for data on offences (Article 10)
    - onward: what recipients pass on
    - feed: what one system passes to another for this activity
    - automated decisions: automated decisions (Articles 22A to 22D)
    ");
}

#[test]
fn a_record_as_json_has_every_field_and_null_where_it_is_not_recorded() {
    assert_snapshot!(Folder::with_register().says_all(&["ropa show mosaic --format json", "ropa show data:offences --format json"]), @r#"
    $ ropa show mosaic --format json
    {
      "id": "mosaic",
      "kind": "system",
      "record": {
        "hosted_in": null,
        "impact": null,
        "measures": null,
        "medium": null,
        "name": "Mosaic",
        "operator": "servelec",
        "search": null
      },
      "recorded_elsewhere": [
        {
          "id": "family-group-conference",
          "kind": "activity",
          "name": "Family Group Conference",
          "places": [
            "store[1].in"
          ]
        }
      ]
    }

    $ ropa show data:offences --format json
    {
      "id": "offences",
      "kind": "data",
      "record": {
        "class": "criminal-offence",
        "derived_from": null,
        "may_include": null,
        "name": "Offences (including alleged offences)",
        "note": "The notice lists it under 'special types'; in law it is criminal offence data (Article 10), alleged offences included (DPA 2018 section 11(2)), not special category data."
      },
      "recorded_elsewhere": [
        {
          "id": "family-group-conference",
          "kind": "activity",
          "name": "Family Group Conference",
          "places": [
            "data[9]",
            "source[2].carries[4]"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn none_is_not_the_same_as_not_recorded() {
    let folder = Folder::with_register();
    folder.change(
        "register/systems.toml",
        "operator = \"servelec\"",
        "operator = \"none\"",
    );
    assert_snapshot!(folder.says_all(&["ropa show mosaic", "ropa show mosaic --format json"]), @r#"
    $ ropa show mosaic
    Mosaic (system:mosaic)

    operator: none

    Recorded elsewhere
    - activity Family Group Conference: F6 store

    Not recorded
    - hosted in: the countries where its data rests
    - search: how to find a person in it
    - measures: security measures that protect it (Article 30(1)(g))
    - medium: electronic or paper
    - impact: what it would mean to lose it, or the data in it

    $ ropa show mosaic --format json
    {
      "id": "mosaic",
      "kind": "system",
      "record": {
        "hosted_in": null,
        "impact": null,
        "measures": null,
        "medium": null,
        "name": "Mosaic",
        "operator": "none",
        "search": null
      },
      "recorded_elsewhere": [
        {
          "id": "family-group-conference",
          "kind": "activity",
          "name": "Family Group Conference",
          "places": [
            "store[1].in"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn formats_it_does_not_know_are_refused_before_any_work() {
    assert_snapshot!(Folder::empty().says("ropa show mosaic --format png"), @"
    $ ropa show mosaic --format png
    --- stderr, exit 2
    error: `show` does not know the format `png`
    hint: use one of: text, json, csv, md, html, docx, pdf, xlsx
    ");
}

/// Of a supplier: its systems, contracts and the activities that name it, and in JSON where exactly.
#[test]
fn what_is_recorded_elsewhere_is_named() {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[acme]\nname = \"Acme\"\n[skyhost]\nname = \"Skyhost\"\n[unit]\nname = \"Unit\"\npart_of = \"acme\"\n",
        ),
        (
            "register/systems.toml",
            "[box]\nname = \"Box\"\noperator = \"acme\"\n",
        ),
        (
            "register/documents.toml",
            "[deal]\nname = \"Deal\"\nkind = \"contract\"\nparties = [\"acme\"]\n",
        ),
        ("register/data.toml", "[name]\nname = \"Name\"\n"),
        (
            "register/activities/a.toml",
            "name = \"Alpha\"\n[[store]]\nin = \"box\"\ncarries = [\"name\"]\n[[recipient]]\nto = \"skyhost\"\n[[recipient]]\nto = \"acme\"\n",
        ),
        (
            "register/activities/b.toml",
            "name = \"Beta\"\nowner = \"acme\"\n",
        ),
        (
            "register/activities/c.toml",
            "name = \"Gamma\"\nowner = \"acme\"\n",
        ),
        (
            "register/activities/d.toml",
            "name = \"Delta\"\nowner = \"acme\"\n",
        ),
        (
            "register/activities/e.toml",
            "name = \"Epsilon\"\nowner = \"acme\"\n",
        ),
    ]);
    let shown = folder.says("ropa show acme");
    let part: Vec<&str> = shown
        .lines()
        .skip_while(|line| *line != "Recorded elsewhere")
        .take_while(|line| !line.is_empty())
        .collect();
    assert_snapshot!(part.join("\n"), @"
    Recorded elsewhere
    - party Unit: part of
    - system Box: operator
    - document Deal: parties
    - activity Alpha: F3 recipient
    - activity Beta: owner
    - activity Gamma: owner
    - activity Delta: owner
    - activity Epsilon: owner
    - Box is used in: Alpha
    ");
    let places: Vec<String> = folder.json("ropa show acme")["recorded_elsewhere"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}:{} {}", one["kind"], one["id"], one["places"]).replace('"', ""))
        .collect();
    assert_snapshot!(places.join("\n"), @"
    party:unit [part_of]
    system:box [operator]
    document:deal [parties[1]]
    activity:a [recipient[2].to]
    activity:b [owner]
    activity:c [owner]
    activity:d [owner]
    activity:e [owner]
    ");
    // Where nothing refers to it, nothing is said.
    assert!(!folder.says("ropa show unit").contains("Recorded elsewhere"));
}
