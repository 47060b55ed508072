//! Saved questions count what `ask` counts: a register with one activity for each way in which an
//! answer can say too much or too little.

use insta::assert_snapshot;

use crate::harness::{Folder, copy, root};

/// A folder with the register of Northmere.
fn northmere() -> Folder {
    let folder = Folder::empty();
    copy(
        &root().join("tests/fixtures/northmere"),
        &folder.path("register"),
    );
    folder
}

/// An answer without what it asks, what was searched and when.
fn rows(folder: &Folder, line: &str) -> String {
    let run = folder.run(&format!("ropa query {line}"));
    let text = &run.succeeds().stdout;
    let begin = text.find("\n\n").unwrap() + 2;
    let end = text.find("Searched").unwrap();
    text[begin..end].trim_end().to_owned()
}

#[test]
fn special_data_that_is_possible_or_inherited_is_found() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "recipients-of-special"), @"
    party                      data       special   certainty  activities  drafts
    Cloud                      Diagnosis  yes       stated     1           0
    Vendor                     Diagnosis  yes       stated     1           0
    Advice charity             Notes      possible  possible   1           1
    Credit reference agencies  Notes      possible  possible   1           1

    4 rows. Not recorded: whether it is or may include special or offence data, of categories (1):
    Pictures. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "recipients-of data=diagnosis"), @"
    Cloud
      certainty: stated
      role: sub-processor
      activity: Care
      path: Care > Casebook > Vendor > Cloud
      country: United Kingdom, United States of America
    Vendor
      certainty: stated
      role: processor
      activity: Care
      path: Care > Casebook > Vendor
      country: United Kingdom
    Advice charity
      certainty: possible
      role: recipient
      activity: Advice (draft)
      path: Advice > Advice charity
      country: United Kingdom
    Credit reference agencies
      certainty: possible
      role: recipient
      activity: Advice (draft)
      path: Advice > Credit reference agencies
      country: not recorded

    4 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "data-by-recipients"), @"
    data       special       stated  stated or possible  activities  drafts
    Name       no            4       4                   1           0
    Diagnosis  yes           2       4                   2           1
    Health     yes           2       4                   2           1
    Salary     no            3       3                   1           0
    Notes      possible      2       2                   1           1
    Pictures   not recorded  1       1                   1           1

    6 rows. Not recorded: whether it is or may include special or offence data, of categories (1):
    Pictures. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "unclassed-data"), @r"
    data      broader  activities
    Pictures           1

    1 row. Not recorded: whether it is or may include special or offence data, of categories (1):
    Pictures.
    ");
}

#[test]
fn an_exit_names_the_people_of_the_flows_the_class_and_what_is_retired() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "supplier-exit party=vendor"), @"
    Care
      owner: not recorded
      certainty: stated
      roles: processor
      data: Diagnosis; Name; Salary
      special: Diagnosis
      people: Children; Staff

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "supplier-exit \"party=Old contractor\""), @"
    Old scheme
      owner: not recorded
      certainty: retired: not counted
      data: Health
      people: Children

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "supplier-exit party=contractor --retired"), @r"
    Old scheme
      owner: not recorded
      certainty: stated
      roles: recipient
      data: Health
      special: Health
      people: Children

    1 row.
    ");
    assert_snapshot!(rows(&folder, "supplier-exit \"party=First agency\""), @"
    Advice (draft)
      owner: not recorded
      certainty: possible
      roles: recipient
      data: Notes (possible)
      may be special: Notes
      people: not recorded

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "supplier-overlap one=vendor other=cloud"), @"
    activity  data       certainty
    Care      Diagnosis  stated
    Care      Name       stated
    Care      Salary     stated

    3 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
}

#[test]
fn whose_data_it_is_stands_with_the_flow() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "systems-of-people people=children"), @"
    system    activity  certainty  because  owner         search
    Casebook  Care      stated              not recorded  by surname
    Web form  Care      stated              not recorded  not recorded

    2 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "systems-of-people people=staff"), @"
    system   activity  certainty  because  owner         search
    Payroll  Care      stated              not recorded  not recorded

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "people-leaving-uk people=children"), @"
    activity  flow             recipient  countries                                 certainty  because
    Care      engaged          Cloud      United Kingdom, United States of America  stated
    Care      runs the system  Formware   United States of America                  stated
    Care      F2               Web form   United States of America                  stated

    3 rows. Not recorded: sub-processors, of processors that have or may have this data (2): Cloud,
    Formware; country, of parties that have or may have this data (1): Credit reference agencies;
    agreement in force, with parties shown (2): Cloud, Formware; what allows the transfer, of flows that
    leave the UK (3): Care F2, to Web form, Cloud, Formware. 1 retired activity is left out (`--retired`
    counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "people-leaving-uk people=staff"), @"
    activity  flow  recipient      countries  certainty  because
    Care      F7    Survey bureau  France     stated

    1 row. Not recorded: sub-processors, of processors that have or may have this data (1): Cloud;
    country, of parties that have or may have this data (1): Credit reference agencies; agreement in
    force, of flows shown (1): Care F7. 1 retired activity is left out (`--retired` counts it); last day
    not recorded: Old scheme.
    ");
}

