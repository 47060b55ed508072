//! Lists that the source says are incomplete: every door that reads one says so, and nothing is made of it.

use crate::harness::Folder;

/// A register of two activities, one of which has its lists open.
fn register(open: &str) -> Folder {
    let folder = Folder::empty();
    folder.write(
        "register/parties.toml",
        "[council]\nname = \"Council\"\nkind = \"public-authority\"\ncountry = \"GB\"\n\n\
         [police]\nname = \"Police\"\nkind = \"public-authority\"\ncountry = \"GB\"\nsub_processors = \"none\"\n\n\
         [printer]\nname = \"Printer\"\nkind = \"organisation\"\ncountry = \"GB\"\nsub_processors = \"none\"\n",
    );
    folder.write(
        "register/register.toml",
        "[settings]\norganisation = \"council\"\njurisdiction = \"uk\"\n",
    );
    folder.write(
        "register/data.toml",
        "[name]\nname = \"Name\"\nclass = \"personal\"\nmay_include = \"none\"\n\n\
         [health]\nname = \"Health\"\nclass = \"health\"\n",
    );
    folder.write(
        "register/people.toml",
        "[residents]\nname = \"Residents\"\n",
    );
    folder.write(
        "register/systems.toml",
        "[files]\nname = \"Files\"\noperator = \"council\"\nhosted_in = \"GB\"\n",
    );
    folder.write(
        "register/activities/leaflets.toml",
        format!(
            "name = \"Leaflets\"\ncontroller = \"council\"\nrole = \"controller\"\npeople = [\"residents\"]\n\
             data = [\"name\"]\nrecipient = \"none\"\nsource = \"none\"\n{open}\n\n[[store]]\nin = \"files\"\ncarries = [\"name\"]\n"
        ),
    );
    folder
}

/// What is said where a list is open.
const OTHERS: &str = "the source says that there are others";

#[test]
fn nobody_is_said_to_receive_what_an_open_list_may_hide() {
    let nobody = "Nobody receives Name";
    let closed = register("open = \"none\"").run("ropa ask who-receives Name");
    assert!(closed.stdout.contains(nobody), "{}", closed.transcript());
    for list in ["recipient", "data"] {
        let run = register(&format!("open = [\"{list}\"]")).run("ropa ask who-receives Name");
        assert!(!run.stdout.contains(nobody), "{}", run.transcript());
        assert!(run.stdout.contains(OTHERS), "{}", run.transcript());
    }
}

#[test]
fn every_door_that_reads_an_open_list_says_so() {
    let all = "open = [\"recipient\", \"source\", \"store\", \"data\", \"people\"]";
    let folder = register(all);
    for (command, items) in [
        ("ask who-receives Name", "recipients of Leaflets"),
        ("ask who-receives Health", "categories of data of Leaflets"),
        (
            "ask who-receives Name --people Residents",
            "categories of people of Leaflets",
        ),
        (
            "ask where-held Name",
            "places where data is kept of Leaflets",
        ),
        ("ask where-from Name", "sources of Leaflets"),
        ("ask leaves-uk", "recipients of Leaflets"),
        ("ask about Police", "recipients of Leaflets"),
        ("ask through Files", "recipients of Leaflets"),
        (
            "diagram activity Leaflets --format text",
            "recipients of Leaflets",
        ),
        (
            "diagram activity Leaflets --format json",
            "recipients of Leaflets",
        ),
        ("diagram context --format svg", "open"),
    ] {
        let run = folder.run(&format!("ropa {command}"));
        let said = run.stdout.to_lowercase();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(&items.to_lowercase()), "{}", run.transcript());
    }
    for command in [
        "export article30 --format csv",
        "export article30 --format csv --public",
        "export article30 --layout eu --format csv",
        "export activity Leaflets --format md",
        "export dpia Leaflets --format md",
        "query recipients-of data=name",
        "query where-held data=name",
        "query sources-of data=name",
        "sql \"SELECT list FROM activity_open ORDER BY list\" --format csv",
    ] {
        let run = folder.run(&format!("ropa {command}"));
        let said = format!("{}{}", run.stdout, run.stderr).to_lowercase();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains(OTHERS) || said.contains("recipient source"),
            "{}",
            run.transcript()
        );
    }
    let run = folder.run("ropa ask who-receives Health --format json");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["answer"].as_array().unwrap().len(), 0);
    assert_eq!(json["open"][0]["list"], "data", "{json}");
    assert_eq!(json["open"][0]["what"], OTHERS);
    assert_eq!(json["open"][0]["examples"][0], "Leaflets");
}

#[test]
fn nothing_is_said_of_lists_that_are_not_open() {
    for open in ["", "open = \"none\""] {
        let folder = register(open);
        for command in [
            "ask who-receives Name",
            "diagram activity Leaflets --format text",
            "export activity Leaflets --format md",
            "query where-held data=name",
        ] {
            let run = folder.run(&format!("ropa {command}"));
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(!said.contains("are others"), "{}", run.transcript());
        }
    }
}

#[test]
fn no_transfer_and_no_special_data_is_asserted_over_an_open_list() {
    let command = "ropa export article30 --format csv";
    let closed = register("").run(command).stdout;
    assert!(closed.contains("no transfer: every place"), "{closed}");
    let open = register("open = [\"recipient\"]").run(command).stdout;
    assert!(!open.contains("no transfer: every place"), "{open}");
    let n_not_applicable = |said: &str| said.matches("not applicable").count();
    let open = register("open = [\"data\"]").run(command).stdout;
    assert!(
        n_not_applicable(&open) < n_not_applicable(&closed),
        "{open}"
    );
}
