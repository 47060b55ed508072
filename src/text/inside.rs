//! What the parts of one activity say of each other: purposes, flows, evidence.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::model::{Activity, FlowKind, Shape};

use super::check::{Checker, NONE};
use super::nearest::{ALIKE, nearest, one_of};

impl Checker<'_> {
    /// Reports what does not agree inside an activity.
    pub(super) fn inside(&mut self, table: &DeTable<'_>) {
        let purposes = self.unique("purpose", tables(table, "purpose"));
        let flows = FlowKind::ALL.map(FlowKind::word);
        self.unique("flow", flows.iter().flat_map(|kind| tables(table, kind)));
        for flow in flows.iter().flat_map(|kind| tables(table, kind)) {
            if let Some((purpose, span)) = text(flow, "purpose")
                && purpose != NONE
                && !purposes.contains_key(purpose)
            {
                let finding = Finding::error(
                    "TEXT-unknown-purpose",
                    format!("this activity has no purpose with the id `{purpose}`"),
                );
                let known = purposes.keys().copied();
                let hint = match nearest(purpose, known.clone(), ALIKE) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if purposes.is_empty() => {
                        format!("give the purpose it serves `id = \"{purpose}\"`")
                    }
                    None => format!("write {}", one_of(known)),
                };
                self.report(finding.hint(hint), span);
            }
        }
        for evidence in tables(table, "evidence") {
            if let Some((about, span)) = text(evidence, "about") {
                self.about(table, about, span);
            }
        }
    }

    /// The ids of tables, each of which may stand once.
    fn unique<'t>(
        &mut self,
        what: &str,
        tables: impl Iterator<Item = &'t DeTable<'t>>,
    ) -> BTreeMap<&'t str, Range<usize>> {
        let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (id, span) in tables.filter_map(|table| text(table, "id")) {
            if let Some(first) = seen.get(id) {
                let finding = Finding::error(
                    "TEXT-duplicate-id",
                    format!("two {what}s of this activity have the id `{id}`"),
                );
                let first = self.file.place(first.clone());
                self.report(
                    finding
                        .hint("give one of them another id")
                        .related(first, format!("`{id}` stands first here")),
                    span,
                );
            } else {
                seen.insert(id, span);
            }
        }
        seen
    }

    /// Reports evidence about what is not there.
    fn about(&mut self, table: &DeTable<'_>, about: &str, span: Range<usize>) {
        let (name, item) = about
            .split_once('.')
            .map_or((about, None), |(name, item)| (name, Some(item)));
        let fields = || Activity::FIELDS.iter().copied().flatten();
        let Some(field) = fields().find(|field| field.name == name) else {
            let finding = Finding::error(
                "TEXT-unknown-about",
                format!("an activity has no field `{name}`"),
            );
            let names = fields().map(|field| field.name);
            let finding = match nearest(name, names, ALIKE) {
                Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
                None => finding.hint("write a field of the activity, such as `name`"),
            };
            self.report(finding, span);
            return;
        };
        let (Some(item), Shape::List(Shape::Id(_))) = (item, field.shape) else {
            return;
        };
        let listed: Vec<&str> = table
            .get(name)
            .and_then(|list| list.get_ref().as_array())
            .map(|list| list.iter().filter_map(|id| id.get_ref().as_str()).collect())
            .unwrap_or_default();
        if !listed.contains(&item) {
            let finding = Finding::error(
                "TEXT-unknown-about",
                format!("`{item}` is not in the list `{name}` of this activity"),
            );
            let hint = match nearest(item, listed, ALIKE) {
                Some(meant) => format!("did you mean `{name}.{meant}`?"),
                None => format!("add `{item}` to `{name}`, or correct `about`"),
            };
            self.report(finding.hint(hint), span);
        }
    }
}

fn tables<'t>(table: &'t DeTable<'t>, name: &str) -> impl Iterator<Item = &'t DeTable<'t>> {
    table
        .get(name)
        .and_then(|value| value.get_ref().as_array())
        .into_iter()
        .flat_map(|items| items.iter())
        .filter_map(|item| item.get_ref().as_table())
}

fn text<'t>(table: &'t DeTable<'t>, name: &str) -> Option<(&'t str, Range<usize>)> {
    let value: &Spanned<DeValue<'t>> = table.get(name)?;
    Some((value.get_ref().as_str()?, value.span()))
}
