//! The annual report as its readers see it.

mod sample;

use std::collections::BTreeSet;

use efficacy::figures;
use efficacy::report::{
    FigureWords, LISTED, Rendering, Report, Since, data_quality_csv, html, narrative,
    official_document, prose,
};
use efficacy::words::{Lang, Words};

use sample::Amount;
use sample::Amount::{Nothing, Plain, Share};

/// The sample with each figure's amount made anew from its unit and amount.
fn report_with(amount: impl Fn(&str, Amount) -> Amount) -> Report {
    let figures = figures::all()
        .map(|definition| {
            let usual = sample::amount(definition.id);
            sample::figure(definition, amount(definition.id, usual))
        })
        .collect();
    Report { figures, breakdowns: Vec::new(), ..sample::report() }
}

fn is_share(amount: Amount) -> bool {
    matches!(amount, Share(..) | Nothing)
}

/// The cases each section must have its words for.
fn cases() -> Vec<(&'static str, Report)> {
    let shares = |share: Amount, count: f64| {
        report_with(move |id, usual| match (id, usual) {
            ("tickets_closed", _) if matches!(share, Share(part, _) if part == 0.0) => Plain(0.0),
            ("tickets_closed", _) if matches!(share, Share(part, whole) if part < whole) => {
                Plain(count - 1.0)
            }
            (_, usual) if is_share(usual) => share,
            _ => Plain(count),
        })
    };
    let mut missing = sample::report();
    for figure in &mut missing.figures {
        figure.value = None;
        figure.numerator = None;
        figure.denominator = None;
        let needs = figures::find(figure.id).expect("a declared figure").needs;
        figure.missing = Some(format!("the package has no table `{}`", needs[0]));
    }
    missing.breakdowns.clear();
    vec![
        ("zero", shares(Nothing, 0.0)),
        ("one", shares(Share(1.0, 1.0), 1.0)),
        ("many", shares(Share(7.0, 9.0), 9.0)),
        ("all", shares(Share(9.0, 9.0), 9.0)),
        ("none", shares(Share(0.0, 9.0), 9.0)),
        ("null", missing),
        ("sample", sample::report()),
    ]
}

fn every_paragraph(lang: Lang) -> String {
    let words = Words::new(lang);
    let cases = cases();
    let told = |section| {
        let lines = cases.iter().map(|(case, report)| {
            format!("  {case}: {}\n", prose::paragraph(report, section, &words))
        });
        format!("{section}\n{}", lines.collect::<String>())
    };
    (1..=18).map(told).collect()
}

#[test]
fn each_section_reads_well_in_chinese_for_zero_one_many_all_none_and_null() {
    insta::assert_snapshot!(every_paragraph(Lang::ZhCn));
}

#[test]
fn each_section_reads_well_in_english_for_zero_one_many_all_none_and_null() {
    insta::assert_snapshot!(every_paragraph(Lang::En));
}

#[test]
fn every_figure_is_told_in_its_section() {
    let told: BTreeSet<(&str, u8)> = (1..=18)
        .flat_map(|section| prose::figures_told(section).map(move |id| (id, section)))
        .collect();
    let declared: BTreeSet<(&str, u8)> =
        figures::all().map(|figure| (figure.id, figure.section)).collect();
    assert_eq!(told, declared);
}

#[test]
fn every_table_has_its_name_in_both_languages() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for table in efficacy::package::tables::TABLES {
            let key = format!("table-{}", table.name.replace('_', "-"));
            assert!(words.has(&key), "{lang}: {key}");
        }
    }
}

#[test]
fn every_breakdown_has_its_name_in_both_languages() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for by in figures::all().flat_map(|figure| figure.by) {
            let key = format!("by-{}", by.name().replace('_', "-"));
            assert!(words.has(&key), "{lang}: {key}");
        }
    }
}

#[test]
fn every_figure_has_its_name_and_definition_in_both_languages() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let figures = FigureWords::new(&words);
        for id in figures::all().map(|figure| figure.id) {
            assert!(figures.knows(id), "{lang}: {id}");
            assert!(!figures.definition(id).starts_with("figure-"), "{lang}: {id}");
        }
    }
}

#[test]
fn an_agency_speaks_of_itself_by_what_it_is() {
    let words = Words::new(Lang::ZhCn);
    for (name, says) in [
        ("广东省公安厅", "我厅"),
        ("广东省公安厅（示范）", "我厅"),
        ("某市公安局", "我局"),
        ("某省发展和改革委员会", "我委"),
        ("某市人民政府", "本机关"),
        ("某学会", "本机关"),
    ] {
        let mut report = sample::report();
        if let Some(agency) = &mut report.agency {
            name.clone_into(&mut agency.name);
        }
        let text = prose::paragraph(&report, 2, &words).to_string();
        assert!(text.contains(says), "{name}: {text}");
    }
}

