//! What the saved questions of the core pack answer about the register of a small county, and registers made for them.

use insta::assert_snapshot;

use crate::harness::{Folder, Run};

/// A folder with the register of a small county.
fn county() -> Folder {
    Folder::with_county()
}

/// An answer without its last lines, which say what was searched and when.
fn answer(run: &Run) -> String {
    let text = &run.succeeds().stdout;
    let end = text.find("Searched").unwrap();
    text[..end].trim_end().to_owned()
}

#[test]
fn who_receives_what() {
    let folder = county();
    assert_snapshot!(answer(&folder.run("ropa query recipients-of data=vaccinations")), @"
    Who receives this data or narrower data, in which activities and roles, how surely, and where? (data
    = Vaccinations)

    Anyshire Police
      certainty: stated
      role: recipient
      activity: Fostering
      path: Fostering > Hadleigh School > Anyshire Police
      country: United Kingdom
    Cloudhost Inc
      certainty: stated
      role: sub-processor
      activity: Fostering
      path: Fostering > Casebook > Fosterware Ltd > Cloudhost Inc
      country: United States of America
    Fosterware Ltd
      certainty: stated
      role: processor
      activity: Fostering
      path: Fostering > Casebook > Fosterware Ltd
      country: United Kingdom
    Hadleigh School
      certainty: stated
      role: joint-controller
      activity: Fostering
      path: Fostering > Hadleigh School
      country: United Kingdom
    Translators
      certainty: possible
      role: recipient
      activity: Fostering
      path: Fostering > Translators
      country: not recorded

    5 rows. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query recipients-of-special")), @"
    Who receives special category data (Article 9) or data on offences (Article 10), or data that may
    include some, and which?

    party                               data              special   certainty  activities  drafts
    Anyshire Police                     Vaccinations      yes       stated     1           0
    Careplan Ltd                        Falls alert       yes       stated     1           0
    Careplan Ltd                        Study code        yes       stated     1           0
    Careplan Ltd                        Support needs     yes       stated     1           0
    Careplan Ltd                        Trading offences  yes       stated     1           0
    Careplan Representation Ltd         Falls alert       yes       stated     1           0
    Cloudhost Inc                       Health            yes       stated     1           0
    Cloudhost Inc                       Vaccinations      yes       stated     1           0
    Coast University                    Study code        yes       stated     1           0
    Fosterware Ltd                      Health            yes       stated     1           0
    Fosterware Ltd                      Vaccinations      yes       stated     1           0
    Hadleigh School                     Vaccinations      yes       stated     1           0
    Harbour Market Watch                Falls alert       yes       stated     1           0
    Harbour Market Watch                Trading offences  yes       stated     2           0
    J. Reed, advocate                   Support needs     yes       stated     1           0
    Magistrates                         Trading offences  yes       stated     1           0
    Night Helpline                      Falls alert       yes       stated     1           0
    Night Helpline                      Study code        yes       stated     1           0
    Night Helpline                      Support needs     yes       stated     1           0
    Night Helpline                      Trading offences  yes       stated     1           0
    Readers of the register of traders  Trading offences  yes       stated     1           0
    Young carers                        Support needs     yes       stated     1           0
    Careplan Ltd                        Activity log      possible  possible   1           0
    Coast Health Board                  Activity log      possible  possible   1           0
    Coast Health Board                  Falls alert       yes       possible   1           0
    Coast Health Board                  Study code        yes       possible   1           0
    Coast Health Board                  Support needs     yes       possible   1           0
    Coast Health Board                  Trading offences  yes       possible   1           0
    Coast University                    Activity log      possible  possible   1           0
    Coast University                    Falls alert       yes       possible   1           0
    Coast University                    Support needs     yes       possible   1           0
    Coast University                    Trading offences  yes       possible   1           0
    Harbour Market Watch                Activity log      possible  possible   1           0
    Harbour Market Watch                Study code        yes       possible   1           0
    Harbour Market Watch                Support needs     yes       possible   1           0
    Magistrates                         Activity log      possible  possible   1           0
    Night Helpline                      Activity log      possible  possible   1           0
    Tracing Desk                        Activity log      possible  possible   1           0
    Tracing Desk                        Falls alert       yes       possible   1           0
    Tracing Desk                        Study code        yes       possible   1           0
    Tracing Desk                        Support needs     yes       possible   1           0
    Tracing Desk                        Trading offences  yes       possible   1           0
    Translators                         Health            yes       possible   1           0
    Translators                         Vaccinations      yes       possible   1           0

    44 rows. Not recorded: whether it is or may include special or offence data, of categories (1):
    Contact details; recipients, of which the source says that there are others, of activities (1): Home
    support; sources, of which the source says that there are others, of activities (1): Home support. 1
    retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query data-by-recipients")), @"
    Which categories of data go to most recipients?

    data              special       stated  stated or possible  activities  drafts
    Phone number      no            5       9                   1           0
    Trading offences  yes           5       8                   2           0
    Support needs     yes           4       8                   1           0
    Activity log      possible      4       7                   2           0
    Falls alert       yes           4       7                   1           0
    Study code        yes           3       6                   1           0
    Contact details   not recorded  4       5                   2           1
    Health            yes           4       5                   1           0
    Vaccinations      yes           4       5                   1           0
    Ward notes        yes           0       3                   1           0

    10 rows. Not recorded: whether it is or may include special or offence data, of categories (1):
    Contact details; recipients, of which the source says that there are others, of activities (1): Home
    support; sources, of which the source says that there are others, of activities (1): Home support. 1
    retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query where-held data=health")), @"
    Which systems have this data or narrower data, who runs them, and in which countries? (data =
    Health)

    Casebook
      certainty: stated
      operator: Fosterware Ltd
      countries: United Kingdom
      activity: Fostering
      kept: P57Y, about Children; P8Y (not recorded for which systems)
      search: by surname and date of birth

    1 row. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
}

#[test]
fn suppliers() {
    let folder = county();
    assert_snapshot!(answer(&folder.run("ropa query supplier-exit party=fosterware")), @"
    Which activities, whose owners, which data and whose data does this party touch? (party = Fosterware
    Ltd)

    Fostering
      owner: not recorded
      certainty: stated
      roles: processor
      data: Contact details; Health; Vaccinations
      special: Health; Vaccinations
      may include not recorded: Contact details
      people: Children; Foster carers

    1 row. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query supplier-overlap one=fosterware other=police")), @"
    In which activities do both parties receive the same data? (one = Fosterware Ltd, other = Anyshire
    Police)

    activity   data             certainty
    Fostering  Contact details  stated
    Fostering  Health           stated
    Fostering  Vaccinations     stated

    3 rows. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query sub-processors")), @"
    Whom do our suppliers engage, for which service and systems, where, under what and when, and which
    data may they have by it?

    Careplan Ltd
      sub processor: Next Helpline
      service: not recorded
      systems: Homecare
      country: United Kingdom
      agreement: not recorded
      begins: 1 January 2029
      ends: not recorded
      activities: 0
      drafts: 0
    Careplan Ltd
      sub processor: Night Helpline
      service: answering alarms at night
      systems: Homecare
      country: India
      certainty: stated
      data: Activity log; Falls alert; Phone number; Study code; Support needs; Trading offences
      agreement: Contract of Careplan with Night Helpline
      begins: 1 January 2024
      ends: 31 December 2028
      activities: 1
      drafts: 0
    Careplan Ltd
      sub processor: Old Helpline
      service: not recorded
      systems: Homecare
      country: United Kingdom
      agreement: not recorded
      begins: not recorded
      ends: 31 December 2022
      activities: 0
      drafts: 0
    Coast Health Board
      sub processor: Tracing Desk
      service: finding relatives
      systems: not recorded
      country: outside the UK, country not recorded
      certainty: possible
      data: Activity log (possible); Falls alert (possible); Phone number (possible); Study code (possible); Support needs (possible); Trading offences (possible)
      agreement: not recorded
      begins: not recorded
      ends: not recorded
      activities: 1
      drafts: 0
    Fosterware Ltd
      sub processor: Cloudhost Inc
      service: not recorded
      systems: Casebook
      country: United States of America
      certainty: stated
      data: Contact details; Health; Vaccinations
      agreement: not recorded
      begins: not recorded
      ends: not recorded
      activities: 1
      drafts: 0
    Pager Inc
      sub processor: Pager Gateway
      service: not recorded
      systems: not recorded
      country: United States of America
      certainty: stated
      data: Phone number
      agreement: not recorded
      begins: not recorded
      ends: not recorded
      activities: 1
      drafts: 0

    6 rows. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query processors-without-contract")), @"
    Which parties process for us without a contract recorded that is in force?

    party           activities  drafts  certainty  contract
    Fosterware Ltd  1           0       stated     not recorded

    1 row. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query exchanged-with \"party=Anyshire Police\"")), @"
    What do this party and its parts get, by a flow, by a system that they run or engaged by another,
    and what do they give? (party = Anyshire Police)

    direction  activity                 flow  certainty  data             on condition  agreement
    to         Fostering                F6    stated     Contact details  on request    not recorded
    to         Fostering                F9    stated     Vaccinations                   not recorded
    to         Parking permits (draft)  F1    stated     Contact details                not recorded

    3 rows. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
}

