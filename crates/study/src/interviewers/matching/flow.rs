//! A flow of single units through a small net, at the least cost, where the cost of an arc may grow with each unit.

use std::collections::VecDeque;

/// Arcs between nodes that are counted from 0.
pub(super) struct Net {
    arcs: Vec<Arc>,
    /// The arcs that begin or end at a node.
    at: Vec<Vec<usize>>,
}

struct Arc {
    from: usize,
    to: usize,
    capacity: u32,
    flow: u32,
    cost: i128,
    /// The k-th unit, counted from 0, costs `cost + growth * (2 * k + 1)`: together a square.
    growth: i128,
    /// The flow must stay as it is.
    frozen: bool,
}

/// One more unit along an arc, or one unit taken back.
#[derive(Clone, Copy)]
struct Step {
    arc: usize,
    back: bool,
}

impl Net {
    pub(super) fn new(nodes: usize) -> Self {
        Net {
            arcs: Vec::new(),
            at: vec![Vec::new(); nodes],
        }
    }

    /// Adds an arc and gives its index. The k-th unit on it, from 0, costs `cost + growth * (2 * k + 1)`.
    pub(super) fn add(
        &mut self,
        (from, to): (usize, usize),
        capacity: u32,
        cost: i128,
        growth: i128,
    ) -> usize {
        let index = self.arcs.len();
        self.arcs.push(Arc {
            from,
            to,
            capacity,
            flow: 0,
            cost,
            growth,
            frozen: false,
        });
        self.at[from].push(index);
        self.at[to].push(index);
        index
    }

    /// Whether anything flows along an arc.
    pub(super) fn carries(&self, arc: usize) -> bool {
        self.arcs[arc].flow > 0
    }

    /// Sends one unit from `start` to `end` at the least cost, moving others where that helps.
    ///
    /// Successive cheapest paths keep the whole flow at the least cost. Bellman and Ford's search, since units taken
    /// back cost less than nothing. Without a way nothing changes.
    pub(super) fn send(&mut self, start: usize, end: usize) {
        let mut distance: Vec<Option<i128>> = vec![None; self.at.len()];
        let mut step_to: Vec<Option<Step>> = vec![None; self.at.len()];
        let mut waiting = vec![false; self.at.len()];
        let mut queue = VecDeque::from([start]);
        distance[start] = Some(0);
        while let Some(node) = queue.pop_front() {
            waiting[node] = false;
            let so_far = distance[node].expect("a node that waits has been reached");
            for step in self.steps(node) {
                let to = self.leads_to(step);
                let there = so_far + self.cost(step);
                if distance[to].is_none_or(|known| there < known) {
                    distance[to] = Some(there);
                    step_to[to] = Some(step);
                    if !waiting[to] {
                        waiting[to] = true;
                        queue.push_back(to);
                    }
                }
            }
        }
        let mut node = end;
        while let Some(step) = step_to[node] {
            self.take(step);
            node = self.comes_from(step);
        }
    }

    /// A price for each node under which no step of a cheapest flow is dearer than what it saves: each step costs at
    /// least the price where it leads to less the price where it comes from.
    pub(super) fn prices(&self) -> Vec<i128> {
        let mut prices = vec![0; self.at.len()];
        loop {
            let mut changed = false;
            for node in 0..self.at.len() {
                for step in self.steps(node) {
                    let there = prices[node] + self.cost(step);
                    let to = self.leads_to(step);
                    if there < prices[to] {
                        prices[to] = there;
                        changed = true;
                    }
                }
            }
            if !changed {
                return prices;
            }
        }
    }

    /// Lets the unit that leaves `node` take the first of `arcs` that it can take at no cost, and freezes them all.
    ///
    /// All flows of the least cost differ by circles of steps that cost exactly what their prices say.
    pub(super) fn settle(&mut self, node: usize, arcs: &[usize], prices: &[i128]) {
        let mut onward: Vec<Option<Step>> = vec![None; self.at.len()];
        let mut queue = VecDeque::from([node]);
        while let Some(reached) = queue.pop_front() {
            for step in self.steps_into(reached) {
                let from = self.comes_from(step);
                if from != node && onward[from].is_none() && self.is_free(step, prices) {
                    onward[from] = Some(step);
                    queue.push_back(from);
                }
            }
        }
        for &arc in arcs {
            if self.carries(arc) {
                break;
            }
            let first = Step { arc, back: false };
            let mut at = self.arcs[arc].to;
            if !self.is_open(first) || !self.is_free(first, prices) || onward[at].is_none() {
                continue;
            }
            self.take(first);
            while let Some(step) = onward[at] {
                self.take(step);
                at = self.leads_to(step);
            }
            break;
        }
        for &arc in arcs {
            self.arcs[arc].frozen = true;
        }
    }

    fn steps(&self, node: usize) -> impl Iterator<Item = Step> {
        let steps = self.at[node].iter().map(move |&arc| Step {
            arc,
            back: self.arcs[arc].to == node,
        });
        steps.filter(|step| self.is_open(*step))
    }

    fn steps_into(&self, node: usize) -> impl Iterator<Item = Step> {
        let steps = self.at[node].iter().map(move |&arc| Step {
            arc,
            back: self.arcs[arc].from == node,
        });
        steps.filter(|step| self.is_open(*step))
    }

    fn is_open(&self, step: Step) -> bool {
        let arc = &self.arcs[step.arc];
        !arc.frozen
            && (if step.back {
                arc.flow > 0
            } else {
                arc.flow < arc.capacity
            })
    }

    fn is_free(&self, step: Step, prices: &[i128]) -> bool {
        self.cost(step) == prices[self.leads_to(step)] - prices[self.comes_from(step)]
    }

    fn cost(&self, step: Step) -> i128 {
        let arc = &self.arcs[step.arc];
        let flow = i128::from(arc.flow);
        if step.back {
            -(arc.cost + arc.growth * (2 * flow - 1))
        } else {
            arc.cost + arc.growth * (2 * flow + 1)
        }
    }

    fn take(&mut self, step: Step) {
        let arc = &mut self.arcs[step.arc];
        if step.back {
            arc.flow -= 1;
        } else {
            arc.flow += 1;
        }
    }

    fn comes_from(&self, step: Step) -> usize {
        let arc = &self.arcs[step.arc];
        if step.back { arc.to } else { arc.from }
    }

    fn leads_to(&self, step: Step) -> usize {
        let arc = &self.arcs[step.arc];
        if step.back { arc.from } else { arc.to }
    }
}
