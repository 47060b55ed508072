//! `ropa ask who-receives`.

use crate::error::Error;
use crate::graph::{Certainty, Receiver, ReceiverRole, StepKind, WhoReceives};
use crate::model::Table;
use crate::ui::answer::{Answer, Explained};

use super::flags::{self, Asked, CountryFlag, Exact, NotThrough, PartyFlag, Routes, Shared};
use super::{Found, linked, words};

/// What can follow `ropa ask who-receives`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa ask who-receives \"NHS number\"\n\nFormats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid"
)]
pub(super) struct Args {
    /// Category of data: id, name or alias; not needed with --special or --people
    #[arg(required_unless_present_any = ["special", "people"])]
    data: Option<String>,
    #[command(flatten)]
    exact: Exact,
    #[command(flatten)]
    party: PartyFlag,
    /// Only receivers in this role: recipient, joint-controller, processor, sub-processor, internal
    #[arg(long, value_name = "ROLE", value_parser = flags::role, help_heading = "Filters")]
    role: Option<ReceiverRole>,
    #[command(flatten)]
    country: CountryFlag,
    #[command(flatten)]
    routes: Routes,
    #[command(flatten)]
    not_through: NotThrough,
    /// Also who could get it only because two activities share a system or party; shown apart
    #[arg(long, requires = "data", conflicts_with_all = ["stated", "max_steps"], help_heading = "Filters")]
    linked: bool,
    #[command(flatten)]
    pub(super) shared: Shared,
}

/// The columns of the table of recipients.
pub(super) const COLUMNS: [&str; 7] = [
    "recipient",
    "certainty",
    "role",
    "how",
    "activity",
    "country",
    "agreement",
];

/// The place of the column that says how a recipient gets the data.
const HOW: usize = 3;

pub(super) fn answer(asked: &mut Asked<'_>, args: &Args) -> Result<Answer, Error> {
    let data = match &args.data {
        Some(data) => asked.about_data(data)?,
        None => String::new(),
    };
    asked.exact(args.exact.exact);
    asked.party_flag(&args.party)?;
    asked.country_flag(&args.country);
    asked.routes(&args.routes);
    if let Some(role) = args.role {
        asked.flags.push(format!("--role {}", role.word()));
        asked.query.role = Some(role);
    }
    asked.not_through(&args.not_through)?;
    let mut search = WhoReceives::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(WhoReceives::new);
    let unbounded = asked.unbounded();
    let mut longer = unbounded.as_ref().map(WhoReceives::new);
    asked.look(Vec::new(), |part| {
        search.look(part);
        for other in all.iter_mut().chain(&mut longer) {
            other.look(part);
        }
    })?;
    let is_nobody = search.is_nobody();
    let (receivers, uncertain, gaps, not_in_use) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["recipient", "recipients"], n_all, receivers.len());
    let n_longer = longer.map(|longer| longer.finish().0.len());
    asked.note_bound(["recipient", "recipients"], receivers.len(), n_longer);

    if receivers
        .iter()
        .any(|receiver| receiver.in_activities.iter().any(|(it, _)| it.is_draft))
    {
        asked.notes.push("Drafts count, and are marked.".to_owned());
    }
    let what = asked.data_words();
    let sentence = match receivers.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded recipient of {what} matches these filters.")
        }
        0 if is_nobody => words::sentence(&format!(
            "nobody receives {what}: every activity that has it records that it gives it to nobody, \
             and who runs each system that has it."
        )),
        0 => format!("No recipient of {what} is recorded."),
        n => format!(
            "{} or may receive {what}: {}.",
            words::count(n, "party receives", "parties receive"),
            words::by_certainty(receivers.iter().map(|receiver| receiver.certainty))
        ),
    };
    let is_bounded = asked.query.max_steps.is_some();
    let has_row_for_each_way = asked.query.all_paths && asked.format == "csv";
    let mut linked = linked::found(asked, args.linked)?;
    if has_row_for_each_way {
        let rows = linked.iter_mut().flat_map(|linked| &mut linked.table.rows);
        rows.for_each(|row| row.push(String::new()));
    }
    let found = Found {
        sentence,
        table: if has_row_for_each_way {
            ways(&receivers, asked.format)
        } else {
            table(&receivers, asked.format)
        },
        values: asked.values(&receivers),
        routes: receivers
            .into_iter()
            .flat_map(|receiver| explained(receiver, is_bounded))
            .collect(),
        uncertain,
        gaps,
        not_in_use,
        linked,
        left_out,
    };
    if args.linked {
        asked.flags.push("--linked".to_owned());
    }
    asked.answer("who-receives", &[&data], found)
}

