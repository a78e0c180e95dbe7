import { parse, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { exitStatus } from './host.ts';
import type { CliHost } from './host.ts';
import { quoted } from './quoted.ts';

/** A passing line goes to a log file only so often, ms; a terminal gets all of them. */
const logEveryMs = 5000;

/** The process itself. The first signal to end asks the command to stop cleanly; a second one ends the process at once. */
export function processHost(): CliHost {
  const ending = new AbortController();
  const onSignal = (): void => {
    if (ending.signal.aborted) process.exit(exitStatus.interrupted);
    ending.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  // A reader that has seen enough (`| head`) closes the pipe: nothing is wrong then, and nobody is left to be told.
  process.stdout.on('error', () => ending.abort());
  process.stderr.on('error', () => undefined);

  const isTerminal = process.stderr.isTTY === true;
  let hasPassing = false;
  let loggedAt = performance.now();
  const clear = (): string => (hasPassing ? '\r\u001b[K' : '');
  return {
    env: process.env,
    cwd: process.cwd(),
    program: programName(process.argv[1], process.cwd(), process.env),
    signal: ending.signal,
    isTerminal,
    input: () => createInterface({ input: process.stdin, crlfDelay: Infinity, signal: ending.signal }),
    out: (line) => void process.stdout.write(`${harmless(line)}\n`),
    note(line) {
      process.stderr.write(`${clear()}${harmless(line)}\n`);
      hasPassing = false;
    },
    passing(line) {
      if (isTerminal) {
        process.stderr.write(`\r\u001b[K${harmless(line).slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1))}`);
        hasPassing = true;
      } else if (performance.now() - loggedAt >= logEveryMs) {
        loggedAt = performance.now();
        process.stderr.write(`${harmless(line)}\n`);
      }
    },
  };
}

/** The command that starts this program as it was started: by its name where that was on the path, else by Node and the file. */
export function programName(script: string | undefined, cwd: string, env: CliHost['env']): string {
  if (script === undefined) return 'emolens';
  const { name } = parse(script);
  if (name === 'emolens') return env['npm_command'] === 'exec' ? 'npx emolens' : 'emolens';
  const near = relative(cwd, script);
  return `node ${quoted(near.startsWith('..') ? script : near)}`;
}

/** Ends the process once everything written has been handed to the system. */
export async function endProcess(status: number): Promise<void> {
  process.exitCode = status;
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(status);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}

/**
 * File names, labels and servers' words are untrusted: what could steer a terminal is shown instead of sent. It is shown as
 * JSON writes it, because JSON is printed this way too and leaves U+007F to U+009F as they are.
 */
export function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
