//! The entry: reads the clock and the command line once, and turns errors into exit codes.

use std::panic;
use std::process::ExitCode;

use ropa::commands;
use ropa::ui::{Ui, explain_failures};

fn main() -> ExitCode {
    explain_failures();
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
    let clock = std::time::SystemTime::now();
    let now = commands::moment(clock).unwrap_or_else(|error| Ui::stop(error));
    let names = ["USER", "LOGNAME", "USERNAME"].map(|name| std::env::var(name).ok());
    let login = names
        .into_iter()
        .flatten()
        .find(|name| !name.trim().is_empty())
        // Services and containers often set none of them, and the system still knows who runs it.
        .or_else(|| whoami::username().ok());
    let args: Vec<_> = std::env::args_os().collect();
    // What failed has said so.
    panic::catch_unwind(|| commands::main(args, now, login)).unwrap_or(ExitCode::from(2))
}
