import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { appendLog, readLog } from '../../src/store/log.js';
import { errorOf, freshFolder } from './fixtures.js';

const folder = freshFolder();
const file = (): string => join(folder(), 'log.jsonl');
const events = (): unknown[] => readLog(folder()).map(({ time, ...event }) => event);

describe('a log', () => {
  it('holds one JSON object to a line, each with its time, oldest first', () => {
    appendLog(folder(), { event: 'start', workers: 2 });
    appendLog(folder(), { event: 'note', text: 'two\nlines', none: null });
    expect(events()).toStrictEqual([
      { event: 'start', workers: 2 },
      { event: 'note', text: 'two\nlines', none: null },
    ]);
    const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is empty where there is none', () => {
    expect(readLog(folder())).toStrictEqual([]);
  });

  it('loses only the line that a dying process left torn, wherever it was torn', () => {
    appendLog(folder(), { event: 'a' });
    const whole = readFileSync(file(), 'utf8');
    for (let length = 1; length < whole.length - 1; length++) {
      writeFileSync(file(), whole);
      appendFileSync(file(), whole.slice(0, length));
      expect(events()).toStrictEqual([{ event: 'a' }]);
      appendLog(folder(), { resumed_at: 5 });
      expect(events()).toStrictEqual([{ event: 'a' }, { resumed_at: 5 }]);
    }
  });

  it('keeps a last line that lacks nothing but its end', () => {
    appendLog(folder(), { event: 'a' });
    writeFileSync(file(), readFileSync(file(), 'utf8').trimEnd());
    appendLog(folder(), { event: 'b' });
    expect(events()).toStrictEqual([{ event: 'a' }, { event: 'b' }]);
  });

  it('names the file that cannot be written', async () => {
    const error = await errorOf(() => appendLog(join(folder(), 'absent'), {}));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toMatch(/cannot write .*absent\/log\.jsonl: .*ENOENT/);
  });
});
