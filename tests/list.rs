//! `ropa list`.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn without_a_kind_the_kinds_are_counted() {
    assert_snapshot!(Folder::with_register().says_all(&["ropa list", "ropa list --format csv"]), @"
    $ ropa list
    kind      records
    party     14
    system    2
    data      10
    people    3
    measure   0
    document  5
    activity  1
    approval  0
    waiver    0

    $ ropa list --format csv
    kind,records
    party,14
    system,2
    data,10
    people,3
    measure,0
    document,5
    activity,1
    approval,0
    waiver,0
    ");
}

#[test]
fn every_kind_is_listed_one_line_each() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa list party",
        "ropa list system",
        "ropa list data",
        "ropa list people",
        "ropa list document",
        "ropa list activity",
    ]), @"
    $ ropa list party
    id                                name                                           kind              country                               part of
    childrens-social-care             Childrens Social Care                          team              not recorded                          Essex County Council
    community-matrons                 Community matrons                              class             not recorded
    data-protection-officer           Data Protection Officer, Essex County Council  team              not recorded                          Essex County Council
    district-nurses                   District nurses                                class             not recorded
    essex-county-council              Essex County Council                           public authority  United Kingdom
    family-members-overseas           Family members who are located overseas        group             outside the UK, country not recorded
    family-network                    Family network                                 group             not recorded
    general-practitioners             GPs                                            class             not recorded
    hospitals                         Hospitals                                      class             not recorded
    information-commissioners-office  Information Commissioner's Office              public authority  United Kingdom
    nhs                               NHS                                            class             not recorded
    servelec                          Servelec                                       organisation      not recorded
    social-care-practitioners         Social care practitioners                      class             not recorded
    social-workers                    Social workers                                 class             not recorded

    $ ropa list system
    id                      name                           operator      hosted in
    integrated-care-record  Integrated care record system  not recorded  not recorded
    mosaic                  Mosaic                         Servelec      not recorded

    $ ropa list data
    id                                      name                                              class                               broader
    case-file-information                   Case File Information                             personal
    criminal-proceedings                    Criminal proceedings, outcomes and sentences      criminal-offence
    family-details                          Family Details                                    personal
    health-details                          Physical or Mental Health details                 health
    name-and-contact-details                Name and Contact Details                          personal
    nhs-number                              NHS Number                                        personal
    offences                                Offences (including alleged offences)             criminal-offence
    racial-or-ethnic-origin                 Racial or Ethnic origin                           racial-or-ethnic-origin
    religious-or-similar-beliefs            Religious or other beliefs of a similar nature    religious-or-philosophical-beliefs
    visual-images-appearance-and-behaviour  Visual images, Personal Appearance and Behaviour  personal

    $ ropa list people
    id             name                                        broader
    children       Children in the family                      Families of the people who use the service
    families       Families of the people who use the service
    service-users  People who use the service

    $ ropa list document
    id                                       name                                                          kind    expires
    family-group-conference-notice           Family Group Conference: service specific privacy notice      notice  not recorded
    general-data-protection-regulation-2016  The General Data Protection Regulation 2016                   link    not recorded
    ico-guide-to-the-gdpr                    The ICO Guide to the General Data Protection Regulation 2016  link    not recorded
    my-care-record-resources                 My Care Record: resources                                     link    not recorded
    relevant-other-notice                    Relevant other privacy notice (servelecgroupp.com)            notice  not recorded

    $ ropa list activity
    id                       name                     function      status        flows
    family-group-conference  Family Group Conference  not recorded  not recorded  14
    ");
}

#[test]
fn a_list_in_every_format() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa list system --format json",
        "ropa list system --format csv",
        "ropa list system --format md",
    ]), @r#"
    $ ropa list system --format json
    [
      {
        "hosted_in": null,
        "id": "integrated-care-record",
        "name": "Integrated care record system",
        "operator": null
      },
      {
        "hosted_in": null,
        "id": "mosaic",
        "name": "Mosaic",
        "operator": "servelec"
      }
    ]

    $ ropa list system --format csv
    id,name,operator,hosted in
    integrated-care-record,Integrated care record system,not recorded,not recorded
    mosaic,Mosaic,servelec,not recorded

    $ ropa list system --format md
    # Systems

    Essex County Council

    As at [today].

    ## Systems

    **Systems**

    | id | name | operator | hosted in |
    | --- | --- | --- | --- |
    | integrated-care-record | Integrated care record system | *not recorded* | *not recorded* |
    | mosaic | Mosaic | Servelec | *not recorded* |

    "#);
}

#[test]
fn an_empty_list_says_so_beside_its_form() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa list measure",
        "ropa list measures --format json",
        "ropa list approval --format csv",
    ]), @"
    $ ropa list measure
    --- stderr
    the register holds no measures
    the register read is `register`

    $ ropa list measures --format json
    []
    --- stderr
    the register holds no measures
    the register read is `register`

    $ ropa list approval --format csv
    id,activity,by,on
    --- stderr
    the register holds no approvals
    the register read is `register`
    ");
}

#[test]
fn a_kind_may_be_one_or_many_and_a_typo_gets_a_suggestion() {
    let folder = Folder::with_register();
    for (one, many) in [
        ("party", "parties"),
        ("activity", "activities"),
        ("data", "data"),
    ] {
        let [one, many] = [one, many].map(|kind| folder.run(&format!("ropa list {kind}")).bytes);
        assert!(one == many);
    }
    assert_snapshot!(folder.says_all(&["ropa list partys", "ropa list xyz", "ropa list settings"]), @"
    $ ropa list partys
    --- stderr, exit 2
    error: invalid value 'partys' for '[KIND]': did you mean `party`? the kinds are party, system, data, people, measure, document, activity, approval, waiver

    For more information, try '--help'.

    $ ropa list xyz
    --- stderr, exit 2
    error: invalid value 'xyz' for '[KIND]': the kinds are party, system, data, people, measure, document, activity, approval, waiver

    For more information, try '--help'.

    $ ropa list settings
    --- stderr, exit 2
    error: invalid value 'settings' for '[KIND]': the kinds are party, system, data, people, measure, document, activity, approval, waiver

    For more information, try '--help'.
    ");
}
