//! The entry: reads the clock and the command line once, and turns errors into exit codes.

use std::process::ExitCode;

use ropa::commands;

fn main() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
    let now = jiff::Timestamp::now();
    let login = std::env::var("USER")
        .or_else(|_| std::env::var("USERNAME"))
        .ok();
    commands::main(std::env::args_os(), now, login)
}
