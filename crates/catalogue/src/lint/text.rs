//! What names and citations say.

/// Nouns for what is handed in.
const NOUNS: &[&str] =
    &["材料", "资料", "文件", "证件", "文书", "凭证", "手续", "证明", "申请材料", "要件"];

/// Words that say nothing about which material is meant.
const FILLERS: &[&str] = &[
    "需要", "需", "所需", "应当", "应", "要求", "必要", "必须", "必需", "提交", "提供", "出具",
    "补充", "规定", "认为", "证明", "申请", "辅助", "支撑", "佐证", "相应", "有关", "相关", "其他",
    "其它", "书面", "纸质", "电子", "的", "须", "可以", "由", "等", "其余",
];

/// Words after which a material without a name of its own may be anything.
const OPENERS: &[&str] = &["其他", "其它", "其余", "相关", "有关"];

/// Words by which somebody decides later what is asked for.
const LATER: &[&str] = &["视情况", "视具体情况", "根据需要", "根据实际情况", "必要时"];

/// Words that leave it to somebody's rule or wish.
const BY_WISH: &[&str] = &["规定", "要求", "认为", "需要"];

/// Those who have rules and wishes.
const AUTHORITIES: &[&str] = &["法律", "法规", "规章", "机关", "部门"];

/// Whether the name of a material is a catch-all (兜底性材料): it names nothing that could be
/// handed in, such as 其他材料, 法律、法规规定的其他文件, 审批机关要求的材料. A name in which such
/// words only introduce something named isn't, such as 其他股东身份证明 or 其他材料清单第3项.
pub(super) fn is_catch_all(name: &str) -> bool {
    let name = bare(name);
    let name = name.trim_end_matches('等');
    if OPENERS.contains(&name) {
        return true;
    }
    // 证明 may be the noun or a filler before it: take the longest noun off.
    let Some(noun) = NOUNS.iter().filter(|noun| name.ends_with(*noun)).max_by_key(|n| n.len())
    else {
        return false;
    };
    let head = name.strip_suffix(noun).unwrap_or(name);
    if LATER.iter().any(|word| head.contains(word)) {
        return true;
    }
    let mut rest = head;
    let mut is_open = false;
    let mut is_by_wish = false;
    while let Some(filler) =
        FILLERS.iter().filter(|word| rest.ends_with(*word)).max_by_key(|w| w.len())
    {
        is_open |= OPENERS.contains(filler);
        is_open |= *filler == "等" && ["材料", "资料", "文件"].contains(noun);
        is_by_wish |= BY_WISH.contains(filler);
        rest = rest.strip_suffix(filler).unwrap_or(rest);
    }
    is_open || is_by_wish && AUTHORITIES.iter().any(|word| rest.ends_with(word))
}

/// Whether a material, by its bare name, is a proof, by its own: it ends with the proof's name, and isn't the
/// proof of the contrary.
pub fn is_proof(material: &str, proof: &str) -> bool {
    let before = material.strip_suffix(proof).filter(|_| !proof.is_empty());
    before.is_some_and(|before| !is_denied(before))
}

/// Whether what stands before a name turns it into its contrary.
pub(super) fn is_denied(before: &str) -> bool {
    before.ends_with(['非', '无', '不', '免'])
}

/// A name without what is in brackets, spaces, a number before it, the words for original and
/// copy after it, and marks at its end.
pub fn bare(name: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '（' | '(' | '【' | '[' | '［' => depth += 1,
            '）' | ')' | '】' | ']' | '］' => depth = depth.saturating_sub(1),
            _ if depth > 0 || character.is_whitespace() => {}
            _ => plain.push(character),
        }
    }
    let mut rest = plain
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        .strip_prefix(['、', '.', '．'])
        .unwrap_or(&plain);
    loop {
        let shorter = rest.trim_end_matches(is_mark);
        let copies = ["原件及复印件", "原件和复印件", "原件或复印件", "原件", "复印件", "扫描件"];
        let shorter = copies.iter().find_map(|word| shorter.strip_suffix(word)).unwrap_or(shorter);
        if shorter == rest || shorter.is_empty() {
            return rest.to_owned();
        }
        rest = shorter;
    }
}