fn table(receivers: &[Receiver], format: &str) -> Table {
    let mut table = Table::new(&COLUMNS);
    for receiver in receivers {
        let roles: Vec<&str> = receiver.roles.iter().map(|role| role.word()).collect();
        table.push([
            name(receiver),
            receiver.certainty.word().to_owned(),
            roles.join(", "),
            how(receiver),
            words::by_activity(&receiver.in_activities),
            words::whereabouts(&receiver.whereabouts, format),
            receiver.agreement.said(),
        ]);
    }
    table
}

/// A row for each way, numbered from the best, with the places it leads through.
fn ways(receivers: &[Receiver], format: &str) -> Table {
    let mut columns = COLUMNS.to_vec();
    columns[HOW] = "route";
    columns.push("way");
    let mut table = Table::new(&columns);
    for receiver in receivers {
        let routes = std::iter::once(&receiver.route).chain(&receiver.more_routes);
        for (number, route) in (1..).zip(routes) {
            let (Some(first), Some(last)) = (route.first(), route.last()) else {
                continue;
            };
            let mut stops = vec![first.from.name.as_str()];
            stops.extend(route.iter().map(|step| step.to.name.as_str()));
            let mut activities = receiver.in_activities.iter().map(|(it, _)| it);
            let in_activity = activities.find(|it| it.id == last.activity);
            let certainty = route.iter().map(|step| step.certainty).max();
            table.push([
                name(receiver),
                certainty.unwrap_or(receiver.certainty).word().to_owned(),
                last.role.map_or("", ReceiverRole::word).to_owned(),
                stops.join(" -> "),
                in_activity.map_or_else(|| last.activity.to_string(), words::activity),
                words::whereabouts(&last.whereabouts, format),
                last.agreement.said(),
                number.to_string(),
            ]);
        }
    }
    table
}

/// Who it is, and as part of whom, where only that is recorded.
fn name(receiver: &Receiver) -> String {
    match &receiver.as_part_of {
        Some(whole) => format!("{}, as part of {}", receiver.party.name, whole.name),
        None => receiver.party.name.clone(),
    }
}

fn how(receiver: &Receiver) -> String {
    if receiver.direct {
        "direct".to_owned()
    } else {
        format!("through {}", words::names(&receiver.through))
    }
}

fn explained(receiver: Receiver, is_bounded: bool) -> Vec<Explained> {
    let certainty = match receiver.certainty {
        Certainty::Stated => "stated",
        Certainty::Possible => "possible",
    };
    let begins_at_source = receiver
        .route
        .first()
        .is_some_and(|step| step.kind == StepKind::Source);
    let is_told = receiver.begins_at_activity || begins_at_source;
    let late = if is_told || receiver.route.len() == 1 && receiver.route[0].number.is_none() {
        String::new()
    } else if is_bounded {
        "; how the start of this route came by it takes more steps, or is not recorded".to_owned()
    } else {
        "; how the start of this route came by it is not recorded".to_owned()
    };
    let title = format!(
        "{} - {certainty}, {}{late}",
        name(&receiver),
        how(&receiver)
    );
    let mut routes = vec![Explained {
        title,
        steps: receiver.route,
    }];
    for (position, steps) in receiver.more_routes.into_iter().enumerate() {
        let title = format!("{} - way {}", receiver.party.name, position + 2);
        routes.push(Explained { title, steps });
    }
    if receiver.stopped {
        routes.push(Explained {
            title: format!(
                "{} - there are more ways; the list stopped here",
                receiver.party.name
            ),
            steps: Vec::new(),
        });
    }
    routes
}
