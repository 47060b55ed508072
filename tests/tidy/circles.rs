//! Inside a folder, too, one file is below the other: only its `mod.rs` may know and be known.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::source::Source;

/// Where one part of a folder names another: file and line.
type Naming = BTreeMap<(String, String), String>;

/// The circles of files or folders that name each other, with a place for each step.
pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let folders: BTreeSet<&[String]> = sources
        .iter()
        .filter_map(|source| source.module.split_last())
        .map(|(_, folder)| folder)
        .filter(|folder| !folder.is_empty())
        .collect();
    folders
        .into_iter()
        .flat_map(|folder| circles_of(folder, sources))
        .collect()
}

/// The circles among what lies in one folder.
fn circles_of(folder: &[String], sources: &[Source]) -> Vec<String> {
    let inside = |module: &[String]| -> Option<String> {
        let rest = module.strip_prefix(folder)?;
        rest.first().cloned()
    };
    let parts: BTreeSet<String> = sources
        .iter()
        .filter_map(|source| inside(&source.module))
        .collect();
    let mut naming = Naming::new();
    for source in sources {
        let Some(own) = inside(&source.module) else {
            continue;
        };
        for name in &source.names {
            // A test may look at everything.
            if name.module.iter().any(|module| module == "tests") {
                continue;
            }
            let target: Option<Vec<String>> = name
                .inside()
                .map(|steps| steps.into_iter().map(str::to_owned).collect());
            let Some(other) = target.and_then(|target| inside(&target)) else {
                continue;
            };
            if other != own && parts.contains(&other) {
                naming
                    .entry((own.clone(), other))
                    .or_insert_with(|| format!("{}:{}", source.path, name.line));
            }
        }
    }
    let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
    for (from, to) in naming.keys() {
        graph.add_edge(from, to, ());
    }
    let mut circles: Vec<String> = tarjan_scc(&graph)
        .into_iter()
        .filter(|members| members.len() > 1)
        .map(|members| {
            let steps = naming.iter().filter(|((from, to), _)| {
                members.contains(&from.as_str()) && members.contains(&to.as_str())
            });
            let steps: Vec<String> = steps
                .map(|((from, to), at)| format!("`{from}` names `{to}` ({at})"))
                .collect();
            let files: BTreeSet<&str> = members.into_iter().collect();
            format!(
                "src/{}: {}: {}: move what both need into a file below them",
                folder.join("/"),
                files.into_iter().collect::<Vec<_>>().join(" "),
                steps.join(", ")
            )
        })
        .collect();
    circles.sort();
    circles
}
