import { describe, expect, it } from 'vitest';
import { readPythonLiteral } from '../../../src/core/benchmark/tables/pythonLiteral.ts';

describe('literals of Python in text', () => {
  it.each<[string, unknown]>([
    ["{'A': 'No.', 'B': \"It isn't\"}", { A: 'No.', B: "It isn't" }],
    ['[\'joy\', "fear",]', ['joy', 'fear']],
    ["('a', 1, -2.5e3, None, True, False, ())", ['a', 1, -2500, null, true, false, []]],
    ["{'x'}", ['x']],
    ['{}', {}],
    ["{1: {'in': [1, [2]]}}", { 1: { in: [1, [2]] } }],
    ["'It\\'s \\u5f00 \\x41 \\n \\d'", "It's 开 A \n \\d"],
    ["r'a\\n' u'b'", 'a\\nb'],
    ["'''two\nlines'''", 'two\nlines'],
    ['{"json": [true, null]}', { json: [true, null] }],
    ['  3 ', 3],
    ["Counter({'happy': 3, 'sad': 1})", { happy: 3, sad: 1 }],
    ["collections.OrderedDict({'a': [np.float64(0.5), np.int64(2)]})", { a: [0.5, 2] }],
    ['set()', []],
    ["array(['happy', 'sad'], dtype=object)", ['happy', 'sad']],
    ["['happy' 'sad'\n 'sad']", ['happy', 'sad', 'sad']],
    ['[ 0.5  1.   -2e-3]', [0.5, 1, -0.002]],
  ])('reads %s', (text, value) => {
    expect(readPythonLiteral(text)).toEqual({ value });
  });

  it.each([
    "__import__('os').system('x')",
    "{'A': print(1)}",
    "{'A': 'x'",
    "{'A' 'x': }",
    "['a' 1]",
    "{'a', 'b': 1}",
    '[a]',
    '1 + 1',
    '',
    "'open",
    '['.repeat(100_000),
    'happy',
    '{[1]: 2}',
    'exec(1)',
    'set(1, 2)',
    'set('.repeat(100_000),
    "Counter({'a': exec(1)})",
  ])('takes %s for no literal', (text) => {
    expect(readPythonLiteral(text)).toBeUndefined();
  });

  it('makes a plain member of __proto__', () => {
    const read = readPythonLiteral("{'__proto__': {'label': 'x'}}")!.value as object;
    expect(Object.keys(read)).toEqual(['__proto__']);
    expect('label' in read).toBe(false);
  });
});
