import * as vscode from 'vscode';
import { exportFormatIds } from '../../core/export/exportLayout.ts';
import { type ExportGiven, exportSession } from '../exporting.ts';
import { commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { selectionOf, sessionOf } from './target.ts';

/** Exporting benchmarks. */
export function exportCommands(workbench: Workbench): CommandTable {
  return {
    [commands.exportBenchmark]: async (at) => {
      const given = givenOf(at);
      const session = sessionOf(workbench, given.root ?? at);
      if (session === undefined) return;
      const selected = await selectionOf(workbench, undefined);
      await exportSession(session, selected?.session === session ? selected.items : [], given);
    },
  };
}

/** From scripts and tests: `{root, to, out, where}`. */
function givenOf(at: unknown): ExportGiven & { readonly root?: vscode.Uri } {
  if (typeof at !== 'object' || at === null || !('to' in at)) return {};
  const { to } = at;
  const uri = (value: unknown) => (value instanceof vscode.Uri ? value : undefined);
  const root = 'root' in at ? uri(at.root) : undefined;
  return {
    to: exportFormatIds.find((id) => id === to),
    out: 'out' in at ? uri(at.out) : undefined,
    where: 'where' in at && typeof at.where === 'string' ? at.where : undefined,
    ...(root && { root }),
  };
}
