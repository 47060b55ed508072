//! What a form asks a service manager, in which words, and which fields the answers fill.

/// One question.
#[derive(Debug)]
pub struct Question {
    /// The question.
    pub asks: &'static str,
    /// What helps to answer it.
    pub help: &'static str,
    /// The list of the activity that its answers are items of, a row each; nothing where there is one answer.
    pub list: Option<&'static str>,
    /// The fields that are filled, by their paths from the activity, each with the heading of its column.
    pub columns: &'static [(&'static str, &'static str)],
}

/// Every question, in the order in which it is asked.
pub static QUESTIONS: &[Question] = &[
    Question {
        asks: "What is the activity called?",
        help: "A short name that others in the council know.",
        list: None,
        columns: &[("name", "Name")],
    },
    Question {
        asks: "What do you do?",
        help: "One or two sentences.",
        list: None,
        columns: &[("description", "What is done")],
    },
    Question {
        asks: "Who answers for it?",
        help: "The team or post. Choose from the list, or write another name.",
        list: None,
        columns: &[("owner", "Who")],
    },
    Question {
        asks: "Why do you use personal data?",
        help: "One purpose in a row. Leave the lawful basis empty if you are not sure: the data protection officer will ask.",
        list: Some("purpose"),
        columns: &[
            ("purpose.text", "What for"),
            ("purpose.basis", "Lawful basis"),
            ("purpose.only_if", "Only if"),
        ],
    },
    Question {
        asks: "Whose data is it?",
        help: "One group of people in a row, such as residents, pupils or staff.",
        list: Some("people"),
        columns: &[("people", "Group of people")],
    },
    Question {
        asks: "Which data do you use?",
        help: "One kind of data in a row. Health, ethnic origin, beliefs and offences matter most.",
        list: Some("data"),
        columns: &[("data", "Data")],
    },
    Question {
        asks: "Where does the data come from?",
        help: "Who gives it to you: the people themselves, others in the council, other organisations. Several kinds of data are separated by a semicolon; write “all” for all of it.",
        list: Some("source"),
        columns: &[
            ("source.from", "From whom"),
            ("source.carries", "Which data"),
            ("source.when", "When"),
        ],
    },
    Question {
        asks: "Where do you keep it?",
        help: "Each system, shared drive or filing cabinet in a row.",
        list: Some("store"),
        columns: &[("store.in", "System"), ("store.carries", "Which data")],
    },
    Question {
        asks: "Who do you give it to?",
        help: "Everybody outside your team: other services, partners, suppliers. One in a row.",
        list: Some("recipient"),
        columns: &[
            ("recipient.to", "To whom"),
            ("recipient.carries", "Which data"),
            ("recipient.through", "Through which system"),
            ("recipient.when", "When"),
        ],
    },
    Question {
        asks: "How long do you keep it?",
        help: "Such as 6 years from the end of the case.",
        list: Some("retention"),
        columns: &[
            ("retention.data", "Which data"),
            ("retention.period", "How long"),
            ("retention.trigger", "From when"),
            ("retention.then", "What happens then"),
        ],
    },
    Question {
        asks: "What happens if people do not give you their data?",
        help: "Such as: we cannot provide the service.",
        list: None,
        columns: &[("if_not_provided", "What happens")],
    },
    Question {
        asks: "How is the data kept safe?",
        help: "One measure in a row, such as locked rooms or encryption.",
        list: Some("measures"),
        columns: &[("measures", "Measure")],
    },
    Question {
        asks: "Does a computer decide anything about people?",
        help: "What is decided, and how people can have it looked at. Write “none” if nothing is.",
        list: Some("automated_decisions"),
        columns: &[
            ("automated_decisions.what", "What is decided"),
            ("automated_decisions.safeguards", "How people are protected"),
        ],
    },
    Question {
        asks: "Is there anything else we should know?",
        help: "It is kept as you write it.",
        list: None,
        columns: &[(UNREAD, "Anything else")],
    },
];

/// What is kept as it is written.
pub const UNREAD: &str = "unread";

/// The question that the row of a key answers.
pub(super) fn question(key: &str) -> Option<&'static Question> {
    let list = key.split_once('.').map_or(key, |(list, _)| list);
    QUESTIONS.iter().find(|question| match question.list {
        Some(known) => known == list && key != list,
        None => question.columns[0].0 == list,
    })
}
