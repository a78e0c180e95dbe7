/** How a server counts what it grants. */
export type Counting =
  /** A bucket that is full at first and has room for so many. */
  | { readonly kind: 'bucket'; readonly room: number }
  /** Within whole stretches of so long, or within the newest so long; ms. */
  | { readonly kind: 'fixed' | 'sliding'; readonly ms: number };

/** What a server says to a request: whether it is granted, the share that is left, and when one more would be granted, ms from now. */
export interface Verdict {
  readonly granted: boolean;
  readonly left: number;
  readonly freeInMs: number;
}

/** A server that grants `perSecond(now)` requests a second; to be asked in the order of time. */
export function rateServer(counting: Counting, perSecond: (now: number) => number): (now: number) => Verdict {
  switch (counting.kind) {
    case 'bucket':
      return bucketServer(counting.room, perSecond);
    case 'fixed':
      return fixedServer(counting.ms, perSecond);
    case 'sliding':
      return slidingServer(counting.ms, perSecond);
  }
}

function bucketServer(room: number, perSecond: (now: number) => number): (now: number) => Verdict {
  let level = room;
  let at = 0;
  return (now) => {
    level = Math.min(room, level + ((now - at) / 1000) * perSecond(now));
    at = now;
    const granted = level >= 1;
    if (granted) level--;
    return { granted, left: level / room, freeInMs: (Math.max(0, 1 - level) / perSecond(now)) * 1000 };
  };
}

function fixedServer(ms: number, perSecond: (now: number) => number): (now: number) => Verdict {
  let window = -1;
  let used = 0;
  return (now) => {
    const all = Math.max(1, Math.round((perSecond(now) * ms) / 1000));
    if (Math.floor(now / ms) !== window) used = 0;
    window = Math.floor(now / ms);
    const granted = used < all;
    if (granted) used++;
    return { granted, left: 1 - used / all, freeInMs: used < all ? 0 : (window + 1) * ms - now };
  };
}

function slidingServer(ms: number, perSecond: (now: number) => number): (now: number) => Verdict {
  let granted: number[] = [];
  return (now) => {
    const all = Math.max(1, Math.round((perSecond(now) * ms) / 1000));
    granted = granted.filter((at) => at > now - ms);
    const isGranted = granted.length < all;
    if (isGranted) granted.push(now);
    const free = granted.length < all ? 0 : granted[granted.length - all]! + ms - now;
    return { granted: isGranted, left: Math.max(0, 1 - granted.length / all), freeInMs: free };
  };
}
