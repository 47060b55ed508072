//! What the pages of documentation show is what the program does.
//!
//! A fenced block `console` has lines `$ ropa ...` (or `$ cargo run -- ...`), each with the output
//! below it; other lines with `$` are not tried. Those of a page run one after the other, in one folder
//! that holds a copy of `register/`. From a line `$ mkdir ...` on they run in an empty folder, and a
//! fenced block `toml` whose first line is `# PATH.toml` is saved there. A fenced block `json` shows the
//! output of the line tried last, which then has none below it. What goes to the standard error stands
//! below a line `--- stderr`. `...` on a line of its own stands for any lines, `[..]` inside a line for
//! any text, `[today]` for the day of the run and `[hash]` for a hash.

use std::collections::BTreeMap;
use std::fs;

use crate::harness::{Folder, page, pages, root, words};

/// How many words the front page may have.
const MOST_WORDS: usize = 1_800;

/// What a reader does who follows a page.
#[derive(Debug, PartialEq)]
enum Step {
    /// Goes into a new and empty folder.
    Begin,
    /// Saves a text as a file.
    Save { path: String, text: String },
    /// Types a command, and compares.
    Try(Claim),
}

/// Something that a page claims.
#[derive(Debug, PartialEq)]
struct Claim {
    /// Where it stands.
    line: usize,
    /// What is typed.
    typed: String,
    /// What is shown.
    shown: Vec<String>,
}

/// The steps of a text, in order.
fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut fence = None;
    let mut is_tried = false;
    let mut is_saved = false;
    let mut is_first = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() {
                None
            } else {
                Some(language.trim())
            };
            is_tried = fence == Some("json")
                && last_claim(&mut steps).is_some_and(|claim| claim.shown.is_empty());
            is_saved = false;
            is_first = true;
            continue;
        }
        match (fence, line.strip_prefix("$ ")) {
            (Some("console"), Some(typed)) => {
                let typed = typed.replacen("cargo run -- ", "ropa ", 1);
                is_tried = typed.starts_with("ropa ");
                if is_tried {
                    steps.push(Step::Try(Claim {
                        line: number + 1,
                        typed,
                        shown: Vec::new(),
                    }));
                } else if typed.starts_with("mkdir ") {
                    steps.push(Step::Begin);
                }
            }
            (Some("console" | "json"), _) if is_tried => {
                let claim = last_claim(&mut steps).unwrap();
                claim.shown.push(line.to_owned());
            }
            (Some("toml"), _) if is_first && steps.contains(&Step::Begin) => {
                let path = line.strip_prefix("# ").unwrap_or_default();
                is_saved = path.ends_with(".toml");
                if is_saved {
                    steps.push(Step::Save {
                        path: path.to_owned(),
                        text: format!("{line}\n"),
                    });
                }
            }
            (Some("toml"), _) if is_saved => {
                if let Some(Step::Save { text, .. }) = steps.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            _ => {}
        }
        is_first = false;
    }
    for step in &mut steps {
        if let Step::Try(claim) = step {
            let is_blank = |line: &String| line.trim().is_empty();
            while claim.shown.last().is_some_and(is_blank) {
                claim.shown.pop();
            }
        }
    }
    steps
}

/// What was claimed last.
fn last_claim(steps: &mut [Step]) -> Option<&mut Claim> {
    steps.iter_mut().rev().find_map(|step| match step {
        Step::Try(claim) => Some(claim),
        _ => None,
    })
}

/// The command lines that are tried.
fn tried(text: &str) -> Vec<String> {
    let steps = steps(text).into_iter();
    let tried = steps.filter_map(|step| match step {
        Step::Try(claim) => Some(claim.typed),
        _ => None,
    });
    tried.collect()
}