/// What a page links to and what it offers to be linked to.
fn anchors(page: &str) -> (BTreeSet<&str>, Vec<&str>) {
    let values = |attribute: &str| {
        page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>()
    };
    (values(" href=\"#").into_iter().collect(), values(" id=\""))
}

#[test]
fn every_number_leads_somewhere_and_no_id_is_given_twice() {
    for lang in Lang::ALL {
        let page = html(&sample::report(), &sample::options(lang));
        let (links, ids) = anchors(&page);
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(once.len(), ids.len(), "{lang}");
        let dead: Vec<_> = links.difference(&once).collect();
        assert_eq!(dead, Vec::<&&str>::new(), "{lang}");
        for id in figures::all().map(|figure| figure.id) {
            assert!(links.contains(format!("figure-{id}").as_str()), "{lang}: {id}");
        }
    }
}

#[test]
fn the_page_needs_nothing_but_itself() {
    for lang in Lang::ALL {
        let page = html(&sample::report(), &sample::options(lang));
        for forbidden in ["<script", "<link", "<img", "<iframe", "@import", "url(", "src=", "http"]
        {
            assert!(!page.contains(forbidden), "{lang}: {forbidden}");
        }
        assert!(page.contains(&format!("<html lang=\"{lang}\">")));
    }
}

#[test]
fn what_has_changed_since_it_was_published_stands_at_the_head_of_the_page() {
    let options = sample::options(Lang::ZhCn);
    let page = html(&sample::report(), &options);
    let head = page.split("<section class=\"summary\"").next().unwrap();
    for said in [
        "本年度报告第1版已于2020年2月10日（星期一）发布。此后有3项数据发生变化：",
        "<td class=\"num\">99.8%</td>",
        "<td class=\"num\">未提供</td>",
        "href=\"#figure-cases_overdue\"",
    ] {
        assert!(head.contains(said), "{said}: {head}");
    }
    let unchanged = options.since.clone().map(|since| Since { changed: Vec::new(), ..since });
    let page = html(&sample::report(), &Rendering { since: unchanged, ..options.clone() });
    assert!(page.contains("此后数据没有变化") && !page.contains("发布时"));
    let page = html(&sample::report(), &Rendering { since: None, ..options });
    assert!(!page.contains("class=\"since\""));
}

#[test]
fn headings_never_skip_a_level() {
    let page = html(&sample::report(), &sample::options(Lang::ZhCn));
    let levels: Vec<u32> =
        page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.first(), Some(&1));
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{pair:?}");
    }
}

#[test]
fn a_row_set_aside_a_notice_and_an_unsourced_number_are_named_in_the_annex() {
    let page = html(&sample::report(), &sample::options(Lang::ZhCn));
    for named in [
        "acts.csv.gz",
        "程序不允许的行为",
        "&#39;t allowed where matter `L-00931`",
        "有未读取的列",
        "平均等候不超过15分钟",
    ] {
        assert!(page.contains(named), "{named}");
    }
}

#[test]
fn an_agency_s_name_cannot_bring_html_into_the_page() {
    let mut report = sample::report();
    if let Some(agency) = &mut report.agency {
        agency.name = "<b>厅\u{E000}x\u{E001}y\u{E002}".into();
    }
    let page = html(&report, &sample::options(Lang::ZhCn));
    assert!(!page.contains("<b>厅"));
}

