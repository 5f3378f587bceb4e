//! What was sealed comes back, wherever one begins to read; what was changed does not open.

use std::path::PathBuf;

use futures_util::TryStreamExt as _;
use platform::keys::{PersonKey, create_person};
use platform::testing::{Installation, installations};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::pieces::{KIND, Pieces};
use super::range::Span;
use super::*;

const SIZES: [usize; 6] = [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 4321];

/// Bytes of which no piece is like another.
fn source(size: usize) -> Vec<u8> {
    (0..size)
        .map(|at| (at.wrapping_mul(31) >> 3) as u8 ^ (at / PIECE) as u8)
        .collect()
}

async fn installation() -> Installation {
    installations(&[platform::access::MIGRATION])
        .await
        .remove(0)
}

async fn key(app: &App) -> PersonKey {
    let tx = app.db.write().await.unwrap();
    let key = create_person(&tx, app).await.unwrap();
    tx.commit_bookkeeping().await.unwrap();
    key
}

async fn write(pieces: &Pieces, bytes: &[u8]) {
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        pieces.write(number as u64, piece).await.unwrap();
    }
}

async fn read(pieces: &Pieces, start: usize, end: usize) -> Result<Vec<u8>> {
    let span = Span {
        start: start as u64,
        end: end as u64,
    };
    pieces.clone().stream(span).try_concat().await
}

fn file(installation: &Installation, id: Uuid, number: usize) -> PathBuf {
    let folder = installation.objects().join(KIND).join(id.to_string());
    folder.join(number.to_string())
}

#[test]
fn any_range_of_a_recording_of_any_size_is_what_was_written() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_installation, written) = runtime.block_on(async {
        let installation = installation().await;
        let mut written = Vec::new();
        for (at, size) in SIZES.into_iter().enumerate() {
            let id = Uuid::from_u128(at as u128);
            let key = key(&installation.app).await;
            let pieces = Pieces::new(&installation.app, id, key, size as u64);
            let bytes = source(size);
            write(&pieces, &bytes).await;
            written.push((bytes, pieces));
        }
        (installation, written)
    });
    let mut runner = TestRunner::new(Config::with_cases(256));
    let places = (0..SIZES.len(), any::<u64>(), any::<u64>());
    runner
        .run(&places, |(which, one, other)| {
            let (bytes, pieces) = &written[which];
            let at = |place: u64| usize::try_from(place % (bytes.len() as u64 + 1)).unwrap();
            let (start, end) = (at(one).min(at(other)), at(one).max(at(other)));
            let found = runtime.block_on(read(pieces, start, end)).unwrap();
            prop_assert!(found == bytes[start..end], "{start} to {end}");
            Ok(())
        })
        .unwrap();
    for (bytes, pieces) in &written {
        let whole = runtime.block_on(pieces.read_whole()).unwrap();
        assert_eq!(whole.first, bytes[..bytes.len().min(PIECE)]);
    }
}

#[tokio::test]
async fn a_piece_that_is_altered_cut_swapped_or_missing_is_an_error_and_never_other_bytes() {
    let installation = installation().await;
    let app = &installation.app;
    let bytes = source(2 * PIECE + 4321);
    let size = bytes.len() as u64;
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let same_key = key(app).await;
    let pieces = Pieces::new(app, one, same_key.clone(), size);
    write(&pieces, &bytes).await;
    write(&Pieces::new(app, other, same_key.clone(), size), &bytes).await;
    let path = |number| file(&installation, one, number);
    let kept: Vec<Vec<u8>> = (0..3).map(|at| std::fs::read(path(at)).unwrap()).collect();
    let of_other = std::fs::read(file(&installation, other, 0)).unwrap();
    let mut ways: Vec<(&str, usize, Vec<u8>)> = vec![
        ("swapped", 0, kept[1].clone()),
        ("swapped", 1, kept[0].clone()),
        ("the last in the place of another", 1, kept[2].clone()),
        ("of another recording", 0, of_other),
        ("empty", 2, Vec::new()),
        ("cut", 1, kept[1][..kept[1].len() - 1].to_vec()),
        ("longer", 1, [kept[1].as_slice(), &[0]].concat()),
    ];
    for at in [0, 1, 24, 25, 1000, PIECE, kept[0].len() - 1] {
        let mut altered = kept[0].clone();
        altered[at] ^= 1;
        ways.push(("altered", 0, altered));
    }
    for (how, number, instead) in ways {
        std::fs::write(path(number), instead).unwrap();
        assert!(pieces.read(number as u64).await.is_err(), "{how}");
        assert!(pieces.read_whole().await.is_err(), "{how}");
        assert!(read(&pieces, 0, bytes.len()).await.is_err(), "{how}");
        std::fs::write(path(number), &kept[number]).unwrap();
    }
    assert_eq!(read(&pieces, 0, bytes.len()).await.unwrap(), bytes);
    std::fs::remove_file(path(2)).unwrap();
    assert!(read(&pieces, 0, bytes.len()).await.is_err());
    let shorter = Pieces::new(app, one, same_key, 2 * PIECE as u64);
    assert!(
        shorter.read_whole().await.is_err(),
        "a recording that is cut at a piece does not pass for a shorter one"
    );
}

#[tokio::test]
async fn the_same_piece_again_is_fine_and_another_in_its_place_is_refused() {
    let installation = installation().await;
    let app = &installation.app;
    let bytes = source(PIECE + 5);
    let pieces = Pieces::new(app, Uuid::from_u128(1), key(app).await, bytes.len() as u64);
    write(&pieces, &bytes).await;
    write(&pieces, &bytes).await;
    let refused = pieces.write(1, b"wrong").await.unwrap_err();
    assert!(matches!(refused, platform::Error::Conflict(_)), "{refused}");
    assert_eq!(read(&pieces, 0, bytes.len()).await.unwrap(), bytes);
}

#[test]
fn a_recording_goes_once_checked_or_when_its_period_is_over_unless_it_is_kept() {
    let uploaded_at = Instant(0);
    let mut one = Recording {
        id: Uuid::nil(),
        participant: Uuid::nil(),
        person: Uuid::nil(),
        media: Media::Wav,
        size: 1,
        sha256: None,
        length_ms: None,
        uploaded_at,
        uploaded_by: None,
        checked_at: None,
        deleted: None,
    };
    let period = Period::Days(90);
    let latest = uploaded_at.plus_seconds(90 * 24 * 60 * 60);
    assert_eq!(one.goes_at(false, period), Some(latest));
    assert_eq!(one.goes_at(false, Period::Never), None);
    one.checked_at = Some(Instant(7));
    assert_eq!(one.goes_at(false, period), Some(Instant(7)));
    assert_eq!(one.goes_at(false, Period::Never), Some(Instant(7)));
    assert_eq!(one.goes_at(true, period), None);
}
