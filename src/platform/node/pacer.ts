/** How long work may go on without letting others have a turn, in ms. */
const turnMs = 8;

/** A pause for work in small steps: nothing to wait for until a turn is over, then a wait that lets everything else that is due go first. */
export function pacer(): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < turnMs) return undefined;
    return afterOthers().then(() => void (begun = performance.now()));
  };
}

/** Resolves when everything else that is due now has had its turn. */
export function afterOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
