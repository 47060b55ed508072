//! `ropa fields`, and the document that it writes.

use std::collections::BTreeMap;
use std::fs;

use insta::assert_snapshot;
use ropa::text::{EXAMPLE, EXAMPLE_DAY};

use crate::harness::{Folder, root, words};

/// The document that lists everything that can be recorded.
const DOCUMENT: &str = "docs/what-you-can-record.md";

/// Set this to write the document again.
const RENEW: &str = "ROPA_RENEW_DOCS";

#[test]
fn the_document_is_what_the_command_writes() {
    let written = Folder::empty().run("ropa fields --format md");
    let written = &written.succeeds().stdout;
    let path = root().join(DOCUMENT);
    if std::env::var_os(RENEW).is_some() {
        fs::write(&path, written).unwrap();
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    // A checkout on Windows may have lines that end otherwise.
    if held.replace("\r\n", "\n") == *written {
        return;
    }
    let same = held.lines().zip(written.lines());
    let n_same = same.take_while(|(one, other)| one == other).count();
    panic!(
        "{DOCUMENT}:{}: this is not what `ropa fields --format md` writes.\n\
         Renew it with `{RENEW}=1 cargo test --test main the_document_is` and commit it.\n\
         held:    {}\nwritten: {}",
        n_same + 1,
        held.lines().nth(n_same).unwrap_or("(end)"),
        written.lines().nth(n_same).unwrap_or("(end)"),
    );
}

/// The example register with one record written otherwise.
fn with(file: &str, text: &str) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = EXAMPLE
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let held = files.get_mut(file).unwrap();
    if file.starts_with("activities/") {
        text.clone_into(held);
        return files;
    }
    let id = |line: &str| {
        let heading = line.trim_start_matches('[').trim_end_matches(']');
        heading.split('.').next().unwrap().to_owned()
    };
    let own = id(text.lines().next().unwrap());
    let mut kept = String::new();
    let mut is_own = false;
    for line in held.lines() {
        if line.starts_with('[') {
            is_own = id(line) == own;
        }
        if !is_own {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    *held = format!("{kept}\n{text}");
    files
}

/// Reads a register of these files, in which nothing may be wrong.
#[track_caller]
fn is_accepted(what: &str, files: &BTreeMap<String, String>) {
    let files: Vec<(String, &str)> = files
        .iter()
        .map(|(path, text)| (format!("register/{path}"), text.as_str()))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    let folder = Folder::with_files(&files);
    let reading = ropa::text::read(&folder.path("register"), EXAMPLE_DAY).unwrap();
    assert!(
        reading.findings.is_empty(),
        "{what}\n{:#?}",
        reading.findings
    );
}

#[test]
fn every_example_is_accepted_without_a_finding() {
    let kinds = Folder::empty().json("ropa fields");
    // Activities have a file each, so that all their examples make one register.
    let mut activities = with("data.toml", "[a]\nname = \"A\"\n");
    let mut n_examples = 0;
    for kind in kinds.as_array().unwrap() {
        let fields = kind["fields"].as_array().unwrap();
        for described in std::iter::once(kind).chain(fields) {
            n_examples += 1;
            let example = &described["example"];
            let [file, text] = ["file", "text"].map(|key| example[key].as_str().unwrap());
            match file
                .strip_suffix(".toml")
                .filter(|file| file.starts_with("activities/"))
            {
                Some(stem) => {
                    // No two may bear one name.
                    let name = text.lines().next().unwrap();
                    let other = format!("{} {n_examples}\"", name.trim_end_matches('"'));
                    let text = text.replacen(name, &other, 1);
                    let text =
                        text.replace("aliases = [\"", &format!("aliases = [\"{n_examples} "));
                    activities.insert(format!("{stem}-{n_examples}.toml"), text);
                }
                None => is_accepted(&described.to_string(), &with(file, text)),
            }
        }
    }
    is_accepted("the examples of activities", &activities);
    assert!(n_examples > 200, "{n_examples}");
}

/// The blocks of TOML in the document are those of the command, which are accepted; none is left out.
#[test]
fn every_kind_has_an_example_in_the_document() {
    let text = fs::read_to_string(root().join(DOCUMENT)).unwrap();
    let kinds = Folder::empty().json("ropa fields");
    let kinds = kinds.as_array().unwrap();
    assert_eq!(text.matches("```toml\n").count(), kinds.len());
    for kind in kinds {
        let example = kind["example"]["text"].as_str().unwrap();
        assert!(
            text.contains(&format!("```toml\n{example}```")),
            "{example}"
        );
    }
}

#[test]
fn the_kinds_and_their_fields_are_listed() {
    assert_snapshot!(Folder::empty().says_all(&[
        "ropa fields",
        "ropa fields people",
        "ropa fields activity review",
        "ropa fields activity carries",
    ]), @r#"
    $ ropa fields
    settings
      file: register.toml
      what it holds: whose register this is, who supervises it and under which law
      fields: 5
    party
      file: parties.toml
      what it holds: anyone data comes from or goes to: organisations, teams, groups of people, and classes such as hospitals
      fields: 39
    system
      file: systems.toml
      what it holds: where data is kept: applications, shared records, filing rooms
      fields: 10
    data
      file: data.toml
      what it holds: categories of personal data, such as the NHS number
      fields: 11
    people
      file: people.toml
      what it holds: categories of people whose data it is, such as children
      fields: 8
    measure
      file: measures.toml
      what it holds: technical and organisational security measures (Article 32(1))
      fields: 6
    document
      file: documents.toml
      what it holds: contracts, agreements, assessments, policies, notices and other documents that the register points to
      fields: 15
    activity
      file: activities/ID.toml
      what it holds: the entries of the register: what is done with data, why, and every flow of it (Article 30)
      fields: 267
    approval
      file: approvals.toml
      what it holds: who approved the content of an activity, and when
      fields: 5
    waiver
      file: waivers.toml
      what it holds: findings of checks that somebody accepts for a time
      fields: 7

    `ropa fields KIND` lists the fields of one, as in `ropa fields party`.

    $ ropa fields people
    Fields of a category of people

    name
      what it means: the name as people know it
      what it may be: text
      recorded: required
    aliases
      what it means: other ways in which it is written
      what it may be: a list of texts
      recorded: optional
    note
      what it means: anything else worth keeping
      what it may be: text
      recorded: optional
    distinct_from
      what it means: others of its kind that look alike and are not the same
      what it may be: a list of ids of categories of people
      recorded: optional
    broader
      what it means: the category this one is a kind of
      what it may be: the id of a category of people
      recorded: optional
    vulnerable
      what it means: whether they are vulnerable data subjects
      what it may be: true or false
      recorded: three ways
    children
      what it means: whether they are children
      what it may be: true or false
      recorded: three ways
    about_how_many
      what it means: about how many there are
      what it may be: a whole number
      recorded: three ways

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.

    `ropa fields people about_how_many` shows one in full, with an example. Records of this kind are in
    people.toml.

    $ ropa fields activity review
    [review] of an activity

    last
      what it means: the last review
      what it may be: a date, as in 2026-11-24
      recorded: three ways
    by
      what it means: who made it
      what it may be: text
      recorded: three ways
    next
      what it means: the next review
      what it may be: a date, as in 2026-11-24
      recorded: three ways
    every
      what it means: how often it is due
      what it may be: a period, as in P6Y (6 years) or P6M (6 months), or permanent
      recorded: three ways

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.

    `ropa fields activity review.every` shows one in full, with an example. Records of this kind are in
    activities/ID.toml.

    $ ropa fields activity carries
    Fields of an activity

    source.carries
      what it means: which data it carries, or all
      what it may be: all, or a list of ids of categories of data
      recorded: three ways
    store.carries
      what it means: which data it carries, or all
      what it may be: all, or a list of ids of categories of data
      recorded: three ways
    recipient.carries
      what it means: which data it carries, or all
      what it may be: all, or a list of ids of categories of data
      recorded: three ways
    onward.carries
      what it means: which data it carries, or all
      what it may be: all, or a list of ids of categories of data
      recorded: three ways
    feed.carries
      what it means: which data it carries, or all
      what it may be: all, or a list of ids of categories of data
      recorded: three ways

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.

    `ropa fields activity feed.carries` shows one in full, with an example. Records of this kind are in
    activities/ID.toml.
    "#);
}

#[test]
fn a_path_may_begin_with_its_kind() {
    let folder = Folder::empty();
    let shown = |line: &str| folder.stdout(line);
    assert_eq!(
        shown("ropa fields activity.recipient.transfer"),
        shown("ropa fields activity recipient.transfer")
    );
    assert_eq!(
        shown("ropa fields parties.toml"),
        shown("ropa fields party")
    );
}

#[test]
fn a_field_is_shown_in_full() {
    assert_snapshot!(Folder::empty().says_all(&[
        "ropa fields activity purpose.basis",
        "ropa fields measures.toml status",
        "ropa fields party \"sub processors.party\"",
        "ropa fields activity onward.purpose",
        "ropa fields data class --format md",
    ]), @r#"
    $ ropa fields activity purpose.basis
    purpose.basis of an activity
    means: lawful basis (Article 6(1))
    may be: a code of the lawful bases (`ropa law lawful-basis`); for law enforcement, of the bases of
      section 35 (`ropa law section-35`):
      6/1/a: Consent
      6/1/b: Contract
      6/1/c: Legal obligation
      6/1/d: Vital interests
      6/1/e: Public task
      6/1/ea: Recognised legitimate interest
      6/1/f: Legitimate interests
    recorded: three ways
    feeds in the ICO template: Article 6 lawful basis for processing personal data; Legitimate interests
      for the processing (if applicable); Link to record of legitimate interests assessment (if
      applicable); Rights available to individuals; Link to record of consent; GDPR Article 6 lawful
      basis for processing

    example, in activities/adult-social-care.toml:

    name = "Adult social care"

    [[purpose]]
    text = "Assess needs and arrange care"
    basis = "6/1/e"

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.

    $ ropa fields measures.toml status
    status of a measure
    means: whether it is in place
    may be one of:
      planned: meant for later
      in-place: in use
      withdrawn: no longer in use
    recorded: three ways
    feeds in the ICO template: General description of technical and organisational security measures (if
      possible)

    example, in measures.toml:

    [encryption]
    name = "Encryption of stored data"
    status = "in-place"

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.

    $ ropa fields party "sub processors.party"
    sub_processors.party of a party
    means: who is engaged
    may be: the id of a party
    recorded: required
    feeds in the ICO template: Categories of recipients; Link to contract with processor; Names of third
      countries or international organisations that personal data are transferred to (if applicable)

    example, in parties.toml:

    [casebook-software]
    name = "Casebook Software Ltd"

    [[casebook-software.sub_processors]]
    party = "cloud-hosting"

    $ ropa fields activity onward.purpose
    onward.purpose of an activity
    means: the id of the purpose it serves
    may be: a short name in small letters, as in case-work
    recorded: three ways
    feeds in the ICO template: Categories of recipients

    example, in activities/adult-social-care.toml:

    name = "Adult social care"

    [[purpose]]
    id = "care"
    text = "Assess needs and arrange care"

    [[onward]]
    from = "nhs-barset"
    to = "courts"
    purpose = "care"

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.

    $ ropa fields data class --format md
    ## Fields of a category of data

    | field | what it means | what it may be | recorded | ICO template |
    | --- | --- | --- | --- | --- |
    | `class` | personal, kinds of special category data (Article 9(1)), criminal-offence (Article 10), not-personal | a code of the classes of personal data (`ropa law data-class`); or a list of them<br>`personal`: Personal data of no special class<br>`racial-or-ethnic-origin`: Racial or ethnic origin<br>`political-opinions`: Political opinions<br>`religious-or-philosophical-beliefs`: Religious or philosophical beliefs<br>`trade-union-membership`: Trade union membership<br>`genetic`: Genetic data<br>`biometric`: Biometric data<br>`health`: Data concerning health<br>`sex-life`: Data concerning sex life<br>`sexual-orientation`: Data concerning sexual orientation<br>`criminal-offence`: Criminal convictions and offences<br>`not-personal`: No personal data | three ways | Categories of personal data<br>Categories of recipients<br>Link to contract with processor<br>Names of third countries or international organisations that personal data are transferred to (if applicable)<br>Article 9 condition for processing special category data<br>The source of the personal data (if applicable)<br>Location of personal data<br>Data Protection Act 2018 Schedule 1 Condition for processing<br>Link to retention and erasure policy document<br>Is personal data retained and erased in accordance with the policy document?<br>Reasons for not adhering to policy document (if applicable) |

    In `data.toml`:

    ```toml
    [care-statistics]
    name = "Care statistics"
    class = "not-personal"
    ```

    Three ways: left out (not recorded: the register does not say), "none" (there is none), or a value.
    "#);
}

#[test]
fn programs_get_everything() {
    let folder = Folder::empty();
    assert_snapshot!(folder.says_all(&[
        "ropa fields settings jurisdiction --format json",
        "ropa fields people --format csv",
    ]), @r#"
    $ ropa fields settings jurisdiction --format json
    [
      {
        "example": {
          "file": "register.toml",
          "text": "[settings]\njurisdiction = \"uk\"\n"
        },
        "field": "jurisdiction",
        "ico_template": [],
        "kind": "settings",
        "may_be": "one of: uk, eu",
        "means": "the law that governs it",
        "recorded": "three ways",
        "words": [
          {
            "means": "the UK GDPR and the Data Protection Act 2018",
            "word": "uk"
          },
          {
            "means": "the GDPR of the European Union",
            "word": "eu"
          }
        ]
      }
    ]

    $ ropa fields people --format csv
    kind,file,field,what it means,what it may be,words,recorded,ICO template,example
    people,people.toml,name,the name as people know it,text,,required,Categories of individuals; Categories of personal data; Retention schedule (if possible); The source of the personal data (if applicable),"[adults-in-need]
    name = ""Adults who need care""
    "
    people,people.toml,aliases,other ways in which it is written,a list of texts,,optional,,"[adults-in-need]
    name = ""Adults who need care""
    aliases = [""Service users""]
    "
    people,people.toml,note,anything else worth keeping,text,,optional,,"[adults-in-need]
    name = ""Adults who need care""
    note = ""Also those who ask for an assessment and turn out not to need care.""
    "
    people,people.toml,distinct_from,others of its kind that look alike and are not the same,a list of ids of categories of people,,optional,,"[carers]
    name = ""Carers""
    distinct_from = [""adults-in-need""]
    "
    people,people.toml,broader,the category this one is a kind of,the id of a category of people,,optional,,"[adults-in-need]
    name = ""Adults who need care""
    broader = ""residents""
    "
    people,people.toml,vulnerable,whether they are vulnerable data subjects,true or false,,three ways,,"[adults-in-need]
    name = ""Adults who need care""
    vulnerable = true
    "
    people,people.toml,children,whether they are children,true or false,,three ways,,"[adults-in-need]
    name = ""Adults who need care""
    children = false
    "
    people,people.toml,about_how_many,about how many there are,a whole number,,three ways,,"[adults-in-need]
    name = ""Adults who need care""
    about_how_many = 4200
    "
    "#);
    let all = folder.stdout("ropa fields --format csv");
    assert!(
        all.contains("\r\nactivity,activities/ID.toml,recipient.transfer.route,"),
        "{all}"
    );
}

#[test]
fn wrong_words_get_suggestions_that_work() {
    let folder = Folder::empty();
    assert_snapshot!(folder.says_all(&[
        "ropa fields partys",
        "ropa fields basis",
        "ropa fields xyz",
        "ropa fields flow",
        "ropa list vendors",
        "ropa list flows",
        "ropa fields activity bassis",
        "ropa fields activity zzz",
        "ropa fields --format jpg",
        "ropa fields party -o party.jpg",
    ]), @"
    $ ropa fields partys
    --- stderr, exit 2
    error: there is no kind of record called `partys`
    hint: did you mean `party`?

    $ ropa fields basis
    --- stderr, exit 2
    error: there is no kind of record called `basis`
    hint: did you mean `ropa fields activity purpose.basis`?

    $ ropa fields xyz
    --- stderr, exit 2
    error: there is no kind of record called `xyz`
    hint: the kinds are settings, party, system, data, people, measure, document, activity, approval, waiver

    $ ropa fields flow
    --- stderr, exit 2
    error: there is no kind of record called `flow`
    hint: did you mean `ropa fields activity source`, `ropa fields activity store`, `ropa fields activity recipient` or `ropa fields activity onward`?

    $ ropa list vendors
    --- stderr, exit 2
    error: invalid value 'vendors' for '[KIND]': did you mean `party`? the kinds are party, system, data, people, measure, document, activity, approval, waiver

    For more information, try '--help'.

    $ ropa list flows
    --- stderr, exit 2
    error: invalid value 'flows' for '[KIND]': flows stand in activities: `ropa show NAME` lists those of one, and `ropa ask about NAME` those of a party

    For more information, try '--help'.

    $ ropa fields activity bassis
    --- stderr, exit 2
    error: there is no field of this kind of record called `bassis`
    hint: did you mean `purpose.basis`, `source.as` or `store.as`?

    $ ropa fields activity zzz
    --- stderr, exit 2
    error: there is no field of this kind of record called `zzz`
    hint: `ropa fields activity --all` lists the fields

    $ ropa fields --format jpg
    --- stderr, exit 2
    error: `fields` does not know the format `jpg`
    hint: use one of: text, json, csv, md, html, docx, pdf, xlsx

    $ ropa fields party -o party.jpg
    --- stderr, exit 2
    error: `fields` cannot write `party.jpg`: it writes no file that ends in `.jpg`
    hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx
    ");
    for line in [
        "ropa fields basis",
        "ropa fields activity zzz",
        "ropa fields hosted_in",
    ] {
        let run = folder.run(line);
        run.stops(2);
        for hinted in run
            .stderr
            .split('`')
            .filter(|hinted| hinted.starts_with("ropa "))
        {
            folder.run_words(&words(hinted)[1..]).succeeds();
        }
    }
}

#[test]
fn a_kind_is_named_by_its_word_or_its_file() {
    let folder = Folder::empty();
    for (one, other) in [
        ("party", "parties"),
        ("party", "parties.toml"),
        ("settings", "register"),
        ("settings", "register.toml"),
        ("activity", "activities/payroll.toml"),
    ] {
        let [one, other] = [one, other].map(|kind| folder.run(&format!("ropa fields {kind}")));
        assert_eq!(one.succeeds().stdout, other.succeeds().stdout);
    }
}

/// What a shape of the model is called is for people: nothing of the inside of the program shows.
#[test]
fn no_word_of_the_inside_shows() {
    let text = Folder::empty()
        .run("ropa fields --format md")
        .stdout
        .to_lowercase();
    for inside in [
        "slug", "shape::", "kebab", "whence", "whither", "receiver", "parted", "iri).",
    ] {
        assert!(!text.contains(inside), "{inside}");
    }
}
