//! Shortest paths in the residual network, from or to one group and no further than the outside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::flow::{Flow, NOWHERE, Node, OUTSIDE};

const UNREACHED: i64 = i64::MAX;

/// An arc of a path, and the resident who moves along it (or `NOWHERE` if it moves none).
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) who: usize,
}

/// Scratch space of the searches, used again and again.
#[derive(Default)]
pub(super) struct Paths {
    distance: Vec<i64>,
    /// The node a shortest way was reached from, and the resident on the arc between.
    reached: Vec<(usize, usize)>,
    touched: Vec<usize>,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    /// The distance that the search has come to, and nodes that are just as far: there are many, and
    /// they need no heap.
    now: i64,
    level: Vec<usize>,
    /// The last path, first arc first.
    pub(super) found: Vec<Arc>,
}

impl Paths {
    pub(super) fn new(nodes: usize) -> Self {
        Paths {
            distance: vec![UNREACHED; nodes],
            reached: vec![(OUTSIDE, NOWHERE); nodes],
            ..Paths::default()
        }
    }

    /// The best path from the outside into a group; afterwards the potential of the group is the gain
    /// of that path. False if there is none.
    pub(super) fn best_way_in(&mut self, flow: &mut Flow<'_>, group: usize) -> bool {
        let start = flow.group(group);
        let length = self.search::<false>(flow, start);
        let found = length.is_some();
        // Without a path the potentials sink until no arc out of the group could gain.
        let length = length.unwrap_or_else(|| {
            let furthest = self.touched.iter().map(|&node| self.distance[node]).max();
            let sink = flow.potential[start] + flow.net.bonus;
            furthest.unwrap_or(0).max(sink)
        });
        self.shift(flow, length, -1);
        if found {
            self.trace::<false>(start);
        }
        self.clear();
        found
    }

    /// The best path from a group that has members to the outside; there is always one.
    pub(super) fn best_way_out(&mut self, flow: &mut Flow<'_>, group: usize) {
        let start = flow.group(group);
        let length = self.search::<true>(flow, start);
        let length = length.expect("a member can always stay away");
        self.shift(flow, length, 1);
        self.trace::<true>(start);
        self.clear();
    }

    /// Lowers every potential to the gain of the best path from the outside.
    pub(super) fn tighten(&mut self, flow: &mut Flow<'_>) {
        let net = flow.net;
        for r in (0..net.residents).filter(|&r| flow.slot_of(r) == NOWHERE) {
            for t in 0..net.slots {
                let node = flow.before(net.site_of[r], t);
                self.nearer(node, flow.potential[node] - net.value(r, t));
            }
        }
        for g in (0..net.groups()).filter(|&g| flow.open[g] && flow.size[g] > 0) {
            let node = flow.group(g);
            self.nearer(node, flow.potential[node] + flow.last_bonus(g));
        }
        while let Some((distance, node)) = self.next() {
            let here = flow.potential[node];
            arcs_out(flow, node, |next, gain, _| {
                if next != OUTSIDE {
                    self.nearer(next, distance + flow.potential[next] - here - gain);
                }
            });
        }
        for &node in &self.touched {
            flow.potential[node] -= self.distance[node];
        }
        self.clear();
    }

    fn nearer(&mut self, node: usize, distance: i64) {
        debug_assert!(distance >= 0, "a residual arc would gain");
        if distance < self.distance[node] {
            self.reach(node, distance, OUTSIDE, NOWHERE);
        }
    }

    /// Dijkstra's search from a group along the arcs out of (or into) each node until the outside is
    /// the nearest.
    fn search<const OUT: bool>(&mut self, flow: &Flow<'_>, start: usize) -> Option<i64> {
        self.reach(start, 0, start, NOWHERE);
        while let Some((distance, node)) = self.next() {
            if self.distance[OUTSIDE] == distance {
                return Some(distance);
            }
            let here = flow.potential[node];
            let tell = |next: usize, gain: i64, who: usize| {
                let rise = flow.potential[next] - here;
                let cost = if OUT { rise } else { -rise } - gain;
                debug_assert!(cost >= 0, "a residual arc would gain");
                let distance = distance + cost;
                if distance < self.distance[OUTSIDE] && distance < self.distance[next] {
                    self.reach(next, distance, node, who);
                }
            };
            if OUT {
                arcs_out(flow, node, tell);
            } else {
                arcs_in(flow, node, tell);
            }
        }
        None
    }

    fn reach(&mut self, node: usize, distance: i64, from: usize, who: usize) {
        if self.distance[node] == UNREACHED {
            self.touched.push(node);
        }
        self.distance[node] = distance;
        self.reached[node] = (from, who);
        if distance == self.now {
            self.level.push(node);
        } else {
            self.heap.push(Reverse((distance, node)));
        }
    }

