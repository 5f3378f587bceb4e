//! Times one reading of a REFI-QDA project, or one writing of what was read, for `bench/qdpx`: `qdpx read|write FILE [--large]`.
//! Reading hands each source over and drops it, as an import would. Prints seconds, processor seconds and what was there as JSON.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Cursor};
use std::time::Instant;

use formats::refi_qda::model::Source;
use formats::refi_qda::{Bundle, Limits, Report, Settings, read, read_whole, write_whole};
use formats::zipped;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [act, file, rest @ ..] = words.as_slice() else {
        return Err("qdpx read|write FILE [--large]".into());
    };
    let times = if rest.is_empty() { 1 } else { 10 };
    let usual = Limits::default();
    let limits = Limits {
        zip: zipped::Limits {
            packed: usual.zip.packed * u64::from(times),
            unpacked: usual.zip.unpacked * u64::from(times),
            entries: usual.zip.entries * if rest.is_empty() { 1 } else { 10 },
            ..usual.zip
        },
        elements: usual.elements * u64::from(times),
        cost: usual.cost.times(times),
        ..usual
    };
    let open = || File::open(file).map(BufReader::new);
    let (seconds, processor, report) = match act.as_str() {
        "read" => timed(|| Ok(read(open()?, &limits, |_, _: Source| Ok(()))?.report))?,
        "write" => {
            let project = read_whole(open()?, &limits)?.project;
            let mut media = Bundle::open(open()?, &limits)?;
            let output = Cursor::new(Vec::new());
            timed(|| Ok(write_whole(output, &Settings::default(), &project, &mut media)?.1))?
        }
        other => return Err(format!("{other}: read or write").into()),
    };
    let count = |element: &str| {
        let count = report.count(element);
        count.read + count.written
    };
    println!(
        "{{\"seconds\":{seconds},\"processor\":{processor},\"texts\":{},\"codings\":{}}}",
        count("TextSource"),
        count("Coding")
    );
    Ok(())
}

/// Seconds, processor seconds, and what was found.
fn timed(
    act: impl FnOnce() -> Result<Report, Box<dyn Error>>,
) -> Result<(f64, f64, Report), Box<dyn Error>> {
    let (began, used) = (Instant::now(), processor()?);
    let report = act()?;
    Ok((began.elapsed().as_secs_f64(), processor()? - used, report))
}

/// Processor seconds of this process so far, in hundredths.
fn processor() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').ok_or("an odd /proc/self/stat")?.1;
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() / 100.0)
}
