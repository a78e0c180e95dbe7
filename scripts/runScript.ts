import { delimiter, dirname } from 'node:path';

/**
 * Runs a script's work. A failure is one message on standard error (with its stack when EMOLENS_VERBOSE is set) and status 1; an
 * interrupt ends it through its `exit` handlers, with the shell's 128 + signal.
 */
export function runScript(work: () => Promise<unknown>): void {
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(status));
  }
  // Executables of ours begin with `env node`; it must find the Node that runs this.
  process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  work().catch((error: unknown) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(process.env.EMOLENS_VERBOSE === undefined ? message : stack);
    process.exit(1);
  });
}
