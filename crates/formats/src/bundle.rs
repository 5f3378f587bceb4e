//! Several files as one archive, which says nothing of who packed it and when.

use std::io::{Cursor, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why files could not be packed.
#[derive(Debug, thiserror::Error)]
#[error("the files cannot be packed: {0}")]
pub struct Error(#[from] ZipError);

/// Packs files under their names as ZIP, in the order in which they come; the same files give the same bytes.
///
/// # Errors
/// Two have one name, or together they are more than an archive holds.
pub fn bundle<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, Error> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        add(&mut archive, name, bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn add(archive: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    archive.start_file(name, options)?;
    archive.write_all(bytes)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use zip::ZipArchive;

    #[test]
    fn an_archive_holds_its_files_in_their_order_and_no_time() {
        let files = [("b.csv", &b"one"[..]), ("a.docx", &b"two"[..])];
        let bytes = bundle(files).unwrap();
        assert_eq!(bytes, bundle(files).unwrap());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        for (place, (name, content)) in files.into_iter().enumerate() {
            let mut file = archive.by_index(place).unwrap();
            assert_eq!(file.name().unwrap(), name);
            assert_eq!(file.last_modified(), Some(DateTime::default()));
            let mut found = Vec::new();
            file.read_to_end(&mut found).unwrap();
            assert_eq!(found, content);
        }
        assert!(bundle([("a", &b""[..]), ("a", &b""[..])]).is_err());
    }
}
