use proptest::prelude::*;

use super::*;

fn figure(id: &str) -> Option<String> {
    (id == "cases_decided").then(|| r##"<a href="#figure-cases_decided">120</a>"##.to_owned())
}

fn unsourced(text: &str) -> Vec<&str> {
    digits::unsourced(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn a_placeholder_becomes_the_linked_figure() {
    let rendered = render("全年办结{{cases_decided}}件，详见 {{ cases_decided }}。", figure);
    assert_eq!(
        rendered.html,
        "<p>全年办结<a href=\"#figure-cases_decided\">120</a>件，详见 <a href=\"#figure-cases_decided\">120</a>。</p>\n"
    );
    assert_eq!(rendered.marks, []);
}

#[test]
fn a_document_takes_paragraphs_headings_and_items_as_plain_text() {
    let text = "# 做法\n\n全年办结{{cases_decided}}件，\n均**按时**。\n\n- 减材料\n- [减时限](https://example.org)\n";
    let (told, marks) = paragraphs(text, |_| Some("120".into()));
    assert_eq!(told, ["做法", "全年办结120件，均按时。", "减材料", "减时限"]);
    assert_eq!(marks, []);
}

#[test]
fn a_placeholder_of_no_figure_is_shown_as_written_and_marked() {
    let rendered = render("共{{no_such_figure}}件", figure);
    assert_eq!(rendered.html, "<p>共{{no_such_figure}}件</p>\n");
    assert_eq!(
        rendered.marks,
        [Mark {
            kind: MarkKind::UnknownFigure,
            what: "{{no_such_figure}}".into(),
            context: "共{{no_such_figure}}件".into()
        }]
    );
}

#[test]
fn dates_and_document_numbers_are_not_marked() {
    for text in [
        "2019年，2019年度，2019年3月，2019年3月1日，9月，9月30日",
        "1月1日至3日，1月至3月",
        "２０１９年３月",
        "2019-03-01、2019/3/1、2019.03.01、2019-03",
        "粤公通字〔2019〕15号，[2019]15号，公安部令第87号",
        "on 1 March 2019, March 1, 2019, March 2019, in 2019, and since 2018.",
        "Order No. 87",
    ] {
        assert_eq!(unsourced(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn every_other_number_is_marked() {
    for (text, marked) in [
        ("压缩到5个工作日，占66.67%", vec!["5", "66.67%"]),
        ("由20日缩短为15日", vec!["20", "15"]),
        ("历时3个月", vec!["3"]),
        ("第12条", vec!["12"]),
        ("2019件", vec!["2019"]),
        ("in 2019 cases", vec!["2019"]),
        ("办理1,415件、２３件", vec!["1,415", "２３"]),
        ("13月、32日", vec!["13", "32"]),
    ] {
        assert_eq!(unsourced(text), marked, "{text}");
    }
}

#[test]
fn raw_html_scripts_and_foreign_addresses_do_not_get_through() {
    let rendered = render(
        "<script>alert()</script>\n\n# 标题\n\n<b>粗</b> ![图](https://example.org/a.png) [链](javascript:alert) [页](https://example.org)",
        figure,
    );
    assert!(!rendered.html.contains("<script"), "{}", rendered.html);
    assert!(!rendered.html.contains("<b>"), "{}", rendered.html);
    assert!(!rendered.html.contains("<img"), "{}", rendered.html);
    assert!(!rendered.html.contains("javascript"), "{}", rendered.html);
    assert!(rendered.html.contains("<h5>标题</h5>"), "{}", rendered.html);
    assert!(rendered.html.contains(r#"<a href="https://example.org">页</a>"#), "{}", rendered.html);
}

#[test]
fn lines_broken_inside_chinese_join_without_a_space() {
    assert_eq!(render("各警种\n先后制定", figure).html, "<p>各警种先后制定</p>\n");
    assert_eq!(render("one\ntwo", figure).html, "<p>one\ntwo</p>\n");
}

proptest! {
    #[test]
    fn any_text_renders_without_a_live_tag_from_outside(
        text in "[<>a-z{}_0-9年月日第号〔〕\\[\\]()#*`\n ./%，０-９-]{0,120}"
    ) {
        let rendered = render(&text, figure);
        prop_assert!(!rendered.html.contains("<script"));
        for mark in rendered.marks {
            prop_assert!(mark.context.contains(&mark.what));
        }
    }

    #[test]
    fn any_text_at_all_renders(text in "\\PC{0,80}") {
        render(&text, figure);
    }
}
