import { useLayoutEffect, useReducer } from 'preact/hooks';

/** Something that pages draw and that says when it changed. */
export class Observable {
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** To be called after a change. */
  protected notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Draws the component again whenever the store changes. */
export function useObservable<S extends Observable>(store: S): S {
  const [, redraw] = useReducer<number, void>((n) => n + 1, 0);
  useLayoutEffect(() => {
    const stop = store.subscribe(() => redraw());
    // A change between the first drawing and this line would otherwise be missed.
    redraw();
    return stop;
  }, [store]);
  return store;
}
