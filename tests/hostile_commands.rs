//! No command, whichever there is or comes, shows stored text in a way that a terminal acts on or that looks like a
//! line of its own.

use std::collections::BTreeSet;

use crate::harness::{Folder, Run};

/// What stands at the beginning of a line that no command writes.
const FORGED: &str = "FORGED: 0000";

/// What authors, messages, names and notes are: whatever acts on a terminal, and a line of its own.
const HOSTILE: &str = "x)\n\u{1b}[8m\u{9b}2J\u{1b}]0;t\u{7}\u{202e}\u{2066}\u{200b}\u{ad}\u{180e}\u{e0041}\r\nFORGED: 0000\n\t\u{85}\u{2028}y";

/// A line for each command, or several.
const COMMANDS: &[(&str, &[&str])] = &[
    ("ask about", &["ask about r"]),
    (
        "ask leaves-uk",
        &["ask leaves-uk", "ask leaves-uk --explain"],
    ),
    ("form", &["form a --format md", "form a -o form.xlsx"]),
    (
        "check",
        &["check", "check --all --by rule", "check --by function"],
    ),
    ("check dpia", &["check dpia a", "check dpia a --all"]),
    ("explain", &["explain", "explain A30-role"]),
    ("status", &["status", "status --all"]),
    ("waive", &["waive GOV-owner a --reason x --plan"]),
    ("catalogue add", &["catalogue add HMRC"]),
    (
        "catalogue list",
        &["catalogue list", "catalogue list health"],
    ),
    ("import form", &["import form form.xlsx"]),
    (
        "import sheet",
        &[
            "import sheet hostile.csv",
            "import sheet hostile.csv --suggest-map",
        ],
    ),
    ("import notice", &["import notice hostile.md"]),
    ("ask through", &["ask through s", "ask through s --cut"]),
    ("ask where-from", &["ask where-from d --explain"]),
    ("ask where-held", &["ask where-held d --explain"]),
    (
        "ask who-receives",
        &[
            "ask who-receives d --explain",
            "ask who-receives d --all-paths",
        ],
    ),
    ("ask why", &["ask why people:p r"]),
    ("diagram", &["diagram activity a", "diagram party r"]),
    (
        "query",
        &[
            "query",
            "query engagements",
            "query activities-by-function",
            "query leaves-uk",
            "query hostile",
            "query hostile --show",
            "query --check",
        ],
    ),
    (
        "sql",
        &[
            "sql \"SELECT * FROM party\"",
            "sql \"SELECT * FROM activity\"",
            "sql --tables",
        ],
    ),
    ("export article30", &["export article30"]),
    ("export activity", &["export activity a"]),
    (
        "notice",
        &[
            "notice a",
            "notice a --template council",
            "notice --compare hostile.md a",
            "notice --all .",
        ],
    ),
    ("export dpia", &["export dpia a"]),
    ("export sqlite", &["export sqlite out.sqlite"]),
    (
        "export verify",
        &["export verify changed.json", "export verify changed.xlsx"],
    ),
    (
        "list",
        &[
            "list",
            "list party",
            "list activity",
            "list data",
            "list document",
        ],
    ),
    ("show", &["show a", "show r", "show p", "show d", "show s"]),
    ("find", &["find x", "find FORGED"]),
    ("fields", &["fields", "fields party"]),
    ("law", &["law", "law 6/1/e"]),
    ("init", &["init new.db"]),
    (
        "apply",
        &["apply other --plan", "apply broken", "apply other"],
    ),
    (
        "add",
        &[
            "add party r",
            "add party x --part-of FORGED",
            "add flow a recipient --to r",
            "add flow a recipient --to FORGED",
        ],
    ),
    (
        "set",
        &[
            "set r note=x",
            "set a F1.when=x",
            "set a recipient=none",
            "set s operator=FORGED",
        ],
    ),
    ("edit", &["edit r"]),
    ("rename", &["rename r --id r2", "rename r2 --id r --forget"]),
    (
        "merge",
        &["merge r abroad --plan", "merge abroad r --force --plan"],
    ),
    ("copy", &["copy a A2 --plan", "copy r R2 --plan"]),
    ("retire", &["retire a --plan --last-day 2026-01-01"]),
    ("remove", &["remove r", "remove council"]),
    ("names suggest", &["names suggest"]),
    ("names distinct", &["names distinct r council --plan"]),
    ("dump", &["dump out"]),
    ("history", &["history", "history r"]),
    ("verify", &["verify", "verify --expect 0000"]),
];

/// The commands that there are, by what the help of each lists.
fn commands(folder: &Folder) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![String::new()];
    while let Some(command) = waiting.pop() {
        let help = folder.run(&format!("ropa {command} --help"));
        let help = help.succeeds().stdout.clone();
        let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
        let names: Vec<&str> = listed
            .lines()
            .take_while(|line| !line.is_empty())
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "help")
            .collect();
        let usage = help.lines().find(|line| line.starts_with("Usage: "));
        if !usage.unwrap_or_default().contains("COMMAND") {
            found.insert(command.trim().to_owned());
        }
        waiting.extend(names.into_iter().map(|name| format!("{command} {name}")));
    }
    found
}

/// A text as TOML writes it.
fn toml(text: &str) -> String {
    serde_json::to_string(text)
        .unwrap()
        .replace('\u{9b}', "\\u009b")
        .replace('\u{85}', "\\u0085")
        .replace('\u{7f}', "\\u007f")
}

