//! `ropa find`.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn records_are_found_by_any_part_of_a_name_and_by_the_words_of_their_texts() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa find servelec",
        "ropa find Social   WORKERS",
        "ropa find crime",
        "ropa find ecc",
    ]), @r#"
    $ ropa find servelec
    2 records have `servelec` in their name, and 1 more in a text.

    Parties (1)
    - Servelec (party:servelec)

    Documents (1)
    - Relevant other privacy notice (servelecgroupp.com) (document:relevant-other-notice)
      note: The address is as published, with its spelling servelecgroupp. The notice calls it a privacy
        notice; its …
      link: https://www.servelecgroupp.com/terms-of-use/

    Activities (1)
    - Family Group Conference (activity:family-group-conference)
      store F6, evidence: Servelec is a Data Processor supporting this purpose through …
      evidence 22, words: https://www.servelecgroupp.com/terms-of-use/

    $ ropa find Social WORKERS
    1 record has `Social WORKERS` in its name, and 2 more in a text.

    Parties (2)
    - Social workers (party:social-workers)
      alias: Your social workers
    - Social care practitioners (party:social-care-practitioners)
      note: … nor whether they are the same as "your social workers".

    Activities (1)
    - Family Group Conference (activity:family-group-conference)
      source F4, evidence: … your personal data: Your Family Network or your social workers
      source F5, evidence: … your personal data: Your Family Network or your social workers
      recipient F7, evidence: Your family network and your social workers.
      recipient F8, evidence: Your family network and your social workers.

    $ ropa find crime
    1 record has `crime` in a text.

    Activities (1)
    - Family Group Conference (activity:family-group-conference)
      purpose 3, text: Preventing or detecting of fraud or crime
      purpose 3, evidence: Preventing or detecting of fraud or crime

    $ ropa find ecc
    1 record has `ecc` in its name, and 2 more in a text.

    Parties (1)
    - Essex County Council (party:essex-county-council)
      alias: ECC

    Documents (1)
    - Family Group Conference: service specific privacy notice (document:family-group-conference-notice)
      note: Headed "ECC Service Specific Privacy Notice – Layout for Website". …

    Activities (1)
    - Family Group Conference (activity:family-group-conference)
      evidence 21, words: ECC Service Specific Privacy Notice – Layout for Website
    "#);
}

#[test]
fn a_database_gives_what_the_folder_gives() {
    let folder = Folder::with_database();
    for word in ["nhs", "family", "0333", "outside"] {
        for format in ["text", "json", "csv", "md"] {
            let [of_folder, of_database] = ["register", "ropa.db"].map(|register| {
                let line = format!("ropa find {word} -r {register} --format {format} --all");
                folder.stdout(&line)
            });
            assert_eq!(of_folder, of_database, "{word} {format}");
        }
    }
}

#[test]
fn every_record_and_every_place_is_in_a_pipe_and_in_every_format() {
    let parties: String = (1..=8)
        .map(|n| {
            format!("[p{n}]\nname = \"School {n}\"\nnote = \"A school\"\naddress = \"School Lane\"\nweb = \"school.example\"\n\n")
        })
        .collect();
    let folder = Folder::with_files(&[("register/parties.toml", &parties)]);
    let text = folder.stdout("ropa find school");
    assert_eq!(text.matches("(party:p").count(), 8, "{text}");
    assert_eq!(text.matches("School Lane").count(), 8, "{text}");
    assert_eq!(folder.json("ropa find school").as_array().unwrap().len(), 8);
    let csv = folder.run("ropa find school --format csv").stdout;
    assert_eq!(csv.lines().count(), 1 + 8 * 4, "{csv}");
    for format in ["md", "html"] {
        let told = folder.run(&format!("ropa find school --format {format}"));
        let n_places = told.succeeds().stdout.matches("School Lane").count();
        assert_eq!(n_places, 8, "{format}");
    }
    for format in ["docx", "xlsx"] {
        folder.does(&format!("ropa find school -o found.{format}"));
        assert!(
            std::fs::metadata(folder.path(&format!("found.{format}")))
                .unwrap()
                .len()
                > 1_000
        );
    }
}

