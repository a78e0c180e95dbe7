import { assetFolder, workerAssets } from '../src/platform/node/workerAssets.ts';

/** One file that is copied into `dist/` as it is: fonts, model weights, WebAssembly. */
export interface Asset {
  /** Path from the repository's root. */
  readonly from: string;
  /** Path inside `dist/`. */
  readonly to: string;
}

const codicons = 'node_modules/@vscode/codicons/dist';

/** What the build copies into `dist/`. Each entry must exist: a missing one fails the build. */
export const assets: readonly Asset[] = [
  { from: `${codicons}/codicon.css`, to: 'webview/codicon.css' },
  { from: `${codicons}/codicon.ttf`, to: 'webview/codicon.ttf' },
  ...Object.entries(workerAssets).map(([name, path]) => ({
    from: `node_modules/${path}`,
    to: `${assetFolder}/${name}`,
  })),
];