/// A database in which every text is hostile, and so are its authors and messages.
fn hostile() -> Folder {
    let folder = Folder::empty();
    let named = |more: &str| toml(&format!("{HOSTILE} {more}"));
    let text = toml(HOSTILE);
    let write = |to: &str, note: &str| {
        let note = toml(&format!("{HOSTILE} {note}"));
        folder.write(
            &format!("{to}/parties.toml"),
            format!(
                "[council]\nname = {}\ncountry = \"GB\"\n\n[r]\nname = {}\naliases = [{}]\nnote = {note}\n\n[abroad]\nname = {}\ncountry = \"FR\"\n",
                named("council"), named("party"), named("alias"), named("abroad")
            ),
        );
        folder.write(
            &format!("{to}/systems.toml"),
            format!(
                "[s]\nname = {}\nsearch = {text}\noperator = \"r\"\n",
                named("system")
            ),
        );
        folder.write(
            &format!("{to}/data.toml"),
            format!("[d]\nname = {}\nclass = \"health\"\n", named("data")),
        );
        folder.write(
            &format!("{to}/people.toml"),
            format!("[p]\nname = {}\n", named("people")),
        );
        folder.write(
            &format!("{to}/documents.toml"),
            format!(
                "[c]\nname = {}\nkind = \"contract\"\nparties = [\"r\"]\n",
                named("contract")
            ),
        );
        folder.write(
            &format!("{to}/activities/a.toml"),
            format!(
                "name = {}\nnote = {text}\ndescription = {text}\nfunction = {text}\nowner = \"council\"\ncontroller = \"council\"\n\
                 people = [\"p\"]\ndata = [\"d\"]\n\n[[purpose]]\ntext = {text}\n\n\
                 [[source]]\nfrom = \"people:p\"\ncarries = [\"d\"]\nevidence = {text}\nwhen = {text}\n\n\
                 [[store]]\nin = \"s\"\ncarries = [\"d\"]\nevidence = {text}\n\n\
                 [[recipient]]\nto = \"r\"\ncarries = [\"d\"]\nthrough = \"s\"\nevidence = {text}\nwhen = {text}\n\n\
                 [[recipient]]\nto = \"abroad\"\nevidence = {text}\n",
                named("activity")
            ),
        );
    };
    write("register", "first");
    folder.does("ropa init");
    folder
        .run_words(&[
            "apply",
            "register",
            "--author",
            HOSTILE,
            "--message",
            HOSTILE,
        ])
        .succeeds();
    for file in ["changed.json", "changed.xlsx"] {
        folder.does(&format!("ropa export article30 -o {file}"));
    }
    folder.write(
        "changed.json",
        folder
            .read("changed.json")
            .replacen("FORGED", "\\u001b[8m\\nFORGED", 1),
    );
    folder.write("queries/hostile.sql", format!("-- title = {text}\n-- question = {text}\n-- use = {text}\nSELECT name FROM party ORDER BY name\n"));
    // A notice can hold every character by its number.
    let numbered: String = HOSTILE
        .chars()
        .map(|one| match one.is_control() {
            true => format!("&#{};", u32::from(one)),
            false => one.to_string(),
        })
        .collect();
    folder.write(
        "hostile.md",
        format!(
            "## What service is being provided?\n\n{numbered}\n\n## Who else might we share your data with?\n\n- {numbered}\n\n## {numbered}\n\n{numbered}\n"
        ),
    );
    let cell = format!("\"{}\"", numbered.replace('"', "\"\""));
    folder.write(
        "hostile.csv",
        format!("Processing activity,Purpose of processing,Shared with,{cell}\n{cell},{cell},{cell},{cell}\n"),
    );
    write("other", "second");
    folder.write(
        "broken/parties.toml",
        format!("[x]\nname = {text}\ncountry = {text}\n{text} = 1\n"),
    );
    folder
}

/// Whether a terminal acts on a character, or does not show it.
fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\r'))
        || matches!(character, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// What is wrong with what a run shows.
fn faults(run: &Run, is_rows: bool) -> Option<String> {
    let all = run.both();
    if let Some(found) = all.chars().find(|character| acts(*character)) {
        return Some(format!("{found:?} is shown as it is"));
    }
    if !(0..=2).contains(&run.code) {
        return Some(format!("exit code {}", run.code));
    }
    // A field of CSV may have several lines, which belong to it; what stands in belongs to what it stands below.
    let is_forged = all.lines().any(|line| line.starts_with(FORGED));
    (!is_rows && (is_forged || all.contains('\r'))).then(|| "a line is forged".to_owned())
}

/// What is written as paragraphs, in which a text has lines of its own.
const PAGES: [&str; 7] = [
    "--format csv",
    "--format md",
    "--format html",
    "export article30",
    "export activity",
    "export dpia",
    "notice a",
];

#[test]
fn no_command_lets_stored_text_act_or_forge_a_line() {
    let folder = hostile();
    let known: BTreeSet<String> = COMMANDS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(
        commands(&folder),
        known,
        "a line of COMMANDS for each command that the help lists"
    );
    let (mut n_shown, mut found) = (0, Vec::new());
    for (command, lines) in COMMANDS {
        for line in *lines {
            assert!(line.starts_with(command), "{line}");
            for flags in [
                "",
                "--format json",
                "--format csv",
                "--format md",
                "--format html",
                "--format mermaid",
                "--format svg",
            ] {
                let asked = format!("ropa {line} {flags}");
                let run = folder.run(&asked);
                let is_rows = PAGES.iter().any(|page| asked.contains(page));
                found.extend(faults(&run, is_rows).map(|fault| format!("{asked}: {fault}")));
                n_shown += usize::from(run.both().contains("FORGED"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    // The text is shown, and not left out.
    assert!(n_shown > 100, "{n_shown}");
}
