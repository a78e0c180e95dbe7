import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchEditor } from './fetchEditor.ts';
import { runCommand } from './runCommand.ts';

/** Installs a VSIX into an extensions folder (made when missing) as a user would: through the editor's own command line. */
export async function installVsix(vsix: string, extensionsDir: string): Promise<void> {
  const main = await fetchEditor();
  mkdirSync(extensionsDir, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'el-'));
  try {
    await runCommand(process.execPath, [
      ...[main, '--accept-server-license-terms', '--telemetry-level', 'off'],
      ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
      ...['--install-extension', vsix, '--force'],
    ]);
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}
