//! `enid plan` on placement problems, and Ctrl-C.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::Folder;

/// An invented problem: so many residents at six sites, five days with three times, two rooms that each site reaches.
fn problem(residents: usize) -> Vec<u8> {
    // A plain mixing of numbers: the same problem on every machine.
    let mix = |a: usize, b: usize| (a * 7919 + b * 104_729 + (a ^ b) * 31) % 997;
    let slots: Vec<Value> = (0..15)
        .map(|slot| json!({"day": slot / 3, "start": 540 + slot % 3 * 150, "minutes": 90}))
        .collect();
    let list: Vec<Value> = (0..residents)
        .map(|one| json!({"site": one % 6, "consent": 300, "roster": "O".repeat(26 * 7 + 1)}))
        .collect();
    let value: Vec<Vec<usize>> = (0..residents)
        .map(|one| (0..15).map(|slot| 300 + mix(one, slot)).collect())
        .collect();
    let sites: Vec<Value> = (0..6)
        .map(
            |site| json!({"x": site, "y": 0, "residents": residents / 6, "cap": 3, "release": 700}),
        )
        .collect();
    let leaders: Vec<Value> = (0..residents / 10 + 1)
        .map(|one| json!({"discipline": "psychiatry", "experienced": one % 3 > 0, "max_groups": 1 + one % 2,
            "slots": (0..15).filter(|slot| mix(one, *slot) % 2 == 0).collect::<Vec<_>>()}))
        .collect();
    json!({
        "schema": "balint-plan/1", "size": "invented", "seed": 1, "weeks": 26, "slots": slots, "sites": sites,
        "venues": [{"x": 1, "y": 1}, {"x": 4, "y": 2}],
        "travel": (0..6).map(|site| json!([[0, 2 + site], [1, 9 - site]])).collect::<Vec<_>>(),
        "travel_cost_per_km": 10, "group_cost": 4000, "min_size": 6, "max_size": 12, "max_leaders": 2,
        "facilitators": leaders, "residents": list, "value": value,
    })
    .to_string()
    .into_bytes()
}

#[test]
fn a_plan_comes_with_a_bound_that_is_not_below_it_and_passes_the_checker() {
    let folder = Folder::with(&[("problem.json", &problem(40))]);
    let said = folder.enid("plan problem.json --out plan.json --format json");
    assert_eq!(said.code, 0, "{said:?}");
    let plan: Value = serde_json::from_str(&said.out).unwrap();
    let number = |name: &str| plan[name].as_i64().unwrap();
    assert!(
        number("bound") >= number("objective") && number("objective") > 0,
        "{}",
        said.out
    );
    assert!(
        said.err.contains("bound") && said.err.contains("gap"),
        "{}",
        said.err
    );
    let checked = folder.enid("plan check problem.json plan.json");
    assert_eq!(checked.code, 0, "{checked:?}");
    assert!(
        checked.out.contains(&number("objective").to_string()),
        "{}",
        checked.out
    );
    let again = folder.enid("plan problem.json --format json --threads 1");
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(plan["groups"], again["groups"], "threads change nothing");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_search_with_a_plan_that_passes_the_checker() {
    let folder = Folder::with(&[("problem.json", &problem(2_000))]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_enid"))
        .args([
            "plan",
            "problem.json",
            "--out",
            "plan.json",
            "--time-limit",
            "3600",
        ])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert!(
        line.contains("bound"),
        "the first word is of a plan: {line}"
    );
    let pressed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(pressed.success());
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    let ended = child.wait().unwrap();
    let mut said = String::new();
    let _ = write!(said, "{ended:?}: {rest}");
    assert_eq!(ended.code(), Some(0), "{said}");
    assert!(
        rest.contains("stopping with the best plan so far"),
        "{said}"
    );
    let checked = folder.enid("plan check problem.json plan.json");
    assert_eq!(checked.code, 0, "{checked:?}");
}
