//! `ropa law`: what the codes of law mean.

use insta::assert_snapshot;

use crate::harness::{Folder, words};

#[test]
fn the_vocabularies_are_counted() {
    assert_snapshot!(Folder::empty().says("ropa law --on 2026-11-24"), @"
    $ ropa law --on 2026-11-24
    vocabulary             what                                                      codes in force  not in force
    approved-country       countries approved for transfers                          52              0
    data-class             classes of personal data                                  12              0
    derogation             derogations for transfers                                 8               0
    dpia-criterion         criteria for an impact assessment                         22              0
    lawful-basis           lawful bases                                              7               0
    offence-route          routes for criminal offence data                          2               0
    part-3-country         countries approved for law enforcement transfers          6               0
    part-3-dpia-criterion  criteria for an impact assessment under Part 3            9               0
    part-3-recipient       recipients of law enforcement transfers                   3               0
    part-3-right           rights under Part 3                                       12              1
    part-3-route           routes for law enforcement transfers                      3               1
    part-3-safeguard       safeguards for law enforcement transfers                  2               1
    recognised-interest    recognised legitimate interests                           5               0
    regulator              regulators                                                1               1
    right                  rights of data subjects                                   16              2
    safeguard              safeguards for transfers                                  11              1
    schedule-1             conditions of Schedule 1 to the Data Protection Act 2018  36              0
    schedule-8             conditions of Schedule 8                                  9               0
    section-35             bases of section 35                                       2               0
    sensitive-processing   cases of sensitive processing                             2               0
    special-circumstances  special circumstances for transfers                       5               0
    special-condition      conditions for special category data                      10              0
    transfer-route         routes for transfers                                      3               3
    ");
}

#[test]
fn a_vocabulary_lists_its_codes_by_the_law_of_the_day() {
    assert_snapshot!(Folder::empty().says_all(&[
        "ropa law lawful-basis --on 2026-11-24",
        "ropa law Lawful bases --on 2026-02-04",
        "ropa law transfer-route --on 2026-02-04 --format csv",
        "ropa law offence-route --on 2026-11-24 --format md",
    ]), @r#"
    $ ropa law lawful-basis --on 2026-11-24
    code    words                           where in the law                                  in force from
    6/1/a   Consent                         UK GDPR art 6(1)(a)
    6/1/b   Contract                        UK GDPR art 6(1)(b)
    6/1/c   Legal obligation                UK GDPR art 6(1)(c)
    6/1/d   Vital interests                 UK GDPR art 6(1)(d)
    6/1/e   Public task                     UK GDPR art 6(1)(e)
    6/1/ea  Recognised legitimate interest  UK GDPR art 6(1)(ea), inserted by DUAA 2025 s.70  5 February 2026
    6/1/f   Legitimate interests            UK GDPR art 6(1)(f)

    $ ropa law Lawful bases --on 2026-02-04
    code   words                 where in the law
    6/1/a  Consent               UK GDPR art 6(1)(a)
    6/1/b  Contract              UK GDPR art 6(1)(b)
    6/1/c  Legal obligation      UK GDPR art 6(1)(c)
    6/1/d  Vital interests       UK GDPR art 6(1)(d)
    6/1/e  Public task           UK GDPR art 6(1)(e)
    6/1/f  Legitimate interests  UK GDPR art 6(1)(f)

    1 more not in force on 4 February 2026: `--all` lists it.

    $ ropa law transfer-route --on 2026-02-04 --format csv
    vocabulary,code,words,where in the law,in force,in force from,in force until,replaced by,confirmed,not confirmed,note,source,recorded in
    transfer-route,44,General principle for transfers,"UK GDPR art 44, replaced by DUAA 2025 Sch 7 para 2",yes,,2026-02-04,"44A/2/a, 44A/2/b, 44A/2/c",yes,,,"UK GDPR art 44, replaced by DUAA 2025 Sch 7 para 2, https://www.legislation.gov.uk/ukpga/2025/18/schedule/7, in force by SI 2026/82 reg 2","party sub_processors.transfer.route, activity source.transfer.route, activity store.transfer.route, activity recipient.transfer.route, activity onward.transfer.route, activity feed.transfer.route"
    transfer-route,45,Adequacy,"UK GDPR art 45 with DPA 2018 ss.17A and 17B, replaced by arts 45A to 45C: DUAA 2025 Sch 7 paras 3 to 5",yes,,2026-02-04,44A/2/a,yes,,,"UK GDPR art 45 with DPA 2018 ss.17A and 17B, replaced by arts 45A to 45C: DUAA 2025 Sch 7 paras 3 to 5, https://www.legislation.gov.uk/ukpga/2025/18/schedule/7, in force by SI 2026/82 reg 2","party sub_processors.transfer.route, activity source.transfer.route, activity store.transfer.route, activity recipient.transfer.route, activity onward.transfer.route, activity feed.transfer.route"
    transfer-route,46/1,"Appropriate safeguards, as they stood before Article 46(1A)","UK GDPR art 46(1), replaced by art 46(1A): DUAA 2025 Sch 7 para 6",yes,,2026-02-04,44A/2/b,yes,,arrangements made before 5 February 2026 that met it remain good (DUAA 2025 Sch 9 para 27),"UK GDPR art 46(1), replaced by art 46(1A): DUAA 2025 Sch 7 para 6, https://www.legislation.gov.uk/ukpga/2025/18/schedule/7, in force by SI 2026/82 reg 2","party sub_processors.transfer.route, activity source.transfer.route, activity store.transfer.route, activity recipient.transfer.route, activity onward.transfer.route, activity feed.transfer.route"

    $ ropa law offence-route --on 2026-11-24 --format md
    | code | words | where in the law |
    | --- | --- | --- |
    | official-authority | Under the control of official authority | UK GDPR art 10 |
    | schedule-1 | A condition of Part 1, 2 or 3 of Schedule 1 | DPA 2018 s.10(5) |
    "#);
}

#[test]
fn an_entry_is_found_as_people_write_it() {
    let folder = Folder::empty();
    assert_snapshot!(folder.says("ropa law public task --on 2026-11-24"), @"
    $ ropa law public task --on 2026-11-24
    Public task (6/1/e)
    vocabulary: lawful-basis (lawful bases)
    where in the law: UK GDPR art 6(1)(e)
    in force: yes
    open to public authorities: yes: the usual basis of a council
    must be laid down in law: yes: name the enactment or rule of law (Article 6(3))
    needs: the task or authority in domestic law or relevant international law (Article 6(3), DPA 2018
      s.9A)
    note: includes a function conferred on a person by an enactment or rule of law (DPA 2018 s.8(c))
    also called: public interest, official authority, public interest task
    source: UK GDPR art 6(1)(e), https://www.legislation.gov.uk/eur/2016/679/article/6; DPA 2018 ss.8,
      9A; Data (Use and Access) Act 2025 s.70
    confirmed: yes
    recorded in: activity purpose.basis

    The word is also in: annex1/1 (Disclosure to another who asks for it for a public task)
    ");
    let by_code = folder.run("ropa law sch1/para6 --on 2026-11-24").stdout;
    for typed in [
        "\"Sch 1 para 6\"",
        "Schedule 1 paragraph 6",
        "schedule-1 \"para 6\"",
    ] {
        let run = folder.run(&format!("ropa law {typed} --on 2026-11-24"));
        assert_eq!(run.succeeds().stdout, by_code, "{typed}");
    }
    let by_code = folder.run("ropa codes 6/1/e").stdout;
    let run = folder.run("ropa law \"Article 6(1)(e)\"");
    assert_eq!(run.succeeds().stdout, by_code);
}

#[test]
fn what_is_repealed_or_yet_to_come_says_so() {
    assert_snapshot!(Folder::empty().says_all(&[
        "ropa law Article 22 --on 2026-11-24",
        "ropa law 22A --on 2026-02-04",
    ]), @"
    $ ropa law Article 22 --on 2026-11-24
    Not to be subject to automated decisions (22)
    vocabulary: right (rights of data subjects)
    where in the law: UK GDPR art 22, replaced by arts 22A to 22D: Data (Use and Access) Act 2025 s.80
    in force: no, not since 5 February 2026; replaced by 22A, 22B, 22C, 22D
    source: UK GDPR art 22, replaced by arts 22A to 22D: Data (Use and Access) Act 2025 s.80,
      https://www.legislation.gov.uk/ukpga/2025/18/section/80, in force by SI 2026/82 reg 2
    confirmed: yes
    recorded in: activity rights.right

    $ ropa law 22A --on 2026-02-04
    Automated decisions: what counts as one (22A)
    vocabulary: right (rights of data subjects)
    where in the law: UK GDPR art 22A, inserted by Data (Use and Access) Act 2025 s.80
    in force: no, only from 5 February 2026
    note: a decision with no meaningful human involvement; a significant decision
    source: UK GDPR art 22A, inserted by Data (Use and Access) Act 2025 s.80,
      https://www.legislation.gov.uk/ukpga/2025/18/section/80, in force by SI 2026/82 reg 2
    confirmed: yes
    recorded in: activity rights.right
    ");
}

#[test]
fn a_word_in_several_lists_all_of_them() {
    assert_snapshot!(Folder::empty().says_all(&[
        "ropa law consent --on 2026-11-24",
        "ropa law Article 6 --on 2026-11-24 --format csv",
    ]), @r#"
    $ ropa law consent --on 2026-11-24
    vocabulary            code             words                                    where in the law
    derogation            49/1/a           Explicit consent, informed of the risks  UK GDPR art 49(1)(a)
    lawful-basis          6/1/a            Consent                                  UK GDPR art 6(1)(a)
    schedule-1            sch1/para29      Consent                                  DPA 2018 Sch 1 para 29
    section-35            dpa2018:s35/2/a  Consent to the law enforcement purpose   DPA 2018 s.35(2)(a)
    sensitive-processing  dpa2018:s35/4    Consent to the sensitive processing      DPA 2018 s.35(4)

    5 codes. `ropa law 49/1/a` shows the first in full.

    The word is also in: 49/1/f (Vital interests of a person who cannot consent), dpa2018:s40A (Withdraw
      consent), 7/3 (Withdraw consent), 9/2/a (Explicit consent), 9/2/c (Vital interests of a person who
      cannot consent)

    $ ropa law Article 6 --on 2026-11-24 --format csv
    vocabulary,code,words,where in the law,in force,in force from,in force until,replaced by,confirmed,not confirmed,note,source,recorded in
    lawful-basis,6/1/a,Consent,UK GDPR art 6(1)(a),yes,,,,yes,,,"UK GDPR art 6(1)(a), https://www.legislation.gov.uk/eur/2016/679/article/6",activity purpose.basis
    lawful-basis,6/1/b,Contract,UK GDPR art 6(1)(b),yes,,,,yes,,,"UK GDPR art 6(1)(b), https://www.legislation.gov.uk/eur/2016/679/article/6",activity purpose.basis
    lawful-basis,6/1/c,Legal obligation,UK GDPR art 6(1)(c),yes,,,,yes,,,"UK GDPR art 6(1)(c), https://www.legislation.gov.uk/eur/2016/679/article/6",activity purpose.basis
    lawful-basis,6/1/d,Vital interests,UK GDPR art 6(1)(d),yes,,,,yes,,,"UK GDPR art 6(1)(d), https://www.legislation.gov.uk/eur/2016/679/article/6",activity purpose.basis
    lawful-basis,6/1/e,Public task,UK GDPR art 6(1)(e),yes,,,,yes,,includes a function conferred on a person by an enactment or rule of law (DPA 2018 s.8(c)),"UK GDPR art 6(1)(e), https://www.legislation.gov.uk/eur/2016/679/article/6; DPA 2018 ss.8, 9A; DUAA 2025 s.70",activity purpose.basis
    lawful-basis,6/1/ea,Recognised legitimate interest,"UK GDPR art 6(1)(ea), inserted by DUAA 2025 s.70",yes,2026-02-05,,,yes,,,"UK GDPR art 6(1)(ea), inserted by DUAA 2025 s.70, https://www.legislation.gov.uk/ukpga/2025/18/section/70, in force by SI 2026/82 reg 2",activity purpose.basis
    lawful-basis,6/1/f,Legitimate interests,UK GDPR art 6(1)(f),yes,,,,yes,,"Article 6(11) gives examples: direct marketing, administration within a group, network security","UK GDPR art 6(1)(f), https://www.legislation.gov.uk/eur/2016/679/article/6; DUAA 2025 s.70",activity purpose.basis
    "#);
}

#[test]
fn an_entry_as_json_has_its_dates_source_and_whether_it_is_confirmed() {
    assert_snapshot!(Folder::empty().says("ropa law US --on 2026-11-24 --format json"), @r#"
    $ ropa law US --on 2026-11-24 --format json
    [
      {
        "also_called": [
          "USA",
          "United States of America",
          "UK-US data bridge",
          "Data Privacy Framework"
        ],
        "code": "US",
        "confirmed": true,
        "facts": {
          "approved_by": "SI 2023/1028",
          "approves": "only organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge)"
        },
        "in_force": true,
        "in_force_from": "2023-10-12",
        "in_force_until": null,
        "not_confirmed": "which data must be flagged as sensitive",
        "note": "check that the organisation is active on the list, and whether its certification covers staff data; criminal offence, genetic, biometric and sexual orientation data must be flagged as sensitive to the recipient",
        "on": "2026-11-24",
        "recorded_in": [],
        "replaced_by": [],
        "source": "SI 2023/1028 reg 3 (https://www.legislation.gov.uk/uksi/2023/1028), as restated at https://handleygill.co.uk/uk-adequacy-regulations",
        "vocabulary": "approved-country",
        "where_in_the_law": "SI 2023/1028 reg 3",
        "words": "United States"
      }
    ]
    "#);
}

#[test]
fn what_is_not_confirmed_is_listed() {
    let folder = Folder::empty();
    assert_snapshot!(folder.says_all(&[
        "ropa law right --unconfirmed",
        "ropa law lawful-basis --unconfirmed",
        "ropa law annex1/6 --unconfirmed",
    ]), @"
    $ ropa law right --unconfirmed
    code  words                                                     where in the law  not confirmed
    16    Rectification                                             UK GDPR art 16    all of it
    17    Erasure                                                   UK GDPR art 17    all of it
    18    Restriction                                               UK GDPR art 18    all of it
    19    Recipients told of rectification, erasure or restriction  UK GDPR art 19    all of it
    20    Portability                                               UK GDPR art 20    all of it
    7/3   Withdraw consent                                          UK GDPR art 7(3)  all of it

    $ ropa law lawful-basis --unconfirmed
    --- stderr
    all of it is confirmed

    $ ropa law annex1/6 --unconfirmed
    code      words                                 where in the law                                     in force from    not confirmed
    annex1/6  Safeguarding a vulnerable individual  UK GDPR Annex 1 para 6, inserted by DUAA 2025 Sch 4  5 February 2026  the wording of the definition in para 8
    ");
    let all = folder.run("ropa law --unconfirmed --format csv").stdout;
    assert!(all.contains("approved-country,FO,Faroe Islands"), "{all}");
    assert!(!all.contains("lawful-basis"), "{all}");
}

/// What a suggestion says is typed next, and works.
#[test]
fn a_wrong_word_gets_a_suggestion_that_works() {
    let folder = Folder::empty();
    for (typed, meant) in [
        ("pubic task", "6/1/e"),
        ("lawfull-basis", "lawful-basis"),
        ("frnce", "FR"),
    ] {
        let run = folder.run(&format!("ropa law {typed}"));
        run.stops(2);
        let hint = format!("did you mean `{meant}`");
        assert!(run.stderr.contains(&hint), "{}", run.transcript());
        folder.does(&format!("ropa law {meant}"));
    }
    assert_snapshot!(folder.says_all(&[
        "ropa law zzz",
        "ropa law \"\"",
        "ropa law lawful-basis --on 2026-02-30",
        "ropa law --format jpg",
        "ropa law -o law.jpg",
    ]), @r#"
    $ ropa law zzz
    --- stderr, exit 2
    error: there is no vocabulary, code or provision called `zzz`
    hint: `ropa law` lists the vocabularies, and `ropa law lawful-basis` the codes of one

    $ ropa law ""
    --- stderr, exit 2
    error: there is no vocabulary, code or provision called ``
    hint: `ropa law` lists the vocabularies, and `ropa law lawful-basis` the codes of one

    $ ropa law lawful-basis --on 2026-02-30
    --- stderr, exit 2
    error: invalid value '2026-02-30' for '--on <DATE>': not a date of the calendar: write it as 2026-04-01 or 01/04/2026

    For more information, try '--help'.

    $ ropa law --format jpg
    --- stderr, exit 2
    error: `law` does not know the format `jpg`
    hint: use one of: text, json, csv, md, html, docx, pdf, xlsx

    $ ropa law -o law.jpg
    --- stderr, exit 2
    error: `law` cannot write `law.jpg`: it writes no file that ends in `.jpg`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx
    "#);
    for hinted in folder
        .run("ropa law zzz")
        .stderr
        .split('`')
        .skip(1)
        .step_by(2)
    {
        if hinted.starts_with("ropa ") {
            folder.run_words(&words(hinted)[1..]).succeeds();
        }
    }
}

#[test]
fn every_code_is_found_by_itself() {
    let folder = Folder::empty();
    let all = folder.json("ropa law --unconfirmed");
    for entry in all.as_array().unwrap() {
        let code = entry["code"].as_str().unwrap();
        let found = folder.json(&format!("ropa law {code}"));
        // A country may be on the lists of both laws.
        let found = found.as_array().unwrap();
        let is_it = |one: &&serde_json::Value| one["vocabulary"] == entry["vocabulary"];
        let found = found.iter().find(is_it).unwrap_or(&found[0]);
        assert_eq!(found["source"], entry["source"], "{code}");
    }
}

/// What the law says and what can be recorded come in every format, by the ending of the file.
#[test]
fn it_comes_on_pages_too() {
    let folder = Folder::empty();
    for command in [
        "law",
        "law lawful-basis",
        "fields",
        "fields party",
        "fields activity purpose",
    ] {
        for (ending, begins) in [
            ("html", &b"<!DOCTYPE html>"[..]),
            ("docx", b"PK\x03\x04"),
            ("xlsx", b"PK\x03\x04"),
        ] {
            let run = folder.run(&format!("ropa {command} -o it.{ending} --force"));
            run.succeeds();
            let bytes = std::fs::read(folder.path(&format!("it.{ending}"))).unwrap();
            assert!(bytes.starts_with(begins), "{command} {ending}");
        }
    }
    folder.does("ropa law lawful-basis -o basis.html");
    let page = folder.read("basis.html");
    assert!(page.contains("Codes of the law") && page.contains(">Public task<"));
}

/// Who has lines read aloud hears the name of a column before each cell.
#[test]
fn plain_lines_name_their_columns() {
    let folder = Folder::empty();
    let said = folder.stdout("ropa law lawful-basis --plain");
    assert!(
        said.starts_with("6/1/a\n  words: Consent\n  where in the law: UK GDPR art 6(1)(a)\n"),
        "{said}"
    );
}
