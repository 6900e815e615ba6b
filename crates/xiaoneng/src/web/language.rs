//! In which language somebody is answered: as the address asks, else as chosen before, else as the
//! browser prefers, else in Chinese.

use axum::http::{HeaderMap, HeaderValue, header};
use efficacy::words::Lang;

/// The cookie in which the choice is kept for a year.
const COOKIE: &str = "lang";

/// The language to answer in.
pub(super) fn of(query: Option<&str>, headers: &HeaderMap) -> Lang {
    asked(query).or_else(|| chosen(headers)).or_else(|| preferred(headers)).unwrap_or_default()
}

/// What the address asks for: `?lang=en`.
pub(super) fn asked(query: Option<&str>) -> Option<Lang> {
    let pairs = query?.split('&');
    pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(|tag| tag.parse().ok())
}

/// What keeps the choice.
pub(super) fn cookie(lang: Lang) -> Option<HeaderValue> {
    let cookie = format!("{COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax");
    HeaderValue::from_str(&cookie).ok()
}

fn chosen(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).map(str::trim);
    pairs.find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('=')?.parse().ok())
}

/// The first of the browser's languages that there are words in, by their weight (RFC 9110, 12.5.4).
fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let weighed = accepted.split(',').filter_map(|range| {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        Some((tag.trim().parse::<Lang>().ok()?, weight)).filter(|(_, weight)| *weight > 0.0)
    });
    // Of several of a weight the first.
    let best = weighed.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(language: &str, cookie: &str) -> HeaderMap {
        let value = |text: &str| HeaderValue::from_str(text).unwrap();
        HeaderMap::from_iter([
            (header::ACCEPT_LANGUAGE, value(language)),
            (header::COOKIE, value(cookie)),
        ])
    }

    #[test]
    fn the_address_goes_before_the_choice_and_the_choice_before_the_browser() {
        for (query, language, cookie, expected) in [
            (Some("lang=en"), "zh", "lang=zh-CN", Lang::En),
            (Some("q=1&lang=xx"), "en", "a=b; lang=zh-CN", Lang::ZhCn),
            (None, "en-GB,zh;q=0.5", "", Lang::En),
            (None, "fr, zh-TW;q=0.3, en;q=0.7", "", Lang::En),
            (None, "en;q=0, zh", "", Lang::ZhCn),
            (None, "fr", "lang=", Lang::ZhCn),
            (None, "en;q=x", "", Lang::ZhCn),
        ] {
            assert_eq!(of(query, &headers(language, cookie)), expected, "{query:?} {language}");
        }
    }
}
