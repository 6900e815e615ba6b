use insta::assert_snapshot;

use crate::program::run;

#[test]
fn the_licensing_procedure_can_be_read() {
    assert_snapshot!("licensing", run("procedure show licensing").out);
    assert_snapshot!("licensing_in_english", run("procedure show licensing --lang en").out);
}

#[test]
fn each_shipped_procedure_is_drawn_with_every_stage_and_act() {
    for (procedure, stages, acts) in [("licensing", 8, 16), ("ticket", 3, 10), ("warning", 4, 5)] {
        let drawn = run(&format!("procedure show {procedure} --svg"));
        assert_eq!((drawn.err.as_str(), drawn.code), ("", 0));
        let shown = |class: &str| drawn.out.matches(&format!("class=\"{class}")).count();
        assert_eq!(shown("stage"), stages, "{procedure}");
        assert!(shown("arrow") >= acts / 2, "{procedure}");
        let document = drawn.out.trim_end();
        assert!(document.starts_with("<svg ") && document.ends_with("</svg>"));
    }
    assert_snapshot!("warning_drawn", run("procedure show warning --svg --lang en").out);
}

#[test]
fn a_faulty_procedure_is_refused_with_file_and_line() {
    let folder = std::env::temp_dir().join(format!("xiaoneng-procedures-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/warning.toml");
    let sound = folder.join("sound.toml");
    let faulty = folder.join("faulty.toml");
    let text = std::fs::read_to_string(shipped).unwrap();
    std::fs::write(&sound, &text).unwrap();
    std::fs::write(&faulty, text.replacen("to = \"raised\"", "to = \"risen\"", 1)).unwrap();

    let checked =
        run(&format!("procedure check {} {} --lang en", sound.display(), faulty.display()));
    std::fs::remove_dir_all(&folder).unwrap();

    assert_eq!(checked.code, 2);
    assert!(
        checked.out.contains("sound.toml: sound (3 stages, 6 acts, 1 clock)"),
        "{}",
        checked.out
    );
    assert!(
        checked.err.contains("faulty.toml:") && checked.err.contains("risen"),
        "{}",
        checked.err
    );
}

#[test]
fn a_procedure_that_is_not_there_is_refused() {
    let done = run("procedure show licencing");
    assert_eq!(done.code, 2);
    assert_eq!(
        done.err,
        "error: there is no procedure `licencing`; name licensing, ticket, warning, annual_report, item_draft or a .toml file\n"
    );
}
