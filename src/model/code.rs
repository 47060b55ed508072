//! Codes of law, kept as written.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The code of a provision or instrument (`6/1/e`, `sch1/para18`), kept exactly as it was written.
///
/// What a code means, and whether it exists on a date, is known to `law`; the model only keeps it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LawCode(pub String);

impl LawCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LawCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
