//! The declared tables beside the specification.

use super::*;

/// The tables that the specification doesn't have are held to their own documentation.
const ADDITIONAL: &str = include_str!("../../../../../docs/catalogue.md");

/// The tables of the exchange specification, and the additional ones: name, then the text that lists
/// its columns.
fn specified_tables() -> Option<Vec<(String, String)>> {
    let shared = std::env::var_os("XIAONENG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), Into::into);
    let text = fs::read_to_string(shared.join("spec/exchange.md")).ok()?;
    let specified = text.split_once("## Tables")?.1.split_once("## Figures")?.0;
    let additional = |title: &str| Some(ADDITIONAL.split_once(title)?.1.split_once("\n## ")?.0);
    let (elements, handovers) =
        (additional("## Elements of items")?, additional("## How powers are taken over")?);
    let tables = [specified, elements, handovers].concat();
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    let parts: Vec<&str> = tables.split("**").collect();
    let tables = parts.windows(2).filter(|part| names.contains(&part[0]));
    Some(tables.map(|part| (part[0].to_owned(), part[1].to_owned())).collect())
}

#[test]
fn the_declared_tables_are_those_of_the_specification() {
    let Some(specified) = specified_tables() else {
        println!("skipped: the exchange specification isn't at hand");
        return;
    };
    let names: Vec<&str> = specified.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, TABLES.iter().map(|table| table.name).collect::<Vec<_>>());
    for (table, (name, columns)) in TABLES.iter().zip(&specified) {
        let quoted: Vec<&str> = columns.split('`').skip(1).step_by(2).collect();
        let mut required: Vec<&str> =
            quoted.iter().filter_map(|word| word.strip_suffix('*')).collect();
        required.dedup();
        let declared: Vec<&str> =
            table.columns.iter().filter(|it| it.required).map(|it| it.name).collect();
        assert_eq!(declared, required, "required columns of {name}");
        for column in table.columns.iter().filter(|column| !column.required) {
            assert!(quoted.contains(&column.name), "{name} has no column {}", column.name);
        }
        for column in table.columns {
            let mark = if column.required { "*" } else { "" };
            let (_, rest) = columns.split_once(&format!("`{}{mark}`", column.name)).unwrap();
            let chinese: String = rest
                .trim_start()
                .chars()
                .take_while(|it| it.is_alphanumeric() && !it.is_ascii())
                .collect();
            // "法定时限及单位" names two columns at once, and some have no Chinese name there.
            if !chinese.is_empty() && !chinese.ends_with("及单位") {
                assert_eq!(column.chinese, chinese, "{name}, {}", column.name);
            }
        }
    }
}

#[test]
fn each_element_of_the_table_of_elements_is_documented() {
    for element in catalogue::Item::ELEMENTS {
        let is_given_here = Item::TABLE.column(element.name).is_none();
        let row = format!("\n| `{}` | {} |", element.name, element.chinese);
        assert_eq!(ADDITIONAL.contains(&row), is_given_here, "{}", element.name);
    }
}

#[test]
fn no_two_columns_of_a_table_share_a_name() {
    for table in TABLES {
        let mut names: Vec<_> =
            table.columns.iter().flat_map(|column| [column.name, column.chinese]).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}", table.name);
        for column in table.key.into_iter().flatten() {
            assert!(table.column(column).is_some());
        }
    }
}
