use super::*;

#[test]
fn r6_the_thresholds_are_constants_that_can_only_be_raised() {
    assert_eq!((RELEASE_THRESHOLD, TEAM_FLOOR, LEAST_WIDTH), (10, 5, 5));
    assert_eq!(Rules::RELEASE.raised_to(3).threshold(), 10);
    assert_eq!(Rules::RELEASE.raised_to(20).threshold(), 20);
}

#[test]
fn a_table_of_ten_and_more_is_shown_with_its_total() {
    let (mut wave, table) = row(&[24, 10, 31]);
    assert_eq!(released(&mut wave, &table, 4).unwrap(), "24 10 31 65");
    let (mut wave, table) = row(&[24, 10, 31]);
    wave = wave.under(Rules::RELEASE.raised_to(12));
    assert_eq!(released(&mut wave, &table, 4).unwrap(), ". . 31 65");
}

#[test]
fn a_small_cell_takes_the_smallest_of_the_others_with_it() {
    let (mut wave, table) = row(&[24, 9, 31]);
    assert_eq!(released(&mut wave, &table, 4).unwrap(), ". . 31 64");
    // Two small cells alone would tell how many they are together, and that may be three.
    let (mut wave, table) = row(&[24, 1, 2, 31]);
    assert_eq!(released(&mut wave, &table, 5).unwrap(), ". . . 31 58");
}

#[test]
fn nobody_and_everybody_are_small_numbers_of_a_sensitive_item() {
    let (mut wave, table) = row(&[24, 0]);
    assert_eq!(released(&mut wave, &table, 3).unwrap(), ". . 24");
    let (wave, table) = row(&[24, 0]);
    let plain = table.of_no_sensitive_item();
    assert_eq!(released(&mut wave.clone(), &plain, 3).unwrap(), "24 0 24");
    // One of another kind is small all the same.
    let (mut wave, table) = row(&[24, 1]);
    let plain = table.of_no_sensitive_item();
    assert_eq!(released(&mut wave, &plain, 3).unwrap(), ". . 25");
}

#[test]
fn nothing_of_a_table_of_small_cells_is_told_and_nothing_is_kept_of_it() {
    let (mut wave, table) = row(&[4, 5, 6]);
    assert_eq!(released(&mut wave, &table, 4), Err(Withheld::TooFew));
    assert!(wave.published().is_empty() && wave.hidden().is_empty());
    let working = wave.working(&table).unwrap();
    assert_eq!(shown(&working, 4), ". . 6 15");
}

#[test]
fn a_small_cell_of_two_ways_takes_cells_of_its_row_and_column_with_it() {
    let (mut wave, table) = grid(&[vec![20, 3, 30], vec![40, 50, 60], vec![11, 70, 80]]);
    assert_eq!(
        released(&mut wave, &table, 16).unwrap(),
        ". . 30 53 40 50 60 150 . . 80 161 71 123 170 364"
    );
    let known: Vec<Sum> = wave
        .published()
        .iter()
        .map(|groups| Sum {
            groups: groups.clone(),
            people: groups
                .iter()
                .map(|group| u64::from([20, 3, 30, 40, 50, 60, 11, 70, 80u32][*group]))
                .sum(),
        })
        .collect();
    let found = interval(&known, &[1].into()).unwrap();
    let expected = Interval {
        least: 0,
        most: Some(23),
    };
    assert_eq!(found, expected);
}

#[test]
fn what_is_left_between_two_releases_is_looked_at_too() {
    // Fifty answered; forty-six of them are women. Who hears both knows that four are not.
    let mut wave = Wave::new(vec![46, 4]);
    let all = Table::one_way(vec![vec![0, 1]])
        .unwrap()
        .of_no_sensitive_item();
    let women = Table::one_way(vec![vec![0]])
        .unwrap()
        .of_no_sensitive_item();
    assert_eq!(released(&mut wave, &all, 2).unwrap(), "50 50");
    assert_eq!(released(&mut wave, &women, 2), Err(Withheld::TooFew));
    assert_eq!(released(&mut wave, &all, 2).unwrap(), "50 50");
    // With thirty who are not, both may be told.
    let mut wave = Wave::new(vec![46, 30]);
    released(&mut wave, &all, 2).unwrap();
    assert_eq!(released(&mut wave, &women, 2).unwrap(), "46 46");
}

#[test]
fn a_later_table_never_tells_what_an_earlier_one_has_hidden() {
    // Two sites by three answers; the second answer of the first site is small, and three other cells hide it.
    let people = vec![20, 3, 30, 40, 50, 60];
    let cells = |of: &[usize]| of.iter().map(|group| vec![*group]).collect::<Vec<_>>();
    let both = Table::two_way(vec![cells(&[0, 1, 2]), cells(&[3, 4, 5])]).unwrap();
    let mut wave = Wave::new(people.clone());
    assert_eq!(
        released(&mut wave, &both, 12).unwrap(),
        ". . 30 53 . . 60 150 60 53 90 203"
    );
    // The first answer of the second site alone would give the small one away.
    let second = Table::one_way(cells(&[3, 4, 5])).unwrap();
    assert_eq!(released(&mut wave, &second, 4).unwrap(), ". . 60 150");
    // The same holds for somebody who takes the releases up again from what was kept.
    let again = Wave::new(people).after(wave.published().to_vec(), wave.hidden().to_vec());
    assert_eq!(again, wave);
}

#[test]
fn shares_and_means_are_told_where_their_counts_are() {
    let (mut wave, table) = row(&[30, 9, 11]);
    let released = wave.release(&table).unwrap();
    assert_eq!(released.get().share(0, 3), Some(0.6));
    assert_eq!(released.get().share(1, 3), None);
    assert_eq!(released.get().shape(), Shape::OneWay(3));
    let mean = |mean| Mean {
        mean,
        deviation: 1.0,
    };
    let means = [mean(3.0), mean(4.0), mean(5.0), mean(3.5)];
    let (mut wave, table) = row(&[30, 9, 11]);
    let shown = wave.release_means(&table, &means).unwrap();
    let expected = vec![Some((30, mean(3.0))), None, None, Some((50, mean(3.5)))];
    assert_eq!(*shown.get(), expected);
    let other = wave.release_means(&table, &means[..3]);
    assert_eq!(other.unwrap_err(), Withheld::OtherLength);
}

#[test]
fn a_table_that_counts_somebody_twice_or_has_no_cells_is_none() {
    assert_eq!(Table::one_way(vec![]), Err(Faulty::Empty));
    assert_eq!(Table::one_way(vec![vec![0], vec![]]), Err(Faulty::Empty));
    assert_eq!(
        Table::one_way(vec![vec![0], vec![1, 0]]),
        Err(Faulty::Twice)
    );
    let ragged = vec![vec![vec![0], vec![1]], vec![vec![2]]];
    assert_eq!(Table::two_way(ragged), Err(Faulty::Ragged));
    let line = vec![vec![vec![0], vec![1]]];
    assert_eq!(Table::two_way(line), Err(Faulty::OneLine));
    let table = Table::one_way(vec![vec![0], vec![7]]).unwrap();
    assert_eq!(
        Wave::new(vec![1]).release(&table).unwrap_err(),
        Withheld::NoSuchGroup
    );
}
