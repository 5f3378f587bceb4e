//! PDF: the file itself, and what a page of a sound file draws.
#![no_main]

use formats::transcript::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read("x.pdf", bytes);
    let mut file = b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
        2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n\
        3 0 obj << /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >> endobj\n\
        4 0 obj << /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding >> endobj\n"
        .to_vec();
    file.extend(format!("5 0 obj << /Length {} >>\nstream\nBT /F 10 Tf ", bytes.len() + 12).as_bytes());
    file.extend(bytes);
    file.extend(b"\nendstream endobj\ntrailer << /Size 6 /Root 1 0 R >>\n%%EOF");
    let _ = read("x.pdf", &file);
});
