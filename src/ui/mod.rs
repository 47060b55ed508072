//! How the program speaks to its user.

pub mod findings;
