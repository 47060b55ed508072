//! Every command line that a page of documentation, a help page or a list of examples shows runs on the worked example.

use std::collections::BTreeSet;

use crate::harness::{Folder, pages, root, words};

/// The commands that have a help page, and the words under which subcommands are listed.
const PAGES: &[&str] = &[
    "",
    "ask",
    "ask who-receives",
    "ask where-from",
    "ask where-held",
    "ask why",
    "ask through",
    "ask about",
    "ask leaves-uk",
    "diagram",
    "query",
    "sql",
    "export",
    "export article30",
    "export activity",
    "export dpia",
    "export sqlite",
    "export verify",
    "list",
    "show",
    "init",
    "apply",
    "dump",
    "history",
    "verify",
];

/// The command line at the end of a line of help, where there is one.
fn shown(line: &str) -> Option<&str> {
    let at = line.find("ropa ")?;
    let before = line[..at].trim_end();
    let is_example = before.ends_with(':') || before.is_empty() || before.ends_with("  ");
    let command = line[at..].trim_end();
    (is_example && !before.ends_with("Usage:")).then_some(command)
}

/// Whether a line in backticks can be typed as it is: no `FILE`, `NAME` or dots stand in it for something.
fn is_whole(command: &str) -> bool {
    let placeholder = |word: &str| {
        let letters: String = word
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .collect();
        !letters.is_empty() && letters == letters.to_uppercase() && !word.contains(' ')
    };
    !command.contains("...") && !words(command).iter().any(|word| placeholder(word))
}

/// The command lines in backticks in a text.
fn in_backticks(text: &str) -> Vec<String> {
    let mut is_fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            let code = line.split('`').skip(1).step_by(2);
            let commands = code.filter(|code| code.starts_with("ropa ") && is_whole(code));
            found.extend(commands.map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_example_runs_on_the_worked_example() {
    let folder = Folder::with_database();
    let mut examples: BTreeSet<String> = BTreeSet::new();
    for page in PAGES {
        let run = folder.run(&format!("ropa {page} --help").replace("  ", " "));
        let lines = run.succeeds().stdout.lines();
        examples.extend(lines.filter_map(shown).map(str::to_owned));
    }
    for list in ["ropa ask --format json", "ropa diagram"] {
        let run = folder.run(list);
        let text = run.succeeds().stdout.replace("\\\"", "\u{1}");
        for line in text.lines().filter(|line| line.contains("example")) {
            let at = line.find("ropa ").unwrap();
            let command = line[at..].trim_end_matches(['"', ',']);
            examples.insert(command.replace('\u{1}', "\""));
        }
    }
    let queries = folder.json("ropa query");
    for query in queries.as_array().unwrap() {
        let name = query["name"].as_str().unwrap();
        let run = folder.run(&format!("ropa query {name} --show"));
        let lines = run.succeeds().stdout.lines();
        let example = lines
            .filter_map(|line| line.strip_prefix("Example: "))
            .next();
        examples.insert(example.unwrap().to_owned());
    }
    for (_, text) in pages() {
        examples.extend(in_backticks(&text));
    }
    assert!(examples.len() > 70, "{examples:#?}");

    let mut faults = Vec::new();
    for example in &examples {
        // What is exported is there to be verified, and each is tried in a folder as a clone has it.
        let folder = Folder::with_database();
        folder.does("ropa export article30 -o record.xlsx");
        if example.starts_with("ropa import form") {
            folder.does("ropa form \"Family Group Conference\" -o form.xlsx");
        }
        if example.contains("ours.xlsx") {
            std::fs::rename(folder.path("record.xlsx"), folder.path("ours.xlsx")).unwrap();
        }
        if example.contains("notices/") {
            let seed = root().join("tests/fixtures/notices/family-group-conference.md");
            folder.write("notices/published.md", std::fs::read(seed).unwrap());
        }
        let own = ["ropa init", "ropa dump copy"].contains(&example.as_str());
        let folder = if own { Folder::with_register() } else { folder };
        let run = folder.run(example);
        // The name of a command in a sentence is no example of it.
        let is_name = words(example).len() <= 3
            && run.stderr.contains("required arguments were not provided");
        // What asks a person is tried where it is answered.
        let asks = ["ropa edit", "ropa add party", "ropa retire"]
            .iter()
            .any(|asks| example.starts_with(asks) && !example.contains("--last-day"));
        // What finds something says so by its exit code.
        let finds = example.starts_with("ropa check") && run.code == 1;
        if run.code != 0 && !is_name && !asks && !finds {
            faults.push(run.transcript());
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_example_is_found_where_it_stands() {
    assert_eq!(
        shown("Example: ropa ask leaves-uk"),
        Some("ropa ask leaves-uk")
    );
    assert_eq!(shown("Usage: ropa ask [OPTIONS]"), None);
    assert_eq!(shown("make one with `ropa init`"), None);
    assert_eq!(
        in_backticks(
            "See `ropa list KIND`, `ropa list party` and `ropa ask ... -o x`.\n```\n`ropa x`\n```\n"
        ),
        ["ropa list party"]
    );
}
