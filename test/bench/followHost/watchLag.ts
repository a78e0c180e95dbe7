const everyMs = 2;

/** Watches how long this thread kept a timer waiting, in ms; other programs of the machine count, too. */
export function watchLag(): () => number {
  let longest = 0;
  let before = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - before - everyMs);
    before = now;
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}
