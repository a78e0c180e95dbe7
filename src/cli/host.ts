/** What the command line meets outside: the process in earnest, something in memory in tests. */
export interface CliHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The command line's name as a shell takes it here: `emolens`, or what it was started with. */
  readonly program: string;
  /** Aborts when the person or the system wants the command to end. */
  readonly signal: AbortSignal;
  /** Whether notes go to a person's terminal, where a line can be written over. */
  readonly isTerminal: boolean;
  /** Lines of standard input; they end when `signal` aborts. */
  input(): AsyncIterable<string>;
  /** Writes one line of results to standard output. */
  out(line: string): void;
  /** Writes one line of everything else to standard error. */
  note(line: string): void;
  /** Shows a passing line where notes go; the next one replaces it. */
  passing(line: string): void;
}

/** The command's exit statuses; `headless` users and CI scripts decide by them. */
export const exitStatus = { done: 0, someFailed: 1, badUse: 2, stopped: 3, interrupted: 130 } as const;

/** One of {@link exitStatus}. */
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Says in one line what is wrong and where, and gives the exit status for it. */
export function refuse(host: CliHost, message: string): ExitStatus {
  host.note(`emolens: ${message.replaceAll(/\s*\n\s*/g, ' ').trim()}`);
  return exitStatus.badUse;
}
