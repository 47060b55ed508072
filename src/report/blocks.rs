//! The blocks of a template, each with what stands in it, so that a document is written piece by piece.

/// Blocks of one template: the name of each, and the struct that fills it.
macro_rules! blocks {
    ($path:tt: $($block:tt => $name:ident $(<$life:lifetime>)? {
        $($field:ident: $held:ty),* $(,)?
    })*) => {$(
        #[derive(askama::Template)]
        #[template(path = $path, block = $block)]
        struct $name $(<$life>)? {
            $($field: $held),*
        }
    )*};
}

pub(super) use blocks;
