/** The page's end of a worker that keeps what it is asked; `refuse` names what it refuses once. */
export class FakeLink extends EventTarget {
  asked = [];
  frames = [];
  refuse = '';

  async ask(command, transfer = []) {
    this.asked.push({ ...command, transfer });
    if (command.kind === this.refuse) {
      this.refuse = '';
      throw new Error('refused');
    }
    return command.kind === 'generator' ? { id: 'safe', stop() {} } : undefined;
  }

  sendFrame(frame) {
    this.frames.push(frame);
  }

  tell(kind, detail = {}) {
    this.dispatchEvent(Object.assign(new Event(kind), { detail }));
  }

  get kinds() {
    return this.asked.map(({ kind }) => kind);
  }
}

/** A camera's track. */
export class FakeTrack extends EventTarget {
  readyState = 'live';

  constructor(id) {
    super();
    this.id = id;
  }

  clone() {
    return new FakeTrack(`clone of ${this.id}`);
  }

  end() {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}