#[test]
fn what_is_found_as_json_and_csv_names_the_field() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa find crime --format json",
        "ropa find mosaic --format csv",
    ]), @r#"
    $ ropa find crime --format json
    [
      {
        "found": [
          {
            "field": "purpose[3].text",
            "words": "Preventing or detecting of fraud or crime"
          },
          {
            "field": "purpose[3].evidence",
            "words": "Preventing or detecting of fraud or crime"
          }
        ],
        "id": "family-group-conference",
        "kind": "activity",
        "name": "Family Group Conference"
      }
    ]

    $ ropa find mosaic --format csv
    kind,id,name,found in,words
    system,mosaic,Mosaic,name,Mosaic
    activity,family-group-conference,Family Group Conference,store[1].evidence,… Data Processor supporting this purpose through their system Mosaic.
    activity,family-group-conference,Family Group Conference,store[1].note,That data rests in Mosaic is our reading. The notice does not say …
    "#);
}

#[test]
fn nothing_found_says_where_it_was_looked_for_and_what_may_be_meant() {
    let folder = Folder::with_database();
    assert_snapshot!(folder.says_all(&[
        "ropa find servlec",
        "ropa find zzz --format json",
        "ropa find zzz --format csv",
        "ropa find public task",
        "ropa find \"?!\"",
        "ropa find",
        "ropa find nhs --as-of 2020-01-01",
        "ropa find nhs -r register --as-of 2020-01-01",
        "ropa find nhs --format png",
    ]), @r#"
    $ ropa find servlec
    --- stderr
    nothing found: no name and no text of the 36 records contains `servlec`
    hint: did you mean `Servelec`?
    the register read is `ropa.db`

    $ ropa find zzz --format json
    []
    --- stderr
    nothing found: no name and no text of the 36 records contains `zzz`
    the register read is `ropa.db`

    $ ropa find zzz --format csv
    kind,id,name,found in,words
    --- stderr
    nothing found: no name and no text of the 36 records contains `zzz`
    the register read is `ropa.db`

    $ ropa find public task
    --- stderr
    nothing found: no name and no text of the 36 records contains `public task`
    hint: it is a term of the law: see `ropa law "public task"`
    the register read is `ropa.db`

    $ ropa find ?!
    --- stderr, exit 2
    error: there is no record called `?!`
    hint: write a word with letters or digits, as in `ropa find housing`

    $ ropa find
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <WORD>...

    Usage: ropa find <WORD>...

    For more information, try '--help'.

    $ ropa find nhs --as-of 2020-01-01
    --- stderr, exit 2
    error: the register had not begun on 2020-01-01: its history begins on [today]
    hint: ask for [today] or later, or with `--on 2020-01-01` for what was so on that day by what is recorded now

    $ ropa find nhs -r register --as-of 2020-01-01
    --- stderr, exit 2
    error: `--as-of` looks into the history, and a folder of text has none
    hint: put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that

    $ ropa find nhs --format png
    --- stderr, exit 2
    error: `find` does not know the format `png`
    hint: use one of: text, json, csv, md, html, docx, pdf, xlsx
    "#);
    folder.does("ropa find Servelec");
}

/// A short word is looked for at the beginning of words, and inside them before nothing is said to be there.
#[test]
fn a_short_word_is_looked_for_inside_words_before_nothing_is_found() {
    let folder = Folder::with_files(&[(
        "register/parties.toml",
        "[a]\nname = \"One\"\nnote = \"Runs the xyzzy\"\n",
    )]);
    let run = folder.run("ropa find zzy");
    assert!(run.succeeds().stdout.contains("Runs the xyzzy"));
    assert_eq!(run.stderr, "");
}

#[test]
fn nothing_that_is_found_acts_on_the_terminal() {
    let folder = Folder::with_files(&[(
        "register/parties.toml",
        "[a]\nname = \"Bad\\u001b[31m name\"\nnote = \"bad\\u202e note\\nin lines\"\n",
    )]);
    for format in ["text", "json", "csv", "md"] {
        let run = folder.run(&format!("ropa find bad --format {format}"));
        run.succeeds();
        if format != "csv" {
            assert!(
                !run.stdout.contains(['\u{1b}', '\u{202e}']),
                "{}",
                run.transcript()
            );
        }
    }
    let run = folder.run_words(&["find", "no\u{1b}[31mthing"]);
    assert!(!run.both().contains('\u{1b}'), "{}", run.transcript());
}