/// What a page claims and is not so.
fn faults(path: &str, text: &str) -> Vec<String> {
    let mut folder = Folder::with_register();
    let mut faults = Vec::new();
    for step in steps(text) {
        let Claim { line, typed, shown } = match step {
            Step::Begin => {
                folder = Folder::empty();
                continue;
            }
            Step::Save { path, text } => {
                folder.write(&path, text);
                continue;
            }
            Step::Try(claim) => claim,
        };
        let run = folder.run_words(&words(&typed)[1..]);
        let transcript = run.transcript();
        // Without what was typed and the exit code.
        let lines = transcript.lines().skip(1);
        let lines = lines.filter(|line| !line.starts_with("--- exit "));
        let mut real: Vec<&str> = lines
            .map(|line| match line.starts_with("--- stderr, exit ") {
                true => "--- stderr",
                false => line,
            })
            .collect();
        while real.last().is_some_and(|line| line.trim().is_empty()) {
            real.pop();
        }
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        if !shown.is_empty() && !is_like(&shown, &real) {
            faults.push(format!(
                "{path}:{line}: `{typed}` gives\n{}",
                real.join("\n")
            ));
        } else if shown.is_empty() && run.code != 0 {
            faults.push(format!(
                "{path}:{line}: `{typed}` fails\n{}",
                real.join("\n")
            ));
        }
    }
    faults
}

/// Whether real lines are the lines shown, in which `...` stands for any.
fn is_like(shown: &[&str], real: &[&str]) -> bool {
    match (shown, real) {
        ([], []) => true,
        (["...", rest @ ..], _) => (0..=real.len()).any(|skipped| is_like(rest, &real[skipped..])),
        ([shown, more_shown @ ..], [real, more_real @ ..]) => {
            is_like_line(shown, real) && is_like(more_shown, more_real)
        }
        _ => false,
    }
}

/// Whether a line is the one shown, in which `[..]` stands for any text.
fn is_like_line(shown: &str, real: &str) -> bool {
    match shown.split_once("[..]") {
        None => shown.trim_end() == real.trim_end(),
        Some((before, after)) => real.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|at| is_like_line(after, &rest[at..]))
        }),
    }
}

/// The lines of a text outside fenced blocks, each without what is in backticks, with its number.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut is_fenced = false;
    let mut prose = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            prose.push((number + 1, line.split('`').step_by(2).collect()));
        }
    }
    prose
}

/// The names by which links lead to the headings of a page, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let mut is_fenced = false;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        }
        let heading = line.trim_start_matches('#');
        if is_fenced || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let anchor: String = heading
            .trim()
            .to_lowercase()
            .chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
            .map(|letter| if letter == ' ' { '-' } else { letter })
            .collect();
        let before = seen.entry(anchor.clone()).or_default();
        anchors.push(match before {
            0 => anchor,
            _ => format!("{anchor}-{before}"),
        });
        *before += 1;
    }
    anchors
}

/// The links of a page that lead to no file of the repository, or to no heading of it.
fn broken_links(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for (line, prose) in prose(text) {
        let targets = prose.split("](").skip(1);
        let targets = targets.filter_map(|rest| rest.split_once(')'));
        for (target, _) in targets {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let to = if file.is_empty() {
                root().join(path)
            } else {
                root().join(path).parent().unwrap().join(file)
            };
            let leads = if anchor.is_empty() {
                to.exists()
            } else {
                let linked = fs::read_to_string(&to).unwrap_or_default();
                anchors(&linked).iter().any(|name| name == anchor)
            };
            if !leads {
                broken.push(format!("{path}:{line}: {target}"));
            }
        }
    }
    broken
}