#[test]
fn each_engagement_has_its_own_data() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "sub-processors"), @"
    Vendor
      sub processor: Cloud
      service: hosting
      systems: Casebook
      country: United Kingdom, United States of America
      certainty: stated
      data: Diagnosis; Name
      agreement: not recorded
      begins: not recorded
      ends: not recorded
      activities: 1
      drafts: 0
    Vendor
      sub processor: Cloud
      service: not recorded
      systems: Payroll
      country: United Kingdom
      certainty: stated
      data: Name; Salary
      agreement: not recorded
      begins: not recorded
      ends: not recorded
      activities: 1
      drafts: 0

    2 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "engagements"), @"
    from      to        label
    Vendor    Cloud     engages
    Vendor    Cloud     engages for hosting
    Casebook  Vendor    is run by
    Payroll   Vendor    is run by
    Web form  Formware  is run by

    5 rows.
    ");
}

#[test]
fn suppliers_with_most_at_stake_come_first() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "suppliers-by-risk"), @"
    party     special  vulnerable people  outside uk  contract                activities  drafts
    Cloud     yes      yes                yes         none recorded in force  1           0
    Formware  no       yes                yes         none recorded in force  1           0
    Vendor    yes      yes                no          in force                1           0

    3 rows. Not recorded: whether it is or may include special or offence data, of categories (1):
    Pictures. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
}

#[test]
fn contracts_and_agreements_are_judged_as_on_the_day() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "processors-without-contract"), @"
    party     activities  drafts  certainty  contract
    Formware  1           0       stated     not recorded

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "flows-without-agreement"), @"
    Advice (draft)
      flow: F1
      direction: to
      party: Advice charity
      kind: organisation
      agreement: not recorded
    Advice (draft)
      flow: F2
      direction: to
      party: Credit reference agencies
      kind: class
      agreement: not recorded
    Care
      flow: F1
      direction: from
      party: Hospital trust
      kind: public-authority
      agreement: not recorded
    Care
      flow: F5
      direction: to
      party: Fire service
      kind: public-authority
      agreement: Fire agreement (expired 31 March 2018)
    Care
      flow: F7
      direction: to
      party: Survey bureau
      kind: organisation
      agreement: not recorded

    5 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "contracts-ending days=2000"), @"
    Fire agreement
      kind: sharing-agreement
      expires: 31 March 2018
      parties: Fire service; Northmere County Council
      activities: Care
    Vendor contract
      kind: contract
      expires: 31 December 2030
      parties: Northmere County Council; Vendor
      activities: Care

    2 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "documents-unused"), @"No rows.");
}

#[test]
fn what_leaves_the_uk_says_what_is_not_recorded() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "leaves-uk"), @"
    Care
      flow: engaged
      recipient: Cloud
      countries: United Kingdom, United States of America
      certainty: stated
      allowed by: not recorded
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
      missing: yes
    Care
      flow: runs the system
      recipient: Formware
      countries: United States of America
      certainty: stated
      allowed by: not recorded
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
      missing: yes
    Care
      flow: F2
      recipient: Web form
      countries: United States of America
      certainty: stated
      allowed by: not recorded
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
      missing: yes
    Care
      flow: F7
      recipient: Survey bureau
      countries: France
      certainty: stated
      allowed by: France: approved by regulations
      missing: no

    4 rows. Not recorded: sub-processors, of processors that have or may have this data (2): Cloud,
    Formware; country, of parties that have or may have this data (1): Credit reference agencies;
    agreement in force, with parties shown (2): Cloud, Formware; agreement in force, of flows shown (1):
    Care F7; what allows the transfer, of flows that leave the UK (3): Care F2, to Web form, Cloud,
    Formware. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "transfers-without-safeguard"), @"
    Care
      flow: engaged
      recipient: Cloud
      countries: United Kingdom, United States of America
      certainty: stated
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
    Care
      flow: runs the system
      recipient: Formware
      countries: United States of America
      certainty: stated
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
    Care
      flow: F2
      recipient: Web form
      countries: United States of America
      certainty: stated
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)

    3 rows. Not recorded: sub-processors, of processors that have or may have this data (2): Cloud,
    Formware; country, of parties that have or may have this data (1): Credit reference agencies;
    agreement in force, with parties shown (2): Cloud, Formware; agreement in force, of flows shown (1):
    Care F7; what allows the transfer, of flows that leave the UK (3): Care F2, to Web form, Cloud,
    Formware. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
}

