import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInProtocols } from '../../../src/core/evaluation/builtInProtocols.ts';
import { readJson } from '../../../src/core/evaluation/jsonTree.ts';
import { protocolSchema } from '../../../src/core/evaluation/protocol.ts';
import { protocolFileText, readProtocolText } from '../../../src/core/evaluation/protocolFile.ts';
import { loadProtocols } from '../../../src/core/evaluation/loadProtocols.ts';
import type { FileError, ReadableFolder } from '../../../src/core/ports.ts';
import { err, ok } from '../../../src/core/result.ts';

function missing(path: string): FileError {
  return { kind: 'notFound', path, detail: 'no such file' };
}

/** An `.emolens` folder in memory; a file whose content is an error cannot be read. */
function folderOf(files: Readonly<Record<string, string | FileError>>): ReadableFolder {
  return {
    name: '.emolens',
    list: (path) => {
      const names = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      if (names.length === 0) return Promise.resolve(err(missing(path)));
      return Promise.resolve(ok(names.map((file) => ({ name: file.slice(path.length + 1), kind: 'file' as const }))));
    },
    stat: (path) => Promise.resolve(err(missing(path))),
    read: (path) => {
      const file = files[path];
      if (typeof file === 'string') return Promise.resolve(ok(new TextEncoder().encode(file)));
      return Promise.resolve(err(file ?? missing(path)));
    },
    readHead: (path) => Promise.resolve(err(missing(path))),
    readRange: (path) => Promise.resolve(err(missing(path))),
  };
}

const own = {
  version: 1,
  id: 'own',
  title: 'Own',
  stages: [{ id: 'emotion', question: 'Which? {options}', answer: { kind: 'choice', labels: 'labels' } }],
};

