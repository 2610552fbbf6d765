import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EventStreamParser } from '../call/event-stream-parser.js';

const stream = 'id: 7\nevent: left\ndata: {"member":"é"}\n\n: heartbeat\n\ndata: a\ndata: b\n\n';
const events = [
  { id: '7', name: 'left', data: '{"member":"é"}' },
  { id: '7', name: 'message', data: 'a\nb' },
];

test('an event stream gives its events, without the comments', () => {
  assert.deepEqual(new EventStreamParser().push(stream), events);
});

test('an event stream cut anywhere gives the same events', () => {
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    const text = stream.replaceAll('\n', lineEnd);
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new EventStreamParser();

      const found = [...parser.push(text.slice(0, cut)), ...parser.push(`${text.slice(cut)}:`)];

      assert.deepEqual(found, events, `${JSON.stringify(lineEnd)} cut at ${cut}`);
    }
  }
});

test('an event stream keeps an event back until its empty line', () => {
  assert.deepEqual(new EventStreamParser().push('data: half\n'), []);
});
