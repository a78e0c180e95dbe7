import { isOnPath } from './findBrowser.ts';
import { runCommand } from './runCommand.ts';
import { say, sayWhile } from './say.ts';

/** Makes sure that ffmpeg is there for the tests of videos; where it is not, it is installed when that can be done without asking, else the error says how. */
export async function ensureDecoder(): Promise<string> {
  const named = process.env.EMOLENS_FFMPEG;
  if (named !== undefined && named !== '') return named;
  if (isOnPath('ffmpeg')) return 'ffmpeg';
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new Error('No ffmpeg found. Type: sudo apt-get install ffmpeg  (or set EMOLENS_FFMPEG to one)');
  }
  say('No ffmpeg found; installing the one of this Debian with apt-get, as root');
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  // The browser may be on its way by the same means, and only one of them can hold the lock.
  const waiting = ['-o', 'DPkg::Lock::Timeout=600'];
  await sayWhile('apt-get update', () => runCommand('apt-get', [...waiting, 'update', '-q']));
  await sayWhile('apt-get install ffmpeg', () =>
    runCommand('apt-get', [...waiting, 'install', '-y', '-q', '--no-install-recommends', 'ffmpeg']),
  );
  return 'ffmpeg';
}