describe('protocol files', () => {
  it('are none where there is no folder', async () => {
    expect(await loadProtocols(folderOf({}))).toEqual({ protocols: [], errors: [] });
  });

  it('load by file name, other files aside, a byte order mark forgiven', async () => {
    const files = {
      'protocols/b.json': JSON.stringify({ ...own, id: 'b' }),
      'protocols/a.json': `\ufeff${JSON.stringify({ ...own, id: 'a' })}`,
      'protocols/notes.md': 'not JSON',
    };
    const { protocols, errors } = await loadProtocols(folderOf(files));
    expect(errors).toEqual([]);
    expect(protocols.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('that are wrong are named with their place, and the others load all the same', async () => {
    const wrongStage = { id: 'Bad Id', question: '', answer: { kind: 'number', scale: 'loudness' } };
    const gated = { ...own.stages[0], id: 'second', when: { stage: 'nowhere' } };
    const files = {
      'protocols/1-torn.json': '{"version": 1,',
      'protocols/2-wrong.json': JSON.stringify({ ...own, colour: 'red', stages: [own.stages[0], wrongStage] }),
      'protocols/3-gate.json': JSON.stringify({ ...own, id: 'gate', stages: [own.stages[0], gated] }),
      'protocols/4-good.json': JSON.stringify(own),
      'protocols/5-twice.json': JSON.stringify(own),
      'protocols/6-closed.json': { kind: 'notPermitted', path: 'x', detail: 'EACCES' } satisfies FileError,
    };
    const { protocols, errors } = await loadProtocols(folderOf(files));
    expect(protocols.map(({ id }) => id)).toEqual(['own']);
    const short = errors.map(({ kind, file, path }) => `${file} ${path} ${kind}`);
    expect(short).toEqual([
      'protocols/1-torn.json  notJson',
      'protocols/2-wrong.json stages[1].id invalid',
      'protocols/2-wrong.json stages[1].question invalid',
      'protocols/2-wrong.json stages[1].answer.scale invalid',
      'protocols/2-wrong.json colour unknownField',
      'protocols/3-gate.json stages[1].when.stage gateUnknownStage',
      'protocols/5-twice.json id duplicateId',
      'protocols/6-closed.json  unreadable',
    ]);
    expect(errors[4]?.detail).toBe('colour');
    expect(errors[7]?.detail).toBe('EACCES');
  });
});

describe('the text of a protocol file', () => {
  const good = protocolFileText(protocolSchema.parse(own));

  function faultsOf(text: string) {
    const read = readProtocolText(text);
    return read.ok ? [] : read.faults;
  }

  /** What a fault's place covers in the text. */
  function covered(text: string, { line, column, length }: { line: number; column: number; length: number }): string {
    return (text.split(/\r\n|\n|\r/)[line - 1] ?? '').slice(column - 1, column - 1 + length);
  }

  it.each(builtInProtocols)('$id is read back as it was', (protocol) => {
    const read = readProtocolText(protocolFileText(protocol));
    expect(read.ok && read.protocol).toEqual(protocol);
  });

  it('says the schema for editors, which is no part of the protocol', () => {
    const text = protocolFileText(builtInProtocols[0]!, 'emolens:/x.json');
    expect(JSON.parse(text)).toMatchObject({ $schema: 'emolens:/x.json' });
    const read = readProtocolText(text);
    expect(read.ok && read.protocol).toEqual(builtInProtocols[0]);
  });

  it('may hold comments, commas behind the last member, a byte order mark and CRLF', () => {
    const text = `\ufeff// mine\r\n${good.replace('"version": 1,', '"version": 1, /* the first */').replace(/\n\}\n$/, ',\n} // end')}`;
    expect(text).toContain(',\n}');
    const read = readProtocolText(text.replaceAll('\n', '\r\n'));
    expect(read.ok && read.protocol.id).toBe('own');
  });

  it.each([
    ['{"version": 1,', 'key', 1, 15],
    ['', 'value', 1, 1],
    ['{\n  "id" "own"\n}', 'colon', 2, 8],
    ['{\r\n  "id": "own"\r\n  "title": 1}', 'comma', 3, 3],
    ['{"id": 0x1}', 'value', 1, 8],
    ['{}\n}', 'end', 2, 1],
    ['{ /* never closed', 'commentEnd', 1, 3],
    ['"line\nbreak"', 'value', 1, 1],
    ['['.repeat(5000), 'lessDepth', 1, 201],
  ])('that is no JSON is told where it stops being it: %j', (text, detail, line, column) => {
    expect(faultsOf(text)).toMatchObject([{ kind: 'notJson', detail, line, column }]);
  });

  it.each([
    ['the value', '"choice"', '"choise"', 'invalid', 'stages[0].answer.kind', '"choise"'],
    ['the key', '"title"', '"titel": "Own", "title"', 'unknownField', 'titel', '"titel"'],
    ['the holder of what is missing', '"question": "Which? {options}",', '', 'missingField', 'stages[0].question', '{'],
    ['the placeholder', '{options}', 'Oh \\"{option}\\"', 'unknownPlaceholder', 'stages[0].question', '{option}'],
    ['the second key', '"title"', '"id": "own", "title"', 'duplicateKey', 'id', '"id"'],
  ])('has its faults at %s', (_place, from, to, kind, path, at) => {
    const text = good.replace(from, to);
    const faults = faultsOf(text);
    expect(faults.map((fault) => [fault.kind, fault.path])).toEqual([[kind, path]]);
    expect(covered(text, faults[0]!)).toBe(at);
  });

  it('looks at the last of two equal keys, which is the one that counts', () => {
    const text = good.replace('"title"', '"id": "Not An Id", "title"');
    expect(faultsOf(text).map((fault) => [fault.kind, covered(text, fault)])).toEqual([
      ['duplicateKey', '"id"'],
      ['invalid', '"Not An Id"'],
    ]);
  });

  it('names every unknown field for itself, in the order of the text', () => {
    const faults = faultsOf(good.replace('"title"', '"b": 1, "a": 2, "title"'));
    expect(faults.map(({ detail }) => detail)).toEqual(['b', 'a']);
  });

  it('takes a truth only where an answer of that kind can have it', () => {
    const faults = faultsOf(good.replace('"labels": "labels"', '"labels": "labels", "truth": "degree"'));
    expect(faults.map(({ kind, path }) => [kind, path])).toEqual([['invalid', 'stages[0].answer.truth']]);
  });

  it('is read as JSON reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const whole = readJson(text);
        expect(whole.ok && whole.value.value).toEqual(JSON.parse(text));
        const torn = text.slice(0, at % text.length);
        const read = readJson(torn);
        if (read.ok) expect(read.value.value).toEqual(JSON.parse(torn));
        else expect(read.at).toBeLessThanOrEqual(torn.length);
      }),
    );
  });

  it('keeps a member that is called __proto__', () => {
    expect(faultsOf(good.replace('"title"', '"__proto__": {}, "title"')).map(({ detail }) => detail)).toEqual([
      '__proto__',
    ]);
  });
});
