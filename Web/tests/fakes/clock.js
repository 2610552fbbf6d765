/** A clock that moves only when told to. */
export class FakeClock {
  #now = 0;
  #timers = new Set();

  now = () => this.#now;

  after = (milliseconds, action) => {
    const timer = { due: this.#now + milliseconds, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  every = (milliseconds, action) => {
    let cancel = () => {};
    const again = () => {
      cancel = this.after(milliseconds, () => {
        again();
        action();
      });
    };
    again();
    return () => cancel();
  };

  chance = () => 0;

  /** Lets `milliseconds` pass, running in order what falls due. */
  advance(milliseconds) {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > end) break;
      this.#timers.delete(next);
      this.#now = next.due;
      next.action();
    }
    this.#now = end;
  }
}

/** Lets everything that is already settled take its course. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
