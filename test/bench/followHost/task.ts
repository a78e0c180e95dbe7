/** What the bench asks of the program in the extension host. */
export interface HostTask {
  readonly items: number;
  readonly repeats: number;
  /** An empty folder on the disk of the one that is open. */
  readonly away: string;
  /** Where the {@link HostReport} is to be written. */
  readonly out: string;
}

/** What became of one file event, in ms since it was done; `blockMs` is the longest that the host worked without giving others a turn, in its own time. */
export interface ShownInHost {
  readonly name: string;
  readonly actMs: number;
  /** The editor told extensions of it. */
  readonly toldMs: number;
  readonly treeMs: number;
  readonly galleryMs: number;
  readonly blockMs: number;
}

/** All that was seen in the extension host. */
export interface HostReport {
  /** From opening the folder again to the gallery's list. */
  readonly openMs: number;
  /** The longest that the host worked without giving others a turn, until the gallery had its list. */
  readonly openBlockMs: number;
  readonly shown: readonly ShownInHost[];
}
