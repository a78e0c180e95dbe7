import type { Polarity } from '../../../src/core/affect/polarity.ts';
import type { Items } from '../../../src/core/benchmark/item.ts';
import { builtInProtocols } from '../../../src/core/evaluation/builtInProtocols.ts';
import type { Outcome, OutcomeKind } from '../../../src/core/evaluation/outcome.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import { comparisonTables } from '../../../src/core/report/comparisonTables.ts';
import { compareRuns } from '../../../src/core/scoring/compareRuns.ts';
import { generatorBoard } from '../../../src/core/scoring/generatorBoard.ts';
import { scoreRun } from '../../../src/core/scoring/scoreRun.ts';
import { boardViewOf, runScoresViewOf } from '../../../src/editor/pages/scoreViews.ts';
import { answerRequests, eventMessage, type Handlers } from '../../../src/protocol/channel.ts';
import { type scoreEvents, scoreRequests } from '../../../src/protocol/scoreMessages.ts';
import type { RunEntry, TableView } from '../../../src/protocol/scoreViews.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { speakAsThePage } from './fakeLanguage.ts';

// The scores page's host, invented: outcomes from a seed, scored by the product's own code.

/** What the browser gives this script; written out because the tests' own compiler knows no page. */
interface Page {
  readonly location: { readonly search: string };
  readonly sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  postMessage(message: unknown, target: string): void;
  acquireVsCodeApi?: unknown;
  fakeHost?: unknown;
}

const page = globalThis as unknown as Page;
speakAsThePage();
const options = new URLSearchParams(page.location.search);
const number = (name: string, otherwise: number): number => Number(options.get(name) ?? otherwise);
const hostile = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  '\u202eevil\u202c',
  '__proto__',
  'constructor',
  'x'.repeat(200),
];
const labels =
  options.get('labels') === 'hostile'
    ? hostile
    : options.has('labels')
      ? Array.from({ length: number('labels', 6) }, (_none, index) => `emotion ${index + 1}`)
      : ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const polarities: readonly Polarity[] = ['positive', 'negative', 'negative', 'none', 'negative', 'neutral'];
const polarity = Object.fromEntries(labels.map((label, index) => [label, polarities[index % 6] ?? 'none'] as const));
const models = ['gpt-4o', 'qwen2.5-vl-72b-instruct', 'internvl3-38b', 'local/expression-baseline'];
const strategies = ['plain', 'reasoned', 'emoprompt', 'multi-perspective', 'emoprompt+multi-perspective', 'mine'];
const generators = ['atelier-3', 'brushwork', 'clayform', 'facet', 'graphite', 'inkpanel'];
const protocol = builtInProtocols.find(({ id }) => id === (options.get('protocol') ?? 'memo-progressive'))!;
const portraits = number('portraits', 432);

const items: Items = Array.from({ length: portraits }, (_none, index) => {
  const random = seededRandom(index + 1);
  const prompted = labels[index % labels.length]!;
  const label = random() < 0.8 ? prompted : labels[Math.floor(random() * labels.length)]!;
  const generator = generators[Math.floor(index / labels.length) % generators.length]!;
  return {
    id: `${index}`,
    path: `${index}`,
    label,
    prompted,
    generator,
    degree: 1 + 4 * random(),
    quality: 1 + 4 * random(),
  };
});

const recordOf = (index: number): RunRecord => {
  const model = models[index % models.length]!;
  return {
    version: 1,
    run: `2026-03-${String(2 + Math.floor(index / 2)).padStart(2, '0')}-r${index}`,
    model,
    modelKind: model.startsWith('local/') ? 'baseline' : 'openai',
    parameters: { conversation: 'separate', options: 'words' },
    strategy: strategies[Math.floor(index / models.length) % strategies.length]!,
    protocol,
    promptsSha256: '0',
    labels: [...labels],
    polarity,
    scales: { degree: { min: 1, max: 5 } },
    benchmark: { name: 'invented', fingerprint: '0' },
    where: '',
    items: portraits,
    readerVersion: '1',
    lexiconVersion: '1',
    emolensVersion: '0',
    startedAt: new Date(Date.UTC(2026, 2, 2 + Math.floor(index / 2), 9, 12 * (index % 5))).toISOString(),
    ...(index < 8 && options.has('comparison') ? { comparison: 'c1' } : {}),
  };
};

