//! What can be mistyped on the command line, flags before and after, and the help.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn typos_get_suggestions() {
    assert_snapshot!(Folder::with_register().says_all(&[
        "ropa lst",
        "ropa ask who-receves \"NHS number\"",
        "ropa ask who-receives \"NHS number\" --formt json",
        "ropa ask who-receives \"NHS number\" --format jsn",
        "ropa ask who-receives NHS number",
        "ropa ask why NHS",
        "ropa ask who-receives",
        "ropa show",
        "ropa --as-of yesterday list",
        "ropa --as-of 2026-13-01 list",
        "ropa --as-of 01/04/2026 list",
        "ropa --as-of 9999-01-01 list",
        "ropa --as-of 2026-01-01 list",
    ]), @r#"
    $ ropa lst
    --- stderr, exit 2
    error: unrecognized subcommand 'lst'

      tip: a similar subcommand exists: 'list'

    Usage: ropa [OPTIONS] <COMMAND>

    For more information, try '--help'.

    $ ropa ask who-receves "NHS number"
    --- stderr, exit 2
    error: unrecognized subcommand 'who-receves'

      tip: some similar subcommands exist: 'where-held', 'who-receives'

    Usage: ropa ask [OPTIONS] [COMMAND]

    For more information, try '--help'.

    $ ropa ask who-receives "NHS number" --formt json
    --- stderr, exit 2
    error: unexpected argument '--formt' found

      tip: a similar argument exists: '--format'

    Usage: ropa ask who-receives --format <FORMAT> <DATA>

    For more information, try '--help'.

    $ ropa ask who-receives "NHS number" --format jsn
    --- stderr, exit 2
    error: `ask` does not know the format `jsn`
    hint: use one of: text, json, csv, md, html, docx, pdf, xlsx, svg, png, dot, mermaid

    $ ropa ask who-receives NHS number
    --- stderr, exit 2
    error: unexpected argument 'number' found

      tip: put a name of several words in quotes, as in "NHS number"

    Usage: ropa ask who-receives [OPTIONS] [DATA]

    For more information, try '--help'.

    $ ropa ask why NHS
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <TO>

    Usage: ropa ask why <FROM> <TO>

    For more information, try '--help'.

    $ ropa ask who-receives
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <DATA>

    Usage: ropa ask who-receives <DATA>

    For more information, try '--help'.

    $ ropa show
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <THING>

    Usage: ropa show <THING>

    For more information, try '--help'.

    $ ropa --as-of yesterday list
    --- stderr, exit 2
    error: invalid value 'yesterday' for '--as-of <DATE>': not a date of the calendar: write it as 2026-04-01 or 01/04/2026

    For more information, try '--help'.

    $ ropa --as-of 2026-13-01 list
    --- stderr, exit 2
    error: invalid value '2026-13-01' for '--as-of <DATE>': not a date of the calendar: write it as 2026-04-01 or 01/04/2026

    For more information, try '--help'.

    $ ropa --as-of 01/04/2026 list
    --- stderr, exit 2
    error: `--as-of` looks into the history, and a folder of text has none
    hint: put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that

    $ ropa --as-of 9999-01-01 list
    --- stderr, exit 2
    error: 9999-01-01 is in the future: what the register will say is not known
    hint: give a day up to today, as in `--as-of 2026-04-01`

    $ ropa --as-of 2026-01-01 list
    --- stderr, exit 2
    error: `--as-of` looks into the history, and a folder of text has none
    hint: put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that
    "#);
}

