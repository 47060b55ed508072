//! What is not recorded is said in every answer (design rule 17).

use serde_json::json;

use super::*;

/// Names go from the NHS to the service, which keeps them in Casebook, run by nobody recorded, and
/// in Ledger, run by Vendor, and gives them to the court by way of Casebook.
fn thin() -> Register {
    with_service(
        json!({
            "data": ["name"],
            "source": [{ "from": "party:nhs", "carries": ["name"] }],
            "store": [
                { "in": "casebook", "carries": ["name"] },
                { "in": "ledger", "carries": ["name"] },
            ],
            "recipient": [
                { "to": "party:court", "through": "casebook", "carries": ["name"] },
                { "to": "activity:burials", "carries": ["name"], "transfer": { "route": "44A/2/c" } },
            ],
        }),
        json!({
            "party": { "council": { "country": "GB" }, "nhs": {}, "court": {}, "vendor": {} },
            "system": { "casebook": {}, "ledger": { "operator": "vendor" } },
        }),
    )
}

fn of(gaps: &[NotRecorded], code: &str) -> String {
    let of = gaps.iter().filter(|gap| gap.code == code);
    lines(of.map(|gap| format!("{} {}", gap.count, gap.examples.join(", "))))
}

#[test]
fn every_answer_says_which_operators_and_sub_processors_are_not_recorded() {
    let register = thin();
    let query = about_data(&register, "name");
    let (nhs, court) = (places(&["nhs"]), places(&["court"]));
    let casebook = places(&["system:casebook"]);
    let party = whole("court");
    macro_rules! gaps_of {
        ($search:expr) => {{
            let mut search = $search;
            search.look(&register);
            search.finish()
        }};
    }
    for (question, gaps) in [
        ("who-receives", gaps_of!(WhoReceives::new(&query)).2),
        ("where-from", gaps_of!(WhereFrom::new(&query)).2),
        ("where-held", gaps_of!(WhereHeld::new(&query)).2),
        ("why", gaps_of!(Why::new(&query, &nhs, &court)).3),
        ("through", gaps_of!(Through::new(&query, &casebook)).2),
        ("through --cut", gaps_of!(Cut::new(&query, &casebook)).2),
        ("about", gaps_of!(About::new(&query, &party)).2),
        ("leaves-uk", gaps_of!(LeavesUk::new(&query)).2),
    ] {
        assert_eq!(of(&gaps, "operator"), "1 casebook", "{question}");
        assert_eq!(of(&gaps, "sub-processors"), "1 vendor", "{question}");
    }
}

#[test]
fn what_passes_through_a_system_is_asked_for_its_agreements() {
    let register = thin();
    let query = about_data(&register, "name");
    let ledger = places(&["ledger", "system:ledger"]);
    let mut search = Through::new(&query, &ledger);
    search.look(&register);
    let gaps = search.finish().2;
    assert_eq!(of(&gaps, "agreement"), "1 vendor");
    assert_eq!(of(&gaps, "flow-agreement"), "");
}

#[test]
fn what_leaves_counts_parties_and_systems_of_which_it_is_not_recorded_where_they_are() {
    let register = thin();
    let query = about_data(&register, "name");
    let mut search = LeavesUk::new(&query);
    search.look(&register);
    let gaps = search.finish().2;
    assert_eq!(of(&gaps, "country"), "2 court, vendor");
    assert_eq!(of(&gaps, "hosted-in"), "2 casebook, ledger");
}

#[test]
fn a_filter_hides_no_system_of_which_it_is_not_recorded_where_it_is_hosted() {
    let register = thin();
    let query = FlowQuery {
        country: Some(CountryFilter::Is("US".parse().unwrap())),
        ..about_data(&register, "name")
    };
    let mut search = WhereHeld::new(&query);
    search.look(&register);
    let (holdings, _, gaps, _) = search.finish();
    assert!(holdings.is_empty());
    assert_eq!(of(&gaps, "hosted-in"), "2 casebook, ledger");
}
