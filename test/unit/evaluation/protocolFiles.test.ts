import { describe, expect, it } from 'vitest';
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
      'protocols/2-wrong.json colour unknownField',
      'protocols/2-wrong.json stages[1].id invalid',
      'protocols/2-wrong.json stages[1].question invalid',
      'protocols/2-wrong.json stages[1].answer.scale invalid',
      'protocols/3-gate.json stages[1].when.stage gateNotEarlier',
      'protocols/5-twice.json id duplicateId',
      'protocols/6-closed.json  unreadable',
    ]);
    expect(errors[1]?.detail).toBe('colour');
    expect(errors[7]?.detail).toBe('EACCES');
  });
});
