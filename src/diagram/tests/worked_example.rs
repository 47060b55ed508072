//! The worked example of the repository, as every format shows it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::graph::Wanted;
use crate::model::{End, Flow, Kind, Recorded, Reference, Register};
use crate::text;

use super::super::{Direction, NoIllustration, Options, illustrate, text as words};
use super::{draw, sought, today, view};

fn register() -> Register {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("register");
    text::read(&folder, today()).unwrap().register
}

fn written(register: &Register, name: &str) -> String {
    let activity = Reference::new(Kind::Activity, "family-group-conference");
    let about = sought("Family Group Conference", &[activity]);
    let diagram = draw(register, view("activity"), &about).unwrap();
    super::written(&diagram, name, Direction::Auto)
}

#[test]
fn one_activity_in_words() {
    insta::assert_snapshot!(written(&register(), "text"), @"
    Family Group Conference: data-flow diagram (level 1)
    Essex County Council (controller)
    Drawn from the register as at 24 November 2026.

    Who and what
    - People: People who use the service; Family network.
    - Other organisations: NHS; Social workers.
    - Essex County Council (controller): Family Group Conference (activity).
    - Servelec (processor): Mosaic (system).
    - People: Family network.
    - Other organisations: Social workers; GPs, Hospitals, Community matrons, District nurses, Social care practitioners.
    - Outside the UK (country not recorded): Family members who are located overseas.
    - In no boundary: Integrated care record system (system, operator not recorded).

    Flows
    F1. From People who use the service to Family Group Conference: Name and Contact Details; Family Details; Case File Information; Visual images, Personal Appearance and Behaviour; NHS Number.
    F2. From People who use the service to Family Group Conference: Physical or Mental Health details; Racial or Ethnic origin; Religious or other beliefs of a similar nature; Offences (including alleged offences); Criminal proceedings, outcomes and sentences. Special category data; criminal offence data.
    F3. From NHS to Family Group Conference: NHS Number. No agreement recorded. When: If you are receiving support from Childrens Social Care.
    F4. From Family network to Family Group Conference: not recorded which data. Possible.
    F5. From Social workers to Family Group Conference: not recorded which data. Possible; no agreement recorded.
    F6. Between Family Group Conference and Mosaic: not recorded which data. Possible; no agreement recorded.
    F7. From Family Group Conference to Family network: not recorded which data. Possible.
    F8. From Family Group Conference to Social workers: not recorded which data. Possible; no agreement recorded.
    F9-F13. From Family Group Conference to Integrated care record system: NHS Number.
    F9-F13. From Integrated care record system to GPs, Hospitals, Community matrons, District nurses, Social care practitioners: NHS Number. No agreement recorded.
    F14. From Family Group Conference to Family members who are located overseas: not recorded which data. Possible; leaves the UK (country not recorded); not recorded what allows the transfer. When: with your permission.

    Signs
    - Rectangle: person or organisation.
    - Rounded box: activity (process).
    - Cylinder: system (data store).
    - Dashed frame: who is responsible (trust boundary).
    - Solid line: flow: the record states the data.
    - Dotted line: possible flow: the record does not state the data.
    - Arrow with two heads: both ways.
    - Words in brackets: special category data (Article 9).
    - Words in brackets: criminal offence data (Article 10).
    - Thick red line: leaves the UK.
    - Words in brackets: not recorded what allows the transfer.
    - Words in brackets: no agreement recorded.

    Notes
    - Not recorded: the operator of Integrated care record system.
    - Not recorded: the country that hosts Mosaic, Integrated care record system.
    - Not recorded: the sub-processors of Servelec.
    - Not recorded: the country of Family network, Social workers, GPs, Hospitals, Community matrons and 4 more.
    - Not recorded: who exactly is in these classes: Social workers, GPs, Hospitals, Community matrons, District nurses, Social care practitioners.
    - The list of recipients of Family Group Conference is open: the source says that there are others.
    ");
}

#[test]
fn one_activity_for_graphviz() {
    insta::assert_snapshot!(written(&register(), "dot"), @r##"
    digraph ropa {
      graph[label="Family Group Conference: data-flow diagram (level 1)\nEssex County Council (controller)\nDrawn from the register as at 24 November 2026" comment="register 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" labelloc="t" rankdir="LR" fontname="Liberation Sans,Arial,sans-serif" fontcolor="#1d2733" nodesep="0.25" ranksep="0.5"]
      node[fontname="Liberation Sans,Arial,sans-serif" fontcolor="#1d2733" fontsize="12" color="#1d2733" shape="box"]
      edge[color="#1d2733"]
      subgraph cluster_b_people_source {
        label="People"
        style="dashed,filled"
        color="#55606e"
        fontcolor="#55606e"
        fillcolor="#f8f9fb"
        n_people_service_users_source[label="People who use the service" shape="box" style="filled" fillcolor="#ffffff"]
        n_party_family_network_source[label="Family network" shape="box" style="filled" fillcolor="#ffffff"]
      }
      subgraph cluster_b_organisations_source {
        label="Other organisations"
        style="dashed,filled"
        color="#177a3e"
        fontcolor="#177a3e"
        fillcolor="#f5fbf7"
        n_party_nhs_source[label="NHS" shape="box" style="filled" fillcolor="#ffffff"]
        n_party_social_workers_source[label="Social workers" shape="box" style="filled" fillcolor="#ffffff"]
      }
      subgraph cluster_b_own_essex_county_council {
        label="Essex County Council (controller)"
        style="dashed,filled"
        color="#1d5fa8"
        fontcolor="#1d5fa8"
        fillcolor="#f5f9fe"
        n_activity_family_group_conference[label="Family Group Conference" shape="box" style="rounded,filled" fillcolor="#ffffff"]
      }
      subgraph cluster_b_party_servelec {
        label="Servelec (processor)"
        style="dashed,filled"
        color="#6b2fa0"
        fontcolor="#6b2fa0"
        fillcolor="#faf6fd"
        n_system_mosaic[label="Mosaic" shape="cylinder" style="filled" fillcolor="#ffffff"]
      }
      subgraph cluster_b_people_receiver {
        label="People"
        style="dashed,filled"
        color="#55606e"
        fontcolor="#55606e"
        fillcolor="#f8f9fb"
        n_party_family_network_receiver[label="Family network" shape="box" style="filled" fillcolor="#ffffff"]
      }
      subgraph cluster_b_organisations_receiver {
        label="Other organisations"
        style="dashed,filled"
        color="#177a3e"
        fontcolor="#177a3e"
        fillcolor="#f5fbf7"
        n_party_social_workers_receiver[label="Social workers" shape="box" style="filled" fillcolor="#ffffff"]
        n_party_general_practitioners_receiver[label="GPs\nHospitals\nCommunity matrons\nDistrict nurses\nSocial care practitioners" shape="box" style="filled" fillcolor="#ffffff"]
      }
      subgraph cluster_b_outside_uk_outside_uk_receiver {
        label="Outside the UK (country not\nrecorded)"
        style="dashed,filled"
        color="#b3261e"
        fontcolor="#b3261e"
        fillcolor="#fff7f6"
        n_party_family_members_overseas_receiver[label="Family members who are\nlocated overseas" shape="box" style="filled" fillcolor="#ffffff"]
      }
      n_system_integrated_care_record[label="Integrated care record\nsystem\n(operator not recorded)" shape="cylinder" style="filled" fillcolor="#ffffff"]
      f1[label="F1" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_people_service_users_source -> f1 [style="solid" color="#1d2733" penwidth="1" dir="none"]
      f1 -> n_activity_family_group_conference [style="solid" color="#1d2733" penwidth="1" dir="forward"]
      f2[label="F2\n[special category data]\n[criminal offence data]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_people_service_users_source -> f2 [style="solid" color="#1d2733" penwidth="1" dir="none"]
      f2 -> n_activity_family_group_conference [style="solid" color="#1d2733" penwidth="1" dir="forward"]
      f3[label="F3\nNHS Number\n[no agreement recorded]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_party_nhs_source -> f3 [style="solid" color="#1d2733" penwidth="1" dir="none"]
      f3 -> n_activity_family_group_conference [style="solid" color="#1d2733" penwidth="1" dir="forward"]
      f4[label="F4\nnot recorded which data" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_party_family_network_source -> f4 [style="dotted" color="#1d2733" penwidth="1" dir="none"]
      f4 -> n_activity_family_group_conference [style="dotted" color="#1d2733" penwidth="1" dir="forward"]
      f5[label="F5\nnot recorded which data\n[no agreement recorded]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_party_social_workers_source -> f5 [style="dotted" color="#1d2733" penwidth="1" dir="none"]
      f5 -> n_activity_family_group_conference [style="dotted" color="#1d2733" penwidth="1" dir="forward"]
      f6[label="F6\nnot recorded which data\n[no agreement recorded]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_activity_family_group_conference -> f6 [style="dotted" color="#1d2733" penwidth="1" dir="back"]
      f6 -> n_system_mosaic [style="dotted" color="#1d2733" penwidth="1" dir="forward"]
      f7[label="F7\nnot recorded which data" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_activity_family_group_conference -> f7 [style="dotted" color="#1d2733" penwidth="1" dir="none"]
      f7 -> n_party_family_network_receiver [style="dotted" color="#1d2733" penwidth="1" dir="forward"]
      f8[label="F8\nnot recorded which data\n[no agreement recorded]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_activity_family_group_conference -> f8 [style="dotted" color="#1d2733" penwidth="1" dir="none"]
      f8 -> n_party_social_workers_receiver [style="dotted" color="#1d2733" penwidth="1" dir="forward"]
      f9[label="F9-F13\nNHS Number" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_activity_family_group_conference -> f9 [style="solid" color="#1d2733" penwidth="1" dir="none"]
      f9 -> n_system_integrated_care_record [style="solid" color="#1d2733" penwidth="1" dir="forward"]
      f9_2[label="F9-F13\nNHS Number\n[no agreement recorded]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#1d2733" fontsize="10" margin="0.05,0.02"]
      n_system_integrated_care_record -> f9_2 [style="solid" color="#1d2733" penwidth="1" dir="none"]
      f9_2 -> n_party_general_practitioners_receiver [style="solid" color="#1d2733" penwidth="1" dir="forward"]
      f14[label="F14\nnot recorded which data\n[leaves the UK (country not\nrecorded)]\n[not recorded what allows\nthe transfer]" style="filled" fillcolor="#ffffff" color="#ffffff" fontcolor="#b3261e" fontsize="10" margin="0.05,0.02"]
      n_activity_family_group_conference -> f14 [style="dotted" color="#b3261e" penwidth="2.5" dir="none"]
      f14 -> n_party_family_members_overseas_receiver [style="dotted" color="#b3261e" penwidth="2.5" dir="forward"]
      subgraph cluster_words {
        label="Flows"
        color="#c5ccd4"
        w_f1[label="F1  Name and Contact Details; Family Details; Case File Information; Visual images, Personal\nAppearance and Behaviour; NHS Number" shape="plaintext" fontsize="10"]
        w_f2[label="F2  Physical or Mental Health details; Racial or Ethnic origin; Religious or other beliefs of a\nsimilar nature; Offences (including alleged offences); Criminal proceedings, outcomes and sentences" shape="plaintext" fontsize="10"]
        w_f3[label="F3  when: If you are receiving support from Childrens Social Care" shape="plaintext" fontsize="10"]
        w_f14[label="F14  when: with your permission" shape="plaintext" fontsize="10"]
      }
      subgraph cluster_key {
        label="Key"
        color="#c5ccd4"
        key_entity[label="person or organisation" shape="box" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_process[label="activity (process)" shape="box" style="rounded" fontcolor="#1d2733" fontsize="10"]
        key_store[label="system (data store)" shape="cylinder" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_boundary[label="dashed frame: who is responsible\n(trust boundary)" shape="box" style="dashed" fontcolor="#1d2733" fontsize="10"]
        key_stated[label="solid line: flow: the record states\nthe data" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_possible[label="dotted line: possible flow: the\nrecord does not state the data" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_bothways[label="arrow with two heads: both ways" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_special[label="words in brackets: special category\ndata (Article 9)" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_offence[label="words in brackets: criminal offence\ndata (Article 10)" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_leavesuk[label="thick red line: leaves the UK" shape="plaintext" style="solid" fontcolor="#b3261e" fontsize="10"]
        key_lackstransfer[label="words in brackets: not recorded what\nallows the transfer" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
        key_lacksagreement[label="words in brackets: no agreement\nrecorded" shape="plaintext" style="solid" fontcolor="#1d2733" fontsize="10"]
      }
      subgraph cluster_notes {
        label="Notes"
        color="#c5ccd4"
        note_1[label="Not recorded: the operator of Integrated care record system." shape="plaintext" fontsize="10"]
        note_2[label="Not recorded: the country that hosts Mosaic, Integrated care record system." shape="plaintext" fontsize="10"]
        note_3[label="Not recorded: the sub-processors of Servelec." shape="plaintext" fontsize="10"]
        note_4[label="Not recorded: the country of Family network, Social workers, GPs, Hospitals, Community matrons and 4\nmore." shape="plaintext" fontsize="10"]
        note_5[label="Not recorded: who exactly is in these classes: Social workers, GPs, Hospitals, Community matrons,\nDistrict nurses, Social care practitioners." shape="plaintext" fontsize="10"]
        note_6[label="The list of recipients of Family Group Conference is open: the source says that there are others." shape="plaintext" fontsize="10"]
      }
    }
    "##);
}

#[test]
fn one_activity_for_mermaid() {
    insta::assert_snapshot!(written(&register(), "mermaid"), @r#"
    ---
    title: "Family Group Conference: data-flow diagram (level 1)"
    ---
    flowchart LR
      subgraph b_people_source["People"]
        n_people_service_users_source["People who use the service"]
        n_party_family_network_source["Family network"]
      end
      class b_people_source people
      subgraph b_organisations_source["Other organisations"]
        n_party_nhs_source["NHS"]
        n_party_social_workers_source["Social workers"]
      end
      class b_organisations_source others
      subgraph b_own_essex_county_council["Essex County Council (controller)"]
        n_activity_family_group_conference("Family Group Conference")
      end
      class b_own_essex_county_council controller
      subgraph b_party_servelec["Servelec (processor)"]
        n_system_mosaic[("Mosaic")]
      end
      class b_party_servelec processor
      subgraph b_people_receiver["People"]
        n_party_family_network_receiver["Family network"]
      end
      class b_people_receiver people
      subgraph b_organisations_receiver["Other organisations"]
        n_party_social_workers_receiver["Social workers"]
        n_party_general_practitioners_receiver["GPs<br/>Hospitals<br/>Community matrons<br/>District nurses<br/>Social care practitioners"]
      end
      class b_organisations_receiver others
      subgraph b_outside_uk_outside_uk_receiver["Outside the UK (country not recorded)"]
        n_party_family_members_overseas_receiver["Family members who are located overseas"]
      end
      class b_outside_uk_outside_uk_receiver abroad
      n_system_integrated_care_record[("Integrated care record system<br/>(operator not recorded)")]
      n_people_service_users_source -->|"F1"| n_activity_family_group_conference
      n_people_service_users_source -->|"F2<br/>#91;special category data#93;<br/>#91;criminal offence data#93;"| n_activity_family_group_conference
      n_party_nhs_source -->|"F3<br/>NHS Number<br/>#91;no agreement recorded#93;"| n_activity_family_group_conference
      n_party_family_network_source -.->|"F4<br/>not recorded which data"| n_activity_family_group_conference
      n_party_social_workers_source -.->|"F5<br/>not recorded which data<br/>#91;no agreement recorded#93;"| n_activity_family_group_conference
      n_activity_family_group_conference <-.->|"F6<br/>not recorded which data<br/>#91;no agreement recorded#93;"| n_system_mosaic
      n_activity_family_group_conference -.->|"F7<br/>not recorded which data"| n_party_family_network_receiver
      n_activity_family_group_conference -.->|"F8<br/>not recorded which data<br/>#91;no agreement recorded#93;"| n_party_social_workers_receiver
      n_activity_family_group_conference -->|"F9-F13<br/>NHS Number"| n_system_integrated_care_record
      n_system_integrated_care_record -->|"F9-F13<br/>NHS Number<br/>#91;no agreement recorded#93;"| n_party_general_practitioners_receiver
      n_activity_family_group_conference -.->|"F14<br/>not recorded which data<br/>#91;leaves the UK (country not recorded)#93;<br/>#91;not recorded what allows the transfer#93;"| n_party_family_members_overseas_receiver
      subgraph words["Flows"]
        w_f1["F1  Name and Contact Details#59; Family Details#59; Case File Information#59; Visual images, Personal Appearance and Behaviour#59; NHS Number"]:::said
        w_f2["F2  Physical or Mental Health details#59; Racial or Ethnic origin#59; Religious or other beliefs of a similar nature#59; Offences (including alleged offences)#59; Criminal proceedings, outcomes and sentences"]:::said
        w_f3["F3  when#58; If you are receiving support from Childrens Social Care"]:::said
        w_f14["F14  when#58; with your permission"]:::said
      end
      subgraph key["Key"]
        key_0["Essex County Council (controller)"]:::said
        key_1["Drawn from the register as at 24 November 2026"]:::said
        key_2["rectangle#58; person or organisation<br/>rounded box#58; activity (process)<br/>cylinder#58; system (data store)<br/>dashed frame#58; who is responsible (trust boundary)<br/>solid line#58; flow#58; the record states the data<br/>dotted line#58; possible flow#58; the record does not state the data<br/>arrow with two heads#58; both ways<br/>#91;#46;#46;#46;#93;#58; special category data (Article 9)<br/>#91;#46;#46;#46;#93;#58; criminal offence data (Article 10)<br/>thick red line#58; leaves the UK<br/>#91;#46;#46;#46;#93;#58; not recorded what allows the transfer<br/>#91;#46;#46;#46;#93;#58; no agreement recorded"]:::said
        key_3["Not recorded#58; the operator of Integrated care record system#46;"]:::said
        key_4["Not recorded#58; the country that hosts Mosaic, Integrated care record system#46;"]:::said
        key_5["Not recorded#58; the sub-processors of Servelec#46;"]:::said
        key_6["Not recorded#58; the country of Family network, Social workers, GPs, Hospitals, Community matrons and 4 more#46;"]:::said
        key_7["Not recorded#58; who exactly is in these classes#58; Social workers, GPs, Hospitals, Community matrons, District nurses, Social care practitioners#46;"]:::said
        key_8["The list of recipients of Family Group Conference is open#58; the source says that there are others#46;"]:::said
      end
      classDef controller fill:#f5f9fe,stroke:#1d5fa8,stroke-dasharray:6 4,color:#1d2733
      classDef processor fill:#faf6fd,stroke:#6b2fa0,stroke-dasharray:6 4,color:#1d2733
      classDef others fill:#f5fbf7,stroke:#177a3e,stroke-dasharray:6 4,color:#1d2733
      classDef people fill:#f8f9fb,stroke:#55606e,stroke-dasharray:6 4,color:#1d2733
      classDef abroad fill:#fff7f6,stroke:#b3261e,stroke-dasharray:6 4,color:#1d2733
      classDef said fill:#ffffff,stroke:#ffffff,color:#1d2733,text-align:left
      linkStyle 10 stroke:#b3261e,stroke-width:3px
    "#);
}

#[test]
fn the_two_halves_of_a_flow_through_a_system_have_one_number() {
    let activity = Reference::new(Kind::Activity, "family-group-conference");
    let about = sought("Family Group Conference", &[activity]);
    let diagram = draw(&register(), view("activity"), &about).unwrap();
    let shared = diagram
        .arrows
        .iter()
        .filter(|arrow| arrow.number == "F9-F13");
    assert_eq!(shared.count(), 2);
    assert!(words(&diagram).contains("GPs, Hospitals, Community matrons"));
}

#[test]
fn one_recipient_more_changes_few_lines() {
    let before = register();
    let mut after = before.clone();
    let activity = after.activities.values_mut().next().unwrap();
    let Recorded::Value(recipients) = &mut activity.recipient else {
        panic!()
    };
    recipients.push(Flow {
        to: Some(End::try_from("nhs".to_owned()).unwrap()),
        ..Flow::default()
    });
    for name in ["dot", "mermaid", "text"] {
        let (before, after) = (written(&before, name), written(&after, name));
        let (old, new): (BTreeSet<&str>, BTreeSet<&str>) =
            (before.lines().collect(), after.lines().collect());
        let changed = old.symmetric_difference(&new).count();
        // Its box, its flow, and the two notes that name or count it, before and after.
        assert!((1..=8).contains(&changed), "{name}: {changed} lines");
    }
}

#[test]
fn a_report_gets_the_sheets_of_an_activity_and_its_flows_in_words() {
    let register = register();
    let (id, _) = register.activities.first_key_value().unwrap();
    let drawn = illustrate(&register, id, today().into(), "0123", &Options::default()).unwrap();
    assert_eq!(
        drawn.title,
        "Family Group Conference: data-flow diagram (level 1)"
    );
    let [sheet] = &drawn.sheets[..] else {
        panic!("{:?}", drawn.said)
    };
    assert!(sheet.starts_with("<svg ") && sheet.contains(">F9-F13<"));
    // Several stand in one page of a report.
    assert!(!sheet.contains(" id="));
    assert_eq!(drawn.flows.len(), 11);
    assert!(drawn.flows[2].starts_with("F3. From NHS to Family Group Conference: NHS Number."));
    assert!(!drawn.notes.is_empty());
    let nothing = illustrate(
        &Register::default(),
        id,
        today().into(),
        "0123",
        &Options::default(),
    );
    assert_eq!(nothing, Err(NoIllustration::NoFlow));
}

#[test]
fn what_is_highlighted_keeps_its_colour_and_the_rest_is_grey() {
    let register = register();
    let activity = Reference::new(Kind::Activity, "family-group-conference");
    let mut about = sought("Family Group Conference", &[activity]);
    let id = register.data.keys().find(|id| id.as_str() == "nhs-number");
    about.highlight = id.map(|id| Wanted {
        including: Default::default(),
        id: id.clone(),
        name: "NHS Number".to_owned(),
        narrower: BTreeSet::new(),
        broader: BTreeSet::new(),
    });
    let diagram = draw(&register, view("activity"), &about).unwrap();
    // F2 says which data it carries, and the NHS number is not among them.
    let grey = diagram.arrows.iter().filter(|arrow| arrow.is_faint);
    assert_eq!(
        grey.map(|arrow| arrow.number.as_str()).collect::<Vec<_>>(),
        ["F2"]
    );
    assert!(diagram.boxes.iter().all(|one| !one.is_faint));
    // With the note on the highlight it takes more than one sheet.
    let sheets = super::files(&diagram, "svg", &Options::default());
    let has_note = |svg: &String| svg.contains(">Does not carry what is highlighted<");
    assert!(sheets.iter().any(has_note));
    assert!(words(&diagram).contains("criminal offence data; not highlighted."));
    for (format, sign) in [
        ("dot", "#6b7580"),
        ("mermaid", "  linkStyle 1 stroke:#6b7580"),
    ] {
        let text = super::written(&diagram, format, Direction::Auto);
        assert!(text.contains(sign), "{text}");
    }
}
