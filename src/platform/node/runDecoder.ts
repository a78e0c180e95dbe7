import { spawn } from 'node:child_process';

/** What a program said, or why there is nothing: it is not there, took too long or said too much, or the caller cancelled. */
export type ProgramEnd =
  | { readonly kind: 'ended'; readonly status: number; readonly out: Buffer; readonly err: string }
  | { readonly kind: 'missing' | 'tooLong' | 'tooMuch' | 'cancelled' };

/** Limits of one call. */
export interface ProgramLimits {
  readonly ms: number;
  /** Bytes of standard output. */
  readonly bytes: number;
}

const mostErrorText = 64 * 1024;

/** Runs a program with its arguments as they are, without a shell; it is killed when it passes a limit or the signal aborts. */
export function runProgram(
  command: string,
  args: readonly string[],
  limits: ProgramLimits,
  signal?: AbortSignal,
): Promise<ProgramEnd> {
  if (signal?.aborted === true) return Promise.resolve({ kind: 'cancelled' });
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, shell: false });
    const out: Buffer[] = [];
    let size = 0;
    let errorText = '';
    const settle = (end: ProgramEnd): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (end.kind !== 'ended') child.kill('SIGKILL');
      resolve(end);
    };
    const onAbort = (): void => settle({ kind: 'cancelled' });
    const timer = setTimeout(() => settle({ kind: 'tooLong' }), limits.ms);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (part: Buffer) => {
      out.push(part);
      size += part.length;
      if (size > limits.bytes) settle({ kind: 'tooMuch' });
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (part: string) => (errorText = (errorText + part).slice(-mostErrorText)));
    child.on('error', () => settle({ kind: 'missing' }));
    child.on('close', (status) =>
      settle({ kind: 'ended', status: status ?? -1, out: Buffer.concat(out), err: errorText }),
    );
  });
}
