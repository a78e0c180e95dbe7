const begun = performance.now();

/** Says on standard output what a script does now, with the seconds since it began, so that a wait is never a riddle. */
export function say(what: string): void {
  console.log(`[${elapsed().padStart(6)}] ${what}`);
}

/** Seconds since the script began, such as `12.3 s`. */
export function elapsed(): string {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}

/** Runs `work`; while it lasts, says every five seconds that it still does. */
export async function sayWhile<T>(what: string, work: () => Promise<T>): Promise<T> {
  say(what);
  const timer = setInterval(() => say(`  still at it: ${what}`), 5000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
