import type { PolarityTable } from '../affect/polarity.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { ItemTable } from '../benchmark/itemTable.ts';
import type { Problem } from '../benchmark/problem.ts';
import { readerVersion } from '../evaluation/answerReader.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import { foreignProtocolId, type Stage } from '../evaluation/protocol.ts';
import { recordedLexicon } from '../evaluation/recordedLexicon.ts';
import type { RunData } from '../evaluation/runStore.ts';
import type { RunRecord } from '../evaluation/runRecord.ts';
import type { BadReply, ForeignReply } from './foreignReply.ts';
import type { ItemMatcher } from './matchItems.ts';
import { ForeignOutcomes } from './foreignOutcomes.ts';
import { foreignRunId } from './foreignRunId.ts';
import type { PredictionTool } from './predictionFile.ts';
import type { ReadReplies } from './predictionReader.ts';
import { wordAt } from '../query/columns/columnValues.ts';
import { numberOf, type DocumentFinder } from './numberedDocuments.ts';
import { readForeign, type ReadingSide, targetLabel } from './readForeign.ts';

/** A run that was read from a file of another tool, with what is wrong in the file, at its line. */
export interface ForeignRun extends RunData {
  readonly problems: readonly Problem[];
}

/** The runs of some files of other tools, and the faults of all of these files, each once. */
export interface ForeignReading {
  readonly runs: readonly ForeignRun[];
  readonly problems: readonly Problem[];
}

/** What runs of one file are made for. */
export interface ForeignPlan {
  readonly tool: PredictionTool;
  /** The file, as records and problems name it. */
  readonly file: string;
  /** When the file was changed last, ms since 1970: the time of what has none of its own. */
  readonly mtime: number;
  readonly benchmark: Benchmark;
  readonly side: ReadingSide;
  readonly matcher: ItemMatcher;
  /** What numbers of documents mean, where the tool calls them so. */
  readonly findDocument?: DocumentFinder;
  /** Gives way to other work. */
  readonly pause: () => Promise<void>;
}

interface Group {
  readonly run: string;
  readonly key: string;
  readonly outcomes: ForeignOutcomes;
  readonly stages: Map<string, Stage>;
  readonly options: Map<string, Set<string>>;
  model?: string;
  rows: number;
  unmatched: number;
}

/** As many problems of one file are listed; all are counted. */
const mostProblems = 1000;
/** Our reader takes well below a millisecond for a reply. */
const repliesAtOnce = 50;

/** Gathers the replies of one file into runs: one for each model, prompt and epoch that the file tells apart. */
export class ForeignRuns {
  readonly #plan: ForeignPlan;
  readonly #groups = new Map<string, Group>();
  readonly #problems: Problem[] = [];
  readonly #table: ItemTable;
  #unread = 0;
  #count = 0;

  constructor(plan: ForeignPlan) {
    this.#plan = plan;
    this.#table = ItemTable.of(plan.benchmark.items);
  }

  bad({ file, line, detail }: BadReply): void {
    this.#unread++;
    this.#problem(file, line, { reason: 'prediction', detail });
  }