#[test]
fn a_word_that_stands_in_the_wrong_place_is_told_where_it_belongs() {
    let folder = Folder::with_register();
    for (line, tip) in [
        (
            "ropa who-receives \"NHS number\"",
            "`ropa ask who-receives`",
        ),
        ("ropa article30 -o a.xlsx", "`ropa export article30`"),
        ("ropa version", "`ropa --version`"),
        (
            "ropa -r register ask leaves-uk --linked",
            "`--linked` belongs to `ropa ask who-receives`",
        ),
        (
            "ropa -r register add flow \"Family Group Conference\" source --to NHS",
            "`--to` belongs to `ropa add flow ACTIVITY recipient`",
        ),
        ("ropa import record.xlsx", "`ropa import sheet FILE`"),
        ("ropa import forms/a.docx", "`ropa import form FILE`"),
        (
            "ropa add flow \"Family Group Conference\" --from NHS",
            "`--from` belongs to `ropa add flow ACTIVITY source`",
        ),
        (
            "ropa add flow \"Family Group Conference\" source --to NHS",
            "`--to` belongs to `ropa add flow ACTIVITY recipient`",
        ),
        (
            "ropa diagram \"Family Group Conference\"",
            "`ropa diagram activity NAME`",
        ),
        ("ropa export -o a.xlsx", "put `-o` after the command"),
        ("ropa -o a.docx ask leaves-uk", "put `-o` after the command"),
        (
            "ropa add party Interpol kind=international-organisation",
            "write it as `--kind international-organisation`",
        ),
        (
            "ropa add system Casebook hosted_in=GB",
            "write it as `--hosted-in GB`",
        ),
        (
            "ropa add flow \"Family Group Conference\" recipient to=NHS",
            "write it as `--to NHS`",
        ),
        (
            "ropa add flow \"Family Group Conference\" recipient NHS",
            "write it as `--to NHS`",
        ),
        (
            "ropa add purpose \"Family Group Conference\" \"To plan care\"",
            "write it as `--text \"To plan care\"`",
        ),
        (
            "ropa add retention \"Family Group Conference\" \"6 years\"",
            "write it as `--period \"6 years\"`",
        ),
        (
            "ropa add purpose Family Group --text x",
            "put a name of several words in quotes",
        ),
    ] {
        let run = folder.run(line);
        assert_eq!(run.code, 2, "{}", run.transcript());
        assert!(run.stderr.contains("tip: "), "{}", run.transcript());
        assert!(run.stderr.contains(tip), "{tip}\n{}", run.transcript());
    }
    // What others call so.
    folder.does("ropa search NHS");
    folder.does("ropa new party --help");
    folder.does("ropa delete --help");
}

#[test]
fn global_flags_stand_before_or_after_the_command() {
    let folder = Folder::with_database();
    let expected = folder
        .run("ropa ask who-receives nhs-number --format json")
        .bytes;
    for line in [
        "ropa --format json ask who-receives nhs-number",
        "ropa ask --format json who-receives nhs-number",
        "ropa ask who-receives --format json nhs-number",
        "ropa ask who-receives --format=json -r ropa.db nhs-number",
        "ropa -r register ask who-receives nhs-number --format json",
        "ropa --register ./register/ --format json --plain ask who-receives nhs-number",
    ] {
        let run = folder.run(line);
        assert!(run.succeeds().bytes == expected, "{}", run.transcript());
    }
}

#[test]
fn the_register_is_named_by_flag_or_environment() {
    let folder = Folder::with_register();
    std::fs::rename(folder.path("register"), folder.path("elsewhere")).unwrap();
    let by_flag = folder
        .run("ropa -r elsewhere list")
        .succeeds()
        .bytes
        .clone();
    let mut command = folder.command(&["list"]);
    command.env("ROPA_REGISTER", "elsewhere");
    assert!(folder.run_command(command).succeeds().bytes == by_flag);
    let mut command = folder.command(&["-r", "elsewhere", "list"]);
    command.env("ROPA_REGISTER", "nowhere");
    assert!(folder.run_command(command).succeeds().bytes == by_flag);
    let mut command = folder.command(&["list"]);
    command.env("ROPA_REGISTER", "nowhere");
    folder.run_command(command).stops(2);
}

#[test]
fn a_database_comes_before_a_folder() {
    let folder = Folder::with_register();
    folder.does("ropa init");
    assert!(folder.run("ropa list").stdout.contains("party     0"));
}

#[test]
fn formats_that_a_command_does_not_know_are_refused_before_any_work() {
    let folder = Folder::empty();
    for line in [
        "ropa ask leaves-uk --format jpg",
        "ropa list party --format yaml",
        "ropa show x --format jpg",
        "ropa init --format json",
        "ropa apply x --format md",
        "ropa dump x --format json",
    ] {
        let run = folder.run(line);
        assert!(
            run.stops(2).stderr.contains("hint: use one of: "),
            "{}",
            run.transcript()
        );
    }
    assert!(crate::harness::files(&folder.path("")).is_empty());
}

