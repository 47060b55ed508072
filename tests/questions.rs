//! `ropa ask`: the seven questions on the worked example, as a new user sees them.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn without_a_question_the_questions_are_listed() {
    assert_snapshot!(Folder::empty().says("ropa ask"), @r#"
    $ ropa ask
    Who gets the data, directly or through whom?
      example: ropa ask who-receives "NHS number"
    Whom do we get the data from?
      example: ropa ask where-from "NHS number"
    Which systems hold the data, run by whom, in which countries?
      example: ropa ask where-held "NHS number"
    How does data get from one place to another, and what allows each step?
      example: ropa ask why NHS "District nurses" --data "NHS number"
    What passes through a party or system, and who is beyond it?
      example: ropa ask through Servelec
    What do we send a party, and what do we get from it?
      example: ropa ask about "Social workers"
    What leaves the UK, and under what safeguard?
      example: ropa ask leaves-uk
    "#);
}

#[test]
fn who_receives() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask who-receives "NHS number""#), @r#"
    $ ropa ask who-receives "NHS number"
    9 parties receive or may receive NHS Number: 5 stated and 4 possible.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Community matrons
      certainty: stated
      role: recipient
      how: through Integrated care record system
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded
    District nurses
      certainty: stated
      role: recipient
      how: through Integrated care record system
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded
    GPs
      certainty: stated
      role: recipient
      how: through Integrated care record system
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded
    Hospitals
      certainty: stated
      role: recipient
      how: through Integrated care record system
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded
    Social care practitioners
      certainty: stated
      role: recipient
      how: through Integrated care record system
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded
    Family members who are located overseas
      certainty: possible
      role: recipient
      how: direct
      activity: Family Group Conference
      country: outside the UK, country not recorded
    Family network
      certainty: possible
      role: recipient
      how: direct
      activity: Family Group Conference
      country: not recorded
    Servelec
      certainty: possible
      role: processor
      how: through Mosaic
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded
    Social workers
      certainty: possible
      role: recipient
      how: direct
      activity: Family Group Conference
      country: not recorded
      agreement: not recorded

    Not certain
    - Family members who are located overseas: not recorded which data it carries (F14, Family Group
      Conference to Family members who are located overseas)
    - Family network: not recorded which data it carries (F7, Family Group Conference to Family network)
    - Servelec: not recorded which data it carries (F6, Family Group Conference to Mosaic)
    - Social workers: not recorded which data it carries (F8, Family Group Conference to Social workers)

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - country, of parties that have or may have this data (9): Community matrons, District nurses,
      Family members who are located overseas, Family network, GPs and 4 more
    - agreement in force, with parties shown (7): Community matrons, District nurses, GPs, Hospitals,
      Servelec and 2 more
    - who exactly, of recipients recorded only as a class (6): Community matrons, District nurses, GPs,
      Hospitals, Social care practitioners and 1 more

    Searched 14 flows in 1 activity, as at [today]. `--explain` shows how, step by step.
    "#);
}

#[test]
fn where_from() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask where-from "NHS number""#), @r#"
    $ ropa ask where-from "NHS number"
    NHS Number comes or may come from 4 sources: 2 stated and 2 possible.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    NHS
      certainty: stated
      how: direct
      activity: Family Group Conference
      when: If you are receiving support from Childrens Social Care
      agreement: not recorded
    People who use the service
      certainty: stated
      how: direct
      activity: Family Group Conference
    Family network
      certainty: possible
      how: direct
      activity: Family Group Conference
    Social workers
      certainty: possible
      how: direct
      activity: Family Group Conference
      agreement: not recorded

    Not certain
    - Family network: not recorded which data it carries (F4, Family network to Family Group Conference)
    - Social workers: not recorded which data it carries (F5, Social workers to Family Group Conference)

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - agreement in force, with parties shown (2): NHS, Social workers

    Searched 14 flows in 1 activity, as at [today]. `--explain` shows how, step by step.
    "#);
}

#[test]
fn where_held() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask where-held "NHS number""#), @r#"
    $ ropa ask where-held "NHS number"
    2 systems hold or may hold NHS Number: 1 stated and 1 possible.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Integrated care record system
      certainty: stated
      operator: not recorded
      hosted in: not recorded
      activity: Family Group Conference
      kept: all data: 35 years, from when not recorded, then reviewed, then deleted (not recorded for which systems)
      how to search: not recorded
    Mosaic
      certainty: possible
      operator: Servelec
      hosted in: not recorded
      activity: Family Group Conference
      kept: all data: 35 years, from when not recorded, then reviewed, then deleted (not recorded for which systems)
      how to search: not recorded

    Not certain
    - Mosaic: not recorded which data it carries (F6, Family Group Conference to Mosaic)

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - where it is hosted, of systems that have or may have this data (2): Integrated care record system,
      Mosaic
    - sub-processors, of processors that have or may have this data (1): Servelec

    Searched 14 flows in 1 activity, as at [today]. `--explain` shows how, step by step.
    "#);
}