  async add(reply: ForeignReply): Promise<void> {
    if (++this.#count % repliesAtOnce === 0) await this.#plan.pause();
    const group = this.#groupOf(reply);
    group.rows++;
    group.model ??= reply.model;
    const id = await this.#find(reply);
    if (id === undefined) {
      group.unmatched++;
      const value = (reply.pictures[0] ?? reply.ids[0] ?? '').slice(0, 200);
      return this.#problem(reply.file, reply.line, { reason: 'noItem', value });
    }
    const { stage, options, outcome } = readForeign(reply, this.#plan.side, this.#truthOf(id));
    if (group.outcomes.hasStage(id, stage.id)) {
      group.unmatched++;
      return this.#problem(reply.file, reply.line, { reason: 'again', value: id }, id);
    }
    this.#noteStage(group, { ...stage, question: reply.question?.trim() || 'unknown' }, options);
    group.outcomes.add(this.#outcome(group, id, stage.id, reply, outcome));
  }

  async #find(reply: ForeignReply): Promise<string | undefined> {
    const { matcher, findDocument, side } = this.#plan;
    const number = findDocument && numberOf(reply);
    const found = number === undefined ? undefined : findDocument?.(number);
    if (found !== undefined) return found;
    const target = targetLabel(reply, side);
    return matcher.find(reply, (id) => {
      if (number !== undefined) return false;
      const label = this.#truthOf(id);
      return target === undefined || label === undefined || target === label;
    });
  }

  /** Whether there was any reply, were it one that fits no item. */
  get hasReplies(): boolean {
    return this.#count > 0;
  }

  /** The runs, once all is read. A file without a single reply gives one empty run, so that its problems have a place. */
  runs(read: ReadReplies): readonly ForeignRun[] {
    if (this.#groups.size === 0) this.#groupOf({});
    return [...this.#groups.values()].map((group) => ({
      record: this.#record(group, read),
      outcomes: group.outcomes,
      badLines: [],
      problems: this.#problems,
    }));
  }

  get #changedAt(): string {
    return new Date(this.#plan.mtime).toISOString();
  }

  #problem(file: string | undefined, line: number, facts: Problem['facts'], item?: string): void {
    if (this.#problems.length >= mostProblems) return;
    const at = file === undefined ? this.#plan.file : beside(this.#plan.file, file);
    this.#problems.push({ kind: 'bad-row', file: at, line, ...(item !== undefined && { item }), facts });
  }

  #groupOf({ group: key = '' }: Pick<ForeignReply, 'group'>): Group {
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const run = foreignRunId(this.#plan.tool, this.#plan.file, key);
    const outcomes = new ForeignOutcomes(this.#table, { version: 1, run, at: this.#changedAt });
    const made: Group = { run, key, outcomes, stages: new Map(), options: new Map(), rows: 0, unmatched: 0 };
    this.#groups.set(key, made);
    return made;
  }

  #truthOf(id: string): string | undefined {
    return wordAt(this.#table.column('label'), this.#table.indexOf(id));
  }

  #noteStage({ stages, options: all }: Group, stage: Stage, options: readonly string[]): void {
    if (!stages.has(stage.id)) stages.set(stage.id, stage);
    if (options.length === 0) return;
    const known = all.get(stage.id) ?? new Set();
    for (const option of options) known.add(option);
    all.set(stage.id, known);
  }

  #outcome(
    { run }: Group,
    item: string,
    stage: string,
    reply: ForeignReply,
    read: Omit<Outcome, 'version' | 'item' | 'run' | 'stage' | 'at'>,
  ): Outcome {
    const { image, question, failure, usage, costUsd, latencyMs, attempts, httpStatus, requestId, finish } = reply;
    return {
      version: 1,
      item,
      run,
      stage,
      ...read,
      ...(image && { imageSha256: image.sha256 }),
      ...(reply.reply !== undefined && { reply: reply.reply }),
      ...(reply.refusal !== undefined && { refusal: reply.refusal }),
      ...(question !== undefined && { question }),
      ...(failure && { failure }),
      ...(usage && { usage }),
      ...(costUsd !== undefined && { costUsd }),
      ...(latencyMs !== undefined && { latencyMs }),
      ...(attempts !== undefined && { attempts }),
      ...(httpStatus !== undefined && { httpStatus }),
      ...(requestId !== undefined && { requestId }),
      ...(finish !== undefined && { finish }),
      at: isoTime(reply.at) ?? this.#changedAt,
    };
  }

  #record(group: Group, { head, sha256 }: ReadReplies): RunRecord {
    const { tool, file, benchmark, side } = this.#plan;
    const changed = this.#changedAt;
    const items = group.outcomes.size;
    const isAboutAll = items === this.#table.length;
    const { temperature, maxTokens, seed } = head;
    return {
      version: 1,
      run: group.run,
      model: group.model ?? head.model ?? 'unknown',
      modelKind: 'foreign',
      source: {
        tool,
        file,
        ...(sha256 !== undefined && { sha256 }),
        ...(head.task !== undefined && { task: head.task }),
        rows: group.rows,
        unmatched: group.unmatched,
        unread: this.#unread,
      },
      parameters: {
        ...(temperature !== undefined && { temperature }),
        ...(maxTokens !== undefined && { maxTokens }),
        ...(seed !== undefined && { seed }),
        conversation: 'separate',
        options: 'words',
      },
      strategy: tool,
      protocol: { version: 1, id: foreignProtocolId, title: tool, stages: stagesOf(group) },
      // Replies of two files are never about questions that are known to be the same.
      promptsSha256: group.run,
      labels: [...side.labels],
      polarity: { ...side.polarity } as PolarityTable as RunRecord['polarity'],
      scales: Object.fromEntries(
        Object.entries(benchmark.scales).map(([name, { min, max }]) => [name, { min, max }] as const),
      ),
      benchmark: { name: benchmark.name, fingerprint: benchmark.fingerprint },
      where: '',
      items,
      ...(!isAboutAll && { picked: [...group.outcomes.keys()] }),
      readerVersion,
      ...recordedLexicon(side.lexicon),
      emolensVersion: 'unknown',
      startedAt: isoTime(head.startedAt) ?? changed,
      endedAt: changed,
    };
  }
}

/** A choice among what is no label has all its options on record; a protocol needs a stage. */
function stagesOf({ stages, options }: Group): Stage[] {
  const found = [...stages.values()].map((stage): Stage => {
    const { answer } = stage;
    const further = [...(options.get(stage.id) ?? [])].filter((option) => /\S/.test(option));
    if (answer.kind !== 'choice' || answer.labels === 'labels' || answer.labels === 'polarities') return stage;
    // Rows may spell one option in several ways; to the reader these are one.
    const all = [...answer.labels, ...further];
    const folded = all.map((label) => label.trim().toLowerCase());
    const labels = all.filter((_, i) => folded.indexOf(folded[i]!) === i);
    return labels.length < 2 ? { ...stage, answer: { kind: 'open' } } : { ...stage, answer: { ...answer, labels } };
  });
  return found.length > 0 ? found : [{ id: 'emotion', question: 'unknown', answer: { kind: 'open', truth: 'label' } }];
}

function beside(file: string, other: string): string {
  const slash = file.lastIndexOf('/');
  return other.includes('/') || slash === -1 ? other : `${file.slice(0, slash)}/${other}`;
}

function isoTime(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
