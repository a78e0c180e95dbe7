import { formatIds } from '../../../src/core/benchmark/benchmark.ts';
import { configurationOf, sampleTable } from '../../../src/core/benchmark/configuration.ts';
import type { Descriptor } from '../../../src/core/benchmark/descriptor.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import type { FileError, ReadableFolder } from '../../../src/core/ports.ts';
import { err, ok, type Result } from '../../../src/core/result.ts';
import { columnRoleText, formatText } from '../../../src/core/words/configureText.ts';
import { answerRequests, type Handlers } from '../../../src/protocol/channel.ts';
import { type ConfigureInfo, configureRequests, type EffectView } from '../../../src/protocol/configureMessages.ts';
import { speakAsThePage } from './fakeLanguage.ts';

// The host of the page that corrects inferences, invented: a folder in memory, opened by the product's own code.

/** What the browser gives this script; written out because the tests' own compiler knows no page. */
interface Page {
  readonly location: { readonly search: string };
  postMessage(message: unknown, target: string): void;
  acquireVsCodeApi?: unknown;
  fakeHost?: unknown;
}

const page = globalThis as unknown as Page;
speakAsThePage();
const options = new URLSearchParams(page.location.search);
const hostile = '<img src=x onerror=alert(1)>';
const generators = ['atelier-3', 'brushwork', options.has('hostile') ? hostile.replaceAll('/', '') : 'clayform'];
const words = [
  'happy',
  'HAPPINESS',
  'sad',
  'angry',
  'anger',
  '开心',
  'worry',
  options.has('hostile') ? hostile : 'hapy',
];
const rows = Array.from({ length: 72 }, (_none, i) => {
  const word = words[i === 40 ? 7 : i % 7]!;
  const name = `${generators[i % 3]}_${['happy', 'sad', 'angry', 'worry'][i % 4]}_${String(i).padStart(3, '0')}.png`;
  return { name, degree: 1 + (i % 37) / 10, word };
});
const files = new Map<string, string>([
  [
    'annotation_emo.csv',
    `Image,Score,Distortions\n${rows.map(({ name, degree, word }) => `"${name}",${degree},"${word}"`).join('\n')}\nnone.png,2,sad\n`,
  ],
  ...rows.map(({ name }): [string, string] => [`dataset/${name}`, 'x']),
]);

const missing = (path: string): Result<never, FileError> => err({ kind: 'notFound', path, detail: '' });
const folder: ReadableFolder = {
  name: '/faces/memo-sample',
  list: async (path) => {
    if (path === 'dataset') return ok(rows.map(({ name }) => ({ name, kind: 'file' as const })));
    return path === ''
      ? ok([
          { name: 'annotation_emo.csv', kind: 'file' },
          { name: 'dataset', kind: 'folder' },
        ])
      : missing(path);
  },
  stat: async (path) => {
    const text = files.get(path);
    return text === undefined ? missing(path) : ok({ kind: 'file', size: text.length, mtime: 1 });
  },
  read: async (path) => bytesOf(files.get(path), path),
  readHead: async (path, length) => bytesOf(files.get(path)?.slice(0, length), path),
  readRange: async (path, start, length) => bytesOf(files.get(path)?.slice(start, start + length), path),
};

function bytesOf(text: string | undefined, path: string): Result<Uint8Array, FileError> {
  return text === undefined ? missing(path) : ok(new TextEncoder().encode(text));
}

async function effectOf(descriptor: Descriptor): Promise<EffectView> {
  const text = JSON.stringify(descriptor);
  const store: ReadableFolder = {
    ...folder,
    read: async (path) => (path === 'benchmark.json' ? bytesOf(text, path) : missing(path)),
  };
  const opened = await openBenchmark(folder, { store, hasher: { sha256: async () => '0' } });
  if (!opened.ok) throw new Error(opened.error.kind);
  const effect = structuredClone(configurationOf(opened.value)) as EffectView;
  // The pictures are letters: what is said about their bytes is none of this page's business.
  return { ...effect, problems: effect.problems.filter(({ kind }) => kind !== 'corrupt-image') };
}

let saved: Descriptor = { version: 1 };
let failing = options.has('fail') ? 'The benchmark folder could not be read: EACCES' : undefined;
const asked: { name: string; params: unknown }[] = [];

const handlers: Handlers<typeof configureRequests> = {
  info: async () => ({
    root: 'file:///faces/memo-sample',
    name: 'memo-sample',
    formats: formatIds.map((id) => ({ id, title: formatText(id) })),
    roles: ['image', 'label', 'degree', 'quality'].map((id) => ({ id, title: columnRoleText(id) })),
    tables: [structuredClone(await sampleTable(folder, 'annotation_emo.csv')) as ConfigureInfo['tables'][number]],
    corrected: saved,
    effect: await effectOf(saved),
  }),
  preview: ({ descriptor }) => effectOf(descriptor),
  save: async ({ descriptor }) => {
    if (options.has('readOnly')) throw new Error('benchmark.json may not be written');
    saved = descriptor;
    return null;
  },
  openFile: async () => null,
};

const send = (message: unknown): void => page.postMessage(message, '*');
const answer = answerRequests(configureRequests, handlers, send);

page.acquireVsCodeApi = () => ({
  postMessage: (message: { readonly id: number; readonly name: string; readonly params: unknown }) => {
    asked.push({ name: message.name, params: message.params });
    if (failing !== undefined) send({ type: 'error', id: message.id, message: failing });
    else void answer(message);
  },
  getState: () => null,
  setState: () => undefined,
});

// For the scripts that drive the page.
page.fakeHost = { asked, heal: () => (failing = undefined), saved: () => saved };
