/** Asks again and again until the answer is true; rejects, naming what it waited for, after `timeout` ms. */
export async function until(what: string, ask: () => Promise<boolean>, timeout = 30_000): Promise<void> {
  const end = performance.now() + timeout;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited ${timeout / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
