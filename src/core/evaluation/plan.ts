import type { PredictionTool } from '../predictions/predictionFile.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import type { PolarityTable } from '../affect/polarity.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import type { Items } from '../benchmark/item.ts';
import type { ConnectionProfile, Price } from '../models/connection.ts';
import type { FailureKind } from '../models/failure.ts';
import type { Model, Usage } from '../models/model.ts';
import type {
  Clock,
  EncodedImage,
  FileError,
  Hasher,
  ImageCodec,
  ImageError,
  ReadableFolder,
  WritableFolder,
} from '../ports.ts';
import type { Result } from '../result.ts';
import type { FrameSource } from '../video/frameSource.ts';
import type { CropName, SentCrop } from './crops.ts';
import type { Outcome, OutcomeKind } from './outcome.ts';
import type { Protocol } from './protocol.ts';
import type { LeftOutStage, ProtocolError } from './resolveProtocol.ts';
import type { RunRecord } from './runRecord.ts';
import type { SecondReadings } from './runner/tally.ts';
import type { Strategy } from './strategies.ts';

/** How fast a run may go. */
export interface RunLimits {
  /** Requests in flight at most, and pictures in memory at most; at least 1. */
  readonly concurrency: number;
  /** Requests a minute at most; no cap where absent. */
  readonly requestsPerMinute?: number;
  /** Tokens a minute at most, input and output together; no cap where absent. */
  readonly tokensPerMinute?: number;
  /** Times one question is sent before it counts as failed; default 6. */
  readonly maxAttempts?: number;
}

/**
 * What a run may use up. Reaching any of them stops it, resumable. Money and tokens are counted from the run's first outcome on, however
 * often it is resumed; requests and failures are counted anew in each sitting.
 */
export interface RunBudgets {
  /** Requests sent, repeated ones included. */
  readonly maxRequests?: number;
  /** USD; needs a price. Normally not passed, and by no more than the requests in flight. */
  readonly maxCostUsd?: number;
  /** Tokens, input and output together. Normally not passed, and by no more than the requests in flight. */
  readonly maxTokens?: number;
  /** Outcomes of kind `failed`; at least 1. */
  readonly maxFailures?: number;
  /** Share of the outcomes, 0 to 1, looked at from the twentieth outcome on. */
  readonly maxFailureShare?: number;
}

/** Goes on with a run that is on disk. Its protocol, strategy, parameters and polarity are taken from its record. */
export interface ResumePlan {
  readonly run: string;
  /** Asks again what `failed`; the newer outcome replaces the older one. */
  readonly retryFailed: boolean;
  /** Takes the plan's items into a run whose items were picked by hand, so that asking one by one makes one run and not many. */
  readonly add?: boolean;
}

/** All that is needed to ask a protocol of a model over a set of items. */
export interface EvaluatePlan {
  readonly benchmark: Benchmark;
  /** The items to ask about, in the order they are asked. */
  readonly items: Items;
  readonly protocol: Protocol;
  readonly model: Model;
  readonly parameters: RunRecord['parameters'];
  readonly strategy: Strategy;
  readonly polarity: PolarityTable;
  readonly limits: RunLimits;
  readonly budgets?: RunBudgets;
  readonly price?: Price;
  /** How the server counts a picture, as the connection's profile has it; an assumption of ours where absent. */
  readonly pictureTokens?: ConnectionProfile['pictureTokens'];
  /** How long the server takes for an answer, ms, as the connection's profile has it; for estimates only. */
  readonly latencyMs?: number;
  /** The words the answer reader knows; the built-in ones where absent. */
  readonly lexicon?: Lexicon;
  /** The query that found the items, as it was written; empty for all. */
  readonly where: string;
  /** How many of the found items were taken at most. */
  readonly limit?: number;
  /** True when the items were picked by hand: their ids are recorded, so that resuming asks the same ones. */
  readonly picked?: boolean;
  /** Reads what the answer reader cannot (its tenth rule); none where absent. */
  readonly extractor?: Extractor;
  /** Recorded in each run of a comparison, see `RunRecord.comparison`. */
  readonly comparison?: string;
  /** The connection's name. */
  readonly connection?: string;
  readonly emolensVersion: string;
  /** The new run's id; made from the time where absent. */
  readonly run?: string;
  readonly resume?: ResumePlan;
}

/** A second model that picks an answer out of a reply which no rule could read. Never the default; its use is recorded and scored apart. */
export interface Extractor {
  readonly model: Model;
  /** The connection's name. */
  readonly connection?: string;
  readonly price?: Price;
}

/** Cuts named crops out of a picture. */
export interface CropMaker {
  /** Changes whenever the same picture would give other crops; part of what makes a request. */
  readonly version: string;
  /** In the order of `names`. Never throws. */
  crop(
    bytes: Uint8Array,
    names: readonly CropName[],
  ): Promise<Result<readonly (EncodedImage & { readonly crop: SentCrop })[], ImageError>>;
}

/** Holds a run at its place: nothing new is asked while it is held, requests in flight come home. */
export interface Hold {
  readonly isHeld: boolean;
  /** Resolves when it is not held, or when the signal aborts; never rejects. */
  whenLetGo(signal: AbortSignal): Promise<void>;
}

