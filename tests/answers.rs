//! Answers in their other forms, and answers with nothing in them.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn an_answer_as_a_table_for_a_spreadsheet() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask who-receives "NHS number" --format csv"#), @r#"
    $ ropa ask who-receives "NHS number" --format csv
    recipient,certainty,role,how,activity,country,agreement
    Community matrons,stated,recipient,through Integrated care record system,Family Group Conference,not recorded,not recorded
    District nurses,stated,recipient,through Integrated care record system,Family Group Conference,not recorded,not recorded
    GPs,stated,recipient,through Integrated care record system,Family Group Conference,not recorded,not recorded
    Hospitals,stated,recipient,through Integrated care record system,Family Group Conference,not recorded,not recorded
    Social care practitioners,stated,recipient,through Integrated care record system,Family Group Conference,not recorded,not recorded
    Family members who are located overseas,possible,recipient,direct,Family Group Conference,outside-uk,
    Family network,possible,recipient,direct,Family Group Conference,not recorded,
    Servelec,possible,processor,through Mosaic,Family Group Conference,not recorded,not recorded
    Social workers,possible,recipient,direct,Family Group Conference,not recorded,not recorded
    "#);
}

#[test]
fn an_answer_as_markdown() {
    assert_snapshot!(Folder::with_register().says(r#"ropa ask who-receives "NHS number" --party Servelec --format md"#), @r#"
    $ ropa ask who-receives "NHS number" --party Servelec --format md
    # Who receives NHS Number

    Essex County Council

    As at [today].

    - **Asked with**: ropa ask who-receives data:nhs-number --party party:servelec

    ## Answer

    1 party receives or may receive NHS Number: possible.\
    The list of recipients of Family Group Conference is open: the source says that there are others.

    **Recipients**

    | recipient | certainty | role | how | activity | country | agreement |
    | --- | --- | --- | --- | --- | --- | --- |
    | Servelec | possible | processor | through Mosaic | Family Group Conference | *not recorded* | *not recorded* |

    ## Not certain

    - Servelec: not recorded which data it carries (F6, Family Group Conference to Mosaic)

    ## Not recorded

    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - country, of parties that have or may have this data (1): Servelec
    - agreement in force, with parties shown (1): Servelec

    ## How, step by step

    ### Servelec - possible, through Mosaic

    - F6 Family Group Conference -&gt; Mosaic \[store\]: which data: not recorded\
      agreement: not recorded\
      “Servelec is a Data Processor supporting this purpose through their system Mosaic.”
    - Mosaic -&gt; Servelec \[operator\]: runs it and has what it has

    ## Lawful basis

    - Family Group Conference: “necessary for a task in the public interest” (public task, 6/1/e, our interpretation), for: Delivering this service to you / Planning and improving the service / Preventing or detecting of fraud or crime / Research – using only anonymised data / using the same number to identify you whilst providing your care; not recorded, for: Research – using data that is not anonymised

    ## What was searched

    Searched 14 flows in 1 activity, as at [today].

    "#);
}

#[test]
fn an_empty_answer_says_what_was_searched_and_what_was_too_thin_to_tell() {
    let folder = Folder::with_register();
    assert_snapshot!(folder.says_all(&[
        r#"ropa ask who-receives "NHS number" --role joint-controller"#,
        r#"ropa ask where-from "Health details""#,
        "ropa ask leaves-uk --stated",
    ]), @r#"
    $ ropa ask who-receives "NHS number" --role joint-controller
    No recorded recipient of NHS Number matches these filters. The gaps listed below may hide some.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec

    Searched 14 flows in 1 activity, as at [today].
    --- stderr
    the register read is `register`

    $ ropa ask where-from "Health details"
    Physical or Mental Health details comes or may come from 3 sources: 1 stated and 2 possible.
    The list of recipients of Family Group Conference is open: the source says that there are others.

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
    - sub-processors, of processors that have or may have this data (1): Servelec
    - agreement in force, with parties shown (1): Social workers

    Searched 14 flows in 1 activity, as at [today]. `--explain` shows how, step by step.

    $ ropa ask leaves-uk --stated
    No flow of personal data to a place recorded as outside the UK is recorded that matches these
    filters. The gaps listed below may hide some.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - where it is hosted, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec
    - country, of parties that have or may have this data (5): Community matrons, District nurses, GPs,
      Hospitals, Social care practitioners

    Searched 14 flows in 1 activity, as at [today].
    --- stderr
    the register read is `register`
    "#);
}

#[test]
fn questions_with_nothing_to_tell_on_them() {
    let folder = Folder::with_register();
    assert_snapshot!(folder.says_all(&[
        "ropa ask about ICO",
        r#"ropa ask why "District nurses" NHS"#,
        "ropa ask through ICO",
    ]), @r#"
    $ ropa ask about ICO
    No flow of personal data to or from Information Commissioner's Office is recorded.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Searched 14 flows in 1 activity, as at [today].
    --- stderr
    the register read is `register`

    $ ropa ask why "District nurses" NHS
    No way is recorded for personal data from District nurses to NHS. The gaps listed below may hide
    some.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Not recorded
    - who runs it, of systems that have or may have this data (1): Integrated care record system
    - sub-processors, of processors that have or may have this data (1): Servelec

    Searched 14 flows in 1 activity, as at [today].
    --- stderr
    the register read is `register`

    $ ropa ask through ICO
    No flow of personal data to, from or through Information Commissioner's Office is recorded.

    Searched 14 flows in 1 activity, as at [today].
    --- stderr
    the register read is `register`
    "#);
}