    /// The nearest node that has not been looked at.
    fn next(&mut self) -> Option<(i64, usize)> {
        if let Some(node) = self.level.pop() {
            return Some((self.now, node));
        }
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance == self.distance[node] {
                self.now = distance;
                return Some((distance, node));
            }
        }
        None
    }

    /// Keeps all reduced costs at 0 or more and brings those of the path to 0.
    fn shift(&self, flow: &mut Flow<'_>, length: i64, sign: i64) {
        for &node in &self.touched {
            let by = length - self.distance[node].min(length);
            if node != OUTSIDE && by > 0 {
                flow.set_potential(node, flow.potential[node] + sign * by);
            }
        }
    }

    fn trace<const OUT: bool>(&mut self, start: usize) {
        self.found.clear();
        let mut node = OUTSIDE;
        while node != start {
            let (other, who) = self.reached[node];
            let (from, to) = if OUT { (other, node) } else { (node, other) };
            self.found.push(Arc { from, to, who });
            node = other;
        }
        if OUT {
            self.found.reverse();
        }
    }

    fn clear(&mut self) {
        for node in self.touched.drain(..) {
            self.distance[node] = UNREACHED;
        }
        self.heap.clear();
        self.level.clear();
        self.now = 0;
    }
}

/// Every residual arc that leaves a node: where to, its gain, who moves.
#[inline]
fn arcs_out(flow: &Flow<'_>, node: usize, mut arc: impl FnMut(usize, i64, usize)) {
    let net = flow.net;
    match flow.node(node) {
        Node::Outside => {}
        Node::Before(s, t) => {
            let away = &flow.away[s * net.slots + t];
            if away.len() < net.cap[s * net.slots + t] {
                arc(flow.after(s, t), 0, NOWHERE);
            }
            for &r in away {
                let values = &net.value[r * net.slots..(r + 1) * net.slots];
                let here = values[t];
                arc(OUTSIDE, -here, r);
                for (other, value) in values.iter().enumerate().filter(|&(other, _)| other != t) {
                    arc(flow.before(s, other), value - here, r);
                }
            }
        }
        Node::After(s, t) => {
            if !flow.away[s * net.slots + t].is_empty() {
                arc(flow.before(s, t), 0, NOWHERE);
            }
            for &(v, cost) in &net.reach[s] {
                let group = t * net.venues + v;
                if flow.open[group] && net.cap[s * net.slots + t] > 0 {
                    arc(flow.group(group), -cost, NOWHERE);
                }
            }
        }
        Node::Group(g) => {
            let (t, v) = net.place(g);
            if flow.open[g] && flow.size[g] < net.size[g].1 {
                arc(OUTSIDE, flow.next_bonus(g), NOWHERE);
            }
            for &(s, k, cost) in &net.near[v] {
                if flow.to[s * net.slots + t][k] > 0 {
                    arc(flow.after(s, t), cost, NOWHERE);
                }
            }
        }
    }
}

/// Every residual arc that enters a node: where from, its gain, who moves.
#[inline]
fn arcs_in(flow: &Flow<'_>, node: usize, mut arc: impl FnMut(usize, i64, usize)) {
    let net = flow.net;
    match flow.node(node) {
        Node::Outside => {}
        Node::Before(s, t) => {
            if !flow.away[s * net.slots + t].is_empty() {
                arc(flow.after(s, t), 0, NOWHERE);
            }
            for &r in &net.staff[s] {
                let slot = flow.slot_of(r);
                if slot == NOWHERE {
                    arc(OUTSIDE, net.value(r, t), r);
                } else if slot != t {
                    arc(
                        flow.before(s, slot),
                        net.value(r, t) - net.value(r, slot),
                        r,
                    );
                }
            }
        }
        Node::After(s, t) => {
            let cell = s * net.slots + t;
            if flow.away[cell].len() < net.cap[cell] {
                arc(flow.before(s, t), 0, NOWHERE);
            }
            for (k, &(v, cost)) in net.reach[s].iter().enumerate() {
                if flow.to[cell][k] > 0 {
                    arc(flow.group(t * net.venues + v), cost, NOWHERE);
                }
            }
        }
        Node::Group(g) => {
            if flow.open[g] && flow.size[g] > 0 {
                arc(OUTSIDE, -flow.last_bonus(g), NOWHERE);
            }
            let (t, v) = net.place(g);
            for &(s, _, cost) in &net.near[v] {
                // Where nobody can come from nothing is left, so that its potential does not matter.
                if net.cap[s * net.slots + t] > 0 {
                    arc(flow.after(s, t), -cost, NOWHERE);
                }
            }
        }
    }
}
