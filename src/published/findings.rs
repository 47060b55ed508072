//! What the checks find, as `ropa check` tells it.

use super::{Cell, PublishedTable, Source, n, number, t, text};

pub(super) static FINDING: PublishedTable = PublishedTable {
    name: "finding",
    about: "what a check finds on the day, worst first; also what a waiver accepts",
    columns: &[
        number("number", "its place in the list"),
        text("record", "the record, with its kind"),
        text("field", "the field; empty for the record itself"),
        text("rule", "the code of the rule"),
        text("level", "required, expected or tidy"),
        text("title", "what is wrong, as the rule says"),
        text("sentence", "why, in this case"),
        text("hint", "how it is put right"),
        text("rests_on", "the provisions on which the rule rests"),
        text("name", "what the record is called"),
        text(
            "read_from",
            "the cell of a workbook or the place in a notice from which it was read",
        ),
        number(
            "is_draft",
            "1 where all activities that it concerns are drafts",
        ),
        number("waived", "1 where a waiver accepts it"),
    ],
    source: Source::Whole(|store, facts, put| {
        let mut numbers = 1..;
        store.each_finding(
            facts.as_at.on,
            |_| true,
            |item| {
                put(vec![
                    n(numbers.next().unwrap_or_default()),
                    t(item.record),
                    t(item.field),
                    t(item.code),
                    Cell::Word(item.level.word()),
                    t(item.title),
                    t(item.why),
                    t(item.fix),
                    t(item.rests_on),
                    t(item.name),
                    item.read_from.map_or(Cell::Null, t),
                    Cell::Number(item.is_draft.into()),
                    Cell::Number(item.is_waived.into()),
                ])
            },
        )
    }),
};

pub(super) static FINDING_ACTIVITY: PublishedTable = PublishedTable {
    name: "finding_activity",
    about: "an activity that a finding concerns",
    columns: &[
        number("finding", "the number of the finding"),
        text("activity", "the activity"),
    ],
    source: Source::Whole(|store, facts, put| {
        let found = store.found_on(facts.as_at.on)?;
        let mut rows = (1..).zip(found.iter()).flat_map(|(number, brief)| {
            let activities = brief.activities();
            activities.map(move |activity| vec![n(number), t(activity.to_owned())])
        });
        rows.try_for_each(put)
    }),
};
