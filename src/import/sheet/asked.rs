//! What a heading asks for that no list of headings names: by the words that stand in it, as a reader would know it.
//!
//! "Data subject types", "Third parties receiving data" and "Supporting systems" are not written the same in two registers,
//! and are understood in all. What asks for something else about one of them ("Number of data subjects", "Retention
//! owner") is not taken.

/// The words by which the heading of a field is known.
struct Asked {
    /// The field.
    path: &'static str,
    /// One of them stands in the heading.
    says: &'static [&'static str],
    /// One of these too, where there are any.
    with: &'static [&'static str],
    /// None of these.
    without: &'static [&'static str],
}

/// Words of a heading that asks for something about a field, and not for what the field holds.
const ABOUT: &[&str] = &[
    "accuracy",
    "amount",
    "approved",
    "approval",
    "breach",
    "checked",
    "classification",
    "comment",
    "comments",
    "completed",
    "contact",
    "count",
    "date",
    "email",
    "format",
    "frequency",
    "how many",
    "how often",
    "how much",
    "if no",
    "link",
    "links",
    "marking",
    "medium",
    "method",
    "no of",
    "notes",
    "number",
    "number of",
    "phone",
    "quantity",
    "rag",
    "rating",
    "risk",
    "risks",
    "score",
    "status",
    "url",
    "volume",
    "volumes",
    "when",
    "why not",
];

/// Where data goes that leaves the country: whom that concerns a column of its own does not say.
const ABROAD: &[&str] = &[
    "abroad",
    "adequacy",
    "country",
    "countries",
    "cross border",
    "eea",
    "hosting location",
    "international",
    "outside",
    "overseas",
    "third countries",
    "third country",
    "transfer",
    "transferred",
    "transfers",
];

/// By field, the first that fits.
const ASKED: &[Asked] = &[
    Asked {
        path: "condition.schedule_1",
        says: &["schedule 1", "sch 1"],
        with: &[],
        without: &[],
    },
    Asked {
        path: "condition.article_9",
        says: &["article 9", "art 9"],
        with: &[],
        without: &["article 6", "art 6", "data"],
    },
    Asked {
        path: "condition.article_9",
        says: &["special category", "special categories", "sensitive"],
        with: &[
            "basis",
            "condition",
            "conditions",
            "ground",
            "grounds",
            "justification",
            "lawful",
            "legal",
        ],
        without: &[],
    },
    Asked {
        path: "purpose.legitimate_interest",
        says: &["legitimate interest", "legitimate interests"],
        with: &[],
        without: &["assessment", "lia", "basis"],
    },
    Asked {
        path: "purpose.basis",
        says: &[
            "article 6",
            "art 6",
            "lawful bases",
            "lawful basis",
            "lawful ground",
            "lawful grounds",
            "legal bases",
            "legal basis",
            "legal ground",
            "legal grounds",
            "basis for processing",
            "grounds for processing",
            "basis of processing",
        ],
        with: &[],
        without: &["sharing", "share", "transfer", "criminal", "retention"],
    },
    Asked {
        path: "purpose.enactments",
        says: &[
            "legislation",
            "statute",
            "statutory authority",
            "statutory basis",
            "statutory power",
            "legal powers",
            "enactment",
        ],
        with: &[],
        without: &["retention"],
    },
    Asked {
        path: "retention.then",
        says: &["disposal", "destruction", "destroyed", "disposed"],
        with: &["action", "how", "method"],
        without: &["retention", "kept"],
    },
    Asked {
        path: "retention",
        says: &[
            "how long",
            "kept for",
            "retention",
            "retained for",
            "time limits",
        ],
        with: &[],
        without: &[
            "authority",
            "by",
            "justification",
            "owner",
            "reason",
            "reference",
            "schedule ref",
            "start",
            "starts",
            "trigger",
            "why",
        ],
    },
    Asked {
        path: "processor",
        says: &["on behalf", "on our behalf", "processor", "processors"],
        with: &[],
        without: &["agreement", "contract", "controller", "controllers", "dpa"],
    },
    Asked {
        path: "recipient.to",
        says: &[
            "disclosed to",
            "passed to",
            "recipient",
            "recipients",
            "sent to",
            "share with",
            "shared with",
            "sharing partners",
            "with whom",
            "who receives",
            "third parties receiving",
            "third parties with access",
        ],
        with: &[],
        without: &["agreement", "purpose", "reason", "why"],
    },
    Asked {
        path: "source.from",
        says: &[
            "collected from",
            "come from",
            "comes from",
            "obtained from",
            "provided by",
            "received from",
            "source",
            "sources",
            "supplied by",
        ],
        with: &[],
        without: &["if", "notice", "privacy"],
    },
    Asked {
        path: "measures",
        says: &[
            "controls",
            "kept safe",
            "kept secure",
            "measures",
            "protected",
            "safeguards",
            "security",
        ],
        with: &[],
        without: &["characteristics"],
    },
    Asked {
        path: "people",
        says: &[
            "about whom",
            "categories of people",
            "data subject",
            "data subjects",
            "data subject's",
            "groups of people",
            "individuals",
            "types of people",
            "who is it about",
            "who the data is about",
            "whose data",
            "whose information",
            "whose personal",
        ],
        with: &[],
        without: &[
            "access", "consent", "inform", "informed", "request", "requests", "rights", "told",
            "how", "why", "where",
        ],
    },
    Asked {
        path: "data",
        says: &[
            "criminal convictions",
            "criminal offence",
            "data categories",
            "data collected",
            "data elements",
            "data fields",
            "data items",
            "data types",
            "information collected",
            "information held",
            "personal data",
            "personal information",
            "sensitive data",
            "special categories",
            "special category",
        ],
        with: &[],
        without: &[
            "controller",
            "custodian",
            "for",
            "flow",
            "how",
            "lead",
            "manager",
            "officer",
            "owner",
            "protection",
            "purpose",
            "reason",
            "system",
            "systems",
            "user",
            "users",
            "where",
            "who",
            "why",
            "location",
        ],
    },
    Asked {
        path: "store.in",
        says: &[
            "application",
            "applications",
            "database",
            "databases",
            "software",
            "storage",
            "stored in",
            "supporting assets",
            "system",
            "systems",
            "where held",
            "where stored",
            "where is it held",
            "where it is held",
            "where is it stored",
        ],
        with: &[],
        without: &[
            "access",
            "admin",
            "administrator",
            "developer",
            "id",
            "manager",
            "owner",
            "provider",
            "ref",
            "supplier",
            "user",
            "users",
            "vendor",
            "who",
        ],
    },
    Asked {
        path: "purpose.text",
        says: &[
            "purpose",
            "purposes",
            "reason for collecting",
            "reason for holding",
            "reason for processing",
            "why collected",
            "why do we",
            "why is it",
            "why it is",
            "why we",
        ],
        with: &[],
        without: &["sharing", "share", "shared", "retention", "retain"],
    },
    Asked {
        path: "review.next",
        says: &["next review", "review due"],
        with: &[],
        without: &["by", "who"],
    },
    Asked {
        path: "review.last",
        says: &["last review", "last reviewed"],
        with: &[],
        without: &["by", "who"],
    },
    Asked {
        path: "owner",
        says: &[
            "accountable",
            "business owner",
            "data owner",
            "information owner",
            "process owner",
            "responsible",
        ],
        with: &[],
        without: &["controller", "directorate", "email", "who else"],
    },
    Asked {
        path: "function",
        says: &[
            "business area",
            "business function",
            "business unit",
            "department",
            "directorate",
            "service area",
            "team name",
        ],
        with: &[],
        without: &["lead", "manager", "head"],
    },
    Asked {
        path: "name",
        says: &[
            "activity name",
            "name of activity",
            "name of process",
            "process name",
            "processing activity",
            "processing operation",
        ],
        with: &[],
        without: &["description", "owner", "type"],
    },
];

