use super::*;

fn group(id: u128) -> Group {
    Group {
        kind: "things",
        id: Uuid::from_u128(id),
    }
}

#[tokio::test]
async fn an_object_is_written_once_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::in_folder(folder.path()).unwrap();
    let first = objects.put(group(1), 0, b"first".to_vec()).await.unwrap();
    assert_eq!(first, Put::New);
    let again = objects.put(group(1), 0, b"other".to_vec()).await.unwrap();
    assert_eq!(again, Put::Present);
    assert_eq!(objects.get(group(1), 0).await.unwrap(), b"first");
    assert!(objects.get(group(1), 1).await.is_err());
    assert!(objects.get(group(2), 0).await.is_err());
}

#[tokio::test]
async fn a_group_goes_as_a_whole_with_what_a_crash_left_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::in_folder(folder.path()).unwrap();
    for (id, number) in [(1, 0), (1, 1), (2, 0)] {
        objects.put(group(id), number, vec![1; 100]).await.unwrap();
    }
    let of_one = folder.path().join("things").join(group(1).id.to_string());
    std::fs::write(of_one.join("2#1"), "half").unwrap();
    objects.remove(group(1)).await.unwrap();
    objects.remove(group(1)).await.unwrap();
    assert!(!of_one.exists());
    assert_eq!(objects.groups("things").await.unwrap(), [group(2)]);
    assert_eq!(objects.groups("others").await.unwrap(), []);
    assert_eq!(objects.get(group(2), 0).await.unwrap(), [1; 100]);
}

#[tokio::test]
async fn a_group_of_which_only_half_a_file_is_left_is_still_found() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::in_folder(folder.path()).unwrap();
    let of_three = folder.path().join("things").join(group(3).id.to_string());
    std::fs::create_dir_all(&of_three).unwrap();
    std::fs::write(of_three.join("0#1"), "half").unwrap();
    assert_eq!(objects.groups("things").await.unwrap(), [group(3)]);
}
