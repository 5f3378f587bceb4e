//! Files in and out: nothing too large is read, nothing half written is left.

use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use formats::table::{Limits, Table, read_csv, read_xlsx};

/// Largest sum of bytes taken from one folder.
const FOLDER_LIMIT: u64 = 1024 * 1024 * 1024;
/// Most files taken from one folder.
const FILES_LIMIT: usize = 5000;

/// All files of a folder and its folders, by name, with `/` between the parts of a name. Hidden files are
/// left out, links are not followed.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    if !folder.is_dir() {
        bail!(
            "{}: not a folder; name the folder that holds the files",
            folder.display()
        );
    }
    let mut files = Vec::new();
    let mut bytes = 0;
    let mut open: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        let entries = std::fs::read_dir(&path)
            .with_context(|| format!("{}: cannot be read", path.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("{}: cannot be read", path.display()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push((entry.path(), format!("{prefix}{name}/")));
            } else if kind.is_file() {
                bytes += entry.metadata()?.len();
                if bytes > FOLDER_LIMIT || files.len() >= FILES_LIMIT {
                    bail!(
                        "{}: more than 1 GiB or {FILES_LIMIT} files; is this the right folder?",
                        folder.display()
                    );
                }
                let content = std::fs::read(entry.path())
                    .with_context(|| format!("{}: cannot be read", entry.path().display()))?;
                files.push((format!("{prefix}{name}"), content));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The first bytes of a file, by which its kind is told; none where there is no file of this name.
pub(super) fn beginning(path: &Path, most: u64) -> Result<Option<Vec<u8>>> {
    if !path.is_file() {
        return Ok(None);
    }
    let unread = || format!("{}: cannot be read", path.display());
    let file = std::fs::File::open(path).with_context(unread)?;
    let mut start = Vec::new();
    file.take(most)
        .read_to_end(&mut start)
        .with_context(unread)?;
    Ok(Some(start))
}

/// Writes all files into a folder, which is made if it is not there, and gives their paths.
pub(super) fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let mut paths = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = folder.join(name);
        write_whole(&path, bytes)?;
        paths.push(path);
    }
    Ok(paths)
}

/// Writes beside the file and renames, so that a reader sees the old file or the new one.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    replaced(path, |file| file.write_all(bytes))
        .with_context(|| format!("{}: cannot be written", path.display()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn replaced<T>(
    path: &Path,
    fill: impl FnOnce(&mut std::fs::File) -> std::io::Result<T>,
) -> std::io::Result<T> {
    let mut file = tempfile::NamedTempFile::new_in(folder_of(path))?;
    let filled = fill(file.as_file_mut())?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        file.as_file().set_permissions(mode)?;
    }
    file.persist(path)?;
    Ok(filled)
}

/// A file without a name in the folder in which `path` is to lie: it is gone with the program, however that ends.
pub(super) fn unnamed_beside(path: &Path) -> Result<std::fs::File> {
    tempfile::tempfile_in(folder_of(path))
        .with_context(|| format!("{}: cannot be written", path.display()))
}

/// Writes all that a file holds, as [`write_whole`] does.
pub(super) fn write_all_of(path: &Path, mut from: std::fs::File) -> Result<u64> {
    from.rewind()
        .and_then(|()| replaced(path, |file| std::io::copy(&mut from, file)))
        .with_context(|| format!("{}: cannot be written", path.display()))
}

/// The one table of a CSV file or a workbook, which is told by its content.
pub(super) fn one_table(path: &Path) -> Result<Table> {
    let place = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("{place}: cannot be read"))?;
    if !bytes.starts_with(b"PK") {
        return read_csv(&bytes, Limits::STUDY).map_err(|error| anyhow!("{place}: {error}"));
    }
    let sheets = read_xlsx(&bytes, Limits::STUDY).map_err(|error| anyhow!("{place}: {error}"))?;
    let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
    let mut tables = sheets.into_iter().map(|(_, table)| table);
    match (tables.next(), tables.next()) {
        (Some(table), None) => Ok(table),
        _ => bail!(
            "{place}: it has {} sheets with text ({}); keep one",
            names.len(),
            names.join(", ")
        ),
    }
}
