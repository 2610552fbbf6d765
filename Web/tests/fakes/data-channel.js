/** One end of a data channel that keeps what is sent, and drains only when told to. */
export class FakeDataChannel extends EventTarget {
  readyState = 'open';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = 'blob';
  sent = [];

  send(data) {
    this.sent.push(data);
    this.bufferedAmount += data.byteLength ?? data.length;
  }

  drain() {
    this.bufferedAmount = 0;
    this.dispatchEvent(new Event('bufferedamountlow'));
  }

  receive(data) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  close() {
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}
