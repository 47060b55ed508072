//! The register of processing activities (Article 30 UK GDPR) as a data-flow graph in one SQLite file.
//!
//! # The map
//!
//! The program has the shape of a compiler: text and imports are read into the model, the model is
//! kept in the store, and questions, checks and exports are computed from it. Reading and writing
//! stand at both ends, plain values in between.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `model` | the records as plain values, and the table of their fields |
//! | `law` | what codes of law mean and when, as data with dates and sources |
//! | `finding` | what is wrong in a register, as a value |
//! | `graph` | the flows as a graph: a question in, an answer with its routes out; every judgement about a step |
//! | `queries` | saved questions: the core pack, and how their files are read |
//! | `rules` | what must hold in a register, one file a rule: facts in, findings out; the proof that all of it holds |
//! | `text` | the folder of TOML, to and from the model, with places in the file |
//! | `store` | the SQLite file: revisions that are never changed, and what is computed from them |
//! | `published` | the tables that SQL may read, where it runs, and the file they are exported to |
//! | `typeset` | PDF out of a template and its data, and the two typefaces |
//! | `import` | what a council has already: privacy notices read, understood, and proposed as records |
//! | `diagram` | data-flow diagrams: a view selects, a format writes |
//! | `report` | reports as documents: the record of Article 30, single records; and the formats that write them |
//! | `ask` | questions: plain data in, an answer out, and that as a document |
//! | `error` | what stopped us, with a hint |
//! | `ui` | the two output streams: data, and words about the run |
//! | `commands` | the command line: one file for each command |
//!
//! A module uses only modules further left than the `<` before it; neighbours between two `<` do not
//! know each other. `tests/tidy.rs` reads the line from here, so change the line when the code
//! teaches better:
//!
//! ```text
//! model law < finding graph queries < rules < text store < published typeset < import < diagram < report < ask < error < ui < commands < main
//! ```
//!
//! `rules` stands below `text` and `store`, since both must pass it: text runs the rules on what it reads, broken
//! records too, and swaps their places for lines.
//!
//! # What is absent
//!
//! - Nothing in `model`, `law`, `finding` and `graph` reads a file, the environment, a clock or a database.
//! - Nothing but `main` asks what day it is: the date is an argument, so that the same register on
//!   the same date gives the same bytes.
//! - No hash map is walked, and no order comes from anything but ids and what was written.
//! - Nothing turns *not recorded* into *none*, or *possible* into *stated*.
//! - Nothing changes or removes a revision.
//! - Nothing prints but `ui`; nothing but `commands` and `main` knows that there is a command line.
//! - No SQL of a user reaches a register: it runs on copies of published tables.
//! - No big library is spoken to from two places: each has one door (the table in `tests/tidy.rs`),
//!   and none of its types shows outside.
//! - No fault in a register stops a run: it is a finding, and an error is only what we could not do.
//!
//! # To add a ...
//!
//! - **field**: a line in the `record!` of its record, a file of `model`: text, JSON, differences, references, `fields`,
//!   `show`, `set` and the flags of `add` have it from there. Tests then ask for a column in `published`, a subject of `report` that says it,
//!   a value in `text/example` where one is needed, and `docs/what-you-can-record.md` written again (each says how).
//! - **entry of the law**: a table in a file of `law/data`, with its dates and source.
//! - **view** or **format** of a diagram: a file in `diagram` with its `VIEW` or `FORMAT`, and its entry in the table there.
//! - **rule**: a file in `rules` with its `RULE`, its entry in the table there, and a register on which it fires in
//!   `rules/tests.rs`.
//! - **saved question**: a file `queries/NAME.sql` with its header, and its line in `queries/mod.rs`.
//! - **published table**: its `table!` in a file of `published`, a column and what fills it in one line, and its entry in
//!   the table there.
//! - **word of a list of ours**: a row in its `words!` (what a field may hold) or `listed!` (what the program tells apart).
//! - **layout** of the record: a file in `report/layouts` with its `LAYOUT`, and its entry in the table there; its fields
//!   stand in `report/subjects`, one file for each subject: what it says in a line, in a cell and in a chapter.
//! - **format** of a report: a file in `report` with its `FORMAT`, and its entry in the table there.
//! - **question**: a file in `ask` with its `QUESTION`, and its entry in the table there; what it names or takes that no
//!   other does is a field of `Question`.
//! - **command**: a file in `commands`, and its entry in the table there.
//! - **module**: a `pub mod` below, its place in the line and its row in the table above.
//! - **library**: its door in `tests/tidy.rs`, with the reason.

pub mod ask;
pub mod commands;
pub mod diagram;
pub mod error;
pub mod finding;
pub mod graph;
pub mod import;
pub mod law;
pub mod model;
pub mod published;
pub mod queries;
pub mod report;
pub mod rules;
pub mod store;
pub mod text;
pub mod typeset;
pub mod ui;
