//! The entry: nothing here yet but the door.

fn main() {}
