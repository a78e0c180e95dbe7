/** Keeps what answers cost under a cap. One unit throughout: US dollars, or tokens. */
export interface SpendCap {
  readonly isUsedUp: boolean;
  /**
   * Whether one more request fits beside `inFlight` others that have not said yet what they cost. `expected` is asked for
   * while no answer has come. Alone, a request fits when the mean does; beside others the spread of what answers cost is
   * kept free too, so that the last ones go one by one and the cap is reached from below.
   */
  hasRoom(inFlight: number, expected: () => number): boolean;
  add(amount: number): void;
}

/** Spreads kept free beside requests in flight: two standard deviations of their sum. */
const spreads = 2;

/** Ten cents three times are a little more than thirty: what adding up thousands of floating-point numbers is off by, at most. */
const rounding = 1e-9;

/** A cap with nothing spent. */
export function spendCap(most: number): SpendCap {
  let spent = 0;
  let count = 0;
  let mean = 0;
  /** Sum of squared distances from the mean (Welford, "Note on a method for calculating corrected sums of squares", 1962). */
  let squares = 0;
  return {
    get isUsedUp() {
      return spent >= most * (1 - rounding);
    },
    hasRoom(inFlight, expected) {
      // The first one always goes: nothing is known of what it costs, and without it nothing ever would be.
      if (count === 0 && inFlight === 0) return true;
      const all = inFlight + 1;
      const spread = inFlight === 0 || count < 2 ? 0 : spreads * Math.sqrt((squares / (count - 1)) * all);
      return spent + all * (count === 0 ? expected() : mean) + spread <= most * (1 + rounding);
    },
    add(amount) {
      spent += amount;
      count++;
      const off = amount - mean;
      mean += off / count;
      squares += off * (amount - mean);
    },
  };
}
