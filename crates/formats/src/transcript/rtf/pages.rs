//! Code pages of RTF: by number, and by the character set of a font.

use encoding_rs::{self as encodings, Encoding};

/// The encoding of a code page of Windows, DOS or the Macintosh; `None` where it is not known.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        866 => encodings::IBM866,
        874 => encodings::WINDOWS_874,
        932 => encodings::SHIFT_JIS,
        936 => encodings::GBK,
        949 => encodings::EUC_KR,
        950 => encodings::BIG5,
        1250 => encodings::WINDOWS_1250,
        1251 => encodings::WINDOWS_1251,
        1252 => encodings::WINDOWS_1252,
        1253 => encodings::WINDOWS_1253,
        1254 => encodings::WINDOWS_1254,
        1255 => encodings::WINDOWS_1255,
        1256 => encodings::WINDOWS_1256,
        1257 => encodings::WINDOWS_1257,
        1258 => encodings::WINDOWS_1258,
        10_000 => encodings::MACINTOSH,
        54_936 => encodings::GB18030,
        65_001 => encodings::UTF_8,
        _ => return None,
    })
}

/// The encoding of a font's character set; `None` for the set of the document itself and for symbols.
pub(super) fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
