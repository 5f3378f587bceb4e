// What was done and is not saved yet. It is sent in its order, one after another; what cannot be sent waits, also over a
// closed page, and is sent again: each act can be repeated without being done twice.

export class Queue {
  /**
   * `keep` holds the acts over a closed page: get() and set(text). `send(act)` gives { status, told }, or throws without a
   * connection. `told(act, answer)` hears what came of each act, `changed(queue)` whenever something changes, and `later`
   * calls back after a while.
   */
  constructor({ keep, send, told, changed, later }) {
    Object.assign(this, { keep, send, told, changed, later });
    this.isOffline = false;
    this.isSignedOut = false;
    this.running = false;
    try {
      this.acts = JSON.parse(keep.get() ?? "[]");
    } catch {
      this.acts = [];
    }
  }

  get waiting() {
    return this.acts.length;
  }

  store() {
    this.keep.set(JSON.stringify(this.acts));
    this.changed(this);
  }

  add(act) {
    this.acts.push(act);
    this.store();
    return this.run();
  }

  /** Changes an act that was not sent yet; false where there is none that fits. */
  amend(fits, fields) {
    const from = this.running ? 1 : 0;
    const act = this.acts.slice(from).findLast(fits);
    if (!act) return false;
    Object.assign(act.fields, fields);
    this.store();
    return true;
  }

  async run() {
    if (this.running) return;
    this.running = true;
    this.isSignedOut = false;
    while (this.acts.length > 0) {
      const [act] = this.acts;
      let answer;
      try {
        answer = await this.send(act);
      } catch {
        answer = undefined;
      }
      this.isOffline = !answer || answer.status >= 500;
      this.isSignedOut = Boolean(answer) && !this.isOffline && !answer.told;
      if (this.isOffline || this.isSignedOut) break;
      this.acts.shift();
      this.told(act, answer);
      this.store();
    }
    this.running = false;
    this.changed(this);
    if (this.isOffline) this.later(() => this.run());
  }
}
