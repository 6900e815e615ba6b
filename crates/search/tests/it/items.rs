//! How well names of service items are found by what a person would type for them.

use search::{Field, Index, Synonyms};

use crate::shared::table;

/// How many of the queries of one kind find their item in the first ten.
fn rate(index: &Index, kind: &str, queries: &[(String, String)]) -> f64 {
    let finds = |(name, typed): &&(String, String)| {
        index.search(&index.query(typed), 10).unwrap().iter().any(|hit| hit.id == *name)
    };
    let found = queries.iter().filter(finds).count();
    println!("{kind}: {found} of {}", queries.len());
    found as f64 / queries.len() as f64
}

#[test]
fn items_are_found_in_the_first_ten() {
    let Some(rows) = table("cn-service-items/service_items_a.csv") else {
        return;
    };
    let mut names: Vec<&str> = rows.iter().map(|row| &row[2]).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 694);
    let mut index = Index::new(&[Field::name(1.0)]).unwrap();
    index.add_all(names.iter().map(|&name| (name, [name]))).unwrap();
    let sample = || names.iter().step_by(3);
    let all = |make: &dyn Fn(&str) -> Option<String>| -> Vec<(String, String)> {
        sample().filter_map(|&name| Some((name.to_owned(), make(name)?))).collect()
    };

    let beginning = all(&|name| {
        let length = name.chars().count();
        (length >= 8).then(|| name.chars().take(length * 2 / 3).collect())
    });
    let letters = all(&|name| {
        let chars: Vec<char> = name.chars().collect();
        let four = chars.windows(4).find(|four| four.iter().all(|c| ('一'..='龥').contains(c)))?;
        Some(four.iter().map(|&char| first_letter(char)).collect())
    });
    let synonyms = all(&|name| {
        let (_, said) = SAID.iter().find(|(word, _)| name.contains(word))?;
        let last: String = name.chars().skip(name.chars().count() - 2).collect();
        Some(format!("{said}{last}"))
    });
    assert_eq!((beginning.len(), letters.len(), synonyms.len()), (210, 232, 37));
    assert!(rate(&index, "the first two thirds of the name", &beginning) >= 0.98);
    assert!(rate(&index, "first letters of four characters", &letters) >= 0.95);
    let with = rate(&index, "what people say for a word, and the last two characters", &synonyms);
    let index = index.with_synonyms(Synonyms::default());
    let without = rate(&index, "the same without synonyms", &synonyms);
    assert!(with >= 0.8 && without < 0.4);
}

/// Words of the names, and what people say for them.
const SAID: [(&str, &str); 12] = [
    ("个体工商户", "个体户"),
    ("网络预约出租汽车", "网约车"),
    ("互联网上网服务营业场所", "网吧"),
    ("机动车维修", "修车"),
    ("烟草专卖零售许可证", "烟草证"),
    ("货物运输车辆", "货车"),
    ("法定代表人", "法人"),
    ("驾驶证", "驾照"),
    ("取水", "用水"),
    ("补办", "挂失"),
    ("延续", "延期"),
    ("农民专业合作社", "合作社"),
];

fn first_letter(char: char) -> char {
    use pinyin::ToPinyin as _;
    char.to_pinyin().and_then(|reading| reading.first_letter().chars().next()).unwrap_or('x')
}
