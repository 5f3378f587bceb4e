//! Which groups to open, from prices alone: the group that gains most takes its members, then the next
//! from those who are left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::leads::Leads;
use super::market::SCALE;
use super::net::Net;

/// The groups in the order in which they should be opened.
pub(super) fn draft(net: &Net<'_>, prices: &[i64], stopped: &dyn Fn() -> bool) -> Vec<usize> {
    let mut left = Left {
        net,
        prices,
        taken: vec![false; net.residents],
        room: net.cap.clone(),
        wanted: Vec::new(),
    };
    let mut leads = Leads::new(net.problem);
    let mut open = Vec::new();
    let mut waiting: BinaryHeap<(i64, Reverse<usize>)> = BinaryHeap::new();
    for group in 0..net.groups() {
        if stopped() {
            return open;
        }
        waiting.extend(left.gain(group).map(|gain| (gain, Reverse(group))));
    }
    while let Some((_, Reverse(group))) = waiting.pop() {
        if stopped() {
            break;
        }
        let Some(gain) = left.gain(group) else {
            continue;
        };
        // What is left only gets less, so the first that still gains as much as the next gains most.
        if waiting.peek().is_some_and(|next| next.0 > gain) {
            waiting.push((gain, Reverse(group)));
        } else if leads.add(net.place(group).0) {
            left.take(group);
            open.push(group);
        }
    }
    open
}

struct Left<'a> {
    net: &'a Net<'a>,
    prices: &'a [i64],
    /// By position.
    taken: Vec<bool>,
    /// `[site * slots + slot]`
    room: Vec<usize>,
    /// The members of the group last looked at, with what they are worth.
    wanted: Vec<(i64, usize)>,
}

impl Left<'_> {
    /// What the group would gain with the best of those left; `None` if too few are left.
    fn gain(&mut self, group: usize) -> Option<i64> {
        let net = self.net;
        let (slot, venue) = net.place(group);
        let wanted = &mut self.wanted;
        wanted.clear();
        for &(site, _, cost) in &net.near[venue] {
            let cell = site * net.slots + slot;
            let price = self.prices[net.residents + cell] + cost * SCALE;
            let begin = wanted.len();
            for at in (net.first[site]..net.first[site + 1]).filter(|&at| !self.taken[at]) {
                let value = net.by_slot[slot * net.residents + at];
                wanted.push((value * SCALE - self.prices[at] - price, at));
            }
            keep_best(wanted, begin, self.room[cell]);
        }
        let (least, most) = net.size[group];
        keep_best(wanted, 0, most);
        let enough = wanted.len() >= least;
        enough.then(|| wanted.iter().map(|member| member.0).sum())
    }

    fn take(&mut self, group: usize) {
        let slot = self.net.place(group).0;
        for &(_, at) in &self.wanted {
            self.taken[at] = true;
            self.room[self.net.site_at[at] * self.net.slots + slot] -= 1;
        }
    }
}

/// Cuts the list after its first `begin` and the best `most` others.
fn keep_best(list: &mut Vec<(i64, usize)>, begin: usize, most: usize) {
    let part = &mut list[begin..];
    if most > 0 && most < part.len() {
        part.select_nth_unstable_by(most - 1, |a, b| b.cmp(a));
    }
    list.truncate(begin + most);
}