#[test]
fn activities() {
    let folder = county();
    assert_snapshot!(answer(&folder.run("ropa query activities-by-function")), @"
    How many activities and flows has each business function?

    function               activities  drafts  flows
    Adults / Home support  1           0       13
    Children / Fostering   1           0       9
    Finance                1           0       1
    Trading standards      1           0       3
    not recorded           2           1       2

    5 rows. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query no-data-recorded")), @"
    Which activities do not record which data they hold?

    activity  owner         status        flows
    Sport     not recorded  not recorded  1

    1 row. Not recorded: recipients, of which the source says that there are others, of activities (1):
    Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query people-by-activity")), @"
    Whose data is used, by how many activities?

    people         vulnerable    activities  names
    Support staff  false         2           Academy payroll; Home support
    Children       not recorded  1           Fostering
    Foster carers  not recorded  1           Fostering
    Older people   true          1           Home support
    Residents      not recorded  1           Parking permits (draft)
    Traders        not recorded  1           Prosecuting rogue traders
    Young carers   not recorded  1           Home support

    7 rows. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query reviews-due")), @"
    Which activities were not reviewed in the last 12 months, or should have been by now?

    activity                   owner         last review   due
    Academy payroll            none          not recorded  not recorded
    Fostering                  not recorded  not recorded  not recorded
    Parking permits (draft)    not recorded  not recorded  not recorded
    Prosecuting rogue traders  not recorded  not recorded  not recorded
    Sport                      not recorded  not recorded  not recorded

    5 rows. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query leaves-uk")), @"
    Which flows leave the UK, where do they go, and what allows them?

    Fostering
      flow: engaged
      recipient: Cloudhost Inc
      countries: United States of America
      certainty: stated
      allowed by: not recorded
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
      missing: yes
    Home support
      flow: engaged
      recipient: Pager Gateway
      countries: United States of America
      certainty: stated
      allowed by: not recorded
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
      missing: yes
    Home support
      flow: engaged
      recipient: Night Helpline
      countries: India
      certainty: stated
      allowed by: Appropriate safeguards (44A/2/b); International data transfer agreement (idta)
      approval: India: not approved by regulations
      missing: no
    Home support
      flow: engaged
      recipient: Tracing Desk
      countries: outside the UK, country not recorded
      certainty: possible
      allowed by: Derogation for a specific situation (44A/2/c); Vital interests of a person who cannot consent (49/1/f); Legal purpose, in particular circumstances (recorded by a code of law enforcement, which does not apply here); Relevant authority (recorded by a code of law enforcement, which does not apply here); not within the limit of the approval
      approval: country not recorded, so whether it is approved cannot be told
      missing: no
    Home support
      flow: F1
      recipient: Homecare
      countries: United Kingdom, Ireland
      certainty: stated
      allowed by: Ireland: approved by regulations
      caution: the record says that there is no transfer, and the data ends outside the UK
      missing: no
    Home support
      flow: F4
      recipient: Homecare
      countries: United Kingdom, Ireland
      certainty: stated
      allowed by: Ireland: approved by regulations
      missing: no
    Home support
      flow: F6
      recipient: Pager Inc
      countries: United States of America
      certainty: stated
      allowed by: Approved by regulations (44A/2/a); within the limit of the approval
      approval: United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive)
      missing: no
    Home support
      flow: F9
      recipient: Homecare
      countries: United Kingdom, Ireland
      certainty: stated
      allowed by: Ireland: approved by regulations
      missing: no
    Home support
      flow: F12
      recipient: Harbour Market Watch
      countries: not recorded
      certainty: stated
      allowed by: Derogation for a specific situation (44A/2/c); Important reasons of public interest (49/1/d)
      approval: Harbour Market Watch, an international organisation: whether it is approved by regulations was not looked into
      missing: no
    Prosecuting rogue traders
      flow: F2
      recipient: Harbour Market Watch
      countries: not recorded
      certainty: stated
      allowed by: Special circumstances (dpa2018:s73/3/c); Legal purpose, in particular circumstances (dpa2018:s76/1/e); Relevant authority (dpa2018:s73/4/a)
      approval: Harbour Market Watch, an international organisation: whether it is approved by regulations was not looked into
      missing: no

    10 rows. Not recorded: recipients, in activities that have or may have this data (1): Academy
    payroll; stores, in activities that have or may have this data (3): Parking permits, Prosecuting
    rogue traders, Sport; sub-processors, of processors that have or may have this data (4): Cloudhost
    Inc, Night Helpline, Pager Gateway, Tracing Desk; country, of parties that have or may have this
    data (3): Harbour Market Watch, Tracing Desk, Translators; agreement in force, with parties shown
    (3): Cloudhost Inc, Pager Gateway, Tracing Desk; agreement in force, of flows shown (2): Home
    support F12, Prosecuting rogue traders F2; what allows the transfer, of flows that leave the UK (2):
    Cloudhost Inc, Pager Gateway; recipients, of which the source says that there are others, of
    activities (1): Home support; sources, of which the source says that there are others, of activities
    (1): Home support. 1 retired activity is left out (`--retired` counts it).
    ");
    assert_snapshot!(answer(&folder.run("ropa query flows-without-agreement")), @"
    Which flows to and from others, and which stores run by others, have no contract or agreement
    recorded that is in force?

    Fostering
      flow: F2
      direction: from
      party: NHS Trust
      kind: public-authority
      agreement: not recorded
    Fostering
      flow: F3
      direction: kept by
      party: Fosterware Ltd
      kind: organisation
      agreement: not recorded
    Fostering
      flow: F5
      direction: to
      party: Hadleigh School
      kind: organisation
      agreement: not recorded
    Fostering
      flow: F6
      direction: to
      party: Anyshire Police
      kind: public-authority
      agreement: not recorded
    Fostering
      flow: F8
      direction: to
      party: Translators
      kind: class
      agreement: not recorded
    Fostering
      flow: F9
      direction: to
      party: Anyshire Police
      kind: public-authority
      agreement: not recorded
    Home support
      flow: F5
      direction: kept by
      party: Careplan Representation Ltd
      kind: organisation
      agreement: not recorded
    Home support
      flow: F8
      direction: to
      party: J. Reed, advocate
      kind: person
      agreement: none
    Home support
      flow: F10
      direction: to
      party: Coast University
      kind: organisation
      agreement: not recorded
    Home support
      flow: F12
      direction: to
      party: Harbour Market Watch
      kind: international-organisation
      agreement: none
    Parking permits (draft)
      flow: F1
      direction: to
      party: Police archive
      kind: team
      agreement: not recorded
    Prosecuting rogue traders
      flow: F1
      direction: to
      party: Magistrates
      kind: public-authority
      agreement: not recorded
    Prosecuting rogue traders
      flow: F2
      direction: to
      party: Harbour Market Watch
      kind: international-organisation
      agreement: not recorded
    Sport
      flow: F1
      direction: to
      party: Translators
      kind: class
      agreement: not recorded

    14 rows. Not recorded: recipients, of which the source says that there are others, of activities
    (1): Home support; sources, of which the source says that there are others, of activities (1): Home
    support. 1 retired activity is left out (`--retired` counts it).
    ");
}

#[test]
fn contracts_reviews_loops_and_bases_on_a_register_made_for_them() {
    let folder = Folder::with_files(&[
        (
            "register/register.toml",
            "[settings]\norganisation = \"council\"\n",
        ),
        (
            "register/parties.toml",
            "[council]\nname = \"Council\"\n[printer]\nname = \"Printer\"\n[nhs]\nname = \"NHS\"\n",
        ),
        (
            "register/data.toml",
            "[contact]\nname = \"Contact\"\nclass = \"personal\"\n[health]\nname = \"Health\"\nclass = \"health\"\n",
        ),
        (
            "register/documents.toml",
            "[old]\nname = \"Old contract\"\nkind = \"contract\"\nexpires = 2026-01-31\nparties = [\"printer\"]\n\
             [new]\nname = \"New contract\"\nkind = \"contract\"\nexpires = 2099-01-31\nparties = [\"nhs\"]\n\
             [open]\nname = \"Open contract\"\nkind = \"contract\"\nexpires = \"none\"\n",
        ),
        (
            "register/activities/clinic.toml",
            "name = \"Clinic\"\ncontroller = \"council\"\ndata = [\"contact\", \"health\"]\n\
             [review]\nlast = 2099-10-01\nevery = \"P1Y\"\n\
             [[purpose]]\ntext = \"Care\"\nbasis = \"6/1/e\"\n\
             [[source]]\nfrom = \"nhs\"\ncarries = [\"health\"]\n\
             [[recipient]]\nto = \"nhs\"\ncarries = [\"health\"]\nagreement = \"new\"\n\
             [[recipient]]\nto = \"printer\"\ncarries = [\"contact\"]\nagreement = \"old\"\n",
        ),
        (
            "register/activities/letters.toml",
            "name = \"Letters\"\ncontroller = \"council\"\ndata = [\"contact\"]\n\
             [review]\nlast = 2025-01-01\nevery = \"P1Y\"\n\
             [[purpose]]\ntext = \"Writing\"\nbasis = \"6/1/a\"\n\
             [[recipient]]\nto = \"printer\"\ncarries = [\"contact\"]\nagreement = \"old\"\n",
        ),
    ]);
    let ask = |line: &str| answer(&folder.run(line));
    assert_snapshot!(ask("ropa query contracts-ending days=0"), @"
    Which contracts and agreements have ended or end soon, between whom are they, and in which
    activities do they govern flows? (days = 0)

    document      kind      expires          parties  activities
    Old contract  contract  31 January 2026  Printer  Clinic; Letters

    1 row.
    ");
    assert_snapshot!(ask("ropa query reviews-due"), @"
    Which activities were not reviewed in the last 12 months, or should have been by now?

    activity  owner         last review     due
    Letters   not recorded  1 January 2025  1 January 2026

    1 row.
    ");
    assert_snapshot!(ask("ropa query loops"), @r"
    Is there a loop: data that goes out and comes back by recorded flows of at most five steps?

    path                   flows                 certainty  data
    Clinic > NHS > Clinic  Clinic F2, Clinic F1  stated     Health

    1 row.
    ");
    assert_snapshot!(ask("ropa query same-data-different-basis"), @"
    Which parties get the same data from activities that rest on different lawful bases?

    party    data     activity  bases
    Printer  Contact  Clinic    Public task (6/1/e)
    Printer  Contact  Letters   Consent (6/1/a)

    2 rows.
    ");
    assert_snapshot!(ask("ropa query by-basis basis=6/1/a"), @"
    Which activities rely on this lawful basis, and for what? (basis = 6/1/a)

    Letters
      purpose: Writing
      basis: Consent (6/1/a)
      read as: not recorded
      legitimate interest: not recorded
      controller is: not recorded
      outside its tasks: not recorded

    1 row.
    ");
    assert_snapshot!(ask("ropa query special-without-condition"), @"
    Which activities on which we decide hold special category data, or pass it on, that no condition of
    Article 9(2) covers, or record one without the paragraph of Schedule 1 that it needs? For law
    enforcement: no case of section 35, or no condition of Schedule 8.

    activity  data    article 9     schedule 1    without condition
    Clinic    Health  not recorded  not recorded  Health

    1 row.
    ");
    assert_snapshot!(ask("ropa query activities-by-basis"), @"
    On which lawful bases do purposes rest, and how many?

    basis  title        purposes  activities
    6/1/a  Consent      1         1
    6/1/e  Public task  1         1

    2 rows.
    ");
}

/// A point that needs no paragraph is no fault without one; data that no condition covers is one, whatever else is
/// recorded; and a condition that does not say for which data it is may be for any.
#[test]
fn conditions_are_missed_where_the_law_asks_for_them_and_nowhere_else() {
    let folder = Folder::empty();
    folder.write(
        "register/data.toml",
        "[health]\nname = \"Health\"\nclass = \"health\"\n\n[faith]\nname = \"Faith\"\nclass = \"religious-or-philosophical-beliefs\"\n",
    );
    for (name, conditions) in [
        (
            "Consented",
            "[[condition]]\narticle_9 = \"9/2/a\"\ndata = [\"health\", \"faith\"]\n",
        ),
        ("Open", "[[condition]]\narticle_9 = \"9/2/a\"\n"),
        (
            "Half",
            "[[condition]]\narticle_9 = \"9/2/a\"\ndata = [\"health\"]\n",
        ),
        (
            "Cared",
            "[[condition]]\narticle_9 = \"9/2/h\"\ndata = [\"health\", \"faith\"]\n",
        ),
        (
            "Settled",
            "[[condition]]\narticle_9 = \"9/2/h\"\nschedule_1 = \"sch1/para2\"\n",
        ),
        ("Pointless", "[[condition]]\nschedule_1 = \"sch1/para2\"\n"),
        (
            "Denied",
            "[[condition]]\narticle_9 = \"9/2/g\"\nschedule_1 = \"none\"\n",
        ),
    ] {
        folder.write(
            &format!("register/activities/{}.toml", name.to_lowercase()),
            format!("name = \"{name}\"\ndata = [\"health\", \"faith\"]\n\n{conditions}"),
        );
    }
    assert_snapshot!(answer(&folder.run("ropa query special-without-condition")), @"
    Which activities on which we decide hold special category data, or pass it on, that no condition of
    Article 9(2) covers, or record one without the paragraph of Schedule 1 that it needs? For law
    enforcement: no case of section 35, or no condition of Schedule 8.

    Cared
      data: Faith; Health
      article 9: Health or social care (9/2/h)
      schedule 1: not recorded
    Denied
      data: Faith; Health
      article 9: Substantial public interest (9/2/g)
      schedule 1: none
    Half
      data: Faith; Health
      article 9: Explicit consent (9/2/a)
      schedule 1: not applicable
      without condition: Faith
    Pointless
      data: Faith; Health
      article 9: not recorded
      schedule 1: Health or social care purposes (sch1/para2)

    4 rows.
    ");
}

/// That nobody recorded whether children are vulnerable is not to say that they are not.
#[test]
fn people_of_whom_nothing_is_recorded_are_among_the_vulnerable_ones_to_look_at() {
    let folder = Folder::empty();
    folder.write(
        "register/people.toml",
        "[children]\nname = \"Children\"\n\n[officers]\nname = \"Officers\"\nvulnerable = false\n\n[patients]\nname = \"Patients\"\nvulnerable = true\n",
    );
    for (name, people) in [
        ("Clinic", "people = [\"children\", \"patients\"]"),
        ("School", "people = [\"children\", \"officers\"]"),
        ("Payroll", "people = [\"officers\"]"),
        ("Nobody", "people = \"none\""),
        ("Unsaid", ""),
    ] {
        folder.write(
            &format!("register/activities/{}.toml", name.to_lowercase()),
            format!("name = \"{name}\"\n{people}\n"),
        );
    }
    assert_snapshot!(answer(&folder.run("ropa query vulnerable-people")), @"
    Which activities use data about people recorded as vulnerable, or do not say whether they are, or
    whose data it is?

    activity  vulnerable    whether vulnerable not recorded  dpia
    Clinic    Patients      Children                         not recorded
    School                  Children                         not recorded
    Unsaid    not recorded                                   not recorded

    3 rows.
    ");
}

/// A country that was not looked into is not called one that is not approved.
#[test]
fn what_is_known_of_the_approval_of_a_country_has_four_words() {
    let folder = Folder::empty();
    let countries = ["FR", "RE", "US", "IN", "GL", "GB", "outside-uk"];
    let parties: String = countries
        .map(|country| {
            let id = country.to_lowercase();
            format!("[{id}]\nname = \"{country}\"\ncountry = \"{country}\"\n\n")
        })
        .concat();
    folder.write("register/parties.toml", parties);
    assert_snapshot!(folder.stdout("ropa sql \"SELECT code, approved FROM country ORDER BY code\" --format csv"), @r"
    code,approved
    FR,yes
    GB,
    GL,not looked into
    IN,no
    RE,yes
    US,in part
    outside-uk,
    ");
}

/// Whether an assessment is needed is not recorded of the worked example: that is not to say that
/// it is not.
#[test]
fn an_assessment_of_which_nothing_is_said_may_be_missing() {
    let folder = Folder::with_register();
    let said = folder.stdout("ropa query dpia-missing --format csv");
    assert!(
        said.contains("Family Group Conference,not recorded,not recorded"),
        "{said}"
    );
}
