/** What the bench asks of the program in the extension host. */
export interface HostTask {
  readonly items: number;
  readonly repeats: number;
  /** An empty folder on the disk of the one that is open. */
  readonly away: string;
  /** Where the {@link HostReport} is to be written. */
  readonly out: string;
}

/** What became of one file event, in ms since it was done; `lagMs` is the longest that the host answered nobody. */
export interface ShownInHost {
  readonly name: string;
  readonly actMs: number;
  /** The editor told extensions of it. */
  readonly toldMs: number;
  readonly treeMs: number;
  readonly galleryMs: number;
  readonly lagMs: number;
}

/** All that was seen in the extension host. */
export interface HostReport {
  readonly openMs: number;
  readonly shown: readonly ShownInHost[];
}