#[test]
fn why() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask why NHS "District nurses" --data "NHS number""#), @r#"
    $ ropa ask why NHS "District nurses" --data "NHS number"
    NHS Number goes from NHS to District nurses in 3 steps: stated.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    NHS -> Family Group Conference -> Integrated care record system -> District nurses
      certainty: stated
      stated data: NHS Number
      activity: Family Group Conference

    How, step by step

    Way 1 - stated
    - F3 NHS -> Family Group Conference [source]: NHS Number
      when: If you are receiving support from Childrens Social Care
      agreement: not recorded
      “If you are receiving support from Childrens Social Care then the NHS may share your NHS number
        with us. This is so that the NHS and Childrens Social Care are using the same number to identify
        you whilst providing your care. By using the same number the NHS and Childrens Social Care can
        work together more closely to support you and your family.”
    - F12 Family Group Conference -> Integrated care record system [recipient]: NHS Number
    - F12 Integrated care record system -> District nurses [recipient]: NHS Number
      agreement: not recorded
      “We will use the NHS Number in an integrated care record system across a number of support
        services including GP's, hospitals, community matrons, district nurses and social care
        practitioners.”

    Lawful basis
    - Family Group Conference: “necessary for a task in the public interest” (public task, 6/1/e, our
      interpretation), for: Delivering this service to you / Planning and improving the service /
      Preventing or detecting of fraud or crime / Research – using only anonymised data / using the same
      number to identify you whilst providing your care; not recorded, for: Research – using data that
      is not anonymised
    - Family Group Conference: “necessary for a task in the public interest” (public task, 6/1/e, our
      interpretation), for: using the same number to identify you whilst providing your care

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - agreement in force, with parties shown (2): District nurses, NHS

    Searched 14 flows in 1 activity, as at [today].
    "#);
}

#[test]
fn through() {
    assert_snapshot!(Folder::with_register().says("ropa ask through Servelec"), @"
    $ ropa ask through Servelec
    Servelec has or may have personal data in 1 activity; beyond it, no other party receives or may
    receive data.
    Counted with Servelec, the systems it runs or serves: Mosaic.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Family Group Conference
      owner: not recorded
      at: Servelec, Mosaic
      possible data: Case File Information, Criminal proceedings, outcomes and sentences, Family Details, Physical or Mental Health details, Name and Contact Details, NHS Number, Offences (including alleged offences), Racial or Ethnic origin, Religious or other beliefs of a similar nature, Visual images, Personal Appearance and Behaviour
      people: Children in the family, Families of the people who use the service, People who use the service

    Not certain
    - Family Group Conference: a flow to or from it does not say which data it carries

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - agreement in force, with parties shown (1): Servelec
    - which data, of flows shown (1): Family Group Conference F6
    - owner, of activities shown (1): Family Group Conference

    Searched 14 flows in 1 activity, as at [today].
    ");
}

#[test]
fn about() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask about "Social workers""#), @r#"
    $ ropa ask about "Social workers"
    1 flow of personal data to Social workers and 1 flow from it are recorded.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    F8
      direction: to
      from: Family Group Conference
      to: Social workers
      activity: Family Group Conference
      data: not recorded
      agreement: not recorded
      words: Your family network and your social workers.
    F5
      direction: from
      from: Social workers
      to: Family Group Conference
      activity: Family Group Conference
      data: not recorded
      agreement: not recorded
      words: This is who is giving us your personal data: Your Family Network or your social workers

    Not certain
    - Social workers: not recorded which data it carries (F8)
    - Social workers: not recorded which data it carries (F5)

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - agreement in force, of flows shown (2): Family Group Conference F5, Family Group Conference F8
    - which data, of flows shown (2): Family Group Conference F5, Family Group Conference F8

    Searched 14 flows in 1 activity, as at [today].
    "#);
}

#[test]
fn leaves_uk() {
    assert_snapshot!(Folder::with_register().says("ropa ask leaves-uk"), @"
    $ ropa ask leaves-uk
    Personal data leaves or may leave the UK by 1 step: possible; nothing is recorded that allows it.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    F14
      from: Family Group Conference
      to: Family members who are located overseas
      country: outside the UK, country not recorded
      certainty: possible
      activity: Family Group Conference
      data: not recorded
      allowed by: not recorded (missing)
      to note: country not recorded, so whether it is approved cannot be told

    Not certain
    - Family members who are located overseas: not recorded which data it carries (F14)

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - where it is hosted, of systems that have or may have this data (2): Integrated care record system,
      Mosaic
    - sub-processors, of processors that have or may have this data (1): Servelec
    - country, of parties that have or may have this data (9): Community matrons, District nurses,
      Family members who are located overseas, Family network, GPs and 4 more
    - what allows the transfer, of flows that leave the UK (1): Family Group Conference F14, to Family
      members who are located overseas
    - which data, of flows shown (1): Family Group Conference F14, to Family members who are located
      overseas

    Searched 14 flows in 1 activity, as at [today]. `--explain` shows how, step by step.
    ");
}
