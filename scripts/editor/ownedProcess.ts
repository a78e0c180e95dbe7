import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';

/** A child with all its descendants, which never outlives this process. */
export interface OwnedProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit status, or the signal's name. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Asks the whole family to end, insists after two seconds, and resolves when the child is gone. */
  end(): Promise<void>;
}

/** Started once per family: waits until the pipe to it breaks, which happens however its owner dies, then kills the group. */
const guard = `process.stdin.on('end',()=>{try{process.kill(-Number(process.argv[1]),'SIGKILL')}catch{}}).resume()`;

/**
 * Starts a program as the head of its own process group. The group is killed when this process ends in any way, `kill -9`
 * included: an editor server forks its own children, and a forgotten one would hold its port and a gigabyte of memory.
 */
export function spawnOwned(program: string, args: readonly string[], options: SpawnOptions = {}): OwnedProcess {
  const grouped = process.platform !== 'win32';
  const child = spawn(program, args, { ...options, detached: grouped });
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
  // Who does not wait for the end learns of a failed start by other means.
  ended.catch(() => undefined);
  const kill = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      if (grouped) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // Already gone.
    }
  };
  const guardian = grouped && child.pid !== undefined ? startGuard(child.pid) : undefined;
  const onExit = (): void => kill('SIGKILL');
  process.on('exit', onExit);
  const end = async (): Promise<void> => {
    kill('SIGTERM');
    const insist = setTimeout(() => kill('SIGKILL'), 2000);
    await ended.catch(() => undefined);
    clearTimeout(insist);
    // The head is gone; what it forked may not be.
    kill('SIGKILL');
    process.off('exit', onExit);
    guardian?.kill('SIGKILL');
  };
  return { child, ended, end };
}

function startGuard(group: number): ChildProcess {
  const guardian = spawn(process.execPath, ['-e', guard, String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guardian.unref();
  (guardian.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return guardian;
}
