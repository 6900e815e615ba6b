//! Rules on small texts.

use search::{Field, Index, SearchError, Synonyms};

use crate::{ITEMS, found, items};

#[test]
fn any_two_neighbouring_characters_are_found_without_a_dictionary() {
    let index = items();
    for (typed, id) in
        [("民身", "01"), ("业执", "02"), ("驾驶证到期换领", "03"), ("制毒化学", "08")]
    {
        assert_eq!(found(&index, typed)[0], id, "{typed}");
    }
    assert!(found(&index, "核电").is_empty());
}

#[test]
fn one_character_finds_what_has_it() {
    let mut with_it = found(&items(), "迁");
    with_it.sort();
    assert_eq!(with_it, ["04"]);
    assert!(found(&items(), "证").len() >= 4, "the last character of a run is found too");
}

#[test]
fn pinyin_finds_names_in_full_by_first_letters_and_while_typing() {
    let index = items();
    for typed in ["sfz", "SFZ", "shenfenzheng", "shen fen zheng", "shenfz", "shenfenzhen", "jumin"]
    {
        assert_eq!(found(&index, typed)[0], "01", "{typed}");
    }
    assert_eq!(found(&index, "yinhang")[0], "05", "a traditional name, the reading háng");
    assert_eq!(found(&index, "xsz")[0], "10");
    assert_eq!(found(&index, "qiangzhi yunshu")[0], "07");
    assert!(found(&index, "paichusuo").is_empty(), "pinyin finds names, not texts");
}

#[test]
fn synonyms_find_each_other_by_pinyin_too() {
    let index = items();
    assert_eq!(found(&index, "工商登记")[0], "02");
    assert_eq!(found(&index, "gsdj")[0], "02");
    assert_eq!(found(&index, "驾照")[0], "03");
    assert_eq!(found(&index, "落户")[0], "04");
    assert_eq!(found(&index, "鞭炮")[0], "06");
}

#[test]
fn an_agency_can_bring_its_own_synonyms() {
    let mut index = Index::new(&[Field::name(1.0)]).unwrap();
    index.add("a", &["枪支运输许可"]).unwrap();
    assert!(found(&index, "火器").is_empty());
    let index = index.with_synonyms(Synonyms::parse("火器 枪支 # 本单位用语"));
    assert_eq!(found(&index, "火器携带"), ["a"]);
}

#[test]
fn traditional_full_width_and_capital_characters_are_the_same() {
    let index = items();
    assert_eq!(found(&index, "銀行營業場所")[0], "05");
    assert_eq!(found(&index, "银行营业场所")[0], "05");
    assert_eq!(found(&index, "居民身份證遺失")[0], "01");
    assert_eq!(found(&index, "ｇｚ－２０２３")[0], "06");
    assert_eq!(found(&index, "iii级"), found(&index, "Ⅲ级"));
}

#[test]
fn a_code_is_found_by_its_beginning() {
    let index = items();
    for typed in ["0417", "GZ-2023-0417", "gz 04"] {
        assert_eq!(found(&index, typed)[0], "06", "{typed}");
    }
}

#[test]
fn a_name_counts_more_than_a_text() {
    let mut index = Index::new(&[Field::name(3.0), Field::text(1.0)]).unwrap();
    index.add("text", &["其他事项", "先办理户口迁移。"]).unwrap();
    index.add("name", &["户口迁移", "凭证办理手续。"]).unwrap();
    index.add("neither", &["枪支运输", "携运弹药。"]).unwrap();
    index.add("nor", &["保安服务", "注册资本。"]).unwrap();
    index.add("nor that", &["旅馆开业", "消防合格。"]).unwrap();
    assert_eq!(found(&index, "户口迁移"), ["name", "text"]);
}

