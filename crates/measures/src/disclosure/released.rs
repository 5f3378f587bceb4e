//! The mark of what went through disclosure control.

/// Something that may leave the study team (trust PRI-2): only this module makes one.
///
/// ```
/// use measures::disclosure::{Released, ShownTable, Table, Wave};
///
/// fn hand_out(table: &Released<ShownTable>) -> Option<u64> {
///     table.get().figure(0)
/// }
///
/// let mut wave = Wave::new(vec![24, 31]);
/// let table = Table::one_way(vec![vec![0], vec![1]]).unwrap();
/// let released = wave.release(&table).unwrap();
/// assert_eq!(hand_out(&released), Some(24));
/// ```
///
/// It has no constructor, and its field is its own:
///
/// ```compile_fail,E0423
/// let forged = measures::disclosure::Released(3);
/// ```
///
/// ```compile_fail,E0451
/// let forged = measures::disclosure::Released { value: 3 };
/// ```
///
/// ```compile_fail,E0599
/// let forged = measures::disclosure::Released::new(3);
/// ```
///
/// ```compile_fail,E0277
/// let forged: measures::disclosure::Released<u32> = 3.into();
/// ```
///
/// ```compile_fail,E0599
/// let forged = measures::disclosure::Released::<u32>::default();
/// ```
///
/// What is in it cannot be changed or exchanged:
///
/// ```compile_fail,E0596
/// fn change(released: &mut measures::disclosure::Released<Vec<u32>>) {
///     released.get().push(3);
/// }
/// ```
///
/// A table that was not released is none, however it was made:
///
/// ```compile_fail,E0308
/// use measures::disclosure::{Released, ShownTable, Table, Wave};
///
/// fn hand_out(_: &Released<ShownTable>) {}
///
/// let wave = Wave::new(vec![24, 31]);
/// let table = Table::one_way(vec![vec![0], vec![1]]).unwrap();
/// hand_out(&wave.working(&table).unwrap());
/// ```
///
/// Nor can a table be written by hand:
///
/// ```compile_fail,E0451
/// use measures::disclosure::{Shape, ShownTable};
///
/// let forged = ShownTable { shape: Shape::OneWay(2), figures: vec![Some(3)] };
/// ```
///
/// A file of a set is handed out once the set was released, and one that was kept once it is known again:
///
/// ```
/// use measures::disclosure::{File, Released, Told, release_set};
///
/// fn hand_out(file: &Released<File>) -> &[u8] {
///     &file.get().bytes
/// }
///
/// let file = File { name: "table2.csv".into(), bytes: b"theme".to_vec() };
/// let released = release_set(vec![file.clone()], &Told::<u32>::default(), &[]).unwrap();
/// let seal = released[0].seal();
/// assert_eq!(hand_out(&Released::again(file.clone(), &seal).unwrap()), b"theme");
/// assert!(Released::again(File { bytes: b"Theme".to_vec(), ..file }, &seal).is_none());
/// ```
///
/// A file that was only written is not handed out, nor is one whose seal somebody takes for the file:
///
/// ```compile_fail,E0308
/// use measures::disclosure::{File, Released};
///
/// fn hand_out(_: &Released<File>) {}
///
/// hand_out(&File { name: "table2.csv".into(), bytes: Vec::new() });
/// ```
///
/// ```compile_fail,E0308
/// use measures::disclosure::{File, Released};
///
/// fn hand_out(_: &Released<File>) {}
///
/// let file = File { name: "table2.csv".into(), bytes: Vec::new() };
/// hand_out(&Released::again(file, "no seal"));
/// ```
///
/// Nor does a set that was looked at and not released become one:
///
/// ```compile_fail,E0308
/// use measures::disclosure::{File, Released, Told};
///
/// fn hand_out(_: &[Released<File>]) {}
///
/// hand_out(&Told::<u32>::default().refusals(&[]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released<T> {
    value: T,
}

impl<T> Released<T> {
    pub(super) fn through(value: T) -> Self {
        Self { value }
    }

    /// What may be shown.
    pub fn get(&self) -> &T {
        &self.value
    }
}
