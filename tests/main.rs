//! The integration tests, all in one binary.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop there"
)]

mod accessible_pdf;
mod answers;
mod answers_keep;
mod apply;
mod asked;
mod bounds;
mod brought;
mod by_hand;
mod cases;
mod catalogue;
mod checked;
mod checks;
mod closed_pipes;
mod command_line;
mod crash;
mod cut;
mod damaged_database;
mod damaged_text;
mod diagram;
mod done_when;
mod drawn;
mod dump;
mod edit;
mod endings;
mod every_door;
mod examples;
mod export;
mod export_activity;
mod export_documents;
mod export_verify;
mod faults;
mod fields;
mod filters;
mod find;
mod formats;
mod forms;
mod found_at;
mod fuzz;
#[path = "../benches/generate/mod.rs"]
mod generate;
mod harness;
mod history;
mod hostile;
mod hostile_commands;
mod imported;
mod imported_hostile;
mod imported_pdf;
mod init;
mod law;
mod lies;
mod linked;
mod list;
mod made_from;
mod merge_two;
mod merged;
mod names;
mod no_panic;
mod on_a_day;
mod one_fact;
mod open_lists;
mod output_file;
mod part_3;
mod past;
mod published;
mod published_steps;
mod query;
mod questions;
mod readme;
mod rules;
mod said;
mod saved_and_asked;
mod saved_questions;
mod scale;
mod sheets;
mod short;
mod show;
mod sql;
mod supply_chain;
mod tampered;
mod tidy;
mod told;
