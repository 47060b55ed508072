//! What README shows is what the program does.
//!
//! A fenced block `console` has lines `$ ropa ...` (or `$ cargo run -- ...`), each with the output
//! below it; other lines with `$` are not tried. They run one after the other, in one folder that
//! holds a copy of `register/`. A fenced block `json` shows the output of the line tried last, which
//! then has none below it. What goes to the standard error stands below a line `--- stderr`. `...` on
//! a line of its own stands for any lines, `[..]` inside a line for any text, `[today]` for the day
//! of the run and `[hash]` for a hash.

use std::fs;

use crate::harness::{Folder, root, words};

/// Something that README claims.
#[derive(Debug, PartialEq)]
struct Claim {
    /// Where it stands.
    line: usize,
    /// What is typed.
    typed: String,
    /// What is shown.
    shown: Vec<String>,
}

/// The claims of a text, in order.
fn claims(text: &str) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut fence = None;
    let mut is_tried = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() {
                None
            } else {
                Some(language.trim())
            };
            is_tried =
                fence == Some("json") && claims.last().is_some_and(|claim| claim.shown.is_empty());
            continue;
        }
        match (fence, line.strip_prefix("$ ")) {
            (Some("console"), Some(typed)) => {
                let typed = typed.replacen("cargo run -- ", "ropa ", 1);
                is_tried = typed.starts_with("ropa ");
                if is_tried {
                    claims.push(Claim {
                        line: number + 1,
                        typed,
                        shown: Vec::new(),
                    });
                }
            }
            (Some("console" | "json"), _) if is_tried => {
                claims.last_mut().unwrap().shown.push(line.to_owned());
            }
            _ => {}
        }
    }
    for claim in &mut claims {
        while claim
            .shown
            .last()
            .is_some_and(|line| line.trim().is_empty())
        {
            claim.shown.pop();
        }
    }
    claims
}

/// What is claimed and not so.
fn faults(text: &str) -> Vec<String> {
    let folder = Folder::with_register();
    let mut faults = Vec::new();
    for Claim { line, typed, shown } in claims(text) {
        let run = folder.run_words(&words(&typed)[1..]);
        let transcript = run.transcript();
        let mut real: Vec<&str> = transcript.lines().collect();
        // Without what was typed and the exit code.
        real.remove(0);
        real.pop();
        while real.last().is_some_and(|line| line.trim().is_empty()) {
            real.pop();
        }
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        if !shown.is_empty() && !is_like(&shown, &real) {
            faults.push(format!(
                "README.md:{line}: `{typed}` gives\n{}",
                real.join("\n")
            ));
        } else if shown.is_empty() && run.code != 0 {
            faults.push(format!(
                "README.md:{line}: `{typed}` fails\n{}",
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

#[test]
fn what_readme_shows_is_so() {
    // The gate (`.ci/run`) stops where there is no README; here there is then nothing to compare.
    let Ok(text) = fs::read_to_string(root().join("README.md")) else {
        return;
    };
    assert!(
        !claims(&text).is_empty(),
        "README.md shows no line `$ ropa ...` that could be tried"
    );
    let faults = faults(&text);
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
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
    let tried: Vec<String> = claims(SOUND).into_iter().map(|claim| claim.typed).collect();
    assert_eq!(
        tried,
        [
            "ropa ask leaves-uk --stated",
            "ropa show mosaic",
            "ropa show zzz",
            "ropa list system --format json"
        ]
    );
    assert_eq!(faults(SOUND), Vec::<String>::new());
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
            faults(&drifted).len(),
            1,
            "{old} -> {new}: {:?}",
            faults(&drifted)
        );
    }
}
