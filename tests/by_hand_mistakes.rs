//! What is typed wrongly where a register is changed without text, and what is said then.

use insta::assert_snapshot;

use crate::by_hand::library;
use crate::harness::{Folder, root};

#[test]
fn what_is_typed_wrongly_is_said_with_what_to_type() {
    let folder = library();
    let before = folder.run("ropa history").stdout.clone();
    assert_snapshot!(folder.says_all(&[
        "ropa set shelfmark-ltd country",
        "ropa set shelfmark-ltd =GB",
        "ropa set shelfmark-ltd countri=FR",
        "ropa set shelfmark-ltd country=Frankreich",
        "ropa set shelfmark-ltd kind=organization",
        "ropa set shelfmark-ltd name=not-recorded",
        "ropa set shelfmark-ltd name=none",
        "ropa set shelfmark-ltd note=none",
        "ropa set shelfmark-ltd name=",
        "ropa set shelfmark-ltd country=GB country=FR",
        "ropa set shelfmark-ltd country+=FR",
        "ropa set shelfmark-ltd part_of=shelfmark-ltd",
        "ropa set shelfmark-ltd aliases=\"Library consortium\"",
        "ropa set shelfmark aliases=x",
        "ropa set \"Library membership\" owner=\"Head of libraries\"",
        "ropa set \"Library membership\" owner=n/a",
        "ropa set \"Library membership\" data=n/a",
        "ropa set \"Library membership\" recipient=n/a",
        "ropa set \"Library membership\" recipient=NHS",
        "ropa set \"Library membership\" review=2027",
        "ropa set \"Library membership\" review.next=soon",
        "ropa set \"Library membership\" next=2027-04-01",
        "ropa set \"Library membership\" F9.when=x",
        "ropa set \"Library membership\" onward.when=x",
        "ropa set \"Library membership\" recipient[2].when=x",
        "ropa set \"Library membership\" recipient[NHS].when=x",
        "ropa set \"Library membership\" recipient[library-consortum].when=x",
        "ropa set \"Library membership\" basis=contract",
        "ropa retire \"Library membership\" --on 2027-03-31",
        "ropa set \"Library membership\" recipient[1]=x",
        "ropa set \"Library membership\" retention.period=long",
        "ropa set \"Library membership\" purpose.basis=\"Article 66\"",
        "ropa set \"Library membership\" data-=\"Library members\"",
        "ropa set \"Library membership\" data-=\"Name and contact details, Books on loan\"",
        "ropa set \"Library membership\" F1.purpose=borrowing",
        "ropa set \"Library membership\" F3=not-recorded",
        "ropa set \"Library membership\" name.first=x",
        "ropa add party",
        "ropa add party \"!!!\"",
        "ropa add party \"Shelfmark Ltd\"",
        "ropa add party \"Shelf\" --id \"A B\"",
        "ropa add party Shelf --kind organization",
        "ropa add party Shelf --country Frankreich",
        "ropa add flow \"Library membership\" recipient",
        "ropa add flow \"Library membership\" recipient --to Police",
        "ropa add flow Shelfmark recipient --to Police",
        "ropa add flow \"Shelfmark Ltd\" recipient --to Police",
        "ropa add purpose \"Library membership\" --basis \"public task\"",
        "ropa add supplier X",
        "ropa rename shelfmark-ltd",
        "ropa rename shelfmark-ltd \"Library consortium\"",
        "ropa rename shelfmark-ltd --id library-consortium",
        "ropa rename shelfmark-ltd --id \"Shelf mark\"",
        "ropa copy \"Library membership\" \"Library membership\"",
        "ropa retire \"Library membership\"",
        "ropa retire \"Library membership\" --last-day soon",
        "ropa retire \"Shelfmark Ltd\"",
        "ropa remove shelfmark-ltd",
        "ropa remove council",
        "ropa set shelfmark-ltd country=FR --as-of 2026-01-01",
        "ropa set shelfmark-ltd country=FR --on 2026-01-01",
        "ropa set shelfmark-ltd country=FR --format pdf",
    ]), @r#"
    $ ropa set shelfmark-ltd country
    --- stderr, exit 2
    error: expected `FIELD=VALUE`, found `country`
    hint: write it without spaces around `=`, and in quotes where it has spaces, as in `note="No contract yet"`

    $ ropa set shelfmark-ltd =GB
    --- stderr, exit 2
    error: no field is named before `=`
    hint: write `FIELD=VALUE`, as in `country=GB`

    $ ropa set shelfmark-ltd countri=FR
    --- stderr, exit 2
    error: a party has no field `countri` there
    hint: did you mean `country`?

    $ ropa set shelfmark-ltd country=Frankreich
    --- stderr, exit 2
    error: `Frankreich` is not the name or code of a country
    hint: write its name or its code, such as `France` or `FR`, or `outside-uk`

    $ ropa set shelfmark-ltd kind=organization
    --- stderr, exit 2
    error: `organization` is not a word for `kind`
    hint: did you mean `organisation`?

    $ ropa set shelfmark-ltd name=not-recorded
    --- stderr, exit 2
    error: `name` must be recorded: it is the name as people know it

    $ ropa set shelfmark-ltd name=none
    --- stderr, exit 2
    error: `name` cannot be `none`
    hint: it is the name as people know it

    $ ropa set shelfmark-ltd note=none
    --- stderr, exit 2
    error: `note` cannot be `none`
    hint: write `note=not-recorded`

    $ ropa set shelfmark-ltd name=
    --- stderr, exit 2
    error: `name` says nothing
    hint: write `name="in your words"`

    $ ropa set shelfmark-ltd country=GB country=FR
    --- stderr, exit 2
    error: `country` holds one value, and has 2
    hint: give one of them

    $ ropa set shelfmark-ltd country+=FR
    --- stderr, exit 2
    error: `country` holds one value, and `+=` is for lists
    hint: write `country=VALUE`

    $ ropa set shelfmark-ltd part_of=shelfmark-ltd
    --- stderr, exit 2
    error[TEXT-ring]: `shelfmark-ltd` is part of itself
    --> party `shelfmark-ltd`, field `part_of`
     = help: leave one of them out

    1 error in 1 record
    error: nothing was changed: the register would have the errors above
    hint: give other values, or change the records named above too

    $ ropa set shelfmark-ltd "aliases=Library consortium"
    --- stderr, exit 2
    error[TEXT-ambiguous-name]: `library-consortium` may be the party `shelfmark-ltd` or `library-consortium`
    --> party `library-consortium`
     = help: give one of them another name, or make them one record, or record of what each is a part, if these differ
    note: `shelfmark-ltd` is called `Library consortium` here
    --> party `shelfmark-ltd`, field `aliases[1]`

    1 error in 1 record
    error: nothing was changed: the register would have the errors above
    hint: give other values, or change the records named above too

    $ ropa set shelfmark aliases=x
    --- stderr, exit 2
    error: nothing in the register is called `shelfmark`
    hint: did you mean `party:shelfmark-ltd` (Shelfmark Ltd)?
    the register read is `ropa.db`

    $ ropa set "Library membership" "owner=Head of libraries"
    --- stderr, exit 2
    error: no party is called `Head of libraries`, and `owner` names one
    hint: record it first with `ropa add party "Head of libraries"`, or name one that `ropa list party` lists

    $ ropa set "Library membership" owner=n/a
    --- stderr, exit 2
    error: `owner` says `n/a`
    hint: write `owner=none` where there is none, and `owner=not-recorded` where nobody knows

    $ ropa set "Library membership" data=n/a
    --- stderr, exit 2
    error: `data` says `n/a`
    hint: write `data=none` where there is none, and `data=not-recorded` where nobody knows

    $ ropa set "Library membership" recipient=n/a
    --- stderr, exit 2
    error: `recipient` says `n/a`
    hint: write `recipient=none` where there is none, and `recipient=not-recorded` where nobody knows

    $ ropa set "Library membership" recipient=NHS
    --- stderr, exit 2
    error: `recipient` has fields of its own
    hint: add one with `ropa add flow activity:library-membership recipient`, or set a field of one that is there, as in `recipient[1].to=VALUE`

    $ ropa set "Library membership" review=2027
    --- stderr, exit 2
    error: `review` has fields of its own
    hint: set one of them, as in `review.last=VALUE`: `last`, `by`, `next` or `every`

    $ ropa set "Library membership" review.next=soon
    --- stderr, exit 2
    error: `soon` is not a date of the calendar
    hint: write year, month and day, such as `review.next=2026-11-24`

    $ ropa set "Library membership" next=2027-04-01
    --- stderr, exit 2
    error: an activity has no field `next` there
    hint: did you mean `review.next`?

    $ ropa set "Library membership" F9.when=x
    --- stderr, exit 2
    error: there is no flow F9
    hint: the flows are numbered from F1 to F3

    $ ropa set "Library membership" onward.when=x
    --- stderr, exit 2
    error: no `onward` is recorded there
    hint: add one with `ropa add flow activity:library-membership onward`

    $ ropa set "Library membership" recipient[2].when=x
    --- stderr, exit 2
    error: there is no `recipient[2]`
    hint: there is one, `recipient[1]`

    $ ropa set "Library membership" recipient[NHS].when=x
    --- stderr, exit 2
    error: there is no `recipient[NHS]`
    hint: there is one, `recipient[1]`

    $ ropa set "Library membership" recipient[library-consortum].when=x
    --- stderr, exit 2
    error: there is no `recipient[library-consortum]`
    hint: did you mean `recipient[library-consortium]`?

    $ ropa set "Library membership" basis=contract
    --- stderr, exit 2
    error: an activity has no field `basis` there
    hint: did you mean `purpose.basis`?

    $ ropa retire "Library membership" --on 2027-03-31
    --- stderr, exit 2
    error: `retire` changes what is recorded now, and `--on` asks for what is so on a day
    hint: write the last day with `--last-day`

    $ ropa set "Library membership" recipient[1]=x
    --- stderr, exit 2
    error: `recipient[1]` is a part of the record with fields of its own
    hint: set one of its fields, as in `recipient[1].to=VALUE`, or remove it with `recipient[1]=not-recorded`

    $ ropa set "Library membership" retention.period=long
    --- stderr, exit 2
    error: `long` is not a period
    hint: write a length of time, such as `35 years` or `6 months`, or `permanent`; the field trigger says from when it runs, and the field criteria what decides it

    $ ropa set "Library membership" "purpose.basis=Article 66"
    --- stderr, exit 2
    error: `Article 66` is not among the lawful bases
    hint: write `6/1/a` (Consent), `6/1/b` (Contract), `6/1/c` (Legal obligation), `6/1/d` (Vital interests), `6/1/e` (Public task), `6/1/ea` (Recognised legitimate interest) or `6/1/f` (Legitimate interests)

    $ ropa set "Library membership" "data-=Library members"
    --- stderr, exit 2
    error: `Library members` is a category of people, not a category of data
    hint: to see who receives data about them: `ropa ask who-receives --people library-members`

    $ ropa set "Library membership" "data-=Name and contact details, Books on loan"
    --- stderr, exit 2
    error: nothing would be left of `data`
    hint: write `data=none` where there is none, and `data=not-recorded` where nobody knows

    $ ropa set "Library membership" F1.purpose=borrowing
    --- stderr, exit 2
    error[TEXT-unknown-purpose]: this activity has no purpose with the id `borrowing`
    --> activity `library-membership`, field `source[1].purpose`
     = help: write `lending`

    1 error in 1 record
    error: nothing was changed: the register would have the errors above
    hint: give other values, or change the records named above too

    $ ropa set "Library membership" F3=not-recorded
    --- stderr, exit 2
    error: nothing would be left of `recipient`
    hint: write `recipient=none` where there is none, and `recipient=not-recorded` where nobody knows

    $ ropa set "Library membership" name.first=x
    --- stderr, exit 2
    error: `name` has no fields of its own, and `name.first` names one

    $ ropa add party
    --- stderr, exit 2
    error: `add party` needs `NAME`, the name as people know it
    hint: give it, or run this at a terminal without any to be asked for each

    $ ropa add party !!!
    --- stderr, exit 2
    error: no id can be made for a party
    hint: give one with `--id`, of lower-case letters, digits and single hyphens

    $ ropa add party "Shelfmark Ltd"
    --- stderr, exit 2
    error: there is a party called `Shelfmark Ltd` already, with the id `shelfmark-ltd`
    hint: change that one with `ropa set party:shelfmark-ltd FIELD=VALUE`, or give another name and id with `--id`

    $ ropa add party Shelf --id "A B"
    --- stderr, exit 2
    error: `A B` is not an id: use lower-case letters, digits and single hyphens
    hint: write `--id a-b`

    $ ropa add party Shelf --kind organization
    --- stderr, exit 2
    error: `organization` is not a word for `kind`
    hint: did you mean `organisation`?

    $ ropa add party Shelf --country Frankreich
    --- stderr, exit 2
    error: `Frankreich` is not the name or code of a country
    hint: write its name or its code, such as `France` or `FR`, or `outside-uk`

    $ ropa add flow "Library membership" recipient
    --- stderr, exit 2
    error: `recipient` needs `--to`, who or what gets it
    hint: give it, or run this at a terminal without any to be asked for each

    $ ropa add flow "Library membership" recipient --to Police
    --- stderr, exit 2
    error: no party, activity or category of people is called `Police`, and `to` names one
    hint: record it first with `ropa add party Police`, or name one that `ropa list party` lists

    $ ropa add flow Shelfmark recipient --to Police
    --- stderr, exit 2
    error: no activity is called `Shelfmark`
    hint: `ropa list activity` lists activities, and `ropa find "Shelfmark"` looks in every name and text
    the register read is `ropa.db`

    $ ropa add flow "Shelfmark Ltd" recipient --to Police
    --- stderr, exit 2
    error: `Shelfmark Ltd` is a party, not an activity
    hint: to see what goes to it and comes from it: `ropa ask about shelfmark-ltd`

    $ ropa add purpose "Library membership" --basis "public task"
    --- stderr, exit 2
    error: `purpose` needs `--text`, what the data is used for
    hint: give it, or run this at a terminal without any to be asked for each

    $ ropa add supplier X
    --- stderr, exit 2
    error: unrecognized subcommand 'supplier'

      tip: type `ropa add party`

    Usage: ropa add [OPTIONS] <WHAT>

    For more information, try '--help'.

    $ ropa rename shelfmark-ltd
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <NAME>

    Usage: ropa rename <THING> <NAME>

    For more information, try '--help'.

    $ ropa rename shelfmark-ltd "Library consortium"
    --- stderr, exit 2
    error[TEXT-ambiguous-name]: `library-consortium` may be the party `shelfmark-ltd` or `library-consortium`
    --> party `library-consortium`
     = help: give one of them another name, or make them one record, or record of what each is a part, if these differ
    note: `shelfmark-ltd` is called `Library consortium` here
    --> party `shelfmark-ltd`, field `name`

    1 error in 1 record
    error: nothing was changed: the register would have the errors above
    hint: give other values, or change the records named above too

    $ ropa rename shelfmark-ltd --id library-consortium
    --- stderr, exit 2
    error: there is a party with the id `library-consortium` already
    hint: give another id; `ropa show party:library-consortium` shows that one

    $ ropa rename shelfmark-ltd --id "Shelf mark"
    --- stderr, exit 2
    error: `Shelf mark` is not an id: use lower-case letters, digits and single hyphens
    hint: write `--id shelf-mark`

    $ ropa copy "Library membership" "Library membership"
    --- stderr, exit 2
    error: a copy has a name of its own, and activity:library-membership is called that
    hint: give it another name: it says what is different

    $ ropa retire "Library membership"
    --- stderr, exit 2
    error: the last day is not given, and nothing was changed
    hint: add `--last-day 2026-03-31`, or `--last-day not-recorded` where nobody knows

    $ ropa retire "Library membership" --last-day soon
    --- stderr, exit 2
    error: `soon` is not a date of the calendar
    hint: write it as in `--last-day 2026-03-31`

    $ ropa retire "Shelfmark Ltd"
    --- stderr, exit 2
    error: `Shelfmark Ltd` is a party, not an activity
    hint: to see what goes to it and comes from it: `ropa ask about shelfmark-ltd`

    $ ropa remove shelfmark-ltd
    --- stderr, exit 2
    system:library-system (Library system): operator
    error: nothing was removed: 1 record refers to `party:shelfmark-ltd`
    hint: take it out of what refers to it first, such as with `ropa set system:library-system operator=not-recorded`

    $ ropa remove council
    --- stderr, exit 2
    settings:register: organisation
    activity:library-membership (Library membership): controller
    error: nothing was removed: 2 records refer to `party:council`
    hint: take it out of what refers to it first, such as with `ropa set activity:library-membership controller=not-recorded`

    $ ropa set shelfmark-ltd country=FR --as-of 2026-01-01
    --- stderr, exit 2
    error: `set` changes the register as it is now, and `--as-of` asks for what it was
    hint: leave out `--as-of`

    $ ropa set shelfmark-ltd country=FR --on 2026-01-01
    --- stderr, exit 2
    error: `set` changes what is recorded now, and `--on` asks for what is so on a day
    hint: leave out `--on`

    $ ropa set shelfmark-ltd country=FR --format pdf
    --- stderr, exit 2
    error: `set` does not know the format `pdf`
    hint: use one of: text, json
    "#);
    assert_eq!(folder.run("ropa history").stdout, before);
}

/// What people type where the program knows it by another word: the hint names the word that they mean.
#[test]
fn natural_words_lead_to_the_words_of_the_program() {
    let folder = library();
    folder.does("ropa add document Agreement");
    for (line, meant) in [
        ("ropa set library-membership status=archived", "`retired`"),
        (
            "ropa set library-membership dpia.status=ongoing",
            "`in-progress`",
        ),
        (
            "ropa set library-membership dpia.needed=maybe",
            "`dpia.needed=not-recorded`",
        ),
        (
            "ropa set library-membership regime=police",
            "`law-enforcement`",
        ),
        (
            "ropa set agreement kind=\"data processing agreement\"",
            "`contract`",
        ),
        ("ropa set agreement kind=DSA", "`sharing-agreement`"),
        (
            "ropa set books-on-loan class=special",
            "write which: `racial-or-ethnic-origin`",
        ),
        (
            "ropa set books-on-loan class=financial",
            "`ropa law data-class`",
        ),
        (
            "ropa add purpose library-membership --text X --basis \"legitimate interest\"",
            "`6/1/f`",
        ),
        (
            "ropa add retention library-membership --data all --period forever",
            "`--period permanent`",
        ),
        (
            "ropa add retention library-membership --data all --period \"75 years from birth\"",
            "the field trigger",
        ),
    ] {
        let refused = folder.run(line);
        refused.stops(2);
        assert!(refused.stderr.contains(meant), "{}", refused.transcript());
        assert!(
            !refused
                .stderr
                .contains("`personal` (Personal data of no special class)?")
        );
    }
}

#[test]
fn a_field_that_a_row_does_not_have_is_told_as_what_it_is_called_there() {
    let folder = library();
    folder.does("ropa add purpose library-membership --text \"To lend books\"");
    for (line, hint) in [
        (
            "recipient[1].role=processor",
            "did you mean `recipient[1].as`?",
        ),
        (
            "recipient[library-consortium].carrys=all",
            "did you mean `recipient[library-consortium].carries`?",
        ),
        (
            "purpose[1].legal_basis=6/1/e",
            "did you mean `purpose[1].basis`?",
        ),
        ("reviw.next=2027-04-01", "did you mean `review.next`?"),
        // What is no other word for one of its fields is answered with these, and with where the name belongs.
        (
            "recipient[1].basis=6/1/e",
            "or `note`; there is `purpose[1].basis` or `purpose[2].basis`",
        ),
        (
            "recipient[1].colour=red",
            "it may have `id`, `to`, `as`, `carries`",
        ),
    ] {
        let run = folder.run(&format!("ropa set library-membership {line}"));
        assert!(run.stderr.contains(hint), "{}", run.transcript());
        assert_ne!(run.code, 0);
    }
    for (line, hint) in [
        (
            "flow library-membership recipient --to library-consortium --role processor",
            "did you mean `--as`?",
        ),
        (
            "party Vans --url https://example.org",
            "did you mean `--web`?",
        ),
        (
            "retention library-membership --duration \"6 years\"",
            "did you mean `--period`?",
        ),
    ] {
        let run = folder.run(&format!("ropa add {line}"));
        assert!(run.stderr.contains(hint), "{}", run.transcript());
        assert_ne!(run.code, 0);
    }
}

/// What is typed with its kind before it is offered, and recorded, without it.
#[test]
fn a_name_with_its_kind_before_it_is_recorded_without() {
    let folder = library();
    let owner = "ropa set \"Library membership\" owner=party:head-of-service --author Ada";
    let refused = folder.run(owner);
    let hint = "`ropa add party head-of-service`";
    let said = &refused.stops(2).stderr;
    assert!(said.contains(hint), "{said}");
    folder.does("ropa add party party:head-of-service --author Ada");
    folder.does(owner);
}

/// What takes a record out of those that refer to it works as it is typed, until nothing refers to it any more.
#[test]
fn what_takes_a_record_out_of_others_works_when_typed() {
    let folder = Folder::empty();
    let county = root().join("tests/fixtures/county");
    folder.does("ropa init");
    folder.does(&format!("ropa apply {}", county.display()));
    // In a list of one within a table that cannot be without it, in lists of several, and in fields.
    for thing in [
        "people:older-people",
        "system:casebook",
        "data:phone-number",
    ] {
        let removed = (0..40).any(|_| {
            let run = folder.run(&format!("ropa remove {thing}"));
            if run.code == 0 {
                return true;
            }
            let hint = run
                .stderr
                .rsplit_once("such as with `")
                .expect(&run.stderr)
                .1;
            folder.does(hint.trim_end().trim_end_matches('`'));
            false
        });
        assert!(removed, "{thing}");
    }
}