/// The field that a heading asks for, folded and without brackets; none where it asks for something about one.
pub(super) fn asked(heading: &str) -> Option<&'static str> {
    let padded = format!(" {heading} ");
    let says = |phrases: &[&str]| {
        let mut phrases = phrases.iter();
        phrases.any(|phrase| padded.contains(&format!(" {phrase} ")))
    };
    // The day of a review is what it asks for.
    let is_about = says(ABOUT)
        && !says(&[
            "review date",
            "last reviewed date",
            "next review date",
            "last review date",
        ]);
    if is_about || says(ABROAD) {
        return None;
    }
    let fits = |one: &&Asked| {
        says(one.says) && (one.with.is_empty() || says(one.with)) && !says(one.without)
    };
    ASKED.iter().find(fits).map(|one| one.path)
}

#[cfg(test)]
mod tests {
    use super::super::map::{Map, PROCESSOR, field};
    use super::*;

    #[test]
    fn a_heading_is_known_by_its_words() {
        let usual = Map::usual();
        for (heading, path) in [
            ("Data Subject Types", "people"),
            ("Data Elements", "data"),
            ("Special categories of personal data held", "data"),
            ("Any criminal offence data?", "data"),
            ("Purposes of Processing", "purpose.text"),
            ("Supporting Assets", "store.in"),
            ("Systems / applications used", "store.in"),
            ("Third Parties Receiving Data", "recipient.to"),
            ("External recipients of the data", "recipient.to"),
            ("If Y - with whom", "recipient.to"),
            ("Processors (and location)", "processor"),
            ("Who processes the data on our behalf?", "processor"),
            (
                "Article 6 UK GDPR lawful basis relied upon",
                "purpose.basis",
            ),
            (
                "Lawful ground for special category data",
                "condition.article_9",
            ),
            (
                "DPA 2018 Schedule 1 condition relied on",
                "condition.schedule_1",
            ),
            ("Where was the data obtained from", "source.from"),
            ("Agreed retention period for records", "retention"),
            ("Security in place", "measures"),
            ("Business Owner", "owner"),
            ("Last Review Date", "review.last"),
            ("Next review", "review.next"),
        ] {
            assert_eq!(
                usual.paths_or_asked(heading).as_deref(),
                Some(&[path.to_owned()][..]),
                "{heading}"
            );
        }
    }

    #[test]
    fn a_heading_that_asks_for_something_about_a_field_is_not_it() {
        let usual = Map::usual();
        for heading in [
            "Number of data subjects",
            "Retention owner",
            "Retention trigger event",
            "Reason for retention",
            "System owner",
            "Who has access to the system",
            "Data subject rights process",
            "Cross-border Transfer",
            "Transfer Mechanism",
            "Hosting Location",
            "Legal basis for sharing",
            "Is personal data shared?",
            "Is special category data processed? (Y/N)",
            "Date of data protection training",
            "Data protection officer",
            "How is the data collected?",
            "Personal data breach log",
            "Link to processor contract",
            "Volume of personal data",
            "Type of processing",
            "Date",
        ] {
            let found = usual.paths_or_asked(heading);
            let found = found.filter(|paths| !paths.iter().any(|path| path == "retention.trigger"));
            assert_eq!(found, None, "{heading}");
        }
    }

    #[test]
    fn every_field_that_is_asked_for_is_one() {
        for one in ASKED {
            assert!(
                field(one.path).is_some() || one.path == PROCESSOR,
                "{}",
                one.path
            );
        }
    }
}