#[test]
fn what_readme_and_docs_show_is_so() {
    assert!(
        !tried(&page("README.md")).is_empty(),
        "README.md shows no line `$ ropa ...` that could be tried"
    );
    let pages = pages().into_iter();
    let faults: Vec<String> = pages
        .flat_map(|(path, text)| faults(&path, &text))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn readme_is_a_front_page() {
    let text = page("README.md");
    let n_words = text.split_whitespace().count();
    assert!(
        n_words <= MOST_WORDS,
        "README.md has {n_words} words, and may have {MOST_WORDS}: move something to docs/"
    );
    // Whoever begins there finds every other page.
    for (path, _) in pages() {
        assert!(
            path == "README.md" || text.contains(&format!("]({path})")),
            "README.md has no link to {path}"
        );
    }
}

#[test]
fn every_link_in_readme_and_docs_leads_somewhere() {
    let mut pages = pages();
    let more = "benches/README.md";
    pages.push((more.to_owned(), page(more)));
    let broken = pages
        .iter()
        .flat_map(|(path, text)| broken_links(path, text));
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn a_link_in_readme_that_leads_nowhere_is_found() {
    let text = "# One `b`: two\n\n\
        [a](../README.md), [`b`](gone.md), [c](../README.md#ropa), [d](../README.md#gone)\n\
        `[e](gone.md)`, [f](https://example.org/gone), [g](../queries/)\n\
        ```\n# No heading\n[h](gone.md)\n```\n## Twice\n## Twice\n";
    assert_eq!(
        broken_links("docs/x.md", text),
        ["docs/x.md:3: gone.md", "docs/x.md:3: ../README.md#gone"]
    );
    assert_eq!(anchors(text), ["one-b-two", "twice", "twice-1"]);
}

#[test]
fn a_tutorial_begins_in_an_empty_folder() {
    let tutorial = "```toml\n# a.toml\n```\n```console\n$ mkdir x\n$ cd x\n$ ropa init\n...\n```\n\
        ```toml\n# r/people.toml\n[p]\nname = \"P\"\n```\n```toml\n[not-saved]\n```\n\
        ```console\n$ ropa apply r --plan\n...\n1 to add, 0 to change, 0 to remove; 0 unchanged\n```\n";
    assert_eq!(faults("x.md", tutorial), Vec::<String>::new());
    let saved = Step::Save {
        path: "r/people.toml".to_owned(),
        text: "# r/people.toml\n[p]\nname = \"P\"\n".to_owned(),
    };
    let steps = steps(tutorial);
    assert_eq!((&steps[0], &steps[2]), (&Step::Begin, &saved));
    assert_eq!(steps.len(), 4);
}

const SOUND: &str = r#"
```console
$ cargo test
anything
$ cargo run -- ask leaves-uk --stated
No flow of personal data [..] that matches these
filters. [..]
...

Searched 14 flows in 1 activity, as at [today].
--- stderr
the register read is `register`
$ ropa show mosaic
Mosaic (system:mosaic)
...
$ ropa show zzz
--- stderr
error: [..]`zzz`
...
$ ropa list system --format json
```

The answer:

```json
[
  {
    "hosted_in": null,
...
    "name": "Mosaic",
    "operator": "servelec"
  }
]
```

```toml
[not-compared]
```
"#;

#[test]
fn a_sound_text_is_accepted() {
    assert_eq!(
        tried(SOUND),
        [
            "ropa ask leaves-uk --stated",
            "ropa show mosaic",
            "ropa show zzz",
            "ropa list system --format json"
        ]
    );
    assert_eq!(faults("x.md", SOUND), Vec::<String>::new());
}

#[test]
fn a_text_that_has_drifted_is_refused() {
    for (old, new) in [
        ("that matches these", "that passes."),
        ("--- stderr\nerror", "error"),
        ("14 flows", "15 flows"),
        ("Mosaic (system:mosaic)\n...", "Mosaic (system:mosaic)"),
        ("\"servelec\"", "null"),
        ("show mosaic", "show mosaik"),
        ("list system --format json", "list sytem --format json"),
        ("  }\n]\n", "  }\n]\n\nmore\n"),
    ] {
        assert_eq!(SOUND.matches(old).count(), 1, "{old}");
        let drifted = SOUND.replacen(old, new, 1);
        assert_eq!(
            faults("x.md", &drifted).len(),
            1,
            "{old} -> {new}: {:?}",
            faults("x.md", &drifted)
        );
    }
}
