/** How much of another room a file may import: its values and types, or types alone. */
export type Access = 'values' | 'types';

/** One room of the house: the files in it, and what they may import. */
export interface Room {
  readonly name: string;
  /** Repository-relative path of a folder (ends with `/`) or of one file. The longest one that fits a file is its room. */
  readonly place: string;
  /** Rooms that its files may import, by name. Every room may import itself. */
  readonly rooms: Readonly<Record<string, Access>>;
  /** May it import Node's own modules? */
  readonly node: boolean;
  /** How much of the editor's API it may import. */
  readonly vscode: Access | 'nothing';
}

const allOfSource: Readonly<Record<string, Access>> = {
  core: 'values',
  'platform/node': 'values',
  'platform/vscode': 'values',
  editor: 'values',
  protocol: 'values',
  cli: 'values',
};

/** Who may import whom. What is not written here is refused, and so is a file that is in none of these places. */
export const rooms: readonly Room[] = [
  { name: 'extension', place: 'src/extension.ts', rooms: allOfSource, node: true, vscode: 'values' },
  // Core runs in the browser's VS Code, in workers and on the command line alike: it names ports, others bring them.
  { name: 'core', place: 'src/core/', rooms: {}, node: false, vscode: 'nothing' },
  { name: 'platform/node', place: 'src/platform/node/', rooms: { core: 'values' }, node: true, vscode: 'nothing' },
  { name: 'platform/vscode', place: 'src/platform/vscode/', rooms: { core: 'values' }, node: false, vscode: 'values' },
  {
    name: 'editor',
    place: 'src/editor/',
    rooms: { core: 'values', protocol: 'values', 'platform/vscode': 'values', 'platform/node': 'values' },
    node: true,
    vscode: 'values',
  },
  { name: 'protocol', place: 'src/protocol/', rooms: { core: 'values' }, node: false, vscode: 'nothing' },
  {
    name: 'cli',
    place: 'src/cli/',
    rooms: { core: 'values', 'platform/node': 'values' },
    node: true,
    vscode: 'nothing',
  },
  { name: 'webview', place: 'webview/', rooms: { protocol: 'values', core: 'types' }, node: false, vscode: 'nothing' },
  {
    name: 'test',
    place: 'test/',
    rooms: { ...allOfSource, extension: 'types', webview: 'values', scripts: 'values', configuration: 'values' },
    node: true,
    vscode: 'values',
  },
  { name: 'scripts', place: 'scripts/', rooms: { ...allOfSource, test: 'values' }, node: true, vscode: 'nothing' },
  ...['eslint.config.mjs', 'vitest.config.ts', 'vitest.ui.config.ts'].map((place) => ({
    name: 'configuration',
    place,
    rooms: { scripts: 'values' as const },
    node: true,
    vscode: 'nothing' as const,
  })),
];

/** npm packages that only one file may import, because that file keeps the rest of the house free of them. */
export const keptBehind: Readonly<Record<string, string>> = {
  '@vscode/webview-ui-toolkit': 'webview/ui/toolkit.ts',
};

/** The room that a repository-relative path (forward slashes) lies in, if any. */
export function roomOf(path: string): Room | undefined {
  return rooms
    .filter(({ place }) => (place.endsWith('/') ? path.startsWith(place) : path === place))
    .sort((a, b) => b.place.length - a.place.length)[0];
}
