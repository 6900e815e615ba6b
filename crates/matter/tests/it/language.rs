//! A procedure file that can't be right is refused with the line of each mistake.

use matter::Procedure;

const SOUND: &str = r#"name = "permit"
title = { zh = "许可", en = "permit" }
source = "test"
anywhere = ["step"]
[acts]
opened = { zh = "登记", en = "opened" }
closed = { zh = "办结", en = "closed" }
step = { zh = "环节", en = "step" }
[clocks.handling]
title = { zh = "时限", en = "limit" }
source = "test"
limit = "5 working_day"
[start]
opened = { to = "open", starts = ["handling"] }
[stages.open]
title = { zh = "办理中", en = "open" }
[stages.open.on]
closed = { to = "closed", stops = ["handling"] }
[stages.closed]
title = { zh = "已办结", en = "closed" }
final = true
"#;

fn problems(from: &str, to: &str) -> String {
    assert_eq!(SOUND.matches(from).count(), 1, "{from}");
    Procedure::parse("permit.toml", &SOUND.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn a_sound_file_is_taken() {
    let procedure = Procedure::parse("permit.toml", SOUND).unwrap();
    assert_eq!(procedure.stages().len(), 2);
    let step = procedure.act("step").unwrap();
    assert!(procedure.stages().all(|(stage, _)| procedure.rules(Some(stage), step).len() == 1));
}

#[test]
fn each_mistake_is_named_with_its_line() {
    let mistakes = [
        (r#"closed = { to = "closed""#, r#"closed = { to = "done""#),
        (r#"anywhere = ["step"]"#, r#"anywhere = ["stepp"]"#),
        (r#"stops = ["handling"]"#, r#"stops = ["handlin"]"#),
        (r#"closed = { to = "closed", stops = ["handling"] }"#, r#"closed = { to = "closed" }"#),
        (
            r#"closed = { to = "closed", stops = ["handling"] }"#,
            r#"closed = { stops = ["handling"] }"#,
        ),
        (r#", starts = ["handling"]"#, ""),
        (r#"stops = ["handling"] }"#, r#"stops = ["handling"], marks = "late" }"#),
        (r#"limit = "5 working_day""#, r#"limit = "five days""#),
        (r#"limit = "5 working_day""#, r#"limit = { by = "item" }"#),
        ("final = true", "final = yes"),
        (
            r#"source = "test"
anywhere"#,
            r#"sauce = "test"
anywhere"#,
        ),
        (
            r#"closed = { to = "closed", stops = ["handling"] }"#,
            r#"closed = { to = "closed", stops = ["handling"] }
step = {}"#,
        ),
        (
            r#"{ to = "open", starts = ["handling"] }"#,
            r#"{ to = "open", starts = ["handling"], pauses = "handling" }"#,
        ),
        (
            r#"closed = { to = "closed", stops = ["handling"] }"#,
            r#"closed = { to = "closed", stops = ["handling"], when = ["raining"] }"#,
        ),
    ];
    let said: Vec<String> = mistakes.iter().map(|(from, to)| problems(from, to)).collect();
    insta::assert_snapshot!(said.join("\n---\n"));
}

#[test]
fn every_shipped_procedure_is_sound() {
    for procedure in [
        Procedure::licensing(),
        Procedure::ticket(),
        Procedure::warning(),
        Procedure::annual_report(),
    ] {
        assert!(!procedure.name().is_empty());
    }
}