/// Whether a character is a mark that ends or divides sentences.
pub(super) fn is_mark(character: char) -> bool {
    "。，、；：！？…—,.;:!?·-_/\\".contains(character)
}

/// Whether a text is a word that stands for no text.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim_matches(|c: char| is_mark(c) || c.is_whitespace()).to_lowercase();
    let is_nothing = text.chars().all(|c| c == 'x' || c == '*');
    is_nothing
        || [
            "无",
            "暂无",
            "待定",
            "待补充",
            "空",
            "略",
            "测试",
            "test",
            "null",
            "none",
            "n/a",
            "tbd",
            "没有",
        ]
        .contains(&text.as_str())
}

/// The titles in 《》 of a citation.
pub(super) fn titles(citation: &str) -> impl Iterator<Item = &str> {
    let parts = citation.split('《').skip(1);
    parts.filter_map(|part| part.split_once('》').map(|(title, _)| title.trim()))
}

/// Whether a citation names titles, all of them of documents below laws, regulations and rules
/// (规范性文件), such as a notice or an opinion.
pub(super) fn cites_only_documents(citation: &str) -> bool {
    const ENDS: &[&str] = &[
        "通知",
        "意见",
        "函",
        "方案",
        "纪要",
        "批复",
        "通告",
        "公告",
        "指南",
        "指引",
        "细则的通知",
    ];
    let is_document = |title: &str| {
        let title = bare(title);
        ENDS.iter().any(|end| title.ends_with(end))
    };
    let mut titles = titles(citation).peekable();
    // 国务院决定 is a ground of its own (行政许可法 art. 14).
    titles.peek().is_some() && titles.all(is_document) && !citation.contains("国务院令")
}

/// Whether brackets and quotation marks of a text close in order.
pub(super) fn is_balanced(text: &str) -> bool {
    const PAIRS: &[(char, char)] = &[
        ('（', '）'),
        ('(', ')'),
        ('【', '】'),
        ('[', ']'),
        ('《', '》'),
        ('“', '”'),
        ('〔', '〕'),
    ];
    let mut open = Vec::new();
    for character in text.chars() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == character) {
            open.push(*close);
        } else if PAIRS.iter().any(|(_, close)| *close == character)
            && open.pop() != Some(character)
        {
            return false;
        }
    }
    open.is_empty()
}

/// Whether a character is Chinese writing.
pub(super) fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_material_that_names_nothing_is_a_catch_all() {
        for name in [
            "其他材料",
            "其它",
            "相关材料等",
            "5.法律、法规规定的其他材料。",
            "审批机关要求的材料",
            "其他有关证明文件（如有）",
            "身份证、户口簿等材料",
            "与申请有关的资料",
            "视情况提供的文件",
        ] {
            assert!(is_catch_all(name), "{name}");
        }
    }

    #[test]
    fn a_material_that_names_something_is_none() {
        for name in [
            "其他材料清单第3项",
            "其他股东身份证明",
            "公安机关出具的证明材料",
            "主管部门批准文件",
            "营业执照",
            "相关材料真实性承诺书",
            "材料",
        ] {
            assert!(!is_catch_all(name), "{name}");
        }
    }

    #[test]
    fn a_bare_name_is_what_the_material_is_called() {
        assert_eq!(bare("3、无犯罪记录证明（原件）"), "无犯罪记录证明");
        assert_eq!(bare("居民身份证 原件及复印件；"), "居民身份证");
        assert_eq!(bare("第二类证明"), "第二类证明");
        assert_eq!(bare("复印件"), "复印件");
    }

    #[test]
    fn a_material_is_a_proof_by_how_its_name_ends() {
        assert!(is_proof("近三年无犯罪记录证明", "无犯罪记录证明"));
        assert!(!is_proof("非营利证明", "营利证明"));
        assert!(!is_proof("营利证明书", "营利证明"));
        assert!(!is_proof("营利证明", ""));
    }

    #[test]
    fn a_citation_of_notices_alone_is_below_rules() {
        assert!(cites_only_documents("《关于加强管理的通知》第二条"));
        assert!(!cites_only_documents("《治安管理条例》、《关于加强管理的通知》"));
        assert!(!cites_only_documents("国务院令第412号《关于审批项目的通知》"));
        assert!(!cites_only_documents("有关规定"));
    }
}