#[test]
fn as_of_looks_back_into_a_database() {
    let folder = Folder::with_database();
    let now = folder.json("ropa ask leaves-uk");
    let today = now["as_of"].as_str().unwrap();
    assert_eq!(
        folder.json(&format!("ropa ask leaves-uk --as-of {today}")),
        now
    );
    assert_snapshot!(folder.says_all(&[
        "ropa --as-of 2020-01-01 list",
        "ropa -r register --as-of 2020-01-01 list",
        "ropa apply register --as-of 2020-01-01",
    ]), @"
    $ ropa --as-of 2020-01-01 list
    --- stderr, exit 2
    error: the register had not begun on 2020-01-01: its history begins on [today]
    hint: ask for [today] or later, or with `--on 2020-01-01` for what was so on that day by what is recorded now

    $ ropa -r register --as-of 2020-01-01 list
    --- stderr, exit 2
    error: `--as-of` looks into the history, and a folder of text has none
    hint: put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that

    $ ropa apply register --as-of 2020-01-01
    --- stderr, exit 2
    error: `apply` changes the register as it is now, and `--as-of` asks for what it was
    hint: leave out `--as-of`
    ");
}

#[test]
fn help_is_on_the_standard_output_and_fits() {
    let folder = Folder::empty();
    let mut pages = vec![
        "ropa --help".to_owned(),
        "ropa help".to_owned(),
        "ropa -h".to_owned(),
    ];
    for command in ["ask", "list", "show", "init", "apply", "dump"] {
        pages.push(format!("ropa {command} --help"));
        pages.push(format!("ropa help {command}"));
    }
    for question in [
        "who-receives",
        "where-from",
        "where-held",
        "why",
        "through",
        "about",
        "leaves-uk",
    ] {
        pages.push(format!("ropa ask {question} --help"));
    }
    for page in pages {
        let run = folder.run(&page);
        assert_eq!(run.succeeds().stderr, "", "{page}");
        assert!(run.stdout.contains("Usage: ropa"), "{page}");
        for line in run.stdout.lines() {
            assert!(line.chars().count() <= 100, "{page}: {line}");
        }
    }
    let version = folder.run("ropa --version");
    assert_eq!(
        version.succeeds().stdout,
        format!("ropa {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_first_page_of_help() {
    assert_snapshot!(Folder::empty().says("ropa --help"), @r#"
    $ ropa --help
    Keep the register of processing activities (Article 30 UK GDPR) as a graph, and ask it where
    personal data goes

    Usage: ropa [OPTIONS] <COMMAND>

    Commands:
      ask        Ask where personal data goes: seven questions
      diagram    Draw where personal data goes: seven views
      query      Ask a saved question, in plain SQL over the published tables
      sql        Ask a question of your own in SQL
      check      Check what is missing, unlawful, overdue or vague, worst first
      status     Show where the register stands: what is missing, due and in force
      waive      Accept a finding of `ropa check` for a time
      explain    Explain a rule of `ropa check`, or list the rules
      export     Write the register, or a part of it, for others: records, impact assessments, tables
      notice     Write the privacy notice of an activity, or compare a published one with the register
      list       List the records of a kind, one line each
      show       Show one record in full, with what is not recorded
      find       Find records by any part of their name, and every text that contains a word
      fields     Look up what you can record: every file and every field
      law        Look up what the codes of law mean, and since when [alias: codes]
      form       Write what is recorded as forms, for the services to correct and complete
      import     Read what you have already into the register: privacy notices, spreadsheets, forms
      init       Make an empty database
      add        Add a record, a flow or another part of one
      set        Set fields of one record, take them back, add to lists
      edit       Change one record as text, in the editor that `EDITOR` names
      catalogue  Look up categories and public bodies that notices name, and add them
      rename     Give a record another name or id, everywhere it is named
      merge      Make two records one, wherever either is named
      names      Find records whose names may be one, and settle that two are not
      copy       Add a record like another, under a name of its own
      retire     Record that an activity is no longer done
      remove     Remove records that nothing refers to any more
      apply      Put a folder of text into the database, or show what would change
      dump       Write the register out as a folder of text
      history    List who changed the register, when and why
      verify     Check that the history is intact and matches the register
      help       Print this message or the help of the given subcommand(s)

    Options:
      -r, --register <PATH>  Register to work on: a database, or a folder of text [default: ./ropa.db,
                             else ./register/] [env: ROPA_REGISTER]
          --as-of <DATE>     What was recorded then: read the register as it was at the end of this day
                             (YYYY-MM-DD)
          --on <DATE>        What was so then: answer for this day, with its dates and its law, by what
                             is recorded now
          --format <FORMAT>  Form of the output; each command lists those it knows
          --plain            Write plain lines, without tables and colour
          --licences         Show the licences and notices of all that the program is made of
      -h, --help             Print help
      -V, --version          Print version

    Start with: ropa ask who-receives "NHS number"
    "#);
    let without = Folder::empty().run_words::<&str>(&[]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("Usage: ropa"));
}

#[test]
fn the_help_of_a_question() {
    assert_snapshot!(Folder::empty().says("ropa ask who-receives --help"), @r#"
    $ ropa ask who-receives --help
    Who gets the data, directly or through whom?

    Usage: ropa ask who-receives [OPTIONS] [DATA]

    Arguments:
      [DATA]  Category of data: id, name or alias; not needed with --special or --people

    Options:
      -r, --register <PATH>  Register to work on: a database, or a folder of text [default: ./ropa.db,
                             else ./register/] [env: ROPA_REGISTER]
          --as-of <DATE>     What was recorded then: read the register as it was at the end of this day
                             (YYYY-MM-DD)
          --on <DATE>        What was so then: answer for this day, with its dates and its law, by what
                             is recorded now
          --format <FORMAT>  Form of the output; each command lists those it knows
          --plain            Write plain lines, without tables and colour
          --explain          Show how, step by step, with the words it rests on (other formats than text
                             always do)
          --all              On a terminal, show everything and not only what fits a screen (a pipe, a
                             file and all other formats always have everything)
      -o, --output <FILE>    Write to a file, whose ending chooses the format (`-` is the standard
                             output)
          --force            Replace FILE also where it holds another kind of file
      -h, --help             Print help
      -V, --version          Print version

    Filters:
          --exact                The category itself and nothing narrower
          --party <PARTY>        Only this party or its parts
          --role <ROLE>          Only recipients in this role: recipient, joint-controller, processor,
                                 sub-processor, internal
          --country <COUNTRY>    Only in this country (name, ISO 3166 code, `outside-uk`, or
                                 `not-recorded`)
          --max-steps <N>        Routes of at most so many steps
          --all-paths            All routes, and not only the best
          --not-through <PLACE>  Leave out what comes from or through this party or system (may be given
                                 several times)
          --linked               Also who could get it only because two activities share a system or
                                 party; shown apart
          --people <PEOPLE>      Only data about these people; where the record does not say, it counts
                                 as possible
          --activity <ACTIVITY>  Only these activities (may be given several times)
          --special              Only special category data and data on criminal offences (Articles 9
                                 and 10)
          --stated               Leave out what is only possible
          --retired              Count retired activities too

    Drawing:
          --drawn          Draw the answer, where the format could also hold a document (pdf)
          --paper <PAPER>  Paper on which it must be readable [default: a4] [possible values: a4, a3]
          --landscape      Turn the paper sideways, whether or not that makes the text larger
          --portrait       Keep the paper upright
          --words          Write the data on the lines, whether or not there is room
          --numbers        Write numbers on the lines, and the data in a table below
          --lr             Read from left to right
          --tb             Read from top to bottom
          --one-sheet      Keep it on one sheet, however small the text

    Example: ropa ask who-receives "NHS number"

    Formats: text, json, csv, md, html, docx, pdf, xlsx; drawn: svg, png, dot, mermaid, and pdf with
    --drawn; by --format or the ending of the file
    "#);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::with_register();
    let odd = OsStr::from_bytes(b"caf\xe9\xff");
    for args in [
        &[OsStr::new("show"), odd][..],
        &[OsStr::new("-r"), odd, OsStr::new("list")],
        &[OsStr::new("apply"), odd],
        &[odd],
    ] {
        folder.run_words(args).stops(2);
    }
}

/// Who asks about something without saying what is told how to ask.
#[test]
fn what_is_asked_without_a_question_is_told_one() {
    let said = Folder::with_register().run("ropa ask \"NHS number\"");
    let tip = "tip: name a question first, as in `ropa ask who-receives \"NHS number\"`";
    assert!(said.stops(2).stderr.contains(tip), "{}", said.stderr);
}
