//! Text in UTF-8 and GB18030.

use super::*;

#[test]
fn gb18030_is_told_from_utf_8_four_byte_characters_included() {
    let text = "证明名称,取消日期,依据\r\n㐀𠀀无犯罪证明,2019-03-01,“规定”\r\n";
    let (encoded, _, _) = encoding_rs::GB18030.encode(text);
    let utf8 = folder().with("proofs.csv", format!("\u{feff}{text}")).collect::<Proof>();
    let gb18030 = folder().with("proofs.csv", &encoded).collect::<Proof>();
    let marked = folder()
        .with("proofs.csv", [b"\x84\x31\x95\x33", encoded.as_ref()].concat())
        .collect::<Proof>();
    assert_eq!(utf8.0[0].name, "㐀𠀀无犯罪证明");
    assert_eq!((&utf8.0, utf8.1.notices.len()), (&gb18030.0, 0));
    assert_eq!(utf8.0, marked.0);
}

#[test]
fn long_gb18030_files_are_decoded_across_buffers() {
    let rows = rows_of(40_000, |n| format!("名{n}𠀀,2019-03-01,依据依据\n"));
    let (encoded, _, _) = encoding_rs::GB18030.encode(&rows);
    let (rows, quality) =
        folder().with("proofs.csv", [PROOFS.as_bytes(), &encoded].concat()).collect::<Proof>();
    assert_eq!((rows.len(), quality.set_aside.len()), (40_000, 0));
    assert_eq!(rows[39_999].name, "名39999𠀀");
}

#[test]
fn text_in_neither_encoding_is_refused_with_its_line() {
    let header = PROOFS.as_bytes();
    let refused = folder()
        .with(
            "proofs.csv",
            [header, "甲,2019-01-01,\n".as_bytes(), b"a\xff,2019-01-01,\n"].concat(),
        )
        .refusal::<Proof>();
    assert_eq!(refused.line, Some(3));
    // The mark says UTF-8, which the rest then isn't.
    let refused = folder()
        .with("proofs.csv", [b"\xef\xbb\xbf", header, b"\xb5\xa5,2019-01-01,\n"].concat())
        .refusal::<Proof>();
    assert_eq!(refused.line, Some(2));
    let utf16: Vec<u8> = PROOFS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder().with("proofs.csv", [b"\xff\xfe".as_slice(), &utf16].concat()).refusal::<Proof>();
}