#[test]
fn only_what_is_late_is_red_and_only_when_there_is_some() {
    let page = html(&sample::report(), &sample::options(Lang::ZhCn));
    assert!(page.contains(r##"<a class="n late" href="#figure-cases_overdue""##));
    assert!(!page.contains(r##"<a class="n late" href="#figure-tickets_overdue""##));
}

#[test]
fn a_narrative_follows_the_paragraph_of_its_section() {
    let page = html(&sample::report(), &sample::options(Lang::ZhCn));
    let section = page.split("id=\"section-7\"").nth(1).unwrap();
    let computed = section.find("网上办理深度为四级").unwrap();
    let written = section.find("均需现场核验").unwrap();
    assert!(computed < written);
    let marks = narrative::render("平均15分钟，{{nothing}}", |_| None).marks;
    assert_eq!(marks.len(), 2);
}

#[test]
fn a_report_without_figures_or_agency_still_renders() {
    let report =
        Report { agency: None, figures: Vec::new(), breakdowns: Vec::new(), ..sample::report() };
    for lang in Lang::ALL {
        assert!(html(&report, &sample::options(lang)).contains("</html>"));
    }
}

#[test]
fn more_rows_set_aside_than_a_page_can_hold_go_to_a_file_beside_it() {
    let mut report = sample::report();
    let row = report.data_quality.set_aside[0].clone();
    report.data_quality.set_aside = vec![row; LISTED];
    assert_eq!(data_quality_csv(&report.data_quality).ok(), Some(None));
    assert!(!html(&report, &sample::options(Lang::ZhCn)).contains("data_quality.csv"));

    report.data_quality.set_aside.extend(sample::report().data_quality.set_aside);
    let page = html(&report, &sample::options(Lang::ZhCn));
    assert!(page.contains("这里列出前200行，全部202行见同一文件夹的 data_quality.csv。"));
    let table = data_quality_csv(&report.data_quality).ok().flatten().unwrap();
    assert_eq!(table.lines().count(), 203);
    assert!(table.starts_with("file,row,line,column,code,message\n"));
}

#[test]
fn a_chart_shows_a_dozen_parts_and_sums_up_the_others() {
    let page = html(&sample::report(), &sample::options(Lang::ZhCn));
    let chart = page
        .split("aria-labelledby=\"annex-cases_decided-item")
        .nth(1)
        .and_then(|rest| rest.split("</svg>").next())
        .unwrap();
    assert_eq!(chart.matches("<title>").count(), 13);
    let others: i32 = (13..=21).map(|item| 400 - item * 17).sum();
    assert!(chart.contains("其余9个"));
    assert_eq!(chart.matches("<rect class=\"rail\"").count(), 12);
    assert!(chart.contains(&format!(">{others}</text>")));
}

#[test]
fn months_without_cases_are_drawn_and_earlier_ones_summed_up() {
    let mut report = sample::report();
    report.breakdowns = ["2017-11", "2018-03", "2019-02"]
        .map(|month| sample::count("cases_open_overdue", "month", month, 2.0))
        .into();
    let page = html(&report, &sample::options(Lang::ZhCn));
    let table = page.split("id=\"annex-cases_open_overdue-month\"").nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    assert_eq!(table.matches("<tr>").count(), 1 + 1 + 12);
    assert!(table.contains("<th scope=\"row\">此前</th><td class=\"num\">4</td>"));
    assert!(table.contains("<th scope=\"row\">2019年12月</th><td class=\"num\">0</td>"));
}

/// What a reader sees of a page, without its marks and spaces.
fn without_marks(page: &str) -> String {
    let texts = page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    texts.collect::<String>().split_whitespace().collect::<String>().replace("&#34;", "\"")
}

#[test]
fn the_official_document_says_what_the_page_says() {
    for lang in Lang::ALL {
        let (report, words) = (sample::report(), Words::new(lang));
        let document = official_document(&report, &sample::options(lang));
        let page = without_marks(&html(&report, &sample::options(lang)));
        let texts: Vec<String> =
            document.texts().map(|text| text.split_whitespace().collect()).collect();
        for section in 1..=18 {
            let text: String = prose::paragraph(&report, section, &words).text();
            let text: String = text.split_whitespace().collect();
            assert!(page.contains(&text), "{lang}, {section}: {text}");
            assert!(texts.iter().any(|said| said.ends_with(&text)), "{lang}, {section}: {text}");
        }
        for definition in figures::all() {
            let name = FigureWords::new(&words).name(definition.id);
            let name: String = name.split_whitespace().collect();
            assert!(texts.contains(&name), "{lang}: {name}");
        }
    }
}

#[test]
fn the_official_document_is_dated_by_its_day_in_arabic_digits_without_zeros() {
    let mut options = sample::options(Lang::ZhCn);
    let dated = official_document(&sample::report(), &options);
    assert_eq!(dated.signature.date.map(|date| date.text), Some("2020年1月31日".into()));
    options.date = None;
    assert_eq!(official_document(&sample::report(), &options).signature.date, None);
}

#[test]
fn a_narrative_follows_the_paragraph_of_its_section_in_the_official_document_too() {
    let document = official_document(&sample::report(), &sample::options(Lang::ZhCn));
    let texts: Vec<&str> = document.texts().collect();
    let section = texts.iter().position(|text| text.starts_with("7.")).expect("section 7");
    assert!(texts[section + 1].starts_with("三级深度的"), "{}", texts[section + 1]);
    assert!(texts[section + 2].starts_with("有关情况已于"), "{}", texts[section + 2]);
}
