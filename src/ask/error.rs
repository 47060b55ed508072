//! Why a question could not be answered.

use crate::store::{NameError, StoreError};

/// Why a question could not be answered, or its answer not drawn.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The register could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A name was not understood.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A question needs something to be named.
    #[error("the question needs `{name}`")]
    Missing {
        /// The field of the question.
        name: &'static str,
    },
    /// A filter has a value that it does not take.
    #[error("`{filter}`: {why}")]
    Value {
        /// The filter.
        filter: &'static str,
        /// What is wrong.
        why: String,
    },
    /// There is nothing to draw.
    #[error("there is nothing to draw: {0}")]
    NothingToDraw(String),
}
