//! The entry: reads the clock and the command line once, and turns errors into exit codes.

use std::panic;
use std::process::ExitCode;

use ropa::commands;
use ropa::ui::explain_failures;

/// Questions make and drop many small texts; the allocator of the system takes a third of their time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    explain_failures();
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
    let clock = std::time::SystemTime::now();
    let args: Vec<_> = std::env::args_os().collect();
    match commands::now(clock) {
        // What failed has said so.
        Ok(now) => {
            panic::catch_unwind(|| commands::main(args, now, login)).unwrap_or(ExitCode::from(2))
        }
        Err(code) => code,
    }
}

/// The name under which somebody is logged in.
fn login() -> Option<String> {
    let names = ["USER", "LOGNAME", "USERNAME"].map(|name| std::env::var(name).ok());
    names
        .into_iter()
        .flatten()
        .find(|name| !name.trim().is_empty())
        // Services and containers often set none of them, and the system still knows who runs it.
        .or_else(|| whoami::username().ok())
}
