import { describe, expect, it } from 'vitest';
import { freeName, isReservedName, readConnectionList } from '../../../src/core/models/connectionList.ts';

const good = { name: 'good', baseUrl: 'http://localhost:1/v1', model: 'm' };

describe('a list of connections', () => {
  it('keeps what is well formed with its place, and says of the others what and where', () => {
    const list = readConnectionList([
      { ...good, price: { inputPerMillionUsd: -1, outputPerMillionUsd: 0 } },
      good,
      null,
      { ...good, model: 'other' },
      { ...good, name: 'local/expression-baseline' },
      { ...good, name: 'editor/x/y' },
      { ...good, name: 7 },
    ]);
    expect(list.connections).toEqual([{ index: 1, connection: good }]);
    expect(list.faults.map(({ kind, index, name, path }) => [kind, index, name, path])).toEqual([
      ['invalid', 0, 'good', 'price.inputPerMillionUsd'],
      ['invalid', 2, undefined, ''],
      ['duplicateName', 3, 'good', 'name'],
      ['reservedName', 4, 'local/expression-baseline', 'name'],
      ['reservedName', 5, 'editor/x/y', 'name'],
      ['invalid', 6, undefined, 'name'],
    ]);
  });

  it('finds a name that nobody has', () => {
    expect(freeName('a', [])).toBe('a');
    expect(freeName('a', ['a', 'a (2)'])).toBe('a (3)');
    expect(freeName('editor/x', [])).toBe('editor x');
    expect(isReservedName(freeName('local/expression-baseline', []))).toBe(false);
  });
});
