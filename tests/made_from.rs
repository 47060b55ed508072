//! What is made from other data says so wherever it is carried, and is told apart of what it is made from.

use crate::harness::Folder;

/// A register in which a score that is made from health data goes on from a hospital to an insurer.
fn register() -> Folder {
    let folder = Folder::empty();
    folder.write(
        "register/parties.toml",
        "[council]\nname = \"Council\"\nkind = \"public-authority\"\n\n[hospital]\nname = \"Hospital\"\n\n\
         [insurer]\nname = \"Insurer\"\n",
    );
    folder.write(
        "register/register.toml",
        "[settings]\norganisation = \"council\"\njurisdiction = \"uk\"\n",
    );
    folder.write(
        "register/data.toml",
        "[name]\nname = \"Name\"\n\n[health]\nname = \"Health\"\nclass = \"health\"\n\n[score]\nname = \"Score\"\n\
         derived_from = [{ data = \"health\", how = \"result\" }]\n",
    );
    folder.write(
        "register/activities/care.toml",
        "name = \"Care\"\ncontroller = \"council\"\ndata = [\"health\", \"score\", \"name\"]\n\n\
         [[recipient]]\nto = \"hospital\"\ncarries = [\"score\", \"name\"]\n\n\
         [[onward]]\nfrom = \"hospital\"\nto = \"insurer\"\ncarries = [\"score\"]\n",
    );
    folder
}

const SAID: &str = "Score (made from Health)";

#[test]
fn every_door_that_shows_what_is_carried_says_what_it_is_made_from() {
    let folder = register();
    for command in [
        "ropa ask about Hospital",
        "ropa ask through Hospital",
        "ropa ask why Care Insurer --explain",
        "ropa diagram activity Care --format text",
        "ropa diagram activity Care --format dot",
        "ropa export activity Care --format md",
        "ropa export article30 --format csv",
        "ropa export article30 --format md",
    ] {
        let run = folder.run(command);
        assert!(run.stdout.contains(SAID), "{command}\n{}", run.transcript());
    }
    for command in [
        "ropa ask about Hospital --format json",
        "ropa ask through Hospital --format json",
        "ropa ask why Care Insurer --format json",
        "ropa diagram activity Care --format json",
    ] {
        let run = folder.run(command);
        assert!(
            run.stdout.contains("\"made_from\""),
            "{command}\n{}",
            run.transcript()
        );
    }
}

#[test]
fn nothing_is_said_of_what_is_made_from_nothing() {
    let folder = register();
    folder.write(
        "register/data.toml",
        "[name]\nname = \"Name\"\n\n[health]\nname = \"Health\"\nclass = \"health\"\n\n[score]\nname = \"Score\"\n",
    );
    for command in [
        "ropa ask about Hospital --format json",
        "ropa ask through Hospital --format json",
        "ropa ask why Care Insurer --format json",
        "ropa diagram activity Care --format json",
    ] {
        let run = folder.run(command);
        assert!(
            !run.stdout.contains("made_from"),
            "{command}\n{}",
            run.transcript()
        );
    }
}

/// A question about the data itself tells apart what is made from it, as who-receives does.
#[test]
fn questions_about_the_data_tell_what_is_made_from_it_apart() {
    let folder = register();
    for command in [
        "ropa ask who-receives Health",
        "ropa ask about Hospital --data Health",
        "ropa ask through Hospital --data Health",
        "ropa ask why Care Insurer --data Health",
    ] {
        let run = folder.run(command);
        let (text, apart) = run.stdout.split_once("Made from it").unwrap_or_default();
        assert!(
            text.contains("Health") && apart.contains("Score"),
            "{command}\n{}",
            run.transcript()
        );
    }
}
