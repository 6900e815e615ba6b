//! The table of elements: a value must fit its element.

use super::*;

const HEADER: &str = "item_code,element,value,valid_from\n";

fn elements(rows: &str) -> Folder {
    folder().with("item_elements.csv", format!("{HEADER}{rows}"))
}

#[test]
fn an_element_comes_by_any_of_its_names_and_is_written_by_the_national_one() {
    let rows = "A,办理地点,政务服务大厅,\nA,server_type,自然人;enterprise,2019-03-01\n";
    let (read, quality) = elements(rows).collect::<ItemElement>();
    assert_eq!(faults(&quality), []);
    let names: Vec<_> = read.iter().map(|row| row.element.0.name).collect();
    assert_eq!(names, ["transact_addr", "server_type"]);
    for form in [Form::Csv, Form::Parquet, Form::Xlsx] {
        let to = folder();
        elements(rows).open().export(to.path(), form, &china()).unwrap();
        let (again, quality) = to.collect::<ItemElement>();
        assert_eq!((&again, faults(&quality)), (&read, vec![]), "{form:?}");
    }
}

#[test]
fn what_is_no_element_or_no_value_of_it_is_set_aside() {
    let (read, quality) = elements(
        "A,colour,blue,\n\
         A,trips,1,\n\
         A,handle_area,galaxy,\n\
         A,is_fee,maybe,\n\
         A,task_version,two,\n\
         A,link_way,\u{3000},\n\
         A,handle_area,全省,\n",
    )
    .collect::<ItemElement>();
    assert_eq!(read.len(), 1);
    let expected = ["element", "element", "value", "value", "value", "value"];
    let expected: Vec<_> =
        (1..).zip(expected).map(|(row, column)| (row, row + 1, column, "bad_value")).collect();
    assert_eq!(faults(&quality), expected);
    let said = |row: usize| quality.set_aside[row].message.as_str();
    assert!(said(0).contains("`accept_condition`"), "{}", said(0));
    assert_eq!(said(1), "`trips` is a column of `items`; give it there");
    assert!(said(2).starts_with("handle_area: `galaxy` is not in the list"), "{}", said(2));
}

#[test]
fn an_element_counts_from_a_day_once() {
    let rows =
        "A,transact_addr,旧厅,\nA,transact_addr,新厅,2019-03-01\nA,办理地点,别厅,2019-03-01\n";
    let (read, quality) = elements(rows).collect::<ItemElement>();
    assert_eq!(read.len(), 2);
    assert_eq!(faults(&quality), [(3, 4, "", "duplicate_key")]);
}
