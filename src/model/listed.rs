//! A list of our own making, with what is said of each item in one row beside it.

/// An enum, all of its items, and what is said of each: a row of texts, and a method for each place in the row.
macro_rules! listed {
    (
        $(#[$meta:meta])*
        pub enum $list:ident {
            $(
                $(#[$more:meta])*
                $item:ident: $($text:literal),+;
            )*
        }
        $(
            $(#[$about:meta])*
            $method:ident = $place:literal;
        )*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $list {$(
            #[doc = concat!($("`", $text, "` ",)+)]
            $(#[$more])*
            $item,
        )*}

        impl $list {
            /// Every one, in their order.
            pub const ALL: [Self; [$(stringify!($item)),*].len()] = [$(Self::$item),*];

            const TEXTS: &[&[&str]] = &[$(&[$($text),+]),*];

            $(
                $(#[$about])*
                pub const fn $method(self) -> &'static str {
                    Self::TEXTS[self as usize][$place]
                }
            )*
        }
    };
}

pub(crate) use listed;
