/** Links to folders inside the root, by their paths below it, each with the path of the folder that it leads to. */
export type LinkedFolders = ReadonlyMap<string, string>;

/** As many links on one path as systems follow. */
const mostLinks = 40;

/** Where a path leads that goes through links; `undefined` where none is on it, or where they go round. */
export function throughLinks(links: LinkedFolders, path: string): string | undefined {
  let led = throughFirst(links, path);
  for (let followed = 1; led !== undefined && followed < mostLinks; followed++) {
    const next = throughFirst(links, led);
    if (next === undefined) return led;
    led = next;
  }
  return undefined;
}

function throughFirst(links: LinkedFolders, path: string): string | undefined {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const target = links.get(path.slice(0, slash));
    if (target !== undefined) return target === '' ? path.slice(slash + 1) : target + path.slice(slash);
  }
  return undefined;
}
