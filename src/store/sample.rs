//! A small register for tests.
