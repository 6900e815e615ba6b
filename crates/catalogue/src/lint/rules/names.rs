//! Names of items.

use super::{At, Check, Rule, Severity, Tell, Words, text};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "name_repeated",
        severity: Severity::Warning,
        says: Words {
            zh: "同一实施主体有编码不同而名称相同的事项",
            en: "The agency has another item of the same name under another code",
        },
        mend: Words {
            zh: "合并事项，或在名称中写明区别",
            en: "Merge them, or let the name say how they differ",
        },
        source: "[R2019 §3] (事项标准化)",
        check: Check::Item(repeated),
    },
    Rule {
        id: "name_trailing_mark",
        severity: Severity::Warning,
        says: Words { zh: "事项名称以标点结尾", en: "The name ends with a mark" },
        mend: Words { zh: "删去末尾标点", en: "Take the mark off" },
        source: "GB/T 15834-2011",
        check: Check::Item(|at, tell| {
            if let Some(name) = named(at).filter(|name| name.ends_with(text::is_mark)) {
                tell.tell("name", name);
            }
        }),
    },
    Rule {
        id: "name_brackets",
        severity: Severity::Error,
        says: Words {
            zh: "事项名称中的括号、书名号或引号不成对",
            en: "Brackets or quotation marks of the name don't close",
        },
        mend: Words { zh: "补全或删去", en: "Close them or take them off" },
        source: "GB/T 15834-2011",
        check: Check::Item(|at, tell| {
            if let Some(name) = named(at).filter(|name| !text::is_balanced(name)) {
                tell.tell("name", name);
            }
        }),
    },
    Rule {
        id: "name_half_width",
        severity: Severity::Advice,
        says: Words {
            zh: "事项名称的汉字旁用了半角标点",
            en: "The name has half-width marks beside Chinese characters",
        },
        mend: Words { zh: "改为全角标点", en: "Write full-width marks" },
        source: "GB/T 15834-2011",
        check: Check::Item(half_width),
    },
    Rule {
        id: "name_space",
        severity: Severity::Warning,
        says: Words {
            zh: "事项名称的汉字之间有空格或换行",
            en: "The name has spaces or line breaks between Chinese characters",
        },
        mend: Words { zh: "删去空格、换行", en: "Take them out" },
        source: "[R2019 §3] (事项标准化)",
        check: Check::Item(space),
    },
    Rule {
        id: "name_vague",
        severity: Severity::Warning,
        says: Words {
            zh: "事项名称含糊，看不出办什么",
            en: "The name is vague about what can be had",
        },
        mend: Words {
            zh: "写明对象和行为，例如“旅馆业特种行业许可证核发”",
            en: "Name what it concerns and what is done, such as “旅馆业特种行业许可证核发”",
        },
        source: "[R2019 §3] (事项标准化); 国务院令716号 art. 6",
        check: Check::Item(vague),
    },
    Rule {
        id: "name_too_long",
        severity: Severity::Warning,
        says: Words {
            zh: "事项名称超过200个字", en: "The name has more than 200 characters"
        },
        mend: Words {
            zh: "缩短名称，细节写入受理条件",
            en: "Shorten it; details belong to the conditions",
        },
        source: "GB/T 39046-2020 (an..200)",
        check: Check::Item(|at, tell| {
            if let Some(name) = named(at).filter(|name| name.chars().count() > 200) {
                tell.tell("name", name.chars().count().to_string());
            }
        }),
    },
];

fn named<'a>(at: &At<'a>) -> Option<&'a str> {
    at.item.name.as_deref()
}

fn repeated(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    if item.name.is_none() {
        return;
    }
    let others = at.list.namesakes(item).filter(|other| {
        // A main item may be called like its only handling item.
        let is_family = other.parent_code.is_some() && other.parent_code == item.code
            || item.parent_code.is_some() && item.parent_code == other.code;
        other.code != item.code && !is_family
    });
    let mut codes = others.filter_map(|other| other.code.as_deref());
    if let Some(code) = codes.next() {
        tell.tell("name", code);
    }
}

fn half_width(at: &At<'_>, tell: &mut Tell<'_>) {
    let Some(name) = named(at) else {
        return;
    };
    let characters: Vec<char> = name.chars().collect();
    let is_found = characters.iter().enumerate().any(|(at, character)| {
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let beside = before.into_iter().chain(characters.get(at + 1));
        ",;:?!()".contains(*character) && beside.copied().any(text::is_han)
    });
    if is_found {
        tell.tell("name", name);
    }
}

fn space(at: &At<'_>, tell: &mut Tell<'_>) {
    let Some(name) = named(at) else {
        return;
    };
    let is_inner = name.split(char::is_whitespace).collect::<Vec<_>>().windows(2).any(|parts| {
        let before = parts[0].chars().next_back().is_none_or(|c| !c.is_ascii());
        let after = parts[1].chars().next().is_none_or(|c| !c.is_ascii());
        before || after
    });
    if is_inner {
        tell.tell("name", name);
    }
}

fn vague(at: &At<'_>, tell: &mut Tell<'_>) {
    const INSIDE: &[&str] =
        &["相关业务", "相关事项", "相关手续", "有关业务", "有关事项", "有关手续", "其他事项"];
    const ENDS: &[&str] = &["等", "等事项", "等业务", "事宜", "工作", "其他", "其它", "其他业务"];
    let Some(name) = named(at) else {
        return;
    };
    let plain = text::bare(name);
    let is_vague = INSIDE.iter().any(|word| plain.contains(word))
        || ENDS.iter().any(|end| plain.ends_with(end))
        || text::is_placeholder(name);
    if is_vague {
        tell.tell("name", name);
    }
}
