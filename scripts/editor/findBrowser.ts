import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './runCommand.ts';
import { say, sayWhile } from './say.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of a Chromium: the one that CHROME_PATH names, else one on PATH, else one in its usual place. */
export function findBrowser(): string | undefined {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which cannot be run`);
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);
  return onPath ?? places.find((place) => existsSync(place));
}

/** As {@link findBrowser}; where none is found it is installed when that can be done without asking, else the error says how. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new Error('No Chromium found. Type: sudo apt-get install chromium  (or set CHROME_PATH to one)');
  }
  say('No Chromium found; installing the one of this Debian with apt-get, as root');
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  await sayWhile('apt-get update', () => runCommand('apt-get', ['update', '-q']));
  // Without a font every word in the window would be an empty box.
  const wanted = ['chromium', 'fonts-dejavu-core'];
  await sayWhile(`apt-get install ${wanted.join(' ')}`, () =>
    runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...wanted]),
  );
  const installed = findBrowser();
  if (installed === undefined) throw new Error('apt-get installed chromium, and it is still not on PATH');
  return installed;
}

/** Is a program of this name on PATH? */
export function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
