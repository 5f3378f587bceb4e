//! Bytes of any kind: an answer or a named error, never a panic.

use std::io::{Cursor, Write as _};

use formats::transcript::{Limits, read, vtt};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::portable::{at, drawn};
use crate::shared;

fn fragments() -> impl Strategy<Value = String> {
    let pieces = [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "00:01.000 --> 00:02.000",
        " --> ",
        "00:0",
        "<v Ilse>",
        "</v>",
        "<",
        ">",
        "&",
        "&#x;",
        "&#99999999;",
        "Ilse: ",
        "Otto   0:05",
        "NOTE ",
        "STYLE",
        "12",
        ":",
        "é☕",
        "\t",
        "-->\n",
        "99999999999999999999:00.0",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

fn xml_fragments() -> impl Strategy<Value = String> {
    let pieces = [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tbl>",
        "<w:tc>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:del>",
        "</w:del>",
        "<w:tab/>",
        "<w:sym w:char=\"F0B7\"/>",
        "<w:br",
        "Ilse: hi",
        "&amp;",
        "&x;",
        "&#0;",
        "<![CDATA[x]]>",
        "<!-- c -->",
        "<?pi?>",
        "<!DOCTYPE x>",
        "</w:tc>",
        "</w:tbl>",
        "\"",
        "xmlns:w=\"urn:x\"",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..30)
        .prop_map(|pieces| pieces.concat())
}

fn document(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    write!(
        zip,
        "<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>"
    )
    .unwrap();
    zip.finish().unwrap().into_inner()
}

proptest! {
    #[test]
    fn any_bytes_are_answered_in_every_format(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["x.vtt", "x.docx", "x.txt", "x", "x.srt", "x.odt", "x.rtf", "x.html", "x.pdf", "x.md"] {
            let _ = read(name, &bytes);
        }
        for (name, start) in [("x.rtf", &b"{\\rtf1 "[..]), ("x.pdf", b"%PDF-1.4\n"), ("x.odt", b"PK\x03\x04")] {
            let _ = read(name, &[start, &bytes].concat());
        }
        let mut signed = b"WEBVTT\n\n".to_vec();
        signed.extend(&bytes);
        let _ = read("x.vtt", &signed);
        let mut packed = b"PK\x03\x04".to_vec();
        packed.extend(&bytes);
        let _ = read("x.docx", &packed);
    }

    #[test]
    fn any_mixture_of_cue_and_text_syntax_is_answered(text in fragments()) {
        let _ = read("x.txt", text.as_bytes());
        let _ = read("x.vtt", format!("WEBVTT\n\n{text}").as_bytes());
        let _ = vtt::cues(&text, &Limits::default());
    }

    #[test]
    fn any_mixture_of_word_markup_is_answered(body in xml_fragments()) {
        let _ = read("x.docx", &document(&body));
    }
}

fn mixture(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..40)
        .prop_map(|pieces| pieces.concat())
}

const SUBRIP: [&str; 12] = [
    "1\n",
    "\n",
    "\n\n",
    "00:00:01,000 --> 00:00:02,000\n",
    " --> ",
    "00:00:0",
    "Ilse: ",
    "{\\an8}",
    "{\\",
    "<font x>",
    "12",
    "é☕",
];

const HTML: [&str; 22] = [
    "<p>",
    "</p>",
    "<cite>",
    "<time>",
    "<td>",
    "</table>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<",
    ">",
    "&",
    "&amp;",
    "&#xd800;",
    "&#0;",
    "<a b='",
    "\"",
    "<pre>",
    "<br/>",
    "Ilse: ☕",
    "<!x",
];

const RICH: [&str; 22] = [
    "{",
    "}",
    "\\",
    "\\par ",
    "\\u55357?",
    "\\u-8704?",
    "\\uc2 ",
    "\\'e9",
    "\\'g",
    "\\bin9 ",
    "\\f1 ",
    "{\\fonttbl{\\f1\\fcharset128;}}",
    "\\*\\x",
    "\\deleted ",
    "\\footnote ",
    "\\cell ",
    "\\intbl ",
    "\\trowd ",
    "Ilse: ",
    "\\v ",
    "\\plain ",
    "☕",
];

const DRAWING: [&str; 24] = [
    "BT ",
    "ET ",
    "/F 10 Tf ",
    "50 700 Td ",
    "(Ilse) Tj ",
    "[(a) -900 (b)] TJ ",
    "<00",
    "> ",
    "T* ",
    "q ",
    "Q ",
    "1 0 0 1 5 5 cm ",
    "0 0 0 0 0 0 Tm ",
    "1e38 0 0 1e38 0 0 Tm ",
    "/X Do ",
    "' ",
    "\" ",
    "BI ID EI ",
    "[ ",
    "] ",
    "<< ",
    "3 Tr ",
    "0 Tz ",
    "-5 TL ",
];

proptest! {
    #[test]
    fn any_mixture_of_subrip_page_and_rich_text_syntax_is_answered(
        subrip in mixture(&SUBRIP), page in mixture(&HTML), rich in mixture(&RICH)
    ) {
        let _ = read("x.srt", subrip.as_bytes());
        let _ = read("x.html", page.as_bytes());
        let _ = read("x.rtf", rich.as_bytes());
        let _ = read("x.rtf", format!("{{\\rtf1 {rich}}}").as_bytes());
    }

    #[test]
    fn any_mixture_of_drawing_operations_is_answered(drawing in mixture(&DRAWING)) {
        let _ = read("x.pdf", &drawn(&[drawing]));
    }

    #[test]
    fn any_damage_to_a_pdf_is_answered(places in proptest::collection::vec((0_usize..900, any::<u8>()), 1..9)) {
        let mut bytes = drawn(&[at(50, 700, "Ilse: words"), at(50, 700, "Otto: words")]);
        for (place, byte) in places {
            if let Some(target) = bytes.get_mut(place) {
                *target = byte;
            }
        }
        let _ = read("x.pdf", &bytes);
    }
}

#[test]
fn a_damaged_real_document_is_answered() {
    let Some(folder) = shared("corpora/docx/mammoth") else {
        return;
    };
    let whole = std::fs::read(folder.join("footnotes.docx")).unwrap();
    for step in 0..200 {
        let at = step * whole.len() / 200;
        let _ = read("x.docx", &whole[..at]);
        let mut flipped = whole.clone();
        flipped[at] ^= 0x55;
        let _ = read("x.docx", &flipped);
    }
}
