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
