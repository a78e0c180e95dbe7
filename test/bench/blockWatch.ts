/**
 * Watches how long this thread works without giving others a turn, in ms of its own time, so that what else the machine does is left
 * out; in ms of the clock where the program that runs this is too old to tell.
 */
export function watchBlock(): () => number {
  const spent = 'threadCpuUsage' in process ? ownTime : () => performance.now();
  let longest = 0;
  let before = spent();
  const look = (): void => {
    const now = spent();
    longest = Math.max(longest, now - before);
    before = spent();
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}

function ownTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
