//! Reading: sample files with known answers, positions in every reading, and files made to do harm.

mod checked;
mod elsewhere;
mod grid;
mod hostile;
mod random;
mod round;
mod samples;
mod tolerant;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Error, Limits, Reading, read_whole};

/// An archive of these entries.
fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A project of one text, `t.txt`, with what stands in its source.
fn project(origin: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\" origin=\"{origin}\">\
         <Users><User guid=\"{}\" name=\"Ada\"/></Users><CodeBook><Codes><Code guid=\"{}\" name=\"c\" isCodable=\"true\"/></Codes>\
         </CodeBook><Sources><TextSource guid=\"{}\" name=\"t\" plainTextPath=\"internal://t.txt\">{inner}</TextSource></Sources></Project>",
        id(1),
        id(2),
        id(3),
    )
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn whole(bytes: &[u8]) -> Reading {
    read_whole(Cursor::new(bytes), &Limits::default()).unwrap()
}

fn refusal(bytes: &[u8]) -> Error {
    read_whole(Cursor::new(bytes), &Limits::default()).unwrap_err()
}
