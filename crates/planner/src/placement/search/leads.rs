use super::super::Problem;

/// Which experienced facilitator leads in which slots: a matching that grows and shrinks a group at a
/// time. One leader a group is enough for every rule.
#[derive(Clone)]
pub(super) struct Leads {
    /// Number in the problem, and most groups.
    people: Vec<(usize, usize)>,
    /// `[slot]`: people who are free then.
    free: Vec<Vec<usize>>,
    /// Slots each leads in.
    led: Vec<Vec<usize>>,
}

impl Leads {
    pub(super) fn new(problem: &Problem) -> Self {
        let mut leads = Leads {
            people: Vec::new(),
            free: vec![Vec::new(); problem.slots.len()],
            led: Vec::new(),
        };
        if problem.max_leaders == 0 {
            return leads;
        }
        for (number, person) in problem.facilitators.iter().enumerate() {
            if !person.experienced || person.max_groups == 0 {
                continue;
            }
            for &slot in &person.slots {
                if leads.free[slot].last() != Some(&leads.people.len()) {
                    leads.free[slot].push(leads.people.len());
                }
            }
            leads.people.push((number, person.max_groups));
            leads.led.push(Vec::new());
        }
        for free in &mut leads.free {
            free.dedup();
        }
        leads
    }

    /// Finds a leader for one more group in this slot, moving others to other slots if it must.
    pub(super) fn add(&mut self, slot: usize) -> bool {
        if self.add_idle(slot).is_some() {
            return true;
        }
        let mut seen = vec![false; self.people.len()];
        self.find(slot, &mut seen)
    }

    /// Has somebody lead one more group in this slot who can do so without giving up another.
    pub(super) fn add_idle(&mut self, slot: usize) -> Option<usize> {
        let idle = |&&person: &&usize| {
            let led = &self.led[person];
            led.len() < self.people[person].1 && !led.contains(&slot)
        };
        let person = *self.free[slot].iter().find(idle)?;
        self.led[person].push(slot);
        Some(person)
    }

    /// Takes back what [`Leads::add_idle`] did.
    pub(super) fn give_up(&mut self, person: usize, slot: usize) {
        self.led[person].retain(|&other| other != slot);
    }

    /// Has this facilitator (a number of the problem) lead one more group in this slot, if they may.
    pub(super) fn take(&mut self, slot: usize, number: usize) -> bool {
        let Ok(person) = self.people.binary_search_by_key(&number, |person| person.0) else {
            return false;
        };
        let led = &mut self.led[person];
        let may = self.free[slot].contains(&person)
            && led.len() < self.people[person].1
            && !led.contains(&slot);
        if may {
            led.push(slot);
        }
        may
    }

    /// One group fewer in this slot, that of one of these facilitators if one leads then.
    pub(super) fn remove_from(&mut self, slot: usize, numbers: &[usize]) {
        let found = (0..self.people.len())
            .find(|&p| numbers.contains(&self.people[p].0) && self.led[p].contains(&slot));
        match found {
            Some(person) => self.give_up(person, slot),
            None => self.remove(slot),
        }
    }

    /// One group fewer in this slot.
    pub(super) fn remove(&mut self, slot: usize) {
        if let Some(led) = self.led.iter_mut().find(|led| led.contains(&slot)) {
            led.retain(|&other| other != slot);
        }
    }

    /// Nobody leads any more.
    pub(super) fn clear(&mut self) {
        self.led.iter_mut().for_each(Vec::clear);
    }

    /// The slots that could give up a group so that another may be led in this one; `None` if another
    /// may be led as it is.
    pub(super) fn exchangeable(&self, slot: usize) -> Option<Vec<usize>> {
        let mut slots = vec![slot];
        let mut asked = vec![false; self.free.len()];
        asked[slot] = true;
        let mut next = 0;
        while let Some(&slot) = slots.get(next) {
            next += 1;
            for &person in &self.free[slot] {
                let led = &self.led[person];
                if led.contains(&slot) {
                    continue;
                }
                if led.len() < self.people[person].1 {
                    return None;
                }
                for &other in led {
                    if !asked[other] {
                        asked[other] = true;
                        slots.push(other);
                    }
                }
            }
        }
        Some(slots)
    }

    /// Numbers of the people who lead in a slot.
    pub(super) fn of(&self, slot: usize) -> impl Iterator<Item = usize> {
        let people = self.people.iter().zip(&self.led);
        people.filter_map(move |(person, led)| led.contains(&slot).then_some(person.0))
    }

    /// Breadth first, so that a long chain of exchanges cannot exhaust the stack.
    fn find(&mut self, slot: usize, seen: &mut [bool]) -> bool {
        // (person, slot wanted from them, position of the step before)
        let mut steps: Vec<(usize, usize, Option<usize>)> = Vec::new();
        let mut wanted = std::collections::VecDeque::from([(slot, None)]);
        let mut asked = vec![false; self.free.len()];
        asked[slot] = true;
        while let Some((slot, before)) = wanted.pop_front() {
            for &person in &self.free[slot] {
                if seen[person] || self.led[person].contains(&slot) {
                    continue;
                }
                seen[person] = true;
                steps.push((person, slot, before));
                let last = steps.len() - 1;
                if self.led[person].len() < self.people[person].1 {
                    self.shift(&steps, last);
                    return true;
                }
                for &other in &self.led[person] {
                    if !asked[other] {
                        asked[other] = true;
                        wanted.push_back((other, Some(last)));
                    }
                }
            }
        }
        false
    }

    /// The last person takes the slot asked of them; whoever asked takes theirs, and so on.
    fn shift(&mut self, steps: &[(usize, usize, Option<usize>)], last: usize) {
        let mut at = Some(last);
        let mut given: Option<usize> = None;
        while let Some((person, slot, before)) = at.map(|index| steps[index]) {
            if let Some(given) = given {
                self.led[person].retain(|&other| other != given);
            }
            self.led[person].push(slot);
            given = Some(slot);
            at = before;
        }
    }
}
