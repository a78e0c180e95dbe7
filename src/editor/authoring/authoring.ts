import * as vscode from 'vscode';
import type { Workbench } from '../workbench.ts';
import { AuthoringDiagnostics } from './authoringDiagnostics.ts';
import { BuiltInDocuments } from './builtInDocuments.ts';
import { ProtocolLanguage } from './protocolLanguage.ts';
import { StrategyLanguage } from './strategyLanguage.ts';

/** All that the editor knows of protocols and strategies as files: their faults, completion, and what ships inside to read. */
export function authoring(workbench: Workbench, extension: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(
    new AuthoringDiagnostics(workbench),
    new BuiltInDocuments(workbench, extension),
    new ProtocolLanguage(workbench),
    new StrategyLanguage(workbench),
  );
}