#[test]
fn systems_and_engagements_are_dealings_too() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "exchanged-with party=vendor"), @"
    to
      activity: Care
      flow: runs the system
      certainty: stated
      data: Diagnosis; Name
      agreement: Vendor contract
    to
      activity: Care
      flow: runs the system
      certainty: stated
      data: Name; Salary
      agreement: Vendor contract
    hands on
      activity: Care
      flow: engaged
      certainty: stated
      data: Diagnosis; Name; Salary
      agreement: not recorded

    3 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "exchanged-with party=agency"), @"
    direction  activity        flow  certainty  data   on condition  agreement
    to         Advice (draft)  F2    possible   Notes                not recorded

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "exchanged-with party=hospital"), @"
    direction  activity  flow  certainty  data       on condition  agreement
    from       Care      F1    stated     Diagnosis                not recorded

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "parties-by-activities"), @"
    party                      kind              activities  steps to      steps from    drafts
    Advice charity             organisation      1           1             not recorded  1
    Cloud                      organisation      1           2             not recorded  0
    Credit reference agencies  class             1           1             not recorded  1
    Fire service               public-authority  1           1             not recorded  0
    Formware                   organisation      1           1             not recorded  0
    Hospital trust             public-authority  1           not recorded  1             0
    Survey bureau              organisation      1           1             not recorded  0
    Vendor                     organisation      1           2             not recorded  0

    8 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
}

#[test]
fn where_data_comes_from_rests_and_goes() {
    let folder = northmere();
    assert_snapshot!(rows(&folder, "sources-of data=health"), @"
    source          kind   activity  certainty  evidence
    Hospital trust  party  Care      stated

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "where-held data=health"), @"
    system    certainty  operator  countries       activity  kept          search
    Casebook  stated     Vendor    United Kingdom  Care      not recorded  by surname

    1 row. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "spread-of data=diagnosis"), @"
    from            to                         label              certainty
    Advice          Credit reference agencies  Advice (draft) F2  possible
    Advice          Advice charity             Advice (draft) F1  possible
    Care            Casebook                   Care F3            stated
    Hospital trust  Care                       Care F1            stated
    Vendor          Cloud                      Care engages       stated
    Casebook        Vendor                     Care run by        stated

    6 rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    ");
    assert_snapshot!(rows(&folder, "same-data-different-basis"), @"
    No rows. What is not recorded may hide some: sources, of activities (1): Advice. 1 retired activity
    is left out (`--retired` counts it); last day not recorded: Old scheme. Drafts count.
    ");
    assert_snapshot!(rows(&folder, "flows-without-data"), @"
    No rows. 1 retired activity is left out (`--retired` counts it); last day not recorded: Old scheme.
    Drafts count.
    ");
}

#[test]
fn no_row_is_said_with_what_may_hide_some() {
    let folder = northmere();
    let none = rows(&folder, "exchanged-with party=contractor");
    assert_snapshot!(none, @"
    No rows. What is not recorded may hide some: sources, of activities (1): Advice. 1 retired activity
    is left out (`--retired` counts it); last day not recorded: Old scheme. Drafts count.
    ");
    let retired = rows(&folder, "exchanged-with party=contractor --retired");
    assert!(
        retired.contains("Old scheme") && !retired.contains("left out"),
        "{retired}"
    );

    let json = folder.json("ropa query exchanged-with party=contractor");
    assert_eq!(json["retired_left_out"], 1);
    let codes: Vec<&str> = json["not_recorded"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| gap["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["sources"]);
    let json = folder.json("ropa query exchanged-with party=contractor --retired");
    assert_eq!(
        json["question"],
        "query exchanged-with party=party:contractor --retired"
    );
    assert_eq!(json["retired_left_out"], 0);
    // What reads no activity has nothing to say of them.
    let json = folder.json("ropa query aliases-used");
    assert_eq!(json["retired_left_out"], serde_json::Value::Null);
    assert_eq!(json["not_recorded"], serde_json::Value::Null);
}

#[test]
fn a_number_of_days_is_not_negative() {
    let folder = northmere();
    for line in ["contracts-ending days=-5", "reviews-due months=-1"] {
        let run = folder.run(&format!("ropa query {line}"));
        assert_eq!(run.code, 2, "{line}");
        assert!(run.stderr.contains("is less than 0"), "{}", run.stderr);
    }
}
