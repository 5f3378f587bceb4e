//! Shortest paths in the residual network, from or to one group and no further than the outside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::flow::{Flow, Node, OUTSIDE};

const UNREACHED: i64 = i64::MAX;

/// Scratch space of the searches, used again and again.
#[derive(Default)]
pub(super) struct Paths {
    distance: Vec<i64>,
    towards: Vec<usize>,
    touched: Vec<usize>,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    /// Nodes of the last path, first to last.
    pub(super) found: Vec<usize>,
}

impl Paths {
    pub(super) fn new(nodes: usize) -> Self {
        Paths {
            distance: vec![UNREACHED; nodes],
            towards: vec![0; nodes],
            ..Paths::default()
        }
    }

    /// The best path from the outside into a group; afterwards the potential of the group is the gain
    /// of that path. False if there is none.
    pub(super) fn into_group(&mut self, flow: &mut Flow<'_>, group: usize) -> bool {
        let start = flow.group(group);
        let length = self.search(flow, start, arcs_in);
        let found = length.is_some();
        // Without a path the potentials sink until no arc out of the group could gain.
        let length = length.unwrap_or_else(|| {
            let reached = self.touched.iter().map(|&node| self.distance[node]).max();
            let sink = flow.potential[start] + flow.net.bonus;
            reached.unwrap_or(0).max(sink)
        });
        for &node in &self.touched {
            let lower = length - self.distance[node].min(length);
            if node != OUTSIDE && lower > 0 {
                flow.set_potential(node, flow.potential[node] - lower);
            }
        }
        if found {
            self.trace(start);
            self.found.reverse();
        }
        self.clear();
        found
    }

    /// The best path from a group that has members to the outside; there is always one.
    pub(super) fn out_of_group(&mut self, flow: &mut Flow<'_>, group: usize) {
        let start = flow.group(group);
        let length = self.search(flow, start, arcs_out);
        let length = length.expect("a member can always stay away");
        for &node in &self.touched {
            let higher = length - self.distance[node].min(length);
            if node != OUTSIDE && higher > 0 {
                flow.set_potential(node, flow.potential[node] + higher);
            }
        }
        self.trace(start);
        self.clear();
    }

    /// Dijkstra's search from a group along `arcs` until the outside is the nearest. `arcs` tells of
    /// every neighbour and the reduced cost of the way.
    fn search(
        &mut self,
        flow: &Flow<'_>,
        start: usize,
        arcs: fn(&Flow<'_>, usize, &mut dyn FnMut(usize, i64)),
    ) -> Option<i64> {
        self.reach(start, 0, start);
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if node == OUTSIDE {
                return Some(distance);
            }
            if distance > self.distance[node] {
                continue;
            }
            arcs(flow, node, &mut |next, cost| {
                debug_assert!(cost >= 0, "a residual arc would gain");
                if distance + cost < self.distance[OUTSIDE].min(self.distance[next]) {
                    self.reach(next, distance + cost, node);
                }
            });
        }
        None
    }

    fn reach(&mut self, node: usize, distance: i64, from: usize) {
        if self.distance[node] == UNREACHED {
            self.touched.push(node);
        }
        self.distance[node] = distance;
        self.towards[node] = from;
        self.heap.push(Reverse((distance, node)));
    }

    /// From the start to the outside.
    fn trace(&mut self, start: usize) {
        self.found.clear();
        let mut node = OUTSIDE;
        self.found.push(node);
        while node != start {
            node = self.towards[node];
            self.found.push(node);
        }
        self.found.reverse();
    }

    fn clear(&mut self) {
        for node in self.touched.drain(..) {
            self.distance[node] = UNREACHED;
        }
        self.heap.clear();
    }
}

/// Every residual arc that leaves a node, with its reduced cost.
fn arcs_out(flow: &Flow<'_>, node: usize, tell: &mut dyn FnMut(usize, i64)) {
    let net = flow.net;
    let here = flow.potential[node];
    let mut arc = |to: usize, gain: i64| tell(to, flow.potential[to] - here - gain);
    match flow.node(node) {
        Node::Outside => {}
        Node::Resident(r) => {
            if flow.is_placed(r) {
                arc(OUTSIDE, 0);
            }
            let site = net.site_of[r];
            for t in (0..net.slots).filter(|&t| flow.slot_of(r) != t) {
                arc(flow.before(site, t), net.value(r, t));
            }
        }
        Node::Before(s, t) => {
            let away = &flow.away[s * net.slots + t];
            if away.len() < net.cap[s] {
                arc(flow.after(s, t), 0);
            }
            for &r in away {
                arc(flow.resident(r), -net.value(r, t));
            }
        }
        Node::After(s, t) => {
            if !flow.away[s * net.slots + t].is_empty() {
                arc(flow.before(s, t), 0);
            }
            for &(v, cost) in &net.reach[s] {
                let group = t * net.venues + v;
                if flow.open[group] {
                    arc(flow.group(group), -cost);
                }
            }
        }
        Node::Group(g) => {
            let (t, v) = net.place(g);
            if flow.open[g] && flow.size[g] < net.problem.max_size {
                arc(OUTSIDE, flow.next_bonus(g));
            }
            for &(s, k, cost) in &net.near[v] {
                if flow.to[s * net.slots + t][k] > 0 {
                    arc(flow.after(s, t), cost);
                }
            }
        }
    }
}

/// Every residual arc that enters a node, with its reduced cost.
fn arcs_in(flow: &Flow<'_>, node: usize, tell: &mut dyn FnMut(usize, i64)) {
    let net = flow.net;
    let here = flow.potential[node];
    let mut arc = |from: usize, gain: i64| tell(from, here - flow.potential[from] - gain);
    match flow.node(node) {
        Node::Outside => {}
        Node::Resident(r) => {
            if flow.is_placed(r) {
                let t = flow.slot_of(r);
                arc(flow.before(net.site_of[r], t), -net.value(r, t));
            } else {
                arc(OUTSIDE, 0);
            }
        }
        Node::Before(s, t) => {
            if !flow.away[s * net.slots + t].is_empty() {
                arc(flow.after(s, t), 0);
            }
            for &r in net.staff[s].iter().filter(|&&r| flow.slot_of(r) != t) {
                arc(flow.resident(r), net.value(r, t));
            }
        }
        Node::After(s, t) => {
            let cell = s * net.slots + t;
            if flow.away[cell].len() < net.cap[s] {
                arc(flow.before(s, t), 0);
            }
            for (k, &(v, cost)) in net.reach[s].iter().enumerate() {
                if flow.to[cell][k] > 0 {
                    arc(flow.group(t * net.venues + v), cost);
                }
            }
        }
        Node::Group(g) => {
            if flow.open[g] && flow.size[g] > 0 {
                arc(OUTSIDE, -flow.last_bonus(g));
            }
            let (t, v) = net.place(g);
            for &(s, _, cost) in &net.near[v] {
                arc(flow.after(s, t), -cost);
            }
        }
    }
}
