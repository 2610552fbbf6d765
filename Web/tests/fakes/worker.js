/** A worker that keeps what it is sent, and answers when told to; the latest one is `last`. */
export class FakeWorker {
  static last;
  sent = [];
  isTerminated = false;

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(message, transfer) {
    this.sent.push({ ...message, transfer });
  }

  /** Says something by itself. */
  say(data) {
    this.onmessage({ data });
  }

  /** Answers the latest command of `kind`. */
  answer(kind, reply = {}) {
    const { id } = this.sent.findLast((message) => message.kind === kind);
    this.say({ kind: 'reply', id, ...reply });
  }

  terminate() {
    this.isTerminated = true;
  }
}
