/** Work in steps of a few milliseconds at most, between which others may have their turn. */
export type Turns<T> = Generator<void, T>;

/** Works something off without giving anybody a turn, for who has nothing else to do. */
export function workedOffAtOnce<T>(work: Turns<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** Works something off with a pause where one is due: `pause` is asked after each step, and what it returns is waited for. */
export async function workedOff<T>(work: Turns<T>, pause?: () => Promise<void> | undefined): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    await pause?.();
  }
}