let answered = 1;
const outcomesOf = (record: RunRecord, seed: number): Map<string, Map<string, Outcome>> => {
  const skill = 0.86 - 0.07 * (seed % 4) + 0.02 * Math.floor(seed / 4);
  const share = record.run === running ? answered : seed === 2 ? 0.7 : 1;
  return new Map(
    items.slice(0, Math.round(items.length * share)).map((item, place) => {
      const random = seededRandom(1000 * (seed + 1) + place);
      const said = (stage: string, right: string, all: readonly string[]): Outcome => {
        const kind: OutcomeKind = random() < 0.05 ? (random() < 0.6 ? 'refused' : 'unparsed') : 'answered';
        const label = random() < skill ? right : all[Math.floor(random() * all.length)]!;
        return {
          version: 1,
          item: item.id,
          run: record.run,
          stage,
          kind,
          at: '',
          ...(kind === 'answered' && { label }),
        };
      };
      const truth = polarity[item.label!]!;
      const value = Math.min(5, Math.max(1, item.degree! + 2.4 * (random() - 0.5)));
      const stages = [
        said('polarity', truth === 'none' ? 'positive' : truth, ['positive', 'neutral', 'negative']),
        said('emotion', item.label!, labels),
        { ...said('degree', '', ['']), label: undefined, value } as unknown as Outcome,
      ];
      return [item.id, new Map(stages.map((outcome) => [outcome.stage, outcome]))];
    }),
  );
};

const count = options.has('empty') ? 0 : number('runs', 1);
const records = Array.from({ length: count }, (_none, index) => recordOf(index));
const running = options.has('running') ? records.at(-1)?.run : undefined;
if (running !== undefined) answered = 0.4;
const runOf = (run: string): { record: RunRecord; outcomes: ReturnType<typeof outcomesOf> } | undefined => {
  const index = records.findIndex((one) => one.run === run);
  const record = records[index];
  return record && { record, outcomes: outcomesOf(record, index) };
};
const entryOf = (record: RunRecord, index: number): RunEntry => {
  const done = outcomesOf(record, index).size;
  const state = record.run === running ? 'running' : done < record.items ? 'stopped' : 'complete';
  const { run, model, modelKind, strategy, startedAt, comparison } = record;
  return {
    run,
    model,
    isBaseline: modelKind === 'baseline',
    strategy,
    protocol: record.protocol.id,
    startedAt,
    done,
    items: record.items,
    state,
    ...(state === 'stopped' && { stopped: 'The budget of 5.00 USD is spent.' }),
    ...(comparison === undefined ? {} : { comparison }),
  };
};

const asked: { name: string; params: unknown }[] = [];
let failing = options.has('fail') ? 'The benchmark folder could not be read: EACCES' : undefined;
let revision = 0;
const resampling = { resamples: number('resamples', 100), seed: 1 };
const send = (message: unknown): void => page.postMessage(message, '*');

const handlers: Handlers<typeof scoreRequests> = {
  info: async () => ({
    root: 'file:///invented',
    name: 'invented',
    portraits: items.length,
    labels: [...labels],
    runs: records.map(entryOf).reverse(),
  }),
  scores: async ({ run }) => {
    if (options.get('broken') === run) throw new Error('Nothing of protocol x can be asked of this benchmark.');
    const found = runOf(run);
    const scores = found && scoreRun({ ...found, items, resampling });
    return scores?.ok === true ? runScoresViewOf(scores.value) : null;
  },
  board: async () =>
    boardViewOf(generatorBoard(items, labels), { scales: { degree: { min: 1, max: 5, source: 'data' } } }),
  compare: async ({ runs }) => {
    const found = runs.flatMap((run) => runOf(run) ?? []);
    const compared = compareRuns(found, items, { resampling });
    const tables = compared.ok ? comparisonTables(compared.value) : [];
    return { tables: JSON.parse(JSON.stringify(tables)) as TableView[], why: [] };
  },
  copy: async () => {
    if (options.has('noClipboard')) throw new Error('The clipboard cannot be written.');
    return null;
  },
  openDocument: async () => null,
  openCell: async () => null,
  openGenerator: async () => null,
  evaluate: async () => ({ started: true }),
};

const answer = answerRequests(scoreRequests, handlers, send);
const changed = (): void => send(eventMessage<typeof scoreEvents, 'changed'>('changed', { revision: ++revision }));

page.acquireVsCodeApi = () => ({
  postMessage: (message: { readonly id: number; readonly name: string; readonly params: unknown }) => {
    asked.push({ name: message.name, params: message.params });
    setTimeout(
      () => {
        if (failing !== undefined) send({ type: 'error', id: message.id, message: failing });
        else void answer(message);
      },
      number('delay', 0),
    );
  },
  getState: () => JSON.parse(page.sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (state: unknown) => page.sessionStorage.setItem('state', JSON.stringify(state)),
});

// For the scripts that drive the page.
page.fakeHost = {
  asked,
  heal: () => (failing = undefined),
  send: (name: string, params: unknown) => send({ type: 'event', name, params }),
  changed,
  /** Lets the running run come so far, 0 to 1, and tells the page. */
  goOn: (share: number) => {
    answered = share;
    changed();
  },
};
