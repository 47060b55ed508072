//! Names that would be read as something else come out as text in every format.