#[test]
fn a_long_text_is_found_by_the_passage_that_answers() {
    let filler = "各单位应当加强组织领导，落实各项要求。".repeat(200);
    let far = format!("{filler}留抵退税应当在十日内办结。{filler}");
    let spread = format!("留抵{filler}退税{filler}十日{filler}办结{filler}");
    let mut index = Index::new(&[Field::text(1.0)]).unwrap();
    index.add_all([("far", [far.as_str()]), ("spread", [spread.as_str()])]).unwrap();
    assert_eq!(found(&index, "留抵退税几日办结"), ["far", "spread"]);
}

#[test]
fn equal_hits_come_in_the_order_of_their_ids() {
    let mut index = Index::new(&[Field::name(1.0)]).unwrap();
    for id in ["c", "a", "b"] {
        index.add(id, &["枪支运输许可"]).unwrap();
    }
    assert_eq!(found(&index, "枪支"), ["a", "b", "c"]);
    assert_eq!(found(&index, "qzys"), ["a", "b", "c"]);
}

#[test]
fn what_is_added_again_is_replaced_and_what_is_removed_is_gone() {
    let mut index = items();
    index.add("01", &["护照签发", ""]).unwrap();
    assert_eq!(index.len(), ITEMS.len());
    assert!(found(&index, "居民").is_empty() && found(&index, "jumin").is_empty());
    assert_eq!(found(&index, "护照"), ["01"]);
    assert!(index.remove("01").unwrap());
    assert!(!index.remove("01").unwrap());
    assert!(found(&index, "护照").is_empty() && found(&index, "huzhao").is_empty());
    assert_eq!(index.len(), ITEMS.len() - 1);
}

#[test]
fn only_what_is_kept_is_counted_to_the_limit() {
    let index = items();
    let query = index.query("许可");
    let hits = index.search_among(&query, 1, |id| id > "06").unwrap();
    assert_eq!(hits.len(), 1);
    assert!(hits[0].id.as_str() > "06");
}

#[test]
fn wrong_numbers_of_texts_are_refused_by_name() {
    assert!(matches!(Index::new(&[]), Err(SearchError::NoFields)));
    let mut index = items();
    let error = index.add("11", &["护照"]).unwrap_err();
    assert!(error.to_string().starts_with("`11` has 1 texts, but the index has 2 fields"));
    assert!(found(&index, "护照").is_empty());
    assert_eq!(index.len(), ITEMS.len());
}

#[test]
fn marks_stand_between_characters_of_the_original() {
    let index = items();
    let marked = |typed: &str, name: &str| -> Vec<String> {
        let marks = index.query(typed).marks_in_name(name);
        marks.into_iter().map(|mark| name[mark].to_owned()).collect()
    };
    assert_eq!(marked("身份证补领", "居民身份證遺失補領（首次）"), ["居民身份證", "補領"]);
    assert_eq!(marked("sfz", "办身份证、身份证明"), ["身份证", "身份证"]);
    assert_eq!(marked("驾照", "机动车驾驶证"), ["机动车驾驶证"]);
    assert_eq!(marked("gz", "ＧＺ－２０２３"), ["ＧＺ"]);
    assert_eq!(marked("m2", "100㎡以下，𠮷m2"), ["m2"]);
    assert_eq!(marked("𠮷祥", "𠮷祥路"), ["𠮷祥"]);
    assert!(marked("，。", "枪支，弹药。").is_empty());
}

#[test]
fn a_snippet_shows_where_most_is_found() {
    let index = items();
    let query = index.query("留抵退税办结");
    let text =
        format!("办结前。{}留抵退税应当在十日内办结。{}", "其他。".repeat(50), "其他。".repeat(50));
    let snippet = query.snippet(&text, 20);
    assert!(text[snippet.range.clone()].contains("留抵退税应当在十日内办结"));
    assert_eq!(text[snippet.range].chars().count(), 20);
    assert_eq!(snippet.marks.len(), 2);
    assert_eq!(query.snippet("无", 20).range, 0..3);
}

#[test]
fn many_threads_search_at_once() {
    let index = items();
    let alone = found(&index, "身份证 许可 sfz");
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(found(&index, "身份证 许可 sfz"), alone);
                }
            });
        }
    });
}