/** What an evaluation needs from outside. */
export interface EvaluatePorts {
  /** The benchmark's folder. */
  readonly images: ReadableFolder;
  /** The `.emolens` folder that belongs to it. */
  readonly store: WritableFolder;
  readonly clock: Clock;
  readonly hasher: Hasher;
  /** Needed when `parameters.maxSide` is set. */
  readonly codec?: ImageCodec;
  /** Needed by strategies that send crops: makes them from a picture's bytes, in the order of `names`. */
  readonly crop?: CropMaker;
  /** Needed for videos: takes their frames; without it they fail with `noVideoDecoder`. */
  readonly video?: FrameSource;
  /** Lets a person pause the run. */
  readonly hold?: Hold;
  /** Evenly spread in [0, 1); `Math.random` where absent. Used for run ids and for the jitter of waits. */
  readonly random?: () => number;
}

/** How far a run is. Counts are of questions (item x stage) over the whole run, earlier sittings included. */
export interface RunProgress {
  readonly run: string;
  /** `checking`: comparing what is on disk with the pictures; `asking`: requests are made. */
  readonly phase: 'checking' | 'asking';
  readonly done: number;
  readonly total: number;
  readonly kinds: Readonly<Partial<Record<OutcomeKind, number>>>;
  readonly inFlight: number;
  /** Questions settled a second over this sitting. */
  readonly perSecond: number;
  readonly costUsd?: number;
  /** An estimate, ms; absent while there is nothing to estimate from. */
  readonly msLeft?: number;
  /** True while a person holds the run. */
  readonly isHeld?: boolean;
  /** How long the server has asked us to wait still, ms; absent when it has not. */
  readonly waitingMs?: number;
}

/** What a run tells while it goes on. An outcome is on disk before it is told. */
export interface RunEvents {
  onProgress?(progress: RunProgress): void;
  onOutcome?(outcome: Outcome): void;
  /** Once, as soon as the run has its id and its record on disk. */
  onStart?(record: RunRecord): void;
}

/** Why a run ended before all was asked. All of them leave it resumable. */
export const stopReasons = [
  'cancelled',
  'maxRequests',
  'maxCost',
  'maxTokens',
  'maxFailures',
  'unauthorized',
  'forbidden',
  'quotaSpent',
  'unknownModel',
  'unreachable',
  'rateLimited',
  'diskFull',
  'storeFailed',
] as const;

/** One of {@link stopReasons}. */
export type StopReason = (typeof stopReasons)[number];

/** Reasons that concern one server: runs that ask another one may fare better. */
export const stopsOfServer: ReadonlySet<StopReason> = new Set<StopReason>([
  'unauthorized',
  'forbidden',
  'quotaSpent',
  'unknownModel',
  'unreachable',
  'rateLimited',
]);

/** What a sitting did, and how the whole run stands. */
export interface RunSummary {
  readonly run: string;
  /** Questions (item x stage) put to the model in this sitting that came to an outcome. */
  readonly requested: number;
  /** Questions that had an outcome already, and kept it. */
  readonly resumed: number;
  /** Outcomes of the whole run by kind. */
  readonly kinds: Readonly<Partial<Record<OutcomeKind, number>>>;
  /** Failed outcomes of the whole run by the failure's kind. */
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  /** Tokens of the whole run: as the server counted them, or as estimated where it did not. */
  readonly usage: Usage;
  /** Outcomes of the whole run whose usage and cost are estimates of ours; absent for none. */
  readonly estimated?: number;
  /** What the second model of the whole run did; absent where it was given nothing. */
  readonly second?: SecondReadings;
  /** USD of the whole run; absent where no price is known. */
  readonly costUsd?: number;
  /** Requests sent in this sitting, repeated ones included. */
  readonly requestsSent: number;
  /** Wall time of this sitting, ms. */
  readonly ms: number;
  readonly stopped?: StopReason;
  /** The server's or the system's own words about the stop; untrusted text. */
  readonly stoppedDetail?: string;
  /** Bytes of a torn last line that an earlier kill had left and this sitting cut off. */
  readonly repairedBytes: number;
  /** Lines of `outcomes.jsonl` that could not be read. */
  readonly badLines: number;
  /** Stages that the benchmark cannot be asked, and why. */
  readonly leftOut: readonly LeftOutStage[];
  /** The run's second model, when this sitting brought none: what no rule can read stays unread until one is brought. */
  readonly withoutExtractor?: string;
}

/** Why a run did not begin; nothing was asked. */
export type EvaluateError =
  | { readonly kind: 'locked'; readonly run: string; readonly heldBy: string }
  | { readonly kind: 'store'; readonly error: FileError }
  | { readonly kind: 'noSuchRun'; readonly run: string }
  | { readonly kind: 'badRun'; readonly run: string; readonly detail: string }
  | { readonly kind: 'runExists'; readonly run: string }
  | { readonly kind: 'badRunId'; readonly run: string }
  /** Another tool made it: it is read from that tool's file and cannot be added to. */
  | { readonly kind: 'foreignRun'; readonly run: string; readonly tool: PredictionTool }
  | { readonly kind: 'otherModel'; readonly run: string; readonly model: string; readonly asked: string }
  /** The run's crops were made in a way that is not there any more. */
  | { readonly kind: 'otherCrops'; readonly run: string }
  | { readonly kind: 'noCodec' }
  /** A cap in USD cannot be held against `model`: the connection's name, or the model's. */
  | { readonly kind: 'noPrice'; readonly model: string }
  | { readonly kind: 'nothingToAsk' }
  | { readonly kind: 'noCrops'; readonly strategy: string }
  | { readonly kind: 'protocol'; readonly error: ProtocolError };
